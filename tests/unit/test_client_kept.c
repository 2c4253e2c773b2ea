/* Is what comes from the archive shown only as it was kept, whatever the server hands out for it? */
#include "alter.h"
#include "check.h"
#include "refuse.h"

static uint8_t octets[MESSAGE_MAX];

static bool other_key(struct message *message)
{
    message->as.archived.sealed[0] ^= 1;
    return true;
}

static bool alter_envelope(struct message *message, size_t at)
{
    memcpy(octets, message->as.archived.envelope.data, message->as.archived.envelope.size);
    octets[at] ^= 1;
    message->as.archived.envelope.data = octets;
    return true;
}

static bool no_envelope(struct message *message)
{
    return alter_envelope(message, 0);
}

static bool other_words(struct message *message)
{
    return alter_envelope(message, message->as.archived.envelope.size - 1);
}

static bool other_sender(struct message *message)
{
    return alter_envelope(message, 110);
}

static bool same_number(struct message *message)
{
    message->as.archived.number = 0;
    return true;
}

static bool nothing(struct message *message)
{
    (void)message;
    return false;
}

static void stage_with_archive(void)
{
    uint8_t id[MSG_ID_SIZE];
    struct appointment offer = {.act = APPOINTMENT_OFFER, .count = 1, .times = {{.length_min = 30}}, .way = WAY_CHAT};
    stage_with_talk();
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    go();
    CHECK(say(SCENE_ALPHA, "kept") == OK);
    go();
    offer.times[0].start_min = (SCENE_START_DAY + 2) * UINT64_C(1440);
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &offer, id) == OK);
    go();
    event_count = 0;
}

static void only_what_was_kept_is_shown(void)
{
    static const struct {
        bool (*how)(struct message *message);
        size_t shown;
    } rows[] = {{other_key, 0}, {no_envelope, 0}, {other_words, 0}, {other_sender, 0}, {nothing, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        stage_with_archive();
        alter(SCENE_VISITOR, MESSAGE_ARCHIVED, rows[i].how);
        new_page();
        go();
        CHECK(altered > 0 && count_of(SCENE_VISITOR, "kept_message") == rows[i].shown);
        CHECK(count_of(SCENE_VISITOR, "kept_appointment") == rows[i].shown && nobody_stopped());
        CHECK(count_of(SCENE_VISITOR, "archive_read") == 1 && says(SCENE_VISITOR, "archive", "on", "true"));
        end();
    }
    stage_with_archive();
    new_page();
    go();
    CHECK(says(SCENE_VISITOR, "kept_message", "text", "kept") &&
          says(SCENE_VISITOR, "kept_appointment", "act", "offer"));
    CHECK(says(SCENE_VISITOR, "kept_appointment", "role", "counsellor"));
    end();
}

/* A server that never ends the archive is asked no more after the connection is gone; numbers do not go back. */
static void an_archive_that_does_not_end_is_left(void)
{
    stage_with_archive();
    alter(SCENE_VISITOR, MESSAGE_ARCHIVED, same_number);
    new_page();
    for (enum scene_actor actor = 0; actor < SCENE_ACTORS; actor++)
        scene_pump(&scene, actor);
    for (unsigned i = 0; i < 200; i++) {
        for (size_t link = 0; link < SCENE_LINKS; link++) {
            (void)!scene_to_server(&scene, &scene.links[link]);
            (void)!scene_to_client(&scene, &scene.links[link]);
        }
    }
    scene_disconnect(&scene, SCENE_VISITOR);
    CHECK(count_of(SCENE_VISITOR, "kept_message") > 0 && count_of(SCENE_VISITOR, "archive_read") == 0);
    CHECK(nobody_stopped());
    end();
}

/* Nobody asked for it: a page without an archive shows none. */
static void what_was_not_asked_for_is_not_shown(void)
{
    struct message message = {.code = MESSAGE_ARCHIVED, .as.archived.number = 1};
    stage_with_talk();
    memset(octets, 0, sizeof octets);
    message.as.archived.envelope = (struct bytes){octets, 2000};
    event_count = 0;
    scene_inject(&scene, SCENE_VISITOR, &message);
    go();
    CHECK(event_count == 0);
    end();
}

/* What is destroyed is said to be so, not sooner. */
static void off_is_off_when_the_salt_is_gone(void)
{
    stage_with_archive();
    refuse(SCENE_VISITOR, MESSAGE_DELETE_SALT, ERROR_UNAVAILABLE, 3);
    CHECK(visitor_keep(client_of(SCENE_VISITOR), false) == OK);
    go();
    wait(0);
    CHECK(refusal.met == 1 && count_of(SCENE_VISITOR, "archive") == 0);
    wait(5);
    wait(5);
    CHECK(refusal.met == 3 && count_of(SCENE_VISITOR, "archive") == 0);
    wait(5);
    CHECK(says(SCENE_VISITOR, "archive", "on", "false") && nobody_stopped());
    end();
}

/* The salt is gone, and the vault that says so was lost: what its key would open is not there any more. */
static void a_vault_that_is_behind_keeps_nothing(void)
{
    stage_with_archive();
    refuse(SCENE_VISITOR, MESSAGE_PUT_VAULT, NO_ANSWER, 1);
    CHECK(visitor_keep(client_of(SCENE_VISITOR), false) == OK);
    go();
    CHECK(refusal.met == 1);
    new_page();
    go();
    CHECK(says(SCENE_VISITOR, "archive", "on", "false") && count_of(SCENE_VISITOR, "kept_message") == 0);
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "archive", "on", "true") && nobody_stopped());
    end();
}

static void changes_are_one_at_a_time(void)
{
    stage_with_archive();
    alter(SCENE_VISITOR, MESSAGE_DONE, nothing);
    CHECK(visitor_keep(client_of(SCENE_VISITOR), false) == OK);
    go();
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == FULL && count_of(SCENE_VISITOR, "archive") == 0);
    wait(1);
    CHECK(count_of(SCENE_VISITOR, "archive") == 0); /* it is awaited: not asked for again */
    scene.filter = NULL;
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    come(SCENE_VISITOR);
    go();
    CHECK(says(SCENE_VISITOR, "archive", "on", "false") && visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    end();
}

int main(void)
{
    RUN(only_what_was_kept_is_shown);
    RUN(an_archive_that_does_not_end_is_left);
    RUN(what_was_not_asked_for_is_not_shown);
    RUN(off_is_off_when_the_salt_is_gone);
    RUN(a_vault_that_is_behind_keeps_nothing);
    RUN(changes_are_one_at_a_time);
    return check_end();
}
