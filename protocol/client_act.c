#include "client_parts.h"

#include <string.h>

const char *act_word(uint8_t type)
{
    static const char *const words[] = {"", "claim", "add", "takeover", "remove", "close", "reopen", "handover"};
    return words[type];
}

/* --- the room as we know it --- */

struct talk *act_watch(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    struct talk *talk = talk_new(client);
    if (talk == NULL)
        return NULL;
    memcpy(talk->case_id, case_id, CASE_ID_SIZE);
    talk_replay(client, talk);
    return talk;
}

static void event_of_case(struct client *client, const char *name, const struct talk *talk)
{
    struct json json = client_event_open(client, name);
    event_case(&json, talk);
    client_event_put(client, &json);
}

void act_claimed(struct client *client, const struct talk *talk)
{
    client->is_dirty = true;
    event_of_case(client, "claimed", talk);
}

/* We are a member now. */
static void joined(struct client *client, struct talk *talk, bool is_claim)
{
    talk->is_ours = true;
    client->is_dirty = true;
    event_of_case(client, is_claim ? "claimed" : "added", talk);
    record_case_over(client, talk->case_id, talk->room.is_closed);
    if (talk->intake_seq != 0)
        client_delete(client, talk->intake_seq); /* goes out when the device has kept the case */
}

/* We are none any more: what we could read and say of it goes. */
static void left(struct client *client, struct talk *talk, const uint8_t *by)
{
    struct json json = client_event_open(client, "removed");
    event_case(&json, talk);
    if (by != NULL)
        event_member(client, &json, "by", by, talk);
    client_event_put(client, &json);
    send_give_up_all(client, talk, "not_member");
    staff_wrap_for_later(client, talk);
    record_case_over(client, talk->case_id, true);
    booking_left(client, talk);
    talk_close(client, talk);
    client->is_dirty = true;
}

static bool is_first_who_stays(const struct client *client, const struct room *room, const uint8_t newcomer[HASH_SIZE])
{
    bool has_first = false;
    bool is_first = false;
    for (uint8_t i = 0; i < room->member_count; i++) {
        const struct room_member *member = &room->members[i];
        if (has_first || member->role == ROLE_VISITOR || memcmp(member->who, newcomer, HASH_SIZE) == 0)
            continue;
        has_first = true;
        is_first = memcmp(member->who, client_me(client), HASH_SIZE) == 0;
    }
    return is_first;
}

/* Rule 11.3: who tells a newcomer: who brought it in, else the holder, else the first of those who stay. */
static bool is_briefer(const struct client *client, const struct room *after, const struct room *before,
                       const struct room_event *event)
{
    if (room_has(before, event->actor) && room_has(after, event->actor))
        return memcmp(event->actor, client_me(client), HASH_SIZE) == 0;
    if (!room_is_held_by(after, event->subject))
        return room_is_held_by(after, client_me(client));
    return is_first_who_stays(client, after, event->subject);
}

bool act_room_moved(struct client *client, struct talk *talk, const struct room *before, const struct room_event *event)
{
    bool is_here = room_has(&talk->room, client_me(client));
    if (!talk->is_ours && is_here) {
        joined(client, talk, event->type == ROOM_CLAIM);
        return true;
    }
    if (talk->is_ours && !is_here) {
        left(client, talk, event->actor);
        return false;
    }
    if (!talk->is_ours || room_has(before, event->subject) || !room_has(&talk->room, event->subject))
        return true;
    /* A newcomer reads our streams from their beginning. */
    talk_begin_streams(client, talk);
    if (talk->is_confirmed && is_briefer(client, &talk->room, before, event))
        meet_brief(client, talk, event->subject);
    return true;
}

bool act_replayed(struct client *client, struct talk *talk)
{
    bool is_here = room_has(&talk->room, client_me(client));
    talk->is_replaying = false;
    talk->needs_search = !talk->has_visitor;
    if (is_here && !talk->is_ours)
        joined(client, talk, false);
    if (is_here) {
        talk_tell_room(client, talk);
        return true;
    }
    if (talk->is_ours) {
        left(client, talk, NULL);
        return false;
    }
    if (talk->act.type != 0)
        return true; /* we only look at it, to make a move from outside */
    talk_close(client, talk);
    return false;
}

/* --- a move --- */

static enum outcome sign_event(const struct client *client, const struct talk *talk, struct act *act)
{
    uint8_t body[256];
    const struct roster_entry *subject = roster_known(&client->roster, act->subject);
    struct room_event event = {
        .epoch = talk->room.epoch + 1,
        .type = act->type,
        .day = (uint32_t)(client_now_min(client) / (24 * 60)),
        .until_day = act->days == 0 ? 0 : (uint32_t)(client_now_min(client) / (24 * 60)) + act->days,
    };
    struct statement statement = {.type = STATEMENT_TYPE_ROOM_EVENT, .body = {body, 0}};
    size_t size;
    if (subject == NULL)
        return REFUSED;
    event.role = subject->role;
    memcpy(event.case_id, talk->case_id, CASE_ID_SIZE);
    memcpy(event.prev, talk->room.head, HASH_SIZE);
    memcpy(event.actor, client->staff.cert_hash, HASH_SIZE);
    memcpy(event.subject, act->subject, HASH_SIZE);
    invariant(room_event_encode(&event, body, sizeof body, &statement.body.size) == OK);
    TRY(statement_sign(&statement, client->deployment_id, client->staff.cert_hash, client->staff.seed_sign));
    invariant(statement_encode(&statement, act->statement, sizeof act->statement, &size) == OK);
    act->size = (uint16_t)size;
    return OK;
}

/* Signs it, and sees that everybody will take it. */
static enum outcome prepare(const struct client *client, const struct talk *talk, struct act *act)
{
    struct room after = talk->room;
    bool is_held = room_is_held_by(&talk->room, act->from);
    if ((act->only == ONLY_IF_HELD && !is_held) || (act->only == ONLY_IF_NOT_HELD && is_held))
        return REFUSED;
    TRY(sign_event(client, talk, act));
    struct bytes statement = {act->statement, act->size};
    if (room_cosigner(act->type) != COSIGNER_NONE)
        return room_may_propose(&after, statement, &client->roster, client_now_min(client));
    return room_apply_new(&after, statement, &client->roster, client_now_min(client));
}

static void put(struct client *client, struct talk *talk)
{
    bool is_proposal = room_cosigner(talk->act.type) != COSIGNER_NONE;
    struct message message = {.code = is_proposal ? MESSAGE_PROPOSE : MESSAGE_PUT_EVENT};
    message.as.put_event.statement = (struct bytes){talk->act.statement, talk->act.size};
    talk->act.is_sent = true;
    client_ask(client, &message, FOR_ACT, talk_index(client, talk), 0);
}

static enum outcome act_about(struct client *client, const uint8_t case_id[CASE_ID_SIZE], struct act made)
{
    struct talk *talk = talk_find(client, case_id);
    if (role_of(client) != CLIENT_STAFF || client->phase != PHASE_READY || (talk != NULL && talk->act.type != 0))
        return REFUSED;
    /* From outside only a supervisor makes a move, and who claims. */
    if (talk == NULL && client->staff.role != ROLE_SUPERVISOR && (made.type != ROOM_CLAIM || !client->has_read))
        return REFUSED;
    if (talk != NULL && !talk->is_replaying && !talk->is_fetching)
        TRY(prepare(client, talk, &made));
    if (talk == NULL)
        talk = act_watch(client, case_id);
    if (talk == NULL)
        return FULL;
    talk->act = made;
    if (made.size > 0)
        put(client, talk);
    return OK;
}

static enum outcome act(struct client *client, const uint8_t case_id[CASE_ID_SIZE], uint8_t type,
                        const uint8_t subject[HASH_SIZE])
{
    struct act made = {.type = type};
    memcpy(made.subject, subject, HASH_SIZE);
    return act_about(client, case_id, made);
}

static void event_claim_lost(struct client *client, const struct talk *talk, const uint8_t holder[HASH_SIZE])
{
    const struct roster_entry *entry = roster_find(&client->roster, holder, client_now_min(client));
    struct json json = client_event_open(client, "claim_lost");
    event_case(&json, talk);
    json_hex(&json, "holder", holder, HASH_SIZE);
    event_label(&json, entry);
    client_event_put(client, &json);
}

static bool is_nobody(const uint8_t holder[HASH_SIZE])
{
    static const uint8_t nobody[HASH_SIZE];
    return memcmp(holder, nobody, HASH_SIZE) == 0;
}

/* A claim, and somebody else holds the case: they are told of, and the case is let go. Not where we are in the room beside them. */
static bool is_claim_lost(struct client *client, struct talk *talk, const uint8_t holder[HASH_SIZE])
{
    if (talk->act.type != ROOM_CLAIM || talk->is_ours || is_nobody(holder) ||
        memcmp(holder, client_me(client), HASH_SIZE) == 0)
        return false;
    talk->act.type = 0;
    event_claim_lost(client, talk, holder);
    talk_close(client, talk);
    return true;
}

void act_try(struct client *client, struct talk *talk)
{
    if (talk->act.type == 0 || talk->act.is_sent)
        return;
    if (talk->act.size > 0)
        put(client, talk);
    else if (talk->has_head && prepare(client, talk, &talk->act) == OK)
        put(client, talk);
    else if (!is_claim_lost(client, talk, talk->room.holder))
        act_failed(client, talk, "not_allowed");
}

/* Is the move under way the close or the leaving that the device intends, and not another one meanwhile? */
static bool is_parting(const struct client *client, const struct talk *talk)
{
    return talk->act.type == talk->parting && memcmp(talk->act.subject, client_me(client), HASH_SIZE) == 0;
}

void act_failed(struct client *client, struct talk *talk, const char *why)
{
    bool ends_parting = talk->act.type == 0 || is_parting(client, talk);
    if (talk->act.type != 0 && !leaver_answered(client, talk->case_id, why)) {
        struct json json = client_event_open(client, "act_failed");
        event_case(&json, talk);
        json_word(&json, "act", act_word(talk->act.type));
        json_word(&json, "why", why);
        client_event_put(client, &json);
    }
    talk->act = (struct act){.type = 0};
    if (ends_parting)
        talk->parting = 0;
    /* One that we only looked at is of no use any more. */
    if (!talk->is_ours && !talk->has_visitor)
        talk_close(client, talk);
}

/* Nothing is said in a closed room, nor by who has left it: what was said before, and the receipts for what was shown, go first
 * (rule 13). A visitor without a key to seal to holds nothing up. */
static bool is_free_to_part(const struct client *client, const struct talk *talk)
{
    if (talk->is_held)
        return true;
    if (client->inflight.is_used || send_has_outgoing(client, talk))
        return false;
    for (size_t i = 0; i < ARRIVED_MAX; i++) {
        if (client->arrived[i].is_used && client->arrived[i].is_shown &&
            client->arrived[i].talk == talk_index(client, talk))
            return false;
    }
    return true;
}

/* What was booked for a case does not outlast our being there. It is called off when all else was said, and that goes out first. */
void act_parting_due(struct client *client)
{
    for (size_t t = 0; t < TALKS_MAX; t++) {
        struct talk *talk = &client->talks[t];
        struct act made = {.type = talk->parting};
        if (!talk->is_used || talk->parting == 0 || talk->act.type != 0 || talk->is_fetching || talk->is_replaying ||
            !is_free_to_part(client, talk))
            continue;
        memcpy(made.subject, client->staff.cert_hash, HASH_SIZE);
        enum outcome outcome = prepare(client, talk, &made);
        if (outcome == OK && booking_call_off(client, talk))
            continue;
        talk->act = made;
        if (outcome == OK)
            put(client, talk);
        else
            act_failed(client, talk, "not_allowed");
    }
}

/* A close or a leaving by one of the room: an intention that the device keeps until it has happened. */
static enum outcome part(struct client *client, const uint8_t case_id[CASE_ID_SIZE], uint8_t type)
{
    struct talk *talk = talk_find(client, case_id);
    struct act made = {.type = type};
    if (role_of(client) != CLIENT_STAFF || client->phase != PHASE_READY || talk == NULL || !talk->is_ours)
        return act(client, case_id, type, client->staff.cert_hash);
    if (talk->act.type != 0 || talk->parting != 0)
        return REFUSED;
    memcpy(made.subject, client->staff.cert_hash, HASH_SIZE);
    if (!talk->is_replaying && !talk->is_fetching)
        TRY(prepare(client, talk, &made));
    talk->parting = type;
    client->is_dirty = true;
    send_pump(client);
    return OK;
}

/* What passes is tried again by itself; the room may have moved meanwhile. */
static bool is_parting_delayed(struct client *client, struct talk *talk, uint8_t code)
{
    bool is_busy = code == ERROR_RATE || code == ERROR_UNAVAILABLE;
    if (!is_parting(client, talk) || (!is_busy && code != ERROR_EPOCH_CONFLICT))
        return false;
    talk->act = (struct act){.type = 0};
    if (is_busy)
        client->pause_until_s = client->now_s + PAUSE_S;
    else
        talk_fetch_events(client, talk);
    return true;
}

static void act_refused(struct client *client, struct talk *talk, const struct message *answer)
{
    bool is_claim = talk->act.type == ROOM_CLAIM;
    bool is_conflict = answer->as.error.code == ERROR_EPOCH_CONFLICT && answer->as.error.detail.size == 4 + HASH_SIZE;
    if (is_parting_delayed(client, talk, answer->as.error.code) ||
        (is_conflict && is_claim_lost(client, talk, answer->as.error.detail.data + 4)))
        return;
    if (is_claim && is_conflict && !is_nobody(answer->as.error.detail.data + 4))
        talk->act.type = 0; /* ours: the answer to an earlier claim was lost */
    if (talk->is_ours || talk->has_visitor)
        talk_fetch_events(client, talk);
    act_failed(client, talk, error_word(answer->as.error.code));
}

void act_answered(struct client *client, struct talk *talk, const struct message *answer)
{
    struct act done = talk->act;
    if (answer->code != MESSAGE_DONE) {
        act_refused(client, talk, answer);
        return;
    }
    talk->act = (struct act){.type = 0};
    (void)leaver_answered(client, talk->case_id, NULL);
    if (done.type != 0 && room_cosigner(done.type) == COSIGNER_NONE) {
        uint8_t case_id[CASE_ID_SIZE];
        memcpy(case_id, talk->case_id, CASE_ID_SIZE);
        talk_event(client, talk, (struct bytes){done.statement, done.size});
        talk = talk_find(client, case_id); /* NULL: it has ended with our own leaving */
    }
    /* We made a move from outside, and stay there. */
    if (talk != NULL && !talk->is_ours && !talk->has_visitor)
        talk_close(client, talk);
}

enum outcome act_follow(struct client *client, struct talk *talk, uint8_t type, const uint8_t subject[HASH_SIZE])
{
    struct act made = {.type = type};
    memcpy(made.subject, subject, HASH_SIZE);
    TRY(prepare(client, talk, &made));
    talk->act = made;
    put(client, talk);
    return OK;
}

/* --- commands --- */

enum outcome staff_claim(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    return act(client, case_id, ROOM_CLAIM, client->staff.cert_hash);
}

enum outcome staff_close_case(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    return part(client, case_id, ROOM_CLOSE);
}

enum outcome staff_reopen(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    return act(client, case_id, ROOM_REOPEN, client->staff.cert_hash);
}

enum outcome staff_remove(struct client *client, const uint8_t case_id[CASE_ID_SIZE], const uint8_t who[HASH_SIZE])
{
    bool is_leaving = memcmp(who, client->staff.cert_hash, HASH_SIZE) == 0;
    return is_leaving ? part(client, case_id, ROOM_REMOVE) : act(client, case_id, ROOM_REMOVE, who);
}

enum outcome staff_take_over(struct client *client, const uint8_t case_id[CASE_ID_SIZE], const uint8_t who[HASH_SIZE])
{
    return act(client, case_id, ROOM_TAKEOVER, who);
}

enum outcome act_leaver(struct client *client, const uint8_t case_id[CASE_ID_SIZE], const struct leaver_act *wanted)
{
    struct act made = {.type = wanted->type, .only = wanted->only};
    memcpy(made.subject, wanted->subject, HASH_SIZE);
    memcpy(made.from, wanted->from, HASH_SIZE);
    return act_about(client, case_id, made);
}

enum outcome staff_add_for(struct client *client, const uint8_t case_id[CASE_ID_SIZE], const struct stay *stay,
                           struct bytes text, uint8_t msg_id[MSG_ID_SIZE])
{
    struct act made = {.type = ROOM_ADD};
    const uint8_t *who = stay->who;
    struct talk *talk = talk_find(client, case_id);
    struct outgoing head = {
        .kind = BODY_BRIEFING, .is_staff = true, .is_said = true, .is_alone = true, .has_only = true};
    bool can_brief = talk != NULL && talk->is_ours && talk->is_confirmed;
    memset(msg_id, 0, MSG_ID_SIZE);
    if (text.size > 0 && !can_brief)
        return REFUSED; /* words go to colleagues in the room, from one who is in it */
    if (stay->days > STAY_DAYS_MAX || text.size > TEXT_MAX || !text_is_valid(text) ||
        text_characters(text) > TEXT_CHARACTERS_MAX)
        return MALFORMED;
    if (text.size + sizeof head + 64 > client->outgoing.max - (client->outgoing.end - client->outgoing.start))
        return FULL;
    memcpy(made.subject, who, HASH_SIZE);
    made.days = stay->days;
    TRY(act_about(client, case_id, made));
    if (text.size == 0)
        return OK;
    memcpy(head.only, who, HASH_SIZE);
    send_new_id(client, CLASS_STAFF, head.local_id);
    memcpy(msg_id, head.local_id, MSG_ID_SIZE);
    return send_put_as(client, talk, &head, text);
}

enum outcome staff_hand_over(struct client *client, const uint8_t case_id[CASE_ID_SIZE], const uint8_t who[HASH_SIZE])
{
    return act(client, case_id, ROOM_HANDOVER, who);
}
