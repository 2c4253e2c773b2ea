/* What is measured, as lines of JSON on standard output: one object a line, with "what" saying which.
 * Owns: nothing. Uses: load, meter. Used by: main. */
#ifndef UDVEJ_TESTS_LOAD_SCENARIO_H
#define UDVEJ_TESTS_LOAD_SCENARIO_H

#include "load.h"

#include <sys/types.h>

enum { LEVELS_MAX = 8 };

struct scenario {
    pid_t server; /* whose time and memory is measured; 0: nobody's */
    uint32_t opening_max;
    double warm_s;
    double measured_s; /* at each level */
    size_t level_count;
    uint32_t levels[LEVELS_MAX]; /* how many conversations go on at a time, each with one message in flight */
    double rate;      /* messages per second that start by the clock, whatever the answers; 0: no such level */
    bool is_checking; /* at the end everybody comes back, and nothing may arrive again */
};

/* Each gives false if something was lost, came twice or was refused, or the server was not up to it. */
bool scenario_talk(struct load *load, const struct scenario *scenario); /* envelopes */
bool scenario_open(struct load *load, const struct scenario *scenario); /* opens every visitor's mailbox, and goes */
bool scenario_idle(struct load *load, const struct scenario *scenario); /* visitors log in and stay */

/* Everybody connects, and conversations are brought to where messages may flow. */
bool scenario_prepare(struct load *load, const struct scenario *scenario);

/* A storm, in two processes with a start of the server between them. The first: everybody is connected, each visitor gets one envelope and does not
 * acknowledge it; then the server is killed. The second: all visitors come at the same time, log in, get what waits, acknowledge it. */
bool scenario_hoard(struct load *load, const struct scenario *scenario);
bool scenario_storm(struct load *load, const struct scenario *scenario);

#endif
