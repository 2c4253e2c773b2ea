#include "client_parts.h"

#include <string.h>

#include "hash.h"

/* --- what was shown here --- */

/* Its way has ended: the server may delete its copy. */
static void end(struct client *client, struct arrived *arrived)
{
    if (role_of(client) == CLIENT_VISITOR)
        visitor_delete(client, arrived->seq, arrived);
    else
        client_delete(client, arrived->seq);
    wipe(arrived, sizeof *arrived);
}

/* The receipt is stored: the server may delete its copies of what it names. */
void receipts_stored(struct client *client, uint8_t talk)
{
    for (size_t i = 0; i < ARRIVED_MAX; i++) {
        struct arrived *arrived = &client->arrived[i];
        if (arrived->is_used && arrived->is_receipted && arrived->talk == talk)
            end(client, arrived);
    }
}

/* A receipt goes where the message was; while the visitor is not known yet, to colleagues alone. */
static uint8_t class_of_receipt(const struct client *client, const struct talk *talk, const struct arrived *arrived)
{
    bool is_staff = role_of(client) == CLIENT_STAFF && (arrived->class == CLASS_STAFF || !talk->has_psk);
    return is_staff ? CLASS_STAFF : CLASS_ROOM;
}

/* Names all that was shown in `talk` in that class and has no receipt yet. */
static size_t receipt_ids(struct client *client, const struct talk *talk, uint8_t class, uint8_t *ids)
{
    size_t count = 0;
    for (size_t i = 0; i < ARRIVED_MAX && count < UNDELIVERED_MAX; i++) {
        struct arrived *arrived = &client->arrived[i];
        if (!arrived->is_used || !arrived->is_shown || arrived->talk != talk_index(client, talk) ||
            class_of_receipt(client, talk, arrived) != class)
            continue;
        memcpy(ids + count * MSG_ID_SIZE, arrived->msg_id, MSG_ID_SIZE);
        arrived->is_receipted = true;
        count++;
    }
    return count;
}

static void send_receipt(struct client *client, struct talk *talk, uint8_t class)
{
    uint8_t ids[UNDELIVERED_MAX * MSG_ID_SIZE];
    uint8_t content[sizeof ids + 8];
    struct receipt receipt = {.what = RECEIPT_SHOWN, .msg_ids = {ids, 0}};
    struct outgoing head = {.talk = talk_index(client, talk), .kind = BODY_RECEIPT, .is_staff = class == CLASS_STAFF};
    size_t size;
    receipt.msg_ids.size = receipt_ids(client, talk, class, ids) * MSG_ID_SIZE;
    send_new_id(client, class, head.local_id);
    memcpy(head.msg_id, head.local_id, MSG_ID_SIZE);
    invariant(receipt_encode(&receipt, content, sizeof content, &size) == OK);
    inflight_send(client, talk, &head, (struct bytes){content, size});
}

/* Is there nobody who would get a receipt? */
static bool is_alone(const struct client *client, const struct talk *talk, uint8_t class)
{
    bool is_over = !recipients_has(client, talk, client_me(client)); /* our time: no receipt of ours is taken */
    return is_over || (class == CLASS_STAFF && recipients_is_alone(client, talk));
}

void receipts_pump(struct client *client)
{
    for (size_t i = 0; i < ARRIVED_MAX && !client->inflight.is_used; i++) {
        struct arrived *arrived = &client->arrived[i];
        if (!arrived->is_used || !arrived->is_shown)
            continue;
        struct talk *talk = &client->talks[arrived->talk];
        uint8_t class = class_of_receipt(client, talk, arrived);
        if (talk->is_ours && !talk->is_replaying &&
            (arrived->is_silent || talk->room.is_closed || is_alone(client, talk, class)))
            end(client, arrived); /* nothing more is said in a closed room */
        else if (send_is_open(client, talk, class))
            send_receipt(client, talk, class);
    }
}

/* --- what has to be wrapped again --- */

static void rewrap(struct client *client, struct talk *talk, struct kept *kept, bool is_live)
{
    uint8_t wrap[WRAP_SIZE];
    struct seal_recipient recipient = visitor_recipient(talk, is_live);
    if (wrap_again(client, talk, &kept->seal, &recipient, wrap) != OK)
        return;
    struct message message = {.code = MESSAGE_REWRAP, .as.rewrap.wrap = {wrap, sizeof wrap}};
    memcpy(message.as.rewrap.msg_id, kept->msg_id, MSG_ID_SIZE);
    client_ask(client, &message, FOR_REWRAP, talk_index(client, talk), 0);
    struct pending *pending = client_pending(client, message.tag);
    invariant(pending != NULL); /* there was room for it */
    memcpy(pending->id, kept->msg_id, MSG_ID_SIZE);
    kept->needs_rewrap = false;
    kept->is_live = is_live;
    memcpy(kept->live_session, talk->live_session, SESSION_SIZE);
    key_id_of(recipient.pk, kept->key_id);
    client->is_dirty = true;
}

void send_rewrap_failed(struct client *client, const struct pending *pending, uint8_t code)
{
    struct talk *talk = &client->talks[pending->talk];
    if (code == ERROR_GONE)
        return; /* was read, and deleted */
    for (size_t i = 0; i < KEPT_MAX; i++) {
        struct kept *kept = &talk->kept[i];
        if (!kept->is_used || memcmp(kept->msg_id, pending->id, MSG_ID_SIZE) != 0)
            continue;
        /* A stale key: the page is gone again, or knows newer ones than we; its Hello says so. Else the server asks for patience. */
        kept->needs_rewrap = true;
        kept->rewrap_at_s = client->now_s + (code == ERROR_STALE_KEY ? REWRAP_AFTER_S : PAUSE_S);
    }
}

void send_rewraps(struct client *client, struct talk *talk, bool may_go_offline)
{
    bool is_live = visitor_is_live(client, talk);
    for (size_t i = 0; i < KEPT_MAX; i++) {
        struct kept *kept = &talk->kept[i];
        /* What is said among colleagues is never wrapped for the visitor, whatever the server asks for. */
        if (!kept->is_used || !kept->needs_rewrap || kept->class == CLASS_STAFF)
            continue;
        if ((!is_live && !may_go_offline) || talk->off_gen == 0 || !client_can_ask(client))
            continue;
        if (!is_live && kept->is_live && talk->has_live) {
            kept->was_given_up = true; /* a page, not a device that locks */
            memcpy(kept->given_up, kept->live_session, SESSION_SIZE);
        }
        rewrap(client, talk, kept, is_live);
    }
}

/* A receipt for what the server has not confirmed to us: its first copy was stored, then the connection or the device broke. */
static void receipt_for_unsent(struct client *client, const struct talk *talk, const uint8_t *msg_id)
{
    struct inflight *inflight = &client->inflight;
    if (inflight->is_used && memcmp(inflight->msg_id, msg_id, MSG_ID_SIZE) == 0) {
        inflight->is_delivered = true;
        return;
    }
    for (size_t i = 0; i < client->outgoing.count; i++) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        if (memcmp(head.msg_id, msg_id, MSG_ID_SIZE) != 0 || !head.is_said)
            continue;
        event_sent(client, "accepted", head.local_id, talk, NULL);
        event_sent(client, "delivered", head.local_id, talk, NULL);
        client_queue_remove(&client->outgoing, i);
        return;
    }
}

static void event_delivered(struct client *client, const struct talk *talk, const struct kept *kept,
                            const uint8_t from[HASH_SIZE])
{
    struct json json = client_event_open(client, "delivered");
    event_case(&json, talk);
    json_hex(&json, "id", kept->local_id, MSG_ID_SIZE);
    event_member(client, &json, "who", from, talk);
    client_event_put(client, &json);
}

/* What the visitor has not seen yet may have to be wrapped again, whoever else has seen it. */
static bool ends_with(const struct client *client, const struct talk *talk, uint8_t class,
                      const uint8_t from[HASH_SIZE])
{
    return role_of(client) == CLIENT_VISITOR || class == CLASS_STAFF || memcmp(from, talk->visitor_id, HASH_SIZE) == 0;
}

/* Rule 10.7: the page that was said to be gone was there. */
static void note_late(struct client *client, struct talk *talk, const struct kept *kept, const struct header *from)
{
    if (!kept->was_given_up || memcmp(kept->given_up, from->session, SESSION_SIZE) != 0)
        return;
    talk->late_rewraps = (uint16_t)(talk->late_rewraps + (talk->late_rewraps < UINT16_MAX ? 1 : 0));
    struct json json = client_event_open(client, "downgrade");
    event_case(&json, talk);
    json_number(&json, "count", talk->late_rewraps);
    client_event_put(client, &json);
}

/* Words of ours, by the name they have on the wire; NULL: none that we know of any more. */
static const uint8_t *local_id_of(const struct talk *talk, const uint8_t msg_id[MSG_ID_SIZE])
{
    for (size_t i = 0; i < KEPT_MAX; i++) {
        const struct kept *kept = &talk->kept[i];
        if (kept->is_used && kept->is_said && memcmp(kept->msg_id, msg_id, MSG_ID_SIZE) == 0)
            return kept->local_id;
    }
    for (size_t i = 0; i < SAID_MAX; i++) {
        if (talk->said[i].seq != 0 && memcmp(talk->said[i].msg_id, msg_id, MSG_ID_SIZE) == 0)
            return talk->said[i].local_id;
    }
    return NULL;
}

/* Whoever else has read it: this member has not. */
static void event_not_opened(struct client *client, const struct talk *talk, const uint8_t local_id[MSG_ID_SIZE],
                             const uint8_t from[HASH_SIZE])
{
    struct json json = client_event_open(client, "unsent");
    event_case(&json, talk);
    json_hex(&json, "id", local_id, MSG_ID_SIZE);
    json_word(&json, "why", "unreadable");
    event_member(client, &json, "who", from, talk);
    client_event_put(client, &json);
}

void send_receipt_for(struct client *client, struct talk *talk, const struct receipt *receipt,
                      const struct header *header)
{
    const uint8_t *from = header->sender;
    bool is_visitors = ends_with(client, talk, CLASS_ROOM, from);
    for (size_t at = 0; at < receipt->msg_ids.size; at += MSG_ID_SIZE) {
        const uint8_t *msg_id = receipt->msg_ids.data + at;
        if (receipt->what == RECEIPT_SHOWN && is_visitors)
            receipt_for_unsent(client, talk, msg_id);
        const uint8_t *local_id = receipt->what == RECEIPT_UNREADABLE ? local_id_of(talk, msg_id) : NULL;
        if (local_id != NULL)
            event_not_opened(client, talk, local_id, from);
        for (size_t i = 0; i < KEPT_MAX; i++) {
            struct kept *kept = &talk->kept[i];
            if (!kept->is_used || memcmp(kept->msg_id, msg_id, MSG_ID_SIZE) != 0 ||
                !ends_with(client, talk, kept->class, from))
                continue;
            note_late(client, talk, kept, header);
            if (receipt->what == RECEIPT_SHOWN && kept->is_said)
                event_delivered(client, talk, kept, from);
            wipe(kept, sizeof *kept);
        }
    }
}
