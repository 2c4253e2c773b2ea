/* Does a client stop when somebody in the room, or the server, tells two stories: of a stream, of the room, of the visitor's pages? And does it go on
 * where there is only one? */
#include "check.h"
#include "forge.h"
#include "room.h"

static struct forgery forgery;

static void put(void)
{
    forge_put(&forgery);
}

static void begin(enum scene_actor from, enum scene_actor to)
{
    forge_begin(&forgery, from, to, CLASS_ROOM);
}

/* --- a stream's order (rule 13) --- */

enum second { AGAIN, OTHER_WORDS, RIGHT_NEXT, WRONG_NEXT, FAR_AHEAD, SECONDS };

static void a_stream_is_one(void)
{
    static const struct {
        bool stops;
        size_t messages;
    } expected[SECONDS] = {[AGAIN] = {false, 1},
                           [OTHER_WORDS] = {true, 1},
                           [RIGHT_NEXT] = {false, 2},
                           [WRONG_NEXT] = {true, 1},
                           [FAR_AHEAD] = {false, 2}};
    static const enum scene_actor readers[] = {SCENE_ALPHA, SCENE_VISITOR};
    for (size_t r = 0; r < 2; r++) {
        for (enum second second = AGAIN; second < SECONDS; second++) {
            uint8_t link[HASH_SIZE];
            forge_stage();
            begin(readers[r] == SCENE_VISITOR ? SCENE_ALPHA : SCENE_VISITOR, readers[r]);
            forge_send(&forgery, link);
            if (second == OTHER_WORDS) {
                forgery.header.msg_id[0] ^= 1;
                forgery.body.content = PART_TEXT("other words");
            }
            if (second >= RIGHT_NEXT) {
                forgery.header.msg_id[0] ^= 1;
                forgery.body.seq = second == FAR_AHEAD ? 5 : 2;
                memcpy(forgery.body.prev, link, HASH_SIZE);
                forgery.body.prev[0] ^= second == WRONG_NEXT;
            }
            put();
            CHECK(count_of(readers[r], "message") == expected[second].messages);
            CHECK(count_of(readers[r], "stopped") == (expected[second].stops ? 1 : 0));
            CHECK(!expected[second].stops || says(readers[r], "stopped", "why", "equivocation"));
            wait(1);
            wait(20);
            CHECK(count_of(readers[r], "gap") == (second == FAR_AHEAD ? 1 : 0));
            end();
        }
    }
}

/* The same message under another name: it was read, and is not shown twice. */
static void one_name_is_shown_once(void)
{
    forge_stage();
    begin(SCENE_VISITOR, SCENE_ALPHA);
    put();
    forgery.header.session[0] ^= 1; /* sealed again, in a stream of its own */
    put();
    CHECK(count_of(SCENE_ALPHA, "message") == 1 && nobody_stopped());
    end();
}

/* --- the room (rule 12) --- */

/* The server hands it out again, as it does with what is still in the mailbox. */
static void put_again(void)
{
    forgery.seq--;
    put();
}

static void a_room_has_one_face(void)
{
    static const enum scene_actor readers[] = {SCENE_ALPHA, SCENE_VISITOR};
    for (size_t r = 0; r < 2; r++) {
        enum scene_actor from = readers[r] == SCENE_VISITOR ? SCENE_ALPHA : SCENE_VISITOR;
        forge_stage();
        begin(from, readers[r]);
        forgery.header.roster_hash[0] ^= 1;
        put();
        CHECK(says(readers[r], "stopped", "why", "room") && count_of(readers[r], "message") == 0);
        end();
        forge_stage();
        begin(from, readers[r]);
        forgery.header.epoch += 7; /* the server has no such moves: asked for once, then it is a lie */
        put();
        CHECK(nobody_stopped());
        put_again();
        CHECK(says(readers[r], "stopped", "why", "room") && count_of(readers[r], "message") == 0);
        end();
    }
}

/* So many moves are remembered; what was sealed for a room before them cannot be checked. */
static void a_room_that_is_forgotten_is_not_believed(void)
{
    forge_stage();
    begin(SCENE_VISITOR, SCENE_ALPHA); /* for the room as it stands now */
    for (unsigned i = 0; i < 17; i++) {
        CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
        go();
        CHECK(staff_reopen(client_of(SCENE_ALPHA), case_id) == OK);
        go();
    }
    event_count = 0;
    put();
    CHECK(says(SCENE_ALPHA, "stopped", "why", "room") && count_of(SCENE_ALPHA, "message") == 0);
    end();
}

/* A sender who is not in the room may have been let in by moves that have not arrived; there are none. */
static void nobody_comes_in_by_saying_so(void)
{
    forge_stage();
    begin(SCENE_BETA, SCENE_ALPHA);
    memcpy(forgery.header.sender, forge_who(SCENE_ANNA), HASH_SIZE);
    forgery.header.epoch++;
    put();
    CHECK(nobody_stopped());
    put_again();
    CHECK(says(SCENE_ALPHA, "stopped", "why", "room"));
    end();
}

/* --- what the server hands out --- */

static void an_envelope_is_whole_and_ours(void)
{
    static const uint8_t nothing[8];
    struct message message = {.code = MESSAGE_ENVELOPE, .as.envelope.envelope = PART(nothing, sizeof nothing)};
    for (int is_ours = 0; is_ours < 2; is_ours++) {
        forge_stage();
        message.as.envelope.seq = FORGED_FROM_SEQ;
        if (is_ours) {
            scene_inject(&scene, SCENE_ALPHA, &message);
            go();
        } else {
            begin(SCENE_VISITOR, SCENE_BETA);
            forgery.to = SCENE_ALPHA; /* but it was sealed for BETA */
            put();
        }
        CHECK(says(SCENE_ALPHA, "stopped", "why", "server") && count_of(SCENE_ALPHA, "message") == 0);
        end();
    }
}

static void nothing_is_read_before_the_login(void)
{
    forge_stage();
    begin(SCENE_VISITOR, SCENE_ALPHA);
    scene_disconnect(&scene, SCENE_ALPHA);
    scene_run(&scene);
    scene_connect(&scene, SCENE_ALPHA);
    put(); /* arrives with the challenge, before anybody is known */
    CHECK(says(SCENE_ALPHA, "stopped", "why", "server"));
    end();
}

/* --- the answer to a page's Hello (rule 11) --- */

enum ack { RIGHT, EARLIER, OF_ANOTHER_PAGE, COUNTER_AHEAD, COUNTER_TWICE, OTHER_ROOM, LATE_WRAPS, NO_DAY, ACKS };

static void make_ack(enum ack kind, uint64_t ctr, struct hello_ack *ack)
{
    *ack = (struct hello_ack){.ctr = ctr, .last_ctr = ctr - 1, .last_hello_day = SCENE_START_DAY};
    memcpy(ack->session, forge_session, SESSION_SIZE);
    if (kind == EARLIER)
        ack->ctr--, ack->last_ctr--;
    if (kind == OF_ANOTHER_PAGE)
        ack->session[0] ^= 1, ack->ctr += 9;
    if (kind == COUNTER_AHEAD)
        ack->ctr++;
    if (kind == COUNTER_TWICE)
        ack->last_ctr = ack->ctr;
    if (kind == LATE_WRAPS)
        ack->late_rewraps = 1;
    if (kind == NO_DAY)
        ack->last_hello_day = 0;
}

/* head(n) as the room has it: ALPHA's own answer to the last Hello says it, and is not for us to read; the moves are. */
static struct room room;

static bool watch_moves(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    struct message message;
    if (actor == SCENE_VISITOR && message_decode(&message, data, *size) == OK && message.code == MESSAGE_EVENT)
        (void)!room_apply(&room, message.as.event.statement, &forge_roster, at->now_s / 60);
    return forge_watch(at, actor, data, size);
}

static void answers_to_a_hello_are_checked(void)
{
    static const struct {
        const char *why; /* stopped; NULL: not */
        size_t days, downgrades;
    } expected[ACKS] = {
        [RIGHT] = {NULL, 1, 0},
        [EARLIER] = {NULL, 1, 0},
        [OF_ANOTHER_PAGE] = {NULL, 0, 0},
        [COUNTER_AHEAD] = {"rollback", 0, 0},
        [COUNTER_TWICE] = {"rollback", 0, 0},
        [OTHER_ROOM] = {"room", 0, 0},
        [LATE_WRAPS] = {NULL, 1, 1},
        [NO_DAY] = {NULL, 0, 0},
    };
    for (enum ack kind = RIGHT; kind < ACKS; kind++) {
        struct hello_ack ack;
        uint8_t content[256];
        forge_stage();
        room_open(&room, case_id, forge_keys.visitor_id, forge_roster.snapshot_hash);
        scene.filter = watch_moves;
        new_page(); /* its third: reads the room from the beginning */
        go();
        event_count = 0;
        make_ack(kind, 3, &ack); /* the third page */
        memcpy(ack.room_head, room.head, HASH_SIZE);
        ack.room_head[0] ^= kind == OTHER_ROOM;
        begin(SCENE_ALPHA, SCENE_VISITOR);
        forgery.body.kind = BODY_HELLO_ACK;
        CHECK(hello_ack_encode(&ack, content, sizeof content, &forgery.body.content.size) == OK);
        forgery.body.content.data = content;
        put();
        if (!CHECK(count_of(SCENE_VISITOR, "stopped") == (expected[kind].why == NULL ? 0 : 1)))
            printf("  kind %d\n", (int)kind);
        CHECK(expected[kind].why == NULL || says(SCENE_VISITOR, "stopped", "why", expected[kind].why));
        CHECK(count_of(SCENE_VISITOR, "last_sign_in") == expected[kind].days);
        CHECK(count_of(SCENE_VISITOR, "downgrade") == expected[kind].downgrades);
        end();
    }
}

int main(void)
{
    RUN(a_stream_is_one);
    RUN(one_name_is_shown_once);
    RUN(a_room_has_one_face);
    RUN(a_room_that_is_forgotten_is_not_believed);
    RUN(nobody_comes_in_by_saying_so);
    RUN(an_envelope_is_whole_and_ours);
    RUN(nothing_is_read_before_the_login);
    RUN(answers_to_a_hello_are_checked);
    return check_end();
}
