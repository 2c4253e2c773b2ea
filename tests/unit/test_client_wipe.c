/* Is every octet of a client's memory zero when it is closed, from every state it can be in? */
#include "check.h"
#include "client.h"
#include "stage.h"

static size_t octets_left(enum scene_actor actor)
{
    const uint8_t *memory = scene.devices[actor].memory;
    size_t left = 0;
    client_close(client_of(actor));
    for (size_t i = 0; i < client_size(); i++)
        left += memory[i] != 0;
    return left;
}

/* The device is switched on again with what it had saved, as the scene expects it. */
static void close_and_look(enum scene_actor actor)
{
    static uint8_t copy[4096];
    const uint8_t *memory = scene.devices[actor].memory;
    size_t used = 0;
    memcpy(copy, memory, sizeof copy);
    for (size_t i = 0; i < sizeof copy; i++)
        used += copy[i] != 0;
    CHECK(used > 0); /* else the search looks at the wrong place */
    CHECK(octets_left(actor) == 0);
}

static void after_a_conversation(void)
{
    stage_with_talk();
    CHECK(visitor_keep(client_of(SCENE_VISITOR), true) == OK);
    CHECK(say(SCENE_VISITOR, "to be forgotten") == OK && say(SCENE_ALPHA, "this too") == OK);
    go();
    close_and_look(SCENE_VISITOR);
    close_and_look(SCENE_ALPHA);
    close_and_look(SCENE_BETA);
    end();
}

static void in_the_middle_of_everything(void)
{
    stage_with_talk();
    scene.devices[SCENE_VISITOR].keeps_frames = true;
    CHECK(say(SCENE_VISITOR, "not sent yet") == OK && say(SCENE_ALPHA, "on its way") == OK);
    scene_pump(&scene, SCENE_ALPHA);
    close_and_look(SCENE_VISITOR);
    close_and_look(SCENE_ALPHA);
    end();
}

static void after_burning(void)
{
    stage_with_talk();
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
    close_and_look(SCENE_VISITOR);
    end();
}

int main(void)
{
    RUN(after_a_conversation);
    RUN(in_the_middle_of_everything);
    RUN(after_burning);
    return check_end();
}
