/* What is true of a case after every step: it stands in one list, an open room has one holder, and every room or card that a screen shows
 * is one that the server had.
 * For tests that are one program (everything is static). Uses: world, mailbox_truths. Used by: test_client_world. */
#ifndef UDVEJ_TESTS_SIMULATE_CASE_TRUTHS_H
#define UDVEJ_TESTS_SIMULATE_CASE_TRUTHS_H

#include "mailbox_truths.h"
#include "world.h"

/* --- the server's row --- */

static inline bool is_held_state(uint8_t state)
{
    return state == CASE_CLAIMED || state == CASE_HANDED_OVER || state == CASE_ESCALATED || state == CASE_RESTING;
}

static inline bool is_in_one_list(const struct case_row *row)
{
    bool is_alone = row->room.member_count == 1 && actor_of(row->holder) == SCENE_VISITOR;
    bool is_held = room_has(&row->room, row->holder) && room_is_held_by(&row->room, row->holder) &&
                   actor_of(row->holder) != SCENE_VISITOR;
    switch (room_state(&row->room)) {
    case ROOM_WAITING:
        return row->state == CASE_WAITING && is_alone;
    case ROOM_OPEN:
        return is_held_state(row->state) && is_held;
    case ROOM_CLOSED:
        return row->state == CASE_CLOSED || row->state == CASE_RETURNED || row->state == CASE_ENDED;
    }
    return false;
}

/* The lists that people look at: the queue and what is asked for again, the holder's cases, what a supervisor is to see. */
static inline bool find_case(void *context, const struct case_row *row)
{
    bool *is_found = context;
    *is_found = *is_found || memcmp(row->room.case_id, story->case_id, CASE_ID_SIZE) == 0;
    return true;
}

/* Who holds both is asked about the one that came first. */
static inline bool is_held_before(const struct case_row *held, const struct case_row *row)
{
    return sim.story_count > 1 && held->place < row->place && memcmp(held->holder, row->holder, HASH_SIZE) == 0;
}

static inline bool is_listed(const struct case_row *row)
{
    struct store *store = sim.scene.store;
    struct case_row held;
    bool is_shredded;
    bool is_found = false;
    invariant(store->ways->begin(store) == OK);
    invariant(ASK(store, case_each, row->door, row->state, find_case, &is_found) == OK);
    bool is_holders = row->state != CASE_CLAIMED && row->state != CASE_HANDED_OVER;
    if (!is_holders && ASK(store, case_held, row->holder, &held) == OK)
        is_holders = memcmp(held.room.case_id, story->case_id, CASE_ID_SIZE) == 0 || is_held_before(&held, row);
    invariant(ASK(store, commit, &is_shredded) == OK);
    return is_found && is_holders;
}

static inline struct turn turn_of(const struct room *room)
{
    struct turn turn = {.is_known = true, .holder = actor_of(room->holder)};
    for (uint8_t i = 0; i < room->member_count; i++)
        turn.staff |= 1U << actor_of(room->members[i].who);
    turn.staff &= ~(1U << SCENE_VISITOR);
    return turn;
}

/* An epoch is one room for ever. */
static inline void note_room(const struct room *room)
{
    struct turn now = turn_of(room);
    if (room->epoch >= EPOCHS_MAX)
        return;
    struct turn *known = &story->rooms[room->epoch];
    if (known->is_known && (known->staff != now.staff || known->holder != now.holder))
        fail("one epoch, two rooms");
    *known = now;
}

/* Only colleagues, and the visitor whose case it is. */
static inline void check_members(const struct case_row *row)
{
    for (uint8_t i = 0; i < row->room.member_count; i++) {
        const uint8_t *who = row->room.members[i].who;
        if (actor_of(who) == SCENE_VISITOR && memcmp(who, row->visitor, HASH_SIZE) != 0)
            fail("somebody is in a room whom nobody knows");
    }
    if (memcmp(sim.scene.devices[story->page].principal, row->visitor, HASH_SIZE) != 0)
        fail("a case is another visitor's than who opened it");
}

/* Nothing is sealed to whose time in the room is over; who is made its heir then stays, and reads on from there. So does who was seen out
 * and brought in again while their device was off: it never sees the one or the other. */
static inline void note_stays(const struct room *room)
{
    uint32_t today = (uint32_t)(sim.scene.now_s / DAY_SECONDS);
    for (enum scene_actor actor = SCENE_ALPHA; actor < SCENE_ACTORS; actor++) {
        const struct room_member *member = room_member(room, certificate_of(actor));
        if (member == NULL)
            continue;
        bool is_back = story->since[actor] != member->since;
        story->since[actor] = member->since;
        if (!is_back && room_has_on(room, member->who, today))
            continue;
        story->joined[actor] = sim.step;
        story->met[actor] = story->met[actor] == 0 ? 0 : sim.step;
    }
}

static inline void check_case(void)
{
    struct case_row row;
    if (!story->is_there)
        return;
    if (load_case(&row) != OK) {
        check_case_gone();
        return;
    }
    if (story->is_over)
        fail("a case came back");
    story->is_gone = false;
    if (!is_in_one_list(&row))
        fail("a case without a holder does not wait, or waits with one");
    if (!is_listed(&row))
        fail("a case stands in no list");
    if (!sim.is_crowd && (story->claimed_by & (story->claimed_by - 1)) != 0)
        fail("two counsellors have one case");
    note_room(&row.room);
    check_members(&row);
    if (sim.is_crowd) {
        note_stays(&row.room);
        check_mailboxes(&row);
        check_rows(&row);
    }
    if (sim.scene.turn.is_half)
        fail("a turn that failed left something");
    story->state = row.state;
    story->closed = is_closed() ? sim.step : story->closed;
    story->holder = actor_of(row.holder);
}

/* --- screens --- */

static inline uint32_t epoch_of(struct bytes event)
{
    struct bytes field = event_field(event, "epoch");
    uint32_t epoch = 0;
    for (size_t i = 0; i < field.size; i++)
        epoch = epoch * 10 + (uint32_t)(field.data[i] - '0');
    return epoch;
}

static inline unsigned staff_in(struct bytes event)
{
    static const char key[] = "\"who\":\"";
    unsigned staff = 0;
    uint8_t who[HASH_SIZE];
    for (const uint8_t *at; (at = memmem(event.data, event.size, key, sizeof key - 1)) != NULL;) {
        event = (struct bytes){at, event.size - (size_t)(at - event.data)};
        if (event_id(event, "who", who, HASH_SIZE))
            staff |= 1U << actor_of(who);
        event = (struct bytes){event.data + sizeof key - 1, event.size - (sizeof key - 1)};
    }
    return staff & ~(1U << SCENE_VISITOR);
}

/* A message may come up between two looks at the row: then its room is not known here yet. */
static inline const struct turn *known_room(uint32_t epoch)
{
    return epoch < EPOCHS_MAX && story->rooms[epoch].is_known ? &story->rooms[epoch] : NULL;
}

static inline void check_room(enum scene_actor actor, struct bytes event)
{
    const struct turn *turn = known_room(story->epoch[actor] = epoch_of(event));
    if (turn != NULL && staff_in(event) != turn->staff)
        fail("a screen shows another room than the server's");
}

static inline void check_card(struct bytes event)
{
    uint8_t holder[HASH_SIZE] = {0};
    const struct turn *turn = known_room(epoch_of(event));
    (void)event_id(event, "holder", holder, sizeof holder);
    if (turn != NULL && actor_of(holder) != turn->holder)
        fail("a card names another holder than the server");
}

/* --- in the end --- */

/* When all was said and nothing fails any more: everybody in the room knows it as it is, and nobody waits for an answer that was given. */
static inline void check_end_of_case(void)
{
    struct case_row row;
    if (load_case(&row) != OK)
        return;
    unsigned staff = turn_of(&row.room).staff;
    for (enum scene_actor actor = 0; actor < sim.players; actor++) {
        bool is_member = actor == SCENE_VISITOR || (staff & (1U << actor)) != 0;
        if (actor != SCENE_VISITOR && is_member != story->is_ours[actor])
            fail("who is in the room does not know it, or the other way round");
        if (is_member && row.room.epoch > 0 && story->epoch[actor] != row.room.epoch)
            fail("a member shows an old room");
    }
    if (row.state == CASE_HANDED_OVER)
        fail("everybody has agreed, and the case is not handed over");
}

#endif
