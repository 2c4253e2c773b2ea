/* Who makes place when all places are taken, without sockets: putting out is a stand-in, and who may go is said by the test. */
#include "check.h"
#include "listen_parts.h"

enum { PEOPLE = 400, PLACES = 400, KEPT = LISTEN_STAFF_PLACES };

static struct link people[PEOPLE];
static size_t people_count;
static struct listen listen_now;
static struct edge edge;
static uint64_t now_ms;
static struct link *last_out;
static bool goes_at_once; /* else its socket is there for some time yet */

static uint64_t test_ms(const struct clock *clock)
{
    (void)clock;
    return now_ms;
}

static const struct clock test_clock = {.monotonic_ms = test_ms};

bool connection_may_make_place(const struct connection *connection)
{
    return connection->peer.state == PEER_STRANGER;
}

static void close_one(struct link *link)
{
    listen_now.link_count--;
    newcomer_leave(link);
    places_leave(link);
}

void websocket_put_out(struct link *link)
{
    last_out = link;
    if (goes_at_once)
        close_one(link);
}

static void open_listen(bool has_staffs)
{
    memset(&listen_now, 0, sizeof listen_now);
    memset(people, 0, sizeof people);
    people_count = 0;
    last_out = NULL;
    goes_at_once = true;
    now_ms = 1000;
    edge.clock = &test_clock;
    listen_now.settings.edge = &edge;
    listen_now.settings.connections_max = PLACES;
    listen_now.listener_count = 1;
    listen_now.listeners[0].is_staffs = has_staffs;
}

static struct link *come(bool is_at_staffs, enum peer_state state)
{
    invariant(people_count < PEOPLE);
    struct link *link = &people[people_count++];
    link->listen = &listen_now;
    link->is_at_staffs = is_at_staffs;
    link->connection.opened_ms = now_ms;
    link->connection.peer.state = state;
    listen_now.link_count++;
    places_take(link);
    newcomer_add(link);
    newcomer_settle(link);
    return link;
}

/* Until no place is left for who comes by that socket; gives how many came. */
static size_t fill(bool is_at_staffs, enum peer_state state)
{
    size_t count = 0;
    for (; people_count < PEOPLE && newcomers_have_place(&listen_now, is_at_staffs); count++)
        (void)come(is_at_staffs, state);
    return count;
}

static void the_oldest_goes_after_its_time(void)
{
    open_listen(false);
    CHECK(fill(false, PEER_STRANGER) == PLACES);
    now_ms += LISTEN_NEWCOMER_MS - 1;
    CHECK(!newcomers_have_place(&listen_now, false) && listen_now.counts.refused == 1);
    now_ms++;
    CHECK(newcomers_have_place(&listen_now, false) && last_out == &people[0]);
    CHECK(newcomers_have_place(&listen_now, false) && last_out == &people[0]); /* it is still free */
    CHECK(listen_now.link_count == PLACES - 1 && listen_now.counts.put_out == 1);
}

/* However many there are who cannot go at this moment: those behind them are found, a bounded number of looks each time. */
static void who_cannot_go_stops_nobody(void)
{
    open_listen(false);
    for (size_t i = 0; i < PLACES; i++)
        (void)come(false, i < PLACES - 1 ? PEER_PROVING : PEER_STRANGER);
    now_ms += LISTEN_NEWCOMER_MS;
    unsigned tries = 1;
    while (tries < PLACES && !newcomers_have_place(&listen_now, false))
        tries++;
    CHECK(last_out == &people[PLACES - 1]);
    CHECK(tries > 1 && tries <= PLACES / 50); /* 64 looks each */
    CHECK(listen_now.newcomers[false].count == PLACES - 1);
}

static void nobody_with_a_mailbox_goes(void)
{
    open_listen(false);
    CHECK(fill(false, PEER_VISITOR) == PLACES);
    now_ms += LISTEN_NEWCOMER_MS;
    CHECK(!newcomers_have_place(&listen_now, false) && last_out == NULL && listen_now.newcomers[false].count == 0);
}

/* Their places are free at once; of sockets that are still there, there are no more than descriptors to spare. */
static void who_goes_slowly_keeps_no_place(void)
{
    open_listen(false);
    people_count = PUT_OUT_MAX;
    for (size_t i = 0; i < PLACES - PUT_OUT_MAX; i++)
        (void)come(false, PEER_STRANGER);
    listen_now.settings.connections_max = PLACES - PUT_OUT_MAX;
    now_ms += LISTEN_NEWCOMER_MS;
    goes_at_once = false;
    people_count = 0;
    for (size_t i = 0; i < PUT_OUT_MAX; i++) {
        CHECK(newcomers_have_place(&listen_now, false) && last_out == &people[PUT_OUT_MAX + i]);
        (void)come(false, PEER_STRANGER);
    }
    CHECK(listen_now.link_count == PLACES && listen_now.places_held[false] == PLACES - PUT_OUT_MAX);
    CHECK(!newcomers_have_place(&listen_now, false));
    close_one(&people[PUT_OUT_MAX]);
    CHECK(listen_now.places_held[false] == PLACES - PUT_OUT_MAX && newcomers_have_place(&listen_now, false));
}

/* What staff have taken of the places that are kept for them is not kept once more. */
static void staffs_places_are_counted_once(void)
{
    for (size_t staff = 0; staff <= KEPT + 1; staff += staff == 0 ? KEPT - 1 : 1) {
        open_listen(true);
        for (size_t i = 0; i < staff; i++)
            (void)come(true, PEER_STAFF);
        size_t left = staff < KEPT ? KEPT - staff : 0;
        CHECK(fill(false, PEER_VISITOR) == PLACES - left - staff);
        CHECK(fill(true, PEER_STAFF) == left);
        close_one(&people[staff]); /* a visitor */
        people_count--;
        CHECK(newcomers_have_place(&listen_now, false));
    }
}

int main(void)
{
    RUN(the_oldest_goes_after_its_time);
    RUN(who_cannot_go_stops_nobody);
    RUN(nobody_with_a_mailbox_goes);
    RUN(who_goes_slowly_keeps_no_place);
    RUN(staffs_places_are_counted_once);
    return check_end();
}
