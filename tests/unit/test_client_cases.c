/* Two cases on one device: does what happens in one leave the other as it was? */
#include "check.h"
#include "refuse.h"

static uint8_t first[CASE_ID_SIZE], first_visitor[HASH_SIZE]; /* the other is case_id, whose visitor is here */
static uint8_t id[MSG_ID_SIZE];

static void stage_with_two(void)
{
    stage_with_talk();
    memcpy(first, case_id, CASE_ID_SIZE);
    memcpy(first_visitor, visitor_id, HASH_SIZE);
    scene_kill(&scene, SCENE_VISITOR);
    scene_run(&scene);
    scene_start(&scene, SCENE_VISITOR);
    visitor_visible(client_of(SCENE_VISITOR), true);
    CHECK(visitor_new(client_of(SCENE_VISITOR)) == OK && visitor_code(client_of(SCENE_VISITOR), code) == OK);
    come(SCENE_VISITOR);
    go();
    CHECK(open_door(1) == OK);
    go();
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(memcmp(first, case_id, CASE_ID_SIZE) != 0 && count_of(SCENE_ALPHA, "claimed") == 2);
    event_count = 0;
}

static enum outcome say_first(const char *text)
{
    return client_say(client_of(SCENE_ALPHA), first, (struct bytes){(const uint8_t *)text, strlen(text)}, id);
}

/* Words to the first visitor that wait in the device: no key of that visitor's is left. */
static void hold_words(void)
{
    static uint8_t detail[HASH_SIZE + KEY_ID_SIZE];
    memcpy(detail, first_visitor, HASH_SIZE);
    refuse(SCENE_ALPHA, MESSAGE_SEND, ERROR_STALE_KEY, 2);
    refusal.detail = (struct bytes){detail, sizeof detail};
    CHECK(say_first("waits") == OK);
    go();
    CHECK(refusal.met == 2 && count_of(SCENE_ALPHA, "accepted") + count_of(SCENE_ALPHA, "unsent") == 0);
}

static void words_that_wait_hold_up_no_other_case(void)
{
    stage_with_two();
    hold_words();
    CHECK(say(SCENE_ALPHA, "goes out") == OK && say(SCENE_VISITOR, "comes in") == OK);
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "goes out") && says(SCENE_ALPHA, "message", "text", "comes in"));
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "closed") == 1 && count_of(SCENE_ALPHA, "unsent") == 0 && nobody_stopped());
    end();
}

static void who_leaves_one_stays_in_the_other(void)
{
    stage_with_two();
    come(SCENE_ANNA);
    go();
    hold_words();
    CHECK(staff_remove(client_of(SCENE_ANNA), case_id, scene.keys.cert_hash[0]) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "removed") == 1 && count_of(SCENE_ALPHA, "unsent") == 0);
    CHECK(!client_is_idle(client_of(SCENE_ALPHA))); /* the other's words still wait */
    CHECK(say(SCENE_ALPHA, "no") == REFUSED && say_first("still mine") == OK && nobody_stopped());
    end();
}

static void what_is_not_shown_yet_is_of_one_case(void)
{
    stage_with_two();
    shows = false;
    CHECK(say(SCENE_VISITOR, "not shown") == OK);
    go();
    CHECK(staff_close_case(client_of(SCENE_ALPHA), first) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "closed") == 1 && count_of(SCENE_VISITOR, "closed") == 0);
    CHECK(staff_reopen(client_of(SCENE_ALPHA), first) == OK);
    come(SCENE_ANNA);
    go();
    CHECK(staff_remove(client_of(SCENE_ANNA), first, scene.keys.cert_hash[0]) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "removed") == 1);
    CHECK(event_id(last_of(SCENE_ALPHA, "message"), "id", id, sizeof id));
    CHECK(client_shown(client_of(SCENE_ALPHA), id) == OK && client_shown(client_of(SCENE_ALPHA), id) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "delivered") == 1 && nobody_stopped());
    end();
}

static struct appointment offer_at(unsigned hour)
{
    struct appointment offer = {.act = APPOINTMENT_OFFER, .count = 1, .times = {{.length_min = 30}}, .way = WAY_CHAT};
    offer.times[0].start_min = (SCENE_START_DAY + 2) * UINT64_C(1440) + UINT64_C(60) * hour;
    return offer;
}

/* Nobody answers for another's time, and what is burnt frees its own. */
static void appointments_are_of_one_case(void)
{
    struct appointment offers[] = {offer_at(1), offer_at(2)};
    stage_with_two();
    CHECK(client_appointment(client_of(SCENE_ALPHA), first, &offers[0], id) == OK);
    go();
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &offers[1], id) == OK);
    go();
    event_count = 0;
    offers[0].act = APPOINTMENT_CALL_OFF;
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &offers[0], id) == GONE);
    offers[0].act = APPOINTMENT_DECLINE;
    CHECK(client_appointment(client_of(SCENE_VISITOR), case_id, &offers[0], id) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "appointment") == 1 && count_of(SCENE_ALPHA, "slot") == 0);
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "case_burnt") == 1 && count_of(SCENE_ALPHA, "slot") == 1);
    event_count = 0;
    CHECK(staff_slots(client_of(SCENE_ALPHA), 0, UINT32_MAX) == OK);
    go();
    CHECK(event_says(bytes_of_event(&events[0]), "state", "offered") &&
          says(SCENE_ALPHA, "slot", "state", "called_off"));
    end();
}

/* Words to both are under way; one case is burnt; the device is switched off and on. */
static void burning_one_leaves_the_other(void)
{
    stage_with_two();
    hold_words();
    refuse(SCENE_ALPHA, MESSAGE_SEND, NO_ANSWER, 1);
    CHECK(say(SCENE_ALPHA, "under way") == OK);
    go();
    CHECK(refusal.met == 1 && visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "case_burnt") == 1 && say(SCENE_ALPHA, "no") == REFUSED);
    scene_kill(&scene, SCENE_ALPHA);
    come(SCENE_ALPHA);
    go();
    CHECK(say_first("still here") == OK && staff_close_case(client_of(SCENE_ALPHA), first) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "closed") == 1 && nobody_stopped());
    end();
}

/* What was not read in time is told of the case that it was said in, also among colleagues; of others nothing. */
static void what_expires_is_of_one_case(void)
{
    struct message expired = {.code = MESSAGE_EXPIRED};
    stage_with_two();
    CHECK(add_colleague(client_of(SCENE_ALPHA), scene.keys.cert_hash[1], PART_TEXT(""), id) == OK);
    go();
    scene_disconnect(&scene, SCENE_BETA);
    scene_run(&scene);
    CHECK(staff_note(client_of(SCENE_ALPHA), case_id, PART_TEXT("nobody reads this"), id) == OK);
    go();
    memcpy(expired.as.expired.msg_id, id, MSG_ID_SIZE);
    memcpy(expired.as.expired.recipient, scene.keys.cert_hash[1], HASH_SIZE);
    memcpy(expired.as.expired.case_id, first, CASE_ID_SIZE);
    scene_inject(&scene, SCENE_ALPHA, &expired);
    memset(expired.as.expired.case_id, 7, CASE_ID_SIZE);
    scene_inject(&scene, SCENE_ALPHA, &expired);
    go();
    CHECK(count_of(SCENE_ALPHA, "expired") == 0);
    memcpy(expired.as.expired.case_id, case_id, CASE_ID_SIZE);
    scene_inject(&scene, SCENE_ALPHA, &expired);
    go();
    CHECK(count_of(SCENE_ALPHA, "expired") == 1 && nobody_stopped());
    end();
}

int main(void)
{
    RUN(words_that_wait_hold_up_no_other_case);
    RUN(who_leaves_one_stays_in_the_other);
    RUN(what_is_not_shown_yet_is_of_one_case);
    RUN(appointments_are_of_one_case);
    RUN(burning_one_leaves_the_other);
    RUN(what_expires_is_of_one_case);
    return check_end();
}
