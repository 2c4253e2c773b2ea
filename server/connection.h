/* One peer's life, from the challenge to the end: gathers fragments into messages, looks up who may say what in the table of
 * states (peer.c) and messages (messages.def), has logins and shown work checked, hands requests to the turn. Knows no socket.
 * Owns: the message that is coming in, the peer. Uses: admit, proof, ration, turn, deliver. Used by: listen. */
#ifndef UDVEJ_SERVER_CONNECTION_H
#define UDVEJ_SERVER_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "admit.h"
#include "base/clock.h"
#include "bytes.h"
#include "cell.h"
#include "deliver.h"
#include "peer.h"
#include "proof.h"
#include "pulse.h"
#include "ration.h"
#include "turn.h"

enum {
    CONNECTION_INCOMING_MAX = 128 * 1024 * 1024, /* octets of unfinished messages, all connections together */
    CONNECTION_ACKS_FIRST = 1024,                /* ACKs a connection may send for what an earlier one was given */
    CONNECTION_CLOSING_MS = 5000,                /* a closing peer that does not read is cut off then */
    CONNECTION_WORK_REFUSED_MAX = 16, /* OPEN_CASEs with no or wrong work; the next one ends the connection */
};

/* From the configuration. */
struct connection_limits {
    uint64_t first_ms;    /* to the first message */
    uint64_t stranger_ms; /* to the login, for one who has said something; and from it to a mailbox */
    uint64_t
        message_ms; /* from the first fragment of a message to the last; quiet peers have the time of its cells besides */
    uint64_t ping_ms;      /* of silence: ask whether somebody is there */
    uint64_t silence_ms;   /* of silence: nobody is */
    unsigned requests_max; /* in flight, each connection */
};

/* What all connections share; one a process. */
struct edge {
    struct deliver deliver;
    struct admit admit;
    struct proof proof;
    struct pulse pulse; /* of the quiet ones */
    struct ration ration;
    struct turn *turn; /* NULL once it was closed */
    const struct clock *clock;
    struct connection_limits limits;
    size_t incoming_octets; /* held for unfinished messages */
    bool is_stopping;       /* nothing is read any more */
};

/* Where an OPEN_CASE of a connection is; there is one at a time. */
enum opening { OPENING_NONE, OPENING_PROVING, OPENING_DECIDING };

struct connection {
    struct peer peer; /* the first field: deliver's list of touched peers is one of connections */
    struct edge *edge;
    struct admit_ticket ticket;
    uint64_t opened_ms;
    uint64_t login_ms; /* when the last one came */
    uint64_t heard_ms;
    uint64_t pinged_ms;
    uint64_t closing_ms; /* since when; 0: not yet seen closing */
    bool has_spoken;
    bool has_shown_work; /* enough for a case, in this connection: the same key opens no second one */
    enum opening opening;
    uint8_t work_refused;      /* how often */
    uint8_t pk_login[DH_SIZE]; /* of a visitor, proved */
    struct request *gone;      /* kept ready from the login on, so that the end can always be told */
    struct frame *incoming;    /* `capacity` octets, of which the first `received` are there */
    uint32_t capacity;
    uint32_t received;
    bool is_discarding;   /* may not be said in this state: only its tag is kept */
    uint64_t incoming_ms; /* when its first fragment came; 0: nothing is coming in */
    struct frame *cell;   /* of a quiet peer: the cell that is coming in, `cell_received` octets so far */
    uint32_t cell_received;
    uint64_t cell_ms; /* when its first octet came */
    struct cell_reader cells;
};

/* A piece of a WebSocket message, as the library hands it on. */
struct fragment {
    struct bytes data;
    size_t left;   /* octets that the frame still announces after `data` */
    bool is_first; /* of the message */
    bool is_last;
    bool is_binary;
};

/* What the socket's owner should do now. */
enum connection_need { NEED_NOTHING, NEED_PING, NEED_END };

/* A new peer that came to host number `host`; puts the CHALLENGE into its outbox. `connection` is all zero. */
void connection_open(struct connection *connection, struct edge *edge, size_t host);

/* Borrows `fragment` until return. */
void connection_fragment(struct connection *connection, const struct fragment *fragment);

/* The peer gave a sign of life. */
void connection_heard(struct connection *connection);

/* The outbox was flushed: asks for more stored envelopes if they wait and there is room. */
void connection_flushed(struct connection *connection);

/* Takes the next cell of a quiet peer out, as it goes on the wire, and does what connection_flushed does. Gives the octets written. */
size_t connection_cell(struct connection *connection, uint8_t out[OUTBOX_CELL_SIZE]);

/* Looks at the deadlines; call it about every second. */
enum connection_need connection_look(struct connection *connection);

/* When there are no places left: may this one lose its own for somebody who comes? Never who has a mailbox or is staff, and not in the moment
 * in which that is being decided. */
bool connection_may_make_place(const struct connection *connection);

/* Before the turn closes: gives back what belongs to the turn. */
void connection_leave_turn(struct connection *connection);

/* After the turn has closed: says goodbye. */
void connection_shut_down(struct connection *connection);

/* The answer to a question of stage 2. Borrows `question`, takes its frame. */
void connection_proved(struct edge *edge, const struct proof_question *question, enum outcome outcome);

/* The socket is gone. Lets everything go; the memory of `connection` is the caller's. */
void connection_ended(struct connection *connection);

#endif
