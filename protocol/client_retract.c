#include "client_parts.h"

#include <string.h>

#include "hash.h"

static void event_retracted(struct client *client, const struct talk *talk, const uint8_t *id, const uint8_t *from)
{
    struct json json = client_event_open(client, "retracted");
    event_case(&json, talk);
    json_hex(&json, "id", id, MSG_ID_SIZE);
    json_hex(&json, "from", from, HASH_SIZE);
    client_event_put(client, &json);
}

/* Takes words out of the queue; `head` says how far they were. Those that have not gone out need no other's help. */
static bool drop_queued(struct client *client, const uint8_t *local_id, struct outgoing *head)
{
    for (size_t i = 0; i < client->outgoing.count; i++) {
        memcpy(head, client_queue_at(&client->outgoing, i, NULL).data, sizeof *head);
        if (head->kind != BODY_TEXT || memcmp(head->local_id, local_id, MSG_ID_SIZE) != 0)
            continue;
        client_queue_remove(&client->outgoing, i);
        client->is_dirty = true;
        return true;
    }
    return false;
}

void retract_may_come(struct talk *talk, const struct inflight *inflight)
{
    if (inflight->kind != BODY_TEXT)
        return;
    struct said *said = &talk->said[talk->said_next];
    talk->said_next = (uint8_t)((talk->said_next + 1) % SAID_MAX);
    said->seq = inflight->seq;
    memcpy(said->session, inflight->session, SESSION_SIZE);
    memcpy(said->local_id, inflight->local_id, MSG_ID_SIZE);
    memcpy(said->msg_id, inflight->msg_id, MSG_ID_SIZE);
}

/* Where it stands in our stream, read by some or by nobody. Of older ones, and of what an earlier page said, only the name is known. */
static void find_said(const struct talk *talk, const uint8_t *local_id, struct retract *retract)
{
    memcpy(retract->msg_id, local_id, MSG_ID_SIZE);
    for (size_t i = 0; i < SAID_MAX; i++) {
        const struct said *said = &talk->said[i];
        if (said->seq == 0 || memcmp(said->local_id, local_id, MSG_ID_SIZE) != 0)
            continue;
        memcpy(retract->msg_id, said->msg_id, MSG_ID_SIZE);
        memcpy(retract->session, said->session, SESSION_SIZE);
        retract->seq = said->seq;
    }
    for (size_t i = 0; i < KEPT_MAX; i++) {
        const struct kept *kept = &talk->kept[i];
        if (!kept->is_used || kept->kind != BODY_TEXT || memcmp(kept->local_id, local_id, MSG_ID_SIZE) != 0)
            continue;
        memcpy(retract->msg_id, kept->msg_id, MSG_ID_SIZE);
        memcpy(retract->session, kept->session, SESSION_SIZE);
        retract->seq = kept->seq;
    }
}

/* K too: it is never wrapped again. */
static void forget_said(struct talk *talk, const uint8_t *local_id)
{
    for (size_t i = 0; i < SAID_MAX; i++) {
        if (memcmp(talk->said[i].local_id, local_id, MSG_ID_SIZE) == 0)
            wipe(&talk->said[i], sizeof talk->said[i]);
    }
    for (size_t i = 0; i < KEPT_MAX; i++) {
        if (talk->kept[i].kind == BODY_TEXT && memcmp(talk->kept[i].local_id, local_id, MSG_ID_SIZE) == 0)
            wipe(&talk->kept[i], sizeof talk->kept[i]);
    }
}

/* What is no text is not taken back: an appointment is called off, and of a note the visitor's room hears nothing (rule 11.10). Of what was said
 * long ago only the id is known, which tells its class. */
static bool is_no_text(struct client *client, const struct talk *talk, const uint8_t *local_id)
{
    bool is_other = send_is_staff_id(local_id);
    for (size_t i = 0; i < KEPT_MAX; i++) {
        const struct kept *kept = &talk->kept[i];
        is_other = is_other ||
                   (kept->is_used && kept->kind != BODY_TEXT && memcmp(kept->local_id, local_id, MSG_ID_SIZE) == 0);
    }
    for (size_t i = 0; i < client->outgoing.count; i++) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        is_other = is_other || (head.kind != BODY_TEXT && memcmp(head.local_id, local_id, MSG_ID_SIZE) == 0);
    }
    return is_other;
}

static void drop_stored(struct client *client, const struct talk *talk, const uint8_t *msg_id)
{
    struct message message = {.code = MESSAGE_RETRACT};
    memcpy(message.as.retract.case_id, talk->case_id, CASE_ID_SIZE);
    memcpy(message.as.retract.msg_id, msg_id, MSG_ID_SIZE);
    client_ask(client, &message, FOR_NOTHING, 0, 0);
}

static void ask_server(struct client *client, const struct talk *talk, const uint8_t *msg_id)
{
    drop_stored(client, talk, msg_id);
    if (role_of(client) == CLIENT_VISITOR && client->visitor.has_archive)
        (void)!visitor_delete_kept(client, msg_id); /* FULL: the archive is the visitor's own, and can be asked again */
}

enum outcome client_retract(struct client *client, const uint8_t case_id[CASE_ID_SIZE],
                            const uint8_t msg_id[MSG_ID_SIZE])
{
    struct talk *talk = role_of(client) == CLIENT_VISITOR ? &client->talks[0] : talk_find(client, case_id);
    struct retract retract = {.seq = 0};
    struct outgoing head;
    uint8_t content[sizeof retract];
    uint8_t local_id[MSG_ID_SIZE];
    size_t size;
    if (talk == NULL || !talk->is_used || !talk->is_ours || talk->room.is_closed || client->phase != PHASE_READY)
        return REFUSED;
    if (is_no_text(client, talk, msg_id))
        return MALFORMED;
    if (client->inflight.is_used && memcmp(client->inflight.local_id, msg_id, MSG_ID_SIZE) == 0)
        return FULL; /* its way is not known yet */
    bool was_queued = drop_queued(client, msg_id, &head);
    if (was_queued && !head.is_alone) {
        event_retracted(client, talk, msg_id, client_me(client));
        return OK;
    }
    if (was_queued) /* a first copy may have been stored, under this name */
        memcpy(retract.msg_id, head.msg_id, MSG_ID_SIZE);
    else
        find_said(talk, msg_id, &retract);
    invariant(retract_encode(&retract, content, sizeof content, &size) == OK);
    send_new_id(client, CLASS_ROOM, local_id);
    TRY(send_put(client, talk, BODY_RETRACT, (struct bytes){content, size}, local_id));
    forget_said(talk, msg_id);
    ask_server(client, talk, retract.msg_id);
    event_retracted(client, talk, msg_id, client_me(client));
    send_pump(client);
    return OK;
}

/* The server may not have heard what it was asked for when the text was taken back: the line broke, or it had no time. */
void retract_stored(struct client *client, const struct talk *talk, const uint8_t local_id[MSG_ID_SIZE])
{
    for (size_t i = 0; i < client->outgoing.count; i++) {
        struct bytes record = client_queue_at(&client->outgoing, i, NULL);
        struct outgoing head;
        struct retract retract;
        memcpy(&head, record.data, sizeof head);
        if (head.kind != BODY_RETRACT || memcmp(head.local_id, local_id, MSG_ID_SIZE) != 0)
            continue;
        invariant(retract_decode(&retract, PART(record.data + sizeof head, record.size - sizeof head)) == OK);
        drop_stored(client, talk, retract.msg_id);
    }
}

/* Whose it is only the one who shows it can know for certain: the event names who asks. What waits to be shown is shown to nobody, and is
 * not kept. */
void retract_received(struct client *client, struct talk *talk, const uint8_t sender[HASH_SIZE], struct bytes content)
{
    struct retract retract;
    invariant(retract_decode(&retract, content) == OK); /* it is sound */
    struct mark *mark = mark_find(talk, sender, retract.session);
    if (mark == NULL && retract.seq > 0 && role_of(client) == CLIENT_VISITOR && !talk->has_forgotten_marks)
        mark = mark_for(talk, sender, retract.session); /* who has come into the room later never had that stream */
    if (retract.seq > 0 && mark != NULL)
        mark_set(mark, retract.seq);
    for (size_t i = 0; i < ARRIVED_MAX; i++) {
        struct arrived *arrived = &client->arrived[i];
        if (!arrived->is_used || memcmp(arrived->msg_id, retract.msg_id, MSG_ID_SIZE) != 0 ||
            memcmp(arrived->stream.member, sender, HASH_SIZE) != 0)
            continue;
        arrived->is_kept = false;
        arrived->is_shown = true; /* its receipt lets the server and the sender forget it */
    }
    event_retracted(client, talk, retract.msg_id, sender);
}
