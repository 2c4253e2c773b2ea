/* What every client asked, what was answered, what it was told: one list of facts in the order in which they happened, for all clients
 * of a run. As in Jepsen an act is asked, and then done, refused, or unknown (the server died before the answer); what was unknown may be
 * asked again, under the same number. What is found when all is over is written behind it.
 * Owns: the facts. Uses: nothing. Used by: client, look (write), judge (reads). */
#ifndef UDVEJ_TESTS_CHAOS_HISTORY_H
#define UDVEJ_TESTS_CHAOS_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    HISTORY_TO_MAX = 3, /* recipients of a message */
    NOBODY = 0xffff,    /* as a person */
    VISITORS = 0x10000, /* mailboxes: of a member of the staff its number, of a case's visitor VISITORS + case */
};

enum fact_kind {
    /* Acts: each has an outcome. */
    FACT_OPEN,
    FACT_EVENT, /* PUT_EVENT: type, epoch, who (actor or second signer), subject, digest. REFUSED: code, and told_epoch, holder */
    FACT_PROPOSE, /* likewise */
    FACT_DECLINE, /* who */
    FACT_SET,     /* SET_CASE: who, state */
    FACT_REOPEN,  /* ASK_REOPEN */
    FACT_SEND,    /* number, epoch, to: mailboxes */
    FACT_BURN,
    FACT_REWRAP, /* number, mailbox */
    FACT_SLOT,   /* PUT_SLOT: number, subject (whose), start, quarters, state */
    FACT_ACTS,   /* how many kinds of acts there are */
    /* What clients noticed */
    FACT_READ,      /* a session begins to read `mailbox` */
    FACT_DELIVERED, /* mailbox, seq, number; read: the fact of its session */
    FACT_ACKED,     /* mailbox, seq: the server has taken the ACK, an answer from behind it has come */
    FACT_EVENT_TOLD, /* the first time that an EVENT of this case and epoch is told to anybody, or another one: type, digest */
    FACT_CARD_TOLD, /* likewise of a QUEUE_CARD: epoch, holder */
    FACT_KILLED,    /* the server, by SIGKILL */
    /* When all is over: over the wire */
    FACT_END_EVENT,   /* of the case's chain: epoch, type, digest, who, subject, holder behind it */
    FACT_END_LEFT,    /* who was in the room before `epoch` and is not behind it */
    FACT_END_QUEUE,   /* a card of GET_QUEUE, told to who: case, state, epoch, holder */
    FACT_END_ROOM,    /* a card of GET_ROOMS, likewise */
    FACT_END_VISITOR, /* VISITOR_OK: state, epoch; NO_MAILBOX: state 0 */
    FACT_END_SLOT,    /* GET_SLOTS, told to who */
    /* and in the database */
    FACT_ROW_CASE,     /* state, epoch, holder */
    FACT_ROW_EVENT,    /* epoch, digest */
    FACT_ROW_ENVELOPE, /* mailbox, seq, number, case; state: enum wrap_state */
    FACT_ROW_SLOT,
    FACT_KINDS,
};

enum fact_outcome { FACT_NOTICED, FACT_ASKED, FACT_DONE, FACT_REFUSED, FACT_UNKNOWN };

struct fact {
    uint32_t at_ms;
    uint32_t act; /* number of the act; the same in its ASKED and in what became of it */
    uint16_t client;
    uint8_t kind;    /* enum fact_kind */
    uint8_t outcome; /* enum fact_outcome */
    uint8_t type;    /* enum room_event_type */
    uint8_t state;   /* of a case or slot */
    uint8_t code;    /* enum error_code of a refusal */
    uint8_t quarters;
    uint16_t who, subject, holder; /* persons */
    uint32_t case_number;
    uint32_t epoch, told_epoch;
    uint32_t number; /* of a message or slot */
    uint32_t start;
    uint32_t read;
    uint32_t mailbox;
    uint32_t to[HISTORY_TO_MAX]; /* mailboxes */
    uint8_t to_count;
    uint64_t seq;
    uint64_t digest; /* of the whole Statement */
};

struct history {
    struct fact *facts;
    uint32_t count, max;
    uint32_t case_count;
};

/* Gives the number of the fact. Memory that is not there ends the program. */
uint32_t history_add(struct history *history, const struct fact *fact);

/* One line a fact. False: it cannot be written. */
bool history_write(const struct history *history, const char *path);

/* All zero is an empty history. */
void history_close(struct history *history);

const char *fact_name(uint8_t kind);

#endif
