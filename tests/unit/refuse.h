/* A server that answers one kind of request with an error of the test's choice, and everything else as it should.
 * Owns: what is refused. Uses: stage.h. Used by: the tests of what a client makes of a refusal. */
#ifndef UDVEJ_TESTS_UNIT_REFUSE_H
#define UDVEJ_TESTS_UNIT_REFUSE_H

#include "message.h"
#include "stage.h"

enum { NO_ANSWER = 0 }; /* in place of an enum error_code: the server says nothing */

static struct {
    enum scene_actor actor;
    uint8_t request; /* enum message_code */
    unsigned times;  /* still to be refused */
    uint8_t code;    /* enum error_code */
    struct bytes detail;
    unsigned met; /* refused so far */
} refusal;

static inline bool refuse_heard(struct scene *at, enum scene_actor actor, const struct message *message)
{
    struct message error = {.code = MESSAGE_ERROR, .tag = message->tag};
    if (actor != refusal.actor || message->code != refusal.request || refusal.times == 0)
        return true;
    refusal.times--;
    refusal.met++;
    if (refusal.code == NO_ANSWER)
        return false;
    error.as.error.code = refusal.code;
    error.as.error.detail = refusal.detail;
    scene_inject(at, actor, &error);
    return false;
}

/* The next `times` such requests are refused. */
static inline void refuse(enum scene_actor actor, uint8_t request, uint8_t error, unsigned times)
{
    refusal.actor = actor;
    refusal.request = request;
    refusal.code = error;
    refusal.times = times;
    refusal.detail = (struct bytes){NULL, 0};
    refusal.met = 0;
    scene.heard = refuse_heard;
}

#endif
