/* What a power cut may leave of a recorded disk. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "outcome.h"
#include "power_disk.h"
#include "unit/check.h"

enum { SECTOR = 512, INODES = 64, NAMES = 16, NOBODY = -1 };

/* A file's octets as they lie on the disk for certain, and what came after. */
struct inode {
    struct disk_image image;
    size_t *pending; /* numbers of ops */
    size_t pending_count;
    size_t pending_max;
};

struct disk_model {
    struct inode inodes[INODES];
    size_t inode_count;
    /* What each name stands for: first for certain, then what it became since the folder was synced. */
    int names[DISK_FILES][NAMES];
    size_t name_count[DISK_FILES];
    bool has_folder; /* for certain */
    struct disk_image cut[DISK_FILES];
};

struct disk_model *disk_model_open(void)
{
    struct disk_model *model = calloc(1, sizeof *model);
    invariant(model);
    model->has_folder = true;
    for (size_t i = 0; i < DISK_FILES; i++) {
        model->names[i][0] = NOBODY;
        model->name_count[i] = 1;
    }
    return model;
}

void disk_model_close(struct disk_model *model)
{
    for (size_t i = 0; i < model->inode_count; i++) {
        free(model->inodes[i].image.data);
        free(model->inodes[i].pending);
    }
    for (size_t i = 0; i < DISK_FILES; i++)
        free(model->cut[i].data);
    free(model);
}

/* ---- octets --------------------------------------------------------------------------------------------------- */

/* Where nothing was written the octets are `filler`. */
static void resize(struct disk_image *image, size_t size, uint8_t filler)
{
    if (size > image->max) {
        image->max = 2 * size;
        image->data = realloc(image->data, image->max);
        invariant(image->data);
    }
    if (size > image->size)
        memset(image->data + image->size, filler, size - image->size);
    image->size = size;
}

/* Octets from `from` up to `to` of a write. */
static void put_part(struct disk_image *image, const struct disk_op *op, size_t from, size_t to, uint8_t filler)
{
    size_t end = (size_t)op->at + to;
    if (from == to)
        return;
    if (end > image->size)
        resize(image, end, filler);
    memcpy(image->data + op->at + from, op->data + from, to - from);
}

static void put_op(struct disk_image *image, const struct disk_op *op, uint8_t filler)
{
    if (op->act == DISK_TRUNCATE)
        resize(image, (size_t)op->at, 0);
    else
        put_part(image, op, 0, op->size, filler);
}

/* Sector by sector, each there or not. */
static void put_torn(struct disk_image *image, const struct disk_op *op, uint8_t filler, uint64_t *chance)
{
    bool is_prefix = check_random(chance) % 2 == 0;
    size_t sectors = op->size / SECTOR + 2, kept = (size_t)(check_random(chance) % sectors), from = 0;
    for (size_t sector = 0; from < op->size; sector++) {
        size_t to = SECTOR * (((size_t)op->at + from) / SECTOR + 1) - (size_t)op->at;
        to = to > op->size ? op->size : to;
        if (is_prefix ? sector < kept : check_random(chance) % 2 == 0)
            put_part(image, op, from, to, filler);
        from = to;
    }
}

/* ---- what was not synced --------------------------------------------------------------------------------------- */

enum manner { NOTHING, EVERYTHING, A_PREFIX, ANY, ALL_BUT_ONE, MANNERS };

static void put_pending(struct disk_image *image, const struct inode *inode, uint64_t *chance)
{
    uint8_t filler = check_random(chance) % 4 == 0 ? 0xa5 : 0;
    enum manner manner = (enum manner)(check_random(chance) % MANNERS);
    size_t one = inode->pending_count ? (size_t)(check_random(chance) % inode->pending_count) : 0;
    for (size_t i = 0; i < inode->pending_count; i++) {
        const struct disk_op *op = disk_op(inode->pending[i]);
        bool is_there = manner == EVERYTHING || (manner == A_PREFIX && i < one) ||
                        (manner == ALL_BUT_ONE && i != one) || (manner == ANY && check_random(chance) % 2 == 0);
        bool is_torn = (manner == A_PREFIX && i == one) || (manner == ANY && check_random(chance) % 4 == 0);
        if (op->act == DISK_WRITE && is_torn)
            put_torn(image, op, filler, chance);
        else if (is_there)
            put_op(image, op, filler);
    }
}

/* ---- in order --------------------------------------------------------------------------------------------------- */

static struct inode *inode_of(struct disk_model *model, enum disk_file file)
{
    int number = model->names[file][model->name_count[file] - 1];
    invariant(number != NOBODY);
    return &model->inodes[number];
}

static void name(struct disk_model *model, enum disk_file file, int inode)
{
    invariant(model->name_count[file] < NAMES && inode < INODES);
    model->names[file][model->name_count[file]++] = inode;
}

static void wait_for_sync(struct inode *inode, size_t index)
{
    if (inode->pending_count == inode->pending_max) {
        inode->pending_max = 2 * inode->pending_max + 64;
        inode->pending = realloc(inode->pending, inode->pending_max * sizeof *inode->pending);
        invariant(inode->pending);
    }
    inode->pending[inode->pending_count++] = index;
}

static void sync_names(struct disk_model *model)
{
    for (size_t i = 0; i < DISK_FILES; i++) {
        model->names[i][0] = model->names[i][model->name_count[i] - 1];
        model->name_count[i] = 1;
    }
}

static void sync_file(struct inode *inode, bool has_failed, size_t index)
{
    uint64_t chance = index;
    if (has_failed) /* a part was written, and the rest never will be */
        put_pending(&inode->image, inode, &chance);
    for (size_t i = 0; !has_failed && i < inode->pending_count; i++)
        put_op(&inode->image, disk_op(inode->pending[i]), 0);
    inode->pending_count = 0;
}

void disk_model_take(struct disk_model *model, size_t index)
{
    const struct disk_op *op = disk_op(index);
    switch (op->act) {
    case DISK_WRITE:
    case DISK_TRUNCATE:
        wait_for_sync(inode_of(model, op->file), index);
        break;
    case DISK_SYNC:
    case DISK_SYNC_FAILED:
        sync_file(inode_of(model, op->file), op->act == DISK_SYNC_FAILED, index);
        break;
    case DISK_CREATE:
        name(model, op->file, (int)model->inode_count++);
        break;
    case DISK_DELETE:
        name(model, op->file, NOBODY);
        break;
    case DISK_SYNC_NAMES:
        sync_names(model);
        break;
    case DISK_FOLDER:
        model->has_folder = false;
        break;
    case DISK_SYNC_FOLDER:
        model->has_folder = true;
        break;
    default:
        break;
    }
}

bool disk_model_cut(struct disk_model *model, uint64_t seed, const struct disk_image **images)
{
    uint64_t chance = seed;
    *images = model->cut;
    for (size_t i = 0; i < DISK_FILES; i++) {
        struct disk_image *image = &model->cut[i];
        int number = model->names[i][check_random(&chance) % model->name_count[i]];
        image->is_there = number != NOBODY;
        image->size = 0;
        if (number == NOBODY)
            continue;
        const struct inode *inode = &model->inodes[number];
        resize(image, inode->image.size, 0);
        if (inode->image.size)
            memcpy(image->data, inode->image.data, inode->image.size);
        put_pending(image, inode, &chance);
    }
    return model->has_folder || check_random(&chance) % 2 == 0;
}

void disk_lay_out(const char *path, const struct disk_image *images)
{
    static const char *const names[] = {"udvej.db", "udvej.db-wal", "udvej.db-journal", "salts", "udvej.db-shm"};
    char name_of[512];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)snprintf(name_of, sizeof name_of, "%s/%s", path, names[i]);
        (void)unlink(name_of);
        if (i >= DISK_FILES || !images[i].is_there)
            continue;
        FILE *file = fopen(name_of, "wb");
        size_t size = images[i].size;
        invariant(file && (size == 0 || fwrite(images[i].data, 1, size, file) == size) && fclose(file) == 0);
    }
}
