#include "crew.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "keys/ceremony.h"
#include "keys/secret.h"
#include "protocol/hash.h"
#include "protocol/hpke.h"

enum { PATH_SIZE = 1024, ROOTS = 1, MINUTES_PER_DAY = 24 * 60 };

/* Too large for a stack. */
struct founding {
    struct crew *crew;
    struct statement_file programme;
    struct roster roster; /* while it is being made; the crew's has the snapshot too */
    struct key_box root;
    struct key_box supervisors[CREW_SUPERVISORS];
    uint8_t statements[CREW_SUPERVISORS][KEY_BOX_STATEMENT_MAX];
    uint64_t now_min;
};

static void keep(struct crew_staff *staff, const struct key_box *box, const struct statement *statement)
{
    uint8_t seed[KEM_SEED_SIZE];
    cert_hash_of(statement->body, staff->cert_hash);
    memcpy(staff->seed_sign, box->seed_sign, SIGN_SEED_SIZE);
    secret_random(seed, sizeof seed);
    hpke_public_of(staff->pk_receive, seed);
}

static enum outcome certify(struct founding *founding, uint32_t person, struct key_box *box, uint8_t *octets,
                            struct reason *reason)
{
    bool is_supervisor = crew_is_supervisor(person);
    uint8_t door = is_supervisor ? 0 : crew_door(person);
    struct statement statement;
    struct request request = {
        .role = is_supervisor ? ROLE_SUPERVISOR : ROLE_COUNSELLOR,
        .doors = {&door, is_supervisor ? 0 : sizeof door},
        .langs = PART_TEXT("da"),
        .label = PART_TEXT("colleague"),
        .from_day = (uint32_t)(founding->now_min / MINUTES_PER_DAY),
        .days = CERT_DAYS,
    };
    TRY(staff_request(&request, founding->roster.deployment_id, box, octets, reason));
    const struct key_box *signers = is_supervisor ? &founding->root : founding->supervisors;
    for (size_t i = 0; i < (is_supervisor ? 1U : 2U); i++)
        TRY(staff_sign(octets, &box->statement.size, &founding->roster, &signers[i], founding->now_min, reason));
    TRY(statement_decode(&statement, box->statement));
    keep(&founding->crew->staff[person], box, &statement);
    return statement_file_append(&founding->programme, box->statement);
}

static enum outcome found(struct founding *founding, struct reason *reason)
{
    uint8_t public[ROOTS][SIGN_PUBLIC_SIZE], octets[KEY_BOX_STATEMENT_MAX];
    struct key_box box;
    root_new(&founding->root, PART_TEXT("root"));
    root_public(&founding->root, public[0]);
    TRY(root_set_new(&founding->programme, PART_TEXT("chaos"), ROOTS, (const uint8_t(*)[SIGN_PUBLIC_SIZE]) public,
                     ROOTS, reason));
    TRY(statement_file_check(&founding->programme, false, founding->now_min, &founding->roster, reason));
    for (uint32_t i = 0; i < CREW_SUPERVISORS; i++)
        TRY(certify(founding, i, &founding->supervisors[i], founding->statements[i], reason));
    TRY(statement_file_check(&founding->programme, false, founding->now_min, &founding->roster, reason));
    for (uint32_t i = CREW_SUPERVISORS; i < CREW_STAFF; i++)
        TRY(certify(founding, i, &box, octets, reason));
    TRY(snapshot_new(&founding->programme, &founding->supervisors[0], NULL, 0, founding->now_min, reason));
    return statement_file_check(&founding->programme, true, founding->now_min, &founding->crew->roster, reason);
}

bool crew_make(struct crew *crew, const char *folder, uint64_t seed)
{
    char path[PATH_SIZE];
    struct reason reason = {.text = "no memory"};
    struct founding *founding = calloc(1, sizeof *founding);
    enum outcome outcome = BROKEN;
    if (founding != NULL) {
        founding->crew = crew;
        founding->now_min = people_now_min();
        outcome = found(founding, &reason);
    }
    if (outcome == OK) {
        (void)snprintf(path, sizeof path, "%s/programme.bin", folder);
        outcome = statement_file_write(path, &founding->programme, &reason);
    }
    free(founding);
    memcpy(crew->people.deployment_id, crew->roster.deployment_id, HASH_SIZE);
    memcpy(crew->people.seed, &seed, sizeof seed);
    if (outcome != OK)
        (void)fprintf(stderr, "udvej-chaos: the programme cannot be made: %s\n", reason.text);
    return outcome == OK;
}

uint32_t crew_find(const struct crew *crew, const uint8_t cert_hash[HASH_SIZE])
{
    uint32_t i = 0;
    while (i < CREW_STAFF && memcmp(crew->staff[i].cert_hash, cert_hash, HASH_SIZE) != 0)
        i++;
    return i;
}
