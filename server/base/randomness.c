#include "base/randomness.h"

#include <errno.h>
#include <stdint.h>
#include <sys/random.h>
#include <sys/types.h>

#include "outcome.h"

static void machine_fill(const struct randomness *randomness, void *out, size_t size)
{
    (void)randomness;
    uint8_t *at = out;
    while (size > 0) {
        ssize_t got = getrandom(at, size, 0);
        if (got < 0 && errno == EINTR)
            continue;
        invariant(got > 0);
        at += got;
        size -= (size_t)got;
    }
}

const struct randomness randomness_machine = {.fill = machine_fill};

void randomness_fill(const struct randomness *randomness, void *out, size_t size)
{
    randomness->fill(randomness, out, size);
}
