/* Counts what is written, between relay and store: every way of a store that may change a row, so that a test can say that nothing did.
 * Each way of a store must be named here, as one that writes or as one that reads: a new one is no longer left out unseen.
 * Owns: how many writes there were. Uses: store. Used by: test_relay_table. */
#ifndef UDVEJ_TESTS_UNIT_WRITES_H
#define UDVEJ_TESTS_UNIT_WRITES_H

#include <stddef.h>

#include "store/store.h"

/* May change a row. */
#define WRITING_WAYS(X)                                                                                                \
    X(case_keep, (struct store * s, struct case_row * a), (s, a))                                                      \
    X(case_burn, (struct store * s, const struct case_row *a), (s, a))                                                 \
    X(vault_keep, (struct store * s, const uint8_t *a, struct bytes b), (s, a, b))                                     \
    X(salt_keep, (struct store * s, const uint8_t *a, const struct salt_row *b), (s, a, b))                            \
    X(salt_drop, (struct store * s, const uint8_t *a, uint8_t b, uint32_t c), (s, a, b, c))                            \
    X(session_keep, (struct store * s, const struct session_row *a), (s, a))                                           \
    X(session_drop, (struct store * s, const uint8_t *a), (s, a))                                                      \
    X(envelope_add, (struct store * s, struct envelope_row * a), (s, a))                                               \
    X(envelope_drop, (struct store * s, const uint8_t *a, uint64_t b), (s, a, b))                                      \
    X(envelope_orphan, (struct store * s, const struct session_row *a, envelope_visit *b, void *c), (s, a, b, c))      \
    X(envelope_retract, (struct store * s, const uint8_t *a, const uint8_t *b, const uint8_t *c), (s, a, b, c))        \
    X(envelope_end_intake, (struct store * s, const uint8_t *a, const uint8_t *b, uint32_t c), (s, a, b, c))           \
    X(kept_add, (struct store * s, struct kept_row * a), (s, a))                                                       \
    X(kept_drop, (struct store * s, const uint8_t *a, const uint8_t *b), (s, a, b))                                    \
    X(kept_drop_all, (struct store * s, const uint8_t *a), (s, a))                                                     \
    X(notice_add, (struct store * s, const struct notice_row *a), (s, a))                                              \
    X(notice_drop, (struct store * s, const uint8_t *a, const uint8_t *b), (s, a, b))                                  \
    X(notice_expire, (struct store * s, uint32_t a), (s, a))                                                           \
    X(event_add, (struct store * s, const uint8_t *a, uint32_t b, struct bytes c), (s, a, b, c))                       \
    X(key_keep, (struct store * s, const struct key_row *a), (s, a))                                                   \
    X(presence_keep, (struct store * s, const struct presence_row *a), (s, a))                                         \
    X(presence_drop, (struct store * s, const uint8_t *a), (s, a))                                                     \
    X(seen_keep, (struct store * s, const struct seen_row *a), (s, a))                                                 \
    X(slot_keep, (struct store * s, const struct slot *a), (s, a))                                                     \
    X(slot_expire, (struct store * s, uint32_t a), (s, a))                                                             \
    X(tally_raise, (struct store * s, uint32_t a, uint8_t b, uint8_t c), (s, a, b, c))                                 \
    X(tally_settle, (struct store * s, uint32_t a), (s, a))                                                            \
    X(tally_expire, (struct store * s, uint32_t a), (s, a))                                                            \
    X(audit_add, (struct store * s, const struct audit_row *a), (s, a))                                                \
    X(audit_expire, (struct store * s, uint32_t a), (s, a))

/* Never does. */
#define READING_WAYS(X)                                                                                                \
    X(case_load)                                                                                                       \
    X(case_of)                                                                                                         \
    X(case_each)                                                                                                       \
    X(case_idle)                                                                                                       \
    X(case_held)                                                                                                       \
    X(case_proposed)                                                                                                   \
    X(vault_load)                                                                                                      \
    X(salts_load)                                                                                                      \
    X(session_load)                                                                                                    \
    X(session_each)                                                                                                    \
    X(envelope_find)                                                                                                   \
    X(envelope_each)                                                                                                   \
    X(envelope_count)                                                                                                  \
    X(envelope_count_waiting)                                                                                          \
    X(envelope_uses_key)                                                                                               \
    X(envelope_each_awaiting)                                                                                          \
    X(envelope_each_old)                                                                                               \
    X(kept_each)                                                                                                       \
    X(notice_each)                                                                                                     \
    X(event_load)                                                                                                      \
    X(event_each)                                                                                                      \
    X(key_load)                                                                                                        \
    X(key_newest)                                                                                                      \
    X(key_each_newest)                                                                                                 \
    X(presence_load)                                                                                                   \
    X(presence_each)                                                                                                   \
    X(seen_load)                                                                                                       \
    X(slot_load)                                                                                                       \
    X(slot_each)                                                                                                       \
    X(tally_each)                                                                                                      \
    X(audit_last)                                                                                                      \
    X(audit_each)

/* begin, commit, has_written, rollback, close: of the transaction. */
enum { TRANSACTION_WAYS = 5 };

#define WRITES_ONE(way, parameters, arguments) +1
#define READS_ONE(way) +1
#define READS_IS_THERE(way) _Static_assert(offsetof(struct store_ways, way) > 0, #way);
READING_WAYS(READS_IS_THERE)
_Static_assert(sizeof(struct store_ways) ==
                   (TRANSACTION_WAYS WRITING_WAYS(WRITES_ONE) READING_WAYS(READS_ONE)) * sizeof(void (*)(void)),
               "every way of a store is in WRITING_WAYS or READING_WAYS");

static const struct store_ways *writes_real;
static unsigned writes;

#define WRITES_COUNT(way, parameters, arguments)                                                                       \
    static enum outcome writes_##way parameters                                                                        \
    {                                                                                                                  \
        writes++;                                                                                                      \
        return writes_real->way arguments;                                                                             \
    }
WRITING_WAYS(WRITES_COUNT)

/* From now on `writes` counts; until writes_end. */
static inline void writes_begin(struct store *store)
{
    static struct store_ways counted;
    writes_real = store->ways;
    counted = *writes_real;
#define WRITES_TAKE(way, parameters, arguments) counted.way = writes_##way;
    WRITING_WAYS(WRITES_TAKE)
    store->ways = &counted;
}

static inline void writes_end(struct store *store)
{
    store->ways = writes_real;
}

#endif
