#include "client_parts.h"

#include <string.h>

#include "hash.h"

static void event_unreadable(struct client *client, const struct header *header)
{
    struct json json = client_event_open(client, "unreadable");
    json_hex(&json, "case", header->case_id, CASE_ID_SIZE);
    json_hex(&json, "id", header->msg_id, MSG_ID_SIZE);
    client_event_put(client, &json);
}

static void note(struct client *client)
{
    client->is_dirty = true;
    if (role_of(client) == CLIENT_VISITOR)
        visitor_mark_moved(client);
}

/* Its sender is told, where it was said, and the server may let go of it. */
static void tell(struct client *client, struct talk *talk, const struct header *header, uint64_t seq)
{
    struct receipt receipt = {.what = RECEIPT_UNREADABLE, .msg_ids = {header->msg_id, MSG_ID_SIZE}};
    struct outgoing head = {.kind = BODY_RECEIPT,
                            .is_staff = role_of(client) == CLIENT_STAFF && header->class == CLASS_STAFF};
    uint8_t content[MSG_ID_SIZE + 8];
    size_t size;
    send_new_id(client, head.is_staff ? CLASS_STAFF : CLASS_ROOM, head.local_id);
    invariant(receipt_encode(&receipt, content, sizeof content, &size) == OK);
    if (send_put_as(client, talk, &head, (struct bytes){content, size}) != OK)
        return; /* as much as can be waits to be said: at the next login */
    wipe(&talk->unreadable, sizeof talk->unreadable);
    note(client);
    client_delete(client, seq);
}

void unreadable_met(struct client *client, struct talk *talk, const struct header *header, uint64_t seq)
{
    event_unreadable(client, header);
    if (talk == NULL || !talk->is_ours)
        return;
    struct unreadable *one = &talk->unreadable;
    bool is_other = memcmp(one->msg_id, header->msg_id, MSG_ID_SIZE) != 0;
    /* The first that comes is counted. The one before has not come: it is gone, can be opened after all, or waits to be wrapped again. */
    if (one->logins == 0 || (is_other && !one->is_met)) {
        *one = (struct unreadable){0};
        memcpy(one->msg_id, header->msg_id, MSG_ID_SIZE);
    }
    if (memcmp(one->msg_id, header->msg_id, MSG_ID_SIZE) != 0 || one->is_met)
        return;
    one->is_met = true;
    one->logins++;
    if (one->logins < UNREADABLE_LOGINS)
        note(client);
    else
        tell(client, talk, header, seq);
}
