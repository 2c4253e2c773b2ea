/* Does a case never get stuck, seen from the devices: a handover that is accepted and agreed to, refused or taken back; a stay with an end; an
 * escalation; an answer that is overdue; a closed case that its visitor asks for? */
#include "check.h"
#include "client_parts.h"
#include "message.h"
#include "refuse.h"

enum { HOUR_S = 3600, DAY_S = 24 * HOUR_S, CLAIM_HOURS = 72 };

static const uint8_t *who(enum scene_actor actor)
{
    return scene.keys.cert_hash[actor - SCENE_ALPHA];
}

static void answer(enum scene_actor about, bool is_yes)
{
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(about), is_yes) == OK);
    go();
}

/* ALPHA has the case and has answered; MENTOR and the supervisors are here. */
static void stage_with_all(void)
{
    stage_with_talk();
    for (enum scene_actor actor = SCENE_ANNA; actor < SCENE_ACTORS; actor++)
        come(actor);
    go();
    event_count = 0;
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

/* Long spans pass in steps that no page or device sleeps through. */
static void days(unsigned count)
{
    for (unsigned i = 0; i < count * 24; i++)
        wait(HOUR_S);
}

static bool has_mentor(enum scene_actor actor)
{
    struct bytes room = last_of(actor, "room");
    return room.size > 0 && memmem(room.data, room.size, "\"mentor\"", strlen("\"mentor\"")) != NULL;
}

/* --- handover --- */

static void offer(void)
{
    CHECK(staff_hand_over(client_of(SCENE_ALPHA), case_id, who(SCENE_MENTOR)) == OK);
    go();
}

static void a_case_is_handed_over_when_all_three_agree(void)
{
    stage_with_all();
    CHECK(staff_hand_over(client_of(SCENE_BETA), case_id, who(SCENE_MENTOR)) == REFUSED);
    CHECK(staff_hand_over(client_of(SCENE_ALPHA), case_id, who(SCENE_ALPHA)) == REFUSED);
    offer();
    CHECK(says(SCENE_MENTOR, "proposal", "act", "handover") && says(SCENE_MENTOR, "proposal", "mine", "false"));
    CHECK(count_of(SCENE_ANNA, "proposal") == 0 && count_of(SCENE_BETA, "proposal") == 0);
    CHECK(staff_second(client_of(SCENE_BETA), case_id) == REFUSED);
    CHECK(count_of(SCENE_VISITOR, "consent") == 0); /* is not asked before the colleague has said yes */
    CHECK(staff_second(client_of(SCENE_MENTOR), case_id) == OK);
    go();
    CHECK(count_of(SCENE_MENTOR, "offer_accepted") == 1 && count_of(SCENE_MENTOR, "added") == 1);
    CHECK(says(SCENE_VISITOR, "consent", "heir", "true") && says(SCENE_VISITOR, "consent", "holder", "false"));
    CHECK(says(SCENE_BETA, "card", "state", "handed_over") && count_of(SCENE_ALPHA, "removed") == 0);
    CHECK(say(SCENE_VISITOR, "to whom I know") == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "message") == 1 && count_of(SCENE_MENTOR, "message") == 0);
    answer(SCENE_MENTOR, true);
    CHECK(count_of(SCENE_ALPHA, "removed") == 1 && says(SCENE_BETA, "card", "state", "claimed"));
    CHECK(says(SCENE_MENTOR, "card", "mine", "true") && says(SCENE_MENTOR, "visitor", "confirmed", "true"));
    CHECK(say(SCENE_VISITOR, "to you") == OK && say(SCENE_MENTOR, "and to you") == OK);
    go();
    CHECK(says(SCENE_MENTOR, "message", "text", "to you") && says(SCENE_VISITOR, "message", "text", "and to you"));
    CHECK(count_of(SCENE_ALPHA, "message") == 1 && is_quiet());
    end();
}

static void a_visitor_who_says_no_keeps_the_counsellor(void)
{
    stage_with_all();
    offer();
    CHECK(staff_second(client_of(SCENE_MENTOR), case_id) == OK);
    go();
    answer(SCENE_MENTOR, false);
    CHECK(count_of(SCENE_MENTOR, "removed") == 1 && count_of(SCENE_ALPHA, "removed") == 0);
    CHECK(says(SCENE_ALPHA, "card", "state", "claimed") && says(SCENE_ALPHA, "card", "mine", "true"));
    CHECK(say(SCENE_ALPHA, "then I stay") == OK);
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "then I stay") && is_quiet());
    end();
}

static void accepted_by(enum scene_actor heir)
{
    CHECK(staff_hand_over(client_of(SCENE_ALPHA), case_id, who(heir)) == OK);
    go();
    CHECK(staff_second(client_of(heir), case_id) == OK);
    go();
}

/* The staff were away for so long. */
static void are_back_after(unsigned days_away)
{
    for (enum scene_actor actor = SCENE_ALPHA; actor < SCENE_ACTORS; actor++)
        scene_kill(&scene, actor);
    scene_run(&scene);
    scene.now_s += (uint64_t)days_away * 24 * HOUR_S;
    for (enum scene_actor actor = SCENE_ALPHA; actor < SCENE_ACTORS; actor++)
        come(actor);
    go();
    wait(40);
}

/* A visitor who comes seldom has ten days; then nobody is in the room of whom they do not know, and the colleague may be offered it anew. */
static void an_heir_does_not_wait_for_ever(void)
{
    stage_with_all();
    scene_kill(&scene, SCENE_VISITOR);
    accepted_by(SCENE_MENTOR);
    are_back_after(HEIR_DAYS - 1);
    are_back_after(1);
    CHECK(count_of(SCENE_MENTOR, "added") == 1 && count_of(SCENE_MENTOR, "removed") == 0);
    CHECK(says(SCENE_BETA, "card", "state", "handed_over"));
    are_back_after(1);
    CHECK(count_of(SCENE_MENTOR, "removed") == 1 && count_of(SCENE_ALPHA, "removed") == 0);
    CHECK(says(SCENE_BETA, "card", "state", "claimed") && says(SCENE_ALPHA, "card", "mine", "true"));
    accepted_by(SCENE_MENTOR); /* offered anew, its days begin anew */
    are_back_after(2);
    CHECK(says(SCENE_BETA, "card", "state", "handed_over") && is_quiet());
    end();
}

/* The visitor has answered in time, and the holder was away for longer: the answer counts, not the days. */
static void a_late_holder_reads_before_acting(bool is_yes)
{
    stage_with_all();
    accepted_by(SCENE_MENTOR);
    wait(40);
    scene_kill(&scene, SCENE_ALPHA);
    scene_run(&scene);
    answer(SCENE_MENTOR, is_yes);
    are_back_after(HEIR_DAYS + 1);
    wait(40);
    CHECK(count_of(SCENE_ALPHA, "removed") == (is_yes ? 1 : 0) &&
          count_of(SCENE_MENTOR, "removed") == (is_yes ? 0 : 1));
    CHECK(says(SCENE_BETA, "card", "state", "claimed") && is_quiet());
    end();
}

static void an_answer_in_time_counts_when_it_is_read(void)
{
    a_late_holder_reads_before_acting(true);
    a_late_holder_reads_before_acting(false);
}

/* Who is written to already is asked about again: now it is about holding the case. */
static void a_member_is_asked_about_again(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_all();
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_MENTOR), PART_TEXT(""), id) == OK);
    go();
    answer(SCENE_MENTOR, true);
    CHECK(says(SCENE_VISITOR, "consent", "heir", "false") && count_of(SCENE_ALPHA, "removed") == 0);
    offer();
    CHECK(staff_second(client_of(SCENE_MENTOR), case_id) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "consent") == 2 && says(SCENE_VISITOR, "consent", "heir", "true"));
    event_count = 0;
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "consent") == 1); /* and on the next page, while it is open */
    answer(SCENE_MENTOR, false);
    CHECK(count_of(SCENE_MENTOR, "removed") == 1 && count_of(SCENE_ALPHA, "removed") == 0 && is_quiet());
    end();
}

static void an_offer_is_refused_and_taken_back(void)
{
    stage_with_all();
    CHECK(staff_decline(client_of(SCENE_MENTOR), case_id) == OK);
    go();
    CHECK(says(SCENE_MENTOR, "act_failed", "act", "decline") && says(SCENE_MENTOR, "act_failed", "why", "gone"));
    offer();
    CHECK(staff_decline(client_of(SCENE_MENTOR), case_id) == OK);
    go();
    CHECK(says(SCENE_ALPHA, "proposal_over", "why", "declined") &&
          says(SCENE_MENTOR, "proposal_over", "why", "declined"));
    CHECK(staff_second(client_of(SCENE_MENTOR), case_id) == REFUSED);
    offer();
    scene_disconnect(&scene, SCENE_MENTOR);
    scene_run(&scene);
    event_count = 0;
    come(SCENE_MENTOR);
    go();
    CHECK(count_of(SCENE_MENTOR, "proposal") == 1); /* who stands at no door finds it at the next login */
    CHECK(staff_decline(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(says(SCENE_MENTOR, "proposal_over", "why", "withdrawn") && is_quiet());
    end();
}

/* The holder's device was off when the visitor agreed: it leaves when it is here again. */
static void an_answer_waits_for_the_holder(void)
{
    stage_with_all();
    offer();
    CHECK(staff_second(client_of(SCENE_MENTOR), case_id) == OK);
    go();
    scene_kill(&scene, SCENE_ALPHA);
    scene_run(&scene);
    answer(SCENE_MENTOR, true);
    CHECK(says(SCENE_BETA, "card", "state", "handed_over"));
    come(SCENE_ALPHA);
    go();
    wait(40);
    CHECK(count_of(SCENE_ALPHA, "removed") == 1 && says(SCENE_BETA, "card", "state", "claimed") && is_quiet());
    end();
}

/* A no is about the one it was said of. */
static void the_next_heir_is_asked_about_anew(void)
{
    stage_with_all();
    accepted_by(SCENE_MENTOR);
    answer(SCENE_MENTOR, false);
    CHECK(count_of(SCENE_MENTOR, "removed") == 1);
    wait(60);
    accepted_by(SCENE_BETA);
    wait(60);
    CHECK(count_of(SCENE_BETA, "removed") == 0 && count_of(SCENE_ALPHA, "removed") == 0);
    accepted_by(SCENE_MENTOR); /* once more, and this time yes */
    answer(SCENE_MENTOR, true);
    CHECK(count_of(SCENE_ALPHA, "removed") == 1 && says(SCENE_MENTOR, "card", "mine", "true") && is_quiet());
    end();
}

/* Nobody leaves for an heir who is none any more, nor when the visitor has thought better of it. */
static void the_holder_stays_when_nobody_takes_over(void)
{
    stage_with_all();
    accepted_by(SCENE_MENTOR);
    refuse(SCENE_ALPHA, MESSAGE_PUT_EVENT, NO_ANSWER, 1); /* its leaving is on its way */
    answer(SCENE_MENTOR, true);
    CHECK(refusal.met == 1);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    CHECK(staff_remove(client_of(SCENE_ANNA), case_id, who(SCENE_MENTOR)) == OK);
    go();
    come(SCENE_ALPHA);
    go();
    wait(60);
    CHECK(count_of(SCENE_ALPHA, "removed") == 0 && says(SCENE_BO, "card", "state", "claimed"));
    accepted_by(SCENE_MENTOR);
    uint8_t id[MSG_ID_SIZE];
    refuse(SCENE_ALPHA, MESSAGE_SEND, NO_ANSWER, 1); /* words of its own hold it up */
    CHECK(client_say(client_of(SCENE_ALPHA), case_id, PART_TEXT("wait"), id) == OK);
    go();
    answer(SCENE_MENTOR, true);
    CHECK(refusal.met == 1 && count_of(SCENE_ALPHA, "removed") == 0);
    answer(SCENE_MENTOR, false);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    wait(60);
    CHECK(count_of(SCENE_ALPHA, "removed") == 0 && count_of(SCENE_MENTOR, "removed") == 2 && is_quiet());
    end();
}

/* Who was refused as a member is refused as an heir too, and that is told. */
static void a_second_no_is_told(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_all();
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_MENTOR), PART_TEXT(""), id) == OK);
    go();
    answer(SCENE_MENTOR, false);
    CHECK(count_of(SCENE_MENTOR, "removed") == 0);
    accepted_by(SCENE_MENTOR);
    CHECK(count_of(SCENE_VISITOR, "consent") == 2);
    answer(SCENE_MENTOR, false);
    CHECK(count_of(SCENE_MENTOR, "removed") == 1 && count_of(SCENE_ALPHA, "removed") == 0 && is_quiet());
    end();
}

/* But who has thought better of it may say yes. */
static void a_no_to_a_member_may_be_a_yes_to_the_heir(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_all();
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_MENTOR), PART_TEXT(""), id) == OK);
    go();
    answer(SCENE_MENTOR, false);
    accepted_by(SCENE_MENTOR);
    answer(SCENE_MENTOR, true);
    CHECK(count_of(SCENE_ALPHA, "removed") == 1 && says(SCENE_MENTOR, "card", "mine", "true"));
    CHECK(say(SCENE_VISITOR, "to you then") == OK);
    go();
    CHECK(says(SCENE_MENTOR, "message", "text", "to you then") && is_quiet());
    end();
}

static bool holds_envelopes_of_alpha(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)at;
    (void)size;
    return actor != SCENE_ALPHA || data[0] != MESSAGE_ENVELOPE;
}

/* A yes to a member, read after that member has become the heir, is none to the heir. */
static void an_older_yes_does_not_count(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_all();
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_MENTOR), PART_TEXT(""), id) == OK);
    go();
    scene.filter = holds_envelopes_of_alpha;
    answer(SCENE_MENTOR, true);
    accepted_by(SCENE_MENTOR);
    scene.filter = NULL;
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    wait(60);
    CHECK(count_of(SCENE_ALPHA, "told") >= 1 && count_of(SCENE_ALPHA, "removed") == 0);
    answer(SCENE_MENTOR, true);
    CHECK(count_of(SCENE_ALPHA, "removed") == 1 && is_quiet());
    end();
}

/* Whose offer is shown, and to whom. */
static void only_what_concerns_us_is_shown(void)
{
    struct message proposal = {.code = MESSAGE_PROPOSAL};
    bool is_shredded;
    stage_with_all();
    offer();
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    event_count = 0;
    come(SCENE_ALPHA);
    go();
    CHECK(says(SCENE_ALPHA, "proposal", "mine", "true") && staff_second(client_of(SCENE_ALPHA), case_id) == REFUSED);
    const struct proposal *offered = &client_of(SCENE_MENTOR)->staff.proposals[0];
    proposal.as.proposal.statement = (struct bytes){offered->statement, offered->size};
    scene_inject(&scene, SCENE_BETA, &proposal);
    go();
    CHECK(count_of(SCENE_BETA, "proposal") == 0 && staff_second(client_of(SCENE_BETA), case_id) == REFUSED);
    /* A move that nobody else has to sign: ALPHA's claim. */
    CHECK(scene.store->ways->begin(scene.store) == OK);
    CHECK(ASK(scene.store, event_load, case_id, 1, &proposal.as.proposal.statement) == OK);
    scene_inject(&scene, SCENE_BETA, &proposal);
    CHECK(ASK(scene.store, commit, &is_shredded) == OK);
    go();
    CHECK(count_of(SCENE_BETA, "proposal") == 0 && is_quiet());
    end();
}

/* Another member's answer is none about the heir; and who cannot sign just now tries again. */
static void the_holder_tries_again(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_all();
    offer();
    CHECK(staff_second(client_of(SCENE_MENTOR), case_id) == OK);
    go();
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_ANNA), PART_TEXT(""), id) == OK);
    go();
    answer(SCENE_ANNA, true);
    CHECK(count_of(SCENE_ALPHA, "removed") == 0 && count_of(SCENE_MENTOR, "removed") == 0);
    struct roster *roster = &client_of(SCENE_ALPHA)->roster;
    size_t own = 0;
    while (own < roster->count && memcmp(roster->entries[own].cert_hash, who(SCENE_ALPHA), HASH_SIZE) != 0)
        own++;
    roster->entries[own].is_active = false; /* the device does not count for itself */
    answer(SCENE_MENTOR, false);
    wait(20);
    CHECK(count_of(SCENE_MENTOR, "removed") == 0);
    roster->entries[own].is_active = true;
    wait(40);
    CHECK(count_of(SCENE_MENTOR, "removed") == 1 && count_of(SCENE_ALPHA, "removed") == 0 && is_quiet());
    end();
}

static void what_cannot_be_asked_is_said(void)
{
    stage_with_all();
    struct client *alpha = client_of(SCENE_ALPHA), *visitor = client_of(SCENE_VISITOR);
    static struct pending kept[PENDING_MAX];
    memcpy(kept, alpha->pending, sizeof kept);
    for (size_t i = 0; i < PENDING_MAX; i++)
        alpha->pending[i] = (struct pending){.tag = (uint32_t)(1000000 + i), .purpose = FOR_NOTHING};
    CHECK(staff_set_case(alpha, case_id, CASE_RESTING) == FULL && staff_decline(alpha, case_id) == FULL);
    memcpy(alpha->pending, kept, sizeof kept);
    CHECK(staff_close_case(alpha, case_id) == OK);
    go();
    memcpy(kept, visitor->pending, sizeof kept);
    for (size_t i = 0; i < PENDING_MAX; i++)
        visitor->pending[i] = (struct pending){.tag = (uint32_t)(1000000 + i), .purpose = FOR_NOTHING};
    CHECK(visitor_ask_reopen(visitor) == FULL);
    memcpy(visitor->pending, kept, sizeof kept);
    refuse(SCENE_VISITOR, MESSAGE_ASK_REOPEN, ERROR_UNAVAILABLE, 1);
    CHECK(visitor_ask_reopen(visitor) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "error", "code", "unavailable") && count_of(SCENE_VISITOR, "reopening") == 0);
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_disconnect(&scene, SCENE_ALPHA);
    CHECK(visitor_ask_reopen(visitor) == REFUSED && staff_set_case(alpha, case_id, CASE_RESTING) == REFUSED);
    end();
}

/* --- for a time --- */

static void who_came_for_a_time_goes(void)
{
    uint8_t id[MSG_ID_SIZE];
    struct stay stay = {who(SCENE_MENTOR), 2}, too_long = {who(SCENE_MENTOR), STAY_DAYS_MAX + 1};
    stage_with_all();
    CHECK(staff_add_for(client_of(SCENE_ALPHA), case_id, &too_long, PART_TEXT(""), id) == MALFORMED);
    CHECK(staff_add_for(client_of(SCENE_ALPHA), case_id, &stay, PART_TEXT("for two days"), id) == OK);
    go();
    answer(SCENE_MENTOR, true);
    scene_disconnect(&scene, SCENE_MENTOR);
    scene_run(&scene);
    days(2);
    CHECK(has_mentor(SCENE_ALPHA)); /* the last day is a whole one */
    days(1);
    CHECK(!has_mentor(SCENE_ALPHA) && count_of(SCENE_ALPHA, "removed") == 0);
    CHECK(say(SCENE_VISITOR, "to one") == OK);
    go();
    come(SCENE_MENTOR);
    go();
    CHECK(count_of(SCENE_MENTOR, "removed") == 1 && count_of(SCENE_MENTOR, "message") == 0 && is_quiet());
    end();
}

/* Nothing is sealed to whom time has run out for, though they are members until they leave. */
static void nothing_goes_to_who_is_out_of_time(void)
{
    uint8_t id[MSG_ID_SIZE];
    struct stay stay = {who(SCENE_MENTOR), 1};
    stage_with_all();
    CHECK(staff_add_for(client_of(SCENE_ALPHA), case_id, &stay, PART_TEXT(""), id) == OK);
    go();
    answer(SCENE_MENTOR, true);
    scene_disconnect(&scene, SCENE_MENTOR);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    scene.now_s += 2 * DAY_S;
    for (enum scene_actor actor = 0; actor < SCENE_ACTORS; actor++)
        scene_tick(&scene, actor);
    CHECK(say(SCENE_VISITOR, "too late for one") == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "unsent") == 0);
    come(SCENE_MENTOR);
    go();
    wait(40);
    CHECK(count_of(SCENE_MENTOR, "message") == 0 && count_of(SCENE_MENTOR, "removed") == 1); /* leaves by itself */
    come(SCENE_ALPHA);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "too late for one") && is_quiet());
    end();
}

/* Likewise by a colleague who is not the holder, and so sees nobody out. */
static void nothing_goes_to_them_from_colleagues(void)
{
    uint8_t id[MSG_ID_SIZE];
    struct stay stay = {who(SCENE_MENTOR), 1};
    stage_with_all();
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_BETA), PART_TEXT(""), id) == OK);
    go();
    answer(SCENE_BETA, true);
    CHECK(staff_add_for(client_of(SCENE_ALPHA), case_id, &stay, PART_TEXT(""), id) == OK);
    go();
    answer(SCENE_MENTOR, true);
    scene_disconnect(&scene, SCENE_MENTOR);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    scene.now_s += 2 * DAY_S;
    for (enum scene_actor actor = 0; actor < SCENE_ACTORS; actor++)
        scene_tick(&scene, actor);
    event_count = 0;
    CHECK(say(SCENE_BETA, "to who is here") == OK);
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "to who is here") && count_of(SCENE_BETA, "unsent") == 0);
    end();
}

static void days_pass(void)
{
    scene_disconnect(&scene, SCENE_MENTOR);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    scene.now_s += 2 * DAY_S;
    for (enum scene_actor actor = 0; actor < SCENE_ACTORS; actor++)
        scene_tick(&scene, actor);
    event_count = 0;
}

/* Words that wait for the visitor's Hello, and a receipt: nobody takes them any more, and they hold nobody in the room. */
static void who_is_out_of_time_leaves_with_words_unsaid(void)
{
    uint8_t id[MSG_ID_SIZE];
    struct stay stay = {who(SCENE_MENTOR), 1};
    stage_with_all();
    CHECK(staff_add_for(client_of(SCENE_ALPHA), case_id, &stay, PART_TEXT(""), id) == OK);
    go();
    CHECK(say(SCENE_MENTOR, "not introduced yet") == OK);
    go();
    scene.devices[SCENE_MENTOR].keeps_frames = true;
    CHECK(say(SCENE_ALPHA, "for the last day") == OK);
    go();
    CHECK(count_of(SCENE_MENTOR, "message") == 1);
    days_pass();
    scene.devices[SCENE_MENTOR].keeps_frames = false;
    come(SCENE_MENTOR);
    go();
    wait(40);
    CHECK(says(SCENE_MENTOR, "unsent", "why", "not_member") && count_of(SCENE_MENTOR, "removed") == 1);
    CHECK(is_quiet());
    end();
}

/* The only colleague is out of time, and cannot be seen out: a note to nobody is not said, and holds nothing up. */
static void a_note_to_nobody_is_not_said(void)
{
    uint8_t id[MSG_ID_SIZE];
    struct stay stay = {who(SCENE_MENTOR), 1};
    stage_with_all();
    CHECK(staff_add_for(client_of(SCENE_ALPHA), case_id, &stay, PART_TEXT(""), id) == OK);
    go();
    days_pass();
    refuse(SCENE_ALPHA, MESSAGE_PUT_EVENT, ERROR_NOT_ALLOWED, 100);
    come(SCENE_ALPHA);
    go();
    CHECK(refusal.met > 0 && staff_note(client_of(SCENE_ALPHA), case_id, PART_TEXT("to nobody"), id) == OK);
    go();
    CHECK(says(SCENE_ALPHA, "unsent", "why", "not_member") && count_of(SCENE_ALPHA, "removed") == 0);
    end();
}

/* --- escalation and rest --- */

static void a_supervisor_is_asked_joins_and_leaves(void)
{
    uint8_t id[MSG_ID_SIZE];
    struct stay stay = {who(SCENE_ANNA), 3};
    stage_with_all();
    CHECK(staff_set_case(client_of(SCENE_ALPHA), case_id, CASE_WAITING) == MALFORMED);
    CHECK(staff_set_case(client_of(SCENE_VISITOR), case_id, CASE_RESTING) == REFUSED);
    CHECK(staff_decline(client_of(SCENE_VISITOR), case_id) == REFUSED);
    CHECK(staff_set_case(client_of(SCENE_BETA), case_id, CASE_ESCALATED) == OK);
    go();
    CHECK(says(SCENE_BETA, "act_failed", "act", "escalate") && says(SCENE_BETA, "act_failed", "why", "not_allowed"));
    CHECK(staff_set_case(client_of(SCENE_ALPHA), case_id, CASE_ESCALATED) == OK);
    go();
    CHECK(says(SCENE_ANNA, "card", "state", "escalated") && says(SCENE_ANNA, "card", "why", "asked"));
    CHECK(count_of(SCENE_VISITOR, "state") == 0 || says(SCENE_VISITOR, "state", "state", "claimed"));
    CHECK(staff_add_for(client_of(SCENE_ANNA), case_id, &stay, PART_TEXT(""), id) == OK);
    go();
    answer(SCENE_ANNA, true);
    CHECK(count_of(SCENE_ANNA, "added") == 1 && says(SCENE_ANNA, "visitor", "confirmed", "true"));
    CHECK(staff_remove(client_of(SCENE_ANNA), case_id, who(SCENE_ANNA)) == OK);
    go();
    CHECK(says(SCENE_BO, "card", "state", "claimed") && says(SCENE_BO, "card", "why", ""));
    CHECK(staff_set_case(client_of(SCENE_ALPHA), case_id, CASE_RESTING) == OK);
    go();
    CHECK(says(SCENE_BO, "card", "state", "resting"));
    CHECK(staff_set_case(client_of(SCENE_BETA), case_id, CASE_RESTING) == OK &&
          staff_set_case(client_of(SCENE_BO), case_id, CASE_CLAIMED) == OK);
    go();
    CHECK(says(SCENE_BETA, "act_failed", "act", "rest") && says(SCENE_BO, "act_failed", "act", "claim"));
    CHECK(say(SCENE_VISITOR, "here I am again") == OK);
    go();
    CHECK(says(SCENE_BO, "card", "state", "claimed") && is_quiet());
    end();
}

/* --- ended for good --- */

static void a_closed_case_is_ended_and_the_end_lifted(void)
{
    stage_with_all();
    struct client *anna = client_of(SCENE_ANNA), *visitor = client_of(SCENE_VISITOR);
    CHECK(staff_set_case(anna, case_id, CASE_ENDED) == OK);
    go();
    CHECK(says(SCENE_ANNA, "act_failed", "act", "end") && says(SCENE_ANNA, "act_failed", "why", "not_allowed"));
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(visitor_ask_reopen(visitor) == OK && staff_set_case(anna, case_id, CASE_ENDED) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "state", "state", "ended") && says(SCENE_ALPHA, "card", "state", "ended"));
    CHECK(visitor_ask_reopen(visitor) == REFUSED && staff_reopen(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(says(SCENE_ALPHA, "act_failed", "why", "not_allowed") && count_of(SCENE_VISITOR, "reopened") == 0);
    CHECK(staff_set_case(client_of(SCENE_BETA), case_id, CASE_CLOSED) == OK);
    go();
    CHECK(says(SCENE_BETA, "act_failed", "act", "lift"));
    event_count = 0;
    new_page(); /* is told so at its beginning, too */
    go();
    CHECK(says(SCENE_VISITOR, "state", "state", "ended") && visitor_ask_reopen(client_of(SCENE_VISITOR)) == REFUSED);
    CHECK(staff_set_case(client_of(SCENE_BO), case_id, CASE_CLOSED) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "state", "state", "closed") && visitor_ask_reopen(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "reopening") == 1 && says(SCENE_ANNA, "card", "state", "returned") && is_quiet());
    end();
}

/* Only what a person may ask for. */
static void other_states_are_not_asked_for(void)
{
    stage_with_all();
    for (unsigned state = 0; state <= UINT8_MAX; state++) {
        bool is_asked = state == CASE_CLAIMED || state == CASE_ESCALATED || state == CASE_RESTING ||
                        state == CASE_ENDED || state == CASE_CLOSED;
        if (!is_asked)
            CHECK(staff_set_case(client_of(SCENE_ANNA), case_id, (uint8_t)state) == MALFORMED);
    }
    end();
}

static void stage_with_patience(void)
{
    stage_with_all();
    scene.programme.claim_hours = CLAIM_HOURS;
    for (enum scene_actor actor = SCENE_ALPHA; actor < SCENE_ACTORS; actor++) {
        scene_kill(&scene, actor);
        scene_run(&scene);
        come(actor); /* is told the terms */
        go();
    }
}

/* Nobody waits who was answered by a colleague, or whose case rests; and who comes to hold it has as long as anybody. */
static void an_answer_by_anybody_counts(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_patience();
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_MENTOR), PART_TEXT(""), id) == OK);
    go();
    answer(SCENE_MENTOR, true);
    CHECK(say(SCENE_VISITOR, "who answers") == OK);
    go();
    CHECK(say(SCENE_MENTOR, "I do") == OK);
    go();
    days(4);
    CHECK(says(SCENE_BO, "card", "state", "claimed"));
    CHECK(say(SCENE_VISITOR, "and then") == OK);
    go();
    days(2);
    accepted_by(SCENE_MENTOR);
    answer(SCENE_MENTOR, true);
    CHECK(says(SCENE_MENTOR, "card", "mine", "true"));
    days(2);
    CHECK(says(SCENE_BO, "card", "state", "claimed")); /* two days, not four */
    CHECK(staff_set_case(client_of(SCENE_MENTOR), case_id, CASE_RESTING) == OK);
    go();
    CHECK(staff_set_case(client_of(SCENE_MENTOR), case_id, CASE_CLAIMED) == OK);
    go();
    days(4);
    CHECK(says(SCENE_BO, "card", "state", "claimed") && is_quiet());
    end();
}

static void an_overdue_answer_is_told(void)
{
    stage_with_patience();
    CHECK(say(SCENE_VISITOR, "do you read this") == OK);
    go();
    days(2);
    CHECK(says(SCENE_ALPHA, "message", "text", "do you read this") && !says(SCENE_BO, "card", "state", "escalated"));
    scene_kill(&scene, SCENE_ALPHA); /* a device that was off knows since when */
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    days(2);
    CHECK(says(SCENE_BO, "card", "state", "escalated") && says(SCENE_BO, "card", "why", "unanswered"));
    CHECK(staff_set_case(client_of(SCENE_BO), case_id, CASE_CLAIMED) == OK);
    go();
    days(1);
    static struct pending kept[PENDING_MAX];
    struct client *alpha = client_of(SCENE_ALPHA);
    memcpy(kept, alpha->pending, sizeof kept);
    for (size_t i = 0; i < PENDING_MAX; i++)
        alpha->pending[i] = (struct pending){.tag = (uint32_t)(1000000 + i), .purpose = FOR_NOTHING};
    scene.now_s += 2 * DAY_S;
    scene_tick(&scene, SCENE_ALPHA); /* too much is under way: it is asked later */
    scene_run(&scene);
    CHECK(says(SCENE_BO, "card", "state", "claimed"));
    memcpy(alpha->pending, kept, sizeof kept);
    wait(60);
    CHECK(says(SCENE_BO, "card", "state", "escalated"));
    CHECK(staff_set_case(client_of(SCENE_BO), case_id, CASE_CLAIMED) == OK);
    go();
    CHECK(say(SCENE_ALPHA, "now I do") == OK);
    go();
    days(4);
    CHECK(says(SCENE_BO, "card", "state", "claimed") && is_quiet());
    end();
}

/* The case was to rest, and it does not: refused, or the line broke before the server had heard it. Then somebody waits still. */
static void a_rest_that_failed_leaves_nobody_waiting_unseen(void)
{
    static const uint8_t codes[] = {ERROR_UNAVAILABLE, NO_ANSWER};
    for (size_t i = 0; i < sizeof codes; i++) {
        stage_with_patience();
        CHECK(say(SCENE_VISITOR, "do you read this") == OK);
        go();
        refuse(SCENE_ALPHA, MESSAGE_SET_CASE, codes[i], 1);
        CHECK(staff_set_case(client_of(SCENE_ALPHA), case_id, CASE_RESTING) == OK);
        go();
        CHECK(count_of(SCENE_ALPHA, "act_failed") == (codes[i] == NO_ANSWER ? 0 : 1));
        scene_disconnect(&scene, SCENE_ALPHA);
        scene_run(&scene);
        come(SCENE_ALPHA);
        go();
        CHECK(count_of(SCENE_ALPHA, "act_failed") == 1);
        days(4);
        CHECK(says(SCENE_BO, "card", "state", "escalated") && says(SCENE_BO, "card", "why", "unanswered"));
        end();
    }
}

/* What the visitor says while it is on its way was not seen by who let the case rest. */
static void words_that_cross_a_rest_are_waited_for(void)
{
    stage_with_patience();
    scene.devices[SCENE_ALPHA].keeps_frames = true;
    CHECK(staff_set_case(client_of(SCENE_ALPHA), case_id, CASE_RESTING) == OK);
    CHECK(say(SCENE_VISITOR, "one thing more") == OK);
    go();
    scene.devices[SCENE_ALPHA].keeps_frames = false;
    go();
    CHECK(says(SCENE_BO, "card", "state", "resting"));
    days(4);
    CHECK(says(SCENE_BO, "card", "state", "escalated"));
    end();
}

/* Nor is it answered when something else was asked about the case meanwhile. */
static void what_else_is_asked_is_no_answer(void)
{
    stage_with_patience();
    scene.devices[SCENE_ALPHA].keeps_frames = true;
    CHECK(staff_set_case(client_of(SCENE_ALPHA), case_id, CASE_RESTING) == OK);
    CHECK(say(SCENE_VISITOR, "one thing more") == OK);
    go();
    CHECK(staff_set_case(client_of(SCENE_ALPHA), case_id, CASE_ESCALATED) == OK);
    scene.devices[SCENE_ALPHA].keeps_frames = false;
    go();
    CHECK(says(SCENE_BO, "card", "why", "asked"));
    CHECK(staff_set_case(client_of(SCENE_BO), case_id, CASE_CLAIMED) == OK);
    go();
    CHECK(says(SCENE_BO, "card", "state", "claimed"));
    days(4);
    CHECK(says(SCENE_BO, "card", "state", "escalated") && says(SCENE_BO, "card", "why", "unanswered"));
    end();
}

/* A case may be let rest from a device that is not in its room, and that device may have left it when the answer comes. */
static void a_rest_of_a_case_that_is_not_here(void)
{
    stage_with_patience();
    struct message done = {.code = MESSAGE_DONE};
    struct client *alpha = client_of(SCENE_ALPHA);
    scene.devices[SCENE_ALPHA].keeps_frames = true;
    CHECK(staff_set_case(alpha, case_id, CASE_RESTING) == OK);
    done.tag = alpha->last_tag;
    talk_close(alpha, talk_find(alpha, case_id));
    scene_inject(&scene, SCENE_ALPHA, &done);
    scene_run(&scene);
    CHECK(nobody_stopped());
    end();
}

/* The supervisors are told once the server has taken it: what passes is asked again soon, and not when the visitor has waited once more as long. */
static void that_an_answer_is_overdue_is_not_lost(void)
{
    static const uint8_t codes[] = {ERROR_RATE, ERROR_UNAVAILABLE, NO_ANSWER};
    for (size_t i = 0; i < sizeof codes; i++) {
        stage_with_patience();
        CHECK(say(SCENE_VISITOR, "do you read this") == OK);
        go();
        days(2);
        refuse(SCENE_ALPHA, MESSAGE_SET_CASE, codes[i], 1);
        for (unsigned hour = 0; hour < 26; hour++)
            wait(HOUR_S);
        CHECK(refusal.met == 1);
        if (codes[i] == NO_ANSWER) {
            scene_disconnect(&scene, SCENE_ALPHA);
            scene_run(&scene);
            come(SCENE_ALPHA);
            go();
            wait(FOLLOW_RETRY_S);
        }
        CHECK(says(SCENE_BO, "card", "state", "escalated") && count_of(SCENE_ALPHA, "act_failed") == 0);
        end();
    }
}

/* Who is answered while that is on its way waits no more. */
static void an_answer_crosses_that_it_is_overdue(void)
{
    stage_with_patience();
    CHECK(say(SCENE_VISITOR, "do you read this") == OK);
    go();
    days(2);
    scene.devices[SCENE_ALPHA].keeps_frames = true;
    scene.now_s += DAY_S + HOUR_S;
    scene_tick(&scene, SCENE_ALPHA);
    CHECK(client_awaits(client_of(SCENE_ALPHA), FOR_CASE) && say(SCENE_ALPHA, "I do") == OK);
    scene.devices[SCENE_ALPHA].keeps_frames = false;
    go();
    CHECK(says(SCENE_BO, "card", "state", "escalated"));
    CHECK(staff_set_case(client_of(SCENE_BO), case_id, CASE_CLAIMED) == OK);
    go();
    days(4);
    CHECK(says(SCENE_BO, "card", "state", "claimed"));
    end();
}

/* A last word is told to the person, and is asked against only after as long again. */
static void who_may_not_say_that_it_is_overdue(void)
{
    stage_with_patience();
    CHECK(say(SCENE_VISITOR, "do you read this") == OK);
    go();
    refuse(SCENE_ALPHA, MESSAGE_SET_CASE, ERROR_NOT_ALLOWED, 2);
    days(4);
    CHECK(refusal.met == 1 && says(SCENE_ALPHA, "act_failed", "act", "escalate"));
    days(3);
    CHECK(refusal.met == 2);
    struct client *alpha = client_of(SCENE_ALPHA); /* and of a case that is not here any more nothing is noted */
    scene.devices[SCENE_ALPHA].keeps_frames = true;
    talk_find(alpha, case_id)->asked_s = 1;
    wait(FOLLOW_RETRY_S);
    struct message done = {.code = MESSAGE_DONE, .tag = alpha->last_tag};
    talk_close(alpha, talk_find(alpha, case_id));
    scene_inject(&scene, SCENE_ALPHA, &done);
    scene_run(&scene);
    CHECK(nobody_stopped());
    end();
}

/* --- a closed case --- */

static void a_visitor_asks_for_a_closed_case(void)
{
    stage_with_all();
    CHECK(visitor_ask_reopen(client_of(SCENE_VISITOR)) == REFUSED);
    CHECK(visitor_ask_reopen(client_of(SCENE_ALPHA)) == REFUSED);
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(visitor_ask_reopen(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "reopening") == 1 && says(SCENE_ALPHA, "card", "state", "returned"));
    CHECK(staff_reopen(client_of(SCENE_BO), case_id) == OK); /* a supervisor, who is not in the room */
    go();
    CHECK(count_of(SCENE_VISITOR, "reopened") == 1 && says(SCENE_ALPHA, "card", "state", "claimed"));
    CHECK(say(SCENE_VISITOR, "it has begun again") == OK);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "it has begun again") && is_quiet());
    end();
}

/* An answer about the heir that the closing overtook is asked for again. */
static void an_heir_is_asked_about_again_when_it_is_reopened(void)
{
    stage_with_all();
    offer();
    CHECK(staff_second(client_of(SCENE_MENTOR), case_id) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "consent") == 1 && staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_MENTOR), true) == REFUSED);
    CHECK(staff_reopen(client_of(SCENE_BO), case_id) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "consent") == 2 && says(SCENE_VISITOR, "consent", "heir", "true"));
    answer(SCENE_MENTOR, true);
    CHECK(says(SCENE_MENTOR, "card", "mine", "true") && is_quiet());
    end();
}

int main(void)
{
    RUN(a_case_is_handed_over_when_all_three_agree);
    RUN(a_visitor_who_says_no_keeps_the_counsellor);
    RUN(a_member_is_asked_about_again);
    RUN(an_offer_is_refused_and_taken_back);
    RUN(an_answer_waits_for_the_holder);
    RUN(an_heir_does_not_wait_for_ever);
    RUN(an_answer_in_time_counts_when_it_is_read);
    RUN(the_next_heir_is_asked_about_anew);
    RUN(the_holder_stays_when_nobody_takes_over);
    RUN(a_second_no_is_told);
    RUN(a_no_to_a_member_may_be_a_yes_to_the_heir);
    RUN(an_older_yes_does_not_count);
    RUN(an_answer_by_anybody_counts);
    RUN(only_what_concerns_us_is_shown);
    RUN(the_holder_tries_again);
    RUN(what_cannot_be_asked_is_said);
    RUN(nothing_goes_to_them_from_colleagues);
    RUN(who_is_out_of_time_leaves_with_words_unsaid);
    RUN(a_note_to_nobody_is_not_said);
    RUN(who_came_for_a_time_goes);
    RUN(nothing_goes_to_who_is_out_of_time);
    RUN(a_supervisor_is_asked_joins_and_leaves);
    RUN(a_closed_case_is_ended_and_the_end_lifted);
    RUN(other_states_are_not_asked_for);
    RUN(an_overdue_answer_is_told);
    RUN(a_rest_that_failed_leaves_nobody_waiting_unseen);
    RUN(words_that_cross_a_rest_are_waited_for);
    RUN(what_else_is_asked_is_no_answer);
    RUN(a_rest_of_a_case_that_is_not_here);
    RUN(that_an_answer_is_overdue_is_not_lost);
    RUN(an_answer_crosses_that_it_is_overdue);
    RUN(who_may_not_say_that_it_is_overdue);
    RUN(a_visitor_asks_for_a_closed_case);
    RUN(an_heir_is_asked_about_again_when_it_is_reopened);
    return check_end();
}
