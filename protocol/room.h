/* Who is in the room: signed events, each naming the one before, and the roster hash that every message carries.
 * Owns: nothing. Uses: statement, hash. Used by: server (state of a case), client (checks everything).
 * Source: PROTOCOL.md, rule 12. */
#ifndef UDVEJ_PROTOCOL_ROOM_H
#define UDVEJ_PROTOCOL_ROOM_H

#include "statement.h"

enum room_event_type {
    ROOM_CLAIM = 1,
    ROOM_ADD = 2,
    ROOM_TAKEOVER = 3,
    ROOM_REMOVE = 4,
    ROOM_CLOSE = 5,
    ROOM_REOPEN = 6,
    ROOM_HANDOVER = 7,
};

struct room_event {
    uint8_t case_id[CASE_ID_SIZE];
    uint32_t epoch; /* of the room after this event: 1, 2, ... */
    uint8_t prev[HASH_SIZE];
    uint8_t type; /* enum room_event_type */
    uint8_t actor[HASH_SIZE];
    uint8_t subject[HASH_SIZE];
    uint8_t role;       /* of the subject, enum role */
    uint32_t day;       /* days since 1970 */
    uint32_t until_day; /* ADD: the last day of the subject's time in the room; 0: no end. Of other moves 0 */
};

struct room_member {
    uint8_t who[HASH_SIZE]; /* visitor_id or cert_hash */
    uint8_t role;
    uint32_t since;     /* the epoch that brought it */
    uint32_t until_day; /* its last day; 0: no end */
};

/* WAITING: nobody of the staff is in the room, so the visitor is alone. OPEN: exactly one member holds it. CLOSED: as it was left. */
enum room_state { ROOM_WAITING = 1, ROOM_OPEN = 2, ROOM_CLOSED = 4 };

struct room {
    uint8_t case_id[CASE_ID_SIZE];
    uint32_t epoch;
    uint32_t left_epoch; /* the last epoch at which somebody left; 0: nobody has */
    uint8_t head[HASH_SIZE];
    uint8_t roster_hash[HASH_SIZE];
    uint8_t holder[HASH_SIZE]; /* who answers for the case; zeros: nobody */
    uint32_t heir_epoch;       /* of the HANDOVER that named the heir; 0: none yet */
    uint8_t heir[HASH_SIZE];   /* the member who holds it when the holder leaves, as both have signed; zeros: nobody */
    bool is_closed;
    uint8_t member_count;                    /* the visitor is always one */
    struct room_member members[MEMBERS_MAX]; /* ascending by `who` */
};

MUST_USE enum outcome room_event_decode(struct room_event *event, struct bytes body);
MUST_USE enum outcome room_event_encode(const struct room_event *event, void *out, size_t max, size_t *size);

/* head(0) from the snapshot the visitor used (its hash, as in struct roster); the visitor is the only member. */
void room_open(struct room *room, const uint8_t case_id[CASE_ID_SIZE], const uint8_t visitor_id[HASH_SIZE],
               const uint8_t snapshot_hash[HASH_SIZE]);

/* The same from head(0) itself, for who knows the snapshot by its hash's hash only. `visitor_id` NULL: not known yet; then the
 * roster hashes mean nothing, and the heads, which do not depend on it, are right. */
void room_open_at(struct room *room, const uint8_t case_id[CASE_ID_SIZE], const uint8_t *visitor_id,
                  const uint8_t head[HASH_SIZE]);

/* Checks one event (whole Statement) against room and roster and applies it. REFUSED: wrong signers, wrong case, wrong prev or
 * epoch, a move that the room's state does not have. FULL: MEMBERS_MAX are in the room. Anything but OK changes nothing.
 * Whoever acts, signs second or comes in is judged by the event's day (roster_on): so a chain stays readable when colleagues have left. */
MUST_USE enum outcome room_apply(struct room *room, struct bytes statement, const struct roster *roster,
                                 uint64_t now_min);

/* The same for an event that is happening: their certificates must count today, and the actor's time in the room, if that is what it acts
 * by, must not be over today, whatever day the event names. Asked by the server. */
MUST_USE enum outcome room_apply_new(struct room *room, struct bytes statement, const struct roster *roster,
                                     uint64_t now_min);

/* May a TAKEOVER or HANDOVER that has its actor's signature alone wait for the second? Changes nothing. */
MUST_USE enum outcome room_may_propose(const struct room *room, struct bytes statement, const struct roster *roster,
                                       uint64_t now_min);

bool room_has(const struct room *room, const uint8_t who[HASH_SIZE]);
/* Is `who` a member whose time is not over on that day? Who is a member otherwise can only leave. Who holds the case has no end. */
bool room_has_on(const struct room *room, const uint8_t who[HASH_SIZE], uint32_t day);
/* The member, borrowed from the room, or NULL. */
const struct room_member *room_member(const struct room *room, const uint8_t who[HASH_SIZE]);
enum room_state room_state(const struct room *room);
bool room_is_held_by(const struct room *room, const uint8_t who[HASH_SIZE]);
/* Is somebody to hold the case once the holder has left? */
bool room_has_heir(const struct room *room);
bool room_is_heir(const struct room *room, const uint8_t who[HASH_SIZE]);

/* Whose signature a move needs beside the actor's. */
enum room_cosigner { COSIGNER_NONE, COSIGNER_SUPERVISOR, COSIGNER_SUBJECT };
enum room_cosigner room_cosigner(uint8_t type);

#endif
