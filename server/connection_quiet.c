#include "connection_parts.h"

#include <string.h>

void connection_drop_cell(struct connection *connection)
{
    if (connection->cell != NULL)
        connection->edge->incoming_octets -= CELL_SIZE;
    frame_release(connection->cell);
    connection->cell = NULL;
    connection->cell_received = 0;
}

/* MALFORMED: not exactly one cell, or one that answers none of ours. */
static enum outcome gather_cell(struct connection *connection, const struct fragment *fragment)
{
    struct edge *edge = connection->edge;
    size_t total = connection->cell_received + fragment->data.size;
    if (connection->peer.cells_unanswered == 0 || total + fragment->left > CELL_SIZE ||
        (fragment->is_last && total != CELL_SIZE))
        return MALFORMED;
    if (connection->cell == NULL) {
        if (edge->incoming_octets + CELL_SIZE > CONNECTION_INCOMING_MAX)
            return FULL;
        connection->cell = frame_new(CELL_SIZE);
        if (connection->cell == NULL)
            return BROKEN;
        edge->incoming_octets += CELL_SIZE;
        connection->cell_ms = connection->heard_ms;
    }
    if (fragment->data.size > 0)
        memcpy(connection->cell->data + connection->cell_received, fragment->data.data, fragment->data.size);
    connection->cell_received = (uint32_t)total;
    return OK;
}

/* Hands the pieces of a whole cell on as the fragments that they would be without cells. */
static enum outcome open_cell(struct connection *connection)
{
    struct cell_piece piece;
    struct bytes cell = {connection->cell->data, CELL_SIZE};
    connection->peer.cells_unanswered--;
    enum outcome outcome = cell_read(&connection->cells, cell, false);
    while (outcome == OK && (outcome = cell_next(&connection->cells, &piece)) == OK) {
        struct fragment fragment = {piece.data, piece.left, piece.is_first, piece.left == 0, true};
        connection_gather(connection, &fragment);
        if (connection->peer.state == PEER_CLOSING)
            return OK;
    }
    return outcome == GONE ? OK : outcome;
}

void connection_take_cell(struct connection *connection, const struct fragment *fragment)
{
    enum outcome outcome = gather_cell(connection, fragment);
    if (outcome == OK && !fragment->is_last)
        return;
    if (outcome == OK)
        outcome = open_cell(connection);
    connection_drop_cell(connection);
    if (outcome != OK)
        connection_refuse(connection, outcome);
}

size_t connection_cell(struct connection *connection, uint8_t out[OUTBOX_CELL_SIZE])
{
    size_t size = peer_gather_cell(&connection->peer, out);
    if (connection->peer.state != PEER_CLOSING)
        connection_flushed(connection);
    return size;
}
