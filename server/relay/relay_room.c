#include <string.h>

#include "decide.h"
#include "relay_audit.h"
#include "relay_tally.h"

/* ---- PUT_EVENT ------------------------------------------------------------------------------------------------------- */

static bool is_signed_by(const struct statement *statement, const uint8_t who[HASH_SIZE])
{
    for (size_t i = 0; i < statement->signature_count; i++)
        if (is_same(statement->signatures[i].signer, who))
            return true;
    return false;
}

static enum act act_of(uint8_t type)
{
    return (enum act)(ACT_CLAIM + (type - ROOM_CLAIM));
}

/* The compare-and-set is here: the state is read and written in one transaction, so of two moves from one head the second finds the room
 * moved on. */
unsigned event_judge(const struct asked *asked, const struct room_event *event, const struct case_row *row)
{
    if (event->type == ROOM_CLAIM && !roster_takes_intake(asked->staff, row->door))
        return ERROR_NOT_ALLOWED;
    unsigned error = rules_act(act_of(event->type), row->state);
    if (error != 0)
        return error;
    bool is_next = event->epoch == row->room.epoch + 1;
    bool is_chained = row->room.epoch == 0 || is_same(event->prev, row->room.head);
    return is_next && is_chained ? 0 : ERROR_EPOCH_CONFLICT;
}

/* Who was in the room before it, and who is after it: also who has just come or gone. */
static enum outcome tell_members(struct relay *relay, const struct room *before, const struct room *after,
                                 struct bytes statement)
{
    struct message event = {.code = MESSAGE_EVENT, .as.event.statement = statement};
    for (size_t i = 0; i < after->member_count; i++)
        TRY(tell_principal(relay, after->members[i].who, &event));
    for (size_t i = 0; i < before->member_count; i++)
        if (!room_has(after, before->members[i].who))
            TRY(tell_principal(relay, before->members[i].who, &event));
    return OK;
}

struct finding {
    const uint8_t *case_id;
    uint64_t seq; /* of the one found */
    bool is_found;
};

static bool find_of_case(void *context, const struct envelope_row *row)
{
    struct finding *finding = context;
    finding->is_found = memcmp(row->case_id, finding->case_id, CASE_ID_SIZE) == 0;
    finding->seq = row->seq;
    return !finding->is_found;
}

/* What waited for who has left is not theirs to read any more. */
static enum outcome drop_waiting(struct relay *relay, const uint8_t who[HASH_SIZE], const uint8_t case_id[CASE_ID_SIZE])
{
    struct finding finding = {case_id, 0, false};
    do {
        finding.is_found = false;
        TRY(ASK(relay->store, envelope_each, who, finding.seq, find_of_case, &finding));
        if (finding.is_found)
            TRY(ASK(relay->store, envelope_drop, who, finding.seq));
    } while (finding.is_found);
    return OK;
}

static enum outcome drop_for_leavers(struct relay *relay, const struct room *before, const struct room *after)
{
    for (size_t i = 0; i < before->member_count; i++)
        if (!room_has(after, before->members[i].who))
            TRY(drop_waiting(relay, before->members[i].who, after->case_id));
    return OK;
}

static bool has_supervisor(const struct room *room)
{
    for (size_t i = 0; i < room->member_count; i++)
        if (room->members[i].role == ROLE_SUPERVISOR)
            return true;
    return false;
}

/* What was escalated stays so while the same colleague holds it; until a supervisor who came in has left. */
static bool stays_escalated(const struct case_row *row, const struct room *before)
{
    bool has_left = has_supervisor(before) && !has_supervisor(&row->room);
    return row->state == CASE_ESCALATED && room_state(&row->room) == room_state(before) &&
           is_same(row->room.holder, before->holder) && !has_left;
}

/* The room has moved from `before`: the row follows it. */
static enum outcome keep_event(struct relay *relay, const struct asked *asked, const struct room *before,
                               struct case_row *row)
{
    struct bytes statement = asked->message->as.put_event.statement;
    uint8_t was = row->state;
    bool is_first = before->epoch == 0;
    TRY(tally_moved(relay, before, row));
    if (!stays_escalated(row, before))
        case_become(relay, row, case_state_of(&row->room), ESCALATION_NONE);
    if (before->is_closed && !is_same(row->room.holder, asked->request->principal))
        TRY(case_reopened(relay, row));
    memcpy(row->holder, row->room.holder, HASH_SIZE);
    row->proposal_size = 0;
    TRY(ASK(relay->store, event_add, row->room.case_id, row->room.epoch, statement) == OK ? OK : BROKEN);
    TRY(ASK(relay->store, case_keep, row));
    if (is_first)
        TRY(ASK(relay->store, envelope_end_intake, row->room.case_id, row->holder,
                envelope_day(relay, row->room.case_id))); /* its days begin: somebody has it now */
    TRY(drop_for_leavers(relay, before, &row->room));
    TRY(answer_done(relay, asked));
    TRY(tell_members(relay, before, &row->room, statement));
    TRY(case_tell(relay, row));
    bool is_in_queue = was == CASE_WAITING || row->state == CASE_WAITING;
    return row->state != was && is_in_queue ? queue_tell_moved(relay, row) : OK;
}

/* Did this very event happen already? OK: yes. */
static enum outcome find_again(struct relay *relay, const struct room_event *event, struct bytes statement)
{
    struct bytes known;
    TRY(ASK(relay->store, event_load, event->case_id, event->epoch, &known));
    bool is_again = known.size == statement.size && memcmp(known.data, statement.data, known.size) == 0;
    return is_again ? OK : GONE;
}

enum outcome event_read(struct relay *relay, struct bytes octets, struct room_event *event, struct case_row *row,
                        unsigned *error)
{
    struct statement statement;
    *error = ERROR_MALFORMED;
    if (statement_decode(&statement, octets) != OK || statement.type != STATEMENT_TYPE_ROOM_EVENT ||
        room_event_decode(event, statement.body) != OK)
        return OK;
    enum outcome outcome = ASK(relay->store, case_load, event->case_id, row);
    *error = outcome == OK ? 0 : ERROR_GONE;
    return outcome == BROKEN ? BROKEN : OK;
}

enum outcome answer_judged(struct relay *relay, const struct asked *asked, const struct case_row *row, unsigned error)
{
    return error == ERROR_EPOCH_CONFLICT ? answer_conflict(relay, asked, row)
                                         : answer_error(relay, asked, (enum error_code)error);
}

/* The signers, the move and the chain are checked by the same code as in every client. What the server cannot know is the room's first
 * head, which stands for the snapshot that the visitor used: the first event's own word is taken for it. */
enum outcome decide_put_event(struct relay *relay, const struct asked *asked)
{
    struct bytes octets = asked->message->as.put_event.statement;
    struct statement statement;
    struct room_event event;
    struct case_row row;
    unsigned error;
    TRY(event_read(relay, octets, &event, &row, &error));
    if (error != 0)
        return answer_error(relay, asked, (enum error_code)error);
    enum outcome outcome = find_again(relay, &event, octets);
    if (outcome != GONE)
        return outcome == OK ? answer_done(relay, asked) : outcome;
    invariant(statement_decode(&statement, octets) == OK);
    error = is_signed_by(&statement, asked->request->principal) ? event_judge(asked, &event, &row) : ERROR_NOT_ALLOWED;
    if (error == 0 && room_cosigner(event.type) == COSIGNER_SUBJECT && !proposal_is_of(relay, &row, &statement))
        error = ERROR_NOT_ALLOWED; /* was declined, or taken back, or nobody signed it in time */
    if (error != 0)
        return answer_judged(relay, asked, &row, error);
    if (row.room.epoch == 0)
        memcpy(row.room.head, event.prev, HASH_SIZE);
    struct room before = row.room;
    outcome = room_apply_new(&row.room, octets, relay->programme->roster, relay->now_min);
    if (outcome != OK)
        return answer_error(relay, asked, outcome == FULL ? ERROR_QUOTA : ERROR_NOT_ALLOWED);
    TRY(audit_moved(relay, &event, &statement));
    return keep_event(relay, asked, &before, &row);
}

/* ---- GET_EVENTS ------------------------------------------------------------------------------------------------------ */

struct events {
    struct relay *relay;
    const struct asked *asked;
    uint32_t until; /* the last epoch that is told */
    enum outcome outcome;
};

static bool answer_event(void *context, struct bytes octets)
{
    struct events *events = context;
    struct message message = {.code = MESSAGE_EVENT, .as.event.statement = octets};
    struct statement statement;
    struct room_event event;
    bool is_ours = statement_decode(&statement, octets) == OK && room_event_decode(&event, statement.body) == OK;
    events->outcome = is_ours ? OK : BROKEN; /* not what we stored */
    if (events->outcome == OK && event.epoch <= events->until)
        events->outcome = answer_listed(events->relay, events->asked, &message);
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

struct parting {
    struct relay *relay;
    const uint8_t *who;
    struct room room;
    uint32_t until; /* the epoch by which they left; 0: they were never here */
};

static bool find_parting(void *context, struct bytes octets)
{
    struct parting *parting = context;
    bool was_here = room_has(&parting->room, parting->who);
    struct statement statement;
    struct room_event event;
    if (statement_decode(&statement, octets) != OK || room_event_decode(&event, statement.body) != OK)
        return false;
    if (parting->room.epoch == 0)
        room_open_at(&parting->room, event.case_id, NULL, event.prev);
    if (room_apply(&parting->room, octets, parting->relay->programme->roster, parting->relay->now_min) != OK)
        return false; /* a certificate that is not served any more */
    if (was_here && !room_has(&parting->room, parting->who))
        parting->until = event.epoch;
    return true;
}

enum outcome decide_get_events(struct relay *relay, const struct asked *asked)
{
    struct events events = {relay, asked, UINT32_MAX, OK};
    const uint8_t *case_id = asked->message->as.get_events.case_id;
    struct case_row row;
    enum outcome outcome = ASK(relay->store, case_load, case_id, &row);
    if (outcome == BROKEN)
        return BROKEN;
    if (outcome != OK)
        return answer_error(relay, asked, asked->staff ? ERROR_GONE : ERROR_NOT_MEMBER);
    if (!may_read(asked, &row)) {
        /* Who has left may learn that, and nothing later. */
        struct parting parting = {.relay = relay, .who = asked->request->principal};
        TRY(ASK(relay->store, event_each, case_id, 0, find_parting, &parting));
        if (parting.until == 0)
            return answer_error(relay, asked, ERROR_NOT_MEMBER);
        events.until = parting.until;
    }
    TRY(ASK(relay->store, event_each, case_id, asked->message->as.get_events.after_epoch, answer_event, &events));
    TRY(events.outcome);
    return answer_done(relay, asked);
}
