/* The power goes: every play (power_plays.c) is cut at each of its syncs and at writes between, and what the disk may then hold
 * (power_disk.h) is opened again as a server does. All that was acknowledged must be there, of what was under way all or nothing, what was
 * acknowledged as destroyed in no slot, the file sound by SQLite's own check, and the store must go on working.
 *
 *     test_power [states]                 at least so many states in all (5,400 by default)
 *     test_power --state PLAY CUT SEED    that one again, as a failure names it; its folder stays, and is named */
#include <stdlib.h>
#include <unistd.h>

#include "power_play.h"
#include "store/store_sqlite.h"
#include "unit/check.h"

enum { STATES = 5400, GOES_ON_EVERY = 16 };

static char path[256];
static unsigned long states;

/* A store that was opened after a cut takes the next request. */
static const char *goes_on(void)
{
    struct world world;
    struct store *store;
    disk_suspend(true);
    if (store_sqlite_open(&store, &(struct store_sqlite_settings){.directory = path}) != OK)
        return "it does not open a second time";
    world_open(&world, store);
    world.now_min = stage.world.now_min;
    bool is_alive = world_login(&world, HOLDER) == OK && world_login(&world, STRANGER) == OK;
    world_close(&world);
    store->ways->close(store);
    disk_suspend(false);
    return is_alive ? NULL : "it does not go on";
}

static void try_state(const struct play *play, struct disk_model *model, size_t cut, uint64_t seed, size_t acknowledged)
{
    const struct disk_image *images;
    const char *fault = NULL;
    bool has_folder = disk_model_cut(model, seed * 0x9e3779b97f4a7c15U + cut, &images);
    if (!has_folder && acknowledged > 0)
        fault = "the folder is gone";
    static const struct disk_image nothing[DISK_FILES];
    disk_lay_out(path, has_folder ? images : nothing);
    if (!fault && stage_has_destroyed_salt(images, acknowledged))
        fault = "a salt that was acknowledged as destroyed";
    if (!fault)
        fault = stage_fault_after(path, acknowledged, NULL);
    if (!fault && states % GOES_ON_EVERY == 0)
        fault = goes_on();
    states++;
    if (!CHECK(fault == NULL) && check_counts.failed <= 20)
        printf("    %s\n    test_power --state %s %zu %llu\n", fault, play->name, cut, (unsigned long long)seed);
}

/* ---- one play ------------------------------------------------------------------------------------------------------- */

static bool is_cut_here(size_t op)
{
    enum disk_act act = disk_op(op)->act;
    return act < DISK_OPEN;
}

/* Plays it, and gives where the cuts begin. */
static size_t play_through(const struct play *play)
{
    stage_open(play);
    size_t first = disk_count();
    play->act();
    CHECK(stage.failures == 0);
    return first;
}

/* The real store must be off the lock of its own files before others are opened; what it does on the way is cut too. */
static size_t stop(void)
{
    if (stage.store)
        stage_stop();
    return disk_count();
}

static void cut_play(const struct play *play, uint64_t seeds)
{
    size_t first = play_through(play), end = stop(), acknowledged = 0;
    struct disk_model *model = disk_model_open();
    for (size_t op = 0; op < end; op++) {
        disk_model_take(model, op);
        if (disk_op(op)->act == DISK_MARK)
            acknowledged = (size_t)disk_op(op)->at;
        for (uint64_t seed = 0; op + 1 >= first && is_cut_here(op) && seed < seeds; seed++)
            try_state(play, model, op, seed, acknowledged);
    }
    disk_model_close(model);
}

static size_t count_cuts(void)
{
    size_t cuts = 0;
    for (const struct play *play = plays; play->name; play++) {
        size_t first = play_through(play), end = stop();
        for (size_t op = first; op < end; op++)
            cuts += is_cut_here(op);
        stage_close();
    }
    return cuts;
}

static int replay(char **arguments)
{
    size_t cut = strtoul(arguments[1], NULL, 10), acknowledged = 0;
    for (const struct play *play = plays; play->name; play++) {
        if (strcmp(play->name, arguments[0]) != 0)
            continue;
        (void)play_through(play);
        size_t end = stop();
        struct disk_model *model = disk_model_open();
        for (size_t op = 0; op <= cut && op < end; op++) {
            disk_model_take(model, op);
            if (disk_op(op)->act == DISK_MARK)
                acknowledged = (size_t)disk_op(op)->at;
        }
        try_state(play, model, cut, strtoull(arguments[2], NULL, 10), acknowledged);
        disk_model_close(model);
        stage_close();
        printf("    %s\n", path);
    }
    return check_end();
}

int main(int argc, char **argv)
{
    uint64_t wanted = argc == 2 ? strtoull(argv[1], NULL, 10) : STATES;
    check_counts.running = "power";
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    /* Nothing here needs a real disk, and one that forgets is faster. */
    if (access("/dev/shm", W_OK) == 0)
        (void)setenv("TMPDIR", "/dev/shm", 0);
    world_scratch(path, sizeof path);
    if (argc == 5 && strcmp(argv[1], "--state") == 0)
        return replay(argv + 2);
    size_t cuts = count_cuts();
    if (!CHECK(cuts > 0))
        return check_end();
    for (const struct play *play = plays; play->name; play++) {
        check_counts.running = play->name;
        cut_play(play, (wanted + cuts - 1) / cuts);
        stage_close();
    }
    printf("%lu states of the disk, after %zu cuts\n", states, cuts);
    CHECK(states >= wanted);
    world_scratch_drop(path);
    return check_end();
}
