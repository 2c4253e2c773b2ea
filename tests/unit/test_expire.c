/* Does the rhythm reach the turn, go on, give way to people, and end? */
#include "check.h"
#include "expire.h"
#include "store/store_memory.h"
#include "support/relay_world.h"

static struct world world;
static uv_loop_t loop;
static uint64_t now_min = WORLD_NOW_MIN;
static size_t burnt;

static uint64_t time_now(void *context)
{
    (void)context;
    return now_min;
}

static uint64_t chance(void *context)
{
    (void)context;
    return 4711;
}

static void tell(void *context, const struct answer *answers, size_t count)
{
    (void)context;
    for (size_t i = 0; i < count; i++) {
        struct message message;
        CHECK(message_decode(&message, answers[i].frame->data, answers[i].frame->size) == OK);
        burnt += message.code == MESSAGE_QUEUE_CARD && message.as.queue_card.state == CASE_BURNT;
    }
    if (burnt == 2)
        uv_stop(&loop);
}

static void give_up(uv_timer_t *timer)
{
    (void)timer;
    uv_stop(&loop);
}

static void run_for(unsigned ms)
{
    uv_timer_t patience;
    CHECK(uv_timer_init(&loop, &patience) == 0 && uv_timer_start(&patience, give_up, ms, 0) == 0);
    (void)uv_run(&loop, UV_RUN_DEFAULT);
    uv_close((uv_handle_t *)&patience, NULL);
    (void)uv_run(&loop, UV_RUN_NOWAIT);
}

static void two_idle_mailboxes_go_one_after_the_other(void)
{
    struct store *store = NULL;
    struct turn *turn = NULL;
    struct expire expire;
    struct turn_settings settings = {
        .loop = &loop, .programme = &world.programme, .now_min = time_now, .chance = chance, .tell = tell};
    if (!CHECK(uv_loop_init(&loop) == 0 && store_memory_open(&store) == OK && store))
        return;
    world_open(&world, store);
    world_begin(&world);
    world.programme.idle_days = 100;
    settings.store = store;
    if (!CHECK(turn_open(&turn, &settings) == OK && turn && expire_open(&expire, &loop, turn) == OK))
        return;
    run_for(300);
    CHECK(burnt == 0);
    now_min += (uint64_t)200 * 24 * 60;
    run_for(5 * EXPIRE_EVERY_MS);
    CHECK(burnt == 2);
    expire_stop(&expire);
    expire_stop(&expire);
    uint64_t requests = turn_counts(turn).requests;
    run_for(EXPIRE_EVERY_MS + 500);
    CHECK(turn_counts(turn).requests == requests);
    uv_close((uv_handle_t *)&expire.timer, NULL);
    turn_close(turn);
    (void)uv_run(&loop, UV_RUN_DEFAULT);
    CHECK(uv_loop_close(&loop) == 0);
    world_close(&world);
    store->ways->close(store);
}

int main(void)
{
    RUN(two_idle_mailboxes_go_one_after_the_other);
    return check_end();
}
