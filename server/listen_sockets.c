#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "config_values.h"
#include "listen_parts.h"

enum {
    ACCEPTS_PER_PASS = 64,
    INHERITED_FIRST = 3,
    NO_DESCRIPTORS_MS = 100, /* nothing is accepted when there is not even one to refuse with */
    ACCEPT_FAILED_MS = 250,  /* nor when the kernel cannot (ENOMEM, ENOBUFS, ...): the queue would stay ready */
    UNREAD_MAX = 4096,       /* of what a refused peer said */
};

/* --- Accepting --- */

static void on_ready(uv_poll_t *poll, int status, int events);

/* The descriptor that is given up to turn a peer away. Nobody else is accepted before it is there again. */
static bool keep_spare(struct listen *listen)
{
    if (listen->spare_fd < 0)
        listen->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    return listen->spare_fd >= 0;
}

static void on_patience_ended(uv_timer_t *timer)
{
    sockets_resume(timer->data);
}

void sockets_wait(struct listen *listen, uint64_t patience_ms)
{
    for (size_t i = 0; i < listen->listener_count; i++)
        if (listen->listeners[i].fd >= 0)
            (void)uv_poll_stop(&listen->listeners[i].poll);
    listen->is_waiting = true;
    (void)uv_timer_start(&listen->patience, on_patience_ended, patience_ms, 0); /* fails only while it closes */
}

void sockets_resume(struct listen *listen)
{
    if (!keep_spare(listen)) {
        sockets_wait(listen, NO_DESCRIPTORS_MS);
        return;
    }
    (void)uv_timer_stop(&listen->patience);
    listen->is_waiting = false;
    listen->waits_for_time = false;
    for (size_t i = 0; i < listen->listener_count; i++)
        if (listen->listeners[i].fd >= 0)
            (void)uv_poll_start(&listen->listeners[i].poll, UV_READABLE, on_ready);
}

/* Tells a peer that there is no place for it. What it said is taken first: else the kernel answers with a reset. */
static void turn_away(int fd)
{
    uint8_t unread[UNREAD_MAX];
    struct bytes words = site_refusal(503);
    (void)!recv(fd, unread, sizeof unread, 0);
    memory_wipe(unread, sizeof unread);
    (void)!send(fd, words.data, words.size, MSG_NOSIGNAL);
    (void)close(fd);
}

/* There are no descriptors left: gives one up to accept a peer and turn it away, so that the queue does not stay ready for ever. If even
 * that one is lost, new peers wait in the kernel. */
static void refuse_one(struct listener *listener)
{
    struct listen *listen = listener->listen;
    if (listen->spare_fd >= 0)
        (void)close(listen->spare_fd);
    listen->spare_fd = -1;
    int fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd >= 0) {
        listen->refused_count++;
        turn_away(fd);
    }
    if (!keep_spare(listen))
        sockets_wait(listen, NO_DESCRIPTORS_MS);
}

/* Whatever it is, it will not be over at once. */
static void accept_failed(struct listen *listen, int why)
{
    log_event(LOG_ACCEPT_FAILED, why, 0);
    listen->waits_for_time = true;
    sockets_wait(listen, ACCEPT_FAILED_MS);
}

static void on_ready(uv_poll_t *poll, int status, int events)
{
    (void)events;
    struct listener *listener = poll->data;
    if (status < 0)
        return;
    uint64_t wait_ms = 0;
    for (unsigned i = 0; i < ACCEPTS_PER_PASS; i++) {
        if (!guests_have_room(listener->listen, &wait_ms)) {
            sockets_wait(listener->listen, wait_ms);
            return;
        }
        /* The peer's address is not asked for. */
        int fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd >= 0) {
            guest_accept(listener, fd);
            continue;
        }
        if (errno == EMFILE || errno == ENFILE)
            refuse_one(listener);
        else if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
            accept_failed(listener->listen, errno);
        return;
    }
}

/* Whether we made it or were given it, it has its path from the kernel. */
static bool is_at(int fd, const char *unix_address)
{
    struct sockaddr_un own = {.sun_family = AF_UNSPEC};
    socklen_t size = sizeof own - 1; /* so that the path ends */
    return unix_address[0] != '\0' && getsockname(fd, (struct sockaddr *)&own, &size) == 0 &&
           own.sun_family == AF_UNIX && strcmp(own.sun_path, unix_address + strlen("unix:")) == 0;
}

/* Takes `fd`, which is bound and listening. */
static enum outcome add(struct listen *listen, int fd, const char *path)
{
    struct listener *listener = &listen->listeners[listen->listener_count];
    if (listen->listener_count == LISTENERS_MAX || uv_poll_init(listen->settings.loop, &listener->poll, fd) != 0) {
        (void)close(fd);
        return BROKEN;
    }
    listener->fd = fd;
    listener->is_staffs = is_at(fd, listen->settings.staff_address);
    listener->listen = listen;
    listener->poll.data = listener;
    (void)snprintf(listener->path, sizeof listener->path, "%s", path);
    listen->listener_count++;
    return uv_poll_start(&listener->poll, UV_READABLE, on_ready) == 0 ? OK : BROKEN;
}

/* --- Addresses --- */

struct address {
    union {
        struct sockaddr any;
        struct sockaddr_in in;
        struct sockaddr_in6 in6;
        struct sockaddr_un un;
    } as;
    socklen_t size;
    const char *path; /* of a Unix socket, or "" */
};

/* `text` was checked by the configuration. */
static struct address read_address(const char *text)
{
    struct address address = {.path = ""};
    uint32_t port = 0;
    if (strncmp(text, "unix:", 5) == 0) {
        address.path = text + 5;
        address.as.un.sun_family = AF_UNIX;
        (void)snprintf(address.as.un.sun_path, sizeof address.as.un.sun_path, "%s", address.path);
        address.size = sizeof address.as.un;
        return address;
    }
    enum outcome read = config_read_number(strrchr(text, ':') + 1, 1, 65535, &port);
    invariant(read == OK);
    if (text[0] == '[') {
        address.as.in6.sin6_family = AF_INET6;
        address.as.in6.sin6_addr = in6addr_loopback;
        address.as.in6.sin6_port = htons((uint16_t)port);
        address.size = sizeof address.as.in6;
    } else {
        address.as.in.sin_family = AF_INET;
        address.as.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.as.in.sin_port = htons((uint16_t)port);
        address.size = sizeof address.as.in;
    }
    return address;
}

/* Removes what a process that was killed left behind; a socket that somebody listens on stays. */
static void remove_stale(const struct address *address)
{
    struct stat about;
    if (lstat(address->path, &about) != 0 || !S_ISSOCK(about.st_mode))
        return;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return;
    if (connect(fd, &address->as.any, address->size) != 0 && errno == ECONNREFUSED)
        (void)unlink(address->path);
    (void)close(fd);
}

/* Gives a listening socket, or -1 with errno. */
static int bind_to(const struct address *address)
{
    int on = 1;
    int fd = socket(address->as.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    if (address->as.any.sa_family == AF_UNIX)
        remove_stale(address);
    else
        (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    mode_t before = umask(0117); /* the proxy's group may connect */
    int bound = bind(fd, &address->as.any, address->size);
    int why = errno;
    (void)umask(before);
    if (bound == 0 && listen(fd, LISTEN_BACKLOG) == 0)
        return fd;
    why = bound == 0 ? errno : why;
    (void)close(fd);
    errno = why;
    return -1;
}

/* Whether the next start may fare better with the same configuration: who has the address may go, and so may want of memory. */
static enum outcome outcome_of(int why)
{
    switch (why) {
    case EADDRINUSE:
        return FULL;
    case EMFILE:
    case ENFILE:
    case ENOMEM:
    case ENOBUFS:
        return BROKEN;
    default:
        return REFUSED;
    }
}

/* `number` is the listener's, for the log. */
static enum outcome bind_address(const char *text, size_t number, int *fd, struct reason *reason)
{
    struct address address = read_address(text);
    *fd = bind_to(&address);
    if (*fd >= 0)
        return OK;
    int why = errno;
    log_event(LOG_LISTEN_FAILED, (int64_t)number, why);
    if (why == EADDRINUSE)
        reason_set(reason, "%s is taken: somebody listens there", text);
    else
        reason_set(reason, "%s cannot be listened on (%s)", text, strerror(why));
    return outcome_of(why);
}

enum outcome listen_bind(const char *text, int *fd, struct reason *reason)
{
    return bind_address(text, 0, fd, reason);
}

bool listen_awaits_folder(const char *text)
{
    static const char run[] = "/run/";
    struct address address = read_address(text);
    struct stat about;
    char copy[sizeof address.as.un.sun_path];
    if (address.as.any.sa_family != AF_UNIX || strncmp(address.path, run, sizeof run - 1) != 0)
        return false;
    memcpy(copy, address.as.un.sun_path, sizeof copy);
    return stat(dirname(copy), &about) != 0 && errno == ENOENT;
}

enum outcome listen_check(const char *text, struct reason *reason)
{
    struct address address = read_address(text);
    struct stat about;
    if (address.as.any.sa_family != AF_UNIX)
        return OK;
    char copy[sizeof address.as.un.sun_path];
    memcpy(copy, address.as.un.sun_path, sizeof copy);
    const char *folder = dirname(copy);
    if (stat(folder, &about) != 0 || !S_ISDIR(about.st_mode))
        reason_set(reason, "%s: there is no folder %s, in which it would be made", text, folder);
    else if (faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) != 0)
        reason_set(reason, "%s: nothing may be made in the folder %s (%s)", text, folder, strerror(errno));
    else if (lstat(address.path, &about) == 0 && !S_ISSOCK(about.st_mode))
        reason_set(reason, "%s: something lies there that is no socket; move it away", text);
    else
        return OK;
    return REFUSED;
}

static enum outcome open_addresses(struct listen *listen, struct reason *reason)
{
    for (size_t i = 0; i < listen->settings.address_count; i++) {
        const char *text = listen->settings.addresses[i];
        int fd;
        TRY(bind_address(text, i + 1, &fd, reason));
        TRY(add(listen, fd, read_address(text).path));
    }
    return OK;
}

/* --- Sockets from systemd (sd_listen_fds(3)) --- */

static uint32_t number_of(const char *name)
{
    uint32_t number = 0;
    const char *text = getenv(name);
    if (text != NULL && config_read_number(text, 0, 999999999, &number) != OK)
        number = 0;
    return number;
}

static enum outcome take_inherited(struct listen *listen, struct reason *reason)
{
    uint32_t count = number_of("LISTEN_PID") == (uint32_t)getpid() ? number_of("LISTEN_FDS") : 0;
    (void)unsetenv("LISTEN_PID");
    (void)unsetenv("LISTEN_FDS");
    (void)unsetenv("LISTEN_FDNAMES");
    if (count > LISTEN_INHERITED_MAX) {
        reason_set(reason, "more than %d sockets were handed over", LISTEN_INHERITED_MAX);
        return REFUSED;
    }
    for (uint32_t i = 0; i < count; i++) {
        int fd = INHERITED_FIRST + (int)i;
        int is_listening = 0;
        socklen_t size = sizeof is_listening;
        if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &size) != 0 || !is_listening ||
            fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
            log_event(LOG_LISTEN_FAILED, (int64_t)i + 1, errno);
            reason_set(reason, "socket %u of those that were handed over does not listen", i + 1);
            return REFUSED;
        }
        TRY(add(listen, fd, ""));
    }
    return OK;
}

enum outcome sockets_open(struct listen *listen, struct reason *reason)
{
    TRY(take_inherited(listen, reason));
    TRY(open_addresses(listen, reason));
    if (listen->listener_count > 0)
        return OK;
    reason_set(reason, "none is configured, and no socket was handed over");
    return REFUSED;
}

static void on_listener_closed(uv_handle_t *handle)
{
    (void)handle; /* its memory is the listen's, which lives until the loop has run */
}

void sockets_close(struct listen *listen)
{
    for (size_t i = 0; i < listen->listener_count; i++) {
        struct listener *listener = &listen->listeners[i];
        if (listener->fd < 0)
            continue;
        uv_close((uv_handle_t *)&listener->poll, on_listener_closed);
        (void)close(listener->fd);
        listener->fd = -1;
        if (listener->path[0] != '\0')
            (void)unlink(listener->path);
    }
}
