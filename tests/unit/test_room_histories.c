/* Rule 12 against a model that was written a second time, without hashes: random histories of rooms, with forks, wrong people, days and
 * signatures in them. */
#include "moves.h"

enum { HISTORIES = 600, STEPS = 80 };

/* The model: plain facts, no hashes. */
struct model {
    bool is_in[STAFF_COUNT];
    unsigned came[STAFF_COUNT];
    uint32_t until_day[STAFF_COUNT];
    size_t holder;
    size_t heir;
    bool is_closed;
    unsigned count;
};

static bool model_is_over(const struct model *model, size_t person, uint32_t day)
{
    return model->until_day[person] != 0 && model->until_day[person] < day;
}

static bool model_allows(const struct model *model, const struct wish *wish, enum judge judge)
{
    size_t a = wish->actor;
    size_t s = wish->subject;
    bool is_supervisor = a <= SUPERVISOR_B;
    bool is_counsellor = a == COUNSELLOR_A || a == COUNSELLOR_B;
    bool waits = !model->is_closed && model->holder == NOBODY;
    bool is_open = !model->is_closed && model->holder != NOBODY;
    bool is_late = model_is_over(model, a, wish->day) || (judge == AS_NEW && model_is_over(model, a, NOW_DAY));
    bool is_here = model->is_in[a] && !is_late;
    bool answers = is_here && (is_counsellor || model->holder == a);
    bool is_alone = wish->signer == a && wish->second == NOBODY;
    if (s == THE_VISITOR)
        return false;
    switch (wish->type) {
    case ROOM_CLAIM:
        return is_alone && waits && a == s && is_counsellor;
    case ROOM_ADD:
        return is_alone && is_open && !model->is_in[s] && (is_supervisor || (is_here && is_counsellor));
    case ROOM_TAKEOVER:
        return wish->signer == a && is_open && is_supervisor && wish->second <= SUPERVISOR_B && wish->second != a &&
               s != model->holder && s != INTERPRETER;
    case ROOM_REMOVE:
        return is_alone && is_open && model->is_in[s] &&
               (is_supervisor || a == s || (answers && (s == model->heir || model_is_over(model, s, wish->day))));
    case ROOM_CLOSE:
        return is_alone && !model->is_closed && a == s && (is_supervisor || answers);
    case ROOM_HANDOVER:
        return wish->signer == a && wish->second == s && is_open && is_here && model->holder == a && a != MENTOR &&
               s != a && s != INTERPRETER;
    default:
        return is_alone && model->is_closed && a == s && (is_supervisor || is_here);
    }
}

static void model_out(struct model *model, size_t person)
{
    model->is_in[person] = false;
    model->until_day[person] = 0;
    if (model->heir == person)
        model->heir = NOBODY;
}

static void model_hold(struct model *model, size_t person)
{
    model->holder = person;
    model->heir = NOBODY;
    if (person != NOBODY)
        model->until_day[person] = 0;
}

static void model_leave(struct model *model, size_t person, uint32_t day)
{
    static const size_t ranks[] = {COUNSELLOR_A, COUNSELLOR_B, MENTOR, SUPERVISOR_A, SUPERVISOR_B};
    model_out(model, person);
    if (model->holder != person)
        return;
    size_t next = model->heir;
    for (size_t i = 0; i < 5 && model->heir == NOBODY; i++) {
        size_t one = ranks[i];
        bool is_same_rank = next != NOBODY && (one <= SUPERVISOR_B) == (next <= SUPERVISOR_B);
        if (model->is_in[one] && !model_is_over(model, one, day) &&
            (next == NOBODY || (is_same_rank && model->came[one] < model->came[next])))
            next = one;
    }
    model_hold(model, next);
    for (size_t i = 0; i < STAFF_COUNT && next == NOBODY; i++)
        model_out(model, i);
}

static void model_move(struct model *model, const struct wish *wish)
{
    size_t s = wish->subject;
    bool holds = wish->type == ROOM_CLAIM || wish->type == ROOM_TAKEOVER;
    bool comes = holds || wish->type == ROOM_ADD || wish->type == ROOM_HANDOVER;
    if (wish->type == ROOM_TAKEOVER)
        model_out(model, model->holder);
    if (comes && !model->is_in[s])
        model->came[s] = model->count;
    if (comes) {
        model->is_in[s] = true;
        model->until_day[s] = wish->until_day;
    }
    if (holds)
        model_hold(model, s);
    if (wish->type == ROOM_HANDOVER)
        model->heir = s;
    if (wish->type == ROOM_REMOVE)
        model_leave(model, s, wish->day);
    if (wish->type == ROOM_CLOSE || wish->type == ROOM_REOPEN)
        model->is_closed = wish->type == ROOM_CLOSE;
    model->count++;
}

static bool is_alike(const struct room *room, const struct model *model)
{
    bool is_alike = room->is_closed == model->is_closed && room->epoch == model->count && has_heir(room, model->heir);
    size_t count = 1;
    for (size_t i = 0; i < STAFF_COUNT; i++) {
        is_alike = is_alike && room_has(room, who(i)) == model->is_in[i];
        is_alike = is_alike && room_is_held_by(room, who(i)) == (model->holder == i);
        is_alike = is_alike && (!model->is_in[i] || room_member(room, who(i))->until_day == model->until_day[i]);
        is_alike =
            is_alike && room_has_on(room, who(i), NOW_DAY) == (model->is_in[i] && !model_is_over(model, i, NOW_DAY));
        count += model->is_in[i] ? 1 : 0;
    }
    for (size_t i = 1; i < room->member_count; i++)
        is_alike = is_alike && memcmp(room->members[i - 1].who, room->members[i].who, HASH_SIZE) < 0;
    return is_alike && room->member_count == count;
}

static struct wish some_wish(const struct model *model, uint64_t *state)
{
    static const uint8_t types[] = {ROOM_CLAIM,  ROOM_CLAIM, ROOM_ADD,    ROOM_ADD,      ROOM_ADD,      ROOM_REMOVE,
                                    ROOM_REMOVE, ROOM_CLOSE, ROOM_REOPEN, ROOM_TAKEOVER, ROOM_HANDOVER, ROOM_HANDOVER};
    struct wish wish = {.type = types[check_random(state) % sizeof types]};
    wish.day = NOW_DAY - 2 + (uint32_t)(check_random(state) % 4);
    if (wish.type == ROOM_ADD && check_random(state) % 2 == 0)
        wish.until_day = wish.day + (uint32_t)(check_random(state) % 3);
    bool is_holder = model->holder != NOBODY && check_random(state) % 2 == 0;
    wish.actor = is_holder ? model->holder : check_random(state) % STAFF_COUNT;
    bool is_about_others = wish.type == ROOM_HANDOVER || wish.type == ROOM_TAKEOVER || check_random(state) % 2 == 0;
    wish.subject = is_about_others ? check_random(state) % STAFF_COUNT : wish.actor;
    if (check_random(state) % 40 == 0)
        wish.subject = THE_VISITOR;
    wish.signer = check_random(state) % 12 == 0 ? check_random(state) % STAFF_COUNT : wish.actor;
    wish.second = NOBODY;
    if (wish.type == ROOM_TAKEOVER || check_random(state) % 20 == 0)
        wish.second = check_random(state) % (wish.type == ROOM_TAKEOVER ? COUNSELLOR_B : STAFF_COUNT);
    if (wish.type == ROOM_HANDOVER && wish.subject != THE_VISITOR && check_random(state) % 8 != 0)
        wish.second = wish.subject;
    if (wish.second == wish.signer)
        wish.second = NOBODY;
    return wish;
}

/* What the histories must have had in them, or they say nothing about it. */
struct happened {
    unsigned taken[ROOM_HANDOVER + 1];
    unsigned inherited;
    unsigned seen_out;
    unsigned reopened_from_outside;
    unsigned skipped; /* somebody whose time was over did not get the case */
};

static void note(struct happened *happened, const struct model *before, const struct model *after,
                 const struct wish *wish)
{
    bool is_remove = wish->type == ROOM_REMOVE;
    bool passes_on = is_remove && wish->subject == before->holder;
    happened->taken[wish->type]++;
    happened->inherited += passes_on && before->heir != NOBODY && after->holder == before->heir ? 1 : 0;
    happened->seen_out += is_remove && wish->actor > SUPERVISOR_B && wish->actor != wish->subject ? 1 : 0;
    happened->reopened_from_outside += wish->type == ROOM_REOPEN && !before->is_in[wish->actor] ? 1 : 0;
    for (size_t i = 0; i < STAFF_COUNT; i++)
        happened->skipped += passes_on && after->is_in[i] && model_is_over(after, i, wish->day) ? 1 : 0;
}

/* Half of them as the server takes them, half as they are read. Gives false where room and model part. */
static bool one_history(uint64_t seed, struct happened *happened)
{
    uint64_t state = seed;
    struct room room;
    struct model model = {.holder = NOBODY, .heir = NOBODY};
    struct encoded forked = {.size = 0};
    enum judge judge = seed % 2 == 0 ? AS_NEW : AS_READ;
    open_room(&room);
    for (unsigned step = 0; step < STEPS; step++) {
        struct wish wish = some_wish(&model, &state);
        struct room other = room;
        struct model before = model;
        bool is_taken = try_as(&room, &wish, judge) == OK;
        if (!CHECK(is_taken == model_allows(&model, &wish, judge))) {
            printf("  seed %u step %u: type %d by %zu about %zu signed %zu %zu\n", (unsigned)seed, step, wish.type,
                   wish.actor, wish.subject, wish.signer, wish.second);
            return false;
        }
        if (!is_taken)
            continue;
        model_move(&model, &wish);
        note(happened, &before, &model, &wish);
        if (!CHECK(is_alike(&room, &model)))
            return false;
        /* Another face of the room: an event that was made for it fits no other, ever again. */
        if (forked.size > 0)
            CHECK(room_apply(&room, bytes_of(&forked), &programme.roster, NOW_MIN) == REFUSED);
        make(&other, &wish, &forked);
    }
    return true;
}

static void random_histories(void)
{
    struct happened happened = {.inherited = 0};
    for (uint64_t seed = 1; seed <= HISTORIES; seed++)
        if (!one_history(seed, &happened))
            return;
    for (int type = ROOM_CLAIM; type <= ROOM_HANDOVER; type++)
        CHECK(happened.taken[type] > 50);
    CHECK(happened.inherited > 50 && happened.seen_out > 10 && happened.reopened_from_outside > 50 &&
          happened.skipped > 10);
}

int main(void)
{
    CHECK(sodium_init() >= 0);
    programme_open(&programme);
    RUN(random_histories);
    return check_end();
}
