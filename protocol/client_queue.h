/* A bounded queue of records of any size, in one run of octets.
 * Owns: nothing (the octets are the caller's). Used by: client: messages, events, what is still to be sealed. */
#ifndef UDVEJ_PROTOCOL_CLIENT_QUEUE_H
#define UDVEJ_PROTOCOL_CLIENT_QUEUE_H

#include <stdbool.h>

#include "bytes.h"
#include "outcome.h"

struct client_queue {
    uint8_t *data;
    size_t max;
    size_t start; /* of the front record */
    size_t end;   /* behind the last one */
    size_t count;
};

void client_queue_open(struct client_queue *queue, void *data, size_t max);
/* Copies the parts, joined, as one record at the back. FULL: no room; nothing changed. */
MUST_USE enum outcome client_queue_put(struct client_queue *queue, const struct bytes *parts, size_t part_count);
/* The front record, borrowed until the next call on the queue; empty: none. */
struct bytes client_queue_front(const struct client_queue *queue);
/* Wipes and drops the front record, if there is one. */
void client_queue_drop(struct client_queue *queue);
/* Record number `index` (0: front), borrowed likewise; its octets may be changed in place. */
struct bytes client_queue_at(const struct client_queue *queue, size_t index, uint8_t **octets);
/* Drops record number `index`. */
void client_queue_remove(struct client_queue *queue, size_t index);
/* Wipes and drops all. */
void client_queue_clear(struct client_queue *queue);

#endif
