/* Lets go at once of everything that is due, where a running server does it little by little: idle mailboxes, undelivered envelopes, notices (rule 15). The
 * decisions are the relay's own; here is only that nobody is waiting.
 * Owns: nothing. Uses: relay, store. Used by: command_purge, tests. */
#ifndef UDVEJ_SERVER_OPERATOR_PURGE_H
#define UDVEJ_SERVER_OPERATOR_PURGE_H

#include "relay/programme.h"
#include "store/store.h"

/* `rounds`: how many transactions it took, one at least. FULL: salts of what went are not off the disk yet, run it again. BROKEN: the disk or memory
 * failed; what went before has gone. */
MUST_USE enum outcome purge_run(struct store *store, const struct programme *programme, uint64_t now_min,
                                uint64_t *rounds);

#endif
