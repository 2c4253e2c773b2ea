/* The staff calendar: nobody has two appointments at one time, ever; what was acknowledged last is what stands there. */
#include <stdlib.h>

#include "judge_parts.h"
#include "protocol/message.h"

/* The acts on slots, in the order in which they were first asked, and the slots as they ended. */
struct calendar {
    uint32_t *acts;
    uint32_t act_count;
    uint32_t *rows; /* facts */
    uint32_t row_count;
    uint32_t *told; /* likewise, of GET_SLOTS */
    uint32_t told_count;
};

static bool holds_time(const struct fact *fact)
{
    return fact->state == SLOT_OFFERED || fact->state == SLOT_ACCEPTED;
}

static bool overlaps(const struct fact *one, const struct fact *other)
{
    return one->start < other->start + other->quarters && other->start < one->start + one->quarters;
}

static bool collide(const struct fact *one, const struct fact *other)
{
    return one->number != other->number && one->subject == other->subject && holds_time(one) && holds_time(other) &&
           overlaps(one, other);
}

static bool is_same(const struct fact *one, const struct fact *other)
{
    return one->number == other->number && one->subject == other->subject && one->start == other->start &&
           one->quarters == other->quarters && one->state == other->state;
}

static const struct fact *asked_of(const struct judging *judging, uint32_t act)
{
    return &judging->history->facts[judging->deeds[act].asked];
}

static bool was_refused(const struct deed *deed)
{
    return deed->answered != NO_FACT && !deed->is_done;
}

/* Could another act have changed the slot of `act` by the time of fact `until`? */
static bool may_have_changed(const struct judging *judging, const struct calendar *calendar, uint32_t act,
                             uint32_t until)
{
    for (uint32_t i = 0; i < calendar->act_count; i++) {
        uint32_t other = calendar->acts[i];
        const struct deed *deed = &judging->deeds[other];
        bool is_later = deed->last > judging->deeds[act].asked && deed->asked < until;
        if (other != act && asked_of(judging, other)->number == asked_of(judging, act)->number && is_later &&
            !was_refused(deed))
            return true;
    }
    return false;
}

/* Was `one` certainly kept when `other` was? */
static void judge_pair(struct judging *judging, const struct calendar *calendar, uint32_t one, uint32_t other)
{
    const struct deed *first = &judging->deeds[one], *second = &judging->deeds[other];
    if (!first->is_done || !second->is_done || first->answered > second->asked)
        return;
    const struct fact *kept = asked_of(judging, one), *put = asked_of(judging, other);
    if (collide(kept, put) && !may_have_changed(judging, calendar, one, second->answered))
        violated(judging, "person %u: slot %u (%u+%u) was booked while slot %u (%u+%u) was kept", put->subject,
                 put->number, put->start, put->quarters, kept->number, kept->start, kept->quarters);
}

static void judge_refusal(struct judging *judging, const struct calendar *calendar, uint32_t act)
{
    const struct deed *deed = &judging->deeds[act];
    const struct fact *asked = asked_of(judging, act), *answer = &judging->history->facts[deed->answered];
    judging->verdict->refused_bookings++;
    if (answer->code != ERROR_SLOT_TAKEN)
        return;
    for (uint32_t i = 0; i < calendar->act_count; i++) {
        const struct deed *other = &judging->deeds[calendar->acts[i]];
        if (!was_refused(other) && other->asked < deed->answered &&
            collide(asked_of(judging, calendar->acts[i]), asked))
            return;
    }
    violated(judging, "person %u: slot %u was refused as taken, and nobody has taken that time", asked->subject,
             asked->number);
}

/* May the slot have ended as `act` wanted it? */
static bool may_be_last(const struct judging *judging, const struct calendar *calendar, uint32_t act)
{
    const struct deed *deed = &judging->deeds[act];
    if (was_refused(deed))
        return false;
    for (uint32_t i = 0; i < calendar->act_count; i++) {
        const struct deed *other = &judging->deeds[calendar->acts[i]];
        if (other->is_done && other->asked > deed->last &&
            asked_of(judging, calendar->acts[i])->number == asked_of(judging, act)->number)
            return false;
    }
    return true;
}

static void judge_row(struct judging *judging, const struct calendar *calendar, uint32_t at)
{
    const struct fact *facts = judging->history->facts, *row = &facts[calendar->rows[at]];
    bool is_as_said = false, is_told = false;
    for (uint32_t i = 0; i < calendar->act_count && !is_as_said; i++)
        is_as_said =
            is_same(asked_of(judging, calendar->acts[i]), row) && may_be_last(judging, calendar, calendar->acts[i]);
    if (!is_as_said)
        violated(judging, "person %u: slot %u stands at %u+%u in state %u, which is not what was acknowledged last",
                 row->subject, row->number, row->start, row->quarters, row->state);
    for (uint32_t i = 0; i < at; i++)
        if (collide(&facts[calendar->rows[i]], row))
            violated(judging, "person %u: slots %u and %u are both kept, and overlap", row->subject,
                     facts[calendar->rows[i]].number, row->number);
    for (uint32_t i = 0; i < calendar->told_count && !is_told; i++)
        is_told = facts[calendar->told[i]].who == row->subject && is_same(&facts[calendar->told[i]], row);
    if (!is_told)
        violated(judging, "person %u: slot %u is on the disk, and not told so", row->subject, row->number);
}

static void judge_kept(struct judging *judging, const struct calendar *calendar, uint32_t act)
{
    const struct fact *asked = asked_of(judging, act);
    judging->verdict->bookings++;
    for (uint32_t i = 0; i < calendar->row_count; i++)
        if (judging->history->facts[calendar->rows[i]].number == asked->number)
            return;
    violated(judging, "person %u: slot %u was acknowledged and is lost", asked->subject, asked->number);
}

static bool open_calendar(const struct judging *judging, struct calendar *calendar)
{
    const struct history *history = judging->history;
    calendar->acts = calloc((size_t)history->count + 1, sizeof *calendar->acts);
    calendar->rows = calloc((size_t)history->count + 1, sizeof *calendar->rows);
    calendar->told = calloc((size_t)history->count + 1, sizeof *calendar->told);
    if (calendar->acts == NULL || calendar->rows == NULL || calendar->told == NULL)
        return false;
    for (uint32_t i = 0; i < history->count; i++) {
        const struct fact *fact = &history->facts[i];
        if (fact->kind == FACT_SLOT && judging->deeds[fact->act].asked == i)
            calendar->acts[calendar->act_count++] = fact->act;
        if (fact->kind == FACT_ROW_SLOT)
            calendar->rows[calendar->row_count++] = i;
        if (fact->kind == FACT_END_SLOT)
            calendar->told[calendar->told_count++] = i;
    }
    return true;
}

void judge_calendar(struct judging *judging)
{
    struct calendar calendar = {0};
    if (!open_calendar(judging, &calendar))
        violated(judging, "there is no memory to judge the calendar with");
    for (uint32_t i = 0; i < calendar.act_count; i++) {
        uint32_t act = calendar.acts[i];
        if (judging->deeds[act].is_done)
            judge_kept(judging, &calendar, act);
        else if (judging->deeds[act].answered != NO_FACT)
            judge_refusal(judging, &calendar, act);
        for (uint32_t j = 0; j < i; j++)
            judge_pair(judging, &calendar, calendar.acts[j], act);
    }
    for (uint32_t i = 0; i < calendar.row_count; i++)
        judge_row(judging, &calendar, i);
    free(calendar.acts);
    free(calendar.rows);
    free(calendar.told);
}
