/* What a client is told beside answers: it goes into the book, and when all is over into the history. */
#include <string.h>

#include "client.h"

static void take_final_card(struct client *client, const struct message *card)
{
    bool is_queue = client->errand.list == MESSAGE_GET_QUEUE;
    struct fact fact = {.kind = is_queue ? FACT_END_QUEUE : FACT_END_ROOM,
                        .type = crew_is_supervisor(client->person),
                        .who = (uint16_t)client->person,
                        .subject = NOBODY,
                        .state = card->as.queue_card.state,
                        .epoch = card->as.queue_card.epoch,
                        .holder = world_person(client->world, card->as.queue_card.holder)};
    if (world_find(client->world, card->as.queue_card.case_id, &fact.case_number))
        (void)world_note(client->world, client->number, fact);
}

/* The chain when all is over: checked from its beginning as who joins the programme would. */
static void take_final_event(struct client *client, struct bytes statement)
{
    struct world *world = client->world;
    struct room before = client->view;
    struct statement parsed;
    struct room_event event;
    if (room_apply(&client->view, statement, &world->crew.roster, people_now_min()) != OK) {
        world_fault(world, "case %u: its chain does not verify at epoch %u", client->errand.case_number,
                    before.epoch + 1);
        return;
    }
    invariant(statement_decode(&parsed, statement) == OK && room_event_decode(&event, parsed.body) == OK);
    struct fact fact = {.kind = FACT_END_EVENT,
                        .case_number = client->errand.case_number,
                        .epoch = event.epoch,
                        .type = event.type,
                        .who = world_person(world, event.actor),
                        .subject = world_person(world, event.subject),
                        .holder = world_person(world, client->view.holder),
                        .digest = world_digest(statement)};
    (void)world_note(world, client->number, fact);
    fact.kind = FACT_END_LEFT;
    for (size_t i = 0; i < before.member_count; i++) {
        if (room_has(&client->view, before.members[i].who))
            continue;
        fact.who = world_person(world, before.members[i].who);
        (void)world_note(world, client->number, fact);
    }
}

static void take_final_slot(struct client *client, const struct slot *slot)
{
    struct fact fact = {.kind = FACT_END_SLOT,
                        .who = (uint16_t)client->person,
                        .subject = world_person(client->world, slot->cert_hash),
                        .holder = NOBODY,
                        .start = slot->start,
                        .quarters = slot->quarters,
                        .state = slot->state};
    memcpy(&fact.number, slot->id, sizeof fact.number);
    (void)world_note(client->world, client->number, fact);
}

void errand_told(struct client *client, const struct message *message)
{
    bool is_answer = message->tag != 0 && message->tag == client->tag && client->errand.is_final;
    if (message->code == MESSAGE_EVENT) {
        world_told_event(client->world, client->number, message->as.event.statement);
        if (is_answer && client->errand.kind == ERRAND_CHAIN)
            take_final_event(client, message->as.event.statement);
    } else if (message->code == MESSAGE_QUEUE_CARD) {
        world_told_card(client->world, client->number, message);
        if (is_answer)
            take_final_card(client, message);
    } else if (message->code == MESSAGE_SLOT && is_answer) {
        take_final_slot(client, &message->as.slot);
    }
}
