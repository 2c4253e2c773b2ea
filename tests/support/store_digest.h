/* Everything that a store holds, as one number: two stores with the same rows have the same, whatever they are made of. For finding a change,
 * not against somebody who wants to hide one.
 * Owns: nothing. Uses: store. Used by: scene (a turn that fails leaves nothing; the history of a seed). */
#ifndef UDVEJ_TESTS_SUPPORT_STORE_DIGEST_H
#define UDVEJ_TESTS_SUPPORT_STORE_DIGEST_H

#include "statement.h"
#include "store/store.h"

/* Adds octets to a running number. */
uint64_t digest_add(uint64_t digest, const void *data, size_t size);

/* Begins and ends a transaction of its own. `roster` says whose mailboxes and keys there may be beside those of the cases. */
uint64_t store_digest(struct store *store, const struct roster *roster);

#endif
