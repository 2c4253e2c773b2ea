/* Tells the service manager that the loop turns: sd_watchdog_enabled(3). A loop that hangs tells nothing, and the manager ends the process
 * and starts another; nothing that was acknowledged is lost by that (README.md, "Stopping").
 * Owns: its timer. Uses: listen_tell_manager, libuv. Used by: serve. */
#ifndef UDVEJ_SERVER_WATCHDOG_H
#define UDVEJ_SERVER_WATCHDOG_H

#include <stdint.h>
#include <uv.h>

#include "outcome.h"

enum { WATCHDOG_EVERY_MIN_MS = 1 };

struct watchdog {
    uv_timer_t timer;
};

/* How often to tell, in ms: half of WATCHDOG_USEC. 0: never, because nobody asked, or asked another process than `own` (WATCHDOG_PID).
 * Both texts may be NULL. Pure. */
uint64_t watchdog_every_ms(const char *usec, const char *pid, uint64_t own);

/* Begins to tell, if the environment asks for it. The handle is closed with the loop's others. */
MUST_USE enum outcome watchdog_open(struct watchdog *watchdog, uv_loop_t *loop);

#endif
