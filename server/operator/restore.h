/* Opens a backup into a data folder, or only to see that it could be.
 * Owns: nothing. Uses: backup_file, store_sqlite_copy. Used by: command_restore, tests. */
#ifndef UDVEJ_SERVER_OPERATOR_RESTORE_H
#define UDVEJ_SERVER_OPERATOR_RESTORE_H

#include "backup_file.h"
#include "store/store_sqlite_copy.h"

/* What people destroyed, and what ran out, since a backup was made comes back with it. So an old one is not taken without a word. */
enum { RESTORE_DAYS_MAX = 35 };

struct restore {
    const char *backup;
    const char *data; /* the folder to restore into; NULL: a dry run, in a folder that goes again */
    uint32_t today;   /* days since 1970 */
    bool takes_old;
};

struct restored {
    struct backup_head head;
    struct inspection_totals totals;
};

/* REFUSED: the folder is not empty or not ours alone; another key, a changed or old backup, another version of the database. MALFORMED: no whole
 * backup. After anything but OK the folder is as it was. */
MUST_USE enum outcome restore_run(const struct restore *restore, const struct key_box *key, struct restored *restored,
                                  struct reason *reason);

#endif
