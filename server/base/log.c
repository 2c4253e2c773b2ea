#include "base/log.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "outcome.h"

struct row {
    const char *name;
    int priority;
    const char *first;
    const char *second;
};

static const struct row rows[LOG_EVENTS] = {
#define EVENT(name, text, priority, first, second) [LOG_##name] = {text, priority, first, second},
#include "base/log_events.def"
#undef EVENT
};

static void (*redirected)(const char *line);

void log_redirect(void (*write)(const char *line))
{
    redirected = write;
}

void log_event(enum log_event event, int64_t first, int64_t second)
{
    invariant(event < LOG_EVENTS);
    const struct row *row = &rows[event];
    char line[160];
    int size = snprintf(line, sizeof line, "<%d>event=%s", row->priority, row->name);
    if (row->first[0] != '\0')
        size += snprintf(line + size, sizeof line - (size_t)size, " %s=%" PRId64, row->first, first);
    if (row->second[0] != '\0')
        size += snprintf(line + size, sizeof line - (size_t)size, " %s=%" PRId64, row->second, second);
    size += snprintf(line + size, sizeof line - (size_t)size, "\n");
    if (redirected != NULL) {
        redirected(line);
        return;
    }
    /* One write, so that lines of two threads do not mix. A log that cannot be written must not stop the service. */
    ssize_t written = write(STDERR_FILENO, line, (size_t)size);
    (void)written;
}
