/* Does burning, as the two sides live it, end in nothing: for the visitor, whatever breaks; for the colleagues, here or not? */
#include "check.h"
#include "client_parts.h"
#include "message.h"
#include "stage.h"

static void what_is_burnt_is_gone_for_everybody(void)
{
    stage_with_talk();
    CHECK(say(SCENE_ALPHA, "words to be burnt") == OK);
    CHECK(visitor_burn(client_of(SCENE_ALPHA)) == REFUSED);
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    CHECK(say(SCENE_VISITOR, "too late") == REFUSED || count_of(SCENE_ALPHA, "message") == 0);
    go();
    CHECK(count_of(SCENE_VISITOR, "burnt") == 0 && count_of(SCENE_VISITOR, "reconnect") == 1);
    come_back();
    CHECK(count_of(SCENE_VISITOR, "burnt") == 1 && nobody_stopped());
    CHECK(count_of(SCENE_ALPHA, "case_burnt") == 1 && says(SCENE_ALPHA, "card", "state", "burnt"));
    CHECK(count_of(SCENE_BETA, "case_burnt") == 0 && says(SCENE_BETA, "card", "state", "burnt"));
    CHECK(say(SCENE_ALPHA, "is anybody there") == REFUSED && count_of(SCENE_ALPHA, "message") == 0);
    CHECK(scene_waiting(&scene, visitor_id, false) == 0 && scene_generations(&scene, visitor_id) == 0);
    CHECK(client_is_idle(client_of(SCENE_ALPHA)));
    /* the code leads nowhere, as if it had never been */
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "unknown_code") == 1 && nobody_stopped());
    end();
}

static void who_comes_later_learns_it(void)
{
    stage_with_talk();
    scene_kill(&scene, SCENE_ALPHA);
    scene_run(&scene);
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    come_back();
    CHECK(count_of(SCENE_VISITOR, "burnt") == 1);
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_ALPHA, "case_burnt") == 1 && nobody_stopped());
    CHECK(say(SCENE_ALPHA, "is anybody there") == REFUSED);
    /* and has forgotten it: the next unlock does not ask again */
    scene_kill(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_ALPHA, "case_burnt") == 1 && nobody_stopped());
    end();
}

static bool keeps_done_back(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)at;
    (void)size;
    return actor != SCENE_VISITOR || data[0] != MESSAGE_DONE;
}

static void a_lost_answer_is_asked_for_again(void)
{
    stage_with_talk();
    scene.filter = keeps_done_back;
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "burnt") == 0);
    scene.filter = NULL;
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    come(SCENE_VISITOR);
    go();
    CHECK(count_of(SCENE_VISITOR, "burnt") == 1 && count_of(SCENE_VISITOR, "unknown_code") == 0);
    CHECK(scene_generations(&scene, visitor_id) == 0 && nobody_stopped());
    end();
}

static void it_is_remembered_without_a_connection(void)
{
    stage_with_talk();
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    CHECK(say(SCENE_VISITOR, "never sent") == OK);
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "burnt") == 0);
    come(SCENE_VISITOR);
    go();
    come_back();
    CHECK(count_of(SCENE_VISITOR, "burnt") == 1 && count_of(SCENE_ALPHA, "message") == 0);
    CHECK(scene_generations(&scene, visitor_id) == 0 && nobody_stopped());
    end();
}

static bool refuses_to_burn(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)at;
    if (actor == SCENE_VISITOR && data[0] == MESSAGE_DONE && *size == 5) {
        struct message error = {.code = MESSAGE_ERROR, .as.error.code = ERROR_UNAVAILABLE};
        error.tag = (uint32_t)data[1] << 24 | (uint32_t)data[2] << 16 | (uint32_t)data[3] << 8 | data[4];
        CHECK(message_encode(&error, data, 64, size) == OK);
    }
    return true;
}

/* "The disk failed" is not "it is gone". */
static void a_refusal_is_no_burning(void)
{
    stage_with_talk();
    scene.filter = refuses_to_burn;
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "burnt") == 0);
    scene.filter = NULL;
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    come(SCENE_VISITOR);
    go();
    CHECK(count_of(SCENE_VISITOR, "burnt") == 1);
    end();
}

static void a_tired_server_is_asked_until_it_has_done_it(void)
{
    stage_with_talk();
    scene.trouble_in_1000 = 1000;
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    wait(10);
    CHECK(count_of(SCENE_VISITOR, "burnt") == 0 && scene_generations(&scene, visitor_id) > 0);
    scene.trouble_in_1000 = 0;
    if (scene.devices[SCENE_VISITOR].link == NULL)
        come(SCENE_VISITOR);
    wait(10);
    come_back();
    CHECK(count_of(SCENE_VISITOR, "burnt") == 1 && nobody_stopped());
    end();
}

static void booked_time_is_free_again(void)
{
    uint8_t id[MSG_ID_SIZE];
    struct appointment offer = {.act = APPOINTMENT_OFFER, .count = 1, .times = {{.length_min = 60}}, .way = WAY_CHAT};
    stage_with_talk();
    offer.times[0].start_min = scene.now_s / 60 / 15 * 15 + 24 * 60;
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &offer, id) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "appointment") == 1 && says(SCENE_ALPHA, "slot", "state", "offered"));
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(says(SCENE_ALPHA, "slot", "state", "called_off"));
    scene_kill(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_ALPHA, "unlocked") == 2 && nobody_stopped());
    end();
}

/* --- what nobody came for --- */

static const uint8_t *who(enum scene_actor actor)
{
    return actor == SCENE_VISITOR ? visitor_id : scene.keys.cert_hash[actor - SCENE_ALPHA];
}

static void push_expired(enum scene_actor actor, const uint8_t *msg_id, enum scene_actor recipient)
{
    struct message message = {.code = MESSAGE_EXPIRED};
    memcpy(message.as.expired.msg_id, msg_id, MSG_ID_SIZE);
    memcpy(message.as.expired.case_id, case_id, CASE_ID_SIZE);
    memcpy(message.as.expired.recipient, who(recipient), HASH_SIZE);
    scene_inject(&scene, actor, &message);
}

static void what_was_not_read_in_time_is_told(void)
{
    uint8_t id[MSG_ID_SIZE], unknown[MSG_ID_SIZE] = {7};
    stage_with_talk();
    CHECK(count_of(SCENE_VISITOR, "terms") == 1 && says(SCENE_VISITOR, "terms", "idle_days", "0"));
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    CHECK(client_say(client_of(SCENE_ALPHA), case_id, PART_TEXT("nobody reads this"), id) == OK);
    go();
    push_expired(SCENE_ALPHA, id, SCENE_BETA); /* a colleague did not come: the visitor may still read it */
    scene_run(&scene);
    CHECK(count_of(SCENE_ALPHA, "expired") == 0);
    push_expired(SCENE_ALPHA, id, SCENE_VISITOR);
    push_expired(SCENE_ALPHA, unknown, SCENE_VISITOR); /* a receipt of an earlier day: nothing a person said */
    scene_run(&scene);
    CHECK(count_of(SCENE_ALPHA, "expired") == 1 && nobody_stopped());
    push_expired(SCENE_ALPHA, id, SCENE_VISITOR); /* the answer to NOTED was lost */
    scene_run(&scene);
    CHECK(count_of(SCENE_ALPHA, "expired") == 1 && client_is_idle(client_of(SCENE_ALPHA)));
    come(SCENE_VISITOR);
    go();
    push_expired(SCENE_VISITOR, unknown, SCENE_ALPHA); /* a page cannot know what an earlier one said */
    scene_run(&scene);
    CHECK(count_of(SCENE_VISITOR, "expired") == 1 && nobody_stopped());
    end();
}

static const struct kept *kept_of(enum scene_actor actor, bool is_said)
{
    const struct talk *talk = &client_of(actor)->talks[0];
    for (size_t i = 0; i < KEPT_MAX; i++) {
        if (talk->kept[i].is_used && talk->kept[i].is_said == is_said)
            return &talk->kept[i];
    }
    return NULL;
}

/* Of two that wait only the one is told; of a message that no person said nothing is. */
static void only_what_a_person_said_is_told(void)
{
    uint8_t id[MSG_ID_SIZE], second[MSG_ID_SIZE], told[MSG_ID_SIZE];
    stage_with_talk();
    new_page();
    scene.devices[SCENE_VISITOR].keeps_frames = true; /* what it has read it has not said */
    CHECK(client_say(client_of(SCENE_ALPHA), case_id, PART_TEXT("the first"), id) == OK);
    CHECK(client_say(client_of(SCENE_ALPHA), case_id, PART_TEXT("the second"), second) == OK);
    scene.devices[SCENE_VISITOR].keeps_frames = false;
    shows = false;
    go();
    push_expired(SCENE_ALPHA, second, SCENE_VISITOR);
    scene_run(&scene);
    CHECK(count_of(SCENE_ALPHA, "expired") == 1);
    CHECK(event_id(last_of(SCENE_ALPHA, "expired"), "id", told, sizeof told));
    CHECK_SAME(told, second, MSG_ID_SIZE);
    const struct kept *own = kept_of(SCENE_ALPHA, false); /* the answer to a Hello */
    if (CHECK(own != NULL)) {
        push_expired(SCENE_ALPHA, own->msg_id, SCENE_VISITOR);
        scene_run(&scene);
        CHECK(!own->is_used && count_of(SCENE_ALPHA, "expired") == 1);
    }
    CHECK(kept_of(SCENE_ALPHA, true) != NULL && nobody_stopped()); /* the first may still be read */
    end();
}

/* A page knows its own words; of a case that it does not have it knows nobody. */
static void a_page_is_told_of_its_own_words(void)
{
    uint8_t id[MSG_ID_SIZE], told[MSG_ID_SIZE];
    stage_with_talk();
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    CHECK(client_say(client_of(SCENE_VISITOR), case_id, PART_TEXT("is anybody there"), id) == OK);
    go();
    push_expired(SCENE_VISITOR, kept_of(SCENE_VISITOR, true)->msg_id, SCENE_ALPHA);
    scene_run(&scene);
    CHECK(event_id(last_of(SCENE_VISITOR, "expired"), "id", told, sizeof told));
    CHECK_SAME(told, id, MSG_ID_SIZE);
    CHECK(says(SCENE_VISITOR, "expired", "role", "counsellor") && kept_of(SCENE_VISITOR, true) == NULL);
    case_id[0] ^= 1;
    push_expired(SCENE_VISITOR, id, SCENE_ALPHA);
    case_id[0] ^= 1;
    scene_run(&scene);
    CHECK(count_of(SCENE_VISITOR, "expired") == 2);
    CHECK(event_field(last_of(SCENE_VISITOR, "expired"), "who").size == 0 && nobody_stopped());
    end();
}

int main(void)
{
    RUN(what_is_burnt_is_gone_for_everybody);
    RUN(who_comes_later_learns_it);
    RUN(a_lost_answer_is_asked_for_again);
    RUN(it_is_remembered_without_a_connection);
    RUN(a_refusal_is_no_burning);
    RUN(a_tired_server_is_asked_until_it_has_done_it);
    RUN(booked_time_is_free_again);
    RUN(what_was_not_read_in_time_is_told);
    RUN(only_what_a_person_said_is_told);
    RUN(a_page_is_told_of_its_own_words);
    return check_end();
}
