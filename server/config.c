#include "config.h"

#include <errno.h>
#include <ini.h>
#include <libgen.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "config_file.h"
#include "config_values.h"
#include "protocol/text.h"

enum section { SECTION_SERVER, SECTION_DOOR };
enum type { TYPE_NUMBER, TYPE_TEXT, TYPE_NAMES, TYPE_ADDRESSES, TYPE_CONTROL, TYPE_ZONE, TYPE_HOURS, TYPE_HOLIDAYS };

/* A number for each key. */
enum key {
#define KEY(section, name, type, field, min, max, standard, about) KEY_##field,
#include "config_keys.def"
#undef KEY
    KEYS
};

static const struct row {
    enum section section;
    const char *name;
    enum type type;
    uint32_t min;
    uint32_t max;
    const char *standard;
    const char *about;
} rows[KEYS] = {
#define KEY(section, name, type, field, min, max, standard, about)                                                     \
    [KEY_##field] = {SECTION_##section, name, TYPE_##type, min, max, standard, about},
#include "config_keys.def"
#undef KEY
};

/* One reading of a file. */
struct reading {
    struct config *config;
    const char *path;
    FILE *faults;
    uid_t server;     /* whose the data folder must be; CONFIG_ANY_SERVER */
    const char *text; /* what is left of the file */
    unsigned line;    /* the one that was handed to libinih last */
    unsigned fault_count;
    bool is_new_section; /* its head was read and no key yet */
    bool has_server;
    bool has_key[KEYS]; /* of [server] */
    bool has_door_key[DOORS_MAX][KEYS];
};

__attribute__((format(printf, 2, 3))) static void fault(struct reading *reading, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)fprintf(reading->faults, "%s:%u: ", reading->path, reading->line);
    (void)vfprintf(reading->faults, format, arguments);
    (void)fputc('\n', reading->faults);
    va_end(arguments);
    reading->fault_count++;
}

/* --- Values --- */

static void *place_of(struct config *config, struct config_door *door, enum key key)
{
    switch (key) {
    case KEY_data:
        return config->data;
    case KEY_web:
        return config->web;
    case KEY_programme:
        return config->programme;
    case KEY_programme_json:
        return config->programme_json;
    case KEY_control:
        return config->control;
    case KEY_staff_listen:
        return config->staff_listen;
    case KEY_connections_max:
        return &config->connections_max;
    case KEY_requests_max:
        return &config->requests_max;
    case KEY_mailbox_burst:
        return &config->mailbox_burst;
    case KEY_mailbox_seconds:
        return &config->mailbox_seconds;
    case KEY_opens_calm_per_minute:
        return &config->opens_calm_per_minute;
    case KEY_puzzle_level_min:
        return &config->puzzle_level_min;
    case KEY_puzzle_level_max:
        return &config->puzzle_level_max;
    case KEY_head_deadline_s:
        return &config->head_deadline_s;
    case KEY_first_deadline_s:
        return &config->first_deadline_s;
    case KEY_stranger_minutes:
        return &config->stranger_minutes;
    case KEY_message_deadline_s:
        return &config->message_deadline_s;
    case KEY_cell_ms:
        return &config->cell_ms;
    case KEY_ping_s:
        return &config->ping_s;
    case KEY_silence_s:
        return &config->silence_s;
    case KEY_idle_days:
        return &config->idle_days;
    case KEY_closed_days:
        return &config->closed_days;
    case KEY_undelivered_days:
        return &config->undelivered_days;
    case KEY_record_days:
        return &config->record_days;
    case KEY_claim_hours:
        return &config->claim_hours;
    case KEY_phone:
        return door->phone;
    case KEY_hours:
        return door->hours;
    case KEY_answer_minutes:
        return &door->answer_minutes;
    case KEY_always_open:
        return &door->always_open;
    default: /* lists, zones, hours and what has a language have no one place */
        return NULL;
    }
}

static void set_number(struct reading *reading, const struct row *row, const char *value, uint32_t *out)
{
    if (config_read_number(value, row->min, row->max, out) != OK)
        fault(reading, "%s is a whole number from %u to %u", row->name, row->min, row->max);
}

static void set_text(struct reading *reading, const struct row *row, const char *value, char *out)
{
    size_t size = strlen(value);
    if (size < row->min || size > row->max)
        fault(reading, "%s has %u to %u octets, not %zu", row->name, row->min, row->max, size);
    else
        memcpy(out, value, size + 1);
}

static void set_list(struct reading *reading, enum key key, const char *value)
{
    struct config *config = reading->config;
    if (key == KEY_hosts) {
        if (config_read_hosts(config, value) != OK)
            fault(reading,
                  "hosts are up to %d different names in lower case, with their port if it is not the usual one,"
                  " such as localhost:8470",
                  GATE_HOSTS_MAX);
    } else if (config_read_addresses(config, value) != OK) {
        fault(reading,
              "listen is up to %d of 127.0.0.1:PORT, [::1]:PORT and unix:/path; only loopback, TLS belongs in front",
              CONFIG_ADDRESSES_MAX);
    }
}

static void set_zone(struct reading *reading, const struct zone **out, const char *name)
{
    struct config *config = reading->config;
    for (size_t i = 0; i < config->zone_count; i++)
        if (strcmp(config->zones[i].name, name) == 0) {
            *out = &config->zones[i];
            return;
        }
    invariant(config->zone_count < CONFIG_ZONES_MAX); /* each door and the server name one at most */
    struct zone *zone = &config->zones[config->zone_count];
    switch (zone_open(zone, name)) {
    case OK:
        config->zone_count++;
        *out = zone;
        break;
    case REFUSED:
        fault(reading, "timezone: the system has no zone '%s'; %szone1970.tab lists them, such as Europe/Copenhagen",
              name, ZONE_FOLDER);
        break;
    default:
        fault(reading, "timezone: the system's file of zone '%s' is damaged, or counts leap seconds", name);
    }
}

static void set_hours(struct reading *reading, struct config_door *door, enum key key, const char *value)
{
    const char *why = NULL;
    const char *where = NULL;
    if (key == KEY_holidays) {
        if (hours_read_holidays(&door->open, value, &why, &where) != OK)
            fault(reading, "holidays: %s, at '%.*s'; up to %d dates, each with 'closed' or up to %d spans", why,
                  (int)strcspn(where, ","), where, HOURS_HOLIDAYS_MAX, HOURS_SPANS_MAX);
    } else if (hours_read_day(&door->open.week[(key - KEY_mon + 1) % HOURS_DAYS], value, &why) != OK) {
        fault(reading, "%s: %s; 'closed', or up to %d spans", rows[key].name, why, HOURS_SPANS_MAX);
    }
}

static void set_socket(struct reading *reading, const struct row *row, const char *value, char *out)
{
    if (config_read_socket(out, value) != OK)
        fault(reading, "%s is unix:/path, or nothing; only a Unix socket", row->name);
}

static void set(struct reading *reading, struct config_door *door, enum key key, const char *value)
{
    const struct row *row = &rows[key];
    void *place = place_of(reading->config, door, key);
    if (row->type == TYPE_NUMBER)
        set_number(reading, row, value, place);
    else if (row->type == TYPE_TEXT)
        set_text(reading, row, value, place);
    else if (row->type == TYPE_ZONE)
        set_zone(reading, door == NULL ? &reading->config->timezone : &door->timezone, value);
    else if (row->type == TYPE_HOURS || row->type == TYPE_HOLIDAYS)
        set_hours(reading, door, key, value);
    else if (row->type == TYPE_CONTROL)
        set_socket(reading, row, value, place);
    else
        set_list(reading, key, value);
}

/* --- Keys --- */

/* name.LANG and text.LANG. */
static void set_in_language(struct reading *reading, struct config_door *door, bool is_name, const char *lang,
                            const char *value)
{
    const struct row *row = &rows[is_name ? KEY_name : KEY_text];
    uint8_t index = 0;
    if (!config_is_language(lang)) {
        fault(reading, "%s.%s: a language is %d to %d small letters, such as da", row->name, lang, LANG_MIN, LANG_MAX);
        return;
    }
    while (index < door->name_count && strcmp(door->langs[index], lang) != 0)
        index++;
    if (index == DOOR_NAMES_MAX) {
        fault(reading, "a door has at most %d languages", DOOR_NAMES_MAX);
        return;
    }
    if (index == door->name_count) {
        memcpy(door->langs[index], lang, strlen(lang) + 1);
        door->name_count++;
    }
    char *place = is_name ? door->names[index] : door->texts[index];
    if (place[0] != '\0')
        fault(reading, "%s.%s is there twice", row->name, lang);
    else
        set_text(reading, row, value, place);
}

/* Hours that would not count are a slip, whichever of the two came first. */
static void check_always_open(struct reading *reading, const struct config_door *door, const bool *has)
{
    for (enum key key = KEY_mon; key <= KEY_sun && door->always_open != 0; key++)
        if (has[key]) {
            fault(reading, "always_open = 1 and %s contradict each other; only holidays may stand beside it",
                  rows[key].name);
            return;
        }
}

static void take_key(struct reading *reading, enum section section, struct config_door *door, const char *name,
                     const char *value)
{
    bool *has = door == NULL ? reading->has_key : reading->has_door_key[door - reading->config->doors];
    if (section == SECTION_DOOR && (strncmp(name, "name.", 5) == 0 || strncmp(name, "text.", 5) == 0)) {
        set_in_language(reading, door, name[0] == 'n', name + 5, value);
        return;
    }
    for (enum key key = 0; key < KEYS; key++) {
        if (rows[key].section != section || strcmp(rows[key].name, name) != 0 || key == KEY_name || key == KEY_text)
            continue;
        if (has[key])
            fault(reading, "%s is there twice", name);
        else
            set(reading, door, key, value);
        has[key] = true;
        if (door != NULL && (key == KEY_always_open || rows[key].type == TYPE_HOURS))
            check_always_open(reading, door, has);
        return;
    }
    fault(reading, "there is no key '%s' in this section; udvejd --print-config shows them all", name);
}

/* The door of `[door:NUMBER]`, made on first sight; NULL after a fault. Two doors with one number would become one, and one of them
 * would be missing. */
static struct config_door *door_of(struct reading *reading, const char *number_text, bool is_new)
{
    struct config *config = reading->config;
    uint32_t number = 0;
    if (config_read_number(number_text, 1, 255, &number) != OK) {
        fault(reading, "doors are [door:1] to [door:255]");
        return NULL;
    }
    for (uint8_t i = 0; i < config->door_count; i++) {
        if (config->doors[i].number != number)
            continue;
        if (is_new)
            fault(reading, "[door:%u] is there twice; each door has a number of its own", number);
        return &config->doors[i];
    }
    if (config->door_count == DOORS_MAX) {
        fault(reading, "there are at most %d doors", DOORS_MAX);
        return NULL;
    }
    struct config_door *door = &config->doors[config->door_count++];
    door->number = (uint8_t)number;
    return door;
}

/* libinih's handler; 1 lets it go on. */
static int take_pair(void *user, const char *section, const char *name, const char *value)
{
    struct reading *reading = user;
    bool is_new = reading->is_new_section;
    reading->is_new_section = false;
    if (strcmp(section, "server") == 0) {
        if (is_new && reading->has_server)
            fault(reading, "[server] is there twice");
        reading->has_server = true;
        take_key(reading, SECTION_SERVER, NULL, name, value);
    } else if (strncmp(section, "door:", 5) == 0) {
        struct config_door *door = door_of(reading, section + 5, is_new);
        if (door != NULL)
            take_key(reading, SECTION_DOOR, door, name, value);
    } else {
        fault(reading, "keys stand in [server] or [door:NUMBER], not in [%s]", section);
    }
    return 1;
}

/* libinih's reader: one line, as fgets. */
static char *next_line(char *out, int max, void *user)
{
    struct reading *reading = user;
    const char *end = strchr(reading->text, '\n');
    if (end == NULL)
        return NULL;
    size_t size = (size_t)(end - reading->text) + 1;
    reading->line++;
    if (size >= (size_t)max || size > CONFIG_LINE_MAX) {
        fault(reading, "a line has at most %d octets", CONFIG_LINE_MAX - 1);
        out[0] = '\n';
        out[1] = '\0';
    } else {
        memcpy(out, reading->text, size);
        out[size] = '\0';
        reading->is_new_section = reading->is_new_section || out[strspn(out, " \t")] == '[';
    }
    reading->text = end + 1;
    return out;
}

static void parse(struct reading *reading)
{
    /* libinih keeps its dialect in globals. Ours: one value a line, no comments behind values (a text may hold ';'). */
    ini_allow_multiline = false;
    ini_allow_bom = false;
    ini_allow_inline_comments = false;
    ini_use_stack = false;
    ini_initial_alloc = CONFIG_LINE_MAX + 8;
    ini_max_line = CONFIG_LINE_MAX + 8;
    int line = ini_parse_stream(next_line, reading, take_pair, reading);
    if (line != 0) {
        reading->line = line > 0 ? (unsigned)line : reading->line;
        fault(reading, "is neither [section], nor key = value, nor a comment");
    }
}

/* --- All of it together --- */

static void set_defaults(struct reading *reading)
{
    reading->line = 0;
    for (enum key key = 0; key < KEYS; key++) {
        if (rows[key].section != SECTION_SERVER || reading->has_key[key])
            continue;
        if (rows[key].standard == NULL)
            fault(reading, "[server] needs %s: %s", rows[key].name, rows[key].about);
        else
            set(reading, NULL, key, rows[key].standard);
    }
}

static void check_doors(struct reading *reading)
{
    struct config *config = reading->config;
    if (config->door_count == 0)
        fault(reading, "there is no door; [door:1] with name.da = ... makes one");
    for (uint8_t i = 0; i < config->door_count; i++) {
        struct config_door *door = &config->doors[i];
        if (door->always_open != 0)
            hours_open_always(&door->open);
        if (door->timezone == NULL)
            door->timezone = config->timezone;
        if (door->name_count == 0)
            fault(reading, "[door:%u] needs a name in one language at least", door->number);
        for (uint8_t j = 0; j < door->name_count; j++)
            if (door->names[j][0] == '\0')
                fault(reading, "[door:%u] has text.%s but no name.%s", door->number, door->langs[j], door->langs[j]);
        if (!text_is_ascii((struct bytes){(const uint8_t *)door->phone, strlen(door->phone)}))
            fault(reading, "[door:%u]: phone is printable ASCII", door->number);
    }
}

/* A data folder that is not there yet is made by the store, in a folder that is. */
static void check_place(struct reading *reading)
{
    char place[sizeof reading->config->data];
    struct stat about;
    memcpy(place, reading->config->data, sizeof place);
    if (stat(dirname(place), &about) != 0 || !S_ISDIR(about.st_mode))
        fault(reading, "data: there is no folder in which %s could be made", reading->config->data);
}

static void check_paths(struct reading *reading)
{
    const struct config *config = reading->config;
    struct stat about = {0};
    if (config->web[0] != '\0' && (stat(config->web, &about) != 0 || !S_ISDIR(about.st_mode)))
        fault(reading, "web: there is no folder %s", config->web);
    if (config->programme[0] != '\0' &&
        (stat(config->programme, &about) != 0 || !S_ISREG(about.st_mode) || access(config->programme, R_OK) != 0))
        fault(reading, "programme: %s is no file that can be read", config->programme);
    if (config->programme_json[0] != '\0' && access(config->programme_json, R_OK) != 0)
        fault(reading, "programme_json: %s cannot be read", config->programme_json);
    if (config->data[0] == '\0')
        return;
    if (stat(config->data, &about) != 0 && errno == ENOENT) {
        check_place(reading);
        return;
    }
    bool is_its_own = reading->server == CONFIG_ANY_SERVER || about.st_uid == reading->server;
    if (!S_ISDIR(about.st_mode) || (about.st_mode & 077) != 0 || !is_its_own)
        fault(reading, "data: %s must be a folder that belongs to the server alone; chmod 0700 it", config->data);
}

static void check_together(struct reading *reading)
{
    struct config *config = reading->config;
    check_doors(reading);
    check_paths(reading);
    for (size_t i = 0; i < config->address_count; i++)
        if (strcmp(config->addresses[i], config->control) == 0)
            fault(reading, "control: %s is where people are served (listen); it wants a socket of its own",
                  config->control);
    if (config->puzzle_level_min > config->puzzle_level_max)
        fault(reading, "puzzle_level_min is at most puzzle_level_max");
    if (config->silence_s <= config->ping_s)
        fault(reading, "silence_s is longer than ping_s");
}

enum outcome config_read(struct config *config, const char *path, FILE *faults)
{
    return config_read_for(config, path, geteuid(), faults);
}

enum outcome config_read_for(struct config *config, const char *path, uid_t server, FILE *faults)
{
    memset(config, 0, sizeof *config);
    struct reading reading = {.config = config, .path = path, .faults = faults, .server = server};
    struct reason reason;
    char *text = config_file_read(path, server, &reason);
    if (text == NULL) {
        fault(&reading, "%s", reason.text);
        return REFUSED;
    }
    reading.text = text;
    parse(&reading);
    memory_free(text);
    set_defaults(&reading);
    check_together(&reading);
    return reading.fault_count == 0 ? OK : REFUSED;
}

void config_print_example(FILE *out)
{
    (void)fprintf(
        out,
        "# Configuration of udvejd, made by udvejd --print-config. A line behind '#' is the default.\n\n[server]\n");
    for (enum key key = 0; key < KEYS; key++) {
        const struct row *row = &rows[key];
        if (key == KEY_name)
            (void)fprintf(out, "# One section for each door.\n[door:1]\n");
        if (row->about[0] != '\0')
            (void)fprintf(out, "# %s\n", row->about);
        if (key == KEY_name || key == KEY_text)
            (void)fprintf(out, "%s.da =\n\n", row->name);
        else if (row->standard == NULL)
            (void)fprintf(out, "%s =\n\n", row->name);
        else
            (void)fprintf(out, "#%s =%s%s\n%s", row->name, row->standard[0] == '\0' ? "" : " ", row->standard,
                          key + 1 < KEYS && rows[key + 1].about[0] == '\0' ? "" : "\n"); /* days are one group */
    }
}
