/* Memory runs out: in every play (power_plays.c) the n-th allocation of the store, the decisions or SQLite gives nothing, once. A turn that
 * is refused has changed nothing, the next one succeeds, and in the end all is there that would be without the fault. Allocations are
 * caught by the linker's --wrap (see power_calls.c) and by SQLite's own table of functions.
 *
 *     test_memory [stride [first]]  every 20th n, or every n that `stride` says; 1: all. Where it begins is chosen anew with each run, so that
 *                                   many runs try every n; each says where it began
 *     test_memory --fault PLAY N    one again, as a failure names it */
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "power_play.h"
#include "unit/check.h"

enum { CALLS_MAX = 1000000, STRIDE = 20 };

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static bool is_armed;
static uint64_t calls, fails_at; /* 0: none */
static bool has_failed;
static unsigned long faults;
static sqlite3_mem_methods machine;

static bool fails_now(void)
{
    if (!is_armed || fails_at == 0 || disk_is_at_work())
        return false;
    has_failed = has_failed || calls + 1 == fails_at;
    return ++calls == fails_at;
}

void *__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails_now() ? NULL : __real_realloc(old, size);
}

static void *sqlite_get(int size)
{
    return fails_now() ? NULL : machine.xMalloc(size);
}

static void *sqlite_resize(void *old, int size)
{
    return fails_now() ? NULL : machine.xRealloc(old, size);
}

static void put_between(void)
{
    sqlite3_mem_methods ours;
    CHECK(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &machine) == SQLITE_OK);
    ours = machine;
    ours.xMalloc = sqlite_get;
    ours.xRealloc = sqlite_resize;
    CHECK(sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) == SQLITE_OK);
}

static void arm(bool is_now_armed)
{
    is_armed = is_now_armed;
}

static void trouble(void)
{
}

/* Gives the state in the end. */
static void play_with(const struct play *play, uint64_t n, uint8_t last[STATE_DIGEST_SIZE])
{
    stage.arm = arm;
    stage.trouble = trouble;
    stage_open(play);
    calls = 0;
    fails_at = n;
    has_failed = false;
    play->act();
    fails_at = 0;
    memcpy(last, stage.states[stage.state_count - 1].meaning, STATE_DIGEST_SIZE);
}

static bool try_fault(const struct play *play, uint64_t n, const uint8_t *expected)
{
    uint8_t last[STATE_DIGEST_SIZE];
    play_with(play, n, last);
    bool is_kept = CHECK(stage.failures == 0) && CHECK_SAME(last, expected, sizeof last);
    stage_close();
    faults += has_failed;
    if (!is_kept && check_counts.failed <= 20)
        printf("    test_memory --fault %s %llu\n", play->name, (unsigned long long)n);
    return has_failed;
}

/* Plays begin at different n, so that what they have in common is not tried at the same places. */
static void try_play(const struct play *play, uint64_t stride, uint64_t offset)
{
    uint8_t expected[STATE_DIGEST_SIZE];
    uint64_t first = 1 + ((uint64_t)(play - plays) + offset) % stride, n = first;
    check_counts.running = play->name;
    play_with(play, 0, expected);
    CHECK(stage.failures == 0);
    stage_close();
    while (n < CALLS_MAX && try_fault(play, n, expected))
        n += stride;
    CHECK(n > first && n < CALLS_MAX);
}

int main(int argc, char **argv)
{
    check_counts.running = "memory";
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    if (access("/dev/shm", W_OK) == 0)
        (void)setenv("TMPDIR", "/dev/shm", 0);
    put_between();
    CHECK(sodium_init() >= 0);
    bool is_again = argc == 4 && strcmp(argv[1], "--fault") == 0;
    uint64_t stride = argc > 1 && !is_again ? strtoull(argv[1], NULL, 10) : STRIDE;
    uint64_t offset = argc == 3 ? strtoull(argv[2], NULL, 10) : randombytes_uniform((uint32_t)stride);
    if (!is_again)
        printf("test_memory %llu %llu\n", (unsigned long long)stride, (unsigned long long)offset);
    (void)fflush(stdout); /* also of a run that does not come to its end */
    for (const struct play *play = plays; play->name; play++) {
        uint8_t expected[STATE_DIGEST_SIZE];
        if (!is_again) {
            try_play(play, stride, offset);
        } else if (strcmp(play->name, argv[2]) == 0) {
            play_with(play, 0, expected);
            stage_close();
            CHECK(try_fault(play, strtoull(argv[3], NULL, 10), expected));
        }
    }
    printf("%lu allocations failed\n", faults);
    return check_end();
}
