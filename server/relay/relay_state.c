#include <string.h>

#include "decide.h"
#include "relay_audit.h"
#include "relay_tally.h"

enum { MINUTES_PER_HOUR = 60 };

/* ---- how a case moves ---------------------------------------------------------------------------------------------- */

uint8_t case_state_of(const struct room *room)
{
    enum room_state state = room_state(room);
    if (state == ROOM_OPEN)
        return room_has_heir(room) ? CASE_HANDED_OVER : CASE_CLAIMED;
    return state == ROOM_CLOSED ? CASE_CLOSED : CASE_WAITING;
}

void case_become(const struct relay *relay, struct case_row *row, uint8_t state, uint8_t why)
{
    if (row->state != state)
        row->since_min = rules_is_urgent(state) ? relay->now_min : rules_day_of(relay->now_min);
    bool has_other_days = rules_is_over(row->state) != rules_is_over(state);
    row->state = state;
    row->why = why;
    if (has_other_days)
        case_begin_days(relay, row);
}

enum outcome case_set(struct relay *relay, struct case_row *row, uint8_t state, uint8_t why)
{
    case_become(relay, row, state, why);
    TRY(ASK(relay->store, case_keep, row));
    return case_tell(relay, row);
}

enum outcome case_wake(struct relay *relay, struct case_row *row)
{
    return case_set(relay, row, case_state_of(&row->room), ESCALATION_NONE);
}

/* ---- SET_CASE ------------------------------------------------------------------------------------------------------ */

static unsigned movers_of(const struct relay *relay, const struct asked *asked, const struct case_row *row)
{
    const uint8_t *who = asked->request->principal;
    bool is_holder = room_is_held_by(&row->room, who);
    bool answers =
        is_holder || (room_has_on(&row->room, who, relay_today(relay)) && asked->staff->role == ROLE_COUNSELLOR);
    return (is_holder ? MOVER_HOLDER : 0U) | (answers ? MOVER_ANSWERS : 0U) |
           ((asked->staff->caps & CAP_SUPERVISE) ? MOVER_SUPERVISOR : 0U);
}

/* Is it so already, for one who may ask for it? */
static bool is_said_again(const struct case_row *row, uint8_t state, uint8_t next, unsigned movers)
{
    if (row->state != next)
        return false;
    return rules_is_held(next) ? movers != 0 : state == next && (movers & MOVER_SUPERVISOR) != 0;
}

/* What it is called in the list of acts (rule 21). */
static enum audit_act audit_act_for(uint8_t state)
{
    static const uint8_t acts[CASE_ENDED + 1] = {[CASE_CLAIMED] = AUDIT_SETTLE,
                                                 [CASE_ESCALATED] = AUDIT_ESCALATE,
                                                 [CASE_RESTING] = AUDIT_REST,
                                                 [CASE_ENDED] = AUDIT_END,
                                                 [CASE_CLOSED] = AUDIT_LIFT};
    return (enum audit_act)acts[state];
}

/* Said again it is answered like the first time. What was escalated goes back to what the room says. */
enum outcome decide_set_case(struct relay *relay, const struct asked *asked)
{
    uint8_t state = asked->message->as.set_case.state;
    struct case_row row;
    enum outcome outcome = ASK(relay->store, case_load, asked->message->as.set_case.case_id, &row);
    if (outcome == BROKEN)
        return BROKEN;
    if (outcome != OK)
        return answer_error(relay, asked, ERROR_GONE);
    unsigned movers = movers_of(relay, asked, &row);
    uint8_t next = state == CASE_CLAIMED ? case_state_of(&row.room) : state;
    if (is_said_again(&row, state, next, movers))
        return answer_done(relay, asked);
    bool is_resting = row.state == CASE_RESTING && asked->message->as.set_case.why == ESCALATION_UNANSWERED;
    if (is_resting || (rules_case_movers(row.state, state) & movers) == 0)
        return answer_error(relay, asked, ERROR_NOT_ALLOWED);
    TRY(audit_put(relay, audit_act_for(state), asked->request->principal, audit_nobody, row.holder));
    if (row.why == ESCALATION_GONE)
        TRY(staff_excused(relay, row.holder));
    TRY(answer_done(relay, asked));
    return case_set(relay, &row, next, asked->message->as.set_case.why);
}

/* ---- ASK_REOPEN ---------------------------------------------------------------------------------------------------- */

/* Who knows the visitor opens the case again, or a supervisor: nothing is said in it before. */
enum outcome decide_ask_reopen(struct relay *relay, const struct asked *asked)
{
    struct case_row row;
    TRY(ASK(relay->store, case_of, asked->request->principal, &row) == OK ? OK : BROKEN);
    unsigned error = rules_act(ACT_ASK_REOPEN, row.state);
    if (error != 0)
        return answer_error(relay, asked, (enum error_code)error);
    TRY(answer_done(relay, asked));
    if (row.state == CASE_RETURNED)
        return OK;
    TRY(tally_asked_again(relay, &row));
    return case_set(relay, &row, CASE_RETURNED, ESCALATION_NONE);
}

/* ---- whose holder is gone ------------------------------------------------------------------------------------------ */

static enum outcome keep_seen(struct relay *relay, const uint8_t cert_hash[HASH_SIZE], uint64_t hour)
{
    struct seen_row row = {.hour = (uint32_t)hour}, before;
    memcpy(row.cert_hash, cert_hash, HASH_SIZE);
    enum outcome outcome = ASK(relay->store, seen_load, cert_hash, &before);
    if (outcome == BROKEN)
        return BROKEN;
    return outcome == OK && before.hour == row.hour ? OK : ASK(relay->store, seen_keep, &row);
}

enum outcome staff_seen(struct relay *relay, const uint8_t cert_hash[HASH_SIZE])
{
    return keep_seen(relay, cert_hash, relay->now_min / MINUTES_PER_HOUR);
}

enum outcome staff_excused(struct relay *relay, const uint8_t cert_hash[HASH_SIZE])
{
    bool counts = roster_find(relay->programme->roster, cert_hash, relay->now_min) != NULL;
    uint64_t hour = relay->now_min / MINUTES_PER_HOUR;
    return keep_seen(relay, cert_hash, counts ? hour : hour + relay->programme->claim_hours);
}

/* Who does not count any more is gone at once, unless that was settled. Of whom nothing is known (after a restore) the time begins now. */
static enum outcome is_gone(struct relay *relay, const uint8_t cert_hash[HASH_SIZE], bool *gone)
{
    struct presence_row presence;
    struct seen_row seen;
    uint64_t hour = relay->now_min / MINUTES_PER_HOUR;
    *gone = false;
    if (!roster_find(relay->programme->roster, cert_hash, relay->now_min)) {
        enum outcome excused = ASK(relay->store, seen_load, cert_hash, &seen);
        *gone = excused == GONE || (excused == OK && seen.hour <= hour);
        return excused == BROKEN ? BROKEN : OK;
    }
    enum outcome outcome = ASK(relay->store, presence_load, cert_hash, &presence);
    if (outcome != GONE)
        return outcome;
    outcome = ASK(relay->store, seen_load, cert_hash, &seen);
    if (outcome == GONE)
        return staff_seen(relay, cert_hash);
    *gone = outcome == OK && hour >= (uint64_t)seen.hour + relay->programme->claim_hours;
    return outcome;
}

enum outcome case_reopened(struct relay *relay, struct case_row *row)
{
    bool gone = false;
    if (relay->programme->claim_hours > 0)
        TRY(is_gone(relay, row->room.holder, &gone));
    if (gone)
        case_become(relay, row, CASE_ESCALATED, ESCALATION_GONE);
    return OK;
}

/* One colleague at a time, by chance, so that nothing has to be remembered between turns. */
enum outcome expire_claims(struct relay *relay)
{
    const struct roster *roster = relay->programme->roster;
    struct case_row row;
    bool gone;
    if (relay->programme->claim_hours == 0 || roster->count == 0)
        return OK;
    const uint8_t *cert_hash = roster->entries[relay->chance % roster->count].cert_hash;
    TRY(is_gone(relay, cert_hash, &gone));
    for (size_t i = 0; gone && i < EXPIRE_CLAIMS_MAX; i++) {
        enum outcome outcome = ASK(relay->store, case_held, cert_hash, &row);
        if (outcome != OK)
            return outcome == GONE ? OK : outcome;
        TRY(case_set(relay, &row, CASE_ESCALATED, ESCALATION_GONE));
    }
    return OK;
}
