/* SQLite's own way to the disk ("unix"), with power_disk told of every call: it records it, or lets it fail.
 * Owns: the VFS "power". Uses: SQLite, power_disk. Used by: power_play. */
#ifndef UDVEJ_TESTS_FAULTS_POWER_VFS_H
#define UDVEJ_TESTS_FAULTS_POWER_VFS_H

#include <stdint.h>

#define POWER_VFS "power"

/* Registers it, once. */
void power_vfs_register(void);

/* Makes SQLite's own chance (the salts of its log) the same in every run. */
void power_vfs_seed(uint32_t seed);

#endif
