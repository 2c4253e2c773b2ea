#include <string.h>

#include "store_sqlite_private.h"

/* ---- mailboxes by their number ------------------------------------------------------------------------ */

enum outcome sqlite_box_find(struct store *store, const uint8_t *principal, struct cached_box **box)
{
    bool is_gone;
    *box = row_cache_find(&sqlite_of(store)->boxes, principal, &is_gone);
    if (*box)
        return OK;
    if (is_gone)
        return GONE;
    sqlite3_stmt *find = sql(store, SQL_BOX_FIND);
    bind_octets(find, 1, principal, HASH_SIZE);
    enum outcome outcome = step_row(find);
    if (outcome == GONE)
        (void)row_cache_put(&sqlite_of(store)->boxes, principal, NULL, 0);
    if (outcome != OK)
        return outcome;
    struct cached_box fresh = {.id = sqlite3_column_int64(find, 0), .seq = column_number(find, 1)};
    fresh.seq_max = fresh.seq;
    (void)sqlite3_reset(find);
    *box = row_cache_put(&sqlite_of(store)->boxes, principal, &fresh, sizeof fresh);
    return OK;
}

/* The box of `recipient`, made if need be, with its next number. */
static enum outcome box_next(struct store *store, const uint8_t *recipient, struct cached_box **box)
{
    enum outcome outcome = sqlite_box_find(store, recipient, box);
    if (outcome == BROKEN)
        return BROKEN;
    if (outcome == GONE) {
        sqlite3_stmt *add = sql(store, SQL_BOX_ADD);
        bind_octets(add, 1, recipient, HASH_SIZE);
        TRY(step_end(add));
        struct cached_box fresh = {.id = sqlite3_last_insert_rowid(sqlite_of(store)->db)};
        *box = row_cache_put(&sqlite_of(store)->boxes, recipient, &fresh, sizeof fresh);
    }
    if ((*box)->seq == (*box)->seq_max) {
        sqlite3_stmt *raise = sql(store, SQL_BOX_RAISE);
        sqlite3_bind_int64(raise, 1, (*box)->id);
        bind_number(raise, 2, (*box)->seq_max + SEQ_BLOCK);
        TRY(step_end(raise));
        (*box)->seq_max += SEQ_BLOCK;
    }
    (*box)->seq++;
    return OK;
}

/* ---- envelopes ------------------------------------------------------------------------------------------ */

enum outcome sqlite_envelope_add(struct store *store, struct envelope_row *row)
{
    struct cached_box *box;
    TRY(box_next(store, row->recipient, &box));
    sqlite3_stmt *add = sql(store, SQL_ENVELOPE_ADD);
    sqlite3_bind_int64(add, 1, box->id);
    bind_number(add, 2, box->seq);
    bind_octets(add, 3, row->msg_id, MSG_ID_SIZE);
    bind_octets(add, 4, row->sender, HASH_SIZE);
    bind_octets(add, 5, row->case_id, CASE_ID_SIZE);
    bind_octets(add, 6, row->key_id, KEY_ID_SIZE);
    bind_number(add, 7, row->class);
    bind_number(add, 8, row->wrap_state);
    bind_octets(add, 9, row->envelope.data, row->envelope.size);
    bind_number(add, 10, row->kept_day);
    TRY(step_end(add));
    if (sqlite3_changes(sqlite_of(store)->db) == 0)
        return REFUSED; /* the number is lost, which hurts nobody */
    row->seq = box->seq;
    return OK;
}

/* Reads the columns of ENVELOPE_COLUMNS; the envelope is borrowed from the statement. */
static bool read_row(sqlite3_stmt *statement, const uint8_t *recipient, struct envelope_row *row)
{
    row->seq = column_number(statement, 0);
    row->class = (uint8_t)column_number(statement, 5);
    row->wrap_state = (uint8_t)column_number(statement, 6);
    row->envelope = column_octets(statement, 7);
    row->kept_day = (uint32_t)column_number(statement, 8);
    if (recipient)
        memcpy(row->recipient, recipient, HASH_SIZE);
    else if (!column_copy(statement, 9, row->recipient, HASH_SIZE))
        return false;
    return column_copy(statement, 1, row->msg_id, MSG_ID_SIZE) && column_copy(statement, 2, row->sender, HASH_SIZE) &&
           column_copy(statement, 3, row->case_id, CASE_ID_SIZE) &&
           column_copy(statement, 4, row->key_id, KEY_ID_SIZE) && row->envelope.size > 0;
}

enum outcome sqlite_envelope_find(struct store *store, const uint8_t *recipient, const uint8_t *msg_id,
                                  struct envelope_row *row)
{
    struct cached_box *box;
    TRY(sqlite_box_find(store, recipient, &box));
    sqlite3_stmt *find = sql(store, SQL_ENVELOPE_FIND);
    sqlite3_bind_int64(find, 1, box->id);
    bind_octets(find, 2, msg_id, MSG_ID_SIZE);
    TRY(step_row(find));
    bool is_sound = read_row(find, recipient, row) && column_lend(store, find, 7, &row->envelope);
    (void)sqlite3_reset(find);
    return is_sound ? OK : BROKEN;
}

enum outcome sqlite_envelope_drop(struct store *store, const uint8_t *recipient, uint64_t seq)
{
    struct cached_box *box;
    TRY(sqlite_box_find(store, recipient, &box));
    sqlite3_stmt *drop = sql(store, SQL_ENVELOPE_DROP);
    sqlite3_bind_int64(drop, 1, box->id);
    bind_number(drop, 2, seq);
    TRY(step_end(drop));
    if (sqlite3_changes(sqlite_of(store)->db) == 0)
        return GONE;
    return OK;
}

/* Visits the rows of `statement`, which is bound; `recipient` NULL: it is the last column. */
static enum outcome visit_rows(sqlite3_stmt *statement, const uint8_t *recipient, envelope_visit *visit, void *context)
{
    enum outcome outcome;
    while ((outcome = step_row(statement)) == OK) {
        struct envelope_row row;
        bool is_sound = read_row(statement, recipient, &row);
        if (!is_sound || !visit(context, &row)) {
            (void)sqlite3_reset(statement);
            return is_sound ? OK : BROKEN;
        }
    }
    return outcome == GONE ? OK : outcome;
}

enum outcome sqlite_envelope_each(struct store *store, const uint8_t *recipient, uint64_t after_seq,
                                  envelope_visit *visit, void *context)
{
    struct cached_box *box;
    enum outcome outcome = sqlite_box_find(store, recipient, &box);
    if (outcome != OK)
        return outcome == GONE ? OK : outcome;
    sqlite3_stmt *each = sql(store, SQL_ENVELOPE_EACH);
    sqlite3_bind_int64(each, 1, box->id);
    bind_number(each, 2, after_seq);
    return visit_rows(each, recipient, visit, context);
}

enum outcome sqlite_envelope_each_awaiting(struct store *store, const uint8_t *sender, envelope_visit *visit,
                                           void *context)
{
    sqlite3_stmt *each = sql(store, SQL_ENVELOPE_AWAITING);
    bind_octets(each, 1, sender, HASH_SIZE);
    return visit_rows(each, NULL, visit, context);
}

enum outcome sqlite_envelope_each_old(struct store *store, uint32_t day, envelope_visit *visit, void *context)
{
    sqlite3_stmt *each = sql(store, SQL_ENVELOPE_EACH_OLD);
    bind_number(each, 1, day);
    return visit_rows(each, NULL, visit, context);
}

static enum outcome counted(sqlite3_stmt *statement, size_t *count)
{
    if (step_row(statement) != OK)
        return BROKEN;
    *count = (size_t)column_number(statement, 0);
    (void)sqlite3_reset(statement);
    return OK;
}

enum outcome sqlite_envelope_count_waiting(struct store *store, const uint8_t *case_id, size_t max, size_t *count)
{
    sqlite3_stmt *count_waiting = sql(store, SQL_ENVELOPE_COUNT_WAITING);
    bind_number(count_waiting, 1, KEPT_WHILE_WAITING);
    bind_octets(count_waiting, 2, case_id, CASE_ID_SIZE);
    bind_number(count_waiting, 3, max);
    return counted(count_waiting, count);
}

enum outcome sqlite_envelope_count(struct store *store, const uint8_t *recipient, size_t max, size_t *count)
{
    struct cached_box *box;
    *count = 0;
    enum outcome outcome = sqlite_box_find(store, recipient, &box);
    if (outcome != OK)
        return outcome == GONE ? OK : outcome;
    sqlite3_stmt *count_mail = sql(store, SQL_ENVELOPE_COUNT);
    sqlite3_bind_int64(count_mail, 1, box->id);
    bind_number(count_mail, 2, max);
    return counted(count_mail, count);
}

enum outcome sqlite_envelope_uses_key(struct store *store, const uint8_t *recipient, const uint8_t *key_id)
{
    struct cached_box *box;
    TRY(sqlite_box_find(store, recipient, &box));
    sqlite3_stmt *uses = sql(store, SQL_ENVELOPE_USES_KEY);
    sqlite3_bind_int64(uses, 1, box->id);
    bind_octets(uses, 2, key_id, KEY_ID_SIZE);
    TRY(step_row(uses));
    (void)sqlite3_reset(uses);
    return OK;
}

/* ---- re-wrapping ---------------------------------------------------------------------------------------- */

struct orphaning {
    struct store *store;
    const struct session_row *session;
    const struct cached_box *box;
    envelope_visit *visit;
    void *context;
    enum outcome outcome;
};

/* The update leaves the index that the visit walks over as it is: neither box nor seq changes. */
static bool orphan_one(void *context, const struct envelope_row *row)
{
    struct orphaning *orphaning = context;
    if (row->wrap_state != WRAP_LIVE)
        return true;
    for (size_t i = 0; i < orphaning->session->key_count; i++)
        if (memcmp(orphaning->session->key_ids[i], row->key_id, KEY_ID_SIZE) == 0)
            return true;
    sqlite3_stmt *await = sql(orphaning->store, SQL_ENVELOPE_AWAIT);
    sqlite3_bind_int64(await, 1, orphaning->box->id);
    bind_number(await, 2, row->seq);
    orphaning->outcome = step_end(await);
    if (orphaning->outcome == OK && !orphaning->visit(orphaning->context, row))
        orphaning->outcome = BROKEN;
    return orphaning->outcome == OK;
}

enum outcome sqlite_envelope_orphan(struct store *store, const struct session_row *session, envelope_visit *visit,
                                    void *context)
{
    struct cached_box *box;
    enum outcome outcome = sqlite_box_find(store, session->principal, &box);
    if (outcome != OK)
        return outcome == GONE ? OK : outcome;
    struct orphaning orphaning = {store, session, box, visit, context, OK};
    TRY(sqlite_envelope_each(store, session->principal, 0, orphan_one, &orphaning));
    return orphaning.outcome;
}

enum outcome sqlite_envelope_end_intake(struct store *store, const uint8_t *case_id, const uint8_t *keeper,
                                        uint32_t kept_day)
{
    struct cached_box *box;
    enum outcome outcome = sqlite_box_find(store, keeper, &box);
    if (outcome == BROKEN)
        return BROKEN;
    sqlite3_stmt *drop = sql(store, SQL_ENVELOPE_DROP_INTAKE);
    bind_octets(drop, 1, case_id, CASE_ID_SIZE);
    sqlite3_bind_int64(drop, 2, outcome == OK ? box->id : 0); /* 0: nobody's */
    TRY(step_end(drop));
    sqlite3_stmt *date = sql(store, SQL_ENVELOPE_DATE_INTAKE);
    bind_octets(date, 1, case_id, CASE_ID_SIZE);
    bind_number(date, 2, kept_day);
    return step_end(date);
}

enum outcome sqlite_envelope_retract(struct store *store, const uint8_t *case_id, const uint8_t *sender,
                                     const uint8_t *msg_id)
{
    sqlite3_stmt *retract = sql(store, SQL_ENVELOPE_RETRACT);
    bind_octets(retract, 1, case_id, CASE_ID_SIZE);
    bind_octets(retract, 2, sender, HASH_SIZE);
    bind_octets(retract, 3, msg_id, MSG_ID_SIZE);
    return step_end(retract);
}
