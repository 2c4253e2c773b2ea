/* Everything a visitor's client derives from the secret.
 * Owns: nothing (the struct is the caller's; wipe it with visitor_keys_close). Used by: client. Source: PROTOCOL.md, rule 4. */
#ifndef UDVEJ_PROTOCOL_VISITOR_KEYS_H
#define UDVEJ_PROTOCOL_VISITOR_KEYS_H

#include "limits.h"
#include "message.h"
#include "outcome.h"

struct visitor_keys {
    uint8_t sk_login[DH_SIZE];
    uint8_t pk_login[DH_SIZE]; /* public */
    uint8_t k_vault[32];
    uint8_t k_pair[32];
    uint8_t k_offline[32];
    uint8_t k_archive[32];
    uint8_t visitor_id[HASH_SIZE]; /* public */
    uint8_t mailbox[MAILBOX_SIZE]; /* its first octets */
};

/* Runs Argon2id (8 MiB, one pass). BROKEN: no memory. */
MUST_USE enum outcome visitor_keys_open(struct visitor_keys *keys, const uint8_t secret[SECRET_SIZE],
                                        const uint8_t deployment_id[HASH_SIZE]);
void visitor_keys_close(struct visitor_keys *keys); /* wipes */

void case_id_of(const uint8_t pk_login[DH_SIZE], const uint8_t case_nonce[CASE_NONCE_SIZE],
                uint8_t case_id[CASE_ID_SIZE]);
void visitor_psk(const struct visitor_keys *keys, const uint8_t case_id[CASE_ID_SIZE],
                 const uint8_t cert_hash[HASH_SIZE], uint8_t psk[PSK_SIZE]);
void visitor_case_key(const struct visitor_keys *keys, const uint8_t case_id[CASE_ID_SIZE],
                      uint32_t epoch_of_last_remove, uint8_t case_key[32]);
/* The seed of the offline X-Wing key pair of `generation`. */
void visitor_offline_seed(const struct visitor_keys *keys, const uint8_t salt[SALT_SIZE], uint32_t generation,
                          uint8_t seed[KEM_SEED_SIZE]);

/* The shred salt as the server keeps it. `nonce`: XNONCE_SIZE fresh random octets. */
void visitor_salt_seal(const struct visitor_keys *keys, uint8_t purpose, uint32_t generation,
                       const uint8_t salt[SALT_SIZE], const uint8_t nonce[XNONCE_SIZE], struct shred_salt *out);
MUST_USE enum outcome visitor_salt_open(const struct visitor_keys *keys, const struct shred_salt *sealed,
                                        uint8_t salt[SALT_SIZE]); /* REFUSED: not sealed by this visitor */

/* psk(S1, S2) of two colleagues in one case. REFUSED: a public key of small order. */
MUST_USE enum outcome staff_psk(const uint8_t seed_id[DH_SIZE], const uint8_t cert_hash[HASH_SIZE],
                                const uint8_t other_pk_id[DH_SIZE], const uint8_t other_cert_hash[HASH_SIZE],
                                const uint8_t case_id[CASE_ID_SIZE], uint8_t psk[PSK_SIZE]);

#endif
