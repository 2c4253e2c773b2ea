/* The list of what staff have done: who, about whom, on which day; never in which case. Each entry stands on a hash of all before it, so whoever
 * has seen the head of the list once can check, without a server, that nothing below it was changed, removed or put in.
 * Owns: nothing. Uses: hash, fields. Used by: message, relay_audit, client_audit, audit_list. Source: PROTOCOL.md, rule 21. */
#ifndef UDVEJ_PROTOCOL_AUDIT_H
#define UDVEJ_PROTOCOL_AUDIT_H

#include <stdbool.h>

#include "fields.h"
#include "limits.h"

/* The first seven are the moves of a room, by their numbers there (enum room_event_type). */
enum audit_act {
    AUDIT_CLAIM = 1,
    AUDIT_ADD = 2,
    AUDIT_TAKEOVER = 3,
    AUDIT_REMOVE = 4,
    AUDIT_CLOSE = 5,
    AUDIT_REOPEN = 6,
    AUDIT_HANDOVER = 7,
    AUDIT_PROPOSE = 8,   /* of a TAKEOVER or a HANDOVER */
    AUDIT_DECLINE = 9,   /* or taken back */
    AUDIT_ESCALATE = 10, /* SET_CASE, by whom it was asked */
    AUDIT_REST = 11,
    AUDIT_SETTLE = 12, /* SET_CASE to claimed */
    AUDIT_END = 13,    /* SET_CASE to ended */
    AUDIT_LIFT = 14,   /* SET_CASE to closed: it may be asked for again */
    AUDIT_ACT_MAX = AUDIT_LIFT,
};

struct audit_entry {
    uint64_t number; /* from 1, without a gap */
    uint32_t day;
    uint8_t act; /* enum audit_act */
    uint8_t actor[HASH_SIZE];
    uint8_t second[HASH_SIZE];  /* whose signature stands beside the actor's; zeros: nobody's */
    uint8_t subject[HASH_SIZE]; /* zeros: the actor */
};

/* Its one list of fields, AUDIT_ENTRY_SIZE octets. */
void audit_lay(struct fields *fields, struct audit_entry *entry);

/* The list's head after `entry`, which stands on `previous` (zeros: it is number 1). `head` may be `previous`. */
void audit_head(const uint8_t previous[HASH_SIZE], const struct audit_entry *entry, uint8_t head[HASH_SIZE]);

/* "claim", "add", ...; NULL: there is no such act. And back: 0: no such word. */
const char *audit_word(uint8_t act);
uint8_t audit_act_of(const char *word);

bool audit_is_nobody(const uint8_t who[HASH_SIZE]);

#endif
