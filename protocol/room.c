#include "room.h"

#include <string.h>

#include "fields.h"
#include "hash.h"

enum { MINUTES_PER_DAY = 24 * 60 };

static void lay_room_event(struct fields *fields, struct room_event *event)
{
    fields_octets(fields, event->case_id, CASE_ID_SIZE);
    fields_u32(fields, &event->epoch);
    fields_octets(fields, event->prev, HASH_SIZE);
    fields_u8_within(fields, &event->type, ROOM_CLAIM, ROOM_HANDOVER);
    fields_octets(fields, event->actor, HASH_SIZE);
    fields_octets(fields, event->subject, HASH_SIZE);
    fields_u8_within(fields, &event->role, ROLE_VISITOR, ROLE_LAST);
    fields_u32(fields, &event->day);
    fields_u32(fields, &event->until_day);
    fields_check(fields, event->until_day == 0 || (event->type == ROOM_ADD && event->until_day >= event->day));
}

enum outcome room_event_decode(struct room_event *event, struct bytes body)
{
    struct reader reader;
    reader_open(&reader, body.data, body.size);
    lay_room_event(&(struct fields){&reader, NULL}, event);
    return reader_finish(&reader);
}

enum outcome room_event_encode(const struct room_event *event, void *out, size_t max, size_t *size)
{
    struct writer writer;
    writer_open(&writer, out, max);
    lay_room_event(&(struct fields){NULL, &writer}, (struct room_event *)event);
    return writer_finish(&writer, size);
}

void room_open_at(struct room *room, const uint8_t case_id[CASE_ID_SIZE], const uint8_t *visitor_id,
                  const uint8_t head[HASH_SIZE])
{
    memset(room, 0, sizeof *room);
    memcpy(room->case_id, case_id, CASE_ID_SIZE);
    memcpy(room->head, head, HASH_SIZE);
    memcpy(room->roster_hash, room->head, HASH_SIZE);
    room->member_count = 1;
    if (visitor_id != NULL)
        memcpy(room->members[0].who, visitor_id, HASH_SIZE);
    room->members[0].role = ROLE_VISITOR;
}

void room_open(struct room *room, const uint8_t case_id[CASE_ID_SIZE], const uint8_t visitor_id[HASH_SIZE],
               const uint8_t snapshot_hash[HASH_SIZE])
{
    uint8_t head[HASH_SIZE];
    hash_labelled("udvej/1/room0", PARTS(PART(case_id, CASE_ID_SIZE), PART(snapshot_hash, HASH_SIZE)), head);
    room_open_at(room, case_id, visitor_id, head);
}

/* --- questions --- */

/* Where `who` stands, or would stand, in the ascending list. */
static size_t place_of(const struct room *room, const uint8_t who[HASH_SIZE])
{
    size_t place = 0;
    while (place < room->member_count && memcmp(room->members[place].who, who, HASH_SIZE) < 0)
        place++;
    return place;
}

const struct room_member *room_member(const struct room *room, const uint8_t who[HASH_SIZE])
{
    size_t place = place_of(room, who);
    bool is_here = place < room->member_count && memcmp(room->members[place].who, who, HASH_SIZE) == 0;
    return is_here ? &room->members[place] : NULL;
}

bool room_has(const struct room *room, const uint8_t who[HASH_SIZE])
{
    return room_member(room, who) != NULL;
}

static bool is_over(const struct room_member *member, uint32_t day)
{
    return member->until_day != 0 && day > member->until_day;
}

bool room_has_on(const struct room *room, const uint8_t who[HASH_SIZE], uint32_t day)
{
    const struct room_member *member = room_member(room, who);
    return member != NULL && !is_over(member, day);
}

static bool is_staff(const struct room *room, const uint8_t who[HASH_SIZE])
{
    const struct room_member *member = room_member(room, who);
    return member != NULL && member->role != ROLE_VISITOR;
}

bool room_is_held_by(const struct room *room, const uint8_t who[HASH_SIZE])
{
    return is_staff(room, who) && memcmp(room->holder, who, HASH_SIZE) == 0;
}

bool room_has_heir(const struct room *room)
{
    return is_staff(room, room->heir);
}

bool room_is_heir(const struct room *room, const uint8_t who[HASH_SIZE])
{
    return room_has_heir(room) && memcmp(room->heir, who, HASH_SIZE) == 0;
}

enum room_state room_state(const struct room *room)
{
    if (room->is_closed)
        return ROOM_CLOSED;
    return is_staff(room, room->holder) ? ROOM_OPEN : ROOM_WAITING;
}

/* --- moves --- */

static void add_member(struct room *room, const struct room_event *event)
{
    const uint8_t *who = event->subject;
    size_t place = place_of(room, who);
    invariant(room->member_count < MEMBERS_MAX);
    memmove(&room->members[place + 1], &room->members[place], (room->member_count - place) * sizeof room->members[0]);
    room->members[place] =
        (struct room_member){.role = event->role, .since = event->epoch, .until_day = event->until_day};
    memcpy(room->members[place].who, who, HASH_SIZE);
    room->member_count++;
}

static void remove_member(struct room *room, const uint8_t who[HASH_SIZE])
{
    size_t place = place_of(room, who);
    if (memcmp(room->heir, who, HASH_SIZE) == 0)
        memset(room->heir, 0, HASH_SIZE);
    room->member_count--;
    memmove(&room->members[place], &room->members[place + 1], (room->member_count - place) * sizeof room->members[0]);
    memset(&room->members[room->member_count], 0, sizeof room->members[0]);
    room->left_epoch = room->epoch + 1;
}

/* Comes in, or stays without an end if it is here. */
static void settle_member(struct room *room, const struct room_event *event)
{
    size_t place = place_of(room, event->subject);
    if (!room_has(room, event->subject))
        add_member(room, event);
    room->members[place].until_day = 0;
}

static bool can_hold(uint8_t role)
{
    return role == ROLE_COUNSELLOR || role == ROLE_MENTOR || role == ROLE_PARENT_COACH || role == ROLE_SUPERVISOR;
}

/* Does `member` take the case before `other`? The heir before all; who talks to visitors by profession before a supervisor; then who has
 * been here longer. */
static bool is_before(const struct room *room, const struct room_member *member, const struct room_member *other)
{
    if (memcmp(member->who, room->heir, HASH_SIZE) == 0)
        return true;
    if (memcmp(other->who, room->heir, HASH_SIZE) == 0)
        return false;
    bool is_supervisor = member->role == ROLE_SUPERVISOR;
    bool is_other_supervisor = other->role == ROLE_SUPERVISOR;
    return is_supervisor == is_other_supervisor ? member->since < other->since : is_other_supervisor;
}

/* The holder has left: the case goes to who stays and can hold it, and then stays without an end, or the visitor would have nobody the
 * day after. If nobody can, nobody stays, and it waits again. */
static void pass_on(struct room *room, uint32_t day)
{
    struct room_member *next = NULL;
    for (size_t i = 0; i < room->member_count; i++) {
        struct room_member *member = &room->members[i];
        if (can_hold(member->role) && !is_over(member, day) && (next == NULL || is_before(room, member, next)))
            next = member;
    }
    if (next != NULL) {
        memcpy(room->holder, next->who, HASH_SIZE);
        memset(room->heir, 0, HASH_SIZE);
        next->until_day = 0;
        return;
    }
    memset(room->holder, 0, HASH_SIZE);
    for (size_t i = room->member_count; i-- > 0;) {
        if (room->members[i].role != ROLE_VISITOR)
            remove_member(room, room->members[i].who);
    }
}

/* head(n) = Hs("udvej/1/room", head(n-1) || Statement), roster_hash(n) = Hs("udvej/1/roster", head(n) || uint8 count ||
 * sorted (member, role)...). */
static void move_on(struct room *room, struct bytes statement)
{
    uint8_t head[HASH_SIZE];
    struct bytes parts[2 + 2 * MEMBERS_MAX];
    size_t count = 0;
    hash_labelled("udvej/1/room", PARTS(PART(room->head, HASH_SIZE), statement), head);
    memcpy(room->head, head, HASH_SIZE);
    parts[count++] = PART(room->head, HASH_SIZE);
    parts[count++] = PART(&room->member_count, 1);
    for (size_t i = 0; i < room->member_count; i++) {
        parts[count++] = PART(room->members[i].who, HASH_SIZE);
        parts[count++] = PART(&room->members[i].role, 1);
    }
    hash_labelled("udvej/1/roster", parts, count, room->roster_hash);
    room->epoch++;
}

/* Rule 12, as one table: in which states a move exists, who may make it, and about whom. */
enum actors {
    ACTOR_TAKES_INTAKE = 1, /* a counsellor who takes intake */
    ACTOR_ANSWERS = 2,      /* a counsellor of the room, or who holds it */
    ACTOR_IS_MEMBER = 4,
    ACTOR_IS_SUPERVISOR = 8, /* any */
    ACTOR_IS_SUBJECT = 16,
    ACTOR_MAY_ADD = 32,   /* besides: is certified to add members, unless a supervisor */
    ACTOR_HOLDS = 64,     /* who holds it */
    ACTOR_SEES_OUT = 128, /* as ACTOR_ANSWERS, when the subject's time is over or it is the heir */
};

enum subjects { SUBJECT_IS_ACTOR, SUBJECT_IS_NEW, SUBJECT_IS_MEMBER, SUBJECT_TAKES_OVER };

struct move {
    uint8_t states;   /* enum room_state */
    uint8_t actors;   /* enum actors: any one of them */
    uint8_t subject;  /* enum subjects */
    uint8_t cosigner; /* enum room_cosigner */
};

static const struct move moves[] = {
    [ROOM_CLAIM] = {ROOM_WAITING, ACTOR_TAKES_INTAKE, SUBJECT_IS_ACTOR, COSIGNER_NONE},
    [ROOM_ADD] = {ROOM_OPEN, ACTOR_ANSWERS | ACTOR_MAY_ADD | ACTOR_IS_SUPERVISOR, SUBJECT_IS_NEW, COSIGNER_NONE},
    [ROOM_TAKEOVER] = {ROOM_OPEN, ACTOR_IS_SUPERVISOR, SUBJECT_TAKES_OVER, COSIGNER_SUPERVISOR},
    [ROOM_REMOVE] = {ROOM_OPEN, ACTOR_IS_SUPERVISOR | ACTOR_IS_SUBJECT | ACTOR_SEES_OUT, SUBJECT_IS_MEMBER,
                     COSIGNER_NONE},
    [ROOM_CLOSE] = {ROOM_WAITING | ROOM_OPEN, ACTOR_ANSWERS | ACTOR_IS_SUPERVISOR, SUBJECT_IS_ACTOR, COSIGNER_NONE},
    [ROOM_REOPEN] = {ROOM_CLOSED, ACTOR_IS_MEMBER | ACTOR_IS_SUPERVISOR, SUBJECT_IS_ACTOR, COSIGNER_NONE},
    [ROOM_HANDOVER] = {ROOM_OPEN, ACTOR_HOLDS | ACTOR_MAY_ADD, SUBJECT_TAKES_OVER, COSIGNER_SUBJECT},
};

enum room_cosigner room_cosigner(uint8_t type)
{
    return (enum room_cosigner)moves[type].cosigner;
}

/* `day`: on which the actor's time in the room must not be over. */
static bool may_act(const struct room *room, const struct room_event *event, const struct roster_entry *actor,
                    uint32_t day)
{
    unsigned allowed = moves[event->type].actors;
    bool is_here = is_staff(room, event->actor) && room_has_on(room, event->actor, day);
    bool holds = is_here && room_is_held_by(room, event->actor);
    bool answers = is_here && (actor->role == ROLE_COUNSELLOR || holds);
    bool has_cap = (allowed & ACTOR_MAY_ADD) == 0 || (actor->caps & CAP_ADD) != 0;
    if ((allowed & ACTOR_IS_SUPERVISOR) != 0 && actor->role == ROLE_SUPERVISOR)
        return true;
    if ((allowed & ACTOR_TAKES_INTAKE) != 0 && actor->role == ROLE_COUNSELLOR && (actor->caps & CAP_INTAKE) != 0)
        return true;
    if ((allowed & ACTOR_ANSWERS) != 0 && answers && has_cap)
        return true;
    if ((allowed & ACTOR_HOLDS) != 0 && holds && has_cap)
        return true;
    bool may_be_seen_out =
        memcmp(room->heir, event->subject, HASH_SIZE) == 0 || !room_has_on(room, event->subject, event->day);
    if ((allowed & ACTOR_SEES_OUT) != 0 && answers && may_be_seen_out)
        return true;
    if ((allowed & ACTOR_IS_SUBJECT) != 0 && memcmp(event->actor, event->subject, HASH_SIZE) == 0)
        return true;
    return (allowed & ACTOR_IS_MEMBER) != 0 && is_here;
}

static bool may_be_subject(const struct room *room, const struct room_event *event, const struct roster_entry *subject)
{
    switch ((enum subjects)moves[event->type].subject) {
    case SUBJECT_IS_ACTOR:
        return memcmp(event->subject, event->actor, HASH_SIZE) == 0 && event->role == subject->role;
    case SUBJECT_IS_NEW:
        return !room_has(room, event->subject) && event->role == subject->role;
    case SUBJECT_IS_MEMBER:
        return is_staff(room, event->subject) && event->role == room_member(room, event->subject)->role;
    case SUBJECT_TAKES_OVER:
        return !room_is_held_by(room, event->subject) && can_hold(subject->role) && event->role == subject->role;
    }
    return false;
}

/* How an event's people are judged: by the day it names, or as it happens. */
struct judging {
    const struct roster *roster;
    uint64_t now_min;
    bool is_new;
    bool is_proposal; /* the last signature is still to come */
};

static const struct roster_entry *judge(const struct judging *judging, const struct room_event *event,
                                        const uint8_t cert_hash[HASH_SIZE])
{
    return judging->is_new ? roster_find(judging->roster, cert_hash, judging->now_min)
                           : roster_on(judging->roster, cert_hash, event->day);
}

/* The last day on which the actor must still have its time in the room. A new event that names an earlier day than today is no way round. */
static uint32_t acting_day(const struct judging *judging, const struct room_event *event)
{
    uint32_t today = (uint32_t)(judging->now_min / MINUTES_PER_DAY);
    return judging->is_new && today > event->day ? today : event->day;
}

/* May this one sign second? Two supervisors are two people, not two devices of one. */
static bool may_be_second(const struct room_event *event, const struct roster_entry *actor,
                          const struct roster_entry *second)
{
    if (second == NULL)
        return false;
    if (moves[event->type].cosigner == COSIGNER_SUBJECT)
        return memcmp(second->cert_hash, event->subject, HASH_SIZE) == 0;
    return second->role == ROLE_SUPERVISOR && memcmp(second->person, actor->person, PERSON_SIZE) != 0;
}

/* Exactly the signatures that the move needs, and each good: nothing unchecked rides along. */
static enum outcome check_signatures(const struct judging *judging, const struct statement *statement,
                                     const struct room_event *event, const struct roster_entry *actor)
{
    const uint8_t *deployment_id = judging->roster->deployment_id;
    const struct roster_entry *second = NULL;
    unsigned missing = judging->is_proposal ? 1 : 0;
    unsigned needed = moves[event->type].cosigner == COSIGNER_NONE ? 1 : 2;
    if (statement->signature_count + missing != needed || statement->signature_count == 0 ||
        memcmp(statement->signatures[0].signer, event->actor, HASH_SIZE) != 0)
        return REFUSED;
    if (statement->signature_count == 2) {
        second = judge(judging, event, statement->signatures[1].signer);
        if (!may_be_second(event, actor, second))
            return REFUSED;
    }
    TRY(statement_verify(statement, 0, deployment_id, actor->pk_sign));
    return second == NULL ? OK : statement_verify(statement, 1, deployment_id, second->pk_sign);
}

static enum outcome check(const struct room *room, const struct judging *judging, const struct statement *statement,
                          const struct room_event *event)
{
    bool is_next = memcmp(event->case_id, room->case_id, CASE_ID_SIZE) == 0 && event->epoch == room->epoch + 1 &&
                   memcmp(event->prev, room->head, HASH_SIZE) == 0;
    /* Dates are coarse; a day of grace for clocks on the other side of midnight. */
    bool is_past = event->day <= judging->now_min / MINUTES_PER_DAY + 1;
    bool exists = (moves[event->type].states & (unsigned)room_state(room)) != 0;
    if (!is_next || !is_past || !exists || room->epoch >= ROOM_EVENTS_MAX)
        return REFUSED;
    const struct roster_entry *actor = judge(judging, event, event->actor);
    const struct roster_entry *subject = judge(judging, event, event->subject);
    /* Who is taken out needs no certificate any more. */
    bool needs_subject = moves[event->type].subject != SUBJECT_IS_MEMBER;
    if (actor == NULL || (needs_subject && subject == NULL) ||
        !may_act(room, event, actor, acting_day(judging, event)) || !may_be_subject(room, event, subject))
        return REFUSED;
    TRY(check_signatures(judging, statement, event, actor));
    bool brings_one = event->type == ROOM_ADD || event->type == ROOM_CLAIM ||
                      (event->type == ROOM_HANDOVER && !room_has(room, event->subject));
    return brings_one && room->member_count == MEMBERS_MAX ? FULL : OK;
}

static void take_over(struct room *room, const struct room_event *event)
{
    remove_member(room, room->holder);
    settle_member(room, event);
    memcpy(room->holder, event->subject, HASH_SIZE);
    memset(room->heir, 0, HASH_SIZE);
}

static void make_move(struct room *room, const struct room_event *event)
{
    bool is_holder = room_is_held_by(room, event->subject);
    switch ((enum room_event_type)event->type) {
    case ROOM_CLAIM:
        add_member(room, event);
        memcpy(room->holder, event->subject, HASH_SIZE);
        break;
    case ROOM_ADD:
        add_member(room, event);
        break;
    case ROOM_TAKEOVER:
        take_over(room, event);
        break;
    case ROOM_REMOVE:
        remove_member(room, event->subject);
        if (is_holder)
            pass_on(room, event->day);
        break;
    case ROOM_CLOSE:
        room->is_closed = true;
        break;
    case ROOM_REOPEN:
        room->is_closed = false;
        break;
    case ROOM_HANDOVER:
        settle_member(room, event);
        memcpy(room->heir, event->subject, HASH_SIZE);
        room->heir_epoch = event->epoch;
        break;
    }
}

/* Gives the event if it is this room's next. */
static enum outcome read_next(const struct room *room, struct bytes data, const struct judging *judging,
                              struct room_event *event)
{
    struct statement statement;
    TRY(statement_decode(&statement, data));
    if (statement.type != STATEMENT_TYPE_ROOM_EVENT)
        return REFUSED;
    TRY(room_event_decode(event, statement.body));
    return check(room, judging, &statement, event);
}

static enum outcome apply(struct room *room, struct bytes data, const struct judging *judging)
{
    struct room_event event;
    TRY(read_next(room, data, judging, &event));
    make_move(room, &event);
    move_on(room, data);
    return OK;
}

enum outcome room_apply(struct room *room, struct bytes statement, const struct roster *roster, uint64_t now_min)
{
    return apply(room, statement, &(struct judging){.roster = roster, .now_min = now_min});
}

enum outcome room_apply_new(struct room *room, struct bytes statement, const struct roster *roster, uint64_t now_min)
{
    return apply(room, statement, &(struct judging){.roster = roster, .now_min = now_min, .is_new = true});
}

enum outcome room_may_propose(const struct room *room, struct bytes statement, const struct roster *roster,
                              uint64_t now_min)
{
    struct judging judging = {.roster = roster, .now_min = now_min, .is_new = true, .is_proposal = true};
    struct room_event event;
    return read_next(room, statement, &judging, &event);
}
