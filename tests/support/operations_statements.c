/* Operations: statements, the roster that they make, and rooms. */
#include "operations_parts.h"

#include <string.h>

#include "protocol/deletion.h"
#include "protocol/room.h"

static enum outcome give_statement(struct call *call, const struct statement *statement)
{
    static uint8_t out[STATEMENT_MAX];
    size_t size;
    TRY(statement_encode(statement, out, sizeof out, &size));
    call_give(call, out, size);
    return OK;
}

static enum outcome sign(struct call *call)
{
    struct statement statement = {.type = (enum statement_type)call_u8(call)};
    const uint8_t *deployment_id = call_fixed(call, HASH_SIZE);
    statement.body = call_octets(call);
    while (call_has_more(call)) {
        const uint8_t *signer = call_fixed(call, HASH_SIZE);
        TRY(statement_sign(&statement, deployment_id, signer, call_fixed(call, SIGN_SEED_SIZE)));
    }
    return give_statement(call, &statement);
}

static enum outcome check(struct call *call)
{
    struct statement statement;
    TRY(statement_decode(&statement, call_octets(call)));
    const uint8_t *deployment_id = call_fixed(call, HASH_SIZE);
    if (statement.signature_count != 1)
        return REFUSED;
    TRY(statement_verify(&statement, 0, deployment_id, call_fixed(call, SIGN_PUBLIC_SIZE)));
    call_give_number(call, statement.type);
    call_give_bytes(call, statement.body);
    return OK;
}

static enum outcome recode(struct call *call)
{
    struct statement statement;
    TRY(statement_decode(&statement, call_octets(call)));
    return give_statement(call, &statement);
}

static uint8_t body_out[STATEMENT_BODY_MAX];

static enum outcome root_set(struct call *call)
{
    uint8_t deployment_id[HASH_SIZE];
    struct root_set set = {.name = call_octets(call)};
    size_t size;
    set.threshold = call_u8(call);
    struct bytes roots = call_octets(call);
    if (roots.size > sizeof set.roots || roots.size % SIGN_PUBLIC_SIZE != 0)
        return REFUSED;
    set.count = (uint8_t)(roots.size / SIGN_PUBLIC_SIZE);
    memcpy(set.roots, roots.data, roots.size);
    TRY(root_set_encode(&set, body_out, sizeof body_out, &size));
    deployment_id_of((struct bytes){body_out, size}, deployment_id);
    call_give(call, body_out, size);
    call_give(call, deployment_id, sizeof deployment_id);
    return OK;
}

static enum outcome staff_cert(struct call *call)
{
    struct staff_cert cert;
    uint8_t cert_hash[HASH_SIZE];
    size_t size;
    call_copy(call, cert.person, PERSON_SIZE);
    cert.role = call_u8(call);
    cert.caps = call_u32(call);
    cert.doors = call_octets(call);
    cert.langs = call_octets(call);
    cert.profile = call_u8(call);
    cert.label = call_octets(call);
    call_copy(call, cert.pk_sign, SIGN_PUBLIC_SIZE);
    call_copy(call, cert.pk_id, DH_SIZE);
    cert.not_before_day = call_u32(call);
    cert.not_after_day = call_u32(call);
    TRY(staff_cert_encode(&cert, body_out, sizeof body_out, &size));
    cert_hash_of((struct bytes){body_out, size}, cert_hash);
    call_give(call, body_out, size);
    call_give(call, cert_hash, sizeof cert_hash);
    return OK;
}

static enum outcome snapshot(struct call *call)
{
    struct snapshot snapshot = {.log_size = call_u64(call)};
    size_t size;
    call_copy(call, snapshot.log_root, HASH_SIZE);
    snapshot.issued_min = call_u64(call);
    snapshot.expires_min = call_u64(call);
    snapshot.active = call_octets(call);
    snapshot.before = call_octets(call);
    TRY(snapshot_encode(&snapshot, body_out, sizeof body_out, &size));
    call_give(call, body_out, size);
    return OK;
}

static enum outcome receive_key(struct call *call)
{
    struct receive_key key;
    uint8_t key_id[KEY_ID_SIZE];
    size_t size;
    call_copy(call, key.cert_hash, HASH_SIZE);
    key.issued_min = call_u64(call);
    key.not_after_min = call_u64(call);
    key.pk = (struct bytes){call_fixed(call, KEM_PUBLIC_SIZE), KEM_PUBLIC_SIZE};
    TRY(receive_key_encode(&key, body_out, sizeof body_out, &size));
    key_id_of(key.pk.data, key_id);
    call_give(call, body_out, size);
    call_give(call, key_id, sizeof key_id);
    return OK;
}

static enum outcome service_cert(struct call *call)
{
    struct service_cert cert;
    uint8_t service_hash[HASH_SIZE];
    size_t size;
    call_copy(call, cert.pk_sign, SIGN_PUBLIC_SIZE);
    cert.not_before_day = call_u32(call);
    cert.not_after_day = call_u32(call);
    TRY(service_cert_encode(&cert, body_out, sizeof body_out, &size));
    service_hash_of((struct bytes){body_out, size}, service_hash);
    call_give(call, body_out, size);
    call_give(call, service_hash, sizeof service_hash);
    return OK;
}

/* A body read and written again. */
static enum outcome body_check(struct call *call)
{
    union {
        struct root_set root_set;
        struct staff_cert cert;
        struct snapshot snapshot;
        struct receive_key key;
        struct service_cert service;
    } as;
    uint8_t type = call_u8(call);
    struct bytes body = call_octets(call);
    size_t size;
    switch (type) {
    case STATEMENT_TYPE_ROOT_SET:
        TRY(root_set_decode(&as.root_set, body));
        TRY(root_set_encode(&as.root_set, body_out, sizeof body_out, &size));
        break;
    case STATEMENT_TYPE_STAFF_CERT:
        TRY(staff_cert_decode(&as.cert, body));
        TRY(staff_cert_encode(&as.cert, body_out, sizeof body_out, &size));
        break;
    case STATEMENT_TYPE_SNAPSHOT:
        TRY(snapshot_decode(&as.snapshot, body));
        TRY(snapshot_encode(&as.snapshot, body_out, sizeof body_out, &size));
        break;
    case STATEMENT_TYPE_RECEIVE_KEY:
        TRY(receive_key_decode(&as.key, body));
        TRY(receive_key_encode(&as.key, body_out, sizeof body_out, &size));
        break;
    case STATEMENT_TYPE_SERVICE_CERT:
        TRY(service_cert_decode(&as.service, body));
        TRY(service_cert_encode(&as.service, body_out, sizeof body_out, &size));
        break;
    default:
        return REFUSED;
    }
    call_give(call, body_out, size);
    return OK;
}

static enum outcome event_write(struct call *call)
{
    struct room_event event;
    size_t size;
    call_copy(call, event.case_id, CASE_ID_SIZE);
    event.epoch = call_u32(call);
    call_copy(call, event.prev, HASH_SIZE);
    event.type = call_u8(call);
    call_copy(call, event.actor, HASH_SIZE);
    call_copy(call, event.subject, HASH_SIZE);
    event.role = call_u8(call);
    event.day = call_u32(call);
    event.until_day = call_u32(call);
    TRY(room_event_encode(&event, body_out, sizeof body_out, &size));
    call_give(call, body_out, size);
    return OK;
}

static struct roster all; /* large */

static enum outcome roster(struct call *call)
{
    uint8_t octets[STAFF_MAX * (1 + KEY_ID_SIZE)] = {0};
    size_t count = 0;
    roster_open(&all, call_fixed(call, HASH_SIZE));
    uint64_t now_min = call_u64(call);
    struct bytes cert_hashes = call_octets(call);
    while (call_has_more(call) && count < sizeof octets)
        octets[count++] = roster_add(&all, call_octets(call), now_min) == OK ? 1 : 0;
    call_give(call, octets, count);
    count = cert_hashes.size / HASH_SIZE;
    call->is_wrong = call->is_wrong || count > STAFF_MAX || cert_hashes.size % HASH_SIZE != 0;
    if (call->is_wrong)
        return BROKEN;
    memset(octets, 0, sizeof octets);
    for (size_t i = 0; i < count; i++) {
        uint8_t *at = octets + i * (1 + KEY_ID_SIZE);
        const struct roster_entry *entry = roster_find(&all, cert_hashes.data + i * HASH_SIZE, now_min);
        at[0] = entry != NULL ? 1 : 0;
        if (entry != NULL && entry->key_issued_min != 0)
            memcpy(at + 1, entry->key_id, KEY_ID_SIZE);
    }
    call_give(call, octets, count * (1 + KEY_ID_SIZE));
    call_give(call, all.snapshot_hash, HASH_SIZE);
    call_give(call, all.before[0], (size_t)all.before_count * HASH_SIZE);
    return OK;
}

static enum outcome deletion(struct call *call)
{
    struct deletion_receipt receipt;
    roster_open(&all, call_fixed(call, HASH_SIZE));
    uint64_t now_min = call_u64(call);
    struct bytes statement = call_octets(call);
    while (call_has_more(call))
        TRY(roster_add(&all, call_octets(call), now_min));
    TRY(deletion_check(&all, statement, &receipt));
    call_give(call, receipt.mailbox, MAILBOX_SIZE);
    call_give_number(call, receipt.day);
    return OK;
}

static void give_room(struct call *call, const struct room *room, bool has_step, bool is_taken)
{
    uint8_t octets[1 + 4 + 2 * HASH_SIZE + 1 + 2 * HASH_SIZE + 4];
    struct writer writer;
    size_t size = 0;
    writer_open(&writer, octets, sizeof octets);
    if (has_step)
        writer_u8(&writer, is_taken ? 1 : 0);
    writer_u32(&writer, room->epoch);
    writer_put(&writer, room->head, HASH_SIZE);
    writer_put(&writer, room->roster_hash, HASH_SIZE);
    writer_u8(&writer, room->is_closed ? 1 : 0);
    writer_put(&writer, room->holder, HASH_SIZE);
    writer_put(&writer, room->heir, HASH_SIZE);
    writer_u32(&writer, room->left_epoch);
    call->is_wrong = call->is_wrong || writer_finish(&writer, &size) != OK;
    call_give(call, octets, size);
}

static enum outcome room(struct call *call)
{
    struct room one;
    roster_open(&all, call_fixed(call, HASH_SIZE));
    uint64_t now_min = call_u64(call);
    const uint8_t *case_id = call_fixed(call, CASE_ID_SIZE);
    const uint8_t *visitor_id = call_fixed(call, HASH_SIZE);
    room_open(&one, case_id, visitor_id, call_fixed(call, HASH_SIZE));
    for (uint64_t count = call_number(call, STAFF_MAX); count > 0; count--)
        TRY(roster_add(&all, call_octets(call), now_min));
    give_room(call, &one, false, false);
    while (call_has_more(call)) {
        bool is_taken = room_apply(&one, call_octets(call), &all, now_min) == OK;
        give_room(call, &one, true, is_taken);
    }
    return OK;
}

const struct operation operations_statements[] = {
    {"statement_sign", sign},
    {"statement_check", check},
    {"statement_recode", recode},
    {"root_set", root_set},
    {"staff_cert", staff_cert},
    {"snapshot", snapshot},
    {"receive_key", receive_key},
    {"service_cert", service_cert},
    {"body_check", body_check},
    {"deletion_check", deletion},
    {"event_write", event_write},
    {"roster", roster},
    {"room", room},
    {NULL, NULL},
};
