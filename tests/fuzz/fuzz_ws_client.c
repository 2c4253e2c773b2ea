/* Any octets from a server, after a good welcome, in pieces whose sizes the input chooses: the same messages come out as in one piece. */
#include "fuzz.h"
#include "server/client/event_line.h"
#include "server/client/ws_client.h"

enum { IN = 4096, OUT = 4096, SUMS = 64 };

static const char welcome[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

/* The nonce of RFC 6455, section 1.3. */
static void not_random(void *octets, size_t size)
{
    memcpy(octets, "the sample nonce", size < 16 ? size : 16);
}

struct heard {
    size_t count;
    size_t sizes[SUMS];
    enum ws_state state;
};

static void give(struct ws_client *ws, const void *data, size_t size)
{
    size_t space;
    uint8_t *at = ws_client_space(ws, &space);
    invariant(space >= size);
    if (size > 0)
        memcpy(at, data, size);
    ws_client_got(ws, size);
}

static bool take(struct ws_client *ws, struct heard *heard)
{
    struct bytes message, value;
    enum outcome outcome = ws_client_next(ws, &message);
    while (outcome == OK) {
        if (heard->count < SUMS)
            heard->sizes[heard->count] = message.size;
        heard->count++;
        (void)!event_find(message, "event", &value);
        outcome = ws_client_next(ws, &message);
        ws_client_sent(ws, ws_client_out(ws).size);
    }
    return ws->state == WS_OPEN || ws->state == WS_CLOSING;
}

static void hear(const uint8_t *data, size_t size, size_t piece, struct heard *heard)
{
    static uint8_t in[IN], out[OUT];
    static struct ws_client ws;
    struct ws_settings settings = {.host = {(const uint8_t *)"a", 1},
                                   .path = "/ws",
                                   .fill_random = not_random,
                                   .in = in,
                                   .in_max = IN,
                                   .out = out,
                                   .out_max = OUT};
    memset(heard, 0, sizeof *heard);
    invariant(ws_client_open(&ws, &settings) == OK);
    ws_client_sent(&ws, ws_client_out(&ws).size);
    give(&ws, welcome, sizeof welcome - 1);
    invariant(take(&ws, heard));
    for (size_t at = 0; at < size;) {
        size_t space;
        (void)ws_client_space(&ws, &space);
        size_t next = piece < space ? piece : space;
        invariant(next > 0); /* it never gets stuck on what it does not refuse */
        next = next < size - at ? next : size - at;
        give(&ws, data + at, next);
        at += next;
        if (!take(&ws, heard))
            break;
    }
    heard->state = ws.state;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct heard whole, pieces;
    if (size < 1)
        return 0;
    hear(data + 1, size - 1, SIZE_MAX, &whole);
    hear(data + 1, size - 1, 1 + (size_t)data[0] % 7, &pieces);
    invariant(whole.count == pieces.count && whole.state == pieces.state);
    invariant(memcmp(whole.sizes, pieces.sizes, sizeof whole.sizes) == 0);
    return 0;
}
