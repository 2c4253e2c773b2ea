/* The outbox: order, framing, bounds, and that frames are held and let go exactly once. */
#include <stdlib.h>

#include "base/memory.h"
#include "check.h"
#include "outbox.h"

static uint8_t out[2 * OUTBOX_GATHER_MAX];

static struct frame *make(size_t size, uint8_t fill)
{
    struct frame *frame = frame_new(size);
    memset(frame->data, fill, size);
    return frame;
}

/* Puts a new frame in and lets the maker's hold go. */
static enum outcome put(struct outbox *outbox, size_t size, uint8_t fill)
{
    struct frame *frame = make(size, fill);
    enum outcome outcome = outbox_put(outbox, frame);
    frame_release(frame);
    return outcome;
}

/* Reads one unmasked final binary frame off the front; 0: that is not what is there. */
static size_t unframe(const uint8_t *data, size_t size, size_t *payload)
{
    if (size < 2 || data[0] != 0x82)
        return 0;
    if (data[1] < 126) {
        *payload = data[1];
        return 2;
    }
    if (data[1] == 126) {
        *payload = (size_t)data[2] << 8 | data[3];
        return *payload >= 126 ? 4 : 0;
    }
    *payload = 0;
    for (size_t i = 2; i < 10; i++)
        *payload = *payload << 8 | data[i];
    return data[1] == 127 && *payload > 0xffff ? 10 : 0;
}

static void frames_every_size(void)
{
    static const size_t sizes[] = {0, 1, 125, 126, 127, 65535, 65536, MESSAGE_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct outbox outbox = {0};
        size_t payload = 0;
        CHECK(put(&outbox, sizes[i], 7) == OK);
        size_t size = outbox_gather(&outbox, out, OUTBOX_GATHER_MAX);
        size_t head = unframe(out, size, &payload);
        CHECK(head > 0 && payload == sizes[i] && size == head + payload && outbox_is_empty(&outbox));
        outbox_close(&outbox);
    }
}

static void keeps_the_order(void)
{
    struct outbox outbox = {0};
    uint8_t next_in = 0;
    uint8_t next_out = 0;
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < round % 6 + 1; i++)
            CHECK(put(&outbox, 40000, next_in++) == OK);
        while (!outbox_is_empty(&outbox)) {
            size_t size = outbox_gather(&outbox, out, OUTBOX_GATHER_MAX);
            for (size_t at = 0; at < size;) {
                size_t payload = 0;
                size_t head = unframe(out + at, size - at, &payload);
                CHECK(head > 0 && out[at + head] == next_out++);
                if (head == 0)
                    break;
                at += head + payload;
            }
        }
    }
    CHECK(next_in == next_out);
    outbox_close(&outbox);
}

/* The ring has begun in its middle when it must grow. */
static void keeps_the_order_when_it_grows(void)
{
    struct outbox outbox = {0};
    for (uint8_t i = 0; i < 4; i++)
        CHECK(put(&outbox, 40000, i) == OK);
    CHECK(outbox_gather(&outbox, out, OUTBOX_GATHER_MAX) > 0 && outbox.first > 0 && outbox.count > 0);
    for (uint8_t i = 4; i < 40; i++)
        CHECK(put(&outbox, 1, i) == OK);
    uint8_t next = (uint8_t)(40 - outbox.count);
    while (!outbox_is_empty(&outbox)) {
        size_t size = outbox_gather(&outbox, out, OUTBOX_GATHER_MAX);
        size_t payload = 0;
        for (size_t at = 0, head = 1; at < size && head > 0; at += head + payload) {
            head = unframe(out + at, size - at, &payload);
            CHECK(head > 0 && out[at + head] == next++);
        }
    }
    CHECK(next == 40);
    outbox_close(&outbox);
}

static void is_bounded_in_octets(void)
{
    struct outbox outbox = {0};
    size_t count = 0;
    while (put(&outbox, 3500, 1) == OK)
        count++;
    CHECK(count == OUTBOX_OCTETS_MAX / (3500 + OUTBOX_FRAME_COST));
    CHECK(put(&outbox, outbox_room(&outbox) + 1, 1) == FULL);
    CHECK(put(&outbox, outbox_room(&outbox), 1) == OK && outbox_room(&outbox) == 0);
    CHECK(put(&outbox, 0, 1) == FULL || outbox_room(&outbox) == 0);
    outbox_close(&outbox);
    CHECK(outbox_is_empty(&outbox) && outbox_is_low(&outbox) && outbox_room(&outbox) > MESSAGE_MAX);
}

/* A whole turn's envelopes reach one mailbox before its socket is written to: they leave room for the news about them. */
static void envelopes_leave_room_for_news(void)
{
    struct outbox outbox = {0};
    while (outbox_envelope_room(&outbox) >= 3500)
        CHECK(put(&outbox, 3500, 1) == OK);
    for (size_t i = 0; i < OUTBOX_NEWS_OCTETS / (80 + OUTBOX_FRAME_COST); i++)
        CHECK(put(&outbox, 80, 1) == OK);
    while (put(&outbox, 80, 1) == OK)
        ;
    CHECK(outbox_envelope_room(&outbox) == 1);
    outbox_close(&outbox);
}

static enum outcome put_listed(struct outbox *outbox, size_t size)
{
    struct frame *frame = make(size, 1);
    frame->is_listed = true;
    enum outcome outcome = outbox_put(outbox, frame);
    frame_release(frame);
    return outcome;
}

/* A supervisor's queue of many thousand cases is no reason to be cut off, nor do the news behind it find less room. */
static void lists_are_longer_than_the_rest(void)
{
    enum { CARD = 68, CARDS = 10000 };
    struct outbox outbox = {0};
    size_t room = outbox_room(&outbox);
    for (size_t i = 0; i < CARDS; i++)
        CHECK(put_listed(&outbox, CARD) == OK);
    CHECK(outbox_room(&outbox) == room && outbox_is_low(&outbox));
    CHECK(put(&outbox, room, 1) == OK && put(&outbox, 1, 1) == FULL && put_listed(&outbox, CARD) == OK);
    while (outbox.count > 0)
        outbox_drop(&outbox);
    CHECK(outbox.octets == 0 && outbox.listed == 0);
    size_t count = 0;
    while (put_listed(&outbox, CARD) == OK)
        count++;
    CHECK(count == OUTBOX_LISTED_MAX / (CARD + OUTBOX_FRAME_COST) && put(&outbox, room, 1) == OK);
    outbox_close(&outbox);
}

static void is_bounded_in_number(void)
{
    struct outbox outbox = {0};
    size_t count = 0;
    while (put(&outbox, 1, 1) == OK)
        count++;
    CHECK(count == OUTBOX_OCTETS_MAX / (1 + OUTBOX_FRAME_COST));
    outbox_close(&outbox);
}

static void knows_when_it_is_low(void)
{
    struct outbox outbox = {0};
    while (outbox_is_low(&outbox))
        CHECK(put(&outbox, 10000, 1) == OK);
    CHECK(outbox.octets > OUTBOX_LOW_WATER);
    while (!outbox_is_low(&outbox))
        CHECK(outbox_gather(&outbox, out, OUTBOX_GATHER_MAX) > 0);
    outbox_close(&outbox);
}

static void holds_and_lets_go(void)
{
    struct outbox outbox = {0};
    struct frame *frame = make(10, 1);
    CHECK(outbox_put(&outbox, frame) == OK && outbox_put(&outbox, frame) == OK && frame->holders == 3);
    CHECK(outbox_gather(&outbox, out, OUTBOX_GATHER_MAX) == 24 && frame->holders == 1);
    CHECK(outbox_put(&outbox, frame) == OK && frame->holders == 2);
    outbox_close(&outbox);
    CHECK(frame->holders == 1);
    frame_release(frame);
}

/* Without memory nothing is lost that was in, and nothing is held that was not taken. */
static void survives_without_memory(void)
{
    struct outbox outbox = {0};
    struct frame *frame = make(10, 1);
    memory_fail_at(1);
    CHECK(outbox_put(&outbox, frame) == BROKEN && frame->holders == 1);
    for (int i = 0; i < 8; i++)
        CHECK(outbox_put(&outbox, frame) == OK);
    memory_fail_at(1);
    CHECK(outbox_put(&outbox, frame) == BROKEN && frame->holders == 9);
    CHECK(outbox_put(&outbox, frame) == OK && outbox.count == 9);
    memory_fail_at(0);
    CHECK(outbox_gather(&outbox, out, OUTBOX_GATHER_MAX) == 9 * 12 && frame->holders == 1);
    outbox_close(&outbox);
    frame_release(frame);
}

int main(void)
{
    RUN(frames_every_size);
    RUN(keeps_the_order);
    RUN(keeps_the_order_when_it_grows);
    RUN(is_bounded_in_octets);
    RUN(envelopes_leave_room_for_news);
    RUN(lists_are_longer_than_the_rest);
    RUN(is_bounded_in_number);
    RUN(knows_when_it_is_low);
    RUN(holds_and_lets_go);
    RUN(survives_without_memory);
    return check_end();
}
