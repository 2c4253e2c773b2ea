/* Wycheproof files (schemas *_schema_v1.json and mlkem_*): groups of tests, each valid, invalid or acceptable. */
#include <sodium.h>
#include <stdio.h>

#include "kat.h"
#include "protocol/hash.h"

typedef enum kat_answer answer(struct kat *kat, const json_t *group, const json_t *test);

static enum kat_answer other_size(struct kat *kat)
{
    return kat_because(kat, KAT_NOT_OURS, "a key, nonce or signature of another size: its type does not hold it");
}

static enum kat_answer xdh(struct kat *kat, const json_t *group, const json_t *test)
{
    uint8_t made[DH_SIZE];
    struct octets public;
    struct octets private;
    struct octets shared;
    if (strcmp(kat_text(group, "curve"), "curve25519") != 0)
        return kat_because(kat, KAT_NOT_OURS, "a curve that is not curve25519");
    if (!kat_hex(kat, test, "public", &public) || !kat_hex(kat, test, "private", &private) ||
        !kat_hex(kat, test, "shared", &shared))
        return KAT_NO_SUCH_FILE;
    if (public.size != DH_SIZE || private.size != DH_SIZE)
        return other_size(kat);
    if (crypto_scalarmult(made, private.data, public.data) != 0)
        return KAT_REFUSED;
    return kat_same(&shared, made, sizeof made) ? KAT_AGREED : KAT_DIFFERED;
}

static enum kat_answer encoded_key(struct kat *kat, const json_t *group, const json_t *test)
{
    (void)group;
    (void)test;
    return kat_because(kat, KAT_NOT_OURS, "keys in DER, PEM or JWK, which udvej never reads");
}

static enum kat_answer expanded_key(struct kat *kat, const json_t *group, const json_t *test)
{
    (void)group;
    (void)test;
    return kat_because(kat, KAT_NOT_OURS, "an expanded private key: udvej keeps and reads seeds only");
}

/* The group's key is "publicKey", in older files "key". */
static enum kat_answer eddsa(struct kat *kat, const json_t *group, const json_t *test)
{
    struct octets pk;
    struct octets msg;
    struct octets sig;
    const json_t *key = json_object_get(group, "publicKey");
    if (key == NULL)
        key = json_object_get(group, "key");
    if (strcmp(kat_text(key, "curve"), "edwards25519") != 0)
        return kat_because(kat, KAT_NOT_OURS, "a curve that is not edwards25519");
    if (!kat_hex(kat, key, "pk", &pk) || !kat_hex(kat, test, "msg", &msg) || !kat_hex(kat, test, "sig", &sig))
        return KAT_NO_SUCH_FILE;
    if (pk.size != SIGN_PUBLIC_SIZE || sig.size != SIGNATURE_SIZE)
        return other_size(kat);
    return crypto_sign_verify_detached(sig.data, msg.data, msg.size, pk.data) == 0 ? KAT_AGREED : KAT_REFUSED;
}

/* Both AEADs have the same form. */
typedef int seal(unsigned char *, unsigned long long *, const unsigned char *, unsigned long long,
                 const unsigned char *, unsigned long long, const unsigned char *, const unsigned char *,
                 const unsigned char *);
typedef int open(unsigned char *, unsigned long long *, unsigned char *, const unsigned char *, unsigned long long,
                 const unsigned char *, unsigned long long, const unsigned char *, const unsigned char *);

struct aead {
    seal *seal;
    open *open;
    size_t nonce_size;
};

static enum kat_answer check_aead(struct kat *kat, const struct aead *aead, const json_t *test)
{
    static uint8_t made[KAT_OCTETS_MAX + AEAD_TAG_SIZE];
    static uint8_t opened[KAT_OCTETS_MAX];
    static struct octets key, nonce, aad, msg, ct, tag;
    if (!kat_hex(kat, test, "key", &key) || !kat_hex(kat, test, "iv", &nonce) || !kat_hex(kat, test, "aad", &aad) ||
        !kat_hex(kat, test, "msg", &msg) || !kat_hex(kat, test, "ct", &ct) || !kat_hex(kat, test, "tag", &tag))
        return KAT_NO_SUCH_FILE;
    if (key.size != 32 || nonce.size != aead->nonce_size || tag.size != AEAD_TAG_SIZE ||
        ct.size > sizeof ct.data - AEAD_TAG_SIZE)
        return other_size(kat);
    memcpy(ct.data + ct.size, tag.data, tag.size);
    ct.size += tag.size;
    if (aead->open(opened, NULL, NULL, ct.data, ct.size, aad.data, aad.size, nonce.data, key.data) != 0)
        return KAT_REFUSED;
    if (!kat_same(&msg, opened, ct.size - tag.size))
        return kat_because(kat, KAT_DIFFERED, "what was opened");
    aead->seal(made, NULL, msg.data, msg.size, aad.data, aad.size, NULL, nonce.data, key.data);
    return kat_same(&ct, made, msg.size + AEAD_TAG_SIZE) ? KAT_AGREED
                                                         : kat_because(kat, KAT_DIFFERED, "the ciphertext");
}

static enum kat_answer chacha(struct kat *kat, const json_t *group, const json_t *test)
{
    static const struct aead aead = {crypto_aead_chacha20poly1305_ietf_encrypt,
                                     crypto_aead_chacha20poly1305_ietf_decrypt, 12};
    (void)group;
    return check_aead(kat, &aead, test);
}

static enum kat_answer xchacha(struct kat *kat, const json_t *group, const json_t *test)
{
    static const struct aead aead = {crypto_aead_xchacha20poly1305_ietf_encrypt,
                                     crypto_aead_xchacha20poly1305_ietf_decrypt, XNONCE_SIZE};
    (void)group;
    return check_aead(kat, &aead, test);
}

/* hash_expand gives T(1) of RFC 5869 and never more; of a longer answer that is the beginning. */
static enum kat_answer hkdf(struct kat *kat, const json_t *group, const json_t *test)
{
    static const uint64_t rfc_max = (uint64_t)255 * HASH_SIZE;
    uint8_t prk[HASH_SIZE];
    uint8_t made[HASH_SIZE];
    uint64_t size = 0;
    struct octets ikm;
    struct octets salt;
    struct octets info;
    struct octets okm;
    (void)group;
    if (!kat_hex(kat, test, "ikm", &ikm) || !kat_hex(kat, test, "salt", &salt) || !kat_hex(kat, test, "info", &info) ||
        !kat_hex(kat, test, "okm", &okm) || !kat_number(kat, test, "size", &size))
        return KAT_NO_SUCH_FILE;
    if (size > rfc_max)
        return kat_because(kat, KAT_NOT_OURS, "more octets than HKDF has: hash_expand gives at most 32");
    if (okm.size != size)
        return kat_because(kat, KAT_NO_SUCH_FILE, "\"okm\" has not \"size\" octets");
    size_t most = size < HASH_SIZE ? (size_t)size : (size_t)HASH_SIZE;
    hash_extract(kat_run(&salt), PARTS(kat_run(&ikm)), prk);
    hash_expand(prk, PARTS(kat_run(&info)), made, most);
    return memcmp(okm.data, made, most) == 0 ? KAT_AGREED : KAT_DIFFERED;
}

/* hash_mac gives whole MACs; a cut one is compared with its beginning. */
static enum kat_answer mac(struct kat *kat, const json_t *group, const json_t *test)
{
    uint8_t made[MAC_SIZE];
    struct octets key;
    struct octets msg;
    struct octets tag;
    (void)group;
    if (!kat_hex(kat, test, "key", &key) || !kat_hex(kat, test, "msg", &msg) || !kat_hex(kat, test, "tag", &tag))
        return KAT_NO_SUCH_FILE;
    if (tag.size == 0 || tag.size > MAC_SIZE)
        return other_size(kat);
    hash_mac(kat_run(&key), PARTS(kat_run(&msg)), made);
    return memcmp(tag.data, made, tag.size) == 0 ? KAT_AGREED : KAT_REFUSED;
}

static const struct kind {
    const char *algorithm;
    const char *type;
    answer *answer;
} kinds[] = {
    {"XDH", "XdhComp", xdh},
    {"XDH", "XdhAsnComp", encoded_key},
    {"XDH", "XdhPemComp", encoded_key},
    {"XDH", "XdhJwkComp", encoded_key},
    {"EDDSA", "EddsaVerify", eddsa},
    {"CHACHA20-POLY1305", "AeadTest", chacha},
    {"XCHACHA20-POLY1305", "AeadTest", xchacha},
    {"HKDF-SHA-256", "HkdfTest", hkdf},
    {"HMACSHA256", "MacTest", mac},
    {"ML-KEM", "MLKEMTest", kat_mlkem_test},
    {"ML-KEM", "MLKEMEncapsTest", kat_mlkem_encaps},
    {"ML-KEM", "MLKEMKeyGen", kat_mlkem_keygen},
    {"ML-KEM", "MLKEMDecapsValidationTest", expanded_key},
};

static const struct kind *kind_of(const char *algorithm, const char *type)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].algorithm, algorithm) == 0 && strcmp(kinds[i].type, type) == 0)
            return &kinds[i];
    return NULL;
}

static bool read_result(const json_t *test, enum kat_expected *expected)
{
    static const char *const names[] = {
        [KAT_VALID] = "valid", [KAT_INVALID] = "invalid", [KAT_ACCEPTABLE] = "acceptable"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], kat_text(test, "result")) == 0) {
            *expected = (enum kat_expected)i;
            return true;
        }
    return false;
}

static void run_test(struct kat *kat, const struct kind *kind, const json_t *group, const json_t *test)
{
    uint64_t id = 0;
    enum kat_expected expected = KAT_VALID;
    if (!kat_number(kat, test, "tcId", &id))
        return;
    const char *comment = kat_text(test, "comment");
    snprintf(kat->vector, sizeof kat->vector, "tcId %llu%s%.80s%s", (unsigned long long)id,
             comment[0] == '\0' ? "" : " (", comment, comment[0] == '\0' ? "" : ")");
    if (read_result(test, &expected))
        kat_count(kat, expected, kind->answer(kat, group, test));
    else
        kat_refuse(kat, "\"result\" is neither valid nor invalid nor acceptable");
}

void kat_run_wycheproof(struct kat *kat, const json_t *file)
{
    uint64_t promised = 0;
    size_t group_index = 0;
    size_t index = 0;
    const json_t *group = NULL;
    const json_t *test = NULL;
    const char *algorithm = kat_text(file, "algorithm");
    snprintf(kat->format, sizeof kat->format, "Wycheproof, %.40s", algorithm);
    if (!kat_number(kat, file, "numberOfTests", &promised))
        return;
    json_array_foreach(json_object_get(file, "testGroups"), group_index, group)
    {
        const struct kind *kind = kind_of(algorithm, kat_text(group, "type"));
        if (kind == NULL) {
            kat_refuse(kat, "it is a Wycheproof file for something that udvej does not use");
            return;
        }
        json_array_foreach(json_object_get(group, "tests"), index, test) run_test(kat, kind, group, test);
    }
    kat->vector[0] = '\0';
    if (kat->passed + kat->failed + kat->skipped != promised)
        kat_refuse(kat, "it has not as many tests as its \"numberOfTests\" says");
}
