#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "keys/ceremony.h"
#include "keys/secret.h"
#include "protocol/hash.h"
#include "protocol/hpke.h"
#include "protocol/login.h"
#include "protocol/visitor_keys.h"

enum { PATH_SIZE = 1024, ROOTS = 1, SUPERVISORS = 2 };

/* Too large for a stack. */
struct making {
    struct statement_file programme;
    struct roster roster;
    struct key_box root;
    struct key_box supervisors[SUPERVISORS];
    uint8_t statements[SUPERVISORS][KEY_BOX_STATEMENT_MAX];
    struct people people;
    uint64_t now_min;
};

uint64_t people_now_min(void)
{
    return (uint64_t)time(NULL) / 60;
}

static bool path_of(const char *folder, const char *name, char path[PATH_SIZE])
{
    int size = snprintf(path, PATH_SIZE, "%s/%s", folder, name);
    return size > 0 && size < PATH_SIZE;
}

static struct request request_of(const struct making *making, uint8_t role)
{
    static const uint8_t doors[] = {PEOPLE_DOOR};
    return (struct request){
        .role = role,
        .doors = {doors, role == ROLE_COUNSELLOR ? sizeof doors : 0},
        .langs = PART_TEXT("da,en"),
        .label = PART_TEXT("colleague"),
        .from_day = (uint32_t)(making->now_min / 1440),
        .days = CERT_DAYS,
    };
}

static enum outcome make_supervisors(struct making *making, struct reason *reason)
{
    struct request request = request_of(making, ROLE_SUPERVISOR);
    uint8_t public[ROOTS][SIGN_PUBLIC_SIZE];
    root_new(&making->root, PART_TEXT("root"));
    root_public(&making->root, public[0]);
    TRY(root_set_new(&making->programme, PART_TEXT("load"), ROOTS, (const uint8_t(*)[SIGN_PUBLIC_SIZE]) public, ROOTS,
                     reason));
    TRY(statement_file_check(&making->programme, false, making->now_min, &making->roster, reason));
    for (size_t i = 0; i < SUPERVISORS; i++) {
        struct key_box *box = &making->supervisors[i];
        TRY(staff_request(&request, making->roster.deployment_id, box, making->statements[i], reason));
        TRY(staff_sign(making->statements[i], &box->statement.size, &making->roster, &making->root, making->now_min,
                       reason));
        TRY(statement_file_append(&making->programme, box->statement));
    }
    return statement_file_check(&making->programme, false, making->now_min, &making->roster, reason);
}

static enum outcome make_counsellor(struct making *making, struct people_staff *staff, struct reason *reason)
{
    struct request request = request_of(making, ROLE_COUNSELLOR);
    struct statement statement;
    struct key_box box;
    uint8_t octets[KEY_BOX_STATEMENT_MAX];
    TRY(staff_request(&request, making->roster.deployment_id, &box, octets, reason));
    for (size_t i = 0; i < SUPERVISORS; i++)
        TRY(staff_sign(octets, &box.statement.size, &making->roster, &making->supervisors[i], making->now_min, reason));
    TRY(statement_decode(&statement, box.statement));
    cert_hash_of(statement.body, staff->cert_hash);
    memcpy(staff->seed_sign, box.seed_sign, SIGN_SEED_SIZE);
    secret_random(staff->seed_receive, KEM_SEED_SIZE);
    return statement_file_append(&making->programme, box.statement);
}

static enum outcome make_all(struct making *making, uint32_t staff_count, struct reason *reason)
{
    TRY(make_supervisors(making, reason));
    for (uint32_t i = 0; i < staff_count; i++)
        TRY(make_counsellor(making, &making->people.staff[i], reason));
    making->people.staff_count = staff_count;
    memcpy(making->people.deployment_id, making->roster.deployment_id, HASH_SIZE);
    secret_random(making->people.seed, sizeof making->people.seed);
    return snapshot_new(&making->programme, &making->supervisors[0], NULL, 0, making->now_min, reason);
}

static enum outcome write_all(const struct making *making, const char *folder, struct reason *reason)
{
    char path[PATH_SIZE];
    reason_set(reason, "the folder's name is too long.");
    if (!path_of(folder, "people.bin", path))
        return REFUSED;
    TRY(file_write(&(struct file_new){.path = path, .mode = 0600, .is_first = true},
                   (struct bytes){(const uint8_t *)&making->people, sizeof making->people}, reason));
    if (!path_of(folder, "programme.bin", path))
        return REFUSED;
    return statement_file_write(path, &making->programme, reason);
}

bool people_make(const char *folder, uint32_t staff_count)
{
    struct reason reason = {.text = "no memory"};
    struct making *making = calloc(1, sizeof *making);
    enum outcome outcome = BROKEN;
    if (making != NULL && staff_count >= 1 && staff_count <= PEOPLE_STAFF_MAX) {
        making->now_min = people_now_min();
        outcome = make_all(making, staff_count, &reason);
        if (outcome == OK)
            outcome = write_all(making, folder, &reason);
    }
    free(making);
    if (outcome != OK)
        (void)fprintf(stderr, "udvej-load: the programme cannot be made: %s\n", reason.text);
    return outcome == OK;
}

bool people_read(const char *folder, struct people *people, struct roster *roster)
{
    char path[PATH_SIZE];
    struct reason reason = {.text = "people.bin is not what this program writes"};
    struct statement_file *programme = malloc(sizeof *programme);
    size_t size = 0;
    bool is_read = programme != NULL && path_of(folder, "people.bin", path) &&
                   file_read(path, PRIVACY_OWNER, people, sizeof *people, &size, &reason) == OK &&
                   size == sizeof *people && people->staff_count <= PEOPLE_STAFF_MAX &&
                   path_of(folder, "programme.bin", path) && statement_file_read(path, programme, &reason) == OK &&
                   statement_file_check(programme, true, people_now_min(), roster, &reason) == OK;
    free(programme);
    if (!is_read)
        (void)fprintf(stderr, "udvej-load: %s: %s\n", folder, reason.text);
    return is_read;
}

static void derive(const struct people *people, uint32_t number, const char *label, uint8_t out[HASH_SIZE])
{
    hash_labelled(label, PARTS(PART(people->seed, sizeof people->seed), PART((const uint8_t *)&number, sizeof number)),
                  out);
}

void visitor_self_of(const struct people *people, uint32_t number, struct visitor_self *self)
{
    uint8_t nonce[HASH_SIZE], pk[KEM_PUBLIC_SIZE];
    derive(people, number, "load/login", self->sk_login);
    login_epk(self->pk_login, self->sk_login);
    login_visitor_id(self->pk_login, self->visitor_id);
    derive(people, number, "load/case", nonce);
    case_id_of(self->pk_login, nonce, self->case_id);
    derive(people, number, "load/live", self->seed_live);
    hpke_public_of(pk, self->seed_live);
    key_id_of(pk, self->key_live);
    derive(people, number, "load/offline", self->seed_offline);
    hpke_public_of(pk, self->seed_offline);
    key_id_of(pk, self->key_offline);
}
