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
    TRY(run_for(store, SQL_KEPT_DROP_ALL, visitor, HASH_SIZE));
    TRY(run_for(store, SQL_BURN_NOTICES, case_id, CASE_ID_SIZE));
    TRY(run_for(store, SQL_BURN_CASE, case_id, CASE_ID_SIZE));
    (void)row_cache_put(&sqlite_of(store)->sessions, visitor, NULL, 0);
    (void)row_cache_put(&sqlite_of(store)->cases, case_id, NULL, 0);
    return OK;
}

/* ---- notices to senders ------------------------------------------------------------------------------------ */

enum outcome sqlite_notice_add(struct store *store, const struct notice_row *row)
{
    sqlite3_stmt *add = sql(store, SQL_NOTICE_ADD);
    bind_octets(add, 1, row->sender, HASH_SIZE);
    bind_octets(add, 2, row->msg_id, MSG_ID_SIZE);
    bind_octets(add, 3, row->case_id, CASE_ID_SIZE);
    bind_number(add, 4, row->day);
    bind_octets(add, 5, row->recipient, HASH_SIZE);
    TRY(step_end(add));
    return sqlite3_changes(sqlite_of(store)->db) == 1 ? OK : REFUSED;
}

enum outcome sqlite_notice_each(struct store *store, const uint8_t *sender, notice_visit *visit, void *context)
{
    sqlite3_stmt *each = sql(store, SQL_NOTICE_EACH);
    enum outcome outcome;
    bind_octets(each, 1, sender, HASH_SIZE);
    while ((outcome = step_row(each)) == OK) {
        struct notice_row row = {.day = (uint32_t)column_number(each, 3)};
        bool is_sound = column_copy(each, 0, row.sender, HASH_SIZE) && column_copy(each, 1, row.msg_id, MSG_ID_SIZE) &&
                        column_copy(each, 2, row.case_id, CASE_ID_SIZE) &&
                        column_copy(each, 4, row.recipient, HASH_SIZE);
        if (!is_sound || !visit(context, &row)) {
            (void)sqlite3_reset(each);
            return is_sound ? OK : BROKEN;
        }
    }
    return outcome == GONE ? OK : outcome;
}

enum outcome sqlite_notice_drop(struct store *store, const uint8_t *sender, const uint8_t *msg_id)
{
    sqlite3_stmt *drop = sql(store, SQL_NOTICE_DROP);
    bind_octets(drop, 1, sender, HASH_SIZE);
    bind_octets(drop, 2, msg_id, MSG_ID_SIZE);
    TRY(step_end(drop));
    return sqlite3_changes(sqlite_of(store)->db) > 0 ? OK : GONE;
}

enum outcome sqlite_notice_expire(struct store *store, uint32_t day)
{
    sqlite3_stmt *expire = sql(store, SQL_NOTICE_EXPIRE);
    bind_number(expire, 1, day);
    return step_end(expire);
}
