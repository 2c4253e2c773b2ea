/* What stands inside an opened envelope. The first octet chooses the decoder. */
#include "fuzz.h"
#include "protocol/body.h"

static void try_body(struct bytes data)
{
    struct body body;
    size_t written = 0;
    uint8_t bucket = 0;
    if (body_decode(&body, data) != OK || data.size > BUCKET_2)
        return;
    enum outcome outcome = body_encode(&body, fuzz_again, sizeof fuzz_again, &written, &bucket);
    invariant(written <= data.size && bucket <= 2); /* what is missing is padding */
    fuzz_same(outcome, written, data.data, written);
}

static void try_hello(struct bytes data)
{
    struct hello hello;
    size_t used = 0;
    size_t written = 0;
    if (hello_decode(&hello, data, &used) == OK)
        fuzz_same(hello_encode(&hello, fuzz_again, sizeof fuzz_again, &written), written, data.data, used);
}

#define TRY_NOUN(noun)                                                                                                 \
    static void try_##noun(struct bytes data)                                                                          \
    {                                                                                                                  \
        struct noun value;                                                                                             \
        size_t written = 0;                                                                                            \
        if (noun##_decode(&value, data) == OK)                                                                         \
            fuzz_same(noun##_encode(&value, fuzz_again, sizeof fuzz_again, &written), written, data.data, data.size);  \
    }

TRY_NOUN(form)
TRY_NOUN(hello_ack)
TRY_NOUN(receipt)
TRY_NOUN(retract)
TRY_NOUN(appointment)
TRY_NOUN(briefing)
TRY_NOUN(block)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const tries[])(struct bytes) = {try_body,        try_hello,    try_form,  try_hello_ack, try_receipt,
                                                  try_appointment, try_briefing, try_block, try_retract};
    if (size == 0)
        return 0;
    tries[data[0] % (sizeof tries / sizeof tries[0])]((struct bytes){data + 1, size - 1});
    return 0;
}
