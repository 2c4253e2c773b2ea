/* Takes a command's arguments apart, word by word; each takes what it read off the front of `arguments`.
 * Owns: nothing. Uses: event_line. Used by: verbs. */
#ifndef UDVEJ_CLIENT_WORDS_H
#define UDVEJ_CLIENT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WORD_MAX = 72 };

/* False: there is no word, or it is too long. */
bool word_take(const char **arguments, char out[WORD_MAX]);

/* Sixteen octets of hex, or "." for those spoken of last. False: neither. */
bool word_id(const char **arguments, const uint8_t last[16], uint8_t out[16]);

/* A certificate's hash in hex, "." for the one spoken of last, "me" for our own. False: none of these. */
bool word_who(const char **arguments, const uint8_t last[32], const uint8_t me[32], uint8_t out[32]);

/* False: no number, or larger than `max`. */
bool word_number(const char **arguments, uint64_t max, uint64_t *number);

/* Gives the number of the word in `names` (which ends with NULL), counted from `first`; -1: not there. */
int word_choice(const char **arguments, const char *const *names, int first);

/* Minutes since 1970, or "+N": N minutes from now; either way the next quarter of an hour. */
bool word_start(const char **arguments, uint64_t *start_min);

/* The rest of the line as text: \n is a line feed, \\ a backslash. Gives the size; `out` has as much room as the line. */
size_t word_rest(const char *arguments, uint8_t *out);

#endif
