/* HPKE against the published vectors: our exact suite in base mode, and the key schedule of RFC 9180, appendix A.2, in base and PSK
 * mode. Only sequence number 0 concerns us: HPKE is used for one message a key. */
#include "public.h"

#include "protocol/hash.h"
#include "protocol/hpke.h"

static struct octets psk_of(const json_t *vector, const char *key, uint8_t mode)
{
    return mode == HPKE_MODE_PSK ? public_hex(vector, key) : (struct octets){.size = 0};
}

/* LabeledExpand(exporter_secret, "sec", exporter_context, L), RFC 9180, section 5.3: not used by us, but it shows that the exporter secret
 * is right. */
static void check_export(const json_t *export, uint16_t kem_id, const uint8_t exporter_secret[32])
{
    uint8_t out[32];
    struct octets context = public_hex(export, "exporter_context");
    struct octets expected = public_hex(export, "exported_value");
    const uint8_t suite[12] = {0, 32, 'H', 'P', 'K', 'E', (uint8_t)(kem_id >> 8), (uint8_t)kem_id, 0, 1, 0, 3};
    CHECK(public_number(export, "L") == 32);
    hash_expand(
        exporter_secret,
        PARTS(PART(suite, 2), PART_TEXT("HPKE-v1"), PART(suite + 2, 10), PART_TEXT("sec"), public_run(&context)), out,
        sizeof out);
    CHECK(public_same(&expected, out, sizeof out));
}

static void check_key_schedule(const json_t *vector)
{
    uint16_t kem_id = (uint16_t)public_number(vector, "kem_id");
    uint8_t mode = (uint8_t)public_number(vector, "mode");
    struct hpke_context context;
    struct octets secret = public_hex(vector, "shared_secret");
    struct octets info = public_hex(vector, "info");
    struct octets psk = psk_of(vector, "psk", mode);
    struct octets psk_id = psk_of(vector, "psk_id", mode);
    struct hpke_setting setting = {mode, public_run(&info), public_run(&psk), public_run(&psk_id)};
    CHECK(public_number(vector, "kdf_id") == HPKE_KDF_HKDF_SHA256);
    CHECK(public_number(vector, "aead_id") == HPKE_AEAD_CHACHA20POLY1305);
    CHECK(hpke_key_schedule(&context, kem_id, public_run(&secret), &setting) == OK);
    struct octets key = public_hex(vector, "key");
    struct octets nonce = public_hex(vector, "base_nonce");
    struct octets exporter = public_hex(vector, "exporter_secret");
    CHECK(public_same(&key, context.key, sizeof context.key));
    CHECK(public_same(&nonce, context.base_nonce, sizeof context.base_nonce));
    CHECK(public_same(&exporter, context.exporter_secret, sizeof context.exporter_secret));
    size_t index = 0;
    const json_t *export = NULL;
    json_array_foreach(json_object_get(vector, "exports"), index, export)
        check_export(export, kem_id, context.exporter_secret);

    /* the first encryption, with the key and nonce just made */
    const json_t *first = json_array_get(json_object_get(vector, "encryptions"), 0);
    struct octets plain = public_hex(first, "pt");
    struct octets aad = public_hex(first, "aad");
    struct octets expected = public_hex(first, "ct");
    struct octets ct = {.size = plain.size + AEAD_TAG_SIZE};
    crypto_aead_chacha20poly1305_ietf_encrypt(ct.data, NULL, plain.data, plain.size, aad.data, aad.size, NULL,
                                              context.base_nonce, context.key);
    CHECK(public_same(&expected, ct.data, ct.size));
}

/* Key pair and encapsulation of our own suite, and an opening of what others sealed. */
static void check_kem(const json_t *vector)
{
    uint8_t pk[KEM_PUBLIC_SIZE];
    uint8_t enc[KEM_ENC_SIZE];
    uint8_t shared[32];
    struct octets seed = public_hex(vector, "skRm");
    struct octets expected_pk = public_hex(vector, "pkRm");
    struct octets expected_enc = public_hex(vector, "enc");
    struct octets expected_shared = public_hex(vector, "shared_secret");
    struct octets randomness = public_hex(vector, "ikmE");
    CHECK(seed.size == KEM_SEED_SIZE && randomness.size == KEM_ENC_SEED_SIZE);
    hpke_public_of(pk, seed.data);
    CHECK(public_same(&expected_pk, pk, sizeof pk));
    CHECK(crypto_kem_xwing_dec(shared, expected_enc.data, seed.data) == 0);
    CHECK(public_same(&expected_shared, shared, sizeof shared));

    /* hpke_seal encapsulates with the vector's randomness: the same enc must come out. Its aad is empty by rule 9, so
     * the ciphertext is opened rather than compared. */
    struct octets info = public_hex(vector, "info");
    struct hpke_setting setting = {.mode = HPKE_MODE_BASE, .info = public_run(&info)};
    uint8_t ct[5 + AEAD_TAG_SIZE];
    uint8_t opened[5];
    struct hpke_sealed sealed = {enc, ct};
    CHECK(hpke_seal(&setting, pk, randomness.data, PART_TEXT("plain"), &sealed) == OK);
    CHECK(public_same(&expected_enc, enc, sizeof enc));
    CHECK(hpke_open(&setting, seed.data, enc, PART(ct, sizeof ct), opened) == OK);
    CHECK_SAME(opened, "plain", 5);
}

int main(void)
{
    size_t index = 0;
    const json_t *vector = NULL;
    size_t psk_vectors = 0;
    if (sodium_init() < 0)
        return 1;
    json_t *rfc = public_load("hpke-rfc9180-x25519-base-psk.json");
    json_array_foreach(rfc, index, vector)
    {
        check_key_schedule(vector);
        psk_vectors += public_number(vector, "mode") == HPKE_MODE_PSK ? 1 : 0;
    }
    if (rfc != NULL)
        CHECK(psk_vectors > 0);
    json_decref(rfc);

    json_t *xwing = public_load("hpke-xwing-hkdfsha256-chacha20poly1305.json");
    json_array_foreach(xwing, index, vector)
    {
        CHECK(public_number(vector, "kem_id") == HPKE_KEM_XWING);
        check_key_schedule(vector);
        check_kem(vector);
    }
    if (xwing != NULL)
        CHECK(json_array_size(xwing) > 0);
    json_decref(xwing);
    return public_end();
}
