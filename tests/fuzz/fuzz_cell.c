/* A run of cells. The first octet says whether they come from a server; short input is filled up, so that the fuzzer need not find
 * 4,096 octets. What was read from cells without a drop, made into cells again, is the same octets. */
#include "fuzz.h"
#include "protocol/cell.h"

enum { CELLS_MAX = 24 };

static uint8_t cells[CELLS_MAX][CELL_SIZE];
static uint8_t stream[CELLS_MAX * CELL_SIZE]; /* the messages that were read, one behind the other */
static size_t ends[CELLS_MAX * CELL_SIZE];

static void make_again(size_t cell_count, size_t message_count, const size_t *message_in_cell)
{
    struct cell_maker maker = {0};
    size_t next = 0;
    for (size_t i = 0; i < cell_count; i++) {
        cell_begin(&maker, fuzz_again);
        while (next < message_in_cell[i]) {
            size_t begin = next == 0 ? 0 : ends[next - 1];
            if (!cell_put(&maker, (struct bytes){stream + begin, ends[next] - begin}))
                break;
            next++;
        }
        cell_end(&maker);
        fuzz_same(OK, CELL_SIZE, cells[i], CELL_SIZE);
    }
    invariant(next == message_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cell_reader reader = {0};
    struct cell_piece piece;
    size_t begun_by[CELLS_MAX]; /* how many messages had begun when that cell ended */
    size_t filled = 0, begun = 0, messages = 0, count = 0;
    bool may_drop = size > 0 && (data[0] & 1) != 0;
    bool has_dropped = false;
    enum outcome outcome = GONE;
    for (size_t at = 1; at < size && count < CELLS_MAX && outcome == GONE; at += CELL_SIZE, count++) {
        size_t part = size - at < CELL_SIZE ? size - at : CELL_SIZE;
        memset(cells[count], 0, CELL_SIZE);
        memcpy(cells[count], data + at, part);
        has_dropped = has_dropped || (cells[count][0] & 0x80) != 0;
        outcome = cell_read(&reader, (struct bytes){cells[count], CELL_SIZE}, may_drop);
        while (outcome == OK && (outcome = cell_next(&reader, &piece)) == OK) {
            invariant(piece.data.size > 0 && piece.data.size + piece.left <= MESSAGE_MAX);
            filled = piece.is_first ? (messages == 0 ? 0 : ends[messages - 1]) : filled;
            begun += piece.is_first;
            memcpy(stream + filled, piece.data.data, piece.data.size);
            filled += piece.data.size;
            if (piece.left == 0)
                ends[messages++] = filled;
        }
        begun_by[count] = begun + (reader.size_octets > 0 && reader.received == 0); /* its size alone is here */
    }
    /* Only whole conversations can be made again. */
    if (outcome == GONE && !has_dropped && reader.size_octets == 0)
        make_again(count, messages, begun_by);
    return 0;
}
