/* The two checks of a log's proofs, on any sizes: two sizes, an index, then hashes. What is accepted must be what RFC 6962 would: the
 * roots then follow from the proof, so changing either root must refuse it. */
#include "fuzz.h"
#include "protocol/merkle.h"
#include "protocol/reader.h"

/* The first octet says which sizes: small ones are where proofs fit. */
static uint64_t size_from(struct reader *reader)
{
    return reader_u8(reader) % 4 == 0 ? reader_u64(reader) : reader_u8(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct reader reader;
    uint8_t roots[3][HASH_SIZE];
    reader_open(&reader, data, size);
    struct merkle_tree earlier = {size_from(&reader), roots[0]};
    struct merkle_tree later = {size_from(&reader), roots[1]};
    uint64_t index = size_from(&reader);
    reader_copy(&reader, roots, sizeof roots);
    if (reader.has_failed)
        return 0;
    struct bytes proof = reader_take(&reader, reader.left);
    if (merkle_check_inclusion(&later, index, roots[2], proof) == OK) {
        invariant(index < later.size && (proof.size > 0 || later.size == 1));
        roots[1][0] ^= 1;
        invariant(merkle_check_inclusion(&later, index, roots[2], proof) == REFUSED);
        roots[1][0] ^= 1;
    }
    if (merkle_check_consistency(&earlier, &later, proof) == OK) {
        invariant(earlier.size > 0 && earlier.size <= later.size && (proof.size > 0) == (earlier.size < later.size));
        roots[1][HASH_SIZE - 1] ^= 1;
        invariant(merkle_check_consistency(&earlier, &later, proof) == REFUSED);
    }
    return 0;
}
