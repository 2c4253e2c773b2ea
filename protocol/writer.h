/* Writes what `reader` reads, into a buffer of the caller. Fails once (buffer full, string out of bounds) and stays failed.
 * Owns: nothing. Used by: every encoder. */
#ifndef UDVEJ_PROTOCOL_WRITER_H
#define UDVEJ_PROTOCOL_WRITER_H

#include <stdbool.h>

#include "bytes.h"
#include "outcome.h"

struct writer {
    uint8_t *start;
    size_t size; /* written so far */
    size_t max;
    bool has_failed;
};

/* Borrows `out` for as long as the writer is used. */
void writer_open(struct writer *writer, void *out, size_t max);

void writer_u8(struct writer *writer, uint8_t value);
void writer_u16(struct writer *writer, uint16_t value);
void writer_u32(struct writer *writer, uint32_t value);
void writer_u64(struct writer *writer, uint64_t value);
void writer_put(struct writer *writer, const void *data, size_t size);
void writer_zero(struct writer *writer, size_t size);

/* opaque x<..> with a length of one or two octets. */
void writer_opaque8(struct writer *writer, struct bytes value);
void writer_opaque16(struct writer *writer, struct bytes value);

/* Gives the number of octets written in `size`. FULL after any failure. */
MUST_USE enum outcome writer_finish(const struct writer *writer, size_t *size);

#endif
