#include "key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "secret.h"

static enum outcome check_private(int fd, const char *path, struct reason *reason)
{
    struct stat status;
    if (fstat(fd, &status) != 0) {
        reason_set(reason, "%s cannot be looked at: %s.", path, strerror(errno));
        return BROKEN;
    }
    if (S_ISFIFO(status.st_mode))
        return OK;
    if (!S_ISREG(status.st_mode)) {
        reason_set(reason, "%s is not a regular file.", path);
        return REFUSED;
    }
    if (status.st_uid != geteuid()) {
        reason_set(reason, "%s belongs to another user; a private file must be your own.", path);
        return REFUSED;
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        reason_set(reason, "%s can be read by others (mode %04o). If nobody has: chmod 600 %s", path,
                   (unsigned)(status.st_mode & 07777), path);
        return REFUSED;
    }
    return OK;
}

/* Reads until the end; one octet more than `max` would fit is asked for, to tell a file that is too large. */
static enum outcome read_all(int fd, const char *path, uint8_t *out, size_t max, size_t *size, struct reason *reason)
{
    uint8_t beyond;
    for (;;) {
        bool is_full = *size == max;
        ssize_t got = read(fd, is_full ? &beyond : out + *size, is_full ? 1 : max - *size);
        if (got == 0)
            return OK;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            reason_set(reason, "%s cannot be read: %s.", path, strerror(errno));
            return BROKEN;
        }
        if (is_full) {
            reason_set(reason, "%s is too large to be what it should be.", path);
            return REFUSED;
        }
        *size += (size_t)got;
    }
}

enum outcome file_read(const char *path, enum privacy privacy, void *out, size_t max, size_t *size,
                       struct reason *reason)
{
    *size = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        reason_set(reason, "%s cannot be opened: %s.", path, strerror(errno));
        return errno == ENOENT ? GONE : REFUSED;
    }
    enum outcome outcome = privacy == PRIVACY_OWNER ? check_private(fd, path, reason) : OK;
    if (outcome == OK)
        outcome = read_all(fd, path, out, max, size, reason);
    if (outcome != OK)
        secret_wipe(out, max);
    (void)close(fd);
    return outcome;
}

enum outcome file_give(int fd, struct bytes data)
{
    while (data.size > 0) {
        ssize_t put = write(fd, data.data, data.size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return BROKEN;
        data.data += put;
        data.size -= (size_t)put;
    }
    return OK;
}

/* A rename is durable when the folder that holds the name is. */
static bool sync_folder(const char *path)
{
    char folder[FILE_PATH_MAX];
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        (void)snprintf(folder, sizeof folder, ".");
    else
        (void)snprintf(folder, sizeof folder, "%.*s/", (int)(slash - path), path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool is_synced = fsync(fd) == 0;
    (void)close(fd);
    return is_synced;
}

static enum outcome say_unwritten(const char *path, enum outcome outcome, struct reason *reason)
{
    reason_set(reason, "%s cannot be written: %s.", path, strerror(errno));
    return outcome;
}

enum outcome file_begin(struct file_writing *writing, const struct file_new *file, struct reason *reason)
{
    writing->file = file;
    writing->fd = -1;
    int length = snprintf(writing->beside, sizeof writing->beside, "%s.new-%ld", file->path, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof writing->beside) {
        reason_set(reason, "the name of the file is too long.");
        return REFUSED;
    }
    writing->fd = open(writing->beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    return writing->fd < 0 ? say_unwritten(writing->beside, REFUSED, reason) : OK;
}

enum outcome file_put(struct file_writing *writing, struct bytes data, struct reason *reason)
{
    return file_give(writing->fd, data) == OK ? OK : say_unwritten(writing->beside, BROKEN, reason);
}

void file_drop(struct file_writing *writing)
{
    if (writing->fd < 0)
        return;
    (void)close(writing->fd);
    (void)unlink(writing->beside);
    writing->fd = -1;
}

/* Gives it its name, unless another has that and must keep it. */
static enum outcome file_name(const struct file_writing *writing, struct reason *reason)
{
    const struct file_new *file = writing->file;
    if (renameat2(AT_FDCWD, writing->beside, AT_FDCWD, file->path, file->is_first ? RENAME_NOREPLACE : 0) == 0)
        return OK;
    if (errno != EEXIST)
        return say_unwritten(file->path, REFUSED, reason);
    reason_set(reason, "%s is there already, and is left as it is.", file->path);
    return REFUSED;
}

enum outcome file_end(struct file_writing *writing, struct reason *reason)
{
    enum outcome outcome = OK;
    if (fchmod(writing->fd, writing->file->mode) != 0 || fsync(writing->fd) != 0)
        outcome = say_unwritten(writing->beside, BROKEN, reason);
    if (outcome == OK)
        outcome = file_name(writing, reason);
    if (outcome != OK) {
        file_drop(writing);
        return outcome;
    }
    (void)close(writing->fd); /* synced: nothing of it can fail any more */
    writing->fd = -1;
    if (sync_folder(writing->file->path))
        return OK;
    reason_set(reason, "the folder of %s cannot be synced: %s.", writing->file->path, strerror(errno));
    return BROKEN;
}

enum outcome file_write(const struct file_new *file, struct bytes data, struct reason *reason)
{
    struct file_writing writing;
    TRY(file_begin(&writing, file, reason));
    enum outcome outcome = file_put(&writing, data, reason);
    if (outcome == OK)
        return file_end(&writing, reason);
    file_drop(&writing);
    return outcome;
}

enum outcome file_take(int fd, void *out, size_t size, size_t *taken)
{
    *taken = 0;
    while (*taken < size) {
        ssize_t got = read(fd, (uint8_t *)out + *taken, size - *taken);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return BROKEN;
        if (got == 0)
            return OK;
        *taken += (size_t)got;
    }
    return OK;
}

struct key *key_file_open(const char *path, struct bytes passphrase, struct reason *reason)
{
    uint8_t file[KEY_BOX_FILE_MAX];
    size_t size;
    if (file_read(path, PRIVACY_OWNER, file, sizeof file, &size, reason) != OK)
        return NULL;
    struct key *key = secret_new(sizeof *key);
    if (key == NULL) {
        reason_set(reason, "there is no memory to open %s.", path);
        return NULL;
    }
    switch (key_box_open(&key->box, (struct bytes){file, size}, passphrase, key->plain)) {
    case OK:
        return key;
    case MALFORMED:
        reason_set(reason, "%s is not a key file.", path);
        break;
    case BROKEN:
        reason_set(reason, "there is no memory to open %s: its passphrase check needs 256 MiB.", path);
        break;
    default:
        reason_set(reason, "%s does not open: this is not its passphrase, or the file was changed.", path);
        break;
    }
    key_free(key);
    return NULL;
}

void key_free(struct key *key)
{
    secret_free(key);
}

enum outcome key_file_create(const char *path, const struct key_box *box, struct bytes passphrase,
                             struct key_box_cost cost, struct reason *reason)
{
    uint8_t randomness[KEY_BOX_RANDOM_SIZE], file[KEY_BOX_FILE_MAX];
    size_t size;
    secret_random(randomness, sizeof randomness);
    enum outcome outcome = key_box_seal(box, passphrase, cost, randomness, file, sizeof file, &size);
    if (outcome == REFUSED)
        reason_set(reason, "the passphrase is too short; make one with: udvej-keys passphrase");
    else if (outcome == BROKEN)
        reason_set(reason, "there is no memory to seal %s: that needs 256 MiB.", path);
    else if (outcome != OK)
        reason_set(reason, "these keys cannot be written to %s: a part has the wrong size.", path);
    TRY(outcome);
    return file_write(&(struct file_new){path, S_IRUSR | S_IWUSR, true}, (struct bytes){file, size}, reason);
}
