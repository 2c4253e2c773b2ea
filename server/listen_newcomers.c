#include "listen_parts.h"

/* Who has no mailbox holds a place that cost nothing, so nobody may be kept out by that: when all places are taken, the oldest of them makes
 * place. Its client comes back by itself and has lost nothing that was written. Whoever has a mailbox, or is staff, is never put out. */

enum { LOOKED_AT_MAX = 64 }; /* of those who cannot go at this moment */

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

static bool put_one_out(struct listen *listen, const struct newcomers *chain)
{
    uint64_t now_ms = clock_monotonic_ms(listen->settings.edge->clock);
    size_t before = listen->link_count;
    struct link *link = chain->oldest;
    for (unsigned looked_at = 0; link != NULL && looked_at < LOOKED_AT_MAX; link = link->newer, looked_at++) {
        if (now_ms - link->connection.opened_ms < LISTEN_NEWCOMER_MS)
            return false;
        if (link->is_leaving || !connection_may_make_place(&link->connection))
            continue;
        listen->counts.put_out++;
        websocket_put_out(link);
        return listen->link_count < before;
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
    const struct newcomers *others = &listen->newcomers[false], *staffs = &listen->newcomers[true];
    size_t kept = listen_staff_places(listen);
    size_t places = listen->settings.connections_max - (is_at_staffs ? 0 : kept);
    if (listen->link_count < places || (staffs->count > kept && put_one_out(listen, staffs)) ||
        put_one_out(listen, others) || (is_at_staffs && put_one_out(listen, staffs)))
        return true;
    listen->counts.refused++;
    return false;
}
