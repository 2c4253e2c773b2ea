/* What a person types as a return code: whatever is taken gives the same 24 digits that it was read from. */
#include "fuzz.h"
#include "protocol/phrase.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t zero[SECRET_SIZE];
    uint8_t secret[SECRET_SIZE];
    uint8_t again[SECRET_SIZE];
    char digits[CODE_DIGITS];
    if (phrase_from_input((struct bytes){data, size}, secret) != OK) {
        invariant(memcmp(secret, zero, SECRET_SIZE) == 0);
    } else {
        phrase_to_digits(secret, digits);
        invariant(phrase_from_input((struct bytes){(const uint8_t *)digits, CODE_DIGITS}, again) == OK);
        invariant(memcmp(secret, again, SECRET_SIZE) == 0);
    }
    /* and every secret goes out and comes back */
    if (size >= SECRET_SIZE) {
        phrase_to_digits(data, digits);
        invariant(phrase_from_input((struct bytes){(const uint8_t *)digits, CODE_DIGITS}, again) == OK);
        invariant(memcmp(data, again, SECRET_SIZE) == 0);
    }
    return 0;
}
