#include "client_parts.h"

#include <string.h>

#include "hash.h"
#include "key_box.h"
#include "login.h"
#include "reader.h"

enum { OLD_KEY_MIN = 72 * 60 }; /* a replaced receive key is destroyed after that (rule 10) */

/* --- unlocking --- */

static enum outcome take_box(struct client *client, const struct key_box *box)
{
    struct statement statement;
    struct staff_cert cert;
    if (box->kind != KEY_BOX_STAFF || !hash_equal(box->deployment_id, client->deployment_id))
        return REFUSED;
    TRY(statement_decode(&statement, box->statement));
    TRY(staff_cert_decode(&cert, statement.body));
    cert_hash_of(statement.body, client->staff.cert_hash);
    client->staff.role = cert.role;
    client->staff.caps = cert.caps;
    client->staff.label_size = (uint8_t)cert.label.size;
    memcpy(client->staff.label, cert.label.data, cert.label.size);
    memcpy(client->staff.seed_sign, box->seed_sign, SIGN_SEED_SIZE);
    memcpy(client->staff.seed_id, box->seed_id, DH_SIZE);
    memcpy(client->staff.store_key, box->store_key, sizeof client->staff.store_key);
    return OK;
}

static enum outcome take_state(struct client *client, uint8_t *state, size_t state_size)
{
    struct bytes plain;
    if (state_size == 0)
        return OK;
    enum outcome outcome = staff_state_open(client, state, state_size, &plain);
    if (outcome == OK)
        outcome = state_read(client, plain);
    wipe(state, state_size);
    return outcome == OK ? OK : REFUSED;
}

static void event_unlocked(struct client *client)
{
    struct json json = client_event_open(client, "unlocked");
    json_hex(&json, "me", client->staff.cert_hash, HASH_SIZE);
    json_text(&json, "label", (struct bytes){client->staff.label, client->staff.label_size});
    json_word(&json, "role", role_word(client->staff.role));
    json_number(&json, "caps", client->staff.caps);
    client_event_put(client, &json);
}

/* A key file that did not open, or a state of another key, leaves nothing behind. */
static void forget(struct client *client)
{
    wipe(&client->staff, sizeof client->staff);
    wipe(client->talks, sizeof client->talks);
    wipe(client->own_keys, sizeof client->own_keys);
    wipe(&client->inflight, sizeof client->inflight);
    client_queue_clear(&client->outgoing);
    client->draw(client->staff.session, SESSION_SIZE);
}

enum outcome staff_unlock(struct client *client, struct bytes key_file, struct bytes passphrase, uint8_t *state,
                          size_t state_size)
{
    uint8_t plain[KEY_BOX_PLAIN_MAX];
    struct key_box box;
    if (client->role != CLIENT_STAFF || client->staff.is_unlocked)
        return REFUSED;
    enum outcome outcome = key_box_open(&box, key_file, passphrase, plain);
    if (outcome == OK) {
        outcome = take_box(client, &box);
        if (outcome == OK)
            outcome = take_state(client, state, state_size);
        wipe(&box, sizeof box);
    }
    wipe(plain, sizeof plain);
    if (outcome != OK) {
        forget(client);
        return outcome;
    }
    client->staff.is_unlocked = true;
    client->staff.presence = PRESENCE_ON_DUTY;
    for (size_t i = 0; i < TALKS_MAX; i++) {
        /* A device that was off begins a new stream. */
        if (client->talks[i].is_used)
            memcpy(client->talks[i].session, client->staff.session, SESSION_SIZE);
    }
    event_unlocked(client);
    login_try(client);
    return OK;
}

/* --- after the login --- */

static struct own_key *newest_key(struct client *client)
{
    struct own_key *newest = NULL;
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        struct own_key *key = &client->own_keys[i];
        if (key->is_used && (newest == NULL || key->issued_min > newest->issued_min))
            newest = key;
    }
    return newest;
}

static void publish_key(struct client *client, const struct own_key *key)
{
    uint8_t body[KEM_PUBLIC_SIZE + 64];
    uint8_t whole[STATEMENT_MAX];
    struct receive_key receive_key = {
        .issued_min = key->issued_min,
        .not_after_min = key->issued_min + RECEIVE_KEY_LIFETIME_MIN,
        .pk = {key->pk, KEM_PUBLIC_SIZE},
    };
    struct statement statement = {.type = STATEMENT_TYPE_RECEIVE_KEY, .body = {body, 0}};
    struct message message = {.code = MESSAGE_PUT_RECEIVE_KEY, .as.put_receive_key.statement = {whole, 0}};
    memcpy(receive_key.cert_hash, client->staff.cert_hash, HASH_SIZE);
    if (receive_key_encode(&receive_key, body, sizeof body, &statement.body.size) == OK &&
        statement_sign(&statement, client->deployment_id, client->staff.cert_hash, client->staff.seed_sign) == OK &&
        statement_encode(&statement, whole, sizeof whole, &message.as.put_receive_key.statement.size) == OK)
        client_ask(client, &message, FOR_RECEIVE_KEY, 0, 0);
    else
        client_stop(client, "roster");
}

/* The server gives out the newest key: from now on the others are on their way out. Not before: until it knows of the new one it
 * takes envelopes for the old. */
static void note_replaced(struct client *client)
{
    const struct own_key *newest = newest_key(client);
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        struct own_key *key = &client->own_keys[i];
        if (!key->is_used || key == newest || key->replaced_min != 0)
            continue;
        key->replaced_min = client_now_min(client);
        client->is_dirty = true;
    }
}

/* Rule 10: a new receive key at every login when the last is older than 20 hours. */
static void renew_key(struct client *client)
{
    uint64_t now_min = client_now_min(client);
    struct own_key *newest = newest_key(client);
    const struct roster_entry *me = roster_find(&client->roster, client->staff.cert_hash, now_min);
    bool is_other = me != NULL && newest != NULL && me->key_issued_min >= newest->issued_min &&
                    memcmp(me->key_id, newest->key_id, KEY_ID_SIZE) != 0;
    if (newest == NULL || is_other || now_min >= newest->issued_min + RECEIVE_KEY_RENEW_MIN) {
        uint8_t seed[KEM_SEED_SIZE];
        client->draw(seed, sizeof seed);
        newest = own_key_add(client, seed);
        /* Newer than what the server has: this device may have lost its state. */
        newest->issued_min = me != NULL && me->key_issued_min >= now_min ? me->key_issued_min + 1 : now_min;
        wipe(seed, sizeof seed);
        client->is_dirty = true;
    } else if (me != NULL && me->key_issued_min != 0 && memcmp(me->key_id, newest->key_id, KEY_ID_SIZE) == 0) {
        note_replaced(client);
        return;
    }
    publish_key(client, newest);
}

static void note_snapshot(struct client *client)
{
    for (uint8_t i = 0; i < client->staff.snapshot_count; i++) {
        if (memcmp(client->staff.snapshots[i], client->roster.snapshot_hash, HASH_SIZE) == 0)
            return;
    }
    if (client->staff.snapshot_count < SNAPSHOTS_MAX)
        client->staff.snapshot_count++;
    memmove(client->staff.snapshots[1], client->staff.snapshots[0],
            (size_t)(client->staff.snapshot_count - 1) * HASH_SIZE);
    memcpy(client->staff.snapshots[0], client->roster.snapshot_hash, HASH_SIZE);
    client->is_dirty = true;
}

static uint8_t staff_presence_of(const struct client *client, const uint8_t cert_hash[HASH_SIZE])
{
    for (size_t i = 0; i < STAFF_MAX; i++) {
        const struct colleague *colleague = &client->staff.colleagues[i];
        if (memcmp(colleague->cert_hash, cert_hash, HASH_SIZE) == 0)
            return colleague->presence;
    }
    return PRESENCE_AWAY;
}

static void event_colleague(struct client *client, const struct roster_entry *entry)
{
    static const char *const words[] = {"away", "on_duty", "paused"};
    struct json json = client_event_open(client, "colleague");
    json_hex(&json, "who", entry->cert_hash, HASH_SIZE);
    event_label(&json, entry);
    json_word(&json, "role", role_word(entry->role));
    json_word(&json, "presence", words[staff_presence_of(client, entry->cert_hash)]);
    client_event_put(client, &json);
}

static void event_roster(struct client *client)
{
    for (uint8_t i = 0; i < client->roster.count; i++) {
        const struct roster_entry *entry = &client->roster.entries[i];
        if (roster_find(&client->roster, entry->cert_hash, client_now_min(client)) != NULL)
            event_colleague(client, entry);
    }
}

/* Who is on duty is told right after the login, before the roster says who they are: it is kept, and shown with the roster. */
void staff_colleague(struct client *client, const struct message *message)
{
    const uint8_t *who = message->as.presence.cert_hash;
    struct colleague *place = NULL;
    for (size_t i = 0; i < STAFF_MAX; i++) {
        struct colleague *colleague = &client->staff.colleagues[i];
        bool is_same = memcmp(colleague->cert_hash, who, HASH_SIZE) == 0;
        if (is_same || (place == NULL && colleague->presence == PRESENCE_AWAY))
            place = colleague;
        if (is_same)
            break;
    }
    if (place == NULL)
        return; /* a programme has at most STAFF_MAX colleagues; the server speaks of others */
    memcpy(place->cert_hash, who, HASH_SIZE);
    place->presence = message->as.presence.presence;
    const struct roster_entry *entry = roster_find(&client->roster, who, client_now_min(client));
    if (client->phase == PHASE_READY && entry != NULL)
        event_colleague(client, entry);
}

void staff_set_up(struct client *client)
{
    if (roster_find(&client->roster, client->staff.cert_hash, client_now_min(client)) == NULL) {
        client_stop(client, "roster"); /* this certificate is not active any more */
        return;
    }
    note_snapshot(client);
    event_roster(client);
    renew_key(client);
    struct message presence = {.code = MESSAGE_SET_PRESENCE};
    presence.as.set_presence.presence = client->staff.presence;
    client_ask(client, &presence, FOR_NOTHING, 0, 0);
    struct message queue = {.code = MESSAGE_GET_QUEUE};
    client_ask(client, &queue, FOR_QUEUE, 0, 0);
    for (size_t i = 0; i < TALKS_MAX; i++) {
        if (client->talks[i].is_used) {
            client_event_room(client, &client->talks[i]);
            talk_fetch_events(client, &client->talks[i]);
        }
    }
    booking_resume(client);
    login_become_ready(client);
}

/* --- the queue --- */

static void event_claim_lost(struct client *client, const uint8_t case_id[CASE_ID_SIZE],
                             const uint8_t holder[HASH_SIZE])
{
    const struct roster_entry *entry = roster_find(&client->roster, holder, client_now_min(client));
    struct json json = client_event_open(client, "claim_lost");
    json_hex(&json, "case", case_id, CASE_ID_SIZE);
    json_hex(&json, "holder", holder, HASH_SIZE);
    event_label(&json, entry);
    client_event_put(client, &json);
}

static void event_card(struct client *client, const struct message *message, bool is_mine)
{
    static const char *const states[] = {"", "waiting", "claimed", "closed", "burnt"};
    static const uint8_t nobody[HASH_SIZE];
    const uint8_t *holder = message->as.queue_card.holder;
    const struct roster_entry *entry = roster_find(&client->roster, holder, client_now_min(client));
    struct json json = client_event_open(client, "card");
    json_hex(&json, "case", message->as.queue_card.case_id, CASE_ID_SIZE);
    json_number(&json, "door", message->as.queue_card.door);
    json_word(&json, "state", states[message->as.queue_card.state]);
    json_number(&json, "since_min", message->as.queue_card.since_min);
    json_number(&json, "epoch", message->as.queue_card.epoch);
    json_hex(&json, "holder", holder, memcmp(holder, nobody, HASH_SIZE) == 0 ? 0 : HASH_SIZE);
    event_label(&json, entry);
    json_bool(&json, "mine", is_mine);
    client_event_put(client, &json);
}

void staff_card(struct client *client, const struct message *message)
{
    bool is_mine = memcmp(message->as.queue_card.holder, client->staff.cert_hash, HASH_SIZE) == 0;
    struct talk *talk = talk_find(client, message->as.queue_card.case_id);
    event_card(client, message, is_mine);
    if (talk == NULL)
        return;
    if (message->as.queue_card.state == CASE_BURNT) {
        staff_burnt(client, talk);
        return;
    }
    talk->door = message->as.queue_card.door;
    if (is_mine && message->as.queue_card.epoch > talk->room.epoch && talk->claim_size == 0) {
        talk_fetch_events(client, talk);
    } else if (!is_mine && !talk->is_ours && talk->claim_size == 0 && message->as.queue_card.state != CASE_WAITING) {
        talk_close(client, talk); /* a colleague has it: what we could read of it goes (rule 14) */
    }
}

/* Finds the snapshot that the visitor's head(0) was made with among those we have seen. */
static bool open_room(const struct client *client, struct talk *talk, const struct header *header,
                      const uint8_t room_head[HASH_SIZE])
{
    for (uint8_t i = 0; i < client->staff.snapshot_count; i++) {
        room_open(&talk->room, talk->case_id, talk->visitor_id, client->staff.snapshots[i]);
        if (hash_equal(talk->room.head, room_head) && hash_equal(talk->room.roster_hash, header->roster_hash))
            return true;
    }
    return false;
}

static void take_hello(struct client *client, struct talk *talk, const struct hello *hello, uint32_t sent_min)
{
    uint64_t sent_s = (uint64_t)sent_min * 60 + 59;
    talk->hello_ctr = hello->ctr;
    talk->hello_day = sent_min / (24 * 60);
    talk->has_live = true;
    talk->heard_s = sent_s < client->now_s ? sent_s : client->now_s;
    memcpy(talk->live_session, hello->session, SESSION_SIZE);
    memcpy(talk->live_pk, hello->live_pk, KEM_PUBLIC_SIZE);
    talk->off_gen = hello->off_gen;
    memcpy(talk->off_pk, hello->off_pk, KEM_PUBLIC_SIZE);
    talk->is_held = false;
    client->is_dirty = true;
}

static enum outcome check_intake(const struct envelope *envelope, const struct hello *hello)
{
    uint8_t visitor_id[HASH_SIZE];
    uint8_t case_id[CASE_ID_SIZE];
    login_visitor_id(hello->pk_login, visitor_id);
    case_id_of(hello->pk_login, hello->case_nonce, case_id);
    return memcmp(visitor_id, envelope->header.sender, HASH_SIZE) == 0 &&
                   memcmp(case_id, envelope->header.case_id, CASE_ID_SIZE) == 0 && envelope->header.epoch == 0 &&
                   memcmp(hello->session, envelope->header.session, SESSION_SIZE) == 0
               ? OK
               : REFUSED;
}

static void event_intake(struct client *client, const struct talk *talk, const struct body *body,
                         const struct form *form)
{
    static const char *const profiles[] = {"any", "woman", "man"};
    static const char *const safe[] = {"not_said", "yes", "no"};
    struct json json = client_event_open(client, "intake");
    event_case(&json, talk);
    json_number(&json, "sent_min", body->sent_min);
    json_text(&json, "lang", form->lang);
    json_word(&json, "profile", profiles[form->profile]);
    json_word(&json, "safe_now", safe[form->safe_now]);
    json_number(&json, "topic", form->topic);
    json_text(&json, "text", form->text);
    client_event_put(client, &json);
}

/* Opens the intake and fills `talk`, whose `psk` has been set from it. */
static enum outcome read_intake(struct client *client, const struct envelope *envelope, struct talk *talk,
                                struct bytes padded)
{
    struct body body;
    struct hello hello;
    struct form form;
    size_t used;
    TRY(body_decode(&body, padded));
    if (body.kind != BODY_HELLO || body.seq != 1)
        return MALFORMED;
    TRY(hello_decode(&hello, body.content, &used));
    TRY(form_decode(&form, (struct bytes){body.content.data + used, body.content.size - used}));
    TRY(check_intake(envelope, &hello));
    memcpy(talk->case_id, envelope->header.case_id, CASE_ID_SIZE);
    memcpy(talk->visitor_id, envelope->header.sender, HASH_SIZE);
    memcpy(talk->intake_id, envelope->header.msg_id, MSG_ID_SIZE);
    if (!open_room(client, talk, &envelope->header, hello.room_head))
        return REFUSED;
    talk_note_epoch(talk);
    take_hello(client, talk, &hello, body.sent_min);
    talk->mark_count = 1;
    memcpy(talk->marks[0].at.member, talk->visitor_id, HASH_SIZE);
    memcpy(talk->marks[0].at.session, hello.session, SESSION_SIZE);
    talk->marks[0].at.seq = 1;
    talk->marks[0].has_link = true;
    event_intake(client, talk, &body, &form);
    return OK;
}

void staff_intake(struct client *client, const struct envelope *envelope, uint64_t seq)
{
    uint8_t padded[BUCKET_2];
    uint8_t link[HASH_SIZE];
    struct wrap wrap = envelope_wrap(envelope, 0);
    const struct own_key *own = own_key_find(client, wrap.key_id);
    struct talk *talk = talk_new(client);
    if (talk == NULL)
        return; /* stays at the server, and its card in the queue */
    enum outcome outcome = REFUSED;
    if (own != NULL && wrap.mode == WRAP_BASE) {
        struct open_key key = {.seed = own->seed, .pk = own->pk};
        memcpy(key.recipient, client->staff.cert_hash, HASH_SIZE);
        outcome = envelope_open(envelope, 0, client->deployment_id, &key, padded, sizeof padded, talk->psk, link);
        if (outcome == OK)
            outcome = read_intake(client, envelope, talk, (struct bytes){padded, bucket_size(envelope->header.bucket)});
        wipe(padded, sizeof padded);
    }
    if (outcome != OK) {
        talk_close(client, talk);
        event_unreadable(client, &envelope->header);
        return;
    }
    memcpy(talk->marks[0].link, link, HASH_SIZE);
    talk->intake_seq = seq;
    talk_fetch_events(client, talk); /* it may be ours already: claimed, and the answer lost */
}

/* The room's next event, about ourselves, as a signed statement. */
static enum outcome sign_event(const struct client *client, const struct talk *talk, uint8_t type, uint8_t *out,
                               size_t max, size_t *size)
{
    uint8_t body[256];
    struct room_event event = {
        .epoch = talk->room.epoch + 1,
        .type = type,
        .role = client->staff.role,
        .day = (uint32_t)(client_now_min(client) / (24 * 60)),
    };
    struct statement statement = {.type = STATEMENT_TYPE_ROOM_EVENT, .body = {body, 0}};
    memcpy(event.case_id, talk->case_id, CASE_ID_SIZE);
    memcpy(event.prev, talk->room.head, HASH_SIZE);
    memcpy(event.actor, client->staff.cert_hash, HASH_SIZE);
    memcpy(event.subject, client->staff.cert_hash, HASH_SIZE);
    TRY(room_event_encode(&event, body, sizeof body, &statement.body.size));
    TRY(statement_sign(&statement, client->deployment_id, client->staff.cert_hash, client->staff.seed_sign));
    return statement_encode(&statement, out, max, size);
}

static void put_event(struct client *client, const struct talk *talk, struct bytes statement, enum purpose purpose)
{
    struct message message = {.code = MESSAGE_PUT_EVENT, .as.put_event.statement = statement};
    client_ask(client, &message, purpose, talk_index(client, talk), 0);
}

enum outcome staff_claim(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    struct talk *talk = talk_find(client, case_id);
    size_t size;
    if (client->role != CLIENT_STAFF || client->phase != PHASE_READY || talk == NULL || talk->room.epoch != 0 ||
        talk->claim_size > 0)
        return REFUSED;
    TRY(sign_event(client, talk, ROOM_CLAIM, talk->claim, sizeof talk->claim, &size));
    talk->claim_size = (uint16_t)size;
    put_event(client, talk, (struct bytes){talk->claim, size}, FOR_CLAIM);
    return OK;
}

enum outcome staff_close_case(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    struct talk *talk = talk_find(client, case_id);
    uint8_t statement[512];
    size_t size;
    if (client->role != CLIENT_STAFF || client->phase != PHASE_READY || talk == NULL || !talk->is_ours ||
        talk->room.is_closed)
        return REFUSED;
    TRY(sign_event(client, talk, ROOM_CLOSE, statement, sizeof statement, &size));
    put_event(client, talk, (struct bytes){statement, size}, FOR_CLOSE);
    return OK;
}

void staff_claimed(struct client *client, struct talk *talk)
{
    struct json json = client_event_open(client, "claimed");
    talk->is_ours = true;
    talk->claim_size = 0;
    client->is_dirty = true;
    event_case(&json, talk);
    client_event_put(client, &json);
    client_delete(client, talk->intake_seq); /* goes out when the device has kept the case */
}

static void claim_answered(struct client *client, struct talk *talk, const struct message *answer)
{
    if (answer->code == MESSAGE_DONE) {
        uint8_t claim[STATEMENT_MAX];
        size_t size = talk->claim_size;
        memcpy(claim, talk->claim, size);
        if (size > 0)
            talk_event(client, talk, (struct bytes){claim, size});
        return;
    }
    talk->claim_size = 0;
    if (answer->as.error.code == ERROR_EPOCH_CONFLICT && answer->as.error.detail.size == 4 + HASH_SIZE) {
        const uint8_t *holder = answer->as.error.detail.data + 4;
        if (memcmp(holder, client->staff.cert_hash, HASH_SIZE) == 0) {
            talk_fetch_events(client, talk); /* ours: the answer to an earlier claim was lost */
            return;
        }
        event_claim_lost(client, talk->case_id, holder);
        talk_close(client, talk);
    }
}

/* --- talking --- */

static void answer_hello(struct client *client, struct talk *talk, const struct hello *hello, uint64_t last_ctr,
                         uint32_t last_day)
{
    uint8_t content[256];
    uint8_t local_id[MSG_ID_SIZE];
    size_t size;
    struct hello_ack ack = {
        .ctr = hello->ctr,
        .last_ctr = last_ctr,
        .last_hello_day = last_day,
        .late_rewraps = talk->late_rewraps,
        .log_size = hello->log_size,
    };
    memcpy(ack.session, hello->session, SESSION_SIZE);
    memcpy(ack.room_head, talk->room.head, HASH_SIZE);
    memcpy(ack.log_root, hello->log_root, HASH_SIZE);
    send_new_id(client, local_id);
    if (hello_ack_encode(&ack, content, sizeof content, &size) != OK ||
        send_put(client, talk, BODY_HELLO_ACK, (struct bytes){content, size}, local_id) != OK)
        client->had_overflow = true;
}

void staff_hello(struct client *client, struct talk *talk, const struct body *body, const uint8_t session[SESSION_SIZE])
{
    struct hello hello;
    size_t used;
    uint8_t visitor_id[HASH_SIZE];
    uint64_t last_ctr = talk->hello_ctr;
    uint32_t last_day = talk->hello_day;
    if (hello_decode(&hello, body->content, &used) != OK || used != body->content.size ||
        memcmp(hello.session, session, SESSION_SIZE) != 0)
        return;
    login_visitor_id(hello.pk_login, visitor_id);
    if (memcmp(visitor_id, talk->visitor_id, HASH_SIZE) != 0)
        return;
    if (hello.ctr > talk->hello_ctr) {
        take_hello(client, talk, &hello, body->sent_min);
        for (size_t i = 0; i < KEPT_MAX; i++) {
            struct kept *kept = &talk->kept[i];
            if (!kept->is_used || !kept->is_live || kept->needs_rewrap ||
                memcmp(kept->live_session, hello.session, SESSION_SIZE) == 0)
                continue; /* of the same page only what the server has asked for */
            kept->needs_rewrap = true;
            kept->rewrap_at_s = client->now_s + REWRAP_AFTER_S;
        }
        struct json json = client_event_open(client, "back");
        event_case(&json, talk);
        json_number(&json, "sent_min", body->sent_min);
        client_event_put(client, &json);
        send_rewraps(client, talk, false);
    }
    if (talk->is_ours)
        answer_hello(client, talk, &hello, last_ctr, last_day);
}

void staff_rewrap_needed(struct client *client, const struct message *message)
{
    struct talk *talk = talk_find(client, message->as.rewrap_needed.case_id);
    if (talk == NULL)
        return;
    if (client->inflight.is_used && memcmp(client->inflight.msg_id, message->as.rewrap_needed.msg_id, MSG_ID_SIZE) == 0)
        client->inflight.needs_rewrap = true; /* stored, although its answer was lost */
    for (size_t i = 0; i < KEPT_MAX; i++) {
        struct kept *kept = &talk->kept[i];
        if (!kept->is_used || memcmp(kept->msg_id, message->as.rewrap_needed.msg_id, MSG_ID_SIZE) != 0)
            continue;
        kept->needs_rewrap = true;
        kept->rewrap_at_s = client->now_s + REWRAP_AFTER_S;
        client->is_dirty = true;
        /* A newer page is known already: that key is the one. */
        if (memcmp(kept->live_session, talk->live_session, SESSION_SIZE) != 0)
            send_rewraps(client, talk, false);
    }
}

void staff_lock(struct client *client)
{
    for (size_t t = 0; t < TALKS_MAX; t++) {
        struct talk *talk = &client->talks[t];
        if (!talk->is_used || !talk->is_ours)
            continue;
        for (size_t i = 0; i < KEPT_MAX; i++)
            talk->kept[i].needs_rewrap = talk->kept[i].is_used && talk->kept[i].is_live;
        talk->has_live = false;
        send_rewraps(client, talk, true);
    }
}

/* Rule 10: once the mailbox is drained. What nobody has claimed, or seen, stays in it, and a device that starts again
 * must read it again. */
static void destroy_old_keys(struct client *client)
{
    uint64_t keep_min = OLD_KEY_MIN;
    for (size_t i = 0; i < TALKS_MAX; i++) {
        const struct talk *talk = &client->talks[i];
        if (talk->is_used && (!talk->is_ours || talk->missed_seq != 0))
            keep_min = RECEIVE_KEY_LIFETIME_MIN;
    }
    for (size_t i = 0; i < ARRIVED_MAX; i++) {
        if (client->arrived[i].is_used)
            keep_min = RECEIVE_KEY_LIFETIME_MIN;
    }
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        struct own_key *key = &client->own_keys[i];
        if (!key->is_used || key->replaced_min == 0 || client->is_reading || !client->has_read ||
            client_now_min(client) < key->replaced_min + keep_min)
            continue;
        wipe(key, sizeof *key);
        client->is_dirty = true;
    }
}

void staff_tick(struct client *client)
{
    destroy_old_keys(client);
    for (size_t t = 0; t < TALKS_MAX; t++) {
        struct talk *talk = &client->talks[t];
        bool is_late = false;
        for (size_t i = 0; talk->is_used && i < KEPT_MAX; i++) {
            const struct kept *kept = &talk->kept[i];
            is_late = is_late || (kept->is_used && kept->needs_rewrap && client->now_s >= kept->rewrap_at_s);
        }
        if (is_late)
            send_rewraps(client, talk, true);
    }
}

/* --- duty --- */

enum outcome staff_presence(struct client *client, uint8_t presence)
{
    struct message message = {.code = MESSAGE_SET_PRESENCE, .as.set_presence.presence = presence};
    if (client->role != CLIENT_STAFF || client->phase != PHASE_READY)
        return REFUSED;
    if (presence > PRESENCE_PAUSED)
        return MALFORMED;
    client->staff.presence = presence;
    client_ask(client, &message, FOR_NOTHING, 0, 0);
    return OK;
}

void staff_answer(struct client *client, const struct pending *pending, const struct message *answer)
{
    switch (pending->purpose) {
    case FOR_CLAIM:
        claim_answered(client, &client->talks[pending->talk], answer);
        break;
    case FOR_CLOSE:
        /* The event itself is pushed to all members, us among them; a refusal means the room has moved. */
        if (answer->code == MESSAGE_ERROR)
            talk_fetch_events(client, &client->talks[pending->talk]);
        break;
    case FOR_BOOKING:
        booking_answered(client, pending->number, answer);
        break;
    case FOR_SLOT:
        slot_answered(client, pending->number, answer);
        break;
    case FOR_SLOTS:
        client_event_plain(client, "slots");
        break;
    case FOR_RECEIVE_KEY:
        if (answer->code == MESSAGE_ERROR)
            client_event_plain(client, "reconnect");
        else
            note_replaced(client);
        break;
    default:
        break;
    }
}
