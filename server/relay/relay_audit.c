#include "relay_audit.h"

#include <string.h>

#include "decide.h"

_Static_assert((int)AUDIT_CLAIM == (int)ROOM_CLAIM && (int)AUDIT_HANDOVER == (int)ROOM_HANDOVER,
               "a room's moves are acts");

const uint8_t audit_nobody[HASH_SIZE];

/* ---- what is done --------------------------------------------------------------------------------------------------- */

enum outcome audit_put(struct relay *relay, enum audit_act act, const uint8_t actor[HASH_SIZE],
                       const uint8_t second[HASH_SIZE], const uint8_t subject[HASH_SIZE])
{
    struct audit_row last, row = {.entry = {.number = 1, .act = (uint8_t)act}};
    enum outcome outcome = ASK(relay->store, audit_last, &last);
    if (outcome == OK) {
        row.entry.number = last.entry.number + 1;
        audit_head(last.previous, &last.entry, row.previous);
    } else if (outcome != GONE) {
        return outcome;
    }
    row.entry.day = relay_today(relay);
    memcpy(row.entry.actor, actor, HASH_SIZE);
    memcpy(row.entry.second, second, HASH_SIZE);
    memcpy(row.entry.subject, is_same(actor, subject) ? audit_nobody : subject, HASH_SIZE);
    return ASK(relay->store, audit_add, &row) == OK ? OK : BROKEN;
}

static const uint8_t *second_of(const struct room_event *event, const struct statement *statement)
{
    for (size_t i = 0; i < statement->signature_count; i++)
        if (!is_same(statement->signatures[i].signer, event->actor))
            return statement->signatures[i].signer;
    return audit_nobody;
}

enum outcome audit_moved(struct relay *relay, const struct room_event *event, const struct statement *statement)
{
    return audit_put(relay, (enum audit_act)event->type, event->actor, second_of(event, statement), event->subject);
}

enum outcome audit_proposed(struct relay *relay, const struct room_event *event, struct bytes octets,
                            const struct case_row *row)
{
    if (row->proposal_size == octets.size && memcmp(row->proposal, octets.data, octets.size) == 0)
        return OK;
    return audit_put(relay, AUDIT_PROPOSE, event->actor, audit_nobody, event->subject);
}

enum outcome audit_expire(struct relay *relay)
{
    uint32_t today = relay_today(relay);
    return today > AUDIT_KEPT_DAYS ? ASK(relay->store, audit_expire, today - AUDIT_KEPT_DAYS - 1) : OK;
}

/* ---- GET_AUDIT ------------------------------------------------------------------------------------------------------ */

struct telling {
    struct relay *relay;
    const struct asked *asked;
    size_t count;
    enum outcome outcome;
};

static bool answer_entry(void *context, const struct audit_row *row)
{
    struct telling *telling = context;
    struct message audit = {.code = MESSAGE_AUDIT, .as.audit.entry = row->entry};
    memcpy(audit.as.audit.previous, row->previous, HASH_SIZE);
    telling->outcome = answer_with(telling->relay, telling->asked, &audit);
    return telling->outcome == OK && ++telling->count < AUDIT_PER_ANSWER_MAX;
}

enum outcome decide_get_audit(struct relay *relay, const struct asked *asked)
{
    struct telling telling = {.relay = relay, .asked = asked};
    if (!(asked->staff->caps & CAP_SUPERVISE))
        return answer_error(relay, asked, ERROR_NOT_ALLOWED);
    TRY(ASK(relay->store, audit_each, asked->message->as.get_audit.after, answer_entry, &telling));
    TRY(telling.outcome);
    return answer_done(relay, asked);
}
