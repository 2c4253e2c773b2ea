#include "fields.h"

bool fields_is_reading(const struct fields *fields)
{
    return fields->reader != NULL;
}

void fields_u8(struct fields *fields, uint8_t *value)
{
    if (fields->reader != NULL)
        *value = reader_u8(fields->reader);
    else
        writer_u8(fields->writer, *value);
}

void fields_u16(struct fields *fields, uint16_t *value)
{
    if (fields->reader != NULL)
        *value = reader_u16(fields->reader);
    else
        writer_u16(fields->writer, *value);
}

void fields_u32(struct fields *fields, uint32_t *value)
{
    if (fields->reader != NULL)
        *value = reader_u32(fields->reader);
    else
        writer_u32(fields->writer, *value);
}

void fields_u64(struct fields *fields, uint64_t *value)
{
    if (fields->reader != NULL)
        *value = reader_u64(fields->reader);
    else
        writer_u64(fields->writer, *value);
}

void fields_u8_within(struct fields *fields, uint8_t *value, uint8_t min, uint8_t max)
{
    fields_u8(fields, value);
    fields_check(fields, *value >= min && *value <= max);
}

void fields_octets(struct fields *fields, uint8_t *octets, size_t size)
{
    if (fields->reader != NULL)
        reader_copy(fields->reader, octets, size);
    else
        writer_put(fields->writer, octets, size);
}

void fields_borrow(struct fields *fields, const uint8_t **octets, size_t size)
{
    if (fields->reader != NULL)
        *octets = reader_take(fields->reader, size).data;
    else
        writer_put(fields->writer, *octets, size);
}

void fields_opaque8(struct fields *fields, struct bytes *value, size_t min, size_t max)
{
    if (fields->reader != NULL) {
        *value = reader_opaque8(fields->reader, min, max);
        return;
    }
    fields_check(fields, value->size >= min && value->size <= max);
    writer_opaque8(fields->writer, *value);
}

void fields_opaque16(struct fields *fields, struct bytes *value, size_t min, size_t max)
{
    if (fields->reader != NULL) {
        *value = reader_opaque16(fields->reader, min, max);
        return;
    }
    fields_check(fields, value->size >= min && value->size <= max);
    writer_opaque16(fields->writer, *value);
}

void fields_rest(struct fields *fields, struct bytes *value, size_t min)
{
    if (fields->reader != NULL)
        *value = reader_take(fields->reader, fields->reader->left);
    else
        writer_put(fields->writer, value->data, value->size);
    fields_check(fields, value->size >= min);
}

void fields_bytes(struct fields *fields, struct bytes *value, size_t size)
{
    if (fields->reader != NULL) {
        *value = reader_take(fields->reader, size);
        return;
    }
    fields_check(fields, value->size == size);
    writer_put(fields->writer, value->data, value->size);
}

void fields_check(struct fields *fields, bool is_kept)
{
    if (is_kept)
        return;
    if (fields->reader != NULL)
        reader_fail(fields->reader);
    else
        fields->writer->has_failed = true;
}
