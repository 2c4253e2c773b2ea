/* Does a case never get stuck: is it handed over by two signatures, told to the supervisors when its holder asks or is gone, left alone while it
 * rests, and opened again when its visitor comes back? Over both stores. */
#include "check.h"
#include "relay/rules.h"
#include "support/relay_world.h"

enum { CLAIM_HOURS = 72, DAY_MIN = 24 * 60, HOUR_MIN = 60 };

static struct world world;

static struct case_row row_of(void)
{
    struct case_row row = {.door = 0};
    uint8_t case_id[CASE_ID_SIZE];
    world_case_id(VISITOR, case_id);
    CHECK(world.store->ways->begin(world.store) == OK && ASK(world.store, case_load, case_id, &row) == OK);
    world.store->ways->rollback(world.store);
    return row;
}

static bool is_held_by(enum person person)
{
    return memcmp(row_of().holder, world.principals[person], HASH_SIZE) == 0;
}

static unsigned say(enum person person, struct message *message)
{
    message->tag = 7;
    CHECK(world_ask(&world, person, message) == OK);
    return world_error(&world, person);
}

static unsigned ask(enum person person, enum message_code code)
{
    struct message message = {.code = code};
    return say(person, &message);
}

static unsigned set_case(enum person person, uint8_t state)
{
    struct message message = {.code = MESSAGE_SET_CASE};
    world_case_id(VISITOR, message.as.set_case.case_id);
    message.as.set_case.state = state;
    message.as.set_case.why = state == CASE_ESCALATED ? ESCALATION_ASKED : ESCALATION_NONE;
    return say(person, &message);
}

static unsigned decline(enum person person)
{
    struct message message = {.code = MESSAGE_DECLINE};
    world_case_id(VISITOR, message.as.decline.case_id);
    return say(person, &message);
}

static unsigned propose(uint8_t type, enum person actor, enum person subject)
{
    uint8_t octets[ROOM_STATEMENT_MAX];
    struct world_move alone = {VISITOR, type, actor, subject, actor, 0};
    struct message message = {.code = MESSAGE_PROPOSE};
    message.as.propose.statement = world_move_statement(&world, &alone, octets, sizeof octets);
    return say(actor, &message);
}

static unsigned move(uint8_t type, enum person actor, enum person subject, enum person second)
{
    if (type == ROOM_HANDOVER && second == subject)
        CHECK(propose(type, actor, subject) == 0);
    struct world_move one = {VISITOR, type, actor, subject, second, 0};
    CHECK(world_move(&world, &one) == OK);
    return world_error(&world, second);
}

/* How many answers of the last request went to `person`, by name, with that code. */
static size_t told(enum person person, enum message_code code)
{
    size_t count = 0;
    for (size_t i = 0; i < world.answers.count; i++) {
        const struct answer *answer = &world.answers.list[i];
        count += answer->frame && answer->frame->data[0] == (uint8_t)code && answer->target == TO_PRINCIPAL &&
                 memcmp(answer->principal, world.principals[person], HASH_SIZE) == 0;
    }
    return count;
}

static unsigned send(enum person sender, enum person recipient, uint32_t epoch, uint32_t number)
{
    struct outline outline = {.class = CLASS_ROOM,
                              .epoch = epoch,
                              .sender = sender,
                              .of_case = VISITOR,
                              .number = number,
                              .recipient_count = 1,
                              .recipients = {recipient},
                              .key = KEY_OFFLINE};
    CHECK(world_send(&world, &outline) == OK);
    return world_error(&world, sender);
}

/* One turn in which the colleague `person` is looked at. */
static void expire(enum person person)
{
    struct request request = {.kind = REQUEST_EXPIRE};
    world.chance = (uint64_t)person; /* the roster has them in that order */
    CHECK(world_decide(&world, &request) == OK);
}

static void begin(void)
{
    world.programme.claim_hours = CLAIM_HOURS;
    world_begin_claimed(&world);
}

/* ---- handover ----------------------------------------------------------------------------------------------------- */

static void a_handover_is_offered_accepted_and_done(void)
{
    struct message proposal;
    begin();
    CHECK(propose(ROOM_HANDOVER, COLLEAGUE, MENTOR) == ERROR_NOT_ALLOWED); /* does not hold it */
    CHECK(propose(ROOM_ADD, HOLDER, MENTOR) == ERROR_NOT_ALLOWED);         /* needs nobody's second signature */
    CHECK(propose(ROOM_HANDOVER, HOLDER, MENTOR) == 0);
    CHECK(told(MENTOR, MESSAGE_PROPOSAL) == 1 && world_count(&world, MESSAGE_PROPOSAL) == 1);
    CHECK(world_find(&world, MESSAGE_PROPOSAL, &proposal) != NULL && row_of().state == CASE_CLAIMED);
    CHECK(ask(MENTOR, MESSAGE_GET_ROOMS) == 0 && world_count(&world, MESSAGE_PROPOSAL) == 1);
    CHECK(ask(HOLDER, MESSAGE_GET_ROOMS) == 0 && world_count(&world, MESSAGE_PROPOSAL) == 1);
    CHECK(ask(COLLEAGUE, MESSAGE_GET_ROOMS) == 0 && world_count(&world, MESSAGE_PROPOSAL) == 0);
    CHECK(ask(SUPERVISOR, MESSAGE_GET_QUEUE) == 0 && world_count(&world, MESSAGE_PROPOSAL) == 0);
    CHECK(move(ROOM_HANDOVER, HOLDER, MENTOR, HOLDER) == ERROR_NOT_ALLOWED); /* alone */
    CHECK(move(ROOM_HANDOVER, HOLDER, MENTOR, COLLEAGUE) == ERROR_NOT_ALLOWED);
    CHECK(is_held_by(HOLDER));
    struct world_move accepted = {VISITOR, ROOM_HANDOVER, HOLDER, MENTOR, MENTOR, 0};
    CHECK(world_move(&world, &accepted) == OK && world_error(&world, MENTOR) == 0);
    CHECK(told(VISITOR, MESSAGE_EVENT) == 1 && told(MENTOR, MESSAGE_EVENT) == 1);
    struct case_row row = row_of();
    CHECK(row.state == CASE_HANDED_OVER && row.proposal_size == 0 && is_held_by(HOLDER));
    CHECK(memcmp(row.room.heir, world.principals[MENTOR], HASH_SIZE) == 0);
    CHECK(move(ROOM_ADD, HOLDER, COLLEAGUE, HOLDER) == 0); /* came later, and is a counsellor: not the heir */
    CHECK(move(ROOM_REMOVE, HOLDER, HOLDER, HOLDER) == 0);
    row = row_of();
    CHECK(row.state == CASE_CLAIMED && is_held_by(MENTOR) && !room_has_heir(&row.room));
}

static void a_visitor_says_no_to_the_heir(void)
{
    begin();
    CHECK(move(ROOM_HANDOVER, HOLDER, MENTOR, MENTOR) == 0);
    CHECK(move(ROOM_REMOVE, COLLEAGUE, MENTOR, COLLEAGUE) == ERROR_NOT_ALLOWED);
    CHECK(move(ROOM_REMOVE, HOLDER, MENTOR, HOLDER) == 0);
    CHECK(row_of().state == CASE_CLAIMED && is_held_by(HOLDER) && row_of().room.member_count == 2);
    CHECK(move(ROOM_ADD, HOLDER, MENTOR, HOLDER) == 0);
    CHECK(move(ROOM_REMOVE, HOLDER, MENTOR, HOLDER) == ERROR_NOT_ALLOWED); /* who is no heir is not shown out */
}

static void a_proposal_is_refused_and_taken_back(void)
{
    struct message over;
    begin();
    CHECK(decline(MENTOR) == ERROR_GONE);
    CHECK(propose(ROOM_HANDOVER, HOLDER, MENTOR) == 0);
    CHECK(decline(COLLEAGUE) == ERROR_NOT_ALLOWED && decline(SUPERVISOR) == ERROR_NOT_ALLOWED);
    CHECK(decline(MENTOR) == 0 && told(HOLDER, MESSAGE_PROPOSAL_OVER) == 1 && told(MENTOR, MESSAGE_PROPOSAL_OVER) == 1);
    CHECK(world_find(&world, MESSAGE_PROPOSAL_OVER, &over) && over.as.proposal_over.end == PROPOSAL_DECLINED);
    CHECK(row_of().proposal_size == 0 && decline(MENTOR) == ERROR_GONE);
    struct world_move late = {VISITOR, ROOM_HANDOVER, HOLDER, MENTOR, MENTOR, 0};
    CHECK(world_move(&world, &late) == OK &&
          world_error(&world, MENTOR) == ERROR_NOT_ALLOWED); /* it is none any more */
    CHECK(propose(ROOM_HANDOVER, HOLDER, MENTOR) == 0 && propose(ROOM_HANDOVER, HOLDER, MENTOR) == 0);
    CHECK(world_count(&world, MESSAGE_PROPOSAL_OVER) == 0);
    CHECK(propose(ROOM_HANDOVER, HOLDER, COLLEAGUE) == 0); /* to another one */
    CHECK(told(MENTOR, MESSAGE_PROPOSAL_OVER) == 1 && told(COLLEAGUE, MESSAGE_PROPOSAL) == 1);
    CHECK(world_move(&world, &late) == OK && world_error(&world, MENTOR) == ERROR_NOT_ALLOWED);
    CHECK(decline(COLLEAGUE) == 0);
    CHECK(propose(ROOM_HANDOVER, HOLDER, MENTOR) == 0 && decline(HOLDER) == 0);
    CHECK(world_find(&world, MESSAGE_PROPOSAL_OVER, &over) && over.as.proposal_over.end == PROPOSAL_WITHDRAWN);
    CHECK(propose(ROOM_TAKEOVER, SUPERVISOR, COLLEAGUE) == 0);
    CHECK(propose(ROOM_HANDOVER, HOLDER, MENTOR) == ERROR_NOT_ALLOWED); /* would push the other one out */
    CHECK(decline(COLLEAGUE) == ERROR_NOT_ALLOWED && decline(HOLDER) == ERROR_NOT_ALLOWED);
    CHECK(decline(SECOND_SUPERVISOR) == 0);
    const struct answer *answer = world_find(&world, MESSAGE_PROPOSAL_OVER, &over);
    CHECK(answer && answer->target == TO_SUPERVISORS && over.as.proposal_over.end == PROPOSAL_DECLINED);
    CHECK(propose(ROOM_HANDOVER, HOLDER, MENTOR) == 0);
    CHECK(propose(ROOM_TAKEOVER, SUPERVISOR, COLLEAGUE) == 0); /* takes its place */
    CHECK(ask(SUPERVISOR, MESSAGE_GET_QUEUE) == 0 && world_count(&world, MESSAGE_PROPOSAL) == 1);
    uint8_t case_id[CASE_ID_SIZE];
    struct message unknown = {.code = MESSAGE_DECLINE};
    world_case_id(NEWCOMER, case_id);
    memcpy(unknown.as.decline.case_id, case_id, CASE_ID_SIZE);
    CHECK(say(HOLDER, &unknown) == ERROR_GONE);
}

static void a_proposal_that_nobody_signs_ends(void)
{
    struct message over;
    begin();
    CHECK(propose(ROOM_HANDOVER, HOLDER, MENTOR) == 0);
    world.now_min += (PROPOSAL_DAYS - 1) * (uint64_t)DAY_MIN;
    expire(SUPERVISOR);
    CHECK(world_count(&world, MESSAGE_PROPOSAL_OVER) == 0 && row_of().proposal_size > 0);
    world.now_min += DAY_MIN;
    expire(SUPERVISOR);
    CHECK(told(HOLDER, MESSAGE_PROPOSAL_OVER) == 1 && told(MENTOR, MESSAGE_PROPOSAL_OVER) == 1);
    CHECK(world_find(&world, MESSAGE_PROPOSAL_OVER, &over) && over.as.proposal_over.end == PROPOSAL_TOO_OLD);
    CHECK(row_of().proposal_size == 0 && is_held_by(HOLDER));
    expire(SUPERVISOR);
    CHECK(world_count(&world, MESSAGE_PROPOSAL_OVER) == 0);
}

/* ---- escalation ---------------------------------------------------------------------------------------------------- */

static void a_case_is_escalated_and_settled(void)
{
    struct message card;
    begin();
    world.now_min += 77;
    CHECK(set_case(COLLEAGUE, CASE_ESCALATED) == ERROR_NOT_ALLOWED); /* is not in the room */
    CHECK(set_case(HOLDER, CASE_ESCALATED) == 0);
    struct case_row row = row_of();
    CHECK(row.state == CASE_ESCALATED && row.why == ESCALATION_ASKED && row.since_min == world.now_min);
    const struct answer *answer = world_find(&world, MESSAGE_QUEUE_CARD, &card);
    CHECK(answer && answer->target == TO_DOOR && card.as.queue_card.state == CASE_ESCALATED &&
          card.as.queue_card.why == ESCALATION_ASKED);
    CHECK(world_find(&world, MESSAGE_CASE_STATE, &card) && card.as.case_state.state == CASE_CLAIMED);
    CHECK(world_login(&world, VISITOR) == OK && world_find(&world, MESSAGE_VISITOR_OK, &card) &&
          card.as.visitor_ok.state == CASE_CLAIMED);
    CHECK(move(ROOM_ADD, SUPERVISOR, SUPERVISOR, SUPERVISOR) == 0 && row_of().state == CASE_ESCALATED);
    CHECK(move(ROOM_ADD, HOLDER, MENTOR, HOLDER) == 0 && move(ROOM_REMOVE, MENTOR, MENTOR, MENTOR) == 0);
    CHECK(row_of().state == CASE_ESCALATED);
    CHECK(move(ROOM_REMOVE, SUPERVISOR, SUPERVISOR, SUPERVISOR) == 0); /* has looked at it, and leaves */
    row = row_of();
    CHECK(row.state == CASE_CLAIMED && row.why == ESCALATION_NONE && row.since_min == rules_day_of(world.now_min));
    CHECK(set_case(HOLDER, CASE_ESCALATED) == 0 && set_case(HOLDER, CASE_ESCALATED) == 0); /* said again */
    CHECK(move(ROOM_HANDOVER, HOLDER, MENTOR, MENTOR) == 0 &&
          row_of().state == CASE_ESCALATED); /* the holder is the same */
    CHECK(move(ROOM_REMOVE, HOLDER, MENTOR, HOLDER) == 0 && row_of().state == CASE_ESCALATED);
    CHECK(set_case(SUPERVISOR, CASE_CLAIMED) == 0 && row_of().state == CASE_CLAIMED);
    CHECK(set_case(HOLDER, CASE_ESCALATED) == 0);
    CHECK(move(ROOM_REMOVE, SUPERVISOR, HOLDER, SUPERVISOR) == 0); /* back to the queue */
    CHECK(row_of().state == CASE_WAITING && row_of().why == ESCALATION_NONE);
    CHECK(set_case(SUPERVISOR, CASE_CLAIMED) == ERROR_NOT_ALLOWED);
    struct message unknown = {.code = MESSAGE_SET_CASE, .as.set_case.state = CASE_CLAIMED};
    CHECK(say(SUPERVISOR, &unknown) == ERROR_GONE);
}

static void a_resting_case_wakes(void)
{
    begin();
    struct message overdue = {.code = MESSAGE_SET_CASE,
                              .as.set_case = {.state = CASE_ESCALATED, .why = ESCALATION_UNANSWERED}};
    world_case_id(VISITOR, overdue.as.set_case.case_id);
    CHECK(set_case(HOLDER, CASE_RESTING) == 0 && row_of().state == CASE_RESTING);
    CHECK(say(HOLDER, &overdue) == ERROR_NOT_ALLOWED); /* nobody waits */
    CHECK(send(HOLDER, VISITOR, 1, 1) == 0 && row_of().state == CASE_RESTING);
    CHECK(send(VISITOR, HOLDER, 7, 2) == ERROR_EPOCH_CONFLICT && row_of().state == CASE_RESTING);
    CHECK(send(VISITOR, HOLDER, 1, 3) == 0);
    CHECK(world_count(&world, MESSAGE_QUEUE_CARD) == 1 && row_of().state == CASE_CLAIMED);
    CHECK(send(VISITOR, HOLDER, 1, 4) == 0 && world_count(&world, MESSAGE_QUEUE_CARD) == 0);
}

/* ---- a holder who is gone -------------------------------------------------------------------------------------------- */

static void a_claim_expires_when_the_holder_is_gone(void)
{
    struct message card;
    begin();
    CHECK(world_gone(&world, HOLDER) == OK);
    world.now_min += CLAIM_HOURS * HOUR_MIN - HOUR_MIN;
    expire(HOLDER);
    CHECK(row_of().state == CASE_CLAIMED && world.answers.count == 0);
    world.now_min += 2 * HOUR_MIN;
    expire(COLLEAGUE);
    CHECK(row_of().state == CASE_CLAIMED);
    expire(HOLDER);
    CHECK(row_of().state == CASE_ESCALATED && row_of().why == ESCALATION_GONE && is_held_by(HOLDER));
    CHECK(world_find(&world, MESSAGE_QUEUE_CARD, &card) && card.as.queue_card.why == ESCALATION_GONE);
    expire(HOLDER);
    CHECK(world.answers.count == 0); /* told once */
    CHECK(set_case(SUPERVISOR, CASE_CLAIMED) == 0);
    expire(HOLDER);
    CHECK(row_of().state == CASE_CLAIMED); /* they know */
    world.now_min += CLAIM_HOURS * HOUR_MIN;
    expire(HOLDER);
    CHECK(row_of().state == CASE_ESCALATED);
    CHECK(world_login(&world, HOLDER) == OK && set_case(HOLDER, CASE_CLAIMED) == 0);
    world.now_min += CLAIM_HOURS * HOUR_MIN - HOUR_MIN;
    expire(HOLDER);
    CHECK(row_of().state == CASE_CLAIMED); /* the login began the time anew */
}

static void who_is_on_duty_is_not_gone(void)
{
    struct message duty = {.code = MESSAGE_SET_PRESENCE, .as.set_presence.presence = PRESENCE_ON_DUTY};
    begin();
    CHECK(say(HOLDER, &duty) == 0);
    world.now_min += 2 * CLAIM_HOURS * HOUR_MIN;
    expire(HOLDER);
    CHECK(row_of().state == CASE_CLAIMED);
    CHECK(world_gone(&world, HOLDER) == OK);
    expire(HOLDER);
    CHECK(row_of().state == CASE_CLAIMED); /* was here until now */
    world.now_min += (CLAIM_HOURS + 1) * HOUR_MIN;
    expire(HOLDER);
    CHECK(row_of().state == CASE_ESCALATED);
}

static void what_rests_or_is_never_told_stays(void)
{
    begin();
    CHECK(set_case(HOLDER, CASE_RESTING) == 0);
    world.now_min += 2 * CLAIM_HOURS * HOUR_MIN;
    expire(HOLDER);
    CHECK(row_of().state == CASE_RESTING);
    CHECK(send(VISITOR, HOLDER, 1, 1) == 0); /* wakes it, and then nobody is there */
    expire(HOLDER);
    CHECK(row_of().state == CASE_ESCALATED);
    CHECK(set_case(SUPERVISOR, CASE_CLAIMED) == 0);
    world.programme.claim_hours = 0;
    expire(HOLDER);
    CHECK(row_of().state == CASE_CLAIMED);
}

static void the_cases_of_a_leaver_are_told(void)
{
    begin();
    CHECK(move(ROOM_REMOVE, HOLDER, HOLDER, HOLDER) == 0);
    CHECK(move(ROOM_CLAIM, REVOKED, REVOKED, REVOKED) == 0);
    CHECK(move(ROOM_HANDOVER, REVOKED, COLLEAGUE, COLLEAGUE) == 0 && row_of().state == CASE_HANDED_OVER);
    world_revoke(&world);
    expire(REVOKED);
    CHECK(row_of().state == CASE_ESCALATED && row_of().why == ESCALATION_GONE);
    CHECK(set_case(SUPERVISOR, CASE_CLAIMED) == 0 && row_of().state == CASE_HANDED_OVER);
    expire(REVOKED);
    CHECK(row_of().state == CASE_HANDED_OVER); /* it was settled */
    world.now_min += CLAIM_HOURS * HOUR_MIN;
    expire(REVOKED);
    CHECK(row_of().state == CASE_ESCALATED); /* and nothing has come of it */
    CHECK(move(ROOM_REMOVE, SUPERVISOR, REVOKED, SUPERVISOR) == 0 && is_held_by(COLLEAGUE));
    CHECK(row_of().state == CASE_CLAIMED);
}

/* Who comes back is not left with a colleague who is away: a supervisor opens the case, gives it to the queue, and the team has it. */
static void the_team_takes_who_comes_back_to_nobody(void)
{
    begin();
    CHECK(move(ROOM_CLOSE, HOLDER, HOLDER, HOLDER) == 0 && world_gone(&world, HOLDER) == OK);
    world.now_min += 2 * CLAIM_HOURS * HOUR_MIN;
    CHECK(ask(VISITOR, MESSAGE_ASK_REOPEN) == 0);
    CHECK(move(ROOM_REOPEN, SUPERVISOR, SUPERVISOR, SUPERVISOR) == 0 && is_held_by(HOLDER));
    CHECK(row_of().state == CASE_ESCALATED && row_of().why == ESCALATION_GONE);
    CHECK(move(ROOM_REMOVE, SUPERVISOR, HOLDER, SUPERVISOR) == 0 && row_of().state == CASE_WAITING);
    CHECK(move(ROOM_CLAIM, COLLEAGUE, COLLEAGUE, COLLEAGUE) == 0 && is_held_by(COLLEAGUE));
    CHECK(move(ROOM_CLOSE, COLLEAGUE, COLLEAGUE, COLLEAGUE) == 0);
    CHECK(move(ROOM_REOPEN, COLLEAGUE, COLLEAGUE, COLLEAGUE) == 0 && row_of().state == CASE_CLAIMED); /* is here */
    CHECK(move(ROOM_CLOSE, COLLEAGUE, COLLEAGUE, COLLEAGUE) == 0 && world_gone(&world, COLLEAGUE) == OK);
    world.now_min += 2 * CLAIM_HOURS * HOUR_MIN;
    world.programme.claim_hours = 0; /* nobody is ever gone */
    CHECK(move(ROOM_REOPEN, SUPERVISOR, SUPERVISOR, SUPERVISOR) == 0 && row_of().state == CASE_CLAIMED);
}

/* After a restore nothing is known of anybody: the time begins then. */
static void of_whom_nothing_is_known_is_not_gone(void)
{
    begin();
    world.now_min += 2 * CLAIM_HOURS * HOUR_MIN;
    CHECK(world_gone(&world, COLLEAGUE) == OK);
    expire(MENTOR); /* logged in at the beginning */
    expire(HOLDER);
    CHECK(row_of().state == CASE_ESCALATED);
    struct seen_row seen = {.hour = 0};
    static const uint8_t nobody[HASH_SIZE] = {9};
    memcpy(world.roster.entries[HOLDER].cert_hash, nobody, HASH_SIZE);
    expire(HOLDER);
    CHECK(world.store->ways->begin(world.store) == OK && ASK(world.store, seen_load, nobody, &seen) == OK);
    world.store->ways->rollback(world.store);
    CHECK(seen.hour == world.now_min / HOUR_MIN);
}

/* ---- a visitor who comes back ------------------------------------------------------------------------------------------ */

static void a_closed_case_is_asked_for(void)
{
    struct message told_state;
    begin();
    CHECK(ask(VISITOR, MESSAGE_ASK_REOPEN) == ERROR_NOT_ALLOWED);
    CHECK(move(ROOM_CLOSE, HOLDER, HOLDER, HOLDER) == 0);
    world.now_min += 40 * (uint64_t)DAY_MIN + 33;
    CHECK(ask(VISITOR, MESSAGE_ASK_REOPEN) == 0);
    struct case_row row = row_of();
    CHECK(row.state == CASE_RETURNED && row.since_min == world.now_min && row.room.is_closed);
    CHECK(world_count(&world, MESSAGE_QUEUE_CARD) == 1); /* to the door, where who knows the visitor stands */
    CHECK(world_find(&world, MESSAGE_CASE_STATE, &told_state) && told_state.as.case_state.state == CASE_CLOSED);
    CHECK(ask(VISITOR, MESSAGE_ASK_REOPEN) == 0 && world_count(&world, MESSAGE_QUEUE_CARD) == 0); /* said again */
    CHECK(send(VISITOR, HOLDER, 2, 1) == ERROR_NOT_ALLOWED);
    CHECK(move(ROOM_REOPEN, COLLEAGUE, COLLEAGUE, COLLEAGUE) == ERROR_NOT_ALLOWED);
    CHECK(move(ROOM_REOPEN, SUPERVISOR, SUPERVISOR, SUPERVISOR) == 0); /* nobody of the room is there to do it */
    CHECK(row_of().why == ESCALATION_GONE && is_held_by(HOLDER) && row_of().room.member_count == 2);
    CHECK(move(ROOM_REMOVE, SUPERVISOR, HOLDER, SUPERVISOR) == 0 && row_of().state == CASE_WAITING);
}

/* By a supervisor alone, and only what is closed; the visitor is told, asks in vain, and reads and burns what there is. */
static void a_closed_case_is_ended_for_good(void)
{
    struct message told_state;
    begin();
    CHECK(send(HOLDER, VISITOR, 1, 1) == 0);
    CHECK(set_case(SUPERVISOR, CASE_ENDED) == ERROR_NOT_ALLOWED); /* closed first */
    CHECK(move(ROOM_CLOSE, HOLDER, HOLDER, HOLDER) == 0);
    CHECK(ask(VISITOR, MESSAGE_ASK_REOPEN) == 0);
    CHECK(set_case(HOLDER, CASE_ENDED) == ERROR_NOT_ALLOWED && row_of().state == CASE_RETURNED);
    world.now_min += 33;
    CHECK(set_case(SUPERVISOR, CASE_ENDED) == 0);
    struct case_row row = row_of();
    CHECK(row.state == CASE_ENDED && row.room.is_closed && row.since_min % DAY_MIN == 0);
    CHECK(world_find(&world, MESSAGE_CASE_STATE, &told_state) && told_state.as.case_state.state == CASE_ENDED);
    CHECK(world_count(&world, MESSAGE_QUEUE_CARD) == 1);
    CHECK(set_case(SECOND_SUPERVISOR, CASE_ENDED) == 0 && world_count(&world, MESSAGE_QUEUE_CARD) == 0);
    CHECK(ask(VISITOR, MESSAGE_ASK_REOPEN) == ERROR_NOT_ALLOWED && row_of().state == CASE_ENDED);
    CHECK(move(ROOM_REOPEN, HOLDER, HOLDER, HOLDER) == ERROR_NOT_ALLOWED);
    CHECK(move(ROOM_REOPEN, SUPERVISOR, SUPERVISOR, SUPERVISOR) == ERROR_NOT_ALLOWED); /* lifted first */
    CHECK(send(VISITOR, HOLDER, 2, 2) == ERROR_NOT_ALLOWED);
    CHECK(world_login(&world, VISITOR) == OK && world_find(&world, MESSAGE_VISITOR_OK, &told_state));
    CHECK(told_state.as.visitor_ok.state == CASE_ENDED);
    CHECK(ask(VISITOR, MESSAGE_GET_ENVELOPES) == 0 && world_count(&world, MESSAGE_ENVELOPE) == 1);
    CHECK(ask(VISITOR, MESSAGE_BURN) == 0);
}

static void an_end_is_lifted(void)
{
    begin();
    CHECK(move(ROOM_CLOSE, HOLDER, HOLDER, HOLDER) == 0 && set_case(SUPERVISOR, CASE_CLOSED) == 0); /* it is */
    CHECK(set_case(SUPERVISOR, CASE_CLAIMED) == ERROR_NOT_ALLOWED);
    CHECK(set_case(SUPERVISOR, CASE_ENDED) == 0 && set_case(SUPERVISOR, CASE_CLAIMED) == ERROR_NOT_ALLOWED);
    CHECK(set_case(HOLDER, CASE_CLOSED) == ERROR_NOT_ALLOWED && set_case(HOLDER, CASE_ENDED) == ERROR_NOT_ALLOWED);
    CHECK(set_case(SECOND_SUPERVISOR, CASE_CLOSED) == 0 && row_of().state == CASE_CLOSED);
    CHECK(ask(VISITOR, MESSAGE_ASK_REOPEN) == 0 && set_case(SUPERVISOR, CASE_CLOSED) == ERROR_NOT_ALLOWED);
    CHECK(move(ROOM_REOPEN, HOLDER, HOLDER, HOLDER) == 0 && row_of().state == CASE_CLAIMED);
}

/* ---- a stay with an end ------------------------------------------------------------------------------------------------ */

static void who_came_for_a_time_is_let_out(void)
{
    struct world_move add = {VISITOR, ROOM_ADD, HOLDER, MENTOR, HOLDER, 0};
    begin();
    add.until_day = (uint32_t)(world.now_min / DAY_MIN) + 2;
    CHECK(world_move(&world, &add) == OK && world_error(&world, HOLDER) == 0);
    CHECK(row_of().room.members[0].until_day + row_of().room.members[1].until_day +
              row_of().room.members[2].until_day ==
          add.until_day);
    world.now_min += 2 * (uint64_t)DAY_MIN;
    CHECK(send(MENTOR, HOLDER, 2, 1) == 0 && send(HOLDER, MENTOR, 2, 2) == 0);
    CHECK(move(ROOM_REMOVE, HOLDER, MENTOR, HOLDER) == ERROR_NOT_ALLOWED);
    world.now_min += DAY_MIN;
    CHECK(send(MENTOR, HOLDER, 2, 3) == ERROR_NOT_MEMBER && send(VISITOR, MENTOR, 2, 4) == 0); /* by a slow clock */
    world.now_min += DAY_MIN;
    CHECK(send(VISITOR, MENTOR, 2, 7) == ERROR_NOT_MEMBER);
    CHECK(send(HOLDER, MENTOR, 2, 5) == ERROR_NOT_MEMBER && send(HOLDER, VISITOR, 2, 6) == 0);
    CHECK(move(ROOM_REMOVE, HOLDER, MENTOR, HOLDER) == 0 && row_of().room.member_count == 2);
}

int main(void)
{
    static const struct scenario scenarios[] = {
        SCENARIO(a_handover_is_offered_accepted_and_done),
        SCENARIO(a_visitor_says_no_to_the_heir),
        SCENARIO(a_proposal_is_refused_and_taken_back),
        SCENARIO(a_proposal_that_nobody_signs_ends),
        SCENARIO(a_case_is_escalated_and_settled),
        SCENARIO(a_resting_case_wakes),
        SCENARIO(a_claim_expires_when_the_holder_is_gone),
        SCENARIO(who_is_on_duty_is_not_gone),
        SCENARIO(what_rests_or_is_never_told_stays),
        SCENARIO(the_cases_of_a_leaver_are_told),
        SCENARIO(of_whom_nothing_is_known_is_not_gone),
        SCENARIO(the_team_takes_who_comes_back_to_nobody),
        SCENARIO(a_closed_case_is_asked_for),
        SCENARIO(a_closed_case_is_ended_for_good),
        SCENARIO(an_end_is_lifted),
        SCENARIO(who_came_for_a_time_is_let_out),
    };
    CHECK_SCENARIOS(world, scenarios);
    return check_end();
}
