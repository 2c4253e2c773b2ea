#include "zone.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "reader.h"

enum {
    RULE_TEXT_MAX = 128,
    OFFSET_MIN_S = -25 * 60 * 60 + 1, /* RFC 9636, section 3.2: local time types */
    OFFSET_MAX_S = 26 * 60 * 60 - 1,
    TYPES_MAX = 256,
};

/* One header of two in a file, and so one block of data behind it. */
struct counts {
    uint8_t version;
    uint32_t utc_flags;
    uint32_t standard_flags;
    uint32_t leaps;
    uint32_t times;
    uint32_t types;
    uint32_t letters;
};

static struct counts read_header(struct reader *reader)
{
    static const char magic[] = "TZif";
    const struct bytes start = reader_take(reader, 4);
    struct counts counts = {.version = reader_u8(reader)};
    (void)reader_take(reader, 15); /* reserved */
    counts.utc_flags = reader_u32(reader);
    counts.standard_flags = reader_u32(reader);
    counts.leaps = reader_u32(reader);
    counts.times = reader_u32(reader);
    counts.types = reader_u32(reader);
    counts.letters = reader_u32(reader);
    /* Version 1 ends in 2037 and does not say what comes then. */
    if (start.size != 4 || memcmp(start.data, magic, 4) != 0 || counts.version < '2' || counts.leaps != 0 ||
        counts.types == 0 || counts.types > TYPES_MAX || counts.times > ZONE_FILE_MAX ||
        counts.letters > ZONE_FILE_MAX || counts.utc_flags > TYPES_MAX || counts.standard_flags > TYPES_MAX)
        reader_fail(reader);
    return counts;
}

static int64_t floor_minutes(int64_t seconds)
{
    return seconds / 60 - (seconds % 60 < 0 ? 1 : 0);
}

/* Appends a change; of those before 1970 the last one is kept, as what held when 1970 began. */
static void append(struct zone *zone, struct reader *reader, int64_t at_s, int32_t offset_s)
{
    if (offset_s < OFFSET_MIN_S || offset_s > OFFSET_MAX_S || at_s > (int64_t)UINT32_MAX * 60 ||
        zone->change_count == ZONE_CHANGES_MAX) {
        reader_fail(reader);
        return;
    }
    if (at_s <= 0)
        zone->change_count = 0;
    zone->changes[zone->change_count++] = (struct zone_change){.at_min = at_s <= 0 ? 0 : (uint32_t)((at_s + 59) / 60),
                                                               .offset_min = (int16_t)floor_minutes(offset_s)};
}

/* Reads the block of 64-bit times. */
static void read_changes(struct zone *zone, struct reader *reader, const struct counts *counts)
{
    struct reader times;
    struct reader indices;
    int32_t offsets[TYPES_MAX] = {0};
    const struct bytes time_octets = reader_take(reader, counts->times * (size_t)8);
    const struct bytes index_octets = reader_take(reader, counts->times);
    for (uint32_t i = 0; i < counts->types && !reader->has_failed; i++) {
        offsets[i] = (int32_t)reader_u32(reader);
        (void)reader_take(reader, 2); /* whether it is summer time, and what it is called */
    }
    (void)reader_take(reader, counts->letters + counts->standard_flags + counts->utc_flags);
    reader_open(&times, time_octets.data, time_octets.size);
    reader_open(&indices, index_octets.data, index_octets.size);
    append(zone, reader, INT64_MIN, offsets[0]); /* what holds before the first time */
    int64_t last_s = INT64_MIN;
    for (uint32_t i = 0; i < counts->times && !reader->has_failed; i++) {
        int64_t at_s = (int64_t)reader_u64(&times);
        uint8_t index = reader_u8(&indices);
        if ((i > 0 && at_s <= last_s) || index >= counts->types)
            reader_fail(reader);
        append(zone, reader, at_s, offsets[index]);
        last_s = at_s;
    }
}

/* The text between two line feeds that ends a file. */
static enum outcome read_rule(struct zone *zone, struct reader *reader)
{
    char text[RULE_TEXT_MAX + 1] = {0};
    if (reader_u8(reader) != '\n' || reader->left < 1 || reader->left > RULE_TEXT_MAX)
        return BROKEN;
    reader_copy(reader, text, reader->left);
    char *end = strchr(text, '\n');
    if (reader->has_failed || end == NULL || end[1] != '\0')
        return BROKEN;
    *end = '\0';
    return zone_rule_read(&zone->rule, text) == OK ? OK : BROKEN;
}

enum outcome zone_read(struct zone *zone, const void *data, size_t size)
{
    struct reader reader;
    reader_open(&reader, data, size);
    zone->change_count = 0;
    /* First comes the block of version 1, for programs of the last century. */
    struct counts old = read_header(&reader);
    (void)reader_take(&reader,
                      old.times * (size_t)5 + old.types * (size_t)6 + old.letters + old.standard_flags + old.utc_flags);
    struct counts counts = read_header(&reader);
    if (!reader.has_failed)
        read_changes(zone, &reader, &counts);
    return reader.has_failed ? BROKEN : read_rule(zone, &reader);
}

/* Letters of zone names; without '.' none leads out of the folder, nor to what else lies in it. */
static bool is_name(const char *name)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    size_t size = strlen(name);
    return size > 0 && size <= ZONE_NAME_MAX && name[0] != '/' && name[size - 1] != '/' &&
           strspn(name, allowed) == size;
}

enum outcome zone_open(struct zone *zone, const char *name)
{
    char path[sizeof ZONE_FOLDER + ZONE_NAME_MAX];
    uint8_t data[ZONE_FILE_MAX];
    if (!is_name(name))
        return REFUSED;
    (void)snprintf(path, sizeof path, ZONE_FOLDER "%s", name);
    (void)snprintf(zone->name, sizeof zone->name, "%s", name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return REFUSED;
    ssize_t size = read(fd, data, sizeof data);
    (void)close(fd);
    if (size < 0) /* a folder, such as Europe */
        return REFUSED;
    return zone_read(zone, data, (size_t)size);
}

struct zone_stretch zone_at(const struct zone *zone, uint32_t now_min)
{
    size_t low = 0;
    size_t high = zone->change_count;
    while (high - low > 1) { /* the last change that is not after now */
        size_t middle = (low + high) / 2;
        if (zone->changes[middle].at_min <= now_min)
            low = middle;
        else
            high = middle;
    }
    if (low + 1 < zone->change_count)
        return (struct zone_stretch){.offset_min = zone->changes[low].offset_min,
                                     .until_min = zone->changes[low + 1].at_min};
    int64_t until_s = 0;
    int32_t offset_s = zone_rule_at(&zone->rule, now_min * INT64_C(60), &until_s);
    return (struct zone_stretch){.offset_min = (int32_t)floor_minutes(offset_s),
                                 .until_min = until_s == INT64_MAX ? UINT64_MAX : (uint64_t)(until_s + 59) / 60};
}
