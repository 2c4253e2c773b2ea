/* Operations: the puzzle of rule 17. */
#include "operations_parts.h"
#include "protocol/puzzle.h"

static void take_puzzle(struct call *call, struct puzzle *puzzle)
{
    const uint8_t *octets = call_fixed(call, PUZZLE_SIZE);
    call->is_wrong = call->is_wrong || puzzle_decode(puzzle, (struct bytes){octets, PUZZLE_SIZE}) != OK;
}

static enum outcome make(struct call *call)
{
    struct puzzle puzzle;
    uint8_t octets[PUZZLE_SIZE];
    const uint8_t *key = call_fixed(call, PUZZLE_KEY_SIZE);
    uint32_t slot = call_u32(call);
    uint8_t d1 = call_u8(call);
    uint8_t d2 = call_u8(call);
    puzzle_make(key, slot, d1, d2, &puzzle);
    puzzle_encode(&puzzle, octets);
    call_give(call, octets, sizeof octets);
    return OK;
}

static enum outcome is_ours(struct call *call)
{
    struct puzzle puzzle;
    const uint8_t *key = call_fixed(call, PUZZLE_KEY_SIZE);
    if (puzzle_decode(&puzzle, call_octets(call)) != OK)
        return REFUSED;
    return puzzle_is_ours(key, &puzzle) ? OK : REFUSED;
}

static enum outcome solve(struct call *call)
{
    struct puzzle puzzle;
    struct puzzle_work work;
    take_puzzle(call, &puzzle);
    puzzle_work_open(&work, &puzzle, call_fixed(call, DH_SIZE));
    while (!call->is_wrong && work.stage != PUZZLE_SOLVED)
        TRY(puzzle_solve_step(&work, PUZZLE_STEP_MAX));
    call_give(call, work.solution.nonce1, PUZZLE_NONCE_SIZE);
    call_give(call, work.solution.nonce2, PUZZLE_NONCE_SIZE);
    call_give(call, work.hash, HASH_SIZE);
    return OK;
}

static enum outcome check(struct call *call)
{
    struct puzzle puzzle;
    struct puzzle_solution solution;
    take_puzzle(call, &puzzle);
    const uint8_t *pk_login = call_fixed(call, DH_SIZE);
    call_copy(call, solution.nonce1, PUZZLE_NONCE_SIZE);
    call_copy(call, solution.nonce2, PUZZLE_NONCE_SIZE);
    return call->is_wrong ? OK : puzzle_verify(&puzzle, pk_login, &solution);
}

const struct operation operations_puzzle[] = {
    {"puzzle_make", make}, {"puzzle_is_ours", is_ours}, {"puzzle_solve", solve}, {"puzzle_check", check}, {NULL, NULL},
};
