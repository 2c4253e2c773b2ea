/* The first acts of a ceremony: a passphrase, the roots' keys, and the programme that they found. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "secret.h"

static int run_passphrase(int count, char **arguments)
{
    char words[PASSPHRASE_NEW_SIZE];
    (void)arguments;
    if (count > 1)
        return misused(&command_passphrase, "it takes no arguments");
    passphrase_new(words);
    puts(words);
    secret_wipe(words, sizeof words);
    return 0;
}

const struct command command_passphrase = {
    .name = "passphrase",
    .about = "makes a passphrase of seven words",
    .help = "Makes a passphrase: seven pronounceable words, 112 bits of chance. Write it down on paper.\n"
            "\n"
            "Examples:\n"
            "  udvej-keys passphrase\n"
            "  (umask 077; udvej-keys passphrase > root-1.passphrase)\n"
            "\n"
            "Next: udvej-keys root new, or udvej-keys staff request\n",
    .run = run_passphrase,
};

static int run_root_new(int count, char **arguments)
{
    static const struct option options[] = {
        {"name", required_argument, NULL, 'n'},
        {"key", required_argument, NULL, 'k'},
        {"passphrase-file", required_argument, NULL, 'p'},
        {0},
    };
    const char *name = NULL, *path = NULL, *passphrase_file = NULL;
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        switch (option) {
        case 'n':
            name = optarg;
            break;
        case 'k':
            path = optarg;
            break;
        case 'p':
            passphrase_file = optarg;
            break;
        default:
            return misused(&command_root_new, "that is no option");
        }
    }
    if (name == NULL || path == NULL || optind < count)
        return misused(&command_root_new, "it needs --name and --key, and nothing else");
    if (strlen(name) < 1 || strlen(name) > NAME_MAX_SIZE)
        return misused(&command_root_new, "the name has 1 to 64 octets");

    struct key_box *box = secret_new(sizeof *box);
    uint8_t public[SIGN_PUBLIC_SIZE];
    char hex[2 * SIGN_PUBLIC_SIZE + 1];
    if (box == NULL)
        return EXIT_FAILED;
    root_new(box, bytes_of(name));
    root_public(box, public);
    bool is_created = create_key(path, passphrase_file, box);
    secret_free(box);
    if (!is_created)
        return EXIT_FAILED;
    hex_write(public, sizeof public, hex);
    puts(hex);
    return 0;
}

const struct command command_root_new = {
    .name = "root new",
    .about = "makes a root's key and prints its public half",
    .help = "Makes a root's key. Prints the public half (hex), which is all that leaves this machine.\n"
            "\n"
            "Examples:\n"
            "  udvej-keys root new --name \"Root 1\" --key root-1.key\n"
            "  udvej-keys root new --name \"Root 1\" --key root-1.key --passphrase-file root-1.passphrase\n"
            "\n"
            "Options:\n"
            "  --name NAME              which of the roots this is; kept in the key file only\n"
            "  --key FILE               the key file to make (mode 0600); never replaces one\n"
            "  --passphrase-file FILE   its first line is the passphrase; - is standard input\n"
            "\n"
            "Next: udvej-keys programme new\n",
    .run = run_root_new,
};

struct programme_options {
    const char *name;
    const char *out;
    long threshold;
    size_t root_count;
    uint8_t roots[ROOTS_MAX][SIGN_PUBLIC_SIZE];
};

static int write_new(const struct programme_options *options)
{
    struct reason reason;
    uint8_t deployment_id[HASH_SIZE];
    char hex[2 * HASH_SIZE + 1];
    struct statement statement;
    struct reader reader;
    struct statement_file *programme = malloc(sizeof *programme);
    enum outcome outcome = BROKEN;
    reason_set(&reason, "there is no memory for a programme.");
    if (programme != NULL)
        outcome = root_set_new(programme, bytes_of(options->name), (uint8_t)options->threshold,
                               (const uint8_t(*)[SIGN_PUBLIC_SIZE])options->roots, options->root_count, &reason);
    if (outcome == OK) {
        struct file_new file = {.path = options->out, .mode = 0644, .is_first = true};
        outcome = file_write(&file, (struct bytes){programme->data, programme->size}, &reason);
    }
    if (outcome == OK) {
        reader_open(&reader, programme->data, programme->size);
        outcome = statement_decode(&statement, statement_file_next(&reader));
    }
    if (outcome == OK) {
        deployment_id_of(statement.body, deployment_id);
        hex_write(deployment_id, sizeof deployment_id, hex);
        puts(hex);
    }
    free(programme);
    return outcome == OK ? 0 : failed(&reason);
}

static int run_programme_new(int count, char **arguments)
{
    static const struct option options[] = {
        {"name", required_argument, NULL, 'n'},
        {"threshold", required_argument, NULL, 't'},
        {"root", required_argument, NULL, 'r'},
        {"out", required_argument, NULL, 'o'},
        {0},
    };
    struct programme_options given = {.threshold = -1};
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        switch (option) {
        case 'n':
            given.name = optarg;
            break;
        case 't':
            given.threshold = number_read(optarg, 1, ROOTS_MAX);
            break;
        case 'r':
            if (given.root_count == ROOTS_MAX ||
                hex_read(optarg, given.roots[given.root_count++], SIGN_PUBLIC_SIZE) != OK)
                return misused(&command_programme_new, "--root takes 64 hex digits, at most eight times");
            break;
        case 'o':
            given.out = optarg;
            break;
        default:
            return misused(&command_programme_new, "that is no option");
        }
    }
    if (given.name == NULL || given.out == NULL || given.threshold < 1 || given.root_count == 0 || optind < count)
        return misused(&command_programme_new, "it needs --name, --threshold, --root (once a root) and --out");
    return write_new(&given);
}

const struct command command_programme_new = {
    .name = "programme new",
    .about = "founds a programme on its roots' public keys",
    .help = "Founds a programme. Prints its deployment_id (hex): that is what clients are built with and what the card "
            "carries.\n"
            "\n"
            "Examples:\n"
            "  udvej-keys programme new --name \"Exit\" --threshold 2 --root HEX --root HEX --root HEX --out "
            "programme.bin\n"
            "\n"
            "Options:\n"
            "  --name NAME        of the programme, as everybody will see it\n"
            "  --threshold N      how many roots must sign a supervisor's certificate\n"
            "  --root HEX         a root's public key, as root new printed it; once for each root\n"
            "  --out FILE         the programme file to make; never replaces one\n"
            "\n"
            "Next: udvej-keys staff request --role supervisor\n",
    .run = run_programme_new,
};
