/* The receipt of a deletion: on this day the server keeps nothing under this mailbox, says the server, with a key that the programme has
 * certified. It is about a mailbox and not about a deletion, so the server has to remember none for it. And its form as text, which a person
 * may copy, keep or throw away.
 * Owns: nothing. Uses: statement, fields. Used by: the server, client_deletion, `udvej verify-receipt`. Source: PROTOCOL.md, rule 15. */
#ifndef UDVEJ_PROTOCOL_DELETION_H
#define UDVEJ_PROTOCOL_DELETION_H

#include "statement.h"

enum { DELETION_TEXT_SIZE = 2 + 2 * DELETION_SIZE }; /* "1." and hex */

struct deletion_receipt {
    uint8_t mailbox[MAILBOX_SIZE];
    uint32_t day; /* days since 1970 */
};

MUST_USE enum outcome deletion_receipt_decode(struct deletion_receipt *receipt, struct bytes body);
MUST_USE enum outcome deletion_receipt_encode(const struct deletion_receipt *receipt, void *out, size_t max,
                                              size_t *size);

/* Signs `receipt` for `service`, whose secret half `seed_sign` is; gives the whole statement. BROKEN: as statement_sign. */
MUST_USE enum outcome deletion_sign(const struct deletion_receipt *receipt, const struct roster *roster,
                                    const struct service_entry *service, const uint8_t seed_sign[SIGN_SEED_SIZE],
                                    uint8_t out[DELETION_SIZE]);

/* MALFORMED: no such statement. REFUSED: not signed, by that alone, with a key that the programme has certified for its day. */
MUST_USE enum outcome deletion_check(const struct roster *roster, struct bytes statement,
                                     struct deletion_receipt *receipt);

/* As text: one word of ASCII, without a terminator. */
void deletion_write(const uint8_t statement[DELETION_SIZE], char text[DELETION_TEXT_SIZE]);
/* And back. Blanks, tabs and ends of lines, which come with copying, may stand anywhere. MALFORMED: no such text. */
MUST_USE enum outcome deletion_read(struct bytes text, uint8_t statement[DELETION_SIZE]);

#endif
