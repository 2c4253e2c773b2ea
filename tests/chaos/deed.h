/* What a client signs and seals, as real clients make it: moves of a room, the second signature of one, the intake, messages in a room. Visitors
 * receive with the offline key that their case was opened with, which outlives a server.
 * Owns: nothing. Uses: crew, protocol. Used by: client_errand. */
#ifndef UDVEJ_TESTS_CHAOS_DEED_H
#define UDVEJ_TESTS_CHAOS_DEED_H

#include "crew.h"
#include "history.h"
#include "protocol/envelope.h"
#include "protocol/room.h"

enum {
    DEED_LETTER_MAX = HEADER_SIZE + HASH_SIZE + 2 + HISTORY_TO_MAX * WRAP_SIZE + 2 + BUCKET_0 + AEAD_TAG_SIZE,
};

struct deed_move {
    uint8_t type; /* enum room_event_type */
    uint32_t actor, subject;
};

/* The move that comes next in `room`, signed by its actor alone. Gives its octets; 0: the subject of a REMOVE is not there. */
size_t deed_event(const struct crew *crew, const struct room *room, const struct deed_move *move,
                  uint8_t out[ROOM_STATEMENT_MAX]);

/* A proposed move, with the second signature. 0: it is no statement. */
size_t deed_cosign(const struct crew *crew, struct bytes proposal, uint32_t signer, uint8_t out[ROOM_STATEMENT_MAX]);

struct deed_letter {
    uint8_t class; /* CLASS_INTAKE or CLASS_ROOM */
    const struct room *room;
    const struct visitor_self *visitor; /* of the case */
    uint32_t sender;                    /* mailbox, as in a fact */
    uint32_t number;
    const uint32_t *to; /* mailboxes */
    size_t to_count;    /* 1..HISTORY_TO_MAX */
    bool is_live;       /* to the visitor under the key of their present session, not the offline key */
};

/* Gives the octets of the envelope, and what it takes to wrap it again. */
size_t deed_seal(const struct crew *crew, const struct deed_letter *letter, struct seal_kept *kept,
                 uint8_t out[DEED_LETTER_MAX]);

/* Wraps it again, to the visitor's offline key. */
void deed_rewrap(const struct crew *crew, const struct visitor_self *visitor, const struct seal_kept *kept,
                 uint8_t out[WRAP_SIZE]);

/* The visitor's key of a session; here every session of a case has the same. */
void deed_live_key(const struct visitor_self *visitor, uint8_t pk[KEM_PUBLIC_SIZE]);

void deed_msg_id(uint32_t number, uint8_t msg_id[MSG_ID_SIZE]);

/* The number that an envelope's header carries; 0: it is none of ours. */
uint32_t deed_number(const uint8_t msg_id[MSG_ID_SIZE]);

#endif
