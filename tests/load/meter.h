/* Clocks and counters of the machine: what a server has used, what we have, what everything else has.
 * Owns: nothing. Used by: scenario. */
#ifndef UDVEJ_TESTS_LOAD_METER_H
#define UDVEJ_TESTS_LOAD_METER_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A reading; the difference of two is a measurement. CPU times count user and system of all threads, like utime and stime in
 * /proc/PID/stat, but not rounded to its hundredths of a second. */
struct reading {
    uint64_t at_ns;
    uint64_t server_ns;
    uint64_t own_ns;
    uint64_t all_ns; /* of the whole machine without idling, in hundredths of a second as the kernel gives it */
};

uint64_t meter_now_ns(void);

/* `server` 0: there is none to measure. */
struct reading meter_read(pid_t server);

/* Proportional memory of a process in kB (Pss of smaps_rollup); 0: cannot be read. */
uint64_t meter_memory_kb(pid_t server);

/* The part of it that is the main thread's heap ([heap] in smaps). Where connections live there and the store's caches in another thread's
 * memory, this tells them apart. */
uint64_t meter_heap_kb(pid_t server);

/* Sorts `values` and gives the one below which `share` of them are; 0 of none. */
uint32_t meter_quantile(uint32_t *values, size_t count, double share);

#endif
