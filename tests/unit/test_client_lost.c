/* What a colleague or a visitor has asked for when the connection goes: is every question answered on the next one, and everything else told as not
 * done, or asked for until it is? */
#include "check.h"
#include "client_parts.h"
#include "refuse.h"

enum { DAY_MIN = 24 * 60, FIRST_DAY = 20000, MINUTE_S = 60 };

static struct message asked[8]; /* questions that the server heard, in their order */
static size_t asked_count;
static bool is_deaf; /* and did not answer */

static bool hear(struct scene *at, enum scene_actor actor, const struct message *message)
{
    bool is_question =
        message->code == MESSAGE_GET_SLOTS || message->code == MESSAGE_GET_COUNTS || message->code == MESSAGE_GET_AUDIT;
    if (actor != SCENE_ANNA || !is_question)
        return refuse_heard(at, actor, message);
    if (asked_count < sizeof asked / sizeof asked[0])
        asked[asked_count++] = *message;
    return !is_deaf && refuse_heard(at, actor, message);
}

/* ALPHA has the case; all others are here too. */
static void stage_with_all(void)
{
    stage_with_talk();
    for (enum scene_actor actor = SCENE_ANNA; actor < SCENE_ACTORS; actor++)
        come(actor);
    go();
    scene.heard = hear;
    asked_count = event_count = 0;
    is_deaf = true;
}

static void keep_back(enum scene_actor actor, uint8_t request)
{
    refuse(actor, request, NO_ANSWER, 1);
    scene.heard = hear;
}

static void lose(enum scene_actor actor)
{
    go();
    scene_disconnect(&scene, actor);
    scene_pump(&scene, actor);
    scene_run(&scene);
}

static void come_again(enum scene_actor actor)
{
    asked_count = 0;
    is_deaf = false;
    come(actor);
    go();
}

/* --- questions --- */

static void a_calendar_is_asked_for_again(void)
{
    stage_with_all();
    struct client *anna = client_of(SCENE_ANNA);
    CHECK(staff_slots(anna, 10 * DAY_MIN, 20 * DAY_MIN) == OK && staff_slots(anna, 5 * DAY_MIN, 12 * DAY_MIN) == OK);
    CHECK(staff_slots(anna, 15 * DAY_MIN, 30 * DAY_MIN) == OK && staff_slots(anna, 6 * DAY_MIN, 7 * DAY_MIN) == OK);
    lose(SCENE_ANNA);
    CHECK(asked_count == 4 && count_of(SCENE_ANNA, "slots") == 0);
    come(SCENE_ANNA);
    lose(SCENE_ANNA); /* again without an answer */
    CHECK(asked_count == 5);
    come_again(SCENE_ANNA);
    CHECK(asked_count == 1 && count_of(SCENE_ANNA, "slots") == 1);
    CHECK(asked[0].as.get_slots.from == 5 * DAY_MIN / SLOT_MINUTES &&
          asked[0].as.get_slots.to == 30 * DAY_MIN / SLOT_MINUTES);
    lose(SCENE_ANNA);
    come_again(SCENE_ANNA);
    CHECK(asked_count == 0 && count_of(SCENE_ANNA, "slots") == 1); /* it has been answered */
    CHECK(staff_slots(anna, 0, DAY_MIN) == OK);
    go();
    is_deaf = true;
    CHECK(staff_slots(anna, 2 * DAY_MIN, 3 * DAY_MIN) == OK);
    lose(SCENE_ANNA);
    come_again(SCENE_ANNA);
    CHECK(asked_count == 1 && asked[0].as.get_slots.from == 2 * DAY_MIN / SLOT_MINUTES && nobody_stopped());
    end();
}

static void the_newest_figures_are_asked_for_again(void)
{
    stage_with_all();
    struct client *anna = client_of(SCENE_ANNA);
    CHECK(staff_counts(anna, FIRST_DAY, 3) == OK && staff_counts(anna, FIRST_DAY + 1, COUNT_DAYS_MAX) == OK);
    lose(SCENE_ANNA);
    come_again(SCENE_ANNA);
    CHECK(asked_count == 1 && count_of(SCENE_ANNA, "counts") == 1);
    CHECK(asked[0].as.get_counts.day == FIRST_DAY + 1 && asked[0].as.get_counts.days == COUNT_DAYS_MAX);
    lose(SCENE_ANNA);
    come_again(SCENE_ANNA);
    CHECK(asked_count == 0 && nobody_stopped());
    end();
}

/* One of two is answered when the line breaks. */
static void one_answer_of_two_is_not_all(void)
{
    stage_with_all();
    struct client *anna = client_of(SCENE_ANNA);
    is_deaf = false;
    keep_back(SCENE_ANNA, MESSAGE_GET_SLOTS);
    CHECK(staff_slots(anna, 0, DAY_MIN) == OK && staff_slots(anna, 0, DAY_MIN) == OK);
    lose(SCENE_ANNA);
    CHECK(refusal.met == 1 && count_of(SCENE_ANNA, "slots") == 1);
    come_again(SCENE_ANNA);
    CHECK(asked_count == 1 && count_of(SCENE_ANNA, "slots") == 2);
    end();
}

/* What is refused was answered. */
static void a_refused_question_is_not_asked_again(void)
{
    static const uint8_t requests[] = {MESSAGE_GET_SLOTS, MESSAGE_GET_COUNTS, MESSAGE_GET_AUDIT};
    for (size_t i = 0; i < sizeof requests; i++) {
        stage_with_all();
        struct client *anna = client_of(SCENE_ANNA);
        is_deaf = false;
        refuse(SCENE_ANNA, requests[i], ERROR_UNAVAILABLE, 1);
        scene.heard = hear;
        CHECK(staff_slots(anna, 0, DAY_MIN) == OK && staff_counts(anna, FIRST_DAY, 1) == OK &&
              staff_audit(anna, 0, NULL) == OK);
        lose(SCENE_ANNA);
        CHECK(refusal.met == 1 && says(SCENE_ANNA, "error", "code", "unavailable"));
        CHECK(count_of(SCENE_ANNA, "slots") + count_of(SCENE_ANNA, "counts") + count_of(SCENE_ANNA, "audit_read") == 2);
        come_again(SCENE_ANNA);
        CHECK(asked_count == 0);
        end();
    }
}

/* From where it began, with what was known: the entry of the claim. */
static void a_list_of_acts_is_read_again_from_its_beginning(void)
{
    uint8_t head[HASH_SIZE];
    stage_with_all();
    struct client *anna = client_of(SCENE_ANNA);
    CHECK(staff_audit(anna, 0, NULL) == OK);
    lose(SCENE_ANNA);
    come_again(SCENE_ANNA);
    CHECK(asked_count == 2 && asked[0].as.get_audit.after == 0 && count_of(SCENE_ANNA, "audit") == 1);
    CHECK(says(SCENE_ANNA, "audit_read", "number", "1") && says(SCENE_ANNA, "audit_read", "checked", "false"));
    CHECK(event_id(last_of(SCENE_ANNA, "audit_read"), "head", head, HASH_SIZE));
    is_deaf = true;
    CHECK(staff_audit(anna, 1, head) == OK);
    lose(SCENE_ANNA);
    event_count = 0;
    come_again(SCENE_ANNA);
    CHECK(count_of(SCENE_ANNA, "audit") == 1 && says(SCENE_ANNA, "audit_read", "checked", "true"));
    lose(SCENE_ANNA);
    come_again(SCENE_ANNA);
    CHECK(asked_count == 0 && count_of(SCENE_ANNA, "audit_read") == 1 && nobody_stopped());
    end();
}

/* --- what is not asked for again --- */

static bool has_failed(enum scene_actor actor, const char *act)
{
    return count_of(actor, "act_failed") == 1 && says(actor, "act_failed", "act", act) &&
           says(actor, "act_failed", "why", "disconnected");
}

static void what_was_asked_of_a_case_is_told(void)
{
    static const struct {
        uint8_t state;
        const char *act;
    } asks[] = {
        {CASE_ESCALATED, "escalate"}, {CASE_RESTING, "rest"}, {CASE_CLAIMED, "claim"},
        {CASE_ENDED, "end"},          {CASE_CLOSED, "lift"},
    };
    for (size_t i = 0; i < sizeof asks / sizeof asks[0]; i++) {
        stage_with_all();
        keep_back(SCENE_ALPHA, MESSAGE_SET_CASE);
        CHECK(staff_set_case(client_of(SCENE_ALPHA), case_id, asks[i].state) == OK);
        lose(SCENE_ALPHA);
        come_again(SCENE_ALPHA);
        CHECK(refusal.met == 1 && has_failed(SCENE_ALPHA, asks[i].act));
        end();
    }
}

/* The device's own alarm is nobody's act: it is given again, without a word. */
static void an_alarm_is_given_again(void)
{
    enum { CLAIM_HOURS = 2, CLAIM_MIN = CLAIM_HOURS * 60 };
    stage_with_all();
    scene.programme.claim_hours = CLAIM_HOURS;
    scene_kill(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come_again(SCENE_ALPHA); /* is told the terms */
    keep_back(SCENE_ALPHA, MESSAGE_SET_CASE);
    CHECK(say(SCENE_VISITOR, "does anybody read this") == OK);
    go();
    for (unsigned i = 0; i <= CLAIM_MIN && refusal.met == 0; i++)
        wait(MINUTE_S);
    CHECK(refusal.met == 1 && !says(SCENE_ANNA, "card", "state", "escalated"));
    lose(SCENE_ALPHA);
    come_again(SCENE_ALPHA);
    for (unsigned i = 0; i <= CLAIM_MIN; i++)
        wait(MINUTE_S);
    CHECK(says(SCENE_ANNA, "card", "state", "escalated") && says(SCENE_ANNA, "card", "why", "unanswered"));
    CHECK(count_of(SCENE_ALPHA, "act_failed") == 0);
    end();
}

/* A signature under what a colleague proposes, and a no to it: the proposal comes again. */
static void an_answer_to_a_proposal_is_told(void)
{
    for (unsigned is_no = 0; is_no < 2; is_no++) {
        stage_with_all();
        const uint8_t *mentor = scene.keys.cert_hash[SCENE_MENTOR - SCENE_ALPHA];
        CHECK(staff_hand_over(client_of(SCENE_ALPHA), case_id, mentor) == OK);
        go();
        keep_back(SCENE_MENTOR, is_no ? MESSAGE_DECLINE : MESSAGE_PUT_EVENT);
        struct client *client = client_of(SCENE_MENTOR);
        CHECK((is_no ? staff_decline(client, case_id) : staff_second(client, case_id)) == OK);
        lose(SCENE_MENTOR);
        come_again(SCENE_MENTOR);
        CHECK(refusal.met == 1 && has_failed(SCENE_MENTOR, is_no ? "decline" : "handover"));
        CHECK(count_of(SCENE_MENTOR, "proposal") == 2 && staff_second(client, case_id) == OK);
        go();
        CHECK(count_of(SCENE_MENTOR, "offer_accepted") == 1 && nobody_stopped());
        end();
    }
}

/* --- what a visitor has asked for --- */

static enum message_code lost; /* what of the server's does not reach the visitor */

static bool loses(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)at;
    (void)size;
    return actor != SCENE_VISITOR || data[0] != lost;
}

/* The request is not heard, or it is and its answer is lost. */
static void lose_visitor(bool is_heard, uint8_t request)
{
    if (is_heard) {
        lost = MESSAGE_DONE;
        scene.filter = loses;
    } else {
        keep_back(SCENE_VISITOR, request);
    }
    lose(SCENE_VISITOR);
    scene.filter = NULL;
    CHECK(is_heard || refusal.met == 1);
}

static void stage_closed(void)
{
    stage_with_all();
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "closed") == 1);
    event_count = 0;
}

static void who_asks_to_come_back_is_heard(void)
{
    for (unsigned is_heard = 0; is_heard < 2; is_heard++) {
        stage_closed();
        CHECK(visitor_ask_reopen(client_of(SCENE_VISITOR)) == OK);
        lose_visitor(is_heard, MESSAGE_ASK_REOPEN);
        CHECK(says(SCENE_ANNA, "card", "state", "returned") == is_heard && count_of(SCENE_VISITOR, "reopening") == 0);
        come_again(SCENE_VISITOR);
        CHECK(says(SCENE_ANNA, "card", "state", "returned") && count_of(SCENE_VISITOR, "reopening") == 1);
        lose(SCENE_VISITOR);
        come_again(SCENE_VISITOR);
        CHECK(count_of(SCENE_VISITOR, "reopening") == 1 && count_of(SCENE_VISITOR, "error") == 0 && nobody_stopped());
        end();
    }
}

/* Nor is it asked for when the case is open again without that, and closed once more later. */
static void a_case_that_is_open_is_not_asked_for(void)
{
    stage_closed();
    CHECK(visitor_ask_reopen(client_of(SCENE_VISITOR)) == OK);
    lose_visitor(false, MESSAGE_ASK_REOPEN);
    CHECK(staff_reopen(client_of(SCENE_ALPHA), case_id) == OK);
    come_again(SCENE_VISITOR);
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    lose(SCENE_VISITOR);
    come_again(SCENE_VISITOR);
    CHECK(says(SCENE_VISITOR, "state", "state", "closed") && says(SCENE_ANNA, "card", "state", "closed"));
    CHECK(count_of(SCENE_VISITOR, "reopening") + count_of(SCENE_VISITOR, "error") == 0 && nobody_stopped());
    end();
}

/* A conversation of two messages that is kept; gives the visitor's own. */
static void stage_with_archive(uint8_t id[MSG_ID_SIZE])
{
    stage_with_all();
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    go();
    CHECK(say(SCENE_ALPHA, "an answer") == OK);
    CHECK(client_say(client_of(SCENE_VISITOR), case_id, PART_TEXT("my own words"), id) == OK);
    go();
    event_count = 0;
}

static size_t kept_for_another_page(void)
{
    size_t before = count_of(SCENE_VISITOR, "kept_message");
    new_page();
    go();
    return count_of(SCENE_VISITOR, "kept_message") - before;
}

static void what_is_to_leave_the_archive_leaves_it(void)
{
    uint8_t id[MSG_ID_SIZE];
    for (unsigned is_heard = 0; is_heard < 2; is_heard++) {
        stage_with_archive(id);
        CHECK(visitor_delete_kept(client_of(SCENE_VISITOR), id) == OK);
        lose_visitor(is_heard, MESSAGE_DELETE_KEPT);
        CHECK(count_of(SCENE_VISITOR, "unkept") == 0);
        come_again(SCENE_VISITOR);
        CHECK(count_of(SCENE_VISITOR, "unkept") == 1);
        lose(SCENE_VISITOR);
        come_again(SCENE_VISITOR);
        wait(5);
        CHECK(count_of(SCENE_VISITOR, "unkept") == 1 && kept_for_another_page() == 1 && nobody_stopped());
        end();
    }
}

/* The server asks for patience, and then the connection goes too. */
static void the_server_has_no_time_for_it(void)
{
    static const uint8_t codes[] = {ERROR_RATE, ERROR_UNAVAILABLE};
    uint8_t id[MSG_ID_SIZE];
    for (size_t i = 0; i < sizeof codes; i++) {
        stage_with_archive(id);
        refuse(SCENE_VISITOR, MESSAGE_DELETE_KEPT, codes[i], 2);
        CHECK(visitor_delete_kept(client_of(SCENE_VISITOR), id) == OK);
        go();
        CHECK(refusal.met == 1);
        wait(1);
        CHECK(refusal.met == 1);
        wait(5);
        CHECK(refusal.met == 2 && count_of(SCENE_VISITOR, "unkept") == 0);
        lose(SCENE_VISITOR);
        come_again(SCENE_VISITOR);
        wait(5);
        CHECK(count_of(SCENE_VISITOR, "unkept") == 1 && kept_for_another_page() == 1 && nobody_stopped());
        end();
    }
}

/* What was taken back is found nowhere, the visitor's own archive included. */
static void words_taken_back_leave_the_archive(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_archive(id);
    refuse(SCENE_VISITOR, MESSAGE_DELETE_KEPT, NO_ANSWER, 10);
    CHECK(client_retract(client_of(SCENE_VISITOR), case_id, id) == OK);
    lose(SCENE_VISITOR);
    come(SCENE_VISITOR);
    go();
    wait(5);
    wait(5);
    CHECK(refusal.met == 2); /* once on each connection */
    lose(SCENE_VISITOR);
    refusal.times = 0;
    come_again(SCENE_VISITOR);
    CHECK(count_of(SCENE_VISITOR, "unkept") == 1 && kept_for_another_page() == 1 && nobody_stopped());
    end();
}

/* What was kept is said to be destroyed when it is, not before. */
static void an_archive_is_off_when_it_is_destroyed(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_archive(id);
    refuse(SCENE_VISITOR, MESSAGE_DELETE_SALT, NO_ANSWER, 2);
    CHECK(visitor_keep(client_of(SCENE_VISITOR), false) == OK);
    lose(SCENE_VISITOR);
    come(SCENE_VISITOR);
    go();
    CHECK(refusal.met == 2 && count_of(SCENE_VISITOR, "archive") == 0);
    lose(SCENE_VISITOR);
    come_again(SCENE_VISITOR);
    CHECK(count_of(SCENE_VISITOR, "archive") == 1 && says(SCENE_VISITOR, "archive", "on", "false"));
    CHECK(kept_for_another_page() == 0 && nobody_stopped());
    end();
}

/* --- an intake, and whom a server shows it --- */

static uint8_t kept_intake[64 * 1024];
static size_t kept_size;
static uint64_t kept_seq;
static enum scene_actor kept_for;

static bool is_intake(const uint8_t *data, size_t size, struct message *message)
{
    struct envelope envelope;
    return message_decode(message, data, size) == OK && message->code == MESSAGE_ENVELOPE &&
           envelope_decode(&envelope, message->as.envelope.envelope) == OK && envelope.header.class == CLASS_INTAKE;
}

/* As it was sent when the case was opened. */
static bool keep_intake(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    struct message message;
    (void)at;
    if (actor == kept_for && is_intake(data, *size, &message)) {
        kept_seq = message.as.envelope.seq;
        kept_size = message.as.envelope.envelope.size;
        memcpy(kept_intake, message.as.envelope.envelope.data, kept_size);
    }
    return true;
}

static void show_intake(enum scene_actor actor, uint64_t seq)
{
    struct message message = {.code = MESSAGE_ENVELOPE,
                              .as.envelope = {.seq = seq, .envelope = {kept_intake, kept_size}}};
    scene_inject(&scene, actor, &message);
}

/* --- a claim --- */

static bool damage_intake(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    struct message message;
    (void)at;
    if (actor == SCENE_ALPHA && is_intake(data, *size, &message))
        data[*size - 1] ^= 1;
    return true;
}

/* The server takes ALPHA's claim, and the device dies before it hears so. It comes back, and knows the room before it reads its mailbox. */
static void claim_and_forget(void)
{
    stage();
    scene.filter = keep_intake;
    kept_for = SCENE_ALPHA;
    CHECK(open_door(1) == OK);
    go();
    scene.filter = NULL;
    CHECK(say(SCENE_VISITOR, "before the claim") == OK);
    go();
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    scene_pump(&scene, SCENE_ALPHA);
    scene_kill(&scene, SCENE_ALPHA);
    scene_run(&scene);
    event_count = 0;
    refuse(SCENE_ALPHA, MESSAGE_GET_ENVELOPES, ERROR_UNAVAILABLE, 1);
    come(SCENE_ALPHA);
    go();
    CHECK(refusal.met == 1 && count_of(SCENE_ALPHA, "added") == 1 && count_of(SCENE_ALPHA, "intake") == 0);
    CHECK(say(SCENE_ALPHA, "who are you") == OK); /* waits until that is known */
    go();
    CHECK(count_of(SCENE_VISITOR, "message") == 0);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
}

/* Else nobody would ever know whose case this is: neither could read the other. */
static void a_claim_that_was_forgotten_is_learnt_from_the_intake(void)
{
    claim_and_forget();
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_ALPHA, "intake") == 1 && count_of(SCENE_ALPHA, "claimed") == 1);
    CHECK(says(SCENE_ALPHA, "message", "text", "before the claim") && count_of(SCENE_ALPHA, "message") == 1);
    CHECK(says(SCENE_VISITOR, "message", "text", "who are you") && count_of(SCENE_VISITOR, "delivered") == 1);
    CHECK(say(SCENE_VISITOR, "here I am") == OK);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "here I am") && scene_waiting(&scene, visitor_id, false) == 0);
    CHECK(scene_waiting(&scene, scene.keys.cert_hash[0], false) == 0);
    scene_kill(&scene, SCENE_ALPHA); /* what it learnt was kept, and the intake is gone from the mailbox */
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_ALPHA, "intake") == 1 && say(SCENE_ALPHA, "still here") == OK);
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "still here") && count_of(SCENE_ALPHA, "gap") == 0 &&
          nobody_stopped());
    end();
}

/* What cannot be opened is not let go of at once: it may have been the way. */
static void an_intake_that_cannot_be_opened_waits(void)
{
    claim_and_forget();
    scene.filter = damage_intake;
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_ALPHA, "intake") == 0 && count_of(SCENE_ALPHA, "claimed") == 0 && nobody_stopped());
    scene.filter = NULL;
    lose(SCENE_ALPHA);
    come_again(SCENE_ALPHA);
    CHECK(count_of(SCENE_ALPHA, "intake") == 1 && count_of(SCENE_ALPHA, "claimed") == 1);
    CHECK(says(SCENE_VISITOR, "message", "text", "who are you") && nobody_stopped());
    end();
}

/* ALPHA has brought BETA in, and BETA knows the room and nothing else. */
static void who_was_brought_in_learns_from_colleagues_alone(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage();
    scene.filter = keep_intake;
    kept_for = SCENE_BETA;
    kept_size = 0;
    CHECK(open_door(1) == OK);
    go();
    CHECK(kept_size > 0);
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    scene_kill(&scene, SCENE_BETA);
    scene_run(&scene);
    CHECK(add_colleague(client_of(SCENE_ALPHA), scene.keys.cert_hash[SCENE_BETA - SCENE_ALPHA], PART_TEXT(""), id) ==
          OK);
    go();
    event_count = 0;
    refuse(SCENE_BETA, MESSAGE_GET_ENVELOPES, ERROR_UNAVAILABLE, 1);
    come(SCENE_BETA);
    go();
    CHECK(refusal.met == 1 && count_of(SCENE_BETA, "added") == 1);
    show_intake(SCENE_BETA, 1000);
    go();
    CHECK(count_of(SCENE_BETA, "intake") == 0 && count_of(SCENE_BETA, "claimed") == 0);
    CHECK(count_of(SCENE_BETA, "visitor") == 0 && nobody_stopped());
    end();
}

/* The first cannot be opened, so the room is read again: meanwhile the other waits. */
static void an_intake_waits_for_the_room(void)
{
    claim_and_forget();
    refuse(SCENE_ALPHA, MESSAGE_GET_ENVELOPES, NO_ANSWER, 1);
    come(SCENE_ALPHA);
    go();
    kept_intake[kept_size - 1] ^= 1;
    show_intake(SCENE_ALPHA, kept_seq);
    scene_to_client(&scene, scene.devices[SCENE_ALPHA].link);
    kept_intake[kept_size - 1] ^= 1;
    show_intake(SCENE_ALPHA, kept_seq);
    scene_to_client(&scene, scene.devices[SCENE_ALPHA].link);
    CHECK(count_of(SCENE_ALPHA, "intake") == 0);
    go();
    lose(SCENE_ALPHA);
    come_again(SCENE_ALPHA);
    CHECK(count_of(SCENE_ALPHA, "intake") == 1 && count_of(SCENE_ALPHA, "claimed") == 1 && nobody_stopped());
    end();
}

/* The person's screen is full: it waits. */
static void an_intake_waits_for_a_place(void)
{
    claim_and_forget();
    refuse(SCENE_ALPHA, MESSAGE_GET_ENVELOPES, NO_ANSWER, 1);
    come(SCENE_ALPHA);
    go();
    struct client *alpha = client_of(SCENE_ALPHA);
    size_t max = alpha->events.max;
    CHECK(count_of(SCENE_ALPHA, "intake") == 0);
    alpha->events.max = SCRATCH_MAX - 1;
    lose(SCENE_ALPHA);
    come_again(SCENE_ALPHA);
    CHECK(count_of(SCENE_ALPHA, "intake") == 0 && count_of(SCENE_ALPHA, "claimed") == 0);
    alpha->events.max = max;
    wait(1);
    lose(SCENE_ALPHA);
    come_again(SCENE_ALPHA);
    CHECK(count_of(SCENE_ALPHA, "intake") == 1 && count_of(SCENE_ALPHA, "claimed") == 1);
    CHECK(says(SCENE_VISITOR, "message", "text", "who are you") && nobody_stopped());
    end();
}

int main(void)
{
    RUN(a_calendar_is_asked_for_again);
    RUN(the_newest_figures_are_asked_for_again);
    RUN(one_answer_of_two_is_not_all);
    RUN(a_refused_question_is_not_asked_again);
    RUN(a_list_of_acts_is_read_again_from_its_beginning);
    RUN(what_was_asked_of_a_case_is_told);
    RUN(an_alarm_is_given_again);
    RUN(an_answer_to_a_proposal_is_told);
    RUN(a_claim_that_was_forgotten_is_learnt_from_the_intake);
    RUN(an_intake_that_cannot_be_opened_waits);
    RUN(an_intake_waits_for_the_room);
    RUN(an_intake_waits_for_a_place);
    RUN(who_was_brought_in_learns_from_colleagues_alone);
    RUN(who_asks_to_come_back_is_heard);
    RUN(a_case_that_is_open_is_not_asked_for);
    RUN(what_is_to_leave_the_archive_leaves_it);
    RUN(the_server_has_no_time_for_it);
    RUN(words_taken_back_leave_the_archive);
    RUN(an_archive_is_off_when_it_is_destroyed);
    return check_end();
}
