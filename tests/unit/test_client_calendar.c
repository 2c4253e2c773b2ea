/* Does the calendar say what the two sides have agreed: each act by each side, acts that overtake each other, a full table, cases that are burnt? */
#include "check.h"
#include "refuse.h"

enum { BOOKINGS = 64 }; /* that a device has places for */

static uint8_t id[MSG_ID_SIZE];
static struct appointment appointment;

static enum outcome act(enum scene_actor actor, uint8_t kind)
{
    appointment.act = kind;
    enum outcome outcome = client_appointment(client_of(actor), case_id, &appointment, id);
    return outcome;
}

static void set_time(uint64_t quarters)
{
    appointment = (struct appointment){.length_min = 30, .way = WAY_MEETING, .place = PART_TEXT("12, upstairs")};
    appointment.start_min = (SCENE_START_DAY + 2) * UINT64_C(1440) + quarters * 15;
}

static void offered(void)
{
    stage_with_talk();
    set_time(0);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "appointment", "act", "offer") && says(SCENE_ALPHA, "slot", "state", "offered"));
    event_count = 0;
}

static void every_act_moves_the_slot(void)
{
    static const struct {
        enum scene_actor by;
        uint8_t act;
        const char *word;
        const char *state; /* of the slot; NULL: nothing is said of it */
    } rows[] = {
        {SCENE_VISITOR, APPOINTMENT_ACCEPT, "accept", "accepted"},
        {SCENE_VISITOR, APPOINTMENT_DECLINE, "decline", "called_off"},
        {SCENE_VISITOR, APPOINTMENT_CALL_OFF, "call_off", "called_off"},
        {SCENE_VISITOR, APPOINTMENT_MOVE, "move", NULL}, /* a wish */
        {SCENE_ALPHA, APPOINTMENT_MOVE, "move", "offered"},
        {SCENE_ALPHA, APPOINTMENT_CALL_OFF, "call_off", "called_off"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        enum scene_actor other = rows[i].by == SCENE_VISITOR ? SCENE_ALPHA : SCENE_VISITOR;
        offered();
        appointment.start_min += rows[i].act == APPOINTMENT_MOVE ? 60 : 0;
        CHECK(act(rows[i].by, rows[i].act) == OK);
        go();
        CHECK(says(other, "appointment", "act", rows[i].word) && says(other, "appointment", "way", "meeting"));
        CHECK(rows[i].state == NULL ? count_of(SCENE_ALPHA, "slot") == 0
                                    : says(SCENE_ALPHA, "slot", "state", rows[i].state));
        CHECK(nobody_stopped());
        end();
    }
}

/* An appointment that this device never made is shown, and no slot changes for it. */
static void an_unknown_appointment_books_nothing(void)
{
    offered();
    appointment.id[0] ^= 1;
    CHECK(act(SCENE_VISITOR, APPOINTMENT_ACCEPT) == OK && act(SCENE_ALPHA, APPOINTMENT_MOVE) == GONE);
    go();
    CHECK(count_of(SCENE_ALPHA, "appointment") == 1 && count_of(SCENE_ALPHA, "slot") == 0 && nobody_stopped());
    end();
}

static void one_act_at_a_time(void)
{
    stage_with_talk();
    set_time(0);
    refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, NO_ANSWER, 1);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
    go();
    CHECK(act(SCENE_ALPHA, APPOINTMENT_MOVE) == FULL && count_of(SCENE_VISITOR, "appointment") == 0);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_MOVE) == REFUSED); /* the server's word is needed first */
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_VISITOR, "appointment") == 1 && act(SCENE_ALPHA, APPOINTMENT_MOVE) == OK);
    end();
}

/* One that has no answer yet keeps its place. */
static void an_offer_under_way_keeps_its_place(void)
{
    stage_with_talk();
    set_time(0);
    refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, NO_ANSWER, 1);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
    go();
    set_time(8);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
    go();
    CHECK(refusal.met == 1 && count_of(SCENE_VISITOR, "appointment") == 1);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_VISITOR, "appointment") == 2 && nobody_stopped());
    end();
}

/* The case is burnt before the server has answered: the time is free again, and nobody is left to be told of it. */
static void an_offer_meets_a_burnt_case(void)
{
    stage_with_talk();
    scene.devices[SCENE_ALPHA].keeps_frames = true;
    set_time(0);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK && visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "case_burnt") == 1 && count_of(SCENE_ALPHA, "slot") == 0);
    scene.devices[SCENE_ALPHA].keeps_frames = false;
    go();
    CHECK(says(SCENE_ALPHA, "slot", "state", "called_off") && client_is_idle(client_of(SCENE_ALPHA)));
    wait(1);
    CHECK(count_of(SCENE_ALPHA, "reconnect") == 0 && count_of(SCENE_VISITOR, "appointment") == 0 && nobody_stopped());
    end();
}

/* Another visitor comes, in place of the first one's page; ALPHA takes that case too. */
static void claim_another(void)
{
    size_t before = count_of(SCENE_ALPHA, "claimed");
    scene_kill(&scene, SCENE_VISITOR);
    scene_start(&scene, SCENE_VISITOR);
    CHECK(visitor_new(client_of(SCENE_VISITOR)) == OK);
    come(SCENE_VISITOR);
    go();
    CHECK(open_door(1) == OK);
    go();
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "claimed") == before + 1);
}

/* Who has left a case knows no more whose time it was; least of all is it the next case's, which takes its place. */
static void who_has_left_does_not_know_whose_time_it_was(void)
{
    uint8_t first[CASE_ID_SIZE];
    stage_with_talk();
    set_time(0);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
    go();
    CHECK(!says(SCENE_ALPHA, "slot", "case", ""));
    memcpy(first, case_id, CASE_ID_SIZE);
    CHECK(staff_remove(client_of(SCENE_ALPHA), case_id, scene.keys.cert_hash[0]) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "removed") == 1);
    for (int has_other = 0; has_other < 2; has_other++) {
        event_count = 0;
        CHECK(staff_slots(client_of(SCENE_ALPHA), 0, UINT32_MAX) == OK);
        go();
        CHECK(says(SCENE_ALPHA, "slot", "state", "offered") && says(SCENE_ALPHA, "slot", "case", ""));
        if (has_other)
            continue;
        claim_another();
        CHECK(memcmp(first, case_id, CASE_ID_SIZE) != 0);
    }
    scene_kill(&scene, SCENE_ALPHA); /* nor does the device that starts again */
    event_count = 0;
    come(SCENE_ALPHA);
    go();
    CHECK(staff_slots(client_of(SCENE_ALPHA), 0, UINT32_MAX) == OK);
    go();
    CHECK(says(SCENE_ALPHA, "slot", "case", "") && nobody_stopped());
    end();
}

/* And of the cases that are still here it is known. */
static void who_has_left_one_case_knows_the_other(void)
{
    uint8_t first[CASE_ID_SIZE], told[CASE_ID_SIZE];
    size_t known = 0;
    stage_with_talk();
    memcpy(first, case_id, CASE_ID_SIZE);
    set_time(0);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
    go();
    claim_another();
    set_time(8);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
    go();
    CHECK(staff_remove(client_of(SCENE_ALPHA), case_id, scene.keys.cert_hash[0]) == OK);
    go();
    event_count = 0;
    CHECK(staff_slots(client_of(SCENE_ALPHA), 0, UINT32_MAX) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "slot") == 2);
    for (size_t i = 0; i < event_count; i++) {
        if (event_is(bytes_of_event(&events[i]), "slot") &&
            event_id(bytes_of_event(&events[i]), "case", told, sizeof told))
            known += memcmp(told, first, CASE_ID_SIZE) == 0 ? 1 : 2;
    }
    CHECK(known == 1 && nobody_stopped());
    end();
}

/* A device has places for so many; those whose time is over give way. */
static void places_are_bounded(void)
{
    stage_with_talk();
    for (unsigned i = 0; i < BOOKINGS; i++) {
        set_time(2 * i);
        CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
        go();
    }
    set_time(2 * BOOKINGS);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == FULL);
    scene.now_s += UINT64_C(60) * 1440 * 2 + 7200;
    wait(0);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK && nobody_stopped());
    end();
}

static void a_supervisor_sees_whose_time_it_is(void)
{
    stage_with_talk();
    come(SCENE_ANNA);
    go();
    set_time(0);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
    go();
    CHECK(says(SCENE_ANNA, "slot", "state", "offered") && says(SCENE_ANNA, "slot", "case", ""));
    CHECK(!says(SCENE_ALPHA, "slot", "case", ""));
    end();
}

/* What was held, called off or is over stays as it is; what is still to come is free again. */
static void a_burnt_case_frees_only_what_is_to_come(void)
{
    static const char *const left[] = {"held", "called_off", "called_off"};
    uint8_t ids[3][SLOT_ID_SIZE];
    stage_with_talk();
    for (unsigned i = 0; i < 3; i++) {
        set_time(4 * i);
        CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
        go();
        memcpy(ids[i], appointment.id, SLOT_ID_SIZE);
        CHECK(i == 1 ? act(SCENE_VISITOR, APPOINTMENT_DECLINE) == OK : act(SCENE_VISITOR, APPOINTMENT_ACCEPT) == OK);
        go();
    }
    CHECK(staff_slot_state(client_of(SCENE_ALPHA), ids[0], SLOT_HELD) == OK);
    go();
    event_count = 0;
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "case_burnt") == 1 && count_of(SCENE_ALPHA, "slot") == 1);
    event_count = 0;
    CHECK(staff_slots(client_of(SCENE_ALPHA), 0, UINT32_MAX) == OK);
    go();
    for (size_t i = 0, slot = 0; i < event_count; i++) {
        if (!event_is(bytes_of_event(&events[i]), "slot") || !CHECK(slot < 3))
            continue;
        CHECK(event_says(bytes_of_event(&events[i]), "state", left[slot++]));
        CHECK(event_says(bytes_of_event(&events[i]), "case", ""));
    }
    CHECK(count_of(SCENE_ALPHA, "slot") == 3 && nobody_stopped());
    end();
}

/* Times that are over are nobody's to call off. */
static void what_is_over_is_left_alone(void)
{
    offered();
    scene.now_s += UINT64_C(60) * 1440 * 3;
    wait(0);
    event_count = 0;
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "case_burnt") == 1 && count_of(SCENE_ALPHA, "slot") == 0);
    end();
}

int main(void)
{
    RUN(every_act_moves_the_slot);
    RUN(an_unknown_appointment_books_nothing);
    RUN(one_act_at_a_time);
    RUN(places_are_bounded);
    RUN(a_supervisor_sees_whose_time_it_is);
    RUN(a_burnt_case_frees_only_what_is_to_come);
    RUN(what_is_over_is_left_alone);
    RUN(an_offer_under_way_keeps_its_place);
    RUN(an_offer_meets_a_burnt_case);
    RUN(who_has_left_does_not_know_whose_time_it_was);
    RUN(who_has_left_one_case_knows_the_other);
    return check_end();
}
