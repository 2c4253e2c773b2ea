#include "rules.h"

enum { STATES = CASE_ENDED + 1, SLOT_STATES = SLOT_NO_SHOW + 1, MINUTES_PER_DAY = 24 * 60 };

enum { N = ERROR_NOT_ALLOWED, M = ERROR_NOT_MEMBER, C = ERROR_EPOCH_CONFLICT };

/* Columns: no such state, waiting, claimed, closed, burnt, handed over, escalated, resting, returned, ended. */
static const uint8_t act_rules[ACTS][STATES] = {
    [ACT_SEND_INTAKE] = {N, 0, C, N, N, C, C, C, N, N}, [ACT_SEND_ROOM] = {N, M, 0, N, N, 0, 0, 0, N, N},
    [ACT_SEND_STAFF] = {N, M, 0, N, N, 0, 0, 0, N, N},  [ACT_CLAIM] = {N, 0, C, C, N, C, C, C, C, C},
    [ACT_ADD] = {N, N, 0, C, N, 0, 0, 0, C, C},         [ACT_TAKEOVER] = {N, N, 0, C, N, 0, 0, 0, C, C},
    [ACT_REMOVE] = {N, N, 0, C, N, 0, 0, 0, C, C},      [ACT_CLOSE] = {N, N, 0, C, N, 0, 0, 0, C, C},
    [ACT_REOPEN] = {N, N, C, 0, N, C, C, C, 0, N},      [ACT_HANDOVER] = {N, N, 0, C, N, 0, 0, 0, C, C},
    [ACT_ASK_REOPEN] = {N, N, N, 0, N, N, N, N, 0, N},
};

unsigned rules_act(enum act act, uint8_t state)
{
    return act_rules[act][state < STATES ? state : 0];
}

static const uint8_t case_movers[STATES][STATES] = {
    [CASE_CLAIMED] = {[CASE_ESCALATED] = MOVER_ANSWERS, [CASE_RESTING] = MOVER_HOLDER},
    [CASE_HANDED_OVER] = {[CASE_ESCALATED] = MOVER_ANSWERS},
    [CASE_ESCALATED] = {[CASE_CLAIMED] = MOVER_HOLDER | MOVER_SUPERVISOR},
    [CASE_RESTING] = {[CASE_CLAIMED] = MOVER_HOLDER, [CASE_ESCALATED] = MOVER_ANSWERS},
    [CASE_CLOSED] = {[CASE_ENDED] = MOVER_SUPERVISOR},
    [CASE_RETURNED] = {[CASE_ENDED] = MOVER_SUPERVISOR},
    [CASE_ENDED] = {[CASE_CLOSED] = MOVER_SUPERVISOR},
};

unsigned rules_case_movers(uint8_t from, uint8_t to)
{
    return from < STATES && to < STATES ? case_movers[from][to] : 0;
}

bool rules_is_held(uint8_t state)
{
    return state == CASE_CLAIMED || state == CASE_HANDED_OVER || state == CASE_ESCALATED || state == CASE_RESTING;
}

bool rules_is_over(uint8_t state)
{
    return state == CASE_CLOSED || state == CASE_ENDED;
}

bool rules_is_urgent(uint8_t state)
{
    return state == CASE_WAITING || state == CASE_ESCALATED || state == CASE_RETURNED;
}

uint8_t rules_told_state(uint8_t state)
{
    return rules_is_held(state) ? CASE_CLAIMED : state == CASE_RETURNED ? CASE_CLOSED : state;
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
