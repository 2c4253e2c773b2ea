/* What a script knows of appointments and of the calendar, from events. */
#include <string.h>

#include "event_line.h"
#include "script.h"

static uint8_t way_of(struct bytes event)
{
    if (event_has(event, "way", "phone"))
        return WAY_PHONE;
    return event_has(event, "way", "meeting") ? WAY_MEETING : WAY_CHAT;
}

/* [{"id":..,"start_min":..,"length_min":..},..]: an item is an object like an event. */
static bool times_of(struct bytes list, struct appointment *appointment)
{
    const uint8_t *end = list.data + list.size;
    for (const uint8_t *item = list.data + 1; item < end && *item == '{'; appointment->count++) {
        const uint8_t *last = memchr(item, '}', (size_t)(end - item));
        struct appointment_time *time = &appointment->times[appointment->count];
        uint64_t length;
        if (last == NULL || appointment->count == APPOINTMENT_TIMES_MAX)
            return false;
        struct bytes object = {item, (size_t)(last + 1 - item)};
        if (event_hex(object, "id", time->id, SLOT_ID_SIZE) != OK ||
            event_number(object, "start_min", &time->start_min) != OK ||
            event_number(object, "length_min", &length) != OK)
            return false;
        time->length_min = (uint16_t)length;
        item = last + 2; /* over the comma */
    }
    return appointment->count > 0;
}

void script_know_appointment(struct script *script, const struct appointment *appointment)
{
    struct known_appointment *known = &script->appointments[script->appointment_next];
    known->appointment = *appointment;
    if (appointment->place.size > 0)
        memmove(known->text, appointment->place.data, appointment->place.size);
    known->appointment.place.data = (const uint8_t *)known->text;
    memcpy(script->last_appointment, appointment->id, APPOINTMENT_ID_SIZE);
    script->appointment_next = (script->appointment_next + 1) % APPOINTMENTS_MAX;
}

/* Answers to an appointment repeat what it was. */
void script_note_appointment(struct script *script, struct bytes event)
{
    char text[PLACE_MAX + 1];
    struct bytes times;
    struct appointment appointment = {.way = way_of(event)};
    if (event_hex(event, "appointment", appointment.id, APPOINTMENT_ID_SIZE) != OK ||
        event_find(event, "times", &times) != OK || !times_of(times, &appointment) ||
        event_text(event, "place", text, sizeof text) != OK)
        return;
    appointment.place = (struct bytes){(const uint8_t *)text, strlen(text)};
    script_know_appointment(script, &appointment);
}

const struct appointment *script_appointment(const struct script *script, const uint8_t id[APPOINTMENT_ID_SIZE])
{
    for (size_t i = 1; i <= APPOINTMENTS_MAX; i++) {
        const struct known_appointment *known =
            &script->appointments[(script->appointment_next + APPOINTMENTS_MAX - i) % APPOINTMENTS_MAX];
        if (known->appointment.count > 0 && memcmp(known->appointment.id, id, APPOINTMENT_ID_SIZE) == 0)
            return &known->appointment;
    }
    return NULL;
}

static uint8_t slot_state_of(struct bytes event)
{
    static const char *const states[] = {"offered", "accepted", "called_off", "held", "no_show"};
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (event_has(event, "state", states[i]))
            return (uint8_t)(SLOT_OFFERED + i);
    return 0;
}

/* Our own, the last word on each. After one more than there is room for no file is written. */
void script_note_slot(struct script *script, struct bytes event)
{
    uint64_t start, length;
    struct slot slot = {.state = slot_state_of(event)};
    if (!event_has(event, "mine", "true") || slot.state == 0 || event_hex(event, "id", slot.id, SLOT_ID_SIZE) != OK ||
        event_number(event, "start_min", &start) != OK || event_number(event, "length_min", &length) != OK)
        return;
    slot.start = (uint32_t)(start / SLOT_MINUTES);
    slot.quarters = (uint8_t)(length / SLOT_MINUTES);
    size_t at = 0;
    while (at < script->slot_count && memcmp(script->slots[at].id, slot.id, SLOT_ID_SIZE) != 0)
        at++;
    script->misses_slots |= at == SCRIPT_SLOTS_MAX;
    if (at == SCRIPT_SLOTS_MAX)
        return;
    script->slots[at] = slot;
    script->slot_count += at == script->slot_count ? 1 : 0;
}
