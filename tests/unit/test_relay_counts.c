/* Figures: is each act counted once, on its day, at its door, in its band of waiting; is nothing told that is small, or of today? Over both
 * stores. */
#include "check.h"
#include "support/relay_world.h"

enum { DAY_MIN = 24 * 60, NOON = WORLD_NOW_MIN / DAY_MIN * DAY_MIN + DAY_MIN / 2 };

static struct world world;

static uint32_t day_of(uint64_t minute)
{
    return (uint32_t)(minute / DAY_MIN);
}

/* ---- acts, each said twice, as by one who lost the answer ------------------------------------------------------------ */

static void open_case(uint8_t door)
{
    CHECK(world_login(&world, VISITOR) == OK);
    for (int i = 0; i < 2; i++)
        CHECK(world_open_case(&world, VISITOR, door) == OK && world_error(&world, VISITOR) == 0);
}

static void move(uint8_t type, enum person actor)
{
    uint8_t octets[ROOM_STATEMENT_MAX];
    struct world_move one = {VISITOR, type, actor, actor, actor, 0};
    struct message message = {.code = MESSAGE_PUT_EVENT, .tag = 7};
    message.as.put_event.statement = world_move_statement(&world, &one, octets, sizeof octets);
    for (int i = 0; i < 2; i++)
        CHECK(world_ask(&world, actor, &message) == OK && world_error(&world, actor) == 0);
}

static void burn(void)
{
    struct message message = {.code = MESSAGE_BURN, .tag = 4};
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_error(&world, VISITOR) == 0);
}

/* A case that is claimed at noon, after so many minutes, and burnt. */
static void claim_after(uint64_t minutes)
{
    world.now_min = NOON - minutes;
    open_case(1);
    world.now_min = NOON;
    move(ROOM_CLAIM, HOLDER);
    burn();
}

/* ---- figures ---------------------------------------------------------------------------------------------------------- */

static unsigned ask(enum person person, uint32_t day, uint8_t days)
{
    struct message message = {.code = MESSAGE_GET_COUNTS, .tag = 7, .as.get_counts = {day, days}};
    CHECK(world_ask(&world, person, &message) == OK);
    return world_error(&world, person);
}

static bool find(uint32_t day, uint8_t door, struct message *count)
{
    for (size_t i = 0; i < world.answers.count; i++) {
        const struct frame *frame = world.answers.list[i].frame;
        if (frame && frame->data[0] == MESSAGE_COUNT && CHECK(message_decode(count, frame->data, frame->size) == OK) &&
            count->as.count.day == day && count->as.count.door == door)
            return true;
    }
    return false;
}

/* What is told of the day of NOON once it is over; UINT32_MAX: nothing. */
static uint32_t figure(uint8_t door, enum counted what)
{
    struct message count = {.tag = 0};
    world.now_min = NOON + DAY_MIN;
    CHECK(ask(SUPERVISOR, day_of(NOON), 1) == 0);
    return find(day_of(NOON), door, &count) ? count.as.count.figures[what] : UINT32_MAX;
}

static bool count_row(void *context, const struct tally_row *row)
{
    CHECK(row->count > 0 && row->count % COUNT_STEP == 0);
    ++*(size_t *)context;
    return true;
}

static size_t rows_of(uint32_t day)
{
    size_t rows = 0;
    bool is_shredded;
    CHECK(world.store->ways->begin(world.store) == OK && ASK(world.store, tally_each, day, count_row, &rows) == OK);
    CHECK(ASK(world.store, commit, &is_shredded) == OK);
    return rows;
}

/* ---- stories ---------------------------------------------------------------------------------------------------------- */

static void play_cases(size_t cases)
{
    world.now_min = NOON;
    for (size_t i = 0; i < cases; i++) {
        open_case(1);
        move(ROOM_CLAIM, HOLDER);
        move(ROOM_CLOSE, HOLDER);
        burn();
    }
}

static void four_are_not_told(void)
{
    CHECK(world_login(&world, HOLDER) == OK && world_login(&world, SUPERVISOR) == OK);
    play_cases(4); /* eight, if what is asked again counted */
    for (unsigned what = 0; what < COUNTED_KINDS; what++)
        CHECK(figure(1, (enum counted)what) == 0 &&
              figure(2, (enum counted)what) == 0); /* as if there had been nothing */
}

static void nine_are_told_as_five(void)
{
    play_cases(9);
    CHECK(figure(1, COUNTED_OPENED) == 5 && figure(1, COUNTED_CLOSED) == 5);
    CHECK(figure(1, COUNTED_CLAIMED_QUARTER) == 5 && figure(1, COUNTED_CLAIMED_HOUR) == 0);
    CHECK(figure(1, COUNTED_RETURNED) == 0 && figure(2, COUNTED_OPENED) == 0);
    CHECK(rows_of(day_of(NOON)) == 3);
    CHECK(figure(3, COUNTED_OPENED) == UINT32_MAX); /* there is no such door */
}

static void waiting_is_told_in_bands(void)
{
    static const struct {
        uint64_t minutes;
        enum counted what;
    } rows[] = {
        {0, COUNTED_CLAIMED_QUARTER},         {15, COUNTED_CLAIMED_QUARTER},
        {16, COUNTED_CLAIMED_HOUR},           {60, COUNTED_CLAIMED_HOUR},
        {61, COUNTED_CLAIMED_4_HOURS},        {240, COUNTED_CLAIMED_4_HOURS},
        {241, COUNTED_CLAIMED_DAY},           {DAY_MIN, COUNTED_CLAIMED_DAY},
        {DAY_MIN + 1, COUNTED_CLAIMED_LATER}, {30 * DAY_MIN, COUNTED_CLAIMED_LATER},
    };
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        uint32_t before = row % 2 == 0 ? 0 : figure(1, rows[row].what);
        for (size_t i = 0; i < COUNT_STEP; i++)
            claim_after(rows[row].minutes);
        CHECK(before == (row % 2 == 0 ? 0 : 5) && figure(1, rows[row].what) == before + 5);
    }
    CHECK(figure(1, COUNTED_OPENED) == 35); /* on their own days the others were opened */
}

/* Only the first claim tells how long somebody waited for a first answer. */
static void what_returns_waits_for_no_first_claim(void)
{
    for (size_t i = 0; i < COUNT_STEP; i++) {
        world.now_min = NOON;
        open_case(2);
        move(ROOM_CLAIM, HOLDER);
        move(ROOM_REMOVE, HOLDER);
        world.now_min = NOON + 20;
        move(ROOM_CLAIM, COLLEAGUE);
        burn();
    }
    CHECK(figure(2, COUNTED_RETURNED) == 5 && figure(2, COUNTED_CLAIMED_QUARTER) == 5);
    CHECK(figure(2, COUNTED_CLAIMED_HOUR) == 0 && figure(2, COUNTED_CLOSED) == 0);
}

/* So many close, and so many of them want it back, and say so twice. */
static void play_returns(size_t cases, size_t returns)
{
    struct message again = {.code = MESSAGE_ASK_REOPEN, .tag = 5};
    for (size_t i = 0; i < cases; i++) {
        world.now_min = NOON;
        open_case(2);
        move(ROOM_CLAIM, HOLDER);
        move(ROOM_CLOSE, HOLDER);
        for (int times = 0; times < 2 && i < returns; times++)
            CHECK(world_ask(&world, VISITOR, &again) == OK && world_error(&world, VISITOR) == 0);
        burn();
    }
}

static void who_comes_back_is_counted_once(void)
{
    play_returns(COUNT_STEP, COUNT_STEP - 1);
    CHECK(figure(2, COUNTED_CLOSED) == 5 && figure(2, COUNTED_RETURNED) == 0); /* four, who asked eight times */
}

static void five_come_back(void)
{
    play_returns(COUNT_STEP, COUNT_STEP);
    CHECK(figure(2, COUNTED_CLOSED) == 5 && figure(2, COUNTED_RETURNED) == 5);
}

/* Who asks before and after one case sees no difference. */
static void today_is_not_told(void)
{
    struct message count = {.tag = 0};
    play_cases(6);
    world.now_min = NOON + DAY_MIN / 2 - 1;
    CHECK(ask(SUPERVISOR, day_of(NOON) - 2, 31) == 0 && !find(day_of(NOON), 1, &count));
    CHECK(find(day_of(NOON) - 1, 1, &count) && find(day_of(NOON) - 2, 2, &count));
    CHECK(world_count(&world, MESSAGE_COUNT) == 4); /* two days, two doors */
    world.now_min++;
    CHECK(ask(SUPERVISOR, day_of(NOON) - 2, 31) == 0 && find(day_of(NOON), 1, &count));
    CHECK(count.as.count.figures[COUNTED_OPENED] == 5 && world_count(&world, MESSAGE_COUNT) == 6);
}

static void a_request_has_its_limits(void)
{
    struct message message = {.code = MESSAGE_GET_COUNTS, .tag = 7, .as.get_counts = {1, COUNT_DAYS_MAX + 1}};
    uint8_t octets[16];
    size_t size;
    CHECK(message_encode(&message, octets, sizeof octets, &size) != OK);
    CHECK(ask(HOLDER, day_of(NOON), 1) == ERROR_NOT_ALLOWED && world_count(&world, MESSAGE_COUNT) == 0);
    world.now_min = NOON;
    CHECK(ask(SUPERVISOR, 0, COUNT_DAYS_MAX) == 0 && world_count(&world, MESSAGE_COUNT) == 0);
    CHECK(ask(SUPERVISOR, UINT32_MAX, COUNT_DAYS_MAX) == 0 && world_count(&world, MESSAGE_COUNT) == 0);
    CHECK(ask(SUPERVISOR, day_of(NOON) - COUNT_DAYS_MAX, COUNT_DAYS_MAX) == 0);
    CHECK(world_count(&world, MESSAGE_COUNT) == (size_t)2 * COUNT_DAYS_MAX);
}

static void figures_go_after_their_time(void)
{
    struct message count = {.tag = 0};
    play_cases(5);
    CHECK(figure(1, COUNTED_OPENED) == 5);
    world.now_min = NOON + (uint64_t)COUNT_KEPT_DAYS * DAY_MIN;
    CHECK(ask(SUPERVISOR, day_of(NOON), 2) == 0 && find(day_of(NOON), 1, &count));
    CHECK(count.as.count.figures[COUNTED_OPENED] == 5);
    world.now_min += DAY_MIN;
    CHECK(ask(SUPERVISOR, day_of(NOON), 2) == 0 && !find(day_of(NOON), 1, &count));
    CHECK(figure(1, COUNTED_OPENED) == 0); /* nor does a clock that is set back bring them back */
}

/* What a turn that failed had counted is counted with the turn that did not. */
static void a_rollback_counts_nothing(void)
{
    world.now_min = NOON;
    for (size_t i = 0; i < COUNT_STEP; i++) {
        world.keeps_open = true;
        CHECK(world_open_case(&world, NEWCOMER, 1) == OK && world_error(&world, NEWCOMER) == ERROR_SUPERSEDED);
        world.store->ways->rollback(world.store);
        world.keeps_open = false;
    }
    CHECK(world_login(&world, NEWCOMER) == OK);
    for (size_t i = 0; i < COUNT_STEP; i++) {
        world.keeps_open = true;
        CHECK(world_open_case(&world, NEWCOMER, 1) == OK && world_error(&world, NEWCOMER) == 0);
        world.store->ways->rollback(world.store);
        world.keeps_open = false;
    }
    CHECK(figure(1, COUNTED_OPENED) == 0);
}

/* Expiry ends the day also when nobody asks for figures: then no small count is left in any row. */
static void a_day_that_is_over_keeps_no_small_count(void)
{
    struct request expire = {.kind = REQUEST_EXPIRE};
    play_cases(4);
    world.now_min = NOON + DAY_MIN;
    CHECK(world_decide(&world, &expire) == OK);
    CHECK(rows_of(day_of(NOON)) == 0); /* not even that there was something */
    world.now_min = NOON;
    play_cases(1); /* by a clock that was set back: a fifth would show what was kept */
    CHECK(figure(1, COUNTED_OPENED) == 0);
}

int main(void)
{
    static const struct scenario stories[] = {
        SCENARIO(four_are_not_told),
        SCENARIO(nine_are_told_as_five),
        SCENARIO(waiting_is_told_in_bands),
        SCENARIO(what_returns_waits_for_no_first_claim),
        SCENARIO(who_comes_back_is_counted_once),
        SCENARIO(five_come_back),
        SCENARIO(today_is_not_told),
        SCENARIO(a_request_has_its_limits),
        SCENARIO(figures_go_after_their_time),
        SCENARIO(a_rollback_counts_nothing),
        SCENARIO(a_day_that_is_over_keeps_no_small_count),
    };
    CHECK_SCENARIOS(world, stories);
    return check_end();
}
