/* A visitor's client that is asked for work before its case opens: does it do it, in small steps, through whatever happens meanwhile, and
 * are the words there in the end? */
#include <stdlib.h>

#include "check.h"
#include "hash.h"
#include "support/scene.h"

enum { STEPS_MAX = 100000 };

static struct scene scene;

/* What the visitor was told. */
static struct {
    unsigned working;
    unsigned opened;
    unsigned errors;
    uint64_t done;
    uint64_t of;
    bool has_gone_back;
    char error[32];
} told;

static unsigned intakes; /* that a counsellor got with the words in it */

static uint64_t number_of(struct bytes event, const char *key)
{
    char digits[24] = "";
    struct bytes field = event_field(event, key);
    if (CHECK(field.size > 0 && field.size < sizeof digits))
        memcpy(digits, field.data, field.size);
    return strtoull(digits, NULL, 10);
}

static void on_event(struct scene *at, enum scene_actor actor, struct bytes event)
{
    (void)at;
    if (actor != SCENE_VISITOR) {
        intakes += actor == SCENE_ALPHA && event_is(event, "intake") && event_says(event, "text", "let me in");
        return;
    }
    if (event_is(event, "working")) {
        uint64_t done = number_of(event, "done");
        told.of = number_of(event, "of");
        told.has_gone_back = told.has_gone_back || (done < told.done && done != 0);
        told.done = done;
        told.working++;
        CHECK(done <= told.of);
    }
    told.opened += event_is(event, "opened");
    if (event_is(event, "error")) {
        struct bytes code = event_field(event, "code");
        told.errors++;
        memset(told.error, 0, sizeof told.error);
        if (CHECK(code.size < sizeof told.error))
            memcpy(told.error, code.data, code.size);
    }
}

static struct client *visitor(void)
{
    return scene.devices[SCENE_VISITOR].client;
}

static void come(enum scene_actor actor)
{
    if (scene.devices[actor].client == NULL)
        scene_start(&scene, actor);
    scene_connect(&scene, actor);
    scene_run(&scene);
}

/* A counsellor is there, and a visitor with keys of her own; `d1`, `d2`: what the challenge asks. */
static void stage(uint8_t d1, uint8_t d2)
{
    scene_open(&scene, 1);
    scene.event = on_event;
    scene.puzzle_d1 = d1;
    scene.puzzle_d2 = d2;
    memset(&told, 0, sizeof told);
    intakes = 0;
    come(SCENE_ALPHA);
    scene_start(&scene, SCENE_VISITOR);
    CHECK(visitor_new(visitor()) == OK);
    come(SCENE_VISITOR);
}

static void end(void)
{
    scene_close(&scene);
}

static void ask(void)
{
    struct form form = {.lang = PART_TEXT("da"), .text = PART_TEXT("let me in")};
    CHECK(visitor_open_case(visitor(), 1, PART_TEXT("da"), &form) == OK);
    scene_pump(&scene, SCENE_VISITOR);
}

/* Works alone, without moving messages; gives the number of steps. */
static unsigned work(unsigned steps_max)
{
    unsigned steps = 0;
    while (steps < steps_max && client_work(visitor(), scene.tries, scene.now_s))
        steps++;
    scene_pump(&scene, SCENE_VISITOR);
    return steps;
}

static bool is_open(void)
{
    return told.opened == 1 && intakes == 1;
}

/* --- the tests --- */

static void does_nothing_when_calm(void)
{
    stage(0, 0);
    CHECK(!client_work(visitor(), 1, scene.now_s));
    ask();
    CHECK(!client_work(visitor(), 1, scene.now_s));
    scene_run(&scene);
    CHECK(is_open() && told.working == 0 && told.errors == 0);
    CHECK(!client_work(visitor(), 1, scene.now_s));
    end();
}

static void works_in_small_steps(void)
{
    stage(15, 1);
    scene.tries = 16;
    ask();
    CHECK(told.working == 1 && told.done == 0 && scene.devices[SCENE_VISITOR].link->to_server.count == 0);
    unsigned steps = work(STEPS_MAX);
    CHECK(steps > 100 && steps < STEPS_MAX && told.opened == 0);
    scene_run(&scene);
    CHECK(is_open() && told.errors == 0);
    CHECK(told.working > 2 && told.working <= 60 && !told.has_gone_back && told.done == told.of);
    end();
}

static void steps_have_bounds(void)
{
    stage(16, 0);
    ask();
    unsigned whole = 0;
    scene.tries = 0; /* taken as one */
    CHECK(client_work(visitor(), 0, scene.now_s) && client_work(visitor(), 0, scene.now_s));
    while (client_work(visitor(), UINT32_MAX, scene.now_s))
        CHECK(++whole < 100);
    scene_pump(&scene, SCENE_VISITOR);
    scene_run(&scene);
    CHECK(is_open());
    end();
}

/* The challenge was of a calm minute; now many are there. No new connection is needed. */
static void learns_that_load_rose(void)
{
    stage(0, 0);
    connection_id id = scene.devices[SCENE_VISITOR].link->id;
    scene.puzzle_d1 = 14;
    scene.puzzle_d2 = 1;
    ask();
    scene_run(&scene);
    CHECK(is_open() && told.working > 0 && told.errors == 0);
    CHECK(scene.devices[SCENE_VISITOR].link != NULL && scene.devices[SCENE_VISITOR].link->id == id);
    end();
}

/* What was solved is too easy when it arrives: it is solved again for what is asked then. */
static void load_rises_meanwhile(void)
{
    stage(14, 0);
    ask();
    (void)work(STEPS_MAX);
    scene.puzzle_d1 = 15;
    scene.puzzle_d2 = 1;
    scene_run(&scene);
    CHECK(is_open() && told.errors == 0 && told.of == (1U << 15) + (1U << 15));
    end();
}

static unsigned steps_alone(void)
{
    stage(16, 0);
    scene.tries = 64;
    ask();
    unsigned steps = work(STEPS_MAX);
    end();
    return steps;
}

static void keeps_its_work_over_a_lost_connection(void)
{
    unsigned alone = steps_alone();
    CHECK(alone > 40);
    stage(16, 0);
    scene.tries = 64;
    ask();
    unsigned steps = work(alone / 3);
    scene_disconnect(&scene, SCENE_VISITOR);
    steps += work(alone / 3); /* and goes on without one */
    scene.tries = 0;
    scene.now_s += PUZZLE_FRESH_S / 2;
    come(SCENE_VISITOR);
    scene.tries = 64;
    steps += work(STEPS_MAX);
    CHECK(steps == alone);
    scene_disconnect(&scene, SCENE_VISITOR); /* solved, and the words not yet out */
    scene.tries = 0;
    come(SCENE_VISITOR);
    scene_run(&scene);
    CHECK(is_open() && told.errors == 0 && !told.has_gone_back);
    end();
}

static void begins_again_when_the_slot_is_over(void)
{
    stage(16, 0);
    scene.tries = 64;
    ask();
    (void)work(10);
    scene.now_s += 3 * PUZZLE_SLOT_S;
    CHECK(work(STEPS_MAX) == 0); /* asks for the present puzzle instead of going on in vain */
    CHECK(scene.devices[SCENE_VISITOR].link->to_server.count == 1);
    scene_run(&scene);
    CHECK(is_open() && told.errors == 0);
    end();
}

/* Whoever read for a quarter of an hour before writing does not work on a puzzle that nobody takes any more. */
static void does_not_begin_with_an_old_puzzle(void)
{
    stage(16, 0);
    scene.now_s += 3 * PUZZLE_SLOT_S;
    scene_tick(&scene, SCENE_VISITOR);
    ask();
    CHECK(told.working == 0 && scene.devices[SCENE_VISITOR].link->to_server.count == 1);
    scene_run(&scene);
    CHECK(is_open() && told.errors == 0);
    end();
}

static void begins_again_after_a_restart_of_the_server(void)
{
    stage(15, 0);
    ask();
    (void)work(STEPS_MAX);
    scene_crash_server(&scene);
    scene.puzzle_key[0]++;
    come(SCENE_ALPHA);
    come(SCENE_VISITOR);
    CHECK(is_open() && told.errors == 0);
    end();
}

static void goes_on_at_once_when_it_is_calm_again(void)
{
    stage(22, 7);
    scene.tries = 1;
    ask();
    (void)work(5);
    scene_disconnect(&scene, SCENE_VISITOR);
    scene.puzzle_d1 = scene.puzzle_d2 = 0;
    come(SCENE_VISITOR);
    CHECK(is_open() && told.errors == 0);
    end();
}

/* A server that is never content is told apart, and the page can keep the words and try later. */
static unsigned refusals;

static bool spoil_key(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)size;
    if (actor == SCENE_VISITOR && data[0] == MESSAGE_ERROR)
        at->puzzle_key[1] = (uint8_t)++refusals;
    return true;
}

static void gives_up_on_a_server_that_is_never_content(void)
{
    stage(14, 0);
    scene.filter = spoil_key;
    scene.puzzle_key[1] = UINT8_MAX;
    refusals = 0;
    ask();
    scene_run(&scene);
    CHECK(refusals == 13); /* within what one connection is given by the server */
    CHECK(told.opened == 0 && told.errors == 1 && strcmp(told.error, "pow_needed") == 0);
    CHECK(!client_work(visitor(), 1, scene.now_s));
    scene.filter = NULL;
    ask();
    scene_run(&scene);
    CHECK(is_open() && told.errors == 1);
    end();
}

static bool spoil_detail(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)at;
    if (actor == SCENE_VISITOR && data[0] == MESSAGE_ERROR && *size == 7U + PUZZLE_SIZE)
        data[7 + 4] = 23; /* an effort that no puzzle has */
    return true;
}

static void refuses_a_puzzle_that_cannot_be(void)
{
    stage(0, 0);
    scene.filter = spoil_detail;
    scene.puzzle_d1 = 14;
    ask();
    scene_run(&scene);
    CHECK(told.opened == 0 && told.errors == 1 && strcmp(told.error, "pow_needed") == 0);
    end();
}

/* The queue for stage 2 is full: the same solution again a little later. */
static bool say_rate(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    if (actor != SCENE_VISITOR || data[0] != MESSAGE_ERROR)
        return true;
    data[5] = ERROR_RATE;
    data[6] = 0;
    *size = 7;
    at->filter = NULL;
    return true;
}

static void waits_when_the_server_is_full(void)
{
    stage(14, 0);
    ask();
    (void)work(STEPS_MAX);
    scene.puzzle_key[0]++; /* refused, and the refusal is made a RATE */
    scene.filter = say_rate;
    scene_run(&scene);
    scene.puzzle_key[0]--;
    CHECK(told.opened == 0 && told.errors == 0);
    scene_tick(&scene, SCENE_VISITOR);
    CHECK(scene.devices[SCENE_VISITOR].link->to_server.count == 0);
    scene.now_s += 5;
    scene_tick(&scene, SCENE_VISITOR);
    scene_run(&scene);
    CHECK(is_open() && told.errors == 0);
    end();
}

/* Full as well, and then asked for more on another connection: what is solved within the pause waits for its end. */
static void keeps_the_pause_over_new_work(void)
{
    stage(14, 0);
    ask();
    (void)work(STEPS_MAX);
    scene.puzzle_key[0]++;
    scene.filter = say_rate;
    scene_run(&scene);
    scene.puzzle_key[0]--;
    scene_disconnect(&scene, SCENE_VISITOR);
    scene.puzzle_d1 = 15; /* what was solved is too easy now */
    scene.tries = 0;
    come(SCENE_VISITOR);
    scene.tries = 64;
    CHECK(told.done == 0 && told.of == UINT64_C(1) << 15);
    (void)work(STEPS_MAX);
    CHECK(told.done == told.of && scene.devices[SCENE_VISITOR].link->to_server.count == 0);
    scene.now_s += 5;
    scene_tick(&scene, SCENE_VISITOR);
    CHECK(scene.devices[SCENE_VISITOR].link->to_server.count == 1);
    scene_run(&scene);
    CHECK(is_open() && told.errors == 0);
    end();
}

/* More is asked than was begun on: of hashes, of memory, or of another quarter of an hour. What was begun as well counts on. */
static void begins_again_for_more(void)
{
    static const struct {
        uint8_t d1, d2, slots;
        bool goes_on;
    } rows[] = {{16, 1, 0, true},  {16, 1, 1, true},  {16, 1, 2, false},
                {17, 1, 0, false}, {16, 2, 0, false}, {15, 1, 0, true}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        stage(16, 1);
        scene.tries = 64;
        ask();
        while (told.done == 0)
            (void)work(1);
        scene.tries = 0;
        scene_disconnect(&scene, SCENE_VISITOR);
        scene.puzzle_d1 = rows[i].d1;
        scene.puzzle_d2 = rows[i].d2;
        scene.now_s += rows[i].slots * (uint64_t)PUZZLE_SLOT_S;
        come(SCENE_VISITOR);
        CHECK((told.done > 0) == rows[i].goes_on && told.opened == 0);
        scene.tries = PUZZLE_STEP_MAX;
        scene_run(&scene);
        CHECK(is_open() && told.errors == 0);
        end();
    }
}

/* A solution that broke on its way is found again. */
static void solves_again_what_was_broken(void)
{
    enum { NONCE_AT = 6 + PUZZLE_SIZE }; /* in an OPEN_CASE: after code, tag, door and the puzzle */
    stage(14, 0);
    ask();
    (void)work(STEPS_MAX);
    struct scene_queue *queue = &scene.devices[SCENE_VISITOR].link->to_server;
    CHECK(queue->count == 1);
    queue->frames[queue->first]->data[NONCE_AT + PUZZLE_NONCE_SIZE - 1] ^= 1;
    unsigned before = told.working;
    scene.tries = 0;
    scene_run(&scene);
    CHECK(told.opened == 0 && told.errors == 0 && told.working == before + 1 && told.done == 0);
    scene.tries = 64;
    (void)work(STEPS_MAX);
    scene_run(&scene);
    CHECK(is_open() && told.errors == 0);
    end();
}

/* Whoever lies about one thing is worked for no more. */
static void does_no_work_for_a_liar(void)
{
    struct message lie = {.code = MESSAGE_STAFF_OK};
    stage(20, 0);
    ask();
    CHECK(client_work(visitor(), 1, scene.now_s));
    scene.tries = 0;
    scene_inject(&scene, SCENE_VISITOR, &lie);
    scene_run(&scene);
    unsigned before = told.working;
    CHECK(!client_work(visitor(), 1, scene.now_s) && told.working == before && told.opened == 0);
    end();
}

static void leaves_in_the_middle(void)
{
    stage(20, 0);
    scene.tries = 10;
    ask();
    (void)work(3);
    scene_kill(&scene, SCENE_VISITOR);
    scene_run(&scene);
    const uint8_t *memory = scene.devices[SCENE_VISITOR].memory;
    size_t left = 0;
    for (size_t i = 0; i < client_size(); i++)
        left += memory[i] != 0;
    CHECK(left == 0 && told.opened == 0);
    end();
}

int main(void)
{
    RUN(does_nothing_when_calm);
    RUN(works_in_small_steps);
    RUN(steps_have_bounds);
    RUN(learns_that_load_rose);
    RUN(load_rises_meanwhile);
    RUN(keeps_its_work_over_a_lost_connection);
    RUN(begins_again_when_the_slot_is_over);
    RUN(does_not_begin_with_an_old_puzzle);
    RUN(begins_again_after_a_restart_of_the_server);
    RUN(goes_on_at_once_when_it_is_calm_again);
    RUN(gives_up_on_a_server_that_is_never_content);
    RUN(refuses_a_puzzle_that_cannot_be);
    RUN(waits_when_the_server_is_full);
    RUN(keeps_the_pause_over_new_work);
    RUN(begins_again_for_more);
    RUN(solves_again_what_was_broken);
    RUN(does_no_work_for_a_liar);
    RUN(leaves_in_the_middle);
    return check_end();
}
