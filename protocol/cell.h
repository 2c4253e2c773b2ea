/* Quiet mode's cells: every one has CELL_SIZE octets, whether something is said in it or not. Whole messages are laid one behind the
 * other into one stream, each with its size before it, and the stream is cut into cells; what a cell does not need is zeros.
 * Pure: knows no socket, no time, no queue. A full cell and an empty one are made, and read, by the same steps.
 * Owns: nothing; what is under way between two cells. Uses: message (the largest body of a code). Used by: client, connection, outbox.
 * Source: PROTOCOL.md, rule 16. */
#ifndef UDVEJ_PROTOCOL_CELL_H
#define UDVEJ_PROTOCOL_CELL_H

#include <stdbool.h>

#include "bytes.h"
#include "limits.h"
#include "outcome.h"

/* --- making; all zero: nothing is under way --- */

struct cell_maker {
    uint32_t done; /* octets of the message under way, with its size, that earlier cells have */
    bool is_anew;  /* the next cell drops what its reader has of an unfinished message */
    uint32_t used; /* of the cell being made */
    uint8_t *cell; /* borrowed from cell_begin to cell_end */
};

/* Begins a cell in `cell`. */
void cell_begin(struct cell_maker *maker, uint8_t cell[CELL_SIZE]);

/* Puts in as much of `message` (1..MESSAGE_MAX octets) as has room. True: it has gone out whole, go on with the next. False: the cell
 * is full, and the next cell must begin with the same message. */
bool cell_put(struct cell_maker *maker, struct bytes message);

/* The cell is ready to go. */
void cell_end(struct cell_maker *maker);

/* The message under way will never be finished. */
void cell_drop(struct cell_maker *maker);

/* --- reading; all zero: nothing is under way --- */

struct cell_reader {
    uint8_t size_octets; /* of the size of the message under way, how many are there */
    uint32_t size;
    uint32_t received;
    bool is_full;      /* the cell being read */
    struct bytes rest; /* of the cell being read; borrowed until cell_next says GONE */
};

/* A run of octets of one message. */
struct cell_piece {
    struct bytes data; /* 1 octet at least; borrows the cell */
    size_t left;       /* octets of the message that come in later pieces */
    bool is_first;     /* of the message: what there was of an unfinished one before it is void */
};

/* Begins to read a cell of exactly CELL_SIZE octets. MALFORMED: another size, an impossible `used`, padding that is not zeros, a
 * message dropped that was not under way or may not be (`may_drop`: only servers drop). */
MUST_USE enum outcome cell_read(struct cell_reader *reader, struct bytes cell, bool may_drop);

/* The next piece in the cell. GONE: there is none. MALFORMED: a size that no message of that code has, or a message that goes on in
 * the next cell although this one is not full. */
MUST_USE enum outcome cell_next(struct cell_reader *reader, struct cell_piece *piece);

#endif
