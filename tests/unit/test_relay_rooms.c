/* Does a case follow its room: who may speak, read and be told as members come and go, who holds it, when it waits again? */
#include "check.h"
#include "support/relay_world.h"

static struct world world;

static unsigned move(uint8_t type, enum person actor, enum person subject)
{
    struct world_move one = {VISITOR, type, actor, subject, actor, 0};
    CHECK(world_move(&world, &one) == OK);
    return world_error(&world, actor);
}

static struct case_row row_of(void)
{
    struct case_row row = {.door = 0};
    uint8_t case_id[CASE_ID_SIZE];
    bool is_shredded;
    world_case_id(VISITOR, case_id);
    CHECK(world.store->ways->begin(world.store) == OK && ASK(world.store, case_load, case_id, &row) == OK);
    CHECK(ASK(world.store, commit, &is_shredded) == OK);
    return row;
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

static unsigned send(enum person sender, enum person recipient, uint8_t class, uint32_t epoch, uint32_t number)
{
    struct outline outline = {.class = class,
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

static unsigned ask(enum person person, enum message_code code)
{
    struct message message = {.code = code, .tag = 7};
    if (code == MESSAGE_GET_EVENTS)
        world_case_id(VISITOR, message.as.get_events.case_id);
    CHECK(world_ask(&world, person, &message) == OK);
    return world_error(&world, person);
}

static void who_is_added_is_a_member(void)
{
    world_begin_claimed(&world);
    CHECK(ask(MENTOR, MESSAGE_GET_EVENTS) == ERROR_NOT_MEMBER);
    CHECK(ask(MENTOR, MESSAGE_GET_ROOMS) == 0 && world_count(&world, MESSAGE_QUEUE_CARD) == 0);
    CHECK(send(HOLDER, MENTOR, CLASS_ROOM, 1, 1) == ERROR_NOT_MEMBER);
    CHECK(move(ROOM_ADD, HOLDER, MENTOR) == 0);
    CHECK(told(VISITOR, MESSAGE_EVENT) == 1 && told(HOLDER, MESSAGE_EVENT) == 1 && told(MENTOR, MESSAGE_EVENT) == 1);
    CHECK(told(MENTOR, MESSAGE_QUEUE_CARD) == 1); /* who stands at no door */
    CHECK(told(HOLDER, MESSAGE_QUEUE_CARD) == 0); /* told with the door */
    CHECK(ask(MENTOR, MESSAGE_GET_EVENTS) == 0 && world_count(&world, MESSAGE_EVENT) == 2);
    CHECK(ask(MENTOR, MESSAGE_GET_ROOMS) == 0 && world_count(&world, MESSAGE_QUEUE_CARD) == 1);
    CHECK(send(HOLDER, MENTOR, CLASS_ROOM, 1, 2) == ERROR_EPOCH_CONFLICT);
    CHECK(send(HOLDER, MENTOR, CLASS_STAFF, 2, 3) == 0 && send(MENTOR, HOLDER, CLASS_ROOM, 2, 4) == 0);
    CHECK(send(VISITOR, MENTOR, CLASS_ROOM, 2, 5) == 0 && send(MENTOR, VISITOR, CLASS_STAFF, 2, 6) == ERROR_NOT_MEMBER);
    CHECK(memcmp(row_of().holder, world.principals[HOLDER], HASH_SIZE) == 0);
}

static void who_has_left_reads_no_more(void)
{
    world_begin_claimed(&world);
    CHECK(move(ROOM_ADD, HOLDER, MENTOR) == 0);
    CHECK(send(HOLDER, MENTOR, CLASS_ROOM, 2, 1) == 0 && send(VISITOR, MENTOR, CLASS_ROOM, 2, 2) == 0);
    CHECK(send(VISITOR, HOLDER, CLASS_ROOM, 2, 3) == 0);
    CHECK(move(ROOM_REMOVE, MENTOR, MENTOR) == 0);
    CHECK(told(MENTOR, MESSAGE_EVENT) == 1 && told(VISITOR, MESSAGE_EVENT) == 1);
    CHECK(send(MENTOR, HOLDER, CLASS_ROOM, 3, 4) == ERROR_NOT_MEMBER);
    CHECK(send(VISITOR, MENTOR, CLASS_ROOM, 3, 5) == ERROR_NOT_MEMBER);
    CHECK(move(ROOM_ADD, HOLDER, COLLEAGUE) == 0);
    CHECK(move(ROOM_REMOVE, COLLEAGUE, COLLEAGUE) == 0);
    CHECK(ask(MENTOR, MESSAGE_GET_EVENTS) == 0 && world_count(&world, MESSAGE_EVENT) == 3); /* up to its own leaving */
    CHECK(ask(MENTOR, MESSAGE_GET_ENVELOPES) == 0 && world_count(&world, MESSAGE_ENVELOPE) == 0);
    CHECK(ask(HOLDER, MESSAGE_GET_ENVELOPES) == 0 && world_count(&world, MESSAGE_ENVELOPE) >= 1);
}

static void a_case_is_handed_over(void)
{
    world_begin_claimed(&world);
    CHECK(move(ROOM_ADD, HOLDER, MENTOR) == 0 && move(ROOM_REMOVE, HOLDER, HOLDER) == 0);
    struct case_row row = row_of();
    CHECK(row.state == CASE_CLAIMED && memcmp(row.holder, world.principals[MENTOR], HASH_SIZE) == 0);
    CHECK(move(ROOM_CLOSE, MENTOR, MENTOR) == 0 && row_of().state == CASE_CLOSED);
    CHECK(move(ROOM_REOPEN, MENTOR, MENTOR) == 0);
    row = row_of();
    CHECK(row.state == CASE_CLAIMED && row.room.epoch == 5 &&
          memcmp(row.holder, world.principals[MENTOR], HASH_SIZE) == 0);
}

static void a_case_waits_again(void)
{
    struct message state;
    world_begin_claimed(&world);
    world.now_min += 3 * 24 * 60 + 77;
    CHECK(move(ROOM_REMOVE, HOLDER, HOLDER) == 0);
    struct case_row row = row_of();
    CHECK(row.state == CASE_WAITING && row.holder[0] == 0 && row.since_min == world.now_min &&
          row.room.member_count == 1);
    (void)move(ROOM_REMOVE, HOLDER, HOLDER);
    CHECK(world_error(&world, HOLDER) == ERROR_NOT_ALLOWED);
    CHECK(send(VISITOR, HOLDER, CLASS_ROOM, 1, 1) == ERROR_EPOCH_CONFLICT);
    CHECK(send(VISITOR, HOLDER, CLASS_INTAKE, 0, 2) == ERROR_EPOCH_CONFLICT);
    CHECK(send(VISITOR, HOLDER, CLASS_INTAKE, 2, 3) == ERROR_NOT_MEMBER); /* an intake comes once */
    CHECK(move(ROOM_CLAIM, ELSEWHERE, ELSEWHERE) == ERROR_NOT_ALLOWED);
    CHECK(move(ROOM_CLAIM, COLLEAGUE, COLLEAGUE) == 0);
    CHECK(world_find(&world, MESSAGE_CASE_STATE, &state) && state.as.case_state.state == CASE_CLAIMED);
    CHECK(move(ROOM_CLAIM, HOLDER, HOLDER) == ERROR_EPOCH_CONFLICT);
    row = row_of();
    CHECK(row.room.epoch == 3 && memcmp(row.holder, world.principals[COLLEAGUE], HASH_SIZE) == 0);
}

static void those_behind_are_told(void)
{
    world_begin_claimed(&world);
    CHECK(move(ROOM_REMOVE, HOLDER, HOLDER) == 0);
    CHECK(told(OTHER_VISITOR, MESSAGE_CASE_STATE) == 1); /* was next, is one of a few */
    CHECK(move(ROOM_CLAIM, COLLEAGUE, COLLEAGUE) == 0);
    CHECK(told(OTHER_VISITOR, MESSAGE_CASE_STATE) == 1);
    CHECK(move(ROOM_ADD, COLLEAGUE, MENTOR) == 0);
    CHECK(told(OTHER_VISITOR, MESSAGE_CASE_STATE) == 0);
}

static void two_supervisors_take_over(void)
{
    struct world_move alone = {VISITOR, ROOM_TAKEOVER, SUPERVISOR, COLLEAGUE, SUPERVISOR, 0};
    struct world_move both = {VISITOR, ROOM_TAKEOVER, SUPERVISOR, COLLEAGUE, SECOND_SUPERVISOR, 0};
    uint8_t octets[ROOM_STATEMENT_MAX];
    struct message propose = {.code = MESSAGE_PROPOSE, .tag = 7}, proposal;
    world_begin_claimed(&world);
    propose.as.propose.statement = world_move_statement(&world, &alone, octets, sizeof octets);
    CHECK(world_ask(&world, SECOND_SUPERVISOR, &propose) == OK);
    CHECK(world_error(&world, SECOND_SUPERVISOR) == ERROR_NOT_ALLOWED); /* another's */
    CHECK(world_ask(&world, SUPERVISOR, &propose) == OK && world_error(&world, SUPERVISOR) == 0);
    const struct answer *answer = world_find(&world, MESSAGE_PROPOSAL, &proposal);
    CHECK(answer && answer->target == TO_SUPERVISORS &&
          proposal.as.proposal.statement.size == propose.as.propose.statement.size);
    CHECK(ask(SECOND_SUPERVISOR, MESSAGE_GET_QUEUE) == 0 && world_count(&world, MESSAGE_PROPOSAL) == 1);
    CHECK(ask(COLLEAGUE, MESSAGE_GET_QUEUE) == 0 && world_count(&world, MESSAGE_PROPOSAL) == 0);
    CHECK(world_move(&world, &alone) == OK && world_error(&world, SUPERVISOR) == ERROR_NOT_ALLOWED);
    CHECK(world_move(&world, &both) == OK && world_error(&world, SECOND_SUPERVISOR) == 0);
    CHECK(told(HOLDER, MESSAGE_EVENT) == 1 && told(COLLEAGUE, MESSAGE_EVENT) == 1 && told(VISITOR, MESSAGE_EVENT) == 1);
    struct case_row row = row_of();
    CHECK(memcmp(row.holder, world.principals[COLLEAGUE], HASH_SIZE) == 0 && row.proposal_size == 0);
    CHECK(!room_has(&row.room, world.principals[HOLDER]) && row.room.member_count == 2);
    CHECK(ask(SECOND_SUPERVISOR, MESSAGE_GET_QUEUE) == 0 && world_count(&world, MESSAGE_PROPOSAL) == 0);
}

static void two_moves_from_one_head_are_one(void)
{
    uint8_t first[ROOM_STATEMENT_MAX], second[ROOM_STATEMENT_MAX];
    struct message one = {.code = MESSAGE_PUT_EVENT, .tag = 7}, other = one;
    struct world_move add = {VISITOR, ROOM_ADD, HOLDER, MENTOR, HOLDER, 0};
    struct world_move leave = {VISITOR, ROOM_REMOVE, HOLDER, HOLDER, HOLDER, 0};
    world_begin_claimed(&world);
    one.as.put_event.statement = world_move_statement(&world, &add, first, sizeof first);
    other.as.put_event.statement = world_move_statement(&world, &leave, second, sizeof second);
    CHECK(world_ask(&world, HOLDER, &one) == OK && world_error(&world, HOLDER) == 0);
    CHECK(world_ask(&world, HOLDER, &other) == OK && world_error(&world, HOLDER) == ERROR_EPOCH_CONFLICT);
    CHECK(world_ask(&world, HOLDER, &one) == OK && world_error(&world, HOLDER) == 0); /* again: its answer was lost */
    CHECK(row_of().room.epoch == 2);
}

/* A sender who is not sure seals again under the same name: the copy sealed last is the one that can be wrapped again. */
static void the_copy_sealed_last_is_kept(void)
{
    struct message envelope;
    world_begin_claimed(&world);
    CHECK(send(HOLDER, VISITOR, CLASS_ROOM, 1, 1) == 0);
    CHECK(send(HOLDER, VISITOR, CLASS_ROOM, 1, 1) == 0 && world_count(&world, MESSAGE_ENVELOPE) == 0); /* the same */
    CHECK(move(ROOM_ADD, HOLDER, MENTOR) == 0);
    CHECK(send(HOLDER, VISITOR, CLASS_ROOM, 2, 1) == 0 && world_count(&world, MESSAGE_ENVELOPE) == 1);
    CHECK(ask(VISITOR, MESSAGE_GET_ENVELOPES) == 0 && world_count(&world, MESSAGE_ENVELOPE) == 1);
    struct envelope read;
    CHECK(world_find(&world, MESSAGE_ENVELOPE, &envelope) &&
          envelope_decode(&read, envelope.as.envelope.envelope) == OK && read.header.epoch == 2);
    /* Nobody else's message of that name takes its place. */
    CHECK(send(MENTOR, VISITOR, CLASS_ROOM, 2, 1) == 0 && world_count(&world, MESSAGE_ENVELOPE) == 0);
}

int main(void)
{
    static const struct scenario scenarios[] = {
        SCENARIO(who_is_added_is_a_member),        SCENARIO(who_has_left_reads_no_more),
        SCENARIO(a_case_is_handed_over),           SCENARIO(a_case_waits_again),
        SCENARIO(those_behind_are_told),           SCENARIO(two_supervisors_take_over),
        SCENARIO(two_moves_from_one_head_are_one), SCENARIO(the_copy_sealed_last_is_kept),
    };
    CHECK_SCENARIOS(world, scenarios);
    return check_end();
}
