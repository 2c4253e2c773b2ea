/* Memory from the heap, with a hook so that a test can let the n-th call fail.
 * Owns: nothing. Used by: everything in the server that allocates. */
#ifndef UDVEJ_SERVER_BASE_MEMORY_H
#define UDVEJ_SERVER_BASE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

#include "outcome.h"

/* Gives zeroed memory, or NULL. */
MUST_USE void *memory_get(size_t size);

/* As realloc, new octets not zeroed. NULL: `old` is untouched. */
MUST_USE void *memory_resize(void *old, size_t size);

/* Takes what memory_get or memory_resize gave; NULL is nothing. */
void memory_free(void *memory);

/* Overwrites `size` octets first, for what a peer sent us. */
void memory_wipe(void *memory, size_t size);

/* For tests: the n-th call from now on (1: the next) returns NULL, once. 0: none does. */
void memory_fail_at(uint64_t n);

#endif
