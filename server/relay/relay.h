/* Decides: rows, a request and the time in; changed rows and answers out. No socket, disk, clock or chance of its own, and no memory
 * between two requests but the rows.
 * Owns: nothing. Uses: store (rows), programme (certificates, doors), protocol. Used by: turn, tests. Source: PROTOCOL.md. */
#ifndef UDVEJ_SERVER_RELAY_H
#define UDVEJ_SERVER_RELAY_H

#include "answers.h"
#include "programme.h"
#include "request.h"
#include "store/store.h"

struct relay {
    const struct programme *programme;
    struct store *store;     /* in a transaction */
    struct answers *answers; /* what is decided is put here */
    uint64_t now_min;        /* minutes since 1970 */
    struct roster *scratch;  /* room to try a statement in; what it holds between two requests means nothing */
    uint64_t chance;         /* of this turn: blurs the days that rows are dated with */
};

/* Ends the sessions and presences of the process before this one. BROKEN: roll back. */
MUST_USE enum outcome relay_start(struct relay *relay);

/* Decides one request; whatever a peer may ask gets its answer, and anything but DONE (or what stands for it) has changed no row.
 * BROKEN: the store or memory failed; roll the turn back. */
MUST_USE enum outcome relay_decide(struct relay *relay, const struct request *request);

/* Is there an idle mailbox or an undelivered envelope that REQUEST_EXPIRE would let go of now? BROKEN: the store failed. */
MUST_USE enum outcome relay_expire_due(struct relay *relay, bool *is_due);

/* What a request gets whose turn failed. REQUEST_GONE gets nothing: it has to be decided again. */
MUST_USE enum outcome relay_give_up(struct answers *answers, const struct request *request);

#endif
