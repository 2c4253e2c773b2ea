#include "cell.h"

#include <string.h>

#include "message.h"

enum {
    HEAD_SIZE = 2,
    LENGTH_SIZE = 3, /* before each message in the stream */
    ANEW = 0x80,     /* the highest bit of the head */
};

/* --- making --- */

void cell_begin(struct cell_maker *maker, uint8_t cell[CELL_SIZE])
{
    memset(cell, 0, CELL_SIZE);
    maker->cell = cell;
    maker->used = 0;
}

/* Copies what of `data` lies behind what is done already; `at` is where `data` begins in the message with its size. */
static void put_part(struct cell_maker *maker, struct bytes data, uint32_t at)
{
    if (maker->done < at || maker->done - at >= data.size)
        return;
    size_t begin = maker->done - at;
    size_t room = CELL_PAYLOAD - maker->used;
    size_t size = data.size - begin < room ? data.size - begin : room;
    memcpy(maker->cell + HEAD_SIZE + maker->used, data.data + begin, size);
    maker->used += (uint32_t)size;
    maker->done += (uint32_t)size;
}

bool cell_put(struct cell_maker *maker, struct bytes message)
{
    invariant(message.size >= 1 && message.size <= MESSAGE_MAX && maker->done < LENGTH_SIZE + message.size);
    uint8_t length[LENGTH_SIZE] = {(uint8_t)(message.size >> 16), (uint8_t)(message.size >> 8), (uint8_t)message.size};
    put_part(maker, (struct bytes){length, LENGTH_SIZE}, 0);
    put_part(maker, message, LENGTH_SIZE);
    if (maker->done < LENGTH_SIZE + message.size)
        return false;
    maker->done = 0;
    return true;
}

void cell_end(struct cell_maker *maker)
{
    maker->cell[0] = (uint8_t)(maker->used >> 8 | (maker->is_anew ? ANEW : 0));
    maker->cell[1] = (uint8_t)maker->used;
    maker->is_anew = false;
    maker->cell = NULL;
}

void cell_drop(struct cell_maker *maker)
{
    maker->is_anew = maker->is_anew || maker->done > 0;
    maker->done = 0;
}

/* --- reading --- */

static void finish(struct cell_reader *reader)
{
    reader->size_octets = 0;
    reader->size = 0;
    reader->received = 0;
}

enum outcome cell_read(struct cell_reader *reader, struct bytes cell, bool may_drop)
{
    if (cell.size != CELL_SIZE)
        return MALFORMED;
    bool is_anew = (cell.data[0] & ANEW) != 0;
    size_t used = (size_t)(cell.data[0] & (ANEW - 1)) << 8 | cell.data[1];
    if (used > CELL_PAYLOAD || (is_anew && !(may_drop && reader->size_octets > 0)))
        return MALFORMED;
    uint8_t padding = 0;
    for (size_t i = HEAD_SIZE + used; i < CELL_SIZE; i++)
        padding |= cell.data[i];
    if (padding != 0)
        return MALFORMED;
    if (is_anew)
        finish(reader);
    reader->rest = (struct bytes){cell.data + HEAD_SIZE, used};
    reader->is_full = used == CELL_PAYLOAD;
    return OK;
}

static uint8_t take_octet(struct cell_reader *reader)
{
    uint8_t octet = reader->rest.data[0];
    reader->rest.data++;
    reader->rest.size--;
    return octet;
}

enum outcome cell_next(struct cell_reader *reader, struct cell_piece *piece)
{
    while (reader->size_octets < LENGTH_SIZE && reader->rest.size > 0) {
        reader->size = reader->size << 8 | take_octet(reader);
        reader->size_octets++;
    }
    if (reader->size_octets == LENGTH_SIZE && (reader->size == 0 || reader->size > MESSAGE_MAX))
        return MALFORMED;
    if (reader->rest.size == 0)
        return reader->size_octets == 0 || reader->is_full ? GONE : MALFORMED;
    bool is_first = reader->received == 0;
    if (is_first && reader->size > 1 + message_body_max(reader->rest.data[0]))
        return MALFORMED; /* also of a code that does not exist, unless it stands alone: that is for the reader of messages */
    size_t wanted = reader->size - reader->received;
    size_t size = wanted < reader->rest.size ? wanted : reader->rest.size;
    *piece = (struct cell_piece){{reader->rest.data, size}, wanted - size, is_first};
    reader->rest.data += size;
    reader->rest.size -= size;
    reader->received += (uint32_t)size;
    if (piece->left == 0)
        finish(reader);
    return OK;
}
