#include "client_parts.h"

#include <string.h>

#include "hash.h"

enum {
    STAFF_ID_BIT = 1, /* of an id's last octet */
};

void send_new_id(struct client *client, uint8_t class, uint8_t msg_id[MSG_ID_SIZE])
{
    uint8_t *last = msg_id + MSG_ID_SIZE - 1;
    client->draw(msg_id, MSG_ID_SIZE);
    *last = (uint8_t)((*last & ~STAFF_ID_BIT) | (class == CLASS_STAFF ? STAFF_ID_BIT : 0));
}

bool send_is_staff_id(const uint8_t msg_id[MSG_ID_SIZE])
{
    return (msg_id[MSG_ID_SIZE - 1] & STAFF_ID_BIT) != 0;
}

bool is_said_by_person(uint8_t kind)
{
    return kind == BODY_TEXT || kind == BODY_APPOINTMENT || kind == BODY_NOTE;
}

void event_sent(struct client *client, const char *name, const uint8_t local_id[MSG_ID_SIZE], const struct talk *talk,
                const char *why)
{
    struct json json = client_event_open(client, name);
    event_case(&json, talk);
    json_hex(&json, "id", local_id, MSG_ID_SIZE);
    if (why != NULL)
        json_word(&json, "why", why);
    client_event_put(client, &json);
}

enum outcome send_put_as(struct client *client, const struct talk *talk, const struct outgoing *head,
                         struct bytes content)
{
    struct outgoing made = *head;
    made.talk = talk_index(client, talk);
    memcpy(made.msg_id, made.local_id, MSG_ID_SIZE);
    TRY(client_queue_put(&client->outgoing, PARTS(PART((const uint8_t *)&made, sizeof made), content)));
    client->is_dirty = true;
    return OK;
}

enum outcome send_put(struct client *client, const struct talk *talk, uint8_t kind, struct bytes content,
                      const uint8_t local_id[MSG_ID_SIZE])
{
    struct outgoing head = {.kind = kind, .is_said = is_said_by_person(kind), .is_staff = kind == BODY_NOTE};
    memcpy(head.local_id, local_id, MSG_ID_SIZE);
    return send_put_as(client, talk, &head, content);
}

bool send_has_outgoing(const struct client *client, const struct talk *talk)
{
    for (size_t i = 0; i < client->outgoing.count; i++) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        if (head.talk == talk_index(client, talk))
            return true;
    }
    return false;
}

void send_forget(struct client *client, const uint8_t local_id[MSG_ID_SIZE])
{
    for (size_t i = 0; i < client->outgoing.count; i++) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        if (memcmp(head.local_id, local_id, MSG_ID_SIZE) == 0) {
            client_queue_remove(&client->outgoing, i);
            return;
        }
    }
}

void send_give_up_all(struct client *client, struct talk *talk, const char *why)
{
    uint8_t index = talk_index(client, talk);
    for (size_t i = 0; i < client->outgoing.count; i++) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        if (head.talk == index && head.is_said)
            event_sent(client, "unsent", head.local_id, talk, why);
    }
}

/* --- what goes next --- */

static bool can_send(const struct talk *talk)
{
    /* Without the visitor's name the room's hash is not known. */
    return talk->is_used && talk->is_ours && talk->has_visitor && !talk->is_fetching && !talk->is_replaying;
}

bool send_is_open(const struct client *client, const struct talk *talk, uint8_t class)
{
    if (class == CLASS_STAFF)
        return can_send(talk);
    bool has_visitor = role_of(client) == CLIENT_VISITOR || talk->has_psk;
    return can_send(talk) && has_visitor && !talk->is_held && !talk->has_nobody;
}

/* The record at the front of its case will not be said. */
static void give_up_record(struct client *client, const struct outgoing *head, const char *why)
{
    memcpy(client->inflight.local_id, head->local_id, MSG_ID_SIZE);
    client->inflight.talk = head->talk;
    client->inflight.kind = head->kind;
    client->inflight.is_said = head->is_said;
    inflight_give_up(client, why);
}

/* Tries record number `index`; true when it was taken away, so that another one stands there. */
static bool pump_record(struct client *client, size_t index)
{
    struct bytes record = client_queue_at(&client->outgoing, index, NULL);
    struct outgoing head;
    memcpy(&head, record.data, sizeof head);
    struct talk *talk = &client->talks[head.talk];
    /* Whose own time in the room is over says nothing more, and leaves. */
    bool is_over = can_send(talk) && !recipients_has(client, talk, client_me(client));
    if (!is_over && !send_is_open(client, talk, head.is_staff ? CLASS_STAFF : CLASS_ROOM))
        return false;
    bool is_absent = head.has_only && !recipients_has(client, talk, head.only);
    bool is_alone = is_over || (head.is_staff && recipients_is_alone(client, talk));
    if (!talk->room.is_closed && is_absent && talk->act.type != 0)
        return false; /* our move may bring them in */
    if (talk->room.is_closed || is_absent || is_alone) {
        give_up_record(client, &head, talk->room.is_closed ? "closed" : "not_member");
        return true;
    }
    inflight_send(client, talk, &head, (struct bytes){record.data + sizeof head, record.size - sizeof head});
    return false;
}

/* A Hello goes in front of what waits, however long: it introduces the visitor to those for whom these words are, too. */
static void pump_hello(struct client *client)
{
    for (size_t i = 0; i < client->outgoing.count && !client->inflight.is_used; i++) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        if (head.kind != BODY_HELLO)
            continue;
        (void)pump_record(client, i);
        return;
    }
}

/* A visitor's message says what was read (`seen`), and then its sender lets go of it: the vault must know it first, or the next page
 * would miss it. */
static bool is_vault_behind(const struct client *client)
{
    return role_of(client) == CLIENT_VISITOR && (client->visitor.needs_vault || client_awaits(client, FOR_VAULT));
}

void send_pump(struct client *client)
{
    open_missed(client);
    if (client->phase != PHASE_READY || client->now_s < client->pause_until_s || is_vault_behind(client))
        return;
    inflight_resume(client);
    pump_hello(client);
    for (size_t i = 0; i < client->outgoing.count && !client->inflight.is_used;)
        i += pump_record(client, i) ? 0 : 1;
    receipts_pump(client);
    case_follow(client);
    act_parting_due(client);
}
