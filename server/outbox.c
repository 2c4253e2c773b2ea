#include "outbox.h"

#include <string.h>

#include "base/memory.h"

enum { CAPACITY_FIRST = 8, CAPACITY_KEPT = 32 };

static uint32_t cost(const struct frame *frame)
{
    return frame->size + OUTBOX_FRAME_COST;
}

/* Doubles the ring and puts its frames in line. */
static enum outcome grow(struct outbox *outbox)
{
    uint32_t capacity = outbox->capacity == 0 ? CAPACITY_FIRST : outbox->capacity * 2;
    struct frame **frames = memory_get(capacity * sizeof(struct frame *));
    if (frames == NULL)
        return BROKEN;
    for (uint32_t i = 0; i < outbox->count; i++)
        frames[i] = outbox->frames[(outbox->first + i) % outbox->capacity];
    memory_free(outbox->frames);
    outbox->frames = frames;
    outbox->capacity = capacity;
    outbox->first = 0;
    return OK;
}

static uint32_t *count_of(struct outbox *outbox, const struct frame *frame)
{
    return frame->is_listed ? &outbox->listed : &outbox->octets;
}

enum outcome outbox_put(struct outbox *outbox, struct frame *frame)
{
    uint32_t *octets = count_of(outbox, frame);
    uint32_t octets_max = frame->is_listed ? OUTBOX_LISTED_MAX : OUTBOX_OCTETS_MAX;
    if (cost(frame) > octets_max - *octets)
        return FULL;
    if (outbox->count == outbox->capacity)
        TRY(grow(outbox));
    outbox->frames[(outbox->first + outbox->count) % outbox->capacity] = frame_hold(frame);
    outbox->count++;
    *octets += cost(frame);
    return OK;
}

size_t outbox_room(const struct outbox *outbox)
{
    uint32_t left = OUTBOX_OCTETS_MAX - outbox->octets;
    return left > OUTBOX_FRAME_COST ? left - OUTBOX_FRAME_COST : 0;
}

size_t outbox_envelope_room(const struct outbox *outbox)
{
    size_t room = outbox_room(outbox);
    return room > OUTBOX_NEWS_OCTETS ? room - OUTBOX_NEWS_OCTETS : 1;
}

bool outbox_is_empty(const struct outbox *outbox)
{
    return outbox->count == 0;
}

bool outbox_is_low(const struct outbox *outbox)
{
    return outbox->octets <= OUTBOX_LOW_WATER;
}

/* The header of an unmasked, final, binary frame (RFC 6455, section 5.2): 2, 4 or 10 octets. */
static size_t write_header(uint8_t *out, uint32_t size)
{
    out[0] = 0x82;
    if (size < 126) {
        out[1] = (uint8_t)size;
        return 2;
    }
    if (size <= 0xffff) {
        out[1] = 126;
        out[2] = (uint8_t)(size >> 8);
        out[3] = (uint8_t)size;
        return 4;
    }
    out[1] = 127;
    memset(out + 2, 0, 4);
    for (size_t i = 0; i < 4; i++)
        out[6 + i] = (uint8_t)(size >> 8 * (3 - i));
    return 10;
}

size_t outbox_gather(struct outbox *outbox, uint8_t *out, size_t max)
{
    invariant(max >= OUTBOX_GATHER_MAX);
    size_t written = 0;
    while (outbox->count > 0) {
        struct frame *frame = outbox->frames[outbox->first];
        invariant(frame->size <= MESSAGE_MAX);
        if (frame->size + OUTBOX_HEADER_MAX > max - written)
            break;
        written += write_header(out + written, frame->size);
        memcpy(out + written, frame->data, frame->size);
        written += frame->size;
        outbox_drop(outbox);
    }
    return written;
}

size_t outbox_gather_cell(struct outbox *outbox, struct cell_maker *maker, uint8_t out[OUTBOX_CELL_SIZE])
{
    size_t head = write_header(out, CELL_SIZE);
    struct bytes front;
    cell_begin(maker, out + head);
    while ((front = outbox_front(outbox)).size > 0 && cell_put(maker, front))
        outbox_drop(outbox);
    cell_end(maker);
    return head + CELL_SIZE;
}

struct bytes outbox_front(const struct outbox *outbox)
{
    if (outbox->count == 0)
        return (struct bytes){NULL, 0};
    const struct frame *frame = outbox->frames[outbox->first];
    return (struct bytes){frame->data, frame->size};
}

void outbox_drop(struct outbox *outbox)
{
    struct frame *frame = outbox->frames[outbox->first];
    *count_of(outbox, frame) -= cost(frame);
    outbox->first = (outbox->first + 1) % outbox->capacity;
    outbox->count--;
    frame_release(frame);
    /* After a burst the ring goes; a quiet connection should cost little. */
    if (outbox->count == 0 && outbox->capacity > CAPACITY_KEPT)
        outbox_close(outbox);
}

void outbox_close(struct outbox *outbox)
{
    for (uint32_t i = 0; i < outbox->count; i++)
        frame_release(outbox->frames[(outbox->first + i) % outbox->capacity]);
    memory_free(outbox->frames);
    memset(outbox, 0, sizeof *outbox);
}
