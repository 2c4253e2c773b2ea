#include <string.h>

#include "decide.h"
#include "writer.h"

/* ---- sessions of visitors ----------------------------------------------------------------------------------- */

struct orphaned {
    struct relay *relay;
    enum outcome outcome;
};

static enum outcome tell_rewrap_needed(struct relay *relay, const struct answer *to, const struct envelope_row *row)
{
    struct message needed = {.code = MESSAGE_REWRAP_NEEDED};
    memcpy(needed.as.rewrap_needed.msg_id, row->msg_id, MSG_ID_SIZE);
    memcpy(needed.as.rewrap_needed.case_id, row->case_id, CASE_ID_SIZE);
    memcpy(needed.as.rewrap_needed.recipient, row->recipient, HASH_SIZE);
    return answers_say(relay->answers, to, &needed);
}

static bool tell_sender(void *context, const struct envelope_row *row)
{
    struct orphaned *orphaned = context;
    struct answer to = {.kind = ANSWER_PLAIN, .target = TO_PRINCIPAL};
    memcpy(to.principal, row->sender, HASH_SIZE);
    orphaned->outcome = tell_rewrap_needed(orphaned->relay, &to, row);
    return orphaned->outcome == OK;
}

enum outcome session_orphan(struct relay *relay, const struct session_row *session)
{
    struct orphaned orphaned = {relay, OK};
    TRY(ASK(relay->store, envelope_orphan, session, tell_sender, &orphaned));
    return orphaned.outcome;
}

/* A second login ends the first one's session: its keys live in a window that is about to close. */
static enum outcome begin_session(struct relay *relay, const struct request *request)
{
    struct session_row session, fresh = {.connection = request->connection};
    enum outcome outcome = ASK(relay->store, session_load, request->principal, &session);
    if (outcome == BROKEN)
        return BROKEN;
    if (outcome == OK && session.connection != request->connection) {
        struct message superseded = {.code = MESSAGE_ERROR, .as.error.code = ERROR_SUPERSEDED};
        struct answer answer = {
            .kind = ANSWER_PLAIN, .target = TO_CONNECTION, .connection = session.connection, .closes = true};
        TRY(answers_say(relay->answers, &answer, &superseded));
    }
    memcpy(fresh.principal, request->principal, HASH_SIZE);
    TRY(session_orphan(relay, &fresh));
    return ASK(relay->store, session_keep, &fresh);
}

static enum outcome become(struct relay *relay, const struct request *request, unsigned who,
                           const struct message *message)
{
    struct answer answer = {
        .kind = ANSWER_PLAIN, .target = TO_CONNECTION, .connection = request->connection, .becomes = who};
    return answers_say(relay->answers, &answer, message);
}

/* Rule 7. Whether the mailbox exists or not, the same proof was checked and the same session begun. */
enum outcome decide_visitor_login(struct relay *relay, const struct request *request)
{
    struct case_row row;
    struct message message = {.code = MESSAGE_NO_MAILBOX};
    struct salt_row salts[SALTS_MAX];
    uint8_t octets[SALTS_MAX * SHRED_SALT_SIZE], vault[VAULT_SIZE];
    size_t salt_count = 0;
    enum queue_band band = BAND_NONE;
    struct bytes kept;

    TRY(begin_session(relay, request));
    enum outcome outcome = ASK(relay->store, case_of, request->principal, &row);
    if (outcome == GONE) {
        struct answer answer = {.kind = ANSWER_PLAIN,
                                .target = TO_CONNECTION,
                                .needs_shred = true, /* it may be asked by one who burnt it and lost the answer */
                                .connection = request->connection,
                                .becomes = WHO_PROVED};
        memcpy(message.as.no_mailbox.mac, request->server_mac, MAC_SIZE);
        return answers_say(relay->answers, &answer, &message);
    }
    TRY(outcome);
    if (case_is_fresh(relay, &row))
        TRY(ASK(relay->store, case_keep, &row));
    TRY(case_band(relay, &row, &band));
    TRY(ASK(relay->store, vault_load, request->principal, &kept) == OK ? OK : BROKEN);
    memcpy(vault, kept.data, VAULT_SIZE);
    TRY(ASK(relay->store, salts_load, request->principal, salts, &salt_count));
    for (size_t i = 0; i < salt_count; i++)
        shred_salt_encode(&salts[i].salt, octets + i * SHRED_SALT_SIZE);
    message.code = MESSAGE_VISITOR_OK;
    memcpy(message.as.visitor_ok.mac, request->server_mac, MAC_SIZE);
    memcpy(message.as.visitor_ok.case_id, row.room.case_id, CASE_ID_SIZE);
    message.as.visitor_ok.door = row.door;
    message.as.visitor_ok.state = rules_told_state(row.state);
    message.as.visitor_ok.band = (uint8_t)band;
    message.as.visitor_ok.epoch = row.room.epoch;
    message.as.visitor_ok.vault = (struct bytes){vault, VAULT_SIZE};
    message.as.visitor_ok.salts = (struct bytes){octets, salt_count * SHRED_SALT_SIZE};
    TRY(become(relay, request, WHO_VISITOR, &message));
    return tell_notices(relay, request);
}

/* ---- staff -------------------------------------------------------------------------------------------------- */

struct greeting {
    struct relay *relay;
    struct answer to;
    enum outcome outcome;
};

static bool greet_with_presence(void *context, const struct presence_row *row)
{
    struct greeting *greeting = context;
    struct message presence = {.code = MESSAGE_PRESENCE, .as.presence.presence = row->presence};
    memcpy(presence.as.presence.cert_hash, row->cert_hash, HASH_SIZE);
    greeting->outcome = answers_say(greeting->relay->answers, &greeting->to, &presence);
    return greeting->outcome == OK;
}

static bool greet_with_rewrap(void *context, const struct envelope_row *row)
{
    struct greeting *greeting = context;
    greeting->outcome = tell_rewrap_needed(greeting->relay, &greeting->to, row);
    return greeting->outcome == OK;
}

/* STAFF_OK, then who is there, then what waits for this sender to wrap it again. */
enum outcome decide_staff_login(struct relay *relay, const struct request *request)
{
    struct message message = {.code = MESSAGE_STAFF_OK, .as.staff_ok.now_min = relay->now_min};
    struct greeting greeting = {.relay = relay};
    greeting.to = (struct answer){.kind = ANSWER_PLAIN, .target = TO_CONNECTION, .connection = request->connection};
    if (!roster_find(relay->programme->roster, request->principal, relay->now_min)) {
        message = (struct message){.code = MESSAGE_ERROR, .as.error.code = ERROR_BAD_LOGIN};
        greeting.to.closes = true;
        return answers_say(relay->answers, &greeting.to, &message);
    }
    TRY(staff_seen(relay, request->principal));
    TRY(become(relay, request, WHO_STAFF, &message));
    TRY(ASK(relay->store, presence_each, greet_with_presence, &greeting));
    TRY(greeting.outcome);
    TRY(ASK(relay->store, envelope_each_awaiting, request->principal, greet_with_rewrap, &greeting));
    TRY(greeting.outcome);
    return tell_notices(relay, request);
}

/* ---- the end ------------------------------------------------------------------------------------------------ */

/* By connection, not by principal: what a newer connection of the same person has begun goes on. */
enum outcome decide_gone(struct relay *relay, const struct request *request)
{
    struct session_row session;
    struct presence_row presence;
    enum outcome outcome = ASK(relay->store, session_load, request->principal, &session);
    if (outcome == BROKEN)
        return BROKEN;
    if (outcome == OK && session.connection == request->connection) {
        session.key_count = 0;
        TRY(session_orphan(relay, &session));
        return ASK(relay->store, session_drop, request->principal);
    }
    if (roster_known(relay->programme->roster, request->principal))
        TRY(staff_seen(relay, request->principal));
    outcome = ASK(relay->store, presence_load, request->principal, &presence);
    if (outcome == BROKEN)
        return BROKEN;
    if (outcome == OK && presence.connection == request->connection) {
        struct message away = {.code = MESSAGE_PRESENCE, .as.presence.presence = PRESENCE_AWAY};
        memcpy(away.as.presence.cert_hash, request->principal, HASH_SIZE);
        TRY(ASK(relay->store, presence_drop, request->principal));
        return tell_group(relay, TO_STAFF, &away);
    }
    return OK;
}

/* One of the rows that an earlier process left; the rest are found by asking again. */
static bool take_session(void *context, const struct session_row *row)
{
    *(struct session_row *)context = *row;
    return false;
}

static bool take_presence(void *context, const struct presence_row *row)
{
    *(struct presence_row *)context = *row;
    return false;
}

enum outcome relay_start(struct relay *relay)
{
    for (;;) {
        struct session_row session = {.connection = 0};
        TRY(ASK(relay->store, session_each, take_session, &session));
        if (session.connection == 0)
            break;
        session.key_count = 0;
        TRY(session_orphan(relay, &session));
        TRY(ASK(relay->store, session_drop, session.principal));
    }
    for (;;) {
        struct presence_row presence = {.connection = 0};
        TRY(ASK(relay->store, presence_each, take_presence, &presence));
        if (presence.connection == 0)
            return OK;
        TRY(staff_seen(relay, presence.cert_hash)); /* was here until that process ended */
        TRY(ASK(relay->store, presence_drop, presence.cert_hash));
    }
}
