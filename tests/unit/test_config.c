/* The configuration: what is good, and that nothing broken is ever accepted, each fault with its line. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "config.h"
#include "effort.h"

#define FOLDER "/tmp/udvej-test-config-XXXXXX"

static char folder[] = FOLDER;
static struct config config; /* too large for a stack */
static char faults[8192];

/* Writes `text` with @ standing for the test's folder, and reads it. */
static enum outcome read_text(const char *text, size_t size, mode_t mode)
{
    char path[128];
    snprintf(path, sizeof path, "%s/udvejd.conf", folder);
    (void)unlink(path);
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return BROKEN;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '@')
            fputs(folder, file);
        else
            fputc(text[i], file);
    }
    fclose(file);
    chmod(path, mode);
    memset(faults, 0, sizeof faults);
    FILE *out = fmemopen(faults, sizeof faults - 1, "w");
    enum outcome outcome = config_read(&config, path, out);
    fclose(out);
    return outcome;
}

static enum outcome read_string(const char *text)
{
    return read_text(text, strlen(text), 0600);
}

/* The fault is about line `line`: "file:line: ...". */
static bool is_at_line(int line)
{
    char wanted[16];
    snprintf(wanted, sizeof wanted, "conf:%d: ", line);
    return strstr(faults, wanted) != NULL;
}

#define SERVER                                                                                                         \
    "[server]\nlisten = 127.0.0.1:8470\nhosts = localhost:8470\ndata = @/data\nweb = @/web\nprogramme = @/p\n"
#define DOOR "[door:1]\nname.da = Vil ud\n"

static void takes_a_good_one(void)
{
    CHECK(read_string(SERVER
                      "# note\n; note\nping_s = 5\nsilence_s = 15\n" DOOR
                      "text.da = En ; s\xc3\xa6tning # med tegn\n  name.en = Out\nphone = 41 74 90 90\n"
                      "answer_minutes = 30\nmon = 08:00-12:00, 13:00-24:00\nsun = closed\n[door:7]\nname.ar = x\n"
                      "always_open = 1\n") == OK);
    CHECK(faults[0] == '\0');
    CHECK(config.address_count == 1 && strcmp(config.addresses[0], "127.0.0.1:8470") == 0);
    CHECK(config.hosts.count == 1 && config.hosts.names[0].size == 14);
    CHECK(config.ping_s == 5 && config.silence_s == 15 && config.head_deadline_s == 10);
    CHECK(config.idle_days == 365 && config.closed_days == 90 && config.undelivered_days == 30);
    CHECK(strcmp(config.staff_listen, "unix:/run/udvej/staff.sock") == 0 && config.control[0] == '\0');
    CHECK(config.opens_calm_per_minute == EFFORT_OPENS_CALM);
    CHECK(config.connections_max == 20000 && strcmp(config.timezone->name, "Europe/Copenhagen") == 0);
    CHECK(config.door_count == 2 && config.doors[0].name_count == 2 && config.doors[1].number == 7);
    CHECK(strcmp(config.doors[0].texts[0], "En ; s\xc3\xa6tning # med tegn") == 0);
    CHECK(config_has_door(&config, 1) && config_has_door(&config, 7) && !config_has_door(&config, 2));
}

static void takes_several_addresses(void)
{
    CHECK(read_string("[server]\nlisten = unix:/run/a.sock , [::1]:9,127.0.0.1:10\n"
                      "hosts = exit.example, abc.onion,[::1]:9\ndata=@/data\nweb=@/web\nprogramme=@/p\n" DOOR) == OK);
    CHECK(config.address_count == 3 && config.hosts.count == 3);
    CHECK(read_string("[server]\nlisten = none\nhosts = a\ndata=@/none-yet\nweb=@/web\nprogramme=@/p\n" DOOR) == OK);
    CHECK(config.address_count == 0);
}

static const struct {
    const char *text;
    int line; /* that the fault names; 0: of the whole */
} broken[] = {
    {"\n", 0},
    {"# nothing\n", 0},
    {DOOR, 0},
    {"[server]\n" DOOR, 0},
    {SERVER, 0}, /* no door */
    {SERVER DOOR "colour = red\n", 9},
    {SERVER "[door:1]\nmame.da = x\n", 8},
    {SERVER "listen = 127.0.0.1:1\n" DOOR, 7},
    {"listen = 127.0.0.1:1\n" SERVER DOOR, 1},
    {"[sever]\nlisten = 127.0.0.1:1\n" SERVER DOOR, 2},
    {SERVER "just words\n" DOOR, 7},
    {SERVER "idle_days = 59\n" DOOR, 7},
    {SERVER "closed_days = 29\n" DOOR, 7},
    {SERVER "undelivered_days = 366\n" DOOR, 7},
    {"[server\nping_s = 1\n", 1},
    {"\xef\xbb\xbf" SERVER DOOR, 1},
    {SERVER "listen 127.0.0.1\n" DOOR, 7},
    {SERVER "ping_s = \n" DOOR, 7},
    {SERVER "ping_s = -1\n" DOOR, 7},
    {SERVER "ping_s = 1.5\n" DOOR, 7},
    {SERVER "ping_s = 0x10\n" DOOR, 7},
    {SERVER "ping_s = 030\n" DOOR, 7},
    {SERVER "ping_s = 30s\n" DOOR, 7},
    {SERVER "ping_s = 601\n" DOOR, 7},
    {SERVER "ping_s = 99999999999999999999\n" DOOR, 7},
    {SERVER "ping_s = 90\n" DOOR, 0},    /* as long as the silence */
    {SERVER "cell_ms = 2001\n" DOOR, 7}, /* nobody is quieter, only slower, than pages say */
    {SERVER "connections_max = 1\n" DOOR, 7},
    {SERVER "timezone = Europe/Atlantis\n" DOOR, 7},
    {SERVER "timezone = ../../etc/passwd\n" DOOR, 7},
    {SERVER "timezone =\n" DOOR, 7},
    {SERVER "timezone = zone.tab\n" DOOR, 7},
    {SERVER "timezone = leapseconds\n" DOOR, 7}, /* lies beside the zones */
    {SERVER "[door:1]\ntimezone = Europe\nname.da = x\n", 8},
    {SERVER DOOR "timezone = CET-1CEST,M3.5.0,M10.5.0/3\n", 9},
    {SERVER DOOR "timezone = UTC\ntimezone = UTC\n", 10},
    {SERVER "[door:0]\nname.da = x\n", 8},
    {SERVER "[door:256]\nname.da = x\n", 8},
    {SERVER "[door:1x]\nname.da = x\n", 8},
    {SERVER "[door:1]\nphone = 1\n", 0}, /* no name */
    {SERVER "[door:1]\ntext.da = x\n", 0},
    {SERVER "[door:1]\nname.da =\n", 8},
    {SERVER "[door:1]\nname.DA = x\n", 8},
    {SERVER "[door:1]\nname.d = x\n", 8},
    {SERVER "[door:1]\nname. = x\n", 8},
    {SERVER DOOR "name.da = twice\n", 9},
    {SERVER DOOR "mon = 8:00-12:00\n", 9},
    {SERVER DOOR "mon = 08:00-08:00\n", 9},
    {SERVER DOOR "mon = 22:00-00:00\n", 9},
    {SERVER DOOR "mon = 24:00-08:00\n", 9},
    {SERVER DOOR "mon = 22:00-02:00, 01:00-03:00\n", 9},
    {SERVER DOOR "mon = 08:00-24:01\n", 9},
    {SERVER DOOR "mon = 08:00-12:60\n", 9},
    {SERVER DOOR "mon = 08:00-12:00, 11:00-13:00\n", 9},
    {SERVER DOOR "mon = 08:00-12:00,\n", 9},
    {SERVER DOOR "mon = open\n", 9},
    {SERVER DOOR "always_open = yes\n", 9},
    {SERVER DOOR "always_open = 1\nmon = 08:00-12:00\n", 10}, /* one of them would not count */
    {SERVER DOOR "sun = closed\nalways_open = 1\n", 10},
    {SERVER DOOR "holidays =\n", 9},
    {SERVER DOOR "holidays = closed\n", 9},
    {SERVER DOOR "holidays = 2026-02-29 closed\n", 9},
    {SERVER DOOR "holidays = 12-24 closed, 12-24 10:00-12:00\n", 9},
    {SERVER DOOR "phone = 1\nholidays = 12-24\n", 10},
    {SERVER DOOR "holidays = 12-24 closed\nholidays = 12-25 closed\n", 10},
    {SERVER "holidays = 12-24 closed\n" DOOR, 7},
    {SERVER DOOR "phone = \xc3\xa6\n", 0},
    {SERVER DOOR "phone = 41 74\t90 90\n", 0},
    {SERVER "[door:1]\nname.da = a\rb\n", 0},
    {SERVER "[door:1]\nname.da = a\xc2\x85z\n", 0}, /* a control character of ISO 6429 */
    {SERVER "[door:1]\r\nname.da = x\r\n", 0},
    {SERVER DOOR "phone = 012345678901234567890123456789012\n", 9},
    {SERVER DOOR "[server]\nweb = @/web\n", 10}, /* web twice */
    {SERVER DOOR "[server]\nping_s = 5\n", 10},
    {SERVER DOOR "  [server]\nping_s = 5\n", 10},
    {"[server]\nping_s = 5\n" SERVER DOOR, 4},
    {SERVER DOOR "[door:1]\nname.en = x\n", 10},
    {SERVER DOOR "[door:01]\nname.en = x\n", 10},
    {SERVER DOOR "[door:2]\nname.da = x\n[door:1]\nphone = 1\n", 12},
    {"[server]\nlisten = 0.0.0.0:80\nhosts = a\ndata = @/data\nweb = @/web\nprogramme = @/p\n" DOOR, 2},
    {"[server]\nlisten = 127.0.0.1:0\nhosts = a\ndata = @/data\nweb = @/web\nprogramme = @/p\n" DOOR, 2},
    {SERVER "control = 127.0.0.1:9\n" DOOR, 7},
    {SERVER "staff_listen = 127.0.0.1:9\n" DOOR, 7},
    {SERVER "staff_listen = unix:/a,unix:/b\n" DOOR, 7},
    {SERVER "control = unix:relative\n" DOOR, 7},
    {SERVER "control = unix:/a,unix:/b\n" DOOR, 7},
    {"[server]\nlisten = unix:/a\ncontrol = unix:/a\nhosts = a\ndata = @/data\nweb = @/web\nprogramme = @/p\n" DOOR, 0},
    {"[server]\nlisten = unix:relative\nhosts = a\ndata = @/data\nweb = @/web\nprogramme = @/p\n" DOOR, 2},
    {"[server]\nlisten = 127.0.0.1:1,\nhosts = a\ndata = @/data\nweb = @/web\nprogramme = @/p\n" DOOR, 2},
    {"[server]\nlisten = 127.0.0.1:1,127.0.0.1:1\nhosts = a\ndata = @/data\nweb = @/web\nprogramme = @/p\n" DOOR, 2},
    {"[server]\nhosts = Exit.example\ndata = @/data\nweb = @/web\nprogramme = @/p\n" DOOR, 2},
    {"[server]\nhosts = https://a\ndata = @/data\nweb = @/web\nprogramme = @/p\n" DOOR, 2},
    {"[server]\nhosts = a:443\ndata = @/data\nweb = @/web\nprogramme = @/p\n" DOOR, 2},
    {"[server]\nhosts = a,a\ndata = @/data\nweb = @/web\nprogramme = @/p\n" DOOR, 2},
    {"[server]\nhosts = a\ndata = @/open\nweb = @/web\nprogramme = @/p\n" DOOR, 0},
    {"[server]\nhosts = a\ndata = @/p\nweb = @/web\nprogramme = @/p\n" DOOR, 0},
    {"[server]\nhosts = a\ndata = @/data\nweb = @/none\nprogramme = @/p\n" DOOR, 0},
    {"[server]\nhosts = a\ndata = @/data\nweb = @/web\nprogramme = @/none\n" DOOR, 0},
    {"[server]\nhosts = a\ndata = @/none/data\nweb = @/web\nprogramme = @/p\n" DOOR, 0},
    {"[server]\nhosts = a\ndata = @/p/data\nweb = @/web\nprogramme = @/p\n" DOOR, 0},
    {"[server]\nhosts = a\ndata = @/data\nweb = @/web\nprogramme = @/web\n" DOOR, 0},
    {SERVER "programme_json = @/none\n" DOOR, 0},
    {SERVER "[door:1]\nname.da = \xc3\x28\n", 0},
    {SERVER "[door:1]\nname.da = a\x01\n", 0},
    {SERVER "[door:1]\nname.da = cut off", 0},
    {SERVER "  listen = 127.0.0.1:1\n" DOOR, 7}, /* no continuation lines */
    {SERVER "opens_calm_per_minute = 0\n" DOOR, 7},
    {SERVER "mailbox_burst = 19\n" DOOR, 7},
    {SERVER "mailbox_seconds = 0\n" DOOR, 7},
    {SERVER "puzzle_level_max = 8\n" DOOR, 7},
    {SERVER "puzzle_level_min = 8\n" DOOR, 7},
    {SERVER "puzzle_level_min = 3\npuzzle_level_max = 2\n" DOOR, 0},
};

static void refuses_every_broken_one(void)
{
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        bool is_refused = read_string(broken[i].text) == REFUSED;
        if (!CHECK(is_refused && faults[0] != '\0' && is_at_line(broken[i].line)))
            printf("  case %zu, line %d: %s\n", i, broken[i].line, faults);
    }
}

static void refuses_long_lines_and_many_doors(void)
{
    static char text[64 * 1024];
    size_t size = (size_t)snprintf(text, sizeof text, SERVER DOOR "text.da = ");
    memset(text + size, 'a', 512);
    memcpy(text + size + 512, "\n", 2);
    CHECK(read_string(text) == OK && strlen(config.doors[0].texts[0]) == 512);
    memcpy(text + size + 512, "a\n", 3);
    CHECK(read_string(text) == REFUSED && is_at_line(9));
    memset(text + size, 'a', 2000);
    memcpy(text + size + 2000, "\nping_s = 5\n", 13);
    CHECK(read_string(text) == REFUSED && is_at_line(9));

    size = (size_t)snprintf(text, sizeof text, SERVER);
    for (int i = 1; i <= DOORS_MAX + 1; i++)
        size += (size_t)snprintf(text + size, sizeof text - size, "[door:%d]\nname.da = x\n", i);
    CHECK(read_string(text) == REFUSED && is_at_line(6 + 2 * (DOORS_MAX + 1)));
}

static void refuses_files_that_cannot_be_trusted(void)
{
    static const char good[] = SERVER DOOR;
    static const char with_nul[] = SERVER "[door:1]\nname.da = a\0b\n";
    CHECK(read_text(good, sizeof good - 1, 0644) == OK);
    CHECK(read_text(good, sizeof good - 1, 0620) == REFUSED);
    CHECK(read_text(good, sizeof good - 1, 0602) == REFUSED);
    CHECK(read_text(good, 0, 0600) == REFUSED);
    CHECK(read_text(with_nul, sizeof with_nul - 1, 0600) == REFUSED);
    CHECK(config_read(&config, folder, stdout) == REFUSED);
    char pipe[128];
    snprintf(pipe, sizeof pipe, "%s/pipe", folder);
    CHECK(mkfifo(pipe, 0600) == 0 && config_read(&config, pipe, stdout) == REFUSED && unlink(pipe) == 0);
    CHECK(config_read(&config, "/nonexistent/udvejd.conf", stdout) == REFUSED);
}

/* A file that ends in the middle of a line is refused, also where the rest would do. */
static void refuses_cut_off_files(void)
{
    static const char good[] = SERVER DOOR "phone = 41 74 90 90\nanswer_minutes = 30\n";
    for (size_t size = 0; size < sizeof good - 1; size++)
        if (size < strlen(SERVER DOOR) || good[size - 1] != '\n')
            CHECK(read_text(good, size, 0600) == REFUSED);
    CHECK(read_string(good) == OK);
}

/* The example is complete: with the needed values filled in it is a good configuration. */
static void prints_an_example_that_works(void)
{
    static char text[16384];
    static char filled[32768];
    FILE *out = fmemopen(text, sizeof text - 1, "w");
    config_print_example(out);
    fclose(out);
    static char committed[16384];
    FILE *file = fopen(UDVEJ_SOURCE_DIR "/server/udvejd.conf.example", "r");
    CHECK(file != NULL && fread(committed, 1, sizeof committed - 1, file) > 0);
    if (file != NULL)
        fclose(file);
    CHECK(strcmp(text, committed) == 0); /* udvejd --print-config > server/udvejd.conf.example */
    size_t size = 0;
    for (char *line = strtok_r(text, "\n", &(char *){NULL}), *rest = line + strlen(line) + 1; line != NULL;) {
        const char *value = strcmp(line, "hosts =") == 0       ? "hosts = localhost"
                            : strcmp(line, "data =") == 0      ? "data = @/data"
                            : strcmp(line, "web =") == 0       ? "web = @/web"
                            : strcmp(line, "programme =") == 0 ? "programme = @/p"
                            : strcmp(line, "name.da =") == 0   ? "name.da = x"
                                                               : line;
        size += (size_t)snprintf(filled + size, sizeof filled - size, "%s\n", value);
        line = strtok_r(rest, "\n", &rest);
    }
    CHECK(read_string(filled) == OK);
    printf("%s", faults);
}

static void is_door(size_t index, uint64_t now_min, bool is_open, uint32_t changes_min)
{
    struct message door;
    CHECK(config_describe_door(&config, index, now_min, &door));
    CHECK(door.as.door.is_open == is_open && door.as.door.changes_min == changes_min);
}

/* Each door by its own clock; what hours mean is in test_hours. */
static void knows_opening_hours(void)
{
    const uint32_t saturday = 29577600; /* 2026-03-28T00:00Z, minutes; the night in which summer begins in Copenhagen */
    const uint32_t day = HOURS_DAY_MIN;
    CHECK(read_string(SERVER DOOR
                      "sat = 08:00-22:00\nsun = 08:00-22:00\n[door:2]\ntimezone = America/New_York\nname.en = x\n"
                      "sat = 08:00-22:00\n[door:3]\nname.en = y\n[door:4]\nname.en = z\nalways_open = 1\n"
                      "[door:5]\nname.en = z\nholidays = 2026-03-29 closed\nalways_open = 1\n"
                      "timezone = Europe/Copenhagen\n") == OK);
    CHECK(config.zone_count == 2 && config.doors[0].timezone == config.doors[4].timezone);
    is_door(0, saturday, false, saturday + 7 * 60);
    is_door(0, saturday + 21 * 60, false, saturday + day + 6 * 60);
    is_door(1, saturday, false, saturday + 12 * 60);
    is_door(2, saturday, false, 0);
    is_door(3, saturday, true, 0);
    is_door(4, saturday, true, saturday + 23 * 60);
    is_door(4, saturday + 23 * 60, false, saturday + day + 22 * 60);
    CHECK(read_string(SERVER "timezone = Asia/Kathmandu\n" DOOR "sat = 08:00-22:00\n") == OK);
    is_door(0, saturday, false, saturday + 2 * 60 + 15);
}

static void describes_doors(void)
{
    struct message door;
    CHECK(read_string(SERVER DOOR "answer_minutes = 30\nphone = 41\nhours = altid\n[door:9]\nname.en = b\n") == OK);
    CHECK(config_describe_door(&config, 0, 29577600, &door) && door.as.door.door == 1 && door.as.door.answer_min == 30);
    CHECK(door.as.door.name_count == 1 && door.as.door.names[0].name.size == 6 && door.as.door.hours.size == 5);
    CHECK(config_describe_door(&config, 1, 29577600, &door) && door.as.door.door == 9);
    CHECK(!config_describe_door(&config, 2, 29577600, &door));
    uint8_t octets[4096];
    size_t size = 0;
    CHECK(config_describe_door(&config, 0, 29577600, &door) &&
          message_encode(&door, octets, sizeof octets, &size) == OK);
    CHECK(message_decode(&door, octets, size) == OK);
}

static void make_folders(void)
{
    static const struct {
        const char *name;
        mode_t mode;
    } folders[] = {{"data", 0700}, {"web", 0755}, {"open", 0755}};
    char path[128];
    if (mkdtemp(folder) == NULL)
        exit(1);
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, folders[i].name);
        if (mkdir(path, folders[i].mode) != 0)
            exit(1);
    }
    snprintf(path, sizeof path, "%s/p", folder);
    fclose(fopen(path, "w"));
}

static void remove_folders(void)
{
    static const char *const names[] = {"data", "web", "open", "p", "udvejd.conf", ""};
    char path[128];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)remove(path);
    }
}

/* Root looks after a server that is another user; the server itself, and anybody else, may not take what is somebody else's. */
static void root_may_look_at_anybody_s(void)
{
    char path[128];
    if (geteuid() != 0)
        return; /* only root can give a file away */
    CHECK(read_string(SERVER DOOR) == OK);
    snprintf(path, sizeof path, "%s/data", folder);
    CHECK(chown(path, 12345, 12345) == 0);
    snprintf(path, sizeof path, "%s/udvejd.conf", folder);
    CHECK(chown(path, 12345, 12345) == 0);
    CHECK(config_read(&config, path, stderr) == REFUSED);
    CHECK(config_read_for(&config, path, 12346, stderr) == REFUSED);
    CHECK(config_read_for(&config, path, 12345, stderr) == OK);
    CHECK(config_read_for(&config, path, CONFIG_ANY_SERVER, stderr) == OK);
    snprintf(path, sizeof path, "%s/data", folder);
    CHECK(chmod(path, 0710) == 0);
    snprintf(path, sizeof path, "%s/udvejd.conf", folder);
    CHECK(config_read_for(&config, path, CONFIG_ANY_SERVER, stderr) == REFUSED);
    snprintf(path, sizeof path, "%s/data", folder);
    CHECK(chown(path, 0, 0) == 0 && chmod(path, 0700) == 0);
}

int main(void)
{
    make_folders();
    RUN(takes_a_good_one);
    RUN(takes_several_addresses);
    RUN(refuses_every_broken_one);
    RUN(refuses_long_lines_and_many_doors);
    RUN(refuses_files_that_cannot_be_trusted);
    RUN(root_may_look_at_anybody_s);
    RUN(refuses_cut_off_files);
    RUN(prints_an_example_that_works);
    RUN(knows_opening_hours);
    RUN(describes_doors);
    remove_folders();
    return check_end();
}
