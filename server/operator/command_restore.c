/* udvej restore: opens a backup where the recovery key is, and checks all of it first. */
#include <getopt.h>
#include <stdio.h>

#include "base/clock.h"
#include "look.h"
#include "restore.h"
#include "rounded.h"

enum { MINUTES_PER_DAY = 24 * 60 };

struct restore_options {
    const char *key;
    const char *passphrase_file;
    bool is_dry;
    bool is_json;
    struct restore restore;
};

static int tell(const struct restore_options *options, const struct restored *restored)
{
    const struct inspection_totals *totals = &restored->totals;
    char text[ROUNDED_SIZE];
    uint32_t day = restored->head.day, age = options->restore.today < day ? 0 : options->restore.today - day;
    if (options->is_json)
        (void)printf("{\"ok\":true,\"days\":%u,\"restored\":%s}\n", age, options->is_dry ? "false" : "true");
    else
        (void)printf("%s: whole, %u days old, %s envelopes%s\n", options->restore.backup, age,
                     rounded_text(totals->envelopes, text), options->is_dry ? "" : "; restored");
    if (totals->roomless + totals->envelopes_lost + totals->rows_lost > 0)
        say("some rows of it lead nowhere, as they did when it was made; udvej doctor says which.");
    if (!options->is_dry)
        say("shred salts are in no backup: mail that waited for visitors who are away waits now for its senders, who "
            "are "
            "asked to seal it again; what visitors kept for themselves is gone. Visitors who were here after the "
            "backup was "
            "made are warned at their next sign-in that the server is older than they are. Next: udvej doctor, then "
            "start "
            "udvejd.");
    return EXIT_OK;
}

static int restore_with(struct restore_options *options)
{
    struct reason reason;
    struct restored restored;
    struct key *key = open_key(options->key, options->passphrase_file);
    if (key == NULL)
        return EXIT_FAILED;
    options->restore.today = (uint32_t)(clock_wall_min(&clock_machine) / MINUTES_PER_DAY);
    enum outcome outcome = restore_run(&options->restore, &key->box, &restored, &reason);
    key_free(key);
    return outcome == OK ? tell(options, &restored) : failed(&reason);
}

static bool take_option(struct restore_options *given, int option, const char *value)
{
    switch (option) {
    case 'k':
        given->key = value;
        return true;
    case 'p':
        given->passphrase_file = value;
        return true;
    case 'd':
        given->restore.data = value;
        return true;
    case 'n':
        given->is_dry = true;
        return true;
    case 'o':
        given->restore.takes_old = true;
        return true;
    case 'j':
        given->is_json = true;
        return true;
    default:
        return false;
    }
}

static int run(int count, char **arguments)
{
    static const struct option options[] = {
        {"key", required_argument, NULL, 'k'},
        {"passphrase-file", required_argument, NULL, 'p'},
        {"data", required_argument, NULL, 'd'},
        {"dry-run", no_argument, NULL, 'n'},
        {"old", no_argument, NULL, 'o'},
        {"json", no_argument, NULL, 'j'},
        {0},
    };
    struct restore_options given = {0};
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1)
        if (!take_option(&given, option, optarg))
            return misused(&command_restore, "there is an option that it does not have");
    if (given.key == NULL || given.is_dry == (given.restore.data != NULL) || optind + 1 != count)
        return misused(&command_restore, "it needs --key, either --data or --dry-run, and one FILE, the backup");
    given.restore.backup = arguments[optind];
    return restore_with(&given);
}

const struct command command_restore = {
    .name = "restore",
    .about = "open a backup into an empty data folder, or check that it could be",
    .help = "Opens a backup into an empty data folder, or checks all of it and leaves nothing behind (--dry-run).\n"
            "\n"
            "Examples:\n"
            "  udvej restore --dry-run --key recovery.key monday.backup\n"
            "  udvej restore --key recovery.key --data /var/lib/udvej monday.backup\n"
            "\n"
            "Checked are: every octet of the file, that nothing is cut off, the version and the soundness of the "
            "database, and\n"
            "that nothing is in it that must not be. A dry run opens it in $TMPDIR, or /tmp; do it once a month.\n"
            "What is not in a backup: shred salts. After a restore, mail that waited for visitors who were away can be "
            "opened\n"
            "by nobody until its senders, who are asked to, have sealed it again; what visitors kept for themselves is "
            "gone.\n"
            "What was written after the backup is lost, and what was destroyed after it is back.\n"
            "\n"
            "Options:\n"
            "  --key FILE               secret half of the recovery key, from udvej backup-keygen\n"
            "  --passphrase-file FILE   its first line is the passphrase; - is standard input\n"
            "  --data FOLDER            the data folder: empty, or to be made; never one in which something is\n"
            "  --dry-run                check only\n"
            "  --old                    also a backup of more than 35 days\n"
            "  --json                   {\"ok\":true,\"days\":N,\"restored\":true} on standard output\n"
            "\n"
            "Exit codes: 0 whole (and restored), 1 refused or failed, 2 wrong use.\n"
            "Next: udvej doctor, then start udvejd\n",
    .run = run,
};
