/* What every fuzz target begins with. Beside the sanitizers it asks one question: what a decoder accepted, is it what its encoder
 * writes, octet for octet? Seeds in corpus/ are made by make_corpus.c from real encodings. */
#ifndef UDVEJ_TESTS_FUZZ_FUZZ_H
#define UDVEJ_TESTS_FUZZ_FUZZ_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/limits.h"
#include "protocol/outcome.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t fuzz_again[MESSAGE_MAX];

/* The encoding in fuzz_again is the input. */
static inline void fuzz_same(enum outcome outcome, size_t written, const uint8_t *data, size_t size)
{
    invariant(outcome == OK);
    invariant(written == size);
    invariant(size == 0 || memcmp(fuzz_again, data, size) == 0);
}

#endif
