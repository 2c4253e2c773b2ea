/* How it ended: what the server tells everybody over the wire, and what stands in the database. Writes facts.
 * Owns: nothing. Uses: client, store. Used by: main. */
#ifndef UDVEJ_TESTS_CHAOS_LOOK_H
#define UDVEJ_TESTS_CHAOS_LOOK_H

#include "plot.h"

struct look {
    struct stage *stage;
    uint32_t next_list;  /* of staff: person and list */
    uint32_t next_chain; /* of cases */
    uint32_t next_visit;
};

/* Call often while the server runs. True: everything was told. */
bool look_around_at_end(struct look *look);

/* Once the server has stopped. False: the store does not open, or has what nobody knows. */
bool look_into_store(struct world *world, const char *directory);

#endif
