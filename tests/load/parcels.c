#include "parcels.h"

#include <sodium.h>
#include <string.h>

#include "protocol/envelope.h"
#include "protocol/hash.h"
#include "protocol/hpke.h"
#include "protocol/room.h"

enum { BODY_SIZE = 700, MINUTES_PER_DAY = 24 * 60, EVENT_MAX = 256 };

size_t parcel_claim(const struct pair *pair, uint8_t out[CLAIM_MAX])
{
    struct room room;
    uint8_t body[EVENT_MAX];
    size_t size = 0;
    struct room_event event = {
        .epoch = 1, .type = ROOM_CLAIM, .role = ROLE_COUNSELLOR, .day = (uint32_t)(people_now_min() / MINUTES_PER_DAY)};
    room_open(&room, pair->visitor->case_id, pair->visitor->visitor_id, pair->roster->snapshot_hash);
    memcpy(event.case_id, pair->visitor->case_id, CASE_ID_SIZE);
    memcpy(event.prev, room.head, HASH_SIZE);
    memcpy(event.actor, pair->counsellor->cert_hash, HASH_SIZE);
    memcpy(event.subject, pair->counsellor->cert_hash, HASH_SIZE);
    if (room_event_encode(&event, body, sizeof body, &size) != OK)
        return 0;
    struct statement statement = {.type = STATEMENT_TYPE_ROOM_EVENT, .body = {body, size}};
    if (statement_sign(&statement, pair->people->deployment_id, pair->counsellor->cert_hash,
                       pair->counsellor->seed_sign) != OK ||
        statement_encode(&statement, out, CLAIM_MAX, &size) != OK)
        return 0;
    return size;
}

static void name_recipient(struct seal_recipient *to, const uint8_t recipient[HASH_SIZE],
                           const uint8_t seed[KEM_SEED_SIZE], uint8_t pk[KEM_PUBLIC_SIZE])
{
    hpke_public_of(pk, seed);
    *to = (struct seal_recipient){.pk = pk, .mode = WRAP_BASE};
    memcpy(to->recipient, recipient, HASH_SIZE);
}

static bool seal(const struct pair *pair, const struct header *header, const struct seal_recipient *to,
                 uint8_t out[PARCEL_SIZE])
{
    static const uint8_t text[BODY_SIZE] = "Sealed in advance.";
    uint8_t randomness[32 + KEM_ENC_SEED_SIZE];
    size_t size = 0;
    randombytes_buf(randomness, sizeof randomness);
    return envelope_seal(header, PART(text, sizeof text), pair->people->deployment_id, to, 1, randomness, out,
                         PARCEL_SIZE, &size, NULL) == OK &&
           size == PARCEL_SIZE;
}

static struct header header_of(const struct pair *pair, uint8_t class, const uint8_t sender[HASH_SIZE])
{
    struct header header = {.class = class, .bucket = 0};
    memcpy(header.case_id, pair->visitor->case_id, CASE_ID_SIZE);
    memcpy(header.sender, sender, HASH_SIZE);
    randombytes_buf(header.msg_id, sizeof header.msg_id);
    randombytes_buf(header.session, sizeof header.session);
    return header;
}

/* Is the number where the protocol has its msg_id? */
static bool can_be_numbered(uint8_t parcel[PARCEL_SIZE])
{
    static const uint8_t number[8] = {0, 0, 0, 0, 0x12, 0x34, 0x56, 0x78};
    struct envelope envelope;
    parcel_number(parcel, 0x12345678);
    return envelope_decode(&envelope, PART(parcel, PARCEL_SIZE)) == OK &&
           memcmp(envelope.header.msg_id + 8, number, sizeof number) == 0;
}

bool parcel_seal_both(const struct pair *pair, struct conversation *conversation)
{
    struct room room;
    struct seal_recipient to;
    uint8_t claim[CLAIM_MAX], pk[KEM_PUBLIC_SIZE];
    size_t size = parcel_claim(pair, claim);
    room_open(&room, pair->visitor->case_id, pair->visitor->visitor_id, pair->roster->snapshot_hash);
    if (room_apply(&room, PART(claim, size), pair->roster, people_now_min()) != OK)
        return false;
    struct header header = header_of(pair, CLASS_ROOM, pair->visitor->visitor_id);
    header.epoch = room.epoch;
    memcpy(header.roster_hash, room.roster_hash, HASH_SIZE);
    name_recipient(&to, pair->counsellor->cert_hash, pair->counsellor->seed_receive, pk);
    if (!seal(pair, &header, &to, conversation->to_staff))
        return false;
    memcpy(header.sender, pair->counsellor->cert_hash, HASH_SIZE);
    const uint8_t *seed = pair->is_for_later ? pair->visitor->seed_offline : pair->visitor->seed_live;
    name_recipient(&to, pair->visitor->visitor_id, seed, pk);
    return seal(pair, &header, &to, conversation->to_visitor) && can_be_numbered(conversation->to_staff) &&
           can_be_numbered(conversation->to_visitor);
}

bool parcel_seal_intake(const struct pair *pair, uint8_t out[PARCEL_SIZE])
{
    struct seal_recipient to;
    uint8_t pk[KEM_PUBLIC_SIZE];
    struct header header = header_of(pair, CLASS_INTAKE, pair->visitor->visitor_id);
    memcpy(header.roster_hash, pair->roster->snapshot_hash, HASH_SIZE);
    name_recipient(&to, pair->counsellor->cert_hash, pair->counsellor->seed_receive, pk);
    return seal(pair, &header, &to, out);
}
