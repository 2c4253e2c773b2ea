#include "world.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "protocol/hash.h"

enum { MS_NS = 1000 * 1000 };

uint64_t world_now_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 * MS_NS + (uint64_t)now.tv_nsec;
}

uint32_t world_ms(const struct world *world)
{
    return (uint32_t)((world_now_ns() - world->began_ns) / MS_NS);
}

/* splitmix64 */
uint32_t world_random(struct world *world, uint32_t below)
{
    uint64_t z = world->chance += 0x9e3779b97f4a7c15U;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return (uint32_t)((z ^ z >> 31) % below);
}

bool world_open(struct world *world, const char *folder, uint32_t case_count, uint64_t seed)
{
    uint32_t size = 64;
    while (size < 4 * case_count)
        size *= 2;
    *world = (struct world){.case_count = case_count, .chance = seed, .next_act = 1, .next_letter = 1, .next_slot = 1};
    world->cases = calloc(case_count, sizeof *world->cases);
    world->by_id = calloc(size, sizeof *world->by_id);
    world->by_id_mask = size - 1;
    world->history.case_count = case_count;
    world->began_ns = world_now_ns();
    return world->cases != NULL && world->by_id != NULL && crew_make(&world->crew, folder, seed);
}

void world_close(struct world *world)
{
    free(world->cases);
    free(world->by_id);
    free(world->kept);
    history_close(&world->history);
}

/* ---- cases ----------------------------------------------------------------------------------------------------------- */

static uint32_t place_of(const struct world *world, const uint8_t case_id[CASE_ID_SIZE])
{
    uint32_t place;
    memcpy(&place, case_id, sizeof place);
    return place & world->by_id_mask;
}

bool world_find(const struct world *world, const uint8_t case_id[CASE_ID_SIZE], uint32_t *case_number)
{
    uint32_t at = place_of(world, case_id);
    for (; world->by_id[at] != 0; at = (at + 1) & world->by_id_mask) {
        *case_number = world->by_id[at] - 1;
        if (memcmp(world->cases[*case_number].self.case_id, case_id, CASE_ID_SIZE) == 0)
            return true;
    }
    return false;
}

struct dossier *world_case(struct world *world, uint32_t case_number)
{
    struct dossier *dossier = &world->cases[case_number];
    if (dossier->is_derived)
        return dossier;
    visitor_self_of(&world->crew.people, case_number, &dossier->self);
    dossier->door = (uint8_t)(1 + case_number % CREW_DOORS);
    room_open(&dossier->room, dossier->self.case_id, dossier->self.visitor_id, world->crew.roster.snapshot_hash);
    dossier->is_derived = true;
    uint32_t at = place_of(world, dossier->self.case_id);
    while (world->by_id[at] != 0)
        at = (at + 1) & world->by_id_mask;
    world->by_id[at] = case_number + 1;
    return dossier;
}

struct seal_kept *world_kept(struct world *world, uint32_t number)
{
    if (number >= world->kept_max) {
        world->kept_max = 2 * number + 64;
        struct seal_kept *grown = realloc(world->kept, world->kept_max * sizeof *grown);
        invariant(grown != NULL);
        world->kept = grown;
    }
    return &world->kept[number];
}

uint16_t world_person(const struct world *world, const uint8_t cert_hash[HASH_SIZE])
{
    uint32_t person = crew_find(&world->crew, cert_hash);
    return person == CREW_STAFF ? NOBODY : (uint16_t)person;
}

/* ---- the book -------------------------------------------------------------------------------------------------------- */

uint64_t world_digest(struct bytes statement)
{
    uint8_t hash[HASH_SIZE];
    uint64_t digest;
    hash_sha256(&statement, 1, hash);
    memcpy(&digest, hash, sizeof digest);
    return digest | 1; /* never 0, which says that there is none */
}

void world_told_event(struct world *world, uint16_t client, struct bytes octets)
{
    struct statement statement;
    struct room_event event;
    uint32_t number;
    if (statement_decode(&statement, octets) != OK || room_event_decode(&event, statement.body) != OK ||
        !world_find(world, event.case_id, &number) || event.epoch == 0 || event.epoch >= WORLD_EPOCHS_MAX) {
        world_fault(world, "client %u was told an event that is none", client);
        return;
    }
    struct dossier *dossier = &world->cases[number];
    uint64_t digest = world_digest(octets);
    if (dossier->digests[event.epoch] != digest)
        (void)world_note(world, client,
                         (struct fact){.kind = FACT_EVENT_TOLD,
                                       .case_number = number,
                                       .epoch = event.epoch,
                                       .type = event.type,
                                       .who = world_person(world, event.actor),
                                       .subject = world_person(world, event.subject),
                                       .holder = NOBODY,
                                       .digest = digest});
    if (dossier->digests[event.epoch] == 0)
        dossier->digests[event.epoch] = digest;
    if (event.epoch == dossier->room.epoch + 1 &&
        room_apply(&dossier->room, octets, &world->crew.roster, people_now_min()) != OK)
        world_fault(world, "case %u: client %u was told an event of epoch %u that does not follow", number, client,
                    event.epoch);
}

void world_told_card(struct world *world, uint16_t client, const struct message *card)
{
    uint32_t number, epoch = card->as.queue_card.epoch;
    uint16_t holder = world_person(world, card->as.queue_card.holder);
    if (card->as.queue_card.state == CASE_BURNT)
        return;
    if (!world_find(world, card->as.queue_card.case_id, &number) || epoch >= WORLD_EPOCHS_MAX) {
        world_fault(world, "client %u was told of a case that is none", client);
        return;
    }
    struct dossier *dossier = &world->cases[number];
    if (dossier->is_carded[epoch] && dossier->holders[epoch] == holder)
        return;
    dossier->is_carded[epoch] = true;
    dossier->holders[epoch] = holder;
    (void)world_note(world, client,
                     (struct fact){.kind = FACT_CARD_TOLD,
                                   .case_number = number,
                                   .epoch = epoch,
                                   .state = card->as.queue_card.state,
                                   .who = NOBODY,
                                   .subject = NOBODY,
                                   .holder = holder});
}

uint32_t world_note(struct world *world, uint16_t client, struct fact fact)
{
    fact.at_ms = world_ms(world);
    fact.client = client;
    return history_add(&world->history, &fact);
}

void world_fault(struct world *world, const char *sentence, ...)
{
    va_list values;
    if (++world->faults > WORLD_FAULTS_SAID)
        return;
    (void)fputs("FAULT: ", stdout);
    va_start(values, sentence);
    (void)vfprintf(stdout, sentence, values);
    va_end(values);
    (void)fputc('\n', stdout);
}
