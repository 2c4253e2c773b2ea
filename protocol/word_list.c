#include "word_list.h"

#include <stdbool.h>
#include <string.h>

#include "hash.h"
#include "outcome.h"
#include "word_list_data.h"

/* Where we are in a list. Branches here depend on the list alone, which everybody knows. */
struct cursor {
    const uint8_t *next;
    uint8_t letters[WORD_LETTERS_MAX];
    uint8_t size;
};

static struct cursor open_list(enum word_list list)
{
    struct cursor cursor = {.next = word_list_octets(list)};
    invariant(cursor.next != NULL);
    return cursor;
}

static void advance(struct cursor *cursor)
{
    cursor->size = (uint8_t)(*cursor->next++ - '0');
    memset(cursor->letters + cursor->size, 0, (size_t)(WORD_LETTERS_MAX - cursor->size));
    while (*cursor->next >= 'a')
        cursor->letters[cursor->size++] = *cursor->next++;
}

/* All bits set when `value` is zero, else none. */
static uint32_t when_zero(uint32_t value)
{
    return ((value | (0U - value)) >> 31) - 1;
}

void word_list_pick(enum word_list list, const uint16_t indices[PHRASE_WORDS],
                    uint8_t letters[PHRASE_WORDS][WORD_LETTERS_MAX])
{
    struct cursor cursor = open_list(list);
    memset(letters, 0, (size_t)PHRASE_WORDS * WORD_LETTERS_MAX);
    for (uint32_t i = 0; i < WORDS_MAX; i++) {
        advance(&cursor);
        for (size_t word = 0; word < PHRASE_WORDS; word++)
            for (size_t at = 0; at < WORD_LETTERS_MAX; at++)
                letters[word][at] |= (uint8_t)(cursor.letters[at] & when_zero(i ^ indices[word]));
    }
}

/* --- finding --- */

/* A word's letters four at a time, zeros behind. */
enum { QUADS = WORD_TYPED_MAX / 4 };

/* What is looked for: letters, where there are any (all bits of an octet or none), and how many. */
struct pattern {
    uint32_t letters[QUADS];
    uint32_t where[QUADS];
    uint32_t size;
};

static void open_pattern(struct pattern *pattern, const struct typed_word *typed)
{
    uint8_t where[WORD_TYPED_MAX];
    for (size_t i = 0; i < WORD_TYPED_MAX; i++)
        where[i] = (uint8_t)~when_zero(typed->letters[i]);
    memcpy(pattern->letters, typed->letters, sizeof pattern->letters);
    memcpy(pattern->where, where, sizeof pattern->where);
    pattern->size = typed->size;
    wipe(where, sizeof where);
}

/* The word at `cursor` as it is typed with a to z alone: both letters of ae, and of oe and aa both or, when `is_plain`, the first. Gives
 * how many of its letters are Danish. */
static size_t spell(const struct cursor *cursor, bool is_plain, struct typed_word *word)
{
    size_t danish = 0;
    memset(word, 0, sizeof *word);
    for (size_t i = 0; i < cursor->size; i++) {
        uint8_t letter = cursor->letters[i];
        word->letters[word->size++] = letter <= 'z' ? letter : letter == '|' ? 'o' : 'a';
        if (letter == '{' || (letter > 'z' && !is_plain))
            word->letters[word->size++] = letter == '}' ? 'a' : 'e';
        danish += letter > 'z';
    }
    return danish;
}

/* Notes `number` for each pattern that is the beginning of `word` and enough of it. */
static void compare(const struct pattern patterns[PHRASE_WORDS], const struct typed_word *word, uint32_t number,
                    uint32_t found[PHRASE_WORDS])
{
    uint32_t letters[QUADS];
    memcpy(letters, word->letters, sizeof letters);
    for (size_t at = 0; at < PHRASE_WORDS; at++) {
        const struct pattern *pattern = &patterns[at];
        uint32_t is_short = 0U - ((pattern->size - WORD_ENOUGH) >> 31);
        uint32_t differs = is_short & (pattern->size ^ word->size);
        for (size_t i = 0; i < QUADS; i++)
            differs |= pattern->where[i] & (pattern->letters[i] ^ letters[i]);
        found[at] |= number & when_zero(differs);
    }
}

uint32_t word_list_find(enum word_list list, const struct typed_word typed[PHRASE_WORDS],
                        uint16_t indices[PHRASE_WORDS])
{
    struct cursor cursor = open_list(list);
    struct pattern patterns[PHRASE_WORDS];
    uint32_t found[PHRASE_WORDS] = {0}; /* one more than the index */
    uint32_t is_missing = 0;
    for (size_t at = 0; at < PHRASE_WORDS; at++)
        open_pattern(&patterns[at], &typed[at]);
    for (uint32_t number = 1; number <= WORDS_MAX; number++) {
        struct typed_word word;
        advance(&cursor);
        size_t danish = spell(&cursor, false, &word);
        compare(patterns, &word, number, found);
        if (danish == 0)
            continue; /* there is only one way */
        (void)spell(&cursor, true, &word);
        compare(patterns, &word, number, found);
    }
    for (size_t at = 0; at < PHRASE_WORDS; at++) {
        is_missing |= when_zero(found[at]);
        indices[at] = (uint16_t)((found[at] - 1) & (WORDS_MAX - 1));
    }
    wipe(patterns, sizeof patterns);
    wipe(found, sizeof found);
    return ~is_missing & 1;
}
