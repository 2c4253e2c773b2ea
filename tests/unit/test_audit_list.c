/* A list of acts as a file: is it what the database holds, and is every way to tamper with it found: a changed, removed, inserted, moved, cut off entry,
 * in the file and in the database, and a list that was made anew? */
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "folder.h"
#include "keys/secret.h"
#include "operator/audit_list.h"
#include "relay/relay_audit.h"
#include "store/store_sqlite.h"
#include "support/relay_world.h"

enum { FILE_MAX = 64 * 1024, LINES_MAX = 64, PATIENCE_MS = 5000 };

static struct world world;
static struct reason reason;
static struct audit_reach reach;
static char path[256], older[300], newer[300], changed[300];

/* ---- a database with acts ---------------------------------------------------------------------------------------------- */

static struct store *open_store(void)
{
    struct store *store = NULL;
    CHECK(store_sqlite_open(&store, &(struct store_sqlite_settings){.directory = path}) == OK);
    world_open(&world, store);
    return store;
}

static void put_entries(struct store *store, size_t count)
{
    static const uint8_t nobody[HASH_SIZE];
    struct relay relay = {&world.programme, store, &world.answers, world.now_min, &world.scratch, 0};
    bool is_shredded;
    CHECK(store->ways->begin(store) == OK);
    for (size_t i = 0; i < count; i++)
        CHECK(audit_put(&relay, i % 2 == 0 ? AUDIT_TAKEOVER : AUDIT_CLOSE, world.principals[SUPERVISOR],
                        i % 2 == 0 ? world.principals[SECOND_SUPERVISOR] : nobody,
                        world.principals[i % 2 == 0 ? COLLEAGUE : SUPERVISOR]) == OK);
    CHECK(ASK(store, commit, &is_shredded) == OK);
}

static enum outcome export_to(const char *file_path)
{
    struct file_new file = {.path = file_path, .mode = 0600, .is_first = true};
    struct inspection *inspection;
    uint32_t schema;
    (void)unlink(file_path);
    CHECK(inspection_open(&inspection, path, &schema) == OK && inspection_begin(inspection) == OK);
    enum outcome outcome = audit_list_write(inspection, &file, &reach, &reason);
    inspection_close(inspection);
    return outcome;
}

/* Five entries in `older`, nine in `newer`. */
static void make_lists(void)
{
    struct store *store = open_store();
    put_entries(store, 5);
    CHECK(export_to(older) == OK && reach.first == 1 && reach.last == 5);
    put_entries(store, 4);
    CHECK(export_to(newer) == OK && reach.first == 1 && reach.last == 9);
    world_close(&world);
    store->ways->close(store);
}

static void sql(const char *text)
{
    char file[300];
    sqlite3 *db;
    snprintf(file, sizeof file, "%s/udvej.db", path);
    CHECK(sqlite3_open(file, &db) == SQLITE_OK);
    (void)sqlite3_busy_timeout(db, PATIENCE_MS); /* the open store's thread shortens the log meanwhile */
    CHECK(sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK && sqlite3_changes(db) > 0);
    sqlite3_close(db);
}

/* ---- a file in lines --------------------------------------------------------------------------------------------------- */

static char text[FILE_MAX];
static char *lines[LINES_MAX];
static size_t line_count;

static void read_lines(const char *file_path)
{
    FILE *file = fopen(file_path, "rb");
    size_t size = file == NULL ? 0 : fread(text, 1, sizeof text - 1, file);
    if (file != NULL)
        (void)fclose(file);
    text[size] = '\0';
    line_count = 0;
    for (char *rest = text, *line; (line = strsep(&rest, "\n")) != NULL && rest != NULL;)
        lines[line_count++] = line;
}

static void write_lines(void)
{
    FILE *file = fopen(changed, "wb");
    if (!CHECK(file != NULL))
        return;
    for (size_t i = 0; i < line_count; i++)
        fprintf(file, "%s\n", lines[i]);
    (void)fclose(file);
}

static void drop_line(size_t index)
{
    memmove(&lines[index], &lines[index + 1], (--line_count - index) * sizeof *lines);
}

/* ---- stories ----------------------------------------------------------------------------------------------------------- */

static void a_list_is_what_was_done(void)
{
    char actor[65];
    make_lists();
    read_lines(newer);
    CHECK(line_count == 12 && strcmp(lines[0], "udvej audit list 1") == 0 &&
          strncmp(lines[1], "from 1 00000000", 15) == 0);
    for (size_t i = 0; i < HASH_SIZE; i++)
        snprintf(actor + 2 * i, 3, "%02x", world.principals[SUPERVISOR][i]);
    CHECK(strncmp(lines[2], "1 2025-02-19 takeover ", 22) == 0 && strncmp(lines[2] + 22, actor, 64) == 0);
    CHECK(strncmp(lines[10], "9 ", 2) == 0 && strncmp(lines[11], "end 9 ", 6) == 0);
    CHECK(strstr(lines[3], " close ") != NULL && strstr(lines[3], " - - ") != NULL);
    CHECK(audit_list_check(newer, &reach, &reason) == OK && reach.first == 1 && reach.last == 9);
    CHECK(audit_list_check_after(newer, older, &reach, &reason) == OK);
    CHECK(audit_list_check_after(newer, newer, &reach, &reason) == OK);
    CHECK(audit_list_check("/nowhere/at/all", &reach, &reason) == GONE);
    CHECK(export_to(newer) == OK);
    struct file_new again = {.path = newer, .mode = 0600, .is_first = true};
    struct inspection *inspection;
    uint32_t schema;
    CHECK(inspection_open(&inspection, path, &schema) == OK && inspection_begin(inspection) == OK);
    CHECK(audit_list_write(inspection, &again, &reach, &reason) == REFUSED); /* never over a file */
    inspection_close(inspection);
}

static void an_empty_list_is_one(void)
{
    struct store *store = open_store();
    CHECK(export_to(older) == OK && reach.last == 0 && audit_list_check(older, &reach, &reason) == OK);
    put_entries(store, 2);
    CHECK(export_to(newer) == OK && audit_list_check_after(newer, older, &reach, &reason) == OK);
    world_close(&world);
    store->ways->close(store);
}

/* One octet of one line. */
static void every_changed_octet_is_found(void)
{
    size_t taken = 0;
    make_lists();
    for (size_t line = 0; line < 12; line++) {
        read_lines(newer);
        size_t size = strlen(lines[line]);
        for (size_t at = 0; at < size; at++) {
            char was = lines[line][at];
            lines[line][at] = was == '1' ? '2' : '1';
            write_lines();
            taken += audit_list_check(changed, &reach, &reason) == OK;
            lines[line][at] = was;
        }
    }
    CHECK(taken == 0);
    read_lines(newer);
    write_lines();
    CHECK(audit_list_check(changed, &reach, &reason) == OK);
}

/* The same entry has one spelling: no two files have the same heads. */
static void there_is_one_spelling(void)
{
    static const char *const spellings[] = {"01 2025-02-19", "+1 2025-02-19", "1 2025-2-19", "1 2025-02-019",
                                            "1  2025-02-19"};
    char line[512];
    make_lists();
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        read_lines(newer);
        CHECK(strncmp(lines[2], "1 2025-02-19 ", 13) == 0);
        snprintf(line, sizeof line, "%s%s", spellings[i], lines[2] + 12);
        lines[2] = line;
        write_lines();
        CHECK(audit_list_check(changed, &reach, &reason) == MALFORMED);
    }
    read_lines(newer);
    for (char *at = lines[2]; *at != '\0'; at++)
        *at = *at == 'a' ? 'A' : *at; /* hex digits, and letters of the act */
    memcpy(strchr(lines[2], 't') == NULL ? lines[2] : strchr(lines[2], 't'), "takeover", 8);
    write_lines();
    CHECK(audit_list_check(changed, &reach, &reason) == MALFORMED);
    read_lines(newer);
    lines[11][4] = '0';
    snprintf(line, sizeof line, "end 09%s", lines[11] + 5);
    lines[11] = line;
    write_lines();
    CHECK(audit_list_check(changed, &reach, &reason) == MALFORMED);
}

static void a_removed_inserted_or_moved_entry_is_found(void)
{
    make_lists();
    for (size_t line = 0; line < 12; line++) {
        read_lines(newer);
        drop_line(line);
        write_lines();
        CHECK(audit_list_check(changed, &reach, &reason) == (line >= 2 && line < 11 ? REFUSED : MALFORMED));
    }
    for (size_t line = 2; line < 11; line++) {
        read_lines(newer);
        memmove(&lines[line + 1], &lines[line], (line_count++ - line) * sizeof *lines);
        write_lines();
        CHECK(audit_list_check(changed, &reach, &reason) == REFUSED && strstr(reason.text, "put in") != NULL);
    }
    for (size_t line = 2; line < 10; line++) {
        read_lines(newer);
        char *one = lines[line];
        lines[line] = lines[line + 1];
        lines[line + 1] = one;
        write_lines();
        CHECK(audit_list_check(changed, &reach, &reason) == REFUSED && strstr(reason.text, "moved") != NULL);
    }
    read_lines(newer);
    lines[line_count++] = lines[2];
    write_lines();
    CHECK(audit_list_check(changed, &reach, &reason) == MALFORMED && strstr(reason.text, "behind its end") != NULL);
    read_lines(newer);
    char *digit = &lines[11][strlen(lines[11]) - 1];
    *digit = *digit == '0' ? '1' : '0';
    write_lines();
    CHECK(audit_list_check(changed, &reach, &reason) == REFUSED && strstr(reason.text, "end was changed") != NULL);
}

/* The tail is taken off and the end made to fit: only an older list knows. */
static void a_shortened_list_is_found_by_an_older_one(void)
{
    char end[200];
    make_lists();
    read_lines(newer);
    snprintf(end, sizeof end, "end 4 %s", strrchr(lines[5], ' ') + 1);
    lines[6] = end;
    line_count = 7;
    write_lines();
    CHECK(audit_list_check(changed, &reach, &reason) == OK && reach.last == 4);
    CHECK(audit_list_check_after(changed, older, &reach, &reason) == REFUSED);
    CHECK(strstr(reason.text, "missing at the end") != NULL);
}

/* In the database: what does not fit is not exported; what was made to fit is found by an older list. */
static void a_changed_database_is_found(void)
{
    static const char *const faults[] = {
        "UPDATE audit SET act = 4 WHERE number = 3",
        "UPDATE audit SET actor = subject WHERE number = 3",
        "UPDATE audit SET day = day - 1 WHERE number = 3",
        "DELETE FROM audit WHERE number = 3",
        "UPDATE audit SET number = 10 WHERE number = 3",
        "UPDATE audit SET number = 10 WHERE number = 9",
        "INSERT INTO audit SELECT number + 1, day, act, actor, second, subject, previous FROM audit WHERE number = 9",
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        make_lists();
        sql(faults[i]);
        if (!CHECK(export_to(changed) == REFUSED && access(changed, F_OK) != 0))
            printf("  taken: %s\n", faults[i]);
        world_scratch_drop(path);
    }
    make_lists();
    sql("UPDATE audit SET act = 99 WHERE number = 3");
    CHECK(export_to(changed) == BROKEN);
}

static void a_list_made_anew_is_found(void)
{
    make_lists();
    sql("DELETE FROM audit");
    struct store *store = open_store();
    world.now_min -= 24 * 60; /* another day in every entry */
    put_entries(store, 9);
    CHECK(export_to(changed) == OK && audit_list_check(changed, &reach, &reason) == OK);
    CHECK(audit_list_check_after(changed, older, &reach, &reason) == REFUSED);
    CHECK(strstr(reason.text, "the list is another") != NULL);
    world_close(&world);
    store->ways->close(store);
}

/* The front goes in time: then the lists must meet. */
static void lists_must_meet(void)
{
    make_lists();
    sql("DELETE FROM audit WHERE number <= 5");
    CHECK(export_to(changed) == OK && reach.first == 6);
    CHECK(audit_list_check_after(changed, older, &reach, &reason) == OK); /* 6 stands on 5 */
    sql("DELETE FROM audit WHERE number <= 6");
    CHECK(export_to(changed) == OK && audit_list_check(changed, &reach, &reason) == OK);
    CHECK(audit_list_check_after(changed, older, &reach, &reason) == REFUSED && strstr(reason.text, "cannot be said"));
    CHECK(audit_list_check_after(changed, newer, &reach, &reason) == OK);
}

#define RUN_IN_FOLDER(play)                                                                                            \
    do {                                                                                                               \
        world_scratch(path, sizeof path);                                                                              \
        snprintf(older, sizeof older, "%s.older", path);                                                               \
        snprintf(newer, sizeof newer, "%s.newer", path);                                                               \
        snprintf(changed, sizeof changed, "%s.changed", path);                                                         \
        RUN(play);                                                                                                     \
        world_scratch_drop(path);                                                                                      \
        (void)unlink(older);                                                                                           \
        (void)unlink(newer);                                                                                           \
        (void)unlink(changed);                                                                                         \
    } while (0)

int main(void)
{
    if (!secret_start())
        return 1;
    /* Nothing here needs a real disk, and one that forgets is faster. */
    if (access("/dev/shm", W_OK) == 0)
        (void)setenv("TMPDIR", "/dev/shm", 0);
    RUN_IN_FOLDER(a_list_is_what_was_done);
    RUN_IN_FOLDER(an_empty_list_is_one);
    RUN_IN_FOLDER(every_changed_octet_is_found);
    RUN_IN_FOLDER(there_is_one_spelling);
    RUN_IN_FOLDER(a_removed_inserted_or_moved_entry_is_found);
    RUN_IN_FOLDER(a_shortened_list_is_found_by_an_older_one);
    RUN_IN_FOLDER(a_changed_database_is_found);
    RUN_IN_FOLDER(a_list_made_anew_is_found);
    RUN_IN_FOLDER(lists_must_meet);
    return check_end();
}
