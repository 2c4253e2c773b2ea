/* Offline generations as both sides live them (rule 10): one more at each page, the older ones destroyed once the colleague knows the newest, never
 * more than three, and none while a stored envelope needs it. */
#include "check.h"
#include "stage.h"

static size_t generations(void)
{
    return scene_generations(&scene, visitor_id);
}

static void a_newer_generation_ends_the_older(void)
{
    stage_with_talk();
    CHECK(generations() == 1);
    for (unsigned page = 0; page < 5; page++) {
        new_page();
        go();
        CHECK(generations() <= 2);
        wait(40); /* the colleague has answered: what is older is destroyed */
        CHECK(generations() == 1);
        CHECK(say(SCENE_ALPHA, "still here") == OK);
        go();
        CHECK(count_of(SCENE_VISITOR, "message") == page + 1 && nobody_stopped());
    }
    end();
}

static void never_more_than_three(void)
{
    stage_with_talk();
    scene_kill(&scene, SCENE_ALPHA);
    scene_run(&scene);
    for (unsigned page = 0; page < 6; page++) {
        new_page();
        go();
        wait(40);
        CHECK(generations() == (page < 2 ? page + 2 : GENERATIONS_MAX));
    }
    come(SCENE_ALPHA);
    go();
    wait(40);
    CHECK(generations() == 1 && nobody_stopped());
    scene_kill(&scene, SCENE_VISITOR);
    scene_run(&scene);
    wait(700);
    CHECK(say(SCENE_ALPHA, "to the newest of them") == OK);
    go();
    new_page();
    go();
    CHECK(says(SCENE_VISITOR, "message", "text", "to the newest of them"));
    CHECK(says(SCENE_VISITOR, "message", "offline", "true") && nobody_stopped());
    end();
}

/* What was said to a page that dies before it reads comes to the next one. */
static void a_page_that_dies_loses_nothing(void)
{
    stage_with_talk();
    scene.devices[SCENE_VISITOR].link->is_cut = true; /* nothing it sends arrives: no receipt */
    CHECK(say(SCENE_ALPHA, "to the page that is gone") == OK);
    go();
    scene_kill(&scene, SCENE_VISITOR);
    scene_run(&scene);
    CHECK(scene_waiting(&scene, visitor_id, true) == 1); /* awaits another wrap */
    size_t before = count_of(SCENE_VISITOR, "message");
    new_page();
    go();
    wait(5);
    CHECK(count_of(SCENE_VISITOR, "message") == before + 1 && count_of(SCENE_ALPHA, "delivered") == 1);
    CHECK(scene_waiting(&scene, visitor_id, false) == 0 && nobody_stopped());
    end();
}

int main(void)
{
    RUN(a_newer_generation_ends_the_older);
    RUN(never_more_than_three);
    RUN(a_page_that_dies_loses_nothing);
    return check_end();
}
