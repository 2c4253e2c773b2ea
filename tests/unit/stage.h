/* A conversation on one stage: the scene, what was seen on it, and the steps by which it gets to where a test begins.
 * For tests that are one program (everything is static). Uses: check.h, scene. Used by: test_client and its like. */
#ifndef UDVEJ_TESTS_UNIT_STAGE_H
#define UDVEJ_TESTS_UNIT_STAGE_H

#include "check.h"
#include "hash.h"
#include "support/scene.h"

enum { EVENTS = 512, EVENT_SIZE = 2048 };

struct seen_event {
    enum scene_actor actor;
    size_t size;
    uint8_t data[EVENT_SIZE];
};

static struct scene scene;
static struct seen_event events[EVENTS];
static size_t event_count;
static bool is_in_cells; /* everybody speaks in cells */
static bool shows;       /* messages count as shown at once */
static uint8_t case_id[CASE_ID_SIZE];
static uint8_t visitor_id[HASH_SIZE];
static char code[CODE_DIGITS];

/* --- a stage --- */

static inline void on_event(struct scene *at, enum scene_actor actor, struct bytes event)
{
    uint8_t id[MSG_ID_SIZE];
    if (event_count < EVENTS) {
        struct seen_event *seen = &events[event_count++];
        seen->actor = actor;
        seen->size = event.size < EVENT_SIZE ? event.size : EVENT_SIZE;
        memcpy(seen->data, event.data, seen->size);
    }
    if (event_is(event, "opened"))
        (void)event_id(event, "case", case_id, CASE_ID_SIZE);
    if (event_is(event, "room") && event_says(event, "role", "visitor"))
        (void)event_id(event, "who", visitor_id, HASH_SIZE);
    if (shows && (event_is(event, "message") || event_is(event, "appointment")) && event_id(event, "id", id, sizeof id))
        CHECK(client_shown(at->devices[actor].client, id) == OK ||
              event_says(event, "act", "call_off")); /* its own finding */
}

static inline struct bytes bytes_of_event(const struct seen_event *seen)
{
    return (struct bytes){seen->data, seen->size};
}

static inline size_t count_of(enum scene_actor actor, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < event_count; i++)
        count += events[i].actor == actor && event_is(bytes_of_event(&events[i]), name);
    return count;
}

static inline struct bytes last_of(enum scene_actor actor, const char *name)
{
    for (size_t i = event_count; i-- > 0;) {
        if (events[i].actor == actor && event_is(bytes_of_event(&events[i]), name))
            return bytes_of_event(&events[i]);
    }
    return (struct bytes){NULL, 0};
}

static inline bool says(enum scene_actor actor, const char *name, const char *key, const char *value)
{
    struct bytes event = last_of(actor, name);
    return event.size > 0 && event_says(event, key, value);
}

static inline struct client *client_of(enum scene_actor actor)
{
    return scene.devices[actor].client;
}

/* To stay as long as the case does. */
static inline enum outcome add_colleague(struct client *client, const uint8_t who[HASH_SIZE], struct bytes text,
                                         uint8_t id[MSG_ID_SIZE])
{
    return staff_add_for(client, case_id, &(struct stay){.who = who}, text, id);
}

static inline void go(void)
{
    for (enum scene_actor actor = 0; actor < SCENE_ACTORS; actor++)
        scene_pump(&scene, actor);
    scene_run(&scene);
}

static inline void wait(unsigned seconds)
{
    scene.now_s += seconds;
    for (enum scene_actor actor = 0; actor < SCENE_ACTORS; actor++)
        scene_tick(&scene, actor);
    scene_run(&scene);
}

static inline void come(enum scene_actor actor)
{
    if (client_of(actor) == NULL)
        scene_start(&scene, actor);
    scene_connect(&scene, actor);
}

static inline void stage(void)
{
    scene_open(&scene, 1);
    scene.is_quiet = is_in_cells;
    scene.event = on_event;
    event_count = 0;
    shows = true;
    come(SCENE_ALPHA);
    come(SCENE_BETA);
    go();
    scene_start(&scene, SCENE_VISITOR);
    visitor_visible(client_of(SCENE_VISITOR), true);
    CHECK(visitor_new(client_of(SCENE_VISITOR)) == OK && visitor_code(client_of(SCENE_VISITOR), code) == OK);
    come(SCENE_VISITOR);
    go();
}

static inline enum outcome open_door(uint8_t door)
{
    struct form form = {.lang = PART_TEXT("da"), .text = PART_TEXT("hello \"you\"\n")};
    return visitor_open_case(client_of(SCENE_VISITOR), door, PART_TEXT("da"), &form);
}

static inline void stage_with_case(void)
{
    stage();
    CHECK(open_door(1) == OK);
    go();
}

static inline void stage_with_talk(void)
{
    stage_with_case();
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    go();
}

static inline void new_page(void)
{
    scene_kill(&scene, SCENE_VISITOR);
    scene_start(&scene, SCENE_VISITOR);
    visitor_visible(client_of(SCENE_VISITOR), true);
    CHECK(visitor_return(client_of(SCENE_VISITOR), (struct bytes){(uint8_t *)code, CODE_DIGITS}) == OK);
    come(SCENE_VISITOR);
}

/* The client comes back, as its host lets it when it wants another connection. */
static inline void come_back(void)
{
    if (scene.devices[SCENE_VISITOR].link != NULL)
        scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    come(SCENE_VISITOR);
    go();
}

static inline enum outcome say(enum scene_actor actor, const char *text)
{
    uint8_t id[MSG_ID_SIZE];
    return client_say(client_of(actor), case_id, (struct bytes){(const uint8_t *)text, strlen(text)}, id);
}

static inline bool nobody_stopped(void)
{
    return count_of(SCENE_VISITOR, "stopped") + count_of(SCENE_ALPHA, "stopped") + count_of(SCENE_BETA, "stopped") == 0;
}

static inline void end(void)
{
    scene_close(&scene);
}

#endif
