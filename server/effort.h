/* How much work is asked of somebody who opens a case: nothing when calm, more by steps while more cases are opened than the programme calls
 * calm, less again after five quiet minutes. A pure function of what was told and the time; it knows nobody's address or key.
 * Each node of several measures for itself.
 * Owns: nothing. Uses: limits. Used by: admit. Source: PROTOCOL.md, rule 17. */
#ifndef UDVEJ_SERVER_EFFORT_H
#define UDVEJ_SERVER_EFFORT_H

#include <stdbool.h>
#include <stdint.h>

enum {
    EFFORT_LEVEL_MAX = 7,
    EFFORT_OPENS_CALM = 3,          /* the default of `opens_calm_per_minute` */
    EFFORT_FALL_MS = 5 * 60 * 1000, /* quiet for so long: one level less */
};

struct effort_settings {
    uint32_t opens_calm; /* cases opened in a minute that are no reason to ask for anything, 1 or more */
    uint8_t level_min;   /* asked for also when calm */
    uint8_t level_max;   /* and never more than this; at most EFFORT_LEVEL_MAX */
};

struct effort {
    struct effort_settings settings;
    uint8_t level;
    uint32_t under_way;     /* openings that are not decided yet */
    uint64_t fill;          /* a bucket: each case adds, `opens_calm` a minute run out */
    uint64_t looked_ms;     /* when it was looked at */
    uint64_t quiet_from_ms; /* since when it is less than half full */
};

/* A level as bits of the two stages. Level 0: none. */
struct effort_bits {
    uint8_t d1;
    uint8_t d2;
};

void effort_open(struct effort *effort, const struct effort_settings *settings, uint64_t now_ms);
/* Time passes: the bucket runs out, the level may fall. Call it every few seconds. */
void effort_look(struct effort *effort, uint64_t now_ms);
/* An opening goes to the store, and has come back. */
void effort_begun(struct effort *effort);
void effort_ended(struct effort *effort);
/* `count` cases were opened. At most one level for each half of what is calm. */
void effort_opened(struct effort *effort, uint64_t count, uint64_t now_ms);

/* What is asked of the next one; those under way count as if they had opened already. */
uint8_t effort_level(const struct effort *effort);
struct effort_bits effort_bits(uint8_t level);
/* Is that enough at `level`? The level before is as good: who was asked while it rose is not sent back. Nothing is never enough where
 * something is asked. */
bool effort_suffices(uint8_t level, struct effort_bits solved);

#endif
