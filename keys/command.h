/* What the commands of udvej-keys and udvej share: their table, how they are found in it, and how they talk.
 * Owns: nothing. Uses: passphrase, ceremony. Used by: udvej_keys.c and the command_*.c files, server/operator. */
#ifndef UDVEJ_KEYS_COMMAND_H
#define UDVEJ_KEYS_COMMAND_H

#include "ceremony.h"
#include "exit_codes.h"
#include "passphrase.h"

struct command {
    const char *name;  /* "root new" */
    const char *about; /* one line */
    const char *help;  /* examples first */
    /* `arguments[0]` is the last word of the name. Gives an exit code. */
    int (*run)(int count, char **arguments);
};

/* A program is a table of commands with words around it. */
struct program {
    const char *name;
    const char *before; /* of its help: what it does, examples */
    const char *after;
    const struct command *const *commands;
    size_t command_count;
};

/* Finds the command that the arguments of main begin with and runs it, or helps. Gives an exit code. */
int program_run(const struct program *program, int count, char **arguments);

extern const struct command command_passphrase;
extern const struct command command_root_new;
extern const struct command command_programme_new;
extern const struct command command_programme_add;
extern const struct command command_staff_request;
extern const struct command command_staff_sign;
extern const struct command command_service_request;
extern const struct command command_snapshot;
extern const struct command command_show;
extern const struct command command_check;
extern const struct command command_demo;

/* One sentence to standard error, with the program's name in front. */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);
/* Says the reason; gives EXIT_FAILED. */
int failed(const struct reason *reason);
/* Says what is missing or wrong, and where help is; gives EXIT_USAGE. */
int misused(const struct command *command, const char *what);

/* Minutes since 1970 by this machine's clock. */
uint64_t clock_min(void);
/* A day since 1970 as people write it: 2026-11-26. */
enum { DAY_TEXT_SIZE = 32 };
void day_write(uint64_t day, char out[DAY_TEXT_SIZE]);

struct bytes bytes_of(const char *text);
void hex_write(const uint8_t *data, size_t size, char *out); /* 2 * size + 1 characters */
MUST_USE enum outcome hex_read(const char *hex, uint8_t *out, size_t size);

/* Gives a number of min..max, or -1. */
long number_read(const char *text, long min, long max);

/* Asks for the passphrase of `path` and opens it. NULL with the reason said. */
struct key *open_key(const char *path, const char *passphrase_file);
/* Asks for a new passphrase and seals `box` into `path`. False with the reason said. */
bool create_key(const char *path, const char *passphrase_file, const struct key_box *box);

/* Reads a programme file and its roster (without the snapshot). NULL with the reason said; free both with one free(). */
struct opened {
    struct statement_file programme;
    struct roster roster;
};
struct opened *open_programme(const char *path);

/* The one statement of a request file. REFUSED: there is not exactly one, or it is too large. */
MUST_USE enum outcome request_read(const char *path, uint8_t out[KEY_BOX_STATEMENT_MAX], size_t *size,
                                   struct reason *reason);
MUST_USE enum outcome request_write(const char *path, struct bytes statement, struct reason *reason);

const char *role_name(uint8_t role);
/* Gives 0 for a word that is no role. */
uint8_t role_read(const char *word);

#endif
