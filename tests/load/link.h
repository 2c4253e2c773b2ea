/* Many WebSocket connections of one thread, on epoll: opens, frames, masks, cuts into messages. Speaks RFC 6455 as plainly as a load
 * generator may: it trusts the server's answer to the opening, and takes whole frames only.
 * Owns: sockets and their buffers. Used by: party, adapters. */
#ifndef UDVEJ_TESTS_LOAD_LINK_H
#define UDVEJ_TESTS_LOAD_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protocol/bytes.h"

enum {
    LINK_MESSAGE_MAX = 128 * 1024, /* of one message in either direction */
    LINK_READ_MAX = 4 * 1024 * 1024,
    LINK_EVENTS_MAX = 512,
    LINK_SOURCES = 16, /* addresses 127.0.0.2 and on that we connect from, so that ports do not run out */
};

enum link_state { LINK_CLOSED, LINK_CONNECTING, LINK_OPENING, LINK_OPEN };

struct link {
    int fd;
    enum link_state state;
    bool is_writing; /* epoll tells when the socket takes more */
    uint8_t *in;     /* the beginning of a frame whose end is not here yet */
    size_t in_size;
    uint8_t *out; /* what the socket did not take yet: [out_at, out_size) */
    size_t out_at, out_size, out_max;
};

struct loop {
    int epoll;
    uint16_t port;           /* on 127.0.0.1 */
    const char *socket_path; /* NULL, or the Unix socket to connect to; `port` is then only part of the host's name */
    const char *path;
    uint64_t mask; /* changes with every frame; never zero, which servers may treat as a special case */
    uint8_t *read; /* LINK_READ_MAX */
    uint8_t *frame;
    void (*opened)(void *context, struct link *link);
    void (*message)(void *context, struct link *link, struct bytes message); /* borrows until return */
    void (*ended)(void *context, struct link *link);                         /* not after link_close */
    void *context;
};

/* `port`, `path` and the callbacks are the caller's to fill in first. False: no memory or descriptors. */
bool loop_open(struct loop *loop);
void loop_close(struct loop *loop);

/* Serves what is ready, waiting at most `wait_ns`. */
void loop_run(struct loop *loop, uint64_t wait_ns);

/* Begins to connect. `number` spreads the connections over our addresses. False: no descriptor is left, or nobody takes connections at the
 * Unix socket. */
bool link_open(struct loop *loop, struct link *link, unsigned number);

/* One binary message, from two runs of octets. Nothing happens on a link that is not open. */
void link_send(struct loop *loop, struct link *link, struct bytes head, struct bytes rest);

/* Says goodbye (close frame) and closes. From every state. */
void link_close(struct loop *loop, struct link *link);

#endif
