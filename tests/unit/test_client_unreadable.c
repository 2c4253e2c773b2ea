/* What cannot be opened is shown as that, and its sender is told after three logins, not before and not twice (rule 19). */
#include "check.h"
#include "client_parts.h"
#include "envelope.h"
#include "forge.h"

enum { SPOILT_MAX = 2 };

static enum scene_actor spoilt_for;
static size_t spoilt_count;
static size_t spoilt_max; /* so many of those that come next */
static uint8_t spoilt[SPOILT_MAX][MSG_ID_SIZE];
static bool spoils;

/* Always the same envelopes on their way to the same person. */
static bool spoil(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    struct message message;
    struct envelope envelope;
    (void)at;
    if (!spoils || actor != spoilt_for || message_decode(&message, data, *size) != OK ||
        message.code != MESSAGE_ENVELOPE || envelope_decode(&envelope, message.as.envelope.envelope) != OK)
        return true;
    size_t at_index = 0;
    while (at_index < spoilt_count && memcmp(spoilt[at_index], envelope.header.msg_id, MSG_ID_SIZE) != 0)
        at_index++;
    if (at_index == spoilt_count && spoilt_count < spoilt_max)
        memcpy(spoilt[spoilt_count++], envelope.header.msg_id, MSG_ID_SIZE);
    if (at_index < spoilt_count)
        data[*size - 1] ^= 1; /* in the sealed body */
    return true;
}

static void spoil_next(enum scene_actor actor, size_t count)
{
    spoilt_count = 0;
    spoilt_max = count;
    spoilt_for = actor;
    spoils = true;
    scene.filter = spoil;
}

static bool is_spoilt_waiting(enum scene_actor actor)
{
    struct envelope_row row;
    const uint8_t *who = actor == SCENE_VISITOR ? visitor_id : scene.keys.cert_hash[actor - SCENE_ALPHA];
    return scene.store->ways->envelope_find(scene.store, who, spoilt[0], &row) == OK;
}

static void again(enum scene_actor actor)
{
    if (actor == SCENE_VISITOR) {
        new_page();
    } else {
        scene_kill(&scene, actor);
        come(actor);
    }
    go();
    wait(1);
}

static void told_after_three_logins(enum scene_actor reader, enum scene_actor writer)
{
    stage_with_talk();
    wait(1);
    spoil_next(reader, 1);
    CHECK(say(writer, "that nobody can read") == OK);
    go();
    CHECK(count_of(reader, "unreadable") == 1 && !says(reader, "message", "text", "that nobody can read"));
    again(reader);
    CHECK(count_of(reader, "unreadable") == 2 && count_of(writer, "unsent") == 0 && is_spoilt_waiting(reader));
    again(reader);
    CHECK(count_of(reader, "unreadable") == 3);
    CHECK(count_of(writer, "unsent") == 1 && says(writer, "unsent", "why", "unreadable"));
    CHECK(!is_spoilt_waiting(reader));
    again(reader);
    CHECK(count_of(reader, "unreadable") == 3 && count_of(writer, "unsent") == 1);
    CHECK(say(writer, "said again") == OK);
    go();
    CHECK(says(reader, "message", "text", "said again") && nobody_stopped());
    end();
}

static void a_counsellor_is_told(void)
{
    told_after_three_logins(SCENE_VISITOR, SCENE_ALPHA);
}

static void a_visitor_is_told(void)
{
    told_after_three_logins(SCENE_ALPHA, SCENE_VISITOR);
}

/* What is readable after all is read, and the next one is counted from its own beginning. */
static void what_heals_is_not_counted(void)
{
    stage_with_talk();
    wait(1);
    spoil_next(SCENE_ALPHA, 1);
    CHECK(say(SCENE_VISITOR, "late, but whole") == OK);
    go();
    again(SCENE_ALPHA);
    spoils = false;
    again(SCENE_ALPHA);
    CHECK(says(SCENE_ALPHA, "message", "text", "late, but whole") && count_of(SCENE_VISITOR, "unsent") == 0);
    again(SCENE_ALPHA);
    spoil_next(SCENE_ALPHA, 1);
    CHECK(say(SCENE_VISITOR, "another") == OK);
    go();
    again(SCENE_ALPHA);
    CHECK(count_of(SCENE_VISITOR, "unsent") == 0 && is_spoilt_waiting(SCENE_ALPHA));
    again(SCENE_ALPHA);
    CHECK(count_of(SCENE_VISITOR, "unsent") == 1);
    end();
}

/* One after the other: the first in the mailbox is counted, then the next. */
static void two_are_told_in_turn(void)
{
    stage_with_talk();
    wait(1);
    spoil_next(SCENE_ALPHA, 2);
    CHECK(say(SCENE_VISITOR, "one") == OK && say(SCENE_VISITOR, "two") == OK);
    go();
    for (unsigned login = 2; login <= 3; login++)
        again(SCENE_ALPHA);
    CHECK(count_of(SCENE_VISITOR, "unsent") == 1 && !is_spoilt_waiting(SCENE_ALPHA));
    for (unsigned login = 2; login <= 3; login++) { /* its first was the third of the other */
        CHECK(count_of(SCENE_VISITOR, "unsent") == 1);
        again(SCENE_ALPHA);
    }
    CHECK(count_of(SCENE_VISITOR, "unsent") == 2);
    end();
}

/* Others have read it: who wrote it is told about the one who could not, colleague or visitor. */
static void one_of_three_cannot_read_it(void)
{
    uint8_t id[MSG_ID_SIZE];
    const uint8_t *who = scene.keys.cert_hash[SCENE_BETA - SCENE_ALPHA];
    stage_with_talk();
    CHECK(add_colleague(client_of(SCENE_ALPHA), who, PART_TEXT("please help"), id) == OK);
    go();
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who, true) == OK);
    go();
    wait(1);
    for (enum scene_actor writer = SCENE_VISITOR; writer <= SCENE_ALPHA; writer++) {
        spoil_next(SCENE_BETA, 1);
        CHECK(say(writer, "that one cannot read") == OK);
        go();
        CHECK(count_of(writer, "delivered") > 0);
        again(SCENE_BETA);
        CHECK(count_of(writer, "unsent") == 0);
        again(SCENE_BETA);
        CHECK(count_of(writer, "unsent") == 1 && says(writer, "unsent", "role", "counsellor"));
        CHECK(!is_spoilt_waiting(SCENE_BETA));
    }
    end();
}

static unsigned said_in_room; /* by ALPHA: where the visitor reads */

static bool counts_room(struct scene *at, enum scene_actor actor, const struct message *message)
{
    struct envelope envelope;
    (void)at;
    if (actor == SCENE_ALPHA && message->code == MESSAGE_SEND)
        said_in_room +=
            CHECK(envelope_decode(&envelope, message->as.send.envelope) == OK) && envelope.header.class == CLASS_ROOM;
    return true;
}

/* What colleagues say among themselves is not told to the visitor, also not that it could not be read. */
static void a_note_that_cannot_be_read_is_the_colleagues(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_talk();
    CHECK(add_colleague(client_of(SCENE_ALPHA), scene.keys.cert_hash[1], PART_TEXT(""), id) == OK);
    go();
    wait(1);
    spoil_next(SCENE_ALPHA, 1);
    CHECK(staff_note(client_of(SCENE_BETA), case_id, PART_TEXT("among us"), id) == OK);
    go();
    again(SCENE_ALPHA);
    scene.heard = counts_room;
    said_in_room = 0;
    again(SCENE_ALPHA);
    CHECK(count_of(SCENE_ALPHA, "unreadable") == 3 && !is_spoilt_waiting(SCENE_ALPHA));
    CHECK(count_of(SCENE_BETA, "unsent") == 1 && says(SCENE_BETA, "unsent", "why", "unreadable"));
    CHECK(said_in_room == 0 && nobody_stopped());
    end();
}

/* At the third login there is no room to tell it: the server keeps its copy, and it is told at the next. */
static void who_cannot_be_told_now_is_told_later(void)
{
    static uint8_t padding[1024];
    struct outgoing head = {.talk = TALKS_MAX - 1, .kind = BODY_TEXT};
    struct bytes parts[] = {{(const uint8_t *)&head, sizeof head}, {padding, sizeof padding}};
    stage_with_talk();
    wait(1);
    spoil_next(SCENE_ALPHA, 1);
    CHECK(say(SCENE_VISITOR, "that nobody can read") == OK);
    go();
    again(SCENE_ALPHA);
    struct client *client = client_of(SCENE_ALPHA);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    while (client_queue_put(&client->outgoing, parts, 2) == OK)
        ;
    while (client_queue_put(&client->outgoing, parts, 1) == OK)
        ;
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_ALPHA, "unreadable") == 3 && count_of(SCENE_VISITOR, "unsent") == 0);
    CHECK(is_spoilt_waiting(SCENE_ALPHA));
    client_queue_clear(&client->outgoing);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    CHECK(says(SCENE_VISITOR, "unsent", "why", "unreadable") && !is_spoilt_waiting(SCENE_ALPHA) && nobody_stopped());
    end();
}

/* A case that nobody has claimed is not this device's to answer in. */
static void an_unclaimed_case_is_told_nothing(void)
{
    struct forgery forgery;
    stage_with_case();
    forge_begin_watching();
    scene_disconnect(&scene, SCENE_VISITOR); /* to see the roster with its keys */
    scene_run(&scene);
    come(SCENE_VISITOR);
    go();
    CHECK(say(SCENE_VISITOR, "where the room stands") == OK);
    go();
    const struct talk *talk = &client_of(SCENE_ALPHA)->talks[0];
    CHECK(talk->is_used && !talk->is_ours);
    forge_begin(&forgery, SCENE_VISITOR, SCENE_ALPHA, CLASS_INTAKE);
    memcpy(forgery.header.case_id, case_id, CASE_ID_SIZE);
    memcpy(forgery.header.roster_hash, talk->room.roster_hash, HASH_SIZE);
    forgery.header.epoch = 0;
    forgery.body.content = (struct bytes){NULL, 0};
    forge_put(&forgery);
    CHECK(count_of(SCENE_ALPHA, "unreadable") == 1 && talk->unreadable.logins == 0);
    CHECK(client_of(SCENE_ALPHA)->outgoing.count == 0 && nobody_stopped());
    end();
}

int main(void)
{
    RUN(a_note_that_cannot_be_read_is_the_colleagues);
    RUN(who_cannot_be_told_now_is_told_later);
    RUN(an_unclaimed_case_is_told_nothing);
    RUN(a_counsellor_is_told);
    RUN(a_visitor_is_told);
    RUN(what_heals_is_not_counted);
    RUN(two_are_told_in_turn);
    RUN(one_of_three_cannot_read_it);
    return check_end();
}
