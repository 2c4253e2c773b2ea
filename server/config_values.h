/* The forms of single values, for config.c. Pure.
 * Owns: nothing. Used by: config. */
#ifndef UDVEJ_SERVER_CONFIG_VALUES_H
#define UDVEJ_SERVER_CONFIG_VALUES_H

#include "config.h"

/* A primary language tag. */
bool config_is_language(const char *text);

/* Decimal digits alone, min..max; REFUSED otherwise, `out` untouched. */
MUST_USE enum outcome config_read_number(const char *text, uint32_t min, uint32_t max, uint32_t *out);

/* Comma-separated lists; fill in `config`. REFUSED: a member is not of the form, is there twice, or there are too many. */
MUST_USE enum outcome config_read_hosts(struct config *config, const char *text);
MUST_USE enum outcome config_read_addresses(struct config *config, const char *text);

/* "unix:/path" or nothing. */
MUST_USE enum outcome config_read_socket(char out[CONFIG_ADDRESS_MAX], const char *text);

#endif
