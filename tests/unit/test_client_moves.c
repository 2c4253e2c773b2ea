/* Does a move in a room mean to every colleague what it is: who tells a newcomer, what becomes of words when somebody leaves, which proposals are shown,
 * and what happens when moves meet? */
#include "check.h"
#include "client_parts.h"
#include "envelope.h"
#include "refuse.h"
#include "room.h"

static uint8_t id[MSG_ID_SIZE];

static const uint8_t *who(enum scene_actor actor)
{
    return scene.keys.cert_hash[actor - SCENE_ALPHA];
}

static enum outcome add(enum scene_actor by, enum scene_actor subject, const char *text)
{
    return add_colleague(client_of(by), who(subject), (struct bytes){(const uint8_t *)text, strlen(text)}, id);
}

/* ALPHA has the case; both supervisors and the mentor are here. */
static void stage_with_all(void)
{
    stage_with_talk();
    for (enum scene_actor actor = SCENE_ANNA; actor < SCENE_ACTORS; actor++)
        come(actor);
    go();
    event_count = 0;
}

static void say_yes(enum scene_actor actor)
{
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(actor), true) == OK);
    go();
}

/* --- who tells a newcomer (rule 11.3) --- */

static unsigned told_among_staff[SCENE_ACTORS]; /* envelopes of class 3 */

static bool counts_briefings(struct scene *at, enum scene_actor actor, const struct message *message)
{
    struct envelope envelope;
    (void)at;
    if (message->code == MESSAGE_SEND && envelope_decode(&envelope, message->as.send.envelope) == OK)
        told_among_staff[actor] += envelope.header.class == CLASS_STAFF;
    return true;
}

static void who_brings_one_in_tells(void)
{
    stage_with_all();
    CHECK(add(SCENE_ALPHA, SCENE_BETA, "") == OK && add(SCENE_ALPHA, SCENE_ANNA, "") == REFUSED);
    go();
    say_yes(SCENE_BETA);
    event_count = 0;
    memset(told_among_staff, 0, sizeof told_among_staff);
    scene.heard = counts_briefings;
    CHECK(add(SCENE_BETA, SCENE_MENTOR, "look here") == OK);
    go();
    CHECK(told_among_staff[SCENE_BETA] == 1 && told_among_staff[SCENE_ALPHA] == 0);
    CHECK(says(SCENE_MENTOR, "briefing", "text", "look here") && count_of(SCENE_MENTOR, "briefing") == 1);
    CHECK(count_of(SCENE_BETA, "accepted") == 1);
    say_yes(SCENE_MENTOR);
    CHECK(says(SCENE_MENTOR, "visitor", "confirmed", "true"));
    end();
}

/* Brought in by supervisors from outside, in the holder's place: the first of those who stay tells. */
static void who_stays_tells_the_next_holder(void)
{
    stage_with_all();
    CHECK(add(SCENE_ALPHA, SCENE_BETA, "") == OK);
    go();
    say_yes(SCENE_BETA);
    CHECK(staff_take_over(client_of(SCENE_ANNA), case_id, who(SCENE_MENTOR)) == OK);
    go();
    memset(told_among_staff, 0, sizeof told_among_staff);
    scene.heard = counts_briefings;
    CHECK(staff_second(client_of(SCENE_BO), case_id) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "removed") == 1 && count_of(SCENE_MENTOR, "added") == 1);
    /* Who the visitor is; and, when the visitor has said the key that is new since the holder left, that key. */
    CHECK(told_among_staff[SCENE_BETA] == 2 && told_among_staff[SCENE_MENTOR] == 0);
    say_yes(SCENE_MENTOR);
    CHECK(says(SCENE_MENTOR, "visitor", "confirmed", "true") && nobody_stopped());
    end();
}

/* --- leaving --- */

static void words_of_who_is_taken_out_are_unsent(void)
{
    stage_with_all();
    CHECK(add(SCENE_ALPHA, SCENE_BETA, "") == OK);
    go();
    say_yes(SCENE_BETA);
    refuse(SCENE_BETA, MESSAGE_SEND, NO_ANSWER, 1);
    CHECK(say(SCENE_BETA, "under way") == OK && say(SCENE_BETA, "behind it") == OK);
    go();
    event_count = 0;
    CHECK(staff_remove(client_of(SCENE_ANNA), case_id, who(SCENE_BETA)) == OK);
    go();
    CHECK(count_of(SCENE_BETA, "removed") == 1 && count_of(SCENE_BETA, "unsent") == 2);
    CHECK(says(SCENE_BETA, "unsent", "why", "not_member") && says(SCENE_BETA, "removed", "role", "supervisor"));
    CHECK(say(SCENE_BETA, "more") == REFUSED && count_of(SCENE_VISITOR, "message") == 0 && nobody_stopped());
    end();
}

/* A device that was off while it was taken out learns so by reading the room again. */
static void who_was_away_learns_of_it(void)
{
    stage_with_all();
    CHECK(add(SCENE_ALPHA, SCENE_BETA, "") == OK);
    go();
    scene_kill(&scene, SCENE_BETA);
    scene_run(&scene);
    CHECK(staff_remove(client_of(SCENE_ANNA), case_id, who(SCENE_BETA)) == OK);
    go();
    event_count = 0;
    come(SCENE_BETA);
    go();
    CHECK(count_of(SCENE_BETA, "removed") + count_of(SCENE_BETA, "error") > 0 && say(SCENE_BETA, "x") == REFUSED);
    CHECK(nobody_stopped());
    end();
}

static void words_for_who_is_not_let_in_are_unsent(void)
{
    stage_with_all();
    refuse(SCENE_ALPHA, MESSAGE_PUT_EVENT, NO_ANSWER, 1);
    CHECK(add(SCENE_ALPHA, SCENE_BETA, "for you") == OK && add(SCENE_ALPHA, SCENE_MENTOR, "") == REFUSED);
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == REFUSED); /* one move at a time */
    go();
    CHECK(count_of(SCENE_ALPHA, "unsent") == 0); /* the move is not through */
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    CHECK(says(SCENE_BETA, "briefing", "text", "for you") && count_of(SCENE_ALPHA, "unsent") == 0);
    end();
}

/* --- moves that are none --- */

static void moves_that_nobody_has_are_refused(void)
{
    static const uint8_t stranger[HASH_SIZE] = {5};
    stage_with_all();
    CHECK(add_colleague(client_of(SCENE_ALPHA), stranger, PART_TEXT(""), id) == REFUSED);
    CHECK(staff_remove(client_of(SCENE_ALPHA), case_id, stranger) == REFUSED);
    CHECK(staff_take_over(client_of(SCENE_ALPHA), case_id, who(SCENE_BETA)) == REFUSED);
    CHECK(staff_reopen(client_of(SCENE_ALPHA), case_id) == REFUSED &&
          staff_second(client_of(SCENE_BO), case_id) == REFUSED);
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == REFUSED);
    go();
    CHECK(count_of(SCENE_ALPHA, "closed") == 1 && nobody_stopped());
    end();
}

/* A case that is not there, or not ours to look at. */
static void a_case_that_is_not_there_is_told_so(void)
{
    static const uint8_t nowhere[CASE_ID_SIZE] = {9};
    stage_with_all();
    CHECK(staff_claim(client_of(SCENE_BETA), nowhere) == OK && staff_close_case(client_of(SCENE_ANNA), nowhere) == OK);
    go();
    CHECK(says(SCENE_BETA, "act_failed", "act", "claim") && says(SCENE_ANNA, "act_failed", "act", "close"));
    CHECK(staff_claim(client_of(SCENE_BETA), nowhere) == OK); /* nothing of it is left */
    CHECK(nobody_stopped());
    end();
}

/* --- take-overs that are proposed --- */

enum flaw {
    NO_FLAW,
    NO_STATEMENT,
    OTHER_TYPE,
    NO_EVENT,
    OTHER_MOVE,
    TWO_SIGNATURES,
    NO_SUPERVISOR,
    UNKNOWN,
    OTHER_SIGNER,
    BAD_SIGNATURE,
    FLAWS
};

static void propose_to(enum scene_actor to, enum flaw flaw, const uint8_t of_case[CASE_ID_SIZE])
{
    enum scene_actor by = flaw == NO_SUPERVISOR ? SCENE_BETA : SCENE_ANNA;
    struct room_event event = {.epoch = 2, .type = flaw == OTHER_MOVE ? ROOM_REMOVE : ROOM_TAKEOVER, .role = 1};
    struct statement statement = {.type = STATEMENT_TYPE_ROOM_EVENT};
    struct message message = {.code = MESSAGE_PROPOSAL};
    uint8_t body[256], octets[STATEMENT_MAX];
    size_t size = 0;
    memcpy(event.case_id, of_case, CASE_ID_SIZE);
    memcpy(event.actor, who(by), HASH_SIZE);
    event.actor[0] ^= flaw == UNKNOWN;
    memcpy(event.subject, who(SCENE_BETA), HASH_SIZE);
    CHECK(room_event_encode(&event, body, sizeof body, &size) == OK);
    statement.body = (struct bytes){body, flaw == NO_EVENT ? size - 1 : size};
    if (flaw == OTHER_TYPE)
        statement.type = STATEMENT_TYPE_REVOKE;
    for (int i = 0; i < (flaw == TWO_SIGNATURES ? 2 : 1); i++)
        CHECK(statement_sign(&statement, scene.keys.deployment_id, event.actor,
                             scene.keys.seed_sign[by - SCENE_ALPHA]) == OK);
    statement.signatures[0].signer[0] ^= flaw == OTHER_SIGNER;
    statement.signatures[0].sig[0] ^= flaw == BAD_SIGNATURE;
    CHECK(statement_encode(&statement, octets, sizeof octets, &size) == OK);
    message.as.proposal.statement = (struct bytes){octets, flaw == NO_STATEMENT ? size - 1 : size};
    scene_inject(&scene, to, &message);
    go();
}

static void propose(enum flaw flaw, const uint8_t of_case[CASE_ID_SIZE])
{
    propose_to(SCENE_BO, flaw, of_case);
}

static void only_what_a_supervisor_signed_is_shown(void)
{
    stage_with_all();
    for (enum flaw flaw = NO_STATEMENT; flaw < FLAWS; flaw++) {
        propose(flaw, case_id);
        if (!CHECK(count_of(SCENE_BO, "proposal") == 0 && staff_second(client_of(SCENE_BO), case_id) == REFUSED))
            printf("  flaw %d\n", (int)flaw);
    }
    propose_to(SCENE_BETA, NO_FLAW, case_id); /* who is no supervisor signs none */
    CHECK(staff_second(client_of(SCENE_BETA), case_id) == REFUSED);
    propose(NO_FLAW, case_id);
    CHECK(count_of(SCENE_BO, "proposal") == 1 && says(SCENE_BO, "proposal", "mine", "false"));
    CHECK(staff_second(client_of(SCENE_BO), case_id) == OK && nobody_stopped());
    end();
}

/* So many wait at a time; one more is not shown, since it could not be signed, and the same one again takes its own place. */
static void proposals_are_bounded(void)
{
    stage_with_all();
    for (unsigned i = 0; i < PROPOSALS_MAX + 1; i++) {
        uint8_t of_case[CASE_ID_SIZE] = {(uint8_t)i};
        propose(NO_FLAW, of_case);
        propose(NO_FLAW, of_case);
    }
    CHECK(count_of(SCENE_BO, "proposal") == 2 * PROPOSALS_MAX);
    for (unsigned i = 0; i < PROPOSALS_MAX + 1; i++) {
        uint8_t of_case[CASE_ID_SIZE] = {(uint8_t)i};
        CHECK(staff_second(client_of(SCENE_BO), of_case) == (i == PROPOSALS_MAX ? REFUSED : OK));
        CHECK(staff_second(client_of(SCENE_BO), of_case) == REFUSED); /* it is signed, and waits for its answer */
    }
    CHECK(nobody_stopped());
    end();
}

static void a_burnt_case_is_not_taken_over(void)
{
    stage_with_all();
    propose(NO_FLAW, case_id);
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(says(SCENE_BO, "card", "state", "burnt") && staff_second(client_of(SCENE_BO), case_id) == REFUSED);
    end();
}

/* --- parting (rule 13) --- */

/* What is said and what was shown goes before the close, also when it takes several rounds. */
static void a_close_waits_for_all_of_it(void)
{
    stage_with_all();
    CHECK(say(SCENE_ALPHA, "good-bye") == OK && say(SCENE_VISITOR, "thanks") == OK);
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "message") == 1 && count_of(SCENE_ALPHA, "closed") == 1);
    CHECK(count_of(SCENE_ALPHA, "unsent") == 0 && client_is_idle(client_of(SCENE_ALPHA)));
    end();
}

/* A visitor who cannot be written to holds nothing up. */
static void a_close_does_not_wait_for_ever(void)
{
    static uint8_t detail[HASH_SIZE + KEY_ID_SIZE];
    stage_with_all();
    refuse(SCENE_ALPHA, MESSAGE_SEND, ERROR_STALE_KEY, 2);
    memcpy(detail, visitor_id, HASH_SIZE);
    refusal.detail = (struct bytes){detail, sizeof detail};
    CHECK(say(SCENE_ALPHA, "to no key") == OK);
    go();
    CHECK(refusal.met == 2 && count_of(SCENE_ALPHA, "accepted") == 0);
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "closed") == 1 && nobody_stopped());
    end();
}

static void a_busy_server_is_asked_with_patience(void)
{
    stage_with_all();
    refuse(SCENE_ALPHA, MESSAGE_PUT_EVENT, ERROR_RATE, 2);
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    wait(0);
    CHECK(refusal.met == 1);
    wait(5);
    CHECK(refusal.met == 2 && count_of(SCENE_ALPHA, "closed") == 0);
    wait(5);
    CHECK(count_of(SCENE_ALPHA, "closed") == 1 && count_of(SCENE_ALPHA, "act_failed") == 0);
    end();
}

/* What becomes of another move meanwhile is told, and ends no intention to close or to leave. */
static void a_move_that_fails_meanwhile_is_told(void)
{
    static const uint8_t codes[] = {ERROR_RATE, ERROR_NOT_ALLOWED};
    for (unsigned way = 0; way < 4; way++) {
        bool is_close = way < 2;
        stage_with_all();
        CHECK(add(SCENE_ALPHA, SCENE_MENTOR, "") == OK);
        go();
        say_yes(SCENE_MENTOR);
        CHECK(add(SCENE_ALPHA, SCENE_ANNA, "") == OK);
        go();
        say_yes(SCENE_ANNA);
        event_count = 0;
        refuse(SCENE_ANNA, MESSAGE_PUT_EVENT, codes[way % 2], 1);
        scene.devices[SCENE_ANNA].keeps_frames = true;
        CHECK(say(SCENE_ANNA, "good-bye") == OK);
        CHECK(is_close ? staff_close_case(client_of(SCENE_ANNA), case_id) == OK
                       : staff_remove(client_of(SCENE_ANNA), case_id, who(SCENE_ANNA)) == OK);
        CHECK(staff_remove(client_of(SCENE_ANNA), case_id, who(SCENE_MENTOR)) == OK);
        scene.devices[SCENE_ANNA].keeps_frames = false;
        go();
        wait(5);
        CHECK(refusal.met == 1 && count_of(SCENE_ANNA, "act_failed") == 1);
        CHECK(says(SCENE_ANNA, "act_failed", "act", "remove") && count_of(SCENE_ANNA, "unsent") == 0);
        CHECK(count_of(SCENE_VISITOR, "message") == 1);
        CHECK(is_close ? count_of(SCENE_ALPHA, "closed") == 1
                       : !room_has(&client_of(SCENE_VISITOR)->talks[0].room, who(SCENE_ANNA)));
        end();
    }
}

int main(void)
{
    RUN(who_brings_one_in_tells);
    RUN(who_stays_tells_the_next_holder);
    RUN(words_of_who_is_taken_out_are_unsent);
    RUN(who_was_away_learns_of_it);
    RUN(words_for_who_is_not_let_in_are_unsent);
    RUN(moves_that_nobody_has_are_refused);
    RUN(a_case_that_is_not_there_is_told_so);
    RUN(only_what_a_supervisor_signed_is_shown);
    RUN(proposals_are_bounded);
    RUN(a_burnt_case_is_not_taken_over);
    RUN(a_close_waits_for_all_of_it);
    RUN(a_close_does_not_wait_for_ever);
    RUN(a_busy_server_is_asked_with_patience);
    RUN(a_move_that_fails_meanwhile_is_told);
    return check_end();
}
