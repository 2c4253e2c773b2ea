#include "client_parts.h"

#include <string.h>

#include <sodium.h>

#include "hash.h"

/* --- life --- */

size_t client_size(void)
{
    return sizeof(struct client);
}

struct client *client_open(void *memory, const struct client_settings *settings)
{
    struct client *client = memory;
    memset(client, 0, sizeof *client);
    invariant(settings->host.size > 0 && settings->host.size <= HOST_MAX);
    client->role = settings->role;
    client->draw = settings->draw;
    memcpy(client->deployment_id, settings->deployment_id, HASH_SIZE);
    client->host_size = (uint8_t)settings->host.size;
    memcpy(client->host, settings->host.data, settings->host.size);
    client_queue_open(&client->frames, client->frames_data, sizeof client->frames_data);
    client_queue_open(&client->events, client->events_data, sizeof client->events_data);
    client_queue_open(&client->outgoing, client->outgoing_data, sizeof client->outgoing_data);
    roster_open(&client->roster, client->deployment_id);
    client->draw(client->visitor.session, SESSION_SIZE);
    return client;
}

void client_close(struct client *client)
{
    wipe(client, sizeof *client);
}

void client_stop(struct client *client, const char *why)
{
    if (client->phase == PHASE_STOPPED)
        return;
    client->phase = PHASE_STOPPED;
    client_queue_clear(&client->frames);
    event_why(client, "stopped", "why", why);
}

struct bytes client_event(struct client *client)
{
    quiet_read(client);
    return client_queue_front(&client->events);
}

void client_event_taken(struct client *client)
{
    client_queue_drop(&client->events);
}

/* --- messages out --- */

void client_put_frame(struct client *client, const uint8_t *data, size_t size)
{
    struct bytes frame = {data, size};
    if (client->phase == PHASE_OFFLINE || client->phase == PHASE_STOPPED)
        return;
    if (client_queue_put(&client->frames, &frame, 1) != OK)
        client->had_overflow = true;
}

void client_tell_server(struct client *client, const struct message *message)
{
    uint8_t data[STATEMENT_MAX + 64];
    size_t size;
    if (message_encode(message, data, sizeof data, &size) == OK)
        client_put_frame(client, data, size);
    else
        client->had_overflow = true;
    wipe(data, sizeof data);
}

uint32_t client_expect(struct client *client, enum purpose purpose, uint8_t talk, uint32_t number)
{
    for (size_t i = 0; i < PENDING_MAX; i++) {
        if (client->pending[i].tag != 0)
            continue;
        client->last_tag = client->last_tag == UINT32_MAX ? 1 : client->last_tag + 1;
        client->pending[i] =
            (struct pending){.tag = client->last_tag, .purpose = purpose, .talk = talk, .number = number};
        return client->last_tag;
    }
    client->had_overflow = true;
    return 0;
}

bool client_can_ask(const struct client *client)
{
    if (client->phase == PHASE_OFFLINE || client->phase == PHASE_STOPPED)
        return false;
    for (size_t i = 0; i < PENDING_MAX; i++) {
        if (client->pending[i].tag == 0)
            return true;
    }
    return false;
}

void client_delete(struct client *client, uint64_t seq)
{
    struct message ack = {.code = MESSAGE_ACK, .as.ack.seq = seq};
    if (role_of(client) == CLIENT_VISITOR)
        visitor_delete(client, seq, NULL);
    else
        client_tell_server(client, &ack);
}

void client_ask(struct client *client, struct message *message, enum purpose purpose, uint8_t talk, uint32_t number)
{
    if (client->phase == PHASE_OFFLINE || client->phase == PHASE_STOPPED)
        return;
    message->tag = client_expect(client, purpose, talk, number);
    if (message->tag != 0)
        client_tell_server(client, message);
}

struct pending *client_pending(struct client *client, uint32_t tag)
{
    for (size_t i = 0; tag != 0 && i < PENDING_MAX; i++) {
        if (client->pending[i].tag == tag)
            return &client->pending[i];
    }
    return NULL;
}

bool client_awaits(const struct client *client, enum purpose purpose)
{
    for (size_t i = 0; i < PENDING_MAX; i++) {
        if (client->pending[i].tag != 0 && client->pending[i].purpose == purpose)
            return true;
    }
    return false;
}

struct bytes client_frame(struct client *client)
{
    /* Nothing is told that the device could still forget. */
    if (role_of(client) == CLIENT_STAFF && client->is_dirty)
        return (struct bytes){NULL, 0};
    return client->quiet.is_on ? quiet_frame(client) : client_queue_front(&client->frames);
}

void client_frame_taken(struct client *client)
{
    if (client->quiet.is_on)
        quiet_frame_taken(client);
    else
        client_queue_drop(&client->frames);
}

bool client_is_idle(const struct client *client)
{
    if (client->inflight.is_used || client->frames.count > 0 || client->quiet.out_size > 0 || client->quiet.has_in ||
        client->outgoing.count > 0)
        return false;
    for (size_t i = 0; i < PENDING_MAX; i++) {
        if (client->pending[i].tag != 0)
            return false;
    }
    for (size_t i = 0; i < TALKS_MAX; i++) {
        if (client->talks[i].is_used && client->talks[i].parting != 0)
            return false;
    }
    return true;
}

/* --- small things that every part needs --- */

const uint8_t *client_me(const struct client *client)
{
    return role_of(client) == CLIENT_VISITOR ? client->visitor.keys.visitor_id : client->staff.cert_hash;
}

uint64_t client_now_min(const struct client *client)
{
    return client->now_s / 60;
}

struct own_key *own_key_find(struct client *client, const uint8_t key_id[KEY_ID_SIZE])
{
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        struct own_key *key = &client->own_keys[i];
        if (key->is_used && memcmp(key->pair.key_id, key_id, KEY_ID_SIZE) == 0)
            return key;
    }
    return NULL;
}

void key_pair_make(struct key_pair *pair, const uint8_t seed[KEM_SEED_SIZE])
{
    uint8_t sk[crypto_kem_xwing_SECRETKEYBYTES];
    invariant(crypto_kem_xwing_seed_keypair(pair->pk, sk, seed) == 0);
    wipe(sk, sizeof sk);
    memcpy(pair->seed, seed, KEM_SEED_SIZE);
    key_id_of(pair->pk, pair->key_id);
}

struct own_key *own_key_add(struct client *client, const uint8_t seed[KEM_SEED_SIZE])
{
    struct own_key *place = NULL;
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        struct own_key *key = &client->own_keys[i];
        if (!key->is_used) {
            place = key;
            break;
        }
        if (place == NULL || key->issued_min < place->issued_min)
            place = key;
    }
    invariant(place != NULL);
    wipe(place, sizeof *place);
    key_pair_make(&place->pair, seed);
    place->is_used = true;
    return place;
}

/* --- the connection --- */

void client_connected(struct client *client, uint64_t now_s)
{
    client->now_s = now_s;
    if (client->phase == PHASE_STOPPED)
        return;
    client->phase = PHASE_WAITING;
    client->had_overflow = false;
}

void client_disconnected(struct client *client, uint64_t now_s)
{
    client->now_s = now_s;
    client_queue_clear(&client->frames);
    quiet_end(client);
    if (role_of(client) == CLIENT_STAFF)
        staff_lost(client);
    for (size_t i = 0; i < PENDING_MAX; i++) {
        if (!archive_outlasts(&client->pending[i]))
            wipe(&client->pending[i], sizeof client->pending[i]);
    }
    wipe(client->staff.colleagues, sizeof client->staff.colleagues);
    wipe(client->staff.proposals, sizeof client->staff.proposals); /* those that stand are told again */
    for (size_t i = 0; i < TALKS_MAX; i++) {
        client->talks[i].is_fetching = false;
        client->talks[i].act.is_sent = false; /* it is asked for again, as it was signed: it may have happened */
        client->talks[i].missed_seq = 0;
        client->talks[i].ahead_seq = 0;
        client->talks[i].unreadable.is_met = false;
    }
    client->mail_seen = 0;
    client->is_reading = client->has_read = false;
    client->inflight.was_resent = client->inflight.is_used;
    if (client->phase != PHASE_STOPPED)
        client->phase = PHASE_OFFLINE;
}

void client_tick(struct client *client, uint64_t now_s)
{
    client->now_s = now_s;
    if (client->had_overflow) {
        client->had_overflow = false;
        client_event_plain(client, "reconnect");
    }
    burn_tick(client);
    deletion_tick(client);
    if (client->phase != PHASE_READY)
        return;
    if (role_of(client) == CLIENT_VISITOR) {
        visitor_tick(client);
        archive_tick(client);
    } else {
        staff_tick(client);
    }
    mark_tick(client);
    turn_tick(client);
    send_pump(client);
}

void client_receive(struct client *client, struct bytes data, uint64_t now_s)
{
    client->now_s = now_s;
    if (client->phase == PHASE_OFFLINE || client->phase == PHASE_STOPPED)
        return;
    if (client->quiet.is_on)
        quiet_receive(client, data);
    else
        dispatch_take(client, data);
}
