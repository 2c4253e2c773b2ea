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

/* A device knows what it said and what was confirmed. A visitor's page knows only what it said itself, so of the rest it says that
 * something was not read. */
void expire_told(struct client *client, const struct message *message)
{
    const uint8_t *msg_id = message->as.expired.msg_id;
    struct message noted = {.code = MESSAGE_NOTED};
    struct kept *kept = kept_words(talk_find(client, message->as.expired.case_id), msg_id);
    bool is_said = kept != NULL && (kept->kind == BODY_TEXT || kept->kind == BODY_APPOINTMENT);
    if (is_said || client->role == CLIENT_VISITOR) {
        struct json json = client_event_open(client, "expired");
        json_hex(&json, "case", message->as.expired.case_id, CASE_ID_SIZE);
        json_hex(&json, "id", is_said ? kept->local_id : msg_id, MSG_ID_SIZE);
        client_event_put(client, &json);
    }
    if (kept != NULL) {
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
    json_number(&json, "undelivered_days", message->as.terms.undelivered_days);
    client_event_put(client, &json);
}
