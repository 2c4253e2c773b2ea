/* Does no appointment outlast the counsellor's being there: each way in which one goes, with what was booked in each state, and who acts next? Both
 * sides and the calendar say the same. */
#include "check.h"
#include "client_parts.h"
#include "refuse.h"

enum { DAY_MIN = 24 * 60 };

static uint8_t id[MSG_ID_SIZE];
static struct appointment appointment;

static const uint8_t *who(enum scene_actor actor)
{
    return scene.keys.cert_hash[actor - SCENE_ALPHA];
}

/* --- what is booked --- */

static void offer_at(uint64_t start_min)
{
    appointment = (struct appointment){
        .act = APPOINTMENT_OFFER,
        .count = 2,
        .times = {{.start_min = start_min, .length_min = 60}, {.start_min = start_min + 120, .length_min = 60}},
        .way = WAY_MEETING,
        .place = PART_TEXT("the blue cafe")};
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &appointment, id) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "appointment", "act", "offer"));
}

static uint64_t in_two_days(void)
{
    return (SCENE_START_DAY + 2) * UINT64_C(1440);
}

static enum outcome visitor_says(uint8_t act)
{
    struct appointment said = appointment;
    said.act = act;
    said.count = act == APPOINTMENT_ACCEPT ? 1 : appointment.count;
    if (act == APPOINTMENT_MOVE)
        said.place = PART_TEXT("Tuesday");
    return client_appointment(client_of(SCENE_VISITOR), case_id, &said, id);
}

static enum outcome alpha_says(uint8_t act)
{
    struct appointment said = appointment;
    said.act = act;
    said.count = 1;
    return client_appointment(client_of(SCENE_ALPHA), case_id, &said, id);
}

enum booked { OFFERED, ACCEPTED, ASKED, MOVED, BOOKED_WAYS };

static void book(enum booked way)
{
    static const uint8_t acts[] = {[ACCEPTED] = APPOINTMENT_ACCEPT, [ASKED] = APPOINTMENT_MOVE};
    stage_with_talk();
    for (enum scene_actor actor = SCENE_ANNA; actor < SCENE_ACTORS; actor++)
        come(actor);
    go();
    offer_at(in_two_days());
    if (way == MOVED) {
        appointment.act = APPOINTMENT_MOVE;
        appointment.times[0].start_min += 15;
        CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &appointment, id) == OK);
    } else if (way != OFFERED) {
        CHECK(visitor_says(acts[way]) == OK);
    }
    go();
    event_count = 0;
}

/* The states of the slots of ALPHA, one letter each, in order of their times: as a supervisor sees them, for ALPHA may be nobody any more. */
static bool calendar_is(const char *wanted)
{
    static const char *const states[] = {"offered", "accepted", "called_off", "held", "no_show"};
    char letters[16] = "";
    size_t size = 0, before = event_count;
    CHECK(staff_slots(client_of(SCENE_ANNA), 0, UINT32_MAX) == OK);
    go();
    for (size_t i = before; i < event_count; i++) {
        for (size_t state = 0; size < sizeof letters - 1 && state < 5; state++) {
            if (events[i].actor == SCENE_ANNA && event_is(bytes_of_event(&events[i]), "slot") &&
                event_says(bytes_of_event(&events[i]), "state", states[state]))
                letters[size++] = "oachn"[state];
        }
    }
    if (strcmp(letters, wanted) != 0)
        fprintf(stderr, "  the calendar has %s, not %s\n", letters, wanted);
    return strcmp(letters, wanted) == 0;
}

static size_t called_off(enum scene_actor actor)
{
    size_t count = 0;
    for (size_t i = 0; i < event_count; i++)
        count += events[i].actor == actor && event_is(bytes_of_event(&events[i]), "appointment") &&
                 event_says(bytes_of_event(&events[i]), "act", "call_off");
    return count;
}

/* --- how a counsellor goes --- */

static void hand_over(void)
{
    CHECK(staff_hand_over(client_of(SCENE_ALPHA), case_id, who(SCENE_MENTOR)) == OK);
    go();
    CHECK(staff_second(client_of(SCENE_MENTOR), case_id) == OK);
    go();
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_MENTOR), true) == OK);
    go();
}

static void leave(void)
{
    CHECK(staff_remove(client_of(SCENE_ALPHA), case_id, who(SCENE_ALPHA)) == OK);
    go();
}

static void be_removed(void)
{
    CHECK(staff_remove(client_of(SCENE_ANNA), case_id, who(SCENE_ALPHA)) == OK);
    go();
}

static void be_taken_over(void)
{
    CHECK(staff_take_over(client_of(SCENE_ANNA), case_id, who(SCENE_BETA)) == OK);
    go();
    CHECK(staff_second(client_of(SCENE_BO), case_id) == OK);
    go();
}

static void move_with_leaver(void)
{
    const struct leaver_move move = {.who = who(SCENE_ALPHA)};
    CHECK(staff_leaver_move(client_of(SCENE_ANNA), &move) == OK);
    go();
    wait(1);
}

static void close_it(void)
{
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
}

static void see_it_closed(void)
{
    CHECK(staff_close_case(client_of(SCENE_ANNA), case_id) == OK);
    go();
}

static void end_it(void)
{
    close_it();
    CHECK(staff_set_case(client_of(SCENE_ANNA), case_id, CASE_ENDED) == OK);
    go();
}

static void burn(void)
{
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
}

static const struct {
    void (*go)(void);
    bool is_own;    /* ALPHA's own act: it says so itself */
    bool is_closed; /* nobody says anything afterwards */
    bool is_burnt;
} ways[] = {
    {hand_over, true, false, false},
    {leave, true, false, false},
    {be_removed, false, false, false},
    {be_taken_over, false, false, false},
    {move_with_leaver, false, false, false},
    {close_it, true, true, false},
    {see_it_closed, false, true, false},
    {end_it, true, true, false},
    {burn, false, true, true},
};

enum { WAYS = sizeof ways / sizeof ways[0] };

static void nothing_outlasts_who_booked_it(void)
{
    for (size_t way = 0; way < WAYS; way++) {
        for (enum booked booked = OFFERED; booked < BOOKED_WAYS; booked++) {
            book(booked);
            ways[way].go();
            bool is_right = CHECK(called_off(SCENE_VISITOR) == (ways[way].is_burnt ? 0 : 1));
            is_right &= CHECK(count_of(SCENE_ALPHA, "called_off") == (ways[way].is_own ? 1 : 0));
            is_right &= CHECK(calendar_is("cc"));
            is_right &= CHECK(visitor_says(APPOINTMENT_ACCEPT) == (ways[way].is_closed ? REFUSED : GONE));
            is_right &= CHECK(visitor_says(APPOINTMENT_CALL_OFF) == (ways[way].is_closed ? REFUSED : OK));
            is_right &= CHECK(alpha_says(APPOINTMENT_CALL_OFF) == REFUSED);
            is_right &= CHECK(alpha_says(APPOINTMENT_MISSED) == REFUSED);
            go();
            is_right &= CHECK(calendar_is("cc") && nobody_stopped());
            if (!is_right)
                fprintf(stderr, "  way %zu, booked %d\n", way, (int)booked);
            end();
        }
    }
}

/* --- a device that is away when it happens --- */

static void who_was_away_frees_it_at_the_next_login(void)
{
    for (int is_killed = 0; is_killed < 2; is_killed++) {
        for (int is_closed = 0; is_closed < 2; is_closed++) {
            book(ACCEPTED);
            if (is_killed)
                scene_kill(&scene, SCENE_ALPHA);
            else
                scene_disconnect(&scene, SCENE_ALPHA);
            scene_run(&scene);
            if (is_closed)
                see_it_closed();
            else
                be_taken_over();
            CHECK(called_off(SCENE_VISITOR) == 1 && calendar_is("ac"));
            come(SCENE_ALPHA);
            go();
            CHECK(calendar_is("cc") && count_of(SCENE_ALPHA, "called_off") == 0 && nobody_stopped());
            CHECK(says(SCENE_ALPHA, "slot", "case", "") == !is_closed);
            end();
        }
    }
}

/* It dies between its word and its going: it takes that up, and says it once. */
static void a_device_that_dies_meanwhile_takes_it_up(void)
{
    for (int is_closing = 0; is_closing < 2; is_closing++) {
        book(ACCEPTED);
        refuse(SCENE_ALPHA, MESSAGE_SEND, NO_ANSWER, 1);
        if (is_closing)
            close_it();
        else
            leave();
        CHECK(refusal.met == 1 && count_of(SCENE_ALPHA, "removed") + count_of(SCENE_VISITOR, "closed") == 0);
        scene_kill(&scene, SCENE_ALPHA);
        scene_run(&scene);
        come(SCENE_ALPHA);
        go();
        CHECK(count_of(SCENE_ALPHA, "called_off") == 1 && called_off(SCENE_VISITOR) == 1);
        CHECK(count_of(SCENE_ALPHA, "removed") + count_of(SCENE_VISITOR, "closed") == 1);
        CHECK(calendar_is("cc") && nobody_stopped());
        end();
    }
}

/* There is no place for the words: the calendar is right all the same, and the visitor's client finds it out by itself. */
static void there_is_no_place_to_say_it(void)
{
    book(ACCEPTED);
    struct client *client = client_of(SCENE_ALPHA);
    size_t max = client->outgoing.max;
    client->outgoing.max = client->outgoing.end;
    leave();
    client->outgoing.max = max;
    CHECK(count_of(SCENE_ALPHA, "called_off") == 0 && count_of(SCENE_ALPHA, "removed") == 1);
    CHECK(called_off(SCENE_VISITOR) == 1 && calendar_is("cc"));
    end();
}

/* An offer or a move has no answer yet: nobody is told of its times, and they are free. */
static void what_is_under_way_is_given_up(void)
{
    for (int is_move = 0; is_move < 2; is_move++) {
        book(OFFERED);
        refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, NO_ANSWER, 1);
        struct appointment other = appointment;
        other.act = is_move ? APPOINTMENT_MOVE : APPOINTMENT_OFFER;
        other.count = 1;
        other.times[0].start_min += 600;
        CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &other, id) == OK);
        go();
        CHECK(refusal.met == 1);
        leave();
        CHECK(called_off(SCENE_VISITOR) == 1 && count_of(SCENE_VISITOR, "appointment") == 1);
        scene_disconnect(&scene, SCENE_ALPHA);
        scene_run(&scene);
        come(SCENE_ALPHA);
        go();
        CHECK(calendar_is("cc") && nobody_stopped());
        end();
    }
}

/* --- what has begun --- */

/* Who meets somebody at this moment is not told that it is called off; what became of it can still be said. */
static void what_has_begun_stays(void)
{
    for (int is_own = 0; is_own < 2; is_own++) {
        book(ACCEPTED);
        scene.now_s = 60 * (appointment.times[0].start_min + 10);
        wait(0);
        event_count = 0;
        if (is_own)
            close_it();
        else
            see_it_closed();
        CHECK(called_off(SCENE_VISITOR) == 0 && count_of(SCENE_ALPHA, "called_off") == 0 && calendar_is("ac"));
        CHECK(staff_slot_state(client_of(SCENE_ALPHA), appointment.times[0].id, SLOT_HELD) == OK);
        go();
        CHECK(calendar_is("hc") && nobody_stopped());
        end();
    }
}

/* And what was offered for a time that has begun cannot be agreed to with somebody who has gone. */
static void what_has_begun_is_not_accepted(void)
{
    book(OFFERED);
    scene.now_s = 60 * (appointment.times[1].start_min + 10);
    wait(0);
    event_count = 0;
    be_taken_over();
    CHECK(called_off(SCENE_VISITOR) == 0 && visitor_says(APPOINTMENT_ACCEPT) == GONE);
    end();
}

/* Of an offer one time has begun and another is to come. */
static void one_time_is_to_come(void)
{
    book(OFFERED);
    scene.now_s = 60 * (appointment.times[0].start_min + 10);
    wait(0);
    event_count = 0;
    be_taken_over();
    CHECK(called_off(SCENE_VISITOR) == 1 && visitor_says(APPOINTMENT_ACCEPT) == GONE && calendar_is("oc"));
    end();
}

/* --- what the others know --- */

static void add_mentor(void)
{
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_MENTOR), PART_TEXT(""), id) == OK);
    go();
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_MENTOR), true) == OK);
    go();
}

/* A colleague in the room hears it as the visitor does. */
static void a_colleague_hears_it_too(void)
{
    book(OFFERED);
    add_mentor();
    offer_at(in_two_days() + 600);
    CHECK(visitor_says(APPOINTMENT_ACCEPT) == OK);
    go();
    CHECK(count_of(SCENE_MENTOR, "appointment") == 2);
    be_removed();
    CHECK(called_off(SCENE_MENTOR) == 1 && called_off(SCENE_VISITOR) == 2 && calendar_is("cccc"));
    end();
}

/* Not when another member goes, and not in another room. */
static void only_of_whoever_went(void)
{
    book(OFFERED);
    struct client *visitor = client_of(SCENE_VISITOR);
    add_mentor();
    offer_at(in_two_days() + 600);
    CHECK(client_of(SCENE_MENTOR)->standing[0].is_used);
    event_count = 0;
    CHECK(staff_remove(client_of(SCENE_ANNA), case_id, who(SCENE_MENTOR)) == OK);
    go();
    CHECK(count_of(SCENE_MENTOR, "removed") == 1 && called_off(SCENE_VISITOR) == 0 && calendar_is("oooo"));
    CHECK(!client_of(SCENE_MENTOR)->standing[0].is_used); /* another case may come in that one's place */
    visitor->standing[2] = visitor->standing[0];          /* of another room */
    visitor->standing[2].talk = 1;
    visitor->standing[2].appointment.id[0] ^= 1;
    be_removed();
    CHECK(called_off(SCENE_VISITOR) == 2 && !visitor->standing[2].is_over);
    end();
}

/* What was over before its maker went is not called off once more. */
static void what_was_over_is_not_told_again(void)
{
    static const uint8_t acts[] = {APPOINTMENT_DECLINE, APPOINTMENT_CALL_OFF};
    for (size_t i = 0; i < 3; i++) {
        book(OFFERED);
        if (i < 2)
            CHECK(visitor_says(acts[i]) == OK);
        else
            CHECK(alpha_says(APPOINTMENT_CALL_OFF) == OK);
        go();
        size_t before = called_off(SCENE_VISITOR);
        be_removed();
        CHECK(before == (i == 2) && called_off(SCENE_VISITOR) == before && calendar_is("cc"));
        end();
    }
}

/* The visitor's no is about what stood before a MOVE: what stands since is called off with its maker. */
static void a_no_that_crosses_a_move(void)
{
    book(OFFERED);
    struct appointment before = appointment;
    struct client *visitor = client_of(SCENE_VISITOR);
    struct talk *talk = &visitor->talks[0];
    appointment.act = APPOINTMENT_MOVE;
    appointment.times[0].start_min += 15;
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &appointment, id) == OK);
    go();
    before.act = APPOINTMENT_DECLINE;
    standing_said(visitor, talk, &(struct standing_said){.appointment = &before, .is_visitors = true});
    before.times[0].id[0] ^= 1;
    standing_said(visitor, talk, &(struct standing_said){.appointment = &before, .is_visitors = true});
    be_removed();
    CHECK(called_off(SCENE_VISITOR) == 1);
    end();
}

/* --- a page that comes later --- */

static void come_back_with_archive(void)
{
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "archive_read") == 1);
}

static void book_and_keep(bool is_accepted)
{
    book(OFFERED);
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    go();
    offer_at(in_two_days() + 600);
    if (is_accepted) {
        CHECK(visitor_says(APPOINTMENT_ACCEPT) == OK);
        go();
    }
    scene_kill(&scene, SCENE_VISITOR);
    scene_run(&scene);
    event_count = 0;
}

/* The archive knows of it, and not that its maker has gone since; what it does not know of either is no news. */
static void what_was_kept_is_called_off(void)
{
    for (int is_accepted = 0; is_accepted < 2; is_accepted++) {
        book_and_keep(is_accepted);
        be_removed();
        come_back_with_archive();
        CHECK(count_of(SCENE_VISITOR, "kept_appointment") == (is_accepted ? 2 : 1) && called_off(SCENE_VISITOR) == 1);
        CHECK(visitor_says(APPOINTMENT_ACCEPT) == GONE);
        end();
    }
}

static void what_was_kept_and_stands(void)
{
    book_and_keep(true);
    come_back_with_archive();
    CHECK(called_off(SCENE_VISITOR) == 0 && visitor_says(APPOINTMENT_CALL_OFF) == OK);
    go();
    CHECK(says(SCENE_ALPHA, "appointment", "act", "call_off"));
    end();
}

/* It took place: then it is no lie that it did, whoever has gone since. */
static void what_was_kept_and_took_place(void)
{
    book_and_keep(true);
    be_removed();
    scene.now_s = 60 * (appointment.times[0].start_min + 90); /* the other one that was offered is to come */
    come_back_with_archive();
    CHECK(count_of(SCENE_VISITOR, "kept_appointment") == 2 && called_off(SCENE_VISITOR) == 0);
    end();
}

/* Who goes and comes again knows nothing of it any more. */
static void who_comes_again_has_forgotten_it(void)
{
    book_and_keep(true);
    be_removed();
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "claimed") == 1);
    come_back_with_archive();
    CHECK(called_off(SCENE_VISITOR) == 1 && calendar_is("cccc"));
    end();
}

/* It is still in the mailbox when its maker has gone. */
static void what_is_read_too_late_is_called_off(void)
{
    stage_with_talk();
    come(SCENE_ANNA);
    go();
    scene_kill(&scene, SCENE_VISITOR);
    scene_run(&scene);
    appointment = (struct appointment){.act = APPOINTMENT_OFFER,
                                       .count = 1,
                                       .times = {{.start_min = in_two_days(), .length_min = 60}},
                                       .way = WAY_PHONE,
                                       .place = PART_TEXT("")};
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &appointment, id) == OK);
    go();
    be_removed();
    CHECK(calendar_is("c"));
    event_count = 0;
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "appointment") == 2 && called_off(SCENE_VISITOR) == 1);
    CHECK(says(SCENE_VISITOR, "appointment", "act", "call_off") && visitor_says(APPOINTMENT_ACCEPT) == GONE);
    end();
}

/* The memory is bounded: the oldest gives way, and those that are known are called off. */
static void a_page_knows_so_many(void)
{
    book(OFFERED);
    struct client *visitor = client_of(SCENE_VISITOR);
    struct appointment many = appointment;
    many.act = APPOINTMENT_OFFER;
    for (unsigned i = 0; i < STANDING_MAX + 1; i++) {
        many.id[0] = (uint8_t)i;
        many.id[1] ^= i == 0 ? 1 : 0;
        standing_said(visitor, &visitor->talks[0],
                      &(struct standing_said){.appointment = &many, .by = who(SCENE_ALPHA), .epoch = 1});
    }
    CHECK(!standing_is_over(visitor, appointment.id));
    be_removed();
    CHECK(called_off(SCENE_VISITOR) == STANDING_MAX && standing_is_over(visitor, many.id));
    many.id[0] = 0;
    CHECK(!standing_is_over(visitor, many.id)); /* came first of them */
    many.id[0] = 1;
    CHECK(standing_is_over(visitor, many.id));
    CHECK(visitor_says(APPOINTMENT_ACCEPT) == OK); /* that one is not known any more, and books nothing */
    go();
    CHECK(calendar_is("cc"));
    end();
}

/* --- the server has no room --- */

static void a_full_calendar_is_the_last_word(void)
{
    stage_with_talk();
    come(SCENE_ANNA);
    go();
    appointment = (struct appointment){.act = APPOINTMENT_OFFER,
                                       .count = 1,
                                       .times = {{.start_min = in_two_days(), .length_min = 60}},
                                       .way = WAY_PHONE,
                                       .place = PART_TEXT("")};
    refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, ERROR_QUOTA, 1);
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &appointment, id) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "slot_taken") == 1 && count_of(SCENE_VISITOR, "appointment") == 0);
    CHECK(booking_find(client_of(SCENE_ALPHA), appointment.id) == NULL && calendar_is(""));
    offer_at(in_two_days());
    refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, ERROR_QUOTA, 1);
    CHECK(visitor_says(APPOINTMENT_ACCEPT) == OK);
    go();
    CHECK(refusal.met == 1 && booking_find(client_of(SCENE_ALPHA), appointment.id)->times[0].is_stored);
    end();
}

int main(void)
{
    RUN(nothing_outlasts_who_booked_it);
    RUN(who_was_away_frees_it_at_the_next_login);
    RUN(a_device_that_dies_meanwhile_takes_it_up);
    RUN(there_is_no_place_to_say_it);
    RUN(what_is_under_way_is_given_up);
    RUN(what_has_begun_stays);
    RUN(what_has_begun_is_not_accepted);
    RUN(one_time_is_to_come);
    RUN(a_colleague_hears_it_too);
    RUN(only_of_whoever_went);
    RUN(what_was_over_is_not_told_again);
    RUN(a_no_that_crosses_a_move);
    RUN(what_was_kept_is_called_off);
    RUN(what_was_kept_and_stands);
    RUN(what_was_kept_and_took_place);
    RUN(who_comes_again_has_forgotten_it);
    RUN(what_is_read_too_late_is_called_off);
    RUN(a_page_knows_so_many);
    RUN(a_full_calendar_is_the_last_word);
    return check_end();
}
