/* Connections without a socket or a store: every message in every state, logins, fragments, bounds, deadlines, and what answers
 * of turns do to a peer. The turn is a stand-in that keeps the last request. */
#include "base/memory.h"
#include "edge.h"
#include "login.h"

enum { BURST = 20, SLOW_S = 3 };

static uint8_t buffer[2 * OUTBOX_GATHER_MAX];

static void open_edge(void)
{
    memset(&edge, 0, sizeof edge);
    edge.clock = &test_clock;
    edge.turn = (struct turn *)&edge; /* never looked into */
    edge.limits = (struct connection_limits){.first_ms = 30000,
                                             .stranger_ms = 900000,
                                             .message_ms = 60000,
                                             .ping_ms = 30000,
                                             .silence_ms = 90000,
                                             .requests_max = 4};
    struct admit_settings settings = {.roster = &roster, .hosts = &hosts, .clock = &test_clock, .randomness = &chance};
    CHECK(admit_open(&edge.admit, &settings) == OK);
    CHECK(deliver_open(&edge.deliver, 100, &roster, &chance) == OK);
    struct ration_settings ration = {.burst = BURST, .seconds = SLOW_S};
    CHECK(ration_open(&edge.ration, &ration, &chance) == OK);
}

static void open_one(void)
{
    memset(&connection, 0, sizeof connection);
    connection_open(&connection, &edge, 0);
    outbox_close(&connection.peer.outbox);
}

static void end_one(void)
{
    connection_ended(&connection);
    frame_release(asked.frame);
    asked = (struct request){0};
    CHECK(edge.incoming_octets == 0);
}

static void close_edge(void)
{
    deliver_close(&edge.deliver);
    admit_close(&edge.admit);
    ration_close(&edge.ration);
    CHECK(requests_out == 0);
}

static void feed(const void *data, size_t size)
{
    struct fragment fragment = {.data = {data, size}, .left = 0, .is_first = true, .is_last = true, .is_binary = true};
    connection_fragment(&connection, &fragment);
}

/* The newest message in the outbox; code 0: none. All of them are taken out. */
static struct message said(void)
{
    static uint8_t last[MESSAGE_MAX];
    struct message message = {0};
    size_t size = outbox_gather(&connection.peer.outbox, buffer, sizeof buffer);
    for (size_t at = 0; at < size;) {
        size_t head = buffer[at + 1] < 126 ? 2 : 4;
        size_t length = head == 2 ? buffer[at + 1] : (size_t)buffer[at + 2] << 8 | buffer[at + 3];
        memcpy(last, buffer + at + head, length);
        CHECK(message_decode(&message, last, length) == OK);
        at += head + length;
    }
    return message;
}

static bool said_error(uint32_t tag, enum error_code code)
{
    struct message message = said();
    return message.code == MESSAGE_ERROR && message.tag == tag && message.as.error.code == code;
}

/* --- Every message in every state --- */

/* A decodable message of each code. */
static size_t sample(uint8_t code, uint8_t *out)
{
    size_t size = 1 + message_body_max(code);
    memset(out, 0, size);
    out[0] = code;
    out[4] = 7; /* the tag, where there is one */
    struct message message;
    /* Those whose numbers are checked, or that are not of one size, in a form that decodes. */
    if (code == MESSAGE_OPEN_CASE)
        out[5] = 1, out[5 + 1 + PUZZLE_SIZE + 16] = SALT_OFFLINE;
    if (code == MESSAGE_LIVE_KEYS)
        out[5] = 0, size = 6;
    while (size > 5 && message_decode(&message, out, size) != OK)
        size--;
    return size;
}

static const unsigned whos[PEER_STATES] = {
    [PEER_STRANGER] = WHO_STRANGER, [PEER_PROVED] = WHO_PROVED, [PEER_VISITOR] = WHO_VISITOR, [PEER_STAFF] = WHO_STAFF};

static void check_cell(enum peer_state state, uint8_t code)
{
    static uint8_t octets[1 + MESSAGE_MAX];
    unsigned who = message_who(code);
    open_one();
    connection.peer.state = state;
    asked_count = 0;
    size_t size = who == 0 ? 9 : sample(code, octets);
    octets[0] = code;
    feed(octets, size);
    bool is_login = code == MESSAGE_VISITOR_LOGIN || code == MESSAGE_STAFF_LOGIN;
    if (state == PEER_CLOSING) {
        CHECK(said().code == 0 && asked_count == 0);
    } else if (who == 0 || who == WHO_SERVER) {
        CHECK(said_error(0, ERROR_MALFORMED) && asked_count == 0 && connection.peer.state == PEER_CLOSING);
    } else if ((who & whos[state]) == 0) {
        uint32_t tag = is_login || code == MESSAGE_ACK ? 0 : 7;
        CHECK(said_error(tag, ERROR_NOT_ALLOWED) && asked_count == 0 && connection.peer.state == state);
    } else if (code == MESSAGE_QUIET) {
        CHECK(connection.peer.is_quiet && asked_count == 0 && said().code == MESSAGE_DONE);
    } else if (is_login) {
        CHECK(said_error(0, ERROR_BAD_LOGIN) && connection.peer.state == PEER_CLOSING);
    } else {
        struct message answer = said();
        bool is_asked = asked_count == 1 && asked.kind == REQUEST_MESSAGE && asked.who == whos[state] &&
                        asked.frame->size == size && asked.frame->data[0] == code;
        /* Some samples do not decode: then it was allowed, and malformed. */
        bool is_malformed = answer.code == MESSAGE_ERROR && answer.as.error.code == ERROR_MALFORMED;
        CHECK(is_asked != is_malformed);
        CHECK(!is_asked || connection.peer.requests_in_flight == (code == MESSAGE_ACK ? 0 : 1));
    }
    end_one();
}

static void checks_every_message_in_every_state(void)
{
    for (enum peer_state state = 0; state < PEER_STATES; state++)
        for (unsigned code = 0; code < 256; code++)
            check_cell(state, (uint8_t)code);
}

static void has_a_table_of_moves(void)
{
    static const char *const legal[PEER_STATES] = {
        /* to:           S  P  p  V  T  C */
        [PEER_STRANGER] = "010001", [PEER_PROVING] = "101111", [PEER_PROVED] = "000101",
        [PEER_VISITOR] = "000001",  [PEER_STAFF] = "000001",   [PEER_CLOSING] = "000000",
    };
    for (enum peer_state from = 0; from < PEER_STATES; from++) {
        for (enum peer_state to = 0; to < PEER_STATES; to++) {
            struct peer peer = {.state = from};
            bool may = legal[from][to] == '1';
            CHECK(peer_move(&peer, to) == (may ? OK : REFUSED));
            CHECK(peer.state == (may ? to : from));
        }
    }
}

/* --- Logins --- */

static struct message challenge;

static void open_challenged(void)
{
    memset(&connection, 0, sizeof connection);
    connection_open(&connection, &edge, 0);
    challenge = said();
    CHECK(challenge.code == MESSAGE_CHALLENGE);
}

static const uint8_t secret[DH_SIZE] = {1, 2, 3};

/* A visitor's login to `host`; gives its size. */
static size_t make_login(const char *host, uint8_t *out, uint8_t server_mac[MAC_SIZE])
{
    struct message login = {.code = MESSAGE_VISITOR_LOGIN};
    uint8_t pk_login[DH_SIZE];
    size_t size = 0;
    login_epk(pk_login, secret); /* X25519 of the base point, as the server's own */
    memcpy(login.as.visitor_login.pk_login, pk_login, DH_SIZE);
    memset(login.as.visitor_login.nonce_c, 9, NONCE_SIZE);
    struct login_transcript transcript = {
        .host = {(const uint8_t *)host, strlen(host)},
        .deployment_id = challenge.as.challenge.deployment_id,
        .epk = challenge.as.challenge.epk,
        .nonce_s = challenge.as.challenge.nonce_s,
        .who = pk_login,
        .nonce_c = login.as.visitor_login.nonce_c,
    };
    CHECK(login_visitor_macs(&transcript, secret, challenge.as.challenge.epk, login.as.visitor_login.mac, server_mac) ==
          OK);
    CHECK(message_encode(&login, out, 128, &size) == OK);
    return size;
}

static void logs_visitors_in(void)
{
    uint8_t login[128];
    uint8_t server_mac[MAC_SIZE];
    open_challenged();
    size_t size = make_login("localhost:8470", login, server_mac);
    feed(login, size);
    CHECK(connection.peer.state == PEER_PROVING && asked.kind == REQUEST_VISITOR_LOGIN);
    CHECK(asked.connection == connection.peer.id && memcmp(asked.server_mac, server_mac, MAC_SIZE) == 0);
    CHECK(memcmp(asked.principal, connection.peer.principal, HASH_SIZE) == 0);
    feed(login, size); /* nothing may be said while it is being looked up */
    CHECK(said_error(0, ERROR_NOT_ALLOWED) && connection.peer.state == PEER_PROVING);
    end_one();
    open_challenged();
    feed(login, size); /* of another connection */
    CHECK(said_error(0, ERROR_BAD_LOGIN) && connection.peer.state == PEER_CLOSING);
    end_one();
    open_challenged();
    feed(login, make_login("phish.example", login, server_mac));
    CHECK(said_error(0, ERROR_BAD_LOGIN));
    end_one();
}

/* A login key lives a minute, and is honoured for as long as a stranger may stay. */
static void honours_older_login_keys(void)
{
    uint8_t login[128];
    uint8_t server_mac[MAC_SIZE];
    uint8_t first[DH_SIZE];
    for (unsigned minutes = 0; minutes <= ADMIT_KEYS; minutes++) {
        open_challenged();
        memcpy(first, challenge.as.challenge.epk, DH_SIZE);
        size_t size = make_login("localhost:8470", login, server_mac);
        for (unsigned i = 0; i < minutes; i++) {
            now_ms += (uint64_t)EPK_LIFETIME_S * 1000;
            admit_tick(&edge.admit);
        }
        feed(login, size);
        CHECK((connection.peer.state == PEER_PROVING) == (minutes < ADMIT_KEYS));
        end_one();
        open_challenged();
        CHECK((memcmp(first, challenge.as.challenge.epk, DH_SIZE) == 0) == (minutes == 0));
        end_one();
    }
}

static void tells_the_turn_of_the_end(void)
{
    uint8_t login[128];
    uint8_t server_mac[MAC_SIZE];
    open_challenged();
    asked_count = 0;
    connection_ended(&connection);
    CHECK(asked_count == 0);
    open_challenged();
    feed(login, make_login("localhost:8470", login, server_mac));
    is_turn_full = true;
    connection_id id = connection.peer.id;
    connection_ended(&connection);
    is_turn_full = false;
    CHECK(asked_count == 2 && asked.kind == REQUEST_GONE && asked.connection == id);
}

static void may_try_again_when_the_store_failed(void)
{
    uint8_t login[128];
    uint8_t server_mac[MAC_SIZE];
    open_challenged();
    size_t size = make_login("localhost:8470", login, server_mac);
    is_turn_full = true;
    feed(login, size);
    is_turn_full = false;
    CHECK(said_error(0, ERROR_UNAVAILABLE) && connection.peer.state == PEER_STRANGER);
    feed(login, size);
    CHECK(connection.peer.state == PEER_PROVING);
    struct frame *frame = frame_new(7);
    memcpy(frame->data, (uint8_t[]){MESSAGE_ERROR, 0, 0, 0, 0, ERROR_UNAVAILABLE, 0}, 7);
    struct answer answer = {
        .kind = ANSWER_PLAIN, .target = TO_CONNECTION, .connection = connection.peer.id, .frame = frame};
    deliver_answers(&edge.deliver, &answer, 1);
    frame_release(frame);
    CHECK(said_error(0, ERROR_UNAVAILABLE) && connection.peer.state == PEER_STRANGER);
    end_one();
}

/* --- Fragments --- */

static void gathers_fragments(void)
{
    uint8_t message[1 + 4 + 300] = {MESSAGE_SEND, 0, 0, 0, 7};
    for (size_t cut = 0; cut <= sizeof message; cut++) {
        for (int one_frame = 0; one_frame < 2; one_frame++) {
            open_one();
            connection.peer.state = PEER_VISITOR;
            now_ms += SLOW_S * 1000; /* there is always something left of the ration */
            asked_count = 0;
            struct fragment a = {.data = {message, cut},
                                 .left = one_frame ? sizeof message - cut : 0,
                                 .is_first = true,
                                 .is_binary = true};
            struct fragment b = {.data = {message + cut, sizeof message - cut}, .is_last = true, .is_binary = true};
            connection_fragment(&connection, &a);
            CHECK(asked_count == 0);
            connection_fragment(&connection, &b);
            CHECK(asked_count == 1 && asked.frame->size == sizeof message);
            CHECK(asked.frame != NULL && memcmp(asked.frame->data, message, sizeof message) == 0);
            end_one();
        }
    }
}

/* Nobody's memory is filled by somebody who may not say that, or by a claim. */
static void keeps_little_of_what_may_not_be_said(void)
{
    static uint8_t octets[60000] = {MESSAGE_SEND, 0, 0, 0, 7};
    open_one();
    struct fragment fragment = {.data = {octets, 1000}, .left = 59000, .is_first = true, .is_binary = true};
    connection_fragment(&connection, &fragment);
    CHECK(edge.incoming_octets <= 5);
    fragment = (struct fragment){.data = {octets + 1000, 59000}, .is_last = true, .is_binary = true};
    connection_fragment(&connection, &fragment);
    CHECK(said_error(7, ERROR_NOT_ALLOWED) && connection.peer.state == PEER_STRANGER);
    fragment = (struct fragment){.data = {octets, 10}, .left = (size_t)1 << 62, .is_first = true, .is_binary = true};
    connection_fragment(&connection, &fragment);
    CHECK(connection.peer.state == PEER_CLOSING && connection.peer.close_code == CLOSE_TOO_BIG &&
          edge.incoming_octets == 0);
    end_one();
    open_one();
    octets[0] = MESSAGE_GET_DOORS;
    fragment = (struct fragment){.data = {octets, 1}, .left = 5, .is_first = true, .is_binary = true};
    connection_fragment(&connection, &fragment);
    CHECK(connection.peer.close_code == CLOSE_TOO_BIG);
    end_one();
    open_one();
    connection.peer.state = PEER_VISITOR;
    octets[0] = MESSAGE_SEND;
    edge.incoming_octets = CONNECTION_INCOMING_MAX - 100;
    fragment = (struct fragment){.data = {octets, 101}, .is_first = true, .is_binary = true};
    connection_fragment(&connection, &fragment);
    CHECK(connection.peer.close_code == CLOSE_TRY_LATER);
    edge.incoming_octets = 0;
    end_one();
    open_one();
    connection.peer.state = PEER_VISITOR;
    fragment.is_binary = false;
    connection_fragment(&connection, &fragment);
    CHECK(connection.peer.close_code == CLOSE_TEXT);
    end_one();
}

/* --- Bounds --- */

static struct frame *frame_of(uint8_t code, uint8_t tag, size_t size)
{
    struct frame *frame = frame_new(size);
    memset(frame->data, 0, size);
    frame->data[0] = code;
    if (size > 4)
        frame->data[4] = tag;
    return frame;
}

static void answer_with(struct answer answer, struct frame *frame)
{
    answer.frame = frame;
    deliver_answers(&edge.deliver, &answer, 1);
    frame_release(frame);
}

static void bounds_requests_in_flight(void)
{
    uint8_t doors[5] = {MESSAGE_GET_DOORS, 0, 0, 0, 1};
    open_one();
    for (unsigned i = 0; i < edge.limits.requests_max; i++)
        feed(doors, 5);
    CHECK(said().code == 0);
    feed(doors, 5);
    CHECK(said_error(1, ERROR_RATE));
    struct answer done = {.kind = ANSWER_PLAIN, .target = TO_CONNECTION, .connection = connection.peer.id};
    answer_with(done, frame_of(MESSAGE_DONE, 1, 5));
    (void)said();
    feed(doors, 5);
    CHECK(said().code == 0 && connection.peer.requests_in_flight == edge.limits.requests_max);
    answer_with(done, frame_of(MESSAGE_DELETION, 1, 126)); /* an answer like any */
    (void)said();
    CHECK(connection.peer.requests_in_flight == edge.limits.requests_max - 1);
    end_one();
}

static void bounds_acks_by_what_was_sent(void)
{
    uint8_t ack[9] = {MESSAGE_ACK};
    open_one();
    connection.peer.state = PEER_VISITOR;
    for (unsigned i = 0; i < CONNECTION_ACKS_FIRST; i++)
        feed(ack, 9);
    CHECK(said().code == 0 && connection.peer.requests_in_flight == 0);
    feed(ack, 9);
    CHECK(said_error(0, ERROR_RATE));
    struct answer stored = {.kind = ANSWER_STORED, .target = TO_CONNECTION, .connection = connection.peer.id, .seq = 3};
    answer_with(stored, frame_of(MESSAGE_ENVELOPE, 0, 200));
    outbox_close(&connection.peer.outbox);
    asked_count = 0;
    feed(ack, 9);
    CHECK(asked_count == 1);
    end_one();
}

/* A SEND whose envelope is not looked at here. */
static void send_as(enum peer_state state, uint8_t who, uint8_t tag)
{
    static uint8_t send[6] = {MESSAGE_SEND};
    send[4] = tag;
    connection.peer.state = state;
    connection.peer.principal[0] = who;
    connection.peer.requests_in_flight = 0;
    feed(send, sizeof send);
}

static bool is_slowed_down(uint8_t tag, uint8_t seconds)
{
    struct message error = said();
    return error.code == MESSAGE_ERROR && error.tag == tag && error.as.error.code == ERROR_RATE &&
           error.as.error.detail.size == 1 && error.as.error.detail.data[0] == seconds;
}

static void a_mailbox_that_says_too_much_slows_down(void)
{
    open_one();
    asked_count = 0;
    for (unsigned i = 0; i < BURST; i++)
        send_as(PEER_VISITOR, 1, (uint8_t)i);
    CHECK(asked_count == BURST && said().code == 0);
    send_as(PEER_VISITOR, 1, 99);
    CHECK(asked_count == BURST && is_slowed_down(99, SLOW_S) && connection.peer.state == PEER_VISITOR);
    CHECK(connection.peer.requests_in_flight == 0);
    send_as(PEER_VISITOR, 2, 1); /* another mailbox */
    send_as(PEER_STAFF, 1, 1);   /* staff, whatever they are called */
    uint8_t doors[5] = {MESSAGE_GET_DOORS, 0, 0, 0, 1};
    connection.peer.state = PEER_VISITOR;
    feed(doors, 5); /* what costs nobody else */
    CHECK(asked_count == BURST + 3 && said().code == 0);
    end_one();
    open_one(); /* another connection, the same mailbox */
    now_ms += 1000;
    asked_count = 0;
    send_as(PEER_VISITOR, 1, 5);
    CHECK(asked_count == 0 && is_slowed_down(5, SLOW_S - 1));
    now_ms += (SLOW_S - 1) * 1000;
    send_as(PEER_VISITOR, 1, 6);
    CHECK(asked_count == 1 && said().code == 0);
    end_one();
}

/* --- Deliveries --- */

static void follows_its_mailbox(void)
{
    struct peer *peer = &connection.peer;
    open_one();
    peer->state = PEER_PROVING;
    memset(peer->principal, 5, HASH_SIZE);
    struct answer become = {
        .kind = ANSWER_PLAIN, .target = TO_CONNECTION, .connection = peer->id, .becomes = WHO_VISITOR};
    answer_with(become, NULL);
    CHECK(peer->state == PEER_VISITOR && peer->is_known);

    struct answer fresh = {.kind = ANSWER_ENVELOPE, .target = TO_PRINCIPAL, .seq = 10};
    memset(fresh.principal, 5, HASH_SIZE);
    answer_with(fresh, frame_of(MESSAGE_ENVELOPE, 0, 4000));
    CHECK(outbox_is_empty(&peer->outbox)); /* it does not follow yet, and will ask */

    struct answer cursor = {.kind = ANSWER_CURSOR, .target = TO_CONNECTION, .connection = peer->id, .seq = 10};
    answer_with(cursor, frame_of(MESSAGE_DONE, 1, 5));
    CHECK(peer->follows && peer->cursor == 10);
    outbox_close(&peer->outbox);
    unsigned pushed = 0;
    while (peer->follows) {
        fresh.seq++;
        answer_with(fresh, frame_of(MESSAGE_ENVELOPE, 0, 4000));
        pushed += peer->follows ? 1 : 0;
    }
    /* Full: the rest is left to loading from the last that went in. */
    CHECK(pushed == (OUTBOX_OCTETS_MAX - OUTBOX_NEWS_OCTETS) / (4000 + OUTBOX_FRAME_COST) &&
          peer->cursor == 10 + pushed && peer->wants_more);
    CHECK(peer->state == PEER_VISITOR);
    asked_count = 0;
    connection_flushed(&connection);
    CHECK(asked_count == 0); /* nothing has drained */
    while (!outbox_is_low(&peer->outbox))
        CHECK(outbox_gather(&peer->outbox, buffer, OUTBOX_GATHER_MAX) > 0);
    connection_flushed(&connection);
    connection_flushed(&connection);
    CHECK(asked_count == 1 && asked.kind == REQUEST_MORE && asked.cursor == 10 + pushed && asked.octets_max > 0);
    end_one();
}

static void costs_only_the_slow_one(void)
{
    struct connection other = {0};
    open_one();
    connection_open(&other, &edge, 0);
    struct answer plain = {.kind = ANSWER_PLAIN, .target = TO_CONNECTION, .connection = connection.peer.id};
    for (int i = 0; i < 100; i++)
        answer_with(plain, frame_of(MESSAGE_STATEMENT, 1, 4000));
    CHECK(connection.peer.state == PEER_CLOSING && connection.peer.close_code == CLOSE_TRY_LATER);
    CHECK(outbox_is_empty(&connection.peer.outbox));
    CHECK(other.peer.state == PEER_STRANGER && !outbox_is_empty(&other.peer.outbox));
    connection_ended(&other);
    end_one();
}

static void lists_touched_peers_once(void)
{
    struct connection others[3];
    memset(others, 0, sizeof others);
    for (size_t i = 0; i < 3; i++) {
        connection_open(&others[i], &edge, 0);
        deliver_touch(&edge.deliver, &others[i].peer);
    }
    connection_ended(&others[1]); /* while it is on the list */
    size_t count = 0;
    while (deliver_next_touched(&edge.deliver) != NULL)
        count++;
    CHECK(count == 2);
    connection_ended(&others[0]);
    connection_ended(&others[2]);
}

static void closes_when_told(void)
{
    open_one();
    struct answer closing = {
        .kind = ANSWER_PLAIN, .target = TO_CONNECTION, .connection = connection.peer.id, .closes = true};
    struct frame *frame = frame_new(7);
    memcpy(frame->data, (uint8_t[]){MESSAGE_ERROR, 0, 0, 0, 0, ERROR_SUPERSEDED, 0}, 7);
    answer_with(closing, frame);
    CHECK(connection.peer.state == PEER_CLOSING && said_error(0, ERROR_SUPERSEDED));
    end_one();
    open_one();
    connection_shut_down(&connection);
    CHECK(connection.peer.close_code == CLOSE_GOING_AWAY && said_error(0, ERROR_SHUTDOWN));
    end_one();
    struct answer nobody = {.kind = ANSWER_PLAIN, .target = TO_CONNECTION, .connection = 999999, .closes = true};
    answer_with(nobody, frame_of(MESSAGE_DONE, 1, 5));
}

/* --- Deadlines --- */

static void keeps_its_deadlines(void)
{
    uint8_t doors[5] = {MESSAGE_GET_DOORS, 0, 0, 0, 1};
    struct peer *peer = &connection.peer;
    open_one();
    now_ms += 29999;
    CHECK(connection_look(&connection) == NEED_NOTHING && peer->state == PEER_STRANGER);
    now_ms += 1;
    CHECK(connection_look(&connection) == NEED_NOTHING && peer->state == PEER_CLOSING);
    CHECK(connection_look(&connection) == NEED_NOTHING);
    now_ms += CONNECTION_CLOSING_MS;
    CHECK(connection_look(&connection) == NEED_END);
    end_one();

    open_one();
    feed(doors, 5);
    for (int i = 0; i < 29; i++) { /* to 14:30, with a sign of life every half minute */
        now_ms += 30000;
        CHECK(connection_look(&connection) == NEED_PING);
        CHECK(connection_look(&connection) == NEED_NOTHING); /* once is enough */
        connection_heard(&connection);
    }
    CHECK(peer->state == PEER_STRANGER);
    now_ms += 30000;
    CHECK(connection_look(&connection) == NEED_NOTHING && peer->state == PEER_CLOSING);
    end_one();

    open_one();
    peer->state = PEER_VISITOR;
    now_ms += 89999;
    CHECK(connection_look(&connection) == NEED_PING && peer->state == PEER_VISITOR);
    now_ms += 1;
    CHECK(connection_look(&connection) == NEED_NOTHING && peer->state == PEER_CLOSING);
    end_one();

    open_one();
    peer->state = PEER_VISITOR;
    struct fragment fragment = {.data = {doors, 1}, .left = 4, .is_first = true, .is_binary = true};
    connection_fragment(&connection, &fragment);
    now_ms += 60000;
    CHECK(connection_look(&connection) == NEED_NOTHING && peer->state == PEER_CLOSING && edge.incoming_octets == 0);
    end_one();
}

/* Without a mailbox, as long as a stranger, from the login on. It is not put out while its case is being opened; the time runs all the same. */
static void a_place_costs_a_mailbox(void)
{
    struct peer *peer = &connection.peer;
    open_one();
    CHECK(connection_may_make_place(&connection));
    connection.has_spoken = true;
    now_ms += 800000;
    connection_heard(&connection);
    peer->state = PEER_PROVED;
    connection.login_ms = now_ms;
    connection.opening = OPENING_DECIDING;
    peer->requests_in_flight = 2;
    peer->until_decided = 1;
    now_ms += 899999;
    connection_heard(&connection);
    CHECK(connection_look(&connection) == NEED_NOTHING && peer->state == PEER_PROVED);
    CHECK(!connection_may_make_place(&connection));
    struct answer refused = {.kind = ANSWER_PLAIN, .target = TO_CONNECTION, .connection = peer->id};
    answer_with(refused, frame_of(MESSAGE_DONE, 1, 5));
    CHECK(peer->requests_in_flight == 1 && connection_may_make_place(&connection)); /* whatever else it waits for */
    CHECK(connection_look(&connection) == NEED_NOTHING && connection.opening == OPENING_NONE);
    connection.opening = OPENING_DECIDING;
    peer->until_decided = 1; /* another one, with a store that hangs */
    CHECK(!connection_may_make_place(&connection));
    now_ms += 1;
    CHECK(connection_look(&connection) == NEED_NOTHING && peer->state == PEER_CLOSING);
    CHECK(connection_may_make_place(&connection));
    end_one();

    for (enum peer_state state = PEER_PROVING; state <= PEER_STAFF; state++) {
        if (state == PEER_PROVED)
            continue;
        open_one();
        peer->state = state;
        connection.has_spoken = true;
        now_ms += 10 * 900000;
        connection_heard(&connection);
        CHECK(connection_look(&connection) == NEED_NOTHING && peer->state == state);
        CHECK(!connection_may_make_place(&connection));
        end_one();
    }
}

/* Whatever allocation fails, nothing leaks and nothing is half done. */
static void survives_without_memory(void)
{
    uint8_t doors[5] = {MESSAGE_GET_DOORS, 0, 0, 0, 1};
    for (uint64_t n = 1; n < 8; n++) {
        open_one();
        memory_fail_at(n);
        feed(doors, 5);
        feed((uint8_t[]){0x10, 0, 0, 0, 1}, 5);
        memory_fail_at(0);
        CHECK(connection.peer.state == PEER_STRANGER || connection.peer.state == PEER_CLOSING);
        end_one();
    }
}

int main(void)
{
    open_edge();
    RUN(checks_every_message_in_every_state);
    RUN(has_a_table_of_moves);
    RUN(logs_visitors_in);
    RUN(honours_older_login_keys);
    RUN(tells_the_turn_of_the_end);
    RUN(may_try_again_when_the_store_failed);
    RUN(gathers_fragments);
    RUN(keeps_little_of_what_may_not_be_said);
    RUN(bounds_requests_in_flight);
    RUN(bounds_acks_by_what_was_sent);
    RUN(a_mailbox_that_says_too_much_slows_down);
    RUN(follows_its_mailbox);
    RUN(costs_only_the_slow_one);
    RUN(lists_touched_peers_once);
    RUN(closes_when_told);
    RUN(keeps_its_deadlines);
    RUN(a_place_costs_a_mailbox);
    RUN(survives_without_memory);
    close_edge();
    return check_end();
}
