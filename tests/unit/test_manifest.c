/* The manifest of the web client: what its build writes is read, and nothing that resembles it. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "operator/manifest.h"

#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define BEFORE "{\n  \"hash\": \"sha256\",\n  \"files\": {\n"
#define AFTER "\n  }\n}\n"

static struct manifest manifest; /* large for a stack */

static enum outcome read_text(const char *text)
{
    return manifest_read(&manifest, (struct bytes){(const uint8_t *)text, strlen(text)});
}

static void reads_what_the_build_writes(void)
{
    CHECK(read_text(BEFORE "    \"assets/core-0a.wasm\": \"" HASH "\",\n    \"index.html\": \"" HASH "\"" AFTER) == OK);
    CHECK(manifest.count == 2);
    CHECK(strcmp(manifest.files[0].path, "/assets/core-0a.wasm") == 0);
    CHECK(strcmp(manifest.files[1].path, "/index.html") == 0);
    CHECK(manifest.files[1].hash[0] == 0x00 && manifest.files[1].hash[1] == 0x11 && manifest.files[1].hash[31] == 0xff);
    CHECK(read_text("{\"hash\":\"sha256\",\"files\":{\"a\":\"" HASH "\"}}") == OK && manifest.count == 1);
}

static void refuses_the_rest(void)
{
    static const char *const broken[] = {
        "",
        "{}",
        "[]",
        BEFORE AFTER,
        BEFORE "\"a\": \"" HASH "\"",
        BEFORE "\"a\": \"" HASH "\"" AFTER "x",
        BEFORE "\"a\": \"" HASH "\"," AFTER,
        BEFORE "\"a\": \"" HASH "0\"" AFTER,
        BEFORE "\"a\": \"0" AFTER,
        BEFORE "\"a\": \"ZZ112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"" AFTER,
        BEFORE "\"a b\": \"" HASH "\"" AFTER,
        BEFORE "\"a\\u0041\": \"" HASH "\"" AFTER,
        BEFORE "\"a\" \"" HASH "\"" AFTER,
        "{\"hash\":\"sha1\",\"files\":{\"a\":\"" HASH "\"}}",
        "{\"hash\":\"sha256\",\"list\":{\"a\":\"" HASH "\"}}",
        "{\"hash\":\"sha256sha256sha256sha256\",\"files\":{\"a\":\"" HASH "\"}}",
    };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
        CHECK(read_text(broken[i]) == MALFORMED);
    static const uint8_t with_zero[] = BEFORE "\"a\0b\": \"" HASH "\"" AFTER;
    CHECK(manifest_read(&manifest, (struct bytes){with_zero, sizeof with_zero - 1}) == MALFORMED);
}

/* Every beginning of a good one is none, and reads no octet beyond its end (ASan). */
static void a_part_is_none(void)
{
    static const char whole[] = BEFORE "\"a\": \"" HASH "\"\n  }\n}";
    for (size_t size = 0; size < sizeof whole - 1; size++) {
        char part[sizeof whole];
        memcpy(part, whole, size);
        CHECK(manifest_read(&manifest, (struct bytes){(const uint8_t *)part, size}) == MALFORMED);
    }
}

static void counts_its_files(void)
{
    static char text[(MANIFEST_FILES_MAX + 1) * (sizeof HASH + 16)];
    for (size_t count = MANIFEST_FILES_MAX; count <= MANIFEST_FILES_MAX + 1; count++) {
        size_t size = (size_t)snprintf(text, sizeof text, "%s", "{\"hash\":\"sha256\",\"files\":{");
        for (size_t i = 0; i < count; i++)
            size += (size_t)snprintf(text + size, sizeof text - size, "%s\"f%zu\":\"" HASH "\"", i == 0 ? "" : ",", i);
        (void)snprintf(text + size, sizeof text - size, "}}");
        CHECK(read_text(text) == (count == MANIFEST_FILES_MAX ? OK : MALFORMED));
    }
}

int main(void)
{
    RUN(reads_what_the_build_writes);
    RUN(refuses_the_rest);
    RUN(a_part_is_none);
    RUN(counts_its_files);
    return check_end();
}
