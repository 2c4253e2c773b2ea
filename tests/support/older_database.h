/* Makes of a database what a program of an earlier version would have kept of the same rows: its tables, its numbers, its pages; so that the way forward can
 * be tried from there.
 * Owns: nothing. Uses: SQLite, older_schemas. Used by: test_migrate, test_backup, power_plays. */
#ifndef UDVEJ_TESTS_SUPPORT_OLDER_DATABASE_H
#define UDVEJ_TESTS_SUPPORT_OLDER_DATABASE_H

#include <stdbool.h>
#include <stddef.h>

/* The versions that can be made, the oldest first. Gives 0 behind the last. */
unsigned older_version(size_t index);

/* udvej.db in `directory`, which nobody has open, becomes one of `version` in one transaction, through `vfs` (NULL: the usual one). */
bool older_database_make(const char *directory, unsigned version, const char *vfs);

#endif
