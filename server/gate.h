/* Reads the head of an HTTP request, strictly, and says what may happen: a pure function over bytes.
 * Only three shapes pass: GET or HEAD of a file path, and GET /ws as a WebSocket opening (RFC 6455, section 4.2.1).
 * Nothing else of the head leaves this file: forwarded-for, user-agent, cookies, languages are looked at by nobody; only that there was a
 * field by which proxies pass on who asks is told, without its name or value, since who runs the machine should know.
 * Owns: nothing. Uses: nothing. Used by: listen, fuzz_gate. */
#ifndef UDVEJ_SERVER_GATE_H
#define UDVEJ_SERVER_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bytes.h"
#include "limits.h"
#include "outcome.h"

enum {
    GATE_HEAD_MAX = 8 * 1024, /* octets, with the empty line */
    GATE_PATH_MAX = 256,
    GATE_FIELDS_MAX = 64,
    GATE_KEY_SIZE = 24, /* Sec-WebSocket-Key: 16 octets in base64 */
    GATE_HOSTS_MAX = 16,
    GATE_OPENING_MAX = 256 + HOST_MAX, /* what gate_opening writes */
};

/* The names that this server answers to, exactly as browsers put them into Host: lower case, port unless it is the default. */
struct gate_hosts {
    size_t count; /* 1..GATE_HOSTS_MAX */
    struct bytes names[GATE_HOSTS_MAX];
};

enum gate_verdict {
    GATE_FILE,    /* `path` is asked for */
    GATE_OPENING, /* a WebSocket opening with `key` */
    GATE_REFUSED, /* answer with `status` and close */
};

struct gate_request {
    enum gate_verdict verdict;
    unsigned status;   /* GATE_REFUSED: 400, 403, 404, 405, 414, 421, 426, 431, 505 */
    bool is_head;      /* GATE_FILE: HEAD, so only the head of the answer is sent */
    bool may_keep;     /* GATE_FILE: the peer did not ask to close after the answer */
    struct bytes path; /* GATE_FILE: borrows the head; /[A-Za-z0-9._/-]*, no empty or hidden segment */
    size_t host;       /* which of the names was meant */
    bool is_forwarded; /* of what was read: something in front said, in some field, who asks */
    char key[GATE_KEY_SIZE];
};

/* Looks for the end of a head in `data`, of which the first `looked_at` octets were looked at by an earlier call.
 * OK: `size_of_head` octets are a head. FULL: not yet, read more. MALFORMED: it can never become one, answer `status` (400, 431). */
MUST_USE enum outcome gate_find_end(struct bytes data, size_t looked_at, size_t *size_of_head, unsigned *status);

/* Reads a whole head as found by gate_find_end. `request` borrows `head`. */
void gate_read(struct gate_request *request, struct bytes head, const struct gate_hosts *hosts);

/* Writes the opening that the WebSocket library gets instead of the peer's: our own octets and the checked key.
 * `out` has GATE_OPENING_MAX octets. Gives the size. */
size_t gate_opening(const struct gate_request *request, const struct gate_hosts *hosts, char *out);

#endif
