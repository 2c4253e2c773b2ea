/* Keys that change whenever the conversation turns (rule 10.2): each turn is sealed to another, what was replaced is gone from memory, and
 * nothing is lost by that, whoever dies or stays away. */
#include <stdlib.h>

#include "check.h"
#include "envelope.h"
#include "stage.h"
#include "statement.h"

enum { SEALED_MAX = 1024, TURNS = 6, KEYS_HELD = 6 };

/* What went to each actor: to which key it was sealed. */
struct sealed {
    enum scene_actor actor;
    uint8_t class;
    uint8_t key_id[KEY_ID_SIZE];
};

static struct sealed sealed[SEALED_MAX];
static size_t sealed_count;
static uint8_t last_to_alpha[MESSAGE_MAX]; /* the last ENVELOPE of the room that went there */
static size_t last_to_alpha_size;

static bool note_sealed(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    struct message message;
    struct envelope envelope;
    (void)at;
    if (message_decode(&message, data, *size) != OK || message.code != MESSAGE_ENVELOPE ||
        envelope_decode(&envelope, message.as.envelope.envelope) != OK)
        return true;
    struct wrap wrap = envelope_wrap(&envelope, 0);
    if (CHECK(sealed_count < SEALED_MAX)) {
        struct sealed *one = &sealed[sealed_count++];
        one->actor = actor;
        one->class = envelope.header.class;
        memcpy(one->key_id, wrap.key_id, KEY_ID_SIZE);
    }
    if (actor == SCENE_ALPHA && envelope.header.class == CLASS_ROOM) {
        memcpy(last_to_alpha, data, *size);
        last_to_alpha_size = *size;
    }
    return true;
}

static const uint8_t *last_key(enum scene_actor actor, uint8_t class)
{
    static const uint8_t none[KEY_ID_SIZE];
    for (size_t i = sealed_count; i-- > 0;) {
        if (sealed[i].actor == actor && sealed[i].class == class)
            return sealed[i].key_id;
    }
    return none;
}

/* How many keys of that actor were sealed to since `from`. */
static size_t keys_since(size_t from, enum scene_actor actor, uint8_t class)
{
    size_t count = 0;
    for (size_t i = from; i < sealed_count; i++) {
        bool is_new = sealed[i].actor == actor && sealed[i].class == class;
        for (size_t k = from; k < i && is_new; k++)
            is_new = sealed[k].actor != actor || memcmp(sealed[k].key_id, sealed[i].key_id, KEY_ID_SIZE) != 0;
        count += is_new;
    }
    return count;
}

/* A key's name stands beside its private half, and is wiped with it. */
static bool holds(enum scene_actor actor, const uint8_t key_id[KEY_ID_SIZE])
{
    const uint8_t *memory = scene.devices[actor].memory;
    for (size_t i = 0; i + KEY_ID_SIZE <= client_size(); i++) {
        if (memcmp(memory + i, key_id, KEY_ID_SIZE) == 0)
            return true;
    }
    return false;
}

static bool is_receive_key(enum scene_actor actor, const uint8_t key_id[KEY_ID_SIZE])
{
    struct key_row row;
    return scene.store->ways->key_newest(scene.store, scene.keys.cert_hash[actor - SCENE_ALPHA], &row) == OK &&
           memcmp(row.key_id, key_id, KEY_ID_SIZE) == 0;
}

static void stage_with_turns(void)
{
    sealed_count = 0;
    stage_with_talk();
    scene.filter = note_sealed;
    wait(60); /* what is given in the minute of a receive key counts as older */
}

static void turn(unsigned number)
{
    char text[32];
    (void)snprintf(text, sizeof text, "turn %u", number);
    CHECK(say(SCENE_VISITOR, text) == OK);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", text));
    (void)snprintf(text, sizeof text, "answer %u", number);
    CHECK(say(SCENE_ALPHA, text) == OK);
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", text) && says(SCENE_VISITOR, "message", "offline", "false"));
    wait(1); /* what is not needed any more goes */
}

/* Asks the visitor's yes for everybody about whom it was asked, and lets things settle. */
static void bring_in(enum scene_actor actor)
{
    uint8_t id[MSG_ID_SIZE];
    const uint8_t *who = scene.keys.cert_hash[actor - SCENE_ALPHA];
    CHECK(add_colleague(client_of(SCENE_ALPHA), who, PART_TEXT("please help"), id) == OK);
    go();
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who, true) == OK);
    go();
    wait(60);
}

/* --- each turn another --- */

static void each_turn_is_sealed_to_another_key(void)
{
    stage_with_turns();
    size_t from = sealed_count;
    for (unsigned i = 0; i < TURNS; i++)
        turn(i);
    CHECK(keys_since(from, SCENE_ALPHA, CLASS_ROOM) >= TURNS);
    CHECK(keys_since(from, SCENE_VISITOR, CLASS_ROOM) >= TURNS);
    CHECK(nobody_stopped());
    end();
}

static void without_an_answer_the_key_stays(void)
{
    stage_with_turns();
    turn(0);
    shows = false; /* no receipts either */
    size_t from = sealed_count;
    for (unsigned i = 0; i < 3; i++)
        CHECK(say(SCENE_VISITOR, "and one more thing") == OK);
    go();
    CHECK(keys_since(from, SCENE_ALPHA, CLASS_ROOM) == 1);
    end();
}

static void what_was_replaced_is_gone(void)
{
    uint8_t alphas[KEY_ID_SIZE];
    uint8_t visitors[KEY_ID_SIZE];
    stage_with_turns();
    turn(0);
    turn(1);
    memcpy(alphas, last_key(SCENE_ALPHA, CLASS_ROOM), KEY_ID_SIZE);
    memcpy(visitors, last_key(SCENE_VISITOR, CLASS_ROOM), KEY_ID_SIZE);
    CHECK(holds(SCENE_ALPHA, alphas) && holds(SCENE_VISITOR, visitors));
    turn(2);
    turn(3);
    CHECK(!holds(SCENE_ALPHA, alphas) && !holds(SCENE_VISITOR, visitors));
    CHECK(!is_receive_key(SCENE_ALPHA, alphas));
    CHECK(holds(SCENE_ALPHA, last_key(SCENE_ALPHA, CLASS_ROOM)));
    end();
}

/* What nobody has replaced by using a newer one goes by time: a visitor's after minutes, a device's after a day. */
static void an_unused_turn_ends_by_time(void)
{
    uint8_t alphas[KEY_ID_SIZE];
    uint8_t visitors[KEY_ID_SIZE];
    stage_with_turns();
    bring_in(SCENE_BETA);
    scene_kill(&scene, SCENE_BETA); /* never reads of a newer key */
    turn(0);
    memcpy(alphas, last_key(SCENE_ALPHA, CLASS_ROOM), KEY_ID_SIZE);
    memcpy(visitors, last_key(SCENE_VISITOR, CLASS_ROOM), KEY_ID_SIZE);
    turn(1);
    wait(300);
    CHECK(holds(SCENE_ALPHA, alphas) && holds(SCENE_VISITOR, visitors));
    for (unsigned i = 0; i < 12; i++)
        wait(60);
    CHECK(holds(SCENE_ALPHA, alphas) && !holds(SCENE_VISITOR, visitors));
    for (unsigned i = 0; i < 25; i++)
        wait(60 * 60);
    CHECK(!holds(SCENE_ALPHA, alphas));
    CHECK(nobody_stopped());
    end();
}

/* A page holds a few keys and no more; while nobody can be sure that the oldest are not used, none is added. */
static void a_page_holds_a_few(void)
{
    stage_with_turns();
    bring_in(SCENE_BETA);
    scene_kill(&scene, SCENE_BETA);
    size_t from = sealed_count;
    for (unsigned i = 0; i < 2 * TURNS; i++)
        turn(i);
    CHECK(keys_since(from, SCENE_VISITOR, CLASS_ROOM) <= KEYS_HELD);
    CHECK(keys_since(from, SCENE_ALPHA, CLASS_ROOM) < 2 * TURNS); /* in so short a time a device lets go of none */
    for (unsigned i = 0; i < 12; i++)
        wait(60);
    from = sealed_count;
    turn(0);
    turn(1);
    CHECK(keys_since(from, SCENE_VISITOR, CLASS_ROOM) > 1 && keys_since(from, SCENE_ALPHA, CLASS_ROOM) > 1);
    CHECK(nobody_stopped());
    end();
}

/* --- nothing is lost by it --- */

static void a_device_comes_back_with_its_keys(void)
{
    stage_with_turns();
    turn(0);
    turn(1);
    scene_kill(&scene, SCENE_ALPHA);
    scene_run(&scene);
    CHECK(say(SCENE_VISITOR, "while it was off") == OK);
    go();
    come(SCENE_ALPHA);
    go();
    CHECK(!is_receive_key(SCENE_ALPHA, last_key(SCENE_ALPHA, CLASS_ROOM)));
    CHECK(says(SCENE_ALPHA, "message", "text", "while it was off") && count_of(SCENE_ALPHA, "unreadable") == 0);
    turn(2);
    end();
}

static void a_page_that_dies_after_turns_loses_nothing(void)
{
    stage_with_turns();
    turn(0);
    turn(1);
    scene.devices[SCENE_VISITOR].link->is_cut = true;
    CHECK(say(SCENE_ALPHA, "to a key that is about to go") == OK);
    go();
    new_page();
    go();
    wait(5);
    CHECK(says(SCENE_VISITOR, "message", "text", "to a key that is about to go"));
    CHECK(says(SCENE_VISITOR, "message", "offline", "false"));
    turn(2);
    CHECK(nobody_stopped());
    end();
}

/* A key that was let go of although something was sealed to it: the server says so, and its sender has a newer one by then. */
static void a_page_that_let_go_of_a_key_gets_it_again(void)
{
    stage_with_turns();
    turn(0);
    shows = false;
    CHECK(say(SCENE_ALPHA, "not shown for a long time") == OK);
    go();
    for (unsigned i = 0; i < 12; i++) {
        wait(60);
        CHECK(say(SCENE_VISITOR, "still here") == OK);
        go();
    }
    CHECK(scene_waiting(&scene, visitor_id, true) == 0);
    CHECK(count_of(SCENE_VISITOR, "unreadable") == 0 && nobody_stopped());
    shows = true;
    new_page();
    go();
    wait(5);
    CHECK(says(SCENE_VISITOR, "message", "text", "not shown for a long time"));
    end();
}

/* What was on its way when a connection broke goes out once more, however many turns later. */
static void what_was_under_way_is_still_readable(void)
{
    stage_with_turns();
    bring_in(SCENE_BETA);
    CHECK(say(SCENE_BETA, "I am here too") == OK);
    go();
    turn(0);
    CHECK(say(SCENE_BETA, "one more") == OK);
    go();
    scene.devices[SCENE_BETA].link->is_cut = true;
    CHECK(say(SCENE_BETA, "under way") == OK);
    scene_pump(&scene, SCENE_BETA);
    scene_disconnect(&scene, SCENE_BETA);
    for (unsigned i = 1; i < 2 * TURNS; i++)
        turn(i);
    come(SCENE_BETA);
    go();
    wait(1);
    CHECK(says(SCENE_ALPHA, "message", "text", "under way"));
    CHECK(count_of(SCENE_ALPHA, "unreadable") == 0 && nobody_stopped());
    end();
}

/* A device that lost all it had kept makes a receive key; that is newer than any key of its conversations. */
static void a_newer_receive_key_wins(void)
{
    stage_with_turns();
    bring_in(SCENE_BETA);
    CHECK(say(SCENE_BETA, "before the loss") == OK);
    go();
    CHECK(say(SCENE_ALPHA, "to a key of the conversation") == OK);
    go();
    CHECK(!is_receive_key(SCENE_BETA, last_key(SCENE_BETA, CLASS_ROOM)));
    scene_kill(&scene, SCENE_BETA);
    free(scene.devices[SCENE_BETA].state);
    scene.devices[SCENE_BETA].state = NULL;
    scene.devices[SCENE_BETA].state_size = 0;
    come(SCENE_BETA);
    go();
    CHECK(say(SCENE_ALPHA, "after the loss") == OK);
    go();
    CHECK(is_receive_key(SCENE_BETA, last_key(SCENE_BETA, CLASS_ROOM)));
    CHECK(nobody_stopped());
    end();
}

/* Something of the visitor's may be under way for minutes while colleagues write to each other, turn after turn. */
static void a_burst_of_turns_drops_no_key(void)
{
    stage_with_turns();
    bring_in(SCENE_BETA);
    turn(0);
    scene.devices[SCENE_VISITOR].keeps_frames = true;
    CHECK(say(SCENE_VISITOR, "from a slow line") == OK);
    for (unsigned i = 0; i < 2 * KEYS_HELD; i++) {
        CHECK(say(SCENE_ALPHA, "burst") == OK);
        go();
        wait(1);
    }
    scene.devices[SCENE_VISITOR].keeps_frames = false;
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "from a slow line") && count_of(SCENE_ALPHA, "unreadable") == 0);
    end();
}

/* Who was brought in while off reads a dozen turns at once, and answers in between: not to keys from the middle of them. */
static void what_is_read_late_brings_no_old_key(void)
{
    uint8_t id[MSG_ID_SIZE];
    const uint8_t *who = scene.keys.cert_hash[SCENE_BETA - SCENE_ALPHA];
    stage_with_turns();
    scene_kill(&scene, SCENE_BETA);
    CHECK(add_colleague(client_of(SCENE_ALPHA), who, PART_TEXT("please help"), id) == OK);
    go();
    CHECK(visitor_consent(client_of(SCENE_VISITOR), who, true) == OK);
    go();
    wait(60);
    for (unsigned i = 0; i < 2 * TURNS; i++) {
        turn(i);
        wait(i % 3 == 0 ? 400 : 60);
        if (i == TURNS)
            new_page();
        go();
    }
    come(SCENE_BETA);
    go();
    wait(20);
    CHECK(count_of(SCENE_BETA, "message") >= 2 * TURNS);
    CHECK(count_of(SCENE_ALPHA, "unreadable") + count_of(SCENE_VISITOR, "unreadable") == 0);
    CHECK(count_of(SCENE_ALPHA, "gap") == 0 && nobody_stopped());
    end();
}

/* The laptop sleeps with the page open, the person goes on elsewhere, and the laptop wakes: it knows keys that are long gone. */
static void a_page_that_sleeps_while_another_talks(void)
{
    struct scene_device *page = &scene.devices[SCENE_VISITOR];
    stage_with_turns();
    turn(0);
    turn(1);
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    struct client *sleeper = page->client;
    void *memory = page->memory;
    page->client = NULL;
    page->memory = NULL;
    scene_start(&scene, SCENE_VISITOR);
    visitor_visible(client_of(SCENE_VISITOR), true);
    CHECK(visitor_return(client_of(SCENE_VISITOR), (struct bytes){(uint8_t *)code, CODE_DIGITS}) == OK);
    come(SCENE_VISITOR);
    go();
    for (unsigned i = 2; i < TURNS; i++)
        turn(i);
    scene_kill(&scene, SCENE_VISITOR);
    scene_run(&scene);
    free(page->memory);
    page->client = sleeper;
    page->memory = memory;
    scene_kill(&scene, SCENE_ALPHA); /* gone home */
    scene_run(&scene);
    come(SCENE_VISITOR);
    go();
    wait(5);
    CHECK(say(SCENE_VISITOR, "in the evening") == OK);
    go();
    come(SCENE_ALPHA);
    go();
    wait(20);
    CHECK(says(SCENE_ALPHA, "message", "text", "in the evening") && count_of(SCENE_ALPHA, "unreadable") == 0);
    end();
}

/* A clock that was ahead, and is put right while the device is off. */
static void a_clock_that_goes_back(void)
{
    stage_with_turns();
    turn(0);
    turn(1);
    scene_kill(&scene, SCENE_ALPHA);
    scene_run(&scene);
    scene.now_s -= 2 * 60 * 60;
    come(SCENE_ALPHA);
    go();
    wait(1);
    for (unsigned i = 0; i < KEYS_HELD; i++) {
        scene_disconnect(&scene, SCENE_VISITOR);
        scene_run(&scene);
        wait(2);
        come(SCENE_VISITOR);
        go();
        wait(2);
        CHECK(say(SCENE_ALPHA, "answer") == OK);
        go();
        wait(1);
    }
    CHECK(say(SCENE_VISITOR, "after the clock") == OK);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "after the clock") && count_of(SCENE_ALPHA, "unreadable") == 0);
    end();
}

/* A key that is none, signed and given by a colleague, silences nobody else. */
static void a_key_that_is_none_silences_nobody(void)
{
    static const uint8_t zeros[KEM_PUBLIC_SIZE];
    uint8_t body[KEM_PUBLIC_SIZE + 64];
    uint8_t whole[STATEMENT_MAX];
    stage_with_turns();
    bring_in(SCENE_BETA);
    struct receive_key key = {
        .issued_min = scene.now_s / 60 + 1, .not_after_min = scene.now_s / 60 + 1000, .pk = {zeros, sizeof zeros}};
    struct statement statement = {.type = STATEMENT_TYPE_RECEIVE_KEY, .body = {body, 0}};
    struct message message = {.code = MESSAGE_STATEMENT, .as.statement.statement = {whole, 0}};
    const uint8_t *beta = scene.keys.cert_hash[SCENE_BETA - SCENE_ALPHA];
    memcpy(key.cert_hash, beta, HASH_SIZE);
    CHECK(receive_key_encode(&key, body, sizeof body, &statement.body.size) == OK);
    CHECK(statement_sign(&statement, scene.keys.deployment_id, beta, scene.keys.seed_sign[SCENE_BETA - SCENE_ALPHA]) ==
          OK);
    CHECK(statement_encode(&statement, whole, sizeof whole, &message.as.statement.statement.size) == OK);
    scene_inject(&scene, SCENE_ALPHA, &message);
    scene_inject(&scene, SCENE_VISITOR, &message);
    go();
    CHECK(say(SCENE_ALPHA, "to who can hear") == OK && say(SCENE_VISITOR, "me too") == OK);
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "to who can hear"));
    CHECK(says(SCENE_ALPHA, "message", "text", "me too") && nobody_stopped());
    end();
}

/* The server could not note the page's keys: its mail may go to the offline key for a moment, not for the rest of the page. */
static void a_list_of_keys_that_was_refused(void)
{
    stage_with_turns();
    turn(0);
    shows = false;
    CHECK(say(SCENE_ALPHA, "makes the next key due") == OK);
    go();
    CHECK(say(SCENE_VISITOR, "brings it") == OK);
    scene_pump(&scene, SCENE_VISITOR);
    struct scene_queue *queue = &scene.devices[SCENE_VISITOR].link->to_server;
    size_t refused = 0;
    for (size_t i = 0; i < queue->count; i++) {
        struct frame *frame = queue->frames[(queue->first + i) % SCENE_QUEUE];
        struct message keys;
        if (frame->data[0] != MESSAGE_LIVE_KEYS || message_decode(&keys, frame->data, frame->size) != OK)
            continue;
        struct message error = {.code = MESSAGE_ERROR, .tag = keys.tag, .as.error.code = ERROR_UNAVAILABLE};
        scene_inject(&scene, SCENE_VISITOR, &error);
        frame->data[0] = MESSAGE_GET_DOORS; /* something harmless in its place */
        frame->size = 5;
        refused++;
    }
    CHECK(refused == 1);
    go();
    CHECK(say(SCENE_ALPHA, "at once") == OK);
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "at once"));
    wait(1);
    CHECK(say(SCENE_VISITOR, "says it again") == OK);
    go();
    CHECK(say(SCENE_ALPHA, "live again") == OK);
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "live again") && says(SCENE_VISITOR, "message", "offline", "false"));
    CHECK(count_of(SCENE_VISITOR, "downgrade") == 0 && nobody_stopped());
    end();
}

/* Shown, and the device dies before the receipt: the sender learns it all the same. */
static void a_receipt_survives_the_device(void)
{
    stage_with_turns();
    turn(0);
    scene.devices[SCENE_ALPHA].keeps_frames = true;
    CHECK(say(SCENE_ALPHA, "under way") == OK && say(SCENE_VISITOR, "shown, and then it died") == OK);
    size_t before = count_of(SCENE_VISITOR, "delivered");
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "shown, and then it died"));
    size_t shown = count_of(SCENE_ALPHA, "message");
    scene_kill(&scene, SCENE_ALPHA);
    scene.devices[SCENE_ALPHA].keeps_frames = false;
    scene_run(&scene);
    come(SCENE_ALPHA);
    go();
    wait(5);
    CHECK(count_of(SCENE_VISITOR, "delivered") == before + 1 && count_of(SCENE_ALPHA, "message") == shown);
    end();
}

/* When the records of a closed case go, so do the keys that could open what was said in it. */
static void a_shredded_case_has_no_keys(void)
{
    uint8_t last[KEY_ID_SIZE];
    uint8_t sealed_record[64];
    size_t size;
    stage_with_turns();
    turn(0);
    CHECK(staff_record_seal(client_of(SCENE_ALPHA), case_id, PART_TEXT("x"), sealed_record, sizeof sealed_record,
                            &size) == OK);
    shows = false; /* no receipt: the newest key stays the newest */
    CHECK(say(SCENE_VISITOR, "the last words") == OK);
    go();
    CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    memcpy(last, last_key(SCENE_ALPHA, CLASS_ROOM), KEY_ID_SIZE);
    for (unsigned i = 0; i < RECORD_DAYS * 24; i++)
        wait(60 * 60);
    CHECK(count_of(SCENE_ALPHA, "shredded") == 1 && !holds(SCENE_ALPHA, last));
    end();
}

/* --- rooms --- */

/* Nothing in the visitor's room shows that something was said outside it: notes that were answered bring no key there. */
static void notes_have_keys_of_their_own(void)
{
    uint8_t id[MSG_ID_SIZE];
    stage_with_turns();
    bring_in(SCENE_BETA);
    turn(0);
    shows = false;
    CHECK(say(SCENE_ALPHA, "brings a key that nobody uses yet") == OK);
    go();
    size_t from = sealed_count;
    scene.devices[SCENE_VISITOR].keeps_frames = true;
    CHECK(say(SCENE_VISITOR, "sealed, and not sent yet") == OK);
    for (unsigned i = 0; i < TURNS; i++) {
        CHECK(staff_note(client_of(i % 2 ? SCENE_ALPHA : SCENE_BETA), case_id, PART_TEXT("between us"), id) == OK);
        go();
    }
    CHECK(keys_since(from, SCENE_ALPHA, CLASS_STAFF) > 1 && keys_since(from, SCENE_ALPHA, CLASS_ROOM) == 0);
    CHECK(say(SCENE_ALPHA, "more to the visitor") == OK);
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "more to the visitor"));
    scene.devices[SCENE_VISITOR].keeps_frames = false;
    CHECK(say(SCENE_VISITOR, "two") == OK);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "two"));
    CHECK(keys_since(from, SCENE_ALPHA, CLASS_ROOM) == 1);
    end();
}

static void who_comes_again_is_sealed_to_anew(void)
{
    stage_with_turns();
    bring_in(SCENE_BETA);
    CHECK(say(SCENE_BETA, "first time") == OK && say(SCENE_ALPHA, "to a key of then") == OK);
    go();
    uint8_t key_of_then[KEY_ID_SIZE];
    memcpy(key_of_then, last_key(SCENE_BETA, CLASS_ROOM), KEY_ID_SIZE);
    CHECK(staff_remove(client_of(SCENE_BETA), case_id, scene.keys.cert_hash[SCENE_BETA - SCENE_ALPHA]) == OK);
    go();
    CHECK(!holds(SCENE_BETA, key_of_then));
    bring_in(SCENE_BETA);
    size_t from = sealed_count;
    CHECK(say(SCENE_ALPHA, "welcome back") == OK && say(SCENE_VISITOR, "hello again") == OK);
    go();
    for (size_t i = from; i < sealed_count; i++)
        CHECK(memcmp(sealed[i].key_id, key_of_then, KEY_ID_SIZE) != 0);
    CHECK(says(SCENE_BETA, "message", "text", "hello again") && count_of(SCENE_BETA, "unreadable") == 0);
    end();
}

/* A member who was taken out keeps the device, and a server that helps: of what is said from then on nothing opens. */
static void nothing_opens_with_what_a_removed_member_kept(void)
{
    stage_with_turns();
    bring_in(SCENE_BETA);
    CHECK(say(SCENE_BETA, "I read all of this") == OK);
    go();
    turn(0);
    struct scene_device *beta = &scene.devices[SCENE_BETA];
    size_t state_size = beta->state_size;
    uint8_t *state = malloc(state_size);
    CHECK(state != NULL && memcpy(state, beta->state, state_size) != NULL);
    uint8_t betas_key[KEY_ID_SIZE];
    memcpy(betas_key, last_key(SCENE_BETA, CLASS_ROOM), KEY_ID_SIZE);
    CHECK(staff_remove(client_of(SCENE_BETA), case_id, scene.keys.cert_hash[SCENE_BETA - SCENE_ALPHA]) == OK);
    go();
    CHECK(say(SCENE_VISITOR, "not for who has left") == OK);
    go();
    CHECK(says(SCENE_ALPHA, "message", "text", "not for who has left"));
    uint8_t envelope[sizeof last_to_alpha];
    size_t size = last_to_alpha_size;
    memcpy(envelope, last_to_alpha, size);

    scene_kill(&scene, SCENE_BETA);
    free(beta->state);
    beta->state = state;
    beta->state_size = state_size;
    scene_start(&scene, SCENE_BETA);
    CHECK(holds(SCENE_BETA, betas_key)); /* all that was kept is here */
    scene_connect(&scene, SCENE_BETA);
    go();
    /* The wrap stands behind code, count, header, commit and length: it is made to name the one who left, and that key. */
    uint8_t *wrap = envelope + 1 + 8 + HEADER_SIZE + HASH_SIZE + 2;
    memcpy(wrap, scene.keys.cert_hash[SCENE_BETA - SCENE_ALPHA], HASH_SIZE);
    memcpy(wrap + HASH_SIZE, betas_key, KEY_ID_SIZE);
    struct message message;
    CHECK(message_decode(&message, envelope, size) == OK);
    message.as.envelope.seq = UINT64_MAX;
    size_t before = count_of(SCENE_BETA, "message");
    scene_inject(&scene, SCENE_BETA, &message);
    go();
    CHECK(count_of(SCENE_BETA, "message") == before && !says(SCENE_BETA, "message", "text", "not for who has left"));
    end();
}

int main(void)
{
    RUN(each_turn_is_sealed_to_another_key);
    RUN(without_an_answer_the_key_stays);
    RUN(what_was_replaced_is_gone);
    RUN(an_unused_turn_ends_by_time);
    RUN(a_page_holds_a_few);
    RUN(a_device_comes_back_with_its_keys);
    RUN(a_page_that_dies_after_turns_loses_nothing);
    RUN(a_page_that_let_go_of_a_key_gets_it_again);
    RUN(what_was_under_way_is_still_readable);
    RUN(a_newer_receive_key_wins);
    RUN(a_burst_of_turns_drops_no_key);
    RUN(what_is_read_late_brings_no_old_key);
    RUN(a_page_that_sleeps_while_another_talks);
    RUN(a_clock_that_goes_back);
    RUN(a_key_that_is_none_silences_nobody);
    RUN(a_list_of_keys_that_was_refused);
    RUN(a_receipt_survives_the_device);
    RUN(a_shredded_case_has_no_keys);
    RUN(notes_have_keys_of_their_own);
    RUN(who_comes_again_is_sealed_to_anew);
    RUN(nothing_opens_with_what_a_removed_member_kept);
    return check_end();
}
