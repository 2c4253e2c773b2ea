/* The calls by which the server itself touches its files (salt_file.c, and the folder in store_sqlite.c). The linker puts these in their
 * place (--wrap, see tests/CMakeLists.txt), so that the server needs no way in for tests. They pass on what power_disk lets pass. SQLite
 * is a library of its own and not concerned; power_vfs is its way. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "power_disk.h"

int __real_open(const char *path, int flags, ...);
int __real_openat(int folder, const char *path, int flags, ...);
int __real_fsync(int fd);
int __real_fdatasync(int fd);
int __real_ftruncate(int fd, off_t size);
int __real_mkdir(const char *path, mode_t mode);
ssize_t __real_pwrite(int fd, const void *data, size_t size, off_t at);
ssize_t __real_pread(int fd, void *data, size_t size, off_t at);
int __wrap_open(const char *path, int flags, ...);
int __wrap_openat(int folder, const char *path, int flags, ...);
int __wrap_fsync(int fd);
int __wrap_fdatasync(int fd);
int __wrap_ftruncate(int fd, off_t size);
int __wrap_mkdir(const char *path, mode_t mode);
ssize_t __wrap_pwrite(int fd, const void *data, size_t size, off_t at);
ssize_t __wrap_pread(int fd, void *data, size_t size, off_t at);

static bool is_same_folder(int fd)
{
    struct stat one, other;
    return fstat(fd, &one) == 0 && stat(disk_folder(), &other) == 0 && one.st_ino == other.st_ino &&
           one.st_dev == other.st_dev;
}

static int fail_with(int error)
{
    errno = error;
    return -1;
}

int __wrap_open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    int error = disk_is_recording() ? disk_call(DISK_OPEN, DISK_SALTS, 0) : 0;
    return error ? fail_with(error) : __real_open(path, flags, mode);
}

int __wrap_openat(int folder, const char *path, int flags, ...)
{
    struct stat status;
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    bool is_new = disk_is_recording() && (flags & O_CREAT) != 0 && fstatat(folder, path, &status, 0) != 0;
    int error = disk_is_recording() ? disk_call(is_new ? DISK_CREATE : DISK_OPEN, DISK_SALTS, 0) : 0;
    return error ? fail_with(error) : __real_openat(folder, path, flags, mode);
}

static int sync_one(int fd, int (*real)(int fd))
{
    struct stat status;
    if (!disk_is_recording() || fstat(fd, &status) != 0)
        return real(fd);
    enum disk_act act = !S_ISDIR(status.st_mode) ? DISK_SYNC : is_same_folder(fd) ? DISK_SYNC_NAMES : DISK_SYNC_FOLDER;
    int error = disk_call(act, DISK_SALTS, 0);
    return error ? fail_with(error) : 0;
}

int __wrap_fsync(int fd)
{
    return sync_one(fd, __real_fsync);
}

int __wrap_fdatasync(int fd)
{
    return sync_one(fd, __real_fdatasync);
}

/* Truncating to the size that it has is no change, and none of the disk's. */
int __wrap_ftruncate(int fd, off_t size)
{
    struct stat status;
    bool changes = disk_is_recording() && fstat(fd, &status) == 0 && status.st_size != size;
    int error = !disk_is_recording() ? 0 : disk_call(changes ? DISK_TRUNCATE : DISK_OPEN, DISK_SALTS, (uint64_t)size);
    return error ? fail_with(error) : __real_ftruncate(fd, size);
}

int __wrap_mkdir(const char *path, mode_t mode)
{
    struct stat status;
    bool is_new = disk_is_recording() && stat(path, &status) != 0;
    int error = is_new ? disk_call(DISK_FOLDER, DISK_SALTS, 0) : 0;
    return error ? fail_with(error) : __real_mkdir(path, mode);
}

ssize_t __wrap_pwrite(int fd, const void *data, size_t size, off_t at)
{
    size_t done = size;
    int error = disk_is_recording() ? disk_write(DISK_SALTS, data, size, (uint64_t)at, &done) : 0;
    if (error && done == 0)
        return fail_with(error);
    return __real_pwrite(fd, data, done, at);
}

ssize_t __wrap_pread(int fd, void *data, size_t size, off_t at)
{
    int error = disk_is_recording() ? disk_call(DISK_READ, DISK_SALTS, 0) : 0;
    return error ? fail_with(error) : __real_pread(fd, data, size, at);
}
