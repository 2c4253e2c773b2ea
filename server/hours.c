#include "hours.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_AHEAD_DAYS = 8, ZONE_PATH_MAX = 128 };

enum outcome hours_set_zone(const char *zone)
{
    /* The library takes a name that it does not know for UTC, without a word. */
    char path[ZONE_PATH_MAX];
    int size = snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone);
    if (zone[0] == '\0' || zone[0] == '/' || strstr(zone, "..") != NULL || size >= ZONE_PATH_MAX ||
        access(path, R_OK) != 0 || setenv("TZ", zone, 1) != 0)
        return REFUSED;
    tzset();
    return OK;
}

/* Two digits, 0..max; moves `text` on. False: something else is there. */
static bool read_pair(const char **text, unsigned max, unsigned *value)
{
    const char *at = *text;
    if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
        return false;
    *value = (unsigned)(at[0] - '0') * 10 + (unsigned)(at[1] - '0');
    *text = at + 2;
    return *value <= max;
}

static bool read_minute(const char **text, uint16_t *minute)
{
    unsigned hour = 0;
    unsigned rest = 0;
    if (!read_pair(text, 24, &hour) || *(*text)++ != ':' || !read_pair(text, 59, &rest))
        return false;
    *minute = (uint16_t)(hour * 60 + rest);
    return *minute <= HOURS_DAY_MIN;
}

enum outcome hours_read_day(struct hours *hours, unsigned day, const char *text)
{
    struct hours_span spans[HOURS_SPANS_MAX];
    uint8_t count = 0;
    int last = -1;
    if (strcmp(text, "closed") == 0) {
        hours->counts[day] = 0;
        return OK;
    }
    for (;;) {
        struct hours_span span;
        if (count == HOURS_SPANS_MAX || !read_minute(&text, &span.from) || *text++ != '-' ||
            !read_minute(&text, &span.to) || span.from >= span.to || span.from <= last)
            return REFUSED;
        spans[count++] = span;
        last = span.to;
        if (*text == '\0')
            break;
        if (*text++ != ',')
            return REFUSED;
        while (*text == ' ')
            text++;
    }
    memcpy(hours->spans[day], spans, count * sizeof spans[0]);
    hours->counts[day] = count;
    return OK;
}

static bool is_open_at(const struct hours *hours, const struct tm *local)
{
    unsigned day = (unsigned)local->tm_wday;
    int minute = local->tm_hour * 60 + local->tm_min;
    for (uint8_t i = 0; i < hours->counts[day]; i++)
        if (minute >= hours->spans[day][i].from && minute < hours->spans[day][i].to)
            return true;
    return false;
}

/* When the clock on the wall shows `minute` of the day that is `days` after `today`. */
static time_t at_wall(const struct tm *today, int days, int minute)
{
    struct tm local = {.tm_year = today->tm_year,
                       .tm_mon = today->tm_mon,
                       .tm_mday = today->tm_mday + days,
                       .tm_hour = minute / 60,
                       .tm_min = minute % 60,
                       .tm_isdst = -1};
    return mktime(&local);
}

bool hours_are_open(const struct hours *hours, uint64_t now_min, uint64_t *changes_min)
{
    *changes_min = 0;
    if (hours->is_always_open)
        return true;
    time_t now = (time_t)(now_min * 60);
    struct tm today;
    if (localtime_r(&now, &today) == NULL)
        return false;
    bool is_open = is_open_at(hours, &today);
    for (int days = 0; days < LOOK_AHEAD_DAYS; days++) {
        unsigned day = (unsigned)(today.tm_wday + days) % HOURS_DAYS;
        for (int i = 0; i < hours->counts[day] * 2; i++) {
            const struct hours_span *span = &hours->spans[day][i / 2];
            time_t edge = at_wall(&today, days, i % 2 == 0 ? span->from : span->to);
            struct tm then;
            /* Spans that touch at midnight are no change. */
            if (edge > now && localtime_r(&edge, &then) != NULL && is_open_at(hours, &then) != is_open) {
                *changes_min = (uint64_t)edge / 60;
                return is_open;
            }
        }
    }
    return is_open;
}
