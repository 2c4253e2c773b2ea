/* Folders and files for the tests of backups. */
#ifndef UDVEJ_TESTS_UNIT_FOLDER_H
#define UDVEJ_TESTS_UNIT_FOLDER_H

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "check.h"
#include "keys/key_file.h"

static inline size_t folder_count(const char *folder)
{
    size_t count = 0;
    DIR *entries = opendir(folder);
    if (!CHECK(entries != NULL))
        return 0;
    while (readdir(entries) != NULL)
        count++;
    (void)closedir(entries);
    return count - 2; /* itself and the folder above */
}

static inline void file_make(const char *name, const uint8_t *data, size_t size)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    CHECK(fd >= 0 && file_give(fd, (struct bytes){data, size}) == OK);
    (void)close(fd);
}

#endif
