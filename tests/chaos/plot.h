/* What happens to each case: it is opened, several colleagues claim it at once, then scenes follow in which colleagues, supervisors and the visitor
 * act, alone or against each other, until it is left as it is. And the calendar: devices of one colleague, and a supervisor, who book the same hours.
 * Owns: the plots. Uses: client, world. Used by: main. */
#ifndef UDVEJ_TESTS_CHAOS_PLOT_H
#define UDVEJ_TESTS_CHAOS_PLOT_H

#include "client.h"

enum {
    PLOT_SECOND_DEVICES = 18,
    PLOT_STAFF = CREW_STAFF + PLOT_SECOND_DEVICES, /* connections of staff */
    PLOTS_OPEN_MAX = 400,                          /* under way at the same time */
    PLOT_SCENES_MAX = 3,                           /* of one case */
    SLOTS_PER_PERSON_MAX = 48,
};

struct plot;
struct slot_book;

struct stage {
    struct world *world;
    struct client *clients;
    uint32_t client_count, staff_count; /* staff first; of those everybody once, then second devices */
    struct plot *plots;                 /* of all cases */
    uint32_t *open;                     /* cases that are under way */
    uint32_t open_count;
    uint32_t next_case;
    uint32_t over; /* cases whose plot has ended */
    struct slot_book *slots;
    uint32_t slot_target, slot_asked;
};

/* `clients` and counts are filled in. False: no memory. */
bool plot_open(struct stage *stage);
void plot_close(struct stage *stage);

/* Whose connection that is. */
uint32_t plot_person(uint32_t staff_client);

/* Call often: gives errands to who is idle. */
void plot_look(struct stage *stage);

/* An errand is over. */
void plot_finished(struct stage *stage, const struct errand *errand);

bool plot_is_over(const struct stage *stage);

#endif
