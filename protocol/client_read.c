#include "client_parts.h"

#include <string.h>

#include "hash.h"

static bool is_from_visitor(const struct opening *opening)
{
    return memcmp(opening->envelope.header.sender, opening->talk->visitor_id, HASH_SIZE) == 0;
}

struct json event_said(struct client *client, const char *name, const struct opening *opening)
{
    const struct header *header = &opening->envelope.header;
    struct json json = client_event_open(client, name);
    event_case(&json, opening->talk);
    json_hex(&json, "id", header->msg_id, MSG_ID_SIZE);
    event_member(client, &json, "from", header->sender, opening->talk);
    json_number(&json, "sent_min", opening->body.sent_min);
    return json;
}

/* The server may have said that the visitor was away. */
static void event_downgrade(struct client *client, const struct opening *opening)
{
    if (role_of(client) != CLIENT_VISITOR || !visitor_is_downgraded(client, opening))
        return;
    struct json json = client_event_open(client, "downgrade");
    event_case(&json, opening->talk);
    event_member(client, &json, "who", opening->envelope.header.sender, opening->talk);
    client_event_put(client, &json);
}

static void read_text(struct client *client, const struct opening *opening)
{
    struct json json = event_said(client, opening->body.kind == BODY_NOTE ? "note" : "message", opening);
    json_text(&json, "text", opening->body.content);
    json_bool(&json, "offline", role_of(client) == CLIENT_VISITOR && opening->turn == 0);
    client_event_put(client, &json);
    event_downgrade(client, opening);
    if (opening->body.kind == BODY_TEXT && is_from_visitor(opening))
        case_asked(client, opening->talk);
    else if (opening->body.kind == BODY_TEXT)
        case_replied(opening->talk);
}

static void read_appointment(struct client *client, const struct opening *opening)
{
    struct appointment appointment;
    invariant(appointment_decode(&appointment, opening->body.content) == OK); /* it is sound */
    struct json json = event_said(client, "appointment", opening);
    event_appointment(&json, &appointment);
    client_event_put(client, &json);
    event_downgrade(client, opening);
    struct standing_said said = {.appointment = &appointment,
                                 .by = opening->envelope.header.sender,
                                 .epoch = opening->envelope.header.epoch,
                                 .is_visitors = is_from_visitor(opening)};
    standing_said(client, opening->talk, &said);
    standing_look(client, opening->talk);
    if (role_of(client) == CLIENT_STAFF && said.is_visitors)
        staff_appointment(client, opening->talk, &appointment);
}

static void event_told(struct client *client, const struct opening *opening, const char *what, const uint8_t *about)
{
    struct json json = client_event_open(client, "told");
    event_case(&json, opening->talk);
    json_word(&json, "what", what);
    if (about != NULL) {
        event_member(client, &json, "who", about, opening->talk);
        json_bool(&json, "me", memcmp(about, client_me(client), HASH_SIZE) == 0);
    }
    json_number(&json, "sent_min", opening->body.sent_min);
    client_event_put(client, &json);
}

/* The member whose certificate's hash begins so; NULL: none. */
static const uint8_t *member_of(const struct talk *talk, const uint8_t half[MSG_ID_SIZE])
{
    for (uint8_t i = 0; i < talk->room.member_count; i++) {
        if (memcmp(talk->room.members[i].who, half, MSG_ID_SIZE) == 0)
            return talk->room.members[i].who;
    }
    return NULL;
}

static void read_receipt(struct client *client, const struct opening *opening)
{
    static const char *const words[] = {
        "", "", "", "cannot_write", "only_reading", "here", "no_to_member", "yes_to_member"};
    struct receipt receipt;
    invariant(receipt_decode(&receipt, opening->body.content) == OK); /* it is sound */
    const uint8_t *about = NULL;
    if (receipt.what >= RECEIPT_NO_TO_MEMBER)
        about = member_of(opening->talk, receipt.msg_ids.data);
    else
        send_receipt_for(client, opening->talk, &receipt, &opening->envelope.header);
    if (role_of(client) != CLIENT_STAFF || words[receipt.what][0] == 0 || !is_from_visitor(opening))
        return;
    if (receipt.what < RECEIPT_NO_TO_MEMBER || about != NULL)
        event_told(client, opening, words[receipt.what], about);
    if (about != NULL)
        case_consented(client, opening->talk, &opening->envelope.header, about, receipt.what == RECEIPT_YES_TO_MEMBER);
}

static void read_block(struct client *client, const struct opening *opening)
{
    struct block block;
    invariant(block_decode(&block, opening->body.content) == OK); /* it is sound */
    if (memcmp(block.member, client_me(client), HASH_SIZE) == 0)
        opening->talk->is_silenced = true;
    event_told(client, opening, "blocked", block.member);
}

/* --- what may stand where (rules 11 and 12) --- */

enum speakers { BY_VISITOR = 1, BY_STAFF = 2, BY_ALL = 3 };

/* By kind: who says it in class 1, 2 and 3. What is not here is unreadable. */
static const uint8_t speakers[][CLASS_STAFF + 1] = {
    [BODY_TEXT] = {0, BY_VISITOR, BY_ALL, 0},    [BODY_HELLO] = {0, BY_VISITOR, BY_VISITOR, 0},
    [BODY_HELLO_ACK] = {0, 0, BY_STAFF, 0},      [BODY_RECEIPT] = {0, BY_VISITOR, BY_ALL, BY_STAFF},
    [BODY_RETRACT] = {0, BY_VISITOR, BY_ALL, 0}, [BODY_APPOINTMENT] = {0, BY_VISITOR, BY_ALL, 0},
    [BODY_BRIEFING] = {0, 0, 0, BY_STAFF},       [BODY_BLOCK] = {0, 0, BY_VISITOR, 0},
    [BODY_NOTE] = {0, 0, 0, BY_STAFF},
};

static bool is_text_sound(struct bytes text)
{
    return text.size > 0 && text_is_valid(text) && text_characters(text) <= TEXT_CHARACTERS_MAX;
}

bool read_is_sound(const struct client *client, const struct opening *opening)
{
    const struct body *body = &opening->body;
    struct appointment appointment;
    struct receipt receipt;
    struct briefing briefing;
    struct block block;
    struct retract retract;
    unsigned speaker = is_from_visitor(opening) ? BY_VISITOR : BY_STAFF;
    invariant(body->kind < sizeof speakers / sizeof speakers[0]); /* body_decode takes no other */
    if ((speakers[body->kind][opening->envelope.header.class] & speaker) == 0)
        return false;
    (void)client;
    switch (body->kind) {
    case BODY_TEXT:
    case BODY_NOTE:
        return is_text_sound(body->content);
    case BODY_APPOINTMENT:
        return appointment_decode(&appointment, body->content) == OK;
    case BODY_RECEIPT:
        return receipt_decode(&receipt, body->content) == OK;
    case BODY_BRIEFING:
        return briefing_decode(&briefing, body->content) == OK;
    case BODY_RETRACT:
        return retract_decode(&retract, body->content) == OK;
    case BODY_BLOCK:
        return block_decode(&block, body->content) == OK;
    default:
        return true;
    }
}

/* Of what is sound. */
void read_body(struct client *client, const struct opening *opening)
{
    switch (opening->body.kind) {
    case BODY_TEXT:
    case BODY_NOTE:
        read_text(client, opening);
        break;
    case BODY_APPOINTMENT:
        read_appointment(client, opening);
        break;
    case BODY_RECEIPT:
        read_receipt(client, opening);
        break;
    case BODY_BLOCK:
        read_block(client, opening);
        break;
    case BODY_RETRACT:
        retract_received(client, opening->talk, opening->envelope.header.sender, opening->body.content);
        break;
    case BODY_HELLO:
        meet_hello(client, opening);
        break;
    case BODY_BRIEFING:
        meet_briefing(client, opening);
        break;
    default:
        invariant(opening->body.kind == BODY_HELLO_ACK); /* nothing else is sound */
        if (role_of(client) == CLIENT_VISITOR)
            visitor_hello_ack(client, opening);
        break;
    }
}
