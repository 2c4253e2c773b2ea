#include "statement.h"

#include <string.h>

#include "hash.h"

enum { MINUTES_PER_DAY = 24 * 60 };

void roster_open(struct roster *roster, const uint8_t deployment_id[HASH_SIZE])
{
    memset(roster, 0, sizeof *roster);
    memcpy(roster->deployment_id, deployment_id, HASH_SIZE);
}

static uint32_t day_of(uint64_t minute)
{
    uint64_t day = minute / MINUTES_PER_DAY;
    return day > UINT32_MAX ? UINT32_MAX : (uint32_t)day;
}

static bool is_in_date(const struct roster_entry *entry, uint32_t day)
{
    return entry->not_before_day <= day && day <= entry->not_after_day;
}

/* Index of the entry with that hash, or `count`. */
static size_t index_of(const struct roster *roster, const uint8_t cert_hash[HASH_SIZE])
{
    size_t index = 0;
    while (index < roster->count && memcmp(roster->entries[index].cert_hash, cert_hash, HASH_SIZE) != 0)
        index++;
    return index;
}

/* --- who signed (rule 5) --- */

/* How a statement is signed: every signature on it must be good, and no key may sign twice, so nothing unchecked rides along. */
struct signers {
    size_t roots;
    size_t certificates;
    const struct roster_entry *certificate[SIGNATURES_MAX];
};

static const uint8_t *root_of(const struct roster *roster, const uint8_t signer[HASH_SIZE])
{
    for (size_t i = 0; i < roster->root_count; i++)
        if (memcmp(roster->roots[i], signer, SIGN_PUBLIC_SIZE) == 0)
            return roster->roots[i];
    return NULL;
}

static bool signed_before(const struct statement *statement, uint8_t index)
{
    for (uint8_t i = 0; i < index; i++)
        if (memcmp(statement->signatures[i].signer, statement->signatures[index].signer, HASH_SIZE) == 0)
            return true;
    return false;
}

/* Certificates count only if they are in date on `day`. */
static enum outcome signers_of(const struct roster *roster, const struct statement *statement, uint32_t day,
                               struct signers *signers)
{
    memset(signers, 0, sizeof *signers);
    for (uint8_t i = 0; i < statement->signature_count; i++) {
        const uint8_t *signer = statement->signatures[i].signer;
        if (signed_before(statement, i))
            return REFUSED;
        const uint8_t *root = root_of(roster, signer);
        if (root != NULL) {
            TRY(statement_verify(statement, i, roster->deployment_id, root));
            signers->roots++;
            continue;
        }
        size_t index = index_of(roster, signer);
        if (index == roster->count || !is_in_date(&roster->entries[index], day))
            return REFUSED;
        TRY(statement_verify(statement, i, roster->deployment_id, roster->entries[index].pk_sign));
        signers->certificate[signers->certificates++] = &roster->entries[index];
    }
    return OK;
}

/* Two supervisors are two people: certificates are one a device, so the person counts. */
static size_t certifying_supervisors(const struct signers *signers)
{
    size_t count = 0;
    for (size_t i = 0; i < signers->certificates; i++) {
        const struct roster_entry *entry = signers->certificate[i];
        bool counts = entry->role == ROLE_SUPERVISOR && (entry->caps & CAP_CERTIFY) != 0;
        for (size_t j = 0; j < i; j++)
            counts = counts && memcmp(entry->person, signers->certificate[j]->person, PERSON_SIZE) != 0;
        count += counts ? 1 : 0;
    }
    return count;
}

static bool may_certify(const struct roster *roster, const struct signers *signers, uint8_t role)
{
    size_t supervisors = certifying_supervisors(signers);
    if (supervisors != signers->certificates)
        return false;
    bool has_roots = signers->roots >= roster->root_threshold;
    if (role == ROLE_SUPERVISOR)
        return has_roots && supervisors == 0;
    return (supervisors >= 2 && signers->roots == 0) || (supervisors == 1 && has_roots);
}

/* --- one function a type --- */

static enum outcome add_root_set(struct roster *roster, const struct statement *statement)
{
    struct root_set root_set;
    uint8_t id[HASH_SIZE];
    TRY(root_set_decode(&root_set, statement->body));
    deployment_id_of(statement->body, id);
    if (memcmp(id, roster->deployment_id, HASH_SIZE) != 0)
        return REFUSED;
    /* Its hash is what every client has built in, so it needs no signature; those that it has must be its own roots'. */
    for (uint8_t i = 0; i < statement->signature_count; i++) {
        const uint8_t *root = NULL;
        for (size_t j = 0; j < root_set.count; j++)
            if (memcmp(root_set.roots[j], statement->signatures[i].signer, SIGN_PUBLIC_SIZE) == 0)
                root = root_set.roots[j];
        if (root == NULL || signed_before(statement, i))
            return REFUSED;
        TRY(statement_verify(statement, i, id, root));
    }
    roster->has_root_set = true;
    roster->root_count = root_set.count;
    roster->root_threshold = root_set.threshold;
    memcpy(roster->roots, root_set.roots, sizeof roster->roots);
    return OK;
}

static void fill(struct roster_entry *entry, const struct staff_cert *cert, const uint8_t cert_hash[HASH_SIZE])
{
    memset(entry, 0, sizeof *entry);
    memcpy(entry->cert_hash, cert_hash, HASH_SIZE);
    memcpy(entry->person, cert->person, PERSON_SIZE);
    memcpy(entry->pk_sign, cert->pk_sign, SIGN_PUBLIC_SIZE);
    memcpy(entry->pk_id, cert->pk_id, DH_SIZE);
    entry->role = cert->role;
    entry->profile = cert->profile;
    entry->doors_count = (uint8_t)cert->doors.size;
    for (size_t i = 0; i < cert->doors.size; i++)
        entry->doors[i] = cert->doors.data[i];
    entry->langs_size = (uint8_t)cert->langs.size;
    for (size_t i = 0; i < cert->langs.size; i++)
        entry->langs[i] = cert->langs.data[i];
    entry->label_size = (uint8_t)cert->label.size;
    for (size_t i = 0; i < cert->label.size; i++)
        entry->label[i] = cert->label.data[i];
    entry->caps = cert->caps;
    entry->not_before_day = cert->not_before_day;
    entry->not_after_day = cert->not_after_day;
}

/* Signers must be in date on the day the new certificate begins, not today: so everybody who reads the same statements, whenever,
 * gets the same roster, and a supervisor's expiry does not take her colleagues' certificates with it. */
static enum outcome add_staff_cert(struct roster *roster, const struct statement *statement)
{
    struct staff_cert cert;
    struct signers signers;
    uint8_t cert_hash[HASH_SIZE];
    TRY(staff_cert_decode(&cert, statement->body));
    cert_hash_of(statement->body, cert_hash);
    if (index_of(roster, cert_hash) < roster->count)
        return OK;
    TRY(signers_of(roster, statement, cert.not_before_day, &signers));
    if (!may_certify(roster, &signers, cert.role))
        return REFUSED;
    if (roster->count == STAFF_MAX)
        return FULL;
    fill(&roster->entries[roster->count++], &cert, cert_hash);
    return OK;
}

static const struct service_entry *service_known(const struct roster *roster, const uint8_t service_hash[HASH_SIZE])
{
    for (size_t i = 0; i < roster->service_count; i++)
        if (memcmp(roster->services[i].service_hash, service_hash, HASH_SIZE) == 0)
            return &roster->services[i];
    return NULL;
}

/* Signed like a colleague's: whoever could certify a key alone could say for the server what it never said. */
static enum outcome add_service_cert(struct roster *roster, const struct statement *statement)
{
    struct service_cert cert;
    struct signers signers;
    struct service_entry entry;
    TRY(service_cert_decode(&cert, statement->body));
    service_hash_of(statement->body, entry.service_hash);
    if (service_known(roster, entry.service_hash) != NULL)
        return OK;
    TRY(signers_of(roster, statement, cert.not_before_day, &signers));
    if (!may_certify(roster, &signers, ROLE_VISITOR)) /* no role of the staff */
        return REFUSED;
    if (roster->service_count == SERVICES_MAX)
        return FULL;
    memcpy(entry.pk_sign, cert.pk_sign, SIGN_PUBLIC_SIZE);
    entry.not_before_day = cert.not_before_day;
    entry.not_after_day = cert.not_after_day;
    roster->services[roster->service_count++] = entry;
    return OK;
}

static bool is_named_by(const struct snapshot *snapshot, const uint8_t cert_hash[HASH_SIZE])
{
    for (size_t at = 0; at < snapshot->active.size; at += HASH_SIZE)
        if (memcmp(snapshot->active.data + at, cert_hash, HASH_SIZE) == 0)
            return true;
    return false;
}

/* Every certificate that it names must be here and checked: otherwise the server could leave colleagues out unseen. */
static bool are_all_known(const struct roster *roster, const struct snapshot *snapshot)
{
    for (size_t at = 0; at < snapshot->active.size; at += HASH_SIZE)
        if (index_of(roster, snapshot->active.data + at) == roster->count)
            return false;
    return true;
}

static bool is_snapshot_timely(const struct snapshot *snapshot, uint64_t now_min)
{
    return snapshot->issued_min <= now_min + SNAPSHOT_FUTURE_MIN && now_min <= snapshot->expires_min &&
           snapshot->expires_min - snapshot->issued_min <= SNAPSHOT_LIFETIME_MIN;
}

static enum outcome add_snapshot(struct roster *roster, const struct statement *statement, uint64_t now_min)
{
    struct snapshot snapshot;
    struct signers signers;
    uint8_t hash[HASH_SIZE];
    TRY(snapshot_decode(&snapshot, statement->body));
    hash_labelled("udvej/1/snapshot", &statement->body, 1, hash);
    if (!is_snapshot_timely(&snapshot, now_min))
        return REFUSED;
    if (roster->has_snapshot && memcmp(hash, roster->snapshot_hash, HASH_SIZE) == 0)
        return OK;
    if (roster->has_snapshot && snapshot.issued_min <= roster->snapshot_issued_min)
        return REFUSED;
    TRY(signers_of(roster, statement, day_of(snapshot.issued_min), &signers));
    bool is_signed = signers.roots == 0 && signers.certificates == 1 && signers.certificate[0]->role == ROLE_SUPERVISOR;
    if (!is_signed || !are_all_known(roster, &snapshot))
        return REFUSED;
    for (size_t i = 0; i < roster->count; i++)
        roster->entries[i].is_active = is_named_by(&snapshot, roster->entries[i].cert_hash);
    roster->has_snapshot = true;
    roster->snapshot_issued_min = snapshot.issued_min;
    roster->snapshot_expires_min = snapshot.expires_min;
    memcpy(roster->snapshot_hash, hash, HASH_SIZE);
    roster->before_count = (uint8_t)(snapshot.before.size / HASH_SIZE);
    for (size_t at = 0; at < snapshot.before.size; at += HASH_SIZE)
        memcpy(roster->before[at / HASH_SIZE], snapshot.before.data + at, HASH_SIZE);
    return OK;
}

static bool is_key_timely(const struct receive_key *key, uint64_t now_min)
{
    return key->issued_min <= now_min + SNAPSHOT_FUTURE_MIN && now_min <= key->not_after_min &&
           key->not_after_min - key->issued_min <= RECEIVE_KEY_LIFETIME_MIN;
}

static enum outcome add_receive_key(struct roster *roster, const struct statement *statement, uint64_t now_min)
{
    struct receive_key key;
    TRY(receive_key_decode(&key, statement->body));
    size_t index = index_of(roster, key.cert_hash);
    if (index == roster->count || !is_key_timely(&key, now_min))
        return REFUSED;
    struct roster_entry *entry = &roster->entries[index];
    bool is_known = entry->key_issued_min == key.issued_min && entry->key_not_after_min == key.not_after_min &&
                    memcmp(entry->key_pk, key.pk.data, KEM_PUBLIC_SIZE) == 0;
    if (is_known)
        return OK;
    if (key.issued_min <= entry->key_issued_min || !is_in_date(entry, day_of(now_min)))
        return REFUSED;
    if (statement->signature_count != 1 || memcmp(statement->signatures[0].signer, key.cert_hash, HASH_SIZE) != 0)
        return REFUSED;
    TRY(statement_verify(statement, 0, roster->deployment_id, entry->pk_sign));
    entry->key_issued_min = key.issued_min;
    entry->key_not_after_min = key.not_after_min;
    key_id_of(key.pk.data, entry->key_id);
    memcpy(entry->key_pk, key.pk.data, KEM_PUBLIC_SIZE);
    return OK;
}

enum outcome roster_add(struct roster *roster, struct bytes data, uint64_t now_min)
{
    struct statement statement;
    TRY(statement_decode(&statement, data));
    if (statement.type != STATEMENT_TYPE_ROOT_SET && !roster->has_root_set)
        return REFUSED;
    switch (statement.type) {
    case STATEMENT_TYPE_ROOT_SET:
        return add_root_set(roster, &statement);
    case STATEMENT_TYPE_STAFF_CERT:
        return add_staff_cert(roster, &statement);
    case STATEMENT_TYPE_SERVICE_CERT:
        return add_service_cert(roster, &statement);
    case STATEMENT_TYPE_SNAPSHOT:
        return add_snapshot(roster, &statement, now_min);
    case STATEMENT_TYPE_RECEIVE_KEY:
        return add_receive_key(roster, &statement, now_min);
    default: /* no fact about the staff */
        return REFUSED;
    }
}

/* --- questions --- */

const struct roster_entry *roster_find(const struct roster *roster, const uint8_t cert_hash[HASH_SIZE],
                                       uint64_t now_min)
{
    size_t index = index_of(roster, cert_hash);
    if (index == roster->count)
        return NULL;
    const struct roster_entry *entry = &roster->entries[index];
    return entry->is_active && is_in_date(entry, day_of(now_min)) ? entry : NULL;
}

const struct roster_entry *roster_known(const struct roster *roster, const uint8_t cert_hash[HASH_SIZE])
{
    size_t index = index_of(roster, cert_hash);
    return index == roster->count ? NULL : &roster->entries[index];
}

const struct roster_entry *roster_on(const struct roster *roster, const uint8_t cert_hash[HASH_SIZE], uint32_t day)
{
    size_t index = index_of(roster, cert_hash);
    if (index == roster->count)
        return NULL;
    const struct roster_entry *entry = &roster->entries[index];
    bool was_active = entry->is_active || (roster->has_snapshot && day <= day_of(roster->snapshot_issued_min));
    return was_active && is_in_date(entry, day) ? entry : NULL;
}

static bool service_counts(const struct service_entry *entry, uint32_t day)
{
    return entry->not_before_day <= day && day <= entry->not_after_day;
}

const struct service_entry *roster_service(const struct roster *roster, const uint8_t service_hash[HASH_SIZE],
                                           uint32_t day)
{
    const struct service_entry *entry = service_known(roster, service_hash);
    return entry != NULL && service_counts(entry, day) ? entry : NULL;
}

const struct service_entry *roster_service_of(const struct roster *roster, const uint8_t pk_sign[SIGN_PUBLIC_SIZE],
                                              uint32_t day)
{
    for (size_t i = 0; i < roster->service_count; i++) {
        const struct service_entry *entry = &roster->services[i];
        if (memcmp(entry->pk_sign, pk_sign, SIGN_PUBLIC_SIZE) == 0 && service_counts(entry, day))
            return entry;
    }
    return NULL;
}

bool roster_takes_intake(const struct roster_entry *entry, uint8_t door)
{
    if ((entry->caps & CAP_INTAKE) == 0)
        return false;
    for (size_t i = 0; i < entry->doors_count; i++)
        if (entry->doors[i] == door)
            return true;
    return false;
}
