/* The calendar's part of the plot: one colleague's hours, wanted by several connections at once.
 * Owns: which slots there may be. Uses: client. Used by: plot. */
#ifndef UDVEJ_TESTS_CHAOS_PLOT_SLOTS_H
#define UDVEJ_TESTS_CHAOS_PLOT_SLOTS_H

#include "plot.h"

bool slots_open(struct stage *stage);
void slots_look(struct stage *stage);
void slots_finished(struct stage *stage, const struct errand *errand);
bool slots_are_over(const struct stage *stage);

#endif
