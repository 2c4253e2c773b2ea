/* Reads fields of an event: the one-line JSON objects that the protocol's client writes. Only those: names without escapes, values at
 * the top level, no blanks between.
 * Owns: nothing. Used by: script, verbs. */
#ifndef UDVEJ_CLIENT_EVENT_LINE_H
#define UDVEJ_CLIENT_EVENT_LINE_H

#include <stdbool.h>

#include "bytes.h"
#include "outcome.h"

/* Finds the value of `name` and gives it raw (a string with its quotes). GONE: there is none. */
MUST_USE enum outcome event_find(struct bytes event, const char *name, struct bytes *value);

/* Copies a string value, unescaped, with a zero octet behind. GONE: no such field, or no string. FULL: longer than `max` - 1. */
MUST_USE enum outcome event_text(struct bytes event, const char *name, char *out, size_t max);

/* GONE: no such field, or no number. */
MUST_USE enum outcome event_number(struct bytes event, const char *name, uint64_t *value);

/* Reads a string of lower-case hex of exactly `size` octets. GONE: there is none. */
MUST_USE enum outcome event_hex(struct bytes event, const char *name, uint8_t *out, size_t size);

/* Is this the value of `name`, as a string, a number or true/false? */
bool event_has(struct bytes event, const char *name, const char *value);

/* Two lower-case hex digits an octet; `hex` has at least 2 * size characters. */
MUST_USE enum outcome hex_decode(const char *hex, uint8_t *out, size_t size);

#endif
