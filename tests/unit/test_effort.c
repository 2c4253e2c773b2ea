/* How much work is asked: nothing when calm, more while cases are opened faster than that, less again after quiet. */
#include "check.h"
#include "effort.h"
#include "limits.h"

enum { CALM = 10, MINUTE = 60 * 1000 };

static struct effort effort;
static uint64_t now_ms;

static void open_at(uint32_t calm, uint8_t level_min, uint8_t level_max)
{
    struct effort_settings settings = {.opens_calm = calm, .level_min = level_min, .level_max = level_max};
    now_ms = 1000000;
    effort_open(&effort, &settings, now_ms);
}

/* `count` cases in `ms`, one after the other, looked at in between as the server does. */
static void open_cases(unsigned count, uint64_t ms)
{
    for (unsigned i = 0; i < count; i++) {
        now_ms += ms / count;
        effort_opened(&effort, 1, now_ms);
    }
}

static void pass(uint64_t ms)
{
    for (uint64_t end = now_ms + ms; now_ms < end; now_ms += 1000)
        effort_look(&effort, now_ms);
}

static void asks_for_nothing_when_calm(void)
{
    open_at(CALM, 0, 7);
    CHECK(effort_level(&effort) == 0);
    for (unsigned minute = 0; minute < 100; minute++)
        open_cases(CALM, MINUTE);
    CHECK(effort_level(&effort) == 0);
}

static void rises_by_steps_while_it_is_busy(void)
{
    open_at(CALM, 0, 7);
    effort_opened(&effort, CALM, now_ms);
    CHECK(effort.level == 0);
    effort_opened(&effort, 1, now_ms);
    CHECK(effort_level(&effort) == 1);
    for (uint8_t level = 1; level < 7; level++) {
        effort_opened(&effort, CALM / 2, now_ms);
        CHECK(effort.level == level);
        effort_opened(&effort, 1, now_ms);
        CHECK(effort_level(&effort) == level + 1);
    }
    effort_opened(&effort, 1000, now_ms);
    CHECK(effort_level(&effort) == 7);
}

/* However many come at once, so many open below a level at most. */
static void a_burst_is_bounded(void)
{
    open_at(CALM, 0, 3);
    unsigned opened = 0;
    while (effort_level(&effort) < 3 && opened < 1000) {
        effort_begun(&effort); /* all of them sent before any is decided */
        opened++;
        if (effort.under_way < CALM && opened < CALM)
            CHECK(effort_level(&effort) == 0);
        if (effort_level(&effort) > effort.level)
            while (effort.under_way > 0) {
                effort_ended(&effort);
                effort_opened(&effort, 1, now_ms);
            }
    }
    CHECK(opened <= 3 * CALM);
    effort_ended(&effort); /* one too many is none */
    CHECK(effort.under_way == 0);
}

static void those_refused_leave_no_trace(void)
{
    open_at(CALM, 0, 7);
    for (unsigned i = 0; i < 1000; i++) {
        effort_begun(&effort);
        effort_ended(&effort);
    }
    CHECK(effort_level(&effort) == 0 && effort.fill == 0);
    for (unsigned i = 0; i < CALM; i++)
        effort_begun(&effort);
    CHECK(effort_level(&effort) == 1 && effort.level == 0); /* only while they are under way */
    for (unsigned i = 0; i < CALM; i++)
        effort_ended(&effort);
    CHECK(effort_level(&effort) == 0);
}

static void falls_after_quiet(void)
{
    open_at(CALM, 0, 7);
    effort_opened(&effort, CALM + CALM, now_ms);
    uint8_t top = effort.level;
    CHECK(top >= 2);
    pass(EFFORT_FALL_MS - MINUTE);
    CHECK(effort.level == top);
    pass(3 * (uint64_t)MINUTE);
    CHECK(effort.level == top - 1);
    pass(EFFORT_FALL_MS * (uint64_t)top);
    CHECK(effort_level(&effort) == 0);
}

/* Just above calm it stays up: no swinging between two levels every few seconds. */
static void does_not_swing(void)
{
    open_at(CALM, 0, 7);
    unsigned changes = 0;
    uint8_t last = 0;
    for (unsigned minute = 0; minute < 60; minute++) {
        open_cases(minute % 2 == 0 ? CALM * 3 / 2 : CALM / 2, MINUTE);
        changes += effort.level != last;
        last = effort.level;
    }
    CHECK(changes <= 12); /* an hour has twelve times five minutes */
}

static void keeps_its_bounds(void)
{
    open_at(CALM, 2, 4);
    CHECK(effort_level(&effort) == 2);
    pass(EFFORT_FALL_MS * 3);
    CHECK(effort_level(&effort) == 2);
    effort_opened(&effort, 100000, now_ms);
    CHECK(effort_level(&effort) == 4);
    for (unsigned i = 0; i < CALM; i++)
        effort_begun(&effort);
    CHECK(effort_level(&effort) == 4);
    open_at(100000, 0, 0);
    effort_opened(&effort, 10000000, now_ms);
    CHECK(effort_level(&effort) == 0);
    open_at(1, 0, 7);
    effort_opened(&effort, 1, now_ms);
    CHECK(effort_level(&effort) == 0);
    effort_opened(&effort, 1, now_ms);
    CHECK(effort_level(&effort) == 1);
}

/* With what is configured where nothing is said: who opens one every five seconds is asked within the minute and then for more and more,
 * and who comes alone is not, nor three who come together. */
static void the_default_sees_who_opens_many(void)
{
    unsigned free_ones = 0;
    open_at(EFFORT_OPENS_CALM, 0, 6);
    for (unsigned i = 0; i < MINUTE / 5000 && effort_level(&effort) == 0; i++, free_ones++)
        open_cases(1, 5000);
    CHECK(free_ones < MINUTE / 5000);
    open_cases(5 * 12, 5 * (uint64_t)MINUTE);
    CHECK(effort_level(&effort) == 6);
    pass(8 * (uint64_t)EFFORT_FALL_MS);
    CHECK(effort_level(&effort) == 0);
    for (unsigned night = 0; night < 30; night++) {
        pass(3600 * UINT64_C(1000));
        CHECK(effort_level(&effort) == 0);
        effort_begun(&effort);
        effort_ended(&effort);
        effort_opened(&effort, 1, now_ms);
        CHECK(effort_level(&effort) == 0);
    }
    pass(3600 * UINT64_C(1000));
    effort_opened(&effort, 3, now_ms);
    CHECK(effort_level(&effort) == 0);
}

/* Every level is one that a puzzle may have, and more than the one before. */
static void levels_are_in_order(void)
{
    struct effort_bits before = effort_bits(0);
    CHECK(before.d1 == 0 && before.d2 == 0);
    for (unsigned level = 1; level <= EFFORT_LEVEL_MAX; level++) {
        struct effort_bits bits = effort_bits((uint8_t)level);
        CHECK(bits.d1 >= PUZZLE_D1_MIN && bits.d1 <= PUZZLE_D1_MAX && bits.d2 <= PUZZLE_D2_MAX);
        CHECK(bits.d1 >= before.d1 && bits.d2 >= before.d2 && (bits.d1 > before.d1 || bits.d2 > before.d2));
        before = bits;
    }
    for (unsigned asked = 0; asked <= EFFORT_LEVEL_MAX; asked++) {
        for (unsigned solved = 0; solved <= EFFORT_LEVEL_MAX; solved++) {
            bool is_enough = solved >= asked || (solved > 0 && solved + 1 == asked);
            CHECK(effort_suffices((uint8_t)asked, effort_bits((uint8_t)solved)) == is_enough);
        }
    }
    CHECK(!effort_suffices(4, (struct effort_bits){22, 0}) && !effort_suffices(4, (struct effort_bits){14, 7}));
}

int main(void)
{
    RUN(asks_for_nothing_when_calm);
    RUN(rises_by_steps_while_it_is_busy);
    RUN(a_burst_is_bounded);
    RUN(those_refused_leave_no_trace);
    RUN(falls_after_quiet);
    RUN(does_not_swing);
    RUN(keeps_its_bounds);
    RUN(the_default_sees_who_opens_many);
    RUN(levels_are_in_order);
    return check_end();
}
