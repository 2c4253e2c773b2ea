/* Does our end of SOCKS5 say what RFC 1928 says, take every answer that it allows and refuse the rest; and does a link go through such a
 * proxy, come back after a refusal, and never look the server's name up itself? */
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "secret.h"
#include "server/client/link.h"
#include "server/client/socks.h"

static struct socks socks;

static const uint8_t greeting[] = {5, 1, 0};
static const uint8_t choice[] = {5, 0};
/* CONNECT to "a.onion", port 80. */
static const uint8_t request[] = {5, 1, 0, 3, 7, 'a', '.', 'o', 'n', 'i', 'o', 'n', 0, 80};
static const uint8_t stands_v4[] = {5, 0, 0, 1, 127, 0, 0, 1, 4, 210};
static const uint8_t stands_v6[] = {5, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 4, 210};
static const uint8_t stands_name[] = {5, 0, 0, 3, 3, 'a', '.', 'b', 4, 210};

static struct bytes text_of(const char *text)
{
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

static enum outcome give(const void *data, size_t size)
{
    size_t space;
    uint8_t *at = socks_space(&socks, &space);
    CHECK(space >= size);
    memcpy(at, data, size < space ? size : space);
    socks_got(&socks, size);
    return socks_next(&socks);
}

static bool says(const uint8_t *data, size_t size)
{
    struct bytes out = socks_out(&socks);
    bool is_same = out.size == size && memcmp(out.data, data, size) == 0;
    socks_sent(&socks);
    return is_same && socks_out(&socks).size == 0;
}

/* As far as the request. */
static void asked(void)
{
    CHECK(socks_open(&socks, text_of("a.onion"), 80) == OK);
    CHECK(says(greeting, sizeof greeting));
    CHECK(give(choice, sizeof choice) == GONE);
    CHECK(says(request, sizeof request));
}

static void says_what_the_rfc_says(void)
{
    char name[SOCKS_NAME_MAX + 2];
    asked();
    CHECK(socks_open(&socks, text_of(""), 80) == REFUSED);
    memset(name, 'a', sizeof name);
    CHECK(socks_open(&socks, (struct bytes){(const uint8_t *)name, SOCKS_NAME_MAX + 1}, 80) == REFUSED);
    CHECK(socks_next(&socks) == MALFORMED && strstr(socks_trouble(&socks), "too long") != NULL);
    CHECK(socks_open(&socks, (struct bytes){(const uint8_t *)name, SOCKS_NAME_MAX}, UINT16_MAX) == OK);
    CHECK(give(choice, sizeof choice) == GONE);
    CHECK(socks_out(&socks).size == SOCKS_MESSAGE_MAX && socks_out(&socks).data[4] == SOCKS_NAME_MAX);
}

/* Whole, octet by octet, and in two pieces cut anywhere: no piece is taken for the whole, and the whole always is. */
static void takes_every_good_answer(void)
{
    const struct bytes answers[] = {
        {stands_v4, sizeof stands_v4}, {stands_v6, sizeof stands_v6}, {stands_name, sizeof stands_name}};
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        for (size_t cut = 0; cut < answers[i].size; cut++) {
            asked();
            CHECK(cut == 0 || give(answers[i].data, cut) == GONE);
            CHECK(give(answers[i].data + cut, answers[i].size - cut) == OK && socks.state == SOCKS_STANDING);
        }
        asked();
        for (size_t at = 0; at < answers[i].size; at++)
            CHECK(give(&answers[i].data[at], 1) == (at + 1 < answers[i].size ? GONE : OK));
        CHECK(socks_next(&socks) == OK);
    }
    uint8_t longest[SOCKS_MESSAGE_MAX] = {5, 0, 0, 3, SOCKS_NAME_MAX};
    asked();
    CHECK(give(longest, sizeof longest) == OK);
    CHECK(socks_open(&socks, text_of("a.onion"), 80) == OK);
    CHECK(give(choice, 1) == GONE && give(choice + 1, 1) == GONE && socks.state == SOCKS_ASKING);
}

/* Every reply but "succeeded" is a no that a person can read, also when the proxy says no more than that. */
static void every_refusal_has_words(void)
{
    for (unsigned reply = 1; reply <= UINT8_MAX; reply++) {
        uint8_t answer[sizeof stands_v4];
        memcpy(answer, stands_v4, sizeof answer);
        answer[1] = (uint8_t)reply;
        for (size_t size = 2; size <= sizeof answer; size += sizeof answer - 2) {
            asked();
            CHECK(give(answer, size) == REFUSED && socks_trouble(&socks)[0] != '\0');
            CHECK(socks_next(&socks) == MALFORMED); /* and nothing comes of it later */
        }
    }
    asked();
    CHECK(give("\5\4", 2) == REFUSED && strcmp(socks_trouble(&socks), "the proxy cannot reach the server") == 0);
    CHECK(socks_open(&socks, text_of("a.onion"), 80) == OK);
    CHECK(give("\5\xff", 2) == REFUSED && strstr(socks_trouble(&socks), "password") != NULL);
}

static void everything_else_is_malformed(void)
{
    static const char *const choices[] = {"\4", "H", "HTTP/1.1 400", "\5\2", "\5\1", "\4\1"};
    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
        CHECK(socks_open(&socks, text_of("a.onion"), 80) == OK);
        CHECK(give(choices[i], strlen(choices[i])) == MALFORMED && strstr(socks_trouble(&socks), "SOCKS5") != NULL);
    }
    CHECK(socks_open(&socks, text_of("a.onion"), 80) == OK);
    CHECK(give("\5\0\5", 3) == MALFORMED); /* an answer before there was a question */
    struct {
        size_t at;
        uint8_t octet;
    } wrong[] = {{0, 4}, {0, 0}, {2, 1}, {3, 0}, {3, 2}, {3, 5}, {3, 255}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        uint8_t answer[sizeof stands_v4];
        memcpy(answer, stands_v4, sizeof answer);
        answer[wrong[i].at] = wrong[i].octet;
        asked();
        CHECK(give(answer, sizeof answer) == MALFORMED);
    }
    /* The server speaks only after us, so what follows the answer comes from nobody who should speak. */
    uint8_t longer[SOCKS_MESSAGE_MAX + 1] = {5, 0, 0, 3, SOCKS_NAME_MAX};
    asked();
    CHECK(give(longer, sizeof longer) == MALFORMED);
    memcpy(longer, stands_v4, sizeof stands_v4);
    asked();
    CHECK(give(longer, sizeof stands_v4 + 1) == MALFORMED);
}

/* No octets of a proxy do more than end the attempt. */
static void nonsense_ends_it(void)
{
    uint64_t seed = 1;
    for (unsigned round = 0; round < 20000; round++) {
        uint8_t junk[2 + sizeof stands_v6];
        check_fill(junk, sizeof junk, check_random(&seed));
        for (size_t i = 0; i < sizeof junk; i++)
            junk[i] = junk[i] % 3 == 0 ? junk[i] : stands_name[i % sizeof stands_name];
        asked();
        size_t at = 0;
        enum outcome outcome = GONE;
        while (outcome == GONE && at < sizeof junk)
            outcome = give(&junk[at++], 1);
        size_t known = junk[3] == 1 ? sizeof stands_v4 : (junk[3] == 4 ? sizeof stands_v6 : 7 + (size_t)junk[4]);
        if (outcome == OK)
            CHECK(junk[0] == 5 && junk[1] == 0 && junk[2] == 0 && at == known);
    }
}

/* --- a link through a proxy that a test plays --- */

struct proxy {
    uv_loop_t loop;
    uv_pipe_t listener, peer;
    uv_timer_t end;
    char heard[1024];
    size_t size;
    unsigned connections;
    bool has_answered; /* the request */
    bool is_late;      /* ten seconds are over */
};

static struct proxy proxy;

static void answer(const void *data, size_t size)
{
    uv_buf_t buffer = uv_buf_init((char *)(uintptr_t)data, (unsigned)size);
    CHECK(uv_try_write((uv_stream_t *)&proxy.peer, &buffer, 1) == (int)size);
}

static void make_space(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    (void)handle;
    (void)suggested;
    *buffer = uv_buf_init(proxy.heard + proxy.size, (unsigned)(sizeof proxy.heard - 1 - proxy.size));
}

/* Refuses the first connection; lets the second through to a server that is only listened to. */
static void heard(uv_stream_t *stream, ssize_t size, const uv_buf_t *buffer)
{
    (void)buffer;
    if (size < 0) {
        uv_close((uv_handle_t *)stream, NULL);
        return;
    }
    proxy.size += (size_t)size;
    if (proxy.size == sizeof greeting) {
        answer(choice, sizeof choice);
    } else if (!proxy.has_answered && proxy.size == sizeof greeting + sizeof request) {
        proxy.has_answered = true;
        answer(proxy.connections == 1 ? "\5\4" : (const char *)stands_v4,
               proxy.connections == 1 ? 2 : sizeof stands_v4);
    } else if (strstr(proxy.heard + sizeof greeting + sizeof request, "\r\n\r\n") != NULL) {
        uv_stop(&proxy.loop);
    }
}

static void connected(uv_stream_t *listener, int status)
{
    CHECK(status == 0 && uv_pipe_init(&proxy.loop, &proxy.peer, 0) == 0);
    CHECK(uv_accept(listener, (uv_stream_t *)&proxy.peer) == 0);
    CHECK(uv_read_start((uv_stream_t *)&proxy.peer, make_space, heard) == 0);
    memset(proxy.heard, 0, sizeof proxy.heard);
    proxy.size = 0;
    proxy.has_answered = false;
    proxy.connections++;
}

static void too_late(uv_timer_t *timer)
{
    proxy.is_late = true;
    uv_stop(timer->loop);
}

static void proxy_open(const char *path)
{
    CHECK(uv_loop_init(&proxy.loop) == 0 && uv_timer_init(&proxy.loop, &proxy.end) == 0);
    CHECK(uv_pipe_init(&proxy.loop, &proxy.listener, 0) == 0 && uv_pipe_bind(&proxy.listener, path) == 0);
    CHECK(uv_listen((uv_stream_t *)&proxy.listener, 1, connected) == 0);
    CHECK(uv_timer_start(&proxy.end, too_late, 10000, 0) == 0);
}

static void close_handle(uv_handle_t *handle, void *context)
{
    (void)context;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

static void nothing(void *context)
{
    (void)context;
}

static void nothing_received(void *context, struct bytes message)
{
    (void)context;
    (void)message;
}

static void a_link_goes_through_it(void)
{
    static const char opening[] = "GET /ws HTTP/1.1\r\nHost: a.onion\r\nUpgrade: websocket\r\n";
    char folder[] = "/tmp/udvej-socks-XXXXXX", path[64];
    struct link_address address;
    struct reason reason;
    CHECK(mkdtemp(folder) != NULL);
    (void)snprintf(path, sizeof path, "unix:%s/socks", folder);
    proxy_open(path + strlen("unix:"));
    CHECK(link_address_read(&address, "ws://a.onion/ws", NULL, &reason) == OK);
    CHECK(link_address_proxy(&address, path, &reason) == OK);
    struct link_events events = {NULL, nothing, nothing_received, nothing, nothing};
    struct link *link = link_new(&proxy.loop, &address, &events);
    link_start(link);
    (void)uv_run(&proxy.loop, UV_RUN_DEFAULT);
    CHECK(!proxy.is_late && proxy.connections == 2); /* a "no" is tried again */
    CHECK(strcmp(link_trouble(link), "the proxy cannot reach the server") == 0);
    CHECK_SAME(proxy.heard, greeting, sizeof greeting);
    CHECK_SAME(proxy.heard + sizeof greeting, request, sizeof request);
    CHECK_SAME(proxy.heard + sizeof greeting + sizeof request, opening, sizeof opening - 1);
    link_free(link);
    uv_walk(&proxy.loop, close_handle, NULL);
    (void)uv_run(&proxy.loop, UV_RUN_DEFAULT);
    CHECK(uv_loop_close(&proxy.loop) == 0);
    CHECK(rmdir(folder) == 0); /* libuv has taken the socket away */
}

static void which_proxies(void)
{
    struct link_address address;
    struct reason reason;
    CHECK(link_address_read(&address, "ws://a.onion", NULL, &reason) == OK && !address.has_proxy);
    CHECK(link_address_proxy(&address, "unix:/run/tor/socks", &reason) == OK && address.has_proxy);
    CHECK(address.proxy.is_unix && strcmp(address.proxy.name, "/run/tor/socks") == 0);
    CHECK(strcmp(address.host, "a.onion") == 0 && strcmp(address.server.name, "a.onion") == 0);
    CHECK(link_address_proxy(&address, "127.0.0.1:9050", &reason) == OK);
    CHECK(!address.proxy.is_unix && strcmp(address.proxy.name, "127.0.0.1") == 0 && address.proxy.port == 9050);
    CHECK(link_address_proxy(&address, "[::1]:65535", &reason) == OK);
    CHECK(strcmp(address.proxy.name, "::1") == 0 && address.proxy.port == 65535);
    static const char *const bad[] = {"",
                                      "unix:",
                                      "127.0.0.1",
                                      "127.0.0.1:",
                                      "127.0.0.1:0",
                                      "[::1]",
                                      "127.0.0.1:+1",
                                      "::1:9050",
                                      "127.0.0.1:65536",
                                      "127.0.0.1:9050/",
                                      "tor:9050",
                                      "192.0.2.1:9050",
                                      "0.0.0.0:9050",
                                      "127.0.0.1:000001",
                                      "127.0.0.10:9050",
                                      "localhost:9050"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(link_address_proxy(&address, bad[i], &reason) == REFUSED && !address.has_proxy);
    CHECK(link_address_read(&address, "unix:/run/x.sock", "a.b", &reason) == OK);
    CHECK(link_address_proxy(&address, "unix:/run/tor/socks", &reason) == REFUSED && !address.has_proxy);
}

int main(void)
{
    CHECK(secret_start());
    RUN(says_what_the_rfc_says);
    RUN(takes_every_good_answer);
    RUN(every_refusal_has_words);
    RUN(everything_else_is_malformed);
    RUN(nonsense_ends_it);
    RUN(which_proxies);
    RUN(a_link_goes_through_it);
    return check_end();
}
