/* The core against vectors that the second implementation wrote (protocol/vectors; their format stands in
 * tests/vectors/second/vectors.mjs). With names of files as arguments: against those. */
#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>

#include "../support/operations.h"
#include "../unit/check.h"
#include "protocol/hash.h"
#include "protocol/reader.h"
#include "protocol/writer.h"

enum { KEPT_MAX = 128 };

/* The first field of an answer, by name. */
struct kept {
    const char *name; /* of the vector's JSON */
    uint8_t *octets;
    size_t size;
};

struct file {
    struct kept kept[KEPT_MAX];
    size_t kept_count;
};

static uint8_t call[OPERATION_FRAME_MAX];
static uint8_t answer[OPERATION_FRAME_MAX];
static uint8_t scratch[OPERATION_FRAME_MAX];

static struct kept find_kept(const struct file *file, const char *name)
{
    for (size_t i = file->kept_count; i > 0; i--)
        if (strcmp(file->kept[i - 1].name, name) == 0)
            return file->kept[i - 1];
    bool is_kept = false; /* by a vector before this one */
    CHECK(is_kept);
    return (struct kept){0};
}

static void keep(struct file *file, const char *name, struct bytes octets)
{
    if (!CHECK(file->kept_count < KEPT_MAX))
        return;
    uint8_t *copy = malloc(octets.size + 1);
    if (!CHECK(copy != NULL) || copy == NULL)
        return;
    memcpy(copy, octets.data, octets.size);
    file->kept[file->kept_count++] = (struct kept){name, copy, octets.size};
}

static struct bytes from_kept(const struct file *file, const json_t *value)
{
    const json_t *flip = json_object_get(value, "flip");
    const json_t *resized = json_object_get(value, "size");
    struct kept kept = find_kept(file, json_string_value(json_object_get(value, "kept")));
    if (kept.octets == NULL)
        return (struct bytes){NULL, 0};
    memset(scratch, 0, kept.size + 2);
    memcpy(scratch, kept.octets, kept.size);
    if (json_is_integer(flip)) {
        json_int_t place = json_integer_value(flip);
        size_t index = (size_t)(place < 0 ? (json_int_t)kept.size + place : place);
        if (CHECK(index < kept.size))
            scratch[index] ^= 1;
    }
    size_t size = json_is_integer(resized) ? (size_t)json_integer_value(resized) : kept.size;
    CHECK(size <= kept.size + 1);
    return (struct bytes){scratch, size};
}

static struct bytes from_hex(const char *text)
{
    size_t size = 0;
    CHECK(sodium_hex2bin(scratch, sizeof scratch, text, strlen(text), NULL, &size, NULL) == 0);
    return (struct bytes){scratch, size};
}

static struct bytes from_base64(const char *text)
{
    size_t size = 0;
    CHECK(sodium_base642bin(scratch, sizeof scratch, text, strlen(text), NULL, &size, NULL,
                            sodium_base64_VARIANT_ORIGINAL) == 0);
    return (struct bytes){scratch, size};
}

static struct bytes from_repeat(const char *text, const json_t *wanted)
{
    size_t unit = from_hex(text).size;
    size_t size = (size_t)json_integer_value(wanted);
    if (!CHECK(size <= sizeof scratch && (unit > 0 || size == 0)))
        return (struct bytes){NULL, 0};
    for (size_t i = unit; i < size; i++)
        scratch[i] = scratch[i - unit];
    return (struct bytes){scratch, size};
}

static struct bytes from_number(json_int_t number)
{
    for (size_t i = 0; i < 8; i++)
        scratch[i] = (uint8_t)((uint64_t)number >> (56 - 8 * i));
    return (struct bytes){scratch, 8};
}

/* A value that is one field. false: it has fields in it. */
static bool read_field(const struct file *file, const json_t *value, struct bytes *octets)
{
    const char *text = json_string_value(json_object_get(value, "text"));
    const char *base64 = json_string_value(json_object_get(value, "base64"));
    const char *repeat = json_string_value(json_object_get(value, "repeat"));
    if (json_is_string(value))
        *octets = from_hex(json_string_value(value));
    else if (json_is_integer(value))
        *octets = from_number(json_integer_value(value));
    else if (text != NULL)
        *octets = (struct bytes){(const uint8_t *)text, json_string_length(json_object_get(value, "text"))};
    else if (base64 != NULL)
        *octets = from_base64(base64);
    else if (repeat != NULL)
        *octets = from_repeat(repeat, json_object_get(value, "size"));
    else if (json_object_get(value, "kept") != NULL)
        *octets = from_kept(file, value);
    else
        return false;
    return true;
}

static void write_fields(const struct file *file, const json_t *value, struct writer *writer)
{
    struct bytes octets;
    const char *key = NULL;
    const json_t *part = NULL;
    size_t index = 0;
    if (read_field(file, value, &octets)) {
        writer_u32(writer, (uint32_t)octets.size);
        writer_put(writer, octets.data, octets.size);
        return;
    }
    CHECK(json_is_object(value) || json_is_array(value));
    json_object_foreach((json_t *)(uintptr_t)value, key, part)
    {
        write_fields(file, part, writer);
    }
    json_array_foreach(value, index, part)
    {
        write_fields(file, part, writer);
    }
}

static bool is_hashed(const json_t *value, struct bytes octets)
{
    uint8_t hash[HASH_SIZE];
    hash_sha256(&octets, 1, hash);
    struct bytes expected = from_hex(json_string_value(json_object_get(value, "sha256")));
    return expected.size == HASH_SIZE && memcmp(expected.data, hash, HASH_SIZE) == 0 &&
           (size_t)json_integer_value(json_object_get(value, "size")) == octets.size;
}

/* Does the rest of the answer begin with these fields? */
static bool is_answer(const json_t *value, struct reader *reader)
{
    static const struct file nothing_kept;
    struct bytes expected;
    const char *key = NULL;
    const json_t *part = NULL;
    size_t index = 0;
    bool is_same = true;
    bool is_hash = json_object_get(value, "sha256") != NULL;
    if (is_hash || read_field(&nothing_kept, value, &expected)) {
        size_t size = reader_u32(reader);
        struct bytes octets = reader_take(reader, size);
        if (reader->has_failed)
            return false;
        return is_hash ? is_hashed(value, octets)
                       : expected.size == octets.size &&
                             (octets.size == 0 || memcmp(expected.data, octets.data, octets.size) == 0);
    }
    json_object_foreach((json_t *)(uintptr_t)value, key, part) is_same = is_answer(part, reader) && is_same;
    json_array_foreach(value, index, part) is_same = is_answer(part, reader) && is_same;
    return is_same;
}

static bool is_vector_true(struct file *file, const json_t *vector)
{
    struct writer writer;
    struct reader reader;
    size_t size = 0;
    const char *name = json_string_value(json_object_get(vector, "operation"));
    const char *kept = json_string_value(json_object_get(vector, "keep"));
    const json_t *out = json_object_get(vector, "out");
    if (!CHECK(name != NULL && out != NULL) || name == NULL)
        return false;
    writer_open(&writer, call, sizeof call);
    writer_opaque8(&writer, (struct bytes){(const uint8_t *)name, strlen(name)});
    write_fields(file, json_object_get(vector, "in"), &writer);
    CHECK(writer_finish(&writer, &size) == OK);
    enum outcome outcome = operation_run((struct bytes){call, size}, answer, sizeof answer, &size);
    if (!CHECK(outcome != BROKEN))
        return false;
    if (json_is_null(out) || outcome != OK)
        return json_is_null(out) && outcome != OK;
    reader_open(&reader, answer, size);
    if (kept != NULL) {
        size_t first = reader_u32(&reader);
        keep(file, kept, reader_take(&reader, first));
        reader_open(&reader, answer, size);
    }
    return is_answer(out, &reader) && reader_finish(&reader) == OK;
}

static void check_file(const char *path)
{
    struct file file = {.kept_count = 0};
    json_error_t error;
    size_t index = 0;
    const json_t *vector = NULL;
    json_t *loaded = json_load_file(path, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    const json_t *vectors = json_object_get(loaded, "vectors");
    CHECK(json_array_size(vectors) > 0);
    json_array_foreach(vectors, index, vector)
    {
        if (!CHECK(is_vector_true(&file, vector)))
            printf("%s: number %zu, %s: %s\n", path, index + 1, json_string_value(json_object_get(vector, "operation")),
                   json_string_value(json_object_get(vector, "note")));
    }
    for (size_t i = 0; i < file.kept_count; i++)
        free(file.kept[i].octets);
    json_decref(loaded);
}

int main(int count, char **words)
{
    static const char *const files[] = {
        "phrase", "visitor_keys", "login",    "vault",         "archive", "statement",
        "room",   "body",         "envelope", "envelope_open", "puzzle",  "audit",
    };
    if (sodium_init() < 0)
        return 1;
    for (int i = 1; i < count; i++)
        check_file(words[i]);
    for (size_t i = 0; count == 1 && i < sizeof files / sizeof files[0]; i++) {
        char path[4096];
        (void)snprintf(path, sizeof path, UDVEJ_SOURCE_DIR "/protocol/vectors/%s.json", files[i]);
        check_file(path);
    }
    return check_end();
}
