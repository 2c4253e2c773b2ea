#include "ledger.h"

#include <stdlib.h>

#include "meter.h"

enum { FLAG_ACKNOWLEDGED = 1, FLAG_ARRIVED = 2, FLAG_REFUSED = 4, FLAG_DONE = FLAG_ACKNOWLEDGED | FLAG_ARRIVED };

bool ledger_open(struct ledger *ledger)
{
    *ledger = (struct ledger){.next = 1};
    ledger->flags = calloc(LEDGER_MAX, sizeof *ledger->flags);
    ledger->open = calloc(LEDGER_OPEN_MAX, sizeof *ledger->open);
    ledger->times_us = malloc(LEDGER_TIMES_MAX * sizeof *ledger->times_us);
    return ledger->flags != NULL && ledger->open != NULL && ledger->times_us != NULL;
}

void ledger_close(struct ledger *ledger)
{
    free(ledger->flags);
    free(ledger->open);
    free(ledger->times_us);
}

uint32_t ledger_send(struct ledger *ledger, uint32_t conversation, uint64_t sent_ns)
{
    if (ledger->next == LEDGER_MAX || ledger_in_flight(ledger) == LEDGER_OPEN_MAX)
        return 0;
    uint32_t number = ledger->next++;
    ledger->open[number % LEDGER_OPEN_MAX] = (struct ledger_open){.sent_ns = sent_ns, .conversation = conversation};
    ledger->sent++;
    return number;
}

static bool mark(struct ledger *ledger, uint32_t number, uint8_t flag, uint32_t *conversation)
{
    ledger->flags[number] |= flag;
    if ((ledger->flags[number] & FLAG_DONE) != FLAG_DONE)
        return false;
    const struct ledger_open *open = &ledger->open[number % LEDGER_OPEN_MAX];
    if (ledger->is_timing && ledger->time_count < LEDGER_TIMES_MAX)
        ledger->times_us[ledger->time_count++] = (uint32_t)((meter_now_ns() - open->sent_ns) / 1000);
    ledger->done++;
    *conversation = open->conversation;
    return true;
}

bool ledger_acknowledged(struct ledger *ledger, uint32_t number, uint32_t *conversation)
{
    if (number == 0 || number >= ledger->next || (ledger->flags[number] & FLAG_ACKNOWLEDGED) != 0)
        return false;
    ledger->acknowledged++;
    return mark(ledger, number, FLAG_ACKNOWLEDGED, conversation);
}

bool ledger_arrived(struct ledger *ledger, uint64_t number, uint32_t *conversation)
{
    if (number == 0 || number >= ledger->next) {
        ledger->unknown++;
        return false;
    }
    ledger->arrived++;
    if ((ledger->flags[number] & FLAG_ARRIVED) != 0) {
        ledger->twice++;
        return false;
    }
    return mark(ledger, (uint32_t)number, FLAG_ARRIVED, conversation);
}

void ledger_refused(struct ledger *ledger, uint32_t number)
{
    if (number == 0 || number >= ledger->next || (ledger->flags[number] & FLAG_REFUSED) != 0)
        return;
    ledger->flags[number] |= FLAG_REFUSED;
    ledger->refused++;
}

uint64_t ledger_in_flight(const struct ledger *ledger)
{
    return ledger->sent - ledger->done - ledger->refused;
}

uint64_t ledger_lost(const struct ledger *ledger)
{
    uint64_t lost = 0;
    for (uint32_t number = 1; number < ledger->next; number++)
        lost += (ledger->flags[number] & FLAG_DONE) == FLAG_ACKNOWLEDGED;
    return lost;
}
