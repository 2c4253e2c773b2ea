/* The papers of a small programme for tests with real clients: root set, certificates, a snapshot, the server's key, and the key files of two counsellors, two supervisors
 * and a mentor.
 * Stands apart because its makers and the server's programme share a name. Owns: nothing. Used by: scene. */
#ifndef UDVEJ_TESTS_SUPPORT_SCENE_KEYS_H
#define UDVEJ_TESTS_SUPPORT_SCENE_KEYS_H

#include "key_box.h"
#include "statement.h"

enum { SCENE_STAFF = 5, SCENE_STATEMENTS = 9, SCENE_START_DAY = 20000 };

struct scene_paper {
    uint8_t octets[STATEMENT_MAX];
    size_t size;
};

struct scene_keys {
    uint8_t deployment_id[HASH_SIZE];
    struct scene_paper papers[SCENE_STATEMENTS]; /* in the order of GET_ROSTER */
    struct roster roster;                        /* without receive keys */
    uint8_t service_seed[SIGN_SEED_SIZE];
    uint8_t service_pk[SIGN_PUBLIC_SIZE];
    uint8_t cert_hash[SCENE_STAFF][HASH_SIZE];
    uint8_t seed_sign[SCENE_STAFF][SIGN_SEED_SIZE];
    uint8_t key_file[SCENE_STAFF][KEY_BOX_FILE_MAX];
    size_t key_file_size[SCENE_STAFF];
};

uint64_t scene_start_s(void); /* when the programme's papers are a day old, seconds since 1970 */
struct bytes scene_passphrase(void);
void scene_keys_make(struct scene_keys *keys);

/* A supervisor makes the snapshot anew; it names those before it, or, as none of ours does, it does not. */
void scene_keys_renew(struct scene_keys *keys, uint64_t now_min, bool names_before);

#endif
