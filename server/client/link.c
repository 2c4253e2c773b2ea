#include "link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "secret.h"
#include "socks.h"

enum { IN_MAX = MESSAGE_MAX + 64 * 1024 };

/* One connection from its first attempt to the end of its closing. */
struct wire {
    struct link *link; /* NULL: given up, only the memory is still wanted */
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_tcp_t tcp;
        uv_pipe_t pipe;
    } as;
    uv_connect_t connect;
    uv_getaddrinfo_t lookup;
    bool is_handle; /* `as` was initialised */
    bool is_looking_up;
};

struct link {
    uv_loop_t *loop;
    struct link_address address;
    struct link_events events;
    uv_timer_t timer; /* retry while there is no wire, watch while there is one */
    struct wire *wire;
    struct socks socks;
    struct ws_client ws;
    bool is_asking; /* the proxy, for the way to the server; the WebSocket's opening waits */
    bool is_wanted;
    bool is_open;
    bool has_broken; /* found while sending: told on the loop's next turn */
    size_t writes;   /* under way */
    uint64_t retry_ms;
    uint64_t heard_ms;
    uint64_t active_ms;
    char trouble[128];
    uint8_t in[IN_MAX];
    uint8_t out[LINK_OUT_MAX];
};

/* A write with its own copy, so that the buffer of the WebSocket may go on. */
struct put {
    uv_write_t request;
    struct wire *wire;
    size_t size;
    uint8_t data[];
};

static void begin(struct link *link);
static void watch(uv_timer_t *timer);

/* --- the end of a connection --- */

static void wire_freed(uv_handle_t *handle)
{
    free(handle->data);
}

/* Lets go of a wire: its memory goes when libuv has let go too. */
static void wire_drop(struct wire *wire)
{
    wire->link = NULL;
    if (wire->is_looking_up)
        (void)uv_cancel((uv_req_t *)&wire->lookup);
    else if (wire->is_handle)
        uv_close(&wire->as.handle, wire_freed);
    else
        free(wire);
}

static void retry(uv_timer_t *timer)
{
    begin(timer->data);
}

/* The connection is gone, or never came about. */
static void lose(struct link *link, const char *why)
{
    bool was_open = link->is_open;
    struct wire *wire = link->wire;
    link->wire = NULL;
    link->is_open = false;
    link->has_broken = false;
    (void)snprintf(link->trouble, sizeof link->trouble, "%s", why);
    if (wire != NULL)
        wire_drop(wire);
    uv_timer_stop(&link->timer);
    if (link->is_wanted) {
        uv_timer_start(&link->timer, retry, link->retry_ms, 0);
        link->retry_ms = link->retry_ms * 2 > LINK_RETRY_MAX_MS ? LINK_RETRY_MAX_MS : link->retry_ms * 2;
    }
    if (was_open)
        link->events.lost(link->events.context);
}

/* --- writing --- */

static void written(uv_write_t *request, int status)
{
    struct put *put = request->data;
    struct link *link = put->wire->link;
    secret_wipe(put->data, put->size);
    free(put);
    if (link == NULL)
        return;
    link->writes--;
    if (status < 0 || (link->ws.state == WS_CLOSED && link->writes == 0))
        lose(link, status < 0 ? uv_strerror(status) : "the server has closed");
    else if (link->is_open && link->writes == 0)
        link->events.drained(link->events.context);
}

static struct bytes next_out(const struct link *link)
{
    return link->is_asking ? socks_out(&link->socks) : ws_client_out(&link->ws);
}

static void flush(struct link *link)
{
    struct bytes out = next_out(link);
    if (out.size == 0 || link->wire == NULL)
        return;
    struct put *put = malloc(sizeof *put + out.size);
    if (put == NULL) {
        link->has_broken = true;
        uv_timer_start(&link->timer, watch, 0, 1000);
        return;
    }
    put->wire = link->wire;
    put->size = out.size;
    put->request.data = put;
    memcpy(put->data, out.data, out.size);
    if (link->is_asking)
        socks_sent(&link->socks);
    else
        ws_client_sent(&link->ws, out.size);
    uv_buf_t buffer = uv_buf_init((char *)put->data, (unsigned)put->size);
    link->active_ms = uv_now(link->loop);
    if (uv_write(&put->request, &link->wire->as.stream, &buffer, 1, written) == 0) {
        link->writes++;
    } else {
        free(put);
        link->has_broken = true;
        uv_timer_start(&link->timer, watch, 0, 1000);
    }
}

enum outcome link_send(struct link *link, struct bytes message)
{
    if (!link->is_open)
        return REFUSED;
    /* What libuv has not written yet counts too: a slow server must not make us grow. */
    if (uv_stream_get_write_queue_size(&link->wire->as.stream) > LINK_OUT_MAX)
        return FULL;
    enum outcome outcome = ws_client_send(&link->ws, message);
    flush(link);
    return outcome;
}

/* --- reading --- */

static void make_space(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    struct wire *wire = handle->data;
    size_t size = 0;
    struct link *link = wire->link;
    uint8_t *space = NULL;
    if (link != NULL)
        space = link->is_asking ? socks_space(&link->socks, &size) : ws_client_space(&link->ws, &size);
    (void)suggested;
    *buffer = uv_buf_init((char *)space, (unsigned)size);
}

static void take_messages(struct link *link)
{
    struct wire *wire = link->wire;
    struct bytes message;
    enum outcome outcome = OK;
    while (outcome == OK && wire->link != NULL) {
        outcome = ws_client_next(&link->ws, &message);
        if (!link->is_open && link->ws.state == WS_OPEN) {
            link->is_open = true;
            link->retry_ms = LINK_RETRY_MIN_MS;
            link->trouble[0] = '\0';
            link->events.opened(link->events.context);
        }
        if (outcome == OK && wire->link != NULL)
            link->events.received(link->events.context, message);
    }
}

/* The proxy has said something; once the way stands, the WebSocket's opening goes out. */
static void take_proxy(struct link *link, size_t size)
{
    socks_got(&link->socks, size);
    enum outcome outcome = socks_next(&link->socks);
    if (outcome != OK && outcome != GONE) {
        lose(link, socks_trouble(&link->socks));
        return;
    }
    link->is_asking = outcome != OK;
    flush(link);
}

static void got(uv_stream_t *stream, ssize_t size, const uv_buf_t *buffer)
{
    struct wire *wire = stream->data;
    struct link *link = wire->link;
    (void)buffer;
    if (link == NULL || size == 0)
        return;
    if (size < 0) {
        lose(link, uv_strerror((int)size));
        return;
    }
    link->heard_ms = link->active_ms = uv_now(link->loop);
    if (link->is_asking) {
        take_proxy(link, (size_t)size);
        return;
    }
    ws_client_got(&link->ws, (size_t)size);
    take_messages(link);
    if (wire->link == NULL)
        return;
    flush(link);
    if (wire->link != NULL && link->ws.state == WS_CLOSED && link->writes == 0)
        lose(link, link->is_open ? "the server has closed" : "the server does not speak our WebSocket here");
}

/* --- connecting --- */

/* Puts out what is said first: to the proxy if there is one, and the WebSocket's opening. */
static enum outcome greet(struct link *link)
{
    const struct link_address *address = &link->address;
    struct ws_settings settings = {
        .host = {(const uint8_t *)address->host, strlen(address->host)},
        .path = address->path,
        .fill_random = secret_random,
        .in = link->in,
        .in_max = sizeof link->in,
        .out = link->out,
        .out_max = sizeof link->out,
    };
    struct bytes name = {(const uint8_t *)address->server.name, strlen(address->server.name)};
    link->is_asking = address->has_proxy;
    if (link->is_asking)
        TRY(socks_open(&link->socks, name, address->server.port));
    return ws_client_open(&link->ws, &settings);
}

static void connected(uv_connect_t *request, int status)
{
    struct wire *wire = request->data;
    struct link *link = wire->link;
    if (link == NULL)
        return;
    link->writes = 0;
    if (status < 0 || greet(link) != OK || uv_read_start(&wire->as.stream, make_space, got) != 0) {
        lose(link, status < 0 ? uv_strerror(status) : "the connection broke");
        return;
    }
    link->heard_ms = uv_now(link->loop);
    flush(link);
}

static void looked_up(uv_getaddrinfo_t *request, int status, struct addrinfo *found)
{
    struct wire *wire = request->data;
    struct link *link = wire->link;
    wire->is_looking_up = false;
    if (link == NULL) {
        free(wire);
    } else if (status < 0) {
        lose(link, uv_strerror(status));
    } else {
        wire->is_handle = uv_tcp_init(link->loop, &wire->as.tcp) == 0;
        wire->as.handle.data = wire;
        if (!wire->is_handle || uv_tcp_nodelay(&wire->as.tcp, 1) != 0 ||
            uv_tcp_connect(&wire->connect, &wire->as.tcp, found->ai_addr, connected) != 0)
            lose(link, "no socket can be made");
    }
    uv_freeaddrinfo(found);
}

static int begin_tcp(struct link *link, struct wire *wire, const struct link_end *end)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_protocol = IPPROTO_TCP};
    char port[sizeof "65535"];
    (void)snprintf(port, sizeof port, "%u", end->port);
    wire->lookup.data = wire;
    int status = uv_getaddrinfo(link->loop, &wire->lookup, looked_up, end->name, port, &hints);
    wire->is_looking_up = status == 0;
    return status;
}

static int begin_unix(struct link *link, struct wire *wire, const struct link_end *end)
{
    int status = uv_pipe_init(link->loop, &wire->as.pipe, 0);
    wire->is_handle = status == 0;
    wire->as.handle.data = wire;
    if (status == 0)
        uv_pipe_connect(&wire->connect, &wire->as.pipe, end->name, connected);
    return status;
}

static void begin(struct link *link)
{
    struct wire *wire = calloc(1, sizeof *wire);
    if (wire != NULL) {
        wire->link = link;
        wire->connect.data = wire;
    }
    const struct link_end *end = link->address.has_proxy ? &link->address.proxy : &link->address.server;
    link->wire = wire;
    link->heard_ms = uv_now(link->loop);
    uv_timer_start(&link->timer, watch, 1000, 1000);
    if (wire == NULL || (end->is_unix ? begin_unix(link, wire, end) : begin_tcp(link, wire, end)) != 0)
        lose(link, "no connection can be begun");
}

/* Silence on a connection means that it is gone: the server pings. */
static void watch(uv_timer_t *timer)
{
    struct link *link = timer->data;
    uint64_t max = link->address.has_proxy ? LINK_PROXY_MAX_MS : LINK_CONNECT_MAX_MS;
    if (link->is_open)
        max = link->ws.state == WS_OPEN ? LINK_SILENCE_MAX_MS : LINK_CLOSE_MAX_MS;
    if (link->wire == NULL)
        return;
    if (link->has_broken)
        lose(link, "the connection broke");
    else if (uv_now(link->loop) - link->heard_ms > max)
        lose(link, "the server is silent");
}

/* --- life --- */

struct link *link_new(uv_loop_t *loop, const struct link_address *address, const struct link_events *events)
{
    struct link *link = calloc(1, sizeof *link);
    if (link == NULL)
        return NULL;
    link->loop = loop;
    link->address = *address;
    link->events = *events;
    link->retry_ms = LINK_RETRY_MIN_MS;
    link->timer.data = link;
    if (uv_timer_init(loop, &link->timer) == 0)
        return link;
    free(link);
    return NULL;
}

/* A wire that is only being closed is in the way of a new one. */
static void begin_now(struct link *link)
{
    struct wire *wire = link->wire;
    bool is_closing = wire != NULL && link->is_open && link->ws.state != WS_OPEN;
    link->is_wanted = true;
    if (is_closing) {
        link->wire = NULL;
        link->is_open = false;
        wire_drop(wire);
    }
    if (link->wire == NULL && (is_closing || !uv_is_active((uv_handle_t *)&link->timer)))
        begin(link);
}

void link_start(struct link *link)
{
    begin_now(link);
}

void link_stop(struct link *link)
{
    link->is_wanted = false;
    if (!link->is_open || link->ws.state != WS_OPEN) {
        link->is_open = false; /* the owner knows: nothing is told */
        lose(link, "");
        return;
    }
    /* The close frame goes out; the server's answer, or its silence, ends the wire. */
    ws_client_close(&link->ws, WS_CODE_NORMAL);
    flush(link);
}

void link_restart(struct link *link)
{
    link->retry_ms = LINK_RETRY_MIN_MS;
    link_stop(link);
    begin_now(link);
}

bool link_is_open(const struct link *link)
{
    return link->is_open && link->ws.state == WS_OPEN;
}

uint64_t link_quiet_ms(const struct link *link)
{
    return uv_now(link->loop) - link->active_ms;
}

const char *link_trouble(const struct link *link)
{
    return link->trouble;
}

static void link_freed(uv_handle_t *handle)
{
    struct link *link = handle->data;
    secret_wipe(link, sizeof *link);
    free(link);
}

void link_free(struct link *link)
{
    if (link == NULL)
        return;
    link->is_wanted = false;
    link->is_open = false;
    lose(link, "");
    uv_close((uv_handle_t *)&link->timer, link_freed);
}
