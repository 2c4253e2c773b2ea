#include "client_parts.h"

#include <string.h>

#include "hash.h"
#include "puzzle.h"

enum {
    PUZZLE_AT = 6, /* in an OPEN_CASE: after code, tag and door */
    TOLD_STEPS = 50,
    REFUSED_MAX = 12, /* of one case: then the person is told */
};

static bool is_opening(const struct client *client)
{
    return client->inflight.is_used && client->inflight.is_open_case;
}

static bool is_working(const struct client *client)
{
    enum puzzle_stage stage = client->visitor.work.stage;
    return is_opening(client) && client->phase != PHASE_STOPPED && (stage == PUZZLE_STAGE_1 || stage == PUZZLE_STAGE_2);
}

static void write_solution(struct client *client)
{
    const struct puzzle_work *work = &client->visitor.work;
    uint8_t *at = client->inflight.message + PUZZLE_AT;
    puzzle_encode(&work->puzzle, at);
    memcpy(at + PUZZLE_SIZE, work->solution.nonce1, PUZZLE_NONCE_SIZE);
    memcpy(at + PUZZLE_SIZE + PUZZLE_NONCE_SIZE, work->solution.nonce2, PUZZLE_NONCE_SIZE);
}

static void tell(struct client *client)
{
    const struct puzzle_work *work = &client->visitor.work;
    uint64_t done = puzzle_work_done(work);
    uint64_t of = puzzle_work_of(&work->puzzle);
    uint64_t step = done * TOLD_STEPS / of;
    if (step < client->visitor.work_told)
        return;
    client->visitor.work_told = step + 1;
    struct json json = client_event_open(client, "working");
    json_number(&json, "done", done);
    json_number(&json, "of", of);
    client_event_put(client, &json);
}

/* Asked as it is, without work: the server says what it wants now, or wants nothing any more. */
static void ask_anew(struct client *client)
{
    wipe(&client->visitor.work, sizeof client->visitor.work);
    client->visitor.work.stage = PUZZLE_SOLVED;
    write_solution(client);
}

/* Is what was begun as good as what is asked now? The server decides; this only saves work that surely counts. */
static bool is_enough(const struct puzzle_work *work, const struct puzzle *asked)
{
    bool is_begun = work->stage != 0 && puzzle_asks(&work->puzzle);
    return is_begun && work->puzzle.d1 >= asked->d1 && work->puzzle.d2 >= asked->d2 &&
           asked->slot_5min - work->puzzle.slot_5min <= 1;
}

void work_begin(struct client *client)
{
    struct puzzle_work *work = &client->visitor.work;
    const struct puzzle *asked = &client->visitor.puzzle;
    if (puzzle_asks(asked) && client->now_s > client->visitor.puzzle_s + PUZZLE_FRESH_S) {
        ask_anew(client);
    } else if (!puzzle_asks(asked) || !is_enough(work, asked)) {
        puzzle_work_open(work, asked, client->visitor.keys.pk_login);
        client->visitor.work_s = client->visitor.puzzle_s;
        client->visitor.work_told = 0;
        write_solution(client);
        if (is_working(client))
            tell(client);
    }
}

void work_told(struct client *client, const struct puzzle *puzzle)
{
    client->visitor.puzzle = *puzzle;
    client->visitor.puzzle_s = client->now_s;
    if (is_opening(client))
        work_begin(client);
}

bool work_is_done(const struct client *client)
{
    return client->visitor.work.stage == PUZZLE_SOLVED;
}

bool work_refused(struct client *client, uint8_t code, struct bytes detail)
{
    struct puzzle puzzle;
    bool is_asked = (code == ERROR_POW_NEEDED || code == ERROR_POW_BAD) && puzzle_decode(&puzzle, detail) == OK;
    bool is_full = (code == ERROR_RATE || code == ERROR_UNAVAILABLE) && puzzle_asks(&client->visitor.work.puzzle);
    if ((!is_asked && !is_full) || client->visitor.work_refused >= REFUSED_MAX)
        return false;
    client->visitor.work_refused++;
    if (is_asked) {
        wipe(&client->visitor.work, sizeof client->visitor.work);
        work_told(client, &puzzle);
    } else {
        client->pause_until_s = client->now_s + PAUSE_S; /* what was solved stays solved */
    }
    return true;
}

void work_forget(struct client *client)
{
    wipe(&client->visitor.work, sizeof client->visitor.work);
    client->visitor.work_refused = 0;
}

bool client_work(struct client *client, uint32_t tries, uint64_t now_s)
{
    struct puzzle_work *work = &client->visitor.work;
    client->now_s = now_s;
    if (!is_working(client))
        return false;
    if (now_s > client->visitor.work_s + PUZZLE_FRESH_S) {
        ask_anew(client);
        inflight_resume(client);
        return false;
    }
    if (tries == 0 || tries > PUZZLE_STEP_MAX)
        tries = tries == 0 ? 1 : PUZZLE_STEP_MAX;
    if (puzzle_solve_step(work, tries) != OK) {
        visitor_opening_failed(client, ERROR_UNAVAILABLE); /* no memory for stage 2 on this device */
        return false;
    }
    tell(client);
    if (work->stage != PUZZLE_SOLVED)
        return true;
    write_solution(client);
    inflight_resume(client);
    return false;
}
