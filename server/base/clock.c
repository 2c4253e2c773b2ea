#include "base/clock.h"

#include <time.h>

static uint64_t machine_monotonic_ms(const struct clock *clock)
{
    (void)clock;
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static uint64_t machine_wall_s(const struct clock *clock)
{
    (void)clock;
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec > 0 ? (uint64_t)now.tv_sec : 0;
}

const struct clock clock_machine = {.monotonic_ms = machine_monotonic_ms, .wall_s = machine_wall_s};

uint64_t clock_monotonic_ms(const struct clock *clock)
{
    return clock->monotonic_ms(clock);
}

uint64_t clock_wall_s(const struct clock *clock)
{
    return clock->wall_s(clock);
}

uint64_t clock_wall_min(const struct clock *clock)
{
    return clock->wall_s(clock) / 60;
}
