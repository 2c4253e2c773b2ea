#include "store_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_sqlite_migrate.h"
#include "store_sqlite_private.h"

enum {
    BUSY_MS = 5000,
    START_WAITS_MAX = 12, /* for somebody who reads from outside: a minute */
};

/* ---- transactions ----------------------------------------------------------------------------------------- */

/* After a rollback nothing that was remembered can be trusted. */
static void forget_rows(struct store_sqlite *store)
{
    row_cache_clear(&store->boxes);
    row_cache_clear(&store->cases);
    row_cache_clear(&store->sessions);
    row_cache_clear(&store->keys);
    row_cache_clear(&store->seen);
}

static void leave(struct store_sqlite *store)
{
    store->is_open = false;
    (void)pthread_mutex_unlock(&store->turns);
}

static enum outcome begin(struct store *base)
{
    struct store_sqlite *store = sqlite_of(base);
    invariant(!store->is_open);
    (void)pthread_mutex_lock(&store->turns);
    store->is_open = true;
    store->changes_before = sqlite3_total_changes(store->db);
    enum outcome outcome = step_end(sql(base, SQL_BEGIN));
    if (outcome != OK)
        leave(store);
    return outcome;
}

/* `is_sure`: nothing of the transaction can come back after a crash. */
static void undo(struct store_sqlite *store, bool is_sure)
{
    if (sqlite3_get_autocommit(store->db) == 0)
        (void)!step_end(sql(&store->store, SQL_ROLLBACK)); /* fails only when SQLite has rolled back already */
    salt_file_undo(store->salts, is_sure);
    forget_rows(store);
    leave(store);
}

static void rollback(struct store *base)
{
    struct store_sqlite *store = sqlite_of(base);
    if (store->is_open)
        undo(store, true);
}

static enum outcome commit(struct store *base, bool *is_shredded)
{
    struct store_sqlite *store = sqlite_of(base);
    invariant(store->is_open);
    if (salt_file_sync(store->salts) != OK) {
        undo(store, true);
        return BROKEN;
    }
    if (step_end(sql(base, SQL_COMMIT)) != OK) {
        undo(store, false);
        return BROKEN;
    }
    store->has_written = sqlite3_total_changes(store->db) != store->changes_before;
    if (store->has_written) {
        atomic_store(&store->checkpoint.has_changed, true);
        salt_file_be_sure(store->salts);
    }
    leave(store);
    *is_shredded = salt_file_shred(store->salts);
    return OK;
}

static bool has_written(struct store *base)
{
    return sqlite_of(base)->has_written;
}

static void close_store(struct store *base)
{
    struct store_sqlite *store = sqlite_of(base);
    rollback(base);
    checkpoint_close(store);
    for (size_t i = 0; i < SQL_COUNT; i++)
        (void)sqlite3_finalize(store->statements[i]);
    (void)sqlite3_close(store->db);
    log_way_close(&store->log_way);
    salt_file_close(store->salts);
    row_cache_close(&store->boxes);
    row_cache_close(&store->cases);
    row_cache_close(&store->sessions);
    row_cache_close(&store->keys);
    row_cache_close(&store->seen);
    (void)pthread_mutex_destroy(&store->turns);
    free(store);
}

static const struct store_ways sqlite_ways = {
    .begin = begin,
    .commit = commit,
    .has_written = has_written,
    .rollback = rollback,
    .close = close_store,
    .case_load = sqlite_case_load,
    .case_of = sqlite_case_of,
    .case_keep = sqlite_case_keep,
    .case_each = sqlite_case_each,
    .case_burn = sqlite_case_burn,
    .case_idle = sqlite_case_idle,
    .case_held = sqlite_case_held,
    .case_proposed = sqlite_case_proposed,
    .envelope_each_old = sqlite_envelope_each_old,
    .kept_add = sqlite_kept_add,
    .kept_each = sqlite_kept_each,
    .kept_drop = sqlite_kept_drop,
    .kept_drop_all = sqlite_kept_drop_all,
    .notice_add = sqlite_notice_add,
    .notice_each = sqlite_notice_each,
    .notice_drop = sqlite_notice_drop,
    .notice_expire = sqlite_notice_expire,
    .vault_load = sqlite_vault_load,
    .vault_keep = sqlite_vault_keep,
    .salts_load = sqlite_salts_load,
    .salt_keep = sqlite_salt_keep,
    .salt_drop = sqlite_salt_drop,
    .session_load = sqlite_session_load,
    .session_keep = sqlite_session_keep,
    .session_drop = sqlite_session_drop,
    .session_each = sqlite_session_each,
    .envelope_add = sqlite_envelope_add,
    .envelope_find = sqlite_envelope_find,
    .envelope_drop = sqlite_envelope_drop,
    .envelope_each = sqlite_envelope_each,
    .envelope_count = sqlite_envelope_count,
    .envelope_count_waiting = sqlite_envelope_count_waiting,
    .envelope_uses_key = sqlite_envelope_uses_key,
    .envelope_orphan = sqlite_envelope_orphan,
    .envelope_each_awaiting = sqlite_envelope_each_awaiting,
    .envelope_end_intake = sqlite_envelope_end_intake,
    .envelope_retract = sqlite_envelope_retract,
    .event_load = sqlite_event_load,
    .event_add = sqlite_event_add,
    .event_each = sqlite_event_each,
    .key_load = sqlite_key_load,
    .key_newest = sqlite_key_newest,
    .key_keep = sqlite_key_keep,
    .key_each_newest = sqlite_key_each_newest,
    .presence_load = sqlite_presence_load,
    .presence_keep = sqlite_presence_keep,
    .presence_drop = sqlite_presence_drop,
    .presence_each = sqlite_presence_each,
    .seen_load = sqlite_seen_load,
    .seen_keep = sqlite_seen_keep,
    .slot_load = sqlite_slot_load,
    .slot_keep = sqlite_slot_keep,
    .slot_each = sqlite_slot_each,
    .slot_expire = sqlite_slot_expire,
    .tally_raise = sqlite_tally_raise,
    .tally_settle = sqlite_tally_settle,
    .tally_each = sqlite_tally_each,
    .tally_expire = sqlite_tally_expire,
    .audit_last = sqlite_audit_last,
    .audit_add = sqlite_audit_add,
    .audit_each = sqlite_audit_each,
    .audit_expire = sqlite_audit_expire,
};

/* ---- opening ---------------------------------------------------------------------------------------------- */

/* Makes the directory; nobody but its owner may look into it. */
static enum outcome prepare_directory(const char *directory)
{
    struct stat status;
    if (mkdir(directory, 0700) != 0 && errno != EEXIST)
        return BROKEN;
    if (stat(directory, &status) != 0 || !S_ISDIR(status.st_mode))
        return BROKEN;
    return (status.st_mode & 077) == 0 && status.st_uid == geteuid() ? OK : REFUSED;
}

static enum outcome run_sql(sqlite3 *db, const char *text)
{
    return sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK ? OK : BROKEN;
}

/* `*db` must be closed by the caller whatever comes back. */
static enum outcome connect_database(sqlite3 **db, const char *path, const char *vfs)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
    if (sqlite3_open_v2(path, db, flags, vfs) != SQLITE_OK)
        return BROKEN;
    (void)sqlite3_busy_timeout(*db, BUSY_MS);
    if (sqlite3_db_config(*db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) != SQLITE_OK ||
        sqlite3_db_config(*db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) != SQLITE_OK ||
        sqlite3_db_config(*db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL) != SQLITE_OK ||
        sqlite3_db_config(*db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL) != SQLITE_OK)
        return BROKEN;
    /* The checkpoints are ours. The file does not shrink (server/README.md, "Decided"). */
    return run_sql(*db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                        "PRAGMA secure_delete=ON; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;"
                        "PRAGMA cache_size=-12288; PRAGMA wal_autocheckpoint=0");
}

/* Where a disk may spoil what stands beside a write, SQLite writes on behind the sync of a commit, which then is not the end of it
 * (store_sqlite_log.h). No file system that is used with Linux does, and SQLite is built for those. */
static enum outcome check_overwriting(sqlite3 *db)
{
    int is_safe = -1; /* asks */
    int code = sqlite3_file_control(db, "main", SQLITE_FCNTL_POWERSAFE_OVERWRITE, &is_safe);
    return code == SQLITE_OK && is_safe == 1 ? OK : BROKEN;
}

static enum outcome pragma_number(sqlite3 *db, const char *text, int64_t *value)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, text, -1, &statement, NULL) != SQLITE_OK)
        return BROKEN;
    bool is_there = sqlite3_step(statement) == SQLITE_ROW;
    *value = is_there ? sqlite3_column_int64(statement, 0) : 0;
    (void)sqlite3_finalize(statement);
    return is_there ? OK : BROKEN;
}

/* An earlier process may have failed to sync its log and ended. Then the kernel goes on showing what was written there, and counts it as
 * on the disk, where it is not: after a power cut the log would be read up to that hole, and what we commit behind it is lost. Folding
 * writes all of it again, to the database, and begins a new log. Before the salts are settled, since they follow the rows. Who reads the
 * database from outside (udvej doctor, a backup) is waited for: SQLite asks for BUSY_MS each time. */
static enum outcome begin_log(struct store_sqlite *store)
{
    int code = SQLITE_BUSY;
    for (unsigned i = 0; code == SQLITE_BUSY && i < START_WAITS_MAX; i++)
        code = sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return code == SQLITE_OK ? OK : BROKEN;
}

/* Makes the tables in an empty file, and brings older ones forward; refuses anybody else's. Nothing is committed behind a log of which an
 * earlier process may have lost a part. */
static enum outcome prepare_schema(struct store_sqlite *store)
{
    sqlite3 *db = store->db;
    int64_t application, version, tables;
    char numbers[96];
    TRY(pragma_number(db, "PRAGMA application_id", &application));
    TRY(pragma_number(db, "PRAGMA user_version", &version));
    TRY(pragma_number(db, "SELECT count(*) FROM sqlite_schema", &tables));
    if (application == SCHEMA_APPLICATION_ID && version == SCHEMA_VERSION)
        return OK;
    if (application == SCHEMA_APPLICATION_ID && version > 0 && migrate_knows((uint64_t)version)) {
        TRY(begin_log(store));
        return migrate(db, (uint64_t)version);
    }
    if (application != 0 || version != 0 || tables != 0)
        return BROKEN;
    (void)snprintf(numbers, sizeof numbers, "PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT",
                   SCHEMA_APPLICATION_ID, SCHEMA_VERSION);
    TRY(run_sql(db, "BEGIN IMMEDIATE"));
    TRY(run_sql(db, SCHEMA_TABLES)); /* what fails here is rolled back when the caller closes */
    return run_sql(db, numbers);
}

static enum outcome prepare_statements(struct store_sqlite *store)
{
    static const char *const texts[SQL_COUNT] = {
#define SQL(name, text) [SQL_##name] = (text),
        SCHEMA_STATEMENTS
#undef SQL
    };
    for (size_t i = 0; i < SQL_COUNT; i++)
        if (sqlite3_prepare_v3(store->db, texts[i], -1, SQLITE_PREPARE_PERSISTENT, &store->statements[i], NULL) !=
            SQLITE_OK)
            return BROKEN;
    return OK;
}

/* Finishes what a crash left between the rows and the salt file. */
static enum outcome settle_salts(struct store_sqlite *store)
{
    sqlite3_stmt *each = sql(&store->store, SQL_SALT_SLOTS);
    enum outcome outcome, claimed = OK;
    while (claimed == OK && (outcome = step_row(each)) == OK)
        claimed = column_number(each, 0) <= SALT_SLOTS_MAX
                      ? salt_file_claim(store->salts, (uint32_t)column_number(each, 0))
                      : BROKEN;
    (void)sqlite3_reset(each);
    if (claimed != OK || outcome != GONE)
        return BROKEN;
    return salt_file_settle(store->salts);
}

static enum outcome open_caches(struct store_sqlite *store)
{
    TRY(row_cache_open(&store->boxes, HASH_SIZE, sizeof(struct cached_box), CACHED_BOXES));
    TRY(row_cache_open(&store->cases, CASE_ID_SIZE, sizeof(struct case_row), CACHED_CASES));
    TRY(row_cache_open(&store->sessions, HASH_SIZE, sizeof(struct session_row), CACHED_SESSIONS));
    TRY(row_cache_open(&store->keys, KEY_ID_SIZE + HASH_SIZE, sizeof(struct key_row), CACHED_KEYS));
    return row_cache_open(&store->seen, HASH_SIZE, sizeof(struct seen_row), CACHED_SEEN);
}

static enum outcome sync_directory(const char *directory)
{
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return BROKEN;
    bool is_synced = fsync(fd) == 0;
    (void)close(fd);
    return is_synced ? OK : BROKEN;
}

/* The folder may be reached by a link, as systemd's StateDirectory of a DynamicUser is; the database's file may not. */
static enum outcome write_path(const char *directory, char *path, size_t max)
{
    char *whole = realpath(directory, NULL);
    int length = whole == NULL ? -1 : snprintf(path, max, "%s/udvej.db", whole);
    free(whole);
    return length > 0 && (size_t)length < max ? OK : BROKEN;
}

/* The names of new files, and the directory's own in the one above, are on disk too before anything in them is acknowledged. An
 * earlier process may have made the directory and not come so far. Where we may not read above it, somebody else has made it. */
static enum outcome sync_names(const char *directory)
{
    char above[4096];
    int length = snprintf(above, sizeof above, "%s/..", directory);
    if (length < 0 || (size_t)length >= sizeof above)
        return BROKEN;
    TRY(sync_directory(directory));
    return access(above, R_OK) == 0 ? sync_directory(above) : OK;
}

static enum outcome open_all(struct store_sqlite *store, const struct store_sqlite_settings *settings)
{
    char path[4096];
    sqlite3 *second = NULL;
    TRY(prepare_directory(settings->directory));
    TRY(write_path(settings->directory, path, sizeof path));
    TRY(salt_file_open(&store->salts, settings->directory));
    TRY(log_way_open(&store->log_way, settings->vfs));
    TRY(connect_database(&store->db, path, store->log_way.name));
    TRY(check_overwriting(store->db));
    TRY(prepare_schema(store));
    TRY(prepare_statements(store));
    TRY(open_caches(store));
    TRY(begin_log(store));
    TRY(settle_salts(store));
    TRY(sync_names(settings->directory));
    if (connect_database(&second, path, store->log_way.name) != OK) {
        (void)sqlite3_close(second);
        return BROKEN;
    }
    return checkpoint_open(store, second, settings->checkpoint_ms);
}

enum outcome store_sqlite_open(struct store **store, const struct store_sqlite_settings *settings)
{
    /* Counting every allocation takes a lock that all connections share, and nobody reads the counts. Counts only before SQLite is used
     * for the first time; later it says so and changes nothing. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    struct store_sqlite *opened = calloc(1, sizeof *opened);
    if (!opened)
        return BROKEN;
    opened->store.ways = &sqlite_ways;
    if (pthread_mutex_init(&opened->turns, NULL) != 0) {
        free(opened);
        return BROKEN;
    }
    enum outcome outcome = open_all(opened, settings);
    if (outcome != OK) {
        close_store(&opened->store);
        return outcome;
    }
    *store = &opened->store;
    return OK;
}
