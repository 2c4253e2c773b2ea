/* Words of which nobody knows whether the server has them: the connection broke before its answer. Are they shown once, whatever is said of the
 * second copy, and can they be taken back? */
#include "check.h"
#include "refuse.h"

static const enum scene_actor actors[] = {SCENE_VISITOR, SCENE_ALPHA};
static uint8_t id[MSG_ID_SIZE];

/* Said, never answered, and said again on another connection, which answers `error`. */
static void say_twice(enum scene_actor actor, uint8_t error, unsigned times)
{
    stage_with_talk();
    refuse(actor, MESSAGE_SEND, NO_ANSWER, 1);
    CHECK(client_say(client_of(actor), case_id, PART_TEXT("in doubt"), id) == OK);
    go();
    CHECK(refusal.met == 1);
    scene_disconnect(&scene, actor);
    scene_run(&scene);
    event_count = 0;
    refuse(actor, MESSAGE_SEND, error, times);
    come(actor);
    go();
}

static void come_again(enum scene_actor actor)
{
    scene_disconnect(&scene, actor);
    scene_run(&scene);
    come(actor);
    go();
    wait(5);
}

static void what_is_refused_for_good_is_unsent(void)
{
    for (size_t i = 0; i < 2; i++) {
        enum scene_actor other = actors[1 - i];
        say_twice(actors[i], ERROR_QUOTA, 1);
        /* Of a visitor the Hello of that login, or these words: both are tried with the same key. */
        CHECK(refusal.met == 1 && count_of(actors[i], "stopped") == 0);
        come_again(actors[i]);
        CHECK(say(actors[i], "no doubt") == OK);
        go();
        wait(1);
        wait(20);
        CHECK(says(other, "message", "text", "no doubt") && count_of(other, "gap") == 0 && nobody_stopped());
        CHECK(count_of(actors[i], "unsent") + count_of(other, "message") >= 2);
        end();
    }
}

static void what_meets_another_room_is_said_once(void)
{
    static const uint8_t errors[] = {ERROR_EPOCH_CONFLICT, ERROR_NOT_MEMBER};
    for (size_t n = 0; n < 2 * sizeof errors; n++) {
        size_t i = n % 2;
        enum scene_actor other = actors[1 - i];
        say_twice(actors[i], errors[n / 2], 1);
        CHECK(refusal.met == 1);
        come_again(actors[i]);
        CHECK(count_of(other, "message") == 1 && says(other, "message", "text", "in doubt"));
        CHECK(count_of(actors[i], "accepted") == 1 && count_of(actors[i], "unsent") == 0);
        wait(1);
        wait(20);
        CHECK(count_of(other, "gap") == 0 && nobody_stopped());
        end();
    }
}

/* The words wait for another login, under the name of a copy that may be stored: the server is asked to drop that. */
static void what_is_in_doubt_can_be_taken_back(void)
{
    say_twice(SCENE_VISITOR, ERROR_EPOCH_CONFLICT, 1);
    bool is_waiting = count_of(SCENE_VISITOR, "accepted") == 0;
    CHECK(client_retract(client_of(SCENE_VISITOR), case_id, id) == OK);
    go();
    come_again(SCENE_VISITOR);
    CHECK(count_of(SCENE_VISITOR, "retracted") == 1 && count_of(SCENE_ALPHA, "retracted") == 1);
    CHECK(!is_waiting || count_of(SCENE_ALPHA, "message") == 0);
    wait(20);
    CHECK(count_of(SCENE_ALPHA, "gap") == 0 && nobody_stopped());
    end();
}

/* The server hears it; its answer finds nobody. */
static void say_and_leave(enum scene_actor actor, const char *text, bool has_receipt)
{
    enum scene_actor other = actors[actor == SCENE_VISITOR ? 1 : 0];
    stage_with_talk();
    scene.devices[other].keeps_frames = !has_receipt;
    CHECK(client_say(client_of(actor), case_id, (struct bytes){(const uint8_t *)text, strlen(text)}, id) == OK);
    scene_pump(&scene, actor);
    scene.devices[actor].link->is_left = true;
    scene.devices[actor].link = NULL;
    client_disconnected(client_of(actor), scene.now_s);
    scene_run(&scene);
    CHECK(count_of(other, "message") == 1);
}

/* The first copy was stored, the second is refused: its number is never given to other words. */
static void no_number_is_used_twice(void)
{
    for (size_t i = 0; i < 2; i++) {
        enum scene_actor other = actors[1 - i];
        say_and_leave(actors[i], "stored", false);
        refuse(actors[i], MESSAGE_SEND, ERROR_QUOTA, 1);
        come(actors[i]);
        go();
        CHECK(refusal.met == 1);
        come_again(actors[i]);
        CHECK(say(actors[i], "other words") == OK);
        go();
        scene.devices[other].keeps_frames = false;
        go();
        CHECK(says(other, "message", "text", "other words") && count_of(other, "message") == 2 && nobody_stopped());
        end();
    }
}

/* Its receipt came before the server's word: it was stored, whatever is said now. */
static void a_receipt_ends_the_doubt(void)
{
    say_and_leave(SCENE_ALPHA, "read already", true);
    refuse(SCENE_ALPHA, MESSAGE_SEND, ERROR_QUOTA, 1);
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_ALPHA, "accepted") == 1 && count_of(SCENE_ALPHA, "delivered") == 1);
    CHECK(count_of(SCENE_ALPHA, "unsent") == 0 && nobody_stopped());
    end();
}

static bool drop_what_comes_of_a_receipt(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)at, (void)size;
    return !(actor == SCENE_ALPHA && data[0] == MESSAGE_DONE) &&
           !(actor == SCENE_VISITOR && data[0] == MESSAGE_ENVELOPE);
}

/* The server has stored our receipt, sealed to the open page, and is killed before anybody hears of it. Who comes back first of the two, it
 * must be wrapped again: nobody can open it any more, and it counts in our stream. */
static void a_receipt_that_lost_its_page_is_wrapped_again(void)
{
    for (unsigned is_first = 0; is_first < 2; is_first++) {
        stage_with_talk();
        scene.filter = drop_what_comes_of_a_receipt;
        CHECK(say(SCENE_VISITOR, "do you read this") == OK);
        go();
        CHECK(count_of(SCENE_ALPHA, "message") == 1 && count_of(SCENE_VISITOR, "delivered") == 0);
        CHECK(scene_waiting(&scene, visitor_id, false) == 1);
        scene.filter = NULL;
        scene_crash_server(&scene);
        come(is_first ? SCENE_ALPHA : SCENE_VISITOR);
        go();
        come(is_first ? SCENE_VISITOR : SCENE_ALPHA);
        go();
        CHECK(count_of(SCENE_VISITOR, "accepted") == 1 && count_of(SCENE_VISITOR, "delivered") == 1);
        CHECK(count_of(SCENE_VISITOR, "gap") == 0 && scene_waiting(&scene, visitor_id, true) == 0 && nobody_stopped());
        end();
    }
}

int main(void)
{
    RUN(what_is_refused_for_good_is_unsent);
    RUN(what_meets_another_room_is_said_once);
    RUN(what_is_in_doubt_can_be_taken_back);
    RUN(no_number_is_used_twice);
    RUN(a_receipt_ends_the_doubt);
    RUN(a_receipt_that_lost_its_page_is_wrapped_again);
    return check_end();
}
