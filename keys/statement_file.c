#include "statement_file.h"

#include <string.h>
#include <sys/stat.h>

#include "writer.h"

struct bytes statement_file_next(struct reader *reader)
{
    if (reader->left == 0)
        return (struct bytes){NULL, 0};
    uint32_t size = reader_u32(reader);
    if (size == 0 || size > STATEMENT_MAX)
        reader_fail(reader);
    return reader_take(reader, size);
}

enum outcome statement_file_read(const char *path, struct statement_file *file, struct reason *reason)
{
    TRY(file_read(path, PRIVACY_NONE, file->data, sizeof file->data, &file->size, reason));
    struct reader reader;
    struct statement statement;
    struct bytes next;
    enum outcome outcome = file->size == 0 ? MALFORMED : OK;
    reader_open(&reader, file->data, file->size);
    while (outcome == OK && (next = statement_file_next(&reader)).size > 0)
        outcome = statement_decode(&statement, next);
    if (outcome != OK || reader_finish(&reader) != OK) {
        reason_set(reason, "%s does not hold statements of a programme.", path);
        return MALFORMED;
    }
    return OK;
}

enum outcome statement_file_write(const char *path, const struct statement_file *file, struct reason *reason)
{
    struct file_new new = {path, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH, false};
    return file_write(&new, (struct bytes){file->data, file->size}, reason);
}

enum outcome statement_file_append(struct statement_file *file, struct bytes statement)
{
    struct writer writer;
    size_t size;
    writer_open(&writer, file->data + file->size, sizeof file->data - file->size);
    writer_u32(&writer, (uint32_t)statement.size);
    writer_put(&writer, statement.data, statement.size);
    TRY(writer_finish(&writer, &size));
    file->size += size;
    return OK;
}

static const char *type_name(enum statement_type type)
{
    switch (type) {
    case STATEMENT_TYPE_ROOT_SET:
        return "the root set";
    case STATEMENT_TYPE_STAFF_CERT:
        return "a certificate";
    case STATEMENT_TYPE_SERVICE_CERT:
        return "the certificate of the server's key";
    case STATEMENT_TYPE_SNAPSHOT:
        return "the snapshot";
    default:
        return "a statement that does not belong here";
    }
}

static const char *why(enum outcome outcome)
{
    switch (outcome) {
    case MALFORMED:
        return "is not well formed";
    case REFUSED:
        return "is not signed by those who must, not of this file, or out of date";
    case FULL:
        return "is one too many";
    default:
        return "cannot be checked";
    }
}

enum outcome statement_file_check(const struct statement_file *file, bool with_snapshot, uint64_t now_min,
                                  struct roster *roster, struct reason *reason)
{
    struct reader reader;
    struct statement statement;
    struct bytes next;
    uint8_t deployment_id[HASH_SIZE];
    unsigned number = 0;

    reason_set(reason, "there is no programme in this file.");
    reader_open(&reader, file->data, file->size);
    while ((next = statement_file_next(&reader)).size > 0) {
        TRY(statement_decode(&statement, next));
        if (number++ == 0) {
            deployment_id_of(statement.body, deployment_id);
            roster_open(roster, deployment_id);
        }
        if (statement.type == STATEMENT_TYPE_SNAPSHOT && !with_snapshot)
            continue;
        enum outcome outcome = roster_add(roster, next, now_min);
        if (outcome != OK) {
            reason_set(reason, "statement %u, %s, %s.", number, type_name(statement.type), why(outcome));
            return outcome;
        }
    }
    return number == 0 ? MALFORMED : reader_finish(&reader);
}

enum outcome statement_file_take_snapshot(struct statement_file *file, uint8_t snapshot[STATEMENT_MAX], size_t *size)
{
    struct reader reader;
    struct statement statement;
    struct bytes next;
    size_t kept = 0;
    *size = 0;
    reader_open(&reader, file->data, file->size);
    while ((next = statement_file_next(&reader)).size > 0) {
        TRY(statement_decode(&statement, next));
        if (statement.type == STATEMENT_TYPE_SNAPSHOT) {
            memcpy(snapshot, next.data, next.size);
            *size = next.size;
            continue;
        }
        memmove(file->data + kept, next.data - 4, next.size + 4);
        kept += next.size + 4;
    }
    file->size = kept;
    return OK;
}
