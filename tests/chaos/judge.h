/* Holds a history against what is left when all is over: no double owner, no double booking, nothing acknowledged lost, nothing in no
 * list, no number given twice. Each violation is a sentence that names the case.
 * Owns: nothing. Uses: history. Used by: main, test_judge. */
#ifndef UDVEJ_TESTS_CHAOS_JUDGE_H
#define UDVEJ_TESTS_CHAOS_JUDGE_H

#include "history.h"

enum { JUDGE_SENTENCES_MAX = 40 }; /* that are said; all are counted */

/* What was looked at, so that nobody is content with a history in which nothing happened. */
struct verdict {
    uint64_t violations;
    uint64_t cases, burnt, contested, moves, refused_moves, letters, rewraps, deliveries, acknowledged, bookings,
        refused_bookings;
    uint64_t waiting, held, escalated, closed; /* in which list the cases ended */
};

/* Says each violation on `out`, a line each. */
void judge(const struct history *history, FILE *out, struct verdict *verdict);

#endif
