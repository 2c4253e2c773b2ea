#include "scenario.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "meter.h"

static const double SETTLE_SECONDS = 60, DRY_SECONDS = 15, CALM_SECONDS = 2, IDLE_SECONDS = 4;

/* ---- one level -------------------------------------------------------------------------------------------- */

struct window {
    struct reading before, after;
    uint64_t done;
};

static double share(uint64_t part_ns, const struct window *window)
{
    return (double)part_ns / (double)(window->after.at_ns - window->before.at_ns);
}

static void report(struct load *load, const struct window *window, const char *name, double value)
{
    uint64_t span_ns = window->after.at_ns - window->before.at_ns;
    uint64_t server_ns = window->after.server_ns - window->before.server_ns;
    uint64_t own_ns = window->after.own_ns - window->before.own_ns;
    uint64_t all_ns = window->after.all_ns - window->before.all_ns;
    uint64_t others_ns = all_ns > server_ns + own_ns ? all_ns - server_ns - own_ns : 0;
    struct ledger *ledger = &load->ledger;
    (void)printf("{\"what\":\"%s\",\"at\":%g,\"done\":%lu,\"per_s\":%.1f,\"cpu_us\":%.2f,\"p50_us\":%u,\"p99_us\":%u,"
                 "\"server_share\":%.3f,\"generator_share\":%.3f,\"others_share\":%.3f}\n",
                 name, value, (unsigned long)window->done, (double)window->done * 1e9 / (double)span_ns,
                 window->done > 0 ? (double)server_ns / 1e3 / (double)window->done : 0,
                 meter_quantile(ledger->times_us, ledger->time_count, 0.5),
                 meter_quantile(ledger->times_us, ledger->time_count, 0.99), share(server_ns, window),
                 share(own_ns, window), share(others_ns, window));
    (void)fflush(stdout);
}

static void begin_window(struct load *load, const struct scenario *scenario, struct window *window)
{
    load->ledger.is_timing = true;
    load->ledger.time_count = 0;
    window->before = meter_read(scenario->server);
    window->done = load->ledger.done;
}

static void end_window(struct load *load, const struct scenario *scenario, struct window *window)
{
    window->after = meter_read(scenario->server);
    window->done = load->ledger.done - window->done;
    load->ledger.is_timing = false;
}

/* Closed loop: `count` conversations, in each of which the next message follows the one before. */
static bool talk_level(struct load *load, const struct scenario *scenario, uint32_t count)
{
    struct window window;
    load->is_feeding = true;
    for (uint32_t i = 0; i < count; i++)
        load_fire(load, i, meter_now_ns());
    load_run_for(load, scenario->warm_s);
    begin_window(load, scenario, &window);
    load_run_for(load, scenario->measured_s);
    end_window(load, scenario, &window);
    load->is_feeding = false;
    report(load, &window, "senders", count);
    return load_run_dry(load, DRY_SECONDS);
}

/* ---- by the clock ------------------------------------------------------------------------------------------ */

struct pace {
    uint64_t chance; /* xorshift state: the same arrivals in every run */
    uint64_t due_ns;
    uint64_t apart_ns; /* on average */
    uint32_t next;
};

static void advance(struct pace *pace)
{
    pace->chance ^= pace->chance << 13;
    pace->chance ^= pace->chance >> 7;
    pace->chance ^= pace->chance << 17;
    double uniform = ((double)(pace->chance >> 11) + 1) / 9007199254740993.0;
    pace->due_ns += (uint64_t)(-log(uniform) * (double)pace->apart_ns);
}

static void pace_until(struct load *load, struct pace *pace, uint64_t until_ns)
{
    uint64_t now;
    while ((now = meter_now_ns()) < until_ns) {
        for (; pace->due_ns <= now; advance(pace))
            load_fire(load, pace->next++ % load->visitor_count, pace->due_ns);
        now = meter_now_ns();
        loop_run(&load->loop, pace->due_ns <= now ? 0 : pace->due_ns - now);
    }
}

/* Open loop: messages start at random times of a given rate; a message's time counts from when it was due. */
static bool talk_rate(struct load *load, const struct scenario *scenario)
{
    struct window window;
    uint64_t start = meter_now_ns(), warm_ns = (uint64_t)(scenario->warm_s * 1e9);
    struct pace pace = {
        .chance = UINT64_C(88172645463325252), .due_ns = start, .apart_ns = (uint64_t)(1e9 / scenario->rate)};
    pace_until(load, &pace, start + warm_ns);
    begin_window(load, scenario, &window);
    pace_until(load, &pace, start + warm_ns + (uint64_t)(scenario->measured_s * 1e9));
    end_window(load, scenario, &window);
    report(load, &window, "rate", scenario->rate);
    return load_run_dry(load, DRY_SECONDS);
}

/* ---- the whole talk ----------------------------------------------------------------------------------------- */

static bool connect_all(struct load *load, const struct scenario *scenario)
{
    return load_connect(load, load->visitor_count, load->staff_count, scenario->opening_max) &&
           load_connect(load, 0, load->visitor_count, scenario->opening_max);
}

/* What was acknowledged by its recipient is gone: it does not come again. */
static bool come_back(struct load *load, const struct scenario *scenario)
{
    load_run_for(load, 1);
    load_disconnect(load);
    load_run_for(load, 1);
    bool is_back = connect_all(load, scenario);
    load_run_for(load, 1);
    return is_back;
}

static bool sum_up(struct load *load, bool is_dry)
{
    const struct ledger *ledger = &load->ledger;
    uint64_t lost = ledger_lost(ledger);
    (void)printf("{\"what\":\"total\",\"sent\":%lu,\"acknowledged\":%lu,\"arrived\":%lu,\"lost\":%lu,\"twice\":%lu,"
                 "\"unknown\":%lu,\"refused\":%lu,\"unanswered\":%lu,\"ended\":%lu}\n",
                 (unsigned long)ledger->sent, (unsigned long)ledger->acknowledged, (unsigned long)ledger->arrived,
                 (unsigned long)lost, (unsigned long)ledger->twice, (unsigned long)ledger->unknown,
                 (unsigned long)load->refusals, (unsigned long)ledger_in_flight(ledger), (unsigned long)load->ended);
    (void)fflush(stdout);
    return is_dry && lost == 0 && ledger->twice == 0 && ledger->unknown == 0 && load->refusals == 0 &&
           load->ended == 0 && ledger->sent > 0;
}

bool scenario_prepare(struct load *load, const struct scenario *scenario)
{
    if (!connect_all(load, scenario))
        return false;
    load->adapter->settle(load);
    if (!load_run_settled(load, SETTLE_SECONDS)) {
        (void)fprintf(stderr, "udvej-load: %u cases could not be claimed\n", load->pending);
        return false;
    }
    return true;
}

bool scenario_talk(struct load *load, const struct scenario *scenario)
{
    if (!scenario_prepare(load, scenario))
        return false;
    load_run_for(load, CALM_SECONDS / 4);
    bool is_dry = true;
    for (size_t i = 0; i < scenario->level_count && is_dry; i++)
        is_dry = talk_level(load, scenario, scenario->levels[i]);
    if (scenario->rate > 0 && is_dry)
        is_dry = talk_rate(load, scenario);
    if (scenario->is_checking && is_dry)
        is_dry = come_back(load, scenario);
    return sum_up(load, is_dry);
}

/* ---- people who only stay ------------------------------------------------------------------------------------ */

/* Every visitor comes and goes, few at a time. */
static bool visit_all(struct load *load, const struct scenario *scenario)
{
    for (uint32_t first = 0; first < load->visitor_count; first += scenario->opening_max) {
        uint32_t left = load->visitor_count - first;
        uint32_t count = left < scenario->opening_max ? left : scenario->opening_max;
        if (!load_connect(load, first, count, count))
            return false;
        for (uint32_t i = first; i < first + count; i++) {
            link_close(&load->loop, &load->parties[i].link);
            load->parties[i].state = PARTY_AWAY;
            load->ready--;
        }
    }
    load_run_for(load, 1);
    return true;
}

bool scenario_open(struct load *load, const struct scenario *scenario)
{
    uint64_t before = meter_now_ns();
    if (!load_connect(load, load->visitor_count, load->staff_count, scenario->opening_max) ||
        !visit_all(load, scenario))
        return false;
    (void)printf("{\"what\":\"open\",\"mailboxes\":%u,\"seconds\":%.2f}\n", load->visitor_count,
                 (double)(meter_now_ns() - before) / 1e9);
    return true;
}

bool scenario_idle(struct load *load, const struct scenario *scenario)
{
    struct window window;
    uint64_t before_kb = meter_memory_kb(scenario->server), heap_before_kb = meter_heap_kb(scenario->server);
    struct reading before = meter_read(scenario->server);
    bool is_connected = load_connect(load, 0, load->visitor_count, scenario->opening_max);
    struct reading after = meter_read(scenario->server);
    load_run_for(load, CALM_SECONDS);
    uint64_t after_kb = meter_memory_kb(scenario->server), heap_after_kb = meter_heap_kb(scenario->server);
    begin_window(load, scenario, &window);
    load_run_for(load, IDLE_SECONDS);
    end_window(load, scenario, &window);
    (void)printf("{\"what\":\"idle\",\"connections\":%u,\"alive\":%u,\"seconds\":%.2f,\"login_cpu_us\":%.1f,"
                 "\"before_kb\":%lu,\"after_kb\":%lu,\"kb_per_connection\":%.3f,\"heap_kb_per_connection\":%.3f,"
                 "\"server_share\":%.4f}\n",
                 load->visitor_count, load->ready, (double)(after.at_ns - before.at_ns) / 1e9,
                 (double)(after.server_ns - before.server_ns) / 1e3 / load->visitor_count, (unsigned long)before_kb,
                 (unsigned long)after_kb, ((double)after_kb - (double)before_kb) / load->visitor_count,
                 ((double)heap_after_kb - (double)heap_before_kb) / load->visitor_count,
                 share(window.after.server_ns - window.before.server_ns, &window));
    (void)fflush(stdout);
    return is_connected && load->ready == load->visitor_count;
}
