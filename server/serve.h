/* The server's life: open everything in order, say ready, serve, stop in order.
 * Owns: the loop, the store, the site, the statements. Uses: everything. Used by: main. */
#ifndef UDVEJ_SERVER_SERVE_H
#define UDVEJ_SERVER_SERVE_H

#include "config.h"
#include "exit_codes.h"

/* What start-up checks beyond the text of the configuration: programme and web folder. Says what is wrong on standard error. Gives an
 * exit code. */
int serve_check(const struct config *config);

/* Serves until SIGTERM or SIGINT. Gives an exit code; every fault has been said on standard error. */
int serve(const struct config *config);

#endif
