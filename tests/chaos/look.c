#include "look.h"

#include <string.h>

#include "server/store/store_sqlite.h"

enum { LISTS = 3 };

/* ---- over the wire --------------------------------------------------------------------------------------------------- */

static bool ask_lists(struct look *look)
{
    static const uint8_t lists[LISTS] = {MESSAGE_GET_QUEUE, MESSAGE_GET_ROOMS, MESSAGE_GET_SLOTS};
    while (look->next_list < CREW_STAFF * LISTS) {
        struct client *client = &look->stage->clients[look->next_list / LISTS];
        if (!client_is_idle(client))
            return false;
        client_send_on(client,
                       &(struct errand){.kind = ERRAND_LIST, .list = lists[look->next_list % LISTS], .is_final = true});
        look->next_list++;
    }
    return true;
}

static bool is_everybody_idle(const struct stage *stage)
{
    for (uint32_t i = 0; i < stage->client_count; i++)
        if (!client_is_idle(&stage->clients[i]))
            return false;
    return true;
}

bool look_around_at_end(struct look *look)
{
    struct stage *stage = look->stage;
    uint32_t case_count = stage->world->case_count;
    bool are_lists_asked = ask_lists(look);
    for (uint32_t i = 0; i < CREW_SUPERVISORS && look->next_chain < case_count && are_lists_asked; i++)
        if (client_is_idle(&stage->clients[i]))
            client_send_on(&stage->clients[i],
                           &(struct errand){.kind = ERRAND_CHAIN, .is_final = true, .case_number = look->next_chain++});
    for (uint32_t i = stage->staff_count; i < stage->client_count && look->next_visit < case_count; i++)
        if (client_is_idle(&stage->clients[i]))
            client_send_on(&stage->clients[i],
                           &(struct errand){.kind = ERRAND_VISIT, .is_final = true, .case_number = look->next_visit++});
    return are_lists_asked && look->next_chain == case_count && look->next_visit == case_count &&
           is_everybody_idle(stage);
}

/* ---- on the disk ------------------------------------------------------------------------------------------------------- */

struct reading {
    struct world *world;
    uint32_t mailbox, case_number;
    bool is_known; /* every row is about somebody of ours */
};

static void note(struct world *world, struct fact fact)
{
    (void)world_note(world, 0, fact);
}

static bool take_case(void *context, const struct case_row *row)
{
    struct reading *reading = context;
    struct fact fact = {.kind = FACT_ROW_CASE,
                        .state = row->state,
                        .epoch = row->room.epoch,
                        .who = NOBODY,
                        .subject = NOBODY,
                        .holder = world_person(reading->world, row->holder)};
    reading->is_known &= world_find(reading->world, row->room.case_id, &fact.case_number);
    note(reading->world, fact);
    return true;
}

static bool take_event(void *context, struct bytes octets)
{
    struct reading *reading = context;
    struct statement statement;
    struct room_event event;
    bool is_sound = statement_decode(&statement, octets) == OK && room_event_decode(&event, statement.body) == OK;
    reading->is_known &= is_sound;
    if (is_sound)
        note(reading->world, (struct fact){.kind = FACT_ROW_EVENT,
                                           .case_number = reading->case_number,
                                           .epoch = event.epoch,
                                           .type = event.type,
                                           .who = NOBODY,
                                           .subject = NOBODY,
                                           .holder = NOBODY,
                                           .digest = world_digest(octets)});
    return true;
}

static bool take_envelope(void *context, const struct envelope_row *row)
{
    struct reading *reading = context;
    struct fact fact = {.kind = FACT_ROW_ENVELOPE,
                        .state = row->wrap_state,
                        .mailbox = reading->mailbox,
                        .seq = row->seq,
                        .number = deed_number(row->msg_id),
                        .who = NOBODY,
                        .subject = NOBODY,
                        .holder = NOBODY};
    reading->is_known &= world_find(reading->world, row->case_id, &fact.case_number);
    note(reading->world, fact);
    return true;
}

static bool take_slot(void *context, const struct slot *slot)
{
    struct reading *reading = context;
    struct fact fact = {.kind = FACT_ROW_SLOT,
                        .subject = world_person(reading->world, slot->cert_hash),
                        .who = NOBODY,
                        .holder = NOBODY,
                        .start = slot->start,
                        .quarters = slot->quarters,
                        .state = slot->state};
    memcpy(&fact.number, slot->id, sizeof fact.number);
    note(reading->world, fact);
    return true;
}

static enum outcome read_all(struct store *store, struct reading *reading)
{
    struct world *world = reading->world;
    TRY(store->ways->case_each(store, DOOR_ANY, 0, take_case, reading));
    TRY(store->ways->slot_each(store, NULL, 0, UINT32_MAX, take_slot, reading));
    for (reading->mailbox = 0; reading->mailbox < CREW_STAFF; reading->mailbox++)
        TRY(store->ways->envelope_each(store, world->crew.staff[reading->mailbox].cert_hash, 0, take_envelope,
                                       reading));
    for (uint32_t i = 0; i < world->case_count; i++) {
        const struct dossier *dossier = world_case(world, i);
        reading->case_number = i;
        reading->mailbox = VISITORS + i;
        TRY(store->ways->event_each(store, dossier->self.case_id, 0, take_event, reading));
        TRY(store->ways->envelope_each(store, dossier->self.visitor_id, 0, take_envelope, reading));
    }
    return OK;
}

bool look_into_store(struct world *world, const char *directory)
{
    struct reading reading = {.world = world, .is_known = true};
    struct store *store;
    if (store_sqlite_open(&store, &(struct store_sqlite_settings){.directory = directory}) != OK)
        return false;
    bool is_read = store->ways->begin(store) == OK && read_all(store, &reading) == OK;
    store->ways->close(store);
    return is_read && reading.is_known;
}
