/* Gathers what the loop reads into turns, has each turn decided and committed on the store thread, and brings the answers
 * back to the loop. One turn is one transaction and one fsync; while it commits the next one gathers; nobody waits on a timer.
 * Answers appear only after their commit has reached the disk. A turn that cannot commit answers ERROR_UNAVAILABLE to each of
 * its requests and delivers nothing; connections that ended are remembered and told again with the next turn.
 * Owns: the store thread, requests and frames put in, answers until they have been told. Uses: relay, store, libuv.
 * Used by: connection, admit (put), deliver (answers), main (open, close). */
#ifndef UDVEJ_SERVER_TURN_H
#define UDVEJ_SERVER_TURN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include "outcome.h"
#include "relay/programme.h"
#include "request.h"
#include "store/store.h"

enum {
    TURN_REQUESTS_MAX = 16384,          /* put and not yet answered */
    TURN_OCTETS_MAX = 64 * 1024 * 1024, /* in their frames */
};

struct turn; /* one a process */

struct turn_settings {
    uv_loop_t *loop;
    struct store *store;                /* borrowed until turn_close has returned; the store thread's alone */
    const struct programme *programme;  /* borrowed likewise; read by both threads, written by none */
    uint64_t (*now_min)(void *context); /* minutes since 1970; called on the store thread */
    uint64_t (*chance)(void *context);  /* likewise, once a turn; NULL: always 0 */
    void (*tell)(void *context, const struct answer *answers, size_t count); /* on the loop; borrows until return */
    void *context;                                                           /* of both */
};

/* For the log and the metrics; since the start. */
struct turn_counts {
    uint64_t turns;
    uint64_t requests;
    uint64_t failed_turns;
    uint64_t failed_in_a_row; /* since something came to the disk; with REQUEST_EXPIRE that is tried */
};

/* Ends what no process survives (live sessions, presence), starts the store thread. The loop is kept alive until turn_close.
 * BROKEN: the store, the kernel, or no memory. */
MUST_USE enum outcome turn_open(struct turn **turn, const struct turn_settings *settings);

/* An empty request (all zero) to fill in, from a free list; NULL: no memory. A connection that logs in gets the one for its REQUEST_GONE
 * at the same time, so that its end can always be told. */
struct request *turn_request(struct turn *turn);

/* Takes `request` and its frame if OK; they go with the next loop pass. FULL: a limit above is reached, both are still yours
 * (give the request back with turn_request_drop). Never FULL for REQUEST_GONE, which must not be lost. */
MUST_USE enum outcome turn_put(struct turn *turn, struct request *request);
void turn_request_drop(struct turn *turn, struct request *request);

/* True while turn_put would refuse: stop reading from sockets. */
bool turn_is_full(const struct turn *turn);

struct turn_counts turn_counts(const struct turn *turn);

/* Decides and commits what was put, tells the answers (in this call), ends the thread and closes the handles; run the loop once more
 * afterwards before uv_loop_close. `turn` may be NULL. */
void turn_close(struct turn *turn);

#endif
