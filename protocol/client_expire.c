#include "client_parts.h"

#include <string.h>

#include "hash.h"

/* The words of the person that this message was, if they are still kept: the other side has not confirmed them. */
static struct kept *kept_words(struct talk *talk, const uint8_t msg_id[MSG_ID_SIZE])
{
    for (size_t i = 0; talk != NULL && i < KEPT_MAX; i++) {
        struct kept *kept = &talk->kept[i];
        if (kept->is_used && memcmp(kept->msg_id, msg_id, MSG_ID_SIZE) == 0)
            return kept;
    }
    return NULL;
}

/* Whoever has read it, the visitor has not: words among colleagues are anybody's. */
static bool is_for_reader(const struct client *client, const struct talk *talk, const struct kept *kept,
                          const uint8_t *recipient)
{
    return role_of(client) == CLIENT_VISITOR || kept->class == CLASS_STAFF ||
           memcmp(recipient, talk->visitor_id, HASH_SIZE) == 0;
}

static void event_expired(struct client *client, const struct message *message, const uint8_t *id)
{
    struct talk *talk = talk_find(client, message->as.expired.case_id);
    struct json json = client_event_open(client, "expired");
    json_hex(&json, "case", message->as.expired.case_id, CASE_ID_SIZE);
    json_hex(&json, "id", id, MSG_ID_SIZE);
    if (talk != NULL)
        event_member(client, &json, "who", message->as.expired.recipient, talk);
    client_event_put(client, &json);
}

/* A device knows what it said and what was confirmed. A visitor's page knows only what it said itself, so of the rest it says that
 * something was not read. */
void expire_told(struct client *client, const struct message *message)
{
    const uint8_t *msg_id = message->as.expired.msg_id;
    struct message noted = {.code = MESSAGE_NOTED};
    struct talk *talk = talk_find(client, message->as.expired.case_id);
    struct kept *kept = kept_words(talk, msg_id);
    bool is_ours = kept != NULL && is_for_reader(client, talk, kept, message->as.expired.recipient);
    bool is_said = is_ours && kept->is_said;
    if (is_said || role_of(client) == CLIENT_VISITOR)
        event_expired(client, message, is_said ? kept->local_id : msg_id);
    if (is_ours) {
        wipe(kept, sizeof *kept);
        client->is_dirty = true;
    }
    memcpy(noted.as.noted.msg_id, msg_id, MSG_ID_SIZE);
    client_ask(client, &noted, FOR_NOTHING, 0, 0);
}

void expire_terms(struct client *client, const struct message *message)
{
    struct json json = client_event_open(client, "terms");
    json_number(&json, "idle_days", message->as.terms.idle_days);
    json_number(&json, "closed_days", message->as.terms.closed_days);
    json_number(&json, "undelivered_days", message->as.terms.undelivered_days);
    json_number(&json, "record_days", message->as.terms.record_days);
    json_number(&json, "claim_hours", message->as.terms.claim_hours);
    client_event_put(client, &json);
    client->is_dirty = client->is_dirty || client->staff.record_days != message->as.terms.record_days ||
                       client->staff.claim_hours != message->as.terms.claim_hours;
    client->staff.claim_hours = message->as.terms.claim_hours;
    client->staff.record_days = message->as.terms.record_days;
}
