/* What does a client do when one of its tables or queues is full? Nothing is lost, nothing is said that is not so, and it goes on when there is room. */
#include "check.h"
#include "client_parts.h"
#include "stage.h"

#include <stdlib.h>

static uint8_t id[MSG_ID_SIZE];

/* Requests that nobody will answer. */
static void fill_pending(struct client *client)
{
    for (size_t i = 0; i < PENDING_MAX; i++) {
        if (client->pending[i].tag == 0)
            client->pending[i] = (struct pending){.tag = (uint32_t)(1000000 + i), .purpose = FOR_NOTHING};
    }
}

/* Records of a case that nothing can be said in. */
static void fill_outgoing(struct client *client)
{
    static uint8_t padding[1024];
    struct outgoing head = {.talk = TALKS_MAX - 1, .kind = BODY_TEXT};
    struct bytes parts[] = {{(const uint8_t *)&head, sizeof head}, {padding, sizeof padding}};
    while (parts[1].size > 0) {
        while (client_queue_put(&client->outgoing, parts, 2) == OK)
            ;
        parts[1].size /= 2;
    }
    while (client_queue_put(&client->outgoing, parts, 1) == OK)
        ;
}

static void fill_talks(struct client *client)
{
    for (size_t i = 0; i < TALKS_MAX; i++) {
        if (!client->talks[i].is_used) {
            client->talks[i].is_used = true;
            client->talks[i].case_id[0] = (uint8_t)i;
            client->talks[i].case_id[1] = 0xee;
        }
    }
}

static void empty_talks(struct client *client)
{
    for (size_t i = 0; i < TALKS_MAX; i++) {
        if (client->talks[i].case_id[1] == 0xee)
            memset(&client->talks[i], 0, sizeof client->talks[i]);
    }
}

/* --- requests --- */

static void no_tag_is_free(void)
{
    static const enum scene_actor actors[] = {SCENE_VISITOR, SCENE_ALPHA};
    for (size_t i = 0; i < 2; i++) {
        stage_with_talk();
        struct client *client = client_of(actors[i]);
        fill_pending(client);
        CHECK(say(actors[i], "held") == OK && !client_can_ask(client));
        go();
        CHECK(count_of(SCENE_VISITOR, "message") + count_of(SCENE_ALPHA, "message") == 0);
        CHECK(visitor_delete_kept(client, id) == (actors[i] == SCENE_VISITOR ? FULL : REFUSED));
        enum outcome expected = actors[i] == SCENE_VISITOR ? REFUSED : FULL;
        CHECK(staff_slots(client, 0, 15) == expected && staff_presence(client, PRESENCE_PAUSED) == expected);
        CHECK(client->frames.count == 0);
        event_count = 0;
        wait(1);
        CHECK(count_of(actors[i], "reconnect") == 1); /* whatever was not asked is asked on another connection */
        scene_disconnect(&scene, actors[i]);
        scene_run(&scene);
        come(actors[i]);
        go();
        CHECK(count_of(SCENE_VISITOR, "message") + count_of(SCENE_ALPHA, "message") == 1 && nobody_stopped());
        end();
    }
}

/* A supervisor's questions, too; nothing of what is being read is lost by one that was not asked. */
static void no_tag_is_free_for_a_supervisor(void)
{
    stage_with_talk();
    come(SCENE_ANNA);
    go();
    struct client *anna = client_of(SCENE_ANNA);
    CHECK(staff_counts(anna, 20000, 1) == OK && staff_audit(anna, 0, NULL) == OK);
    go();
    fill_pending(anna);
    struct audit_walk before = anna->staff.audit;
    CHECK(staff_counts(anna, 20000, 1) == FULL && staff_audit(anna, 0, NULL) == FULL);
    CHECK(before.is_begun == anna->staff.audit.is_begun && before.number == anna->staff.audit.number &&
          before.known_number == anna->staff.audit.known_number && anna->frames.count == 0);
    end();
}

static void tags_go_round(void)
{
    stage_with_talk();
    client_of(SCENE_ALPHA)->last_tag = UINT32_MAX;
    CHECK(say(SCENE_ALPHA, "the next") == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "accepted") == 1 && client_of(SCENE_ALPHA)->last_tag < 100);
    end();
}

/* Our own words cannot be put into the archive now: they are said all the same, and kept on another connection. */
static void an_archive_holds_nothing_up(void)
{
    stage_with_talk();
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    go();
    CHECK(say(SCENE_VISITOR, "said anyway") == OK);
    scene_pump(&scene, SCENE_VISITOR);
    client_of(SCENE_VISITOR)->frames.max = 0;
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "said anyway") && count_of(SCENE_VISITOR, "accepted") == 0);
    client_of(SCENE_VISITOR)->frames.max = FRAMES_MAX;
    wait(1);
    CHECK(count_of(SCENE_VISITOR, "reconnect") == 1);
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    come(SCENE_VISITOR);
    go();
    CHECK(count_of(SCENE_VISITOR, "accepted") == 1 && count_of(SCENE_ALPHA, "message") == 1);
    new_page();
    go();
    CHECK(says(SCENE_VISITOR, "kept_message", "text", "said anyway") && nobody_stopped());
    end();
}

/* --- queues --- */

static void frames_that_find_no_room_are_said_again(void)
{
    stage_with_talk();
    client_of(SCENE_ALPHA)->frames.max = 100;
    CHECK(say(SCENE_ALPHA, "too large for now") == OK);
    go();
    client_of(SCENE_ALPHA)->frames.max = FRAMES_MAX;
    event_count = 0;
    wait(1);
    CHECK(count_of(SCENE_ALPHA, "reconnect") == 1 && count_of(SCENE_VISITOR, "message") == 0);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "too large for now") && count_of(SCENE_VISITOR, "message") == 1);
    CHECK(nobody_stopped());
    end();
}

static void events_that_find_no_room_are_told(void)
{
    stage_with_talk();
    struct client *client = client_of(SCENE_ALPHA);
    size_t max = client->events.max;
    client->events.max = 64;
    client->scratch[0] = 1;
    struct json json = client_event_open(client, "colleague");
    for (unsigned i = 0; i < 20; i++)
        json_number(&json, "number", i);
    client_event_put(client, &json);
    CHECK(client->events.count == 0 && client->had_overflow && client->scratch[0] == 0);
    client->events.max = max;
    client->had_overflow = false;
    static uint8_t many[SCRATCH_MAX]; /* more than an event can be */
    memset(many, 'a', sizeof many);
    json = client_event_open(client, "colleague");
    json_text(&json, "text", PART(many, sizeof many));
    client_event_put(client, &json);
    CHECK(client->events.count == 0 && client->had_overflow && client->scratch[0] == 0);
    event_count = 0;
    wait(1);
    CHECK(count_of(SCENE_ALPHA, "reconnect") == 1);
    end();
}

/* An event that is larger than the place it is made in is not told by halves. */
static void an_event_is_whole_or_not(void)
{
    uint8_t out[32];
    struct json json;
    struct bytes event;
    json_open(&json, out, sizeof out, "a");
    json_text(&json, "text", PART_TEXT("\x01\x1f\x7f \"\\/"));
    CHECK(json_finish(&json, &event) == FULL);
    json_open(&json, out, sizeof out, "a");
    json_text(&json, "t", (struct bytes){NULL, 0});
    json_word(&json, "more than there is room for", "here");
    json_word(&json, "and", "on");
    CHECK(json_finish(&json, &event) == FULL);
    json_open(&json, out, sizeof out, "a");
    json_text(&json, "t", PART_TEXT("\x7f"));
    CHECK(json_finish(&json, &event) == OK && event.size == 26);
    CHECK_SAME(event.data, "{\"event\":\"a\",\"t\":\"\\u007f\"}", 26);
}

/* The octets of a queue go round: what is dropped makes room at its front. */
static void a_queue_goes_round(void)
{
    uint8_t data[64];
    struct client_queue queue;
    struct bytes record = PART_TEXT("sixteen octets!!");
    client_queue_open(&queue, data, sizeof data);
    client_queue_drop(&queue);
    CHECK(client_queue_front(&queue).size == 0);
    for (unsigned i = 0; i < 10; i++) {
        while (client_queue_put(&queue, &record, 1) == OK)
            ;
        CHECK(queue.count == 3 && client_queue_front(&queue).size == 16);
        CHECK_SAME(client_queue_at(&queue, 2, NULL).data, record.data, 16);
        client_queue_drop(&queue);
    }
}

/* Keys that outlast a conversation are so many; the oldest gives way. */
static void keys_are_bounded(void)
{
    stage_with_talk();
    struct client *client = client_of(SCENE_VISITOR);
    uint8_t seed[KEM_SEED_SIZE], first[KEY_ID_SIZE] = {0}, last[KEY_ID_SIZE] = {0};
    for (unsigned i = 0; i < OWN_KEYS_MAX + 2; i++) {
        check_fill(seed, sizeof seed, 50 + i);
        struct own_key *key = own_key_add(client, seed);
        key->issued_min = 100 + i;
        if (i == 0)
            memcpy(first, key->pair.key_id, KEY_ID_SIZE);
        memcpy(last, key->pair.key_id, KEY_ID_SIZE);
    }
    CHECK(own_key_find(client, last) != NULL && own_key_find(client, first) == NULL);
    end();
}

/* --- words for people --- */

static void every_number_has_a_word(void)
{
    for (unsigned number = 0; number <= UINT8_MAX; number++)
        CHECK(error_word((uint8_t)number)[0] != '\0' &&
              (role_word((uint8_t)number)[0] != '\0') == (number <= ROLE_LAST));
    CHECK(strcmp(error_word(0), "unknown") == 0 && strcmp(error_word(UINT8_MAX), "unknown") == 0);
    CHECK(strcmp(error_word(ERROR_RATE), "rate") == 0);
}

static void a_door_has_its_names(void)
{
    static const char second[] = "{\"lang\":\"en\",\"name\":\"Way out\",\"text\":\"\"}]";
    struct message door = {.code = MESSAGE_DOOR};
    stage();
    door.as.door.door = 3;
    door.as.door.is_open = 1;
    door.as.door.name_count = 2;
    door.as.door.names[0] = (struct door_name){PART_TEXT("da"), PART_TEXT("Udvej"), PART_TEXT("kom ind")};
    door.as.door.names[1] = (struct door_name){PART_TEXT("en"), PART_TEXT("Way out"), PART_TEXT("")};
    scene_inject(&scene, SCENE_VISITOR, &door);
    go();
    struct bytes event = last_of(SCENE_VISITOR, "door");
    CHECK(event_says(event, "door", "3") && event_says(event, "open", "true") && event_says(event, "name", "Udvej"));
    CHECK(memmem(event.data, event.size, second, sizeof second - 1) != NULL);
    end();
}

/* --- words that wait --- */

static void words_that_find_no_room_are_refused(void)
{
    struct appointment answer = {.act = APPOINTMENT_ACCEPT, .count = 1, .times = {{.length_min = 30}}, .way = WAY_CHAT};
    stage_with_talk();
    answer.times[0].start_min = (SCENE_START_DAY + 2) * UINT64_C(1440);
    struct client *client = client_of(SCENE_VISITOR);
    CHECK(client_say(client, case_id, PART_TEXT("before"), id) == OK);
    go();
    fill_outgoing(client);
    struct client *before = malloc(sizeof *before);
    memcpy(before, client, sizeof *before);
    uint8_t other[MSG_ID_SIZE];
    CHECK(say(SCENE_VISITOR, "no room") == FULL && visitor_tell(client, RECEIPT_CANNOT_WRITE) == FULL);
    CHECK(client_appointment(client, case_id, &answer, other) == FULL);
    CHECK(visitor_consent(client, scene.keys.cert_hash[0], false) == FULL);
    CHECK_SAME(before, client, sizeof *before);
    CHECK(client_retract(client, case_id, id) == FULL);
    CHECK_SAME(before, client, sizeof *before);
    client->visitor.vault.consents[0] = before->visitor.vault.consents[0] = CONSENT_NO;
    CHECK(visitor_consent(client, scene.keys.cert_hash[0], true) == FULL);
    CHECK_SAME(before, client, sizeof *before);
    client->visitor.vault.consents[0] = before->visitor.vault.consents[0] = 0; /* nothing was answered yet */
    CHECK(visitor_consent(client, scene.keys.cert_hash[0], false) == FULL);
    CHECK_SAME(before, client, sizeof *before);
    client->visitor.vault.consents[0] = CONSENT_YES;
    free(before);
    client_queue_clear(&client->outgoing);
    CHECK(say(SCENE_VISITOR, "room again") == OK);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "room again") && nobody_stopped());
    end();
}

static void a_colleagues_words_find_no_room(void)
{
    stage_with_talk();
    struct client *client = client_of(SCENE_ALPHA);
    fill_outgoing(client);
    CHECK(add_colleague(client, scene.keys.cert_hash[1], PART_TEXT("look"), id) == FULL);
    CHECK(say(SCENE_ALPHA, "no room") == FULL);
    new_page(); /* its Hello cannot be answered now */
    go();
    event_count = 0;
    wait(1);
    CHECK(count_of(SCENE_ALPHA, "reconnect") == 1 && nobody_stopped());
    end();
}

static void a_hello_that_finds_no_room_comes_later(void)
{
    stage_with_talk();
    struct client *client = client_of(SCENE_VISITOR);
    fill_outgoing(client);
    visitor_say_hello(client);
    event_count = 0;
    wait(1);
    CHECK(count_of(SCENE_VISITOR, "reconnect") == 1 && nobody_stopped());
    end();
}

/* The time is booked, the visitor cannot be told yet: told at the next login. */
static void a_booking_is_told_when_there_is_room(void)
{
    struct appointment offer = {.act = APPOINTMENT_OFFER, .count = 1, .times = {{.length_min = 30}}, .way = WAY_CHAT};
    stage_with_talk();
    offer.times[0].start_min = (SCENE_START_DAY + 2) * UINT64_C(1440);
    struct client *client = client_of(SCENE_ALPHA);
    CHECK(client_appointment(client, case_id, &offer, id) == OK);
    fill_outgoing(client);
    go();
    CHECK(says(SCENE_ALPHA, "slot", "state", "offered") && count_of(SCENE_VISITOR, "appointment") == 0);
    client_queue_clear(&client->outgoing);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_VISITOR, "appointment") == 1 && nobody_stopped());
    end();
}

/* What cannot be said is not done either: the time stays as it was. */
static void an_appointment_stays_when_there_is_no_room(void)
{
    struct appointment offer = {.act = APPOINTMENT_OFFER, .count = 1, .times = {{.length_min = 30}}, .way = WAY_CHAT};
    stage_with_talk();
    offer.times[0].start_min = scene.now_s / 60 / 15 * 15; /* it has begun */
    struct client *client = client_of(SCENE_ALPHA);
    CHECK(client_appointment(client, case_id, &offer, id) == OK);
    go();
    offer.act = APPOINTMENT_ACCEPT;
    CHECK(client_appointment(client_of(SCENE_VISITOR), case_id, &offer, id) == OK);
    go();
    CHECK(says(SCENE_ALPHA, "slot", "state", "accepted"));
    fill_outgoing(client);
    event_count = 0;
    offer.act = APPOINTMENT_CALL_OFF;
    CHECK(client_appointment(client, case_id, &offer, id) == FULL);
    client_queue_clear(&client->outgoing);
    go();
    CHECK(count_of(SCENE_ALPHA, "slot") == 0 && count_of(SCENE_VISITOR, "appointment") == 0);
    end();
}

/* --- cases --- */

static void no_place_for_a_case(void)
{
    stage();
    struct client *client = client_of(SCENE_ALPHA);
    fill_talks(client);
    CHECK(open_door(1) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "intake") == 0 && says(SCENE_ALPHA, "card", "state", "waiting"));
    CHECK(count_of(SCENE_BETA, "intake") == 1 && staff_claim(client, case_id) == FULL);
    empty_talks(client);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_ALPHA, "intake") == 1 && staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "claimed") == 1 && nobody_stopped());
    end();
}

/* As many messages wait to be shown as there are places: the next stays at the server, and comes when there is room. */
static void no_place_for_what_arrives(void)
{
    stage_with_talk();
    struct client *client = client_of(SCENE_ALPHA);
    for (size_t i = 0; i < ARRIVED_MAX; i++)
        client->arrived[i] = (struct arrived){.is_used = true, .talk = TALKS_MAX - 1};
    CHECK(say(SCENE_VISITOR, "for later") == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "message") == 0 && count_of(SCENE_ALPHA, "unreadable") == 0);
    memset(client->arrived, 0, sizeof client->arrived);
    wait(1);
    CHECK(says(SCENE_ALPHA, "message", "text", "for later") && nobody_stopped());
    end();
}

/* --- what is said in a case that nobody has claimed --- */

static void says_many(unsigned from, unsigned count)
{
    for (unsigned i = from; i < from + count; i++) {
        char text[24];
        snprintf(text, sizeof text, "number %u", i);
        CHECK(say(SCENE_VISITOR, text) == OK);
        go();
    }
}

/* All that a page can say before anybody answers is there for who looks at the case; what goes beyond comes with the claim, and that there is
 * more is told, once. */
static void what_waits_is_shown_before_the_claim(void)
{
    stage_with_case();
    says_many(0, UNDELIVERED_MAX);
    CHECK(count_of(SCENE_ALPHA, "message") == UNCLAIMED_MAX && count_of(SCENE_ALPHA, "more") == 0);
    CHECK(say(SCENE_VISITOR, "no room") == FULL);
    new_page();
    go();
    says_many(UNDELIVERED_MAX, 3);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_ALPHA, "message") == UNCLAIMED_MAX && count_of(SCENE_ALPHA, "more") == 1 &&
          count_of(SCENE_BETA, "more") == 1);
    event_count = 0;
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    wait(1);
    CHECK(count_of(SCENE_ALPHA, "message") == 3 && says(SCENE_ALPHA, "message", "text", "number 66"));
    wait(GAP_AFTER_S);
    CHECK(count_of(SCENE_ALPHA, "gap") + count_of(SCENE_ALPHA, "unreadable") + count_of(SCENE_ALPHA, "more") == 0);
    CHECK(scene_waiting(&scene, scene.keys.cert_hash[0], false) == 0 && nobody_stopped());
    end();
}

/* A caller that is slow to take events is told the same a little later: that is not more than can be shown. */
static void what_is_slow_is_not_more(void)
{
    stage_with_case();
    struct client *client = client_of(SCENE_ALPHA);
    size_t max = client->events.max;
    client->events.max = SCRATCH_MAX - 1;
    says_many(0, 1);
    CHECK(count_of(SCENE_ALPHA, "message") == 0 && count_of(SCENE_BETA, "message") == 1);
    client->events.max = max;
    wait(1);
    CHECK(count_of(SCENE_ALPHA, "message") == 1 && count_of(SCENE_ALPHA, "more") == 0 && nobody_stopped());
    end();
}

/* Strangers leave room for those who are served: together they have half of the places. */
static void who_waits_leaves_room_for_others(void)
{
    stage_with_talk();
    uint8_t first[CASE_ID_SIZE];
    struct client *client = client_of(SCENE_ALPHA);
    memcpy(first, case_id, CASE_ID_SIZE);
    for (size_t i = 0; i < UNCLAIMED_ALL_MAX; i++)
        client->arrived[i] = (struct arrived){.is_used = true, .talk = TALKS_MAX - 1};
    CHECK(say(SCENE_VISITOR, "of a case that is ours") == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "message") == 1);
    scene_kill(&scene, SCENE_VISITOR);
    scene_start(&scene, SCENE_VISITOR);
    CHECK(visitor_new(client_of(SCENE_VISITOR)) == OK);
    come(SCENE_VISITOR);
    go();
    CHECK(open_door(1) == OK);
    go();
    CHECK(memcmp(first, case_id, CASE_ID_SIZE) != 0 && count_of(SCENE_ALPHA, "intake") == 2);
    says_many(0, 1);
    CHECK(count_of(SCENE_ALPHA, "message") == 1 && count_of(SCENE_ALPHA, "more") == 1);
    CHECK(count_of(SCENE_BETA, "message") == 1 && count_of(SCENE_BETA, "more") == 0);
    memset(client->arrived, 0, UNCLAIMED_ALL_MAX * sizeof client->arrived[0]);
    wait(1);
    CHECK(count_of(SCENE_ALPHA, "message") == 2 && nobody_stopped());
    end();
}

/* Nor is an intake taken: it comes again with the next login. */
static void no_place_for_an_intake(void)
{
    stage();
    struct client *client = client_of(SCENE_ALPHA);
    for (size_t i = 0; i < ARRIVED_MAX; i++)
        client->arrived[i] = (struct arrived){.is_used = true, .talk = TALKS_MAX - 1};
    CHECK(open_door(1) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "intake") == 0 && count_of(SCENE_BETA, "intake") == 1);
    memset(client->arrived, 0, sizeof client->arrived);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_ALPHA, "intake") == 1 && nobody_stopped());
    end();
}

/* A caller that is slow to take events is not buried: what it could not be told of stays at the server. */
static void no_place_for_another_event(void)
{
    stage_with_talk();
    struct client *client = client_of(SCENE_ALPHA);
    size_t max = client->events.max;
    client->events.max = SCRATCH_MAX - 1;
    CHECK(say(SCENE_VISITOR, "for later") == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "message") == 0);
    client->events.max = max;
    wait(1);
    CHECK(says(SCENE_ALPHA, "message", "text", "for later") && nobody_stopped());
    end();
}

/* No request is free to read the mailbox with: what was left there is read when one is. */
static void no_tag_to_read_with(void)
{
    stage_with_talk();
    struct client *client = client_of(SCENE_ALPHA);
    open_miss(&client->talks[0], 1);
    fill_pending(client);
    open_missed(client);
    CHECK(!client->is_reading && client->talks[0].missed_seq == 1 && client->frames.count == 0);
    memset(client->pending, 0, sizeof client->pending);
    wait(1);
    CHECK(client->talks[0].missed_seq == 0 && count_of(SCENE_ALPHA, "reconnect") == 0 && nobody_stopped());
    end();
}

/* --- colleagues --- */

/* Who comes in is told who the visitor is, whatever waits to be said in another case, and is not if there is no room for it; then
 * this device begins again. */
static void a_newcomer_is_told_if_there_is_room(void)
{
    for (int is_full = 0; is_full < 2; is_full++) {
        struct outgoing other = {.talk = TALKS_MAX - 1, .kind = BODY_BRIEFING, .has_only = true};
        struct bytes record = {(const uint8_t *)&other, sizeof other};
        stage_with_talk();
        struct client *client = client_of(SCENE_ALPHA);
        memcpy(other.only, scene.keys.cert_hash[1], HASH_SIZE);
        CHECK(client_queue_put(&client->outgoing, &record, 1) == OK);
        CHECK(add_colleague(client, scene.keys.cert_hash[1], PART_TEXT(""), id) == OK);
        if (is_full)
            fill_outgoing(client);
        event_count = 0;
        go();
        CHECK(visitor_consent(client_of(SCENE_VISITOR), scene.keys.cert_hash[1], true) == OK);
        go();
        wait(1);
        CHECK(says(SCENE_BETA, "visitor", "confirmed", is_full ? "false" : "true"));
        CHECK(count_of(SCENE_ALPHA, "reconnect") == (is_full ? 1 : 0) && nobody_stopped());
        end();
    }
}

/* A second signature that cannot be sent now is not given: the proposal waits. */
static void a_proposal_waits_for_a_tag(void)
{
    stage_with_talk();
    come(SCENE_ANNA);
    come(SCENE_BO);
    go();
    CHECK(staff_take_over(client_of(SCENE_ANNA), case_id, scene.keys.cert_hash[1]) == OK);
    go();
    struct client *client = client_of(SCENE_BO);
    fill_pending(client);
    CHECK(staff_second(client, case_id) == FULL);
    memset(client->pending, 0, sizeof client->pending);
    CHECK(staff_second(client, case_id) == OK);
    go();
    CHECK(count_of(SCENE_BO, "taken_over") == 1 && count_of(SCENE_BETA, "added") == 1 && nobody_stopped());
    end();
}

/* --- rooms with a long history --- */

static void a_long_history_is_followed(void)
{
    stage_with_talk();
    for (unsigned i = 0; i < HISTORY_MAX; i++) {
        CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
        go();
        CHECK(staff_reopen(client_of(SCENE_ALPHA), case_id) == OK);
        go();
    }
    CHECK(client_of(SCENE_ALPHA)->talks[0].history_count == HISTORY_MAX);
    event_count = 0;
    CHECK(say(SCENE_ALPHA, "still here") == OK && say(SCENE_VISITOR, "so am I") == OK);
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "still here") && says(SCENE_ALPHA, "message", "text", "so am I"));
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "ready") == 1 && nobody_stopped());
    end();
}

static void who_has_left_is_remembered_for_a_while(void)
{
    stage_with_talk();
    for (unsigned i = 0; i < FORMER_MAX + 2; i++) {
        CHECK(add_colleague(client_of(SCENE_ALPHA), scene.keys.cert_hash[1], PART_TEXT(""), id) == OK);
        go();
        CHECK(staff_remove(client_of(SCENE_BETA), case_id, scene.keys.cert_hash[1]) == OK);
        go();
        event_count = 0;
    }
    const struct talk *talk = &client_of(SCENE_VISITOR)->talks[0];
    CHECK(talk->former_count == FORMER_MAX && !talk_had(talk, scene.keys.cert_hash[1], 2));
    CHECK(talk_had(talk, scene.keys.cert_hash[1], talk->room.epoch - 1));
    CHECK(!talk_had(talk, scene.keys.cert_hash[1], talk->room.epoch) && nobody_stopped());
    CHECK(!talk_had(talk, scene.keys.cert_hash[0], 0) && talk_had(talk, scene.keys.cert_hash[0], 1));
    end();
}

int main(void)
{
    RUN(no_tag_is_free);
    RUN(no_tag_is_free_for_a_supervisor);
    RUN(tags_go_round);
    RUN(an_archive_holds_nothing_up);
    RUN(frames_that_find_no_room_are_said_again);
    RUN(events_that_find_no_room_are_told);
    RUN(an_event_is_whole_or_not);
    RUN(a_queue_goes_round);
    RUN(keys_are_bounded);
    RUN(every_number_has_a_word);
    RUN(a_door_has_its_names);
    RUN(words_that_find_no_room_are_refused);
    RUN(a_colleagues_words_find_no_room);
    RUN(a_hello_that_finds_no_room_comes_later);
    RUN(a_booking_is_told_when_there_is_room);
    RUN(an_appointment_stays_when_there_is_no_room);
    RUN(no_place_for_a_case);
    RUN(no_place_for_what_arrives);
    RUN(a_long_history_is_followed);
    RUN(who_has_left_is_remembered_for_a_while);
    RUN(what_waits_is_shown_before_the_claim);
    RUN(what_is_slow_is_not_more);
    RUN(who_waits_leaves_room_for_others);
    RUN(no_place_for_an_intake);
    RUN(no_place_for_another_event);
    RUN(no_tag_to_read_with);
    RUN(a_newcomer_is_told_if_there_is_room);
    RUN(a_proposal_waits_for_a_tag);
    return check_end();
}
