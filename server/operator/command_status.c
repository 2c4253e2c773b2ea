/* udvej status: how much there is, in figures that are about nobody in particular. */
#include <inttypes.h>
#include <stdio.h>

#include "base/memory.h"
#include "look.h"
#include "relay/rules.h"
#include "rounded.h"
#include "store/store_sqlite_inspect.h"

enum { OCTETS_PER_MIB = 1024 * 1024, STATES = CASE_CLOSED + 1 };

struct status {
    const struct config *config;
    uint64_t cases[DOORS_MAX][STATES]; /* by the door's place in the configuration */
    uint64_t elsewhere;                /* cases at doors that the configuration does not have */
    struct inspection_totals totals;
};

static void note_cases(void *context, uint8_t door, uint8_t state, uint64_t count)
{
    struct status *status = context;
    uint8_t i = 0;
    while (i < status->config->door_count && status->config->doors[i].number != door)
        i++;
    uint8_t told = rules_is_over(state) ? CASE_CLOSED : rules_told_state(state);
    if (i < status->config->door_count && told < STATES)
        status->cases[i][told] += count;
    else
        status->elsewhere += count;
}

static enum outcome count_all(struct status *status, struct inspection *inspection)
{
    TRY(inspection_begin(inspection));
    enum outcome outcome = inspection_cases(inspection, note_cases, status);
    if (outcome == OK)
        outcome = inspection_count(inspection, &status->totals);
    inspection_end(inspection);
    return outcome;
}

/* A number of octets would tell how few envelopes there are, so it is told in MiB and rounded likewise. */
static uint64_t mebibytes(const struct status *status)
{
    return status->totals.octets / OCTETS_PER_MIB;
}

static void print_words(const struct status *status)
{
    char waiting[ROUNDED_SIZE], claimed[ROUNDED_SIZE], closed[ROUNDED_SIZE];
    for (uint8_t i = 0; i < status->config->door_count; i++)
        (void)printf("door %u: %s waiting, %s claimed, %s closed\n", status->config->doors[i].number,
                     rounded_text(status->cases[i][CASE_WAITING], waiting),
                     rounded_text(status->cases[i][CASE_CLAIMED], claimed),
                     rounded_text(status->cases[i][CASE_CLOSED], closed));
    if (status->elsewhere > 0)
        (void)printf("other doors: %s cases\n", rounded_text(status->elsewhere, waiting));
    (void)printf("envelopes: %s waiting to be read, %s kept for visitors, %s MiB\n",
                 rounded_text(status->totals.envelopes, waiting), rounded_text(status->totals.kept, claimed),
                 rounded_text(mebibytes(status), closed));
}

/* A figure that is told is a number; one that is not is the text "<5". */
static void put_figure(const char *name, uint64_t count)
{
    if (count < ROUNDED_BELOW)
        (void)printf("\"%s\":\"<%d\"", name, ROUNDED_BELOW);
    else
        (void)printf("\"%s\":%" PRIu64, name, count);
}

static void print_json(const struct status *status)
{
    static const char *const names[STATES] = {
        [CASE_WAITING] = "waiting", [CASE_CLAIMED] = "claimed", [CASE_CLOSED] = "closed"};
    (void)fputs("{\"doors\":[", stdout);
    for (uint8_t i = 0; i < status->config->door_count; i++) {
        (void)printf("%s{\"door\":%u", i == 0 ? "" : ",", status->config->doors[i].number);
        for (unsigned state = CASE_WAITING; state < STATES; state++) {
            (void)fputc(',', stdout);
            put_figure(names[state], status->cases[i][state]);
        }
        (void)fputc('}', stdout);
    }
    (void)fputs("],", stdout);
    put_figure("elsewhere", status->elsewhere);
    (void)fputc(',', stdout);
    put_figure("envelopes", status->totals.envelopes);
    (void)fputc(',', stdout);
    put_figure("kept", status->totals.kept);
    (void)fputc(',', stdout);
    put_figure("mebibytes", mebibytes(status));
    (void)fputs("}\n", stdout);
}

static int tell(struct status *status, bool is_json)
{
    struct inspection *inspection = NULL;
    uint32_t schema;
    enum outcome outcome = inspection_open(&inspection, status->config->data, &schema);
    if (outcome == OK)
        outcome = count_all(status, inspection);
    inspection_close(inspection);
    if (outcome != OK && outcome != GONE) {
        say("%s: the database cannot be counted; udvej doctor says why.", status->config->data);
        return EXIT_FAILED;
    }
    if (outcome == GONE)
        say("%s: there is no database yet.", status->config->data);
    if (is_json)
        print_json(status);
    else
        print_words(status);
    return EXIT_OK;
}

static int run(int count, char **arguments)
{
    struct look_options options;
    if (!look_options_read(&command_status, count, arguments, &options))
        return EXIT_USAGE;
    struct config *config = look_config(options.config);
    if (config == NULL)
        return EXIT_CONFIG;
    struct status status = {.config = config};
    int code = tell(&status, options.is_json);
    memory_free(config);
    return code;
}

const struct command command_status = {
    .name = "status",
    .about = "count cases by door, and envelopes",
    .help = "Counts cases by door and state, envelopes, and how large they are. The server may be running.\n"
            "\n"
            "Examples:\n"
            "  udvej status udvejd.conf\n"
            "  udvej status --json udvejd.conf\n"
            "\n"
            "Figures below five are told as <5, because a small one is about somebody.\n"
            "\n"
            "Options:\n"
            "  --json  one object; a figure is a number, or the text \"<5\"\n"
            "\n"
            "Exit codes: 0 counted, 1 the database cannot be read, 2 wrong use, 78 configuration.\n"
            "Next: udvej doctor says whether something is wrong.\n",
    .run = run,
};
