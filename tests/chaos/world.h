/* What all clients of the run share: who there is, the book of what was told about each case, the history, chance. A move that
 * was told to one client is checked once, by the same code as in every real client, and compared whenever it is told again.
 * Owns: the cases' book, the history. Uses: crew, history, deed. Used by: client, plot, look, main. */
#ifndef UDVEJ_TESTS_CHAOS_WORLD_H
#define UDVEJ_TESTS_CHAOS_WORLD_H

#include "crew.h"
#include "deed.h"
#include "history.h"
#include "load/link.h"
#include "protocol/message.h"
#include "protocol/room.h"

enum {
    WORLD_EPOCHS_MAX = 64, /* of one case; plots end long before */
    WORLD_FAULTS_SAID = 20,
};

struct dossier {
    struct visitor_self self;
    uint8_t door;
    bool is_derived;
    bool is_live;                       /* its visitor is here, and has said under which key */
    struct room room;                   /* as far as it was told */
    uint64_t digests[WORLD_EPOCHS_MAX]; /* of what was told first; 0: nothing yet */
    uint16_t holders[WORLD_EPOCHS_MAX]; /* on the first card of that epoch */
    bool is_carded[WORLD_EPOCHS_MAX];
};

struct errand;

struct world {
    struct crew crew;
    struct history history;
    struct loop loop;
    struct dossier *cases;
    uint32_t case_count;
    uint32_t *by_id; /* case + 1, a table by the first octets of case_id */
    uint32_t by_id_mask;
    uint64_t chance;
    uint64_t began_ns;
    uint32_t next_act, next_letter, next_slot;
    struct seal_kept *kept; /* by number of the message */
    uint32_t kept_max;
    uint32_t faults; /* of the server, that no history shows: an event that does not verify, an answer that is none */
    void (*finished)(const struct errand *errand); /* it is over, and whose it was has none */
};

/* False: said why not. `folder` is where programme.bin goes. */
bool world_open(struct world *world, const char *folder, uint32_t case_count, uint64_t seed);
void world_close(struct world *world);

uint64_t world_now_ns(void);
uint32_t world_ms(const struct world *world); /* since it began */
uint32_t world_random(struct world *world, uint32_t below);

/* Its keys are derived when it is first needed. */
struct dossier *world_case(struct world *world, uint32_t case_number);

/* False: not one of ours that was needed yet. */
bool world_find(const struct world *world, const uint8_t case_id[CASE_ID_SIZE], uint32_t *case_number);

/* What it takes to wrap message `number` again. */
struct seal_kept *world_kept(struct world *world, uint32_t number);

/* A person by certificate; NOBODY: zeros, or nobody of ours. */
uint16_t world_person(const struct world *world, const uint8_t cert_hash[HASH_SIZE]);

/* Writes into the book what was told to `client`. */
void world_told_event(struct world *world, uint16_t client, struct bytes octets);
void world_told_card(struct world *world, uint16_t client, const struct message *card);

uint64_t world_digest(struct bytes statement);

/* Adds to the history, now. */
uint32_t world_note(struct world *world, uint16_t client, struct fact fact);

/* The server did what no server may. */
__attribute__((format(printf, 2, 3))) void world_fault(struct world *world, const char *sentence, ...);

#endif
