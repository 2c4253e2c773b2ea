#include "ration.h"

#include <string.h>

#include "base/memory.h"

enum { MS = 1000, SET_BITS = 12 };

_Static_assert(RATION_PLACES == RATION_WAYS << SET_BITS, "each set has its places");

enum outcome ration_open(struct ration *ration, const struct ration_settings *settings,
                         const struct randomness *randomness)
{
    *ration = (struct ration){.settings = *settings, .places = memory_get(RATION_PLACES * sizeof *ration->places)};
    randomness_fill(randomness, &ration->key, sizeof ration->key);
    ration->key |= 1;
    return ration->places != NULL ? OK : BROKEN;
}

/* Multiplying by an odd number keeps different mailboxes apart; the upper bits, which say where one stands, depend on all of the key. */
static uint64_t number_of(const struct ration *ration, const uint8_t mailbox[HASH_SIZE])
{
    uint64_t name;
    memcpy(&name, mailbox, sizeof name);
    return name * ration->key;
}

/* The place of `number`, else one that nobody needs any more, else that of who has the least to wait for. */
static struct ration_place *place_of(struct ration *ration, uint64_t number)
{
    struct ration_place *set = &ration->places[(number >> (64 - SET_BITS)) * RATION_WAYS], *best = set;
    for (size_t i = 0; i < RATION_WAYS; i++) {
        if (set[i].full_ms != 0 && set[i].mailbox == number)
            return &set[i];
        if (set[i].full_ms < best->full_ms)
            best = &set[i];
    }
    *best = (struct ration_place){.mailbox = number};
    return best;
}

uint8_t ration_take(struct ration *ration, const uint8_t mailbox[HASH_SIZE], uint64_t now_ms)
{
    uint64_t one = (uint64_t)ration->settings.seconds * MS, whole = ration->settings.burst * one;
    struct ration_place *place = place_of(ration, number_of(ration, mailbox));
    uint64_t full_ms = (place->full_ms > now_ms ? place->full_ms : now_ms) + one;
    if (full_ms - now_ms > whole)
        return (uint8_t)((full_ms - now_ms - whole + MS - 1) / MS);
    place->full_ms = full_ms;
    return 0;
}

void ration_look(struct ration *ration, uint64_t now_ms)
{
    for (size_t i = 0; i < RATION_PLACES; i++) {
        if (ration->places[i].full_ms <= now_ms)
            ration->places[i] = (struct ration_place){0};
    }
}

void ration_close(struct ration *ration)
{
    memory_free(ration->places);
    *ration = (struct ration){0};
}
