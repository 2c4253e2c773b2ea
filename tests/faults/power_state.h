/* What a store holds, as one digest over every row and every salt; and whether it holds together.
 * Owns: nothing. Uses: the inside of store_sqlite. Used by: power_play, tests. */
#ifndef UDVEJ_TESTS_FAULTS_POWER_STATE_H
#define UDVEJ_TESTS_FAULTS_POWER_STATE_H

#include "limits.h"
#include "store/store.h"

enum { STATE_SALTS = 32, STATE_DIGEST_SIZE = 32 };

struct state {
    uint8_t digest[STATE_DIGEST_SIZE];
    uint8_t meaning[STATE_DIGEST_SIZE]; /* without the numbers that mailboxes have given */
    size_t salt_count;
    uint8_t salts[STATE_SALTS][SALT_SEALED_SIZE];
};

/* Reads it; no transaction is open. False: a row or a salt cannot be read. Slots' places do not count, only what is in them. */
bool state_take(struct store *store, struct state *state);

/* NULL: SQLite finds the file sound, and no row stands without those that belong to it. Otherwise what is wrong. */
const char *state_fault(struct store *store);

/* Slots of the salt file in the folder `path` that hold anything but zeros. */
size_t state_used_slots(const char *path);

#endif
