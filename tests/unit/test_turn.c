/* Turns: requests of two threads contend and one wins, answers keep their order, a store that fails acknowledges nothing. */
#include <pthread.h>
#include <stdlib.h>

#include "check.h"
#include "store/store_memory.h"
#include "store/store_sqlite.h"
#include "support/relay_world.h"
#include "turn.h"

enum { CASES = 1000 };

static struct world world;
static struct turn *turn;
static uv_loop_t loop;

static uint64_t now_min(void *context)
{
    (void)context;
    return world.now_min;
}

static void run_until(const size_t *count, size_t enough)
{
    for (unsigned passes = 0; *count < enough && passes < 1000000; passes++)
        (void)uv_run(&loop, UV_RUN_ONCE);
}

static bool open_turn(struct store *store, void (*tell)(void *, const struct answer *, size_t))
{
    struct turn_settings settings = {
        .loop = &loop, .store = store, .programme = &world.programme, .now_min = now_min, .tell = tell};
    return CHECK(uv_loop_init(&loop) == 0) && CHECK(turn_open(&turn, &settings) == OK);
}

static void close_turn(void)
{
    turn_close(turn);
    (void)uv_run(&loop, UV_RUN_DEFAULT);
    CHECK(uv_loop_close(&loop) == 0);
}

static struct request *request_of(enum person person, enum request_kind kind)
{
    struct request *request = turn_request(turn);
    invariant(request);
    request->kind = kind;
    request->who = world_who(person);
    request->connection = world_connection(person);
    memcpy(request->principal, world.principals[person], HASH_SIZE);
    return request;
}

static void put_message(enum person person, const struct message *message)
{
    struct request *request = request_of(person, REQUEST_MESSAGE);
    size_t size, max = 1 + message_body_max((uint8_t)message->code);
    request->frame = frame_new(max);
    invariant(request->frame && message_encode(message, request->frame->data, max, &size) == OK);
    request->frame->size = (uint32_t)size;
    CHECK(turn_put(turn, request) == OK);
}

/* ---- claims ----------------------------------------------------------------------------------------------------- */

/* Two claimants on threads of their own sign and queue claims of the same thousand cases, one from the first to the last, the other the
 * other way round; the loop puts whatever is there. */
struct claimant {
    enum person person;
    bool is_backwards;
};

static struct {
    pthread_mutex_t mutex;
    uv_async_t wake;
    struct {
        enum person person;
        size_t size;
        uint8_t octets[512];
    } claims[2 * CASES];
    size_t made;
    size_t put;
} queue = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static struct {
    size_t count;
    unsigned wins[CASES];
    unsigned losses[CASES];
    enum person winner[CASES];
    unsigned wrong_holders;
} outcome_of;

static void case_number(size_t number, uint8_t case_id[CASE_ID_SIZE])
{
    memset(case_id, 0xca, CASE_ID_SIZE);
    memcpy(case_id, &number, 4);
}

static size_t sign_claim(enum person person, size_t number, uint8_t *out, size_t max)
{
    struct room_event event = {.epoch = 1, .type = ROOM_CLAIM, .role = ROLE_COUNSELLOR};
    struct statement statement = {.type = STATEMENT_TYPE_ROOM_EVENT};
    uint8_t body[256];
    size_t size = 0;
    case_number(number, event.case_id);
    memcpy(event.actor, world.principals[person], HASH_SIZE);
    memcpy(event.subject, event.actor, HASH_SIZE);
    invariant(room_event_encode(&event, body, sizeof body, &size) == OK);
    statement.body = (struct bytes){body, size};
    invariant(statement_sign(&statement, world.roster.deployment_id, event.actor, world.seeds[person]) == OK);
    invariant(statement_encode(&statement, out, max, &size) == OK);
    return size;
}

static void *claim_all(void *context)
{
    const struct claimant *claimant = context;
    for (size_t i = 0; i < CASES; i++) {
        uint8_t octets[512];
        size_t number = claimant->is_backwards ? CASES - 1 - i : i;
        size_t size = sign_claim(claimant->person, number, octets, sizeof octets);
        (void)pthread_mutex_lock(&queue.mutex);
        queue.claims[queue.made].person = claimant->person;
        queue.claims[queue.made].size = size;
        memcpy(queue.claims[queue.made++].octets, octets, size);
        (void)pthread_mutex_unlock(&queue.mutex);
        (void)uv_async_send(&queue.wake);
    }
    return NULL;
}

static void put_claims(uv_async_t *wake)
{
    (void)wake;
    (void)pthread_mutex_lock(&queue.mutex);
    for (; queue.put < queue.made; queue.put++) {
        struct message message = {.code = MESSAGE_PUT_EVENT};
        struct room_event event;
        struct statement statement;
        message.as.put_event.statement = (struct bytes){queue.claims[queue.put].octets, queue.claims[queue.put].size};
        invariant(statement_decode(&statement, message.as.put_event.statement) == OK &&
                  room_event_decode(&event, statement.body) == OK);
        memcpy(&message.tag, event.case_id, 4);
        put_message(queue.claims[queue.put].person, &message);
    }
    (void)pthread_mutex_unlock(&queue.mutex);
}

static void tell_claims(void *context, const struct answer *answers, size_t count)
{
    (void)context;
    for (size_t i = 0; i < count; i++) {
        struct message message;
        if (answers[i].target != TO_CONNECTION || !answers[i].frame)
            continue;
        invariant(message_decode(&message, answers[i].frame->data, answers[i].frame->size) == OK);
        if (message.code == MESSAGE_DONE) {
            outcome_of.wins[message.tag]++;
            outcome_of.winner[message.tag] = (enum person)(answers[i].connection - 1);
        } else if (message.code == MESSAGE_ERROR && message.as.error.code == ERROR_EPOCH_CONFLICT) {
            outcome_of.losses[message.tag]++;
            outcome_of.wrong_holders += memcmp(message.as.error.detail.data + 4,
                                               world.principals[outcome_of.winner[message.tag]], HASH_SIZE) != 0;
        }
        outcome_of.count++;
    }
}

static void make_cases(struct store *store)
{
    bool is_shredded;
    CHECK(store->ways->begin(store) == OK);
    for (size_t i = 0; i < CASES; i++) {
        struct case_row row = {.door = 1, .state = CASE_WAITING};
        row.room.member_count = 1;
        memset(row.visitor, 0x76, HASH_SIZE);
        memcpy(row.visitor, &i, sizeof i);
        memcpy(row.room.members[0].who, row.visitor, HASH_SIZE);
        case_number(i, row.room.case_id);
        CHECK(ASK(store, case_keep, &row) == OK);
    }
    CHECK(ASK(store, commit, &is_shredded) == OK);
}

static void contend(struct store *store)
{
    struct claimant claimants[2] = {{HOLDER, false}, {COLLEAGUE, true}};
    pthread_t threads[2];
    unsigned right = 0, by_first = 0;
    memset(&outcome_of, 0, sizeof outcome_of);
    queue.made = queue.put = 0;
    make_cases(store);
    if (!open_turn(store, tell_claims))
        return;
    CHECK(uv_async_init(&loop, &queue.wake, put_claims) == 0);
    for (size_t i = 0; i < 2; i++)
        CHECK(pthread_create(&threads[i], NULL, claim_all, &claimants[i]) == 0);
    run_until(&outcome_of.count, 2 * CASES);
    for (size_t i = 0; i < 2; i++)
        (void)pthread_join(threads[i], NULL);
    uv_close((uv_handle_t *)&queue.wake, NULL);
    CHECK(outcome_of.count == 2 * CASES && outcome_of.wrong_holders == 0);
    for (size_t i = 0; i < CASES; i++) {
        right += outcome_of.wins[i] == 1 && outcome_of.losses[i] == 1;
        by_first += outcome_of.winner[i] == HOLDER;
    }
    CHECK(right == CASES);
    CHECK(by_first > 0 && by_first < CASES); /* else nobody contended */
    close_turn();
}

static void of_two_claims_one_wins_in_memory(void)
{
    struct store *store;
    CHECK(store_memory_open(&store) == OK);
    world_open(&world, store);
    contend(store);
    world_close(&world);
    store->ways->close(store);
}

static void of_two_claims_one_wins_on_disk(void)
{
    struct store *store;
    char path[256];
    world_scratch(path, sizeof path);
    CHECK(store_sqlite_open(&store, &(struct store_sqlite_settings){.directory = path}) == OK);
    world_open(&world, store);
    contend(store);
    world_close(&world);
    store->ways->close(store);
    world_scratch_drop(path);
}

/* ---- a store that fails ------------------------------------------------------------------------------------------- */

static const struct store_ways *sound;
static struct store_ways failing;
static enum { FAILS_NEVER, FAILS_COMMIT, FAILS_BEGIN, FAILS_ONE, FAILS_SHRED, FAILS_PRESENCE, WRITES_NOTHING } fault;
static enum person damaged; /* whose session cannot be read, with FAILS_ONE */

static bool has_kept; /* somebody's presence, in this transaction: what counts as written here */

static enum outcome failing_begin(struct store *store)
{
    has_kept = false;
    return fault == FAILS_BEGIN ? BROKEN : sound->begin(store);
}

static enum outcome failing_commit(struct store *store, bool *is_shredded)
{
    if (fault == FAILS_COMMIT) {
        sound->rollback(store);
        return BROKEN;
    }
    enum outcome outcome = sound->commit(store, is_shredded);
    if (fault == FAILS_SHRED)
        *is_shredded = false;
    return outcome;
}

static bool failing_has_written(struct store *store)
{
    return fault != WRITES_NOTHING && has_kept && sound->has_written(store);
}

static enum outcome failing_session_load(struct store *store, const uint8_t *principal, struct session_row *row)
{
    if (fault == FAILS_ONE && memcmp(principal, world.principals[damaged], HASH_SIZE) == 0)
        return BROKEN;
    return sound->session_load(store, principal, row);
}

static enum outcome failing_presence_keep(struct store *store, const struct presence_row *row)
{
    has_kept = fault != FAILS_PRESENCE;
    return has_kept ? sound->presence_keep(store, row) : BROKEN;
}

static struct {
    size_t count;
    unsigned errors[PEOPLE]; /* the last answer: 0 DONE, an error, 255 none yet */
    unsigned pushed;
    unsigned codes[64]; /* of all answers, in order */
} told;

static void tell_all(void *context, const struct answer *answers, size_t count)
{
    (void)context;
    for (size_t i = 0; i < count; i++) {
        struct message message;
        if (!answers[i].frame)
            continue;
        invariant(message_decode(&message, answers[i].frame->data, answers[i].frame->size) == OK);
        if (answers[i].target != TO_CONNECTION)
            told.pushed++;
        else if (answers[i].connection <= PEOPLE)
            told.errors[answers[i].connection - 1] = message.code == MESSAGE_ERROR ? message.as.error.code : 0;
        if (told.count < 64)
            told.codes[told.count] = message.code;
        told.count++;
    }
}

static void ask_and_wait(enum person person, const struct message *message, size_t answers)
{
    memset(&told, 0, sizeof told);
    memset(told.errors, 0xff, sizeof told.errors);
    put_message(person, message);
    run_until(&told.count, answers);
}

static void a_failed_turn_acknowledges_nothing(void)
{
    struct store *store;
    struct message presence = {.code = MESSAGE_SET_PRESENCE, .tag = 1, .as.set_presence.presence = PRESENCE_ON_DUTY};
    CHECK(store_memory_open(&store) == OK);
    world_open(&world, store);
    world_begin(&world);
    sound = store->ways;
    failing = *sound;
    failing.begin = failing_begin;
    failing.commit = failing_commit;
    failing.has_written = failing_has_written;
    failing.session_load = failing_session_load;
    failing.presence_keep = failing_presence_keep;
    store->ways = &failing;
    fault = FAILS_NEVER;
    if (!open_turn(store, tell_all))
        return;
    /* sessions of before turn_open are over */
    for (enum person person = VISITOR; person <= OTHER_VISITOR; person++)
        CHECK(turn_put(turn, request_of(person, REQUEST_VISITOR_LOGIN)) == OK);
    run_until(&told.count, 2);

    fault = FAILS_COMMIT;
    ask_and_wait(HOLDER, &presence, 1);
    CHECK(told.count == 1 && told.errors[HOLDER] == ERROR_UNAVAILABLE && told.pushed == 0);
    fault = FAILS_BEGIN;
    ask_and_wait(HOLDER, &presence, 1);
    CHECK(told.count == 1 && told.errors[HOLDER] == ERROR_UNAVAILABLE && told.pushed == 0);
    CHECK(turn_counts(turn).failed_turns == 2 && turn_counts(turn).failed_in_a_row == 2);
    /* that a turn which changes nothing is kept does not say that the disk keeps anything */
    fault = WRITES_NOTHING;
    struct message look = {.code = MESSAGE_GET_QUEUE};
    ask_and_wait(SUPERVISOR, &look, 1);
    CHECK(turn_counts(turn).failed_turns == 2 && turn_counts(turn).failed_in_a_row == 2);
    /* expiry tries to write, and nothing comes to the disk */
    CHECK(turn_put(turn, request_of(STRANGER, REQUEST_EXPIRE)) == OK);
    ask_and_wait(SUPERVISOR, &look, 1);
    CHECK(turn_counts(turn).failed_in_a_row == 2 && told.errors[SUPERVISOR] == 0);
    fault = FAILS_PRESENCE; /* who only reads is answered all the same */
    CHECK(turn_put(turn, request_of(STRANGER, REQUEST_EXPIRE)) == OK);
    ask_and_wait(SUPERVISOR, &look, 1);
    CHECK(turn_counts(turn).failed_in_a_row == 2 && told.errors[SUPERVISOR] == 0);
    fault = FAILS_NEVER;
    ask_and_wait(HOLDER, &presence, 2);
    CHECK(told.errors[HOLDER] == 0 && told.pushed == 1);
    CHECK(turn_counts(turn).failed_in_a_row == 0);

    /* nobody writes: expiry finds out that the disk keeps things again, and leaves nothing behind */
    fault = FAILS_COMMIT;
    ask_and_wait(HOLDER, &presence, 1);
    CHECK(turn_counts(turn).failed_in_a_row == 1);
    fault = FAILS_NEVER;
    CHECK(turn_put(turn, request_of(STRANGER, REQUEST_EXPIRE)) == OK);
    ask_and_wait(SUPERVISOR, &look, 1);
    static const uint8_t nobody[HASH_SIZE];
    struct presence_row row;
    CHECK(turn_counts(turn).failed_in_a_row == 0 && store->ways->presence_load(store, nobody, &row) == GONE);

    /* an end that could not be told is told with the next turn */
    fault = FAILS_COMMIT;
    memset(&told, 0, sizeof told);
    CHECK(turn_put(turn, request_of(HOLDER, REQUEST_GONE)) == OK);
    put_message(COLLEAGUE, &presence);
    run_until(&told.count, 1);
    CHECK(told.count == 1 && told.pushed == 0);
    fault = FAILS_NEVER;
    struct message doors = {.code = MESSAGE_GET_QUEUE};
    ask_and_wait(SUPERVISOR, &doors, 4);
    CHECK(told.codes[0] == MESSAGE_PRESENCE && told.pushed == 1);

    /* one damaged row costs one request, not the turn */
    fault = FAILS_ONE;
    damaged = VISITOR;
    struct message live = {.code = MESSAGE_LIVE_KEYS};
    memset(&told, 0, sizeof told);
    memset(told.errors, 0xff, sizeof told.errors);
    put_message(OTHER_VISITOR, &live);
    put_message(VISITOR, &live);
    put_message(HOLDER, &presence);
    run_until(&told.count, 4);
    CHECK(told.errors[OTHER_VISITOR] == 0 && told.errors[VISITOR] == ERROR_UNAVAILABLE && told.errors[HOLDER] == 0);

    /* a salt that is not off the disk is not said to be destroyed */
    fault = FAILS_SHRED;
    struct message drop = {.code = MESSAGE_DELETE_SALT, .as.delete_salt = {SALT_OFFLINE, 1}};
    ask_and_wait(VISITOR, &drop, 1);
    CHECK(told.errors[VISITOR] == ERROR_UNAVAILABLE);
    ask_and_wait(VISITOR, &drop, 1);
    CHECK(told.errors[VISITOR] == ERROR_UNAVAILABLE);
    fault = FAILS_NEVER;
    ask_and_wait(VISITOR, &drop, 1);
    CHECK(told.errors[VISITOR] == ERROR_GONE);

    close_turn();
    store->ways = sound;
    world_close(&world);
    store->ways->close(store);
}

/* ---- order and limits ----------------------------------------------------------------------------------------------- */

static struct {
    size_t count;
    uint32_t last_tag;
    bool is_ordered;
} order;

static void tell_order(void *context, const struct answer *answers, size_t count)
{
    (void)context;
    for (size_t i = 0; i < count; i++) {
        struct message message;
        invariant(message_decode(&message, answers[i].frame->data, answers[i].frame->size) == OK);
        if (message.code != MESSAGE_DONE)
            continue;
        order.is_ordered = order.is_ordered && message.tag == order.last_tag + 1;
        order.last_tag = message.tag;
        order.count++;
    }
}

static void answers_come_in_order_and_puts_are_bounded(void)
{
    struct store *store;
    struct message doors = {.code = MESSAGE_GET_DOORS};
    struct request *last;
    uint32_t put = 0;
    CHECK(store_memory_open(&store) == OK);
    world_open(&world, store);
    order.is_ordered = true;
    if (!open_turn(store, tell_order))
        return;
    while (!turn_is_full(turn)) {
        doors.tag = ++put;
        put_message(STRANGER, &doors);
    }
    CHECK(put == TURN_REQUESTS_MAX);
    last = request_of(STRANGER, REQUEST_MESSAGE);
    CHECK(turn_put(turn, last) == FULL);
    turn_request_drop(turn, last);
    CHECK(turn_put(turn, request_of(VISITOR, REQUEST_GONE)) == OK);
    run_until(&order.count, put);
    CHECK(order.is_ordered && order.count == put && !turn_is_full(turn));
    /* closing decides and tells what was put before */
    for (unsigned i = 0; i < 10; i++) {
        doors.tag = ++put;
        put_message(STRANGER, &doors);
    }
    close_turn();
    CHECK(order.is_ordered && order.count == put);
    world_close(&world);
    store->ways->close(store);
}

int main(void)
{
    RUN(of_two_claims_one_wins_in_memory);
    RUN(of_two_claims_one_wins_on_disk);
    RUN(a_failed_turn_acknowledges_nothing);
    RUN(answers_come_in_order_and_puts_are_bounded);
    return check_end();
}
