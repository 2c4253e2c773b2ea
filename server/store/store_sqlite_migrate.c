#include "store_sqlite_migrate.h"

#include <stdio.h>

#include "store_sqlite_schema.h"

/* steps[n] makes version n + 1 of version n. Text that SCHEMA_TABLES has too, or what changes a table into what stands there, word by word:
 * test_migrate compares. How to add one: server/README.md. */
#define BEFORE_4                                                                                                       \
    "ALTER TABLE cases ADD COLUMN " SCHEMA_HEIR ";ALTER TABLE cases ADD COLUMN " SCHEMA_ENDS                           \
    ";ALTER TABLE cases ADD COLUMN " SCHEMA_WHY                                                                        \
    ";UPDATE cases SET proposal = x'';DROP INDEX envelope_kept;DROP INDEX envelope_case;"

static const char *const steps[] = {
    [3] = BEFORE_4 SCHEMA_STEP_4,
};

_Static_assert(sizeof steps / sizeof *steps == SCHEMA_VERSION, "every version but the last has a step to the next");

static enum outcome run_sql(sqlite3 *db, const char *text)
{
    return sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK ? OK : BROKEN;
}

bool migrate_knows(uint64_t version)
{
    return version >= SCHEMA_OLDEST && version < SCHEMA_VERSION;
}

enum outcome migrate(sqlite3 *db, uint64_t version)
{
    char end[64];
    invariant(migrate_knows(version));
    TRY(run_sql(db, "BEGIN IMMEDIATE"));
    for (uint64_t at = version; at < SCHEMA_VERSION; at++)
        TRY(run_sql(db, steps[at])); /* what fails here is rolled back when the caller closes */
    (void)snprintf(end, sizeof end, "PRAGMA user_version=%d; COMMIT", SCHEMA_VERSION);
    return run_sql(db, end);
}
