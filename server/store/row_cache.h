/* Rows read lately, so that a busy mailbox costs no look-up. Of a fixed size: the row that was asked for least lately makes room (nearly: a
 * hand goes round and takes the first that nobody has asked for since it last came by). Any rows fit together; with a place for each key
 * that it shares with others, a thousand busy mailboxes would push each other out although there is room for all.
 * Right only because the store is the database's one writer: every change goes through it, and a rollback empties it.
 * Owns: copies of rows. Used by: store_sqlite. */
#ifndef UDVEJ_SERVER_STORE_ROW_CACHE_H
#define UDVEJ_SERVER_STORE_ROW_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "outcome.h"

struct row_cache {
    uint8_t *entries;
    size_t entry_size;
    size_t key_size;
    size_t count;     /* a power of two */
    uint32_t *chains; /* one an entry: the number of its first entry and one; 0: empty */
    size_t used;      /* entries that hold something; the first so many */
    size_t hand;
};

/* Keys must look random in their first four octets: hashes and random ids do. BROKEN: no memory. */
MUST_USE enum outcome row_cache_open(struct row_cache *cache, size_t key_size, size_t row_size, size_t count);
void row_cache_close(struct row_cache *cache);

/* The row's place, to read and write until the next call; NULL: not here. `is_known_gone`: there is no such row in the database. */
void *row_cache_find(struct row_cache *cache, const void *key, bool *is_known_gone);

/* Remembers a row; NULL: that there is none. Gives its place. */
void *row_cache_put(struct row_cache *cache, const void *key, const void *row, size_t row_size);

void row_cache_clear(struct row_cache *cache);

#endif
