/* The log: a closed list of events with numbers, no strings, so that nothing about a person can slip in.
 * One line an event on standard error: <priority>event=name key=number key=number. Of one event LOG_LINES_MAX in LOG_WINDOW_MS, so that nobody can
 * fill a disk from outside; what was left out is counted, and the next line of that event says it: left_out=number.
 * Owns: those counts. Used by: everything in the server. */
#ifndef UDVEJ_SERVER_BASE_LOG_H
#define UDVEJ_SERVER_BASE_LOG_H

#include <stdint.h>

enum log_event {
#define EVENT(name, text, priority, first, second, about) LOG_##name,
#include "base/log_events.def"
#undef EVENT
    LOG_EVENTS
};

enum { LOG_LINES_MAX = 10, LOG_WINDOW_MS = 10 * 1000 };

/* `first` and `second` stand for the two names of the event's row; where the row has none they are left out. */
void log_event(enum log_event event, int64_t first, int64_t second);

/* For tests: lines go to `write` instead of standard error; NULL puts that back. */
void log_redirect(void (*write)(const char *line));

#endif
