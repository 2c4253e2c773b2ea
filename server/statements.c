#include "statements.h"

#include <string.h>

/* Checks what stands in `file` as of `now_min`, and lists it. */
static enum outcome take_file(struct statements *statements, const char *path, uint64_t now_min, struct reason *reason)
{
    TRY(statement_file_check(&statements->file, true, now_min, &statements->roster, reason));
    if (!statements->roster.has_snapshot) {
        reason_set(reason, "%s has no snapshot; udvej-keys snapshot makes one.", path);
        return REFUSED;
    }
    struct reader reader;
    reader_open(&reader, statements->file.data, statements->file.size);
    for (;;) {
        struct bytes one = statement_file_next(&reader);
        if (one.size == 0)
            return OK;
        if (statements->count == STATEMENTS_MAX) {
            reason_set(reason, "%s has more than %d statements.", path, STATEMENTS_MAX);
            return FULL;
        }
        statements->list[statements->count++] = one;
    }
}

enum outcome statements_open(struct statements *statements, const char *path, uint64_t now_min, struct reason *reason)
{
    memset(statements, 0, sizeof *statements);
    TRY(statement_file_read(path, &statements->file, reason));
    return take_file(statements, path, now_min, reason);
}

/* When the snapshot was made; 0: there is none. */
static uint64_t snapshot_min(const struct statement_file *file)
{
    struct reader reader;
    struct bytes one;
    uint64_t issued_min = 0;
    reader_open(&reader, file->data, file->size);
    while ((one = statement_file_next(&reader)).size > 0) {
        struct statement statement;
        struct snapshot snapshot;
        if (statement_decode(&statement, one) == OK && statement.type == STATEMENT_TYPE_SNAPSHOT &&
            snapshot_decode(&snapshot, statement.body) == OK)
            issued_min = snapshot.issued_min;
    }
    return issued_min;
}

enum outcome statements_look(struct statements *statements, const char *path, struct reason *reason)
{
    memset(statements, 0, sizeof *statements);
    TRY(statement_file_read(path, &statements->file, reason));
    return take_file(statements, path, snapshot_min(&statements->file), reason);
}
