#include "writer.h"

#include <string.h>

void writer_open(struct writer *writer, void *out, size_t max)
{
    writer->start = out;
    writer->size = 0;
    writer->max = max;
    writer->has_failed = false;
}

/* Where the next `size` octets go, or NULL when they do not fit. */
static uint8_t *room(struct writer *writer, size_t size)
{
    if (writer->has_failed || size > writer->max - writer->size) {
        writer->has_failed = true;
        return NULL;
    }
    uint8_t *at = writer->start + writer->size;
    writer->size += size;
    return at;
}

static void number(struct writer *writer, uint64_t value, size_t size)
{
    uint8_t *at = room(writer, size);
    if (at == NULL)
        return;
    for (size_t i = 0; i < size; i++)
        at[i] = (uint8_t)(value >> 8 * (size - 1 - i));
}

void writer_u8(struct writer *writer, uint8_t value)
{
    number(writer, value, 1);
}

void writer_u16(struct writer *writer, uint16_t value)
{
    number(writer, value, 2);
}

void writer_u32(struct writer *writer, uint32_t value)
{
    number(writer, value, 4);
}

void writer_u64(struct writer *writer, uint64_t value)
{
    number(writer, value, 8);
}

void writer_put(struct writer *writer, const void *data, size_t size)
{
    uint8_t *at = room(writer, size);
    if (at != NULL && size > 0)
        memcpy(at, data, size);
}

void writer_zero(struct writer *writer, size_t size)
{
    uint8_t *at = room(writer, size);
    if (at != NULL && size > 0)
        memset(at, 0, size);
}

void writer_opaque8(struct writer *writer, struct bytes value)
{
    if (value.size > UINT8_MAX)
        writer->has_failed = true;
    writer_u8(writer, (uint8_t)value.size);
    writer_put(writer, value.data, value.size);
}

void writer_opaque16(struct writer *writer, struct bytes value)
{
    if (value.size > UINT16_MAX)
        writer->has_failed = true;
    writer_u16(writer, (uint16_t)value.size);
    writer_put(writer, value.data, value.size);
}

enum outcome writer_finish(const struct writer *writer, size_t *size)
{
    *size = writer->has_failed ? 0 : writer->size;
    return writer->has_failed ? FULL : OK;
}
