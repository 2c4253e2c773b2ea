#include "store_memory_private.h"

enum outcome memory_audit_last(struct store *store, struct audit_row *row)
{
    const struct store_memory *memory = (const struct store_memory *)store;
    size_t count = memory_count(memory, TABLE_AUDIT);
    if (count == 0)
        return GONE;
    *row = *(const struct audit_row *)memory_row(memory, TABLE_AUDIT, count - 1);
    return OK;
}

enum outcome memory_audit_add(struct store *store, const struct audit_row *row)
{
    struct store_memory *memory = (struct store_memory *)store;
    if (memory_find(memory, TABLE_AUDIT, &row->entry.number, sizeof row->entry.number))
        return REFUSED;
    return memory_add(memory, TABLE_AUDIT, row);
}

enum outcome memory_audit_each(struct store *store, uint64_t after, audit_visit *visit, void *context)
{
    const struct store_memory *memory = (const struct store_memory *)store;
    for (size_t i = 0; i < memory_count(memory, TABLE_AUDIT); i++) {
        const struct audit_row *row = memory_row(memory, TABLE_AUDIT, i);
        if (row->entry.number > after && !visit(context, row))
            break;
    }
    return OK;
}

/* From the front, up to the first that is younger. */
enum outcome memory_audit_expire(struct store *store, uint32_t day)
{
    struct store_memory *memory = (struct store_memory *)store;
    while (memory_count(memory, TABLE_AUDIT) > 1) {
        const struct audit_row *row = memory_row(memory, TABLE_AUDIT, 0);
        if (row->entry.day > day)
            break;
        memory_drop(memory, TABLE_AUDIT, row);
    }
    return OK;
}
