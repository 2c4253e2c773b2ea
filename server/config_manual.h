/* The manual page udvej.conf(5), made from the table of keys.
 * Owns: nothing. Used by: main; a test compares what it prints with man/udvej.conf.5. */
#ifndef UDVEJ_SERVER_CONFIG_MANUAL_H
#define UDVEJ_SERVER_CONFIG_MANUAL_H

#include <stdio.h>

/* As mdoc(7). */
void config_print_manual(FILE *out);

#endif
