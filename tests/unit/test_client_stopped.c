/* Does a client that has stopped stay so, does one that is cut off say nothing, does one that is busy not call itself idle, and does a device say
 * nothing that it could still forget? */
#include "check.h"
#include "client_parts.h"
#include "hash.h"
#include "refuse.h"

static const enum scene_actor actors[] = {SCENE_VISITOR, SCENE_ALPHA};

static bool is_silent(struct client *client)
{
    return client_frame(client).size == 0 && client_event(client).size == 0;
}

/* --- stopped --- */

static void a_stopped_client_stays_so(void)
{
    for (size_t i = 0; i < 2; i++) {
        struct message challenge = {.code = MESSAGE_CHALLENGE}, done = {.code = MESSAGE_DONE, .tag = 1};
        uint8_t octets[256];
        size_t size;
        stage_with_talk();
        memcpy(challenge.as.challenge.deployment_id, scene.keys.deployment_id, HASH_SIZE);
        memcpy(challenge.as.challenge.epk, scene.epk, DH_SIZE);
        CHECK(say(actors[i], "on its way") == OK);
        scene_inject(&scene, actors[i], &challenge);
        go();
        struct client *client = client_of(actors[i]);
        CHECK(count_of(actors[i], "stopped") == 1 && is_silent(client));
        CHECK(message_encode(&done, octets, sizeof octets, &size) == OK);
        client_receive(client, (struct bytes){octets, size}, scene.now_s);
        memset(client->pending, 0, sizeof client->pending);
        client_ask(client, &done, FOR_NOTHING, 0, 0);
        client_put_frame(client, octets, size);
        CHECK(!client_can_ask(client) && !client_awaits(client, FOR_NOTHING) && is_silent(client));
        client_tick(client, scene.now_s + 100);
        staff_lock(client);
        client_disconnected(client, scene.now_s);
        CHECK(is_silent(client));
        client_connected(client, scene.now_s);
        CHECK(message_encode(&challenge, octets, sizeof octets, &size) == OK);
        client_receive(client, (struct bytes){octets, size}, scene.now_s);
        client_tick(client, scene.now_s + 200);
        CHECK(is_silent(client) && !client_work(client, 1, scene.now_s));
        end();
    }
}

/* Two lies in one: it stops once. */
static void a_client_stops_once(void)
{
    stage_with_talk();
    event_count = 0;
    client_stop(client_of(SCENE_VISITOR), "room");
    client_stop(client_of(SCENE_VISITOR), "server");
    go();
    CHECK(count_of(SCENE_VISITOR, "stopped") == 1 && says(SCENE_VISITOR, "stopped", "why", "room"));
    end();
}

/* One cell may say several things: after the first lie nothing of it is read, nor of what comes behind it. */
static void a_cell_of_lies_is_left(void)
{
    static uint8_t cell[CELL_SIZE];
    struct message lie = {.code = MESSAGE_STAFF_OK}, told = {.code = MESSAGE_ERROR, .as.error.code = ERROR_RATE};
    struct cell_maker maker = {0};
    uint8_t octets[64];
    size_t size;
    is_in_cells = true;
    stage_with_talk();
    is_in_cells = false;
    event_count = 0;
    cell_begin(&maker, cell);
    CHECK(message_encode(&lie, octets, sizeof octets, &size) == OK);
    CHECK(cell_put(&maker, (struct bytes){octets, size}));
    CHECK(message_encode(&told, octets, sizeof octets, &size) == OK);
    CHECK(cell_put(&maker, (struct bytes){octets, size}));
    cell_end(&maker);
    client_receive(client_of(SCENE_VISITOR), PART(cell, CELL_SIZE), scene.now_s);
    client_receive(client_of(SCENE_VISITOR), PART(cell, CELL_SIZE), scene.now_s); /* before events were asked for */
    go();
    CHECK(count_of(SCENE_VISITOR, "stopped") == 1 && count_of(SCENE_VISITOR, "error") == 0);
    end();
}

/* Nor is a cell that waits to be read when something else stops the client, nor what comes in one cell behind the word that this page
 * is superseded. */
static void what_comes_too_late_is_left(void)
{
    for (int is_stopped = 0; is_stopped < 2; is_stopped++) {
        static uint8_t cell[CELL_SIZE];
        struct message superseded = {.code = MESSAGE_ERROR, .as.error.code = ERROR_SUPERSEDED};
        struct message told = {.code = MESSAGE_ERROR, .as.error.code = ERROR_RATE};
        struct cell_maker maker = {0};
        uint8_t octets[64];
        size_t size;
        is_in_cells = true;
        stage_with_talk();
        is_in_cells = false;
        event_count = 0;
        cell_begin(&maker, cell);
        if (!is_stopped) {
            CHECK(message_encode(&superseded, octets, sizeof octets, &size) == OK);
            CHECK(cell_put(&maker, (struct bytes){octets, size}));
        }
        CHECK(message_encode(&told, octets, sizeof octets, &size) == OK);
        CHECK(cell_put(&maker, (struct bytes){octets, size}));
        cell_end(&maker);
        client_receive(client_of(SCENE_VISITOR), PART(cell, CELL_SIZE), scene.now_s);
        if (is_stopped)
            client_stop(client_of(SCENE_VISITOR), "room");
        scene_pump(&scene, SCENE_VISITOR);
        CHECK(count_of(SCENE_VISITOR, is_stopped ? "stopped" : "superseded") == 1 && event_count == 1);
        end();
    }
}

/* What is no message cannot be said: the connection is begun again, and nothing of it goes out. */
static void what_is_no_message_is_not_said(void)
{
    struct message nonsense = {.code = MESSAGE_PUT_SLOT, .tag = 7}; /* in no state */
    stage_with_talk();
    struct client *client = client_of(SCENE_ALPHA);
    client_tell_server(client, &nonsense);
    CHECK(client_frame(client).size == 0);
    event_count = 0;
    wait(1);
    CHECK(count_of(SCENE_ALPHA, "reconnect") == 1 && nobody_stopped());
    end();
}

/* --- cut off --- */

static void without_a_connection_nothing_is_said(void)
{
    for (size_t i = 0; i < 2; i++) {
        struct message done = {.code = MESSAGE_DONE, .tag = 1};
        uint8_t octets[16];
        size_t size;
        stage_with_talk();
        scene_disconnect(&scene, actors[i]);
        scene_run(&scene);
        struct client *client = client_of(actors[i]);
        CHECK(message_encode(&done, octets, sizeof octets, &size) == OK);
        client_receive(client, (struct bytes){octets, size}, scene.now_s); /* came a moment too late */
        client_delete(client, 1);
        staff_lock(client);
        client_ask(client, &done, FOR_NOTHING, 0, 0);
        client_tick(client, scene.now_s + 100);
        CHECK(is_silent(client) && !client_can_ask(client) && !client_awaits(client, FOR_NOTHING));
        end();
    }
}

/* --- idle --- */

static void who_waits_for_an_answer_is_not_idle(void)
{
    stage_with_talk();
    struct client *client = client_of(SCENE_ALPHA);
    CHECK(client_is_idle(client) && staff_slots(client, 0, 15) == OK);
    memset(client->pending, 0, sizeof client->pending);
    CHECK(!client_is_idle(client)); /* a frame is there to be taken */
    client_queue_clear(&client->frames);
    CHECK(client_is_idle(client) && staff_slots(client, 0, 15) == OK);
    refuse(SCENE_ALPHA, MESSAGE_GET_SLOTS, NO_ANSWER, 1);
    go();
    CHECK(!client_is_idle(client)); /* it was, and has no answer */
    end();
}

static void who_has_words_that_wait_is_not_idle(void)
{
    static uint8_t detail[HASH_SIZE + KEY_ID_SIZE];
    stage_with_talk();
    struct client *client = client_of(SCENE_ALPHA);
    refuse(SCENE_ALPHA, MESSAGE_SEND, ERROR_STALE_KEY, 2); /* no key of the visitor's is left */
    memcpy(detail, visitor_id, HASH_SIZE);
    refusal.detail = (struct bytes){detail, sizeof detail};
    CHECK(say(SCENE_ALPHA, "for the next page") == OK);
    go();
    CHECK(client->outgoing.count == 1 && !client->inflight.is_used && !client_is_idle(client));
    refuse(SCENE_ALPHA, MESSAGE_PUT_EVENT, ERROR_RATE, 1);
    CHECK(staff_close_case(client, case_id) == OK);
    go();
    client_queue_clear(&client->outgoing);
    CHECK(client->talks[0].parting != 0 && !client_is_idle(client)); /* and a close that is still to be made */
    wait(5);
    CHECK(count_of(SCENE_ALPHA, "closed") == 1 && client_is_idle(client));
    end();
}

static void a_cell_under_way_is_not_idle(void)
{
    is_in_cells = true;
    stage_with_talk();
    is_in_cells = false;
    struct client *client = client_of(SCENE_ALPHA);
    CHECK(client_is_idle(client));
    client->quiet.out_size = CELL_SIZE;
    CHECK(!client_is_idle(client));
    client->quiet.out_size = 0;
    client->quiet.has_in = true;
    CHECK(!client_is_idle(client));
    client->quiet.has_in = false;
    end();
}

/* --- what the device could still forget --- */

static void nothing_goes_out_before_it_is_kept(void)
{
    stage_with_talk();
    struct client *client = client_of(SCENE_ALPHA);
    CHECK(say(SCENE_ALPHA, "kept first") == OK && client_is_dirty(client));
    CHECK(client_frame(client).size == 0);
    client_saved(client);
    CHECK(client_frame(client).size > 0 && client_frame(client).data[0] == MESSAGE_SEND);
    end();
}

int main(void)
{
    RUN(a_stopped_client_stays_so);
    RUN(a_client_stops_once);
    RUN(a_cell_of_lies_is_left);
    RUN(without_a_connection_nothing_is_said);
    RUN(who_waits_for_an_answer_is_not_idle);
    RUN(who_has_words_that_wait_is_not_idle);
    RUN(a_cell_under_way_is_not_idle);
    RUN(nothing_goes_out_before_it_is_kept);
    RUN(what_comes_too_late_is_left);
    RUN(what_is_no_message_is_not_said);
    return check_end();
}
