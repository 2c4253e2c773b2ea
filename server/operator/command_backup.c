/* udvej backup-keygen and udvej backup: a key that stays away from the server, and what is sealed to it. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup_file.h"
#include "base/clock.h"
#include "base/memory.h"
#include "look.h"
#include "secret.h"
#include "store/store_sqlite_copy.h"

enum { MINUTES_PER_DAY = 24 * 60 };

/* ---- the key ------------------------------------------------------------------------------------------------------------- */

static int make_key(const char *name, const char *key, const char *public_path, const char *passphrase_file)
{
    struct reason reason;
    uint8_t public[DH_SIZE];
    struct key_box *box = secret_new(sizeof *box);
    if (box == NULL) {
        say("there is no memory for a key.");
        return EXIT_FAILED;
    }
    recovery_new(box, bytes_of(name));
    recovery_public(box, public);
    bool is_created = create_key(key, passphrase_file, box);
    secret_free(box);
    if (!is_created)
        return EXIT_FAILED;
    return recovery_public_write(public_path, public, &reason) == OK ? EXIT_OK : failed(&reason);
}

static int run_keygen(int count, char **arguments)
{
    static const struct option options[] = {
        {"name", required_argument, NULL, 'n'},
        {"key", required_argument, NULL, 'k'},
        {"public", required_argument, NULL, 'o'},
        {"passphrase-file", required_argument, NULL, 'p'},
        {0},
    };
    const char *name = "recovery", *key = NULL, *public_path = NULL, *passphrase_file = NULL;
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        switch (option) {
        case 'n':
            name = optarg;
            break;
        case 'k':
            key = optarg;
            break;
        case 'o':
            public_path = optarg;
            break;
        case 'p':
            passphrase_file = optarg;
            break;
        default:
            return misused(&command_backup_keygen, "there is an option that it does not have");
        }
    }
    if (key == NULL || public_path == NULL || optind < count)
        return misused(&command_backup_keygen, "it needs --key and --public, and nothing else");
    if (strlen(name) < 1 || strlen(name) > NAME_MAX_SIZE)
        return misused(&command_backup_keygen, "the name has 1 to 64 octets");
    return make_key(name, key, public_path, passphrase_file);
}

const struct command command_backup_keygen = {
    .name = "backup-keygen",
    .about = "make the pair of keys that backups are sealed to and opened with",
    .help = "Makes a recovery key: the secret half under a passphrase, for a safe; the public half for the server.\n"
            "\n"
            "Examples:\n"
            "  udvej-keys passphrase                       seven words; write them on paper\n"
            "  udvej backup-keygen --key recovery.key --public recovery.public\n"
            "\n"
            "Do this on another machine than the server's. Only recovery.public goes there; whoever has recovery.key "
            "and its\n"
            "passphrase reads every backup. Without them no backup can be opened by anybody.\n"
            "\n"
            "Options:\n"
            "  --key FILE               the secret half to make (mode 0600); never replaces one\n"
            "  --public FILE            the public half to make: one line of hex digits; never replaces one\n"
            "  --name NAME              which key this is; kept in the key file only (recovery)\n"
            "  --passphrase-file FILE   its first line is the passphrase; - is standard input\n"
            "\n"
            "Exit codes: 0 made, 1 failed, 2 wrong use.\n"
            "Next: udvej backup\n",
    .run = run_keygen,
};

/* ---- the backup ------------------------------------------------------------------------------------------------------------ */

struct backup_options {
    const char *to;
    const char *out;
    const char *config;
    bool is_json;
};

static int say_uncopied(const char *data, enum outcome outcome)
{
    switch (outcome) {
    case GONE:
        say("%s: there is no database to back up.", data);
        break;
    case REFUSED:
    case MALFORMED:
        say("%s: the database is damaged, or not of this version; udvej doctor says more.", data);
        break;
    case FULL:
        say("%s: there is no room on its disk for a copy of the database, which a backup needs for a moment.", data);
        break;
    default:
        say("%s: the database cannot be read.", data);
        break;
    }
    return EXIT_FAILED;
}

static int tell(const struct backup_options *options)
{
    struct stat status = {0};
    (void)stat(options->out, &status);
    if (options->is_json)
        (void)printf("{\"ok\":true,\"octets\":%lld}\n", (long long)status.st_size);
    else
        (void)printf("%s: %lld octets\n", options->out, (long long)status.st_size);
    say("shred salts are in no backup: mail that waits for visitors who are away cannot be opened from it. After a "
        "restore "
        "those who sent it are asked to seal it again.");
    return EXIT_OK;
}

static int back_up(const struct backup_options *options, const struct config *config)
{
    struct reason reason;
    uint8_t public[DH_SIZE];
    int copy;
    struct file_new file = {.path = options->out, .mode = S_IRUSR | S_IWUSR, .is_first = true};
    struct backup_head head = {.schema = inspection_schema(),
                               .day = (uint32_t)(clock_wall_min(&clock_machine) / MINUTES_PER_DAY)};
    if (recovery_public_read(options->to, public, &reason) != OK)
        return failed(&reason);
    enum outcome outcome = store_copy_make(config->data, &copy);
    if (outcome != OK)
        return say_uncopied(config->data, outcome);
    outcome = backup_file_seal(&file, public, &head, copy, &reason);
    (void)close(copy);
    return outcome == OK ? tell(options) : failed(&reason);
}

static int run_backup(int count, char **arguments)
{
    static const struct option options[] = {
        {"to", required_argument, NULL, 't'},
        {"out", required_argument, NULL, 'o'},
        {"json", no_argument, NULL, 'j'},
        {0},
    };
    struct backup_options given = {0};
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        switch (option) {
        case 't':
            given.to = optarg;
            break;
        case 'o':
            given.out = optarg;
            break;
        case 'j':
            given.is_json = true;
            break;
        default:
            return misused(&command_backup, "there is an option that it does not have");
        }
    }
    if (given.to == NULL || given.out == NULL || optind + 1 != count)
        return misused(&command_backup, "it needs --to, --out and one FILE, the configuration of udvejd");
    given.config = arguments[optind];
    struct config *config = look_config(given.config);
    if (config == NULL)
        return EXIT_CONFIG;
    int code = back_up(&given, config);
    memory_free(config);
    return code;
}

const struct command command_backup = {
    .name = "backup",
    .about = "seal the database of a server, which may be running, into one file",
    .help = "Seals one moment of a server's database into one file. The server may be running; nobody waits for it.\n"
            "\n"
            "Examples:\n"
            "  udvej backup --to recovery.public --out \"udvej-$(date +%F).backup\" udvejd.conf\n"
            "\n"
            "In it: cases, rooms, envelopes (sealed as they always are), vaults, calendar, staff keys, the list of "
            "acts, figures of\n"
            "days that are over. Never in it: shred salts,\n"
            "sessions, presence, what visitors keep for themselves. So what was destroyed stays destroyed, and mail "
            "that waits\n"
            "for a visitor who is away cannot be opened from a backup by anybody; after a restore its sender is asked "
            "to seal\n"
            "it again. Keep backups no longer than you need them: whom visitors burnt since is still in them.\n"
            "\n"
            "Options:\n"
            "  --to FILE    public half of the recovery key, from udvej backup-keygen\n"
            "  --out FILE   the backup to make (mode 0600): whole or not at all, never replaces a file\n"
            "  --json       {\"ok\":true,\"octets\":N} on standard output\n"
            "\n"
            "Exit codes: 0 made and on the disk, 1 failed, 2 wrong use, 78 configuration.\n"
            "Next: udvej restore --dry-run, where the recovery key is\n",
    .run = run_backup,
};
