/* What the files of store_sqlite share: the open store, and short words for binding and reading.
 * Owns: nothing. Uses: SQLite. Used by: store_sqlite*.c. */
#ifndef UDVEJ_SERVER_STORE_SQLITE_PRIVATE_H
#define UDVEJ_SERVER_STORE_SQLITE_PRIVATE_H

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>

#include "row_cache.h"
#include "salt_file.h"
#include "store.h"
#include "store_sqlite_log.h"
#include "store_sqlite_schema.h"

enum {
    CACHED_BOXES = 8192,
    CACHED_CASES = 2048,
    CACHED_SESSIONS = 4096,
    CACHED_KEYS = 512,
    CACHED_SEEN = 2 * STAFF_MAX,
    SEQ_BLOCK = 32, /* numbers of a mailbox reserved at once, so that most envelopes change no counter on disk */
    SCRATCH_SIZE = MESSAGE_MAX,
};

/* The second connection, on its own thread, that moves the log into the database off the committing thread. */
struct checkpoint {
    pthread_t thread;
    bool is_running;
    sqlite3 *db;
    unsigned look_ms;
    int ending_fd;           /* an eventfd: readable when the store closes */
    atomic_uint wal_pages;   /* in the log; written by the committing thread */
    atomic_bool has_changed; /* the log may hold rows that are deleted or replaced by now */
};

struct cached_box {
    int64_t id;
    uint64_t seq;     /* given last */
    uint64_t seq_max; /* reserved on disk */
};

struct store_sqlite {
    struct store store;
    struct log_way log_way;
    sqlite3 *db;
    struct salt_file *salts;
    sqlite3_stmt *statements[SQL_COUNT];
    bool is_open; /* a transaction */
    /* Held from begin to the end of a transaction, and by a truncating checkpoint: a lock to sleep on, where SQLite would poll. */
    pthread_mutex_t turns;
    int changes_before; /* sqlite3_total_changes when the transaction began */
    bool has_written;   /* by the last commit */
    struct row_cache boxes;
    struct row_cache cases;
    struct row_cache sessions;
    struct row_cache keys;
    struct row_cache seen;
    struct checkpoint checkpoint;
    uint8_t scratch[SCRATCH_SIZE]; /* octets lent to the caller until the next call */
};

static inline struct store_sqlite *sqlite_of(struct store *store)
{
    return (struct store_sqlite *)store;
}

/* ---- one statement: bind, step, read ------------------------------------------------------------------ */

static inline sqlite3_stmt *sql(struct store *store, enum sql name)
{
    return sqlite_of(store)->statements[name];
}

/* The octets must stay until the statement is reset, which every function below does before its caller returns. */
static inline void bind_octets(sqlite3_stmt *statement, int column, const void *data, size_t size)
{
    invariant(size <= SCRATCH_SIZE);
    if (size == 0)
        (void)sqlite3_bind_zeroblob(statement, column, 0);
    else
        (void)sqlite3_bind_blob(statement, column, data, (int)size, SQLITE_STATIC);
}

static inline void bind_number(sqlite3_stmt *statement, int column, uint64_t value)
{
    /* SQLite has no larger numbers. Ours stay below; one that a client made up may as well mean "the last". */
    (void)sqlite3_bind_int64(statement, column, value > INT64_MAX ? INT64_MAX : (int64_t)value);
}

/* A failed bind (no memory) leaves a NULL, which every column refuses; so only the step is asked how it went. */
static inline enum outcome step_end(sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    (void)sqlite3_reset(statement);
    return code == SQLITE_DONE ? OK : BROKEN;
}

/* OK: a row stands ready. GONE: no more; the statement is reset. */
static inline enum outcome step_row(sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        return OK;
    (void)sqlite3_reset(statement);
    return code == SQLITE_DONE ? GONE : BROKEN;
}

static inline uint64_t column_number(sqlite3_stmt *statement, int column)
{
    int64_t value = sqlite3_column_int64(statement, column);
    return value < 0 ? 0 : (uint64_t)value;
}

static inline struct bytes column_octets(sqlite3_stmt *statement, int column)
{
    const void *data = sqlite3_column_blob(statement, column);
    int size = sqlite3_column_bytes(statement, column);
    return (struct bytes){data, data && size > 0 ? (size_t)size : 0};
}

/* False: the row is damaged; it has another size than we ever wrote. */
static inline bool column_copy(sqlite3_stmt *statement, int column, void *out, size_t size)
{
    struct bytes octets = column_octets(statement, column);
    if (octets.size != size)
        return false;
    __builtin_memcpy(out, octets.data, size);
    return true;
}

/* Copies a column to the scratch room, which the caller borrows until the next call. */
static inline bool column_lend(struct store *store, sqlite3_stmt *statement, int column, struct bytes *lent)
{
    struct bytes octets = column_octets(statement, column);
    if (octets.size > SCRATCH_SIZE)
        return false;
    if (octets.size)
        __builtin_memcpy(sqlite_of(store)->scratch, octets.data, octets.size);
    *lent = (struct bytes){sqlite_of(store)->scratch, octets.size};
    return true;
}

/* ---- parts in other files ------------------------------------------------------------------------------- */

/* store_sqlite_checkpoint.c: starts and ends the thread; `db` becomes its own. The end empties the log. */
enum outcome checkpoint_open(struct store_sqlite *store, sqlite3 *db, unsigned look_ms);
void checkpoint_close(struct store_sqlite *store);
/* Folds the whole log into the database and empties it. The thread's own; tests, whose thread sleeps, choose the moment. */
enum outcome checkpoint_fold(struct store_sqlite *store);

/* store_sqlite_archive.c */
enum outcome sqlite_kept_add(struct store *store, struct kept_row *row);
enum outcome sqlite_kept_each(struct store *store, const uint8_t *visitor, uint64_t after, kept_visit *visit,
                              void *context);
enum outcome sqlite_kept_drop(struct store *store, const uint8_t *visitor, const uint8_t *msg_id);
enum outcome sqlite_kept_drop_all(struct store *store, const uint8_t *visitor);

/* store_sqlite_burn.c: what ends */
enum outcome sqlite_case_burn(struct store *store, const struct case_row *row);
enum outcome sqlite_notice_add(struct store *store, const struct notice_row *row);
enum outcome sqlite_notice_each(struct store *store, const uint8_t *sender, notice_visit *visit, void *context);
enum outcome sqlite_notice_drop(struct store *store, const uint8_t *sender, const uint8_t *msg_id);
enum outcome sqlite_notice_expire(struct store *store, uint32_t day);

/* store_sqlite_envelopes.c. `sqlite_box_find`, GONE: nothing was ever kept for this principal. */
enum outcome sqlite_box_find(struct store *store, const uint8_t *principal, struct cached_box **box);
enum outcome sqlite_envelope_add(struct store *store, struct envelope_row *row);
enum outcome sqlite_envelope_find(struct store *store, const uint8_t *recipient, const uint8_t *msg_id,
                                  struct envelope_row *row);
enum outcome sqlite_envelope_drop(struct store *store, const uint8_t *recipient, uint64_t seq);
enum outcome sqlite_envelope_each(struct store *store, const uint8_t *recipient, uint64_t after_seq,
                                  envelope_visit *visit, void *context);
enum outcome sqlite_envelope_each_old(struct store *store, uint32_t day, envelope_visit *visit, void *context);
enum outcome sqlite_envelope_count(struct store *store, const uint8_t *recipient, size_t max, size_t *count);
enum outcome sqlite_envelope_count_waiting(struct store *store, const uint8_t *case_id, size_t max, size_t *count);
enum outcome sqlite_envelope_uses_key(struct store *store, const uint8_t *recipient, const uint8_t *key_id);
enum outcome sqlite_envelope_orphan(struct store *store, const struct session_row *session, envelope_visit *visit,
                                    void *context);
enum outcome sqlite_envelope_each_awaiting(struct store *store, const uint8_t *sender, envelope_visit *visit,
                                           void *context);
enum outcome sqlite_envelope_retract(struct store *store, const uint8_t *case_id, const uint8_t *sender,
                                     const uint8_t *msg_id);
enum outcome sqlite_envelope_end_intake(struct store *store, const uint8_t *case_id, const uint8_t *keeper,
                                        uint32_t kept_day);

/* store_sqlite_staff.c */
enum outcome sqlite_key_load(struct store *store, const uint8_t *cert_hash, const uint8_t *key_id, struct key_row *row);
enum outcome sqlite_key_newest(struct store *store, const uint8_t *cert_hash, struct key_row *row);
enum outcome sqlite_key_keep(struct store *store, const struct key_row *row);
enum outcome sqlite_key_each_newest(struct store *store, key_visit *visit, void *context);
enum outcome sqlite_presence_load(struct store *store, const uint8_t *cert_hash, struct presence_row *row);
enum outcome sqlite_presence_keep(struct store *store, const struct presence_row *row);
enum outcome sqlite_presence_drop(struct store *store, const uint8_t *cert_hash);
enum outcome sqlite_presence_each(struct store *store, presence_visit *visit, void *context);
enum outcome sqlite_seen_load(struct store *store, const uint8_t *cert_hash, struct seen_row *row);
enum outcome sqlite_seen_keep(struct store *store, const struct seen_row *row);
enum outcome sqlite_slot_load(struct store *store, const uint8_t *id, struct slot *slot);
enum outcome sqlite_slot_keep(struct store *store, const struct slot *slot);
enum outcome sqlite_slot_each(struct store *store, const uint8_t *cert_hash, uint32_t from, uint32_t to,
                              slot_visit *visit, void *context);
enum outcome sqlite_slot_expire(struct store *store, uint32_t start);

/* store_sqlite_tally.c */
enum outcome sqlite_tally_raise(struct store *store, uint32_t day, uint8_t door, uint8_t what);
enum outcome sqlite_tally_settle(struct store *store, uint32_t today);
enum outcome sqlite_tally_each(struct store *store, uint32_t day, tally_visit *visit, void *context);
enum outcome sqlite_tally_expire(struct store *store, uint32_t day);

/* store_sqlite_audit.c. `sqlite_read_audit`: of AUDIT_COLUMNS; false: it can be no entry. */
bool sqlite_read_audit(sqlite3_stmt *statement, struct audit_row *row);
enum outcome sqlite_audit_last(struct store *store, struct audit_row *row);
enum outcome sqlite_audit_add(struct store *store, const struct audit_row *row);
enum outcome sqlite_audit_each(struct store *store, uint64_t after, audit_visit *visit, void *context);
enum outcome sqlite_audit_expire(struct store *store, uint32_t day);

/* store_sqlite_cases.c */
enum outcome sqlite_case_load(struct store *store, const uint8_t *case_id, struct case_row *row);
enum outcome sqlite_case_of(struct store *store, const uint8_t *visitor, struct case_row *row);
enum outcome sqlite_case_idle(struct store *store, uint32_t day, uint32_t over_day, struct case_row *row);
enum outcome sqlite_case_held(struct store *store, const uint8_t *holder, struct case_row *row);
enum outcome sqlite_case_proposed(struct store *store, uint64_t place, struct case_row *row);
enum outcome sqlite_case_keep(struct store *store, struct case_row *row);
enum outcome sqlite_case_each(struct store *store, unsigned door, uint8_t state, case_visit *visit, void *context);
enum outcome sqlite_event_load(struct store *store, const uint8_t *case_id, uint32_t epoch, struct bytes *statement);
enum outcome sqlite_event_add(struct store *store, const uint8_t *case_id, uint32_t epoch, struct bytes statement);
enum outcome sqlite_event_each(struct store *store, const uint8_t *case_id, uint32_t after_epoch, event_visit *visit,
                               void *context);

/* store_sqlite_visitor.c */
enum outcome sqlite_vault_load(struct store *store, const uint8_t *visitor, struct bytes *vault);
enum outcome sqlite_vault_keep(struct store *store, const uint8_t *visitor, struct bytes vault);
enum outcome sqlite_salts_load(struct store *store, const uint8_t *visitor, struct salt_row *rows, size_t *count);
enum outcome sqlite_salt_keep(struct store *store, const uint8_t *visitor, const struct salt_row *row);
enum outcome sqlite_salt_drop(struct store *store, const uint8_t *visitor, uint8_t purpose, uint32_t generation);
enum outcome sqlite_session_load(struct store *store, const uint8_t *principal, struct session_row *row);
enum outcome sqlite_session_keep(struct store *store, const struct session_row *row);
enum outcome sqlite_session_drop(struct store *store, const uint8_t *principal);
enum outcome sqlite_session_each(struct store *store, session_visit *visit, void *context);

#endif
