/* The way to the server: a TCP or Unix socket on a libuv loop, perhaps through a proxy, a WebSocket on it, and again after every loss,
 * later each time.
 * Owns: its sockets, timers and buffers. Uses: libuv, link_address, socks, ws_client. Used by: driver. */
#ifndef UDVEJ_CLIENT_LINK_H
#define UDVEJ_CLIENT_LINK_H

#include <uv.h>

#include "link_address.h"
#include "ws_client.h"

enum {
    LINK_RETRY_MIN_MS = 100,
    LINK_RETRY_MAX_MS = 5000,
    LINK_CONNECT_MAX_MS = 10 * 1000, /* until the WebSocket is open */
    LINK_PROXY_MAX_MS = 120 * 1000,  /* the same through a proxy: as long as tor tries to reach an onion service */
    LINK_SILENCE_MAX_MS = 90 * 1000, /* the server pings every 30 s */
    LINK_CLOSE_MAX_MS = 2 * 1000,    /* until the server has answered our goodbye */
    LINK_OUT_MAX = 256 * 1024,
};

/* Called on the loop, never from within a call of the owner's. */
struct link_events {
    void *context;
    void (*opened)(void *context);
    void (*received)(void *context, struct bytes message);
    void (*lost)(void *context);    /* an open link is gone */
    void (*drained)(void *context); /* link_send may be tried again */
};

struct link;

/* Gives a link that is not connected, or NULL without memory. `loop` and what `events` points to are borrowed until link_free. */
struct link *link_new(uv_loop_t *loop, const struct link_address *address, const struct link_events *events);

/* Connects, and connects again whenever the link is lost, until link_stop. */
void link_start(struct link *link);
/* Says goodbye and stays away. `lost` comes when the server has answered, if it was open. */
void link_stop(struct link *link);
/* Says goodbye and makes a new connection at once; nothing is told of the old one's end. */
void link_restart(struct link *link);

/* REFUSED: not open. FULL: too much waits to be sent; `drained` will come. */
MUST_USE enum outcome link_send(struct link *link, struct bytes message);

bool link_is_open(const struct link *link);
/* Milliseconds since anything was sent or received. */
uint64_t link_quiet_ms(const struct link *link);
/* Why the last connection did not come about, for a person; "" if none failed. */
const char *link_trouble(const struct link *link);

/* Closes everything; the memory goes when the loop has run. NULL is fine. */
void link_free(struct link *link);

#endif
