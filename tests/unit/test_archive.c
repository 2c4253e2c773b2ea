/* Does a kept message open with its own keys and envelope only, and nothing once the salt is another? */
#include "archive.h"

#include <sodium.h>

#include "check.h"
#include "hash.h"

static struct visitor_keys keys;
static uint8_t salt[SALT_SIZE], archive_key[ARCHIVE_KEY_SIZE], nonce[XNONCE_SIZE];
static uint8_t octets[SLIM_MAX], padded[BUCKET_2];
static struct seal_kept kept;
static size_t octets_size;

static void seal_one(uint64_t seed)
{
    static uint8_t pk[KEM_PUBLIC_SIZE], sk[crypto_kem_xwing_SECRETKEYBYTES], kem_seed[KEM_SEED_SIZE];
    uint8_t randomness[32 + KEM_ENC_SEED_SIZE], deployment_id[HASH_SIZE] = {1};
    struct header header = {.class = CLASS_ROOM, .epoch = 1};
    check_fill(kem_seed, sizeof kem_seed, seed);
    CHECK(crypto_kem_xwing_seed_keypair(pk, sk, kem_seed) == 0);
    check_fill(randomness, sizeof randomness, seed + 1);
    check_fill(header.msg_id, MSG_ID_SIZE, seed + 2);
    struct seal_recipient recipient = {.pk = pk, .mode = WRAP_BASE};
    CHECK(envelope_seal(&header, PART_TEXT("to be kept"), deployment_id, &recipient, 1, randomness, octets,
                        sizeof octets, &octets_size, &kept) == OK);
}

static struct envelope decoded(void)
{
    struct envelope envelope;
    CHECK(envelope_decode(&envelope, PART(octets, octets_size)) == OK);
    return envelope;
}

static void seal_key(uint8_t sealed[ARCHIVE_SEALED_SIZE])
{
    uint8_t link[HASH_SIZE];
    struct envelope envelope = decoded();
    envelope_link(&kept, link);
    archive_seal(archive_key, envelope.header.msg_id, link, kept.key, nonce, sealed);
}

static void the_archive_key_needs_its_salt_and_generation(void)
{
    uint8_t sealed[ARCHIVE_SEALED_SIZE], opened[ARCHIVE_KEY_SIZE];
    archive_key_seal(&keys, salt, 3, archive_key, nonce, sealed);
    CHECK(archive_key_open(&keys, salt, 3, sealed, opened) == OK);
    CHECK_SAME(opened, archive_key, sizeof opened);
    CHECK(archive_key_open(&keys, salt, 4, sealed, opened) == REFUSED);
    salt[0] ^= 1;
    CHECK(archive_key_open(&keys, salt, 3, sealed, opened) == REFUSED);
    salt[0] ^= 1;
    struct visitor_keys other = keys;
    other.k_archive[31] ^= 1;
    CHECK(archive_key_open(&other, salt, 3, sealed, opened) == REFUSED);
    other = keys;
    other.mailbox[0] ^= 1;
    CHECK(archive_key_open(&other, salt, 3, sealed, opened) == REFUSED);
    for (size_t at = 0; at < sizeof sealed; at++) {
        sealed[at] ^= 4;
        CHECK(archive_key_open(&keys, salt, 3, sealed, opened) == REFUSED);
        sealed[at] ^= 4;
    }
}

static void a_kept_message_opens_as_it_was(void)
{
    uint8_t sealed[ARCHIVE_SEALED_SIZE];
    seal_one(10);
    seal_key(sealed);
    struct envelope envelope = decoded();
    CHECK(archive_open(archive_key, &envelope, sealed, padded, sizeof padded) == OK);
    CHECK_SAME(padded, "to be kept", 10);
    CHECK(archive_open(archive_key, &envelope, sealed, padded, BUCKET_0 - 1) == REFUSED);
    for (size_t at = 0; at < sizeof sealed; at++) {
        sealed[at] ^= 0x40;
        CHECK(archive_open(archive_key, &envelope, sealed, padded, sizeof padded) == REFUSED);
        sealed[at] ^= 0x40;
    }
    archive_key[5] ^= 1;
    CHECK(archive_open(archive_key, &envelope, sealed, padded, sizeof padded) == REFUSED);
    archive_key[5] ^= 1;
}

/* Whoever knows K (the one who sealed it) could make another body under it; beside this seal it does not open. */
static void no_other_envelope_takes_its_place(void)
{
    uint8_t sealed[ARCHIVE_SEALED_SIZE];
    seal_one(20);
    seal_key(sealed);
    size_t opened = 0;
    for (size_t at = 0; at < octets_size; at += at < HEADER_SIZE + HASH_SIZE ? 1 : 37) {
        struct envelope envelope;
        bool is_wrap = at >= HEADER_SIZE + HASH_SIZE && at < octets_size - BUCKET_0 - AEAD_TAG_SIZE;
        octets[at] ^= 1;
        if (envelope_decode(&envelope, PART(octets, octets_size)) == OK && !is_wrap)
            opened += archive_open(archive_key, &envelope, sealed, padded, sizeof padded) == OK;
        octets[at] ^= 1;
    }
    CHECK(opened == 0);
    uint8_t other_body[BUCKET_0 + AEAD_TAG_SIZE], key[32], ad[2 * HASH_SIZE];
    struct envelope envelope = decoded();
    hash_expand(kept.key, PARTS(PART_TEXT("udvej/1/body"), PART(kept.hh, HASH_SIZE)), key, sizeof key);
    memcpy(ad, kept.hh, HASH_SIZE);
    memcpy(ad + HASH_SIZE, kept.commit, HASH_SIZE);
    memset(other_body, 'x', BUCKET_0);
    crypto_aead_chacha20poly1305_ietf_encrypt(other_body, NULL, other_body, BUCKET_0, ad, sizeof ad, NULL,
                                              (const uint8_t[12]){0}, key);
    envelope.body = PART(other_body, sizeof other_body);
    CHECK(envelope_open_kept(&envelope, &kept, padded, sizeof padded) == OK); /* a body that K opens */
    CHECK(archive_open(archive_key, &envelope, sealed, padded, sizeof padded) == REFUSED);
}

int main(void)
{
    CHECK(sodium_init() >= 0);
    check_fill(&keys, sizeof keys, 1);
    check_fill(salt, sizeof salt, 2);
    check_fill(archive_key, sizeof archive_key, 3);
    check_fill(nonce, sizeof nonce, 4);
    RUN(the_archive_key_needs_its_salt_and_generation);
    RUN(a_kept_message_opens_as_it_was);
    RUN(no_other_envelope_takes_its_place);
    return check_end();
}
