#include "calendar_file.h"

#include <string.h>

enum { MINUTES_A_DAY = 24 * 60, MONTH_FIRST = 3 /* a year that begins in March has its odd day at the end */ };

/* --- lines --- */

static size_t character_size(uint8_t first)
{
    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* RFC 5545, 3.1: no line has more than 75 octets; one that begins with a blank goes on with the line before. A character stays whole. */
static void put_line(struct writer *writer, struct bytes line)
{
    size_t column = 0;
    for (size_t at = 0; at < line.size;) {
        size_t size = character_size(line.data[at]);
        if (column + size > CALENDAR_LINE_MAX) {
            writer_put(writer, "\r\n ", 3);
            column = 1;
        }
        writer_put(writer, line.data + at, size);
        column += size;
        at += size;
    }
    writer_put(writer, "\r\n", 2);
}

static void put_word(struct writer *line, const char *word)
{
    writer_put(line, word, strlen(word));
}

static void put_words(struct writer *writer, const char *word)
{
    put_line(writer, (struct bytes){(const uint8_t *)word, strlen(word)});
}

/* At least so many digits. */
static void put_number(struct writer *line, uint64_t value, size_t digits)
{
    uint64_t place = 1;
    for (size_t i = 1; i < digits || value / place >= 10; i++)
        place *= 10;
    for (; place > 0; place /= 10)
        writer_u8(line, (uint8_t)('0' + value / place % 10));
}

/* --- values --- */

/* 20261126T143000Z. Days of the civil calendar, counted from the first of March of a year that 400 divides. */
static void put_time(struct writer *line, uint64_t minute)
{
    static const uint64_t days_to_1970 = 719468, era = 146097;
    uint64_t day = minute / MINUTES_A_DAY + days_to_1970;
    uint64_t of_era = day % era;
    uint64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    uint64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    uint64_t month = (5 * of_year + 2) / 153;
    put_number(line, year + day / era * 400 + (month >= 12 - MONTH_FIRST + 1), 4);
    put_number(line, (month + MONTH_FIRST - 1) % 12 + 1, 2);
    put_number(line, of_year - (153 * month + 2) / 5 + 1, 2);
    put_word(line, "T");
    put_number(line, minute % MINUTES_A_DAY / 60, 2);
    put_number(line, minute % 60, 2);
    put_word(line, "00Z");
}

static void put_text(struct writer *line, struct bytes text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (memchr("\\;,", text.data[i], 3) != NULL)
            put_word(line, "\\");
        writer_u8(line, text.data[i]);
    }
}

/* --- a file --- */

/* A line is made whole before it is folded. */
struct line {
    struct writer writer;
    uint8_t octets[64 + 2 * CALENDAR_SUMMARY_MAX];
};

static void begin(struct line *line, const char *name)
{
    writer_open(&line->writer, line->octets, sizeof line->octets);
    put_word(&line->writer, name);
}

static void end(struct calendar_file *file, const struct line *line)
{
    if (line->writer.has_failed)
        file->writer.has_failed = true;
    else
        put_line(&file->writer, (struct bytes){line->octets, line->writer.size});
}

void calendar_file_open(struct calendar_file *file, uint64_t now_min, struct bytes summary, void *out, size_t max)
{
    *file = (struct calendar_file){.now_min = now_min, .summary = summary};
    writer_open(&file->writer, out, max);
    put_words(&file->writer, "BEGIN:VCALENDAR");
    put_words(&file->writer, "VERSION:2.0");
    put_words(&file->writer, "PRODID:-//udvej//udvej 1//EN");
    put_words(&file->writer, "METHOD:PUBLISH");
}

static void put_uid(struct calendar_file *file, const uint8_t id[SLOT_ID_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    struct line line;
    begin(&line, "UID:");
    for (size_t i = 0; i < SLOT_ID_SIZE; i++) {
        writer_u8(&line.writer, (uint8_t)digits[id[i] >> 4]);
        writer_u8(&line.writer, (uint8_t)digits[id[i] & 15]);
    }
    put_word(&line.writer, "@udvej");
    end(file, &line);
}

static void put_time_line(struct calendar_file *file, const char *name, uint64_t minute)
{
    struct line line;
    begin(&line, name);
    put_time(&line.writer, minute);
    end(file, &line);
}

void calendar_file_add(struct calendar_file *file, const struct slot *slot)
{
    static const char *const states[] = {
        [SLOT_OFFERED] = "STATUS:TENTATIVE",    [SLOT_ACCEPTED] = "STATUS:CONFIRMED",
        [SLOT_CALLED_OFF] = "STATUS:CANCELLED", [SLOT_HELD] = "STATUS:CONFIRMED",
        [SLOT_NO_SHOW] = "STATUS:CONFIRMED",
    };
    struct line line;
    put_words(&file->writer, "BEGIN:VEVENT");
    put_uid(file, slot->id);
    put_time_line(file, "DTSTAMP:", file->now_min);
    put_time_line(file, "DTSTART:", (uint64_t)slot->start * SLOT_MINUTES);
    put_time_line(file, "DTEND:", ((uint64_t)slot->start + slot->quarters) * SLOT_MINUTES);
    begin(&line, "SEQUENCE:");
    put_number(&line.writer, file->now_min, 1);
    end(file, &line);
    put_words(&file->writer, states[slot->state]);
    put_words(&file->writer, "CLASS:PRIVATE");
    put_words(&file->writer, slot->state == SLOT_CALLED_OFF ? "TRANSP:TRANSPARENT" : "TRANSP:OPAQUE");
    begin(&line, "SUMMARY:");
    put_text(&line.writer, file->summary);
    end(file, &line);
    put_words(&file->writer, "END:VEVENT");
}

enum outcome calendar_file_close(struct calendar_file *file, size_t *size)
{
    put_words(&file->writer, "END:VCALENDAR");
    return writer_finish(&file->writer, size);
}
