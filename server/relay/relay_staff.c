#include <string.h>

#include "decide.h"

/* ---- doors and roster ------------------------------------------------------------------------------------------------ */

enum outcome decide_get_doors(struct relay *relay, const struct asked *asked)
{
    const struct doors *doors = &relay->programme->doors;
    struct message door = {.code = MESSAGE_DOOR};
    for (size_t i = 0; doors->describe(doors->context, i, relay->now_min, &door); i++) {
        door.code = MESSAGE_DOOR;
        TRY(answer_with(relay, asked, &door));
    }
    struct message terms = {.code = MESSAGE_TERMS};
    terms.as.terms.idle_days = relay->programme->idle_days;
    terms.as.terms.closed_days = relay->programme->closed_days;
    terms.as.terms.undelivered_days = relay->programme->undelivered_days;
    terms.as.terms.record_days = relay->programme->record_days;
    terms.as.terms.claim_hours = relay->programme->claim_hours;
    TRY(answer_with(relay, asked, &terms));
    return answer_done(relay, asked);
}

struct roster_answer {
    struct relay *relay;
    const struct asked *asked;
    enum outcome outcome;
};

static bool answer_key(void *context, const struct key_row *row)
{
    struct roster_answer *answer = context;
    struct message statement = {.code = MESSAGE_STATEMENT, .as.statement.statement = row->statement};
    answer->outcome = answer_with(answer->relay, answer->asked, &statement);
    return answer->outcome == OK;
}

/* The programme's statements in the order in which they can be checked, then the newest receive keys. */
enum outcome decide_get_roster(struct relay *relay, const struct asked *asked)
{
    struct roster_answer answer = {relay, asked, OK};
    for (size_t i = 0; i < relay->programme->statement_count; i++) {
        struct message statement = {.code = MESSAGE_STATEMENT};
        statement.as.statement.statement = relay->programme->statements[i];
        TRY(answer_with(relay, asked, &statement));
    }
    TRY(ASK(relay->store, key_each_newest, answer_key, &answer));
    TRY(answer.outcome);
    return answer_done(relay, asked);
}

/* ---- PUT_RECEIVE_KEY --------------------------------------------------------------------------------------------------- */

/* The signer rules are the protocol's own; they are asked on a copy, because the programme's roster changes with no request. */
static bool is_sound_key(const struct relay *relay, struct bytes statement)
{
    *relay->scratch = *relay->programme->roster;
    return roster_add(relay->scratch, statement, relay->now_min) == OK;
}

static enum outcome keep_key(struct relay *relay, const struct asked *asked, const struct receive_key *key,
                             struct key_row *before, bool has_before)
{
    struct key_row fresh = {.issued_min = key->issued_min, .not_after_min = key->not_after_min};
    struct message statement = {.code = MESSAGE_STATEMENT};
    if (has_before) {
        before->replaced_min = relay->now_min;
        before->statement = (struct bytes){NULL, 0};
        TRY(ASK(relay->store, key_keep, before));
    }
    memcpy(fresh.cert_hash, key->cert_hash, HASH_SIZE);
    key_id_of(key->pk.data, fresh.key_id);
    fresh.statement = asked->message->as.put_receive_key.statement;
    TRY(ASK(relay->store, key_keep, &fresh));
    statement.as.statement.statement = fresh.statement;
    TRY(tell_group(relay, TO_EVERYONE, &statement));
    return answer_done(relay, asked);
}

enum outcome decide_put_receive_key(struct relay *relay, const struct asked *asked)
{
    struct bytes octets = asked->message->as.put_receive_key.statement;
    struct statement statement;
    struct receive_key key;
    struct key_row before, known;
    uint8_t key_id[KEY_ID_SIZE];
    if (statement_decode(&statement, octets) != OK || statement.type != STATEMENT_TYPE_RECEIVE_KEY ||
        receive_key_decode(&key, statement.body) != OK)
        return answer_error(relay, asked, ERROR_MALFORMED);
    if (!is_same(key.cert_hash, asked->request->principal) || !is_sound_key(relay, octets))
        return answer_error(relay, asked, ERROR_NOT_ALLOWED);
    key_id_of(key.pk.data, key_id);
    enum outcome outcome = ASK(relay->store, key_load, key.cert_hash, key_id, &known);
    if (outcome != GONE) { /* the newest again is no news; a replaced one never comes back */
        if (outcome != OK)
            return outcome;
        return known.replaced_min == 0 ? answer_done(relay, asked) : answer_error(relay, asked, ERROR_NOT_ALLOWED);
    }
    outcome = ASK(relay->store, key_newest, key.cert_hash, &before);
    if (outcome == BROKEN)
        return BROKEN;
    if (outcome == OK && key.issued_min <= before.issued_min)
        return answer_error(relay, asked, ERROR_NOT_ALLOWED);
    return keep_key(relay, asked, &key, &before, outcome == OK);
}

/* ---- SET_PRESENCE ------------------------------------------------------------------------------------------------------ */

/* The connection that spoke last speaks for the person: when it ends, the person is away. */
enum outcome decide_set_presence(struct relay *relay, const struct asked *asked)
{
    uint8_t presence = asked->message->as.set_presence.presence;
    struct presence_row row = {.connection = asked->request->connection, .presence = presence}, before;
    struct message told = {.code = MESSAGE_PRESENCE, .as.presence.presence = presence};
    memcpy(row.cert_hash, asked->request->principal, HASH_SIZE);
    memcpy(told.as.presence.cert_hash, asked->request->principal, HASH_SIZE);
    enum outcome outcome = ASK(relay->store, presence_load, row.cert_hash, &before);
    if (outcome == BROKEN)
        return BROKEN;
    TRY(staff_seen(relay, row.cert_hash));
    if (presence != PRESENCE_AWAY)
        TRY(ASK(relay->store, presence_keep, &row));
    else if (outcome == OK)
        TRY(ASK(relay->store, presence_drop, row.cert_hash));
    TRY(answer_done(relay, asked));
    bool is_news = presence != (outcome == OK ? before.presence : PRESENCE_AWAY);
    return is_news ? tell_group(relay, TO_STAFF, &told) : OK;
}
