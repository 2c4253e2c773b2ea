#include "power_disk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "outcome.h"

enum { SECTOR = 512 };

static struct {
    const char *folder; /* NULL: not recording */
    struct disk_op *ops;
    size_t count;
    size_t max;
    uint64_t calls;
    uint64_t fails_first; /* 0: none */
    uint64_t fails_last;
    int error;
    bool has_failed;
    bool is_paused;
    bool is_suspended;
    bool is_at_work;
} record;

void disk_begin(const char *folder)
{
    disk_end();
    record.folder = folder;
}

void disk_end(void)
{
    for (size_t i = 0; i < record.count; i++)
        free(record.ops[i].data);
    free(record.ops);
    memset(&record, 0, sizeof record);
}

bool disk_is_recording(void)
{
    return record.folder != NULL && !record.is_suspended;
}

bool disk_is_at_work(void)
{
    return record.is_at_work;
}

void disk_suspend(bool is_suspended)
{
    record.is_suspended = is_suspended;
}

const char *disk_folder(void)
{
    return record.folder;
}

static void add(const struct disk_op *op)
{
    record.is_at_work = true;
    if (record.count == record.max) {
        record.max = 2 * record.max + 256;
        record.ops = realloc(record.ops, record.max * sizeof *record.ops);
        invariant(record.ops);
    }
    record.ops[record.count++] = *op;
    record.is_at_work = false;
}

/* 0, or errno of the fault that is due. What needs no space never fails for want of it. */
static int count_call(enum disk_act act)
{
    bool needs_space = act != DISK_READ && act != DISK_DELETE && act != DISK_OPEN;
    if (record.fails_first == 0 || record.is_paused || (record.error == ENOSPC && !needs_space))
        return 0;
    record.calls++;
    if (record.calls < record.fails_first || record.calls > record.fails_last)
        return 0;
    record.has_failed = true;
    return record.error;
}

int disk_write(enum disk_file file, const void *data, size_t size, uint64_t at, size_t *done)
{
    struct disk_op op = {.act = DISK_WRITE, .file = file, .at = at};
    int error = count_call(DISK_WRITE);
    *done = error == 0 ? size : error == ENOSPC ? size / 2 / SECTOR * SECTOR : 0;
    op.size = *done;
    if (op.size > 0) {
        record.is_at_work = true;
        op.data = malloc(op.size);
        invariant(op.data);
        memcpy(op.data, data, op.size);
        add(&op);
    }
    return error;
}

int disk_call(enum disk_act act, enum disk_file file, uint64_t at)
{
    int error = count_call(act);
    if (error == 0 && act < DISK_OPEN)
        add(&(struct disk_op){.act = act, .file = file, .at = at});
    else if (error != 0 && act == DISK_SYNC)
        add(&(struct disk_op){.act = DISK_SYNC_FAILED, .file = file});
    return error;
}

void disk_mark(uint64_t number)
{
    add(&(struct disk_op){.act = DISK_MARK, .at = number});
}

size_t disk_count(void)
{
    return record.count;
}

const struct disk_op *disk_op(size_t index)
{
    return &record.ops[index];
}

void disk_fail(uint64_t first, uint64_t last, int error)
{
    record.calls = 0;
    record.fails_first = first;
    record.fails_last = last;
    record.error = error;
    record.has_failed = record.has_failed && first == 0;
}

bool disk_has_failed(void)
{
    return record.has_failed;
}

bool disk_pause(bool is_paused)
{
    bool was_paused = record.is_paused;
    record.is_paused = is_paused;
    return was_paused;
}
