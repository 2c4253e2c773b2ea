#include "client_parts.h"

#include <string.h>

enum { SECONDS_PER_HOUR = 3600, MINUTES_PER_DAY = 24 * 60 };

/* --- asking the server --- */

/* What was asked of a case, for the answer. */
enum case_asking {
    CASE_ASKING_NOTHING, /* there is no such thing to ask */
    CASE_ASKING_CLAIM,
    CASE_ASKING_ESCALATE,
    CASE_ASKING_REST,
    CASE_ASKING_DECLINE,
    CASE_ASKING_END,
    CASE_ASKING_LIFT,
    CASE_ASKING_OVERDUE, /* by the device itself: the visitor has no answer */
};

/* What SET_CASE may ask for. */
static const enum case_asking askings[CASE_ENDED + 1] = {
    [CASE_CLAIMED] = CASE_ASKING_CLAIM, [CASE_ESCALATED] = CASE_ASKING_ESCALATE, [CASE_RESTING] = CASE_ASKING_REST,
    [CASE_ENDED] = CASE_ASKING_END,     [CASE_CLOSED] = CASE_ASKING_LIFT,
};

static enum outcome ask(struct client *client, struct message *message, const uint8_t case_id[CASE_ID_SIZE],
                        enum case_asking asking)
{
    if (!client_can_ask(client))
        return FULL;
    client_ask(client, message, FOR_CASE, 0, asking);
    memcpy(client_pending(client, message->tag)->id, case_id, CASE_ID_SIZE);
    return OK;
}

static enum outcome set_case(struct client *client, const uint8_t case_id[CASE_ID_SIZE], uint8_t state, uint8_t why)
{
    struct message message = {.code = MESSAGE_SET_CASE, .as.set_case = {.state = state, .why = why}};
    memcpy(message.as.set_case.case_id, case_id, CASE_ID_SIZE);
    return ask(client, &message, case_id, why == ESCALATION_UNANSWERED ? CASE_ASKING_OVERDUE : askings[state]);
}

static bool is_ready(const struct client *client)
{
    return role_of(client) == CLIENT_STAFF && client->phase == PHASE_READY;
}

enum outcome staff_set_case(struct client *client, const uint8_t case_id[CASE_ID_SIZE], uint8_t state)
{
    if (state > CASE_ENDED || askings[state] == CASE_ASKING_NOTHING)
        return MALFORMED;
    struct talk *talk = talk_find(client, case_id);
    if (!is_ready(client))
        return REFUSED;
    TRY(set_case(client, case_id, state, state == CASE_ESCALATED ? ESCALATION_ASKED : ESCALATION_NONE));
    if (talk != NULL && state == CASE_RESTING)
        talk->has_asked_since = false;
    return OK;
}

enum outcome staff_decline(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    struct message message = {.code = MESSAGE_DECLINE};
    if (!is_ready(client))
        return REFUSED;
    memcpy(message.as.decline.case_id, case_id, CASE_ID_SIZE);
    return ask(client, &message, case_id, CASE_ASKING_DECLINE);
}

static void ask_reopen(struct client *client)
{
    struct message message = {.code = MESSAGE_ASK_REOPEN};
    client_ask(client, &message, FOR_REOPENING, 0, 0);
}

enum outcome visitor_ask_reopen(struct client *client)
{
    if (role_of(client) != CLIENT_VISITOR || client->phase != PHASE_READY || client->visitor.state != CASE_CLOSED)
        return REFUSED;
    if (!client_can_ask(client))
        return FULL;
    client->visitor.wants_reopening = true;
    ask_reopen(client);
    return OK;
}

void case_reopening_answered(struct client *client, bool is_done)
{
    client->visitor.wants_reopening = false;
    if (is_done)
        client_event_plain(client, "reopening");
}

/* The answer was lost with its connection, and the colleagues may have opened the case meanwhile. */
void case_ask_reopen_again(struct client *client)
{
    client->visitor.wants_reopening = client->visitor.wants_reopening && client->visitor.state == CASE_CLOSED;
    if (client->visitor.wants_reopening)
        ask_reopen(client);
}

/* What is done, or refused for good, is noted only now: whose visitor waits must not be forgotten for a word that never got through. */
static void note_answered(struct client *client, const struct pending *pending, bool is_done)
{
    struct talk *talk = talk_find(client, pending->id);
    bool is_rest = pending->number == CASE_ASKING_REST && is_done;
    if (talk == NULL || (!is_rest && pending->number != CASE_ASKING_OVERDUE))
        return;
    if (is_rest && !talk->has_asked_since)
        case_replied(talk); /* nobody waits */
    if (!is_rest && talk->asked_s != 0)
        talk->asked_s = client->now_s; /* and once more after as long */
    client->is_dirty = true;
}

static void event_not_done(struct client *client, const struct pending *pending, const char *why)
{
    static const char *const words[] = {"", "claim", "escalate", "rest", "decline", "end", "lift", "escalate"};
    struct json json = client_event_open(client, "act_failed");
    json_hex(&json, "case", pending->id, CASE_ID_SIZE);
    json_word(&json, "act", words[pending->number]);
    json_word(&json, "why", why);
    client_event_put(client, &json);
}

void case_answered(struct client *client, const struct pending *pending, const struct message *answer)
{
    bool is_done = answer->code == MESSAGE_DONE;
    const char *why = is_done ? NULL : error_word(answer->as.error.code);
    bool may_pass = !is_done && (answer->as.error.code == ERROR_RATE || answer->as.error.code == ERROR_UNAVAILABLE);
    if (may_pass && pending->number == CASE_ASKING_OVERDUE)
        return; /* asked again soon */
    note_answered(client, pending, is_done);
    bool is_leavers = pending->number == CASE_ASKING_DECLINE && leaver_answered(client, pending->id, why);
    if (!is_done &&
        !is_leavers) /* else the card says how the case stands, PROPOSAL_OVER that the proposal is none any more */
        event_not_done(client, pending, why);
}

void case_lost(struct client *client, const struct pending *pending)
{
    bool is_leavers = pending->number == CASE_ASKING_DECLINE && leaver_answered(client, pending->id, DISCONNECTED);
    if (pending->number != CASE_ASKING_OVERDUE && !is_leavers)
        event_not_done(client, pending, DISCONNECTED);
}

/* --- what the visitor says to it --- */

void case_asked(struct client *client, struct talk *talk)
{
    talk->has_asked_since = true;
    if (talk->asked_s == 0)
        talk->asked_s = client->now_s;
}

void case_replied(struct talk *talk)
{
    talk->asked_s = 0;
}

/* The holder leaves once the visitor agrees to the heir, and sees the heir out if not. What was said before the HANDOVER was about a member. */
void case_consented(struct client *client, struct talk *talk, const struct header *header, const uint8_t who[HASH_SIZE],
                    bool is_yes)
{
    if (!room_is_heir(&talk->room, who) || header->epoch < talk->room.heir_epoch)
        return;
    client->is_dirty = true;
    talk->answered_epoch = talk->room.heir_epoch;
    talk->is_heir_agreed = is_yes;
}

/* --- moves that follow by themselves --- */

static bool is_answered(const struct talk *talk, bool is_agreed)
{
    return room_has_heir(&talk->room) && talk->answered_epoch == talk->room.heir_epoch &&
           talk->is_heir_agreed == is_agreed;
}

/* The visitor, who may come seldom, has said nothing about the heir: for as long as that? */
static bool is_answer_overdue(struct client *client, struct talk *talk, uint32_t today)
{
    if (!room_has_heir(&talk->room))
        return false;
    if (talk->heir_known != talk->room.heir_epoch) {
        talk->heir_known = talk->room.heir_epoch;
        talk->heir_day = today;
        client->is_dirty = true;
    }
    return today > talk->heir_day + HEIR_DAYS;
}

/* Who is to go: the heir to whom the visitor said no, or nothing; then whose time is over. NULL: nobody. */
static const uint8_t *to_see_out(struct client *client, struct talk *talk, uint32_t today)
{
    if (is_answered(talk, false) || is_answer_overdue(client, talk, today))
        return talk->room.heir;
    for (uint8_t i = 0; i < talk->room.member_count; i++) {
        if (!room_has_on(&talk->room, talk->room.members[i].who, today))
            return talk->room.members[i].who;
    }
    return NULL;
}

/* By REMOVE of ourselves, behind all that is still to be said. `epoch`: of the HANDOVER that it follows from. */
static void leave(struct client *client, struct talk *talk, uint32_t epoch)
{
    talk->parting = ROOM_REMOVE;
    talk->parting_epoch = epoch;
    talk->follow_s = client->now_s + FOLLOW_RETRY_S;
    client->is_dirty = true;
}

static void tell_overdue(struct client *client, struct talk *talk)
{
    uint64_t patience_s = (uint64_t)client->staff.claim_hours * SECONDS_PER_HOUR;
    bool is_overdue = talk->asked_s != 0 && patience_s != 0 && client->now_s >= talk->asked_s + patience_s;
    if (is_overdue && set_case(client, talk->case_id, CASE_ESCALATED, ESCALATION_UNANSWERED) == OK)
        talk->follow_s = client->now_s + FOLLOW_RETRY_S; /* until the server has taken it */
}

/* One device makes them: the holder's; who is out of time leaves by itself. */
static void follow(struct client *client, struct talk *talk)
{
    uint32_t today = (uint32_t)(client_now_min(client) / MINUTES_PER_DAY);
    if (!room_has_on(&talk->room, client_me(client), today)) {
        leave(client, talk, 0);
        return;
    }
    if (!room_is_held_by(&talk->room, client_me(client))) {
        if (talk->asked_s != 0)
            talk->asked_s = client->now_s; /* who comes to hold it has as long as anybody */
        return;
    }
    if (!client->has_read || client->is_reading || talk->missed_seq != 0)
        return; /* the visitor's word on it may lie in the mailbox */
    if (is_answered(talk, true)) {
        leave(client, talk, talk->room.heir_epoch);
        return;
    }
    const uint8_t *who = to_see_out(client, talk, today);
    if (who != NULL) {
        talk->follow_s = client->now_s + FOLLOW_RETRY_S;
        (void)!act_follow(client, talk, ROOM_REMOVE, who); /* tried again later */
    }
    tell_overdue(client, talk);
}

/* The heir is none any more, or the visitor has thought better of it: who would have left stays. */
static void stay_if_not_handed_over(struct client *client, struct talk *talk)
{
    bool is_over = !is_answered(talk, true) || talk->parting_epoch != talk->room.heir_epoch;
    if (talk->parting_epoch == 0 || !is_over || talk->act.type != 0)
        return;
    talk->parting = 0;
    talk->parting_epoch = 0;
    client->is_dirty = true;
}

void case_follow(struct client *client)
{
    if (role_of(client) != CLIENT_STAFF)
        return;
    for (size_t t = 0; t < TALKS_MAX; t++) {
        struct talk *talk = &client->talks[t];
        stay_if_not_handed_over(client, talk);
        bool is_still = talk->is_used && talk->is_ours && !talk->is_fetching && !talk->is_replaying &&
                        talk->act.type == 0 && talk->parting == 0;
        if (is_still && !talk->room.is_closed && client->now_s >= talk->follow_s)
            follow(client, talk);
    }
}
