#include "judge.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "judge_parts.h"
#include "protocol/message.h"

void violated(struct judging *judging, const char *sentence, ...)
{
    va_list values;
    if (++judging->verdict->violations > JUDGE_SENTENCES_MAX)
        return;
    (void)fputs("VIOLATED: ", judging->out);
    va_start(values, sentence);
    (void)vfprintf(judging->out, sentence, values);
    va_end(values);
    (void)fputc('\n', judging->out);
}

const char *person_name(uint16_t person)
{
    enum { NAMES = 8, NAME_SIZE = 16 };
    static char names[NAMES][NAME_SIZE];
    static size_t next;
    char *name = names[next++ % NAMES];
    (void)snprintf(name, NAME_SIZE, person == NOBODY ? "nobody" : "person %u", person);
    return name;
}

bool is_gone(const struct end *end)
{
    return end->is_burnt || (end->may_be_burnt && end->visitor_count > 0 && end->visitor.state == 0);
}

uint16_t holder_at(const struct end *end, uint32_t epoch)
{
    return epoch > 0 && epoch < EPOCHS_MAX && end->chain[epoch].is_there ? end->chain[epoch].holder : NOBODY;
}

/* ---- tables ---------------------------------------------------------------------------------------------------------- */

static void take_act(struct judging *judging, uint32_t index, const struct fact *fact)
{
    struct deed *deed = &judging->deeds[fact->act];
    deed->last = index;
    if (fact->outcome == FACT_ASKED) {
        deed->times++;
        if (deed->asked == NO_FACT)
            deed->asked = index;
    } else if (fact->outcome == FACT_DONE || fact->outcome == FACT_REFUSED) {
        deed->answered = index;
        deed->is_done = fact->outcome == FACT_DONE;
    }
    struct end *end = &judging->ends[fact->case_number];
    if (fact->kind == FACT_OPEN && fact->outcome == FACT_DONE)
        end->is_opened = true;
    if (fact->kind == FACT_BURN && fact->outcome == FACT_ASKED)
        end->may_be_burnt = true;
    if (fact->kind == FACT_BURN && fact->outcome == FACT_DONE)
        end->is_burnt = true;
}

static void take_link(struct judging *judging, const struct fact *fact)
{
    struct end *end = &judging->ends[fact->case_number];
    if (fact->epoch == 0 || fact->epoch >= EPOCHS_MAX) {
        violated(judging, "case %u: the chain has an event of epoch %u", fact->case_number, fact->epoch);
        return;
    }
    struct link_of_chain *link = &end->chain[fact->epoch];
    if (fact->kind == FACT_ROW_EVENT) {
        link->has_row = true;
        link->row_digest = fact->digest;
        return;
    }
    if (link->is_there && link->digest != fact->digest)
        violated(judging, "case %u: two chains are told, which part at epoch %u", fact->case_number, fact->epoch);
    link->is_there = true;
    link->digest = fact->digest;
    link->holder = fact->holder;
    link->type = fact->type;
    end->epoch = fact->epoch > end->epoch ? fact->epoch : end->epoch;
}

static void take_card(struct judging *judging, const struct fact *fact)
{
    struct end *end = &judging->ends[fact->case_number];
    struct card card = {fact->state, fact->holder, fact->epoch};
    if (fact->kind == FACT_ROW_CASE) {
        end->row = card;
        end->row_count++;
    } else if (fact->kind == FACT_END_VISITOR) {
        end->visitor = card;
        end->visitor_count++;
    } else if (fact->kind == FACT_END_ROOM) {
        end->room_count += fact->who == fact->holder;
    } else if (fact->type == 1) { /* told to a supervisor */
        end->board_count++;
    } else {
        end->queue_count++;
    }
}

static void take(struct judging *judging, uint32_t index, const struct fact *fact)
{
    if (fact->kind < FACT_ACTS)
        take_act(judging, index, fact);
    switch ((enum fact_kind)fact->kind) {
    case FACT_END_EVENT:
    case FACT_ROW_EVENT:
        take_link(judging, fact);
        break;
    case FACT_END_QUEUE:
    case FACT_END_ROOM:
    case FACT_END_VISITOR:
    case FACT_ROW_CASE:
        take_card(judging, fact);
        break;
    case FACT_END_LEFT: {
        struct end *end = &judging->ends[fact->case_number];
        if (end->leaver_count < LEAVERS_MAX)
            end->leavers[end->leaver_count++] = (struct leaver){fact->epoch, fact->who};
        break;
    }
    default:
        break;
    }
}

static bool make_tables(struct judging *judging)
{
    const struct history *history = judging->history;
    for (uint32_t i = 0; i < history->count; i++)
        if (history->facts[i].kind < FACT_ACTS && history->facts[i].act >= judging->deed_count)
            judging->deed_count = history->facts[i].act + 1;
    judging->deeds = calloc((size_t)judging->deed_count + 1, sizeof *judging->deeds);
    judging->ends = calloc((size_t)history->case_count + 1, sizeof *judging->ends);
    if (judging->deeds == NULL || judging->ends == NULL)
        return false;
    for (uint32_t i = 0; i < judging->deed_count; i++)
        judging->deeds[i] = (struct deed){.asked = NO_FACT, .answered = NO_FACT, .last = NO_FACT};
    for (uint32_t i = 0; i < history->count; i++)
        take(judging, i, &history->facts[i]);
    return true;
}

void judge(const struct history *history, FILE *out, struct verdict *verdict)
{
    struct judging judging = {.history = history, .out = out, .verdict = verdict};
    *verdict = (struct verdict){0};
    if (make_tables(&judging)) {
        judge_rooms(&judging);
        judge_lists(&judging);
        judge_letters(&judging);
        judge_calendar(&judging);
    } else {
        violated(&judging, "there is no memory to judge with");
    }
    free(judging.deeds);
    free(judging.ends);
}
