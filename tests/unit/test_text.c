/* Is only well-formed text let through to a person's screen? */
#include "check.h"
#include "protocol/text.h"

static struct bytes run_of(const char *text, size_t size)
{
    return (struct bytes){(const uint8_t *)text, size};
}

#define TEXT(literal) run_of((literal), sizeof(literal) - 1)

static void good_text(void)
{
    CHECK(text_is_valid(TEXT("")));
    CHECK(text_is_valid(TEXT("plain\nand\ttabbed")));
    CHECK(text_is_valid(TEXT("\xc3\xa6\xc3\xb8\xc3\xa5 \xd8\xb9 \xe2\x82\xac \xf0\x9f\x8c\xb1")));
    CHECK(text_is_valid(TEXT("\xef\xbf\xbf\xf4\x8f\xbf\xbf")));
    CHECK(text_characters(TEXT("a\xc3\xa6\xe2\x82\xac\xf0\x9f\x8c\xb1")) == 4);
    CHECK(text_characters(TEXT("")) == 0);
}

static void bad_text(void)
{
    static const struct {
        const char *octets;
        size_t size;
    } bad[] = {
        {"\0", 1},               /* U+0000 */
        {"\x07", 1},             /* control */
        {"\r", 1},               /* control */
        {"\x7f", 1},             /* delete */
        {"\xc2\x85", 2},         /* control of the second block */
        {"\x80", 1},             /* no first octet */
        {"\xc3", 1},             /* cut */
        {"\xe2\x82", 2},         /* cut */
        {"\xc3\x28", 2},         /* no following octet */
        {"\xc0\xaf", 2},         /* overlong */
        {"\xe0\x80\xaf", 3},     /* overlong */
        {"\xf0\x80\x80\xaf", 4}, /* overlong */
        {"\xed\xa0\x80", 3},     /* surrogate */
        {"\xed\xbf\xbf", 3},     /* surrogate */
        {"\xf4\x90\x80\x80", 4}, /* beyond U+10FFFF */
        {"\xf8\x88\x80\x80", 4}, /* five octets */
        {"\xff", 1},
        {"good then \xff", 11},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(!text_is_valid(run_of(bad[i].octets, bad[i].size)));
}

static void ascii(void)
{
    CHECK(text_is_ascii(TEXT("da,en +45 ~")));
    CHECK(!text_is_ascii(TEXT("d\xc3\xa6")));
    CHECK(!text_is_ascii(TEXT("a\n")));
    CHECK(!text_is_ascii(TEXT("\x7f")));
}

/* Every code point, written by hand, is read as itself. */
static void every_character(void)
{
    unsigned long wrong = 0;
    for (uint32_t c = 0; c < 0x110000; c++) {
        uint8_t out[4];
        size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        static const uint8_t marks[] = {0, 0x00, 0xc0, 0xe0, 0xf0};
        for (size_t i = size; i-- > 0;)
            out[i] = (uint8_t)(i == 0 ? marks[size] | c >> 6 * (size - 1) : 0x80 | (c >> 6 * (size - 1 - i) & 0x3f));
        struct bytes text = {out, size};
        uint32_t read = 0;
        bool is_surrogate = c >= 0xd800 && c <= 0xdfff;
        bool is_right = text_next(&text, &read) ? read == c && text.size == 0 && !is_surrogate : is_surrogate;
        wrong += is_right ? 0 : 1;
    }
    CHECK(wrong == 0);
}

int main(void)
{
    RUN(good_text);
    RUN(bad_text);
    RUN(ascii);
    RUN(every_character);
    return check_end();
}
