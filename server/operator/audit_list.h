/* The list of acts (rule 21) as a file that can be read by people and checked without a server:
 *
 *     udvej audit list 1
 *     from 1 HEAD                                          the first number, and the head before it
 *     1 2026-11-25 takeover ACTOR SECOND SUBJECT HEAD      - where there is nobody; the head after it
 *     end 1 HEAD
 *
 * A line that would not be written so again is refused.
 * Owns: nothing. Uses: store_sqlite_inspect, key_file. Used by: command_audit, tests. */
#ifndef UDVEJ_SERVER_OPERATOR_AUDIT_LIST_H
#define UDVEJ_SERVER_OPERATOR_AUDIT_LIST_H

#include "key_file.h"
#include "store/store_sqlite_inspect.h"

/* What a list reaches from and to. */
struct audit_reach {
    uint64_t first; /* its first number; one more than `last`: it is empty */
    uint8_t first_previous[HASH_SIZE];
    uint64_t last;
    uint8_t head[HASH_SIZE];
};

/* Writes what the database holds. REFUSED: its entries do not stand on each other, or the file may not be written. BROKEN: disk or database. */
MUST_USE enum outcome audit_list_write(struct inspection *inspection, const struct file_new *file,
                                       struct audit_reach *reach, struct reason *reason);

/* Checks every line. GONE: there is no such file. MALFORMED: it is no list, or cut off. REFUSED: an entry was changed, removed, put in or moved. */
MUST_USE enum outcome audit_list_check(const char *path, struct audit_reach *reach, struct reason *reason);

/* And that it goes on from the list `before`, which was written earlier: nothing in both is another. REFUSED also: it does not, or they do not
 * meet. */
MUST_USE enum outcome audit_list_check_after(const char *path, const char *before, struct audit_reach *reach,
                                             struct reason *reason);

#endif
