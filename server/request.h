/* What the edge asks of a turn, and what comes back. Only data.
 * Owns: nothing. Uses: frame, protocol/message. Used by: connection, admit (make requests); turn, relay (decide them);
 * deliver (carries answers out). */
#ifndef UDVEJ_SERVER_REQUEST_H
#define UDVEJ_SERVER_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "frame.h"
#include "limits.h"

enum { REQUEST_MORE_OCTETS = 64 * 1024 }; /* of stored envelopes, when the edge names no bound */

/* Names one connection for as long as the process lives; counted up from 1 and never used again. */
typedef uint64_t connection_id;

enum request_kind {
    REQUEST_MESSAGE = 1,   /* `frame`: one whole message. Not a login: those come as the next two */
    REQUEST_VISITOR_LOGIN, /* `principal` = visitor_id, proved by the edge; `server_mac` goes into the answer */
    REQUEST_STAFF_LOGIN,   /* `principal` = cert_hash, proved by the edge */
    REQUEST_GONE,   /* the connection ended; for each that asked for a login, answered or not, with its `principal` */
    REQUEST_MORE,   /* the outbox has room again: stored envelopes after `cursor` */
    REQUEST_EXPIRE, /* from nobody: a little of what nobody comes for goes */
};

struct request {
    struct request *next; /* the turn's own */
    enum request_kind kind;
    unsigned who; /* one bit of enum who: what the connection had proved when the message was read */
    connection_id connection;
    uint8_t principal[HASH_SIZE]; /* visitor_id or cert_hash; zeros for a stranger */
    struct frame *frame;          /* REQUEST_MESSAGE; the turn takes it */
    uint8_t server_mac[MAC_SIZE]; /* REQUEST_VISITOR_LOGIN */
    uint64_t cursor;              /* REQUEST_MORE: `seq` of the last envelope that went out */
    uint32_t octets_max; /* REQUEST_MORE, and GET_ENVELOPES: how much the outbox can take. 0: REQUEST_MORE_OCTETS */
    uint32_t tag;        /* REQUEST_MORE: this and the next as in the ANSWER_CURSOR before; zeros after an overflow */
    bool has_asker;      /* a tag other than 0 says the same */
};

enum answer_target {
    TO_CONNECTION = 1, /* `connection`, if it is still there */
    TO_PRINCIPAL,      /* every connection of `principal`, visitor or staff */
    TO_DOOR,           /* staff who take intake at `door`, and supervisors; each connection once */
    TO_SUPERVISORS,
    TO_STAFF,    /* all staff */
    TO_EVERYONE, /* all but strangers */
};

enum answer_kind {
    ANSWER_PLAIN = 1, /* put `frame` into the outbox */
    /* A fresh envelope with number `seq`, TO_PRINCIPAL. For a connection that follows its mailbox: send it and move the
     * cursor there; if the outbox is full, send nothing, stop following, and ask REQUEST_MORE from the old cursor when it has
     * drained. For one that does not follow: nothing, it will ask. */
    ANSWER_ENVELOPE,
    /* A stored envelope with number `seq`, TO_CONNECTION: send it, move the cursor. */
    ANSWER_STORED,
    /* TO_CONNECTION, after the stored envelopes of one GET_ENVELOPES or REQUEST_MORE; `frame` is NULL or the DONE to send.
     * `seq` is where the cursor stands. `has_more`: ask REQUEST_MORE with that cursor, `tag` and `has_asker` when the outbox has drained.
     * Otherwise the connection follows its mailbox from here: answers are in the order of their turns, so nothing is between. */
    ANSWER_CURSOR,
};

struct answer {
    enum answer_kind kind;
    enum answer_target target;
    connection_id connection;     /* TO_CONNECTION */
    uint8_t principal[HASH_SIZE]; /* TO_PRINCIPAL */
    uint8_t door;                 /* TO_DOOR */
    unsigned becomes;    /* TO_CONNECTION: what it has proved from now on (one bit of enum who), 0: as before */
    bool closes;         /* TO_CONNECTION: close it after `frame` has gone out */
    bool is_listed;      /* TO_CONNECTION, staff: one of a list, which may be longer than an outbox (frame.h) */
    bool has_more;       /* ANSWER_CURSOR */
    bool needs_shred;    /* the turn's own: true only once destroyed salts are off the disk */
    bool has_asker;      /* ANSWER_CURSOR: a GET_ENVELOPES waits for its DONE */
    uint32_t tag;        /* ANSWER_CURSOR: of that GET_ENVELOPES */
    uint64_t seq;        /* ANSWER_ENVELOPE, _STORED, _CURSOR */
    struct frame *frame; /* may be NULL; the turn's own: hold it to keep it */
};

#endif
