/* What most commands of udvej begin with: the configuration, as the server reads it.
 * Owns: nothing. Uses: config, statements. Used by: command_*. */
#ifndef UDVEJ_SERVER_OPERATOR_LOOK_H
#define UDVEJ_SERVER_OPERATOR_LOOK_H

#include "command.h"
#include "config.h"

extern const struct command command_check_config;
extern const struct command command_doctor;
extern const struct command command_status;
extern const struct command command_backup_keygen;
extern const struct command command_backup;
extern const struct command command_restore;
extern const struct command command_audit_export;
extern const struct command command_audit_verify;
extern const struct command command_metrics;
extern const struct command command_purge;
extern const struct command command_init;
extern const struct command command_verify_client;
extern const struct command command_service_key;
extern const struct command command_verify_receipt;

/* Options that several commands have; what stands behind them is the command's own. */
struct look_options {
    const char *config; /* the one word that is no option */
    bool is_json;
};

/* Reads `[--json] FILE`. False: wrong use, which has been said. */
bool look_options_read(const struct command *command, int count, char **arguments, struct look_options *options);

/* Reads a configuration; every fault is said on standard error. Gives it, or NULL: exit with EXIT_CONFIG. Free it with memory_free. Root
 * looks after a server that is another user, so for root the data folder may be anybody's. */
struct config *look_config(const char *path);

/* The path of the control socket that a configuration names; NULL: it names none. */
const char *look_control(const struct config *config);

#endif
