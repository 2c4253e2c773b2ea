#include "store_sqlite_inspect.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_sqlite_private.h"

enum {
    BUSY_MS = 5000,
    SUSPECTS_MAX = 1024, /* empty slots that are looked at twice; the rest count at once */
};

struct inspection {
    sqlite3 *db;
    int salts; /* the file, or -1: there is none */
};

/* ---- opening ---------------------------------------------------------------------------------------------------- */

static enum outcome ask_number(sqlite3 *db, const char *text, uint64_t *value)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, text, -1, &statement, NULL) != SQLITE_OK)
        return BROKEN;
    bool is_there = sqlite3_step(statement) == SQLITE_ROW;
    *value = is_there ? column_number(statement, 0) : 0;
    (void)sqlite3_finalize(statement);
    return is_there ? OK : BROKEN;
}

uint32_t inspection_schema(void)
{
    return SCHEMA_VERSION;
}

static enum outcome open_parts(struct inspection *inspection, const char *directory, uint32_t *schema)
{
    char path[4096];
    uint64_t application, version;
    struct stat status;
    (void)snprintf(path, sizeof path, "%s/salts", directory);
    inspection->salts = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    int length = snprintf(path, sizeof path, "%s/udvej.db", directory);
    if (length < 0 || (size_t)length >= sizeof path)
        return BROKEN;
    if (lstat(path, &status) != 0)
        return errno == ENOENT ? GONE : BROKEN;
    if (!S_ISREG(status.st_mode))
        return REFUSED;
    if (sqlite3_open_v2(path, &inspection->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
        sqlite3_db_config(inspection->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) != SQLITE_OK ||
        sqlite3_db_config(inspection->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL) != SQLITE_OK ||
        sqlite3_db_config(inspection->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL) != SQLITE_OK)
        return BROKEN;
    (void)sqlite3_busy_timeout(inspection->db, BUSY_MS);
    if (ask_number(inspection->db, "PRAGMA application_id", &application) != OK ||
        ask_number(inspection->db, "PRAGMA user_version", &version) != OK) {
        int why = sqlite3_errcode(inspection->db);
        return why == SQLITE_NOTADB ? REFUSED : why == SQLITE_CORRUPT ? MALFORMED : BROKEN;
    }
    *schema = application == SCHEMA_APPLICATION_ID ? (uint32_t)version : 0;
    return *schema == SCHEMA_VERSION ? OK : REFUSED;
}

enum outcome inspection_open(struct inspection **inspection, const char *directory, uint32_t *schema)
{
    struct inspection *opened = calloc(1, sizeof *opened);
    *schema = 0;
    *inspection = NULL;
    if (!opened)
        return BROKEN;
    opened->salts = -1;
    enum outcome outcome = open_parts(opened, directory, schema);
    if (outcome != OK) {
        inspection_close(opened);
        return outcome;
    }
    *inspection = opened;
    return OK;
}

void inspection_close(struct inspection *inspection)
{
    if (!inspection)
        return;
    if (inspection->salts >= 0)
        (void)close(inspection->salts);
    (void)sqlite3_close(inspection->db);
    free(inspection);
}

enum outcome inspection_check(struct inspection *inspection)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(inspection->db, "PRAGMA quick_check(1)", -1, &statement, NULL) != SQLITE_OK)
        return REFUSED;
    bool is_sound = sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_text(statement, 0) != NULL &&
                    strcmp((const char *)sqlite3_column_text(statement, 0), "ok") == 0;
    (void)sqlite3_finalize(statement);
    return is_sound ? OK : REFUSED;
}

enum outcome inspection_begin(struct inspection *inspection)
{
    return sqlite3_exec(inspection->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK ? OK : BROKEN;
}

void inspection_end(struct inspection *inspection)
{
    if (sqlite3_get_autocommit(inspection->db) == 0)
        (void)sqlite3_exec(inspection->db, "COMMIT", NULL, NULL, NULL);
}

bool inspection_is_in_use(const char *directory)
{
    char path[4096];
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET}; /* on all of it */
    int length = snprintf(path, sizeof path, "%s/udvej.db", directory);
    int fd = length < 0 || (size_t)length >= sizeof path ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool is_in_use = fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    if (fd >= 0)
        (void)close(fd);
    return is_in_use;
}

/* ---- groups --------------------------------------------------------------------------------------------------------- */

enum outcome inspection_cases(struct inspection *inspection, inspect_cases *visit, void *context)
{
    sqlite3_stmt *each;
    enum outcome outcome;
    if (sqlite3_prepare_v2(inspection->db,
                           "SELECT door, state, count(*) FROM cases GROUP BY door, state ORDER BY door, state", -1,
                           &each, NULL) != SQLITE_OK)
        return BROKEN;
    while ((outcome = step_row(each)) == OK)
        visit(context, (uint8_t)column_number(each, 0), (uint8_t)column_number(each, 1), column_number(each, 2));
    (void)sqlite3_finalize(each);
    return outcome == GONE ? OK : BROKEN;
}

/* Rows of a principal and a count. One of another size stands for nobody. */
static enum outcome visit_principals(struct inspection *inspection, const char *text, inspect_principals *visit,
                                     void *context)
{
    sqlite3_stmt *each;
    enum outcome outcome;
    if (sqlite3_prepare_v2(inspection->db, text, -1, &each, NULL) != SQLITE_OK)
        return BROKEN;
    while ((outcome = step_row(each)) == OK) {
        uint8_t principal[HASH_SIZE] = {0};
        (void)column_copy(each, 0, principal, HASH_SIZE);
        visit(context, principal, column_number(each, 1));
    }
    (void)sqlite3_finalize(each);
    return outcome == GONE ? OK : BROKEN;
}

enum outcome inspection_holders(struct inspection *inspection, inspect_principals *visit, void *context)
{
    return visit_principals(
        inspection, "SELECT holder, count(*) FROM cases WHERE state IN (2, 5, 6, 7) GROUP BY holder", visit, context);
}

enum outcome inspection_staff_mailboxes(struct inspection *inspection, inspect_principals *visit, void *context)
{
    return visit_principals(inspection,
                            "SELECT b.principal, count(*) FROM envelope e JOIN box b ON b.id = e.box"
                            " WHERE NOT EXISTS (SELECT 1 FROM cases c WHERE c.visitor = b.principal) GROUP BY b.id",
                            visit, context);
}

enum outcome inspection_intakes(struct inspection *inspection, inspect_intakes *visit, void *context)
{
    sqlite3_stmt *each;
    enum outcome outcome;
    if (sqlite3_prepare_v2(
            inspection->db,
            "SELECT c.place, c.door, b.principal FROM cases c LEFT JOIN (envelope e JOIN box b ON b.id = e.box)"
            " ON e.kept_day IN " ENVELOPE_DAYS " AND e.case_id = c.case_id AND e.class = 1"
            " WHERE c.state = 1 ORDER BY c.place",
            -1, &each, NULL) != SQLITE_OK)
        return BROKEN;
    while ((outcome = step_row(each)) == OK) {
        uint8_t principal[HASH_SIZE] = {0};
        if (sqlite3_column_type(each, 2) != SQLITE_NULL)
            (void)column_copy(each, 2, principal, HASH_SIZE);
        visit(context, column_number(each, 0), (uint8_t)column_number(each, 1), principal);
    }
    (void)sqlite3_finalize(each);
    return outcome == GONE ? OK : BROKEN;
}

enum outcome inspection_waiting(struct inspection *inspection, uint64_t until_min, uint64_t *count)
{
    sqlite3_stmt *ask;
    if (sqlite3_prepare_v2(inspection->db, "SELECT count(*) FROM cases WHERE state IN (1, 8) AND since_min <= ?1", -1,
                           &ask, NULL) != SQLITE_OK)
        return BROKEN;
    bind_number(ask, 1, until_min);
    enum outcome outcome = step_row(ask);
    *count = outcome == OK ? column_number(ask, 0) : 0;
    (void)sqlite3_finalize(ask);
    return outcome == OK ? OK : BROKEN;
}

enum outcome inspection_audit(struct inspection *inspection, inspect_acts *visit, void *context)
{
    sqlite3_stmt *each;
    struct audit_row row;
    enum outcome outcome;
    bool is_sound = true;
    if (sqlite3_prepare_v2(inspection->db, "SELECT " AUDIT_COLUMNS " FROM audit ORDER BY number", -1, &each, NULL) !=
        SQLITE_OK)
        return BROKEN;
    while ((outcome = step_row(each)) == OK) {
        is_sound = sqlite_read_audit(each, &row);
        if (!is_sound || !visit(context, &row))
            break;
    }
    (void)sqlite3_finalize(each);
    return is_sound && outcome != BROKEN ? OK : BROKEN;
}

/* ---- totals --------------------------------------------------------------------------------------------------------- */

/* Does this slot hold nothing? Salts are sealed with a random nonce, so one that is there is never all zeros. */
static bool is_empty_slot(const struct inspection *inspection, uint64_t slot)
{
    static const uint8_t zeros[SALT_SLOT_SIZE];
    uint8_t octets[SALT_SLOT_SIZE];
    bool is_read = inspection->salts >= 0 && slot < SALT_SLOTS_MAX &&
                   pread(inspection->salts, octets, sizeof octets, (off_t)(slot * SALT_SLOT_SIZE)) == sizeof octets;
    bool is_empty = !is_read || memcmp(octets, zeros, sizeof octets) == 0;
    explicit_bzero(octets, sizeof octets);
    return is_empty;
}

static enum outcome list_empty_slots(struct inspection *inspection, uint64_t suspects[SUSPECTS_MAX], uint64_t *count)
{
    sqlite3_stmt *each;
    enum outcome outcome;
    *count = 0;
    if (sqlite3_prepare_v2(inspection->db, "SELECT slot FROM salt", -1, &each, NULL) != SQLITE_OK)
        return BROKEN;
    while ((outcome = step_row(each)) == OK) {
        uint64_t slot = column_number(each, 0);
        if (!is_empty_slot(inspection, slot))
            continue;
        if (*count < SUSPECTS_MAX)
            suspects[*count] = slot;
        ++*count;
    }
    (void)sqlite3_finalize(each);
    return outcome == GONE ? OK : BROKEN;
}

/* A slot is overwritten after its row's end was committed (salt_file.h), and this moment of the store may be older than that. So what
 * seems lost is asked for again in a later moment: if its row has gone, all is well. Ends the moment that was read. */
static enum outcome count_lost_salts(struct inspection *inspection, uint64_t *lost)
{
    uint64_t suspects[SUSPECTS_MAX];
    uint64_t count;
    sqlite3_stmt *find;
    TRY(list_empty_slots(inspection, suspects, &count));
    inspection_end(inspection);
    *lost = count > SUSPECTS_MAX ? count - SUSPECTS_MAX : 0;
    if (sqlite3_prepare_v2(inspection->db, "SELECT 1 FROM salt WHERE slot = ?1", -1, &find, NULL) != SQLITE_OK)
        return BROKEN;
    enum outcome outcome = OK;
    for (uint64_t i = 0; i < count && i < SUSPECTS_MAX && outcome != BROKEN; i++) {
        bind_number(find, 1, suspects[i]);
        outcome = step_row(find);
        *lost += outcome == OK && is_empty_slot(inspection, suspects[i]);
        (void)sqlite3_reset(find);
    }
    (void)sqlite3_finalize(find);
    return outcome == BROKEN ? BROKEN : OK;
}

#define NO_CASE_OF(visitor) "NOT EXISTS (SELECT 1 FROM cases c WHERE c.visitor = " visitor ")"
#define NO_CASE(case_id) "NOT EXISTS (SELECT 1 FROM cases c WHERE c.case_id = " case_id ")"

/* Epochs of a room are numbered from 1 without a gap, and each has its event. */
enum outcome inspection_count(struct inspection *inspection, struct inspection_totals *totals)
{
    sqlite3 *db = inspection->db;
    uint64_t vaults, salts, events, kept, notices, octets;
    TRY(ask_number(db, "SELECT count(*) FROM envelope", &totals->envelopes));
    TRY(ask_number(db, "SELECT count(*) FROM kept", &totals->kept));
    TRY(ask_number(db, "SELECT coalesce(sum(length(envelope)), 0) FROM envelope", &octets));
    TRY(ask_number(db, "SELECT coalesce(sum(length(envelope)), 0) FROM kept", &totals->octets));
    totals->octets += octets;
    TRY(ask_number(
        db,
        "SELECT count(*) FROM cases c WHERE (state IN (2, 5, 6, 7) AND (epoch = 0 OR instr(members, holder) = 0))"
        " OR (SELECT count(*) FROM event e WHERE e.case_id = c.case_id AND e.epoch BETWEEN 1 AND c.epoch)"
        " <> c.epoch",
        &totals->roomless));
    TRY(ask_number(db,
                   "SELECT count(*) FROM envelope e WHERE NOT EXISTS (SELECT 1 FROM box b WHERE b.id = e.box)"
                   " OR " NO_CASE("e.case_id"),
                   &totals->envelopes_lost));
    TRY(ask_number(db, "SELECT count(*) FROM vault v WHERE " NO_CASE_OF("v.visitor"), &vaults));
    TRY(ask_number(db, "SELECT count(*) FROM salt s WHERE " NO_CASE_OF("s.visitor"), &salts));
    TRY(ask_number(db, "SELECT count(*) FROM event e WHERE " NO_CASE("e.case_id"), &events));
    TRY(ask_number(db, "SELECT count(*) FROM kept k WHERE " NO_CASE_OF("k.visitor"), &kept));
    TRY(ask_number(db, "SELECT count(*) FROM notice n WHERE " NO_CASE("n.case_id"), &notices));
    totals->rows_lost = vaults + salts + events + kept + notices;
    return count_lost_salts(inspection, &totals->salts_lost);
}
