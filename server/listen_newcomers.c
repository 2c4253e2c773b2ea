#include "listen_parts.h"

/* Who has no mailbox holds a place that cost nothing, so nobody may be kept out by that: when all places are taken, the oldest of them makes
 * place. Its client comes back by itself and has lost nothing that was written. Whoever has a mailbox, or is staff, is never put out. */

enum { LOOKED_AT_MAX = 64 }; /* of those who cannot go at this moment, each time */

void places_take(struct link *link)
{
    link->listen->places_held[link->is_at_staffs]++;
}

void places_leave(struct link *link)
{
    link->listen->places_held[link->is_at_staffs] -= !link->is_put_out;
}

static size_t held_by_all(const struct listen *listen)
{
    return listen->places_held[false] + listen->places_held[true];
}

static struct newcomers *chain_of(const struct link *link)
{
    return &link->listen->newcomers[link->is_at_staffs];
}

void newcomer_add(struct link *link)
{
    struct newcomers *chain = chain_of(link);
    link->is_newcomer = true;
    link->older = chain->newest;
    *(chain->newest != NULL ? &chain->newest->newer : &chain->oldest) = link;
    chain->newest = link;
    chain->count++;
}

void newcomer_leave(struct link *link)
{
    struct newcomers *chain = chain_of(link);
    if (!link->is_newcomer)
        return;
    *(link->older != NULL ? &link->older->newer : &chain->oldest) = link->newer;
    *(link->newer != NULL ? &link->newer->older : &chain->newest) = link->older;
    link->is_newcomer = false;
    link->older = NULL;
    link->newer = NULL;
    chain->count--;
}

void newcomer_settle(struct link *link)
{
    enum peer_state state = link->connection.peer.state;
    if (state == PEER_VISITOR || state == PEER_STAFF)
        newcomer_leave(link);
}

/* Who does not read, or does not answer our close frame, is gone some moments later: the place is free at once, or those would keep others out. */
static void put_out(struct link *link)
{
    link->listen->counts.put_out++;
    newcomer_leave(link);
    places_leave(link);
    link->is_put_out = true;
    websocket_put_out(link);
}

/* Who cannot go at this moment is looked at again when all others were: however many of them are the oldest, the next ones are found. */
static bool put_one_out(struct listen *listen, struct newcomers *chain)
{
    uint64_t now_ms = clock_monotonic_ms(listen->settings.edge->clock);
    if (listen->link_count - held_by_all(listen) >= PUT_OUT_MAX)
        return false;
    for (size_t looks = chain->count < LOOKED_AT_MAX ? chain->count : LOOKED_AT_MAX; looks > 0; looks--) {
        struct link *link = chain->oldest;
        if (now_ms - link->connection.opened_ms < LISTEN_NEWCOMER_MS)
            return false;
        if (connection_may_make_place(&link->connection)) {
            put_out(link);
            return true;
        }
        newcomer_leave(link);
        newcomer_add(link);
    }
    return false;
}

size_t listen_connections_max(const struct listen *listen)
{
    return listen->settings.connections_max;
}

size_t listen_staff_places(const struct listen *listen)
{
    size_t share = listen->settings.connections_max / 4;
    for (size_t i = 0; i < listen->listener_count; i++)
        if (listen->listeners[i].is_staffs)
            return share < LISTEN_STAFF_PLACES ? share : LISTEN_STAFF_PLACES;
    return 0;
}

/* Staff who have not logged in yet are spared while there are no more of them than places are kept; beyond that it is a crowd like any other. */
bool newcomers_have_place(struct listen *listen, bool is_at_staffs)
{
    struct newcomers *others = &listen->newcomers[false], *staffs = &listen->newcomers[true];
    size_t kept = listen_staff_places(listen), held = listen->places_held[true];
    size_t left_for_staff = kept > held ? kept - held : 0;
    size_t places = listen->settings.connections_max - (is_at_staffs ? 0 : left_for_staff);
    if (held_by_all(listen) < places || (staffs->count > kept && put_one_out(listen, staffs)) ||
        put_one_out(listen, others) || (is_at_staffs && put_one_out(listen, staffs)))
        return true;
    listen->counts.refused++;
    return false;
}
