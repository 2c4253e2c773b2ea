#include "plot.h"

#include <stdlib.h>
#include <string.h>

#include "plot_slots.h"

enum { ROUNDS_MAX = 3, PARTS_MAX = 3, CLAIMANTS_MAX = 4, CLAIMS_AGAIN_MAX = 4, SECOND_EVERY = 5 };

/* Who acts in a scene. */
enum player { NO_PLAYER, HOLDER, HEIR, SUPERVISOR, OTHER_SUPERVISOR, VISITOR_SELF };

/* One errand of a round. `about`: the subject; NO_PLAYER: the player. */
struct part {
    uint8_t player, errand, type, state, about;
};

/* The parts of a round begin together, the next round when all of them are over. */
struct scene {
    const char *name;
    uint8_t weight;
    struct part rounds[ROUNDS_MAX][PARTS_MAX];
};

#define SAYS                                                                                                           \
    {                                                                                                                  \
        HOLDER, ERRAND_SAY, 0, 0, 0                                                                                    \
    }
#define WRITES                                                                                                         \
    {                                                                                                                  \
        VISITOR_SELF, ERRAND_WRITE, 0, 0, 0                                                                            \
    }
#define STAYS                                                                                                          \
    {                                                                                                                  \
        VISITOR_SELF, ERRAND_STAY, 0, 0, 0                                                                             \
    }
#define LEAVES(player)                                                                                                 \
    {                                                                                                                  \
        player, ERRAND_MOVE, ROOM_REMOVE, 0, 0                                                                         \
    }
#define OFFERS                                                                                                         \
    {                                                                                                                  \
        HOLDER, ERRAND_PROPOSE, ROOM_HANDOVER, 0, HEIR                                                                 \
    }
#define ACCEPTS                                                                                                        \
    {                                                                                                                  \
        HEIR, ERRAND_COSIGN, ROOM_HANDOVER, 0, 0                                                                       \
    }
#define SETS(player, state)                                                                                            \
    {                                                                                                                  \
        player, ERRAND_SET, 0, state, 0                                                                                \
    }

static const struct scene scenes[] = {
    {"talk", 5, {{WRITES, SAYS}, {STAYS}, {SAYS}}},
    {"handover", 4, {{OFFERS}, {ACCEPTS, SAYS}, {LEAVES(HOLDER), WRITES}}},
    {"handover refused", 1, {{OFFERS}, {{HEIR, ERRAND_DECLINE, ROOM_HANDOVER, 0, 0}}, {SAYS}}},
    {"handover taken back while it is accepted",
     2,
     {{OFFERS}, {{HOLDER, ERRAND_DECLINE, ROOM_HANDOVER, 0, 0}, ACCEPTS}}},
    {"heir and holder leave together", 1, {{OFFERS}, {ACCEPTS}, {LEAVES(HEIR), LEAVES(HOLDER)}}},
    {"takeover while the holder leaves",
     2,
     {{{SUPERVISOR, ERRAND_PROPOSE, ROOM_TAKEOVER, 0, HEIR}},
      {{OTHER_SUPERVISOR, ERRAND_COSIGN, ROOM_TAKEOVER, 0, 0}, LEAVES(HOLDER), WRITES}}},
    {"takeover",
     2,
     {{{SUPERVISOR, ERRAND_PROPOSE, ROOM_TAKEOVER, 0, HEIR}},
      {{OTHER_SUPERVISOR, ERRAND_COSIGN, ROOM_TAKEOVER, 0, 0}}}},
    {"back to the queue", 3, {{LEAVES(HOLDER)}}},
    {"taken away", 1, {{{SUPERVISOR, ERRAND_MOVE, ROOM_REMOVE, 0, HOLDER}, OFFERS}}},
    {"escalated and settled", 2, {{SETS(HOLDER, CASE_ESCALATED)}, {SETS(SUPERVISOR, CASE_CLAIMED), SAYS}}},
    {"escalated", 1, {{SETS(HOLDER, CASE_ESCALATED)}}},
    {"rests", 2, {{SETS(HOLDER, CASE_RESTING)}, {WRITES, SETS(HOLDER, CASE_CLAIMED)}, {SETS(HOLDER, CASE_RESTING)}}},
    {"closed while the visitor writes", 2, {{{HOLDER, ERRAND_MOVE, ROOM_CLOSE, 0, 0}, WRITES}}},
    {"closed and reopened",
     1,
     {{{HOLDER, ERRAND_MOVE, ROOM_CLOSE, 0, 0}},
      {{VISITOR_SELF, ERRAND_ASK_REOPEN, 0, 0, 0}},
      {{SUPERVISOR, ERRAND_MOVE, ROOM_REOPEN, 0, 0}, {HOLDER, ERRAND_MOVE, ROOM_REOPEN, 0, 0}}}},
    {"burnt while the holder writes", 1, {{{VISITOR_SELF, ERRAND_BURN, 0, 0, 0}, SAYS}}},
};

enum { SCENES = sizeof scenes / sizeof *scenes };

enum plot_state { PLOT_OPENING, PLOT_WAITS, PLOT_CHOOSES, PLOT_PLAYS, PLOT_OVER };

struct plot {
    uint8_t state; /* enum plot_state */
    uint8_t pending;
    uint8_t scenes_left, claims_left;
    uint8_t scene, round;
    bool is_burning;
    uint32_t intake_to[2];
    uint32_t holder, heir, supervisor, other_supervisor;
};

bool plot_open(struct stage *stage)
{
    stage->plots = calloc(stage->world->case_count, sizeof *stage->plots);
    stage->open = calloc(PLOTS_OPEN_MAX, sizeof *stage->open);
    return stage->plots != NULL && stage->open != NULL && slots_open(stage);
}

void plot_close(struct stage *stage)
{
    free(stage->plots);
    free(stage->open);
    free(stage->slots);
}

bool plot_is_over(const struct stage *stage)
{
    return stage->over == stage->world->case_count && slots_are_over(stage);
}

uint32_t plot_person(uint32_t staff_client)
{
    return staff_client < CREW_STAFF ? staff_client : CREW_SUPERVISORS + (staff_client - CREW_STAFF) * SECOND_EVERY;
}

/* The second connection of that person; NULL: there is one only. */
static struct client *plot_second(const struct stage *stage, uint32_t person)
{
    if (person < CREW_SUPERVISORS || (person - CREW_SUPERVISORS) % SECOND_EVERY != 0)
        return NULL;
    uint32_t at = CREW_STAFF + (person - CREW_SUPERVISORS) / SECOND_EVERY;
    return at < stage->staff_count ? &stage->clients[at] : NULL;
}

/* ---- clients --------------------------------------------------------------------------------------------------------- */

/* An idle connection of that person; NULL: none now. */
static struct client *idle_of(const struct stage *stage, uint32_t person)
{
    invariant(stage->clients != NULL);
    struct client *one = &stage->clients[person], *second = plot_second(stage, person);
    if (second != NULL && client_is_idle(second) && (!client_is_idle(one) || world_random(stage->world, 2) == 0))
        return second;
    return client_is_idle(one) ? one : NULL;
}

static struct client *idle_visitor(const struct stage *stage)
{
    for (uint32_t i = stage->staff_count; i < stage->client_count; i++)
        if (client_is_idle(&stage->clients[i]))
            return &stage->clients[i];
    return NULL;
}

static uint32_t colleague(const struct stage *stage, uint8_t door)
{
    return CREW_SUPERVISORS + (uint32_t)(door - 1) * CREW_PER_DOOR + world_random(stage->world, CREW_PER_DOOR);
}

/* ---- opening and claiming ---------------------------------------------------------------------------------------------- */

static void begin(struct stage *stage)
{
    struct client *client = idle_visitor(stage);
    uint32_t number = stage->next_case;
    if (client == NULL || stage->open_count == PLOTS_OPEN_MAX || number == stage->world->case_count)
        return;
    struct plot *plot = &stage->plots[number];
    struct errand errand = {.kind = ERRAND_OPEN, .case_number = number, .to_count = 2};
    uint8_t door = world_case(stage->world, number)->door;
    do {
        errand.to[0] = colleague(stage, door);
        errand.to[1] = colleague(stage, door);
    } while (errand.to[0] == errand.to[1]);
    *plot = (struct plot){.state = PLOT_OPENING,
                          .pending = 1,
                          .scenes_left = (uint8_t)world_random(stage->world, PLOT_SCENES_MAX + 1),
                          .claims_left = CLAIMS_AGAIN_MAX};
    memcpy(plot->intake_to, errand.to, sizeof plot->intake_to);
    stage->open[stage->open_count++] = number;
    stage->next_case++;
    client_send_on(client, &errand);
}

/* The two who can read the intake, and others of the door who are idle, all at once. */
static void contest(struct stage *stage, uint32_t number)
{
    struct plot *plot = &stage->plots[number];
    struct client *claimants[CLAIMANTS_MAX];
    uint32_t count = 0, wanted = 2 + world_random(stage->world, CLAIMANTS_MAX - 1);
    uint8_t door = world_case(stage->world, number)->door;
    for (uint32_t i = 0; i < 2; i++) {
        struct client *client = idle_of(stage, plot->intake_to[i]);
        if (client == NULL)
            return;
        claimants[count++] = client;
    }
    for (uint32_t tries = 0; count < wanted && tries < CREW_PER_DOOR; tries++) {
        struct client *client = idle_of(stage, colleague(stage, door));
        bool is_new = client != NULL;
        for (uint32_t i = 0; i < count && is_new; i++)
            is_new = claimants[i]->person != client->person;
        if (is_new)
            claimants[count++] = client;
    }
    plot->state = PLOT_CHOOSES;
    plot->pending = (uint8_t)count;
    for (uint32_t i = 0; i < count; i++)
        client_send_on(claimants[i], &(struct errand){.kind = ERRAND_MOVE,
                                                      .case_number = number,
                                                      .type = ROOM_CLAIM,
                                                      .subject = claimants[i]->person});
}

/* ---- scenes ---------------------------------------------------------------------------------------------------------- */

static uint8_t choose_scene(struct stage *stage)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < SCENES; i++)
        sum += scenes[i].weight;
    uint32_t at = world_random(stage->world, sum);
    uint8_t scene = 0;
    while (at >= scenes[scene].weight)
        at -= scenes[scene++].weight;
    return scene;
}

static void choose(struct stage *stage, uint32_t number)
{
    struct plot *plot = &stage->plots[number];
    const struct dossier *dossier = world_case(stage->world, number);
    uint16_t holder = world_person(stage->world, dossier->room.holder);
    enum room_state state = room_state(&dossier->room);
    bool is_over = plot->is_burning || plot->scenes_left == 0 || dossier->room.epoch + 8 > WORLD_EPOCHS_MAX;
    if (state == ROOM_WAITING && !plot->is_burning && plot->claims_left > 0 &&
        (dossier->room.epoch == 0 || world_random(stage->world, 4) != 0)) {
        plot->claims_left--;
        plot->state = PLOT_WAITS;
        return;
    }
    if (is_over || state != ROOM_OPEN || holder == NOBODY) {
        plot->state = PLOT_OVER;
        return;
    }
    plot->scenes_left--;
    plot->scene = choose_scene(stage);
    plot->round = 0;
    plot->holder = holder;
    do
        plot->heir = colleague(stage, (uint8_t)(1 + world_random(stage->world, CREW_DOORS)));
    while (plot->heir == plot->holder);
    plot->supervisor = world_random(stage->world, CREW_SUPERVISORS);
    plot->other_supervisor =
        (plot->supervisor + 1 + world_random(stage->world, CREW_SUPERVISORS - 1)) % CREW_SUPERVISORS;
    plot->state = PLOT_PLAYS;
}

static uint32_t person_of(const struct plot *plot, uint8_t player)
{
    const uint32_t persons[] = {[NO_PLAYER] = NOBODY,
                                [HOLDER] = plot->holder,
                                [HEIR] = plot->heir,
                                [SUPERVISOR] = plot->supervisor,
                                [OTHER_SUPERVISOR] = plot->other_supervisor,
                                [VISITOR_SELF] = NOBODY};
    return persons[player];
}

/* A round begins when all who act in it are idle. */
static void play(struct stage *stage, uint32_t number)
{
    struct plot *plot = &stage->plots[number];
    struct client *clients[PARTS_MAX];
    uint32_t count = 0;
    if (plot->round == ROUNDS_MAX || scenes[plot->scene].rounds[plot->round][0].player == NO_PLAYER) {
        plot->state = PLOT_CHOOSES;
        return;
    }
    const struct part *parts = scenes[plot->scene].rounds[plot->round];
    for (; count < PARTS_MAX && parts[count].player != NO_PLAYER; count++) {
        bool is_visitors = parts[count].player == VISITOR_SELF;
        clients[count] = is_visitors ? idle_visitor(stage) : idle_of(stage, person_of(plot, parts[count].player));
        if (clients[count] == NULL)
            return;
    }
    plot->round++;
    plot->pending = (uint8_t)count;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t about = parts[i].about == NO_PLAYER ? parts[i].player : parts[i].about;
        struct errand errand = {.kind = parts[i].errand,
                                .case_number = number,
                                .type = parts[i].type,
                                .state = parts[i].state,
                                .subject = person_of(plot, about)};
        plot->is_burning |= errand.kind == ERRAND_BURN;
        client_send_on(clients[i], &errand);
    }
}

/* ---- the rhythm ------------------------------------------------------------------------------------------------------ */

static void look_at(struct stage *stage, uint32_t number)
{
    struct plot *plot = &stage->plots[number];
    if (plot->pending > 0)
        return;
    if (plot->state == PLOT_CHOOSES)
        choose(stage, number);
    if (plot->state == PLOT_WAITS)
        contest(stage, number);
    else if (plot->state == PLOT_PLAYS)
        play(stage, number);
}

/* Now and then somebody looks at the lists, as every client does that has been away. */
static void look_around(struct stage *stage)
{
    static const uint8_t lists[] = {MESSAGE_GET_QUEUE, MESSAGE_GET_ROOMS, MESSAGE_GET_SLOTS};
    struct client *client = &stage->clients[world_random(stage->world, stage->staff_count)];
    if (world_random(stage->world, 64) == 0 && client_is_idle(client))
        client_send_on(client, &(struct errand){.kind = ERRAND_LIST, .list = lists[world_random(stage->world, 3)]});
}

void plot_look(struct stage *stage)
{
    uint32_t left = 0;
    begin(stage);
    /* From another one each time, so that nobody waits for ever. */
    uint32_t first = stage->open_count > 0 ? world_random(stage->world, stage->open_count) : 0;
    for (uint32_t i = 0; i < stage->open_count; i++)
        look_at(stage, stage->open[(first + i) % stage->open_count]);
    for (uint32_t i = 0; i < stage->open_count; i++) {
        if (stage->plots[stage->open[i]].state == PLOT_OVER)
            stage->over++;
        else
            stage->open[left++] = stage->open[i];
    }
    stage->open_count = left;
    slots_look(stage);
    look_around(stage);
}

void plot_finished(struct stage *stage, const struct errand *errand)
{
    if (errand->kind == ERRAND_BOOK)
        slots_finished(stage, errand);
    else if (errand->kind != ERRAND_LIST && errand->kind != ERRAND_REWRAP && !errand->is_final) {
        struct plot *plot = &stage->plots[errand->case_number];
        invariant(plot->pending > 0);
        plot->pending--;
        if (plot->state == PLOT_OPENING)
            plot->state = PLOT_CHOOSES;
    }
}
