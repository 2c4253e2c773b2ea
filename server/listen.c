#include "listen.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "listen_parts.h"

enum { LOOK_EVERY_MS = 1000 };

static void on_pulse(uv_timer_t *timer)
{
    struct listen *listen = timer->data;
    websocket_pulse(listen, clock_monotonic_ms(listen->settings.edge->clock));
}

/* The timer of the cells runs only while somebody is quiet. */
static void watch_pulse(struct listen *listen)
{
    const struct pulse *pulse = &listen->settings.edge->pulse;
    uv_handle_t *handle = (uv_handle_t *)&listen->pulse;
    uint64_t step_ms = pulse_step_ms(pulse);
    if (pulse->count == 0 && uv_is_active(handle))
        (void)uv_timer_stop(&listen->pulse);
    else if (pulse->count > 0 && !uv_is_active(handle))
        (void)uv_timer_start(&listen->pulse, on_pulse, step_ms, step_ms);
}

/* Runs after every round of events: what they and the turn's answers left in outboxes goes out in one go. */
static void on_check(uv_check_t *check)
{
    struct listen *listen = check->data;
    websocket_flush(listen);
    watch_pulse(listen);
    if (listen->is_waiting && !listen->waits_for_time && listen->guest_count < LISTEN_GUESTS_MAX &&
        listen->spare_fd >= 0)
        sockets_resume(listen);
}

/* Once a look at most: a crowd must not fill the log. */
static void say_what_was_refused(struct listen *listen)
{
    if (listen->evicted_count > 0)
        log_event(LOG_TOO_MANY, (int64_t)listen->evicted_count, 0);
    if (listen->refused_count > 0)
        log_event(LOG_NO_DESCRIPTORS, (int64_t)listen->refused_count, 0);
    const struct listen_counts *now = &listen->counts, *said = &listen->said;
    if (now->refused != said->refused || now->put_out != said->put_out)
        log_event(LOG_NO_PLACE, (int64_t)(now->refused - said->refused), (int64_t)(now->put_out - said->put_out));
    listen->said = *now;
    listen->evicted_count = 0;
    listen->refused_count = 0;
}

static void on_timer(uv_timer_t *timer)
{
    struct listen *listen = timer->data;
    struct edge *edge = listen->settings.edge;
    admit_tick(&edge->admit);
    ration_look(&edge->ration, clock_monotonic_ms(edge->clock));
    say_what_was_refused(listen);
    guests_look(listen, clock_monotonic_ms(edge->clock));
    websocket_look(listen);
    websocket_flush(listen); /* timers run before the loop sleeps, the check handle after */
}

static enum outcome start_handles(struct listen *listen)
{
    uv_loop_t *loop = listen->settings.loop;
    listen->check.data = listen;
    listen->timer.data = listen;
    listen->pulse.data = listen;
    listen->patience.data = listen;
    if (uv_check_init(loop, &listen->check) != 0 || uv_timer_init(loop, &listen->timer) != 0 ||
        uv_timer_init(loop, &listen->pulse) != 0 || uv_timer_init(loop, &listen->patience) != 0)
        return BROKEN;
    listen->open_handles = 4;
    if (uv_check_start(&listen->check, on_check) != 0 ||
        uv_timer_start(&listen->timer, on_timer, LOOK_EVERY_MS, LOOK_EVERY_MS) != 0)
        return BROKEN;
    return OK;
}

enum outcome listen_open(struct listen **out, const struct listen_settings *settings, struct reason *reason)
{
    reason_set(reason, "the sockets or their library cannot be started");
    struct listen *listen = memory_get(sizeof *listen);
    if (listen == NULL)
        return BROKEN;
    listen->settings = *settings;
    listen->gather = memory_get(LWS_PRE + GATHER_SIZE);
    listen->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC); /* keep_spare() has it again later */
    enum outcome outcome = listen->gather == NULL || listen->spare_fd < 0 ? BROKEN : OK;
    if (outcome == OK)
        outcome = start_handles(listen);
    if (outcome == OK)
        outcome = websocket_open(listen);
    if (outcome == OK)
        outcome = sockets_open(listen, reason);
    if (outcome == OK)
        *out = listen;
    else
        listen_close(listen);
    return outcome;
}

size_t listen_socket_count(const struct listen *listen)
{
    return listen->listener_count;
}

struct listen_counts listen_counts(const struct listen *listen)
{
    return listen->counts;
}

size_t listen_connection_count(const struct listen *listen)
{
    return listen->link_count;
}

void listen_stop(struct listen *listen)
{
    listen->is_stopping = true;
    listen->settings.edge->is_stopping = true;
    sockets_close(listen);
    guests_close(listen);
    for (struct link *link = listen->links; link != NULL; link = link->after)
        connection_leave_turn(&link->connection);
}

void listen_shut_down(struct listen *listen)
{
    for (struct link *link = listen->links; link != NULL; link = link->after)
        connection_shut_down(&link->connection);
    websocket_flush(listen);
}

static void on_handle_closed(uv_handle_t *handle)
{
    struct listen *listen = handle->data;
    listen->open_handles--;
}

void listen_close(struct listen *listen)
{
    if (listen == NULL)
        return;
    sockets_close(listen);
    guests_close(listen);
    websocket_destroy(listen);
    if (listen->open_handles > 0) {
        uv_close((uv_handle_t *)&listen->check, on_handle_closed);
        uv_close((uv_handle_t *)&listen->timer, on_handle_closed);
        uv_close((uv_handle_t *)&listen->pulse, on_handle_closed);
        uv_close((uv_handle_t *)&listen->patience, on_handle_closed);
        while (listen->open_handles > 0)
            (void)uv_run(listen->settings.loop, UV_RUN_NOWAIT);
    }
    if (listen->spare_fd >= 0)
        (void)close(listen->spare_fd);
    memory_free(listen->gather);
    memory_free(listen);
}
