#include <stddef.h>
#include <string.h>

#include "store_memory_private.h"

/* Drops every row that has `key` at `offset`. */
static void drop_all(struct store_memory *memory, enum table_name name, size_t offset, const void *key, size_t size)
{
    for (size_t i = memory_count(memory, name); i-- > 0;) {
        const uint8_t *row = memory_row(memory, name, i);
        if (memcmp(row + offset, key, size) == 0)
            memory_drop(memory, name, row);
    }
}

static enum outcome drop_envelopes(struct store_memory *memory, const struct case_row *row)
{
    for (size_t i = memory_count(memory, TABLE_ENVELOPES); i-- > 0;) {
        const struct envelope_row *there = memory_row(memory, TABLE_ENVELOPES, i);
        if (memcmp(there->case_id, row->room.case_id, CASE_ID_SIZE) != 0 &&
            memcmp(there->recipient, row->visitor, HASH_SIZE) != 0)
            continue;
        TRY(memory_blob_drop(memory, there->envelope));
        memory_drop(memory, TABLE_ENVELOPES, there);
    }
    return OK;
}

static enum outcome drop_events(struct store_memory *memory, const uint8_t *case_id)
{
    for (size_t i = memory_count(memory, TABLE_EVENTS); i-- > 0;) {
        const struct memory_event *there = memory_row(memory, TABLE_EVENTS, i);
        if (memcmp(there->case_id, case_id, CASE_ID_SIZE) != 0)
            continue;
        TRY(memory_blob_drop(memory, there->statement));
        memory_drop(memory, TABLE_EVENTS, there);
    }
    return OK;
}

enum outcome memory_case_burn(struct store *store, const struct case_row *row)
{
    struct store_memory *memory = (struct store_memory *)store;
    TRY(drop_envelopes(memory, row));
    TRY(drop_events(memory, row->room.case_id));
    TRY(memory_kept_drop_all(store, row->visitor));
    drop_all(memory, TABLE_VAULTS, 0, row->visitor, HASH_SIZE);
    drop_all(memory, TABLE_SALTS, 0, row->visitor, HASH_SIZE);
    drop_all(memory, TABLE_SESSIONS, 0, row->visitor, HASH_SIZE);
    drop_all(memory, TABLE_BOXES, 0, row->visitor, HASH_SIZE);
    drop_all(memory, TABLE_NOTICES, offsetof(struct notice_row, case_id), row->room.case_id, CASE_ID_SIZE);
    drop_all(memory, TABLE_CASES, 0, &row->place, sizeof row->place);
    return OK;
}

/* ---- what nobody comes for -------------------------------------------------------------------------------- */

enum outcome memory_case_idle(struct store *store, uint32_t day, uint32_t over_day, struct case_row *row)
{
    const struct store_memory *memory = (const struct store_memory *)store;
    const struct case_row *earliest = NULL;
    for (size_t i = 0; i < memory_count(memory, TABLE_CASES); i++) {
        const struct case_row *there = memory_row(memory, TABLE_CASES, i);
        bool is_over = there->state == CASE_CLOSED || there->state == CASE_ENDED;
        bool is_due = there->fade_day <= day || (is_over && there->fade_day <= over_day);
        if (is_due && (!earliest || there->fade_day < earliest->fade_day))
            earliest = there;
    }
    if (!earliest)
        return GONE;
    *row = *earliest;
    return OK;
}

/* The oldest first is promised to a visitor that stops; so every day is gone through, as there are few of them in a test. */
enum outcome memory_envelope_each_old(struct store *store, uint32_t day, envelope_visit *visit, void *context)
{
    const struct store_memory *memory = (const struct store_memory *)store;
    uint32_t least = 0;
    for (;;) {
        uint32_t next = UINT32_MAX;
        for (size_t i = 0; i < memory_count(memory, TABLE_ENVELOPES); i++) {
            const struct envelope_row *row = memory_row(memory, TABLE_ENVELOPES, i);
            if (row->kept_day == least && least <= day && !visit(context, row))
                return OK;
            if (row->kept_day > least && row->kept_day < next)
                next = row->kept_day;
        }
        if (next > day)
            return OK;
        least = next;
    }
}

enum outcome memory_notice_add(struct store *store, const struct notice_row *row)
{
    struct store_memory *memory = (struct store_memory *)store;
    if (memory_find(memory, TABLE_NOTICES, row, HASH_SIZE + MSG_ID_SIZE + HASH_SIZE))
        return REFUSED;
    return memory_add(memory, TABLE_NOTICES, row);
}

enum outcome memory_notice_each(struct store *store, const uint8_t *sender, notice_visit *visit, void *context)
{
    const struct store_memory *memory = (const struct store_memory *)store;
    for (size_t i = 0; i < memory_count(memory, TABLE_NOTICES); i++) {
        const struct notice_row *row = memory_row(memory, TABLE_NOTICES, i);
        if (memcmp(row->sender, sender, HASH_SIZE) == 0 && !visit(context, row))
            break;
    }
    return OK;
}

enum outcome memory_notice_drop(struct store *store, const uint8_t *sender, const uint8_t *msg_id)
{
    struct store_memory *memory = (struct store_memory *)store;
    struct notice_row key = {.day = 0};
    memcpy(key.sender, sender, HASH_SIZE);
    memcpy(key.msg_id, msg_id, MSG_ID_SIZE);
    enum outcome outcome = GONE;
    const void *there;
    while ((there = memory_find(memory, TABLE_NOTICES, &key, HASH_SIZE + MSG_ID_SIZE)) != NULL) {
        memory_drop(memory, TABLE_NOTICES, there);
        outcome = OK;
    }
    return outcome;
}

enum outcome memory_notice_expire(struct store *store, uint32_t day)
{
    struct store_memory *memory = (struct store_memory *)store;
    for (size_t i = memory_count(memory, TABLE_NOTICES); i-- > 0;) {
        const struct notice_row *row = memory_row(memory, TABLE_NOTICES, i);
        if (row->day <= day)
            memory_drop(memory, TABLE_NOTICES, row);
    }
    return OK;
}
