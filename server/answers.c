#include "answers.h"

#include <stdlib.h>

enum outcome answers_put(struct answers *answers, const struct answer *answer, struct frame *frame)
{
    if (answers->count == answers->max) {
        size_t max = answers->max ? 2 * answers->max : 256;
        struct answer *list = realloc(answers->list, max * sizeof *list);
        if (!list) {
            frame_release(frame);
            return BROKEN;
        }
        answers->list = list;
        answers->max = max;
    }
    answers->list[answers->count] = *answer;
    answers->list[answers->count++].frame = frame;
    return OK;
}

enum outcome answers_say(struct answers *answers, const struct answer *answer, const struct message *message)
{
    size_t size, max = 1 + message_body_max((uint8_t)message->code);
    struct frame *frame = frame_new(max);
    if (!frame)
        return BROKEN;
    /* What we say fits what we promise; the other way round is our own mistake. */
    invariant(message_encode(message, frame->data, max, &size) == OK);
    frame->size = (uint32_t)size;
    frame->is_listed = answer->is_listed;
    return answers_put(answers, answer, frame);
}

void answers_cut(struct answers *answers, size_t count)
{
    while (answers->count > count)
        frame_release(answers->list[--answers->count].frame);
}

void answers_close(struct answers *answers)
{
    answers_cut(answers, 0);
    free(answers->list);
    answers->list = NULL;
    answers->max = 0;
}
