/* HPKE as in RFC 9180's and hpke-pq's test-vectors.json, and X-Wing as in the draft's test-vectors.json. */
#include <sodium.h>
#include <stdio.h>

#include "kat.h"
#include "protocol/hash.h"
#include "protocol/hpke.h"

/* What one HPKE vector has of the key schedule. */
struct schedule {
    uint64_t mode;
    uint64_t kem_id;
    struct octets shared_secret;
    struct octets info;
    struct octets psk;
    struct octets psk_id;
};

static bool read_schedule(struct kat *kat, const json_t *vector, struct schedule *schedule)
{
    bool has_psk = schedule->mode == HPKE_MODE_PSK;
    schedule->psk.size = 0;
    schedule->psk_id.size = 0;
    return kat_hex(kat, vector, "shared_secret", &schedule->shared_secret) &&
           kat_hex(kat, vector, "info", &schedule->info) &&
           (!has_psk ||
            (kat_hex(kat, vector, "psk", &schedule->psk) && kat_hex(kat, vector, "psk_id", &schedule->psk_id)));
}

/* LabeledExpand(exporter_secret, "sec", exporter_context, L), RFC 9180, section 5.3: not used by us, but it shows that the exporter
 * secret is right. */
static enum kat_answer check_export(struct kat *kat, const json_t *export, uint64_t kem_id,
                                    const uint8_t exporter_secret[HASH_SIZE])
{
    uint8_t out[HASH_SIZE];
    struct octets context;
    struct octets expected;
    uint64_t length = 0;
    if (!kat_hex(kat, export, "exporter_context", &context) || !kat_hex(kat, export, "exported_value", &expected) ||
        !kat_number(kat, export, "L", &length))
        return kat_because(kat, KAT_NO_SUCH_FILE, "an export is not whole");
    const uint8_t suite[12] = {0, (uint8_t)length, 'H', 'P', 'K', 'E', (uint8_t)(kem_id >> 8), (uint8_t)kem_id, 0, 1, 0,
                               3};
    if (length > sizeof out)
        return KAT_AGREED; /* longer than Expand ever is here */
    hash_expand(exporter_secret,
                PARTS(PART(suite, 2), PART_TEXT("HPKE-v1"), PART(suite + 2, 10), PART_TEXT("sec"), kat_run(&context)),
                out, (size_t)length);
    return kat_same(&expected, out, (size_t)length) ? KAT_AGREED : kat_because(kat, KAT_DIFFERED, "an export");
}

/* The first encryption, with the key and nonce of the schedule: HPKE is used for one message a key. */
static enum kat_answer check_first(struct kat *kat, const json_t *vector, const struct hpke_context *context)
{
    const json_t *first = json_array_get(json_object_get(vector, "encryptions"), 0);
    struct octets plain;
    struct octets aad;
    struct octets expected;
    if (!kat_hex(kat, first, "pt", &plain) || !kat_hex(kat, first, "aad", &aad) ||
        !kat_hex(kat, first, "ct", &expected))
        return kat_because(kat, KAT_NO_SUCH_FILE, "the first encryption is not whole");
    uint8_t ct[KAT_OCTETS_MAX + AEAD_TAG_SIZE];
    crypto_aead_chacha20poly1305_ietf_encrypt(ct, NULL, plain.data, plain.size, aad.data, aad.size, NULL,
                                              context->base_nonce, context->key);
    return kat_same(&expected, ct, plain.size + AEAD_TAG_SIZE) ? KAT_AGREED
                                                               : kat_because(kat, KAT_DIFFERED, "the ciphertext");
}

static enum kat_answer check_schedule(struct kat *kat, const json_t *vector, const struct schedule *schedule)
{
    struct hpke_context context;
    struct octets key;
    struct octets nonce;
    struct octets exporter;
    struct hpke_setting setting = {(uint8_t)schedule->mode, kat_run(&schedule->info), kat_run(&schedule->psk),
                                   kat_run(&schedule->psk_id)};
    if (!kat_hex(kat, vector, "key", &key) || !kat_hex(kat, vector, "base_nonce", &nonce) ||
        !kat_hex(kat, vector, "exporter_secret", &exporter))
        return kat_because(kat, KAT_NO_SUCH_FILE, "the key schedule is not whole");
    if (hpke_key_schedule(&context, (uint16_t)schedule->kem_id, kat_run(&schedule->shared_secret), &setting) != OK)
        return kat_because(kat, KAT_REFUSED, "the setting");
    if (!kat_same(&key, context.key, sizeof context.key) ||
        !kat_same(&nonce, context.base_nonce, sizeof context.base_nonce) ||
        !kat_same(&exporter, context.exporter_secret, sizeof context.exporter_secret))
        return kat_because(kat, KAT_DIFFERED, "the key schedule");
    size_t index = 0;
    const json_t *export = NULL;
    json_array_foreach(json_object_get(vector, "exports"), index, export)
    {
        enum kat_answer answer = check_export(kat, export, schedule->kem_id, context.exporter_secret);
        if (answer != KAT_AGREED)
            return answer;
    }
    return check_first(kat, vector, &context);
}

/* Key pair, encapsulation with the vector's randomness by hpke_seal, decapsulation, and an opening by hpke_open. */
static enum kat_answer check_kem(struct kat *kat, const json_t *vector, const struct schedule *schedule)
{
    uint8_t pk[KEM_PUBLIC_SIZE];
    uint8_t enc[KEM_ENC_SIZE];
    uint8_t shared[32];
    struct octets seed;
    struct octets expected_pk;
    struct octets expected_enc;
    struct octets randomness;
    if (!kat_hex(kat, vector, "skRm", &seed) || !kat_hex(kat, vector, "pkRm", &expected_pk) ||
        !kat_hex(kat, vector, "enc", &expected_enc) || !kat_hex(kat, vector, "ikmE", &randomness))
        return kat_because(kat, KAT_NO_SUCH_FILE, "the encapsulation is not whole");
    if (seed.size != KEM_SEED_SIZE || randomness.size != KEM_ENC_SEED_SIZE || expected_enc.size != KEM_ENC_SIZE)
        return kat_because(kat, KAT_NO_SUCH_FILE, "a seed or encapsulation of X-Wing has another size");
    hpke_public_of(pk, seed.data);
    if (!kat_same(&expected_pk, pk, sizeof pk))
        return kat_because(kat, KAT_DIFFERED, "the public key");
    if (crypto_kem_xwing_dec(shared, expected_enc.data, seed.data) != 0 ||
        !kat_same(&schedule->shared_secret, shared, sizeof shared))
        return kat_because(kat, KAT_DIFFERED, "the shared secret");
    struct hpke_setting setting = {(uint8_t)schedule->mode, kat_run(&schedule->info), kat_run(&schedule->psk),
                                   kat_run(&schedule->psk_id)};
    uint8_t ct[5 + AEAD_TAG_SIZE];
    uint8_t opened[5];
    struct hpke_sealed sealed = {enc, ct};
    if (hpke_seal(&setting, pk, randomness.data, PART_TEXT("plain"), &sealed) != OK ||
        !kat_same(&expected_enc, enc, sizeof enc))
        return kat_because(kat, KAT_DIFFERED, "the encapsulation");
    if (hpke_open(&setting, seed.data, enc, PART(ct, sizeof ct), opened) != OK || memcmp(opened, "plain", 5) != 0)
        return kat_because(kat, KAT_DIFFERED, "what was opened");
    return KAT_AGREED;
}

static enum kat_answer check_hpke(struct kat *kat, const json_t *vector)
{
    static struct schedule schedule;
    uint64_t kdf_id = 0;
    uint64_t aead_id = 0;
    if (!kat_number(kat, vector, "mode", &schedule.mode) || !kat_number(kat, vector, "kem_id", &schedule.kem_id) ||
        !kat_number(kat, vector, "kdf_id", &kdf_id) || !kat_number(kat, vector, "aead_id", &aead_id))
        return kat_because(kat, KAT_NO_SUCH_FILE, "mode and suite are not whole");
    if (schedule.mode != HPKE_MODE_BASE && schedule.mode != HPKE_MODE_PSK)
        return kat_because(kat, KAT_NOT_OURS, "a mode that is neither base nor psk");
    if (kdf_id != HPKE_KDF_HKDF_SHA256)
        return kat_because(kat, KAT_NOT_OURS, "a KDF that is not HKDF-SHA256");
    if (aead_id != HPKE_AEAD_CHACHA20POLY1305)
        return kat_because(kat, KAT_NOT_OURS, "an AEAD that is not ChaCha20-Poly1305");
    if (!read_schedule(kat, vector, &schedule))
        return kat_because(kat, KAT_NO_SUCH_FILE, "the key schedule is not whole");
    enum kat_answer answer = check_schedule(kat, vector, &schedule);
    return answer == KAT_AGREED && schedule.kem_id == HPKE_KEM_XWING ? check_kem(kat, vector, &schedule) : answer;
}

void kat_run_hpke(struct kat *kat, const json_t *file)
{
    size_t index = 0;
    const json_t *vector = NULL;
    json_array_foreach(file, index, vector)
    {
        snprintf(kat->vector, sizeof kat->vector, "vector %zu", index);
        kat_count(kat, KAT_VALID, check_hpke(kat, vector));
    }
}

static enum kat_answer check_xwing(struct kat *kat, const json_t *vector)
{
    uint8_t pk[KEM_PUBLIC_SIZE];
    uint8_t ct[KEM_ENC_SIZE];
    uint8_t shared[2][32];
    struct octets seed;
    struct octets randomness;
    struct octets expected_pk;
    struct octets expected_ct;
    struct octets expected_shared;
    if (!kat_hex(kat, vector, "seed", &seed) || !kat_hex(kat, vector, "eseed", &randomness) ||
        !kat_hex(kat, vector, "pk", &expected_pk) || !kat_hex(kat, vector, "ct", &expected_ct) ||
        !kat_hex(kat, vector, "ss", &expected_shared))
        return kat_because(kat, KAT_NO_SUCH_FILE, "it is not whole");
    if (seed.size != KEM_SEED_SIZE || randomness.size != KEM_ENC_SEED_SIZE)
        return kat_because(kat, KAT_NO_SUCH_FILE, "a seed of X-Wing has another size");
    hpke_public_of(pk, seed.data);
    if (!kat_same(&expected_pk, pk, sizeof pk))
        return kat_because(kat, KAT_DIFFERED, "the public key");
    if (crypto_kem_xwing_enc_deterministic(ct, shared[0], pk, randomness.data) != 0 ||
        !kat_same(&expected_ct, ct, sizeof ct) || !kat_same(&expected_shared, shared[0], 32))
        return kat_because(kat, KAT_DIFFERED, "the encapsulation");
    if (crypto_kem_xwing_dec(shared[1], ct, seed.data) != 0 || !kat_same(&expected_shared, shared[1], 32))
        return kat_because(kat, KAT_DIFFERED, "the decapsulation");
    ct[0] ^= 1; /* implicit rejection: another secret, no error */
    if (crypto_kem_xwing_dec(shared[1], ct, seed.data) == 0 && kat_same(&expected_shared, shared[1], 32))
        return kat_because(kat, KAT_DIFFERED, "a changed encapsulation gives the same secret");
    return KAT_AGREED;
}

void kat_run_xwing(struct kat *kat, const json_t *file)
{
    size_t index = 0;
    const json_t *vector = NULL;
    json_array_foreach(file, index, vector)
    {
        snprintf(kat->vector, sizeof kat->vector, "vector %zu", index);
        kat_count(kat, KAT_VALID, check_xwing(kat, vector));
    }
}
