/* The list of answers that one turn makes, in order.
 * Owns: the answers and one hold on each of their frames. Uses: protocol/message, frame. Used by: relay, turn. */
#ifndef UDVEJ_SERVER_ANSWERS_H
#define UDVEJ_SERVER_ANSWERS_H

#include "message.h"
#include "outcome.h"
#include "request.h"

struct answers {
    struct answer *list;
    size_t count;
    size_t max;
};

/* Takes `frame` (NULL: takes none) whatever happens. BROKEN: no memory. */
MUST_USE enum outcome answers_put(struct answers *answers, const struct answer *answer, struct frame *frame);

/* Encodes `message` into a frame of its own and puts it. BROKEN: no memory. */
MUST_USE enum outcome answers_say(struct answers *answers, const struct answer *answer, const struct message *message);

/* Takes the answers from number `count` on out again, with their frames; 0: all. The list may be used again. */
void answers_cut(struct answers *answers, size_t count);
void answers_close(struct answers *answers);

#endif
