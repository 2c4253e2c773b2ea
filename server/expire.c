#include "expire.h"

static void on_time(uv_timer_t *timer)
{
    const struct expire *expire = timer->data;
    if (turn_is_full(expire->turn))
        return; /* people first; the next time comes soon */
    struct request *request = turn_request(expire->turn);
    if (request == NULL)
        return;
    request->kind = REQUEST_EXPIRE;
    if (turn_put(expire->turn, request) != OK)
        turn_request_drop(expire->turn, request);
}

enum outcome expire_open(struct expire *expire, uv_loop_t *loop, struct turn *turn)
{
    expire->turn = turn;
    expire->timer.data = expire;
    if (uv_timer_init(loop, &expire->timer) != 0)
        return BROKEN;
    return uv_timer_start(&expire->timer, on_time, 0, EXPIRE_EVERY_MS) == 0 ? OK : BROKEN;
}

void expire_stop(struct expire *expire)
{
    if (expire->turn != NULL)
        (void)uv_timer_stop(&expire->timer);
    expire->turn = NULL;
}
