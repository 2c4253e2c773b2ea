/* What is done to a programme that exists: a certificate joins it, a supervisor says whose certificates count. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

/* Order matters: certificates come before the snapshot. That stays, although it does not name the newcomers: the next one names it, so that
 * who came while it was served can be read (rule 5). */
static enum outcome add_all(struct opened *opened, int count, char **paths, struct reason *reason)
{
    uint8_t snapshot[STATEMENT_MAX];
    size_t snapshot_size;
    TRY(statement_file_take_snapshot(&opened->programme, snapshot, &snapshot_size));
    for (int i = 0; i < count; i++) {
        uint8_t statement[KEY_BOX_STATEMENT_MAX];
        size_t size;
        TRY(request_read(paths[i], statement, &size, reason));
        reason_set(reason, "%s is one too many.", paths[i]);
        TRY(statement_file_append(&opened->programme, (struct bytes){statement, size}));
    }
    TRY(statement_file_check(&opened->programme, false, clock_min(), &opened->roster, reason));
    reason_set(reason, "there is no room for the snapshot.");
    return snapshot_size == 0 ? OK : statement_file_append(&opened->programme, (struct bytes){snapshot, snapshot_size});
}

static int run_add(int count, char **arguments)
{
    static const struct option options[] = {{"programme", required_argument, NULL, 'P'}, {0}};
    const char *path = NULL;
    struct reason reason;
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        if (option != 'P')
            return misused(&command_programme_add, "that is no option");
        path = optarg;
    }
    if (path == NULL || optind == count)
        return misused(&command_programme_add, "it needs --programme and at least one signed request");
    struct opened *opened = open_programme(path);
    if (opened == NULL)
        return EXIT_FAILED;
    enum outcome outcome = add_all(opened, count - optind, arguments + optind, &reason);
    if (outcome == OK)
        outcome = statement_file_write(path, &opened->programme, &reason);
    free(opened);
    return outcome == OK ? 0 : failed(&reason);
}

const struct command command_programme_add = {
    .name = "programme add",
    .about = "takes fully signed certificates into the programme",
    .help = "Takes certificates into the programme file, after checking every signature by the rules. They do not "
            "count yet: the\n"
            "snapshot does not name them, so a supervisor makes a new one.\n"
            "\n"
            "Examples:\n"
            "  udvej-keys programme add --programme programme.bin counsellor-1.cert counsellor-2.cert\n"
            "\n"
            "Options:\n"
            "  --programme FILE   the programme file; replaced at once or not at all\n"
            "\n"
            "Next: udvej-keys snapshot\n",
    .run = run_add,
};

struct snapshot_options {
    const char *programme;
    const char *key;
    const char *passphrase_file;
    size_t without_count;
    uint8_t without[STAFF_MAX][HASH_SIZE];
};

static int snapshot_make(const struct snapshot_options *given)
{
    struct reason reason;
    int code = EXIT_FAILED;
    struct opened *opened = open_programme(given->programme);
    struct key *key = opened == NULL ? NULL : open_key(given->key, given->passphrase_file);
    if (key != NULL) {
        enum outcome outcome = snapshot_new(&opened->programme, &key->box, (const uint8_t(*)[HASH_SIZE])given->without,
                                            given->without_count, clock_min(), &reason);
        if (outcome == OK)
            outcome = statement_file_write(given->programme, &opened->programme, &reason);
        code = outcome == OK ? 0 : failed(&reason);
    }
    key_free(key);
    free(opened);
    return code;
}

static int run_snapshot(int count, char **arguments)
{
    static const struct option options[] = {
        {"programme", required_argument, NULL, 'P'},
        {"key", required_argument, NULL, 'k'},
        {"passphrase-file", required_argument, NULL, 'p'},
        {"without", required_argument, NULL, 'w'},
        {0},
    };
    struct snapshot_options given = {.without_count = 0};
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        switch (option) {
        case 'P':
            given.programme = optarg;
            break;
        case 'k':
            given.key = optarg;
            break;
        case 'p':
            given.passphrase_file = optarg;
            break;
        case 'w':
            if (given.without_count == STAFF_MAX ||
                hex_read(optarg, given.without[given.without_count++], HASH_SIZE) != OK)
                return misused(&command_snapshot, "--without takes a certificate's hash, 64 hex digits");
            break;
        default:
            return misused(&command_snapshot, "that is no option");
        }
    }
    if (given.programme == NULL || given.key == NULL || optind < count)
        return misused(&command_snapshot, "it needs --programme and --key, and nothing else");
    return snapshot_make(&given);
}

const struct command command_snapshot = {
    .name = "snapshot",
    .about = "says whose certificates count for the next 14 days",
    .help =
        "Makes a new snapshot of all certificates in date, signed by one supervisor. After 48 hours udvej doctor and\n"
        "udvej-keys check say that it is old, after 14 days clients refuse it. It names the snapshots before it, by\n"
        "which colleagues can read who wrote in the meantime: so make it in the newest programme file, the one that\n"
        "the server has. Who was left out of one stays out of those after it.\n"
        "\n"
        "Examples:\n"
        "  udvej-keys snapshot --programme programme.bin --key supervisor-a.key\n"
        "  udvej-keys snapshot --programme programme.bin --key supervisor-a.key --without HASH\n"
        "\n"
        "Options:\n"
        "  --programme FILE         the programme file; replaced at once or not at all\n"
        "  --key FILE               the supervisor's key file\n"
        "  --without HASH           leave this certificate out (udvej-keys show prints the hashes); may be repeated\n"
        "  --passphrase-file FILE   its first line is the passphrase; - is standard input\n"
        "\n"
        "Next: udvej-keys check\n",
    .run = run_snapshot,
};
