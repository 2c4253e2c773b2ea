#include "turn.h"

#include <stdlib.h>
#include <string.h>

#include "relay/relay.h"

/* How many turns the store thread may be ahead of the loop. */
enum { RESULTS = 4, HANDLES = 3 };

/* A chain of requests in order of arrival. */
struct chain {
    struct request *first;
    struct request *last;
};

/* What one turn left behind: answers to tell, requests to use again. */
struct result {
    struct result *next;
    struct answers answers;
    struct chain requests;
    size_t request_count;
    size_t octets;
    bool has_failed;
    bool has_written; /* something came to the disk */
};

struct turn {
    struct turn_settings settings;
    uv_async_t wake;
    uv_check_t check;
    uv_prepare_t prepare;
    unsigned handles_open;
    uv_thread_t thread;

    /* the loop's alone */
    struct chain gathered;
    struct request *spare;
    size_t pending_count; /* put and not yet answered */
    size_t pending_octets;
    struct turn_counts counts;

    /* under `mutex` */
    uv_mutex_t mutex;
    uv_cond_t store_wakes;
    uv_cond_t loop_wakes; /* turn_close alone waits for it */
    struct chain queue;
    struct result *done; /* oldest first */
    struct result *vacant;
    bool is_ending;
    bool has_ended;

    /* the store thread's alone */
    struct chain untold; /* REQUEST_GONE of turns that failed */
    bool is_in_doubt;    /* a turn failed, and nothing came to the disk since */
    struct result results[RESULTS];
    struct roster scratch;
};

static void chain_add(struct chain *chain, struct request *request)
{
    request->next = NULL;
    if (chain->last)
        chain->last->next = request;
    else
        chain->first = request;
    chain->last = request;
}

/* Moves all of `from` to the end of `to`. */
static void chain_join(struct chain *to, struct chain *from)
{
    if (!from->first)
        return;
    if (to->last)
        to->last->next = from->first;
    else
        to->first = from->first;
    to->last = from->last;
    *from = (struct chain){NULL, NULL};
}

static struct request *chain_take(struct chain *chain)
{
    struct request *request = chain->first;
    if (request) {
        chain->first = request->next;
        if (!chain->first)
            chain->last = NULL;
        request->next = NULL;
    }
    return request;
}

/* ---- the store thread: one turn ---------------------------------------------------------------------------- */

/* Nothing may say that a salt is destroyed while its octets are on the disk. */
static void withhold_shreds(struct answers *answers, size_t from)
{
    for (size_t i = from; i < answers->count; i++) {
        struct answer *answer = &answers->list[i];
        if (!answer->needs_shred)
            continue;
        struct answers one = {NULL, 0, 0};
        struct message error = {.code = MESSAGE_ERROR, .tag = answer->tag, .as.error.code = ERROR_UNAVAILABLE};
        frame_release(answer->frame);
        answer->frame = NULL;
        answer->closes = answer->closes || answer->becomes != 0; /* a login that failed begins with a fresh challenge */
        answer->becomes = 0;
        if (answers_say(&one, answer, &error) == OK)
            answer->frame = frame_hold(one.list[0].frame);
        else
            answer->closes = true;
        answers_close(&one);
    }
}

enum attempt { KEPT, UNDECIDED, UNKEPT };

/* Decides `count` requests from `request` on in one transaction. UNDECIDED: one of them could not be decided. UNKEPT: the store would
 * not begin or commit. Either way nothing was kept and nothing answered. */
static enum attempt keep(struct relay *relay, const struct request *request, size_t count)
{
    struct store *store = relay->store;
    size_t before = relay->answers->count;
    bool is_shredded = true;
    enum outcome outcome = OK;
    if (store->ways->begin(store) != OK)
        return UNKEPT;
    for (; request && count > 0 && outcome == OK; request = request->next, count--)
        outcome = relay_decide(relay, request);
    if (outcome != OK) {
        store->ways->rollback(store);
        answers_cut(relay->answers, before);
        return UNDECIDED;
    }
    if (store->ways->commit(store, &is_shredded) != OK) {
        answers_cut(relay->answers, before);
        return UNKEPT;
    }
    if (!is_shredded)
        withhold_shreds(relay->answers, before);
    return KEPT;
}

/* Without memory for words, the connection is closed; without memory for that, the client's own patience ends it. */
static void give_up(struct relay *relay, const struct request *request)
{
    struct answer closing = {
        .kind = ANSWER_PLAIN, .target = TO_CONNECTION, .connection = request->connection, .closes = true};
    if (relay_give_up(relay->answers, request) != OK)
        (void)!answers_put(relay->answers, &closing, NULL);
}

/* One request that cannot be decided (a damaged row) must not cost the others theirs: then each is tried alone. */
static void decide_all(struct turn *turn, struct relay *relay, struct result *result)
{
    struct chain rest = result->requests, gone = {NULL, NULL};
    struct store *store = relay->store;
    enum attempt attempt = keep(relay, rest.first, SIZE_MAX);
    result->requests = (struct chain){NULL, NULL};
    result->has_failed = attempt != KEPT;
    result->has_written = attempt == KEPT && store->ways->has_written(store);
    for (struct request *request; (request = chain_take(&rest)) != NULL;) {
        enum attempt alone = attempt == UNDECIDED ? keep(relay, request, 1) : attempt;
        if (alone == UNKEPT)
            attempt = UNKEPT;
        if (alone != KEPT && request->kind == REQUEST_GONE) {
            chain_add(&gone, request);
            continue;
        }
        if (alone != KEPT)
            give_up(relay, request);
        chain_add(&result->requests, request);
    }
    chain_join(&turn->untold, &gone);
}

/* Writes a row that is gone again with the same commit: nobody ever sees it. */
static bool can_write(struct store *store)
{
    static const struct presence_row nobodys = {.presence = PRESENCE_ON_DUTY};
    bool is_shredded;
    if (store->ways->begin(store) != OK)
        return false;
    if (store->ways->presence_keep(store, &nobodys) != OK ||
        store->ways->presence_drop(store, nobodys.cert_hash) != OK) {
        store->ways->rollback(store);
        return false;
    }
    return store->ways->commit(store, &is_shredded) == OK && store->ways->has_written(store);
}

static bool is_time_to_expire(const struct result *result)
{
    const struct request *request = result->requests.first;
    while (request && request->kind != REQUEST_EXPIRE)
        request = request->next;
    return request != NULL;
}

/* After a failure, in a night in which nobody writes, the disk is tried as often as expiry comes: else it would be in doubt until the morning.
 * In a transaction of its own, so that people who only read have their answers whatever comes of it. */
static void settle_doubt(struct turn *turn, struct result *result)
{
    if (!result->has_failed && !result->has_written && turn->is_in_doubt && is_time_to_expire(result))
        result->has_written = can_write(turn->settings.store);
    turn->is_in_doubt = result->has_failed || (turn->is_in_doubt && !result->has_written);
}

static void run_turn(struct turn *turn, struct result *result)
{
    struct relay relay = {
        .programme = turn->settings.programme,
        .store = turn->settings.store,
        .answers = &result->answers,
        .now_min = turn->settings.now_min(turn->settings.context),
        .scratch = &turn->scratch,
        .chance = turn->settings.chance ? turn->settings.chance(turn->settings.context) : 0,
    };
    struct chain requests = turn->untold;
    turn->untold = (struct chain){NULL, NULL};
    chain_join(&requests, &result->requests);
    result->requests = requests;
    decide_all(turn, &relay, result);
    settle_doubt(turn, result);
    result->request_count = 0;
    result->octets = 0;
    for (struct request *request = result->requests.first; request; request = request->next) {
        result->request_count++;
        result->octets += request->frame ? request->frame->size : 0;
    }
}

static void finish(struct turn *turn, struct result *result)
{
    struct result **end = &turn->done;
    while (*end)
        end = &(*end)->next;
    result->next = NULL;
    *end = result;
}

/* Whoever is woken takes the mutex at once, so nobody is woken by one who holds it. */

static void run(void *context)
{
    struct turn *turn = context;
    uv_mutex_lock(&turn->mutex);
    for (;;) {
        while (!(turn->queue.first && turn->vacant) && !(turn->is_ending && !turn->queue.first))
            uv_cond_wait(&turn->store_wakes, &turn->mutex);
        if (!turn->queue.first)
            break;
        struct result *result = turn->vacant;
        turn->vacant = result->next;
        result->requests = turn->queue;
        turn->queue = (struct chain){NULL, NULL};
        uv_mutex_unlock(&turn->mutex);
        run_turn(turn, result);
        uv_mutex_lock(&turn->mutex);
        finish(turn, result);
        uv_mutex_unlock(&turn->mutex);
        (void)uv_async_send(&turn->wake);
        uv_cond_signal(&turn->loop_wakes);
        uv_mutex_lock(&turn->mutex);
    }
    turn->has_ended = true;
    uv_cond_signal(&turn->loop_wakes);
    uv_mutex_unlock(&turn->mutex);
}

/* ---- the loop ---------------------------------------------------------------------------------------------- */

struct request *turn_request(struct turn *turn)
{
    struct request *request = turn->spare;
    if (!request)
        return calloc(1, sizeof *request);
    turn->spare = request->next;
    memset(request, 0, sizeof *request);
    return request;
}

/* Also wipes what the request knew. */
void turn_request_drop(struct turn *turn, struct request *request)
{
    memset(request, 0, sizeof *request);
    request->next = turn->spare;
    turn->spare = request;
}

bool turn_is_full(const struct turn *turn)
{
    return turn->pending_count >= TURN_REQUESTS_MAX || turn->pending_octets >= TURN_OCTETS_MAX;
}

enum outcome turn_put(struct turn *turn, struct request *request)
{
    if (turn_is_full(turn) && request->kind != REQUEST_GONE)
        return FULL;
    turn->pending_count++;
    turn->pending_octets += request->frame ? request->frame->size : 0;
    chain_add(&turn->gathered, request);
    return OK;
}

/* Once a loop pass: what was read in it goes to the store thread together. */
static void flush(struct turn *turn)
{
    if (!turn->gathered.first)
        return;
    uv_mutex_lock(&turn->mutex);
    bool is_idle = !turn->queue.first;
    chain_join(&turn->queue, &turn->gathered);
    uv_mutex_unlock(&turn->mutex);
    if (is_idle)
        uv_cond_signal(&turn->store_wakes);
}

static void on_check(uv_check_t *handle)
{
    flush(handle->data);
}

static void on_prepare(uv_prepare_t *handle)
{
    flush(handle->data);
}

static void tell_result(struct turn *turn, struct result *result)
{
    turn->counts.turns++;
    turn->counts.requests += result->request_count;
    turn->counts.failed_turns += result->has_failed;
    turn->counts.failed_in_a_row += result->has_failed;
    if (result->has_written) /* a full disk commits what changes nothing */
        turn->counts.failed_in_a_row = 0;
    if (result->answers.count > 0)
        turn->settings.tell(turn->settings.context, result->answers.list, result->answers.count);
    answers_cut(&result->answers, 0);
    turn->pending_count -= result->request_count;
    turn->pending_octets -= result->octets;
    for (struct request *request; (request = chain_take(&result->requests)) != NULL;) {
        frame_release(request->frame);
        turn_request_drop(turn, request);
    }
}

/* Tells everything that is done. */
static void tell_done(struct turn *turn)
{
    uv_mutex_lock(&turn->mutex);
    while (turn->done) {
        struct result *result = turn->done;
        turn->done = result->next;
        uv_mutex_unlock(&turn->mutex);
        tell_result(turn, result);
        uv_mutex_lock(&turn->mutex);
        if (!turn->vacant) /* else it does not wait for one */
            uv_cond_signal(&turn->store_wakes);
        result->next = turn->vacant;
        turn->vacant = result;
    }
    uv_mutex_unlock(&turn->mutex);
}

static void on_wake(uv_async_t *handle)
{
    tell_done(handle->data);
}

struct turn_counts turn_counts(const struct turn *turn)
{
    return turn->counts;
}

/* ---- opening and closing ----------------------------------------------------------------------------------- */

/* What the last process left open ends before the first request of this one. */
static enum outcome end_last_process(const struct turn_settings *settings)
{
    struct answers answers = {NULL, 0, 0}; /* to nobody: nobody is connected */
    struct relay relay = {.programme = settings->programme,
                          .store = settings->store,
                          .answers = &answers,
                          .now_min = settings->now_min(settings->context)};
    bool is_shredded;
    TRY(settings->store->ways->begin(settings->store));
    enum outcome outcome = relay_start(&relay);
    answers_close(&answers);
    if (outcome == OK)
        return settings->store->ways->commit(settings->store, &is_shredded);
    settings->store->ways->rollback(settings->store);
    return outcome;
}

static void drop_chain(struct chain *chain)
{
    for (struct request *request; (request = chain_take(chain)) != NULL;) {
        frame_release(request->frame);
        free(request);
    }
}

static void free_turn(struct turn *turn)
{
    struct chain spare = {turn->spare, NULL};
    drop_chain(&spare);
    drop_chain(&turn->gathered);
    drop_chain(&turn->untold);
    for (size_t i = 0; i < RESULTS; i++)
        answers_close(&turn->results[i].answers);
    uv_cond_destroy(&turn->store_wakes);
    uv_cond_destroy(&turn->loop_wakes);
    uv_mutex_destroy(&turn->mutex);
    free(turn);
}

static void on_close(uv_handle_t *handle)
{
    struct turn *turn = handle->data;
    if (--turn->handles_open == 0)
        free_turn(turn);
}

static void close_handles(struct turn *turn)
{
    uv_close((uv_handle_t *)&turn->wake, on_close);
    uv_close((uv_handle_t *)&turn->check, on_close);
    uv_close((uv_handle_t *)&turn->prepare, on_close);
}

static enum outcome start(struct turn *turn)
{
    uv_thread_options_t options = {.flags = UV_THREAD_HAS_STACK_SIZE, .stack_size = 1024 * 1024};
    uv_loop_t *loop = turn->settings.loop;
    if (uv_async_init(loop, &turn->wake, on_wake) != 0)
        return BROKEN;
    (void)uv_check_init(loop, &turn->check); /* these four cannot fail */
    (void)uv_check_start(&turn->check, on_check);
    (void)uv_prepare_init(loop, &turn->prepare);
    (void)uv_prepare_start(&turn->prepare, on_prepare);
    turn->wake.data = turn->check.data = turn->prepare.data = turn;
    turn->handles_open = HANDLES;
    return uv_thread_create_ex(&turn->thread, &options, run, turn) == 0 ? OK : BROKEN;
}

enum outcome turn_open(struct turn **turn, const struct turn_settings *settings)
{
    TRY(end_last_process(settings));
    struct turn *opened = calloc(1, sizeof *opened);
    if (!opened)
        return BROKEN;
    opened->settings = *settings;
    for (size_t i = 0; i < RESULTS; i++) {
        opened->results[i].next = opened->vacant;
        opened->vacant = &opened->results[i];
    }
    if (uv_mutex_init(&opened->mutex) != 0 || uv_cond_init(&opened->store_wakes) != 0 ||
        uv_cond_init(&opened->loop_wakes) != 0) {
        free(opened);
        return BROKEN;
    }
    if (start(opened) != OK) {
        if (opened->handles_open > 0)
            close_handles(opened);
        else
            free_turn(opened);
        return BROKEN;
    }
    *turn = opened;
    return OK;
}

void turn_close(struct turn *turn)
{
    bool has_ended = false;
    if (!turn)
        return;
    flush(turn);
    uv_mutex_lock(&turn->mutex);
    turn->is_ending = true;
    uv_cond_signal(&turn->store_wakes);
    uv_mutex_unlock(&turn->mutex);
    while (!has_ended) {
        uv_mutex_lock(&turn->mutex);
        while (!turn->done && !turn->has_ended)
            uv_cond_wait(&turn->loop_wakes, &turn->mutex);
        has_ended = turn->has_ended;
        uv_mutex_unlock(&turn->mutex);
        tell_done(turn);
    }
    (void)uv_thread_join(&turn->thread);
    close_handles(turn);
}
