/* What is kept, behind one table of functions. Backends: store_sqlite (the server), store_memory (tests, simulator).
 * One transaction at a time, from one thread. Nothing is on disk before `commit` has said OK; then all of it is.
 * Owns: the rows. Uses: nothing above it. Used by: relay (rows), turn (begin, commit, rollback).
 *
 * Outcomes, the same everywhere: OK; GONE: there is no such row; REFUSED: there is one already; BROKEN: disk or memory failed,
 * roll back. A loaded row is a copy; the `struct bytes` in it are borrowed until the next call on the store.
 * An `each` function stops when its visitor answers false, and the visitor must not call the store. */
#ifndef UDVEJ_SERVER_STORE_H
#define UDVEJ_SERVER_STORE_H

#include "outcome.h"
#include "rows.h"

struct store;

enum { DOOR_ANY = 256 };

/* Visitors of rows; the row is borrowed until they return. */
typedef bool case_visit(void *context, const struct case_row *row);
typedef bool envelope_visit(void *context, const struct envelope_row *row);
typedef bool session_visit(void *context, const struct session_row *row);
typedef bool key_visit(void *context, const struct key_row *row);
typedef bool presence_visit(void *context, const struct presence_row *row);
typedef bool slot_visit(void *context, const struct slot *slot);
typedef bool kept_visit(void *context, const struct kept_row *row);
typedef bool notice_visit(void *context, const struct notice_row *row);
typedef bool tally_visit(void *context, const struct tally_row *row);
typedef bool audit_visit(void *context, const struct audit_row *row);
typedef bool event_visit(void *context, struct bytes statement);

struct store_ways {
    enum outcome (*begin)(struct store *store);
    /* `is_shredded`: every salt dropped so far is off the disk. False after an I/O error: it is tried again with each turn. */
    enum outcome (*commit)(struct store *store, bool *is_shredded);
    bool (*has_written)(struct store *store); /* was anything changed by the commit that was OK last? */
    void (*rollback)(struct store *store);
    void (*close)(struct store *store); /* rolls back what is open */

    /* Cases. `keep` adds or replaces, by case id; a new row gets its place. `each`: by place; DOOR_ANY; state 0: any. */
    enum outcome (*case_load)(struct store *store, const uint8_t case_id[CASE_ID_SIZE], struct case_row *row);
    enum outcome (*case_of)(struct store *store, const uint8_t visitor[HASH_SIZE], struct case_row *row);
    enum outcome (*case_keep)(struct store *store, struct case_row *row);
    enum outcome (*case_each)(struct store *store, unsigned door, uint8_t state, case_visit *visit, void *context);

    /* Everything that is kept of one case and its visitor: the case, its events, vault and salts, the visitor's mailbox and session, and
     * the case's envelopes in every other mailbox. `row` as it was loaded. */
    enum outcome (*case_burn)(struct store *store, const struct case_row *row);
    /* A case whose `fade_day` is `day` or before, or, if it is over (CASE_CLOSED, CASE_ENDED), `over_day` or before; the earliest first. */
    enum outcome (*case_idle)(struct store *store, uint32_t day, uint32_t over_day, struct case_row *row);
    /* The first case, by place, that this certificate holds in CASE_CLAIMED or CASE_HANDED_OVER. */
    enum outcome (*case_held)(struct store *store, const uint8_t holder[HASH_SIZE], struct case_row *row);
    /* The first case after `place` that has a proposal. */
    enum outcome (*case_proposed)(struct store *store, uint64_t place, struct case_row *row);

    /* A visitor's vault, VAULT_SIZE octets, and shred salts, at most SALTS_MAX (FULL). Salts by purpose and generation;
     * `salt_keep` REFUSED: there is one. */
    enum outcome (*vault_load)(struct store *store, const uint8_t visitor[HASH_SIZE], struct bytes *vault);
    enum outcome (*vault_keep)(struct store *store, const uint8_t visitor[HASH_SIZE], struct bytes vault);
    enum outcome (*salts_load)(struct store *store, const uint8_t visitor[HASH_SIZE], struct salt_row rows[SALTS_MAX],
                               size_t *count);
    enum outcome (*salt_keep)(struct store *store, const uint8_t visitor[HASH_SIZE], const struct salt_row *row);
    enum outcome (*salt_drop)(struct store *store, const uint8_t visitor[HASH_SIZE], uint8_t purpose,
                              uint32_t generation);

    /* Sessions, by principal. */
    enum outcome (*session_load)(struct store *store, const uint8_t principal[HASH_SIZE], struct session_row *row);
    enum outcome (*session_keep)(struct store *store, const struct session_row *row);
    enum outcome (*session_drop)(struct store *store, const uint8_t principal[HASH_SIZE]);
    enum outcome (*session_each)(struct store *store, session_visit *visit, void *context);

    /* Stored envelopes, each in its recipient's mailbox. `add` gives `row->seq`, larger than any that mailbox ever had;
     * REFUSED: this recipient has that msg_id. `each`: in order, after `after_seq`. `each_awaiting`: all WRAP_AWAITS of a sender.
     * `orphan`: every WRAP_LIVE row of the recipient whose key is not among `session->key_ids` becomes WRAP_AWAITS and is
     * visited; BROKEN if the visitor says false. `each_old`: those with a `kept_day` of `day` or before, the oldest first. `retract`: drops a sender's message from every mailbox.
     * `end_intake`: drops CLASS_INTAKE rows of a case, but for those of `keeper`, which are of `kept_day` from then on. `uses_key`: OK or GONE. */
    enum outcome (*envelope_add)(struct store *store, struct envelope_row *row);
    enum outcome (*envelope_find)(struct store *store, const uint8_t recipient[HASH_SIZE],
                                  const uint8_t msg_id[MSG_ID_SIZE], struct envelope_row *row);
    enum outcome (*envelope_drop)(struct store *store, const uint8_t recipient[HASH_SIZE], uint64_t seq);
    enum outcome (*envelope_each)(struct store *store, const uint8_t recipient[HASH_SIZE], uint64_t after_seq,
                                  envelope_visit *visit, void *context);
    enum outcome (*envelope_count)(struct store *store, const uint8_t recipient[HASH_SIZE], size_t max, size_t *count);
    /* Those of a case that waits (KEPT_WHILE_WAITING), in all mailboxes. */
    enum outcome (*envelope_count_waiting)(struct store *store, const uint8_t case_id[CASE_ID_SIZE], size_t max,
                                           size_t *count);
    enum outcome (*envelope_uses_key)(struct store *store, const uint8_t recipient[HASH_SIZE],
                                      const uint8_t key_id[KEY_ID_SIZE]);
    enum outcome (*envelope_orphan)(struct store *store, const struct session_row *session, envelope_visit *visit,
                                    void *context);
    enum outcome (*envelope_each_awaiting)(struct store *store, const uint8_t sender[HASH_SIZE], envelope_visit *visit,
                                           void *context);
    enum outcome (*envelope_each_old)(struct store *store, uint32_t day, envelope_visit *visit, void *context);
    enum outcome (*envelope_retract)(struct store *store, const uint8_t case_id[CASE_ID_SIZE],
                                     const uint8_t sender[HASH_SIZE], const uint8_t msg_id[MSG_ID_SIZE]);
    enum outcome (*envelope_end_intake)(struct store *store, const uint8_t case_id[CASE_ID_SIZE],
                                        const uint8_t keeper[HASH_SIZE], uint32_t kept_day);

    /* What a visitor keeps, by msg_id. `add` gives its number; REFUSED: it is there; FULL: ARCHIVE_MAX. `each`: by number. */
    enum outcome (*kept_add)(struct store *store, struct kept_row *row);
    enum outcome (*kept_each)(struct store *store, const uint8_t visitor[HASH_SIZE], uint64_t after, kept_visit *visit,
                              void *context);
    enum outcome (*kept_drop)(struct store *store, const uint8_t visitor[HASH_SIZE], const uint8_t msg_id[MSG_ID_SIZE]);
    enum outcome (*kept_drop_all)(struct store *store, const uint8_t visitor[HASH_SIZE]);

    /* Notices to senders, by sender and message (REFUSED: it is there). `expire`: drops those of `day` or before. */
    enum outcome (*notice_add)(struct store *store, const struct notice_row *row);
    enum outcome (*notice_each)(struct store *store, const uint8_t sender[HASH_SIZE], notice_visit *visit,
                                void *context);
    enum outcome (*notice_drop)(struct store *store, const uint8_t sender[HASH_SIZE],
                                const uint8_t msg_id[MSG_ID_SIZE]);
    enum outcome (*notice_expire)(struct store *store, uint32_t day);

    /* Room events of a case, by epoch. */
    enum outcome (*event_load)(struct store *store, const uint8_t case_id[CASE_ID_SIZE], uint32_t epoch,
                               struct bytes *statement);
    enum outcome (*event_add)(struct store *store, const uint8_t case_id[CASE_ID_SIZE], uint32_t epoch,
                              struct bytes statement);
    enum outcome (*event_each)(struct store *store, const uint8_t case_id[CASE_ID_SIZE], uint32_t after_epoch,
                               event_visit *visit, void *context);

    /* Receive keys. `newest`: the one that was not replaced. `keep` adds or replaces, by certificate and key id. */
    enum outcome (*key_load)(struct store *store, const uint8_t cert_hash[HASH_SIZE], const uint8_t key_id[KEY_ID_SIZE],
                             struct key_row *row);
    enum outcome (*key_newest)(struct store *store, const uint8_t cert_hash[HASH_SIZE], struct key_row *row);
    enum outcome (*key_keep)(struct store *store, const struct key_row *row);
    enum outcome (*key_each_newest)(struct store *store, key_visit *visit, void *context);

    /* Presence of staff; PRESENCE_AWAY is no row. */
    enum outcome (*presence_load)(struct store *store, const uint8_t cert_hash[HASH_SIZE], struct presence_row *row);
    enum outcome (*presence_keep)(struct store *store, const struct presence_row *row);
    enum outcome (*presence_drop)(struct store *store, const uint8_t cert_hash[HASH_SIZE]);
    enum outcome (*presence_each)(struct store *store, presence_visit *visit, void *context);

    /* When one of the staff was here last. */
    enum outcome (*seen_load)(struct store *store, const uint8_t cert_hash[HASH_SIZE], struct seen_row *row);
    enum outcome (*seen_keep)(struct store *store, const struct seen_row *row);

    /* The staff calendar. `each`: starts in [from, to), by start; `cert_hash` NULL means everybody's. */
    enum outcome (*slot_load)(struct store *store, const uint8_t id[SLOT_ID_SIZE], struct slot *slot);
    enum outcome (*slot_keep)(struct store *store, const struct slot *slot);
    enum outcome (*slot_each)(struct store *store, const uint8_t *cert_hash, uint32_t from, uint32_t to,
                              slot_visit *visit, void *context);
    /* Drops EXPIRE_ROWS_MAX of those that begin before `start`, or as many as there are. */
    enum outcome (*slot_expire)(struct store *store, uint32_t start);

    /* What is counted. `raise` adds one to the exact count of a day that is not over. `settle` ends the days before `today`: what was
     * counted is rounded down to whole COUNT_STEPs, and smaller counts are forgotten. Only what is settled is visited, by door and kind,
     * and `expire` drops that of `day` or before. */
    enum outcome (*tally_raise)(struct store *store, uint32_t day, uint8_t door, uint8_t what);
    enum outcome (*tally_settle)(struct store *store, uint32_t today);
    enum outcome (*tally_each)(struct store *store, uint32_t day, tally_visit *visit, void *context);
    enum outcome (*tally_expire)(struct store *store, uint32_t day);

    /* The list of acts, by number. `expire`: drops the oldest as long as they are of `day` or before, but never the newest. */
    enum outcome (*audit_last)(struct store *store, struct audit_row *row);
    enum outcome (*audit_add)(struct store *store, const struct audit_row *row);
    enum outcome (*audit_each)(struct store *store, uint64_t after, audit_visit *visit, void *context);
    enum outcome (*audit_expire)(struct store *store, uint32_t day);
};

/* First member of every backend. */
struct store {
    const struct store_ways *ways;
};

/* ASK(store, case_load, id, &row) reads better than the pointers behind it. */
#define ASK(store, way, ...) ((store)->ways->way((store), __VA_ARGS__))

#endif
