/* What a connection is to those below it: its state, who it proved to be, its outbox, and where it stands in its mailbox.
 * The table of states and their legal moves is here, and nowhere else.
 * Owns: the outbox. Uses: outbox, frame, protocol/message. Used by: connection (owns one each), deliver (finds and fills them). */
#ifndef UDVEJ_SERVER_PEER_H
#define UDVEJ_SERVER_PEER_H

#include <stdbool.h>
#include <stdint.h>

#include "cell.h"
#include "message.h"
#include "outbox.h"
#include "request.h"
#include "statement.h"

enum peer_state {
    PEER_STRANGER, /* may ask for the doors and log in */
    PEER_PROVING,  /* its login is with the turn; may say nothing */
    PEER_PROVED,   /* a visitor without a mailbox */
    PEER_VISITOR,
    PEER_STAFF,
    PEER_CLOSING, /* may say nothing; ends when its outbox is empty */
    PEER_STATES,
};

/* Why the server ends a connection (RFC 6455, section 7.4.1). */
enum close_code {
    CLOSE_GOING_AWAY = 1001, /* the server stops */
    CLOSE_PROTOCOL = 1002,   /* not RFC 6455 */
    CLOSE_TEXT = 1003,       /* only binary messages are spoken here */
    CLOSE_POLICY = 1008,     /* malformed, refused, superseded, or waited too long */
    CLOSE_TOO_BIG = 1009,
    CLOSE_BROKEN = 1011,    /* our memory failed */
    CLOSE_TRY_LATER = 1013, /* the peer reads too slowly, or the server is full */
};

struct peer {
    connection_id id;
    enum peer_state state;
    uint16_t close_code;         /* PEER_CLOSING */
    uint16_t requests_in_flight; /* asked and not yet answered with DONE or ERROR */
    uint16_t until_decided;      /* answers until its OPEN_CASE has its own; they come in the order of the requests */
    uint32_t ack_credit;         /* how many ACKs may still come */
    bool is_known;               /* `principal` is proved; listed under it */
    bool follows;                /* fresh envelopes are pushed: the cursor stands at the tail of the mailbox */
    bool wants_more;             /* stored envelopes wait after `cursor` */
    bool is_touched;             /* in deliver's list */
    uint32_t more_tag;
    uint64_t cursor;                  /* `seq` of the last envelope put into the outbox */
    uint8_t principal[HASH_SIZE];     /* visitor_id or cert_hash, once a login was checked */
    const struct roster_entry *staff; /* borrowed from the roster; NULL: not staff */
    struct outbox outbox;
    bool is_quiet;             /* what goes out goes in cells, one an interval (PROTOCOL.md, rule 16) */
    uint8_t slot;              /* of the pulse */
    uint32_t cells_unanswered; /* given, and not yet answered with a cell */
    struct cell_maker cells;
    struct peer *same_slot; /* the pulse's chain */
    struct peer *same_id;   /* deliver's chains */
    struct peer *same_principal;
    struct peer *next_touched;
};

/* Bits of enum who: what a peer in that state may say. 0: nothing. */
unsigned peer_who(const struct peer *peer);

/* Makes the move if the table has it. REFUSED: it has not, nothing changed. */
MUST_USE enum outcome peer_move(struct peer *peer, enum peer_state to);

/* To PEER_CLOSING with a reason; the first reason stays. What is in the outbox still goes out. */
void peer_close(struct peer *peer, enum close_code code);

/* Takes the next cell of a quiet peer out of its outbox, as it goes on the wire. A closing peer's is its last: what was under way is
 * dropped, and of what waits only the word that says why goes out. Gives the octets written. */
size_t peer_gather_cell(struct peer *peer, uint8_t out[OUTBOX_CELL_SIZE]);

/* Puts a message into the outbox unless the peer is closing; a peer that is too slow is closed and its outbox dropped.
 * `frame` may be NULL: nothing. */
void peer_put(struct peer *peer, struct frame *frame);

#endif
