/* The visitor's secret as 24 digits and as seven words of two languages, out and in.
 * Owns: nothing. Uses: typed, word_list. Used by: client. Source: PROTOCOL.md, rule 3. */
#ifndef UDVEJ_PROTOCOL_PHRASE_H
#define UDVEJ_PROTOCOL_PHRASE_H

#include "bytes.h"
#include "limits.h"
#include "outcome.h"
#include "word_list.h"

/* E as 22 decimal digits and two check digits (ISO 7064 MOD 97-10), ASCII, no separators, no terminator. Constant time in E. */
void phrase_to_digits(const uint8_t secret[SECRET_SIZE], char digits[CODE_DIGITS]);

/* E and five check bits as seven words of `list`, UTF-8, one blank between them, no terminator; gives the number of octets. Which words it
 * is does not show in the time; how long they are does, as it does in the text. */
size_t phrase_to_words(const uint8_t secret[SECRET_SIZE], enum word_list list, char text[PHRASE_TEXT_MAX]);

/* Reads what a person typed, as UTF-8: digits or words, in either language, as sloppily as typed.h says. MALFORMED: a digit or a word is
 * mistyped, there are too few or too many, or something is neither (so it is not a code of ours); `secret` is zero then. */
MUST_USE enum outcome phrase_from_input(struct bytes input, uint8_t secret[SECRET_SIZE]);

#endif
