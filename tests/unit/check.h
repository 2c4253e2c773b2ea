/* What every unit test begins with. A test is a program: it checks, counts, says each failure with its line, and ends with
 * `N passed, N failed` and an exit code.
 *
 *     static void finds_a_wrong_digit(void) { CHECK(phrase_from_input(...) == MALFORMED); }
 *     int main(void) { RUN(finds_a_wrong_digit); return check_end(); }
 */
#ifndef UDVEJ_TESTS_UNIT_CHECK_H
#define UDVEJ_TESTS_UNIT_CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct check_counts {
    unsigned long passed;
    unsigned long failed;
    const char *running;
};

static struct check_counts check_counts;

static inline bool check_one(bool is_kept, const char *what, const char *file, int line)
{
    if (is_kept) {
        check_counts.passed++;
        return true;
    }
    check_counts.failed++;
    if (check_counts.failed <= 20) /* one fault breaks thousands of properties */
        printf("%s:%d: %s: %s\n", file, line, check_counts.running == NULL ? "" : check_counts.running, what);
    return false;
}

/* Counts whether `condition` holds; is its value. */
#define CHECK(condition) check_one((condition), #condition, __FILE__, __LINE__)

static inline bool check_equal(const void *a, const void *b, size_t size)
{
    return memcmp(a, b, size) == 0;
}

/* Two runs of octets are the same. Structures may be compared if their padding was copied (memcpy) or set (memset). */
#define CHECK_SAME(a, b, size) check_one(check_equal((a), (b), (size)), #a " is " #b, __FILE__, __LINE__)

#define RUN(test)                                                                                                      \
    do {                                                                                                               \
        check_counts.running = #test;                                                                                  \
        test();                                                                                                        \
    } while (0)

static inline int check_end(void)
{
    printf("%lu passed, %lu failed\n", check_counts.passed, check_counts.failed);
    return check_counts.failed == 0 && check_counts.passed > 0 ? 0 : 1;
}

/* Octets for tests that are the same in every run: splitmix64 from a seed. */
static inline uint64_t check_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15U;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return z ^ z >> 31;
}

static inline void check_fill(void *out, size_t size, uint64_t seed)
{
    uint8_t *at = out;
    uint64_t state = seed;
    for (size_t i = 0; i < size; i++)
        at[i] = (uint8_t)check_random(&state);
}

#endif
