/* Two pages of one visitor, of which each has read what the other has not: does what either read count for both, and nothing twice? */
#include "check.h"
#include "forge.h"

#include <stdlib.h>

static uint8_t *page; /* the octets of a page that sleeps: nothing in them points elsewhere */

static void sleep_page(void)
{
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    page = malloc(client_size());
    memcpy(page, scene.devices[SCENE_VISITOR].memory, client_size());
}

static void wake_page(void)
{
    scene_kill(&scene, SCENE_VISITOR);
    scene_run(&scene);
    memcpy(scene.devices[SCENE_VISITOR].memory, page, client_size());
    free(page);
    scene.devices[SCENE_VISITOR].client = (struct client *)scene.devices[SCENE_VISITOR].memory;
    come(SCENE_VISITOR);
    go();
}

/* Number `seq` of one stream of ALPHA's. */
static void tell(uint64_t seq)
{
    struct forgery forgery;
    forge_begin(&forgery, SCENE_ALPHA, SCENE_VISITOR, CLASS_ROOM);
    check_fill(forgery.header.session, SESSION_SIZE, 77);
    check_fill(forgery.header.msg_id, MSG_ID_SIZE, 1000 + seq);
    forgery.body.seq = seq;
    forge_put(&forgery);
}

static void other_page(void)
{
    new_page();
    go();
    event_count = 0;
}

static void is_one_missing(void)
{
    event_count = 0;
    wait(1);
    wait(20);
    CHECK(says(SCENE_VISITOR, "gap", "missing", "1") && count_of(SCENE_VISITOR, "message") == 0 && nobody_stopped());
}

/* The other page has read further. */
static void what_the_other_page_read_is_read(void)
{
    forge_stage();
    tell(1);
    scene.devices[SCENE_VISITOR].keeps_frames = true; /* and the vault that says so */
    tell(5);
    sleep_page();
    scene.devices[SCENE_VISITOR].keeps_frames = false;
    other_page();
    tell(3);
    tell(2);
    CHECK(count_of(SCENE_VISITOR, "message") == 2);
    wake_page();
    event_count = 0;
    tell(3);
    tell(5);
    CHECK(count_of(SCENE_VISITOR, "message") == 0);
    is_one_missing();
    end();
}

/* This page has read what the other could not know of: its vault did not arrive. */
static void what_this_page_read_stays_read(void)
{
    forge_stage();
    tell(1);
    tell(5);
    scene.devices[SCENE_VISITOR].keeps_frames = true;
    tell(2);
    sleep_page();
    scene.devices[SCENE_VISITOR].keeps_frames = false;
    other_page();
    tell(3);
    CHECK(count_of(SCENE_VISITOR, "message") == 1);
    wake_page();
    event_count = 0;
    tell(2);
    tell(3);
    CHECK(count_of(SCENE_VISITOR, "message") == 0);
    is_one_missing();
    end();
}

/* What was answered here and did not arrive is not lost either. */
static void an_answer_that_was_lost_still_holds(void)
{
    forge_stage();
    scene.devices[SCENE_VISITOR].keeps_frames = true;
    CHECK(visitor_consent(client_of(SCENE_VISITOR), scene.keys.cert_hash[1], false) == OK);
    scene_disconnect(&scene, SCENE_VISITOR);
    scene.devices[SCENE_VISITOR].keeps_frames = false;
    scene_run(&scene);
    come(SCENE_VISITOR);
    go();
    event_count = 0;
    CHECK(say(SCENE_VISITOR, "not for BETA") == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "message") == 1 && count_of(SCENE_BETA, "message") == 0 && nobody_stopped());
    end();
}

/* A page that slept long: the other has answered since, and that is newer. */
static void a_newer_answer_counts(void)
{
    forge_stage();
    sleep_page();
    other_page();
    CHECK(visitor_consent(client_of(SCENE_VISITOR), scene.keys.cert_hash[1], false) == OK);
    go();
    wake_page();
    event_count = 0;
    CHECK(say(SCENE_VISITOR, "not for BETA") == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "message") == 1 && count_of(SCENE_BETA, "message") == 0 && nobody_stopped());
    end();
}

/* More streams than a vault has places for: of one that is not in it nobody knows what was read, and nobody is alarmed. */
static void what_is_forgotten_alarms_nobody(void)
{
    struct forgery forgery;
    forge_stage();
    for (int stream = 0; stream <= VAULT_MARKS_MAX; stream++) {
        forge_begin(&forgery, SCENE_ALPHA, SCENE_VISITOR, CLASS_ROOM);
        memset(forgery.header.session, 100 + stream, SESSION_SIZE);
        forge_put(&forgery);
    }
    CHECK(count_of(SCENE_VISITOR, "message") == VAULT_MARKS_MAX + 1);
    other_page();
    for (int stream = 0; stream <= VAULT_MARKS_MAX; stream += VAULT_MARKS_MAX) {
        forge_begin(&forgery, SCENE_ALPHA, SCENE_VISITOR, CLASS_ROOM);
        memset(forgery.header.session, 100 + stream, SESSION_SIZE);
        forgery.body.seq = 3;
        forge_put(&forgery);
    }
    CHECK(count_of(SCENE_VISITOR, "message") == 2);
    wait(1);
    wait(20);
    CHECK(count_of(SCENE_VISITOR, "gap") == 1 && says(SCENE_VISITOR, "gap", "missing", "1") && nobody_stopped());
    end();
}

/* A page that nobody looks at does not say that somebody is there. */
static void a_hidden_page_is_not_here(void)
{
    forge_stage();
    visitor_visible(client_of(SCENE_VISITOR), false);
    wait(RECEIPT_EVERY_S);
    wait(RECEIPT_EVERY_S);
    CHECK(count_of(SCENE_ALPHA, "told") == 0);
    visitor_visible(client_of(SCENE_VISITOR), true);
    wait(RECEIPT_EVERY_S);
    CHECK(says(SCENE_ALPHA, "told", "what", "here") && nobody_stopped());
    end();
}

/* --- what is kept --- */

static void set_keeping(bool is_on)
{
    CHECK(visitor_keep(client_of(SCENE_VISITOR), is_on) == OK);
    go();
}

/* The other page has ended the archive, or begun another: this one goes by what is at the server now. */
static void an_archive_is_as_the_other_page_left_it(void)
{
    for (int is_on_again = 0; is_on_again < 2; is_on_again++) {
        forge_stage();
        set_keeping(true);
        sleep_page();
        other_page();
        set_keeping(false);
        if (is_on_again)
            set_keeping(true);
        wake_page();
        CHECK(says(SCENE_VISITOR, "archive", "on", is_on_again ? "true" : "false") && nobody_stopped());
        CHECK(say(SCENE_VISITOR, "kept or not") == OK);
        go();
        new_page();
        go();
        CHECK(count_of(SCENE_VISITOR, "kept_message") == (is_on_again ? 1 : 0) && nobody_stopped());
        end();
    }
}

int main(void)
{
    RUN(what_the_other_page_read_is_read);
    RUN(what_this_page_read_stays_read);
    RUN(an_answer_that_was_lost_still_holds);
    RUN(a_newer_answer_counts);
    RUN(what_is_forgotten_alarms_nobody);
    RUN(a_hidden_page_is_not_here);
    RUN(an_archive_is_as_the_other_page_left_it);
    return check_end();
}
