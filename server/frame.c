#include "frame.h"

#include <stdlib.h>

#include "outcome.h"

struct frame *frame_new(size_t size)
{
    invariant(size <= UINT32_MAX);
    struct frame *frame = malloc(sizeof *frame + size);
    if (frame) {
        frame->holders = 1;
        frame->size = (uint32_t)size;
        frame->is_listed = false;
    }
    return frame;
}

struct frame *frame_hold(struct frame *frame)
{
    invariant(frame->holders > 0 && frame->holders < UINT32_MAX);
    frame->holders++;
    return frame;
}

void frame_release(struct frame *frame)
{
    if (!frame)
        return;
    invariant(frame->holders > 0);
    if (--frame->holders == 0)
        free(frame);
}
