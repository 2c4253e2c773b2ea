/* The list that the build of the web client makes of its files: a path and a SHA-256 each. What is read is what the build writes, and
 * anything else is refused.
 * Owns: nothing; the paths are copied. Uses: nothing. Used by: command_verify_client, tests. */
#ifndef UDVEJ_SERVER_OPERATOR_MANIFEST_H
#define UDVEJ_SERVER_OPERATOR_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include "bytes.h"
#include "gate.h"
#include "limits.h"
#include "outcome.h"

enum { MANIFEST_FILES_MAX = 512, MANIFEST_SIZE_MAX = 256 * 1024 };

struct manifest {
    size_t count; /* 1..MANIFEST_FILES_MAX */
    struct manifest_file {
        char path[GATE_PATH_MAX + 1]; /* with the slash in front */
        uint8_t hash[HASH_SIZE];
    } files[MANIFEST_FILES_MAX];
};

/* MALFORMED: it is no manifest. Pure. */
MUST_USE enum outcome manifest_read(struct manifest *manifest, struct bytes text);

#endif
