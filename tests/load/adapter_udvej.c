/* UDVEJ-1 as a client that has all its keys speaks it: real logins, mailboxes opened by real OPEN_CASEs, cases claimed by real statements,
 * envelopes sealed in advance. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parcels.h"
#include "protocol/envelope.h"
#include "protocol/hash.h"
#include "protocol/hpke.h"
#include "protocol/login.h"
#include "protocol/message.h"

/* Tags of requests that are no messages; those count from 1 and stay below LEDGER_MAX. */
enum { TAG_OPEN = 0x70000001, TAG_FOLLOW = 0x70000002, TAG_CLAIM = 0x70000003, RECEIVE_KEY_MAX = 2048 };
enum { CLAIMS_AT_ONCE = 32 }; /* of one counsellor: a connection may have only so many requests open */

static const double CLAIM_SECONDS = 30;

/* What a connection must remember between two messages. */
struct proof {
    uint8_t server_mac[MAC_SIZE]; /* what VISITOR_OK and NO_MAILBOX must carry */
};

struct own {
    struct people people;
    struct roster roster;
    struct visitor_self *visitors;
    struct proof *proofs; /* of all parties */
    uint8_t scratch[MESSAGE_MAX];
};

static void say(struct load *load, struct party *party, const struct message *message)
{
    struct own *own = load->own;
    size_t size = 0;
    enum outcome outcome = message_encode(message, own->scratch, sizeof own->scratch, &size);
    invariant(outcome == OK);
    link_send(&load->loop, &party->link, (struct bytes){own->scratch, size}, (struct bytes){NULL, 0});
}

static struct pair pair_of(struct load *load, uint32_t visitor)
{
    struct own *own = load->own;
    return (struct pair){.people = &own->people,
                         .roster = &own->roster,
                         .visitor = &own->visitors[visitor],
                         .counsellor = &own->people.staff[visitor % load->staff_count],
                         .is_for_later = load->is_hoarding};
}

static const struct people_staff *staff_of(struct load *load, const struct party *party)
{
    struct own *own = load->own;
    return &own->people.staff[party->number - load->visitor_count];
}

/* ---- login (rule 7) --------------------------------------------------------------------------------------- */

static void log_in_visitor(struct load *load, struct party *party, const struct login_transcript *transcript)
{
    struct own *own = load->own;
    const struct visitor_self *self = &own->visitors[party->number];
    struct message login = {.code = MESSAGE_VISITOR_LOGIN};
    memcpy(login.as.visitor_login.pk_login, self->pk_login, DH_SIZE);
    memcpy(login.as.visitor_login.nonce_c, transcript->nonce_c, NONCE_SIZE);
    enum outcome outcome = login_visitor_macs(transcript, self->sk_login, transcript->epk, login.as.visitor_login.mac,
                                              own->proofs[party->number].server_mac);
    invariant(outcome == OK);
    say(load, party, &login);
}

static void log_in_staff(struct load *load, struct party *party, const struct login_transcript *transcript)
{
    struct message login = {.code = MESSAGE_STAFF_LOGIN};
    memcpy(login.as.staff_login.cert_hash, transcript->who, HASH_SIZE);
    memcpy(login.as.staff_login.nonce_c, transcript->nonce_c, NONCE_SIZE);
    enum outcome outcome =
        login_staff_sign(transcript, staff_of(load, party)->seed_sign, login.as.staff_login.signature);
    invariant(outcome == OK);
    say(load, party, &login);
}

static void log_in(struct load *load, struct party *party, const struct message *challenge)
{
    struct own *own = load->own;
    char host[32];
    uint8_t nonce[NONCE_SIZE];
    int size = snprintf(host, sizeof host, "localhost:%u", load->loop.port);
    randombytes_buf(nonce, sizeof nonce);
    struct login_transcript transcript = {
        .host = {(const uint8_t *)host, (size_t)size},
        .deployment_id = own->people.deployment_id,
        .epk = challenge->as.challenge.epk,
        .nonce_s = challenge->as.challenge.nonce_s,
        .who = party->is_staff ? staff_of(load, party)->cert_hash : own->visitors[party->number].pk_login,
        .nonce_c = nonce,
    };
    if (party->is_staff)
        log_in_staff(load, party, &transcript);
    else
        log_in_visitor(load, party, &transcript);
}

/* ---- after the login -------------------------------------------------------------------------------------- */

static void open_case(struct load *load, struct party *party)
{
    static const uint8_t vault[VAULT_SIZE] = {1};
    struct own *own = load->own;
    struct pair pair = pair_of(load, party->number);
    uint8_t intake[PARCEL_SIZE];
    struct message open = {.code = MESSAGE_OPEN_CASE, .tag = TAG_OPEN};
    bool is_sealed = parcel_seal_intake(&pair, intake);
    invariant(is_sealed);
    open.as.open_case.door = PEOPLE_DOOR;
    open.as.open_case.salt = (struct shred_salt){.purpose = SALT_OFFLINE, .generation = 1};
    randombytes_buf(open.as.open_case.salt.sealed, SALT_SEALED_SIZE);
    memcpy(open.as.open_case.key_id, own->visitors[party->number].key_offline, KEY_ID_SIZE);
    open.as.open_case.vault = PART(vault, sizeof vault);
    open.as.open_case.intake = PART(intake, sizeof intake);
    say(load, party, &open);
}

static void put_receive_key(struct load *load, struct party *party)
{
    struct own *own = load->own;
    const struct people_staff *self = staff_of(load, party);
    uint8_t pk[KEM_PUBLIC_SIZE], body[RECEIVE_KEY_MAX], octets[RECEIVE_KEY_MAX];
    size_t size = 0;
    struct receive_key key = {.issued_min = people_now_min(), .pk = PART(pk, sizeof pk)};
    key.not_after_min = key.issued_min + RECEIVE_KEY_LIFETIME_MIN;
    hpke_public_of(pk, self->seed_receive);
    memcpy(key.cert_hash, self->cert_hash, HASH_SIZE);
    bool is_made = receive_key_encode(&key, body, sizeof body, &size) == OK;
    struct statement statement = {.type = STATEMENT_TYPE_RECEIVE_KEY, .body = {body, size}};
    is_made = is_made &&
              statement_sign(&statement, own->people.deployment_id, self->cert_hash, self->seed_sign) == OK &&
              statement_encode(&statement, octets, sizeof octets, &size) == OK;
    invariant(is_made);
    struct message put = {.code = MESSAGE_PUT_RECEIVE_KEY, .tag = TAG_FOLLOW};
    put.as.put_receive_key.statement = PART(octets, size);
    say(load, party, &put);
}

/* The keys of this session, then what waits in the mailbox and all that will come. */
static void follow(struct load *load, struct party *party)
{
    struct own *own = load->own;
    struct message keys = {.code = MESSAGE_LIVE_KEYS, .tag = TAG_FOLLOW};
    struct message get = {.code = MESSAGE_GET_ENVELOPES, .tag = TAG_FOLLOW};
    party->waiting = 2;
    if (party->is_staff) {
        put_receive_key(load, party);
    } else {
        keys.as.live_keys.key_ids = PART(own->visitors[party->number].key_live, KEY_ID_SIZE);
        say(load, party, &keys);
    }
    say(load, party, &get);
}

/* A visitor goes on only with the server that could check the proof. */
static void check_server(struct load *load, const struct party *party, const uint8_t mac[MAC_SIZE])
{
    struct own *own = load->own;
    bool is_right = login_equal(mac, own->proofs[party->number].server_mac);
    invariant(is_right);
}

static void take_done(struct load *load, struct party *party, uint32_t tag)
{
    if (tag == TAG_OPEN)
        follow(load, party);
    else if (tag == TAG_CLAIM)
        load->pending--;
    else if (tag != TAG_FOLLOW)
        load_acknowledged(load, tag);
    else if (--party->waiting == 0)
        load_ready(load, party);
}

static void take_envelope(struct load *load, struct party *party, const struct message *message)
{
    struct message ack = {.code = MESSAGE_ACK, .as.ack.seq = message->as.envelope.seq};
    struct bytes octets = message->as.envelope.envelope;
    struct envelope envelope;
    bool is_sound = envelope_decode(&envelope, octets) == OK;
    invariant(is_sound);
    if (load->is_hoarding && !party->is_staff)
        return;
    say(load, party, &ack);
    if (envelope.header.class == CLASS_ROOM && octets.size == PARCEL_SIZE)
        load_arrived(load, octets.data);
}

/* ---- the adapter ------------------------------------------------------------------------------------------ */

static void opened(struct load *load, struct party *party)
{
    (void)load; /* the server speaks first */
    (void)party;
}

static void take(struct load *load, struct party *party, struct bytes data)
{
    struct message message;
    bool is_sound = message_decode(&message, data.data, data.size) == OK;
    invariant(is_sound);
    switch (message.code) {
    case MESSAGE_CHALLENGE:
        log_in(load, party, &message);
        break;
    case MESSAGE_NO_MAILBOX:
        check_server(load, party, message.as.no_mailbox.mac);
        open_case(load, party);
        break;
    case MESSAGE_VISITOR_OK:
        check_server(load, party, message.as.visitor_ok.mac);
        follow(load, party);
        break;
    case MESSAGE_STAFF_OK:
        follow(load, party);
        break;
    case MESSAGE_DONE:
        take_done(load, party, message.tag);
        break;
    case MESSAGE_ENVELOPE:
        take_envelope(load, party, &message);
        break;
    case MESSAGE_ERROR:
        load_refused(load, message.tag, message.as.error.code);
        break;
    default:
        break; /* news about cases and colleagues */
    }
}

static void settle(struct load *load)
{
    uint8_t claim[CLAIM_MAX];
    for (uint32_t i = 0; i < load->visitor_count; i++) {
        struct pair pair = pair_of(load, i);
        struct message put = {.code = MESSAGE_PUT_EVENT, .tag = TAG_CLAIM};
        put.as.put_event.statement = PART(claim, parcel_claim(&pair, claim));
        load->pending++;
        say(load, load_counsellor(load, i % load->staff_count), &put);
        if (load->pending == CLAIMS_AT_ONCE * load->staff_count && !load_run_settled(load, CLAIM_SECONDS))
            return;
    }
}

static void send_parcel(struct load *load, struct conversation *conversation, uint32_t number)
{
    bool is_staffs = conversation->is_staffs_turn;
    uint8_t *parcel = is_staffs ? conversation->to_visitor : conversation->to_staff;
    uint32_t from = is_staffs ? conversation->counsellor : conversation->visitor;
    uint8_t head[1 + 4] = {MESSAGE_SEND};
    for (size_t i = 0; i < 4; i++)
        head[1 + i] = (uint8_t)(number >> (8 * (3 - i)));
    parcel_number(parcel, number);
    link_send(&load->loop, &load->parties[from].link, (struct bytes){head, sizeof head},
              (struct bytes){parcel, PARCEL_SIZE});
}

static bool prepare(struct load *load)
{
    struct own *own = load->own = calloc(1, sizeof *own);
    if (own == NULL || !people_read(load->folder, &own->people, &own->roster))
        return false;
    if (load->staff_count > own->people.staff_count) {
        (void)fprintf(stderr, "udvej-load: the programme has only %u counsellors\n", own->people.staff_count);
        return false;
    }
    own->visitors = calloc(load->visitor_count, sizeof *own->visitors);
    own->proofs = calloc((size_t)load->visitor_count + load->staff_count, sizeof *own->proofs);
    if (own->visitors == NULL || own->proofs == NULL)
        return false;
    for (uint32_t i = 0; i < load->visitor_count; i++)
        visitor_self_of(&own->people, i, &own->visitors[i]);
    for (uint32_t i = 0; load->conversations != NULL && i < load->visitor_count; i++) {
        struct pair pair = pair_of(load, i);
        if (!parcel_seal_both(&pair, &load->conversations[i]))
            return false;
    }
    return true;
}

static void close_udvej(struct load *load)
{
    struct own *own = load->own;
    if (own == NULL)
        return;
    free(own->visitors);
    free(own->proofs);
    free(own);
    load->own = NULL;
}

const struct adapter adapter_udvej = {
    .name = "udvej",
    .path = "/ws",
    .prepare = prepare,
    .opened = opened,
    .message = take,
    .settle = settle,
    .send = send_parcel,
    .close = close_udvej,
};
