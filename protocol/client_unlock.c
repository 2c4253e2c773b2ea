#include "client_parts.h"

#include <string.h>

#include "hash.h"
#include "key_box.h"

enum { OLD_KEY_MIN = 72 * 60 }; /* a replaced receive key is destroyed after that (rule 10) */

/* --- unlocking --- */

static enum outcome take_box(struct client *client, const struct key_box *box)
{
    struct statement statement;
    struct staff_cert cert;
    if (box->kind != KEY_BOX_STAFF || !hash_equal(box->deployment_id, client->deployment_id))
        return REFUSED;
    TRY(statement_decode(&statement, box->statement));
    TRY(staff_cert_decode(&cert, statement.body));
    cert_hash_of(statement.body, client->staff.cert_hash);
    client->staff.role = cert.role;
    client->staff.caps = cert.caps;
    client->staff.label_size = (uint8_t)cert.label.size;
    memcpy(client->staff.label, cert.label.data, cert.label.size);
    memcpy(client->staff.seed_sign, box->seed_sign, SIGN_SEED_SIZE);
    memcpy(client->staff.seed_id, box->seed_id, DH_SIZE);
    memcpy(client->staff.store_key, box->store_key, sizeof client->staff.store_key);
    return OK;
}

static enum outcome take_state(struct client *client, uint8_t *state, size_t state_size)
{
    struct bytes plain;
    if (state_size == 0)
        return OK;
    enum outcome outcome = staff_state_open(client, state, state_size, &plain);
    if (outcome == OK)
        outcome = state_read(client, plain);
    wipe(state, state_size);
    return outcome == OK ? OK : REFUSED;
}

static void event_unlocked(struct client *client)
{
    struct json json = client_event_open(client, "unlocked");
    json_hex(&json, "me", client->staff.cert_hash, HASH_SIZE);
    json_text(&json, "label", (struct bytes){client->staff.label, client->staff.label_size});
    json_word(&json, "role", role_word(client->staff.role));
    json_number(&json, "caps", client->staff.caps);
    client_event_put(client, &json);
}

/* A key file that did not open, or a state of another key, leaves nothing behind. */
static void forget(struct client *client)
{
    wipe(&client->staff, sizeof client->staff);
    wipe(client->talks, sizeof client->talks);
    wipe(client->own_keys, sizeof client->own_keys);
    wipe(&client->inflight, sizeof client->inflight);
    client_queue_clear(&client->outgoing);
}

enum outcome staff_unlock(struct client *client, struct bytes key_file, struct bytes passphrase, uint8_t *state,
                          size_t state_size)
{
    uint8_t plain[KEY_BOX_PLAIN_MAX];
    struct key_box box;
    if (role_of(client) != CLIENT_STAFF || client->staff.is_unlocked)
        return REFUSED;
    enum outcome outcome = key_box_open(&box, key_file, passphrase, plain);
    if (outcome == OK) {
        outcome = take_box(client, &box);
        if (outcome == OK)
            outcome = take_state(client, state, state_size);
        wipe(&box, sizeof box);
    }
    wipe(plain, sizeof plain);
    if (outcome != OK) {
        forget(client);
        return outcome;
    }
    client->staff.is_unlocked = true;
    client->staff.presence = PRESENCE_ON_DUTY;
    for (size_t i = 0; i < TALKS_MAX; i++) {
        /* A device that was off begins a new stream. */
        if (client->talks[i].is_used)
            talk_begin_streams(client, &client->talks[i]);
    }
    event_unlocked(client);
    login_try(client);
    return OK;
}

/* --- after the login --- */

static struct own_key *newest_key(struct client *client)
{
    struct own_key *newest = NULL;
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        struct own_key *key = &client->own_keys[i];
        if (key->is_used && (newest == NULL || key->issued_min > newest->issued_min))
            newest = key;
    }
    return newest;
}

static void publish_key(struct client *client, const struct own_key *key)
{
    uint8_t body[KEM_PUBLIC_SIZE + 64];
    uint8_t whole[STATEMENT_MAX];
    struct receive_key receive_key = {
        .issued_min = key->issued_min,
        .not_after_min = key->issued_min + RECEIVE_KEY_LIFETIME_MIN,
        .pk = {key->pair.pk, KEM_PUBLIC_SIZE},
    };
    struct statement statement = {.type = STATEMENT_TYPE_RECEIVE_KEY, .body = {body, 0}};
    struct message message = {.code = MESSAGE_PUT_RECEIVE_KEY, .as.put_receive_key.statement = {whole, 0}};
    memcpy(receive_key.cert_hash, client->staff.cert_hash, HASH_SIZE);
    invariant(receive_key_encode(&receive_key, body, sizeof body, &statement.body.size) == OK);
    if (statement_sign(&statement, client->deployment_id, client->staff.cert_hash, client->staff.seed_sign) != OK) {
        client_stop(client, "roster");
        return;
    }
    invariant(statement_encode(&statement, whole, sizeof whole, &message.as.put_receive_key.statement.size) == OK);
    client_ask(client, &message, FOR_RECEIVE_KEY, 0, 0);
}

/* The server gives out the newest key: from now on the others are on their way out. Not before: until it knows of the new one it
 * takes envelopes for the old. */
void staff_key_published(struct client *client)
{
    const struct own_key *newest = newest_key(client);
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        struct own_key *key = &client->own_keys[i];
        if (!key->is_used || key == newest || key->replaced_min != 0)
            continue;
        key->replaced_min = client_now_min(client);
        client->is_dirty = true;
    }
}

/* Rule 10: a new receive key at every login when the last is older than 20 hours. */
static void renew_key(struct client *client, const struct roster_entry *me)
{
    uint64_t now_min = client_now_min(client);
    struct own_key *newest = newest_key(client);
    bool is_other = newest != NULL && me->key_issued_min >= newest->issued_min &&
                    memcmp(me->key_id, newest->pair.key_id, KEY_ID_SIZE) != 0;
    if (newest == NULL || is_other || now_min >= newest->issued_min + RECEIVE_KEY_RENEW_MIN) {
        uint8_t seed[KEM_SEED_SIZE];
        client->draw(seed, sizeof seed);
        newest = own_key_add(client, seed);
        /* Newer than what the server has: this device may have lost its state. */
        newest->issued_min = me->key_issued_min >= now_min ? me->key_issued_min + 1 : now_min;
        wipe(seed, sizeof seed);
        client->is_dirty = true;
    } else if (me->key_issued_min != 0 && memcmp(me->key_id, newest->pair.key_id, KEY_ID_SIZE) == 0) {
        staff_key_published(client);
        return;
    }
    publish_key(client, newest);
}

struct snapshots {
    uint8_t count;
    uint8_t hashes[SNAPSHOTS_MAX][HASH_SIZE];
};

static void add_snapshot(struct snapshots *snapshots, const uint8_t hash[HASH_SIZE])
{
    for (uint8_t i = 0; i < snapshots->count; i++) {
        if (memcmp(snapshots->hashes[i], hash, HASH_SIZE) == 0)
            return;
    }
    if (snapshots->count < SNAPSHOTS_MAX)
        memcpy(snapshots->hashes[snapshots->count++], hash, HASH_SIZE);
}

/* A visitor may have come with the newest, with one that it names and that was served while this device was off, or with one that this
 * device has seen; in this order, so that what has no place is the oldest. */
static void note_snapshots(struct client *client)
{
    struct snapshots now = {0};
    add_snapshot(&now, client->roster.snapshot_hash);
    for (uint8_t i = 0; i < client->roster.before_count; i++)
        add_snapshot(&now, client->roster.before[i]);
    for (uint8_t i = 0; i < client->staff.snapshot_count; i++)
        add_snapshot(&now, client->staff.snapshots[i]);
    if (now.count == client->staff.snapshot_count &&
        memcmp(now.hashes, client->staff.snapshots, sizeof now.hashes) == 0)
        return;
    client->staff.snapshot_count = now.count;
    memcpy(client->staff.snapshots, now.hashes, sizeof now.hashes);
    client->is_dirty = true;
}

static uint8_t staff_presence_of(const struct client *client, const uint8_t cert_hash[HASH_SIZE])
{
    for (size_t i = 0; i < STAFF_MAX; i++) {
        const struct colleague *colleague = &client->staff.colleagues[i];
        if (memcmp(colleague->cert_hash, cert_hash, HASH_SIZE) == 0)
            return colleague->presence;
    }
    return PRESENCE_AWAY;
}

static void event_colleague(struct client *client, const struct roster_entry *entry)
{
    static const char *const words[] = {"away", "on_duty", "paused"};
    struct json json = client_event_open(client, "colleague");
    json_hex(&json, "who", entry->cert_hash, HASH_SIZE);
    event_label(&json, entry);
    json_word(&json, "role", role_word(entry->role));
    json_word(&json, "presence", words[staff_presence_of(client, entry->cert_hash)]);
    client_event_put(client, &json);
}

static void event_roster(struct client *client)
{
    for (uint8_t i = 0; i < client->roster.count; i++) {
        const struct roster_entry *entry = &client->roster.entries[i];
        if (roster_find(&client->roster, entry->cert_hash, client_now_min(client)) != NULL)
            event_colleague(client, entry);
    }
}

/* Who is on duty is told right after the login, before the roster says who they are: it is kept, and shown with the roster. */
void staff_colleague(struct client *client, const struct message *message)
{
    const uint8_t *who = message->as.presence.cert_hash;
    struct colleague *place = NULL;
    for (size_t i = 0; i < STAFF_MAX; i++) {
        struct colleague *colleague = &client->staff.colleagues[i];
        bool is_same = memcmp(colleague->cert_hash, who, HASH_SIZE) == 0;
        if (is_same || (place == NULL && colleague->presence == PRESENCE_AWAY))
            place = colleague;
        if (is_same)
            break;
    }
    if (place == NULL)
        return; /* a programme has at most STAFF_MAX colleagues; the server speaks of others */
    memcpy(place->cert_hash, who, HASH_SIZE);
    place->presence = message->as.presence.presence;
    const struct roster_entry *entry = roster_find(&client->roster, who, client_now_min(client));
    if (client->phase == PHASE_READY && entry != NULL)
        event_colleague(client, entry);
}

void staff_set_up(struct client *client)
{
    const struct roster_entry *me = roster_find(&client->roster, client->staff.cert_hash, client_now_min(client));
    if (me == NULL) {
        client_stop(client, "roster"); /* this certificate is not active any more */
        return;
    }
    note_snapshots(client);
    event_roster(client);
    renew_key(client, me);
    struct message presence = {.code = MESSAGE_SET_PRESENCE};
    presence.as.set_presence.presence = client->staff.presence;
    client_ask(client, &presence, FOR_NOTHING, 0, 0);
    struct message queue = {.code = MESSAGE_GET_QUEUE};
    client_ask(client, &queue, FOR_QUEUE, 0, 0);
    struct message rooms = {.code = MESSAGE_GET_ROOMS};
    client_ask(client, &rooms, FOR_ROOMS, 0, 0);
    for (size_t i = 0; i < TALKS_MAX; i++) {
        if (client->talks[i].is_used) {
            if (!client->talks[i].is_replaying)
                talk_tell_room(client, &client->talks[i]);
            talk_fetch_events(client, &client->talks[i]);
        }
    }
    booking_resume(client);
    login_become_ready(client);
}

/* --- keys that have had their time --- */

/* Rule 10: once the mailbox is drained. What nobody has claimed, or seen, stays in it, and a device that starts again
 * must read it again: a key that has opened some of it is kept as long as it waits, and all of them for a while, because there may be more than this
 * device has room for. */
void staff_destroy_old_keys(struct client *client)
{
    uint64_t keep_min = OLD_KEY_MIN;
    for (size_t i = 0; i < TALKS_MAX; i++) {
        const struct talk *talk = &client->talks[i];
        if (talk->is_used && (!talk->is_ours || talk->missed_seq != 0))
            keep_min = RECEIVE_KEY_LIFETIME_MIN;
    }
    for (size_t i = 0; i < ARRIVED_MAX; i++) {
        if (client->arrived[i].is_used)
            keep_min = RECEIVE_KEY_LIFETIME_MIN;
    }
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        struct own_key *key = &client->own_keys[i];
        if (!key->is_used || key->opens_waiting || key->replaced_min == 0 || client->is_reading || !client->has_read ||
            client_now_min(client) < key->replaced_min + keep_min)
            continue;
        wipe(key, sizeof *key);
        client->is_dirty = true;
    }
}
