/* One errand of a client, from learning where the case is to the answer; asked again with the same octets when the server died before it. */
#include <sodium.h>
#include <string.h>

#include "client.h"

enum { GIVES_UP_ONE_IN = 4, CALENDAR_END = 0x7fffffff };

/* ---- the end --------------------------------------------------------------------------------------------------------- */

void errand_leave(struct client *client)
{
    world_case(client->world, client->errand.case_number)->is_live = false;
    client->errand = (struct errand){.kind = ERRAND_NONE};
    link_close(&client->world->loop, &client->link);
    client->state = CLIENT_AWAY;
    client->tag = 0;
    client->ack_count = 0;
    client->retry_ms = 0;
}

void errand_finish(struct client *client)
{
    struct errand errand = client->errand;
    client->stage = STAGE_BEGIN;
    if (client->is_staff) {
        client->errand = (struct errand){.kind = ERRAND_NONE};
    } else if (errand.kind == ERRAND_STAY && client->state == CLIENT_READY) {
        client->errand.kind = ERRAND_LINGER;
        client->linger_ms = world_ms(client->world) + world_random(client->world, CLIENT_LINGER_MS);
    } else {
        errand_leave(client);
    }
    client->world->finished(&errand);
}

static void note_outcome(struct client *client, uint8_t outcome)
{
    client->asked.outcome = outcome;
    (void)world_note(client->world, client->number, client->asked);
}

/* ---- requests -------------------------------------------------------------------------------------------------------- */

static const struct room *room_of(const struct client *client)
{
    return &world_case(client->world, client->errand.case_number)->room;
}

static void learn(struct client *client, uint8_t stage)
{
    struct message get = {.code = MESSAGE_GET_EVENTS};
    memcpy(get.as.get_events.case_id, world_case(client->world, client->errand.case_number)->self.case_id,
           CASE_ID_SIZE);
    client->stage = stage;
    client_ask(client, &get);
}

/* Sends what stands in `client->request` as `code`. */
static void ask_kept(struct client *client)
{
    const struct errand *errand = &client->errand;
    const struct dossier *dossier = &client->world->cases[errand->case_number];
    struct bytes octets = {client->request, client->request_size};
    struct message message = {.code = MESSAGE_PUT_EVENT};
    switch ((enum errand_kind)errand->kind) {
    case ERRAND_PROPOSE:
        message.code = MESSAGE_PROPOSE;
        message.as.propose.statement = octets;
        break;
    case ERRAND_DECLINE:
        message.code = MESSAGE_DECLINE;
        memcpy(message.as.decline.case_id, dossier->self.case_id, CASE_ID_SIZE);
        break;
    case ERRAND_SET:
        message.code = MESSAGE_SET_CASE;
        memcpy(message.as.set_case.case_id, dossier->self.case_id, CASE_ID_SIZE);
        message.as.set_case.state = errand->state;
        message.as.set_case.why = errand->state == CASE_ESCALATED ? ESCALATION_ASKED : ESCALATION_NONE;
        break;
    case ERRAND_SAY:
    case ERRAND_WRITE:
        message.code = MESSAGE_SEND;
        message.as.send.envelope = octets;
        break;
    case ERRAND_BOOK:
        message.code = MESSAGE_PUT_SLOT;
        message.as.slot =
            (struct slot){.start = errand->start, .quarters = (uint8_t)errand->quarters, .state = errand->state};
        memcpy(message.as.slot.id, &errand->slot, sizeof errand->slot);
        memcpy(message.as.slot.cert_hash, client->world->crew.staff[errand->subject].cert_hash, HASH_SIZE);
        break;
    case ERRAND_REWRAP:
        message.code = MESSAGE_REWRAP;
        memcpy(message.as.rewrap.msg_id, client->request + WRAP_SIZE, MSG_ID_SIZE);
        message.as.rewrap.wrap = (struct bytes){client->request, WRAP_SIZE};
        break;
    case ERRAND_ASK_REOPEN:
        message.code = MESSAGE_ASK_REOPEN;
        break;
    case ERRAND_BURN:
        message.code = MESSAGE_BURN;
        break;
    default:
        message.as.put_event.statement = octets;
        break;
    }
    client->stage = STAGE_ASKED;
    client_ask(client, &message);
}

static void ask_open(struct client *client)
{
    static const uint8_t vault[VAULT_SIZE] = {1};
    const struct dossier *dossier = &client->world->cases[client->errand.case_number];
    struct message open = {.code = MESSAGE_OPEN_CASE};
    open.as.open_case.door = dossier->door;
    open.as.open_case.salt = (struct shred_salt){.purpose = SALT_OFFLINE, .generation = 1};
    randombytes_buf(open.as.open_case.salt.sealed, SALT_SEALED_SIZE);
    memcpy(open.as.open_case.key_id, dossier->self.key_live, KEY_ID_SIZE);
    open.as.open_case.vault = (struct bytes){vault, sizeof vault};
    open.as.open_case.intake = (struct bytes){client->request, client->request_size};
    client->stage = STAGE_ASKED;
    client_ask(client, &open);
}

static uint8_t fact_of(uint8_t errand)
{
    static const uint8_t facts[] = {
        [ERRAND_MOVE] = FACT_EVENT,      [ERRAND_PROPOSE] = FACT_PROPOSE, [ERRAND_COSIGN] = FACT_EVENT,
        [ERRAND_DECLINE] = FACT_DECLINE, [ERRAND_SET] = FACT_SET,         [ERRAND_SAY] = FACT_SEND,
        [ERRAND_BOOK] = FACT_SLOT,       [ERRAND_OPEN] = FACT_OPEN,       [ERRAND_WRITE] = FACT_SEND,
        [ERRAND_REWRAP] = FACT_REWRAP,   [ERRAND_BURN] = FACT_BURN,       [ERRAND_ASK_REOPEN] = FACT_REOPEN,
    };
    return facts[errand];
}

/* Begins the act: what is asked, as the history has it. */
static void open_act(struct client *client)
{
    const struct errand *errand = &client->errand;
    client->asked = (struct fact){.kind = fact_of(errand->kind),
                                  .act = client->world->next_act++,
                                  .case_number = errand->case_number,
                                  .type = errand->type,
                                  .state = errand->state,
                                  .who = client->is_staff ? (uint16_t)client->person : NOBODY,
                                  .subject = client->is_staff ? (uint16_t)errand->subject : NOBODY,
                                  .holder = NOBODY,
                                  .start = errand->start,
                                  .quarters = (uint8_t)errand->quarters};
    if (errand->kind == ERRAND_BOOK)
        client->asked.number = errand->slot;
}

static void ask(struct client *client)
{
    note_outcome(client, FACT_ASKED);
    if (client->errand.kind == ERRAND_OPEN)
        ask_open(client);
    else
        ask_kept(client);
}

/* ---- composing --------------------------------------------------------------------------------------------------------- */

static void seal(struct client *client, uint8_t class, const uint32_t *to, size_t to_count)
{
    struct world *world = client->world;
    const struct dossier *dossier = world_case(world, client->errand.case_number);
    struct deed_letter letter = {.class = class,
                                 .room = &dossier->room,
                                 .visitor = &dossier->self,
                                 .sender = client_mailbox(client),
                                 .number = world->next_letter++,
                                 .to = to,
                                 .to_count = to_count};
    letter.is_live = client->is_staff && dossier->is_live;
    client->request_size = deed_seal(&world->crew, &letter, world_kept(world, letter.number), client->request);
    open_act(client);
    client->asked.number = letter.number;
    client->asked.epoch = dossier->room.epoch;
    client->asked.to_count = (uint8_t)to_count;
    memcpy(client->asked.to, to, to_count * sizeof *to);
}

/* To everybody else in the room, as many as fit. False: there is nobody, or the room is not open. */
static bool compose_letter(struct client *client)
{
    const struct room *room = room_of(client);
    uint32_t to[HISTORY_TO_MAX], mine = client_mailbox(client);
    size_t count = 0;
    if (room_state(room) != ROOM_OPEN ||
        (client->is_staff && !room_has(room, client->world->crew.staff[mine].cert_hash)))
        return false;
    for (size_t i = 0; i < room->member_count && count < HISTORY_TO_MAX; i++) {
        uint16_t person = world_person(client->world, room->members[i].who);
        uint32_t mailbox = person == NOBODY ? VISITORS + client->errand.case_number : person;
        if (mailbox != mine)
            to[count++] = mailbox;
    }
    if (count > 0)
        seal(client, CLASS_ROOM, to, count);
    return count > 0;
}

static void compose_rewrap(struct client *client)
{
    const struct dossier *dossier = world_case(client->world, client->errand.case_number);
    uint32_t letter = client->errand.letter;
    deed_rewrap(&client->world->crew, &dossier->self, world_kept(client->world, letter), client->request);
    deed_msg_id(letter, client->request + WRAP_SIZE);
    open_act(client);
    client->asked.number = letter;
    client->asked.mailbox = VISITORS + client->errand.case_number;
}

/* False: the room has moved on, and nobody would ask for that any more. */
static bool is_sensible(const struct client *client, const struct room *room)
{
    const uint8_t *me = client->world->crew.staff[client->person].cert_hash;
    switch (client->errand.type) {
    case ROOM_CLAIM:
        return room_state(room) == ROOM_WAITING;
    case ROOM_REOPEN:
        return room_state(room) == ROOM_CLOSED;
    case ROOM_HANDOVER:
        return room_state(room) == ROOM_OPEN && room_is_held_by(room, me);
    default:
        return room_state(room) == ROOM_OPEN;
    }
}

static bool compose_move(struct client *client)
{
    const struct room *room = room_of(client);
    const struct errand *errand = &client->errand;
    struct deed_move move = {errand->type, client->person, errand->subject};
    if (!is_sensible(client, room) || room->epoch + 2 >= WORLD_EPOCHS_MAX)
        return false;
    client->request_size = deed_event(&client->world->crew, room, &move, client->request);
    open_act(client);
    client->asked.epoch = room->epoch + 1;
    client->asked.digest = world_digest((struct bytes){client->request, client->request_size});
    return client->request_size > 0;
}

static const struct client_proposal *find_proposal(const struct client *client)
{
    for (size_t i = 0; i < CLIENT_PROPOSALS_MAX; i++) {
        const struct client_proposal *proposal =
            &client->proposals[(client->proposal_next - 1 - i) % CLIENT_PROPOSALS_MAX];
        if (proposal->size > 0 && proposal->case_number == client->errand.case_number)
            return proposal;
    }
    return NULL;
}

static bool compose_cosigned(struct client *client, const struct client_proposal *proposal)
{
    struct bytes octets = {proposal->octets, proposal->size};
    struct statement statement;
    struct room_event event;
    invariant(statement_decode(&statement, octets) == OK && room_event_decode(&event, statement.body) == OK);
    client->request_size = deed_cosign(&client->world->crew, octets, client->person, client->request);
    open_act(client);
    client->asked.type = event.type;
    client->asked.epoch = event.epoch;
    client->asked.subject = world_person(client->world, event.subject);
    client->asked.digest = world_digest((struct bytes){client->request, client->request_size});
    return client->request_size > 0 && event.epoch == room_of(client)->epoch + 1 && event.epoch < WORLD_EPOCHS_MAX;
}

/* What a proposal says came while the connection was another one: it is asked for. */
static void seek(struct client *client)
{
    struct message get = {.code = client->errand.type == ROOM_TAKEOVER ? MESSAGE_GET_QUEUE : MESSAGE_GET_ROOMS};
    client->stage = STAGE_SEEKING;
    client_ask(client, &get);
}

static void compose_and_ask(struct client *client)
{
    bool is_composed = true;
    const struct client_proposal *proposal;
    switch ((enum errand_kind)client->errand.kind) {
    case ERRAND_SAY:
    case ERRAND_WRITE:
        is_composed = compose_letter(client);
        break;
    case ERRAND_MOVE:
    case ERRAND_PROPOSE:
        is_composed = compose_move(client);
        break;
    case ERRAND_COSIGN:
        proposal = find_proposal(client);
        if (proposal == NULL && client->stage != STAGE_SEEKING) {
            seek(client);
            return;
        }
        is_composed = proposal != NULL && compose_cosigned(client, proposal);
        break;
    case ERRAND_REWRAP:
        compose_rewrap(client);
        break;
    default:
        open_act(client);
        break;
    }
    if (is_composed)
        ask(client);
    else
        errand_finish(client);
}

/* ---- going on ---------------------------------------------------------------------------------------------------------- */

static void list(struct client *client, uint8_t code, uint8_t stage)
{
    struct message get = {.code = code};
    if (code == MESSAGE_GET_SLOTS)
        get.as.get_slots.to = CALENDAR_END;
    client->stage = stage;
    client_ask(client, &get);
}

/* A claim and a burning are asked again until they are answered; of the rest some are given up, as by a person who does not come back. */
static void ask_again(struct client *client)
{
    bool must_know = client->errand.kind == ERRAND_BURN || client->errand.type == ROOM_CLAIM;
    if (must_know || world_random(client->world, GIVES_UP_ONE_IN) != 0)
        ask(client);
    else
        errand_finish(client);
}

static bool is_about_room(uint8_t kind)
{
    return kind == ERRAND_MOVE || kind == ERRAND_PROPOSE || kind == ERRAND_COSIGN || kind == ERRAND_SAY ||
           kind == ERRAND_WRITE;
}

void errand_go_on(struct client *client)
{
    if (client->stage == STAGE_UNKNOWN) {
        if (is_about_room(client->errand.kind))
            learn(client, STAGE_FINDING_OUT);
        else if (client->errand.kind == ERRAND_BOOK)
            list(client, MESSAGE_GET_SLOTS, STAGE_FINDING_OUT);
        else
            ask_again(client);
        return;
    }
    switch ((enum errand_kind)client->errand.kind) {
    case ERRAND_LIST:
        list(client, client->errand.list, STAGE_ASKED);
        break;
    case ERRAND_CHAIN: {
        const struct dossier *dossier = world_case(client->world, client->errand.case_number);
        room_open(&client->view, dossier->self.case_id, dossier->self.visitor_id,
                  client->world->crew.roster.snapshot_hash);
        learn(client, STAGE_ASKED);
        break;
    }
    case ERRAND_VISIT:
    case ERRAND_STAY:
        errand_finish(client); /* its mailbox was read */
        break;
    case ERRAND_REWRAP:
    case ERRAND_BOOK:
    case ERRAND_SET:
    case ERRAND_DECLINE:
    case ERRAND_BURN:
    case ERRAND_ASK_REOPEN:
        compose_and_ask(client);
        break;
    case ERRAND_MOVE:
        /* Who sees a new case in the queue knows its room: nobody is in it. */
        if (client->errand.type == ROOM_CLAIM && room_of(client)->epoch == 0) {
            compose_and_ask(client);
            break;
        }
        learn(client, STAGE_LEARNING);
        break;
    default:
        learn(client, STAGE_LEARNING);
        break;
    }
}

void errand_greeted(struct client *client, uint8_t state, uint32_t epoch)
{
    uint8_t kind = client->errand.kind;
    if (client->errand.is_final) {
        (void)world_note(client->world, client->number,
                         (struct fact){.kind = FACT_END_VISITOR,
                                       .case_number = client->errand.case_number,
                                       .who = NOBODY,
                                       .subject = NOBODY,
                                       .holder = NOBODY,
                                       .state = state,
                                       .epoch = epoch});
        if (state == 0)
            errand_finish(client);
        return;
    }
    bool is_begun = client->stage == STAGE_UNKNOWN;
    if (kind == ERRAND_OPEN && state == 0) {
        if (!is_begun)
            seal(client, CLASS_INTAKE, client->errand.to, client->errand.to_count);
        ask(client);
    } else if (kind == ERRAND_OPEN || state == 0) {
        /* The answer was lost, and this is as good: the case is there, or has been burnt. */
        if (is_begun && (kind == ERRAND_OPEN || kind == ERRAND_BURN))
            note_outcome(client, FACT_DONE);
        else
            world_fault(client->world, "case %u: %s", client->errand.case_number,
                        state == 0 ? "its mailbox is gone" : "was there before it was opened");
        errand_finish(client);
    }
}

static void take_refusal(struct client *client, const struct message *message)
{
    struct bytes detail = message->as.error.detail;
    client->asked.code = message->as.error.code;
    if (client->asked.code == ERROR_EPOCH_CONFLICT && detail.size == 4 + HASH_SIZE) {
        client->asked.told_epoch = (uint32_t)detail.data[0] << 24 | (uint32_t)detail.data[1] << 16 |
                                   (uint32_t)detail.data[2] << 8 | detail.data[3];
        client->asked.holder = world_person(client->world, detail.data + 4);
    }
    if (client->asked.code == ERROR_UNAVAILABLE || client->asked.code == ERROR_MALFORMED)
        world_fault(client->world, "case %u: %s was refused with error %u", client->asked.case_number,
                    fact_name(client->asked.kind), client->asked.code);
    note_outcome(client, FACT_REFUSED);
}

void errand_answered(struct client *client, const struct message *message)
{
    bool is_done = message->code == MESSAGE_DONE;
    uint8_t kind = client->errand.kind;
    if (client->stage == STAGE_LEARNING && is_done) {
        compose_and_ask(client);
        return;
    }
    if (client->stage == STAGE_SEEKING) {
        compose_and_ask(client);
        return;
    }
    if (client->stage == STAGE_FINDING_OUT) {
        ask_again(client);
        return;
    }
    if (client->stage == STAGE_ASKED && kind != ERRAND_LIST && kind != ERRAND_CHAIN) {
        if (is_done)
            note_outcome(client, FACT_DONE);
        else
            take_refusal(client, message);
    }
    if (!is_done && kind == ERRAND_LIST)
        world_fault(client->world, "client %u: %s was refused with error %u", client->number,
                    message_name(client->errand.list), message->as.error.code);
    errand_finish(client);
}

void errand_lost(struct client *client)
{
    if (client->errand.kind == ERRAND_LINGER)
        client->errand.kind = ERRAND_NONE;
    if (client->errand.kind == ERRAND_NONE)
        return;
    bool is_act = client->errand.kind != ERRAND_LIST && client->errand.kind != ERRAND_CHAIN;
    if (client->stage == STAGE_ASKED && is_act)
        note_outcome(client, FACT_UNKNOWN);
    bool is_unknown =
        client->stage == STAGE_ASKED || client->stage == STAGE_FINDING_OUT || client->stage == STAGE_UNKNOWN;
    client->stage = is_act && is_unknown ? STAGE_UNKNOWN : STAGE_BEGIN;
}
