#include "power_vfs.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>

#include "outcome.h"
#include "power_disk.h"

/* The file of the VFS "unix" stands behind it. */
struct shim {
    sqlite3_file base;
    enum disk_file file;
    bool is_recorded;
    bool is_new; /* its name is not synced: SQLite does that with the file's first sync */
    sqlite3_file real[];
};

static sqlite3_vfs *machine; /* "unix" */
static sqlite3_vfs shim_vfs;

static struct shim *shim_of(sqlite3_file *file)
{
    return (struct shim *)file;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
    return shim_of(file)->real;
}

static int code_of(int error, int otherwise)
{
    return error == ENOSPC ? SQLITE_FULL : otherwise;
}

/* ---- files ------------------------------------------------------------------------------------------------------ */

static int shim_close(sqlite3_file *file)
{
    return real_of(file)->pMethods ? real_of(file)->pMethods->xClose(real_of(file)) : SQLITE_OK;
}

static int shim_read(sqlite3_file *file, void *data, int size, sqlite3_int64 at)
{
    if (shim_of(file)->is_recorded && disk_call(DISK_READ, shim_of(file)->file, 0) != 0)
        return SQLITE_IOERR_READ;
    return real_of(file)->pMethods->xRead(real_of(file), data, size, at);
}

static int shim_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
    struct shim *shim = shim_of(file);
    size_t done = (size_t)size;
    int error = shim->is_recorded ? disk_write(shim->file, data, (size_t)size, (uint64_t)at, &done) : 0;
    int code = done > 0 ? shim->real->pMethods->xWrite(shim->real, data, (int)done, at) : SQLITE_OK;
    return error != 0 ? code_of(error, SQLITE_IOERR_WRITE) : code;
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct shim *shim = shim_of(file);
    if (shim->is_recorded && disk_call(DISK_TRUNCATE, shim->file, (uint64_t)size) != 0)
        return SQLITE_IOERR_TRUNCATE;
    return shim->real->pMethods->xTruncate(shim->real, size);
}

static int shim_sync(sqlite3_file *file, int flags)
{
    struct shim *shim = shim_of(file);
    (void)flags;
    if (!shim->is_recorded)
        return SQLITE_OK;
    if (disk_call(DISK_SYNC, shim->file, 0) != 0)
        return SQLITE_IOERR_FSYNC;
    if (shim->is_new && disk_call(DISK_SYNC_NAMES, shim->file, 0) != 0)
        return SQLITE_IOERR_DIR_FSYNC;
    shim->is_new = false;
    return SQLITE_OK;
}

static int shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int shim_lock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int shim_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int shim_check_lock(sqlite3_file *file, int *is_locked)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), is_locked);
}

/* A hint of the size to come would be a truncation that nobody records. */
static int shim_control(sqlite3_file *file, int what, void *argument)
{
    if (what == SQLITE_FCNTL_SIZE_HINT || what == SQLITE_FCNTL_CHUNK_SIZE)
        return SQLITE_OK;
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

static int shim_sector_size(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int shim_characteristics(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int shim_shm_map(sqlite3_file *file, int region, int size, int may_extend, void volatile **out)
{
    if (shim_of(file)->is_recorded && disk_call(DISK_OPEN, shim_of(file)->file, 0) != 0)
        return SQLITE_IOERR_SHMMAP;
    return real_of(file)->pMethods->xShmMap(real_of(file), region, size, may_extend, out);
}

static int shim_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void shim_shm_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int shim_shm_unmap(sqlite3_file *file, int is_deleted)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), is_deleted);
}

static const sqlite3_io_methods shim_methods = {
    .iVersion = 2, /* no memory-mapped reads: they would pass us by */
    .xClose = shim_close,
    .xRead = shim_read,
    .xWrite = shim_write,
    .xTruncate = shim_truncate,
    .xSync = shim_sync,
    .xFileSize = shim_size,
    .xLock = shim_lock,
    .xUnlock = shim_unlock,
    .xCheckReservedLock = shim_check_lock,
    .xFileControl = shim_control,
    .xSectorSize = shim_sector_size,
    .xDeviceCharacteristics = shim_characteristics,
    .xShmMap = shim_shm_map,
    .xShmLock = shim_shm_lock,
    .xShmBarrier = shim_shm_barrier,
    .xShmUnmap = shim_shm_unmap,
};

/* ---- names ------------------------------------------------------------------------------------------------------- */

static bool is_there(const char *name)
{
    int answer = 0;
    return machine->xAccess(machine, name, SQLITE_ACCESS_EXISTS, &answer) == SQLITE_OK && answer != 0;
}

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
    struct shim *shim = shim_of(file);
    (void)vfs;
    memset(shim, 0, sizeof *shim + (size_t)machine->szOsFile);
    shim->file = flags & SQLITE_OPEN_MAIN_DB ? DISK_DB : flags & SQLITE_OPEN_WAL ? DISK_LOG : DISK_JOURNAL;
    shim->is_recorded =
        disk_is_recording() && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    if (shim->is_recorded && disk_call(DISK_OPEN, shim->file, 0) != 0)
        return SQLITE_CANTOPEN;
    bool was_there = shim->is_recorded && is_there(name);
    int code = machine->xOpen(machine, name, shim->real, flags, out_flags);
    if (code != SQLITE_OK)
        return code;
    if (shim->is_recorded && !was_there) {
        bool was_paused = disk_pause(true);
        (void)disk_call(DISK_CREATE, shim->file, 0);
        (void)disk_pause(was_paused);
        shim->is_new = shim->file != DISK_DB;
    }
    shim->base.pMethods = &shim_methods;
    return SQLITE_OK;
}

static enum disk_file file_of(const char *name)
{
    const char *end = strrchr(name, '-');
    return end && strcmp(end, "-wal") == 0 ? DISK_LOG : end && strcmp(end, "-journal") == 0 ? DISK_JOURNAL : DISK_DB;
}

static int shim_delete(sqlite3_vfs *vfs, const char *name, int is_synced)
{
    (void)vfs;
    if (disk_is_recording() && is_there(name)) {
        if (disk_call(DISK_DELETE, file_of(name), 0) != 0)
            return SQLITE_IOERR_DELETE;
        if (is_synced && disk_call(DISK_SYNC_NAMES, DISK_DB, 0) != 0) {
            (void)machine->xDelete(machine, name, 0);
            return SQLITE_IOERR_DIR_FSYNC;
        }
    }
    return machine->xDelete(machine, name, 0);
}

void power_vfs_register(void)
{
    if (machine)
        return;
    invariant(sqlite3_initialize() == SQLITE_OK);
    machine = sqlite3_vfs_find("unix");
    invariant(machine);
    shim_vfs = *machine;
    shim_vfs.pNext = NULL;
    shim_vfs.zName = POWER_VFS;
    shim_vfs.szOsFile = (int)sizeof(struct shim) + machine->szOsFile;
    shim_vfs.xOpen = shim_open;
    shim_vfs.xDelete = shim_delete;
    invariant(sqlite3_vfs_register(&shim_vfs, 0) == SQLITE_OK);
}

void power_vfs_seed(uint32_t seed)
{
    (void)sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, (int)seed, (sqlite3 *)NULL);
}
