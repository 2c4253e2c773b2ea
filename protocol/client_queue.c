#include "client_queue.h"

#include <string.h>

#include "hash.h"

enum { PREFIX = sizeof(uint32_t) };

void client_queue_open(struct client_queue *queue, void *data, size_t max)
{
    *queue = (struct client_queue){.data = data, .max = max};
}

static size_t size_at(const struct client_queue *queue, size_t at)
{
    uint32_t size;
    memcpy(&size, queue->data + at, PREFIX);
    return size;
}

enum outcome client_queue_put(struct client_queue *queue, const struct bytes *parts, size_t part_count)
{
    size_t size = 0;
    for (size_t i = 0; i < part_count; i++)
        size += parts[i].size;
    if (PREFIX + size > queue->max - (queue->end - queue->start))
        return FULL;
    if (PREFIX + size > queue->max - queue->end) {
        size_t used = queue->end - queue->start;
        memmove(queue->data, queue->data + queue->start, used);
        wipe(queue->data + used, queue->end - used);
        queue->start = 0;
        queue->end = used;
    }
    uint32_t prefix = (uint32_t)size;
    memcpy(queue->data + queue->end, &prefix, PREFIX);
    queue->end += PREFIX;
    for (size_t i = 0; i < part_count; i++) {
        if (parts[i].size > 0)
            memcpy(queue->data + queue->end, parts[i].data, parts[i].size);
        queue->end += parts[i].size;
    }
    queue->count++;
    return OK;
}

struct bytes client_queue_front(const struct client_queue *queue)
{
    if (queue->count == 0)
        return (struct bytes){NULL, 0};
    return (struct bytes){queue->data + queue->start + PREFIX, size_at(queue, queue->start)};
}

void client_queue_drop(struct client_queue *queue)
{
    if (queue->count == 0)
        return;
    size_t size = PREFIX + size_at(queue, queue->start);
    wipe(queue->data + queue->start, size);
    queue->start += size;
    queue->count--;
    if (queue->count == 0)
        queue->start = queue->end = 0;
}

static size_t position(const struct client_queue *queue, size_t index)
{
    size_t at = queue->start;
    while (index-- > 0)
        at += PREFIX + size_at(queue, at);
    return at;
}

struct bytes client_queue_at(const struct client_queue *queue, size_t index, uint8_t **octets)
{
    invariant(index < queue->count);
    size_t at = position(queue, index);
    if (octets != NULL)
        *octets = queue->data + at + PREFIX;
    return (struct bytes){queue->data + at + PREFIX, size_at(queue, at)};
}

void client_queue_remove(struct client_queue *queue, size_t index)
{
    invariant(index < queue->count);
    size_t at = position(queue, index);
    size_t size = PREFIX + size_at(queue, at);
    memmove(queue->data + at, queue->data + at + size, queue->end - at - size);
    wipe(queue->data + queue->end - size, size);
    queue->end -= size;
    queue->count--;
}

void client_queue_clear(struct client_queue *queue)
{
    wipe(queue->data, queue->max);
    queue->start = queue->end = queue->count = 0;
}
