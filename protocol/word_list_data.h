/* The lists as octets, Danish first: for each word a digit that says how many letters it shares with the one before, then its other
 * letters; a line feed ends each list. They can be gone through from the front only. Made at build time by words/make_lists.py.
 *
 * Native programs have them inside (word_list_data.c). The browser's core has them from a file of their own, words.txt, which the page
 * fetches after its first load, and which must have this digest (core_wasm.c). Used by: word_list, core_wasm. */
#ifndef UDVEJ_PROTOCOL_WORD_LIST_DATA_H
#define UDVEJ_PROTOCOL_WORD_LIST_DATA_H

#include "word_list.h"

/* NULL: the page has not handed them over. */
const uint8_t *word_list_octets(enum word_list list);

/* SHA-256 of words.txt. In the browser's core only. */
extern const uint8_t word_lists_digest[HASH_SIZE];

#endif
