/* A disk that remembers: every write, truncation, sync, creation and deletion of the store's files in their order, so that afterwards the
 * state of the disk after a power cut at any of them can be made; and a disk that fails, at the n-th call.
 *
 * What a cut leaves: of a file, all that was written before its last sync. Of what came later any part: each write may be there or not,
 * whole or in sectors, and so may each truncation; where a file grew over a write that is missing there may be anything. A name that was
 * made or removed may be so or not until its folder is synced, although a sync of the file makes its name last on most file systems. After
 * a sync that failed the pages count as clean, as they do under Linux: what was not written then is never written.
 *
 * The real files lie in a directory and are what the store reads; no real sync is made. One thread at a time.
 * Owns: the record. Used by: power_vfs and power_calls (tell it), power_play, tests. */
#ifndef UDVEJ_TESTS_FAULTS_POWER_DISK_H
#define UDVEJ_TESTS_FAULTS_POWER_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum disk_file { DISK_DB, DISK_LOG, DISK_JOURNAL, DISK_SALTS, DISK_FILES };

enum disk_act {
    DISK_WRITE,
    DISK_TRUNCATE,
    DISK_SYNC,
    DISK_SYNC_FAILED,
    DISK_CREATE,
    DISK_DELETE,
    DISK_SYNC_NAMES,  /* of the folder's files */
    DISK_FOLDER,      /* the folder itself was made */
    DISK_SYNC_FOLDER, /* and its own name synced */
    DISK_OPEN,        /* these two only fail, they are not recorded */
    DISK_READ,
    DISK_MARK, /* nothing that the disk sees: `at` was acknowledged by now */
};

struct disk_op {
    enum disk_act act;
    enum disk_file file;
    uint64_t at; /* offset; new size; number of the mark */
    size_t size;
    uint8_t *data;
};

/* --- recording --- */

/* Forgets all and records from now on what happens in `folder`; borrows it until disk_end. */
void disk_begin(const char *folder);
void disk_end(void);
bool disk_is_recording(void);
/* It needs memory for its record just now, which no test may refuse. */
bool disk_is_at_work(void);
/* Meanwhile another folder may be used. */
void disk_suspend(bool is_suspended);
const char *disk_folder(void);

/* One call on the disk. 0: it shall be made, and is recorded. Otherwise errno of its failure; a write that fails for want of space was
 * made up to a sector in `*done`. */
int disk_write(enum disk_file file, const void *data, size_t size, uint64_t at, size_t *done);
int disk_call(enum disk_act act, enum disk_file file, uint64_t at);
void disk_mark(uint64_t number);

size_t disk_count(void);
const struct disk_op *disk_op(size_t index);

/* --- faults --- */

/* Calls number `first` to `last` from now on fail with `error`; 0: none does. */
void disk_fail(uint64_t first, uint64_t last, int error);
/* Whether one has failed since. */
bool disk_has_failed(void);
/* Nothing fails and nothing counts meanwhile; what was armed goes on afterwards. Gives what was before. */
bool disk_pause(bool is_paused);

/* --- what a cut leaves --- */

struct disk_image {
    bool is_there;
    uint8_t *data;
    size_t size;
    size_t max;
};

struct disk_model;
struct disk_model *disk_model_open(void);
void disk_model_close(struct disk_model *model);
/* Takes in the recorded op `index`; they are given in order. */
void disk_model_take(struct disk_model *model, size_t index);
/* The state after a cut here, chosen by `seed`. False: not even the folder is there. The images are used again by the next call. */
bool disk_model_cut(struct disk_model *model, uint64_t seed, const struct disk_image **images);

/* Makes `path`, a folder, hold these images and nothing else. */
void disk_lay_out(const char *path, const struct disk_image *images);

#endif
