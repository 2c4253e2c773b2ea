/* The client's end of a WebSocket (RFC 6455) over any stream of octets: no socket here. The caller reads from its socket into
 * ws_client_space and says how much came with ws_client_got, takes whole messages with ws_client_next, and sends what ws_client_out
 * shows. Pings are answered, closing is answered, both without the caller's doing.
 * Owns: nothing; both buffers are borrowed until the next ws_client_open. Uses: sha1. Used by: link, load generator, tests. */
#ifndef UDVEJ_CLIENT_WS_CLIENT_H
#define UDVEJ_CLIENT_WS_CLIENT_H

#include <stdbool.h>

#include "bytes.h"
#include "outcome.h"

enum {
    WS_FRAME_HEAD_MAX = 14, /* with 64 bits of length and a mask */
    WS_CONTROL_MAX = 125,
    WS_HEAD_MAX = 4096, /* the answer to our opening */
    WS_KEY_SIZE = 24,
};

enum ws_state {
    WS_OPENING, /* our request is out, or in ws_client_out */
    WS_OPEN,
    WS_CLOSING, /* our close frame is in ws_client_out; messages still come */
    WS_CLOSED,  /* both have closed, or the peer broke the protocol: close the socket when ws_client_out is empty */
};

/* What the peer, or we, said when closing. */
enum ws_code {
    WS_CODE_NORMAL = 1000,
    WS_CODE_AWAY = 1001,
    WS_CODE_PROTOCOL = 1002,
    WS_CODE_NONE = 1005,
    WS_CODE_TOO_BIG = 1009
};

struct ws_settings {
    struct bytes host; /* of the Host field: name, and port unless it is the default; 1..HOST_MAX */
    const char *path;  /* "/ws" */
    void (*fill_random)(void *out, size_t size);
    uint8_t *in; /* at least WS_HEAD_MAX, and the largest message with its frame's head */
    size_t in_max;
    uint8_t *out; /* at least WS_HEAD_MAX, and whatever is sent between two looks at ws_client_out */
    size_t out_max;
};

struct ws_client {
    enum ws_state state;
    void (*fill_random)(void *out, size_t size);
    char key[WS_KEY_SIZE];
    uint8_t *in; /* [0, part) a message's fragments so far; [at, end) not looked at yet */
    size_t in_max, part, at, end;
    bool has_part;       /* a message is under way */
    bool has_given;      /* [0, part) was given to the caller: forget it */
    uint8_t opcode;      /* of the message under way */
    uint16_t close_code; /* what the peer said; WS_CODE_NONE before */
    uint8_t *out;
    size_t out_max, out_at, out_end;
};

/* Begins: puts the opening request out. FULL: a buffer is too small. */
MUST_USE enum outcome ws_client_open(struct ws_client *ws, const struct ws_settings *settings);

/* Where the next octets from the socket go; empty: take messages first. */
uint8_t *ws_client_space(struct ws_client *ws, size_t *size);
void ws_client_got(struct ws_client *ws, size_t size);

/* The next whole binary message in `message`, borrowed until any other call. GONE: none yet. REFUSED: the answer to our opening
 * was no, or not a WebSocket's. MALFORMED: the peer broke the protocol, or sent text or something too large; a close frame is out. */
MUST_USE enum outcome ws_client_next(struct ws_client *ws, struct bytes *message);

/* Puts one binary message out. REFUSED: not open. FULL: no room; send what is out first. */
MUST_USE enum outcome ws_client_send(struct ws_client *ws, struct bytes message);

/* Puts a ping without payload out, likewise. */
MUST_USE enum outcome ws_client_ping(struct ws_client *ws);

/* Puts a close frame out, once. */
void ws_client_close(struct ws_client *ws, enum ws_code code);

/* What waits to be sent, borrowed until any other call; ws_client_sent takes `size` octets off its front. */
struct bytes ws_client_out(const struct ws_client *ws);
void ws_client_sent(struct ws_client *ws, size_t size);

#endif
