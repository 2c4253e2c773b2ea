#include <string.h>

#include "decide.h"

enum { QUARTERS_PER_DAY = 24 * 60 / SLOT_MINUTES };

static bool is_supervisor(const struct roster_entry *entry)
{
    return (entry->caps & CAP_SUPERVISE) != 0;
}

/* The certificates of one person, one a device, whatever has become of them: the first at or after `*at`. NULL: no more. */
static const struct roster_entry *next_of_person(const struct relay *relay, const uint8_t person[PERSON_SIZE],
                                                 size_t *at)
{
    const struct roster *roster = relay->programme->roster;
    while (*at < roster->count) {
        const struct roster_entry *entry = &roster->entries[(*at)++];
        if (memcmp(entry->person, person, PERSON_SIZE) == 0)
            return entry;
    }
    return NULL;
}

/* ---- PUT_SLOT ---------------------------------------------------------------------------------------------------------- */

struct booking {
    const struct slot *wanted;
    bool is_taken;
};

static bool find_overlap(void *context, const struct slot *slot)
{
    struct booking *booking = context;
    bool is_other = memcmp(slot->id, booking->wanted->id, SLOT_ID_SIZE) != 0;
    booking->is_taken = is_other && slot_holds_time(slot) && slots_overlap(slot, booking->wanted);
    return !booking->is_taken;
}

/* Is that time of that person taken by another appointment, booked on whichever device? */
static enum outcome look_up_time(struct relay *relay, const struct slot *wanted, const struct roster_entry *owner,
                                 bool *is_taken)
{
    struct booking booking = {wanted, false};
    const struct roster_entry *entry;
    uint32_t from = wanted->start < SLOT_QUARTERS_MAX ? 0 : wanted->start - SLOT_QUARTERS_MAX;
    for (size_t at = 0; !booking.is_taken && (entry = next_of_person(relay, owner->person, &at)) != NULL;)
        TRY(ASK(relay->store, slot_each, entry->cert_hash, from, wanted->start + wanted->quarters, find_overlap,
                &booking));
    *is_taken = booking.is_taken;
    return OK;
}

static bool count_slot(void *context, const struct slot *slot)
{
    (void)slot;
    ++*(size_t *)context;
    return true;
}

/* The owner's connections and the supervisors, nobody twice. */
static enum outcome tell_slot(struct relay *relay, const struct slot *slot, const struct roster_entry *owner)
{
    struct message message = {.code = MESSAGE_SLOT, .as.slot = *slot};
    const struct roster_entry *entry;
    for (size_t at = 0; (entry = next_of_person(relay, owner->person, &at)) != NULL;) {
        if (!is_supervisor(entry))
            TRY(tell_principal(relay, entry->cert_hash, &message));
    }
    return tell_group(relay, TO_SUPERVISORS, &message);
}

/* The first answer was lost, and with it what all were told: the asker learns it now, the others by asking. */
static enum outcome answer_again(struct relay *relay, const struct asked *asked, const struct slot *slot)
{
    struct message message = {.code = MESSAGE_SLOT, .as.slot = *slot};
    TRY(answer_done(relay, asked));
    return tell_principal(relay, asked->request->principal, &message);
}

static bool is_same_time(const struct slot *one, const struct slot *other)
{
    return one->start == other->start && one->quarters == other->quarters;
}

/* What became of an appointment is said once it has begun. */
static bool is_too_early(const struct slot *wanted, uint64_t now_min)
{
    bool is_about_end = wanted->state == SLOT_HELD || wanted->state == SLOT_NO_SHOW;
    return is_about_end && (uint64_t)wanted->start * SLOT_MINUTES > now_min;
}

/* 0: this change may be made. A time changes only while the appointment is still to come; what is called off may be named by the time from
 * which it was to move. */
static unsigned judge_slot(const struct slot *before, const struct slot *wanted)
{
    if (wanted->start > UINT32_MAX - wanted->quarters) /* past the end of time */
        return ERROR_NOT_ALLOWED;
    if (!before)
        return rules_slot_move(0, wanted->state) ? 0 : ERROR_NOT_ALLOWED;
    if (!is_same(before->cert_hash, wanted->cert_hash))
        return ERROR_NOT_ALLOWED;
    bool is_moved = !is_same_time(before, wanted);
    bool is_to_come = slot_holds_time(wanted) || wanted->state == SLOT_CALLED_OFF;
    if (is_moved && (!slot_holds_time(before) || !is_to_come))
        return ERROR_NOT_ALLOWED;
    bool may_move = before->state == wanted->state || rules_slot_move(before->state, wanted->state);
    return may_move ? 0 : ERROR_NOT_ALLOWED;
}

enum outcome decide_put_slot(struct relay *relay, const struct asked *asked)
{
    const struct slot *wanted = &asked->message->as.slot;
    const struct roster_entry *owner = roster_find(relay->programme->roster, wanted->cert_hash, relay->now_min);
    struct slot before;
    bool is_taken = false;
    size_t kept = 0;
    if (!is_same(wanted->cert_hash, asked->request->principal) && !is_supervisor(asked->staff))
        return answer_error(relay, asked, ERROR_NOT_ALLOWED);
    if (!owner)
        return answer_error(relay, asked, ERROR_GONE);
    enum outcome outcome = ASK(relay->store, slot_load, wanted->id, &before);
    if (outcome == BROKEN)
        return BROKEN;
    unsigned error =
        is_too_early(wanted, relay->now_min) ? ERROR_NOT_ALLOWED : judge_slot(outcome == OK ? &before : NULL, wanted);
    if (error != 0)
        return answer_error(relay, asked, (enum error_code)error);
    if (outcome == OK && before.state == wanted->state && is_same_time(&before, wanted))
        return answer_again(relay, asked, wanted);
    if (slot_holds_time(wanted))
        TRY(look_up_time(relay, wanted, owner, &is_taken));
    if (is_taken)
        return answer_error(relay, asked, ERROR_SLOT_TAKEN);
    if (outcome == GONE)
        TRY(ASK(relay->store, slot_each, wanted->cert_hash, 0, UINT32_MAX, count_slot, &kept));
    if (kept >= SLOTS_PER_DEVICE_MAX)
        return answer_error(relay, asked, ERROR_QUOTA);
    TRY(ASK(relay->store, slot_keep, wanted));
    TRY(answer_done(relay, asked));
    return tell_slot(relay, wanted, owner);
}

/* ---- GET_SLOTS --------------------------------------------------------------------------------------------------------- */

struct calendar {
    struct relay *relay;
    const struct asked *asked;
    enum outcome outcome;
};

static bool answer_slot(void *context, const struct slot *slot)
{
    struct calendar *calendar = context;
    struct message message = {.code = MESSAGE_SLOT, .as.slot = *slot};
    calendar->outcome = answer_listed(calendar->relay, calendar->asked, &message);
    return calendar->outcome == OK;
}

/* One's own calendar, of all devices; a supervisor's answer has everybody's. */
enum outcome decide_get_slots(struct relay *relay, const struct asked *asked)
{
    struct calendar calendar = {.relay = relay, .asked = asked};
    uint32_t from = asked->message->as.get_slots.from, to = asked->message->as.get_slots.to;
    const struct roster_entry *entry;
    if (is_supervisor(asked->staff))
        TRY(ASK(relay->store, slot_each, NULL, from, to, answer_slot, &calendar));
    for (size_t at = 0; !is_supervisor(asked->staff) && calendar.outcome == OK &&
                        (entry = next_of_person(relay, asked->staff->person, &at)) != NULL;)
        TRY(ASK(relay->store, slot_each, entry->cert_hash, from, to, answer_slot, &calendar));
    TRY(calendar.outcome);
    return answer_done(relay, asked);
}

/* ---- their end --------------------------------------------------------------------------------------------------------- */

struct orphans {
    size_t count;
    struct slot list[EXPIRE_ROWS_MAX];
};

static bool note_orphan(void *context, const struct slot *slot)
{
    struct orphans *orphans = context;
    if (slot_holds_time(slot))
        orphans->list[orphans->count++] = *slot;
    return orphans->count < EXPIRE_ROWS_MAX;
}

struct rooms_of {
    const uint8_t *who;
    bool has_any;
};

static bool find_room(void *context, const struct case_row *row)
{
    struct rooms_of *rooms = context;
    rooms->has_any = !row->room.is_closed && room_has(&row->room, rooms->who);
    return !rooms->has_any;
}

/* Whose certificate counts no more cannot call off what it booked. While it is in a room somebody there may count on that, and colleagues are to
 * see it. */
static enum outcome call_off_of(struct relay *relay, const struct roster_entry *owner)
{
    struct orphans orphans;
    struct rooms_of rooms = {owner->cert_hash, false};
    uint32_t from = (uint32_t)(relay->now_min / SLOT_MINUTES) + 1;
    orphans.count = 0;
    TRY(ASK(relay->store, slot_each, owner->cert_hash, from, UINT32_MAX, note_orphan, &orphans));
    if (orphans.count > 0)
        TRY(ASK(relay->store, case_each, DOOR_ANY, 0, find_room, &rooms));
    for (size_t i = 0; !rooms.has_any && i < orphans.count; i++) {
        orphans.list[i].state = SLOT_CALLED_OFF;
        TRY(ASK(relay->store, slot_keep, &orphans.list[i]));
        TRY(tell_slot(relay, &orphans.list[i], owner));
    }
    return OK;
}

/* One colleague at a time, by chance, so that nothing has to be remembered between turns. */
static enum outcome call_off_orphans(struct relay *relay)
{
    const struct roster *roster = relay->programme->roster;
    if (roster->count == 0)
        return OK;
    const struct roster_entry *entry = &roster->entries[relay->chance % roster->count];
    return roster_find(roster, entry->cert_hash, relay->now_min) ? OK : call_off_of(relay, entry);
}

enum outcome slots_expire(struct relay *relay)
{
    uint32_t today = relay_today(relay);
    TRY(call_off_orphans(relay));
    return today > SLOT_KEPT_DAYS ? ASK(relay->store, slot_expire, (today - SLOT_KEPT_DAYS) * QUARTERS_PER_DAY) : OK;
}
