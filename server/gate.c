#include "gate.h"

#include <stdio.h>
#include <string.h>

/* --- Characters (RFC 9110, section 5.6.2 and 5.5) --- */

static bool is_letter_or_digit(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_token_char(uint8_t c)
{
    return is_letter_or_digit(c) || (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static bool is_path_char(uint8_t c)
{
    return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-' || c == '/';
}

/* Field values: visible ASCII, space and tab. Octets above 0x7f are obsolete text that no field we read may hold, but that
 * browsers may put into fields that we drop. */
static bool is_value_char(uint8_t c)
{
    return c == '\t' || (c >= 0x20 && c != 0x7f);
}

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
}

static bool is_same(struct bytes a, struct bytes b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* `word` in lower case. */
static bool is_word(struct bytes text, const char *word)
{
    if (text.size != strlen(word))
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (lower(text.data[i]) != (uint8_t)word[i])
            return false;
    return true;
}

/* --- Where the head ends --- */

enum outcome gate_find_end(struct bytes data, size_t looked_at, size_t *size_of_head, unsigned *status)
{
    for (size_t i = looked_at; i < data.size; i++) {
        if (i >= GATE_HEAD_MAX) {
            *status = 431;
            return MALFORMED;
        }
        uint8_t c = data.data[i];
        bool is_after_cr = i > 0 && data.data[i - 1] == '\r';
        /* CR and LF only together; no other control characters. So TLS sent to this port ends at its first octet. */
        if ((c == '\n') != is_after_cr || (c != '\r' && c != '\n' && !is_value_char(c))) {
            *status = 400;
            return MALFORMED;
        }
        if (c == '\n' && i >= 3 && data.data[i - 2] == '\n') {
            *size_of_head = i + 1;
            return OK;
        }
    }
    if (data.size >= GATE_HEAD_MAX) {
        *status = 431;
        return MALFORMED;
    }
    return FULL;
}

/* --- The request line --- */

struct line {
    struct bytes method;
    struct bytes target;
    struct bytes version;
};

/* Takes what stands before `end` off the front of `text`; the separator goes too. False: there is none. */
static bool take_until(struct bytes *text, uint8_t end, struct bytes *out)
{
    const uint8_t *at = text->size == 0 ? NULL : memchr(text->data, end, text->size);
    if (at == NULL)
        return false;
    out->data = text->data;
    out->size = (size_t)(at - text->data);
    text->data = at + 1;
    text->size -= out->size + 1;
    return true;
}

/* Takes one line off the front; CR LF goes too. */
static bool take_line(struct bytes *text, struct bytes *line)
{
    if (!take_until(text, '\n', line) || line->size == 0 || line->data[line->size - 1] != '\r')
        return false;
    line->size--;
    return memchr(line->data, '\r', line->size) == NULL;
}

static bool read_line(struct bytes text, struct line *line)
{
    if (!take_until(&text, ' ', &line->method) || !take_until(&text, ' ', &line->target))
        return false;
    line->version = text;
    if (line->method.size == 0 || line->target.size == 0 || memchr(text.data, ' ', text.size) != NULL)
        return false;
    for (size_t i = 0; i < line->method.size; i++)
        if (!is_token_char(line->method.data[i]))
            return false;
    for (size_t i = 0; i < line->target.size; i++)
        if (line->target.data[i] <= 0x20 || line->target.data[i] >= 0x7f)
            return false;
    return true;
}

/* A path of files that we may have: no queries, no escapes, no empty, hidden or parent segment. */
static bool is_path(struct bytes target)
{
    if (target.size == 0 || target.data[0] != '/')
        return false;
    for (size_t i = 0; i < target.size; i++) {
        uint8_t c = target.data[i];
        if (!is_path_char(c))
            return false;
        if (i > 0 && target.data[i - 1] == '/' && (c == '/' || c == '.'))
            return false;
    }
    return true;
}

static unsigned judge_line(const struct line *line, struct gate_request *request)
{
    bool is_get = line->method.size == 3 && memcmp(line->method.data, "GET", 3) == 0;
    request->is_head = line->method.size == 4 && memcmp(line->method.data, "HEAD", 4) == 0;
    if (line->version.size != 8 || memcmp(line->version.data, "HTTP/", 5) != 0)
        return 400;
    if (memcmp(line->version.data, "HTTP/1.1", 8) != 0)
        return 505;
    if (!is_get && !request->is_head)
        return 405;
    if (line->target.size > GATE_PATH_MAX)
        return 414;
    if (!is_path(line->target))
        return 404;
    request->path = line->target;
    return 0;
}

/* --- The fields --- */

/* Those that are read; all others are only checked for their form. */
enum field {
    FIELD_HOST,
    FIELD_ORIGIN,
    FIELD_UPGRADE,
    FIELD_KEY,
    FIELD_VERSION,
    FIELDS_READ_ONCE, /* those above may come once */
    FIELD_CONNECTION = FIELDS_READ_ONCE,
    FIELD_FORWARDED, /* an address, or a name for it, that something in front passes on: its value is looked at by nobody */
    FIELD_OTHER,
    FIELD_FORBIDDEN, /* a body, or a demand that we do not meet */
};

static const struct {
    const char *name;
    enum field field;
} fields[] = {
    {"host", FIELD_HOST},
    {"origin", FIELD_ORIGIN},
    {"upgrade", FIELD_UPGRADE},
    {"sec-websocket-key", FIELD_KEY},
    {"sec-websocket-version", FIELD_VERSION},
    {"connection", FIELD_CONNECTION},
    {"x-forwarded-for", FIELD_FORWARDED},
    {"x-real-ip", FIELD_FORWARDED},
    {"forwarded", FIELD_FORWARDED},
    {"via", FIELD_FORWARDED},
    {"x-client-ip", FIELD_FORWARDED},
    {"true-client-ip", FIELD_FORWARDED},
    {"cf-connecting-ip", FIELD_FORWARDED},
    {"content-length", FIELD_FORBIDDEN},
    {"transfer-encoding", FIELD_FORBIDDEN},
    {"trailer", FIELD_FORBIDDEN},
    {"expect", FIELD_FORBIDDEN},
};

struct found {
    bool has[FIELDS_READ_ONCE];
    struct bytes values[FIELDS_READ_ONCE];
    bool may_close;
    bool may_upgrade;
    bool is_forwarded;
};

static enum field field_of(struct bytes name)
{
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (is_word(name, fields[i].name))
            return fields[i].field;
    return FIELD_OTHER;
}

static struct bytes trim(struct bytes text)
{
    while (text.size > 0 && (text.data[0] == ' ' || text.data[0] == '\t')) {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && (text.data[text.size - 1] == ' ' || text.data[text.size - 1] == '\t'))
        text.size--;
    return text;
}

static void read_connection(struct bytes value, struct found *found)
{
    bool has_more = true;
    while (has_more) {
        struct bytes option;
        has_more = take_until(&value, ',', &option);
        option = trim(has_more ? option : value);
        found->may_close |= is_word(option, "close");
        found->may_upgrade |= is_word(option, "upgrade");
    }
}

/* One `name: value`. False: not of that form, or forbidden, or there twice. */
static bool read_field(struct bytes text, struct found *found)
{
    struct bytes name;
    if (!take_until(&text, ':', &name) || name.size == 0)
        return false;
    for (size_t i = 0; i < name.size; i++) /* a folded line starts with a space, so it ends here */
        if (!is_token_char(name.data[i]))
            return false;
    struct bytes value = trim(text);
    enum field field = field_of(name);
    if (field == FIELD_FORBIDDEN)
        return false;
    if (field == FIELD_CONNECTION)
        read_connection(value, found);
    if (field == FIELD_FORWARDED)
        found->is_forwarded = true;
    if (field >= FIELDS_READ_ONCE)
        return true;
    if (found->has[field])
        return false;
    found->has[field] = true;
    found->values[field] = value;
    return true;
}

/* `text` is the head without its first line. */
static unsigned read_fields(struct bytes text, struct found *found)
{
    for (size_t count = 0;; count++) {
        struct bytes line;
        if (!take_line(&text, &line))
            return 400;
        if (line.size == 0)
            return text.size == 0 ? 0 : 400;
        if (count == GATE_FIELDS_MAX)
            return 431;
        if (!read_field(line, found))
            return 400;
    }
}

/* --- What the fields say together --- */

static bool find_host(const struct gate_hosts *hosts, struct bytes name, size_t *index)
{
    for (size_t i = 0; i < hosts->count; i++) {
        if (is_same(hosts->names[i], name)) {
            *index = i;
            return true;
        }
    }
    return false;
}

/* Browsers send Origin with every opening (RFC 6455, section 10.2); other programs need not. */
static bool is_our_origin(const struct gate_hosts *hosts, struct bytes origin)
{
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        size_t size = strlen(schemes[i]);
        size_t index;
        if (origin.size > size && memcmp(origin.data, schemes[i], size) == 0 &&
            find_host(hosts, (struct bytes){origin.data + size, origin.size - size}, &index))
            return true;
    }
    return false;
}

static int base64_value(uint8_t c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c == '\0' ? NULL : strchr(digits, c);
    return at == NULL ? -1 : (int)(at - digits);
}

/* Sixteen octets are 22 digits, the last of which has only its two upper bits, and "==". */
static bool is_key(struct bytes key)
{
    if (key.size != GATE_KEY_SIZE || key.data[22] != '=' || key.data[23] != '=')
        return false;
    for (size_t i = 0; i < 22; i++)
        if (base64_value(key.data[i]) < 0)
            return false;
    return (base64_value(key.data[21]) & 0x0f) == 0;
}

static unsigned judge_opening(const struct found *found, struct gate_request *request)
{
    if (!found->has[FIELD_UPGRADE])
        return 426;
    if (request->is_head)
        return 405;
    if (!is_word(found->values[FIELD_UPGRADE], "websocket") || !found->may_upgrade || !found->has[FIELD_KEY] ||
        !is_key(found->values[FIELD_KEY]))
        return 400;
    if (!found->has[FIELD_VERSION] || !is_word(found->values[FIELD_VERSION], "13"))
        return 426;
    memcpy(request->key, found->values[FIELD_KEY].data, GATE_KEY_SIZE);
    request->verdict = GATE_OPENING;
    return 0;
}

static unsigned judge_fields(const struct found *found, const struct gate_hosts *hosts, struct gate_request *request)
{
    if (!found->has[FIELD_HOST])
        return 400;
    if (!find_host(hosts, found->values[FIELD_HOST], &request->host))
        return 421;
    if (found->has[FIELD_ORIGIN] && !is_our_origin(hosts, found->values[FIELD_ORIGIN]))
        return 403;
    if (is_same(request->path, (struct bytes){(const uint8_t *)"/ws", 3}))
        return judge_opening(found, request);
    if (found->has[FIELD_UPGRADE])
        return 400;
    request->verdict = GATE_FILE;
    request->may_keep = !found->may_close;
    return 0;
}

void gate_read(struct gate_request *request, struct bytes head, const struct gate_hosts *hosts)
{
    memset(request, 0, sizeof *request);
    struct bytes rest = head;
    struct bytes text;
    struct line line;
    struct found found = {0};
    if (!take_line(&rest, &text) || !read_line(text, &line))
        request->status = 400;
    if (request->status == 0)
        request->status = judge_line(&line, request);
    if (request->status == 0)
        request->status = read_fields(rest, &found);
    if (request->status == 0)
        request->status = judge_fields(&found, hosts, request);
    request->is_forwarded = found.is_forwarded;
    if (request->status != 0)
        request->verdict = GATE_REFUSED;
}

size_t gate_opening(const struct gate_request *request, const struct gate_hosts *hosts, char *out)
{
    invariant(request->verdict == GATE_OPENING);
    struct bytes host = hosts->names[request->host];
    int size = snprintf(out, GATE_OPENING_MAX,
                        "GET /ws HTTP/1.1\r\nHost: %.*s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %.*s\r\n\r\n",
                        (int)host.size, (const char *)host.data, GATE_KEY_SIZE, request->key);
    invariant(size > 0 && size < GATE_OPENING_MAX);
    return (size_t)size;
}
