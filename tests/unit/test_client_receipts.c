/* What is a receipt for, and what not: of which case, how many at once, for whose words; and what becomes of words whose place, name or turn is
 * taken by something else? */
#include "check.h"
#include "client_parts.h"
#include "forge.h"
#include "refuse.h"

static uint8_t id[MSG_ID_SIZE];

static struct talk *talk_of(enum scene_actor actor)
{
    return &client_of(actor)->talks[0];
}

/* --- what was shown here --- */

static struct {
    enum scene_actor actor;
    unsigned sends;
    unsigned rewraps;
    uint8_t msg_ids[8][MSG_ID_SIZE]; /* of what was sent */
} heard;

static bool listens(struct scene *at, enum scene_actor actor, const struct message *message)
{
    struct envelope envelope;
    (void)at;
    if (actor != heard.actor)
        return true;
    heard.rewraps += message->code == MESSAGE_REWRAP;
    if (message->code != MESSAGE_SEND || !CHECK(envelope_decode(&envelope, message->as.send.envelope) == OK))
        return true;
    if (heard.sends < 8)
        memcpy(heard.msg_ids[heard.sends], envelope.header.msg_id, MSG_ID_SIZE);
    heard.sends++;
    return true;
}

static void listen(enum scene_actor actor)
{
    memset(&heard, 0, sizeof heard);
    heard.actor = actor;
    scene.heard = listens;
}

static size_t arrived_count(void)
{
    size_t count = 0;
    for (size_t i = 0; i < ARRIVED_MAX; i++)
        count += client_of(SCENE_ALPHA)->arrived[i].is_used;
    return count;
}

static struct arrived shown_in(uint8_t talk, uint8_t number)
{
    struct arrived arrived = {.is_used = true, .is_shown = true, .talk = talk, .class = CLASS_ROOM};
    arrived.msg_id[0] = number;
    arrived.seq = FORGED_FROM_SEQ + number;
    return arrived;
}

static void a_receipt_names_so_many(void)
{
    stage_with_talk();
    for (unsigned i = 0; i < UNDELIVERED_MAX + 5; i++)
        client_of(SCENE_ALPHA)->arrived[i] = shown_in(0, (uint8_t)(i + 1));
    listen(SCENE_ALPHA);
    wait(1);
    CHECK(heard.sends == 2 && arrived_count() == 0 && nobody_stopped());
    end();
}

/* The first of the table is another case's, in which nothing can be said now. */
static void a_receipt_is_of_one_case(void)
{
    stage_with_talk();
    struct arrived *arrived = client_of(SCENE_ALPHA)->arrived;
    arrived[0] = shown_in(TALKS_MAX - 1, 1);
    arrived[1] = shown_in(0, 2);
    listen(SCENE_ALPHA);
    wait(1);
    CHECK(heard.sends == 1 && arrived[0].is_used && !arrived[0].is_receipted && !arrived[1].is_used);
    arrived[0].is_receipted = true;
    arrived[1] = shown_in(0, 2);
    arrived[1].is_receipted = true;
    receipts_stored(client_of(SCENE_ALPHA), 0);
    CHECK(arrived[0].is_used && !arrived[1].is_used);
    end();
}

/* While a device reads a room from its beginning it does not know whether anything can be said there. */
static void a_receipt_waits_for_the_room(void)
{
    stage_with_talk();
    shows = false;
    CHECK(say(SCENE_VISITOR, "shown later") == OK);
    go();
    talk_of(SCENE_ALPHA)->is_replaying = true;
    CHECK(event_id(last_of(SCENE_ALPHA, "message"), "id", id, sizeof id));
    CHECK(client_shown(client_of(SCENE_ALPHA), id) == OK && say(SCENE_ALPHA, "said later") == OK);
    go();
    wait(1);
    CHECK(arrived_count() == 1 && count_of(SCENE_VISITOR, "delivered") + count_of(SCENE_VISITOR, "message") == 0);
    talk_of(SCENE_ALPHA)->is_replaying = false;
    wait(1);
    CHECK(arrived_count() == 0 && count_of(SCENE_VISITOR, "delivered") == 1);
    CHECK(says(SCENE_VISITOR, "message", "text", "said later") && nobody_stopped());
    end();
}

/* --- what was shown there --- */

static struct forgery forgery;
static uint8_t content[CONTENT_MAX];

/* From the visitor, for these messages of ALPHA's. */
static void put_receipt(const uint8_t *msg_ids, size_t count)
{
    struct receipt receipt = {.what = RECEIPT_SHOWN, .msg_ids = {msg_ids, count * MSG_ID_SIZE}};
    size_t size;
    CHECK(receipt_encode(&receipt, content, sizeof content, &size) == OK);
    forgery.body.kind = BODY_RECEIPT;
    forgery.body.content = PART(content, size);
    forge_put(&forgery);
}

/* Neither what waits nor what is kept of the protocol's own messages is anything that a person said. */
static void only_words_are_delivered(void)
{
    uint8_t ids[3 * MSG_ID_SIZE];
    forge_stage();
    struct client *client = client_of(SCENE_ALPHA);
    struct talk *talk = talk_of(SCENE_ALPHA);
    talk->is_held = true;
    check_fill(ids, sizeof ids, 5);
    CHECK(send_put(client, talk, BODY_RECEIPT, PART_TEXT("x"), ids) == OK);
    size_t place = 0;
    while (talk->kept[place].is_used)
        place++;
    talk->kept[place] = (struct kept){.is_used = true, .class = CLASS_ROOM, .is_live = true};
    memcpy(talk->kept[place].msg_id, ids + MSG_ID_SIZE, MSG_ID_SIZE);
    forge_begin(&forgery, SCENE_VISITOR, SCENE_ALPHA, CLASS_ROOM);
    put_receipt(ids, 2);
    CHECK(count_of(SCENE_ALPHA, "accepted") + count_of(SCENE_ALPHA, "delivered") == 0);
    CHECK(client->outgoing.count == 1 && !talk->kept[place].is_used && nobody_stopped());
    /* Words are, of which a first copy was stored and read. */
    CHECK(send_put(client, talk, BODY_TEXT, PART_TEXT("read already"), ids + 2 * (size_t)MSG_ID_SIZE) == OK);
    forge_begin(&forgery, SCENE_VISITOR, SCENE_ALPHA, CLASS_ROOM);
    put_receipt(ids, 3);
    CHECK(count_of(SCENE_ALPHA, "accepted") == 1 && count_of(SCENE_ALPHA, "delivered") == 1);
    CHECK(client->outgoing.count == 1 && nobody_stopped());
    end();
}

/* The page that was said to be gone was there: how often that was is counted, and the count has an end. */
static void late_wraps_are_counted_to_an_end(void)
{
    forge_stage();
    struct talk *talk = talk_of(SCENE_ALPHA);
    for (uint32_t before = UINT16_MAX - 1; before <= UINT16_MAX; before++) {
        talk->late_rewraps = (uint16_t)before;
        forge_begin(&forgery, SCENE_VISITOR, SCENE_ALPHA, CLASS_ROOM);
        talk->kept[0] = (struct kept){.is_used = true, .is_said = true, .class = CLASS_ROOM, .was_given_up = true};
        memcpy(talk->kept[0].given_up, forgery.header.session, SESSION_SIZE);
        check_fill(talk->kept[0].msg_id, MSG_ID_SIZE, before);
        check_fill(id, MSG_ID_SIZE, before);
        put_receipt(id, 1);
        CHECK(says(SCENE_ALPHA, "downgrade", "count", "65535") && talk->late_rewraps == UINT16_MAX);
    }
    CHECK(count_of(SCENE_ALPHA, "downgrade") == 2 && count_of(SCENE_ALPHA, "delivered") == 2);
    end();
}

/* Before the server's word came that it was stored, it asked for another wrap, and then the visitor had read it: there is nothing to wrap. */
static void what_was_read_needs_no_other_wrap(void)
{
    struct message done = {.code = MESSAGE_DONE};
    struct message needed = {.code = MESSAGE_REWRAP_NEEDED};
    forge_stage();
    struct client *client = client_of(SCENE_ALPHA);
    refuse(SCENE_ALPHA, MESSAGE_SEND, NO_ANSWER, 1);
    CHECK(say(SCENE_ALPHA, "read already") == OK);
    go();
    CHECK(client->inflight.is_used && refusal.met == 1);
    for (size_t i = 0; i < PENDING_MAX; i++) {
        if (client->pending[i].tag != 0 && client->pending[i].purpose == FOR_SEND)
            done.tag = client->pending[i].tag;
    }
    memcpy(needed.as.rewrap_needed.case_id, case_id, CASE_ID_SIZE);
    memcpy(needed.as.rewrap_needed.msg_id, client->inflight.msg_id, MSG_ID_SIZE);
    scene_inject(&scene, SCENE_ALPHA, &needed);
    go();
    forge_begin(&forgery, SCENE_VISITOR, SCENE_ALPHA, CLASS_ROOM);
    put_receipt(client->inflight.msg_id, 1);
    listen(SCENE_ALPHA);
    scene_inject(&scene, SCENE_ALPHA, &done);
    go();
    CHECK(count_of(SCENE_ALPHA, "accepted") == 1 && count_of(SCENE_ALPHA, "delivered") == 1);
    CHECK(heard.rewraps == 0 && !client->inflight.is_used && nobody_stopped());
    end();
}

/* --- places --- */

/* The oldest of the protocol's own messages gives way to a person's words, wherever it stands. */
static void words_have_a_place(void)
{
    stage_with_talk();
    shows = false;
    struct kept *kept = talk_of(SCENE_ALPHA)->kept;
    for (size_t i = 0; i < KEPT_MAX; i++)
        kept[i] = (struct kept){.is_used = true, .kind = BODY_RECEIPT, .seq = 100 + i, .class = CLASS_ROOM};
    kept[5].seq = 1;
    CHECK(say(SCENE_ALPHA, "kept") == OK);
    go();
    CHECK(kept[5].is_said && kept[5].kind == BODY_TEXT && !kept[4].is_said && !kept[6].is_said);
    end();
}

static void no_place_for_an_answer(void)
{
    struct appointment answer = {.act = APPOINTMENT_ACCEPT, .count = 1, .times = {{.length_min = 30}}, .way = WAY_CHAT};
    stage_with_talk();
    answer.times[0].start_min = (SCENE_START_DAY + 2) * UINT64_C(1440);
    struct client *client = client_of(SCENE_VISITOR);
    for (size_t i = 0; i < KEPT_MAX; i++)
        talk_of(SCENE_VISITOR)->kept[i] = (struct kept){.is_used = true, .is_said = true};
    CHECK(client_appointment(client, case_id, &answer, id) == FULL && client->outgoing.count == 0);
    talk_of(SCENE_VISITOR)->kept[7].is_used = false;
    CHECK(client_appointment(client, case_id, &answer, id) == OK);
    go();
    CHECK(says(SCENE_ALPHA, "appointment", "act", "accept") && nobody_stopped());
    end();
}

/* --- names --- */

static const uint8_t verdicts[] = {ERROR_RATE, ERROR_EPOCH_CONFLICT, ERROR_EPOCH_CONFLICT};

static bool refuses_in_turn(struct scene *at, enum scene_actor actor, const struct message *message)
{
    struct message error = {.code = MESSAGE_ERROR, .tag = message->tag};
    (void)listens(at, actor, message);
    if (actor != heard.actor || message->code != MESSAGE_SEND || heard.sends == 0 || heard.sends > sizeof verdicts)
        return true;
    error.as.error.code = verdicts[heard.sends - 1];
    scene_inject(at, actor, &error);
    return false;
}

/* Words of which a first copy may have been stored keep their name, however often the room moves on before they are: nobody is shown them
 * twice. */
static void words_keep_their_name(void)
{
    stage_with_talk();
    listen(SCENE_ALPHA);
    scene.heard = refuses_in_turn;
    CHECK(say(SCENE_ALPHA, "once") == OK);
    go();
    wait(PAUSE_S + 1);
    CHECK(heard.sends >= 4 && says(SCENE_VISITOR, "message", "text", "once"));
    for (size_t i = 1; i < 4; i++)
        CHECK_SAME(heard.msg_ids[i], heard.msg_ids[0], MSG_ID_SIZE);
    CHECK(count_of(SCENE_ALPHA, "accepted") == 1 && count_of(SCENE_VISITOR, "message") == 1 && nobody_stopped());
    end();
}

/* What waits is not said to nobody: who was to read it has left, or the room is closed. */
static void words_that_come_too_late_are_told(void)
{
    stage_with_talk();
    struct client *client = client_of(SCENE_ALPHA);
    CHECK(add_colleague(client, scene.keys.cert_hash[1], PART_TEXT(""), id) == OK);
    go();
    client->pause_until_s = scene.now_s + 10;
    CHECK(staff_note(client, case_id, PART_TEXT("to nobody"), id) == OK);
    CHECK(staff_remove(client_of(SCENE_BETA), case_id, scene.keys.cert_hash[1]) == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "unsent") == 0);
    wait(11);
    CHECK(says(SCENE_ALPHA, "unsent", "why", "not_member") && client->outgoing.count == 0);
    client->pause_until_s = scene.now_s + 10;
    CHECK(say(SCENE_ALPHA, "too late") == OK);
    talk_of(SCENE_ALPHA)->room.is_closed = true;
    wait(11);
    CHECK(says(SCENE_ALPHA, "unsent", "why", "closed") && count_of(SCENE_ALPHA, "unsent") == 2);
    CHECK(client_is_idle(client) && count_of(SCENE_VISITOR, "message") + count_of(SCENE_BETA, "note") == 0);
    end();
}

/* --- taken back --- */

/* What waits beside the words stays. */
static void only_the_words_are_taken_back(void)
{
    uint8_t note_id[MSG_ID_SIZE];
    stage_with_talk();
    CHECK(add_colleague(client_of(SCENE_ALPHA), scene.keys.cert_hash[1], PART_TEXT(""), id) == OK);
    go();
    struct client *client = client_of(SCENE_ALPHA);
    client->pause_until_s = scene.now_s + 10;
    CHECK(staff_note(client, case_id, PART_TEXT("stays"), note_id) == OK);
    CHECK(client_say(client, case_id, PART_TEXT("goes"), id) == OK && client->outgoing.count == 2);
    CHECK(client_retract(client, case_id, id) == OK && client->outgoing.count == 1);
    CHECK(client_retract(client, case_id, note_id) == MALFORMED && client->outgoing.count == 1); /* a note is none */
    wait(11);
    CHECK(says(SCENE_BETA, "note", "text", "stays") && count_of(SCENE_VISITOR, "message") == 0);
    CHECK(count_of(SCENE_ALPHA, "retracted") == 1 && nobody_stopped());
    end();
}

/* A visitor who has forgotten which streams there were does not take one for read that it has not met: what comes of it may be new. */
static void a_forgotten_stream_is_not_taken_for_read(void)
{
    for (int has_forgotten = 0; has_forgotten < 2; has_forgotten++) {
        struct retract retract = {.seq = 3};
        size_t size;
        forge_stage();
        check_fill(retract.msg_id, MSG_ID_SIZE, 8);
        check_fill(retract.session, SESSION_SIZE, 9);
        talk_of(SCENE_VISITOR)->has_forgotten_marks = has_forgotten == 1;
        forge_begin(&forgery, SCENE_ALPHA, SCENE_VISITOR, CLASS_ROOM);
        CHECK(retract_encode(&retract, content, sizeof content, &size) == OK);
        forgery.body.kind = BODY_RETRACT;
        forgery.body.content = PART(content, size);
        forge_put(&forgery);
        CHECK(count_of(SCENE_VISITOR, "retracted") == 1 && nobody_stopped());
        bool is_met = mark_find(talk_of(SCENE_VISITOR), forge_who(SCENE_ALPHA), retract.session) != NULL;
        CHECK(is_met == (has_forgotten == 0));
        end();
    }
}

/* Who left and came again has forgotten the keys of before: what comes late from then brings none. */
static void a_key_of_before_is_not_taken(void)
{
    static const uint8_t next_key[KEM_PUBLIC_SIZE] = {7};
    const uint8_t *beta = scene.keys.cert_hash[1];
    forge_stage();
    struct header before = forge_header;
    CHECK(staff_remove(client_of(SCENE_BETA), case_id, beta) == OK);
    go();
    forge_add_beta();
    CHECK(say(SCENE_ALPHA, "where the room stands") == OK);
    go();
    CHECK(forge_header.epoch == before.epoch + 2);
    for (int is_late = 1; is_late >= 0; is_late--) {
        struct header now = forge_header;
        forge_header = is_late ? before : now;
        forge_begin(&forgery, SCENE_BETA, SCENE_ALPHA, CLASS_ROOM);
        forge_header = now;
        forgery.body.next_key = next_key;
        forgery.body.sent_min++;
        scene.now_s += 120;
        forge_put(&forgery);
        const struct roster_entry *entry = roster_known(&client_of(SCENE_ALPHA)->roster, beta);
        const uint8_t *key = turn_pk_of(client_of(SCENE_ALPHA), talk_of(SCENE_ALPHA), entry, CLASS_ROOM);
        CHECK((memcmp(key, next_key, KEM_PUBLIC_SIZE) == 0) == (is_late == 0));
    }
    CHECK(count_of(SCENE_ALPHA, "message") == 2 && nobody_stopped());
    end();
}

/* The server's clock is ahead of the device's, and our time in the room is over there: what makes itself again is not said again at once. */
static void a_refused_receipt_waits(void)
{
    enum { MANY = 100, WAITS_S = 2 };
    stage_with_talk();
    refuse(SCENE_ALPHA, MESSAGE_SEND, ERROR_NOT_MEMBER, MANY);
    CHECK(say(SCENE_VISITOR, "hello") == OK);
    go();
    CHECK(count_of(SCENE_ALPHA, "message") == 1 && refusal.met == 1);
    wait(WAITS_S);
    CHECK(refusal.met == 2);
    refusal.times = 0;
    wait(WAITS_S);
    CHECK(count_of(SCENE_VISITOR, "delivered") == 1 && nobody_stopped());
    end();
}

int main(void)
{
    RUN(a_key_of_before_is_not_taken);
    RUN(a_receipt_names_so_many);
    RUN(a_receipt_is_of_one_case);
    RUN(a_receipt_waits_for_the_room);
    RUN(only_words_are_delivered);
    RUN(late_wraps_are_counted_to_an_end);
    RUN(what_was_read_needs_no_other_wrap);
    RUN(words_have_a_place);
    RUN(no_place_for_an_answer);
    RUN(words_keep_their_name);
    RUN(words_that_come_too_late_are_told);
    RUN(only_the_words_are_taken_back);
    RUN(a_forgotten_stream_is_not_taken_for_read);
    RUN(a_refused_receipt_waits);
    return check_end();
}
