/* The visitor's secret as 24 digits, in and out.
 * Owns: nothing. Uses: nothing. Used by: client. Source: PROTOCOL.md, rule 3. */
#ifndef UDVEJ_PROTOCOL_PHRASE_H
#define UDVEJ_PROTOCOL_PHRASE_H

#include "bytes.h"
#include "limits.h"
#include "outcome.h"

/* E as 22 decimal digits and two check digits (ISO 7064 MOD 97-10), ASCII, no separators, no terminator. Constant time in E. */
void phrase_to_digits(const uint8_t secret[SECRET_SIZE], char digits[CODE_DIGITS]);

/* Reads what a person typed, as UTF-8: any separators and invisible marks between digits, Arabic-Indic (U+0660, U+06F0) and full-width
 * digits. MALFORMED: a digit is mistyped, too few, too many, or something is no digit (so it is not a code of ours);
 * `secret` is zero then. */
MUST_USE enum outcome phrase_from_input(struct bytes input, uint8_t secret[SECRET_SIZE]);

#endif
