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

static bool put_all(int fd, struct bytes data)
{
    while (data.size > 0) {
        ssize_t put = write(fd, data.data, data.size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        data.data += put;
        data.size -= (size_t)put;
    }
    return true;
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

static enum outcome write_beside(const char *beside, mode_t mode, struct bytes data, struct reason *reason)
{
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (fd < 0) {
        reason_set(reason, "%s cannot be written: %s.", beside, strerror(errno));
        return REFUSED;
    }
    bool is_written = put_all(fd, data) && fchmod(fd, mode) == 0 && fsync(fd) == 0;
    if (!is_written)
        reason_set(reason, "%s cannot be written: %s.", beside, strerror(errno));
    if (close(fd) != 0 || !is_written) {
        (void)unlink(beside);
        return BROKEN;
    }
    return OK;
}

enum outcome file_write(const struct file_new *file, struct bytes data, struct reason *reason)
{
    char beside[FILE_PATH_MAX];
    int length = snprintf(beside, sizeof beside, "%s.new-%ld", file->path, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof beside) {
        reason_set(reason, "the name of the file is too long.");
        return REFUSED;
    }
    TRY(write_beside(beside, file->mode, data, reason));
    if (renameat2(AT_FDCWD, beside, AT_FDCWD, file->path, file->is_first ? RENAME_NOREPLACE : 0) != 0) {
        if (errno == EEXIST)
            reason_set(reason, "%s is there already, and is left as it is.", file->path);
        else
            reason_set(reason, "%s cannot be written: %s.", file->path, strerror(errno));
        (void)unlink(beside);
        return REFUSED;
    }
    if (!sync_folder(file->path)) {
        reason_set(reason, "the folder of %s cannot be synced: %s.", file->path, strerror(errno));
        return BROKEN;
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
