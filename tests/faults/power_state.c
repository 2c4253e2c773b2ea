#include "power_state.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/salt_file.h"
#include "store/store_sqlite_private.h"

enum { NUMBERED = 2 }; /* the first of these have a mailbox's numbers in them */
static const char *const tables[] = {
    "SELECT * FROM box ORDER BY id",
    "SELECT * FROM envelope ORDER BY box, seq",
    "SELECT * FROM cases ORDER BY place",
    "SELECT * FROM vault ORDER BY visitor",
    "SELECT visitor, purpose, generation, key_id FROM salt ORDER BY visitor, purpose, generation",
    "SELECT * FROM session ORDER BY principal",
    "SELECT * FROM kept ORDER BY visitor, number",
    "SELECT * FROM notice ORDER BY sender, msg_id, recipient",
    "SELECT * FROM event ORDER BY case_id, epoch",
    "SELECT * FROM receive_key ORDER BY cert_hash, key_id",
    "SELECT * FROM presence ORDER BY cert_hash",
    "SELECT * FROM seen ORDER BY cert_hash",
    "SELECT * FROM slot ORDER BY id",
    "SELECT * FROM tally_day ORDER BY day, door, what",
    "SELECT * FROM tally ORDER BY day, door, what",
    "SELECT * FROM audit ORDER BY number",
};

/* Again, without the numbers of a mailbox: of those only the order means something. They have gaps where something failed. */
static const char *const meanings[] = {
    "SELECT id, principal FROM box ORDER BY id",
    "SELECT box, msg_id, sender, case_id, key_id, class, wrap_state, kept_day, envelope FROM envelope ORDER BY box, "
    "seq",
};

/* Each must find nothing. */
static const char *const halves[] = {
    "SELECT 1 FROM envelope WHERE box NOT IN (SELECT id FROM box)",
    "SELECT 1 FROM envelope WHERE case_id NOT IN (SELECT case_id FROM cases)",
    "SELECT 1 FROM envelope e JOIN box b ON b.id = e.box WHERE e.seq > b.seq",
    "SELECT 1 FROM cases WHERE visitor NOT IN (SELECT visitor FROM vault)",
    "SELECT 1 FROM cases c WHERE epoch > 0 AND epoch <> (SELECT count(*) FROM event e WHERE e.case_id = c.case_id)",
    "SELECT 1 FROM vault WHERE visitor NOT IN (SELECT visitor FROM cases)",
    "SELECT 1 FROM salt WHERE visitor NOT IN (SELECT visitor FROM cases)",
    "SELECT 1 FROM kept WHERE visitor NOT IN (SELECT visitor FROM salt WHERE purpose = 2)",
    "SELECT 1 FROM event WHERE case_id NOT IN (SELECT case_id FROM cases)",
    "SELECT 1 FROM notice WHERE case_id NOT IN (SELECT case_id FROM cases)",
};

/* A type and a length first, so that no two rows read alike. */
static void add_column(crypto_generichash_state *hash, sqlite3_stmt *row, int column)
{
    int type = sqlite3_column_type(row, column);
    sqlite3_int64 number = sqlite3_column_int64(row, column);
    if (type == SQLITE_BLOB || type == SQLITE_TEXT) {
        const void *octets = sqlite3_column_blob(row, column);
        number = sqlite3_column_bytes(row, column);
        (void)crypto_generichash_update(hash, (const uint8_t *)&number, sizeof number);
        if (number > 0)
            (void)crypto_generichash_update(hash, octets, (size_t)number);
    } else {
        (void)crypto_generichash_update(hash, (const uint8_t *)&number, sizeof number);
    }
    (void)crypto_generichash_update(hash, (const uint8_t *)&type, sizeof type);
}

static bool add_rows(crypto_generichash_state *hash, sqlite3 *db, const char *text)
{
    sqlite3_stmt *rows;
    int code;
    if (sqlite3_prepare_v2(db, text, -1, &rows, NULL) != SQLITE_OK)
        return false;
    while ((code = sqlite3_step(rows)) == SQLITE_ROW)
        for (int column = 0; column < sqlite3_column_count(rows); column++)
            add_column(hash, rows, column);
    (void)sqlite3_finalize(rows);
    (void)crypto_generichash_update(hash, (const uint8_t *)text, strlen(text));
    return code == SQLITE_DONE;
}

static bool read_salts(struct store_sqlite *store, struct state *state)
{
    sqlite3_stmt *rows;
    int code;
    bool is_read = true;
    if (sqlite3_prepare_v2(store->db, "SELECT slot FROM salt ORDER BY visitor, purpose, generation", -1, &rows, NULL) !=
        SQLITE_OK)
        return false;
    while (is_read && (code = sqlite3_step(rows)) == SQLITE_ROW) {
        invariant(state->salt_count < STATE_SALTS);
        is_read =
            salt_file_get(store->salts, (uint32_t)sqlite3_column_int(rows, 0), state->salts[state->salt_count++]) == OK;
    }
    (void)sqlite3_finalize(rows);
    return is_read && code == SQLITE_DONE;
}

bool state_take(struct store *store, struct state *state)
{
    crypto_generichash_state all, meaning;
    sqlite3 *db = sqlite_of(store)->db;
    memset(state, 0, sizeof *state);
    bool is_read = read_salts(sqlite_of(store), state);
    (void)crypto_generichash_init(&all, NULL, 0, STATE_DIGEST_SIZE);
    (void)crypto_generichash_update(&all, state->salts[0], sizeof state->salts);
    (void)crypto_generichash_init(&meaning, NULL, 0, STATE_DIGEST_SIZE);
    (void)crypto_generichash_update(&meaning, state->salts[0], sizeof state->salts);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        is_read = add_rows(&all, db, tables[i]) && is_read;
        if (i >= NUMBERED)
            is_read = add_rows(&meaning, db, tables[i]) && is_read;
    }
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        is_read = add_rows(&meaning, db, meanings[i]) && is_read;
    (void)crypto_generichash_final(&all, state->digest, STATE_DIGEST_SIZE);
    (void)crypto_generichash_final(&meaning, state->meaning, STATE_DIGEST_SIZE);
    return is_read;
}

/* The first column of the first row. */
static bool first(sqlite3 *db, const char *text, char *out, size_t max)
{
    sqlite3_stmt *rows;
    out[0] = 0;
    if (sqlite3_prepare_v2(db, text, -1, &rows, NULL) != SQLITE_OK)
        return false;
    bool is_there = sqlite3_step(rows) == SQLITE_ROW;
    if (is_there)
        (void)snprintf(out, max, "%s", (const char *)sqlite3_column_text(rows, 0));
    (void)sqlite3_finalize(rows);
    return is_there;
}

const char *state_fault(struct store *store)
{
    static char answer[256];
    sqlite3 *db = sqlite_of(store)->db;
    if (!first(db, "PRAGMA integrity_check", answer, sizeof answer))
        return "integrity_check gives nothing";
    if (strcmp(answer, "ok") != 0)
        return answer;
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++) {
        char one[8];
        if (first(db, halves[i], one, sizeof one))
            return halves[i];
    }
    /* A table that is new is missing above. */
    (void)first(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table'", answer, sizeof answer);
    return strtol(answer, NULL, 10) == (long)(sizeof tables / sizeof *tables) ? NULL : "a table that nobody reads";
}

size_t state_used_slots(const char *path)
{
    static const uint8_t zeros[SALT_SLOT_SIZE];
    uint8_t slot[SALT_SLOT_SIZE];
    char name[512];
    size_t used = 0;
    (void)snprintf(name, sizeof name, "%s/salts", path);
    FILE *file = fopen(name, "rb");
    while (file && fread(slot, sizeof slot, 1, file) == 1)
        used += memcmp(slot, zeros, sizeof slot) != 0;
    if (file)
        (void)fclose(file);
    return used;
}
