#include "deed.h"

#include <sodium.h>
#include <string.h>

#include "protocol/hash.h"
#include "protocol/hpke.h"

enum { MINUTES_PER_DAY = 24 * 60, EVENT_MAX = 256, TEXT_SIZE = 700, MARK_SIZE = 8, OCTETS_OF_NUMBER = 4 };

static const uint8_t mark[MARK_SIZE] = "chaos";

/* ---- moves ----------------------------------------------------------------------------------------------------------- */

static uint8_t certified_role(uint32_t person)
{
    return crew_is_supervisor(person) ? ROLE_SUPERVISOR : ROLE_COUNSELLOR;
}

size_t deed_event(const struct crew *crew, const struct room *room, const struct deed_move *move,
                  uint8_t out[ROOM_STATEMENT_MAX])
{
    const struct crew_staff *actor = &crew->staff[move->actor], *subject = &crew->staff[move->subject];
    uint8_t body[EVENT_MAX];
    size_t size = 0;
    struct room_event event = {.epoch = room->epoch + 1,
                               .type = move->type,
                               .role = certified_role(move->subject),
                               .day = (uint32_t)(people_now_min() / MINUTES_PER_DAY)};
    if (move->type == ROOM_REMOVE && !room_has(room, subject->cert_hash))
        return 0;
    memcpy(event.case_id, room->case_id, CASE_ID_SIZE);
    memcpy(event.prev, room->head, HASH_SIZE);
    memcpy(event.actor, actor->cert_hash, HASH_SIZE);
    memcpy(event.subject, subject->cert_hash, HASH_SIZE);
    enum outcome outcome = room_event_encode(&event, body, sizeof body, &size);
    struct statement statement = {.type = STATEMENT_TYPE_ROOM_EVENT, .body = {body, size}};
    if (outcome == OK)
        outcome = statement_sign(&statement, crew->roster.deployment_id, actor->cert_hash, actor->seed_sign);
    if (outcome == OK)
        outcome = statement_encode(&statement, out, ROOM_STATEMENT_MAX, &size);
    invariant(outcome == OK);
    return size;
}

size_t deed_cosign(const struct crew *crew, struct bytes proposal, uint32_t signer, uint8_t out[ROOM_STATEMENT_MAX])
{
    const struct crew_staff *second = &crew->staff[signer];
    struct statement statement;
    size_t size = 0;
    if (statement_decode(&statement, proposal) != OK ||
        statement_sign(&statement, crew->roster.deployment_id, second->cert_hash, second->seed_sign) != OK ||
        statement_encode(&statement, out, ROOM_STATEMENT_MAX, &size) != OK)
        return 0;
    return size;
}

/* ---- envelopes ------------------------------------------------------------------------------------------------------- */

static const uint8_t *name_of(const struct crew *crew, const struct visitor_self *visitor, uint32_t mailbox)
{
    return mailbox >= VISITORS ? visitor->visitor_id : crew->staff[mailbox].cert_hash;
}

void deed_msg_id(uint32_t number, uint8_t msg_id[MSG_ID_SIZE])
{
    memset(msg_id, 0, MSG_ID_SIZE);
    memcpy(msg_id, mark, MARK_SIZE);
    for (size_t i = 0; i < OCTETS_OF_NUMBER; i++)
        msg_id[MSG_ID_SIZE - 1 - i] = (uint8_t)(number >> (8 * i));
}

uint32_t deed_number(const uint8_t msg_id[MSG_ID_SIZE])
{
    uint32_t number = 0;
    if (memcmp(msg_id, mark, MARK_SIZE) != 0)
        return 0;
    for (size_t i = MSG_ID_SIZE - OCTETS_OF_NUMBER; i < MSG_ID_SIZE; i++)
        number = number << 8 | msg_id[i];
    return number;
}

void deed_live_key(const struct visitor_self *visitor, uint8_t pk[KEM_PUBLIC_SIZE])
{
    uint8_t seed[KEM_SEED_SIZE];
    hash_labelled("chaos/live", PARTS(PART(visitor->seed_live, KEM_SEED_SIZE)), seed);
    hpke_public_of(pk, seed);
}

void deed_rewrap(const struct crew *crew, const struct visitor_self *visitor, const struct seal_kept *kept,
                 uint8_t out[WRAP_SIZE])
{
    uint8_t randomness[KEM_ENC_SEED_SIZE], pk[KEM_PUBLIC_SIZE];
    struct seal_recipient to = {.pk = pk, .mode = WRAP_BASE};
    memcpy(to.recipient, visitor->visitor_id, HASH_SIZE);
    hpke_public_of(pk, visitor->seed_live);
    randombytes_buf(randomness, sizeof randomness);
    enum outcome outcome = envelope_rewrap(kept, visitor->case_id, crew->roster.deployment_id, &to, randomness, out);
    invariant(outcome == OK);
}

size_t deed_seal(const struct crew *crew, const struct deed_letter *letter, struct seal_kept *kept,
                 uint8_t out[DEED_LETTER_MAX])
{
    static const uint8_t text[TEXT_SIZE] = "Sealed in the middle of chaos.";
    uint8_t randomness[32 + HISTORY_TO_MAX * KEM_ENC_SEED_SIZE], pk_visitor[KEM_PUBLIC_SIZE];
    struct seal_recipient to[HISTORY_TO_MAX] = {0};
    struct header header = {.class = letter->class, .epoch = letter->room->epoch};
    size_t size = 0;
    memcpy(header.case_id, letter->room->case_id, CASE_ID_SIZE);
    deed_msg_id(letter->number, header.msg_id);
    memcpy(header.roster_hash, letter->room->roster_hash, HASH_SIZE);
    memcpy(header.sender, name_of(crew, letter->visitor, letter->sender), HASH_SIZE);
    randombytes_buf(header.session, sizeof header.session);
    for (size_t i = 0; i < letter->to_count; i++) {
        memcpy(to[i].recipient, name_of(crew, letter->visitor, letter->to[i]), HASH_SIZE);
        to[i].pk = letter->to[i] >= VISITORS ? pk_visitor : crew->staff[letter->to[i]].pk_receive;
        if (letter->to[i] >= VISITORS && letter->is_live)
            deed_live_key(letter->visitor, pk_visitor);
        else if (letter->to[i] >= VISITORS)
            hpke_public_of(pk_visitor, letter->visitor->seed_live);
    }
    randombytes_buf(randomness, sizeof randomness);
    enum outcome outcome = envelope_seal(&header, PART(text, sizeof text), crew->roster.deployment_id, to,
                                         letter->to_count, randomness, out, DEED_LETTER_MAX, &size, kept);
    invariant(outcome == OK);
    return size;
}
