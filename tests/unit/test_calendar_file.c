/* Is a calendar file what RFC 5545 asks for, octet by octet: times, states, folded lines, marked characters? The story reads one with another program. */
#include "calendar_file.h"
#include "check.h"
#include "hash.h"

static char octets[4096];

static const char *made(const struct slot *slot, struct bytes summary, uint64_t now_min)
{
    struct calendar_file file;
    size_t size = 0;
    calendar_file_open(&file, now_min, summary, octets, sizeof octets - 1);
    if (slot != NULL)
        calendar_file_add(&file, slot);
    CHECK(calendar_file_close(&file, &size) == OK);
    octets[size] = '\0';
    return octets;
}

static bool has(const char *line)
{
    return strstr(octets, line) != NULL;
}

static void a_file_of_nothing(void)
{
    CHECK(strcmp(made(NULL, PART_TEXT("x"), 0), "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//udvej//udvej 1//EN\r\n"
                                                "METHOD:PUBLISH\r\nEND:VCALENDAR\r\n") == 0);
}

static void an_entry(void)
{
    struct slot slot = {.id = {0xab, 1}, .start = 1990096, .quarters = 3, .state = SLOT_OFFERED};
    made(&slot, PART_TEXT("Appointment"), 29850000);
    CHECK(has("\r\nBEGIN:VEVENT\r\nUID:ab010000000000000000000000000000@udvej\r\n"));
    CHECK(has("\r\nDTSTAMP:20261003T040000Z\r\nDTSTART:20261004T040000Z\r\nDTEND:20261004T044500Z\r\n"));
    CHECK(has("\r\nSEQUENCE:0029850000\r\n") == false && has("\r\nSEQUENCE:29850000\r\n"));
    CHECK(has("\r\nCLASS:PRIVATE\r\n") && has("\r\nSUMMARY:Appointment\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
}

static void every_state_has_a_word(void)
{
    static const char *const words[] = {"", "TENTATIVE", "CONFIRMED", "CANCELLED", "CONFIRMED", "CONFIRMED"};
    for (int state = SLOT_OFFERED; state <= SLOT_NO_SHOW; state++) {
        char line[64];
        struct slot slot = {.start = 1, .quarters = 1, .state = (uint8_t)state};
        made(&slot, PART_TEXT("x"), 1);
        snprintf(line, sizeof line, "\r\nSTATUS:%s\r\n", words[state]);
        CHECK(has(line));
        CHECK(has(state == SLOT_CALLED_OFF ? "\r\nTRANSP:TRANSPARENT\r\n" : "\r\nTRANSP:OPAQUE\r\n"));
    }
}

static void days_of_all_kinds(void)
{
    static const struct {
        uint64_t day; /* since 1970 */
        const char *line;
    } rows[] = {
        {0, "DTSTAMP:19700101T000000Z"},     {58, "DTSTAMP:19700228T000000Z"},    {59, "DTSTAMP:19700301T000000Z"},
        {364, "DTSTAMP:19701231T000000Z"},   {11015, "DTSTAMP:20000228T000000Z"}, {11016, "DTSTAMP:20000229T000000Z"},
        {11017, "DTSTAMP:20000301T000000Z"}, {21243, "DTSTAMP:20280229T000000Z"}, {47540, "DTSTAMP:21000228T000000Z"},
        {47541, "DTSTAMP:21000301T000000Z"}, {20788, "DTSTAMP:20261201T000000Z"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct slot slot = {.start = 1, .quarters = 1, .state = SLOT_HELD};
        made(&slot, PART_TEXT("x"), rows[i].day * 1440);
        CHECK(has(rows[i].line));
    }
}

/* A line is folded between characters, and what has a meaning of its own is marked. */
static void long_and_strange_words(void)
{
    struct slot slot = {.start = 1, .quarters = 1, .state = SLOT_ACCEPTED};
    made(&slot, PART_TEXT("a,b;c\\d"), 1);
    CHECK(has("\r\nSUMMARY:a\\,b\\;c\\\\d\r\n"));
    made(&slot, PART_TEXT("123456789012345678901234567890123456789012345678901234567890123456\xc3\xa6x"), 1);
    CHECK(has("\r\nSUMMARY:123456789012345678901234567890123456789012345678901234567890123456\r\n \xc3\xa6x\r\n"));
    made(&slot,
         PART_TEXT("12345678901234567890123456789012345678901234567890123456789012345\xe2\x82\xac\xf0\x9f\x98\x80"), 1);
    CHECK(has("12345\r\n \xe2\x82\xac\xf0\x9f\x98\x80\r\n"));
    made(&slot, PART_TEXT("1234567890123456789012345678901234567890123456789012345678901234567"), 1);
    CHECK(has("34567\r\nEND:VEVENT"));
}

static void it_must_fit(void)
{
    static uint8_t summary[CALENDAR_SUMMARY_MAX * 2];
    struct slot slot = {.start = UINT32_MAX, .quarters = 32, .state = SLOT_CALLED_OFF};
    struct calendar_file file;
    size_t size = 0, whole;
    memset(summary, ';', sizeof summary);
    calendar_file_open(&file, 1, (struct bytes){summary, CALENDAR_SUMMARY_MAX}, octets, sizeof octets);
    calendar_file_add(&file, &slot);
    CHECK(calendar_file_close(&file, &size) == OK && size <= CALENDAR_FRAME_SIZE_MAX + CALENDAR_ENTRY_SIZE_MAX);
    whole = size;
    for (size_t max = 0; max < whole; max++) {
        calendar_file_open(&file, 1, (struct bytes){summary, CALENDAR_SUMMARY_MAX}, octets, max);
        calendar_file_add(&file, &slot);
        CHECK(calendar_file_close(&file, &size) == FULL);
    }
    calendar_file_open(&file, 1, (struct bytes){summary, sizeof summary}, octets, sizeof octets);
    calendar_file_add(&file, &slot);
    CHECK(calendar_file_close(&file, &size) == FULL);
}

int main(void)
{
    RUN(a_file_of_nothing);
    RUN(an_entry);
    RUN(every_state_has_a_word);
    RUN(days_of_all_kinds);
    RUN(long_and_strange_words);
    RUN(it_must_fit);
    return check_end();
}
