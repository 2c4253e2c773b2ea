/* udvej-chaos: 200 clients and thousands of contested cases against a udvejd that is killed every second; then the histories are judged. */
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "judge.h"
#include "keeper.h"
#include "keys/secret.h"
#include "look.h"

enum {
    EXIT_USAGE = 2,
    VISITOR_CLIENTS = 80,
    CLIENTS = PLOT_STAFF + VISITOR_CLIENTS,
    TICK_NS = 500 * 1000,
    CASES_MAX = 200 * 1000,
    EARLY_ONE_IN = 8, /* of the kills come while the server starts */
    EARLY_MS = 120,
    PROGRESS_MS = 200,  /* a server that was reached lives so long at least, however slow the machine is */
    REWRAPS_FROM = 500, /* cases: among fewer it may be that nothing had to be wrapped again */
    LOOK_MS_MAX = 180 * 1000,
};

static const char help[] =
    "udvej-chaos drives udvejd with 200 clients: contested claims, handovers, takeovers, messages and bookings. It "
    "kills the server with\n"
    "SIGKILL again and again, and holds what every client was told against what is left.\n"
    "\n"
    "Examples:\n"
    "  udvej-chaos --binaries build/release/bin --folder build/chaos\n"
    "  udvej-chaos --binaries build/release/bin --folder build/chaos --cases 500 --seed 7\n"
    "\n"
    "Options:\n"
    "  --binaries DIR   where udvejd and udvej are\n"
    "  --folder DIR     is made, on a disk; on success it can be thrown away, else it has history, database and log\n"
    "  --cases N        (10000)\n"
    "  --kill-ms N      between two kills (1000)\n"
    "  --seconds N      the most that the cases may take (950)\n"
    "  --seed N         of what people do; else it is chosen, and said\n"
    "  --help           this text\n"
    "\n"
    "Exit codes: 0 nothing was violated, 1 something was, or it did not come to its end, 2 usage.\n";

struct options {
    const char *binaries, *folder;
    uint64_t cases, kill_ms, seconds, seed;
    bool is_help;
};

struct run {
    struct world world;
    struct keeper keeper;
    struct stage stage;
    struct client *clients;
    struct options options;
    char *absolute; /* path of the folder */
    uint32_t next_kill_ms;
    uint32_t reached_ms; /* when somebody was logged in since the last start; 0: nobody yet */
};

static struct run run;

/* ---- options --------------------------------------------------------------------------------------------------------- */

static bool read_number(const char *text, uint64_t min, uint64_t max, uint64_t *number)
{
    char *end;
    *number = strtoull(text, &end, 10);
    return end != text && *end == '\0' && *number >= min && *number <= max;
}

static bool read_option(struct options *options, int option, const char *value)
{
    switch (option) {
    case 'b':
        options->binaries = value;
        return true;
    case 'f':
        options->folder = value;
        return true;
    case 'c':
        return read_number(value, 1, CASES_MAX, &options->cases);
    case 'k':
        return read_number(value, 50, 1000 * 1000, &options->kill_ms);
    case 's':
        return read_number(value, 1, 100 * 1000, &options->seconds);
    case 'r':
        return read_number(value, 0, UINT64_MAX, &options->seed);
    default:
        options->is_help = option == 'h';
        return options->is_help;
    }
}

static int read_options(int count, char **words, struct options *options)
{
    static const struct option names[] = {
        {"binaries", required_argument, NULL, 'b'}, {"folder", required_argument, NULL, 'f'},
        {"cases", required_argument, NULL, 'c'},    {"kill-ms", required_argument, NULL, 'k'},
        {"seconds", required_argument, NULL, 's'},  {"seed", required_argument, NULL, 'r'},
        {"help", no_argument, NULL, 'h'},           {0}};
    int option;
    while ((option = getopt_long(count, words, "", names, NULL)) != -1) {
        if (read_option(options, option, optarg))
            continue;
        (void)fprintf(stderr, "udvej-chaos: a wrong option or value: %s; udvej-chaos --help lists the options\n",
                      words[optind - 1]);
        return EXIT_USAGE;
    }
    if (options->is_help || (options->binaries != NULL && options->folder != NULL && optind == count))
        return 0;
    (void)fputs("udvej-chaos: --binaries and --folder are needed; udvej-chaos --help lists the options\n", stderr);
    return EXIT_USAGE;
}

/* ---- the loop -------------------------------------------------------------------------------------------------------- */

static void on_opened(void *context, struct link *link)
{
    (void)context; /* the server speaks first */
    (void)link;
}

static void on_message(void *context, struct link *link, struct bytes message)
{
    (void)context;
    client_message((struct client *)link, message);
}

static void on_ended(void *context, struct link *link)
{
    (void)context;
    client_ended((struct client *)link);
}

static void on_finished(const struct errand *errand)
{
    plot_finished(&run.stage, errand);
}

static bool open_clients(void)
{
    run.clients = calloc(CLIENTS, sizeof *run.clients);
    if (run.clients == NULL)
        return false;
    for (uint32_t i = 0; i < CLIENTS; i++) {
        struct client *client = &run.clients[i];
        client->link.fd = -1;
        client->world = &run.world;
        client->number = (uint16_t)i;
        client->is_staff = i < PLOT_STAFF;
        client->person = client->is_staff ? plot_person(i) : NOBODY;
    }
    run.stage = (struct stage){.world = &run.world,
                               .clients = run.clients,
                               .client_count = CLIENTS,
                               .staff_count = PLOT_STAFF,
                               .slot_target = (uint32_t)(run.options.cases / 2) + 64};
    return plot_open(&run.stage);
}

static bool open_run(void)
{
    const char *folder = NULL;
    if (mkdir(run.options.folder, 0700) != 0 || (folder = run.absolute = realpath(run.options.folder, NULL)) == NULL) {
        perror(run.options.folder);
        return false;
    }
    run.keeper = (struct keeper){.binaries = run.options.binaries, .folder = folder};
    if (!world_open(&run.world, folder, (uint32_t)run.options.cases, run.options.seed) ||
        !keeper_open(&run.keeper, CREW_DOORS) || !open_clients())
        return false;
    run.world.finished = on_finished;
    run.world.loop = (struct loop){.port = KEEPER_PORT,
                                   .socket_path = run.keeper.socket_path,
                                   .path = "/ws",
                                   .opened = on_opened,
                                   .message = on_message,
                                   .ended = on_ended};
    return loop_open(&run.world.loop) && keeper_start(&run.keeper);
}

static void plan_kill(void)
{
    bool is_early = world_random(&run.world, EARLY_ONE_IN) == 0;
    uint32_t wait = is_early ? world_random(&run.world, EARLY_MS) : (uint32_t)run.options.kill_ms;
    run.next_kill_ms = world_ms(&run.world) + wait;
    run.reached_ms = is_early ? 1 : 0; /* then it need not be reached */
}

static void kill_and_start(void)
{
    keeper_kill(&run.keeper);
    (void)world_note(&run.world, 0,
                     (struct fact){.kind = FACT_KILLED, .who = NOBODY, .subject = NOBODY, .holder = NOBODY});
    if (!keeper_start(&run.keeper))
        world_fault(&run.world, "udvejd cannot be started again");
    plan_kill();
}

/* Did the server come back, so that killing it means something? */
static bool may_kill(void)
{
    uint32_t now = world_ms(&run.world);
    for (uint32_t i = 0; i < PLOT_STAFF && run.reached_ms == 0; i++)
        if (run.clients[i].state == CLIENT_READY)
            run.reached_ms = now;
    return now >= run.next_kill_ms && run.reached_ms != 0 && now >= run.reached_ms + PROGRESS_MS;
}

static void turn(void)
{
    loop_run(&run.world.loop, TICK_NS);
    for (uint32_t i = 0; i < CLIENTS; i++)
        client_look(&run.clients[i]);
}

static bool play_cases(void)
{
    uint64_t ticked_ns = 0;
    plan_kill();
    while (!plot_is_over(&run.stage)) {
        turn();
        if (world_now_ns() - ticked_ns >= TICK_NS) {
            ticked_ns = world_now_ns();
            plot_look(&run.stage);
        }
        if (keeper_has_ended(&run.keeper)) {
            world_fault(&run.world, "udvejd ended by itself");
            return false;
        }
        if (may_kill())
            kill_and_start();
        if (world_ms(&run.world) > run.options.seconds * 1000) {
            world_fault(&run.world, "only %u of %u cases came to their end in time", run.stage.over,
                        run.world.case_count);
            return false;
        }
    }
    return true;
}

static bool look_at_end(void)
{
    struct look look = {.stage = &run.stage};
    uint32_t until = world_ms(&run.world) + LOOK_MS_MAX;
    do
        turn();
    while (!look_around_at_end(&look) && world_ms(&run.world) < until && !keeper_has_ended(&run.keeper));
    if (!look_around_at_end(&look)) {
        world_fault(&run.world, "the server does not tell how it ended: %u lists, %u chains, %u visits", look.next_list,
                    look.next_chain, look.next_visit);
        return false;
    }
    return true;
}

static void leave(void)
{
    for (uint32_t i = 0; i < CLIENTS && run.clients != NULL; i++)
        link_close(&run.world.loop, &run.clients[i].link);
}

/* ---- the end ----------------------------------------------------------------------------------------------------------- */

static void say_figures(const struct verdict *verdict, double seconds)
{
    (void)printf("%" PRIu32 " kills in %.0f s; %" PRIu64 " cases, %" PRIu64 " burnt, %" PRIu64 " contested; %" PRIu64
                 " moves acknowledged, %" PRIu64 " refused\n",
                 run.keeper.kills, seconds, verdict->cases + verdict->burnt, verdict->burnt, verdict->contested,
                 verdict->moves, verdict->refused_moves);
    (void)printf("%" PRIu64 " messages acknowledged, %" PRIu64 " wrapped again, %" PRIu64 " deliveries, %" PRIu64
                 " acknowledged by their readers; %" PRIu64 " bookings, %" PRIu64 " refused\n",
                 verdict->letters, verdict->rewraps, verdict->deliveries, verdict->acknowledged, verdict->bookings,
                 verdict->refused_bookings);
    (void)printf("at the end %" PRIu64 " wait, %" PRIu64 " are held, %" PRIu64 " escalated, %" PRIu64
                 " closed; %u facts\n",
                 verdict->waiting, verdict->held, verdict->escalated, verdict->closed, run.world.history.count);
}

static bool say(const char *what, bool is_kept)
{
    (void)printf("%s: %s\n", is_kept ? "ok" : "FAILED", what);
    return is_kept;
}

/* Did enough happen to be judged? The server dies once in two of its times at least, on a machine that is busy with others too. */
static bool is_enough(const struct verdict *verdict, double seconds)
{
    return run.keeper.kills * 2.0 * (double)run.options.kill_ms >= (seconds - 2) * 1000 &&
           (run.options.cases < REWRAPS_FROM || verdict->rewraps > 0) && verdict->moves >= verdict->cases &&
           verdict->letters >= verdict->cases && verdict->acknowledged > 0 && verdict->bookings > 0 &&
           verdict->refused_bookings > 0 && verdict->held > 0 && verdict->closed > 0;
}

static bool judge_all(double seconds)
{
    struct verdict verdict;
    char path[KEEPER_PATH];
    (void)snprintf(path, sizeof path, "%s/data", run.keeper.folder);
    leave();
    bool is_good = say("the server stops when it is asked to", keeper_stop(&run.keeper));
    is_good &= say("the doctor finds nothing", keeper_doctor(&run.keeper) == 0);
    is_good &= say("the database can be read, and has nothing that nobody knows", look_into_store(&run.world, path));
    judge(&run.world.history, stdout, &verdict);
    say_figures(&verdict, seconds);
    is_good &= say("no double owner, no double booking, nothing acknowledged lost, nothing in no list",
                   verdict.violations == 0);
    is_good &= say("every case was opened, and claimed by several at once",
                   verdict.cases + verdict.burnt == run.world.case_count && verdict.contested == run.world.case_count);
    is_good &= say("there was enough of everything", is_enough(&verdict, seconds));
    return is_good;
}

static bool play(void)
{
    bool is_good = say("the cases come to their end", play_cases());
    double seconds = world_ms(&run.world) / 1000.0;
    if (is_good) {
        kill_and_start();
        is_good = say("everybody is told how it ended", look_at_end()) && judge_all(seconds);
    }
    is_good &= say("the server does nothing that no server may", run.world.faults == 0);
    return is_good;
}

int main(int argc, char **argv)
{
    char path[KEEPER_PATH];
    run.options = (struct options){.cases = 10000, .kill_ms = 1000, .seconds = 950, .seed = (uint64_t)time(NULL)};
    int code = read_options(argc, argv, &run.options);
    if (code != 0 || run.options.is_help) {
        (void)fputs(code == 0 ? help : "", stdout);
        return code;
    }
    (void)signal(SIGPIPE, SIG_IGN);
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    (void)printf("%" PRIu64 " cases, seed %" PRIu64 "\n", run.options.cases, run.options.seed);
    bool is_good = secret_start() && open_run() && play();
    (void)snprintf(path, sizeof path, "%s/history.txt", run.options.folder);
    if (!is_good && run.world.history.count > 0 && history_write(&run.world.history, path))
        (void)printf("the history is in %s\n", path);
    leave();
    keeper_close(&run.keeper);
    plot_close(&run.stage);
    free(run.clients);
    free(run.absolute);
    loop_close(&run.world.loop);
    world_close(&run.world);
    return is_good ? 0 : 1;
}
