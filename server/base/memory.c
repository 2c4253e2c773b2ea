#include "base/memory.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static atomic_uint_fast64_t fails_in; /* 0: never */

static bool fails_now(void)
{
    if (atomic_load_explicit(&fails_in, memory_order_relaxed) == 0)
        return false;
    return atomic_fetch_sub(&fails_in, 1) == 1;
}

void *memory_get(size_t size)
{
    return fails_now() ? NULL : calloc(1, size);
}

void *memory_resize(void *old, size_t size)
{
    return fails_now() ? NULL : realloc(old, size);
}

void memory_free(void *memory)
{
    free(memory);
}

void memory_wipe(void *memory, size_t size)
{
    if (size > 0)
        explicit_bzero(memory, size);
}

void memory_fail_at(uint64_t n)
{
    atomic_store(&fails_in, n);
}
