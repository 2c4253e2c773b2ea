#include "client_json.h"

#include <string.h>

static void put(struct json *json, const char *text, size_t size)
{
    if (json->has_failed || size > json->max - json->size) {
        json->has_failed = true;
        return;
    }
    memcpy(json->out + json->size, text, size);
    json->size += size;
}

static void put_word(struct json *json, const char *text)
{
    put(json, text, strlen(text));
}

static void key(struct json *json, const char *name)
{
    if (json->needs_comma)
        put(json, ",", 1);
    json->needs_comma = true;
    put(json, "\"", 1);
    put_word(json, name);
    put(json, "\":", 2);
}

static void put_hex(struct json *json, uint8_t octet)
{
    static const char digits[] = "0123456789abcdef";
    char two[2] = {digits[octet >> 4], digits[octet & 15]};
    put(json, two, 2);
}

void json_open(struct json *json, void *out, size_t max, const char *event)
{
    *json = (struct json){.out = out, .max = max};
    put(json, "{", 1);
    json_word(json, "event", event);
}

void json_hex(struct json *json, const char *name, const uint8_t *data, size_t size)
{
    key(json, name);
    put(json, "\"", 1);
    for (size_t i = 0; i < size; i++)
        put_hex(json, data[i]);
    put(json, "\"", 1);
}

void json_number(struct json *json, const char *name, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    key(json, name);
    put(json, digits + at, sizeof digits - at);
}

void json_bool(struct json *json, const char *name, bool value)
{
    key(json, name);
    put_word(json, value ? "true" : "false");
}

void json_word(struct json *json, const char *name, const char *word)
{
    json_text(json, name, (struct bytes){(const uint8_t *)word, strlen(word)});
}

void json_text(struct json *json, const char *name, struct bytes text)
{
    key(json, name);
    put(json, "\"", 1);
    for (size_t i = 0; i < text.size; i++) {
        uint8_t octet = text.data[i];
        if (octet == '"' || octet == '\\') {
            put(json, "\\", 1);
            put(json, (const char *)&text.data[i], 1);
        } else if (octet < 0x20 || octet == 0x7f) {
            put(json, "\\u00", 4);
            put_hex(json, octet);
        } else {
            put(json, (const char *)&text.data[i], 1);
        }
    }
    put(json, "\"", 1);
}

void json_list_open(struct json *json, const char *name)
{
    key(json, name);
    put(json, "[", 1);
    json->needs_comma = false;
}

void json_item_open(struct json *json)
{
    if (json->needs_comma)
        put(json, ",", 1);
    put(json, "{", 1);
    json->needs_comma = false;
}

void json_item_close(struct json *json)
{
    put(json, "}", 1);
    json->needs_comma = true;
}

void json_list_close(struct json *json)
{
    put(json, "]", 1);
    json->needs_comma = true;
}

enum outcome json_finish(struct json *json, struct bytes *event)
{
    put(json, "}", 1);
    *event = (struct bytes){(const uint8_t *)json->out, json->size};
    return json->has_failed ? FULL : OK;
}
