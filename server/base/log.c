#include "base/log.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "outcome.h"

struct row {
    const char *name;
    int priority;
    const char *first;
    const char *second;
};

static const struct row rows[LOG_EVENTS] = {
#define EVENT(name, text, priority, first, second, about) [LOG_##name] = {text, priority, first, second},
#include "base/log_events.def"
#undef EVENT
};

static void (*redirected)(const char *line);

void log_redirect(void (*write)(const char *line))
{
    redirected = write;
}

/* What was said of an event in the present window, and not said since it was said last. */
static struct bound {
    uint64_t since_ms;
    unsigned lines;
    uint64_t left_out;
} bounds[LOG_EVENTS];

static pthread_mutex_t bounds_mutex = PTHREAD_MUTEX_INITIALIZER;

/* May a line be written? Then gives how many were left out before it. */
static bool may_say(enum log_event event, uint64_t *left_out)
{
    struct bound *bound = &bounds[event];
    (void)pthread_mutex_lock(&bounds_mutex);
    uint64_t now_ms = clock_monotonic_ms(&clock_machine);
    if (now_ms - bound->since_ms >= LOG_WINDOW_MS) {
        bound->since_ms = now_ms;
        bound->lines = 0;
    }
    bool may = bound->lines < LOG_LINES_MAX;
    *left_out = bound->left_out;
    bound->left_out = may ? 0 : bound->left_out + 1;
    bound->lines += may;
    (void)pthread_mutex_unlock(&bounds_mutex);
    return may;
}

void log_event(enum log_event event, int64_t first, int64_t second)
{
    invariant(event < LOG_EVENTS);
    const struct row *row = &rows[event];
    char line[192];
    uint64_t left_out;
    if (!may_say(event, &left_out))
        return;
    int size = snprintf(line, sizeof line, "<%d>event=%s", row->priority, row->name);
    if (row->first[0] != '\0')
        size += snprintf(line + size, sizeof line - (size_t)size, " %s=%" PRId64, row->first, first);
    if (row->second[0] != '\0')
        size += snprintf(line + size, sizeof line - (size_t)size, " %s=%" PRId64, row->second, second);
    if (left_out > 0)
        size += snprintf(line + size, sizeof line - (size_t)size, " left_out=%" PRIu64, left_out);
    size += snprintf(line + size, sizeof line - (size_t)size, "\n");
    if (redirected != NULL) {
        redirected(line);
        return;
    }
    /* One write, so that lines of two threads do not mix. A log that cannot be written must not stop the service. */
    ssize_t written = write(STDERR_FILENO, line, (size_t)size);
    (void)written;
}
