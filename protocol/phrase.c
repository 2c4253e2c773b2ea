#include "phrase.h"

#include <stdbool.h>
#include <string.h>

#include "hash.h"
#include "typed.h"

enum {
    NUMBER_DIGITS = CODE_DIGITS - 2,
    WORD_BITS = 11,
    CHECK_BITS = PHRASE_WORDS * WORD_BITS - 8 * SECRET_SIZE,
};

/* --- digits, out --- */

/* A division may take its own time: in WebAssembly it is an instruction, and an interpreter's. A product does not. Exact for `value` below
 * 2,560, which is 256 times a remainder of ten. */
static uint32_t tenth_of(uint32_t value)
{
    return value * 52429U >> 19;
}

/* Likewise; exact for `value` below 10,000. */
static uint32_t rest_by_97(uint32_t value)
{
    return value - (value * 10811U >> 20) * 97;
}

/* Divides the number by ten and gives the remainder: always the same steps. */
static uint8_t divide_by_ten(uint8_t number[SECRET_SIZE])
{
    uint32_t rest = 0;
    for (size_t i = 0; i < SECRET_SIZE; i++) {
        rest = rest << 8 | number[i];
        uint32_t tenth = tenth_of(rest);
        number[i] = (uint8_t)tenth;
        rest -= tenth * 10;
    }
    return (uint8_t)rest;
}

/* 98 - (100 * N mod 97): ISO 7064 MOD 97-10. Finds every single wrong digit and every swap of two neighbours. */
static uint32_t check_of(const uint8_t digits[NUMBER_DIGITS])
{
    uint32_t rest = 0;
    for (size_t i = 0; i < NUMBER_DIGITS; i++)
        rest = rest_by_97(rest * 10 + digits[i]);
    return 98 - rest_by_97(rest * 100);
}

void phrase_to_digits(const uint8_t secret[SECRET_SIZE], char digits[CODE_DIGITS])
{
    uint8_t number[SECRET_SIZE];
    uint8_t values[CODE_DIGITS];
    memcpy(number, secret, SECRET_SIZE);
    for (size_t i = NUMBER_DIGITS; i-- > 0;)
        values[i] = divide_by_ten(number);
    uint32_t check = check_of(values);
    values[NUMBER_DIGITS] = (uint8_t)tenth_of(check);
    values[NUMBER_DIGITS + 1] = (uint8_t)(check - tenth_of(check) * 10);
    for (size_t i = 0; i < CODE_DIGITS; i++)
        digits[i] = (char)('0' + values[i]);
    wipe(number, sizeof number);
    wipe(values, sizeof values);
}

/* --- words, out --- */

/* The first bits of Hs("udvej/1/phrase", E), where they stand behind E's. */
static uint8_t check_bits_of(const uint8_t secret[SECRET_SIZE])
{
    uint8_t hash[HASH_SIZE];
    hash_labelled("udvej/1/phrase", PARTS({secret, SECRET_SIZE}), hash);
    uint8_t bits = (uint8_t)(hash[0] & (0xffU << (8 - CHECK_BITS)));
    wipe(hash, sizeof hash);
    return bits;
}

/* A window of three octets that holds the eleven bits of word `i`, and where in it they begin. */
static size_t window_of(size_t i, unsigned *shift)
{
    *shift = (unsigned)(24 - WORD_BITS - i * WORD_BITS % 8);
    return i * WORD_BITS / 8;
}

/* Danish letters have two octets, C3 and one more; the rest are ASCII already. */
static size_t put_letter(char *text, uint8_t letter)
{
    static const uint8_t danish[] = {0xa6, 0xb8, 0xa5};
    if (letter <= 'z') {
        text[0] = (char)letter;
        return 1;
    }
    text[0] = (char)0xc3;
    text[1] = (char)danish[letter - '{'];
    return 2;
}

size_t phrase_to_words(const uint8_t secret[SECRET_SIZE], enum word_list list, char text[PHRASE_TEXT_MAX])
{
    uint8_t bits[SECRET_SIZE + 2] = {0};
    uint16_t indices[PHRASE_WORDS];
    uint8_t letters[PHRASE_WORDS][WORD_LETTERS_MAX];
    size_t size = 0;
    memcpy(bits, secret, SECRET_SIZE);
    bits[SECRET_SIZE] = check_bits_of(secret);
    for (size_t i = 0; i < PHRASE_WORDS; i++) {
        unsigned shift;
        const uint8_t *window = bits + window_of(i, &shift);
        uint32_t value = (uint32_t)window[0] << 16 | (uint32_t)window[1] << 8 | window[2];
        indices[i] = (uint16_t)(value >> shift & (WORDS_MAX - 1));
    }
    word_list_pick(list, indices, letters);
    for (size_t i = 0; i < PHRASE_WORDS; i++) {
        if (i > 0)
            text[size++] = ' ';
        for (size_t at = 0; at < WORD_LETTERS_MAX && letters[i][at] != 0; at++)
            size += put_letter(text + size, letters[i][at]);
    }
    wipe(bits, sizeof bits);
    wipe(indices, sizeof indices);
    wipe(letters, sizeof letters);
    return size;
}

/* --- in --- */

/* number = number * 10 + digit; false: it no longer fits. */
static bool append_digit(uint8_t number[SECRET_SIZE], uint8_t digit)
{
    uint32_t carry = digit;
    for (size_t i = SECRET_SIZE; i-- > 0;) {
        carry += number[i] * 10U;
        number[i] = (uint8_t)carry;
        carry >>= 8;
    }
    return carry == 0;
}

static bool from_digits(const uint8_t digits[CODE_DIGITS], uint8_t secret[SECRET_SIZE])
{
    bool fits = true; /* all digits are gone through, whatever they are */
    for (size_t i = 0; i < NUMBER_DIGITS; i++)
        fits &= append_digit(secret, digits[i]);
    return fits & (check_of(digits) == digits[NUMBER_DIGITS] * 10U + digits[NUMBER_DIGITS + 1]);
}

/* 1 when the five bits behind E are those that E gives, else 0. */
static uint32_t from_indices(const uint16_t indices[PHRASE_WORDS], uint8_t secret[SECRET_SIZE])
{
    uint8_t bits[SECRET_SIZE + 2] = {0};
    for (size_t i = 0; i < PHRASE_WORDS; i++) {
        unsigned shift;
        uint8_t *window = bits + window_of(i, &shift);
        uint32_t value = (uint32_t)indices[i] << shift;
        window[0] |= (uint8_t)(value >> 16);
        window[1] |= (uint8_t)(value >> 8);
        window[2] |= (uint8_t)value;
    }
    memcpy(secret, bits, SECRET_SIZE);
    uint32_t differs = (uint32_t)(bits[SECRET_SIZE] ^ check_bits_of(secret));
    wipe(bits, sizeof bits);
    return (differs - 1) >> 31;
}

/* Both lists are tried to the end, whatever is found. They share no beginning of a word, so only one of them can have all seven. */
static bool from_words(const struct typed_word words[PHRASE_WORDS], uint8_t secret[SECRET_SIZE])
{
    uint16_t indices[PHRASE_WORDS];
    uint8_t candidate[SECRET_SIZE];
    uint32_t is_good = 0;
    for (int list = 0; list < WORD_LISTS; list++) {
        uint32_t is_right = word_list_find((enum word_list)list, words, indices);
        is_right &= from_indices(indices, candidate);
        for (size_t i = 0; i < SECRET_SIZE; i++)
            secret[i] |= (uint8_t)(candidate[i] & (0U - is_right));
        is_good |= is_right;
    }
    wipe(indices, sizeof indices);
    wipe(candidate, sizeof candidate);
    return is_good != 0;
}

enum outcome phrase_from_input(struct bytes input, uint8_t secret[SECRET_SIZE])
{
    struct typed typed;
    memset(secret, 0, SECRET_SIZE);
    bool is_good = typed_read(input, &typed) == OK &&
                   (typed.what == TYPED_WORDS ? from_words(typed.words, secret) : from_digits(typed.digits, secret));
    if (!is_good)
        wipe(secret, SECRET_SIZE);
    wipe(&typed, sizeof typed);
    return is_good ? OK : MALFORMED;
}
