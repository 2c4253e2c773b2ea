#include "client_parts.h"

#include "hash.h"

/* --- answers --- */

static void unasked_error(struct client *client, uint8_t code)
{
    if (code == ERROR_SUPERSEDED) {
        /* The server closes; what is under way here is not refused, only not this page's to say. */
        client->phase = PHASE_OFFLINE;
        client_event_plain(client, "superseded");
    } else if (code == ERROR_SHUTDOWN)
        client_event_plain(client, "shutdown");
    else
        event_why(client, "error", "code", error_word(code));
}

/* Half a login is none, and what cannot be read now must be read another time: begin again. A case that the server does not
 * have any more, or does not give us, needs no reading. */
static void failed(struct client *client, const struct pending *pending, uint8_t code)
{
    bool is_gone = code == ERROR_GONE || code == ERROR_NOT_MEMBER;
    bool must_begin_again = pending->purpose == FOR_SETUP || pending->purpose == FOR_ROSTER ||
                            pending->purpose == FOR_ENVELOPES ||
                            (pending->purpose == FOR_EVENTS && (role_of(client) == CLIENT_VISITOR || !is_gone));
    event_why(client, "error", "code", error_word(code));
    if (must_begin_again)
        client_event_plain(client, "reconnect");
}

static void answered(struct client *client, const struct pending *pending, const struct message *message)
{
    bool is_done = message->code == MESSAGE_DONE;
    uint8_t code = is_done ? 0 : message->as.error.code;
    switch (pending->purpose) {
    case FOR_SEND:
        if (is_done)
            inflight_done(client);
        else
            inflight_failed(client, code, message->as.error.detail);
        return;
    case FOR_OPEN:
        if (is_done)
            visitor_opened(client);
        else if (!work_refused(client, code, message->as.error.detail))
            visitor_opening_failed(client, code);
        return;
    case FOR_VAULT:
    case FOR_SETUP:
        visitor_stored(client, pending, is_done);
        break;
    case FOR_SALT_GONE:
        if (is_done || code == ERROR_GONE)
            visitor_generation_gone(client, pending->number);
        return; /* GEN_IN_USE: tried again after the next messages */
    case FOR_LIVE_KEYS:
        if (!is_done)
            turn_not_told(client);
        return;
    case FOR_ROSTER:
        if (is_done)
            login_roster_done(client);
        break;
    case FOR_DOORS:
        if (is_done)
            client_event_plain(client, "doors");
        break;
    case FOR_SLOTS:
        slots_answered(client, is_done);
        break;
    case FOR_COUNTS:
        counts_answered(client, is_done);
        break;
    case FOR_AUDIT:
        audit_answered(client, is_done);
        break;
    case FOR_EVENTS:
        if (is_done)
            talk_events_done(client, &client->talks[pending->talk], pending->number);
        else if (talk_events_failed(client, &client->talks[pending->talk], code))
            return;
        break;
    case FOR_ACT:
    case FOR_SECOND:
    case FOR_CASE:
    case FOR_LEAVER:
    case FOR_ROOMS:
    case FOR_QUEUE:
    case FOR_SLOT:
    case FOR_BOOKING:
    case FOR_RECEIVE_KEY:
        staff_answer(client, pending, message);
        return;
    case FOR_REWRAP:
        if (!is_done)
            send_rewrap_failed(client, pending, code);
        return;
    case FOR_ENVELOPES:
        open_mailbox_done(client, is_done);
        break;
    case FOR_ARCHIVE_SALT:
    case FOR_ARCHIVE_GONE:
    case FOR_ARCHIVE:
    case FOR_KEEP:
    case FOR_KEEP_OWN:
    case FOR_DELETE_KEPT:
        archive_answered(client, pending, message);
        return;
    case FOR_BURN:
        burn_answered(client, message);
        return;
    case FOR_DELETION:
        deletion_over(client, NULL);
        return;
    case FOR_REOPENING:
        case_reopening_answered(client, is_done);
        break;
    case FOR_NOTHING:
        break;
    }
    if (!is_done)
        failed(client, pending, code);
}

static void answer(struct client *client, const struct message *message)
{
    struct pending *found = client_pending(client, message->tag);
    if (found == NULL) {
        if (message->code == MESSAGE_ERROR)
            unasked_error(client, message->as.error.code);
        return;
    }
    if (message->code == MESSAGE_ERROR &&
        (message->as.error.code == ERROR_SUPERSEDED || message->as.error.code == ERROR_SHUTDOWN)) {
        unasked_error(client, message->as.error.code); /* no answer: the connection ends */
        return;
    }
    struct pending pending = *found;
    wipe(found, sizeof *found);
    answered(client, &pending, message);
}

/* --- what the server says --- */

static void dispatch_staff(struct client *client, const struct message *message)
{
    switch (message->code) {
    case MESSAGE_STAFF_OK:
        login_staff_ok(client, message);
        break;
    case MESSAGE_QUEUE_CARD:
        staff_card(client, message);
        break;
    case MESSAGE_SLOT:
        staff_slot_event(client, &message->as.slot);
        break;
    case MESSAGE_PRESENCE:
        staff_colleague(client, message);
        break;
    case MESSAGE_REWRAP_NEEDED:
        staff_rewrap_needed(client, message);
        break;
    case MESSAGE_PROPOSAL:
        proposal_told(client, message);
        break;
    case MESSAGE_PROPOSAL_OVER:
        proposal_over(client, message);
        break;
    case MESSAGE_AUDIT:
        audit_told(client, message);
        break;
    case MESSAGE_COUNT:
        counts_told(client, message);
        break;
    default:
        client_stop(client, "server");
        break;
    }
}

static void dispatch_visitor(struct client *client, const struct message *message)
{
    switch (message->code) {
    case MESSAGE_VISITOR_OK:
        login_visitor_ok(client, message);
        break;
    case MESSAGE_NO_MAILBOX:
        login_no_mailbox(client, message);
        break;
    case MESSAGE_ARCHIVED:
        archive_archived(client, message);
        break;
    case MESSAGE_DELETION:
        deletion_told(client, message);
        break;
    case MESSAGE_CASE_STATE:
        visitor_event_state(client, message->as.case_state.state, message->as.case_state.band);
        break;
    default:
        client_stop(client, "server");
        break;
    }
}

static void dispatch(struct client *client, const struct message *message)
{
    switch (message->code) {
    case MESSAGE_CHALLENGE:
        login_challenge(client, message);
        break;
    case MESSAGE_DONE:
    case MESSAGE_ERROR:
        answer(client, message);
        break;
    case MESSAGE_STATEMENT:
        login_statement(client, message);
        break;
    case MESSAGE_EVENT:
        talk_room_event(client, message);
        break;
    case MESSAGE_ENVELOPE:
        open_envelope(client, message);
        break;
    case MESSAGE_DOOR:
        event_door(client, message);
        break;
    case MESSAGE_TERMS:
        expire_terms(client, message);
        break;
    case MESSAGE_EXPIRED:
        expire_told(client, message);
        break;
    default:
        if (role_of(client) == CLIENT_VISITOR)
            dispatch_visitor(client, message);
        else
            dispatch_staff(client, message);
        break;
    }
}

void dispatch_take(struct client *client, struct bytes data)
{
    struct message message;
    if (client->phase == PHASE_OFFLINE || client->phase == PHASE_STOPPED)
        return;
    if (message_decode(&message, data.data, data.size) != OK || message_who((uint8_t)message.code) != WHO_SERVER) {
        client_stop(client, "server");
        return;
    }
    bool is_answer = message.code == MESSAGE_DONE || message.code == MESSAGE_ERROR;
    if (client->phase == PHASE_BURNING && !is_answer)
        return; /* what was said before it was destroyed */
    dispatch(client, &message);
    if (role_of(client) == CLIENT_STAFF)
        leaver_pump(client);
    send_pump(client);
}
