/* Asks a SOCKS5 proxy (RFC 1928) for a connection to a name, without authentication, over any stream of octets: no socket here. The name
 * goes to the proxy as it stands, so nobody is asked for it before: not this machine's name server either, which an onion name would
 * tell where somebody is going.
 * The caller sends what socks_out shows, reads into socks_space, says how much came with socks_got and asks socks_next.
 * Owns: nothing; `name` is borrowed until the next socks_open. Uses: reader, writer. Used by: link, tests. */
#ifndef UDVEJ_CLIENT_SOCKS_H
#define UDVEJ_CLIENT_SOCKS_H

#include "bytes.h"
#include "outcome.h"

enum {
    SOCKS_NAME_MAX = 255,
    SOCKS_MESSAGE_MAX = 4 + 1 + SOCKS_NAME_MAX + 2, /* a request, or the answer to one */
};

enum socks_state {
    SOCKS_GREETING, /* we said how we would like to be known: by nothing */
    SOCKS_ASKING,   /* the request is out, or in socks_out */
    SOCKS_STANDING, /* what is written now goes to the server */
    SOCKS_FAILED,
};

struct socks {
    enum socks_state state;
    struct bytes name;
    uint16_t port;
    size_t in_end, out_end;
    uint8_t in[SOCKS_MESSAGE_MAX + 1]; /* one more than may come, so that too much is seen */
    uint8_t out[SOCKS_MESSAGE_MAX];
    const char *trouble;
};

/* Begins: puts the greeting out. REFUSED: the name is empty or too long. */
MUST_USE enum outcome socks_open(struct socks *socks, struct bytes name, uint16_t port);

/* What waits to be sent, borrowed until any other call; socks_sent says that all of it was. */
struct bytes socks_out(const struct socks *socks);
void socks_sent(struct socks *socks);

/* Where the next octets from the socket go; never empty before socks_next has said OK, REFUSED or MALFORMED. */
uint8_t *socks_space(struct socks *socks, size_t *size);
void socks_got(struct socks *socks, size_t size);

/* OK: the connection stands. GONE: not yet; send what is out, read on. REFUSED: the proxy said no. MALFORMED: it is no SOCKS5 proxy, or said
 * something before it was asked. */
MUST_USE enum outcome socks_next(struct socks *socks);

/* After REFUSED or MALFORMED: why, for a person. */
const char *socks_trouble(const struct socks *socks);

#endif
