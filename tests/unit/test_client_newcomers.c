/* When several could tell a newcomer who the visitor is, does exactly one of them: who brought it in, else the holder, else the first who stays? And whom
 * does the visitor write to? (rule 11.3) */
#include "check.h"
#include "client_parts.h"
#include "envelope.h"
#include "stage.h"

static uint8_t id[MSG_ID_SIZE];

static const uint8_t *who(enum scene_actor actor)
{
    return scene.keys.cert_hash[actor - SCENE_ALPHA];
}

static unsigned told_among_staff[SCENE_ACTORS]; /* envelopes of class 3 */

static bool counts_briefings(struct scene *at, enum scene_actor actor, const struct message *message)
{
    struct envelope envelope;
    (void)at;
    if (message->code == MESSAGE_SEND && envelope_decode(&envelope, message->as.send.envelope) == OK)
        told_among_staff[actor] += envelope.header.class == CLASS_STAFF;
    return true;
}

static void count_from_now(void)
{
    memset(told_among_staff, 0, sizeof told_among_staff);
    scene.heard = counts_briefings;
}

static void add(enum scene_actor subject)
{
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(subject), PART_TEXT(""), id) == OK);
    go();
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(subject), true) == OK);
    go();
    CHECK(says(subject, "visitor", "confirmed", "true"));
}

/* ALPHA has the case; the supervisors and the mentor are here, and `first` and `second` are in the room. */
static void stage_with_two(enum scene_actor first, enum scene_actor second)
{
    stage_with_talk();
    for (enum scene_actor actor = SCENE_ANNA; actor < SCENE_ACTORS; actor++)
        come(actor);
    go();
    add(first);
    if (second != first)
        add(second);
    event_count = 0;
}

static void take_over(enum scene_actor by, enum scene_actor second, enum scene_actor subject)
{
    CHECK(staff_take_over(client_of(by), case_id, who(subject)) == OK);
    go();
    CHECK(staff_second(client_of(second), case_id) == OK);
    go();
    CHECK(count_of(subject, "added") == 1);
}

static enum scene_actor first_of(enum scene_actor a, enum scene_actor b)
{
    return memcmp(who(a), who(b), HASH_SIZE) < 0 ? a : b;
}

/* Two of them stay when the holder is replaced: the first tells the next holder who the visitor is, and vouches for the key that is new
 * since then; the other says nothing. */
static void one_of_two_who_stay_tells(void)
{
    stage_with_two(SCENE_BETA, SCENE_ANNA);
    enum scene_actor teller = first_of(SCENE_BETA, SCENE_ANNA);
    count_from_now();
    take_over(SCENE_BO, SCENE_ANNA, SCENE_MENTOR);
    CHECK(told_among_staff[teller] == 2);
    CHECK(told_among_staff[SCENE_BETA] + told_among_staff[SCENE_ANNA] == 2);
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_MENTOR), true) == OK);
    go();
    CHECK(says(SCENE_MENTOR, "visitor", "confirmed", "true") && nobody_stopped());
    end();
}

/* Who proposes it was the holder, and is out: somebody who stays tells in its place. */
static void who_leaves_by_it_tells_nobody(void)
{
    stage_with_two(SCENE_BETA, SCENE_BETA);
    take_over(SCENE_BO, SCENE_ANNA, SCENE_ANNA);
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_ANNA), true) == OK);
    go();
    CHECK(says(SCENE_ANNA, "visitor", "confirmed", "true"));
    count_from_now();
    take_over(SCENE_ANNA, SCENE_BO, SCENE_MENTOR);
    CHECK(count_of(SCENE_ANNA, "removed") == 1);
    CHECK(told_among_staff[SCENE_ANNA] == 0 && told_among_staff[SCENE_BETA] == 2);
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_MENTOR), true) == OK);
    go();
    CHECK(says(SCENE_MENTOR, "visitor", "confirmed", "true") && nobody_stopped());
    end();
}

/* --- a colleague whom we do not know --- */

static bool forgets_alpha(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)size;
    struct client *client = at->devices[SCENE_BETA].client;
    struct roster *roster = &client->roster;
    const struct talk *talk = talk_find(client, case_id);
    if (actor != SCENE_BETA || data[0] != MESSAGE_ENVELOPE || talk == NULL || !talk->is_ours)
        return true; /* the room was read already: it was known then */
    for (size_t i = 0; i < roster->count; i++) {
        if (memcmp(roster->entries[i].cert_hash, who(SCENE_ALPHA), HASH_SIZE) == 0)
            memset(roster->entries[i].cert_hash, 0, HASH_SIZE);
    }
    return true;
}

/* What a stranger says of the visitor is believed as soon as the stranger is known, not before. */
static void a_stranger_is_not_believed(void)
{
    stage_with_talk();
    scene.filter = forgets_alpha;
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_BETA), PART_TEXT("look here"), id) == OK);
    go();
    CHECK(count_of(SCENE_BETA, "added") == 1 && count_of(SCENE_BETA, "briefing") == 0);
    const struct talk *talk = talk_find(client_of(SCENE_BETA), case_id);
    CHECK(talk != NULL && !talk->has_visitor && nobody_stopped());
    scene.filter = NULL;
    scene_disconnect(&scene, SCENE_BETA);
    scene_run(&scene);
    come(SCENE_BETA);
    go();
    CHECK(says(SCENE_BETA, "briefing", "text", "look here"));
    CHECK(talk != NULL && talk->has_visitor && nobody_stopped());
    end();
}

/* --- the visitor's answer --- */

/* Yes, and no before the introduction was through: the no stands. */
static void a_no_overtakes_a_yes(void)
{
    stage_with_talk();
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_BETA), PART_TEXT(""), id) == OK);
    go();
    struct client *client = client_of(SCENE_VISITOR);
    scene.devices[SCENE_VISITOR].keeps_frames = true;
    CHECK(visitor_consent(client, who(SCENE_BETA), true) == OK);
    scene.devices[SCENE_VISITOR].keeps_frames = false;
    for (size_t i = 0; i < 1000 && !(client->inflight.is_used && client->inflight.kind == BODY_HELLO); i++) {
        scene_pump(&scene, SCENE_VISITOR); /* the vault goes first */
        (void)scene_to_server(&scene, scene.devices[SCENE_VISITOR].link);
        (void)scene_to_client(&scene, scene.devices[SCENE_VISITOR].link);
    }
    CHECK(client->inflight.is_used && client->inflight.kind == BODY_HELLO);
    CHECK(visitor_consent(client, who(SCENE_BETA), false) == OK);
    go();
    CHECK(consent_of(client, who(SCENE_BETA)) == CONSENT_NO && says(SCENE_ALPHA, "told", "what", "no_to_member"));
    CHECK(say(SCENE_VISITOR, "not for you") == OK);
    go();
    CHECK(count_of(SCENE_BETA, "message") == 0 && count_of(SCENE_ALPHA, "message") == 1 && nobody_stopped());
    end();
}

/* The visitor says yes, the case is closed before the Hello is through, and opened again: who was agreed to is written to. */
static void a_closing_overtakes_the_hello(void)
{
    stage_with_talk();
    CHECK(add_colleague(client_of(SCENE_ALPHA), who(SCENE_BETA), PART_TEXT(""), id) == OK);
    go();
    scene.devices[SCENE_VISITOR].keeps_frames = true;
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_BETA), true) == OK);
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    scene.devices[SCENE_VISITOR].keeps_frames = false;
    go();
    CHECK(count_of(SCENE_VISITOR, "closed") == 1 && count_of(SCENE_BETA, "message") == 0);
    CHECK(staff_reopen(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(say(SCENE_VISITOR, "for both") == OK);
    wait(5);
    CHECK(count_of(SCENE_ALPHA, "message") == 1 && count_of(SCENE_BETA, "message") == 1 && nobody_stopped());
    end();
}

int main(void)
{
    RUN(one_of_two_who_stay_tells);
    RUN(who_leaves_by_it_tells_nobody);
    RUN(a_stranger_is_not_believed);
    RUN(a_no_overtakes_a_yes);
    RUN(a_closing_overtakes_the_hello);
    return check_end();
}
