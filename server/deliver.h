/* Carries the answers of turns to the connections they are for: by number, by principal, by staff group.
 * Leaves a list of touched peers; `listen` flushes it once per loop pass. No socket is known here.
 * Owns: its tables. Uses: peer, request, the roster. Used by: connection (adds peers), main (hands it to the turn), listen. */
#ifndef UDVEJ_SERVER_DELIVER_H
#define UDVEJ_SERVER_DELIVER_H

#include <stddef.h>
#include <stdint.h>

#include "base/randomness.h"
#include "peer.h"

struct deliver {
    struct peer **by_id;
    struct peer **by_principal;
    unsigned bits;        /* both tables have 1 << bits chains */
    uint64_t key;         /* odd and random: nobody can choose principals that share a chain */
    struct peer *touched; /* the newest first */
    connection_id id_last;
    const struct roster *roster; /* borrowed until deliver_close */
    uint64_t opened_count;       /* cases opened since the start, also by those who are gone already */
    uint64_t now_min;            /* set by whoever calls before logins become staff; for the roster's dates */
};

/* BROKEN: no memory. `peers_max` only sets the size of the tables. */
MUST_USE enum outcome deliver_open(struct deliver *deliver, size_t peers_max, const struct roster *roster,
                                   const struct randomness *randomness);

/* Gives `peer` its number and lists it. Borrows it until deliver_remove. */
void deliver_add(struct deliver *deliver, struct peer *peer);
void deliver_remove(struct deliver *deliver, struct peer *peer);

/* NULL: that connection has ended. */
struct peer *deliver_find(struct deliver *deliver, connection_id id);

/* Puts the answers into outboxes and makes the moves of state that they say. */
void deliver_answers(struct deliver *deliver, const struct answer *answers, size_t count);

/* Something changed that `listen` must see to. */
void deliver_touch(struct deliver *deliver, struct peer *peer);

/* Takes one peer off the list; NULL: it is empty. */
struct peer *deliver_next_touched(struct deliver *deliver);

void deliver_close(struct deliver *deliver);

#endif
