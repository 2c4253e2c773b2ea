/* Checks stage 2 of solutions (some milliseconds and 8 MiB each) in libuv's pool, so that neither the loop nor the store's thread waits.
 * Each solution of stage 1 buys one check: what came of it is remembered by its hash, so that it cannot be asked for again and again with
 * other guesses or over other connections.
 * Owns: the questions that wait. Uses: protocol/puzzle, libuv. Used by: connection (asks), serve (opens, closes, carries answers). */
#ifndef UDVEJ_SERVER_PROOF_H
#define UDVEJ_SERVER_PROOF_H

#include <stdbool.h>
#include <uv.h>

#include "frame.h"
#include "outcome.h"
#include "puzzle.h"
#include "request.h"

enum {
    PROOF_WAITING_MAX = 64, /* questions asked and not answered: at four threads some 100 ms of work */
    PROOF_KNOWN = 2048,     /* solutions remembered; a newer one takes the place of an older one */
};

struct proof_question {
    connection_id connection;
    struct puzzle puzzle;
    uint8_t pk_login[DH_SIZE];
    struct puzzle_solution solution;
    uint8_t hash[HASH_SIZE]; /* of stage 1, which was checked */
    struct frame *frame;     /* what waits for the answer */
};

struct proof_known {
    uint8_t name[16]; /* of stage 1's hash */
    uint8_t nonce2[PUZZLE_NONCE_SIZE];
    uint8_t state; /* the file's own */
};

struct proof {
    uv_loop_t *loop;
    void (*tell)(void *context, const struct proof_question *question, enum outcome outcome);
    void *context;
    size_t waiting;
    struct proof_known known[PROOF_KNOWN];
};

/* `tell` is called on the loop, once for each question that was taken: OK, REFUSED (no solution) or BROKEN (no memory, or the server
 * stops). It borrows `question` until return, and takes its frame. */
void proof_open(struct proof *proof, uv_loop_t *loop,
                void (*tell)(void *context, const struct proof_question *question, enum outcome outcome),
                void *context);

/* Is the answer known already? OK, REFUSED; GONE: not yet, ask. FULL: it is being checked just now. */
MUST_USE enum outcome proof_known(const struct proof *proof, const struct proof_question *question);

/* Copies `question` and takes its frame if OK; `tell` follows. FULL: too many wait. BROKEN: no memory. */
MUST_USE enum outcome proof_ask(struct proof *proof, const struct proof_question *question);

#endif
