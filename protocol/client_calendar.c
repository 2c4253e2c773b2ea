#include "client_parts.h"

#include <string.h>

#include "hash.h"

/* --- the calendar --- */

static void slots_ask(struct client *client, uint32_t from, uint32_t to)
{
    struct message message = {.code = MESSAGE_GET_SLOTS, .as.get_slots = {from, to}};
    client_ask(client, &message, FOR_SLOTS, 0, 0);
}

/* Of several that are not answered, one that has all of theirs is asked again. */
enum outcome staff_slots(struct client *client, uint64_t from_min, uint64_t to_min)
{
    struct question *question = &client->staff.slots;
    if (role_of(client) != CLIENT_STAFF || client->phase != PHASE_READY)
        return REFUSED;
    if (from_min > to_min || to_min / SLOT_MINUTES > UINT32_MAX)
        return MALFORMED;
    if (!client_can_ask(client))
        return FULL;
    uint32_t from = (uint32_t)(from_min / SLOT_MINUTES);
    uint32_t to = (uint32_t)((to_min + SLOT_MINUTES - 1) / SLOT_MINUTES);
    question->from = question->is_open && question->from < from ? question->from : from;
    question->to = question->is_open && question->to > to ? question->to : to;
    question->is_open = true;
    slots_ask(client, from, to);
    return OK;
}

void slots_ask_again(struct client *client)
{
    const struct question *question = &client->staff.slots;
    if (question->is_open)
        slots_ask(client, question->from, question->to);
}

void slots_answered(struct client *client, bool is_done)
{
    client->staff.slots.is_open = client_awaits(client, FOR_SLOTS);
    if (is_done)
        client_event_plain(client, "slots");
}

/* The time of one of our appointments that has this slot. */
static struct booked_time *find_slot(struct client *client, const uint8_t slot_id[SLOT_ID_SIZE],
                                     struct booking **booking)
{
    struct booked_time *time = NULL;
    for (size_t i = 0; i < BOOKINGS_MAX && time == NULL; i++) {
        *booking = &client->staff.bookings[i];
        time = booking_time(*booking, TIME_KNOWN, slot_id);
        if (time == NULL)
            time = booking_time(*booking, TIME_NEW, slot_id);
    }
    return time;
}

void staff_slot_event(struct client *client, const struct slot *slot)
{
    static const char *const states[] = {"", "offered", "accepted", "called_off", "held", "no_show"};
    struct booking *booking;
    bool is_known = find_slot(client, slot->id, &booking) != NULL && booking->talk != TALK_NONE;
    const struct talk *talk = is_known ? &client->talks[booking->talk] : NULL;
    const struct roster_entry *entry = roster_known(&client->roster, slot->cert_hash);
    const struct roster_entry *me = roster_known(&client->roster, client->staff.cert_hash);
    bool is_mine = me != NULL && entry != NULL && memcmp(entry->person, me->person, PERSON_SIZE) == 0;
    struct json json = client_event_open(client, "slot");
    json_hex(&json, "id", slot->id, SLOT_ID_SIZE);
    json_number(&json, "start_min", (uint64_t)slot->start * SLOT_MINUTES);
    json_number(&json, "length_min", (uint64_t)slot->quarters * SLOT_MINUTES);
    json_word(&json, "state", states[slot->state]);
    json_hex(&json, "who", slot->cert_hash, HASH_SIZE);
    event_label(&json, entry);
    json_bool(&json, "mine", is_mine);
    json_hex(&json, "case", talk != NULL ? talk->case_id : NULL, talk != NULL ? CASE_ID_SIZE : 0);
    client_event_put(client, &json);
}

enum outcome staff_slot_state(struct client *client, const uint8_t slot_id[SLOT_ID_SIZE], uint8_t state)
{
    struct booking *booking;
    if (role_of(client) != CLIENT_STAFF || client->phase != PHASE_READY)
        return REFUSED;
    if (state != SLOT_HELD && state != SLOT_NO_SHOW)
        return MALFORMED;
    struct booked_time *time = find_slot(client, slot_id, &booking);
    if (time == NULL || time->part != TIME_KNOWN)
        return GONE;
    if (!booking_has_begun(client, time))
        return REFUSED;
    if (booking_is_busy(booking))
        return FULL;
    booking_ask_end(client, booking, time, state);
    return OK;
}

/* --- what staff say of an appointment --- */

static bool is_same_time(const struct booked_time *time, const struct appointment_time *told)
{
    struct appointment_time known;
    booking_time_of(time, &known);
    return known.start_min == told->start_min && known.length_min == told->length_min;
}

/* The time as the visitor knows it; NULL: that is not how it stands. */
static struct booked_time *known_time(struct booking *booking, const struct appointment_time *told)
{
    struct booked_time *time = booking_time(booking, TIME_KNOWN, told->id);
    return time != NULL && is_same_time(time, told) ? time : NULL;
}

/* The visitor is told once the server agrees: this device's clock may be ahead, and who is told too early would not come. */
static enum outcome say_missed(struct client *client, struct booking *booking, const struct appointment *appointment,
                               const uint8_t local_id[MSG_ID_SIZE])
{
    struct booked_time *time = known_time(booking, &appointment->times[0]);
    if (time == NULL)
        return GONE;
    if (!booking_has_begun(client, time) || (time->slot.state != SLOT_ACCEPTED && time->slot.state != SLOT_HELD))
        return REFUSED;
    booking->is_told = false;
    booking->act = APPOINTMENT_MISSED;
    memcpy(booking->local_id, local_id, MSG_ID_SIZE);
    booking_ask_end(client, booking, time, SLOT_NO_SHOW);
    return OK;
}

enum outcome staff_book(struct client *client, struct talk *talk, struct appointment *appointment,
                        const uint8_t local_id[MSG_ID_SIZE])
{
    bool is_new = appointment->act == APPOINTMENT_OFFER;
    struct booking *booking = booking_find(client, appointment->id);
    if (!is_new && (booking == NULL || booking->talk != talk_index(client, talk)))
        return GONE;
    if (client->phase != PHASE_READY)
        return REFUSED;
    if (is_new)
        booking = booking_open(client, talk, appointment->id);
    if (booking == NULL || (!is_new && booking_is_busy(booking)))
        return FULL; /* or the last act is not through yet */
    if (appointment->act == APPOINTMENT_MISSED)
        return say_missed(client, booking, appointment, local_id);
    if (appointment->act != APPOINTMENT_CALL_OFF)
        return booking_begin(client, booking, appointment, local_id);
    TRY(booking_say(client, booking, appointment, local_id));
    booking_free_known(client, booking);
    send_pump(client);
    return OK;
}

/* --- what the visitor says of it --- */

/* An act of ours that crosses theirs is about other times: then ours stands, and they learn of it. */
static bool is_about_known(struct booking *booking, const struct appointment *appointment)
{
    for (size_t i = 0; i < appointment->count; i++) {
        if (known_time(booking, &appointment->times[i]) == NULL)
            return false;
    }
    return true;
}

static struct booked_time *accepted_of(struct booking *booking)
{
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++) {
        if (booking->times[i].part == TIME_KNOWN && booking->times[i].slot.state == SLOT_ACCEPTED)
            return &booking->times[i];
    }
    return NULL;
}

/* Another page of the same person had agreed to another time: that one is offered again, so that they see it and can say no. */
static void offer_again(struct client *client, struct booking *booking, const struct booked_time *accepted)
{
    uint8_t local_id[MSG_ID_SIZE];
    struct appointment again = {
        .act = APPOINTMENT_MOVE, .count = 1, .way = booking->way, .place = {booking->place, booking->place_size}};
    memcpy(again.id, booking->id, APPOINTMENT_ID_SIZE);
    booking_time_of(accepted, &again.times[0]);
    send_new_id(client, CLASS_ROOM, local_id);
    if (booking_begin(client, booking, &again, local_id) != OK) {
        client->had_overflow = true;
        return;
    }
    struct json json = client_event_open(client, "offered_again");
    event_case(&json, &client->talks[booking->talk]);
    event_appointment(&json, &again);
    client_event_put(client, &json);
}

static void take_accepted(struct client *client, struct booking *booking, struct booked_time *chosen)
{
    struct booked_time *accepted = accepted_of(booking);
    if (chosen->slot.state == SLOT_OFFERED) {
        booking_change(client, booking, chosen, SLOT_ACCEPTED);
        for (size_t i = 0; i < BOOKED_TIMES_MAX; i++) {
            struct booked_time *other = &booking->times[i];
            if (other->part == TIME_KNOWN && other->slot.state == SLOT_OFFERED)
                booking_change(client, booking, other, SLOT_CALLED_OFF);
        }
    } else if (accepted != NULL && accepted != chosen && !booking_is_busy(booking)) {
        offer_again(client, booking, accepted);
    }
}

void staff_appointment(struct client *client, struct talk *talk, const struct appointment *appointment)
{
    struct booking *booking = booking_find(client, appointment->id);
    if (booking == NULL || booking->talk != talk_index(client, talk) || !is_about_known(booking, appointment))
        return;
    if (appointment->act == APPOINTMENT_ACCEPT)
        take_accepted(client, booking, known_time(booking, &appointment->times[0]));
    else if (appointment->act == APPOINTMENT_DECLINE || appointment->act == APPOINTMENT_CALL_OFF)
        booking_free_known(client, booking);
    /* a wish for another time: the colleague answers it */
}
