/* What people do with a case beyond taking it: hand it over, answer an offer, bring somebody in for some days, ask a supervisor, let it
 * rest; and what the server does by itself when time passes.
 * For tests that are one program (everything is static). Uses: world. Used by: test_client_world. */
#ifndef UDVEJ_TESTS_SIMULATE_CASE_ACTS_H
#define UDVEJ_TESTS_SIMULATE_CASE_ACTS_H

#include "world.h"

/* Nobody makes a new snapshot of the roster here, which ends after two weeks. */
enum { CLAIM_HOURS = 24, STAY_DAYS = 3, DAYS_AT_ONCE = 3, DAYS_MAX = 12 };

/* --- the visitor --- */

/* One question about each; the last one counts. */
static inline void note_question(struct bytes event)
{
    struct question question = {.is_heir = event_says(event, "heir", "true")};
    size_t place = 0;
    if (!event_id(event, "who", question.who, HASH_SIZE))
        return;
    while (place < story->asked_count && memcmp(story->asked[place].who, question.who, HASH_SIZE) != 0)
        place++;
    if (place == SCENE_ACTORS)
        return;
    story->asked[place] = question;
    story->asked_count = place == story->asked_count ? place + 1 : story->asked_count;
}

/* What was said between a no and a yes is for nobody in particular. */
static inline void note_answer(enum scene_actor about, bool is_yes)
{
    if (is_yes && story->is_refused[about]) {
        story->joined[about] = sim.step;
        story->met[about] = story->met[about] == 0 ? 0 : sim.step;
    }
    story->is_refused[about] = !is_yes;
}

static inline bool is_answered(struct client *client, const struct question *question)
{
    bool may_refuse = sim.is_crowd && !sim.is_calm && question->is_heir;
    bool is_yes = !may_refuse || scene_chance(&sim.scene, 3) != 0;
    if (visitor_consent(client, question->who, is_yes) != OK)
        return false;
    note_answer(actor_of(question->who), is_yes);
    return true;
}

/* While a case is closed no answer is taken: then the question stays on the page. */
static inline void answer_questions(void)
{
    struct client *client = client_of(SCENE_VISITOR);
    size_t left = 0;
    for (size_t i = 0; client != NULL && i < story->asked_count; i++) {
        if (!is_answered(client, &story->asked[i]) && (sim.is_crowd || !story->is_ready[SCENE_VISITOR]))
            story->asked[left++] = story->asked[i];
    }
    story->asked_count = client == NULL ? story->asked_count : left;
    scene_pump(&sim.scene, device_of(SCENE_VISITOR));
}

/* --- colleagues --- */

static inline enum scene_actor colleague(void)
{
    return (enum scene_actor)(SCENE_ALPHA + scene_chance(&sim.scene, SCENE_ACTORS - SCENE_ALPHA));
}

static inline void offer_case(struct client *client)
{
    (void)!staff_hand_over(client, story->case_id, certificate_of(colleague()));
}

/* Most agree to what they are offered: only then does anything follow from it. */
static inline void answer_offer(struct client *client)
{
    if (scene_chance(&sim.scene, 4) == 0)
        (void)!staff_decline(client, story->case_id);
    else
        (void)!staff_second(client, story->case_id);
}

static inline void lend_case(struct client *client)
{
    struct stay stay = {certificate_of(colleague()), (uint16_t)(1 + scene_chance(&sim.scene, STAY_DAYS))};
    uint8_t id[MSG_ID_SIZE];
    (void)!staff_add_for(client, story->case_id, &stay, (struct bytes){NULL, 0}, id);
}

static inline void set_case(struct client *client)
{
    static const uint8_t states[] = {CASE_ESCALATED, CASE_RESTING, CASE_CLAIMED};
    (void)!staff_set_case(client, story->case_id, states[scene_chance(&sim.scene, sizeof states)]);
}

/* For a supervisor; another one's second signature comes by answer_offer. */
static inline void take_over(struct client *client)
{
    (void)!staff_take_over(client, story->case_id, certificate_of(colleague()));
}

/* Seldom: nothing else happens to a case that is closed. */
static inline void close_case(struct client *client)
{
    if (scene_chance(&sim.scene, 8) == 0)
        (void)!staff_close_case(client, story->case_id);
}

/* The visitor wants to go on, or a colleague does; before the other, or without. */
static inline void reopen(enum scene_actor actor)
{
    struct client *client = client_of(actor);
    if (client == NULL)
        return;
    if (actor == SCENE_VISITOR)
        (void)!visitor_ask_reopen(client);
    else
        (void)!staff_reopen(client, story->case_id);
    scene_pump(&sim.scene, device_of(actor));
}

/* --- time --- */

/* Nothing that was on its way outlives days. */
static inline void pass_days(void)
{
    uint64_t days = 1 + scene_chance(&sim.scene, DAYS_AT_ONCE);
    if (sim.scene.now_s + days * DAY_SECONDS > scene_start_s() + DAYS_MAX * DAY_SECONDS)
        return;
    sim.scene.now_s += days * DAY_SECONDS;
    for (enum scene_actor device = 0; device < devices_end(); device++)
        scene_disconnect(&sim.scene, device);
    for (enum scene_actor device = 0; device < devices_end(); device++)
        scene_tick(&sim.scene, device);
}

/* The server asks about one colleague at a time, by chance: a few times, so that an absent one is found. */
static inline void let_the_server_look(void)
{
    if (scene_chance(&sim.scene, 3) == 0)
        pass_days();
    for (unsigned i = 0; i < 2 * SCENE_ACTORS; i++)
        scene_expire(&sim.scene);
}

/* --- one act --- */

static inline void change_case(enum scene_actor actor)
{
    static void (*const acts[])(struct client *) = {offer_case,   offer_case,   offer_case,   answer_offer,
                                                    answer_offer, answer_offer, answer_offer, lend_case,
                                                    set_case,     take_over,    take_over,    close_case};
    uint64_t act = scene_chance(&sim.scene, sizeof acts / sizeof acts[0] + 1);
    if (act == sizeof acts / sizeof acts[0]) {
        let_the_server_look();
        return;
    }
    if (is_closed() && scene_chance(&sim.scene, 2) == 0) {
        reopen(actor);
        return;
    }
    /* What only one of them may do would seldom come to anything by chance alone. */
    if (acts[act] == take_over)
        actor = scene_chance(&sim.scene, 2) == 0 ? SCENE_ANNA : SCENE_BO;
    else if (acts[act] != answer_offer && scene_chance(&sim.scene, 4) != 0)
        actor = story->holder;
    enum scene_actor last = acts[act] == answer_offer ? SCENE_ACTORS - 1 : actor;
    for (actor = acts[act] == answer_offer ? SCENE_ALPHA : actor; actor <= last; actor++) {
        if (actor != SCENE_VISITOR && client_of(actor) != NULL && story->has_case)
            acts[act](client_of(actor));
        scene_pump(&sim.scene, device_of(actor));
    }
}

#endif
