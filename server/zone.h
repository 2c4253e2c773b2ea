/* How far the clocks of an IANA time zone are from UTC, and until when: from the system's tzdata, which Debian keeps up to date.
 * A zone is read once and constant afterwards: any thread may ask it, several stand side by side, and the process's own TZ is not
 * touched. News of tzdata count from the next start.
 * Owns: nothing. Uses: zone_rule, protocol/reader. Used by: config (opens), hours (asks).
 * Source: RFC 9636 (TZif, versions 2 to 4). */
#ifndef UDVEJ_SERVER_ZONE_H
#define UDVEJ_SERVER_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "outcome.h"
#include "zone_rule.h"

#define ZONE_FOLDER "/usr/share/zoneinfo/"

enum {
    ZONE_NAME_MAX = 64,
    ZONE_FILE_MAX = 16 * 1024, /* the largest of 2025 has 4 kB */
    ZONE_CHANGES_MAX = 512,    /* since 1970; the most of 2025 are 275, in Asia/Hebron */
};

/* From the minute `at_min` on. A change within a minute counts from the next one: here minutes are all there is. */
struct zone_change {
    uint32_t at_min;
    int16_t offset_min; /* east of UTC */
};

struct zone {
    char name[ZONE_NAME_MAX + 1];
    size_t change_count;                          /* at least one, */
    struct zone_change changes[ZONE_CHANGES_MAX]; /* ascending, the first at 0, */
    struct zone_rule rule;                        /* and from the last one on */
};

struct zone_stretch {
    int32_t offset_min; /* local time is UTC and this */
    uint64_t until_min; /* the first minute for which that need not hold; UINT64_MAX: there is none */
};

/* Reads zone `name`, such as Europe/Copenhagen. REFUSED: the system has no zone of that name. BROKEN: it has, and its file is not
 * as it should be (or counts leap seconds, as those of right/ do). */
MUST_USE enum outcome zone_open(struct zone *zone, const char *name);

/* The same from a file's octets; `name` is not looked at. BROKEN as above. */
MUST_USE enum outcome zone_read(struct zone *zone, const void *data, size_t size);

/* Since 1970. */
struct zone_stretch zone_at(const struct zone *zone, uint32_t now_min);

#endif
