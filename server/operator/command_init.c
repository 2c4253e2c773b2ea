/* udvej init: a configuration that udvejd takes, a data folder, and the one file that tells the pages which programme this is; or a whole demo. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "key_file.h"
#include "look.h"
#include "secret.h"
#include "service_key.h"

/* In the folder that the unit makes (systemd/udvejd.service, RuntimeDirectory). */
static const char control_usual[] = "unix:/run/udvejd/control.sock";
static const char none[] = "none"; /* the sockets are systemd's */
enum { HOTLINE_MIN = 3, HOTLINE_MAX = 24 };
static const char web_usual[] = "/usr/share/udvej/web";

struct init_options {
    const char *folder;
    const char *programme;
    const char *hosts;
    const char *data;
    const char *web;
    const char *listen;
    const char *hotline;
    const char *hotline_hours;
    const char *exit_url;
    bool is_demo;
    bool is_json;
};

/* Where everything goes; absolute, as a service has no folder to stand in. */
struct places {
    char config[FILE_PATH_MAX];
    char programme_json[FILE_PATH_MAX];
    char programme[FILE_PATH_MAX];
    char data[FILE_PATH_MAX];
    char web[FILE_PATH_MAX];
};

/* ---- the doors of every programme ----------------------------------------------------------------------------------------- */

/* Closed all week until somebody says otherwise. ar, tr, so and ur have not been reviewed by native speakers yet. */
static const char doors[] = "\n"
                            "# Hours as in `mon = 08:00-22:00`; closed without. udvej.conf(5) has all keys.\n"
                            "[door:1]\n"
                            "name.da = Jeg vil ud\n"
                            "name.en = I want out\n"
                            "name.ar = أريد الخروج\n"
                            "name.tr = Çıkmak istiyorum\n"
                            "name.so = Waan doonayaa inaan ka baxo\n"
                            "name.ur = میں نکلنا چاہتا ہوں\n"
                            "%s"
                            "\n"
                            "[door:2]\n"
                            "name.da = Jeg er bekymret for nogen\n"
                            "name.en = I worry about somebody\n"
                            "name.ar = أنا قلق على شخص ما\n"
                            "name.tr = Biri için endişeleniyorum\n"
                            "name.so = Qof baan ka welwelsanahay\n"
                            "name.ur = مجھے کسی کی فکر ہے\n"
                            "%s";

static const char always_open[] = "always_open = 1\n";

/* ---- writing ---------------------------------------------------------------------------------------------------------------- */

/* Everything that is made is made for the first time. */
static bool write_first(const char *path, char *text, size_t size)
{
    struct reason reason;
    struct file_new file = {.path = path, .mode = S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH, .is_first = true};
    bool is_written = text != NULL && file_write(&file, (struct bytes){(uint8_t *)text, size}, &reason) == OK;
    if (!is_written)
        say("%s", text == NULL ? "there is no memory." : reason.text);
    free(text);
    return is_written;
}

static bool write_programme_json(const struct init_options *options, const struct places *places)
{
    char id[2 * HASH_SIZE + 1], *text = NULL;
    size_t size = 0;
    struct opened *opened = open_programme(places->programme);
    if (opened == NULL)
        return false;
    hex_write(opened->roster.deployment_id, HASH_SIZE, id);
    free(opened);
    FILE *out = open_memstream(&text, &size);
    if (out != NULL) {
        (void)fprintf(out,
                      "{\n  \"deployment_id\": \"%s\",\n"
                      "  \"hotline\": { \"number\": \"%s\", \"hours\": \"%s\" },\n"
                      "  \"exit_url\": \"%s\",\n  \"relay\": \"/ws\"\n}\n",
                      id, options->hotline, options->hotline_hours, options->exit_url);
        (void)fclose(out);
    }
    return write_first(places->programme_json, text, size);
}

static bool write_config(const struct init_options *options, const struct places *places)
{
    char *text = NULL;
    size_t size = 0;
    const char *hours = options->is_demo ? always_open : "";
    FILE *out = open_memstream(&text, &size);
    if (out != NULL) {
        (void)fprintf(out, "# Written by udvej init; yours from now on. udvej.conf(5)\n[server]\nlisten = %s\n",
                      options->listen);
        (void)fprintf(out, "hosts = %s\ndata = %s\nweb = %s\n", options->hosts, places->data, places->web);
        if (strcmp(options->listen, none) == 0)
            (void)fprintf(out, "control = %s\n", control_usual);
        (void)fprintf(out, "programme = %s\nprogramme_json = %s\n", places->programme, places->programme_json);
        (void)fprintf(out, doors, hours, hours);
        (void)fclose(out);
    }
    return write_first(places->config, text, size);
}

/* ---- where ------------------------------------------------------------------------------------------------------------------- */

/* One that is there is left as it is. */
static bool make_folder(const char *path, mode_t mode)
{
    bool is_made = mkdir(path, mode) == 0;
    if (is_made ? chmod(path, mode) == 0 : errno == EEXIST) /* our mask is for what is nobody else's */
        return true;
    say("%s cannot be made: %s.", path, strerror(errno));
    return false;
}

/* False if `path` is not there, which is said. */
static bool find(const char *path, char out[FILE_PATH_MAX])
{
    char *whole = realpath(path, NULL);
    bool is_found = whole != NULL && strlen(whole) < FILE_PATH_MAX;
    if (is_found)
        memcpy(out, whole, strlen(whole) + 1);
    else
        say("%s is not there.", path);
    free(whole);
    return is_found;
}

static bool name_file(const char *folder, const char *name, char out[FILE_PATH_MAX])
{
    struct stat about;
    int size = snprintf(out, FILE_PATH_MAX, "%s/%s", folder, name);
    if (size < 0 || size >= FILE_PATH_MAX) {
        say("%s: the name is too long.", folder);
        return false;
    }
    if (lstat(out, &about) == 0) {
        say("%s is there already; nothing is replaced.", out);
        return false;
    }
    return true;
}

/* The demo's keys are made by what udvej-keys demo is. */
static bool make_demo_programme(const char *folder, char programme[FILE_PATH_MAX])
{
    char path[FILE_PATH_MAX];
    char word[] = "demo", option[] = "--out";
    char *arguments[] = {word, option, path, NULL};
    if (!name_file(folder, "programme", path))
        return false;
    optind = 0; /* getopt begins anew */
    if (command_demo.run(3, arguments) != EXIT_OK)
        return false;
    int size = snprintf(programme, FILE_PATH_MAX, "%s/programme.bin", path);
    return size > 0 && size < FILE_PATH_MAX;
}

/* A demo's programme has certified a key, which the server is to have from its first start. */
static bool take_service_key(const char *folder, const char *data)
{
    char path[FILE_PATH_MAX];
    struct reason reason = {.text = "the folder's name is too long."};
    uint8_t seed[SIGN_SEED_SIZE];
    size_t size = 0;
    int length = snprintf(path, sizeof path, "%s/programme/service.key", folder);
    bool is_taken = length > 0 && length < FILE_PATH_MAX &&
                    file_read(path, PRIVACY_OWNER, seed, sizeof seed, &size, &reason) == OK &&
                    service_key_write(data, seed, &reason) == OK;
    secret_wipe(seed, sizeof seed);
    if (!is_taken)
        say("%s", reason.text);
    return is_taken;
}

static bool make_all(const struct init_options *options, struct places *places)
{
    char folder[FILE_PATH_MAX], demo[FILE_PATH_MAX], data[FILE_PATH_MAX];
    /* A service is another user than the one who configures it; a demo has all its keys there. */
    mode_t mode = options->is_demo ? S_IRWXU : S_IRWXU | S_IRGRP | S_IXGRP | S_IROTH | S_IXOTH;
    if (!make_folder(options->folder, mode) || !find(options->folder, folder) || !find(options->web, places->web) ||
        !name_file(folder, "udvejd.conf", places->config) ||
        !name_file(folder, "programme.json", places->programme_json))
        return false;
    if (options->is_demo && (!make_demo_programme(folder, demo) || !name_file(folder, "data", data)))
        return false;
    const char *kept = options->is_demo ? data : options->data;
    return find(options->is_demo ? demo : options->programme, places->programme) && make_folder(kept, S_IRWXU) &&
           find(kept, places->data) && (!options->is_demo || take_service_key(folder, places->data)) &&
           write_programme_json(options, places) && write_config(options, places);
}

/* What was written is read as the server would; a value that it refuses takes the configuration away again. */
static int make(const struct init_options *options)
{
    struct places *places = memory_get(sizeof *places);
    int code = EXIT_FAILED;
    if (places == NULL)
        say("there is no memory.");
    else if (make_all(options, places)) {
        struct config *config = look_config(places->config);
        code = config == NULL ? EXIT_CONFIG : EXIT_OK;
        if (config == NULL) {
            (void)remove(places->config);
            (void)remove(places->programme_json);
        }
        memory_free(config);
    }
    if (code == EXIT_OK && options->is_json)
        (void)printf("{\"ok\":true,\"configuration\":\"%s\"}\n", places->config);
    else if (code == EXIT_OK)
        (void)printf("%s\n", places->config);
    if (code == EXIT_OK)
        say("doors are %s; udvejd --config %s", options->is_demo ? "open" : "closed until you give them hours",
            places->config);
    memory_free(places);
    return code;
}

/* ---- options ------------------------------------------------------------------------------------------------------------------ */

/* Of what stands in a configuration or in JSON: one line, nothing that either would read differently. */
static bool is_plain(const char *text)
{
    for (; text != NULL && *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == '"' || *text == '\\' || (unsigned char)*text == 0x7f)
            return false;
    return true;
}

static bool are_plain(const struct init_options *options)
{
    return is_plain(options->folder) && is_plain(options->programme) && is_plain(options->hosts) &&
           is_plain(options->data) && is_plain(options->web) && is_plain(options->listen) &&
           is_plain(options->hotline) && is_plain(options->hotline_hours) && is_plain(options->exit_url);
}

/* As the pages judge it (web-client/src/model/programme.ts), who would not start with another; and ASCII alone, as addresses are written. */
static bool is_web_address(const char *text)
{
    size_t scheme = strncmp(text, "https://", 8) == 0 ? 8 : strncmp(text, "http://", 7) == 0 ? 7 : 0;
    if (scheme == 0 || text[scheme] == '\0')
        return false;
    for (; *text != '\0'; text++)
        if (*text <= ' ' || *text > '~')
            return false;
    return true;
}

/* Likewise: digits, spaces and + alone, as many as a telephone number has. */
static bool is_telephone(const char *text)
{
    size_t size = strspn(text, "+0123456789 ");
    return text[size] == '\0' && size >= HOTLINE_MIN && size <= HOTLINE_MAX;
}

static const struct option known[] = {
    {"demo", no_argument, NULL, 'd'},
    {"folder", required_argument, NULL, 'f'},
    {"programme", required_argument, NULL, 'p'},
    {"hosts", required_argument, NULL, 'h'},
    {"data", required_argument, NULL, 'a'},
    {"web", required_argument, NULL, 'w'},
    {"listen", required_argument, NULL, 'l'},
    {"hotline", required_argument, NULL, 't'},
    {"hotline-hours", required_argument, NULL, 'o'},
    {"exit-url", required_argument, NULL, 'e'},
    {"json", no_argument, NULL, 'j'},
    {0},
};

/* Where the value of an option goes; NULL: there is no such option. */
static const char **place_of(struct init_options *options, int option)
{
    switch (option) {
    case 'f':
        return &options->folder;
    case 'p':
        return &options->programme;
    case 'h':
        return &options->hosts;
    case 'a':
        return &options->data;
    case 'w':
        return &options->web;
    case 'l':
        return &options->listen;
    case 't':
        return &options->hotline;
    case 'o':
        return &options->hotline_hours;
    case 'e':
        return &options->exit_url;
    default:
        return NULL;
    }
}

static int run(int count, char **arguments)
{
    struct init_options options = {.web = web_usual, .exit_url = "https://www.dmi.dk/"};
    int option;
    while ((option = getopt_long(count, arguments, "", known, NULL)) != -1) {
        const char **place = place_of(&options, option);
        if (place != NULL)
            *place = optarg;
        else if (option == 'd')
            options.is_demo = true;
        else if (option == 'j')
            options.is_json = true;
        else
            return misused(&command_init, "there is an option that it does not have");
    }
    bool is_real = options.programme != NULL && options.hosts != NULL && options.data != NULL &&
                   options.hotline != NULL && options.hotline_hours != NULL;
    if (optind < count || options.folder == NULL)
        return misused(&command_init, "it needs --folder, and no other words than options");
    if (options.is_demo ? options.programme != NULL || options.data != NULL : !is_real)
        return misused(&command_init,
                       "it needs --demo; or --programme, --hosts, --data, --hotline and --hotline-hours");
    if (!are_plain(&options))
        return misused(&command_init, "quotes, backslashes and control characters stand in no value");
    if (!is_web_address(options.exit_url))
        return misused(&command_init,
                       "--exit-url is http://... or https://..., without spaces: the pages take no other");
    if (options.is_demo) {
        options.hosts = options.hosts == NULL ? "localhost:8470, 127.0.0.1:8470" : options.hosts;
        options.hotline = options.hotline == NULL ? "41 74 90 90" : options.hotline;
        options.hotline_hours = options.hotline_hours == NULL ? "08:00-22:00" : options.hotline_hours;
    }
    if (!is_telephone(options.hotline))
        return misused(&command_init, "--hotline is 3 to 24 digits, spaces and +: the pages take no other");
    if (options.listen == NULL)
        options.listen = options.is_demo ? "127.0.0.1:8470" : none;
    return make(&options);
}

const struct command command_init = {
    .name = "init",
    .about = "make the configuration and the data folder of a programme, or of a demo",
    .help = "Makes what a server begins with: udvejd.conf, programme.json (what the pages are told) and the data "
            "folder. Nothing that\n"
            "is there is replaced.\n"
            "\n"
            "Examples:\n"
            "  udvej init --demo --folder demo && udvejd --config demo/udvejd.conf\n"
            "  udvej init --folder /etc/udvej --programme /etc/udvej/programme.bin --hosts exit.example \\\n"
            "             --data /var/lib/udvej --hotline \"41 74 90 90\" --hotline-hours 8-22\n"
            "\n"
            "A demo makes its own programme, with all keys and passphrases in one place: never for people. A real one "
            "has been made\n"
            "with udvej-keys elsewhere; its doors stay closed until you give them hours.\n"
            "\n"
            "Options:\n"
            "  --folder FOLDER       where udvejd.conf and programme.json go; made if it is not there\n"
            "  --demo                everything in that folder, served on http://localhost:8470/\n"
            "  --programme FILE      the programme's statements, from udvej-keys\n"
            "  --hosts LIST          the names people reach the server by, with commas\n"
            "  --data FOLDER         the data folder; made if it is not there (mode 0700)\n"
            "  --web FOLDER          the pages (/usr/share/udvej/web)\n"
            "  --listen LIST         where to accept (none: the sockets of systemd, and the unit's control socket)\n"
            "  --hotline NUMBER      the telephone number that the pages show\n"
            "  --hotline-hours TEXT  and when somebody answers it\n"
            "  --exit-url URL        where \"leave now\" goes, http or https (https://www.dmi.dk/)\n"
            "  --json                {\"ok\":true,\"configuration\":\"...\"} on standard output\n"
            "\n"
            "Exit codes: 0 made, 1 failed or there is something already, 2 wrong use, 78 a value that udvejd refuses.\n"
            "Next: udvej check-config\n",
    .run = run,
};
