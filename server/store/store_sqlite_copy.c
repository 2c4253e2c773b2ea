#include "store_sqlite_copy.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "store_sqlite_migrate.h"
#include "store_sqlite_private.h"

enum {
    PATH_SIZE = 4096,
    BUSY_MS = 5000,
    COPY_SPARE_OCTETS = 64 * 1024 * 1024, /* left free for what people write meanwhile */
};

/* ---- the copy ---------------------------------------------------------------------------------------------------------- */

#define COPY_ENVELOPES                                                                                                 \
    "INSERT INTO main.envelope SELECT box, seq, msg_id, sender, case_id, key_id, class, CASE WHEN box IN"              \
    " (SELECT b.id FROM live.box b JOIN live.cases c ON c.visitor = b.principal) THEN 2 ELSE wrap_state END,"          \
    " kept_day, envelope FROM live.envelope ORDER BY rowid"

/* Everything that is copied, in the order of its rowids where others rely on that. COPY_SEQ_JUMP and WRAP_AWAITS are written out. */
static const char *const copies[] = {
    "INSERT INTO main.cases SELECT * FROM live.cases ORDER BY place",
    "INSERT INTO main.box SELECT id, principal, seq + 4294967296 FROM live.box ORDER BY id",
    "INSERT INTO main.vault SELECT * FROM live.vault",
    "INSERT INTO main.event SELECT * FROM live.event",
    "INSERT INTO main.receive_key SELECT * FROM live.receive_key ORDER BY rowid",
    "INSERT INTO main.slot SELECT * FROM live.slot",
    "INSERT INTO main.notice SELECT * FROM live.notice",
    "INSERT INTO main.tally SELECT * FROM live.tally",
    "INSERT INTO main.audit SELECT * FROM live.audit ORDER BY number",
    (COPY_ENVELOPES),
};

_Static_assert(COPY_SEQ_JUMP == 4294967296 && WRAP_AWAITS == 2, "the statements above say so");

static enum outcome run_sql(sqlite3 *db, const char *text)
{
    int code = sqlite3_exec(db, text, NULL, NULL, NULL);
    return code == SQLITE_OK ? OK : code == SQLITE_FULL ? FULL : BROKEN;
}

/* "file:PATH?mode=ro" with everything but plain characters as %XX. */
static enum outcome write_uri(const char *path, char *out, size_t max)
{
    size_t size = (size_t)snprintf(out, max, "file:");
    for (; *path != '\0' && size + 16 < max; path++) {
        unsigned char octet = (unsigned char)*path;
        bool is_plain = isalnum(octet) || octet == '/' || octet == '.' || octet == '-' || octet == '_';
        size += (size_t)snprintf(out + size, max - size, is_plain ? "%c" : "%%%02X", octet);
    }
    (void)snprintf(out + size, max - size, "?mode=ro");
    return *path == '\0' ? OK : BROKEN;
}

static enum outcome attach_live(sqlite3 *db, const char *directory)
{
    char path[PATH_SIZE], uri[3 * PATH_SIZE];
    sqlite3_stmt *attach;
    if (snprintf(path, sizeof path, "%s/udvej.db", directory) >= (int)sizeof path)
        return BROKEN;
    TRY(write_uri(path, uri, sizeof uri));
    if (sqlite3_prepare_v2(db, "ATTACH ?1 AS live", -1, &attach, NULL) != SQLITE_OK)
        return BROKEN;
    (void)sqlite3_bind_text(attach, 1, uri, -1, SQLITE_STATIC);
    int code = sqlite3_step(attach);
    (void)sqlite3_finalize(attach);
    return code == SQLITE_DONE ? OK : BROKEN;
}

/* Empty tables. No journal: a copy that is broken off is nobody's. */
static enum outcome prepare(sqlite3 *db)
{
    char numbers[96];
    (void)sqlite3_busy_timeout(db, BUSY_MS);
    if (sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) != SQLITE_OK)
        return BROKEN;
    TRY(run_sql(db, "PRAGMA main.journal_mode=OFF; PRAGMA main.synchronous=OFF;"
                    "PRAGMA main.locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY"));
    (void)snprintf(numbers, sizeof numbers, "PRAGMA application_id=%d; PRAGMA user_version=%d", SCHEMA_APPLICATION_ID,
                   SCHEMA_VERSION);
    TRY(run_sql(db, numbers));
    return run_sql(db, SCHEMA_TABLES);
}

/* Everything is read in one transaction, so in one moment. */
static enum outcome fill(sqlite3 *db, const char *directory)
{
    TRY(attach_live(db, directory));
    TRY(run_sql(db, "BEGIN"));
    for (size_t i = 0; i < sizeof copies / sizeof copies[0]; i++)
        TRY(run_sql(db, copies[i]));
    return run_sql(db, "COMMIT");
}

/* A copy is at most as large as what it is made of. */
static enum outcome check_room(const char *directory)
{
    static const char *const names[] = {"udvej.db", "udvej.db-wal"};
    uint64_t needed = COPY_SPARE_OCTETS;
    struct statvfs disk;
    for (size_t i = 0; i < 2; i++) {
        char path[PATH_SIZE];
        struct stat status;
        if (snprintf(path, sizeof path, "%s/%s", directory, names[i]) < (int)sizeof path && stat(path, &status) == 0)
            needed += (uint64_t)status.st_size;
    }
    if (statvfs(directory, &disk) != 0)
        return BROKEN;
    return (uint64_t)disk.f_bavail * disk.f_frsize >= needed ? OK : FULL;
}

/* The file loses its name as soon as its tables are made, before there is a row in them: so nobody finds a copy after a crash. */
static enum outcome make_nameless(const char *directory, int *fd)
{
    char path[PATH_SIZE];
    sqlite3 *db = NULL;
    if (snprintf(path, sizeof path, "%s/copy-XXXXXX", directory) >= (int)sizeof path)
        return BROKEN;
    *fd = mkostemp(path, O_CLOEXEC);
    if (*fd < 0)
        return errno == ENOSPC ? FULL : BROKEN;
    bool is_open =
        sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK;
    enum outcome outcome = is_open ? prepare(db) : BROKEN;
    if (unlink(path) != 0)
        outcome = BROKEN;
    if (outcome == OK)
        outcome = fill(db, directory);
    (void)sqlite3_close(db);
    if (outcome == OK && lseek(*fd, 0, SEEK_SET) == 0)
        return OK;
    (void)close(*fd);
    *fd = -1;
    return outcome == OK ? BROKEN : outcome;
}

enum outcome store_copy_make(const char *directory, int *fd)
{
    struct inspection *inspection;
    uint32_t schema;
    char *whole = realpath(directory, NULL); /* a name that begins with '/' is no URI */
    *fd = -1;
    if (whole == NULL)
        return errno == ENOENT ? GONE : BROKEN;
    enum outcome outcome = inspection_open(&inspection, whole, &schema);
    inspection_close(inspection);
    if (outcome == OK)
        outcome = check_room(whole);
    if (outcome == OK)
        outcome = make_nameless(whole, fd);
    free(whole);
    return outcome;
}

/* ---- an older one -------------------------------------------------------------------------------------------------------- */

bool store_copy_knows(uint32_t schema)
{
    return schema == SCHEMA_VERSION || migrate_knows(schema);
}

uint32_t store_copy_oldest(void)
{
    return SCHEMA_OLDEST;
}

/* What it might do by itself while it is changed, it may not. The journal is in memory: a copy that is broken off is nobody's. */
static enum outcome change_copy(sqlite3 *db, uint32_t schema)
{
    sqlite3_stmt *version = NULL;
    (void)sqlite3_busy_timeout(db, BUSY_MS);
    if (sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) != SQLITE_OK ||
        sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) != SQLITE_OK ||
        sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL) != SQLITE_OK ||
        sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL) != SQLITE_OK)
        return BROKEN;
    TRY(run_sql(db, "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=FULL; PRAGMA cell_size_check=ON"));
    if (sqlite3_prepare_v2(db, "SELECT 1 FROM pragma_user_version WHERE user_version = ?1", -1, &version, NULL) !=
        SQLITE_OK)
        return BROKEN;
    bind_number(version, 1, schema);
    enum outcome outcome = step_row(version);
    (void)sqlite3_finalize(version);
    return outcome == OK ? migrate(db, schema) : REFUSED;
}

enum outcome store_copy_bring_forward(const char *directory, uint32_t schema)
{
    char path[PATH_SIZE];
    sqlite3 *db = NULL;
    if (!migrate_knows(schema) || snprintf(path, sizeof path, "%s/udvej.db", directory) >= (int)sizeof path)
        return REFUSED;
    bool is_open = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW,
                                   NULL) == SQLITE_OK;
    enum outcome outcome = is_open ? change_copy(db, schema) : BROKEN;
    (void)sqlite3_close(db);
    return outcome == OK ? OK : REFUSED;
}

/* ---- is it one? --------------------------------------------------------------------------------------------------------- */

/* Whatever makes a row of this is not as it is in a copy of ours. `made` has the tables as this program makes them. */
#define DIFFERENCES                                                                                                    \
    "SELECT 1 WHERE EXISTS (SELECT type, name, sql FROM live.sqlite_schema EXCEPT"                                     \
    " SELECT type, name, sql FROM main.sqlite_schema)"                                                                 \
    " OR EXISTS (SELECT type, name, sql FROM main.sqlite_schema EXCEPT SELECT type, name, sql FROM "                   \
    "live.sqlite_schema)"                                                                                              \
    " OR EXISTS (SELECT 1 FROM live.salt) OR EXISTS (SELECT 1 FROM live.session)"                                      \
    " OR EXISTS (SELECT 1 FROM live.presence) OR EXISTS (SELECT 1 FROM live.seen) OR EXISTS (SELECT 1 FROM live.kept)" \
    " OR EXISTS (SELECT 1 FROM live.tally_day)"                                                                        \
    " OR EXISTS (SELECT 1 FROM live.envelope e JOIN live.box b ON b.id = e.box JOIN live.cases c"                      \
    " ON c.visitor = b.principal WHERE e.wrap_state <> 2)"

static enum outcome check_tables(const char *directory)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *differ = NULL;
    enum outcome outcome = BROKEN;
    if (sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL) ==
            SQLITE_OK &&
        sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) == SQLITE_OK)
        outcome = run_sql(db, SCHEMA_TABLES);
    if (outcome == OK)
        outcome = attach_live(db, directory);
    if (outcome == OK)
        outcome = sqlite3_prepare_v2(db, DIFFERENCES, -1, &differ, NULL) == SQLITE_OK ? step_row(differ) : REFUSED;
    (void)sqlite3_finalize(differ);
    (void)sqlite3_close(db);
    return outcome == GONE ? OK : outcome == OK ? REFUSED : outcome;
}

enum outcome store_copy_check(const char *directory, struct inspection_totals *totals)
{
    struct inspection *inspection;
    uint32_t schema;
    if (inspection_open(&inspection, directory, &schema) != OK)
        return REFUSED;
    enum outcome outcome = inspection_check(inspection);
    if (outcome == OK)
        outcome = inspection_begin(inspection);
    if (outcome == OK)
        outcome = inspection_count(inspection, totals);
    inspection_close(inspection);
    return outcome == OK ? check_tables(directory) : REFUSED;
}
