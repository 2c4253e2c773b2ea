/* One message on its way: the octets of one WebSocket message, shared by everyone who gets the same.
 * Owns: its octets. Counts its holders without atomics: a frame belongs to one thread at a time (edge -> turn -> edge), and
 * passing it on is what orders the accesses. Used by: connection, turn, relay, deliver, outbox. */
#ifndef UDVEJ_SERVER_FRAME_H
#define UDVEJ_SERVER_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Free octets in front of `data`, so that a WebSocket header (10 at most, never masked) can be written in place. */
enum { FRAME_HEADROOM = 16 };

struct frame {
    uint32_t holders;
    uint32_t size; /* of the message in `data` */
    bool
        is_listed; /* one of a list that one member of the staff asked for, which may be longer than other messages' outbox */
    uint8_t head[FRAME_HEADROOM];
    uint8_t data[]; /* message code and body */
};

/* Gives a frame with one holder and `size` octets that are not set yet; NULL: no memory. */
struct frame *frame_new(size_t size);

/* One holder more. Gives `frame` back. */
struct frame *frame_hold(struct frame *frame);

/* One holder less; the last one frees it. NULL does nothing. */
void frame_release(struct frame *frame);

#endif
