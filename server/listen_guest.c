#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "listen_parts.h"

static void on_event(uv_poll_t *poll, int status, int events);
static void take_heads(struct guest *guest);

/* --- Coming and going --- */

static void on_closed(uv_handle_t *handle)
{
    memory_free(handle->data);
}

static void leave_list(struct guest *guest)
{
    struct listen *listen = guest->listen;
    *(guest->before != NULL ? &guest->before->after : &listen->guests_first) = guest->after;
    *(guest->after != NULL ? &guest->after->before : &listen->guests_last) = guest->before;
    listen->guest_count--;
}

/* Ends the guest but not its socket, which is given. What the peer sent is wiped here, on every way out. */
static int give_socket(struct guest *guest)
{
    int fd = guest->fd;
    memory_wipe(guest->head, guest->size);
    leave_list(guest);
    uv_close((uv_handle_t *)&guest->poll, on_closed); /* also stops it */
    guest->fd = -1;
    return fd;
}

static void end(struct guest *guest)
{
    (void)close(give_socket(guest));
}

static void enter(struct guest *guest, enum guest_state state, uint64_t patience_ms)
{
    guest->state = state;
    guest->deadline_ms = clock_monotonic_ms(guest->listen->settings.edge->clock) + patience_ms;
    int events = state == GUEST_ANSWERING ? UV_WRITABLE : UV_READABLE;
    if (uv_poll_start(&guest->poll, events, on_event) != 0)
        guest->deadline_ms = 0; /* the next look ends it */
}

/* When everybody comes again at once, nobody goes who is just about to speak: who would have to make room for the next came a moment ago
 * and may be as far away as the next. Then the next ones wait where they are, in the kernel, and lose nothing. */
bool guests_have_room(struct listen *listen, uint64_t *wait_ms)
{
    if (listen->guest_count < LISTEN_GUESTS_MAX)
        return true;
    uint64_t here_ms = clock_monotonic_ms(listen->settings.edge->clock) - listen->guests_first->since_ms;
    if (here_ms < LISTEN_GRACE_MS) {
        *wait_ms = LISTEN_GRACE_MS - here_ms;
        return false;
    }
    listen->evicted_count++;
    end(listen->guests_first);
    return true;
}

void guest_accept(struct listener *listener, int fd)
{
    struct listen *listen = listener->listen;
    int on = 1;
    invariant(listen->guest_count < LISTEN_GUESTS_MAX);
    struct guest *guest = memory_get(sizeof *guest);
    if (guest == NULL || uv_poll_init(listen->settings.loop, &guest->poll, fd) != 0) {
        log_event(LOG_NO_MEMORY, sizeof *guest, 0);
        memory_free(guest);
        (void)close(fd);
        return;
    }
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); /* fails on Unix sockets, which need it not */
    guest->poll.data = guest;
    guest->listen = listen;
    guest->fd = fd;
    guest->is_at_staffs = listener->is_staffs;
    guest->since_ms = clock_monotonic_ms(listen->settings.edge->clock);
    guest->before = listen->guests_last;
    *(listen->guests_last != NULL ? &listen->guests_last->after : &listen->guests_first) = guest;
    listen->guests_last = guest;
    listen->guest_count++;
    enter(guest, GUEST_READING, listen->settings.head_deadline_ms);
}

/* --- Answering --- */

/* Writes what the socket takes. False: the guest has ended. */
static bool write_answer(struct guest *guest)
{
    while (guest->answer[0].size + guest->answer[1].size > 0) {
        struct iovec parts[2];
        for (size_t i = 0; i < 2; i++)
            parts[i] = (struct iovec){(void *)(uintptr_t)guest->answer[i].data, guest->answer[i].size};
        struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
        ssize_t sent = sendmsg(guest->fd, &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && errno == EAGAIN)
            return true;
        if (sent <= 0) {
            end(guest);
            return false;
        }
        enter(guest, GUEST_ANSWERING, LISTEN_ANSWER_MS); /* it reads: patience starts again */
        size_t left = (size_t)sent;
        for (size_t i = 0; i < 2; i++) {
            size_t part = left < guest->answer[i].size ? left : guest->answer[i].size;
            guest->answer[i].data += part;
            guest->answer[i].size -= part;
            left -= part;
        }
    }
    if (guest->closes) {
        (void)shutdown(guest->fd, SHUT_WR);
        enter(guest, GUEST_LINGERING, LISTEN_LINGER_MS);
    } else {
        enter(guest, GUEST_READING, guest->listen->settings.head_deadline_ms);
    }
    return true;
}

/* True: all of it went out and the guest reads on. */
static bool answer(struct guest *guest, struct bytes head, struct bytes body, bool closes)
{
    guest->answer[0] = head;
    guest->answer[1] = body;
    guest->closes = closes || ++guest->answers >= LISTEN_ANSWERS_MAX;
    enter(guest, GUEST_ANSWERING, LISTEN_ANSWER_MS);
    return write_answer(guest) && guest->state == GUEST_READING;
}

static void refuse(struct guest *guest, unsigned status)
{
    memory_wipe(guest->head, guest->size);
    guest->size = 0;
    (void)answer(guest, site_refusal(status), (struct bytes){NULL, 0}, true);
}

/* --- Reading --- */

/* Drops the head that was read; what comes after it moves to the front. */
static void drop_head(struct guest *guest, size_t size)
{
    memmove(guest->head, guest->head + size, guest->size - size);
    memory_wipe(guest->head + guest->size - size, size);
    guest->size -= size;
    guest->looked_at = 0;
}

static bool answer_file(struct guest *guest, const struct gate_request *request, size_t size_of_head)
{
    const struct site_file *file = site_find(guest->listen->settings.site, request->path);
    bool closes = !request->may_keep;
    struct bytes body = file == NULL || request->is_head ? (struct bytes){NULL, 0} : file->body;
    if (file == NULL) {
        refuse(guest, 404);
        return false;
    }
    drop_head(guest, size_of_head);
    return answer(guest, file->head, body, closes);
}

static void open_websocket(struct guest *guest, const struct gate_request *request, size_t size_of_head)
{
    struct listen *listen = guest->listen;
    if (guest->size != size_of_head) /* RFC 6455, section 4.1: nothing is sent before our answer */
        refuse(guest, 400);
    else if (!newcomers_have_place(listen, guest->is_at_staffs))
        refuse(guest, 503);
    else {
        listen->counts.forwarded += request->is_forwarded;
        websocket_adopt(listen, give_socket(guest), request, guest->is_at_staffs);
    }
}

/* Reads heads off the front of what has come, as long as there is a whole one and the answer before it went out. */
static void take_heads(struct guest *guest)
{
    struct gate_request request;
    bool reads_on = true;
    while (reads_on) {
        size_t size_of_head = 0;
        unsigned status = 400;
        struct bytes data = {guest->head, guest->size};
        enum outcome found = gate_find_end(data, guest->looked_at, &size_of_head, &status);
        guest->looked_at = guest->size;
        if (found == FULL)
            return;
        if (found != OK) {
            refuse(guest, status);
            return;
        }
        gate_read(&request, (struct bytes){guest->head, size_of_head}, guest->listen->settings.hosts);
        if (request.verdict == GATE_FILE)
            reads_on = answer_file(guest, &request, size_of_head);
        else if (request.verdict == GATE_OPENING) {
            open_websocket(guest, &request, size_of_head);
            return;
        } else {
            refuse(guest, request.status);
            return;
        }
    }
}

static void read_some(struct guest *guest)
{
    ssize_t got = recv(guest->fd, guest->head + guest->size, sizeof guest->head - guest->size, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        end(guest);
        return;
    }
    if (guest->state == GUEST_LINGERING) {
        memory_wipe(guest->head + guest->size, (size_t)got); /* what a refused peer still says is not kept */
        return;
    }
    guest->size += (size_t)got;
    if (guest->state == GUEST_READING)
        take_heads(guest);
}

static void on_event(uv_poll_t *poll, int status, int events)
{
    struct guest *guest = poll->data;
    if (status < 0)
        end(guest);
    else if (guest->state != GUEST_ANSWERING)
        read_some(guest);
    else if ((events & UV_WRITABLE) != 0 && write_answer(guest) && guest->state == GUEST_READING)
        take_heads(guest);
}

void guests_look(struct listen *listen, uint64_t now_ms)
{
    for (struct guest *guest = listen->guests_first, *after; guest != NULL; guest = after) {
        after = guest->after;
        if (now_ms < guest->deadline_ms)
            continue;
        /* Somebody who began a request is told; an idle one is not. */
        if (guest->state == GUEST_READING && guest->size > 0)
            refuse(guest, 408);
        else
            end(guest);
    }
}

void guests_close(struct listen *listen)
{
    while (listen->guests_first != NULL)
        end(listen->guests_first);
}
