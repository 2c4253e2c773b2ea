#include <string.h>

#include "store_sqlite_private.h"

/* ---- the vault -------------------------------------------------------------------------------------------- */

enum outcome sqlite_vault_load(struct store *store, const uint8_t *visitor, struct bytes *vault)
{
    sqlite3_stmt *load = sql(store, SQL_VAULT_LOAD);
    bind_octets(load, 1, visitor, HASH_SIZE);
    TRY(step_row(load));
    bool is_sound = column_lend(store, load, 0, vault) && vault->size == VAULT_SIZE;
    (void)sqlite3_reset(load);
    return is_sound ? OK : BROKEN;
}

enum outcome sqlite_vault_keep(struct store *store, const uint8_t *visitor, struct bytes vault)
{
    sqlite3_stmt *keep = sql(store, SQL_VAULT_KEEP);
    invariant(vault.size == VAULT_SIZE);
    bind_octets(keep, 1, visitor, HASH_SIZE);
    bind_octets(keep, 2, vault.data, vault.size);
    return step_end(keep);
}

/* ---- shred salts: the row here, the octets in the salt file --------------------------------------------------- */

enum outcome sqlite_salts_load(struct store *store, const uint8_t *visitor, struct salt_row *rows, size_t *count)
{
    sqlite3_stmt *each = sql(store, SQL_SALT_EACH);
    enum outcome outcome;
    *count = 0;
    bind_octets(each, 1, visitor, HASH_SIZE);
    while ((outcome = step_row(each)) == OK) {
        struct salt_row *row = &rows[*count];
        if (*count == SALTS_MAX)
            break;
        row->salt.purpose = (uint8_t)column_number(each, 0);
        row->salt.generation = (uint32_t)column_number(each, 1);
        if (!column_copy(each, 2, row->key_id, KEY_ID_SIZE) ||
            salt_file_get(sqlite_of(store)->salts, (uint32_t)column_number(each, 3), row->salt.sealed) != OK)
            break;
        (*count)++;
    }
    (void)sqlite3_reset(each);
    return outcome == GONE ? OK : BROKEN;
}

static enum outcome salt_slot(struct store *store, const uint8_t *visitor, uint8_t purpose, uint32_t generation,
                              uint32_t *slot)
{
    sqlite3_stmt *find = sql(store, SQL_SALT_FIND);
    bind_octets(find, 1, visitor, HASH_SIZE);
    bind_number(find, 2, purpose);
    bind_number(find, 3, generation);
    TRY(step_row(find));
    *slot = (uint32_t)column_number(find, 0);
    (void)sqlite3_reset(find);
    return OK;
}

enum outcome sqlite_salt_keep(struct store *store, const uint8_t *visitor, const struct salt_row *row)
{
    struct salt_row rows[SALTS_MAX];
    size_t count;
    uint32_t slot;
    enum outcome outcome = salt_slot(store, visitor, row->salt.purpose, row->salt.generation, &slot);
    if (outcome != GONE)
        return outcome == OK ? REFUSED : outcome;
    TRY(sqlite_salts_load(store, visitor, rows, &count));
    if (count == SALTS_MAX)
        return FULL;
    TRY(salt_file_put(sqlite_of(store)->salts, row->salt.sealed, &slot));
    sqlite3_stmt *add = sql(store, SQL_SALT_ADD);
    bind_octets(add, 1, visitor, HASH_SIZE);
    bind_number(add, 2, row->salt.purpose);
    bind_number(add, 3, row->salt.generation);
    bind_octets(add, 4, row->key_id, KEY_ID_SIZE);
    bind_number(add, 5, slot);
    return step_end(add);
}

enum outcome sqlite_salt_drop(struct store *store, const uint8_t *visitor, uint8_t purpose, uint32_t generation)
{
    uint32_t slot;
    TRY(salt_slot(store, visitor, purpose, generation, &slot));
    TRY(salt_file_drop(sqlite_of(store)->salts, slot));
    sqlite3_stmt *drop = sql(store, SQL_SALT_DROP);
    bind_octets(drop, 1, visitor, HASH_SIZE);
    bind_number(drop, 2, purpose);
    bind_number(drop, 3, generation);
    return step_end(drop);
}

/* ---- sessions --------------------------------------------------------------------------------------------- */

static bool read_session(sqlite3_stmt *statement, struct session_row *row)
{
    struct bytes keys = column_octets(statement, 2);
    if (keys.size % KEY_ID_SIZE != 0 || keys.size / KEY_ID_SIZE > LIVE_KEYS_MAX)
        return false;
    memset(row, 0, sizeof *row);
    row->connection = column_number(statement, 1);
    row->key_count = (uint8_t)(keys.size / KEY_ID_SIZE);
    if (keys.size)
        memcpy(row->key_ids, keys.data, keys.size);
    return column_copy(statement, 0, row->principal, HASH_SIZE);
}

enum outcome sqlite_session_load(struct store *store, const uint8_t *principal, struct session_row *row)
{
    struct row_cache *cache = &sqlite_of(store)->sessions;
    bool is_gone;
    const struct session_row *cached = row_cache_find(cache, principal, &is_gone);
    if (cached)
        *row = *cached;
    if (cached || is_gone)
        return cached ? OK : GONE;
    sqlite3_stmt *load = sql(store, SQL_SESSION_LOAD);
    bind_octets(load, 1, principal, HASH_SIZE);
    enum outcome outcome = step_row(load);
    if (outcome == GONE)
        (void)row_cache_put(cache, principal, NULL, 0);
    if (outcome != OK)
        return outcome;
    bool is_sound = read_session(load, row);
    (void)sqlite3_reset(load);
    if (!is_sound)
        return BROKEN;
    (void)row_cache_put(cache, principal, row, sizeof *row);
    return OK;
}

enum outcome sqlite_session_keep(struct store *store, const struct session_row *row)
{
    sqlite3_stmt *keep = sql(store, SQL_SESSION_KEEP);
    bind_octets(keep, 1, row->principal, HASH_SIZE);
    bind_number(keep, 2, row->connection);
    bind_octets(keep, 3, row->key_ids, row->key_count * (size_t)KEY_ID_SIZE);
    TRY(step_end(keep));
    (void)row_cache_put(&sqlite_of(store)->sessions, row->principal, row, sizeof *row);
    return OK;
}

enum outcome sqlite_session_drop(struct store *store, const uint8_t *principal)
{
    sqlite3_stmt *drop = sql(store, SQL_SESSION_DROP);
    bind_octets(drop, 1, principal, HASH_SIZE);
    TRY(step_end(drop));
    (void)row_cache_put(&sqlite_of(store)->sessions, principal, NULL, 0);
    return sqlite3_changes(sqlite_of(store)->db) == 1 ? OK : GONE;
}

enum outcome sqlite_session_each(struct store *store, session_visit *visit, void *context)
{
    sqlite3_stmt *each = sql(store, SQL_SESSION_EACH);
    enum outcome outcome;
    while ((outcome = step_row(each)) == OK) {
        struct session_row row;
        bool is_sound = read_session(each, &row);
        if (!is_sound || !visit(context, &row)) {
            (void)sqlite3_reset(each);
            return is_sound ? OK : BROKEN;
        }
    }
    return outcome == GONE ? OK : outcome;
}
