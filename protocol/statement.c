#include "statement.h"

#include <string.h>

#include "fields.h"
#include "hash.h"
#include "sign_context.h"
#include "text.h"

enum { SIGNATURE_ENTRY_SIZE = HASH_SIZE + SIGNATURE_SIZE };

/* --- layouts (rule 5) --- */

/* Sig sigs<0..3*96>: two octets of length, counted in octets. */
static void lay_signatures(struct fields *fields, struct statement *statement)
{
    uint16_t size = 0;
    if (!fields_is_reading(fields))
        size = (uint16_t)(statement->signature_count * SIGNATURE_ENTRY_SIZE);
    fields_u16(fields, &size);
    fields_check(fields, size % SIGNATURE_ENTRY_SIZE == 0 && size <= SIGNATURES_MAX * SIGNATURE_ENTRY_SIZE);
    size_t count = size / SIGNATURE_ENTRY_SIZE;
    for (size_t i = 0; i < count && i < SIGNATURES_MAX; i++) {
        fields_octets(fields, statement->signatures[i].signer, HASH_SIZE);
        fields_octets(fields, statement->signatures[i].sig, SIGNATURE_SIZE);
    }
    if (fields_is_reading(fields))
        statement->signature_count = (uint8_t)(fields->reader->has_failed ? 0 : count);
}

static void lay_statement(struct fields *fields, struct statement *statement)
{
    uint8_t type = fields_is_reading(fields) ? 0 : (uint8_t)statement->type;
    fields_u8_within(fields, &type, STATEMENT_TYPE_ROOT_SET, STATEMENT_TYPE_DELETION);
    fields_check(fields, type != STATEMENT_TYPE_STAFF_LOGIN && type != STATEMENT_TYPE_LOG_NOTE);
    statement->type = (enum statement_type)type;
    fields_opaque16(fields, &statement->body, 1, STATEMENT_BODY_MAX);
    lay_signatures(fields, statement);
}

static void lay_roots(struct fields *fields, struct root_set *root_set)
{
    uint16_t size = 0;
    if (!fields_is_reading(fields))
        size = (uint16_t)(root_set->count * SIGN_PUBLIC_SIZE);
    fields_u16(fields, &size);
    fields_check(fields, size >= SIGN_PUBLIC_SIZE && size % SIGN_PUBLIC_SIZE == 0 && size <= sizeof root_set->roots);
    size_t count = size / SIGN_PUBLIC_SIZE;
    for (size_t i = 0; i < count && i < ROOTS_MAX; i++) {
        fields_octets(fields, root_set->roots[i], SIGN_PUBLIC_SIZE);
        for (size_t j = 0; j < i; j++)
            fields_check(fields, memcmp(root_set->roots[i], root_set->roots[j], SIGN_PUBLIC_SIZE) != 0);
    }
    if (fields_is_reading(fields))
        root_set->count = (uint8_t)(fields->reader->has_failed ? 0 : count);
}

static void lay_root_set(struct fields *fields, struct root_set *root_set)
{
    fields_opaque8(fields, &root_set->name, 1, NAME_MAX_SIZE);
    fields_u8(fields, &root_set->threshold);
    lay_roots(fields, root_set);
    fields_check(fields, text_is_valid(root_set->name));
    fields_check(fields, root_set->threshold >= 1 && root_set->threshold <= root_set->count);
}

static bool is_ascending(struct bytes data, size_t size)
{
    for (size_t at = size; at < data.size; at += size)
        if (memcmp(data.data + at - size, data.data + at, size) >= 0)
            return false;
    return true;
}

static void lay_staff_cert(struct fields *fields, struct staff_cert *cert)
{
    fields_octets(fields, cert->person, PERSON_SIZE);
    fields_u8_within(fields, &cert->role, ROLE_COUNSELLOR, ROLE_LAST);
    fields_u32(fields, &cert->caps);
    fields_check(fields, (cert->caps & ~(uint32_t)CAP_ALL) == 0);
    fields_opaque8(fields, &cert->doors, 0, DOORS_MAX);
    fields_opaque8(fields, &cert->langs, 0, LANGS_MAX_SIZE);
    fields_u8_within(fields, &cert->profile, PROFILE_NOT_SAID, PROFILE_MAN);
    fields_opaque8(fields, &cert->label, 1, NAME_MAX_SIZE);
    fields_octets(fields, cert->pk_sign, SIGN_PUBLIC_SIZE);
    fields_octets(fields, cert->pk_id, DH_SIZE);
    fields_u32(fields, &cert->not_before_day);
    fields_u32(fields, &cert->not_after_day);
    fields_check(fields, is_ascending(cert->doors, 1) && text_is_ascii(cert->langs) && text_is_valid(cert->label));
    fields_check(fields, cert->not_before_day <= cert->not_after_day);
}

static bool are_all_different(struct bytes data, size_t size)
{
    for (size_t at = size; at < data.size; at += size)
        for (size_t other = 0; other < at; other += size)
            if (memcmp(data.data + other, data.data + at, size) == 0)
                return false;
    return true;
}

static void lay_snapshot(struct fields *fields, struct snapshot *snapshot)
{
    fields_u64(fields, &snapshot->log_size);
    fields_octets(fields, snapshot->log_root, HASH_SIZE);
    fields_u64(fields, &snapshot->issued_min);
    fields_u64(fields, &snapshot->expires_min);
    fields_opaque16(fields, &snapshot->active, 0, STAFF_MAX * HASH_SIZE);
    fields_check(fields, snapshot->issued_min <= snapshot->expires_min);
    fields_opaque16(fields, &snapshot->before, 0, SNAPSHOTS_BEFORE_MAX * HASH_SIZE);
    fields_check(fields, snapshot->active.size % HASH_SIZE == 0 && is_ascending(snapshot->active, HASH_SIZE));
    fields_check(fields, snapshot->before.size % HASH_SIZE == 0 && are_all_different(snapshot->before, HASH_SIZE));
}

static void lay_service_cert(struct fields *fields, struct service_cert *cert)
{
    fields_octets(fields, cert->pk_sign, SIGN_PUBLIC_SIZE);
    fields_u32(fields, &cert->not_before_day);
    fields_u32(fields, &cert->not_after_day);
    fields_check(fields, cert->not_before_day <= cert->not_after_day);
}

static void lay_receive_key(struct fields *fields, struct receive_key *key)
{
    fields_octets(fields, key->cert_hash, HASH_SIZE);
    fields_u64(fields, &key->issued_min);
    fields_u64(fields, &key->not_after_min);
    fields_bytes(fields, &key->pk, KEM_PUBLIC_SIZE);
    fields_check(fields, key->issued_min <= key->not_after_min);
}

/* --- one pair of functions a layout --- */

FIELDS_DECODER_AND_ENCODER(statement)
FIELDS_DECODER_AND_ENCODER(root_set)
FIELDS_DECODER_AND_ENCODER(staff_cert)
FIELDS_DECODER_AND_ENCODER(snapshot)
FIELDS_DECODER_AND_ENCODER(receive_key)
FIELDS_DECODER_AND_ENCODER(service_cert)

/* --- hashes --- */

void deployment_id_of(struct bytes root_set_body, uint8_t deployment_id[HASH_SIZE])
{
    hash_labelled("udvej/1/deployment", &root_set_body, 1, deployment_id);
}

void cert_hash_of(struct bytes staff_cert_body, uint8_t cert_hash[HASH_SIZE])
{
    hash_labelled("udvej/1/cert", &staff_cert_body, 1, cert_hash);
}

void service_hash_of(struct bytes service_cert_body, uint8_t service_hash[HASH_SIZE])
{
    hash_labelled("udvej/1/service-cert", &service_cert_body, 1, service_hash);
}

void key_id_of(const uint8_t pk[KEM_PUBLIC_SIZE], uint8_t key_id[KEY_ID_SIZE])
{
    uint8_t hash[HASH_SIZE];
    hash_labelled("udvej/1/key-id", PARTS(PART(pk, KEM_PUBLIC_SIZE)), hash);
    memcpy(key_id, hash, KEY_ID_SIZE);
}

/* --- signatures --- */

enum outcome statement_sign(struct statement *statement, const uint8_t deployment_id[HASH_SIZE],
                            const uint8_t signer[HASH_SIZE], const uint8_t seed_sign[SIGN_SEED_SIZE])
{
    if (statement->signature_count >= SIGNATURES_MAX)
        return FULL;
    struct signature *signature = &statement->signatures[statement->signature_count];
    TRY(context_sign(statement->type, deployment_id, statement->body, seed_sign, signature->sig));
    memcpy(signature->signer, signer, HASH_SIZE);
    statement->signature_count++;
    return OK;
}

enum outcome statement_verify(const struct statement *statement, uint8_t index, const uint8_t deployment_id[HASH_SIZE],
                              const uint8_t pk_sign[SIGN_PUBLIC_SIZE])
{
    if (index >= statement->signature_count)
        return REFUSED;
    return context_verify(statement->type, deployment_id, statement->body, pk_sign, statement->signatures[index].sig);
}
