/* The only place that signs or checks a signature: what is signed always begins with its type's name and the programme, so one kind
 * of signature can never be taken for another.
 * Owns: nothing. Uses: libsodium. Used by: statement, login. Source: PROTOCOL.md, rule 5. */
#ifndef UDVEJ_PROTOCOL_SIGN_CONTEXT_H
#define UDVEJ_PROTOCOL_SIGN_CONTEXT_H

#include "statement.h"

/* Signed octets: uint8(len(ctx)) || ctx || deployment_id || body, ctx = "udvej/1/sig/" || name of the type.
 * FULL: body longer than STATEMENT_BODY_MAX. */
MUST_USE enum outcome context_sign(enum statement_type type, const uint8_t deployment_id[HASH_SIZE], struct bytes body,
                                   const uint8_t seed_sign[SIGN_SEED_SIZE], uint8_t signature[SIGNATURE_SIZE]);

/* REFUSED: not signed by `pk_sign` in this context. */
MUST_USE enum outcome context_verify(enum statement_type type, const uint8_t deployment_id[HASH_SIZE],
                                     struct bytes body, const uint8_t pk_sign[SIGN_PUBLIC_SIZE],
                                     const uint8_t signature[SIGNATURE_SIZE]);

#endif
