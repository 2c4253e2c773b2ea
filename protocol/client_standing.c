#include "client_parts.h"

#include <string.h>

#include "hash.h"

/* --- finding --- */

static struct standing *find(struct client *client, const uint8_t id[APPOINTMENT_ID_SIZE])
{
    for (size_t i = 0; i < STANDING_MAX; i++) {
        struct standing *standing = &client->standing[i];
        if (standing->is_used && memcmp(standing->appointment.id, id, APPOINTMENT_ID_SIZE) == 0)
            return standing;
    }
    return NULL;
}

/* A place for one more; when all are taken the one that was last spoken of longest ago gives way. */
static struct standing *place(struct client *client)
{
    struct standing *oldest = &client->standing[0];
    for (size_t i = 0; i < STANDING_MAX; i++) {
        struct standing *standing = &client->standing[i];
        if (!standing->is_used)
            return standing;
        if (standing->number < oldest->number)
            oldest = standing;
    }
    return oldest;
}

/* --- what is said of it --- */

static void put(struct client *client, const struct talk *talk, const struct standing_said *said)
{
    struct standing *standing = find(client, said->appointment->id);
    if (standing == NULL)
        standing = place(client);
    *standing = (struct standing){.is_used = true,
                                  .talk = talk_index(client, talk),
                                  .number = ++client->standing_number,
                                  .epoch = said->epoch,
                                  .appointment = *said->appointment};
    standing->appointment.place = (struct bytes){NULL, 0}; /* who shows it has that */
    memcpy(standing->by, said->by, HASH_SIZE);
}

static bool has_time(const struct standing *standing, const struct appointment_time *time)
{
    for (size_t i = 0; i < standing->appointment.count; i++) {
        const struct appointment_time *own = &standing->appointment.times[i];
        if (memcmp(own->id, time->id, SLOT_ID_SIZE) == 0 && own->start_min == time->start_min)
            return true;
    }
    return false;
}

/* What the visitor says counts if it is about what stands (rule 18). */
static bool is_about(const struct standing *standing, const struct appointment *appointment)
{
    for (size_t i = 0; i < appointment->count; i++) {
        if (!has_time(standing, &appointment->times[i]))
            return false;
    }
    return true;
}

static void take(struct standing *standing, const struct standing_said *said)
{
    uint8_t act = said->appointment->act;
    if (act == APPOINTMENT_MOVE || (said->is_visitors && !is_about(standing, said->appointment)))
        return; /* a wish, or about what stood before */
    if (said->is_visitors && act != APPOINTMENT_ACCEPT) {
        wipe(standing, sizeof *standing); /* their own no needs nobody to hold them to it */
        return;
    }
    if (act != APPOINTMENT_ACCEPT) {
        standing->is_over = true;
        return;
    }
    standing->appointment.times[0] = said->appointment->times[0]; /* the others are of no weight any more */
    standing->appointment.count = 1;
}

void standing_said(struct client *client, const struct talk *talk, const struct standing_said *said)
{
    uint8_t act = said->appointment->act;
    struct standing *standing = find(client, said->appointment->id);
    if (!said->is_visitors && (act == APPOINTMENT_OFFER || act == APPOINTMENT_MOVE))
        put(client, talk, said);
    else if (standing != NULL)
        take(standing, said);
}

/* --- whoever made it is there no more --- */

static bool is_kept(const struct talk *talk, const struct standing *standing)
{
    const struct room_member *member = room_member(&talk->room, standing->by);
    return !talk->room.is_closed && member != NULL && member->since <= standing->epoch;
}

static bool is_to_come(const struct client *client, const struct appointment *appointment)
{
    for (size_t i = 0; i < appointment->count; i++) {
        if (appointment->times[i].start_min > client_now_min(client))
            return true;
    }
    return false;
}

/* In the words that whoever made it would have used. */
static void event_called_off(struct client *client, const struct talk *talk, struct standing *standing)
{
    uint8_t id[MSG_ID_SIZE];
    struct json json = client_event_open(client, "appointment");
    send_new_id(client, CLASS_ROOM, id);
    standing->appointment.act = APPOINTMENT_CALL_OFF;
    event_case(&json, talk);
    json_hex(&json, "id", id, MSG_ID_SIZE);
    event_member(client, &json, "from", standing->by, talk);
    json_number(&json, "sent_min", client_now_min(client));
    event_appointment(&json, &standing->appointment);
    client_event_put(client, &json);
}

void standing_look(struct client *client, const struct talk *talk)
{
    for (size_t i = 0; i < STANDING_MAX; i++) {
        struct standing *standing = &client->standing[i];
        if (!standing->is_used || standing->is_over || standing->talk != talk_index(client, talk) ||
            is_kept(talk, standing))
            continue;
        standing->is_over = true;
        if (is_to_come(client, &standing->appointment))
            event_called_off(client, talk, standing);
    }
}

void standing_forget(struct client *client, const struct talk *talk)
{
    for (size_t i = 0; i < STANDING_MAX; i++) {
        if (client->standing[i].talk == talk_index(client, talk))
            wipe(&client->standing[i], sizeof client->standing[i]);
    }
}

bool standing_is_over(struct client *client, const uint8_t id[APPOINTMENT_ID_SIZE])
{
    const struct standing *standing = find(client, id);
    return standing != NULL && standing->is_over;
}
