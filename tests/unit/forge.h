/* Somebody in the room who seals what no client of ours would say: has the visitor's return code and the colleagues' key files, watches what the server
 * hands out, and puts envelopes of its own between. What is sealed so opens for its reader: only the reader's own checks stand in the way.
 * Owns: what was watched. Uses: stage.h, envelope, body. Used by: the tests of what a client refuses. */
#ifndef UDVEJ_TESTS_UNIT_FORGE_H
#define UDVEJ_TESTS_UNIT_FORGE_H

#include "body.h"
#include "envelope.h"
#include "hpke.h"
#include "message.h"
#include "phrase.h"
#include "stage.h"
#include "vault.h"
#include "visitor_keys.h"

enum { FORGED_FROM_SEQ = 100000 }; /* counts of the mailbox that the server does not reach here */

static struct visitor_keys forge_keys;
static struct roster forge_roster;                /* with the receive keys, as the server gives them out */
static struct header forge_header;                /* of the last honest envelope of the room: where the room stands */
static uint8_t forge_session[SESSION_SIZE];       /* the visitor's, as its last envelope names it */
static struct vault forge_vault;                  /* of the visitor, as it was at its last login */
static uint8_t forge_offline_pk[KEM_PUBLIC_SIZE]; /* of the visitor */
static bool forge_holds_back;                     /* honest envelopes to colleagues do not arrive */
static uint64_t forge_seq;

/* --- watching --- */

static inline void watch_salts(struct bytes salts)
{
    uint8_t seed[KEM_SEED_SIZE], salt[SALT_SIZE];
    struct shred_salt sealed;
    for (size_t at = 0; at < salts.size; at += SHRED_SALT_SIZE) {
        if (shred_salt_decode(&sealed, salts.data + at) != OK || sealed.purpose != SALT_OFFLINE)
            continue;
        CHECK(visitor_salt_open(&forge_keys, &sealed, salt) == OK);
        visitor_offline_seed(&forge_keys, salt, sealed.generation, seed);
        hpke_public_of(forge_offline_pk, seed);
    }
}

static inline bool watch_envelope(enum scene_actor actor, const struct message *message)
{
    struct envelope envelope;
    if (message->as.envelope.seq >= FORGED_FROM_SEQ)
        return true;
    CHECK(envelope_decode(&envelope, message->as.envelope.envelope) == OK);
    if (envelope.header.class == CLASS_ROOM)
        forge_header = envelope.header;
    if (memcmp(envelope.header.sender, forge_keys.visitor_id, HASH_SIZE) == 0)
        memcpy(forge_session, envelope.header.session, SESSION_SIZE);
    return !forge_holds_back || actor == SCENE_VISITOR;
}

static inline bool forge_watch(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    struct message message;
    if (message_decode(&message, data, *size) != OK)
        return true;
    if (message.code == MESSAGE_STATEMENT)
        (void)!roster_add(&forge_roster, message.as.statement.statement, at->now_s / 60);
    if (message.code == MESSAGE_VISITOR_OK) {
        watch_salts(message.as.visitor_ok.salts);
        CHECK(vault_open(&forge_keys, message.as.visitor_ok.vault.data, &forge_vault) == OK);
    }
    return message.code != MESSAGE_ENVELOPE || watch_envelope(actor, &message);
}

static inline void forge_begin_watching(void)
{
    uint8_t secret[SECRET_SIZE];
    forge_holds_back = false;
    forge_seq = FORGED_FROM_SEQ;
    CHECK(phrase_from_input((struct bytes){(const uint8_t *)code, CODE_DIGITS}, secret) == OK);
    CHECK(visitor_keys_open(&forge_keys, secret, scene.keys.deployment_id) == OK);
    roster_open(&forge_roster, scene.keys.deployment_id);
    scene.filter = forge_watch;
}

static inline void forge_add_beta(void)
{
    uint8_t id[MSG_ID_SIZE];
    CHECK(add_colleague(client_of(SCENE_ALPHA), scene.keys.cert_hash[1], (struct bytes){NULL, 0}, id) == OK);
    go();
}

/* ALPHA has the case, BETA is in the room and was said yes to; the visitor is on its second page. */
static inline void forge_stage(void)
{
    stage_with_talk();
    forge_begin_watching();
    forge_add_beta();
    CHECK(visitor_consent(client_of(SCENE_VISITOR), scene.keys.cert_hash[1], true) == OK);
    go();
    new_page();
    go();
    CHECK(say(SCENE_VISITOR, "from the visitor") == OK && say(SCENE_ALPHA, "from a counsellor") == OK);
    go();
    CHECK(count_of(SCENE_BETA, "message") == 2 && nobody_stopped());
    event_count = 0;
}

/* --- forging --- */

struct forgery {
    enum scene_actor to;
    uint64_t seq; /* the mailbox's count */
    struct header header;
    struct body body;
    struct bytes raw; /* stands in place of the body, if there is any */
    struct seal_recipient recipient;
    uint8_t psk[PSK_SIZE];
    uint8_t key_id[KEY_ID_SIZE]; /* of the key it is said to be sealed to */
};

static inline const uint8_t *forge_who(enum scene_actor actor)
{
    return actor == SCENE_VISITOR ? forge_keys.visitor_id : scene.keys.cert_hash[actor - SCENE_ALPHA];
}

static inline void forge_colleague_psk(enum scene_actor from, enum scene_actor to, uint8_t class, uint8_t psk[PSK_SIZE])
{
    uint8_t plain[KEY_BOX_PLAIN_MAX], room_id[HASH_SIZE];
    struct key_box box;
    invariant(from >= SCENE_ALPHA);
    size_t staff = from - SCENE_ALPHA;
    struct bytes file = {scene.keys.key_file[staff], scene.keys.key_file_size[staff]};
    const struct roster_entry *reader = roster_known(&forge_roster, forge_who(to));
    CHECK(key_box_open(&box, file, scene_passphrase(), plain) == OK && reader != NULL);
    memcpy(room_id, case_id, CASE_ID_SIZE);
    if (class == CLASS_STAFF)
        hash_labelled("udvej/1/staff-room", PARTS(PART(case_id, CASE_ID_SIZE)), room_id);
    CHECK(staff_psk(box.seed_id, forge_who(from), reader->pk_id, forge_who(to), room_id, psk) == OK);
}

/* A first message in a stream of its own, right in everything but what a test then changes. */
static inline void forge_begin(struct forgery *forgery, enum scene_actor from, enum scene_actor to, uint8_t class)
{
    forge_seq += 10;
    *forgery = (struct forgery){.to = to, .seq = forge_seq, .header = forge_header};
    forgery->header.class = class;
    memcpy(forgery->header.sender, forge_who(from), HASH_SIZE);
    check_fill(forgery->header.msg_id, MSG_ID_SIZE, forge_seq);
    check_fill(forgery->header.session, SESSION_SIZE, forge_seq + 1);
    forgery->body = (struct body){.kind = BODY_TEXT, .seq = 1, .sent_min = (uint32_t)(scene.now_s / 60)};
    forgery->body.content = PART_TEXT("forged");
    forgery->recipient.mode = WRAP_PSK;
    memcpy(forgery->recipient.recipient, forge_who(to), HASH_SIZE);
    if (to == SCENE_VISITOR)
        forgery->recipient.pk = forge_offline_pk;
    else
        forgery->recipient.pk = roster_known(&forge_roster, forge_who(to))->key_pk;
    key_id_of(forgery->recipient.pk, forgery->key_id);
    if (from == SCENE_VISITOR || to == SCENE_VISITOR)
        visitor_psk(&forge_keys, case_id, forge_who(from == SCENE_VISITOR ? to : from), forgery->psk);
    else
        forge_colleague_psk(from, to, class, forgery->psk);
}

/* Seals it, hands it to its reader under the next count, and gives the link that the next message of its stream would name. */
static inline void forge_send(struct forgery *forgery, uint8_t link[HASH_SIZE])
{
    static uint8_t octets[ENVELOPE_MAX], plain[BUCKET_2], randomness[32 + KEM_ENC_SEED_SIZE];
    struct seal_kept kept;
    struct message message = {.code = MESSAGE_ENVELOPE, .as.envelope.seq = forgery->seq++};
    struct bytes body = forgery->raw;
    size_t size = 0;
    if (body.size == 0) {
        CHECK(body_encode(&forgery->body, plain, sizeof plain, &size, &forgery->header.bucket) == OK);
        body = (struct bytes){plain, size};
    }
    if (forgery->recipient.mode == WRAP_PSK)
        forgery->recipient.psk = forgery->psk;
    else
        forgery->recipient.aux = forgery->psk;
    check_fill(randomness, sizeof randomness, forgery->seq);
    CHECK(envelope_seal(&forgery->header, body, scene.keys.deployment_id, &forgery->recipient, 1, randomness, octets,
                        sizeof octets, &size, &kept) == OK);
    memcpy(octets + HEADER_SIZE + HASH_SIZE + 2 + HASH_SIZE, forgery->key_id, KEY_ID_SIZE);
    envelope_link(&kept, link);
    message.as.envelope.envelope = (struct bytes){octets, size};
    scene_inject(&scene, forgery->to, &message);
    go();
}

static inline void forge_put(struct forgery *forgery)
{
    uint8_t link[HASH_SIZE];
    forge_send(forgery, link);
}

#endif
