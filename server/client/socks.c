#include "socks.h"

#include <string.h>

#include "reader.h"
#include "writer.h"

/* RFC 1928, sections 3 to 6. */
enum {
    VERSION = 5,
    METHOD_NONE = 0,
    METHOD_NO_OTHER = 0xff,
    COMMAND_CONNECT = 1,
    REPLY_SUCCEEDED = 0,
    ADDRESS_V4 = 1,
    ADDRESS_NAME = 3,
    ADDRESS_V6 = 4,
    V4_SIZE = 4,
    V6_SIZE = 16,
};

static const char no_proxy[] = "the proxy does not speak SOCKS5";

static enum outcome fail(struct socks *socks, enum outcome outcome, const char *trouble)
{
    socks->state = SOCKS_FAILED;
    socks->trouble = trouble;
    return outcome;
}

enum outcome socks_open(struct socks *socks, struct bytes name, uint16_t port)
{
    struct writer writer;
    *socks = (struct socks){.state = SOCKS_GREETING, .name = name, .port = port};
    if (name.size == 0 || name.size > SOCKS_NAME_MAX)
        return fail(socks, REFUSED, "this name is too long for a proxy");
    writer_open(&writer, socks->out, sizeof socks->out);
    writer_u8(&writer, VERSION);
    writer_u8(&writer, 1); /* one method follows */
    writer_u8(&writer, METHOD_NONE);
    return writer_finish(&writer, &socks->out_end);
}

struct bytes socks_out(const struct socks *socks)
{
    return (struct bytes){socks->out, socks->out_end};
}

void socks_sent(struct socks *socks)
{
    socks->out_end = 0;
}

uint8_t *socks_space(struct socks *socks, size_t *size)
{
    *size = sizeof socks->in - socks->in_end;
    return socks->in + socks->in_end;
}

void socks_got(struct socks *socks, size_t size)
{
    socks->in_end += size;
}

static enum outcome ask(struct socks *socks)
{
    struct writer writer;
    writer_open(&writer, socks->out, sizeof socks->out);
    writer_u8(&writer, VERSION);
    writer_u8(&writer, COMMAND_CONNECT);
    writer_u8(&writer, 0); /* reserved */
    writer_u8(&writer, ADDRESS_NAME);
    writer_opaque8(&writer, socks->name);
    writer_u16(&writer, socks->port);
    TRY(writer_finish(&writer, &socks->out_end));
    socks->in_end = 0;
    socks->state = SOCKS_ASKING;
    return GONE;
}

/* The proxy's choice among the one method that we know. */
static enum outcome hear_choice(struct socks *socks)
{
    struct reader reader;
    if (socks->in_end < 2)
        return socks->in_end == 1 && socks->in[0] != VERSION ? fail(socks, MALFORMED, no_proxy) : GONE;
    reader_open(&reader, socks->in, socks->in_end);
    uint8_t version = reader_u8(&reader);
    uint8_t method = reader_u8(&reader);
    if (reader_finish(&reader) != OK || version != VERSION || (method != METHOD_NONE && method != METHOD_NO_OTHER))
        return fail(socks, MALFORMED, no_proxy);
    if (method == METHOD_NO_OTHER)
        return fail(socks, REFUSED, "the proxy asks for a password, and there is none");
    return ask(socks);
}

/* Section 6; "no" may be a matter of minutes, so link goes on trying. */
static const char *refusal(uint8_t reply)
{
    static const char *const refusals[] = {
        [1] = "the proxy failed",
        [2] = "the proxy does not allow this connection",
        [3] = "the proxy finds no way to the server's network",
        [4] = "the proxy cannot reach the server",
        [5] = "the server refused the proxy's connection",
        [6] = "the proxy tried for too long",
        [7] = "the proxy makes no connections",
        [8] = "the proxy does not take names",
    };
    return reply < sizeof refusals / sizeof refusals[0] ? refusals[reply] : "the proxy refused, and nobody knows why";
}

/* How long an answer is that begins like this; 0: that is not known yet, or no answer begins so. */
static size_t answer_size(const struct socks *socks)
{
    if (socks->in_end < 5)
        return 0;
    switch (socks->in[3]) {
    case ADDRESS_V4:
        return 4 + V4_SIZE + 2;
    case ADDRESS_V6:
        return 4 + V6_SIZE + 2;
    case ADDRESS_NAME:
        return 4 + 1 + (size_t)socks->in[4] + 2;
    default:
        return 0;
    }
}

/* The address in it is the proxy's own affair. */
static enum outcome hear_answer(struct socks *socks)
{
    struct reader reader;
    reader_open(&reader, socks->in, socks->in_end);
    if (socks->in_end > 0 && reader_u8(&reader) != VERSION)
        return fail(socks, MALFORMED, no_proxy);
    uint8_t reply = reader_u8(&reader);
    if (!reader.has_failed && reply != REPLY_SUCCEEDED)
        return fail(socks, REFUSED, refusal(reply));
    uint8_t reserved = reader_u8(&reader);
    size_t size = answer_size(socks);
    if (reserved != 0 || (socks->in_end >= 5 && size == 0) || (size > 0 && socks->in_end > size))
        return fail(socks, MALFORMED, no_proxy);
    if (size == 0 || socks->in_end < size)
        return GONE;
    socks->state = SOCKS_STANDING;
    return OK;
}

enum outcome socks_next(struct socks *socks)
{
    switch (socks->state) {
    case SOCKS_GREETING:
        return hear_choice(socks);
    case SOCKS_ASKING:
        return hear_answer(socks);
    case SOCKS_STANDING:
        return OK;
    case SOCKS_FAILED:
        break;
    }
    return MALFORMED;
}

const char *socks_trouble(const struct socks *socks)
{
    return socks->trouble;
}
