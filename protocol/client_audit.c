#include "client_parts.h"

#include <string.h>

#include "hash.h"

static void ask(struct client *client, uint64_t after)
{
    struct message message = {.code = MESSAGE_GET_AUDIT, .as.get_audit.after = after};
    client->staff.audit.rows = 0;
    client_ask(client, &message, FOR_AUDIT, 0, 0);
}

static void begin(struct client *client)
{
    uint64_t known = client->staff.audit.known_number;
    ask(client, known == 0 ? 0 : known - 1);
}

/* With the entry that is known: it must be told again, or the server has a shorter list than it had. */
enum outcome staff_audit(struct client *client, uint64_t number, const uint8_t *head)
{
    struct audit_walk *walk = &client->staff.audit;
    if (role_of(client) != CLIENT_STAFF || client->phase != PHASE_READY || !(client->staff.caps & CAP_SUPERVISE))
        return REFUSED;
    if ((head == NULL) != (number == 0))
        return MALFORMED;
    if (client_awaits(client, FOR_AUDIT) || !client_can_ask(client))
        return FULL;
    *walk = (struct audit_walk){.is_open = true, .known_number = number};
    if (head != NULL)
        memcpy(walk->known_head, head, HASH_SIZE);
    begin(client);
    return OK;
}

/* From its beginning: what was shown of a list that was not read to its end counts for nothing. */
void audit_ask_again(struct client *client)
{
    struct audit_walk *walk = &client->staff.audit;
    struct audit_walk again = {.is_open = true, .known_number = walk->known_number};
    if (!walk->is_open)
        return;
    memcpy(again.known_head, walk->known_head, HASH_SIZE);
    *walk = again;
    begin(client);
}

/* Does it stand on what came before it, or on nothing where it is the first? The oldest entries go in time, so a list may begin later. */
static bool is_next(const struct audit_walk *walk, const struct audit_entry *entry, const uint8_t *previous)
{
    if (walk->is_begun)
        return entry->number == walk->number + 1 && hash_equal(previous, walk->head);
    return entry->number >= walk->known_number && (entry->number != 1 || audit_is_nobody(previous));
}

/* False: it is not the entry that was there when the person looked last. */
static bool is_as_known(struct audit_walk *walk, uint64_t number, const uint8_t head[HASH_SIZE])
{
    if (number == 0 || number != walk->known_number)
        return true;
    walk->is_checked = hash_equal(head, walk->known_head);
    return walk->is_checked;
}

static void show(struct client *client, const struct audit_entry *entry, const uint8_t previous[HASH_SIZE])
{
    struct json json = client_event_open(client, "audit");
    bool has_second = !audit_is_nobody(entry->second), has_subject = !audit_is_nobody(entry->subject);
    json_number(&json, "number", entry->number);
    json_number(&json, "day", entry->day);
    json_word(&json, "act", audit_word(entry->act));
    json_hex(&json, "actor", entry->actor, HASH_SIZE);
    json_hex(&json, "second", entry->second, has_second ? HASH_SIZE : 0);
    json_hex(&json, "subject", entry->subject, has_subject ? HASH_SIZE : 0);
    json_hex(&json, "previous", previous, HASH_SIZE);
    json_hex(&json, "head", client->staff.audit.head, HASH_SIZE);
    client_event_put(client, &json);
}

void audit_told(struct client *client, const struct message *message)
{
    const struct pending *asked = client_pending(client, message->tag);
    const struct audit_entry *entry = &message->as.audit.entry;
    struct audit_walk *walk = &client->staff.audit;
    if (asked == NULL || asked->purpose != FOR_AUDIT) {
        client_stop(client, "server");
        return;
    }
    bool is_sound = is_next(walk, entry, message->as.audit.previous) &&
                    is_as_known(walk, entry->number - 1, message->as.audit.previous);
    audit_head(message->as.audit.previous, entry, walk->head);
    if (!is_sound || !is_as_known(walk, entry->number, walk->head)) {
        client_stop(client, "rollback");
        return;
    }
    walk->is_begun = true;
    walk->number = entry->number;
    walk->rows++;
    show(client, entry, message->as.audit.previous);
}

/* An answer without an entry ends the list. The newest one is never let go of: so the known one is missing only if it was taken out. */
void audit_answered(struct client *client, bool is_done)
{
    struct audit_walk *walk = &client->staff.audit;
    walk->is_open = is_done && walk->rows > 0;
    if (walk->is_open)
        ask(client, walk->number);
    if (walk->is_open || !is_done)
        return;
    if (walk->number < walk->known_number) {
        client_stop(client, "rollback");
        return;
    }
    struct json json = client_event_open(client, "audit_read");
    json_number(&json, "number", walk->number);
    json_hex(&json, "head", walk->head, HASH_SIZE);
    json_bool(&json, "checked", walk->is_checked);
    client_event_put(client, &json);
}
