#include "client_parts.h"

#include <string.h>

#include "hash.h"

_Static_assert((int)TURN_KEYS_MAX <= (int)LIVE_KEYS_MAX, "the server keeps a page's keys by name");

/* --- ours --- */

const struct turn_key *turn_newest(const struct talk *talk, uint8_t class)
{
    const struct stream *stream = talk_stream((struct talk *)talk, class);
    const struct turn_key *newest = NULL;
    for (size_t i = 0; i < TURN_KEYS_MAX; i++) {
        const struct turn_key *key = &stream->turns[i];
        if (key->number != 0 && (newest == NULL || key->number > newest->number))
            newest = key;
    }
    return newest;
}

const struct turn_key *turn_find(const struct talk *talk, uint8_t class, const uint8_t key_id[KEY_ID_SIZE])
{
    const struct stream *stream = talk_stream((struct talk *)talk, class);
    for (size_t i = 0; i < TURN_KEYS_MAX; i++) {
        const struct turn_key *key = &stream->turns[i];
        if (key->number != 0 && memcmp(key->pair.key_id, key_id, KEY_ID_SIZE) == 0)
            return key;
    }
    return NULL;
}

/* Nothing that was sealed to us here can come, or come again, under a key that was replaced before now: what waits to be shown comes
 * again if this client dies. */
static bool is_drained(const struct client *client, const struct talk *talk)
{
    bool is_drained = client->has_read && !client->is_reading && talk->missed_seq == 0 && !talk->is_replaying;
    for (size_t i = 0; is_drained && i < ARRIVED_MAX; i++)
        is_drained = !client->arrived[i].is_used || client->arrived[i].talk != talk_index(client, talk);
    return is_drained;
}

/* A place for one more. When all are taken, a colleague's oldest goes if nothing can be under way to it any more. A visitor's stay for
 * their time, for a colleague whose connection is lost may not know better. NULL: not now. */
static struct turn_key *place_for_key(const struct client *client, const struct talk *talk, struct stream *stream)
{
    struct turn_key *oldest = &stream->turns[0];
    for (size_t i = 0; i < TURN_KEYS_MAX; i++) {
        if (stream->turns[i].number < oldest->number)
            oldest = &stream->turns[i];
    }
    bool is_over = oldest->replaced_s != 0 && client->now_s >= oldest->replaced_s + TURN_CROSSING_S;
    bool may_go = oldest->number == 0 || (role_of(client) == CLIENT_STAFF && is_over && is_drained(client, talk));
    return may_go ? oldest : NULL;
}

static const struct turn_key *make_key(struct client *client, const struct talk *talk, struct stream *stream)
{
    uint8_t seed[KEM_SEED_SIZE];
    struct turn_key *key = place_for_key(client, talk, stream);
    if (key == NULL)
        return NULL;
    wipe(key, sizeof *key);
    client->draw(seed, sizeof seed);
    key_pair_make(&key->pair, seed);
    wipe(seed, sizeof seed);
    key->number = ++stream->turn_number;
    client->is_dirty = true;
    return key;
}

void turn_begin(struct client *client, struct talk *talk)
{
    if (turn_newest(talk, CLASS_ROOM) == NULL)
        invariant(make_key(client, talk, &talk->stream) != NULL);
}

void turn_not_told(struct client *client)
{
    struct stream *stream = &client->talks[0].stream;
    client->visitor.needs_live_keys = true;
    for (size_t i = 0; i < TURN_KEYS_MAX; i++)
        stream->turns[i].is_told = stream->turns[i].is_told && stream->turns[i].number != stream->turn_number;
}

void turn_forget(struct talk *talk)
{
    wipe(talk->stream.turns, sizeof talk->stream.turns);
    wipe(talk->notes.turns, sizeof talk->notes.turns);
    wipe(talk->peers, sizeof talk->peers);
}

void turn_tell_live_keys(struct client *client, enum purpose purpose)
{
    const struct stream *stream = &client->talks[0].stream;
    uint8_t key_ids[TURN_KEYS_MAX * KEY_ID_SIZE];
    struct message message = {.code = MESSAGE_LIVE_KEYS, .as.live_keys.key_ids = {key_ids, 0}};
    size_t size = 0;
    for (size_t i = 0; i < TURN_KEYS_MAX; i++) {
        if (stream->turns[i].number == 0)
            continue;
        memcpy(key_ids + size, stream->turns[i].pair.key_id, KEY_ID_SIZE);
        size += KEY_ID_SIZE;
    }
    message.as.live_keys.key_ids.size = size;
    client->visitor.needs_live_keys = !client_can_ask(client);
    client_ask(client, &message, purpose, 0, 0);
}

const uint8_t *turn_next(struct client *client, struct talk *talk, const struct outgoing *head)
{
    uint8_t class = head->is_staff ? CLASS_STAFF : CLASS_ROOM;
    struct stream *stream = talk_stream(talk, class);
    const struct turn_key *newest = turn_newest(talk, class);
    /* Hello has a place of its own for it; of the others not all members would hear, or not in this session. */
    invariant(head->is_alone || !head->has_only);
    if (head->kind == BODY_HELLO || head->is_alone)
        return NULL;
    bool is_due = newest == NULL || !newest->is_told || newest->has_received || stream->is_turn_due;
    bool is_known = newest != NULL && !newest->is_told;
    if (!is_due || (!is_known && role_of(client) == CLIENT_VISITOR && !client_can_ask(client)))
        return NULL;
    if (!is_known)
        newest = make_key(client, talk, stream);
    if (newest == NULL)
        return NULL;
    stream->is_turn_due = false;
    /* Before the message that brings it: who answers at once must not be refused. */
    if (role_of(client) == CLIENT_VISITOR && !is_known)
        turn_tell_live_keys(client, FOR_LIVE_KEYS);
    return newest->pair.pk;
}

void turn_told(struct client *client, struct talk *talk, uint8_t class)
{
    struct stream *stream = talk_stream(talk, class);
    if (role_of(client) == CLIENT_VISITOR && client->visitor.needs_live_keys)
        return; /* the server would call it stale: it is said again */
    for (size_t i = 0; i < TURN_KEYS_MAX; i++) {
        struct turn_key *key = &stream->turns[i];
        if (key->number == stream->turn_number)
            key->is_told = true;
        else if (key->replaced_s == 0)
            key->replaced_s = client->now_s;
    }
}

/* --- theirs --- */

static struct peer *peer_find(const struct talk *talk, const uint8_t who[HASH_SIZE], bool is_staff)
{
    for (size_t i = 0; i < PEERS_MAX; i++) {
        const struct peer *peer = &talk->peers[i];
        if (peer->is_used && peer->is_staff == is_staff && memcmp(peer->who, who, HASH_SIZE) == 0)
            return (struct peer *)peer;
    }
    return NULL;
}

/* NULL: no place for one more. */
static struct peer *peer_for(struct talk *talk, const uint8_t who[HASH_SIZE], bool is_staff)
{
    struct peer *peer = peer_find(talk, who, is_staff);
    for (size_t i = 0; peer == NULL && i < PEERS_MAX; i++) {
        if (talk->peers[i].is_used)
            continue;
        peer = &talk->peers[i];
        peer->is_used = true;
        peer->is_staff = is_staff;
        memcpy(peer->who, who, HASH_SIZE);
    }
    return peer;
}

void turn_room_moved(struct talk *talk)
{
    talk->stream.is_turn_due = talk->notes.is_turn_due = true;
    for (size_t i = 0; i < PEERS_MAX; i++) {
        /* Who comes again has forgotten all keys of this room. */
        if (talk->peers[i].is_used && !room_has(&talk->room, talk->peers[i].who))
            wipe(&talk->peers[i], sizeof talk->peers[i]);
    }
}

/* What is wrapped again comes late, and with the key that was new then. */
static void take_given(const struct client *client, struct peer *peer, const struct opening *opening)
{
    const struct body *body = &opening->body;
    const uint8_t *session = opening->envelope.header.session;
    bool is_same = memcmp(peer->given_session, session, SESSION_SIZE) == 0;
    if (is_same ? body->seq <= peer->given_seq : body->sent_min < peer->given_min)
        return;
    memcpy(peer->pk, body->next_key, KEM_PUBLIC_SIZE);
    memcpy(peer->given_session, session, SESSION_SIZE);
    peer->given_seq = body->seq;
    /* A clock that was ahead must not make all that comes later look old. */
    peer->given_min = body->sent_min < client_now_min(client) ? body->sent_min : client_now_min(client);
}

/* Only of the page that is open: another's are gone with it. */
static void take_live(struct talk *talk, const struct opening *opening)
{
    const struct body *body = &opening->body;
    if (memcmp(opening->envelope.header.session, talk->live_session, SESSION_SIZE) != 0 || body->seq <= talk->live_seq)
        return;
    memcpy(talk->live_pk, body->next_key, KEM_PUBLIC_SIZE);
    talk->live_seq = body->seq;
    talk->has_live = true; /* the server may have called the one before stale */
}

/* Was it composed by somebody who knew that we are here, as we are now? A page that comes back reads what was said to the ones before
 * it, and a member who left and came again what was said to the one who left; the keys of then may be gone. */
static bool is_of_now(const struct client *client, const struct opening *opening)
{
    const struct talk *talk = opening->talk;
    const struct room_member *member = room_member(&talk->room, opening->envelope.header.sender);
    bool is_of_page = role_of(client) == CLIENT_STAFF;
    for (uint8_t i = 0; i < opening->body.seen_count; i++) {
        const struct seen *seen = &opening->body.seen[i];
        is_of_page = is_of_page || (memcmp(seen->member, client_me(client), HASH_SIZE) == 0 &&
                                    memcmp(seen->session, talk->stream.session, SESSION_SIZE) == 0);
    }
    return is_of_page && member != NULL && member->since <= opening->envelope.header.epoch;
}

void turn_received(struct client *client, const struct opening *opening)
{
    const struct header *header = &opening->envelope.header;
    struct talk *talk = opening->talk;
    struct stream *stream = talk_stream(talk, header->class);
    if (!is_of_now(client, opening))
        return;
    struct peer *peer = peer_for(talk, header->sender, header->class == CLASS_STAFF);
    for (size_t i = 0; i < TURN_KEYS_MAX; i++) {
        if (opening->turn != 0 && stream->turns[i].number == opening->turn)
            stream->turns[i].has_received = true;
    }
    if (peer != NULL && peer->used < opening->turn)
        peer->used = opening->turn;
    if (opening->body.next_key == NULL)
        return;
    if (role_of(client) == CLIENT_STAFF && memcmp(header->sender, talk->visitor_id, HASH_SIZE) == 0)
        take_live(talk, opening);
    else if (peer != NULL)
        take_given(client, peer, opening);
}

/* The newest wins, wherever it was given: a device that has lost its keys makes a receive key first. And only who has read all there is
 * knows which that is. */
const uint8_t *turn_pk_of(const struct client *client, const struct talk *talk, const struct roster_entry *entry,
                          uint8_t class)
{
    const struct peer *peer = peer_find(talk, entry->cert_hash, class == CLASS_STAFF);
    bool is_newest = peer != NULL && peer->given_min != 0 && peer->given_min > entry->key_issued_min;
    bool has_read_all = client->has_read && !client->is_reading && talk->missed_seq == 0;
    return is_newest && has_read_all ? peer->pk : entry->key_pk;
}

static enum outcome wrap_lastingly(struct client *client, const struct talk *talk, const struct roster_entry *entry,
                                   uint8_t class, uint8_t out[WRAP_SIZE])
{
    uint8_t psk[PSK_SIZE];
    struct seal_recipient recipient = {.pk = entry->key_pk, .mode = WRAP_PSK, .psk = psk};
    enum outcome outcome = OK;
    memcpy(recipient.recipient, entry->cert_hash, HASH_SIZE);
    if (role_of(client) == CLIENT_VISITOR)
        visitor_psk(&client->visitor.keys, talk->case_id, entry->cert_hash, psk);
    else
        outcome = colleague_psk(client, talk, entry->cert_hash, class, psk);
    if (outcome == OK)
        outcome = wrap_again(client, talk, &client->inflight.seal, &recipient, out);
    wipe(psk, sizeof psk);
    return outcome;
}

void turn_wrap_lastingly(struct client *client, uint8_t *octets, size_t size)
{
    const struct talk *talk = &client->talks[client->inflight.talk];
    struct envelope envelope;
    invariant(envelope_decode(&envelope, PART(octets, size)) == OK);
    for (size_t i = 0; i < envelope.wrap_count; i++) {
        struct wrap wrap = envelope_wrap(&envelope, i);
        const struct roster_entry *entry = roster_find(&client->roster, wrap.recipient, client_now_min(client));
        if (wrap.mode != WRAP_PSK || entry == NULL || entry->key_issued_min == 0 ||
            memcmp(wrap.key_id, entry->key_id, KEY_ID_SIZE) == 0)
            continue;
        /* What cannot be wrapped again stays as it is: it may well be readable. */
        (void)!wrap_lastingly(client, talk, entry, envelope.header.class,
                              octets + HEADER_SIZE + HASH_SIZE + 2 + i * WRAP_SIZE);
    }
}

/* --- the end of a key --- */

/* Has every other member sealed to a newer key than `number`? Then they have read that it is replaced. */
static bool is_left_behind(const struct client *client, const struct talk *talk, bool is_staff, uint32_t number)
{
    bool is_left = talk->room.member_count > 1;
    for (uint8_t i = 0; i < talk->room.member_count; i++) {
        const struct room_member *member = &talk->room.members[i];
        if (memcmp(member->who, client_me(client), HASH_SIZE) == 0 || (is_staff && member->role == ROLE_VISITOR))
            continue;
        const struct peer *peer = peer_find(talk, member->who, is_staff);
        is_left = is_left && peer != NULL && peer->used > number;
    }
    return is_left;
}

static bool wipe_replaced(struct client *client, const struct talk *talk, struct stream *stream, bool is_staff)
{
    uint64_t kept_s = role_of(client) == CLIENT_VISITOR ? TURN_KEPT_VISITOR_S : TURN_KEPT_STAFF_S;
    bool has_wiped = false;
    for (size_t i = 0; i < TURN_KEYS_MAX; i++) {
        struct turn_key *key = &stream->turns[i];
        if (key->number == 0 || key->replaced_s == 0 || !is_drained(client, talk) ||
            (client->now_s < key->replaced_s + kept_s && !is_left_behind(client, talk, is_staff, key->number)))
            continue;
        wipe(key, sizeof *key);
        has_wiped = client->is_dirty = true;
    }
    return has_wiped;
}

void turn_tick(struct client *client)
{
    bool has_wiped = false;
    for (size_t t = 0; t < TALKS_MAX; t++) {
        struct talk *talk = &client->talks[t];
        if (!talk->is_used)
            continue;
        has_wiped |= wipe_replaced(client, talk, &talk->stream, false);
        has_wiped |= wipe_replaced(client, talk, &talk->notes, true);
    }
    if (role_of(client) == CLIENT_VISITOR && (has_wiped || client->visitor.needs_live_keys))
        turn_tell_live_keys(client, FOR_LIVE_KEYS);
}
