/* puzzle_decode, which reads what a server says in a challenge and in an error's detail; then stage 1 and the work, as a client would go on.
 * The input is a puzzle, and what is left of it a login key. */
#include "fuzz.h"
#include "protocol/puzzle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t key[PUZZLE_KEY_SIZE] = {1};
    uint8_t pk_login[DH_SIZE] = {0};
    uint8_t again[PUZZLE_SIZE];
    uint8_t hash[HASH_SIZE];
    struct puzzle puzzle;
    struct puzzle_work work;
    size_t first = size < PUZZLE_SIZE ? size : PUZZLE_SIZE;
    size_t rest = size - first < DH_SIZE ? size - first : DH_SIZE;
    if (puzzle_decode(&puzzle, (struct bytes){data, first}) != OK)
        return 0;
    puzzle_encode(&puzzle, again);
    invariant(first == PUZZLE_SIZE && memcmp(again, data, PUZZLE_SIZE) == 0);
    invariant(puzzle.d1 == 0 || (puzzle.d1 >= PUZZLE_D1_MIN && puzzle.d1 <= PUZZLE_D1_MAX));
    invariant(puzzle.d2 <= PUZZLE_D2_MAX && (puzzle.d1 > 0 || puzzle.d2 == 0));
    memcpy(pk_login, data + first, rest);
    (void)puzzle_is_ours(key, &puzzle);
    puzzle_work_open(&work, &puzzle, pk_login);
    if (work.stage == PUZZLE_STAGE_1)
        invariant(puzzle_solve_step(&work, 64) == OK);
    invariant(puzzle_work_done(&work) <= puzzle_work_of(&puzzle));
    bool is_solved = work.stage != PUZZLE_STAGE_1 && puzzle_asks(&puzzle);
    if (is_solved)
        invariant(puzzle_check_first(&puzzle, pk_login, work.solution.nonce1, hash) == OK);
    return 0;
}
