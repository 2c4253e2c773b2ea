/* How an operation takes its fields and gives its answer.
 * Owns: nothing. Used by: operations.c and the files of operations beside it. */
#ifndef UDVEJ_TESTS_SUPPORT_OPERATIONS_PARTS_H
#define UDVEJ_TESTS_SUPPORT_OPERATIONS_PARTS_H

#include "operations.h"
#include "protocol/reader.h"
#include "protocol/writer.h"

struct call {
    struct reader fields;
    struct writer answer;
    bool is_wrong; /* a field is missing or has a size that it cannot have */
};

struct operation {
    const char *name;
    enum outcome (*run)(struct call *call);
};

/* The next field. Borrowed from the call. */
struct bytes call_octets(struct call *call);
/* The next field, which must have `size` octets; never NULL. `size` is at most ENVELOPE_MAX. */
const uint8_t *call_fixed(struct call *call, size_t size);
void call_copy(struct call *call, uint8_t *out, size_t size);
/* The next field, a number of at most `max`. */
uint64_t call_number(struct call *call, uint64_t max);
uint8_t call_u8(struct call *call);
uint32_t call_u32(struct call *call);
uint64_t call_u64(struct call *call);
bool call_has_more(const struct call *call);

void call_give(struct call *call, const void *octets, size_t size);
void call_give_bytes(struct call *call, struct bytes octets);
void call_give_number(struct call *call, uint64_t value);

/* Each ends with an operation without a name. */
extern const struct operation operations_keys[];
extern const struct operation operations_statements[];
extern const struct operation operations_envelope[];
extern const struct operation operations_body[];
extern const struct operation operations_puzzle[];
extern const struct operation operations_audit[];

#endif
