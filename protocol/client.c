#include "client_parts.h"

#include <string.h>

#include <sodium.h>

#include "hash.h"

/* --- life --- */

size_t client_size(void)
{
    return sizeof(struct client);
}

struct client *client_open(void *memory, const struct client_settings *settings)
{
    struct client *client = memory;
    memset(client, 0, sizeof *client);
    invariant(settings->host.size > 0 && settings->host.size <= HOST_MAX);
    client->role = settings->role;
    client->draw = settings->draw;
    memcpy(client->deployment_id, settings->deployment_id, HASH_SIZE);
    client->host_size = (uint8_t)settings->host.size;
    memcpy(client->host, settings->host.data, settings->host.size);
    client_queue_open(&client->frames, client->frames_data, sizeof client->frames_data);
    client_queue_open(&client->events, client->events_data, sizeof client->events_data);
    client_queue_open(&client->outgoing, client->outgoing_data, sizeof client->outgoing_data);
    roster_open(&client->roster, client->deployment_id);
    client->draw(client->visitor.session, SESSION_SIZE);
    client->draw(client->staff.session, SESSION_SIZE);
    return client;
}

void client_close(struct client *client)
{
    wipe(client, sizeof *client);
}

/* --- events --- */

struct json client_event_open(struct client *client, const char *name)
{
    struct json json;
    json_open(&json, client->scratch, sizeof client->scratch, name);
    return json;
}

void client_event_put(struct client *client, struct json *json)
{
    struct bytes event;
    if (json_finish(json, &event) != OK || client_queue_put(&client->events, &event, 1) != OK)
        client->had_overflow = true;
    wipe(client->scratch, json->size);
}

void client_event_plain(struct client *client, const char *name)
{
    struct json json = client_event_open(client, name);
    client_event_put(client, &json);
}

static void event_why(struct client *client, const char *name, const char *key, const char *why)
{
    struct json json = client_event_open(client, name);
    json_word(&json, key, why);
    client_event_put(client, &json);
}

void event_case(struct json *json, const struct talk *talk)
{
    json_hex(json, "case", talk->case_id, CASE_ID_SIZE);
}

const char *role_word(uint8_t role)
{
    static const char *const words[] = {"visitor", "counsellor", "supervisor", "mentor", "interpreter"};
    return role < sizeof words / sizeof words[0] ? words[role] : "";
}

void event_label(struct json *json, const struct roster_entry *entry)
{
    json_text(json, "label", entry == NULL ? (struct bytes){NULL, 0} : (struct bytes){entry->label, entry->label_size});
}

void event_member(const struct client *client, struct json *json, const char *key, const uint8_t who[HASH_SIZE],
                  const struct talk *talk)
{
    const struct roster_entry *entry = roster_find(&client->roster, who, client_now_min(client));
    uint8_t role = entry == NULL ? ROLE_VISITOR : entry->role;
    for (uint8_t i = 0; i < talk->room.member_count; i++) {
        if (memcmp(talk->room.members[i].who, who, HASH_SIZE) == 0)
            role = talk->room.members[i].role; /* also of a colleague whose certificate has ended since */
    }
    json_hex(json, key, who, HASH_SIZE);
    json_word(json, "role", role_word(role));
    event_label(json, entry);
}

void client_event_room(struct client *client, const struct talk *talk)
{
    struct json json = client_event_open(client, "room");
    event_case(&json, talk);
    json_number(&json, "epoch", talk->room.epoch);
    json_list_open(&json, "members");
    for (uint8_t i = 0; i < talk->room.member_count; i++) {
        const struct room_member *member = &talk->room.members[i];
        json_item_open(&json);
        event_member(client, &json, "who", member->who, talk);
        json_bool(&json, "me", memcmp(member->who, client_me(client), HASH_SIZE) == 0);
        json_item_close(&json);
    }
    json_list_close(&json);
    client_event_put(client, &json);
}

void client_stop(struct client *client, const char *why)
{
    if (client->phase == PHASE_STOPPED)
        return;
    client->phase = PHASE_STOPPED;
    client_queue_clear(&client->frames);
    event_why(client, "stopped", "why", why);
}

struct bytes client_event(struct client *client)
{
    return client_queue_front(&client->events);
}

void client_event_taken(struct client *client)
{
    client_queue_drop(&client->events);
}

/* --- messages out --- */

void client_put_frame(struct client *client, const uint8_t *data, size_t size)
{
    struct bytes frame = {data, size};
    if (client->phase == PHASE_OFFLINE || client->phase == PHASE_STOPPED)
        return;
    if (client_queue_put(&client->frames, &frame, 1) != OK)
        client->had_overflow = true;
}

void client_tell_server(struct client *client, const struct message *message)
{
    uint8_t data[STATEMENT_MAX + 64];
    size_t size;
    if (message_encode(message, data, sizeof data, &size) == OK)
        client_put_frame(client, data, size);
    else
        client->had_overflow = true;
    wipe(data, sizeof data);
}

uint32_t client_expect(struct client *client, enum purpose purpose, uint8_t talk, uint32_t number)
{
    for (size_t i = 0; i < PENDING_MAX; i++) {
        if (client->pending[i].tag != 0)
            continue;
        client->last_tag = client->last_tag == UINT32_MAX ? 1 : client->last_tag + 1;
        client->pending[i] =
            (struct pending){.tag = client->last_tag, .purpose = purpose, .talk = talk, .number = number};
        return client->last_tag;
    }
    client->had_overflow = true;
    return 0;
}

bool client_can_ask(const struct client *client)
{
    if (client->phase == PHASE_OFFLINE || client->phase == PHASE_STOPPED)
        return false;
    for (size_t i = 0; i < PENDING_MAX; i++) {
        if (client->pending[i].tag == 0)
            return true;
    }
    return false;
}

void client_delete(struct client *client, uint64_t seq)
{
    struct message ack = {.code = MESSAGE_ACK, .as.ack.seq = seq};
    if (client->role == CLIENT_VISITOR)
        visitor_delete(client, seq, NULL);
    else
        client_tell_server(client, &ack);
}

void client_ask(struct client *client, struct message *message, enum purpose purpose, uint8_t talk, uint32_t number)
{
    if (client->phase == PHASE_OFFLINE || client->phase == PHASE_STOPPED)
        return;
    message->tag = client_expect(client, purpose, talk, number);
    if (message->tag != 0)
        client_tell_server(client, message);
}

struct pending *client_pending(struct client *client, uint32_t tag)
{
    for (size_t i = 0; tag != 0 && i < PENDING_MAX; i++) {
        if (client->pending[i].tag == tag)
            return &client->pending[i];
    }
    return NULL;
}

bool client_awaits(const struct client *client, enum purpose purpose)
{
    for (size_t i = 0; i < PENDING_MAX; i++) {
        if (client->pending[i].tag != 0 && client->pending[i].purpose == purpose)
            return true;
    }
    return false;
}

struct bytes client_frame(struct client *client)
{
    /* Nothing is told that the device could still forget. */
    if (client->role == CLIENT_STAFF && client->is_dirty)
        return (struct bytes){NULL, 0};
    return client_queue_front(&client->frames);
}

void client_frame_taken(struct client *client)
{
    client_queue_drop(&client->frames);
}

bool client_is_idle(const struct client *client)
{
    if (client->inflight.is_used || client->frames.count > 0 || client->outgoing.count > 0)
        return false;
    for (size_t i = 0; i < PENDING_MAX; i++) {
        if (client->pending[i].tag != 0)
            return false;
    }
    return true;
}

/* --- small things that every part needs --- */

const uint8_t *client_me(const struct client *client)
{
    return client->role == CLIENT_VISITOR ? client->visitor.keys.visitor_id : client->staff.cert_hash;
}

uint64_t client_now_min(const struct client *client)
{
    return client->now_s / 60;
}

struct own_key *own_key_find(struct client *client, const uint8_t key_id[KEY_ID_SIZE])
{
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        struct own_key *key = &client->own_keys[i];
        if (key->is_used && memcmp(key->key_id, key_id, KEY_ID_SIZE) == 0)
            return key;
    }
    return NULL;
}

struct own_key *own_key_add(struct client *client, const uint8_t seed[KEM_SEED_SIZE])
{
    struct own_key *place = NULL;
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        struct own_key *key = &client->own_keys[i];
        if (!key->is_used) {
            place = key;
            break;
        }
        if (!key->is_live && (place == NULL || key->issued_min < place->issued_min))
            place = key;
    }
    invariant(place != NULL);
    wipe(place, sizeof *place);
    uint8_t sk[crypto_kem_xwing_SECRETKEYBYTES];
    invariant(crypto_kem_xwing_seed_keypair(place->pk, sk, seed) == 0);
    wipe(sk, sizeof sk);
    place->is_used = true;
    memcpy(place->seed, seed, KEM_SEED_SIZE);
    key_id_of(place->pk, place->key_id);
    return place;
}

/* --- talks --- */

struct talk *talk_find(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    for (size_t i = 0; i < TALKS_MAX; i++) {
        struct talk *talk = &client->talks[i];
        if (talk->is_used && memcmp(talk->case_id, case_id, CASE_ID_SIZE) == 0)
            return talk;
    }
    return NULL;
}

struct talk *talk_new(struct client *client)
{
    for (size_t i = 0; i < TALKS_MAX; i++) {
        struct talk *talk = &client->talks[i];
        if (talk->is_used)
            continue;
        memset(talk, 0, sizeof *talk);
        talk->is_used = true;
        memcpy(talk->session, client->role == CLIENT_VISITOR ? client->visitor.session : client->staff.session,
               SESSION_SIZE);
        return talk;
    }
    return NULL;
}

uint8_t talk_index(const struct client *client, const struct talk *talk)
{
    return (uint8_t)(talk - client->talks);
}

void talk_close(struct client *client, struct talk *talk)
{
    uint8_t index = talk_index(client, talk);
    for (size_t i = client->outgoing.count; i-- > 0;) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        if (head.talk == index)
            client_queue_remove(&client->outgoing, i);
    }
    for (size_t i = 0; i < ARRIVED_MAX; i++) {
        if (client->arrived[i].is_used && client->arrived[i].talk == index)
            client->arrived[i].is_used = false;
    }
    for (size_t i = 0; i < PENDING_MAX; i++) {
        /* Its place may be another case's when the answer comes. */
        if (client->pending[i].tag != 0 && client->pending[i].talk == index &&
            (client->pending[i].purpose == FOR_EVENTS || client->pending[i].purpose == FOR_CLAIM ||
             client->pending[i].purpose == FOR_CLOSE || client->pending[i].purpose == FOR_REWRAP))
            client->pending[i].purpose = FOR_NOTHING;
    }
    wipe(talk, sizeof *talk);
}

void talk_note_epoch(struct talk *talk)
{
    if (talk->history_count == HISTORY_MAX) {
        memmove(&talk->history[0], &talk->history[1], sizeof talk->history[0] * (HISTORY_MAX - 1));
        talk->history_count--;
    }
    struct epoch *epoch = &talk->history[talk->history_count++];
    epoch->epoch = talk->room.epoch;
    memcpy(epoch->roster_hash, talk->room.roster_hash, HASH_SIZE);
    memcpy(epoch->head, talk->room.head, HASH_SIZE);
}

const struct epoch *talk_epoch(const struct talk *talk, uint32_t epoch)
{
    for (uint8_t i = 0; i < talk->history_count; i++) {
        if (talk->history[i].epoch == epoch)
            return &talk->history[i];
    }
    return NULL;
}

void talk_fetch_events(struct client *client, struct talk *talk)
{
    if (talk->is_fetching)
        return;
    talk->is_fetching = true;
    struct message message = {.code = MESSAGE_GET_EVENTS};
    memcpy(message.as.get_events.case_id, talk->case_id, CASE_ID_SIZE);
    message.as.get_events.after_epoch = talk->room.epoch;
    client_ask(client, &message, FOR_EVENTS, talk_index(client, talk), 0);
}

/* What a move of the room means to the two roles. */
static void room_moved(struct client *client, struct talk *talk)
{
    client->is_dirty = true;
    if (client->role == CLIENT_STAFF && !talk->is_ours && room_has(&talk->room, client_me(client)))
        staff_claimed(client, talk);
    if (client->phase != PHASE_CHECKING || client->role == CLIENT_STAFF)
        client_event_room(client, talk); /* a visitor's login shows the whole room at its end */
    if (talk->room.is_closed) {
        struct json json = client_event_open(client, "closed");
        event_case(&json, talk);
        client_event_put(client, &json);
    }
}

void talk_event(struct client *client, struct talk *talk, struct bytes statement)
{
    struct statement parsed;
    struct room_event event;
    if (statement_decode(&parsed, statement) != OK || room_event_decode(&event, parsed.body) != OK) {
        client_stop(client, "room");
        return;
    }
    if (event.epoch <= talk->room.epoch)
        return; /* told twice: asked for and pushed */
    if (event.epoch > talk->room.epoch + 1) {
        talk_fetch_events(client, talk);
        return;
    }
    if (room_apply(&talk->room, statement, &client->roster, client_now_min(client)) != OK) {
        client_stop(client, "room");
        return;
    }
    talk_note_epoch(talk);
    room_moved(client, talk);
    if (client->role == CLIENT_VISITOR && client->phase == PHASE_READY)
        visitor_put_vault(client);
}

void talk_events_done(struct client *client, struct talk *talk)
{
    talk->is_fetching = false;
    if (client->role == CLIENT_VISITOR && client->phase == PHASE_CHECKING) {
        const struct vault *vault = &client->visitor.vault;
        const struct epoch *epoch = talk_epoch(talk, vault->room_epoch);
        /* Rule 12: the room may have grown since, but what the visitor saw must be on its chain. */
        if (epoch == NULL || !hash_equal(epoch->head, vault->room_head)) {
            client_stop(client, "room");
            return;
        }
        visitor_set_up(client);
        return;
    }
    send_pump(client);
}

/* --- the connection --- */

void client_connected(struct client *client, uint64_t now_s)
{
    client->now_s = now_s;
    if (client->phase == PHASE_STOPPED)
        return;
    client->phase = PHASE_WAITING;
    client->had_overflow = false;
}

void client_disconnected(struct client *client, uint64_t now_s)
{
    client->now_s = now_s;
    client_queue_clear(&client->frames);
    wipe(client->pending, sizeof client->pending);
    wipe(client->staff.colleagues, sizeof client->staff.colleagues);
    for (size_t i = 0; i < TALKS_MAX; i++) {
        client->talks[i].is_fetching = false;
        client->talks[i].claim_size = 0;
        client->talks[i].missed_seq = 0;
        client->talks[i].ahead_seq = 0;
    }
    client->mail_seen = 0;
    client->is_reading = client->has_read = false;
    client->inflight.was_resent = client->inflight.is_used;
    if (client->phase != PHASE_STOPPED)
        client->phase = PHASE_OFFLINE;
}

void client_tick(struct client *client, uint64_t now_s)
{
    client->now_s = now_s;
    if (client->had_overflow) {
        client->had_overflow = false;
        client_event_plain(client, "reconnect");
    }
    burn_tick(client);
    if (client->phase != PHASE_READY)
        return;
    if (client->role == CLIENT_VISITOR) {
        visitor_tick(client);
        archive_tick(client);
    } else {
        staff_tick(client);
    }
    mark_tick(client);
    send_pump(client);
}

static const char *error_word(uint8_t code)
{
    static const char *const words[] = {
        [ERROR_MALFORMED] = "malformed",
        [ERROR_BAD_LOGIN] = "bad_login",
        [ERROR_NOT_ALLOWED] = "not_allowed",
        [ERROR_POW_NEEDED] = "pow_needed",
        [ERROR_POW_BAD] = "pow_bad",
        [ERROR_STALE_KEY] = "stale_key",
        [ERROR_GEN_IN_USE] = "gen_in_use",
        [ERROR_EPOCH_CONFLICT] = "epoch_conflict",
        [ERROR_TOO_LARGE] = "too_large",
        [ERROR_RATE] = "rate",
        [ERROR_QUOTA] = "quota",
        [ERROR_NOT_MEMBER] = "not_member",
        [ERROR_GONE] = "gone",
        [ERROR_SLOT_TAKEN] = "slot_taken",
        [ERROR_DOOR_CLOSED] = "door_closed",
        [ERROR_SUPERSEDED] = "superseded",
        [ERROR_SHUTDOWN] = "shutdown",
        [ERROR_UNAVAILABLE] = "unavailable",
    };
    return code < sizeof words / sizeof words[0] && words[code] != NULL ? words[code] : "unknown";
}

static void unasked_error(struct client *client, uint8_t code)
{
    if (code == ERROR_SUPERSEDED) {
        /* The server closes; what is under way here is not refused, only not this page's to say. */
        client->phase = PHASE_OFFLINE;
        client_event_plain(client, "superseded");
    } else if (code == ERROR_SHUTDOWN)
        client_event_plain(client, "shutdown");
    else
        event_why(client, "error", "code", error_word(code));
}

static void opening_failed(struct client *client, uint8_t code)
{
    visitor_not_opened(client);
    event_why(client, "error", "code", error_word(code));
}

/* Half a login is none, and what cannot be read now must be read another time: begin again. A case that the server does not
 * have any more, or does not give us, needs no reading. */
static void failed(struct client *client, const struct pending *pending, uint8_t code)
{
    bool is_gone = code == ERROR_GONE || code == ERROR_NOT_MEMBER;
    bool must_begin_again = pending->purpose == FOR_SETUP || pending->purpose == FOR_ROSTER ||
                            pending->purpose == FOR_ENVELOPES ||
                            (pending->purpose == FOR_EVENTS && (client->role == CLIENT_VISITOR || !is_gone));
    event_why(client, "error", "code", error_word(code));
    if (must_begin_again)
        client_event_plain(client, "reconnect");
}

static void answered(struct client *client, const struct pending *pending, const struct message *message)
{
    bool is_done = message->code == MESSAGE_DONE;
    uint8_t code = is_done ? 0 : message->as.error.code;
    switch (pending->purpose) {
    case FOR_SEND:
        if (is_done)
            send_done(client);
        else
            send_error(client, code, message->as.error.detail);
        return;
    case FOR_OPEN:
        if (is_done)
            visitor_opened(client);
        else
            opening_failed(client, code);
        return;
    case FOR_VAULT:
    case FOR_SETUP:
        if (is_done && pending->number > client->visitor.vault_acked)
            client->visitor.vault_acked = pending->number;
        if (client->phase == PHASE_READY)
            visitor_delete_due(client);
        client->visitor.needs_vault = client->visitor.needs_vault || (!is_done && pending->purpose == FOR_VAULT);
        if (is_done && pending->purpose == FOR_SETUP)
            visitor_setup_done(client);
        break;
    case FOR_SALT_GONE:
        if (is_done || code == ERROR_GONE) {
            for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
                struct own_key *key = &client->own_keys[i];
                if (key->is_used && !key->is_live && key->generation == pending->number)
                    wipe(key, sizeof *key);
            }
        }
        return; /* GEN_IN_USE: tried again after the next messages */
    case FOR_ROSTER:
        if (is_done)
            login_roster_done(client);
        break;
    case FOR_DOORS:
        if (is_done)
            client_event_plain(client, "doors");
        break;
    case FOR_EVENTS:
        if (is_done)
            talk_events_done(client, &client->talks[pending->talk]);
        else if (client->role == CLIENT_STAFF && code == ERROR_GONE && client->talks[pending->talk].is_used) {
            staff_burnt(client, &client->talks[pending->talk]);
            return;
        } else
            client->talks[pending->talk].is_fetching = false;
        break;
    case FOR_CLAIM:
    case FOR_CLOSE:
    case FOR_QUEUE:
    case FOR_SLOTS:
    case FOR_SLOT:
    case FOR_BOOKING:
    case FOR_RECEIVE_KEY:
        staff_answer(client, pending, message);
        return;
    case FOR_REWRAP:
        if (!is_done)
            send_rewrap_failed(client, pending, code);
        return;
    case FOR_ENVELOPES:
        client->has_read = client->has_read || is_done;
        open_mailbox_done(client);
        break;
    case FOR_ARCHIVE_SALT:
    case FOR_ARCHIVE_GONE:
    case FOR_ARCHIVE:
    case FOR_KEEP:
    case FOR_KEEP_OWN:
    case FOR_DELETE_KEPT:
        archive_answered(client, pending, message);
        return;
    case FOR_BURN:
        burn_answered(client, message);
        return;
    case FOR_NOTHING:
        break;
    }
    if (!is_done)
        failed(client, pending, code);
}

static void answer(struct client *client, const struct message *message)
{
    struct pending *found = client_pending(client, message->tag);
    if (found == NULL) {
        if (message->code == MESSAGE_ERROR)
            unasked_error(client, message->as.error.code);
        return;
    }
    struct pending pending = *found;
    wipe(found, sizeof *found);
    if (message->code == MESSAGE_ERROR &&
        (message->as.error.code == ERROR_SUPERSEDED || message->as.error.code == ERROR_SHUTDOWN)) {
        unasked_error(client, message->as.error.code);
        return;
    }
    answered(client, &pending, message);
}

static void room_event_message(struct client *client, const struct message *message)
{
    struct statement statement;
    struct room_event event;
    if (statement_decode(&statement, message->as.event.statement) != OK ||
        room_event_decode(&event, statement.body) != OK) {
        client_stop(client, "room");
        return;
    }
    struct talk *talk = talk_find(client, event.case_id);
    if (talk != NULL)
        talk_event(client, talk, message->as.event.statement);
}

static void door_event(struct client *client, const struct message *message)
{
    struct json json = client_event_open(client, "door");
    json_number(&json, "door", message->as.door.door);
    json_bool(&json, "open", message->as.door.is_open != 0);
    json_number(&json, "changes_min", message->as.door.changes_min);
    json_number(&json, "answer_min", message->as.door.answer_min);
    json_text(&json, "phone", message->as.door.phone);
    json_text(&json, "hours", message->as.door.hours);
    json_list_open(&json, "names");
    for (uint8_t i = 0; i < message->as.door.name_count; i++) {
        const struct door_name *name = &message->as.door.names[i];
        json_item_open(&json);
        json_text(&json, "lang", name->lang);
        json_text(&json, "name", name->name);
        json_text(&json, "text", name->text);
        json_item_close(&json);
    }
    json_list_close(&json);
    client_event_put(client, &json);
}

static void dispatch_staff(struct client *client, const struct message *message)
{
    switch (message->code) {
    case MESSAGE_STAFF_OK:
        login_staff_ok(client, message);
        break;
    case MESSAGE_QUEUE_CARD:
        staff_card(client, message);
        break;
    case MESSAGE_SLOT:
        staff_slot_event(client, &message->as.slot);
        break;
    case MESSAGE_PRESENCE:
        staff_colleague(client, message);
        break;
    case MESSAGE_REWRAP_NEEDED:
        staff_rewrap_needed(client, message);
        break;
    default:
        client_stop(client, "server");
        break;
    }
}

static void dispatch_visitor(struct client *client, const struct message *message)
{
    switch (message->code) {
    case MESSAGE_VISITOR_OK:
        login_visitor_ok(client, message);
        break;
    case MESSAGE_NO_MAILBOX:
        login_no_mailbox(client, message);
        break;
    case MESSAGE_ARCHIVED:
        archive_archived(client, message);
        break;
    case MESSAGE_CASE_STATE:
        visitor_event_state(client, message->as.case_state.state, message->as.case_state.band);
        break;
    default:
        client_stop(client, "server");
        break;
    }
}

static void dispatch(struct client *client, const struct message *message)
{
    switch (message->code) {
    case MESSAGE_CHALLENGE:
        login_challenge(client, message);
        break;
    case MESSAGE_DONE:
    case MESSAGE_ERROR:
        answer(client, message);
        break;
    case MESSAGE_STATEMENT:
        login_statement(client, message);
        break;
    case MESSAGE_EVENT:
        room_event_message(client, message);
        break;
    case MESSAGE_ENVELOPE:
        open_envelope(client, message);
        break;
    case MESSAGE_DOOR:
        door_event(client, message);
        break;
    case MESSAGE_TERMS:
        expire_terms(client, message);
        break;
    case MESSAGE_EXPIRED:
        expire_told(client, message);
        break;
    default:
        if (client->role == CLIENT_VISITOR)
            dispatch_visitor(client, message);
        else
            dispatch_staff(client, message);
        break;
    }
}

void client_receive(struct client *client, struct bytes data, uint64_t now_s)
{
    struct message message;
    client->now_s = now_s;
    if (client->phase == PHASE_OFFLINE || client->phase == PHASE_STOPPED)
        return;
    if (message_decode(&message, data.data, data.size) != OK || message_who((uint8_t)message.code) != WHO_SERVER) {
        client_stop(client, "server");
        return;
    }
    bool is_answer = message.code == MESSAGE_DONE || message.code == MESSAGE_ERROR;
    if (client->phase == PHASE_BURNING && !is_answer)
        return; /* what was said before it was destroyed */
    dispatch(client, &message);
    send_pump(client);
}
