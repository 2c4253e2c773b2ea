/* Does a client open only a key file of its own programme that holds a certificate, and only a code that it has the memory for? */
#include "check.h"
#include "client.h"
#include "key_box.h"
#include "scarce.h"
#include "stage.h"

#include <sodium.h>
#include <stdlib.h>

static void *memory;

static struct client *open_client(enum client_role role)
{
    struct client_settings settings = {.role = role, .host = PART_TEXT("x"), .draw = randombytes_buf};
    memcpy(settings.deployment_id, scene.keys.deployment_id, HASH_SIZE);
    memory = malloc(client_size());
    return client_open(memory, &settings);
}

static void drop_client(struct client *client)
{
    client_close(client);
    free(memory);
}

static enum outcome unlock(struct client *client, struct bytes file)
{
    return staff_unlock(client, file, scene_passphrase(), NULL, 0);
}

static struct bytes alphas_file(void)
{
    return (struct bytes){scene.keys.key_file[0], scene.keys.key_file_size[0]};
}

/* --- what a key file may say --- */

enum flaw { NO_FLAW, OF_A_ROOT, OTHER_PROGRAMME, NO_STATEMENT, NO_CERTIFICATE, FLAWS };

static struct bytes file_with(enum flaw flaw)
{
    static uint8_t file[KEY_BOX_FILE_MAX], plain[KEY_BOX_PLAIN_MAX], octets[STATEMENT_MAX];
    struct key_box_cost cheap = {KEY_BOX_MEMORY_MIN_KIB, 1};
    uint8_t randomness[KEY_BOX_RANDOM_SIZE] = {1};
    struct statement other = {.type = STATEMENT_TYPE_STAFF_CERT, .body = PART_TEXT("no certificate")};
    struct key_box box;
    size_t size = 0;
    CHECK(key_box_open(&box, alphas_file(), scene_passphrase(), plain) == OK);
    if (flaw == OF_A_ROOT)
        box = (struct key_box){.kind = KEY_BOX_ROOT, .name = PART_TEXT("Root 1")};
    if (flaw == OTHER_PROGRAMME)
        box.deployment_id[0] ^= 1;
    if (flaw == NO_STATEMENT)
        box.statement = PART_TEXT("no statement");
    if (flaw == NO_CERTIFICATE) {
        CHECK(statement_encode(&other, octets, sizeof octets, &size) == OK);
        box.statement = PART(octets, size);
    }
    CHECK(key_box_seal(&box, scene_passphrase(), cheap, randomness, file, sizeof file, &size) == OK);
    return (struct bytes){file, size};
}

static void a_key_file_is_of_this_programmes_staff(void)
{
    static const enum outcome expected[FLAWS] = {OK, REFUSED, REFUSED, MALFORMED, MALFORMED};
    scene_open(&scene, 1);
    for (enum flaw flaw = NO_FLAW; flaw < FLAWS; flaw++) {
        struct client *client = open_client(CLIENT_STAFF);
        CHECK(unlock(client, file_with(flaw)) == expected[flaw]);
        CHECK((memmem(memory, client_size(), scene.keys.seed_sign[0], SIGN_SEED_SIZE) == NULL) == (flaw != NO_FLAW));
        CHECK(client_event(client).size == 0 || flaw == NO_FLAW);
        drop_client(client);
    }
    end();
}

/* --- without memory --- */

static void no_memory_is_told_and_leaves_nothing(void)
{
    scene_open(&scene, 1);
    struct client *client = open_client(CLIENT_STAFF);
    struct rlimit before = scarce_begin();
    enum outcome outcome = unlock(client, alphas_file());
    scarce_end(&before);
    CHECK(outcome == BROKEN && unlock(client, alphas_file()) == OK);
    drop_client(client);
    client = open_client(CLIENT_VISITOR);
    before = scarce_begin();
    outcome = visitor_new(client);
    scarce_end(&before);
    CHECK(outcome == BROKEN && visitor_code(client, code) == REFUSED);
    CHECK(visitor_new(client) == OK && visitor_code(client, code) == OK);
    drop_client(client);
    client = open_client(CLIENT_VISITOR);
    before = scarce_begin();
    outcome = visitor_return(client, (struct bytes){(const uint8_t *)code, CODE_DIGITS});
    scarce_end(&before);
    CHECK(outcome == BROKEN && visitor_return(client, (struct bytes){(const uint8_t *)code, CODE_DIGITS}) == OK);
    drop_client(client);
    end();
}

/* The work that is asked before a case opens has a stage of 8 MiB: a page that has not so much says so, and may try again. */
static void no_memory_for_the_work_is_told(void)
{
    stage();
    scene.puzzle_d1 = PUZZLE_D1_MIN;
    scene.puzzle_d2 = 1;
    scene.tries = 0; /* nothing is done unless we say so */
    CHECK(open_door(1) == OK);
    go();
    struct rlimit before = scarce_begin();
    while (client_work(client_of(SCENE_VISITOR), PUZZLE_STEP_MAX, scene.now_s))
        ;
    scarce_end(&before);
    go();
    CHECK(says(SCENE_VISITOR, "error", "code", "unavailable") && count_of(SCENE_VISITOR, "opened") == 0);
    scene.tries = PUZZLE_STEP_MAX;
    CHECK(open_door(1) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "opened") == 1 && nobody_stopped());
    end();
}

/* A code that is well formed and somebody else's is neither mistyped nor right. */
static void another_code_is_not_ours(void)
{
    char other[CODE_DIGITS];
    scene_open(&scene, 1);
    struct client *client = open_client(CLIENT_VISITOR);
    CHECK(visitor_new(client) == OK && visitor_code(client, other) == OK);
    drop_client(client);
    client = open_client(CLIENT_VISITOR);
    CHECK(visitor_new(client) == OK && visitor_code(client, code) == OK);
    CHECK(visitor_check_code(client, (struct bytes){(const uint8_t *)other, CODE_DIGITS}) == REFUSED);
    CHECK(visitor_check_code(client, (struct bytes){(const uint8_t *)code, CODE_DIGITS}) == OK);
    drop_client(client);
    end();
}

int main(void)
{
    RUN(a_key_file_is_of_this_programmes_staff);
    RUN(no_memory_is_told_and_leaves_nothing);
    RUN(no_memory_for_the_work_is_told);
    RUN(another_code_is_not_ours);
    return check_end();
}
