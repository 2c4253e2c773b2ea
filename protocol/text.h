/* Are these octets text that may be shown to a person? Strict; repairs nothing.
 * Owns: nothing. Used by: message, statement, body, client, the server's config. Source: PROTOCOL.md, rule 2. */
#ifndef UDVEJ_PROTOCOL_TEXT_H
#define UDVEJ_PROTOCOL_TEXT_H

#include <stdbool.h>

#include "bytes.h"

/* Strict UTF-8 (RFC 3629: no surrogates, no overlong forms, up to U+10FFFF), no U+0000, no control characters but line feed and
 * tab. */
bool text_is_valid(struct bytes text);

/* Code points of valid UTF-8. */
size_t text_characters(struct bytes text);

/* Printable ASCII, 0x20 to 0x7e. */
bool text_is_ascii(struct bytes text);

/* Takes one code point off the front of `text`; false: it does not begin with well-formed UTF-8, or is empty. */
bool text_next(struct bytes *text, uint32_t *character);

#endif
