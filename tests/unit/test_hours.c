/* Opening hours: what is read, what is refused, and what it means, by examples. test_hours_walk has the property. */
#include <time.h>

#include "check.h"
#include "hours.h"

enum { DAY = HOURS_DAY_MIN };

static struct zone zone;

/* --- What is read ---------------------------------------------------------------------------------------------------------- */

static void refuses_what_is_no_day(void)
{
    static const struct {
        const char *text;
        const char *why;
    } broken[] = {
        {"", "hours are"},
        {"open", "hours are"},
        {"Closed", "hours are"},
        {"8:00-12:00", "hours are"},
        {"08.00-12.00", "hours are"},
        {"08:00", "hours are"},
        {"08:00-", "hours are"},
        {"08:00 - 12:00", "hours are"},
        {"08:00-12:60", "hours are"},
        {"08:00-24:01", "hours are"},
        {"08:00-25:00", "hours are"},
        {"-1:00-12:00", "hours are"},
        {"08:00-12:00,", "hours are"},
        {"08:00-12:00, ", "hours are"},
        {"08:00-12:00, 8", "behind"},
        {"08:00-12:00, closed", "behind"},
        {"closed, 08:00-12:00", "behind"},
        {"closed ", "behind"},
        {"08:00-12:00x", "behind"},
        {"08:00-12:00 13:00-14:00", "behind"},
        {"24:00-02:00", "begins at 00:00"},
        {"22:00-00:00", "is 24:00"},
        {"08:00-08:00", "empty"},
        {"08:00-12:00, 11:00-13:00", "in order"},
        {"08:00-12:00, 12:00-13:00", "do not touch"},
        {"13:00-14:00, 08:00-12:00", "in order"},
        {"22:00-02:00, 23:00-24:00", "in order"},
        {"22:00-02:00, 03:00-04:00", "in order"},
        {"01:00-02:00, 03:00-04:00, 05:00-06:00, 07:00-08:00, 09:00-10:00", "too many spans"},
    };
    const char *why = NULL;
    struct hours_day day;
    CHECK(hours_read_day(&day, "01:00-02:00,03:00-04:00,  05:00-06:00, 22:00-21:59", &why) == OK && day.count == 4);
    CHECK(day.spans[3].from == 22 * 60 && day.spans[3].to == DAY + 21 * 60 + 59);
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
        if (!CHECK(hours_read_day(&day, broken[i].text, &why) == REFUSED && strstr(why, broken[i].why) != NULL))
            printf("  %s: %s\n", broken[i].text, why);
    CHECK(day.count == 4); /* nothing was changed */
    CHECK(hours_read_day(&day, "closed", &why) == OK && day.count == 0);
}

static void refuses_what_are_no_holidays(void)
{
    static const struct {
        const char *text;
        const char *why;
    } broken[] = {
        {"", "its date"},
        {"closed", "its date"},
        {"Monday closed", "its date"},
        {"24/12 closed", "its date"},
        {"26-12-24 closed", "calendar"},
        {"1969-12-24 closed", "its date"},
        {"2026-12 closed", "its date"},
        {"2026-1-1 closed", "its date"},
        {"2026-02-29 closed", "calendar"},
        {"02-30 closed", "calendar"},
        {"00-01 closed", "calendar"},
        {"13-01 closed", "calendar"},
        {"12-00 closed", "calendar"},
        {"04-31 closed", "calendar"},
        {"12-24", "followed by"},
        {"12-24closed", "followed by"},
        {"12-24 ", "hours are"},
        {"12-24 10:00-09:00-", "between commas"},
        {"12-24 closed;", "between commas"},
        {"12-24 closed 12-25 closed", "between commas"},
        {"12-24 closed,", "its date"},
        {"12-24 closed, 10:00-12:00", "its date"},
        {"12-24 closed, 12-24 10:00-12:00", "twice"},
        {"2026-12-24 closed, 2026-12-24 closed", "twice"},
        {"12-24 10:00-12:00, 11:00-13:00", "in order"},
    };
    static struct hours hours;
    const char *where = NULL;
    char many[(HOURS_HOLIDAYS_MAX + 1) * 20] = "";
    const char *why = NULL;
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        memset(&hours, 0, sizeof hours);
        if (!CHECK(hours_read_holidays(&hours, broken[i].text, &why, &where) == REFUSED &&
                   strstr(why, broken[i].why) != NULL))
            printf("  %s: %s\n", broken[i].text, why);
    }
    memset(&hours, 0, sizeof hours);
    CHECK(hours_read_holidays(&hours,
                              "2026-12-31 10:00-12:00, 13:00-14:00,01-01 closed, 02-29\tclosed, 12-31 22:00-04:00",
                              &why, &where) == OK);
    CHECK(hours.holiday_count == 4 && hours.holidays[0].hours.count == 2 && hours.holidays[1].year == 0);
    for (int i = 0; i <= HOURS_HOLIDAYS_MAX; i++) {
        memset(&hours, 0, sizeof hours);
        CHECK(i == 0 || hours_read_holidays(&hours, many, &why, &where) == OK); /* as many as there may be */
        snprintf(many + strlen(many), sizeof many - strlen(many), "%s%04d-05-01 closed", i == 0 ? "" : ", ", 2001 + i);
    }
    memset(&hours, 0, sizeof hours);
    CHECK(hours_read_holidays(&hours, many, &why, &where) == REFUSED && strstr(why, "too many holidays") != NULL &&
          strcmp(where, "2049-05-01 closed") == 0);
}

/* --- What it means, by examples. In Copenhagen summer began on 29 March 2026 and ended on 25 October, both at 01:00Z. ------- */

static struct hours example;

/* `days` from Sunday on, NULL closed; `holidays` may be NULL. */
static void set_example(const char *zone_name, const char *const days[HOURS_DAYS], const char *holidays)
{
    const char *why = NULL;
    const char *where = NULL;
    memset(&example, 0, sizeof example);
    CHECK(zone_open(&zone, zone_name) == OK);
    for (int i = 0; i < HOURS_DAYS; i++)
        CHECK(days[i] == NULL || hours_read_day(&example.week[i], days[i], &why) == OK);
    CHECK(holidays == NULL || hours_read_holidays(&example, holidays, &why, &where) == OK);
}

/* A moment in UTC, such as "2026-03-29 01:00"; minutes since 1970. */
static uint32_t utc(const char *text)
{
    struct tm date = {0};
    CHECK(strptime(text, "%Y-%m-%d %H:%M", &date) != NULL);
    return (uint32_t)(timegm(&date) / 60);
}

/* From `from` on it is open or not, just before `until` too, and that is told as the next change at both ends. */
static bool is_stretch(bool is_open, const char *from, const char *until)
{
    uint64_t told = 0;
    uint64_t told_last = 0;
    bool is_open_first = hours_are_open(&example, &zone, utc(from), &told);
    bool is_open_last = hours_are_open(&example, &zone, utc(until) - 1, &told_last);
    return is_open_first == is_open && is_open_last == is_open && told == utc(until) && told_last == utc(until);
}

static void is_open_past_midnight_and_the_week(void)
{
    set_example("Europe/Copenhagen",
                (const char *[HOURS_DAYS]){[6] = "22:00-02:00", [0] = "20:00-24:00", [1] = "00:00-01:00"}, NULL);
    /* Saturday night ends on Sunday; Sunday touches Monday, which is no change; summer time is two hours from UTC. */
    CHECK(is_stretch(true, "2026-06-06 20:00", "2026-06-07 00:00"));
    CHECK(is_stretch(false, "2026-06-07 00:00", "2026-06-07 18:00"));
    CHECK(is_stretch(true, "2026-06-07 18:00", "2026-06-07 23:00"));
    CHECK(is_stretch(false, "2026-06-07 23:00", "2026-06-13 20:00"));
    /* A night that runs into the hours of the next day, and past their beginning. */
    set_example("Europe/Copenhagen", (const char *[HOURS_DAYS]){[1] = "22:00-09:00", [2] = "08:00-10:00"}, NULL);
    CHECK(is_stretch(true, "2026-06-08 20:00", "2026-06-09 08:00"));
}

static void keeps_to_the_clock_where_it_jumps(void)
{
    set_example("Europe/Copenhagen", (const char *[HOURS_DAYS]){[6] = "22:00-06:00"}, NULL);
    CHECK(is_stretch(true, "2026-03-28 21:00", "2026-03-29 04:00")); /* seven hours */
    CHECK(is_stretch(true, "2026-10-24 20:00", "2026-10-25 05:00")); /* nine */
    /* 02:00 to 03:00 are not shown: what begins there opens at 03:00, what lies there is not, what ends there ends at 03:00. */
    set_example("Europe/Copenhagen", (const char *[HOURS_DAYS]){[0] = "02:30-05:00"}, NULL);
    CHECK(is_stretch(true, "2026-03-29 01:00", "2026-03-29 03:00"));
    set_example("Europe/Copenhagen", (const char *[HOURS_DAYS]){[0] = "02:15-02:45"}, NULL);
    CHECK(is_stretch(false, "2026-03-22 01:45", "2026-04-05 00:15"));
    set_example("Europe/Copenhagen", (const char *[HOURS_DAYS]){[6] = "22:00-02:30"}, NULL);
    CHECK(is_stretch(true, "2026-03-28 21:00", "2026-03-29 01:00"));
    /* In autumn they are shown twice. */
    CHECK(is_stretch(true, "2026-10-24 20:00", "2026-10-25 00:30"));
    CHECK(is_stretch(false, "2026-10-25 00:30", "2026-10-25 01:00"));
    CHECK(is_stretch(true, "2026-10-25 01:00", "2026-10-25 01:30"));
    CHECK(is_stretch(false, "2026-10-25 01:30", "2026-10-31 21:00"));
    /* In Cairo the clock jumps at midnight: on Fridays in April from 00:00 to 01:00, and back from Friday to Thursday. */
    set_example("Africa/Cairo", (const char *[HOURS_DAYS]){[4] = "23:30-24:00", [5] = "00:15-02:00"}, NULL);
    CHECK(is_stretch(true, "2026-04-23 21:30", "2026-04-23 23:00"));
    CHECK(is_stretch(true, "2026-10-29 20:30", "2026-10-29 21:00"));
    CHECK(is_stretch(false, "2026-10-29 21:00", "2026-10-29 21:30"));
    CHECK(is_stretch(true, "2026-10-29 21:30", "2026-10-29 22:00"));
}

/* Christmas 2026 begins on a Thursday. */
static void keeps_holidays(void)
{
    static const char *const nights[HOURS_DAYS] = {"22:00-02:00", "22:00-02:00", "22:00-02:00", "22:00-02:00",
                                                   "22:00-02:00", "22:00-02:00", "22:00-02:00"};
    set_example("Europe/Copenhagen", nights,
                "12-24 closed, 12-25 closed, 2026-12-31 20:00-05:00, 12-31 closed, 01-01 closed");
    /* The night before lasts; the holiday's own does not begin. */
    CHECK(is_stretch(true, "2026-12-23 21:00", "2026-12-24 01:00"));
    CHECK(is_stretch(false, "2026-12-24 01:00", "2026-12-26 21:00"));
    /* A date with its year goes first, and its night runs into the next holiday. */
    CHECK(is_stretch(true, "2026-12-31 19:00", "2027-01-01 04:00"));
    CHECK(is_stretch(false, "2027-01-01 04:00", "2027-01-02 21:00"));
    CHECK(is_stretch(false, "2027-12-31 01:00", "2028-01-02 21:00"));
    /* A holiday's first minute and its last are the clock's, not UTC's. */
    set_example("Europe/Copenhagen",
                (const char *[HOURS_DAYS]){"00:00-24:00", "00:00-24:00", "00:00-24:00", "00:00-24:00", "00:00-24:00",
                                           "00:00-24:00", "00:00-24:00"},
                "02-29 closed");
    CHECK(is_stretch(false, "2028-02-28 23:00", "2028-02-29 23:00"));
}

static void tells_no_change_that_is_far_or_none(void)
{
    uint64_t told = 1;
    set_example("UTC", (const char *[HOURS_DAYS]){NULL}, NULL);
    CHECK(!hours_are_open(&example, &zone, utc("2026-06-01 00:00"), &told) && told == 0);
    set_example("Europe/Copenhagen", (const char *[HOURS_DAYS]){NULL}, NULL);
    hours_open_always(&example);
    told = 1;
    CHECK(hours_are_open(&example, &zone, utc("2026-06-01 00:00"), &told) && told == 0);
    /* Once a year is seen from anywhere, once in four years is not. */
    set_example("UTC", (const char *[HOURS_DAYS]){NULL}, "06-01 10:00-12:00");
    CHECK(is_stretch(false, "2026-06-01 12:00", "2027-06-01 10:00"));
    set_example("UTC", (const char *[HOURS_DAYS]){NULL}, "02-29 10:00-12:00");
    CHECK(!hours_are_open(&example, &zone, utc("2026-06-01 00:00"), &told) && told == 0);
    CHECK(is_stretch(false, "2027-02-01 00:00", "2028-02-29 10:00"));
    /* The last minutes that a message can tell are no reason to fail. */
    CHECK(!hours_are_open(&example, &zone, UINT32_MAX, &told) && told == 0);
    CHECK(!hours_are_open(&example, &zone, 0, &told) && told == 0);
}

int main(void)
{
    RUN(refuses_what_is_no_day);
    RUN(refuses_what_are_no_holidays);
    RUN(is_open_past_midnight_and_the_week);
    RUN(keeps_to_the_clock_where_it_jumps);
    RUN(keeps_holidays);
    RUN(tells_no_change_that_is_far_or_none);
    return check_end();
}
