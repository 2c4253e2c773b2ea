/* What both stores promise, row by row, and what only the one on disk can break: numbers, salts, files, a second process. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "relay/rules.h"
#include "store/store_sqlite.h"
#include "support/relay_world.h"

enum { MANY = 100 };

static struct world world; /* for its names; the stories here talk to the store itself */

static void begin(void)
{
    CHECK(world.store->ways->begin(world.store) == OK);
}

static void commit(void)
{
    bool is_shredded = false;
    CHECK(ASK(world.store, commit, &is_shredded) == OK && is_shredded);
}

static struct envelope_row row_of(enum person recipient, uint8_t number, uint8_t state)
{
    static uint8_t octets[3000];
    struct envelope_row row = {.class = CLASS_ROOM, .wrap_state = state, .msg_id = {number}, .key_id = {number}};
    memset(octets, number, sizeof octets);
    memcpy(row.recipient, world.principals[recipient], HASH_SIZE);
    memcpy(row.sender, world.principals[HOLDER], HASH_SIZE);
    world_case_id(VISITOR, row.case_id);
    row.envelope = (struct bytes){octets, sizeof octets};
    return row;
}

static bool count_row(void *context, const struct envelope_row *row)
{
    CHECK(row->envelope.size == 3000 && row->envelope.data[2999] == row->msg_id[0]);
    ++*(size_t *)context;
    return true;
}

static bool note_first(void *context, const struct envelope_row *row)
{
    *(uint64_t *)context = row->seq;
    return false;
}

/* The first one behind number `*seq`, whose number it then is. False: there is none. */
static bool next_of(enum person recipient, uint64_t *seq)
{
    uint64_t before = *seq;
    CHECK(ASK(world.store, envelope_each, world.principals[recipient], before, note_first, seq) == OK);
    return *seq != before;
}

static size_t count_rows(enum person recipient, uint64_t after)
{
    size_t count = 0;
    CHECK(ASK(world.store, envelope_each, world.principals[recipient], after, count_row, &count) == OK);
    return count;
}

/* ---- both --------------------------------------------------------------------------------------------------------- */

static void a_rollback_leaves_no_trace(void)
{
    struct case_row row = {.door = 1, .state = CASE_WAITING}, found;
    struct envelope_row envelope = row_of(VISITOR, 1, WRAP_LASTING), known;
    struct salt_row salt = {.salt = {.purpose = SALT_OFFLINE, .generation = 1}}, salts[SALTS_MAX];
    size_t count;
    world_case_id(VISITOR, row.room.case_id);
    begin();
    CHECK(ASK(world.store, case_keep, &row) == OK && row.place > 0);
    CHECK(ASK(world.store, envelope_add, &envelope) == OK);
    CHECK(ASK(world.store, salt_keep, world.principals[VISITOR], &salt) == OK);
    CHECK(ASK(world.store, case_load, row.room.case_id, &found) == OK);
    world.store->ways->rollback(world.store);
    begin();
    CHECK(ASK(world.store, case_load, row.room.case_id, &found) == GONE);
    CHECK(ASK(world.store, envelope_find, envelope.recipient, envelope.msg_id, &known) == GONE);
    CHECK(ASK(world.store, salts_load, world.principals[VISITOR], salts, &count) == OK && count == 0);
    row.place = 0;
    CHECK(ASK(world.store, case_keep, &row) == OK && ASK(world.store, envelope_add, &envelope) == OK);
    commit();
    begin();
    row.state = CASE_CLAIMED;
    CHECK(ASK(world.store, case_keep, &row) == OK);
    CHECK(ASK(world.store, envelope_drop, envelope.recipient, envelope.seq) == OK);
    world.store->ways->rollback(world.store);
    begin();
    CHECK(ASK(world.store, case_load, row.room.case_id, &found) == OK && found.state == CASE_WAITING);
    CHECK(count_rows(VISITOR, 0) == 1);
    commit();
}

static void keep_seen(enum person person, uint32_t hour)
{
    struct seen_row row = {.hour = hour};
    memcpy(row.cert_hash, world.principals[person], HASH_SIZE);
    CHECK(ASK(world.store, seen_keep, &row) == OK);
}

static bool was_seen(enum person person, uint32_t hour)
{
    struct seen_row row;
    return ASK(world.store, seen_load, world.principals[person], &row) == OK && row.hour == hour &&
           memcmp(row.cert_hash, world.principals[person], HASH_SIZE) == 0;
}

/* The hour of a transaction that was taken back is not remembered, whether it was the first one or a later one. */
static void when_staff_were_seen_is_never_made_up(void)
{
    struct seen_row row;
    begin();
    CHECK(ASK(world.store, seen_load, world.principals[HOLDER], &row) == GONE);
    keep_seen(HOLDER, 100);
    CHECK(was_seen(HOLDER, 100) && !was_seen(MENTOR, 100));
    world.store->ways->rollback(world.store);
    begin();
    CHECK(ASK(world.store, seen_load, world.principals[HOLDER], &row) == GONE);
    keep_seen(HOLDER, 101);
    keep_seen(MENTOR, 102);
    commit();
    begin();
    CHECK(was_seen(HOLDER, 101) && was_seen(MENTOR, 102));
    keep_seen(HOLDER, 103);
    CHECK(was_seen(HOLDER, 103));
    world.store->ways->rollback(world.store);
    begin();
    CHECK(was_seen(HOLDER, 101) && was_seen(MENTOR, 102));
    commit();
}

/* As it was kept, though a room is not in a column of its own; a rollback in between, so that nothing is only remembered. */
static void a_room_is_closed_in_the_states_of_a_closed_case(void)
{
    for (int state = CASE_WAITING; state <= CASE_ENDED; state++) {
        struct case_row row = {.door = 1, .state = (uint8_t)state}, found;
        row.room.is_closed = state == CASE_CLOSED || state == CASE_RETURNED || state == CASE_ENDED;
        world_case_id(VISITOR, row.room.case_id);
        row.room.case_id[0] ^= (uint8_t)state;
        row.visitor[0] = (uint8_t)state;
        begin();
        CHECK(ASK(world.store, case_keep, &row) == OK);
        commit();
        begin();
        world.store->ways->rollback(world.store);
        begin();
        CHECK(ASK(world.store, case_load, row.room.case_id, &found) == OK);
        CHECK(found.state == state && found.room.is_closed == row.room.is_closed);
        commit();
    }
}

/* Both stores name the states in which a case is over; rules.h says which they are. */
static void what_is_over_has_a_day_of_its_own(void)
{
    enum { DAY = 100, SINCE = 10 };
    for (unsigned number = CASE_WAITING; number <= CASE_ENDED; number++) {
        uint8_t state = (uint8_t)number;
        struct case_row row = {.door = 1, .state = state, .fade_day = DAY, .visitor = {state}}, found;
        world_case_id(VISITOR, row.room.case_id);
        begin();
        CHECK(ASK(world.store, case_keep, &row) == OK);
        CHECK(ASK(world.store, case_idle, DAY - SINCE, DAY - 1, &found) == GONE);
        bool is_found = ASK(world.store, case_idle, DAY - SINCE, DAY, &found) == OK;
        CHECK(is_found == rules_is_over(state));
        CHECK(ASK(world.store, case_idle, DAY, 0, &found) == OK && found.state == state);
        world.store->ways->rollback(world.store);
    }
}

static void a_number_is_never_given_twice(void)
{
    uint64_t last = 0; /* the last one that anybody can have seen */
    for (uint8_t i = 1; i <= 100; i++) {
        struct envelope_row row = row_of(VISITOR, i, WRAP_LASTING);
        begin();
        CHECK(ASK(world.store, envelope_add, &row) == OK && row.seq > last);
        if (i % 3 == 0)
            CHECK(ASK(world.store, envelope_drop, row.recipient, row.seq) == OK);
        if (i % 7 == 0) {
            world.store->ways->rollback(world.store);
        } else {
            commit();
            last = row.seq;
        }
    }
}

static void an_envelope_is_kept_once(void)
{
    struct envelope_row row = row_of(VISITOR, 1, WRAP_LASTING), other = row_of(OTHER_VISITOR, 1, WRAP_LASTING);
    begin();
    CHECK(ASK(world.store, envelope_add, &row) == OK);
    CHECK(ASK(world.store, envelope_add, &row) == REFUSED);
    CHECK(ASK(world.store, envelope_add, &other) == OK);
    CHECK(count_rows(VISITOR, 0) == 1 && count_rows(OTHER_VISITOR, 0) == 1 && count_rows(HOLDER, 0) == 0);
    CHECK(ASK(world.store, envelope_uses_key, row.recipient, row.key_id) == OK);
    CHECK(ASK(world.store, envelope_drop, row.recipient, other.seq + 5) == GONE);
    commit();
}

static void orphaned_wraps_are_found_by_their_sender(void)
{
    struct session_row session = {.key_count = 1, .key_ids = {{2}}};
    size_t count = 0;
    begin();
    for (uint8_t i = 1; i <= 4; i++) {
        struct envelope_row row = row_of(VISITOR, i, i < 4 ? WRAP_LIVE : WRAP_LASTING);
        CHECK(ASK(world.store, envelope_add, &row) == OK);
    }
    memcpy(session.principal, world.principals[VISITOR], HASH_SIZE);
    CHECK(ASK(world.store, envelope_orphan, &session, count_row, &count) == OK && count == 2);
    count = 0;
    CHECK(ASK(world.store, envelope_orphan, &session, count_row, &count) == OK && count == 0);
    CHECK(ASK(world.store, envelope_each_awaiting, world.principals[HOLDER], count_row, &count) == OK && count == 2);
    count = 0;
    CHECK(ASK(world.store, envelope_each_awaiting, world.principals[MENTOR], count_row, &count) == OK && count == 0);
    commit();
}

/* On whichever days they were kept, and nothing of another case. */
static void a_case_takes_its_envelopes_of_every_day(void)
{
    static const uint32_t days[] = {0, 19000, 20000, 20001};
    struct case_row burnt = {.door = 1, .state = CASE_CLAIMED};
    world_case_id(VISITOR, burnt.room.case_id);
    memcpy(burnt.visitor, world.principals[VISITOR], HASH_SIZE);
    begin();
    for (uint8_t i = 0; i < 8; i++) {
        struct envelope_row row = row_of(HOLDER, i + 1, WRAP_LASTING);
        row.kept_day = days[i / 2];
        if (i % 2 == 1)
            world_case_id(OTHER_VISITOR, row.case_id);
        CHECK(ASK(world.store, envelope_add, &row) == OK);
    }
    commit();
    begin();
    const uint8_t fifth[MSG_ID_SIZE] = {5};
    CHECK(ASK(world.store, envelope_retract, burnt.room.case_id, world.principals[HOLDER], fifth) == OK);
    CHECK(count_rows(HOLDER, 0) == 7);
    CHECK(ASK(world.store, case_burn, &burnt) == OK);
    CHECK(count_rows(HOLDER, 0) == 4);
    commit();
}

/* ---- on disk ------------------------------------------------------------------------------------------------------ */

static char path[256];

static bool open_disk(unsigned checkpoint_ms)
{
    struct store *store;
    struct store_sqlite_settings settings = {.directory = path, .checkpoint_ms = checkpoint_ms};
    if (!CHECK(store_sqlite_open(&store, &settings) == OK))
        return false;
    world_open(&world, store);
    return true;
}

static void close_disk(void)
{
    world_close(&world);
    world.store->ways->close(world.store);
}

/* Does that file hold the run of octets? */
static bool file_has(const char *name, const void *run, size_t size)
{
    static uint8_t octets[16 * 1024 * 1024];
    char file[512];
    (void)snprintf(file, sizeof file, "%s/%s", path, name);
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t got = read(fd, octets, sizeof octets);
    (void)close(fd);
    return got > 0 && memmem(octets, (size_t)got, run, size) != NULL;
}

static bool any_file_has(const void *run, size_t size)
{
    return file_has("udvej.db", run, size) || file_has("udvej.db-wal", run, size) || file_has("salts", run, size);
}

static struct salt_row salt_of(uint8_t generation)
{
    struct salt_row row = {.salt = {.purpose = SALT_OFFLINE, .generation = generation}, .key_id = {generation}};
    check_fill(row.salt.sealed, sizeof row.salt.sealed, generation);
    return row;
}

static void a_destroyed_salt_is_in_no_file(void)
{
    struct salt_row one = salt_of(1), two = salt_of(2), three = salt_of(3), rows[SALTS_MAX];
    const uint8_t *visitor;
    size_t count;
    if (!open_disk(0))
        return;
    visitor = world.principals[VISITOR];
    begin();
    CHECK(ASK(world.store, salt_keep, visitor, &one) == OK && ASK(world.store, salt_keep, visitor, &two) == OK);
    CHECK(ASK(world.store, salt_keep, visitor, &one) == REFUSED);
    commit();
    CHECK(any_file_has(one.salt.sealed, 16) && any_file_has(two.salt.sealed, 16));
    begin();
    CHECK(ASK(world.store, salt_drop, visitor, SALT_OFFLINE, 1) == OK);
    world.store->ways->rollback(world.store);
    begin();
    CHECK(ASK(world.store, salts_load, visitor, rows, &count) == OK && count == 2);
    CHECK_SAME(rows[0].salt.sealed, one.salt.sealed, SALT_SEALED_SIZE);
    CHECK(ASK(world.store, salt_drop, visitor, SALT_OFFLINE, 1) == OK);
    CHECK(ASK(world.store, salt_drop, visitor, SALT_OFFLINE, 1) == GONE);
    commit();
    for (size_t at = 0; at + 16 <= SALT_SEALED_SIZE; at += 8)
        CHECK(!any_file_has(one.salt.sealed + at, 16)); /* with the store still open */
    CHECK(any_file_has(two.salt.sealed, 16));
    begin();
    CHECK(ASK(world.store, salt_keep, visitor, &three) == OK);
    world.store->ways->rollback(world.store); /* what was put is destroyed with the next commit */
    begin();
    commit();
    CHECK(!any_file_has(three.salt.sealed, 16));
    close_disk();
    if (!open_disk(0))
        return;
    begin();
    CHECK(ASK(world.store, salts_load, visitor, rows, &count) == OK && count == 1 && rows[0].salt.generation == 2);
    CHECK_SAME(rows[0].salt.sealed, two.salt.sealed, SALT_SEALED_SIZE);
    commit();
    close_disk();
}

/* A crash between salt file and rows: a slot that no row names. */
static void an_unnamed_salt_is_wiped_at_the_start(void)
{
    struct salt_row salt = salt_of(9);
    char file[512];
    if (!open_disk(0))
        return;
    close_disk();
    (void)snprintf(file, sizeof file, "%s/salts", path);
    int fd = open(file, O_WRONLY | O_CLOEXEC);
    CHECK(fd >= 0 && pwrite(fd, salt.salt.sealed, SALT_SEALED_SIZE, 128 * 7) == SALT_SEALED_SIZE);
    (void)close(fd);
    CHECK(file_has("salts", salt.salt.sealed, 16));
    if (!open_disk(0))
        return;
    CHECK(!file_has("salts", salt.salt.sealed, 16));
    close_disk();
}

/* The log keeps its room when it is emptied, and there is nothing in it. */
static bool is_log_emptied(void)
{
    static uint8_t octets[1024 * 1024];
    char file[512];
    (void)snprintf(file, sizeof file, "%s/udvej.db-wal", path);
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, octets, sizeof octets);
    (void)close(fd);
    for (ssize_t i = 0; i < got; i++)
        if (octets[i] != 0)
            return false;
    return got > 0;
}

static void deleted_envelopes_leave_the_files(void)
{
    struct envelope_row row;
    uint8_t marked[3000];
    if (!open_disk(5)) /* a look every 5 ms: 150 ms instead of half a minute */
        return;
    check_fill(marked, sizeof marked, 77);
    row = row_of(VISITOR, 1, WRAP_LASTING);
    row.envelope = (struct bytes){marked, sizeof marked};
    begin();
    CHECK(ASK(world.store, envelope_add, &row) == OK);
    commit();
    CHECK(any_file_has(marked + 1000, 16));
    begin();
    CHECK(ASK(world.store, envelope_drop, row.recipient, row.seq) == OK);
    commit();
    bool is_there = true;
    for (int i = 0; i < 2000 && is_there; i++) { /* at most; a busy machine takes its time */
        (void)usleep(10000);
        is_there = any_file_has(marked + 1000, 16) || any_file_has(marked, 16) || any_file_has(marked + 2984, 16) ||
                   !is_log_emptied();
    }
    CHECK(!is_there);
    begin(); /* and goes on behind it */
    CHECK(ASK(world.store, envelope_add, &row) == OK);
    commit();
    CHECK(!is_log_emptied() && any_file_has(marked + 1000, 16));
    close_disk();
}

/* Looks at the head of the file too: the four octets from the 53rd on are zero where SQLite keeps no map of pages. */
static off_t size_of_database(void)
{
    static const uint8_t none[4];
    uint8_t map[4] = {1};
    struct stat status = {0};
    char file[512];
    (void)snprintf(file, sizeof file, "%s/udvej.db", path);
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    CHECK(fd >= 0 && fstat(fd, &status) == 0 && pread(fd, map, sizeof map, 52) == sizeof map);
    CHECK(memcmp(map, none, sizeof map) == 0);
    (void)close(fd);
    return status.st_size;
}

/* Keeps many envelopes, or lets all of them go; gives the size of the database once it was closed. */
static off_t keep_many(bool is_kept)
{
    static uint8_t large[30000];
    uint64_t last = 0;
    if (!open_disk(1000))
        return 0;
    begin();
    for (uint8_t i = 1; i <= MANY && is_kept; i++) {
        struct envelope_row row = row_of(VISITOR, i, WRAP_LASTING);
        check_fill(large, sizeof large, i);
        row.envelope = (struct bytes){large, sizeof large};
        CHECK(ASK(world.store, envelope_add, &row) == OK);
    }
    if (!is_kept) {
        while (next_of(VISITOR, &last))
            CHECK(ASK(world.store, envelope_drop, world.principals[VISITOR], last) == OK);
    }
    commit();
    close_disk();
    return size_of_database();
}

/* The file neither shrinks nor grows by what comes and goes: no block that held rows is given back with their octets on it. */
static void what_goes_makes_room_for_what_comes(void)
{
    off_t full = keep_many(true);
    CHECK(full > (off_t)MANY * 30000);
    for (int i = 0; i < 3; i++) {
        CHECK(keep_many(false) == full);
        CHECK(keep_many(true) <= full + 8 * 4096);
    }
}

static void a_directory_is_private_and_ours_alone(void)
{
    struct store *second;
    struct stat status;
    struct store_sqlite_settings settings = {.directory = path};
    char file[512];
    if (!open_disk(0))
        return;
    CHECK(stat(path, &status) == 0 && (status.st_mode & 0777) == 0700);
    CHECK(store_sqlite_open(&second, &settings) == REFUSED);
    close_disk();
    (void)snprintf(file, sizeof file, "%s-link", path);
    CHECK(symlink(path, file) == 0);
    settings.directory = file;
    if (CHECK(store_sqlite_open(&second, &settings) == OK)) /* as systemd gives a DynamicUser its folder */
        second->ways->close(second);
    CHECK(unlink(file) == 0);
    settings.directory = path;
    CHECK(chmod(path, 0750) == 0 && store_sqlite_open(&second, &settings) == REFUSED);
    CHECK(chmod(path, 0700) == 0);
    settings.vfs = "none-such";
    CHECK(store_sqlite_open(&second, &settings) == BROKEN);
    settings.vfs = NULL;
    (void)snprintf(file, sizeof file, "%s/udvej.db", path);
    int fd = open(file, O_WRONLY | O_TRUNC | O_CLOEXEC);
    CHECK(fd >= 0 && write(fd, "not a database at all, but long enough to look at", 49) == 49);
    (void)close(fd);
    CHECK(store_sqlite_open(&second, &settings) == BROKEN);
}

/* What a full disk still commits is what changes nothing, and the store says which it was. */
static void it_is_known_whether_a_commit_wrote(void)
{
    if (!open_disk(0))
        return;
    for (unsigned i = 0; i < 3; i++) {
        struct presence_row row = {.presence = (uint8_t)(1 + i % 2)};
        begin();
        commit();
        CHECK(!world.store->ways->has_written(world.store));
        begin();
        CHECK(ASK(world.store, presence_keep, &row) == OK);
        commit();
        CHECK(world.store->ways->has_written(world.store));
    }
    close_disk();
}

static void numbers_survive_a_restart(void)
{
    uint64_t last = 0;
    for (uint8_t i = 1; i < 6; i++) {
        if (!open_disk(0))
            return;
        struct envelope_row row = row_of(VISITOR, i, WRAP_LASTING);
        begin();
        CHECK(ASK(world.store, envelope_add, &row) == OK && row.seq > last);
        CHECK(ASK(world.store, envelope_drop, row.recipient, row.seq) == OK);
        commit();
        last = row.seq;
        close_disk();
    }
}

static void on_disk(void (*play)(void))
{
    world_scratch(path, sizeof path);
    play();
    world_scratch_drop(path);
}

int main(void)
{
    static const struct scenario both[] = {
        SCENARIO(a_room_is_closed_in_the_states_of_a_closed_case),
        SCENARIO(what_is_over_has_a_day_of_its_own),
        SCENARIO(a_rollback_leaves_no_trace),
        SCENARIO(when_staff_were_seen_is_never_made_up),
        SCENARIO(a_number_is_never_given_twice),
        SCENARIO(an_envelope_is_kept_once),
        SCENARIO(orphaned_wraps_are_found_by_their_sender),
        SCENARIO(a_case_takes_its_envelopes_of_every_day),
    };
    static const struct scenario disk[] = {
        SCENARIO(a_destroyed_salt_is_in_no_file),      SCENARIO(an_unnamed_salt_is_wiped_at_the_start),
        SCENARIO(deleted_envelopes_leave_the_files),   SCENARIO(a_directory_is_private_and_ours_alone),
        SCENARIO(it_is_known_whether_a_commit_wrote),  SCENARIO(numbers_survive_a_restart),
        SCENARIO(what_goes_makes_room_for_what_comes),
    };
    CHECK_SCENARIOS(world, both);
    for (size_t i = 0; i < sizeof disk / sizeof disk[0]; i++) {
        check_counts.running = disk[i].name;
        on_disk(disk[i].play);
    }
    return check_end();
}
