#include "rules.h"

enum { STATES = CASE_CLOSED + 1, SLOT_STATES = SLOT_NO_SHOW + 1, MINUTES_PER_DAY = 24 * 60 };

/* Columns: no such state, CASE_WAITING, CASE_CLAIMED, CASE_CLOSED. */
static const uint8_t act_rules[ACTS][STATES] = {
    [ACT_SEND_INTAKE] = {ERROR_NOT_ALLOWED, 0, ERROR_EPOCH_CONFLICT, ERROR_NOT_ALLOWED},
    [ACT_SEND_ROOM] = {ERROR_NOT_ALLOWED, ERROR_NOT_MEMBER, 0, ERROR_NOT_ALLOWED},
    [ACT_SEND_STAFF] = {ERROR_NOT_ALLOWED, ERROR_NOT_MEMBER, 0, ERROR_NOT_ALLOWED},
    [ACT_CLAIM] = {ERROR_NOT_ALLOWED, 0, ERROR_EPOCH_CONFLICT, ERROR_EPOCH_CONFLICT},
    [ACT_ADD] = {ERROR_NOT_ALLOWED, ERROR_NOT_ALLOWED, 0, ERROR_EPOCH_CONFLICT},
    [ACT_TAKEOVER] = {ERROR_NOT_ALLOWED, ERROR_NOT_ALLOWED, 0, ERROR_EPOCH_CONFLICT},
    [ACT_REMOVE] = {ERROR_NOT_ALLOWED, ERROR_NOT_ALLOWED, 0, ERROR_EPOCH_CONFLICT},
    [ACT_CLOSE] = {ERROR_NOT_ALLOWED, ERROR_NOT_ALLOWED, 0, ERROR_EPOCH_CONFLICT},
    [ACT_REOPEN] = {ERROR_NOT_ALLOWED, ERROR_NOT_ALLOWED, ERROR_EPOCH_CONFLICT, 0},
};

unsigned rules_act(enum act act, uint8_t state)
{
    return act_rules[act][state < STATES ? state : 0];
}

/* Rows: not there yet, OFFERED, ACCEPTED, CALLED_OFF, HELD, NO_SHOW. The last two may be put right. */
static const bool slot_moves[SLOT_STATES][SLOT_STATES] = {
    [0] = {[SLOT_OFFERED] = true, [SLOT_ACCEPTED] = true},
    [SLOT_OFFERED] = {[SLOT_ACCEPTED] = true, [SLOT_CALLED_OFF] = true},
    [SLOT_ACCEPTED] = {[SLOT_OFFERED] = true, [SLOT_CALLED_OFF] = true, [SLOT_HELD] = true, [SLOT_NO_SHOW] = true},
    [SLOT_HELD] = {[SLOT_NO_SHOW] = true},
    [SLOT_NO_SHOW] = {[SLOT_HELD] = true},
};

bool rules_slot_move(uint8_t from, uint8_t to)
{
    return from < SLOT_STATES && to < SLOT_STATES && slot_moves[from][to];
}

bool rules_slot_holds_time(uint8_t state)
{
    return state == SLOT_OFFERED || state == SLOT_ACCEPTED;
}

bool rules_slots_overlap(const struct slot *one, const struct slot *other)
{
    return (uint64_t)one->start < (uint64_t)other->start + other->quarters &&
           (uint64_t)other->start < (uint64_t)one->start + one->quarters;
}

enum queue_band rules_band(size_t before)
{
    return before == 0 ? BAND_NEXT : before <= BAND_FEW_MAX ? BAND_FEW : BAND_MANY;
}

uint64_t rules_day_of(uint64_t minute)
{
    return minute - minute % MINUTES_PER_DAY;
}

uint32_t rules_blurred_day(uint64_t minute, uint32_t fuzz_days, uint64_t chance)
{
    uint32_t day = (uint32_t)(minute / MINUTES_PER_DAY);
    uint32_t moved = day + (uint32_t)(chance % (2 * (uint64_t)fuzz_days + 1));
    return moved > fuzz_days ? moved - fuzz_days : 0;
}
