/* Operations: the visitor's secret, what derives from it, logins, vault and salts. */
#include "operations_parts.h"

#include <string.h>

#include "protocol/archive.h"
#include "protocol/hpke.h"
#include "protocol/login.h"
#include "protocol/phrase.h"
#include "protocol/vault.h"

static enum outcome phrase_write(struct call *call)
{
    char digits[CODE_DIGITS];
    phrase_to_digits(call_fixed(call, SECRET_SIZE), digits);
    call_give(call, digits, sizeof digits);
    return OK;
}

static enum outcome phrase_words(struct call *call)
{
    char text[PHRASE_TEXT_MAX];
    const uint8_t *secret = call_fixed(call, SECRET_SIZE);
    enum word_list list = (enum word_list)call_number(call, WORD_LISTS - 1);
    call_give(call, text, phrase_to_words(secret, list, text));
    return OK;
}

static enum outcome phrase_read(struct call *call)
{
    uint8_t secret[SECRET_SIZE];
    TRY(phrase_from_input(call_octets(call), secret));
    call_give(call, secret, sizeof secret);
    return OK;
}

static enum outcome all_keys(struct call *call)
{
    struct visitor_keys keys;
    const uint8_t *secret = call_fixed(call, SECRET_SIZE);
    const uint8_t *deployment_id = call_fixed(call, HASH_SIZE);
    TRY(visitor_keys_open(&keys, secret, deployment_id));
    call_give(call, keys.sk_login, DH_SIZE);
    call_give(call, keys.pk_login, DH_SIZE);
    call_give(call, keys.k_vault, 32);
    call_give(call, keys.k_pair, 32);
    call_give(call, keys.k_offline, 32);
    call_give(call, keys.k_archive, 32);
    call_give(call, keys.visitor_id, HASH_SIZE);
    call_give(call, keys.mailbox, MAILBOX_SIZE);
    return OK;
}

static enum outcome case_id(struct call *call)
{
    uint8_t out[CASE_ID_SIZE];
    const uint8_t *pk_login = call_fixed(call, DH_SIZE);
    case_id_of(pk_login, call_fixed(call, CASE_NONCE_SIZE), out);
    call_give(call, out, sizeof out);
    return OK;
}

static enum outcome psk(struct call *call)
{
    struct visitor_keys keys = {0};
    uint8_t out[PSK_SIZE];
    call_copy(call, keys.k_pair, 32);
    const uint8_t *id = call_fixed(call, CASE_ID_SIZE);
    visitor_psk(&keys, id, call_fixed(call, HASH_SIZE), out);
    call_give(call, out, sizeof out);
    return OK;
}

static enum outcome case_key(struct call *call)
{
    struct visitor_keys keys = {0};
    uint8_t out[32];
    call_copy(call, keys.k_pair, 32);
    const uint8_t *id = call_fixed(call, CASE_ID_SIZE);
    visitor_case_key(&keys, id, call_u32(call), out);
    call_give(call, out, sizeof out);
    return OK;
}

static enum outcome offline_seed(struct call *call)
{
    struct visitor_keys keys = {0};
    uint8_t seed[KEM_SEED_SIZE];
    uint8_t pk[KEM_PUBLIC_SIZE];
    call_copy(call, keys.k_offline, 32);
    const uint8_t *salt = call_fixed(call, SALT_SIZE);
    visitor_offline_seed(&keys, salt, call_u32(call), seed);
    hpke_public_of(pk, seed);
    call_give(call, seed, sizeof seed);
    call_give(call, pk, sizeof pk);
    return OK;
}

static enum outcome psk_of_staff(struct call *call)
{
    uint8_t out[PSK_SIZE];
    const uint8_t *seed_id = call_fixed(call, DH_SIZE);
    const uint8_t *cert_hash = call_fixed(call, HASH_SIZE);
    const uint8_t *other_pk_id = call_fixed(call, DH_SIZE);
    const uint8_t *other_cert_hash = call_fixed(call, HASH_SIZE);
    TRY(staff_psk(seed_id, cert_hash, other_pk_id, other_cert_hash, call_fixed(call, CASE_ID_SIZE), out));
    call_give(call, out, sizeof out);
    return OK;
}

static void take_sealer(struct call *call, struct visitor_keys *keys)
{
    memset(keys, 0, sizeof *keys);
    call_copy(call, keys->k_vault, 32);
    call_copy(call, keys->mailbox, MAILBOX_SIZE);
}

static enum outcome salt_seal(struct call *call)
{
    struct visitor_keys keys;
    struct shred_salt salt;
    uint8_t out[SHRED_SALT_SIZE];
    take_sealer(call, &keys);
    uint8_t purpose = call_u8(call);
    uint32_t generation = call_u32(call);
    const uint8_t *plain = call_fixed(call, SALT_SIZE);
    visitor_salt_seal(&keys, purpose, generation, plain, call_fixed(call, XNONCE_SIZE), &salt);
    shred_salt_encode(&salt, out);
    call_give(call, out, sizeof out);
    return OK;
}

static enum outcome salt_open(struct call *call)
{
    struct visitor_keys keys;
    struct shred_salt sealed;
    uint8_t salt[SALT_SIZE];
    take_sealer(call, &keys);
    TRY(shred_salt_decode(&sealed, call_fixed(call, SHRED_SALT_SIZE)));
    TRY(visitor_salt_open(&keys, &sealed, salt));
    call_give_number(call, sealed.purpose);
    call_give_number(call, sealed.generation);
    call_give(call, salt, sizeof salt);
    return OK;
}

/* host, deployment_id, then `epk` (or esk, of which `made` becomes the public half), and the server's nonce. */
static void take_transcript(struct call *call, struct login_transcript *transcript, uint8_t made[DH_SIZE],
                            const uint8_t **esk)
{
    transcript->host = call_octets(call);
    transcript->deployment_id = call_fixed(call, HASH_SIZE);
    transcript->epk = call_fixed(call, DH_SIZE);
    if (esk != NULL) {
        *esk = transcript->epk;
        login_epk(made, *esk);
        transcript->epk = made;
    }
    transcript->nonce_s = call_fixed(call, NONCE_SIZE);
}

static enum outcome give_macs(struct call *call, const struct login_transcript *transcript, const uint8_t *secret,
                              const uint8_t *other)
{
    uint8_t macs[2][MAC_SIZE];
    TRY(login_visitor_macs(transcript, secret, other, macs[0], macs[1]));
    call_give(call, macs[0], MAC_SIZE);
    call_give(call, macs[1], MAC_SIZE);
    return OK;
}

static enum outcome login_client(struct call *call)
{
    struct login_transcript transcript;
    uint8_t pk_login[DH_SIZE];
    take_transcript(call, &transcript, NULL, NULL);
    transcript.nonce_c = call_fixed(call, NONCE_SIZE);
    const uint8_t *sk_login = call_fixed(call, DH_SIZE);
    login_epk(pk_login, sk_login);
    transcript.who = pk_login;
    return give_macs(call, &transcript, sk_login, transcript.epk);
}

static enum outcome login_server(struct call *call)
{
    struct login_transcript transcript;
    uint8_t epk[DH_SIZE];
    const uint8_t *esk;
    take_transcript(call, &transcript, epk, &esk);
    transcript.nonce_c = call_fixed(call, NONCE_SIZE);
    transcript.who = call_fixed(call, DH_SIZE);
    call_give(call, epk, sizeof epk);
    return give_macs(call, &transcript, esk, transcript.who);
}

static enum outcome staff_login(struct call *call)
{
    struct login_transcript transcript;
    uint8_t signature[SIGNATURE_SIZE];
    take_transcript(call, &transcript, NULL, NULL);
    transcript.who = call_fixed(call, HASH_SIZE);
    transcript.nonce_c = call_fixed(call, NONCE_SIZE);
    TRY(login_staff_sign(&transcript, call_fixed(call, SIGN_SEED_SIZE), signature));
    call_give(call, signature, sizeof signature);
    return OK;
}

static enum outcome staff_login_check(struct call *call)
{
    struct login_transcript transcript;
    take_transcript(call, &transcript, NULL, NULL);
    transcript.who = call_fixed(call, HASH_SIZE);
    transcript.nonce_c = call_fixed(call, NONCE_SIZE);
    const uint8_t *pk_sign = call_fixed(call, SIGN_PUBLIC_SIZE);
    return login_staff_verify(&transcript, pk_sign, call_fixed(call, SIGNATURE_SIZE));
}

enum { PINNED_SIZE = HASH_SIZE + 1 };

static void give_pinned(struct call *call, const struct vault *vault)
{
    uint8_t octets[VAULT_PINNED_MAX * PINNED_SIZE];
    for (size_t i = 0; i < vault->pinned_count; i++) {
        memcpy(octets + i * PINNED_SIZE, vault->pinned[i], HASH_SIZE);
        octets[i * PINNED_SIZE + HASH_SIZE] = vault->consents[i];
    }
    call_give(call, octets, (size_t)vault->pinned_count * PINNED_SIZE);
}

static void take_pinned(struct call *call, struct vault *vault)
{
    struct bytes pinned = call_octets(call);
    if (pinned.size > (size_t)VAULT_PINNED_MAX * PINNED_SIZE || pinned.size % PINNED_SIZE != 0) {
        call->is_wrong = true;
        return;
    }
    vault->pinned_count = (uint8_t)(pinned.size / PINNED_SIZE);
    for (size_t i = 0; i < vault->pinned_count; i++) {
        memcpy(vault->pinned[i], pinned.data + i * PINNED_SIZE, HASH_SIZE);
        vault->consents[i] = pinned.data[i * PINNED_SIZE + HASH_SIZE];
    }
}

static void take_marks(struct call *call, struct vault *vault)
{
    struct bytes marks = call_octets(call);
    struct reader reader;
    reader_open(&reader, marks.data, marks.size);
    while (reader.left > 0 && !reader.has_failed && vault->mark_count < VAULT_MARKS_MAX) {
        struct seen *mark = &vault->marks[vault->mark_count];
        reader_copy(&reader, mark->member, HASH_SIZE);
        reader_copy(&reader, mark->session, SESSION_SIZE);
        mark->seq = reader_u64(&reader);
        vault->ahead[vault->mark_count++] = reader_u64(&reader);
    }
    if (reader_finish(&reader) != OK)
        call->is_wrong = true;
}

static enum outcome seal_vault(struct call *call)
{
    struct visitor_keys keys;
    struct vault vault = {0};
    uint8_t out[VAULT_SIZE];
    take_sealer(call, &keys);
    const uint8_t *nonce = call_fixed(call, XNONCE_SIZE);
    vault.version = call_u32(call);
    vault.ctr = call_u64(call);
    vault.door = call_u8(call);
    call_copy(call, vault.case_nonce, CASE_NONCE_SIZE);
    vault.off_gen = call_u32(call);
    call_copy(call, vault.snapshot_hash, HASH_SIZE);
    vault.snapshot_issued_min = call_u64(call);
    vault.room_epoch = call_u32(call);
    call_copy(call, vault.room_head, HASH_SIZE);
    vault.log_size = call_u64(call);
    call_copy(call, vault.log_root, HASH_SIZE);
    struct bytes lang = call_octets(call);
    vault.lang_size = (uint8_t)(lang.size <= LANG_MAX ? lang.size : 0);
    call->is_wrong = call->is_wrong || lang.size > LANG_MAX;
    if (vault.lang_size > 0)
        memcpy(vault.lang, lang.data, vault.lang_size);
    vault.profile = call_u8(call);
    take_pinned(call, &vault);
    take_marks(call, &vault);
    vault.archive_gen = call_u32(call);
    struct bytes key = call_octets(call);
    call->is_wrong = call->is_wrong || (key.size != 0 && key.size != ARCHIVE_SEALED_SIZE);
    vault.archive_key_size = (uint8_t)(key.size == ARCHIVE_SEALED_SIZE ? key.size : 0);
    if (vault.archive_key_size > 0)
        memcpy(vault.archive_key, key.data, key.size);
    struct bytes unreadable = call_octets(call); /* logins, id */
    call->is_wrong = call->is_wrong || (unreadable.size != 0 && unreadable.size != 1 + MSG_ID_SIZE);
    if (unreadable.size == 1 + MSG_ID_SIZE) {
        vault.unreadable_logins = unreadable.data[0];
        memcpy(vault.unreadable, unreadable.data + 1, MSG_ID_SIZE);
    }
    vault_seal(&keys, &vault, nonce, out);
    call_give(call, out, sizeof out);
    return OK;
}

static void give_marks(struct call *call, const struct vault *vault)
{
    uint8_t octets[VAULT_MARKS_MAX * 56];
    struct writer writer;
    size_t size = 0;
    writer_open(&writer, octets, sizeof octets);
    for (size_t i = 0; i < vault->mark_count; i++) {
        writer_put(&writer, vault->marks[i].member, HASH_SIZE);
        writer_put(&writer, vault->marks[i].session, SESSION_SIZE);
        writer_u64(&writer, vault->marks[i].seq);
        writer_u64(&writer, vault->ahead[i]);
    }
    call->is_wrong = call->is_wrong || writer_finish(&writer, &size) != OK;
    call_give(call, octets, size);
}

static enum outcome open_vault(struct call *call)
{
    struct visitor_keys keys;
    struct vault vault = {0};
    take_sealer(call, &keys);
    TRY(vault_open(&keys, call_fixed(call, VAULT_SIZE), &vault));
    call_give_number(call, vault.version);
    call_give_number(call, vault.ctr);
    call_give_number(call, vault.door);
    call_give(call, vault.case_nonce, CASE_NONCE_SIZE);
    call_give_number(call, vault.off_gen);
    call_give(call, vault.snapshot_hash, HASH_SIZE);
    call_give_number(call, vault.snapshot_issued_min);
    call_give_number(call, vault.room_epoch);
    call_give(call, vault.room_head, HASH_SIZE);
    call_give_number(call, vault.log_size);
    call_give(call, vault.log_root, HASH_SIZE);
    call_give(call, vault.lang, vault.lang_size);
    call_give_number(call, vault.profile);
    give_pinned(call, &vault);
    give_marks(call, &vault);
    call_give_number(call, vault.archive_gen);
    call_give(call, vault.archive_key, vault.archive_key_size);
    uint8_t unreadable[1 + MSG_ID_SIZE] = {vault.unreadable_logins};
    memcpy(unreadable + 1, vault.unreadable, MSG_ID_SIZE);
    call_give(call, unreadable, vault.unreadable_logins > 0 ? sizeof unreadable : 0);
    return OK;
}

/* k_archive, mailbox; gives the salt, and the generation. */
static const uint8_t *take_archive(struct call *call, struct visitor_keys *keys, uint32_t *generation)
{
    memset(keys, 0, sizeof *keys);
    call_copy(call, keys->k_archive, 32);
    call_copy(call, keys->mailbox, MAILBOX_SIZE);
    const uint8_t *salt = call_fixed(call, SALT_SIZE);
    *generation = call_u32(call);
    return salt;
}

static enum outcome seal_archive_key(struct call *call)
{
    struct visitor_keys keys;
    uint32_t generation;
    uint8_t out[ARCHIVE_SEALED_SIZE];
    const uint8_t *salt = take_archive(call, &keys, &generation);
    const uint8_t *key = call_fixed(call, ARCHIVE_KEY_SIZE);
    archive_key_seal(&keys, salt, generation, key, call_fixed(call, XNONCE_SIZE), out);
    call_give(call, out, sizeof out);
    return OK;
}

static enum outcome open_archive_key(struct call *call)
{
    struct visitor_keys keys;
    uint32_t generation;
    uint8_t key[ARCHIVE_KEY_SIZE];
    const uint8_t *salt = take_archive(call, &keys, &generation);
    TRY(archive_key_open(&keys, salt, generation, call_fixed(call, ARCHIVE_SEALED_SIZE), key));
    call_give(call, key, sizeof key);
    return OK;
}

static enum outcome seal_archived(struct call *call)
{
    uint8_t out[ARCHIVE_SEALED_SIZE];
    const uint8_t *key = call_fixed(call, ARCHIVE_KEY_SIZE);
    const uint8_t *msg_id = call_fixed(call, MSG_ID_SIZE);
    const uint8_t *link = call_fixed(call, HASH_SIZE);
    const uint8_t *message_key = call_fixed(call, 32);
    archive_seal(key, msg_id, link, message_key, call_fixed(call, XNONCE_SIZE), out);
    call_give(call, out, sizeof out);
    return OK;
}

/* clang-format off */
const struct operation operations_keys[] = {
    {"archive_key_seal", seal_archive_key},
    {"archive_key_open", open_archive_key},
    {"archive_seal", seal_archived},
    {"phrase_write", phrase_write},
    {"phrase_words", phrase_words},
    {"phrase_read", phrase_read},
    {"visitor_keys", all_keys},
    {"case_id", case_id},
    {"visitor_psk", psk},
    {"case_key", case_key},
    {"offline_seed", offline_seed},
    {"staff_psk", psk_of_staff},
    {"salt_seal", salt_seal},
    {"salt_open", salt_open},
    {"login_client", login_client},
    {"login_server", login_server},
    {"staff_login", staff_login},
    {"staff_login_check", staff_login_check},
    {"vault_seal", seal_vault},
    {"vault_open", open_vault},
    {NULL, NULL},
};
/* clang-format on */
