#include "puzzle.h"

#include <sodium.h>
#include <string.h>

#include "writer.h"

enum { LABEL_SIZE = 12, FIRST_SIZE = LABEL_SIZE + PUZZLE_SIZE + DH_SIZE + PUZZLE_NONCE_SIZE };

void puzzle_lay(struct fields *fields, struct puzzle *puzzle)
{
    fields_u32(fields, &puzzle->slot_5min);
    fields_u8_within(fields, &puzzle->d1, 0, PUZZLE_D1_MAX);
    fields_u8_within(fields, &puzzle->d2, 0, PUZZLE_D2_MAX);
    fields_octets(fields, puzzle->mac, PUZZLE_MAC_SIZE);
    fields_check(fields, puzzle->d1 >= PUZZLE_D1_MIN || (puzzle->d1 == 0 && puzzle->d2 == 0));
}

enum outcome puzzle_decode(struct puzzle *puzzle, struct bytes data)
{
    struct reader reader;
    reader_open(&reader, data.data, data.size);
    struct fields fields = {&reader, NULL};
    puzzle_lay(&fields, puzzle);
    return reader_finish(&reader);
}

void puzzle_encode(const struct puzzle *puzzle, uint8_t out[PUZZLE_SIZE])
{
    struct writer writer;
    writer_open(&writer, out, PUZZLE_SIZE);
    struct fields fields = {NULL, &writer};
    puzzle_lay(&fields, (struct puzzle *)puzzle);
    invariant(!writer.has_failed);
}

static void mac_of(const uint8_t key[PUZZLE_KEY_SIZE], const struct puzzle *puzzle, uint8_t mac[PUZZLE_MAC_SIZE])
{
    static const char label[] = "udvej/1/puzzle";
    uint8_t data[sizeof label - 1 + 6];
    struct writer writer;
    writer_open(&writer, data, sizeof data);
    writer_put(&writer, label, sizeof label - 1);
    writer_u32(&writer, puzzle->slot_5min);
    writer_u8(&writer, puzzle->d1);
    writer_u8(&writer, puzzle->d2);
    _Static_assert(PUZZLE_MAC_SIZE >= crypto_generichash_BYTES_MIN, "a BLAKE2b may be that short");
    (void)crypto_generichash(mac, PUZZLE_MAC_SIZE, data, sizeof data, key, PUZZLE_KEY_SIZE);
}

void puzzle_make(const uint8_t key[PUZZLE_KEY_SIZE], uint32_t slot_5min, uint8_t d1, uint8_t d2, struct puzzle *puzzle)
{
    *puzzle = (struct puzzle){.slot_5min = slot_5min, .d1 = d1, .d2 = d2};
    mac_of(key, puzzle, puzzle->mac);
}

bool puzzle_is_ours(const uint8_t key[PUZZLE_KEY_SIZE], const struct puzzle *puzzle)
{
    uint8_t mac[PUZZLE_MAC_SIZE];
    mac_of(key, puzzle, mac);
    return crypto_verify_16(mac, puzzle->mac) == 0;
}

bool puzzle_asks(const struct puzzle *puzzle)
{
    return puzzle->d1 != 0;
}

static bool has_zero_bits(const uint8_t *octets, unsigned bits)
{
    for (; bits >= 8; bits -= 8) {
        if (*octets++ != 0)
            return false;
    }
    return bits == 0 || *octets >> (8 - bits) == 0;
}

/* What both stages begin with: label || puzzle || pk_login || nonce1. */
static void begin(uint8_t out[FIRST_SIZE], const char label[LABEL_SIZE + 1], const struct puzzle *puzzle,
                  const uint8_t pk_login[DH_SIZE], const uint8_t nonce1[PUZZLE_NONCE_SIZE])
{
    memcpy(out, label, LABEL_SIZE);
    puzzle_encode(puzzle, out + LABEL_SIZE);
    memcpy(out + LABEL_SIZE + PUZZLE_SIZE, pk_login, DH_SIZE);
    memcpy(out + FIRST_SIZE - PUZZLE_NONCE_SIZE, nonce1, PUZZLE_NONCE_SIZE);
}

static void first_hash(const uint8_t data[FIRST_SIZE], uint8_t hash[HASH_SIZE])
{
    (void)crypto_generichash(hash, HASH_SIZE, data, FIRST_SIZE, NULL, 0);
}

enum outcome puzzle_check_first(const struct puzzle *puzzle, const uint8_t pk_login[DH_SIZE],
                                const uint8_t nonce1[PUZZLE_NONCE_SIZE], uint8_t hash[HASH_SIZE])
{
    uint8_t data[FIRST_SIZE];
    begin(data, "udvej/1/pow1", puzzle, pk_login, nonce1);
    first_hash(data, hash);
    return has_zero_bits(hash, puzzle->d1) ? OK : REFUSED;
}

/* BROKEN: no memory. */
static enum outcome second_is_solved(const struct puzzle *puzzle, const uint8_t pk_login[DH_SIZE],
                                     const struct puzzle_solution *solution, const uint8_t hash[HASH_SIZE])
{
    uint8_t password[FIRST_SIZE + PUZZLE_NONCE_SIZE];
    uint8_t out[HASH_SIZE];
    _Static_assert(crypto_pwhash_SALTBYTES <= HASH_SIZE, "salt = the first octets of stage 1");
    begin(password, "udvej/1/pow2", puzzle, pk_login, solution->nonce1);
    memcpy(password + FIRST_SIZE, solution->nonce2, PUZZLE_NONCE_SIZE);
    if (crypto_pwhash(out, sizeof out, (const char *)password, sizeof password, hash, PUZZLE_ARGON_PASSES,
                      PUZZLE_ARGON_MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return BROKEN;
    return has_zero_bits(out, puzzle->d2) ? OK : REFUSED;
}

enum outcome puzzle_verify(const struct puzzle *puzzle, const uint8_t pk_login[DH_SIZE],
                           const struct puzzle_solution *solution)
{
    static const uint8_t zeros[PUZZLE_NONCE_SIZE];
    uint8_t hash[HASH_SIZE];
    TRY(puzzle_check_first(puzzle, pk_login, solution->nonce1, hash));
    if (puzzle->d2 == 0) /* one solution has one form */
        return memcmp(solution->nonce2, zeros, sizeof zeros) == 0 ? OK : REFUSED;
    return second_is_solved(puzzle, pk_login, solution, hash);
}

/* --- solving --- */

static void number(uint8_t nonce[PUZZLE_NONCE_SIZE], uint64_t value)
{
    for (size_t i = PUZZLE_NONCE_SIZE; i-- > 0; value >>= 8)
        nonce[i] = (uint8_t)value;
}

void puzzle_work_open(struct puzzle_work *work, const struct puzzle *puzzle, const uint8_t pk_login[DH_SIZE])
{
    memset(work, 0, sizeof *work);
    work->puzzle = *puzzle;
    memcpy(work->pk_login, pk_login, DH_SIZE);
    work->stage = puzzle_asks(puzzle) ? PUZZLE_STAGE_1 : PUZZLE_SOLVED;
}

static void step_first(struct puzzle_work *work, uint32_t tries)
{
    uint8_t data[FIRST_SIZE];
    begin(data, "udvej/1/pow1", &work->puzzle, work->pk_login, work->solution.nonce1);
    for (uint32_t i = 0; i < tries; i++) {
        number(data + FIRST_SIZE - PUZZLE_NONCE_SIZE, work->tried1++);
        first_hash(data, work->hash);
        if (!has_zero_bits(work->hash, work->puzzle.d1))
            continue;
        memcpy(work->solution.nonce1, data + FIRST_SIZE - PUZZLE_NONCE_SIZE, PUZZLE_NONCE_SIZE);
        work->stage = work->puzzle.d2 > 0 ? PUZZLE_STAGE_2 : PUZZLE_SOLVED;
        return;
    }
}

enum outcome puzzle_solve_step(struct puzzle_work *work, uint32_t tries)
{
    invariant(tries > 0 && tries <= PUZZLE_STEP_MAX);
    if (work->stage == PUZZLE_STAGE_1)
        step_first(work, tries);
    else if (work->stage == PUZZLE_STAGE_2) {
        number(work->solution.nonce2, work->tried2);
        enum outcome outcome = second_is_solved(&work->puzzle, work->pk_login, &work->solution, work->hash);
        if (outcome == BROKEN)
            return BROKEN;
        work->tried2++;
        if (outcome == OK)
            work->stage = PUZZLE_SOLVED;
    }
    return OK;
}

static uint64_t first_of(const struct puzzle *puzzle)
{
    return puzzle_asks(puzzle) ? UINT64_C(1) << puzzle->d1 : 0;
}

uint64_t puzzle_work_of(const struct puzzle *puzzle)
{
    return first_of(puzzle) + (puzzle->d2 > 0 ? (uint64_t)PUZZLE_STAGE_2_WEIGHT << puzzle->d2 : 0);
}

/* Luck differs: who has tried as often as one does on average stays there until it is solved. */
uint64_t puzzle_work_done(const struct puzzle_work *work)
{
    uint64_t first = first_of(&work->puzzle);
    uint64_t of = puzzle_work_of(&work->puzzle);
    if (work->stage == PUZZLE_SOLVED)
        return of;
    if (work->stage == PUZZLE_STAGE_1)
        return work->tried1 < first ? work->tried1 : first;
    uint64_t done = first + work->tried2 * PUZZLE_STAGE_2_WEIGHT;
    return done < of ? done : of;
}
