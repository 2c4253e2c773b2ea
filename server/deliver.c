#include "deliver.h"

#include <string.h>

#include "base/memory.h"

enum { BITS_MIN = 6, BITS_MAX = 20 };

/* Multiply-shift hashing: two different names share a chain with a chance of two in the number of chains. */
static size_t chain_of(const struct deliver *deliver, uint64_t name)
{
    return (size_t)(name * deliver->key >> (64 - deliver->bits));
}

static struct peer **id_chain(struct deliver *deliver, connection_id id)
{
    return &deliver->by_id[chain_of(deliver, id)];
}

static struct peer **principal_chain(struct deliver *deliver, const uint8_t principal[HASH_SIZE])
{
    uint64_t name;
    memcpy(&name, principal, sizeof name);
    return &deliver->by_principal[chain_of(deliver, name)];
}

enum outcome deliver_open(struct deliver *deliver, size_t peers_max, const struct roster *roster,
                          const struct randomness *randomness)
{
    memset(deliver, 0, sizeof *deliver);
    deliver->bits = BITS_MIN;
    while (deliver->bits < BITS_MAX && (size_t)1 << deliver->bits < peers_max)
        deliver->bits++;
    randomness_fill(randomness, &deliver->key, sizeof deliver->key);
    deliver->key |= 1;
    deliver->roster = roster;
    deliver->by_id = memory_get(sizeof(struct peer *) << deliver->bits);
    deliver->by_principal = memory_get(sizeof(struct peer *) << deliver->bits);
    if (deliver->by_id != NULL && deliver->by_principal != NULL)
        return OK;
    deliver_close(deliver);
    return BROKEN;
}

void deliver_close(struct deliver *deliver)
{
    memory_free(deliver->by_id);
    memory_free(deliver->by_principal);
    memset(deliver, 0, sizeof *deliver);
}

void deliver_add(struct deliver *deliver, struct peer *peer)
{
    peer->id = ++deliver->id_last;
    struct peer **chain = id_chain(deliver, peer->id);
    peer->same_id = *chain;
    *chain = peer;
}

static void list_principal(struct deliver *deliver, struct peer *peer)
{
    if (peer->is_known)
        return;
    struct peer **chain = principal_chain(deliver, peer->principal);
    peer->same_principal = *chain;
    *chain = peer;
    peer->is_known = true;
}

void deliver_remove(struct deliver *deliver, struct peer *peer)
{
    struct peer **at = id_chain(deliver, peer->id);
    while (*at != peer)
        at = &(*at)->same_id;
    *at = peer->same_id;
    if (peer->is_known) {
        at = principal_chain(deliver, peer->principal);
        while (*at != peer)
            at = &(*at)->same_principal;
        *at = peer->same_principal;
        peer->is_known = false;
    }
    if (peer->is_touched) {
        at = &deliver->touched;
        while (*at != peer)
            at = &(*at)->next_touched;
        *at = peer->next_touched;
        peer->is_touched = false;
    }
}

void deliver_touch(struct deliver *deliver, struct peer *peer)
{
    if (peer->is_touched)
        return;
    peer->is_touched = true;
    peer->next_touched = deliver->touched;
    deliver->touched = peer;
}

struct peer *deliver_next_touched(struct deliver *deliver)
{
    struct peer *peer = deliver->touched;
    if (peer == NULL)
        return NULL;
    deliver->touched = peer->next_touched;
    peer->next_touched = NULL;
    peer->is_touched = false;
    return peer;
}

/* --- Answers --- */

struct peer *deliver_find(struct deliver *deliver, connection_id id)
{
    struct peer *peer = *id_chain(deliver, id);
    while (peer != NULL && peer->id != id)
        peer = peer->same_id;
    return peer;
}

/* What a peer has proved from now on. */
static void become(struct deliver *deliver, struct peer *peer, unsigned who)
{
    enum peer_state to = who == WHO_STAFF     ? PEER_STAFF
                         : who == WHO_VISITOR ? PEER_VISITOR
                         : who == WHO_PROVED  ? PEER_PROVED
                                              : PEER_STRANGER;
    if (peer->state == to || peer_move(peer, to) != OK) /* it may be closing already */
        return;
    if (to == PEER_STRANGER)
        return;
    list_principal(deliver, peer);
    if (to == PEER_STAFF)
        peer->staff = roster_find(deliver->roster, peer->principal, deliver->now_min);
}

/* An answer that ends a request: DONE or ERROR. A login has no tag; when it ends in an ERROR without closing, the store was
 * not there, and the peer may try again. */
static void count_answer(struct peer *peer, const struct frame *frame)
{
    bool is_answer =
        frame != NULL && frame->size >= 5 &&
        (frame->data[0] == MESSAGE_DONE || frame->data[0] == MESSAGE_ERROR || frame->data[0] == MESSAGE_DELETION);
    if (!is_answer)
        return;
    static const uint8_t no_tag[4] = {0};
    bool has_tag = memcmp(frame->data + 1, no_tag, sizeof no_tag) != 0;
    if (peer->state == PEER_PROVING && frame->data[0] == MESSAGE_ERROR && !has_tag) {
        enum outcome moved = peer_move(peer, PEER_STRANGER);
        invariant(moved == OK);
        return;
    }
    if (peer->requests_in_flight > 0)
        peer->requests_in_flight--;
    if (peer->until_decided > 0)
        peer->until_decided--;
}

static void put_envelope(struct peer *peer, const struct answer *answer)
{
    peer_put(peer, answer->frame);
    peer->cursor = answer->seq;
    peer->ack_credit++;
}

static void answer_one(struct deliver *deliver, const struct answer *answer)
{
    struct peer *peer = deliver_find(deliver, answer->connection);
    bool is_opening = answer->becomes == WHO_VISITOR && answer->frame != NULL && answer->frame->data[0] == MESSAGE_DONE;
    deliver->opened_count += is_opening; /* a login is answered otherwise */
    if (peer == NULL)
        return;
    if (answer->becomes != 0)
        become(deliver, peer, answer->becomes);
    if (answer->kind == ANSWER_STORED) {
        put_envelope(peer, answer);
    } else {
        if (!answer->closes)
            count_answer(peer, answer->frame);
        peer_put(peer, answer->frame);
    }
    if (answer->kind == ANSWER_CURSOR) {
        peer->cursor = answer->seq;
        peer->follows = !answer->has_more;
        peer->wants_more = answer->has_more;
        peer->more_tag = answer->has_more ? answer->tag : 0;
    }
    if (answer->closes)
        peer_close(peer, CLOSE_POLICY);
    deliver_touch(deliver, peer);
}

/* Nothing is lost by sending nothing: the envelope is stored, and the peer is behind the tail now. */
static void push_envelope(struct deliver *deliver, struct peer *peer, const struct answer *answer)
{
    if (!peer->follows)
        return;
    if (answer->frame->size <= outbox_envelope_room(&peer->outbox)) {
        put_envelope(peer, answer);
    } else {
        peer->follows = false;
        peer->wants_more = true;
        peer->more_tag = 0;
    }
    deliver_touch(deliver, peer);
}

static void answer_principal(struct deliver *deliver, const struct answer *answer)
{
    struct peer *peer = *principal_chain(deliver, answer->principal);
    for (; peer != NULL; peer = peer->same_principal) {
        if (memcmp(peer->principal, answer->principal, HASH_SIZE) != 0)
            continue;
        if (answer->kind == ANSWER_ENVELOPE) {
            push_envelope(deliver, peer, answer);
        } else {
            peer_put(peer, answer->frame);
            deliver_touch(deliver, peer);
        }
    }
}

static bool is_in_group(const struct roster_entry *entry, const struct answer *answer)
{
    switch (answer->target) {
    case TO_DOOR:
        return (entry->caps & CAP_SUPERVISE) != 0 || roster_takes_intake(entry, answer->door);
    case TO_SUPERVISORS:
        return (entry->caps & CAP_SUPERVISE) != 0;
    case TO_STAFF:
        return true;
    default:
        return false;
    }
}

/* Every certificate's chain is looked at: a programme has at most STAFF_MAX of them. */
static void answer_group(struct deliver *deliver, const struct answer *answer)
{
    for (size_t i = 0; i < deliver->roster->count; i++) {
        const struct roster_entry *entry = &deliver->roster->entries[i];
        if (!is_in_group(entry, answer))
            continue;
        struct peer *peer = *principal_chain(deliver, entry->cert_hash);
        for (; peer != NULL; peer = peer->same_principal) {
            if (peer->staff != entry)
                continue;
            peer_put(peer, answer->frame);
            deliver_touch(deliver, peer);
        }
    }
}

/* News for all who have proved anything; strangers have asked for nothing yet. */
static void answer_everyone(struct deliver *deliver, const struct answer *answer)
{
    for (size_t i = 0; i < (size_t)1 << deliver->bits; i++) {
        for (struct peer *peer = deliver->by_id[i]; peer != NULL; peer = peer->same_id) {
            if (!peer->is_known)
                continue;
            peer_put(peer, answer->frame);
            deliver_touch(deliver, peer);
        }
    }
}

void deliver_answers(struct deliver *deliver, const struct answer *answers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (answers[i].target == TO_CONNECTION)
            answer_one(deliver, &answers[i]);
        else if (answers[i].target == TO_PRINCIPAL)
            answer_principal(deliver, &answers[i]);
        else if (answers[i].target == TO_EVERYONE)
            answer_everyone(deliver, &answers[i]);
        else
            answer_group(deliver, &answers[i]);
    }
}
