/* What people and the world do in one step: speak, open a page or a device, lose it, come and go in the room; time passes, messages move,
 * things break.
 * For tests that are one program (everything is static). Uses: world, screens. Used by: test_client_world. */
#ifndef UDVEJ_TESTS_SIMULATE_WORLD_ACTS_H
#define UDVEJ_TESTS_SIMULATE_WORLD_ACTS_H

#include "screens.h"
#include "world.h"

/* Texts of one number are told apart by who reads them, notes too. */
static inline enum outcome say_it(enum scene_actor actor, struct bytes text, struct said *said)
{
    struct client *client = client_of(actor);
    said->is_note = sim.is_crowd && actor != SCENE_VISITOR && scene_chance(&sim.scene, 4) == 0;
    return said->is_note ? staff_note(client, story->case_id, text, said->id)
                         : client_say(client, story->case_id, text, said->id);
}

static inline void say(enum scene_actor actor)
{
    char text[16];
    struct said *said = &story->said[story->said_count];
    if (story->said_count == TEXTS_MAX || client_of(actor) == NULL)
        return;
    int size = snprintf(text, sizeof text, "%c%u", story->letter, story->said_count);
    *said = (struct said){.by = actor, .step = sim.step};
    story->said_count++;
    if (say_it(actor, (struct bytes){(uint8_t *)text, (size_t)size}, said) != OK)
        story->said_count--;
    else if (is_verbose)
        printf("  %llu %d says %s\n", sim.step, (int)device_of(actor), text);
    scene_pump(&sim.scene, device_of(actor));
}

static inline void open_page(void)
{
    struct scene *scene = &sim.scene;
    scene_start(scene, story->page);
    story->opened = sim.step;
    struct client *client = client_of(SCENE_VISITOR);
    story->is_ready[SCENE_VISITOR] = false;
    if (story->has_case) {
        invariant(visitor_return(client, (struct bytes){(uint8_t *)story->code, CODE_DIGITS}) == OK);
    } else {
        invariant(visitor_new(client) == OK && visitor_code(client, story->code) == OK);
    }
    visitor_visible(client, true);
    scene_connect(scene, story->page);
}

static inline void open_case(void)
{
    struct form form = {.lang = PART_TEXT("da"), .text = PART_TEXT("hello")};
    struct client *client = client_of(SCENE_VISITOR);
    if (client == NULL || story->has_case || !story->is_ready[SCENE_VISITOR])
        return;
    (void)!visitor_open_case(client, 1, PART_TEXT("da"), &form);
    scene_pump(&sim.scene, story->page);
}

static inline void grant(const struct story *told, struct said *said, enum scene_actor dead)
{
    const struct scene_link *link = sim.scene.devices[dead == SCENE_VISITOR ? told->page : dead].link;
    if (!said->is_fresh[dead])
        return;
    bool is_kept = dead == SCENE_VISITOR && link != NULL && link->id == said->fresh_on && !link->is_quiet &&
                   link->vaults > said->fresh_vaults + 1; /* in cells it is not seen here */
    said->allowed[dead] += is_kept ? 0 : 1;
    said->is_fresh[dead] = false;
}

static inline void clear_dead_screen(struct story *told, enum scene_actor dead)
{
    for (unsigned i = 0; i < told->said_count; i++)
        grant(told, &told->said[i], dead);
    for (size_t i = 0; i < HELD_MAX; i++)
        told->held[dead][i].is_used = false;
    told->is_ready[dead] = false;
}

static inline void kill_screen(enum scene_actor actor)
{
    if (client_of(actor) == NULL)
        return;
    /* A page cannot be come back to before its code is worth something. */
    if (actor == SCENE_VISITOR && !story->has_case)
        return;
    for (unsigned i = 0; i < sim.story_count; i++) {
        if (actor != SCENE_VISITOR || &sim.stories[i] == story)
            clear_dead_screen(&sim.stories[i], actor);
    }
    scene_kill(&sim.scene, device_of(actor));
}

/* Only who can come back goes. */
static inline bool is_away(void)
{
    return sim.away > 0 && sim.step >= sim.away && !sim.is_calm && story->has_case;
}

static inline void revive(enum scene_actor actor)
{
    struct scene_device *device = &sim.scene.devices[device_of(actor)];
    if (actor == SCENE_VISITOR && is_away())
        return;
    if (device->client == NULL) {
        if (actor == SCENE_VISITOR)
            open_page();
        else
            scene_start(&sim.scene, actor);
    }
    if (device->wants_reconnect)
        scene_disconnect(&sim.scene, device_of(actor));
    if (device->link == NULL) {
        story->is_ready[actor] = false;
        scene_connect(&sim.scene, device_of(actor));
    }
}

static inline enum scene_actor someone(void)
{
    return (enum scene_actor)scene_chance(&sim.scene, sim.players);
}

/* Somebody comes in, or goes. */
static inline void move_somebody(enum scene_actor actor)
{
    struct client *client = client_of(actor);
    enum scene_actor subject = (enum scene_actor)(SCENE_ALPHA + scene_chance(&sim.scene, SCENE_ACTORS - SCENE_ALPHA));
    const uint8_t *who = sim.scene.keys.cert_hash[subject - SCENE_ALPHA];
    uint8_t id[MSG_ID_SIZE];
    uint64_t what = scene_chance(&sim.scene, 8);
    if (actor == SCENE_VISITOR || client == NULL || story->claimed_by == 0)
        return;
    if (what < 5)
        (void)!staff_add_for(client, story->case_id, &(struct stay){.who = who}, (struct bytes){NULL, 0}, id);
    else if (what < 6)
        (void)!staff_remove(client, story->case_id, sim.scene.keys.cert_hash[actor - SCENE_ALPHA]);
    else if (what < 7)
        (void)!staff_remove(client, story->case_id, who);
    else
        (void)!staff_claim(client, story->case_id);
    scene_pump(&sim.scene, device_of(actor));
}

static inline void claim(enum scene_actor actor)
{
    bool sees_it = story->sees_card[actor] || story->sees_waiting[actor];
    if (actor != SCENE_VISITOR && client_of(actor) != NULL && sees_it)
        (void)!staff_claim(client_of(actor), story->case_id);
    scene_pump(&sim.scene, device_of(actor));
}

static inline void pass_time(void)
{
    static const unsigned spans[] = {1, 1, 1, 5, 20, 61, 130, 200, 700, 21 * 3600};
    unsigned span = spans[scene_chance(&sim.scene, sizeof spans / sizeof spans[0])];
    if (sim.is_crowd && sim.scene.now_s + span > scene_start_s() + DAYS_MAX * DAY_SECONDS)
        return;
    sim.scene.now_s += span;
    for (enum scene_actor device = 0; span > 3600 && device < devices_end(); device++)
        scene_disconnect(&sim.scene, device); /* no connection, and nothing on its way, outlives a night */
    for (enum scene_actor device = 0; device < devices_end(); device++)
        scene_tick(&sim.scene, device);
}

static inline void move_some(void)
{
    for (size_t n = scene_chance(&sim.scene, sim.is_crowd ? 160 : 40); n > 0; n--) {
        struct scene_link *link = &sim.scene.links[scene_chance(&sim.scene, SCENE_LINKS)];
        for (size_t i = 0; !link->is_used && i < SCENE_LINKS; i++)
            link = &sim.scene.links[(size_t)(link - sim.scene.links + 1) % SCENE_LINKS];
        link->empty_cells = 0; /* the server's cells do not end */
        if (sim.is_crowd && scene_chance(&sim.scene, 8) == 0)
            scene_turn(&sim.scene);
        else if (scene_chance(&sim.scene, 2) == 0)
            (void)scene_to_server(&sim.scene, link);
        else
            (void)scene_to_client(&sim.scene, link);
    }
}

static inline void break_something(void)
{
    uint64_t what = scene_chance(&sim.scene, 16);
    enum scene_actor actor = someone();
    if (what < 8)
        scene_disconnect(&sim.scene, device_of(actor));
    else if (what < 14)
        kill_screen(actor);
    else if (what < 15)
        scene_crash_server(&sim.scene);
    else if (!sim.is_crowd && story->claimed_by != 0 && story->said_count > 8 && scene_chance(&sim.scene, 4) == 0) {
        for (actor = SCENE_ALPHA; actor < sim.players; actor++) {
            if (client_of(actor) != NULL)
                (void)!staff_close_case(client_of(actor), story->case_id);
            scene_pump(&sim.scene, device_of(actor));
        }
    }
}

/* The server asks for work, more or none, as others come and go; the visitor's page does a little of it now and then. */
static inline void work_a_little(void)
{
    sim.scene.puzzle_d1 = sim.step % 21 < 14 ? PUZZLE_D1_MIN + (uint8_t)(sim.step % 2) : 0;
    for (unsigned i = 0; i < sim.story_count; i++)
        (void)scene_work(&sim.scene, sim.stories[i].page);
}

#endif
