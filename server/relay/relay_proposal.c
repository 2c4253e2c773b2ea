#include <string.h>

#include "decide.h"
#include "relay_audit.h"

enum outcome proposal_event(const struct case_row *row, struct room_event *event)
{
    struct statement statement;
    bool is_sound = statement_decode(&statement, (struct bytes){row->proposal, row->proposal_size}) == OK &&
                    room_event_decode(event, statement.body) == OK;
    return is_sound ? OK : BROKEN;
}

static bool is_too_old(const struct relay *relay, const struct room_event *event)
{
    return event->day + PROPOSAL_DAYS <= relay_today(relay);
}

bool proposal_is_of(const struct relay *relay, const struct case_row *row, const struct statement *statement)
{
    struct statement proposed;
    struct room_event event;
    bool is_same_body = statement_decode(&proposed, (struct bytes){row->proposal, row->proposal_size}) == OK &&
                        proposed.body.size == statement->body.size &&
                        memcmp(proposed.body.data, statement->body.data, proposed.body.size) == 0;
    return is_same_body && room_event_decode(&event, proposed.body) == OK && !is_too_old(relay, &event);
}

/* ---- PROPOSE --------------------------------------------------------------------------------------------------------- */

/* Whose signature is missing: any supervisor's, or the subject's. */
static enum outcome tell_proposed(struct relay *relay, const struct room_event *event, const struct message *message)
{
    if (room_cosigner(event->type) == COSIGNER_SUPERVISOR)
        return tell_group(relay, TO_SUPERVISORS, message);
    return tell_principal(relay, event->subject, message);
}

/* A colleague who is to be replaced cannot push the supervisors' proposal out with one of their own. */
static bool is_in_the_way(const struct case_row *row, const struct room_event *event)
{
    struct room_event other;
    return row->proposal_size > 0 && proposal_event(row, &other) == OK && other.type == ROOM_TAKEOVER &&
           event->type == ROOM_HANDOVER;
}

/* Rule 12: one has signed; it waits, with the case, for the other. A later proposal takes its place. */
enum outcome decide_propose(struct relay *relay, const struct asked *asked)
{
    struct bytes octets = asked->message->as.propose.statement;
    struct message proposal = {.code = MESSAGE_PROPOSAL, .as.proposal.statement = octets};
    struct room_event event;
    struct case_row row;
    unsigned error;
    TRY(event_read(relay, octets, &event, &row, &error));
    if (error == 0 && (!is_same(event.actor, asked->request->principal) || room_cosigner(event.type) == COSIGNER_NONE))
        error = ERROR_NOT_ALLOWED;
    if (error == 0)
        error = event_judge(asked, &event, &row);
    if (error != 0)
        return answer_judged(relay, asked, &row, error);
    if (octets.size > sizeof row.proposal || is_in_the_way(&row, &event) ||
        room_may_propose(&row.room, octets, relay->programme->roster, relay->now_min) != OK)
        return answer_error(relay, asked, ERROR_NOT_ALLOWED);
    TRY(audit_proposed(relay, &event, octets, &row));
    bool is_again = row.proposal_size == octets.size && memcmp(row.proposal, octets.data, octets.size) == 0;
    if (row.proposal_size > 0 && !is_again)
        TRY(proposal_end(relay, &row, PROPOSAL_WITHDRAWN)); /* who was to sign it learns that */
    row.proposal_size = (uint16_t)octets.size;
    memcpy(row.proposal, octets.data, octets.size);
    TRY(ASK(relay->store, case_keep, &row));
    TRY(answer_done(relay, asked));
    return tell_proposed(relay, &event, &proposal);
}

/* ---- its end without a move -------------------------------------------------------------------------------------------- */

enum outcome proposal_end(struct relay *relay, struct case_row *row, enum proposal_end end)
{
    struct message over = {.code = MESSAGE_PROPOSAL_OVER, .as.proposal_over.end = (uint8_t)end};
    struct room_event event;
    TRY(proposal_event(row, &event));
    memcpy(over.as.proposal_over.case_id, row->room.case_id, CASE_ID_SIZE);
    row->proposal_size = 0;
    TRY(ASK(relay->store, case_keep, row));
    if (room_cosigner(event.type) == COSIGNER_SUPERVISOR)
        return tell_group(relay, TO_SUPERVISORS, &over);
    TRY(tell_principal(relay, event.actor, &over));
    return tell_principal(relay, event.subject, &over);
}

static bool may_sign(const struct asked *asked, const struct room_event *event)
{
    return room_cosigner(event->type) == COSIGNER_SUPERVISOR ? (asked->staff->caps & CAP_SUPERVISE) != 0
                                                             : is_same(event->subject, asked->request->principal);
}

bool proposal_concerns(const struct asked *asked, const struct room_event *event)
{
    return is_same(event->actor, asked->request->principal) || may_sign(asked, event);
}

/* Who may say no to it: whose signature is missing; and who has made it. */
enum outcome decide_decline(struct relay *relay, const struct asked *asked)
{
    const uint8_t *who = asked->request->principal;
    struct room_event event;
    struct case_row row;
    enum outcome outcome = ASK(relay->store, case_load, asked->message->as.decline.case_id, &row);
    if (outcome == BROKEN)
        return BROKEN;
    if (outcome != OK || row.proposal_size == 0)
        return answer_error(relay, asked, ERROR_GONE);
    TRY(proposal_event(&row, &event));
    bool is_made_by = is_same(event.actor, who);
    if (!proposal_concerns(asked, &event))
        return answer_error(relay, asked, ERROR_NOT_ALLOWED);
    TRY(audit_put(relay, AUDIT_DECLINE, who, audit_nobody, is_made_by ? event.subject : event.actor));
    TRY(answer_done(relay, asked));
    return proposal_end(relay, &row, is_made_by ? PROPOSAL_WITHDRAWN : PROPOSAL_DECLINED);
}

enum outcome expire_proposals(struct relay *relay)
{
    struct case_row row = {.place = 0};
    for (;;) {
        struct room_event event;
        enum outcome outcome = ASK(relay->store, case_proposed, row.place, &row);
        if (outcome != OK)
            return outcome == GONE ? OK : outcome;
        TRY(proposal_event(&row, &event));
        if (is_too_old(relay, &event))
            return proposal_end(relay, &row, PROPOSAL_TOO_OLD);
    }
}
