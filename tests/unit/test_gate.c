/* The gate: which heads pass, which are refused and how, and that nothing of the peer goes on to the library. */
#include "check.h"
#include "gate.h"

static const struct gate_hosts hosts = {
    .count = 2,
    .names = {{(const uint8_t *)"localhost:8470", 14}, {(const uint8_t *)"exit.example", 12}},
};

#define HOST "Host: localhost:8470\r\n"
#define KEY "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
#define OPENING HOST "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
#define TO_WS "GET /ws HTTP/1.1\r\n"

enum { FILE_ = 1, WS = 2 };

static const struct {
    const char *head;
    unsigned expected; /* FILE_, WS or the status of the refusal */
} cases[] = {
    /* What passes */
    {"GET / HTTP/1.1\r\n" HOST "\r\n", FILE_},
    {"HEAD / HTTP/1.1\r\n" HOST "\r\n", FILE_},
    {"GET /counsellor/ HTTP/1.1\r\nHost: exit.example\r\n\r\n", FILE_},
    {"GET /a-b_c/core.1f.wasm HTTP/1.1\r\n" HOST "Cookie: a=b\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n", FILE_},
    {"GET / HTTP/1.1\r\nhOsT:\t localhost:8470 \t\r\nUser-Agent: a \xc3\xa6\r\n\r\n", FILE_},
    {"GET / HTTP/1.1\r\n" HOST "Connection: keep-alive, close\r\nEmpty:\r\n\r\n", FILE_},
    {"GET / HTTP/1.1\r\n" HOST "Origin: http://localhost:8470\r\n\r\n", FILE_},
    {TO_WS OPENING KEY "\r\n", WS},
    {TO_WS OPENING KEY "Origin: https://exit.example\r\nCookie: a\r\n\r\n", WS},
    {TO_WS HOST "upgrade: WebSocket\r\nCONNECTION: keep-alive , upgrade\r\nsec-websocket-version:13\r\n" KEY "\r\n",
     WS},
    {TO_WS OPENING KEY "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Protocol: x\r\n\r\n", WS},
    /* The request line */
    {"\r\n\r\n", 400},
    {"GET\r\n\r\n", 400},
    {"GET /\r\n\r\n", 400},
    {"GET  / HTTP/1.1\r\n" HOST "\r\n", 400},
    {"GET / HTTP/1.1 \r\n" HOST "\r\n", 400},
    {" GET / HTTP/1.1\r\n" HOST "\r\n", 400},
    {"G@T / HTTP/1.1\r\n" HOST "\r\n", 400},
    {"GET /\x80 HTTP/1.1\r\n" HOST "\r\n", 400},
    {"GET / HTTP/1.10\r\n" HOST "\r\n", 400},
    {"GET / http/1.1\r\n" HOST "\r\n", 400},
    {"GET / HTTP/1.0\r\n" HOST "\r\n", 505},
    {"GET / HTTP/2.0\r\n" HOST "\r\n", 505},
    {"PRI * HTTP/2.0\r\n\r\n", 505},
    {"POST / HTTP/1.1\r\n" HOST "\r\n", 405},
    {"get / HTTP/1.1\r\n" HOST "\r\n", 405},
    {"CONNECT localhost:1 HTTP/1.1\r\n" HOST "\r\n", 405},
    {"POST /ws HTTP/1.1\r\n" OPENING KEY "\r\n", 405},
    /* The path */
    {"GET * HTTP/1.1\r\n" HOST "\r\n", 404},
    {"GET http://localhost:8470/ HTTP/1.1\r\n" HOST "\r\n", 404},
    {"GET /?a=b HTTP/1.1\r\n" HOST "\r\n", 404},
    {"GET /# HTTP/1.1\r\n" HOST "\r\n", 404},
    {"GET /%2e%2e/ HTTP/1.1\r\n" HOST "\r\n", 404},
    {"GET /../x HTTP/1.1\r\n" HOST "\r\n", 404},
    {"GET /a/.b HTTP/1.1\r\n" HOST "\r\n", 404},
    {"GET //x HTTP/1.1\r\n" HOST "\r\n", 404},
    {"GET /a\\b HTTP/1.1\r\n" HOST "\r\n", 404},
    /* The fields */
    {"GET / HTTP/1.1\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\n" HOST HOST "\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: localhost:8470\r\nHost: exit.example\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost : localhost:8470\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost localhost:8470\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\n: x\r\n" HOST "\r\n", 400},
    {"GET / HTTP/1.1\r\n" HOST "A: b\r\n c\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\n A: b\r\n" HOST "\r\n", 400},
    {"GET / HTTP/1.1\r\n" HOST "A\xc3: b\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\n" HOST "content-LENGTH: 5\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\n" HOST "Upgrade: h2c\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost:\r\n\r\n", 421},
    {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 421},
    {"GET / HTTP/1.1\r\nHost: LOCALHOST:8470\r\n\r\n", 421},
    {"GET / HTTP/1.1\r\nHost: exit.example.evil\r\n\r\n", 421},
    {"GET / HTTP/1.1\r\n" HOST "Origin: null\r\n\r\n", 403},
    {"GET / HTTP/1.1\r\n" HOST "Origin: https://evil.example\r\n\r\n", 403},
    {"GET / HTTP/1.1\r\n" HOST "Origin: http://exit.example/\r\n\r\n", 403},
    {"GET / HTTP/1.1\r\n" HOST "Origin: http://exit.example\r\nOrigin: http://exit.example\r\n\r\n", 400},
    /* Openings */
    {TO_WS HOST "\r\n", 426},
    {TO_WS HOST "Upgrade: websocket\r\nConnection: Upgrade\r\n" KEY "\r\n", 426},
    {TO_WS HOST "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 12\r\n" KEY "\r\n", 426},
    {TO_WS HOST "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 013\r\n" KEY "\r\n", 426},
    {TO_WS HOST "Upgrade: h2c\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" KEY "\r\n", 400},
    {TO_WS HOST "Upgrade: websocket\r\nConnection: close\r\nSec-WebSocket-Version: 13\r\n" KEY "\r\n", 400},
    {TO_WS HOST "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" KEY "\r\n", 400},
    {TO_WS OPENING "\r\n", 400},
    {TO_WS OPENING KEY KEY "\r\n", 400},
    {TO_WS OPENING KEY "Upgrade: websocket\r\n\r\n", 400},
    {TO_WS OPENING KEY "Sec-WebSocket-Version: 13\r\n\r\n", 400},
    {TO_WS OPENING "Sec-WebSocket-Key: dGhlIA==\r\n\r\n", 400},
    {TO_WS OPENING "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR==\r\n\r\n", 400},
    {TO_WS OPENING "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=A\r\n\r\n", 400},
    {TO_WS OPENING "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQA=\r\n\r\n", 400},
    {TO_WS OPENING "Sec-WebSocket-Key: dGhl-HNhbXBsZSBub25jZQ==\r\n\r\n", 400},
    {TO_WS OPENING KEY "Origin: https://evil.example\r\n\r\n", 403},
    {TO_WS "Host: evil.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" KEY
           "\r\n",
     421},
    {"HEAD /ws HTTP/1.1\r\n" OPENING KEY "\r\n", 405},
    {TO_WS OPENING KEY "Content-Length: 0\r\n\r\n", 400},
};

static struct bytes text(const char *head)
{
    return (struct bytes){(const uint8_t *)head, strlen(head)};
}

/* Finds and reads one head: FILE_, WS or a status. */
static unsigned judge(struct bytes data, struct gate_request *request)
{
    size_t size = 0;
    unsigned status = 0;
    memset(request, 0, sizeof *request);
    enum outcome found = gate_find_end(data, 0, &size, &status);
    if (found == MALFORMED)
        return status;
    if (found == FULL || size != data.size)
        return 0;
    gate_read(request, data, &hosts);
    return request->verdict == GATE_FILE ? FILE_ : request->verdict == GATE_OPENING ? WS : request->status;
}

static void judges_every_case(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct gate_request request;
        unsigned got = judge(text(cases[i].head), &request);
        if (!CHECK(got == cases[i].expected))
            printf("  case %zu: %u instead of %u\n", i, got, cases[i].expected);
    }
}

/* No prefix is a head; and looking at it octet by octet ends as looking at once. */
static void reads_heads_in_pieces(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bytes whole = text(cases[i].head);
        size_t size = 0;
        unsigned status = 0;
        enum outcome found = FULL;
        size_t looked_at = 0;
        for (size_t given = 0; given <= whole.size && found == FULL; given++) {
            found = gate_find_end((struct bytes){whole.data, given}, looked_at, &size, &status);
            looked_at = given;
            CHECK(found != OK || (given == whole.size && size == whole.size));
        }
        CHECK(found == gate_find_end(whole, 0, &size, &status));
    }
}

static void stops_at_octets_that_no_head_has(void)
{
    static const char *const bad[] = {"\x16\x03\x01", "GET / HTTP/1.1\n", "GET / HTTP/1.1\r\r\n", "GET /\x7f", "a\rb",
                                      "a\x01"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        size_t size = 0;
        unsigned status = 0;
        CHECK(gate_find_end(text(bad[i]), 0, &size, &status) == MALFORMED && status == 400);
    }
    size_t size = 0;
    unsigned status = 0;
    CHECK(gate_find_end((struct bytes){(const uint8_t *)"GET \0", 5}, 0, &size, &status) == MALFORMED);
}

static void keeps_its_limits(void)
{
    static uint8_t head[GATE_HEAD_MAX + 1];
    size_t size = 0;
    unsigned status = 0;
    memset(head, 'a', sizeof head);
    CHECK(gate_find_end((struct bytes){head, GATE_HEAD_MAX - 1}, 0, &size, &status) == FULL);
    CHECK(gate_find_end((struct bytes){head, GATE_HEAD_MAX}, 0, &size, &status) == MALFORMED && status == 431);
    CHECK(gate_find_end((struct bytes){head, GATE_HEAD_MAX + 1}, 0, &size, &status) == MALFORMED && status == 431);

    char many[4096] = "GET / HTTP/1.1\r\n" HOST;
    size_t at = strlen(many);
    struct gate_request request;
    for (int i = 1; i < GATE_FIELDS_MAX; i++)
        at += (size_t)snprintf(many + at, sizeof many - at, "A: b\r\n");
    snprintf(many + at, sizeof many - at, "\r\n");
    CHECK(judge(text(many), &request) == FILE_);
    snprintf(many + at, sizeof many - at, "A: b\r\n\r\n");
    CHECK(judge(text(many), &request) == 431);

    char path[GATE_PATH_MAX + 64] = "GET /";
    memset(path + 5, 'a', GATE_PATH_MAX - 1);
    snprintf(path + 4 + GATE_PATH_MAX, 60, " HTTP/1.1\r\n" HOST "\r\n");
    CHECK(judge(text(path), &request) == FILE_);
    memset(path + 5, 'a', GATE_PATH_MAX);
    snprintf(path + 5 + GATE_PATH_MAX, 59, " HTTP/1.1\r\n" HOST "\r\n");
    CHECK(judge(text(path), &request) == 414);
}

static void says_what_was_asked(void)
{
    struct gate_request request;
    CHECK(judge(text("HEAD /a/ HTTP/1.1\r\nHost: exit.example\r\nConnection: Close\r\n\r\n"), &request) == FILE_);
    CHECK(request.is_head && !request.may_keep && request.host == 1);
    CHECK(request.path.size == 3 && memcmp(request.path.data, "/a/", 3) == 0);
    CHECK(judge(text("GET / HTTP/1.1\r\n" HOST "\r\n"), &request) == FILE_);
    CHECK(!request.is_head && request.may_keep && request.host == 0);
}

/* That there was such a field is told, whatever it says and however it is written; nothing else is. */
static void notes_what_proxies_pass_on(void)
{
    static const struct {
        const char *field;
        bool is_forwarded;
    } fields[] = {{"X-Forwarded-For: 203.0.113.9", true},
                  {"x-forwarded-FOR:", true},
                  {"X-Real-IP: 203.0.113.9", true},
                  {"Forwarded: for=203.0.113.9", true},
                  {"Via: 1.1 proxy", true},
                  {"X-Client-IP: a", true},
                  {"True-Client-IP: a", true},
                  {"CF-Connecting-IP: a", true},
                  {"X-Forwarded-Proto: https", false},
                  {"X-Forwarded-Forr: a", false},
                  {"User-Agent: Via", false}};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        struct gate_request request;
        char head[512];
        snprintf(head, sizeof head, TO_WS OPENING KEY "%s\r\n\r\n", fields[i].field);
        CHECK(judge(text(head), &request) == WS && request.is_forwarded == fields[i].is_forwarded);
        snprintf(head, sizeof head, "GET / HTTP/1.1\r\n" HOST "%s\r\n%s\r\n\r\n", fields[i].field, fields[i].field);
        CHECK(judge(text(head), &request) == FILE_ && request.is_forwarded == fields[i].is_forwarded);
    }
}

/* The library gets our octets, one of our names and the key; nothing else that the peer said. */
static void rewrites_openings(void)
{
    struct gate_request request;
    char opening[GATE_OPENING_MAX];
    CHECK(judge(text(TO_WS OPENING KEY "User-Agent: marked\r\nX-Forwarded-For: 203.0.113.9\r\nCookie: marked\r\n\r\n"),
                &request) == WS);
    size_t size = gate_opening(&request, &hosts, opening);
    static const char expected[] = "GET /ws HTTP/1.1\r\n" HOST "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                   "Sec-WebSocket-Version: 13\r\n" KEY "\r\n";
    CHECK(size == sizeof expected - 1 && memcmp(opening, expected, size) == 0);
    struct gate_request again;
    CHECK(judge((struct bytes){(const uint8_t *)opening, size}, &again) == WS);
}

int main(void)
{
    RUN(judges_every_case);
    RUN(reads_heads_in_pieces);
    RUN(stops_at_octets_that_no_head_has);
    RUN(keeps_its_limits);
    RUN(says_what_was_asked);
    RUN(notes_what_proxies_pass_on);
    RUN(rewrites_openings);
    return check_end();
}
