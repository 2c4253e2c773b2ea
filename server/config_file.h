/* The file of the configuration, as one text: that it is a file, whose it is, who may write to it, and that it is UTF-8 and whole.
 * Owns: nothing. Uses: text, memory, reason. Used by: config. */
#ifndef UDVEJ_SERVER_CONFIG_FILE_H
#define UDVEJ_SERVER_CONFIG_FILE_H

#include "config.h"
#include "reason.h"

/* Gives the text of `path` with a NUL at its end, for memory_free; NULL with the reason in words. `server` as for config_read_for. */
char *config_file_read(const char *path, uid_t server, struct reason *reason);

#endif
