/* What a person types as a return code: whatever is taken gives the same 24 digits, and the same words in both languages. */
#include "fuzz.h"
#include "protocol/phrase.h"

/* Out in digits and in both languages, and back. */
static void goes_out_and_comes_back(const uint8_t secret[SECRET_SIZE])
{
    uint8_t again[SECRET_SIZE];
    char text[PHRASE_TEXT_MAX];
    phrase_to_digits(secret, text);
    invariant(phrase_from_input((struct bytes){(const uint8_t *)text, CODE_DIGITS}, again) == OK);
    invariant(memcmp(secret, again, SECRET_SIZE) == 0);
    for (int list = 0; list < WORD_LISTS; list++) {
        size_t size = phrase_to_words(secret, (enum word_list)list, text);
        invariant(size <= PHRASE_TEXT_MAX);
        invariant(phrase_from_input((struct bytes){(const uint8_t *)text, size}, again) == OK);
        invariant(memcmp(secret, again, SECRET_SIZE) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t zero[SECRET_SIZE];
    uint8_t secret[SECRET_SIZE];
    if (phrase_from_input((struct bytes){data, size}, secret) != OK)
        invariant(memcmp(secret, zero, SECRET_SIZE) == 0);
    else
        goes_out_and_comes_back(secret);
    if (size == SECRET_SIZE)
        goes_out_and_comes_back(data);
    return 0;
}
