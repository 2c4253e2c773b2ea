#include <string.h>

#include "decide.h"
#include "writer.h"

enum { ENVELOPE_AT = 1 + 8 }; /* in an ENVELOPE message: after code and seq */

struct bytes envelope_wrap_bytes(const struct envelope *envelope, size_t index)
{
    invariant(index < envelope->wrap_count);
    return (struct bytes){envelope->wraps.data + index * WRAP_SIZE, WRAP_SIZE};
}

/* ---- keys ------------------------------------------------------------------------------------------------------ */

/* A visitor's wrap must name a key of the session that is open now, or an offline key whose salt is still here: any other would never
 * be opened. Staff make keys in conversations that only clients know of; of theirs only a receive key that was replaced a day
 * ago, or has run out, is known to be stale (rule 10). */
enum outcome wrap_judge(struct relay *relay, const struct wrap *wrap, bool is_visitor, enum wrap_state *state)
{
    struct session_row session;
    struct salt_row salts[SALTS_MAX];
    struct key_row key;
    size_t count;
    *state = WRAP_LASTING;
    if (!is_visitor) {
        enum outcome outcome = ASK(relay->store, key_load, wrap->recipient, wrap->key_id, &key);
        if (outcome != OK)
            return outcome == GONE ? OK : outcome;
        bool is_replaced = key.replaced_min != 0 && relay->now_min > key.replaced_min + RECEIVE_KEY_REPLACED_MIN;
        return is_replaced || relay->now_min > key.not_after_min ? REFUSED : OK;
    }
    enum outcome outcome = ASK(relay->store, session_load, wrap->recipient, &session);
    if (outcome == BROKEN)
        return BROKEN;
    for (size_t i = 0; outcome == OK && i < session.key_count; i++) {
        if (memcmp(session.key_ids[i], wrap->key_id, KEY_ID_SIZE) == 0) {
            *state = WRAP_LIVE;
            return OK;
        }
    }
    TRY(ASK(relay->store, salts_load, wrap->recipient, salts, &count));
    for (size_t i = 0; i < count; i++)
        if (salts[i].salt.purpose == SALT_OFFLINE && memcmp(salts[i].key_id, wrap->key_id, KEY_ID_SIZE) == 0)
            return OK;
    return REFUSED;
}

enum outcome answer_stale(struct relay *relay, const struct asked *asked, const struct wrap *wrap)
{
    uint8_t detail[HASH_SIZE + KEY_ID_SIZE];
    memcpy(detail, wrap->recipient, HASH_SIZE);
    memcpy(detail + HASH_SIZE, wrap->key_id, KEY_ID_SIZE);
    return answer_error_with(relay, asked, ERROR_STALE_KEY, (struct bytes){detail, sizeof detail});
}

/* ---- keeping and delivering -------------------------------------------------------------------------------------- */

static void write_head(struct frame *frame, uint64_t seq)
{
    struct writer writer;
    size_t size;
    writer_open(&writer, frame->data, ENVELOPE_AT);
    writer_u8(&writer, MESSAGE_ENVELOPE);
    writer_u64(&writer, seq);
    invariant(writer_finish(&writer, &size) == OK && size == ENVELOPE_AT);
}

/* Is there a copy of this message from the same sender, under another key? Its sender was not sure that it had arrived, and the room has
 * moved: what it may have to wrap again is the one sealed last, so that is the one to keep. */
static bool is_sealed_anew(struct relay *relay, const struct envelope *envelope, const uint8_t recipient[HASH_SIZE])
{
    struct envelope_row known;
    struct envelope copy;
    return ASK(relay->store, envelope_find, recipient, envelope->header.msg_id, &known) == OK &&
           is_same(known.sender, envelope->header.sender) && envelope_decode(&copy, known.envelope) == OK &&
           memcmp(copy.header_bytes, envelope->header_bytes, HEADER_SIZE + HASH_SIZE) != 0; /* with its commit */
}

static enum outcome drop_copy(struct relay *relay, const struct envelope *envelope, const uint8_t recipient[HASH_SIZE])
{
    struct envelope_row known;
    TRY(ASK(relay->store, envelope_find, recipient, envelope->header.msg_id, &known));
    return ASK(relay->store, envelope_drop, recipient, known.seq);
}

/* The frame that goes to the recipient is also what is stored: one copy of the octets. */
static enum outcome keep_since(struct relay *relay, const struct envelope *envelope, struct bytes wrap,
                               enum wrap_state state, uint32_t kept_day)
{
    struct wrap parsed;
    struct envelope_row row = {.class = envelope->header.class, .wrap_state = (uint8_t)state, .kept_day = kept_day};
    struct answer answer = {.kind = ANSWER_ENVELOPE, .target = TO_PRINCIPAL};
    size_t size = 0, max = HEADER_SIZE + HASH_SIZE + 2 + WRAP_SIZE + 2 + envelope->body.size;
    struct frame *frame = frame_new(ENVELOPE_AT + max);
    if (!frame)
        return BROKEN;
    invariant(wrap_decode(&parsed, wrap) == OK);
    invariant(envelope_slim(envelope, wrap, frame->data + ENVELOPE_AT, max, &size) == OK && size == max);
    memcpy(row.recipient, parsed.recipient, HASH_SIZE);
    memcpy(row.sender, envelope->header.sender, HASH_SIZE);
    memcpy(row.msg_id, envelope->header.msg_id, MSG_ID_SIZE);
    memcpy(row.case_id, envelope->header.case_id, CASE_ID_SIZE);
    memcpy(row.key_id, parsed.key_id, KEY_ID_SIZE);
    row.envelope = (struct bytes){frame->data + ENVELOPE_AT, size};
    enum outcome outcome = ASK(relay->store, envelope_add, &row);
    if (outcome == REFUSED && is_sealed_anew(relay, envelope, row.recipient)) {
        outcome = drop_copy(relay, envelope, row.recipient);
        if (outcome == OK)
            outcome = ASK(relay->store, envelope_add, &row);
    }
    if (outcome != OK) {
        frame_release(frame);
        return outcome == REFUSED ? OK : outcome; /* sent again after a lost answer */
    }
    write_head(frame, row.seq);
    memcpy(answer.principal, row.recipient, HASH_SIZE);
    answer.seq = row.seq;
    return answers_put(relay->answers, &answer, frame);
}

enum outcome envelope_keep(struct relay *relay, const struct envelope *envelope, struct bytes wrap,
                           enum wrap_state state)
{
    bool is_intake = envelope->header.class == CLASS_INTAKE; /* only while the case waits (rules_act) */
    return keep_since(relay, envelope, wrap, state,
                      is_intake ? KEPT_WHILE_WAITING : envelope_day(relay, envelope->header.msg_id));
}

/* ---- SEND ---------------------------------------------------------------------------------------------------------- */

struct sending {
    const struct asked *asked;
    struct case_row row;
    struct envelope envelope;
    enum wrap_state states[WRAPS_MAX];
    unsigned error;      /* 0: sound */
    struct wrap culprit; /* ERROR_STALE_KEY */
};

static enum act act_of(uint8_t class)
{
    return class == CLASS_INTAKE ? ACT_SEND_INTAKE : class == CLASS_ROOM ? ACT_SEND_ROOM : ACT_SEND_STAFF;
}

/* 0: this sender may send this class, in this state of the case and at this epoch. */
static unsigned judge_sender(const struct relay *relay, const struct sending *sending)
{
    const struct case_row *row = &sending->row;
    const struct header *header = &sending->envelope.header;
    bool is_visitor = sending->asked->staff == NULL;
    if (is_visitor && !is_same(row->visitor, header->sender))
        return ERROR_NOT_MEMBER;
    unsigned error = rules_act(act_of(header->class), row->state);
    /* It was sealed before the last colleague left; or it wants to come as an intake once more. */
    bool is_early = header->epoch != row->room.epoch && row->room.epoch > 0 && room_has(&row->room, header->sender);
    if (error == ERROR_NOT_MEMBER && is_early)
        return ERROR_EPOCH_CONFLICT;
    if (error == 0 && header->class == CLASS_INTAKE && row->room.epoch > 0)
        return header->epoch == 0 ? ERROR_EPOCH_CONFLICT : ERROR_NOT_MEMBER;
    if (error != 0)
        return error;
    if ((header->class == CLASS_INTAKE && !is_visitor) || (header->class == CLASS_STAFF && is_visitor))
        return ERROR_NOT_ALLOWED;
    if (!room_has_on(&row->room, header->sender, relay_today(relay)))
        return ERROR_NOT_MEMBER;
    return header->epoch == row->room.epoch ? 0 : ERROR_EPOCH_CONFLICT;
}

/* May this be a recipient, by membership? */
static bool may_receive(const struct relay *relay, const struct sending *sending, const uint8_t recipient[HASH_SIZE])
{
    const struct roster_entry *entry = roster_find(relay->programme->roster, recipient, relay->now_min);
    if (sending->envelope.header.class == CLASS_INTAKE)
        return entry && roster_takes_intake(entry, sending->row.door);
    bool is_visitor = is_same(recipient, sending->row.visitor);
    /* A day of grace: who seals has a clock of their own. */
    if (!room_has_on(&sending->row.room, recipient, relay_today(relay) - 1))
        return false;
    return is_visitor ? sending->envelope.header.class != CLASS_STAFF : entry != NULL;
}

/* What `mailbox` has already is answered like the first time, though it is full. */
static enum outcome refuse_new(struct relay *relay, struct sending *sending, const uint8_t mailbox[HASH_SIZE])
{
    struct envelope_row known;
    enum outcome outcome = ASK(relay->store, envelope_find, mailbox, sending->envelope.header.msg_id, &known);
    if (outcome == GONE)
        sending->error = ERROR_QUOTA;
    return outcome == BROKEN ? BROKEN : OK;
}

static enum outcome judge_quota(struct relay *relay, struct sending *sending)
{
    size_t count;
    TRY(ASK(relay->store, envelope_count, sending->row.visitor, UNDELIVERED_MAX, &count));
    return count < UNDELIVERED_MAX ? OK : refuse_new(relay, sending, sending->row.visitor);
}

/* What is said in a case that waits does not expire, so there is an end to it. */
static enum outcome judge_intake_quota(struct relay *relay, struct sending *sending)
{
    size_t count;
    TRY(ASK(relay->store, envelope_count_waiting, sending->row.room.case_id, INTAKE_COPIES_MAX, &count));
    struct wrap first = envelope_wrap(&sending->envelope, 0);
    return count < INTAKE_COPIES_MAX ? OK : refuse_new(relay, sending, first.recipient);
}

static enum outcome judge_recipients(struct relay *relay, struct sending *sending)
{
    for (size_t i = 0; i < sending->envelope.wrap_count && sending->error == 0; i++) {
        sending->culprit = envelope_wrap(&sending->envelope, i);
        bool is_visitor = is_same(sending->culprit.recipient, sending->row.visitor);
        if (!may_receive(relay, sending, sending->culprit.recipient)) {
            sending->error = ERROR_NOT_MEMBER;
            break;
        }
        enum outcome outcome = wrap_judge(relay, &sending->culprit, is_visitor, &sending->states[i]);
        if (outcome == BROKEN)
            return BROKEN;
        if (outcome != OK)
            sending->error = ERROR_STALE_KEY;
        else if (is_visitor)
            TRY(judge_quota(relay, sending));
    }
    return OK;
}

static enum outcome answer_refusal(struct relay *relay, const struct sending *sending)
{
    if (sending->error == ERROR_EPOCH_CONFLICT)
        return answer_conflict(relay, sending->asked, &sending->row);
    if (sending->error == ERROR_STALE_KEY)
        return answer_stale(relay, sending->asked, &sending->culprit);
    return answer_error(relay, sending->asked, (enum error_code)sending->error);
}

enum outcome decide_send(struct relay *relay, const struct asked *asked)
{
    struct sending sending = {.asked = asked};
    if (envelope_decode(&sending.envelope, asked->message->as.send.envelope) != OK)
        return answer_error(relay, asked, ERROR_MALFORMED);
    const struct header *header = &sending.envelope.header;
    if (!is_same(header->sender, asked->request->principal))
        return answer_error(relay, asked, ERROR_NOT_ALLOWED);
    enum outcome outcome = ASK(relay->store, case_load, header->case_id, &sending.row);
    if (outcome == BROKEN)
        return BROKEN;
    if (outcome != OK) /* a visitor is not told which case ids exist */
        return answer_error(relay, asked, asked->staff ? ERROR_GONE : ERROR_NOT_MEMBER);
    sending.error = judge_sender(relay, &sending);
    if (sending.error == 0)
        TRY(judge_recipients(relay, &sending));
    if (sending.error == 0 && header->class == CLASS_INTAKE)
        TRY(judge_intake_quota(relay, &sending));
    if (sending.error != 0)
        return answer_refusal(relay, &sending);
    for (size_t i = 0; i < sending.envelope.wrap_count; i++)
        TRY(envelope_keep(relay, &sending.envelope, envelope_wrap_bytes(&sending.envelope, i), sending.states[i]));
    TRY(answer_done(relay, asked));
    if (asked->staff != NULL)
        return relay->programme->claim_hours > 0 ? staff_seen(relay, asked->request->principal) : OK;
    return sending.row.state == CASE_RESTING ? case_wake(relay, &sending.row) : OK;
}

/* ---- REWRAP ---------------------------------------------------------------------------------------------------------- */

/* The row is replaced by one at the end of the mailbox, so that a reader's cursor cannot have passed it. */
static enum outcome replace(struct relay *relay, const struct envelope_row *row, struct bytes wrap,
                            enum wrap_state state)
{
    struct envelope envelope;
    uint8_t octets[HEADER_SIZE + HASH_SIZE + 2 + WRAP_SIZE + 2 + BODY_MAX];
    if (row->envelope.size > sizeof octets)
        return BROKEN;
    memcpy(octets, row->envelope.data, row->envelope.size);
    if (envelope_decode(&envelope, (struct bytes){octets, row->envelope.size}) != OK)
        return BROKEN; /* not what we stored */
    TRY(ASK(relay->store, envelope_drop, row->recipient, row->seq));
    return keep_since(relay, &envelope, wrap, state, row->kept_day); /* wrapping again is no new beginning */
}

/* Rule 10: only who sent it may wrap it again; for anybody else it does not exist. */
enum outcome decide_rewrap(struct relay *relay, const struct asked *asked)
{
    struct wrap wrap;
    struct envelope_row row;
    struct case_row of_recipient;
    enum wrap_state state;
    if (wrap_decode(&wrap, asked->message->as.rewrap.wrap) != OK)
        return answer_error(relay, asked, ERROR_MALFORMED);
    enum outcome outcome = ASK(relay->store, case_of, wrap.recipient, &of_recipient);
    if (outcome == BROKEN)
        return BROKEN;
    bool is_visitor = outcome == OK;
    outcome = wrap_judge(relay, &wrap, is_visitor, &state);
    if (outcome == BROKEN)
        return BROKEN;
    bool is_stale = outcome != OK;
    outcome = ASK(relay->store, envelope_find, wrap.recipient, asked->message->as.rewrap.msg_id, &row);
    if (outcome == BROKEN)
        return BROKEN;
    if (outcome != OK || !is_same(row.sender, asked->request->principal))
        return answer_error(relay, asked, ERROR_GONE);
    if (is_stale)
        return answer_stale(relay, asked, &wrap);
    TRY(replace(relay, &row, asked->message->as.rewrap.wrap, state));
    return answer_done(relay, asked);
}
