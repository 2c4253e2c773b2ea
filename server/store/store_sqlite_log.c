#include "store_sqlite_log.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { HEAD_SIZE = 32 }; /* of the log; https://sqlite.org/fileformat2.html, section 4.1 */

struct log_file {
    sqlite3_file base;
    struct log_way *way;
    uint8_t *gathered; /* LOG_GATHERED octets, of which `size` are to be written at `at` */
    int size;
    sqlite3_int64 at;
    sqlite3_file below[]; /* as large as the way below wants it */
};

static struct log_file *log_of(sqlite3_file *file)
{
    return (struct log_file *)file;
}

static sqlite3_file *below_of(sqlite3_file *file)
{
    return log_of(file)->below;
}

/* ---- writing ------------------------------------------------------------------------------------------------------ */

static int write_below(struct log_file *log, const void *data, int size, sqlite3_int64 at)
{
    if (at + size > log->way->written)
        log->way->written = at + size;
    return log->below->pMethods->xWrite(log->below, data, size, at);
}

/* What fails is not tried again: whoever asked is told, the transaction ends, and the next one writes everything anew. */
static int put_out(struct log_file *log)
{
    int size = log->size;
    log->size = 0;
    return size == 0 ? SQLITE_OK : write_below(log, log->gathered, size, log->at);
}

static int log_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
    struct log_file *log = log_of(file);
    if (at != log->at + log->size || size > LOG_GATHERED - log->size) {
        int code = put_out(log);
        if (code != SQLITE_OK)
            return code;
        log->at = at;
    }
    if (size > LOG_GATHERED)
        return write_below(log, data, size, at);
    memcpy(log->gathered + log->size, data, (size_t)size);
    log->size += size;
    return SQLITE_OK;
}

static int log_sync(sqlite3_file *file, int flags)
{
    int code = put_out(log_of(file));
    return code == SQLITE_OK ? below_of(file)->pMethods->xSync(below_of(file), flags) : code;
}

/* ---- emptying ----------------------------------------------------------------------------------------------------- */

static int write_zeros(struct log_file *log, sqlite3_int64 from, sqlite3_int64 to)
{
    int code = SQLITE_OK;
    memset(log->gathered, 0, LOG_GATHERED);
    while (from < to && code == SQLITE_OK) {
        int size = to - from < LOG_GATHERED ? (int)(to - from) : LOG_GATHERED;
        code = log->below->pMethods->xWrite(log->below, log->gathered, size, from);
        from += size;
    }
    return code;
}

static int sync_below(struct log_file *log)
{
    return log->below->pMethods->xSync(log->below, SQLITE_SYNC_NORMAL);
}

static int empty(struct log_file *log)
{
    sqlite3_int64 size, written;
    int code = log->below->pMethods->xFileSize(log->below, &size);
    if (code != SQLITE_OK || size == 0 || log->way->written == 0)
        return code;
    code = write_zeros(log, 0, HEAD_SIZE);
    if (code == SQLITE_OK)
        code = sync_below(log);
    if (code == SQLITE_OK && size > LOG_KEPT)
        code = log->below->pMethods->xTruncate(log->below, LOG_KEPT);
    written = log->way->written < LOG_KEPT ? log->way->written : LOG_KEPT;
    if (code == SQLITE_OK)
        code = write_zeros(log, HEAD_SIZE, written);
    if (code == SQLITE_OK)
        code = sync_below(log);
    if (code == SQLITE_OK)
        log->way->written = 0;
    return code;
}

/* SQLite holds every lock of the log when it cuts it to nothing (sqlite3_wal_checkpoint_v2, TRUNCATE). */
static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int code = put_out(log_of(file));
    if (code != SQLITE_OK)
        return code;
    return size == 0 ? empty(log_of(file)) : below_of(file)->pMethods->xTruncate(below_of(file), size);
}

/* ---- the rest of a file ------------------------------------------------------------------------------------------- */

/* What was not written by now belongs to no commit. */
static int log_close(sqlite3_file *file)
{
    sqlite3_free(log_of(file)->gathered);
    return below_of(file)->pMethods->xClose(below_of(file));
}

static int log_read(sqlite3_file *file, void *data, int size, sqlite3_int64 at)
{
    int code = put_out(log_of(file));
    return code == SQLITE_OK ? below_of(file)->pMethods->xRead(below_of(file), data, size, at) : code;
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size)
{
    int code = put_out(log_of(file));
    return code == SQLITE_OK ? below_of(file)->pMethods->xFileSize(below_of(file), size) : code;
}

static int log_lock(sqlite3_file *file, int level)
{
    return below_of(file)->pMethods->xLock(below_of(file), level);
}

static int log_unlock(sqlite3_file *file, int level)
{
    return below_of(file)->pMethods->xUnlock(below_of(file), level);
}

static int log_check_lock(sqlite3_file *file, int *is_locked)
{
    return below_of(file)->pMethods->xCheckReservedLock(below_of(file), is_locked);
}

static int log_control(sqlite3_file *file, int what, void *argument)
{
    return below_of(file)->pMethods->xFileControl(below_of(file), what, argument);
}

static int log_sector_size(sqlite3_file *file)
{
    return below_of(file)->pMethods->xSectorSize(below_of(file));
}

static int log_characteristics(sqlite3_file *file)
{
    return below_of(file)->pMethods->xDeviceCharacteristics(below_of(file));
}

static const sqlite3_io_methods log_methods = {
    .iVersion = 1, /* memory that is shared belongs to the database's file, and a log is not mapped */
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_check_lock,
    .xFileControl = log_control,
    .xSectorSize = log_sector_size,
    .xDeviceCharacteristics = log_characteristics,
};

/* ---- the way ------------------------------------------------------------------------------------------------------ */

/* An earlier process may have left something in the log. */
static int open_log(struct log_file *log, const char *name, int flags, int *out_flags)
{
    sqlite3_vfs *below = log->way->below;
    sqlite3_int64 size = 0;
    log->gathered = sqlite3_malloc(LOG_GATHERED);
    if (!log->gathered)
        return SQLITE_NOMEM;
    int code = below->xOpen(below, name, log->below, flags, out_flags);
    if (code == SQLITE_OK) {
        code = log->below->pMethods->xFileSize(log->below, &size);
        if (code != SQLITE_OK)
            (void)log->below->pMethods->xClose(log->below);
    }
    if (code != SQLITE_OK) {
        sqlite3_free(log->gathered);
        return code;
    }
    if (size > log->way->written)
        log->way->written = size;
    log->base.pMethods = &log_methods;
    return SQLITE_OK;
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
    struct log_way *way = vfs->pAppData;
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return way->below->xOpen(way->below, name, file, flags, out_flags);
    memset(file, 0, sizeof(struct log_file));
    log_of(file)->way = way;
    return open_log(log_of(file), name, flags, out_flags);
}

enum outcome log_way_open(struct log_way *way, const char *below)
{
    way->below = sqlite3_vfs_find(below);
    if (!way->below)
        return BROKEN;
    (void)snprintf(way->name, sizeof way->name, "udvej-%" PRIxPTR, (uintptr_t)way);
    way->vfs = *way->below;
    way->vfs.pNext = NULL;
    way->vfs.zName = way->name;
    way->vfs.pAppData = way;
    way->vfs.szOsFile = (int)sizeof(struct log_file) + way->below->szOsFile;
    way->vfs.xOpen = open_file;
    return sqlite3_vfs_register(&way->vfs, 0) == SQLITE_OK ? OK : BROKEN;
}

void log_way_close(struct log_way *way)
{
    if (way->below)
        (void)sqlite3_vfs_unregister(&way->vfs);
}
