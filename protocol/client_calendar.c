#include "client_parts.h"

#include <string.h>

#include "hash.h"

static void put_slot(struct client *client, const struct slot *slot, enum purpose purpose, uint32_t number)
{
    struct message message = {.code = MESSAGE_PUT_SLOT, .as.slot = *slot};
    client_ask(client, &message, purpose, 0, number);
}

void booking_resume(struct client *client)
{
    for (size_t i = 0; i < BOOKINGS_MAX; i++) {
        const struct booking *booking = &client->staff.bookings[i];
        if (booking->is_used && !(booking->is_told && booking->is_stored))
            put_slot(client, &booking->slot, booking->is_told ? FOR_SLOT : FOR_BOOKING, (uint32_t)i);
    }
}

enum outcome staff_slots(struct client *client, uint64_t from_min, uint64_t to_min)
{
    struct message message = {.code = MESSAGE_GET_SLOTS};
    if (role_of(client) != CLIENT_STAFF || client->phase != PHASE_READY)
        return REFUSED;
    if (from_min > to_min || to_min / SLOT_MINUTES > UINT32_MAX)
        return MALFORMED;
    if (!client_can_ask(client))
        return FULL;
    message.as.get_slots.from = (uint32_t)(from_min / SLOT_MINUTES);
    message.as.get_slots.to = (uint32_t)((to_min + SLOT_MINUTES - 1) / SLOT_MINUTES);
    client_ask(client, &message, FOR_SLOTS, 0, 0);
    return OK;
}

static struct booking *booking_find(struct client *client, const uint8_t id[SLOT_ID_SIZE])
{
    for (size_t i = 0; i < BOOKINGS_MAX; i++) {
        struct booking *booking = &client->staff.bookings[i];
        if (booking->is_used && memcmp(booking->slot.id, id, SLOT_ID_SIZE) == 0)
            return booking;
    }
    return NULL;
}

static struct booking *booking_place(struct client *client, const uint8_t id[SLOT_ID_SIZE])
{
    struct booking *place = booking_find(client, id);
    for (size_t i = 0; i < BOOKINGS_MAX && place == NULL; i++) {
        const struct booking *booking = &client->staff.bookings[i];
        uint64_t end_min = ((uint64_t)booking->slot.start + booking->slot.quarters) * SLOT_MINUTES;
        if (!booking->is_used || (booking->is_told && end_min < client_now_min(client)))
            place = &client->staff.bookings[i];
    }
    return place;
}

enum outcome staff_book(struct client *client, struct talk *talk, struct appointment *appointment,
                        const uint8_t local_id[MSG_ID_SIZE])
{
    bool is_new = appointment->act == APPOINTMENT_OFFER;
    if (!is_new && booking_find(client, appointment->id) == NULL)
        return GONE;
    if (client->phase != PHASE_READY)
        return REFUSED;
    struct booking *booking = booking_place(client, appointment->id);
    if (booking == NULL)
        return FULL;
    if (booking->is_used && !is_new && !booking->is_told)
        return FULL; /* the last act is not through yet */
    wipe(booking, sizeof *booking);
    booking->is_used = true;
    booking->talk = talk_index(client, talk);
    booking->act = appointment->act;
    booking->way = appointment->way;
    booking->place_size = (uint16_t)appointment->place.size;
    if (appointment->place.size > 0)
        memcpy(booking->place, appointment->place.data, appointment->place.size);
    memcpy(booking->local_id, local_id, MSG_ID_SIZE);
    memcpy(booking->slot.id, appointment->id, SLOT_ID_SIZE);
    memcpy(booking->slot.cert_hash, client->staff.cert_hash, HASH_SIZE);
    booking->slot.start = (uint32_t)(appointment->start_min / SLOT_MINUTES);
    booking->slot.quarters = (uint8_t)(appointment->length_min / SLOT_MINUTES);
    booking->slot.state = appointment->act == APPOINTMENT_CALL_OFF ? SLOT_CALLED_OFF : SLOT_OFFERED;
    client->is_dirty = true;
    put_slot(client, &booking->slot, FOR_BOOKING, (uint32_t)(booking - client->staff.bookings));
    return OK;
}

/* The slot is ours: now the visitor is told. */
static void booked(struct client *client, struct booking *booking)
{
    uint8_t content[PLACE_MAX + 64];
    size_t size;
    struct appointment appointment = {
        .act = booking->act,
        .start_min = (uint64_t)booking->slot.start * SLOT_MINUTES,
        .length_min = (uint16_t)(booking->slot.quarters * SLOT_MINUTES),
        .way = booking->way,
        .place = {booking->place, booking->place_size},
    };
    if (booking->is_told)
        return;
    memcpy(appointment.id, booking->slot.id, SLOT_ID_SIZE);
    invariant(appointment_encode(&appointment, content, sizeof content, &size) == OK); /* was looked at before */
    if (send_put(client, &client->talks[booking->talk], BODY_APPOINTMENT, (struct bytes){content, size},
                 booking->local_id) != OK) {
        client->had_overflow = true;
        return;
    }
    booking->is_told = true;
    client->is_dirty = true;
}

/* The slot of an appointment that the visitor knows: told to the server until it has it. */
static void change_slot(struct client *client, struct booking *booking)
{
    booking->is_stored = false;
    client->is_dirty = true;
    put_slot(client, &booking->slot, FOR_SLOT, (uint32_t)(booking - client->staff.bookings));
}

void staff_appointment(struct client *client, struct talk *talk, const struct appointment *appointment)
{
    struct booking *booking = booking_find(client, appointment->id);
    if (booking == NULL || booking->talk != talk_index(client, talk))
        return;
    if (appointment->act == APPOINTMENT_ACCEPT)
        booking->slot.state = SLOT_ACCEPTED;
    else if (appointment->act == APPOINTMENT_DECLINE || appointment->act == APPOINTMENT_CALL_OFF)
        booking->slot.state = SLOT_CALLED_OFF;
    else
        return; /* a wish for another time: the colleague answers it */
    change_slot(client, booking);
}

/* The time stays booked; whose it was is forgotten. */
static void forget_case(struct booking *booking)
{
    wipe(booking->place, sizeof booking->place);
    booking->place_size = 0;
    booking->talk = TALK_NONE;
    booking->is_told = true; /* there is nobody to tell */
}

void booking_left(struct client *client, const struct talk *talk)
{
    for (size_t i = 0; i < BOOKINGS_MAX; i++) {
        struct booking *booking = &client->staff.bookings[i];
        if (booking->is_used && booking->talk == talk_index(client, talk))
            forget_case(booking);
    }
}

void booking_burnt(struct client *client, const struct talk *talk)
{
    for (size_t i = 0; i < BOOKINGS_MAX; i++) {
        struct booking *booking = &client->staff.bookings[i];
        if (!booking->is_used || booking->talk != talk_index(client, talk))
            continue;
        uint64_t end_min = ((uint64_t)booking->slot.start + booking->slot.quarters) * SLOT_MINUTES;
        bool holds_time = booking->slot.state == SLOT_OFFERED || booking->slot.state == SLOT_ACCEPTED;
        forget_case(booking);
        if (!holds_time || end_min < client_now_min(client))
            continue;
        booking->slot.state = SLOT_CALLED_OFF;
        change_slot(client, booking);
    }
}

enum outcome staff_slot_state(struct client *client, const uint8_t slot_id[SLOT_ID_SIZE], uint8_t state)
{
    struct booking *booking = booking_find(client, slot_id);
    if (role_of(client) != CLIENT_STAFF || client->phase != PHASE_READY)
        return REFUSED;
    if (state != SLOT_HELD && state != SLOT_NO_SHOW)
        return MALFORMED;
    if (booking == NULL)
        return GONE;
    booking->slot.state = state;
    change_slot(client, booking);
    return OK;
}

void staff_slot_event(struct client *client, const struct slot *slot)
{
    static const char *const states[] = {"", "offered", "accepted", "called_off", "held", "no_show"};
    const struct booking *booking = booking_find(client, slot->id);
    const struct roster_entry *entry = roster_find(&client->roster, slot->cert_hash, client_now_min(client));
    const struct talk *talk = booking != NULL && booking->talk != TALK_NONE ? &client->talks[booking->talk] : NULL;
    struct json json = client_event_open(client, "slot");
    json_hex(&json, "id", slot->id, SLOT_ID_SIZE);
    json_number(&json, "start_min", (uint64_t)slot->start * SLOT_MINUTES);
    json_number(&json, "length_min", (uint64_t)slot->quarters * SLOT_MINUTES);
    json_word(&json, "state", states[slot->state]);
    json_hex(&json, "who", slot->cert_hash, HASH_SIZE);
    event_label(&json, entry);
    json_hex(&json, "case", talk != NULL ? talk->case_id : NULL, talk != NULL ? CASE_ID_SIZE : 0);
    client_event_put(client, &json);
}

void booking_answered(struct client *client, uint32_t number, const struct message *answer)
{
    struct booking *booking = &client->staff.bookings[number];
    if (answer->code == MESSAGE_DONE) {
        booking->is_stored = true;
        booked(client, booking);
    } else if (answer->as.error.code == ERROR_SLOT_TAKEN || answer->as.error.code == ERROR_NOT_ALLOWED ||
               answer->as.error.code == ERROR_GONE) {
        struct json json = client_event_open(client, "slot_taken");
        json_hex(&json, "id", booking->slot.id, SLOT_ID_SIZE);
        client_event_put(client, &json);
        wipe(booking, sizeof *booking);
        client->is_dirty = true;
    } /* anything else passes: tried again at the next login */
}

/* The server's last word, or DONE; anything that passes is tried again at the next login. */
void slot_answered(struct client *client, uint32_t number, const struct message *answer)
{
    bool is_final = answer->code == MESSAGE_DONE || answer->as.error.code == ERROR_NOT_ALLOWED ||
                    answer->as.error.code == ERROR_GONE || answer->as.error.code == ERROR_SLOT_TAKEN;
    client->staff.bookings[number].is_stored = is_final;
    if (is_final)
        client->is_dirty = true;
}
