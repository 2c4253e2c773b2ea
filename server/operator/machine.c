#include "machine.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { PROC_MAX = 4096 };

/* The beginning of a small file of the kernel's, as text; "" if there is none. */
static void read_proc(const char *path, char text[PROC_MAX])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd < 0 ? 0 : read(fd, text, PROC_MAX - 1);
    text[size > 0 ? size : 0] = '\0';
    if (fd >= 0)
        (void)close(fd);
}

/* One line a place for swap, below a heading. What is in zram never leaves the memory. */
static bool has_swap(void)
{
    char text[PROC_MAX];
    read_proc("/proc/swaps", text);
    for (const char *line = strchr(text, '\n'); line != NULL && line[1] != '\0'; line = strchr(line + 1, '\n'))
        if (strncmp(line + 1, "/dev/zram", strlen("/dev/zram")) != 0)
            return true;
    return false;
}

static bool pipes_core_dumps(void)
{
    char text[PROC_MAX];
    read_proc("/proc/sys/kernel/core_pattern", text);
    return text[0] == '|';
}

static uint64_t count_open_files(int folder, uid_t owner)
{
    uint64_t count = 0;
    DIR *entries = fdopendir(folder);
    if (entries == NULL) {
        (void)close(folder);
        return 0;
    }
    for (const struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        struct stat status;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            fstatat(dirfd(entries), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        count += (status.st_mode & 077) != 0 || status.st_uid != owner;
    }
    (void)closedir(entries);
    return count;
}

void machine_look(struct machine *machine, const char *data, const char *programme)
{
    struct stat status;
    struct statvfs disk;
    *machine = (struct machine){.free_mib = UINT64_MAX, .has_swap = has_swap(), .pipes_core_dumps = pipes_core_dumps()};
    if (statvfs(data, &disk) == 0)
        machine->free_mib = (uint64_t)disk.f_bavail * disk.f_frsize / 1024 / 1024;
    if (stat(programme, &status) == 0)
        machine->is_programme_open = (status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
    int folder = open(data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return;
    if (fstat(folder, &status) != 0) {
        (void)close(folder);
        return;
    }
    machine->is_folder_open = (status.st_mode & 077) != 0;
    machine->open_files = count_open_files(folder, status.st_uid);
}
