#include "statements.h"

#include <string.h>

enum outcome statements_open(struct statements *statements, const char *path, uint64_t now_min, struct reason *reason)
{
    memset(statements, 0, sizeof *statements);
    TRY(statement_file_read(path, &statements->file, reason));
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
