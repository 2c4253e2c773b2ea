/* The control socket: whoever runs the machine asks here, over HTTP, how the server is: /healthz (does the loop turn?), /readyz (are people served?),
 * /metrics. A Unix socket of its own, off unless configured; nothing of it is ever served to the public, and nothing can be changed here.
 * Owns: its socket, its guests (CONTROL_GUESTS_MAX, others wait in the kernel). Uses: libuv, metrics, inspection (in libuv's pool, so that the loop
 * never waits for the disk), listen_bind. Used by: serve. */
#ifndef UDVEJ_SERVER_CONTROL_H
#define UDVEJ_SERVER_CONTROL_H

#include <stddef.h>
#include <uv.h>

#include "config.h"
#include "metrics.h"
#include "outcome.h"
#include "reason.h"

enum {
    CONTROL_GUESTS_MAX = 4,
    CONTROL_HEAD_MAX = 2048,
    CONTROL_DEADLINE_MS = 5000, /* from the first octet to the last */
};

enum control_page {
    CONTROL_UNFINISHED, /* the head has not come to its end */
    CONTROL_MALFORMED,
    CONTROL_OTHER_METHOD,
    CONTROL_UNKNOWN,
    CONTROL_HEALTH,
    CONTROL_READY,
    CONTROL_METRICS,
};

/* What a request's head asks for. Pure: reads `size` octets of it. */
enum control_page control_judge(const char *head, size_t size);

struct control_settings {
    uv_loop_t *loop;
    const struct config *config; /* borrowed until control_free: `control`, `data`, the doors */
    /* Fills in everything but the cases. Called on the loop. */
    void (*look)(void *context, struct metrics *metrics);
    void *context;
};

struct control;

/* REFUSED, FULL: of its address, as listen_bind says. BROKEN: the kernel, libuv or memory failed. Anything but OK says why in `reason`. */
MUST_USE enum outcome control_open(struct control **control, const struct control_settings *settings,
                                   struct reason *reason);

/* First step of the end: closes the socket and who is there; run the loop until it is empty. May be NULL. */
void control_stop(struct control *control);
void control_free(struct control *control); /* second step; may be NULL */

#endif
