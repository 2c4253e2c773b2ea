#include "plot_slots.h"

#include <stdlib.h>

enum { BOOKERS_MAX = 3, NEW_OF_TEN = 5, HOURS_BASE = 2000000, HOURS_QUARTERS = 320, LENGTH_MAX = 8 };

struct slot_book {
    uint32_t numbers[CREW_STAFF][SLOTS_PER_PERSON_MAX]; /* of slots that somebody has asked for */
    uint32_t count[CREW_STAFF];
    uint32_t pending[CREW_STAFF];
    uint32_t open; /* bookings under way */
};

bool slots_open(struct stage *stage)
{
    stage->slots = calloc(1, sizeof *stage->slots);
    return stage->slots != NULL;
}

bool slots_are_over(const struct stage *stage)
{
    return stage->slot_asked >= stage->slot_target && stage->slots->open == 0;
}

/* A new slot, or a change of one that there may be. */
static void want(struct stage *stage, uint32_t person, struct errand *errand)
{
    static const uint8_t changes[] = {SLOT_OFFERED, SLOT_ACCEPTED, SLOT_ACCEPTED, SLOT_CALLED_OFF};
    struct slot_book *book = stage->slots;
    struct world *world = stage->world;
    uint32_t *count = &book->count[person];
    bool is_new = *count < SLOTS_PER_PERSON_MAX && (*count == 0 || world_random(world, 10) < NEW_OF_TEN);
    errand->kind = ERRAND_BOOK;
    errand->subject = person;
    errand->start = HOURS_BASE + world_random(world, HOURS_QUARTERS);
    errand->quarters = 1 + world_random(world, LENGTH_MAX);
    errand->state = is_new ? SLOT_OFFERED : changes[world_random(world, sizeof changes)];
    errand->slot = is_new ? world->next_slot++ : book->numbers[person][world_random(world, *count)];
    if (is_new)
        book->numbers[person][(*count)++] = errand->slot;
}

void slots_look(struct stage *stage)
{
    struct slot_book *book = stage->slots;
    uint32_t count = 0, person = world_random(stage->world, CREW_STAFF);
    struct client *bookers[BOOKERS_MAX];
    if (stage->slot_asked >= stage->slot_target || book->pending[person] > 0)
        return;
    for (uint32_t i = 0; i < stage->staff_count && count < BOOKERS_MAX; i++) {
        struct client *client = &stage->clients[i];
        bool may_book =
            client->person == person || (crew_is_supervisor(client->person) && world_random(stage->world, 6) == 0);
        if (may_book && client_is_idle(client))
            bookers[count++] = client;
    }
    if (count < 2)
        return;
    for (uint32_t i = 0; i < count; i++) {
        struct errand errand = {0};
        want(stage, person, &errand);
        book->pending[person]++;
        book->open++;
        stage->slot_asked++;
        client_send_on(bookers[i], &errand);
    }
}

void slots_finished(struct stage *stage, const struct errand *errand)
{
    stage->slots->pending[errand->subject]--;
    stage->slots->open--;
}
