/* An OPEN_CASE between the peer and the turn: has it shown the work that is asked (PROTOCOL.md, rule 17)? */
#include <string.h>

#include "connection_parts.h"

/* --- with the turn --- */

static void begin(struct connection *connection, const struct message *message, struct frame *frame)
{
    connection->has_shown_work = true;
    if (!ask_turn(connection, message, frame))
        return;
    connection->opening = OPENING_DECIDING;
    connection->peer.until_decided = connection->peer.requests_in_flight;
    effort_begun(&connection->edge->admit.effort);
}

void opening_ended(struct connection *connection)
{
    if (connection->opening == OPENING_DECIDING)
        effort_ended(&connection->edge->admit.effort);
    connection->opening = OPENING_NONE;
}

/* What else it asks for keeps nothing open. */
bool opening_is_decided(const struct connection *connection)
{
    const struct peer *peer = &connection->peer;
    return connection->opening == OPENING_DECIDING && (peer->state != PEER_PROVED || peer->until_decided == 0);
}

void opening_settle(struct connection *connection)
{
    if (opening_is_decided(connection))
        opening_ended(connection);
}

/* --- before it --- */

/* With the puzzle of now, so that nobody has to connect again for it. Whoever goes on without work has to log in again. */
static void refuse(struct connection *connection, uint32_t tag, enum error_code code)
{
    struct puzzle puzzle;
    uint8_t detail[PUZZLE_SIZE];
    admit_puzzle(&connection->edge->admit, &puzzle);
    puzzle_encode(&puzzle, detail);
    say_error_with(connection, tag, code, (struct bytes){detail, sizeof detail});
    if (++connection->work_refused > CONNECTION_WORK_REFUSED_MAX)
        close_with(connection, CLOSE_POLICY);
}

/* Stage 2: known already, or to be checked. */
static void prove(struct connection *connection, const struct message *message, struct frame *frame,
                  const uint8_t hash[HASH_SIZE])
{
    struct proof *proof = &connection->edge->proof;
    struct proof_question question = {
        .connection = connection->peer.id, .puzzle = message->as.open_case.puzzle, .frame = frame};
    memcpy(question.pk_login, connection->pk_login, DH_SIZE);
    memcpy(question.solution.nonce1, message->as.open_case.nonce1, PUZZLE_NONCE_SIZE);
    memcpy(question.solution.nonce2, message->as.open_case.nonce2, PUZZLE_NONCE_SIZE);
    memcpy(question.hash, hash, HASH_SIZE);
    enum outcome outcome = proof_known(proof, &question);
    if (outcome == OK) {
        begin(connection, message, frame);
        return;
    }
    if (outcome == GONE)
        outcome = proof_ask(proof, &question);
    if (outcome == OK) {
        connection->opening = OPENING_PROVING;
        return;
    }
    frame_release(frame);
    if (outcome == REFUSED)
        refuse(connection, message->tag, ERROR_POW_BAD);
    else
        say_error(connection, message->tag, outcome == FULL ? ERROR_RATE : ERROR_UNAVAILABLE);
}

void opening_ask(struct connection *connection, const struct message *message, struct frame *frame)
{
    uint8_t hash[HASH_SIZE] = {0};
    opening_settle(connection);
    if (connection->opening != OPENING_NONE) {
        frame_release(frame);
        say_error(connection, message->tag, ERROR_RATE);
        return;
    }
    enum admit_verdict verdict = connection->has_shown_work
                                     ? ADMIT_GO
                                     : admit_opening(&connection->edge->admit, message, connection->pk_login, hash);
    switch (verdict) {
    case ADMIT_GO:
        begin(connection, message, frame);
        return;
    case ADMIT_PROVE:
        prove(connection, message, frame, hash);
        return;
    case ADMIT_ASK:
    case ADMIT_WRONG:
        frame_release(frame);
        refuse(connection, message->tag, verdict == ADMIT_ASK ? ERROR_POW_NEEDED : ERROR_POW_BAD);
        return;
    }
}

void connection_proved(struct edge *edge, const struct proof_question *question, enum outcome outcome)
{
    struct message message;
    struct peer *peer =
        edge->turn == NULL || edge->is_stopping ? NULL : deliver_find(&edge->deliver, question->connection);
    if (peer == NULL || peer->state != PEER_PROVED) {
        frame_release(question->frame);
        return;
    }
    struct connection *connection = (struct connection *)peer;
    connection->opening = OPENING_NONE;
    enum outcome decoded = message_decode(&message, question->frame->data, question->frame->size);
    invariant(decoded == OK); /* it was, when it came */
    if (outcome == OK) {
        begin(connection, &message, question->frame);
        return;
    }
    frame_release(question->frame);
    if (outcome == REFUSED)
        refuse(connection, message.tag, ERROR_POW_BAD);
    else
        say_error(connection, message.tag, ERROR_UNAVAILABLE);
}
