#include <string.h>

#include "store_sqlite_private.h"

static enum outcome next_number(struct store *store, const uint8_t *visitor, uint64_t *number)
{
    sqlite3_stmt *next = sql(store, SQL_KEPT_NEXT);
    bind_octets(next, 1, visitor, HASH_SIZE);
    TRY(step_row(next) == OK ? OK : BROKEN);
    *number = column_number(next, 0);
    bool is_full = column_number(next, 1) >= ARCHIVE_MAX;
    (void)sqlite3_reset(next);
    return is_full ? FULL : OK;
}

enum outcome sqlite_kept_add(struct store *store, struct kept_row *row)
{
    enum outcome outcome = next_number(store, row->visitor, &row->number);
    if (outcome != OK)
        return outcome;
    sqlite3_stmt *add = sql(store, SQL_KEPT_ADD);
    bind_octets(add, 1, row->visitor, HASH_SIZE);
    bind_number(add, 2, row->number);
    bind_octets(add, 3, row->msg_id, MSG_ID_SIZE);
    bind_octets(add, 4, row->sealed, ARCHIVE_SEALED_SIZE);
    bind_octets(add, 5, row->envelope.data, row->envelope.size);
    TRY(step_end(add));
    return sqlite3_changes(sqlite_of(store)->db) == 1 ? OK : REFUSED;
}

enum outcome sqlite_kept_each(struct store *store, const uint8_t *visitor, uint64_t after, kept_visit *visit,
                              void *context)
{
    sqlite3_stmt *each = sql(store, SQL_KEPT_EACH);
    enum outcome outcome;
    bind_octets(each, 1, visitor, HASH_SIZE);
    bind_number(each, 2, after);
    while ((outcome = step_row(each)) == OK) {
        struct kept_row row = {.number = column_number(each, 0), .envelope = column_octets(each, 3)};
        memcpy(row.visitor, visitor, HASH_SIZE);
        bool is_sound =
            column_copy(each, 1, row.msg_id, MSG_ID_SIZE) && column_copy(each, 2, row.sealed, ARCHIVE_SEALED_SIZE);
        if (!is_sound || !visit(context, &row)) {
            (void)sqlite3_reset(each);
            return is_sound ? OK : BROKEN;
        }
    }
    return outcome == GONE ? OK : outcome;
}

enum outcome sqlite_kept_drop(struct store *store, const uint8_t *visitor, const uint8_t *msg_id)
{
    sqlite3_stmt *drop = sql(store, SQL_KEPT_DROP);
    bind_octets(drop, 1, visitor, HASH_SIZE);
    bind_octets(drop, 2, msg_id, MSG_ID_SIZE);
    TRY(step_end(drop));
    return sqlite3_changes(sqlite_of(store)->db) == 1 ? OK : GONE;
}

enum outcome sqlite_kept_drop_all(struct store *store, const uint8_t *visitor)
{
    sqlite3_stmt *drop = sql(store, SQL_KEPT_DROP_ALL);
    bind_octets(drop, 1, visitor, HASH_SIZE);
    return step_end(drop);
}
