/* A while without memory: the address space may not grow by what Argon2id asks for in one piece, so that its failing is seen for once.
 * Small allocations still work. Uses: Linux. Used by: the tests of what stretches a secret. */
#ifndef UDVEJ_TESTS_UNIT_SCARCE_H
#define UDVEJ_TESTS_UNIT_SCARCE_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { SCARCE_LEFT = 2 << 20 }; /* octets: less than the 8 MiB of a visitor's secret or a puzzle */

/* What stood before is what scarce_end takes. */
static inline struct rlimit scarce_begin(void)
{
    struct rlimit before = {RLIM_INFINITY, RLIM_INFINITY};
    char line[128] = {0};
    FILE *sizes = fopen("/proc/self/statm", "r");
    CHECK(sizes != NULL && fgets(line, sizeof line, sizes) != NULL);
    if (sizes != NULL)
        fclose(sizes);
    unsigned long pages = strtoul(line, NULL, 10);
    CHECK(pages > 0);
    CHECK(getrlimit(RLIMIT_AS, &before) == 0);
    struct rlimit scarce = {pages * (rlim_t)sysconf(_SC_PAGESIZE) + SCARCE_LEFT, before.rlim_max};
    CHECK(setrlimit(RLIMIT_AS, &scarce) == 0);
    return before;
}

static inline void scarce_end(const struct rlimit *before)
{
    CHECK(setrlimit(RLIMIT_AS, before) == 0);
}

#endif
