#include "control.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "listen.h"
#include "relay/rules.h"
#include "store/store_sqlite_inspect.h"

enum { ANSWER_MAX = METRICS_SIZE_MAX + 512, BACKLOG = 16 };

struct guest {
    struct control *control;
    uv_pipe_t pipe;
    uv_timer_t deadline;
    uv_work_t work;
    uv_write_t write;
    unsigned busy; /* handles and works that still know it; 0: free */
    bool is_closing;
    size_t size;
    char head[CONTROL_HEAD_MAX];
    struct metrics metrics;
    char body[METRICS_SIZE_MAX];
    char answer[ANSWER_MAX];
};

struct control {
    struct control_settings settings;
    uv_pipe_t listener;
    bool is_open;
    bool has_more; /* somebody waits to be accepted */
    struct guest guests[CONTROL_GUESTS_MAX];
};

/* ---- the request --------------------------------------------------------------------------------------------------------- */

static bool begins(struct bytes line, const char *word)
{
    return line.size >= strlen(word) && memcmp(line.data, word, strlen(word)) == 0;
}

/* The rest of the head is nobody's business here: who may connect to the socket may ask. */
enum control_page control_judge(const char *head, size_t size)
{
    static const struct {
        const char *path;
        enum control_page page;
    } pages[] = {{"/healthz", CONTROL_HEALTH}, {"/readyz", CONTROL_READY}, {"/metrics", CONTROL_METRICS}};
    const char *end = memmem(head, size, "\r\n", 2);
    if (memmem(head, size, "\r\n\r\n", 4) == NULL)
        return size < CONTROL_HEAD_MAX ? CONTROL_UNFINISHED : CONTROL_MALFORMED;
    struct bytes line = {(const uint8_t *)head, (size_t)(end - head)};
    const uint8_t *last = memrchr(line.data, ' ', line.size);
    const uint8_t *first = memchr(line.data, ' ', line.size);
    if (first == NULL || first == last || memchr(first + 1, ' ', (size_t)(last - first - 1)) != NULL ||
        !begins((struct bytes){last, line.size - (size_t)(last - line.data)}, " HTTP/1."))
        return CONTROL_MALFORMED;
    if (!begins(line, "GET "))
        return CONTROL_OTHER_METHOD;
    size_t path_size = (size_t)(last - first - 1);
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        if (strlen(pages[i].path) == path_size && memcmp(first + 1, pages[i].path, path_size) == 0)
            return pages[i].page;
    return CONTROL_UNKNOWN;
}

/* ---- a guest's end --------------------------------------------------------------------------------------------------------- */

static void accept_waiting(struct control *control);

static void leave(struct guest *guest)
{
    if (--guest->busy == 0 && guest->control->is_open && guest->control->has_more)
        accept_waiting(guest->control);
}

static void on_closed(uv_handle_t *handle)
{
    leave(handle->data);
}

static void close_guest(struct guest *guest)
{
    if (guest->is_closing)
        return;
    guest->is_closing = true;
    uv_close((uv_handle_t *)&guest->pipe, on_closed);
    uv_close((uv_handle_t *)&guest->deadline, on_closed);
}

static void on_late(uv_timer_t *timer)
{
    close_guest(timer->data);
}

/* ---- the answer ------------------------------------------------------------------------------------------------------------ */

static void on_written(uv_write_t *write, int status)
{
    (void)status;
    close_guest(write->data);
}

static void answer(struct guest *guest, const char *status, const char *type, const char *body, size_t size)
{
    int length = snprintf(guest->answer, sizeof guest->answer,
                          "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\nCache-Control: no-store\r\n"
                          "Connection: close\r\n\r\n%.*s",
                          status, type, size, (int)size, body);
    invariant(length > 0 && (size_t)length < sizeof guest->answer);
    uv_buf_t buffer = uv_buf_init(guest->answer, (unsigned)length);
    guest->write.data = guest;
    if (uv_write(&guest->write, (uv_stream_t *)&guest->pipe, &buffer, 1, on_written) != 0)
        close_guest(guest);
}

static void answer_word(struct guest *guest, const char *status, const char *word)
{
    answer(guest, status, "text/plain; charset=utf-8", word, strlen(word));
}

static void note_cases(void *context, uint8_t number, uint8_t state, uint64_t count)
{
    struct metrics *metrics = context;
    for (size_t i = 0; i < metrics->door_count; i++) {
        struct metrics_door *door = &metrics->doors[i];
        if (door->door != number)
            continue;
        uint8_t told = rules_told_state(state);
        door->waiting += told == CASE_WAITING ? count : 0;
        door->claimed += told == CASE_CLAIMED ? count : 0;
        door->closed += rules_is_over(told) ? count : 0;
    }
}

/* In libuv's pool, over a connection of its own that can only read. */
static void count_cases(uv_work_t *work)
{
    struct guest *guest = work->data;
    struct inspection *inspection;
    uint32_t schema;
    if (inspection_open(&inspection, guest->control->settings.config->data, &schema) != OK)
        return;
    guest->metrics.has_cases = inspection_cases(inspection, note_cases, &guest->metrics) == OK;
    inspection_close(inspection);
}

static void on_counted(uv_work_t *work, int status)
{
    struct guest *guest = work->data;
    if (!guest->is_closing) {
        guest->metrics.has_cases = guest->metrics.has_cases && status == 0;
        size_t size = metrics_write(&guest->metrics, guest->body);
        answer(guest, "200 OK", "application/openmetrics-text; version=1.0.0; charset=utf-8", guest->body, size);
    }
    leave(guest);
}

static void answer_metrics(struct guest *guest)
{
    const struct config *config = guest->control->settings.config;
    guest->metrics.door_count = config->door_count;
    for (uint8_t i = 0; i < config->door_count; i++)
        guest->metrics.doors[i] = (struct metrics_door){.door = config->doors[i].number};
    guest->work.data = guest;
    guest->busy++;
    if (uv_queue_work(guest->control->settings.loop, &guest->work, count_cases, on_counted) == 0)
        return;
    guest->busy--;
    close_guest(guest);
}

static void answer_page(struct guest *guest, enum control_page page)
{
    (void)uv_read_stop((uv_stream_t *)&guest->pipe);
    guest->metrics = (struct metrics){0};
    guest->control->settings.look(guest->control->settings.context, &guest->metrics);
    switch (page) {
    case CONTROL_HEALTH:
        answer_word(guest, "200 OK", "ok\n");
        break;
    case CONTROL_READY:
        if (guest->metrics.is_ready)
            answer_word(guest, "200 OK", "ready\n");
        else
            answer_word(guest, "503 Service Unavailable",
                        guest->metrics.is_store_failing ? "the store is failing\n" : "not serving\n");
        break;
    case CONTROL_METRICS:
        answer_metrics(guest);
        break;
    case CONTROL_OTHER_METHOD:
        answer_word(guest, "405 Method Not Allowed", "GET only\n");
        break;
    case CONTROL_UNKNOWN:
        answer_word(guest, "404 Not Found", "/healthz, /readyz, /metrics\n");
        break;
    default:
        answer_word(guest, "400 Bad Request", "not a request\n");
        break;
    }
}

/* ---- arriving -------------------------------------------------------------------------------------------------------------- */

static void on_room(uv_handle_t *handle, size_t wanted, uv_buf_t *buffer)
{
    struct guest *guest = handle->data;
    (void)wanted;
    *buffer = uv_buf_init(guest->head + guest->size, (unsigned)(sizeof guest->head - guest->size));
}

static void on_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *buffer)
{
    struct guest *guest = stream->data;
    (void)buffer;
    if (size < 0) {
        close_guest(guest);
        return;
    }
    guest->size += (size_t)size;
    enum control_page page = control_judge(guest->head, guest->size);
    if (page != CONTROL_UNFINISHED)
        answer_page(guest, page);
}

static struct guest *free_guest(struct control *control)
{
    for (size_t i = 0; i < CONTROL_GUESTS_MAX; i++)
        if (control->guests[i].busy == 0)
            return &control->guests[i];
    return NULL;
}

static void begin_guest(struct control *control, struct guest *guest)
{
    guest->control = control;
    guest->size = 0;
    guest->is_closing = false;
    guest->pipe.data = guest->deadline.data = guest;
    int piped = uv_pipe_init(control->settings.loop, &guest->pipe, 0);
    int timed = uv_timer_init(control->settings.loop, &guest->deadline);
    invariant(piped == 0 && timed == 0); /* neither can fail in libuv: they only fill in the handle */
    guest->busy = 2;
    if (uv_accept((uv_stream_t *)&control->listener, (uv_stream_t *)&guest->pipe) != 0 ||
        uv_timer_start(&guest->deadline, on_late, CONTROL_DEADLINE_MS, 0) != 0 ||
        uv_read_start((uv_stream_t *)&guest->pipe, on_room, on_read) != 0)
        close_guest(guest);
}

static void accept_waiting(struct control *control)
{
    struct guest *guest = free_guest(control);
    control->has_more = guest == NULL; /* libuv keeps it, and asks for no more before it is taken */
    if (guest != NULL)
        begin_guest(control, guest);
}

static void on_arrival(uv_stream_t *listener, int status)
{
    if (status == 0)
        accept_waiting(listener->data);
}

/* ---- open and end ---------------------------------------------------------------------------------------------------------- */

static const char *path_of(const struct control *control)
{
    return control->settings.config->control + strlen("unix:");
}

enum outcome control_open(struct control **out, const struct control_settings *settings, struct reason *reason)
{
    int fd;
    reason_set(reason, "it cannot be started");
    struct control *control = memory_get(sizeof *control);
    if (control == NULL)
        return BROKEN;
    control->settings = *settings;
    control->listener.data = control;
    *out = control;
    TRY(listen_bind(settings->config->control, &fd, reason));
    if (uv_pipe_init(settings->loop, &control->listener, 0) != 0 || uv_pipe_open(&control->listener, fd) != 0) {
        (void)close(fd);
        return BROKEN;
    }
    control->is_open = true;
    return uv_listen((uv_stream_t *)&control->listener, BACKLOG, on_arrival) == 0 ? OK : BROKEN;
}

void control_stop(struct control *control)
{
    if (control == NULL || !control->is_open)
        return;
    control->is_open = false;
    uv_close((uv_handle_t *)&control->listener, NULL);
    (void)unlink(path_of(control));
    for (size_t i = 0; i < CONTROL_GUESTS_MAX; i++)
        if (control->guests[i].busy > 0)
            close_guest(&control->guests[i]);
}

void control_free(struct control *control)
{
    memory_free(control);
}
