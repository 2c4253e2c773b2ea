/* The two lists of 2,048 words, and finding in them without telling by the time it takes which words it was.
 * Letters are a to z and, as ISO 646-DK has them, `{` for ae, `|` for oe and `}` for aa with one sign each.
 *
 * Owns: nothing; the lists are constant, and every word is found by going through the whole list. Uses: hash (wipe).
 * Used by: typed, phrase. Source: PROTOCOL.md, rule 3; the lists are made from words/ by words/make_lists.py. */
#ifndef UDVEJ_PROTOCOL_WORD_LIST_H
#define UDVEJ_PROTOCOL_WORD_LIST_H

#include <stdint.h>

#include "limits.h"

/* Part of the outside contract: core_wasm.c and the page name them by number. */
enum word_list { WORDS_DA, WORDS_EN, WORD_LISTS };

/* A word as somebody typed it: folded to a to z, zeros behind. */
struct typed_word {
    uint8_t letters[WORD_TYPED_MAX];
    uint8_t size;
};

/* The words at `indices` (each below WORDS_MAX), zeros behind each. Constant time in `indices`. */
void word_list_pick(enum word_list list, const uint16_t indices[PHRASE_WORDS],
                    uint8_t letters[PHRASE_WORDS][WORD_LETTERS_MAX]);

/* Finds each typed word: at least its first WORD_ENOUGH letters, or all of a shorter one. Gives 1 when all were found, else 0, and then
 * the indices mean nothing. Constant time in what was typed. */
uint32_t word_list_find(enum word_list list, const struct typed_word typed[PHRASE_WORDS],
                        uint16_t indices[PHRASE_WORDS]);

#endif
