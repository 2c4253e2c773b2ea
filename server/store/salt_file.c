#include "salt_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ZEROS_SIZE = 16384 }; /* written at once */
static const uint8_t zeros[ZEROS_SIZE];

/* A growing list of slot numbers. */
struct slots {
    uint32_t *at;
    size_t count;
    size_t max;
};

struct salt_file {
    int fd;
    int directory_fd;
    uint32_t slot_count;
    uint8_t *is_named;    /* one octet a slot, while opening */
    struct slots vacant;  /* wiped; taken from the end */
    struct slots put;     /* in this transaction */
    struct slots dropped; /* in this transaction */
    struct slots doubted; /* put in a transaction whose commit failed: a row may still turn up */
    struct slots doomed;  /* rows are gone, octets are not yet */
};

/* Makes room for `more` further numbers, so that adding them cannot fail. */
static enum outcome slots_reserve(struct slots *slots, size_t more)
{
    if (slots->count + more <= slots->max)
        return OK;
    size_t max = 2 * (slots->count + more) + 64;
    uint32_t *at = realloc(slots->at, max * sizeof *at);
    if (!at)
        return BROKEN;
    slots->at = at;
    slots->max = max;
    return OK;
}

static void slots_add(struct slots *slots, uint32_t slot)
{
    invariant(slots->count < slots->max);
    slots->at[slots->count++] = slot;
}

static enum outcome write_at(int fd, const uint8_t *data, size_t size, off_t at)
{
    while (size > 0) {
        ssize_t done = pwrite(fd, data, size, at);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return BROKEN;
        data += done;
        size -= (size_t)done;
        at += done;
    }
    return OK;
}

static enum outcome read_at(int fd, uint8_t *data, size_t size, off_t at)
{
    while (size > 0) {
        ssize_t done = pread(fd, data, size, at);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return BROKEN;
        data += done;
        size -= (size_t)done;
        at += done;
    }
    return OK;
}

/* Zeros from slot `from` up to slot `to`. */
static enum outcome wipe_run(struct salt_file *file, uint32_t from, uint32_t to)
{
    for (uint32_t slot = from; slot < to; slot += ZEROS_SIZE / SALT_SLOT_SIZE) {
        size_t size = (size_t)(to - slot) * SALT_SLOT_SIZE;
        TRY(write_at(file->fd, zeros, size < ZEROS_SIZE ? size : ZEROS_SIZE, (off_t)slot * SALT_SLOT_SIZE));
    }
    return OK;
}

static enum outcome wipe_slot(struct salt_file *file, uint32_t slot)
{
    return wipe_run(file, slot, slot + 1);
}

/* Zeros are written out, not left as a hole: a slot's blocks must be its own before it is used, or overwriting moves it. */
static enum outcome grow(struct salt_file *file)
{
    uint32_t end = file->slot_count + SALT_SLOTS_STEP;
    if (end > SALT_SLOTS_MAX)
        return FULL;
    TRY(wipe_run(file, file->slot_count, end));
    if (fsync(file->fd) != 0)
        return BROKEN;
    TRY(slots_reserve(&file->vacant, SALT_SLOTS_STEP));
    for (uint32_t slot = end; slot-- > file->slot_count;)
        slots_add(&file->vacant, slot);
    file->slot_count = end;
    return OK;
}

static enum outcome open_files(struct salt_file *file, const char *directory)
{
    struct stat status;
    file->directory_fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file->directory_fd < 0)
        return BROKEN;
    file->fd = openat(file->directory_fd, "salts", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file->fd < 0)
        return BROKEN;
    if (flock(file->fd, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? REFUSED : BROKEN;
    if (fstat(file->fd, &status) != 0 || status.st_size > (off_t)SALT_SLOTS_MAX * SALT_SLOT_SIZE)
        return BROKEN;
    /* A last slot that was only half made is made whole, and then wiped like any that nobody names. */
    file->slot_count = (uint32_t)((status.st_size + SALT_SLOT_SIZE - 1) / SALT_SLOT_SIZE);
    if (ftruncate(file->fd, (off_t)file->slot_count * SALT_SLOT_SIZE) != 0)
        return BROKEN;
    if (fsync(file->directory_fd) != 0)
        return BROKEN;
    file->is_named = calloc(file->slot_count + 1u, 1);
    return file->is_named ? OK : BROKEN;
}

enum outcome salt_file_open(struct salt_file **file, const char *directory)
{
    struct salt_file *opened = calloc(1, sizeof *opened);
    if (!opened)
        return BROKEN;
    opened->fd = opened->directory_fd = -1;
    enum outcome outcome = open_files(opened, directory);
    if (outcome != OK) {
        salt_file_close(opened);
        return outcome;
    }
    *file = opened;
    return OK;
}

void salt_file_close(struct salt_file *file)
{
    if (!file)
        return;
    if (file->fd >= 0)
        (void)close(file->fd); /* nothing unsynced matters: see the order above */
    if (file->directory_fd >= 0)
        (void)close(file->directory_fd);
    free(file->is_named);
    free(file->vacant.at);
    free(file->put.at);
    free(file->dropped.at);
    free(file->doubted.at);
    free(file->doomed.at);
    free(file);
}

/* A slot beyond the end is what a database looks like that was copied by hand without its salts: the salt is gone, its row is not. It reads as
 * zeros, and the doctor tells. (A backup has no such rows.) */
enum outcome salt_file_claim(struct salt_file *file, uint32_t slot)
{
    if (slot >= SALT_SLOTS_MAX)
        return BROKEN;
    if (slot >= file->slot_count) {
        uint8_t *is_named = realloc(file->is_named, slot + 1u);
        if (!is_named)
            return BROKEN;
        memset(is_named + file->slot_count, 0, slot + 1u - file->slot_count);
        file->is_named = is_named;
        file->slot_count = slot + 1u;
        TRY(wipe_slot(file, slot));
    }
    file->is_named[slot] = 1;
    return OK;
}

/* Slots that read as zeros are written too. An earlier process may have wiped one and failed to sync it: then the kernel goes on
 * showing the zeros, and counts them as written, while the disk still has the salt. */
enum outcome salt_file_settle(struct salt_file *file)
{
    uint32_t end = file->slot_count;
    TRY(slots_reserve(&file->vacant, end));
    for (uint32_t slot = 0; slot < end;) {
        uint32_t from = slot;
        while (slot < end && !file->is_named[slot])
            slot++;
        TRY(wipe_run(file, from, slot));
        while (slot < end && file->is_named[slot])
            slot++;
    }
    for (uint32_t slot = end; slot-- > 0;)
        if (!file->is_named[slot])
            slots_add(&file->vacant, slot);
    free(file->is_named);
    file->is_named = NULL;
    return fdatasync(file->fd) == 0 ? OK : BROKEN;
}

/* A slot that is put or dropped now can be destroyed and used again later, whatever memory there is then. */
static enum outcome reserve(struct salt_file *file)
{
    size_t more = file->put.count + file->dropped.count + file->doubted.count + 1;
    TRY(slots_reserve(&file->put, 1));
    TRY(slots_reserve(&file->dropped, 1));
    TRY(slots_reserve(&file->doubted, file->put.count + 1));
    TRY(slots_reserve(&file->doomed, more));
    return slots_reserve(&file->vacant, file->doomed.count + more);
}

enum outcome salt_file_put(struct salt_file *file, const uint8_t salt[SALT_SEALED_SIZE], uint32_t *slot)
{
    uint8_t octets[SALT_SLOT_SIZE] = {0};
    if (file->vacant.count == 0)
        TRY(grow(file));
    TRY(reserve(file));
    *slot = file->vacant.at[--file->vacant.count];
    slots_add(&file->put, *slot);
    memcpy(octets, salt, SALT_SEALED_SIZE);
    return write_at(file->fd, octets, sizeof octets, (off_t)*slot * SALT_SLOT_SIZE);
}

enum outcome salt_file_get(struct salt_file *file, uint32_t slot, uint8_t salt[SALT_SEALED_SIZE])
{
    if (slot >= file->slot_count)
        return BROKEN;
    return read_at(file->fd, salt, SALT_SEALED_SIZE, (off_t)slot * SALT_SLOT_SIZE);
}

enum outcome salt_file_drop(struct salt_file *file, uint32_t slot)
{
    if (slot >= file->slot_count)
        return BROKEN;
    TRY(reserve(file));
    slots_add(&file->dropped, slot);
    return OK;
}

enum outcome salt_file_sync(struct salt_file *file)
{
    return file->put.count == 0 || fdatasync(file->fd) == 0 ? OK : BROKEN;
}

bool salt_file_shred(struct salt_file *file)
{
    file->put.count = 0;
    while (file->dropped.count > 0)
        slots_add(&file->doomed, file->dropped.at[--file->dropped.count]);
    if (file->doomed.count == 0)
        return true;
    for (size_t i = 0; i < file->doomed.count; i++)
        if (wipe_slot(file, file->doomed.at[i]) != OK)
            return false;
    if (fdatasync(file->fd) != 0)
        return false;
    while (file->doomed.count > 0)
        slots_add(&file->vacant, file->doomed.at[--file->doomed.count]);
    return true;
}

void salt_file_undo(struct salt_file *file, bool is_sure)
{
    file->dropped.count = 0;
    while (file->put.count > 0)
        slots_add(is_sure ? &file->doomed : &file->doubted, file->put.at[--file->put.count]);
}

void salt_file_be_sure(struct salt_file *file)
{
    while (file->doubted.count > 0)
        slots_add(&file->doomed, file->doubted.at[--file->doubted.count]);
}
