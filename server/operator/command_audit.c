/* udvej audit export and udvej audit verify: what staff have done, as a list that nobody can change unseen. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

#include "audit_list.h"
#include "base/memory.h"
#include "look.h"

static int tell(const char *path, const struct audit_reach *reach)
{
    char hex[2 * HASH_SIZE + 1];
    hex_write(reach->head, HASH_SIZE, hex);
    (void)printf("%s: entries %" PRIu64 " to %" PRIu64 ", head %s\n", path, reach->first, reach->last, hex);
    return EXIT_OK;
}

/* ---- export ------------------------------------------------------------------------------------------------------------ */

static enum outcome write_list(const char *data, const struct file_new *file, struct audit_reach *reach,
                               struct reason *reason)
{
    struct inspection *inspection = NULL;
    uint32_t schema;
    enum outcome outcome = inspection_open(&inspection, data, &schema);
    if (outcome == OK)
        outcome = inspection_begin(inspection);
    if (outcome != OK)
        reason_set(reason, "%s: the database cannot be read; udvej doctor says why.", data);
    else
        outcome = audit_list_write(inspection, file, reach, reason);
    inspection_close(inspection);
    return outcome;
}

static int run_export(int count, char **arguments)
{
    static const struct option options[] = {{"out", required_argument, NULL, 'o'}, {0}};
    struct file_new file = {.mode = S_IRUSR | S_IWUSR, .is_first = true};
    struct audit_reach reach;
    struct reason reason;
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        if (option != 'o')
            return misused(&command_audit_export, "there is an option that it does not have");
        file.path = optarg;
    }
    if (file.path == NULL || optind + 1 != count)
        return misused(&command_audit_export, "it needs --out and one FILE, the configuration of udvejd");
    struct config *config = look_config(arguments[optind]);
    if (config == NULL)
        return EXIT_CONFIG;
    enum outcome outcome = write_list(config->data, &file, &reach, &reason);
    memory_free(config);
    return outcome == OK ? tell(file.path, &reach) : failed(&reason);
}

const struct command command_audit_export = {
    .name = "audit export",
    .about = "write what staff have done as a list that can be checked offline",
    .help =
        "Writes the list of what staff have done into a file: day, act, who, and about whom; never in which case.\n"
        "\n"
        "Examples:\n"
        "  udvej audit export --out \"acts-$(date +%F)\" udvejd.conf\n"
        "\n"
        "Each entry has a hash over all before it, the head. Whoever keeps a file, or only its last line, away from "
        "the\n"
        "server can see with udvej audit verify whether the server's list was changed since. People are named by the "
        "hash\n"
        "of their certificate, which udvej-keys show gives. The server may be running. Entries are kept for 400 "
        "days: export\n"
        "more often than that.\n"
        "\n"
        "Options:\n"
        "  --out FILE   the list to make (mode 0600): whole or not at all, never replaces a file\n"
        "\n"
        "Exit codes: 0 written, 1 failed, or the list in the database was changed, 2 wrong use, 78 configuration.\n"
        "Next: udvej audit verify --after LAST-MONTH FILE\n",
    .run = run_export,
};

/* ---- verify ------------------------------------------------------------------------------------------------------------ */

static int run_verify(int count, char **arguments)
{
    static const struct option options[] = {{"after", required_argument, NULL, 'a'}, {0}};
    const char *before = NULL;
    struct audit_reach reach;
    struct reason reason;
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        if (option != 'a')
            return misused(&command_audit_verify, "there is an option that it does not have");
        before = optarg;
    }
    if (optind + 1 != count)
        return misused(&command_audit_verify, "it wants one FILE, a list from udvej audit export");
    const char *path = arguments[optind];
    enum outcome outcome = before == NULL ? audit_list_check(path, &reach, &reason)
                                          : audit_list_check_after(path, before, &reach, &reason);
    return outcome == OK ? tell(path, &reach) : failed(&reason);
}

const struct command command_audit_verify = {
    .name = "audit verify",
    .about = "check such a list, and that it goes on from an older one",
    .help =
        "Checks a list that udvej audit export has written. No server and no configuration is needed.\n"
        "\n"
        "Examples:\n"
        "  udvej audit verify acts-2026-11\n"
        "  udvej audit verify --after acts-2026-10 acts-2026-11\n"
        "\n"
        "A list alone shows whether an entry in it was changed, removed, put in, moved or cut off by somebody who "
        "did not\n"
        "make the whole list anew. With --after also that: everything up to the older list's end must be as it was. "
        "So keep\n"
        "older lists where the server's operator cannot write.\n"
        "\n"
        "Options:\n"
        "  --after OLDER   a list that was exported earlier\n"
        "\n"
        "Exit codes: 0 whole, 1 it is not, or does not go on from the older one, 2 wrong use.\n"
        "Next: keep the file, or its last line, somewhere else\n",
    .run = run_verify,
};
