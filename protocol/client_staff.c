#include "client_parts.h"

#include <string.h>

#include "hash.h"
#include "login.h"

/* --- the queue --- */

static void event_card(struct client *client, const struct message *message, bool is_mine)
{
    static const char *const states[] = {"",          "waiting", "claimed",  "closed", "burnt", "handed_over",
                                         "escalated", "resting", "returned", "ended"};
    static const char *const whys[] = {"", "asked", "unanswered", "gone"};
    static const uint8_t nobody[HASH_SIZE];
    const uint8_t *holder = message->as.queue_card.holder;
    const struct roster_entry *entry = roster_find(&client->roster, holder, client_now_min(client));
    struct json json = client_event_open(client, "card");
    json_hex(&json, "case", message->as.queue_card.case_id, CASE_ID_SIZE);
    json_number(&json, "door", message->as.queue_card.door);
    json_word(&json, "state", states[message->as.queue_card.state]);
    json_word(&json, "why", whys[message->as.queue_card.why]);
    json_number(&json, "since_min", message->as.queue_card.since_min);
    json_number(&json, "epoch", message->as.queue_card.epoch);
    json_hex(&json, "holder", holder, memcmp(holder, nobody, HASH_SIZE) == 0 ? 0 : HASH_SIZE);
    event_label(&json, entry);
    json_bool(&json, "mine", is_mine);
    client_event_put(client, &json);
}

/* A case that we are a member of. */
static void member_card(struct client *client, const struct message *message)
{
    struct talk *talk = talk_find(client, message->as.queue_card.case_id);
    if (talk == NULL)
        talk = act_watch(client, message->as.queue_card.case_id);
    else if (message->as.queue_card.epoch > talk->room.epoch)
        talk_fetch_events(client, talk);
    if (talk != NULL)
        talk->door = message->as.queue_card.door;
}

void staff_card(struct client *client, const struct message *message)
{
    bool is_mine = memcmp(message->as.queue_card.holder, client->staff.cert_hash, HASH_SIZE) == 0;
    struct talk *talk = talk_find(client, message->as.queue_card.case_id);
    const struct pending *pending = client_pending(client, message->tag);
    event_card(client, message, is_mine);
    if (pending != NULL && pending->purpose == FOR_ROOMS)
        member_card(client, message);
    if (message->as.queue_card.state == CASE_BURNT)
        proposal_gone(client, message->as.queue_card.case_id);
    proposal_outdated(client, message->as.queue_card.case_id, message->as.queue_card.epoch);
    if (pending != NULL && pending->purpose == FOR_LEAVER)
        leaver_card(client, message);
    if (talk != NULL && message->as.queue_card.state == CASE_BURNT)
        staff_burnt(client, talk);
    if (talk == NULL || !talk->is_used || talk->is_replaying)
        return;
    talk->door = message->as.queue_card.door;
    if (is_mine && message->as.queue_card.epoch > talk->room.epoch && talk->act.type == 0) {
        talk_fetch_events(client, talk);
    } else if (!is_mine && !talk->is_ours && talk->act.type == 0 && message->as.queue_card.state != CASE_WAITING) {
        talk_close(client, talk); /* a colleague has it: what we could read of it goes (rule 14) */
    }
}

/* Finds the snapshot that the visitor's head(0) was made with among those that the newest names, or that we have seen. */
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

void staff_take_hello(struct client *client, struct talk *talk, const struct hello *hello, const struct body *body)
{
    uint64_t sent_s = (uint64_t)body->sent_min * 60 + 59;
    talk->hello_ctr = hello->ctr;
    talk->hello_day = body->sent_min / (24 * 60);
    talk->has_live = true;
    talk->heard_s = sent_s < client->now_s ? sent_s : client->now_s;
    memcpy(talk->live_session, hello->session, SESSION_SIZE);
    memcpy(talk->live_pk, hello->live_pk, KEM_PUBLIC_SIZE);
    talk->live_seq = body->seq;
    talk->stream.is_turn_due = true; /* a new page knows none of our keys */
    talk->off_gen = hello->off_gen;
    memcpy(talk->off_pk, hello->off_pk, KEM_PUBLIC_SIZE);
    talk->is_held = talk->has_nobody = false;
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
    if (!open_room(client, talk, &envelope->header, hello.room_head))
        return REFUSED;
    memcpy(talk->intake_id, envelope->header.msg_id, MSG_ID_SIZE);
    talk->has_visitor = talk->has_head = talk->has_psk = true;
    talk->is_confirmed = talk->has_case_key = true;
    memcpy(talk->case_key, hello.case_key, sizeof talk->case_key);
    talk_note_epoch(talk);
    staff_take_hello(client, talk, &hello, &body);
    talk->mark_count = 1;
    memcpy(talk->marks[0].at.member, talk->visitor_id, HASH_SIZE);
    memcpy(talk->marks[0].at.session, hello.session, SESSION_SIZE);
    talk->marks[0].at.seq = 1;
    talk->marks[0].has_link = true;
    event_intake(client, talk, &body, &form);
    return OK;
}

static enum outcome open_intake(struct client *client, const struct envelope *envelope, struct talk *talk)
{
    uint8_t padded[BUCKET_2];
    uint8_t link[HASH_SIZE];
    struct wrap wrap = envelope_wrap(envelope, 0);
    const struct own_key *own = own_key_find(client, wrap.key_id);
    enum outcome outcome = REFUSED;
    if (own != NULL && wrap.mode == WRAP_BASE) {
        struct open_key key = {.seed = own->pair.seed, .pk = own->pair.pk};
        memcpy(key.recipient, client->staff.cert_hash, HASH_SIZE);
        outcome = envelope_open(envelope, 0, client->deployment_id, &key, padded, sizeof padded, talk->psk, link);
        if (outcome == OK)
            outcome = read_intake(client, envelope, talk, (struct bytes){padded, bucket_size(envelope->header.bucket)});
        wipe(padded, sizeof padded);
    }
    if (outcome == OK)
        memcpy(talk->marks[0].link, link, HASH_SIZE);
    return outcome;
}

void staff_intake(struct client *client, const struct envelope *envelope, uint64_t seq)
{
    struct talk *talk = talk_new(client);
    if (talk == NULL)
        return; /* stays at the server, and its card in the queue */
    if (open_intake(client, envelope, talk) != OK) {
        talk_close(client, talk);
        unreadable_met(client, NULL, &envelope->header, seq);
        return;
    }
    talk->intake_seq = seq;
    talk_fetch_events(client, talk); /* it may be ours already: claimed, and the answer lost */
}

void staff_intake_overtaken(struct client *client, struct talk *talk, const struct envelope *envelope, uint64_t seq)
{
    talk->history_count = talk->former_count = 0;
    if (open_intake(client, envelope, talk) != OK) {
        talk_replay(client, talk);
        unreadable_met(client, NULL, &envelope->header, seq);
        return;
    }
    act_claimed(client, talk);
    client_delete(client, seq); /* goes out when the device has kept what it says */
    talk->is_replaying = true;  /* from the visitor's own beginning */
    talk_fetch_events(client, talk);
}

/* --- talking --- */

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
        /* A newer page, or key of this one, is known already: that is the one. */
        if (!visitor_has_key(talk, kept->key_id))
            send_rewraps(client, talk, false);
    }
}

void staff_wrap_for_later(struct client *client, struct talk *talk)
{
    for (size_t i = 0; i < KEPT_MAX; i++)
        talk->kept[i].needs_rewrap = talk->kept[i].is_used && talk->kept[i].is_live;
    talk->has_live = false;
    send_rewraps(client, talk, true);
}

void staff_lock(struct client *client)
{
    for (size_t t = 0; t < TALKS_MAX; t++) {
        if (client->talks[t].is_used && client->talks[t].is_ours)
            staff_wrap_for_later(client, &client->talks[t]);
    }
}

void staff_tick(struct client *client)
{
    staff_destroy_old_keys(client);
    record_tick(client);
    booking_tick(client);
    leaver_pump(client);
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
    if (role_of(client) != CLIENT_STAFF || client->phase != PHASE_READY)
        return REFUSED;
    if (presence > PRESENCE_PAUSED)
        return MALFORMED;
    if (!client_can_ask(client))
        return FULL;
    client->staff.presence = presence;
    client_ask(client, &message, FOR_NOTHING, 0, 0);
    return OK;
}

void staff_ask_again(struct client *client)
{
    slots_ask_again(client);
    counts_ask_again(client);
    audit_ask_again(client);
}

/* Moves in a room are asked for again as they were signed; what was asked of a case may not be wanted any more as it stands then. */
void staff_lost(struct client *client)
{
    for (size_t i = 0; i < PENDING_MAX; i++) {
        const struct pending *pending = &client->pending[i];
        if (pending->tag != 0 && pending->purpose == FOR_CASE)
            case_lost(client, pending);
        if (pending->tag != 0 && pending->purpose == FOR_SECOND)
            proposal_second_lost(client, pending);
    }
    leaver_lost(client);
}

void staff_answer(struct client *client, const struct pending *pending, const struct message *answer)
{
    switch (pending->purpose) {
    case FOR_ACT:
        act_answered(client, &client->talks[pending->talk], answer);
        break;
    case FOR_SECOND:
        proposal_second_answered(client, pending, answer);
        break;
    case FOR_CASE:
        case_answered(client, pending, answer);
        break;
    case FOR_LEAVER:
        leaver_listed(client, answer);
        break;
    case FOR_BOOKING:
        booking_answered(client, pending->number, answer);
        break;
    case FOR_SLOT:
        slot_answered(client, pending->number, answer);
        break;
    case FOR_RECEIVE_KEY:
        if (answer->code == MESSAGE_ERROR)
            client_event_plain(client, "reconnect");
        else
            staff_key_published(client);
        break;
    default: /* FOR_ROOMS, FOR_QUEUE: what cannot be read now must be read another time, or somebody waits in a case that nobody sees */
        if (answer->code == MESSAGE_ERROR)
            client_event_plain(client, "reconnect");
        break;
    }
}
