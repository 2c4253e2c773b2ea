#include "metrics.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "outcome.h"

struct text {
    char *at;
    size_t left;
};

__attribute__((format(printf, 2, 3))) static void put(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text->at, text->left, format, arguments);
    va_end(arguments);
    invariant(size >= 0 && (size_t)size < text->left);
    text->at += size;
    text->left -= (size_t)size;
}

static void put_family(struct text *text, const char *name, const char *type, const char *help)
{
    put(text, "# TYPE %s %s\n# HELP %s %s\n", name, type, name, help);
}

static uint64_t fives(uint64_t count)
{
    return count / METRICS_FIVE * METRICS_FIVE;
}

static void put_cases(struct text *text, const struct metrics *metrics)
{
    put_family(text, "udvej_cases", "gauge", "Cases by door and state, rounded down to fives.");
    for (size_t i = 0; i < metrics->door_count; i++) {
        const struct metrics_door *door = &metrics->doors[i];
        put(text, "udvej_cases{door=\"%u\",state=\"waiting\"} %" PRIu64 "\n", door->door, fives(door->waiting));
        put(text, "udvej_cases{door=\"%u\",state=\"claimed\"} %" PRIu64 "\n", door->door, fives(door->claimed));
        put(text, "udvej_cases{door=\"%u\",state=\"closed\"} %" PRIu64 "\n", door->door, fives(door->closed));
    }
}

static void put_places(struct text *text, const struct metrics *metrics)
{
    put_family(text, "udvej_connections_max", "gauge",
               "People who may be connected: as configured, or as descriptors allow.");
    put(text, "udvej_connections_max %" PRIu64 "\n", metrics->connections_max);
    put_family(text, "udvej_staff_places", "gauge", "Of those, kept for the socket by which staff come.");
    put(text, "udvej_staff_places %" PRIu64 "\n", metrics->staff_places);
    put_family(text, "udvej_refused_openings", "counter",
               "Openings for which there was no place, rounded down to fives.");
    put(text, METRICS_REFUSED "%" PRIu64 "\n", fives(metrics->refused));
    put_family(text, "udvej_put_out", "counter",
               "People without a mailbox who made place for others, rounded down to fives.");
    put(text, METRICS_PUT_OUT "%" PRIu64 "\n", fives(metrics->put_out));
}

size_t metrics_write(const struct metrics *metrics, char *out)
{
    struct text text = {out, METRICS_SIZE_MAX};
    put_family(&text, "udvej_ready", "gauge", "1: people are served, and what they write is kept.");
    put(&text, "udvej_ready %d\n", metrics->is_ready);
    put_family(&text, "udvej_store_failing", "gauge", "1: the last turns could not be committed.");
    put(&text, "udvej_store_failing %d\n", metrics->is_store_failing);
    put_family(&text, "udvej_turns_failed", "counter", "Turns that could not be committed.");
    put(&text, "udvej_turns_failed_total %" PRIu64 "\n", metrics->failed_turns);
    put_family(&text, "udvej_requests", "counter", "Requests that were decided, rounded down to fives.");
    put(&text, "udvej_requests_total %" PRIu64 "\n", fives(metrics->requests));
    put_family(&text, "udvej_forwarded_openings", "counter",
               "Openings with X-Forwarded-For or the like, which the server drops, rounded down to fives.");
    put(&text, METRICS_FORWARDED "%" PRIu64 "\n", fives(metrics->forwarded));
    put_family(&text, "udvej_connections", "gauge", "People connected, rounded down to fives.");
    put(&text, "udvej_connections %" PRIu64 "\n", fives(metrics->connections));
    put_places(&text, metrics);
    put_family(&text, "udvej_snapshot_age_seconds", "gauge",
               "Since the programme's snapshot was made; a new one is due after 172800.");
    put(&text, "# UNIT udvej_snapshot_age_seconds seconds\n");
    put(&text, METRICS_SNAPSHOT_AGE "%" PRIu64 "\n", metrics->snapshot_age_min * 60);
    if (metrics->has_cases)
        put_cases(&text, metrics);
    put(&text, "# EOF\n");
    return METRICS_SIZE_MAX - text.left;
}
