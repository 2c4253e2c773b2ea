/* A small programme for tests: three roots of which two must sign, two supervisors, two counsellors, a mentor, an interpreter, a
 * snapshot, receive keys.
 * All keys come from fixed seeds. */
#ifndef UDVEJ_TESTS_UNIT_PROGRAMME_H
#define UDVEJ_TESTS_UNIT_PROGRAMME_H

#include <sodium.h>
#include <stdlib.h>

#include "check.h"
#include "protocol/hash.h"
#include "protocol/hpke.h"
#include "protocol/login.h"
#include "protocol/statement.h"

enum {
    NOW_DAY = 20000,
    NOW_MIN = NOW_DAY * 24 * 60 + 600,
    STAFF_COUNT = 6,
    SUPERVISOR_A = 0,
    SUPERVISOR_B = 1,
    COUNSELLOR_A = 2,
    COUNSELLOR_B = 3,
    MENTOR = 4,
    INTERPRETER = 5,
};

struct encoded {
    uint8_t octets[STATEMENT_MAX];
    size_t size;
};

struct key_pair {
    uint8_t seed[32];
    uint8_t pk[32];
};

struct colleague {
    struct key_pair sign;
    struct key_pair id;
    uint8_t kem_seed[32];
    uint8_t kem_pk[KEM_PUBLIC_SIZE];
    uint8_t cert_hash[HASH_SIZE];
    struct encoded cert;
    struct encoded receive_key;
};

struct programme {
    uint8_t mentor_role; /* of MENTOR: ROLE_MENTOR or ROLE_PARENT_COACH */
    uint8_t deployment_id[HASH_SIZE];
    struct key_pair roots[3];
    struct encoded root_set;
    struct colleague staff[STAFF_COUNT];
    struct key_pair service; /* the server's */
    struct encoded service_cert;
    struct encoded snapshot;
    uint8_t snapshot_hash[HASH_SIZE];
    struct roster roster;
};

static inline struct bytes bytes_of(const struct encoded *encoded)
{
    return (struct bytes){encoded->octets, encoded->size};
}

static inline struct key_pair sign_pair_of(uint64_t seed)
{
    struct key_pair pair;
    uint8_t sk[crypto_sign_SECRETKEYBYTES];
    check_fill(pair.seed, sizeof pair.seed, seed);
    crypto_sign_seed_keypair(pair.pk, sk, pair.seed);
    return pair;
}

/* Puts `body` into a statement; signers are added by statement_put. */
static inline struct statement statement_of(enum statement_type type, const uint8_t *body, size_t size)
{
    return (struct statement){.type = type, .body = {body, size}};
}

static inline void signed_by_root(const struct programme *programme, struct statement *statement, size_t root)
{
    CHECK(statement_sign(statement, programme->deployment_id, programme->roots[root].pk, programme->roots[root].seed) ==
          OK);
}

static inline void signed_by(const struct programme *programme, struct statement *statement, size_t who)
{
    const struct colleague *colleague = &programme->staff[who];
    CHECK(statement_sign(statement, programme->deployment_id, colleague->cert_hash, colleague->sign.seed) == OK);
}

static inline void statement_put(const struct statement *statement, struct encoded *out)
{
    CHECK(statement_encode(statement, out->octets, sizeof out->octets, &out->size) == OK);
}

static inline void programme_root_set(struct programme *programme)
{
    struct root_set root_set = {.name = PART_TEXT("Testprogram"), .threshold = 2, .count = 3};
    uint8_t body[STATEMENT_BODY_MAX];
    size_t size = 0;
    for (size_t i = 0; i < 3; i++) {
        programme->roots[i] = sign_pair_of(1000 + i);
        memcpy(root_set.roots[i], programme->roots[i].pk, SIGN_PUBLIC_SIZE);
    }
    CHECK(root_set_encode(&root_set, body, sizeof body, &size) == OK);
    deployment_id_of(PART(body, size), programme->deployment_id);
    struct statement statement = statement_of(STATEMENT_TYPE_ROOT_SET, body, size);
    statement_put(&statement, &programme->root_set);
}

/* The certificate as it is to be signed; a test changes what it wants to try. */
static inline struct staff_cert cert_of(const struct programme *programme, size_t who)
{
    static const uint8_t doors[] = {1, 2};
    const uint8_t roles[STAFF_COUNT] = {ROLE_SUPERVISOR, ROLE_SUPERVISOR,        ROLE_COUNSELLOR,
                                        ROLE_COUNSELLOR, programme->mentor_role, ROLE_INTERPRETER};
    static const uint32_t caps[ROLE_LAST + 1] = {
        [ROLE_COUNSELLOR] = CAP_INTAKE | CAP_ADD, [ROLE_SUPERVISOR] = CAP_SUPERVISE | CAP_CERTIFY | CAP_ADD};
    struct staff_cert cert = {
        .role = roles[who],
        .caps = caps[roles[who]],
        .doors = PART(doors, roles[who] == ROLE_COUNSELLOR ? sizeof doors : 0),
        .langs = PART_TEXT("da,en"),
        .profile = PROFILE_WOMAN,
        .label = PART_TEXT("colleague"),
        .not_before_day = NOW_DAY - 10,
        .not_after_day = NOW_DAY + 300,
    };
    memset(cert.person, (int)who + 1, sizeof cert.person);
    memcpy(cert.pk_sign, programme->staff[who].sign.pk, SIGN_PUBLIC_SIZE);
    memcpy(cert.pk_id, programme->staff[who].id.pk, DH_SIZE);
    return cert;
}

struct cert_body {
    uint8_t octets[STATEMENT_BODY_MAX];
    size_t size;
};

static inline struct statement cert_statement(const struct staff_cert *cert, struct cert_body *body)
{
    CHECK(staff_cert_encode(cert, body->octets, sizeof body->octets, &body->size) == OK);
    return statement_of(STATEMENT_TYPE_STAFF_CERT, body->octets, body->size);
}

static inline void programme_staff(struct programme *programme)
{
    for (size_t i = 0; i < STAFF_COUNT; i++) {
        struct colleague *colleague = &programme->staff[i];
        struct cert_body body;
        colleague->sign = sign_pair_of(2000 + i);
        check_fill(colleague->id.seed, 32, 3000 + i);
        login_epk(colleague->id.pk, colleague->id.seed);
        check_fill(colleague->kem_seed, 32, 4000 + i);
        hpke_public_of(colleague->kem_pk, colleague->kem_seed);
        struct staff_cert cert = cert_of(programme, i);
        struct statement statement = cert_statement(&cert, &body);
        cert_hash_of(statement.body, colleague->cert_hash);
        if (cert.role == ROLE_SUPERVISOR) {
            signed_by_root(programme, &statement, 0);
            signed_by_root(programme, &statement, 2);
        } else {
            signed_by(programme, &statement, SUPERVISOR_A);
            signed_by(programme, &statement, SUPERVISOR_B);
        }
        statement_put(&statement, &colleague->cert);
    }
}

/* The certificate of the server's key, to be signed: `from_day` and `until_day` as a test wants them. */
static inline struct statement service_statement(const struct key_pair *service, uint32_t from_day, uint32_t until_day,
                                                 struct cert_body *body)
{
    struct service_cert cert = {.not_before_day = from_day, .not_after_day = until_day};
    memcpy(cert.pk_sign, service->pk, SIGN_PUBLIC_SIZE);
    CHECK(service_cert_encode(&cert, body->octets, sizeof body->octets, &body->size) == OK);
    return statement_of(STATEMENT_TYPE_SERVICE_CERT, body->octets, body->size);
}

static inline void programme_service(struct programme *programme)
{
    struct cert_body body;
    programme->service = sign_pair_of(5000);
    struct statement statement = service_statement(&programme->service, NOW_DAY - 10, NOW_DAY + 300, &body);
    signed_by(programme, &statement, SUPERVISOR_A);
    signed_by(programme, &statement, SUPERVISOR_B);
    statement_put(&statement, &programme->service_cert);
}

static inline int compare_hashes(const void *a, const void *b)
{
    return memcmp(a, b, HASH_SIZE);
}

/* A snapshot that names the first `count` of the staff, and the snapshots `before` it. */
static inline void snapshot_make_after(const struct programme *programme, size_t count, uint64_t issued_min,
                                       size_t signer, struct bytes before, struct encoded *out)
{
    uint8_t active[STAFF_COUNT][HASH_SIZE];
    uint8_t body[STATEMENT_BODY_MAX];
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        memcpy(active[i], programme->staff[i].cert_hash, HASH_SIZE);
    qsort(active, count, HASH_SIZE, compare_hashes);
    struct snapshot snapshot = {.issued_min = issued_min,
                                .expires_min = issued_min + SNAPSHOT_LIFETIME_MIN,
                                .active = {active[0], count * HASH_SIZE},
                                .before = before};
    CHECK(snapshot_encode(&snapshot, body, sizeof body, &size) == OK);
    struct statement statement = statement_of(STATEMENT_TYPE_SNAPSHOT, body, size);
    signed_by(programme, &statement, signer);
    statement_put(&statement, out);
}

static inline void snapshot_make(const struct programme *programme, size_t count, uint64_t issued_min, size_t signer,
                                 struct encoded *out)
{
    snapshot_make_after(programme, count, issued_min, signer, (struct bytes){NULL, 0}, out);
}

static inline void receive_key_make(const struct programme *programme, size_t who, uint64_t issued_min, size_t signer,
                                    struct encoded *out)
{
    uint8_t body[STATEMENT_BODY_MAX];
    size_t size = 0;
    struct receive_key key = {.issued_min = issued_min,
                              .not_after_min = issued_min + RECEIVE_KEY_LIFETIME_MIN,
                              .pk = {programme->staff[who].kem_pk, KEM_PUBLIC_SIZE}};
    memcpy(key.cert_hash, programme->staff[who].cert_hash, HASH_SIZE);
    CHECK(receive_key_encode(&key, body, sizeof body, &size) == OK);
    struct statement statement = statement_of(STATEMENT_TYPE_RECEIVE_KEY, body, size);
    signed_by(programme, &statement, signer);
    statement_put(&statement, out);
}

/* `mentor_role` is that of MENTOR. */
static inline void programme_open_with(struct programme *programme, enum role mentor_role)
{
    memset(programme, 0, sizeof *programme);
    programme->mentor_role = (uint8_t)mentor_role;
    programme_root_set(programme);
    programme_staff(programme);
    programme_service(programme);
    snapshot_make(programme, STAFF_COUNT, NOW_MIN - 60, SUPERVISOR_A, &programme->snapshot);
    for (size_t i = 0; i < STAFF_COUNT; i++)
        receive_key_make(programme, i, NOW_MIN - 30, i, &programme->staff[i].receive_key);

    roster_open(&programme->roster, programme->deployment_id);
    CHECK(roster_add(&programme->roster, bytes_of(&programme->root_set), NOW_MIN) == OK);
    for (size_t i = 0; i < STAFF_COUNT; i++)
        CHECK(roster_add(&programme->roster, bytes_of(&programme->staff[i].cert), NOW_MIN) == OK);
    CHECK(roster_add(&programme->roster, bytes_of(&programme->service_cert), NOW_MIN) == OK);
    CHECK(roster_add(&programme->roster, bytes_of(&programme->snapshot), NOW_MIN) == OK);
    for (size_t i = 0; i < STAFF_COUNT; i++)
        CHECK(roster_add(&programme->roster, bytes_of(&programme->staff[i].receive_key), NOW_MIN) == OK);
    memcpy(programme->snapshot_hash, programme->roster.snapshot_hash, HASH_SIZE);
}

static inline void programme_open(struct programme *programme)
{
    programme_open_with(programme, ROLE_MENTOR);
}

#endif
