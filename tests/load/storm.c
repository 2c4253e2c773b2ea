#include <signal.h>
#include <stdio.h>

#include "meter.h"
#include "scenario.h"

enum { HOARD_STEP = 512 }; /* envelopes under way at a time */

static const double STEP_SECONDS = 30, STORM_SECONDS = 60;

static bool run_until_acknowledged(struct load *load, uint64_t wanted)
{
    uint64_t until = meter_now_ns() + (uint64_t)(STEP_SECONDS * 1e9);
    while (load->ledger.acknowledged < wanted && load->refusals == 0 && meter_now_ns() < until)
        load_run_for(load, 0.001);
    return load->ledger.acknowledged >= wanted;
}

bool scenario_hoard(struct load *load, const struct scenario *scenario)
{
    bool is_kept = scenario_prepare(load, scenario);
    for (uint32_t i = 0; i < load->visitor_count && is_kept; i++) {
        load->conversations[i].is_staffs_turn = true;
        load_fire(load, i, meter_now_ns());
        if ((i + 1) % HOARD_STEP == 0 || i + 1 == load->visitor_count)
            is_kept = run_until_acknowledged(load, i + 1);
    }
    (void)printf("{\"what\":\"hoard\",\"connected\":%u,\"acknowledged\":%lu}\n", load->ready,
                 (unsigned long)load->ledger.acknowledged);
    if (!is_kept || load->ended > 0 || load->refusals > 0) {
        (void)fprintf(stderr, "udvej-load: %lu of %u envelopes wait\n", (unsigned long)load->ledger.acknowledged,
                      load->visitor_count);
        return false;
    }
    return scenario->server != 0 && kill(scenario->server, SIGKILL) == 0; /* with all of them connected */
}

/* What the first process was told is kept: the same numbers in the same order. */
static void book_what_waits(struct load *load)
{
    for (uint32_t i = 0; i < load->visitor_count; i++)
        load_acknowledged(load, ledger_send(&load->ledger, i, meter_now_ns()));
}

static void report(const struct load *load, const struct reading *before, const struct reading *after, double come_s)
{
    double span_ns = (double)(after->at_ns - before->at_ns);
    double server_ns = (double)(after->server_ns - before->server_ns);
    double own_ns = (double)(after->own_ns - before->own_ns);
    double all_ns = (double)(after->all_ns - before->all_ns);
    double others_ns = all_ns > server_ns + own_ns ? all_ns - server_ns - own_ns : 0;
    (void)printf("{\"what\":\"storm\",\"at\":%u,\"drained\":%lu,\"twice\":%lu,\"ended\":%lu,\"seconds\":%.4f,"
                 "\"come_seconds\":%.4f,\"client_cpu_us\":%.1f,\"own_cpu_us\":%.1f,\"server_share\":%.3f,"
                 "\"generator_share\":%.3f,\"others_share\":%.3f}\n",
                 load->visitor_count, (unsigned long)load->ledger.done, (unsigned long)load->ledger.twice,
                 (unsigned long)load->ended, span_ns / 1e9, come_s, server_ns / 1e3 / load->visitor_count,
                 own_ns / 1e3 / load->visitor_count, server_ns / span_ns, own_ns / span_ns, others_ns / span_ns);
    (void)fflush(stdout);
}

bool scenario_storm(struct load *load, const struct scenario *scenario)
{
    book_what_waits(load);
    struct reading before = meter_read(scenario->server);
    bool is_drained = load_connect(load, 0, load->visitor_count, scenario->opening_max);
    double come_s = (double)(meter_now_ns() - before.at_ns) / 1e9;
    is_drained = is_drained && load_run_dry(load, STORM_SECONDS);
    struct reading after = meter_read(scenario->server);
    report(load, &before, &after, come_s);
    /* What was acknowledged does not come again. */
    load_run_for(load, 1);
    load_disconnect(load);
    load_run_for(load, 1);
    bool is_back = is_drained && load_connect(load, 0, load->visitor_count, scenario->opening_max);
    load_run_for(load, 1);
    return is_back && load->ledger.twice == 0 && load->ledger.unknown == 0 && load->refusals == 0 && load->ended == 0;
}
