#include <string.h>

#include "store_memory_private.h"

/* The envelope of `recipient` with that msg_id, or NULL. */
static struct envelope_row *find(const struct store_memory *memory, const uint8_t *recipient, const uint8_t *msg_id)
{
    for (size_t i = 0; i < memory_count(memory, TABLE_ENVELOPES); i++) {
        struct envelope_row *row = memory_row(memory, TABLE_ENVELOPES, i);
        if (memcmp(row->recipient, recipient, HASH_SIZE) == 0 && memcmp(row->msg_id, msg_id, MSG_ID_SIZE) == 0)
            return row;
    }
    return NULL;
}

enum outcome memory_envelope_add(struct store *store, struct envelope_row *row)
{
    struct store_memory *memory = (struct store_memory *)store;
    if (find(memory, row->recipient, row->msg_id))
        return REFUSED;
    struct memory_box *box = memory_find(memory, TABLE_BOXES, row->recipient, HASH_SIZE);
    if (!box) {
        struct memory_box fresh = {.seq = 0};
        memcpy(fresh.recipient, row->recipient, HASH_SIZE);
        TRY(memory_add(memory, TABLE_BOXES, &fresh));
        box = memory_find(memory, TABLE_BOXES, row->recipient, HASH_SIZE);
    }
    row->seq = ++box->seq;
    struct envelope_row kept = *row;
    TRY(memory_blob(memory, row->envelope, &kept.envelope));
    return memory_add(memory, TABLE_ENVELOPES, &kept);
}

enum outcome memory_envelope_find(struct store *store, const uint8_t *recipient, const uint8_t *msg_id,
                                  struct envelope_row *row)
{
    const struct envelope_row *found = find((struct store_memory *)store, recipient, msg_id);
    if (!found)
        return GONE;
    *row = *found;
    return OK;
}

static enum outcome drop(struct store_memory *memory, struct envelope_row *row)
{
    TRY(memory_blob_drop(memory, row->envelope));
    memory_drop(memory, TABLE_ENVELOPES, row);
    return OK;
}

enum outcome memory_envelope_drop(struct store *store, const uint8_t *recipient, uint64_t seq)
{
    struct store_memory *memory = (struct store_memory *)store;
    for (size_t i = 0; i < memory_count(memory, TABLE_ENVELOPES); i++) {
        struct envelope_row *row = memory_row(memory, TABLE_ENVELOPES, i);
        if (row->seq == seq && memcmp(row->recipient, recipient, HASH_SIZE) == 0)
            return drop(memory, row);
    }
    return GONE;
}

enum outcome memory_envelope_each(struct store *store, const uint8_t *recipient, uint64_t after_seq,
                                  envelope_visit *visit, void *context)
{
    struct store_memory *memory = (struct store_memory *)store;
    for (size_t i = 0; i < memory_count(memory, TABLE_ENVELOPES); i++) {
        const struct envelope_row *row = memory_row(memory, TABLE_ENVELOPES, i);
        bool is_wanted = row->seq > after_seq && memcmp(row->recipient, recipient, HASH_SIZE) == 0;
        if (is_wanted && !visit(context, row))
            break;
    }
    return OK;
}

enum outcome memory_envelope_count(struct store *store, const uint8_t *recipient, size_t max, size_t *count)
{
    struct store_memory *memory = (struct store_memory *)store;
    *count = 0;
    for (size_t i = 0; i < memory_count(memory, TABLE_ENVELOPES) && *count < max; i++) {
        const struct envelope_row *row = memory_row(memory, TABLE_ENVELOPES, i);
        *count += memcmp(row->recipient, recipient, HASH_SIZE) == 0;
    }
    return OK;
}

enum outcome memory_envelope_count_waiting(struct store *store, const uint8_t *case_id, size_t max, size_t *count)
{
    struct store_memory *memory = (struct store_memory *)store;
    *count = 0;
    for (size_t i = 0; i < memory_count(memory, TABLE_ENVELOPES) && *count < max; i++) {
        const struct envelope_row *row = memory_row(memory, TABLE_ENVELOPES, i);
        *count += row->kept_day == KEPT_WHILE_WAITING && memcmp(row->case_id, case_id, CASE_ID_SIZE) == 0;
    }
    return OK;
}

enum outcome memory_envelope_uses_key(struct store *store, const uint8_t *recipient, const uint8_t *key_id)
{
    struct store_memory *memory = (struct store_memory *)store;
    for (size_t i = 0; i < memory_count(memory, TABLE_ENVELOPES); i++) {
        const struct envelope_row *row = memory_row(memory, TABLE_ENVELOPES, i);
        if (memcmp(row->recipient, recipient, HASH_SIZE) == 0 && memcmp(row->key_id, key_id, KEY_ID_SIZE) == 0)
            return OK;
    }
    return GONE;
}

static bool is_live_in(const struct session_row *session, const uint8_t *key_id)
{
    for (size_t i = 0; i < session->key_count; i++)
        if (memcmp(session->key_ids[i], key_id, KEY_ID_SIZE) == 0)
            return true;
    return false;
}

enum outcome memory_envelope_orphan(struct store *store, const struct session_row *session, envelope_visit *visit,
                                    void *context)
{
    struct store_memory *memory = (struct store_memory *)store;
    for (size_t i = 0; i < memory_count(memory, TABLE_ENVELOPES); i++) {
        struct envelope_row *row = memory_row(memory, TABLE_ENVELOPES, i);
        if (row->wrap_state != WRAP_LIVE || memcmp(row->recipient, session->principal, HASH_SIZE) != 0 ||
            is_live_in(session, row->key_id))
            continue;
        row->wrap_state = WRAP_AWAITS;
        if (!visit(context, row))
            return BROKEN;
    }
    return OK;
}

enum outcome memory_envelope_each_awaiting(struct store *store, const uint8_t *sender, envelope_visit *visit,
                                           void *context)
{
    struct store_memory *memory = (struct store_memory *)store;
    for (size_t i = 0; i < memory_count(memory, TABLE_ENVELOPES); i++) {
        const struct envelope_row *row = memory_row(memory, TABLE_ENVELOPES, i);
        bool is_wanted = row->wrap_state == WRAP_AWAITS && memcmp(row->sender, sender, HASH_SIZE) == 0;
        if (is_wanted && !visit(context, row))
            break;
    }
    return OK;
}

enum outcome memory_envelope_end_intake(struct store *store, const uint8_t *case_id, const uint8_t *keeper,
                                        uint32_t kept_day)
{
    struct store_memory *memory = (struct store_memory *)store;
    for (size_t i = memory_count(memory, TABLE_ENVELOPES); i-- > 0;) {
        struct envelope_row *row = memory_row(memory, TABLE_ENVELOPES, i);
        if (row->class != CLASS_INTAKE || memcmp(row->case_id, case_id, CASE_ID_SIZE) != 0)
            continue;
        row->kept_day = kept_day;
        if (memcmp(row->recipient, keeper, HASH_SIZE) != 0)
            TRY(drop(memory, row));
    }
    return OK;
}

enum outcome memory_envelope_retract(struct store *store, const uint8_t *case_id, const uint8_t *sender,
                                     const uint8_t *msg_id)
{
    struct store_memory *memory = (struct store_memory *)store;
    for (size_t i = memory_count(memory, TABLE_ENVELOPES); i-- > 0;) {
        struct envelope_row *row = memory_row(memory, TABLE_ENVELOPES, i);
        if (memcmp(row->case_id, case_id, CASE_ID_SIZE) == 0 && memcmp(row->sender, sender, HASH_SIZE) == 0 &&
            memcmp(row->msg_id, msg_id, MSG_ID_SIZE) == 0)
            TRY(drop(memory, row));
    }
    return OK;
}
