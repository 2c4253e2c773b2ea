#include "audit_list.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "audit.h"
#include "command.h"

enum {
    HEX_SIZE = 2 * HASH_SIZE + 1,
    LINE_SIZE = 512,
    SECONDS_PER_DAY = 24 * 60 * 60,
    LINE_WORDS_MAX = 7,
    YEAR_MAX = 12000000, /* beyond the last of the days that an entry can have */
};

#define TITLE "udvej audit list 1\n"

/* ---- lines ------------------------------------------------------------------------------------------------------------ */

static void write_who(const uint8_t who[HASH_SIZE], char out[HEX_SIZE])
{
    if (audit_is_nobody(who))
        (void)snprintf(out, HEX_SIZE, "-");
    else
        hex_write(who, HASH_SIZE, out);
}

static size_t write_entry(const struct audit_entry *entry, const uint8_t head[HASH_SIZE], char out[LINE_SIZE])
{
    char day[DAY_TEXT_SIZE], actor[HEX_SIZE], second[HEX_SIZE], subject[HEX_SIZE], hex[HEX_SIZE];
    day_write(entry->day, day);
    write_who(entry->actor, actor);
    write_who(entry->second, second);
    write_who(entry->subject, subject);
    hex_write(head, HASH_SIZE, hex);
    int size = snprintf(out, LINE_SIZE, "%" PRIu64 " %s %s %s %s %s %s\n", entry->number, day, audit_word(entry->act),
                        actor, second, subject, hex);
    return size > 0 && size < LINE_SIZE ? (size_t)size : 0;
}

/* "from" or "end". */
static size_t write_mark(const char *word, uint64_t number, const uint8_t head[HASH_SIZE], char out[LINE_SIZE])
{
    char hex[HEX_SIZE];
    hex_write(head, HASH_SIZE, hex);
    int size = snprintf(out, LINE_SIZE, "%s %" PRIu64 " %s\n", word, number, hex);
    return size > 0 && size < LINE_SIZE ? (size_t)size : 0;
}

/* Gives how many words there are; `line` is cut up. */
static size_t split(char *line, char *words[LINE_WORDS_MAX])
{
    char *rest = line, *word;
    size_t count = 0;
    line[strcspn(line, "\n")] = '\0';
    while (count < LINE_WORDS_MAX && (word = strsep(&rest, " ")) != NULL)
        words[count++] = word;
    return rest == NULL ? count : 0;
}

/* Year, month, day. Whatever is read leniently here is found when the line is written again. */
static uint32_t read_day(const char *word)
{
    static const long most[3] = {YEAR_MAX, 12, 31};
    long numbers[3] = {0};
    char *rest = NULL;
    for (size_t i = 0; i < 3; i++) {
        numbers[i] = strtol(i == 0 ? word : rest + (*rest == '-'), &rest, 10);
        if (numbers[i] < 0 || numbers[i] > most[i])
            return 0;
    }
    struct tm date = {.tm_year = (int)numbers[0] - 1900, .tm_mon = (int)numbers[1] - 1, .tm_mday = (int)numbers[2]};
    return (uint32_t)(timegm(&date) / SECONDS_PER_DAY);
}

static bool read_who(const char *word, uint8_t who[HASH_SIZE])
{
    memset(who, 0, HASH_SIZE);
    return strcmp(word, "-") == 0 || hex_read(word, who, HASH_SIZE) == OK;
}

static bool read_entry(const char *line, struct audit_entry *entry, uint8_t head[HASH_SIZE])
{
    char copy[LINE_SIZE], again[LINE_SIZE], *words[LINE_WORDS_MAX];
    (void)snprintf(copy, sizeof copy, "%s", line);
    if (split(copy, words) != LINE_WORDS_MAX)
        return false;
    entry->number = strtoull(words[0], NULL, 10);
    entry->day = read_day(words[1]);
    entry->act = audit_act_of(words[2]);
    bool is_read = entry->number > 0 && entry->act != 0 && read_who(words[3], entry->actor) &&
                   read_who(words[4], entry->second) && read_who(words[5], entry->subject) &&
                   hex_read(words[6], head, HASH_SIZE) == OK;
    return is_read && write_entry(entry, head, again) > 0 && strcmp(again, line) == 0;
}

static bool read_mark(const char *word, const char *line, uint64_t *number, uint8_t head[HASH_SIZE])
{
    char copy[LINE_SIZE], again[LINE_SIZE], *words[LINE_WORDS_MAX];
    (void)snprintf(copy, sizeof copy, "%s", line);
    if (split(copy, words) != 3 || strcmp(words[0], word) != 0)
        return false;
    *number = strtoull(words[1], NULL, 10);
    return hex_read(words[2], head, HASH_SIZE) == OK && write_mark(word, *number, head, again) > 0 &&
           strcmp(again, line) == 0;
}

/* ---- writing ---------------------------------------------------------------------------------------------------------- */

struct listing {
    struct file_writing writing;
    struct audit_reach *reach;
    struct reason *reason;
    bool is_begun;
    enum outcome outcome;
};

static enum outcome put_line(struct listing *listing, const char *line, size_t size)
{
    return file_put(&listing->writing, (struct bytes){(const uint8_t *)line, size}, listing->reason);
}

/* The two lines before the entries. */
static enum outcome put_beginning(struct listing *listing)
{
    char line[LINE_SIZE];
    listing->is_begun = true;
    TRY(put_line(listing, TITLE, sizeof TITLE - 1));
    return put_line(listing, line, write_mark("from", listing->reach->first, listing->reach->first_previous, line));
}

static enum outcome list_entry(struct listing *listing, const struct audit_row *row)
{
    char line[LINE_SIZE];
    struct audit_reach *reach = listing->reach;
    if (!listing->is_begun) {
        reach->first = row->entry.number;
        reach->last = row->entry.number - 1;
        memcpy(reach->first_previous, row->previous, HASH_SIZE);
        memcpy(reach->head, row->previous, HASH_SIZE);
        TRY(put_beginning(listing));
    }
    if (row->entry.number != reach->last + 1 || memcmp(row->previous, reach->head, HASH_SIZE) != 0) {
        reason_set(listing->reason,
                   "entry %" PRIu64 " in the database does not stand on the one before: the list was changed there.",
                   row->entry.number);
        return REFUSED;
    }
    audit_head(row->previous, &row->entry, reach->head);
    reach->last = row->entry.number;
    return put_line(listing, line, write_entry(&row->entry, reach->head, line));
}

static bool visit_entry(void *context, const struct audit_row *row)
{
    struct listing *listing = context;
    listing->outcome = list_entry(listing, row);
    return listing->outcome == OK;
}

static enum outcome write_all(struct listing *listing, struct inspection *inspection)
{
    char line[LINE_SIZE];
    if (inspection_audit(inspection, visit_entry, listing) != OK) {
        reason_set(listing->reason, "the list cannot be read from the database.");
        return BROKEN;
    }
    TRY(listing->outcome);
    if (!listing->is_begun)
        TRY(put_beginning(listing));
    return put_line(listing, line, write_mark("end", listing->reach->last, listing->reach->head, line));
}

enum outcome audit_list_write(struct inspection *inspection, const struct file_new *file, struct audit_reach *reach,
                              struct reason *reason)
{
    struct listing listing = {.reach = reach, .reason = reason};
    *reach = (struct audit_reach){.first = 1};
    TRY(file_begin(&listing.writing, file, reason));
    enum outcome outcome = write_all(&listing, inspection);
    if (outcome == OK)
        return file_end(&listing.writing, reason);
    file_drop(&listing.writing);
    return outcome;
}

/* ---- checking --------------------------------------------------------------------------------------------------------- */

struct checking {
    FILE *file;
    const char *path;
    unsigned long line_number;
    char line[LINE_SIZE];
    struct audit_reach *reach;
    uint64_t wanted; /* this entry's head is asked for */
    bool is_met;
    uint8_t wanted_head[HASH_SIZE];
    struct reason *reason;
};

static bool next_line(struct checking *checking)
{
    checking->line_number++;
    return fgets(checking->line, sizeof checking->line, checking->file) != NULL;
}

static enum outcome no_list(const struct checking *checking, const char *what)
{
    reason_set(checking->reason, "%s:%lu: %s.", checking->path, checking->line_number, what);
    return MALFORMED;
}

static void note_head(struct checking *checking)
{
    if (checking->reach->last != checking->wanted)
        return;
    checking->is_met = true;
    memcpy(checking->wanted_head, checking->reach->head, HASH_SIZE);
}

static enum outcome check_entry(struct checking *checking, const struct audit_entry *entry,
                                const uint8_t head[HASH_SIZE])
{
    struct audit_reach *reach = checking->reach;
    if (entry->number != reach->last + 1) {
        reason_set(checking->reason,
                   "%s:%lu: entry %" PRIu64 " stands where %" PRIu64 " must be: entries were removed, put in or moved.",
                   checking->path, checking->line_number, entry->number, reach->last + 1);
        return REFUSED;
    }
    audit_head(reach->head, entry, reach->head);
    if (memcmp(reach->head, head, HASH_SIZE) != 0) {
        reason_set(checking->reason,
                   "%s:%lu: entry %" PRIu64 " does not give its head: it, or one before it, was changed.",
                   checking->path, checking->line_number, entry->number);
        return REFUSED;
    }
    reach->last = entry->number;
    note_head(checking);
    return OK;
}

static enum outcome check_end(struct checking *checking)
{
    uint64_t number;
    uint8_t head[HASH_SIZE];
    if (!read_mark("end", checking->line, &number, head))
        return no_list(checking, "this is no line of a list of acts");
    if (next_line(checking))
        return no_list(checking, "the list goes on behind its end");
    if (number == checking->reach->last && memcmp(head, checking->reach->head, HASH_SIZE) == 0)
        return OK;
    if (number == checking->reach->last)
        reason_set(checking->reason,
                   "%s:%lu: the head at the end is not that of entry %" PRIu64 ": the end was changed.", checking->path,
                   checking->line_number, number);
    else
        reason_set(checking->reason, "%s: the list ends with entry %" PRIu64 " and says that it ends with %" PRIu64 ".",
                   checking->path, checking->reach->last, number);
    return REFUSED;
}

static enum outcome check_lines(struct checking *checking)
{
    struct audit_reach *reach = checking->reach;
    struct audit_entry entry;
    uint8_t head[HASH_SIZE];
    if (!next_line(checking) || strcmp(checking->line, TITLE) != 0)
        return no_list(checking, "this is no list of acts, or one of another version");
    if (!next_line(checking) || !read_mark("from", checking->line, &reach->first, reach->first_previous) ||
        reach->first == 0 || (reach->first == 1 && !audit_is_nobody(reach->first_previous)))
        return no_list(checking, "this is no beginning of a list of acts");
    reach->last = reach->first - 1;
    memcpy(reach->head, reach->first_previous, HASH_SIZE);
    note_head(checking);
    while (next_line(checking)) {
        if (!read_entry(checking->line, &entry, head))
            return check_end(checking);
        TRY(check_entry(checking, &entry, head));
    }
    return no_list(checking, "the list is cut off: its last line is missing");
}

static enum outcome check_file(struct checking *checking)
{
    checking->file = fopen(checking->path, "re");
    *checking->reach = (struct audit_reach){.first = 1};
    if (checking->file == NULL) {
        reason_set(checking->reason, "%s cannot be opened.", checking->path);
        return GONE;
    }
    enum outcome outcome = check_lines(checking);
    (void)fclose(checking->file);
    return outcome;
}

enum outcome audit_list_check(const char *path, struct audit_reach *reach, struct reason *reason)
{
    struct checking checking = {.path = path, .reach = reach, .reason = reason, .wanted = UINT64_MAX};
    return check_file(&checking);
}

enum outcome audit_list_check_after(const char *path, const char *before, struct audit_reach *reach,
                                    struct reason *reason)
{
    struct audit_reach earlier;
    TRY(audit_list_check(before, &earlier, reason));
    struct checking checking = {.path = path, .reach = reach, .reason = reason, .wanted = earlier.last};
    TRY(check_file(&checking));
    if (reach->last < earlier.last) {
        reason_set(reason,
                   "%s ends with entry %" PRIu64 " and %s with %" PRIu64 ": entries are missing at the end. (After a "
                   "restore from a backup that is so.)",
                   path, reach->last, before, earlier.last);
        return REFUSED;
    }
    if (!checking.is_met) {
        reason_set(reason, "%s begins with entry %" PRIu64 ", behind the end of %s: whether they fit cannot be said.",
                   path, reach->first, before);
        return REFUSED;
    }
    if (memcmp(checking.wanted_head, earlier.head, HASH_SIZE) == 0)
        return OK;
    reason_set(reason, "%s is not how %s went on: at entry %" PRIu64 " or before it the list is another.", path, before,
               earlier.last);
    return REFUSED;
}
