/* Asks the turn now and then to let go of what nobody comes for: idle mailboxes, undelivered envelopes (rule 15). What goes is decided in
 * relay/relay_expire; here is only the rhythm.
 * Owns: its timer. Uses: turn, libuv. Used by: serve. */
#ifndef UDVEJ_SERVER_EXPIRE_H
#define UDVEJ_SERVER_EXPIRE_H

#include <uv.h>

#include "outcome.h"
#include "turn.h"

enum { EXPIRE_EVERY_MS = 2000 }; /* EXPIRE_ROWS_MAX envelopes each time, or one mailbox */

struct expire {
    uv_timer_t timer;
    struct turn *turn;
};

/* `turn` is borrowed until expire_stop. Begins at once, so that a server that is often restarted falls behind in nothing. */
MUST_USE enum outcome expire_open(struct expire *expire, uv_loop_t *loop, struct turn *turn);

/* No further question; the handle is closed with the loop's others. */
void expire_stop(struct expire *expire);

#endif
