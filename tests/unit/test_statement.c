/* Are statements strict, and does a signature hold for one body, one type and one programme only? */
#include "programme.h"
#include "protocol/sign_context.h"

static struct programme programme;

enum kind { A_STATEMENT, A_ROOT_SET, A_CERT, A_SNAPSHOT, A_RECEIVE_KEY, A_SERVICE_CERT };

static bool is_strict(enum kind kind, struct bytes data, bool *is_accepted)
{
    static uint8_t again[STATEMENT_MAX];
    size_t size = 0;
    struct statement statement;
    struct root_set root_set;
    struct staff_cert cert;
    struct snapshot snapshot;
    struct receive_key key;
    struct service_cert service;
    enum outcome read = MALFORMED;
    enum outcome written = MALFORMED;
    switch (kind) {
    case A_STATEMENT:
        read = statement_decode(&statement, data);
        written = read == OK ? statement_encode(&statement, again, sizeof again, &size) : read;
        break;
    case A_ROOT_SET:
        read = root_set_decode(&root_set, data);
        written = read == OK ? root_set_encode(&root_set, again, sizeof again, &size) : read;
        break;
    case A_CERT:
        read = staff_cert_decode(&cert, data);
        written = read == OK ? staff_cert_encode(&cert, again, sizeof again, &size) : read;
        break;
    case A_SNAPSHOT:
        read = snapshot_decode(&snapshot, data);
        written = read == OK ? snapshot_encode(&snapshot, again, sizeof again, &size) : read;
        break;
    case A_RECEIVE_KEY:
        read = receive_key_decode(&key, data);
        written = read == OK ? receive_key_encode(&key, again, sizeof again, &size) : read;
        break;
    case A_SERVICE_CERT:
        read = service_cert_decode(&service, data);
        written = read == OK ? service_cert_encode(&service, again, sizeof again, &size) : read;
        break;
    }
    *is_accepted = read == OK;
    return read != OK || (written == OK && size == data.size && memcmp(again, data.data, size) == 0);
}

/* Round trip, every prefix, one octet more, every flipped bit. */
static void try_all(enum kind kind, struct bytes good)
{
    bool is_accepted = false;
    CHECK(is_strict(kind, good, &is_accepted) && is_accepted);
    uint8_t *exact = malloc(good.size + 1);
    memcpy(exact, good.data, good.size);
    exact[good.size] = 0;
    size_t accepted = 0;
    for (size_t size = 0; size <= good.size + 1; size++) {
        CHECK(is_strict(kind, PART(exact, size), &is_accepted));
        accepted += is_accepted ? 1 : 0;
    }
    CHECK(accepted == 1);
    size_t loose = 0;
    for (size_t at = 0; at < good.size; at++)
        for (unsigned bit = 0; bit < 8; bit++) {
            exact[at] ^= (uint8_t)(1U << bit);
            loose += is_strict(kind, PART(exact, good.size), &is_accepted) ? 0 : 1;
            exact[at] ^= (uint8_t)(1U << bit);
        }
    CHECK(loose == 0);
    free(exact);
}

static struct bytes body_of(const struct encoded *encoded)
{
    struct statement statement;
    CHECK(statement_decode(&statement, bytes_of(encoded)) == OK);
    return statement.body;
}

static void layouts_are_strict(void)
{
    try_all(A_STATEMENT, bytes_of(&programme.staff[COUNSELLOR_A].cert));
    try_all(A_STATEMENT, bytes_of(&programme.root_set));
    try_all(A_ROOT_SET, body_of(&programme.root_set));
    try_all(A_CERT, body_of(&programme.staff[COUNSELLOR_A].cert));
    try_all(A_SNAPSHOT, body_of(&programme.snapshot));
    try_all(A_RECEIVE_KEY, body_of(&programme.staff[0].receive_key));
    try_all(A_STATEMENT, bytes_of(&programme.service_cert));
    try_all(A_SERVICE_CERT, body_of(&programme.service_cert));
}

/* Contexts that are no statements, and numbers that are nothing. */
static void which_types_there_are(void)
{
    uint8_t octets[] = {0, 0, 1, 7, 0, 0};
    struct statement statement;
    for (unsigned type = 0; type <= UINT8_MAX; type++) {
        octets[0] = (uint8_t)type;
        bool is_one = type >= STATEMENT_TYPE_ROOT_SET && type <= STATEMENT_TYPE_DELETION &&
                      type != STATEMENT_TYPE_STAFF_LOGIN && type != STATEMENT_TYPE_LOG_NOTE;
        CHECK((statement_decode(&statement, PART(octets, sizeof octets)) == OK) == is_one);
    }
}

static void rules_of_layouts(void)
{
    uint8_t out[STATEMENT_BODY_MAX];
    size_t size = 0;
    struct staff_cert cert = cert_of(&programme, COUNSELLOR_A);
    static const uint8_t unordered[] = {2, 1};
    static const uint8_t twice[] = {1, 1};
    cert.doors = PART(unordered, 2);
    CHECK(staff_cert_encode(&cert, out, sizeof out, &size) == FULL);
    cert.doors = PART(twice, 2);
    CHECK(staff_cert_encode(&cert, out, sizeof out, &size) == FULL);
    cert = cert_of(&programme, COUNSELLOR_A);
    cert.role = ROLE_VISITOR;
    CHECK(staff_cert_encode(&cert, out, sizeof out, &size) == FULL);
    cert = cert_of(&programme, COUNSELLOR_A);
    cert.caps = CAP_ALL + 1;
    CHECK(staff_cert_encode(&cert, out, sizeof out, &size) == FULL);
    cert = cert_of(&programme, COUNSELLOR_A);
    cert.not_after_day = cert.not_before_day - 1;
    CHECK(staff_cert_encode(&cert, out, sizeof out, &size) == FULL);
    cert = cert_of(&programme, COUNSELLOR_A);
    cert.label = PART_TEXT("\xff");
    CHECK(staff_cert_encode(&cert, out, sizeof out, &size) == FULL);
    cert.label = PART_TEXT("");
    CHECK(staff_cert_encode(&cert, out, sizeof out, &size) == FULL);

    struct root_set root_set = {.name = PART_TEXT("x"), .threshold = 1, .count = 2};
    CHECK(root_set_encode(&root_set, out, sizeof out, &size) == FULL); /* the same root twice */
    root_set.roots[1][0] = 1;
    CHECK(root_set_encode(&root_set, out, sizeof out, &size) == OK);
    root_set.threshold = 3;
    CHECK(root_set_encode(&root_set, out, sizeof out, &size) == FULL);
    root_set.threshold = 0;
    CHECK(root_set_encode(&root_set, out, sizeof out, &size) == FULL);

    uint8_t hashes[2][HASH_SIZE] = {{1}, {0}};
    struct snapshot snapshot = {.active = {hashes[0], sizeof hashes}};
    CHECK(snapshot_encode(&snapshot, out, sizeof out, &size) == FULL); /* not ascending */
    hashes[1][0] = 1;
    CHECK(snapshot_encode(&snapshot, out, sizeof out, &size) == FULL); /* twice */
    hashes[1][0] = 2;
    CHECK(snapshot_encode(&snapshot, out, sizeof out, &size) == OK);
    snapshot.issued_min = 1;
    CHECK(snapshot_encode(&snapshot, out, sizeof out, &size) == FULL); /* over before it began */

    struct service_cert service = {.not_before_day = 2, .not_after_day = 2};
    CHECK(service_cert_encode(&service, out, sizeof out, &size) == OK);
    service.not_after_day = 1;
    CHECK(service_cert_encode(&service, out, sizeof out, &size) == FULL);
}

/* What a snapshot names before it: whole hashes, each once, no more than the limit, in any order. */
static void what_a_snapshot_names_before_it(void)
{
    static uint8_t before[SNAPSHOTS_BEFORE_MAX + 1][HASH_SIZE], active[STAFF_MAX][HASH_SIZE];
    uint8_t out[STATEMENT_BODY_MAX];
    size_t size = 0;
    for (size_t i = 0; i < STAFF_MAX; i++)
        active[i][0] = (uint8_t)i;
    for (size_t i = 0; i <= SNAPSHOTS_BEFORE_MAX; i++)
        before[i][0] = (uint8_t)(100 - i);
    struct snapshot snapshot = {.active = PART(active[0], sizeof active)}, read;
    for (size_t count = 0; count <= SNAPSHOTS_BEFORE_MAX; count++) {
        snapshot.before = PART(before[0], count * HASH_SIZE);
        CHECK(snapshot_encode(&snapshot, out, sizeof out, &size) == OK);
        CHECK(snapshot_decode(&read, PART(out, size)) == OK && read.before.size == count * HASH_SIZE);
        CHECK(count == 0 || memcmp(read.before.data, before, read.before.size) == 0);
    }
    out[size - 1] ^= 1; /* still whole, still different */
    CHECK(snapshot_decode(&read, PART(out, size)) == OK);
    memcpy(out + size - HASH_SIZE, before[0], HASH_SIZE);
    CHECK(snapshot_decode(&read, PART(out, size)) == MALFORMED); /* the first once more */
    snapshot.before = PART(before[0], sizeof before);
    CHECK(snapshot_encode(&snapshot, out, sizeof out, &size) == FULL);
    snapshot.before.size = HASH_SIZE + 1;
    CHECK(snapshot_encode(&snapshot, out, sizeof out, &size) == FULL);
    snapshot.before.size = 2 * HASH_SIZE;
    memcpy(before[1], before[0], HASH_SIZE);
    CHECK(snapshot_encode(&snapshot, out, sizeof out, &size) == FULL);
}

static void a_signature_holds_for_one_thing(void)
{
    struct statement statement;
    uint8_t other_programme[HASH_SIZE];
    uint8_t body[STATEMENT_BODY_MAX];
    memcpy(other_programme, programme.deployment_id, HASH_SIZE);
    other_programme[31] ^= 1;
    CHECK(statement_decode(&statement, bytes_of(&programme.staff[0].receive_key)) == OK);
    const uint8_t *pk = programme.staff[0].sign.pk;
    CHECK(statement_verify(&statement, 0, programme.deployment_id, pk) == OK);
    CHECK(statement_verify(&statement, 1, programme.deployment_id, pk) == REFUSED);
    CHECK(statement_verify(&statement, 0, other_programme, pk) == REFUSED);
    CHECK(statement_verify(&statement, 0, programme.deployment_id, programme.staff[1].sign.pk) == REFUSED);
    for (int type = STATEMENT_TYPE_ROOT_SET; type <= STATEMENT_TYPE_DELETION; type++) {
        statement.type = (enum statement_type)type;
        bool is_own = type == STATEMENT_TYPE_RECEIVE_KEY;
        CHECK((statement_verify(&statement, 0, programme.deployment_id, pk) == OK) == is_own);
    }
    statement.type = STATEMENT_TYPE_RECEIVE_KEY;
    memcpy(body, statement.body.data, statement.body.size);
    statement.body.data = body;
    for (size_t at = 0; at < statement.body.size; at += 7) {
        body[at] ^= 0x10;
        CHECK(statement_verify(&statement, 0, programme.deployment_id, pk) == REFUSED);
        body[at] ^= 0x10;
    }
    for (size_t at = 0; at < SIGNATURE_SIZE; at++) {
        statement.signatures[0].sig[at] ^= 1;
        CHECK(statement_verify(&statement, 0, programme.deployment_id, pk) == REFUSED);
        statement.signatures[0].sig[at] ^= 1;
    }
    CHECK(statement_verify(&statement, 0, programme.deployment_id, pk) == OK);
}

/* More than a statement can hold is neither signed nor found signed. */
static void a_body_too_long_is_not_signed(void)
{
    static const uint8_t body[STATEMENT_BODY_MAX + 1];
    const struct key_pair *pair = &programme.staff[0].sign;
    uint8_t signature[SIGNATURE_SIZE] = {0};
    for (size_t size = STATEMENT_BODY_MAX; size <= sizeof body; size++) {
        bool fits = size <= STATEMENT_BODY_MAX;
        enum outcome signs =
            context_sign(STATEMENT_TYPE_SNAPSHOT, programme.deployment_id, PART(body, size), pair->seed, signature);
        CHECK(signs == (fits ? OK : FULL));
        CHECK(context_verify(STATEMENT_TYPE_SNAPSHOT, programme.deployment_id, PART(body, size), pair->pk, signature) ==
              (fits ? OK : REFUSED));
        struct statement statement = statement_of(STATEMENT_TYPE_SNAPSHOT, body, size);
        CHECK(statement_sign(&statement, programme.deployment_id, pair->pk, pair->seed) == (fits ? OK : FULL));
    }
}

/* The octets under a signature, spelled out: uint8(len(ctx)) || ctx || deployment_id || body. */
static void the_signed_octets(void)
{
    static const uint8_t body[] = "body";
    static const uint8_t context[] = "\x16udvej/1/sig/room-event";
    uint8_t octets[sizeof context - 1 + HASH_SIZE + 4];
    uint8_t pk[32];
    uint8_t sk[64];
    uint8_t sig[64];
    struct statement statement = statement_of(STATEMENT_TYPE_ROOM_EVENT, body, 4);
    memcpy(octets, context, sizeof context - 1);
    memcpy(octets + sizeof context - 1, programme.deployment_id, HASH_SIZE);
    memcpy(octets + sizeof context - 1 + HASH_SIZE, body, 4);
    signed_by(&programme, &statement, COUNSELLOR_A);
    crypto_sign_seed_keypair(pk, sk, programme.staff[COUNSELLOR_A].sign.seed);
    crypto_sign_detached(sig, NULL, octets, sizeof octets, sk);
    CHECK_SAME(sig, statement.signatures[0].sig, sizeof sig);
    signed_by(&programme, &statement, COUNSELLOR_B);
    signed_by(&programme, &statement, SUPERVISOR_A);
    CHECK(statement_sign(&statement, programme.deployment_id, pk, sk) == FULL);
}

int main(void)
{
    CHECK(sodium_init() >= 0);
    programme_open(&programme);
    RUN(layouts_are_strict);
    RUN(rules_of_layouts);
    RUN(which_types_there_are);
    RUN(what_a_snapshot_names_before_it);
    RUN(a_signature_holds_for_one_thing);
    RUN(a_body_too_long_is_not_signed);
    RUN(the_signed_octets);
    return check_end();
}
