/* What the files of `connection` know of each other; nobody else includes this.
 *
 *   connection.c          one peer's life; from fragments to messages
 *   connection_quiet.c    from cells to fragments, for those who speak in cells (PROTOCOL.md, rule 16)
 *   connection_opening.c  an OPEN_CASE, and the work that is asked for it (rule 17)
 */
#ifndef UDVEJ_SERVER_CONNECTION_PARTS_H
#define UDVEJ_SERVER_CONNECTION_PARTS_H

#include "connection.h"

/* --- connection.c --- */
void say_error(struct connection *connection, uint32_t tag, enum error_code code);
void say_error_with(struct connection *connection, uint32_t tag, enum error_code code, struct bytes detail);
void close_with(struct connection *connection, enum close_code code);
/* Hands a message to the turn; takes `frame`. False: it was answered instead. */
bool ask_turn(struct connection *connection, const struct message *message, struct frame *frame);

/* --- connection_opening.c --- */
/* An OPEN_CASE; takes `frame`. */
void opening_ask(struct connection *connection, const struct message *message, struct frame *frame);
/* Was one with the turn that has come back? Whether its answer was read does not matter. */
bool opening_is_decided(const struct connection *connection);
/* Lets it go then. */
void opening_settle(struct connection *connection);
void opening_ended(struct connection *connection); /* and the connection with it */
/* connection.c: a piece of a message, in a frame of its own or in a cell. */
void connection_gather(struct connection *connection, const struct fragment *fragment);
/* Forgets what was coming in and closes: MALFORMED, FULL or BROKEN. */
void connection_refuse(struct connection *connection, enum outcome why);

/* connection_quiet.c: a piece of a cell. */
void connection_take_cell(struct connection *connection, const struct fragment *fragment);
void connection_drop_cell(struct connection *connection);

#endif
