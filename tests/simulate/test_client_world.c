/* A seeded world: one visitor whose page dies and comes back, two counsellors whose devices crash and are restored, a server that is
 * killed. In a crowd also two supervisors and a mentor; the case is handed over, lent, taken over, escalated, at rest, closed and opened again;
 * days pass; every clock is off by minutes; and the server decides in turns, which its disk may refuse and a kill interrupt. A pair is such
 * a crowd with two visitors, whose cases the same colleagues may hold; where things fade, messages and cases go that nobody comes for. Whatever
 * the order: what was said and accepted is shown once to everybody who is to read it and to nobody else, or its author told that it was not;
 * nobody is alarmed without cause, and a case has one holder, waits, or is gone. case_truths, mailbox_truths and fading_truths are asked
 * after every step, screens at every event, verdict in the end.
 *
 *     test_client_world                     the seeds of seeds.txt, then the first CROWDS with a crowd, and some without
 *     test_client_world FIRST COUNT [KIND]  only those, of a few (unless it is said), crowd, pair, fading; from 2^32 on the server
 *                                           asks for work before a case opens, from 2^33 on everybody speaks in cells
 *     test_client_world histories           what some seeds come to: the same in every build */
#include <stdlib.h>

#include "../unit/check.h"
#include "case_acts.h"
#include "screens.h"
#include "verdict.h"
#include "world.h"
#include "world_acts.h"

enum {
    CROWDS = 60, /* as many again, and more, are a test of their own: tests/CMakeLists.txt */
    SEEDS = 130,
    BUSIES = 15,
    QUIETS = 30,
    REPLAYS = 11,
    STEPS_MAX = 450,
    CASE_ACTS_IN_100 = 7,
    LOOKS_IN_100 = 4,
    LOOKS = 64,
    AWAY_STEP_MAX = 300,
    ROUNDS = 40,
    LAST_WORDS_ROUND = 26,
    TURN_MAX = 6,      /* requests that are decided together, at most */
    KILLS_IN_1000 = 1, /* of the turns */
    CLOCK_OFF_S = 600,
};

#define BUSY_SEEDS (UINT64_C(1) << 32)
#define QUIET_SEEDS (UINT64_C(2) << 32) /* from here on everybody speaks in cells */

enum kind {
    FEW,    /* a visitor and two counsellors */
    CROWD,  /* two supervisors and a mentor besides; the case changes hands, and days pass */
    PAIR,   /* a crowd, and another visitor with another case */
    FADING, /* a crowd, and what nobody comes for goes; the visitor may stay away */
    KINDS,
};

static const char *const kind_words[KINDS] = {"few", "crowd", "pair", "fading"};

static const struct {
    uint64_t seed;
    enum kind kind;
} replayed[REPLAYS] = {
    {1, FEW},   {BUSY_SEEDS + 1, FEW},    {QUIET_SEEDS + 1, FEW},  {1, CROWD}, {2, CROWD},
    {3, CROWD}, {QUIET_SEEDS + 1, CROWD}, {BUSY_SEEDS + 1, CROWD}, {1, PAIR},  {QUIET_SEEDS + 1, PAIR},
    {1, FADING}};

/* --- one step --- */

static void check_story(void)
{
    if (scene_generations(&sim.scene, story->visitor_id) > GENERATIONS_MAX)
        fail("more than three generations");
    check_case();
}

static void step(void)
{
    /* One story's chance is what it was before there were two. */
    story = &sim.stories[sim.story_count > 1 ? scene_chance(&sim.scene, sim.story_count) : 0];
    uint64_t what = scene_chance(&sim.scene, 100);
    enum scene_actor actor = someone();
    sim.step++;
    if (sim.is_busy)
        work_a_little();
    if (sim.is_fading && is_away())
        kill_screen(SCENE_VISITOR);
    if (sim.is_fading && scene_chance(&sim.scene, 100) < LOOKS_IN_100)
        let_the_server_look();
    else if (sim.is_crowd && scene_chance(&sim.scene, 100) < CASE_ACTS_IN_100)
        change_case(actor);
    else if (what < 40)
        move_some();
    else if (what < 58)
        say(actor);
    else if (what < 66)
        show_something(actor, false);
    else if (what < 78)
        revive(actor);
    else if (what < 86)
        pass_time();
    else if (what < 90)
        open_case();
    else if (what < 93)
        claim(sim.is_crowd ? (enum scene_actor)(SCENE_ALPHA + scene_chance(&sim.scene, 2)) : actor);
    else if (sim.is_crowd && what < 96)
        move_somebody(actor);
    else if (sim.is_crowd && what < 98)
        answer_questions();
    else
        break_something();
    if (sim.learns)
        learn_cases();
    each_story(check_story);
    if (sim.is_crowd)
        scene_remember_store(&sim.scene);
}

static bool is_open(void)
{
    bool is_open = is_closed() || (!sim.is_crowd && story->claimed_by != 0);
    for (enum scene_actor actor = SCENE_ALPHA; actor < SCENE_ACTORS; actor++)
        is_open = is_open || story->is_ours[actor];
    return is_open;
}

/* Everybody has one thing more to say. */
static void say_last_words(void)
{
    for (enum scene_actor actor = 0; actor < sim.players; actor++) {
        sim.step++;
        say(actor);
    }
    scene_run(&sim.scene);
}

static void settle_visitor(void)
{
    open_case();
    scene_run(&sim.scene);
    answer_questions();
    scene_run(&sim.scene);
    for (enum scene_actor actor = 0; sim.is_crowd && is_closed() && actor < sim.players; actor++)
        reopen(actor);
    scene_run(&sim.scene);
}

/* The intake may have gone to one of them only: who had no receive key yet does not get it. */
static void settle_staff(void)
{
    for (enum scene_actor actor = SCENE_ALPHA; actor < sim.players; actor++) {
        if (!is_open())
            claim(actor);
        scene_run(&sim.scene);
    }
    for (enum scene_actor actor = 0; actor < sim.players; actor++)
        show_something(actor, true);
    scene_run(&sim.scene);
}

static void revive_all(void)
{
    for (enum scene_actor actor = 0; actor < sim.players; actor++)
        revive(actor);
    scene_run(&sim.scene);
}

/* What is due goes before anybody comes back. */
static void settle_time(void)
{
    for (unsigned i = 0; i < LOOKS; i++)
        scene_expire(&sim.scene);
    each_story(check_case);
    each_story(check_nothing_stays);
}

static void settle(void)
{
    if (sim.is_fading)
        settle_time();
    for (unsigned round = 0; round < ROUNDS && sim.fault == NULL; round++) {
        each_story(revive_all);
        each_story(settle_visitor);
        if (sim.is_crowd && round == LAST_WORDS_ROUND)
            each_story(say_last_words);
        each_story(settle_staff);
        sim.scene.now_s += round % 4 == 3 ? 650 : 20;
        for (enum scene_actor device = 0; device < devices_end(); device++)
            scene_tick(&sim.scene, device);
        scene_run(&sim.scene);
        each_story(check_case);
    }
}

/* Whatever goes to a page: not a word about the other case. */
static bool is_of_nobody_else(struct scene *scene, enum scene_actor device, uint8_t *data, size_t *size)
{
    (void)scene;
    for (unsigned i = 0; i < sim.story_count && scene_is_visitor(device); i++) {
        const struct story *other = &sim.stories[i];
        const uint8_t *principal = sim.scene.devices[other->page].principal;
        if (other->page != device && other->is_there &&
            (memmem(data, *size, other->case_id, CASE_ID_SIZE) || memmem(data, *size, principal, HASH_SIZE)))
            fail("a page was sent something of the other case");
    }
    return true;
}

static void start_fading(struct scene *scene)
{
    sim.is_fading = true;
    sim.away = scene_chance(scene, 2) == 0 ? 0 : 1 + scene_chance(scene, AWAY_STEP_MAX);
    scene->programme.idle_days = FADING_IDLE;
    scene->programme.closed_days = FADING_CLOSED;
    scene->programme.undelivered_days = FADING_UNDELIVERED;
}

static void start(uint64_t seed, enum kind kind)
{
    struct scene *scene = &sim.scene;
    memset(&sim, 0, sizeof sim);
    sim.is_crowd = kind != FEW;
    sim.players = sim.is_crowd ? SCENE_ACTORS : SCENE_DUTY;
    sim.story_count = kind == PAIR ? 2 : 1;
    sim.learns = kind == PAIR || kind == FADING;
    sim.stories[0].page = SCENE_VISITOR;
    sim.stories[1].page = SCENE_NEIGHBOUR;
    sim.stories[0].letter = 't';
    sim.stories[1].letter = 'u';
    story = &sim.stories[0];
    scene_open(scene, seed);
    scene->event = on_event;
    scene->saved = on_saved;
    scene->trouble_in_1000 = 10;
    scene->is_quiet = seed >= QUIET_SEEDS;
    sim.is_busy = seed >= BUSY_SEEDS && seed < QUIET_SEEDS;
    scene->tries = 2000;
    if (!sim.is_crowd)
        return;
    scene->heard = on_heard;
    scene->filter = sim.story_count > 1 ? is_of_nobody_else : NULL;
    scene->programme.claim_hours = CLAIM_HOURS;
    if (kind == FADING)
        start_fading(scene);
    scene->turn.size = 1 + (size_t)scene_chance(scene, TURN_MAX);
    scene->turn.kills_in_1000 = KILLS_IN_1000;
    for (enum scene_actor device = 0; device < devices_end(); device++)
        scene->devices[device].clock_off_s = (int32_t)scene_chance(scene, 2 * CLOCK_OFF_S + 1) - CLOCK_OFF_S;
}

/* Everybody is there once, so that keys are known, before anything fails. */
static void gather(void)
{
    for (enum scene_actor actor = sim.players - 1;; actor--) {
        revive(actor);
        scene_run(&sim.scene);
        if (actor == SCENE_VISITOR)
            break;
    }
}

static const char *play(uint64_t seed, enum kind kind, uint64_t *history)
{
    start(seed, kind);
    each_story(gather);
    size_t steps = (sim.is_crowd ? 300 : 100) + scene_chance(&sim.scene, STEPS_MAX);
    while (steps-- > 0 && sim.fault == NULL)
        step();
    sim.scene.trouble_in_1000 = 0;
    sim.is_calm = true;
    if (sim.fault == NULL)
        settle();
    if (sim.fault == NULL)
        each_story(judge);
    *history = sim.scene.history;
    scene_close(&sim.scene);
    return sim.fault;
}

static bool try_seed(uint64_t seed, enum kind kind)
{
    uint64_t history;
    const char *fault = play(seed, kind, &history);
    if (fault != NULL)
        printf("%llu %s, step %llu: %s\n", (unsigned long long)seed, kind_words[kind], sim.step, fault);
    return CHECK(fault == NULL);
}

/* The kind whose word stands in that line; without one: FEW. */
static enum kind kind_in(const char *line)
{
    enum kind kind = KINDS - 1;
    while (kind > FEW && strstr(line, kind_words[kind]) == NULL)
        kind--;
    return kind;
}

/* A failing seed becomes a line here, and is tried first for ever. */
static void old_seeds_stay_sound(void)
{
    char line[256];
    FILE *file = fopen(UDVEJ_SOURCE_DIR "/tests/simulate/seeds.txt", "r");
    if (!CHECK(file != NULL))
        return;
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] >= '0' && line[0] <= '9')
            (void)try_seed(strtoull(line, NULL, 10), kind_in(line));
    }
    (void)fclose(file);
}

static void one_seed_is_one_history(void)
{
    for (size_t i = 0; i < REPLAYS; i++) {
        uint64_t seed = replayed[i].seed, first, second;
        (void)play(seed, replayed[i].kind, &first);
        (void)play(seed, replayed[i].kind, &second);
        CHECK(first == second);
        (void)play(seed + 1, replayed[i].kind, &second);
        CHECK(first != second);
    }
}

/* For another process, or another compiler, to say the same. */
static void print_histories(void)
{
    for (size_t i = 0; i < REPLAYS; i++) {
        uint64_t history;
        (void)play(replayed[i].seed, replayed[i].kind, &history);
        printf("%llu %s %016llx\n", (unsigned long long)replayed[i].seed, kind_words[replayed[i].kind],
               (unsigned long long)history);
    }
}

static void try_seeds(uint64_t first, uint64_t count, enum kind kind)
{
    for (uint64_t seed = first; seed < first + count; seed++)
        (void)try_seed(seed, kind);
}

static void seeds_are_sound(void)
{
    try_seeds(1, SEEDS, FEW);
}

static void crowds_are_sound(void)
{
    try_seeds(1, CROWDS, CROWD);
}

static void busy_seeds_are_sound(void)
{
    try_seeds(BUSY_SEEDS + 1, BUSIES, FEW);
}

static void quiet_seeds_are_sound(void)
{
    try_seeds(QUIET_SEEDS + 1, QUIETS, FEW);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "histories") == 0) {
        print_histories();
        return 0;
    }
    if (argc >= 3) {
        uint64_t count = strtoull(argv[2], NULL, 10);
        is_verbose = count == 1;
        try_seeds(strtoull(argv[1], NULL, 10), count, kind_in(argc == 4 ? argv[3] : ""));
        return check_end();
    }
    RUN(one_seed_is_one_history);
    RUN(old_seeds_stay_sound);
    RUN(seeds_are_sound);
    RUN(busy_seeds_are_sound);
    RUN(quiet_seeds_are_sound);
    RUN(crowds_are_sound);
    return check_end();
}
