/* The store on disk: SQLite in WAL mode with synchronous=FULL, and the shred salts in a flat file of their own.
 * Owns: the files in the data directory `udvej.db`, `udvej.db-wal`, `udvej.db-shm`, `salts`, and a thread that checkpoints.
 * Uses: SQLite (its only home). Used by: main, tests. */
#ifndef UDVEJ_SERVER_STORE_SQLITE_H
#define UDVEJ_SERVER_STORE_SQLITE_H

#include "store.h"

/* Deleted octets leave the files within so many looks of a second: half of the promised minute. */
enum { CHECKPOINT_LOOKS = 30, CHECKPOINT_LOOK_MS = 1000 };

struct store_sqlite_settings {
    const char *directory;  /* made with mode 0700 if missing; REFUSED if others may look into it */
    const char *vfs;        /* NULL: SQLite's own; tests put a failing disk here */
    unsigned checkpoint_ms; /* between two looks; 0: CHECKPOINT_LOOK_MS */
};

/* Opens or makes it, checks it, finishes what an earlier process left half done. `store` is yours: ways->close() it.
 * REFUSED: the directory is open to others, or another process has it. BROKEN: disk, or not our data. */
MUST_USE enum outcome store_sqlite_open(struct store **store, const struct store_sqlite_settings *settings);

#endif
