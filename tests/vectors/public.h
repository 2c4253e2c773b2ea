/* Public test vectors: published by others, kept outside the tree. A test that does not find them says so and skips.
 * Folder: UDVEJ_PUBLIC_VECTORS, else PUBLIC_VECTORS (as tests/run.sh sets it), else ../shared/vectors beside the project. */
#ifndef UDVEJ_TESTS_VECTORS_PUBLIC_H
#define UDVEJ_TESTS_VECTORS_PUBLIC_H

#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>

#include "../unit/check.h"
#include "protocol/bytes.h"

/* The parsed file, or NULL when it is not there. A file that is there and is no JSON is a failure. */
static inline json_t *public_load(const char *name)
{
    char path[4096];
    const char *folder = getenv("UDVEJ_PUBLIC_VECTORS");
    if (folder == NULL)
        folder = getenv("PUBLIC_VECTORS");
    if (folder == NULL)
        folder = UDVEJ_SOURCE_DIR "/../shared/vectors";
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = length > 0 && (size_t)length < sizeof path ? fopen(path, "rb") : NULL;
    if (file == NULL) {
        printf("skipped: %s is not in the folder of public vectors\n", name);
        return NULL;
    }
    json_error_t error;
    json_t *loaded = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
    CHECK(loaded != NULL);
    CHECK(fclose(file) == 0);
    return loaded;
}

struct octets {
    uint8_t data[4096];
    size_t size;
};

/* A field in hexadecimal; empty and a failure if there is none. */
static inline struct octets public_hex(const json_t *object, const char *key)
{
    struct octets octets = {.size = 0};
    const char *text = json_string_value(json_object_get(object, key));
    if (CHECK(text != NULL) && text != NULL)
        CHECK(sodium_hex2bin(octets.data, sizeof octets.data, text, strlen(text), NULL, &octets.size, NULL) == 0);
    return octets;
}

static inline long long public_number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    CHECK(json_is_integer(value));
    return json_integer_value(value);
}

static inline struct bytes public_run(const struct octets *octets)
{
    return (struct bytes){octets->data, octets->size};
}

static inline bool public_same(const struct octets *octets, const uint8_t *data, size_t size)
{
    return octets->size == size && memcmp(octets->data, data, size) == 0;
}

/* Like check_end, but nothing checked is a skip and not a failure. */
static inline int public_end(void)
{
    if (check_counts.passed + check_counts.failed == 0)
        return 0;
    return check_end();
}

#endif
