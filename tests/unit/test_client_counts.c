/* Does a supervisor's client show the figures as they were told, what is small as "<5", and nothing that it did not ask for? */
#include <stdio.h>

#include "check.h"
#include "client_parts.h"
#include "refuse.h"

enum { DAY = 19000 };

static void raise_count(uint32_t day, uint8_t door, enum counted what, unsigned times)
{
    bool is_shredded;
    CHECK(scene.store->ways->begin(scene.store) == OK);
    for (unsigned i = 0; i < times; i++)
        CHECK(ASK(scene.store, tally_raise, day, door, (uint8_t)what) == OK);
    CHECK(ASK(scene.store, tally_settle, day + 1) == OK && ASK(scene.store, commit, &is_shredded) == OK);
}

static uint32_t yesterday(void)
{
    return (uint32_t)(scene.now_s / (24 * 60 * 60)) - 1;
}

static void stage_with_supervisor(void)
{
    stage();
    come(SCENE_ANNA);
    go();
    event_count = 0;
}

static void figures_are_shown(void)
{
    struct bytes count;
    char day[16];
    stage_with_supervisor();
    raise_count(yesterday(), 1, COUNTED_OPENED, 13);
    raise_count(yesterday(), 1, COUNTED_CLOSED, 4);
    raise_count(yesterday() - 1, 1, COUNTED_RETURNED, 4);
    CHECK(staff_counts(client_of(SCENE_ANNA), yesterday() - 1, 31) == OK);
    go();
    CHECK(count_of(SCENE_ANNA, "counts") == 1 && count_of(SCENE_ANNA, "count") == 2); /* and nothing of today */
    snprintf(day, sizeof day, "%u", yesterday());
    for (size_t i = 0; i < event_count; i++) {
        count = bytes_of_event(&events[i]);
        if (events[i].actor != SCENE_ANNA || !event_is(count, "count"))
            continue;
        CHECK(event_says(count, "door", "1"));
        CHECK(event_says(count, "opened", event_says(count, "day", day) ? "10" : "<5") &&
              event_says(count, "closed", "<5"));
        CHECK(event_says(count, "claimed_quarter", "<5") && event_says(count, "claimed_later", "<5"));
        CHECK(event_says(count, "claimed_hour", "<5") && event_says(count, "claimed_4_hours", "<5"));
        CHECK(event_says(count, "claimed_day", "<5") && event_says(count, "returned", "<5"));
    }
    CHECK(nobody_stopped());
    end();
}

static void only_supervisors_ask(void)
{
    stage_with_supervisor();
    CHECK(staff_counts(client_of(SCENE_ALPHA), DAY, 1) == REFUSED);
    CHECK(staff_counts(client_of(SCENE_VISITOR), DAY, 1) == REFUSED);
    CHECK(staff_counts(client_of(SCENE_ANNA), DAY, 0) == MALFORMED);
    CHECK(staff_counts(client_of(SCENE_ANNA), DAY, COUNT_DAYS_MAX + 1) == MALFORMED);
    CHECK(staff_counts(client_of(SCENE_ANNA), DAY, COUNT_DAYS_MAX) == OK);
    scene_disconnect(&scene, SCENE_ANNA);
    CHECK(staff_counts(client_of(SCENE_ANNA), DAY, 1) == REFUSED);
    go();
    end();
}

static void a_refusal_is_told(void)
{
    stage_with_supervisor();
    refuse(SCENE_ANNA, MESSAGE_GET_COUNTS, ERROR_UNAVAILABLE, 1);
    CHECK(staff_counts(client_of(SCENE_ANNA), DAY, 1) == OK);
    go();
    CHECK(refusal.met == 1 && says(SCENE_ANNA, "error", "code", "unavailable") && count_of(SCENE_ANNA, "counts") == 0);
    end();
}

static void what_was_not_asked_for_stops(void)
{
    struct message count = {.code = MESSAGE_COUNT, .tag = 77};
    stage_with_supervisor();
    scene_inject(&scene, SCENE_ANNA, &count);
    go();
    CHECK(says(SCENE_ANNA, "stopped", "why", "server") && count_of(SCENE_ANNA, "count") == 0);
    scene_inject(&scene, SCENE_VISITOR, &count);
    go();
    CHECK(says(SCENE_VISITOR, "stopped", "why", "server"));
    end();
    stage_with_supervisor(); /* an answer to something else */
    client_of(SCENE_ANNA)->pending[0] = (struct pending){.tag = 77, .purpose = FOR_SLOTS};
    scene_inject(&scene, SCENE_ANNA, &count);
    go();
    CHECK(says(SCENE_ANNA, "stopped", "why", "server") && count_of(SCENE_ANNA, "count") == 0);
    end();
}

int main(void)
{
    RUN(figures_are_shown);
    RUN(only_supervisors_ask);
    RUN(a_refusal_is_told);
    RUN(what_was_not_asked_for_stops);
    return check_end();
}
