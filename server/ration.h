/* How much a mailbox may say before it has to slow down: a burst, then one message every few seconds. What was used comes back with time, to
 * the mailbox and not to the connection, so that coming again does not fill it and two pages share it. Nobody is closed or shut out: who asks
 * too soon is told how long to wait. A pure function of what was told and the time; it knows mailboxes by numbers that only this process
 * can make, and forgets each as soon as all of its burst is there again. Each node of several measures for itself.
 * Owns: its table, in memory alone. Used by: connection (asks), listen (lets time pass). Source: PROTOCOL.md, rule 19 (RATE). */
#ifndef UDVEJ_SERVER_RATION_H
#define UDVEJ_SERVER_RATION_H

#include <stdint.h>

#include "base/randomness.h"
#include "limits.h"
#include "outcome.h"

enum {
    RATION_PLACES =
        32768,       /* mailboxes that are remembered; of more, whose burst is soonest there again is forgotten early */
    RATION_WAYS = 8, /* places that one mailbox may have */
    RATION_SECONDS_MAX = 60,
};

struct ration_settings {
    uint32_t burst;   /* messages at once, 1 or more */
    uint32_t seconds; /* until one more may be said, 1 to RATION_SECONDS_MAX */
};

struct ration_place {
    uint64_t mailbox;
    uint64_t full_ms; /* when all of the burst is there again */
};

struct ration {
    struct ration_settings settings;
    uint64_t key; /* odd and random: nobody can choose mailboxes that share places */
    struct ration_place *places;
};

/* BROKEN: no memory. */
MUST_USE enum outcome ration_open(struct ration *ration, const struct ration_settings *settings,
                                  const struct randomness *randomness);

/* May `mailbox` (a visitor id) say one message more? 0: yes, and it is counted. Else the seconds until it may; nothing is counted. */
MUST_USE uint8_t ration_take(struct ration *ration, const uint8_t mailbox[HASH_SIZE], uint64_t now_ms);

/* Forgets whose burst is there again. Call it every few seconds. */
void ration_look(struct ration *ration, uint64_t now_ms);

/* From every state. */
void ration_close(struct ration *ration);

#endif
