/* Cells: any messages in any order come out as they went in, every cell has the same size, and whatever is not exactly what a maker
 * writes is refused. */
#include "cell.h"
#include "check.h"
#include "message.h"

enum { STORY_MAX = 64 };

static uint8_t story[STORY_MAX][MESSAGE_MAX];
static size_t sizes[STORY_MAX];
static uint8_t gathered[MESSAGE_MAX];
static uint8_t cell[CELL_SIZE];

/* Codes and how long their messages may be, so that made-up ones are possible. */
static size_t make_message(uint64_t *chance, uint8_t *out)
{
    static const uint8_t codes[] = {MESSAGE_DONE,     MESSAGE_ACK,  MESSAGE_SEND, MESSAGE_OPEN_CASE,
                                    MESSAGE_ENVELOPE, MESSAGE_DOOR, MESSAGE_ERROR};
    uint8_t code = codes[check_random(chance) % sizeof codes];
    size_t size = 1 + (size_t)(check_random(chance) % (message_body_max(code) + 1));
    if (check_random(chance) % 3 == 0)
        size = 1 + message_body_max(code);
    check_fill(out, size, check_random(chance));
    out[0] = code;
    return size;
}

/* Makes one cell of the messages from `*next` on; moves `*next`. */
static void make_cell(struct cell_maker *maker, size_t *next, size_t count)
{
    memset(cell, 0xaa, sizeof cell);
    cell_begin(maker, cell);
    while (*next < count && cell_put(maker, (struct bytes){story[*next], sizes[*next]}))
        (*next)++;
    cell_end(maker);
}

/* Reads the cell; checks each finished message against the story from `*next` on. */
static enum outcome read_cell(struct cell_reader *reader, size_t *received, size_t *next, bool may_drop)
{
    struct cell_piece piece;
    enum outcome outcome = cell_read(reader, (struct bytes){cell, sizeof cell}, may_drop);
    while (outcome == OK && (outcome = cell_next(reader, &piece)) == OK) {
        *received = piece.is_first ? 0 : *received;
        CHECK(piece.data.size > 0 && *received + piece.data.size + piece.left <= MESSAGE_MAX);
        memcpy(gathered + *received, piece.data.data, piece.data.size);
        *received += piece.data.size;
        if (piece.left > 0)
            continue;
        if (CHECK(*received == sizes[*next]))
            CHECK_SAME(gathered, story[*next], *received);
        (*next)++;
    }
    return outcome;
}

static void carries_any_messages_in_any_order(void)
{
    uint64_t chance = 16;
    for (unsigned round = 0; round < 300; round++) {
        struct cell_maker maker = {0};
        struct cell_reader reader = {0};
        size_t put = 0, got = 0, received = 0, said = 0;
        size_t count = (size_t)(check_random(&chance) % STORY_MAX);
        for (size_t i = 0; i < count; i++)
            sizes[i] = make_message(&chance, story[i]);
        for (unsigned cells = 0; got < count || cells == 0; cells++) {
            if (!CHECK(cells < STORY_MAX * CELLS_PER_MESSAGE_MAX))
                return;
            /* Messages come up while cells go out. */
            said += said < count ? (size_t)(check_random(&chance) % 4) : 0;
            said = said > count ? count : said;
            make_cell(&maker, &put, said);
            CHECK(read_cell(&reader, &received, &got, false) == GONE);
        }
        CHECK(put == count && got == count && maker.done == 0 && reader.size_octets == 0);
    }
}

/* Small ones share a cell; what is left of it is zeros. */
static void packs_small_ones(void)
{
    struct cell_maker maker = {0};
    size_t next = 0;
    for (size_t i = 0; i < 3; i++)
        sizes[i] = 5, story[i][0] = MESSAGE_DONE;
    make_cell(&maker, &next, 3);
    CHECK(next == 3 && cell[0] == 0 && cell[1] == 3 * (3 + 5) && cell[2] == 0 && cell[4] == 5);
    for (size_t i = 2 + 24; i < CELL_SIZE; i++)
        CHECK(cell[i] == 0);
}

static void is_bounded_by_name(void)
{
    struct cell_maker maker = {0};
    size_t next = 0, cells = 0;
    sizes[0] = CELL_PAYLOAD - 3 - 1; /* leaves one octet of the first cell */
    sizes[1] = MESSAGE_MAX;
    while (next < 2) {
        make_cell(&maker, &next, 2);
        cells++;
    }
    CHECK(cells <= CELLS_PER_MESSAGE_MAX);
}

static enum outcome read_alone(void)
{
    struct cell_reader reader = {0};
    struct cell_piece piece;
    enum outcome outcome = cell_read(&reader, (struct bytes){cell, sizeof cell}, true);
    while (outcome == OK)
        outcome = cell_next(&reader, &piece);
    return outcome;
}

static void write_cell(const uint8_t *octets, size_t size)
{
    memset(cell, 0, sizeof cell);
    memcpy(cell, octets, size);
}

#define CELL_OF(...) write_cell((const uint8_t[]){__VA_ARGS__}, sizeof(const uint8_t[]){__VA_ARGS__})

static void refuses_what_no_maker_writes(void)
{
    struct cell_reader reader = {0};
    for (size_t size = 0; size < CELL_SIZE + 2; size++) {
        static const uint8_t zeros[CELL_SIZE + 2];
        CHECK((cell_read(&reader, (struct bytes){zeros, size}, true) == OK) == (size == CELL_SIZE));
    }
    CELL_OF(0, 0);
    CHECK(read_alone() == GONE);
    CELL_OF(0, 0, 1); /* padding */
    CHECK(read_alone() == MALFORMED);
    CELL_OF(0, 0);
    cell[CELL_SIZE - 1] = 1;
    CHECK(read_alone() == MALFORMED);
    CELL_OF(0x0f, 0xff); /* more than a cell has */
    CHECK(read_alone() == MALFORMED);
    CELL_OF(0x80, 0); /* nothing was under way */
    CHECK(read_alone() == MALFORMED);
    CELL_OF(0, 3, 0, 0, 0); /* a message of nothing */
    CHECK(read_alone() == MALFORMED);
    CELL_OF(0, 4, 0xff, 0xff, 0xff, MESSAGE_SEND); /* larger than any */
    CHECK(read_alone() == MALFORMED);
    CELL_OF(0, 9, 0, 0, 6, MESSAGE_DONE, 0, 0, 0, 1, 0); /* larger than its code allows */
    CHECK(read_alone() == MALFORMED);
    CELL_OF(0, 8, 0, 0, 5, MESSAGE_DONE, 0, 0, 0, 1);
    CHECK(read_alone() == GONE);
    CELL_OF(0, 8, 0, 0, 6, MESSAGE_ERROR, 0, 0, 0, 1); /* goes on, though there is room */
    CHECK(read_alone() == MALFORMED);
    CELL_OF(0, 1, 0); /* so does its size */
    CHECK(read_alone() == MALFORMED);
    CELL_OF(0, 12, 0, 0, 5, MESSAGE_DONE, 0, 0, 0, 1, 0, 0, 5, 0); /* the second one has a code that does not exist */
    CHECK(read_alone() == MALFORMED);
}

/* A server that closes drops what it was saying, and says why in one more cell. */
static void drops_what_is_under_way(void)
{
    struct cell_maker maker = {0};
    struct cell_reader reader = {0}, client = {0};
    size_t next = 0, received = 0, got = 1;
    sizes[0] = 1 + message_body_max(MESSAGE_SEND), story[0][0] = MESSAGE_SEND;
    sizes[1] = 7, story[1][0] = MESSAGE_ERROR;
    make_cell(&maker, &next, 1);
    CHECK(next == 0 && read_cell(&reader, &received, &got, true) == GONE);
    CHECK(read_cell(&client, &received, &got, false) == GONE);
    cell_drop(&maker);
    cell_drop(&maker);
    next = 1;
    make_cell(&maker, &next, 2);
    CHECK(next == 2 && cell[0] == 0x80);
    CHECK(read_cell(&client, &received, &got, false) == MALFORMED); /* only servers may */
    CHECK(read_cell(&reader, &received, &got, true) == GONE && got == 2);
    cell_drop(&maker); /* nothing under way: nothing dropped */
    make_cell(&maker, &next, 2);
    CHECK(cell[0] == 0 && cell[1] == 0);
}

int main(void)
{
    RUN(carries_any_messages_in_any_order);
    RUN(packs_small_ones);
    RUN(is_bounded_by_name);
    RUN(refuses_what_no_maker_writes);
    RUN(drops_what_is_under_way);
    return check_end();
}
