#include "relay_tally.h"

#include <string.h>

#include "decide.h"

enum { MINUTES_PER_DAY = 24 * 60 };

_Static_assert(COUNTED_CLOSED + 1 == COUNTED_KINDS, "every kind has its figure");

/* ---- what happens ------------------------------------------------------------------------------------------------- */

static enum outcome raise_count(struct relay *relay, uint8_t door, enum counted what)
{
    return ASK(relay->store, tally_raise, relay_today(relay), door, (uint8_t)what);
}

enum outcome tally_opened(struct relay *relay, const struct case_row *row)
{
    return raise_count(relay, row->door, COUNTED_OPENED);
}

/* Waited at most so many minutes. */
static const struct {
    uint32_t most_min;
    enum counted what;
} waits[] = {
    {15, COUNTED_CLAIMED_QUARTER},
    {60, COUNTED_CLAIMED_HOUR},
    {4 * 60, COUNTED_CLAIMED_4_HOURS},
    {MINUTES_PER_DAY, COUNTED_CLAIMED_DAY},
};

static enum counted wait_of(uint64_t since_min, uint64_t now_min)
{
    uint64_t waited = now_min > since_min ? now_min - since_min : 0; /* the clock may have been set back */
    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++)
        if (waited <= waits[i].most_min)
            return waits[i].what;
    return COUNTED_CLAIMED_LATER;
}

enum outcome tally_moved(struct relay *relay, const struct room *before, const struct case_row *row)
{
    enum room_state was = room_state(before), is = room_state(&row->room);
    if (before->epoch == 0 && is == ROOM_OPEN)
        return raise_count(relay, row->door, wait_of(row->since_min, relay->now_min));
    if (is == ROOM_CLOSED && was != ROOM_CLOSED)
        return raise_count(relay, row->door, COUNTED_CLOSED);
    if (is == ROOM_WAITING && was == ROOM_OPEN)
        return raise_count(relay, row->door, COUNTED_RETURNED);
    return OK;
}

enum outcome tally_asked_again(struct relay *relay, const struct case_row *row)
{
    return raise_count(relay, row->door, COUNTED_RETURNED);
}

enum outcome tally_settle(struct relay *relay)
{
    uint32_t today = relay_today(relay);
    TRY(ASK(relay->store, tally_settle, today));
    return today > COUNT_KEPT_DAYS ? ASK(relay->store, tally_expire, today - COUNT_KEPT_DAYS - 1) : OK;
}

/* ---- GET_COUNTS ----------------------------------------------------------------------------------------------------- */

/* The doors of the programme, and one day's figures at each. */
struct figures {
    size_t door_count;
    uint8_t doors[DOORS_MAX];
    uint32_t of_door[DOORS_MAX][COUNTED_KINDS];
};

static void list_doors(const struct relay *relay, struct figures *figures)
{
    const struct doors *doors = &relay->programme->doors;
    struct message door;
    for (size_t i = 0; i < DOORS_MAX && doors->describe(doors->context, i, relay->now_min, &door); i++)
        figures->doors[figures->door_count++] = door.as.door.door;
}

static bool note_figure(void *context, const struct tally_row *row)
{
    struct figures *figures = context;
    for (size_t i = 0; i < figures->door_count; i++)
        if (figures->doors[i] == row->door && row->what < COUNTED_KINDS)
            figures->of_door[i][row->what] = (uint32_t)row->count;
    return true;
}

/* Every door, also where there is nothing to tell: what is small and what is nothing look alike. */
static enum outcome answer_day(struct relay *relay, const struct asked *asked, struct figures *figures, uint32_t day)
{
    memset(figures->of_door, 0, sizeof figures->of_door);
    TRY(ASK(relay->store, tally_each, day, note_figure, figures));
    for (size_t i = 0; i < figures->door_count; i++) {
        struct message count = {.code = MESSAGE_COUNT, .as.count = {.day = day, .door = figures->doors[i]}};
        memcpy(count.as.count.figures, figures->of_door[i], sizeof figures->of_door[i]);
        TRY(answer_with(relay, asked, &count));
    }
    return OK;
}

/* Days that are over and not too old; nothing about the others, today least of all: who asked twice would see the one case between. */
enum outcome decide_get_counts(struct relay *relay, const struct asked *asked)
{
    struct figures figures = {.door_count = 0};
    uint64_t today = relay_today(relay), day = asked->message->as.get_counts.day;
    uint64_t end = day + asked->message->as.get_counts.days;
    if (!(asked->staff->caps & CAP_SUPERVISE))
        return answer_error(relay, asked, ERROR_NOT_ALLOWED);
    TRY(tally_settle(relay));
    list_doors(relay, &figures);
    if (day + COUNT_KEPT_DAYS < today)
        day = today - COUNT_KEPT_DAYS;
    for (; day < end && day < today; day++)
        TRY(answer_day(relay, asked, &figures, (uint32_t)day));
    return answer_done(relay, asked);
}
