#include "event_line.h"

#include <string.h>

/* Where the value that begins at `at` ends: past a closing quote, a balanced bracket, or before a comma or brace. */
static size_t value_end(struct bytes event, size_t at)
{
    unsigned depth = 0;
    bool is_quoted = false;
    for (; at < event.size; at++) {
        uint8_t octet = event.data[at];
        if (is_quoted) {
            if (octet == '\\')
                at++;
            else if (octet == '"')
                is_quoted = false;
        } else if (octet == '"') {
            is_quoted = true;
        } else if (octet == '{' || octet == '[') {
            depth++;
        } else if (octet == '}' || octet == ']') {
            if (depth == 0)
                return at;
            depth--;
        } else if (octet == ',' && depth == 0) {
            return at;
        }
    }
    return event.size;
}

enum outcome event_find(struct bytes event, const char *name, struct bytes *value)
{
    size_t name_size = strlen(name), at = 1;
    while (at + 1 < event.size && event.data[at] == '"') {
        const uint8_t *start = event.data + at + 1;
        const uint8_t *quote = memchr(start, '"', event.size - at - 1);
        if (quote == NULL || quote + 2 > event.data + event.size || quote[1] != ':')
            return GONE;
        size_t value_at = (size_t)(quote - event.data) + 2, end = value_end(event, value_at);
        if ((size_t)(quote - start) == name_size && memcmp(start, name, name_size) == 0) {
            *value = (struct bytes){event.data + value_at, end - value_at};
            return OK;
        }
        at = end + 1;
    }
    return GONE;
}

static int digit_of(uint8_t character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'f')
        return character - 'a' + 10;
    return -1;
}

/* One character of a string, escapes undone: our writer knows \" \\ and \u00xx. Gives how many octets it took, 0 at nonsense. */
static size_t unescape(struct bytes rest, uint8_t *out)
{
    *out = rest.data[0];
    if (rest.data[0] != '\\')
        return 1;
    if (rest.size >= 2 && rest.data[1] != 'u') {
        *out = rest.data[1];
        return 2;
    }
    if (rest.size < 6 || digit_of(rest.data[4]) < 0 || digit_of(rest.data[5]) < 0)
        return 0;
    *out = (uint8_t)(digit_of(rest.data[4]) << 4 | digit_of(rest.data[5]));
    return 6;
}

enum outcome event_text(struct bytes event, const char *name, char *out, size_t max)
{
    struct bytes value;
    size_t size = 0;
    TRY(event_find(event, name, &value));
    if (value.size < 2 || value.data[0] != '"')
        return GONE;
    struct bytes rest = {value.data + 1, value.size - 2};
    while (rest.size > 0) {
        uint8_t octet;
        size_t used = unescape(rest, &octet);
        if (used == 0)
            return GONE;
        if (size + 1 >= max)
            return FULL;
        out[size++] = (char)octet;
        rest.data += used;
        rest.size -= used;
    }
    out[size] = '\0';
    return OK;
}

enum outcome event_number(struct bytes event, const char *name, uint64_t *value)
{
    struct bytes raw;
    TRY(event_find(event, name, &raw));
    *value = 0;
    for (size_t i = 0; i < raw.size; i++) {
        if (raw.data[i] < '0' || raw.data[i] > '9' || *value > UINT64_MAX / 10 - 9)
            return GONE;
        *value = *value * 10 + (uint64_t)(raw.data[i] - '0');
    }
    return raw.size > 0 ? OK : GONE;
}

enum outcome hex_decode(const char *hex, uint8_t *out, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        int high = digit_of((uint8_t)hex[2 * i]);
        int low = high < 0 ? -1 : digit_of((uint8_t)hex[2 * i + 1]);
        if (low < 0)
            return MALFORMED;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return OK;
}

enum outcome event_hex(struct bytes event, const char *name, uint8_t *out, size_t size)
{
    struct bytes raw;
    TRY(event_find(event, name, &raw));
    if (raw.size != 2 * size + 2 || raw.data[0] != '"')
        return GONE;
    return hex_decode((const char *)raw.data + 1, out, size) == OK ? OK : GONE;
}

bool event_has(struct bytes event, const char *name, const char *value)
{
    struct bytes raw;
    size_t size = strlen(value);
    if (event_find(event, name, &raw) != OK)
        return false;
    if (raw.size >= 2 && raw.data[0] == '"')
        raw = (struct bytes){raw.data + 1, raw.size - 2};
    return raw.size == size && memcmp(raw.data, value, size) == 0;
}
