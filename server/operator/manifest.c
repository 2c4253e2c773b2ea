#include "manifest.h"

#include <stdbool.h>
#include <string.h>

#include "command.h"

/* Reads on from `at`; once something was not there it stays failed. */
struct cursor {
    const char *at;
    const char *end;
    bool is_failed;
};

static void skip_blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\n'))
        cursor->at++;
}

static bool has(struct cursor *cursor, char character)
{
    skip_blanks(cursor);
    bool is_there = !cursor->is_failed && cursor->at < cursor->end && *cursor->at == character;
    if (is_there)
        cursor->at++;
    return is_there;
}

static void expect(struct cursor *cursor, char character)
{
    cursor->is_failed = !has(cursor, character);
}

/* A string of characters that paths and hashes have; none that JSON would escape. At most `max` of them. */
static void expect_text(struct cursor *cursor, char *out, size_t max)
{
    size_t size = 0;
    expect(cursor, '"');
    while (!cursor->is_failed && cursor->at < cursor->end && *cursor->at != '"') {
        char character = *cursor->at++;
        bool is_plain = strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/", character) != NULL;
        if (character == '\0' || !is_plain || size == max)
            cursor->is_failed = true;
        else
            out[size++] = character;
    }
    out[size] = '\0';
    expect(cursor, '"');
}

static void expect_word(struct cursor *cursor, const char *word)
{
    char text[16];
    expect_text(cursor, text, sizeof text - 1);
    if (!cursor->is_failed && strcmp(text, word) != 0)
        cursor->is_failed = true;
}

static void read_file(struct cursor *cursor, struct manifest_file *file)
{
    char hex[2 * HASH_SIZE + 1];
    file->path[0] = '/';
    expect_text(cursor, file->path + 1, GATE_PATH_MAX - 1);
    expect(cursor, ':');
    expect_text(cursor, hex, sizeof hex - 1);
    if (!cursor->is_failed && hex_read(hex, file->hash, HASH_SIZE) != OK)
        cursor->is_failed = true;
}

enum outcome manifest_read(struct manifest *manifest, struct bytes text)
{
    struct cursor cursor = {(const char *)text.data, (const char *)text.data + text.size, false};
    manifest->count = 0;
    expect(&cursor, '{');
    expect_word(&cursor, "hash");
    expect(&cursor, ':');
    expect_word(&cursor, "sha256");
    expect(&cursor, ',');
    expect_word(&cursor, "files");
    expect(&cursor, ':');
    expect(&cursor, '{');
    do {
        if (manifest->count == MANIFEST_FILES_MAX)
            return MALFORMED;
        read_file(&cursor, &manifest->files[manifest->count++]);
    } while (has(&cursor, ','));
    expect(&cursor, '}');
    expect(&cursor, '}');
    skip_blanks(&cursor);
    return cursor.is_failed || cursor.at != cursor.end ? MALFORMED : OK;
}
