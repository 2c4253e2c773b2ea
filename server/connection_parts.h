/* What the files of `connection` know of each other; nobody else includes this. */
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
/* Looks whether the one that was with the turn has come back. */
void opening_settle(struct connection *connection);
void opening_ended(struct connection *connection); /* and the connection with it */

#endif
