#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meter.h"
#include "protocol/outcome.h"

enum { PASS_NS = 5 * 1000 * 1000, REFUSALS_SAID_MAX = 5 };

static const double CONNECT_SECONDS_MAX = 120;

struct party *load_counsellor(struct load *load, uint32_t index)
{
    return &load->parties[load->visitor_count + index];
}

/* ---- parcels --------------------------------------------------------------------------------------------- */

void parcel_number(uint8_t parcel[PARCEL_SIZE], uint32_t number)
{
    for (size_t i = 0; i < 8; i++)
        parcel[PARCEL_ID_AT + 8 + i] = (uint8_t)((uint64_t)number >> (8 * (7 - i)));
}

static uint64_t number_of(const uint8_t *parcel)
{
    uint64_t number = 0;
    for (size_t i = 0; i < 8; i++)
        number = number << 8 | parcel[PARCEL_ID_AT + 8 + i];
    return number;
}

/* ---- what happens ---------------------------------------------------------------------------------------- */

void load_fire(struct load *load, uint32_t conversation, uint64_t sent_ns)
{
    struct conversation *speaking = &load->conversations[conversation];
    uint32_t number = ledger_send(&load->ledger, conversation, sent_ns);
    if (number == 0)
        return;
    load->adapter->send(load, speaking, number);
    speaking->is_staffs_turn = !speaking->is_staffs_turn;
}

void load_acknowledged(struct load *load, uint32_t number)
{
    uint32_t conversation;
    if (ledger_acknowledged(&load->ledger, number, &conversation) && load->is_feeding)
        load_fire(load, conversation, meter_now_ns());
}

void load_arrived(struct load *load, const uint8_t *parcel)
{
    uint32_t conversation;
    if (ledger_arrived(&load->ledger, number_of(parcel), &conversation) && load->is_feeding)
        load_fire(load, conversation, meter_now_ns());
}

void load_refused(struct load *load, uint32_t number, unsigned reason)
{
    if (load->refusals++ < REFUSALS_SAID_MAX)
        (void)fprintf(stderr, "udvej-load: the server refused message %lu: error %u\n", (unsigned long)number, reason);
    ledger_refused(&load->ledger, number);
}

void load_ready(struct load *load, struct party *party)
{
    if (party->state != PARTY_PROVING)
        return;
    party->state = PARTY_READY;
    load->connecting--;
    load->ready++;
}

static void on_opened(void *context, struct link *link)
{
    struct load *load = context;
    struct party *party = (struct party *)link;
    party->state = PARTY_PROVING;
    load->adapter->opened(load, party);
}

static void on_message(void *context, struct link *link, struct bytes message)
{
    struct load *load = context;
    load->adapter->message(load, (struct party *)link, message);
}

static void on_ended(void *context, struct link *link)
{
    struct load *load = context;
    struct party *party = (struct party *)link;
    if (party->state == PARTY_READY)
        load->ready--;
    else
        load->connecting--;
    party->state = PARTY_AWAY;
    load->ended++;
}

/* ---- running --------------------------------------------------------------------------------------------- */

void load_run_for(struct load *load, double seconds)
{
    uint64_t now, until = meter_now_ns() + (uint64_t)(seconds * 1e9);
    while ((now = meter_now_ns()) < until)
        loop_run(&load->loop, until - now < PASS_NS ? until - now : PASS_NS);
}

bool load_run_dry(struct load *load, double seconds_max)
{
    uint64_t until = meter_now_ns() + (uint64_t)(seconds_max * 1e9);
    while (ledger_in_flight(&load->ledger) > 0 && meter_now_ns() < until)
        loop_run(&load->loop, PASS_NS);
    return ledger_in_flight(&load->ledger) == 0;
}

bool load_run_settled(struct load *load, double seconds_max)
{
    uint64_t until = meter_now_ns() + (uint64_t)(seconds_max * 1e9);
    while (load->pending > 0 && meter_now_ns() < until)
        loop_run(&load->loop, PASS_NS);
    return load->pending == 0;
}

static bool begin(struct load *load, uint32_t number)
{
    struct party *party = &load->parties[number];
    if (!link_open(&load->loop, &party->link, number))
        return false;
    party->state = PARTY_CONNECTING;
    party->waiting = 0;
    load->connecting++;
    return true;
}

bool load_connect(struct load *load, uint32_t first, uint32_t count, uint32_t opening_max)
{
    uint64_t until = meter_now_ns() + (uint64_t)(CONNECT_SECONDS_MAX * 1e9);
    uint32_t begun = 0, wanted = load->ready + count;
    while (load->ready < wanted && load->ended == 0 && meter_now_ns() < until) {
        while (begun < count && load->connecting < opening_max && begin(load, first + begun))
            begun++;
        loop_run(&load->loop, PASS_NS);
    }
    if (load->ready == wanted && load->ended == 0)
        return true;
    (void)fprintf(stderr, "udvej-load: %u of %u are connected, %u under way, %lu were ended by the server\n",
                  load->ready, wanted, load->connecting, (unsigned long)load->ended);
    return false;
}

void load_disconnect(struct load *load)
{
    for (uint32_t i = 0; i < load->visitor_count + load->staff_count; i++) {
        link_close(&load->loop, &load->parties[i].link);
        load->parties[i].state = PARTY_AWAY;
    }
    load->connecting = load->ready = 0;
}

/* ---- life ------------------------------------------------------------------------------------------------ */

static void introduce(struct load *load)
{
    for (uint32_t i = 0; i < load->visitor_count + load->staff_count; i++) {
        load->parties[i].number = i;
        load->parties[i].is_staff = i >= load->visitor_count;
        load->parties[i].link.fd = -1;
    }
    for (uint32_t i = 0; load->conversations != NULL && i < load->visitor_count; i++) {
        load->conversations[i].visitor = i;
        load->conversations[i].counsellor = load->visitor_count + i % load->staff_count;
        load->conversations[i].is_staffs_turn = (i / load->staff_count) % 2 == 1;
    }
}

bool load_open(struct load *load, bool may_talk)
{
    uint32_t count = load->visitor_count + load->staff_count;
    load->loop.path = load->adapter->path;
    load->loop.opened = on_opened;
    load->loop.message = on_message;
    load->loop.ended = on_ended;
    load->loop.context = load;
    load->parties = calloc(count, sizeof *load->parties);
    load->conversations = may_talk ? calloc(load->visitor_count, sizeof *load->conversations) : NULL;
    if (load->parties == NULL || (may_talk && load->conversations == NULL) || !loop_open(&load->loop) ||
        !ledger_open(&load->ledger)) {
        (void)fprintf(stderr, "udvej-load: no memory for %u people\n", count);
        return false;
    }
    introduce(load);
    return load->adapter->prepare(load);
}

void load_close(struct load *load)
{
    load_disconnect(load);
    load->adapter->close(load);
    ledger_close(&load->ledger);
    loop_close(&load->loop);
    free(load->conversations);
    free(load->parties);
}
