#include "typed.h"

#include <stdbool.h>
#include <string.h>

#include "text.h"

struct range {
    uint32_t first;
    uint32_t last;
};

static bool is_among(const struct range *ranges, size_t count, uint32_t character)
{
    for (size_t i = 0; i < count; i++)
        if (character >= ranges[i].first && character <= ranges[i].last)
            return true;
    return false;
}

/* What people, keyboards and messaging programmes put between digits or words; nothing of it can be meant as either. */
static bool is_separator(uint32_t character)
{
    static const struct range ranges[] = {
        {'\t', '\r'},     {' ', ' '},       {'(', ')'},       {'+', '/'},       {':', ';'},       {'_', '_'},
        {'|', '|'},       {0x85, 0x85},     {0xa0, 0xa0},     {0xad, 0xad},     {0xb7, 0xb7},     {0x60c, 0x60c},
        {0x61b, 0x61c},   {0x640, 0x640},   {0x66b, 0x66c},   {0x6d4, 0x6d4},   {0x1680, 0x1680}, {0x180e, 0x180e},
        {0x2000, 0x2015}, {0x2022, 0x2022}, {0x2026, 0x202f}, {0x205f, 0x2069}, {0x2212, 0x2212}, {0x3000, 0x3002},
        {0xfe58, 0xfe58}, {0xfe63, 0xfe63}, {0xfeff, 0xfeff}, {0xff0c, 0xff0f}, {0xff3f, 0xff3f},
    };
    return is_among(ranges, sizeof ranges / sizeof ranges[0], character);
}

/* Separators that nobody sees, and that a word may therefore have inside. */
static bool is_mark(uint32_t character)
{
    static const struct range ranges[] = {
        {0xad, 0xad},     {0x61c, 0x61c},   {0x180e, 0x180e}, {0x200c, 0x200f},
        {0x202a, 0x202e}, {0x2060, 0x2069}, {0xfeff, 0xfeff},
    };
    return is_among(ranges, sizeof ranges / sizeof ranges[0], character);
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

/* The letters a to z that a character stands for, or "". Beside the Latin ones: the three Danish letters and their Swedish twins, the two
 * i's of a Turkish keyboard, and what NFKC takes apart. */
static const char *letters_of(uint32_t character, char one[2])
{
    static const struct {
        uint32_t character;
        char letters[4];
    } others[] = {
        {0xc5, "aa"},    {0xe5, "aa"},    {0x212b, "aa"}, {0xc6, "ae"},   {0xe6, "ae"},   {0xc4, "ae"},
        {0xe4, "ae"},    {0xd8, "oe"},    {0xf8, "oe"},   {0xd6, "oe"},   {0xf6, "oe"},   {0x130, "i"},
        {0x131, "i"},    {0x17f, "s"},    {0x212a, "k"},  {0xfb00, "ff"}, {0xfb01, "fi"}, {0xfb02, "fl"},
        {0xfb03, "ffi"}, {0xfb04, "ffl"}, {0xfb05, "st"}, {0xfb06, "st"},
    };
    static const uint32_t firsts[] = {'a', 'A', 0xff41, 0xff21};
    for (size_t i = 0; i < sizeof firsts / sizeof firsts[0]; i++)
        if (character >= firsts[i] && character < firsts[i] + 26) {
            one[0] = (char)('a' + (character - firsts[i]));
            one[1] = '\0';
            return one;
        }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (others[i].character == character)
            return others[i].letters;
    return "";
}

/* A combining ring or dots behind a plain letter: what NFC would have made one letter of. NULL: no such thing. */
static const char *combined(const struct typed_word *word, uint32_t character)
{
    invariant(word->size > 0); /* a word begins with a letter of its own */
    uint8_t before = word->letters[word->size - 1];
    if (character == 0x30a && before == 'a')
        return "a";
    if (character == 0x308 && (before == 'a' || before == 'o'))
        return "e";
    if (character == 0x307 && before == 'i')
        return "";
    return NULL;
}

static bool add_letters(struct typed_word *word, const char *letters)
{
    for (; *letters != '\0'; letters++) {
        if (word->size == WORD_TYPED_MAX)
            return false;
        word->letters[word->size++] = (uint8_t)*letters;
    }
    return true;
}

/* --- one character more --- */

static bool add_digit(struct typed *typed, int digit)
{
    if (typed->what == TYPED_WORDS || typed->count == CODE_DIGITS)
        return false;
    typed->what = TYPED_DIGITS;
    typed->digits[typed->count++] = (uint8_t)digit;
    return true;
}

/* `is_open`: the word before goes on. */
static bool add_letter(struct typed *typed, bool *is_open, uint32_t character)
{
    char one[2];
    const char *letters = letters_of(character, one);
    if (*letters == '\0')
        letters = *is_open ? combined(&typed->words[typed->count - 1], character) : NULL;
    if (letters == NULL || typed->what == TYPED_DIGITS || (!*is_open && typed->count == PHRASE_WORDS))
        return false;
    typed->what = TYPED_WORDS;
    typed->count = (uint8_t)(typed->count + !*is_open);
    *is_open = true;
    return add_letters(&typed->words[typed->count - 1], letters);
}

enum outcome typed_read(struct bytes input, struct typed *typed)
{
    bool is_open = false;
    memset(typed, 0, sizeof *typed);
    if (input.size > CODE_INPUT_MAX)
        return MALFORMED;
    while (input.size > 0) {
        uint32_t character = 0;
        if (!text_next(&input, &character))
            return MALFORMED;
        int digit = digit_of(character);
        if (is_separator(character))
            is_open = is_open && is_mark(character);
        else if (digit >= 0 ? !add_digit(typed, digit) : !add_letter(typed, &is_open, character))
            return MALFORMED;
    }
    uint8_t wanted = typed->what == TYPED_WORDS ? PHRASE_WORDS : CODE_DIGITS;
    return typed->count == wanted ? OK : MALFORMED;
}
