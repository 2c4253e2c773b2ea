/* message_decode, what a stranger's first octets meet. */
#include "fuzz.h"
#include "protocol/message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct message message;
    size_t written = 0;
    if (message_decode(&message, data, size) != OK)
        return 0;
    invariant(message_who(data[0]) != 0 && size - 1 <= message_body_max(data[0]));
    fuzz_same(message_encode(&message, fuzz_again, sizeof fuzz_again, &written), written, data, size);
    return 0;
}
