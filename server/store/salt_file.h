/* Shred salts on disk: one flat file, preallocated, slots overwritten in place. What is destroyed here is gone from the file system
 * for good, which no database promises; the file is left out of backups for the same reason.
 * Owns: the file `salts` and a lock on it, which keeps a second process out. Uses: POSIX. Used by: store_sqlite.
 *
 * Order against the rows that name the slots:
 *   put:  slot written and synced -> row committed -> acknowledged.  A crash between: a slot that no row names, wiped at open.
 *   drop: row's end committed -> slot overwritten and synced -> acknowledged.  A crash between: likewise.
 * So an acknowledged salt is always there, and an acknowledged destruction is always done. */
#ifndef UDVEJ_SERVER_STORE_SALT_FILE_H
#define UDVEJ_SERVER_STORE_SALT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "limits.h"
#include "outcome.h"

enum {
    SALT_SLOT_SIZE = 128,   /* never straddles a disk sector */
    SALT_SLOTS_STEP = 4096, /* grown by this many: 512 KiB */
    SALT_SLOTS_MAX = 16 * 1024 * 1024,
};

struct salt_file;

/* Opens or makes the file in `directory`. REFUSED: another process holds it. */
MUST_USE enum outcome salt_file_open(struct salt_file **file, const char *directory);
void salt_file_close(struct salt_file *file); /* may be NULL */

/* While opening: this slot is named by a row. BROKEN: no such slot can be. */
MUST_USE enum outcome salt_file_claim(struct salt_file *file, uint32_t slot);
/* After the last claim: wipes every slot that nobody named. */
MUST_USE enum outcome salt_file_settle(struct salt_file *file);

/* Writes a salt into a free slot; not synced yet. FULL: SALT_SLOTS_MAX. */
MUST_USE enum outcome salt_file_put(struct salt_file *file, const uint8_t salt[SALT_SEALED_SIZE], uint32_t *slot);
MUST_USE enum outcome salt_file_get(struct salt_file *file, uint32_t slot, uint8_t salt[SALT_SEALED_SIZE]);

/* This slot's row goes with the present transaction. */
MUST_USE enum outcome salt_file_drop(struct salt_file *file, uint32_t slot);

/* Before the rows are committed: syncs what was put. */
MUST_USE enum outcome salt_file_sync(struct salt_file *file);

/* After the rows were committed: destroys what was dropped, and what earlier turns could not. True: nothing is left to destroy. */
bool salt_file_shred(struct salt_file *file);

/* Instead of a commit. `is_sure`: the rows are certainly not on the disk, so what was put is destroyed. Otherwise (a commit failed, and
 * its log may still be found after a crash) those slots stay untouched until salt_file_be_sure, or the next open, tells. */
void salt_file_undo(struct salt_file *file, bool is_sure);

/* A later commit has taken the place in the log of those that failed: none of their rows can turn up. Before salt_file_shred. */
void salt_file_be_sure(struct salt_file *file);

#endif
