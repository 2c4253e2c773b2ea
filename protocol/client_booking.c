#include "client_parts.h"

#include <string.h>

#include "hash.h"

/* --- finding --- */

struct booking *booking_find(struct client *client, const uint8_t id[APPOINTMENT_ID_SIZE])
{
    for (size_t i = 0; i < BOOKINGS_MAX; i++) {
        struct booking *booking = &client->staff.bookings[i];
        if (booking->is_used && memcmp(booking->id, id, APPOINTMENT_ID_SIZE) == 0)
            return booking;
    }
    return NULL;
}

struct booked_time *booking_time(struct booking *booking, uint8_t part, const uint8_t slot_id[SLOT_ID_SIZE])
{
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++) {
        struct booked_time *time = &booking->times[i];
        if (time->part == part && memcmp(time->slot.id, slot_id, SLOT_ID_SIZE) == 0)
            return time;
    }
    return NULL;
}

static uint64_t end_min(const struct slot *slot)
{
    return ((uint64_t)slot->start + slot->quarters) * SLOT_MINUTES;
}

bool booking_is_over(const struct client *client, const struct booked_time *time)
{
    return end_min(&time->slot) < client_now_min(client);
}

bool booking_has_begun(const struct client *client, const struct booked_time *time)
{
    return (uint64_t)time->slot.start * SLOT_MINUTES <= client_now_min(client);
}

/* Somebody may wait for it, or go there. */
static bool is_to_come(const struct client *client, const struct booked_time *time)
{
    return time->part == TIME_KNOWN && slot_holds_time(&time->slot) && !booking_has_begun(client, time);
}

bool booking_is_busy(const struct booking *booking)
{
    bool is_busy = !booking->is_told;
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++)
        is_busy = is_busy || booking->times[i].wanted != 0;
    return is_busy;
}

static bool is_all_over(const struct client *client, const struct booking *booking)
{
    bool is_over = !booking_is_busy(booking);
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++)
        is_over = is_over && (booking->times[i].part == TIME_NONE || booking_is_over(client, &booking->times[i]));
    return is_over;
}

/* One that is over gives way only when no place is free: it may still be told that it did not take place. */
static struct booking *free_place(struct client *client)
{
    struct booking *place = NULL;
    for (size_t i = 0; i < BOOKINGS_MAX; i++) {
        struct booking *booking = &client->staff.bookings[i];
        if (!booking->is_used)
            return booking;
        if (place == NULL && is_all_over(client, booking))
            place = booking;
    }
    return place;
}

/* --- the server is told --- */

/* What is asked for: which time, and the state that it is to have, since a later word may already be under way. */
enum { ASKED_STATE_SHIFT = 16 };

static void put_state(struct client *client, struct booking *booking, struct booked_time *time, enum purpose purpose,
                      uint8_t state)
{
    struct message message = {.code = MESSAGE_PUT_SLOT, .as.slot = time->slot};
    size_t at = (size_t)(booking - client->staff.bookings) * BOOKED_TIMES_MAX + (size_t)(time - booking->times);
    message.as.slot.state = state;
    time->is_asked = true;
    client_ask(client, &message, purpose, 0, (uint32_t)at | (uint32_t)state << ASKED_STATE_SHIFT);
}

static void put_time(struct client *client, struct booking *booking, struct booked_time *time, enum purpose purpose)
{
    put_state(client, booking, time, purpose, time->slot.state);
}

static struct booking *asked_of(struct client *client, uint32_t number, struct booked_time **time)
{
    size_t at = number & ((1U << ASKED_STATE_SHIFT) - 1);
    struct booking *booking = &client->staff.bookings[at / BOOKED_TIMES_MAX];
    *time = &booking->times[at % BOOKED_TIMES_MAX];
    return booking;
}

/* A move that is not through has this slot: what the server hears of it waits for the move's end. */
static bool is_moving(struct booking *booking, const struct booked_time *time)
{
    return booking_time(booking, TIME_NEW, time->slot.id) != NULL;
}

void booking_change(struct client *client, struct booking *booking, struct booked_time *time, uint8_t state)
{
    time->slot.state = state;
    time->is_stored = false;
    client->is_dirty = true;
    if (!is_moving(booking, time))
        put_time(client, booking, time, FOR_SLOT);
}

void booking_ask_end(struct client *client, struct booking *booking, struct booked_time *time, uint8_t state)
{
    time->wanted = state;
    client->is_dirty = true;
    put_state(client, booking, time, FOR_SLOT, state);
}

/* The server's last word on a time, if it is not DONE. Anything else passes, and is tried again. */
static bool is_refused(const struct message *answer)
{
    uint8_t code = answer->as.error.code;
    return code == ERROR_SLOT_TAKEN || code == ERROR_NOT_ALLOWED || code == ERROR_GONE || code == ERROR_QUOTA;
}

void booking_free_known(struct client *client, struct booking *booking)
{
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++) {
        struct booked_time *time = &booking->times[i];
        if (time->part == TIME_KNOWN && slot_holds_time(&time->slot))
            booking_change(client, booking, time, SLOT_CALLED_OFF);
    }
}

/* One time after the other: if the server refuses one, it has not been asked for the next. */
static struct booked_time *next_new(struct booking *booking)
{
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++) {
        if (booking->times[i].part == TIME_NEW && !booking->times[i].is_stored)
            return &booking->times[i];
    }
    return NULL;
}

void booking_resume(struct client *client)
{
    for (size_t i = 0; i < BOOKINGS_MAX; i++) {
        struct booking *booking = &client->staff.bookings[i];
        struct booked_time *next = next_new(booking);
        bool is_asking = false;
        for (size_t at = 0; at < BOOKED_TIMES_MAX; at++) {
            struct booked_time *time = &booking->times[at];
            bool is_waiting = time->part == TIME_KNOWN || time->part == TIME_OLD;
            if (is_waiting && !time->is_stored && !is_moving(booking, time))
                put_time(client, booking, time, FOR_SLOT);
            is_asking = is_asking || time->wanted != 0;
            if (time->wanted != 0)
                put_state(client, booking, time, FOR_SLOT, time->wanted);
        }
        if (next != NULL)
            put_time(client, booking, next, FOR_BOOKING);
        else if (booking->is_used && !booking->is_told && !is_asking)
            booking_tell(client, booking);
    }
}

void booking_tick(struct client *client)
{
    bool is_due = client->staff.slots_again_s != 0 && client->now_s >= client->staff.slots_again_s;
    if (!is_due || client_awaits(client, FOR_BOOKING) || client_awaits(client, FOR_SLOT))
        return;
    client->staff.slots_again_s = 0;
    booking_resume(client);
}

/* What the server had no time for is said again soon; whatever else it made of it, at the next login. */
static void note_passing(struct client *client, const struct message *answer)
{
    if (answer->as.error.code == ERROR_RATE || answer->as.error.code == ERROR_UNAVAILABLE)
        client->staff.slots_again_s = client->now_s + PAUSE_S;
}

/* Nothing of it is to be said any more. */
static void release(struct client *client, struct booking *booking)
{
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++) {
        if (booking->times[i].part != TIME_NONE)
            return;
    }
    wipe(booking, sizeof *booking);
    client->is_dirty = true;
}

/* The time is nobody's any more; the server hears it until it has it. */
static void drop_time(struct client *client, struct booking *booking, struct booked_time *time)
{
    time->part = TIME_OLD;
    if (slot_holds_time(&time->slot))
        booking_change(client, booking, time, SLOT_CALLED_OFF);
    else if (time->is_stored)
        time->part = TIME_NONE;
}

/* --- an act with new times --- */

/* A slot of this appointment that the new time meets moves to it: otherwise it would stand in its own way. */
static void take_over_slot(struct booking *booking, struct slot *slot)
{
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++) {
        struct booked_time *time = &booking->times[i];
        if (time->part != TIME_KNOWN || !slot_holds_time(&time->slot) || is_moving(booking, time) ||
            !slots_overlap(&time->slot, slot))
            continue;
        memcpy(slot->id, time->slot.id, SLOT_ID_SIZE);
        return;
    }
}

static size_t free_times(const struct booking *booking)
{
    size_t count = 0;
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++)
        count += booking->times[i].part == TIME_NONE;
    return count;
}

static void add_times(struct client *client, struct booking *booking, struct appointment *appointment)
{
    size_t count = 0;
    for (size_t i = 0; count < appointment->count; i++) {
        if (booking->times[i].part != TIME_NONE)
            continue;
        struct appointment_time *wanted = &appointment->times[count++];
        struct slot slot = {.start = (uint32_t)(wanted->start_min / SLOT_MINUTES),
                            .quarters = (uint8_t)(wanted->length_min / SLOT_MINUTES),
                            .state = SLOT_OFFERED};
        memcpy(slot.id, wanted->id, SLOT_ID_SIZE);
        memcpy(slot.cert_hash, client->staff.cert_hash, HASH_SIZE);
        take_over_slot(booking, &slot);
        memcpy(wanted->id, slot.id, SLOT_ID_SIZE);
        booking->times[i] = (struct booked_time){.part = TIME_NEW, .slot = slot};
    }
}

enum outcome booking_begin(struct client *client, struct booking *booking, struct appointment *appointment,
                           const uint8_t local_id[MSG_ID_SIZE])
{
    if (free_times(booking) < appointment->count)
        return FULL; /* what the last act left behind is not through yet */
    booking->is_told = false;
    booking->act = appointment->act;
    booking->way = appointment->way;
    booking->place_size = (uint16_t)appointment->place.size;
    if (appointment->place.size > 0)
        memmove(booking->place, appointment->place.data, appointment->place.size); /* it may be what stands there */
    wipe(booking->place + booking->place_size, PLACE_MAX - appointment->place.size);
    memcpy(booking->local_id, local_id, MSG_ID_SIZE);
    add_times(client, booking, appointment);
    client->is_dirty = true;
    put_time(client, booking, next_new(booking), FOR_BOOKING);
    return OK;
}

/* Is the act about this time? MISSED: the one that was agreed. OFFER, MOVE: those that are new. */
static bool is_of_act(const struct booking *booking, const struct booked_time *time)
{
    if (booking->act == APPOINTMENT_MISSED)
        return time->part == TIME_KNOWN && time->slot.state == SLOT_NO_SHOW;
    return time->part == TIME_NEW;
}

static void act_of(const struct booking *booking, struct appointment *appointment)
{
    *appointment =
        (struct appointment){.act = booking->act, .way = booking->way, .place = {booking->place, booking->place_size}};
    memcpy(appointment->id, booking->id, APPOINTMENT_ID_SIZE);
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++) {
        if (is_of_act(booking, &booking->times[i]))
            booking_time_of(&booking->times[i], &appointment->times[appointment->count++]);
    }
}

void booking_time_of(const struct booked_time *time, struct appointment_time *told)
{
    memcpy(told->id, time->slot.id, SLOT_ID_SIZE);
    told->start_min = (uint64_t)time->slot.start * SLOT_MINUTES;
    told->length_min = (uint16_t)(time->slot.quarters * SLOT_MINUTES);
}

enum outcome booking_say(struct client *client, const struct booking *booking, const struct appointment *appointment,
                         const uint8_t local_id[MSG_ID_SIZE])
{
    uint8_t content[APPOINTMENT_MAX];
    size_t size;
    invariant(appointment_encode(appointment, content, sizeof content, &size) == OK); /* was looked at before */
    return send_put(client, &client->talks[booking->talk], BODY_APPOINTMENT, (struct bytes){content, size}, local_id);
}

/* The new times are ours: what stood before is free. */
static void take_new_times(struct client *client, struct booking *booking)
{
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++) {
        struct booked_time *time = &booking->times[i];
        if (time->part == TIME_KNOWN && is_moving(booking, time))
            time->part = TIME_NONE; /* the slot goes on with its new time */
        else if (time->part == TIME_KNOWN)
            drop_time(client, booking, time);
    }
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++) {
        if (booking->times[i].part == TIME_NEW)
            booking->times[i].part = TIME_KNOWN;
    }
}

/* The server has taken the act: now the visitor is told. */
void booking_tell(struct client *client, struct booking *booking)
{
    struct appointment appointment;
    act_of(booking, &appointment);
    if (booking_say(client, booking, &appointment, booking->local_id) != OK) {
        client->had_overflow = true;
        return;
    }
    booking->is_told = true;
    client->is_dirty = true;
    if (booking->act != APPOINTMENT_MISSED)
        take_new_times(client, booking);
}

/* None of the new times is kept; what stood before stands. */
static void roll_back(struct client *client, struct booking *booking)
{
    booking->is_told = true; /* there is nothing to tell */
    client->is_dirty = true;
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++) {
        struct booked_time *time = &booking->times[i];
        if (time->part != TIME_NEW)
            continue;
        struct booked_time *stands = booking_time(booking, TIME_KNOWN, time->slot.id);
        bool was_asked = time->is_asked;
        time->part = TIME_NONE;
        if (stands != NULL && (was_asked || !stands->is_stored)) /* what was answered meanwhile was not told */
            booking_change(client, booking, stands, stands->slot.state);
        else if (was_asked)
            drop_time(client, booking, time);
    }
    release(client, booking);
}

void booking_answered(struct client *client, uint32_t number, const struct message *answer)
{
    struct booked_time *time;
    struct booking *booking = asked_of(client, number, &time);
    if (time->part != TIME_NEW)
        return; /* it was given up meanwhile */
    if (answer->code == MESSAGE_DONE) {
        time->is_stored = true;
        client->is_dirty = true;
        if (next_new(booking) != NULL)
            put_time(client, booking, next_new(booking), FOR_BOOKING);
        else
            booking_tell(client, booking);
    } else if (is_refused(answer)) {
        struct json json = client_event_open(client, "slot_taken");
        json_hex(&json, "appointment", booking->id, APPOINTMENT_ID_SIZE);
        json_hex(&json, "id", time->slot.id, SLOT_ID_SIZE);
        json_number(&json, "start_min", (uint64_t)time->slot.start * SLOT_MINUTES);
        client_event_put(client, &json);
        time->is_asked = false;
        roll_back(client, booking);
    } else {
        note_passing(client, answer);
    }
}

static void event_refused(struct client *client, const struct booking *booking, const struct booked_time *time,
                          const struct message *answer)
{
    const struct talk *talk = booking->talk != TALK_NONE ? &client->talks[booking->talk] : NULL;
    struct json json = client_event_open(client, "slot_refused");
    json_hex(&json, "case", talk != NULL ? talk->case_id : NULL, talk != NULL ? CASE_ID_SIZE : 0);
    json_hex(&json, "appointment", booking->id, APPOINTMENT_ID_SIZE);
    json_hex(&json, "id", time->slot.id, SLOT_ID_SIZE);
    json_number(&json, "start_min", (uint64_t)time->slot.start * SLOT_MINUTES);
    json_word(&json, "state", time->wanted == SLOT_HELD ? "held" : "no_show");
    json_word(&json, "why", error_word(answer->as.error.code));
    client_event_put(client, &json);
}

/* What became of a time: by its clock the server may see that it has not begun. Then all stands as it stood, for the visitor too. */
static void end_answered(struct client *client, struct booking *booking, struct booked_time *time,
                         const struct message *answer)
{
    bool is_done = answer->code == MESSAGE_DONE;
    client->is_dirty = true;
    if (is_done) {
        time->slot.state = time->wanted;
        time->is_stored = true;
    } else {
        event_refused(client, booking, time, answer);
    }
    time->wanted = 0;
    if (!booking->is_told && is_done)
        booking_tell(client, booking);
    booking->is_told = booking->is_told || !is_done; /* there is nothing to tell */
}

void slot_answered(struct client *client, uint32_t number, const struct message *answer)
{
    struct booked_time *time;
    struct booking *booking = asked_of(client, number, &time);
    uint32_t asked = number >> ASKED_STATE_SHIFT;
    bool is_final = answer->code == MESSAGE_DONE || is_refused(answer);
    if (is_final && time->wanted != 0 && time->wanted == asked) {
        end_answered(client, booking, time, answer);
        return;
    }
    if (!is_final)
        note_passing(client, answer);
    if (!is_final || time->slot.state != asked)
        return;
    time->is_stored = true;
    client->is_dirty = true;
    if (time->part == TIME_OLD) {
        time->part = TIME_NONE;
        release(client, booking);
    }
}

/* --- beginning and end --- */

struct booking *booking_open(struct client *client, const struct talk *talk, const uint8_t id[APPOINTMENT_ID_SIZE])
{
    struct booking *booking = free_place(client);
    if (booking == NULL)
        return NULL;
    wipe(booking, sizeof *booking);
    booking->is_used = true;
    booking->talk = talk_index(client, talk);
    memcpy(booking->id, id, APPOINTMENT_ID_SIZE);
    return booking;
}

/* Nothing more can be said of it: what nobody was told of is none, and what is still to come is free. */
static void end(struct client *client, struct booking *booking)
{
    if (!booking->is_told)
        roll_back(client, booking);
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++) {
        if (is_to_come(client, &booking->times[i]))
            booking_change(client, booking, &booking->times[i], SLOT_CALLED_OFF);
    }
}

static bool is_of(const struct client *client, const struct booking *booking, const struct talk *talk)
{
    return booking->is_used && booking->talk == talk_index(client, talk);
}

void booking_closed(struct client *client, const struct talk *talk)
{
    for (size_t i = 0; i < BOOKINGS_MAX; i++) {
        if (is_of(client, &client->staff.bookings[i], talk))
            end(client, &client->staff.bookings[i]);
    }
}

/* What took place stays as it was; whose it was is forgotten. */
void booking_left(struct client *client, const struct talk *talk)
{
    for (size_t i = 0; i < BOOKINGS_MAX; i++) {
        struct booking *booking = &client->staff.bookings[i];
        if (!is_of(client, booking, talk))
            continue;
        wipe(booking->place, sizeof booking->place);
        booking->place_size = 0;
        booking->talk = TALK_NONE;
        end(client, booking);
    }
}

/* Nobody is there who could come to what has begun. */
void booking_burnt(struct client *client, const struct talk *talk)
{
    for (size_t i = 0; i < BOOKINGS_MAX * BOOKED_TIMES_MAX; i++) {
        struct booking *booking = &client->staff.bookings[i / BOOKED_TIMES_MAX];
        struct booked_time *time = &booking->times[i % BOOKED_TIMES_MAX];
        if (is_of(client, booking, talk) && time->part == TIME_KNOWN && slot_holds_time(&time->slot) &&
            !booking_is_over(client, time))
            booking_change(client, booking, time, SLOT_CALLED_OFF);
    }
    booking_left(client, talk);
}

static void event_called_off(struct client *client, const struct talk *talk, const struct appointment *appointment)
{
    struct json json = client_event_open(client, "called_off");
    event_case(&json, talk);
    event_appointment(&json, appointment);
    client_event_put(client, &json);
}

/* Says it of the times that are to come. False: there are none, or it cannot be kept until it is sent. */
static bool call_off(struct client *client, const struct talk *talk, struct booking *booking)
{
    uint8_t local_id[MSG_ID_SIZE];
    struct appointment appointment = {
        .act = APPOINTMENT_CALL_OFF, .way = booking->way, .place = {booking->place, booking->place_size}};
    memcpy(appointment.id, booking->id, APPOINTMENT_ID_SIZE);
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++) {
        if (is_to_come(client, &booking->times[i]))
            booking_time_of(&booking->times[i], &appointment.times[appointment.count++]);
    }
    if (appointment.count == 0)
        return false;
    send_new_id(client, CLASS_ROOM, local_id);
    if (booking_say(client, booking, &appointment, local_id) != OK) {
        client->had_overflow = true;
        return false;
    }
    event_called_off(client, talk, &appointment);
    return true;
}

bool booking_call_off(struct client *client, const struct talk *talk)
{
    bool is_said = false;
    for (size_t i = 0; i < BOOKINGS_MAX; i++) {
        struct booking *booking = &client->staff.bookings[i];
        if (!is_of(client, booking, talk))
            continue;
        is_said = call_off(client, talk, booking) || is_said;
        end(client, booking);
    }
    return is_said;
}
