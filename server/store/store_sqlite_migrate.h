/* Brings a database of an earlier version forward, step by step, in one transaction: afterwards it is what this program would have made of the
 * same rows, or it is as it was.
 * Owns: nothing. Uses: SQLite. Used by: store_sqlite (at the start), store_sqlite_copy (an older backup). */
#ifndef UDVEJ_SERVER_STORE_SQLITE_MIGRATE_H
#define UDVEJ_SERVER_STORE_SQLITE_MIGRATE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "outcome.h"

/* A database of `version`: earlier than ours, and one that we know the way from? */
bool migrate_knows(uint64_t version);

/* `db` is ours and of `version`, which migrate_knows; no transaction is open. BROKEN: it could not be done, close `db`; nothing is changed. */
MUST_USE enum outcome migrate(sqlite3 *db, uint64_t version);

#endif
