/* The tables behind store_memory and their one way to roll back: a copy of all of them, made at `begin`.
 * Owns: nothing. Used by: store_memory*.c. */
#ifndef UDVEJ_SERVER_STORE_MEMORY_PRIVATE_H
#define UDVEJ_SERVER_STORE_MEMORY_PRIVATE_H

#include "store.h"

enum table_name {
    TABLE_CASES,
    TABLE_VAULTS,
    TABLE_SALTS,
    TABLE_SESSIONS,
    TABLE_BOXES,
    TABLE_ENVELOPES,
    TABLE_EVENTS,
    TABLE_KEYS,
    TABLE_PRESENCES,
    TABLE_SEEN,
    TABLE_SLOTS,
    TABLE_NOTICES,
    TABLE_KEPT,
    TABLE_TALLY_DAY,
    TABLE_TALLY,
    TABLE_AUDIT,
    TABLES,
};

/* Octets that rows point to: those made in this transaction (freed if it rolls back), and those whose row went in it (freed
 * once it is committed). */
struct memory_blobs {
    uint8_t **at;
    size_t count;
    size_t max;
};

struct memory_table {
    uint8_t *rows; /* count * size, in order of arrival */
    size_t size;
    size_t count;
    size_t max;
};

struct memory_vault {
    uint8_t visitor[HASH_SIZE];
    uint8_t vault[VAULT_SIZE];
};

struct memory_salt {
    uint8_t visitor[HASH_SIZE];
    struct salt_row row;
};

struct memory_box {
    uint8_t recipient[HASH_SIZE];
    uint64_t seq;
};

struct memory_event {
    uint8_t case_id[CASE_ID_SIZE];
    uint32_t epoch;
    struct bytes statement;
};

struct store_memory {
    struct store store;
    bool is_open; /* a transaction */
    uint64_t places;
    struct memory_table tables[TABLES];
    struct memory_table before[TABLES]; /* as they were at `begin` */
    struct memory_blobs fresh;
    struct memory_blobs doomed;
};

/* Row number `index`, borrowed until the table changes. */
void *memory_row(const struct store_memory *memory, enum table_name name, size_t index);
size_t memory_count(const struct store_memory *memory, enum table_name name);

/* The row whose first `size` octets are `key`, or NULL. */
void *memory_find(const struct store_memory *memory, enum table_name name, const void *key, size_t size);

MUST_USE enum outcome memory_add(struct store_memory *memory, enum table_name name, const void *row);
void memory_drop(struct store_memory *memory, enum table_name name, const void *row);

/* Copies `data` for a row; and lets a row's copy go. */
MUST_USE enum outcome memory_blob(struct store_memory *memory, struct bytes data, struct bytes *copy);
MUST_USE enum outcome memory_blob_drop(struct store_memory *memory, struct bytes copy);

/* store_memory_burn.c: what ends */
enum outcome memory_case_burn(struct store *store, const struct case_row *row);
enum outcome memory_case_idle(struct store *store, uint32_t day, uint32_t over_day, struct case_row *row);
enum outcome memory_envelope_each_old(struct store *store, uint32_t day, envelope_visit *visit, void *context);
enum outcome memory_kept_add(struct store *store, struct kept_row *row);
enum outcome memory_kept_each(struct store *store, const uint8_t *visitor, uint64_t after, kept_visit *visit,
                              void *context);
enum outcome memory_kept_drop(struct store *store, const uint8_t *visitor, const uint8_t *msg_id);
enum outcome memory_kept_drop_all(struct store *store, const uint8_t *visitor);
enum outcome memory_notice_add(struct store *store, const struct notice_row *row);
enum outcome memory_notice_each(struct store *store, const uint8_t *sender, notice_visit *visit, void *context);
enum outcome memory_notice_drop(struct store *store, const uint8_t *sender, const uint8_t *msg_id);
enum outcome memory_notice_expire(struct store *store, uint32_t day);

/* store_memory_tally.c */
enum outcome memory_tally_raise(struct store *store, uint32_t day, uint8_t door, uint8_t what);
enum outcome memory_tally_settle(struct store *store, uint32_t today);
enum outcome memory_tally_each(struct store *store, uint32_t day, tally_visit *visit, void *context);
enum outcome memory_tally_expire(struct store *store, uint32_t day);

/* store_memory_audit.c */
enum outcome memory_audit_last(struct store *store, struct audit_row *row);
enum outcome memory_audit_add(struct store *store, const struct audit_row *row);
enum outcome memory_audit_each(struct store *store, uint64_t after, audit_visit *visit, void *context);
enum outcome memory_audit_expire(struct store *store, uint32_t day);

/* The other half of the table of functions (store_memory_envelopes.c). */
enum outcome memory_envelope_add(struct store *store, struct envelope_row *row);
enum outcome memory_envelope_find(struct store *store, const uint8_t *recipient, const uint8_t *msg_id,
                                  struct envelope_row *row);
enum outcome memory_envelope_drop(struct store *store, const uint8_t *recipient, uint64_t seq);
enum outcome memory_envelope_each(struct store *store, const uint8_t *recipient, uint64_t after_seq,
                                  envelope_visit *visit, void *context);
enum outcome memory_envelope_count(struct store *store, const uint8_t *recipient, size_t max, size_t *count);
enum outcome memory_envelope_count_waiting(struct store *store, const uint8_t *case_id, size_t max, size_t *count);
enum outcome memory_envelope_uses_key(struct store *store, const uint8_t *recipient, const uint8_t *key_id);
enum outcome memory_envelope_orphan(struct store *store, const struct session_row *session, envelope_visit *visit,
                                    void *context);
enum outcome memory_envelope_each_awaiting(struct store *store, const uint8_t *sender, envelope_visit *visit,
                                           void *context);
enum outcome memory_envelope_retract(struct store *store, const uint8_t *case_id, const uint8_t *sender,
                                     const uint8_t *msg_id);
enum outcome memory_envelope_end_intake(struct store *store, const uint8_t *case_id, const uint8_t *keeper,
                                        uint32_t kept_day);

#endif
