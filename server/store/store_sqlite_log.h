/* SQLite's way to its log (the WAL), with two things done otherwise than by the way below it:
 *
 * What a transaction writes is gathered and goes out in few large writes, at the latest with the sync that ends it. SQLite makes two
 * writes of each page. Nobody reads a page before that sync: readers are told of pages that a finished commit has put into the index.
 *
 * Where SQLite cuts the log to nothing, it is overwritten with zeros and keeps its room, up to LOG_KEPT. So what was deleted is gone from
 * where it stood instead of lying in a free block; and a commit writes into room that the file has, so that syncing it need not wait for
 * the file system's own journal, which costs as much again. Zeros are an empty log for SQLite. The head goes first and is synced: without
 * it no frame counts, whereas half of a log that was folded already would take the database back to what it was in the middle.
 *
 * Owns: a sqlite3_vfs of its own name. Uses: SQLite. Used by: store_sqlite, one for each open store. */
#ifndef UDVEJ_SERVER_STORE_SQLITE_LOG_H
#define UDVEJ_SERVER_STORE_SQLITE_LOG_H

#include <sqlite3.h>

#include "outcome.h"

enum {
    LOG_GATHERED = 64 * 1024,    /* octets of one write */
    LOG_KEPT = 16 * 1024 * 1024, /* octets of the file that stay its own when it is emptied */
};

struct log_way {
    sqlite3_vfs vfs;
    sqlite3_vfs *below;
    char name[32];
    sqlite3_int64
        written; /* the file may hold something up to here; beyond it are zeros. Under the lock of the store's turns */
};

/* Stands `way`, which is all zero and must stay where it is, before the way named `below` (NULL: SQLite's own); connections are opened
 * with `way->name`. BROKEN: there is none of that name. */
MUST_USE enum outcome log_way_open(struct log_way *way, const char *below);

/* After the last connection was closed. From every state. */
void log_way_close(struct log_way *way);

#endif
