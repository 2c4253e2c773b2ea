/* The statements of a programme: its root set, the certificates of its staff, and the snapshot of those that count. Kept in one file, which the
 * server serves and everybody checks for themselves:
 *   struct { uint32 size; opaque statement[size]; } repeated: root set, supervisors, others and the server's key, snapshot.
 * A request for a certificate is such a file with one statement, which gathers its signatures.
 * Owns: nothing. Uses: statement, key_file. Used by: ceremony, udvej-keys, the server's start, tests. Source: PROTOCOL.md, rule 5. */
#ifndef UDVEJ_KEYS_STATEMENT_FILE_H
#define UDVEJ_KEYS_STATEMENT_FILE_H

#include "key_file.h"
#include "reader.h"
#include "statement.h"

/* STAFF_MAX certificates of 502 octets, a root set, a snapshot. */
enum { STATEMENT_FILE_MAX = 128 * 1024 };

struct statement_file {
    uint8_t data[STATEMENT_FILE_MAX];
    size_t size;
};

/* Reads or writes the file. GONE, REFUSED, BROKEN as file_read and file_write; MALFORMED: not statements. */
MUST_USE enum outcome statement_file_read(const char *path, struct statement_file *file, struct reason *reason);
MUST_USE enum outcome statement_file_write(const char *path, const struct statement_file *file, struct reason *reason);

/* Walks the statements: reader_open over data and size first. An empty run at the end. */
struct bytes statement_file_next(struct reader *reader);

/* FULL: no room. */
MUST_USE enum outcome statement_file_append(struct statement_file *file, struct bytes statement);

/* Builds the roster by the rules every client keeps. `with_snapshot`: snapshots count too; without them nobody is active.
 * Anything but OK names the statement and the rule in `reason`. */
MUST_USE enum outcome statement_file_check(const struct statement_file *file, bool with_snapshot, uint64_t now_min,
                                           struct roster *roster, struct reason *reason);

/* Takes the snapshot out, into `snapshot` of STATEMENT_MAX octets; `size` 0: there was none. */
MUST_USE enum outcome statement_file_take_snapshot(struct statement_file *file, uint8_t snapshot[STATEMENT_MAX],
                                                   size_t *size);

#endif
