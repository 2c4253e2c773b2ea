#include "store_memory.h"

#include <stdlib.h>
#include <string.h>

#include "store_memory_private.h"

/* ---- transactions ---------------------------------------------------------------------------------- */

static struct store_memory *memory_of(struct store *store)
{
    return (struct store_memory *)store;
}

static void forget_before(struct store_memory *memory)
{
    for (size_t i = 0; i < TABLES; i++) {
        free(memory->before[i].rows);
        memory->before[i].rows = NULL;
    }
}

static void blobs_free(struct memory_blobs *blobs)
{
    for (size_t i = 0; i < blobs->count; i++)
        free(blobs->at[i]);
    blobs->count = 0;
}

static enum outcome begin(struct store *store)
{
    struct store_memory *memory = memory_of(store);
    invariant(!memory->is_open);
    for (size_t i = 0; i < TABLES; i++) {
        const struct memory_table *table = &memory->tables[i];
        memory->before[i] = *table;
        memory->before[i].rows = NULL;
        if (table->max == 0)
            continue;
        memory->before[i].rows = malloc(table->max * table->size);
        if (!memory->before[i].rows) {
            forget_before(memory);
            return BROKEN;
        }
        if (table->count)
            memcpy(memory->before[i].rows, table->rows, table->count * table->size);
    }
    memory->is_open = true;
    return OK;
}

static enum outcome commit(struct store *store, bool *is_shredded)
{
    struct store_memory *memory = memory_of(store);
    invariant(memory->is_open);
    memory->is_open = false;
    forget_before(memory);
    memory->fresh.count = 0;
    blobs_free(&memory->doomed);
    *is_shredded = true;
    return OK;
}

/* It is not compared: what is in memory cannot fail to be kept. */
static bool has_written(struct store *store)
{
    (void)store;
    return true;
}

static void rollback(struct store *store)
{
    struct store_memory *memory = memory_of(store);
    if (!memory->is_open)
        return;
    memory->is_open = false;
    for (size_t i = 0; i < TABLES; i++) {
        free(memory->tables[i].rows);
        memory->tables[i] = memory->before[i];
        memory->before[i].rows = NULL;
    }
    memory->doomed.count = 0;
    blobs_free(&memory->fresh);
}

static void close_store(struct store *store)
{
    struct store_memory *memory = memory_of(store);
    rollback(store);
    for (size_t i = 0; i < memory_count(memory, TABLE_ENVELOPES); i++)
        free((void *)(uintptr_t)((struct envelope_row *)memory_row(memory, TABLE_ENVELOPES, i))->envelope.data);
    for (size_t i = 0; i < memory_count(memory, TABLE_EVENTS); i++)
        free((void *)(uintptr_t)((struct memory_event *)memory_row(memory, TABLE_EVENTS, i))->statement.data);
    for (size_t i = 0; i < memory_count(memory, TABLE_KEYS); i++)
        free((void *)(uintptr_t)((struct key_row *)memory_row(memory, TABLE_KEYS, i))->statement.data);
    for (size_t i = 0; i < memory_count(memory, TABLE_KEPT); i++)
        free((void *)(uintptr_t)((struct kept_row *)memory_row(memory, TABLE_KEPT, i))->envelope.data);
    for (size_t i = 0; i < TABLES; i++)
        free(memory->tables[i].rows);
    free(memory->fresh.at);
    free(memory->doomed.at);
    free(memory);
}

/* Adds a row or overwrites the one whose first `key_size` octets are the same. */
static enum outcome keep(struct store *store, enum table_name name, const void *row, size_t key_size)
{
    struct store_memory *memory = memory_of(store);
    void *there = memory_find(memory, name, row, key_size);
    if (!there)
        return memory_add(memory, name, row);
    memcpy(there, row, memory->tables[name].size);
    return OK;
}

static enum outcome load(struct store *store, enum table_name name, const void *key, size_t key_size, void *row)
{
    const void *there = memory_find(memory_of(store), name, key, key_size);
    if (!there)
        return GONE;
    memcpy(row, there, memory_of(store)->tables[name].size);
    return OK;
}

static enum outcome drop(struct store *store, enum table_name name, const void *key, size_t key_size)
{
    const void *there = memory_find(memory_of(store), name, key, key_size);
    if (!there)
        return GONE;
    memory_drop(memory_of(store), name, there);
    return OK;
}

/* ---- cases ----------------------------------------------------------------------------------------- */

static enum outcome case_load(struct store *store, const uint8_t *case_id, struct case_row *row)
{
    for (size_t i = 0; i < memory_count(memory_of(store), TABLE_CASES); i++) {
        const struct case_row *there = memory_row(memory_of(store), TABLE_CASES, i);
        if (memcmp(there->room.case_id, case_id, CASE_ID_SIZE) == 0) {
            *row = *there;
            return OK;
        }
    }
    return GONE;
}

static enum outcome case_of(struct store *store, const uint8_t *visitor, struct case_row *row)
{
    for (size_t i = 0; i < memory_count(memory_of(store), TABLE_CASES); i++) {
        const struct case_row *there = memory_row(memory_of(store), TABLE_CASES, i);
        if (memcmp(there->visitor, visitor, HASH_SIZE) == 0) {
            *row = *there;
            return OK;
        }
    }
    return GONE;
}

static enum outcome case_keep(struct store *store, struct case_row *row)
{
    if (row->place == 0)
        row->place = ++memory_of(store)->places;
    return keep(store, TABLE_CASES, row, sizeof row->place);
}

static enum outcome case_each(struct store *store, unsigned door, uint8_t state, case_visit *visit, void *context)
{
    for (size_t i = 0; i < memory_count(memory_of(store), TABLE_CASES); i++) {
        const struct case_row *row = memory_row(memory_of(store), TABLE_CASES, i);
        if ((door == DOOR_ANY || row->door == door) && (state == 0 || row->state == state) && !visit(context, row))
            break;
    }
    return OK;
}

static enum outcome case_held(struct store *store, const uint8_t *holder, struct case_row *row)
{
    for (size_t i = 0; i < memory_count(memory_of(store), TABLE_CASES); i++) {
        const struct case_row *there = memory_row(memory_of(store), TABLE_CASES, i);
        bool is_claimed = there->state == CASE_CLAIMED || there->state == CASE_HANDED_OVER;
        if (is_claimed && memcmp(there->holder, holder, HASH_SIZE) == 0) {
            *row = *there;
            return OK;
        }
    }
    return GONE;
}

static enum outcome case_proposed(struct store *store, uint64_t place, struct case_row *row)
{
    for (size_t i = 0; i < memory_count(memory_of(store), TABLE_CASES); i++) {
        const struct case_row *there = memory_row(memory_of(store), TABLE_CASES, i);
        if (there->place > place && there->proposal_size > 0) {
            *row = *there;
            return OK;
        }
    }
    return GONE;
}

/* ---- what is kept for a visitor ---------------------------------------------------------------------- */

static enum outcome vault_load(struct store *store, const uint8_t *visitor, struct bytes *vault)
{
    const struct memory_vault *there = memory_find(memory_of(store), TABLE_VAULTS, visitor, HASH_SIZE);
    if (!there)
        return GONE;
    *vault = (struct bytes){there->vault, VAULT_SIZE};
    return OK;
}

static enum outcome vault_keep(struct store *store, const uint8_t *visitor, struct bytes vault)
{
    struct memory_vault row;
    invariant(vault.size == VAULT_SIZE);
    memcpy(row.visitor, visitor, HASH_SIZE);
    memcpy(row.vault, vault.data, VAULT_SIZE);
    return keep(store, TABLE_VAULTS, &row, HASH_SIZE);
}

static enum outcome salts_load(struct store *store, const uint8_t *visitor, struct salt_row *rows, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < memory_count(memory_of(store), TABLE_SALTS); i++) {
        const struct memory_salt *there = memory_row(memory_of(store), TABLE_SALTS, i);
        if (memcmp(there->visitor, visitor, HASH_SIZE) == 0) {
            invariant(*count < SALTS_MAX);
            rows[(*count)++] = there->row;
        }
    }
    return OK;
}

static enum outcome salt_keep(struct store *store, const uint8_t *visitor, const struct salt_row *row)
{
    struct memory_salt fresh = {.row = *row};
    struct salt_row rows[SALTS_MAX];
    size_t count;
    TRY(salts_load(store, visitor, rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].salt.purpose == row->salt.purpose && rows[i].salt.generation == row->salt.generation)
            return REFUSED;
    if (count == SALTS_MAX)
        return FULL;
    memcpy(fresh.visitor, visitor, HASH_SIZE);
    return memory_add(memory_of(store), TABLE_SALTS, &fresh);
}

static enum outcome salt_drop(struct store *store, const uint8_t *visitor, uint8_t purpose, uint32_t generation)
{
    for (size_t i = 0; i < memory_count(memory_of(store), TABLE_SALTS); i++) {
        const struct memory_salt *there = memory_row(memory_of(store), TABLE_SALTS, i);
        if (memcmp(there->visitor, visitor, HASH_SIZE) == 0 && there->row.salt.purpose == purpose &&
            there->row.salt.generation == generation) {
            memory_drop(memory_of(store), TABLE_SALTS, there);
            return OK;
        }
    }
    return GONE;
}

static enum outcome session_load(struct store *store, const uint8_t *principal, struct session_row *row)
{
    return load(store, TABLE_SESSIONS, principal, HASH_SIZE, row);
}

static enum outcome session_keep(struct store *store, const struct session_row *row)
{
    return keep(store, TABLE_SESSIONS, row, HASH_SIZE);
}

static enum outcome session_drop(struct store *store, const uint8_t *principal)
{
    return drop(store, TABLE_SESSIONS, principal, HASH_SIZE);
}

static enum outcome session_each(struct store *store, session_visit *visit, void *context)
{
    for (size_t i = 0; i < memory_count(memory_of(store), TABLE_SESSIONS); i++)
        if (!visit(context, memory_row(memory_of(store), TABLE_SESSIONS, i)))
            break;
    return OK;
}

/* ---- room events ------------------------------------------------------------------------------------- */

static enum outcome event_load(struct store *store, const uint8_t *case_id, uint32_t epoch, struct bytes *statement)
{
    for (size_t i = 0; i < memory_count(memory_of(store), TABLE_EVENTS); i++) {
        const struct memory_event *there = memory_row(memory_of(store), TABLE_EVENTS, i);
        if (there->epoch == epoch && memcmp(there->case_id, case_id, CASE_ID_SIZE) == 0) {
            *statement = there->statement;
            return OK;
        }
    }
    return GONE;
}

static enum outcome event_add(struct store *store, const uint8_t *case_id, uint32_t epoch, struct bytes statement)
{
    struct memory_event row = {.epoch = epoch};
    struct bytes there;
    if (event_load(store, case_id, epoch, &there) == OK)
        return REFUSED;
    memcpy(row.case_id, case_id, CASE_ID_SIZE);
    TRY(memory_blob(memory_of(store), statement, &row.statement));
    return memory_add(memory_of(store), TABLE_EVENTS, &row);
}

static enum outcome event_each(struct store *store, const uint8_t *case_id, uint32_t after_epoch, event_visit *visit,
                               void *context)
{
    for (size_t i = 0; i < memory_count(memory_of(store), TABLE_EVENTS); i++) {
        const struct memory_event *row = memory_row(memory_of(store), TABLE_EVENTS, i);
        bool is_wanted = row->epoch > after_epoch && memcmp(row->case_id, case_id, CASE_ID_SIZE) == 0;
        if (is_wanted && !visit(context, row->statement))
            break;
    }
    return OK;
}

/* ---- staff ------------------------------------------------------------------------------------------- */

static enum outcome key_load(struct store *store, const uint8_t *cert_hash, const uint8_t *key_id, struct key_row *row)
{
    uint8_t key[HASH_SIZE + KEY_ID_SIZE];
    memcpy(key, cert_hash, HASH_SIZE);
    memcpy(key + HASH_SIZE, key_id, KEY_ID_SIZE);
    return load(store, TABLE_KEYS, key, sizeof key, row);
}

static enum outcome key_newest(struct store *store, const uint8_t *cert_hash, struct key_row *row)
{
    for (size_t i = 0; i < memory_count(memory_of(store), TABLE_KEYS); i++) {
        const struct key_row *there = memory_row(memory_of(store), TABLE_KEYS, i);
        if (there->replaced_min == 0 && memcmp(there->cert_hash, cert_hash, HASH_SIZE) == 0) {
            *row = *there;
            return OK;
        }
    }
    return GONE;
}

static enum outcome key_keep(struct store *store, const struct key_row *row)
{
    struct key_row before, kept = *row;
    TRY(memory_blob(memory_of(store), row->statement, &kept.statement));
    if (key_load(store, row->cert_hash, row->key_id, &before) == OK)
        TRY(memory_blob_drop(memory_of(store), before.statement));
    return keep(store, TABLE_KEYS, &kept, HASH_SIZE + KEY_ID_SIZE);
}

static enum outcome key_each_newest(struct store *store, key_visit *visit, void *context)
{
    for (size_t i = 0; i < memory_count(memory_of(store), TABLE_KEYS); i++) {
        const struct key_row *row = memory_row(memory_of(store), TABLE_KEYS, i);
        if (row->replaced_min == 0 && !visit(context, row))
            break;
    }
    return OK;
}

static enum outcome presence_load(struct store *store, const uint8_t *cert_hash, struct presence_row *row)
{
    return load(store, TABLE_PRESENCES, cert_hash, HASH_SIZE, row);
}

static enum outcome presence_keep(struct store *store, const struct presence_row *row)
{
    return keep(store, TABLE_PRESENCES, row, HASH_SIZE);
}

static enum outcome presence_drop(struct store *store, const uint8_t *cert_hash)
{
    return drop(store, TABLE_PRESENCES, cert_hash, HASH_SIZE);
}

static enum outcome presence_each(struct store *store, presence_visit *visit, void *context)
{
    for (size_t i = 0; i < memory_count(memory_of(store), TABLE_PRESENCES); i++)
        if (!visit(context, memory_row(memory_of(store), TABLE_PRESENCES, i)))
            break;
    return OK;
}

static enum outcome seen_load(struct store *store, const uint8_t *cert_hash, struct seen_row *row)
{
    return load(store, TABLE_SEEN, cert_hash, HASH_SIZE, row);
}

static enum outcome seen_keep(struct store *store, const struct seen_row *row)
{
    return keep(store, TABLE_SEEN, row, HASH_SIZE);
}

static enum outcome slot_load(struct store *store, const uint8_t *id, struct slot *slot)
{
    return load(store, TABLE_SLOTS, id, SLOT_ID_SIZE, slot);
}

static enum outcome slot_keep(struct store *store, const struct slot *slot)
{
    return keep(store, TABLE_SLOTS, slot, SLOT_ID_SIZE);
}

static int by_start(const void *a, const void *b)
{
    const struct slot *one = a, *other = b;
    if (one->start != other->start)
        return one->start < other->start ? -1 : 1;
    return memcmp(one->id, other->id, SLOT_ID_SIZE);
}

static enum outcome slot_each(struct store *store, const uint8_t *cert_hash, uint32_t from, uint32_t to,
                              slot_visit *visit, void *context)
{
    struct memory_table *table = &memory_of(store)->tables[TABLE_SLOTS];
    if (table->count)
        qsort(table->rows, table->count, table->size, by_start);
    for (size_t i = 0; i < table->count; i++) {
        const struct slot *slot = memory_row(memory_of(store), TABLE_SLOTS, i);
        bool is_wanted = slot->start >= from && slot->start < to &&
                         (!cert_hash || memcmp(slot->cert_hash, cert_hash, HASH_SIZE) == 0);
        if (is_wanted && !visit(context, slot))
            break;
    }
    return OK;
}

static enum outcome slot_expire(struct store *store, uint32_t start)
{
    struct store_memory *memory = memory_of(store);
    for (size_t i = 0, dropped = 0; i < memory_count(memory, TABLE_SLOTS) && dropped < EXPIRE_ROWS_MAX;) {
        const struct slot *slot = memory_row(memory, TABLE_SLOTS, i);
        if (slot->start < start) {
            memory_drop(memory, TABLE_SLOTS, slot);
            dropped++;
        } else {
            i++;
        }
    }
    return OK;
}

/* ---- the table --------------------------------------------------------------------------------------- */

static const struct store_ways memory_ways = {
    .begin = begin,
    .commit = commit,
    .has_written = has_written,
    .rollback = rollback,
    .close = close_store,
    .case_load = case_load,
    .case_of = case_of,
    .case_keep = case_keep,
    .case_each = case_each,
    .case_burn = memory_case_burn,
    .case_idle = memory_case_idle,
    .case_held = case_held,
    .case_proposed = case_proposed,
    .envelope_each_old = memory_envelope_each_old,
    .kept_add = memory_kept_add,
    .kept_each = memory_kept_each,
    .kept_drop = memory_kept_drop,
    .kept_drop_all = memory_kept_drop_all,
    .notice_add = memory_notice_add,
    .notice_each = memory_notice_each,
    .notice_drop = memory_notice_drop,
    .notice_expire = memory_notice_expire,
    .vault_load = vault_load,
    .vault_keep = vault_keep,
    .salts_load = salts_load,
    .salt_keep = salt_keep,
    .salt_drop = salt_drop,
    .session_load = session_load,
    .session_keep = session_keep,
    .session_drop = session_drop,
    .session_each = session_each,
    .envelope_add = memory_envelope_add,
    .envelope_find = memory_envelope_find,
    .envelope_drop = memory_envelope_drop,
    .envelope_each = memory_envelope_each,
    .envelope_count = memory_envelope_count,
    .envelope_count_waiting = memory_envelope_count_waiting,
    .envelope_uses_key = memory_envelope_uses_key,
    .envelope_orphan = memory_envelope_orphan,
    .envelope_each_awaiting = memory_envelope_each_awaiting,
    .envelope_end_intake = memory_envelope_end_intake,
    .envelope_retract = memory_envelope_retract,
    .event_load = event_load,
    .event_add = event_add,
    .event_each = event_each,
    .key_load = key_load,
    .key_newest = key_newest,
    .key_keep = key_keep,
    .key_each_newest = key_each_newest,
    .presence_load = presence_load,
    .presence_keep = presence_keep,
    .presence_drop = presence_drop,
    .presence_each = presence_each,
    .seen_load = seen_load,
    .seen_keep = seen_keep,
    .slot_load = slot_load,
    .slot_keep = slot_keep,
    .slot_each = slot_each,
    .slot_expire = slot_expire,
    .tally_raise = memory_tally_raise,
    .tally_settle = memory_tally_settle,
    .tally_each = memory_tally_each,
    .tally_expire = memory_tally_expire,
    .audit_last = memory_audit_last,
    .audit_add = memory_audit_add,
    .audit_each = memory_audit_each,
    .audit_expire = memory_audit_expire,
};

enum outcome store_memory_open(struct store **store)
{
    static const size_t sizes[TABLES] = {
        [TABLE_CASES] = sizeof(struct case_row),         [TABLE_VAULTS] = sizeof(struct memory_vault),
        [TABLE_SALTS] = sizeof(struct memory_salt),      [TABLE_SESSIONS] = sizeof(struct session_row),
        [TABLE_BOXES] = sizeof(struct memory_box),       [TABLE_ENVELOPES] = sizeof(struct envelope_row),
        [TABLE_EVENTS] = sizeof(struct memory_event),    [TABLE_KEYS] = sizeof(struct key_row),
        [TABLE_PRESENCES] = sizeof(struct presence_row), [TABLE_SLOTS] = sizeof(struct slot),
        [TABLE_SEEN] = sizeof(struct seen_row),          [TABLE_NOTICES] = sizeof(struct notice_row),
        [TABLE_KEPT] = sizeof(struct kept_row),          [TABLE_TALLY_DAY] = sizeof(struct tally_row),
        [TABLE_TALLY] = sizeof(struct tally_row),        [TABLE_AUDIT] = sizeof(struct audit_row),
    };
    struct store_memory *memory = calloc(1, sizeof *memory);
    if (!memory)
        return BROKEN;
    memory->store.ways = &memory_ways;
    for (size_t i = 0; i < TABLES; i++)
        memory->tables[i].size = sizes[i];
    *store = &memory->store;
    return OK;
}
