#include "command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "secret.h"

static const char *program_name = "udvej-keys"; /* of the one that runs */

void say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)fprintf(stderr, "%s: ", program_name);
    (void)vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

int failed(const struct reason *reason)
{
    say("%s", reason->text);
    return EXIT_FAILED;
}

int misused(const struct command *command, const char *what)
{
    say("%s; see: %s %s --help", what, program_name, command->name);
    return EXIT_USAGE;
}

/* ---- finding a command ----------------------------------------------------------------------------------------- */

/* How many arguments the name of this command takes up; 0: it is another command. */
static int name_words(const struct command *command, int count, char **arguments)
{
    const char *blank = strchr(command->name, ' ');
    if (blank == NULL)
        return strcmp(arguments[1], command->name) == 0 ? 1 : 0;
    size_t first = (size_t)(blank - command->name);
    bool is_it = count > 2 && strlen(arguments[1]) == first && strncmp(arguments[1], command->name, first) == 0 &&
                 strcmp(arguments[2], blank + 1) == 0;
    return is_it ? 2 : 0;
}

static bool wants_help(int count, char **arguments)
{
    for (int i = 1; i < count && strcmp(arguments[i], "--") != 0; i++)
        if (strcmp(arguments[i], "--help") == 0 || strcmp(arguments[i], "-h") == 0)
            return true;
    return false;
}

static void put_help(const struct program *program)
{
    fputs(program->before, stdout);
    for (size_t i = 0; i < program->command_count; i++)
        printf("  %-16s %s\n", program->commands[i]->name, program->commands[i]->about);
    fputs(program->after, stdout);
}

int program_run(const struct program *program, int count, char **arguments)
{
    program_name = program->name;
    if (count < 2) {
        say("what should be done? see: %s --help", program->name);
        return EXIT_USAGE;
    }
    if (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "-h") == 0 || strcmp(arguments[1], "help") == 0) {
        put_help(program);
        return EXIT_OK;
    }
    if (strcmp(arguments[1], "--version") == 0) {
        printf("%s %s\n", program->name, UDVEJ_RELEASE);
        return EXIT_OK;
    }
    for (size_t i = 0; i < program->command_count; i++) {
        const struct command *command = program->commands[i];
        int words = name_words(command, count, arguments);
        if (words == 0)
            continue;
        if (!wants_help(count - words, arguments + words))
            return command->run(count - words, arguments + words);
        fputs(command->help, stdout);
        return EXIT_OK;
    }
    say("there is no command '%s'; see: %s --help", arguments[1], program->name);
    return EXIT_USAGE;
}

/* ---- what many of them need ---------------------------------------------------------------------------------------- */

uint64_t clock_min(void)
{
    return (uint64_t)time(NULL) / 60;
}

void day_write(uint64_t day, char out[DAY_TEXT_SIZE])
{
    time_t second = (time_t)(day * 24 * 60 * 60);
    struct tm date;
    if (gmtime_r(&second, &date) == NULL || strftime(out, DAY_TEXT_SIZE, "%Y-%m-%d", &date) == 0)
        (void)snprintf(out, DAY_TEXT_SIZE, "day %llu", (unsigned long long)day);
}

struct bytes bytes_of(const char *text)
{
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

void hex_write(const uint8_t *data, size_t size, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        *out++ = digits[data[i] >> 4];
        *out++ = digits[data[i] & 15];
    }
    *out = '\0';
}

static int digit_of(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'f')
        return character - 'a' + 10;
    return -1;
}

enum outcome hex_read(const char *hex, uint8_t *out, size_t size)
{
    if (strlen(hex) != 2 * size)
        return MALFORMED;
    for (size_t i = 0; i < size; i++) {
        int high = digit_of(hex[2 * i]), low = digit_of(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return MALFORMED;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return OK;
}

long number_read(const char *text, long min, long max)
{
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    return errno != 0 || end == text || *end != '\0' || number < min || number > max ? -1 : number;
}

struct key *open_key(const char *path, const char *passphrase_file)
{
    char prompt[FILE_PATH_MAX];
    struct reason reason;
    struct key *key = NULL;
    struct passphrase *passphrase = secret_new(sizeof *passphrase);
    (void)snprintf(prompt, sizeof prompt, "passphrase of %s", path);
    struct passphrase_source source = {.file = passphrase_file, .prompt = prompt};
    reason_set(&reason, "there is no memory for a passphrase.");
    if (passphrase != NULL && passphrase_read(&source, passphrase, &reason) == OK)
        key = key_file_open(path, (struct bytes){passphrase->text, passphrase->size}, &reason);
    if (key == NULL)
        say("%s", reason.text);
    secret_free(passphrase);
    return key;
}

bool create_key(const char *path, const char *passphrase_file, const struct key_box *box)
{
    char prompt[FILE_PATH_MAX];
    struct reason reason;
    struct passphrase *passphrase = secret_new(sizeof *passphrase);
    (void)snprintf(prompt, sizeof prompt, "new passphrase for %s", path);
    struct passphrase_source source = {.file = passphrase_file, .prompt = prompt, .is_new = true};
    reason_set(&reason, "there is no memory for a passphrase.");
    bool is_created = passphrase != NULL && passphrase_read(&source, passphrase, &reason) == OK &&
                      key_file_create(path, box, (struct bytes){passphrase->text, passphrase->size},
                                      key_box_cost_usual(), &reason) == OK;
    if (!is_created)
        say("%s", reason.text);
    secret_free(passphrase);
    return is_created;
}

struct opened *open_programme(const char *path)
{
    struct reason reason;
    struct opened *opened = malloc(sizeof *opened);
    reason_set(&reason, "there is no memory for a programme.");
    if (opened != NULL && statement_file_read(path, &opened->programme, &reason) == OK &&
        statement_file_check(&opened->programme, false, clock_min(), &opened->roster, &reason) == OK)
        return opened;
    say("%s: %s", path, reason.text);
    free(opened);
    return NULL;
}

enum outcome request_read(const char *path, uint8_t out[KEY_BOX_STATEMENT_MAX], size_t *size, struct reason *reason)
{
    uint8_t file[KEY_BOX_STATEMENT_MAX + 4];
    size_t file_size;
    struct reader reader;
    TRY(file_read(path, PRIVACY_NONE, file, sizeof file, &file_size, reason));
    reader_open(&reader, file, file_size);
    struct bytes statement = statement_file_next(&reader);
    if (statement.size == 0 || reader_finish(&reader) != OK) {
        reason_set(reason, "%s is not a request for a certificate.", path);
        return REFUSED;
    }
    memcpy(out, statement.data, statement.size);
    *size = statement.size;
    return OK;
}

enum outcome request_write(const char *path, struct bytes statement, struct reason *reason)
{
    struct statement_file *one = malloc(sizeof *one);
    enum outcome outcome = BROKEN;
    reason_set(reason, "%s cannot be written.", path);
    if (one != NULL) {
        one->size = 0;
        outcome = statement_file_append(one, statement);
    }
    if (outcome == OK)
        outcome = statement_file_write(path, one, reason);
    free(one);
    return outcome;
}

static const char *const role_names[] = {
    [ROLE_COUNSELLOR] = "counsellor",   [ROLE_SUPERVISOR] = "supervisor",     [ROLE_MENTOR] = "mentor",
    [ROLE_INTERPRETER] = "interpreter", [ROLE_PARENT_COACH] = "parent-coach",
};

const char *role_name(uint8_t role)
{
    return role >= ROLE_COUNSELLOR && role <= ROLE_LAST ? role_names[role] : "unknown";
}

uint8_t role_read(const char *word)
{
    for (int role = ROLE_COUNSELLOR; role <= ROLE_LAST; role++)
        if (strcmp(role_names[role], word) == 0)
            return (uint8_t)role;
    return 0;
}
