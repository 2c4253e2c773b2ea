/* Does what nobody comes for go in time and not before, a little at a time, and do its senders learn of it? Over both stores. */
#include "check.h"
#include "relay/rules.h"
#include "support/relay_world.h"

enum { IDLE = 365, CLOSED = 90, UNDELIVERED = 30, DAY_MIN = 24 * 60 };

static struct world world;

static void begin(uint64_t chance)
{
    world.programme.idle_days = IDLE;
    world.programme.closed_days = CLOSED;
    world.programme.undelivered_days = UNDELIVERED;
    world.chance = chance;
    world_begin_claimed(&world);
}

static void days(unsigned count)
{
    world.now_min += count * (uint64_t)DAY_MIN;
}

static enum outcome expire(void)
{
    struct request request = {.kind = REQUEST_EXPIRE};
    return world_decide(&world, &request);
}

static size_t expire_all(void)
{
    size_t answers = 0, rounds = 0;
    do {
        CHECK(expire() == OK);
        answers += world.answers.count;
    } while (world.answers.count > 0 && ++rounds < 1000);
    return answers;
}

static bool count_row(void *context, const struct envelope_row *row)
{
    (void)row;
    ++*(size_t *)context;
    return true;
}

static size_t mail_of(enum person person)
{
    size_t count = 0;
    bool is_shredded;
    CHECK(world.store->ways->begin(world.store) == OK);
    CHECK(ASK(world.store, envelope_each, world.principals[person], 0, count_row, &count) == OK);
    CHECK(ASK(world.store, commit, &is_shredded) == OK);
    return count;
}

static bool has_case(enum person visitor)
{
    struct case_row row;
    bool is_shredded;
    CHECK(world.store->ways->begin(world.store) == OK);
    enum outcome outcome = ASK(world.store, case_of, world.principals[visitor], &row);
    CHECK(ASK(world.store, commit, &is_shredded) == OK);
    return outcome == OK;
}

static void send(uint32_t number)
{
    struct outline outline = world_to_visitor(number, KEY_OFFLINE);
    CHECK(world_send(&world, &outline) == OK && world_error(&world, HOLDER) == 0);
}

/* ---- the blur ------------------------------------------------------------------------------------------------------ */

static void a_day_is_moved_by_no_more_than_it_may(void)
{
    uint64_t chance = 5;
    uint32_t least = UINT32_MAX, most = 0, today = WORLD_NOW_MIN / DAY_MIN;
    for (unsigned i = 0; i < 2000; i++) {
        uint32_t day = rules_blurred_day(WORLD_NOW_MIN, IDLE_FUZZ_DAYS, check_random(&chance));
        least = day < least ? day : least;
        most = day > most ? day : most;
    }
    CHECK(least == today - IDLE_FUZZ_DAYS && most == today + IDLE_FUZZ_DAYS);
    CHECK(rules_blurred_day(WORLD_NOW_MIN, 0, UINT64_MAX) == today);
    CHECK(rules_blurred_day(0, 2, 0) == 0); /* there is no day before the first */
}

/* ---- envelopes ------------------------------------------------------------------------------------------------------ */

static void an_envelope_goes_within_its_days(void)
{
    for (uint64_t chance = 1; chance <= 9; chance++) {
        if (chance > 1) {
            world.now_min += 3 * 400 * (uint64_t)DAY_MIN;
            (void)expire_all(); /* a clean world for the next chance */
            CHECK(world_login(&world, VISITOR) == OK);
            if (has_case(VISITOR))
                break;
        }
        begin(chance * UINT64_C(0x9e3779b97f4a7c15));
        (void)expire_all();
        send((uint32_t)chance);
        days(UNDELIVERED - UNDELIVERED_FUZZ_DAYS - 1);
        CHECK(expire() == OK && mail_of(VISITOR) == 1);
        days(2 * UNDELIVERED_FUZZ_DAYS + 1);
        (void)expire_all();
        CHECK(mail_of(VISITOR) == 0 && mail_of(HOLDER) == 1); /* OTHER_VISITOR's intake waits */
    }
}

static void its_sender_is_told_until_it_is_noted(void)
{
    struct message message;
    uint8_t msg_id[MSG_ID_SIZE];
    begin(7);
    send(1);
    world_msg_id(1, msg_id);
    days(UNDELIVERED + UNDELIVERED_FUZZ_DAYS);
    CHECK(expire() == OK);
    /* what VISITOR got, and the intake that HOLDER kept; what OTHER_VISITOR said waits with its case */
    CHECK(world_count(&world, MESSAGE_EXPIRED) == 2);
    CHECK(expire() == OK && world.answers.count == 0);
    for (unsigned login = 0; login < 2; login++) {
        CHECK(world_login(&world, HOLDER) == OK && world_count(&world, MESSAGE_EXPIRED) == 1);
        const struct answer *answer = world_find(&world, MESSAGE_EXPIRED, &message);
        CHECK(answer && answer->connection == world_connection(HOLDER));
        CHECK_SAME(message.as.expired.msg_id, msg_id, MSG_ID_SIZE);
        CHECK_SAME(message.as.expired.recipient, world.principals[VISITOR], HASH_SIZE);
    }
    message = (struct message){.code = MESSAGE_NOTED, .tag = 2};
    memcpy(message.as.noted.msg_id, msg_id, MSG_ID_SIZE);
    CHECK(world_ask(&world, COLLEAGUE, &message) == OK && world_error(&world, COLLEAGUE) == 0); /* not whose it is */
    CHECK(world_login(&world, HOLDER) == OK && world_count(&world, MESSAGE_EXPIRED) == 1);
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_error(&world, HOLDER) == 0);
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_error(&world, HOLDER) == 0); /* its answer was lost */
    CHECK(world_login(&world, HOLDER) == OK && world_count(&world, MESSAGE_EXPIRED) == 0);
    /* a visitor too, in the same login that opens the mailbox */
    CHECK(world_login(&world, VISITOR) == OK && world_count(&world, MESSAGE_VISITOR_OK) == 1 &&
          world_count(&world, MESSAGE_EXPIRED) == 1);
    /* and a notice is not kept for ever */
    days(UNDELIVERED);
    CHECK(expire() == OK && world_login(&world, VISITOR) == OK && world_count(&world, MESSAGE_EXPIRED) == 0);
}

static void a_turn_takes_a_hundred_at_most(void)
{
    begin(3);
    for (uint32_t i = 0; i < UNDELIVERED_MAX; i++)
        send(i);
    for (uint32_t i = 0; i < 2 * EXPIRE_ROWS_MAX; i++) {
        struct outline outline = {.class = CLASS_STAFF,
                                  .epoch = 1,
                                  .sender = HOLDER,
                                  .of_case = VISITOR,
                                  .number = 1000 + i,
                                  .recipient_count = 1,
                                  .recipients = {HOLDER},
                                  .key = KEY_UNKNOWN};
        CHECK(world_send(&world, &outline) == OK && world_error(&world, HOLDER) == 0);
    }
    size_t waits = 2; /* the intake of OTHER_VISITOR, to two */
    size_t all = mail_of(VISITOR) + mail_of(HOLDER) + mail_of(COLLEAGUE) - waits;
    days(UNDELIVERED + UNDELIVERED_FUZZ_DAYS);
    for (size_t left = all; left > 0;) {
        size_t goes = left < EXPIRE_ROWS_MAX ? left : EXPIRE_ROWS_MAX;
        CHECK(expire() == OK);
        CHECK(mail_of(VISITOR) + mail_of(HOLDER) + mail_of(COLLEAGUE) == waits + left - goes);
        left -= goes;
    }
}

static void add_to_intake(uint32_t number)
{
    struct outline outline = {.class = CLASS_INTAKE,
                              .sender = OTHER_VISITOR,
                              .of_case = OTHER_VISITOR,
                              .number = number,
                              .recipient_count = 2,
                              .recipients = {HOLDER, COLLEAGUE},
                              .key = KEY_UNKNOWN};
    CHECK(world_send(&world, &outline) == OK && world_error(&world, OTHER_VISITOR) == 0);
}

static bool is_due(void)
{
    struct relay relay = {&world.programme, world.store, &world.answers, world.now_min, &world.scratch, world.chance};
    bool is_due, is_shredded;
    CHECK(world.store->ways->begin(world.store) == OK);
    CHECK(relay_expire_due(&relay, &is_due) == OK);
    CHECK(ASK(world.store, commit, &is_shredded) == OK);
    return is_due;
}

/* As long as nobody has the case, what was said in it is all that anybody could claim it with. It does not hinder what goes, and a turn
 * does not look at it. */
static void an_intake_waits_as_long_as_its_case(void)
{
    begin(4);
    for (uint32_t i = 0; i < EXPIRE_ROWS_MAX; i++)
        add_to_intake(2000 + i);
    send(1);
    size_t waiting = EXPIRE_ROWS_MAX + 1; /* and what the case was opened with */
    size_t all = mail_of(HOLDER);
    CHECK(mail_of(COLLEAGUE) == waiting);
    days(UNDELIVERED + UNDELIVERED_FUZZ_DAYS);
    CHECK(is_due() && expire() == OK && mail_of(VISITOR) == 0 && !is_due());
    for (unsigned month = 0; month < 10; month++) {
        days(UNDELIVERED);
        CHECK(!is_due() && expire_all() == 0);
    }
    CHECK(mail_of(HOLDER) == all - 1 && mail_of(COLLEAGUE) == waiting); /* without what HOLDER kept of VISITOR's */
    /* with the case that nobody comes back to, it all goes */
    days(2 * IDLE);
    (void)expire_all();
    CHECK(!has_case(OTHER_VISITOR) && mail_of(HOLDER) == 0 && mail_of(COLLEAGUE) == 0);
}

/* Its days begin with the claim; who has not claimed has nothing of it any more. */
static void a_claimed_intake_has_its_days(void)
{
    struct message message;
    begin(6);
    days(4 * UNDELIVERED);
    (void)expire_all();
    CHECK(mail_of(HOLDER) == 1 && mail_of(COLLEAGUE) == 1);
    CHECK(world_event(&world, COLLEAGUE, OTHER_VISITOR, ROOM_CLAIM) == OK && world_error(&world, COLLEAGUE) == 0);
    CHECK(mail_of(HOLDER) == 0 && mail_of(COLLEAGUE) == 1);
    days(UNDELIVERED - UNDELIVERED_FUZZ_DAYS - 1);
    CHECK(expire_all() == 0 && mail_of(COLLEAGUE) == 1);
    days(2 * UNDELIVERED_FUZZ_DAYS + 1);
    CHECK(expire() == OK && mail_of(COLLEAGUE) == 0 && world_count(&world, MESSAGE_EXPIRED) == 1);
    CHECK(world_find(&world, MESSAGE_EXPIRED, &message));
    CHECK_SAME(message.as.expired.recipient, world.principals[COLLEAGUE], HASH_SIZE);
}

static void wrapping_again_is_no_new_beginning(void)
{
    static uint8_t wrap[WRAP_SIZE];
    struct message rewrap = {.code = MESSAGE_REWRAP, .tag = 6};
    begin(2);
    send(1);
    days(UNDELIVERED - UNDELIVERED_FUZZ_DAYS - 1);
    world_msg_id(1, rewrap.as.rewrap.msg_id);
    world_wrap(&world, VISITOR, KEY_OFFLINE, wrap);
    rewrap.as.rewrap.wrap = (struct bytes){wrap, sizeof wrap};
    CHECK(world_ask(&world, HOLDER, &rewrap) == OK && world_error(&world, HOLDER) == 0 && mail_of(VISITOR) == 1);
    days(2 * UNDELIVERED_FUZZ_DAYS + 1);
    (void)expire_all();
    CHECK(mail_of(VISITOR) == 0);
}

/* ---- mailboxes ------------------------------------------------------------------------------------------------------ */

static void an_idle_mailbox_goes_as_if_burnt(void)
{
    struct message message;
    begin(11);
    days(IDLE - IDLE_FUZZ_DAYS - 1);
    (void)expire_all();
    CHECK(has_case(VISITOR) && has_case(OTHER_VISITOR));
    CHECK(world_login(&world, VISITOR) == OK && world_count(&world, MESSAGE_VISITOR_OK) == 1); /* comes back in time */
    days(2 * IDLE_FUZZ_DAYS + 1);
    CHECK(expire() == OK);
    CHECK(world_find(&world, MESSAGE_QUEUE_CARD, &message) && message.as.queue_card.state == CASE_BURNT);
    (void)expire_all();
    CHECK(has_case(VISITOR) && !has_case(OTHER_VISITOR));
    CHECK(world_login(&world, OTHER_VISITOR) == OK && world_count(&world, MESSAGE_NO_MAILBOX) == 1);
    days(IDLE - 3 * IDLE_FUZZ_DAYS - 2);
    (void)expire_all();
    CHECK(has_case(VISITOR));
    days(4 * IDLE_FUZZ_DAYS + 2);
    (void)expire_all();
    CHECK(!has_case(VISITOR));
}

static void move_room(uint8_t type)
{
    CHECK(world_event(&world, HOLDER, VISITOR, type) == OK && world_error(&world, HOLDER) == 0);
}

static void end_for_good(void)
{
    struct message end = {.code = MESSAGE_SET_CASE, .tag = 3, .as.set_case.state = CASE_ENDED};
    world_case_id(VISITOR, end.as.set_case.case_id);
    CHECK(world_ask(&world, SUPERVISOR, &end) == OK && world_error(&world, SUPERVISOR) == 0);
}

/* The days begin when it is closed, and anew with each visit; whoever is away loses no closed case sooner than an open one by chance. */
static void a_closed_case_goes_sooner(void)
{
    for (uint64_t chance = 0; chance < 40; chance++) {
        begin(chance * UINT64_C(0x9e3779b97f4a7c15));
        days(IDLE - IDLE_FUZZ_DAYS - 2);
        move_room(ROOM_CLOSE); /* nobody was here for most of a year */
        days(CLOSED - IDLE_FUZZ_DAYS - 1);
        (void)expire_all();
        CHECK(has_case(VISITOR));
        if (chance % 4 == 1)
            end_for_good(); /* no new beginning */
        if (chance % 2 == 0) {
            CHECK(world_login(&world, VISITOR) == OK && world_count(&world, MESSAGE_VISITOR_OK) == 1);
            days(CLOSED -
                 3 * IDLE_FUZZ_DAYS); /* what was written down may be older by the fuzz, and is never put back */
            (void)expire_all();
            CHECK(has_case(VISITOR));
        }
        days(4 * IDLE_FUZZ_DAYS + 2);
        (void)expire_all();
        CHECK(!has_case(VISITOR));
    }
}

static void a_case_that_goes_on_has_its_days_again(void)
{
    begin(5);
    move_room(ROOM_CLOSE);
    days(CLOSED - IDLE_FUZZ_DAYS - 1);
    move_room(ROOM_REOPEN);
    days(IDLE - IDLE_FUZZ_DAYS - 1);
    (void)expire_all();
    CHECK(has_case(VISITOR));
    days(2 * IDLE_FUZZ_DAYS + 1);
    (void)expire_all();
    CHECK(!has_case(VISITOR));
}

/* What holds is what is configured now, and what visitors are told now. */
static void other_days_hold_for_closed_cases_at_once(void)
{
    begin(5);
    move_room(ROOM_CLOSE);
    days(1);
    world.programme.idle_days = CLOSED + 2 * IDLE_FUZZ_DAYS;
    (void)expire_all();
    CHECK(has_case(VISITOR));
    world.programme.closed_days = 2 * IDLE_FUZZ_DAYS;
    days(3 * IDLE_FUZZ_DAYS);
    (void)expire_all();
    CHECK(!has_case(VISITOR) && has_case(OTHER_VISITOR));
}

static void a_closed_case_never_stays_longer(void)
{
    for (unsigned way = 0; way < 2; way++) {
        begin(5);
        world.programme.closed_days = way == 0 ? 0 : 2 * IDLE; /* not said, or later than the rest */
        move_room(ROOM_CLOSE);
        days(IDLE - IDLE_FUZZ_DAYS - 1);
        (void)expire_all();
        CHECK(has_case(VISITOR));
        days(2 * IDLE_FUZZ_DAYS + 1);
        (void)expire_all();
        CHECK(!has_case(VISITOR));
    }
}

/* However often somebody comes, and whatever chance says, what is written down stays within its bounds. */
static void what_is_at_rest_is_never_far_from_the_truth(void)
{
    uint64_t chance = 9;
    begin(0);
    for (unsigned visit = 0; visit < 300; visit++) {
        struct case_row row;
        bool is_shredded;
        world.chance = check_random(&chance);
        world.now_min += check_random(&chance) % (4 * DAY_MIN);
        uint32_t today = (uint32_t)(world.now_min / DAY_MIN);
        CHECK(world_login(&world, VISITOR) == OK);
        CHECK(world.store->ways->begin(world.store) == OK);
        CHECK(ASK(world.store, case_of, world.principals[VISITOR], &row) == OK);
        CHECK(ASK(world.store, commit, &is_shredded) == OK);
        CHECK(row.fade_day + IDLE_FUZZ_DAYS >= today && row.fade_day <= today + IDLE_FUZZ_DAYS);
    }
}

static void nothing_goes_when_nothing_is_configured(void)
{
    struct message doors = {.code = MESSAGE_GET_DOORS, .tag = 1}, terms = {.tag = 0};
    begin(1);
    CHECK(world_ask(&world, STRANGER, &doors) == OK && world_find(&world, MESSAGE_TERMS, &terms));
    CHECK(terms.as.terms.idle_days == IDLE && terms.as.terms.closed_days == CLOSED &&
          terms.as.terms.undelivered_days == UNDELIVERED && terms.tag == 1);
    world.programme.idle_days = world.programme.undelivered_days = 0;
    days(40000);
    CHECK(expire() == OK && world.answers.count == 0 && has_case(VISITOR) && mail_of(HOLDER) > 0);
}

static const struct scenario scenarios[] = {
    SCENARIO(an_envelope_goes_within_its_days),
    SCENARIO(its_sender_is_told_until_it_is_noted),
    SCENARIO(a_turn_takes_a_hundred_at_most),
    SCENARIO(an_intake_waits_as_long_as_its_case),
    SCENARIO(a_claimed_intake_has_its_days),
    SCENARIO(wrapping_again_is_no_new_beginning),
    SCENARIO(an_idle_mailbox_goes_as_if_burnt),
    SCENARIO(what_is_at_rest_is_never_far_from_the_truth),
    SCENARIO(a_closed_case_goes_sooner),
    SCENARIO(a_case_that_goes_on_has_its_days_again),
    SCENARIO(other_days_hold_for_closed_cases_at_once),
    SCENARIO(a_closed_case_never_stays_longer),
    SCENARIO(nothing_goes_when_nothing_is_configured),
};

int main(void)
{
    RUN(a_day_is_moved_by_no_more_than_it_may);
    CHECK_SCENARIOS(world, scenarios)
    return check_end();
}
