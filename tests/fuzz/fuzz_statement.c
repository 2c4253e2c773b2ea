/* A whole statement, then its body by its type, then the roster and a room that are asked to take it in; and the text of a receipt. */
#include "fuzz.h"
#include "protocol/deletion.h"
#include "protocol/room.h"

static void body_of_type(const struct statement *statement)
{
    struct root_set root_set;
    struct staff_cert cert;
    struct snapshot snapshot;
    struct receive_key key;
    struct room_event event;
    struct service_cert service;
    struct deletion_receipt receipt;
    struct bytes body = statement->body;
    size_t written = 0;
    enum outcome read = MALFORMED;
    enum outcome wrote = MALFORMED;
    switch (statement->type) {
    case STATEMENT_TYPE_ROOT_SET:
        read = root_set_decode(&root_set, body);
        wrote = read == OK ? root_set_encode(&root_set, fuzz_again, sizeof fuzz_again, &written) : read;
        break;
    case STATEMENT_TYPE_STAFF_CERT:
        read = staff_cert_decode(&cert, body);
        wrote = read == OK ? staff_cert_encode(&cert, fuzz_again, sizeof fuzz_again, &written) : read;
        break;
    case STATEMENT_TYPE_SNAPSHOT:
        read = snapshot_decode(&snapshot, body);
        wrote = read == OK ? snapshot_encode(&snapshot, fuzz_again, sizeof fuzz_again, &written) : read;
        break;
    case STATEMENT_TYPE_RECEIVE_KEY:
        read = receive_key_decode(&key, body);
        wrote = read == OK ? receive_key_encode(&key, fuzz_again, sizeof fuzz_again, &written) : read;
        break;
    case STATEMENT_TYPE_ROOM_EVENT:
        read = room_event_decode(&event, body);
        wrote = read == OK ? room_event_encode(&event, fuzz_again, sizeof fuzz_again, &written) : read;
        break;
    case STATEMENT_TYPE_SERVICE_CERT:
        read = service_cert_decode(&service, body);
        wrote = read == OK ? service_cert_encode(&service, fuzz_again, sizeof fuzz_again, &written) : read;
        break;
    case STATEMENT_TYPE_DELETION:
        read = deletion_receipt_decode(&receipt, body);
        wrote = read == OK ? deletion_receipt_encode(&receipt, fuzz_again, sizeof fuzz_again, &written) : read;
        break;
    case STATEMENT_TYPE_REVOKE:
    case STATEMENT_TYPE_STAFF_LOGIN:
    case STATEMENT_TYPE_LOG_NOTE:
        break;
    }
    if (read == OK)
        fuzz_same(wrote, written, body.data, body.size);
}

/* A roster that has taken this very input in as its programme, if it is a root set: then the rest of it is reached. */
static void take_in(const struct statement *statement, struct bytes data)
{
    static struct roster roster;
    struct room room;
    struct deletion_receipt receipt;
    uint8_t deployment_id[HASH_SIZE];
    deployment_id_of(statement->body, deployment_id);
    roster_open(&roster, deployment_id);
    enum outcome outcome = roster_add(&roster, data, 1);
    invariant(outcome == OK || roster.count == 0);
    if (statement->type != STATEMENT_TYPE_ROOT_SET) {
        roster.has_root_set = true;
        roster.root_threshold = 1; /* no root set has less */
    }
    (void)!roster_add(&roster, data, 1);
    invariant(roster.count == 0 && roster.service_count == 0 && !roster.has_snapshot); /* nobody has signed */
    invariant(deletion_check(&roster, data, &receipt) != OK);
    room_open(&room, deployment_id, deployment_id, deployment_id);
    invariant(room_apply(&room, data, &roster, 1) != OK);
}

/* What is read of a text is written as its own characters, without what stood between them. */
static void read_text(struct bytes text)
{
    uint8_t statement[DELETION_SIZE];
    char written[DELETION_TEXT_SIZE];
    size_t at = 0;
    if (deletion_read(text, statement) != OK)
        return;
    deletion_write(statement, written);
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] > ' ')
            invariant(at < sizeof written && (char)text.data[i] == written[at++]);
    invariant(at == sizeof written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct statement statement;
    struct bytes whole = {data, size};
    size_t written = 0;
    read_text(whole);
    if (statement_decode(&statement, whole) != OK)
        return 0;
    fuzz_same(statement_encode(&statement, fuzz_again, sizeof fuzz_again, &written), written, data, size);
    body_of_type(&statement);
    take_in(&statement, whole);
    return 0;
}
