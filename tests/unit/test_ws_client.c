/* Does our end of a WebSocket speak RFC 6455, and refuse what no server may send? */
#include "check.h"
#include "server/client/sha1.h"
#include "server/client/ws_client.h"

enum { IN = 8192, OUT = 8192 };

static uint8_t in[IN], out[OUT];
static struct ws_client ws;
static uint8_t next_random;

/* The nonce of RFC 6455, section 1.3 ("the sample nonce"), then masks that count. */
static void not_random(void *octets, size_t size)
{
    memcpy(octets, "the sample nonce", size < 16 ? size : 16);
    if (size == 4)
        memset(octets, ++next_random, 4);
}

static struct bytes text_of(const char *text)
{
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

static const char welcome[] = "HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\nConnection:  Upgrade \r\n"
                              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

static void give(const void *data, size_t size)
{
    size_t space;
    uint8_t *at = ws_client_space(&ws, &space);
    CHECK(space >= size);
    memcpy(at, data, size < space ? size : space);
    ws_client_got(&ws, size);
}

static void open_it(void)
{
    struct ws_settings settings = {.host = text_of("localhost:8470"),
                                   .path = "/ws",
                                   .fill_random = not_random,
                                   .in = in,
                                   .in_max = IN,
                                   .out = out,
                                   .out_max = OUT};
    next_random = 0;
    CHECK(ws_client_open(&ws, &settings) == OK);
}

static enum outcome next(struct bytes *message)
{
    return ws_client_next(&ws, message);
}

static void welcomed(void)
{
    struct bytes message;
    open_it();
    ws_client_sent(&ws, ws_client_out(&ws).size);
    give(welcome, sizeof welcome - 1);
    CHECK(next(&message) == GONE && ws.state == WS_OPEN);
}

static void sha1_is_sha1(void)
{
    uint8_t hash[SHA1_SIZE];
    char million[1000];
    static const uint8_t abc[] = {0xa9, 0x99, 0x3e, 0x36, 0x47, 0x06, 0x81, 0x6a, 0xba, 0x3e,
                                  0x25, 0x71, 0x78, 0x50, 0xc2, 0x6c, 0x9c, 0xd0, 0xd8, 0x9d};
    static const uint8_t two[] = {0x84, 0x98, 0x3e, 0x44, 0x1c, 0x3b, 0xd2, 0x6e, 0xba, 0xae,
                                  0x4a, 0xa1, 0xf9, 0x51, 0x29, 0xe5, 0xe5, 0x46, 0x70, 0xf1};
    sha1(text_of("abc"), hash); /* RFC 3174, section 7.3 */
    CHECK_SAME(hash, abc, SHA1_SIZE);
    sha1(text_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), hash);
    CHECK_SAME(hash, two, SHA1_SIZE);
    memset(million, 'a', sizeof million);
    sha1((struct bytes){(const uint8_t *)million, sizeof million}, hash);
    static const uint8_t thousand[] = {0x29, 0x1e, 0x9a, 0x6c, 0x66, 0x99, 0x49, 0x49, 0xb5, 0x7b,
                                       0xa5, 0xe6, 0x50, 0x36, 0x1e, 0x98, 0xfc, 0x36, 0xb1, 0xba};
    CHECK_SAME(hash, thousand, SHA1_SIZE);
}

static void opening_says_what_the_gate_wants(void)
{
    static const char expected[] =
        "GET /ws HTTP/1.1\r\nHost: localhost:8470\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    open_it();
    CHECK(ws_client_out(&ws).size == sizeof expected - 1);
    CHECK_SAME(ws_client_out(&ws).data, expected, sizeof expected - 1);
    CHECK(ws_client_send(&ws, text_of("too early")) == REFUSED);
}

static void octet_by_octet(void)
{
    struct bytes message;
    static const uint8_t hello[] = {0x82, 5, 'H', 'e', 'l', 'l', 'o'};
    open_it();
    for (size_t i = 0; i < sizeof welcome - 1; i++) {
        CHECK(ws.state == WS_OPENING);
        give(&welcome[i], 1);
        CHECK(next(&message) == GONE);
    }
    CHECK(ws.state == WS_OPEN);
    for (size_t i = 0; i < sizeof hello; i++) {
        give(&hello[i], 1);
        CHECK(next(&message) == (i + 1 < sizeof hello ? GONE : OK));
    }
    CHECK(message.size == 5);
    CHECK_SAME(message.data, "Hello", 5);
    CHECK(next(&message) == GONE);
}

static void other_answers_are_no(void)
{
    static const char *const no[] = {
        "HTTP/1.1 403 Forbidden\r\n\r\n",
        "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        "HTTP/1.1 101 X\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
        "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
        "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
        "s3pPLMBiTxaQ9kYGzzhZRbK+xOp=\r\n\r\n",
        "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
        "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
        "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
        "nonsense\r\n\r\n",
    };
    struct bytes message;
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++) {
        open_it();
        give(no[i], strlen(no[i]));
        CHECK(next(&message) == REFUSED && ws.state == WS_CLOSED);
    }
    open_it();
    for (size_t i = 0; i < WS_HEAD_MAX; i++)
        give("x", 1);
    CHECK(next(&message) == REFUSED); /* a head without end */
}

/* RFC 6455, section 5.7, has these frames; ours must be masked. */
static void frames_out_are_masked(void)
{
    static uint8_t large[OUT];
    welcomed();
    CHECK(ws_client_send(&ws, text_of("Hello")) == OK);
    struct bytes sent = ws_client_out(&ws);
    static const uint8_t expected[] = {0x82, 0x85, 1, 1, 1, 1, 'H' ^ 1, 'e' ^ 1, 'l' ^ 1, 'l' ^ 1, 'o' ^ 1};
    CHECK(sent.size == sizeof expected);
    CHECK_SAME(sent.data, expected, sizeof expected);
    ws_client_sent(&ws, 4);
    CHECK(ws_client_out(&ws).size == sizeof expected - 4);
    ws_client_sent(&ws, sizeof expected - 4);
    CHECK(ws_client_send(&ws, (struct bytes){large, 125}) == OK && ws_client_out(&ws).size == 6 + 125);
    ws_client_sent(&ws, 6 + 125);
    CHECK(ws_client_send(&ws, (struct bytes){large, 126}) == OK && ws_client_out(&ws).size == 8 + 126);
    sent = ws_client_out(&ws);
    CHECK(sent.data[1] == (0x80 | 126) && sent.data[2] == 0 && sent.data[3] == 126);
    ws_client_sent(&ws, 8 + 126);
    CHECK(ws_client_send(&ws, (struct bytes){large, OUT - 7}) == FULL);
    CHECK(ws_client_out(&ws).size == 0);
    CHECK(ws_client_send(&ws, (struct bytes){large, OUT - 8}) == OK);
    CHECK(ws_client_send(&ws, text_of("x")) == FULL);
}

static void fragments_and_controls_between(void)
{
    static const uint8_t octets[] = {0x02, 3,   'H', 'e', 'l', /* first part */
                                     0x89, 2,   'h', 'i',      /* ping */
                                     0x00, 0,                  /* an empty part */
                                     0x8a, 0,                  /* a pong nobody asked for */
                                     0x80, 2,   'l', 'o',      /* last part */
                                     0x82, 0,                  /* an empty message */
                                     0x82, 126, 0,   126};     /* begins a longer one */
    uint8_t rest[126];
    struct bytes message;
    memset(rest, 'z', sizeof rest);
    welcomed();
    give(octets, sizeof octets);
    CHECK(next(&message) == OK && message.size == 5);
    CHECK_SAME(message.data, "Hello", 5);
    static const uint8_t pong[] = {0x8a, 0x82, 1, 1, 1, 1, 'h' ^ 1, 'i' ^ 1};
    CHECK(ws_client_out(&ws).size == sizeof pong);
    CHECK_SAME(ws_client_out(&ws).data, pong, sizeof pong);
    CHECK(next(&message) == OK && message.size == 0);
    CHECK(next(&message) == GONE);
    give(rest, sizeof rest);
    CHECK(next(&message) == OK && message.size == 126 && message.data[125] == 'z');
    CHECK(next(&message) == GONE);
}

static void what_no_server_may_send(void)
{
    static const struct {
        uint8_t octets[12];
        size_t size;
        uint16_t code;
    } bad[] = {
        {{0x82, 0x81, 1, 2, 3, 4, 5}, 7, WS_CODE_PROTOCOL},  /* masked */
        {{0xc2, 1, 'x'}, 3, WS_CODE_PROTOCOL},               /* reserved bit */
        {{0x81, 1, 'x'}, 3, WS_CODE_PROTOCOL},               /* text */
        {{0x83, 1, 'x'}, 3, WS_CODE_PROTOCOL},               /* no such opcode */
        {{0x8b, 0}, 2, WS_CODE_PROTOCOL},                    /* no such control */
        {{0x80, 1, 'x'}, 3, WS_CODE_PROTOCOL},               /* goes on with nothing */
        {{0x02, 1, 'x', 0x82, 1, 'y'}, 6, WS_CODE_PROTOCOL}, /* begins anew in the middle */
        {{0x09, 0}, 2, WS_CODE_PROTOCOL},                    /* ping in parts */
        {{0x89, 126, 0, 126}, 4, WS_CODE_PROTOCOL},          /* ping too long */
        {{0x88, 1, 3}, 3, WS_CODE_PROTOCOL},                 /* half a code */
        {{0x82, 126, 0, 125}, 4, WS_CODE_PROTOCOL},          /* a length not in its shortest form */
        {{0x82, 127, 0, 0, 0, 0, 0, 0, 255, 255}, 10, WS_CODE_PROTOCOL},
        {{0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0}, 10, WS_CODE_TOO_BIG}, /* more than fits */
        {{0x82, 127, 255, 255, 255, 255, 255, 255, 255, 255}, 10, WS_CODE_TOO_BIG},
    };
    struct bytes message;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        welcomed();
        give(bad[i].octets, bad[i].size);
        CHECK(next(&message) == MALFORMED && ws.state == WS_CLOSED);
        struct bytes sent = ws_client_out(&ws);
        CHECK(sent.size == 8 && sent.data[0] == 0x88);
        CHECK((uint16_t)((sent.data[6] ^ 1) << 8 | (sent.data[7] ^ 1)) == bad[i].code);
        CHECK(next(&message) == GONE); /* and nothing more is read */
    }
}

static void closing_both_ways(void)
{
    static const uint8_t bye[] = {0x88, 2, 3, 0xe9}; /* 1001 */
    static const uint8_t still[] = {0x82, 1, 'x', 0x88, 2, 3, 0xe8};
    struct bytes message;
    welcomed();
    give(bye, sizeof bye);
    CHECK(next(&message) == GONE && ws.state == WS_CLOSED && ws.close_code == 1001);
    CHECK(ws_client_out(&ws).size == 8 && ws_client_send(&ws, text_of("x")) == REFUSED);

    welcomed();
    ws_client_close(&ws, WS_CODE_NORMAL);
    CHECK(ws.state == WS_CLOSING && ws_client_out(&ws).size == 8);
    ws_client_close(&ws, WS_CODE_NORMAL);
    CHECK(ws_client_out(&ws).size == 8); /* once */
    give(still, sizeof still);
    CHECK(next(&message) == OK && message.size == 1);
    CHECK(next(&message) == GONE && ws.state == WS_CLOSED);
    CHECK(ws_client_out(&ws).size == 8); /* the answer needs no answer */
}

/* Messages of all sizes, cut at random places, come out as they went in. */
static void any_cut_is_the_same(void)
{
    static uint8_t stream[64 * 1024];
    uint64_t seed = 1;
    for (int round = 0; round < 50; round++) {
        size_t size = 0, count = 0, seen = 0, sizes[200];
        while (size < sizeof stream - 5000 && count < 200) {
            size_t payload = check_random(&seed) % (round % 2 == 0 ? 130 : 4000);
            sizes[count++] = payload;
            stream[size++] = 0x82;
            if (payload >= 126) {
                stream[size++] = 126;
                stream[size++] = (uint8_t)(payload >> 8);
            }
            stream[size++] = (uint8_t)payload;
            memset(stream + size, (int)(count & 255), payload);
            size += payload;
        }
        welcomed();
        for (size_t at = 0; at < size;) {
            size_t space, cut = 1 + check_random(&seed) % 3000;
            struct bytes message;
            (void)ws_client_space(&ws, &space);
            cut = cut > space ? space : cut;
            cut = cut > size - at ? size - at : cut;
            give(stream + at, cut);
            at += cut;
            while (next(&message) == OK) {
                CHECK(message.size == sizes[seen]);
                seen++;
                CHECK(message.size == 0 ||
                      (message.data[0] == (seen & 255) && message.data[message.size - 1] == (seen & 255)));
            }
        }
        CHECK(seen == count);
    }
}

int main(void)
{
    RUN(sha1_is_sha1);
    RUN(opening_says_what_the_gate_wants);
    RUN(octet_by_octet);
    RUN(other_answers_are_no);
    RUN(frames_out_are_masked);
    RUN(fragments_and_controls_between);
    RUN(what_no_server_may_send);
    RUN(closing_both_ways);
    RUN(any_cut_is_the_same);
    return check_end();
}
