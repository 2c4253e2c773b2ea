/* What a backup holds of a store: one moment of it, copied row by row into a new database while a server may be writing. Only what is
 * listed here is copied, so what must not be in a backup cannot be: shred salts and the rows that name them, sessions, presence, and what
 * visitors keep (their archive opens with a salt alone). Nor is there any octet of a deleted row, as in a copy of pages.
 *
 * What a store that was begun from such a copy must be able to live with is made so here:
 *   Every envelope in a visitor's mailbox awaits a new wrap (WRAP_AWAITS). It hung on a session, or on a salt, that the copy does not
 *   have; its sender is asked to wrap it again, as after any session's end, and it comes when the visitor has new keys.
 *   Every mailbox counts on from far beyond what it may have counted to since (COPY_SEQ_JUMP): no number is given twice.
 *
 * Owns: nothing. Uses: SQLite. Used by: operator (backup, restore). */
#ifndef UDVEJ_SERVER_STORE_SQLITE_COPY_H
#define UDVEJ_SERVER_STORE_SQLITE_COPY_H

#include <stdbool.h>
#include <stdint.h>

#include "outcome.h"
#include "store_sqlite_inspect.h"

#define COPY_SEQ_JUMP (INT64_C(1) << 32) /* a mailbox never holds so many; 2^31 restores fit */

/* Copies the store in `directory`, which must be of this program's version. Gives a descriptor to read the copy from its beginning; its file
 * stands in `directory`, where such octets may stand, but has no name any more, so that nothing of it outlives the descriptor.
 * GONE, REFUSED, MALFORMED: as of inspection_open. FULL: no room for a copy. BROKEN: the disk or memory failed. */
MUST_USE enum outcome store_copy_make(const char *directory, int *fd);

/* Is a copy of that version one that store_copy_check can be asked about, perhaps after store_copy_bring_forward? */
bool store_copy_knows(uint32_t schema);
uint32_t store_copy_oldest(void);

/* Makes of the copy of version `schema` that is udvej.db in `directory` one of this program's version. It may come from anybody: store_copy_check is
 * still to be asked. REFUSED: it is no database of that version, or no sound one. */
MUST_USE enum outcome store_copy_bring_forward(const char *directory, uint32_t schema);

/* Is udvej.db in `directory` such a copy: our tables and nothing else, sound, without anything that must not be in one? REFUSED: it is not.
 * Counts what is in it. */
MUST_USE enum outcome store_copy_check(const char *directory, struct inspection_totals *totals);

#endif
