/* An appointment as a calendar has it: whose, when, for how long, how it stands; never with whom. How it may move stands in server/relay/rules.c.
 * Owns: nothing. Uses: fields. Used by: message, calendar_file, client_booking, store, relay_slot. Source: PROTOCOL.md, rules 12 and 18. */
#ifndef UDVEJ_PROTOCOL_SLOT_H
#define UDVEJ_PROTOCOL_SLOT_H

#include "fields.h"
#include "limits.h"

enum slot_state {
    SLOT_OFFERED = 1,
    SLOT_ACCEPTED = 2,
    SLOT_CALLED_OFF = 3, /* frees the time */
    SLOT_HELD = 4,
    SLOT_NO_SHOW = 5,
};

struct slot {
    uint8_t id[SLOT_ID_SIZE]; /* random, made by the booking client */
    uint32_t start;           /* in units of SLOT_MINUTES since 1970-01-01T00:00Z */
    uint8_t quarters;         /* length, 1..SLOT_QUARTERS_MAX */
    uint8_t state;            /* enum slot_state */
    uint8_t cert_hash[HASH_SIZE];
};

/* Its one list of fields. */
void slot_lay(struct fields *fields, struct slot *slot);

/* Does it take the counsellor's time, as it stands? */
bool slot_holds_time(const struct slot *slot);

/* Do the times of these two meet? */
bool slots_overlap(const struct slot *one, const struct slot *other);

#endif
