/* Time zones: the same offsets as libc for every zone that the system knows, and nothing broken accepted. */
#include <stdlib.h>
#include <time.h>

#include "check.h"
#include "zone.h"

enum {
    DAY_MIN = 24 * 60,
    YEAR_2100_MIN = 68374080,
    STEP_MIN = 5 * DAY_MIN + 7, /* libc is asked so often, and at both ends of each stretch */
    LINE_MAX_SIZE = 512,
    RULE_TEXT_MAX = 128,
};

static struct zone zone;

static void set_libc(const char *name)
{
    setenv("TZ", name, 1);
    tzset();
}

/* What libc says, to whole minutes. */
static int32_t libc_offset_min(uint64_t now_min)
{
    const time_t now = (time_t)(now_min * 60);
    struct tm local;
    localtime_r(&now, &local);
    return (int32_t)(local.tm_gmtoff / 60 - (local.tm_gmtoff % 60 < 0 ? 1 : 0));
}

/* False after the first difference, which is said. */
static bool agrees_with_libc(const char *name, uint64_t end_min)
{
    set_libc(name);
    struct zone_stretch stretch;
    for (uint64_t from = 0; from < end_min; from = stretch.until_min) {
        stretch = zone_at(&zone, (uint32_t)from);
        if (stretch.until_min <= from)
            return false;
        uint64_t until = stretch.until_min < end_min ? stretch.until_min : end_min;
        for (uint64_t at = from; at < until; at = at + STEP_MIN < until || at == until - 1 ? at + STEP_MIN : until - 1)
            if (zone_at(&zone, (uint32_t)at).offset_min != libc_offset_min(at) ||
                zone_at(&zone, (uint32_t)at).until_min != stretch.until_min) {
                printf("%s at %lu: %d, libc %d\n", name, (unsigned long)at, stretch.offset_min, libc_offset_min(at));
                return false;
            }
    }
    return true;
}

static void agrees_with_libc_on_every_zone(void)
{
    char line[LINE_MAX_SIZE];
    char name[ZONE_NAME_MAX + 1];
    unsigned count = 0;
    FILE *table = fopen(ZONE_FOLDER "zone1970.tab", "r");
    while (CHECK(table != NULL) && fgets(line, sizeof line, table) != NULL) {
        if (line[0] == '#' || sscanf(line, "%*s %*s %64s", name) != 1)
            continue;
        CHECK(zone_open(&zone, name) == OK && strcmp(zone.name, name) == 0);
        CHECK(agrees_with_libc(name, YEAR_2100_MIN));
        count++;
    }
    CHECK(count > 300);
    if (table != NULL)
        fclose(table);
    CHECK(zone_open(&zone, "UTC") == OK && zone_at(&zone, 0).until_min == UINT64_MAX);
    CHECK(zone_open(&zone, "Etc/GMT+12") == OK && zone_at(&zone, 1).offset_min == -12 * 60);
}

static void knows_no_other_names(void)
{
    static const char *const names[] = {"",
                                        "Europe",
                                        "Europe/",
                                        "Europe/Atlantis",
                                        "europe/copenhagen",
                                        "/usr/share/zoneinfo/UTC",
                                        "../zoneinfo/UTC",
                                        "./UTC",
                                        "zone.tab",
                                        "tzdata.zi",
                                        "CET-1CEST,M3.5.0,M10.5.0/3",
                                        "UTC ",
                                        ":UTC"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        CHECK(zone_open(&zone, names[i]) == REFUSED);
    char name[ZONE_NAME_MAX + 2];
    memset(name, 'a', sizeof name);
    name[sizeof name - 1] = '\0';
    CHECK(zone_open(&zone, name) == REFUSED);
    CHECK(zone_open(&zone, "leapseconds") == BROKEN);    /* lies there, and is something else */
    CHECK(zone_open(&zone, "right/Europe/Paris") != OK); /* counts leap seconds, where a package brings it at all */
}

/* A file as zic writes the smallest: no times, one type, UTC, and `rule`. Gives its size. */
static size_t make_file(uint8_t *file, const char *rule)
{
    static const uint8_t header[] = {'T', 'Z', 'i', 'f', '2', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                     0,   0,   0,   0,   0,   0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1};
    static const uint8_t block[] = {0, 0, 0, 0, 0, 0, 0};
    size_t size = 0;
    for (int i = 0; i < 2; i++) {
        memcpy(file + size, header, sizeof header);
        memcpy(file + size + sizeof header, block, sizeof block);
        size += sizeof header + sizeof block;
    }
    return size + (size_t)snprintf((char *)file + size, RULE_TEXT_MAX, "\n%s\n", rule);
}

static enum outcome read_rule(const char *rule)
{
    static uint8_t file[1024];
    return zone_read(&zone, file, make_file(file, rule));
}

static void reads_every_kind_of_rule(void)
{
    static const char *const rules[] = {
        "UTC0",
        "<+0545>-5:45",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", /* half an hour */
        "IST-1GMT0,M10.5.0,M3.5.0/1",           /* in winter the clock goes back from what is called standard */
        "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",      /* the evening before */
        "EET-2EEST,M3.4.4/50,M10.4.4/50",       /* two days later */
        "<+0330>-3:30<+0430>,J79/24,J263/24",   /* days of the year without 29 February, */
        "<+0330>-3:30<+0430>,J59/0,J60/24",     /* also around it */
        "<+0330>-3:30<+0430>,58/0:30,59/24",    /* and with it */
        "AAA-14BBB-15:30:30,10/-167,300/167:59:59",
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        CHECK(read_rule(rules[i]) == OK && agrees_with_libc(rules[i], YEAR_2100_MIN));
    /* Summer for ever, in the words of RFC 9636. */
    CHECK(read_rule("XXX3EDT4,0/0,J365/23") == OK);
    for (uint32_t now = 0; now < YEAR_2100_MIN; now += 1439)
        CHECK(zone_at(&zone, now).offset_min == -4 * 60);
}

static void refuses_broken_rules(void)
{
    static const char *const rules[] = {"",
                                        "UTC",
                                        "UT0",
                                        "<+01-1",
                                        "CET-25",
                                        "CET-1:60",
                                        "CET-1:00:60",
                                        "CET-1CEST",
                                        "CET-1CEST,M3.5.0",
                                        "CET-1CEST,M3.5.0,M10.5.0/",
                                        "CET-1CEST,M3.5.0,M10.5.0/168",
                                        "CET-1CEST,M0.5.0,M10.5.0",
                                        "CET-1CEST,M13.5.0,M10.5.0",
                                        "CET-1CEST,M3.6.0,M10.5.0",
                                        "CET-1CEST,M3.5.7,M10.5.0",
                                        "CET-1CEST,M3.5,M10.5.0",
                                        "CET-1CEST,J0,J9",
                                        "CET-1CEST,J366,J9",
                                        "CET-1CEST,366,9",
                                        "CET-1CEST,M3.5.0,M10.5.0/3,",
                                        "CET-1CEST,M3.5.0,M10.5.0\n"};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (!CHECK(read_rule(rules[i]) == BROKEN))
            printf("  %s\n", rules[i]);
}

/* Files as zic writes them with -b slim: their rule begins where their times end, decades ago. */
static void reads_slim_files(void)
{
    static const char *const names[] = {"copenhagen", "casablanca", "lord_howe", "utc"};
    static uint8_t file[ZONE_FILE_MAX];
    char path[512];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, ":" UDVEJ_SOURCE_DIR "/tests/fuzz/corpus/fuzz_zone/%s", names[i]);
        FILE *in = fopen(path + 1, "r");
        size_t size = in == NULL ? 0 : fread(file, 1, sizeof file, in);
        if (in != NULL)
            fclose(in);
        CHECK(zone_read(&zone, file, size) == OK && agrees_with_libc(path, YEAR_2100_MIN));
    }
}

/* What is cut off is refused, and no octet, whatever it is, leads out of the file. */
static void refuses_broken_files(void)
{
    static uint8_t file[ZONE_FILE_MAX];
    FILE *in = fopen(ZONE_FOLDER "Europe/Copenhagen", "r");
    size_t size = in == NULL ? 0 : fread(file, 1, sizeof file, in);
    if (in != NULL)
        fclose(in);
    CHECK(size > 100 && zone_read(&zone, file, size) == OK);
    for (size_t cut = 0; cut < size; cut++) {
        uint8_t *part = malloc(cut + 1);
        memcpy(part, file, cut);
        CHECK(zone_read(&zone, part, cut) == BROKEN);
        free(part);
    }
    for (size_t i = 0; i < size; i++) {
        uint8_t octet = file[i];
        file[i] = (uint8_t)(octet ^ 0x81);
        if (zone_read(&zone, file, size) == OK)
            (void)zone_at(&zone, 29577600);
        file[i] = octet;
    }
    uint8_t small[1024];
    size_t small_size = make_file(small, "UTC0");
    small[4] = '\0'; /* version 1 */
    CHECK(zone_read(&zone, small, small_size) == BROKEN);
}

int main(void)
{
    RUN(agrees_with_libc_on_every_zone);
    RUN(knows_no_other_names);
    RUN(reads_every_kind_of_rule);
    RUN(refuses_broken_rules);
    RUN(reads_slim_files);
    RUN(refuses_broken_files);
    return check_end();
}
