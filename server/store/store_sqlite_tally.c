#include "store_sqlite_private.h"

enum outcome sqlite_tally_raise(struct store *store, uint32_t day, uint8_t door, uint8_t what)
{
    sqlite3_stmt *raise = sql(store, SQL_TALLY_RAISE);
    bind_number(raise, 1, day);
    bind_number(raise, 2, door);
    bind_number(raise, 3, what);
    return step_end(raise);
}

enum outcome sqlite_tally_settle(struct store *store, uint32_t today)
{
    sqlite3_stmt *settle = sql(store, SQL_TALLY_SETTLE), *forget = sql(store, SQL_TALLY_FORGET);
    bind_number(settle, 1, today);
    bind_number(settle, 2, COUNT_STEP);
    bind_number(forget, 1, today);
    TRY(step_end(settle));
    return step_end(forget);
}

enum outcome sqlite_tally_each(struct store *store, uint32_t day, tally_visit *visit, void *context)
{
    sqlite3_stmt *each = sql(store, SQL_TALLY_EACH);
    enum outcome outcome;
    bind_number(each, 1, day);
    while ((outcome = step_row(each)) == OK) {
        struct tally_row row = {.day = (uint32_t)column_number(each, 0),
                                .door = (uint8_t)column_number(each, 1),
                                .what = (uint8_t)column_number(each, 2),
                                .count = column_number(each, 3)};
        if (!visit(context, &row)) {
            (void)sqlite3_reset(each);
            return OK;
        }
    }
    return outcome == GONE ? OK : outcome;
}

enum outcome sqlite_tally_expire(struct store *store, uint32_t day)
{
    sqlite3_stmt *expire = sql(store, SQL_TALLY_EXPIRE);
    bind_number(expire, 1, day);
    return step_end(expire);
}
