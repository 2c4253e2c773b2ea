/* When quiet connections are given their cells (PROTOCOL.md, rule 16): each once an interval, at the moment in it at which it became
 * quiet, whatever it has to say. A wheel of slots: the interval is cut into PULSE_SLOTS moments, a peer stands in one of them.
 * Pure: knows no timer; the time is an argument.
 * Owns: its slots. Borrows: peers, from pulse_add to pulse_remove. Uses: peer. Used by: connection (adds), listen (steps). */
#ifndef UDVEJ_SERVER_PULSE_H
#define UDVEJ_SERVER_PULSE_H

#include <stddef.h>
#include <stdint.h>

#include "peer.h"

enum { PULSE_SLOTS = 20 };

struct pulse {
    struct peer *slots[PULSE_SLOTS];
    size_t count; /* peers in all */
    size_t at;    /* the slot that came last */
    uint64_t interval_ms;
    uint64_t due_ms; /* when the next slot comes; 0: nobody is quiet */
};

void pulse_open(struct pulse *pulse, uint64_t interval_ms);

/* Milliseconds between two slots, at least 1: how often pulse_step wants to be called while `count` is not 0. */
uint64_t pulse_step_ms(const struct pulse *pulse);

void pulse_add(struct pulse *pulse, struct peer *peer, uint64_t now_ms);
void pulse_remove(struct pulse *pulse, struct peer *peer);

/* If a slot has come: true, with its first peer (linked by `same_slot`; NULL: none stands there) in `first`. Call it until it is false.
 * After a stop of more than an interval, the slots that were missed are left out: nobody gets two cells at once. */
bool pulse_step(struct pulse *pulse, uint64_t now_ms, struct peer **first);

#endif
