/* A run of octets that somebody else owns. Used by: everything that parses. */
#ifndef UDVEJ_PROTOCOL_BYTES_H
#define UDVEJ_PROTOCOL_BYTES_H

#include <stddef.h>
#include <stdint.h>

struct bytes {
    const uint8_t *data; /* may be NULL only when `size` is 0 */
    size_t size;
};

#endif
