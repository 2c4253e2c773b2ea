/* envelope_decode, and what is done with an envelope that was accepted. */
#include "fuzz.h"
#include "protocol/envelope.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct envelope envelope;
    uint8_t header[HEADER_SIZE];
    size_t written = 0;
    if (envelope_decode(&envelope, (struct bytes){data, size}) != OK)
        return 0;
    invariant(envelope.wrap_count >= 1 && envelope.wrap_count <= WRAPS_MAX);
    header_encode(&envelope.header, header);
    invariant(memcmp(header, envelope.header_bytes, HEADER_SIZE) == 0 && envelope.header_bytes == data);
    for (size_t i = 0; i < envelope.wrap_count; i++) {
        struct wrap wrap = envelope_wrap(&envelope, i);
        struct bytes own = {wrap.recipient, WRAP_SIZE};
        invariant(wrap.recipient == envelope.wraps.data + i * WRAP_SIZE);
        invariant(envelope_slim(&envelope, own, fuzz_again, sizeof fuzz_again, &written) == OK);
        if (envelope.wrap_count == 1)
            fuzz_same(OK, written, data, size);
    }
    return 0;
}
