#include "scene_keys.h"

#include "../unit/programme.h"

uint64_t scene_start_s(void)
{
    return (uint64_t)NOW_MIN * 60;
}

struct bytes scene_passphrase(void)
{
    return PART_TEXT("five words that nobody ever said");
}

static void take(struct scene_paper *paper, const struct encoded *encoded)
{
    memcpy(paper->octets, encoded->octets, encoded->size);
    paper->size = encoded->size;
}

static void make_key_file(struct scene_keys *keys, const struct colleague *colleague, size_t staff)
{
    struct key_box_cost cheap = {KEY_BOX_MEMORY_MIN_KIB, 1};
    uint8_t randomness[KEY_BOX_RANDOM_SIZE];
    struct key_box box = {.kind = KEY_BOX_STAFF, .statement = bytes_of(&colleague->cert)};
    check_fill(randomness, sizeof randomness, 7000 + staff);
    check_fill(box.store_key, sizeof box.store_key, 7100 + staff);
    memcpy(box.deployment_id, keys->deployment_id, HASH_SIZE);
    memcpy(box.seed_sign, colleague->sign.seed, SIGN_SEED_SIZE);
    memcpy(box.seed_id, colleague->id.seed, DH_SIZE);
    invariant(key_box_seal(&box, scene_passphrase(), cheap, randomness, keys->key_file[staff],
                           sizeof keys->key_file[staff], &keys->key_file_size[staff]) == OK);
}

static struct programme programme;

void scene_keys_make(struct scene_keys *keys)
{
    programme_open(&programme);
    memcpy(keys->deployment_id, programme.deployment_id, HASH_SIZE);
    take(&keys->papers[0], &programme.root_set);
    for (size_t i = 0; i < STAFF_COUNT; i++)
        take(&keys->papers[1 + i], &programme.staff[i].cert);
    take(&keys->papers[1 + STAFF_COUNT], &programme.service_cert);
    take(&keys->papers[2 + STAFF_COUNT], &programme.snapshot);
    memcpy(keys->service_seed, programme.service.seed, SIGN_SEED_SIZE);
    memcpy(keys->service_pk, programme.service.pk, SIGN_PUBLIC_SIZE);
    roster_open(&keys->roster, keys->deployment_id);
    for (size_t i = 0; i < SCENE_STATEMENTS; i++)
        invariant(roster_add(&keys->roster, (struct bytes){keys->papers[i].octets, keys->papers[i].size}, NOW_MIN) ==
                  OK);
    static const size_t order[SCENE_STAFF] = {COUNSELLOR_A, COUNSELLOR_B, SUPERVISOR_A, SUPERVISOR_B, MENTOR};
    for (size_t i = 0; i < SCENE_STAFF; i++) {
        const struct colleague *colleague = &programme.staff[order[i]];
        memcpy(keys->cert_hash[i], colleague->cert_hash, HASH_SIZE);
        memcpy(keys->seed_sign[i], colleague->sign.seed, SIGN_SEED_SIZE);
        make_key_file(keys, colleague, i);
    }
}

void scene_keys_renew(struct scene_keys *keys, uint64_t now_min, bool names_before)
{
    static struct encoded encoded;
    uint8_t before[SNAPSHOTS_BEFORE_MAX][HASH_SIZE];
    size_t count = 1;
    memcpy(before[0], keys->roster.snapshot_hash, HASH_SIZE);
    for (size_t i = 0; i < keys->roster.before_count && count < SNAPSHOTS_BEFORE_MAX; i++)
        memcpy(before[count++], keys->roster.before[i], HASH_SIZE);
    snapshot_make_after(&programme, STAFF_COUNT, now_min, SUPERVISOR_A,
                        (struct bytes){before[0], names_before ? count * HASH_SIZE : 0}, &encoded);
    take(&keys->papers[2 + STAFF_COUNT], &encoded);
    invariant(roster_add(&keys->roster, bytes_of(&encoded), now_min) == OK);
}
