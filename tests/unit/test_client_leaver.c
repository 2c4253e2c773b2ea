/* Are all cases of a colleague who leaves moved in one step, each by its own signed event: what moved has moved, what did not is told with its reason, and
 * doing it again does the rest? */
#include "check.h"
#include "client_parts.h"
#include "message.h"
#include "refuse.h"

enum { PLANTED_DOOR = 1, MANY = LEAVER_CASES_MAX + 2 };

/* What was told, counted as it comes: there are more events than a stage keeps. */
static struct {
    unsigned found, proposed, moved, ended, declined, not_done, over, added;
    char why[32];      /* of the last not_done */
    char over_why[32]; /* of the last leaver */
} told;

static void keep_word(struct bytes event, char out[32])
{
    struct bytes word = event_field(event, "why");
    size_t size = word.size < 31 ? word.size : 31;
    memcpy(out, word.data, size);
    out[size] = '\0';
}

static void count_told(struct scene *at, enum scene_actor actor, struct bytes event)
{
    on_event(at, actor, event);
    if (event_is(event, "leaver_case")) {
        told.found += event_says(event, "became", "found");
        told.proposed += event_says(event, "became", "proposed");
        told.moved += event_says(event, "became", "moved");
        told.ended += event_says(event, "became", "ended");
        told.declined += event_says(event, "became", "declined");
        told.not_done += event_says(event, "became", "not_done");
        if (event_says(event, "became", "not_done"))
            keep_word(event, told.why);
    }
    if (event_is(event, "leaver")) {
        told.over++;
        keep_word(event, told.over_why);
    }
    told.added += event_is(event, "added") && actor == SCENE_BETA;
}

static const uint8_t *who(enum scene_actor actor)
{
    return scene.keys.cert_hash[actor - SCENE_ALPHA];
}

static void begin_act(void)
{
    memset(&told, 0, sizeof told);
    event_count = 0;
}

/* --- cases of visitors who are not on the stage --- */

static void case_number(unsigned number, uint8_t out[CASE_ID_SIZE])
{
    memset(out, 0x5c, CASE_ID_SIZE);
    out[0] = (uint8_t)number;
    out[1] = (uint8_t)(number >> 8);
}

static void keep(struct case_row *row)
{
    bool is_shredded;
    CHECK(ASK(scene.store, case_keep, row) == OK && ASK(scene.store, commit, &is_shredded) == OK);
}

static struct case_row load(const uint8_t of_case[CASE_ID_SIZE])
{
    struct case_row row = {.door = 0};
    CHECK(scene.store->ways->begin(scene.store) == OK && ASK(scene.store, case_load, of_case, &row) == OK);
    return row;
}

/* A move that happens at the server, whoever is looking. `second` SCENE_VISITOR: nobody. */
static void happen(struct case_row *row, uint8_t type, enum scene_actor actor, enum scene_actor subject,
                   enum scene_actor second)
{
    uint8_t body[256], octets[STATEMENT_MAX];
    size_t size = 0;
    struct room_event event = {.epoch = row->room.epoch + 1, .type = type, .day = (uint32_t)(scene.now_s / 86400)};
    struct statement statement = {.type = STATEMENT_TYPE_ROOM_EVENT, .body = {body, 0}};
    event.role = roster_known(&scene.keys.roster, who(subject))->role;
    memcpy(event.case_id, row->room.case_id, CASE_ID_SIZE);
    memcpy(event.prev, row->room.head, HASH_SIZE);
    memcpy(event.actor, who(actor), HASH_SIZE);
    memcpy(event.subject, who(subject), HASH_SIZE);
    CHECK(room_event_encode(&event, body, sizeof body, &statement.body.size) == OK);
    CHECK(statement_sign(&statement, scene.keys.deployment_id, who(actor), scene.keys.seed_sign[actor - SCENE_ALPHA]) ==
          OK);
    if (second != SCENE_VISITOR)
        CHECK(statement_sign(&statement, scene.keys.deployment_id, who(second),
                             scene.keys.seed_sign[second - SCENE_ALPHA]) == OK);
    CHECK(statement_encode(&statement, octets, sizeof octets, &size) == OK);
    struct bytes whole = {octets, size};
    CHECK(room_apply(&row->room, whole, &scene.keys.roster, scene.now_s / 60) == OK);
    CHECK(ASK(scene.store, event_add, row->room.case_id, row->room.epoch, whole) == OK);
    memcpy(row->holder, row->room.holder, HASH_SIZE);
    row->state = row->room.is_closed ? CASE_CLOSED : CASE_CLAIMED;
    row->proposal_size = 0;
}

/* A case that `holder` has claimed, with `member` in it; SCENE_VISITOR: nobody. */
static void plant(unsigned number, enum scene_actor holder, enum scene_actor member)
{
    struct case_row row = {.door = PLANTED_DOOR, .state = CASE_WAITING, .fade_day = UINT32_MAX};
    uint8_t of_case[CASE_ID_SIZE], head[HASH_SIZE];
    case_number(number, of_case);
    memset(head, (int)number, sizeof head);
    memset(row.visitor, 0x77, HASH_SIZE);
    memcpy(row.visitor, of_case, CASE_ID_SIZE);
    room_open_at(&row.room, of_case, row.visitor, head);
    CHECK(scene.store->ways->begin(scene.store) == OK);
    happen(&row, ROOM_CLAIM, holder, holder, SCENE_VISITOR);
    if (member != SCENE_VISITOR)
        happen(&row, ROOM_ADD, holder, member, SCENE_VISITOR);
    keep(&row);
}

static enum scene_actor holder_of(unsigned number)
{
    uint8_t of_case[CASE_ID_SIZE];
    case_number(number, of_case);
    struct case_row row = load(of_case);
    scene.store->ways->rollback(scene.store);
    for (enum scene_actor actor = SCENE_ALPHA; actor < SCENE_ACTORS; actor++) {
        if (memcmp(row.holder, who(actor), HASH_SIZE) == 0)
            return actor;
    }
    return SCENE_VISITOR;
}

static bool has_in(unsigned number, enum scene_actor actor)
{
    uint8_t of_case[CASE_ID_SIZE];
    case_number(number, of_case);
    struct case_row row = load(of_case);
    scene.store->ways->rollback(scene.store);
    return room_has(&row.room, who(actor));
}

/* ALPHA holds `count` cases; two supervisors look on. */
static void stage_with_cases(unsigned count)
{
    stage();
    scene.event = count_told;
    come(SCENE_ANNA);
    come(SCENE_BO);
    for (unsigned i = 0; i < count; i++)
        plant(i, SCENE_ALPHA, SCENE_VISITOR);
    go();
    begin_act();
}

static struct leaver_move all_to(enum scene_actor heir)
{
    return (struct leaver_move){
        .who = who(SCENE_ALPHA), .to = heir == SCENE_VISITOR ? NULL : who(heir), .with_stays = true};
}

static enum outcome move(enum scene_actor heir)
{
    struct leaver_move move = all_to(heir);
    return staff_leaver_move(client_of(SCENE_ANNA), &move);
}

static uint8_t seen_cases[MANY][CASE_ID_SIZE];

/* The first `count` of the planted cases: what was seen. */
static struct leaver_proposal seen(uint16_t count)
{
    for (unsigned i = 0; i < MANY; i++)
        case_number(i, seen_cases[i]);
    return (struct leaver_proposal){who(SCENE_ALPHA), who(SCENE_BETA), who(SCENE_ANNA), seen_cases[0], count};
}

static enum outcome second(enum scene_actor actor, uint16_t cases)
{
    struct leaver_proposal proposal = seen(cases);
    return staff_leaver_second(client_of(actor), &proposal);
}

static enum outcome decline(enum scene_actor actor, uint16_t cases)
{
    struct leaver_proposal proposal = seen(cases);
    return staff_leaver_decline(client_of(actor), &proposal);
}

static bool is_over(const char *why)
{
    return told.over == 1 && strcmp(told.over_why, why) == 0;
}

static bool is_left(unsigned count, const char *why)
{
    return told.not_done == count && strcmp(told.why, why) == 0;
}

/* --- the whole way --- */

static void all_cases_are_moved_in_one_step(void)
{
    stage_with_talk();
    scene.event = count_told;
    come(SCENE_ANNA);
    come(SCENE_BO);
    plant(0, SCENE_ALPHA, SCENE_VISITOR);
    plant(1, SCENE_ALPHA, SCENE_MENTOR);
    plant(2, SCENE_BETA, SCENE_ALPHA);  /* a stay */
    plant(3, SCENE_BETA, SCENE_MENTOR); /* none of theirs */
    go();
    begin_act();
    CHECK(staff_leaver_look(client_of(SCENE_ANNA), who(SCENE_ALPHA)) == OK);
    go();
    CHECK(told.found == 4 && is_over("") && says(SCENE_ANNA, "leaver", "step", "look") &&
          says(SCENE_ANNA, "leaver", "done", "4"));
    begin_act();
    CHECK(move(SCENE_BETA) == OK);
    go();
    CHECK(told.proposed == 3 && told.ended == 1 && told.not_done == 0 && is_over(""));
    CHECK(says(SCENE_ANNA, "leaver", "done", "4") && says(SCENE_ANNA, "leaver", "left", "0"));
    CHECK(count_of(SCENE_BO, "proposal") == 3 && holder_of(0) == SCENE_ALPHA && !has_in(2, SCENE_ALPHA));
    begin_act();
    struct leaver_proposal shown = seen(3);
    memcpy(seen_cases[2], case_id, CASE_ID_SIZE);
    CHECK(staff_leaver_second(client_of(SCENE_BO), &shown) == OK);
    go();
    CHECK(told.moved == 3 && told.added == 3 && is_over("") && count_of(SCENE_BO, "act_failed") == 0);
    CHECK(holder_of(0) == SCENE_BETA && holder_of(1) == SCENE_BETA && has_in(1, SCENE_MENTOR));
    CHECK(count_of(SCENE_ALPHA, "removed") == 1 && says(SCENE_VISITOR, "consent", "holder", "true"));
    begin_act();
    CHECK(staff_leaver_look(client_of(SCENE_BO), who(SCENE_ALPHA)) == OK);
    go();
    CHECK(told.found == 0 && is_over("") && nobody_stopped());
    end();
}

static void cases_go_back_to_the_queue(void)
{
    stage_with_cases(3);
    plant(3, SCENE_BETA, SCENE_ALPHA);
    struct leaver_move without_stays = all_to(SCENE_VISITOR);
    without_stays.with_stays = false;
    CHECK(staff_leaver_move(client_of(SCENE_ANNA), &without_stays) == OK);
    go();
    CHECK(told.moved == 3 && told.ended == 0 && told.not_done == 0 && is_over(""));
    CHECK(holder_of(0) == SCENE_VISITOR && has_in(3, SCENE_ALPHA) && says(SCENE_BETA, "card", "state", "waiting"));
    CHECK(count_of(SCENE_BO, "proposal") == 0);
    end();
}

static void a_proposal_is_declined_or_taken_back(void)
{
    for (enum scene_actor actor = SCENE_ANNA; actor <= SCENE_BO; actor++) {
        stage_with_cases(2);
        CHECK(move(SCENE_BETA) == OK);
        go();
        begin_act();
        CHECK(decline(actor, 2) == OK);
        go();
        CHECK(told.declined == 2 && is_over("") && count_of(SCENE_BO, "proposal_over") == 2);
        CHECK(holder_of(0) == SCENE_ALPHA && count_of(actor, "act_failed") == 0);
        begin_act();
        CHECK(second(SCENE_BO, 2) == OK);
        go();
        CHECK(told.moved == 0 && is_over("changed") && holder_of(0) == SCENE_ALPHA);
        end();
    }
}

/* --- who may, and what for --- */

static void who_may_and_what_for(void)
{
    uint8_t nobody[HASH_SIZE] = {1};
    stage_with_cases(1);
    struct leaver_move own = all_to(SCENE_BETA), same = all_to(SCENE_ALPHA), unknown = all_to(SCENE_BETA);
    own.who = who(SCENE_ANNA);
    unknown.to = nobody;
    CHECK(staff_leaver_look(client_of(SCENE_BETA), who(SCENE_ALPHA)) == REFUSED);
    CHECK(staff_leaver_look(client_of(SCENE_VISITOR), who(SCENE_ALPHA)) == REFUSED);
    CHECK(staff_leaver_move(client_of(SCENE_ANNA), &own) == REFUSED);
    CHECK(staff_leaver_move(client_of(SCENE_ANNA), &same) == MALFORMED);
    CHECK(staff_leaver_move(client_of(SCENE_ANNA), &unknown) == MALFORMED);
    CHECK(staff_leaver_look(client_of(SCENE_ANNA), nobody) == OK); /* who is not known has no cases */
    CHECK(staff_leaver_look(client_of(SCENE_ANNA), nobody) == FULL && move(SCENE_BETA) == FULL);
    CHECK(second(SCENE_BETA, 1) == REFUSED && decline(SCENE_BETA, 1) == REFUSED);
    go();
    CHECK(told.found == 0 && is_over(""));
    begin_act();
    refuse(SCENE_ANNA, MESSAGE_GET_ROOMS_OF, ERROR_UNAVAILABLE, 1);
    CHECK(move(SCENE_BETA) == OK);
    go();
    CHECK(is_over("unavailable") && told.proposed == 0);
    scene_disconnect(&scene, SCENE_ANNA);
    CHECK(staff_leaver_look(client_of(SCENE_ANNA), who(SCENE_ALPHA)) == REFUSED);
    end();
}

/* Nobody signs one case more than they have seen, nor what somebody else has proposed, nor their own proposal. */
static void what_is_signed_is_what_was_seen(void)
{
    stage_with_cases(3);
    CHECK(move(SCENE_BETA) == OK);
    go();
    begin_act();
    CHECK(second(SCENE_BO, 2) == OK);
    go();
    CHECK(is_over("changed") && told.moved == 0 && says(SCENE_BO, "leaver", "step", "second"));
    struct leaver_proposal other = seen(3);
    other.by = who(SCENE_BO);
    begin_act();
    CHECK(staff_leaver_second(client_of(SCENE_BO), &other) == OK);
    go();
    CHECK(is_over("changed") && told.moved == 0);
    other = seen(3);
    other.to = who(SCENE_MENTOR);
    begin_act();
    CHECK(staff_leaver_second(client_of(SCENE_BO), &other) == OK);
    go();
    CHECK(is_over("changed") && told.moved == 0);
    begin_act();
    CHECK(second(SCENE_ANNA, 3) == OK);
    go();
    CHECK(is_over("") && is_left(3, "not_allowed") && holder_of(0) == SCENE_ALPHA);
    CHECK(second(SCENE_BO, 0) == MALFORMED && second(SCENE_BO, LEAVER_CASES_MAX + 1) == MALFORMED);
    CHECK(decline(SCENE_BO, 0) == MALFORMED);
    end();
}

/* As many as were seen, but not the same: one was taken back meanwhile, and another proposed. Or one was named twice. */
static void as_many_are_not_the_same(void)
{
    for (int is_twice = 0; is_twice < 2; is_twice++) {
        stage_with_cases(3);
        CHECK(move(SCENE_BETA) == OK);
        go();
        CHECK(staff_decline(client_of(SCENE_ANNA), seen(3).cases) == OK); /* the first of them */
        go();
        for (int step = 0; step < 2; step++) {
            begin_act();
            struct leaver_proposal shown = seen(2); /* 0 and 1, and there are 1 and 2 */
            if (is_twice)
                memcpy(seen_cases[0], seen_cases[1], CASE_ID_SIZE);
            CHECK(step == 0 ? staff_leaver_second(client_of(SCENE_BO), &shown) == OK
                            : staff_leaver_decline(client_of(SCENE_BO), &shown) == OK);
            go();
            CHECK(is_over("changed") && told.moved + told.declined + told.not_done == 0);
            CHECK(holder_of(1) == SCENE_ALPHA && holder_of(2) == SCENE_ALPHA);
        }
        begin_act();
        struct leaver_proposal shown = seen(3); /* in another order than the server tells */
        shown.cases = seen_cases[1];
        shown.count = 2;
        memcpy(seen_cases[1], seen_cases[2], CASE_ID_SIZE);
        case_number(1, seen_cases[2]);
        CHECK(staff_leaver_second(client_of(SCENE_BO), &shown) == OK);
        go();
        CHECK(is_over("") && told.moved == 2 && holder_of(0) == SCENE_ALPHA && holder_of(2) == SCENE_BETA);
        end();
    }
}

static unsigned replaced;
static const struct proposal *forged;

/* While the first of them are on their way, something else is proposed for the last. */
static bool replaces_the_last(struct scene *at, enum scene_actor actor, const struct message *message)
{
    uint8_t last[CASE_ID_SIZE];
    (void)at;
    if (actor != SCENE_BO || (message->code != MESSAGE_PUT_EVENT && message->code != MESSAGE_DECLINE) || replaced++ > 0)
        return true;
    case_number(LEAVER_AT_ONCE, last);
    struct proposal *proposal = proposal_find(client_of(SCENE_BO), last);
    *proposal = *forged;
    if (proposal->is_used)
        memcpy(proposal->case_id, last, CASE_ID_SIZE);
    return true;
}

/* What stands there by the time of its turn is another thing, which nobody has seen; or nothing any more. */
static void what_waits_for_its_turn_may_change(void)
{
    struct proposal none = {.is_used = false}, other = {.is_used = true, .type = ROOM_TAKEOVER};
    for (int way = 0; way < 4; way++) {
        stage_with_cases(LEAVER_AT_ONCE + 1);
        CHECK(move(SCENE_BETA) == OK);
        go();
        begin_act();
        memcpy(other.by, who(SCENE_ANNA), HASH_SIZE);
        memcpy(other.to, who(SCENE_MENTOR), HASH_SIZE);
        forged = way % 2 == 0 ? &none : &other;
        replaced = 0;
        scene.heard = replaces_the_last;
        CHECK((way / 2 == 0 ? second(SCENE_BO, LEAVER_AT_ONCE + 1) : decline(SCENE_BO, LEAVER_AT_ONCE + 1)) == OK);
        go();
        CHECK(told.moved + told.declined == LEAVER_AT_ONCE && is_left(1, "changed") && is_over(""));
        CHECK(holder_of(LEAVER_AT_ONCE) == SCENE_ALPHA && nobody_stopped());
        end();
    }
}

/* A server that tells of a case more than once does not run over the list. */
static void a_list_is_bounded(void)
{
    struct message card = {.code = MESSAGE_QUEUE_CARD, .as.queue_card = {.door = 1, .state = CASE_CLAIMED, .epoch = 1}};
    stage_with_cases(1);
    CHECK(move(SCENE_BETA) == OK);
    go();
    begin_act();
    case_number(0, card.as.queue_card.case_id);
    memcpy(card.as.queue_card.holder, who(SCENE_ALPHA), HASH_SIZE);
    CHECK(second(SCENE_BO, 1) == OK);
    card.tag = client_of(SCENE_BO)->last_tag;
    for (unsigned i = 0; i < LEAVER_CASES_MAX + 1; i++)
        scene_inject(&scene, SCENE_BO, &card);
    go();
    CHECK(is_over("") && told.moved == 1 && told.not_done == 0 && holder_of(0) == SCENE_BETA && nobody_stopped());
    end();
}

/* --- again, and more than there is room for --- */

static void doing_it_again_does_the_rest(void)
{
    stage_with_cases(2);
    CHECK(move(SCENE_BETA) == OK);
    go();
    plant(2, SCENE_ALPHA, SCENE_VISITOR);
    begin_act();
    CHECK(move(SCENE_BETA) == OK);
    go();
    CHECK(told.proposed == 1 && is_left(2, "proposed") && count_of(SCENE_BO, "proposal") == 1);
    begin_act();
    CHECK(move(SCENE_BO) == OK); /* another heir: the later proposal takes the place of the first */
    go();
    CHECK(told.proposed == 3 && told.not_done == 0);
    begin_act();
    CHECK(second(SCENE_BO, 3) == OK);
    go();
    CHECK(is_over("changed"));
    end();
}

static void more_than_can_be_moved_at_once(void)
{
    stage_with_cases(MANY);
    plant(MANY, SCENE_BETA, SCENE_ALPHA);
    CHECK(move(SCENE_BETA) == OK);
    go();
    CHECK(told.proposed == LEAVER_CASES_MAX && is_left(3, "full") && is_over(""));
    begin_act();
    CHECK(second(SCENE_BO, LEAVER_CASES_MAX) == OK);
    go();
    CHECK(told.moved == LEAVER_CASES_MAX && told.not_done == 0 && is_over(""));
    begin_act();
    CHECK(move(SCENE_BETA) == OK);
    go();
    CHECK(told.proposed == 2 && told.ended == 1 && told.not_done == 0);
    CHECK(nobody_stopped());
    end();
}

/* --- what happens between the list and the move --- */

enum change { TAKEN, CLOSED, BURNT, HELD_NOW, CHANGES };
static enum change change;
static bool has_changed;

/* Just before the server tells ANNA about the room. */
static bool change_first(struct scene *at, enum scene_actor actor, const struct message *message)
{
    uint8_t of_case[CASE_ID_SIZE];
    (void)at;
    if (actor != SCENE_ANNA || message->code != MESSAGE_GET_EVENTS || has_changed)
        return true;
    has_changed = true;
    case_number(change == HELD_NOW ? 1 : 0, of_case);
    struct case_row row = load(of_case);
    bool is_shredded;
    if (change == TAKEN)
        happen(&row, ROOM_TAKEOVER, SCENE_BO, SCENE_MENTOR, SCENE_ANNA);
    if (change == CLOSED)
        happen(&row, ROOM_CLOSE, SCENE_ALPHA, SCENE_ALPHA, SCENE_VISITOR);
    if (change == HELD_NOW)
        happen(&row, ROOM_TAKEOVER, SCENE_BO, SCENE_ALPHA, SCENE_ANNA);
    if (change != BURNT)
        keep(&row);
    else
        CHECK(ASK(scene.store, case_burn, &row) == OK && ASK(scene.store, commit, &is_shredded) == OK);
    return true;
}

/* A case that somebody else has taken meanwhile stays with them. */
static void what_has_changed_meanwhile_is_left_alone(void)
{
    static const char *const reasons[CHANGES] = {"changed", "closed", "gone", "changed"};
    for (change = TAKEN; change < CHANGES; change++) {
        stage_with_cases(1);
        plant(1, SCENE_BETA, SCENE_ALPHA);
        has_changed = false;
        scene.heard = change_first;
        CHECK(move(SCENE_BETA) == OK);
        go();
        if (!CHECK(told.proposed + told.ended == 1 && is_left(1, reasons[change]) && is_over("")))
            printf("  change %d: %s\n", (int)change, told.why);
        CHECK(count_of(SCENE_ANNA, "act_failed") == 0);
        if (change == TAKEN)
            CHECK(holder_of(0) == SCENE_MENTOR);
        if (change == HELD_NOW)
            CHECK(holder_of(1) == SCENE_ALPHA);
        end();
    }
}

static void a_closed_case_is_opened_first(void)
{
    static const uint8_t states[] = {CASE_CLOSED, CASE_RETURNED, CASE_ENDED};
    uint8_t of_case[CASE_ID_SIZE];
    stage_with_cases(4);
    for (unsigned i = 0; i < 3; i++) {
        case_number(i, of_case);
        struct case_row row = load(of_case);
        happen(&row, ROOM_CLOSE, SCENE_ALPHA, SCENE_ALPHA, SCENE_VISITOR);
        row.state = states[i];
        keep(&row);
    }
    CHECK(staff_leaver_look(client_of(SCENE_ANNA), who(SCENE_ALPHA)) == OK);
    go();
    CHECK(told.found == 2); /* nobody waits in those that are only closed, or ended */
    begin_act();
    CHECK(move(SCENE_BETA) == OK);
    go();
    CHECK(told.proposed == 1 && is_left(1, "closed"));
    end();
}

/* ANNA was offered the case herself: that is another kind of proposal, and does not stand in the way. */
static void an_offer_is_no_take_over(void)
{
    stage_with_talk();
    scene.event = count_told;
    come(SCENE_ANNA);
    come(SCENE_BO);
    go();
    CHECK(staff_hand_over(client_of(SCENE_ALPHA), case_id, who(SCENE_ANNA)) == OK);
    go();
    CHECK(count_of(SCENE_ANNA, "proposal") == 1);
    begin_act();
    CHECK(move(SCENE_ANNA) == OK);
    go();
    CHECK(told.proposed == 1 && told.not_done == 0 && count_of(SCENE_BO, "proposal") == 1);
    end();
}

/* --- a server that is busy, a client that is full, a line that breaks --- */

static void what_passes_is_tried_again(void)
{
    static const uint8_t codes[] = {ERROR_RATE, ERROR_UNAVAILABLE};
    for (size_t i = 0; i < 2; i++) {
        stage_with_cases(3);
        refuse(SCENE_ANNA, MESSAGE_PROPOSE, codes[i], 2);
        CHECK(move(SCENE_BETA) == OK);
        go();
        CHECK(told.proposed == 1 && told.over == 0);
        wait(1);
        CHECK(told.proposed == 1);
        wait(PAUSE_S);
        CHECK(told.proposed == 3 && is_over("") && told.not_done == 0);
        begin_act();
        refuse(SCENE_BO, MESSAGE_PUT_EVENT, codes[i], 1);
        CHECK(second(SCENE_BO, 3) == OK);
        go();
        wait(PAUSE_S);
        CHECK(told.moved == 3 && is_over(""));
        end();
    }
}

static void and_not_for_ever(void)
{
    stage_with_cases(2);
    refuse(SCENE_ANNA, MESSAGE_PROPOSE, ERROR_RATE, 2 * (LEAVER_TRIES_MAX + 1));
    CHECK(move(SCENE_BETA) == OK);
    for (unsigned i = 0; i <= LEAVER_TRIES_MAX; i++)
        wait(PAUSE_S);
    CHECK(told.proposed == 0 && is_left(2, "rate") && is_over("") && refusal.met == 2 * (LEAVER_TRIES_MAX + 1));
    begin_act();
    CHECK(move(SCENE_BETA) == OK);
    go();
    CHECK(told.proposed == 2);
    begin_act();
    refuse(SCENE_BO, MESSAGE_PUT_EVENT, ERROR_EPOCH_CONFLICT, 1);
    CHECK(second(SCENE_BO, 2) == OK);
    go();
    CHECK(told.moved == 1 && is_left(1, "epoch_conflict") && count_of(SCENE_BO, "act_failed") == 0);
    scene_disconnect(&scene, SCENE_BO); /* what still stands at the server is told again */
    come(SCENE_BO);
    go();
    begin_act();
    CHECK(second(SCENE_BO, 1) == OK);
    go();
    CHECK(told.moved == 1 && holder_of(0) == SCENE_BETA && holder_of(1) == SCENE_BETA);
    end();
}

static void a_no_that_is_refused(void)
{
    stage_with_cases(2);
    CHECK(move(SCENE_BETA) == OK);
    go();
    begin_act();
    refuse(SCENE_BO, MESSAGE_DECLINE, ERROR_GONE, 1);
    CHECK(decline(SCENE_BO, 2) == OK);
    go();
    CHECK(told.declined == 1 && is_left(1, "gone") && count_of(SCENE_BO, "act_failed") == 0);
    end();
}

static void fill_talks(struct client *client, bool is_full)
{
    for (size_t i = 0; i < TALKS_MAX; i++) {
        struct talk *talk = &client->talks[i];
        if (is_full && !talk->is_used)
            *talk = (struct talk){.is_used = true, .case_id = {(uint8_t)i, 0xee}};
        else if (!is_full && talk->case_id[1] == 0xee)
            memset(talk, 0, sizeof *talk);
    }
}

static void there_is_no_room_for_a_while(void)
{
    stage_with_cases(2);
    struct client *client = client_of(SCENE_ANNA);
    fill_talks(client, true);
    CHECK(move(SCENE_BETA) == OK);
    go();
    CHECK(told.proposed == 0 && told.over == 0);
    fill_talks(client, false);
    wait(PAUSE_S);
    CHECK(told.proposed == 2 && is_over(""));
    end();
    stage_with_cases(2);
    client = client_of(SCENE_ANNA);
    fill_talks(client, true);
    CHECK(move(SCENE_BETA) == OK);
    for (unsigned i = 0; i <= LEAVER_TRIES_MAX; i++)
        wait(PAUSE_S);
    CHECK(is_left(2, "full") && is_over(""));
    end();
}

/* The list has come, and all other places are taken: the case waits. */
static void no_tag_is_free(void)
{
    stage_with_cases(1);
    struct client *client = client_of(SCENE_ANNA);
    CHECK(move(SCENE_BETA) == OK);
    for (size_t i = 0; i < PENDING_MAX; i++) {
        if (client->pending[i].tag == 0)
            client->pending[i] = (struct pending){.tag = (uint32_t)(1000000 + i), .purpose = FOR_NOTHING};
    }
    client->staff.leaver.is_listed = true;
    client->staff.leaver.count = 1;
    case_number(0, client->staff.leaver.cases[0].case_id);
    client->staff.leaver.cases[0].holds = true;
    leaver_pump(client);
    CHECK(told.over == 0 && client->staff.leaver.tries == 1);
    memset(client->pending, 0, sizeof client->pending);
    wait(PAUSE_S);
    CHECK(told.proposed == 1 && is_over(""));
    for (size_t i = 0; i < PENDING_MAX; i++)
        client->pending[i] = (struct pending){.tag = (uint32_t)(1000000 + i), .purpose = FOR_NOTHING};
    CHECK(staff_leaver_look(client, who(SCENE_ALPHA)) == FULL);
    end();
}

/* The line breaks before the list has come, and while cases are under way. */
static void a_line_that_breaks_ends_it(void)
{
    stage_with_cases(LEAVER_AT_ONCE + 2);
    CHECK(move(SCENE_BETA) == OK);
    scene_disconnect(&scene, SCENE_ANNA);
    scene_pump(&scene, SCENE_ANNA);
    CHECK(is_over("disconnected") && told.not_done == 0);
    come(SCENE_ANNA);
    go();
    begin_act();
    refuse(SCENE_ANNA, MESSAGE_PROPOSE, NO_ANSWER, LEAVER_AT_ONCE);
    CHECK(move(SCENE_BETA) == OK);
    go();
    CHECK(told.over == 0 && refusal.met == LEAVER_AT_ONCE); /* the others wait */
    scene_disconnect(&scene, SCENE_ANNA);
    scene_pump(&scene, SCENE_ANNA);
    CHECK(is_over("disconnected") && is_left(LEAVER_AT_ONCE + 2, "disconnected"));
    come(SCENE_ANNA);
    go(); /* what was signed is asked for again by itself */
    begin_act();
    CHECK(move(SCENE_BETA) == OK);
    go();
    CHECK(told.proposed == 2 && is_left(LEAVER_AT_ONCE, "proposed"));
    begin_act();
    CHECK(second(SCENE_BO, LEAVER_AT_ONCE + 2) == OK);
    go();
    CHECK(told.moved == LEAVER_AT_ONCE + 2 && nobody_stopped());
    end();
}

/* A signature, or a no, of which nobody knows whether the server has heard it: what it still has is told again. */
static void a_line_that_breaks_under_a_signature(void)
{
    for (unsigned is_no = 0; is_no < 2; is_no++) {
        stage_with_cases(2);
        CHECK(move(SCENE_BETA) == OK);
        go();
        begin_act();
        refuse(SCENE_BO, is_no ? MESSAGE_DECLINE : MESSAGE_PUT_EVENT, NO_ANSWER, 1);
        CHECK((is_no ? decline(SCENE_BO, 2) : second(SCENE_BO, 2)) == OK);
        go();
        CHECK(refusal.met == 1 && told.over == 0);
        scene_disconnect(&scene, SCENE_BO);
        scene_pump(&scene, SCENE_BO);
        CHECK(is_left(1, "disconnected") && is_over("disconnected") && count_of(SCENE_BO, "act_failed") == 0);
        come(SCENE_BO);
        go();
        begin_act();
        CHECK(second(SCENE_BO, 1) == OK);
        go();
        CHECK(told.moved == 1 && nobody_stopped());
        end();
    }
}

static void what_was_done_before_the_line_broke_is_done(void)
{
    stage_with_cases(2);
    refuse(SCENE_ANNA, MESSAGE_PROPOSE, NO_ANSWER, 1);
    CHECK(move(SCENE_BETA) == OK);
    go();
    scene_disconnect(&scene, SCENE_ANNA);
    scene_pump(&scene, SCENE_ANNA);
    CHECK(told.proposed == 1 && is_left(1, "disconnected") && is_over("disconnected"));
    end();
}

static void a_device_that_dies_begins_again(void)
{
    stage_with_cases(3);
    refuse(SCENE_ANNA, MESSAGE_PROPOSE, NO_ANSWER, 2);
    CHECK(move(SCENE_BETA) == OK);
    go();
    CHECK(told.proposed == 1);
    scene_kill(&scene, SCENE_ANNA);
    come(SCENE_ANNA);
    go();
    begin_act();
    CHECK(move(SCENE_BETA) == OK);
    go();
    CHECK(told.proposed == 2 && is_left(1, "proposed") && is_over(""));
    scene_kill(&scene, SCENE_BO);
    come(SCENE_BO);
    go();
    CHECK(second(SCENE_BO, 3) == OK);
    go();
    CHECK(told.moved == 3);
    end();
}

/* --- a supervisor who is in the room --- */

static void stage_with_anna_inside(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_talk();
    scene.event = count_told;
    come(SCENE_ANNA);
    come(SCENE_BO);
    go();
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_ANNA), PART_TEXT(""), id) == OK);
    go();
    begin_act();
}

static void a_supervisor_in_the_room_does_it_too(void)
{
    stage_with_anna_inside();
    CHECK(move(SCENE_BETA) == OK);
    go();
    CHECK(told.proposed == 1 && is_over(""));
    end();
    stage_with_anna_inside(); /* who is about to do something else there */
    talk_find(client_of(SCENE_ANNA), case_id)->act.type = ROOM_CLOSE;
    CHECK(move(SCENE_BETA) == OK);
    go();
    CHECK(told.proposed == 0 && is_left(1, "not_allowed") && is_over(""));
    end();
    stage_with_anna_inside(); /* who is taken out of it */
    refuse(SCENE_ANNA, MESSAGE_PROPOSE, NO_ANSWER, 1);
    CHECK(move(SCENE_BETA) == OK);
    go();
    CHECK(staff_remove(client_of(SCENE_BO), case_id, who(SCENE_ANNA)) == OK);
    go();
    CHECK(count_of(SCENE_ANNA, "removed") == 1 && is_left(1, "changed") && is_over(""));
    end();
}

int main(void)
{
    RUN(all_cases_are_moved_in_one_step);
    RUN(cases_go_back_to_the_queue);
    RUN(a_proposal_is_declined_or_taken_back);
    RUN(who_may_and_what_for);
    RUN(what_is_signed_is_what_was_seen);
    RUN(as_many_are_not_the_same);
    RUN(what_waits_for_its_turn_may_change);
    RUN(a_list_is_bounded);
    RUN(doing_it_again_does_the_rest);
    RUN(more_than_can_be_moved_at_once);
    RUN(what_has_changed_meanwhile_is_left_alone);
    RUN(a_closed_case_is_opened_first);
    RUN(an_offer_is_no_take_over);
    RUN(what_passes_is_tried_again);
    RUN(and_not_for_ever);
    RUN(a_no_that_is_refused);
    RUN(there_is_no_room_for_a_while);
    RUN(no_tag_is_free);
    RUN(a_line_that_breaks_ends_it);
    RUN(a_line_that_breaks_under_a_signature);
    RUN(what_was_done_before_the_line_broke_is_done);
    RUN(a_device_that_dies_begins_again);
    RUN(a_supervisor_in_the_room_does_it_too);
    return check_end();
}
