#include "link_address.h"

#include <stdio.h>
#include <string.h>

static const char unix_prefix[] = "unix:";

static bool copy(char *out, size_t max, const char *text, size_t size)
{
    if (size == 0 || size >= max)
        return false;
    memcpy(out, text, size);
    out[size] = '\0';
    return true;
}

/* 1 to 65535, in digits alone. */
static bool read_port(const char *text, size_t size, uint16_t *port)
{
    unsigned number = 0;
    if (size == 0 || size > 5)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        number = number * 10 + (unsigned)(text[i] - '0');
    }
    *port = (uint16_t)number;
    return number >= 1 && number <= UINT16_MAX;
}

static bool read_unix(struct link_end *end, const char *path)
{
    end->is_unix = true;
    return copy(end->name, sizeof end->name, path, strlen(path));
}

static bool read_ws(struct link_address *address, const char *rest)
{
    size_t name = strcspn(rest, ":/");
    size_t authority = strcspn(rest, "/");
    const char *path = rest + authority;
    address->server.port = LINK_PORT_DEFAULT;
    if (rest[name] == ':' && !read_port(rest + name + 1, authority - name - 1, &address->server.port))
        return false;
    if (*path == '\0')
        path = "/ws";
    return copy(address->server.name, sizeof address->server.name, rest, name) &&
           copy(address->path, sizeof address->path, path, strlen(path)) &&
           copy(address->host, sizeof address->host, rest, authority);
}

enum outcome link_address_read(struct link_address *address, const char *url, const char *host, struct reason *reason)
{
    size_t unix_size = strlen(unix_prefix);
    memset(address, 0, sizeof *address);
    bool is_read = false;
    if (strncmp(url, "ws://", 5) == 0) {
        is_read = read_ws(address, url + 5);
    } else if (strncmp(url, unix_prefix, unix_size) == 0) {
        (void)snprintf(address->path, sizeof address->path, "/ws");
        is_read = read_unix(&address->server, url + unix_size) && host != NULL;
    } else if (strncmp(url, "wss://", 6) == 0) {
        reason_set(reason, "TLS is not spoken here: go through the server's socket, or a tunnel, with --host");
        return REFUSED;
    }
    if (is_read && host != NULL)
        is_read = copy(address->host, sizeof address->host, host, strlen(host));
    if (!is_read) {
        reason_set(reason, "'%s' is no address: ws://name:port/ws, or unix:/path with --host", url);
        return REFUSED;
    }
    return OK;
}

static bool read_loopback(struct link_end *end, const char *text)
{
    static const char *const loopbacks[] = {"127.0.0.1", "[::1]"};
    static const char *const names[] = {"127.0.0.1", "::1"};
    for (size_t i = 0; i < sizeof loopbacks / sizeof loopbacks[0]; i++) {
        size_t size = strlen(loopbacks[i]);
        if (strncmp(text, loopbacks[i], size) == 0 && text[size] == ':')
            return copy(end->name, sizeof end->name, names[i], strlen(names[i])) &&
                   read_port(text + size + 1, strlen(text + size + 1), &end->port);
    }
    return false;
}

enum outcome link_address_proxy(struct link_address *address, const char *proxy, struct reason *reason)
{
    size_t unix_size = strlen(unix_prefix);
    if (address->server.is_unix) {
        reason_set(reason, "a proxy cannot reach a Unix socket: --socks goes with --server ws://name");
        return REFUSED;
    }
    memset(&address->proxy, 0, sizeof address->proxy);
    address->has_proxy = strncmp(proxy, unix_prefix, unix_size) == 0 ? read_unix(&address->proxy, proxy + unix_size)
                                                                     : read_loopback(&address->proxy, proxy);
    if (!address->has_proxy) {
        reason_set(reason, "'%s' is no proxy on this machine: unix:/path, 127.0.0.1:port or [::1]:port", proxy);
        return REFUSED;
    }
    return OK;
}
