/* The same store in memory: for unit tests and the simulator. Slow, plain, and obviously right; rolls back by copy.
 * Owns: its rows. Used by: tests. */
#ifndef UDVEJ_SERVER_STORE_MEMORY_H
#define UDVEJ_SERVER_STORE_MEMORY_H

#include "store.h"

/* `store` is yours: ways->close() it. BROKEN: no memory. */
MUST_USE enum outcome store_memory_open(struct store **store);

#endif
