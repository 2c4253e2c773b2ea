/* The stories behind the decisions of the server, each over both stores. The table of all cells is test_relay_table. */
#include "check.h"
#include "relay/rules.h"
#include "support/relay_world.h"

static struct world world;
static uint8_t octets[ENVELOPE_MAX];

/* ---- cases ------------------------------------------------------------------------------------------------------ */

static void a_case_opens_once(void)
{
    struct message message;
    CHECK(world_login(&world, VISITOR) == OK);
    const struct answer *answer = world_find(&world, MESSAGE_NO_MAILBOX, &message);
    CHECK(answer && answer->becomes == WHO_PROVED);
    CHECK(world_open_case(&world, VISITOR, 9) == OK && world_error(&world, VISITOR) == ERROR_DOOR_CLOSED);
    CHECK(world_open_case(&world, VISITOR, 2) == OK && world_error(&world, VISITOR) == 0);
    answer = world_find(&world, MESSAGE_DONE, &message);
    CHECK(answer && answer->becomes == WHO_VISITOR);
    CHECK(world_count(&world, MESSAGE_ENVELOPE) == 2); /* each wrap to its own recipient */
    answer = world_find(&world, MESSAGE_QUEUE_CARD, &message);
    CHECK(answer && answer->target == TO_DOOR && answer->door == 2 && message.as.queue_card.since_min == world.now_min);
    CHECK(world_find(&world, MESSAGE_CASE_STATE, &message) && message.as.case_state.band == BAND_NEXT);
    /* the answer was lost, and it is asked again */
    CHECK(world_open_case(&world, VISITOR, 2) == OK && world_error(&world, VISITOR) == 0);
    CHECK(world_count(&world, MESSAGE_ENVELOPE) == 0 && world_count(&world, MESSAGE_QUEUE_CARD) == 0);
    CHECK(world_login(&world, VISITOR) == OK && world_find(&world, MESSAGE_VISITOR_OK, &message));
    CHECK(message.as.visitor_ok.door == 2 && message.as.visitor_ok.state == CASE_WAITING);
    CHECK(message.as.visitor_ok.salts.size == SHRED_SALT_SIZE && message.as.visitor_ok.vault.data[5] == 0x56);
    CHECK(message.as.visitor_ok.salts.data[SHRED_SALT_SIZE - 1] == 0x60 + VISITOR);
}

static void an_intake_goes_only_to_those_who_take_it(void)
{
    static uint8_t vault[VAULT_SIZE];
    const enum person wrong[] = {ELSEWHERE, MENTOR, SUPERVISOR, OTHER_VISITOR};
    struct message message = {.code = MESSAGE_OPEN_CASE, .as.open_case.door = 1};
    CHECK(world_login(&world, NEWCOMER) == OK);
    message.as.open_case.salt = (struct shred_salt){.purpose = SALT_OFFLINE, .generation = 1};
    message.as.open_case.vault = (struct bytes){vault, sizeof vault};
    for (size_t i = 0; i < 4; i++) {
        struct outline outline = {.class = CLASS_INTAKE,
                                  .sender = NEWCOMER,
                                  .of_case = NEWCOMER,
                                  .number = 1,
                                  .recipient_count = 2,
                                  .recipients = {HOLDER, wrong[i]}};
        message.as.open_case.intake = world_envelope(&world, &outline, octets);
        CHECK(world_ask(&world, NEWCOMER, &message) == OK && world_error(&world, NEWCOMER) == ERROR_NOT_MEMBER);
    }
    struct outline forged = {.class = CLASS_INTAKE,
                             .sender = VISITOR,
                             .of_case = NEWCOMER,
                             .number = 1,
                             .recipient_count = 1,
                             .recipients = {HOLDER}};
    message.as.open_case.intake = world_envelope(&world, &forged, octets);
    CHECK(world_ask(&world, NEWCOMER, &message) == OK && world_error(&world, NEWCOMER) == ERROR_NOT_ALLOWED);
}

static void a_claim_has_one_winner(void)
{
    struct message message;
    uint8_t first[1024], second[1024];
    world_begin(&world);
    struct bytes one = world_statement(&world, HOLDER, VISITOR, ROOM_CLAIM, first, sizeof first);
    struct bytes other = world_statement(&world, COLLEAGUE, VISITOR, ROOM_CLAIM, second, sizeof second);
    message = (struct message){.code = MESSAGE_PUT_EVENT, .as.put_event.statement = one};
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_error(&world, HOLDER) == 0);
    CHECK(world_count(&world, MESSAGE_EVENT) == 2); /* visitor and holder */
    CHECK(world_find(&world, MESSAGE_QUEUE_CARD, &message) && message.as.queue_card.state == CASE_CLAIMED);
    CHECK_SAME(message.as.queue_card.holder, world.principals[HOLDER], HASH_SIZE);
    CHECK(message.as.queue_card.since_min % (24 * 60) == 0 && message.as.queue_card.epoch == 1);
    /* who waited behind it is next now */
    CHECK(world_count(&world, MESSAGE_CASE_STATE) == 2);
    message = (struct message){.code = MESSAGE_PUT_EVENT, .as.put_event.statement = other};
    CHECK(world_ask(&world, COLLEAGUE, &message) == OK && world_error(&world, COLLEAGUE) == ERROR_EPOCH_CONFLICT);
    CHECK(world_find(&world, MESSAGE_ERROR, &message) && message.as.error.detail.size == 4 + HASH_SIZE);
    CHECK(message.as.error.detail.data[3] == 1);
    CHECK_SAME(message.as.error.detail.data + 4, world.principals[HOLDER], HASH_SIZE);
    /* the winner asks again because the answer was lost */
    message = (struct message){.code = MESSAGE_PUT_EVENT, .as.put_event.statement = one};
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_error(&world, HOLDER) == 0);
    CHECK(world_count(&world, MESSAGE_EVENT) == 0);
    /* the others' copies of the intake are gone, those of the other case are not */
    message = (struct message){.code = MESSAGE_GET_ENVELOPES};
    CHECK(world_ask(&world, COLLEAGUE, &message) == OK && world_count(&world, MESSAGE_ENVELOPE) == 1);
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_count(&world, MESSAGE_ENVELOPE) == 2);
}

static void an_event_is_signed_by_its_actor_and_chained(void)
{
    struct message message = {.code = MESSAGE_PUT_EVENT};
    uint8_t event[1024];
    world_begin(&world);
    struct bytes statement = world_statement(&world, HOLDER, VISITOR, ROOM_CLAIM, event, sizeof event);
    message.as.put_event.statement = statement;
    CHECK(world_ask(&world, COLLEAGUE, &message) == OK && world_error(&world, COLLEAGUE) == ERROR_NOT_ALLOWED);
    event[statement.size - 1] ^= 1;
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_error(&world, HOLDER) == ERROR_NOT_ALLOWED);
    event[statement.size - 1] ^= 1;
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_error(&world, HOLDER) == 0);
    statement = world_statement(&world, HOLDER, VISITOR, ROOM_CLOSE, event, sizeof event);
    message.as.put_event.statement = statement;
    event[3 + CASE_ID_SIZE + 4 + 5] ^= 1; /* in prev */
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_error(&world, HOLDER) == ERROR_EPOCH_CONFLICT);
    message = (struct message){.code = MESSAGE_GET_EVENTS};
    world_case_id(VISITOR, message.as.get_events.case_id);
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_count(&world, MESSAGE_EVENT) == 1);
    message.as.get_events.after_epoch = 1;
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_count(&world, MESSAGE_EVENT) == 0);
    memset(message.as.get_events.case_id, 1, CASE_ID_SIZE);
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_error(&world, HOLDER) == ERROR_GONE);
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_error(&world, VISITOR) == ERROR_NOT_MEMBER);
}

static void the_queue_is_told_in_bands(void)
{
    CHECK(rules_band(0) == BAND_NEXT && rules_band(1) == BAND_FEW && rules_band(4) == BAND_FEW);
    CHECK(rules_band(5) == BAND_MANY);
    struct message message = {.code = MESSAGE_GET_QUEUE};
    world_begin(&world);
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_count(&world, MESSAGE_QUEUE_CARD) == 2);
    CHECK(world_ask(&world, SUPERVISOR, &message) == OK && world_count(&world, MESSAGE_QUEUE_CARD) == 2);
    CHECK(world_ask(&world, ELSEWHERE, &message) == OK && world_count(&world, MESSAGE_QUEUE_CARD) == 0);
    CHECK(world_login(&world, OTHER_VISITOR) == OK && world_find(&world, MESSAGE_VISITOR_OK, &message));
    CHECK(message.as.visitor_ok.band == BAND_FEW);
}

/* How many of the answers with that code are listed, and how many there are. */
static void count_listed(enum message_code code, size_t *listed, size_t *all)
{
    *listed = *all = 0;
    for (size_t i = 0; i < world.answers.count; i++) {
        const struct frame *frame = world.answers.list[i].frame;
        if (frame == NULL || frame->data[0] != code)
            continue;
        (*all)++;
        *listed += frame->is_listed;
    }
}

/* What staff ask for may be longer than an outbox, and a visitor's room; what visitors ask for besides, and what nobody has asked for, may not. */
static void only_lists_that_staff_make_are_long(void)
{
    size_t listed, all;
    struct message message = {.code = MESSAGE_GET_QUEUE};
    world_begin_claimed(&world);
    CHECK(world_ask(&world, SUPERVISOR, &message) == OK);
    count_listed(MESSAGE_QUEUE_CARD, &listed, &all);
    CHECK(all == 2 && listed == 2);
    message.code = MESSAGE_GET_ROOMS;
    CHECK(world_ask(&world, HOLDER, &message) == OK);
    count_listed(MESSAGE_QUEUE_CARD, &listed, &all);
    CHECK(all == 1 && listed == 1);
    count_listed(MESSAGE_DONE, &listed, &all);
    CHECK(all == 1 && listed == 0);
    message = (struct message){.code = MESSAGE_GET_EVENTS};
    world_case_id(VISITOR, message.as.get_events.case_id);
    CHECK(world_ask(&world, HOLDER, &message) == OK);
    count_listed(MESSAGE_EVENT, &listed, &all);
    CHECK(all == 1 && listed == 1);
    CHECK(world_ask(&world, VISITOR, &message) == OK);
    count_listed(MESSAGE_EVENT, &listed, &all);
    CHECK(all == 1 && listed == 1);
    message.code = MESSAGE_GET_DOORS;
    CHECK(world_ask(&world, VISITOR, &message) == OK);
    count_listed(MESSAGE_TERMS, &listed, &all);
    CHECK(all == 1 && listed == 0);
    CHECK(world_event(&world, HOLDER, VISITOR, ROOM_CLOSE) == OK);
    count_listed(MESSAGE_QUEUE_CARD, &listed, &all);
    CHECK(all == 1 && listed == 0);
}

/* ---- sessions --------------------------------------------------------------------------------------------------- */

/* The connection that the visitor's session is on; 0: there is none. */
static connection_id present_connection(enum person visitor)
{
    struct session_row session = {.connection = 0};
    bool is_shredded;
    CHECK(world.store->ways->begin(world.store) == OK);
    CHECK(ASK(world.store, session_load, world.principals[visitor], &session) != BROKEN);
    CHECK(ASK(world.store, commit, &is_shredded) == OK);
    return session.connection;
}

static void a_second_login_supersedes(void)
{
    struct message message;
    struct request request = {.kind = REQUEST_VISITOR_LOGIN, .connection = 77};
    world_begin(&world);
    memcpy(request.principal, world.principals[VISITOR], HASH_SIZE);
    CHECK(world_decide(&world, &request) == OK);
    const struct answer *answer = world_find(&world, MESSAGE_ERROR, &message);
    CHECK(answer && answer->connection == world_connection(VISITOR) && answer->closes);
    CHECK(message.as.error.code == ERROR_SUPERSEDED && world_count(&world, MESSAGE_VISITOR_OK) == 1);
    message = (struct message){.code = MESSAGE_LIVE_KEYS};
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_error(&world, VISITOR) == ERROR_SUPERSEDED);
    /* the end of the old connection is not the end of the new session */
    CHECK(world_gone(&world, VISITOR) == OK && present_connection(VISITOR) == 77);
    request.kind = REQUEST_GONE;
    CHECK(world_decide(&world, &request) == OK && present_connection(VISITOR) == 0);
    CHECK(world_login(&world, VISITOR) == OK && world_count(&world, MESSAGE_ERROR) == 0);
}

static void presence_ends_with_its_connection(void)
{
    struct message message = {.code = MESSAGE_SET_PRESENCE, .as.set_presence.presence = PRESENCE_ON_DUTY};
    world_begin(&world);
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_count(&world, MESSAGE_PRESENCE) == 1);
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_count(&world, MESSAGE_PRESENCE) == 0);
    CHECK(world_login(&world, SUPERVISOR) == OK && world_count(&world, MESSAGE_PRESENCE) == 1);
    CHECK(world_gone(&world, COLLEAGUE) == OK && world_count(&world, MESSAGE_PRESENCE) == 0);
    CHECK(world_gone(&world, HOLDER) == OK);
    const struct answer *answer = world_find(&world, MESSAGE_PRESENCE, &message);
    CHECK(answer && answer->target == TO_STAFF && message.as.presence.presence == PRESENCE_AWAY);
    CHECK(world_login(&world, SUPERVISOR) == OK && world_count(&world, MESSAGE_PRESENCE) == 0);
}

static void a_certificate_out_of_date_says_nothing(void)
{
    struct message message = {.code = MESSAGE_GET_QUEUE};
    world_begin(&world);
    world.roster.entries[HOLDER].is_active = false;
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_error(&world, HOLDER) == ERROR_BAD_LOGIN);
    CHECK(world_login(&world, HOLDER) == OK && world_error(&world, HOLDER) == ERROR_BAD_LOGIN);
}

/* ---- envelopes -------------------------------------------------------------------------------------------------- */

static unsigned send_error(struct outline outline)
{
    CHECK(world_send(&world, &outline) == OK);
    return world_error(&world, outline.sender);
}

static void an_envelope_arrives_once_and_goes_when_acknowledged(void)
{
    struct message message;
    world_begin_claimed(&world);
    CHECK(send_error(world_to_visitor(1, KEY_OFFLINE)) == 0);
    const struct answer *answer = world_find(&world, MESSAGE_ENVELOPE, &message);
    CHECK(answer && answer->kind == ANSWER_ENVELOPE && answer->target == TO_PRINCIPAL);
    CHECK(answer && answer->seq == message.as.envelope.seq);
    if (!answer)
        return;
    CHECK_SAME(answer->principal, world.principals[VISITOR], HASH_SIZE);
    uint64_t first = message.as.envelope.seq;
    CHECK(send_error(world_to_visitor(1, KEY_OFFLINE)) == 0 && world_count(&world, MESSAGE_ENVELOPE) == 0);
    CHECK(send_error(world_to_visitor(2, KEY_OFFLINE)) == 0);
    message = (struct message){.code = MESSAGE_GET_ENVELOPES, .tag = 3};
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_count(&world, MESSAGE_ENVELOPE) == 2);
    CHECK(world.answers.list[0].seq == first && world.answers.list[1].seq > first);
    CHECK(world.answers.list[2].kind == ANSWER_CURSOR && world.answers.list[2].seq == world.answers.list[1].seq);
    message = (struct message){.code = MESSAGE_ACK, .as.ack.seq = first};
    CHECK(world_ask(&world, VISITOR, &message) == OK && world.answers.count == 0);
    CHECK(world_ask(&world, VISITOR, &message) == OK && world.answers.count == 0);
    message = (struct message){.code = MESSAGE_GET_ENVELOPES};
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_count(&world, MESSAGE_ENVELOPE) == 1);
    message.as.get_envelopes.after_seq = UINT64_MAX;
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_count(&world, MESSAGE_ENVELOPE) == 0);
    message = (struct message){.code = MESSAGE_ACK, .as.ack.seq = UINT64_MAX};
    CHECK(world_ask(&world, VISITOR, &message) == OK && world.answers.count == 0);
}

static void a_mailbox_is_read_in_pieces(void)
{
    struct request request = {.kind = REQUEST_MORE,
                              .connection = world_connection(VISITOR),
                              .octets_max = 8000,
                              .tag = 5,
                              .has_asker = false};
    unsigned seen = 0, pieces = 0;
    world_begin_claimed(&world);
    for (uint32_t i = 0; i < 10; i++)
        CHECK(send_error(world_to_visitor(i, KEY_OFFLINE)) == 0);
    memcpy(request.principal, world.principals[VISITOR], HASH_SIZE);
    for (bool has_more = true; has_more && pieces < 20; pieces++) {
        CHECK(world_decide(&world, &request) == OK && world.answers.count > 0);
        const struct answer *cursor = &world.answers.list[world.answers.count - 1];
        seen += (unsigned)world_count(&world, MESSAGE_ENVELOPE);
        CHECK(cursor->kind == ANSWER_CURSOR && cursor->seq > request.cursor && cursor->tag == 5);
        CHECK((cursor->frame == NULL) == cursor->has_more);
        has_more = cursor->has_more;
        request.cursor = cursor->seq;
    }
    CHECK(seen == 10 && pieces == 5);
}

static void only_members_at_the_right_epoch_are_carried(void)
{
    world_begin_claimed(&world);
    struct outline outline = world_to_visitor(1, KEY_OFFLINE);
    outline.epoch = 0;
    CHECK(send_error(outline) == ERROR_EPOCH_CONFLICT);
    outline = world_to_visitor(1, KEY_OFFLINE);
    outline.recipients[0] = OTHER_VISITOR;
    CHECK(send_error(outline) == ERROR_NOT_MEMBER);
    outline.recipients[0] = COLLEAGUE;
    CHECK(send_error(outline) == ERROR_NOT_MEMBER);
    outline = world_to_visitor(1, KEY_OFFLINE);
    outline.of_case = NEWCOMER; /* no such case */
    CHECK(send_error(outline) == ERROR_GONE);
    outline = (struct outline){.class = CLASS_STAFF,
                               .epoch = 1,
                               .sender = HOLDER,
                               .of_case = VISITOR,
                               .recipient_count = 1,
                               .recipients = {VISITOR},
                               .key = KEY_OFFLINE};
    CHECK(send_error(outline) == ERROR_NOT_MEMBER);
    struct message message = {.code = MESSAGE_SEND};
    outline = world_to_visitor(1, KEY_OFFLINE);
    message.as.send.envelope = world_envelope(&world, &outline, octets);
    CHECK(world_ask(&world, COLLEAGUE, &message) == OK && world_error(&world, COLLEAGUE) == ERROR_NOT_ALLOWED);
    message.as.send.envelope.size--;
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_error(&world, HOLDER) == ERROR_MALFORMED);
    CHECK(world.answers.list[0].closes);
}

static void a_full_mailbox_refuses_what_is_new(void)
{
    world_begin_claimed(&world);
    for (uint32_t i = 0; i < UNDELIVERED_MAX; i++)
        CHECK(send_error(world_to_visitor(i, KEY_OFFLINE)) == 0);
    CHECK(send_error(world_to_visitor(1000, KEY_OFFLINE)) == ERROR_QUOTA);
    CHECK(send_error(world_to_visitor(5, KEY_OFFLINE)) == 0);
    struct message message = {.code = MESSAGE_ACK, .as.ack.seq = 1};
    CHECK(world_ask(&world, VISITOR, &message) == OK);
    CHECK(send_error(world_to_visitor(1000, KEY_OFFLINE)) == 0);
}

static unsigned intake_error(uint32_t number, uint8_t count)
{
    struct outline outline = {.class = CLASS_INTAKE,
                              .sender = VISITOR,
                              .of_case = VISITOR,
                              .number = number,
                              .recipient_count = count,
                              .recipients = {HOLDER, COLLEAGUE},
                              .key = KEY_UNKNOWN};
    return send_error(outline);
}

/* It does not expire, so there is an end to it; and who takes the case has room for what comes then. */
static void a_case_that_waits_takes_so_much(void)
{
    world_begin(&world);
    CHECK(world_open_case(&world, VISITOR, 1) == OK && world_error(&world, VISITOR) == 0);
    uint32_t number = 100;
    while (number < 100 + INTAKE_COPIES_MAX && intake_error(number, 2) == 0)
        number++;
    CHECK(number >= 100 + INTAKE_COPIES_MAX / 2 - 2 && number <= 100 + INTAKE_COPIES_MAX / 2);
    CHECK(intake_error(number, 2) == ERROR_QUOTA && intake_error(number, 1) == ERROR_QUOTA);
    CHECK(intake_error(number - 1, 2) == 0); /* sent again after a lost answer */
    CHECK(world_open_case(&world, OTHER_VISITOR, 1) == OK && world_error(&world, OTHER_VISITOR) == 0);
}

/* ---- the calendar ------------------------------------------------------------------------------------------------- */

static unsigned slot_error(enum person person, enum person owner, uint8_t id, uint32_t start, uint8_t quarters,
                           uint8_t state)
{
    struct message message = {.code = MESSAGE_PUT_SLOT,
                              .as.slot = {.id = {id}, .start = start, .quarters = quarters, .state = state}};
    memcpy(message.as.slot.cert_hash, world.principals[owner], HASH_SIZE);
    CHECK(world_ask(&world, person, &message) == OK);
    return world_error(&world, person);
}

static void appointments_never_overlap(void)
{
    struct message message = {.code = MESSAGE_GET_SLOTS, .as.get_slots = {0, UINT32_MAX}};
    world_begin(&world);
    CHECK(slot_error(HOLDER, HOLDER, 1, 1000, 4, SLOT_OFFERED) == 0 && world_count(&world, MESSAGE_SLOT) == 2);
    /* Asked again because the answer was lost: the asker alone is told again. */
    CHECK(slot_error(HOLDER, HOLDER, 1, 1000, 4, SLOT_OFFERED) == 0 && world_count(&world, MESSAGE_SLOT) == 1);
    CHECK(slot_error(HOLDER, HOLDER, 2, 1003, 1, SLOT_OFFERED) == ERROR_SLOT_TAKEN);
    CHECK(slot_error(HOLDER, HOLDER, 2, 969, 32, SLOT_ACCEPTED) == ERROR_SLOT_TAKEN);
    CHECK(slot_error(HOLDER, HOLDER, 2, 968, 32, SLOT_ACCEPTED) == 0);
    CHECK(slot_error(HOLDER, HOLDER, 3, 1004, 4, SLOT_OFFERED) == 0);
    CHECK(slot_error(COLLEAGUE, COLLEAGUE, 4, 1000, 4, SLOT_OFFERED) == 0);
    CHECK(slot_error(HOLDER, COLLEAGUE, 5, 2000, 4, SLOT_OFFERED) == ERROR_NOT_ALLOWED);
    CHECK(slot_error(SUPERVISOR, SUPERVISOR, 6, 1000, 4, SLOT_OFFERED) == 0 && world_count(&world, MESSAGE_SLOT) == 1);
    CHECK(slot_error(SUPERVISOR, HOLDER, 1, 1002, 4, SLOT_OFFERED) == ERROR_SLOT_TAKEN); /* moved into another */
    CHECK(slot_error(SUPERVISOR, HOLDER, 3, 1010, 4, SLOT_ACCEPTED) == 0);
    CHECK(slot_error(HOLDER, HOLDER, 1, 1002, 4, SLOT_OFFERED) == 0);
    CHECK(slot_error(HOLDER, HOLDER, 1, 1002, 4, SLOT_CALLED_OFF) == 0);
    CHECK(slot_error(HOLDER, HOLDER, 7, 1003, 1, SLOT_OFFERED) == 0); /* its time is free again */
    CHECK(slot_error(HOLDER, HOLDER, 1, 1002, 4, SLOT_OFFERED) == ERROR_NOT_ALLOWED);
    CHECK(slot_error(HOLDER, HOLDER, 8, 3000, 4, SLOT_HELD) == ERROR_NOT_ALLOWED);
    CHECK(slot_error(HOLDER, HOLDER, 3, 1011, 4, SLOT_HELD) == ERROR_NOT_ALLOWED); /* what was held is not moved */
    CHECK(slot_error(HOLDER, HOLDER, 3, 1010, 4, SLOT_HELD) == 0);
    CHECK(slot_error(HOLDER, HOLDER, 3, 1010, 4, SLOT_NO_SHOW) == 0);
    CHECK(slot_error(HOLDER, HOLDER, 9, UINT32_MAX - 31, 32, SLOT_OFFERED) == ERROR_NOT_ALLOWED);
    CHECK(slot_error(HOLDER, HOLDER, 9, UINT32_MAX - 32, 32, SLOT_OFFERED) == 0);
    CHECK(slot_error(HOLDER, HOLDER, 10, UINT32_MAX - 1, 1, SLOT_OFFERED) == ERROR_SLOT_TAKEN);
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_count(&world, MESSAGE_SLOT) == 5);
    CHECK(world_ask(&world, SUPERVISOR, &message) == OK && world_count(&world, MESSAGE_SLOT) == 7);
    message.as.get_slots.to = 1003;
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_count(&world, MESSAGE_SLOT) == 2);
}

/* As many as a device may have, of several devices: nobody is told a part of them. */
static void a_calendar_is_told_whole(void)
{
    static const enum person owners[] = {HOLDER, COLLEAGUE};
    struct message message = {.code = MESSAGE_GET_SLOTS, .as.get_slots = {0, UINT32_MAX}};
    struct slot slot = {.quarters = 1, .state = SLOT_CALLED_OFF};
    bool is_shredded;
    world_begin(&world);
    CHECK(world.store->ways->begin(world.store) == OK);
    for (uint32_t i = 0; i < 2 * SLOTS_PER_DEVICE_MAX; i++) {
        memcpy(slot.id + sizeof i, &i, sizeof i);
        memcpy(slot.cert_hash, world.principals[owners[i % 2]], HASH_SIZE);
        slot.start = i;
        CHECK(ASK(world.store, slot_keep, &slot) == OK);
    }
    CHECK(ASK(world.store, commit, &is_shredded) == OK);
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_count(&world, MESSAGE_SLOT) == SLOTS_PER_DEVICE_MAX);
    CHECK(world_ask(&world, SUPERVISOR, &message) == OK &&
          world_count(&world, MESSAGE_SLOT) == 2 * SLOTS_PER_DEVICE_MAX);
    /* One more of that device: not before one of them has gone. */
    CHECK(slot_error(HOLDER, HOLDER, 255, 5000, 4, SLOT_OFFERED) == ERROR_QUOTA);
    CHECK(slot_error(SUPERVISOR, HOLDER, 255, 5000, 4, SLOT_OFFERED) == ERROR_QUOTA);
    CHECK(slot_error(SUPERVISOR, SUPERVISOR, 255, 5000, 4, SLOT_OFFERED) == 0);
}

static size_t expire_slots(void)
{
    struct request request = {.kind = REQUEST_EXPIRE};
    struct message message = {.code = MESSAGE_GET_SLOTS, .as.get_slots = {0, UINT32_MAX}};
    CHECK(world_decide(&world, &request) == OK);
    CHECK(world_ask(&world, HOLDER, &message) == OK);
    return world_count(&world, MESSAGE_SLOT);
}

static uint8_t slot_state(uint32_t number)
{
    struct slot slot = {.id = {0}};
    bool is_shredded;
    memcpy(slot.id, &number, sizeof number);
    CHECK(world.store->ways->begin(world.store) == OK && ASK(world.store, slot_load, slot.id, &slot) == OK);
    CHECK(ASK(world.store, commit, &is_shredded) == OK);
    return slot.state;
}

/* A certificate that counts no more and is in no open room: what is to come is called off, a little at a time, and whoever sees the calendar is told. */
static void certificate_ends(uint8_t room_ends)
{
    enum { MANY = EXPIRE_ROWS_MAX + 4, RUNNING = 0, OFFERED = 3, DONE = 4, TO_COME = 1 };
    struct request request = {.kind = REQUEST_EXPIRE};
    struct world_move move = {VISITOR, room_ends, SUPERVISOR, HOLDER, SUPERVISOR, 0};
    struct slot slot = {.quarters = 1};
    bool is_shredded;
    world_begin_claimed(&world);
    uint32_t now = (uint32_t)(world.now_min / SLOT_MINUTES);
    CHECK(world.store->ways->begin(world.store) == OK);
    memcpy(slot.cert_hash, world.principals[HOLDER], HASH_SIZE);
    for (uint32_t i = 0; i < MANY; i++) {
        memcpy(slot.id, &i, sizeof i);
        slot.start = now + i;
        slot.state = i == DONE ? SLOT_HELD : i == OFFERED ? SLOT_OFFERED : SLOT_ACCEPTED;
        CHECK(ASK(world.store, slot_keep, &slot) == OK);
    }
    CHECK(ASK(world.store, commit, &is_shredded) == OK);
    world.chance = HOLDER;
    CHECK(world_decide(&world, &request) == OK && slot_state(TO_COME) == SLOT_ACCEPTED); /* it counts */
    world.roster.entries[HOLDER].is_active = false;
    CHECK(world_decide(&world, &request) == OK && slot_state(TO_COME) == SLOT_ACCEPTED); /* it is in a room */
    CHECK(room_ends == ROOM_CLOSE ? world_event(&world, SUPERVISOR, VISITOR, ROOM_CLOSE) == OK
                                  : world_move(&world, &move) == OK);
    CHECK(world_error(&world, SUPERVISOR) == 0);
    world.chance = COLLEAGUE;
    CHECK(world_decide(&world, &request) == OK && slot_state(TO_COME) == SLOT_ACCEPTED); /* another's turn */
    world.chance = HOLDER + STAFF_PEOPLE;
    CHECK(world_decide(&world, &request) == OK && world_count(&world, MESSAGE_SLOT) == 2 * EXPIRE_ROWS_MAX);
    CHECK(slot_state(TO_COME) == SLOT_CALLED_OFF && slot_state(OFFERED) == SLOT_CALLED_OFF);
    CHECK(slot_state(DONE) == SLOT_HELD && slot_state(RUNNING) == SLOT_ACCEPTED);
    CHECK(slot_state(MANY - 1) == SLOT_ACCEPTED);
    CHECK(world_decide(&world, &request) == OK && slot_state(MANY - 1) == SLOT_CALLED_OFF);
    CHECK(world_decide(&world, &request) == OK && world_count(&world, MESSAGE_SLOT) == 0);
    world.roster.entries[HOLDER].is_active = true; /* and in no room, too: what it books then is its own */
    CHECK(slot_error(HOLDER, HOLDER, 200, now + 200, 1, SLOT_ACCEPTED) == 0);
    CHECK(world_decide(&world, &request) == OK && slot_state(200) == SLOT_ACCEPTED);
}

static void who_counts_no_more_and_is_nowhere_keeps_no_time(void)
{
    certificate_ends(ROOM_REMOVE);
}

static void nor_who_is_in_a_closed_room(void)
{
    certificate_ends(ROOM_CLOSE);
}

/* By the day, and a little at a time. */
static void what_was_in_the_calendar_goes(void)
{
    enum { OLD = 2 * EXPIRE_ROWS_MAX, QUARTERS_PER_DAY = 24 * 60 / SLOT_MINUTES };
    struct slot slot = {.quarters = 1, .state = SLOT_HELD};
    bool is_shredded;
    world_begin(&world);
    uint32_t first_kept = (uint32_t)(world.now_min / (24 * 60) - SLOT_KEPT_DAYS) * QUARTERS_PER_DAY;
    CHECK(world.store->ways->begin(world.store) == OK);
    memcpy(slot.cert_hash, world.principals[HOLDER], HASH_SIZE);
    for (uint32_t i = 0; i < OLD + 2; i++) {
        memcpy(slot.id, &i, sizeof i);
        slot.start = first_kept - OLD + i;
        CHECK(ASK(world.store, slot_keep, &slot) == OK);
    }
    CHECK(ASK(world.store, commit, &is_shredded) == OK);
    CHECK(expire_slots() == OLD + 2 - EXPIRE_ROWS_MAX);
    CHECK(expire_slots() == 2 && expire_slots() == 2);
    world.now_min += 24 * 60;
    CHECK(expire_slots() == 0);
}

/* Certificates are one a device; who has the time is the person. */
static void a_person_with_two_devices_has_one_calendar(void)
{
    struct message message = {.code = MESSAGE_GET_SLOTS, .as.get_slots = {0, UINT32_MAX}};
    struct roster_entry *other = &world.roster.entries[COLLEAGUE];
    world_begin(&world);
    memcpy(other->person, world.roster.entries[HOLDER].person, PERSON_SIZE);
    CHECK(slot_error(HOLDER, HOLDER, 1, 1000, 4, SLOT_OFFERED) == 0);
    CHECK(world_count(&world, MESSAGE_SLOT) == 3); /* both devices, and the supervisors */
    CHECK(slot_error(COLLEAGUE, COLLEAGUE, 2, 1003, 4, SLOT_OFFERED) == ERROR_SLOT_TAKEN);
    CHECK(slot_error(COLLEAGUE, COLLEAGUE, 2, 1004, 4, SLOT_OFFERED) == 0);
    CHECK(slot_error(HOLDER, HOLDER, 1, 1001, 4, SLOT_OFFERED) == ERROR_SLOT_TAKEN); /* moved into it */
    CHECK(slot_error(ELSEWHERE, ELSEWHERE, 3, 1000, 4, SLOT_OFFERED) == 0);          /* somebody else */
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_count(&world, MESSAGE_SLOT) == 2);
    CHECK(world_ask(&world, COLLEAGUE, &message) == OK && world_count(&world, MESSAGE_SLOT) == 2);
    other->is_active = false; /* the device was lost; what it booked still stands */
    CHECK(slot_error(HOLDER, HOLDER, 4, 1004, 1, SLOT_OFFERED) == ERROR_SLOT_TAKEN);
    CHECK(slot_error(HOLDER, HOLDER, 1, 1000, 4, SLOT_CALLED_OFF) == 0);
    CHECK(slot_error(HOLDER, HOLDER, 4, 1000, 4, SLOT_OFFERED) == 0);
}

static void what_has_not_begun_was_not_held(void)
{
    static const uint8_t ends[] = {SLOT_HELD, SLOT_NO_SHOW};
    uint32_t now = (uint32_t)(world.now_min / SLOT_MINUTES);
    world_begin(&world);
    for (uint8_t i = 0; i < 2; i++) {
        uint32_t start = now + 1 + 8 * (uint32_t)i;
        CHECK(slot_error(HOLDER, HOLDER, i, start, 4, SLOT_ACCEPTED) == 0);
        world.now_min = (uint64_t)start * SLOT_MINUTES - 1;
        CHECK(slot_error(HOLDER, HOLDER, i, start, 4, ends[i]) == ERROR_NOT_ALLOWED);
        world.now_min++;
        CHECK(slot_error(HOLDER, HOLDER, i, start, 4, ends[i]) == 0);
    }
}

/* ---- both stores --------------------------------------------------------------------------------------------------- */

static const struct scenario scenarios[] = {
    SCENARIO(a_case_opens_once),
    SCENARIO(an_intake_goes_only_to_those_who_take_it),
    SCENARIO(a_claim_has_one_winner),
    SCENARIO(an_event_is_signed_by_its_actor_and_chained),
    SCENARIO(the_queue_is_told_in_bands),
    SCENARIO(only_lists_that_staff_make_are_long),
    SCENARIO(a_second_login_supersedes),
    SCENARIO(presence_ends_with_its_connection),
    SCENARIO(a_certificate_out_of_date_says_nothing),
    SCENARIO(an_envelope_arrives_once_and_goes_when_acknowledged),
    SCENARIO(a_mailbox_is_read_in_pieces),
    SCENARIO(only_members_at_the_right_epoch_are_carried),
    SCENARIO(a_full_mailbox_refuses_what_is_new),
    SCENARIO(a_case_that_waits_takes_so_much),
    SCENARIO(appointments_never_overlap),
    SCENARIO(a_calendar_is_told_whole),
    SCENARIO(who_counts_no_more_and_is_nowhere_keeps_no_time),
    SCENARIO(nor_who_is_in_a_closed_room),
    SCENARIO(what_was_in_the_calendar_goes),
    SCENARIO(a_person_with_two_devices_has_one_calendar),
    SCENARIO(what_has_not_begun_was_not_held),
};

int main(void)
{
    CHECK_SCENARIOS(world, scenarios);
    return check_end();
}
