#include "purge.h"

#include "relay/relay.h"

/* One transaction. */
static enum outcome step(struct relay *relay, bool *is_due, bool *is_shredded)
{
    struct request request = {.kind = REQUEST_EXPIRE};
    struct store *store = relay->store;
    TRY(store->ways->begin(store));
    enum outcome outcome = relay_decide(relay, &request);
    if (outcome == OK)
        outcome = relay_expire_due(relay, is_due);
    answers_cut(relay->answers, 0); /* to nobody: nobody is connected */
    if (outcome == OK)
        return store->ways->commit(store, is_shredded);
    store->ways->rollback(store);
    return outcome;
}

enum outcome purge_run(struct store *store, const struct programme *programme, uint64_t now_min, uint64_t *rounds)
{
    struct answers answers = {NULL, 0, 0};
    struct relay relay = {.programme = programme, .store = store, .answers = &answers, .now_min = now_min};
    bool is_due = true, is_shredded = false;
    enum outcome outcome = OK;
    *rounds = 0;
    while (is_due && outcome == OK) {
        outcome = step(&relay, &is_due, &is_shredded);
        ++*rounds;
    }
    answers_close(&answers);
    return outcome == OK && !is_shredded ? FULL : outcome;
}
