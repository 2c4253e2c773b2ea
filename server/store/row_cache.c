#include "row_cache.h"

#include <stdlib.h>
#include <string.h>

/* An entry: state, padding, key, row; the row stands on 8 octets. */
enum entry_state { ENTRY_EMPTY = 0, ENTRY_ROW = 1, ENTRY_GONE = 2 };
enum { ENTRY_HEAD = 8 };

static size_t aligned(size_t size)
{
    return (size + 7) & ~(size_t)7;
}

enum outcome row_cache_open(struct row_cache *cache, size_t key_size, size_t row_size, size_t count)
{
    invariant(key_size >= 4 && (count & (count - 1)) == 0);
    cache->key_size = key_size;
    cache->entry_size = ENTRY_HEAD + aligned(key_size) + aligned(row_size);
    cache->count = count;
    cache->entries = calloc(count, cache->entry_size);
    return cache->entries ? OK : BROKEN;
}

void row_cache_close(struct row_cache *cache)
{
    free(cache->entries);
    cache->entries = NULL;
}

static uint8_t *entry_of(const struct row_cache *cache, const void *key)
{
    uint32_t hash;
    memcpy(&hash, key, sizeof hash);
    return cache->entries + (hash & (cache->count - 1)) * cache->entry_size;
}

void *row_cache_find(struct row_cache *cache, const void *key, bool *is_known_gone)
{
    uint8_t *entry = entry_of(cache, key);
    bool is_here = entry[0] != ENTRY_EMPTY && memcmp(entry + ENTRY_HEAD, key, cache->key_size) == 0;
    *is_known_gone = is_here && entry[0] == ENTRY_GONE;
    return is_here && entry[0] == ENTRY_ROW ? entry + ENTRY_HEAD + aligned(cache->key_size) : NULL;
}

void *row_cache_put(struct row_cache *cache, const void *key, const void *row, size_t row_size)
{
    uint8_t *entry = entry_of(cache, key);
    uint8_t *place = entry + ENTRY_HEAD + aligned(cache->key_size);
    invariant(ENTRY_HEAD + aligned(cache->key_size) + row_size <= cache->entry_size);
    entry[0] = row ? ENTRY_ROW : ENTRY_GONE;
    memcpy(entry + ENTRY_HEAD, key, cache->key_size);
    if (row)
        memmove(place, row, row_size);
    return place;
}

void row_cache_clear(struct row_cache *cache)
{
    for (size_t i = 0; i < cache->count; i++)
        cache->entries[i * cache->entry_size] = ENTRY_EMPTY;
}
