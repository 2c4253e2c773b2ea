#include <string.h>

#include "store_memory_private.h"

/* Drops every row that has `key` at `offset`. */
static void drop_all(struct store_memory *memory, enum table_name name, size_t offset, const void *key, size_t size)
{
    for (size_t i = memory_count(memory, name); i-- > 0;) {
        const uint8_t *row = memory_row(memory, name, i);
        if (memcmp(row + offset, key, size) == 0)
            memory_drop(memory, name, row);
    }
}

static enum outcome drop_envelopes(struct store_memory *memory, const struct case_row *row)
{
    for (size_t i = memory_count(memory, TABLE_ENVELOPES); i-- > 0;) {
        const struct envelope_row *there = memory_row(memory, TABLE_ENVELOPES, i);
        if (memcmp(there->case_id, row->room.case_id, CASE_ID_SIZE) != 0 &&
            memcmp(there->recipient, row->visitor, HASH_SIZE) != 0)
            continue;
        TRY(memory_blob_drop(memory, there->envelope));
        memory_drop(memory, TABLE_ENVELOPES, there);
    }
    return OK;
}

static enum outcome drop_events(struct store_memory *memory, const uint8_t *case_id)
{
    for (size_t i = memory_count(memory, TABLE_EVENTS); i-- > 0;) {
        const struct memory_event *there = memory_row(memory, TABLE_EVENTS, i);
        if (memcmp(there->case_id, case_id, CASE_ID_SIZE) != 0)
            continue;
        TRY(memory_blob_drop(memory, there->statement));
        memory_drop(memory, TABLE_EVENTS, there);
    }
    return OK;
}

enum outcome memory_case_burn(struct store *store, const struct case_row *row)
{
    struct store_memory *memory = (struct store_memory *)store;
    TRY(drop_envelopes(memory, row));
    TRY(drop_events(memory, row->room.case_id));
    drop_all(memory, TABLE_VAULTS, 0, row->visitor, HASH_SIZE);
    drop_all(memory, TABLE_SALTS, 0, row->visitor, HASH_SIZE);
    drop_all(memory, TABLE_SESSIONS, 0, row->visitor, HASH_SIZE);
    drop_all(memory, TABLE_BOXES, 0, row->visitor, HASH_SIZE);
    drop_all(memory, TABLE_CASES, 0, &row->place, sizeof row->place);
    return OK;
}
