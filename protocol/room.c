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
    fields_u8_within(fields, &event->type, ROOM_CLAIM, ROOM_REOPEN);
    fields_octets(fields, event->actor, HASH_SIZE);
    fields_octets(fields, event->subject, HASH_SIZE);
    fields_u8_within(fields, &event->role, ROLE_VISITOR, ROLE_INTERPRETER);
    fields_u32(fields, &event->day);
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

void room_open(struct room *room, const uint8_t case_id[CASE_ID_SIZE], const uint8_t visitor_id[HASH_SIZE],
               const uint8_t snapshot_hash[HASH_SIZE])
{
    memset(room, 0, sizeof *room);
    memcpy(room->case_id, case_id, CASE_ID_SIZE);
    hash_labelled("udvej/1/room0", PARTS(PART(case_id, CASE_ID_SIZE), PART(snapshot_hash, HASH_SIZE)), room->head);
    memcpy(room->roster_hash, room->head, HASH_SIZE);
    room->member_count = 1;
    memcpy(room->members[0].who, visitor_id, HASH_SIZE);
    room->members[0].role = ROLE_VISITOR;
}

/* Where `who` stands, or would stand, in the ascending list. */
static size_t place_of(const struct room *room, const uint8_t who[HASH_SIZE])
{
    size_t place = 0;
    while (place < room->member_count && memcmp(room->members[place].who, who, HASH_SIZE) < 0)
        place++;
    return place;
}

bool room_has(const struct room *room, const uint8_t who[HASH_SIZE])
{
    size_t place = place_of(room, who);
    return place < room->member_count && memcmp(room->members[place].who, who, HASH_SIZE) == 0;
}

static void add_member(struct room *room, const uint8_t who[HASH_SIZE], uint8_t role)
{
    size_t place = place_of(room, who);
    invariant(room->member_count < MEMBERS_MAX);
    memmove(&room->members[place + 1], &room->members[place], (room->member_count - place) * sizeof room->members[0]);
    memcpy(room->members[place].who, who, HASH_SIZE);
    room->members[place].role = role;
    room->member_count++;
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

/* Rule 12: which moves the state of the room has, and who may make them. In both moves the actor is the subject. */
static bool is_move_allowed(const struct room *room, const struct room_event *event, const struct roster_entry *actor)
{
    bool is_about_itself = memcmp(event->subject, event->actor, HASH_SIZE) == 0 && event->role == actor->role;
    if (!is_about_itself || room->is_closed)
        return false;
    switch ((enum room_event_type)event->type) {
    case ROOM_CLAIM:
        return room->epoch == 0 && actor->role == ROLE_COUNSELLOR && (actor->caps & CAP_INTAKE) != 0;
    case ROOM_CLOSE:
        return actor->role == ROLE_SUPERVISOR || (actor->role == ROLE_COUNSELLOR && room_has(room, event->actor));
    case ROOM_ADD:
    case ROOM_TAKEOVER:
    case ROOM_REMOVE:
    case ROOM_REOPEN:
        break; /* their places */
    }
    return false;
}

enum outcome room_apply(struct room *room, struct bytes data, const struct roster *roster, uint64_t now_min)
{
    struct statement statement;
    struct room_event event;
    TRY(statement_decode(&statement, data));
    if (statement.type != STATEMENT_TYPE_ROOM_EVENT)
        return REFUSED;
    TRY(room_event_decode(&event, statement.body));

    bool is_next = memcmp(event.case_id, room->case_id, CASE_ID_SIZE) == 0 && event.epoch == room->epoch + 1 &&
                   memcmp(event.prev, room->head, HASH_SIZE) == 0;
    /* Dates are coarse; a day of grace for clocks on the other side of midnight. */
    bool is_past = event.day <= now_min / MINUTES_PER_DAY + 1;
    bool is_signed_by_actor =
        statement.signature_count == 1 && memcmp(statement.signatures[0].signer, event.actor, HASH_SIZE) == 0;
    if (!is_next || !is_past || !is_signed_by_actor || room->epoch >= ROOM_EVENTS_MAX)
        return REFUSED;
    const struct roster_entry *actor = roster_find(roster, event.actor, now_min);
    if (actor == NULL || !is_move_allowed(room, &event, actor))
        return REFUSED;
    TRY(statement_verify(&statement, 0, roster->deployment_id, actor->pk_sign));

    if (event.type == ROOM_CLAIM)
        add_member(room, event.actor, actor->role);
    else
        room->is_closed = true;
    move_on(room, data);
    return OK;
}
