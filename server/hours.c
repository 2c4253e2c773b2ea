#include "hours.h"

#include <string.h>
#include <time.h>

enum { DAY_S = HOURS_DAY_MIN * 60, YEAR_MIN = 1970, THURSDAY = 4 /* 1970-01-01 */ };

/* --- Reading. Each moves `text` on, and is false when something else is there. --- */

static bool take(const char **text, char wanted)
{
    if (**text != wanted)
        return false;
    (*text)++;
    return true;
}

/* Two digits. */
static bool take_pair(const char **text, unsigned *value)
{
    const char *at = *text;
    if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
        return false;
    *value = (unsigned)(at[0] - '0') * 10 + (unsigned)(at[1] - '0');
    *text = at + 2;
    return true;
}

/* 00:00 to 24:00, in minutes. */
static bool take_minute(const char **text, uint16_t *minute)
{
    unsigned hour = 0;
    unsigned rest = 0;
    if (!take_pair(text, &hour) || !take(text, ':') || !take_pair(text, &rest) || rest > 59)
        return false;
    *minute = (uint16_t)(hour * 60 + rest);
    return *minute <= HOURS_DAY_MIN;
}

/* Takes one more span of `day`. NULL, or what is wrong. */
static const char *read_span(struct hours_day *day, const char **text)
{
    struct hours_span span;
    if (!take_minute(text, &span.from) || !take(text, '-') || !take_minute(text, &span.to))
        return "hours are 'closed' or spans of 00:00 to 24:00, such as 08:00-12:00, 22:00-02:00";
    if (span.from == HOURS_DAY_MIN)
        return "24:00 ends a span; the next day begins at 00:00";
    if (span.to == 0)
        return "midnight at the end of a span is 24:00";
    if (span.from == span.to)
        return "a span that ends when it begins is empty; the whole day is 00:00-24:00";
    if (span.to < span.from)
        span.to += HOURS_DAY_MIN;
    if (day->count > 0 && span.from <= day->spans[day->count - 1].to)
        return "the spans of a day stand in order, do not overlap and do not touch";
    if (day->count == HOURS_SPANS_MAX)
        return "there are too many spans in one day";
    day->spans[day->count++] = span;
    return NULL;
}

static void skip_spaces(const char **text)
{
    *text += strspn(*text, " \t");
}

/* "closed" or spans, up to the end or to what is no span behind a comma. */
static const char *read_spans(struct hours_day *day, const char **text)
{
    static const char closed[] = "closed";
    const char *why = NULL;
    day->count = 0;
    if (strncmp(*text, closed, sizeof closed - 1) == 0) {
        *text += sizeof closed - 1;
        return NULL;
    }
    for (;;) {
        if ((why = read_span(day, text)) != NULL || **text != ',')
            return why;
        /* A comma also stands between holidays; a time is known by its colon. */
        const char *next = *text + 1;
        unsigned pair;
        skip_spaces(&next);
        if (*next != '\0' && !(take_pair(&next, &pair) && *next == ':'))
            return NULL;
        (*text)++;
        skip_spaces(text);
    }
}

enum outcome hours_read_day(struct hours_day *day, const char *text, const char **why)
{
    struct hours_day read;
    *why = read_spans(&read, &text);
    if (*why == NULL && *text != '\0')
        *why = "something stands behind the hours";
    if (*why != NULL)
        return REFUSED;
    *day = read;
    return OK;
}

static struct tm date_of(int64_t day)
{
    struct tm date = {0};
    const time_t midnight = day * DAY_S;
    invariant(gmtime_r(&midnight, &date) != NULL);
    return date;
}

/* Of the calendar; one without a year may be 29 February. */
static bool is_date(const struct hours_holiday *holiday)
{
    struct tm date = {.tm_year = (holiday->year == 0 ? 2000 : holiday->year) - 1900,
                      .tm_mon = holiday->month - 1,
                      .tm_mday = holiday->day};
    (void)timegm(&date); /* makes 1 March of 30 February */
    return date.tm_mon == holiday->month - 1 && date.tm_mday == holiday->day;
}

/* YYYY-MM-DD or MM-DD. */
static bool take_date(const char **text, struct hours_holiday *holiday)
{
    unsigned pairs[2] = {0};
    unsigned month = 0;
    unsigned day = 0;
    if (!take_pair(text, &pairs[0]))
        return false;
    if (take_pair(text, &pairs[1])) {
        holiday->year = (uint16_t)(pairs[0] * 100 + pairs[1]);
        if (holiday->year < YEAR_MIN || !take(text, '-') || !take_pair(text, &month))
            return false;
    } else {
        month = pairs[0];
    }
    if (!take(text, '-') || !take_pair(text, &day))
        return false;
    holiday->month = (uint8_t)month;
    holiday->day = (uint8_t)day;
    return true;
}

/* Takes one more holiday. NULL, or what is wrong. */
static const char *read_holiday(struct hours *hours, const char **text)
{
    struct hours_holiday holiday = {0};
    if (!take_date(text, &holiday))
        return "a holiday begins with its date, 2026-12-24 (once) or 12-24 (every year)";
    if (!is_date(&holiday))
        return "a date is not in the calendar";
    if (**text != ' ' && **text != '\t')
        return "a date is followed by a space and 'closed' or its hours";
    for (uint8_t i = 0; i < hours->holiday_count; i++) {
        const struct hours_holiday *other = &hours->holidays[i];
        if (other->year == holiday.year && other->month == holiday.month && other->day == holiday.day)
            return "a date is there twice";
    }
    if (hours->holiday_count == HOURS_HOLIDAYS_MAX)
        return "there are too many holidays";
    skip_spaces(text);
    const char *why = read_spans(&holiday.hours, text);
    hours->holidays[hours->holiday_count++] = holiday;
    return why;
}

enum outcome hours_read_holidays(struct hours *hours, const char *text, const char **why, const char **where)
{
    for (;;) {
        *where = text;
        if ((*why = read_holiday(hours, &text)) != NULL)
            return REFUSED;
        if (*text == '\0')
            return OK;
        if (!take(&text, ',')) {
            *why = "holidays stand between commas";
            return REFUSED;
        }
        skip_spaces(&text);
    }
}

void hours_open_always(struct hours *hours)
{
    for (unsigned day = 0; day < HOURS_DAYS; day++)
        hours->week[day] = (struct hours_day){.count = 1, .spans = {{.from = 0, .to = HOURS_DAY_MIN}}};
}

/* --- Asking. Local time is minutes since 1970 on the wall's clock, days are counted from there. --- */

static int64_t day_of(int64_t local_min)
{
    return local_min / HOURS_DAY_MIN - (local_min % HOURS_DAY_MIN < 0 ? 1 : 0);
}

/* The hours of the spans that begin on `day`. */
static const struct hours_day *hours_of(const struct hours *hours, int64_t day)
{
    const struct hours_day *yearly = NULL;
    const struct tm date = hours->holiday_count > 0 ? date_of(day) : (struct tm){0};
    for (uint8_t i = 0; i < hours->holiday_count; i++) {
        const struct hours_holiday *holiday = &hours->holidays[i];
        if (holiday->day != date.tm_mday || holiday->month != date.tm_mon + 1)
            continue;
        if (holiday->year == date.tm_year + 1900)
            return &holiday->hours;
        if (holiday->year == 0)
            yearly = &holiday->hours;
    }
    return yearly != NULL ? yearly : &hours->week[(day + THURSDAY + HOURS_DAYS) % HOURS_DAYS];
}

/* What decides on one day: the spans that begin on it, and those of the day before, which may last. */
struct sheet {
    int64_t start_min;
    const struct hours_day *days[2]; /* before, today */
};

static struct sheet sheet_of(const struct hours *hours, int64_t day)
{
    return (struct sheet){.start_min = day * HOURS_DAY_MIN, .days = {hours_of(hours, day - 1), hours_of(hours, day)}};
}

/* The sheet of `day`, which most often is the one at hand or the next. */
static void turn_to(struct sheet *sheet, const struct hours *hours, int64_t day)
{
    if (sheet->start_min == (day - 1) * HOURS_DAY_MIN)
        *sheet = (struct sheet){.start_min = day * HOURS_DAY_MIN, .days = {sheet->days[1], hours_of(hours, day)}};
    else if (sheet->start_min != day * HOURS_DAY_MIN)
        *sheet = sheet_of(hours, day);
}

static bool is_open_at(const struct sheet *sheet, int64_t local_min)
{
    for (int which = 0; which < 2; which++) {
        const struct hours_day *day = sheet->days[which];
        int64_t minute = local_min - sheet->start_min + (which == 0 ? HOURS_DAY_MIN : 0);
        for (uint8_t i = 0; i < day->count; i++)
            if (minute >= day->spans[i].from && minute < day->spans[i].to)
                return true;
    }
    return false;
}

/* The first minute of this day, from `from_min` on, at which it is not `is_open` any more; INT64_MAX: there is none. */
static int64_t change_on(const struct sheet *sheet, int64_t from_min, bool is_open)
{
    int64_t first = INT64_MAX;
    int64_t start = from_min > sheet->start_min ? from_min : sheet->start_min;
    if (is_open_at(sheet, start) != is_open)
        return start;
    for (int which = 0; which < 2; which++) {
        const struct hours_day *day = sheet->days[which];
        for (int i = 0; i < day->count * 2; i++) {
            int64_t edge = sheet->start_min - (which == 0 ? HOURS_DAY_MIN : 0) +
                           (i % 2 == 0 ? day->spans[i / 2].from : day->spans[i / 2].to);
            if (edge > start && edge < sheet->start_min + HOURS_DAY_MIN && edge < first &&
                is_open_at(sheet, edge) != is_open)
                first = edge;
        }
    }
    return first;
}

/* What is looked for on the way from now on: the first minute at which it is not `is_open` any more. */
struct search {
    const struct hours *hours;
    bool is_open;
    struct sheet sheet; /* of the day that the search has come to */
};

/* That minute from `from_min` to before `until_min`, while the clock runs evenly; else `until_min`. */
static int64_t change_within(struct search *search, int64_t from_min, int64_t until_min)
{
    for (int64_t day = day_of(from_min); day * HOURS_DAY_MIN < until_min; day++) {
        turn_to(&search->sheet, search->hours, day);
        int64_t change = change_on(&search->sheet, from_min, search->is_open);
        if (change != INT64_MAX)
            return change < until_min ? change : until_min;
    }
    return until_min;
}

bool hours_are_open(const struct hours *hours, const struct zone *zone, uint32_t now_min, uint64_t *changes_min)
{
    struct zone_stretch stretch = zone_at(zone, now_min);
    const int64_t local_min = (int64_t)now_min + stretch.offset_min;
    struct search search = {.hours = hours, .sheet = sheet_of(hours, day_of(local_min))};
    search.is_open = is_open_at(&search.sheet, local_min);
    uint64_t limit = now_min + (uint64_t)HOURS_LOOK_AHEAD_DAYS * HOURS_DAY_MIN;
    if (limit > UINT32_MAX)
        limit = UINT32_MAX;
    *changes_min = 0;
    for (uint64_t at = now_min; at < limit; at = stretch.until_min) {
        stretch = zone_at(zone, (uint32_t)at);
        int64_t until = (int64_t)(stretch.until_min < limit ? stretch.until_min : limit) + stretch.offset_min;
        int64_t change = change_within(&search, (int64_t)at + stretch.offset_min, until);
        if (change < until) {
            *changes_min = (uint64_t)(change - stretch.offset_min);
            break;
        }
    }
    return search.is_open;
}
