#include "archive.h"
#include "client_parts.h"

#include <string.h>

#include "hash.h"

enum { MESSAGE_HEAD = 5 }; /* code and tag of the message under way */

/* How it stands with a DELETE_KEPT that has no answer. */
enum delete_asking {
    DELETE_ASKED,
    DELETE_TO_ASK, /* again: the connection was lost, or the server had no time */
};

/* --- on and off --- */

static void event_archive(struct client *client)
{
    struct json json = client_event_open(client, "archive");
    json_bool(&json, "on", client->visitor.has_archive);
    client_event_put(client, &json);
}

/* Nothing more is kept, and what waits to be kept is deleted instead. */
static void forget(struct client *client)
{
    struct vault *vault = &client->visitor.vault;
    wipe(client->visitor.archive_key, sizeof client->visitor.archive_key);
    wipe(vault->archive_key, sizeof vault->archive_key);
    vault->archive_key_size = 0;
    client->visitor.has_archive = false;
    for (size_t i = 0; i < ARRIVED_MAX; i++)
        client->arrived[i].is_kept = false;
    for (size_t i = 0; i < DELETIONS_MAX; i++)
        client->visitor.deletions[i].is_kept = false;
}

static void begin(struct client *client)
{
    struct vault *vault = &client->visitor.vault;
    struct message message = {.code = MESSAGE_PUT_SALT};
    uint8_t salt[SALT_SIZE];
    uint8_t nonce[XNONCE_SIZE];
    vault->archive_gen++;
    client->draw(salt, sizeof salt);
    client->draw(nonce, sizeof nonce);
    visitor_salt_seal(&client->visitor.keys, SALT_ARCHIVE, vault->archive_gen, salt, nonce, &message.as.put_salt.salt);
    client->draw(client->visitor.archive_key, sizeof client->visitor.archive_key);
    client->draw(nonce, sizeof nonce);
    archive_key_seal(&client->visitor.keys, salt, vault->archive_gen, client->visitor.archive_key, nonce,
                     vault->archive_key);
    vault->archive_key_size = ARCHIVE_SEALED_SIZE;
    wipe(salt, sizeof salt);
    client->visitor.has_read_archive = true; /* there is nothing in it */
    client_ask(client, &message, FOR_ARCHIVE_SALT, 0, vault->archive_gen);
    visitor_put_vault(client);
}

static void destroy(struct client *client)
{
    struct message message = {.code = MESSAGE_DELETE_SALT};
    message.as.delete_salt.purpose = SALT_ARCHIVE;
    message.as.delete_salt.generation = client->visitor.archive_stale;
    client_ask(client, &message, FOR_ARCHIVE_GONE, 0, client->visitor.archive_stale);
}

enum outcome visitor_keep(struct client *client, bool is_on)
{
    struct vault *vault = &client->visitor.vault;
    if (role_of(client) != CLIENT_VISITOR || client->phase != PHASE_READY || !client->visitor.has_mailbox)
        return REFUSED;
    if (client->visitor.archive_stale != 0 || client_awaits(client, FOR_ARCHIVE_SALT))
        return FULL; /* the last change is not through yet */
    if (is_on == client->visitor.has_archive)
        return OK;
    if (is_on) {
        begin(client);
        return OK;
    }
    client->visitor.archive_stale = vault->archive_gen;
    forget(client);
    destroy(client);
    visitor_put_vault(client);
    return OK;
}

static void delete_again(struct client *client)
{
    for (size_t i = 0; i < PENDING_MAX; i++) {
        struct pending *pending = &client->pending[i];
        struct message message = {.code = MESSAGE_DELETE_KEPT, .tag = pending->tag};
        if (pending->purpose != FOR_DELETE_KEPT || pending->number != DELETE_TO_ASK)
            continue;
        pending->number = DELETE_ASKED;
        memcpy(message.as.delete_kept.msg_id, pending->id, MSG_ID_SIZE);
        client_tell_server(client, &message);
    }
}

void archive_tick(struct client *client)
{
    if (client->now_s < client->pause_until_s)
        return;
    if (client->visitor.archive_stale != 0 && !client_awaits(client, FOR_ARCHIVE_GONE))
        destroy(client);
    delete_again(client);
}

static void salt_answered(struct client *client, const struct message *answer)
{
    client->visitor.has_archive = answer->code == MESSAGE_DONE;
    if (!client->visitor.has_archive) {
        forget(client);
        visitor_put_vault(client);
    }
    event_archive(client);
}

static void gone_answered(struct client *client, const struct message *answer)
{
    if (answer->code == MESSAGE_ERROR && answer->as.error.code != ERROR_GONE) {
        client->pause_until_s = client->now_s + PAUSE_S;
        return; /* what is destroyed is said to be so, not sooner */
    }
    client->visitor.archive_stale = 0;
    event_archive(client);
}

/* --- at a login --- */

/* Ours may be newer than the vault that the server has: a write that was lost. */
void archive_join(struct vault *vault, const struct vault *ours)
{
    if (ours->version < vault->version)
        return;
    vault->archive_gen = ours->archive_gen;
    vault->archive_key_size = ours->archive_key_size;
    memcpy(vault->archive_key, ours->archive_key, sizeof vault->archive_key);
}

/* The salt that the vault's key needs; any other is left from a change that did not come to its end, and is destroyed. */
enum outcome archive_take_salt(struct client *client, const struct shred_salt *sealed)
{
    const struct vault *vault = &client->visitor.vault;
    uint8_t salt[SALT_SIZE];
    if (vault->archive_key_size == 0 || sealed->generation != vault->archive_gen) {
        client->visitor.archive_stale = sealed->generation;
        return OK;
    }
    TRY(visitor_salt_open(&client->visitor.keys, sealed, salt));
    enum outcome outcome = archive_key_open(&client->visitor.keys, salt, sealed->generation, vault->archive_key,
                                            client->visitor.archive_key);
    wipe(salt, sizeof salt);
    client->visitor.has_archive = outcome == OK;
    return outcome;
}

void archive_before_salts(struct client *client)
{
    client->visitor.has_archive = false;
    client->visitor.archive_stale = 0;
}

void archive_after_salts(struct client *client)
{
    if (!client->visitor.has_archive && client->visitor.vault.archive_key_size > 0)
        forget(client); /* it was destroyed elsewhere */
}

static void read_on(struct client *client, uint64_t after)
{
    struct message message = {.code = MESSAGE_GET_ARCHIVE, .as.get_archive.after = after};
    client->visitor.archive_read = after;
    client_ask(client, &message, FOR_ARCHIVE, 0, 0);
}

void archive_ready(struct client *client)
{
    if (client->visitor.archive_stale == 0) /* else when it is destroyed, not sooner */
        event_archive(client);
    archive_tick(client);
    if (client->visitor.has_archive && !client->visitor.has_read_archive)
        read_on(client, 0);
}

/* --- what is kept --- */

bool archive_seal_key(struct client *client, const uint8_t msg_id[MSG_ID_SIZE], const struct seal_kept *kept,
                      uint8_t sealed[ARCHIVE_SEALED_SIZE])
{
    uint8_t nonce[XNONCE_SIZE];
    uint8_t link[HASH_SIZE];
    if (role_of(client) != CLIENT_VISITOR || !client->visitor.has_archive)
        return false;
    client->draw(nonce, sizeof nonce);
    envelope_link(kept, link);
    archive_seal(client->visitor.archive_key, msg_id, link, kept->key, nonce, sealed);
    return true;
}

static void event_not_kept(struct client *client, const uint8_t *id)
{
    struct json json = client_event_open(client, "not_kept");
    json_hex(&json, "id", id, MSG_ID_SIZE);
    client_event_put(client, &json);
}

void archive_keep(struct client *client, struct deletion *deletion)
{
    struct message message = {.code = MESSAGE_KEEP};
    memcpy(message.as.keep.msg_id, deletion->msg_id, MSG_ID_SIZE);
    memcpy(message.as.keep.sealed, deletion->sealed, ARCHIVE_SEALED_SIZE);
    client_ask(client, &message, FOR_KEEP, 0, (uint32_t)(deletion - client->visitor.deletions));
}

/* What cannot be kept is deleted, as if nothing had been asked. */
static void keep_answered(struct client *client, struct deletion *deletion, const struct message *answer)
{
    bool is_final = answer->code == MESSAGE_DONE || answer->as.error.code == ERROR_GONE;
    if (is_final)
        return;
    if (deletion->is_kept) /* still wanted */
        event_not_kept(client, deletion->msg_id);
    deletion->is_kept = false;
    deletion->is_sent = false;
    visitor_delete_due(client);
}

/* Our own words, once the server has them for the others: the same envelope with its first wrap, which nobody will need. */
bool archive_keep_own(struct client *client)
{
    struct inflight *inflight = &client->inflight;
    struct message message = {.code = MESSAGE_KEEP};
    struct envelope envelope;
    size_t size, whole;
    uint8_t *slim = client->scratch, *out = client->scratch + SLIM_MAX;
    bool is_said = inflight->kind == BODY_TEXT || inflight->kind == BODY_APPOINTMENT;
    if (!is_said || inflight->is_archived ||
        !archive_seal_key(client, inflight->msg_id, &inflight->seal, message.as.keep.sealed))
        return false;
    struct bytes octets = {inflight->message + MESSAGE_HEAD, inflight->size - MESSAGE_HEAD};
    invariant(envelope_decode(&envelope, octets) == OK);
    invariant(envelope_slim(&envelope, PART(envelope.wraps.data, WRAP_SIZE), slim, SLIM_MAX, &size) == OK);
    message.tag = client_expect(client, FOR_KEEP_OWN, inflight->talk, 0);
    invariant(message.tag != 0); /* in place of the request that was just answered */
    memcpy(message.as.keep.msg_id, inflight->msg_id, MSG_ID_SIZE);
    message.as.keep.envelope = PART(slim, size);
    invariant(message_encode(&message, out, SCRATCH_MAX - SLIM_MAX, &whole) == OK);
    client_put_frame(client, out, whole);
    wipe(client->scratch, sizeof client->scratch);
    return true;
}

static void own_answered(struct client *client, const struct message *answer)
{
    if (answer->code != MESSAGE_DONE)
        event_not_kept(client, client->inflight.local_id);
    client->inflight.is_archived = true; /* or cannot be: it is not tried again */
    inflight_done(client);
}

/* --- reading it --- */

static void event_kept(struct client *client, const struct envelope *envelope, const struct body *body)
{
    const struct header *header = &envelope->header;
    bool is_mine = memcmp(header->sender, client_me(client), HASH_SIZE) == 0;
    const struct roster_entry *entry = roster_find(&client->roster, header->sender, client_now_min(client));
    struct appointment appointment;
    bool is_appointment = body->kind == BODY_APPOINTMENT;
    if (is_appointment && appointment_decode(&appointment, body->content) != OK)
        return;
    struct json json = client_event_open(client, is_appointment ? "kept_appointment" : "kept_message");
    json_hex(&json, "case", header->case_id, CASE_ID_SIZE);
    json_hex(&json, "id", header->msg_id, MSG_ID_SIZE);
    json_hex(&json, "from", header->sender, HASH_SIZE);
    /* Who has left since is not in the roster; it was one of the staff all the same. */
    json_word(&json, "role", role_word(is_mine ? ROLE_VISITOR : entry == NULL ? ROLE_COUNSELLOR : entry->role));
    event_label(&json, is_mine ? NULL : entry);
    json_number(&json, "sent_min", body->sent_min);
    if (is_appointment)
        event_appointment(&json, &appointment);
    else
        json_text(&json, "text", body->content);
    client_event_put(client, &json);
    if (is_appointment) /* what that means is known when all is read */
        standing_said(client, &client->talks[0],
                      &(struct standing_said){&appointment, header->sender, header->epoch, is_mine});
}

/* What does not open is left out: the archive is the visitor's own, and nothing is sent or decided by it. */
void archive_archived(struct client *client, const struct message *message)
{
    struct envelope envelope;
    struct body body;
    uint8_t padded[BUCKET_2];
    if (message->as.archived.number > client->visitor.archive_read)
        client->visitor.archive_read = message->as.archived.number;
    client->visitor.archive_count++;
    if (!client->visitor.has_archive || envelope_decode(&envelope, message->as.archived.envelope) != OK)
        return;
    if (archive_open(client->visitor.archive_key, &envelope, message->as.archived.sealed, padded, sizeof padded) ==
            OK &&
        body_decode(&body, PART(padded, bucket_size(envelope.header.bucket))) == OK &&
        (body.kind == BODY_TEXT || body.kind == BODY_APPOINTMENT))
        event_kept(client, &envelope, &body);
    wipe(padded, sizeof padded);
}

static void read_answered(struct client *client, const struct message *answer)
{
    if (answer->code != MESSAGE_DONE)
        return; /* asked for again at the next login */
    if (client->visitor.archive_count > 0) {
        client->visitor.archive_count = 0;
        read_on(client, client->visitor.archive_read);
        return;
    }
    client->visitor.has_read_archive = true;
    client_event_plain(client, "archive_read");
    standing_look(client, &client->talks[0]);
}

/* --- deleting one --- */

enum outcome visitor_delete_kept(struct client *client, const uint8_t msg_id[MSG_ID_SIZE])
{
    struct message message = {.code = MESSAGE_DELETE_KEPT};
    if (role_of(client) != CLIENT_VISITOR || client->phase != PHASE_READY || !client->visitor.has_mailbox)
        return REFUSED;
    if (!client_can_ask(client))
        return FULL;
    memcpy(message.as.delete_kept.msg_id, msg_id, MSG_ID_SIZE);
    client_ask(client, &message, FOR_DELETE_KEPT, 0, DELETE_ASKED);
    struct pending *pending = client_pending(client, message.tag);
    invariant(pending != NULL); /* there was room for it */
    memcpy(pending->id, msg_id, MSG_ID_SIZE);
    return OK;
}

/* Whoever deletes words must not find them here the next time because a line broke: it is asked for until it is done. */
bool archive_outlasts(struct pending *pending)
{
    if (pending->purpose != FOR_DELETE_KEPT)
        return false;
    pending->number = DELETE_TO_ASK;
    return true;
}

static void delete_answered(struct client *client, const struct pending *pending, const struct message *answer)
{
    if (answer->code == MESSAGE_DONE) {
        struct json json = client_event_open(client, "unkept");
        json_hex(&json, "id", pending->id, MSG_ID_SIZE);
        client_event_put(client, &json);
    } else if (answer->as.error.code == ERROR_RATE || answer->as.error.code == ERROR_UNAVAILABLE) {
        uint32_t tag = client_expect(client, FOR_DELETE_KEPT, 0, DELETE_TO_ASK);
        struct pending *again = client_pending(client, tag);
        invariant(again != NULL); /* in place of the request that was just answered */
        memcpy(again->id, pending->id, MSG_ID_SIZE);
        client->pause_until_s = client->now_s + PAUSE_S;
    }
}

void archive_answered(struct client *client, const struct pending *pending, const struct message *answer)
{
    switch (pending->purpose) {
    case FOR_ARCHIVE_SALT:
        salt_answered(client, answer);
        break;
    case FOR_ARCHIVE_GONE:
        gone_answered(client, answer);
        break;
    case FOR_KEEP:
        keep_answered(client, &client->visitor.deletions[pending->number], answer);
        break;
    case FOR_KEEP_OWN:
        own_answered(client, answer);
        break;
    case FOR_ARCHIVE:
        read_answered(client, answer);
        break;
    default: /* FOR_DELETE_KEPT */
        delete_answered(client, pending, answer);
        break;
    }
}
