/* When a door is open: hours for each weekday and for holidays, by the clocks of the door's time zone.
 * Owns: nothing. Uses: zone. Used by: config. Pure: any thread may ask.
 *
 * What hours mean:
 * 1. The clock on the wall decides, minute by minute: a door is open while that clock shows a time within a span. So at daylight
 *    saving's changes a span is as much longer or shorter as that night is: a time that the clock leaves out is never shown (a span
 *    that begins there opens when the clock has jumped, one that lies there wholly is not that day), and a time that it shows twice
 *    counts twice (a span that ends there is open, closed, and open again until its end is shown the second time).
 * 2. A span belongs to the day on which it begins. One that ends earlier than it begins, 22:00-02:00, runs past midnight into
 *    the next day of the calendar, whatever day that is. Midnight at its end is written 24:00.
 * 3. On a holiday its own hours hold instead of the weekday's: for spans that begin on it. A span that began the evening before
 *    runs to its end; a holiday's own span past midnight does so too. A date with a year goes before the same one without.
 * 4. Spans of one day stand in order and apart, or are refused: two that overlap are a slip, two that touch are one. Spans of
 *    different days may overlap or touch, and are joined: with holidays anything may come to lie beside anything. */
#ifndef UDVEJ_SERVER_HOURS_H
#define UDVEJ_SERVER_HOURS_H

#include <stdbool.h>
#include <stdint.h>

#include "outcome.h"
#include "zone.h"

enum {
    HOURS_DAYS = 7,
    HOURS_SPANS_MAX = 4,
    HOURS_DAY_MIN = 24 * 60,
    HOURS_HOLIDAYS_MAX = 48,
    HOURS_LOOK_AHEAD_DAYS = 400, /* a day that comes once a year is seen from anywhere in it */
};

/* Open from `from` to `to`, in minutes of the day; from < HOURS_DAY_MIN, from < to < from + HOURS_DAY_MIN, or the whole day. */
struct hours_span {
    uint16_t from;
    uint16_t to;
};

/* No span: closed. */
struct hours_day {
    uint8_t count;
    struct hours_span spans[HOURS_SPANS_MAX]; /* ascending, apart */
};

struct hours_holiday {
    uint16_t year; /* 0: every year */
    uint8_t month; /* from 1 */
    uint8_t day;
    struct hours_day hours;
};

/* All zero: never open. */
struct hours {
    struct hours_day week[HOURS_DAYS]; /* Sunday is 0 */
    uint8_t holiday_count;
    struct hours_holiday holidays[HOURS_HOLIDAYS_MAX];
};

/* Reads "08:00-12:00, 22:00-02:00" or "closed" for one day. REFUSED: nothing was changed, and `why` says in words what was wrong. */
MUST_USE enum outcome hours_read_day(struct hours_day *day, const char *text, const char **why);

/* Reads "2026-12-24 closed, 2026-12-31 10:00-12:00, 13:00-14:00, 01-01 closed": dates once or, without year, every year, each with
 * what hours_read_day takes. REFUSED: as above, but some may have been taken; `where` is the holiday in `text` that was not. */
MUST_USE enum outcome hours_read_holidays(struct hours *hours, const char *text, const char **why, const char **where);

/* Every weekday is open from midnight to midnight. */
void hours_open_always(struct hours *hours);

/* Is it open at `now_min` (minutes since 1970), and when does that change next? `changes_min` 0: not within HOURS_LOOK_AHEAD_DAYS. */
bool hours_are_open(const struct hours *hours, const struct zone *zone, uint32_t now_min, uint64_t *changes_min);

#endif
