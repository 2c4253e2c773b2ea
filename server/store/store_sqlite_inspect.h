/* A look from outside at a store that a server may be writing at the same time: counts and faults, never a name. Nothing that is kept is
 * changed; where no server runs, SQLite leaves an empty log and its index behind, as a server that was killed does.
 * While a look reads, the server cannot shorten its log (CHECKPOINT_LOOK_MS later it tries again), so deleted octets stay in the
 * log for as long as the look takes; turns do not wait.
 * Owns: a connection to the database that can only read. Uses: SQLite, the salt file's layout. Used by: operator. */
#ifndef UDVEJ_SERVER_STORE_SQLITE_INSPECT_H
#define UDVEJ_SERVER_STORE_SQLITE_INSPECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "limits.h"
#include "outcome.h"
#include "rows.h"

struct inspection;

/* GONE: there is no database in `directory`. REFUSED: it is not ours, or of another version than inspection_schema, which `schema` then
 * tells (0: not ours). MALFORMED: damaged. BROKEN: it cannot be read. Close what came with OK. */
MUST_USE enum outcome inspection_open(struct inspection **inspection, const char *directory, uint32_t *schema);
void inspection_close(struct inspection *inspection); /* may be NULL */

/* Does another process have the database of `directory` open: a server, or somebody who looks? Never for a process that has it open itself, whose
 * locks this would drop. */
bool inspection_is_in_use(const char *directory);

/* The version that this program knows. */
uint32_t inspection_schema(void);

/* PRAGMA quick_check: every page and every index entry's form. REFUSED: the database is damaged. */
MUST_USE enum outcome inspection_check(struct inspection *inspection);

/* What follows reads one moment of the store, between begin and end. Anything but OK: the database cannot be read. */
MUST_USE enum outcome inspection_begin(struct inspection *inspection);
void inspection_end(struct inspection *inspection);

/* How many cases stand at each door in each state, by door and state. */
typedef void inspect_cases(void *context, uint8_t door, uint8_t state, uint64_t count);
MUST_USE enum outcome inspection_cases(struct inspection *inspection, inspect_cases *visit, void *context);

/* Each holder of claimed cases, with their number. Zeros: nobody. */
typedef void inspect_principals(void *context, const uint8_t principal[HASH_SIZE], uint64_t count);
MUST_USE enum outcome inspection_holders(struct inspection *inspection, inspect_principals *visit, void *context);

/* Each mailbox that is no visitor's, with the number of its envelopes; mailboxes without any are left out. */
MUST_USE enum outcome inspection_staff_mailboxes(struct inspection *inspection, inspect_principals *visit,
                                                 void *context);

/* Each waiting case, by place, once for each mailbox in which its intake lies; once with zeros if it lies in none. */
typedef void inspect_intakes(void *context, uint64_t place, uint8_t door, const uint8_t principal[HASH_SIZE]);
MUST_USE enum outcome inspection_intakes(struct inspection *inspection, inspect_intakes *visit, void *context);

/* How many cases wait to be claimed, or to be opened again, since `until_min` or longer. */
MUST_USE enum outcome inspection_waiting(struct inspection *inspection, uint64_t until_min, uint64_t *count);

/* The list of acts, by number; until the visitor says false. */
typedef bool inspect_acts(void *context, const struct audit_row *row);
MUST_USE enum outcome inspection_audit(struct inspection *inspection, inspect_acts *visit, void *context);

struct inspection_totals {
    uint64_t envelopes; /* in all mailboxes */
    uint64_t kept;      /* in visitors' archives */
    uint64_t octets;    /* of both */
    /* Of these there should be none. */
    uint64_t roomless; /* claimed or closed cases without each of their room's events, or whose holder is no member */
    uint64_t envelopes_lost; /* in no mailbox, or of no case */
    uint64_t salts_lost;     /* rows that lead to no salt */
    uint64_t rows_lost;      /* vaults, salts, events, kept messages and notices of no case */
};
MUST_USE enum outcome inspection_count(struct inspection *inspection, struct inspection_totals *totals);

#endif
