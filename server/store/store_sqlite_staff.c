#include <string.h>

#include "store_sqlite_private.h"

/* ---- receive keys ------------------------------------------------------------------------------------------- */

static bool read_key(sqlite3_stmt *statement, struct key_row *row)
{
    row->issued_min = column_number(statement, 2);
    row->not_after_min = column_number(statement, 3);
    row->replaced_min = column_number(statement, 4);
    row->statement = column_octets(statement, 5);
    return column_copy(statement, 0, row->cert_hash, HASH_SIZE) && column_copy(statement, 1, row->key_id, KEY_ID_SIZE);
}

static enum outcome load_key(struct store *store, sqlite3_stmt *statement, struct key_row *row)
{
    TRY(step_row(statement));
    bool is_sound = read_key(statement, row) && column_lend(store, statement, 5, &row->statement);
    (void)sqlite3_reset(statement);
    return is_sound ? OK : BROKEN;
}

/* The cache is for judging wraps: it knows a key's times, and leaves the statement out. Key ids are hashes, and those of keys that
 * only clients know (made in a conversation) are found missing again and again: that is remembered too. */
enum outcome sqlite_key_load(struct store *store, const uint8_t *cert_hash, const uint8_t *key_id, struct key_row *row)
{
    uint8_t name[KEY_ID_SIZE + HASH_SIZE];
    bool is_gone;
    memcpy(name, key_id, KEY_ID_SIZE);
    memcpy(name + KEY_ID_SIZE, cert_hash, HASH_SIZE);
    const struct key_row *cached = row_cache_find(&sqlite_of(store)->keys, name, &is_gone);
    if (cached)
        *row = *cached;
    if (cached || is_gone)
        return cached ? OK : GONE;
    sqlite3_stmt *load = sql(store, SQL_KEY_LOAD);
    bind_octets(load, 1, cert_hash, HASH_SIZE);
    bind_octets(load, 2, key_id, KEY_ID_SIZE);
    enum outcome outcome = load_key(store, load, row);
    if (outcome == BROKEN)
        return BROKEN;
    row->statement = (struct bytes){NULL, 0};
    (void)row_cache_put(&sqlite_of(store)->keys, name, outcome == OK ? row : NULL, sizeof *row);
    return outcome;
}

enum outcome sqlite_key_newest(struct store *store, const uint8_t *cert_hash, struct key_row *row)
{
    sqlite3_stmt *newest = sql(store, SQL_KEY_NEWEST);
    bind_octets(newest, 1, cert_hash, HASH_SIZE);
    return load_key(store, newest, row);
}

enum outcome sqlite_key_keep(struct store *store, const struct key_row *row)
{
    sqlite3_stmt *keep = sql(store, SQL_KEY_KEEP);
    bind_octets(keep, 1, row->cert_hash, HASH_SIZE);
    bind_octets(keep, 2, row->key_id, KEY_ID_SIZE);
    bind_number(keep, 3, row->issued_min);
    bind_number(keep, 4, row->not_after_min);
    bind_number(keep, 5, row->replaced_min);
    bind_octets(keep, 6, row->statement.data, row->statement.size);
    row_cache_clear(&sqlite_of(store)->keys); /* once a day for each of the staff */
    return step_end(keep);
}

enum outcome sqlite_key_each_newest(struct store *store, key_visit *visit, void *context)
{
    sqlite3_stmt *each = sql(store, SQL_KEY_EACH_NEWEST);
    enum outcome outcome;
    while ((outcome = step_row(each)) == OK) {
        struct key_row row;
        bool is_sound = read_key(each, &row);
        if (!is_sound || !visit(context, &row)) {
            (void)sqlite3_reset(each);
            return is_sound ? OK : BROKEN;
        }
    }
    return outcome == GONE ? OK : outcome;
}

/* ---- presence ----------------------------------------------------------------------------------------------- */

static bool read_presence(sqlite3_stmt *statement, struct presence_row *row)
{
    row->connection = column_number(statement, 1);
    row->presence = (uint8_t)column_number(statement, 2);
    return column_copy(statement, 0, row->cert_hash, HASH_SIZE);
}

enum outcome sqlite_presence_load(struct store *store, const uint8_t *cert_hash, struct presence_row *row)
{
    sqlite3_stmt *load = sql(store, SQL_PRESENCE_LOAD);
    bind_octets(load, 1, cert_hash, HASH_SIZE);
    TRY(step_row(load));
    bool is_sound = read_presence(load, row);
    (void)sqlite3_reset(load);
    return is_sound ? OK : BROKEN;
}

enum outcome sqlite_presence_keep(struct store *store, const struct presence_row *row)
{
    sqlite3_stmt *keep = sql(store, SQL_PRESENCE_KEEP);
    bind_octets(keep, 1, row->cert_hash, HASH_SIZE);
    bind_number(keep, 2, row->connection);
    bind_number(keep, 3, row->presence);
    return step_end(keep);
}

enum outcome sqlite_presence_drop(struct store *store, const uint8_t *cert_hash)
{
    sqlite3_stmt *drop = sql(store, SQL_PRESENCE_DROP);
    bind_octets(drop, 1, cert_hash, HASH_SIZE);
    TRY(step_end(drop));
    return sqlite3_changes(sqlite_of(store)->db) == 1 ? OK : GONE;
}

enum outcome sqlite_presence_each(struct store *store, presence_visit *visit, void *context)
{
    sqlite3_stmt *each = sql(store, SQL_PRESENCE_EACH);
    enum outcome outcome;
    while ((outcome = step_row(each)) == OK) {
        struct presence_row row;
        bool is_sound = read_presence(each, &row);
        if (!is_sound || !visit(context, &row)) {
            (void)sqlite3_reset(each);
            return is_sound ? OK : BROKEN;
        }
    }
    return outcome == GONE ? OK : outcome;
}

/* Asked for with everything that staff send, and changed once an hour. */
enum outcome sqlite_seen_load(struct store *store, const uint8_t *cert_hash, struct seen_row *row)
{
    struct row_cache *cache = &sqlite_of(store)->seen;
    bool is_gone;
    const struct seen_row *cached = row_cache_find(cache, cert_hash, &is_gone);
    if (cached) {
        *row = *cached;
        return OK;
    }
    sqlite3_stmt *load = sql(store, SQL_SEEN_LOAD);
    bind_octets(load, 1, cert_hash, HASH_SIZE);
    TRY(step_row(load));
    bool is_sound = column_copy(load, 0, row->cert_hash, HASH_SIZE);
    row->hour = (uint32_t)column_number(load, 1);
    (void)sqlite3_reset(load);
    if (!is_sound)
        return BROKEN;
    (void)row_cache_put(cache, cert_hash, row, sizeof *row);
    return OK;
}

enum outcome sqlite_seen_keep(struct store *store, const struct seen_row *row)
{
    sqlite3_stmt *keep = sql(store, SQL_SEEN_KEEP);
    bind_octets(keep, 1, row->cert_hash, HASH_SIZE);
    bind_number(keep, 2, row->hour);
    TRY(step_end(keep));
    (void)row_cache_put(&sqlite_of(store)->seen, row->cert_hash, row, sizeof *row);
    return OK;
}

/* ---- the calendar ------------------------------------------------------------------------------------------- */

static bool read_slot(sqlite3_stmt *statement, struct slot *slot)
{
    slot->start = (uint32_t)column_number(statement, 1);
    slot->quarters = (uint8_t)column_number(statement, 2);
    slot->state = (uint8_t)column_number(statement, 3);
    return column_copy(statement, 0, slot->id, SLOT_ID_SIZE) && column_copy(statement, 4, slot->cert_hash, HASH_SIZE);
}

enum outcome sqlite_slot_load(struct store *store, const uint8_t *id, struct slot *slot)
{
    sqlite3_stmt *load = sql(store, SQL_SLOT_LOAD);
    bind_octets(load, 1, id, SLOT_ID_SIZE);
    TRY(step_row(load));
    bool is_sound = read_slot(load, slot);
    (void)sqlite3_reset(load);
    return is_sound ? OK : BROKEN;
}

enum outcome sqlite_slot_keep(struct store *store, const struct slot *slot)
{
    sqlite3_stmt *keep = sql(store, SQL_SLOT_KEEP);
    bind_octets(keep, 1, slot->id, SLOT_ID_SIZE);
    bind_number(keep, 2, slot->start);
    bind_number(keep, 3, slot->quarters);
    bind_number(keep, 4, slot->state);
    bind_octets(keep, 5, slot->cert_hash, HASH_SIZE);
    return step_end(keep);
}

enum outcome sqlite_slot_each(struct store *store, const uint8_t *cert_hash, uint32_t from, uint32_t to,
                              slot_visit *visit, void *context)
{
    sqlite3_stmt *each = sql(store, cert_hash ? SQL_SLOT_EACH_CERT : SQL_SLOT_EACH);
    enum outcome outcome;
    bind_number(each, 1, from);
    bind_number(each, 2, to);
    if (cert_hash)
        bind_octets(each, 3, cert_hash, HASH_SIZE);
    while ((outcome = step_row(each)) == OK) {
        struct slot slot;
        bool is_sound = read_slot(each, &slot);
        if (!is_sound || !visit(context, &slot)) {
            (void)sqlite3_reset(each);
            return is_sound ? OK : BROKEN;
        }
    }
    return outcome == GONE ? OK : outcome;
}

enum outcome sqlite_slot_expire(struct store *store, uint32_t start)
{
    sqlite3_stmt *expire = sql(store, SQL_SLOT_EXPIRE);
    bind_number(expire, 1, start);
    bind_number(expire, 2, EXPIRE_ROWS_MAX);
    return step_end(expire);
}
