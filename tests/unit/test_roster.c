/* Does the roster take in exactly what the signer rules allow (rule 5), and change nothing otherwise? */
#include "programme.h"

static struct programme programme;
static struct roster fresh; /* root set and both supervisors */

static void open_fresh(void)
{
    roster_open(&fresh, programme.deployment_id);
    CHECK(roster_add(&fresh, bytes_of(&programme.root_set), NOW_MIN) == OK);
    CHECK(roster_add(&fresh, bytes_of(&programme.staff[SUPERVISOR_A].cert), NOW_MIN) == OK);
    CHECK(roster_add(&fresh, bytes_of(&programme.staff[SUPERVISOR_B].cert), NOW_MIN) == OK);
}

/* What roster_add says; whatever is not OK must have changed nothing. */
static enum outcome try(const struct encoded *encoded, uint64_t now_min)
{
    static struct roster before;
    memcpy(&before, &fresh, sizeof before);
    enum outcome outcome = roster_add(&fresh, bytes_of(encoded), now_min);
    if (outcome != OK)
        CHECK_SAME(&before, &fresh, sizeof fresh);
    return outcome;
}

/* A counsellor's certificate, changed by nobody, signed by these; -1 - n is root n. */
static enum outcome try_signers(const struct staff_cert *cert, const int *signers, size_t count)
{
    struct cert_body body;
    struct encoded encoded;
    struct statement statement = cert_statement(cert, &body);
    for (size_t i = 0; i < count; i++) {
        if (signers[i] < 0)
            signed_by_root(&programme, &statement, (size_t)(-1 - signers[i]));
        else
            signed_by(&programme, &statement, (size_t)signers[i]);
    }
    statement_put(&statement, &encoded);
    return try(&encoded, NOW_MIN);
}

#define SIGNERS(...) ((const int[]){__VA_ARGS__}), sizeof((const int[]){__VA_ARGS__}) / sizeof(int)
enum { ROOT_0 = -1, ROOT_1 = -2, ROOT_2 = -3 };

static void who_certifies_a_counsellor(void)
{
    struct staff_cert cert = cert_of(&programme, COUNSELLOR_A);
    open_fresh();
    CHECK(try_signers(&cert, NULL, 0) == REFUSED);
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A)) == REFUSED);
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A, SUPERVISOR_A)) == REFUSED);
    CHECK(try_signers(&cert, SIGNERS(ROOT_0, ROOT_1)) == REFUSED);
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A, ROOT_0)) == REFUSED);
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A, COUNSELLOR_A)) == REFUSED); /* signs for itself */
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A, ROOT_0, ROOT_0)) == REFUSED);
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A, SUPERVISOR_B, COUNSELLOR_B)) == REFUSED); /* one not known */
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A, SUPERVISOR_B)) == OK);
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A)) == OK); /* known already */
    CHECK(fresh.count == 3);
    cert = cert_of(&programme, COUNSELLOR_B);
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A, COUNSELLOR_A)) == REFUSED); /* a counsellor certifies nobody */
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A, SUPERVISOR_B, COUNSELLOR_A)) == REFUSED);
    CHECK(try_signers(&cert, SIGNERS(ROOT_2, SUPERVISOR_B, ROOT_0)) == OK); /* a very small programme */
    CHECK(fresh.count == 4);
}

static void who_certifies_a_supervisor(void)
{
    struct staff_cert cert = cert_of(&programme, SUPERVISOR_A);
    cert.label = PART_TEXT("a third");
    open_fresh();
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A, SUPERVISOR_B)) == REFUSED);
    CHECK(try_signers(&cert, SIGNERS(ROOT_1)) == REFUSED);
    CHECK(try_signers(&cert, SIGNERS(ROOT_1, SUPERVISOR_A)) == REFUSED);
    CHECK(try_signers(&cert, SIGNERS(ROOT_1, ROOT_2)) == OK);
}

/* Two devices of one supervisor are not two supervisors; a supervisor who may not certify does not count. */
static void two_supervisors_are_two_people(void)
{
    struct staff_cert cert = cert_of(&programme, COUNSELLOR_A);
    struct staff_cert second_device = cert_of(&programme, SUPERVISOR_B);
    struct programme changed = programme;
    open_fresh();
    memset(second_device.person, SUPERVISOR_A + 1, sizeof second_device.person);
    struct cert_body body;
    struct statement statement = cert_statement(&second_device, &body);
    cert_hash_of(statement.body, programme.staff[SUPERVISOR_B].cert_hash);
    CHECK(try_signers(&second_device, SIGNERS(ROOT_0, ROOT_1)) == OK);
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A, SUPERVISOR_B)) == REFUSED);
    second_device = cert_of(&programme, SUPERVISOR_B);
    second_device.caps &= ~(uint32_t)CAP_CERTIFY;
    statement = cert_statement(&second_device, &body);
    cert_hash_of(statement.body, programme.staff[SUPERVISOR_B].cert_hash);
    CHECK(try_signers(&second_device, SIGNERS(ROOT_0, ROOT_1)) == OK);
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A, SUPERVISOR_B)) == REFUSED);
    programme = changed;
}

/* Signers count if they were in date when the new certificate begins. */
static void signers_are_in_date(void)
{
    struct staff_cert cert = cert_of(&programme, COUNSELLOR_A);
    open_fresh();
    cert.not_before_day = NOW_DAY - 11;
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A, SUPERVISOR_B)) == REFUSED);
    cert.not_before_day = cert.not_after_day = NOW_DAY + 301;
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A, SUPERVISOR_B)) == REFUSED);
    cert.not_before_day = NOW_DAY + 300;
    CHECK(try_signers(&cert, SIGNERS(SUPERVISOR_A, SUPERVISOR_B)) == OK);
    CHECK(roster_find(&fresh, programme.staff[COUNSELLOR_A].cert_hash, NOW_MIN) == NULL);
    /* A certificate alone makes nobody active, on no day: that takes a snapshot. */
    CHECK(roster_on(&fresh, programme.staff[SUPERVISOR_A].cert_hash, NOW_DAY) == NULL);
    fresh.entries[0].not_before_day = 0;
    CHECK(roster_on(&fresh, fresh.entries[0].cert_hash, 0) == NULL);
}

static void the_root_set_is_the_programme(void)
{
    static struct roster other;
    uint8_t id[HASH_SIZE];
    memcpy(id, programme.deployment_id, HASH_SIZE);
    id[0] ^= 1;
    roster_open(&other, id);
    CHECK(roster_add(&other, bytes_of(&programme.root_set), NOW_MIN) == REFUSED);
    CHECK(!other.has_root_set);
    roster_open(&other, programme.deployment_id);
    CHECK(roster_add(&other, bytes_of(&programme.staff[0].cert), NOW_MIN) == REFUSED); /* root set first */
    CHECK(roster_add(&other, bytes_of(&programme.root_set), NOW_MIN) == OK);
    CHECK(roster_add(&other, bytes_of(&programme.root_set), NOW_MIN) == OK);
    CHECK(other.root_count == 3 && other.root_threshold == 2);

    struct statement statement;
    struct encoded encoded;
    CHECK(statement_decode(&statement, bytes_of(&programme.root_set)) == OK);
    signed_by_root(&programme, &statement, 1);
    statement_put(&statement, &encoded);
    CHECK(roster_add(&other, bytes_of(&encoded), NOW_MIN) == OK);
    signed_by(&programme, &statement, SUPERVISOR_A);
    statement_put(&statement, &encoded);
    CHECK(roster_add(&other, bytes_of(&encoded), NOW_MIN) == REFUSED);
}

static void snapshots(void)
{
    struct encoded encoded;
    open_fresh();
    CHECK(try(&programme.staff[COUNSELLOR_A].cert, NOW_MIN) == OK);
    snapshot_make(&programme, 4, NOW_MIN, SUPERVISOR_A, &encoded);
    CHECK(try(&encoded, NOW_MIN) == REFUSED); /* names a certificate that is not here */
    snapshot_make(&programme, 3, NOW_MIN, COUNSELLOR_A, &encoded);
    CHECK(try(&encoded, NOW_MIN) == REFUSED); /* not signed by a supervisor */
    snapshot_make(&programme, 3, NOW_MIN, SUPERVISOR_B, &encoded);
    CHECK(try(&encoded, NOW_MIN + SNAPSHOT_LIFETIME_MIN + 1) == REFUSED);
    CHECK(try(&encoded, NOW_MIN - SNAPSHOT_FUTURE_MIN - 1) == REFUSED);
    CHECK(roster_find(&fresh, programme.staff[0].cert_hash, NOW_MIN) == NULL); /* nobody is active yet */
    CHECK(try(&encoded, NOW_MIN) == OK);
    CHECK(try(&encoded, NOW_MIN) == OK);
    CHECK(roster_find(&fresh, programme.staff[COUNSELLOR_A].cert_hash, NOW_MIN) != NULL);
    snapshot_make(&programme, 3, NOW_MIN - 1, SUPERVISOR_B, &encoded);
    CHECK(try(&encoded, NOW_MIN) == REFUSED); /* older than the one known */
    snapshot_make(&programme, 2, NOW_MIN, SUPERVISOR_B, &encoded);
    CHECK(try(&encoded, NOW_MIN) == REFUSED); /* another one of the same minute */
    snapshot_make(&programme, 2, NOW_MIN + 1, SUPERVISOR_B, &encoded);
    CHECK(try(&encoded, NOW_MIN) == OK);
    CHECK(roster_find(&fresh, programme.staff[COUNSELLOR_A].cert_hash, NOW_MIN) == NULL);
    encoded.octets[encoded.size - 1] ^= 1;
    CHECK(try(&encoded, NOW_MIN) == OK); /* the same facts: nothing rests on its signature any more */
}

static void a_snapshot_says_what_was_before_it(void)
{
    struct encoded encoded;
    uint8_t before[SNAPSHOTS_BEFORE_MAX][HASH_SIZE];
    for (size_t i = 0; i < SNAPSHOTS_BEFORE_MAX; i++)
        memset(before[i], (int)(200 - i), HASH_SIZE);
    open_fresh();
    CHECK(fresh.before_count == 0);
    snapshot_make_after(&programme, 2, NOW_MIN, SUPERVISOR_B, PART(before[0], sizeof before), &encoded);
    CHECK(try(&encoded, NOW_MIN) == OK && fresh.before_count == SNAPSHOTS_BEFORE_MAX);
    CHECK_SAME(fresh.before, before, sizeof before);
    snapshot_make_after(&programme, 2, NOW_MIN + 1, COUNSELLOR_A, PART(before[1], HASH_SIZE), &encoded);
    CHECK(try(&encoded, NOW_MIN) == REFUSED &&
          fresh.before_count == SNAPSHOTS_BEFORE_MAX); /* nothing is taken from it */
    snapshot_make_after(&programme, 2, NOW_MIN + 1, SUPERVISOR_B, PART(before[1], HASH_SIZE), &encoded);
    CHECK(try(&encoded, NOW_MIN) == OK && fresh.before_count == 1);
    CHECK_SAME(fresh.before[0], before[1], HASH_SIZE);
}

static void a_snapshot_lives_a_fortnight(void)
{
    uint8_t body[STATEMENT_BODY_MAX];
    size_t size = 0;
    struct encoded encoded;
    struct snapshot snapshot = {.issued_min = NOW_MIN, .expires_min = NOW_MIN + SNAPSHOT_LIFETIME_MIN + 1};
    open_fresh();
    CHECK(snapshot_encode(&snapshot, body, sizeof body, &size) == OK);
    struct statement statement = statement_of(STATEMENT_TYPE_SNAPSHOT, body, size);
    signed_by(&programme, &statement, SUPERVISOR_A);
    statement_put(&statement, &encoded);
    CHECK(try(&encoded, NOW_MIN) == REFUSED);
}

static void receive_keys(void)
{
    struct encoded encoded;
    open_fresh();
    receive_key_make(&programme, COUNSELLOR_A, NOW_MIN, COUNSELLOR_A, &encoded);
    CHECK(try(&encoded, NOW_MIN) == REFUSED); /* whose? */
    CHECK(try(&programme.staff[COUNSELLOR_A].cert, NOW_MIN) == OK);
    receive_key_make(&programme, COUNSELLOR_A, NOW_MIN, SUPERVISOR_A, &encoded);
    CHECK(try(&encoded, NOW_MIN) == REFUSED); /* nobody else may */
    receive_key_make(&programme, COUNSELLOR_A, NOW_MIN, COUNSELLOR_A, &encoded);
    CHECK(try(&encoded, NOW_MIN + RECEIVE_KEY_LIFETIME_MIN + 1) == REFUSED);
    CHECK(try(&encoded, NOW_MIN - SNAPSHOT_FUTURE_MIN - 1) == REFUSED);
    CHECK(try(&encoded, NOW_MIN) == OK);
    CHECK(try(&encoded, NOW_MIN) == OK);
    CHECK_SAME(fresh.entries[2].key_pk, programme.staff[COUNSELLOR_A].kem_pk, KEM_PUBLIC_SIZE);
    receive_key_make(&programme, COUNSELLOR_A, NOW_MIN - 1, COUNSELLOR_A, &encoded);
    CHECK(try(&encoded, NOW_MIN) == REFUSED); /* older */
    receive_key_make(&programme, COUNSELLOR_A, NOW_MIN + 1, COUNSELLOR_A, &encoded);
    CHECK(try(&encoded, NOW_MIN) == OK);
    CHECK(fresh.entries[2].key_issued_min == NOW_MIN + 1);
    encoded.octets[10] ^= 1;
    CHECK(try(&encoded, NOW_MIN) == REFUSED);
    /* a good signature under another's name */
    struct statement statement;
    receive_key_make(&programme, COUNSELLOR_A, NOW_MIN + 2, COUNSELLOR_A, &encoded);
    CHECK(statement_decode(&statement, bytes_of(&encoded)) == OK);
    memcpy(statement.signatures[0].signer, programme.staff[SUPERVISOR_A].cert_hash, HASH_SIZE);
    struct encoded renamed;
    statement_put(&statement, &renamed);
    CHECK(try(&renamed, NOW_MIN) == REFUSED);
    CHECK(try(&encoded, NOW_MIN) == OK);
}

/* Signatures that are good, and one too many. */
static void nobody_rides_along(void)
{
    struct encoded encoded;
    struct statement statement;
    struct staff_cert counsellor = cert_of(&programme, COUNSELLOR_A);
    struct staff_cert supervisor = cert_of(&programme, SUPERVISOR_A);
    open_fresh();
    memset(supervisor.person, 9, sizeof supervisor.person);
    CHECK(try_signers(&counsellor, SIGNERS(SUPERVISOR_A, SUPERVISOR_B, ROOT_0)) == REFUSED);
    CHECK(try_signers(&supervisor, SIGNERS(ROOT_0, ROOT_1, SUPERVISOR_A)) == REFUSED);
    CHECK(try_signers(&supervisor, SIGNERS(ROOT_0, ROOT_1)) == OK);
    snapshot_make(&programme, 2, NOW_MIN, SUPERVISOR_A, &encoded);
    CHECK(statement_decode(&statement, bytes_of(&encoded)) == OK);
    struct encoded twice;
    struct statement two = statement;
    signed_by(&programme, &two, SUPERVISOR_B);
    statement_put(&two, &twice);
    CHECK(try(&twice, NOW_MIN) == REFUSED);
    two = statement;
    two.signature_count = 0;
    signed_by_root(&programme, &two, 0);
    statement_put(&two, &twice);
    CHECK(try(&twice, NOW_MIN) == REFUSED); /* a root is no supervisor */
    CHECK(try(&encoded, NOW_MIN) == OK);
    CHECK(try(&programme.staff[COUNSELLOR_A].cert, NOW_MIN) == OK);
    CHECK(statement_decode(&two, bytes_of(&programme.staff[COUNSELLOR_A].receive_key)) == OK);
    signed_by(&programme, &two, SUPERVISOR_A);
    statement_put(&two, &twice);
    CHECK(try(&twice, NOW_MIN) == REFUSED);
    two.signature_count = 0;
    statement_put(&two, &twice);
    CHECK(try(&twice, NOW_MIN) == REFUSED);
}

static void a_root_set_signed_wrongly_is_refused(void)
{
    struct statement statement;
    struct encoded encoded;
    roster_open(&fresh, programme.deployment_id);
    CHECK(statement_decode(&statement, bytes_of(&programme.root_set)) == OK);
    signed_by_root(&programme, &statement, 1);
    statement.signatures[0].sig[7] ^= 1;
    statement_put(&statement, &encoded);
    CHECK(try(&encoded, NOW_MIN) == REFUSED);
    statement.signatures[0].sig[7] ^= 1;
    statement_put(&statement, &encoded);
    CHECK(try(&encoded, NOW_MIN) == OK);
}

static void a_full_roster_says_so(void)
{
    open_fresh();
    fresh.count = STAFF_MAX - 1;
    CHECK(try(&programme.staff[COUNSELLOR_A].cert, NOW_MIN) == OK && fresh.count == STAFF_MAX);
    CHECK(try(&programme.staff[COUNSELLOR_B].cert, NOW_MIN) == FULL);
    CHECK(try(&programme.staff[COUNSELLOR_A].cert, NOW_MIN) == OK); /* known already */
}

static enum outcome try_service(const struct key_pair *key, uint32_t from_day, const int *signers, size_t count)
{
    struct cert_body body;
    struct encoded encoded;
    struct statement statement = service_statement(key, from_day, NOW_DAY + 300, &body);
    for (size_t i = 0; i < count; i++) {
        if (signers[i] < 0)
            signed_by_root(&programme, &statement, (size_t)(-1 - signers[i]));
        else
            signed_by(&programme, &statement, (size_t)signers[i]);
    }
    statement_put(&statement, &encoded);
    return try(&encoded, NOW_MIN);
}

static void who_certifies_the_server(void)
{
    const struct key_pair *key = &programme.service;
    struct encoded malformed;
    struct statement no_cert = statement_of(STATEMENT_TYPE_SERVICE_CERT, programme.deployment_id, HASH_SIZE);
    open_fresh();
    CHECK(try_service(key, NOW_DAY, NULL, 0) == REFUSED);
    CHECK(try_service(key, NOW_DAY, SIGNERS(SUPERVISOR_A)) == REFUSED);
    CHECK(try_service(key, NOW_DAY, SIGNERS(ROOT_0, ROOT_1)) == REFUSED);
    CHECK(try_service(key, NOW_DAY, SIGNERS(SUPERVISOR_A, ROOT_0)) == REFUSED);
    CHECK(try_service(key, NOW_DAY - 11, SIGNERS(SUPERVISOR_A, SUPERVISOR_B)) == REFUSED); /* before they were */
    CHECK(fresh.service_count == 0);
    CHECK(try_service(key, NOW_DAY, SIGNERS(SUPERVISOR_A, SUPERVISOR_B)) == OK);
    CHECK(try_service(key, NOW_DAY, SIGNERS(SUPERVISOR_A)) == OK && fresh.service_count == 1); /* known already */
    CHECK(try_service(key, NOW_DAY + 1, SIGNERS(ROOT_2, SUPERVISOR_B, ROOT_0)) == OK && fresh.service_count == 2);
    signed_by(&programme, &no_cert, SUPERVISOR_A);
    statement_put(&no_cert, &malformed);
    CHECK(try(&malformed, NOW_MIN) == MALFORMED);
    fresh.service_count = SERVICES_MAX;
    CHECK(try_service(key, NOW_DAY + 2, SIGNERS(SUPERVISOR_A, SUPERVISOR_B)) == FULL);
    CHECK(try_service(key, NOW_DAY + 1, SIGNERS(SUPERVISOR_A)) == OK);
}

static void a_key_of_the_server_counts_on_its_days(void)
{
    const struct roster *roster = &programme.roster;
    const uint8_t *pk = programme.service.pk;
    const struct service_entry *entry = roster_service_of(roster, pk, NOW_DAY);
    if (!CHECK(entry != NULL))
        return;
    const uint8_t *hash = entry->service_hash;
    CHECK(roster_service(roster, hash, NOW_DAY - 10) == entry && roster_service(roster, hash, NOW_DAY + 300) == entry);
    CHECK(roster_service(roster, hash, NOW_DAY - 11) == NULL && roster_service(roster, hash, NOW_DAY + 301) == NULL);
    CHECK(roster_service(roster, pk, NOW_DAY) == NULL);
    CHECK(roster_service_of(roster, pk, NOW_DAY - 11) == NULL && roster_service_of(roster, pk, NOW_DAY + 301) == NULL);
    CHECK(roster_service_of(roster, hash, NOW_DAY) == NULL);
    CHECK(roster_find(roster, hash, NOW_MIN) == NULL); /* it is nobody */
}

/* A key of the same minute that differs in anything is another key, and not newer. */
static void a_key_of_the_same_minute(void)
{
    uint8_t body[STATEMENT_BODY_MAX];
    size_t size = 0;
    struct encoded encoded;
    open_fresh();
    CHECK(try(&programme.staff[COUNSELLOR_A].cert, NOW_MIN) == OK);
    for (int which = 0; which < 3; which++) {
        const struct colleague *colleague = &programme.staff[COUNSELLOR_A];
        struct receive_key key = {.issued_min = NOW_MIN,
                                  .not_after_min = NOW_MIN + RECEIVE_KEY_LIFETIME_MIN - (which == 1 ? 1 : 0),
                                  .pk = {programme.staff[which == 2 ? 0 : COUNSELLOR_A].kem_pk, KEM_PUBLIC_SIZE}};
        memcpy(key.cert_hash, colleague->cert_hash, HASH_SIZE);
        CHECK(receive_key_encode(&key, body, sizeof body, &size) == OK);
        struct statement statement = statement_of(STATEMENT_TYPE_RECEIVE_KEY, body, size);
        signed_by(&programme, &statement, COUNSELLOR_A);
        statement_put(&statement, &encoded);
        CHECK(try(&encoded, NOW_MIN) == (which == 0 ? OK : REFUSED));
    }
    uint64_t too_late = (uint64_t)(NOW_DAY + 301) * 24 * 60; /* the certificate is over */
    receive_key_make(&programme, COUNSELLOR_A, too_late, COUNSELLOR_A, &encoded);
    CHECK(try(&encoded, too_late) == REFUSED);
    CHECK(roster_find(&programme.roster, programme.staff[COUNSELLOR_A].cert_hash, UINT64_MAX) == NULL);
}

/* Types that are no facts about the staff. */
static void other_statements(void)
{
    static const enum statement_type types[] = {STATEMENT_TYPE_REVOKE, STATEMENT_TYPE_ROOM_EVENT,
                                                STATEMENT_TYPE_STAFF_LOGIN, STATEMENT_TYPE_LOG_NOTE,
                                                STATEMENT_TYPE_DELETION};
    open_fresh();
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        struct statement other = statement_of(types[i], programme.deployment_id, HASH_SIZE);
        struct encoded encoded = {.size = 0};
        signed_by(&programme, &other, SUPERVISOR_A);
        if (statement_encode(&other, encoded.octets, sizeof encoded.octets, &encoded.size) == OK)
            CHECK(try(&encoded, NOW_MIN) == REFUSED);
    }
}

static void questions(void)
{
    const struct roster *roster = &programme.roster;
    const uint8_t *counsellor = programme.staff[COUNSELLOR_A].cert_hash;
    const struct roster_entry *entry = roster_find(roster, counsellor, NOW_MIN);
    if (!CHECK(entry != NULL))
        return;
    CHECK(entry->role == ROLE_COUNSELLOR && entry->label_size == 9);
    CHECK(roster_takes_intake(entry, 1) && roster_takes_intake(entry, 2) && !roster_takes_intake(entry, 3));
    CHECK(!roster_takes_intake(roster_find(roster, programme.staff[SUPERVISOR_A].cert_hash, NOW_MIN), 1));
    CHECK(roster_find(roster, counsellor, (uint64_t)(NOW_DAY - 11) * 1440) == NULL);
    CHECK(roster_find(roster, counsellor, (uint64_t)(NOW_DAY - 10) * 1440) != NULL);
    CHECK(roster_find(roster, counsellor, (uint64_t)(NOW_DAY + 301) * 1440 - 1) != NULL);
    CHECK(roster_find(roster, counsellor, (uint64_t)(NOW_DAY + 301) * 1440) == NULL);
    CHECK(roster_find(roster, programme.deployment_id, NOW_MIN) == NULL);
    open_fresh();
    struct statement other = statement_of(STATEMENT_TYPE_REVOKE, counsellor, HASH_SIZE);
    struct encoded encoded;
    signed_by(&programme, &other, SUPERVISOR_A);
    statement_put(&other, &encoded);
    CHECK(try(&encoded, NOW_MIN) == REFUSED); /* its place; read by nobody yet */
}

int main(void)
{
    CHECK(sodium_init() >= 0);
    programme_open(&programme);
    RUN(who_certifies_a_counsellor);
    RUN(who_certifies_a_supervisor);
    RUN(two_supervisors_are_two_people);
    RUN(signers_are_in_date);
    RUN(the_root_set_is_the_programme);
    RUN(snapshots);
    RUN(a_snapshot_says_what_was_before_it);
    RUN(a_snapshot_lives_a_fortnight);
    RUN(receive_keys);
    RUN(nobody_rides_along);
    RUN(a_root_set_signed_wrongly_is_refused);
    RUN(a_full_roster_says_so);
    RUN(who_certifies_the_server);
    RUN(a_key_of_the_server_counts_on_its_days);
    RUN(a_key_of_the_same_minute);
    RUN(other_statements);
    RUN(questions);
    return check_end();
}
