#include <string.h>

#include "store_sqlite_private.h"

/* ---- cases ---------------------------------------------------------------------------------------------- */

/* A room's members on disk: who, role, since which epoch; apart from that, until which day. */
enum { MEMBER_SIZE = HASH_SIZE + 1 + 4, END_SIZE = 4 };

static void write_number(uint8_t out[4], uint32_t number)
{
    for (size_t k = 0; k < 4; k++)
        out[k] = (uint8_t)(number >> (24 - 8 * k));
}

static uint32_t read_number(const uint8_t octets[4])
{
    return (uint32_t)octets[0] << 24 | (uint32_t)octets[1] << 16 | (uint32_t)octets[2] << 8 | octets[3];
}

static bool read_members(struct bytes octets, struct room *room)
{
    if (octets.size % MEMBER_SIZE != 0 || octets.size / MEMBER_SIZE > MEMBERS_MAX)
        return false;
    room->member_count = (uint8_t)(octets.size / MEMBER_SIZE);
    for (size_t i = 0; i < room->member_count; i++) {
        const uint8_t *member = octets.data + i * MEMBER_SIZE;
        memcpy(room->members[i].who, member, HASH_SIZE);
        room->members[i].role = member[HASH_SIZE];
        room->members[i].since = read_number(member + HASH_SIZE + 1);
    }
    return true;
}

static size_t write_members(const struct room *room, uint8_t members[MEMBERS_MAX * MEMBER_SIZE])
{
    for (size_t i = 0; i < room->member_count; i++) {
        uint8_t *member = members + i * MEMBER_SIZE;
        memcpy(member, room->members[i].who, HASH_SIZE);
        member[HASH_SIZE] = room->members[i].role;
        write_number(member + HASH_SIZE + 1, room->members[i].since);
    }
    return room->member_count * (size_t)MEMBER_SIZE;
}

/* The members' last days, in the order of `members`; nothing at all where nobody has one. */
static bool read_ends(struct bytes octets, struct room *room)
{
    if (octets.size != 0 && octets.size != (size_t)room->member_count * END_SIZE)
        return false;
    for (size_t i = 0; i < octets.size / END_SIZE; i++)
        room->members[i].until_day = read_number(octets.data + i * END_SIZE);
    return true;
}

static size_t write_ends(const struct room *room, uint8_t ends[MEMBERS_MAX * END_SIZE])
{
    bool has_end = false;
    for (size_t i = 0; i < room->member_count; i++) {
        write_number(ends + i * END_SIZE, room->members[i].until_day);
        has_end = has_end || room->members[i].until_day != 0;
    }
    return has_end ? room->member_count * (size_t)END_SIZE : 0;
}

static bool read_proposal(struct bytes octets, struct case_row *row)
{
    if (octets.size > sizeof row->proposal)
        return false;
    row->proposal_size = (uint16_t)octets.size;
    if (octets.size > 0)
        memcpy(row->proposal, octets.data, octets.size);
    return true;
}

static bool read_case(sqlite3_stmt *statement, struct case_row *row)
{
    memset(row, 0, sizeof *row);
    row->place = column_number(statement, 0);
    row->door = (uint8_t)column_number(statement, 3);
    row->state = (uint8_t)column_number(statement, 4);
    row->since_min = column_number(statement, 5);
    row->fade_day = (uint32_t)column_number(statement, 12);
    row->room.epoch = (uint32_t)column_number(statement, 7);
    row->why = (uint8_t)column_number(statement, 15);
    row->room.is_closed = row->state == CASE_CLOSED || row->state == CASE_RETURNED || row->state == CASE_ENDED;
    bool is_sound =
        column_copy(statement, 1, row->room.case_id, CASE_ID_SIZE) &&
        column_copy(statement, 2, row->visitor, HASH_SIZE) && column_copy(statement, 6, row->holder, HASH_SIZE) &&
        column_copy(statement, 8, row->room.head, HASH_SIZE) &&
        column_copy(statement, 9, row->room.roster_hash, HASH_SIZE) &&
        read_members(column_octets(statement, 10), &row->room) && read_proposal(column_octets(statement, 11), row) &&
        column_copy(statement, 13, row->room.heir, HASH_SIZE) && read_ends(column_octets(statement, 14), &row->room);
    memcpy(row->room.holder, row->holder, HASH_SIZE);
    return is_sound;
}

/* Reads the one row of a bound statement. */
static enum outcome load_case(sqlite3_stmt *statement, struct case_row *row)
{
    TRY(step_row(statement));
    bool is_sound = read_case(statement, row);
    (void)sqlite3_reset(statement);
    return is_sound ? OK : BROKEN;
}

enum outcome sqlite_case_load(struct store *store, const uint8_t *case_id, struct case_row *row)
{
    bool is_gone;
    const struct case_row *cached = row_cache_find(&sqlite_of(store)->cases, case_id, &is_gone);
    if (cached) {
        *row = *cached;
        return OK;
    }
    sqlite3_stmt *load = sql(store, SQL_CASE_LOAD);
    bind_octets(load, 1, case_id, CASE_ID_SIZE);
    TRY(load_case(load, row));
    (void)row_cache_put(&sqlite_of(store)->cases, case_id, row, sizeof *row);
    return OK;
}

enum outcome sqlite_case_of(struct store *store, const uint8_t *visitor, struct case_row *row)
{
    sqlite3_stmt *load = sql(store, SQL_CASE_OF);
    bind_octets(load, 1, visitor, HASH_SIZE);
    return load_case(load, row);
}

/* The second look goes through every case that was left before `over_day`, by the index: some hundreds in a programme that closes what is over. */
enum outcome sqlite_case_idle(struct store *store, uint32_t day, uint32_t over_day, struct case_row *row)
{
    sqlite3_stmt *idle = sql(store, SQL_CASE_IDLE);
    sqlite3_stmt *over = sql(store, SQL_CASE_IDLE_OVER);
    bind_number(idle, 1, day);
    enum outcome outcome = load_case(idle, row);
    if (outcome != GONE)
        return outcome;
    bind_number(over, 1, over_day);
    return load_case(over, row);
}

enum outcome sqlite_case_held(struct store *store, const uint8_t *holder, struct case_row *row)
{
    sqlite3_stmt *held = sql(store, SQL_CASE_HELD);
    bind_octets(held, 1, holder, HASH_SIZE);
    return load_case(held, row);
}

enum outcome sqlite_case_proposed(struct store *store, uint64_t place, struct case_row *row)
{
    sqlite3_stmt *proposed = sql(store, SQL_CASE_PROPOSED);
    bind_number(proposed, 1, place);
    return load_case(proposed, row);
}

enum outcome sqlite_case_keep(struct store *store, struct case_row *row)
{
    uint8_t members[MEMBERS_MAX * MEMBER_SIZE], ends[MEMBERS_MAX * END_SIZE];
    sqlite3_stmt *keep = sql(store, row->place ? SQL_CASE_CHANGE : SQL_CASE_ADD);
    size_t members_size = write_members(&row->room, members), ends_size = write_ends(&row->room, ends);
    if (row->place)
        bind_number(keep, 1, row->place);
    else
        sqlite3_bind_null(keep, 1);
    bind_octets(keep, 2, row->room.case_id, CASE_ID_SIZE);
    bind_octets(keep, 3, row->visitor, HASH_SIZE);
    bind_number(keep, 4, row->door);
    bind_number(keep, 5, row->state);
    bind_number(keep, 6, row->since_min);
    bind_octets(keep, 7, row->holder, HASH_SIZE);
    bind_number(keep, 8, row->room.epoch);
    bind_octets(keep, 9, row->room.head, HASH_SIZE);
    bind_octets(keep, 10, row->room.roster_hash, HASH_SIZE);
    bind_octets(keep, 11, members, members_size);
    bind_octets(keep, 12, row->proposal, row->proposal_size);
    bind_number(keep, 13, row->fade_day);
    bind_octets(keep, 14, row->room.heir, HASH_SIZE);
    bind_octets(keep, 15, ends, ends_size);
    bind_number(keep, 16, row->why);
    TRY(step_end(keep));
    if (sqlite3_changes(sqlite_of(store)->db) != 1)
        return BROKEN;
    if (row->place == 0)
        row->place = (uint64_t)sqlite3_last_insert_rowid(sqlite_of(store)->db);
    (void)row_cache_put(&sqlite_of(store)->cases, row->room.case_id, row, sizeof *row);
    return OK;
}

enum outcome sqlite_case_each(struct store *store, unsigned door, uint8_t state, case_visit *visit, void *context)
{
    bool is_queue = door != DOOR_ANY && state == CASE_WAITING;
    sqlite3_stmt *each = sql(store, is_queue           ? SQL_CASE_EACH_WAITING
                                    : door != DOOR_ANY ? SQL_CASE_EACH_DOOR
                                                       : SQL_CASE_EACH);
    enum outcome outcome;
    if (door != DOOR_ANY)
        bind_number(each, 1, door);
    while ((outcome = step_row(each)) == OK) {
        struct case_row row;
        bool is_sound = read_case(each, &row);
        bool is_wanted = state == 0 || row.state == state;
        if (!is_sound || (is_wanted && !visit(context, &row))) {
            (void)sqlite3_reset(each);
            return is_sound ? OK : BROKEN;
        }
    }
    return outcome == GONE ? OK : outcome;
}

/* ---- room events ------------------------------------------------------------------------------------------ */

enum outcome sqlite_event_load(struct store *store, const uint8_t *case_id, uint32_t epoch, struct bytes *statement)
{
    sqlite3_stmt *load = sql(store, SQL_EVENT_LOAD);
    bind_octets(load, 1, case_id, CASE_ID_SIZE);
    bind_number(load, 2, epoch);
    TRY(step_row(load));
    bool is_sound = column_lend(store, load, 0, statement);
    (void)sqlite3_reset(load);
    return is_sound ? OK : BROKEN;
}

enum outcome sqlite_event_add(struct store *store, const uint8_t *case_id, uint32_t epoch, struct bytes statement)
{
    sqlite3_stmt *add = sql(store, SQL_EVENT_ADD);
    bind_octets(add, 1, case_id, CASE_ID_SIZE);
    bind_number(add, 2, epoch);
    bind_octets(add, 3, statement.data, statement.size);
    TRY(step_end(add));
    return sqlite3_changes(sqlite_of(store)->db) == 1 ? OK : REFUSED;
}

enum outcome sqlite_event_each(struct store *store, const uint8_t *case_id, uint32_t after_epoch, event_visit *visit,
                               void *context)
{
    sqlite3_stmt *each = sql(store, SQL_EVENT_EACH);
    enum outcome outcome;
    bind_octets(each, 1, case_id, CASE_ID_SIZE);
    bind_number(each, 2, after_epoch);
    while ((outcome = step_row(each)) == OK) {
        if (!visit(context, column_octets(each, 0))) {
            (void)sqlite3_reset(each);
            return OK;
        }
    }
    return outcome == GONE ? OK : outcome;
}
