/* Does a login open exactly what the server's salts lead to, in whatever order they come; and is of the archive shown only what a person said? */
#include "alter.h"
#include "archive.h"
#include "check.h"
#include "client_parts.h"
#include "forge.h"

enum { STALE_GENERATION = 7 };

static uint8_t altered_salts[SALTS_MAX * SHRED_SALT_SIZE];

static void stage_with_archive(void)
{
    forge_stage();
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    go();
    CHECK(say(SCENE_ALPHA, "kept") == OK);
    go();
    CHECK(says(SCENE_VISITOR, "archive", "on", "true"));
    event_count = 0;
}

/* --- salts --- */

/* The place of the archive's salt; the number of salts: there is none. */
static size_t archive_place(struct bytes salts)
{
    struct shred_salt salt;
    size_t at = 0;
    while (at < salts.size && (shred_salt_decode(&salt, salts.data + at) != OK || salt.purpose != SALT_ARCHIVE))
        at += SHRED_SALT_SIZE;
    return at;
}

static struct bytes *copy_salts(struct message *message)
{
    struct bytes *salts = &message->as.visitor_ok.salts;
    memcpy(altered_salts, salts->data, salts->size);
    salts->data = altered_salts;
    CHECK(archive_place(*salts) < salts->size);
    return salts;
}

static bool no_archive_salt(struct message *message)
{
    struct bytes *salts = copy_salts(message);
    altered_salts[archive_place(*salts) + SHRED_SALT_SIZE - 1] ^= 1;
    return true;
}

static void a_salt_that_does_not_open_is_the_end(void)
{
    stage_with_archive();
    alter(SCENE_VISITOR, MESSAGE_VISITOR_OK, no_archive_salt);
    new_page();
    go();
    CHECK(altered == 1 && says(SCENE_VISITOR, "stopped", "why", "rollback") && count_of(SCENE_VISITOR, "ready") == 0);
    end();
}

static bool archive_first(struct message *message)
{
    struct bytes *salts = copy_salts(message);
    uint8_t first[SHRED_SALT_SIZE];
    size_t at = archive_place(*salts);
    memcpy(first, altered_salts, sizeof first);
    memcpy(altered_salts, altered_salts + at, sizeof first);
    memcpy(altered_salts + at, first, sizeof first);
    return true;
}

/* The keys that the server has salts for are found wherever they stand, by a new page and by one that stays. */
static void salts_have_no_order(void)
{
    for (int is_new = 0; is_new < 2; is_new++) {
        stage_with_archive();
        scene_disconnect(&scene, SCENE_VISITOR);
        scene_run(&scene);
        wait(700); /* that page is not heard any more */
        CHECK(say(SCENE_ALPHA, "to the offline key") == OK);
        go();
        event_count = 0;
        alter(SCENE_VISITOR, MESSAGE_VISITOR_OK, archive_first);
        if (is_new)
            new_page();
        else
            come(SCENE_VISITOR);
        go();
        CHECK(altered == 1 && says(SCENE_VISITOR, "archive", "on", "true"));
        CHECK(says(SCENE_VISITOR, "message", "text", "to the offline key"));
        CHECK(says(SCENE_VISITOR, "message", "offline", "true") && nobody_stopped());
        end();
    }
}

/* All that the server has left is a salt of the archive, of the same number as a key's: it is no salt of that key. */
static bool archive_alone(struct message *message)
{
    struct bytes *salts = copy_salts(message);
    memcpy(altered_salts, altered_salts + archive_place(*salts), SHRED_SALT_SIZE);
    salts->size = SHRED_SALT_SIZE;
    return true;
}

static void a_key_goes_with_its_salt(void)
{
    stage_with_archive();
    struct client *client = client_of(SCENE_VISITOR);
    uint32_t generation = client->visitor.vault.archive_gen;
    uint8_t seed[KEM_SEED_SIZE] = {4}, key_id[KEY_ID_SIZE];
    struct own_key *key = own_key_add(client, seed);
    key->generation = generation;
    memcpy(key_id, key->pair.key_id, KEY_ID_SIZE);
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    alter(SCENE_VISITOR, MESSAGE_VISITOR_OK, archive_alone);
    come(SCENE_VISITOR);
    go();
    CHECK(altered == 1 && says(SCENE_VISITOR, "archive", "on", "true") && nobody_stopped());
    CHECK(own_key_find(client, key_id) == NULL);
    end();
}

static bool with_stale_salt(struct message *message)
{
    static const uint8_t salt[SALT_SIZE] = {1}, nonce[XNONCE_SIZE] = {2};
    struct bytes *salts = copy_salts(message);
    struct shred_salt stale;
    visitor_salt_seal(&forge_keys, SALT_ARCHIVE, STALE_GENERATION, salt, nonce, &stale);
    CHECK(salts->size + SHRED_SALT_SIZE <= sizeof altered_salts);
    shred_salt_encode(&stale, altered_salts + salts->size);
    salts->size += SHRED_SALT_SIZE;
    return true;
}

static unsigned destroyed;

static bool counts_destroyed(struct scene *at, enum scene_actor actor, const struct message *message)
{
    (void)at;
    destroyed += actor == SCENE_VISITOR && message->code == MESSAGE_DELETE_SALT &&
                 message->as.delete_salt.purpose == SALT_ARCHIVE &&
                 message->as.delete_salt.generation == STALE_GENERATION;
    return true;
}

/* Left from a change that did not come to its end: it is destroyed, and the archive stays. */
static void a_salt_of_another_archive_is_destroyed(void)
{
    stage_with_archive();
    destroyed = 0;
    scene.heard = counts_destroyed;
    alter(SCENE_VISITOR, MESSAGE_VISITOR_OK, with_stale_salt);
    new_page();
    go();
    CHECK(altered == 1 && destroyed == 1 && says(SCENE_VISITOR, "archive", "on", "true"));
    CHECK(says(SCENE_VISITOR, "kept_message", "text", "kept") && nobody_stopped());
    end();
}

/* --- the archive --- */

static struct forgery forgery;

/* Hands out an envelope that opens with the archive's key, whatever is in it. */
static void put_archived(void)
{
    static uint8_t octets[ENVELOPE_MAX], plain[BUCKET_2], randomness[32 + KEM_ENC_SEED_SIZE];
    static const uint8_t nonce[XNONCE_SIZE] = {3};
    struct message message = {.code = MESSAGE_ARCHIVED, .as.archived.number = 1000};
    struct seal_kept kept;
    struct bytes body = forgery.raw;
    uint8_t link[HASH_SIZE];
    size_t size = 0;
    if (body.size == 0) {
        CHECK(body_encode(&forgery.body, plain, sizeof plain, &size, &forgery.header.bucket) == OK);
        body = (struct bytes){plain, size};
    }
    forgery.recipient.psk = forgery.psk;
    check_fill(randomness, sizeof randomness, forgery.seq);
    CHECK(envelope_seal(&forgery.header, body, scene.keys.deployment_id, &forgery.recipient, 1, randomness, octets,
                        sizeof octets, &size, &kept) == OK);
    envelope_link(&kept, link);
    archive_seal(client_of(SCENE_VISITOR)->visitor.archive_key, forgery.header.msg_id, link, kept.key, nonce,
                 message.as.archived.sealed);
    message.as.archived.envelope = (struct bytes){octets, size};
    scene_inject(&scene, SCENE_VISITOR, &message);
    go();
}

static void only_words_and_appointments_are_shown(void)
{
    static const uint8_t nonsense[64] = {0xff, 0xff};
    stage_with_archive();
    for (int kind = BODY_TEXT; kind <= BODY_NOTE; kind++) {
        forge_begin(&forgery, SCENE_ALPHA, SCENE_VISITOR, CLASS_ROOM);
        forgery.body.kind = (uint8_t)kind; /* and its content is "forged", which is no appointment */
        put_archived();
        CHECK(event_count == (kind == BODY_TEXT ? 1 : 0) && nobody_stopped());
        event_count = 0;
    }
    forge_begin(&forgery, SCENE_ALPHA, SCENE_VISITOR, CLASS_ROOM);
    forgery.raw = PART(nonsense, sizeof nonsense);
    put_archived();
    CHECK(event_count == 0 && nobody_stopped());
    end();
}

/* Who has left since is not on the list of colleagues; that it was one is known all the same. */
static void who_has_left_was_a_colleague(void)
{
    stage_with_archive();
    forge_begin(&forgery, SCENE_ALPHA, SCENE_VISITOR, CLASS_ROOM);
    put_archived();
    CHECK(says(SCENE_VISITOR, "kept_message", "role", "counsellor") &&
          !says(SCENE_VISITOR, "kept_message", "label", ""));
    forgery.header.sender[0] ^= 1;
    put_archived();
    CHECK(says(SCENE_VISITOR, "kept_message", "role", "counsellor") &&
          says(SCENE_VISITOR, "kept_message", "label", ""));
    CHECK(count_of(SCENE_VISITOR, "kept_message") == 2 && nobody_stopped());
    end();
}

/* --- statements --- */

/* Only what was asked for with the roster is taken for a part of it. */
static void a_statement_that_answers_something_else_is_none(void)
{
    static const uint8_t garbled[20];
    struct message message = {.code = MESSAGE_STATEMENT, .as.statement.statement = PART(garbled, sizeof garbled)};
    forge_stage();
    struct client *client = client_of(SCENE_ALPHA);
    message.tag = client_expect(client, FOR_NOTHING, 0, 0);
    scene_inject(&scene, SCENE_ALPHA, &message);
    go();
    CHECK(event_count == 0 && nobody_stopped());
    client_pending(client, message.tag)->purpose = FOR_ROSTER;
    scene_inject(&scene, SCENE_ALPHA, &message);
    go();
    CHECK(says(SCENE_ALPHA, "stopped", "why", "roster"));
    end();
}

int main(void)
{
    RUN(a_salt_that_does_not_open_is_the_end);
    RUN(salts_have_no_order);
    RUN(a_key_goes_with_its_salt);
    RUN(a_salt_of_another_archive_is_destroyed);
    RUN(only_words_and_appointments_are_shown);
    RUN(who_has_left_was_a_colleague);
    RUN(a_statement_that_answers_something_else_is_none);
    return check_end();
}
