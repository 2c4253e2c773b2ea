/* Do the reader and the writer agree, and does the reader fail once and stay failed? */
#include "check.h"
#include "protocol/fields.h"

static void numbers_are_big_endian(void)
{
    uint8_t out[15];
    size_t size = 0;
    struct writer writer;
    writer_open(&writer, out, sizeof out);
    writer_u8(&writer, 0x01);
    writer_u16(&writer, 0x0203);
    writer_u32(&writer, 0x04050607);
    writer_u64(&writer, 0x08090a0b0c0d0e0f);
    CHECK(writer_finish(&writer, &size) == OK && size == 15);
    for (uint8_t i = 0; i < 15; i++)
        CHECK(out[i] == i + 1);

    struct reader reader;
    reader_open(&reader, out, size);
    CHECK(reader_u8(&reader) == 0x01);
    CHECK(reader_u16(&reader) == 0x0203);
    CHECK(reader_u32(&reader) == 0x04050607);
    CHECK(reader_u64(&reader) == 0x08090a0b0c0d0e0f);
    CHECK(reader_finish(&reader) == OK);
}

static void a_failure_stays(void)
{
    const uint8_t data[] = {1, 2, 3};
    struct reader reader;
    reader_open(&reader, data, sizeof data);
    CHECK(reader_u16(&reader) == 0x0102);
    CHECK(reader_u16(&reader) == 0);
    CHECK(reader_u8(&reader) == 0); /* the octet that is left is not given after a failure */
    CHECK(reader_finish(&reader) == MALFORMED);

    uint8_t copy[4] = {9, 9, 9, 9};
    reader_open(&reader, data, sizeof data);
    reader_copy(&reader, copy, sizeof copy);
    CHECK(copy[0] == 0 && copy[3] == 0);
    CHECK(reader_take(&reader, 0).data == NULL);
    CHECK(reader_finish(&reader) == MALFORMED);
}

static void leftovers_are_malformed(void)
{
    const uint8_t data[] = {1, 2};
    struct reader reader;
    reader_open(&reader, data, sizeof data);
    CHECK(reader_u8(&reader) == 1);
    CHECK(reader_finish(&reader) == MALFORMED);
    CHECK(reader_u8(&reader) == 2);
    CHECK(reader_finish(&reader) == OK);
    reader_open(&reader, NULL, 0);
    CHECK(reader_finish(&reader) == OK);
}

static void lengths_are_bounded(void)
{
    const uint8_t data[] = {2, 'a', 'b', 0, 2, 'c', 'd'};
    struct reader reader;
    reader_open(&reader, data, sizeof data);
    CHECK(reader_opaque8(&reader, 2, 2).size == 2);
    CHECK(reader_opaque16(&reader, 2, 2).data == data + 5);
    CHECK(reader_finish(&reader) == OK);
    reader_open(&reader, data, 3);
    CHECK(reader_opaque8(&reader, 3, 4).size == 0 && reader.has_failed);
    reader_open(&reader, data, 3);
    CHECK(reader_opaque8(&reader, 0, 1).size == 0 && reader.has_failed);
    reader_open(&reader, data + 3, 3); /* says two, has one */
    CHECK(reader_opaque16(&reader, 0, 9).size == 0 && reader.has_failed);
}

static void a_full_writer_writes_nothing_more(void)
{
    uint8_t out[4] = {0, 0, 0, 0xee};
    size_t size = 7;
    struct writer writer;
    writer_open(&writer, out, 3);
    writer_u16(&writer, 1);
    writer_u16(&writer, 2);
    writer_u8(&writer, 3);
    CHECK(writer_finish(&writer, &size) == FULL && size == 0);
    CHECK(out[2] == 0 && out[3] == 0xee);
    uint8_t long_run[256] = {0};
    uint8_t large[300];
    writer_open(&writer, large, sizeof large);
    writer_opaque8(&writer, (struct bytes){long_run, sizeof long_run});
    CHECK(writer_finish(&writer, &size) == FULL);
    static const uint8_t longer_run[UINT16_MAX + 1];
    static uint8_t larger[UINT16_MAX + 9];
    writer_open(&writer, larger, sizeof larger);
    writer_opaque16(&writer, (struct bytes){longer_run, sizeof longer_run});
    CHECK(writer_finish(&writer, &size) == FULL && size == 0);
    writer_open(&writer, larger, sizeof larger);
    writer_opaque16(&writer, (struct bytes){longer_run, UINT16_MAX});
    CHECK(writer_finish(&writer, &size) == OK && size == 2 + UINT16_MAX);
}

static void zeros_and_runs(void)
{
    uint8_t out[8];
    size_t size = 0;
    struct writer writer;
    memset(out, 7, sizeof out);
    writer_open(&writer, out, sizeof out);
    writer_zero(&writer, 0);
    writer_zero(&writer, 3);
    writer_put(&writer, NULL, 0);
    writer_opaque16(&writer, (struct bytes){(const uint8_t *)"xy", 2});
    CHECK(writer_finish(&writer, &size) == OK && size == 7);
    CHECK_SAME(out, "\0\0\0\0\2xy\7", 8);
}

/* The same layout on both sides keeps a rule on both sides. */
static void fields_keep_rules_both_ways(void)
{
    uint8_t out[4];
    uint8_t value = 9;
    struct writer writer;
    struct reader reader;
    size_t size = 0;
    writer_open(&writer, out, sizeof out);
    struct fields writing = {NULL, &writer};
    fields_u8_within(&writing, &value, 1, 8);
    CHECK(writer_finish(&writer, &size) == FULL);
    out[0] = 9;
    reader_open(&reader, out, 1);
    struct fields reading = {&reader, NULL};
    fields_u8_within(&reading, &value, 1, 8);
    CHECK(reader_finish(&reader) == MALFORMED);
    CHECK(fields_is_reading(&reading) && !fields_is_reading(&writing));
    struct bytes run = {out, 3};
    writer_open(&writer, out, sizeof out);
    fields_bytes(&writing, &run, 2);
    CHECK(writer_finish(&writer, &size) == FULL);
    writer_open(&writer, out, sizeof out);
    fields_opaque8(&writing, &run, 0, 2);
    CHECK(writer_finish(&writer, &size) == FULL);
    writer_open(&writer, out, sizeof out);
    fields_opaque16(&writing, &run, 4, 9);
    CHECK(writer_finish(&writer, &size) == FULL);
    writer_open(&writer, out, sizeof out);
    fields_rest(&writing, &run, 4);
    CHECK(writer_finish(&writer, &size) == FULL);
}

int main(void)
{
    RUN(numbers_are_big_endian);
    RUN(a_failure_stays);
    RUN(leftovers_are_malformed);
    RUN(lengths_are_bounded);
    RUN(a_full_writer_writes_nothing_more);
    RUN(zeros_and_runs);
    RUN(fields_keep_rules_both_ways);
    return check_end();
}
