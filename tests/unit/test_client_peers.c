/* What may somebody in the room do to what others said: with a receipt, by taking back, by blocking? Only what is theirs. */
#include "check.h"
#include "forge.h"

static struct forgery forgery;
static uint8_t content[1024];
static size_t content_size;

static void forge(enum scene_actor from, enum scene_actor to, uint8_t kind)
{
    forge_begin(&forgery, from, to, CLASS_ROOM);
    forgery.body.kind = kind;
    forgery.body.content = PART(content, content_size);
    forge_put(&forgery);
}

static void forge_receipt(enum scene_actor from, enum scene_actor to, uint8_t what, const uint8_t *id)
{
    struct receipt receipt = {.what = what, .msg_ids = {id, id == NULL ? 0 : MSG_ID_SIZE}};
    CHECK(receipt_encode(&receipt, content, sizeof content, &content_size) == OK);
    forge(from, to, BODY_RECEIPT);
}

static void forge_retract(enum scene_actor from, enum scene_actor to, const uint8_t *id, uint64_t seq)
{
    struct retract retract = {.seq = seq, .session = {9}};
    memcpy(retract.msg_id, id, MSG_ID_SIZE);
    CHECK(retract_encode(&retract, content, sizeof content, &content_size) == OK);
    forge(from, to, BODY_RETRACT);
}

/* Words that nobody shows yet; gives their name. */
static void say_unshown(enum scene_actor actor, uint8_t id[MSG_ID_SIZE])
{
    shows = false;
    CHECK(client_say(client_of(actor), case_id, PART_TEXT("not shown yet"), id) == OK);
    go();
    event_count = 0;
}

/* --- receipts --- */

static void a_receipt_ends_only_what_it_names(void)
{
    static const uint8_t unknown[MSG_ID_SIZE] = {3};
    uint8_t id[MSG_ID_SIZE];
    forge_stage();
    say_unshown(SCENE_ALPHA, id);
    forge_receipt(SCENE_VISITOR, SCENE_ALPHA, RECEIPT_SHOWN, unknown);
    forge_receipt(SCENE_BETA, SCENE_ALPHA, RECEIPT_SHOWN, id); /* a colleague has seen it; the visitor has not */
    CHECK(event_count == 0);
    forge_receipt(SCENE_VISITOR, SCENE_ALPHA, RECEIPT_UNREADABLE, id);
    CHECK(says(SCENE_ALPHA, "unsent", "why", "unreadable") && count_of(SCENE_ALPHA, "delivered") == 0);
    forge_receipt(SCENE_VISITOR, SCENE_ALPHA, RECEIPT_SHOWN, id); /* too late: it was told */
    CHECK(count_of(SCENE_ALPHA, "delivered") == 0 && nobody_stopped());
    end();
}

static void a_visitors_words_are_delivered_to_the_first(void)
{
    uint8_t id[MSG_ID_SIZE];
    forge_stage();
    say_unshown(SCENE_VISITOR, id);
    forge_receipt(SCENE_BETA, SCENE_VISITOR, RECEIPT_SHOWN, id);
    forge_receipt(SCENE_ALPHA, SCENE_VISITOR, RECEIPT_SHOWN, id);
    CHECK(count_of(SCENE_VISITOR, "delivered") == 1 && nobody_stopped());
    end();
}

static void only_the_visitor_tells_of_itself(void)
{
    static const uint8_t unknown[MSG_ID_SIZE] = {3};
    forge_stage();
    forge_receipt(SCENE_BETA, SCENE_ALPHA, RECEIPT_CANNOT_WRITE, NULL);
    forge_receipt(SCENE_ALPHA, SCENE_VISITOR, RECEIPT_ONLY_READING, NULL);
    forge_receipt(SCENE_VISITOR, SCENE_ALPHA, RECEIPT_NO_TO_MEMBER, unknown);
    CHECK(count_of(SCENE_ALPHA, "told") + count_of(SCENE_VISITOR, "told") == 0);
    forge_receipt(SCENE_VISITOR, SCENE_ALPHA, RECEIPT_NO_TO_MEMBER, scene.keys.cert_hash[1]);
    CHECK(says(SCENE_ALPHA, "told", "what", "no_to_member") && nobody_stopped());
    end();
}

/* --- taking back --- */

static void nobody_takes_back_for_another(void)
{
    uint8_t id[MSG_ID_SIZE];
    forge_stage();
    say_unshown(SCENE_BETA, id);
    forge_retract(SCENE_VISITOR, SCENE_ALPHA, id, 0);
    CHECK(count_of(SCENE_ALPHA, "retracted") == 1 && count_of(SCENE_BETA, "delivered") == 0);
    CHECK(client_shown(client_of(SCENE_ALPHA), id) == OK); /* it waits as before */
    forge_retract(SCENE_BETA, SCENE_VISITOR, id, 0);
    CHECK(count_of(SCENE_VISITOR, "retracted") == 1);
    go();
    CHECK(count_of(SCENE_BETA, "delivered") == 1); /* its receipt lets the sender forget it */
    CHECK(nobody_stopped());
    end();
}

/* What was taken back before it came is no gap for a visitor; to a colleague, who has not heard of that stream, it says nothing. */
static void what_never_came_is_no_gap(void)
{
    static const uint8_t unknown[MSG_ID_SIZE] = {3};
    static const enum scene_actor readers[] = {SCENE_VISITOR, SCENE_ALPHA};
    for (size_t i = 0; i < 2; i++) {
        forge_stage();
        forge_retract(SCENE_BETA, readers[i], unknown, 1);
        forge_retract(SCENE_BETA, readers[i], unknown, 1);
        forge_begin(&forgery, SCENE_BETA, readers[i], CLASS_ROOM);
        memset(forgery.header.session, 0, SESSION_SIZE);
        forgery.header.session[0] = 9; /* the stream that was taken back from: its second */
        forgery.body.seq = 2;
        forge_put(&forgery);
        wait(1);
        wait(20);
        CHECK(count_of(readers[i], "retracted") == 2 && count_of(readers[i], "message") == 1 && nobody_stopped());
        CHECK(count_of(readers[i], "gap") == (readers[i] == SCENE_VISITOR ? 0 : 1));
        end();
    }
}

/* --- blocking --- */

static void who_is_blocked_is_named(void)
{
    forge_stage();
    content_size = HASH_SIZE;
    memcpy(content, scene.keys.cert_hash[1], HASH_SIZE);
    forge(SCENE_VISITOR, SCENE_ALPHA, BODY_BLOCK);
    CHECK(says(SCENE_ALPHA, "told", "what", "blocked") && says(SCENE_ALPHA, "told", "me", "false"));
    memcpy(content, scene.keys.cert_hash[0], HASH_SIZE);
    forge(SCENE_VISITOR, SCENE_ALPHA, BODY_BLOCK);
    CHECK(says(SCENE_ALPHA, "told", "me", "true") && nobody_stopped());
    end();
}

int main(void)
{
    RUN(a_receipt_ends_only_what_it_names);
    RUN(a_visitors_words_are_delivered_to_the_first);
    RUN(only_the_visitor_tells_of_itself);
    RUN(nobody_takes_back_for_another);
    RUN(what_never_came_is_no_gap);
    RUN(who_is_blocked_is_named);
    return check_end();
}
