#include "client_parts.h"

#include <string.h>

#include "hash.h"
#include "phrase.h"
#include "writer.h"

/* --- the secret --- */

static enum outcome begin(struct client *client, const uint8_t secret[SECRET_SIZE], bool is_new)
{
    TRY(visitor_keys_open(&client->visitor.keys, secret, client->deployment_id));
    client->visitor.has_keys = true;
    client->visitor.is_new = is_new;
    if (is_new) {
        memcpy(client->visitor.secret, secret, SECRET_SIZE);
        client->visitor.has_secret = true;
    }
    login_try(client);
    return OK;
}

enum outcome visitor_new(struct client *client)
{
    uint8_t secret[SECRET_SIZE];
    if (role_of(client) != CLIENT_VISITOR || client->visitor.has_keys)
        return REFUSED;
    client->draw(secret, sizeof secret);
    enum outcome outcome = begin(client, secret, true);
    wipe(secret, sizeof secret);
    return outcome;
}

enum outcome visitor_return(struct client *client, struct bytes input)
{
    uint8_t secret[SECRET_SIZE];
    if (role_of(client) != CLIENT_VISITOR || client->visitor.has_keys)
        return REFUSED;
    TRY(phrase_from_input(input, secret));
    enum outcome outcome = begin(client, secret, false);
    wipe(secret, sizeof secret);
    return outcome;
}

enum outcome visitor_code(const struct client *client, char digits[CODE_DIGITS])
{
    if (!client->visitor.has_secret)
        return REFUSED;
    phrase_to_digits(client->visitor.secret, digits);
    return OK;
}

enum outcome visitor_words(const struct client *client, enum word_list list, char text[PHRASE_TEXT_MAX], size_t *size)
{
    if (!client->visitor.has_secret)
        return REFUSED;
    *size = phrase_to_words(client->visitor.secret, list, text);
    return OK;
}

enum outcome visitor_check_code(const struct client *client, struct bytes input)
{
    uint8_t secret[HASH_SIZE] = {0};
    uint8_t own[HASH_SIZE] = {0};
    if (!client->visitor.has_secret)
        return REFUSED;
    TRY(phrase_from_input(input, secret));
    memcpy(own, client->visitor.secret, SECRET_SIZE);
    enum outcome outcome = hash_equal(secret, own) ? OK : REFUSED;
    wipe(secret, sizeof secret);
    wipe(own, sizeof own);
    return outcome;
}

void visitor_hide_code(struct client *client)
{
    wipe(client->visitor.secret, sizeof client->visitor.secret);
    client->visitor.has_secret = false;
}

void visitor_forget(struct client *client)
{
    talk_close(client, &client->talks[0]);
    visitor_keys_close(&client->visitor.keys);
    wipe(client->own_keys, sizeof client->own_keys);
    wipe(client->arrived, sizeof client->arrived);
    wipe(&client->inflight, sizeof client->inflight);
    client_queue_clear(&client->outgoing);
    wipe(&client->visitor, sizeof client->visitor);
    client->draw(client->visitor.session, SESSION_SIZE);
}

/* --- the first words --- */

struct own_key *visitor_offline_key(struct client *client, uint32_t generation)
{
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        struct own_key *key = &client->own_keys[i];
        if (key->is_used && key->generation == generation)
            return key;
    }
    return NULL;
}

/* A new salt, the key it leads to, and the salt as the server keeps it. */
struct own_key *visitor_new_generation(struct client *client, uint32_t generation, struct shred_salt *sealed)
{
    uint8_t salt[SALT_SIZE];
    uint8_t seed[KEM_SEED_SIZE];
    uint8_t nonce[XNONCE_SIZE];
    client->draw(salt, sizeof salt);
    client->draw(nonce, sizeof nonce);
    visitor_salt_seal(&client->visitor.keys, SALT_OFFLINE, generation, salt, nonce, sealed);
    visitor_offline_seed(&client->visitor.keys, salt, generation, seed);
    struct own_key *key = own_key_add(client, seed);
    key->generation = generation;
    wipe(salt, sizeof salt);
    wipe(seed, sizeof seed);
    return key;
}

void visitor_seal_vault(struct client *client, uint8_t sealed[VAULT_SIZE])
{
    uint8_t nonce[XNONCE_SIZE];
    client->visitor.vault.version++;
    client->draw(nonce, sizeof nonce);
    vault_seal(&client->visitor.keys, &client->visitor.vault, nonce, sealed);
}

void visitor_hello_content(struct client *client, struct talk *talk, void *out, size_t max, size_t *size)
{
    const struct vault *vault = &client->visitor.vault;
    const struct own_key *offline = visitor_offline_key(client, vault->off_gen);
    invariant(offline != NULL); /* a login goes on with the newest that there is, or makes one */
    struct hello hello = {
        .ctr = vault->ctr,
        .live_pk = turn_newest(talk, CLASS_ROOM)->pair.pk,
        .off_gen = vault->off_gen,
        .off_pk = offline->pair.pk,
        .log_size = vault->log_size,
        .lang = {vault->lang, vault->lang_size},
    };
    memcpy(hello.session, talk->stream.session, SESSION_SIZE);
    memcpy(hello.pk_login, client->visitor.keys.pk_login, DH_SIZE);
    memcpy(hello.case_nonce, vault->case_nonce, CASE_NONCE_SIZE);
    visitor_case_key(&client->visitor.keys, talk->case_id, talk->room.left_epoch, hello.case_key);
    memcpy(hello.room_head, talk->room.head, HASH_SIZE);
    memcpy(hello.log_root, vault->log_root, HASH_SIZE);
    invariant(hello_encode(&hello, out, max, size) == OK);
    wipe(hello.case_key, sizeof hello.case_key);
}

/* Whom the intake goes to: all who take it at this door, and are as the visitor wishes. */
static uint8_t choose_colleagues(const struct client *client, uint8_t door, uint8_t profile,
                                 uint8_t chosen[WRAPS_MAX][HASH_SIZE])
{
    uint8_t count = 0;
    for (uint8_t i = 0; i < client->roster.count && count < WRAPS_MAX; i++) {
        const struct roster_entry *entry = &client->roster.entries[i];
        if (roster_find(&client->roster, entry->cert_hash, client_now_min(client)) == NULL ||
            !roster_takes_intake(entry, door) || entry->key_issued_min == 0 ||
            entry->key_not_after_min < client_now_min(client) ||
            (profile != PROFILE_NOT_SAID && entry->profile != profile))
            continue;
        memcpy(chosen[count++], entry->cert_hash, HASH_SIZE);
    }
    return count;
}

static struct talk *new_case(struct client *client, uint8_t door, struct bytes lang, const struct form *form)
{
    struct vault *vault = &client->visitor.vault;
    struct talk *talk = talk_new(client);
    invariant(talk == &client->talks[0]);
    wipe(vault, sizeof *vault);
    vault->ctr = 1;
    vault->door = door;
    client->draw(vault->case_nonce, CASE_NONCE_SIZE);
    vault->off_gen = 1;
    vault->profile = form->profile;
    vault->lang_size = (uint8_t)lang.size;
    memcpy(vault->lang, lang.data, lang.size);
    memcpy(vault->snapshot_hash, client->roster.snapshot_hash, HASH_SIZE);
    vault->snapshot_issued_min = client->roster.snapshot_issued_min;
    talk->door = door;
    case_id_of(client->visitor.keys.pk_login, vault->case_nonce, talk->case_id);
    memcpy(talk->visitor_id, client->visitor.keys.visitor_id, HASH_SIZE);
    talk->has_visitor = talk->has_head = true;
    room_open(&talk->room, talk->case_id, talk->visitor_id, vault->snapshot_hash);
    talk_note_epoch(talk);
    memcpy(vault->room_head, talk->room.head, HASH_SIZE);
    return talk;
}

/* Hello and Form, padded for `bucket`. */
static size_t write_intake(struct client *client, struct talk *talk, const struct form *form, uint8_t padded[BUCKET_2],
                           uint8_t *bucket)
{
    uint8_t content[HELLO_MAX + TEXT_MAX + 32];
    size_t hello_size;
    size_t form_size;
    size_t size;
    struct body body = {.kind = BODY_HELLO, .seq = 1, .sent_min = (uint32_t)client_now_min(client)};
    visitor_hello_content(client, talk, content, sizeof content, &hello_size);
    invariant(form_encode(form, content + hello_size, sizeof content - hello_size, &form_size) == OK);
    body.content = (struct bytes){content, hello_size + form_size};
    invariant(body_encode(&body, padded, BUCKET_2, &size, bucket) == OK);
    wipe(content, sizeof content);
    return size;
}

/* All pinned colleagues, in base mode: the psk with each goes along (rule 11). */
static void pinned_recipients(const struct client *client, const struct talk *talk, struct sealing *sealing)
{
    const struct vault *vault = &client->visitor.vault;
    for (sealing->count = 0; sealing->count < vault->pinned_count; sealing->count++) {
        const uint8_t *who = vault->pinned[sealing->count];
        uint8_t *psk = sealing->psks[sealing->count];
        const struct roster_entry *entry = roster_find(&client->roster, who, client_now_min(client));
        invariant(entry != NULL);
        visitor_psk(&client->visitor.keys, talk->case_id, who, psk);
        sealing->recipients[sealing->count] =
            (struct seal_recipient){.pk = entry->key_pk, .mode = WRAP_BASE, .aux = psk};
        memcpy(sealing->recipients[sealing->count].recipient, who, HASH_SIZE);
    }
}

/* One colleague's key that is none must not keep a visitor out: the case is opened with the others. */
static bool leave_out(struct client *client, struct sealing *sealing)
{
    struct vault *vault = &client->visitor.vault;
    bool is_anybody_left = recipients_leave_out(client, sealing);
    vault->pinned_count = (uint8_t)sealing->count;
    for (uint8_t i = 0; i < vault->pinned_count; i++)
        memcpy(vault->pinned[i], sealing->recipients[i].recipient, HASH_SIZE);
    return is_anybody_left;
}

/* Seals Hello and Form to all pinned colleagues. MALFORMED: none of them has a key. */
static enum outcome seal_intake(struct client *client, struct talk *talk, const struct form *form, void *out,
                                size_t max, size_t *size)
{
    struct sealing sealing = {0};
    uint8_t randomness[32 + WRAPS_MAX * KEM_ENC_SEED_SIZE];
    uint8_t padded[BUCKET_2];
    struct header header = {.class = CLASS_INTAKE};
    enum outcome outcome;
    pinned_recipients(client, talk, &sealing);
    size_t body_size = write_intake(client, talk, form, padded, &header.bucket);
    memcpy(header.case_id, talk->case_id, CASE_ID_SIZE);
    send_new_id(client, CLASS_INTAKE, header.msg_id);
    memcpy(header.roster_hash, talk->room.roster_hash, HASH_SIZE);
    memcpy(header.sender, client_me(client), HASH_SIZE);
    memcpy(header.session, talk->stream.session, SESSION_SIZE);
    do {
        client->draw(randomness, 32 + sealing.count * KEM_ENC_SEED_SIZE);
        outcome = envelope_seal(&header, (struct bytes){padded, body_size}, client->deployment_id, sealing.recipients,
                                sealing.count, randomness, out, max, size, &client->inflight.seal);
    } while (outcome == MALFORMED && leave_out(client, &sealing));
    wipe(&sealing, sizeof sealing);
    wipe(randomness, sizeof randomness);
    wipe(padded, sizeof padded);
    return outcome;
}

/* Everything a case needs in one message, so that the server stores all of it or nothing. GONE: nobody has a key to seal to. */
static enum outcome fill_open_case(struct client *client, struct talk *talk, const struct form *form)
{
    struct message message = {.code = MESSAGE_OPEN_CASE};
    uint8_t vault[VAULT_SIZE];
    size_t size;
    message.as.open_case.door = talk->door;
    const struct own_key *offline = visitor_new_generation(client, 1, &message.as.open_case.salt);
    memcpy(message.as.open_case.key_id, offline->pair.key_id, KEY_ID_SIZE);
    turn_begin(client, talk);
    if (seal_intake(client, talk, form, client->scratch, sizeof client->scratch, &size) != OK)
        return GONE;
    visitor_seal_vault(client, vault);
    message.as.open_case.vault = (struct bytes){vault, sizeof vault};
    message.as.open_case.intake = (struct bytes){client->scratch, size};
    invariant(message_encode(&message, client->inflight.message, sizeof client->inflight.message,
                             &client->inflight.size) == OK);
    return OK;
}

void visitor_not_opened(struct client *client)
{
    talk_close(client, &client->talks[0]);
    work_forget(client);
    wipe(&client->inflight, sizeof client->inflight);
    wipe(client->own_keys, sizeof client->own_keys);
    wipe(&client->visitor.vault, sizeof client->visitor.vault);
}

void visitor_opening_failed(struct client *client, uint8_t code)
{
    visitor_not_opened(client);
    event_why(client, "error", "code", error_word(code));
}

static bool is_form_right(struct bytes lang, const struct form *form)
{
    uint8_t probe[TEXT_MAX + 32];
    size_t size;
    bool is_right = lang.size >= LANG_MIN && lang.size <= LANG_MAX && text_is_ascii(lang) &&
                    text_is_valid(form->text) && text_characters(form->text) <= TEXT_CHARACTERS_MAX &&
                    form_encode(form, probe, sizeof probe, &size) == OK;
    wipe(probe, sizeof probe);
    return is_right;
}

/* GONE: nobody who is as the visitor wishes can be sealed to. */
static enum outcome try_opening(struct client *client, uint8_t door, struct bytes lang, const struct form *form,
                                uint8_t profile)
{
    uint8_t chosen[WRAPS_MAX][HASH_SIZE];
    uint8_t count = choose_colleagues(client, door, profile, chosen);
    if (count == 0)
        return GONE;
    struct talk *talk = new_case(client, door, lang, form);
    client->visitor.vault.pinned_count = count;
    memcpy(client->visitor.vault.pinned, chosen, (size_t)count * HASH_SIZE);
    memset(client->visitor.vault.consents, CONSENT_YES, count);
    wipe(&client->inflight, sizeof client->inflight);
    enum outcome outcome = fill_open_case(client, talk, form);
    if (outcome != OK)
        visitor_not_opened(client);
    return outcome;
}

enum outcome visitor_open_case(struct client *client, uint8_t door, struct bytes lang, const struct form *form)
{
    if (role_of(client) != CLIENT_VISITOR || client->phase != PHASE_READY || !client->visitor.is_new ||
        client->talks[0].is_used)
        return REFUSED;
    if (!is_form_right(lang, form))
        return MALFORMED;
    enum outcome outcome = try_opening(client, door, lang, form, form->profile);
    if (outcome == GONE && form->profile != PROFILE_NOT_SAID) /* a wish that nobody can fulfil turns nobody away */
        outcome = try_opening(client, door, lang, form, PROFILE_NOT_SAID);
    if (outcome != OK)
        return outcome;
    client->inflight.is_used = true;
    client->inflight.is_open_case = true;
    work_begin(client);
    inflight_resume(client);
    return OK;
}

void visitor_opened(struct client *client)
{
    struct talk *talk = &client->talks[0];
    talk->is_ours = true;
    talk->stream.seq = 1;
    envelope_link(&client->inflight.seal, talk->stream.link);
    work_forget(client);
    wipe(&client->inflight, sizeof client->inflight);
    client->visitor.is_new = false;
    client->visitor.has_mailbox = true;
    client->visitor.has_said_hello = true;
    if (client->visitor.vault.version > client->visitor.vault_acked)
        client->visitor.vault_acked = client->visitor.vault.version;
    struct json json = client_event_open(client, "opened");
    event_case(&json, talk);
    client_event_put(client, &json);
    if (client->phase != PHASE_READY)
        return; /* learned at a login, which goes on by itself */
    visitor_event_state(client, CASE_WAITING, BAND_NONE);
    talk_tell_room(client, talk);
    turn_told(client, talk, CLASS_ROOM);
    turn_tell_live_keys(client, FOR_LIVE_KEYS);
    struct message envelopes = {.code = MESSAGE_GET_ENVELOPES};
    client_ask(client, &envelopes, FOR_ENVELOPES, 0, 0);
}
