/* One list of fields that serves for reading and for writing, so that a decoder cannot accept what its encoder would not
 * write. A layout is a function that names its fields in order; it is run over a reader or over a writer.
 * Owns: nothing. Uses: reader, writer. Used by: message, statement, room, body. Source: PROTOCOL.md, rule 2. */
#ifndef UDVEJ_PROTOCOL_FIELDS_H
#define UDVEJ_PROTOCOL_FIELDS_H

#include "reader.h"
#include "writer.h"

/* Borrows its reader or writer; the other one is NULL. Writing never changes a field: that is why an encoder may run a layout over
 * what its caller gave as const. */
struct fields {
    struct reader *reader;
    struct writer *writer;
};

bool fields_is_reading(const struct fields *fields);

void fields_u8(struct fields *fields, uint8_t *value);
void fields_u16(struct fields *fields, uint16_t *value);
void fields_u32(struct fields *fields, uint32_t *value);
void fields_u64(struct fields *fields, uint64_t *value);

/* A number that must lie in min..max. */
void fields_u8_within(struct fields *fields, uint8_t *value, uint8_t min, uint8_t max);

/* Octets of a fixed size: held by the structure, or borrowed by it. */
void fields_octets(struct fields *fields, uint8_t *octets, size_t size);
void fields_borrow(struct fields *fields, const uint8_t **octets, size_t size);

/* opaque x<min..max>, borrowed, with one or two octets of length. */
void fields_opaque8(struct fields *fields, struct bytes *value, size_t min, size_t max);
void fields_opaque16(struct fields *fields, struct bytes *value, size_t min, size_t max);

/* All that remains, at least `min` octets; borrowed. */
void fields_rest(struct fields *fields, struct bytes *value, size_t min);

/* Exactly `size` octets without a length; borrowed. */
void fields_bytes(struct fields *fields, struct bytes *value, size_t size);

/* A rule of the format; when it is broken the run fails. */
void fields_check(struct fields *fields, bool is_kept);

/* NOUN_decode and NOUN_encode for the layout lay_NOUN(fields, item) of `struct NOUN`. */
#define FIELDS_DECODER_AND_ENCODER(noun)                                                                               \
    enum outcome noun##_decode(struct noun *item, struct bytes data)                                                   \
    {                                                                                                                  \
        struct reader reader;                                                                                          \
        reader_open(&reader, data.data, data.size);                                                                    \
        lay_##noun(&(struct fields){&reader, NULL}, item);                                                             \
        return reader_finish(&reader);                                                                                 \
    }                                                                                                                  \
    enum outcome noun##_encode(const struct noun *item, void *out, size_t max, size_t *size)                           \
    {                                                                                                                  \
        struct writer writer;                                                                                          \
        writer_open(&writer, out, max);                                                                                \
        lay_##noun(&(struct fields){NULL, &writer}, (struct noun *)item);                                              \
        return writer_finish(&writer, size);                                                                           \
    }

#endif
