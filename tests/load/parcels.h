/* What is sealed in advance for a conversation: the counsellor's claim, and one envelope in each direction, as real clients make them. Only
 * the msg_id changes from one sending to the next, so a recipient could open none but the first: the server cannot tell.
 * Owns: nothing. Uses: people, protocol. Used by: adapter_udvej. */
#ifndef UDVEJ_TESTS_LOAD_PARCELS_H
#define UDVEJ_TESTS_LOAD_PARCELS_H

#include "load.h"
#include "people.h"

enum { CLAIM_MAX = 512 };

/* Between whom, and in which programme. */
struct pair {
    const struct people *people;
    const struct roster *roster;
    const struct visitor_self *visitor;
    const struct people_staff *counsellor;
    bool is_for_later; /* what the visitor gets waits for another session */
};

/* The signed CLAIM that makes the counsellor a member of the visitor's room. Gives its octets; 0: it cannot be made. */
size_t parcel_claim(const struct pair *pair, uint8_t out[CLAIM_MAX]);

/* Seals both of the conversation's parcels for the room as it is after that claim. */
bool parcel_seal_both(const struct pair *pair, struct conversation *conversation);

/* Seals the visitor's first envelope, to this one counsellor. */
bool parcel_seal_intake(const struct pair *pair, uint8_t out[PARCEL_SIZE]);

#endif
