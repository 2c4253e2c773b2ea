#include "client_parts.h"

#include <string.h>

static struct leaver *leaver_of(struct client *client)
{
    return &client->staff.leaver;
}

/* --- what is told --- */

static void tell_case(struct client *client, const uint8_t case_id[CASE_ID_SIZE], bool holds, const char *became,
                      const char *why)
{
    struct json json = client_event_open(client, "leaver_case");
    json_hex(&json, "case", case_id, CASE_ID_SIZE);
    json_bool(&json, "holds", holds);
    json_word(&json, "became", became);
    json_word(&json, "why", why);
    client_event_put(client, &json);
}

static void finish(struct client *client, const char *why)
{
    static const char *const steps[] = {"", "look", "move", "second", "decline"};
    struct leaver *leaver = leaver_of(client);
    struct json json = client_event_open(client, "leaver");
    json_hex(&json, "who", leaver->who, HASH_SIZE);
    json_word(&json, "step", steps[leaver->step]);
    json_number(&json, "done", leaver->done);
    json_number(&json, "left", leaver->left);
    json_word(&json, "why", why);
    client_event_put(client, &json);
    *leaver = (struct leaver){.step = LEAVER_NONE};
}

static const char *done_word(const struct leaver *leaver, const struct leaver_case *one)
{
    if (!one->holds)
        return "ended";
    if (leaver->step == LEAVER_DECLINE)
        return "declined";
    return leaver->step == LEAVER_MOVE && leaver->has_heir ? "proposed" : "moved";
}

static void not_done(struct client *client, const uint8_t case_id[CASE_ID_SIZE], bool holds, const char *why)
{
    leaver_of(client)->left++;
    tell_case(client, case_id, holds, "not_done", why);
}

/* `why` NULL: it is done. */
static void case_over(struct client *client, struct leaver_case *one, const char *why)
{
    struct leaver *leaver = leaver_of(client);
    one->stands = LEAVER_OVER;
    if (why != NULL) {
        not_done(client, one->case_id, one->holds, why);
        return;
    }
    leaver->done++;
    leaver->tries = 0;
    tell_case(client, one->case_id, one->holds, done_word(leaver, one), "");
}

/* --- which cases --- */

static enum outcome begin(struct client *client, enum leaver_step step, const uint8_t who[HASH_SIZE])
{
    struct leaver *leaver = leaver_of(client);
    struct message message = {.code = MESSAGE_GET_ROOMS_OF};
    if (role_of(client) != CLIENT_STAFF || client->phase != PHASE_READY || !(client->staff.caps & CAP_SUPERVISE))
        return REFUSED;
    if (leaver->step != LEAVER_NONE || !client_can_ask(client))
        return FULL;
    *leaver = (struct leaver){.step = step};
    memcpy(leaver->who, who, HASH_SIZE);
    memcpy(message.as.get_rooms_of.who, who, HASH_SIZE);
    client_ask(client, &message, FOR_LEAVER, 0, 0);
    return OK;
}

enum outcome staff_leaver_look(struct client *client, const uint8_t who[HASH_SIZE])
{
    return begin(client, LEAVER_LOOK, who);
}

enum outcome staff_leaver_move(struct client *client, const struct leaver_move *move)
{
    if (memcmp(move->who, client->staff.cert_hash, HASH_SIZE) == 0)
        return REFUSED; /* who leaves does not say who comes */
    if (move->to != NULL && memcmp(move->to, move->who, HASH_SIZE) == 0)
        return MALFORMED;
    if (move->to != NULL && roster_find(&client->roster, move->to, client_now_min(client)) == NULL)
        return MALFORMED;
    TRY(begin(client, LEAVER_MOVE, move->who));
    struct leaver *leaver = leaver_of(client);
    leaver->with_stays = move->with_stays;
    leaver->has_heir = move->to != NULL;
    if (leaver->has_heir)
        memcpy(leaver->to, move->to, HASH_SIZE);
    return OK;
}

static enum outcome begin_about(struct client *client, enum leaver_step step, const struct leaver_proposal *proposal)
{
    if (proposal->count == 0 || proposal->count > LEAVER_CASES_MAX)
        return MALFORMED;
    TRY(begin(client, step, proposal->who));
    struct leaver *leaver = leaver_of(client);
    leaver->seen_count = proposal->count;
    memcpy(leaver->seen, proposal->cases, (size_t)proposal->count * CASE_ID_SIZE);
    memcpy(leaver->to, proposal->to, HASH_SIZE);
    memcpy(leaver->by, proposal->by, HASH_SIZE);
    return OK;
}

enum outcome staff_leaver_second(struct client *client, const struct leaver_proposal *proposal)
{
    return begin_about(client, LEAVER_SECOND, proposal);
}

enum outcome staff_leaver_decline(struct client *client, const struct leaver_proposal *proposal)
{
    return begin_about(client, LEAVER_DECLINE, proposal);
}

/* Is that case's move to `to` proposed? `by` NULL: by anybody. What the room has left behind is not kept. */
static bool is_proposed(struct client *client, const uint8_t case_id[CASE_ID_SIZE], const uint8_t *by)
{
    const struct proposal *proposal = proposal_find(client, case_id);
    return proposal != NULL && proposal->type == ROOM_TAKEOVER &&
           memcmp(proposal->to, leaver_of(client)->to, HASH_SIZE) == 0 &&
           (by == NULL || memcmp(proposal->by, by, HASH_SIZE) == 0);
}

/* Once, however often the server tells of it. */
static void list(struct client *client, const uint8_t case_id[CASE_ID_SIZE], bool holds)
{
    struct leaver *leaver = leaver_of(client);
    for (uint16_t i = 0; i < leaver->count; i++) {
        if (memcmp(leaver->cases[i].case_id, case_id, CASE_ID_SIZE) == 0)
            return;
    }
    invariant(leaver->count < LEAVER_CASES_MAX); /* has_room, or it is among those that were seen */
    struct leaver_case *one = &leaver->cases[leaver->count++];
    *one = (struct leaver_case){.holds = holds, .stands = LEAVER_WAITS};
    memcpy(one->case_id, case_id, CASE_ID_SIZE);
}

/* Is there a place for it, and for its proposal with whoever is to sign it? */
static bool has_room(const struct client *client)
{
    return client->staff.leaver.count + proposal_count(client) < LEAVER_CASES_MAX;
}

/* A proposal that is to be signed, or declined: nothing is done about one that the person has not seen. */
static void card_proposed(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    struct leaver *leaver = leaver_of(client);
    bool is_seen = false;
    for (uint16_t i = 0; i < leaver->seen_count; i++)
        is_seen = is_seen || memcmp(leaver->seen[i], case_id, CASE_ID_SIZE) == 0;
    if (is_seen)
        list(client, case_id, true);
    else
        leaver->has_other = true;
}

static void card_to_move(struct client *client, const struct message *card, bool holds)
{
    struct leaver *leaver = leaver_of(client);
    const uint8_t *case_id = card->as.queue_card.case_id;
    if (!holds && !leaver->with_stays)
        return;
    if (card->as.queue_card.state == CASE_RETURNED)
        not_done(client, case_id, holds, "closed"); /* is opened again first */
    else if (holds && leaver->has_heir && is_proposed(client, case_id, NULL))
        not_done(client, case_id, holds, "proposed"); /* waits already, and is not signed twice */
    else if (!has_room(client))
        not_done(client, case_id, holds, "full");
    else
        list(client, case_id, holds);
}

void leaver_card(struct client *client, const struct message *card)
{
    struct leaver *leaver = leaver_of(client);
    const uint8_t *case_id = card->as.queue_card.case_id;
    bool holds = memcmp(card->as.queue_card.holder, leaver->who, HASH_SIZE) == 0;
    if (leaver->step == LEAVER_LOOK) {
        leaver->done++;
        tell_case(client, case_id, holds, "found", card->as.queue_card.state == CASE_RETURNED ? "closed" : "");
    } else if (leaver->step == LEAVER_MOVE) {
        card_to_move(client, card, holds);
    } else if (holds && is_proposed(client, case_id, leaver->by)) {
        card_proposed(client, case_id);
    }
}

static bool is_about_proposals(const struct leaver *leaver)
{
    return leaver->step == LEAVER_SECOND || leaver->step == LEAVER_DECLINE;
}

/* What a person signs is what that person has seen: these cases, not others, not one more and not one less. */
void leaver_listed(struct client *client, const struct message *answer)
{
    struct leaver *leaver = leaver_of(client);
    if (answer->code != MESSAGE_DONE)
        finish(client, error_word(answer->as.error.code));
    else if (is_about_proposals(leaver) && (leaver->has_other || leaver->count != leaver->seen_count))
        finish(client, "changed");
    else
        leaver->is_listed = true;
}

/* --- one case after the other --- */

static enum outcome ask(struct client *client, const struct leaver_case *one)
{
    const struct leaver *leaver = leaver_of(client);
    bool is_takeover = one->holds && leaver->has_heir;
    struct leaver_act wanted = {
        .type = is_takeover ? ROOM_TAKEOVER : ROOM_REMOVE,
        .only = one->holds ? ONLY_IF_HELD : ONLY_IF_NOT_HELD,
        .subject = is_takeover ? leaver->to : leaver->who,
        .from = leaver->who,
    };
    if (!client_can_ask(client))
        return FULL;
    if (leaver->step == LEAVER_SECOND)
        return staff_second(client, one->case_id);
    if (leaver->step == LEAVER_DECLINE)
        return staff_decline(client, one->case_id);
    return act_leaver(client, one->case_id, &wanted);
}

/* Why a move was not allowed, as far as the room tells. */
static const char *reason(struct client *client, const struct leaver_case *one, const char *why)
{
    const struct talk *talk = talk_find(client, one->case_id);
    if (strcmp(why, "not_allowed") != 0 || talk == NULL)
        return why;
    if (talk->room.is_closed)
        return "closed";
    return room_is_held_by(&talk->room, leaver_of(client)->who) == one->holds ? why : "changed";
}

/* What passes is tried again after a while, and not for ever. */
static bool is_put_off(struct client *client, struct leaver_case *one, const char *why)
{
    bool may_pass = strcmp(why, "rate") == 0 || strcmp(why, "unavailable") == 0 || strcmp(why, "full") == 0;
    struct leaver *leaver = leaver_of(client);
    bool is_new = client->now_s >= leaver->pause_until_s; /* those under way together wait together */
    if (!may_pass || (is_new && leaver->tries >= LEAVER_TRIES_MAX))
        return false;
    one->stands = LEAVER_WAITS;
    leaver->tries += is_new;
    if (is_new)
        leaver->pause_until_s = client->now_s + PAUSE_S;
    return true;
}

bool leaver_answered(struct client *client, const uint8_t case_id[CASE_ID_SIZE], const char *why)
{
    struct leaver *leaver = leaver_of(client);
    for (uint16_t i = 0; i < leaver->count; i++) {
        struct leaver_case *one = &leaver->cases[i];
        if (one->stands != LEAVER_UNDER_WAY || memcmp(one->case_id, case_id, CASE_ID_SIZE) != 0)
            continue;
        if (why == NULL || !is_put_off(client, one, why))
            case_over(client, one, why == NULL ? NULL : reason(client, one, why));
        return true;
    }
    return false;
}

static void begin_case(struct client *client, struct leaver_case *one)
{
    const struct leaver *leaver = leaver_of(client);
    /* What was looked at may have waited for its turn: another proposal stands there now, or none. */
    if (is_about_proposals(leaver) && !is_proposed(client, one->case_id, leaver->by)) {
        case_over(client, one, "changed");
        return;
    }
    one->stands = LEAVER_UNDER_WAY;
    enum outcome outcome = ask(client, one);
    if (outcome != OK)
        (void)leaver_answered(client, one->case_id, outcome == FULL ? "full" : "not_allowed");
}

/* We have been taken out of that room, and the move with us. */
static bool is_forgotten(struct client *client, const struct leaver_case *one)
{
    return leaver_of(client)->step == LEAVER_MOVE && talk_find(client, one->case_id) == NULL;
}

void leaver_pump(struct client *client)
{
    struct leaver *leaver = leaver_of(client);
    uint32_t open = 0, under_way = 0;
    if (!leaver->is_listed)
        return;
    for (uint16_t i = 0; i < leaver->count; i++) {
        struct leaver_case *one = &leaver->cases[i];
        bool may_begin = under_way < LEAVER_AT_ONCE && client->now_s >= leaver->pause_until_s;
        if (one->stands == LEAVER_UNDER_WAY && is_forgotten(client, one))
            case_over(client, one, "changed");
        if (one->stands == LEAVER_WAITS && may_begin)
            begin_case(client, one);
        open += one->stands != LEAVER_OVER;
        under_way += one->stands == LEAVER_UNDER_WAY;
    }
    if (open == 0)
        finish(client, "");
}

/* What is under way may have happened: who begins again sees it. */
void leaver_lost(struct client *client)
{
    struct leaver *leaver = leaver_of(client);
    for (uint16_t i = 0; i < leaver->count; i++) {
        if (leaver->cases[i].stands != LEAVER_OVER)
            case_over(client, &leaver->cases[i], DISCONNECTED);
    }
    if (leaver->step != LEAVER_NONE)
        finish(client, DISCONNECTED);
}
