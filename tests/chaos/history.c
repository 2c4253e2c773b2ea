#include "history.h"

#include <inttypes.h>
#include <stdlib.h>

#include "protocol/outcome.h"

enum { FACTS_FIRST = 1 << 12 };

static const char *const names[FACT_KINDS] = {
    [FACT_OPEN] = "open",
    [FACT_EVENT] = "event",
    [FACT_PROPOSE] = "propose",
    [FACT_DECLINE] = "decline",
    [FACT_SET] = "set",
    [FACT_REOPEN] = "ask-reopen",
    [FACT_SEND] = "send",
    [FACT_BURN] = "burn",
    [FACT_REWRAP] = "rewrap",
    [FACT_SLOT] = "slot",
    [FACT_READ] = "reads",
    [FACT_DELIVERED] = "delivered",
    [FACT_ACKED] = "acknowledged",
    [FACT_EVENT_TOLD] = "event-told",
    [FACT_CARD_TOLD] = "card-told",
    [FACT_KILLED] = "killed",
    [FACT_END_EVENT] = "end-event",
    [FACT_END_LEFT] = "end-left",
    [FACT_END_QUEUE] = "end-queue",
    [FACT_END_ROOM] = "end-room",
    [FACT_END_VISITOR] = "end-visitor",
    [FACT_END_SLOT] = "end-slot",
    [FACT_ROW_CASE] = "row-case",
    [FACT_ROW_EVENT] = "row-event",
    [FACT_ROW_ENVELOPE] = "row-envelope",
    [FACT_ROW_SLOT] = "row-slot",
};

static const char *const outcomes[] = {"", "asked", "done", "refused", "unknown"};

const char *fact_name(uint8_t kind)
{
    return kind < FACT_KINDS && names[kind] != NULL ? names[kind] : "?";
}

uint32_t history_add(struct history *history, const struct fact *fact)
{
    if (history->count == history->max) {
        history->max = history->max == 0 ? FACTS_FIRST : 2 * history->max;
        struct fact *grown = realloc(history->facts, history->max * sizeof *grown);
        invariant(grown != NULL);
        history->facts = grown;
    }
    history->facts[history->count] = *fact;
    return history->count++;
}

static void write_person(FILE *file, const char *what, uint16_t person)
{
    if (person == NOBODY)
        (void)fprintf(file, " %s -", what);
    else
        (void)fprintf(file, " %s %u", what, person);
}

static void write_fact(FILE *file, uint32_t index, const struct fact *fact)
{
    (void)fprintf(file, "%u %u ms client %u act %u %s %s case %u type %u state %u code %u epoch %u told %u number %u",
                  index, fact->at_ms, fact->client, fact->act, fact_name(fact->kind), outcomes[fact->outcome],
                  fact->case_number, fact->type, fact->state, fact->code, fact->epoch, fact->told_epoch, fact->number);
    write_person(file, "who", fact->who);
    write_person(file, "subject", fact->subject);
    write_person(file, "holder", fact->holder);
    (void)fprintf(file, " start %u+%u mailbox %x seq %" PRIu64 " read %u digest %016" PRIx64 " to", fact->start,
                  fact->quarters, fact->mailbox, fact->seq, fact->read, fact->digest);
    for (size_t i = 0; i < fact->to_count; i++)
        (void)fprintf(file, " %x", fact->to[i]);
    (void)fputc('\n', file);
}

bool history_write(const struct history *history, const char *path)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return false;
    for (uint32_t i = 0; i < history->count; i++)
        write_fact(file, i, &history->facts[i]);
    bool is_written = ferror(file) == 0;
    return fclose(file) == 0 && is_written;
}

void history_close(struct history *history)
{
    free(history->facts);
    *history = (struct history){0};
}
