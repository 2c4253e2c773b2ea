/* The tables behind the decisions: what a case's state allows, how an appointment moves, what a place in the queue is called. Who may
 * say a message at all stands in protocol/messages.def.
 * Owns: nothing. Used by: relay, tests, PROTOCOL.md. */
#ifndef UDVEJ_SERVER_RELAY_RULES_H
#define UDVEJ_SERVER_RELAY_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "message.h"

/* What depends on the state of the case. */
enum act {
    ACT_SEND_INTAKE, /* SEND, class 1: the visitor to those who take intake at the door */
    ACT_SEND_ROOM,   /* SEND, class 2: between members */
    ACT_SEND_STAFF,  /* SEND, class 3: between members who are staff */
    ACT_CLAIM,       /* PUT_EVENT, from here on in the order of enum room_event_type */
    ACT_ADD,
    ACT_TAKEOVER, /* and PROPOSE */
    ACT_REMOVE,
    ACT_CLOSE,
    ACT_REOPEN,
    ACT_HANDOVER, /* and PROPOSE */
    ACT_ASK_REOPEN,
    ACTS,
};

/* 0: allowed; otherwise the enum error_code that answers it. */
unsigned rules_act(enum act act, uint8_t state);

/* What SET_CASE may do. */
enum mover {
    MOVER_HOLDER = 1,
    MOVER_ANSWERS = 2, /* the holder, or a counsellor in the room */
    MOVER_SUPERVISOR = 4,
};

/* Who may set a case from the state `from` to `to`: bits of enum mover; 0: nobody. Staying where it is is no move. */
unsigned rules_case_movers(uint8_t from, uint8_t to);

/* Is the case in the hands of somebody? Then it has a holder. */
bool rules_is_held(uint8_t state);

/* Is nothing to come any more, unless somebody opens it again? Then it is kept for closed_days. */
bool rules_is_over(uint8_t state);

/* Does somebody wait for the staff in that state? Then the minute since when stands in the row. */
bool rules_is_urgent(uint8_t state);

/* The state as the visitor is told it: CASE_WAITING, CASE_CLAIMED, CASE_CLOSED or CASE_ENDED. */
uint8_t rules_told_state(uint8_t state);

/* May an appointment go from `from` to `to`? `from` 0: it does not exist yet. Staying where it is is no move. */
bool rules_slot_move(uint8_t from, uint8_t to);

/* `before`: how many wait at the same door and came earlier. */
enum queue_band rules_band(size_t before);

enum { BAND_FEW_MAX = 4 }; /* with up to that many before it a case is in BAND_FEW */

/* The day of `minute` as it may stand at rest, moved by up to `fuzz_days` either way as `chance` will have it. */
uint32_t rules_blurred_day(uint64_t minute, uint32_t fuzz_days, uint64_t chance);

/* A time as it may stand at rest once order no longer matters: the first minute of its day. */
uint64_t rules_day_of(uint64_t minute);

#endif
