/* What had to be left in the mailbox comes first: is it read in its order, with nothing overtaking it, whatever the server hands out again? */
#include "check.h"
#include "client_parts.h"
#include "forge.h"
#include "refuse.h"

static struct forgery forgery;

static struct talk *talk_of(enum scene_actor actor)
{
    struct talk *talk = talk_find(client_of(actor), case_id);
    CHECK(talk != NULL);
    return talk;
}

/* Of several cases, and of several envelopes in one, the first in the mailbox. */
static void the_first_that_was_left_is_read_first(void)
{
    forge_stage();
    struct client *client = client_of(SCENE_ALPHA);
    struct talk *talk = talk_of(SCENE_ALPHA), *other = talk_new(client);
    if (!CHECK(talk != NULL && other != NULL))
        return;
    other->has_visitor = other->is_ours = true;
    open_miss(talk, 9);
    open_miss(talk, 5);
    open_miss(talk, 7);
    open_miss(other, 8);
    open_missed(client);
    CHECK(talk->missed_seq == 5 && client->is_reading && client->reading_after == 4);
    go();
    CHECK(!client->is_reading && talk->missed_seq == 0 && other->missed_seq == 0 && nobody_stopped());
    end();
}

/* Something was left before it: what the server hands out a second time waits, unless it comes in a reading that began before what was
 * left. */
static void nothing_overtakes_what_was_left(void)
{
    static const struct {
        bool is_reading;
        uint64_t after; /* the first count of the reading, less one */
        bool is_shown;
    } rows[] = {{false, 0, false}, {true, FORGED_FROM_SEQ + 1, false}, {true, 0, true}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        forge_stage();
        struct client *client = client_of(SCENE_ALPHA);
        struct talk *talk = talk_of(SCENE_ALPHA);
        talk->missed_seq = FORGED_FROM_SEQ;
        talk->is_reread = false;
        client->mail_seen = FORGED_FROM_SEQ * 2; /* it has come before */
        client->is_reading = rows[i].is_reading;
        client->reading_after = rows[i].after;
        client->has_read = false;
        forge_begin(&forgery, SCENE_VISITOR, SCENE_ALPHA, CLASS_ROOM);
        forge_put(&forgery);
        CHECK(count_of(SCENE_ALPHA, "message") == (rows[i].is_shown ? 1 : 0));
        CHECK(talk->missed_seq == (rows[i].is_shown ? 0 : FORGED_FROM_SEQ));
        open_mailbox_done(client, true); /* the reading ends; the next is of what was left */
        client->reading_after = 0;
        open_missed(client);
        go();
        forgery.seq--;
        forge_put(&forgery);
        CHECK(count_of(SCENE_ALPHA, "message") == 1 && nobody_stopped());
        end();
    }
}

/* Its sender knew more of the room than we do, and what we asked for has not come: that it is handed out again is no sign of another
 * room. When what was asked for has come and does not hold that move, it is. */
static void what_is_ahead_waits_for_the_room(void)
{
    forge_stage();
    struct client *client = client_of(SCENE_ALPHA);
    struct talk *talk = talk_of(SCENE_ALPHA);
    refuse(SCENE_ALPHA, MESSAGE_GET_EVENTS, NO_ANSWER, 1);
    forge_begin(&forgery, SCENE_VISITOR, SCENE_ALPHA, CLASS_ROOM);
    forgery.header.epoch++;
    forge_put(&forgery);
    CHECK(refusal.met == 1 && talk->is_fetching && talk->missed_seq == forgery.seq - 1);
    client->is_reading = true; /* a reading of another case has begun before it */
    client->reading_after = 0;
    forgery.seq--;
    forge_put(&forgery);
    CHECK(talk->is_fetching && talk->missed_seq == forgery.seq - 1 && nobody_stopped());
    CHECK(count_of(SCENE_ALPHA, "message") == 0);
    talk->is_fetching = talk->is_reread = false; /* all was told, and nothing has moved */
    client->is_reading = true;
    client->reading_after = 0;
    forgery.seq--;
    forge_put(&forgery);
    CHECK(says(SCENE_ALPHA, "stopped", "why", "room"));
    end();
}

/* A second intake for a case that we have read the first of, and have not claimed: it comes once, and this one is let go. */
static void an_intake_comes_once(void)
{
    stage_with_case();
    forge_begin_watching();
    new_page();
    go();
    struct talk *talk = talk_of(SCENE_BETA);
    CHECK(count_of(SCENE_BETA, "intake") == 1 && talk->has_visitor && !talk->is_ours);
    event_count = 0;
    memset(&forge_header, 0, sizeof forge_header);
    memcpy(forge_header.case_id, case_id, CASE_ID_SIZE);
    forge_begin(&forgery, SCENE_VISITOR, SCENE_BETA, CLASS_INTAKE);
    forgery.recipient.mode = WRAP_BASE;
    forge_put(&forgery);
    CHECK(event_count == 0 && talk_of(SCENE_BETA) == talk);
    CHECK(staff_claim(client_of(SCENE_BETA), case_id) == OK);
    go();
    CHECK(count_of(SCENE_BETA, "claimed") == 1 && nobody_stopped());
    end();
}

int main(void)
{
    RUN(the_first_that_was_left_is_read_first);
    RUN(nothing_overtakes_what_was_left);
    RUN(what_is_ahead_waits_for_the_room);
    RUN(an_intake_comes_once);
    return check_end();
}
