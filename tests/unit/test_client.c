/* Does the client say each event and each outcome it promises, and does it stop, and never fall, when the server lies? */
#include "body.h"
#include "envelope.h"
#include "message.h"
#include "stage.h"

#include <stdlib.h>

enum { GAP_WAIT = 16 }; /* longer than a missing message is waited for, seconds; twice */

/* --- the way of a case --- */

static void a_case_goes_its_way(void)
{
    stage();
    CHECK(count_of(SCENE_ALPHA, "unlocked") == 1 && count_of(SCENE_ALPHA, "colleague") >= 4);
    CHECK(count_of(SCENE_VISITOR, "connected") == 1 && count_of(SCENE_VISITOR, "ready") == 1);
    CHECK(count_of(SCENE_VISITOR, "door") == 1 && count_of(SCENE_VISITOR, "doors") == 1);
    CHECK(open_door(1) == OK);
    CHECK(open_door(1) == REFUSED);
    go();
    CHECK(count_of(SCENE_VISITOR, "opened") == 1 && says(SCENE_VISITOR, "state", "state", "waiting"));
    CHECK(says(SCENE_ALPHA, "intake", "text", "hello \\") && says(SCENE_BETA, "card", "state", "waiting"));
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK && staff_claim(client_of(SCENE_BETA), case_id) == OK);
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == REFUSED);
    go();
    CHECK(count_of(SCENE_ALPHA, "claimed") + count_of(SCENE_BETA, "claimed") == 1);
    CHECK(count_of(SCENE_ALPHA, "claim_lost") + count_of(SCENE_BETA, "claim_lost") == 1);
    enum scene_actor late = count_of(SCENE_ALPHA, "claim_lost") == 1 ? SCENE_ALPHA : SCENE_BETA;
    CHECK(staff_claim(client_of(late), case_id) == OK); /* who knows already, or would, is told the same */
    go();
    CHECK(count_of(late, "claim_lost") == 2 && count_of(late, "act_failed") == 0);
    CHECK(says(SCENE_VISITOR, "state", "state", "claimed") && nobody_stopped());
    end();
}

static void words_go_both_ways(void)
{
    stage_with_talk();
    CHECK(say(SCENE_VISITOR, "to you") == OK && say(SCENE_ALPHA, "and you") == OK);
    CHECK(say(SCENE_VISITOR, "") == MALFORMED && say(SCENE_VISITOR, "\xff") == MALFORMED);
    CHECK(say(SCENE_BETA, "not mine") == REFUSED);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "to you") && says(SCENE_VISITOR, "message", "text", "and you"));
    CHECK(says(SCENE_VISITOR, "message", "offline", "false"));
    CHECK(count_of(SCENE_ALPHA, "accepted") == 1 && count_of(SCENE_ALPHA, "delivered") == 1);
    CHECK(count_of(SCENE_VISITOR, "accepted") == 1 && count_of(SCENE_VISITOR, "delivered") == 1);
    CHECK(scene_waiting(&scene, visitor_id, false) == 0);
    CHECK(client_is_idle(client_of(SCENE_VISITOR)) && client_is_idle(client_of(SCENE_ALPHA)));
    CHECK(visitor_tell(client_of(SCENE_VISITOR), RECEIPT_CANNOT_WRITE) == OK);
    CHECK(visitor_tell(client_of(SCENE_VISITOR), RECEIPT_SHOWN) == MALFORMED);
    go();
    CHECK(says(SCENE_ALPHA, "told", "what", "cannot_write"));
    wait(RECEIPT_EVERY_S);
    CHECK(says(SCENE_ALPHA, "told", "what", "here"));
    CHECK(client_shown(client_of(SCENE_ALPHA), case_id) == REFUSED && nobody_stopped());
    end();
}

static void a_closed_case_says_no_more(void)
{
    stage_with_talk();
    CHECK(staff_close_case(client_of(SCENE_BETA), case_id) == REFUSED);
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "closed") == 1 && count_of(SCENE_VISITOR, "closed") == 1);
    CHECK(says(SCENE_VISITOR, "state", "state", "closed"));
    CHECK(say(SCENE_ALPHA, "late") == REFUSED && say(SCENE_VISITOR, "late") == REFUSED && nobody_stopped());
    end();
}

/* Whoever says good-bye and closes has said it; and what was read has its receipt. */
static void a_close_goes_out_last(void)
{
    stage_with_talk();
    scene.devices[SCENE_ALPHA].keeps_frames = true; /* the receipt stays with it */
    CHECK(say(SCENE_VISITOR, "thank you") == OK);
    go();
    CHECK(say(SCENE_ALPHA, "good-bye") == OK && staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    CHECK(!client_is_idle(client_of(SCENE_ALPHA)));
    scene.devices[SCENE_ALPHA].keeps_frames = false;
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "good-bye") && count_of(SCENE_ALPHA, "unsent") == 0);
    CHECK(count_of(SCENE_VISITOR, "delivered") == 1 && count_of(SCENE_VISITOR, "closed") == 1);
    CHECK(count_of(SCENE_ALPHA, "closed") == 1 && client_is_idle(client_of(SCENE_ALPHA)));
    end();
}

/* The server dies with the CLOSE on its way to it, then with the answer on its way back; each time the device comes back with what it
 * has kept. */
static void a_close_survives_its_device(void)
{
    for (int is_stored = 0; is_stored < 2; is_stored++) {
        stage_with_talk();
        CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
        scene_pump(&scene, SCENE_ALPHA);
        while (is_stored && scene_to_server(&scene, scene.devices[SCENE_ALPHA].link))
            ;
        scene_kill(&scene, SCENE_ALPHA);
        scene_crash_server(&scene);
        come(SCENE_ALPHA);
        come(SCENE_VISITOR);
        go();
        CHECK(count_of(SCENE_ALPHA, "closed") == 1 && count_of(SCENE_VISITOR, "closed") == 1);
        CHECK(client_is_idle(client_of(SCENE_ALPHA)) && nobody_stopped());
        end();
    }
}

static void words_that_meet_a_close_are_unsent(void)
{
    stage_with_talk();
    scene.devices[SCENE_VISITOR].keeps_frames = true;
    CHECK(say(SCENE_VISITOR, "too late") == OK);
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    scene.devices[SCENE_VISITOR].keeps_frames = false;
    go();
    CHECK(says(SCENE_VISITOR, "unsent", "why", "closed") && count_of(SCENE_VISITOR, "accepted") == 0);
    end();
}

static void one_login_shows_the_room_once(void)
{
    stage_with_talk();
    event_count = 0;
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "room") == 1 && says(SCENE_VISITOR, "room", "epoch", "1"));
    CHECK(count_of(SCENE_ALPHA, "back") == 1 && count_of(SCENE_VISITOR, "last_sign_in") == 1);
    end();
}

static void codes_are_checked_before_anybody_is_asked(void)
{
    static const char other[] = "000000000000000000000000";
    char words[PHRASE_TEXT_MAX];
    size_t size = 0;
    stage();
    struct client *client = client_of(SCENE_VISITOR);
    CHECK(visitor_new(client) == REFUSED && visitor_return(client, PART_TEXT("x")) == REFUSED);
    CHECK(visitor_check_code(client, (struct bytes){(uint8_t *)code, CODE_DIGITS}) == OK);
    CHECK(visitor_check_code(client, PART_TEXT("1")) == MALFORMED);
    for (int list = 0; list < WORD_LISTS; list++) {
        CHECK(visitor_words(client, (enum word_list)list, words, &size) == OK && size > 7 * 3 + 5);
        CHECK(visitor_check_code(client, (struct bytes){(uint8_t *)words, size}) == OK);
        size_t six = size; /* words are no code */
        while (words[six - 1] != ' ')
            six--;
        CHECK(visitor_check_code(client, (struct bytes){(uint8_t *)words, six}) == MALFORMED);
    }
    CHECK(visitor_check_code(client, (struct bytes){(const uint8_t *)other, 24}) != OK);
    visitor_hide_code(client);
    CHECK(visitor_words(client, WORDS_DA, words, &size) == REFUSED);
    CHECK(visitor_code(client, code) == REFUSED &&
          visitor_check_code(client, (struct bytes){(uint8_t *)code, CODE_DIGITS}) == REFUSED);
    CHECK(open_door(9) == GONE && visitor_tell(client, RECEIPT_CANNOT_WRITE) == REFUSED);
    scene_kill(&scene, SCENE_VISITOR);
    scene_start(&scene, SCENE_VISITOR);
    CHECK(visitor_return(client_of(SCENE_VISITOR), PART_TEXT("12 34")) == MALFORMED);
    CHECK(size > 0 && visitor_return(client_of(SCENE_VISITOR), (struct bytes){(uint8_t *)words, size}) == OK);
    come(SCENE_VISITOR);
    go();
    CHECK(count_of(SCENE_VISITOR, "unknown_code") == 1 && count_of(SCENE_VISITOR, "reconnect") == 1);
    end();
}

static void a_second_page_supersedes_the_first(void)
{
    struct message superseded = {.code = MESSAGE_ERROR, .tag = 0, .as.error.code = ERROR_SUPERSEDED};
    stage_with_talk();
    event_count = 0;
    scene_inject(&scene, SCENE_VISITOR, &superseded);
    scene.devices[SCENE_VISITOR].keeps_frames = true;
    CHECK(say(SCENE_VISITOR, "held") == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "superseded") == 1 && count_of(SCENE_VISITOR, "unsent") == 0);
    CHECK(count_of(SCENE_VISITOR, "reconnect") == 0); /* or two pages would take turns for ever */
    scene.devices[SCENE_VISITOR].keeps_frames = false;
    scene_disconnect(&scene, SCENE_VISITOR);
    come(SCENE_VISITOR);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "held") && nobody_stopped());
    end();
}

/* --- appointments and the calendar --- */

static struct appointment appointment_at(uint64_t day)
{
    return (struct appointment){.act = APPOINTMENT_OFFER,
                                .count = 1,
                                .times = {{.start_min = (SCENE_START_DAY + day) * 24 * 60, .length_min = 30}},
                                .way = WAY_PHONE,
                                .place = PART_TEXT("12345678")};
}

static void an_appointment_is_made_and_kept(void)
{
    uint8_t id[MSG_ID_SIZE];
    struct appointment offer = appointment_at(2), wrong = appointment_at(3);
    stage_with_talk();
    wrong.times[0].start_min++;
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &wrong, id) == MALFORMED);
    CHECK(client_appointment(client_of(SCENE_VISITOR), case_id, &offer, id) == REFUSED);
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &offer, id) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "appointment", "act", "offer") && says(SCENE_ALPHA, "slot", "state", "offered"));
    struct appointment answer = offer;
    answer.act = APPOINTMENT_ACCEPT;
    CHECK(client_appointment(client_of(SCENE_VISITOR), case_id, &answer, id) == OK);
    go();
    CHECK(says(SCENE_ALPHA, "appointment", "act", "accept") && says(SCENE_ALPHA, "slot", "state", "accepted"));
    struct appointment other = appointment_at(2);
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &other, id) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "slot_taken") == 1);
    CHECK(staff_slot_state(client_of(SCENE_ALPHA), offer.times[0].id, SLOT_OFFERED) == MALFORMED);
    CHECK(staff_slot_state(client_of(SCENE_ALPHA), case_id, SLOT_HELD) == GONE);
    CHECK(staff_slot_state(client_of(SCENE_ALPHA), offer.times[0].id, SLOT_HELD) == REFUSED); /* it has not begun */
    scene.now_s = offer.times[0].start_min * 60;
    wait(0);
    CHECK(staff_slot_state(client_of(SCENE_ALPHA), offer.times[0].id, SLOT_HELD) == OK);
    CHECK(staff_slots(client_of(SCENE_ALPHA), 0, UINT32_MAX) == OK);
    CHECK(staff_slots(client_of(SCENE_ALPHA), 2, 1) == MALFORMED);
    CHECK(staff_presence(client_of(SCENE_ALPHA), PRESENCE_PAUSED) == OK);
    CHECK(staff_presence(client_of(SCENE_ALPHA), 9) == MALFORMED);
    CHECK(staff_presence(client_of(SCENE_VISITOR), PRESENCE_PAUSED) == REFUSED);
    go();
    CHECK(says(SCENE_ALPHA, "slot", "state", "held") && count_of(SCENE_ALPHA, "slots") == 1);
    CHECK(says(SCENE_BETA, "colleague", "presence", "paused") && nobody_stopped());
    end();
}

/* --- crashes --- */

/* A live message waits for its re-wrap, and what was said after it comes first: it is shown all the same. */
static void what_a_rewrap_delays_is_not_lost(void)
{
    stage_with_talk();
    scene_kill(&scene, SCENE_VISITOR);
    CHECK(say(SCENE_ALPHA, "first") == OK); /* to a key that is gone, but nobody knows yet */
    scene_pump(&scene, SCENE_ALPHA);
    for (size_t i = 0; i < SCENE_LINKS; i++) {
        if (scene.links[i].actor == SCENE_ALPHA)
            (void)scene_to_server(&scene, &scene.links[i]);
    }
    go();
    CHECK(scene_waiting(&scene, visitor_id, true) == 1);
    CHECK(say(SCENE_ALPHA, "second") == OK);
    go();
    event_count = 0;
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "message") == 2 && says(SCENE_VISITOR, "message", "text", "first"));
    wait(GAP_WAIT);
    CHECK(count_of(SCENE_VISITOR, "gap") == 0 && scene_waiting(&scene, visitor_id, false) == 0 && nobody_stopped());
    end();
}

/* A device that dies after it has kept a message and before anybody saw it. */
static void what_nobody_saw_comes_again(void)
{
    stage_with_talk();
    shows = false;
    CHECK(say(SCENE_VISITOR, "unseen") == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "message") == 1);
    scene_kill(&scene, SCENE_ALPHA);
    event_count = 0;
    shows = true;
    come(SCENE_ALPHA);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "unseen") && count_of(SCENE_ALPHA, "gap") == 0);
    scene_kill(&scene, SCENE_ALPHA);
    event_count = 0;
    come(SCENE_ALPHA);
    go();
    CHECK(count_of(SCENE_ALPHA, "message") == 0 && nobody_stopped());
    end();
}

/* The server stored it and was killed before it could say so; the device dies too. */
static void what_may_be_stored_goes_out_as_it_was(void)
{
    stage_with_talk();
    CHECK(say(SCENE_ALPHA, "once") == OK);
    scene_pump(&scene, SCENE_ALPHA);
    for (size_t i = 0; i < SCENE_LINKS; i++) {
        if (scene.links[i].actor == SCENE_ALPHA)
            (void)scene_to_server(&scene, &scene.links[i]);
    }
    scene_kill(&scene, SCENE_ALPHA);
    scene_crash_server(&scene);
    come(SCENE_VISITOR);
    go();
    come(SCENE_ALPHA);
    go();
    CHECK(say(SCENE_ALPHA, "twice") == OK);
    go();
    wait(GAP_WAIT);
    CHECK(count_of(SCENE_VISITOR, "message") == 2 && count_of(SCENE_ALPHA, "accepted") == 2);
    CHECK(count_of(SCENE_ALPHA, "delivered") == 2 && count_of(SCENE_VISITOR, "gap") == 0 && nobody_stopped());
    end();
}

static void locking_wraps_for_a_later_day(void)
{
    stage_with_talk();
    scene.devices[SCENE_VISITOR].keeps_frames = true;
    CHECK(say(SCENE_ALPHA, "good night") == OK);
    go();
    staff_lock(client_of(SCENE_ALPHA));
    go();
    CHECK(client_is_idle(client_of(SCENE_ALPHA)));
    scene_kill(&scene, SCENE_ALPHA);
    event_count = 0;
    scene.devices[SCENE_VISITOR].keeps_frames = false;
    new_page();
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "good night") && says(SCENE_VISITOR, "message", "offline", "true"));
    end();
}

static void fill_with_ones(void *out, size_t size)
{
    memset(out, 1, size);
}

static void a_wrong_passphrase_leaves_nothing(void)
{
    static uint8_t state[64], sealed[256], plain[256];
    static const uint8_t no_case[CASE_ID_SIZE];
    size_t size;
    scene_open(&scene, 1);
    scene.is_quiet = is_in_cells;
    scene.event = on_event;
    struct client_settings settings = {.role = CLIENT_STAFF, .host = PART_TEXT("x"), .draw = fill_with_ones};
    memcpy(settings.deployment_id, scene.keys.deployment_id, HASH_SIZE);
    void *memory = malloc(client_size());
    struct client *client = client_open(memory, &settings);
    struct bytes file = {scene.keys.key_file[0], scene.keys.key_file_size[0]};
    CHECK(staff_unlock(client, file, PART_TEXT("not the words of this file"), NULL, 0) == REFUSED);
    CHECK(staff_unlock(client, PART_TEXT("no file"), scene_passphrase(), NULL, 0) == MALFORMED);
    memset(state, 7, sizeof state);
    CHECK(staff_unlock(client, file, scene_passphrase(), state, sizeof state) == REFUSED);
    CHECK(state[0] == 0 && !client_is_dirty(client));
    /* The secrets of the file are not left behind. */
    CHECK(memmem(memory, client_size(), scene.keys.seed_sign[0], SIGN_SEED_SIZE) == NULL);
    CHECK(client_save(client, sealed, sizeof sealed, &size) == REFUSED);
    CHECK(staff_record_seal(client, no_case, PART_TEXT("note"), sealed, sizeof sealed, &size) == REFUSED);
    CHECK(staff_unlock(client, file, scene_passphrase(), NULL, 0) == OK);
    CHECK(staff_unlock(client, file, scene_passphrase(), NULL, 0) == REFUSED);
    CHECK(staff_record_seal(client, no_case, PART_TEXT("note"), sealed, 20, &size) == FULL);
    CHECK(staff_record_seal(client, no_case, PART_TEXT("note"), sealed, sizeof sealed, &size) == OK &&
          size == 4 + RECORD_OVERHEAD);
    CHECK(staff_record_open(client, (struct bytes){sealed, size}, plain, sizeof plain, &size) == OK && size == 4);
    sealed[RECORD_OVERHEAD] ^= 1;
    CHECK(staff_record_open(client, (struct bytes){sealed, 4 + RECORD_OVERHEAD}, plain, sizeof plain, &size) ==
          REFUSED);
    client_close(client);
    CHECK(memmem(memory, client_size(), scene.keys.seed_sign[0], SIGN_SEED_SIZE) == NULL);
    free(memory);
    end();
}

/* --- a server that lies --- */

static uint8_t swapped[MESSAGE_MAX];
static size_t swapped_size;
static uint8_t wanted_code;
static unsigned lies;

static bool flip_one(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)at;
    if (actor == SCENE_VISITOR && data[0] == wanted_code && *size > 200) {
        data[*size - 100] ^= 1;
        lies++;
    }
    return true;
}

static void an_altered_roster_stops(void)
{
    stage_with_case();
    event_count = 0;
    lies = 0;
    wanted_code = MESSAGE_STATEMENT;
    scene.filter = flip_one;
    new_page();
    go();
    CHECK(lies > 0 && says(SCENE_VISITOR, "stopped", "why", "roster") && count_of(SCENE_VISITOR, "ready") == 0);
    CHECK(say(SCENE_VISITOR, "no") == REFUSED);
    end();
}

static void an_altered_envelope_is_unreadable(void)
{
    stage_with_talk();
    event_count = 0;
    wanted_code = MESSAGE_ENVELOPE;
    scene.filter = flip_one;
    CHECK(say(SCENE_ALPHA, "changed on its way") == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "unreadable") >= 1 && count_of(SCENE_VISITOR, "message") == 0);
    CHECK(scene_waiting(&scene, visitor_id, false) >= 1); /* and stays */
    end();
}

static bool drop_events(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)at;
    (void)size;
    lies += actor == SCENE_VISITOR && data[0] == MESSAGE_EVENT;
    return actor != SCENE_VISITOR || data[0] != MESSAGE_EVENT;
}

static void a_hidden_room_event_stops(void)
{
    stage_with_case();
    lies = 0;
    scene.filter = drop_events;
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    CHECK(say(SCENE_ALPHA, "from nobody you know") == OK);
    go();
    CHECK(lies > 0 && says(SCENE_VISITOR, "stopped", "why", "room") && count_of(SCENE_VISITOR, "message") == 0);
    end();
}

static bool keep_vault(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)at;
    if (actor != SCENE_VISITOR || data[0] != MESSAGE_VISITOR_OK)
        return true;
    struct message message, old;
    static uint8_t written[MESSAGE_MAX];
    if (swapped_size == 0) {
        memcpy(swapped, data, *size);
        swapped_size = *size;
        return true;
    }
    if (message_decode(&message, data, *size) == OK && message_decode(&old, swapped, swapped_size) == OK) {
        message.as.visitor_ok.vault = old.as.visitor_ok.vault;
        CHECK(message_encode(&message, written, sizeof written, size) == OK);
        memcpy(data, written, *size);
    }
    return true;
}

static void an_old_vault_is_seen(void)
{
    stage_with_talk();
    swapped_size = 0;
    scene.filter = keep_vault;
    new_page(); /* the copy that is shown again */
    go();
    CHECK(nobody_stopped());
    scene_disconnect(&scene, SCENE_VISITOR);
    come(SCENE_VISITOR); /* by a page that knows better */
    go();
    CHECK(says(SCENE_VISITOR, "stopped", "why", "rollback"));
    event_count = 0;
    new_page(); /* and by one that learns of it from the counsellor */
    go();
    CHECK(says(SCENE_VISITOR, "stopped", "why", "rollback"));
    end();
}

static void a_server_that_breaks_the_rules_stops_the_client(void)
{
    static const enum message_code wrong[] = {MESSAGE_CHALLENGE, MESSAGE_STAFF_OK, MESSAGE_NO_MAILBOX,
                                              MESSAGE_VISITOR_OK};
    static uint8_t vault[VAULT_SIZE];
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct message message = {.code = wrong[i]};
        stage_with_case();
        if (wrong[i] == MESSAGE_CHALLENGE)
            memcpy(message.as.challenge.deployment_id, scene.keys.deployment_id, HASH_SIZE);
        if (wrong[i] == MESSAGE_VISITOR_OK) {
            message.as.visitor_ok.state = CASE_WAITING;
            message.as.visitor_ok.vault = (struct bytes){vault, sizeof vault};
        }
        scene_inject(&scene, SCENE_VISITOR, &message);
        go();
        CHECK(says(SCENE_VISITOR, "stopped", "why", "server"));
        CHECK(client_frame(client_of(SCENE_VISITOR)).size == 0);
        end();
    }
}

static bool make_old(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    struct message message;
    (void)at;
    (void)actor;
    if (data[0] == MESSAGE_CHALLENGE && message_decode(&message, data, *size) == OK) {
        static uint8_t written[1024];
        message.as.challenge.client_version_min = UDVEJ_CLIENT_VERSION + 1;
        CHECK(message_encode(&message, written, sizeof written, size) == OK);
        memcpy(data, written, *size);
    }
    return true;
}

static void an_old_client_says_so(void)
{
    struct message shutdown = {.code = MESSAGE_ERROR, .as.error.code = ERROR_SHUTDOWN};
    stage_with_case();
    scene_inject(&scene, SCENE_VISITOR, &shutdown);
    go();
    CHECK(count_of(SCENE_VISITOR, "shutdown") == 1);
    scene.filter = make_old;
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "client_too_old") == 1 && says(SCENE_VISITOR, "stopped", "why", "server"));
    end();
}

/* Whatever octets come, in whatever state: the client stops or goes on, and never falls. */
static void garbage_never_fells_it(void)
{
    for (uint64_t seed = 1; seed <= 60; seed++) {
        static uint8_t data[4096];
        uint64_t state = seed;
        if (seed % 2 == 0)
            stage_with_talk();
        else
            stage();
        for (unsigned round = 0; round < 30; round++) {
            enum scene_actor actor = (enum scene_actor)(check_random(&state) % SCENE_DUTY);
            size_t size = 1 + check_random(&state) % 160;
            check_fill(data, sizeof data, check_random(&state));
            data[0] = (uint8_t)(0x81 + check_random(&state) % 15);
            memset(data + 1, 0, 4);
            data[4] = (uint8_t)(check_random(&state) % 40);
            if (check_random(&state) % 4 == 0)
                data[5] = (uint8_t)(check_random(&state) % 20), data[6] = 0, size = 7;
            if (client_of(actor) != NULL)
                client_receive(client_of(actor), (struct bytes){data, size}, scene.now_s);
            scene_pump(&scene, actor);
            wait(1);
        }
        CHECK(true);
        end();
    }
}

/* Every message of the server, cut short or with one octet changed. */
static bool spoil(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    (void)actor;
    if (scene_chance(at, 12) == 0) {
        data[scene_chance(at, *size)] ^= (uint8_t)(1 + scene_chance(at, 255));
        lies++;
    } else if (scene_chance(at, 40) == 0) {
        *size = scene_chance(at, *size);
        lies++;
    }
    return true;
}

static void spoiled_messages_never_fell_it(void)
{
    lies = 0;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        stage_with_talk();
        scene.chance = seed;
        scene.filter = spoil;
        for (unsigned i = 0; i < 4; i++) {
            (void)!say(SCENE_ALPHA, "a");
            (void)!say(SCENE_VISITOR, "b");
            go();
            wait(20);
        }
        new_page();
        go();
        end();
    }
    CHECK(lies > 100);
}

/* --- --- */

static void rate_and_trouble_are_waited_out(void)
{
    stage_with_talk();
    scene.trouble_in_1000 = 1000;
    CHECK(say(SCENE_ALPHA, "patience") == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "accepted") == 0 && count_of(SCENE_ALPHA, "unsent") == 0);
    scene.trouble_in_1000 = 0;
    wait(5);
    CHECK(count_of(SCENE_ALPHA, "accepted") == 1 && says(SCENE_VISITOR, "message", "text", "patience"));
    end();
}

static void words_without_a_reader_are_bounded(void)
{
    size_t said = 0;
    stage_with_talk();
    scene_kill(&scene, SCENE_VISITOR);
    while (said < 1000 && say(SCENE_ALPHA, "hello?") == OK) {
        said++;
        go();
    }
    CHECK(said > 20 && said <= 64 && say(SCENE_ALPHA, "hello?") == FULL);
    end();
}

static void what_was_read_before_the_claim_is_receipted_after_it(void)
{
    stage_with_case();
    shows = false;
    for (unsigned i = 0; i < 40; i++) {
        CHECK(say(SCENE_VISITOR, "and another thing") == OK);
        go();
    }
    CHECK(count_of(SCENE_ALPHA, "message") == 40 && count_of(SCENE_VISITOR, "delivered") == 0);
    shows = true;
    CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    for (size_t i = 0; i < event_count; i++) {
        uint8_t id[MSG_ID_SIZE];
        if (events[i].actor == SCENE_ALPHA && event_is(bytes_of_event(&events[i]), "message") &&
            event_id(bytes_of_event(&events[i]), "id", id, sizeof id))
            (void)!client_shown(client_of(SCENE_ALPHA), id);
    }
    go();
    CHECK(count_of(SCENE_ALPHA, "message") == 40 && count_of(SCENE_ALPHA, "gap") == 0 && nobody_stopped());
    CHECK(count_of(SCENE_VISITOR, "delivered") == 40);
    end();
}

static void a_gap_is_told(void)
{
    stage_with_talk();
    scene_kill(&scene, SCENE_VISITOR);
    CHECK(say(SCENE_ALPHA, "first") == OK);
    scene_pump(&scene, SCENE_ALPHA);
    for (size_t i = 0; i < SCENE_LINKS; i++) {
        if (scene.links[i].actor == SCENE_ALPHA)
            (void)scene_to_server(&scene, &scene.links[i]);
    }
    go();
    CHECK(say(SCENE_ALPHA, "second") == OK);
    go();
    scene_kill(&scene, SCENE_ALPHA); /* nobody can wrap the first again */
    new_page();
    go();
    wait(1);
    CHECK(count_of(SCENE_VISITOR, "gap") == 0);
    wait(GAP_WAIT);
    CHECK(says(SCENE_VISITOR, "gap", "missing", "1"));
    come(SCENE_ALPHA);
    go();
    wait(1);
    CHECK(says(SCENE_VISITOR, "message", "text", "first") && nobody_stopped());
    end();
}

/* Who signed in before us is on duty, although that is told before the roster says who they are. */
static bool beta_saw_alpha(const char *presence)
{
    uint8_t alpha[HASH_SIZE];
    uint8_t who[HASH_SIZE];
    (void)event_id(last_of(SCENE_ALPHA, "unlocked"), "me", alpha, sizeof alpha);
    for (size_t i = event_count; i-- > 0;) {
        struct bytes event = bytes_of_event(&events[i]);
        if (events[i].actor == SCENE_BETA && event_is(event, "colleague") && event_id(event, "who", who, sizeof who) &&
            memcmp(who, alpha, HASH_SIZE) == 0)
            return event_says(event, "presence", presence);
    }
    return false;
}

static void duty_is_seen_by_who_comes_later(void)
{
    scene_open(&scene, 1);
    scene.is_quiet = is_in_cells;
    scene.event = on_event;
    event_count = 0;
    come(SCENE_ALPHA);
    go();
    come(SCENE_BETA);
    go();
    CHECK(beta_saw_alpha("on_duty"));
    CHECK(count_of(SCENE_BETA, "door") > 0 && count_of(SCENE_BETA, "doors") == 1);
    CHECK(staff_presence(client_of(SCENE_ALPHA), PRESENCE_PAUSED) == OK);
    go();
    CHECK(beta_saw_alpha("paused"));
    scene_disconnect(&scene, SCENE_ALPHA);
    go();
    CHECK(beta_saw_alpha("away"));
    CHECK(nobody_stopped());
    end();
}

/* --- quiet mode --- */

static struct client *quiet_client(void)
{
    struct message challenge = {.code = MESSAGE_CHALLENGE};
    uint8_t octets[256];
    size_t size;
    scene_open(&scene, 1);
    scene.event = on_event;
    scene.is_quiet = true;
    scene_start(&scene, SCENE_VISITOR);
    struct client *client = client_of(SCENE_VISITOR);
    memcpy(challenge.as.challenge.deployment_id, scene.keys.deployment_id, HASH_SIZE);
    memcpy(challenge.as.challenge.epk, scene.epk, DH_SIZE);
    CHECK(message_encode(&challenge, octets, sizeof octets, &size) == OK);
    client_connected(client, scene.now_s);
    client_receive(client, (struct bytes){octets, size}, scene.now_s);
    return client;
}

/* The first word is QUIET; then nothing but one cell for each that comes, also when several come at once. */
static void a_quiet_client_answers_cell_with_cell(void)
{
    static const uint8_t cell[CELL_SIZE];
    struct client *client = quiet_client();
    CHECK(client_frame(client).size == 5 && client_frame(client).data[0] == MESSAGE_QUIET);
    client_frame_taken(client);
    CHECK(client_frame(client).size == 0); /* GET_DOORS waits for its cell */
    client_receive(client, (struct bytes){cell, sizeof cell}, scene.now_s);
    CHECK(client_frame(client).size == CELL_SIZE && client_frame(client).data[2 + 3] == MESSAGE_GET_DOORS);
    client_frame_taken(client);
    CHECK(client_frame(client).size == 0);
    CHECK(visitor_new(client) == OK); /* the login waits, too */
    CHECK(client_frame(client).size == 0);
    for (unsigned i = 0; i < 3; i++)
        client_receive(client, (struct bytes){cell, sizeof cell}, scene.now_s);
    for (unsigned i = 0; i < 3; i++) {
        CHECK(client_frame(client).size == CELL_SIZE && client_frame(client).data[1] == (i == 0 ? 3 + 97 : 0));
        client_frame_taken(client);
    }
    CHECK(client_frame(client).size == 0);
    scene_close(&scene);
}

/* What a cell says is looked at after the answer was there to be taken. */
static void an_answer_comes_before_the_reading(void)
{
    static uint8_t cell[CELL_SIZE];
    struct message lie = {.code = MESSAGE_STAFF_OK};
    uint8_t octets[64];
    size_t size;
    struct cell_maker maker = {0};
    struct client *client = quiet_client();
    client_frame_taken(client);
    while (client_event(client).size > 0)
        client_event_taken(client);
    CHECK(message_encode(&lie, octets, sizeof octets, &size) == OK);
    cell_begin(&maker, cell);
    CHECK(cell_put(&maker, (struct bytes){octets, size}));
    cell_end(&maker);
    client_receive(client, (struct bytes){cell, sizeof cell}, scene.now_s);
    CHECK(client_frame(client).size == CELL_SIZE && !client_is_idle(client));
    client_frame_taken(client);
    CHECK(event_is(client_event(client), "stopped")); /* a visitor has no STAFF_OK */
    scene_close(&scene);
}

static bool quiet_stops_at(const void *data, size_t size)
{
    struct client *client = quiet_client();
    while (client_event(client).size > 0)
        client_event_taken(client);
    client_receive(client, (struct bytes){data, size}, scene.now_s);
    bool is_stopped = event_is(client_event(client), "stopped");
    client_receive(client, (struct bytes){data, size}, scene.now_s);
    CHECK(!is_stopped || client_frame(client).size <= 5);
    scene_close(&scene);
    return is_stopped;
}

static void a_quiet_client_takes_nothing_but_cells(void)
{
    static uint8_t cell[CELL_SIZE + 1];
    static const uint8_t shutdown[7] = {MESSAGE_ERROR, 0, 0, 0, 0, ERROR_SHUTDOWN, 0};
    static const uint8_t done[5] = {MESSAGE_DONE, 0, 0, 0, 1};
    CHECK(!quiet_stops_at(cell, CELL_SIZE));
    CHECK(!quiet_stops_at(shutdown, sizeof shutdown)); /* said before QUIET was read */
    CHECK(quiet_stops_at(done, sizeof done));
    CHECK(quiet_stops_at(cell, CELL_SIZE + 1));
    CHECK(quiet_stops_at(cell, CELL_SIZE - 1));
    cell[0] = 0x80; /* drops what was not under way */
    CHECK(quiet_stops_at(cell, CELL_SIZE));
    cell[0] = 0;
    cell[CELL_SIZE - 1] = 1;
    CHECK(quiet_stops_at(cell, CELL_SIZE));
}

static void everything(void)
{
    RUN(a_case_goes_its_way);
    RUN(words_go_both_ways);
    RUN(a_closed_case_says_no_more);
    RUN(a_close_goes_out_last);
    RUN(a_close_survives_its_device);
    RUN(words_that_meet_a_close_are_unsent);
    RUN(one_login_shows_the_room_once);
    RUN(codes_are_checked_before_anybody_is_asked);
    RUN(a_second_page_supersedes_the_first);
    RUN(an_appointment_is_made_and_kept);
    RUN(what_nobody_saw_comes_again);
    RUN(what_may_be_stored_goes_out_as_it_was);
    RUN(locking_wraps_for_a_later_day);
    RUN(a_wrong_passphrase_leaves_nothing);
    RUN(an_altered_roster_stops);
    RUN(an_altered_envelope_is_unreadable);
    RUN(a_hidden_room_event_stops);
    RUN(an_old_vault_is_seen);
    RUN(a_server_that_breaks_the_rules_stops_the_client);
    RUN(an_old_client_says_so);
    RUN(garbage_never_fells_it);
    RUN(spoiled_messages_never_fell_it);
    RUN(rate_and_trouble_are_waited_out);
    RUN(words_without_a_reader_are_bounded);
    RUN(what_was_read_before_the_claim_is_receipted_after_it);
    RUN(duty_is_seen_by_who_comes_later);
}

int main(void)
{
    /* These move single messages, which cells do not have. */
    RUN(what_a_rewrap_delays_is_not_lost);
    RUN(a_gap_is_told);
    RUN(a_quiet_client_answers_cell_with_cell);
    RUN(an_answer_comes_before_the_reading);
    RUN(a_quiet_client_takes_nothing_but_cells);
    everything();
    is_in_cells = true; /* and all of it again in cells */
    everything();
    return check_end();
}
