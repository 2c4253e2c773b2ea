/* udvej doctor: what is wrong with a server, in sentences; it may be running meanwhile. */
#include <stdio.h>

#include "base/clock.h"
#include "base/memory.h"
#include "doctor.h"
#include "fetch.h"
#include "look.h"
#include "service_key.h"
#include "statements.h"

enum { ANSWER_S = 10 }; /* for a server that runs to say what it has seen */

/* A server that was never started has no key yet. */
static void examine_service(struct findings *findings, const struct config *config, const struct roster *roster,
                            uint64_t now_min)
{
    struct reason reason;
    uint8_t pk[SIGN_PUBLIC_SIZE];
    enum outcome outcome = service_key_look(pk, config->data, &reason);
    if (outcome == OK)
        doctor_judge_service(findings, roster, pk, now_min);
    else if (outcome != GONE) {
        say("%s", reason.text);
        findings_add(findings, FINDING_SERVICE_UNSOUND, 0, 0);
    }
}

/* What no file says. A server that does not answer may be stopped: that is no fault here, but that it is not and does not answer is one.
 * `roster` NULL: not known. */
static void ask_server(struct findings *findings, const struct config *config, const struct roster *roster)
{
    const char *control = look_control(config);
    if (control == NULL)
        return;
    struct fetch_settings settings = {.site = "http://control", .unix_socket = control, .patience_s = ANSWER_S};
    struct fetch *fetch = NULL;
    struct reason reason;
    struct bytes metrics;
    bool is_answered = fetch_open(&fetch, &settings) == OK && fetch_get(fetch, "/metrics", &metrics, &reason) == OK;
    if (is_answered)
        doctor_judge_metrics(findings, metrics);
    else if (inspection_is_in_use(config->data))
        findings_add(findings, FINDING_CONTROL_SILENT, 0, 0);
    if (is_answered && roster != NULL)
        doctor_judge_served(findings, roster, metrics, clock_wall_min(&clock_machine));
    fetch_close(fetch);
}

static void examine(struct findings *findings, const struct config *config, struct statements *statements)
{
    struct reason reason;
    struct machine machine;
    uint64_t now_min = clock_wall_min(&clock_machine);
    bool is_known = statements_look(statements, config->programme, &reason) == OK;
    if (is_known) {
        doctor_judge_roster(findings, &statements->roster, now_min);
        examine_service(findings, config, &statements->roster, now_min);
    } else {
        say("programme: %s", reason.text);
        findings_add(findings, FINDING_PROGRAMME_UNSOUND, 0, 0);
    }
    machine_look(&machine, config->data, config->programme);
    doctor_judge_machine(findings, &machine);
    const struct roster *roster = is_known ? &statements->roster : NULL;
    ask_server(findings, config, roster);
    doctor_judge_doors(findings, config, roster, now_min);
    doctor_judge_store(findings, config, roster, now_min);
}

static int run(int count, char **arguments)
{
    struct look_options options;
    struct findings findings = {0};
    if (!look_options_read(&command_doctor, count, arguments, &options))
        return EXIT_USAGE;
    struct config *config = look_config(options.config);
    if (config == NULL)
        return EXIT_CONFIG;
    struct statements *statements = memory_get(sizeof *statements);
    if (statements == NULL) {
        say("there is no memory for a programme.");
        memory_free(config);
        return EXIT_FAILED;
    }
    examine(&findings, config, statements);
    if (options.is_json)
        findings_print_json(&findings, stdout);
    else
        findings_print(&findings, stdout);
    if (findings.count == 0)
        say("nothing is wrong.");
    memory_free(statements);
    memory_free(config);
    return findings.count == 0 ? EXIT_OK : EXIT_FAILED;
}

const struct command command_doctor = {
    .name = "doctor",
    .about = "say in sentences what is wrong with a server, running or not",
    .help =
        "Says in sentences what is wrong with a server, which may be running meanwhile. Changes nothing that is\n"
        "kept.\n"
        "\n"
        "Examples:\n"
        "  udvej doctor udvejd.conf\n"
        "  udvej doctor --json udvejd.conf | python3 -m json.tool\n"
        "\n"
        "Looks at: the clock, the age of the snapshot, certificates that run out, the server's key, free space, swap,\n"
        "core dumps, the modes of files, the version and the soundness of the database, doors that never open or at\n"
        "which nobody takes intake, and whether every row leads to somebody who will see it: a case that waits to a\n"
        "door and to one who can take it, a claimed one to its room and a holder, an envelope to a mailbox. It counts\n"
        "who waits for longer than claim_hours. Numbers below five are told as <5; no id is ever told.\n"
        "Run it as the user of the server, or as root.\n"
        "\n"
        "A running server whose configuration has `control` is also asked whether a proxy passes on who asks, whether\n"
        "there was a place for everybody, and whether it has the newest snapshot; that it does not answer is a fault.\n"
        "\n"
        "Options:\n"
        "  --json  one object: {\"ok\":false,\"findings\":[{\"finding\":\"swap_on\",\"sentence\":\"...\"}]}\n"
        "\n"
        "Exit codes: 0 nothing is wrong, 1 something is, 2 wrong use, 78 configuration.\n"
        "Next: udvej status counts what there is.\n",
    .run = run,
};
