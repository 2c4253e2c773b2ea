/* Writes down what staff do: who, about whom, on which day, never in which case (rule 21). In the transaction of the act itself, so what is
 * asked again, or rolled back, stands there once or not at all.
 * Owns: nothing. Used by: relay_room (what happens), relay_expire (what is too old). */
#ifndef UDVEJ_SERVER_RELAY_AUDIT_H
#define UDVEJ_SERVER_RELAY_AUDIT_H

#include "relay.h"

/* In the place of a `second` that there is none of. */
extern const uint8_t audit_nobody[HASH_SIZE];

/* `actor` did it; zeros where there is no `second`, and where the `subject` is the actor. */
MUST_USE enum outcome audit_put(struct relay *relay, enum audit_act act, const uint8_t actor[HASH_SIZE],
                                const uint8_t second[HASH_SIZE], const uint8_t subject[HASH_SIZE]);

/* A room moves by `event`, which `statement` states. */
MUST_USE enum outcome audit_moved(struct relay *relay, const struct room_event *event,
                                  const struct statement *statement);

/* `event` is proposed by `octets`, and was not if `row` has them already. */
MUST_USE enum outcome audit_proposed(struct relay *relay, const struct room_event *event, struct bytes octets,
                                     const struct case_row *row);

/* Lets go of what is too old. */
MUST_USE enum outcome audit_expire(struct relay *relay);

#endif
