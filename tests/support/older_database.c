#include "older_database.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "older_schemas.h"
#include "store/store_sqlite_schema.h"

enum { TEXT_SIZE = 1024, TABLES_MAX = 64, NAME_SIZE = 64, COLUMNS_MAX = 32 };

static const struct {
    unsigned version;
    const char *tables;
} olders[] = {
    {3, OLDER_SCHEMA_3},
};

enum { OLDERS = sizeof olders / sizeof olders[0] };

unsigned older_version(size_t index)
{
    return index < OLDERS ? olders[index].version : 0;
}

static bool run(sqlite3 *db, const char *text)
{
    return sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK;
}

/* The first column of every row of `text`, at most `max`. */
static size_t list(sqlite3 *db, const char *text, char (*names)[NAME_SIZE], size_t max)
{
    sqlite3_stmt *each = NULL;
    size_t count = 0;
    if (sqlite3_prepare_v2(db, text, -1, &each, NULL) != SQLITE_OK)
        return 0;
    while (count < max && sqlite3_step(each) == SQLITE_ROW)
        (void)snprintf(names[count++], NAME_SIZE, "%s", (const char *)sqlite3_column_text(each, 0));
    (void)sqlite3_finalize(each);
    return count;
}

/* "SELECT a, b FROM t" and "INSERT INTO t(a, b) VALUES(?, ?)", of the columns that the older table has. */
static bool prepare_pair(sqlite3 *from, sqlite3 *to, const char *table, sqlite3_stmt **read, sqlite3_stmt **add)
{
    char names[COLUMNS_MAX][NAME_SIZE], columns[TEXT_SIZE] = "", marks[TEXT_SIZE] = "", text[3 * TEXT_SIZE];
    (void)snprintf(text, sizeof text, "SELECT name FROM pragma_table_info('%s')", table);
    size_t count = list(to, text, names, COLUMNS_MAX);
    for (size_t i = 0; i < count; i++) {
        size_t at = strlen(columns), mark = strlen(marks);
        (void)snprintf(columns + at, sizeof columns - at, "%s%s", i == 0 ? "" : ", ", names[i]);
        (void)snprintf(marks + mark, sizeof marks - mark, "%s?", i == 0 ? "" : ", ");
    }
    (void)snprintf(text, sizeof text, "SELECT %s FROM %s", columns, table);
    if (count == 0 || sqlite3_prepare_v2(from, text, -1, read, NULL) != SQLITE_OK)
        return false;
    (void)snprintf(text, sizeof text, "INSERT INTO %s(%s) VALUES(%s)", table, columns, marks);
    return sqlite3_prepare_v2(to, text, -1, add, NULL) == SQLITE_OK;
}

static bool copy_table(sqlite3 *from, sqlite3 *to, const char *table)
{
    sqlite3_stmt *read = NULL, *add = NULL;
    bool is_copied = prepare_pair(from, to, table, &read, &add);
    while (is_copied && sqlite3_step(read) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(read); i++)
            (void)sqlite3_bind_value(add, i + 1, sqlite3_column_value(read, i));
        is_copied = sqlite3_step(add) == SQLITE_DONE && sqlite3_reset(add) == SQLITE_OK;
    }
    (void)sqlite3_finalize(read);
    (void)sqlite3_finalize(add);
    return is_copied;
}

/* In memory: the older tables with the rows of `live`. */
static bool make_in_memory(sqlite3 *live, sqlite3 *older, size_t index)
{
    char names[TABLES_MAX][NAME_SIZE], numbers[128];
    (void)snprintf(numbers, sizeof numbers,
                   "PRAGMA auto_vacuum=INCREMENTAL; PRAGMA application_id=%d; PRAGMA user_version=%u",
                   SCHEMA_APPLICATION_ID, olders[index].version);
    if (!run(older, numbers) || !run(older, olders[index].tables))
        return false;
    size_t count = list(older, "SELECT name FROM sqlite_schema WHERE type = 'table'", names, TABLES_MAX);
    bool is_copied = count > 0;
    for (size_t i = 0; i < count && is_copied; i++)
        is_copied = copy_table(live, older, names[i]);
    return is_copied;
}

/* Every page, in one transaction of `live`. */
static bool put_back(sqlite3 *live, sqlite3 *older)
{
    sqlite3_backup *backup = sqlite3_backup_init(live, "main", older, "main");
    bool is_done = backup != NULL && sqlite3_backup_step(backup, -1) == SQLITE_DONE;
    return sqlite3_backup_finish(backup) == SQLITE_OK && is_done;
}

bool older_database_make(const char *directory, unsigned version, const char *vfs)
{
    char path[TEXT_SIZE];
    sqlite3 *live = NULL, *older = NULL;
    size_t index = 0;
    while (index < OLDERS && olders[index].version != version)
        index++;
    (void)snprintf(path, sizeof path, "%s/udvej.db", directory);
    bool is_made = index < OLDERS && sqlite3_open_v2(path, &live, SQLITE_OPEN_READWRITE, vfs) == SQLITE_OK &&
                   sqlite3_open(":memory:", &older) == SQLITE_OK && make_in_memory(live, older, index) &&
                   put_back(live, older);
    (void)sqlite3_close(older);
    (void)sqlite3_close(live);
    return is_made;
}
