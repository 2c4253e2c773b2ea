/* Asks a web site, or the control socket, for one file after another, over http, https, a Unix socket or a SOCKS proxy.
 * Nothing of the environment is used (proxies, .netrc), nothing is followed or kept.
 * Owns: its connection, the last body. Uses: libcurl (its only home). Used by: command_metrics, command_doctor, command_verify_client. */
#ifndef UDVEJ_SERVER_OPERATOR_FETCH_H
#define UDVEJ_SERVER_OPERATOR_FETCH_H

#include "bytes.h"
#include "outcome.h"
#include "reason.h"

enum {
    FETCH_BODY_MAX = 16 * 1024 * 1024, /* as SITE_FILE_MAX */
    FETCH_CONNECT_S = 60,              /* an onion service takes its time */
    FETCH_WHOLE_S = 300,
    FETCH_URL_MAX = 1024,
};

struct fetch_settings {
    const char *site;        /* http://name[:port] or https://name[:port], without a slash at the end */
    const char *unix_socket; /* connect to this path instead of the name's address; NULL: not */
    const char *socks;       /* host:port of a proxy that also looks the name up; NULL: none */
    unsigned patience_s;     /* for a whole answer; 0: FETCH_WHOLE_S */
    const char *authority;   /* file of certificates to trust instead of the machine's; NULL: the machine's */
};

struct fetch;

/* Borrows what `settings` points to until fetch_close. BROKEN: no memory, or the library fails. */
MUST_USE enum outcome fetch_open(struct fetch **fetch, const struct fetch_settings *settings);

/* GETs `path`, which begins with a slash. OK: `body` is borrowed until the next call. GONE: the answer is 404. REFUSED: it is something else than
 * 200, or too large. BROKEN: there is no answer, or no trust in who gives it. `reason` says which. */
MUST_USE enum outcome fetch_get(struct fetch *fetch, const char *path, struct bytes *body, struct reason *reason);

void fetch_close(struct fetch *fetch); /* may be NULL */

#endif
