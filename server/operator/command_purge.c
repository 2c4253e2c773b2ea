/* udvej purge: what is due goes now, of a server that does not run. */
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "look.h"
#include "purge.h"
#include "statements.h"
#include "store/store_sqlite.h"
#include "store/store_sqlite_inspect.h"

static bool describe_door(void *context, size_t index, uint64_t now_min, struct message *door)
{
    return config_describe_door(context, index, now_min, door);
}

static bool door_exists(void *context, uint8_t door)
{
    return config_has_door(context, door);
}

/* Root goes on as the user whose folder it is, so that every file stays that user's: of the unit's, which has no name while the service is stopped,
 * only the number is there. What root keeps is the way through folders, as /var/lib/private lets nobody else in. */
static bool become_owner(const char *data)
{
    struct stat about;
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct way[_LINUX_CAPABILITY_U32S_3] = {
        {.effective = 1U << CAP_DAC_READ_SEARCH, .permitted = 1U << CAP_DAC_READ_SEARCH}};
    if (geteuid() != 0 || stat(data, &about) != 0 || about.st_uid == 0)
        return true;
    bool is_owner = prctl(PR_SET_KEEPCAPS, 1) == 0 && setgroups(0, NULL) == 0 &&
                    setresgid(about.st_gid, about.st_gid, about.st_gid) == 0 &&
                    setresuid(about.st_uid, about.st_uid, about.st_uid) == 0 && syscall(SYS_capset, &header, way) == 0;
    if (!is_owner)
        say("%s: root cannot become the user to whom it belongs: %s.", data, strerror(errno));
    return is_owner;
}

static int say_unopened(const char *data, enum outcome outcome)
{
    if (outcome == REFUSED)
        say("%s: a server has it, and purges by itself as it goes; or it is not one user's alone.", data);
    else
        say("%s: the database cannot be opened; udvej doctor says why.", data);
    return EXIT_FAILED;
}

/* Opening a store would make one; so first whether there is any. */
static bool has_database(const char *data)
{
    struct inspection *inspection = NULL;
    uint32_t schema;
    enum outcome outcome = inspection_open(&inspection, data, &schema);
    inspection_close(inspection);
    if (outcome == GONE)
        say("%s: there is no database.", data);
    else if (outcome != OK)
        (void)say_unopened(data, outcome == REFUSED ? BROKEN : outcome);
    return outcome == OK;
}

static int tell(const char *data, enum outcome outcome, bool is_json)
{
    if (outcome == FULL)
        say("%s: not everything that went is off the disk yet; run it again.", data);
    else if (outcome != OK)
        say("%s: the disk or memory failed; what went before that has gone.", data);
    if (is_json)
        (void)printf("{\"ok\":%s}\n", outcome == OK ? "true" : "false");
    else if (outcome == OK)
        (void)puts("nothing is left that was due");
    return outcome == OK ? EXIT_OK : EXIT_FAILED;
}

static int purge(struct config *config, struct statements *statements, bool is_json)
{
    struct reason reason;
    struct store *store;
    struct store_sqlite_settings settings = {.directory = config->data};
    uint64_t rounds;
    if (statements_look(statements, config->programme, &reason) != OK) {
        say("programme: %s", reason.text);
        return EXIT_CONFIG;
    }
    struct programme programme = {.roster = &statements->roster,
                                  .statements = statements->list,
                                  .statement_count = statements->count,
                                  .doors = {config, describe_door, door_exists},
                                  .idle_days = (uint16_t)config->idle_days,
                                  .closed_days = (uint16_t)config->closed_days,
                                  .undelivered_days = (uint16_t)config->undelivered_days,
                                  .record_days = (uint16_t)config->record_days};
    if (!become_owner(config->data) || !has_database(config->data))
        return EXIT_FAILED;
    enum outcome outcome = store_sqlite_open(&store, &settings);
    if (outcome != OK)
        return say_unopened(config->data, outcome);
    outcome = purge_run(store, &programme, clock_wall_min(&clock_machine), &rounds);
    store->ways->close(store); /* folds the log into the database and takes it away */
    return tell(config->data, outcome, is_json);
}

static int run(int count, char **arguments)
{
    struct look_options options;
    if (!look_options_read(&command_purge, count, arguments, &options))
        return EXIT_USAGE;
    struct config *config = look_config(options.config);
    if (config == NULL)
        return EXIT_CONFIG;
    struct statements *statements = memory_get(sizeof *statements);
    int code = EXIT_FAILED;
    if (statements == NULL)
        say("there is no memory for a programme.");
    else
        code = purge(config, statements, options.is_json);
    memory_free(statements);
    memory_free(config);
    return code;
}

const struct command command_purge = {
    .name = "purge",
    .about = "let go at once of what is due, of a server that does not run",
    .help = "Lets go at once of what is due by idle_days, closed_days and undelivered_days: idle mailboxes with all "
            "that is theirs, "
            "envelopes\n"
            "that nobody read. A running server does this by itself, a little every two seconds; this is for one that "
            "was off\n"
            "for long, before a backup or an end.\n"
            "\n"
            "Examples:\n"
            "  systemctl stop udvejd.service udvejd.socket && udvej purge /etc/udvej/udvejd.conf\n"
            "\n"
            "Run it as root, or as the user to whom the data folder belongs; root goes on as that user.\n"
            "\n"
            "Nothing goes that a running server would keep, and how much went is not told. Afterwards deleted octets "
            "are off\n"
            "the files; backups that were made before still have them.\n"
            "\n"
            "Options:\n"
            "  --json  {\"ok\":true} on standard output instead of a sentence\n"
            "\n"
            "Exit codes: 0 done, 1 failed or a server runs, 2 wrong use, 78 configuration.\n"
            "Next: udvej doctor\n",
    .run = run,
};
