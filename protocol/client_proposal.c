#include "client_parts.h"

#include <string.h>

struct proposal *proposal_find(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    for (size_t i = 0; i < PROPOSALS_MAX; i++) {
        struct proposal *proposal = &client->staff.proposals[i];
        if (proposal->is_used && memcmp(proposal->case_id, case_id, CASE_ID_SIZE) == 0)
            return proposal;
    }
    return NULL;
}

/* A place for it; NULL: there is none, and it is told again at the next login. */
static struct proposal *proposal_place(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    struct proposal *place = proposal_find(client, case_id);
    for (size_t i = 0; place == NULL && i < PROPOSALS_MAX; i++) {
        if (!client->staff.proposals[i].is_used)
            place = &client->staff.proposals[i];
    }
    return place;
}

uint32_t proposal_count(const struct client *client)
{
    uint32_t count = 0;
    for (size_t i = 0; i < PROPOSALS_MAX; i++)
        count += client->staff.proposals[i].is_used;
    return count;
}

void proposal_gone(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    struct proposal *proposal = proposal_find(client, case_id);
    if (proposal != NULL)
        *proposal = (struct proposal){.is_used = false};
}

void proposal_outdated(struct client *client, const uint8_t case_id[CASE_ID_SIZE], uint32_t epoch)
{
    const struct proposal *proposal = proposal_find(client, case_id);
    if (proposal != NULL && epoch >= proposal->epoch)
        proposal_gone(client, case_id);
}

static void event_proposal(struct client *client, const struct room_event *event, const struct roster_entry *actor)
{
    struct json json = client_event_open(client, "proposal");
    json_hex(&json, "case", event->case_id, CASE_ID_SIZE);
    json_word(&json, "act", act_word(event->type));
    json_hex(&json, "who", event->subject, HASH_SIZE);
    event_label(&json, roster_known(&client->roster, event->subject));
    json_hex(&json, "by", event->actor, HASH_SIZE);
    json_text(&json, "by_label", (struct bytes){actor->label, actor->label_size});
    json_bool(&json, "mine", memcmp(event->actor, client_me(client), HASH_SIZE) == 0);
    json_number(&json, "day", event->day);
    client_event_put(client, &json);
}

/* Is it for us: a take-over for supervisors, a handover for the two who sign it; and by one who may make it? */
static bool is_proposal_for_us(const struct client *client, const struct room_event *event,
                               const struct roster_entry *actor)
{
    if (event->type == ROOM_TAKEOVER)
        return actor->role == ROLE_SUPERVISOR && client->staff.role == ROLE_SUPERVISOR;
    return event->type == ROOM_HANDOVER && (memcmp(event->subject, client_me(client), HASH_SIZE) == 0 ||
                                            memcmp(event->actor, client_me(client), HASH_SIZE) == 0);
}

/* Only what a colleague has really signed is shown. */
void proposal_told(struct client *client, const struct message *message)
{
    struct bytes octets = message->as.proposal.statement;
    struct statement statement;
    struct room_event event;
    if (statement_decode(&statement, octets) != OK || statement.type != STATEMENT_TYPE_ROOM_EVENT ||
        statement.signature_count != 1 || room_event_decode(&event, statement.body) != OK)
        return;
    const struct roster_entry *actor = roster_find(&client->roster, event.actor, client_now_min(client));
    if (actor == NULL || !is_proposal_for_us(client, &event, actor) ||
        memcmp(statement.signatures[0].signer, event.actor, HASH_SIZE) != 0 ||
        statement_verify(&statement, 0, client->deployment_id, actor->pk_sign) != OK)
        return;
    struct proposal *place = proposal_place(client, event.case_id);
    if (place == NULL)
        return;                                        /* what could not be signed is not shown */
    invariant(octets.size <= sizeof place->statement); /* an event, and one signature */
    *place =
        (struct proposal){.is_used = true, .type = event.type, .epoch = event.epoch, .size = (uint16_t)octets.size};
    memcpy(place->case_id, event.case_id, CASE_ID_SIZE);
    memcpy(place->by, event.actor, HASH_SIZE);
    memcpy(place->to, event.subject, HASH_SIZE);
    memcpy(place->statement, octets.data, octets.size);
    event_proposal(client, &event, actor);
}

/* And the server has not answered yet. */
static bool is_signed_already(const struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    for (size_t i = 0; i < PENDING_MAX; i++) {
        if (client->pending[i].purpose == FOR_SECOND && memcmp(client->pending[i].id, case_id, CASE_ID_SIZE) == 0)
            return true;
    }
    return false;
}

enum outcome staff_second(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    const struct proposal *proposal = role_of(client) == CLIENT_STAFF ? proposal_find(client, case_id) : NULL;
    uint8_t whole[ROOM_STATEMENT_MAX];
    struct statement statement;
    struct message message = {.code = MESSAGE_PUT_EVENT, .as.put_event.statement = {whole, 0}};
    if (client->phase != PHASE_READY || proposal == NULL || is_signed_already(client, case_id))
        return REFUSED;
    if (!client_can_ask(client))
        return FULL;
    invariant(statement_decode(&statement, (struct bytes){proposal->statement, proposal->size}) == OK);
    if (memcmp(statement.signatures[0].signer, client->staff.cert_hash, HASH_SIZE) == 0)
        return REFUSED; /* the first is our own */
    TRY(statement_sign(&statement, client->deployment_id, client->staff.cert_hash, client->staff.seed_sign));
    invariant(statement_encode(&statement, whole, sizeof whole, &message.as.put_event.statement.size) == OK);
    client_ask(client, &message, FOR_SECOND, 0, proposal->type);
    struct pending *pending = client_pending(client, message.tag);
    invariant(pending != NULL); /* there was room for it */
    memcpy(pending->id, case_id, CASE_ID_SIZE);
    return OK;
}

/* `why`: NULL if it was taken. */
static void event_signed(struct client *client, const struct pending *pending, const char *name, const char *why)
{
    struct json json = client_event_open(client, name);
    json_hex(&json, "case", pending->id, CASE_ID_SIZE);
    if (why != NULL) {
        json_word(&json, "act", act_word((uint8_t)pending->number));
        json_word(&json, "why", why);
    }
    client_event_put(client, &json);
}

void proposal_second_answered(struct client *client, const struct pending *pending, const struct message *answer)
{
    bool is_done = answer->code == MESSAGE_DONE;
    const char *done = pending->number == ROOM_TAKEOVER ? "taken_over" : "offer_accepted";
    const char *why = is_done ? NULL : error_word(answer->as.error.code);
    bool may_pass = !is_done && (answer->as.error.code == ERROR_RATE || answer->as.error.code == ERROR_UNAVAILABLE);
    if (!may_pass)
        proposal_gone(client, pending->id);
    if (leaver_answered(client, pending->id, why) && !is_done)
        return;
    event_signed(client, pending, is_done ? done : "act_failed", why);
}

/* The proposal is told again if it still stands. */
void proposal_second_lost(struct client *client, const struct pending *pending)
{
    if (!leaver_answered(client, pending->id, DISCONNECTED))
        event_signed(client, pending, "act_failed", DISCONNECTED);
}

void proposal_over(struct client *client, const struct message *message)
{
    static const char *const ends[] = {"", "declined", "withdrawn", "too_old"};
    struct json json = client_event_open(client, "proposal_over");
    json_hex(&json, "case", message->as.proposal_over.case_id, CASE_ID_SIZE);
    json_word(&json, "why", ends[message->as.proposal_over.end]);
    client_event_put(client, &json);
    proposal_gone(client, message->as.proposal_over.case_id);
}
