/* The disk fails: in every play (power_plays.c) the n-th open, read, write, truncation, sync or deletion fails, once with EIO, and again
 * with ENOSPC that lasts until a turn has failed twice; for every n, until the play passes untouched. A turn that is refused has changed
 * nothing, now or after a power cut; the next one after the fault succeeds, within RECOVERY_S; in the end all is there that would be
 * without the fault.
 *
 *     test_io [stride]               every third n, or every n that `stride` says; 1: all, as the release build does
 *     test_io --fault PLAY N ERROR   one again, as a failure names it: ERROR is EIO or ENOSPC */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "power_play.h"
#include "unit/check.h"

enum { CALLS_MAX = 20000, LASTING_TURNS = 2, STRIDE = 3, RECOVERY_S = 5, RECOVERY_TRIES = 3 };

static char path[256];
static unsigned long faults;
static uint64_t slowest_ns;
static struct {
    uint64_t first;
    int error;
    unsigned troubles;
    /* What a cut showed amid a failing turn that was not there before: it must be what that turn makes when it succeeds. */
    struct state odd;
    size_t odd_at;
    const char *fault;
} run;

/* ---- in the middle ---------------------------------------------------------------------------------------------- */

static void arm(bool is_armed)
{
    (void)disk_pause(!is_armed);
}

/* What the disk holds now: at least what is acknowledged. */
static const char *cut(uint64_t seed, struct state *state)
{
    const struct disk_image *images;
    struct disk_model *model = disk_model_open();
    size_t acknowledged = stage.state_count - 1;
    for (size_t op = 0; op < disk_count(); op++)
        disk_model_take(model, op);
    bool has_folder = disk_model_cut(model, seed, &images);
    disk_lay_out(path, images);
    const char *fault = !has_folder && acknowledged > 0                  ? "the folder is gone"
                        : stage_has_destroyed_salt(images, acknowledged) ? "a salt that was acknowledged as destroyed"
                                                                         : stage_fault_after(path, acknowledged, state);
    disk_model_close(model);
    return fault;
}

/* The log of a commit that failed may turn up after a cut. */
static void cut_amid(void)
{
    struct state found = {.salt_count = 0};
    const char *fault = cut(run.first, &found);
    if (fault == stage_unknown) {
        run.odd = found;
        run.odd_at = stage.state_count;
    } else if (fault) {
        run.fault = fault;
    }
}

static void trouble(void)
{
    if (++run.troubles >= LASTING_TURNS)
        disk_fail(0, 0, 0);
    if (stage.state_count > 0 && run.troubles == 1)
        cut_amid();
}

/* ---- one play ---------------------------------------------------------------------------------------------------- */

/* The n-th call fails; 0: none. False: there were not so many. `last`: gives the state in the end. */
static bool play_with(const struct play *play, uint64_t n, int error, uint8_t last[STATE_DIGEST_SIZE])
{
    memset(&run, 0, sizeof run);
    run.first = n;
    run.error = error;
    stage.arm = arm;
    stage.trouble = trouble;
    stage_open(play);
    arm(false);
    disk_fail(n, error == EIO ? n : UINT64_MAX, error);
    play->act();
    bool has_failed = disk_has_failed();
    disk_fail(0, 0, 0);
    if (stage.failures > 0)
        run.fault = "the play itself";
    if (!run.fault && has_failed)
        run.fault = cut(n, NULL);
    if (!run.fault && run.odd_at > 0 &&
        (run.odd_at >= stage.state_count ||
         memcmp(run.odd.meaning, stage.states[run.odd_at].meaning, STATE_DIGEST_SIZE) != 0))
        run.fault = "half of a turn that failed";
    memcpy(last, stage.states[stage.state_count - 1].meaning, STATE_DIGEST_SIZE);
    stage_close();
    return has_failed;
}

/* From the moment the disk is good again. What else this machine has to do is no fault of ours: the best of a few. */
static bool recovers_in_time(const struct play *play, uint64_t n, int error)
{
    uint8_t last[STATE_DIGEST_SIZE];
    const uint64_t most = RECOVERY_S * UINT64_C(1000000000);
    uint64_t best = stage.recovery_ns;
    for (unsigned tries = 1; best > most && tries < RECOVERY_TRIES; tries++) {
        (void)play_with(play, n, error, last);
        best = stage.recovery_ns < best ? stage.recovery_ns : best;
    }
    slowest_ns = best > slowest_ns ? best : slowest_ns;
    return best <= most;
}

static bool try_fault(const struct play *play, uint64_t n, int error, const uint8_t *expected)
{
    uint8_t last[STATE_DIGEST_SIZE];
    bool has_failed = play_with(play, n, error, last);
    if (!run.fault && memcmp(last, expected, sizeof last) != 0)
        run.fault = "not what it would have been";
    faults += has_failed;
    if (!run.fault && has_failed && !recovers_in_time(play, n, error))
        run.fault = "took too long once the disk was good again";
    if (!CHECK(run.fault == NULL) && check_counts.failed <= 20)
        printf("    %s\n    test_io --fault %s %llu %s\n", run.fault, play->name, (unsigned long long)n,
               error == EIO ? "EIO" : "ENOSPC");
    return has_failed;
}

/* Plays begin at different n, so that what they have in common is not tried at the same places. */
static void try_play(const struct play *play, uint64_t stride)
{
    uint8_t expected[STATE_DIGEST_SIZE];
    uint64_t first = 1 + (uint64_t)(play - plays) % stride, n = first;
    check_counts.running = play->name;
    (void)play_with(play, 0, EIO, expected);
    CHECK(run.fault == NULL);
    while (n < CALLS_MAX && try_fault(play, n, EIO, expected))
        n += stride;
    for (n = first; n < CALLS_MAX && try_fault(play, n, ENOSPC, expected);)
        n += stride;
    CHECK(n > first && n < CALLS_MAX);
}

static void again(const char *name, uint64_t n, int error)
{
    uint8_t expected[STATE_DIGEST_SIZE];
    for (const struct play *play = plays; play->name; play++)
        if (strcmp(play->name, name) == 0) {
            (void)play_with(play, 0, EIO, expected);
            CHECK(try_fault(play, n, error, expected));
        }
}

int main(int argc, char **argv)
{
    check_counts.running = "io";
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    if (access("/dev/shm", W_OK) == 0)
        (void)setenv("TMPDIR", "/dev/shm", 0);
    world_scratch(path, sizeof path);
    if (argc == 5 && strcmp(argv[1], "--fault") == 0) {
        again(argv[2], strtoull(argv[3], NULL, 10), strcmp(argv[4], "EIO") == 0 ? EIO : ENOSPC);
    } else {
        for (const struct play *play = plays; play->name; play++)
            try_play(play, argc == 2 ? strtoull(argv[1], NULL, 10) : STRIDE);
        CHECK(slowest_ns > 0); /* it was measured */
    }
    printf("%lu faults; the slowest recovery took %llu ms\n", faults, (unsigned long long)(slowest_ns / 1000000));
    world_scratch_drop(path);
    return check_end();
}
