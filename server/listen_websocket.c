#include <poll.h>
#include <string.h>

#include "base/memory.h"
#include "listen_parts.h"

/* What was measured about this library stands in the architecture; the reasons here say which finding a line follows. */

enum { CONTEXT_RUNS_MAX = 200 };

static struct link *link_of(struct peer *peer)
{
    return (struct link *)(void *)peer; /* peer is connection's first field, connection is link's */
}

/* --- The library's callbacks --- */

static void on_established(struct listen *listen, struct lws *wsi, struct link *link)
{
    link->listen = listen;
    link->wsi = wsi;
    link->after = listen->links;
    if (listen->links != NULL)
        listen->links->before = link;
    listen->links = link;
    listen->link_count++;
    link->is_at_staffs = listen->is_adopting_staffs;
    places_take(link);
    newcomer_add(link);
    connection_open(&link->connection, listen->settings.edge, listen->adopting_host);
}

/* Also comes for openings that were refused, and then there is no connection. */
static void on_closed(struct link *link)
{
    if (link == NULL || link->listen == NULL)
        return;
    struct listen *listen = link->listen;
    *(link->before != NULL ? &link->before->after : &listen->links) = link->after;
    if (link->after != NULL)
        link->after->before = link->before;
    listen->link_count--;
    newcomer_leave(link);
    places_leave(link);
    connection_ended(&link->connection);
    link->listen = NULL;
}

static void on_receive(struct lws *wsi, struct link *link, const void *data, size_t size)
{
    /* Built without extensions, the library lets the first reserved bit pass (RFC 6455, section 5.2 does not). */
    if (lws_get_reserved_bits(wsi) != 0) {
        peer_close(&link->connection.peer, CLOSE_PROTOCOL);
        deliver_touch(&link->connection.edge->deliver, &link->connection.peer);
        return;
    }
    struct fragment fragment = {
        .data = {data, size},
        .left = lws_remaining_packet_payload(wsi),
        .is_first = lws_is_first_fragment(wsi) != 0,
        .is_last = lws_is_final_fragment(wsi) != 0,
        .is_binary = lws_frame_is_binary(wsi) != 0,
    };
    connection_fragment(&link->connection, &fragment);
}

/* Never answers with -1: closing is done outside callbacks, where the close frame is not lost. */
static int on_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t size)
{
    struct link *link = user;
    switch (reason) {
    case LWS_CALLBACK_ESTABLISHED:
        on_established(lws_context_user(lws_get_context(wsi)), wsi, link);
        break;
    case LWS_CALLBACK_CLOSED:
        on_closed(link);
        break;
    case LWS_CALLBACK_RECEIVE:
        on_receive(wsi, link, in, size);
        break;
    case LWS_CALLBACK_RECEIVE_PONG:
        connection_heard(&link->connection);
        break;
    case LWS_CALLBACK_SERVER_WRITEABLE:
        deliver_touch(&link->connection.edge->deliver, &link->connection.peer);
        break;
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
        link->is_leaving = true;
        peer_close(&link->connection.peer, CLOSE_GOING_AWAY);
        break;
    default: /* CONFIRM_UPGRADE among them: CVE-2025-11677 */
        break;
    }
    return 0;
}

/* The library says two harmless lines per socket, and its words could hold anything. */
static void drop_line(int level, const char *line)
{
    (void)level;
    (void)line;
}

enum outcome websocket_open(struct listen *listen)
{
    static const struct lws_protocols protocols[] = {
        {
            .name = "udvej",
            .callback = on_callback,
            .per_session_data_size = sizeof(struct link),
            .rx_buffer_size = CONTROL_SIZE, /* what it was for besides, .ci/setup takes out of the library */
            .tx_packet_size = GATHER_SIZE,  /* else a write is cut at rx_buffer_size and the rest buffered */
        },
        {0},
    };
    static const lws_retry_bo_t no_policy = {0}; /* its own keepalive needs its own timers: ours are uv timers */
    void *loops[1] = {listen->settings.loop};
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN_SERVER,
        .protocols = protocols,
        .options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_VALIDATE_UTF8,
        .foreign_loops = loops,
        .count_threads = 1,
        .pt_serv_buf_size = READ_SIZE,
        .fd_limit_per_thread = 0, /* anything else makes look-up by descriptor a search */
        .retry_and_idle_policy = &no_policy,
        .user = listen,
    };
    lws_set_log_level(0, drop_line);
    listen->context = lws_create_context(&info);
    if (listen->context == NULL)
        return BROKEN;
    listen->vhost = lws_get_vhost_by_name(listen->context, "default");
    return listen->vhost != NULL ? OK : BROKEN;
}

void websocket_adopt(struct listen *listen, int fd, const struct gate_request *request, bool is_at_staffs)
{
    char opening[GATE_OPENING_MAX];
    size_t size = gate_opening(request, listen->settings.hosts, opening);
    listen->adopting_host = request->host;
    listen->is_adopting_staffs = is_at_staffs;
    /* Takes `fd` also when it fails; answers the opening and calls back before it returns. */
    (void)lws_adopt_socket_vhost_readbuf(listen->vhost, fd, opening, size);
}

/* --- Writing --- */

/* Ends the session; with a code, a close frame goes first and the peer may answer it. */
static void leave(struct link *link, uint16_t code)
{
    struct lws *wsi = link->wsi;
    link->is_leaving = true;
    if (code != 0)
        lws_close_reason(wsi, (enum lws_close_status)code, NULL, 0);
    lws_set_timeout(wsi, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_SYNC); /* `link` may be gone now */
}

/* Writes raw: several WebSocket frames, which the outbox has made, in one call. */
static void flush_one(struct link *link)
{
    struct peer *peer = &link->connection.peer;
    if (link->is_leaving || peer->is_quiet) /* what a quiet one has to say, and its end, wait for their moment */
        return;
    uint8_t *gather = link->listen->gather + LWS_PRE;
    while (!outbox_is_empty(&peer->outbox) && !lws_partial_buffered(link->wsi)) {
        size_t size = outbox_gather(&peer->outbox, gather, GATHER_SIZE);
        if (lws_write(link->wsi, gather, size, LWS_WRITE_HTTP) < 0) {
            leave(link, 0);
            return;
        }
    }
    if (lws_partial_buffered(link->wsi)) {
        (void)lws_callback_on_writable(link->wsi);
        return;
    }
    if (peer->state == PEER_CLOSING)
        leave(link, peer->close_code);
    else
        connection_flushed(&link->connection);
}

void websocket_flush(struct listen *listen)
{
    struct peer *peer;
    while ((peer = deliver_next_touched(&listen->settings.edge->deliver)) != NULL) {
        newcomer_settle(link_of(peer)); /* whose login was answered has been touched */
        flush_one(link_of(peer));
    }
}

/* One cell, full or empty. A peer that has not taken the last one yet gets none: that it reads slowly is seen anyway. */
static void give_cell(struct link *link)
{
    struct peer *peer = &link->connection.peer;
    uint8_t *gather = link->listen->gather + LWS_PRE;
    if (link->is_leaving || lws_partial_buffered(link->wsi))
        return;
    bool is_last = peer->state == PEER_CLOSING;
    size_t size = connection_cell(&link->connection, gather);
    if (lws_write(link->wsi, gather, size, LWS_WRITE_HTTP) < 0)
        leave(link, 0);
    else if (is_last && !lws_partial_buffered(link->wsi))
        leave(link, peer->close_code);
}

void websocket_pulse(struct listen *listen, uint64_t now_ms)
{
    struct peer *peer, *after;
    while (pulse_step(&listen->settings.edge->pulse, now_ms, &peer)) {
        for (; peer != NULL; peer = after) {
            after = peer->same_slot; /* `peer` may be gone afterwards */
            give_cell(link_of(peer));
        }
    }
}

/* --- Deadlines --- */

static void ping(struct link *link)
{
    /* With an octet in it: the library swallows the answer to an empty one. */
    static const uint8_t frame[] = {0x89, 1, 'u'};
    uint8_t *gather = link->listen->gather + LWS_PRE;
    if (link->is_leaving || lws_partial_buffered(link->wsi))
        return;
    memcpy(gather, frame, sizeof frame);
    if (lws_write(link->wsi, gather, sizeof frame, LWS_WRITE_HTTP) < 0)
        leave(link, 0);
}

/* For a peer that neither reads nor answers our close frame. Killing it like a timeout is the one way that does not first wait for
 * buffered octets to go; the library's timers may sleep, so it is woken. */
static void cut(struct link *link)
{
    link->is_leaving = true;
    lws_set_timeout(link->wsi, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_ASYNC);
    lws_cancel_service(link->listen->context);
}

/* The close frame is written by us: the library would wait for its answer, and a place that is to be free now would be held by one who gives none.
 * It says: try later. Not to one who has not taken yet what went before, and not among a quiet one's cells. */
void websocket_put_out(struct link *link)
{
    static const uint8_t frame[] = {0x88, 2, CLOSE_TRY_LATER >> 8, CLOSE_TRY_LATER & 0xff};
    uint8_t *gather = link->listen->gather + LWS_PRE;
    memcpy(gather, frame, sizeof frame);
    peer_close(&link->connection.peer, CLOSE_TRY_LATER); /* what it says from now on is not heard */
    if (!link->is_leaving && !link->connection.peer.is_quiet && !lws_partial_buffered(link->wsi))
        (void)!lws_write(link->wsi, gather, sizeof frame, LWS_WRITE_HTTP);
    if (link->is_leaving || lws_partial_buffered(link->wsi))
        cut(link);
    else
        leave(link, 0);
}

/* A peer that has ended its side while octets for it are buffered: the library would wait for them to go, and meanwhile read the end
 * again and again without ever sleeping. */
static bool is_spinning(const struct link *link)
{
    if (!lws_partial_buffered(link->wsi))
        return false;
    struct pollfd socket = {.fd = lws_get_socket_fd(link->wsi), .events = POLLRDHUP};
    return poll(&socket, 1, 0) > 0 && (socket.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

void websocket_look(struct listen *listen)
{
    for (struct link *link = listen->links, *after; link != NULL; link = after) {
        after = link->after;
        enum connection_need need = connection_look(&link->connection);
        if (need == NEED_PING)
            ping(link);
        else if (need == NEED_END || is_spinning(link))
            cut(link);
    }
}

/* --- The end --- */

void websocket_destroy(struct listen *listen)
{
    if (listen->context == NULL)
        return;
    /* Destroyed twice with the loop run in between: on a loop of somebody else's its handles close only there. */
    lws_context_destroy(listen->context);
    for (unsigned i = 0; i < CONTEXT_RUNS_MAX && uv_run(listen->settings.loop, UV_RUN_NOWAIT) != 0; i++)
        if (listen->link_count == 0 && i > 2)
            break;
    lws_context_destroy(listen->context);
    listen->context = NULL;
}
