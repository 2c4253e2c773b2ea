/* Is the conversation kept when the visitor wants it, and only then; does it come back to another page; and is it gone when it is to be? */
#include "check.h"
#include "message.h"
#include "stage.h"

static void talk_a_little(void)
{
    CHECK(say(SCENE_ALPHA, "the first answer") == OK);
    go();
    CHECK(say(SCENE_VISITOR, "my own words") == OK);
    go();
    CHECK(say(SCENE_ALPHA, "the second answer") == OK);
    go();
}

static void it_is_off_until_somebody_wants_it(void)
{
    stage_with_talk();
    talk_a_little();
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "archive") == 1 && says(SCENE_VISITOR, "archive", "on", "false"));
    CHECK(count_of(SCENE_VISITOR, "kept_message") == 0 && count_of(SCENE_VISITOR, "archive_read") == 0);
    CHECK(visitor_keep(client_of(SCENE_ALPHA), true) == REFUSED);
    end();
}

static void what_is_kept_comes_back(void)
{
    stage_with_talk();
    CHECK(say(SCENE_ALPHA, "before") == OK);
    go();
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == FULL);
    go();
    CHECK(says(SCENE_VISITOR, "archive", "on", "true"));
    talk_a_little();
    CHECK(scene_waiting(&scene, visitor_id, false) == 0);
    new_page();
    go();
    CHECK(says(SCENE_VISITOR, "archive", "on", "true") && count_of(SCENE_VISITOR, "archive_read") == 1);
    CHECK(count_of(SCENE_VISITOR, "kept_message") == 3 && nobody_stopped());
    size_t at = 0;
    static const char *const texts[] = {"the first answer", "my own words", "the second answer"};
    static const char *const roles[] = {"counsellor", "visitor", "counsellor"};
    for (size_t i = 0; i < event_count && at < 3; i++) {
        struct bytes event = bytes_of_event(&events[i]);
        if (events[i].actor != SCENE_VISITOR || !event_is(event, "kept_message"))
            continue;
        CHECK(event_says(event, "text", texts[at]) && event_says(event, "role", roles[at]));
        at++;
    }
    /* and what is said on the other page is kept too */
    CHECK(say(SCENE_VISITOR, "from the other page") == OK);
    go();
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "kept_message") == 3 + 4);
    end();
}

static void one_is_deleted_and_then_all(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_talk();
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    go();
    talk_a_little();
    CHECK(event_id(last_of(SCENE_VISITOR, "message"), "id", id, sizeof id));
    CHECK(visitor_delete_kept(client_of(SCENE_VISITOR), id) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "unkept") == 1);
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "kept_message") == 2);
    CHECK(visitor_keep(client_of(SCENE_VISITOR), false) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "archive", "on", "false"));
    talk_a_little();
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "kept_message") == 2 && says(SCENE_VISITOR, "archive", "on", "false"));
    /* and a new one may begin, without the old */
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    go();
    talk_a_little();
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "kept_message") == 2 + 3 && nobody_stopped());
    end();
}

static enum message_code lost;

static bool loses(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)at;
    (void)size;
    return actor != SCENE_VISITOR || data[0] != lost;
}

/* Every answer is lost from the moment on in which `step` is taken; then the connection. */
static void break_after(void)
{
    lost = MESSAGE_DONE;
    scene.filter = loses;
    go();
    scene.filter = NULL;
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    come(SCENE_VISITOR);
    go();
    wait(5);
}

static void a_broken_connection_leaves_it_on_or_off(void)
{
    stage_with_talk();
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    break_after();
    CHECK(says(SCENE_VISITOR, "archive", "on", "true"));
    CHECK(say(SCENE_VISITOR, "my own words") == OK);
    break_after();
    CHECK(say(SCENE_ALPHA, "an answer") == OK);
    break_after();
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "kept_message") == 2 && nobody_stopped());
    CHECK(visitor_keep(client_of(SCENE_VISITOR), false) == OK);
    break_after();
    CHECK(says(SCENE_VISITOR, "archive", "on", "false"));
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "kept_message") == 2 && says(SCENE_VISITOR, "archive", "on", "false"));
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "archive", "on", "true") && nobody_stopped());
    end();
}

/* The salt has reached the server, the vault has not. */
static void begin_and_break(void)
{
    stage_with_talk();
    struct scene_link *link = scene.devices[SCENE_VISITOR].link;
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    scene_pump(&scene, SCENE_VISITOR);
    CHECK(link->to_server.count == 2 && scene_to_server(&scene, link));
    link->is_cut = true;
}

static void a_page_that_dies_on_the_way_leaves_nothing(void)
{
    begin_and_break();
    new_page();
    go();
    CHECK(says(SCENE_VISITOR, "archive", "on", "false"));
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "archive", "on", "true") && nobody_stopped());
    end();
}

static void a_page_that_lives_goes_on_with_it(void)
{
    begin_and_break();
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    come(SCENE_VISITOR);
    go();
    CHECK(says(SCENE_VISITOR, "archive", "on", "true"));
    talk_a_little();
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "kept_message") == 3 && nobody_stopped());
    end();
}

/* A full archive costs nobody a message. */
static void a_full_archive_is_said_and_nothing_else(void)
{
    stage_with_talk();
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    go();
    for (unsigned i = 0; i < ARCHIVE_MAX; i++) {
        event_count = 0; /* the stage has room for some hundreds */
        CHECK(say(SCENE_VISITOR, "one of many") == OK);
        go();
    }
    event_count = 0;
    CHECK(say(SCENE_VISITOR, "one too many") == OK && say(SCENE_ALPHA, "an answer") == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "not_kept") == 2 && count_of(SCENE_VISITOR, "delivered") == 1);
    CHECK(count_of(SCENE_VISITOR, "message") == 1 && scene_waiting(&scene, visitor_id, false) == 0 && nobody_stopped());
    end();
}

int main(void)
{
    RUN(it_is_off_until_somebody_wants_it);
    RUN(what_is_kept_comes_back);
    RUN(one_is_deleted_and_then_all);
    RUN(a_broken_connection_leaves_it_on_or_off);
    RUN(a_page_that_dies_on_the_way_leaves_nothing);
    RUN(a_page_that_lives_goes_on_with_it);
    RUN(a_full_archive_is_said_and_nothing_else);
    return check_end();
}
