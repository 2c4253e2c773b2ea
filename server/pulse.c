#include "pulse.h"

#include <string.h>

void pulse_open(struct pulse *pulse, uint64_t interval_ms)
{
    memset(pulse, 0, sizeof *pulse);
    pulse->interval_ms = interval_ms;
}

uint64_t pulse_step_ms(const struct pulse *pulse)
{
    return pulse->interval_ms < PULSE_SLOTS ? 1 : pulse->interval_ms / PULSE_SLOTS;
}

void pulse_add(struct pulse *pulse, struct peer *peer, uint64_t now_ms)
{
    if (pulse->count++ == 0)
        pulse->due_ms = now_ms + pulse_step_ms(pulse);
    peer->slot = (uint8_t)pulse->at;
    peer->same_slot = pulse->slots[pulse->at];
    pulse->slots[pulse->at] = peer;
}

void pulse_remove(struct pulse *pulse, struct peer *peer)
{
    struct peer **at = &pulse->slots[peer->slot];
    while (*at != peer)
        at = &(*at)->same_slot;
    *at = peer->same_slot;
    pulse->count--;
}

bool pulse_step(struct pulse *pulse, uint64_t now_ms, struct peer **first)
{
    uint64_t step_ms = pulse_step_ms(pulse);
    if (pulse->count == 0 || now_ms < pulse->due_ms)
        return false;
    if (now_ms - pulse->due_ms >= step_ms * PULSE_SLOTS)
        pulse->due_ms = now_ms - (now_ms - pulse->due_ms) % step_ms;
    pulse->due_ms += step_ms;
    pulse->at = (pulse->at + 1) % PULSE_SLOTS;
    *first = pulse->slots[pulse->at];
    return true;
}
