#include "reader.h"

#include <string.h>

void reader_open(struct reader *reader, const void *data, size_t size)
{
    reader->at = data;
    reader->left = size;
    reader->has_failed = false;
}

void reader_fail(struct reader *reader)
{
    reader->has_failed = true;
    reader->left = 0;
}

struct bytes reader_take(struct reader *reader, size_t size)
{
    if (reader->has_failed || size > reader->left) {
        reader_fail(reader);
        return (struct bytes){NULL, 0};
    }
    struct bytes taken = {reader->at, size};
    if (size > 0)
        reader->at += size;
    reader->left -= size;
    return taken;
}

void reader_copy(struct reader *reader, void *out, size_t size)
{
    struct bytes taken = reader_take(reader, size);
    if (taken.size == size && size > 0)
        memcpy(out, taken.data, size);
    else
        memset(out, 0, size);
}

static uint64_t number(struct reader *reader, size_t size)
{
    struct bytes taken = reader_take(reader, size);
    uint64_t value = 0;
    for (size_t i = 0; i < taken.size; i++)
        value = value << 8 | taken.data[i];
    return value;
}

uint8_t reader_u8(struct reader *reader)
{
    return (uint8_t)number(reader, 1);
}

uint16_t reader_u16(struct reader *reader)
{
    return (uint16_t)number(reader, 2);
}

uint32_t reader_u32(struct reader *reader)
{
    return (uint32_t)number(reader, 4);
}

uint64_t reader_u64(struct reader *reader)
{
    return number(reader, 8);
}

static struct bytes bounded(struct reader *reader, size_t size, size_t min, size_t max)
{
    if (size < min || size > max)
        reader_fail(reader);
    return reader_take(reader, size);
}

struct bytes reader_opaque8(struct reader *reader, size_t min, size_t max)
{
    return bounded(reader, reader_u8(reader), min, max);
}

struct bytes reader_opaque16(struct reader *reader, size_t min, size_t max)
{
    return bounded(reader, reader_u16(reader), min, max);
}

enum outcome reader_finish(const struct reader *reader)
{
    return reader->has_failed || reader->left > 0 ? MALFORMED : OK;
}
