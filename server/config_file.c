#include "config_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "protocol/text.h"

/* Before a single octet of it is read. */
static bool may_be_read(int fd, uid_t server, size_t *size, struct reason *reason)
{
    struct stat about;
    const char *wrong = NULL;
    if (fd < 0 || fstat(fd, &about) != 0) {
        reason_set(reason, "cannot be read (%s)", strerror(errno));
        return false;
    }
    if (!S_ISREG(about.st_mode))
        wrong = "is not a file";
    else if ((about.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        wrong = "others may write to it; chmod go-w it";
    else if (about.st_uid != 0 && about.st_uid != server && server != CONFIG_ANY_SERVER)
        wrong = "belongs to somebody else than root and the server's user";
    if (wrong != NULL)
        reason_set(reason, "%s", wrong);
    else if (about.st_size == 0 || about.st_size > CONFIG_FILE_MAX)
        reason_set(reason, "is empty, or larger than %d octets", CONFIG_FILE_MAX);
    else
        *size = (size_t)about.st_size;
    return *size > 0;
}

/* A text that a person wrote to its end. */
static bool is_whole(const char *text, size_t size, struct reason *reason)
{
    if (!text_is_valid((struct bytes){(const uint8_t *)text, size}))
        reason_set(reason, "is not UTF-8 text, or has control characters; lines end in a line feed alone");
    else if (text[size - 1] != '\n')
        reason_set(reason, "its last line has no end: the file was cut off");
    else
        return true;
    return false;
}

char *config_file_read(const char *path, uid_t server, struct reason *reason)
{
    char *text = NULL;
    size_t size = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe is refused, not waited for */
    if (may_be_read(fd, server, &size, reason)) {
        text = memory_get(size + 1);
        bool is_read = text != NULL && read(fd, text, size) == (ssize_t)size;
        if (!is_read)
            reason_set(reason, "cannot be read whole");
        if (!is_read || !is_whole(text, size, reason)) {
            memory_free(text);
            text = NULL;
        }
    }
    if (fd >= 0)
        (void)close(fd);
    return text;
}
