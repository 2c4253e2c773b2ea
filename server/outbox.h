/* Keeps messages for one peer until its socket can take them. Bounded: what one slow peer costs, it costs that peer.
 * Owns: a hold on each frame put in. Uses: frame. Used by: peer, deliver (put), listen (gather). */
#ifndef UDVEJ_SERVER_OUTBOX_H
#define UDVEJ_SERVER_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cell.h"
#include "frame.h"
#include "limits.h"
#include "outcome.h"

enum {
    OUTBOX_OCTETS_MAX = 256 * 1024, /* of messages, with OUTBOX_FRAME_COST for each */
    OUTBOX_NEWS_OCTETS = 64 * 1024, /* of those; no envelope takes them: answers and news cannot be asked for again */
    /* Of lists besides, which only staff can ask for, and a visitor for the events of their room: 100,000 cards of cases, or all that 128 devices may have in the calendar. Their octets are in no other count, so that a long list takes
     * nothing from the news that come behind it. */
    OUTBOX_LISTED_MAX = 16 * 1024 * 1024,
    OUTBOX_LOW_WATER = 64 * 1024,     /* at or below: there is room for more stored envelopes */
    OUTBOX_FRAME_COST = 64,           /* so that very many very small messages are bounded too */
    OUTBOX_HEADER_MAX = 10,           /* of a WebSocket frame from a server (RFC 6455, section 5.2) */
    OUTBOX_CELL_SIZE = 4 + CELL_SIZE, /* a cell in its WebSocket frame */
    OUTBOX_GATHER_MAX = MESSAGE_MAX + OUTBOX_HEADER_MAX, /* the least that outbox_gather needs */
};

/* All zero is an empty outbox; an empty one owns no memory to speak of. */
struct outbox {
    struct frame **frames; /* a ring */
    uint32_t capacity;
    uint32_t first;
    uint32_t count;
    uint32_t octets; /* counted as above */
    uint32_t listed; /* likewise, of frames that are parts of lists */
};

/* Holds `frame` if OK. FULL: it is not held; the peer is too slow. BROKEN: no memory. */
MUST_USE enum outcome outbox_put(struct outbox *outbox, struct frame *frame);

/* How many octets of messages may still be put in, as one message. */
size_t outbox_room(const struct outbox *outbox);

/* The same for envelopes, which can wait in the store: leaves OUTBOX_NEWS_OCTETS. At least 1. */
size_t outbox_envelope_room(const struct outbox *outbox);

bool outbox_is_empty(const struct outbox *outbox);
bool outbox_is_low(const struct outbox *outbox);

/* Takes as many messages as fit out of the front and writes them to `out` as they go on the wire: unmasked binary frames.
 * `max` is at least OUTBOX_GATHER_MAX. Gives the octets written; 0: it was empty. */
size_t outbox_gather(struct outbox *outbox, uint8_t *out, size_t max);

/* Takes as much out of the front as one cell holds, often nothing, and writes the cell as it goes on the wire. `maker` is the peer's own.
 * Gives the octets written: always OUTBOX_CELL_SIZE. */
size_t outbox_gather_cell(struct outbox *outbox, struct cell_maker *maker, uint8_t out[OUTBOX_CELL_SIZE]);

/* The message in front, borrowed until the next call; empty: none. */
struct bytes outbox_front(const struct outbox *outbox);
/* Lets the message in front go. */
void outbox_drop(struct outbox *outbox);

/* Lets everything go. May be used again afterwards. */
void outbox_close(struct outbox *outbox);

#endif
