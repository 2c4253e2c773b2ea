/* Reads the TLS presentation language (RFC 8446, section 3) from bytes that came from outside: big-endian numbers, fixed
 * and length-prefixed octet strings. A reader fails once and stays failed: a parser lists its fields and asks at the end.
 * Owns: nothing. Used by: every decoder; nothing else touches wire bytes. */
#ifndef UDVEJ_PROTOCOL_READER_H
#define UDVEJ_PROTOCOL_READER_H

#include <stdbool.h>

#include "bytes.h"
#include "outcome.h"

struct reader {
    const uint8_t *at;
    size_t left;
    bool has_failed;
};

/* Borrows `data` for as long as the reader and every `struct bytes` read from it are used. */
void reader_open(struct reader *reader, const void *data, size_t size);

/* Numbers; 0 after a failure. */
uint8_t reader_u8(struct reader *reader);
uint16_t reader_u16(struct reader *reader);
uint32_t reader_u32(struct reader *reader);
uint64_t reader_u64(struct reader *reader);

/* Copies `size` octets to `out`; zeros after a failure. */
void reader_copy(struct reader *reader, void *out, size_t size);

/* Borrows the next `size` octets; an empty run after a failure. */
struct bytes reader_take(struct reader *reader, size_t size);

/* opaque x<min..max> with a length of one octet (max <= 255) or two. Fails when the length is out of bounds. */
struct bytes reader_opaque8(struct reader *reader, size_t min, size_t max);
struct bytes reader_opaque16(struct reader *reader, size_t min, size_t max);

/* A rule of the format that the caller checked was broken. */
void reader_fail(struct reader *reader);

/* OK when nothing failed and nothing is left; MALFORMED otherwise. */
MUST_USE enum outcome reader_finish(const struct reader *reader);

#endif
