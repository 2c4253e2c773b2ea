/* A visitor's client that is told to slow down: it waits, says the same again by itself and in order, and the person sees only "accepted". */
#include "client_parts.h"
#include "refuse.h"

enum { PATIENCE_S = 5 };

/* "a", "b" and so on, each once. */
static bool came_in_order(size_t count)
{
    size_t came = 0;
    bool is_sound = true;
    for (size_t i = 0; i < event_count; i++) {
        struct bytes event = bytes_of_event(&events[i]);
        if (events[i].actor != SCENE_ALPHA || !event_is(event, "message"))
            continue;
        char text[] = {(char)('a' + came++), '\0'};
        is_sound = is_sound && event_says(event, "text", text);
    }
    return is_sound && came == count && count_of(SCENE_VISITOR, "accepted") == count;
}

/* It waits for as long as the server says, and then says everything, in order, as it was. */
static void too_much_is_said_later(void)
{
    static const uint8_t seconds[] = {7, 0, 3};
    for (size_t i = 0; i < sizeof seconds; i++) {
        stage_with_talk();
        event_count = 0;
        refuse(SCENE_VISITOR, MESSAGE_SEND, ERROR_RATE, 2);
        refusal.detail = PART(&seconds[i], 1);
        CHECK(say(SCENE_VISITOR, "a") == OK && say(SCENE_VISITOR, "b") == OK && say(SCENE_VISITOR, "c") == OK);
        go();
        const struct client *client = client_of(SCENE_VISITOR);
        struct inflight first = client->inflight;
        CHECK(refusal.met == 1 && first.is_used && !first.was_resent);
        CHECK(client->pause_until_s == client->now_s + seconds[i] + 1);
        wait(seconds[i]);
        CHECK(refusal.met == 1 && count_of(SCENE_VISITOR, "accepted") == 0);
        wait(1);
        CHECK(refusal.met == 2 && memcmp(first.message + 5, client->inflight.message + 5, first.size - 5) == 0);
        wait(seconds[i] + 1U);
        CHECK(came_in_order(3));
        CHECK(count_of(SCENE_VISITOR, "unsent") + count_of(SCENE_VISITOR, "reconnect") == 0 && nobody_stopped());
        end();
    }
}

/* Words that no rule knows are patience of the usual kind; so is another error with a detail. */
static void another_detail_is_no_time(void)
{
    static const struct {
        uint8_t code;
        size_t size;
    } cases[] = {{ERROR_RATE, 2}, {ERROR_UNAVAILABLE, 1}};
    static const uint8_t detail[2] = {200, 200};
    for (size_t i = 0; i < 2; i++) {
        stage_with_talk();
        refuse(SCENE_VISITOR, MESSAGE_SEND, cases[i].code, 1);
        refusal.detail = PART(detail, cases[i].size);
        CHECK(say(SCENE_VISITOR, "a") == OK);
        go();
        CHECK(refusal.met == 1 && client_of(SCENE_VISITOR)->inflight.was_resent);
        wait(PATIENCE_S);
        CHECK(count_of(SCENE_VISITOR, "accepted") == 1);
        end();
    }
}

int main(void)
{
    RUN(too_much_is_said_later);
    RUN(another_detail_is_no_time);
    return check_end();
}
