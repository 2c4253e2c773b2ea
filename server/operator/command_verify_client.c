/* udvej verify-client: does a site serve the pages that were built, octet for octet? */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "fetch.h"
#include "hash.h"
#include "key_file.h"
#include "look.h"
#include "manifest.h"

static const char manifest_usual[] = "/usr/share/udvej/web/manifest.json";

struct verify_options {
    struct fetch_settings site;
    const char *manifest;
    const char *programme_json; /* NULL: not compared */
    bool is_json;
};

/* What is compared with what; one struct, since it is too large for a stack. */
struct verification {
    struct manifest manifest;
    struct fetch *fetch;
    bool is_json;
    size_t wrong; /* files that differ or are missing */
    size_t manifest_size;
    uint8_t manifest_text[MANIFEST_SIZE_MAX];
    uint8_t programme_json[MANIFEST_SIZE_MAX];
};

static void note(struct verification *verification, const char *path, const char *what)
{
    if (verification->is_json)
        (void)printf("%s{\"path\":\"%s\",\"is\":\"%s\"}", verification->wrong == 0 ? "" : ",", path, what);
    else
        (void)printf("%s %s\n", path, what);
    verification->wrong++;
}

/* BROKEN: the site does not answer, and the rest need not be asked. */
static enum outcome compare(struct verification *verification, const char *path, const uint8_t hash[HASH_SIZE])
{
    struct reason reason;
    struct bytes body;
    uint8_t found[HASH_SIZE];
    enum outcome outcome = fetch_get(verification->fetch, path, &body, &reason);
    if (outcome != OK) {
        say("%s", reason.text);
        if (outcome != BROKEN)
            note(verification, path, "not served");
        return outcome == BROKEN ? BROKEN : OK;
    }
    hash_sha256(&body, 1, found);
    if (memcmp(found, hash, HASH_SIZE) != 0)
        note(verification, path, "different");
    return OK;
}

/* A page is asked for by the name of its folder too, as browsers do. */
static enum outcome compare_folder(struct verification *verification, const struct manifest_file *file)
{
    static const char index[] = "/index.html";
    char path[GATE_PATH_MAX + 1];
    size_t size = strlen(file->path);
    if (size < sizeof index - 1 || strcmp(file->path + size - (sizeof index - 1), index) != 0)
        return OK;
    memcpy(path, file->path, size);
    path[size - (sizeof index - 2)] = '\0';
    return compare(verification, path, file->hash);
}

static enum outcome compare_all(struct verification *verification, const struct bytes *programme_json)
{
    uint8_t hash[HASH_SIZE];
    struct bytes text = {verification->manifest_text, verification->manifest_size};
    for (size_t i = 0; i < verification->manifest.count; i++) {
        TRY(compare(verification, verification->manifest.files[i].path, verification->manifest.files[i].hash));
        TRY(compare_folder(verification, &verification->manifest.files[i]));
    }
    hash_sha256(&text, 1, hash);
    TRY(compare(verification, "/manifest.json", hash));
    if (programme_json->data == NULL)
        return OK;
    hash_sha256(programme_json, 1, hash);
    return compare(verification, "/programme.json", hash);
}

static int tell(struct verification *verification, const struct bytes *programme_json)
{
    if (verification->is_json)
        (void)fputs("{\"differences\":[", stdout);
    enum outcome outcome = compare_all(verification, programme_json);
    bool is_good = outcome == OK && verification->wrong == 0;
    if (verification->is_json)
        (void)printf("],\"files\":%zu,\"answers\":%s,\"ok\":%s}\n", verification->manifest.count,
                     outcome == OK ? "true" : "false", is_good ? "true" : "false");
    else if (is_good)
        (void)printf("%zu files are as they were built\n", verification->manifest.count);
    if (programme_json->data == NULL)
        say("programme.json was not compared: --programme-json FILE; it says which programme the pages trust.");
    say("a site that shows somebody else other pages than you shows you these all the same.");
    return is_good ? EXIT_OK : EXIT_FAILED;
}

static int verify(const struct verify_options *options)
{
    struct reason reason;
    struct bytes programme_json = {0};
    struct verification *verification = memory_get(sizeof *verification);
    int code = EXIT_FAILED;
    reason_set(&reason, "there is no memory.");
    bool is_read = verification != NULL && file_read(options->manifest, PRIVACY_NONE, verification->manifest_text,
                                                     MANIFEST_SIZE_MAX, &verification->manifest_size, &reason) == OK;
    if (is_read && options->programme_json != NULL) {
        programme_json.data = verification->programme_json;
        is_read = file_read(options->programme_json, PRIVACY_NONE, verification->programme_json, MANIFEST_SIZE_MAX,
                            &programme_json.size, &reason) == OK;
    }
    if (is_read) {
        verification->is_json = options->is_json;
        reason_set(&reason, "%s is no manifest of the web client.", options->manifest);
        is_read = manifest_read(&verification->manifest,
                                (struct bytes){verification->manifest_text, verification->manifest_size}) == OK;
    }
    if (!is_read)
        (void)failed(&reason);
    else if (fetch_open(&verification->fetch, &options->site) != OK)
        say("there is no memory for a connection.");
    else
        code = tell(verification, &programme_json);
    if (verification != NULL)
        fetch_close(verification->fetch);
    memory_free(verification);
    return code;
}

/* A site is a scheme and a name; what stands behind the name is asked for by us. */
static bool is_site(const char *text)
{
    const char *name = strncmp(text, "https://", 8) == 0 ? text + 8 : strncmp(text, "http://", 7) == 0 ? text + 7 : "";
    return *name != '\0' && strpbrk(name, "/?#@ ") == NULL;
}

static int run(int count, char **arguments)
{
    static const struct option known[] = {
        {"manifest", required_argument, NULL, 'm'},
        {"programme-json", required_argument, NULL, 'p'},
        {"unix", required_argument, NULL, 'u'},
        {"socks", required_argument, NULL, 's'},
        {"authority", required_argument, NULL, 'a'},
        {"json", no_argument, NULL, 'j'},
        {0},
    };
    struct verify_options options = {.manifest = manifest_usual};
    int option;
    while ((option = getopt_long(count, arguments, "", known, NULL)) != -1) {
        switch (option) {
        case 'm':
            options.manifest = optarg;
            break;
        case 'p':
            options.programme_json = optarg;
            break;
        case 'u':
            options.site.unix_socket = optarg;
            break;
        case 's':
            options.site.socks = optarg;
            break;
        case 'a':
            options.site.authority = optarg;
            break;
        case 'j':
            options.is_json = true;
            break;
        default:
            return misused(&command_verify_client, "there is an option that it does not have");
        }
    }
    if (optind + 1 != count || !is_site(arguments[optind]))
        return misused(&command_verify_client, "it wants one URL: https://name or http://name, with nothing behind it");
    options.site.site = arguments[optind];
    return verify(&options);
}

const struct command command_verify_client = {
    .name = "verify-client",
    .about = "compare the pages that a site serves with those that were built",
    .help = "Compares every file of the web client that a site serves with the manifest of the one that is installed.\n"
            "\n"
            "Examples:\n"
            "  udvej verify-client https://exit.example\n"
            "  udvej verify-client --programme-json /etc/udvej/programme.json https://exit.example\n"
            "  udvej verify-client --socks 127.0.0.1:9050 http://YOURS.onion\n"
            "  udvej verify-client --unix /run/udvej/visitor.sock http://exit.example\n"
            "\n"
            "Run it from another machine and another network than the server's, now and then, at no fixed hour. What "
            "it cannot\n"
            "see: a server that shows other pages to one person, or to browsers alone, or from tomorrow on; what a "
            "browser's\n"
            "extension or a machine in between changes; the fields that pages are served with. All it proves is what "
            "was\n"
            "served to it, now.\n"
            "\n"
            "Options:\n"
            "  --manifest FILE        the manifest of the build (/usr/share/udvej/web/manifest.json)\n"
            "  --programme-json FILE  compare /programme.json with this too: which programme the pages trust\n"
            "  --unix FILE            connect to this Unix socket; the name goes into the request alone\n"
            "  --socks HOST:PORT      go through this SOCKS5 proxy, such as tor's, which looks the name up\n"
            "  --authority FILE       trust these certificates instead of the machine's\n"
            "  --json                 {\"differences\":[{\"path\":\"/index.html\",\"is\":\"different\"}],...,\"ok\":"
            "false}\n"
            "\n"
            "Exit codes: 0 all as built, 1 something differs or nobody answers, 2 wrong use.\n"
            "Next: where something differs, take the site down and look for who changed it.\n",
    .run = run,
};
