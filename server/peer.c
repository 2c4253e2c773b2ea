#include "peer.h"

#include "base/log.h"

#define TO(state) (1u << PEER_##state)

static const struct {
    unsigned who;   /* bits of enum who */
    unsigned moves; /* bits 1 << enum peer_state */
} states[PEER_STATES] = {
    /* Back to STRANGER when the store could not answer: the peer may try again. */
    [PEER_STRANGER] = {WHO_STRANGER, TO(PROVING) | TO(CLOSING)},
    [PEER_PROVING] = {0, TO(STRANGER) | TO(PROVED) | TO(VISITOR) | TO(STAFF) | TO(CLOSING)},
    [PEER_PROVED] = {WHO_PROVED, TO(VISITOR) | TO(CLOSING)},
    [PEER_VISITOR] = {WHO_VISITOR, TO(CLOSING)},
    [PEER_STAFF] = {WHO_STAFF, TO(CLOSING)},
    [PEER_CLOSING] = {0, 0},
};

unsigned peer_who(const struct peer *peer)
{
    return states[peer->state].who;
}

enum outcome peer_move(struct peer *peer, enum peer_state to)
{
    if ((states[peer->state].moves & 1u << to) == 0)
        return REFUSED;
    peer->state = to;
    return OK;
}

void peer_close(struct peer *peer, enum close_code code)
{
    if (peer_move(peer, PEER_CLOSING) == OK)
        peer->close_code = (uint16_t)code;
}

void peer_put(struct peer *peer, struct frame *frame)
{
    if (frame == NULL || peer->state == PEER_CLOSING)
        return;
    enum outcome outcome = outbox_put(&peer->outbox, frame);
    if (outcome == OK)
        return;
    if (outcome == FULL)
        log_event(LOG_PEER_TOO_SLOW, peer->outbox.count, 0);
    outbox_close(&peer->outbox);
    peer_close(peer, outcome == FULL ? CLOSE_TRY_LATER : CLOSE_BROKEN);
}

/* What a closing peer is still told: the ERROR without a tag that was put last, if there is one. */
static void keep_last_word(struct peer *peer)
{
    struct outbox *outbox = &peer->outbox;
    struct bytes front;
    while ((front = outbox_front(outbox)).size > 0) {
        bool is_last = outbox->count == 1;
        if (is_last && front.data[0] == MESSAGE_ERROR)
            return; /* it fits into one cell, with or without a beginning in an earlier one */
        outbox_drop(outbox);
        cell_drop(&peer->cells);
    }
    cell_drop(&peer->cells);
}

size_t peer_gather_cell(struct peer *peer, uint8_t out[OUTBOX_CELL_SIZE])
{
    if (peer->state == PEER_CLOSING)
        keep_last_word(peer);
    peer->cells_unanswered++;
    return outbox_gather_cell(&peer->outbox, &peer->cells, out);
}
