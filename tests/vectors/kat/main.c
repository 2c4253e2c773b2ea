/* udvej-kat FILE.json...: do our algorithms say what a published file says? `--help` is the manual. */
#include <sodium.h>
#include <stdio.h>

#include "kat.h"

enum {
    EXIT_AGREED = 0,
    EXIT_FAILED = 1,
    EXIT_USAGE = 2,
    EXIT_REFUSED = 3,
    EXIT_NOTHING = 4,
};

static const char help[] =
    "Examples:\n"
    "  udvej-kat x25519_test.json              a Wycheproof file\n"
    "  udvej-kat testdata/inclusion/*/*.json   every proof of a folder\n"
    "\n"
    "Reads known-answer tests as others publish them and runs them through the functions that udvej itself uses.\n"
    "\n"
    "Formats, recognised by what is in the file:\n"
    "  HPKE        test-vectors.json of RFC 9180 and of hpke-pq\n"
    "  X-Wing      test-vectors.json of the draft\n"
    "  Wycheproof  x25519, ed25519, chacha20_poly1305, xchacha20_poly1305, hkdf_sha256, hmac_sha256, mlkem_768\n"
    "  CCTV        ed25519vectors.json\n"
    "  RFC 6962    proofs of inclusion and consistency, testdata of transparency-dev/merkle\n"
    "\n"
    "Says each failure, and for each file how many vectors passed, failed and were skipped, with why. A vector is "
    "skipped\n"
    "when nothing in udvej takes such a thing. The last line counts all files.\n"
    "\n"
    "Exit codes:\n"
    "  0  something passed and nothing failed\n"
    "  1  a vector failed\n"
    "  2  used wrongly\n"
    "  3  a file could not be read, is of no known format, or is not whole\n"
    "  4  every vector was skipped\n"
    "Where more than one is true, the first of 1, 3, 4.\n";

static bool has(const json_t *object, const char *key)
{
    return json_object_get(object, key) != NULL;
}

static bool is_wycheproof(const json_t *file)
{
    return has(file, "algorithm") && has(file, "numberOfTests") && json_is_array(json_object_get(file, "testGroups"));
}

static bool is_inclusion(const json_t *file)
{
    return has(file, "leafIdx") && has(file, "treeSize") && has(file, "proof");
}

static bool is_consistency(const json_t *file)
{
    return has(file, "size1") && has(file, "size2") && has(file, "proof");
}

static bool is_hpke(const json_t *file)
{
    const json_t *first = json_array_get(file, 0);
    return has(first, "kem_id") && has(first, "kdf_id") && has(first, "aead_id") && has(first, "mode");
}

static bool is_xwing(const json_t *file)
{
    const json_t *first = json_array_get(file, 0);
    return has(first, "seed") && has(first, "eseed") && has(first, "ss");
}

static bool is_cctv_ed25519(const json_t *file)
{
    const json_t *first = json_array_get(file, 0);
    return has(first, "number") && has(first, "key") && has(first, "sig") && has(first, "flags");
}

static const struct format {
    const char *name;
    bool (*is_it)(const json_t *file);
    void (*run)(struct kat *kat, const json_t *file);
} formats[] = {
    {"Wycheproof", is_wycheproof, kat_run_wycheproof},
    {"HPKE", is_hpke, kat_run_hpke},
    {"X-Wing", is_xwing, kat_run_xwing},
    {"CCTV, ed25519", is_cctv_ed25519, kat_run_cctv_ed25519},
    {"RFC 6962, inclusion", is_inclusion, kat_run_inclusion},
    {"RFC 6962, consistency", is_consistency, kat_run_consistency},
};

/* Numbers of 64 bits do not fit jansson's integers: a file that has one is read with all its numbers as reals. */
static json_t *load(struct kat *kat)
{
    json_error_t error;
    json_t *file = json_load_file(kat->file, JSON_REJECT_DUPLICATES, &error);
    if (file == NULL && json_error_code(&error) == json_error_numeric_overflow)
        file = json_load_file(kat->file, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &error);
    if (file == NULL)
        kat_refuse(kat, error.text);
    return file;
}

static void run_file(struct kat *kat)
{
    json_t *file = load(kat);
    const struct format *format = NULL;
    for (size_t i = 0; i < sizeof formats / sizeof *formats && file != NULL && format == NULL; i++)
        if (formats[i].is_it(file))
            format = &formats[i];
    if (format != NULL) {
        snprintf(kat->format, sizeof kat->format, "%s", format->name);
        format->run(kat, file);
    } else if (file != NULL) {
        kat_refuse(kat, "it is JSON of no format known here; --help lists them");
    }
    json_decref(file);
    if (kat->is_refused)
        return;
    printf("%s: %s: %lu passed, %lu failed, %lu skipped\n", kat->file, kat->format, kat->passed, kat->failed,
           kat->skipped);
    for (size_t i = 0; i < kat->reason_count; i++)
        printf("    skipped %lu: %s\n", kat->reasons[i].count, kat->reasons[i].why);
}

int main(int argc, char **argv)
{
    unsigned long passed = 0;
    unsigned long failed = 0;
    unsigned long skipped = 0;
    bool has_refused = false;
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        return EXIT_AGREED;
    }
    if (argc < 2 || argv[1][0] == '-' || sodium_init() < 0) {
        fputs("udvej-kat: give files with known-answer tests; --help lists the formats\n", stderr);
        return EXIT_USAGE;
    }
    for (int i = 1; i < argc; i++) {
        struct kat kat = {.file = argv[i]};
        run_file(&kat);
        passed += kat.passed;
        failed += kat.failed;
        skipped += kat.skipped;
        has_refused |= kat.is_refused;
    }
    printf("%lu passed, %lu failed, %lu skipped\n", passed, failed, skipped);
    if (failed > 0)
        return EXIT_FAILED;
    if (has_refused)
        return EXIT_REFUSED;
    return passed > 0 ? EXIT_AGREED : EXIT_NOTHING;
}
