/* What a monitoring system may know of the server, as OpenMetrics 1.0. Numbers about people are rounded down to whole fives, so that nobody can
 * watch one person come and go: 0 is fewer than five. Pure.
 * Owns: nothing. Used by: control, tests. */
#ifndef UDVEJ_SERVER_METRICS_H
#define UDVEJ_SERVER_METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "limits.h"

enum {
    METRICS_FIVE = 5,
    METRICS_DOORS_MAX = DOORS_MAX,
    METRICS_SIZE_MAX = 16 * 1024, /* with every door */
};

/* What stands before the numbers that `udvej doctor` reads. */
#define METRICS_FORWARDED "udvej_forwarded_openings_total "
#define METRICS_REFUSED "udvej_refused_openings_total "
#define METRICS_SNAPSHOT_AGE "udvej_snapshot_age_seconds "
#define METRICS_PUT_OUT "udvej_put_out_total "

struct metrics_door {
    uint8_t door;
    uint64_t waiting;
    uint64_t claimed;
    uint64_t closed;
};

struct metrics {
    bool is_ready;
    bool is_store_failing;
    uint64_t connections;
    uint64_t connections_max;
    uint64_t staff_places;     /* of connections_max, kept for the staff's socket */
    uint64_t refused;          /* openings since the start for which there was no place */
    uint64_t put_out;          /* since the start: people without a mailbox who made place for others */
    uint64_t requests;         /* since the start */
    uint64_t failed_turns;     /* since the start */
    uint64_t forwarded;        /* openings since the start whose head said who asks: a proxy passes on too much */
    uint64_t snapshot_age_min; /* how long ago it was made */
    bool has_cases;            /* the database could be asked */
    size_t door_count;
    struct metrics_door doors[METRICS_DOORS_MAX];
};

/* Gives how many octets it wrote; `out` has METRICS_SIZE_MAX. */
size_t metrics_write(const struct metrics *metrics, char *out);

#endif
