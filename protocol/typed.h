/* What a person typed as a return code, read: 24 digits or seven words, told apart by the first of either. Forgives separators, case,
 * marks that nobody sees, other digits, and how letters come to be written; what was meant is decided by phrase and word_list.
 * Owns: nothing. Used by: phrase. Source: PROTOCOL.md, rule 3. */
#ifndef UDVEJ_PROTOCOL_TYPED_H
#define UDVEJ_PROTOCOL_TYPED_H

#include "bytes.h"
#include "outcome.h"
#include "word_list.h"

enum typed_what { TYPED_NOTHING, TYPED_DIGITS, TYPED_WORDS };

struct typed {
    enum typed_what what;
    uint8_t digits[CODE_DIGITS]; /* 0..9 */
    struct typed_word words[PHRASE_WORDS];
    uint8_t count;
};

/* Reads UTF-8. MALFORMED: neither CODE_DIGITS digits nor PHRASE_WORDS words, or something else among them. The caller wipes `typed` in
 * any case. */
MUST_USE enum outcome typed_read(struct bytes input, struct typed *typed);

#endif
