/* What becomes of a move in a room when something else happens before it is through: others move, the case is burnt, the room is just being read? And
 * of one that is made from outside the room. */
#include "check.h"
#include "client_parts.h"
#include "refuse.h"

static uint8_t id[MSG_ID_SIZE];

static const uint8_t *who(enum scene_actor actor)
{
    return scene.keys.cert_hash[actor - SCENE_ALPHA];
}

static enum outcome add(enum scene_actor by, enum scene_actor subject)
{
    return add_colleague(client_of(by), who(subject), PART_TEXT(""), id);
}

/* Nobody has the case yet; both supervisors are here. */
static void stage_with_supervisors(void)
{
    stage_with_case();
    come(SCENE_ANNA);
    come(SCENE_BO);
    go();
    event_count = 0;
}

static void claim(enum scene_actor actor)
{
    CHECK(staff_claim(client_of(actor), case_id) == OK);
    go();
    CHECK(count_of(actor, "claimed") == 1);
}

/* --- a case that nobody has claimed --- */

/* From outside, a room that nothing has happened in cannot be moved: its beginning is told to those alone who got the intake. */
static void a_waiting_case_is_not_moved_from_outside(void)
{
    stage_with_supervisors();
    refuse(SCENE_ANNA, MESSAGE_PUT_EVENT, ERROR_RATE, 1);
    CHECK(staff_close_case(client_of(SCENE_ANNA), case_id) == OK && staff_claim(client_of(SCENE_BO), case_id) == OK);
    go();
    CHECK(says(SCENE_ANNA, "act_failed", "act", "close") && says(SCENE_ANNA, "act_failed", "why", "not_allowed"));
    CHECK(refusal.met == 0); /* it is not even tried */
    CHECK(says(SCENE_BO, "act_failed", "act", "claim") && count_of(SCENE_BO, "claim_lost") == 0);
    CHECK(talk_find(client_of(SCENE_ANNA), case_id) == NULL && talk_find(client_of(SCENE_BO), case_id) == NULL);
    CHECK(client_is_idle(client_of(SCENE_ANNA)) && nobody_stopped());
    end();
}

/* Claimed, and let go again, before our claim came to the server: nobody has it, and that it was not we is told. */
static void a_claim_meets_one_that_was_let_go(void)
{
    stage_with_supervisors();
    scene.devices[SCENE_BETA].keeps_frames = true;
    CHECK(staff_claim(client_of(SCENE_BETA), case_id) == OK);
    scene_pump(&scene, SCENE_BETA);
    claim(SCENE_ALPHA);
    CHECK(staff_remove(client_of(SCENE_ALPHA), case_id, who(SCENE_ALPHA)) == OK);
    go();
    scene.devices[SCENE_BETA].keeps_frames = false;
    go();
    CHECK(says(SCENE_BETA, "act_failed", "act", "claim") && says(SCENE_BETA, "act_failed", "why", "epoch_conflict"));
    CHECK(count_of(SCENE_BETA, "claimed") + count_of(SCENE_BETA, "claim_lost") == 0 && nobody_stopped());
    end();
}

/* --- answers that are late --- */

/* Nobody waits for this answer any more: what we know of the case stays, and it can be claimed. */
static void an_answer_to_no_move_changes_nothing(void)
{
    stage_with_supervisors();
    struct client *client = client_of(SCENE_BETA);
    struct talk *talk = talk_find(client, case_id);
    struct message done = {.code = MESSAGE_DONE};
    if (CHECK(talk != NULL && talk->has_visitor && !talk->is_ours)) {
        done.tag = client_expect(client, FOR_ACT, talk_index(client, talk), 0);
        scene_inject(&scene, SCENE_BETA, &done);
    }
    go();
    CHECK(event_count == 0);
    claim(SCENE_BETA);
    CHECK(nobody_stopped());
    end();
}

/* What was said to the server is not said again because the room was read once more. */
static void a_move_is_put_once(void)
{
    stage_with_supervisors();
    claim(SCENE_ALPHA);
    refuse(SCENE_ALPHA, MESSAGE_PUT_EVENT, NO_ANSWER, 2);
    CHECK(add(SCENE_ALPHA, SCENE_BETA) == OK);
    go();
    talk_fetch_events(client_of(SCENE_ALPHA), talk_find(client_of(SCENE_ALPHA), case_id));
    go();
    CHECK(refusal.met == 1 && count_of(SCENE_ALPHA, "act_failed") == 0);
    end();
}

/* News of the room is on its way when its reading begins anew: who is in it stays in it, and hears what is said. */
static void a_room_is_read_whole(void)
{
    stage_with_supervisors();
    claim(SCENE_ALPHA);
    CHECK(add(SCENE_ALPHA, SCENE_BETA) == OK);
    go();
    CHECK(count_of(SCENE_BETA, "added") == 1);
    struct client *client = client_of(SCENE_BETA);
    talk_fetch_events(client, talk_find(client, case_id));
    talk_replay(client, talk_find(client, case_id));
    go();
    struct talk *talk = talk_find(client, case_id);
    CHECK(count_of(SCENE_BETA, "removed") == 0);
    CHECK(talk != NULL && talk->is_ours && !talk->is_replaying && talk->room.epoch == 2 && nobody_stopped());
    end();
}

/* --- a case that is burnt --- */

/* The supervisor only looked at it, and is told of the move alone: once it was signed, once while the room was still being read. */
static void a_move_from_outside_meets_a_burnt_case(void)
{
    static const uint8_t awaited[] = {MESSAGE_PROPOSE, MESSAGE_GET_EVENTS};
    for (size_t i = 0; i < 2; i++) {
        stage_with_supervisors();
        claim(SCENE_ALPHA);
        refuse(SCENE_ANNA, awaited[i], NO_ANSWER, 1);
        CHECK(staff_take_over(client_of(SCENE_ANNA), case_id, who(SCENE_BETA)) == OK);
        go();
        CHECK(refusal.met == 1 && visitor_burn(client_of(SCENE_VISITOR)) == OK);
        go();
        CHECK(says(SCENE_ANNA, "act_failed", "why", "gone") && count_of(SCENE_ANNA, "case_burnt") == 0);
        CHECK(talk_find(client_of(SCENE_ANNA), case_id) == NULL && count_of(SCENE_ALPHA, "case_burnt") == 1);
        CHECK(nobody_stopped());
        end();
    }
}

/* --- brought in, and taken out again --- */

static bool keeps_from_now(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)size;
    const struct talk *talk = talk_find(at->devices[SCENE_ANNA].client, case_id);
    if (actor == SCENE_ANNA && data[0] == MESSAGE_ENVELOPE && talk != NULL && talk->is_ours)
        at->devices[SCENE_ANNA].keeps_frames = true; /* it wants to read the room from its beginning */
    return true;
}

/* A supervisor may read any room: what has ended before it was read is seen there. Before it was read that we came in nothing was, and
 * nothing ends; after that we are told by nobody who has done it. */
static void who_is_in_no_more_reads_so(void)
{
    for (int is_known = 0; is_known < 2; is_known++) {
        stage_with_supervisors();
        claim(SCENE_ALPHA);
        if (is_known)
            scene.filter = keeps_from_now;
        scene.devices[SCENE_ANNA].keeps_frames = !is_known;
        CHECK(add(SCENE_ALPHA, SCENE_ANNA) == OK);
        go();
        CHECK(count_of(SCENE_ANNA, "added") == (is_known ? 1 : 0) && scene.devices[SCENE_ANNA].keeps_frames);
        CHECK(staff_remove(client_of(SCENE_BO), case_id, who(SCENE_ANNA)) == OK);
        go();
        CHECK(count_of(SCENE_ANNA, "removed") == 0);
        scene.filter = NULL;
        scene.devices[SCENE_ANNA].keeps_frames = false;
        go();
        CHECK(count_of(SCENE_ANNA, "added") == (is_known ? 1 : 0));
        CHECK(count_of(SCENE_ANNA, "removed") == (is_known ? 1 : 0));
        CHECK(event_field(last_of(SCENE_ANNA, "removed"), "by").size == 0);
        CHECK(talk_find(client_of(SCENE_ANNA), case_id) == NULL && client_is_idle(client_of(SCENE_ANNA)));
        CHECK(nobody_stopped());
        end();
    }
}

/* --- parting --- */

/* A receipt that is on its way in this case holds the close up, one in another case does not. */
static void a_close_waits_for_its_own_receipts(void)
{
    for (int is_other = 0; is_other < 2; is_other++) {
        stage_with_supervisors();
        claim(SCENE_ALPHA);
        struct client *client = client_of(SCENE_ALPHA);
        struct talk *talk = talk_find(client, case_id);
        if (!CHECK(talk != NULL))
            return;
        talk->has_nobody = true; /* no receipt can go out now */
        client->arrived[0] = (struct arrived){.is_used = true, .is_shown = true, .class = CLASS_ROOM};
        client->arrived[0].talk = is_other ? TALKS_MAX - 1 : talk_index(client, talk);
        CHECK(staff_close_case(client, case_id) == OK);
        go();
        CHECK(count_of(SCENE_ALPHA, "closed") == (is_other ? 1 : 0));
        memset(&client->arrived[0], 0, sizeof client->arrived[0]);
        wait(1);
        CHECK(count_of(SCENE_ALPHA, "closed") == 1 && count_of(SCENE_ALPHA, "act_failed") == 0);
        end();
    }
}

static unsigned moves_met;

/* The server has no time: for the first move, and from then on for nobody who reads. */
static bool has_no_time(struct scene *at, enum scene_actor actor, const struct message *message)
{
    struct message error = {.code = MESSAGE_ERROR, .tag = message->tag, .as.error.code = ERROR_UNAVAILABLE};
    if (actor != SCENE_ALPHA || (message->code != MESSAGE_PUT_EVENT && message->code != MESSAGE_GET_EVENTS))
        return true;
    moves_met += message->code == MESSAGE_PUT_EVENT;
    scene_inject(at, actor, &error);
    return false;
}

/* What is not known cannot be moved: the close waits until the room was read, on another connection. */
static void a_close_waits_for_the_room(void)
{
    stage_with_supervisors();
    claim(SCENE_ALPHA);
    struct client *client = client_of(SCENE_ALPHA);
    moves_met = 0;
    scene.heard = has_no_time;
    CHECK(staff_close_case(client, case_id) == OK);
    go();
    CHECK(moves_met == 1);
    talk_replay(client, talk_find(client, case_id));
    go();
    wait(PAUSE_S + 1);
    wait(PAUSE_S + 1);
    CHECK(moves_met == 1 && count_of(SCENE_ALPHA, "reconnect") > 0 && count_of(SCENE_ALPHA, "act_failed") == 0);
    scene.heard = NULL;
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    wait(PAUSE_S + 1);
    CHECK(count_of(SCENE_ALPHA, "closed") == 1 && count_of(SCENE_ALPHA, "act_failed") == 0 && nobody_stopped());
    end();
}

int main(void)
{
    RUN(a_waiting_case_is_not_moved_from_outside);
    RUN(a_claim_meets_one_that_was_let_go);
    RUN(an_answer_to_no_move_changes_nothing);
    RUN(a_move_is_put_once);
    RUN(a_room_is_read_whole);
    RUN(a_move_from_outside_meets_a_burnt_case);
    RUN(who_is_in_no_more_reads_so);
    RUN(a_close_waits_for_its_own_receipts);
    RUN(a_close_waits_for_the_room);
    return check_end();
}
