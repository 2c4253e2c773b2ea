#include <string.h>

#include "decide.h"

/* ---- PUT_EVENT ------------------------------------------------------------------------------------------------------- */

static bool may_claim(const struct asked *asked, const struct case_row *row)
{
    return roster_takes_intake(asked->staff, row->door);
}

/* 0: the event may be applied to the case as it stands. The compare-and-set of a claim is here: the state is read and written in one
 * transaction, so of two claims the second finds the case claimed. */
static unsigned judge_event(const struct asked *asked, const struct room_event *event, const struct case_row *row)
{
    bool is_own = is_same(event->actor, asked->request->principal) && is_same(event->subject, event->actor);
    if (!is_own || (event->type != ROOM_CLAIM && event->type != ROOM_CLOSE))
        return ERROR_NOT_ALLOWED;
    if (event->type == ROOM_CLAIM && !may_claim(asked, row))
        return ERROR_NOT_ALLOWED;
    unsigned error = rules_act(event->type == ROOM_CLAIM ? ACT_CLAIM : ACT_CLOSE, row->state);
    if (error != 0)
        return error;
    bool is_next = event->epoch == row->room.epoch + 1;
    bool is_chained = row->room.epoch == 0 || is_same(event->prev, row->room.head);
    return is_next && is_chained ? 0 : ERROR_EPOCH_CONFLICT;
}

static enum outcome tell_members(struct relay *relay, const struct room *room, struct bytes statement)
{
    struct message event = {.code = MESSAGE_EVENT, .as.event.statement = statement};
    for (size_t i = 0; i < room->member_count; i++)
        TRY(tell_principal(relay, room->members[i].who, &event));
    return OK;
}

static enum outcome keep_event(struct relay *relay, const struct asked *asked, const struct room_event *event,
                               struct case_row *row)
{
    struct bytes statement = asked->message->as.put_event.statement;
    bool is_claim = event->type == ROOM_CLAIM;
    row->state = is_claim ? CASE_CLAIMED : CASE_CLOSED;
    row->since_min = rules_day_of(relay->now_min);
    if (is_claim)
        memcpy(row->holder, event->actor, HASH_SIZE);
    TRY(ASK(relay->store, event_add, row->room.case_id, row->room.epoch, statement) == OK ? OK : BROKEN);
    TRY(ASK(relay->store, case_keep, row));
    if (is_claim)
        TRY(ASK(relay->store, envelope_drop_intake, row->room.case_id, row->holder));
    TRY(answer_done(relay, asked));
    TRY(tell_members(relay, &row->room, statement));
    TRY(case_tell(relay, row));
    return is_claim ? queue_tell_moved(relay, row) : OK;
}

/* Did this very event happen already? OK: yes. */
static enum outcome find_again(struct relay *relay, const struct room_event *event, struct bytes statement)
{
    struct bytes known;
    TRY(ASK(relay->store, event_load, event->case_id, event->epoch, &known));
    bool is_again = known.size == statement.size && memcmp(known.data, statement.data, known.size) == 0;
    return is_again ? OK : GONE;
}

/* The signer, the move and the chain are checked by the same code as in every client. What the server cannot know is the room's first
 * head, which stands for the snapshot that the visitor used: the first event's own word is taken for it. */
enum outcome decide_put_event(struct relay *relay, const struct asked *asked)
{
    struct bytes octets = asked->message->as.put_event.statement;
    struct statement statement;
    struct room_event event;
    struct case_row row;
    if (statement_decode(&statement, octets) != OK || statement.type != STATEMENT_TYPE_ROOM_EVENT ||
        room_event_decode(&event, statement.body) != OK)
        return answer_error(relay, asked, ERROR_MALFORMED);
    enum outcome outcome = ASK(relay->store, case_load, event.case_id, &row);
    if (outcome != OK)
        return outcome == GONE ? answer_error(relay, asked, ERROR_GONE) : outcome;
    outcome = find_again(relay, &event, octets);
    if (outcome != GONE)
        return outcome == OK ? answer_done(relay, asked) : outcome;
    unsigned error = judge_event(asked, &event, &row);
    if (error == ERROR_EPOCH_CONFLICT)
        return answer_conflict(relay, asked, &row);
    if (error != 0)
        return answer_error(relay, asked, (enum error_code)error);
    if (row.room.epoch == 0)
        memcpy(row.room.head, event.prev, HASH_SIZE);
    if (room_apply(&row.room, octets, relay->programme->roster, relay->now_min) != OK)
        return answer_error(relay, asked, ERROR_NOT_ALLOWED);
    return keep_event(relay, asked, &event, &row);
}

/* ---- GET_EVENTS ------------------------------------------------------------------------------------------------------ */

struct events {
    struct relay *relay;
    const struct asked *asked;
    enum outcome outcome;
};

static bool answer_event(void *context, struct bytes statement)
{
    struct events *events = context;
    struct message event = {.code = MESSAGE_EVENT, .as.event.statement = statement};
    events->outcome = answer_with(events->relay, events->asked, &event);
    return events->outcome == OK;
}

/* The visitor of the case, its members, whoever takes intake at its door (and so may learn who took it), supervisors. */
static bool may_read(const struct asked *asked, const struct case_row *row)
{
    if (!asked->staff)
        return is_same(row->visitor, asked->request->principal);
    return room_has(&row->room, asked->request->principal) || roster_takes_intake(asked->staff, row->door) ||
           (asked->staff->caps & CAP_SUPERVISE);
}

enum outcome decide_get_events(struct relay *relay, const struct asked *asked)
{
    struct events events = {relay, asked, OK};
    const uint8_t *case_id = asked->message->as.get_events.case_id;
    struct case_row row;
    enum outcome outcome = ASK(relay->store, case_load, case_id, &row);
    if (outcome == BROKEN)
        return BROKEN;
    if (outcome != OK)
        return answer_error(relay, asked, asked->staff ? ERROR_GONE : ERROR_NOT_MEMBER);
    if (!may_read(asked, &row))
        return answer_error(relay, asked, ERROR_NOT_MEMBER);
    TRY(ASK(relay->store, event_each, case_id, asked->message->as.get_events.after_epoch, answer_event, &events));
    TRY(events.outcome);
    return answer_done(relay, asked);
}
