/* What a connection stands between, without a socket or a store: a turn that keeps the last request, a clock that a test sets, and chance
 * that repeats. Owns: one edge and one connection. Used by: the tests of connections, one copy each. */
#ifndef UDVEJ_TESTS_EDGE_H
#define UDVEJ_TESTS_EDGE_H

#include <stdlib.h>

#include "check.h"
#include "connection.h"

static struct request asked; /* the last one put */
static size_t asked_count;
static bool is_turn_full;
static int requests_out; /* given by turn_request and not yet back */

struct request *turn_request(struct turn *turn)
{
    (void)turn;
    requests_out++;
    return calloc(1, sizeof(struct request));
}

void turn_request_drop(struct turn *turn, struct request *request)
{
    (void)turn;
    requests_out--;
    free(request);
}

enum outcome turn_put(struct turn *turn, struct request *request)
{
    if (is_turn_full && request->kind != REQUEST_GONE)
        return FULL;
    frame_release(asked.frame);
    asked = *request;
    asked_count++;
    turn_request_drop(turn, request);
    return OK;
}

static uint64_t now_ms = 1000000;
static uint64_t now_s = 1774742400;

static uint64_t test_ms(const struct clock *clock)
{
    (void)clock;
    return now_ms;
}

static uint64_t test_s(const struct clock *clock)
{
    (void)clock;
    return now_s;
}

static uint64_t seed = 1;

static void test_fill(const struct randomness *randomness, void *out, size_t size)
{
    (void)randomness;
    check_fill(out, size, seed++);
}

static const struct clock test_clock = {.monotonic_ms = test_ms, .wall_s = test_s};
static const struct randomness chance = {.fill = test_fill};
static const struct gate_hosts hosts = {.count = 1, .names = {{(const uint8_t *)"localhost:8470", 14}}};
static struct roster roster;
static struct edge edge;
static struct connection connection;

#endif
