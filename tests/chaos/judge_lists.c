/* Where a case is when all is over: in exactly one list, told alike to everybody and on the disk; nothing of it anywhere, when it was burnt. */
#include <stdlib.h>
#include <string.h>

#include "judge_parts.h"
#include "protocol/message.h"
#include "protocol/room.h"

enum { TO_SUPERVISOR = 1 };

/* ---- what was set ---------------------------------------------------------------------------------------------------- */

/* Escalated or resting is not in the chain: if that was the last that happened to a case, it must still be so. */
static void judge_set(struct judging *judging)
{
    const struct history *history = judging->history;
    uint8_t *states = calloc((size_t)history->case_count + 1, 1);
    if (states == NULL)
        return;
    for (uint32_t i = 0; i < history->count; i++) {
        const struct fact *fact = &history->facts[i];
        if (fact->kind >= FACT_ACTS || fact->kind == FACT_SLOT)
            continue;
        bool is_set = fact->kind == FACT_SET && fact->outcome == FACT_DONE && fact->state != CASE_CLAIMED;
        states[fact->case_number] = is_set ? fact->state : 0;
    }
    for (uint32_t i = 0; i < history->case_count; i++)
        if (states[i] != 0 && !is_gone(&judging->ends[i]) && judging->ends[i].row.state != states[i])
            violated(judging, "case %u: state %u was acknowledged, nothing happened after it, and it is in state %u", i,
                     states[i], judging->ends[i].row.state);
    free(states);
}

/* ---- lists ----------------------------------------------------------------------------------------------------------- */

static bool is_held(uint8_t state)
{
    return state == CASE_CLAIMED || state == CASE_HANDED_OVER || state == CASE_ESCALATED || state == CASE_RESTING;
}

static uint8_t told_state(uint8_t state)
{
    return is_held(state) ? CASE_CLAIMED : state == CASE_RETURNED ? CASE_CLOSED : state;
}

static void judge_burnt(struct judging *judging, uint32_t number)
{
    const struct end *end = &judging->ends[number];
    judging->verdict->burnt++;
    bool is_left = end->row_count + end->board_count + end->queue_count + end->room_count + end->epoch > 0;
    for (uint32_t epoch = 0; epoch < EPOCHS_MAX; epoch++)
        is_left |= end->chain[epoch].has_row;
    if (end->visitor_count != 1 || end->visitor.state != 0 || is_left)
        violated(judging, "case %u: was burnt, and is not gone", number);
}

/* In which lists it is, counted. */
static unsigned count_lists(struct judging *judging, const struct end *end)
{
    struct verdict *verdict = judging->verdict;
    bool is_closed = end->epoch > 0 && end->chain[end->epoch].type == ROOM_CLOSE;
    bool has_holder = end->row.holder != NOBODY;
    bool waits = end->row.state == CASE_WAITING && !has_holder && end->queue_count > 0 && !is_closed;
    bool is_in_room = is_held(end->row.state) && has_holder && end->room_count == 1 && !is_closed;
    bool is_over = (end->row.state == CASE_CLOSED || end->row.state == CASE_RETURNED) && is_closed;
    verdict->waiting += waits;
    verdict->held += is_in_room && end->row.state != CASE_ESCALATED;
    verdict->escalated += is_in_room && end->row.state == CASE_ESCALATED;
    verdict->closed += is_over;
    return (unsigned)waits + is_in_room + is_over;
}

static void judge_end(struct judging *judging, uint32_t number)
{
    const struct end *end = &judging->ends[number];
    judging->verdict->cases++;
    if (end->row_count != 1 || end->visitor_count != 1 || end->board_count != judging->supervisor_count) {
        violated(judging,
                 "case %u: was opened, and is %u times on the disk, %u times told to its visitor, %u times to %u "
                 "supervisors",
                 number, end->row_count, end->visitor_count, end->board_count, judging->supervisor_count);
        return;
    }
    if (count_lists(judging, end) != 1)
        violated(judging, "case %u: is in no list (state %u, held by %s, in %u rooms, %u times in a queue)", number,
                 end->row.state, person_name(end->row.holder), end->room_count, end->queue_count);
    if (end->row.holder != holder_at(end, end->epoch) || end->row.epoch != end->epoch)
        violated(judging, "case %u: the row says %s at epoch %u, the chain says %s at epoch %u", number,
                 person_name(end->row.holder), end->row.epoch, person_name(holder_at(end, end->epoch)), end->epoch);
    if (end->visitor.state != told_state(end->row.state) || end->visitor.epoch != end->epoch)
        violated(judging, "case %u: its visitor is told state %u at epoch %u, and it is in state %u at epoch %u",
                 number, end->visitor.state, end->visitor.epoch, end->row.state, end->epoch);
}

/* Every card is as the row. */
static void judge_cards(struct judging *judging)
{
    const struct history *history = judging->history;
    for (uint32_t i = 0; i < history->count; i++) {
        const struct fact *fact = &history->facts[i];
        const struct card *row = &judging->ends[fact->case_number].row;
        if (fact->kind != FACT_END_QUEUE && fact->kind != FACT_END_ROOM)
            continue;
        if (fact->state != row->state || fact->holder != row->holder || fact->epoch != row->epoch)
            violated(judging, "case %u: %s is told state %u, holder %s, epoch %u; on the disk it is %u, %s, %u",
                     fact->case_number, person_name(fact->who), fact->state, person_name(fact->holder), fact->epoch,
                     row->state, person_name(row->holder), row->epoch);
    }
}

static void count_supervisors(struct judging *judging)
{
    bool has_looked[VISITORS] = {false};
    for (uint32_t i = 0; i < judging->history->count; i++) {
        const struct fact *fact = &judging->history->facts[i];
        if (fact->kind != FACT_END_QUEUE || fact->type != TO_SUPERVISOR || has_looked[fact->who])
            continue;
        has_looked[fact->who] = true;
        judging->supervisor_count++;
    }
}

void judge_lists(struct judging *judging)
{
    count_supervisors(judging);
    judge_cards(judging);
    judge_set(judging);
    for (uint32_t i = 0; i < judging->history->case_count; i++) {
        const struct end *end = &judging->ends[i];
        if (is_gone(end))
            judge_burnt(judging, i);
        else if (end->is_opened)
            judge_end(judging, i);
        else if (end->row_count + end->visitor_count > 0 && end->row_count != end->visitor_count)
            violated(judging, "case %u: nobody knows whether it was opened, and it is there by half", i);
    }
}
