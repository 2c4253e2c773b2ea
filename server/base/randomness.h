/* Random octets, handed in so that a simulation can replay them.
 * Owns: nothing. Used by: admit, connection, main. */
#ifndef UDVEJ_SERVER_BASE_RANDOMNESS_H
#define UDVEJ_SERVER_BASE_RANDOMNESS_H

#include <stddef.h>

struct randomness {
    void (*fill)(const struct randomness *randomness, void *out, size_t size);
};

/* The kernel's. It cannot run dry; if it refuses, the program stops: nothing here may go on without. */
extern const struct randomness randomness_machine;

void randomness_fill(const struct randomness *randomness, void *out, size_t size);

#endif
