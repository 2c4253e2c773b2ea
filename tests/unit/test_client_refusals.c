/* What does a client make of each error that a request of its can be answered with: does it try again, begin again, or tell? */
#include "check.h"
#include "client_parts.h"
#include "refuse.h"

enum { MANY = 1000, PATIENCE_S = 5 };

/* --- what is done --- */

static uint8_t said[MSG_ID_SIZE];
static struct appointment offer;

static void visitor_says(void)
{
    CHECK(client_say(client_of(SCENE_VISITOR), case_id, PART_TEXT("words"), said) == OK);
}

static void staff_says(void)
{
    CHECK(client_say(client_of(SCENE_ALPHA), case_id, PART_TEXT("words"), said) == OK);
}

static void visitor_comes_again(void)
{
    new_page();
}

static void staff_comes_again(void)
{
    scene_kill(&scene, SCENE_ALPHA);
    come(SCENE_ALPHA);
}

/* The server has a key of it that it does not have itself: a newer one is made. */
static void staff_lost_its_state(void)
{
    scene_kill(&scene, SCENE_ALPHA);
    scene.devices[SCENE_ALPHA].state_size = 0;
    come(SCENE_ALPHA);
}

static void staff_claims(void)
{
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
}

static void staff_closes(void)
{
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
}

static void staff_adds(void)
{
    CHECK(add_colleague(client_of(SCENE_ALPHA), scene.keys.cert_hash[1], PART_TEXT("look"), said) == OK);
}

static void staff_books(void)
{
    offer = (struct appointment){
        .act = APPOINTMENT_OFFER, .count = 1, .times = {{.length_min = 30}}, .way = WAY_PHONE, .place = PART_TEXT("1")};
    offer.times[0].start_min = scene.now_s / 60 / 15 * 15; /* it has begun */
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &offer, said) == OK);
}

static void staff_has_held_it(void)
{
    CHECK(staff_slot_state(client_of(SCENE_ALPHA), offer.times[0].id, SLOT_HELD) == OK);
}

static void staff_asks_for_slots(void)
{
    CHECK(staff_slots(client_of(SCENE_ALPHA), 0, UINT32_MAX) == OK);
}

static void staff_pauses(void)
{
    CHECK(staff_presence(client_of(SCENE_ALPHA), PRESENCE_PAUSED) == OK);
}

static void visitor_opens(void)
{
    CHECK(open_door(1) == OK);
}

static void visitor_keeps(void)
{
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
}

static void visitor_keeps_no_more(void)
{
    CHECK(visitor_keep(client_of(SCENE_VISITOR), false) == OK);
}

static void visitor_deletes(void)
{
    CHECK(visitor_delete_kept(client_of(SCENE_VISITOR), said) == OK);
}

static void visitor_reads(void)
{
    CHECK(say(SCENE_ALPHA, "something to read") == OK);
}

/* --- where it begins --- */

static void with_booking(void)
{
    stage_with_talk();
    staff_books();
    go();
    CHECK(says(SCENE_ALPHA, "slot", "state", "offered"));
    offer.act = APPOINTMENT_ACCEPT;
    CHECK(client_appointment(client_of(SCENE_VISITOR), case_id, &offer, said) == OK);
    go();
    CHECK(says(SCENE_ALPHA, "slot", "state", "accepted"));
}

static void with_archive(void)
{
    stage_with_talk();
    visitor_keeps();
    go();
    visitor_says();
    go();
}

/* --- one request, one error --- */

static const struct row {
    enum scene_actor actor;
    uint8_t request;
    uint8_t code;
    unsigned times;
    void (*begin)(void);
    void (*act)(void);
    const char *event, *key, *value; /* is told; key NULL: whatever it says */
    const char * not ;               /* and this is not */
} rows[] = {
    /* words */
    {SCENE_VISITOR, MESSAGE_SEND, ERROR_RATE, 1, stage_with_talk, visitor_says, "accepted", NULL, NULL, "unsent"},
    {SCENE_VISITOR, MESSAGE_SEND, ERROR_UNAVAILABLE, 1, stage_with_talk, visitor_says, "accepted", NULL, NULL,
     "unsent"},
    {SCENE_VISITOR, MESSAGE_SEND, ERROR_QUOTA, 1, stage_with_talk, visitor_says, "unsent", "why", "quota", "accepted"},
    {SCENE_VISITOR, MESSAGE_SEND, ERROR_TOO_LARGE, 1, stage_with_talk, visitor_says, "unsent", "why", "too_large",
     "accepted"},
    {SCENE_VISITOR, MESSAGE_SEND, ERROR_NOT_MEMBER, 1, stage_with_talk, visitor_says, "unsent", "why", "not_member",
     "accepted"},
    {SCENE_VISITOR, MESSAGE_SEND, ERROR_GONE, 1, stage_with_talk, visitor_says, "unsent", "why", "closed", "accepted"},
    {SCENE_VISITOR, MESSAGE_SEND, ERROR_EPOCH_CONFLICT, 1, stage_with_talk, visitor_says, "accepted", NULL, NULL,
     "unsent"},
    {SCENE_VISITOR, MESSAGE_SEND, ERROR_STALE_KEY, 1, stage_with_talk, visitor_says, "reconnect", NULL, NULL, "unsent"},
    {SCENE_ALPHA, MESSAGE_SEND, ERROR_QUOTA, 1, stage_with_talk, staff_says, "unsent", "why", "quota", "accepted"},
    {SCENE_ALPHA, MESSAGE_SEND, ERROR_EPOCH_CONFLICT, 1, stage_with_talk, staff_says, "accepted", NULL, NULL, "unsent"},
    {SCENE_ALPHA, MESSAGE_SEND, ERROR_STALE_KEY, 1, stage_with_talk, staff_says, "reconnect", NULL, NULL, "unsent"},
    {SCENE_ALPHA, MESSAGE_SEND, ERROR_SUPERSEDED, 1, stage_with_talk, staff_says, "superseded", NULL, NULL, "unsent"},
    {SCENE_ALPHA, MESSAGE_SEND, ERROR_SHUTDOWN, 1, stage_with_talk, staff_says, "shutdown", NULL, NULL, "unsent"},
    /* half a login is none */
    {SCENE_VISITOR, MESSAGE_GET_ROSTER, ERROR_RATE, 1, stage_with_talk, visitor_comes_again, "reconnect", NULL, NULL,
     "ready"},
    {SCENE_VISITOR, MESSAGE_GET_EVENTS, ERROR_GONE, 1, stage_with_talk, visitor_comes_again, "reconnect", NULL, NULL,
     "ready"},
    {SCENE_VISITOR, MESSAGE_PUT_SALT, ERROR_RATE, 1, stage_with_talk, visitor_comes_again, "reconnect", NULL, NULL,
     "ready"},
    {SCENE_VISITOR, MESSAGE_PUT_VAULT, ERROR_RATE, 1, stage_with_talk, visitor_comes_again, "reconnect", NULL, NULL,
     "ready"},
    {SCENE_VISITOR, MESSAGE_LIVE_KEYS, ERROR_RATE, 1, stage_with_talk, visitor_comes_again, "reconnect", NULL, NULL,
     "ready"},
    {SCENE_VISITOR, MESSAGE_GET_ENVELOPES, ERROR_RATE, 1, stage_with_talk, visitor_comes_again, "reconnect", NULL, NULL,
     "stopped"},
    {SCENE_VISITOR, MESSAGE_GET_DOORS, ERROR_RATE, 1, stage_with_talk, visitor_comes_again, "error", "code", "rate",
     "reconnect"},
    {SCENE_ALPHA, MESSAGE_GET_ROSTER, ERROR_UNAVAILABLE, 1, stage_with_talk, staff_comes_again, "reconnect", NULL, NULL,
     "ready"},
    {SCENE_ALPHA, MESSAGE_GET_EVENTS, ERROR_RATE, 1, stage_with_talk, staff_comes_again, "reconnect", NULL, NULL,
     "case_burnt"},
    {SCENE_ALPHA, MESSAGE_GET_EVENTS, ERROR_GONE, 1, stage_with_talk, staff_comes_again, "case_burnt", NULL, NULL,
     "reconnect"},
    {SCENE_ALPHA, MESSAGE_GET_EVENTS, ERROR_NOT_MEMBER, 1, stage_with_talk, staff_comes_again, "error", "code",
     "not_member", "reconnect"},
    {SCENE_ALPHA, MESSAGE_PUT_RECEIVE_KEY, ERROR_RATE, 1, stage, staff_lost_its_state, "reconnect", NULL, NULL,
     "stopped"},
    {SCENE_ALPHA, MESSAGE_GET_QUEUE, ERROR_RATE, 1, stage_with_talk, staff_comes_again, "reconnect", NULL, NULL,
     "stopped"},
    {SCENE_ALPHA, MESSAGE_GET_ROOMS, ERROR_UNAVAILABLE, 1, stage_with_talk, staff_comes_again, "reconnect", NULL, NULL,
     "stopped"},
    {SCENE_ALPHA, MESSAGE_SET_PRESENCE, ERROR_RATE, 1, stage_with_talk, staff_pauses, "error", "code", "rate",
     "reconnect"},
    /* moves */
    {SCENE_ALPHA, MESSAGE_PUT_EVENT, ERROR_NOT_ALLOWED, 1, stage_with_case, staff_claims, "act_failed", "why",
     "not_allowed", "claimed"},
    {SCENE_ALPHA, MESSAGE_PUT_EVENT, ERROR_EPOCH_CONFLICT, 1, stage_with_case, staff_claims, "act_failed", "why",
     "epoch_conflict", "claimed"},
    {SCENE_ALPHA, MESSAGE_PUT_EVENT, ERROR_RATE, 1, stage_with_talk, staff_closes, "closed", NULL, NULL, "act_failed"},
    {SCENE_ALPHA, MESSAGE_PUT_EVENT, ERROR_UNAVAILABLE, 1, stage_with_talk, staff_closes, "closed", NULL, NULL,
     "act_failed"},
    {SCENE_ALPHA, MESSAGE_PUT_EVENT, ERROR_EPOCH_CONFLICT, 1, stage_with_talk, staff_closes, "closed", NULL, NULL,
     "act_failed"},
    {SCENE_ALPHA, MESSAGE_PUT_EVENT, ERROR_NOT_ALLOWED, 1, stage_with_talk, staff_closes, "act_failed", "act", "close",
     "closed"},
    {SCENE_ALPHA, MESSAGE_PUT_EVENT, ERROR_QUOTA, 1, stage_with_talk, staff_adds, "unsent", "why", "not_member",
     "accepted"}, /* words for who was not let in */
    /* the calendar */
    {SCENE_ALPHA, MESSAGE_PUT_SLOT, ERROR_SLOT_TAKEN, 1, stage_with_talk, staff_books, "slot_taken", NULL, NULL,
     "accepted"},
    {SCENE_ALPHA, MESSAGE_PUT_SLOT, ERROR_NOT_ALLOWED, 1, stage_with_talk, staff_books, "slot_taken", NULL, NULL,
     "accepted"},
    {SCENE_ALPHA, MESSAGE_PUT_SLOT, ERROR_GONE, 1, stage_with_talk, staff_books, "slot_taken", NULL, NULL, "accepted"},
    {SCENE_ALPHA, MESSAGE_PUT_SLOT, ERROR_RATE, 1, stage_with_talk, staff_books, NULL, NULL, NULL, "slot_taken"},
    {SCENE_ALPHA, MESSAGE_PUT_SLOT, ERROR_NOT_ALLOWED, 1, with_booking, staff_has_held_it, "slot_refused", "why",
     "not_allowed", "slot_taken"},
    {SCENE_ALPHA, MESSAGE_PUT_SLOT, ERROR_GONE, 1, with_booking, staff_has_held_it, "slot_refused", "why", "gone",
     "slot_taken"},
    {SCENE_ALPHA, MESSAGE_GET_SLOTS, ERROR_RATE, 1, stage_with_talk, staff_asks_for_slots, "error", "code", "rate",
     "slots"}, /* or a calendar with holes would look whole */
    /* a case */
    {SCENE_VISITOR, MESSAGE_OPEN_CASE, ERROR_DOOR_CLOSED, 1, stage, visitor_opens, "error", "code", "door_closed",
     "opened"},
    {SCENE_VISITOR, MESSAGE_OPEN_CASE, ERROR_POW_NEEDED, 1, stage, visitor_opens, "error", "code", "pow_needed",
     "opened"}, /* and does not say which */
    /* the archive */
    {SCENE_VISITOR, MESSAGE_PUT_SALT, ERROR_QUOTA, 1, stage_with_talk, visitor_keeps, "archive", "on", "false",
     "reconnect"},
    {SCENE_VISITOR, MESSAGE_DELETE_SALT, ERROR_UNAVAILABLE, 1, with_archive, visitor_keeps_no_more, "archive", "on",
     "false", "reconnect"},
    {SCENE_VISITOR, MESSAGE_DELETE_SALT, ERROR_GONE, 1, with_archive, visitor_keeps_no_more, "archive", "on", "false",
     "reconnect"},
    {SCENE_VISITOR, MESSAGE_KEEP, ERROR_QUOTA, 1, with_archive, visitor_says, "not_kept", NULL, NULL, "unsent"},
    {SCENE_VISITOR, MESSAGE_KEEP, ERROR_QUOTA, 1, with_archive, visitor_reads, "not_kept", NULL, NULL, "unsent"},
    {SCENE_VISITOR, MESSAGE_KEEP, ERROR_GONE, 1, with_archive, visitor_reads, "message", NULL, NULL, "not_kept"},
    {SCENE_VISITOR, MESSAGE_DELETE_KEPT, ERROR_GONE, 1, with_archive, visitor_deletes, NULL, NULL, NULL, "unkept"},
    {SCENE_VISITOR, MESSAGE_GET_ARCHIVE, ERROR_UNAVAILABLE, 1, with_archive, visitor_comes_again, "ready", NULL, NULL,
     "archive_read"},
};

static void every_refusal_has_its_end(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        row->begin();
        event_count = 0;
        refuse(row->actor, row->request, row->code, row->times);
        row->act();
        go();
        wait(PATIENCE_S);
        bool is_told = row->event == NULL || count_of(row->actor, row->event) > 0;
        is_told = is_told && (row->key == NULL || says(row->actor, row->event, row->key, row->value));
        if (!CHECK(is_told && count_of(row->actor, row->not ) == 0 && refusal.met == row->times && nobody_stopped()))
            printf("  row %zu: told %d, met %u, not %zu\n", i, is_told, refusal.met, count_of(row->actor, row->not ));
        end();
    }
}

/* --- keys that are gone (rule 10) --- */

static void refuse_key_of(const uint8_t *who, unsigned times)
{
    static uint8_t detail[HASH_SIZE + KEY_ID_SIZE];
    memcpy(detail, who, HASH_SIZE);
    refuse(SCENE_ALPHA, MESSAGE_SEND, ERROR_STALE_KEY, times);
    refusal.detail = PART(detail, sizeof detail);
}

/* The page that was written to is gone: the same words go to the offline key; when that is gone too, they wait for the next page. */
static void words_follow_the_visitors_keys(void)
{
    for (unsigned times = 1; times <= 2; times++) {
        stage_with_talk();
        refuse_key_of(visitor_id, times);
        staff_says();
        go();
        CHECK(refusal.met == times && count_of(SCENE_ALPHA, "accepted") == 2 - times && nobody_stopped());
        CHECK(says(SCENE_VISITOR, "message", "offline", "true") || times == 2);
        new_page();
        go();
        CHECK(count_of(SCENE_ALPHA, "accepted") == 1 && count_of(SCENE_VISITOR, "message") == 1);
        CHECK(count_of(SCENE_ALPHA, "unsent") + count_of(SCENE_ALPHA, "reconnect") == 0);
        end();
    }
}

static void a_colleagues_new_key_is_fetched(void)
{
    stage_with_talk();
    refuse_key_of(scene.keys.cert_hash[1], 1);
    staff_says();
    go();
    CHECK(count_of(SCENE_ALPHA, "reconnect") == 1 && count_of(SCENE_ALPHA, "unsent") == 0);
    end();
}

/* What was sealed to a page that is gone is wrapped again, and again if the server was busy or that page is gone as well. */
static void another_wrap_is_tried_again(void)
{
    static const struct {
        uint8_t code;
        size_t soon, later; /* messages that have come by then */
    } cases[] = {{ERROR_RATE, 1, 1}, {ERROR_STALE_KEY, 0, 1}, {ERROR_GONE, 0, 0}};
    for (size_t i = 0; i < 3; i++) {
        stage_with_talk();
        scene.devices[SCENE_VISITOR].link->is_cut = true; /* nothing that it sends arrives: no receipt */
        staff_says();
        go();
        scene_kill(&scene, SCENE_VISITOR);
        scene_run(&scene);
        event_count = 0;
        refuse(SCENE_ALPHA, MESSAGE_REWRAP, cases[i].code, 1);
        new_page();
        go();
        CHECK(refusal.met == 1 && count_of(SCENE_VISITOR, "message") == 0);
        wait(PATIENCE_S);
        CHECK(count_of(SCENE_VISITOR, "message") == cases[i].soon);
        wait(700);
        CHECK(count_of(SCENE_VISITOR, "message") == cases[i].later);
        new_page(); /* in any case another page is wrapped to */
        go();
        CHECK(count_of(SCENE_VISITOR, "message") == 1 && nobody_stopped());
        end();
    }
}

static void a_salt_in_use_is_asked_for_later(void)
{
    stage_with_talk();
    new_page();
    go();
    refuse(SCENE_VISITOR, MESSAGE_DELETE_SALT, ERROR_GEN_IN_USE, 1);
    wait(1);
    CHECK(refusal.met == 1 && scene_generations(&scene, visitor_id) == 2);
    wait(1);
    CHECK(scene_generations(&scene, visitor_id) == 2);
    wait(40);
    CHECK(scene_generations(&scene, visitor_id) == 1 && nobody_stopped());
    end();
}

static uint32_t kept_tag; /* of a KEEP that has no answer */

static bool keep_tag(struct scene *at, enum scene_actor actor, const struct message *message)
{
    (void)at;
    if (actor != SCENE_VISITOR || message->code != MESSAGE_KEEP)
        return true;
    kept_tag = message->tag;
    return false;
}

/* Destroyed already, and the answer was lost: the key that it led to goes, and is not asked for again. */
static void a_salt_that_is_gone_is_gone(void)
{
    stage_with_talk();
    new_page();
    go();
    refuse(SCENE_VISITOR, MESSAGE_DELETE_SALT, ERROR_GONE, MANY);
    wait(1);
    CHECK(refusal.met == 1);
    wait(40);
    wait(40);
    CHECK(refusal.met == 1 && nobody_stopped());
    CHECK(say(SCENE_ALPHA, "still heard") == OK);
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "still heard"));
    end();
}

/* Switched off while a message was on its way into the archive: it is deleted at once, and nobody is told that it was not kept. */
static void what_is_not_to_be_kept_any_more_is_deleted(void)
{
    struct message refused = {.code = MESSAGE_ERROR, .as.error.code = ERROR_QUOTA};
    with_archive();
    event_count = 0;
    scene.heard = keep_tag;
    visitor_reads();
    go();
    CHECK(kept_tag != 0 && scene_waiting(&scene, visitor_id, false) == 1);
    visitor_keeps_no_more();
    go();
    refused.tag = kept_tag;
    scene_inject(&scene, SCENE_VISITOR, &refused);
    go();
    CHECK(count_of(SCENE_VISITOR, "not_kept") == 0 && scene_waiting(&scene, visitor_id, false) == 0);
    CHECK(says(SCENE_VISITOR, "archive", "on", "false") && nobody_stopped());
    end();
}

/* --- what the server could not store --- */

static void a_vault_is_put_again(void)
{
    stage_with_talk();
    refuse(SCENE_VISITOR, MESSAGE_PUT_VAULT, ERROR_UNAVAILABLE, 1);
    visitor_reads();
    go();
    CHECK(refusal.met == 1 && says(SCENE_VISITOR, "error", "code", "unavailable"));
    CHECK(scene_waiting(&scene, visitor_id, false) > 0); /* nothing is deleted that no vault says was read */
    wait(1);
    CHECK(scene_waiting(&scene, visitor_id, false) == 0 && count_of(SCENE_VISITOR, "message") == 1);
    end();
}

static void a_booking_is_said_again(void)
{
    for (int is_new = 0; is_new < 2; is_new++) {
        if (is_new)
            stage_with_talk();
        else
            with_booking();
        refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, ERROR_UNAVAILABLE, 1);
        if (is_new)
            staff_books();
        else
            staff_has_held_it();
        go();
        CHECK(refusal.met == 1 && count_of(SCENE_ALPHA, "slot_taken") == 0);
        CHECK(count_of(SCENE_VISITOR, "appointment") == (is_new ? 0 : 1));
        scene_disconnect(&scene, SCENE_ALPHA);
        scene_run(&scene);
        come(SCENE_ALPHA);
        go();
        CHECK(says(SCENE_ALPHA, "slot", "state", is_new ? "offered" : "held"));
        CHECK(count_of(SCENE_VISITOR, "appointment") == 1 && nobody_stopped());
        end();
    }
}

/* Nor does what passes wait for the next login, which may be days away: an offer that nobody hears of. */
static void a_booking_is_said_again_soon(void)
{
    static const uint8_t codes[] = {ERROR_RATE, ERROR_UNAVAILABLE};
    for (int way = 0; way < 4; way++) {
        bool is_new = way % 2 == 1;
        if (is_new)
            stage_with_talk();
        else
            with_booking();
        refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, codes[way / 2], 2);
        if (is_new)
            staff_books();
        else
            staff_has_held_it();
        go();
        wait(PAUSE_S - 1);
        CHECK(refusal.met == 1);
        wait(1);
        CHECK(refusal.met == 2);
        wait(PAUSE_S);
        CHECK(says(SCENE_ALPHA, "slot", "state", is_new ? "offered" : "held"));
        CHECK(count_of(SCENE_VISITOR, "appointment") == 1 && count_of(SCENE_ALPHA, "reconnect") == 0);
        refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, ERROR_RATE, MANY);
        wait(PAUSE_S);
        wait(PAUSE_S);
        CHECK(refusal.met == 0 && nobody_stopped());
        end();
    }
}

/* What else it answers is no matter of time: not before the next login. */
static void what_is_no_matter_of_time_waits_for_the_next_login(void)
{
    with_booking();
    refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, ERROR_TOO_LARGE, 1);
    staff_has_held_it();
    go();
    wait(PAUSE_S);
    wait(PAUSE_S);
    CHECK(refusal.met == 1 && count_of(SCENE_ALPHA, "slot_refused") == 0 &&
          !says(SCENE_ALPHA, "slot", "state", "held"));
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    CHECK(says(SCENE_ALPHA, "slot", "state", "held"));
    end();
}

/* While an answer is awaited nothing is asked twice. */
static void a_booking_is_not_said_twice(void)
{
    for (int is_new = 0; is_new < 2; is_new++) {
        with_booking();
        refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, ERROR_RATE, 1);
        staff_has_held_it();
        go();
        CHECK(refusal.met == 1);
        refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, NO_ANSWER, MANY);
        if (is_new)
            staff_books();
        else
            booking_change(client_of(SCENE_ALPHA), &client_of(SCENE_ALPHA)->staff.bookings[0],
                           &client_of(SCENE_ALPHA)->staff.bookings[0].times[0], SLOT_ACCEPTED);
        go();
        wait(PAUSE_S);
        wait(PAUSE_S);
        CHECK(refusal.met == 1);
        end();
    }
}

/* What the server will never take is not said to it at every login. */
static void a_last_word_is_not_contradicted(void)
{
    static const uint8_t last[] = {ERROR_SLOT_TAKEN, ERROR_NOT_ALLOWED, ERROR_GONE};
    for (size_t i = 0; i < sizeof last; i++) {
        with_booking();
        refuse(SCENE_ALPHA, MESSAGE_PUT_SLOT, last[i], MANY);
        staff_has_held_it();
        go();
        scene_disconnect(&scene, SCENE_ALPHA);
        scene_run(&scene);
        come(SCENE_ALPHA);
        go();
        CHECK(refusal.met == 1 && count_of(SCENE_ALPHA, "slot_taken") == 0 && nobody_stopped());
        end();
    }
}

/* --- moves --- */

static void who_holds_it_is_told(void)
{
    static uint8_t detail[4 + HASH_SIZE];
    for (size_t holder = 0; holder < 2; holder++) {
        stage_with_case();
        refuse(SCENE_ALPHA, MESSAGE_PUT_EVENT, ERROR_EPOCH_CONFLICT, 1);
        memcpy(detail + 4, scene.keys.cert_hash[holder], HASH_SIZE);
        refusal.detail = PART(detail, sizeof detail);
        staff_claims();
        go();
        /* Ours: the answer to an earlier claim was lost, and the room is read. */
        CHECK(count_of(SCENE_ALPHA, "claim_lost") == holder && count_of(SCENE_ALPHA, "act_failed") == 0);
        CHECK(nobody_stopped());
        end();
    }
}

static void a_second_signature_may_be_refused(void)
{
    stage_with_talk();
    come(SCENE_ANNA);
    come(SCENE_BO);
    go();
    CHECK(staff_take_over(client_of(SCENE_ANNA), case_id, scene.keys.cert_hash[1]) == OK);
    go();
    CHECK(staff_second(client_of(SCENE_ANNA), case_id) == REFUSED && count_of(SCENE_BO, "proposal") == 1);
    refuse(SCENE_BO, MESSAGE_PUT_EVENT, ERROR_EPOCH_CONFLICT, 1);
    CHECK(staff_second(client_of(SCENE_BO), case_id) == OK);
    go();
    CHECK(says(SCENE_BO, "act_failed", "act", "takeover") && says(SCENE_BO, "act_failed", "why", "epoch_conflict"));
    CHECK(staff_second(client_of(SCENE_BO), case_id) == REFUSED && count_of(SCENE_BO, "taken_over") == 0);
    end();
}

/* --- burning, whatever else is under way --- */

static void a_login_is_cut_short_by_burning(void)
{
    static const uint8_t awaited[] = {MESSAGE_GET_ROSTER, MESSAGE_PUT_VAULT};
    for (size_t i = 0; i < sizeof awaited; i++) {
        stage_with_talk();
        refuse(SCENE_VISITOR, awaited[i], NO_ANSWER, 1);
        new_page();
        go();
        CHECK(refusal.met == 1 && visitor_burn(client_of(SCENE_VISITOR)) == OK);
        go();
        come_back();
        CHECK(count_of(SCENE_VISITOR, "burnt") == 1 && count_of(SCENE_ALPHA, "case_burnt") == 1);
        end();
    }
}

static void burning_is_asked_for_with_patience(void)
{
    stage_with_talk();
    refuse(SCENE_VISITOR, MESSAGE_BURN, ERROR_UNAVAILABLE, MANY);
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    wait(0);
    CHECK(refusal.met == 1);
    wait(PATIENCE_S);
    CHECK(refusal.met == 2 && count_of(SCENE_VISITOR, "burnt") == 0);
    refusal.code = NO_ANSWER;
    wait(PATIENCE_S);
    wait(PATIENCE_S);
    CHECK(refusal.met == 3); /* not while one is awaited */
    end();
}

static void a_claim_under_way_meets_a_burnt_case(void)
{
    stage_with_case();
    refuse(SCENE_ALPHA, MESSAGE_PUT_EVENT, NO_ANSWER, 1);
    staff_claims();
    go();
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(says(SCENE_ALPHA, "act_failed", "why", "gone") && says(SCENE_ALPHA, "card", "state", "burnt"));
    CHECK(count_of(SCENE_ALPHA, "claimed") == 0 && nobody_stopped());
    end();
}

/* --- answers to nothing --- */

static void answers_to_nothing_are_told_or_nothing(void)
{
    struct message error = {.code = MESSAGE_ERROR, .tag = 0, .as.error.code = ERROR_RATE};
    struct message done = {.code = MESSAGE_DONE, .tag = 4000000000};
    stage_with_talk();
    event_count = 0;
    scene_inject(&scene, SCENE_VISITOR, &error);
    scene_inject(&scene, SCENE_VISITOR, &done);
    go();
    CHECK(event_count == 1 && says(SCENE_VISITOR, "error", "code", "rate") && nobody_stopped());
    end();
}

int main(void)
{
    RUN(words_follow_the_visitors_keys);
    RUN(a_colleagues_new_key_is_fetched);
    RUN(another_wrap_is_tried_again);
    RUN(a_salt_in_use_is_asked_for_later);
    RUN(a_vault_is_put_again);
    RUN(a_booking_is_said_again);
    RUN(a_booking_is_said_again_soon);
    RUN(what_is_no_matter_of_time_waits_for_the_next_login);
    RUN(a_booking_is_not_said_twice);
    RUN(a_last_word_is_not_contradicted);
    RUN(who_holds_it_is_told);
    RUN(a_second_signature_may_be_refused);
    RUN(a_login_is_cut_short_by_burning);
    RUN(burning_is_asked_for_with_patience);
    RUN(a_claim_under_way_meets_a_burnt_case);
    RUN(answers_to_nothing_are_told_or_nothing);
    RUN(every_refusal_has_its_end);
    RUN(a_salt_that_is_gone_is_gone);
    RUN(what_is_not_to_be_kept_any_more_is_deleted);
    return check_end();
}
