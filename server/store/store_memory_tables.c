#include "store_memory_private.h"

#include <stdlib.h>
#include <string.h>

void *memory_row(const struct store_memory *memory, enum table_name name, size_t index)
{
    const struct memory_table *table = &memory->tables[name];
    invariant(index < table->count);
    return table->rows + index * table->size;
}

size_t memory_count(const struct store_memory *memory, enum table_name name)
{
    return memory->tables[name].count;
}

void *memory_find(const struct store_memory *memory, enum table_name name, const void *key, size_t size)
{
    for (size_t i = 0; i < memory_count(memory, name); i++) {
        void *row = memory_row(memory, name, i);
        if (memcmp(row, key, size) == 0)
            return row;
    }
    return NULL;
}

enum outcome memory_add(struct store_memory *memory, enum table_name name, const void *row)
{
    struct memory_table *table = &memory->tables[name];
    invariant(memory->is_open);
    if (table->count == table->max) {
        size_t max = table->max ? 2 * table->max : 16;
        uint8_t *rows = realloc(table->rows, max * table->size);
        if (!rows)
            return BROKEN;
        table->rows = rows;
        table->max = max;
    }
    memcpy(table->rows + table->count++ * table->size, row, table->size);
    return OK;
}

void memory_drop(struct store_memory *memory, enum table_name name, const void *row)
{
    struct memory_table *table = &memory->tables[name];
    size_t index = (size_t)((const uint8_t *)row - table->rows) / table->size;
    invariant(memory->is_open && index < table->count);
    table->count--;
    memmove(table->rows + index * table->size, table->rows + (index + 1) * table->size,
            (table->count - index) * table->size);
}

static enum outcome remember(struct memory_blobs *blobs, uint8_t *blob)
{
    if (blobs->count == blobs->max) {
        size_t max = blobs->max ? 2 * blobs->max : 16;
        uint8_t **at = realloc(blobs->at, max * sizeof *at);
        if (!at)
            return BROKEN;
        blobs->at = at;
        blobs->max = max;
    }
    blobs->at[blobs->count++] = blob;
    return OK;
}

enum outcome memory_blob(struct store_memory *memory, struct bytes data, struct bytes *copy)
{
    *copy = (struct bytes){NULL, 0};
    if (data.size == 0)
        return OK;
    uint8_t *blob = malloc(data.size);
    if (!blob)
        return BROKEN;
    if (remember(&memory->fresh, blob) != OK) {
        free(blob);
        return BROKEN;
    }
    memcpy(blob, data.data, data.size);
    *copy = (struct bytes){blob, data.size};
    return OK;
}

enum outcome memory_blob_drop(struct store_memory *memory, struct bytes copy)
{
    return copy.size ? remember(&memory->doomed, (uint8_t *)(uintptr_t)copy.data) : OK;
}
