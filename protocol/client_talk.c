#include "client_parts.h"

#include <string.h>

#include "hash.h"

struct talk *talk_find(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    for (size_t i = 0; i < TALKS_MAX; i++) {
        struct talk *talk = &client->talks[i];
        if (talk->is_used && memcmp(talk->case_id, case_id, CASE_ID_SIZE) == 0)
            return talk;
    }
    return NULL;
}

struct talk *talk_new(struct client *client)
{
    for (size_t i = 0; i < TALKS_MAX; i++) {
        struct talk *talk = &client->talks[i];
        if (talk->is_used)
            continue;
        memset(talk, 0, sizeof *talk);
        talk->is_used = true;
        /* Never the same stream twice: who has left a room and comes again begins another. */
        client->draw(talk->stream.session, SESSION_SIZE);
        if (role_of(client) == CLIENT_VISITOR)
            memcpy(talk->stream.session, client->visitor.session, SESSION_SIZE);
        client->draw(talk->notes.session, SESSION_SIZE);
        return talk;
    }
    return NULL;
}

uint8_t talk_index(const struct client *client, const struct talk *talk)
{
    return (uint8_t)(talk - client->talks);
}

void talk_close(struct client *client, struct talk *talk)
{
    uint8_t index = talk_index(client, talk);
    for (size_t i = client->outgoing.count; i-- > 0;) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        if (head.talk == index)
            client_queue_remove(&client->outgoing, i);
    }
    for (size_t i = 0; i < ARRIVED_MAX; i++) {
        if (client->arrived[i].is_used && client->arrived[i].talk == index)
            client->arrived[i].is_used = false;
    }
    for (size_t i = 0; i < PENDING_MAX; i++) {
        /* Its place may be another case's when the answer comes. */
        if (client->pending[i].tag != 0 && client->pending[i].talk == index &&
            (client->pending[i].purpose == FOR_EVENTS || client->pending[i].purpose == FOR_ACT ||
             client->pending[i].purpose == FOR_SEND || client->pending[i].purpose == FOR_REWRAP))
            client->pending[i].purpose = FOR_NOTHING;
    }
    if (client->inflight.is_used && client->inflight.talk == index && !client->inflight.is_open_case)
        inflight_drop(client);
    standing_forget(client, talk);
    wipe(talk, sizeof *talk);
}

struct stream *talk_stream(struct talk *talk, uint8_t class)
{
    return class == CLASS_STAFF ? &talk->notes : &talk->stream;
}

void talk_begin_stream(struct client *client, struct talk *talk, uint8_t class)
{
    struct stream *stream = talk_stream(talk, class);
    client->draw(stream->session, SESSION_SIZE);
    stream->seq = 0;
    stream->is_turn_due = true;
}

void talk_begin_streams(struct client *client, struct talk *talk)
{
    talk_begin_stream(client, talk, CLASS_ROOM);
    talk_begin_stream(client, talk, CLASS_STAFF);
}

void talk_note_epoch(struct talk *talk)
{
    if (talk->history_count == HISTORY_MAX) {
        memmove(&talk->history[0], &talk->history[1], sizeof talk->history[0] * (HISTORY_MAX - 1));
        talk->history_count--;
    }
    struct epoch *epoch = &talk->history[talk->history_count++];
    epoch->epoch = talk->room.epoch;
    memcpy(epoch->roster_hash, talk->room.roster_hash, HASH_SIZE);
    memcpy(epoch->head, talk->room.head, HASH_SIZE);
}

const struct epoch *talk_epoch(const struct talk *talk, uint32_t epoch)
{
    for (uint8_t i = 0; i < talk->history_count; i++) {
        if (talk->history[i].epoch == epoch)
            return &talk->history[i];
    }
    return NULL;
}

void talk_fetch_events(struct client *client, struct talk *talk)
{
    if (talk->is_fetching)
        return;
    talk->is_fetching = true;
    struct message message = {.code = MESSAGE_GET_EVENTS};
    memcpy(message.as.get_events.case_id, talk->case_id, CASE_ID_SIZE);
    message.as.get_events.after_epoch = talk->room.epoch;
    client_ask(client, &message, FOR_EVENTS, talk_index(client, talk), talk->room.epoch);
}

bool talk_had(const struct talk *talk, const uint8_t who[HASH_SIZE], uint32_t epoch)
{
    const struct room_member *member = room_member(&talk->room, who);
    if (member != NULL && member->since <= epoch)
        return true;
    for (uint8_t i = 0; i < talk->former_count; i++) {
        const struct former *former = &talk->former[i];
        if (memcmp(former->who, who, HASH_SIZE) == 0 && former->since <= epoch && epoch < former->until)
            return true;
    }
    return false;
}

static void note_former(struct talk *talk, const struct room_member *member)
{
    if (talk->former_count == FORMER_MAX) {
        memmove(&talk->former[0], &talk->former[1], sizeof talk->former[0] * (FORMER_MAX - 1));
        talk->former_count--;
    }
    struct former *former = &talk->former[talk->former_count++];
    *former = (struct former){.since = member->since, .until = talk->room.epoch};
    memcpy(former->who, member->who, HASH_SIZE);
}

void talk_tell_room(struct client *client, const struct talk *talk)
{
    client_event_room(client, talk);
    standing_look(client, talk);
    if (role_of(client) == CLIENT_STAFF && talk->room.is_closed)
        booking_closed(client, talk);
}

/* What a move of the room means to the two roles. */
static void room_moved(struct client *client, struct talk *talk, const struct room *before,
                       const struct room_event *event)
{
    client->is_dirty = true;
    talk->has_nobody = false;
    for (uint8_t i = 0; i < before->member_count; i++) {
        if (!room_has(&talk->room, before->members[i].who))
            note_former(talk, &before->members[i]);
    }
    if (talk->is_replaying)
        return;
    turn_room_moved(talk);
    if (role_of(client) == CLIENT_VISITOR)
        consent_room_moved(client, talk, before, event);
    else if (!act_room_moved(client, talk, before, event))
        return;
    if (client->phase != PHASE_CHECKING || role_of(client) == CLIENT_STAFF)
        talk_tell_room(client, talk); /* a visitor's login shows the whole room at its end */
    if (talk->room.is_closed && talk->parting == ROOM_CLOSE)
        talk->parting = 0;
    if (talk->room.is_closed != before->is_closed) {
        record_case_over(client, talk->case_id, talk->room.is_closed);
        struct json json = client_event_open(client, talk->room.is_closed ? "closed" : "reopened");
        event_case(&json, talk);
        client_event_put(client, &json);
    }
}

/* A statement that is an event: its octets were read before, or are ours. */
void talk_event(struct client *client, struct talk *talk, struct bytes statement)
{
    struct statement parsed;
    struct room_event event;
    invariant(statement_decode(&parsed, statement) == OK && room_event_decode(&event, parsed.body) == OK);
    if (event.epoch <= talk->room.epoch)
        return; /* told twice: asked for and pushed */
    if (event.epoch > talk->room.epoch + 1) {
        talk_fetch_events(client, talk);
        return;
    }
    if (!talk->has_head) {
        room_open_at(&talk->room, talk->case_id, talk->has_visitor ? talk->visitor_id : NULL, event.prev);
        talk->has_head = true;
    }
    struct room before = talk->room;
    if (room_apply(&talk->room, statement, &client->roster, client_now_min(client)) != OK) {
        bool is_unknown = roster_known(&client->roster, event.actor) == NULL ||
                          (event.type != ROOM_REMOVE && roster_known(&client->roster, event.subject) == NULL);
        if (client->phase == PHASE_READY && is_unknown)
            client_event_plain(client, "reconnect"); /* somebody certified since: the roster first */
        else
            client_stop(client, "room");
        return;
    }
    talk_note_epoch(talk);
    room_moved(client, talk, &before, &event);
    if (role_of(client) == CLIENT_VISITOR && client->phase == PHASE_READY)
        visitor_put_vault(client);
}

void talk_replay(struct client *client, struct talk *talk)
{
    static const uint8_t unknown[HASH_SIZE];
    room_open_at(&talk->room, talk->case_id, talk->has_visitor ? talk->visitor_id : NULL, unknown);
    talk->has_head = false;
    talk->is_replaying = true;
    talk->history_count = 0;
    talk->former_count = 0;
    talk_fetch_events(client, talk);
}

/* Rule 12: the room may have grown since, but what the visitor saw must be on its chain. */
static bool has_grown(const struct client *client, const struct talk *talk)
{
    const struct vault *vault = &client->visitor.vault;
    const struct epoch *epoch = talk_epoch(talk, vault->room_epoch);
    return epoch != NULL && hash_equal(epoch->head, vault->room_head);
}

void talk_events_done(struct client *client, struct talk *talk, uint32_t after_epoch)
{
    talk->is_fetching = false;
    if (after_epoch > talk->room.epoch) { /* the reading began anew since that was asked: it was not all */
        talk_fetch_events(client, talk);
        return;
    }
    if (role_of(client) == CLIENT_VISITOR && client->phase == PHASE_CHECKING) {
        if (has_grown(client, talk))
            visitor_set_up(client);
        else
            client_stop(client, "room");
        return;
    }
    if (talk->is_replaying && !act_replayed(client, talk))
        return;
    act_try(client, talk);
    send_pump(client);
}

bool talk_events_failed(struct client *client, struct talk *talk, uint8_t code)
{
    talk->is_fetching = false;
    /* What we knew of is there no more; a case that we only looked for may never have been. */
    if (role_of(client) == CLIENT_STAFF && code == ERROR_GONE && (talk->is_ours || talk->has_visitor)) {
        staff_burnt(client, talk);
        return true;
    }
    if (!talk->is_replaying || (code != ERROR_GONE && code != ERROR_NOT_MEMBER))
        return false;
    /* There is no such room, or it is none of ours. */
    act_failed(client, talk, error_word(code));
    if (!talk->is_ours)
        talk_close(client, talk);
    return false;
}

void talk_room_event(struct client *client, const struct message *message)
{
    struct statement statement;
    struct room_event event;
    if (statement_decode(&statement, message->as.event.statement) != OK ||
        room_event_decode(&event, statement.body) != OK) {
        client_stop(client, "room");
        return;
    }
    struct talk *talk = talk_find(client, event.case_id);
    if (!client->has_roster)
        return; /* pushed before it is known who the staff are: all of them are asked for after that */
    if (talk != NULL)
        talk_event(client, talk, message->as.event.statement);
    else if (role_of(client) == CLIENT_STAFF && memcmp(event.subject, client_me(client), HASH_SIZE) == 0 &&
             event.type != ROOM_REMOVE)
        (void)act_watch(client, event.case_id); /* somebody has brought us in */
}
