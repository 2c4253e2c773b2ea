/* The programme's statements, read from the file that udvej-keys writes and checked as every client checks them.
 * Owns: their octets, the roster. Uses: keys/statement_file. Used by: serve, operator. */
#ifndef UDVEJ_SERVER_STATEMENTS_H
#define UDVEJ_SERVER_STATEMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "reason.h"
#include "statement_file.h"

enum { STATEMENTS_MAX = STAFF_MAX + 64 };

/* All of it is large: not for a stack. */
struct statements {
    struct statement_file file;
    struct roster roster;
    size_t count;
    struct bytes list[STATEMENTS_MAX]; /* borrow `file` */
};

/* Anything but OK says why in `reason`: unreadable, not statements, not signed by who must sign, no snapshot, or one out of date. */
MUST_USE enum outcome statements_open(struct statements *statements, const char *path, uint64_t now_min,
                                      struct reason *reason);

/* The same as it stood when its snapshot was made, however long ago that is: for who looks after a server. */
MUST_USE enum outcome statements_look(struct statements *statements, const char *path, struct reason *reason);

#endif
