/* What a zone's clocks do every year from now on: the TZ string of POSIX that ends a TZif file, such as
 * CET-1CEST,M3.5.0,M10.5.0/3. Pure.
 * Owns: nothing. Used by: zone. Source: RFC 9636, section 3.3.1; POSIX.1-2017, Base Definitions, 8.3. */
#ifndef UDVEJ_SERVER_ZONE_RULE_H
#define UDVEJ_SERVER_ZONE_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "outcome.h"

/* A day of every year, and a time on its clocks, which may lie up to a week before or after that day. */
struct zone_date {
    enum { DATE_OF_WEEK, DATE_COMMON, DATE_COUNTED } kind;
    uint8_t month;  /* DATE_OF_WEEK: 1 to 12, */
    uint8_t week;   /* 1 to 4, 5 is the last, */
    uint16_t day;   /* and the weekday, Sunday is 0. DATE_COMMON: 1 to 365, never 29 February. DATE_COUNTED: 0 to 365 */
    int32_t time_s; /* since its midnight */
};

struct zone_rule {
    int32_t standard_s; /* east of UTC */
    bool has_summer;
    int32_t summer_s;
    struct zone_date begins; /* by the clocks before it */
    struct zone_date ends;
};

/* REFUSED: not of that form. */
MUST_USE enum outcome zone_rule_read(struct zone_rule *rule, const char *text);

/* How many seconds east of UTC the clocks are at `now_s` (since 1970, a year of four digits), and until when: INT64_MAX is for
 * ever. */
int32_t zone_rule_at(const struct zone_rule *rule, int64_t now_s, int64_t *until_s);

#endif
