#include "store_sqlite_private.h"

/* Runs a statement whose one parameter is octets. */
static enum outcome run_for(struct store *store, enum sql name, const void *key, size_t size)
{
    sqlite3_stmt *statement = sql(store, name);
    bind_octets(statement, 1, key, size);
    return step_end(statement);
}

/* The slots are overwritten after this transaction has reached the disk (salt_file.h). */
static enum outcome doom_slots(struct store *store, const uint8_t *visitor)
{
    sqlite3_stmt *each = sql(store, SQL_SALT_EACH);
    enum outcome outcome, dropped = OK;
    bind_octets(each, 1, visitor, HASH_SIZE);
    while (dropped == OK && (outcome = step_row(each)) == OK)
        dropped = salt_file_drop(sqlite_of(store)->salts, (uint32_t)column_number(each, 3));
    (void)sqlite3_reset(each);
    return dropped == OK && outcome == GONE ? OK : BROKEN;
}

static enum outcome burn_mailbox(struct store *store, const uint8_t *visitor)
{
    struct cached_box *box;
    enum outcome outcome = sqlite_box_find(store, visitor, &box);
    if (outcome != OK)
        return outcome == GONE ? OK : outcome;
    sqlite3_stmt *mailbox = sql(store, SQL_BURN_MAILBOX), *row = sql(store, SQL_BURN_BOX);
    sqlite3_bind_int64(mailbox, 1, box->id);
    sqlite3_bind_int64(row, 1, box->id);
    TRY(step_end(mailbox));
    TRY(step_end(row));
    (void)row_cache_put(&sqlite_of(store)->boxes, visitor, NULL, 0);
    return OK;
}

enum outcome sqlite_case_burn(struct store *store, const struct case_row *row)
{
    const uint8_t *visitor = row->visitor, *case_id = row->room.case_id;
    TRY(burn_mailbox(store, visitor));
    TRY(run_for(store, SQL_BURN_ENVELOPES, case_id, CASE_ID_SIZE));
    TRY(run_for(store, SQL_BURN_EVENTS, case_id, CASE_ID_SIZE));
    TRY(run_for(store, SQL_BURN_VAULT, visitor, HASH_SIZE));
    TRY(doom_slots(store, visitor));
    TRY(run_for(store, SQL_BURN_SALTS, visitor, HASH_SIZE));
    TRY(run_for(store, SQL_SESSION_DROP, visitor, HASH_SIZE));
    TRY(run_for(store, SQL_BURN_CASE, case_id, CASE_ID_SIZE));
    (void)row_cache_put(&sqlite_of(store)->sessions, visitor, NULL, 0);
    (void)row_cache_put(&sqlite_of(store)->cases, case_id, NULL, 0);
    return OK;
}
