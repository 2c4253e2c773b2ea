#include "shred_salt.h"

void shred_salt_lay(struct fields *fields, struct shred_salt *salt)
{
    fields_u8_within(fields, &salt->purpose, SALT_OFFLINE, SALT_ARCHIVE);
    fields_u32(fields, &salt->generation);
    fields_octets(fields, salt->sealed, sizeof salt->sealed);
}

enum outcome shred_salt_decode(struct shred_salt *salt, const uint8_t *data)
{
    struct reader reader;
    reader_open(&reader, data, SHRED_SALT_SIZE);
    struct fields fields = {&reader, NULL};
    shred_salt_lay(&fields, salt);
    return reader_finish(&reader);
}

void shred_salt_encode(const struct shred_salt *salt, uint8_t *out)
{
    struct writer writer;
    writer_open(&writer, out, SHRED_SALT_SIZE);
    struct fields fields = {NULL, &writer};
    shred_salt_lay(&fields, (struct shred_salt *)salt);
    invariant(!writer.has_failed);
}
