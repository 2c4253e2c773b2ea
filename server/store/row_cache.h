/* Rows read lately, so that a busy mailbox costs no look-up. Direct-mapped, of a fixed size; a row that does not fit pushes another
 * out. Right only because the store is the database's one writer: every change goes through it, and a rollback empties it.
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
    size_t count; /* a power of two */
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
