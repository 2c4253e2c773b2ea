/* One connection: it logs in, reads its mailbox, does one errand at a time, and comes back when the server has died. Every request and what became of it
 * goes into the history. Staff stay connected; a visitor's connection is opened for each errand, as whoever's case it is.
 * Owns: its link, its errand. Uses: world, deed. Used by: plot (gives errands), look, main. */
#ifndef UDVEJ_TESTS_CHAOS_CLIENT_H
#define UDVEJ_TESTS_CHAOS_CLIENT_H

#include "deed.h"
#include "world.h"

enum {
    CLIENT_PROPOSALS_MAX = 16, /* that a connection remembers */
    CLIENT_REWRAPS_MAX = 64,
    CLIENT_ACKS_MAX = 256, /* sent, and not known to be taken */
    CLIENT_REQUEST_MAX = DEED_LETTER_MAX + VAULT_SIZE + 512,
    CLIENT_LINGER_MS = 400, /* at most */
    CLIENT_RETRY_MS = 15,   /* after a connection that could not be opened */
};

enum client_state { CLIENT_AWAY, CLIENT_CONNECTING, CLIENT_PROVING, CLIENT_WAKING, CLIENT_READING, CLIENT_READY };

enum errand_kind {
    ERRAND_NONE,
    /* staff */
    ERRAND_MOVE,    /* `type`, about `subject`; a CLAIM too */
    ERRAND_PROPOSE, /* likewise */
    ERRAND_COSIGN,  /* what was proposed in the case */
    ERRAND_DECLINE,
    ERRAND_SET, /* `state` */
    ERRAND_SAY,
    ERRAND_BOOK,   /* `slot` */
    ERRAND_REWRAP, /* `letter` to its visitor, as the server has asked */
    ERRAND_LIST,   /* GET_QUEUE, GET_ROOMS, GET_SLOTS: `list`, a message code */
    ERRAND_CHAIN,  /* the events of a case, from the beginning: when all is over */
    /* visitors */
    ERRAND_OPEN, /* intake to `to` */
    ERRAND_WRITE,
    ERRAND_STAY,   /* comes, reads, and is there to be written to for a while longer than the errand */
    ERRAND_LINGER, /* that while */
    ERRAND_ASK_REOPEN,
    ERRAND_BURN,
    ERRAND_VISIT, /* when all is over: what state is the case in? */
};

/* What a client is to do. */
struct errand {
    uint8_t kind; /* enum errand_kind */
    uint8_t type; /* enum room_event_type */
    uint8_t state;
    uint8_t list;  /* enum message_code */
    bool is_final; /* what is told is how it ended */
    uint32_t case_number;
    uint32_t subject; /* person */
    uint32_t to[HISTORY_TO_MAX];
    uint8_t to_count;
    uint32_t slot, start, quarters;
    uint32_t letter;
};

enum errand_stage {
    STAGE_BEGIN,
    STAGE_LEARNING,    /* GET_EVENTS */
    STAGE_SEEKING,     /* GET_ROOMS or GET_QUEUE, for a proposal that was told before the connection was lost */
    STAGE_ASKED,       /* the act itself */
    STAGE_UNKNOWN,     /* it was asked, and the server died */
    STAGE_FINDING_OUT, /* GET_EVENTS, before it is asked again */
};

struct client_ack {
    uint64_t seq;
    bool is_before; /* the request that is under way */
};

struct client_proposal {
    uint32_t case_number;
    uint16_t size;
    uint8_t octets[ROOM_STATEMENT_MAX];
};

/* A message that the server wants to have wrapped again. */
struct client_rewrap {
    uint32_t case_number, letter;
};

struct client {
    struct link link; /* the first field: what the loop gives back is a client */
    struct world *world;
    uint16_t number;
    bool is_staff;
    uint32_t person; /* of staff */
    uint8_t state;   /* enum client_state */
    uint32_t retry_ms;
    uint32_t linger_ms;           /* when the visitor who stayed leaves */
    uint8_t server_mac[MAC_SIZE]; /* what VISITOR_OK and NO_MAILBOX must carry */
    struct errand errand;
    uint8_t stage;     /* enum errand_stage */
    struct fact asked; /* as it stands in the history */
    uint32_t tag;      /* of the request under way; 0: none */
    uint8_t request[CLIENT_REQUEST_MAX];
    size_t request_size;
    uint32_t read; /* the fact by which this session began to read */
    struct client_ack acks[CLIENT_ACKS_MAX];
    size_t ack_count;
    struct client_proposal proposals[CLIENT_PROPOSALS_MAX];
    uint32_t proposal_next;
    struct client_rewrap rewraps[CLIENT_REWRAPS_MAX]; /* the rest is told again at the next login */
    size_t rewrap_count;
    struct room view; /* ERRAND_CHAIN */
};

/* Has it nothing to do, and can it begin at once? */
static inline bool client_is_idle(const struct client *client)
{
    return client->errand.kind == ERRAND_NONE && client->rewrap_count == 0 &&
           client->state == (client->is_staff ? CLIENT_READY : CLIENT_AWAY);
}

/* Gives it an errand; `world->finished` says when that is over. The client is idle. */
void client_send_on(struct client *client, const struct errand *errand);

/* Call often: connects who is to be connected. */
void client_look(struct client *client);

/* What the link tells. */
void client_message(struct client *client, struct bytes data);
void client_ended(struct client *client);

/* ---- between the parts of a client ---- */

/* Sends a request, whose tag the answer carries. */
void client_ask(struct client *client, struct message *message);

/* The errand goes on: the client is READY; an answer has come. */
void errand_go_on(struct client *client);
void errand_answered(struct client *client, const struct message *message);
/* Something was told beside DONE and ERROR. */
void errand_told(struct client *client, const struct message *message);
/* The connection is lost while a request was under way. */
void errand_lost(struct client *client);
void errand_finish(struct client *client);
/* A visitor leaves. */
void errand_leave(struct client *client);
/* A visitor has logged in; state 0: there is no mailbox. */
void errand_greeted(struct client *client, uint8_t state, uint32_t epoch);

/* The mailbox that a client reads. */
uint32_t client_mailbox(const struct client *client);

#endif
