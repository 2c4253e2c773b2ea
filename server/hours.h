/* When a door is open: weekly hours in the programme's time zone, also across daylight saving.
 * Owns: nothing. Used by: config. The zone is the process's own (TZ), set once at start-up before any thread. */
#ifndef UDVEJ_SERVER_HOURS_H
#define UDVEJ_SERVER_HOURS_H

#include <stdbool.h>
#include <stdint.h>

#include "outcome.h"

enum { HOURS_DAYS = 7, HOURS_SPANS_MAX = 4, HOURS_DAY_MIN = 24 * 60 };

/* Open from `from` to `to`, in minutes of the day; to <= HOURS_DAY_MIN. */
struct hours_span {
    uint16_t from;
    uint16_t to;
};

/* All zero: never open. */
struct hours {
    bool is_always_open;
    uint8_t counts[HOURS_DAYS];                           /* Sunday is 0 */
    struct hours_span spans[HOURS_DAYS][HOURS_SPANS_MAX]; /* ascending, apart */
};

/* Sets the process's time zone. REFUSED: the system has no zone of that name. */
MUST_USE enum outcome hours_set_zone(const char *zone);

/* Reads "08:00-12:00, 13:00-22:00" or "closed" for one day. REFUSED: not of that form, not ascending, or too many. */
MUST_USE enum outcome hours_read_day(struct hours *hours, unsigned day, const char *text);

/* Is it open at `now_min` (minutes since 1970), and when does that change next? `changes_min` 0: not within eight days. */
bool hours_are_open(const struct hours *hours, uint64_t now_min, uint64_t *changes_min);

#endif
