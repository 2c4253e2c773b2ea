#include "client.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "protocol/login.h"

enum { STAFF_ACKS_OF_TEN = 9, VISITOR_ACKS_OF_TEN = 6 };

static const struct bytes nothing = {NULL, 0};

uint32_t client_mailbox(const struct client *client)
{
    return client->is_staff ? client->person : VISITORS + client->errand.case_number;
}

static void say(struct client *client, const struct message *message)
{
    uint8_t octets[CLIENT_REQUEST_MAX];
    size_t size = 0;
    enum outcome outcome = message_encode(message, octets, sizeof octets, &size);
    invariant(outcome == OK);
    link_send(&client->world->loop, &client->link, (struct bytes){octets, size}, nothing);
}

void client_ask(struct client *client, struct message *message)
{
    invariant(client->tag == 0);
    client->tag = message->tag = 1 + world_random(client->world, UINT32_MAX - 1);
    for (size_t i = 0; i < client->ack_count; i++)
        client->acks[i].is_before = true;
    say(client, message);
}

void client_send_on(struct client *client, const struct errand *errand)
{
    invariant(client_is_idle(client));
    client->errand = *errand;
    client->stage = STAGE_BEGIN;
    if (client->is_staff)
        errand_go_on(client);
}

/* ---- connecting and logging in (rule 7) -------------------------------------------------------------------------------- */

/* What the server wants from its sender comes before all else. */
static void rewrap_next(struct client *client)
{
    struct client_rewrap *next = &client->rewraps[--client->rewrap_count];
    client->errand = (struct errand){.kind = ERRAND_REWRAP, .case_number = next->case_number, .letter = next->letter};
    client->stage = STAGE_BEGIN;
    errand_go_on(client);
}

void client_look(struct client *client)
{
    if (client->rewrap_count > 0 && client->errand.kind == ERRAND_NONE && client->state == CLIENT_READY)
        rewrap_next(client);
    if (client->errand.kind == ERRAND_LINGER && world_ms(client->world) >= client->linger_ms)
        errand_leave(client);
    bool is_wanted = client->is_staff || client->errand.kind != ERRAND_NONE;
    if (client->state != CLIENT_AWAY || !is_wanted || world_ms(client->world) < client->retry_ms)
        return;
    if (link_open(&client->world->loop, &client->link, client->number))
        client->state = CLIENT_CONNECTING;
    else
        client->retry_ms = world_ms(client->world) + CLIENT_RETRY_MS;
}

static void log_in(struct client *client, const struct message *challenge)
{
    struct world *world = client->world;
    char host[32];
    uint8_t nonce[NONCE_SIZE];
    int size = snprintf(host, sizeof host, "localhost:%u", world->loop.port);
    struct dossier *dossier = client->is_staff ? NULL : world_case(world, client->errand.case_number);
    struct message login = {.code = client->is_staff ? MESSAGE_STAFF_LOGIN : MESSAGE_VISITOR_LOGIN};
    randombytes_buf(nonce, sizeof nonce);
    struct login_transcript transcript = {
        .host = {(const uint8_t *)host, (size_t)size},
        .deployment_id = world->crew.roster.deployment_id,
        .epk = challenge->as.challenge.epk,
        .nonce_s = challenge->as.challenge.nonce_s,
        .who = client->is_staff ? world->crew.staff[client->person].cert_hash : dossier->self.pk_login,
        .nonce_c = nonce,
    };
    enum outcome outcome;
    if (client->is_staff) {
        memcpy(login.as.staff_login.cert_hash, transcript.who, HASH_SIZE);
        memcpy(login.as.staff_login.nonce_c, nonce, NONCE_SIZE);
        outcome =
            login_staff_sign(&transcript, world->crew.staff[client->person].seed_sign, login.as.staff_login.signature);
    } else {
        memcpy(login.as.visitor_login.pk_login, transcript.who, DH_SIZE);
        memcpy(login.as.visitor_login.nonce_c, nonce, NONCE_SIZE);
        outcome = login_visitor_macs(&transcript, dossier->self.sk_login, transcript.epk, login.as.visitor_login.mac,
                                     client->server_mac);
    }
    invariant(outcome == OK);
    client->state = CLIENT_PROVING;
    say(client, &login);
}

static void read_mailbox(struct client *client)
{
    struct message get = {.code = MESSAGE_GET_ENVELOPES};
    client->state = CLIENT_READING;
    client->read = world_note(
        client->world, client->number,
        (struct fact){
            .kind = FACT_READ, .mailbox = client_mailbox(client), .who = NOBODY, .subject = NOBODY, .holder = NOBODY});
    client_ask(client, &get);
}

/* A visitor who writes is there to be written to: until the connection ends, under a key of this session. */
static void wake(struct client *client)
{
    struct message keys = {.code = MESSAGE_LIVE_KEYS};
    uint8_t pk[KEM_PUBLIC_SIZE], key_id[KEY_ID_SIZE];
    deed_live_key(&world_case(client->world, client->errand.case_number)->self, pk);
    key_id_of(pk, key_id);
    keys.as.live_keys.key_ids = (struct bytes){key_id, sizeof key_id};
    client->state = CLIENT_WAKING;
    client_ask(client, &keys);
}

static void greet(struct client *client, const struct message *message)
{
    bool has_mailbox = message->code != MESSAGE_NO_MAILBOX;
    if (!client->is_staff) {
        const uint8_t *mac = has_mailbox ? message->as.visitor_ok.mac : message->as.no_mailbox.mac;
        if (!login_equal(mac, client->server_mac))
            world_fault(client->world, "client %u: the server's proof is wrong", client->number);
        client->state = CLIENT_READY;
        errand_greeted(client, has_mailbox ? message->as.visitor_ok.state : 0,
                       has_mailbox ? message->as.visitor_ok.epoch : 0);
    }
    if (client->state == CLIENT_AWAY || client->tag != 0)
        return;
    if (client->errand.kind == ERRAND_WRITE || client->errand.kind == ERRAND_STAY)
        wake(client);
    else
        read_mailbox(client);
}

/* ---- envelopes ------------------------------------------------------------------------------------------------------- */

static struct fact fact_of_place(const struct client *client, uint8_t kind, uint64_t seq)
{
    return (struct fact){.kind = kind,
                         .mailbox = client_mailbox(client),
                         .seq = seq,
                         .read = client->read,
                         .who = NOBODY,
                         .subject = NOBODY,
                         .holder = NOBODY};
}

static void acknowledge(struct client *client, uint64_t seq)
{
    struct message ack = {.code = MESSAGE_ACK, .as.ack.seq = seq};
    struct fact fact = fact_of_place(client, FACT_ACKED, seq);
    uint32_t acks_of_ten = client->is_staff ? STAFF_ACKS_OF_TEN : VISITOR_ACKS_OF_TEN;
    if (client->ack_count == CLIENT_ACKS_MAX || world_random(client->world, 10) >= acks_of_ten)
        return; /* it was not read to its end */
    fact.outcome = FACT_ASKED;
    (void)world_note(client->world, client->number, fact);
    client->acks[client->ack_count++] = (struct client_ack){seq, false};
    say(client, &ack);
}

/* An answer to what was asked behind an ACK says that the server has taken it. */
static void confirm_acks(struct client *client)
{
    size_t left = 0;
    for (size_t i = 0; i < client->ack_count; i++) {
        struct fact fact = fact_of_place(client, FACT_ACKED, client->acks[i].seq);
        fact.outcome = FACT_DONE;
        if (client->acks[i].is_before)
            (void)world_note(client->world, client->number, fact);
        else
            client->acks[left++] = client->acks[i];
    }
    client->ack_count = left;
}

static void take_envelope(struct client *client, const struct message *message)
{
    struct envelope envelope;
    struct fact fact = fact_of_place(client, FACT_DELIVERED, message->as.envelope.seq);
    if (envelope_decode(&envelope, message->as.envelope.envelope) != OK) {
        world_fault(client->world, "client %u was given an envelope that is none", client->number);
        return;
    }
    fact.number = deed_number(envelope.header.msg_id);
    (void)world_find(client->world, envelope.header.case_id, &fact.case_number);
    (void)world_note(client->world, client->number, fact);
    if (!client->errand.is_final)
        acknowledge(client, fact.seq);
}

static void take_rewrap(struct client *client, const struct message *message)
{
    struct client_rewrap *rewrap = &client->rewraps[client->rewrap_count];
    if (client->rewrap_count == CLIENT_REWRAPS_MAX)
        return;
    rewrap->letter = deed_number(message->as.rewrap_needed.msg_id);
    if (world_find(client->world, message->as.rewrap_needed.case_id, &rewrap->case_number) && rewrap->letter > 0 &&
        rewrap->letter < client->world->next_letter)
        client->rewrap_count++;
    else
        world_fault(client->world, "client %u is to wrap again what nobody said", client->number);
}

static void remember(struct client *client, struct bytes octets)
{
    struct client_proposal *proposal = &client->proposals[client->proposal_next % CLIENT_PROPOSALS_MAX];
    struct statement statement;
    struct room_event event;
    if (octets.size > ROOM_STATEMENT_MAX || statement_decode(&statement, octets) != OK ||
        room_event_decode(&event, statement.body) != OK ||
        !world_find(client->world, event.case_id, &proposal->case_number)) {
        world_fault(client->world, "client %u was told a proposal that is none", client->number);
        return;
    }
    proposal->size = (uint16_t)octets.size;
    memcpy(proposal->octets, octets.data, octets.size);
    client->proposal_next++;
}

/* ---- what comes ------------------------------------------------------------------------------------------------------ */

static void take_answer(struct client *client, const struct message *message)
{
    bool is_reading = client->state == CLIENT_READING;
    if (message->tag == 0) { /* SUPERSEDED, SHUTDOWN: the connection ends */
        return;
    }
    if (message->tag != client->tag) {
        world_fault(client->world, "client %u: an answer to nothing (%s)", client->number,
                    message_name((uint8_t)message->code));
        return;
    }
    client->tag = 0;
    confirm_acks(client);
    if (client->state == CLIENT_WAKING) {
        world_case(client->world, client->errand.case_number)->is_live = message->code == MESSAGE_DONE;
        read_mailbox(client);
        return;
    }
    if (!is_reading) {
        errand_answered(client, message);
        return;
    }
    if (message->code == MESSAGE_ERROR)
        world_fault(client->world, "client %u: the mailbox cannot be read: error %u", client->number,
                    message->as.error.code);
    client->state = CLIENT_READY;
    if (client->errand.kind != ERRAND_NONE)
        errand_go_on(client);
}

void client_message(struct client *client, struct bytes data)
{
    struct message message;
    if (message_decode(&message, data.data, data.size) != OK) {
        world_fault(client->world, "client %u was told a message that is none", client->number);
        return;
    }
    switch (message.code) {
    case MESSAGE_CHALLENGE:
        log_in(client, &message);
        break;
    case MESSAGE_STAFF_OK:
    case MESSAGE_VISITOR_OK:
    case MESSAGE_NO_MAILBOX:
        greet(client, &message);
        break;
    case MESSAGE_DONE:
    case MESSAGE_ERROR:
        take_answer(client, &message);
        break;
    case MESSAGE_ENVELOPE:
        take_envelope(client, &message);
        break;
    case MESSAGE_REWRAP_NEEDED:
        take_rewrap(client, &message);
        break;
    case MESSAGE_PROPOSAL:
        remember(client, message.as.proposal.statement);
        break;
    default:
        errand_told(client, &message);
        break;
    }
}

void client_ended(struct client *client)
{
    client->state = CLIENT_AWAY;
    client->tag = 0;
    client->ack_count = 0;
    client->proposal_next = 0;
    client->rewrap_count = 0;
    if (!client->is_staff && client->errand.kind != ERRAND_NONE)
        world_case(client->world, client->errand.case_number)->is_live = false;
    for (size_t i = 0; i < CLIENT_PROPOSALS_MAX; i++)
        client->proposals[i].size = 0;
    client->retry_ms = world_ms(client->world) + 1 + world_random(client->world, CLIENT_RETRY_MS);
    errand_lost(client);
}
