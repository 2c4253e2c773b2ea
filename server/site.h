/* The files of the web client, read once at start into memory with the head that each is answered with.
 * Owns: their octets. Used by: main (opens), listen (answers from it). Source of the head: the web client's design (CSP, no storing).
 *
 * A later change on the disk is not seen: what is served is what was there at start, and a request never touches the disk. */
#ifndef UDVEJ_SERVER_SITE_H
#define UDVEJ_SERVER_SITE_H

#include <stddef.h>

#include "bytes.h"
#include "gate.h"
#include "outcome.h"

enum {
    SITE_FILES_MAX = 512,
    SITE_FILE_MAX = 16 * 1024 * 1024,
    SITE_OCTETS_MAX = 64 * 1024 * 1024,
    SITE_DEPTH_MAX = 8,
};

struct site_file {
    char path[GATE_PATH_MAX + 1]; /* as asked for: /counsellor/index.html */
    struct bytes head;            /* status line and fields with the empty line */
    struct bytes body;
};

struct site {
    size_t count;
    size_t octets;
    struct site_file *files; /* ascending by path */
};

/* Reads every file below `folder`; names that begin with a dot are left out. REFUSED: a name that no request can have, a file that is
 * not a file or folder, too many or too large, or no index.html. BROKEN: cannot be read, no memory. */
MUST_USE enum outcome site_open(struct site *site, const char *folder);

/* Reads one more file, from elsewhere, to be served as `path`. REFUSED: there is such a path already, it is no file, or too many or too large.
 * BROKEN: as above. After either, close. */
MUST_USE enum outcome site_add(struct site *site, const char *path, const char *file);

/* What to answer to a request for `path`: a path that ends in / means its index.html. NULL: there is no such file. */
const struct site_file *site_find(const struct site *site, struct bytes path);

/* A whole short answer for `status` (gate.h's, and 503), which says nothing more. */
struct bytes site_refusal(unsigned status);

void site_close(struct site *site);

#endif
