/* Rule 12's table of moves: every type by every role about everybody in every state; then who holds a case next, and how a stay ends. */
#include "moves.h"

/* COUNSELLOR_A, who holds the case, brings somebody in until that day. */
static void must_add_until(struct room *room, size_t subject, uint32_t until_day)
{
    struct wish wish = {ROOM_ADD, COUNSELLOR_A, subject, COUNSELLOR_A, NOBODY, NOW_DAY - 3, until_day};
    CHECK(try(room, &wish) == OK);
}

/* --- the table --- */

/* Open: COUNSELLOR_A holds it, SUPERVISOR_B and INTERPRETER are in it; the others are not. Later: besides, COUNSELLOR_B is in it, MENTOR is
 * the heir, and the time of COUNSELLOR_B and INTERPRETER is over. Closed: as open, and with COUNSELLOR_B, whose time is over. Columns: the
 * actor, in the order of the programme: supervisor outside, supervisor inside, holder, counsellor, mentor, interpreter. */
static const struct {
    uint8_t type;
    size_t subject;
    const char *waiting, *open, *later, *closed;
} cells[] = {
    {ROOM_CLAIM, ITSELF, "--yy--", "------", "------", "------"},
    {ROOM_CLAIM, COUNSELLOR_B, "---y--", "------", "------", "------"},
    {ROOM_ADD, ITSELF, "------", "y-----", "y-----", "------"},
    {ROOM_ADD, SUPERVISOR_A, "------", "yyy---", "yyy---", "------"},
    {ROOM_ADD, COUNSELLOR_B, "------", "yyy---", "------", "------"},
    {ROOM_ADD, MENTOR, "------", "yyy---", "------", "------"},
    {ROOM_ADD, INTERPRETER, "------", "------", "------", "------"},
    {ROOM_TAKEOVER, ITSELF, "------", "yy----", "yy----", "------"},
    {ROOM_TAKEOVER, COUNSELLOR_A, "------", "------", "------", "------"},
    {ROOM_TAKEOVER, COUNSELLOR_B, "------", "yy----", "yy----", "------"},
    {ROOM_TAKEOVER, MENTOR, "------", "yy----", "yy----", "------"},
    {ROOM_TAKEOVER, INTERPRETER, "------", "------", "------", "------"},
    {ROOM_REMOVE, ITSELF, "------", "-yy--y", "-yyyyy", "------"},
    {ROOM_REMOVE, SUPERVISOR_B, "------", "yy----", "yy----", "------"},
    {ROOM_REMOVE, COUNSELLOR_A, "------", "yyy---", "yyy---", "------"},
    {ROOM_REMOVE, COUNSELLOR_B, "------", "------", "yyyy--", "------"},
    {ROOM_REMOVE, MENTOR, "------", "------", "yyy-y-", "------"},
    {ROOM_REMOVE, INTERPRETER, "------", "yy---y", "yyy--y", "------"},
    {ROOM_REMOVE, THE_VISITOR, "------", "------", "------", "------"},
    {ROOM_CLOSE, ITSELF, "yy----", "yyy---", "yyy---", "------"},
    {ROOM_CLOSE, COUNSELLOR_A, "------", "--y---", "--y---", "------"},
    {ROOM_REOPEN, ITSELF, "------", "------", "------", "yyy--y"},
    {ROOM_REOPEN, COUNSELLOR_A, "------", "------", "------", "--y---"},
    {ROOM_HANDOVER, ITSELF, "------", "------", "------", "------"},
    {ROOM_HANDOVER, SUPERVISOR_A, "------", "--y---", "--y---", "------"},
    {ROOM_HANDOVER, SUPERVISOR_B, "------", "--y---", "--y---", "------"},
    {ROOM_HANDOVER, COUNSELLOR_A, "------", "------", "------", "------"},
    {ROOM_HANDOVER, COUNSELLOR_B, "------", "--y---", "--y---", "------"},
    {ROOM_HANDOVER, MENTOR, "------", "--y---", "--y---", "------"},
    {ROOM_HANDOVER, INTERPRETER, "------", "------", "------", "------"},
    {ROOM_HANDOVER, THE_VISITOR, "------", "------", "------", "------"},
};

/* One move by one actor with every second signature there is, and with none. */
static void try_cell(const struct room *room, struct wish wish, bool is_allowed)
{
    size_t right = right_second(wish.type, wish.actor, wish.subject);
    for (wish.second = 0; wish.second <= NOBODY; wish.second++) {
        struct room copy = *room;
        if (wish.second == wish.signer)
            continue;
        bool is_taken = try(&copy, &wish) == OK;
        if (!CHECK(is_taken == (is_allowed && wish.second == right)))
            printf("  type %d about %zu by %zu with %zu: %d\n", wish.type, wish.subject, wish.actor, wish.second,
                   is_taken);
    }
}

static void try_state(const struct room *room, const char *row, size_t index)
{
    for (size_t actor = 0; actor < STAFF_COUNT; actor++) {
        size_t subject = cells[index].subject == ITSELF ? actor : cells[index].subject;
        try_cell(room, (struct wish){cells[index].type, actor, subject, actor, NOBODY, NOW_DAY, 0}, row[actor] == 'y');
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
    struct room later = open;
    must(&open, ROOM_ADD, SUPERVISOR_A, INTERPRETER);
    struct room closed = open;
    must_add_until(&closed, COUNSELLOR_B, NOW_DAY - 1);
    must(&closed, ROOM_CLOSE, COUNSELLOR_A, COUNSELLOR_A);
    must_add_until(&later, INTERPRETER, NOW_DAY - 1);
    must_add_until(&later, COUNSELLOR_B, NOW_DAY - 2);
    must(&later, ROOM_HANDOVER, COUNSELLOR_A, MENTOR);
    CHECK(room_state(&waiting) == ROOM_WAITING && room_state(&open) == ROOM_OPEN && room_state(&later) == ROOM_OPEN &&
          room_state(&closed) == ROOM_CLOSED);
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        try_state(&waiting, cells[i].waiting, i);
        try_state(&open, cells[i].open, i);
        try_state(&later, cells[i].later, i);
        try_state(&closed, cells[i].closed, i);
    }
}

/* --- who holds it --- */

static void a_case_goes_from_hand_to_hand(void)
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
    struct wish wish = {ROOM_ADD, MENTOR, COUNSELLOR_B, MENTOR, NOBODY, 0, 0};
    CHECK(try(&room, &wish) == REFUSED); /* holds it, but is not certified to add */
    wish = (struct wish){ROOM_HANDOVER, MENTOR, COUNSELLOR_B, MENTOR, COUNSELLOR_B, 0, 0};
    CHECK(try(&room, &wish) == REFUSED); /* nor to bring in who comes next */
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
    struct wish wish = {ROOM_ADD, COUNSELLOR_A, COUNSELLOR_B, COUNSELLOR_A, NOBODY, 0, 0};
    CHECK(try(&room, &wish) == FULL);
    wish = (struct wish){ROOM_HANDOVER, COUNSELLOR_A, COUNSELLOR_B, COUNSELLOR_A, COUNSELLOR_B, 0, 0};
    CHECK(try(&room, &wish) == FULL);
    must(&room, ROOM_TAKEOVER, SUPERVISOR_A, COUNSELLOR_B); /* one goes, one comes */
    must(&room, ROOM_TAKEOVER, SUPERVISOR_A, COUNSELLOR_A);
    room.member_count--;
    must(&room, ROOM_ADD, COUNSELLOR_A, COUNSELLOR_B);
    must(&room, ROOM_HANDOVER, COUNSELLOR_A, COUNSELLOR_B); /* nobody comes */
}

static void two_supervisors_are_two_people(void)
{
    struct room room;
    struct programme kept = programme;
    open_room(&room);
    must(&room, ROOM_CLAIM, COUNSELLOR_A, COUNSELLOR_A);
    struct wish wish = {ROOM_TAKEOVER, SUPERVISOR_A, COUNSELLOR_B, SUPERVISOR_A, SUPERVISOR_B, 0, 0};
    memcpy(programme.roster.entries[1].person, programme.roster.entries[0].person, PERSON_SIZE);
    CHECK(try(&room, &wish) == REFUSED);
    programme = kept;
    CHECK(try(&room, &wish) == OK);
}

/* --- who comes after the holder --- */

/* A room that COUNSELLOR_A holds and MENTOR, who has been in it for longer than the others, too. */
static void open_for_heirs(struct room *room)
{
    open_room(room);
    must(room, ROOM_CLAIM, COUNSELLOR_A, COUNSELLOR_A);
    must(room, ROOM_ADD, COUNSELLOR_A, MENTOR);
}

/* Whoever it is, before everybody else; and then there is no heir. */
static void an_heir_holds_it_next(void)
{
    static const size_t heirs[] = {SUPERVISOR_A, SUPERVISOR_B, COUNSELLOR_B, MENTOR};
    for (size_t i = 0; i < sizeof heirs / sizeof heirs[0]; i++)
        for (size_t other = 0; other < 2; other++) {
            struct room room;
            open_for_heirs(&room);
            must(&room, ROOM_HANDOVER, COUNSELLOR_A, heirs[i]);
            CHECK(has_heir(&room, heirs[i]) && room_is_held_by(&room, who(COUNSELLOR_A)) && room.left_epoch == 0);
            must(&room, ROOM_CLOSE, COUNSELLOR_A, COUNSELLOR_A);
            must(&room, ROOM_REOPEN, SUPERVISOR_B, SUPERVISOR_B);
            CHECK(has_heir(&room, heirs[i]));
            must(&room, ROOM_REMOVE, other == 0 ? COUNSELLOR_A : SUPERVISOR_A, COUNSELLOR_A);
            CHECK(room_is_held_by(&room, who(heirs[i])) && has_heir(&room, NOBODY));
        }
}

/* One heir, until it leaves, is taken out, or a TAKEOVER has come between. */
static void an_heir_may_change(void)
{
    struct room room;
    open_for_heirs(&room);
    must(&room, ROOM_HANDOVER, COUNSELLOR_A, SUPERVISOR_B);
    must(&room, ROOM_HANDOVER, COUNSELLOR_A, COUNSELLOR_B);
    CHECK(has_heir(&room, COUNSELLOR_B) && room_has(&room, who(SUPERVISOR_B)));
    must(&room, ROOM_REMOVE, SUPERVISOR_B, SUPERVISOR_B); /* who was it goes: nothing changes */
    CHECK(has_heir(&room, COUNSELLOR_B));
    must(&room, ROOM_REMOVE, COUNSELLOR_B, COUNSELLOR_B);
    CHECK(has_heir(&room, NOBODY));
    must(&room, ROOM_ADD, COUNSELLOR_A, COUNSELLOR_B); /* who comes again is heir no more */
    CHECK(has_heir(&room, NOBODY));
    must(&room, ROOM_HANDOVER, COUNSELLOR_A, COUNSELLOR_B);
    must(&room, ROOM_REMOVE, COUNSELLOR_A, COUNSELLOR_B);
    struct room taken_back = room;
    must(&taken_back, ROOM_REMOVE, COUNSELLOR_A, COUNSELLOR_A);
    CHECK(room_is_held_by(&taken_back, who(MENTOR)));

    static const size_t holders[] = {SUPERVISOR_A, COUNSELLOR_B,
                                     MENTOR}; /* of whom one is the heir, one is in the room */
    for (size_t i = 0; i < sizeof holders / sizeof holders[0]; i++) {
        open_for_heirs(&room);
        must(&room, ROOM_HANDOVER, COUNSELLOR_A, COUNSELLOR_B);
        must(&room, ROOM_TAKEOVER, SUPERVISOR_A, holders[i]);
        CHECK(room_is_held_by(&room, who(holders[i])) && has_heir(&room, NOBODY));
    }
}

/* --- the end of a stay --- */

/* The last day counts; on the day after there is nothing left but to leave. An earlier day in a new event is no way round, though a reader
 * of the chain, who knows of no today, has to take it. */
static void a_stay_ends(void)
{
    struct room room;
    open_room(&room);
    must_on(&room, ROOM_CLAIM, COUNSELLOR_A, COUNSELLOR_A, NOW_DAY - 3);
    struct room ended = room;
    must_add_until(&room, COUNSELLOR_B, NOW_DAY);
    must_add_until(&ended, COUNSELLOR_B, NOW_DAY - 1);
    CHECK(room_has_on(&room, who(COUNSELLOR_B), NOW_DAY) && !room_has_on(&room, who(COUNSELLOR_B), NOW_DAY + 1) &&
          room_has(&ended, who(COUNSELLOR_B)) && !room_has_on(&ended, who(COUNSELLOR_B), NOW_DAY) &&
          !room_has_on(&room, who(MENTOR), NOW_DAY) && room_has_on(&room, visitor_id, NOW_DAY + 1));
    const struct room kept = ended;
    for (uint32_t day = NOW_DAY - 1; day <= NOW_DAY + 1; day++) {
        struct wish wish = {ROOM_ADD, COUNSELLOR_B, MENTOR, COUNSELLOR_B, NOBODY, day, 0};
        struct room copy = room;
        CHECK(try(&copy, &wish) == (day <= NOW_DAY ? OK : REFUSED));
        CHECK(try(&ended, &wish) == REFUSED);
        copy = kept;
        CHECK(try_as(&copy, &wish, AS_READ) == (day < NOW_DAY ? OK : REFUSED));
        wish = (struct wish){ROOM_REMOVE, COUNSELLOR_A, COUNSELLOR_B, COUNSELLOR_A, NOBODY, day, 0};
        copy = room;
        CHECK(try(&copy, &wish) == (day > NOW_DAY ? OK : REFUSED));
    }
    must(&ended, ROOM_REMOVE, COUNSELLOR_B, COUNSELLOR_B);
    must(&ended, ROOM_ADD, COUNSELLOR_A, COUNSELLOR_B); /* added again: the old end is forgotten */
    CHECK(room_has_on(&ended, who(COUNSELLOR_B), NOW_DAY + 1));
}

/* What makes somebody answer for the case, now or later, takes the end away: the visitor is not to be left with nobody. */
static void who_holds_it_has_no_end(void)
{
    for (size_t way = 0; way < 3; way++) {
        struct room room;
        open_room(&room);
        must_on(&room, ROOM_CLAIM, COUNSELLOR_A, COUNSELLOR_A, NOW_DAY - 3);
        must_add_until(&room, MENTOR, NOW_DAY - 2);       /* is over */
        must_add_until(&room, COUNSELLOR_B, NOW_DAY - 1); /* so is that */
        must_add_until(&room, SUPERVISOR_B, NOW_DAY);
        if (way == 0)
            must(&room, ROOM_HANDOVER, COUNSELLOR_A, MENTOR);
        if (way == 1)
            must(&room, ROOM_TAKEOVER, SUPERVISOR_A, MENTOR);
        else
            must(&room, ROOM_REMOVE, COUNSELLOR_A, COUNSELLOR_A);
        size_t holder = way == 2 ? SUPERVISOR_B : MENTOR; /* the only one whose time is not over */
        CHECK(room_is_held_by(&room, who(holder)) && room_member(&room, who(holder))->until_day == 0);
        must(&room, ROOM_REMOVE, holder, COUNSELLOR_B); /* who holds it sees out who is over */
        CHECK(room.member_count == 3);
    }
    struct room room;
    open_room(&room);
    must_on(&room, ROOM_CLAIM, COUNSELLOR_A, COUNSELLOR_A, NOW_DAY - 3);
    must_add_until(&room, COUNSELLOR_B, NOW_DAY - 1);
    struct room early = room;
    must(&room, ROOM_REMOVE, COUNSELLOR_A, COUNSELLOR_A);
    CHECK(room_state(&room) == ROOM_WAITING && room.member_count == 1); /* who is over alone does not answer */
    must_on(&early, ROOM_REMOVE, COUNSELLOR_A, COUNSELLOR_A, NOW_DAY - 1);
    CHECK(room_is_held_by(&early, who(COUNSELLOR_B))); /* on the event's day it was not over */
}

int main(void)
{
    CHECK(sodium_init() >= 0);
    programme_open(&programme);
    RUN(the_table);
    RUN(a_case_goes_from_hand_to_hand);
    RUN(a_room_has_its_limit);
    RUN(two_supervisors_are_two_people);
    RUN(an_heir_holds_it_next);
    RUN(an_heir_may_change);
    RUN(a_stay_ends);
    RUN(who_holds_it_has_no_end);
    programme_open_with(&programme, ROLE_PARENT_COACH); /* may do what a mentor may */
    RUN(the_table);
    RUN(an_heir_holds_it_next);
    return check_end();
}
