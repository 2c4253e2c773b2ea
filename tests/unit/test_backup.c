/* Backups: the copy of a store (what is in it, and what never is), a store that is begun from one, and a restore. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "folder.h"
#include "keys/secret.h"
#include "operator/doctor.h"
#include "operator/restore.h"
#include "store/store_sqlite.h"
#include "support/older_database.h"
#include "support/relay_world.h"

static struct world world;
static struct config config; /* too large for a stack */
static struct key_box ours, others;
static struct reason reason;
static char path[256], sealed_path[300];

/* ---- the copy of a store -------------------------------------------------------------------------------------------------- */

static char data[280], restored_data[280];

static struct store *open_store(const char *folder)
{
    struct store *store = NULL;
    CHECK(store_sqlite_open(&store, &(struct store_sqlite_settings){.directory = folder}) == OK);
    return store;
}

/* A claimed case whose visitor is away with mail, another that waits, presence, sessions, something kept. Left open. */
static struct store *begin_world(void)
{
    struct store *store = open_store(data);
    if (store == NULL)
        return NULL;
    world_open(&world, store);
    world_begin_claimed(&world);
    struct outline offline = world_to_visitor(7, KEY_OFFLINE), live = world_to_visitor(8, KEY_LIVE);
    struct message keys = {.code = MESSAGE_LIVE_KEYS, .tag = 1};
    uint8_t key_id[KEY_ID_SIZE];
    world_key_id(VISITOR, KEY_LIVE, key_id);
    keys.as.live_keys.key_ids = (struct bytes){key_id, KEY_ID_SIZE};
    CHECK(world_ask(&world, VISITOR, &keys) == OK && world_error(&world, VISITOR) == 0);
    CHECK(world_send(&world, &offline) == OK && world_error(&world, HOLDER) == 0);
    CHECK(world_send(&world, &live) == OK && world_error(&world, HOLDER) == 0);
    struct presence_row presence = {.connection = 1, .presence = PRESENCE_ON_DUTY};
    struct kept_row kept = {.envelope = {(const uint8_t *)"kept", 4}};
    struct notice_row notice = {.day = 5};
    bool is_shredded;
    memcpy(presence.cert_hash, world.principals[HOLDER], HASH_SIZE);
    memcpy(kept.visitor, world.principals[VISITOR], HASH_SIZE);
    world_case_id(VISITOR, notice.case_id);
    CHECK(store->ways->begin(store) == OK && ASK(store, presence_keep, &presence) == OK);
    CHECK(ASK(store, kept_add, &kept) == OK && ASK(store, notice_add, &notice) == OK);
    for (int i = 0; i < COUNT_STEP; i++)
        CHECK(ASK(store, tally_raise, 5, 1, COUNTED_OPENED) == OK);
    CHECK(ASK(store, tally_settle, 6) == OK);
    CHECK(ASK(store, commit, &is_shredded) == OK);
    config.door_count = 2;
    config.doors[0].number = 1;
    config.doors[1].number = 2;
    return store;
}

static void end_world(struct store *store)
{
    world_close(&world);
    store->ways->close(store);
}

static int64_t number_in(const char *folder, const char *text)
{
    char file[300];
    sqlite3 *db;
    sqlite3_stmt *statement;
    int64_t number = -1;
    snprintf(file, sizeof file, "%s/udvej.db", folder);
    CHECK(sqlite3_open(file, &db) == SQLITE_OK);
    if (CHECK(sqlite3_prepare_v2(db, text, -1, &statement, NULL) == SQLITE_OK) && sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return number;
}

/* Copies `data` into a database in `restored_data`, without sealing it. Gives how many octets stand in `copied`. */
static uint8_t copied[8 * 1024 * 1024];
static size_t copy_over(void)
{
    int fd;
    char file[300];
    size_t size = 0;
    if (!CHECK(store_copy_make(data, &fd) == OK))
        return 0;
    CHECK(file_take(fd, copied, sizeof copied, &size) == OK && size > 4096);
    (void)close(fd);
    CHECK(mkdir(restored_data, 0700) == 0);
    snprintf(file, sizeof file, "%s/udvej.db", restored_data);
    file_make(file, copied, size);
    return size;
}

/* A table that is neither copied nor left out on purpose has been forgotten: whoever adds one decides. */
static void every_table_is_copied_or_left_out(void)
{
    static const char *const whole[] = {"cases", "box",    "vault",    "event", "receive_key",
                                        "slot",  "notice", "envelope", "tally", "audit"};
    static const char *const empty[] = {"salt", "session", "presence", "kept", "tally_day"};
    struct store *store = begin_world();
    if (store == NULL || copy_over() == 0)
        return;
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
        char text[96];
        snprintf(text, sizeof text, "SELECT count(*) FROM %s", whole[i]);
        CHECK(number_in(restored_data, text) == number_in(data, text));
        if (strcmp(whole[i], "receive_key") != 0 && strcmp(whole[i], "slot") != 0)
            CHECK(number_in(data, text) > 0);
    }
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++) {
        char text[96];
        snprintf(text, sizeof text, "SELECT count(*) FROM %s", empty[i]);
        CHECK(number_in(restored_data, text) == 0 && number_in(data, text) > 0);
    }
    CHECK(number_in(restored_data, "SELECT count(*) FROM sqlite_schema WHERE type = 'table'") ==
          sizeof whole / sizeof whole[0] + sizeof empty / sizeof empty[0]);
    end_world(store);
}

static void no_salt_and_no_session_is_in_a_copy(void)
{
    char file[300];
    struct stat status = {0};
    size_t found = 0;
    struct store *store = begin_world();
    size_t size = store == NULL ? 0 : copy_over();
    if (size == 0)
        return;
    snprintf(file, sizeof file, "%s/salts", data);
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    CHECK(fd >= 0 && fstat(fd, &status) == 0 && status.st_size > 0);
    for (off_t at = 0; at < status.st_size; at += 128) {
        static const uint8_t zeros[16];
        uint8_t salt[128];
        CHECK(pread(fd, salt, sizeof salt, at) == sizeof salt);
        for (size_t run = 0; run + 16 <= SALT_SEALED_SIZE; run += 8) {
            found += memcmp(salt + run, zeros, 16) != 0;
            CHECK(memcmp(salt + run, zeros, 16) == 0 || memmem(copied, size, salt + run, 16) == NULL);
        }
    }
    (void)close(fd);
    CHECK(found > 5); /* there were salts to look for */
    uint8_t key_id[KEY_ID_SIZE];
    world_key_id(VISITOR, KEY_LIVE, key_id);
    CHECK(number_in(restored_data, "SELECT count(*) FROM session") == 0);
    CHECK(folder_count(data) == 4); /* udvej.db, its log, its index, salts: the copy left nothing behind */
    end_world(store);
}

/* Mail that hung on what is not in a backup waits for its sender again, who is asked; a wrap to the lost offline key is refused from now on;
 * numbers go on from where nobody has been. */
static void a_store_begun_from_a_copy_goes_on(void)
{
    uint8_t wrap[WRAP_SIZE];
    struct store *store = begin_world();
    if (store == NULL || copy_over() == 0)
        return;
    struct inspection_totals totals = {0};
    CHECK(store_copy_check(restored_data, &totals) == OK && totals.envelopes >= 2 && totals.salts_lost == 0);
    CHECK(number_in(restored_data, "SELECT count(*) FROM envelope e JOIN box b ON b.id = e.box JOIN cases c"
                                   " ON c.visitor = b.principal WHERE e.wrap_state <> 2") == 0);
    CHECK(number_in(restored_data, "SELECT min(seq) > 4294967296 FROM box") == 1);
    end_world(store);

    store = open_store(restored_data);
    if (store == NULL)
        return;
    struct findings findings = {0};
    world_open(&world, store);
    snprintf(config.data, sizeof config.data, "%s", restored_data);
    doctor_judge_store(&findings, &config, &world.roster, world.now_min);
    CHECK(findings.count == 0);
    CHECK(world_login(&world, HOLDER) == OK && world_count(&world, MESSAGE_REWRAP_NEEDED) == 2);
    struct outline outline = world_to_visitor(9, KEY_OFFLINE);
    CHECK(world_send(&world, &outline) == OK && world_error(&world, HOLDER) == ERROR_STALE_KEY);

    struct message keys = {.code = MESSAGE_LIVE_KEYS, .tag = 1}, rewrap = {.code = MESSAGE_REWRAP, .tag = 2};
    uint8_t key_id[KEY_ID_SIZE];
    CHECK(world_login(&world, VISITOR) == OK && world_count(&world, MESSAGE_VISITOR_OK) == 1);
    world_key_id(VISITOR, KEY_LIVE, key_id);
    keys.as.live_keys.key_ids = (struct bytes){key_id, KEY_ID_SIZE};
    CHECK(world_ask(&world, VISITOR, &keys) == OK && world_error(&world, VISITOR) == 0);
    world_wrap(&world, VISITOR, KEY_LIVE, wrap);
    rewrap.as.rewrap.wrap = (struct bytes){wrap, sizeof wrap};
    world_msg_id(7, rewrap.as.rewrap.msg_id);
    CHECK(world_ask(&world, HOLDER, &rewrap) == OK && world_error(&world, HOLDER) == 0);
    struct message envelope;
    CHECK(world_find(&world, MESSAGE_ENVELOPE, &envelope) != NULL && envelope.as.envelope.seq > UINT32_MAX);
    end_world(store);
}

/* ---- restoring -------------------------------------------------------------------------------------------------------------- */

/* Seals a copy of `data` as `sealed_path`. */
static void back_up(uint32_t day, uint32_t schema)
{
    int fd;
    uint8_t public[DH_SIZE];
    struct file_new file = {.path = sealed_path, .mode = 0600, .is_first = true};
    struct backup_head head = {.schema = schema, .day = day};
    recovery_public(&ours, public);
    (void)unlink(sealed_path);
    CHECK(store_copy_make(data, &fd) == OK && backup_file_seal(&file, public, &head, fd, &reason) == OK);
    (void)close(fd);
}

/* Seals a copy of `data` as it would have been of `version`, with a head that says `schema`. Leaves no folder. */
static void seal_older(unsigned version, uint32_t schema)
{
    char name[300];
    uint8_t public[DH_SIZE];
    struct file_new file = {.path = sealed_path, .mode = 0600, .is_first = true};
    struct backup_head head = {.schema = schema, .day = 20000};
    if (access(restored_data, F_OK) != 0 && copy_over() == 0)
        return;
    CHECK(older_database_make(restored_data, version, NULL));
    snprintf(name, sizeof name, "%s/udvej.db", restored_data);
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    recovery_public(&ours, public);
    (void)unlink(sealed_path);
    CHECK(fd >= 0 && backup_file_seal(&file, public, &head, fd, &reason) == OK);
    (void)close(fd);
    world_scratch_drop(restored_data);
}

static bool is_untouched(void)
{
    return access(restored_data, F_OK) != 0 || rmdir(restored_data) == 0;
}

static void a_restore_is_whole_or_changes_nothing(void)
{
    struct restored restored;
    struct restore restore = {.backup = sealed_path, .data = restored_data, .today = 20000}, dry = restore;
    char file[300];
    struct store *store = begin_world();
    if (store == NULL)
        return;
    dry.data = NULL;
    back_up(20000, inspection_schema());
    CHECK(restore_run(&dry, &ours, &restored, &reason) == OK && restored.totals.envelopes >= 2);
    CHECK(restore_run(&restore, &others, &restored, &reason) == REFUSED && is_untouched());
    back_up(20000, inspection_schema() + 1);
    CHECK(restore_run(&restore, &ours, &restored, &reason) == REFUSED && is_untouched());
    back_up(20000 - RESTORE_DAYS_MAX - 1, inspection_schema());
    CHECK(restore_run(&restore, &ours, &restored, &reason) == REFUSED && is_untouched());
    restore.takes_old = true;
    CHECK(restore_run(&restore, &ours, &restored, &reason) == OK && restored.head.day == 20000 - RESTORE_DAYS_MAX - 1);
    snprintf(file, sizeof file, "%s/udvej.db", restored_data);
    struct stat status;
    CHECK(stat(file, &status) == 0 && (status.st_mode & 0777) == 0600);
    CHECK(restore_run(&restore, &ours, &restored, &reason) == REFUSED); /* not over something */
    CHECK(strstr(reason.text, "not empty") != NULL);
    CHECK(unlink(file) == 0 && chmod(restored_data, 0750) == 0);
    CHECK(restore_run(&restore, &ours, &restored, &reason) == REFUSED);
    CHECK(chmod(restored_data, 0700) == 0);
    if (geteuid() == 0) { /* root restores for the server's user */
        CHECK(chown(restored_data, 12345, 12345) == 0 && restore_run(&restore, &ours, &restored, &reason) == OK);
        CHECK(stat(file, &status) == 0 && status.st_uid == 12345 && status.st_gid == 12345 && unlink(file) == 0);
    }
    CHECK(is_untouched());
    end_world(store);
}

/* Sealed by a program of before: it is what this program would have made of the same rows, once it is restored. */
static void a_backup_of_an_earlier_version_is_restored(void)
{
    struct restored restored;
    struct restore restore = {.backup = sealed_path, .data = restored_data, .today = 20000}, dry = restore;
    struct store *store = begin_world();
    if (store == NULL || copy_over() == 0)
        return;
    dry.data = NULL;
    for (size_t i = 0; older_version(i) != 0; i++) {
        seal_older(older_version(i), older_version(i));
        CHECK(restore_run(&dry, &ours, &restored, &reason) == OK && restored.totals.envelopes >= 2);
        CHECK(restore_run(&restore, &ours, &restored, &reason) == OK && restored.head.schema == older_version(i));
        CHECK(folder_count(restored_data) == 1);
        CHECK(number_in(restored_data, "PRAGMA user_version") == inspection_schema());
        CHECK(number_in(restored_data, "SELECT count(*) FROM envelope") ==
              number_in(data, "SELECT count(*) FROM envelope"));
        struct store *again = open_store(restored_data);
        if (again != NULL)
            again->ways->close(again);
        world_scratch_drop(restored_data);
        /* The head says what it is; if it says something else, it is nothing. */
        seal_older(older_version(i), inspection_schema());
        CHECK(restore_run(&restore, &ours, &restored, &reason) == REFUSED && is_untouched());
        seal_older(older_version(i), older_version(0) - 1);
        CHECK(restore_run(&restore, &ours, &restored, &reason) == REFUSED && is_untouched());
    }
    end_world(store);
}

/* Whoever can write a backup can seal one to the public half: what opens is looked at as if it came from anywhere. */
static void what_is_no_copy_is_refused(void)
{
    static const char *const faults[] = {
        "CREATE TABLE more(x)",
        "CREATE TRIGGER t AFTER DELETE ON cases BEGIN DELETE FROM envelope; END",
        "DROP INDEX envelope_case",
        "INSERT INTO salt VALUES(x'00', 1, 1, x'00', 1)",
        "INSERT INTO session VALUES(x'00', 1, x'')",
        "INSERT INTO presence VALUES(x'00', 1, 1)",
        "INSERT INTO tally_day VALUES(20000, 1, 0, 1)",
        "INSERT INTO kept VALUES(x'00', 1, x'00', x'00', x'00')",
        "UPDATE envelope SET wrap_state = 0 WHERE wrap_state = 2",
        "PRAGMA user_version = 1",
    };
    char file[300];
    struct store *store = begin_world();
    size_t size = store == NULL ? 0 : copy_over();
    struct inspection_totals totals = {0};
    if (size == 0)
        return;
    snprintf(file, sizeof file, "%s/udvej.db", restored_data);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        file_make(file, copied, size);
        CHECK(store_copy_check(restored_data, &totals) == OK);
        sqlite3 *db;
        CHECK(sqlite3_open(file, &db) == SQLITE_OK && sqlite3_exec(db, faults[i], NULL, NULL, NULL) == SQLITE_OK);
        sqlite3_close(db);
        if (!CHECK(store_copy_check(restored_data, &totals) == REFUSED))
            fprintf(stderr, "taken: %s\n", faults[i]);
    }
    file_make(file, copied, size / 2);
    CHECK(store_copy_check(restored_data, &totals) == REFUSED);
    end_world(store);
}

static void what_cannot_be_copied_is_told(void)
{
    int fd;
    char file[300];
    CHECK(store_copy_make("/nowhere/at/all", &fd) == GONE && fd < 0);
    CHECK(mkdir(data, 0700) == 0 && store_copy_make(data, &fd) == GONE && fd < 0);
    snprintf(file, sizeof file, "%s/udvej.db", data);
    file_make(file, (const uint8_t *)"not a database at all, but long enough to look at", 49);
    CHECK(store_copy_make(data, &fd) == REFUSED && fd < 0);
}

#define RUN_IN_FOLDER(play)                                                                                            \
    do {                                                                                                               \
        world_scratch(path, sizeof path);                                                                              \
        snprintf(sealed_path, sizeof sealed_path, "%s/sealed", path);                                                  \
        snprintf(data, sizeof data, "%s/live data%%?#", path);                                                         \
        snprintf(restored_data, sizeof restored_data, "%s/restored", path);                                            \
        RUN(play);                                                                                                     \
        world_scratch_drop(data);                                                                                      \
        world_scratch_drop(restored_data);                                                                             \
        world_scratch_drop(path);                                                                                      \
    } while (0)

int main(void)
{
    if (!secret_start())
        return 1;
    recovery_new(&ours, (struct bytes){(const uint8_t *)"ours", 4});
    recovery_new(&others, (struct bytes){(const uint8_t *)"others", 6});
    RUN_IN_FOLDER(every_table_is_copied_or_left_out);
    RUN_IN_FOLDER(no_salt_and_no_session_is_in_a_copy);
    RUN_IN_FOLDER(a_store_begun_from_a_copy_goes_on);
    RUN_IN_FOLDER(a_restore_is_whole_or_changes_nothing);
    RUN_IN_FOLDER(a_backup_of_an_earlier_version_is_restored);
    RUN_IN_FOLDER(what_is_no_copy_is_refused);
    RUN_IN_FOLDER(what_cannot_be_copied_is_told);
    return check_end();
}
