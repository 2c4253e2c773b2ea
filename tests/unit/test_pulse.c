/* The pulse: each quiet peer once an interval, always at its own moment, never twice at once, whatever the clock does. */
#include "check.h"
#include "pulse.h"

enum { PEERS = 50, INTERVAL_MS = 2000 };

static struct peer peers[PEERS];
static unsigned given[PEERS];
static uint64_t given_ms[PEERS];
static struct pulse pulse;

static void run_until(uint64_t *now_ms, uint64_t end_ms, uint64_t step_ms)
{
    struct peer *peer;
    for (; *now_ms < end_ms; *now_ms += step_ms) {
        while (pulse_step(&pulse, *now_ms, &peer)) {
            for (; peer != NULL; peer = peer->same_slot) {
                given[peer - peers]++;
                given_ms[peer - peers] = *now_ms;
            }
        }
    }
}

static void start(void)
{
    memset(peers, 0, sizeof peers);
    memset(given, 0, sizeof given);
    pulse_open(&pulse, INTERVAL_MS);
}

static void gives_each_one_an_interval(void)
{
    uint64_t now_ms = 123456;
    start();
    CHECK(pulse_step_ms(&pulse) == INTERVAL_MS / PULSE_SLOTS);
    for (size_t i = 0; i < PEERS; i++) {
        pulse_add(&pulse, &peers[i], now_ms);
        run_until(&now_ms, now_ms + 37, 1);
    }
    memset(given, 0, sizeof given);
    for (unsigned round = 1; round <= 10; round++) {
        uint64_t before_ms[PEERS];
        memcpy(before_ms, given_ms, sizeof before_ms);
        run_until(&now_ms, now_ms + INTERVAL_MS, 1);
        for (size_t i = 0; i < PEERS; i++) {
            CHECK(given[i] == round);
            CHECK(round == 1 || given_ms[i] == before_ms[i] + INTERVAL_MS);
        }
    }
}

static void gives_nobody_two_at_once(void)
{
    uint64_t now_ms = 1000;
    start();
    for (size_t i = 0; i < PEERS; i++) {
        pulse_add(&pulse, &peers[i], now_ms);
        run_until(&now_ms, now_ms + 50, 10);
    }
    memset(given, 0, sizeof given);
    now_ms += UINT64_C(1000) * INTERVAL_MS; /* the machine slept */
    run_until(&now_ms, now_ms + 1, 1);
    for (size_t i = 0; i < PEERS; i++)
        CHECK(given[i] <= 1);
    memset(given, 0, sizeof given);
    run_until(&now_ms, now_ms + INTERVAL_MS, 1);
    for (size_t i = 0; i < PEERS; i++)
        CHECK(given[i] == 1);
}

/* Slow calls move a moment by less than a slot and never for good. */
static void keeps_the_rate_when_called_late(void)
{
    uint64_t now_ms = 1000;
    start();
    pulse_add(&pulse, &peers[0], now_ms);
    run_until(&now_ms, 1000 + 100 * INTERVAL_MS, 173);
    CHECK(given[0] == 100 || given[0] == 99);
}

static void lets_go(void)
{
    uint64_t now_ms = 1000;
    struct peer *peer;
    start();
    for (size_t i = 0; i < 3; i++)
        pulse_add(&pulse, &peers[i], now_ms);
    pulse_remove(&pulse, &peers[1]);
    run_until(&now_ms, now_ms + INTERVAL_MS + 100, 10);
    CHECK(given[0] == 1 && given[1] == 0 && given[2] == 1);
    pulse_remove(&pulse, &peers[0]);
    pulse_remove(&pulse, &peers[2]);
    CHECK(pulse.count == 0 && !pulse_step(&pulse, now_ms + 100000, &peer));
    pulse_add(&pulse, &peers[1], now_ms + 200000); /* begins anew, not in the past */
    CHECK(!pulse_step(&pulse, now_ms + 200000, &peer));
}

int main(void)
{
    RUN(gives_each_one_an_interval);
    RUN(gives_nobody_two_at_once);
    RUN(keeps_the_rate_when_called_late);
    RUN(lets_go);
    return check_end();
}
