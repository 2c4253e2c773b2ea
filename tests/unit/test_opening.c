/* OPEN_CASEs that must show work (rule 17), without a socket or a store: asked, solved, replayed, guessed, refused, counted. The turn is a
 * stand-in that keeps the last request; stage 2 runs in the pool of a real loop. */
#include "edge.h"

static uv_loop_t loop;
static size_t told_count;

static void tell(void *context, const struct proof_question *question, enum outcome outcome)
{
    told_count++;
    connection_proved(context, question, outcome);
}

static void open_edge(uint8_t level_min, uint8_t level_max)
{
    memset(&edge, 0, sizeof edge);
    edge.clock = &test_clock;
    edge.turn = (struct turn *)&edge; /* never looked into */
    edge.limits = (struct connection_limits){.requests_max = 4, .silence_ms = UINT64_MAX, .ping_ms = UINT64_MAX};
    struct admit_settings settings = {.roster = &roster,
                                      .hosts = &hosts,
                                      .clock = &test_clock,
                                      .randomness = &chance,
                                      .effort = {.opens_calm = 2, .level_min = level_min, .level_max = level_max}};
    CHECK(admit_open(&edge.admit, &settings) == OK);
    CHECK(deliver_open(&edge.deliver, 100, &roster, &chance) == OK);
    proof_open(&edge.proof, &loop, tell, &edge);
    asked_count = told_count = 0;
}

static void close_edge(void)
{
    deliver_close(&edge.deliver);
    admit_close(&edge.admit);
    frame_release(asked.frame);
    asked = (struct request){0};
    CHECK(requests_out == 0 && edge.proof.waiting == 0);
}

/* Somebody who holds login key number `key` and has no mailbox. */
static void open_proved(uint8_t key)
{
    memset(&connection, 0, sizeof connection);
    connection_open(&connection, &edge, 0);
    outbox_close(&connection.peer.outbox);
    connection.peer.state = PEER_PROVED;
    memset(connection.pk_login, key, DH_SIZE);
}

static uint8_t buffer[2 * OUTBOX_GATHER_MAX];

/* The newest message in the outbox; code 0: none. */
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

/* An error with that code; gives the puzzle in its detail. */
static bool said_puzzle(enum error_code code, struct puzzle *puzzle)
{
    struct message message = said();
    return message.code == MESSAGE_ERROR && message.tag == 7 && message.as.error.code == code &&
           puzzle_decode(puzzle, message.as.error.detail) == OK;
}

static bool said_error(enum error_code code)
{
    struct message message = said();
    return message.code == MESSAGE_ERROR && message.as.error.code == code;
}

static void ask(const struct puzzle *puzzle, const struct puzzle_solution *solution)
{
    static uint8_t octets[8192];
    static const uint8_t vault[VAULT_SIZE];
    struct message message = {.code = MESSAGE_OPEN_CASE, .tag = 7, .as.open_case.puzzle = *puzzle};
    size_t size = 0;
    message.as.open_case.salt.purpose = SALT_OFFLINE;
    message.as.open_case.vault = (struct bytes){vault, sizeof vault};
    message.as.open_case.intake = (struct bytes){vault, 100};
    memcpy(message.as.open_case.nonce1, solution->nonce1, PUZZLE_NONCE_SIZE);
    memcpy(message.as.open_case.nonce2, solution->nonce2, PUZZLE_NONCE_SIZE);
    CHECK(message_encode(&message, octets, sizeof octets, &size) == OK);
    struct fragment fragment = {.data = {octets, size}, .is_first = true, .is_last = true, .is_binary = true};
    connection_fragment(&connection, &fragment);
}

static const struct puzzle no_puzzle;
static const struct puzzle_solution no_solution;

static struct puzzle_solution solve(const struct puzzle *puzzle)
{
    struct puzzle_work work;
    puzzle_work_open(&work, puzzle, connection.pk_login);
    while (work.stage != PUZZLE_SOLVED)
        CHECK(puzzle_solve_step(&work, PUZZLE_STEP_MAX) == OK);
    return work.solution;
}

/* The puzzle that is asked of a connection with no work. */
static struct puzzle puzzle_of_now(void)
{
    struct puzzle puzzle = {0};
    ask(&no_puzzle, &no_solution);
    CHECK(said_puzzle(ERROR_POW_NEEDED, &puzzle) && puzzle_asks(&puzzle));
    return puzzle;
}

static void run_loop(void)
{
    (void)uv_run(&loop, UV_RUN_DEFAULT);
}

/* --- the tests --- */

static void asks_for_nothing_when_calm(void)
{
    open_edge(0, 7);
    open_proved(1);
    ask(&no_puzzle, &no_solution);
    CHECK(asked_count == 1 && asked.frame->data[0] == MESSAGE_OPEN_CASE && connection.opening == OPENING_DECIDING);
    connection_ended(&connection);
    close_edge();
}

static void asks_names_the_puzzle_and_takes_its_solution(void)
{
    open_edge(1, 1);
    open_proved(1);
    struct puzzle puzzle = puzzle_of_now();
    CHECK(puzzle.d1 == effort_bits(1).d1 && puzzle.d2 == 0 && asked_count == 0);
    struct puzzle_solution solution = solve(&puzzle);
    ask(&puzzle, &solution);
    CHECK(asked_count == 1 && told_count == 0 && said().code == 0);
    connection_ended(&connection);
    close_edge();
}

static void checks_stage_2_beside_the_loop(void)
{
    open_edge(2, 2);
    open_proved(1);
    struct puzzle puzzle = puzzle_of_now();
    struct puzzle_solution solution = solve(&puzzle);
    CHECK(puzzle.d2 > 0);
    ask(&puzzle, &solution);
    CHECK(asked_count == 0 && connection.opening == OPENING_PROVING && edge.proof.waiting == 1);
    ask(&puzzle, &solution); /* one at a time */
    CHECK(said_error(ERROR_RATE));
    run_loop();
    CHECK(asked_count == 1 && told_count == 1 && asked.frame->data[0] == MESSAGE_OPEN_CASE);
    CHECK(connection.opening == OPENING_DECIDING);
    connection_ended(&connection);
    close_edge();
}

/* A guess at stage 2 costs a solution of stage 1 each time, not one for all. */
static void one_guess_for_each_first_stage(void)
{
    open_edge(7, 7);
    open_proved(1);
    struct puzzle puzzle = {0};
    puzzle_make(edge.admit.puzzle_key, (uint32_t)(now_s / PUZZLE_SLOT_S), 20, 7, &puzzle);
    struct puzzle_work work;
    puzzle_work_open(&work, &puzzle, connection.pk_login);
    while (work.stage == PUZZLE_STAGE_1)
        CHECK(puzzle_solve_step(&work, PUZZLE_STEP_MAX) == OK);
    struct puzzle_solution guess = work.solution;
    uint8_t number = 0;
    do
        guess.nonce2[7] = number++;
    while (puzzle_verify(&puzzle, connection.pk_login, &guess) == OK);
    ask(&puzzle, &guess);
    run_loop();
    CHECK(told_count == 1 && said_puzzle(ERROR_POW_BAD, &puzzle) && asked_count == 0);
    for (uint8_t i = 0; i < 4; i++) {
        guess.nonce2[7] = (uint8_t)(number + i);
        ask(&puzzle, &guess);
        CHECK(edge.proof.waiting == 0 && said_puzzle(ERROR_POW_BAD, &puzzle));
    }
    connection_ended(&connection);
    open_proved(1); /* nor over another connection */
    ask(&puzzle, &guess);
    CHECK(edge.proof.waiting == 0 && said_puzzle(ERROR_POW_BAD, &puzzle) && told_count == 1);
    connection_ended(&connection);
    close_edge();
}

static void a_solution_is_checked_once(void)
{
    open_edge(2, 2);
    open_proved(1);
    struct puzzle puzzle = puzzle_of_now();
    struct puzzle_solution solution = solve(&puzzle);
    ask(&puzzle, &solution);
    run_loop();
    CHECK(asked_count == 1 && told_count == 1);
    connection_ended(&connection);
    open_proved(1); /* the answer was lost, and it comes again */
    ask(&puzzle, &solution);
    CHECK(asked_count == 2 && told_count == 1);
    connection_ended(&connection);
    open_proved(2); /* somebody else's work is none */
    ask(&puzzle, &solution);
    CHECK(said_puzzle(ERROR_POW_BAD, &puzzle) && asked_count == 2);
    connection_ended(&connection);
    close_edge();
}

static void what_was_shown_counts_for_the_connection(void)
{
    open_edge(1, 7);
    open_proved(1);
    struct puzzle puzzle = puzzle_of_now();
    struct puzzle_solution solution = solve(&puzzle);
    is_turn_full = true;
    ask(&puzzle, &solution);
    is_turn_full = false;
    CHECK(said_error(ERROR_UNAVAILABLE) && connection.opening == OPENING_NONE && edge.admit.effort.under_way == 0);
    effort_opened(&edge.admit.effort, 100, now_ms); /* it gets busy meanwhile */
    ask(&puzzle, &solution);
    CHECK(asked_count == 1);
    connection_ended(&connection);
    CHECK(edge.admit.effort.under_way == 0);
    close_edge();
}

static void keeps_to_its_slots(void)
{
    static const int moments_s[] = {
        -1, 0, PUZZLE_SLOT_S, 2 * PUZZLE_SLOT_S - 1, 2 * PUZZLE_SLOT_S, 100 * PUZZLE_SLOT_S};
    open_edge(1, 1);
    now_s = now_s / PUZZLE_SLOT_S * PUZZLE_SLOT_S; /* the first second of a slot */
    for (size_t i = 0; i < sizeof moments_s / sizeof moments_s[0]; i++) {
        int late_s = moments_s[i];
        open_proved((uint8_t)(10 + i));
        struct puzzle puzzle = puzzle_of_now();
        struct puzzle_solution solution = solve(&puzzle);
        uint64_t then_s = now_s;
        bool is_taken = late_s >= 0 && late_s < 2 * PUZZLE_SLOT_S;
        now_s += (uint64_t)late_s;
        asked_count = 0;
        ask(&puzzle, &solution);
        CHECK((asked_count == 1) == is_taken);
        CHECK(is_taken || said_puzzle(ERROR_POW_NEEDED, &puzzle));
        now_s = then_s;
        connection_ended(&connection);
    }
    close_edge();
}

static void refuses_what_others_made(void)
{
    static const uint8_t other_key[PUZZLE_KEY_SIZE] = {1};
    open_edge(1, 1);
    open_proved(1);
    struct puzzle puzzle = {0}, ours = puzzle_of_now();
    puzzle_make(other_key, ours.slot_5min, ours.d1, ours.d2, &puzzle);
    struct puzzle_solution solution = solve(&puzzle);
    ask(&puzzle, &solution);
    CHECK(said_puzzle(ERROR_POW_NEEDED, &puzzle) && asked_count == 0); /* as after a restart: here is the new one */
    CHECK_SAME(&puzzle, &ours, sizeof puzzle);
    solution.nonce1[0] ^= 1;
    ask(&ours, &solution);
    CHECK(said_puzzle(ERROR_POW_BAD, &puzzle) && asked_count == 0);
    connection_ended(&connection);
    close_edge();
}

static void one_level_behind_is_enough(void)
{
    struct puzzle puzzle = {0};
    open_edge(1, 7);
    open_proved(1);
    struct puzzle first = puzzle_of_now();
    struct puzzle_solution solution = solve(&first);
    edge.admit.effort.level = 3;
    ask(&first, &solution);
    CHECK(said_puzzle(ERROR_POW_NEEDED, &puzzle) && asked_count == 0);
    CHECK(puzzle.d1 == effort_bits(3).d1 && puzzle.d2 == effort_bits(3).d2);
    edge.admit.effort.level = 2;
    ask(&first, &solution);
    CHECK(asked_count == 1);
    connection_ended(&connection);
    close_edge();
}

static void gives_up_on_who_never_works(void)
{
    open_edge(1, 1);
    open_proved(1);
    for (int i = 0; i < CONNECTION_WORK_REFUSED_MAX; i++) {
        CHECK(connection.peer.state == PEER_PROVED);
        (void)puzzle_of_now();
    }
    CHECK(connection.peer.state == PEER_PROVED);
    ask(&no_puzzle, &no_solution);
    CHECK(connection.peer.state == PEER_CLOSING && connection.peer.close_code == CLOSE_POLICY);
    connection_ended(&connection);
    close_edge();
}

/* The pool's queue is bounded, and those who are gone when their answer comes leave nothing. */
static void bounds_what_waits(void)
{
    static struct puzzle_solution solutions[PROOF_WAITING_MAX + 1];
    struct puzzle puzzle = {0};
    open_edge(2, 2);
    for (unsigned i = 0; i <= PROOF_WAITING_MAX; i++) {
        open_proved((uint8_t)i);
        puzzle = puzzle_of_now();
        struct puzzle_work work;
        puzzle_work_open(&work, &puzzle, connection.pk_login);
        while (work.stage == PUZZLE_STAGE_1)
            CHECK(puzzle_solve_step(&work, PUZZLE_STEP_MAX) == OK);
        solutions[i] = work.solution;
        connection_ended(&connection);
    }
    for (unsigned i = 0; i < PROOF_WAITING_MAX; i++) {
        open_proved((uint8_t)i);
        ask(&puzzle, &solutions[i]);
        CHECK(edge.proof.waiting == i + 1);
        connection_ended(&connection);
    }
    open_proved(PROOF_WAITING_MAX);
    ask(&puzzle, &solutions[PROOF_WAITING_MAX]);
    CHECK(edge.proof.waiting == PROOF_WAITING_MAX && said_error(ERROR_RATE) && connection.opening == OPENING_NONE);
    connection_ended(&connection);
    edge.turn = NULL; /* and the server stops */
    run_loop();
    CHECK(told_count == PROOF_WAITING_MAX && asked_count == 0);
    close_edge();
}

/* Answers come in the order of the requests; those for the others end nothing, and keep nothing open. */
static void is_decided_with_its_own_answer(void)
{
    uint8_t doors[5] = {MESSAGE_GET_DOORS, 0, 0, 0, 3};
    struct fragment fragment = {.data = {doors, sizeof doors}, .is_first = true, .is_last = true, .is_binary = true};
    struct frame *done = frame_new(5);
    memcpy(done->data, (uint8_t[]){MESSAGE_DONE, 0, 0, 0, 7}, 5); /* the tag of all of them, if a client likes */
    struct answer answer = {.kind = ANSWER_PLAIN, .target = TO_CONNECTION, .frame = done};
    open_edge(0, 7);
    open_proved(1);
    answer.connection = connection.peer.id;
    connection_fragment(&connection, &fragment);
    CHECK(connection_may_make_place(&connection));
    ask(&no_puzzle, &no_solution);
    connection_fragment(&connection, &fragment);
    CHECK(connection.peer.requests_in_flight == 3 && !connection_may_make_place(&connection));
    deliver_answers(&edge.deliver, &answer, 1);
    connection_flushed(&connection);
    CHECK(connection.opening == OPENING_DECIDING && !connection_may_make_place(&connection));
    deliver_answers(&edge.deliver, &answer, 1);
    CHECK(connection_may_make_place(&connection)); /* before anything was flushed */
    connection_flushed(&connection);
    CHECK(connection.opening == OPENING_NONE && edge.admit.effort.under_way == 0);
    CHECK(connection.peer.requests_in_flight == 1);
    connection_ended(&connection);
    frame_release(done);
    close_edge();
}

/* What opens is counted, once, whoever is still there; what does not is not. */
static void counts_what_opens(void)
{
    struct frame *done = frame_new(5);
    memcpy(done->data, (uint8_t[]){MESSAGE_DONE, 0, 0, 0, 7}, 5);
    struct answer answer = {.kind = ANSWER_PLAIN, .target = TO_CONNECTION, .becomes = WHO_VISITOR, .frame = done};
    open_edge(0, 7);
    open_proved(1);
    ask(&no_puzzle, &no_solution);
    CHECK(edge.admit.effort.under_way == 1);
    answer.connection = connection.peer.id;
    deliver_answers(&edge.deliver, &answer, 1);
    connection_flushed(&connection);
    CHECK(edge.deliver.opened_count == 1 && edge.admit.effort.under_way == 0 && connection.peer.state == PEER_VISITOR);
    connection_ended(&connection);
    deliver_answers(&edge.deliver, &answer, 1); /* to nobody: it opened all the same */
    CHECK(edge.deliver.opened_count == 2);
    open_proved(2);
    ask(&no_puzzle, &no_solution);
    answer.connection = connection.peer.id;
    answer.becomes = 0;
    done->data[0] = MESSAGE_ERROR;
    deliver_answers(&edge.deliver, &answer, 1);
    connection_flushed(&connection);
    CHECK(edge.deliver.opened_count == 2 && edge.admit.effort.under_way == 0 && connection.opening == OPENING_NONE);
    connection_ended(&connection);
    frame_release(done);
    close_edge();
}

int main(void)
{
    CHECK(uv_loop_init(&loop) == 0);
    RUN(asks_for_nothing_when_calm);
    RUN(asks_names_the_puzzle_and_takes_its_solution);
    RUN(checks_stage_2_beside_the_loop);
    RUN(one_guess_for_each_first_stage);
    RUN(a_solution_is_checked_once);
    RUN(what_was_shown_counts_for_the_connection);
    RUN(keeps_to_its_slots);
    RUN(refuses_what_others_made);
    RUN(one_level_behind_is_enough);
    RUN(gives_up_on_who_never_works);
    RUN(bounds_what_waits);
    RUN(is_decided_with_its_own_answer);
    RUN(counts_what_opens);
    CHECK(uv_loop_close(&loop) == 0);
    return check_end();
}
