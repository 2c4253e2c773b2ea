/* A programme to try things with: made by the same acts as a real one, but in one process, with all keys in one place. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "command.h"
#include "secret.h"

enum { ROOTS = 3, THRESHOLD = 2, SUPERVISORS = 2, STAFF = 5 };

struct person {
    const char *file;
    struct request request;
};

/* Staff in the order their certificates stand in the programme: supervisors first, who then sign the others'. */
static const struct person people[STAFF] = {
    {"supervisor-a", {.role = ROLE_SUPERVISOR, .label = {(const uint8_t *)"Supervisor A", 12}}},
    {"supervisor-b", {.role = ROLE_SUPERVISOR, .label = {(const uint8_t *)"Supervisor B", 12}}},
    {"counsellor-1",
     {.role = ROLE_COUNSELLOR,
      .label = {(const uint8_t *)"Counsellor 1", 12},
      .doors = {(const uint8_t *)"\1\2", 2},
      .profile = PROFILE_WOMAN}},
    {"counsellor-2",
     {.role = ROLE_COUNSELLOR,
      .label = {(const uint8_t *)"Counsellor 2", 12},
      .doors = {(const uint8_t *)"\1\2", 2},
      .profile = PROFILE_MAN}},
    {"mentor-1", {.role = ROLE_MENTOR, .label = {(const uint8_t *)"Mentor 1", 8}}},
};

static const char *const root_files[ROOTS] = {"root-1", "root-2", "root-3"};
static const char *const root_names[ROOTS] = {"Root 1", "Root 2", "Root 3"};

/* Everything at once, in secret memory. */
struct demo {
    const char *out;
    uint64_t now_min;
    struct key_box roots[ROOTS];
    struct key_box staff[STAFF];
    uint8_t statements[STAFF][KEY_BOX_STATEMENT_MAX];
    size_t sizes[STAFF];
    uint8_t service_seed[SIGN_SEED_SIZE];
    struct statement_file programme;
    struct roster roster;
    char passphrases[ROOTS + STAFF][PASSPHRASE_NEW_SIZE];
};

static enum outcome make_roots(struct demo *demo, struct reason *reason)
{
    uint8_t public[ROOTS][SIGN_PUBLIC_SIZE];
    for (size_t i = 0; i < ROOTS; i++) {
        root_new(&demo->roots[i], bytes_of(root_names[i]));
        root_public(&demo->roots[i], public[i]);
    }
    return root_set_new(&demo->programme, bytes_of("udvej demo"), THRESHOLD,
                        (const uint8_t(*)[SIGN_PUBLIC_SIZE]) public, ROOTS, reason);
}

/* Supervisors are signed by two of the roots, the others by both supervisors. */
static enum outcome make_staff(struct demo *demo, size_t i, struct reason *reason)
{
    struct request request = people[i].request;
    request.langs = bytes_of("da,en");
    request.from_day = (uint32_t)(demo->now_min / 1440);
    request.days = CERT_DAYS;
    TRY(statement_file_check(&demo->programme, false, demo->now_min, &demo->roster, reason));
    TRY(staff_request(&request, demo->roster.deployment_id, &demo->staff[i], demo->statements[i], reason));
    demo->sizes[i] = demo->staff[i].statement.size;
    const struct key_box *signers = i < SUPERVISORS ? demo->roots : demo->staff;
    for (size_t j = 0; j < 2; j++)
        TRY(staff_sign(demo->statements[i], &demo->sizes[i], &demo->roster, &signers[j], demo->now_min, reason));
    demo->staff[i].statement.size = demo->sizes[i];
    reason_set(reason, "the programme file is full.");
    return statement_file_append(&demo->programme, demo->staff[i].statement);
}

/* The key of the server that will serve it, which in a real programme never leaves the server. */
static enum outcome make_service(struct demo *demo, struct reason *reason)
{
    struct service_cert wanted = {.not_before_day = (uint32_t)(demo->now_min / 1440)};
    uint8_t statement[KEY_BOX_STATEMENT_MAX];
    size_t size;
    wanted.not_after_day = wanted.not_before_day + CERT_DAYS;
    secret_random(demo->service_seed, sizeof demo->service_seed);
    sign_public(demo->service_seed, wanted.pk_sign);
    TRY(statement_file_check(&demo->programme, false, demo->now_min, &demo->roster, reason));
    TRY(service_request(&wanted, statement, &size, reason));
    for (size_t i = 0; i < SUPERVISORS; i++)
        TRY(staff_sign(statement, &size, &demo->roster, &demo->staff[i], demo->now_min, reason));
    reason_set(reason, "the programme file is full.");
    return statement_file_append(&demo->programme, (struct bytes){statement, size});
}

static enum outcome make_all(struct demo *demo, struct reason *reason)
{
    TRY(make_roots(demo, reason));
    for (size_t i = 0; i < STAFF; i++)
        TRY(make_staff(demo, i, reason));
    TRY(make_service(demo, reason));
    return snapshot_new(&demo->programme, &demo->staff[0], NULL, 0, demo->now_min, reason);
}

/* DIR/name. False: too long. */
static bool path_of(const struct demo *demo, const char *name, char path[FILE_PATH_MAX])
{
    int length = snprintf(path, FILE_PATH_MAX, "%s/%s", demo->out, name);
    return length > 0 && length < FILE_PATH_MAX;
}

static enum outcome write_named(const struct demo *demo, const char *name, mode_t mode, struct bytes data,
                                struct reason *reason)
{
    char path[FILE_PATH_MAX];
    reason_set(reason, "the folder's name is too long.");
    if (!path_of(demo, name, path))
        return REFUSED;
    return file_write(&(struct file_new){.path = path, .mode = mode, .is_first = true}, data, reason);
}

static enum outcome make_folder(const struct demo *demo, const char *name, struct reason *reason)
{
    char path[FILE_PATH_MAX];
    reason_set(reason, "the folder's name is too long.");
    if (!path_of(demo, name, path))
        return REFUSED;
    if (mkdir(path, 0700) != 0 && errno != EEXIST) {
        reason_set(reason, "%s cannot be made: %s.", path, strerror(errno));
        return REFUSED;
    }
    return OK;
}

static enum outcome write_key(struct demo *demo, size_t number, const char *file, const struct key_box *box,
                              struct reason *reason)
{
    char name[64], path[FILE_PATH_MAX], line[PASSPHRASE_NEW_SIZE + 1];
    char *words = demo->passphrases[number];
    passphrase_new(words);
    (void)snprintf(name, sizeof name, "keys/%s.key", file);
    reason_set(reason, "the folder's name is too long.");
    if (!path_of(demo, name, path))
        return REFUSED;
    TRY(key_file_create(path, box, bytes_of(words), key_box_cost_usual(), reason));
    (void)snprintf(name, sizeof name, "keys/%s.passphrase", file);
    (void)snprintf(line, sizeof line, "%s\n", words);
    enum outcome outcome = write_named(demo, name, 0600, bytes_of(line), reason);
    secret_wipe(line, sizeof line);
    return outcome;
}

static enum outcome write_keys(struct demo *demo, struct reason *reason)
{
    for (size_t i = 0; i < STAFF; i++)
        TRY(write_key(demo, i, people[i].file, &demo->staff[i], reason));
    for (size_t i = 0; i < ROOTS; i++)
        TRY(write_key(demo, STAFF + i, root_files[i], &demo->roots[i], reason));
    return OK;
}

/* One line a key: name, tab, seven words. */
static enum outcome write_passphrases(const struct demo *demo, struct reason *reason)
{
    char text[(STAFF + ROOTS) * (PASSPHRASE_NEW_SIZE + 16)] = "";
    size_t size = 0;
    for (size_t i = 0; i < STAFF + ROOTS; i++)
        size += (size_t)snprintf(text + size, sizeof text - size, "%s\t%s\n",
                                 i < STAFF ? people[i].file : root_files[i - STAFF], demo->passphrases[i]);
    enum outcome outcome = write_named(demo, "passphrases", 0600, (struct bytes){(uint8_t *)text, size}, reason);
    secret_wipe(text, sizeof text);
    return outcome;
}

/* The programme file comes last: a folder that has it is whole. */
static enum outcome write_all(struct demo *demo, struct reason *reason)
{
    char hex[2 * HASH_SIZE + 2];
    TRY(make_folder(demo, "", reason));
    TRY(make_folder(demo, "keys", reason));
    TRY(write_keys(demo, reason));
    TRY(write_passphrases(demo, reason));
    TRY(write_named(demo, "service.key", 0600, (struct bytes){demo->service_seed, SIGN_SEED_SIZE}, reason));
    hex_write(demo->roster.deployment_id, HASH_SIZE, hex);
    hex[2 * HASH_SIZE] = '\n';
    hex[2 * HASH_SIZE + 1] = '\0';
    TRY(write_named(demo, "deployment_id", 0644, bytes_of(hex), reason));
    return write_named(demo, "programme.bin", 0644, (struct bytes){demo->programme.data, demo->programme.size}, reason);
}

static int run_demo(int count, char **arguments)
{
    static const struct option options[] = {{"out", required_argument, NULL, 'o'}, {0}};
    const char *out = NULL;
    struct reason reason;
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        if (option != 'o')
            return misused(&command_demo, "that is no option");
        out = optarg;
    }
    if (out == NULL || optind < count)
        return misused(&command_demo, "it needs --out, and nothing else");
    struct demo *demo = secret_new(sizeof *demo);
    if (demo == NULL) {
        say("there is no memory for a programme.");
        return EXIT_FAILED;
    }
    demo->out = out;
    demo->now_min = clock_min();
    enum outcome outcome = make_all(demo, &reason);
    if (outcome == OK)
        outcome = write_all(demo, &reason);
    secret_free(demo);
    return outcome == OK ? 0 : failed(&reason);
}

const struct command command_demo = {
    .name = "demo",
    .about = "makes a whole programme to try things with",
    .help = "Makes a programme to try things with: three roots (two sign), two supervisors, two counsellors, one "
            "mentor. All keys lie in one\n"
            "place with their passphrases beside them: never use such a programme for people.\n"
            "\n"
            "Examples:\n"
            "  udvej-keys demo --out demo\n"
            "\n"
            "Makes:\n"
            "  programme.bin             root set, certificates, snapshot\n"
            "  deployment_id             hex\n"
            "  passphrases               one line a key: name, tab, words (mode 0600)\n"
            "  keys/NAME.key             supervisor-a, supervisor-b, counsellor-1, counsellor-2, mentor-1, root-1, "
            "root-2, root-3\n"
            "  keys/NAME.passphrase      for --passphrase-file\n"
            "  service.key               the server's, certified: copy it into the data folder before the first start\n"
            "\n"
            "Options:\n"
            "  --out DIR   made if it is not there; nothing in it is replaced\n"
            "\n"
            "Next: udvej-keys check DIR/programme.bin\n",
    .run = run_demo,
};
