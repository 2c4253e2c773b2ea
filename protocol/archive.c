#include "archive.h"

#include <sodium.h>
#include <string.h>

#include "hash.h"
#include "writer.h"

enum {
    KEY_AD_SIZE = 19 + MAILBOX_SIZE + 4,
    MESSAGE_AD_SIZE = 15 + MSG_ID_SIZE + HASH_SIZE,
};

static void seal(const uint8_t *key, const uint8_t *nonce, struct bytes ad, const uint8_t *plain, uint8_t *out)
{
    memcpy(out, nonce, XNONCE_SIZE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + XNONCE_SIZE, NULL, plain, ARCHIVE_KEY_SIZE, ad.data, ad.size, NULL,
                                               nonce, key);
}

static enum outcome unseal(const uint8_t *key, struct bytes ad, const uint8_t *sealed, uint8_t *plain)
{
    bool is_open = crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, sealed + XNONCE_SIZE,
                                                              ARCHIVE_SEALED_SIZE - XNONCE_SIZE, ad.data, ad.size,
                                                              sealed, key) == 0;
    if (!is_open)
        wipe(plain, ARCHIVE_KEY_SIZE);
    return is_open ? OK : REFUSED;
}

/* arch_kek = Expand(Extract(salt_a, k_archive), "udvej/1/archive", 32) */
static void kek_of(const struct visitor_keys *keys, const uint8_t *salt, uint8_t kek[32])
{
    uint8_t prk[HASH_SIZE];
    hash_extract(PART(salt, SALT_SIZE), PARTS(PART(keys->k_archive, sizeof keys->k_archive)), prk);
    hash_expand(prk, PARTS(PART_TEXT("udvej/1/archive")), kek, 32);
    wipe(prk, sizeof prk);
}

static struct bytes key_ad(const struct visitor_keys *keys, uint32_t generation, uint8_t ad[KEY_AD_SIZE])
{
    struct writer writer;
    writer_open(&writer, ad, KEY_AD_SIZE);
    writer_put(&writer, "udvej/1/archive-key", 19);
    writer_put(&writer, keys->mailbox, MAILBOX_SIZE);
    writer_u32(&writer, generation);
    return PART(ad, KEY_AD_SIZE);
}

void archive_key_seal(const struct visitor_keys *keys, const uint8_t salt[SALT_SIZE], uint32_t generation,
                      const uint8_t key[ARCHIVE_KEY_SIZE], const uint8_t nonce[XNONCE_SIZE],
                      uint8_t out[ARCHIVE_SEALED_SIZE])
{
    uint8_t kek[32];
    uint8_t ad[KEY_AD_SIZE];
    kek_of(keys, salt, kek);
    seal(kek, nonce, key_ad(keys, generation, ad), key, out);
    wipe(kek, sizeof kek);
}

enum outcome archive_key_open(const struct visitor_keys *keys, const uint8_t salt[SALT_SIZE], uint32_t generation,
                              const uint8_t sealed[ARCHIVE_SEALED_SIZE], uint8_t key[ARCHIVE_KEY_SIZE])
{
    uint8_t kek[32];
    uint8_t ad[KEY_AD_SIZE];
    kek_of(keys, salt, kek);
    enum outcome outcome = unseal(kek, key_ad(keys, generation, ad), sealed, key);
    wipe(kek, sizeof kek);
    return outcome;
}

static struct bytes message_ad(const uint8_t *msg_id, const uint8_t *link, uint8_t ad[MESSAGE_AD_SIZE])
{
    struct writer writer;
    writer_open(&writer, ad, MESSAGE_AD_SIZE);
    writer_put(&writer, "udvej/1/archive", 15);
    writer_put(&writer, msg_id, MSG_ID_SIZE);
    writer_put(&writer, link, HASH_SIZE);
    return PART(ad, MESSAGE_AD_SIZE);
}

void archive_seal(const uint8_t key[ARCHIVE_KEY_SIZE], const uint8_t msg_id[MSG_ID_SIZE], const uint8_t link[HASH_SIZE],
                  const uint8_t message_key[32], const uint8_t nonce[XNONCE_SIZE], uint8_t out[ARCHIVE_SEALED_SIZE])
{
    uint8_t ad[MESSAGE_AD_SIZE];
    seal(key, nonce, message_ad(msg_id, link, ad), message_key, out);
}

enum outcome archive_open(const uint8_t key[ARCHIVE_KEY_SIZE], const struct envelope *envelope,
                          const uint8_t sealed[ARCHIVE_SEALED_SIZE], uint8_t *body, size_t body_max)
{
    struct seal_kept kept;
    uint8_t link[HASH_SIZE];
    uint8_t ad[MESSAGE_AD_SIZE];
    envelope_names(envelope, &kept);
    envelope_link(&kept, link);
    enum outcome outcome = unseal(key, message_ad(envelope->header.msg_id, link, ad), sealed, kept.key);
    if (outcome == OK)
        outcome = envelope_open_kept(envelope, &kept, body, body_max);
    wipe(&kept, sizeof kept);
    return outcome;
}
