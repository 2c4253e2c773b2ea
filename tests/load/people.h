/* The programme that load is made for, and the keys of everybody in it: staff from a file, visitors derived from one seed, so that
 * a later run knows the same people. Nothing here protects anybody: keys lie open in a folder that is thrown away.
 * Owns: nothing. Uses: keys/ceremony, protocol. Used by: adapter_udvej, main. */
#ifndef UDVEJ_TESTS_LOAD_PEOPLE_H
#define UDVEJ_TESTS_LOAD_PEOPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/limits.h"
#include "protocol/statement.h"

enum { PEOPLE_STAFF_MAX = STAFF_MAX - 2, PEOPLE_DOOR = 1 };

struct people_staff {
    uint8_t cert_hash[HASH_SIZE];
    uint8_t seed_sign[SIGN_SEED_SIZE];
    uint8_t seed_receive[KEM_SEED_SIZE];
};

struct people {
    uint8_t deployment_id[HASH_SIZE];
    uint8_t seed[32]; /* of all visitors */
    uint32_t staff_count;
    struct people_staff staff[PEOPLE_STAFF_MAX];
};

/* Makes a programme with two supervisors and `staff_count` counsellors in `folder` (which is there): programme.bin for the server, people.bin for us.
 * False: said why on stderr. */
bool people_make(const char *folder, uint32_t staff_count);

/* Reads both. */
bool people_read(const char *folder, struct people *people, struct roster *roster);

struct visitor_self {
    uint8_t sk_login[DH_SIZE];
    uint8_t pk_login[DH_SIZE];
    uint8_t visitor_id[HASH_SIZE];
    uint8_t case_id[CASE_ID_SIZE];
    uint8_t seed_live[KEM_SEED_SIZE];
    uint8_t key_live[KEY_ID_SIZE];
    uint8_t seed_offline[KEM_SEED_SIZE];
    uint8_t key_offline[KEY_ID_SIZE]; /* what waits while the visitor is away is sealed for this one */
};

/* A visitor's keys, but for the return code and the 10 ms of Argon2id that lead to them. */
void visitor_self_of(const struct people *people, uint32_t number, struct visitor_self *self);

uint64_t people_now_min(void);

#endif
