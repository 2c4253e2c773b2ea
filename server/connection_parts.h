/* What the files of `connection` know of each other; nobody else includes this.
 *
 *   connection.c        one peer's life; from fragments to messages
 *   connection_quiet.c  from cells to fragments, for those who speak in cells (PROTOCOL.md, rule 16)
 */
#ifndef UDVEJ_SERVER_CONNECTION_PARTS_H
#define UDVEJ_SERVER_CONNECTION_PARTS_H

#include "connection.h"

/* connection.c: a piece of a message, in a frame of its own or in a cell. */
void connection_gather(struct connection *connection, const struct fragment *fragment);
/* Forgets what was coming in and closes: MALFORMED, FULL or BROKEN. */
void connection_refuse(struct connection *connection, enum outcome why);

/* connection_quiet.c: a piece of a cell. */
void connection_take_cell(struct connection *connection, const struct fragment *fragment);
void connection_drop_cell(struct connection *connection);

#endif
