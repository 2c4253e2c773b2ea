/* What the programme has decided and no request changes: certificates and doors. Read at start, constant afterwards, so that both
 * threads may read it.
 * Owns: nothing. Used by: main (fills it), relay (reads it), deliver (who stands at which door). */
#ifndef UDVEJ_SERVER_RELAY_PROGRAMME_H
#define UDVEJ_SERVER_RELAY_PROGRAMME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bytes.h"
#include "message.h"
#include "service_key.h"
#include "statement.h"

/* The doors, as the configuration has them. Functions may be called on the store thread at any time and change nothing. */
struct doors {
    void *context;
    /* Fills `door->as.door` of door number `index` (0, 1, ... in the configured order) as it stands at `now_min`; what it points to
     * lives as long as the programme. False: there are no more. */
    bool (*describe)(void *context, size_t index, uint64_t now_min, struct message *door);
    /* Is there a door with that number? */
    bool (*exists)(void *context, uint8_t door);
};

struct programme {
    const struct roster *roster; /* from the programme's statements; receive keys are rows, not here */
    const struct bytes
        *statements; /* root set, certificates, snapshot: what GET_ROSTER gives, in the order a client needs */
    size_t statement_count;
    struct doors doors;
    /* Signs receipts of deletion, if it is certified; NULL: there is none. */
    const struct service_key *service;
    uint16_t idle_days;        /* a mailbox that nobody opens goes after so long, about; 0: never */
    uint16_t closed_days;      /* likewise of a closed case, if that is sooner; 0: as of every other */
    uint16_t undelivered_days; /* likewise an envelope that nobody reads */
    uint16_t claim_hours;      /* after so long without its holder a case is told to the supervisors; 0: never */
    uint16_t record_days;      /* likewise a closed case on colleagues' devices, which see to it themselves */
};

#endif
