/* Rule 12's table of moves: every type by every role about everybody in every state, and random histories, with forks and wrong people in
 * them, against a model that was written a second time. */
#include "programme.h"
#include "protocol/room.h"

enum { NOBODY = STAFF_COUNT, ITSELF = STAFF_COUNT + 1, THE_VISITOR = STAFF_COUNT + 2, HISTORIES = 500, STEPS = 60 };

static struct programme programme;
static uint8_t visitor_id[HASH_SIZE];

static const uint8_t *who(size_t person)
{
    return person == THE_VISITOR ? visitor_id : programme.staff[person].cert_hash;
}

static uint8_t role_of(size_t person)
{
    return person == THE_VISITOR ? ROLE_VISITOR : (uint8_t)cert_of(&programme, person).role;
}

static void open_room(struct room *room)
{
    uint8_t case_id[CASE_ID_SIZE];
    check_fill(case_id, sizeof case_id, 1);
    check_fill(visitor_id, sizeof visitor_id, 2);
    room_open(room, case_id, visitor_id, programme.snapshot_hash);
}

struct wish {
    uint8_t type;
    size_t actor;
    size_t subject;
    size_t signer; /* the first */
    size_t second; /* NOBODY: none */
};

static void make(const struct room *room, const struct wish *wish, struct encoded *out)
{
    uint8_t body[STATEMENT_BODY_MAX];
    size_t size = 0;
    struct room_event event = {.epoch = room->epoch + 1, .type = wish->type, .day = NOW_DAY};
    event.role = role_of(wish->subject);
    memcpy(event.case_id, room->case_id, CASE_ID_SIZE);
    memcpy(event.prev, room->head, HASH_SIZE);
    memcpy(event.actor, who(wish->actor), HASH_SIZE);
    memcpy(event.subject, who(wish->subject), HASH_SIZE);
    CHECK(room_event_encode(&event, body, sizeof body, &size) == OK);
    struct statement statement = statement_of(STATEMENT_TYPE_ROOM_EVENT, body, size);
    signed_by(&programme, &statement, wish->signer);
    if (wish->second != NOBODY)
        signed_by(&programme, &statement, wish->second);
    statement_put(&statement, out);
}

static enum outcome try(struct room *room, const struct wish *wish)
{
    struct encoded encoded;
    struct room before;
    make(room, wish, &encoded);
    memcpy(&before, room, sizeof before);
    enum outcome outcome = room_apply_new(room, bytes_of(&encoded), &programme.roster, NOW_MIN);
    if (outcome != OK)
        CHECK_SAME(&before, room, sizeof before);
    return outcome;
}

static size_t other_supervisor(size_t actor)
{
    return actor == SUPERVISOR_A ? SUPERVISOR_B : SUPERVISOR_A;
}

static void must(struct room *room, uint8_t type, size_t actor, size_t subject)
{
    struct wish wish = {type, actor, subject, actor, type == ROOM_TAKEOVER ? other_supervisor(actor) : NOBODY};
    CHECK(try(room, &wish) == OK);
}

/* --- the table --- */

/* Open: COUNSELLOR_A holds it, SUPERVISOR_B and INTERPRETER are in it; the others are not. Columns: the actor, in the order of the
 * programme: supervisor outside, supervisor inside, holder, counsellor outside, mentor outside, interpreter inside. */
static const struct {
    uint8_t type;
    size_t subject;
    const char *waiting, *open, *closed;
} cells[] = {
    {ROOM_CLAIM, ITSELF, "--yy--", "------", "------"},
    {ROOM_CLAIM, COUNSELLOR_B, "---y--", "------", "------"},
    {ROOM_ADD, ITSELF, "------", "y-----", "------"},
    {ROOM_ADD, COUNSELLOR_B, "------", "yyy---", "------"},
    {ROOM_ADD, MENTOR, "------", "yyy---", "------"},
    {ROOM_ADD, INTERPRETER, "------", "------", "------"},
    {ROOM_TAKEOVER, ITSELF, "------", "yy----", "------"},
    {ROOM_TAKEOVER, COUNSELLOR_A, "------", "------", "------"},
    {ROOM_TAKEOVER, COUNSELLOR_B, "------", "yy----", "------"},
    {ROOM_TAKEOVER, MENTOR, "------", "yy----", "------"},
    {ROOM_TAKEOVER, INTERPRETER, "------", "------", "------"},
    {ROOM_REMOVE, ITSELF, "------", "-yy--y", "------"},
    {ROOM_REMOVE, COUNSELLOR_A, "------", "yyy---", "------"},
    {ROOM_REMOVE, COUNSELLOR_B, "------", "------", "------"},
    {ROOM_REMOVE, INTERPRETER, "------", "yy---y", "------"},
    {ROOM_REMOVE, THE_VISITOR, "------", "------", "------"},
    {ROOM_CLOSE, ITSELF, "yy----", "yyy---", "------"},
    {ROOM_CLOSE, COUNSELLOR_A, "------", "--y---", "------"},
    {ROOM_REOPEN, ITSELF, "------", "------", "-yy--y"},
    {ROOM_REOPEN, COUNSELLOR_A, "------", "------", "--y---"},
};

static void try_state(const struct room *room, const char *row, size_t index)
{
    for (size_t actor = 0; actor < STAFF_COUNT; actor++) {
        struct room copy = *room;
        size_t subject = cells[index].subject == ITSELF ? actor : cells[index].subject;
        struct wish wish = {cells[index].type, actor, subject, actor, NOBODY};
        bool needs_two = room_cosigner(wish.type) != COSIGNER_NONE;
        if (needs_two) {
            CHECK(try(&copy, &wish) == REFUSED); /* alone */
            wish.second = COUNSELLOR_B == actor ? COUNSELLOR_A : COUNSELLOR_B;
            CHECK(try(&copy, &wish) == REFUSED); /* with a counsellor */
            wish.second = other_supervisor(actor);
        }
        bool is_taken = try(&copy, &wish) == OK;
        if (!CHECK(is_taken == (row[actor] == 'y')))
            printf("  type %d about %zu by %zu: %d\n", cells[index].type, subject, actor, is_taken);
        if (needs_two || !is_taken)
            continue;
        copy = *room;
        wish.second = other_supervisor(actor); /* a signature too many */
        CHECK(try(&copy, &wish) == REFUSED);
    }
}

static void the_table(void)
{
    struct room waiting;
    struct room open;
    open_room(&waiting);
    open = waiting;
    must(&open, ROOM_CLAIM, COUNSELLOR_A, COUNSELLOR_A);
    must(&open, ROOM_ADD, COUNSELLOR_A, SUPERVISOR_B);
    must(&open, ROOM_ADD, SUPERVISOR_A, INTERPRETER);
    struct room closed = open;
    must(&closed, ROOM_CLOSE, COUNSELLOR_A, COUNSELLOR_A);
    CHECK(room_state(&waiting) == ROOM_WAITING && room_state(&open) == ROOM_OPEN && room_state(&closed) == ROOM_CLOSED);
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        try_state(&waiting, cells[i].waiting, i);
        try_state(&open, cells[i].open, i);
        try_state(&closed, cells[i].closed, i);
    }
}

/* --- who holds it --- */

static void a_case_is_handed_over(void)
{
    struct room room;
    open_room(&room);
    must(&room, ROOM_CLAIM, COUNSELLOR_A, COUNSELLOR_A);
    must(&room, ROOM_ADD, COUNSELLOR_A, SUPERVISOR_A);
    must(&room, ROOM_ADD, COUNSELLOR_A, MENTOR);
    must(&room, ROOM_ADD, COUNSELLOR_A, INTERPRETER);
    CHECK(room_is_held_by(&room, who(COUNSELLOR_A)) && room.left_epoch == 0 &&
          room_member(&room, who(MENTOR))->since == 3);
    must(&room, ROOM_REMOVE, COUNSELLOR_A, COUNSELLOR_A);
    CHECK(room_is_held_by(&room, who(MENTOR)) && room.left_epoch == 5); /* before the supervisor who came first */
    struct wish wish = {ROOM_ADD, MENTOR, COUNSELLOR_B, MENTOR, NOBODY};
    CHECK(try(&room, &wish) == REFUSED); /* holds it, but is not certified to add */
    must(&room, ROOM_REMOVE, SUPERVISOR_B, MENTOR);
    CHECK(room_is_held_by(&room, who(SUPERVISOR_A)));
    must(&room, ROOM_TAKEOVER, SUPERVISOR_A, COUNSELLOR_B);
    CHECK(room_is_held_by(&room, who(COUNSELLOR_B)) && !room_has(&room, who(SUPERVISOR_A)) && room.left_epoch == 7);
    must(&room, ROOM_REMOVE, COUNSELLOR_B, COUNSELLOR_B);
    CHECK(room_state(&room) == ROOM_WAITING && room.member_count == 1 &&
          room.left_epoch == 8); /* an interpreter holds nothing */
    must(&room, ROOM_CLAIM, COUNSELLOR_A, COUNSELLOR_A);
    CHECK(room_state(&room) == ROOM_OPEN && room_is_held_by(&room, who(COUNSELLOR_A)) && room.epoch == 9);
    must(&room, ROOM_CLOSE, COUNSELLOR_A, COUNSELLOR_A);
    must(&room, ROOM_REOPEN, COUNSELLOR_A, COUNSELLOR_A);
    CHECK(room_is_held_by(&room, who(COUNSELLOR_A)) && room_has(&room, visitor_id));
}

static void a_room_has_its_limit(void)
{
    struct room room;
    open_room(&room);
    must(&room, ROOM_CLAIM, COUNSELLOR_A, COUNSELLOR_A);
    while (room.member_count < MEMBERS_MAX) {
        struct room_member *member = &room.members[room.member_count++];
        memset(member->who, 0xff, HASH_SIZE);
        member->who[HASH_SIZE - 1] = (uint8_t)(0xe0 + room.member_count); /* ascending */
        member->role = ROLE_MENTOR;
    }
    struct wish wish = {ROOM_ADD, COUNSELLOR_A, COUNSELLOR_B, COUNSELLOR_A, NOBODY};
    CHECK(try(&room, &wish) == FULL);
    must(&room, ROOM_TAKEOVER, SUPERVISOR_A, COUNSELLOR_B); /* one goes, one comes */
}

static void two_supervisors_are_two_people(void)
{
    struct room room;
    struct programme kept = programme;
    open_room(&room);
    must(&room, ROOM_CLAIM, COUNSELLOR_A, COUNSELLOR_A);
    struct wish wish = {ROOM_TAKEOVER, SUPERVISOR_A, COUNSELLOR_B, SUPERVISOR_A, SUPERVISOR_B};
    memcpy(programme.roster.entries[1].person, programme.roster.entries[0].person, PERSON_SIZE);
    CHECK(try(&room, &wish) == REFUSED);
    programme = kept;
    CHECK(try(&room, &wish) == OK);
}

/* --- random histories --- */

/* The model: plain facts, no hashes. */
struct model {
    bool is_in[STAFF_COUNT];
    unsigned came[STAFF_COUNT];
    size_t holder;
    bool is_closed;
    unsigned count;
};

static bool model_allows(const struct model *model, const struct wish *wish)
{
    size_t a = wish->actor;
    size_t s = wish->subject;
    bool is_supervisor = a <= SUPERVISOR_B;
    bool waits = !model->is_closed && model->holder == NOBODY;
    bool is_open = !model->is_closed && model->holder != NOBODY;
    bool answers = model->is_in[a] && (a == COUNSELLOR_A || a == COUNSELLOR_B || model->holder == a);
    bool is_alone = wish->signer == a && wish->second == NOBODY;
    if (s == THE_VISITOR)
        return false;
    switch (wish->type) {
    case ROOM_CLAIM:
        return is_alone && waits && a == s && (a == COUNSELLOR_A || a == COUNSELLOR_B);
    case ROOM_ADD:
        return is_alone && is_open && !model->is_in[s] &&
               (is_supervisor || (model->is_in[a] && (a == COUNSELLOR_A || a == COUNSELLOR_B)));
    case ROOM_TAKEOVER:
        return wish->signer == a && is_open && is_supervisor && wish->second <= SUPERVISOR_B && wish->second != a &&
               s != model->holder && s != INTERPRETER;
    case ROOM_REMOVE:
        return is_alone && is_open && model->is_in[s] && (is_supervisor || a == s);
    case ROOM_CLOSE:
        return is_alone && !model->is_closed && a == s && (is_supervisor || answers);
    default:
        return is_alone && model->is_closed && a == s && model->is_in[a];
    }
}

static void model_leave(struct model *model, size_t person)
{
    static const size_t ranks[] = {COUNSELLOR_A, COUNSELLOR_B, MENTOR, SUPERVISOR_A, SUPERVISOR_B};
    model->is_in[person] = false;
    if (model->holder != person)
        return;
    model->holder = NOBODY;
    for (size_t i = 0; i < 5; i++) {
        size_t one = ranks[i];
        bool is_same_rank = model->holder != NOBODY && (one <= SUPERVISOR_B) == (model->holder <= SUPERVISOR_B);
        if (model->is_in[one] &&
            (model->holder == NOBODY || (is_same_rank && model->came[one] < model->came[model->holder])))
            model->holder = one;
    }
    for (size_t i = 0; i < STAFF_COUNT && model->holder == NOBODY; i++)
        model->is_in[i] = false;
}

static void model_move(struct model *model, const struct wish *wish)
{
    size_t s = wish->subject;
    bool comes = wish->type == ROOM_CLAIM || wish->type == ROOM_ADD || wish->type == ROOM_TAKEOVER;
    if (wish->type == ROOM_TAKEOVER)
        model->is_in[model->holder] = false;
    if (comes && !model->is_in[s])
        model->came[s] = model->count;
    if (comes)
        model->is_in[s] = true;
    if (wish->type == ROOM_CLAIM || wish->type == ROOM_TAKEOVER)
        model->holder = s;
    if (wish->type == ROOM_REMOVE)
        model_leave(model, s);
    if (wish->type == ROOM_CLOSE || wish->type == ROOM_REOPEN)
        model->is_closed = wish->type == ROOM_CLOSE;
    model->count++;
}

static bool is_alike(const struct room *room, const struct model *model)
{
    bool is_alike = room->is_closed == model->is_closed && room->epoch == model->count;
    size_t count = 1;
    for (size_t i = 0; i < STAFF_COUNT; i++) {
        is_alike = is_alike && room_has(room, who(i)) == model->is_in[i];
        is_alike = is_alike && room_is_held_by(room, who(i)) == (model->holder == i);
        count += model->is_in[i] ? 1 : 0;
    }
    for (size_t i = 1; i < room->member_count; i++)
        is_alike = is_alike && memcmp(room->members[i - 1].who, room->members[i].who, HASH_SIZE) < 0;
    return is_alike && room->member_count == count;
}

static struct wish some_wish(uint64_t *state)
{
    static const uint8_t types[] = {ROOM_CLAIM,  ROOM_CLAIM,  ROOM_ADD,   ROOM_ADD,    ROOM_ADD,
                                    ROOM_REMOVE, ROOM_REMOVE, ROOM_CLOSE, ROOM_REOPEN, ROOM_TAKEOVER};
    struct wish wish = {.type = types[check_random(state) % sizeof types]};
    wish.actor = check_random(state) % STAFF_COUNT;
    wish.subject = check_random(state) % 2 == 0 ? wish.actor : check_random(state) % STAFF_COUNT;
    if (check_random(state) % 40 == 0)
        wish.subject = THE_VISITOR;
    wish.signer = check_random(state) % 12 == 0 ? check_random(state) % STAFF_COUNT : wish.actor;
    wish.second = NOBODY;
    if (wish.type == ROOM_TAKEOVER || check_random(state) % 20 == 0)
        wish.second = check_random(state) % (wish.type == ROOM_TAKEOVER ? COUNSELLOR_B : STAFF_COUNT);
    if (wish.second == wish.signer)
        wish.second = NOBODY;
    return wish;
}

static void random_histories(void)
{
    unsigned taken[ROOM_REOPEN + 1] = {0};
    for (uint64_t seed = 1; seed <= HISTORIES; seed++) {
        uint64_t state = seed;
        struct room room;
        struct model model = {.holder = NOBODY};
        struct encoded forked = {.size = 0};
        open_room(&room);
        for (unsigned step = 0; step < STEPS; step++) {
            struct wish wish = some_wish(&state);
            struct room other = room;
            bool is_taken = try(&room, &wish) == OK;
            if (!CHECK(is_taken == model_allows(&model, &wish)))
                printf("  seed %u step %u: type %d by %zu about %zu signed %zu %zu\n", (unsigned)seed, step, wish.type,
                       wish.actor, wish.subject, wish.signer, wish.second);
            if (!is_taken)
                continue;
            taken[wish.type]++;
            model_move(&model, &wish);
            if (!CHECK(is_alike(&room, &model)))
                return;
            /* Another face of the room: an event that was made for it fits no other, ever again. */
            if (forked.size > 0)
                CHECK(room_apply(&room, bytes_of(&forked), &programme.roster, NOW_MIN) == REFUSED);
            make(&other, &wish, &forked);
        }
    }
    for (int type = ROOM_CLAIM; type <= ROOM_REOPEN; type++)
        CHECK(taken[type] > 50);
}

int main(void)
{
    CHECK(sodium_init() >= 0);
    programme_open(&programme);
    RUN(the_table);
    RUN(a_case_is_handed_over);
    RUN(a_room_has_its_limit);
    RUN(two_supervisors_are_two_people);
    RUN(random_histories);
    return check_end();
}
