#include "ceremony.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "secret.h"

enum { MINUTES_A_DAY = 24 * 60 };

/* Wraps a body of our own making as a statement without signatures. */
static enum outcome statement_bare(enum statement_type type, struct bytes body, uint8_t *out, size_t max, size_t *size)
{
    struct statement statement = {.type = type, .body = body, .signature_count = 0};
    return statement_encode(&statement, out, max, size);
}

enum outcome root_set_new(struct statement_file *programme, struct bytes name, uint8_t threshold,
                          const uint8_t (*roots)[SIGN_PUBLIC_SIZE], size_t count, struct reason *reason)
{
    struct root_set set = {.name = name, .threshold = threshold, .count = (uint8_t)count};
    uint8_t body[256 + NAME_MAX_SIZE], statement[512];
    size_t size;
    programme->size = 0;
    if (count < 1 || count > ROOTS_MAX) {
        reason_set(reason, "a programme has 1 to %d roots, not %zu.", ROOTS_MAX, count);
        return REFUSED;
    }
    memcpy(set.roots, roots, count * SIGN_PUBLIC_SIZE);
    enum outcome outcome = root_set_encode(&set, body, sizeof body, &size);
    if (outcome == OK)
        outcome = root_set_decode(&set, (struct bytes){body, size});
    if (outcome == OK)
        outcome =
            statement_bare(STATEMENT_TYPE_ROOT_SET, (struct bytes){body, size}, statement, sizeof statement, &size);
    if (outcome != OK) {
        reason_set(reason, "the name, the threshold or the root keys make no sense together.");
        return REFUSED;
    }
    return statement_file_append(programme, (struct bytes){statement, size});
}

void sign_public(const uint8_t seed[SIGN_SEED_SIZE], uint8_t public[SIGN_PUBLIC_SIZE])
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(public, secret, seed);
    wipe(secret, sizeof secret);
}

void root_new(struct key_box *box, struct bytes name)
{
    *box = (struct key_box){.kind = KEY_BOX_ROOT, .name = name};
    secret_random(box->seed_sign, sizeof box->seed_sign);
}

void root_public(const struct key_box *box, uint8_t public[SIGN_PUBLIC_SIZE])
{
    sign_public(box->seed_sign, public);
}

uint32_t role_caps(uint8_t role)
{
    switch (role) {
    case ROLE_COUNSELLOR:
        return CAP_INTAKE | CAP_ADD;
    case ROLE_SUPERVISOR:
        return CAP_ADD | CAP_SUPERVISE | CAP_CERTIFY;
    default:
        return 0;
    }
}

static enum outcome cert_make(const struct request *request, const struct key_box *box,
                              uint8_t out[KEY_BOX_STATEMENT_MAX], size_t *size)
{
    struct staff_cert cert = {
        .role = request->role,
        .caps = role_caps(request->role),
        .doors = request->doors,
        .langs = request->langs,
        .profile = request->profile,
        .label = request->label,
        .not_before_day = request->from_day,
        .not_after_day = request->from_day + request->days,
    };
    uint8_t body[KEY_BOX_STATEMENT_MAX];
    secret_random(cert.person, sizeof cert.person);
    sign_public(box->seed_sign, cert.pk_sign);
    if (crypto_scalarmult_base(cert.pk_id, box->seed_id) != 0)
        return BROKEN;
    TRY(staff_cert_encode(&cert, body, sizeof body, size));
    /* Our own decoder is the rule for what everybody else will accept. */
    TRY(staff_cert_decode(&cert, (struct bytes){body, *size}));
    return statement_bare(STATEMENT_TYPE_STAFF_CERT, (struct bytes){body, *size}, out, KEY_BOX_STATEMENT_MAX, size);
}

enum outcome staff_request(const struct request *request, const uint8_t deployment_id[HASH_SIZE], struct key_box *box,
                           uint8_t statement[KEY_BOX_STATEMENT_MAX], struct reason *reason)
{
    *box = (struct key_box){.kind = KEY_BOX_STAFF};
    memcpy(box->deployment_id, deployment_id, HASH_SIZE);
    secret_random(box->seed_sign, sizeof box->seed_sign);
    secret_random(box->seed_id, sizeof box->seed_id);
    secret_random(box->store_key, sizeof box->store_key);
    box->statement.data = statement;
    if (cert_make(request, box, statement, &box->statement.size) != OK) {
        reason_set(reason,
                   "role, label, doors, languages or days make no sense (doors ascend; the label has 1 to %d octets).",
                   NAME_MAX_SIZE);
        wipe(box, sizeof *box);
        return REFUSED;
    }
    return OK;
}

enum outcome service_request(const struct service_cert *wanted, uint8_t statement[KEY_BOX_STATEMENT_MAX], size_t *size,
                             struct reason *reason)
{
    uint8_t body[KEY_BOX_STATEMENT_MAX];
    reason_set(reason, "these days make no sense.");
    if (service_cert_encode(wanted, body, sizeof body, size) != OK)
        return REFUSED;
    return statement_bare(STATEMENT_TYPE_SERVICE_CERT, (struct bytes){body, *size}, statement, KEY_BOX_STATEMENT_MAX,
                          size);
}

static bool is_root(const struct roster *roster, const uint8_t public[SIGN_PUBLIC_SIZE])
{
    for (size_t i = 0; i < roster->root_count; i++)
        if (memcmp(roster->roots[i], public, SIGN_PUBLIC_SIZE) == 0)
            return true;
    return false;
}

/* The roster's entry for a key: by its hash alone, because a supervisor may sign before any snapshot names them. */
static const struct roster_entry *entry_of(const struct roster *roster, const struct key_box *key, uint64_t now_min)
{
    struct statement statement;
    uint8_t cert_hash[HASH_SIZE];
    uint32_t day = (uint32_t)(now_min / MINUTES_A_DAY);
    if (key->kind != KEY_BOX_STAFF || statement_decode(&statement, key->statement) != OK)
        return NULL;
    cert_hash_of(statement.body, cert_hash);
    for (size_t i = 0; i < roster->count; i++) {
        const struct roster_entry *entry = &roster->entries[i];
        if (memcmp(entry->cert_hash, cert_hash, HASH_SIZE) == 0)
            return entry->not_before_day <= day && day <= entry->not_after_day ? entry : NULL;
    }
    return NULL;
}

/* How a signature by `key` names its signer, if the rules let it count on a certificate of that role. */
static enum outcome signer_of(const struct roster *roster, const struct key_box *key, uint8_t role, uint64_t now_min,
                              uint8_t signer[HASH_SIZE], struct reason *reason)
{
    if (key->kind == KEY_BOX_ROOT) {
        root_public(key, signer);
        if (is_root(roster, signer))
            return OK;
        reason_set(reason, "this root is not one of the programme's.");
        return REFUSED;
    }
    const struct roster_entry *entry = entry_of(roster, key, now_min);
    if (entry == NULL || (entry->caps & CAP_CERTIFY) == 0) {
        reason_set(reason,
                   "this key may not sign certificates: it is no supervisor's of this programme, or out of date.");
        return REFUSED;
    }
    if (role == ROLE_SUPERVISOR) {
        reason_set(reason, "a supervisor's certificate is signed by roots alone.");
        return REFUSED;
    }
    memcpy(signer, entry->cert_hash, HASH_SIZE);
    return OK;
}

/* Whose certificate it is; the server has no role. MALFORMED: it is none. */
static enum outcome role_of(const struct statement *statement, uint8_t *role)
{
    struct staff_cert cert;
    struct service_cert service;
    *role = ROLE_VISITOR;
    if (statement->type == STATEMENT_TYPE_SERVICE_CERT)
        return service_cert_decode(&service, statement->body);
    if (statement->type != STATEMENT_TYPE_STAFF_CERT)
        return MALFORMED;
    TRY(staff_cert_decode(&cert, statement->body));
    *role = cert.role;
    return OK;
}

enum outcome staff_sign(uint8_t data[KEY_BOX_STATEMENT_MAX], size_t *size, const struct roster *roster,
                        const struct key_box *key, uint64_t now_min, struct reason *reason)
{
    struct statement statement;
    uint8_t role, signer[HASH_SIZE], out[KEY_BOX_STATEMENT_MAX];
    size_t out_size;
    if (statement_decode(&statement, (struct bytes){data, *size}) != OK || role_of(&statement, &role) != OK) {
        reason_set(reason, "this is not a request for a certificate.");
        return MALFORMED;
    }
    TRY(signer_of(roster, key, role, now_min, signer, reason));
    for (size_t i = 0; i < statement.signature_count; i++) {
        if (memcmp(statement.signatures[i].signer, signer, HASH_SIZE) == 0) {
            reason_set(reason, "this key has signed it already.");
            return REFUSED;
        }
    }
    enum outcome outcome = statement_sign(&statement, roster->deployment_id, signer, key->seed_sign);
    if (outcome == OK)
        outcome = statement_encode(&statement, out, sizeof out, &out_size);
    if (outcome != OK) {
        reason_set(reason, "it has all the signatures it can carry.");
        return outcome;
    }
    memcpy(data, out, out_size);
    *size = out_size;
    return OK;
}

static int compare_hashes(const void *a, const void *b)
{
    return memcmp(a, b, HASH_SIZE);
}

static bool is_among(const uint8_t hash[HASH_SIZE], const uint8_t (*hashes)[HASH_SIZE], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (memcmp(hash, hashes[i], HASH_SIZE) == 0)
            return true;
    return false;
}

/* How many certificates stand in the file before its snapshot, which might have named them. 0: there is none. */
static size_t count_before_snapshot(const struct statement_file *programme)
{
    struct reader reader;
    struct statement statement;
    size_t count = 0;
    reader_open(&reader, programme->data, programme->size);
    for (struct bytes next; (next = statement_file_next(&reader)).size > 0;) {
        if (statement_decode(&statement, next) != OK || statement.type == STATEMENT_TYPE_SNAPSHOT)
            return count;
        count += statement.type == STATEMENT_TYPE_STAFF_CERT;
    }
    return 0;
}

/* Did the last snapshot leave it out, which could have named it? `at`: its place among the certificates of the file. */
static bool was_left_out(const struct roster *roster, size_t at, size_t known)
{
    const struct roster_entry *entry = &roster->entries[at];
    return at < known && !entry->is_active &&
           entry->not_before_day <= (uint32_t)(roster->snapshot_issued_min / MINUTES_A_DAY);
}

struct left_out {
    const uint8_t (*without)[HASH_SIZE]; /* now */
    size_t count;
    size_t known; /* certificates that the last snapshot might have named */
};

/* All certificates in date, ascending, as a snapshot wants them; who was left out once stays out. Gives their number. */
static size_t active_list(const struct roster *roster, const struct left_out *left, uint64_t now_min,
                          uint8_t out[STAFF_MAX][HASH_SIZE])
{
    uint32_t day = (uint32_t)(now_min / MINUTES_A_DAY);
    size_t count = 0;
    for (size_t i = 0; i < roster->count; i++) {
        const struct roster_entry *entry = &roster->entries[i];
        if (entry->not_before_day <= day && day <= entry->not_after_day && !was_left_out(roster, i, left->known) &&
            !is_among(entry->cert_hash, left->without, left->count))
            memcpy(out[count++], entry->cert_hash, HASH_SIZE);
    }
    qsort(out, count, HASH_SIZE, compare_hashes);
    return count;
}

/* The snapshots before the one to come: the one that it replaces, `old` (empty: there is none), and those that this one names. It is judged
 * by the minute in which it was made, and may be out of date by now. */
static enum outcome before_list(struct bytes old, struct roster *roster, uint8_t out[SNAPSHOTS_BEFORE_MAX][HASH_SIZE],
                                size_t *count, struct reason *reason)
{
    struct statement statement;
    struct snapshot snapshot;
    *count = 0;
    if (old.size == 0)
        return OK;
    reason_set(reason, "the snapshot that is in the programme's file is not signed by those who must.");
    TRY(statement_decode(&statement, old));
    TRY(snapshot_decode(&snapshot, statement.body));
    TRY(roster_add(roster, old, snapshot.issued_min));
    memcpy(out[(*count)++], roster->snapshot_hash, HASH_SIZE);
    for (size_t i = 0; i < roster->before_count && *count < SNAPSHOTS_BEFORE_MAX; i++)
        memcpy(out[(*count)++], roster->before[i], HASH_SIZE);
    return OK;
}

static enum outcome snapshot_sign(struct snapshot *snapshot, const struct roster *roster,
                                  const uint8_t signer[HASH_SIZE], const struct key_box *key,
                                  uint8_t out[STATEMENT_MAX], size_t *size)
{
    uint8_t body[STATEMENT_BODY_MAX];
    size_t body_size;
    TRY(snapshot_encode(snapshot, body, sizeof body, &body_size));
    struct statement statement = {.type = STATEMENT_TYPE_SNAPSHOT, .body = {body, body_size}};
    TRY(statement_sign(&statement, roster->deployment_id, signer, key->seed_sign));
    return statement_encode(&statement, out, STATEMENT_MAX, size);
}

/* The work of snapshot_new with a roster to stand on. */
static enum outcome snapshot_add(struct statement_file *programme, const struct key_box *key,
                                 const uint8_t (*without)[HASH_SIZE], size_t without_count, uint64_t now_min,
                                 struct roster *roster, struct reason *reason)
{
    uint8_t active[STAFF_MAX][HASH_SIZE], before[SNAPSHOTS_BEFORE_MAX][HASH_SIZE], statement[STATEMENT_MAX];
    size_t size, before_count;
    TRY(statement_file_check(programme, false, now_min, roster, reason));
    const struct roster_entry *entry = entry_of(roster, key, now_min);
    if (entry == NULL || entry->role != ROLE_SUPERVISOR) {
        reason_set(reason, "only a supervisor of this programme signs its snapshot.");
        return REFUSED;
    }
    struct left_out left = {without, without_count, count_before_snapshot(programme)};
    TRY(statement_file_take_snapshot(programme, statement, &size));
    TRY(before_list((struct bytes){statement, size}, roster, before, &before_count, reason));
    size_t count = active_list(roster, &left, now_min, active);
    if (count == 0) {
        reason_set(reason, "nobody's certificate would count.");
        return REFUSED;
    }
    /* The key log comes later: its size and root stand here as zeros. */
    struct snapshot snapshot = {.issued_min = now_min,
                                .expires_min = now_min + SNAPSHOT_LIFETIME_MIN,
                                .active = {active[0], count * HASH_SIZE},
                                .before = {before[0], before_count * HASH_SIZE}};
    TRY(snapshot_sign(&snapshot, roster, entry->cert_hash, key, statement, &size));
    TRY(statement_file_append(programme, (struct bytes){statement, size}));
    return statement_file_check(programme, true, now_min, roster, reason);
}

enum outcome snapshot_new(struct statement_file *programme, const struct key_box *key,
                          const uint8_t (*without)[HASH_SIZE], size_t without_count, uint64_t now_min,
                          struct reason *reason)
{
    struct roster *roster = malloc(sizeof *roster);
    struct statement_file *changed = malloc(sizeof *changed);
    enum outcome outcome = BROKEN;
    reason_set(reason, "the snapshot cannot be made.");
    if (roster != NULL && changed != NULL) {
        *changed = *programme;
        outcome = snapshot_add(changed, key, without, without_count, now_min, roster, reason);
    }
    if (outcome == OK)
        *programme = *changed;
    free(changed);
    free(roster);
    return outcome;
}
