/* Proof of work for opening a case under load: makes a puzzle that the server need not remember, solves it in small steps, checks a
 * solution. Stage 1 is cheap to check and comes first; stage 2 needs 8 MiB for each try, which a phone has and a row of small cores has not.
 * Owns: nothing. Uses: libsodium (BLAKE2b, Argon2id), fields. Used by: message, client_puzzle, admit, proof. Source: PROTOCOL.md, rule 17. */
#ifndef UDVEJ_PROTOCOL_PUZZLE_H
#define UDVEJ_PROTOCOL_PUZZLE_H

#include <stdbool.h>

#include "bytes.h"
#include "fields.h"
#include "limits.h"
#include "outcome.h"

enum {
    PUZZLE_STEP_MAX = 1 << 16,       /* tries of stage 1 in one step */
    PUZZLE_STAGE_2_WEIGHT = 1 << 14, /* one try of stage 2 takes about as long as so many of stage 1 */
};

/* Proof-of-work parameters (rule 17); d1 = d2 = 0 when calm: nothing is asked. */
struct puzzle {
    uint32_t slot_5min;
    uint8_t d1; /* leading zero bits of stage 1: 0, or PUZZLE_D1_MIN..PUZZLE_D1_MAX */
    uint8_t d2; /* leading zero bits of stage 2, at most PUZZLE_D2_MAX; 0: no stage 2 */
    uint8_t mac[PUZZLE_MAC_SIZE];
};

/* Its one list of fields, PUZZLE_SIZE octets. */
void puzzle_lay(struct fields *fields, struct puzzle *puzzle);

/* A puzzle as it stands in CHALLENGE, OPEN_CASE and the detail of ERROR_POW_NEEDED and _POW_BAD. MALFORMED: another size, or an effort that no
 * puzzle may have. */
MUST_USE enum outcome puzzle_decode(struct puzzle *puzzle, struct bytes data);
void puzzle_encode(const struct puzzle *puzzle, uint8_t out[PUZZLE_SIZE]);

/* What a solution is: goes into OPEN_CASE with the puzzle. */
struct puzzle_solution {
    uint8_t nonce1[PUZZLE_NONCE_SIZE];
    uint8_t nonce2[PUZZLE_NONCE_SIZE]; /* zeros where d2 is 0 */
};

/* --- the server's side --- */

/* The puzzle of that slot under the server's key. `d1`, `d2` are ones that a puzzle may have. */
void puzzle_make(const uint8_t key[PUZZLE_KEY_SIZE], uint32_t slot_5min, uint8_t d1, uint8_t d2, struct puzzle *puzzle);
/* Was it made with this key? */
bool puzzle_is_ours(const uint8_t key[PUZZLE_KEY_SIZE], const struct puzzle *puzzle);
/* Stage 1, under a microsecond; gives the hash that names this solution. REFUSED: not solved. */
MUST_USE enum outcome puzzle_check_first(const struct puzzle *puzzle, const uint8_t pk_login[DH_SIZE],
                                         const uint8_t nonce1[PUZZLE_NONCE_SIZE], uint8_t hash[HASH_SIZE]);
/* Both stages: some milliseconds and 8 MiB where d2 > 0, so check stage 1 first. REFUSED: not solved. BROKEN: no memory. */
MUST_USE enum outcome puzzle_verify(const struct puzzle *puzzle, const uint8_t pk_login[DH_SIZE],
                                    const struct puzzle_solution *solution);

/* --- the client's side --- */

enum puzzle_stage { PUZZLE_STAGE_1 = 1, PUZZLE_STAGE_2 = 2, PUZZLE_SOLVED = 3 };

/* Work on one puzzle; begins again only when another puzzle is opened. */
struct puzzle_work {
    struct puzzle puzzle;
    uint8_t pk_login[DH_SIZE];
    enum puzzle_stage stage;
    uint64_t tried1;
    uint64_t tried2;
    uint8_t hash[HASH_SIZE]; /* of stage 1, once it is solved */
    struct puzzle_solution solution;
};

/* Does it ask for anything? */
bool puzzle_asks(const struct puzzle *puzzle);
void puzzle_work_open(struct puzzle_work *work, const struct puzzle *puzzle, const uint8_t pk_login[DH_SIZE]);
/* At most `tries` (1..PUZZLE_STEP_MAX) of stage 1, or one of stage 2. OK: solved, or more is to be done: see `stage`. BROKEN: no memory for
 * stage 2; the same step may be tried again. */
MUST_USE enum outcome puzzle_solve_step(struct puzzle_work *work, uint32_t tries);
/* Tries of stage 1 that one solution takes on average, stage 2 counted by its weight; and how much of that is done, at most as many. */
uint64_t puzzle_work_of(const struct puzzle *puzzle);
uint64_t puzzle_work_done(const struct puzzle_work *work);

#endif
