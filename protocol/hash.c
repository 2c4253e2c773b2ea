#include "hash.h"

#include <sodium.h>
#include <string.h>

#include "outcome.h"

void wipe(void *secret, size_t size)
{
#ifdef __wasm__
    /* sodium_memzero falls back on tricks that a wasm optimiser need not honour. */
    volatile uint8_t *at = secret;
    while (size-- > 0)
        *at++ = 0;
#else
    sodium_memzero(secret, size);
#endif
}

static void update(crypto_hash_sha256_state *state, const struct bytes *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        crypto_hash_sha256_update(state, parts[i].data, parts[i].size);
}

void hash_sha256(const struct bytes *parts, size_t count, uint8_t out[HASH_SIZE])
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    update(&state, parts, count);
    crypto_hash_sha256_final(&state, out);
    wipe(&state, sizeof state);
}

void hash_labelled(const char *label, const struct bytes *parts, size_t count, uint8_t out[HASH_SIZE])
{
    size_t label_size = strlen(label);
    invariant(label_size <= UINT8_MAX);
    uint8_t length = (uint8_t)label_size;
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, &length, 1);
    crypto_hash_sha256_update(&state, (const uint8_t *)label, label_size);
    update(&state, parts, count);
    crypto_hash_sha256_final(&state, out);
    wipe(&state, sizeof state);
}

void hash_mac(struct bytes key, const struct bytes *parts, size_t count, uint8_t mac[MAC_SIZE])
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data, key.size);
    for (size_t i = 0; i < count; i++)
        crypto_auth_hmacsha256_update(&state, parts[i].data, parts[i].size);
    crypto_auth_hmacsha256_final(&state, mac);
    wipe(&state, sizeof state);
}

/* RFC 5869, section 2.2: "PRK = HMAC-Hash(salt, IKM)". HMAC pads its key with zeros, so an absent salt is an empty one. */
void hash_extract(struct bytes salt, const struct bytes *parts, size_t count, uint8_t prk[HASH_SIZE])
{
    hash_mac(salt, parts, count, prk);
}

/* RFC 5869, section 2.3: "T(1) = HMAC-Hash(PRK, T(0) | info | 0x01)", where T(0) is empty. */
void hash_expand(const uint8_t prk[HASH_SIZE], const struct bytes *parts, size_t count, void *out, size_t size)
{
    invariant(size <= HASH_SIZE);
    static const uint8_t one = 1;
    uint8_t block[HASH_SIZE];
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, prk, HASH_SIZE);
    for (size_t i = 0; i < count; i++)
        crypto_auth_hmacsha256_update(&state, parts[i].data, parts[i].size);
    crypto_auth_hmacsha256_update(&state, &one, 1);
    crypto_auth_hmacsha256_final(&state, block);
    memcpy(out, block, size);
    wipe(block, sizeof block);
    wipe(&state, sizeof state);
}

bool hash_equal(const uint8_t a[HASH_SIZE], const uint8_t b[HASH_SIZE])
{
    return crypto_verify_32(a, b) == 0;
}
