#include <string.h>

#include "store_memory_private.h"

static struct kept_row *find(const struct store_memory *memory, const uint8_t *visitor, const uint8_t *msg_id)
{
    for (size_t i = 0; i < memory_count(memory, TABLE_KEPT); i++) {
        struct kept_row *row = memory_row(memory, TABLE_KEPT, i);
        if (memcmp(row->visitor, visitor, HASH_SIZE) == 0 && memcmp(row->msg_id, msg_id, MSG_ID_SIZE) == 0)
            return row;
    }
    return NULL;
}

enum outcome memory_kept_add(struct store *store, struct kept_row *row)
{
    struct store_memory *memory = (struct store_memory *)store;
    size_t count = 0;
    if (find(memory, row->visitor, row->msg_id))
        return REFUSED;
    row->number = 0;
    for (size_t i = 0; i < memory_count(memory, TABLE_KEPT); i++) {
        const struct kept_row *there = memory_row(memory, TABLE_KEPT, i);
        if (memcmp(there->visitor, row->visitor, HASH_SIZE) != 0)
            continue;
        count++;
        row->number = there->number > row->number ? there->number : row->number;
    }
    if (count >= ARCHIVE_MAX)
        return FULL;
    row->number++;
    struct kept_row kept = *row;
    TRY(memory_blob(memory, row->envelope, &kept.envelope));
    return memory_add(memory, TABLE_KEPT, &kept);
}

enum outcome memory_kept_each(struct store *store, const uint8_t *visitor, uint64_t after, kept_visit *visit,
                              void *context)
{
    const struct store_memory *memory = (const struct store_memory *)store;
    for (size_t i = 0; i < memory_count(memory, TABLE_KEPT); i++) {
        const struct kept_row *row = memory_row(memory, TABLE_KEPT, i);
        if (row->number > after && memcmp(row->visitor, visitor, HASH_SIZE) == 0 && !visit(context, row))
            break;
    }
    return OK;
}

static enum outcome drop(struct store_memory *memory, struct kept_row *row)
{
    TRY(memory_blob_drop(memory, row->envelope));
    memory_drop(memory, TABLE_KEPT, row);
    return OK;
}

enum outcome memory_kept_drop(struct store *store, const uint8_t *visitor, const uint8_t *msg_id)
{
    struct store_memory *memory = (struct store_memory *)store;
    struct kept_row *row = find(memory, visitor, msg_id);
    return row ? drop(memory, row) : GONE;
}

enum outcome memory_kept_drop_all(struct store *store, const uint8_t *visitor)
{
    struct store_memory *memory = (struct store_memory *)store;
    for (size_t i = memory_count(memory, TABLE_KEPT); i-- > 0;) {
        struct kept_row *row = memory_row(memory, TABLE_KEPT, i);
        if (memcmp(row->visitor, visitor, HASH_SIZE) == 0)
            TRY(drop(memory, row));
    }
    return OK;
}
