#include <string.h>

#include "decide.h"

/* ---- reading a mailbox --------------------------------------------------------------------------------------------- */

struct reading {
    struct relay *relay;
    connection_id connection;
    size_t octets;
    size_t octets_max;
    uint64_t seq; /* of the last one told */
    bool has_more;
    enum outcome outcome;
};

/* What awaits a re-wrap cannot be opened by its reader: it comes, with a new number, when it can. */
static bool tell_stored(void *context, const struct envelope_row *row)
{
    struct reading *reading = context;
    struct message message = {.code = MESSAGE_ENVELOPE};
    struct answer answer = {.kind = ANSWER_STORED, .target = TO_CONNECTION, .connection = reading->connection};
    if (row->wrap_state == WRAP_AWAITS)
        return true;
    reading->has_more = reading->octets > 0 && reading->octets + row->envelope.size > reading->octets_max;
    if (reading->has_more)
        return false;
    reading->octets += row->envelope.size;
    reading->seq = answer.seq = row->seq;
    message.as.envelope.seq = row->seq;
    message.as.envelope.envelope = row->envelope;
    size_t size, max = 1 + 8 + row->envelope.size;
    struct frame *frame = frame_new(max);
    reading->outcome = frame ? OK : BROKEN;
    if (frame) {
        invariant(message_encode(&message, frame->data, max, &size) == OK && size == max);
        reading->outcome = answers_put(reading->relay->answers, &answer, frame);
    }
    return reading->outcome == OK;
}

/* At least one envelope, and as many more as the outbox can take; then the cursor, with DONE at the end of the mailbox. */
static enum outcome tell_mailbox(struct relay *relay, const struct request *request, uint64_t after_seq, uint32_t tag,
                                 bool has_asker)
{
    struct reading reading = {.relay = relay, .connection = request->connection, .seq = after_seq};
    struct answer cursor = {.kind = ANSWER_CURSOR, .target = TO_CONNECTION, .connection = request->connection};
    struct message done = {.code = MESSAGE_DONE, .tag = tag};
    reading.octets_max = request->octets_max ? request->octets_max : REQUEST_MORE_OCTETS;
    TRY(ASK(relay->store, envelope_each, request->principal, after_seq, tell_stored, &reading));
    TRY(reading.outcome);
    cursor.seq = reading.seq;
    cursor.has_more = reading.has_more;
    cursor.tag = tag;
    cursor.has_asker = has_asker;
    if (reading.has_more || !has_asker)
        return answers_put(relay->answers, &cursor, NULL);
    return answers_say(relay->answers, &cursor, &done);
}

enum outcome decide_get_envelopes(struct relay *relay, const struct asked *asked)
{
    return tell_mailbox(relay, asked->request, asked->message->as.get_envelopes.after_seq, asked->message->tag, true);
}

enum outcome decide_more(struct relay *relay, const struct request *request)
{
    /* A tag says that somebody waits: no request has the tag 0. */
    return tell_mailbox(relay, request, request->cursor, request->tag, request->has_asker || request->tag != 0);
}

/* No answer, and no error: what is gone already was acknowledged twice. */
enum outcome decide_ack(struct relay *relay, const struct asked *asked)
{
    enum outcome outcome = ASK(relay->store, envelope_drop, asked->request->principal, asked->message->as.ack.seq);
    return outcome == BROKEN ? BROKEN : OK;
}

/* ---- the visitor's keys -------------------------------------------------------------------------------------------- */

/* The whole list each time: a key that is no longer in it is gone from the visitor's memory. */
enum outcome decide_live_keys(struct relay *relay, const struct asked *asked)
{
    struct bytes key_ids = asked->message->as.live_keys.key_ids;
    struct session_row session = {.connection = asked->request->connection};
    memcpy(session.principal, asked->request->principal, HASH_SIZE);
    session.key_count = (uint8_t)(key_ids.size / KEY_ID_SIZE);
    if (key_ids.size)
        memcpy(session.key_ids, key_ids.data, key_ids.size);
    TRY(ASK(relay->store, session_keep, &session));
    TRY(session_orphan(relay, &session));
    return answer_done(relay, asked);
}

/* Rule 10: at most GENERATIONS_MAX offline keys, and one archive. */
enum outcome decide_put_salt(struct relay *relay, const struct asked *asked)
{
    const struct shred_salt *salt = &asked->message->as.put_salt.salt;
    struct salt_row rows[SALTS_MAX], fresh = {.salt = *salt};
    size_t count, same = 0;
    TRY(ASK(relay->store, salts_load, asked->request->principal, rows, &count));
    for (size_t i = 0; i < count; i++) {
        bool is_purpose = rows[i].salt.purpose == salt->purpose;
        same += is_purpose;
        if (is_purpose && rows[i].salt.generation == salt->generation) {
            bool is_again = memcmp(rows[i].salt.sealed, salt->sealed, SALT_SEALED_SIZE) == 0;
            return is_again ? answer_done(relay, asked) : answer_error(relay, asked, ERROR_NOT_ALLOWED);
        }
    }
    if (same >= (salt->purpose == SALT_OFFLINE ? GENERATIONS_MAX : SALTS_MAX - GENERATIONS_MAX))
        return answer_error(relay, asked, ERROR_QUOTA);
    memcpy(fresh.key_id, asked->message->as.put_salt.key_id, KEY_ID_SIZE);
    TRY(ASK(relay->store, salt_keep, asked->request->principal, &fresh) == OK ? OK : BROKEN);
    return answer_done(relay, asked);
}

/* Rule 10: a salt that a stored wrap still needs stays. DONE goes out once the octets are off the disk; so does
 * ERROR_GONE, which a second question gets. */
enum outcome decide_delete_salt(struct relay *relay, const struct asked *asked)
{
    uint8_t purpose = asked->message->as.delete_salt.purpose;
    uint32_t generation = asked->message->as.delete_salt.generation;
    const uint8_t *visitor = asked->request->principal;
    struct message done = {.code = MESSAGE_DONE, .tag = asked->message->tag};
    struct message gone = {.code = MESSAGE_ERROR, .tag = asked->message->tag, .as.error.code = ERROR_GONE};
    struct answer answer = {.kind = ANSWER_PLAIN,
                            .target = TO_CONNECTION,
                            .needs_shred = true,
                            .connection = asked->request->connection,
                            .tag = asked->message->tag};
    struct salt_row rows[SALTS_MAX];
    size_t count, i = 0;
    TRY(ASK(relay->store, salts_load, visitor, rows, &count));
    while (i < count && (rows[i].salt.purpose != purpose || rows[i].salt.generation != generation))
        i++;
    if (i == count)
        return answers_say(relay->answers, &answer, &gone);
    if (purpose == SALT_OFFLINE) {
        enum outcome outcome = ASK(relay->store, envelope_uses_key, visitor, rows[i].key_id);
        if (outcome != GONE)
            return outcome == OK ? answer_error(relay, asked, ERROR_GEN_IN_USE) : outcome;
    }
    TRY(ASK(relay->store, salt_drop, visitor, purpose, generation) == OK ? OK : BROKEN);
    if (purpose == SALT_ARCHIVE) /* nobody can read it any more */
        TRY(ASK(relay->store, kept_drop_all, visitor));
    return answers_say(relay->answers, &answer, &done);
}

enum outcome decide_put_vault(struct relay *relay, const struct asked *asked)
{
    TRY(ASK(relay->store, vault_keep, asked->request->principal, asked->message->as.put_vault.vault));
    return answer_done(relay, asked);
}
