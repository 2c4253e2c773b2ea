/* What a visitor has chosen to keep: a random key of the case (AK), sealed under a key that needs the archive's salt; and the key K of each kept
 * message, sealed under AK. Destroying the salt makes all of it unreadable.
 * Owns: nothing. Uses: envelope, visitor_keys, hash. Used by: client. Source: PROTOCOL.md, rule 15. */
#ifndef UDVEJ_PROTOCOL_ARCHIVE_H
#define UDVEJ_PROTOCOL_ARCHIVE_H

#include "envelope.h"
#include "visitor_keys.h"

/* AK sealed for the vault. `salt`: SALT_SIZE; `nonce`: XNONCE_SIZE fresh random octets. */
void archive_key_seal(const struct visitor_keys *keys, const uint8_t salt[SALT_SIZE], uint32_t generation,
                      const uint8_t key[ARCHIVE_KEY_SIZE], const uint8_t nonce[XNONCE_SIZE],
                      uint8_t out[ARCHIVE_SEALED_SIZE]);
/* REFUSED: not sealed by this visitor with this salt. */
MUST_USE enum outcome archive_key_open(const struct visitor_keys *keys, const uint8_t salt[SALT_SIZE],
                                       uint32_t generation, const uint8_t sealed[ARCHIVE_SEALED_SIZE],
                                       uint8_t key[ARCHIVE_KEY_SIZE]);

/* K of one message, sealed for the server to keep beside its envelope: bound to that very envelope (`link`, rule 8), so that no other body
 * can be put in its place. */
void archive_seal(const uint8_t key[ARCHIVE_KEY_SIZE], const uint8_t msg_id[MSG_ID_SIZE], const uint8_t link[HASH_SIZE],
                  const uint8_t message_key[32], const uint8_t nonce[XNONCE_SIZE], uint8_t out[ARCHIVE_SEALED_SIZE]);

/* Opens a kept envelope: gives its padded Body. REFUSED for every failure. */
MUST_USE enum outcome archive_open(const uint8_t key[ARCHIVE_KEY_SIZE], const struct envelope *envelope,
                                   const uint8_t sealed[ARCHIVE_SEALED_SIZE], uint8_t *body, size_t body_max);

#endif
