#include "meter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LINE_MAX_SIZE = 512, TICK_NS = 10 * 1000 * 1000, CPU_FIELDS = 8, FIELD_IDLE = 3, FIELD_WAIT = 4 };

static uint64_t read_clock(clockid_t clock)
{
    struct timespec time = {0};
    (void)clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

uint64_t meter_now_ns(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

static uint64_t read_server(pid_t server)
{
    clockid_t clock;
    return server != 0 && clock_getcpuclockid(server, &clock) == 0 ? read_clock(clock) : 0;
}

/* Sum of the fields of `cpu` in /proc/stat but idle and iowait; stolen time counts. */
static uint64_t read_machine(void)
{
    char line[LINE_MAX_SIZE] = "";
    uint64_t sum = 0;
    FILE *file = fopen("/proc/stat", "re");
    if (file == NULL)
        return 0;
    char *at = fgets(line, sizeof line, file) != NULL ? line + strlen("cpu") : line;
    for (int i = 0; i < CPU_FIELDS; i++) {
        uint64_t ticks = strtoull(at, &at, 10);
        sum += i == FIELD_IDLE || i == FIELD_WAIT ? 0 : ticks;
    }
    (void)fclose(file);
    return sum * TICK_NS;
}

struct reading meter_read(pid_t server)
{
    return (struct reading){
        .at_ns = meter_now_ns(),
        .server_ns = read_server(server),
        .own_ns = read_clock(CLOCK_PROCESS_CPUTIME_ID),
        .all_ns = read_machine(),
    };
}

/* The first Pss of a file in /proc after a line that contains `mark`; NULL: the very first. */
static uint64_t read_pss(pid_t server, const char *file_name, const char *mark)
{
    char text[LINE_MAX_SIZE];
    uint64_t kb = 0;
    (void)snprintf(text, sizeof text, "/proc/%d/%s", (int)server, file_name);
    FILE *file = fopen(text, "re");
    while (file != NULL && kb == 0 && fgets(text, sizeof text, file) != NULL) {
        if (mark != NULL && strstr(text, mark) != NULL)
            mark = NULL;
        if (mark == NULL && strncmp(text, "Pss:", 4) == 0)
            kb = strtoull(text + 4, NULL, 10);
    }
    if (file != NULL)
        (void)fclose(file);
    return kb;
}

uint64_t meter_memory_kb(pid_t server)
{
    return read_pss(server, "smaps_rollup", NULL);
}

uint64_t meter_heap_kb(pid_t server)
{
    return read_pss(server, "smaps", "[heap]");
}

static int compare(const void *a, const void *b)
{
    uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
    return one < other ? -1 : one > other;
}

uint32_t meter_quantile(uint32_t *values, size_t count, double share)
{
    if (count == 0)
        return 0;
    qsort(values, count, sizeof values[0], compare);
    size_t place = (size_t)((double)count * share);
    return values[place < count ? place : count - 1];
}
