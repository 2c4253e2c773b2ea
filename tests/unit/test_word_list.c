/* Are the two lists what everything else relies on: 2,048 words each, found by their first four letters and by no other word's? */
#include "check.h"
#include "protocol/word_list.h"

static uint8_t words[WORD_LISTS][WORDS_MAX][WORD_LETTERS_MAX];

static void fill_words(enum word_list list)
{
    uint8_t picked[PHRASE_WORDS][WORD_LETTERS_MAX];
    uint16_t indices[PHRASE_WORDS];
    for (unsigned first = 0; first < WORDS_MAX; first += PHRASE_WORDS) {
        for (unsigned i = 0; i < PHRASE_WORDS; i++)
            indices[i] = (uint16_t)((first + i) % WORDS_MAX);
        word_list_pick(list, indices, picked);
        for (unsigned i = 0; i < PHRASE_WORDS; i++)
            memcpy(words[list][indices[i]], picked[i], WORD_LETTERS_MAX);
    }
}

static size_t length_of(const uint8_t word[WORD_LETTERS_MAX])
{
    size_t length = 0;
    while (length < WORD_LETTERS_MAX && word[length] != 0)
        length++;
    return length;
}

static void ends_are_where_they_belong(void)
{
    fill_words(WORDS_DA);
    fill_words(WORDS_EN);
    CHECK_SAME(words[WORDS_EN][0], "abandon", 8);
    CHECK_SAME(words[WORDS_EN][1], "ability", 8);
    CHECK_SAME(words[WORDS_EN][2047], "zoo\0\0\0\0", 8);
    CHECK_SAME(words[WORDS_DA][0], "aborre\0", 8);
    CHECK_SAME(words[WORDS_DA][2047], "}rv}gen", 8); /* årvågen */
    for (int list = 0; list < WORD_LISTS; list++)
        for (size_t i = 0; i < WORDS_MAX; i++) {
            const uint8_t *word = words[list][i];
            size_t length = length_of(word);
            CHECK(length >= WORD_LETTERS_MIN);
            for (size_t at = 0; at < WORD_LETTERS_MAX; at++)
                CHECK(at < length ? word[at] >= 'a' && word[at] <= (list == WORDS_DA ? '}' : 'z') : word[at] == 0);
            CHECK(i == 0 || memcmp(words[list][i - 1], word, WORD_LETTERS_MAX) < 0);
        }
}

/* `is_plain`: one letter for oe and aa. */
static struct typed_word spelled(const uint8_t word[WORD_LETTERS_MAX], bool is_plain, size_t letters)
{
    struct typed_word typed = {.size = 0};
    for (size_t i = 0; i < letters && i < length_of(word); i++) {
        uint8_t letter = word[i];
        typed.letters[typed.size++] = letter <= 'z' ? letter : letter == '|' ? 'o' : 'a';
        if (letter == '{' || (letter > 'z' && !is_plain))
            typed.letters[typed.size++] = letter == '}' ? 'a' : 'e';
    }
    return typed;
}

/* Seven words from `first` on, the last ones again where the list ends. */
static uint16_t index_in(unsigned first, unsigned i)
{
    return (uint16_t)(first + i < WORDS_MAX ? first + i : WORDS_MAX - 1);
}

static uint32_t find_from(enum word_list list, enum word_list in, unsigned first, bool is_plain, size_t letters)
{
    struct typed_word typed[PHRASE_WORDS];
    uint16_t indices[PHRASE_WORDS];
    bool is_right = true;
    for (unsigned i = 0; i < PHRASE_WORDS; i++)
        typed[i] = spelled(words[list][index_in(first, i)], is_plain, letters);
    uint32_t is_found = word_list_find(in, typed, indices);
    for (unsigned i = 0; i < PHRASE_WORDS; i++)
        is_right = is_right && indices[i] == index_in(first, i);
    CHECK(is_found == 0 || is_right);
    return is_found;
}

/* Whole, and by the first four letters alone, with and without doubled letters; and never in the other list. */
static void every_word_is_found(void)
{
    for (int list = 0; list < WORD_LISTS; list++)
        for (unsigned first = 0; first < WORDS_MAX; first += PHRASE_WORDS) {
            enum word_list in = (enum word_list)list, other = (enum word_list) !list;
            CHECK(find_from(in, in, first, false, WORD_LETTERS_MAX) == 1);
            CHECK(find_from(in, in, first, true, WORD_LETTERS_MAX) == 1);
            CHECK(find_from(in, in, first, false, WORD_ENOUGH) == 1);
            CHECK(find_from(in, in, first, true, WORD_ENOUGH) == 1);
            CHECK(find_from(in, other, first, false, WORD_LETTERS_MAX) == 0);
            CHECK(find_from(in, other, first, true, WORD_ENOUGH) == 0);
        }
}

/* How many of seven times the same typed word are found. */
static uint32_t find_one(enum word_list list, struct typed_word typed, uint16_t indices[PHRASE_WORDS])
{
    struct typed_word all[PHRASE_WORDS];
    for (size_t i = 0; i < PHRASE_WORDS; i++)
        all[i] = typed;
    return word_list_find(list, all, indices);
}

static void what_is_no_word(void)
{
    static const char *const none[] = {"", "a", "abo", "ab", "zooo", "qqqq", "abandonx", "aban ", "abandonabandonab"};
    uint16_t indices[PHRASE_WORDS];
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        for (int list = 0; list < WORD_LISTS; list++) {
            struct typed_word typed = {.size = (uint8_t)strlen(none[i])};
            memcpy(typed.letters, none[i], typed.size);
            CHECK(find_one((enum word_list)list, typed, indices) == 0);
        }
    /* three letters are a word of three, and the beginning of none */
    for (unsigned i = 0; i < WORDS_MAX; i += 11) {
        struct typed_word start = spelled(words[WORDS_EN][i], false, 3);
        bool is_whole = length_of(words[WORDS_EN][i]) == 3;
        if (find_one(WORDS_EN, start, indices) == 1)
            CHECK(is_whole || length_of(words[WORDS_EN][indices[0]]) == 3);
        else
            CHECK(!is_whole);
    }
}

/* One word of seven that is missing is enough, wherever it stands. */
static void one_missing_is_told(void)
{
    struct typed_word all[PHRASE_WORDS];
    uint16_t indices[PHRASE_WORDS];
    for (unsigned i = 0; i < PHRASE_WORDS; i++)
        all[i] = spelled(words[WORDS_DA][i * (size_t)290], false, WORD_LETTERS_MAX);
    CHECK(word_list_find(WORDS_DA, all, indices) == 1);
    for (unsigned i = 0; i < PHRASE_WORDS; i++)
        CHECK(indices[i] == i * 290);
    for (size_t i = 0; i < PHRASE_WORDS; i++) {
        struct typed_word kept = all[i];
        all[i].letters[1] = 'q';
        CHECK(word_list_find(WORDS_DA, all, indices) == 0);
        all[i] = kept;
    }
}

int main(void)
{
    RUN(ends_are_where_they_belong);
    RUN(every_word_is_found);
    RUN(what_is_no_word);
    RUN(one_missing_is_told);
    return check_end();
}
