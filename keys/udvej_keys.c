/* udvej-keys: makes, signs and checks the keys of a programme. Meant for a machine that is never on a network. */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "secret.h"

static const struct command *const commands[] = {
    &command_passphrase,    &command_root_new, &command_programme_new, &command_staff_request, &command_staff_sign,
    &command_programme_add, &command_snapshot, &command_show,          &command_check,         &command_demo,
};

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static void help(void)
{
    puts("Makes, signs and checks the keys of a programme.\n"
         "\n"
         "Examples, in the order of a ceremony:\n"
         "  udvej-keys root new --name \"Root 1\" --key root-1.key\n"
         "  udvej-keys programme new --name \"Exit\" --threshold 2 --root HEX --root HEX --root HEX --out "
         "programme.bin\n"
         "  udvej-keys staff request --programme programme.bin --role supervisor --label \"Supervisor A\" \\\n"
         "                           --key supervisor-a.key --out supervisor-a.cert\n"
         "  udvej-keys staff sign --programme programme.bin --key root-1.key supervisor-a.cert\n"
         "  udvej-keys programme add --programme programme.bin supervisor-a.cert\n"
         "  udvej-keys snapshot --programme programme.bin --key supervisor-a.key\n"
         "  udvej-keys check programme.bin\n"
         "\n"
         "Commands (each has --help):");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-16s %s\n", commands[i]->name, commands[i]->about);
    puts("\n"
         "Passphrases are asked for on the terminal, or read with --passphrase-file FILE (mode 0600; - is standard "
         "input).\n"
         "Exit codes: 0 done, 1 failed, 2 wrong use. KEYS.md says who holds which key and what its loss means.");
}

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

int main(int count, char **arguments)
{
    if (count < 2) {
        say("what should be done? see: udvej-keys --help");
        return EXIT_USAGE;
    }
    if (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "-h") == 0 || strcmp(arguments[1], "help") == 0) {
        help();
        return 0;
    }
    if (!secret_start()) {
        say("this machine gives no randomness or cannot protect memory; no keys are made on it.");
        return EXIT_FAILED;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        int words = name_words(commands[i], count, arguments);
        if (words == 0)
            continue;
        if (wants_help(count - words, arguments + words)) {
            fputs(commands[i]->help, stdout);
            return 0;
        }
        return commands[i]->run(count - words, arguments + words);
    }
    say("there is no command '%s'; see: udvej-keys --help", arguments[1]);
    return EXIT_USAGE;
}
