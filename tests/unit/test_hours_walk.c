/* Opening hours, minute by minute over two years in six zones: what is told is what somebody finds who looks at libc's clock and at
 * the list of hours, and knows nothing of how hours.c looks for changes. */
#include <stdlib.h>
#include <time.h>

#include "check.h"
#include "hours.h"

enum {
    DAY = HOURS_DAY_MIN,
    WALK_START = 29671200, /* 2026-06-01T00:00Z, minutes */
    WALK = 2 * 366 * DAY,  /* minutes; sees each daylight saving change twice or more, and a 29 February */
    WALK_SEEN = WALK + (HOURS_LOOK_AHEAD_DAYS + 2) * DAY,
    ROWS_MAX = 7 + HOURS_HOLIDAYS_MAX,
    TEXT_MAX = 64,
};

static struct zone zone;

/* --- The naive reading of hours ------------------------------------------------------------------------------------------ */

/* A weekday ("mon") or date, and its hours, as in a configuration. */
struct row {
    char when[16];
    char spans[TEXT_MAX];
};

/* The same in numbers. */
struct naive_row {
    int weekday; /* -1: a date */
    int year;    /* 0: every one */
    int month;
    int day;
    int count;
    int from[HOURS_SPANS_MAX];
    int to[HOURS_SPANS_MAX];
};

struct day {
    int16_t year;
    int8_t month;
    int8_t day;
    int8_t weekday;
};

/* What libc's clock shows. */
struct wall {
    struct day day;
    int16_t minute;
};

static const char *const weekdays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
static struct naive_row naive_rows[ROWS_MAX];
static int naive_count;
static struct day naive_today;

static int weekday_of(const char *when)
{
    for (int i = 0; i < 7; i++)
        if (strcmp(when, weekdays[i]) == 0)
            return i;
    return -1;
}

/* `digits` of them, which are there. */
static int number_at(const char *text, int digits)
{
    int number = 0;
    for (int i = 0; i < digits; i++)
        number = number * 10 + (text[i] - '0');
    return number;
}

static int minute_at(const char *text)
{
    return number_at(text, 2) * 60 + number_at(text + 3, 2);
}

static void naive_read(const struct row *rows, int count)
{
    naive_count = count;
    naive_today = (struct day){0};
    for (int i = 0; i < count; i++) {
        struct naive_row *to = &naive_rows[i];
        const char *when = rows[i].when;
        *to = (struct naive_row){.weekday = weekday_of(when)};
        if (to->weekday < 0) {
            bool has_year = strlen(when) > 5;
            to->year = has_year ? number_at(when, 4) : 0;
            to->month = number_at(when + (has_year ? 5 : 0), 2);
            to->day = number_at(when + (has_year ? 8 : 3), 2);
        }
        for (const char *at = rows[i].spans; at[0] != 'c'; at += 13) { /* 08:00-12:00 and a comma */
            to->from[to->count] = minute_at(at);
            to->to[to->count++] = minute_at(at + 6);
            if (at[11] == '\0')
                break;
        }
    }
}

static const struct naive_row *naive_row_of(const struct day *day)
{
    static const struct naive_row none = {0};
    for (int i = 0; i < naive_count; i++)
        if (naive_rows[i].year == day->year && naive_rows[i].month == day->month && naive_rows[i].day == day->day)
            return &naive_rows[i];
    for (int i = 0; i < naive_count; i++)
        if (naive_rows[i].weekday < 0 && naive_rows[i].year == 0 && naive_rows[i].month == day->month &&
            naive_rows[i].day == day->day)
            return &naive_rows[i];
    for (int i = 0; i < naive_count; i++)
        if (naive_rows[i].weekday == day->weekday)
            return &naive_rows[i];
    return &none;
}

static struct day day_before(struct day day)
{
    static const int8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    day.weekday = (int8_t)((day.weekday + 6) % 7);
    if (--day.day > 0)
        return day;
    if (--day.month == 0) {
        day.month = 12;
        day.year--;
    }
    day.day = (int8_t)(lengths[day.month - 1] + (day.month == 2 && day.year % 4 == 0 ? 1 : 0)); /* 1901 to 2099 */
    return day;
}

static bool naive_is_open(const struct wall *wall)
{
    static const struct naive_row *rows[2]; /* looked up once a day, for the sake of the test's time */
    int minute = wall->minute;
    if (naive_today.day != wall->day.day || naive_today.month != wall->day.month) {
        const struct day yesterday = day_before(wall->day);
        naive_today = wall->day;
        rows[0] = naive_row_of(&naive_today);
        rows[1] = naive_row_of(&yesterday);
    }
    for (int i = 0; i < rows[0]->count; i++)
        if (minute >= rows[0]->from[i] && (minute < rows[0]->to[i] || rows[0]->to[i] < rows[0]->from[i]))
            return true;
    for (int i = 0; i < rows[1]->count; i++)
        if (rows[1]->to[i] < rows[1]->from[i] && minute < rows[1]->to[i])
            return true;
    return false;
}

/* --- The walk ------------------------------------------------------------------------------------------------------------ */

static struct wall walls[WALK_SEEN];
static bool is_open[WALK_SEEN];
static uint32_t changes_min[WALK_SEEN];

static void set_zone(const char *name)
{
    CHECK(zone_open(&zone, name) == OK);
    setenv("TZ", name, 1);
    tzset();
    for (int i = 0; i < WALK_SEEN; i++) {
        const time_t now = (time_t)(WALK_START + i) * 60;
        struct tm wall;
        localtime_r(&now, &wall);
        walls[i] = (struct wall){.day = {(int16_t)(wall.tm_year + 1900), (int8_t)(wall.tm_mon + 1),
                                         (int8_t)wall.tm_mday, (int8_t)wall.tm_wday},
                                 .minute = (int16_t)(wall.tm_hour * 60 + wall.tm_min)};
    }
}

static void walk_naively(void)
{
    uint32_t next = 0;
    for (int i = 0; i < WALK_SEEN; i++)
        is_open[i] = naive_is_open(&walls[i]);
    for (int i = WALK_SEEN - 1; i >= 0; i--) {
        changes_min[i] = next;
        if (i > 0 && is_open[i - 1] != is_open[i])
            next = (uint32_t)(WALK_START + i);
    }
}

/* The rows as a configuration has them: a key for each weekday, and one line of holidays. */
static bool read_rows(struct hours *hours, const struct row *rows, int count)
{
    char holidays[HOURS_HOLIDAYS_MAX * (16 + TEXT_MAX)] = "";
    size_t size = 0;
    const char *why = NULL;
    const char *where = NULL;
    bool is_good = true;
    memset(hours, 0, sizeof *hours);
    for (int i = 0; i < count; i++) {
        int weekday = weekday_of(rows[i].when);
        if (weekday >= 0)
            is_good = hours_read_day(&hours->week[weekday], rows[i].spans, &why) == OK && is_good;
        else
            size += (size_t)snprintf(holidays + size, sizeof holidays - size, "%s%s %s", size == 0 ? "" : ", ",
                                     rows[i].when, rows[i].spans);
    }
    is_good = (size == 0 || hours_read_holidays(hours, holidays, &why, &where) == OK) && is_good;
    if (!is_good)
        printf("  %s\n", why);
    return is_good;
}

/* Open or not at that minute, and the next change, as the walk has them? */
static bool agrees_at(const struct hours *hours, int i)
{
    uint64_t told = 0;
    bool is_told_open = hours_are_open(hours, &zone, (uint32_t)(WALK_START + i), &told);
    uint64_t limit = (uint64_t)WALK_START + (uint64_t)i + (uint64_t)HOURS_LOOK_AHEAD_DAYS * DAY;
    uint64_t wanted = changes_min[i] < limit ? changes_min[i] : 0;
    if (is_told_open == is_open[i] && told == wanted)
        return true;
    printf("  %s at %d: open %d, changes %lu; walk: %d, %lu\n", zone.name, WALK_START + i, is_told_open,
           (unsigned long)told, is_open[i], (unsigned long)wanted);
    return false;
}

/* Asks at every minute beside a change and at every `step`th elsewhere. Gives how often it opened or closed. */
static unsigned long walk(const struct row *rows, int count, int step)
{
    static struct hours hours;
    unsigned long change_count = 0;
    unsigned long wrong = 0;
    CHECK(read_rows(&hours, rows, count));
    naive_read(rows, count);
    walk_naively();
    for (int i = 1; i < WALK && wrong < 3; i++) {
        bool is_beside =
            (changes_min[i] != 0 && changes_min[i] <= (uint32_t)(WALK_START + i + 2)) || is_open[i] != is_open[i - 1];
        change_count += is_open[i] != is_open[i - 1];
        if (is_beside || i % step == 0)
            wrong += !agrees_at(&hours, i);
    }
    CHECK(wrong == 0);
    return change_count;
}

static const char *const zones[] = {"Europe/Copenhagen",   "America/New_York",  "Asia/Kathmandu",
                                    "Australia/Lord_Howe", "Africa/Casablanca", "UTC"};
enum { ZONES = sizeof zones / sizeof zones[0] };

/* Hours around every time at which those zones change their clocks, with spans past midnight and holidays of every kind. */
static const struct row nights[] = {
    {"mon", "01:15-01:45, 02:10-02:50, 08:00-12:00, 22:00-02:30"},
    {"tue", "02:00-03:00, 20:00-24:00"},
    {"wed", "00:00-24:00"},
    {"thu", "00:00-02:00, 23:59-00:01"},
    {"fri", "12:00-11:59"},
    {"sat", "22:00-02:15"},
    {"sun", "01:50-02:10, 02:20-02:40, 22:30-03:30"},
    {"12-24", "closed"},
    {"2026-12-24", "10:00-12:00, 23:00-01:00"},
    {"2026-12-31", "22:00-04:00"},
    {"01-01", "closed"},
    {"02-28", "23:00-01:00"},
    {"02-29", "00:30-02:00"},
    {"2027-03-28", "02:30-02:45, 03:00-03:15"}, /* both are shown in Copenhagen, or only the second */
    {"2026-10-25", "02:30-02:45"},
    {"2026-11-01", "01:00-01:30, 23:30-00:30"},
};

static int ascending(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Up to three spans, the last often past midnight. */
static void random_spans(char *out, uint64_t *seed)
{
    int edges[6];
    int count = (int)(check_random(seed) % 4);
    size_t size = (size_t)snprintf(out, TEXT_MAX, count == 0 ? "closed" : "");
    do {
        for (int i = 0; i < 6; i++)
            edges[i] = (int)(check_random(seed) % (DAY - 1)) + 1;
        qsort(edges, 6, sizeof edges[0], ascending);
    } while (edges[0] == edges[1] || edges[1] == edges[2] || edges[2] == edges[3] || edges[3] == edges[4] ||
             edges[4] == edges[5]);
    for (int i = 0; i < count; i++) {
        int from = edges[i * 2];
        int to = i == count - 1 && check_random(seed) % 2 == 0 ? edges[0] : edges[i * 2 + 1];
        if (from == to)
            to = edges[1];
        size += (size_t)snprintf(out + size, TEXT_MAX - size, "%s%02d:%02d-%02d:%02d", i == 0 ? "" : ", ", from / 60,
                                 from % 60, to / 60, to % 60);
    }
}

static void make_random_rows(struct row *rows, uint64_t seed)
{
    for (int i = 0; i < ROWS_MAX; i++) {
        int holiday = i - 7;
        if (i < 7)
            snprintf(rows[i].when, sizeof rows[i].when, "%s", weekdays[i]);
        else if (holiday % 2 == 0) /* every year, and of every other one its day in 2027, or a neighbour */
            snprintf(rows[i].when, sizeof rows[i].when, "%02d-%02d", holiday / 4 + 1, holiday % 4 + 25);
        else
            snprintf(rows[i].when, sizeof rows[i].when, "2027-%02d-%02d", holiday / 4 + 1, holiday % 4 / 2 + 25);
        random_spans(rows[i].spans, &seed);
    }
}

static void agrees_with_a_walk_in_every_zone(void)
{
    static struct row rows[ROWS_MAX];
    for (int i = 0; i < ZONES; i++) {
        /* Every minute where this will run; seven, which divides no hour, is enough to see what else might be told. */
        int step = i == 0 ? 1 : 7;
        set_zone(zones[i]);
        CHECK(walk(nights, sizeof nights / sizeof nights[0], step) > 1000);
        make_random_rows(rows, (uint64_t)i + 1);
        CHECK(walk(rows, ROWS_MAX, step) > 500);
    }
}

/* Changes so rare that some are not seen from everywhere. */
static void agrees_with_a_walk_through_rare_hours(void)
{
    static const struct row rows[] = {{"2027-01-04", "22:00-02:00"}, {"02-29", "10:00-24:00"}};
    set_zone(zones[0]);
    CHECK(walk(rows, 2, 997) == 4);
    CHECK(walk(rows, 0, 997) == 0);
}

int main(void)
{
    RUN(agrees_with_a_walk_in_every_zone);
    RUN(agrees_with_a_walk_through_rare_hours);
    return check_end();
}
