/* Writes one event as a JSON object (RFC 8259) into a buffer.
 * Owns: nothing. Uses: nothing. Used by: client. */
#ifndef UDVEJ_PROTOCOL_CLIENT_JSON_H
#define UDVEJ_PROTOCOL_CLIENT_JSON_H

#include <stdbool.h>

#include "bytes.h"
#include "outcome.h"

struct json {
    char *out;
    size_t size;
    size_t max;
    bool has_failed;
    bool needs_comma;
};

/* Starts {"event":"NAME". `out` is borrowed until json_finish. */
void json_open(struct json *json, void *out, size_t max, const char *event);
void json_hex(struct json *json, const char *name, const uint8_t *data, size_t size);
void json_number(struct json *json, const char *name, uint64_t value);
void json_bool(struct json *json, const char *name, bool value);
void json_word(struct json *json, const char *name, const char *word);  /* ASCII, ours */
void json_text(struct json *json, const char *name, struct bytes text); /* valid UTF-8 */
/* [ {..}, {..} ]: a list of objects under `key`. */
void json_list_open(struct json *json, const char *name);
void json_item_open(struct json *json);
void json_item_close(struct json *json);
void json_list_close(struct json *json);
/* Closes the object. FULL: it did not fit. */
MUST_USE enum outcome json_finish(struct json *json, struct bytes *event);

#endif
