/* What does a colleague's device do at its own edges: its records and their keys, a state that says what cannot be, a login that finds it is no
 * colleague's any more, cases it has no place for? */
#include <stdlib.h>

#include "alter.h"
#include "check.h"
#include "client_parts.h"
#include "refuse.h"

enum { DAY_S = 24 * 60 * 60, SEALED_SIZE = 256 };

static uint8_t id[MSG_ID_SIZE];
static uint8_t sealed[SEALED_SIZE];
static size_t sealed_size;

static struct talk *talk_of(enum scene_actor actor)
{
    return &client_of(actor)->talks[0];
}

static enum outcome keep(const uint8_t of_case[CASE_ID_SIZE])
{
    return staff_record_seal(client_of(SCENE_ALPHA), of_case, PART_TEXT("record"), sealed, sizeof sealed, &sealed_size);
}

static struct record_key *keys(void)
{
    return client_of(SCENE_ALPHA)->staff.record_keys;
}

/* --- records --- */

static void a_table_of_open_cases_is_full(void)
{
    static const uint8_t other_case[CASE_ID_SIZE] = {9};
    stage_with_talk();
    CHECK(keep(case_id) == OK);
    for (size_t i = 1; i < RECORD_KEYS_MAX; i++)
        keys()[i] = (struct record_key){.is_used = true, .case_id = {1, (uint8_t)i, (uint8_t)(i >> 8)}};
    CHECK(keep(other_case) == FULL && keep(case_id) == OK && count_of(SCENE_ALPHA, "shredded") == 0);
    for (size_t i = 1; i < RECORD_KEYS_MAX; i++)
        keys()[i].ends_min = 1000 + i;
    keys()[7].ends_min = 5; /* what ends first gives way, wherever it stands */
    CHECK(keep(other_case) == OK && memcmp(keys()[7].case_id, other_case, CASE_ID_SIZE) == 0);
    CHECK(keys()[1].case_id[0] == 1 && keys()[8].case_id[0] == 1 && keep(case_id) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "shredded") == 1);
    end();
}

static void a_record_fits_where_it_is_opened(void)
{
    uint8_t plain[16];
    size_t size = 0;
    stage_with_talk();
    CHECK(keep(case_id) == OK);
    struct bytes record = {sealed, sealed_size};
    CHECK(staff_record_open(client_of(SCENE_ALPHA), record, plain, 5, &size) == MALFORMED && size == 0);
    CHECK(staff_record_open(client_of(SCENE_ALPHA), record, plain, 6, &size) == OK && size == 6);
    CHECK_SAME(plain, "record", 6);
    end();
}

/* A case that ends twice ends when it ended first. */
static void a_case_ends_once(void)
{
    stage_with_talk();
    CHECK(keep(case_id) == OK && staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    uint64_t ends_min = keys()[0].ends_min;
    CHECK(ends_min == scene.now_s / 60 + RECORD_DAYS * 24 * 60);
    wait(DAY_S);
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "case_burnt") == 1 && keys()[0].ends_min == ends_min);
    end();
}

/* Whatever a server says, nothing is kept for longer than ten years. */
static void a_record_has_a_longest_time(void)
{
    struct message terms = {.code = MESSAGE_TERMS, .as.terms.record_days = UINT16_MAX};
    stage_with_talk();
    scene_inject(&scene, SCENE_ALPHA, &terms);
    go();
    CHECK(keep(case_id) == OK && staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(keys()[0].ends_min == scene.now_s / 60 + RECORD_DAYS_MAX * 24 * 60);
    end();
}

/* What was noted of an intake that nobody takes ends; the intake itself can be claimed all the same. */
static void the_record_of_an_intake_ends(void)
{
    stage_with_case();
    CHECK(keep(case_id) == OK && keys()[0].ends_min != 0);
    keys()[0].ends_min = scene.now_s / 60;
    wait(1);
    CHECK(count_of(SCENE_ALPHA, "shredded") == 1 && !keys()[0].is_used);
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK && say(SCENE_VISITOR, "here I am") == OK);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "here I am") && nobody_stopped());
    end();
}

/* --- a state that says what cannot be --- */

/* Makes a device of what `client` would keep now. Anything but OK has left nothing. */
static enum outcome unlock_again(const struct client *client)
{
    size_t max = client_save_size(client), size = 0;
    uint8_t *state = malloc(max);
    CHECK(client_save((struct client *)client, state, max, &size) == OK);
    void *memory = malloc(client_size());
    struct client_settings settings = {.role = CLIENT_STAFF, .host = PART_TEXT("x"), .draw = client->draw};
    memcpy(settings.deployment_id, scene.keys.deployment_id, HASH_SIZE);
    struct client *other = client_open(memory, &settings);
    enum outcome outcome =
        staff_unlock(other, PART(scene.keys.key_file[0], scene.keys.key_file_size[0]), scene_passphrase(), state, size);
    CHECK(outcome == OK || memmem(memory, client_size(), case_id, CASE_ID_SIZE) == NULL);
    client_close(other);
    free(memory);
    free(state);
    return outcome;
}

static void words_of_no_case_are_refused(void)
{
    struct outgoing head = {.talk = 0, .kind = BODY_TEXT};
    struct bytes record = PART((const uint8_t *)&head, sizeof head);
    stage_with_talk();
    struct client *client = client_of(SCENE_ALPHA);
    CHECK(client_queue_put(&client->outgoing, &record, 1) == OK && unlock_again(client) == OK);
    client_queue_clear(&client->outgoing);
    head.talk = TALKS_MAX;
    CHECK(client_queue_put(&client->outgoing, &record, 1) == OK &&
          client_queue_put(&client->outgoing, &record, 1) == OK);
    CHECK(unlock_again(client) == REFUSED);
    client_queue_clear(&client->outgoing);
    CHECK(unlock_again(client) == OK);
    end();
}

static void more_words_than_can_wait_are_refused(void)
{
    static uint8_t larger[2 * OUTGOING_MAX];
    static const uint8_t text[TEXT_MAX];
    struct outgoing head = {.talk = 0, .kind = BODY_TEXT};
    struct bytes parts[] = {{(const uint8_t *)&head, sizeof head}, {text, sizeof text}};
    stage_with_talk();
    struct client *client = client_of(SCENE_ALPHA);
    struct client_queue own = client->outgoing;
    client_queue_open(&client->outgoing, larger, sizeof larger);
    CHECK(client_queue_put(&client->outgoing, parts, 2) == OK && unlock_again(client) == OK);
    while (client_queue_put(&client->outgoing, parts, 2) == OK)
        ;
    CHECK(unlock_again(client) == REFUSED);
    client->outgoing = own;
    end();
}

/* A message that is larger than any, or shorter. */
static void an_envelope_under_way_has_a_measure(void)
{
    static const struct {
        size_t size;
        enum outcome outcome;
    } rows[] = {{4, REFUSED}, {MESSAGE_MAX, OK}, {MESSAGE_MAX + 1, REFUSED}};
    stage_with_talk();
    struct client *client = client_of(SCENE_ALPHA);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        client->inflight.is_used = true;
        client->inflight.size = rows[i].size; /* one octet of what stands behind it, for once */
        CHECK(unlock_again(client) == rows[i].outcome);
    }
    memset(&client->inflight, 0, sizeof client->inflight);
    end();
}

/* --- bookings that were under way --- */

static unsigned slots_put;

static bool counts_slots(struct scene *at, enum scene_actor actor, const struct message *message)
{
    (void)at;
    slots_put += actor == SCENE_ALPHA && message->code == MESSAGE_PUT_SLOT;
    return true;
}

/* The device went off before the server had said that the time is free: asked again, and the visitor is told once. One whose case is no more has
 * nobody to be told. */
static void a_booking_under_way_is_kept(void)
{
    for (int is_burnt = 0; is_burnt < 2; is_burnt++) {
        struct appointment offer = {
            .act = APPOINTMENT_OFFER, .count = 1, .times = {{.length_min = 30}}, .way = WAY_CHAT};
        stage_with_talk();
        offer.times[0].start_min = (SCENE_START_DAY + 2) * UINT64_C(1440);
        refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, NO_ANSWER, is_burnt ? 2 : 1);
        CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &offer, id) == OK);
        go();
        struct booking *booking = &client_of(SCENE_ALPHA)->staff.bookings[0];
        CHECK(booking->is_used && !booking->is_told && refusal.met == 1);
        if (is_burnt) {
            booking_burnt(client_of(SCENE_ALPHA), &client_of(SCENE_ALPHA)->talks[booking->talk]);
            go();
        }
        scene_kill(&scene, SCENE_ALPHA);
        slots_put = 0;
        scene.heard = counts_slots;
        come(SCENE_ALPHA);
        CHECK(client_of(SCENE_ALPHA)->staff.bookings[0].is_told == (is_burnt == 1));
        go();
        CHECK(slots_put == 1 && count_of(SCENE_VISITOR, "appointment") == (is_burnt ? 0 : 1) && nobody_stopped());
        scene_kill(&scene, SCENE_ALPHA); /* and what was told stays told */
        come(SCENE_ALPHA);
        go();
        CHECK(slots_put == 1 && count_of(SCENE_VISITOR, "appointment") == (is_burnt ? 0 : 1));
        end();
    }
}

/* An act with new times has somebody to be told of them, and one that was told has no new times. */
static void an_act_without_anybody_to_tell_is_refused(void)
{
    struct appointment offer = {.act = APPOINTMENT_OFFER, .count = 1, .times = {{.length_min = 30}}, .way = WAY_CHAT};
    offer.times[0].start_min = (SCENE_START_DAY + 2) * UINT64_C(1440);
    stage_with_talk();
    refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, NO_ANSWER, 1);
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &offer, id) == OK);
    go();
    struct booking *booking = &client_of(SCENE_ALPHA)->staff.bookings[0];
    struct booking sound = *booking;
    CHECK(unlock_again(client_of(SCENE_ALPHA)) == OK);
    booking->is_told = true;
    CHECK(unlock_again(client_of(SCENE_ALPHA)) == REFUSED);
    *booking = sound;
    booking->talk = TALK_NONE;
    CHECK(unlock_again(client_of(SCENE_ALPHA)) == REFUSED);
    *booking = sound;
    booking->times[0].part = TIME_OLD;
    CHECK(unlock_again(client_of(SCENE_ALPHA)) == REFUSED);
    booking->act = APPOINTMENT_MISSED; /* and who is to be told of one that was missed knows its time */
    CHECK(unlock_again(client_of(SCENE_ALPHA)) == REFUSED);
    booking->times[0].part = TIME_KNOWN;
    CHECK(unlock_again(client_of(SCENE_ALPHA)) == REFUSED);
    booking->times[0].wanted = SLOT_NO_SHOW;
    CHECK(unlock_again(client_of(SCENE_ALPHA)) == OK);
    booking->times[0].wanted = 0;
    booking->times[0].slot.state = SLOT_NO_SHOW;
    CHECK(unlock_again(client_of(SCENE_ALPHA)) == OK);
    booking->times[1].part = TIME_NEW;
    CHECK(unlock_again(client_of(SCENE_ALPHA)) == REFUSED);
    end();
}

/* --- a login --- */

static uint8_t left_out[HASH_SIZE];

/* Among the colleagues that a snapshot names. */
static bool leaves_out(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)size;
    if (actor != SCENE_ALPHA || data[0] != MESSAGE_DONE || at->devices[SCENE_ALPHA].client->phase != PHASE_CHECKING)
        return true;
    struct roster *roster = &at->devices[SCENE_ALPHA].client->roster_fetched;
    for (uint8_t i = 0; i < roster->count; i++) {
        if (memcmp(roster->entries[i].cert_hash, left_out, HASH_SIZE) == 0)
            roster->entries[i].is_active = false;
    }
    return true;
}

static void come_without(const uint8_t who[HASH_SIZE])
{
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    memcpy(left_out, who, HASH_SIZE);
    scene.filter = leaves_out;
    event_count = 0;
    come(SCENE_ALPHA);
    go();
}

static void who_is_left_out_is_no_colleague(void)
{
    stage_with_talk();
    come_without(scene.keys.cert_hash[4]);
    CHECK(count_of(SCENE_ALPHA, "ready") == 1 && count_of(SCENE_ALPHA, "colleague") > 0);
    for (size_t i = 0; i < event_count; i++)
        CHECK(!event_is(bytes_of_event(&events[i]), "colleague") ||
              !event_says(bytes_of_event(&events[i]), "role", "mentor"));
    come_without(scene.keys.cert_hash[0]); /* it is our own */
    CHECK(says(SCENE_ALPHA, "stopped", "why", "roster") && count_of(SCENE_ALPHA, "ready") == 0);
    end();
}

/* --- cases --- */

static bool breaks_seal(struct message *message)
{
    uint8_t *octets = (uint8_t *)message->as.envelope.envelope.data;
    octets[message->as.envelope.envelope.size - 1] ^= 1;
    return true;
}

static void an_intake_that_does_not_open_is_none(void)
{
    stage();
    alter(SCENE_ALPHA, MESSAGE_ENVELOPE, breaks_seal);
    CHECK(open_door(1) == OK);
    go();
    CHECK(altered == 1 && count_of(SCENE_ALPHA, "intake") == 0 && count_of(SCENE_ALPHA, "unreadable") == 1);
    CHECK(!talk_of(SCENE_ALPHA)->is_used && count_of(SCENE_BETA, "intake") == 1 && nobody_stopped());
    end();
}

/* What nobody has claimed is not this device's: there is nothing to be wrapped when it locks. */
static void locking_leaves_intakes_alone(void)
{
    stage_with_case();
    struct talk before = *talk_of(SCENE_ALPHA);
    staff_lock(client_of(SCENE_ALPHA));
    CHECK_SAME(&before, talk_of(SCENE_ALPHA), sizeof before);
    CHECK(before.has_live && staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "claimed") == 1 && nobody_stopped());
    end();
}

/* A device that lost its state is told of a case that is its own, and has no place for it. */
static void no_place_for_a_case_of_ours(void)
{
    stage_with_talk();
    scene_kill(&scene, SCENE_ALPHA);
    scene.devices[SCENE_ALPHA].state_size = 0;
    scene_start(&scene, SCENE_ALPHA);
    struct client *client = client_of(SCENE_ALPHA);
    for (size_t i = 0; i < TALKS_MAX; i++)
        client->talks[i] = (struct talk){.is_used = true, .case_id = {0xee, (uint8_t)i}};
    event_count = 0;
    come(SCENE_ALPHA);
    go();
    CHECK(says(SCENE_ALPHA, "card", "mine", "true") && talk_find(client, case_id) == NULL && nobody_stopped());
    memset(&client->talks[3], 0, sizeof client->talks[3]);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    CHECK(talk_find(client, case_id) == &client->talks[3] && nobody_stopped());
    end();
}

/* Another case goes: what is under way in this one does not. */
static void a_case_goes_alone(void)
{
    stage_with_talk();
    struct client *client = client_of(SCENE_ALPHA);
    struct talk *other = &client->talks[1];
    CHECK(say(SCENE_ALPHA, "under way") == OK && client->inflight.is_used && talk_new(client) == other);
    talk_close(client, other);
    CHECK(client->inflight.is_used && client_awaits(client, FOR_SEND) && !other->is_used);
    go();
    CHECK(count_of(SCENE_ALPHA, "accepted") == 1 && says(SCENE_VISITOR, "message", "text", "under way"));
    end();
}

int main(void)
{
    RUN(a_table_of_open_cases_is_full);
    RUN(a_record_fits_where_it_is_opened);
    RUN(a_case_ends_once);
    RUN(a_record_has_a_longest_time);
    RUN(the_record_of_an_intake_ends);
    RUN(words_of_no_case_are_refused);
    RUN(more_words_than_can_wait_are_refused);
    RUN(an_envelope_under_way_has_a_measure);
    RUN(a_booking_under_way_is_kept);
    RUN(an_act_without_anybody_to_tell_is_refused);
    RUN(who_is_left_out_is_no_colleague);
    RUN(an_intake_that_does_not_open_is_none);
    RUN(locking_leaves_intakes_alone);
    RUN(no_place_for_a_case_of_ours);
    RUN(a_case_goes_alone);
    return check_end();
}
