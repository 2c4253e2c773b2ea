/* X-Wing against the vectors of the draft: key generation, encapsulation, decapsulation. */
#include "public.h"

#include "protocol/hpke.h"

static void check_vector(const json_t *vector)
{
    uint8_t pk[KEM_PUBLIC_SIZE];
    uint8_t ct[KEM_ENC_SIZE];
    uint8_t shared[2][32];
    struct octets seed = public_hex(vector, "seed");
    struct octets randomness = public_hex(vector, "eseed");
    struct octets expected_pk = public_hex(vector, "pk");
    struct octets expected_ct = public_hex(vector, "ct");
    struct octets expected_shared = public_hex(vector, "ss");
    if (!CHECK(seed.size == KEM_SEED_SIZE && randomness.size == KEM_ENC_SEED_SIZE))
        return;
    hpke_public_of(pk, seed.data);
    CHECK(public_same(&expected_pk, pk, sizeof pk));
    CHECK(crypto_kem_xwing_enc_deterministic(ct, shared[0], pk, randomness.data) == 0);
    CHECK(public_same(&expected_ct, ct, sizeof ct));
    CHECK(public_same(&expected_shared, shared[0], 32));
    CHECK(crypto_kem_xwing_dec(shared[1], ct, seed.data) == 0);
    CHECK(public_same(&expected_shared, shared[1], 32));
    ct[0] ^= 1; /* implicit rejection: another secret, no error */
    CHECK(crypto_kem_xwing_dec(shared[1], ct, seed.data) != 0 || !public_same(&expected_shared, shared[1], 32));
}

int main(void)
{
    size_t index = 0;
    const json_t *vector = NULL;
    if (sodium_init() < 0)
        return 1;
    json_t *vectors = public_load("xwing.json");
    json_array_foreach(vectors, index, vector) check_vector(vector);
    json_decref(vectors);
    return public_end();
}
