#include "zone_rule.h"

#include <string.h>
#include <time.h>

enum {
    DAY_S = 24 * 60 * 60,
    HOUR_S = 60 * 60,
    OFFSET_HOURS_MAX = 24,
    TIME_HOURS_MAX = 167, /* RFC 9636 lets a rule's time leave its day */
    TIME_STANDARD_S = 2 * HOUR_S,
    ABBREVIATION_MIN = 3,
};

/* --- Reading. Each moves `text` on, and is false when something else is there. --- */

static bool take(const char **text, char wanted)
{
    if (**text != wanted)
        return false;
    (*text)++;
    return true;
}

static bool take_number(const char **text, int min, int max, int *number)
{
    const char *start = *text;
    *number = 0;
    while (**text >= '0' && **text <= '9' && *text - start < 3)
        *number = *number * 10 + (*(*text)++ - '0');
    return *text > start && *number >= min && *number <= max;
}

/* CET or <+01>; what it is called matters to nobody here. */
static bool take_abbreviation(const char **text)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    bool is_quoted = take(text, '<');
    size_t size = strspn(*text, letters);
    if (is_quoted)
        size = strcspn(*text, ">");
    *text += size;
    return size >= ABBREVIATION_MIN && (!is_quoted || take(text, '>'));
}

/* [+-]hh[:mm[:ss]] */
static bool take_time(const char **text, int hours_max, int32_t *seconds)
{
    int hour = 0;
    int minute = 0;
    int second = 0;
    bool is_negative = take(text, '-');
    if (!is_negative)
        (void)take(text, '+');
    if (!take_number(text, 0, hours_max, &hour))
        return false;
    if (take(text, ':') &&
        (!take_number(text, 0, 59, &minute) || (take(text, ':') && !take_number(text, 0, 59, &second))))
        return false;
    *seconds = (is_negative ? -1 : 1) * (hour * HOUR_S + minute * 60 + second);
    return true;
}

/* ,M3.5.0/2 or ,J79/24 or ,59 */
static bool take_date(const char **text, struct zone_date *date)
{
    int month = 0;
    int week = 0;
    int day = 0;
    bool is_good = false;
    date->time_s = TIME_STANDARD_S;
    if (!take(text, ','))
        return false;
    if (take(text, 'M')) {
        date->kind = DATE_OF_WEEK;
        is_good = take_number(text, 1, 12, &month) && take(text, '.') && take_number(text, 1, 5, &week) &&
                  take(text, '.') && take_number(text, 0, 6, &day);
    } else if (take(text, 'J')) {
        date->kind = DATE_COMMON;
        is_good = take_number(text, 1, 365, &day);
    } else {
        date->kind = DATE_COUNTED;
        is_good = take_number(text, 0, 365, &day);
    }
    date->month = (uint8_t)month;
    date->week = (uint8_t)week;
    date->day = (uint16_t)day;
    return is_good && (!take(text, '/') || take_time(text, TIME_HOURS_MAX, &date->time_s));
}

enum outcome zone_rule_read(struct zone_rule *rule, const char *text)
{
    int32_t west_s = 0; /* POSIX counts to the west */
    memset(rule, 0, sizeof *rule);
    if (!take_abbreviation(&text) || !take_time(&text, OFFSET_HOURS_MAX, &west_s))
        return REFUSED;
    rule->standard_s = -west_s;
    if (*text == '\0')
        return OK;
    rule->has_summer = true;
    west_s -= HOUR_S;
    if (!take_abbreviation(&text) || (*text != ',' && !take_time(&text, OFFSET_HOURS_MAX, &west_s)))
        return REFUSED;
    rule->summer_s = -west_s;
    return take_date(&text, &rule->begins) && take_date(&text, &rule->ends) && *text == '\0' ? OK : REFUSED;
}

/* --- Asking --- */

/* The date in `year`, in seconds since 1970 if its clocks were at UTC. */
static int64_t seconds_of(const struct zone_date *date, int year)
{
    struct tm start = {.tm_year = year, .tm_mday = 1};
    if (date->kind == DATE_COMMON) {
        const time_t in_1970 = (date->day - 1) * (time_t)DAY_S; /* a common year */
        (void)gmtime_r(&in_1970, &start);
        start.tm_year = year;
        return timegm(&start) + date->time_s;
    }
    if (date->kind == DATE_COUNTED)
        return timegm(&start) + date->day * (int64_t)DAY_S + date->time_s;
    struct tm next_month = {.tm_year = year, .tm_mon = date->month, .tm_mday = 1};
    start.tm_mon = date->month - 1;
    int64_t first = timegm(&start); /* which also says what weekday that is */
    int64_t days = (date->day - start.tm_wday + 7) % 7 + 7 * (date->week - 1);
    if (first + days * DAY_S >= timegm(&next_month))
        days -= 7;
    return first + days * DAY_S + date->time_s;
}

int32_t zone_rule_at(const struct zone_rule *rule, int64_t now_s, int64_t *until_s)
{
    *until_s = INT64_MAX;
    if (!rule->has_summer)
        return rule->standard_s;
    const time_t now = now_s;
    struct tm today;
    invariant(gmtime_r(&now, &today) != NULL);
    int64_t last_s = INT64_MIN;
    int32_t offset_s = rule->standard_s;
    /* Local years are not UTC's, and a year's change may lie a week outside it. */
    for (int year = today.tm_year - 1; year <= today.tm_year + 1; year++) {
        const int64_t changes[] = {seconds_of(&rule->begins, year) - rule->standard_s,
                                   seconds_of(&rule->ends, year) - rule->summer_s};
        for (int i = 0; i < 2; i++) {
            if (changes[i] > now_s && changes[i] < *until_s)
                *until_s = changes[i];
            /* Where a summer begins in the moment in which the last one ends, it goes on. */
            if (changes[i] <= now_s && changes[i] >= last_s) {
                last_s = changes[i];
                offset_s = i == 0 ? rule->summer_s : rule->standard_s;
            }
        }
    }
    return offset_s;
}
