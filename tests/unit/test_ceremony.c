/* Does every act of a ceremony make what the roster accepts, and refuse what would count for nothing? */
#include "check.h"
#include "keys/ceremony.h"
#include "keys/secret.h"

enum { ROOTS = 3, NOW_MIN = 29000000, DAY = NOW_MIN / 1440 };

static struct key_box roots[ROOTS], stranger, supervisors[2], counsellor;
static uint8_t statements[4][KEY_BOX_STATEMENT_MAX], requested[4][KEY_BOX_STATEMENT_MAX];
static size_t sizes[4];
static struct statement_file file, before;
static struct roster roster;
static struct reason reason;

static struct bytes text_of(const char *text)
{
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

static bool says(const char *part)
{
    return strstr(reason.text, part) != NULL;
}

static enum outcome check_roster(bool with_snapshot)
{
    return statement_file_check(&file, with_snapshot, NOW_MIN, &roster, &reason);
}

static void founding(void)
{
    uint8_t public[ROOTS][SIGN_PUBLIC_SIZE];
    for (size_t i = 0; i < ROOTS; i++) {
        root_new(&roots[i], text_of("Root"));
        root_public(&roots[i], public[i]);
    }
    root_new(&stranger, text_of("Stranger"));
    const uint8_t(*keys)[SIGN_PUBLIC_SIZE] = (const uint8_t(*)[SIGN_PUBLIC_SIZE]) public;
    CHECK(root_set_new(&file, text_of("test"), 4, keys, ROOTS, &reason) == REFUSED);
    CHECK(root_set_new(&file, text_of("test"), 0, keys, ROOTS, &reason) == REFUSED);
    CHECK(root_set_new(&file, text_of(""), 2, keys, ROOTS, &reason) == REFUSED);
    CHECK(root_set_new(&file, text_of("test"), 2, keys, 0, &reason) == REFUSED);
    CHECK(root_set_new(&file, text_of("test"), 2, keys, ROOTS, &reason) == OK);
    CHECK(check_roster(false) == OK && roster.root_count == ROOTS && roster.root_threshold == 2);
    memcpy(public[1], public[0], SIGN_PUBLIC_SIZE);
    before = file;
    CHECK(root_set_new(&before, text_of("test"), 2, keys, ROOTS, &reason) == REFUSED);
}

static enum outcome request(uint8_t role, const char *label, size_t at, struct key_box *box)
{
    struct request wanted = {.role = role, .label = text_of(label), .from_day = DAY, .days = CERT_DAYS};
    if (role == ROLE_COUNSELLOR)
        wanted.doors = text_of("\1\2");
    enum outcome outcome = staff_request(&wanted, roster.deployment_id, box, requested[at], &reason);
    /* As on a stick: signatures go to a copy, the key keeps what it asked for. */
    memcpy(statements[at], requested[at], KEY_BOX_STATEMENT_MAX);
    sizes[at] = outcome == OK ? box->statement.size : 0;
    return outcome;
}

static enum outcome sign(size_t at, const struct key_box *key)
{
    return staff_sign(statements[at], &sizes[at], &roster, key, NOW_MIN, &reason);
}

static enum outcome add(size_t at)
{
    CHECK(statement_file_append(&file, (struct bytes){statements[at], sizes[at]}) == OK);
    return check_roster(false);
}

static void supervisors_by_two_roots(void)
{
    CHECK(request(ROLE_SUPERVISOR, "Supervisor A", 0, &supervisors[0]) == OK);
    CHECK(request(ROLE_SUPERVISOR, "Supervisor B", 1, &supervisors[1]) == OK);
    CHECK(sign(0, &stranger) == REFUSED && says("not one of the programme's"));
    CHECK(sign(0, &supervisors[1]) == REFUSED && says("may not sign"));
    CHECK(sign(0, &roots[0]) == OK);
    CHECK(sign(0, &roots[0]) == REFUSED && says("already"));
    before = file;
    CHECK(add(0) == REFUSED); /* one root is not two */
    file = before;
    CHECK(check_roster(false) == OK);
    CHECK(sign(0, &roots[2]) == OK && add(0) == OK);
    CHECK(sign(1, &supervisors[0]) == REFUSED && says("by roots alone"));
    CHECK(sign(1, &roots[1]) == OK && sign(1, &roots[0]) == OK && add(1) == OK);
    CHECK(roster.count == 2 && roster.entries[0].caps == (CAP_ADD | CAP_SUPERVISE | CAP_CERTIFY));
}

static void counsellor_by_two_supervisors(void)
{
    CHECK(request(ROLE_COUNSELLOR, "Counsellor 1", 2, &counsellor) == OK);
    CHECK(sign(2, &supervisors[0]) == OK);
    CHECK(sign(2, &supervisors[0]) == REFUSED);
    before = file;
    CHECK(add(2) == REFUSED);
    file = before;
    CHECK(check_roster(false) == OK);
    CHECK(sign(2, &counsellor) == REFUSED);
    CHECK(sign(2, &supervisors[1]) == OK && add(2) == OK);
    const struct roster_entry *entry = &roster.entries[2];
    CHECK(roster.count == 3 && entry->caps == (CAP_INTAKE | CAP_ADD) && entry->doors_count == 2);
    CHECK(!entry->is_active);
    struct key_box another;
    CHECK(request(ROLE_MENTOR, "Mentor 1", 3, &another) == OK);
    CHECK(sign(3, &counsellor) == REFUSED && says("may not sign")); /* certified, but not to certify */
    CHECK(sign(3, &roots[0]) == OK);
}

static void the_server_by_two_supervisors(void)
{
    static uint8_t statement[KEY_BOX_STATEMENT_MAX];
    struct service_cert wanted = {.pk_sign = {9}, .not_before_day = DAY, .not_after_day = DAY - 1};
    size_t size = 0;
    CHECK(service_request(&wanted, statement, &size, &reason) == REFUSED && says("days"));
    wanted.not_after_day = DAY + CERT_DAYS;
    CHECK(service_request(&wanted, statement, &size, &reason) == OK);
    CHECK(staff_sign(statement, &size, &roster, &counsellor, NOW_MIN, &reason) == REFUSED && says("may not sign"));
    CHECK(staff_sign(statement, &size, &roster, &supervisors[0], NOW_MIN, &reason) == OK);
    CHECK(staff_sign(statement, &size, &roster, &supervisors[0], NOW_MIN, &reason) == REFUSED && says("already"));
    before = file;
    CHECK(statement_file_append(&file, (struct bytes){statement, size}) == OK);
    CHECK(check_roster(false) == REFUSED && says("the certificate of the server's key"));
    file = before;
    CHECK(check_roster(false) == OK);
    CHECK(staff_sign(statement, &size, &roster, &supervisors[1], NOW_MIN, &reason) == OK);
    CHECK(statement_file_append(&file, (struct bytes){statement, size}) == OK && check_roster(false) == OK);
    CHECK(roster.service_count == 1 && roster_service_of(&roster, wanted.pk_sign, DAY + CERT_DAYS) != NULL);
    struct statement other; /* the octets of a certificate, under another name */
    CHECK(statement_decode(&other, (struct bytes){statements[2], sizes[2]}) == OK);
    other.type = STATEMENT_TYPE_SNAPSHOT;
    other.signature_count = 0;
    CHECK(statement_encode(&other, requested[3], KEY_BOX_STATEMENT_MAX, &size) == OK);
    CHECK(staff_sign(requested[3], &size, &roster, &supervisors[1], NOW_MIN, &reason) == MALFORMED);
}

static void nonsense_is_not_asked_for(void)
{
    struct key_box box;
    uint8_t out[KEY_BOX_STATEMENT_MAX];
    struct request wanted = {.role = ROLE_MENTOR, .label = text_of("Mentor 1"), .from_day = DAY, .days = 1};
    CHECK(staff_request(&wanted, roster.deployment_id, &box, out, &reason) == OK);
    wanted.doors = text_of("\2\1");
    CHECK(staff_request(&wanted, roster.deployment_id, &box, out, &reason) == REFUSED);
    wanted.doors.size = 0;
    wanted.label = text_of("");
    CHECK(staff_request(&wanted, roster.deployment_id, &box, out, &reason) == REFUSED);
    wanted.label = text_of("Mentor\x07");
    CHECK(staff_request(&wanted, roster.deployment_id, &box, out, &reason) == REFUSED);
    wanted.label = text_of("Mentor 1");
    wanted.role = 9;
    CHECK(staff_request(&wanted, roster.deployment_id, &box, out, &reason) == REFUSED);
}

static void snapshots(void)
{
    uint8_t without[1][HASH_SIZE];
    size_t size = file.size;
    CHECK(snapshot_new(&file, &counsellor, NULL, 0, NOW_MIN, &reason) == REFUSED && says("only a supervisor"));
    CHECK(snapshot_new(&file, &roots[0], NULL, 0, NOW_MIN, &reason) == REFUSED);
    CHECK(file.size == size);
    CHECK(snapshot_new(&file, &supervisors[1], NULL, 0, NOW_MIN, &reason) == OK);
    CHECK(check_roster(true) == OK && roster.has_snapshot && roster.entries[2].is_active);
    CHECK(roster.before_count == 0);
    size = file.size;
    memcpy(without[0], roster.entries[2].cert_hash, HASH_SIZE);
    CHECK(snapshot_new(&file, &supervisors[0], (const uint8_t(*)[HASH_SIZE])without, 1, NOW_MIN + 5, &reason) == OK);
    CHECK(file.size ==
          size - HASH_SIZE + HASH_SIZE); /* replaced, not added: a certificate less, the snapshot before it more */
    CHECK(statement_file_check(&file, true, NOW_MIN + 5, &roster, &reason) == OK);
    CHECK(!roster.entries[2].is_active && roster.entries[0].is_active);
    uint64_t later = NOW_MIN + 5 + SNAPSHOT_LIFETIME_MIN + 1;
    CHECK(statement_file_check(&file, true, later, &roster, &reason) == REFUSED && says("snapshot"));
    CHECK(snapshot_new(&file, &supervisors[0], NULL, 0, later, &reason) == OK);
    CHECK(statement_file_check(&file, true, later, &roster, &reason) == OK);
    CHECK(!roster.entries[2].is_active && roster.entries[0].is_active); /* who was left out stays out */
    CHECK(snapshot_new(&file, &supervisors[1], NULL, 0, later + 5, &reason) == OK);
    CHECK(statement_file_check(&file, true, later + 5, &roster, &reason) == OK && !roster.entries[2].is_active);
    uint64_t next_year = NOW_MIN + (uint64_t)(CERT_DAYS + 2) * 1440;
    CHECK(snapshot_new(&file, &supervisors[0], NULL, 0, next_year, &reason) == REFUSED); /* certificates end */
}

/* What a snapshot names begins with the one that it replaced, whether that is out of date or not, and ends where there is no place. */
static void a_snapshot_names_those_before(void)
{
    enum { MADE = SNAPSHOTS_BEFORE_MAX + 3 };
    static uint8_t made[MADE][HASH_SIZE];
    uint64_t at = NOW_MIN + 4 * SNAPSHOT_LIFETIME_MIN;
    struct statement_file one = file;
    uint8_t statement[STATEMENT_MAX];
    size_t size;
    CHECK(statement_file_take_snapshot(&one, statement, &size) == OK && size > 0);
    CHECK(statement_file_take_snapshot(&one, statement, &size) == OK && size == 0);
    for (size_t i = 0; i < MADE; i++) {
        CHECK(snapshot_new(&one, &supervisors[i % 2], NULL, 0, at, &reason) == OK);
        CHECK(statement_file_check(&one, true, at, &roster, &reason) == OK);
        memcpy(made[i], roster.snapshot_hash, HASH_SIZE);
        size_t names = i < SNAPSHOTS_BEFORE_MAX ? i : SNAPSHOTS_BEFORE_MAX;
        CHECK(roster.before_count == names);
        for (size_t n = 0; n < roster.before_count; n++)
            CHECK_SAME(roster.before[n], made[i - 1 - n], HASH_SIZE);
        at += i == 4 ? 2 * SNAPSHOT_LIFETIME_MIN : 1440;
    }
}

/* Nobody can slip a snapshot into the file that a supervisor's next one would then vouch for. */
static void a_forged_snapshot_is_not_named(void)
{
    uint64_t at = NOW_MIN + SNAPSHOT_LIFETIME_MIN;
    struct statement_file forged = file;
    uint8_t octets[STATEMENT_MAX];
    size_t size;
    CHECK(statement_file_take_snapshot(&forged, octets, &size) == OK && size > 0);
    octets[size - 1] ^= 1; /* in the signature */
    CHECK(statement_file_append(&forged, (struct bytes){octets, size}) == OK);
    size = forged.size;
    CHECK(snapshot_new(&forged, &supervisors[0], NULL, 0, at, &reason) == REFUSED && says("not signed"));
    CHECK(forged.size == size);
}

static void a_file_of_nonsense(void)
{
    static struct statement_file bad;
    bad.size = 0;
    CHECK(statement_file_check(&bad, true, NOW_MIN, &roster, &reason) != OK);
    bad = file;
    bad.size--;
    CHECK(statement_file_check(&bad, true, NOW_MIN, &roster, &reason) != OK);
    for (size_t i = 0; i < file.size; i += 11) {
        bad = file;
        bad.data[i] ^= 1;
        CHECK(statement_file_check(&bad, true, NOW_MIN, &roster, &reason) != OK);
    }
}

int main(void)
{
    if (!secret_start())
        return 1;
    RUN(founding);
    RUN(supervisors_by_two_roots);
    RUN(counsellor_by_two_supervisors);
    RUN(the_server_by_two_supervisors);
    RUN(nonsense_is_not_asked_for);
    RUN(snapshots);
    RUN(a_snapshot_names_those_before);
    RUN(a_forged_snapshot_is_not_named);
    RUN(a_file_of_nonsense);
    return check_end();
}
