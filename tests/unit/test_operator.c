/* What `udvej doctor` judges: dates, the machine, and that every row leads to somebody. Each fault is planted and must be the only one
 * found; and a look from outside neither keeps the server waiting nor sees half of a turn. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "metrics.h"
#include "operator/doctor.h"
#include "operator/rounded.h"
#include "store/store_sqlite.h"
#include "support/relay_world.h"

enum { DAY_MIN = 24 * 60, PATIENCE_MS = 5000 };

static struct world world;
static struct config config; /* too large for a stack */
static char path[256];

/* ---- dates and the machine ------------------------------------------------------------------------------------------ */

static bool finds_alone(const struct findings *findings, enum finding finding)
{
    return findings->count == 1 && findings->list[0].finding == finding;
}

static void hears_that_a_proxy_passes_on_too_much(void)
{
    static const struct {
        const char *page;
        uint64_t number; /* 0: nothing is found */
    } pages[] = {{"", 0},
                 {"# TYPE a counter\n" METRICS_FORWARDED "0\n# EOF\n", 0},
                 {"# TYPE a counter\n" METRICS_FORWARDED "15\n# EOF\n", 15},
                 {"\n" METRICS_FORWARDED "5", 5},
                 {"\n" METRICS_FORWARDED "many\n", 0},
                 {"\n# HELP " METRICS_FORWARDED "7\n", 0},
                 {"\nudvej_connections 7\n", 0}};
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        struct findings findings = {0};
        doctor_judge_metrics(&findings, (struct bytes){(const uint8_t *)pages[i].page, strlen(pages[i].page)});
        bool is_found = finds_alone(&findings, FINDING_FORWARDED) && findings.list[0].numbers[0] == pages[i].number;
        CHECK(pages[i].number == 0 ? findings.count == 0 : is_found);
    }
    static char out[METRICS_SIZE_MAX];
    struct metrics metrics = {.forwarded = UINT64_MAX};
    struct findings findings = {0};
    size_t size = metrics_write(&metrics, out);
    doctor_judge_metrics(&findings, (struct bytes){(const uint8_t *)out, size});
    CHECK(finds_alone(&findings, FINDING_FORWARDED)); /* as the server says it */
}

static void hears_that_there_was_no_place(void)
{
    static const struct {
        uint64_t refused;
        uint64_t put_out;
        bool is_found;
    } cases[] = {{0, 0, false}, {4, 4, false}, {5, 0, true}, {0, 5, true}, {17, 9, true}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        static char out[METRICS_SIZE_MAX];
        struct metrics metrics = {.refused = cases[i].refused, .put_out = cases[i].put_out};
        struct findings findings = {0};
        size_t size = metrics_write(&metrics, out);
        doctor_judge_metrics(&findings, (struct bytes){(const uint8_t *)out, size});
        CHECK(cases[i].is_found ? finds_alone(&findings, FINDING_NO_PLACE) : findings.count == 0);
        if (findings.count == 1)
            CHECK(findings.list[0].numbers[0] == cases[i].refused / 5 * 5 &&
                  findings.list[0].numbers[1] == cases[i].put_out / 5 * 5);
    }
}

/* What a server tells that has it for `age_min`, heard at `now_min`, beside a file whose snapshot was made at minute 1000. */
static void hears_that_a_restart_was_forgotten(void)
{
    static const struct {
        uint64_t now_min, age_min;
        bool is_found;
    } cases[] = {{1100, 100, false}, {1100, 101, true}, {1100, 99, false},
                 {1000, 0, false},   {1000, 1, true},   {999, 5, false}};
    struct roster roster = {.has_snapshot = true, .snapshot_issued_min = 1000};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        static char out[METRICS_SIZE_MAX];
        struct metrics metrics = {.snapshot_age_min = cases[i].age_min};
        struct findings findings = {0};
        size_t size = metrics_write(&metrics, out);
        doctor_judge_served(&findings, &roster, (struct bytes){(const uint8_t *)out, size}, cases[i].now_min);
        CHECK(cases[i].is_found ? finds_alone(&findings, FINDING_SNAPSHOT_UNSERVED) : findings.count == 0);
    }
    struct findings findings = {0};
    doctor_judge_served(&findings, &roster, (struct bytes){(const uint8_t *)"", 0}, 1100);
    CHECK(findings.count == 0); /* it did not say */
}

static struct findings judge_doors(const struct roster *roster)
{
    struct findings findings = {0};
    doctor_judge_doors(&findings, &config, roster, (uint64_t)100 * DAY_MIN);
    return findings;
}

static void judges_who_stands_at_the_doors(void)
{
    struct roster roster = {.count = 1};
    struct roster_entry *entry = &roster.entries[0];
    struct findings findings;
    memset(&config, 0, sizeof config);
    config.door_count = 2;
    for (uint8_t i = 0; i < 2; i++) {
        config.doors[i].number = i + 1;
        hours_open_always(&config.doors[i].open);
    }
    *entry = (struct roster_entry){
        .caps = CAP_INTAKE, .doors_count = 2, .doors = {1, 2}, .is_active = true, .not_after_day = 100};
    CHECK(judge_doors(&roster).count == 0 && judge_doors(NULL).count == 0);
    entry->doors_count = 1;
    findings = judge_doors(&roster);
    CHECK(finds_alone(&findings, FINDING_DOORS_TEAMLESS) && findings.list[0].numbers[0] == 1);
    CHECK(judge_doors(NULL).count == 0);
    entry->doors_count = 2;
    entry->is_active = false;
    findings = judge_doors(&roster);
    CHECK(finds_alone(&findings, FINDING_DOORS_TEAMLESS) && findings.list[0].numbers[0] == 2);
    entry->is_active = true;
    entry->not_after_day = 99;
    CHECK(judge_doors(&roster).count == 1);
    entry->not_after_day = 100;
    entry->caps = CAP_ADD;
    CHECK(judge_doors(&roster).count == 1);
}

static void judges_whether_doors_open(void)
{
    struct hours_span noon = {.from = 720, .to = 780};
    memset(&config, 0, sizeof config);
    config.door_count = 2;
    struct findings findings = judge_doors(NULL);
    CHECK(finds_alone(&findings, FINDING_DOORS_CLOSED) && findings.list[0].numbers[0] == 2);
    config.doors[0].open.week[6] = (struct hours_day){.count = 1, .spans = {noon}};
    config.doors[1].open.holiday_count = 2; /* the first of which is closed */
    findings = judge_doors(NULL);
    CHECK(finds_alone(&findings, FINDING_DOORS_CLOSED) && findings.list[0].numbers[0] == 1);
    config.doors[1].open.holidays[1].hours = (struct hours_day){.count = 1, .spans = {noon}};
    CHECK(judge_doors(NULL).count == 0);
}

static void judges_the_snapshot(void)
{
    struct roster roster = {.has_snapshot = true, .snapshot_issued_min = 1000000, .snapshot_expires_min = 1020000};
    struct {
        uint64_t now_min;
        int finding; /* -1: none */
    } cases[] = {
        {999999, FINDING_CLOCK_BEHIND},    {1000000, -1},
        {1000000 + SNAPSHOT_WARN_MIN, -1}, {1000000 + SNAPSHOT_WARN_MIN + 1, FINDING_SNAPSHOT_OLD},
        {1019999, FINDING_SNAPSHOT_OLD},   {1020000, FINDING_SNAPSHOT_EXPIRED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct findings findings = {0};
        doctor_judge_roster(&findings, &roster, cases[i].now_min);
        CHECK(cases[i].finding < 0 ? findings.count == 0 : finds_alone(&findings, (enum finding)cases[i].finding));
    }
}

static void judges_the_servers_key(void)
{
    struct roster roster = {.service_count = 2};
    const struct {
        uint32_t day, first_ends, second_from;
        int finding; /* -1: none */
    } cases[] = {
        {9, 100, 500, FINDING_SERVICE_UNCERTIFIED},
        {10, 100, 500, -1},
        {70, 100, 500, -1},
        {71, 100, 500, FINDING_SERVICE_ENDS},
        {71, 100, 101, -1},
        {71, 100, 102, FINDING_SERVICE_ENDS},
        {100, 100, 131, FINDING_SERVICE_ENDS},
        {101, 100, 131, FINDING_SERVICE_UNCERTIFIED},
    };
    static const uint8_t pk[SIGN_PUBLIC_SIZE] = {1}, other[SIGN_PUBLIC_SIZE] = {2};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct findings findings = {0}, others = {0};
        roster.services[0] =
            (struct service_entry){.pk_sign = {1}, .not_before_day = 10, .not_after_day = cases[i].first_ends};
        roster.services[1] =
            (struct service_entry){.pk_sign = {1}, .not_before_day = cases[i].second_from, .not_after_day = 1000};
        doctor_judge_service(&findings, &roster, pk, (uint64_t)cases[i].day * DAY_MIN);
        CHECK(cases[i].finding < 0 ? findings.count == 0 : finds_alone(&findings, (enum finding)cases[i].finding));
        doctor_judge_service(&others, &roster, other, (uint64_t)cases[i].day * DAY_MIN);
        CHECK(finds_alone(&others, FINDING_SERVICE_UNCERTIFIED));
    }
}

static void judges_certificates(void)
{
    struct roster roster = {
        .has_snapshot = true, .snapshot_issued_min = 0, .snapshot_expires_min = UINT64_MAX, .count = 1};
    struct roster_entry *entry = &roster.entries[0];
    uint64_t now_min = 100;
    entry->is_active = true;
    for (uint32_t days = 0; days < 40; days++) {
        struct findings findings = {0};
        entry->not_after_day = days;
        doctor_judge_roster(&findings, &roster, now_min);
        CHECK(days < DOCTOR_CERT_WARN_DAYS ? finds_alone(&findings, FINDING_CERTIFICATES_END) : findings.count == 0);
    }
    struct findings findings = {0};
    roster.snapshot_issued_min = now_min = 100 * DAY_MIN;
    doctor_judge_roster(&findings, &roster, now_min);
    CHECK(finds_alone(&findings, FINDING_CERTIFICATES_ENDED));
    findings.count = 0;
    entry->is_active = false; /* the snapshot leaves it out: nobody counts on it */
    doctor_judge_roster(&findings, &roster, now_min);
    CHECK(findings.count == 0);
}

static void judges_the_machine(void)
{
    struct machine machine = {.free_mib = DOCTOR_DISK_FREE_MIN_MIB};
    struct findings findings = {0};
    doctor_judge_machine(&findings, &machine);
    CHECK(findings.count == 0);
    machine = (struct machine){.free_mib = DOCTOR_DISK_FREE_MIN_MIB - 1,
                               .has_swap = true,
                               .pipes_core_dumps = true,
                               .is_folder_open = true,
                               .is_programme_open = true,
                               .open_files = 2};
    doctor_judge_machine(&findings, &machine);
    CHECK(findings.count == 6);
}

static void looks_at_modes(void)
{
    struct machine machine;
    char file[300];
    snprintf(file, sizeof file, "%s/other", path);
    int fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    CHECK(fd >= 0 && close(fd) == 0);
    machine_look(&machine, path, file);
    CHECK(machine.open_files == 0 && !machine.is_folder_open && !machine.is_programme_open && machine.free_mib > 0);
    CHECK(chmod(file, 0622) == 0 && chmod(path, 0711) == 0);
    machine_look(&machine, path, file);
    CHECK(machine.open_files == 1 && machine.is_folder_open && machine.is_programme_open);
    CHECK(chmod(path, 0700) == 0);
    machine_look(&machine, "/nowhere/at/all", "/nowhere");
    CHECK(machine.free_mib == UINT64_MAX && machine.open_files == 0);
}

/* ---- sentences ------------------------------------------------------------------------------------------------------- */

static void tells_small_figures_as_small(void)
{
    char text[ROUNDED_SIZE], out[512] = "";
    struct findings findings = {0};
    CHECK(strcmp(rounded_text(0, text), "<5") == 0 && strcmp(rounded_text(4, text), "<5") == 0);
    CHECK(strcmp(rounded_text(5, text), "5") == 0);
    CHECK(strcmp(rounded_text(UINT64_MAX, text), "18446744073709551615") == 0);
    findings_add_count(&findings, FINDING_CASES_DOORLESS, 0);
    findings_add_count(&findings, FINDING_CASES_HOLDERLESS, 1);
    findings_add(&findings, FINDING_SNAPSHOT_OLD, 49, 48);
    FILE *file = fmemopen(out, sizeof out - 1, "w");
    findings_print(&findings, file);
    fclose(file);
    CHECK(strstr(out, "<5 claimed cases") == out &&
          strstr(out, "\nThe snapshot is 49 hours old, and after 48 ") != NULL);
    CHECK(strchr(out, '%') == NULL);
}

/* One of each, so that every sentence is seen to be whole. */
static void every_sentence_is_good_json(void)
{
    static char out[16384];
    struct findings findings = {0};
    for (enum finding finding = 0; finding < FINDINGS; finding++)
        findings_add(&findings, finding, 7, 8);
    FILE *file = fmemopen(out, sizeof out - 1, "w");
    findings_print_json(&findings, file);
    fclose(file);
    size_t quotes = 0;
    for (const char *at = out; *at != '\0'; at++) {
        CHECK(*at != '\\' && *at != '%' && ((unsigned char)*at >= ' ' || at[1] == '\0'));
        quotes += *at == '"';
    }
    CHECK(quotes == 4 + (size_t)FINDINGS * 8);
}

/* ---- rows ------------------------------------------------------------------------------------------------------------ */

static void write_sql(const char *text)
{
    char file[300];
    char *why = NULL;
    sqlite3 *db;
    snprintf(file, sizeof file, "%s/udvej.db", path);
    CHECK(sqlite3_open(file, &db) == SQLITE_OK);
    (void)sqlite3_busy_timeout(db, PATIENCE_MS); /* the open store's thread shortens the log meanwhile */
    if (!CHECK(sqlite3_exec(db, text, NULL, NULL, &why) == SQLITE_OK))
        fprintf(stderr, "%s: %s\n", text, why);
    sqlite3_free(why);
    sqlite3_close(db);
}

static struct store *open_store(void)
{
    struct store *store = NULL;
    CHECK(store_sqlite_open(&store, &(struct store_sqlite_settings){.directory = path, .checkpoint_ms = 10}) == OK);
    return store;
}

/* A claimed case with mail for its visitor, a waiting one, salts: what a server looks like. Left open, as by one that runs. */
static struct store *begin_world(void)
{
    struct store *store = open_store();
    if (store == NULL)
        return NULL;
    world_open(&world, store);
    world_begin_claimed(&world);
    struct outline outline = world_to_visitor(7, KEY_OFFLINE);
    CHECK(world_send(&world, &outline) == OK && world_error(&world, HOLDER) == 0);
    config.door_count = 2;
    config.doors[0].number = 1;
    config.doors[1].number = 2;
    config.claim_hours = 72;
    snprintf(config.data, sizeof config.data, "%s", path);
    return store;
}

static void end_world(struct store *store)
{
    world_close(&world);
    store->ways->close(store);
}

static struct findings judge(void)
{
    struct findings findings = {0};
    doctor_judge_store(&findings, &config, &world.roster, world.now_min);
    return findings;
}

static void a_sound_store_is_called_sound(void)
{
    struct store *store = begin_world();
    if (store == NULL)
        return;
    CHECK(judge().count == 0);
    struct inspection *inspection;
    struct inspection_totals totals = {0};
    uint32_t schema;
    if (CHECK(inspection_open(&inspection, path, &schema) == OK && schema == inspection_schema())) {
        CHECK(inspection_begin(inspection) == OK && inspection_count(inspection, &totals) == OK);
        CHECK(totals.envelopes >= 2 && totals.kept == 0 && totals.octets > totals.envelopes * 1000);
        inspection_close(inspection);
    }
    end_world(store);
    CHECK(judge().count == 0); /* nor when the server has stopped */
}

static void every_planted_fault_is_found(void)
{
    char version[64];
    snprintf(version, sizeof version, "PRAGMA user_version = %u", inspection_schema());
    const struct {
        const char *fault;
        const char *repair;
        enum finding finding;
    } faults[] = {
        {"UPDATE cases SET door = 9 WHERE state = 1", "UPDATE cases SET door = 1 WHERE door = 9",
         FINDING_CASES_DOORLESS},
        {"UPDATE cases SET state = 10 WHERE state = 1", "UPDATE cases SET state = 1 WHERE state = 10",
         FINDING_CASES_STATELESS},
        {"UPDATE cases SET epoch = epoch + 1 WHERE state = 2", "UPDATE cases SET epoch = epoch - 1 WHERE state = 2",
         FINDING_CASES_ROOMLESS},
        {"UPDATE event SET epoch = epoch + 1", "UPDATE event SET epoch = epoch - 1", FINDING_CASES_ROOMLESS},
        {"UPDATE envelope SET box = box + 1000 WHERE class <> 1",
         "UPDATE envelope SET box = box - 1000 WHERE class <> 1", FINDING_ENVELOPES_LOST},
        {"UPDATE envelope SET class = 3 WHERE class = 1", "UPDATE envelope SET class = 1 WHERE class = 3",
         FINDING_CASES_UNREADABLE},
        {"UPDATE cases SET since_min = since_min - 72 * 60 WHERE state = 1",
         "UPDATE cases SET since_min = since_min + 72 * 60 WHERE state = 1", FINDING_CASES_WAIT_LONG},
        {"UPDATE cases SET state = 8, since_min = since_min - 72 * 60 WHERE state = 2",
         "UPDATE cases SET state = 2, since_min = since_min + 72 * 60 WHERE state = 8", FINDING_CASES_WAIT_LONG},
        {"UPDATE box SET principal = CAST(principal || x'00' AS BLOB) WHERE id = (SELECT min(box) FROM envelope e "
         "WHERE NOT EXISTS"
         " (SELECT 1 FROM cases c, box b WHERE b.id = e.box AND c.visitor = b.principal))",
         "UPDATE box SET principal = substr(principal, 1, 32) WHERE length(principal) > 32", FINDING_ENVELOPES_LOST},
        {"UPDATE salt SET slot = slot + 5000", "UPDATE salt SET slot = slot - 5000", FINDING_SALTS_LOST},
        {"UPDATE vault SET visitor = CAST(visitor || x'00' AS BLOB)",
         "UPDATE vault SET visitor = substr(visitor, 1, 32)", FINDING_ROWS_LOST},
        {"INSERT INTO notice VALUES(x'00', x'00', x'00', x'00', 1)", "DELETE FROM notice", FINDING_ROWS_LOST},
        {"PRAGMA user_version = 2", version, FINDING_DATABASE_SCHEMA},
        {"PRAGMA application_id = 1", "PRAGMA application_id = 1969518186", FINDING_DATABASE_FOREIGN},
    };
    struct store *store = begin_world();
    if (store == NULL)
        return;
    struct roster_entry *holder = &world.roster.entries[HOLDER];
    holder->doors[holder->doors_count++] = 9; /* at a door that the configuration does not have */
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        write_sql(faults[i].fault);
        struct findings findings = judge();
        if (!CHECK(finds_alone(&findings, faults[i].finding)))
            fprintf(stderr, "not found alone: %s\n", faults[i].fault);
        write_sql(faults[i].repair);
        CHECK(judge().count == 0);
    }
    write_sql("UPDATE cases SET state = 9 WHERE state = 1"); /* the last state that there is */
    CHECK(judge().count == 0);
    write_sql("UPDATE cases SET state = 1 WHERE state = 9");
    world.roster.entries[HOLDER].is_active = false;
    struct findings findings = judge();
    CHECK(finds_alone(&findings, FINDING_CASES_HOLDERLESS));
    end_world(store);
}

/* A case can be taken by who has its intake, takes intake at its door and counts; all three. */
static void a_case_that_nobody_can_take_is_found(void)
{
    struct store *store = begin_world();
    if (store == NULL)
        return;
    write_sql("UPDATE envelope SET kept_day = 5 WHERE class = 1"); /* as older servers kept it */
    CHECK(judge().count == 0);
    for (uint8_t i = 0; i < world.roster.count; i++)
        if (i != HOLDER)
            world.roster.entries[i].is_active = false;
    CHECK(judge().count == 0); /* one is enough */
    struct roster_entry *holder = &world.roster.entries[HOLDER];
    holder->doors[0] = 2;
    struct findings findings = judge();
    CHECK(finds_alone(&findings, FINDING_CASES_UNREADABLE) && findings.list[0].numbers[0] == 1);
    holder->doors[0] = 1;
    holder->is_active = false;
    findings = judge();
    CHECK(findings.count == 2 && findings_have(&findings, FINDING_CASES_UNREADABLE) &&
          findings_have(&findings, FINDING_CASES_HOLDERLESS));
    findings = (struct findings){0};
    doctor_judge_store(&findings, &config, NULL, world.now_min);
    CHECK(findings.count == 0); /* who counts is not known */
    end_world(store);
}

static void nobody_hears_of_who_waits_where_nobody_wants_to(void)
{
    struct store *store = begin_world();
    if (store == NULL)
        return;
    write_sql("UPDATE cases SET since_min = since_min - 72 * 60 + 1 WHERE state = 1");
    CHECK(judge().count == 0); /* a minute early */
    write_sql("UPDATE cases SET since_min = 1 WHERE state = 1");
    struct findings findings = judge();
    CHECK(finds_alone(&findings, FINDING_CASES_WAIT_LONG));
    config.claim_hours = 0;
    CHECK(judge().count == 0);
    end_world(store);
}

/* Asked of another process: whoever has it open drops the own locks by looking. */
static bool is_in_use(void)
{
    int status = -1;
    pid_t child = fork();
    if (child == 0)
        _exit(inspection_is_in_use(path));
    CHECK(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status));
    return WEXITSTATUS(status) != 0;
}

static void a_server_that_runs_is_seen(void)
{
    CHECK(!is_in_use()); /* there is none */
    struct store *store = begin_world();
    if (store == NULL)
        return;
    CHECK(is_in_use());
    end_world(store);
    CHECK(!is_in_use());
}

static void a_damaged_file_is_found(void)
{
    char file[300];
    uint8_t octets[4096];
    struct findings findings;
    struct store *store = begin_world();
    if (store == NULL)
        return;
    end_world(store);
    memset(octets, 0xa5, sizeof octets);
    snprintf(file, sizeof file, "%s/udvej.db", path);
    int fd = open(file, O_RDWR | O_CLOEXEC);
    CHECK(fd >= 0 && pwrite(fd, octets, sizeof octets, 4096 * 3) == sizeof octets && close(fd) == 0);
    findings = judge();
    CHECK(finds_alone(&findings, FINDING_DATABASE_DAMAGED));
    CHECK(truncate(file, 5000) == 0);
    findings = judge();
    CHECK(finds_alone(&findings, FINDING_DATABASE_DAMAGED));
    CHECK(truncate(file, 0) == 0);
    findings = judge();
    CHECK(finds_alone(&findings, FINDING_DATABASE_FOREIGN));
    CHECK(unlink(file) == 0 && judge().count == 0); /* never started */
}

static uint64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* A look that takes its time: turns commit beside it, also while the log wants to be shortened; it sees one moment all along. */
static void a_look_keeps_nobody_waiting(void)
{
    struct inspection *inspection;
    struct inspection_totals before = {0}, after = {0};
    uint32_t schema;
    struct store *store = begin_world();
    if (store == NULL)
        return;
    if (CHECK(inspection_open(&inspection, path, &schema) == OK && inspection_begin(inspection) == OK)) {
        CHECK(inspection_check(inspection) == OK);
        uint64_t longest_ms = 0;
        for (uint32_t i = 100; i < 140; i++) {
            struct outline outline = world_to_visitor(i, KEY_OFFLINE);
            uint64_t began_ms = now_ms();
            CHECK(world_send(&world, &outline) == OK && world_error(&world, HOLDER) == 0);
            longest_ms = now_ms() - began_ms > longest_ms ? now_ms() - began_ms : longest_ms;
            (void)usleep(20 *
                         1000); /* the checkpoint thread looks every 10 ms here, and after 30 looks wants to truncate */
        }
        CHECK(longest_ms < 4000); /* one wait for the reader would take five seconds */
        CHECK(inspection_count(inspection, &before) == OK);
        CHECK(inspection_begin(inspection) == OK && inspection_count(inspection, &after) == OK);
        CHECK(after.envelopes == before.envelopes + 40);
        inspection_close(inspection);
    }
    end_world(store);
}

#define RUN_IN_FOLDER(play)                                                                                            \
    do {                                                                                                               \
        world_scratch(path, sizeof path);                                                                              \
        RUN(play);                                                                                                     \
        world_scratch_drop(path);                                                                                      \
    } while (0)

int main(void)
{
    RUN(hears_that_a_proxy_passes_on_too_much);
    RUN(hears_that_there_was_no_place);
    RUN(hears_that_a_restart_was_forgotten);
    RUN(judges_who_stands_at_the_doors);
    RUN(judges_whether_doors_open);
    RUN(judges_the_snapshot);
    RUN(judges_certificates);
    RUN(judges_the_servers_key);
    RUN(judges_the_machine);
    RUN(tells_small_figures_as_small);
    RUN(every_sentence_is_good_json);
    RUN_IN_FOLDER(looks_at_modes);
    RUN_IN_FOLDER(a_sound_store_is_called_sound);
    RUN_IN_FOLDER(every_planted_fault_is_found);
    RUN_IN_FOLDER(a_case_that_nobody_can_take_is_found);
    RUN_IN_FOLDER(nobody_hears_of_who_waits_where_nobody_wants_to);
    RUN_IN_FOLDER(a_server_that_runs_is_seen);
    RUN_IN_FOLDER(a_damaged_file_is_found);
    RUN_IN_FOLDER(a_look_keeps_nobody_waiting);
    return check_end();
}
