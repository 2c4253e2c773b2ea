/* Moves in a room of the test programme, right or wrong in any respect, for the tests of rule 12's table.
 * Owns: the programme and the visitor's id. Uses: programme. Used by: test_room_moves, test_room_histories. */
#ifndef UDVEJ_TESTS_MOVES_H
#define UDVEJ_TESTS_MOVES_H

#include "programme.h"
#include "protocol/room.h"

enum { NOBODY = STAFF_COUNT, ITSELF = STAFF_COUNT + 1, THE_VISITOR = STAFF_COUNT + 2 };

static struct programme programme;
static uint8_t visitor_id[HASH_SIZE];

static inline const uint8_t *who(size_t person)
{
    return person == THE_VISITOR ? visitor_id : programme.staff[person].cert_hash;
}

static inline uint8_t role_of(size_t person)
{
    return person == THE_VISITOR ? ROLE_VISITOR : (uint8_t)cert_of(&programme, person).role;
}

static inline void open_room(struct room *room)
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
    size_t signer;      /* the first */
    size_t second;      /* NOBODY: none */
    uint32_t day;       /* 0: today */
    uint32_t until_day; /* 0: no end */
};

/* How an event is judged: by the server as it happens, or by who reads the chain. */
enum judge { AS_NEW, AS_READ };

static inline void make(const struct room *room, const struct wish *wish, struct encoded *out)
{
    uint8_t body[STATEMENT_BODY_MAX];
    size_t size = 0;
    struct room_event event = {.epoch = room->epoch + 1, .type = wish->type, .until_day = wish->until_day};
    event.day = wish->day == 0 ? NOW_DAY : wish->day;
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

static inline enum outcome try_as(struct room *room, const struct wish *wish, enum judge judge)
{
    struct encoded encoded;
    struct room before;
    make(room, wish, &encoded);
    memcpy(&before, room, sizeof before);
    enum outcome outcome = judge == AS_NEW ? room_apply_new(room, bytes_of(&encoded), &programme.roster, NOW_MIN)
                                           : room_apply(room, bytes_of(&encoded), &programme.roster, NOW_MIN);
    if (outcome != OK)
        CHECK_SAME(&before, room, sizeof before);
    return outcome;
}

static inline enum outcome try(struct room *room, const struct wish *wish)
{
    return try_as(room, wish, AS_NEW);
}

static inline size_t other_supervisor(size_t actor)
{
    return actor == SUPERVISOR_A ? SUPERVISOR_B : SUPERVISOR_A;
}

static inline size_t right_second(uint8_t type, size_t actor, size_t subject)
{
    switch (room_cosigner(type)) {
    case COSIGNER_SUPERVISOR:
        return other_supervisor(actor);
    case COSIGNER_SUBJECT:
        return subject;
    case COSIGNER_NONE:
        break;
    }
    return NOBODY;
}

static inline void must_on(struct room *room, uint8_t type, size_t actor, size_t subject, uint32_t day)
{
    struct wish wish = {type, actor, subject, actor, right_second(type, actor, subject), day, 0};
    CHECK(try(room, &wish) == OK);
}

static inline void must(struct room *room, uint8_t type, size_t actor, size_t subject)
{
    must_on(room, type, actor, subject, NOW_DAY);
}

static inline bool has_heir(const struct room *room, size_t heir)
{
    static const uint8_t zeros[HASH_SIZE];
    const uint8_t *expected = heir == NOBODY ? zeros : who(heir);
    return memcmp(room->heir, expected, HASH_SIZE) == 0 && room_has_heir(room) == (heir != NOBODY);
}

#endif
