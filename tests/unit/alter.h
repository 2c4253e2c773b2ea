/* A server that alters one kind of its messages on the way to one client, or keeps it back.
 * Owns: which. Uses: stage.h. Used by: the tests of what a client makes of it. */
#ifndef UDVEJ_TESTS_UNIT_ALTER_H
#define UDVEJ_TESTS_UNIT_ALTER_H

#include "message.h"
#include "stage.h"

struct alteration {
    enum scene_actor actor;
    uint8_t code;                           /* enum message_code */
    bool (*alter)(struct message *message); /* false: it does not arrive */
};

static struct alteration alteration;
static unsigned altered; /* how often */

static inline bool alters(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    static uint8_t written[MESSAGE_MAX], original[MESSAGE_MAX];
    struct message message;
    (void)at;
    if (actor != alteration.actor || data[0] != alteration.code)
        return true;
    memcpy(original, data, *size);
    CHECK(message_decode(&message, original, *size) == OK);
    altered++;
    if (!alteration.alter(&message))
        return false;
    CHECK(message_encode(&message, written, sizeof written, size) == OK);
    memcpy(data, written, *size);
    return true;
}

static inline void alter(enum scene_actor actor, uint8_t code_of_message, bool (*how)(struct message *message))
{
    alteration = (struct alteration){actor, code_of_message, how};
    altered = 0;
    scene.filter = alters;
}

#endif
