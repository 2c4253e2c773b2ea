#include "doctor.h"

#include <stdio.h>
#include <string.h>

#include "metrics.h"

enum { SECONDS_PER_MINUTE = 60, MINUTES_PER_HOUR = 60, MINUTES_PER_DAY = 24 * 60 };

/* ---- the programme ---------------------------------------------------------------------------------------------------- */

static void judge_snapshot(struct findings *findings, const struct roster *roster, uint64_t now_min)
{
    uint64_t issued_min = roster->snapshot_issued_min, expires_min = roster->snapshot_expires_min;
    if (now_min < issued_min)
        findings_add(findings, FINDING_CLOCK_BEHIND, issued_min - now_min, 0);
    else if (now_min >= expires_min)
        findings_add(findings, FINDING_SNAPSHOT_EXPIRED, (now_min - expires_min) / MINUTES_PER_HOUR, 0);
    else if (now_min - issued_min > SNAPSHOT_WARN_MIN)
        findings_add(findings, FINDING_SNAPSHOT_OLD, (now_min - issued_min) / MINUTES_PER_HOUR,
                     SNAPSHOT_WARN_MIN / MINUTES_PER_HOUR);
}

void doctor_judge_roster(struct findings *findings, const struct roster *roster, uint64_t now_min)
{
    uint64_t today = now_min / MINUTES_PER_DAY;
    uint64_t ending = 0, ended = 0;
    judge_snapshot(findings, roster, now_min);
    for (uint8_t i = 0; i < roster->count; i++) {
        const struct roster_entry *entry = &roster->entries[i];
        if (!entry->is_active)
            continue;
        ended += entry->not_after_day < today;
        ending += entry->not_after_day >= today && entry->not_after_day - today < DOCTOR_CERT_WARN_DAYS;
    }
    if (ending > 0)
        findings_add(findings, FINDING_CERTIFICATES_END, ending, DOCTOR_CERT_WARN_DAYS);
    if (ended > 0)
        findings_add(findings, FINDING_CERTIFICATES_ENDED, ended, 0);
}

static bool has_team(const struct roster *roster, uint8_t door, uint64_t now_min)
{
    for (uint8_t i = 0; i < roster->count; i++) {
        const struct roster_entry *entry = &roster->entries[i];
        if (roster_takes_intake(entry, door) && roster_find(roster, entry->cert_hash, now_min) != NULL)
            return true;
    }
    return false;
}

static bool opens_ever(const struct hours *hours)
{
    bool opens = false;
    for (size_t i = 0; i < HOURS_DAYS; i++)
        opens |= hours->week[i].count > 0;
    for (size_t i = 0; i < hours->holiday_count; i++)
        opens |= hours->holidays[i].hours.count > 0;
    return opens;
}

void doctor_judge_doors(struct findings *findings, const struct config *config, const struct roster *roster,
                        uint64_t now_min)
{
    uint64_t teamless = 0, closed = 0;
    for (uint8_t i = 0; i < config->door_count; i++) {
        const struct config_door *door = &config->doors[i];
        teamless += roster != NULL && !has_team(roster, door->number, now_min);
        closed += !opens_ever(&door->open);
    }
    if (teamless > 0)
        findings_add(findings, FINDING_DOORS_TEAMLESS, teamless, 0);
    if (closed > 0)
        findings_add(findings, FINDING_DOORS_CLOSED, closed, 0);
}

/* One that begins before the other ends is enough. */
void doctor_judge_service(struct findings *findings, const struct roster *roster, const uint8_t pk[SIGN_PUBLIC_SIZE],
                          uint64_t now_min)
{
    uint32_t today = (uint32_t)(now_min / MINUTES_PER_DAY);
    if (roster_service_of(roster, pk, today) == NULL)
        findings_add(findings, FINDING_SERVICE_UNCERTIFIED, 0, 0);
    else if (roster_service_of(roster, pk, today + DOCTOR_CERT_WARN_DAYS) == NULL)
        findings_add(findings, FINDING_SERVICE_ENDS, DOCTOR_CERT_WARN_DAYS, 0);
}

/* ---- the machine ------------------------------------------------------------------------------------------------------ */

void doctor_judge_machine(struct findings *findings, const struct machine *machine)
{
    if (machine->free_mib < DOCTOR_DISK_FREE_MIN_MIB)
        findings_add(findings, FINDING_DISK_NEARLY_FULL, machine->free_mib, DOCTOR_DISK_FREE_MIN_MIB);
    if (machine->has_swap)
        findings_add(findings, FINDING_SWAP_ON, 0, 0);
    if (machine->pipes_core_dumps)
        findings_add(findings, FINDING_CORE_DUMPS_ON, 0, 0);
    if (machine->is_programme_open)
        findings_add(findings, FINDING_PROGRAMME_OPEN, 0, 0);
    if (machine->is_folder_open)
        findings_add(findings, FINDING_FOLDER_OPEN, 0, 0);
    if (machine->open_files > 0)
        findings_add(findings, FINDING_FILES_OPEN, machine->open_files, 0);
}

/* ---- what only the server knows ---------------------------------------------------------------------------------------- */

/* The number that stands behind `name` at the beginning of a line; 0: there is none. */
static uint64_t number_in(struct bytes page, const char *name)
{
    uint64_t number = 0;
    char start[64];
    int size = snprintf(start, sizeof start, "\n%s", name);
    invariant(size > 0 && (size_t)size < sizeof start);
    const uint8_t *at = page.size == 0 ? NULL : memmem(page.data, page.size, start, (size_t)size);
    if (at == NULL)
        return 0;
    for (at += size; at < page.data + page.size && *at >= '0' && *at <= '9' && number < UINT32_MAX; at++)
        number = number * 10 + (uint64_t)(*at - '0');
    return number;
}

void doctor_judge_metrics(struct findings *findings, struct bytes metrics)
{
    uint64_t forwarded = number_in(metrics, METRICS_FORWARDED);
    if (forwarded > 0)
        findings_add(findings, FINDING_FORWARDED, forwarded, 0);
    uint64_t refused = number_in(metrics, METRICS_REFUSED), put_out = number_in(metrics, METRICS_PUT_OUT);
    if (refused + put_out > 0)
        findings_add(findings, FINDING_NO_PLACE, refused, put_out);
}

void doctor_judge_served(struct findings *findings, const struct roster *roster, struct bytes metrics, uint64_t now_min)
{
    uint64_t age_min = number_in(metrics, METRICS_SNAPSHOT_AGE) / SECONDS_PER_MINUTE;
    bool is_clock_behind = now_min < roster->snapshot_issued_min; /* that is told; ages say nothing then */
    if (!is_clock_behind && now_min < roster->snapshot_issued_min + age_min)
        findings_add(findings, FINDING_SNAPSHOT_UNSERVED, 0, 0);
}

/* ---- the rows --------------------------------------------------------------------------------------------------------- */

struct judging {
    const struct config *config;
    const struct roster *roster; /* NULL: not known */
    uint64_t now_min;
    uint64_t doorless;
    uint64_t stateless;
    uint64_t holderless;
    uint64_t mailless; /* envelopes in mailboxes of nobody */
    uint64_t unreadable;
    uint64_t case_place; /* whose intakes are being looked at; 0: none's */
    bool is_readable;    /* by one at least */
};

static void judge_cases(void *context, uint8_t door, uint8_t state, uint64_t count)
{
    struct judging *judging = context;
    if (state < CASE_WAITING || state > CASE_ENDED || state == CASE_BURNT)
        judging->stateless += count;
    else if (state == CASE_WAITING && !config_has_door(judging->config, door))
        judging->doorless += count;
}

static void judge_holder(void *context, const uint8_t principal[HASH_SIZE], uint64_t count)
{
    struct judging *judging = context;
    if (judging->roster != NULL && roster_find(judging->roster, principal, judging->now_min) == NULL)
        judging->holderless += count;
}

/* A colleague who has left keeps a mailbox until what is in it runs out, of which its senders are told. */
static void judge_mailbox(void *context, const uint8_t principal[HASH_SIZE], uint64_t count)
{
    struct judging *judging = context;
    if (judging->roster != NULL && roster_known(judging->roster, principal) == NULL)
        judging->mailless += count;
}

static void end_case(struct judging *judging)
{
    judging->unreadable += judging->case_place != 0 && !judging->is_readable;
}

/* An intake lies in the mailbox of who may read it until the case is claimed. */
static void judge_intake(void *context, uint64_t place, uint8_t door, const uint8_t principal[HASH_SIZE])
{
    struct judging *judging = context;
    const struct roster_entry *entry = roster_find(judging->roster, principal, judging->now_min);
    if (place != judging->case_place) {
        end_case(judging);
        judging->case_place = place;
        judging->is_readable = false;
    }
    judging->is_readable |= entry != NULL && roster_takes_intake(entry, door);
}

static enum outcome judge_intakes(struct judging *judging, struct inspection *inspection)
{
    if (judging->roster == NULL)
        return OK;
    TRY(inspection_intakes(inspection, judge_intake, judging));
    end_case(judging);
    return OK;
}

/* `claim_hours` 0: nobody is told of who waits. */
static enum outcome count_waiting(struct inspection *inspection, const struct judging *judging, uint64_t *count)
{
    uint64_t patience_min = (uint64_t)judging->config->claim_hours * MINUTES_PER_HOUR;
    *count = 0;
    if (patience_min == 0 || judging->now_min < patience_min)
        return OK;
    return inspection_waiting(inspection, judging->now_min - patience_min, count);
}

enum outcome doctor_judge_rows(struct findings *findings, struct inspection *inspection, const struct config *config,
                               const struct roster *roster, uint64_t now_min)
{
    struct judging judging = {.config = config, .roster = roster, .now_min = now_min};
    struct inspection_totals totals = {0};
    uint64_t waiting;
    TRY(inspection_cases(inspection, judge_cases, &judging));
    TRY(inspection_holders(inspection, judge_holder, &judging));
    TRY(inspection_staff_mailboxes(inspection, judge_mailbox, &judging));
    TRY(judge_intakes(&judging, inspection));
    TRY(count_waiting(inspection, &judging, &waiting));
    TRY(inspection_count(inspection, &totals));
    findings_add_count(findings, FINDING_CASES_DOORLESS, judging.doorless);
    findings_add_count(findings, FINDING_CASES_UNREADABLE, judging.unreadable);
    findings_add_count(findings, FINDING_CASES_WAIT_LONG, waiting);
    findings_add_count(findings, FINDING_CASES_STATELESS, judging.stateless);
    findings_add_count(findings, FINDING_CASES_HOLDERLESS, judging.holderless);
    findings_add_count(findings, FINDING_CASES_ROOMLESS, totals.roomless);
    findings_add_count(findings, FINDING_ENVELOPES_LOST, totals.envelopes_lost + judging.mailless);
    findings_add_count(findings, FINDING_SALTS_LOST, totals.salts_lost);
    findings_add_count(findings, FINDING_ROWS_LOST, totals.rows_lost);
    return OK;
}

static void judge_opened(struct findings *findings, struct inspection *inspection, const struct config *config,
                         const struct roster *roster, uint64_t now_min)
{
    if (inspection_check(inspection) != OK) {
        findings_add(findings, FINDING_DATABASE_DAMAGED, 0, 0); /* what its rows say is worth nothing then */
        return;
    }
    enum outcome outcome = inspection_begin(inspection);
    if (outcome == OK)
        outcome = doctor_judge_rows(findings, inspection, config, roster, now_min);
    inspection_end(inspection);
    if (outcome != OK)
        findings_add(findings, FINDING_DATABASE_UNREADABLE, 0, 0);
}

void doctor_judge_store(struct findings *findings, const struct config *config, const struct roster *roster,
                        uint64_t now_min)
{
    struct inspection *inspection;
    uint32_t schema;
    switch (inspection_open(&inspection, config->data, &schema)) {
    case OK:
        judge_opened(findings, inspection, config, roster, now_min);
        inspection_close(inspection);
        break;
    case GONE: /* it was never started: nothing can be wrong */
        break;
    case REFUSED:
        if (schema == 0)
            findings_add(findings, FINDING_DATABASE_FOREIGN, 0, 0);
        else
            findings_add(findings, FINDING_DATABASE_SCHEMA, schema, inspection_schema());
        break;
    case MALFORMED:
        findings_add(findings, FINDING_DATABASE_DAMAGED, 0, 0);
        break;
    default:
        findings_add(findings, FINDING_DATABASE_UNREADABLE, 0, 0);
        break;
    }
}
