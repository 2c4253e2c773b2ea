/* udvej-load: makes load for one server and measures it. tests/load/run.py starts servers and this, and compares. */
#include <getopt.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "people.h"
#include "scenario.h"

enum { EXIT_USAGE = 2, SLACK_NS = 1000, DESCRIPTORS_SPARE = 32 };

static const char help[] =
    "udvej-load makes load for one server on 127.0.0.1 and prints what it measured as lines of JSON.\n"
    "\n"
    "Examples:\n"
    "  udvej-load programme --folder DIR --counsellors 50\n"
    "  udvej-load talk --folder DIR --port 8470 --server PID --visitors 1000 --counsellors 50 --senders 1,64,1000\n"
    "  udvej-load talk --protocol simple --port 17105 --server PID\n"
    "  udvej-load open --folder DIR --port 8470 --visitors 10000 --counsellors 1\n"
    "  udvej-load idle --folder DIR --port 8470 --server PID --visitors 10000\n"
    "  udvej-load hoard --folder DIR --port 8470 --server PID --visitors 5000 --opening 64\n"
    "  udvej-load storm --folder DIR --port 8470 --server PID --visitors 5000 --opening 5000\n"
    "\n"
    "Commands:\n"
    "  programme  makes programme.bin for the server and people.bin for itself\n"
    "  talk       visitors and counsellors write to each other\n"
    "  open       opens the visitors' mailboxes and leaves\n"
    "  idle       logs the visitors in, lets them stay\n"
    "  hoard      gives every visitor an envelope that stays unacknowledged, and kills the server\n"
    "  storm      after hoard and a new start: all visitors come at once and get what waits\n"
    "\n"
    "Options:\n"
    "  --protocol NAME     udvej, or simple: what the reference relays speak (udvej)\n"
    "  --folder DIR        where the programme is; udvej only\n"
    "  --port N            of the server\n"
    "  --server PID        whose processor time and memory is measured\n"
    "  --visitors N        (1000)\n"
    "  --counsellors N     (50)\n"
    "  --senders N,N,...   levels: conversations at a time, each with one message in flight (1,64,1000)\n"
    "  --rate N            and a level with N messages a second by the clock (0: none)\n"
    "  --seconds S         measured at each level (4)\n"
    "  --warm S            not measured before it (1)\n"
    "  --opening N         connections under way at a time (64)\n"
    "  --check             at the end everybody connects again: nothing may come twice\n"
    "  --help              this text\n"
    "\n"
    "Exit codes: 0 done and nothing lost, 1 something was lost or refused or failed, 2 usage.\n";

struct options {
    struct scenario scenario;
    const char *command;
    const char *folder;
    const char *protocol;
    uint32_t visitors, counsellors;
    uint32_t port;
    bool is_help;
};

static int say_usage(const char *what, const char *which)
{
    (void)fprintf(stderr, "udvej-load: %s%s; udvej-load --help lists the options\n", what, which);
    return EXIT_USAGE;
}

/* ---- options ------------------------------------------------------------------------------------------------ */

static bool read_number(const char *text, double min, double max, double *number)
{
    char *end;
    *number = strtod(text, &end);
    return end != text && *end == '\0' && *number >= min && *number <= max;
}

static bool read_count(const char *text, double max, uint32_t *count)
{
    double number;
    bool is_read = read_number(text, 0, max, &number);
    *count = is_read ? (uint32_t)number : 0;
    return is_read && *count == number;
}

static bool read_levels(const char *text, struct scenario *scenario)
{
    char *at = NULL;
    scenario->level_count = 0;
    for (;; text = at + 1) {
        unsigned long level = strtoul(text, &at, 10);
        if (at == text || level == 0 || level > PARTIES_MAX || scenario->level_count == LEVELS_MAX)
            return false;
        scenario->levels[scenario->level_count++] = (uint32_t)level;
        if (*at != ',')
            return *at == '\0';
    }
}

static bool read_option(struct options *options, int option, const char *value)
{
    struct scenario *scenario = &options->scenario;
    uint32_t server = 0;
    bool is_good = true;
    switch (option) {
    case 'o':
        options->protocol = value;
        return strcmp(value, "udvej") == 0 || strcmp(value, "simple") == 0;
    case 'f':
        options->folder = value;
        return true;
    case 'p':
        return read_count(value, UINT16_MAX, &options->port);
    case 's':
        is_good = read_count(value, INT32_MAX, &server);
        scenario->server = (pid_t)server;
        return is_good;
    case 'v':
        return read_count(value, PARTIES_MAX, &options->visitors);
    case 'c':
        return read_count(value, PEOPLE_STAFF_MAX, &options->counsellors);
    case 'n':
        return read_levels(value, scenario);
    case 'r':
        return read_number(value, 0, 1e6, &scenario->rate);
    case 't':
        return read_number(value, 0.1, 600, &scenario->measured_s);
    case 'w':
        return read_number(value, 0, 600, &scenario->warm_s);
    case 'm':
        return read_count(value, PARTIES_MAX, &scenario->opening_max);
    case 'k':
        scenario->is_checking = true;
        return true;
    default:
        options->is_help = option == 'h';
        return options->is_help;
    }
}

static int read_options(int count, char **words, struct options *options)
{
    static const struct option names[] = {
        {"protocol", required_argument, NULL, 'o'}, {"folder", required_argument, NULL, 'f'},
        {"port", required_argument, NULL, 'p'},     {"server", required_argument, NULL, 's'},
        {"visitors", required_argument, NULL, 'v'}, {"counsellors", required_argument, NULL, 'c'},
        {"senders", required_argument, NULL, 'n'},  {"rate", required_argument, NULL, 'r'},
        {"seconds", required_argument, NULL, 't'},  {"warm", required_argument, NULL, 'w'},
        {"opening", required_argument, NULL, 'm'},  {"check", no_argument, NULL, 'k'},
        {"help", no_argument, NULL, 'h'},           {0}};
    int option;
    while ((option = getopt_long(count, words, "", names, NULL)) != -1)
        if (!read_option(options, option, optarg))
            return say_usage("a wrong option or value: ", words[optind - 1]);
    if (options->is_help)
        return 0;
    if (optind != count - 1)
        return say_usage("one command is needed", "");
    options->command = words[optind];
    bool needs_folder = strcmp(options->command, "programme") == 0 || strcmp(options->protocol, "udvej") == 0;
    if (needs_folder && options->folder == NULL)
        return say_usage("--folder is needed", "");
    if (options->visitors == 0 || options->counsellors == 0 || options->scenario.opening_max == 0)
        return say_usage("nobody is there", "");
    return 0;
}

/* ---- commands ----------------------------------------------------------------------------------------------- */

static bool raise_descriptors(uint32_t wanted)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return false;
    files.rlim_cur = files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur >= wanted + DESCRIPTORS_SPARE)
        return true;
    (void)fprintf(stderr, "udvej-load: %u connections need more descriptors than the %lu this process may have\n",
                  wanted, (unsigned long)files.rlim_cur);
    return false;
}

static const struct {
    const char *name;
    bool (*run)(struct load *load, const struct scenario *scenario);
    bool may_talk;
    bool is_hoarding;
} commands[] = {
    {"talk", scenario_talk, true, false},    {"open", scenario_open, false, false},
    {"idle", scenario_idle, false, false},   {"hoard", scenario_hoard, true, true},
    {"storm", scenario_storm, false, false},
};

static int run(const struct options *options)
{
    struct load load = {
        .adapter = strcmp(options->protocol, "udvej") == 0 ? &adapter_udvej : &adapter_simple,
        .folder = options->folder,
        .visitor_count = options->visitors,
        .staff_count = options->counsellors,
        .loop.port = (uint16_t)options->port,
    };
    size_t i = 0;
    while (i < sizeof commands / sizeof commands[0] && strcmp(commands[i].name, options->command) != 0)
        i++;
    if (i == sizeof commands / sizeof commands[0])
        return say_usage("there is no command ", options->command);
    for (size_t j = 0; j < options->scenario.level_count && commands[i].run == scenario_talk; j++)
        if (options->scenario.levels[j] > options->visitors)
            return say_usage("more senders than visitors", "");
    load.is_hoarding = commands[i].is_hoarding;
    bool is_good = raise_descriptors(options->visitors + options->counsellors) &&
                   load_open(&load, commands[i].may_talk) && commands[i].run(&load, &options->scenario);
    load_close(&load);
    return is_good ? 0 : 1;
}

int main(int count, char **words)
{
    struct options options = {
        .protocol = "udvej",
        .visitors = 1000,
        .counsellors = 50,
        .scenario = {.opening_max = 64, .warm_s = 1, .measured_s = 4, .level_count = 3, .levels = {1, 64, 1000}},
    };
    int code = read_options(count, words, &options);
    if (code != 0)
        return code;
    if (options.is_help)
        return fputs(help, stdout) == EOF;
    if (sodium_init() < 0)
        return 1;
    (void)prctl(PR_SET_TIMERSLACK, SLACK_NS);
    if (strcmp(options.command, "programme") == 0)
        return people_make(options.folder, options.counsellors) ? 0 : 1;
    return run(&options);
}
