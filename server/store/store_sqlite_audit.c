#include "store_sqlite_private.h"

/* Whether it is what was written is for the chain to say; here only that it can be one. */
bool sqlite_read_audit(sqlite3_stmt *statement, struct audit_row *row)
{
    row->entry.number = column_number(statement, 0);
    row->entry.day = (uint32_t)column_number(statement, 1);
    row->entry.act = (uint8_t)column_number(statement, 2);
    return row->entry.number > 0 && audit_word(row->entry.act) &&
           column_copy(statement, 3, row->entry.actor, HASH_SIZE) &&
           column_copy(statement, 4, row->entry.second, HASH_SIZE) &&
           column_copy(statement, 5, row->entry.subject, HASH_SIZE) &&
           column_copy(statement, 6, row->previous, HASH_SIZE);
}

enum outcome sqlite_audit_last(struct store *store, struct audit_row *row)
{
    sqlite3_stmt *last = sql(store, SQL_AUDIT_LAST);
    TRY(step_row(last));
    bool is_sound = sqlite_read_audit(last, row);
    (void)sqlite3_reset(last);
    return is_sound ? OK : BROKEN;
}

enum outcome sqlite_audit_add(struct store *store, const struct audit_row *row)
{
    sqlite3_stmt *add = sql(store, SQL_AUDIT_ADD);
    bind_number(add, 1, row->entry.number);
    bind_number(add, 2, row->entry.day);
    bind_number(add, 3, row->entry.act);
    bind_octets(add, 4, row->entry.actor, HASH_SIZE);
    bind_octets(add, 5, row->entry.second, HASH_SIZE);
    bind_octets(add, 6, row->entry.subject, HASH_SIZE);
    bind_octets(add, 7, row->previous, HASH_SIZE);
    TRY(step_end(add));
    return sqlite3_changes(sqlite_of(store)->db) == 1 ? OK : REFUSED;
}

enum outcome sqlite_audit_each(struct store *store, uint64_t after, audit_visit *visit, void *context)
{
    sqlite3_stmt *each = sql(store, SQL_AUDIT_EACH);
    enum outcome outcome;
    bind_number(each, 1, after);
    while ((outcome = step_row(each)) == OK) {
        struct audit_row row;
        bool is_sound = sqlite_read_audit(each, &row);
        if (!is_sound || !visit(context, &row)) {
            (void)sqlite3_reset(each);
            return is_sound ? OK : BROKEN;
        }
    }
    return outcome == GONE ? OK : outcome;
}

enum outcome sqlite_audit_expire(struct store *store, uint32_t day)
{
    sqlite3_stmt *expire = sql(store, SQL_AUDIT_EXPIRE);
    bind_number(expire, 1, day);
    return step_end(expire);
}
