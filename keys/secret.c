#include "secret.h"

#include <sodium.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

bool secret_start(void)
{
    struct rlimit none = {0, 0};
    if (sodium_init() < 0)
        return false;
    return setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0;
}

void *secret_new(size_t size)
{
    /* sodium_malloc fills with 0xdb, so that a forgotten initialisation shows; ours starts as zeros, like every struct here. */
    void *secret = sodium_malloc(size);
    if (secret != NULL)
        memset(secret, 0, size);
    return secret;
}

void secret_free(void *secret)
{
    sodium_free(secret);
}

void secret_wipe(void *secret, size_t size)
{
    sodium_memzero(secret, size);
}

void secret_random(void *out, size_t size)
{
    randombytes_buf(out, size);
}
