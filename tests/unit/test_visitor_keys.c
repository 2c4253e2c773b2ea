/* Are the visitor's keys those of rule 4, and does each open only what is its own? */
#include <sodium.h>

#include "check.h"
#include "protocol/visitor_keys.h"
#include "scarce.h"

static uint8_t deployment_id[HASH_SIZE];
static struct visitor_keys keys;

/* HKDF by libsodium, with everything joined by hand: Expand(Extract(salt, ikm), info, 32). */
static void hkdf(const char *salt, const uint8_t ikm[32], const void *info, size_t info_size, uint8_t out[32])
{
    uint8_t prk[32];
    crypto_kdf_hkdf_sha256_extract(prk, (const uint8_t *)salt, strlen(salt), ikm, 32);
    crypto_kdf_hkdf_sha256_expand(out, 32, info, info_size, prk);
}

/* SHA-256(uint8(len(label)) || label || x) */
static void hs(const char *label, const uint8_t *x, size_t size, uint8_t out[32])
{
    uint8_t joined[128];
    size_t label_size = strlen(label);
    joined[0] = (uint8_t)label_size;
    memcpy(joined + 1, label, label_size);
    memcpy(joined + 1 + label_size, x, size);
    crypto_hash_sha256(out, joined, 1 + label_size + size);
}

static void the_hierarchy(void)
{
    static const uint8_t secret[SECRET_SIZE] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    uint8_t salt[32];
    uint8_t master[32];
    uint8_t expected[32];
    check_fill(deployment_id, sizeof deployment_id, 1);
    CHECK(visitor_keys_open(&keys, secret, deployment_id) == OK);
    hs("udvej/1/argon2id", deployment_id, 32, salt);
    CHECK(crypto_pwhash(master, 32, (const char *)secret, 9, salt, 1, 8388608, crypto_pwhash_ALG_ARGON2ID13) == 0);
    hkdf("udvej/1/visitor", master, "login", 5, expected);
    CHECK_SAME(keys.sk_login, expected, 32);
    hkdf("udvej/1/visitor", master, "vault", 5, expected);
    CHECK_SAME(keys.k_vault, expected, 32);
    hkdf("udvej/1/visitor", master, "pair", 4, expected);
    CHECK_SAME(keys.k_pair, expected, 32);
    hkdf("udvej/1/visitor", master, "offline", 7, expected);
    CHECK_SAME(keys.k_offline, expected, 32);
    hkdf("udvej/1/visitor", master, "archive", 7, expected);
    CHECK_SAME(keys.k_archive, expected, 32);
    CHECK(crypto_scalarmult_base(expected, keys.sk_login) == 0);
    CHECK_SAME(keys.pk_login, expected, 32);
    hs("udvej/1/visitor-id", keys.pk_login, 32, expected);
    CHECK_SAME(keys.visitor_id, expected, 32);
    CHECK_SAME(keys.mailbox, expected, MAILBOX_SIZE);

    struct visitor_keys other;
    uint8_t other_secret[SECRET_SIZE] = {1, 2, 3, 4, 5, 6, 7, 8, 8};
    CHECK(visitor_keys_open(&other, other_secret, deployment_id) == OK);
    CHECK(memcmp(other.mailbox, keys.mailbox, MAILBOX_SIZE) != 0);
    deployment_id[0] ^= 1;
    CHECK(visitor_keys_open(&other, secret, deployment_id) == OK);
    CHECK(memcmp(other.mailbox, keys.mailbox, MAILBOX_SIZE) != 0);
    deployment_id[0] ^= 1;

    static const struct visitor_keys wiped;
    visitor_keys_close(&other);
    CHECK_SAME(&other, &wiped, sizeof other);
}

/* Without 8 MiB there are no keys, and nothing that looks like some. */
static void no_memory_is_no_keys(void)
{
    static const uint8_t secret[SECRET_SIZE] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    static const struct visitor_keys none;
    struct visitor_keys made;
    memset(&made, 7, sizeof made);
    struct rlimit before = scarce_begin();
    enum outcome outcome = visitor_keys_open(&made, secret, deployment_id);
    scarce_end(&before);
    CHECK(outcome == BROKEN);
    CHECK_SAME(&made, &none, sizeof made);
    CHECK(visitor_keys_open(&made, secret, deployment_id) == OK);
    CHECK_SAME(&made, &keys, sizeof made);
}

static void what_is_derived(void)
{
    uint8_t nonce[CASE_NONCE_SIZE];
    uint8_t joined[64];
    uint8_t case_id[CASE_ID_SIZE];
    uint8_t cert_hash[HASH_SIZE];
    uint8_t salt[SALT_SIZE];
    uint8_t expected[32];
    uint8_t out[32];
    check_fill(nonce, sizeof nonce, 2);
    check_fill(cert_hash, sizeof cert_hash, 3);
    check_fill(salt, sizeof salt, 4);
    memcpy(joined, keys.pk_login, 32);
    memcpy(joined + 32, nonce, 16);
    hs("udvej/1/case", joined, 48, expected);
    case_id_of(keys.pk_login, nonce, case_id);
    CHECK_SAME(case_id, expected, CASE_ID_SIZE);

    memcpy(joined, case_id, 16);
    memcpy(joined + 16, cert_hash, 32);
    hkdf("udvej/1/psk", keys.k_pair, joined, 48, expected);
    visitor_psk(&keys, case_id, cert_hash, out);
    CHECK_SAME(out, expected, 32);

    memcpy(joined + 16, "\1\2\3\4", 4);
    hkdf("udvej/1/case-key", keys.k_pair, joined, 20, expected);
    visitor_case_key(&keys, case_id, 0x01020304, out);
    CHECK_SAME(out, expected, 32);

    uint8_t prk[32];
    crypto_kdf_hkdf_sha256_extract(prk, salt, 32, keys.k_offline, 32);
    crypto_kdf_hkdf_sha256_expand(expected, 32, "udvej/1/offline\0\0\0\7", 19, prk);
    visitor_offline_seed(&keys, salt, 7, out);
    CHECK_SAME(out, expected, 32);
    visitor_offline_seed(&keys, salt, 8, out);
    CHECK(memcmp(out, expected, 32) != 0);
}

/* A salt opens for this visitor, in its own place, unchanged; and for nothing else. */
static void shred_salts(void)
{
    static const uint8_t zero[SALT_SIZE];
    uint8_t salt[SALT_SIZE];
    uint8_t nonce[XNONCE_SIZE];
    uint8_t opened[SALT_SIZE];
    uint8_t encoded[SHRED_SALT_SIZE];
    struct shred_salt sealed;
    check_fill(salt, sizeof salt, 5);
    check_fill(nonce, sizeof nonce, 6);
    visitor_salt_seal(&keys, SALT_OFFLINE, 3, salt, nonce, &sealed);
    CHECK(visitor_salt_open(&keys, &sealed, opened) == OK);
    CHECK_SAME(opened, salt, SALT_SIZE);
    shred_salt_encode(&sealed, encoded);
    for (size_t at = 0; at < sizeof encoded; at++)
        for (unsigned bit = 0; bit < 8; bit++) {
            struct shred_salt read;
            encoded[at] ^= (uint8_t)(1U << bit);
            bool is_open = shred_salt_decode(&read, encoded) == OK && visitor_salt_open(&keys, &read, opened) == OK;
            encoded[at] ^= (uint8_t)(1U << bit);
            CHECK(!is_open);
        }
    sealed.generation++;
    CHECK(visitor_salt_open(&keys, &sealed, opened) == REFUSED);
    CHECK_SAME(opened, zero, SALT_SIZE);
    sealed.generation--;
    sealed.purpose = SALT_ARCHIVE;
    CHECK(visitor_salt_open(&keys, &sealed, opened) == REFUSED);
    sealed.purpose = SALT_OFFLINE;
    keys.mailbox[0] ^= 1;
    CHECK(visitor_salt_open(&keys, &sealed, opened) == REFUSED);
    keys.mailbox[0] ^= 1;
    CHECK(visitor_salt_open(&keys, &sealed, opened) == OK);
    shred_salt_encode(&sealed, encoded);
    encoded[0] = 3;
    CHECK(shred_salt_decode(&sealed, encoded) == MALFORMED);
    encoded[0] = 0;
    CHECK(shred_salt_decode(&sealed, encoded) == MALFORMED);
}

static void colleagues(void)
{
    uint8_t seeds[2][32];
    uint8_t pks[2][32];
    uint8_t hashes[2][HASH_SIZE];
    uint8_t case_id[CASE_ID_SIZE];
    uint8_t psks[2][32];
    uint8_t shared[32];
    uint8_t joined[16 + 64];
    uint8_t expected[32];
    static const uint8_t small[32] = {1};
    check_fill(seeds, sizeof seeds, 7);
    check_fill(hashes, sizeof hashes, 8);
    check_fill(case_id, sizeof case_id, 9);
    hashes[0][0] = 2;
    hashes[1][0] = 1;
    for (size_t i = 0; i < 2; i++)
        crypto_scalarmult_base(pks[i], seeds[i]);
    CHECK(staff_psk(seeds[0], hashes[0], pks[1], hashes[1], case_id, psks[0]) == OK);
    CHECK(staff_psk(seeds[1], hashes[1], pks[0], hashes[0], case_id, psks[1]) == OK);
    CHECK_SAME(psks[0], psks[1], 32);
    CHECK(crypto_scalarmult(shared, seeds[0], pks[1]) == 0);
    memcpy(joined, case_id, 16);
    memcpy(joined + 16, hashes[1], 32);
    memcpy(joined + 48, hashes[0], 32);
    hkdf("udvej/1/ss-psk", shared, joined, sizeof joined, expected);
    CHECK_SAME(psks[0], expected, 32);
    CHECK(staff_psk(seeds[0], hashes[0], small, hashes[1], case_id, psks[0]) == REFUSED);
}

int main(void)
{
    CHECK(sodium_init() >= 0);
    RUN(the_hierarchy);
    RUN(no_memory_is_no_keys);
    RUN(what_is_derived);
    RUN(shred_salts);
    RUN(colleagues);
    return check_end();
}
