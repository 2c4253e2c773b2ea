/* Where the server is, what it is called there, and through which proxy it is reached: read from the words of the command line.
 * Owns: nothing. Uses: reason. Used by: link, main. */
#ifndef UDVEJ_CLIENT_LINK_ADDRESS_H
#define UDVEJ_CLIENT_LINK_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "limits.h"
#include "outcome.h"
#include "reason.h"

enum { LINK_PORT_DEFAULT = 80 };

/* Where a socket can be connected to. */
struct link_end {
    bool is_unix;
    char name[108]; /* of the machine, or the path of the Unix socket */
    uint16_t port;  /* of the machine */
};

struct link_address {
    struct link_end server;
    bool has_proxy;
    struct link_end proxy;   /* SOCKS5; it alone is told the server's name */
    char path[128];          /* "/ws" */
    char host[HOST_MAX + 1]; /* what the Host field says: what a browser would call this server */
};

/* Reads "ws://name[:port][/path]" or "unix:/path/of/socket"; `host` replaces the name in the Host field and must be given for a Unix
 * socket. REFUSED with the reason in words. */
MUST_USE enum outcome link_address_read(struct link_address *address, const char *url, const char *host,
                                        struct reason *reason);

/* Puts a proxy between us and the server of `address`, which has been read: "unix:/path", "127.0.0.1:port" or "[::1]:port". REFUSED with
 * the reason in words: what is said to a proxy is not encrypted, so it is on this machine; and it cannot reach a Unix socket. */
MUST_USE enum outcome link_address_proxy(struct link_address *address, const char *proxy, struct reason *reason);

#endif
