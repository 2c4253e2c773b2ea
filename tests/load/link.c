#include "link.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "protocol/outcome.h"

enum {
    FRAME_HEAD_MAX = 14,
    OPCODE_BINARY = 2,
    OPCODE_CLOSE = 8,
    OPCODE_PING = 9,
    OPCODE_PONG = 10,
    OPENING_MAX = 512,
};

bool loop_open(struct loop *loop)
{
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    loop->mask = UINT64_C(0x9e3779b97f4a7c15);
    loop->read = malloc(LINK_READ_MAX);
    loop->frame = malloc(LINK_MESSAGE_MAX + FRAME_HEAD_MAX);
    return loop->epoll >= 0 && loop->read != NULL && loop->frame != NULL;
}

void loop_close(struct loop *loop)
{
    free(loop->read);
    free(loop->frame);
    (void)close(loop->epoll);
}

/* ---- out ------------------------------------------------------------------------------------------------- */

static void release(struct link *link)
{
    (void)close(link->fd);
    free(link->in);
    free(link->out);
    *link = (struct link){.fd = -1, .state = LINK_CLOSED};
}

static void end(struct loop *loop, struct link *link)
{
    release(link);
    loop->ended(loop->context, link);
}

static void want_writing(struct loop *loop, struct link *link, bool is_wanted)
{
    if (link->is_writing == is_wanted)
        return;
    struct epoll_event event = {.events = EPOLLIN | (is_wanted ? EPOLLOUT : 0), .data.ptr = link};
    link->is_writing = is_wanted;
    (void)epoll_ctl(loop->epoll, EPOLL_CTL_MOD, link->fd, &event);
}

static void keep(struct link *link, const uint8_t *data, size_t size)
{
    if (link->out_size + size > link->out_max) {
        link->out_max = 2 * (link->out_size + size);
        uint8_t *grown = realloc(link->out, link->out_max);
        invariant(grown != NULL);
        link->out = grown;
    }
    memcpy(link->out + link->out_size, data, size);
    link->out_size += size;
}

static void put(struct loop *loop, struct link *link, const uint8_t *data, size_t size)
{
    if (link->out_at == link->out_size) {
        ssize_t taken = send(link->fd, data, size, MSG_NOSIGNAL);
        if (taken < 0 && errno != EAGAIN)
            return; /* the read side says that it is gone */
        size_t done = taken > 0 ? (size_t)taken : 0;
        if (done == size)
            return;
        link->out_at = link->out_size = 0;
        data += done;
        size -= done;
    }
    keep(link, data, size);
    want_writing(loop, link, true);
}

static void flush(struct loop *loop, struct link *link)
{
    ssize_t taken = send(link->fd, link->out + link->out_at, link->out_size - link->out_at, MSG_NOSIGNAL);
    if (taken > 0)
        link->out_at += (size_t)taken;
    if (link->out_at == link->out_size) {
        link->out_at = link->out_size = 0;
        want_writing(loop, link, false);
    }
}

static size_t write_head(uint8_t *out, uint8_t opcode, size_t size)
{
    out[0] = (uint8_t)(0x80 | opcode);
    if (size < 126) {
        out[1] = (uint8_t)(0x80 | size);
        return 2;
    }
    bool is_long = size > UINT16_MAX;
    size_t octets = is_long ? 8 : 2;
    out[1] = is_long ? 0xff : 0xfe;
    for (size_t i = 0; i < octets; i++)
        out[2 + i] = (uint8_t)((uint64_t)size >> (8 * (octets - 1 - i)));
    return 2 + octets;
}

static void apply_mask(uint8_t *data, size_t size, uint64_t mask)
{
    size_t i = 0;
    for (; i + 8 <= size; i += 8) {
        uint64_t word;
        memcpy(&word, data + i, 8);
        word ^= mask;
        memcpy(data + i, &word, 8);
    }
    for (; i < size; i++)
        data[i] ^= (uint8_t)(mask >> (8 * (i % 4)));
}

static void send_frame(struct loop *loop, struct link *link, uint8_t opcode, struct bytes head, struct bytes rest)
{
    size_t size = head.size + rest.size;
    invariant(size <= LINK_MESSAGE_MAX);
    size_t at = write_head(loop->frame, opcode, size);
    loop->mask = loop->mask * UINT64_C(6364136223846793005) + 1442695040888963407;
    uint32_t key = (uint32_t)(loop->mask >> 32) | 1;
    memcpy(loop->frame + at, &key, sizeof key);
    at += sizeof key;
    if (head.size > 0)
        memcpy(loop->frame + at, head.data, head.size);
    if (rest.size > 0)
        memcpy(loop->frame + at + head.size, rest.data, rest.size);
    apply_mask(loop->frame + at, size, key | (uint64_t)key << 32);
    put(loop, link, loop->frame, at + size);
}

void link_send(struct loop *loop, struct link *link, struct bytes head, struct bytes rest)
{
    if (link->state == LINK_OPEN)
        send_frame(loop, link, OPCODE_BINARY, head, rest);
}

void link_close(struct loop *loop, struct link *link)
{
    static const uint8_t normal[2] = {0x03, 0xe8};
    if (link->state == LINK_OPEN)
        send_frame(loop, link, OPCODE_CLOSE, (struct bytes){normal, 2}, (struct bytes){NULL, 0});
    if (link->state != LINK_CLOSED)
        release(link);
}

/* ---- in -------------------------------------------------------------------------------------------------- */

/* Gives the octets of the frame at `data`, 0 if it is not all here. */
static size_t measure(struct bytes data, size_t *head)
{
    if (data.size < 2)
        return 0;
    size_t size = data.data[1] & 0x7f;
    size_t octets = size == 126 ? 2 : size == 127 ? 8 : 0;
    *head = 2 + octets;
    if (data.size < *head)
        return 0;
    for (size_t i = 0; i < octets; i++)
        size = (i == 0 ? 0 : size << 8) | data.data[2 + i];
    return data.size - *head < size ? 0 : *head + size;
}

/* False: the link is not open any more. */
static bool take_frame(struct loop *loop, struct link *link, uint8_t first, struct bytes payload)
{
    static const struct bytes nothing = {NULL, 0};
    switch (first & 0x0f) {
    case OPCODE_BINARY:
        invariant((first & 0x80) != 0); /* no server here cuts a message into frames */
        loop->message(loop->context, link, payload);
        break;
    case OPCODE_PING:
        send_frame(loop, link, OPCODE_PONG, payload, nothing);
        break;
    case OPCODE_CLOSE:
        end(loop, link);
        break;
    default:
        break;
    }
    return link->state == LINK_OPEN;
}

/* The answer to our opening. Gives its octets, 0: not all here, or not what was hoped for (then the link has ended). */
static size_t take_opening(struct loop *loop, struct link *link, struct bytes data)
{
    const uint8_t *found = memmem(data.data, data.size, "\r\n\r\n", 4);
    if (found == NULL)
        return 0;
    if (data.size < 12 || memcmp(data.data + 9, "101", 3) != 0) {
        (void)fprintf(stderr, "udvej-load: the server refused the opening: %.12s\n", (const char *)data.data);
        end(loop, link);
        return 0;
    }
    link->state = LINK_OPEN;
    loop->opened(loop->context, link);
    return (size_t)(found - data.data) + 4;
}

static void take(struct loop *loop, struct link *link, struct bytes data)
{
    size_t at = 0, head = 0, size = 0;
    if (link->state == LINK_OPENING)
        at = take_opening(loop, link, data);
    while (link->state == LINK_OPEN && (size = measure((struct bytes){data.data + at, data.size - at}, &head)) > 0) {
        struct bytes payload = {data.data + at + head, size - head};
        if (!take_frame(loop, link, data.data[at], payload))
            return;
        at += size;
    }
    if (link->state == LINK_CLOSED)
        return;
    link->in_size = data.size - at;
    free(link->in);
    link->in = NULL;
    if (link->in_size > 0) {
        link->in = malloc(link->in_size);
        invariant(link->in != NULL);
        memcpy(link->in, data.data + at, link->in_size);
    }
}

static void read_more(struct loop *loop, struct link *link)
{
    size_t before = link->in_size;
    invariant(before < LINK_READ_MAX / 2);
    ssize_t got = recv(link->fd, loop->read + before, LINK_READ_MAX - before, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        end(loop, link);
        return;
    }
    if (before > 0)
        memcpy(loop->read, link->in, before);
    take(loop, link, (struct bytes){loop->read, before + (size_t)got});
}

/* ---- opening --------------------------------------------------------------------------------------------- */

/* Such a socket connects at once or not at all. */
static bool open_unix(struct loop *loop, struct link *link)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = link};
    size_t size = strlen(loop->socket_path);
    *link = (struct link){.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (link->fd < 0)
        return false;
    invariant(size < sizeof to.sun_path);
    memcpy(to.sun_path, loop->socket_path, size);
    if (connect(link->fd, (const struct sockaddr *)&to, sizeof to) != 0 ||
        epoll_ctl(loop->epoll, EPOLL_CTL_ADD, link->fd, &event) != 0) {
        release(link);
        return false;
    }
    link->is_writing = true;
    link->state = LINK_CONNECTING;
    return true;
}

bool link_open(struct loop *loop, struct link *link, unsigned number)
{
    if (loop->socket_path != NULL)
        return open_unix(loop, link);
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002 + number % LINK_SOURCES)};
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(loop->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    *link = (struct link){.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (link->fd < 0)
        return false;
    (void)setsockopt(link->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    (void)setsockopt(link->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = link};
    bool is_under_way = bind(link->fd, (const struct sockaddr *)&from, sizeof from) == 0 &&
                        (connect(link->fd, (const struct sockaddr *)&to, sizeof to) == 0 || errno == EINPROGRESS) &&
                        epoll_ctl(loop->epoll, EPOLL_CTL_ADD, link->fd, &event) == 0;
    if (!is_under_way) {
        release(link);
        return false;
    }
    link->is_writing = true;
    link->state = LINK_CONNECTING;
    return true;
}

static void ask_for_opening(struct loop *loop, struct link *link)
{
    char opening[OPENING_MAX];
    int size = snprintf(opening, sizeof opening,
                        "GET %s HTTP/1.1\r\nHost: localhost:%u\r\nOrigin: http://localhost:%u\r\nUpgrade: websocket\r\n"
                        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        "Sec-WebSocket-Version: 13\r\n\r\n",
                        loop->path, loop->port, loop->port);
    invariant(size > 0 && size < OPENING_MAX);
    link->state = LINK_OPENING;
    want_writing(loop, link, false);
    put(loop, link, (const uint8_t *)opening, (size_t)size);
}

static void serve(struct loop *loop, struct link *link, uint32_t events)
{
    if (link->state == LINK_CLOSED)
        return;
    if (link->state == LINK_CONNECTING && (events & (EPOLLERR | EPOLLHUP)) != 0) {
        end(loop, link);
        return;
    }
    if ((events & EPOLLOUT) != 0) {
        if (link->state == LINK_CONNECTING)
            ask_for_opening(loop, link);
        else
            flush(loop, link);
    }
    if ((events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0)
        read_more(loop, link);
}

void loop_run(struct loop *loop, uint64_t wait_ns)
{
    struct epoll_event events[LINK_EVENTS_MAX];
    struct timespec wait = {.tv_sec = (time_t)(wait_ns / 1000000000), .tv_nsec = (long)(wait_ns % 1000000000)};
    int count = epoll_pwait2(loop->epoll, events, LINK_EVENTS_MAX, &wait, NULL);
    for (int i = 0; i < count; i++)
        serve(loop, events[i].data.ptr, events[i].events);
}
