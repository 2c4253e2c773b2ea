#include "message.h"

#include "fields.h"

enum { TAGGED = 1, UNTAGGED = 0 };

/* --- a part that several messages have --- */

static void lay_vault(struct fields *fields, struct bytes *vault)
{
    fields_opaque16(fields, vault, VAULT_SIZE, VAULT_SIZE);
}

/* --- one function a message, in the order of messages.def --- */

static void lay_visitor_login(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.visitor_login.pk_login, DH_SIZE);
    fields_octets(fields, message->as.visitor_login.nonce_c, NONCE_SIZE);
    fields_octets(fields, message->as.visitor_login.mac, MAC_SIZE);
}

static void lay_staff_login(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.staff_login.cert_hash, HASH_SIZE);
    fields_octets(fields, message->as.staff_login.nonce_c, NONCE_SIZE);
    fields_octets(fields, message->as.staff_login.signature, SIGNATURE_SIZE);
}

static void lay_nothing(struct fields *fields, struct message *message)
{
    (void)fields;
    (void)message;
}

static void lay_open_case(struct fields *fields, struct message *message)
{
    fields_u8(fields, &message->as.open_case.door);
    puzzle_lay(fields, &message->as.open_case.puzzle);
    fields_octets(fields, message->as.open_case.nonce1, PUZZLE_NONCE_SIZE);
    fields_octets(fields, message->as.open_case.nonce2, PUZZLE_NONCE_SIZE);
    shred_salt_lay(fields, &message->as.open_case.salt);
    fields_octets(fields, message->as.open_case.key_id, KEY_ID_SIZE);
    lay_vault(fields, &message->as.open_case.vault);
    fields_rest(fields, &message->as.open_case.intake, 1);
}

static void lay_get_envelopes(struct fields *fields, struct message *message)
{
    fields_u64(fields, &message->as.get_envelopes.after_seq);
}

static void lay_send(struct fields *fields, struct message *message)
{
    fields_rest(fields, &message->as.send.envelope, 1);
}

static void lay_ack(struct fields *fields, struct message *message)
{
    fields_u64(fields, &message->as.ack.seq);
}

static void lay_rewrap(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.rewrap.msg_id, MSG_ID_SIZE);
    fields_bytes(fields, &message->as.rewrap.wrap, WRAP_SIZE);
}

static void lay_live_keys(struct fields *fields, struct message *message)
{
    fields_opaque8(fields, &message->as.live_keys.key_ids, 0, LIVE_KEYS_MAX * KEY_ID_SIZE);
    fields_check(fields, message->as.live_keys.key_ids.size % KEY_ID_SIZE == 0);
}

static void lay_put_salt(struct fields *fields, struct message *message)
{
    shred_salt_lay(fields, &message->as.put_salt.salt);
    fields_octets(fields, message->as.put_salt.key_id, KEY_ID_SIZE);
}

static void lay_delete_salt(struct fields *fields, struct message *message)
{
    fields_u8_within(fields, &message->as.delete_salt.purpose, SALT_OFFLINE, SALT_ARCHIVE);
    fields_u32(fields, &message->as.delete_salt.generation);
}

static void lay_put_vault(struct fields *fields, struct message *message)
{
    lay_vault(fields, &message->as.put_vault.vault);
}

static void lay_get_events(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.get_events.case_id, CASE_ID_SIZE);
    fields_u32(fields, &message->as.get_events.after_epoch);
}

static void lay_put_event(struct fields *fields, struct message *message)
{
    fields_rest(fields, &message->as.put_event.statement, 1);
}

static void lay_put_receive_key(struct fields *fields, struct message *message)
{
    fields_rest(fields, &message->as.put_receive_key.statement, 1);
}

static void lay_set_presence(struct fields *fields, struct message *message)
{
    fields_u8_within(fields, &message->as.set_presence.presence, PRESENCE_AWAY, PRESENCE_PAUSED);
}

static void lay_slot_message(struct fields *fields, struct message *message)
{
    slot_lay(fields, &message->as.slot);
}

static void lay_get_slots(struct fields *fields, struct message *message)
{
    fields_u32(fields, &message->as.get_slots.from);
    fields_u32(fields, &message->as.get_slots.to);
}

static void lay_challenge(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.challenge.deployment_id, HASH_SIZE);
    fields_octets(fields, message->as.challenge.epk, DH_SIZE);
    fields_octets(fields, message->as.challenge.nonce_s, NONCE_SIZE);
    fields_u32(fields, &message->as.challenge.client_version_min);
    puzzle_lay(fields, &message->as.challenge.puzzle);
}

/* How a case stands, as its visitor is told it. */
static void lay_told_state(struct fields *fields, uint8_t *state)
{
    fields_u8_within(fields, state, CASE_WAITING, CASE_ENDED);
    fields_check(fields, *state <= CASE_CLOSED || *state == CASE_ENDED);
}

static void lay_visitor_ok(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.visitor_ok.mac, MAC_SIZE);
    fields_octets(fields, message->as.visitor_ok.case_id, CASE_ID_SIZE);
    fields_u8(fields, &message->as.visitor_ok.door);
    lay_told_state(fields, &message->as.visitor_ok.state);
    fields_u8_within(fields, &message->as.visitor_ok.band, BAND_NONE, BAND_MANY);
    fields_u32(fields, &message->as.visitor_ok.epoch);
    lay_vault(fields, &message->as.visitor_ok.vault);
    struct bytes *salts = &message->as.visitor_ok.salts;
    fields_opaque16(fields, salts, 0, SALTS_MAX * SHRED_SALT_SIZE);
    fields_check(fields, salts->size % SHRED_SALT_SIZE == 0);
    for (size_t at = 0; at + SHRED_SALT_SIZE <= salts->size; at += SHRED_SALT_SIZE) {
        struct shred_salt salt;
        fields_check(fields, shred_salt_decode(&salt, salts->data + at) == OK);
    }
}

static void lay_no_mailbox(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.no_mailbox.mac, MAC_SIZE);
}

static void lay_staff_ok(struct fields *fields, struct message *message)
{
    fields_u64(fields, &message->as.staff_ok.now_min);
}

static void lay_error(struct fields *fields, struct message *message)
{
    fields_u8_within(fields, &message->as.error.code, ERROR_MALFORMED, ERROR_UNAVAILABLE);
    fields_opaque8(fields, &message->as.error.detail, 0, ERROR_DETAIL_MAX);
}

static void lay_door(struct fields *fields, struct message *message)
{
    door_lay(fields, &message->as.door);
}

static void lay_statement(struct fields *fields, struct message *message)
{
    fields_rest(fields, &message->as.statement.statement, 1);
}

static void lay_event(struct fields *fields, struct message *message)
{
    fields_rest(fields, &message->as.event.statement, 1);
}

static void lay_envelope(struct fields *fields, struct message *message)
{
    fields_u64(fields, &message->as.envelope.seq);
    fields_rest(fields, &message->as.envelope.envelope, 1);
}

static void lay_queue_card(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.queue_card.case_id, CASE_ID_SIZE);
    fields_u8(fields, &message->as.queue_card.door);
    fields_u8_within(fields, &message->as.queue_card.state, CASE_WAITING, CASE_ENDED);
    fields_u8_within(fields, &message->as.queue_card.why, ESCALATION_NONE, ESCALATION_GONE);
    fields_check(fields, (message->as.queue_card.state == CASE_ESCALATED) == (message->as.queue_card.why != 0));
    fields_u64(fields, &message->as.queue_card.since_min);
    fields_u32(fields, &message->as.queue_card.epoch);
    fields_octets(fields, message->as.queue_card.holder, HASH_SIZE);
}

static void lay_presence(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.presence.cert_hash, HASH_SIZE);
    fields_u8_within(fields, &message->as.presence.presence, PRESENCE_AWAY, PRESENCE_PAUSED);
}

static void lay_rewrap_needed(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.rewrap_needed.msg_id, MSG_ID_SIZE);
    fields_octets(fields, message->as.rewrap_needed.case_id, CASE_ID_SIZE);
    fields_octets(fields, message->as.rewrap_needed.recipient, HASH_SIZE);
}

static void lay_case_state(struct fields *fields, struct message *message)
{
    lay_told_state(fields, &message->as.case_state.state);
    fields_u8_within(fields, &message->as.case_state.band, BAND_NONE, BAND_MANY);
}

static void lay_noted(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.noted.msg_id, MSG_ID_SIZE);
}

static void lay_expired(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.expired.msg_id, MSG_ID_SIZE);
    fields_octets(fields, message->as.expired.case_id, CASE_ID_SIZE);
    fields_octets(fields, message->as.expired.recipient, HASH_SIZE);
}

static void lay_terms(struct fields *fields, struct message *message)
{
    fields_u16(fields, &message->as.terms.idle_days);
    fields_u16(fields, &message->as.terms.closed_days);
    fields_u16(fields, &message->as.terms.undelivered_days);
    fields_u16(fields, &message->as.terms.record_days);
    fields_u16(fields, &message->as.terms.claim_hours);
}

static void lay_get_rooms_of(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.get_rooms_of.who, HASH_SIZE);
}

static void lay_get_counts(struct fields *fields, struct message *message)
{
    fields_u32(fields, &message->as.get_counts.day);
    fields_u8_within(fields, &message->as.get_counts.days, 1, COUNT_DAYS_MAX);
}

/* A figure that is no whole step is no figure: so no server can tell a smaller one by a slip. */
static void lay_count(struct fields *fields, struct message *message)
{
    fields_u32(fields, &message->as.count.day);
    fields_u8(fields, &message->as.count.door);
    for (size_t i = 0; i < COUNTED_KINDS; i++) {
        fields_u32(fields, &message->as.count.figures[i]);
        fields_check(fields, message->as.count.figures[i] % COUNT_STEP == 0);
    }
}

static void lay_get_audit(struct fields *fields, struct message *message)
{
    fields_u64(fields, &message->as.get_audit.after);
}

static void lay_audit(struct fields *fields, struct message *message)
{
    audit_lay(fields, &message->as.audit.entry);
    fields_octets(fields, message->as.audit.previous, HASH_SIZE);
}

static void lay_keep(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.keep.msg_id, MSG_ID_SIZE);
    fields_octets(fields, message->as.keep.sealed, ARCHIVE_SEALED_SIZE);
    fields_rest(fields, &message->as.keep.envelope, 0);
}

static void lay_get_archive(struct fields *fields, struct message *message)
{
    fields_u64(fields, &message->as.get_archive.after);
}

static void lay_delete_kept(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.delete_kept.msg_id, MSG_ID_SIZE);
}

static void lay_retract(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.retract.case_id, CASE_ID_SIZE);
    fields_octets(fields, message->as.retract.msg_id, MSG_ID_SIZE);
}

static void lay_set_case(struct fields *fields, struct message *message)
{
    uint8_t *state = &message->as.set_case.state;
    fields_octets(fields, message->as.set_case.case_id, CASE_ID_SIZE);
    fields_u8_within(fields, state, CASE_CLAIMED, CASE_ENDED);
    fields_u8_within(fields, &message->as.set_case.why, ESCALATION_NONE, ESCALATION_UNANSWERED);
    fields_check(fields, *state != CASE_BURNT && *state != CASE_HANDED_OVER && *state != CASE_RETURNED);
    fields_check(fields, (*state == CASE_ESCALATED) == (message->as.set_case.why != 0));
}

static void lay_decline(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.decline.case_id, CASE_ID_SIZE);
}

static void lay_proposal_over(struct fields *fields, struct message *message)
{
    fields_octets(fields, message->as.proposal_over.case_id, CASE_ID_SIZE);
    fields_u8_within(fields, &message->as.proposal_over.end, PROPOSAL_DECLINED, PROPOSAL_TOO_OLD);
}

static void lay_archived(struct fields *fields, struct message *message)
{
    fields_u64(fields, &message->as.archived.number);
    fields_octets(fields, message->as.archived.sealed, ARCHIVE_SEALED_SIZE);
    fields_rest(fields, &message->as.archived.envelope, 1);
}

static void lay_deletion(struct fields *fields, struct message *message)
{
    fields_bytes(fields, &message->as.deletion.statement, DELETION_SIZE);
}

/* --- the table --- */

struct layout {
    bool has_tag;
    void (*lay)(struct fields *fields, struct message *message);
};

/* A row of messages.def without a row here, or a message that message.h gives no tag, is found by test_message. */
static const struct layout layouts[UINT8_MAX + 1] = {
    [MESSAGE_VISITOR_LOGIN] = {UNTAGGED, lay_visitor_login},
    [MESSAGE_STAFF_LOGIN] = {UNTAGGED, lay_staff_login},
    [MESSAGE_GET_DOORS] = {TAGGED, lay_nothing},
    [MESSAGE_GET_ROSTER] = {TAGGED, lay_nothing},
    [MESSAGE_OPEN_CASE] = {TAGGED, lay_open_case},
    [MESSAGE_GET_ENVELOPES] = {TAGGED, lay_get_envelopes},
    [MESSAGE_SEND] = {TAGGED, lay_send},
    [MESSAGE_ACK] = {UNTAGGED, lay_ack},
    [MESSAGE_REWRAP] = {TAGGED, lay_rewrap},
    [MESSAGE_LIVE_KEYS] = {TAGGED, lay_live_keys},
    [MESSAGE_PUT_SALT] = {TAGGED, lay_put_salt},
    [MESSAGE_DELETE_SALT] = {TAGGED, lay_delete_salt},
    [MESSAGE_PUT_VAULT] = {TAGGED, lay_put_vault},
    [MESSAGE_GET_EVENTS] = {TAGGED, lay_get_events},
    [MESSAGE_PUT_EVENT] = {TAGGED, lay_put_event},
    [MESSAGE_GET_QUEUE] = {TAGGED, lay_nothing},
    [MESSAGE_PUT_RECEIVE_KEY] = {TAGGED, lay_put_receive_key},
    [MESSAGE_SET_PRESENCE] = {TAGGED, lay_set_presence},
    [MESSAGE_PUT_SLOT] = {TAGGED, lay_slot_message},
    [MESSAGE_GET_SLOTS] = {TAGGED, lay_get_slots},
    [MESSAGE_GET_ROOMS] = {TAGGED, lay_nothing},
    [MESSAGE_PROPOSE] = {TAGGED, lay_put_event},
    [MESSAGE_QUIET] = {TAGGED, lay_nothing},
    [MESSAGE_GET_COUNTS] = {TAGGED, lay_get_counts},
    [MESSAGE_GET_AUDIT] = {TAGGED, lay_get_audit},
    [MESSAGE_BURN] = {TAGGED, lay_nothing},
    [MESSAGE_NOTED] = {TAGGED, lay_noted},
    [MESSAGE_KEEP] = {TAGGED, lay_keep},
    [MESSAGE_GET_ARCHIVE] = {TAGGED, lay_get_archive},
    [MESSAGE_DELETE_KEPT] = {TAGGED, lay_delete_kept},
    [MESSAGE_RETRACT] = {TAGGED, lay_retract},
    [MESSAGE_SET_CASE] = {TAGGED, lay_set_case},
    [MESSAGE_DECLINE] = {TAGGED, lay_decline},
    [MESSAGE_ASK_REOPEN] = {TAGGED, lay_nothing},
    [MESSAGE_GET_DELETION] = {TAGGED, lay_nothing},
    [MESSAGE_GET_ROOMS_OF] = {TAGGED, lay_get_rooms_of},
    [MESSAGE_CHALLENGE] = {UNTAGGED, lay_challenge},
    [MESSAGE_VISITOR_OK] = {UNTAGGED, lay_visitor_ok},
    [MESSAGE_NO_MAILBOX] = {UNTAGGED, lay_no_mailbox},
    [MESSAGE_STAFF_OK] = {UNTAGGED, lay_staff_ok},
    [MESSAGE_DONE] = {TAGGED, lay_nothing},
    [MESSAGE_ERROR] = {TAGGED, lay_error},
    [MESSAGE_DOOR] = {TAGGED, lay_door},
    [MESSAGE_STATEMENT] = {TAGGED, lay_statement},
    [MESSAGE_ENVELOPE] = {UNTAGGED, lay_envelope},
    [MESSAGE_EVENT] = {TAGGED, lay_event},
    [MESSAGE_QUEUE_CARD] = {TAGGED, lay_queue_card},
    [MESSAGE_SLOT] = {TAGGED, lay_slot_message},
    [MESSAGE_PRESENCE] = {UNTAGGED, lay_presence},
    [MESSAGE_REWRAP_NEEDED] = {UNTAGGED, lay_rewrap_needed},
    [MESSAGE_CASE_STATE] = {UNTAGGED, lay_case_state},
    [MESSAGE_PROPOSAL] = {TAGGED, lay_event},
    [MESSAGE_ARCHIVED] = {TAGGED, lay_archived},
    [MESSAGE_EXPIRED] = {UNTAGGED, lay_expired},
    [MESSAGE_TERMS] = {TAGGED, lay_terms},
    [MESSAGE_COUNT] = {TAGGED, lay_count},
    [MESSAGE_AUDIT] = {TAGGED, lay_audit},
    [MESSAGE_PROPOSAL_OVER] = {UNTAGGED, lay_proposal_over},
    [MESSAGE_DELETION] = {TAGGED, lay_deletion},
};

struct rule {
    unsigned who;
    size_t body_max;
    const char *name;
};

static const struct rule rules[UINT8_MAX + 1] = {
#define MESSAGE(name, code, who, body_max) [code] = {(who), (body_max), #name},
#include "messages.def"
#undef MESSAGE
};

unsigned message_who(uint8_t code)
{
    return rules[code].who;
}

size_t message_body_max(uint8_t code)
{
    return rules[code].body_max;
}

const char *message_name(uint8_t code)
{
    return rules[code].name;
}

enum outcome message_decode(struct message *message, const void *data, size_t size)
{
    struct reader reader;
    reader_open(&reader, data, size);
    uint8_t code = reader_u8(&reader);
    const struct layout *layout = &layouts[code];
    if (layout->lay == NULL || reader.left > rules[code].body_max)
        return MALFORMED;
    struct fields fields = {&reader, NULL};
    message->code = (enum message_code)code;
    message->tag = 0;
    if (layout->has_tag)
        fields_u32(&fields, &message->tag);
    layout->lay(&fields, message);
    return reader_finish(&reader);
}

enum outcome message_encode(const struct message *message, void *out, size_t max, size_t *size)
{
    uint8_t code = (uint8_t)message->code;
    const struct layout *layout = &layouts[code];
    invariant(layout->lay != NULL);
    size_t whole_max = 1 + rules[code].body_max;
    struct writer writer;
    writer_open(&writer, out, max < whole_max ? max : whole_max);
    struct fields fields = {NULL, &writer};
    writer_u8(&writer, code);
    if (layout->has_tag)
        writer_u32(&writer, message->tag);
    layout->lay(&fields, (struct message *)message);
    return writer_finish(&writer, size);
}
