#include "watchdog.h"

#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "listen.h"

enum { USEC_PER_MS = 1000 };

/* Decimal digits alone. False: something else, or too large. */
static bool read_digits(const char *text, uint64_t *value)
{
    *value = 0;
    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        unsigned digit = (unsigned char)*text - (unsigned)'0';
        if (digit > 9 || *value > (UINT64_MAX - digit) / 10)
            return false;
        *value = *value * 10 + digit;
    }
    return true;
}

uint64_t watchdog_every_ms(const char *usec, const char *pid, uint64_t own)
{
    uint64_t span, asked;
    if (usec == NULL || !read_digits(usec, &span) || span == 0)
        return 0;
    if (pid != NULL && (!read_digits(pid, &asked) || asked != own))
        return 0;
    uint64_t every_ms = span / 2 / USEC_PER_MS;
    return every_ms < WATCHDOG_EVERY_MIN_MS ? WATCHDOG_EVERY_MIN_MS : every_ms;
}

static void on_time(uv_timer_t *timer)
{
    (void)timer;
    listen_tell_manager("WATCHDOG=1");
}

enum outcome watchdog_open(struct watchdog *watchdog, uv_loop_t *loop)
{
    uint64_t every_ms = watchdog_every_ms(getenv("WATCHDOG_USEC"), getenv("WATCHDOG_PID"), (uint64_t)getpid());
    if (uv_timer_init(loop, &watchdog->timer) != 0)
        return BROKEN;
    if (every_ms == 0)
        return OK;
    return uv_timer_start(&watchdog->timer, on_time, every_ms, every_ms) == 0 ? OK : BROKEN;
}
