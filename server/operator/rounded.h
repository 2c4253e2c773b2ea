/* Figures about people as an operator may see them: small ones are not told, since "one case waits" is about one person.
 * Owns: nothing. Used by: operator. */
#ifndef UDVEJ_SERVER_OPERATOR_ROUNDED_H
#define UDVEJ_SERVER_OPERATOR_ROUNDED_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

enum { ROUNDED_BELOW = 5, ROUNDED_SIZE = 24 };

/* "<5", or the number; gives `out`. */
static inline const char *rounded_text(uint64_t count, char out[ROUNDED_SIZE])
{
    if (count < ROUNDED_BELOW)
        (void)snprintf(out, ROUNDED_SIZE, "<%d", ROUNDED_BELOW);
    else
        (void)snprintf(out, ROUNDED_SIZE, "%" PRIu64, count);
    return out;
}

#endif
