#include "serve.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <uv.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/randomness.h"
#include "control.h"
#include "expire.h"
#include "listen.h"
#include "relay/programme.h"
#include "statements.h"
#include "store/store_sqlite.h"
#include "turn.h"
#include "watchdog.h"

enum {
    GOODBYE_MS = 3000, /* for close frames to go out and be answered */
    GOODBYE_LOOK_MS = 20,
    SPARE_DESCRIPTORS = 64, /* of the store, the loop and the standard streams */
};

/* One a process, so it is not on anybody's stack. */
struct server {
    const struct config *config;
    struct statements statements;
    struct site site;
    struct service_key service;
    struct programme programme;
    struct store *store;
    struct edge edge;
    struct listen *listen;
    size_t places; /* connections_max, or as many as there are descriptors for */
    uv_loop_t loop;
    uv_signal_t signals[3];
    uv_timer_t goodbye;
    struct expire expire;
    struct watchdog watchdog;
    struct control *control; /* NULL: not configured */
    uint64_t goodbye_until_ms;
    bool is_store_failing;
    bool is_stopping;
    bool has_loop;
};

/* --- Programme, site and places of sockets --- */

static int open_statements(struct statements *statements, const struct config *config)
{
    struct reason reason = {.text = ""};
    if (statements_open(statements, config->programme, clock_wall_min(&clock_machine), &reason) == OK)
        return EXIT_OK;
    (void)fprintf(stderr, "udvejd: programme: %s\n", reason.text);
    return EXIT_CONFIG;
}

/* Takes care of `site` if it cannot have the file. */
static int add_programme_json(struct site *site, const struct config *config)
{
    if (config->programme_json[0] == '\0' || site_add(site, "/programme.json", config->programme_json) == OK)
        return EXIT_OK;
    site_close(site);
    (void)fprintf(stderr, "udvejd: programme_json: %s cannot be read, or %s has a programme.json of its own\n",
                  config->programme_json, config->web);
    return EXIT_CONFIG;
}

static int open_site(struct site *site, const struct config *config)
{
    switch (site_open(site, config->web)) {
    case OK:
        return add_programme_json(site, config);
    case REFUSED:
        (void)fprintf(stderr,
                      "udvejd: web: %s has no index.html, or something that cannot be served (names of letters, digits,"
                      " . _ - only)\n",
                      config->web);
        return EXIT_CONFIG;
    default:
        (void)fprintf(stderr, "udvejd: web: %s cannot be read\n", config->web);
        return EXIT_CONFIG;
    }
}

static int say_no_socket(const char *key, const struct reason *reason, enum outcome outcome)
{
    (void)fprintf(stderr, "udvejd: %s: %s\n", key, reason->text);
    return outcome == REFUSED ? EXIT_CONFIG : EXIT_FAILED;
}

/* Before anything is made, so that a start which cannot come to its end leaves nothing behind. Without a start (`starts` false) a folder
 * below /run need not be there yet. */
static int check_sockets(const struct config *config, bool starts)
{
    struct reason reason;
    for (size_t i = 0; i < config->address_count; i++)
        if ((starts || !listen_awaits_folder(config->addresses[i])) &&
            listen_check(config->addresses[i], &reason) != OK)
            return say_no_socket("listen", &reason, REFUSED);
    if (config->control[0] != '\0' && (starts || !listen_awaits_folder(config->control)) &&
        listen_check(config->control, &reason) != OK)
        return say_no_socket("control", &reason, REFUSED);
    return EXIT_OK;
}

/* What is named in the configuration, and only read. */
static int open_named(struct statements *statements, struct site *site, const struct config *config, bool starts)
{
    int code = open_statements(statements, config);
    if (code == EXIT_OK)
        code = check_sockets(config, starts);
    if (code == EXIT_OK)
        code = open_site(site, config);
    return code;
}

int serve_check(const struct config *config)
{
    struct site site;
    struct statements *statements = memory_get(sizeof *statements);
    if (statements == NULL)
        return EXIT_FAILED;
    int code = open_named(statements, &site, config, false);
    if (code == EXIT_OK)
        site_close(&site);
    memory_free(statements);
    return code;
}

/* --- What the turn calls --- */

static uint64_t turn_now_min(void *context)
{
    (void)context;
    return clock_wall_min(&clock_machine);
}

static uint64_t turn_chance(void *context)
{
    uint64_t chance;
    (void)context;
    randomness_fill(&randomness_machine, &chance, sizeof chance);
    return chance;
}

/* Said when the store begins to fail and when it answers again, not for every turn in between. */
static void watch_store(struct server *server)
{
    struct turn_counts counts = turn_counts(server->edge.turn);
    uint64_t failed = counts.failed_turns;
    bool is_failing = counts.failed_in_a_row > 0;
    if (is_failing && !server->is_store_failing)
        log_event(LOG_STORE_FAILED, (int64_t)failed, 0);
    if (!is_failing && server->is_store_failing)
        log_event(LOG_STORE_RECOVERED, (int64_t)failed, 0);
    server->is_store_failing = is_failing;
}

static void turn_tell(void *context, const struct answer *answers, size_t count)
{
    struct server *server = context;
    watch_store(server);
    server->edge.deliver.now_min = clock_wall_min(&clock_machine);
    uint64_t opened = server->edge.deliver.opened_count;
    deliver_answers(&server->edge.deliver, answers, count);
    effort_opened(&server->edge.admit.effort, server->edge.deliver.opened_count - opened,
                  clock_monotonic_ms(&clock_machine));
}

static void proof_tell(void *context, const struct proof_question *question, enum outcome outcome)
{
    struct server *server = context;
    connection_proved(&server->edge, question, outcome);
}

static bool describe_door(void *context, size_t index, uint64_t now_min, struct message *door)
{
    return config_describe_door(context, index, now_min, door);
}

static bool has_door(void *context, uint8_t door)
{
    return config_has_door(context, door);
}

/* --- Stopping --- */

static void on_goodbye(uv_timer_t *timer)
{
    struct server *server = timer->data;
    bool is_late = clock_monotonic_ms(&clock_machine) >= server->goodbye_until_ms;
    size_t left = listen_connection_count(server->listen);
    if (left > 0 && !is_late)
        return;
    if (left > 0)
        log_event(LOG_STOP_TIMEOUT, (int64_t)left, 0);
    uv_stop(&server->loop);
}

/* First nothing new, then what was asked is committed and answered, then goodbye; the store's thread ends before the library does. */
static void stop(struct server *server)
{
    server->is_stopping = true;
    log_event(LOG_STOPPING, (int64_t)listen_connection_count(server->listen), 0);
    listen_tell_manager("STOPPING=1");
    listen_stop(server->listen);
    expire_stop(&server->expire);
    turn_close(server->edge.turn);
    server->edge.turn = NULL;
    listen_shut_down(server->listen);
    server->goodbye_until_ms = clock_monotonic_ms(&clock_machine) + GOODBYE_MS;
    (void)uv_timer_start(&server->goodbye, on_goodbye, GOODBYE_LOOK_MS, GOODBYE_LOOK_MS);
}

static void on_signal(uv_signal_t *signal, int number)
{
    struct server *server = signal->data;
    if (number == SIGHUP)
        log_event(LOG_RESTART_TO_RELOAD, 0, 0); /* to many programs it means to read their files anew */
    else if (server->is_stopping)
        uv_stop(&server->loop); /* asked twice: at once */
    else
        stop(server);
}

/* --- Starting --- */

static enum outcome open_loop(struct server *server)
{
    static const int numbers[] = {SIGTERM, SIGINT, SIGHUP};
    (void)signal(SIGPIPE, SIG_IGN);
    if (uv_loop_init(&server->loop) != 0)
        return BROKEN;
    server->has_loop = true;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        server->signals[i].data = server;
        if (uv_signal_init(&server->loop, &server->signals[i]) != 0 ||
            uv_signal_start(&server->signals[i], on_signal, numbers[i]) != 0)
            return BROKEN;
    }
    server->goodbye.data = server;
    if (uv_timer_init(&server->loop, &server->goodbye) != 0)
        return BROKEN;
    return watchdog_open(&server->watchdog, &server->loop);
}

static enum outcome open_store(struct server *server)
{
    struct store_sqlite_settings settings = {.directory = server->config->data};
    TRY(store_sqlite_open(&server->store, &settings));
    server->programme = (struct programme){
        .roster = &server->statements.roster,
        .statements = server->statements.list,
        .statement_count = server->statements.count,
        .doors = {.context = (void *)(uintptr_t)server->config, .describe = describe_door, .exists = has_door},
        .service = &server->service,
        .idle_days = (uint16_t)server->config->idle_days,
        .closed_days = (uint16_t)server->config->closed_days,
        .undelivered_days = (uint16_t)server->config->undelivered_days,
        .record_days = (uint16_t)server->config->record_days,
        .claim_hours = (uint16_t)server->config->claim_hours,
    };
    struct turn_settings turn = {
        .loop = &server->loop,
        .store = server->store,
        .programme = &server->programme,
        .now_min = turn_now_min,
        .chance = turn_chance,
        .tell = turn_tell,
        .context = server,
    };
    TRY(turn_open(&server->edge.turn, &turn));
    return expire_open(&server->expire, &server->loop, server->edge.turn);
}

/* After the store, which sees to it that the folder is ours alone. */
static int open_service_key(struct server *server)
{
    struct reason reason;
    if (service_key_open(&server->service, server->config->data, &randomness_machine, &reason) == OK)
        return EXIT_OK;
    (void)fprintf(stderr, "udvejd: the key for receipts of deletion: %s\n", reason.text);
    return EXIT_FAILED;
}

static enum outcome open_edge(struct server *server)
{
    const struct config *config = server->config;
    struct admit_settings admit = {
        .roster = &server->statements.roster,
        .hosts = &config->hosts,
        .clock = &clock_machine,
        .randomness = &randomness_machine,
        .effort = {.opens_calm = config->opens_calm_per_minute,
                   .level_min = (uint8_t)config->puzzle_level_min,
                   .level_max = (uint8_t)config->puzzle_level_max},
    };
    server->edge.clock = &clock_machine;
    server->edge.limits = (struct connection_limits){
        .first_ms = config->first_deadline_s * UINT64_C(1000),
        .stranger_ms = config->stranger_minutes * UINT64_C(60000),
        .message_ms = config->message_deadline_s * UINT64_C(1000),
        .ping_ms = config->ping_s * UINT64_C(1000),
        .silence_ms = config->silence_s * UINT64_C(1000),
        .requests_max = config->requests_max,
    };
    struct ration_settings ration = {.burst = config->mailbox_burst, .seconds = config->mailbox_seconds};
    pulse_open(&server->edge.pulse, config->cell_ms);
    TRY(ration_open(&server->edge.ration, &ration, &randomness_machine));
    TRY(admit_open(&server->edge.admit, &admit));
    proof_open(&server->edge.proof, &server->loop, proof_tell, server);
    return deliver_open(&server->edge.deliver, config->connections_max, &server->statements.roster,
                        &randomness_machine);
}

/* Raises the number of descriptors as far as it goes and gives how many connections that allows; no core dumps. */
static size_t set_limits(size_t connections_max)
{
    struct rlimit none = {0, 0};
    struct rlimit files;
    (void)setrlimit(RLIMIT_CORE, &none);
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return connections_max;
    files.rlim_cur = files.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &files);
    size_t taken = LISTEN_GUESTS_MAX + SPARE_DESCRIPTORS;
    if (files.rlim_cur >= connections_max + taken)
        return connections_max;
    return files.rlim_cur > taken ? files.rlim_cur - taken : 0;
}

/* Where there are few descriptors, few people or nobody would be served, and nothing would say so. */
static int find_places(struct server *server)
{
    size_t wanted = server->config->connections_max;
    server->places = set_limits(wanted);
    if (server->places >= LISTEN_PLACES_LEAST)
        return EXIT_OK;
    (void)fprintf(stderr,
                  "udvejd: connections_max: %zu people need %zu open files, and the process may not have what even %d"
                  " need: raise LimitNOFILE of the service, or ulimit -Hn\n",
                  wanted, wanted + LISTEN_GUESTS_MAX + SPARE_DESCRIPTORS, LISTEN_PLACES_LEAST);
    return EXIT_CONFIG;
}

static int open_listen(struct server *server)
{
    struct reason reason;
    const char *addresses[CONFIG_ADDRESSES_MAX];
    for (size_t i = 0; i < server->config->address_count; i++)
        addresses[i] = server->config->addresses[i];
    struct listen_settings settings = {
        .loop = &server->loop,
        .addresses = addresses,
        .address_count = server->config->address_count,
        .staff_address = server->config->staff_listen,
        .hosts = &server->config->hosts,
        .site = &server->site,
        .edge = &server->edge,
        .head_deadline_ms = server->config->head_deadline_s * UINT64_C(1000),
        .connections_max = server->places,
    };
    enum outcome outcome = listen_open(&server->listen, &settings, &reason);
    return outcome == OK ? EXIT_OK : say_no_socket("listen", &reason, outcome);
}

/* What the control socket may tell. A server that stops, or cannot keep what people write, is not ready. */
static void look_inside(void *context, struct metrics *metrics)
{
    const struct server *server = context;
    uint64_t now_min = clock_wall_min(&clock_machine), issued_min = server->statements.roster.snapshot_issued_min;
    struct turn_counts counts = {0};
    struct listen_counts counted = listen_counts(server->listen);
    if (server->edge.turn != NULL)
        counts = turn_counts(server->edge.turn);
    metrics->is_store_failing = counts.failed_in_a_row > 0; /* turns come every two seconds at least (expire.h) */
    metrics->is_ready = !server->is_stopping && !metrics->is_store_failing;
    metrics->connections = listen_connection_count(server->listen);
    metrics->connections_max = listen_connections_max(server->listen);
    metrics->staff_places = listen_staff_places(server->listen);
    metrics->requests = counts.requests;
    metrics->failed_turns = counts.failed_turns;
    metrics->forwarded = counted.forwarded;
    metrics->refused = counted.refused;
    metrics->put_out = counted.put_out;
    metrics->snapshot_age_min = now_min > issued_min ? now_min - issued_min : 0;
}

static int open_control(struct server *server)
{
    struct reason reason;
    struct control_settings settings = {
        .loop = &server->loop, .config = server->config, .look = look_inside, .context = server};
    if (server->config->control[0] == '\0')
        return EXIT_OK;
    enum outcome outcome = control_open(&server->control, &settings, &reason);
    return outcome == OK ? EXIT_OK : say_no_socket("control", &reason, outcome);
}

/* Everything that can fail at start, in order; what was opened before a failure is closed by `close_all`. */
static int open_all(struct server *server)
{
    int code = find_places(server);
    if (code == EXIT_OK)
        code = open_named(&server->statements, &server->site, server->config, true);
    if (code != EXIT_OK)
        return code;
    if (open_loop(server) != OK || open_edge(server) != OK) {
        (void)fprintf(stderr, "udvejd: the event loop or libsodium cannot be started\n");
        return EXIT_FAILED;
    }
    if (open_store(server) != OK) {
        (void)fprintf(
            stderr,
            "udvejd: %s: the store cannot be opened (another udvejd, a folder open to others, or a disk fault)\n",
            server->config->data);
        return EXIT_FAILED;
    }
    code = open_service_key(server);
    if (code == EXIT_OK)
        code = open_listen(server);
    if (code == EXIT_OK)
        code = open_control(server);
    return code;
}

static void close_handle(uv_handle_t *handle, void *context)
{
    (void)context;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

static void close_all(struct server *server)
{
    control_stop(server->control); /* it asks the others how they are, so it goes first */
    expire_stop(&server->expire);
    turn_close(server->edge.turn);
    server->edge.turn = NULL;
    listen_close(server->listen);
    if (server->store != NULL)
        server->store->ways->close(server->store);
    deliver_close(&server->edge.deliver);
    admit_close(&server->edge.admit);
    ration_close(&server->edge.ration);
    service_key_close(&server->service);
    if (server->has_loop) {
        uv_walk(&server->loop, close_handle, NULL);
        (void)uv_run(&server->loop, UV_RUN_DEFAULT);
        (void)uv_loop_close(&server->loop);
    }
    control_free(server->control);
    site_close(&server->site);
}

int serve(const struct config *config)
{
    struct server *server = memory_get(sizeof *server);
    if (server == NULL)
        return EXIT_FAILED;
    if (prctl(PR_SET_DUMPABLE, 0) !=
        0) { /* no core dump, not to a program either; and nobody of the same user looks in */
        memory_free(server);
        return EXIT_FAILED;
    }
    (void)signal(SIGHUP, SIG_IGN); /* until the loop hears it */
    (void)umask(0077); /* what the server writes is the server's alone, also if its folder is opened one day */
    server->config = config;
    int code = open_all(server);
    if (code == EXIT_OK) {
        if (server->places < config->connections_max)
            log_event(LOG_FEWER_PLACES, config->connections_max, (int64_t)server->places);
        log_event(LOG_STARTING, (int64_t)listen_socket_count(server->listen), (int64_t)server->site.count);
        log_event(LOG_READY, config->door_count, server->statements.roster.count);
        listen_tell_manager("READY=1");
        (void)uv_run(&server->loop, UV_RUN_DEFAULT);
        log_event(LOG_STOPPED, (int64_t)listen_connection_count(server->listen), 0);
    }
    if (code == EXIT_OK && server->edge.turn != NULL)
        listen_stop(server->listen); /* stopped by the second signal alone: what belongs to the turn goes back first */
    close_all(server);
    memory_free(server);
    return code;
}
