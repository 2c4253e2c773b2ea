#include "row_cache.h"

#include <stdlib.h>
#include <string.h>

/* Stands before its key and its row, which is on 8 octets. */
struct entry {
    uint32_t next; /* in its chain; the number and one, 0: the last */
    bool is_gone;  /* known not to be in the database */
    bool is_fresh; /* asked for since the hand came by */
};

static size_t aligned(size_t size)
{
    return (size + 7) & ~(size_t)7;
}

enum outcome row_cache_open(struct row_cache *cache, size_t key_size, size_t row_size, size_t count)
{
    invariant(key_size >= 4 && (count & (count - 1)) == 0 && count <= UINT32_MAX / 2);
    *cache = (struct row_cache){
        .key_size = key_size,
        .entry_size = sizeof(struct entry) + aligned(key_size) + aligned(row_size),
        .count = count,
    };
    cache->entries = calloc(count, cache->entry_size);
    cache->chains = calloc(count, sizeof *cache->chains);
    return cache->entries && cache->chains ? OK : BROKEN;
}

void row_cache_close(struct row_cache *cache)
{
    free(cache->entries);
    free(cache->chains);
    cache->entries = NULL;
    cache->chains = NULL;
}

static struct entry *entry_at(const struct row_cache *cache, size_t number)
{
    return (struct entry *)(void *)(cache->entries + number * cache->entry_size);
}

static uint8_t *key_of(struct entry *entry)
{
    return (uint8_t *)(entry + 1);
}

static uint8_t *row_of(const struct row_cache *cache, struct entry *entry)
{
    return key_of(entry) + aligned(cache->key_size);
}

static uint32_t *chain_of(const struct row_cache *cache, const void *key)
{
    uint32_t hash;
    memcpy(&hash, key, sizeof hash);
    return &cache->chains[hash & (cache->count - 1)];
}

static struct entry *find(const struct row_cache *cache, const void *key)
{
    for (uint32_t next = *chain_of(cache, key); next != 0;) {
        struct entry *entry = entry_at(cache, next - 1);
        if (memcmp(key_of(entry), key, cache->key_size) == 0)
            return entry;
        next = entry->next;
    }
    return NULL;
}

static void unchain(struct row_cache *cache, size_t number)
{
    uint32_t *link = chain_of(cache, key_of(entry_at(cache, number)));
    while (*link != number + 1)
        link = &entry_at(cache, *link - 1)->next;
    *link = entry_at(cache, number)->next;
}

/* The number of an entry that may be overwritten. */
static size_t make_room(struct row_cache *cache)
{
    if (cache->used < cache->count)
        return cache->used++;
    for (;; cache->hand = (cache->hand + 1) & (cache->count - 1)) {
        struct entry *entry = entry_at(cache, cache->hand);
        if (!entry->is_fresh)
            break;
        entry->is_fresh = false;
    }
    size_t number = cache->hand;
    unchain(cache, number);
    cache->hand = (number + 1) & (cache->count - 1);
    return number;
}

void *row_cache_find(struct row_cache *cache, const void *key, bool *is_known_gone)
{
    struct entry *entry = find(cache, key);
    *is_known_gone = entry && entry->is_gone;
    if (!entry)
        return NULL;
    entry->is_fresh = true;
    return entry->is_gone ? NULL : row_of(cache, entry);
}

void *row_cache_put(struct row_cache *cache, const void *key, const void *row, size_t row_size)
{
    struct entry *entry = find(cache, key);
    invariant(sizeof *entry + aligned(cache->key_size) + row_size <= cache->entry_size);
    if (!entry) {
        size_t number = make_room(cache);
        uint32_t *chain = chain_of(cache, key);
        entry = entry_at(cache, number);
        memcpy(key_of(entry), key, cache->key_size);
        entry->next = *chain;
        *chain = (uint32_t)number + 1;
    }
    entry->is_gone = row == NULL;
    entry->is_fresh = true;
    if (row)
        memmove(row_of(cache, entry), row, row_size);
    return row_of(cache, entry);
}

void row_cache_clear(struct row_cache *cache)
{
    memset(cache->chains, 0, cache->count * sizeof *cache->chains);
    cache->used = 0;
    cache->hand = 0;
}
