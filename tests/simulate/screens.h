/* What every screen shows, and what must not be on it: a text twice, one for others, a gap, an alarm without cause.
 * For tests that are one program (everything is static). Uses: world, mailbox_truths, case_truths, case_acts (what the visitor is asked).
 * Used by: test_client_world. */
#ifndef UDVEJ_TESTS_SIMULATE_SCREENS_H
#define UDVEJ_TESTS_SIMULATE_SCREENS_H

#include "case_acts.h"
#include "case_truths.h"
#include "hash.h"

static inline void show(enum scene_actor actor, struct held *held)
{
    struct said *said = &story->said[held->text];
    struct scene_device *device = &sim.scene.devices[device_of(actor)];
    if (++said->shown[actor] > said->allowed[actor] + 1)
        fail("a text was shown twice");
    said->is_fresh[actor] = true;
    held->is_used = false;
    /* A colleague may have taken the case meanwhile: then nothing waits here any more. */
    if (client_shown(device->client, held->id) != OK && (actor == SCENE_VISITOR || story->is_ours[actor]))
        fail("client_shown was refused");
    if (actor == SCENE_VISITOR && device->link != NULL) {
        said->fresh_on = device->link->id;
        said->fresh_vaults = device->link->vaults_sent;
    }
}

static inline void show_something(enum scene_actor actor, bool all)
{
    for (size_t i = 0; i < HELD_MAX; i++) {
        struct held *held = &story->held[actor][i];
        if (client_of(actor) == NULL || !held->is_used || (!all && scene_chance(&sim.scene, 2) == 0))
            continue;
        show(actor, held);
        scene_pump(&sim.scene, device_of(actor));
    }
}

static inline void on_text(enum scene_actor actor, struct bytes event)
{
    struct bytes text = event_field(event, "text");
    unsigned number = 0;
    for (size_t i = 1; i < text.size; i++)
        number = number * 10 + (unsigned)(text.data[i] - '0');
    if (text.size >= 2 && text.data[0] != (uint8_t)story->letter) {
        fail("a text of one case came into another");
        return;
    }
    if (text.size < 2 || number >= story->said_count) {
        fail("a text that nobody said");
        return;
    }
    if (story->said[number].by == actor)
        fail("a text came to its own side");
    if (sim.is_crowd)
        check_reader(actor, &story->said[number]);
    if (story->said[number].is_note && actor == SCENE_VISITOR)
        fail("a note came to the visitor");
    for (size_t i = 0; i < HELD_MAX; i++) {
        struct held *held = &story->held[actor][i];
        if (held->is_used && held->text == number) {
            fail("a text is on the screen twice");
            return;
        }
    }
    for (size_t i = 0; i < HELD_MAX; i++) {
        struct held *held = &story->held[actor][i];
        if (held->is_used)
            continue;
        held->is_used = true;
        held->text = number;
        if (!event_id(event, "id", held->id, MSG_ID_SIZE))
            fail("a message without id");
        return;
    }
    fail("too many messages on one screen");
}

static inline struct said *said_of(struct bytes event)
{
    uint8_t id[MSG_ID_SIZE];
    if (!event_id(event, "id", id, sizeof id))
        return NULL;
    for (unsigned i = 0; i < story->said_count; i++) {
        if (memcmp(story->said[i].id, id, MSG_ID_SIZE) == 0)
            return &story->said[i];
    }
    return NULL;
}

static inline bool is_in_room(const uint8_t who[HASH_SIZE])
{
    for (enum scene_actor actor = SCENE_ALPHA; actor < SCENE_ACTORS; actor++) {
        if (memcmp(sim.scene.keys.cert_hash[actor - SCENE_ALPHA], who, HASH_SIZE) == 0)
            return story->is_ours[actor];
    }
    return true;
}

static inline void on_gap(enum scene_actor actor, struct bytes event)
{
    uint8_t from[HASH_SIZE];
    struct bytes field = event_field(event, "missing");
    size_t missing = 0;
    for (size_t i = 0; i < field.size; i++)
        missing = missing * 10 + (size_t)(field.data[i] - '0');
    /* The only honest reason: a message that was sealed to a page which is gone, and waits to be wrapped again. */
    /* Or it is on its way, wrapped again, and time has passed. */
    if (actor == SCENE_VISITOR && missing <= scene_waiting(&sim.scene, story->visitor_id, false))
        return;
    /* Who was taken out cannot wrap anything again. */
    if (sim.is_crowd && actor == SCENE_VISITOR && event_id(event, "from", from, sizeof from) && !is_in_room(from))
        return;
    if (sim.is_fading && event_id(event, "from", from, sizeof from) &&
        (story->lost[actor] & (1U << actor_of(from))) != 0)
        return; /* nobody came for it in time */
    fail("a gap where nothing is missing");
}

static inline void on_said(struct bytes event)
{
    struct said *said = said_of(event);
    if (said == NULL)
        fail("an answer to nothing that was said");
    else if (event_is(event, "accepted"))
        said->is_accepted = true;
    else if (event_is(event, "delivered"))
        said->is_delivered = true;
    else
        said->is_unsent = true;
}

/* Members stand in the order of their ids; the visitor's comes right before the role. Who has just come in does not know it yet. */
static inline void note_visitor(struct bytes event)
{
    static const uint8_t unknown[HASH_SIZE];
    uint8_t id[HASH_SIZE];
    static const char who[] = "\"who\":\"", role[] = "\",\"role\":\"visitor\"";
    const size_t size = sizeof who - 1 + (size_t)2 * HASH_SIZE + 1;
    const uint8_t *end = memmem(event.data, event.size, role, sizeof role - 1);
    if (end != NULL && (size_t)(end - event.data) >= size &&
        event_id((struct bytes){end + 1 - size, size}, "who", id, HASH_SIZE) && memcmp(id, unknown, HASH_SIZE) != 0)
        memcpy(story->visitor_id, id, HASH_SIZE);
}

static inline void clear_screen(enum scene_actor actor)
{
    for (size_t i = 0; i < HELD_MAX; i++)
        story->held[actor][i].is_used = false;
}

/* Somebody else has the case; the claim may be our own, with its answer lost. */
static inline bool is_anothers(enum scene_actor actor, struct bytes card)
{
    uint8_t holder[HASH_SIZE];
    return !story->is_ours[actor] && event_id(card, "holder", holder, sizeof holder) &&
           memcmp(holder, sim.scene.keys.cert_hash[actor - SCENE_ALPHA], HASH_SIZE) != 0;
}

/* Who has left and comes in again knows nothing of what was said before: a copy that was still on its way may be shown once more. */
static inline void forget_all(enum scene_actor actor)
{
    for (unsigned i = 0; i < story->said_count; i++)
        story->said[i].allowed[actor] += story->said[i].shown[actor] > 0 ? 1 : 0;
}

static inline void on_case(enum scene_actor actor, struct bytes event)
{
    if (event_is(event, "card")) {
        check_card(event);
        story->sees_waiting[actor] =
            event_says(event, "state", "waiting") && (sim.is_fading || !event_says(event, "epoch", "0"));
    }
    if (event_is(event, "intake"))
        story->sees_card[actor] = true;
    else if (event_is(event, "card") && is_anothers(actor, event))
        clear_screen(actor); /* what one only looked at has gone with it */
    else if (event_is(event, "claimed") || event_is(event, "added")) {
        if (event_is(event, "claimed"))
            story->claimed_by |= 1u << actor;
        /* What was on the screen of one who only looked on has gone with the case. */
        if (event_is(event, "added"))
            clear_screen(actor);
        story->joined[actor] = sim.step;
        if (event_is(event, "claimed") && story->met[actor] == 0 && story->sees_card[actor])
            story->met[actor] = sim.step;
        story->is_ours[actor] = true;
    } else if (event_is(event, "removed") || event_is(event, "case_burnt")) {
        story->is_ours[actor] = story->sees_card[actor] = false;
        story->joined[actor] = story->met[actor] = 0;
        forget_all(actor);
        story->is_refused[actor] = false;
        clear_screen(actor);
    } else if (event_is(event, "visitor")) {
        if (story->met[actor] == 0)
            story->met[actor] = sim.step;
    } else if (event_is(event, "consent")) {
        note_question(event);
    } else if (event_is(event, "opened")) {
        story->has_case = story->is_there = event_id(event, "case", story->case_id, CASE_ID_SIZE);
    } else if (event_is(event, "room")) {
        note_visitor(event);
        check_room(actor, event);
    }
}

/* Whose case that is, of which a colleague's device tells; NULL: nobody's. */
static inline struct story *story_of(const uint8_t case_id[CASE_ID_SIZE])
{
    learn_cases();
    for (unsigned i = 0; i < sim.story_count; i++) {
        if (sim.stories[i].is_there && memcmp(sim.stories[i].case_id, case_id, CASE_ID_SIZE) == 0)
            return &sim.stories[i];
    }
    return NULL;
}

/* A page has one case; of which of the two a colleague's device speaks, the event says. */
static inline void turn_to_story(enum scene_actor device, struct bytes event)
{
    uint8_t case_id[CASE_ID_SIZE];
    struct story *told = &sim.stories[device == SCENE_NEIGHBOUR ? 1 : 0];
    bool has_id = event_id(event, "case", case_id, CASE_ID_SIZE);
    if (scene_is_visitor(device)) {
        if (has_id && told->is_there && memcmp(told->case_id, case_id, CASE_ID_SIZE) != 0)
            fail("a page was told of a case that is not its visitor's");
        story = told;
    } else if (has_id) {
        told = story_of(case_id);
        story = told != NULL ? told : story;
        if (told == NULL)
            fail("a device tells of a case that nobody has");
    }
}

/* --- what nobody came for --- */

static inline void on_ready(enum scene_actor actor)
{
    story->is_ready[actor] = true;
    if (actor == SCENE_VISITOR)
        story->here_day = today();
}

/* What is sealed under what a lost message had brought: who has no introduction reads nothing that stands on it. */
static inline void on_unreadable(enum scene_actor actor)
{
    if (story->lost[actor] == 0)
        fail("unreadable");
}

static inline void on_unknown(void)
{
    struct case_row row;
    story->is_unknown = true;
    if (!sim.is_fading || load_case(&row) == OK)
        fail("unknown_code");
}

/* Of what a page did not say itself it does not know what it was. */
static inline void on_expired(enum scene_actor actor, struct bytes event)
{
    uint8_t who[HASH_SIZE];
    struct said *said = said_of(event);
    if (!sim.is_fading)
        fail("expired");
    if (said == NULL)
        return;
    if (said->by != actor)
        fail("somebody was told of what another's message came to");
    if (event_id(event, "who", who, sizeof who) && !is_lost_to(said, actor_of(who)))
        fail("a message is said to be lost that is not");
    said->is_told = true;
}

static inline void on_event_of_story(enum scene_actor actor, struct bytes event)
{
    if (event_is(event, "stopped"))
        fail("stopped");
    else if (event_is(event, "unreadable"))
        on_unreadable(actor);
    else if (event_is(event, "unknown_code"))
        on_unknown();
    else if (event_is(event, "expired"))
        on_expired(actor, event);
    else if (event_is(event, "gap"))
        on_gap(actor, event);
    else if (event_is(event, "message") || event_is(event, "note"))
        on_text(actor, event);
    else if (event_is(event, "ready"))
        on_ready(actor);
    else if (event_is(event, "accepted") || event_is(event, "delivered") || event_is(event, "unsent"))
        on_said(event);
    else
        on_case(actor, event);
}

static inline void on_event(struct scene *scene, enum scene_actor device, struct bytes event)
{
    struct story *played = story;
    (void)scene;
    if (is_verbose)
        printf("  %llu %d %.*s\n", sim.step, (int)device, (int)(event.size > 400 ? 400 : event.size),
               (const char *)event.data);
    if (sim.story_count > 1)
        turn_to_story(device, event);
    on_event_of_story(scene_is_visitor(device) ? SCENE_VISITOR : device, event);
    story = played;
}

/* What a device has kept it will not show again. */
static inline void note_saved(struct story *told, enum scene_actor actor)
{
    for (unsigned i = 0; i < told->said_count; i++) {
        /* A case that nobody has claimed is not kept: the server still has all of it. */
        if (told->is_ours[actor])
            told->said[i].is_fresh[actor] = false;
    }
}

static inline void on_saved(struct scene *scene, enum scene_actor device)
{
    (void)scene;
    for (unsigned i = 0; i < sim.story_count && !scene_is_visitor(device); i++)
        note_saved(&sim.stories[i], device);
}

#endif
