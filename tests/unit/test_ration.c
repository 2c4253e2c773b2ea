/* How much one mailbox may say: a burst, then one message in a while; never more than that, never nothing at all, and nobody is remembered
 * for longer than it takes. */
#include "base/memory.h"
#include "check.h"
#include "ration.h"

enum { BURST = 20, SECONDS = 3, CROWD = 3 * RATION_PLACES };

static struct ration ration;
static uint64_t now_ms;

static void test_fill(const struct randomness *randomness, void *out, size_t size)
{
    (void)randomness;
    check_fill(out, size, 7);
}

static const struct randomness chance = {.fill = test_fill};

static void open_with(uint32_t burst, uint32_t seconds)
{
    struct ration_settings settings = {.burst = burst, .seconds = seconds};
    now_ms = 1000000;
    CHECK(ration_open(&ration, &settings, &chance) == OK);
}

static uint8_t says(uint64_t who)
{
    uint8_t mailbox[HASH_SIZE];
    check_fill(mailbox, sizeof mailbox, who);
    return ration_take(&ration, mailbox, now_ms);
}

/* How many it may say at once. */
static unsigned burst_of(uint64_t who)
{
    unsigned count = 0;
    while (count <= BURST && says(who) == 0)
        count++;
    return count;
}

static size_t remembered(void)
{
    size_t count = 0;
    for (size_t i = 0; i < RATION_PLACES; i++)
        count += ration.places[i].full_ms != 0 || ration.places[i].mailbox != 0;
    return count;
}

static void a_burst_and_then_one_in_a_while(void)
{
    open_with(BURST, SECONDS);
    CHECK(burst_of(1) == BURST);
    for (unsigned i = 0; i < 100; i++) {
        CHECK(says(1) == SECONDS); /* and asking costs nothing */
        now_ms += SECONDS * 1000 - 1;
        CHECK(says(1) == 1);
        now_ms += 1;
        CHECK(says(1) == 0);
    }
    ration_close(&ration);
}

static void what_was_used_comes_back(void)
{
    open_with(BURST, SECONDS);
    CHECK(burst_of(1) == BURST);
    now_ms += 5 * SECONDS * 1000;
    CHECK(burst_of(1) == 5);
    now_ms += BURST * SECONDS * 1000;
    CHECK(burst_of(1) == BURST);
    now_ms += UINT64_C(1) << 40; /* and never more than that */
    CHECK(burst_of(1) == BURST);
    ration_close(&ration);
}

/* A pace that is slower than the ration never waits; one that is faster gets through as fast as it may. */
static void nothing_is_shut_out(void)
{
    open_with(BURST, SECONDS);
    for (unsigned i = 0; i < 1000; i++, now_ms += SECONDS * 1000)
        CHECK(says(1) == 0);
    unsigned taken = 0;
    for (unsigned second = 0; second < 600; second++, now_ms += 1000)
        taken += says(1) == 0 ? 1 : 0;
    CHECK(taken >= 600 / SECONDS && taken <= 600 / SECONDS + BURST);
    ration_close(&ration);
}

static void one_does_not_cost_another(void)
{
    open_with(BURST, SECONDS);
    CHECK(burst_of(1) == BURST && says(1) > 0);
    for (uint64_t who = 2; who < 1000; who++)
        CHECK(burst_of(who) == BURST);
    CHECK(says(1) > 0);
    ration_close(&ration);
}

static void what_is_full_again_is_forgotten(void)
{
    open_with(BURST, SECONDS);
    for (uint64_t who = 1; who <= 100; who++)
        CHECK(says(who) == 0);
    CHECK(remembered() == 100);
    now_ms += SECONDS * 1000 - 1;
    ration_look(&ration, now_ms);
    CHECK(remembered() == 100);
    now_ms += 1;
    ration_look(&ration, now_ms);
    CHECK(remembered() == 0);
    ration_close(&ration);
}

/* More than there are places for: those with the least to wait for give way, and nobody waits for longer than without the crowd. */
static void a_crowd_is_bounded(void)
{
    open_with(BURST, SECONDS);
    CHECK(burst_of(1) == BURST);
    for (uint64_t who = 2; who < CROWD; who++)
        CHECK(says(who) == 0);
    CHECK(remembered() > RATION_PLACES / 2 && says(1) > 0);
    ration_close(&ration);
}

static void the_largest_settings_hold(void)
{
    open_with(1000000, RATION_SECONDS_MAX);
    for (unsigned i = 0; i < 1000000; i++) {
        if (says(1) != 0)
            break;
    }
    CHECK(says(1) == RATION_SECONDS_MAX);
    ration_close(&ration);
    ration_close(&ration);
}

static void no_memory_is_told(void)
{
    struct ration_settings settings = {.burst = BURST, .seconds = SECONDS};
    memory_fail_at(1);
    CHECK(ration_open(&ration, &settings, &chance) == BROKEN);
    memory_fail_at(0);
    ration_close(&ration);
}

int main(void)
{
    RUN(a_burst_and_then_one_in_a_while);
    RUN(what_was_used_comes_back);
    RUN(nothing_is_shut_out);
    RUN(one_does_not_cost_another);
    RUN(what_is_full_again_is_forgotten);
    RUN(a_crowd_is_bounded);
    RUN(the_largest_settings_hold);
    RUN(no_memory_is_told);
    return check_end();
}
