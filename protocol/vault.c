#include "vault.h"

#include <sodium.h>
#include <string.h>

#include "fields.h"
#include "hash.h"

enum {
    VERSION_SIZE = 4,
    PLAIN_SIZE = VAULT_SIZE - VERSION_SIZE - XNONCE_SIZE - AEAD_TAG_SIZE,
    AD_SIZE = 13 + MAILBOX_SIZE + VERSION_SIZE,
    MARK_SIZE = HASH_SIZE + SESSION_SIZE + 8 + 8,
};

/* Counted in elements, one octet each: both lists are short and known. */
static void lay_lists(struct fields *fields, struct vault *vault)
{
    fields_u8_within(fields, &vault->pinned_count, 0, VAULT_PINNED_MAX);
    for (size_t i = 0; i < vault->pinned_count && i < VAULT_PINNED_MAX; i++) {
        fields_octets(fields, vault->pinned[i], HASH_SIZE);
        fields_u8_within(fields, &vault->consents[i], CONSENT_YES, CONSENT_NEW);
    }
    fields_u8_within(fields, &vault->mark_count, 0, VAULT_MARKS_MAX);
    for (size_t i = 0; i < vault->mark_count && i < VAULT_MARKS_MAX; i++) {
        fields_octets(fields, vault->marks[i].member, HASH_SIZE);
        fields_octets(fields, vault->marks[i].session, SESSION_SIZE);
        fields_u64(fields, &vault->marks[i].seq);
        fields_u64(fields, &vault->ahead[i]);
    }
}

/* All but the version, which stands in clear and in the additional data. */
static void lay_vault(struct fields *fields, struct vault *vault)
{
    fields_u64(fields, &vault->ctr);
    fields_u8(fields, &vault->door);
    fields_octets(fields, vault->case_nonce, CASE_NONCE_SIZE);
    fields_u32(fields, &vault->off_gen);
    fields_octets(fields, vault->snapshot_hash, HASH_SIZE);
    fields_u64(fields, &vault->snapshot_issued_min);
    fields_u32(fields, &vault->room_epoch);
    fields_octets(fields, vault->room_head, HASH_SIZE);
    fields_u64(fields, &vault->log_size);
    fields_octets(fields, vault->log_root, HASH_SIZE);
    fields_u8_within(fields, &vault->lang_size, 0, LANG_MAX);
    fields_octets(fields, vault->lang, vault->lang_size <= LANG_MAX ? vault->lang_size : 0);
    fields_u8(fields, &vault->profile);
    lay_lists(fields, vault);
    fields_u32(fields, &vault->archive_gen);
    fields_u8(fields, &vault->archive_key_size);
    fields_check(fields, vault->archive_key_size == 0 || vault->archive_key_size == ARCHIVE_SEALED_SIZE);
    fields_octets(fields, vault->archive_key, vault->archive_key_size == ARCHIVE_SEALED_SIZE ? ARCHIVE_SEALED_SIZE : 0);
    fields_u8_within(fields, &vault->unreadable_logins, 0, UNREADABLE_LOGINS);
    fields_octets(fields, vault->unreadable, vault->unreadable_logins > 0 ? MSG_ID_SIZE : 0);
}

_Static_assert(8 + 1 + CASE_NONCE_SIZE + 4 + HASH_SIZE + 8 + 4 + HASH_SIZE + 8 + HASH_SIZE + 1 + LANG_MAX + 1 + 1 +
                       VAULT_PINNED_MAX * (HASH_SIZE + 1) + 1 + VAULT_MARKS_MAX * MARK_SIZE + 4 + 1 +
                       ARCHIVE_SEALED_SIZE + 1 + MSG_ID_SIZE <=
                   PLAIN_SIZE,
               "the fullest vault fits");

/* ad = "udvej/1/vault" || mailbox || version (rule 15): no vault of another mailbox or with a renamed version opens. */
static void ad_of(const struct visitor_keys *keys, const uint8_t version[VERSION_SIZE], uint8_t ad[AD_SIZE])
{
    struct writer writer;
    writer_open(&writer, ad, AD_SIZE);
    writer_put(&writer, "udvej/1/vault", 13);
    writer_put(&writer, keys->mailbox, MAILBOX_SIZE);
    writer_put(&writer, version, VERSION_SIZE);
}

void vault_seal(const struct visitor_keys *keys, const struct vault *vault, const uint8_t nonce[XNONCE_SIZE],
                uint8_t out[VAULT_SIZE])
{
    uint8_t plain[PLAIN_SIZE] = {0};
    uint8_t ad[AD_SIZE];
    size_t size = 0;
    struct writer writer;
    writer_open(&writer, plain, sizeof plain);
    lay_vault(&(struct fields){NULL, &writer}, (struct vault *)vault);
    invariant(writer_finish(&writer, &size) == OK);
    writer_open(&writer, out, VERSION_SIZE + XNONCE_SIZE);
    writer_u32(&writer, vault->version);
    writer_put(&writer, nonce, XNONCE_SIZE);
    ad_of(keys, out, ad);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + VERSION_SIZE + XNONCE_SIZE, NULL, plain, sizeof plain, ad,
                                               sizeof ad, NULL, nonce, keys->k_vault);
    wipe(plain, sizeof plain);
}

/* Reads the padded plain text; what follows the fields must be zeros. */
static enum outcome read_plain(struct vault *vault, const uint8_t plain[PLAIN_SIZE])
{
    struct reader reader;
    uint8_t any = 0;
    reader_open(&reader, plain, PLAIN_SIZE);
    lay_vault(&(struct fields){&reader, NULL}, vault);
    struct bytes padding = reader_take(&reader, reader.left);
    for (size_t i = 0; i < padding.size; i++)
        any |= padding.data[i];
    return any == 0 ? reader_finish(&reader) : MALFORMED;
}

enum outcome vault_open(const struct visitor_keys *keys, const uint8_t sealed[VAULT_SIZE], struct vault *vault)
{
    uint8_t plain[PLAIN_SIZE] = {0};
    uint8_t ad[AD_SIZE];
    struct reader reader;
    memset(vault, 0, sizeof *vault);
    ad_of(keys, sealed, ad);
    const uint8_t *nonce = sealed + VERSION_SIZE;
    const uint8_t *ct = nonce + XNONCE_SIZE;
    bool is_open = crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, ct, PLAIN_SIZE + AEAD_TAG_SIZE, ad,
                                                              sizeof ad, nonce, keys->k_vault) == 0 &&
                   read_plain(vault, plain) == OK;
    reader_open(&reader, sealed, VERSION_SIZE);
    vault->version = reader_u32(&reader);
    if (!is_open)
        wipe(vault, sizeof *vault);
    wipe(plain, sizeof plain);
    return is_open ? OK : REFUSED;
}
