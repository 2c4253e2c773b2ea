/* The list of acts: is each in it once, as it was done, on the one before, and nothing of the case? Over both stores. */
#include <string.h>

#include "check.h"
#include "relay/relay_audit.h"
#include "support/relay_world.h"

enum { DAY_MIN = 24 * 60 };

static struct world world;
static struct message told[AUDIT_PER_ANSWER_MAX + 1];
static size_t told_count;

/* Reads the list behind `after` into `told`. */
static size_t read_list(uint64_t after)
{
    struct message ask = {.code = MESSAGE_GET_AUDIT, .tag = 7, .as.get_audit.after = after};
    told_count = 0;
    CHECK(world_ask(&world, SUPERVISOR, &ask) == OK && world_error(&world, SUPERVISOR) == 0);
    for (size_t i = 0; i < world.answers.count; i++) {
        const struct frame *frame = world.answers.list[i].frame;
        if (frame->data[0] == MESSAGE_AUDIT && CHECK(told_count <= AUDIT_PER_ANSWER_MAX))
            CHECK(message_decode(&told[told_count++], frame->data, frame->size) == OK);
    }
    return told_count;
}

/* Every entry stands on the one before. */
static bool is_chained(void)
{
    uint8_t head[HASH_SIZE] = {0};
    for (size_t i = 0; i < told_count; i++) {
        const struct audit_entry *entry = &told[i].as.audit.entry;
        bool is_next = i == 0 || entry->number == told[i - 1].as.audit.entry.number + 1;
        bool is_first = i == 0 && entry->number > 1; /* the list begins later: its word is taken */
        if (!is_next || (!is_first && memcmp(told[i].as.audit.previous, head, HASH_SIZE) != 0))
            return false;
        audit_head(told[i].as.audit.previous, entry, head);
    }
    return true;
}

static bool is_entry(size_t index, enum audit_act act, enum person actor, enum person second, enum person subject)
{
    static const uint8_t nobody[HASH_SIZE];
    const struct audit_entry *entry = &told[index].as.audit.entry;
    return index < told_count && entry->number == index + 1 && entry->act == act &&
           memcmp(entry->actor, world.principals[actor], HASH_SIZE) == 0 &&
           memcmp(entry->second, second == STRANGER ? nobody : world.principals[second], HASH_SIZE) == 0 &&
           memcmp(entry->subject, subject == STRANGER ? nobody : world.principals[subject], HASH_SIZE) == 0;
}

/* Says the move twice, as one who lost the answer. */
static void move(uint8_t type, enum person actor, enum person subject, enum person second)
{
    uint8_t octets[ROOM_STATEMENT_MAX];
    struct world_move one = {VISITOR, type, actor, subject, second, 0};
    struct message message = {.code = MESSAGE_PUT_EVENT, .tag = 7};
    message.as.put_event.statement = world_move_statement(&world, &one, octets, sizeof octets);
    for (int i = 0; i < 2; i++)
        CHECK(world_ask(&world, second, &message) == OK && world_error(&world, second) == 0);
}

static void propose(enum person actor, enum person subject)
{
    uint8_t octets[ROOM_STATEMENT_MAX];
    struct world_move one = {VISITOR, ROOM_TAKEOVER, actor, subject, actor, 0};
    struct message message = {.code = MESSAGE_PROPOSE, .tag = 7};
    message.as.propose.statement = world_move_statement(&world, &one, octets, sizeof octets);
    for (int i = 0; i < 2; i++)
        CHECK(world_ask(&world, actor, &message) == OK && world_error(&world, actor) == 0);
}

/* ---- stories ---------------------------------------------------------------------------------------------------------- */

static void play_all_acts(void)
{
    world_begin(&world);
    move(ROOM_CLAIM, HOLDER, HOLDER, HOLDER);
    move(ROOM_ADD, HOLDER, MENTOR, HOLDER);
    propose(SUPERVISOR, COLLEAGUE);
    move(ROOM_TAKEOVER, SUPERVISOR, COLLEAGUE, SECOND_SUPERVISOR);
    world.now_min += DAY_MIN;
    move(ROOM_REMOVE, SUPERVISOR, MENTOR, SUPERVISOR);
    move(ROOM_CLOSE, COLLEAGUE, COLLEAGUE, COLLEAGUE);
    move(ROOM_REOPEN, COLLEAGUE, COLLEAGUE, COLLEAGUE);
}

static void set_case(enum person person, uint8_t state)
{
    struct message message = {.code = MESSAGE_SET_CASE, .tag = 7, .as.set_case.state = state};
    world_case_id(VISITOR, message.as.set_case.case_id);
    for (int i = 0; i < 2; i++)
        CHECK(world_ask(&world, person, &message) == OK && world_error(&world, person) == 0);
}

static void each_act_is_in_it_once(void)
{
    play_all_acts();
    CHECK(read_list(0) == 7 && is_chained());
    CHECK(is_entry(0, AUDIT_CLAIM, HOLDER, STRANGER, STRANGER) && is_entry(1, AUDIT_ADD, HOLDER, STRANGER, MENTOR));
    CHECK(is_entry(2, AUDIT_PROPOSE, SUPERVISOR, STRANGER, COLLEAGUE));
    CHECK(is_entry(3, AUDIT_TAKEOVER, SUPERVISOR, SECOND_SUPERVISOR, COLLEAGUE));
    CHECK(is_entry(4, AUDIT_REMOVE, SUPERVISOR, STRANGER, MENTOR));
    CHECK(is_entry(5, AUDIT_CLOSE, COLLEAGUE, STRANGER, STRANGER));
    CHECK(is_entry(6, AUDIT_REOPEN, COLLEAGUE, STRANGER, STRANGER));
    CHECK(told[3].as.audit.entry.day == WORLD_NOW_MIN / DAY_MIN &&
          told[4].as.audit.entry.day == WORLD_NOW_MIN / DAY_MIN + 1);
    CHECK(read_list(5) == 2 && told[0].as.audit.entry.number == 6 && read_list(7) == 0 && read_list(UINT64_MAX) == 0);
}

static void so_is_how_a_case_stands(void)
{
    world_begin(&world);
    move(ROOM_CLAIM, HOLDER, HOLDER, HOLDER);
    set_case(HOLDER, CASE_RESTING);
    set_case(HOLDER, CASE_CLAIMED);
    move(ROOM_CLOSE, SUPERVISOR, SUPERVISOR, SUPERVISOR);
    set_case(SUPERVISOR, CASE_ENDED);
    set_case(SECOND_SUPERVISOR, CASE_CLOSED);
    CHECK(read_list(0) == 6 && is_chained());
    CHECK(is_entry(1, AUDIT_REST, HOLDER, STRANGER, STRANGER) && is_entry(2, AUDIT_SETTLE, HOLDER, STRANGER, STRANGER));
    CHECK(is_entry(4, AUDIT_END, SUPERVISOR, STRANGER, HOLDER));
    CHECK(is_entry(5, AUDIT_LIFT, SECOND_SUPERVISOR, STRANGER, HOLDER));
}

static void what_is_refused_is_not_in_it(void)
{
    struct world_move of_nobody = {VISITOR, ROOM_ADD, COLLEAGUE, MENTOR, COLLEAGUE, 0};
    world_begin_claimed(&world);
    CHECK(world_move(&world, &of_nobody) == OK && world_error(&world, COLLEAGUE) == ERROR_NOT_ALLOWED);
    CHECK(world_event(&world, COLLEAGUE, VISITOR, ROOM_CLAIM) == OK &&
          world_error(&world, COLLEAGUE) == ERROR_EPOCH_CONFLICT);
    world.keeps_open = true;
    CHECK(world_event(&world, HOLDER, VISITOR, ROOM_CLOSE) == OK && world_error(&world, HOLDER) == 0);
    world.store->ways->rollback(world.store);
    world.keeps_open = false;
    CHECK(read_list(0) == 1 && is_chained());
}

/* Neither a case nor a visitor can be told from it, and burning finds nothing of theirs there. */
static void nothing_of_the_case_is_in_it(void)
{
    uint8_t case_id[CASE_ID_SIZE];
    struct message burn = {.code = MESSAGE_BURN, .tag = 4};
    play_all_acts();
    world_case_id(VISITOR, case_id);
    CHECK(read_list(0) == 7);
    for (size_t i = 0; i < world.answers.count; i++) {
        const struct frame *frame = world.answers.list[i].frame;
        CHECK(memmem(frame->data, frame->size, case_id, 4) == NULL);
        CHECK(memmem(frame->data, frame->size, world.principals[VISITOR], 4) == NULL);
    }
    CHECK(world_ask(&world, VISITOR, &burn) == OK && read_list(0) == 7 && is_chained());
}

/* In transactions of its own: as many entries as a page does not hold. */
static void put_entries(size_t count)
{
    struct relay relay = {&world.programme, world.store, &world.answers, world.now_min, &world.scratch, world.chance};
    static const uint8_t nobody[HASH_SIZE];
    bool is_shredded;
    CHECK(world.store->ways->begin(world.store) == OK);
    for (size_t i = 0; i < count; i++)
        CHECK(audit_put(&relay, AUDIT_CLAIM, world.principals[HOLDER], nobody, world.principals[HOLDER]) == OK);
    CHECK(ASK(world.store, commit, &is_shredded) == OK);
}

static void a_long_list_comes_in_pieces(void)
{
    put_entries(AUDIT_PER_ANSWER_MAX + 3);
    CHECK(read_list(0) == AUDIT_PER_ANSWER_MAX && is_chained());
    CHECK(read_list(AUDIT_PER_ANSWER_MAX) == 3 && is_chained() && told[2].as.audit.entry.number == 259);
}

static void expire(void)
{
    struct request request = {.kind = REQUEST_EXPIRE};
    CHECK(world_decide(&world, &request) == OK);
}

/* The oldest go, the chain goes on, and the newest stays for the next to stand on. */
static void what_is_old_goes_from_the_front(void)
{
    uint8_t head[HASH_SIZE];
    put_entries(2);
    world.now_min += DAY_MIN;
    put_entries(1);
    world.now_min -= DAY_MIN; /* a clock that was set back */
    put_entries(1);
    world.now_min += DAY_MIN;
    put_entries(1);
    world.now_min += (uint64_t)(AUDIT_KEPT_DAYS - 1) * DAY_MIN;
    expire();
    CHECK(read_list(0) == 5);
    world.now_min += DAY_MIN;
    expire();
    CHECK(read_list(0) == 3 && told[0].as.audit.entry.number == 3 && is_chained()); /* no gap behind the younger one */
    world.now_min += DAY_MIN;
    expire();
    CHECK(read_list(0) == 1 && told[0].as.audit.entry.number == 5);
    audit_head(told[0].as.audit.previous, &told[0].as.audit.entry, head);
    put_entries(1);
    CHECK(read_list(0) == 2 && is_chained() && memcmp(told[1].as.audit.previous, head, HASH_SIZE) == 0);
}

static void a_number_is_given_once(void)
{
    struct audit_row row = {.entry = {.number = 1, .act = AUDIT_CLOSE}};
    bool is_shredded;
    put_entries(1);
    CHECK(world.store->ways->begin(world.store) == OK && ASK(world.store, audit_add, &row) == REFUSED);
    CHECK(ASK(world.store, commit, &is_shredded) == OK);
    CHECK(read_list(0) == 1 && told[0].as.audit.entry.act == AUDIT_CLAIM);
}

int main(void)
{
    static const struct scenario stories[] = {
        SCENARIO(each_act_is_in_it_once),          SCENARIO(what_is_refused_is_not_in_it),
        SCENARIO(nothing_of_the_case_is_in_it),    SCENARIO(a_long_list_comes_in_pieces),
        SCENARIO(what_is_old_goes_from_the_front), SCENARIO(a_number_is_given_once),
        SCENARIO(so_is_how_a_case_stands),
    };
    CHECK_SCENARIOS(world, stories);
    return check_end();
}
