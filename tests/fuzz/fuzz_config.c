/* Any octets as a configuration file. Whatever is accepted has the form that the rest of the server relies on. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct config config;

static void check_door(size_t index)
{
    struct message door;
    uint8_t octets[16 * 1024];
    size_t size = 0;
    bool is_there = config_describe_door(&config, index, 29579040, &door);
    invariant(is_there && config_has_door(&config, door.as.door.door));
    enum outcome outcome = message_encode(&door, octets, sizeof octets, &size);
    invariant(outcome == OK);
    outcome = message_decode(&door, octets, size);
    invariant(outcome == OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *faults;
    static int fd = -1;
    static char path[64];
    if (fd < 0) {
        faults = fopen("/dev/null", "w");
        fd = memfd_create("config", 0);
        (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    }
    if (ftruncate(fd, 0) != 0 || pwrite(fd, data, size, 0) != (ssize_t)size || fchmod(fd, 0600) != 0)
        return 0;
    if (config_read(&config, path, faults) != OK)
        return 0;
    invariant(config.door_count >= 1 && config.hosts.count >= 1 && config.silence_s > config.ping_s);
    for (size_t i = 0; i < config.door_count; i++)
        check_door(i);
    return 0;
}
