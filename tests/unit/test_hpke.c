/* Is the hash layer the standards', and is HPKE bound to everything it names? Public vectors are in tests/vectors. */
#include <sodium.h>

#include "check.h"
#include "protocol/hash.h"
#include "protocol/hpke.h"

static void hkdf_is_libsodiums(void)
{
    for (size_t size = 0; size <= 32; size++) {
        uint8_t salt[64];
        uint8_t ikm[100];
        uint8_t info[90];
        uint8_t prk[2][32];
        uint8_t okm[2][32] = {{0}, {0}};
        check_fill(salt, sizeof salt, size);
        check_fill(ikm, sizeof ikm, size + 100);
        check_fill(info, sizeof info, size + 200);
        size_t salt_size = size * 2;
        crypto_kdf_hkdf_sha256_extract(prk[0], salt, salt_size, ikm, sizeof ikm);
        hash_extract(PART(salt, salt_size), PARTS(PART(ikm, 40), PART(ikm + 40, 0), PART(ikm + 40, 60)), prk[1]);
        CHECK_SAME(prk[0], prk[1], 32);
        crypto_kdf_hkdf_sha256_expand(okm[0], size, (const char *)info, sizeof info, prk[0]);
        hash_expand(prk[1], PARTS(PART(info, 1), PART(info + 1, 89)), okm[1], size);
        CHECK_SAME(okm[0], okm[1], 32);
    }
}

static void hashes_and_labels(void)
{
    uint8_t expected[32];
    uint8_t out[32];
    crypto_hash_sha256(expected, (const uint8_t *)"abcd", 4);
    hash_sha256(PARTS(PART_TEXT("ab"), PART_TEXT(""), PART_TEXT("cd")), out);
    CHECK_SAME(expected, out, 32);
    crypto_hash_sha256(expected, (const uint8_t *)"\x07udvej/1xy", 10);
    hash_labelled("udvej/1", PARTS(PART_TEXT("x"), PART_TEXT("y")), out);
    CHECK_SAME(expected, out, 32);
    crypto_auth_hmacsha256(expected, (const uint8_t *)"message", 7,
                           (const uint8_t *)"0123456789abcdef0123456789abcdef");
    hash_mac(PART_TEXT("0123456789abcdef0123456789abcdef"), PARTS(PART_TEXT("mess"), PART_TEXT("age")), out);
    CHECK_SAME(expected, out, 32);
    CHECK(hash_equal(expected, out));
    out[31] ^= 1;
    CHECK(!hash_equal(expected, out));
    wipe(out, sizeof out);
    memset(expected, 0, sizeof expected);
    CHECK_SAME(expected, out, 32);
}

struct sample {
    uint8_t seed[KEM_SEED_SIZE];
    uint8_t randomness[KEM_ENC_SEED_SIZE];
    uint8_t psk[32];
    uint8_t info[64];
    uint8_t psk_id[16];
    uint8_t plain[64];
    uint8_t pk[KEM_PUBLIC_SIZE];
    uint8_t enc[KEM_ENC_SIZE];
    uint8_t ct[64 + AEAD_TAG_SIZE];
};

static struct hpke_setting setting_of(const struct sample *sample, uint8_t mode)
{
    size_t use = mode == HPKE_MODE_PSK ? 1 : 0;
    return (struct hpke_setting){mode, PART(sample->info, sizeof sample->info), PART(sample->psk, use * 32),
                                 PART(sample->psk_id, use * 16)};
}

static void seal_sample(struct sample *sample, uint8_t mode)
{
    check_fill(sample, sizeof *sample, 11);
    hpke_public_of(sample->pk, sample->seed);
    struct hpke_setting setting = setting_of(sample, mode);
    struct hpke_sealed sealed = {sample->enc, sample->ct};
    CHECK(hpke_seal(&setting, sample->pk, sample->randomness, PART(sample->plain, 64), &sealed) == OK);
}

static enum outcome open_sample(const struct sample *sample, uint8_t mode)
{
    static const uint8_t zero[64];
    uint8_t plain[64];
    struct hpke_setting setting = setting_of(sample, mode);
    enum outcome outcome = hpke_open(&setting, sample->seed, sample->enc, PART(sample->ct, sizeof sample->ct), plain);
    CHECK(memcmp(plain, outcome == OK ? sample->plain : zero, 64) == 0);
    return outcome;
}

static void bind_mode(uint8_t mode)
{
    struct sample sample;
    seal_sample(&sample, mode);
    CHECK(open_sample(&sample, mode) == OK);
    CHECK(open_sample(&sample, mode ^ 1) == REFUSED);
    struct {
        uint8_t *octets;
        size_t size;
        size_t step;
    } fields[] = {{sample.info, 64, 1},
                  {sample.enc, KEM_ENC_SIZE, 31},
                  {sample.ct, sizeof sample.ct, 1},
                  {sample.seed, 32, 5},
                  {sample.psk, mode == HPKE_MODE_PSK ? 32 : 0, 1},
                  {sample.psk_id, mode == HPKE_MODE_PSK ? 16 : 0, 1}};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        for (size_t at = 0; at < fields[i].size; at += fields[i].step) {
            fields[i].octets[at] ^= 1;
            CHECK(open_sample(&sample, mode) == REFUSED);
            fields[i].octets[at] ^= 1;
        }
    CHECK(open_sample(&sample, mode) == OK);
}

static void everything_is_bound(void)
{
    bind_mode(HPKE_MODE_BASE);
    bind_mode(HPKE_MODE_PSK);
}

/* Sealing is a pure function: the same randomness, the same octets. */
static void sealing_is_pure(void)
{
    struct sample a;
    struct sample b;
    seal_sample(&a, HPKE_MODE_PSK);
    seal_sample(&b, HPKE_MODE_PSK);
    CHECK_SAME(&a, &b, sizeof a);
    b.randomness[0] ^= 1;
    struct hpke_setting setting = setting_of(&b, HPKE_MODE_PSK);
    struct hpke_sealed sealed = {b.enc, b.ct};
    CHECK(hpke_seal(&setting, b.pk, b.randomness, PART(b.plain, 64), &sealed) == OK);
    CHECK(memcmp(a.enc, b.enc, KEM_ENC_SIZE) != 0 && memcmp(a.ct, b.ct, sizeof a.ct) != 0);
}

/* RFC 9180, section 5.1, VerifyPSKInputs. */
static void psk_belongs_to_the_mode(void)
{
    struct sample sample;
    struct hpke_context context;
    check_fill(&sample, sizeof sample, 3);
    struct bytes secret = PART(sample.plain, 32);
    struct hpke_setting setting = setting_of(&sample, HPKE_MODE_PSK);
    CHECK(hpke_key_schedule(&context, HPKE_KEM_XWING, secret, &setting) == OK);
    setting.mode = HPKE_MODE_BASE;
    CHECK(hpke_key_schedule(&context, HPKE_KEM_XWING, secret, &setting) == MALFORMED);
    setting = setting_of(&sample, HPKE_MODE_BASE);
    CHECK(hpke_key_schedule(&context, HPKE_KEM_XWING, secret, &setting) == OK);
    setting.mode = HPKE_MODE_PSK;
    CHECK(hpke_key_schedule(&context, HPKE_KEM_XWING, secret, &setting) == MALFORMED);
    setting = setting_of(&sample, HPKE_MODE_PSK);
    setting.psk.size = 31;
    CHECK(hpke_key_schedule(&context, HPKE_KEM_XWING, secret, &setting) == MALFORMED);
    setting = setting_of(&sample, HPKE_MODE_PSK);
    setting.psk_id.size = 0;
    CHECK(hpke_key_schedule(&context, HPKE_KEM_XWING, secret, &setting) == MALFORMED);
    setting = setting_of(&sample, HPKE_MODE_PSK);
    setting.mode = HPKE_MODE_BASE;
    setting.psk.size = 0; /* an id alone */
    CHECK(hpke_key_schedule(&context, HPKE_KEM_XWING, secret, &setting) == MALFORMED);
    setting = setting_of(&sample, HPKE_MODE_PSK);
    setting.mode = 2;
    CHECK(hpke_key_schedule(&context, HPKE_KEM_XWING, secret, &setting) == MALFORMED);
    struct hpke_sealed sealed = {sample.enc, sample.ct};
    hpke_public_of(sample.pk, sample.seed);
    CHECK(hpke_seal(&setting, sample.pk, sample.randomness, PART(sample.plain, 64), &sealed) == MALFORMED);
    static const uint8_t zero[64];
    uint8_t plain[64] = {1};
    CHECK(hpke_open(&setting, sample.seed, sample.enc, PART(sample.ct, sizeof sample.ct), plain) == REFUSED);
    CHECK_SAME(plain, zero, sizeof plain); /* nothing is left in it, however early it failed */
    CHECK(hpke_open(&setting, sample.seed, sample.enc, PART(sample.ct, 15), plain) == REFUSED);
    setting = setting_of(&sample, HPKE_MODE_PSK);
    CHECK(hpke_seal(&setting, sample.pk, sample.randomness, PART(sample.plain, 64), &sealed) == OK);
    CHECK(hpke_open(&setting, sample.seed, sample.enc, PART(sample.ct, sizeof sample.ct), plain) == OK);
    memset(sample.enc + KEM_ENC_SIZE - 32, 0, 32); /* an X25519 point of small order */
    CHECK(hpke_open(&setting, sample.seed, sample.enc, PART(sample.ct, sizeof sample.ct), plain) == REFUSED);
    CHECK_SAME(plain, zero, sizeof plain);
}

int main(void)
{
    CHECK(sodium_init() >= 0);
    RUN(hkdf_is_libsodiums);
    RUN(hashes_and_labels);
    RUN(everything_is_bound);
    RUN(sealing_is_pure);
    RUN(psk_belongs_to_the_mode);
    return check_end();
}
