#include <string.h>

#include "decide.h"
#include "relay_audit.h"
#include "relay_tally.h"

/* ---- days at rest ----------------------------------------------------------------------------------------------- */

/* One chance a turn serves many rows: each has its own by its id, which looks random. */
static uint64_t chance_of(const struct relay *relay, const uint8_t *id)
{
    uint64_t own;
    memcpy(&own, id, sizeof own);
    return relay->chance ^ own;
}

uint32_t envelope_day(const struct relay *relay, const uint8_t id[MSG_ID_SIZE])
{
    return rules_blurred_day(relay->now_min, UNDELIVERED_FUZZ_DAYS, chance_of(relay, id));
}

void case_begin_days(const struct relay *relay, struct case_row *row)
{
    row->fade_day = rules_blurred_day(relay->now_min, IDLE_FUZZ_DAYS, chance_of(relay, row->room.case_id));
}

/* What stands there is at most IDLE_FUZZ_DAYS from the truth. It is left alone while that holds of today too, so that who comes every day
 * is written down seldom, and only forward. */
bool case_is_fresh(const struct relay *relay, struct case_row *row)
{
    uint32_t was = row->fade_day;
    if (was >= relay_today(relay))
        return false;
    case_begin_days(relay, row);
    if (row->fade_day > was)
        return true;
    row->fade_day = was;
    return false;
}

/* ---- what nobody comes for ---------------------------------------------------------------------------------------- */

/* The day by which something must have been dated to go now. False: never. */
static bool last_day(const struct relay *relay, uint16_t days, uint32_t *day)
{
    uint32_t today = relay_today(relay);
    *day = today - days;
    return days > 0 && today >= days;
}

/* A mailbox that must go now. GONE: there is none. */
static enum outcome find_idle(struct relay *relay, struct case_row *row)
{
    uint16_t idle_days = relay->programme->idle_days, closed_days = relay->programme->closed_days;
    bool goes_sooner = closed_days > 0 && closed_days < idle_days;
    uint32_t day, over_day;
    if (!last_day(relay, idle_days, &day))
        return GONE;
    if (!goes_sooner || !last_day(relay, closed_days, &over_day))
        over_day = day;
    return ASK(relay->store, case_idle, day, over_day, row);
}

struct old_envelope {
    uint64_t seq;
    struct notice_row notice;
};

struct olds {
    size_t count;
    struct old_envelope list[EXPIRE_ROWS_MAX];
};

/* Visitors of rows must not change them: they are noted, and dropped afterwards. */
static bool note_old(void *context, const struct envelope_row *row)
{
    struct olds *olds = context;
    struct old_envelope *old = &olds->list[olds->count++];
    old->seq = row->seq;
    memcpy(old->notice.recipient, row->recipient, HASH_SIZE);
    memcpy(old->notice.sender, row->sender, HASH_SIZE);
    memcpy(old->notice.msg_id, row->msg_id, MSG_ID_SIZE);
    memcpy(old->notice.case_id, row->case_id, CASE_ID_SIZE);
    return olds->count < EXPIRE_ROWS_MAX;
}

static void expired_message(const struct notice_row *row, struct message *expired)
{
    *expired = (struct message){.code = MESSAGE_EXPIRED};
    memcpy(expired->as.expired.msg_id, row->msg_id, MSG_ID_SIZE);
    memcpy(expired->as.expired.case_id, row->case_id, CASE_ID_SIZE);
    memcpy(expired->as.expired.recipient, row->recipient, HASH_SIZE);
}

/* One that went to several is told about for each who did not come. */
static enum outcome expire_envelope(struct relay *relay, struct old_envelope *old)
{
    struct message expired;
    old->notice.day = relay_today(relay);
    TRY(ASK(relay->store, envelope_drop, old->notice.recipient, old->seq));
    enum outcome outcome = ASK(relay->store, notice_add, &old->notice);
    if (outcome != OK)
        return outcome == REFUSED ? OK : outcome;
    expired_message(&old->notice, &expired);
    return tell_principal(relay, old->notice.sender, &expired);
}

static enum outcome expire_envelopes(struct relay *relay, uint32_t day)
{
    struct olds olds;
    olds.count = 0;
    TRY(ASK(relay->store, envelope_each_old, day, note_old, &olds));
    for (size_t i = 0; i < olds.count; i++)
        TRY(expire_envelope(relay, &olds.list[i]));
    return OK;
}

/* Rule 15. Little at a time, so that those who write in the same turn do not wait for it. */
enum outcome decide_expire(struct relay *relay)
{
    struct case_row row;
    uint32_t day;
    TRY(expire_claims(relay));
    TRY(expire_proposals(relay));
    TRY(tally_settle(relay));
    TRY(audit_expire(relay));
    TRY(slots_expire(relay));
    enum outcome outcome = find_idle(relay, &row);
    if (outcome != GONE)
        return outcome == OK ? case_burn(relay, &row) : outcome;
    if (!last_day(relay, relay->programme->undelivered_days, &day))
        return OK;
    TRY(ASK(relay->store, notice_expire, day));
    return expire_envelopes(relay, day);
}

static bool note_any(void *context, const struct envelope_row *row)
{
    (void)row;
    *(bool *)context = true;
    return false;
}

enum outcome relay_expire_due(struct relay *relay, bool *is_due)
{
    struct case_row row;
    uint32_t day;
    enum outcome outcome = find_idle(relay, &row);
    *is_due = outcome == OK;
    if (outcome != GONE)
        return outcome;
    if (!last_day(relay, relay->programme->undelivered_days, &day))
        return OK;
    return ASK(relay->store, envelope_each_old, day, note_any, is_due);
}

/* ---- telling the sender ------------------------------------------------------------------------------------------- */

struct telling {
    struct relay *relay;
    connection_id connection;
    enum outcome outcome;
};

static bool tell_notice(void *context, const struct notice_row *row)
{
    struct telling *telling = context;
    struct message expired;
    expired_message(row, &expired);
    telling->outcome = tell_connection(telling->relay, telling->connection, &expired);
    return telling->outcome == OK;
}

enum outcome tell_notices(struct relay *relay, const struct request *request)
{
    struct telling telling = {relay, request->connection, OK};
    TRY(ASK(relay->store, notice_each, request->principal, tell_notice, &telling));
    return telling.outcome;
}

enum outcome decide_noted(struct relay *relay, const struct asked *asked)
{
    enum outcome outcome = ASK(relay->store, notice_drop, asked->request->principal, asked->message->as.noted.msg_id);
    return outcome == BROKEN ? BROKEN : answer_done(relay, asked);
}
