#include "restore.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where it is opened and checked before anything counts on it: a folder of its own, in the data folder so that a rename is enough. */
struct bench {
    char folder[FILE_PATH_MAX];
    char database[FILE_PATH_MAX + 16];
};

/* ---- the folder ------------------------------------------------------------------------------------------------------------ */

static bool is_empty(const char *path)
{
    DIR *entries = opendir(path);
    bool has_more = entries == NULL;
    for (const struct dirent *entry; !has_more && (entry = readdir(entries)) != NULL;)
        has_more = strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    if (entries != NULL)
        (void)closedir(entries);
    return !has_more;
}

/* Made if it is missing. What is there must be empty and private, and ours unless we are root. */
static enum outcome prepare_data(const char *data, struct stat *status, struct reason *reason)
{
    if (mkdir(data, S_IRWXU) != 0 && errno != EEXIST) {
        reason_set(reason, "%s cannot be made: %s.", data, strerror(errno));
        return BROKEN;
    }
    if (stat(data, status) != 0 || !S_ISDIR(status->st_mode) || (status->st_mode & 077) != 0 ||
        (status->st_uid != geteuid() && geteuid() != 0)) {
        reason_set(reason, "%s must be a folder that belongs to the server alone; chmod 0700 it.", data);
        return REFUSED;
    }
    if (is_empty(data))
        return OK;
    reason_set(reason, "%s is not empty: a backup is never restored over something that is there.", data);
    return REFUSED;
}

static enum outcome make_bench(struct bench *bench, const char *data, struct reason *reason)
{
    const char *temporary = getenv("TMPDIR");
    const char *above = data != NULL ? data : temporary != NULL && temporary[0] == '/' ? temporary : "/tmp";
    int length = snprintf(bench->folder, sizeof bench->folder, "%s/restoring-XXXXXX", above);
    if (length < 0 || (size_t)length >= sizeof bench->folder || mkdtemp(bench->folder) == NULL) {
        reason_set(reason, "there can be no folder for it in %s: %s.", above, strerror(errno));
        return BROKEN;
    }
    (void)snprintf(bench->database, sizeof bench->database, "%s/udvej.db", bench->folder);
    return OK;
}

static void drop_bench(const struct bench *bench)
{
    (void)unlink(bench->database);
    (void)rmdir(bench->folder);
}

/* ---- opening and checking -------------------------------------------------------------------------------------------------- */

static enum outcome open_backup(const struct restore *restore, const struct bench *bench, const struct key_box *key,
                                struct restored *restored, struct reason *reason)
{
    int to = open(bench->database, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (to < 0) {
        reason_set(reason, "%s cannot be written: %s.", bench->database, strerror(errno));
        return BROKEN;
    }
    enum outcome outcome = backup_file_open(restore->backup, key, to, &restored->head, reason);
    if (outcome == OK && fsync(to) != 0) {
        reason_set(reason, "%s cannot be written: %s.", bench->database, strerror(errno));
        outcome = BROKEN;
    }
    (void)close(to);
    return outcome;
}

static enum outcome judge(const struct restore *restore, const struct bench *bench, struct restored *restored,
                          struct reason *reason)
{
    const struct backup_head *head = &restored->head;
    if (!store_copy_knows(head->schema)) {
        reason_set(reason, "the backup has version %u of the database and this program knows versions %u to %u.",
                   head->schema, store_copy_oldest(), inspection_schema());
        return REFUSED;
    }
    bool is_ours = head->schema == inspection_schema() || store_copy_bring_forward(bench->folder, head->schema) == OK;
    if (!is_ours || store_copy_check(bench->folder, &restored->totals) != OK) {
        reason_set(reason, "what is in %s opens and is not a sound database of udvejd.", restore->backup);
        return REFUSED;
    }
    if (restore->takes_old || restore->today <= head->day + RESTORE_DAYS_MAX)
        return OK;
    reason_set(reason,
               "%s is %u days old, more than %d: what people have destroyed since would come back. With --old it is "
               "restored all the same.",
               restore->backup, restore->today - head->day, RESTORE_DAYS_MAX);
    return REFUSED;
}

static enum outcome sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_synced = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        (void)close(fd);
    return is_synced ? OK : BROKEN;
}

/* The one step after which it is there: until then the folder has nothing that a server would open. */
static enum outcome put_in_place(const struct restore *restore, const struct bench *bench, const struct stat *folder,
                                 struct reason *reason)
{
    char path[FILE_PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/udvej.db", restore->data);
    bool is_placed = length > 0 && (size_t)length < sizeof path &&
                     (geteuid() != 0 || chown(bench->database, folder->st_uid, folder->st_gid) == 0) &&
                     rename(bench->database, path) == 0 && sync_folder(restore->data) == OK;
    if (!is_placed)
        reason_set(reason, "the database cannot be put into %s: %s.", restore->data, strerror(errno));
    return is_placed ? OK : BROKEN;
}

enum outcome restore_run(const struct restore *restore, const struct key_box *key, struct restored *restored,
                         struct reason *reason)
{
    struct bench bench;
    struct stat folder = {0};
    *restored = (struct restored){0};
    if (restore->data != NULL)
        TRY(prepare_data(restore->data, &folder, reason));
    TRY(make_bench(&bench, restore->data, reason));
    enum outcome outcome = open_backup(restore, &bench, key, restored, reason);
    if (outcome == OK)
        outcome = judge(restore, &bench, restored, reason);
    if (outcome == OK && restore->data != NULL)
        outcome = put_in_place(restore, &bench, &folder, reason);
    drop_bench(&bench);
    return outcome;
}
