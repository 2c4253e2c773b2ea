#include "hpke.h"

#include <sodium.h>

#include "hash.h"

enum { SUITE_ID_SIZE = 10, KEY_SCHEDULE_CONTEXT_SIZE = 1 + 2 * HASH_SIZE };

/* RFC 9180, section 5.1: "suite_id = concat("HPKE", I2OSP(kem_id, 2), I2OSP(kdf_id, 2), I2OSP(aead_id, 2))". */
static void suite_id_of(uint16_t kem_id, uint8_t suite_id[SUITE_ID_SIZE])
{
    const uint8_t made[SUITE_ID_SIZE] = {
        'H',
        'P',
        'K',
        'E',
        (uint8_t)(kem_id >> 8),
        (uint8_t)kem_id,
        0,
        HPKE_KDF_HKDF_SHA256,
        0,
        HPKE_AEAD_CHACHA20POLY1305,
    };
    for (size_t i = 0; i < SUITE_ID_SIZE; i++)
        suite_id[i] = made[i];
}

/* Section 4: "labeled_ikm = concat("HPKE-v1", suite_id, label, ikm)". */
static void labeled_extract(const uint8_t suite_id[SUITE_ID_SIZE], struct bytes salt, struct bytes label,
                            struct bytes ikm, uint8_t prk[HASH_SIZE])
{
    hash_extract(salt, PARTS(PART_TEXT("HPKE-v1"), PART(suite_id, SUITE_ID_SIZE), label, ikm), prk);
}

/* Section 4: "labeled_info = concat(I2OSP(L, 2), "HPKE-v1", suite_id, label, info)". */
static void labeled_expand(const uint8_t suite_id[SUITE_ID_SIZE], const uint8_t prk[HASH_SIZE], struct bytes label,
                           const uint8_t context[KEY_SCHEDULE_CONTEXT_SIZE], uint8_t *out, size_t size)
{
    const uint8_t length[2] = {0, (uint8_t)size};
    hash_expand(prk,
                PARTS(PART(length, sizeof length), PART_TEXT("HPKE-v1"), PART(suite_id, SUITE_ID_SIZE), label,
                      PART(context, KEY_SCHEDULE_CONTEXT_SIZE)),
                out, size);
}

/* Section 5.1, VerifyPSKInputs; section 9.5: a PSK has at least 32 octets. */
static enum outcome check_psk(const struct hpke_setting *setting)
{
    bool has_psk = setting->psk.size > 0;
    bool has_id = setting->psk_id.size > 0;
    if (setting->mode == HPKE_MODE_BASE)
        return has_psk || has_id ? MALFORMED : OK;
    if (setting->mode == HPKE_MODE_PSK)
        return setting->psk.size >= PSK_SIZE && has_id ? OK : MALFORMED;
    return MALFORMED;
}

enum outcome hpke_key_schedule(struct hpke_context *context, uint16_t kem_id, struct bytes shared_secret,
                               const struct hpke_setting *setting)
{
    static const struct bytes none = {NULL, 0};
    TRY(check_psk(setting));
    uint8_t suite_id[SUITE_ID_SIZE];
    uint8_t key_schedule_context[KEY_SCHEDULE_CONTEXT_SIZE];
    uint8_t secret[HASH_SIZE];
    suite_id_of(kem_id, suite_id);
    key_schedule_context[0] = setting->mode;
    labeled_extract(suite_id, none, PART_TEXT("psk_id_hash"), setting->psk_id, key_schedule_context + 1);
    labeled_extract(suite_id, none, PART_TEXT("info_hash"), setting->info, key_schedule_context + 1 + HASH_SIZE);
    labeled_extract(suite_id, shared_secret, PART_TEXT("secret"), setting->psk, secret);
    labeled_expand(suite_id, secret, PART_TEXT("key"), key_schedule_context, context->key, HPKE_KEY_SIZE);
    labeled_expand(suite_id, secret, PART_TEXT("base_nonce"), key_schedule_context, context->base_nonce,
                   HPKE_NONCE_SIZE);
    labeled_expand(suite_id, secret, PART_TEXT("exp"), key_schedule_context, context->exporter_secret, HASH_SIZE);
    wipe(secret, sizeof secret);
    return OK;
}

void hpke_public_of(uint8_t pk[KEM_PUBLIC_SIZE], const uint8_t seed[KEM_SEED_SIZE])
{
    uint8_t sk[crypto_kem_xwing_SECRETKEYBYTES];
    invariant(crypto_kem_xwing_seed_keypair(pk, sk, seed) == 0);
    wipe(sk, sizeof sk);
}

enum outcome hpke_seal(const struct hpke_setting *setting, const uint8_t pk[KEM_PUBLIC_SIZE],
                       const uint8_t randomness[KEM_ENC_SEED_SIZE], struct bytes plain,
                       const struct hpke_sealed *sealed)
{
    uint8_t shared_secret[crypto_kem_xwing_SHAREDSECRETBYTES] = {0};
    struct hpke_context context = {{0}, {0}, {0}};
    enum outcome outcome = MALFORMED;
    if (crypto_kem_xwing_enc_deterministic(sealed->enc, shared_secret, pk, randomness) == 0)
        outcome = hpke_key_schedule(&context, HPKE_KEM_XWING, PART(shared_secret, sizeof shared_secret), setting);
    if (outcome == OK)
        crypto_aead_chacha20poly1305_ietf_encrypt(sealed->ct, NULL, plain.data, plain.size, NULL, 0, NULL,
                                                  context.base_nonce, context.key);
    wipe(shared_secret, sizeof shared_secret);
    wipe(&context, sizeof context);
    return outcome;
}

enum outcome hpke_open(const struct hpke_setting *setting, const uint8_t seed[KEM_SEED_SIZE],
                       const uint8_t enc[KEM_ENC_SIZE], struct bytes ct, uint8_t *plain)
{
    if (ct.size < AEAD_TAG_SIZE)
        return REFUSED;
    uint8_t shared_secret[crypto_kem_xwing_SHAREDSECRETBYTES] = {0};
    struct hpke_context context = {{0}, {0}, {0}};
    bool is_open =
        crypto_kem_xwing_dec(shared_secret, enc, seed) == 0 &&
        hpke_key_schedule(&context, HPKE_KEM_XWING, PART(shared_secret, sizeof shared_secret), setting) == OK &&
        crypto_aead_chacha20poly1305_ietf_decrypt(plain, NULL, NULL, ct.data, ct.size, NULL, 0, context.base_nonce,
                                                  context.key) == 0;
    if (!is_open)
        wipe(plain, ct.size - AEAD_TAG_SIZE);
    wipe(shared_secret, sizeof shared_secret);
    wipe(&context, sizeof context);
    return is_open ? OK : REFUSED;
}
