/* A room with several people, and what ends: is everybody told who has to be, is what was taken back gone for all, does the archive keep
 * what each of them says? */
#include "check.h"
#include "client_parts.h"
#include "message.h"
#include "refuse.h"

static const uint8_t *who(enum scene_actor actor)
{
    return scene.keys.cert_hash[actor - SCENE_ALPHA];
}

static void bring_in(enum scene_actor subject)
{
    uint8_t id[MSG_ID_SIZE];
    come(subject);
    go();
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(subject), (struct bytes){NULL, 0}, id) == OK);
    go();
    CHECK(count_of(subject, "added") == 1);
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(subject), true) == OK);
    go();
}

/* ALPHA has the case; ANNA and, at no door, MENTOR are in it; BETA is a colleague of the door. */
static void stage_with_room(void)
{
    stage_with_talk();
    bring_in(SCENE_ANNA);
    bring_in(SCENE_MENTOR);
    CHECK(say(SCENE_VISITOR, "to all of you") == OK);
    go();
    CHECK(says(SCENE_ANNA, "message", "text", "to all of you") &&
          says(SCENE_MENTOR, "message", "text", "to all of you"));
}

static bool is_quiet(void)
{
    size_t alarms = 0;
    wait(20);
    wait(20);
    for (enum scene_actor actor = 0; actor < SCENE_ACTORS; actor++)
        alarms += count_of(actor, "stopped") + count_of(actor, "gap") + count_of(actor, "unreadable");
    return alarms == 0;
}

/* --- burning --- */

static void every_member_learns_of_a_burning(void)
{
    stage_with_room();
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    come_back();
    CHECK(count_of(SCENE_VISITOR, "burnt") == 1);
    CHECK(count_of(SCENE_ALPHA, "case_burnt") == 1 && count_of(SCENE_ANNA, "case_burnt") == 1 &&
          count_of(SCENE_MENTOR, "case_burnt") == 1 && count_of(SCENE_BETA, "case_burnt") == 0);
    CHECK(say(SCENE_ANNA, "is anybody there") == REFUSED && say(SCENE_MENTOR, "hello") == REFUSED);
    CHECK(is_quiet());
    end();
}

static void a_member_who_comes_later_learns_it(void)
{
    stage_with_room();
    scene_disconnect(&scene, SCENE_ANNA);
    scene_run(&scene);
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(count_of(SCENE_ANNA, "case_burnt") == 0);
    come(SCENE_ANNA);
    go();
    CHECK(count_of(SCENE_ANNA, "case_burnt") == 1 && count_of(SCENE_ANNA, "removed") == 0 && is_quiet());
    end();
}

static void nothing_is_taken_over_that_was_burnt(void)
{
    stage_with_room();
    come(SCENE_BO);
    go();
    CHECK(staff_take_over(client_of(SCENE_ANNA), case_id, who(SCENE_ANNA)) == OK);
    go();
    CHECK(count_of(SCENE_BO, "proposal") == 1);
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(staff_second(client_of(SCENE_BO), case_id) == REFUSED && is_quiet());
    end();
}

static bool loses_answers_to_anna(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)at;
    (void)size;
    return actor != SCENE_ANNA || data[0] != MESSAGE_DONE;
}

/* Stored, its answer lost, and refused when it is sent again, because the room was closed meanwhile: its number is not given to another. */
static void a_number_is_not_used_twice_over_a_closing(void)
{
    stage_with_room();
    scene.filter = loses_answers_to_anna;
    shows = false; /* nobody has looked at it yet, so no receipt says that it is there */
    CHECK(say(SCENE_ANNA, "stored, but who knows") == OK);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "stored, but who knows"));
    scene.filter = NULL;
    scene_disconnect(&scene, SCENE_ANNA);
    scene_run(&scene);
    refuse(SCENE_ANNA, MESSAGE_SEND, NO_ANSWER, 1); /* sent again, and under way when the room is closed */
    come(SCENE_ANNA);
    go();
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    struct message error = {.code = MESSAGE_ERROR, .as.error.code = ERROR_NOT_ALLOWED};
    const struct pending *pending = client_of(SCENE_ANNA)->pending;
    while (pending->purpose != FOR_SEND)
        pending++;
    error.tag = pending->tag;
    scene_inject(&scene, SCENE_ANNA, &error);
    go();
    CHECK(refusal.met == 1);
    CHECK(count_of(SCENE_ANNA, "unsent") == 1);
    CHECK(staff_reopen(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(say(SCENE_ANNA, "another") == OK);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "another") && says(SCENE_VISITOR, "message", "text", "another"));
    CHECK(is_quiet());
    end();
}

/* --- taking back --- */

static void what_all_have_is_taken_back_from_all(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_room();
    CHECK(client_say(client_of(SCENE_ANNA), case_id, PART_TEXT("said too soon"), id) == OK);
    go();
    CHECK(client_retract(client_of(SCENE_ANNA), case_id, id) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "retracted") == 1 && count_of(SCENE_ALPHA, "retracted") == 1 &&
          count_of(SCENE_MENTOR, "retracted") == 1 && count_of(SCENE_BETA, "retracted") == 0);
    CHECK(is_quiet());
    end();
}

static void what_one_has_read_the_others_never_see(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_room();
    scene_disconnect(&scene, SCENE_MENTOR);
    scene_run(&scene);
    CHECK(client_say(client_of(SCENE_VISITOR), case_id, PART_TEXT("not this"), id) == OK);
    go();
    CHECK(says(SCENE_ANNA, "message", "text", "not this"));
    CHECK(client_retract(client_of(SCENE_VISITOR), case_id, id) == OK);
    CHECK(say(SCENE_VISITOR, "but this") == OK);
    go();
    CHECK(count_of(SCENE_ANNA, "retracted") == 1);
    come(SCENE_MENTOR);
    go();
    CHECK(says(SCENE_MENTOR, "message", "text", "but this"));
    for (size_t i = 0; i < event_count; i++)
        CHECK(events[i].actor != SCENE_MENTOR || !event_says(bytes_of_event(&events[i]), "text", "not this"));
    CHECK(is_quiet());
    end();
}

/* The same by a device that was locked in between: it still knows where the words stood. */
static void what_the_visitor_has_read_a_colleague_never_sees(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_room();
    scene_disconnect(&scene, SCENE_MENTOR);
    scene_run(&scene);
    CHECK(client_say(client_of(SCENE_ALPHA), case_id, PART_TEXT("nor this"), id) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "nor this") && count_of(SCENE_ALPHA, "delivered") > 0);
    scene_kill(&scene, SCENE_ALPHA);
    come(SCENE_ALPHA);
    go();
    CHECK(client_retract(client_of(SCENE_ALPHA), case_id, id) == OK);
    CHECK(say(SCENE_ALPHA, "but that") == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "retracted") == 1);
    come(SCENE_MENTOR);
    go();
    CHECK(says(SCENE_MENTOR, "message", "text", "but that"));
    for (size_t i = 0; i < event_count; i++)
        CHECK(events[i].actor != SCENE_MENTOR || !event_says(bytes_of_event(&events[i]), "text", "nor this"));
    CHECK(is_quiet());
    end();
}

/* Who came into the room after it was said never had that stream: what is taken back of it is no gap there. */
static void a_newcomer_misses_nothing_that_is_taken_back(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_talk();
    for (unsigned i = 0; i < 3; i++)
        CHECK(say(SCENE_ALPHA, "one of the earlier ones") == OK);
    go();
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    CHECK(client_say(client_of(SCENE_ALPHA), case_id, PART_TEXT("nobody has read this"), id) == OK);
    go();
    come(SCENE_ANNA);
    go();
    uint8_t note[MSG_ID_SIZE];
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_ANNA), (struct bytes){NULL, 0}, note) == OK);
    go();
    CHECK(client_retract(client_of(SCENE_ALPHA), case_id, id) == OK);
    go();
    CHECK(count_of(SCENE_ANNA, "added") == 1);
    come(SCENE_VISITOR);
    go();
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_ANNA), true) == OK);
    go();
    CHECK(count_of(SCENE_ANNA, "retracted") + count_of(SCENE_VISITOR, "retracted") == 2);
    CHECK(is_quiet());
    end();
}

/* --- the archive --- */

static size_t kept(const char *text, const char *role)
{
    size_t count = 0;
    for (size_t i = 0; i < event_count; i++) {
        struct bytes event = bytes_of_event(&events[i]);
        count += events[i].actor == SCENE_VISITOR && event_is(event, "kept_message") &&
                 event_says(event, "text", text) && event_says(event, "role", role);
    }
    return count;
}

static void what_each_of_them_says_is_kept(void)
{
    stage_with_room();
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    go();
    CHECK(say(SCENE_ALPHA, "by who has the case") == OK);
    CHECK(say(SCENE_ANNA, "by a supervisor") == OK);
    CHECK(say(SCENE_MENTOR, "by a mentor") == OK);
    CHECK(say(SCENE_VISITOR, "by myself, to three") == OK);
    go();
    CHECK(scene_waiting(&scene, visitor_id, false) == 0);
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "kept_message") == 4 && count_of(SCENE_VISITOR, "not_kept") == 0);
    CHECK(kept("by who has the case", "counsellor") == 1 && kept("by a supervisor", "supervisor") == 1);
    CHECK(kept("by a mentor", "mentor") == 1 && kept("by myself, to three", "visitor") == 1);
    /* who was let in stays let in, although the vault holds the archive's key besides */
    CHECK(say(SCENE_VISITOR, "from another page") == OK);
    go();
    CHECK(says(SCENE_MENTOR, "message", "text", "from another page") && is_quiet());
    end();
}

int main(void)
{
    RUN(every_member_learns_of_a_burning);
    RUN(a_member_who_comes_later_learns_it);
    RUN(nothing_is_taken_over_that_was_burnt);
    RUN(a_number_is_not_used_twice_over_a_closing);
    RUN(what_all_have_is_taken_back_from_all);
    RUN(what_one_has_read_the_others_never_see);
    RUN(what_the_visitor_has_read_a_colleague_never_sees);
    RUN(a_newcomer_misses_nothing_that_is_taken_back);
    RUN(what_each_of_them_says_is_kept);
    return check_end();
}
