#include "effort.h"

#include "limits.h"

enum { OPENED = 60 * 1000 }; /* what one case adds: then `opens_calm` run out of the bucket in a millisecond */

/* Each level doubles what a phone has to do, roughly. The first ones are bearable without WebAssembly, where a try of stage 2 takes seconds. */
static const struct effort_bits levels[EFFORT_LEVEL_MAX + 1] = {
    {0, 0}, {14, 0}, {14, 1}, {15, 2}, {16, 3}, {17, 4}, {18, 5}, {20, 7},
};

static uint64_t full(const struct effort *effort)
{
    return (uint64_t)effort->settings.opens_calm * OPENED;
}

void effort_open(struct effort *effort, const struct effort_settings *settings, uint64_t now_ms)
{
    *effort = (struct effort){
        .settings = *settings, .level = settings->level_min, .looked_ms = now_ms, .quiet_from_ms = now_ms};
}

void effort_look(struct effort *effort, uint64_t now_ms)
{
    uint64_t run_out = (now_ms - effort->looked_ms) * effort->settings.opens_calm;
    effort->fill -= run_out < effort->fill ? run_out : effort->fill;
    effort->looked_ms = now_ms;
    if (effort->fill > full(effort) / 2) {
        effort->quiet_from_ms = now_ms;
    } else if (now_ms - effort->quiet_from_ms >= EFFORT_FALL_MS) {
        effort->quiet_from_ms = now_ms;
        if (effort->level > effort->settings.level_min)
            effort->level--;
    }
}

void effort_begun(struct effort *effort)
{
    effort->under_way++;
}

void effort_ended(struct effort *effort)
{
    effort->under_way -= effort->under_way > 0;
}

void effort_opened(struct effort *effort, uint64_t count, uint64_t now_ms)
{
    effort_look(effort, now_ms);
    for (; count > 0; count--) {
        effort->fill += OPENED;
        if (effort->fill <= full(effort))
            continue;
        /* Half of it is measured anew, under what is asked now: one burst does not lead to the top by itself. */
        effort->fill = full(effort) / 2;
        effort->quiet_from_ms = now_ms;
        if (effort->level < effort->settings.level_max)
            effort->level++;
    }
}

uint8_t effort_level(const struct effort *effort)
{
    bool is_rising = effort->fill + (uint64_t)effort->under_way * OPENED >= full(effort) && effort->under_way > 0;
    return (uint8_t)(effort->level + (is_rising && effort->level < effort->settings.level_max));
}

struct effort_bits effort_bits(uint8_t level)
{
    return levels[level <= EFFORT_LEVEL_MAX ? level : EFFORT_LEVEL_MAX];
}

bool effort_suffices(uint8_t level, struct effort_bits solved)
{
    struct effort_bits least = effort_bits(level > 1 ? level - 1 : level);
    return solved.d1 >= least.d1 && solved.d2 >= least.d2;
}
