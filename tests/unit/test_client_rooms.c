/* A room with several people: who is asked, who can read what, who is told, and what the server can not do to it. */
#include "body.h"
#include "check.h"
#include "envelope.h"
#include "hash.h"
#include "support/scene.h"

#include <stdlib.h>

enum { EVENTS = 2048, EVENT_SIZE = 1024 };

struct seen_event {
    enum scene_actor actor;
    size_t size;
    uint8_t data[EVENT_SIZE];
};

static struct scene scene;
static struct seen_event events[EVENTS];
static size_t event_count;
static uint8_t case_id[CASE_ID_SIZE];
static char code[CODE_DIGITS];
static bool says_yes; /* the person says yes when asked */

static struct client *client_of(enum scene_actor actor)
{
    return scene.devices[actor].client;
}

static void on_event(struct scene *at, enum scene_actor actor, struct bytes event)
{
    static const char *const shown[] = {"message", "note", "briefing", "appointment"};
    uint8_t id[HASH_SIZE];
    (void)at;
    if (CHECK(event_count < EVENTS)) {
        struct seen_event *seen = &events[event_count++];
        seen->actor = actor;
        seen->size = event.size < EVENT_SIZE ? event.size : EVENT_SIZE;
        memcpy(seen->data, event.data, seen->size);
    }
    if (event_is(event, "opened"))
        (void)event_id(event, "case", case_id, CASE_ID_SIZE);
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        if (event_is(event, shown[i]) && event_id(event, "id", id, MSG_ID_SIZE))
            CHECK(client_shown(client_of(actor), id) == OK);
    }
}

static struct bytes bytes_of_event(const struct seen_event *seen)
{
    return (struct bytes){seen->data, seen->size};
}

static size_t count_of(enum scene_actor actor, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < event_count; i++)
        count += events[i].actor == actor && event_is(bytes_of_event(&events[i]), name);
    return count;
}

static struct bytes last_of(enum scene_actor actor, const char *name)
{
    for (size_t i = event_count; i-- > 0;) {
        if (events[i].actor == actor && event_is(bytes_of_event(&events[i]), name))
            return bytes_of_event(&events[i]);
    }
    return (struct bytes){NULL, 0};
}

static bool says(enum scene_actor actor, const char *name, const char *key, const char *value)
{
    struct bytes event = last_of(actor, name);
    return event.size > 0 && event_says(event, key, value);
}

/* How often this text came to that screen, as a message, note or briefing. */
static size_t read_by(enum scene_actor actor, const char *name, const char *text)
{
    size_t count = 0;
    for (size_t i = 0; i < event_count; i++)
        count += events[i].actor == actor && event_is(bytes_of_event(&events[i]), name) &&
                 event_says(bytes_of_event(&events[i]), "text", text);
    return count;
}

/* Says yes to every question so far. */
static bool answer_questions(bool is_yes)
{
    uint8_t who[HASH_SIZE];
    bool was_asked = false;
    for (size_t i = 0; i < event_count; i++) {
        if (events[i].actor != SCENE_VISITOR || !event_is(bytes_of_event(&events[i]), "consent") ||
            !event_id(bytes_of_event(&events[i]), "who", who, sizeof who))
            continue;
        was_asked = visitor_consent(client_of(SCENE_VISITOR), who, is_yes) == OK || was_asked;
        events[i].size = 0;
    }
    return was_asked;
}

static void go(void)
{
    do {
        for (enum scene_actor actor = 0; actor < SCENE_ACTORS; actor++)
            scene_pump(&scene, actor);
        scene_run(&scene);
    } while (says_yes && client_of(SCENE_VISITOR) != NULL && answer_questions(true));
}

static void wait(unsigned seconds)
{
    scene.now_s += seconds;
    for (enum scene_actor actor = 0; actor < SCENE_ACTORS; actor++)
        scene_tick(&scene, actor);
    go();
}

static void come(enum scene_actor actor)
{
    if (client_of(actor) == NULL)
        scene_start(&scene, actor);
    scene_connect(&scene, actor);
    go();
}

static const uint8_t *who(enum scene_actor actor)
{
    return scene.keys.cert_hash[actor - SCENE_ALPHA];
}

static const uint8_t *visitor(void)
{
    static uint8_t id[HASH_SIZE];
    struct bytes message = last_of(SCENE_ALPHA, "message");
    CHECK(event_id(message, "from", id, sizeof id));
    return id;
}

static enum outcome say(enum scene_actor actor, const char *text)
{
    uint8_t id[MSG_ID_SIZE];
    enum outcome outcome =
        client_say(client_of(actor), case_id, (struct bytes){(const uint8_t *)text, strlen(text)}, id);
    go();
    return outcome;
}

static enum outcome note(enum scene_actor actor, const char *text)
{
    uint8_t id[MSG_ID_SIZE];
    enum outcome outcome =
        staff_note(client_of(actor), case_id, (struct bytes){(const uint8_t *)text, strlen(text)}, id);
    go();
    return outcome;
}

static enum outcome add(enum scene_actor actor, enum scene_actor subject, const char *text)
{
    uint8_t id[MSG_ID_SIZE];
    enum outcome outcome = staff_add_for(client_of(actor), case_id, &(struct stay){.who = who(subject)},
                                         (struct bytes){(const uint8_t *)text, strlen(text)}, id);
    go();
    return outcome;
}

static enum outcome take_out(enum scene_actor actor, enum scene_actor subject)
{
    enum outcome outcome = staff_remove(client_of(actor), case_id, who(subject));
    go();
    return outcome;
}

static void new_page(void)
{
    scene_kill(&scene, SCENE_VISITOR);
    scene_start(&scene, SCENE_VISITOR);
    visitor_visible(client_of(SCENE_VISITOR), true);
    CHECK(visitor_return(client_of(SCENE_VISITOR), (struct bytes){(uint8_t *)code, CODE_DIGITS}) == OK);
    come(SCENE_VISITOR);
}

/* Everybody is here; ALPHA has the case. */
static void stage(void)
{
    struct form form = {.lang = PART_TEXT("da"), .text = PART_TEXT("hello")};
    scene_open(&scene, 1);
    scene.event = on_event;
    event_count = 0;
    says_yes = true;
    for (enum scene_actor actor = SCENE_ALPHA; actor < SCENE_ACTORS; actor++)
        come(actor);
    scene_start(&scene, SCENE_VISITOR);
    visitor_visible(client_of(SCENE_VISITOR), true);
    CHECK(visitor_new(client_of(SCENE_VISITOR)) == OK && visitor_code(client_of(SCENE_VISITOR), code) == OK);
    come(SCENE_VISITOR);
    CHECK(visitor_open_case(client_of(SCENE_VISITOR), 1, PART_TEXT("da"), &form) == OK);
    go();
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(say(SCENE_VISITOR, "first") == OK && read_by(SCENE_ALPHA, "message", "first") == 1);
}

/* Nobody was alarmed, and nothing stays at the server. */
static void is_quiet(void)
{
    static const char *const alarms[] = {"stopped", "unreadable", "gap", "unsent", "act_failed"};
    wait(20);
    wait(20);
    for (enum scene_actor actor = 0; actor < SCENE_ACTORS; actor++) {
        for (size_t i = 0; i < sizeof alarms / sizeof alarms[0]; i++) {
            if (!CHECK(count_of(actor, alarms[i]) == 0)) {
                struct bytes event = last_of(actor, alarms[i]);
                printf("  %d: %.*s\n", (int)actor, (int)event.size, (const char *)event.data);
            }
        }
        if (actor != SCENE_VISITOR && client_of(actor) != NULL)
            CHECK(scene_waiting(&scene, who(actor), false) == 0);
    }
    CHECK(scene_waiting(&scene, visitor(), false) == 0);
}

static void end(void)
{
    scene_close(&scene);
}

/* --- escalation --- */

static void a_colleague_comes_in(void)
{
    stage();
    says_yes = false;
    CHECK(add(SCENE_ALPHA, SCENE_ANNA, "please look at this") == OK);
    CHECK(count_of(SCENE_ANNA, "added") == 1 && read_by(SCENE_ANNA, "briefing", "please look at this") == 1);
    CHECK(says(SCENE_VISITOR, "consent", "role", "supervisor") && says(SCENE_VISITOR, "consent", "holder", "false"));
    /* Until the person says yes nothing is written to her. */
    CHECK(say(SCENE_VISITOR, "before yes") == OK);
    CHECK(read_by(SCENE_ALPHA, "message", "before yes") == 1 && read_by(SCENE_ANNA, "message", "before yes") == 0);
    CHECK(count_of(SCENE_ANNA, "visitor") == 0);
    CHECK(say(SCENE_ALPHA, "to both") == OK);
    CHECK(read_by(SCENE_VISITOR, "message", "to both") == 1 && read_by(SCENE_ANNA, "message", "to both") == 1);
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_ANNA), true) == OK);
    go();
    CHECK(says(SCENE_ANNA, "visitor", "confirmed", "true") && says(SCENE_ALPHA, "told", "what", "yes_to_member"));
    CHECK(say(SCENE_VISITOR, "after yes") == OK);
    CHECK(read_by(SCENE_ALPHA, "message", "after yes") == 1 && read_by(SCENE_ANNA, "message", "after yes") == 1);
    CHECK(say(SCENE_ANNA, "from the third") == OK);
    CHECK(read_by(SCENE_VISITOR, "message", "from the third") == 1 &&
          read_by(SCENE_ALPHA, "message", "from the third") == 1);
    CHECK(says(SCENE_VISITOR, "message", "role", "supervisor"));
    is_quiet();
    end();
}

static void no_is_no(void)
{
    stage();
    says_yes = false;
    CHECK(add(SCENE_ALPHA, SCENE_ANNA, "") == OK);
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_ANNA), false) == OK);
    go();
    CHECK(says(SCENE_ALPHA, "told", "what", "no_to_member") && says(SCENE_ALPHA, "told", "role", "supervisor"));
    CHECK(say(SCENE_VISITOR, "not to her") == OK && read_by(SCENE_ANNA, "message", "not to her") == 0);
    new_page();
    CHECK(count_of(SCENE_VISITOR, "consent") == 1); /* the answer is remembered */
    CHECK(say(SCENE_VISITOR, "not to her now") == OK && read_by(SCENE_ANNA, "message", "not to her now") == 0);
    CHECK(read_by(SCENE_ALPHA, "message", "not to her now") == 1);
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_ANNA), true) == OK);
    go();
    CHECK(say(SCENE_VISITOR, "to her") == OK && read_by(SCENE_ANNA, "message", "to her") == 1);
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_BETA), true) == REFUSED);
    CHECK(visitor_consent(client_of(SCENE_ALPHA), who(SCENE_ANNA), true) == REFUSED);
    is_quiet();
    end();
}

static void who_is_blocked_is_told_last(void)
{
    stage();
    CHECK(add(SCENE_ALPHA, SCENE_MENTOR, "") == OK);
    CHECK(say(SCENE_VISITOR, "to you both") == OK && read_by(SCENE_MENTOR, "message", "to you both") == 1);
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_MENTOR), false) == OK);
    go();
    CHECK(says(SCENE_MENTOR, "told", "what", "blocked") && says(SCENE_MENTOR, "told", "me", "true"));
    CHECK(says(SCENE_ALPHA, "told", "what", "blocked") && says(SCENE_ALPHA, "told", "me", "false"));
    CHECK(say(SCENE_VISITOR, "to one") == OK && read_by(SCENE_MENTOR, "message", "to one") == 0);
    CHECK(read_by(SCENE_ALPHA, "message", "to one") == 1);
    CHECK(say(SCENE_MENTOR, "hear me") == OK && read_by(SCENE_VISITOR, "message", "hear me") == 0);
    CHECK(read_by(SCENE_ALPHA, "message", "hear me") == 1);
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_MENTOR), true) == OK);
    go();
    CHECK(say(SCENE_VISITOR, "to both again") == OK && read_by(SCENE_MENTOR, "message", "to both again") == 1);
    wait(20);
    CHECK(count_of(SCENE_MENTOR, "gap") == 0 && count_of(SCENE_MENTOR, "stopped") == 0);
    end();
}

/* --- among staff --- */

static void notes_stay_among_staff(void)
{
    stage();
    CHECK(note(SCENE_ALPHA, "nobody to read it") == GONE && note(SCENE_VISITOR, "not for visitors") == REFUSED);
    CHECK(add(SCENE_ALPHA, SCENE_ANNA, "") == OK);
    for (unsigned i = 0; i < 3; i++)
        CHECK(note(SCENE_ALPHA, "a worry") == OK && say(SCENE_ALPHA, "good day") == OK);
    CHECK(note(SCENE_ANNA, "I agree") == OK && say(SCENE_VISITOR, "thanks") == OK);
    CHECK(read_by(SCENE_ANNA, "note", "a worry") == 3 && read_by(SCENE_ALPHA, "note", "I agree") == 1);
    CHECK(count_of(SCENE_VISITOR, "note") == 0 && read_by(SCENE_VISITOR, "message", "good day") == 3);
    CHECK(count_of(SCENE_ALPHA, "delivered") == 6);
    is_quiet();
    end();
}

/* --- handing over --- */

static void a_mentor_takes_the_case(void)
{
    stage();
    CHECK(add(SCENE_ALPHA, SCENE_MENTOR, "over to you") == OK);
    CHECK(says(SCENE_MENTOR, "visitor", "confirmed", "true"));
    CHECK(say(SCENE_ALPHA, "I leave you now") == OK);
    CHECK(take_out(SCENE_ALPHA, SCENE_ALPHA) == OK);
    CHECK(count_of(SCENE_ALPHA, "removed") == 1 && say(SCENE_ALPHA, "one more thing") == REFUSED);
    CHECK(says(SCENE_MENTOR, "card", "mine", "true"));
    CHECK(say(SCENE_VISITOR, "hello you") == OK && read_by(SCENE_MENTOR, "message", "hello you") == 1);
    CHECK(read_by(SCENE_ALPHA, "message", "hello you") == 0);
    CHECK(say(SCENE_MENTOR, "hello there") == OK && read_by(SCENE_VISITOR, "message", "hello there") == 1);
    /* A device that comes back knows its room, and who has left knows that. */
    scene_kill(&scene, SCENE_MENTOR);
    scene_kill(&scene, SCENE_ALPHA);
    CHECK(say(SCENE_VISITOR, "while you were away") == OK);
    event_count = 0;
    come(SCENE_MENTOR);
    come(SCENE_ALPHA);
    CHECK(read_by(SCENE_MENTOR, "message", "while you were away") == 1);
    CHECK(say(SCENE_ALPHA, "let me in") == REFUSED);
    /* And comes again as somebody new. */
    CHECK(take_out(SCENE_ANNA, SCENE_MENTOR) == OK);
    CHECK(says(SCENE_VISITOR, "state", "state", "waiting"));
    wait(20);
    CHECK(count_of(SCENE_VISITOR, "stopped") + count_of(SCENE_MENTOR, "stopped") + count_of(SCENE_ALPHA, "stopped") ==
          0);
    end();
}

static void what_waits_is_taken_again(void)
{
    stage();
    CHECK(take_out(SCENE_ALPHA, SCENE_ALPHA) == OK);
    CHECK(says(SCENE_VISITOR, "state", "state", "waiting"));
    CHECK(say(SCENE_VISITOR, "is anybody there") == OK);
    CHECK(count_of(SCENE_VISITOR, "accepted") == 1); /* held, until somebody is */
    CHECK(staff_claim(client_of(SCENE_BETA), case_id) == OK);
    go();
    CHECK(count_of(SCENE_BETA, "claimed") == 1 && says(SCENE_BETA, "visitor", "confirmed", "false"));
    CHECK(read_by(SCENE_BETA, "message", "is anybody there") == 1);
    CHECK(say(SCENE_BETA, "I am") == OK && read_by(SCENE_VISITOR, "message", "I am") == 1);
    is_quiet();
    end();
}

/* Who takes over has read no intake, and the key to vouch with is another since the holder left: who stayed vouches. */
static void who_takes_over_is_vouched_for(void)
{
    stage();
    CHECK(add(SCENE_ALPHA, SCENE_MENTOR, "") == OK);
    CHECK(says(SCENE_MENTOR, "visitor", "confirmed", "true"));
    CHECK(staff_take_over(client_of(SCENE_ANNA), case_id, who(SCENE_BETA)) == OK);
    go();
    CHECK(staff_second(client_of(SCENE_BO), case_id) == OK);
    go();
    CHECK(says(SCENE_BETA, "visitor", "confirmed", "true"));
    CHECK(says(SCENE_MENTOR, "visitor", "confirmed", "true"));
    CHECK(say(SCENE_BETA, "I am here now") == OK);
    CHECK(read_by(SCENE_VISITOR, "message", "I am here now") == 1);
    end();
}

static void two_supervisors_take_over(void)
{
    stage();
    scene_kill(&scene, SCENE_ALPHA);
    CHECK(say(SCENE_VISITOR, "hello?") == OK);
    CHECK(staff_take_over(client_of(SCENE_ANNA), case_id, who(SCENE_BETA)) == OK);
    go();
    CHECK(says(SCENE_BO, "proposal", "mine", "false") && says(SCENE_ANNA, "proposal", "mine", "true"));
    CHECK(staff_second(client_of(SCENE_ANNA), case_id) == REFUSED &&
          staff_second(client_of(SCENE_BETA), case_id) == REFUSED);
    says_yes = false;
    CHECK(staff_second(client_of(SCENE_BO), case_id) == OK);
    go();
    CHECK(count_of(SCENE_BO, "taken_over") == 1 && count_of(SCENE_BETA, "added") == 1);
    CHECK(says(SCENE_VISITOR, "consent", "holder", "true"));
    CHECK(say(SCENE_VISITOR, "not yet") == OK);
    CHECK(read_by(SCENE_BETA, "message", "not yet") == 0);
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who(SCENE_BETA), true) == OK);
    go();
    CHECK(says(SCENE_BETA, "visitor", "confirmed", "false")); /* nobody was left to vouch */
    CHECK(read_by(SCENE_BETA, "message", "not yet") == 1);    /* it was held, there was nobody to write to */
    CHECK(say(SCENE_BETA, "now") == OK && read_by(SCENE_VISITOR, "message", "now") == 1);
    event_count = 0;
    come(SCENE_ALPHA);
    CHECK(count_of(SCENE_ALPHA, "removed") == 1 && read_by(SCENE_ALPHA, "message", "hello?") == 0);
    end();
}

static void closed_and_opened_again(void)
{
    stage();
    CHECK(add(SCENE_ALPHA, SCENE_MENTOR, "") == OK);
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "closed") == 1 && count_of(SCENE_MENTOR, "closed") == 1);
    CHECK(say(SCENE_MENTOR, "too late") == REFUSED && staff_reopen(client_of(SCENE_BETA), case_id) == REFUSED);
    CHECK(staff_reopen(client_of(SCENE_MENTOR), case_id) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "reopened") == 1 && says(SCENE_VISITOR, "state", "state", "claimed"));
    CHECK(say(SCENE_VISITOR, "here again") == OK && read_by(SCENE_ALPHA, "message", "here again") == 1);
    CHECK(read_by(SCENE_MENTOR, "message", "here again") == 1);
    CHECK(staff_close_case(client_of(SCENE_ANNA), case_id) == OK); /* from outside */
    go();
    CHECK(count_of(SCENE_VISITOR, "closed") == 2);
    is_quiet();
    end();
}

static void supervisors_act_from_outside(void)
{
    stage();
    CHECK(add(SCENE_ANNA, SCENE_MENTOR, "words") == REFUSED);
    CHECK(add(SCENE_ANNA, SCENE_MENTOR, "") == OK);
    CHECK(count_of(SCENE_MENTOR, "added") == 1 &&
          says(SCENE_MENTOR, "visitor", "confirmed", "true")); /* ALPHA vouches */
    CHECK(take_out(SCENE_ANNA, SCENE_ALPHA) == OK && count_of(SCENE_ALPHA, "removed") == 1);
    CHECK(add(SCENE_ANNA, SCENE_ANNA, "") == OK && count_of(SCENE_ANNA, "added") == 1);
    CHECK(says(SCENE_ANNA, "visitor", "confirmed", "true")); /* the mentor does */
    CHECK(say(SCENE_VISITOR, "to two") == OK);
    CHECK(read_by(SCENE_ANNA, "message", "to two") == 1 && read_by(SCENE_MENTOR, "message", "to two") == 1);
    CHECK(take_out(SCENE_MENTOR, SCENE_ANNA) == REFUSED && add(SCENE_MENTOR, SCENE_BETA, "") == REFUSED);
    is_quiet();
    end();
}

/* --- away --- */

static void who_is_added_while_all_are_away(void)
{
    stage();
    scene_kill(&scene, SCENE_VISITOR);
    scene_kill(&scene, SCENE_MENTOR);
    CHECK(add(SCENE_ALPHA, SCENE_MENTOR, "for later") == OK);
    CHECK(say(SCENE_ALPHA, "to the absent") == OK && note(SCENE_ALPHA, "to the mentor") == OK);
    scene_kill(&scene, SCENE_ALPHA);
    event_count = 0;
    come(SCENE_MENTOR);
    CHECK(count_of(SCENE_MENTOR, "added") == 1 && read_by(SCENE_MENTOR, "briefing", "for later") == 1);
    CHECK(read_by(SCENE_MENTOR, "message", "to the absent") == 1 &&
          read_by(SCENE_MENTOR, "note", "to the mentor") == 1);
    new_page();
    CHECK(read_by(SCENE_VISITOR, "message", "to the absent") == 1);
    CHECK(says(SCENE_MENTOR, "visitor", "confirmed", "true"));
    CHECK(say(SCENE_VISITOR, "found you") == OK && read_by(SCENE_MENTOR, "message", "found you") == 1);
    CHECK(say(SCENE_MENTOR, "welcome") == OK && read_by(SCENE_VISITOR, "message", "welcome") == 1);
    come(SCENE_ALPHA);
    CHECK(read_by(SCENE_ALPHA, "message", "found you") == 1 && read_by(SCENE_ALPHA, "message", "welcome") == 1);
    wait(20);
    CHECK(count_of(SCENE_MENTOR, "gap") + count_of(SCENE_ALPHA, "gap") + count_of(SCENE_VISITOR, "gap") == 0);
    CHECK(count_of(SCENE_MENTOR, "unreadable") + count_of(SCENE_ALPHA, "unreadable") == 0);
    end();
}

/* --- a server that lies, and people who do --- */

static struct message rewrap_needed_of(struct bytes accepted)
{
    struct message needed = {.code = MESSAGE_REWRAP_NEEDED};
    CHECK(event_id(accepted, "id", needed.as.rewrap_needed.msg_id, MSG_ID_SIZE));
    memcpy(needed.as.rewrap_needed.case_id, case_id, CASE_ID_SIZE);
    memcpy(needed.as.rewrap_needed.recipient, visitor(), HASH_SIZE);
    return needed;
}

static bool drop_envelopes(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)at;
    (void)size;
    return data[0] != MESSAGE_ENVELOPE || (actor != SCENE_VISITOR && actor != SCENE_ALPHA);
}

/* The page is there all the time, but the server keeps everything from both and says that it is gone. */
static void a_downgrade_is_seen_on_both_sides(void)
{
    stage();
    new_page(); /* a Hello that is answered */
    for (unsigned i = 0; i < 3; i++)
        wait(61);
    scene.filter = drop_envelopes;
    CHECK(say(SCENE_ALPHA, "meant for now") == OK);
    struct message needed = rewrap_needed_of(last_of(SCENE_ALPHA, "accepted"));
    scene_inject(&scene, SCENE_ALPHA, &needed);
    go();
    for (unsigned i = 0; i < 14; i++)
        wait(50);
    CHECK(count_of(SCENE_ALPHA, "downgrade") == 0);
    scene.filter = NULL;
    /* What was kept back comes with the next login of each; the page is still the same. */
    scene_disconnect(&scene, SCENE_VISITOR);
    come(SCENE_VISITOR);
    CHECK(read_by(SCENE_VISITOR, "message", "meant for now") == 1 && says(SCENE_VISITOR, "message", "offline", "true"));
    CHECK(count_of(SCENE_VISITOR, "downgrade") >= 1);
    CHECK(says(SCENE_ALPHA, "downgrade", "count", "1"));
    new_page();
    CHECK(count_of(SCENE_VISITOR, "downgrade") >= 2); /* and by the counsellor's count */
    end();
}

/* Two messages under one number: a page that was copied. */
static void one_number_is_one_message(void)
{
    stage();
    void *copy = malloc(client_size());
    memcpy(copy, scene.devices[SCENE_VISITOR].memory, client_size());
    CHECK(say(SCENE_VISITOR, "one") == OK && read_by(SCENE_ALPHA, "message", "one") == 1);
    memcpy(scene.devices[SCENE_VISITOR].memory, copy, client_size());
    CHECK(say(SCENE_VISITOR, "other") == OK);
    CHECK(says(SCENE_ALPHA, "stopped", "why", "equivocation") && read_by(SCENE_ALPHA, "message", "other") == 0);
    free(copy);
    end();
}

static uint8_t replayed[MESSAGE_MAX];
static size_t replayed_size;

static bool record_hello(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)at;
    if (actor == SCENE_ALPHA && data[0] == MESSAGE_ENVELOPE && *size > BUCKET_1 && replayed_size == 0) {
        memcpy(replayed, data, *size);
        replayed_size = *size;
    }
    return true;
}

/* A Hello of an earlier page, once more: it steers nothing, and says nothing. */
static void an_old_hello_is_dropped(void)
{
    struct message message = {.code = MESSAGE_ENVELOPE};
    stage();
    replayed_size = 0;
    scene.filter = record_hello;
    new_page();
    scene.filter = NULL;
    new_page();
    CHECK(replayed_size > 0 && message_decode(&message, replayed, replayed_size) == OK);
    size_t backs = count_of(SCENE_ALPHA, "back");
    message.as.envelope.seq += 1000;
    scene_inject(&scene, SCENE_ALPHA, &message);
    go();
    CHECK(count_of(SCENE_ALPHA, "back") == backs);
    CHECK(say(SCENE_ALPHA, "to the newest page") == OK && says(SCENE_VISITOR, "message", "offline", "false"));
    CHECK(count_of(SCENE_ALPHA, "stopped") + count_of(SCENE_VISITOR, "stopped") == 0);
    end();
}

static bool hide_moves(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)at;
    (void)size;
    return actor != SCENE_VISITOR || data[0] != MESSAGE_EVENT;
}

/* The server shows the visitor a room without the newcomer. */
static void a_hidden_newcomer_stops(void)
{
    stage();
    scene.filter = hide_moves;
    CHECK(add(SCENE_ALPHA, SCENE_ANNA, "") == OK);
    CHECK(say(SCENE_ALPHA, "is it only us?") == OK);
    CHECK(says(SCENE_VISITOR, "stopped", "why", "room") && read_by(SCENE_VISITOR, "message", "is it only us?") == 0);
    end();
}

int main(void)
{
    RUN(a_downgrade_is_seen_on_both_sides);
    RUN(one_number_is_one_message);
    RUN(an_old_hello_is_dropped);
    RUN(a_hidden_newcomer_stops);
    RUN(a_colleague_comes_in);
    RUN(no_is_no);
    RUN(who_is_blocked_is_told_last);
    RUN(notes_stay_among_staff);
    RUN(a_mentor_takes_the_case);
    RUN(what_waits_is_taken_again);
    RUN(who_takes_over_is_vouched_for);
    RUN(two_supervisors_take_over);
    RUN(closed_and_opened_again);
    RUN(supervisors_act_from_outside);
    RUN(who_is_added_while_all_are_away);
    return check_end();
}
