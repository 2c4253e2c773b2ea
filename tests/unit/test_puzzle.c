/* The puzzle of rule 17: made, solved in small steps, checked; whatever is changed about a solution, it is none. */
#include "check.h"
#include "puzzle.h"
#include "scarce.h"

enum { SLOT = 5914141 };

static const uint8_t key[PUZZLE_KEY_SIZE] = {7};
static const uint8_t pk_login[DH_SIZE] = {9, 8, 7};

static struct puzzle make(uint8_t d1, uint8_t d2)
{
    struct puzzle puzzle;
    puzzle_make(key, SLOT, d1, d2, &puzzle);
    return puzzle;
}

static struct puzzle_work solve(const struct puzzle *puzzle, uint32_t tries)
{
    struct puzzle_work work;
    puzzle_work_open(&work, puzzle, pk_login);
    while (work.stage != PUZZLE_SOLVED)
        CHECK(puzzle_solve_step(&work, tries) == OK);
    return work;
}

/* --- the puzzle --- */

static void knows_its_own(void)
{
    struct puzzle puzzle = make(18, 5);
    CHECK(puzzle.slot_5min == SLOT && puzzle.d1 == 18 && puzzle.d2 == 5 && puzzle_is_ours(key, &puzzle));
    uint8_t octets[PUZZLE_SIZE];
    for (size_t bit = 0; bit < PUZZLE_SIZE * 8; bit++) {
        struct puzzle changed;
        puzzle_encode(&puzzle, octets);
        octets[bit / 8] ^= (uint8_t)(1U << bit % 8);
        if (puzzle_decode(&changed, (struct bytes){octets, sizeof octets}) == OK)
            CHECK(!puzzle_is_ours(key, &changed));
    }
    for (size_t bit = 0; bit < PUZZLE_KEY_SIZE * 8; bit++) {
        uint8_t other[PUZZLE_KEY_SIZE];
        memcpy(other, key, sizeof other);
        other[bit / 8] ^= (uint8_t)(1U << bit % 8);
        CHECK(!puzzle_is_ours(other, &puzzle));
    }
}

static void has_efforts_that_do_not_exist(void)
{
    for (unsigned d1 = 0; d1 <= UINT8_MAX; d1++) {
        for (unsigned d2 = 0; d2 <= UINT8_MAX; d2++) {
            uint8_t octets[PUZZLE_SIZE] = {0, 0, 0, 1, (uint8_t)d1, (uint8_t)d2};
            uint8_t again[PUZZLE_SIZE];
            struct puzzle puzzle;
            bool exists = (d1 == 0 && d2 == 0) || (d1 >= PUZZLE_D1_MIN && d1 <= PUZZLE_D1_MAX && d2 <= PUZZLE_D2_MAX);
            CHECK((puzzle_decode(&puzzle, (struct bytes){octets, sizeof octets}) == OK) == exists);
            if (!exists)
                continue;
            puzzle_encode(&puzzle, again);
            CHECK_SAME(again, octets, sizeof again);
            CHECK(puzzle_asks(&puzzle) == (d1 != 0));
        }
    }
    static const uint8_t longer[PUZZLE_SIZE + 1];
    struct puzzle puzzle;
    CHECK(puzzle_decode(&puzzle, (struct bytes){longer, PUZZLE_SIZE + 1}) == MALFORMED);
    CHECK(puzzle_decode(&puzzle, (struct bytes){longer, PUZZLE_SIZE - 1}) == MALFORMED);
}

static void asks_for_nothing_when_calm(void)
{
    struct puzzle calm = {0};
    struct puzzle_work work;
    CHECK(!puzzle_asks(&calm) && puzzle_work_of(&calm) == 0);
    puzzle_work_open(&work, &calm, pk_login);
    CHECK(work.stage == PUZZLE_SOLVED && puzzle_work_done(&work) == 0);
}

/* --- solving --- */

static unsigned zeros_of(const uint8_t *hash)
{
    unsigned zeros = 0;
    while (zeros < HASH_SIZE * 8 && (hash[zeros / 8] >> (7 - zeros % 8) & 1) == 0)
        zeros++;
    return zeros;
}

static void is_solved_and_checked(void)
{
    for (uint8_t d1 = 14; d1 <= 17; d1++) {
        struct puzzle puzzle = make(d1, 0);
        struct puzzle_work work = solve(&puzzle, 1000);
        uint8_t hash[HASH_SIZE];
        CHECK(puzzle_check_first(&puzzle, pk_login, work.solution.nonce1, hash) == OK && zeros_of(hash) >= d1);
        CHECK_SAME(hash, work.hash, HASH_SIZE);
        CHECK(puzzle_verify(&puzzle, pk_login, &work.solution) == OK);
        CHECK(puzzle_work_done(&work) == puzzle_work_of(&puzzle) && work.tried2 == 0);
        work.solution.nonce2[3] = 1; /* a second form of the same solution */
        CHECK(puzzle_verify(&puzzle, pk_login, &work.solution) == REFUSED);
    }
    for (uint8_t d2 = 1; d2 <= 3; d2++) {
        struct puzzle puzzle = make(14, d2);
        struct puzzle_work work = solve(&puzzle, PUZZLE_STEP_MAX);
        CHECK(work.tried2 > 0 && puzzle_verify(&puzzle, pk_login, &work.solution) == OK);
    }
}

/* How the work was cut into steps does not change what comes of it, and no step does more than it was told. */
static void steps_are_small(void)
{
    struct puzzle puzzle = make(15, 2);
    struct puzzle_work whole = solve(&puzzle, PUZZLE_STEP_MAX);
    struct puzzle_work work;
    puzzle_work_open(&work, &puzzle, pk_login);
    uint64_t steps = 0;
    uint64_t done = 0;
    while (work.stage != PUZZLE_SOLVED) {
        struct puzzle_work before = work;
        CHECK(puzzle_solve_step(&work, 7) == OK);
        CHECK(work.tried1 - before.tried1 <= 7 && work.tried2 - before.tried2 <= 1);
        CHECK(before.stage == PUZZLE_STAGE_1 || work.tried1 == before.tried1);
        CHECK(puzzle_work_done(&work) >= done && puzzle_work_done(&work) <= puzzle_work_of(&puzzle));
        done = puzzle_work_done(&work);
        steps++;
    }
    CHECK(steps == (whole.tried1 + 6) / 7 + whole.tried2);
    CHECK_SAME(&work.solution, &whole.solution, sizeof work.solution);
    struct puzzle_work after = work;
    CHECK(puzzle_solve_step(&after, 7) == OK && after.tried1 == work.tried1 && after.tried2 == work.tried2);
}

/* What stage 2 costs is counted, so that a bar moves evenly. */
static void counts_the_work(void)
{
    struct puzzle puzzle = make(18, 3);
    struct puzzle_work work = {.puzzle = puzzle, .stage = PUZZLE_STAGE_1, .tried1 = 1000};
    CHECK(puzzle_work_of(&puzzle) == (1U << 18) + 8U * PUZZLE_STAGE_2_WEIGHT && puzzle_work_done(&work) == 1000);
    work.tried1 = 1U << 20;
    CHECK(puzzle_work_done(&work) == 1U << 18);
    work.stage = PUZZLE_STAGE_2;
    work.tried2 = 2;
    CHECK(puzzle_work_done(&work) == (1U << 18) + 2U * PUZZLE_STAGE_2_WEIGHT);
    work.tried2 = 1000;
    CHECK(puzzle_work_done(&work) == puzzle_work_of(&puzzle));
}

/* --- what is no solution --- */

static void flips_are_refused(void)
{
    struct puzzle puzzle = make(14, 1);
    struct puzzle_work work = solve(&puzzle, PUZZLE_STEP_MAX);
    for (size_t bit = 0; bit < PUZZLE_NONCE_SIZE * 8; bit++) {
        struct puzzle_solution changed = work.solution;
        uint8_t hash[HASH_SIZE];
        changed.nonce1[bit / 8] ^= (uint8_t)(1U << bit % 8);
        CHECK(puzzle_check_first(&puzzle, pk_login, changed.nonce1, hash) == REFUSED);
        CHECK(puzzle_verify(&puzzle, pk_login, &changed) == REFUSED);
    }
    for (size_t bit = 0; bit < DH_SIZE * 8; bit++) {
        uint8_t other[DH_SIZE];
        memcpy(other, pk_login, DH_SIZE);
        other[bit / 8] ^= (uint8_t)(1U << bit % 8);
        CHECK(puzzle_verify(&puzzle, other, &work.solution) == REFUSED);
    }
    for (size_t bit = 0; bit < PUZZLE_MAC_SIZE * 8; bit++) {
        struct puzzle other = puzzle;
        other.mac[bit / 8] ^= (uint8_t)(1U << bit % 8);
        CHECK(puzzle_verify(&other, pk_login, &work.solution) == REFUSED);
    }
    struct puzzle later = puzzle;
    later.slot_5min++;
    CHECK(puzzle_verify(&later, pk_login, &work.solution) == REFUSED);
}

/* Stage 2 alone is what refuses here: the nonce of stage 1 stays right. */
static void the_second_stage_counts(void)
{
    struct puzzle puzzle = make(14, PUZZLE_D2_MAX);
    struct puzzle easy = make(14, 0);
    struct puzzle_work work;
    struct puzzle_solution none = {.nonce1 = {0}};
    puzzle_work_open(&work, &puzzle, pk_login);
    while (work.stage == PUZZLE_STAGE_1)
        CHECK(puzzle_solve_step(&work, PUZZLE_STEP_MAX) == OK);
    memcpy(none.nonce1, work.solution.nonce1, PUZZLE_NONCE_SIZE);
    unsigned refused = 0;
    for (uint8_t i = 0; i < 8; i++) {
        none.nonce2[7] = i;
        refused += puzzle_verify(&puzzle, pk_login, &none) == REFUSED;
    }
    CHECK(refused >= 7); /* one in 128 is right */
    /* The solution of an easier puzzle is none of a harder one: what is asked stands in what is hashed. */
    struct puzzle_work easier = solve(&easy, PUZZLE_STEP_MAX);
    CHECK(puzzle_verify(&puzzle, pk_login, &easier.solution) == REFUSED);
}

/* Stage 2 costs 8 MiB: without them it is not tried, so nothing is skipped, and nothing is taken for solved. */
static void the_second_stage_needs_memory(void)
{
    struct puzzle puzzle = make(14, 1);
    struct puzzle_work done = solve(&puzzle, PUZZLE_STEP_MAX);
    struct puzzle_work work;
    puzzle_work_open(&work, &puzzle, pk_login);
    while (work.stage == PUZZLE_STAGE_1)
        CHECK(puzzle_solve_step(&work, PUZZLE_STEP_MAX) == OK);
    uint64_t tried = work.tried2;
    struct rlimit before = scarce_begin();
    enum outcome step = puzzle_solve_step(&work, 1);
    enum outcome check = puzzle_verify(&puzzle, pk_login, &done.solution);
    scarce_end(&before);
    CHECK(step == BROKEN && work.stage == PUZZLE_STAGE_2 && work.tried2 == tried && check == BROKEN);
    while (work.stage == PUZZLE_STAGE_2)
        CHECK(puzzle_solve_step(&work, 1) == OK);
    CHECK_SAME(&work.solution, &done.solution, sizeof work.solution);
}

int main(void)
{
    RUN(knows_its_own);
    RUN(has_efforts_that_do_not_exist);
    RUN(asks_for_nothing_when_calm);
    RUN(is_solved_and_checked);
    RUN(steps_are_small);
    RUN(counts_the_work);
    RUN(flips_are_refused);
    RUN(the_second_stage_counts);
    RUN(the_second_stage_needs_memory);
    return check_end();
}
