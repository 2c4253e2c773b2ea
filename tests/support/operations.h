/* The core's operations by name, octets in and octets out: so that vectors which somebody else wrote can be put to it
 * natively, in WebAssembly and through wasm2js alike, and so that somebody else can open what it sealed.
 *
 *   call   = opaque name<0..255>; then for each field: uint32 size; opaque octets[size]
 *   answer = for each field: uint32 size; opaque octets[size]
 *
 * A number is a field of 8 octets. Which fields an operation has stands in tests/vectors/second, under the same names.
 * Owns: nothing; not for two threads. Used by: tests/vectors. */
#ifndef UDVEJ_TESTS_SUPPORT_OPERATIONS_H
#define UDVEJ_TESTS_SUPPORT_OPERATIONS_H

#include "protocol/bytes.h"
#include "protocol/limits.h"
#include "protocol/outcome.h"

enum { OPERATION_FRAME_MAX = 160 * 1024 };

/* OK: `out` holds the answer. BROKEN: there is no such operation, or not with these fields: a mistake in a test. Anything
 * else: the core refused. */
MUST_USE enum outcome operation_run(struct bytes call, void *out, size_t max, size_t *size);

#endif
