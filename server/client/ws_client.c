#include "ws_client.h"

#include <stdio.h>
#include <string.h>

#include "sha1.h"

/* RFC 6455, section 5.2. */
enum {
    OP_CONTINUE = 0,
    OP_TEXT = 1,
    OP_BINARY = 2,
    OP_CLOSE = 8,
    OP_PING = 9,
    OP_PONG = 10,
    FIN = 0x80,
    RESERVED = 0x70,
    MASKED = 0x80,
};

struct frame_head {
    uint8_t opcode;
    bool is_final;
    size_t size;      /* of the head */
    uint64_t payload; /* octets that follow it */
};

/* --- opening (RFC 6455, section 4.1) --- */

static void base64(const uint8_t *data, size_t size, char *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        uint32_t bits = (uint32_t)data[i] << 16;
        bits |= i + 1 < size ? (uint32_t)data[i + 1] << 8 : 0;
        bits |= i + 2 < size ? data[i + 2] : 0;
        *out++ = digits[bits >> 18];
        *out++ = digits[bits >> 12 & 63];
        *out++ = i + 1 < size ? digits[bits >> 6 & 63] : '=';
        *out++ = i + 2 < size ? digits[bits & 63] : '=';
    }
}

enum outcome ws_client_open(struct ws_client *ws, const struct ws_settings *settings)
{
    uint8_t nonce[16];
    *ws = (struct ws_client){
        .state = WS_OPENING,
        .fill_random = settings->fill_random,
        .in = settings->in,
        .in_max = settings->in_max,
        .close_code = WS_CODE_NONE,
        .out = settings->out,
        .out_max = settings->out_max,
    };
    ws->fill_random(nonce, sizeof nonce);
    base64(nonce, sizeof nonce, ws->key);
    int size =
        snprintf((char *)ws->out, ws->out_max,
                 "GET %s HTTP/1.1\r\nHost: %.*s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Key: %.*s\r\nSec-WebSocket-Version: 13\r\n\r\n",
                 settings->path, (int)settings->host.size, (const char *)settings->host.data, WS_KEY_SIZE, ws->key);
    if (size <= 0 || (size_t)size >= ws->out_max || ws->in_max < WS_HEAD_MAX)
        return FULL;
    ws->out_end = (size_t)size;
    return OK;
}

static uint8_t small(uint8_t letter)
{
    return letter >= 'A' && letter <= 'Z' ? (uint8_t)(letter + ('a' - 'A')) : letter;
}

static bool is_word(struct bytes text, const char *word)
{
    if (text.size != strlen(word))
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (small(text.data[i]) != (uint8_t)word[i])
            return false;
    return true;
}

/* Takes one line, without its CR LF, off `head`. */
static struct bytes line_of(struct bytes *head)
{
    const uint8_t *end = memmem(head->data, head->size, "\r\n", 2);
    struct bytes line = {head->data, end == NULL ? head->size : (size_t)(end - head->data)};
    size_t used = end == NULL ? head->size : line.size + 2;
    head->data += used;
    head->size -= used;
    return line;
}

/* Splits "Name: value"; the value without blanks around it. */
static bool field_of(struct bytes line, struct bytes *name, struct bytes *value)
{
    const uint8_t *colon = memchr(line.data, ':', line.size);
    if (colon == NULL)
        return false;
    *name = (struct bytes){line.data, (size_t)(colon - line.data)};
    *value = (struct bytes){colon + 1, line.size - name->size - 1};
    while (value->size > 0 && (value->data[0] == ' ' || value->data[0] == '\t')) {
        value->data++;
        value->size--;
    }
    while (value->size > 0 && (value->data[value->size - 1] == ' ' || value->data[value->size - 1] == '\t'))
        value->size--;
    return true;
}

static bool is_our_accept(const struct ws_client *ws, struct bytes value)
{
    static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    uint8_t joined[WS_KEY_SIZE + sizeof guid - 1], hash[SHA1_SIZE];
    char expected[28];
    memcpy(joined, ws->key, WS_KEY_SIZE);
    memcpy(joined + WS_KEY_SIZE, guid, sizeof guid - 1);
    sha1((struct bytes){joined, sizeof joined}, hash);
    base64(hash, sizeof hash, expected);
    return value.size == sizeof expected && memcmp(value.data, expected, sizeof expected) == 0;
}

static bool is_welcome(const struct ws_client *ws, struct bytes head)
{
    static const char status[] = "HTTP/1.1 101";
    bool has_upgrade = false, has_connection = false, has_accept = false;
    struct bytes line = line_of(&head), name, value;
    if (line.size < sizeof status - 1 || memcmp(line.data, status, sizeof status - 1) != 0)
        return false;
    while (head.size > 0) {
        line = line_of(&head);
        if (line.size == 0)
            break;
        if (!field_of(line, &name, &value))
            return false;
        if (is_word(name, "upgrade"))
            has_upgrade = is_word(value, "websocket");
        else if (is_word(name, "connection"))
            has_connection = is_word(value, "upgrade");
        else if (is_word(name, "sec-websocket-accept"))
            has_accept = is_our_accept(ws, value);
        else if (is_word(name, "sec-websocket-extensions") || is_word(name, "sec-websocket-protocol"))
            return false; /* we asked for none */
    }
    return has_upgrade && has_connection && has_accept;
}

static enum outcome read_head(struct ws_client *ws)
{
    const uint8_t *end = memmem(ws->in + ws->at, ws->end - ws->at, "\r\n\r\n", 4);
    if (end == NULL && ws->end - ws->at < WS_HEAD_MAX)
        return GONE;
    size_t size = end == NULL ? 0 : (size_t)(end - ws->in) + 4 - ws->at;
    if (end == NULL || !is_welcome(ws, (struct bytes){ws->in + ws->at, size})) {
        ws->state = WS_CLOSED;
        return REFUSED;
    }
    ws->at += size;
    ws->state = WS_OPEN;
    return OK;
}

/* --- frames out: always masked (RFC 6455, section 5.3) --- */

static enum outcome put_frame(struct ws_client *ws, uint8_t opcode, struct bytes payload)
{
    uint8_t head[WS_FRAME_HEAD_MAX], mask[4];
    size_t size = 2;
    head[0] = FIN | opcode;
    if (payload.size <= WS_CONTROL_MAX) {
        head[1] = (uint8_t)(MASKED | payload.size);
    } else if (payload.size <= UINT16_MAX) {
        head[1] = MASKED | 126;
        head[size++] = (uint8_t)(payload.size >> 8);
        head[size++] = (uint8_t)payload.size;
    } else {
        head[1] = MASKED | 127;
        for (unsigned i = 0; i < 8; i++)
            head[size++] = (uint8_t)((uint64_t)payload.size >> (56 - 8 * i));
    }
    ws->fill_random(mask, sizeof mask);
    memcpy(head + size, mask, sizeof mask);
    size += sizeof mask;
    if (ws->out_max - ws->out_end < size + payload.size)
        return FULL;
    memcpy(ws->out + ws->out_end, head, size);
    ws->out_end += size;
    for (size_t i = 0; i < payload.size; i++)
        ws->out[ws->out_end + i] = payload.data[i] ^ mask[i % 4];
    ws->out_end += payload.size;
    return OK;
}

enum outcome ws_client_send(struct ws_client *ws, struct bytes message)
{
    return ws->state == WS_OPEN ? put_frame(ws, OP_BINARY, message) : REFUSED;
}

enum outcome ws_client_ping(struct ws_client *ws)
{
    return ws->state == WS_OPEN ? put_frame(ws, OP_PING, (struct bytes){NULL, 0}) : REFUSED;
}

void ws_client_close(struct ws_client *ws, enum ws_code code)
{
    uint8_t payload[2] = {(uint8_t)(code >> 8), (uint8_t)code};
    if (ws->state == WS_OPEN && put_frame(ws, OP_CLOSE, (struct bytes){payload, 2}) == OK)
        ws->state = WS_CLOSING;
    else if (ws->state != WS_CLOSING)
        ws->state = WS_CLOSED;
}

struct bytes ws_client_out(const struct ws_client *ws)
{
    return (struct bytes){ws->out + ws->out_at, ws->out_end - ws->out_at};
}

void ws_client_sent(struct ws_client *ws, size_t size)
{
    ws->out_at += size;
    if (ws->out_at == ws->out_end)
        ws->out_at = ws->out_end = 0;
}

/* --- frames in: never masked (RFC 6455, section 5.1) --- */

uint8_t *ws_client_space(struct ws_client *ws, size_t *size)
{
    if (ws->has_given) {
        ws->part = 0;
        ws->has_given = false;
    }
    if (ws->at > ws->part) {
        memmove(ws->in + ws->part, ws->in + ws->at, ws->end - ws->at);
        ws->end -= ws->at - ws->part;
        ws->at = ws->part;
    }
    *size = ws->in_max - ws->end;
    return ws->in + ws->end;
}

void ws_client_got(struct ws_client *ws, size_t size)
{
    ws->end += size;
}

/* GONE: not all of it has come. MALFORMED: no server may send this. */
static enum outcome read_frame_head(const struct ws_client *ws, struct frame_head *head)
{
    const uint8_t *data = ws->in + ws->at;
    size_t left = ws->end - ws->at, extra;
    if (left < 2)
        return GONE;
    if ((data[0] & RESERVED) != 0 || (data[1] & MASKED) != 0)
        return MALFORMED;
    head->opcode = data[0] & 15;
    head->is_final = (data[0] & FIN) != 0;
    head->payload = data[1] & 127;
    extra = head->payload == 127 ? 8 : head->payload == 126 ? 2 : 0;
    if (left < 2 + extra)
        return GONE;
    if (extra > 0) {
        head->payload = 0;
        for (size_t i = 0; i < extra; i++)
            head->payload = head->payload << 8 | data[2 + i];
        if (head->payload < (extra == 2 ? 126 : 65536))
            return MALFORMED; /* section 5.2: the shortest form only */
    }
    head->size = 2 + extra;
    return OK;
}

/* Which frames may come now (section 5.4). */
static bool is_in_order(const struct ws_client *ws, const struct frame_head *head)
{
    switch (head->opcode) {
    case OP_CONTINUE:
        return ws->has_part;
    case OP_BINARY:
        return !ws->has_part;
    case OP_CLOSE:
        return head->is_final && head->payload <= WS_CONTROL_MAX && head->payload != 1;
    case OP_PING:
    case OP_PONG:
        return head->is_final && head->payload <= WS_CONTROL_MAX;
    default:
        return false;
    }
}

static void take_control(struct ws_client *ws, uint8_t opcode, struct bytes payload)
{
    if (opcode == OP_PING && ws->state == WS_OPEN)
        (void)!put_frame(ws, OP_PONG, payload); /* no room: the next ping will be answered */
    if (opcode != OP_CLOSE)
        return;
    if (payload.size >= 2)
        ws->close_code = (uint16_t)(payload.data[0] << 8 | payload.data[1]);
    if (ws->state == WS_OPEN)
        (void)!put_frame(ws, OP_CLOSE, (struct bytes){payload.data, payload.size >= 2 ? 2 : 0});
    ws->state = WS_CLOSED;
}

/* Reads one frame. OK: a message is whole in [0, part). GONE: nothing whole yet, or no frame is left. FULL: a frame was read, go on. */
static enum outcome read_frame(struct ws_client *ws)
{
    struct frame_head head;
    TRY(read_frame_head(ws, &head));
    if (!is_in_order(ws, &head))
        return MALFORMED;
    if (head.payload > ws->in_max - ws->part - head.size)
        return REFUSED;
    size_t payload = (size_t)head.payload;
    if (ws->end - ws->at < head.size + payload)
        return GONE;
    const uint8_t *data = ws->in + ws->at + head.size;
    ws->at += head.size + payload;
    if (head.opcode >= OP_CLOSE) {
        take_control(ws, head.opcode, (struct bytes){data, payload});
        return ws->state == WS_CLOSED ? GONE : FULL;
    }
    memmove(ws->in + ws->part, data, payload);
    ws->part += payload;
    ws->has_part = !head.is_final;
    return head.is_final ? OK : FULL;
}

static enum outcome next(struct ws_client *ws)
{
    enum outcome outcome = ws->state == WS_OPENING ? read_head(ws) : FULL;
    if (outcome == OK)
        outcome = FULL;
    while (outcome == FULL && (ws->state == WS_OPEN || ws->state == WS_CLOSING))
        outcome = read_frame(ws);
    return outcome == FULL ? GONE : outcome;
}

enum outcome ws_client_next(struct ws_client *ws, struct bytes *message)
{
    bool was_opening = ws->state == WS_OPENING;
    *message = (struct bytes){NULL, 0};
    if (ws->has_given) {
        ws->part = 0;
        ws->has_given = false;
    }
    enum outcome outcome = next(ws);
    if (outcome == OK) {
        *message = (struct bytes){ws->in, ws->part};
        ws->has_given = true;
    } else if (outcome != GONE && !was_opening) {
        ws_client_close(ws, outcome == REFUSED ? WS_CODE_TOO_BIG : WS_CODE_PROTOCOL);
        ws->state = WS_CLOSED;
        outcome = MALFORMED;
    }
    return outcome;
}
