#include "visitor_keys.h"

#include <sodium.h>
#include <string.h>

#include "hash.h"
#include "login.h"
#include "writer.h"

enum { MASTER_SIZE = 32 };

/* A secret that only `purpose` and what it is bound to can name: Expand(Extract(label, secret), context, 32). */
static void derive(struct bytes label, const uint8_t secret[32], const struct bytes *context, size_t count,
                   uint8_t out[32])
{
    uint8_t prk[HASH_SIZE];
    hash_extract(label, PARTS(PART(secret, 32)), prk);
    hash_expand(prk, context, count, out, 32);
    wipe(prk, sizeof prk);
}

static bool stretch(const uint8_t secret[SECRET_SIZE], const uint8_t deployment_id[HASH_SIZE],
                    uint8_t master[MASTER_SIZE])
{
    uint8_t salt[HASH_SIZE];
    _Static_assert(crypto_pwhash_SALTBYTES <= HASH_SIZE, "salt = the first octets of a hash");
    hash_labelled("udvej/1/argon2id", PARTS(PART(deployment_id, HASH_SIZE)), salt);
    return crypto_pwhash(master, MASTER_SIZE, (const char *)secret, SECRET_SIZE, salt, VISITOR_ARGON_PASSES,
                         VISITOR_ARGON_MEMORY, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

enum outcome visitor_keys_open(struct visitor_keys *keys, const uint8_t secret[SECRET_SIZE],
                               const uint8_t deployment_id[HASH_SIZE])
{
    uint8_t master[MASTER_SIZE] = {0};
    uint8_t prk[HASH_SIZE];
    memset(keys, 0, sizeof *keys);
    bool is_stretched = stretch(secret, deployment_id, master);
    if (is_stretched) {
        hash_extract(PART_TEXT("udvej/1/visitor"), PARTS(PART(master, sizeof master)), prk);
        hash_expand(prk, PARTS(PART_TEXT("login")), keys->sk_login, DH_SIZE);
        hash_expand(prk, PARTS(PART_TEXT("vault")), keys->k_vault, sizeof keys->k_vault);
        hash_expand(prk, PARTS(PART_TEXT("pair")), keys->k_pair, sizeof keys->k_pair);
        hash_expand(prk, PARTS(PART_TEXT("offline")), keys->k_offline, sizeof keys->k_offline);
        hash_expand(prk, PARTS(PART_TEXT("archive")), keys->k_archive, sizeof keys->k_archive);
        login_epk(keys->pk_login, keys->sk_login);
        login_visitor_id(keys->pk_login, keys->visitor_id);
        memcpy(keys->mailbox, keys->visitor_id, MAILBOX_SIZE);
        wipe(prk, sizeof prk);
    }
    wipe(master, sizeof master);
    return is_stretched ? OK : BROKEN;
}

void visitor_keys_close(struct visitor_keys *keys)
{
    wipe(keys, sizeof *keys);
}

void case_id_of(const uint8_t pk_login[DH_SIZE], const uint8_t case_nonce[CASE_NONCE_SIZE],
                uint8_t case_id[CASE_ID_SIZE])
{
    uint8_t hash[HASH_SIZE];
    hash_labelled("udvej/1/case", PARTS(PART(pk_login, DH_SIZE), PART(case_nonce, CASE_NONCE_SIZE)), hash);
    memcpy(case_id, hash, CASE_ID_SIZE);
}

void visitor_psk(const struct visitor_keys *keys, const uint8_t case_id[CASE_ID_SIZE],
                 const uint8_t cert_hash[HASH_SIZE], uint8_t psk[PSK_SIZE])
{
    derive(PART_TEXT("udvej/1/psk"), keys->k_pair, PARTS(PART(case_id, CASE_ID_SIZE), PART(cert_hash, HASH_SIZE)), psk);
}

static void big_endian(uint8_t out[4], uint32_t value)
{
    struct writer writer;
    writer_open(&writer, out, 4);
    writer_u32(&writer, value);
}

void visitor_case_key(const struct visitor_keys *keys, const uint8_t case_id[CASE_ID_SIZE],
                      uint32_t epoch_of_last_remove, uint8_t case_key[32])
{
    uint8_t epoch[4];
    big_endian(epoch, epoch_of_last_remove);
    derive(PART_TEXT("udvej/1/case-key"), keys->k_pair, PARTS(PART(case_id, CASE_ID_SIZE), PART(epoch, sizeof epoch)),
           case_key);
}

void visitor_offline_seed(const struct visitor_keys *keys, const uint8_t salt[SALT_SIZE], uint32_t generation,
                          uint8_t seed[KEM_SEED_SIZE])
{
    uint8_t number[4];
    big_endian(number, generation);
    derive(PART(salt, SALT_SIZE), keys->k_offline, PARTS(PART_TEXT("udvej/1/offline"), PART(number, sizeof number)),
           seed);
}

/* --- shred salts (rule 4) --- */

enum { SALT_AD_SIZE = 13 + MAILBOX_SIZE + 1 + 4 };

/* ad = "udvej/1/shred" || mailbox || purpose || generation: a salt put in another's place does not open. */
static void salt_ad(const struct visitor_keys *keys, uint8_t purpose, uint32_t generation, uint8_t ad[SALT_AD_SIZE])
{
    struct writer writer;
    writer_open(&writer, ad, SALT_AD_SIZE);
    writer_put(&writer, "udvej/1/shred", 13);
    writer_put(&writer, keys->mailbox, MAILBOX_SIZE);
    writer_u8(&writer, purpose);
    writer_u32(&writer, generation);
}

void visitor_salt_seal(const struct visitor_keys *keys, uint8_t purpose, uint32_t generation,
                       const uint8_t salt[SALT_SIZE], const uint8_t nonce[XNONCE_SIZE], struct shred_salt *out)
{
    uint8_t ad[SALT_AD_SIZE];
    salt_ad(keys, purpose, generation, ad);
    out->purpose = purpose;
    out->generation = generation;
    memcpy(out->sealed, nonce, XNONCE_SIZE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out->sealed + XNONCE_SIZE, NULL, salt, SALT_SIZE, ad, sizeof ad, NULL,
                                               nonce, keys->k_vault);
}

enum outcome visitor_salt_open(const struct visitor_keys *keys, const struct shred_salt *sealed,
                               uint8_t salt[SALT_SIZE])
{
    uint8_t ad[SALT_AD_SIZE];
    salt_ad(keys, sealed->purpose, sealed->generation, ad);
    bool is_open = crypto_aead_xchacha20poly1305_ietf_decrypt(salt, NULL, NULL, sealed->sealed + XNONCE_SIZE,
                                                              SALT_SEALED_SIZE - XNONCE_SIZE, ad, sizeof ad,
                                                              sealed->sealed, keys->k_vault) == 0;
    if (!is_open)
        wipe(salt, SALT_SIZE);
    return is_open ? OK : REFUSED;
}

/* --- between colleagues --- */

/* The smaller hash first, so that both sides derive the same. */
enum outcome staff_psk(const uint8_t seed_id[DH_SIZE], const uint8_t cert_hash[HASH_SIZE],
                       const uint8_t other_pk_id[DH_SIZE], const uint8_t other_cert_hash[HASH_SIZE],
                       const uint8_t case_id[CASE_ID_SIZE], uint8_t psk[PSK_SIZE])
{
    bool is_first = memcmp(cert_hash, other_cert_hash, HASH_SIZE) <= 0;
    const uint8_t *first = is_first ? cert_hash : other_cert_hash;
    const uint8_t *second = is_first ? other_cert_hash : cert_hash;
    uint8_t shared[DH_SIZE] = {0};
    bool is_sound = crypto_scalarmult(shared, seed_id, other_pk_id) == 0;
    if (is_sound)
        derive(PART_TEXT("udvej/1/ss-psk"), shared,
               PARTS(PART(case_id, CASE_ID_SIZE), PART(first, HASH_SIZE), PART(second, HASH_SIZE)), psk);
    else
        wipe(psk, PSK_SIZE);
    wipe(shared, sizeof shared);
    return is_sound ? OK : REFUSED;
}
