#include "store_digest.h"

#include <string.h>

enum { CASES_MAX = 64 };

/* Rows are added field by field: between their fields stands what nobody has written. */
#define ADD(field) digest->number = digest_add(digest->number, &(field), sizeof(field))

struct digest {
    uint64_t number;
    size_t count;
    struct case_row cases[CASES_MAX];
};

uint64_t digest_add(uint64_t digest, const void *data, size_t size)
{
    const uint8_t *at = data;
    uint64_t word;
    for (; size >= sizeof word; at += sizeof word, size -= sizeof word) {
        memcpy(&word, at, sizeof word);
        digest = (digest ^ word) * 0x9e3779b97f4a7c15U;
        digest ^= digest >> 29;
    }
    for (; size > 0; at++, size--)
        digest = (digest ^ *at) * 0x100000001b3U;
    return digest;
}

static void add_bytes(struct digest *digest, struct bytes data)
{
    ADD(data.size);
    digest->number = digest_add(digest->number, data.data, data.size);
}

/* --- one row --- */

static bool add_case(void *context, const struct case_row *row)
{
    struct digest *digest = context;
    invariant(digest->count < CASES_MAX);
    digest->cases[digest->count++] = *row;
    ADD(row->place);
    ADD(row->visitor);
    ADD(row->door);
    ADD(row->state);
    ADD(row->why);
    ADD(row->since_min);
    ADD(row->fade_day);
    ADD(row->holder);
    ADD(row->room.case_id);
    ADD(row->room.epoch);
    ADD(row->room.left_epoch);
    ADD(row->room.head);
    ADD(row->room.roster_hash);
    ADD(row->room.holder);
    ADD(row->room.heir);
    ADD(row->room.heir_epoch);
    ADD(row->room.is_closed);
    for (uint8_t i = 0; i < row->room.member_count; i++) {
        ADD(row->room.members[i].who);
        ADD(row->room.members[i].since);
        ADD(row->room.members[i].until_day);
    }
    add_bytes(digest, (struct bytes){row->proposal, row->proposal_size});
    return true;
}

static bool add_envelope(void *context, const struct envelope_row *row)
{
    struct digest *digest = context;
    ADD(row->seq);
    ADD(row->recipient);
    ADD(row->sender);
    ADD(row->msg_id);
    ADD(row->case_id);
    ADD(row->key_id);
    ADD(row->class);
    ADD(row->wrap_state);
    ADD(row->kept_day);
    add_bytes(digest, row->envelope);
    return true;
}

static bool add_event(void *context, struct bytes statement)
{
    add_bytes(context, statement);
    return true;
}

static bool add_kept(void *context, const struct kept_row *row)
{
    struct digest *digest = context;
    ADD(row->number);
    ADD(row->msg_id);
    ADD(row->sealed);
    add_bytes(digest, row->envelope);
    return true;
}

static bool add_session(void *context, const struct session_row *row)
{
    struct digest *digest = context;
    ADD(row->principal);
    ADD(row->connection);
    for (uint8_t i = 0; i < row->key_count; i++)
        ADD(row->key_ids[i]);
    return true;
}

static bool add_key(void *context, const struct key_row *row)
{
    struct digest *digest = context;
    ADD(row->cert_hash);
    ADD(row->key_id);
    ADD(row->issued_min);
    ADD(row->not_after_min);
    add_bytes(digest, row->statement);
    return true;
}

static bool add_presence(void *context, const struct presence_row *row)
{
    struct digest *digest = context;
    ADD(row->cert_hash);
    ADD(row->connection);
    ADD(row->presence);
    return true;
}

static bool add_notice(void *context, const struct notice_row *row)
{
    struct digest *digest = context;
    ADD(row->sender);
    ADD(row->msg_id);
    ADD(row->recipient);
    ADD(row->case_id);
    ADD(row->day);
    return true;
}

/* --- what belongs together --- */

static void add_visitor(struct digest *digest, struct store *store, const struct case_row *row)
{
    struct salt_row salts[SALTS_MAX];
    struct bytes vault = {NULL, 0};
    size_t count = 0;
    if (ASK(store, vault_load, row->visitor, &vault) == OK)
        add_bytes(digest, vault);
    if (ASK(store, salts_load, row->visitor, salts, &count) != OK)
        count = 0;
    for (size_t i = 0; i < count; i++) {
        ADD(salts[i].salt.purpose);
        ADD(salts[i].salt.generation);
        ADD(salts[i].salt.sealed);
        ADD(salts[i].key_id);
    }
    invariant(ASK(store, kept_each, row->visitor, 0, add_kept, digest) == OK);
    invariant(ASK(store, event_each, row->room.case_id, 0, add_event, digest) == OK);
    invariant(ASK(store, envelope_each, row->visitor, 0, add_envelope, digest) == OK);
    invariant(ASK(store, notice_each, row->visitor, add_notice, digest) == OK);
}

static void add_staff(struct digest *digest, struct store *store, const uint8_t *cert_hash)
{
    struct seen_row seen;
    invariant(ASK(store, envelope_each, cert_hash, 0, add_envelope, digest) == OK);
    invariant(ASK(store, notice_each, cert_hash, add_notice, digest) == OK);
    if (ASK(store, seen_load, cert_hash, &seen) == OK)
        ADD(seen.hour);
}

uint64_t store_digest(struct store *store, const struct roster *roster)
{
    static struct digest whole;
    struct digest *digest = &whole;
    struct audit_row last;
    bool is_shredded;
    digest->number = 0xcbf29ce484222325U;
    digest->count = 0;
    invariant(store->ways->begin(store) == OK);
    invariant(ASK(store, case_each, DOOR_ANY, 0, add_case, digest) == OK);
    for (size_t i = 0; i < digest->count; i++)
        add_visitor(digest, store, &digest->cases[i]);
    for (size_t i = 0; i < roster->count; i++)
        add_staff(digest, store, roster->entries[i].cert_hash);
    invariant(ASK(store, session_each, add_session, digest) == OK);
    invariant(ASK(store, key_each_newest, add_key, digest) == OK);
    invariant(ASK(store, presence_each, add_presence, digest) == OK);
    if (ASK(store, audit_last, &last) == OK) {
        ADD(last.entry.number);
        ADD(last.previous);
    }
    invariant(ASK(store, commit, &is_shredded) == OK);
    return digest->number;
}
