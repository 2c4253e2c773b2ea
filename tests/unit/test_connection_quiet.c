/* Quiet connections without a socket: how one becomes quiet, what goes out when, what comes in, and the end. The turn is a stand-in
 * that keeps the last request. */
#include "base/memory.h"
#include "edge.h"

enum { INTERVAL_MS = 2000 };

static struct cell_maker maker; /* the client's */
static struct cell_reader reader;
static uint8_t out[OUTBOX_CELL_SIZE];
static uint8_t cell[CELL_SIZE];
static uint8_t message[MESSAGE_MAX];
static const uint8_t quiet[5] = {MESSAGE_QUIET, 0, 0, 0, 3};
static const uint8_t doors[5] = {MESSAGE_GET_DOORS, 0, 0, 0, 4};

static void feed(const void *data, size_t size)
{
    struct fragment fragment = {.data = {data, size}, .is_first = true, .is_last = true, .is_binary = true};
    connection_fragment(&connection, &fragment);
}

static void open_one(void)
{
    memset(&connection, 0, sizeof connection);
    memset(&maker, 0, sizeof maker);
    memset(&reader, 0, sizeof reader);
    connection_open(&connection, &edge, 0);
    outbox_close(&connection.peer.outbox); /* the challenge */
    asked_count = 0;
}

static void open_quiet(void)
{
    open_one();
    feed(quiet, sizeof quiet);
    CHECK(connection.peer.is_quiet && edge.pulse.count == 1);
}

static void end_one(void)
{
    connection_ended(&connection);
    frame_release(asked.frame);
    asked = (struct request){0};
    CHECK(edge.incoming_octets == 0 && edge.pulse.count == 0);
}

/* Takes one cell out; how many messages ended in it, the last of them in `message`. */
static size_t take(void)
{
    static size_t received;
    struct cell_piece piece;
    size_t count = 0;
    CHECK(connection_cell(&connection, out) == OUTBOX_CELL_SIZE && out[0] == 0x82 && out[1] == 126 &&
          (out[2] << 8 | out[3]) == CELL_SIZE);
    enum outcome outcome = cell_read(&reader, (struct bytes){out + 4, CELL_SIZE}, true);
    while (outcome == OK && (outcome = cell_next(&reader, &piece)) == OK) {
        received = piece.is_first ? 0 : received;
        memcpy(message + received, piece.data.data, piece.data.size);
        received += piece.data.size;
        count += piece.left == 0;
    }
    CHECK(outcome == GONE);
    return count;
}

/* Says `size` octets in as many cells as they need, each in answer to one of the server's. */
static void say(const uint8_t *data, size_t size)
{
    bool is_whole = false;
    while (!is_whole && connection.peer.state != PEER_CLOSING) {
        (void)take();
        cell_begin(&maker, cell);
        is_whole = cell_put(&maker, (struct bytes){data, size});
        cell_end(&maker);
        feed(cell, sizeof cell);
    }
}

static void becomes_quiet_with_its_first_word(void)
{
    open_quiet();
    CHECK(take() == 1 && message[0] == MESSAGE_DONE && message[4] == 3);
    CHECK(take() == 0 && take() == 0); /* nothing to say: a cell all the same */
    end_one();

    open_one();
    feed(doors, sizeof doors);
    feed(quiet, sizeof quiet);
    CHECK(!connection.peer.is_quiet && edge.pulse.count == 0);
    end_one();

    open_quiet();
    say(quiet, sizeof quiet);
    while (take() == 0)
        ;
    CHECK(message[0] == MESSAGE_ERROR && message[5] == ERROR_NOT_ALLOWED && connection.peer.state == PEER_STRANGER);
    end_one();
}

/* What is said before the moment waits for it, and a large message takes as many moments as it needs. */
static void says_one_cell_at_a_time(void)
{
    size_t cells = 0;
    open_quiet();
    struct frame *frame = frame_new(1 + 20000);
    memset(frame->data, 7, frame->size);
    frame->data[0] = MESSAGE_ENVELOPE;
    peer_put(&connection.peer, frame);
    frame_release(frame);
    CHECK(take() == 1); /* DONE */
    while (take() == 0)
        cells++;
    CHECK(cells == 20008 / CELL_PAYLOAD - 1 && message[0] == MESSAGE_ENVELOPE && message[20000] == 7);
    CHECK(outbox_is_empty(&connection.peer.outbox));
    end_one();
}

static void reads_messages_out_of_cells(void)
{
    open_quiet();
    say(doors, sizeof doors);
    CHECK(asked_count == 1 && asked.frame->size == sizeof doors);
    CHECK_SAME(asked.frame->data, doors, sizeof doors);
    connection.peer.state = PEER_VISITOR;
    memset(message, 0, sizeof message);
    static uint8_t send[1 + 60000] = {MESSAGE_SEND, 0, 0, 0, 9};
    say(send, sizeof send);
    CHECK(asked_count == 2 && asked.frame->size == sizeof send && asked.frame->data[0] == MESSAGE_SEND);
    /* In pieces as small as the socket gives them. */
    (void)take();
    cell_begin(&maker, cell);
    CHECK(cell_put(&maker, (struct bytes){doors, sizeof doors}));
    cell_end(&maker);
    for (size_t i = 0; i < CELL_SIZE; i += 512) {
        struct fragment fragment = {
            {cell + i, 512}, CELL_SIZE - i - 512, i == 0, i + 512 == CELL_SIZE, .is_binary = true};
        connection_fragment(&connection, &fragment);
    }
    CHECK(asked_count == 3 && connection.peer.state == PEER_VISITOR);
    end_one();
}

static bool is_refused(void)
{
    bool is_so = connection.peer.state == PEER_CLOSING && take() == 1 && message[0] == MESSAGE_ERROR &&
                 message[5] == ERROR_MALFORMED;
    end_one();
    return is_so;
}

static void refuses_what_is_no_cell(void)
{
    memset(cell, 0, sizeof cell);
    open_quiet();
    feed(cell, sizeof cell); /* answers nothing */
    CHECK(is_refused());
    open_quiet();
    (void)take();
    feed(cell, sizeof cell);
    CHECK(connection.peer.state == PEER_STRANGER);
    feed(cell, sizeof cell); /* one too many */
    CHECK(is_refused());
    open_quiet();
    (void)take();
    feed(doors, sizeof doors); /* a message as it is */
    CHECK(is_refused());
    open_quiet();
    (void)take();
    cell[CELL_SIZE - 1] = 1;
    feed(cell, sizeof cell);
    CHECK(is_refused());
    open_quiet();
    (void)take();
    struct fragment fragment = {{cell, 100}, CELL_SIZE, true, false, true}; /* announces too much */
    connection_fragment(&connection, &fragment);
    CHECK(is_refused());
}

/* Nothing goes out beside the cells, also at the end: the word that says why goes in one, at its moment, and what was under way is
 * dropped. */
static void ends_with_one_cell(void)
{
    open_quiet();
    CHECK(take() == 1);
    struct frame *frame = frame_new(1 + 20000);
    memset(frame->data, 7, frame->size);
    frame->data[0] = MESSAGE_ENVELOPE;
    for (size_t i = 0; i < 5; i++)
        peer_put(&connection.peer, frame);
    frame_release(frame);
    CHECK(take() == 0 && reader.size_octets == 3);
    connection_shut_down(&connection);
    CHECK(connection.peer.state == PEER_CLOSING);
    CHECK(take() == 1 && message[0] == MESSAGE_ERROR && message[5] == ERROR_SHUTDOWN && reader.size_octets == 0);
    CHECK(take() == 0);
    end_one();

    open_quiet();
    CHECK(take() == 1);
    peer_close(&connection.peer, CLOSE_TOO_BIG); /* without a word */
    CHECK(take() == 0);
    end_one();
}

static void keeps_its_deadlines(void)
{
    static uint8_t send[1 + 60000] = {MESSAGE_SEND};
    open_quiet();
    connection.peer.state = PEER_VISITOR;
    (void)take();
    cell_begin(&maker, cell);
    CHECK(!cell_put(&maker, (struct bytes){send, sizeof send}));
    cell_end(&maker);
    feed(cell, sizeof cell);
    now_ms += 60000; /* message_ms: without cells it would be over */
    connection_heard(&connection);
    CHECK(connection_look(&connection) == NEED_NOTHING && connection.peer.state == PEER_VISITOR);
    now_ms += CELLS_PER_MESSAGE_MAX * INTERVAL_MS;
    connection_heard(&connection);
    CHECK(connection_look(&connection) == NEED_NOTHING && connection.peer.state == PEER_CLOSING);
    end_one();

    open_quiet();
    connection.peer.state = PEER_VISITOR;
    (void)take();
    struct fragment fragment = {{cell, 100}, CELL_SIZE - 100, true, false, true};
    connection_fragment(&connection, &fragment);
    now_ms += 60000; /* one cell has message_ms */
    connection_heard(&connection);
    CHECK(connection_look(&connection) == NEED_NOTHING && connection.peer.state == PEER_CLOSING);
    CHECK(edge.incoming_octets == 0);
    end_one();
}

static void survives_without_memory(void)
{
    for (uint64_t n = 1; n < 6; n++) {
        open_quiet();
        (void)take();
        cell_begin(&maker, cell);
        CHECK(cell_put(&maker, (struct bytes){doors, sizeof doors}));
        cell_end(&maker);
        memory_fail_at(n);
        feed(cell, sizeof cell);
        memory_fail_at(0);
        CHECK(connection.peer.state == PEER_STRANGER || connection.peer.state == PEER_CLOSING);
        end_one();
    }
}

int main(void)
{
    edge.clock = &test_clock;
    edge.turn = (struct turn *)&edge; /* never looked into */
    edge.limits = (struct connection_limits){.first_ms = 30000,
                                             .stranger_ms = 900000,
                                             .message_ms = 60000,
                                             .ping_ms = 300000,
                                             .silence_ms = 900000,
                                             .requests_max = 4};
    pulse_open(&edge.pulse, INTERVAL_MS);
    struct admit_settings settings = {.roster = &roster, .hosts = &hosts, .clock = &test_clock, .randomness = &chance};
    CHECK(admit_open(&edge.admit, &settings) == OK);
    CHECK(deliver_open(&edge.deliver, 100, &roster, &chance) == OK);
    struct ration_settings ration = {.burst = 1000000, .seconds = 1};
    CHECK(ration_open(&edge.ration, &ration, &chance) == OK);
    RUN(becomes_quiet_with_its_first_word);
    RUN(says_one_cell_at_a_time);
    RUN(reads_messages_out_of_cells);
    RUN(refuses_what_is_no_cell);
    RUN(ends_with_one_cell);
    RUN(keeps_its_deadlines);
    RUN(survives_without_memory);
    deliver_close(&edge.deliver);
    admit_close(&edge.admit);
    ration_close(&edge.ration);
    return check_end();
}
