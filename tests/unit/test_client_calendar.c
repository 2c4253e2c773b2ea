/* Does the calendar say what the two sides have agreed: each act by each side, acts that overtake each other, a full table, cases that are burnt? */
#include "check.h"
#include "client_parts.h"
#include "refuse.h"

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
    appointment = (struct appointment){
        .count = 1, .times = {{.length_min = 30}}, .way = WAY_MEETING, .place = PART_TEXT("12, upstairs")};
    appointment.times[0].start_min = (SCENE_START_DAY + 2) * UINT64_C(1440) + quarters * 15;
}

static void set_times(uint64_t first, uint64_t second, uint64_t third)
{
    const uint64_t quarters[] = {first, second, third};
    set_time(0);
    appointment.count = 3;
    for (size_t i = 0; i < 3; i++)
        appointment.times[i] = (struct appointment_time){
            .start_min = (SCENE_START_DAY + 2) * UINT64_C(1440) + quarters[i] * 15, .length_min = 30};
}

/* What the server's calendar has of ALPHA: the states of the slots in order of their times, one letter each. */
static const char *calendar(void)
{
    static char letters[EVENTS + 1];
    size_t size = 0;
    event_count = 0;
    CHECK(staff_slots(client_of(SCENE_ALPHA), 0, UINT32_MAX) == OK);
    go();
    for (size_t i = 0; i < event_count; i++) {
        static const char *const states[] = {"offered", "accepted", "called_off", "held", "no_show"};
        for (size_t state = 0; state < sizeof states / sizeof states[0]; state++) {
            if (events[i].actor == SCENE_ALPHA && event_is(bytes_of_event(&events[i]), "slot") &&
                event_says(bytes_of_event(&events[i]), "state", states[state]))
                letters[size++] = "oachn"[state];
        }
    }
    letters[size] = '\0';
    event_count = 0;
    return letters;
}

static bool calendar_is(const char *wanted)
{
    const char *found = calendar();
    if (strcmp(found, wanted) == 0)
        return true;
    fprintf(stderr, "  the calendar has %s, not %s\n", found, wanted);
    return false;
}

/* The visitor's answer is about one of the times. */
static enum outcome accept_time(struct appointment_time time)
{
    struct appointment answer = appointment;
    answer.act = APPOINTMENT_ACCEPT;
    answer.count = 1;
    answer.times[0] = time;
    return client_appointment(client_of(SCENE_VISITOR), case_id, &answer, id);
}

static enum outcome answer_all(const struct appointment *offer, uint8_t kind)
{
    struct appointment answer = *offer;
    answer.act = kind;
    return client_appointment(client_of(SCENE_VISITOR), case_id, &answer, id);
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
        appointment.times[0].start_min += rows[i].act == APPOINTMENT_MOVE ? 15 : 0;
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
        CHECK(says(SCENE_ALPHA, "slot", "state", "called_off") && says(SCENE_ALPHA, "slot", "case", ""));
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
    for (unsigned i = 0; i < BOOKINGS_MAX; i++) {
        set_time(2 * i);
        CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
        go();
    }
    set_time(2 * BOOKINGS_MAX);
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
        memcpy(ids[i], appointment.times[0].id, SLOT_ID_SIZE);
        CHECK(i == 1 ? act(SCENE_VISITOR, APPOINTMENT_DECLINE) == OK : act(SCENE_VISITOR, APPOINTMENT_ACCEPT) == OK);
        go();
    }
    scene.now_s = 60 * (appointment.times[0].start_min - 15); /* the first is over, the others are to come */
    wait(0);
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

/* --- several times in one offer --- */

static void three_offered(void)
{
    stage_with_talk();
    set_times(0, 8, 16);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "appointment") == 1 && calendar_is("ooo"));
}

static void one_of_three_is_chosen(void)
{
    three_offered();
    CHECK(accept_time(appointment.times[1]) == OK);
    go();
    CHECK(says(SCENE_ALPHA, "appointment", "act", "accept") && calendar_is("cac"));
    CHECK(accept_time(appointment.times[1]) == OK); /* said twice */
    go();
    CHECK(count_of(SCENE_ALPHA, "slot") == 0 && count_of(SCENE_ALPHA, "offered_again") == 0 && calendar_is("cac"));
    end();
}

static void none_of_three_is_wanted(void)
{
    static const uint8_t kinds[] = {APPOINTMENT_DECLINE, APPOINTMENT_CALL_OFF};
    for (size_t i = 0; i < 4; i++) {
        three_offered();
        if (i % 2 == 1) {
            CHECK(accept_time(appointment.times[0]) == OK);
            go();
        }
        CHECK(answer_all(&appointment, kinds[i / 2]) == OK);
        go();
        CHECK(calendar_is("ccc"));
        CHECK(accept_time(appointment.times[2]) == OK); /* and is not wanted any more */
        go();
        CHECK(count_of(SCENE_ALPHA, "offered_again") == 0 && calendar_is("ccc"));
        end();
    }
}

/* One of the times is taken: none is kept, and the colleague learns which it was. */
static void if_one_is_taken_none_is_kept(void)
{
    for (unsigned at = 0; at < 3; at++) {
        char start[24];
        stage_with_talk();
        set_time(8 * at);
        CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
        go();
        snprintf(start, sizeof start, "%llu", (unsigned long long)appointment.times[0].start_min);
        set_times(0, 8, 16);
        event_count = 0;
        CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
        go();
        CHECK(count_of(SCENE_VISITOR, "appointment") == 0 && count_of(SCENE_ALPHA, "slot_taken") == 1);
        CHECK(says(SCENE_ALPHA, "slot_taken", "start_min", start));
        CHECK(!client_of(SCENE_ALPHA)->staff.bookings[1].is_used);
        CHECK(calendar_is(at == 0 ? "o" : at == 1 ? "co" : "cco"));
        set_times(24, 32, 40);
        CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
        go();
        CHECK(count_of(SCENE_VISITOR, "appointment") == 1 && nobody_stopped());
        end();
    }
}

static unsigned answered, asked;

static bool answers_so_many(struct scene *at, enum scene_actor actor, const struct message *message)
{
    (void)at;
    return actor != SCENE_ALPHA || message->code != MESSAGE_PUT_SLOT || asked++ < answered;
}

/* The device dies before the server has answered for the first, second or third: taken up where it was, and told once. */
static void times_under_way_are_taken_up(void)
{
    for (answered = 0; answered < 3; answered++) {
        stage_with_talk();
        set_times(0, 8, 16);
        asked = 0;
        scene.heard = answers_so_many;
        CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
        go();
        scene.heard = NULL;
        CHECK(asked == answered + 1 && count_of(SCENE_VISITOR, "appointment") == 0);
        scene_kill(&scene, SCENE_ALPHA);
        come(SCENE_ALPHA);
        go();
        CHECK(count_of(SCENE_VISITOR, "appointment") == 1 && calendar_is("ooo") && nobody_stopped());
        end();
    }
}

/* --- moves --- */

static void a_move_frees_what_stood_before(void)
{
    three_offered();
    struct appointment before = appointment;
    set_times(24, 32, 40);
    memcpy(appointment.id, before.id, APPOINTMENT_ID_SIZE);
    appointment.count = 2;
    CHECK(act(SCENE_ALPHA, APPOINTMENT_MOVE) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "appointment", "act", "move") && calendar_is("cccoo"));
    CHECK(accept_time(appointment.times[1]) == OK);
    go();
    CHECK(calendar_is("cccca"));
    end();
}

/* Times that meet the old ones have their slots; two new ones that meet the same old one are two slots. */
static void a_move_is_not_in_its_own_way(void)
{
    three_offered();
    struct appointment before = appointment;
    set_times(1, 9, 8); /* the last is where the second was, until that has moved */
    memcpy(appointment.id, before.id, APPOINTMENT_ID_SIZE);
    appointment.times[1].length_min = 15;
    appointment.times[2].length_min = 15;
    CHECK(act(SCENE_ALPHA, APPOINTMENT_MOVE) == OK);
    CHECK(memcmp(appointment.times[0].id, before.times[0].id, SLOT_ID_SIZE) == 0);
    CHECK(memcmp(appointment.times[1].id, before.times[1].id, SLOT_ID_SIZE) == 0);
    CHECK(memcmp(appointment.times[2].id, before.times[1].id, SLOT_ID_SIZE) != 0);
    go();
    CHECK(count_of(SCENE_ALPHA, "slot_taken") == 0 && calendar_is("oooc"));
    CHECK(accept_time(before.times[0]) == OK); /* that time is no more */
    go();
    CHECK(calendar_is("oooc"));
    CHECK(accept_time(appointment.times[0]) == OK);
    go();
    CHECK(calendar_is("accc") && nobody_stopped());
    end();
}

/* A move that cannot be made changes nothing, not even what the visitor says meanwhile. */
static void a_refused_move_changes_nothing(void)
{
    static const char *const calendars[] = {"oco", "aco", "cco"}; /* nothing said, accepted, declined */
    for (int said = 0; said < 3; said++) {
        stage_with_talk();
        set_time(16);
        CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
        go();
        set_time(0);
        CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
        go();
        struct appointment before = appointment;
        set_times(1, 8, 16);
        memcpy(appointment.id, before.id, APPOINTMENT_ID_SIZE);
        scene.devices[SCENE_ALPHA].keeps_frames = true;
        CHECK(act(SCENE_ALPHA, APPOINTMENT_MOVE) == OK);
        if (said > 0) {
            CHECK(said == 1 ? accept_time(before.times[0]) == OK : answer_all(&before, APPOINTMENT_DECLINE) == OK);
            go();
        }
        scene.devices[SCENE_ALPHA].keeps_frames = false;
        event_count = 0;
        go();
        CHECK(count_of(SCENE_ALPHA, "slot_taken") == 1 && count_of(SCENE_VISITOR, "appointment") == 0);
        CHECK(calendar_is(calendars[said]));
        CHECK(accept_time(before.times[0]) == OK);
        go();
        CHECK(calendar_is(said == 2 ? "cco" : "aco") && nobody_stopped());
        end();
    }
}

/* The first of the new times is refused already: what it would have moved was never touched. */
static void a_move_into_a_taken_time(void)
{
    for (int is_declined = 0; is_declined < 2; is_declined++) {
        stage_with_talk();
        set_time(1);
        CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
        go();
        set_time(3);
        CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
        go();
        struct appointment before = appointment;
        appointment.times[0].start_min -= 15; /* still meets its own time, and now the other's */
        event_count = 0;
        scene.devices[SCENE_ALPHA].keeps_frames = true;
        CHECK(act(SCENE_ALPHA, APPOINTMENT_MOVE) == OK);
        if (is_declined) {
            CHECK(answer_all(&before, APPOINTMENT_DECLINE) == OK);
            go();
        }
        scene.devices[SCENE_ALPHA].keeps_frames = false;
        go();
        CHECK(count_of(SCENE_ALPHA, "slot_taken") == 1 && count_of(SCENE_ALPHA, "slot") == (size_t)is_declined);
        CHECK(calendar_is(is_declined ? "oc" : "oo"));
        end();
    }
}

/* The device dies in the middle of a move, and has heard of an answer to what stood before: the move is made, and nothing of the answer stays. */
static void a_move_under_way_is_taken_up(void)
{
    offered();
    struct appointment before = appointment;
    appointment.times[0].start_min += 15;
    refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, NO_ANSWER, 1);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_MOVE) == OK);
    go();
    CHECK(refusal.met == 1 && accept_time(before.times[0]) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "appointment") == 1 && count_of(SCENE_ALPHA, "slot") == 0);
    scene_kill(&scene, SCENE_ALPHA);
    come(SCENE_ALPHA);
    go();
    CHECK(says(SCENE_VISITOR, "appointment", "act", "move") && calendar_is("o") && nobody_stopped());
    end();
}

/* What the last move left behind is not through yet. */
static void a_move_needs_places(void)
{
    three_offered();
    struct booking *booking = booking_find(client_of(SCENE_ALPHA), appointment.id);
    for (size_t i = APPOINTMENT_TIMES_MAX; i < BOOKED_TIMES_MAX; i++)
        booking->times[i].part = TIME_OLD;
    CHECK(act(SCENE_ALPHA, APPOINTMENT_MOVE) == FULL && calendar_is("ooo"));
    end();
}

/* --- acts that cross --- */

static void accepted_and_called_off(void)
{
    three_offered();
    struct appointment offer = appointment;
    CHECK(accept_time(offer.times[0]) == OK && act(SCENE_ALPHA, APPOINTMENT_CALL_OFF) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "appointment", "act", "call_off") && says(SCENE_ALPHA, "appointment", "act", "accept"));
    CHECK(calendar_is("ccc"));
    end();
}

static void every_answer_crosses_a_move(void)
{
    static const uint8_t kinds[] = {APPOINTMENT_ACCEPT, APPOINTMENT_DECLINE, APPOINTMENT_CALL_OFF, APPOINTMENT_MOVE};
    for (size_t i = 0; i < sizeof kinds; i++) {
        three_offered();
        struct appointment before = appointment;
        set_time(24);
        memcpy(appointment.id, before.id, APPOINTMENT_ID_SIZE);
        scene.devices[SCENE_VISITOR].keeps_frames = true;
        CHECK(kinds[i] == APPOINTMENT_ACCEPT ? accept_time(before.times[2]) == OK
                                             : answer_all(&before, kinds[i]) == OK);
        CHECK(act(SCENE_ALPHA, APPOINTMENT_MOVE) == OK);
        go();
        CHECK(says(SCENE_VISITOR, "appointment", "act", "move") && count_of(SCENE_ALPHA, "appointment") == 0);
        scene.devices[SCENE_VISITOR].keeps_frames = false;
        go();
        CHECK(count_of(SCENE_ALPHA, "appointment") == 1 && calendar_is("ccco") && nobody_stopped());
        end();
    }
}

/* Two pages of one visitor: the first to be heard counts, and the second is told of it as of a move. */
static void two_pages_accept_two_times(void)
{
    three_offered();
    CHECK(accept_time(appointment.times[0]) == OK && accept_time(appointment.times[1]) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "offered_again") == 1 && says(SCENE_VISITOR, "appointment", "act", "move"));
    CHECK(says(SCENE_VISITOR, "appointment", "place", "12, upstairs") && calendar_is("occ"));
    CHECK(accept_time(appointment.times[0]) == OK);
    go();
    CHECK(calendar_is("acc") && nobody_stopped());
    end();
}

/* A move is under way already: it will tell them. */
static void two_pages_accept_while_it_moves(void)
{
    three_offered();
    struct appointment before = appointment;
    set_time(24);
    memcpy(appointment.id, before.id, APPOINTMENT_ID_SIZE);
    scene.devices[SCENE_ALPHA].keeps_frames = true;
    CHECK(act(SCENE_ALPHA, APPOINTMENT_MOVE) == OK);
    CHECK(accept_time(before.times[0]) == OK && accept_time(before.times[1]) == OK);
    go();
    scene.devices[SCENE_ALPHA].keeps_frames = false;
    go();
    CHECK(count_of(SCENE_ALPHA, "offered_again") == 0 && says(SCENE_VISITOR, "appointment", "act", "move"));
    CHECK(calendar_is("ccco") && nobody_stopped());
    end();
}

/* There is no place to say so again: told like every overflow. */
static void it_cannot_be_offered_again(void)
{
    three_offered();
    CHECK(accept_time(appointment.times[0]) == OK);
    go();
    struct booking *booking = booking_find(client_of(SCENE_ALPHA), appointment.id);
    for (size_t i = APPOINTMENT_TIMES_MAX; i < BOOKED_TIMES_MAX; i++)
        booking->times[i].part = TIME_OLD;
    CHECK(accept_time(appointment.times[1]) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "offered_again") == 0 && calendar_is("acc"));
    end();
}

/* The later word is not taken for the earlier one's answer. */
static void accepted_and_declined_in_one_breath(void)
{
    offered();
    CHECK(accept_time(appointment.times[0]) == OK && answer_all(&appointment, APPOINTMENT_DECLINE) == OK);
    go();
    struct booking *booking = booking_find(client_of(SCENE_ALPHA), appointment.id);
    CHECK(booking->times[0].slot.state == SLOT_CALLED_OFF && booking->times[0].is_stored && calendar_is("c"));
    end();
}

/* --- missed --- */

static void what_was_agreed_can_be_missed(void)
{
    three_offered();
    struct appointment offer = appointment, missed = appointment;
    CHECK(act(SCENE_VISITOR, APPOINTMENT_MISSED) == REFUSED);
    missed.act = APPOINTMENT_MISSED;
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &missed, id) == MALFORMED); /* of three */
    missed.count = 1;
    missed.times[0] = offer.times[1];
    CHECK(accept_time(offer.times[1]) == OK);
    go();
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &missed, id) == REFUSED); /* it has not begun */
    scene.now_s = 60 * offer.times[1].start_min;
    wait(0);
    missed.times[0] = offer.times[0];
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &missed, id) == REFUSED); /* not agreed */
    missed.times[0].start_min += 15;
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &missed, id) == GONE);
    missed.times[0] = offer.times[1];
    missed.times[0].length_min += 15;
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &missed, id) == GONE);
    missed.times[0] = offer.times[1];
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &missed, id) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "appointment", "act", "missed") && calendar_is("cnc"));
    CHECK(answer_all(&offer, APPOINTMENT_CALL_OFF) == OK); /* what is over stays as it is */
    go();
    CHECK(calendar_is("cnc"));
    appointment.count = 1;
    appointment.times[0].start_min = offer.times[2].start_min + 60;
    CHECK(act(SCENE_ALPHA, APPOINTMENT_MOVE) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "appointment", "act", "move") && calendar_is("cnco") && nobody_stopped());
    end();
}

static void what_was_held_was_missed_after_all(void)
{
    offered();
    struct appointment missed = appointment;
    CHECK(accept_time(appointment.times[0]) == OK);
    go();
    scene.now_s = 60 * (appointment.times[0].start_min + 60);
    wait(0);
    CHECK(staff_slot_state(client_of(SCENE_ALPHA), appointment.times[0].id, SLOT_HELD) == OK);
    go();
    CHECK(calendar_is("h"));
    missed.act = APPOINTMENT_MISSED;
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &missed, id) == OK);
    go();
    CHECK(calendar_is("n"));
    end();
}

/* --- a device whose clock is ahead of the server's --- */

/* What is said of the appointment by ALPHA: MISSED to the visitor, or HELD to the calendar alone. */
static enum outcome say_end(uint8_t state)
{
    if (state == SLOT_HELD)
        return staff_slot_state(client_of(SCENE_ALPHA), appointment.times[0].id, SLOT_HELD);
    struct appointment missed = appointment;
    missed.act = APPOINTMENT_MISSED;
    return client_appointment(client_of(SCENE_ALPHA), case_id, &missed, id);
}

/* Accepted, and about to begin: the device believes that it has. */
static void accepted_and_fast(void)
{
    offered();
    CHECK(accept_time(appointment.times[0]) == OK);
    go();
    CHECK(calendar_is("a"));
    scene.now_s = 60 * (appointment.times[0].start_min - 10);
    scene.devices[SCENE_ALPHA].clock_off_s = 60 * 15;
    wait(0);
    event_count = 0;
}

/* The server says that it has not begun: then that is how it stands, for both sides and the calendar, and the person is told. Said again in time
 * it counts. */
static void what_has_not_begun_for_the_server_is_not_over(void)
{
    for (int is_missed = 0; is_missed < 2; is_missed++) {
        accepted_and_fast();
        CHECK(say_end(is_missed ? SLOT_NO_SHOW : SLOT_HELD) == OK);
        go();
        CHECK(count_of(SCENE_VISITOR, "appointment") == 0 && count_of(SCENE_ALPHA, "slot_refused") == 1);
        CHECK(says(SCENE_ALPHA, "slot_refused", "state", is_missed ? "no_show" : "held") &&
              says(SCENE_ALPHA, "slot_refused", "why", "not_allowed"));
        CHECK(calendar_is("a"));
        scene_kill(&scene, SCENE_ALPHA); /* nor is it said at the next login */
        come(SCENE_ALPHA);
        go();
        CHECK(calendar_is("a") && count_of(SCENE_VISITOR, "appointment") == 0);
        wait(60 * 10);
        CHECK(say_end(is_missed ? SLOT_NO_SHOW : SLOT_HELD) == OK);
        go();
        CHECK(count_of(SCENE_VISITOR, "appointment") == (size_t)is_missed);
        CHECK(calendar_is(is_missed ? "n" : "h") && nobody_stopped());
        end();
    }
}

/* And what the visitor says meanwhile is not lost. */
static void the_visitor_calls_off_while_it_is_asked(void)
{
    for (int is_refused = 0; is_refused < 2; is_refused++) {
        accepted_and_fast();
        wait(is_refused ? 0 : 60 * 10);
        scene.devices[SCENE_ALPHA].keeps_frames = true;
        CHECK(say_end(SLOT_NO_SHOW) == OK && answer_all(&appointment, APPOINTMENT_CALL_OFF) == OK);
        go();
        scene.devices[SCENE_ALPHA].keeps_frames = false;
        go();
        CHECK(count_of(SCENE_ALPHA, "slot_refused") == (size_t)is_refused);
        CHECK(count_of(SCENE_VISITOR, "appointment") == (is_refused ? 0 : 1));
        CHECK(calendar_is(is_refused ? "c" : "n") && nobody_stopped());
        struct booking *booking = booking_find(client_of(SCENE_ALPHA), appointment.id);
        CHECK(booking->times[0].slot.state == (is_refused ? SLOT_CALLED_OFF : SLOT_NO_SHOW));
        CHECK(booking->is_told && booking->times[0].is_stored);
        end();
    }
}

/* The line breaks, or the device dies, before the server's word is here: it is asked once more, and the visitor told once. */
static void the_answer_about_the_end_is_lost(void)
{
    for (int way = 0; way < 4; way++) {
        bool is_killed = way % 2 == 1, is_missed = way / 2 == 1;
        accepted_and_fast();
        wait(60 * 10);
        refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, way == 0 ? ERROR_RATE : NO_ANSWER, 1);
        CHECK(say_end(is_missed ? SLOT_NO_SHOW : SLOT_HELD) == OK);
        go();
        CHECK(count_of(SCENE_VISITOR, "appointment") == 0 && count_of(SCENE_ALPHA, "slot_refused") == 0);
        CHECK(say_end(SLOT_HELD) == FULL && say_end(SLOT_NO_SHOW) == FULL);
        CHECK(act(SCENE_ALPHA, APPOINTMENT_MOVE) == FULL && act(SCENE_ALPHA, APPOINTMENT_CALL_OFF) == FULL);
        if (is_killed)
            scene_kill(&scene, SCENE_ALPHA);
        else
            scene_disconnect(&scene, SCENE_ALPHA);
        scene_run(&scene);
        come(SCENE_ALPHA);
        go();
        CHECK(count_of(SCENE_VISITOR, "appointment") == (size_t)is_missed);
        CHECK(calendar_is(is_missed ? "n" : "h") && nobody_stopped());
        end();
    }
}

/* The last word of the server before it was asked for the end had not come either: both are said, in their order. */
static void what_was_agreed_is_said_before_its_end(void)
{
    offered();
    refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, NO_ANSWER, 2);
    CHECK(accept_time(appointment.times[0]) == OK);
    go();
    scene.now_s = 60 * appointment.times[0].start_min;
    wait(0);
    CHECK(say_end(SLOT_NO_SHOW) == OK);
    go();
    CHECK(refusal.met == 2);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    CHECK(says(SCENE_VISITOR, "appointment", "act", "missed") && calendar_is("n") && nobody_stopped());
    end();
}

/* There is no place to tell the visitor: at the next login, also of a device that was off. */
static void it_is_told_when_there_is_a_place(void)
{
    accepted_and_fast();
    wait(60 * 10);
    scene.devices[SCENE_ALPHA].keeps_frames = true;
    CHECK(say_end(SLOT_NO_SHOW) == OK);
    struct client *client = client_of(SCENE_ALPHA);
    size_t max = client->outgoing.max;
    client->outgoing.max = client->outgoing.end;
    scene.devices[SCENE_ALPHA].keeps_frames = false;
    go();
    CHECK(count_of(SCENE_VISITOR, "appointment") == 0 && !booking_find(client, appointment.id)->is_told);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_MOVE) == FULL);
    client->outgoing.max = max;
    scene_kill(&scene, SCENE_ALPHA);
    come(SCENE_ALPHA);
    go();
    CHECK(says(SCENE_VISITOR, "appointment", "act", "missed") && calendar_is("n") && nobody_stopped());
    end();
}

/* Whose case is gone is told nothing; the calendar is right all the same. */
static void a_case_is_burnt_while_it_is_asked(void)
{
    for (int is_fast = 0; is_fast < 2; is_fast++) {
        accepted_and_fast();
        wait(is_fast ? 0 : 60 * 10);
        scene.devices[SCENE_ALPHA].keeps_frames = true;
        CHECK(say_end(SLOT_NO_SHOW) == OK && visitor_burn(client_of(SCENE_VISITOR)) == OK);
        go();
        CHECK(count_of(SCENE_ALPHA, "case_burnt") == 1);
        scene.devices[SCENE_ALPHA].keeps_frames = false;
        go();
        CHECK(count_of(SCENE_ALPHA, "slot_refused") == (size_t)is_fast);
        CHECK(!is_fast || says(SCENE_ALPHA, "slot_refused", "case", ""));
        CHECK(calendar_is(is_fast ? "c" : "n") && nobody_stopped());
        end();
    }
}

/* A second page agrees to another time while the end of the first is asked for: nothing is offered again. */
static void another_time_is_accepted_while_it_is_asked(void)
{
    three_offered();
    CHECK(accept_time(appointment.times[0]) == OK);
    go();
    scene.now_s = 60 * appointment.times[0].start_min;
    wait(0);
    scene.devices[SCENE_ALPHA].keeps_frames = true;
    CHECK(say_end(SLOT_HELD) == OK && accept_time(appointment.times[1]) == OK);
    go();
    scene.devices[SCENE_ALPHA].keeps_frames = false;
    go();
    CHECK(count_of(SCENE_ALPHA, "offered_again") == 0 && calendar_is("hcc") && nobody_stopped());
    end();
}

/* An appointment whose end is asked for keeps its place, although its time is over. */
static void what_is_asked_for_keeps_its_place(void)
{
    struct booking *booking;
    accepted_and_fast();
    wait(60 * 10);
    refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, NO_ANSWER, 1);
    CHECK(say_end(SLOT_HELD) == OK);
    go();
    booking = booking_find(client_of(SCENE_ALPHA), appointment.id);
    for (size_t i = 0; i < BOOKINGS_MAX; i++) {
        struct booking *other = &client_of(SCENE_ALPHA)->staff.bookings[i];
        if (other != booking)
            *other = (struct booking){.is_used = true, .talk = TALK_NONE};
    }
    scene.now_s += 60 * 60 * 24;
    wait(0);
    set_time(400);
    CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == FULL && booking->is_used);
    end();
}

/* The visitor's client says none of this; another one that does changes nothing. */
static void a_visitor_does_not_say_what_was_missed(void)
{
    offered();
    struct client *client = client_of(SCENE_ALPHA);
    appointment.act = APPOINTMENT_MISSED;
    staff_appointment(client, &client->talks[booking_find(client, appointment.id)->talk], &appointment);
    go();
    CHECK(calendar_is("o"));
    end();
}

static bool is_mine(const uint8_t cert_hash[HASH_SIZE])
{
    struct slot slot = {.start = 1, .quarters = 1, .state = SLOT_OFFERED};
    memcpy(slot.cert_hash, cert_hash, HASH_SIZE);
    event_count = 0;
    staff_slot_event(client_of(SCENE_ALPHA), &slot);
    go();
    CHECK(count_of(SCENE_ALPHA, "slot") == 1);
    return says(SCENE_ALPHA, "slot", "mine", "true");
}

/* By the person, not by the device. */
static void slots_are_ones_own_or_not(void)
{
    static const uint8_t nobody[HASH_SIZE];
    stage();
    CHECK(is_mine(scene.keys.cert_hash[0]) && !is_mine(scene.keys.cert_hash[1]) && !is_mine(nobody));
    struct roster *roster = &client_of(SCENE_ALPHA)->roster;
    struct roster_entry *other = &roster->entries[roster_known(roster, scene.keys.cert_hash[1]) - roster->entries];
    memcpy(other->person, roster_known(roster, scene.keys.cert_hash[0])->person, PERSON_SIZE);
    CHECK(is_mine(scene.keys.cert_hash[1]));
    roster->count = 0;
    CHECK(!is_mine(scene.keys.cert_hash[0]));
    end();
}

/* A slot of a move under way is ours, but nothing can be said of it yet. */
static void a_new_time_is_not_over(void)
{
    stage_with_talk();
    set_time(0);
    scene.devices[SCENE_ALPHA].keeps_frames = true;
    CHECK(act(SCENE_ALPHA, APPOINTMENT_OFFER) == OK);
    CHECK(staff_slot_state(client_of(SCENE_ALPHA), appointment.times[0].id, SLOT_HELD) == GONE);
    end();
}

int main(void)
{
    RUN(one_of_three_is_chosen);
    RUN(none_of_three_is_wanted);
    RUN(if_one_is_taken_none_is_kept);
    RUN(times_under_way_are_taken_up);
    RUN(a_move_frees_what_stood_before);
    RUN(a_move_is_not_in_its_own_way);
    RUN(a_refused_move_changes_nothing);
    RUN(a_move_into_a_taken_time);
    RUN(a_move_under_way_is_taken_up);
    RUN(a_move_needs_places);
    RUN(accepted_and_called_off);
    RUN(every_answer_crosses_a_move);
    RUN(two_pages_accept_two_times);
    RUN(two_pages_accept_while_it_moves);
    RUN(it_cannot_be_offered_again);
    RUN(accepted_and_declined_in_one_breath);
    RUN(what_was_agreed_can_be_missed);
    RUN(what_was_held_was_missed_after_all);
    RUN(a_visitor_does_not_say_what_was_missed);
    RUN(a_new_time_is_not_over);
    RUN(what_has_not_begun_for_the_server_is_not_over);
    RUN(the_visitor_calls_off_while_it_is_asked);
    RUN(the_answer_about_the_end_is_lost);
    RUN(what_was_agreed_is_said_before_its_end);
    RUN(it_is_told_when_there_is_a_place);
    RUN(a_case_is_burnt_while_it_is_asked);
    RUN(another_time_is_accepted_while_it_is_asked);
    RUN(what_is_asked_for_keeps_its_place);
    RUN(slots_are_ones_own_or_not);
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
