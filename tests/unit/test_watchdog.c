/* When is the service manager told that the loop turns? */
#include "check.h"
#include "watchdog.h"

static void half_of_what_was_asked_for(void)
{
    CHECK(watchdog_every_ms("30000000", NULL, 7) == 15000);
    CHECK(watchdog_every_ms("30000000", "7", 7) == 15000);
    CHECK(watchdog_every_ms("1", "7", 7) == WATCHDOG_EVERY_MIN_MS);
    CHECK(watchdog_every_ms("18446744073709551615", NULL, 7) == UINT64_MAX / 2 / 1000);
}

static void nothing_where_nobody_asked(void)
{
    static const char *const none[] = {
        "0", "", "-1", "3x", " 30000000", "1e6", "18446744073709551616", "184467440737095516150"};
    CHECK(watchdog_every_ms(NULL, NULL, 7) == 0);
    CHECK(watchdog_every_ms(NULL, "7", 7) == 0);
    CHECK(watchdog_every_ms("30000000", "8", 7) == 0); /* asked of who started us */
    CHECK(watchdog_every_ms("30000000", "", 7) == 0);
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        CHECK(watchdog_every_ms(none[i], NULL, 7) == 0);
}

int main(void)
{
    RUN(half_of_what_was_asked_for);
    RUN(nothing_where_nobody_asked);
    return check_end();
}
