/* Is what was said taken back wherever it is: unsent, waiting, read; by its sender alone; and without a gap? */
#include "check.h"
#include "client_parts.h"
#include "message.h"
#include "refuse.h"

static enum outcome say_id(enum scene_actor actor, const char *text, uint8_t id[MSG_ID_SIZE])
{
    return client_say(client_of(actor), case_id, (struct bytes){(const uint8_t *)text, strlen(text)}, id);
}

static enum outcome retract(enum scene_actor actor, const uint8_t id[MSG_ID_SIZE])
{
    return client_retract(client_of(actor), case_id, id);
}

static bool names(enum scene_actor actor, const uint8_t id[MSG_ID_SIZE])
{
    uint8_t named[MSG_ID_SIZE];
    struct bytes event = last_of(actor, "retracted");
    return event.size > 0 && event_id(event, "id", named, sizeof named) && memcmp(named, id, sizeof named) == 0;
}

static void what_was_read_is_taken_back_on_both_sides(void)
{
    uint8_t id[2][MSG_ID_SIZE];
    stage_with_talk();
    CHECK(say_id(SCENE_ALPHA, "said too soon", id[0]) == OK && say_id(SCENE_VISITOR, "so was this", id[1]) == OK);
    go();
    CHECK(retract(SCENE_ALPHA, id[0]) == OK && retract(SCENE_VISITOR, id[1]) == OK);
    CHECK(retract(SCENE_BETA, id[0]) == REFUSED);
    go();
    CHECK(count_of(SCENE_ALPHA, "retracted") == 2 && count_of(SCENE_VISITOR, "retracted") == 2);
    CHECK(names(SCENE_VISITOR, id[0]) && names(SCENE_ALPHA, id[1]));
    CHECK(count_of(SCENE_VISITOR, "gap") + count_of(SCENE_ALPHA, "gap") + count_of(SCENE_ALPHA, "unreadable") == 0);
    CHECK(say(SCENE_ALPHA, "and on") == OK);
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "and on") && nobody_stopped());
    end();
}

static void what_nobody_has_read_is_never_shown(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_talk();
    scene_kill(&scene, SCENE_VISITOR);
    scene_run(&scene);
    wait(700); /* the page is gone: what follows is sealed to the offline key */
    CHECK(say(SCENE_ALPHA, "before") == OK && say_id(SCENE_ALPHA, "not this", id) == OK);
    go();
    CHECK(say(SCENE_ALPHA, "after") == OK);
    go();
    CHECK(retract(SCENE_ALPHA, id) == OK);
    go();
    size_t seen = event_count;
    new_page();
    go();
    wait(16);
    wait(16);
    for (size_t i = seen; i < event_count; i++)
        CHECK(!event_says(bytes_of_event(&events[i]), "text", "not this"));
    CHECK(count_of(SCENE_VISITOR, "message") == 2 && count_of(SCENE_VISITOR, "gap") == 0 && nobody_stopped());
    CHECK(scene_waiting(&scene, visitor_id, false) == 0);
    end();
}

/* The server was busy, or the line broke, when it was asked to let go of the text: it is asked once more when the other side's word is stored. */
static void the_server_lets_go_of_it_all_the_same(void)
{
    static const uint8_t codes[] = {ERROR_UNAVAILABLE, NO_ANSWER};
    for (size_t i = 0; i < sizeof codes; i++) {
        uint8_t id[2][MSG_ID_SIZE];
        stage_with_talk();
        scene_kill(&scene, SCENE_VISITOR);
        scene_run(&scene);
        wait(700);
        CHECK(say_id(SCENE_ALPHA, "not this", id[0]) == OK && say_id(SCENE_ALPHA, "not this", id[1]) == OK);
        go();
        refuse(SCENE_ALPHA, MESSAGE_RETRACT, codes[i], 2);
        CHECK(retract(SCENE_ALPHA, id[0]) == OK && retract(SCENE_ALPHA, id[1]) == OK);
        go();
        CHECK(refusal.met == 2);
        size_t seen = event_count;
        new_page();
        go();
        for (size_t at = seen; at < event_count; at++)
            CHECK(!event_says(bytes_of_event(&events[at]), "text", "not this"));
        CHECK(nobody_stopped());
        end();
    }
}

static void what_was_not_sent_needs_nobody(void)
{
    uint8_t id[MSG_ID_SIZE], other[MSG_ID_SIZE];
    stage_with_talk();
    CHECK(say_id(SCENE_ALPHA, "under way", other) == OK && say_id(SCENE_ALPHA, "still here", id) == OK);
    CHECK(retract(SCENE_ALPHA, other) == FULL); /* its way is not known yet */
    CHECK(retract(SCENE_ALPHA, id) == OK && names(SCENE_ALPHA, id) == false);
    go();
    CHECK(names(SCENE_ALPHA, id) && count_of(SCENE_VISITOR, "message") == 1 &&
          count_of(SCENE_VISITOR, "retracted") == 0);
    end();
}

static void it_leaves_the_senders_archive(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_talk();
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    go();
    CHECK(say_id(SCENE_VISITOR, "kept and taken back", id) == OK);
    go();
    CHECK(retract(SCENE_VISITOR, id) == OK);
    go();
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "archive_read") == 1 && count_of(SCENE_VISITOR, "kept_message") == 0);
    end();
}

static unsigned wraps;

static bool counts_wraps(struct scene *at, enum scene_actor actor, const struct message *message)
{
    (void)at;
    wraps += actor == SCENE_ALPHA && message->code == MESSAGE_REWRAP;
    return true;
}

/* Its key is gone with it: the next page gets another wrap of everything else. */
static void what_was_taken_back_is_not_wrapped_again(void)
{
    for (int is_taken_back = 0; is_taken_back < 2; is_taken_back++) {
        uint8_t id[MSG_ID_SIZE];
        stage_with_talk();
        scene.devices[SCENE_VISITOR].link->is_cut = true; /* nothing that it sends arrives: no receipt */
        CHECK(say_id(SCENE_ALPHA, "said too soon", id) == OK);
        go();
        scene_kill(&scene, SCENE_VISITOR);
        scene_run(&scene);
        wraps = 0;
        event_count = 0;
        scene.heard = counts_wraps;
        CHECK(!is_taken_back || retract(SCENE_ALPHA, id) == OK);
        go();
        new_page();
        go();
        wait(1);
        wait(16);
        CHECK(count_of(SCENE_VISITOR, "message") == (is_taken_back ? 0 : 1) && count_of(SCENE_VISITOR, "gap") == 0);
        CHECK(is_taken_back || wraps == 1);
        CHECK(memmem(client_of(SCENE_ALPHA), client_size(), id, sizeof id) == NULL || !is_taken_back);
        end();
    }
}

/* --- what is no text --- */

static unsigned spoken;

static bool counts_words(struct scene *at, enum scene_actor actor, const struct message *message)
{
    (void)at;
    spoken += actor == SCENE_ALPHA && (message->code == MESSAGE_SEND || message->code == MESSAGE_RETRACT);
    return true;
}

/* It is refused, and nothing at all is said for it: not to the visitor, not to the server. */
static void is_no_text(const uint8_t id[MSG_ID_SIZE])
{
    spoken = 0;
    scene.heard = counts_words;
    CHECK(retract(SCENE_ALPHA, id) == MALFORMED);
    go();
    wait(1);
    CHECK(spoken == 0 && count_of(SCENE_VISITOR, "retracted") == 0 && count_of(SCENE_ALPHA, "retracted") == 0);
    scene.heard = NULL;
}

static void stage_with_colleague(uint8_t briefing_id[MSG_ID_SIZE])
{
    stage_with_talk();
    come(SCENE_ANNA);
    go();
    CHECK(add_colleague(client_of(SCENE_ALPHA), scene.keys.cert_hash[SCENE_ANNA - SCENE_ALPHA],
                        PART_TEXT("please look"), briefing_id) == OK);
    go();
    CHECK(count_of(SCENE_ANNA, "briefing") == 1);
}

static enum outcome note_id(const char *text, uint8_t id[MSG_ID_SIZE])
{
    return staff_note(client_of(SCENE_ALPHA), case_id, (struct bytes){(const uint8_t *)text, strlen(text)}, id);
}

/* The visitor never learns that a note was there: not while it waits, is on its way, is unread or read, nor when the device has forgotten all of it. */
static void nothing_is_said_of_a_note(void)
{
    uint8_t briefing[MSG_ID_SIZE], early[MSG_ID_SIZE], late[MSG_ID_SIZE], first[MSG_ID_SIZE];
    stage_with_colleague(briefing);
    CHECK(note_id("a worry", early) == OK && note_id("another", late) == OK);
    CHECK(retract(SCENE_ALPHA, early) == MALFORMED && retract(SCENE_ALPHA, late) == MALFORMED);
    go();
    CHECK(count_of(SCENE_ANNA, "note") == 2);
    is_no_text(early);
    CHECK(client_shown(client_of(SCENE_ANNA), briefing) == OK && client_shown(client_of(SCENE_ANNA), early) == OK);
    go();
    is_no_text(early);
    is_no_text(late);
    is_no_text(briefing);
    CHECK(say_id(SCENE_ALPHA, "said", first) == OK);
    for (unsigned i = 0; i < SAID_MAX + 1; i++) {
        CHECK(say(SCENE_ALPHA, "and more") == OK);
        go();
    }
    scene_kill(&scene, SCENE_ALPHA);
    come(SCENE_ALPHA);
    go();
    is_no_text(early);
    is_no_text(late);
    is_no_text(briefing);
    CHECK(retract(SCENE_ALPHA, first) == OK); /* a text of which the device knows no more */
    go();
    CHECK(names(SCENE_VISITOR, first) && nobody_stopped());
    end();
}

/* An appointment is called off and not taken back: the server would drop it, and the calendar keep it. */
static void an_appointment_is_not_taken_back(void)
{
    uint8_t id[MSG_ID_SIZE], other[MSG_ID_SIZE];
    struct appointment offer = {.act = APPOINTMENT_OFFER, .count = 1, .times = {{.length_min = 30}}, .way = WAY_CHAT};
    offer.times[0].start_min = (SCENE_START_DAY + 2) * UINT64_C(1440);
    stage_with_talk();
    scene.devices[SCENE_VISITOR].link->is_cut = true; /* nothing that it sends arrives: no receipt */
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &offer, id) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "accepted") == 1);
    is_no_text(id);
    CHECK(say_id(SCENE_ALPHA, "one", other) == OK); /* under way, and the next act waits behind it */
    offer.act = APPOINTMENT_CALL_OFF;
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &offer, id) == OK);
    CHECK(retract(SCENE_ALPHA, id) == MALFORMED);
    go();
    CHECK(nobody_stopped());
    end();
}

int main(void)
{
    RUN(what_was_read_is_taken_back_on_both_sides);
    RUN(what_nobody_has_read_is_never_shown);
    RUN(what_was_not_sent_needs_nobody);
    RUN(the_server_lets_go_of_it_all_the_same);
    RUN(it_leaves_the_senders_archive);
    RUN(what_was_taken_back_is_not_wrapped_again);
    RUN(nothing_is_said_of_a_note);
    RUN(an_appointment_is_not_taken_back);
    return check_end();
}
