#include "store_memory_private.h"

static struct tally_row *find(const struct store_memory *memory, enum table_name name, const struct tally_row *like)
{
    for (size_t i = 0; i < memory_count(memory, name); i++) {
        struct tally_row *row = memory_row(memory, name, i);
        if (row->day == like->day && row->door == like->door && row->what == like->what)
            return row;
    }
    return NULL;
}

/* Adds `row->count` to the row that has this day, door and kind. */
static enum outcome add(struct store_memory *memory, enum table_name name, const struct tally_row *row)
{
    struct tally_row *there = find(memory, name, row);
    if (!there)
        return memory_add(memory, name, row);
    there->count += row->count;
    return OK;
}

enum outcome memory_tally_raise(struct store *store, uint32_t day, uint8_t door, uint8_t what)
{
    struct tally_row row = {day, door, what, 1};
    return add((struct store_memory *)store, TABLE_TALLY_DAY, &row);
}

enum outcome memory_tally_settle(struct store *store, uint32_t today)
{
    struct store_memory *memory = (struct store_memory *)store;
    for (size_t i = memory_count(memory, TABLE_TALLY_DAY); i-- > 0;) {
        const struct tally_row *row = memory_row(memory, TABLE_TALLY_DAY, i);
        struct tally_row settled = *row;
        if (row->day >= today)
            continue;
        settled.count -= settled.count % COUNT_STEP;
        memory_drop(memory, TABLE_TALLY_DAY, row);
        if (settled.count > 0)
            TRY(add(memory, TABLE_TALLY, &settled));
    }
    return OK;
}

enum outcome memory_tally_each(struct store *store, uint32_t day, tally_visit *visit, void *context)
{
    const struct store_memory *memory = (const struct store_memory *)store;
    /* Doors and kinds are octets: going through all of them is their order. */
    for (unsigned door = 0; door <= UINT8_MAX; door++)
        for (unsigned what = 0; what < COUNTED_KINDS; what++) {
            struct tally_row like = {day, (uint8_t)door, (uint8_t)what, 0};
            const struct tally_row *row = find(memory, TABLE_TALLY, &like);
            if (row && !visit(context, row))
                return OK;
        }
    return OK;
}

enum outcome memory_tally_expire(struct store *store, uint32_t day)
{
    struct store_memory *memory = (struct store_memory *)store;
    for (size_t i = memory_count(memory, TABLE_TALLY); i-- > 0;) {
        const struct tally_row *row = memory_row(memory, TABLE_TALLY, i);
        if (row->day <= day)
            memory_drop(memory, TABLE_TALLY, row);
    }
    return OK;
}
