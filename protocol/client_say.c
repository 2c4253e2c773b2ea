#include "client_parts.h"

#include <string.h>

#include "hash.h"

/* The case a command means: a visitor has one. NULL: nothing can be said there, or not any more. */
static struct talk *talk_of(struct client *client, const uint8_t *case_id)
{
    struct talk *talk = role_of(client) == CLIENT_VISITOR ? &client->talks[0] : talk_find(client, case_id);
    if (client->phase == PHASE_STOPPED || client->visitor.is_burning)
        return NULL; /* it would never go out, and nobody would be told */
    return talk != NULL && talk->is_used && talk->is_ours && !talk->room.is_closed ? talk : NULL;
}

/* Words that wait for their receipt are kept; when there is no place for more, those on their way counted, the other side has not
 * read for long. */
static bool has_place(const struct client *client, const struct talk *talk)
{
    size_t count = 0;
    for (size_t i = 0; i < KEPT_MAX; i++)
        count += talk->kept[i].is_used && talk->kept[i].is_said ? 1 : 0;
    for (size_t i = 0; i < client->outgoing.count; i++) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        count += head.talk == talk_index(client, talk) && head.is_said ? 1 : 0;
    }
    return count < KEPT_MAX;
}

static enum outcome say(struct client *client, struct talk *talk, uint8_t kind, struct bytes text,
                        uint8_t msg_id[MSG_ID_SIZE])
{
    if (talk == NULL)
        return REFUSED;
    if (text.size == 0 || text.size > TEXT_MAX || !text_is_valid(text) || text_characters(text) > TEXT_CHARACTERS_MAX)
        return MALFORMED;
    if (!has_place(client, talk))
        return FULL;
    send_new_id(client, kind == BODY_NOTE ? CLASS_STAFF : CLASS_ROOM, msg_id);
    TRY(send_put(client, talk, kind, text, msg_id));
    if (kind == BODY_TEXT)
        case_replied(talk);
    send_pump(client);
    return OK;
}

enum outcome client_say(struct client *client, const uint8_t case_id[CASE_ID_SIZE], struct bytes text,
                        uint8_t msg_id[MSG_ID_SIZE])
{
    return say(client, talk_of(client, case_id), BODY_TEXT, text, msg_id);
}

enum outcome staff_note(struct client *client, const uint8_t case_id[CASE_ID_SIZE], struct bytes text,
                        uint8_t msg_id[MSG_ID_SIZE])
{
    struct talk *talk = role_of(client) == CLIENT_STAFF ? talk_of(client, case_id) : NULL;
    if (talk != NULL && talk->room.member_count <= 2)
        return GONE; /* there is no colleague to read it */
    return say(client, talk, BODY_NOTE, text, msg_id);
}

static bool may_act(const struct client *client, uint8_t act)
{
    if (role_of(client) == CLIENT_STAFF)
        return act == APPOINTMENT_OFFER || act == APPOINTMENT_MOVE || act == APPOINTMENT_CALL_OFF ||
               act == APPOINTMENT_MISSED;
    return act == APPOINTMENT_ACCEPT || act == APPOINTMENT_DECLINE || act == APPOINTMENT_MOVE ||
           act == APPOINTMENT_CALL_OFF;
}

static void draw_ids(struct client *client, struct appointment *appointment)
{
    if (appointment->act == APPOINTMENT_OFFER)
        client->draw(appointment->id, APPOINTMENT_ID_SIZE);
    if (appointment->act != APPOINTMENT_OFFER && appointment->act != APPOINTMENT_MOVE)
        return;
    for (size_t i = 0; i < APPOINTMENT_TIMES_MAX; i++)
        client->draw(appointment->times[i].id, SLOT_ID_SIZE);
}

enum outcome client_appointment(struct client *client, const uint8_t case_id[CASE_ID_SIZE],
                                struct appointment *appointment, uint8_t msg_id[MSG_ID_SIZE])
{
    uint8_t content[APPOINTMENT_MAX];
    size_t size;
    struct talk *talk = talk_of(client, case_id);
    if (talk == NULL || !may_act(client, appointment->act))
        return REFUSED;
    if (appointment->act == APPOINTMENT_ACCEPT && standing_is_over(client, appointment->id))
        return GONE;
    if (role_of(client) == CLIENT_STAFF)
        draw_ids(client, appointment);
    if (appointment_encode(appointment, content, sizeof content, &size) != OK)
        return MALFORMED;
    if (!has_place(client, talk))
        return FULL;
    send_new_id(client, CLASS_ROOM, msg_id);
    if (role_of(client) == CLIENT_STAFF)
        return staff_book(client, talk, appointment, msg_id);
    TRY(send_put(client, talk, BODY_APPOINTMENT, (struct bytes){content, size}, msg_id));
    standing_said(client, talk, &(struct standing_said){.appointment = appointment, .is_visitors = true});
    send_pump(client);
    return OK;
}

enum outcome client_shown(struct client *client, const uint8_t msg_id[MSG_ID_SIZE])
{
    for (size_t i = 0; i < ARRIVED_MAX; i++) {
        struct arrived *arrived = &client->arrived[i];
        if (!arrived->is_used || memcmp(arrived->msg_id, msg_id, MSG_ID_SIZE) != 0)
            continue;
        if (arrived->is_shown)
            return OK;
        arrived->is_shown = true;
        client->is_dirty = true;
        if (role_of(client) == CLIENT_VISITOR && client->phase == PHASE_READY)
            visitor_mark_moved(client);
        send_pump(client);
        return OK;
    }
    return REFUSED;
}
