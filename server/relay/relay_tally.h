/* Counts what happens at the doors, without saying to whom: rule 20. Raised in the transaction of the act itself, so what is asked again, or
 * rolled back, is not counted; and only from what the rows hold already.
 * Owns: nothing. Used by: relay_case, relay_room, relay_state (what happens), relay_expire (the end of a day). */
#ifndef UDVEJ_SERVER_RELAY_TALLY_H
#define UDVEJ_SERVER_RELAY_TALLY_H

#include "relay.h"

/* `row` is a new case. */
MUST_USE enum outcome tally_opened(struct relay *relay, const struct case_row *row);

/* The room was as `before` says and is as `row->room` says; `row->state` and `row->since_min` still are those of before. */
MUST_USE enum outcome tally_moved(struct relay *relay, const struct room *before, const struct case_row *row);

/* The visitor of a closed case wants it back. */
MUST_USE enum outcome tally_asked_again(struct relay *relay, const struct case_row *row);

/* Ends the days that are over, and lets go of what is too old. */
MUST_USE enum outcome tally_settle(struct relay *relay);

#endif
