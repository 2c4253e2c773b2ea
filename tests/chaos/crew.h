/* Everybody in the chaos run: a programme with supervisors and the counsellors of many doors, whose keys lie open in one process, and
 * visitors derived from one seed. Nothing here protects anybody: it is all thrown away.
 * Owns: nothing. Uses: keys/ceremony, load/people (visitors). Used by: world, deed, client, look. */
#ifndef UDVEJ_TESTS_CHAOS_CREW_H
#define UDVEJ_TESTS_CHAOS_CREW_H

#include <stdbool.h>
#include <stdint.h>

#include "load/people.h"
#include "protocol/limits.h"
#include "protocol/statement.h"

enum {
    CREW_SUPERVISORS = 6,
    CREW_DOORS = 12,
    CREW_PER_DOOR = 8,
    CREW_STAFF = CREW_SUPERVISORS + CREW_DOORS * CREW_PER_DOOR, /* supervisors first, then door by door */
};

struct crew_staff {
    uint8_t cert_hash[HASH_SIZE];
    uint8_t seed_sign[SIGN_SEED_SIZE];
    uint8_t pk_receive[KEM_PUBLIC_SIZE];
};

struct crew {
    struct roster roster;
    struct crew_staff staff[CREW_STAFF];
    struct people people; /* of which only what visitors derive from is filled in */
};

/* Makes the programme, writes programme.bin for the server into `folder`. Visitors derive from `seed`. False: said why on stderr. */
bool crew_make(struct crew *crew, const char *folder, uint64_t seed);

static inline bool crew_is_supervisor(uint32_t person)
{
    return person < CREW_SUPERVISORS;
}

/* The door of a counsellor, from 1. */
static inline uint8_t crew_door(uint32_t person)
{
    return (uint8_t)(1 + (person - CREW_SUPERVISORS) / CREW_PER_DOOR);
}

/* Who that certificate is; CREW_STAFF: nobody of ours. */
uint32_t crew_find(const struct crew *crew, const uint8_t cert_hash[HASH_SIZE]);

#endif
