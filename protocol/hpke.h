/* HPKE (RFC 9180), single-shot: one message a key, sequence number 0, modes base and psk, one suite: X-Wing (0x647a),
 * HKDF-SHA256, ChaCha20-Poly1305. A pure function of its arguments: the randomness of an encapsulation is handed in.
 * Owns: nothing. Uses: hash, libsodium. Used by: envelope. Source: RFC 9180, sections 5 and 6; PROTOCOL.md, rules 2 and 9. */
#ifndef UDVEJ_PROTOCOL_HPKE_H
#define UDVEJ_PROTOCOL_HPKE_H

#include "bytes.h"
#include "limits.h"
#include "outcome.h"

enum hpke_mode { HPKE_MODE_BASE = 0, HPKE_MODE_PSK = 1 };

enum {
    HPKE_KEM_XWING = 0x647a,
    HPKE_KDF_HKDF_SHA256 = 0x0001,
    HPKE_AEAD_CHACHA20POLY1305 = 0x0003,
    HPKE_KEY_SIZE = 32,
    HPKE_NONCE_SIZE = 12,
};

/* What both sides must say alike. Borrows. In HPKE_MODE_BASE `psk` and `psk_id` are empty, in HPKE_MODE_PSK neither is. */
struct hpke_setting {
    uint8_t mode; /* enum hpke_mode */
    struct bytes info;
    struct bytes psk; /* secret, at least 32 octets */
    struct bytes psk_id;
};

/* Secret; wipe it. */
struct hpke_context {
    uint8_t key[HPKE_KEY_SIZE];
    uint8_t base_nonce[HPKE_NONCE_SIZE];
    uint8_t exporter_secret[HASH_SIZE];
};

/* KeySchedule of RFC 9180, section 5.1. Takes the KEM's number so that the public vectors of the same key schedule under another KEM
 * (appendix A.2) can be run. MALFORMED: an unknown mode, or a psk that does not belong to the mode. */
MUST_USE enum outcome hpke_key_schedule(struct hpke_context *context, uint16_t kem_id, struct bytes shared_secret,
                                        const struct hpke_setting *setting);

/* X-Wing key pair of a private seed. */
void hpke_public_of(uint8_t pk[KEM_PUBLIC_SIZE], const uint8_t seed[KEM_SEED_SIZE]);

/* Where a sealed message goes, or stands. */
struct hpke_sealed {
    uint8_t *enc; /* KEM_ENC_SIZE */
    uint8_t *ct;  /* plain size + AEAD_TAG_SIZE */
};

/* Seals `plain` with empty aad. `randomness`: fresh, KEM_ENC_SEED_SIZE octets, never used again.
 * MALFORMED: `pk` is no X-Wing key, or the setting is wrong. */
MUST_USE enum outcome hpke_seal(const struct hpke_setting *setting, const uint8_t pk[KEM_PUBLIC_SIZE],
                                const uint8_t randomness[KEM_ENC_SEED_SIZE], struct bytes plain,
                                const struct hpke_sealed *sealed);

/* Opens; `plain` has room for ct.size - AEAD_TAG_SIZE and is zero unless OK. REFUSED: anything was wrong. */
MUST_USE enum outcome hpke_open(const struct hpke_setting *setting, const uint8_t seed[KEM_SEED_SIZE],
                                const uint8_t enc[KEM_ENC_SIZE], struct bytes ct, uint8_t *plain);

#endif
