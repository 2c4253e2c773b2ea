/* A database of an earlier version: does it become what a new one is, with all its rows, or stay as it was? Also from a backup of that time. The power
 * goes in between in tests/faults (play older_database). */
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "folder.h"
#include "store/store_sqlite.h"
#include "store/store_sqlite_copy.h"
#include "store/store_sqlite_migrate.h"
#include "store/store_sqlite_schema.h"
#include "support/older_database.h"
#include "support/relay_world.h"

static struct world world;
static char path[256];

/* ---- a look at the file --------------------------------------------------------------------------------------------------- */

static sqlite3 *open_file(void)
{
    char file[300];
    sqlite3 *db = NULL;
    snprintf(file, sizeof file, "%s/udvej.db", path);
    CHECK(sqlite3_open(file, &db) == SQLITE_OK);
    return db;
}

static void change(const char *text)
{
    sqlite3 *db = open_file();
    CHECK(sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
}

/* All that `text` finds, as one digest: type, name and text of what makes the tables; or rows. */
struct digest {
    uint8_t octets[32];
    size_t rows;
};

static void add_rows(crypto_generichash_state *hash, sqlite3 *db, const char *text, size_t *rows)
{
    sqlite3_stmt *each = NULL;
    CHECK(sqlite3_prepare_v2(db, text, -1, &each, NULL) == SQLITE_OK);
    for (; sqlite3_step(each) == SQLITE_ROW; ++*rows)
        for (int i = 0; i < sqlite3_column_count(each); i++) {
            int size = sqlite3_column_bytes(each, i);
            crypto_generichash_update(hash, (const uint8_t *)&size, sizeof size);
            if (size > 0)
                crypto_generichash_update(hash, sqlite3_column_blob(each, i), (unsigned long long)size);
        }
    sqlite3_finalize(each);
}

static struct digest digest_of(sqlite3 *db, const char *text)
{
    struct digest digest = {.rows = 0};
    crypto_generichash_state hash;
    crypto_generichash_init(&hash, NULL, 0, sizeof digest.octets);
    add_rows(&hash, db, text, &digest.rows);
    crypto_generichash_final(&hash, digest.octets, sizeof digest.octets);
    return digest;
}

static bool is_same_digest(const struct digest *one, const struct digest *other)
{
    return one->rows == other->rows && memcmp(one->octets, other->octets, sizeof one->octets) == 0;
}

#define SCHEMA_TEXT "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"

enum { TABLES_MAX = 32 };

/* The rows of every table that the file has now, by the columns that it has now. */
struct rows {
    size_t count;
    char text[TABLES_MAX][1024];
    struct digest digests[TABLES_MAX];
};

static void note_rows(struct rows *rows)
{
    sqlite3 *db = open_file();
    sqlite3_stmt *each = NULL;
    rows->count = 0;
    CHECK(sqlite3_prepare_v2(
              db,
              "SELECT 'SELECT ' || group_concat(c.name, ', ') || ' FROM ' || t.name || ' ORDER BY 1'"
              " FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' GROUP BY t.name",
              -1, &each, NULL) == SQLITE_OK);
    while (sqlite3_step(each) == SQLITE_ROW && CHECK(rows->count < TABLES_MAX))
        snprintf(rows->text[rows->count++], sizeof rows->text[0], "%s", (const char *)sqlite3_column_text(each, 0));
    sqlite3_finalize(each);
    for (size_t i = 0; i < rows->count; i++)
        rows->digests[i] = digest_of(db, rows->text[i]);
    sqlite3_close(db);
}

/* How many of them have rows; each must be as it was. */
static size_t count_kept(const struct rows *rows)
{
    sqlite3 *db = open_file();
    size_t filled = 0;
    for (size_t i = 0; i < rows->count; i++) {
        struct digest now = digest_of(db, rows->text[i]);
        if (!CHECK(is_same_digest(&now, &rows->digests[i])))
            printf("  %s\n", rows->text[i]);
        filled += now.rows > 0;
    }
    sqlite3_close(db);
    return filled;
}

static int64_t version_of(void)
{
    sqlite3 *db = open_file();
    sqlite3_stmt *one = NULL;
    int64_t version = -1;
    if (CHECK(sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &one, NULL) == SQLITE_OK) &&
        sqlite3_step(one) == SQLITE_ROW)
        version = sqlite3_column_int64(one, 0);
    sqlite3_finalize(one);
    sqlite3_close(db);
    return version;
}

/* ---- a store --------------------------------------------------------------------------------------------------------------- */

static enum outcome open_store(struct store **store)
{
    *store = NULL;
    return store_sqlite_open(store, &(struct store_sqlite_settings){.directory = path});
}

static void put_rows_of_each_kind(struct store *store)
{
    struct presence_row presence = {.connection = 1, .presence = PRESENCE_ON_DUTY};
    struct kept_row kept = {.envelope = {(const uint8_t *)"kept", 4}};
    struct notice_row notice = {.day = 5};
    struct slot slot = {.start = 100, .quarters = 4, .state = SLOT_OFFERED};
    uint8_t octets[STATEMENT_MAX];
    struct message key = {.code = MESSAGE_PUT_RECEIVE_KEY, .tag = 1};
    bool is_shredded;
    key.as.put_receive_key.statement = world_receive_key(&world, HOLDER, 1, world.now_min, octets, sizeof octets);
    CHECK(world_ask(&world, HOLDER, &key) == OK && world_error(&world, HOLDER) == 0);
    memcpy(presence.cert_hash, world.principals[HOLDER], HASH_SIZE);
    memcpy(slot.cert_hash, world.principals[HOLDER], HASH_SIZE);
    memcpy(kept.visitor, world.principals[VISITOR], HASH_SIZE);
    world_case_id(VISITOR, notice.case_id);
    CHECK(store->ways->begin(store) == OK && ASK(store, presence_keep, &presence) == OK);
    CHECK(ASK(store, kept_add, &kept) == OK && ASK(store, notice_add, &notice) == OK &&
          ASK(store, slot_keep, &slot) == OK);
    CHECK(ASK(store, commit, &is_shredded) == OK);
}

/* A database of `version` in which something has happened. */
static bool make_older(unsigned version)
{
    struct store *store;
    if (!CHECK(open_store(&store) == OK))
        return false;
    world_open(&world, store);
    world_begin_claimed(&world);
    put_rows_of_each_kind(store);
    world_close(&world);
    store->ways->close(store);
    return CHECK(older_database_make(path, version, NULL)) && CHECK(version_of() == version);
}

static struct digest fresh_schema(void)
{
    sqlite3 *db = NULL;
    CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK && sqlite3_exec(db, SCHEMA_TABLES, NULL, NULL, NULL) == SQLITE_OK);
    struct digest digest = digest_of(db, SCHEMA_TEXT);
    sqlite3_close(db);
    return digest;
}

static struct digest file_schema(void)
{
    sqlite3 *db = open_file();
    struct digest digest = digest_of(db, SCHEMA_TEXT);
    sqlite3_close(db);
    return digest;
}

/* ---- stories --------------------------------------------------------------------------------------------------------------- */

static void every_version_before_can_be_made(void)
{
    size_t index = 0;
    for (unsigned version = SCHEMA_OLDEST; version < SCHEMA_VERSION; version++)
        if (!CHECK(older_version(index++) == version))
            printf("  version %u: put its tables into tests/support/older_schemas.h\n", version);
    CHECK(older_version(index) == 0);
}

/* And its people go on: who has the case answers in it, and the visitor comes back. */
static void people_go_on(struct store *store)
{
    struct outline outline = world_to_visitor(77, KEY_OFFLINE);
    world_open(&world, store);
    CHECK(world_login(&world, HOLDER) == OK && world_send(&world, &outline) == OK && world_error(&world, HOLDER) == 0);
    CHECK(world_login(&world, VISITOR) == OK && world_count(&world, MESSAGE_VISITOR_OK) == 1);
    CHECK(world_event(&world, HOLDER, VISITOR, ROOM_CLOSE) == OK && world_error(&world, HOLDER) == 0);
    world_close(&world);
}

static void an_older_database_comes_forward(unsigned version)
{
    struct store *store;
    struct rows rows;
    struct digest fresh = fresh_schema();
    if (!make_older(version))
        return;
    note_rows(&rows);
    struct digest older = file_schema();
    CHECK(!is_same_digest(&older, &fresh));
    if (!CHECK(open_store(&store) == OK))
        return;
    store->ways->close(store); /* before anything is asked */
    CHECK(version_of() == SCHEMA_VERSION && count_kept(&rows) >= 12);
    struct digest newer = file_schema();
    CHECK(is_same_digest(&newer, &fresh));
    CHECK(open_store(&store) == OK);
    people_go_on(store);
    store->ways->close(store);
}

static void what_cannot_come_forward_stays(unsigned version)
{
    struct store *store;
    struct rows rows;
    char text[64];
    if (!make_older(version))
        return;
    change("CREATE TABLE audit(x)"); /* in the way of a step that is not the first */
    note_rows(&rows);
    struct digest before = file_schema(), after;
    CHECK(open_store(&store) == BROKEN);
    after = file_schema();
    CHECK(version_of() == version && is_same_digest(&before, &after) && count_kept(&rows) >= 12);
    change("DROP TABLE audit");
    static const int others[] = {SCHEMA_OLDEST - 1, SCHEMA_VERSION + 1, -1};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        snprintf(text, sizeof text, "PRAGMA user_version = %d", others[i]);
        change(text);
        CHECK(open_store(&store) == BROKEN && version_of() == others[i]);
    }
    snprintf(text, sizeof text, "PRAGMA user_version = %u; PRAGMA application_id = 7", version);
    change(text);
    CHECK(open_store(&store) == BROKEN && version_of() == version);
}

/* What an earlier program has put into a backup: a copy without what no backup has. */
static void an_older_backup_comes_forward(unsigned version)
{
    struct inspection_totals totals = {0};
    struct rows rows;
    char text[64];
    if (!make_older(version))
        return;
    change("DELETE FROM salt; DELETE FROM session; DELETE FROM presence; DELETE FROM kept; UPDATE envelope SET "
           "wrap_state = 2");
    change("PRAGMA journal_mode = DELETE");
    note_rows(&rows);
    CHECK(store_copy_knows(version) && store_copy_knows(SCHEMA_VERSION) && !store_copy_knows(SCHEMA_OLDEST - 1) &&
          !store_copy_knows(SCHEMA_VERSION + 1));
    CHECK(store_copy_check(path, &totals) == REFUSED); /* not yet */
    CHECK(store_copy_bring_forward(path, version + 1) == REFUSED && version_of() == version);
    snprintf(text, sizeof text, "PRAGMA user_version = %u", version + 9);
    change(text);
    CHECK(store_copy_bring_forward(path, version) == REFUSED); /* it says that it is another */
    snprintf(text, sizeof text, "PRAGMA user_version = %u", version);
    change(text);
    CHECK(store_copy_bring_forward(path, version) == OK && store_copy_check(path, &totals) == OK);
    CHECK(totals.envelopes > 0 && count_kept(&rows) >= 8);
    CHECK(store_copy_bring_forward(path, version) == REFUSED); /* it is none any more */
    CHECK(folder_count(path) == 2);                            /* database and salts: no journal is left */
}

/* Whoever can write a backup can put something into one of an earlier version, too. */
static void what_is_no_older_backup_is_refused(unsigned version)
{
    static const char *const faults[] = {
        "CREATE TABLE more(x)",
        "CREATE TRIGGER t AFTER INSERT ON cases BEGIN DELETE FROM envelope; END",
        "CREATE VIEW v AS SELECT * FROM cases",
        "DROP INDEX envelope_case",
        "INSERT INTO session VALUES(x'00', 1, x'')",
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        struct inspection_totals totals = {0};
        if (!make_older(version))
            return;
        change("DELETE FROM salt; DELETE FROM session; DELETE FROM presence; DELETE FROM kept; UPDATE envelope SET "
               "wrap_state = 2");
        change("PRAGMA journal_mode = DELETE");
        change(faults[i]);
        if (!CHECK(store_copy_bring_forward(path, version) != OK || store_copy_check(path, &totals) == REFUSED))
            printf("  taken: %s\n", faults[i]);
        world_scratch_drop(path);
    }
}

static void run_with_each(const char *name, void (*play)(unsigned version))
{
    check_counts.running = name;
    for (size_t i = 0; older_version(i) != 0; i++) {
        world_scratch(path, sizeof path);
        play(older_version(i));
        world_scratch_drop(path);
    }
}

int main(void)
{
    if (sodium_init() < 0)
        return 1;
    /* Nothing here needs a real disk, and one that forgets is faster. */
    if (access("/dev/shm", W_OK) == 0)
        (void)setenv("TMPDIR", "/dev/shm", 0);
    RUN(every_version_before_can_be_made);
    run_with_each("an_older_database_comes_forward", an_older_database_comes_forward);
    run_with_each("what_cannot_come_forward_stays", what_cannot_come_forward_stays);
    run_with_each("an_older_backup_comes_forward", an_older_backup_comes_forward);
    run_with_each("what_is_no_older_backup_is_refused", what_is_no_older_backup_is_refused);
    return check_end();
}
