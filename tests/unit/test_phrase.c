/* Does the return code survive people, and is every slip of a finger found? */
#include "check.h"
#include "protocol/phrase.h"

static struct bytes run_of(const char *text, size_t size)
{
    return (struct bytes){(const uint8_t *)text, size};
}

#define TEXT(literal) run_of((literal), sizeof(literal) - 1)

static void known_codes(void)
{
    static const struct {
        uint8_t secret[SECRET_SIZE];
        const char *digits;
    } known[] = {
        /* computed apart from this code: N, then 98 - (100 * N mod 97) */
        {{0}, "000000000000000000000098"},
        {{0, 0, 0, 0, 0, 0, 0, 0, 1}, "000000000000000000000195"},
        {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, "472236648286964521369507"},
        {{1, 2, 3, 4, 5, 6, 7, 8, 9}, "001859170810633801114567"},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        char digits[CODE_DIGITS];
        uint8_t secret[SECRET_SIZE];
        phrase_to_digits(known[i].secret, digits);
        CHECK_SAME(digits, known[i].digits, CODE_DIGITS);
        CHECK(phrase_from_input(run_of(known[i].digits, CODE_DIGITS), secret) == OK);
        CHECK_SAME(secret, known[i].secret, SECRET_SIZE);
    }
}

static void sloppy_input_is_read(void)
{
    static const uint8_t expected[SECRET_SIZE] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    static const struct {
        const char *text;
        size_t size;
    } inputs[] = {
#define INPUT(literal) {literal, sizeof(literal) - 1}
        INPUT("00185917 08106338 01114567"),
        INPUT("  00185917-08106338-01114567\r\n"),
        INPUT("0018.5917/0810:6338_0111|4567;"),
        INPUT("(00185917)+08106338,\t01114567"),
        INPUT("00185917\xc2\xa0"
              "08106338\xe2\x80\xaf"
              "01114567"), /* no-break spaces */
        INPUT("\xe2\x80\x8f"
              "00185917\xe2\x81\xa6 08106338\xe2\x81\xa9 01114567"), /* direction marks */
        INPUT("\xef\xbb\xbf"
              "00185917\xe2\x80\x93"
              "08106338\xe2\x80\x8b"
              "01114567"),
        INPUT("\xd9\xa0\xd9\xa0\xd9\xa1\xd9\xa8\xd9\xa5\xd9\xa9\xd9\xa1\xd9\xa7 08106338 01114567"), /* U+066x */
        INPUT("\xdb\xb0\xdb\xb0\xdb\xb1\xdb\xb8\xdb\xb5\xdb\xb9\xdb\xb1\xdb\xb7\xd8\x8c 08106338 01114567"),
        INPUT("\xef\xbc\x90\xef\xbc\x90\xef\xbc\x91"
              "85917 08106338 01114567"), /* full width */
#undef INPUT
    };
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        uint8_t secret[SECRET_SIZE];
        CHECK(phrase_from_input(run_of(inputs[i].text, inputs[i].size), secret) == OK);
        CHECK_SAME(secret, expected, SECRET_SIZE);
    }
}

static void what_is_no_code(void)
{
    static const uint8_t zero[SECRET_SIZE];
    static const struct {
        const char *text;
        size_t size;
    } inputs[] = {
#define INPUT(literal) {literal, sizeof(literal) - 1}
        INPUT(""),
        INPUT("        "),
        INPUT("00185917 08106338 0111456"),
        INPUT("00185917 08106338 011145670"),
        INPUT("00185917 08106338 0111456o"),
        INPUT("x00185917 08106338 01114567"),
        INPUT("00185917 08106338 01114567\xff"),
        INPUT("00185917 08106338 01114567\xe2\x80"),
        INPUT("00185917 08106338 \xf0\x9f\x8c\xb1 01114567"),
        /* good check digits, but not below 2^72 */
        INPUT("472236648286964521369604"),
        INPUT("999999999999999999999926"),
        /* check digits that MOD 97-10 alone would take for those of 0 and of another number */
        INPUT("000000000000000000000001"),
        INPUT("000000000000000000000000"),
#undef INPUT
    };
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        uint8_t secret[SECRET_SIZE];
        check_fill(secret, sizeof secret, i);
        CHECK(phrase_from_input(run_of(inputs[i].text, inputs[i].size), secret) == MALFORMED);
        CHECK_SAME(secret, zero, SECRET_SIZE);
    }
    char long_input[CODE_INPUT_MAX + 1];
    uint8_t secret[SECRET_SIZE];
    memset(long_input, ' ', sizeof long_input);
    memcpy(long_input, "001859170810633801114567", CODE_DIGITS);
    CHECK(phrase_from_input(run_of(long_input, CODE_INPUT_MAX), secret) == OK);
    CHECK(phrase_from_input(run_of(long_input, CODE_INPUT_MAX + 1), secret) == MALFORMED);
}

/* Every single wrong digit and every swap of neighbours, in many codes. */
static void every_slip_is_found(void)
{
    unsigned long undetected = 0;
    for (uint64_t seed = 0; seed < 500; seed++) {
        uint8_t secret[SECRET_SIZE];
        uint8_t read[SECRET_SIZE];
        char digits[CODE_DIGITS];
        check_fill(secret, sizeof secret, seed);
        phrase_to_digits(secret, digits);
        CHECK(phrase_from_input(run_of(digits, CODE_DIGITS), read) == OK && memcmp(secret, read, SECRET_SIZE) == 0);
        for (size_t i = 0; i < CODE_DIGITS; i++) {
            char right = digits[i];
            for (int wrong = '0'; wrong <= '9'; wrong++) {
                digits[i] = (char)wrong;
                if (wrong != right && phrase_from_input(run_of(digits, CODE_DIGITS), read) == OK)
                    undetected++;
            }
            digits[i] = right;
        }
        for (size_t i = 0; i + 1 < CODE_DIGITS; i++) {
            char first = digits[i];
            char second = digits[i + 1];
            digits[i] = second;
            digits[i + 1] = first;
            if (first != second && phrase_from_input(run_of(digits, CODE_DIGITS), read) == OK)
                undetected++;
            digits[i] = first;
            digits[i + 1] = second;
        }
    }
    CHECK(undetected == 0);
}

int main(void)
{
    RUN(known_codes);
    RUN(sloppy_input_is_read);
    RUN(what_is_no_code);
    RUN(every_slip_is_found);
    return check_end();
}
