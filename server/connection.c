#include "connection_parts.h"

#include <string.h>

#include "base/log.h"
#include "base/memory.h"

enum { TAG_END = 5, LOCAL_MAX = 256 }; /* code and tag; the largest message made here is CHALLENGE */

/* --- Answers of our own --- */

static void say(struct connection *connection, const struct message *message)
{
    uint8_t octets[LOCAL_MAX];
    size_t size = 0;
    enum outcome encoded = message_encode(message, octets, sizeof octets, &size);
    invariant(encoded == OK);
    struct frame *frame = frame_new(size);
    if (frame == NULL) {
        peer_close(&connection->peer, CLOSE_BROKEN);
    } else {
        memcpy(frame->data, octets, size);
        peer_put(&connection->peer, frame);
        frame_release(frame);
    }
    deliver_touch(&connection->edge->deliver, &connection->peer);
}

void say_error_with(struct connection *connection, uint32_t tag, enum error_code code, struct bytes detail)
{
    struct message error = {.code = MESSAGE_ERROR, .tag = tag};
    error.as.error.code = (uint8_t)code;
    error.as.error.detail = detail;
    say(connection, &error);
}

void say_error(struct connection *connection, uint32_t tag, enum error_code code)
{
    say_error_with(connection, tag, code, (struct bytes){NULL, 0});
}

void close_with(struct connection *connection, enum close_code code)
{
    peer_close(&connection->peer, code);
    deliver_touch(&connection->edge->deliver, &connection->peer);
}

static void say_malformed(struct connection *connection)
{
    say_error(connection, 0, ERROR_MALFORMED);
    close_with(connection, CLOSE_POLICY);
}

/* --- Requests --- */

/* A request with who asks filled in; NULL: no memory. */
static struct request *request_of(struct connection *connection, enum request_kind kind)
{
    struct request *request = turn_request(connection->edge->turn);
    if (request == NULL)
        return NULL;
    request->kind = kind;
    request->who = peer_who(&connection->peer);
    request->connection = connection->peer.id;
    memcpy(request->principal, connection->peer.principal, HASH_SIZE);
    return request;
}

/* Takes `request` and its frame in any case; false: the turn has no room. */
static bool put(struct connection *connection, struct request *request)
{
    if (turn_put(connection->edge->turn, request) == OK)
        return true;
    frame_release(request->frame);
    request->frame = NULL;
    turn_request_drop(connection->edge->turn, request);
    return false;
}

/* A visitor's SEND beyond its mailbox's ration is answered with the seconds to wait; the client says it again then. Staff are known by
 * certificates, and have no ration. */
static bool must_slow_down(struct connection *connection, const struct message *message)
{
    struct edge *edge = connection->edge;
    if (message->code != MESSAGE_SEND || peer_who(&connection->peer) != WHO_VISITOR)
        return false;
    uint8_t wait_s = ration_take(&edge->ration, connection->peer.principal, clock_monotonic_ms(edge->clock));
    if (wait_s > 0)
        say_error_with(connection, message->tag, ERROR_RATE, (struct bytes){&wait_s, sizeof wait_s});
    return wait_s > 0;
}

/* An ACK has no answer, so it is not counted as in flight; what bounds it is what was sent to be acknowledged. */
bool ask_turn(struct connection *connection, const struct message *message, struct frame *frame)
{
    struct peer *peer = &connection->peer;
    bool is_ack = message->code == MESSAGE_ACK;
    if (is_ack ? peer->ack_credit == 0 : peer->requests_in_flight >= connection->edge->limits.requests_max) {
        frame_release(frame);
        say_error(connection, message->tag, ERROR_RATE);
        return false;
    }
    if (must_slow_down(connection, message)) {
        frame_release(frame);
        return false;
    }
    struct request *request = request_of(connection, REQUEST_MESSAGE);
    if (request == NULL) {
        frame_release(frame);
        say_error(connection, message->tag, ERROR_UNAVAILABLE);
        return false;
    }
    request->frame = frame;
    request->octets_max = (uint32_t)outbox_envelope_room(&peer->outbox);
    if (!put(connection, request)) {
        /* An ACK that is lost is harmless: the envelope comes again. */
        if (!is_ack)
            say_error(connection, message->tag, ERROR_UNAVAILABLE);
        return false;
    }
    if (is_ack)
        peer->ack_credit--;
    else
        peer->requests_in_flight++;
    if (message->code == MESSAGE_GET_ENVELOPES) {
        peer->follows = false; /* until its answer says where the cursor stands */
        peer->wants_more = false;
    }
    return true;
}

static enum outcome check_login(struct connection *connection, const struct message *login,
                                uint8_t principal[HASH_SIZE], uint8_t server_mac[MAC_SIZE])
{
    const struct admit *admit = &connection->edge->admit;
    if (login->code == MESSAGE_VISITOR_LOGIN)
        return admit_visitor(admit, &connection->ticket, login, principal, server_mac);
    memcpy(principal, login->as.staff_login.cert_hash, HASH_SIZE);
    return admit_staff(admit, &connection->ticket, login);
}

static void log_in(struct connection *connection, const struct message *login)
{
    struct peer *peer = &connection->peer;
    uint8_t server_mac[MAC_SIZE] = {0};
    uint8_t principal[HASH_SIZE] = {0};
    connection->login_ms = clock_monotonic_ms(connection->edge->clock);
    if (check_login(connection, login, principal, server_mac) != OK) {
        say_error(connection, 0, ERROR_BAD_LOGIN);
        close_with(connection, CLOSE_POLICY);
        return;
    }
    if (connection->gone == NULL)
        connection->gone = request_of(connection, REQUEST_GONE);
    bool is_visitor = login->code == MESSAGE_VISITOR_LOGIN;
    struct request *request = connection->gone == NULL
                                  ? NULL
                                  : request_of(connection, is_visitor ? REQUEST_VISITOR_LOGIN : REQUEST_STAFF_LOGIN);
    if (request == NULL) {
        say_error(connection, 0, ERROR_UNAVAILABLE);
        return;
    }
    if (is_visitor)
        memcpy(connection->pk_login, login->as.visitor_login.pk_login, DH_SIZE);
    memcpy(peer->principal, principal, HASH_SIZE);
    memcpy(request->principal, principal, HASH_SIZE);
    memcpy(connection->gone->principal, principal, HASH_SIZE);
    memcpy(request->server_mac, server_mac, MAC_SIZE);
    connection->edge->deliver.now_min = clock_wall_min(connection->edge->clock);
    if (!put(connection, request)) {
        say_error(connection, 0, ERROR_UNAVAILABLE);
        return;
    }
    enum outcome moved = peer_move(peer, PEER_PROVING);
    invariant(moved == OK);
}

/* --- Messages --- */

static uint32_t tag_of(const struct frame *frame)
{
    uint32_t tag = 0;
    for (size_t i = 1; frame->size >= TAG_END && i < TAG_END; i++)
        tag = tag << 8 | frame->data[i];
    return tag;
}

static bool has_tag(uint8_t code)
{
    return code != MESSAGE_VISITOR_LOGIN && code != MESSAGE_STAFF_LOGIN && code != MESSAGE_ACK;
}

/* Rule 16: QUIET is the first thing that is said, or it hides too little to be worth its name. DONE is in the first cell. */
static void become_quiet(struct connection *connection, uint32_t tag)
{
    struct edge *edge = connection->edge;
    if (connection->has_spoken) {
        say_error(connection, tag, ERROR_NOT_ALLOWED);
        return;
    }
    connection->peer.is_quiet = true;
    pulse_add(&edge->pulse, &connection->peer, clock_monotonic_ms(edge->clock));
    say(connection, &(struct message){.code = MESSAGE_DONE, .tag = tag});
}

/* A whole message; takes `frame`. */
static void take(struct connection *connection, struct frame *frame)
{
    struct message message;
    if (connection->is_discarding) {
        say_error(connection, has_tag(frame->data[0]) ? tag_of(frame) : 0, ERROR_NOT_ALLOWED);
        frame_release(frame);
    } else if (message_decode(&message, frame->data, frame->size) != OK) {
        frame_release(frame);
        say_malformed(connection);
    } else if (message.code == MESSAGE_VISITOR_LOGIN || message.code == MESSAGE_STAFF_LOGIN) {
        log_in(connection, &message);
        frame_release(frame);
    } else if (message.code == MESSAGE_OPEN_CASE) {
        opening_ask(connection, &message, frame);
    } else if (message.code == MESSAGE_QUIET) {
        become_quiet(connection, message.tag);
        frame_release(frame);
    } else {
        (void)ask_turn(connection, &message, frame);
    }
    connection->has_spoken = true;
}

/* --- Fragments --- */

static void drop_incoming(struct connection *connection)
{
    frame_release(connection->incoming);
    connection->incoming = NULL;
    connection->edge->incoming_octets -= connection->capacity;
    connection->capacity = 0;
    connection->received = 0;
    connection->incoming_ms = 0;
    connection->is_discarding = false;
}

void connection_refuse(struct connection *connection, enum outcome why)
{
    drop_incoming(connection);
    if (why == MALFORMED)
        say_malformed(connection);
    else
        close_with(connection, why == FULL ? CLOSE_TRY_LATER : CLOSE_BROKEN);
}

/* Room for `size` octets in all. */
static enum outcome reserve(struct connection *connection, size_t size)
{
    if (size <= connection->capacity)
        return OK;
    size_t grown = (size_t)connection->capacity * 2; /* one frame: exact; more frames: doubled */
    size_t capacity = size > grown || grown > MESSAGE_MAX ? size : grown;
    if (connection->edge->incoming_octets + capacity > CONNECTION_INCOMING_MAX)
        return FULL;
    struct frame *frame = frame_new(capacity);
    if (frame == NULL)
        return BROKEN;
    if (connection->incoming != NULL)
        memcpy(frame->data, connection->incoming->data,
               connection->received < connection->capacity ? connection->received : connection->capacity);
    frame_release(connection->incoming);
    connection->edge->incoming_octets += capacity - connection->capacity;
    connection->incoming = frame;
    connection->capacity = (uint32_t)capacity;
    return OK;
}

/* What the first octet says about the rest. MALFORMED: no client may ever say that. */
static enum outcome judge_code(struct connection *connection, uint8_t code)
{
    unsigned who = message_who(code);
    if (who == 0 || who == WHO_SERVER)
        return MALFORMED;
    connection->is_discarding = (who & peer_who(&connection->peer)) == 0;
    return OK;
}

/* REFUSED: longer than its code allows. */
static enum outcome take_in(struct connection *connection, const struct fragment *fragment)
{
    struct bytes data = fragment->data;
    bool is_code_known = connection->received > 0;
    if (!is_code_known && data.size > 0)
        TRY(judge_code(connection, data.data[0]));
    if (data.size == 0 && !is_code_known && fragment->left == 0)
        return OK;
    uint8_t code = is_code_known ? connection->incoming->data[0] : data.size > 0 ? data.data[0] : 0;
    size_t max = code == 0 || connection->is_discarding ? MESSAGE_MAX : 1 + message_body_max(code);
    size_t total = connection->received + data.size;
    if (total > max || fragment->left > max - total)
        return REFUSED;
    if (data.size == 0)
        return OK;
    size_t kept_max = connection->is_discarding ? TAG_END : max;
    size_t wanted = total + fragment->left;
    TRY(reserve(connection, wanted < kept_max ? wanted : kept_max));
    if (connection->received < kept_max) {
        size_t room = kept_max - connection->received;
        memcpy(connection->incoming->data + connection->received, data.data, data.size < room ? data.size : room);
    }
    connection->received = (uint32_t)total;
    return OK;
}

static void finish(struct connection *connection)
{
    struct frame *frame = connection->incoming;
    if (connection->received == 0) {
        drop_incoming(connection);
        say_malformed(connection);
        return;
    }
    frame->size = connection->received < connection->capacity ? connection->received : connection->capacity;
    bool is_discarding = connection->is_discarding;
    connection->incoming = NULL;
    drop_incoming(connection);
    connection->is_discarding = is_discarding;
    take(connection, frame);
    connection->is_discarding = false;
}

void connection_gather(struct connection *connection, const struct fragment *fragment)
{
    if (fragment->is_first)
        connection->incoming_ms = connection->heard_ms;
    switch (take_in(connection, fragment)) {
    case OK:
        if (fragment->is_last)
            finish(connection);
        return;
    case MALFORMED:
        drop_incoming(connection);
        say_malformed(connection);
        return;
    case FULL:
        drop_incoming(connection);
        close_with(connection, CLOSE_TRY_LATER);
        return;
    case REFUSED:
        drop_incoming(connection);
        close_with(connection, CLOSE_TOO_BIG);
        return;
    default:
        log_event(LOG_NO_MEMORY, connection->received, 0);
        drop_incoming(connection);
        close_with(connection, CLOSE_BROKEN);
    }
}

void connection_fragment(struct connection *connection, const struct fragment *fragment)
{
    connection_heard(connection);
    if (connection->peer.state == PEER_CLOSING || connection->edge->is_stopping)
        return;
    if (!fragment->is_binary)
        close_with(connection, CLOSE_TEXT);
    else if (connection->peer.is_quiet)
        connection_take_cell(connection, fragment);
    else
        connection_gather(connection, fragment);
}

/* --- Life --- */

void connection_open(struct connection *connection, struct edge *edge, size_t host)
{
    connection->edge = edge;
    connection->opened_ms = clock_monotonic_ms(edge->clock);
    connection->heard_ms = connection->opened_ms;
    connection->pinged_ms = connection->opened_ms;
    connection->peer.ack_credit = CONNECTION_ACKS_FIRST;
    deliver_add(&edge->deliver, &connection->peer);
    struct message challenge;
    admit_challenge(&edge->admit, host, &connection->ticket, &challenge);
    say(connection, &challenge);
}

void connection_heard(struct connection *connection)
{
    connection->heard_ms = clock_monotonic_ms(connection->edge->clock);
}

void connection_flushed(struct connection *connection)
{
    struct peer *peer = &connection->peer;
    opening_settle(connection);
    if (!peer->wants_more || !outbox_is_low(&peer->outbox) || peer_who(peer) == 0 || connection->edge->turn == NULL)
        return;
    struct request *request = request_of(connection, REQUEST_MORE);
    if (request == NULL)
        return; /* connection_look tries again */
    request->cursor = peer->cursor;
    request->octets_max = (uint32_t)outbox_envelope_room(&peer->outbox);
    request->tag = peer->more_tag;
    peer->wants_more = !put(connection, request);
}

bool connection_may_make_place(const struct connection *connection)
{
    enum peer_state state = connection->peer.state;
    return state == PEER_STRANGER || state == PEER_CLOSING ||
           (state == PEER_PROVED && (connection->opening == OPENING_NONE || opening_is_decided(connection)));
}

/* Whoever has no mailbox holds a place that cost nothing, so not for ever. Who is about to write loses nothing: the page connects again by
 * itself, and logs in only when the first words are sent. An opening under way is no reason to stay: deciding takes moments, and whoever is
 * cut off in it logs in again to what was decided. */
static bool has_stayed_too_long(const struct connection *connection, uint64_t now)
{
    const struct connection_limits *limits = &connection->edge->limits;
    if (connection->peer.state == PEER_STRANGER)
        return now - connection->opened_ms >= (connection->has_spoken ? limits->stranger_ms : limits->first_ms);
    return connection->peer.state == PEER_PROVED && now - connection->login_ms >= limits->stranger_ms;
}

enum connection_need connection_look(struct connection *connection)
{
    const struct connection_limits *limits = &connection->edge->limits;
    struct peer *peer = &connection->peer;
    uint64_t now = clock_monotonic_ms(connection->edge->clock);
    if (peer->state == PEER_CLOSING) {
        if (connection->closing_ms == 0)
            connection->closing_ms = now;
        return now - connection->closing_ms >= CONNECTION_CLOSING_MS ? NEED_END : NEED_NOTHING;
    }
    uint64_t message_ms = limits->message_ms;
    if (peer->is_quiet)
        message_ms += CELLS_PER_MESSAGE_MAX * connection->edge->pulse.interval_ms;
    if (now - connection->heard_ms >= limits->silence_ms ||
        (connection->incoming_ms != 0 && now - connection->incoming_ms >= message_ms) ||
        (connection->cell != NULL && now - connection->cell_ms >= limits->message_ms) ||
        has_stayed_too_long(connection, now)) {
        drop_incoming(connection);
        connection_drop_cell(connection);
        close_with(connection, CLOSE_POLICY);
        return NEED_NOTHING;
    }
    connection_flushed(connection);
    if (now - connection->heard_ms < limits->ping_ms || now - connection->pinged_ms < limits->ping_ms)
        return NEED_NOTHING;
    connection->pinged_ms = now;
    return NEED_PING;
}

void connection_leave_turn(struct connection *connection)
{
    if (connection->gone != NULL)
        turn_request_drop(connection->edge->turn, connection->gone);
    connection->gone = NULL;
}

void connection_shut_down(struct connection *connection)
{
    if (connection->peer.state == PEER_CLOSING)
        return;
    say_error(connection, 0, ERROR_SHUTDOWN);
    close_with(connection, CLOSE_GOING_AWAY);
}

void connection_ended(struct connection *connection)
{
    drop_incoming(connection);
    opening_ended(connection);
    connection_drop_cell(connection);
    if (connection->peer.is_quiet)
        pulse_remove(&connection->edge->pulse, &connection->peer);
    deliver_remove(&connection->edge->deliver, &connection->peer);
    outbox_close(&connection->peer.outbox);
    if (connection->gone != NULL) {
        enum outcome put_outcome = turn_put(connection->edge->turn, connection->gone);
        invariant(put_outcome == OK);
        connection->gone = NULL;
    }
    memory_wipe(connection, sizeof *connection);
}
