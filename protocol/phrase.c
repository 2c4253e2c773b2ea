#include "phrase.h"

#include <string.h>

#include "hash.h"
#include "text.h"

enum { NUMBER_DIGITS = CODE_DIGITS - 2 };

/* --- out --- */

/* Divides the number by ten and gives the remainder: always the same steps. */
static uint8_t divide_by_ten(uint8_t number[SECRET_SIZE])
{
    uint32_t rest = 0;
    for (size_t i = 0; i < SECRET_SIZE; i++) {
        rest = rest << 8 | number[i];
        number[i] = (uint8_t)(rest / 10);
        rest %= 10;
    }
    return (uint8_t)rest;
}

/* 98 - (100 * N mod 97): ISO 7064 MOD 97-10. Finds every single wrong digit and every swap of two neighbours. */
static uint32_t check_of(const uint8_t digits[NUMBER_DIGITS])
{
    uint32_t rest = 0;
    for (size_t i = 0; i < NUMBER_DIGITS; i++)
        rest = (rest * 10 + digits[i]) % 97;
    return 98 - rest * 100 % 97;
}

void phrase_to_digits(const uint8_t secret[SECRET_SIZE], char digits[CODE_DIGITS])
{
    uint8_t number[SECRET_SIZE];
    uint8_t values[CODE_DIGITS];
    memcpy(number, secret, SECRET_SIZE);
    for (size_t i = NUMBER_DIGITS; i-- > 0;)
        values[i] = divide_by_ten(number);
    uint32_t check = check_of(values);
    values[NUMBER_DIGITS] = (uint8_t)(check / 10);
    values[NUMBER_DIGITS + 1] = (uint8_t)(check % 10);
    for (size_t i = 0; i < CODE_DIGITS; i++)
        digits[i] = (char)('0' + values[i]);
    wipe(number, sizeof number);
    wipe(values, sizeof values);
}

/* --- in --- */

/* What people, keyboards and messaging programmes put between digits; nothing of it can be meant as a digit. */
static bool is_separator(uint32_t character)
{
    static const struct {
        uint32_t first;
        uint32_t last;
    } ranges[] = {
        {'\t', '\r'},     {' ', ' '},       {'(', ')'},       {'+', '/'},       {':', ';'},       {'_', '_'},
        {'|', '|'},       {0x85, 0x85},     {0xa0, 0xa0},     {0xad, 0xad},     {0xb7, 0xb7},     {0x60c, 0x60c},
        {0x61b, 0x61c},   {0x640, 0x640},   {0x66b, 0x66c},   {0x6d4, 0x6d4},   {0x1680, 0x1680}, {0x180e, 0x180e},
        {0x2000, 0x2015}, {0x2022, 0x2022}, {0x2026, 0x202f}, {0x205f, 0x2069}, {0x2212, 0x2212}, {0x3000, 0x3002},
        {0xfe58, 0xfe58}, {0xfe63, 0xfe63}, {0xfeff, 0xfeff}, {0xff0c, 0xff0f}, {0xff3f, 0xff3f},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (character >= ranges[i].first && character <= ranges[i].last)
            return true;
    return false;
}

/* 0..9, or -1. */
static int digit_of(uint32_t character)
{
    static const uint32_t zeros[] = {'0', 0x660, 0x6f0, 0xff10};
    for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++)
        if (character >= zeros[i] && character <= zeros[i] + 9)
            return (int)(character - zeros[i]);
    return -1;
}

static enum outcome read_digits(struct bytes input, uint8_t values[CODE_DIGITS])
{
    size_t count = 0;
    if (input.size > CODE_INPUT_MAX)
        return MALFORMED;
    while (input.size > 0) {
        uint32_t character = 0;
        if (!text_next(&input, &character))
            return MALFORMED;
        if (is_separator(character))
            continue;
        int digit = digit_of(character);
        if (digit < 0 || count == CODE_DIGITS)
            return MALFORMED;
        values[count++] = (uint8_t)digit;
    }
    return count == CODE_DIGITS ? OK : MALFORMED;
}

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

enum outcome phrase_from_input(struct bytes input, uint8_t secret[SECRET_SIZE])
{
    uint8_t values[CODE_DIGITS] = {0};
    memset(secret, 0, SECRET_SIZE);
    bool is_good =
        read_digits(input, values) == OK && check_of(values) == values[NUMBER_DIGITS] * 10U + values[NUMBER_DIGITS + 1];
    for (size_t i = 0; is_good && i < NUMBER_DIGITS; i++)
        is_good = append_digit(secret, values[i]);
    if (!is_good)
        wipe(secret, SECRET_SIZE);
    wipe(values, sizeof values);
    return is_good ? OK : MALFORMED;
}
