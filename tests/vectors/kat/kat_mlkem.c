/* Wycheproof for ML-KEM-768. Our code has ML-KEM only inside X-Wing; libsodium's X-Wing calls these very functions. */
#include <sodium.h>

#include "kat.h"

static bool is_768(const json_t *group)
{
    return strcmp(kat_text(group, "parameterSet"), "ML-KEM-768") == 0;
}

static enum kat_answer other_set(struct kat *kat)
{
    return kat_because(kat, KAT_NOT_OURS, "a parameter set that is not ML-KEM-768");
}

static enum kat_answer other_size(struct kat *kat)
{
    return kat_because(kat, KAT_NOT_OURS, "a key, seed or ciphertext of another size: its type does not hold it");
}

/* seed -> ek, and (seed, c) -> K; a wrong c gives the K of implicit rejection. */
enum kat_answer kat_mlkem_test(struct kat *kat, const json_t *group, const json_t *test)
{
    uint8_t pk[crypto_kem_mlkem768_PUBLICKEYBYTES];
    uint8_t sk[crypto_kem_mlkem768_SECRETKEYBYTES];
    uint8_t shared[crypto_kem_mlkem768_SHAREDSECRETBYTES];
    struct octets seed;
    struct octets ek;
    struct octets ct;
    struct octets expected;
    if (!is_768(group))
        return other_set(kat);
    bool has_ek = json_object_get(test, "ek") != NULL;
    if (!kat_hex(kat, test, "seed", &seed) || !kat_hex(kat, test, "c", &ct) || !kat_hex(kat, test, "K", &expected) ||
        (has_ek && !kat_hex(kat, test, "ek", &ek)))
        return KAT_NO_SUCH_FILE;
    if (seed.size != crypto_kem_mlkem768_SEEDBYTES || ct.size != crypto_kem_mlkem768_CIPHERTEXTBYTES)
        return other_size(kat);
    if (crypto_kem_mlkem768_seed_keypair(pk, sk, seed.data) != 0)
        return KAT_REFUSED;
    if (has_ek && !kat_same(&ek, pk, sizeof pk))
        return kat_because(kat, KAT_DIFFERED, "the public key");
    if (crypto_kem_mlkem768_dec(shared, ct.data, sk) != 0)
        return KAT_REFUSED;
    return kat_same(&expected, shared, sizeof shared) ? KAT_AGREED : kat_because(kat, KAT_DIFFERED, "the secret");
}

enum kat_answer kat_mlkem_encaps(struct kat *kat, const json_t *group, const json_t *test)
{
    uint8_t made[crypto_kem_mlkem768_CIPHERTEXTBYTES];
    uint8_t shared[crypto_kem_mlkem768_SHAREDSECRETBYTES];
    struct octets randomness;
    struct octets ek;
    struct octets ct;
    struct octets expected;
    if (!is_768(group))
        return other_set(kat);
    if (!kat_hex(kat, test, "m", &randomness) || !kat_hex(kat, test, "ek", &ek) || !kat_hex(kat, test, "c", &ct) ||
        !kat_hex(kat, test, "K", &expected))
        return KAT_NO_SUCH_FILE;
    if (randomness.size != 32 || ek.size != crypto_kem_mlkem768_PUBLICKEYBYTES)
        return other_size(kat);
    if (crypto_kem_mlkem768_enc_deterministic(made, shared, ek.data, randomness.data) != 0)
        return KAT_REFUSED;
    return kat_same(&ct, made, sizeof made) && kat_same(&expected, shared, sizeof shared) ? KAT_AGREED : KAT_DIFFERED;
}

enum kat_answer kat_mlkem_keygen(struct kat *kat, const json_t *group, const json_t *test)
{
    uint8_t pk[crypto_kem_mlkem768_PUBLICKEYBYTES];
    uint8_t sk[crypto_kem_mlkem768_SECRETKEYBYTES];
    struct octets seed;
    struct octets ek;
    struct octets dk;
    if (!is_768(group))
        return other_set(kat);
    if (!kat_hex(kat, test, "seed", &seed) || !kat_hex(kat, test, "ek", &ek) || !kat_hex(kat, test, "dk", &dk))
        return KAT_NO_SUCH_FILE;
    if (seed.size != crypto_kem_mlkem768_SEEDBYTES)
        return other_size(kat);
    if (crypto_kem_mlkem768_seed_keypair(pk, sk, seed.data) != 0)
        return KAT_REFUSED;
    return kat_same(&ek, pk, sizeof pk) && kat_same(&dk, sk, sizeof sk) ? KAT_AGREED : KAT_DIFFERED;
}
