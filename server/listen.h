/* The only home of sockets and of libwebsockets: accepts, lets the gate read each head, answers files from memory, hands WebSocket
 * openings to the library, moves octets between it and the connections, flushes touched outboxes once per loop pass.
 * Peers' addresses are never asked for, so they cannot be stored, logged or keyed on.
 * Owns: its handles on the loop, all sockets, all connections. Uses: gate, site, connection, deliver, libuv, libwebsockets.
 * Used by: main. */
#ifndef UDVEJ_SERVER_LISTEN_H
#define UDVEJ_SERVER_LISTEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include "connection.h"
#include "gate.h"
#include "outcome.h"
#include "reason.h"
#include "site.h"

enum {
    LISTEN_INHERITED_MAX = 16,    /* sockets from systemd */
    LISTEN_BACKLOG = 4096,        /* in the kernel, not accepted yet; it takes no more than net.core.somaxconn */
    LISTEN_GUESTS_MAX = 2048,     /* sockets that are not WebSockets (yet); the oldest goes for a new one, */
    LISTEN_GRACE_MS = 750,        /* but not before it was here so long: until then new ones wait in the kernel */
    LISTEN_ANSWERS_MAX = 100,     /* files over one socket */
    LISTEN_ANSWER_MS = 30 * 1000, /* without an octet of an answer taken */
    LISTEN_LINGER_MS = 2 * 1000,  /* for a refused peer to read why */
    LISTEN_PLACES_LEAST = 16,     /* of connections_max; with fewer descriptors than that takes, nothing is served */
    LISTEN_STAFF_PLACES =
        64, /* of connections_max, for openings by the staff's socket alone; a quarter of it if that is less */
    LISTEN_NEWCOMER_MS = 2 * 1000, /* who has no mailbox makes no place for others before it was here so long */
};

struct listen; /* one a process */

struct listen_settings {
    uv_loop_t *loop;
    const char *const *addresses; /* as in the configuration: 127.0.0.1:PORT, [::1]:PORT, unix:/path */
    size_t address_count;
    const char *staff_address;      /* unix:/path of the one by which staff come, ours or inherited; "": none */
    const struct gate_hosts *hosts; /* borrowed until listen_close; the rest too */
    const struct site *site;
    struct edge *edge;
    uint64_t head_deadline_ms;
    size_t connections_max;
};

/* Could a socket be made at an address of the configuration, whoever may be there now? Asks of a Unix socket whether its folder is there and
 * may be written to, and whether something else lies at its path. REFUSED: no, with the reason. Makes nothing. */
MUST_USE enum outcome listen_check(const char *text, struct reason *reason);

/* Is it a Unix socket below /run whose folder is not there? The start of the service makes that: no fault while nothing starts. */
bool listen_awaits_folder(const char *text);

/* Binds everything and starts to accept. Anything but OK says why in `reason`. REFUSED: nothing to listen on, or an address that may not be
 * used. FULL: somebody else listens there. BROKEN: the kernel, a library or memory failed. What concerns an address is logged too. */
MUST_USE enum outcome listen_open(struct listen **listen, const struct listen_settings *settings,
                                  struct reason *reason);

/* How many sockets are listened on, and how many people are connected. */
size_t listen_socket_count(const struct listen *listen);
size_t listen_connection_count(const struct listen *listen);

/* How many of them there may be, and how many of those places are kept for staff. */
size_t listen_connections_max(const struct listen *listen);
size_t listen_staff_places(const struct listen *listen);

/* Since the start. */
struct listen_counts {
    uint64_t forwarded; /* openings that came with a field by which something in front passes on who asks (gate.h) */
    uint64_t refused;   /* openings for which there was no place */
    uint64_t put_out;   /* people without a mailbox who made place for others */
};
struct listen_counts listen_counts(const struct listen *listen);

/* First step of a stop: accepts nothing, reads nothing, gives back to the turn what is its own. Close the turn afterwards. */
void listen_stop(struct listen *listen);

/* Second step: says goodbye to everyone. Run the loop until listen_connection_count is 0, or patience ends. */
void listen_shut_down(struct listen *listen);

/* Last step: ends what is left, runs the loop as the library needs it, frees everything. May be NULL. */
void listen_close(struct listen *listen);

/* A listening socket at an address of the configuration, for who else listens: the control socket. REFUSED, FULL as for listen_open. What a
 * process that was killed left there is removed first; remove it yourself at the end. */
MUST_USE enum outcome listen_bind(const char *text, int *fd, struct reason *reason);

/* Sends one line such as READY=1 to the service manager, if there is one (sd_notify(3)). */
void listen_tell_manager(const char *state);

#endif
