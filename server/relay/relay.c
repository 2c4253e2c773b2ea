#include "relay.h"

#include <string.h>

#include "decide.h"
#include "writer.h"

typedef enum outcome decide_message(struct relay *relay, const struct asked *asked);

static decide_message *const decisions[UINT8_MAX + 1] = {
    [MESSAGE_GET_DOORS] = decide_get_doors,
    [MESSAGE_GET_ROSTER] = decide_get_roster,
    [MESSAGE_OPEN_CASE] = decide_open_case,
    [MESSAGE_GET_ENVELOPES] = decide_get_envelopes,
    [MESSAGE_SEND] = decide_send,
    [MESSAGE_ACK] = decide_ack,
    [MESSAGE_REWRAP] = decide_rewrap,
    [MESSAGE_LIVE_KEYS] = decide_live_keys,
    [MESSAGE_PUT_SALT] = decide_put_salt,
    [MESSAGE_DELETE_SALT] = decide_delete_salt,
    [MESSAGE_PUT_VAULT] = decide_put_vault,
    [MESSAGE_GET_EVENTS] = decide_get_events,
    [MESSAGE_PUT_EVENT] = decide_put_event,
    [MESSAGE_GET_QUEUE] = decide_get_queue,
    [MESSAGE_PUT_RECEIVE_KEY] = decide_put_receive_key,
    [MESSAGE_SET_PRESENCE] = decide_set_presence,
    [MESSAGE_PUT_SLOT] = decide_put_slot,
    [MESSAGE_GET_SLOTS] = decide_get_slots,
    [MESSAGE_GET_ROOMS] = decide_get_rooms,
    [MESSAGE_PROPOSE] = decide_propose,
    [MESSAGE_BURN] = decide_burn,
    [MESSAGE_NOTED] = decide_noted,
    [MESSAGE_RETRACT] = decide_retract,
    [MESSAGE_KEEP] = decide_keep,
    [MESSAGE_GET_ARCHIVE] = decide_get_archive,
    [MESSAGE_DELETE_KEPT] = decide_delete_kept,
    [MESSAGE_SET_CASE] = decide_set_case,
    [MESSAGE_DECLINE] = decide_decline,
    [MESSAGE_ASK_REOPEN] = decide_ask_reopen,
    [MESSAGE_GET_ROOMS_OF] = decide_get_rooms_of,
    [MESSAGE_GET_COUNTS] = decide_get_counts,
    [MESSAGE_GET_AUDIT] = decide_get_audit,
    [MESSAGE_GET_DELETION] = decide_get_deletion,
};

uint32_t relay_today(const struct relay *relay)
{
    return (uint32_t)(relay->now_min / (24 * 60));
}

bool is_same(const uint8_t a[HASH_SIZE], const uint8_t b[HASH_SIZE])
{
    return memcmp(a, b, HASH_SIZE) == 0; /* of public names; nothing secret is compared here */
}

/* ---- answers ---------------------------------------------------------------------------------------------- */

enum outcome answer_error_with(struct relay *relay, const struct asked *asked, enum error_code code,
                               struct bytes detail)
{
    struct message error = {.code = MESSAGE_ERROR, .tag = asked->message->tag};
    struct answer answer = {.kind = ANSWER_PLAIN, .target = TO_CONNECTION, .connection = asked->request->connection};
    error.as.error.code = (uint8_t)code;
    error.as.error.detail = detail;
    answer.closes = code == ERROR_MALFORMED || code == ERROR_BAD_LOGIN || code == ERROR_SUPERSEDED;
    return answers_say(relay->answers, &answer, &error);
}

enum outcome answer_error(struct relay *relay, const struct asked *asked, enum error_code code)
{
    return answer_error_with(relay, asked, code, (struct bytes){NULL, 0});
}

enum outcome answer_conflict(struct relay *relay, const struct asked *asked, const struct case_row *row)
{
    uint8_t detail[4 + HASH_SIZE];
    size_t size;
    struct writer writer;
    writer_open(&writer, detail, sizeof detail);
    writer_u32(&writer, row->room.epoch);
    writer_put(&writer, row->holder, HASH_SIZE);
    invariant(writer_finish(&writer, &size) == OK);
    return answer_error_with(relay, asked, ERROR_EPOCH_CONFLICT, (struct bytes){detail, size});
}

enum outcome answer_with(struct relay *relay, const struct asked *asked, struct message *message)
{
    message->tag = asked->message->tag;
    return tell_connection(relay, asked->request->connection, message);
}

enum outcome answer_listed(struct relay *relay, const struct asked *asked, struct message *message)
{
    struct answer answer = {.kind = ANSWER_PLAIN,
                            .target = TO_CONNECTION,
                            .connection = asked->request->connection,
                            .is_listed = asked->staff != NULL || asked->message->code == MESSAGE_GET_EVENTS};
    message->tag = asked->message->tag;
    return answers_say(relay->answers, &answer, message);
}

enum outcome answer_done(struct relay *relay, const struct asked *asked)
{
    struct message done = {.code = MESSAGE_DONE};
    return answer_with(relay, asked, &done);
}

enum outcome tell_connection(struct relay *relay, connection_id connection, const struct message *message)
{
    struct answer answer = {.kind = ANSWER_PLAIN, .target = TO_CONNECTION, .connection = connection};
    return answers_say(relay->answers, &answer, message);
}

enum outcome tell_principal(struct relay *relay, const uint8_t principal[HASH_SIZE], const struct message *message)
{
    struct answer answer = {.kind = ANSWER_PLAIN, .target = TO_PRINCIPAL};
    memcpy(answer.principal, principal, HASH_SIZE);
    return answers_say(relay->answers, &answer, message);
}

enum outcome tell_group(struct relay *relay, enum answer_target target, const struct message *message)
{
    struct answer answer = {.kind = ANSWER_PLAIN, .target = target};
    return answers_say(relay->answers, &answer, message);
}

enum outcome tell_door(struct relay *relay, uint8_t door, const struct message *message)
{
    struct answer answer = {.kind = ANSWER_PLAIN, .target = TO_DOOR, .door = door};
    return answers_say(relay->answers, &answer, message);
}

/* ---- one request ------------------------------------------------------------------------------------------ */

/* Gives the error that stands in the way before any decision; 0: none. A visitor whose code was used again elsewhere says
 * nothing more: the newer session would be steered by the older one. */
static enum outcome check(struct relay *relay, struct asked *asked, unsigned *error)
{
    const struct request *request = asked->request;
    struct session_row session;
    *error = 0;
    if ((message_who((uint8_t)asked->message->code) & request->who & WHO_ANYONE) == 0)
        *error = ERROR_NOT_ALLOWED;
    else if (request->who == WHO_STAFF) {
        asked->staff = roster_find(relay->programme->roster, request->principal, relay->now_min);
        if (!asked->staff)
            *error = ERROR_BAD_LOGIN; /* out of date since the login */
    } else if (request->who == WHO_VISITOR || request->who == WHO_PROVED) {
        enum outcome outcome = ASK(relay->store, session_load, request->principal, &session);
        if (outcome == BROKEN)
            return BROKEN;
        if (outcome != OK || session.connection != request->connection)
            *error = ERROR_SUPERSEDED;
    }
    return OK;
}

static enum outcome decide_one_message(struct relay *relay, const struct request *request)
{
    struct message message;
    struct asked asked = {.request = request, .message = &message};
    unsigned error = 0;
    if (message_decode(&message, request->frame->data, request->frame->size) != OK) {
        message.tag = 0;
        return answer_error(relay, &asked, ERROR_MALFORMED);
    }
    TRY(check(relay, &asked, &error));
    decide_message *decide = decisions[(uint8_t)message.code];
    if (error != 0 || !decide)
        return answer_error(relay, &asked, error != 0 ? (enum error_code)error : ERROR_NOT_ALLOWED);
    return decide(relay, &asked);
}

enum outcome relay_decide(struct relay *relay, const struct request *request)
{
    switch (request->kind) {
    case REQUEST_MESSAGE:
        return decide_one_message(relay, request);
    case REQUEST_VISITOR_LOGIN:
        return decide_visitor_login(relay, request);
    case REQUEST_STAFF_LOGIN:
        return decide_staff_login(relay, request);
    case REQUEST_GONE:
        return decide_gone(relay, request);
    case REQUEST_MORE:
        return decide_more(relay, request);
    case REQUEST_EXPIRE:
        return decide_expire(relay);
    }
    invariant(false); /* a kind of request that does not exist */
    return BROKEN;
}

/* A login that failed closes, so that the next try begins with a fresh challenge. A load that failed closes too: the connection has
 * lost its place in its mailbox, and finds it again by its cursor. */
enum outcome relay_give_up(struct answers *answers, const struct request *request)
{
    struct message error = {.code = MESSAGE_ERROR}, message;
    struct answer answer = {.kind = ANSWER_PLAIN, .target = TO_CONNECTION, .connection = request->connection};
    error.as.error.code = ERROR_UNAVAILABLE;
    answer.closes = request->kind != REQUEST_MESSAGE;
    if (request->kind == REQUEST_GONE || request->kind == REQUEST_EXPIRE)
        return OK;
    if (request->kind == REQUEST_MESSAGE &&
        message_decode(&message, request->frame->data, request->frame->size) == OK) {
        error.tag = message.tag;
        if (message.code == MESSAGE_ACK)
            return OK; /* has no answer; the envelope comes again */
    }
    return answers_say(answers, &answer, &error);
}
