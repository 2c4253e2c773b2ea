#include "power_play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "power_vfs.h"
#include "store/store_sqlite.h"
#include "store/store_sqlite_private.h"
#include "turn.h"

enum { GATHERED_MAX = 8, TRIES_MAX = 6, NEVER_MS = 1000000000 };

struct stage stage;

static struct {
    uv_loop_t loop;
    struct turn *turn;
    struct request gathered[GATHERED_MAX];
    size_t gathered_count;
    bool is_gathering;
    char folder[300]; /* in stage.path, so that even its own name is recorded */
} server;

void stage_expect(bool is_kept, const char *what, int line)
{
    if (is_kept)
        return;
    stage.failures++;
    printf("power_plays.c:%d: %s\n", line, what);
}

static void arm(bool is_armed)
{
    if (stage.arm)
        stage.arm(is_armed);
}

static void trouble(void)
{
    EXPECT(stage.trouble != NULL);
    if (stage.trouble)
        stage.trouble();
}

/* ---- what is there ------------------------------------------------------------------------------------------------- */

static struct stage_salt *find_salt(const uint8_t *octets)
{
    for (size_t i = 0; i < stage.salt_count; i++)
        if (memcmp(stage.salts[i].octets, octets, SALT_SEALED_SIZE) == 0)
            return &stage.salts[i];
    return NULL;
}

/* `is_shredded`: somebody was told that what is gone is destroyed. */
static void note_salts(const struct state *state, bool is_shredded)
{
    for (size_t i = 0; i < state->salt_count; i++) {
        if (find_salt(state->salts[i]))
            continue;
        invariant(stage.salt_count < STAGE_SALTS);
        memcpy(stage.salts[stage.salt_count++].octets, state->salts[i], SALT_SEALED_SIZE);
    }
    for (size_t i = 0; is_shredded && i < stage.salt_count; i++) {
        bool is_live = false;
        for (size_t j = 0; j < state->salt_count; j++)
            is_live = is_live || memcmp(state->salts[j], stage.salts[i].octets, SALT_SEALED_SIZE) == 0;
        if (!is_live && stage.salts[i].destroyed == 0)
            stage.salts[i].destroyed = stage.state_count;
    }
}

/* Reading is no part of what is tried. */
static void take_state(struct state *state)
{
    bool was_paused = disk_pause(true);
    EXPECT(state_take(stage.store, state));
    (void)disk_pause(was_paused);
}

static void keep_state(bool is_shredded)
{
    invariant(stage.state_count < STAGE_STATES);
    struct state *state = &stage.states[stage.state_count];
    take_state(state);
    note_salts(state, is_shredded);
    disk_mark(stage.state_count++);
}

static bool is_changed(void)
{
    struct state now;
    take_state(&now);
    return memcmp(now.digest, stage.states[stage.state_count - 1].digest, sizeof now.digest) != 0;
}

/* ---- one turn -------------------------------------------------------------------------------------------------------- */

static uint64_t now_min(void *context)
{
    (void)context;
    return stage.world.now_min;
}

static void tell(void *context, const struct answer *answers, size_t count)
{
    (void)context;
    arm(false);
    for (size_t i = 0; i < count; i++)
        invariant(answers_put(&stage.world.answers, &answers[i],
                              answers[i].frame ? frame_hold(answers[i].frame) : NULL) == OK);
}

static void run_turn(void)
{
    uint64_t before = turn_counts(server.turn).turns;
    answers_cut(&stage.world.answers, 0);
    for (size_t i = 0; i < server.gathered_count; i++) {
        struct request *request = turn_request(server.turn);
        invariant(request);
        *request = server.gathered[i];
        request->next = NULL;
        if (request->frame)
            (void)frame_hold(request->frame);
        invariant(turn_put(server.turn, request) == OK);
    }
    arm(true);
    while (turn_counts(server.turn).turns == before)
        (void)uv_run(&server.loop, UV_RUN_ONCE);
    arm(false);
}

struct told {
    bool is_refused;  /* somebody was asked to come again */
    bool is_withheld; /* and only because a salt is not destroyed yet */
    bool is_shredded;
};

static struct told read_answers(void)
{
    struct told told = {false, false, false};
    for (size_t i = 0; i < stage.world.answers.count; i++) {
        const struct answer *answer = &stage.world.answers.list[i];
        struct message message = {.tag = 0};
        if (answer->target != TO_CONNECTION)
            continue;
        if (answer->frame)
            invariant(message_decode(&message, answer->frame->data, answer->frame->size) == OK);
        bool is_refused = !answer->frame ? answer->closes
                                         : message.code == MESSAGE_ERROR && message.as.error.code == ERROR_UNAVAILABLE;
        told.is_refused = told.is_refused || is_refused;
        told.is_withheld = told.is_withheld || (is_refused && answer->needs_shred);
        told.is_shredded = told.is_shredded || (!is_refused && answer->needs_shred);
    }
    return told;
}

/* Since the last trouble, behind which the disk may have been good again. */
static void note_recovery(uint64_t trouble_ended)
{
    uint64_t took = uv_hrtime() - trouble_ended;
    stage.recovery_ns = took > stage.recovery_ns ? took : stage.recovery_ns;
}

/* Until it is done, or the play has to do something else about it. What is refused must not have happened; requests that share a turn may
 * have been tried one by one, so of them some may have. */
static void decide_gathered(void)
{
    uint64_t trouble_ended = 0;
    for (unsigned tries = 0; tries < TRIES_MAX; tries++) {
        size_t failed = (size_t)turn_counts(server.turn).failed_turns;
        run_turn();
        struct told told = read_answers();
        bool has_failed = (size_t)turn_counts(server.turn).failed_turns != failed;
        bool has_changed = is_changed();
        EXPECT(!told.is_refused || told.is_withheld || !has_changed || server.gathered_count > 1);
        bool is_done = told.is_withheld || (!told.is_refused && (!has_failed || has_changed));
        if (is_done && trouble_ended > 0)
            note_recovery(trouble_ended);
        if (told.is_refused || !is_done) {
            trouble();
            trouble_ended = uv_hrtime();
        }
        if (is_done) {
            keep_state(told.is_shredded);
            break;
        }
        EXPECT(tries + 1 < TRIES_MAX);
    }
    for (size_t i = 0; i < server.gathered_count; i++)
        frame_release(server.gathered[i].frame);
    server.gathered_count = 0;
}

/* In place of world_decide's own transaction. */
static enum outcome decide(struct world *world, struct request *request)
{
    (void)world;
    invariant(server.gathered_count < GATHERED_MAX);
    struct request *own = &server.gathered[server.gathered_count++];
    *own = *request;
    if (own->frame)
        (void)frame_hold(own->frame);
    if (!server.is_gathering)
        decide_gathered();
    return OK;
}

void stage_gather(void)
{
    server.is_gathering = true;
}

void stage_together(void)
{
    server.is_gathering = false;
    decide_gathered();
}

/* ---- the server --------------------------------------------------------------------------------------------------------- */

static bool try_to_start(void)
{
    struct store_sqlite_settings settings = {
        .directory = server.folder, .vfs = POWER_VFS, .checkpoint_ms = NEVER_MS}; /* stage_fold makes the checkpoints */
    struct turn_settings turn = {
        .loop = &server.loop, .programme = &stage.world.programme, .now_min = now_min, .tell = tell};
    arm(true);
    bool is_open = store_sqlite_open(&stage.store, &settings) == OK;
    arm(false);
    if (is_open && stage.state_count == 0)
        keep_state(false);
    arm(true);
    turn.store = stage.world.store = stage.store;
    bool is_started = is_open && turn_open(&server.turn, &turn) == OK;
    if (is_open && !is_started)
        stage.store->ways->close(stage.store);
    arm(false);
    return is_started;
}

void stage_start(void)
{
    invariant(uv_loop_init(&server.loop) == 0);
    for (unsigned tries = 0; !try_to_start(); tries++) {
        (void)uv_run(&server.loop, UV_RUN_NOWAIT);
        stage.store = NULL;
        if (tries > TRIES_MAX) {
            printf("%s: the store does not open any more\n", server.folder);
            exit(1);
        }
        trouble();
    }
    keep_state(false);
}

void stage_stop(void)
{
    arm(true);
    turn_close(server.turn);
    (void)uv_run(&server.loop, UV_RUN_DEFAULT);
    EXPECT(uv_loop_close(&server.loop) == 0);
    stage.store->ways->close(stage.store);
    arm(false);
    server.turn = NULL;
    stage.store = stage.world.store = NULL;
}

void stage_fold(void)
{
    arm(true);
    (void)!checkpoint_fold(sqlite_of(stage.store));
    arm(false);
}

void stage_open(const struct play *play)
{
    void (*arming)(bool) = stage.arm, (*troubling)(void) = stage.trouble;
    memset(&stage, 0, sizeof stage);
    memset(&server, 0, sizeof server);
    power_vfs_register();
    power_vfs_seed(1);
    world_scratch(stage.path, sizeof stage.path);
    (void)snprintf(server.folder, sizeof server.folder, "%s/data", stage.path);
    world_open(&stage.world, NULL);
    stage.world.decide = decide;
    disk_begin(server.folder);
    if (play->prepare) {
        stage_start();
        play->prepare();
    }
    stage.arm = arming;
    stage.trouble = troubling;
}

void stage_close(void)
{
    stage.arm = NULL;
    if (stage.store)
        stage_stop();
    disk_end();
    world_close(&stage.world);
    world_scratch_drop(server.folder);
    world_scratch_drop(stage.path);
}

/* ---- after a cut --------------------------------------------------------------------------------------------------------- */

const char stage_unknown[] = "neither what was acknowledged nor what was under way";

static const char *compare(const char *path, struct store *store, size_t least, struct state *state)
{
    const char *fault = state_fault(store);
    bool is_known = false;
    if (fault)
        return fault;
    if (!state_take(store, state))
        return "a row or a salt cannot be read";
    for (size_t i = least; i < least + 2 && i < stage.state_count; i++)
        is_known = is_known || memcmp(state->digest, stage.states[i].digest, sizeof state->digest) == 0;
    if (!is_known)
        return stage_unknown;
    return state_used_slots(path) == state->salt_count ? NULL : "a salt that no row names";
}

const char *stage_fault_after(const char *path, size_t least, struct state *state)
{
    struct store *store;
    struct state found;
    const char *fault = "it does not open";
    disk_suspend(true);
    if (store_sqlite_open(&store, &(struct store_sqlite_settings){.directory = path, .checkpoint_ms = NEVER_MS}) ==
        OK) {
        fault = compare(path, store, least, state ? state : &found);
        store->ways->close(store);
    }
    disk_suspend(false);
    return fault;
}

bool stage_has_destroyed_salt(const struct disk_image *images, size_t acknowledged)
{
    const struct disk_image *image = &images[DISK_SALTS];
    for (size_t i = 0; image->is_there && image->size > 0 && i < stage.salt_count; i++)
        if (stage.salts[i].destroyed != 0 && stage.salts[i].destroyed <= acknowledged &&
            memmem(image->data, image->size, stage.salts[i].octets, SALT_SEALED_SIZE))
            return true;
    return false;
}
