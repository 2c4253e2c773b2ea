/* What does a visitor's page do at the edges of its login and of quiet mode: burnt in the middle, salts that are gone, a vault of another room, more
 * read than can be noted, a server that speaks too early, or of somebody else? */
#include "alter.h"
#include "check.h"
#include "client_parts.h"
#include "forge.h"
#include "refuse.h"

static struct talk *talk_of(enum scene_actor actor)
{
    return &client_of(actor)->talks[0];
}

static void leave(enum scene_actor actor)
{
    scene_disconnect(&scene, actor);
    scene_run(&scene);
}

/* --- a login --- */

/* Nothing but the burning counts any more, also not that the login is whole. */
static void a_login_that_is_burnt_ends(void)
{
    stage_with_talk();
    scene_kill(&scene, SCENE_VISITOR);
    scene_run(&scene);
    new_page();
    struct client *client = client_of(SCENE_VISITOR);
    struct scene_link *link = scene.devices[SCENE_VISITOR].link;
    for (unsigned i = 0; i < 100 && client->phase != PHASE_SETTING_UP; i++) {
        (void)scene_to_server(&scene, link);
        (void)scene_to_client(&scene, link);
    }
    CHECK(client->phase == PHASE_SETTING_UP && client_awaits(client, FOR_SETUP) && link->to_server.count > 0);
    event_count = 0;
    CHECK(visitor_burn(client) == OK);
    go();
    come_back();
    CHECK(count_of(SCENE_VISITOR, "burnt") == 1 && count_of(SCENE_VISITOR, "ready") == 0 && nobody_stopped());
    CHECK(count_of(SCENE_ALPHA, "case_burnt") == 1 && scene_generations(&scene, visitor_id) == 0);
    end();
}

static bool gives_no_salts(struct message *message)
{
    message->as.visitor_ok.salts.size = 0;
    return true;
}

/* A server that lost the salts: the page makes another key, under a number that was never used, and is written to under it. */
static void salts_that_are_gone_are_replaced(void)
{
    stage_with_talk();
    leave(SCENE_VISITOR);
    alter(SCENE_VISITOR, MESSAGE_VISITOR_OK, gives_no_salts);
    event_count = 0;
    come(SCENE_VISITOR);
    go();
    const struct client *client = client_of(SCENE_VISITOR);
    CHECK(altered == 1 && count_of(SCENE_VISITOR, "ready") == 1 && client->visitor.vault.off_gen == 2);
    CHECK(visitor_offline_key(client_of(SCENE_VISITOR), 2) != NULL);
    CHECK(visitor_offline_key(client_of(SCENE_VISITOR), 1) == NULL);
    CHECK(talk_of(SCENE_ALPHA)->off_gen == 2 && nobody_stopped());
    end();
}

/* The newest generation is the one with the highest number, wherever its key stands. */
static void the_newest_generation_is_gone_on_with(void)
{
    stage_with_talk();
    scene.devices[SCENE_ALPHA].keeps_frames = true; /* nobody acknowledges the new one */
    new_page();
    go();
    struct client *client = client_of(SCENE_VISITOR);
    struct own_key first = client->own_keys[0];
    CHECK(first.generation == 1 && client->own_keys[1].generation == 2);
    client->own_keys[0] = client->own_keys[1];
    client->own_keys[1] = first;
    leave(SCENE_VISITOR);
    come(SCENE_VISITOR);
    go();
    CHECK(client->visitor.vault.off_gen == 2 && scene_generations(&scene, visitor_id) == 2 && nobody_stopped());
    end();
}

static bool names_another_head(struct message *message)
{
    static uint8_t sealed[VAULT_SIZE];
    static const uint8_t nonce[XNONCE_SIZE] = {1};
    struct vault vault;
    CHECK(vault_open(&forge_keys, message->as.visitor_ok.vault.data, &vault) == OK);
    vault.room_head[0] ^= 1;
    vault_seal(&forge_keys, &vault, nonce, sealed);
    message->as.visitor_ok.vault = PART(sealed, sizeof sealed);
    return true;
}

/* What the visitor saw of the room must be on the chain that the server shows now. */
static void a_room_with_another_past_is_a_lie(void)
{
    stage_with_talk();
    forge_begin_watching();
    alter(SCENE_VISITOR, MESSAGE_VISITOR_OK, names_another_head);
    new_page();
    go();
    CHECK(altered == 1 && says(SCENE_VISITOR, "stopped", "why", "room"));
    end();
}

/* More was read than can be noted before the vault says so: the first gives way, and is let go of. */
static unsigned acks;

static bool counts_acks(struct scene *at, enum scene_actor actor, const struct message *message)
{
    (void)at;
    acks += actor == SCENE_VISITOR && message->code == MESSAGE_ACK && message->as.ack.seq == 77;
    return true;
}

static void the_first_deletion_gives_way(void)
{
    stage_with_talk();
    struct client *client = client_of(SCENE_VISITOR);
    uint8_t next = client->visitor.deletion_next;
    scene.heard = counts_acks;
    acks = 0;
    client->visitor.deletions[next] = (struct deletion){.is_used = true, .seq = 77, .version = UINT32_MAX};
    visitor_delete_due(client);
    go();
    CHECK(acks == 0); /* no vault says so yet */
    visitor_delete(client, 78, NULL);
    go();
    CHECK(acks == 1 && client->visitor.deletions[next].seq == 78);
    end();
}

/* --- a room --- */

static bool breaks_signature(struct message *message)
{
    uint8_t *octets = (uint8_t *)message->as.event.statement.data;
    octets[message->as.event.statement.size - 1] ^= 1;
    return true;
}

/* Both whom it names are known, so there is nobody to ask for: it is a lie. */
static void a_leaving_that_nobody_signed_stops(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_talk();
    const uint8_t *beta = scene.keys.cert_hash[1];
    CHECK(add_colleague(client_of(SCENE_ALPHA), beta, PART_TEXT(""), id) == OK);
    go();
    alter(SCENE_VISITOR, MESSAGE_EVENT, breaks_signature);
    CHECK(staff_remove(client_of(SCENE_BETA), case_id, beta) == OK);
    go();
    CHECK(altered == 1 && says(SCENE_VISITOR, "stopped", "why", "room") && count_of(SCENE_VISITOR, "reconnect") == 0);
    end();
}

/* And the visitor as who comes in. */
static bool names_another_case(struct message *message)
{
    uint8_t *octets = (uint8_t *)message->as.event.statement.data;
    uint8_t *at = memmem(octets, message->as.event.statement.size, case_id, CASE_ID_SIZE);
    uint8_t *subject = memmem(octets, message->as.event.statement.size, scene.keys.cert_hash[1], HASH_SIZE);
    if (CHECK(at != NULL && subject != NULL)) {
        at[0] ^= 1;
        memcpy(subject, visitor_id, HASH_SIZE);
    }
    return true;
}

static void another_case_is_none_of_ours(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_talk();
    alter(SCENE_VISITOR, MESSAGE_EVENT, names_another_case);
    event_count = 0;
    CHECK(add_colleague(client_of(SCENE_ALPHA), scene.keys.cert_hash[1], PART_TEXT(""), id) == OK);
    go();
    CHECK(altered == 1 && count_of(SCENE_VISITOR, "room") + count_of(SCENE_VISITOR, "consent") == 0);
    CHECK(count_of(SCENE_VISITOR, "error") + count_of(SCENE_VISITOR, "reconnect") == 0); /* it did not even ask */
    CHECK(talk_of(SCENE_VISITOR)->room.epoch == 1 && !client_of(SCENE_VISITOR)->talks[1].is_used && nobody_stopped());
    end();
}

/* A device that reads a room of its own once more is not given it now: what it knows stays, and it asks again. */
static void a_room_that_is_not_given_stays(void)
{
    stage_with_talk();
    struct talk *talk = talk_of(SCENE_ALPHA);
    refuse(SCENE_ALPHA, MESSAGE_GET_EVENTS, ERROR_NOT_MEMBER, 1);
    talk_replay(client_of(SCENE_ALPHA), talk);
    go();
    CHECK(refusal.met == 1 && talk->is_used && talk->is_ours && talk->is_replaying && !talk->is_fetching);
    talk_fetch_events(client_of(SCENE_ALPHA), talk);
    go();
    CHECK(!talk->is_replaying && talk->room.epoch == 1 && nobody_stopped());
    CHECK(say(SCENE_VISITOR, "still there?") == OK);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "still there?"));
    end();
}

/* What happens in a room while a device logs in is told at once, as it is while it is there. */
static void a_device_hears_of_its_rooms_while_it_logs_in(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_talk();
    CHECK(add_colleague(client_of(SCENE_ALPHA), scene.keys.cert_hash[1], PART_TEXT(""), id) == OK);
    go();
    leave(SCENE_BETA);
    come(SCENE_BETA);
    struct client *client = client_of(SCENE_BETA);
    struct scene_link *link = scene.devices[SCENE_BETA].link;
    for (unsigned i = 0; i < 100 && client->phase != PHASE_CHECKING; i++) {
        (void)scene_to_client(&scene, link);
        if (client->phase != PHASE_CHECKING)
            (void)scene_to_server(&scene, link);
    }
    CHECK(client->phase == PHASE_CHECKING && staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    scene_pump(&scene, SCENE_ALPHA);
    while (scene_to_server(&scene, scene.devices[SCENE_ALPHA].link))
        ;
    event_count = 0;
    while (scene_to_client(&scene, link))
        ;
    CHECK(client->phase == PHASE_CHECKING && count_of(SCENE_BETA, "closed") == 1);
    CHECK(count_of(SCENE_BETA, "room") == 1);
    go();
    CHECK(count_of(SCENE_BETA, "ready") == 1 && count_of(SCENE_BETA, "closed") == 1 && nobody_stopped());
    end();
}

/* A room that a device looked at, and read to its end, is none of its own: nothing of it stays. */
static void a_room_of_others_is_let_go(void)
{
    stage_with_talk();
    struct client *client = client_of(SCENE_BETA);
    CHECK(talk_find(client, case_id) == NULL && act_watch(client, case_id) != NULL);
    go();
    CHECK(talk_find(client, case_id) == NULL && !client->talks[0].is_used && client->outgoing.count == 0);
    CHECK(count_of(SCENE_BETA, "added") + count_of(SCENE_BETA, "act_failed") == 0 && nobody_stopped());
    end();
}

/* --- keys of the conversation end when nothing can come to them any more --- */

enum hindrance { READING, NOT_READ, MISSED, REPLAYING, NOT_SHOWN, HINDRANCES };

static void hinder(struct client *client, struct talk *talk, enum hindrance hindrance, bool is_on)
{
    client->is_reading = hindrance == READING && is_on;
    client->has_read = !(hindrance == NOT_READ && is_on);
    talk->missed_seq = hindrance == MISSED && is_on ? 7 : 0;
    talk->is_replaying = hindrance == REPLAYING && is_on;
    client->arrived[0] = (struct arrived){.is_used = hindrance == NOT_SHOWN && is_on};
}

static void a_key_ends_when_the_mailbox_is_read(void)
{
    stage_with_talk();
    struct client *client = client_of(SCENE_ALPHA);
    struct talk *talk = talk_of(SCENE_ALPHA);
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    for (enum hindrance hindrance = READING; hindrance < HINDRANCES; hindrance++) {
        talk->stream.turns[0] = (struct turn_key){.number = 1, .is_told = true, .replaced_s = 1};
        hinder(client, talk, hindrance, true);
        turn_tick(client);
        CHECK(talk->stream.turns[0].number == 1);
        hinder(client, talk, hindrance, false);
        client->arrived[0] = (struct arrived){.is_used = true, .talk = TALKS_MAX - 1}; /* another case's */
        turn_tick(client);
        CHECK(talk->stream.turns[0].number == 0);
        memset(&client->arrived[0], 0, sizeof client->arrived[0]);
    }
    end();
}

/* --- quiet mode --- */

/* Without room for the asking, nothing is said at all on this connection: what would go out would not be in cells. */
static void quiet_mode_that_cannot_be_asked_for_says_nothing(void)
{
    struct message challenge = {.code = MESSAGE_CHALLENGE};
    uint8_t octets[256];
    size_t size;
    stage_with_talk();
    leave(SCENE_VISITOR);
    struct client *client = client_of(SCENE_VISITOR);
    client_quiet(client, true);
    client_connected(client, scene.now_s);
    for (size_t i = 0; i < PENDING_MAX; i++)
        client->pending[i] = (struct pending){.tag = (uint32_t)(1000000 + i)};
    memcpy(challenge.as.challenge.deployment_id, scene.keys.deployment_id, HASH_SIZE);
    memcpy(challenge.as.challenge.epk, scene.epk, DH_SIZE);
    CHECK(message_encode(&challenge, octets, sizeof octets, &size) == OK);
    client_receive(client, PART(octets, size), scene.now_s);
    CHECK(client->phase == PHASE_PROVING && client_frame(client).size == 0);
    event_count = 0;
    scene_tick(&scene, SCENE_VISITOR);
    CHECK(client_frame(client).size == 0 && count_of(SCENE_VISITOR, "reconnect") == 1);
    client_disconnected(client, scene.now_s);
    leave(SCENE_VISITOR);
    come(SCENE_VISITOR);
    go(); /* and on the next it is asked for */
    CHECK(client->quiet.has_begun && count_of(SCENE_VISITOR, "ready") == 1 && nobody_stopped());
    end();
}

/* Neither a message nor a cell. */
static void nothing_is_no_cell(void)
{
    is_in_cells = true;
    stage_with_talk();
    is_in_cells = false;
    leave(SCENE_VISITOR);
    come(SCENE_VISITOR);
    struct scene_link *link = scene.devices[SCENE_VISITOR].link;
    CHECK(scene_to_client(&scene, link)); /* the challenge */
    struct client *client = client_of(SCENE_VISITOR);
    CHECK(client->quiet.is_on && !client->quiet.has_begun);
    client_receive(client, (struct bytes){NULL, 0}, scene.now_s);
    go();
    CHECK(says(SCENE_VISITOR, "stopped", "why", "server"));
    end();
}

int main(void)
{
    RUN(a_login_that_is_burnt_ends);
    RUN(salts_that_are_gone_are_replaced);
    RUN(the_newest_generation_is_gone_on_with);
    RUN(a_room_with_another_past_is_a_lie);
    RUN(the_first_deletion_gives_way);
    RUN(a_leaving_that_nobody_signed_stops);
    RUN(another_case_is_none_of_ours);
    RUN(a_room_that_is_not_given_stays);
    RUN(a_device_hears_of_its_rooms_while_it_logs_in);
    RUN(a_room_of_others_is_let_go);
    RUN(a_key_ends_when_the_mailbox_is_read);
    RUN(quiet_mode_that_cannot_be_asked_for_says_nothing);
    RUN(nothing_is_no_cell);
    return check_end();
}
