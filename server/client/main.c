/* udvej-client: one person without a browser. Commands in as lines, events out as JSON lines. */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "event_line.h"
#include "input.h"
#include "script.h"
#include "secret.h"

enum { GOODBYE_MS = 100 }; /* for the close frame to get out */

/* Everything of the program; one, zeroed, never freed before the loop is done. */
struct program {
    uv_loop_t loop;
    uv_signal_t interrupt, terminate;
    uv_timer_t end;
    struct input input;
    struct script script;
    char line[LINE_MAX_SIZE];
};

struct options {
    const char *server;
    const char *host;
    const char *socks;
    const char *deployment;
    const char *key;
    const char *passphrase_file;
    struct script_settings settings;
};

static void help(void)
{
    puts("One person without a browser: a visitor, or a colleague with a key. Commands come in as lines, events go out "
         "as JSON\n"
         "lines; the events are listed at the end of protocol/client.h.\n"
         "\n"
         "Examples:\n"
         "  printf 'open 1 I want out\\nwait opened\\ncode\\n' |\n"
         "      udvej-client visitor --server ws://localhost:8470/ws --deployment demo/deployment_id\n"
         "  printf 'return 12345678 12345678 12345678\\nrecv 10\\nsend thank you\\n' | udvej-client visitor ...\n"
         "  udvej-client counsellor --server unix:/run/udvej/staff.sock --host localhost:8470 \\\n"
         "      --deployment demo/deployment_id --key demo/keys/counsellor-1.key \\\n"
         "      --passphrase-file demo/keys/counsellor-1.passphrase --state counsellor-1.state\n"
         "\n"
         "Roles: visitor, counsellor, supervisor, mentor, interpreter, parent-coach\n"
         "\n"
         "Options:\n"
         "  --server URL             ws://name[:port][/ws] or unix:/path (TLS is the proxy's)\n"
         "  --host NAME              the server's name as a browser shows it, when it is not the one in URL\n"
         "  --socks PROXY            go through this SOCKS5 proxy, which finds the server by its name: unix:/path,\n"
         "                           127.0.0.1:port or [::1]:port; for tor and an onion service\n"
         "  --deployment HEX|FILE    which programme this must be: its deployment_id, or a file that holds it\n"
         "  --key FILE               staff: the key file\n"
         "  --passphrase-file FILE   staff: its first line is the passphrase; left out: the terminal\n"
         "  --state FILE             staff: what this device must not forget, sealed; made if it is not there\n"
         "  --timeout S              for commands that wait (30)\n"
         "  --patience S             how long the server may be away (60)\n"
         "  --keep-going             a failed command does not end the program\n"
         "  --quiet                  cells of one size at a steady pace, whether anything is said or not\n"
         "  --manual                 messages count as read only after the command 'shown'\n"
         "\n"
         "Every command is answered by {\"event\":\"done\",...} or {\"event\":\"failed\",\"command\":...,\"why\":...} "
         "in its turn.");
    verbs_print();
    puts("\n"
         "Exit codes: 0 all done; 1 a command was refused or wrong, or our disk or memory failed; 2 wrong use; 3 login "
         "refused, unknown\n"
         "code, untrustworthy server, or opened elsewhere; 4 no connection; 5 what was waited for did not happen.\n"
         "\n"
         "Next: server/demo.sh serves a programme to try this on.");
}

static int misused(const char *what)
{
    fprintf(stderr, "udvej-client: %s; see: udvej-client --help\n", what);
    return EXIT_USAGE;
}

/* --- options: each of these says what is wrong, or NULL --- */

static bool deployment_read(const char *text, uint8_t id[HASH_SIZE])
{
    char file[2 * HASH_SIZE + 2];
    size_t size = strlen(text);
    struct reason reason;
    if (size != 2 * HASH_SIZE || hex_decode(text, id, HASH_SIZE) != OK) {
        if (file_read(text, PRIVACY_NONE, file, sizeof file, &size, &reason) != OK || size < 2 * HASH_SIZE)
            return false;
        return hex_decode(file, id, HASH_SIZE) == OK;
    }
    return true;
}

static bool seconds_read(const char *text, unsigned *seconds)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    *seconds = (unsigned)number;
    return end != text && *end == '\0' && number >= 1 && number <= 86400;
}

static const char *option_take(struct options *given, int option, const char *value)
{
    switch (option) {
    case 's':
        given->server = value;
        return NULL;
    case 'h':
        given->host = value;
        return NULL;
    case 'x':
        given->socks = value;
        return NULL;
    case 'd':
        given->deployment = value;
        return NULL;
    case 'k':
        given->key = value;
        return NULL;
    case 'p':
        given->passphrase_file = value;
        return NULL;
    case 'S':
        given->settings.driver.state = value;
        return NULL;
    case 't':
        return seconds_read(value, &given->settings.timeout_s) ? NULL : "--timeout takes seconds";
    case 'P':
        return seconds_read(value, &given->settings.patience_s) ? NULL : "--patience takes seconds";
    case 'g':
        given->settings.keeps_going = true;
        return NULL;
    case 'q':
        given->settings.driver.uses_cells = true;
        return NULL;
    case 'm':
        given->settings.driver.is_manual = true;
        return NULL;
    default:
        return "that is no option";
    }
}

static const char *options_read(struct options *given, int count, char **arguments, struct reason *reason)
{
    static const struct option options[] = {
        {"server", required_argument, NULL, 's'},
        {"host", required_argument, NULL, 'h'},
        {"socks", required_argument, NULL, 'x'},
        {"deployment", required_argument, NULL, 'd'},
        {"key", required_argument, NULL, 'k'},
        {"passphrase-file", required_argument, NULL, 'p'},
        {"state", required_argument, NULL, 'S'},
        {"timeout", required_argument, NULL, 't'},
        {"patience", required_argument, NULL, 'P'},
        {"keep-going", no_argument, NULL, 'g'},
        {"quiet", no_argument, NULL, 'q'},
        {"manual", no_argument, NULL, 'm'},
        {0},
    };
    int option;
    const char *wrong = NULL;
    while (wrong == NULL && (option = getopt_long(count, arguments, "", options, NULL)) != -1)
        wrong = option_take(given, option, optarg);
    if (wrong != NULL)
        return wrong;
    if (optind + 1 != count)
        return "it needs one role";
    bool is_visitor = strcmp(arguments[optind], "visitor") == 0;
    static const char *const roles[] = {"counsellor", "supervisor", "mentor", "interpreter", "parent-coach"};
    bool is_staff = false;
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
        is_staff = is_staff || strcmp(arguments[optind], roles[i]) == 0;
    if (!is_visitor && !is_staff)
        return "that is no role";
    given->settings.driver.role = is_visitor ? CLIENT_VISITOR : CLIENT_STAFF;
    if (given->server == NULL || given->deployment == NULL)
        return "it needs --server and --deployment";
    if (is_staff && (given->key == NULL || given->settings.driver.state == NULL))
        return "staff need --key and --state";
    if (!deployment_read(given->deployment, given->settings.driver.deployment_id))
        return "--deployment takes 64 hex digits or a file that begins with them";
    if (link_address_read(&given->settings.driver.address, given->server, given->host, reason) != OK)
        return reason->text;
    if (given->socks != NULL && link_address_proxy(&given->settings.driver.address, given->socks, reason) != OK)
        return reason->text;
    return NULL;
}

/* --- the loop --- */

static void feed(void *context)
{
    struct program *program = context;
    size_t size;
    while (script_wants_line(&program->script) && input_next(&program->input, program->line, &size))
        script_line(&program->script, program->line, size);
    secret_wipe(program->line, sizeof program->line);
    if (script_wants_line(&program->script) && input_has_ended(&program->input)) {
        if (program->input.is_too_long) {
            fputs("udvej-client: a line is too long.\n", stderr);
            script_end(&program->script, EXIT_FAILED);
        } else {
            script_input_ended(&program->script);
        }
    }
}

static void end_now(uv_timer_t *timer)
{
    uv_stop(timer->loop);
}

static void say_goodbye(uv_timer_t *timer)
{
    struct program *program = timer->data;
    uint64_t wait_ms = driver_is_connected(program->script.driver) ? GOODBYE_MS : 0;
    driver_disconnect(program->script.driver);
    uv_timer_start(timer, end_now, wait_ms, 0);
}

/* Comes from the middle of things, so the end itself waits for the loop's next turn. */
static void ended(void *context)
{
    struct program *program = context;
    uv_timer_start(&program->end, say_goodbye, 0, 0);
}

static void interrupted(uv_signal_t *handle, int number)
{
    struct program *program = handle->data;
    (void)number;
    script_end(&program->script, EXIT_FAILED);
}

static void signals_open(struct program *program)
{
    (void)signal(SIGPIPE, SIG_IGN);
    program->interrupt.data = program->terminate.data = program;
    if (uv_signal_init(&program->loop, &program->interrupt) == 0)
        (void)uv_signal_start(&program->interrupt, interrupted, SIGINT);
    if (uv_signal_init(&program->loop, &program->terminate) == 0)
        (void)uv_signal_start(&program->terminate, interrupted, SIGTERM);
}

static bool unlock(struct program *program, const struct options *given, struct reason *reason)
{
    struct passphrase *passphrase = secret_new(sizeof *passphrase);
    struct passphrase_source source = {.file = given->passphrase_file, .prompt = "passphrase"};
    reason_set(reason, "there is no memory for a passphrase.");
    bool is_unlocked = passphrase != NULL && passphrase_read(&source, passphrase, reason) == OK &&
                       driver_unlock(program->script.driver, given->key, passphrase, reason);
    secret_free(passphrase);
    return is_unlocked;
}

/* False with the reason in words; program_close either way, unless there is no loop. */
static bool program_open(struct program *program, struct options *given, struct reason *reason)
{
    program->end.data = program;
    program->script.context = program;
    program->script.ended = ended;
    program->script.hungry = feed;
    program->input.context = program;
    program->input.more = feed;
    signals_open(program);
    if (!script_open(&program->script, &program->loop, &given->settings, reason))
        return false;
    if (given->settings.driver.role == CLIENT_STAFF && !unlock(program, given, reason))
        return false;
    reason_set(reason, "standard input cannot be read.");
    return input_open(&program->input, &program->loop);
}

static int program_run(struct program *program)
{
    driver_connect(program->script.driver);
    driver_pump(program->script.driver);
    feed(program);
    (void)uv_run(&program->loop, UV_RUN_DEFAULT);
    return (int)program->script.code;
}

static void close_handle(uv_handle_t *handle, void *context)
{
    (void)context;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

static void program_close(struct program *program)
{
    script_close(&program->script);
    input_close(&program->input);
    uv_walk(&program->loop, close_handle, NULL); /* the timer and the signals */
    (void)uv_run(&program->loop, UV_RUN_DEFAULT);
    (void)uv_loop_close(&program->loop);
}

int main(int count, char **arguments)
{
    struct options given = {.settings = {.timeout_s = 30, .patience_s = 60}};
    struct reason reason;
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "--help") == 0 || strcmp(arguments[i], "-h") == 0) {
            help();
            return EXIT_OK;
        }
    }
    const char *wrong = options_read(&given, count, arguments, &reason);
    if (wrong != NULL)
        return misused(wrong);
    struct program *program = calloc(1, sizeof *program);
    int code = EXIT_FAILED;
    if (program == NULL || !secret_start() || uv_loop_init(&program->loop) != 0 ||
        uv_timer_init(&program->loop, &program->end) != 0) {
        fputs("udvej-client: this machine gives no memory or no randomness.\n", stderr);
        free(program);
        return EXIT_FAILED;
    }
    if (program_open(program, &given, &reason))
        code = program_run(program);
    else
        fprintf(stderr, "udvej-client: %s\n", reason.text);
    program_close(program);
    secret_wipe(program, sizeof *program);
    free(program);
    return code;
}
