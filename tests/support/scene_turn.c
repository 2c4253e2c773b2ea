#include "scene_turn.h"

#include <string.h>

#include "scene.h"
#include "store_digest.h"

struct relay scene_relay(struct scene *scene)
{
    return (struct relay){&scene->programme, scene->store,    &scene->answers,
                          scene->now_s / 60, &scene->scratch, scene->turn_chance};
}

/* --- answers --- */

static bool is_addressed(const struct scene *scene, const struct answer *answer, const struct scene_link *link)
{
    bool is_staff = link->who == WHO_STAFF;
    bool is_supervisor = is_staff && (link->actor == SCENE_ANNA || link->actor == SCENE_BO);
    if (!link->is_used)
        return false;
    switch (answer->target) {
    case TO_CONNECTION:
        return link->id == answer->connection;
    case TO_PRINCIPAL:
        return link->has_login && link->who != WHO_STRANGER &&
               memcmp(link->principal, answer->principal, HASH_SIZE) == 0;
    case TO_DOOR: /* both counsellors stand at the one door */
        return is_staff && link->actor != SCENE_MENTOR;
    case TO_STAFF:
        return is_staff;
    case TO_EVERYONE:
        return link->who != WHO_STRANGER && link->who != 0;
    case TO_SUPERVISORS:
        return is_supervisor;
    }
    (void)scene;
    return false;
}

static void give_answer(struct scene_link *link, const struct answer *answer)
{
    if (answer->kind == ANSWER_ENVELOPE && !link->follows)
        return;
    if (answer->becomes != 0)
        link->who = answer->becomes;
    if (answer->frame != NULL)
        scene_queue_put(&link->to_client, frame_hold(answer->frame));
    if (answer->kind != ANSWER_PLAIN)
        link->cursor = answer->seq;
    if (answer->kind == ANSWER_CURSOR) {
        link->follows = !answer->has_more;
        link->wants_more = answer->has_more;
        link->more_tag = answer->tag;
        link->more_has_asker = answer->has_asker;
    }
    if (answer->closes)
        link->is_cut = true;
}

static void give_answers(struct scene *scene)
{
    for (size_t i = 0; i < scene->answers.count; i++) {
        for (size_t l = 0; l < SCENE_LINKS; l++) {
            if (is_addressed(scene, &scene->answers.list[i], &scene->links[l]))
                give_answer(&scene->links[l], &scene->answers.list[i]);
        }
    }
    answers_cut(&scene->answers, 0);
}

/* --- one request, at once --- */

static void undo(struct scene *scene)
{
    scene->store->ways->rollback(scene->store);
    answers_cut(&scene->answers, 0);
}

static void note_vault(struct scene *scene, const struct request *request)
{
    bool is_vault = request->frame != NULL && request->frame->data[0] == MESSAGE_PUT_VAULT;
    for (size_t i = 0; is_vault && i < SCENE_LINKS; i++)
        scene->links[i].vaults += scene->links[i].is_used && scene->links[i].id == request->connection;
}

static void keep(struct scene *scene, const struct request *requests, size_t count)
{
    bool is_shredded;
    invariant(scene->store->ways->commit(scene->store, &is_shredded) == OK);
    for (size_t i = 0; i < count; i++)
        note_vault(scene, &requests[i]);
}

/* In a transaction of its own. */
static void decide_alone(struct scene *scene, struct request *request, bool has_trouble)
{
    struct relay relay = scene_relay(scene);
    invariant(scene->store->ways->begin(scene->store) == OK);
    if (relay_decide(&relay, request) == OK && !has_trouble) {
        keep(scene, request, 1);
    } else {
        undo(scene);
        invariant(relay_give_up(&scene->answers, request) == OK);
    }
    give_answers(scene);
}

void scene_decide_now(struct scene *scene, struct request *request)
{
    bool has_trouble = request->kind == REQUEST_MESSAGE && scene_chance(scene, 1000) < scene->trouble_in_1000;
    decide_alone(scene, request, has_trouble);
}

/* --- several together, as server/turn.h has it --- */

enum mishap {
    ALL_WELL,
    UNDECIDED, /* a row that one of them needs cannot be read: each is tried alone, and that one refused */
    UNKEPT,    /* the commit fails */
    KILLED_UNKEPT,
    KILLED_UNTOLD, /* after the commit, before the answers */
};

static enum mishap draw_mishap(struct scene *scene)
{
    uint64_t draw = scene_chance(scene, 1000);
    unsigned trouble = scene->trouble_in_1000;
    unsigned kills = trouble > 0 ? scene->turn.kills_in_1000 : 0;
    if (draw < trouble)
        return UNKEPT;
    if (draw < 2 * trouble)
        return UNDECIDED;
    if (draw < 2 * trouble + kills)
        return scene_chance(scene, 2) == 0 ? KILLED_UNKEPT : KILLED_UNTOLD;
    return ALL_WELL;
}

static void begin(struct scene *scene, struct scene_turn *turn)
{
    struct relay relay = scene_relay(scene);
    invariant(scene->store->ways->begin(scene->store) == OK);
    for (size_t i = 0; i < turn->count; i++)
        invariant(relay_decide(&relay, &turn->requests[i]) == OK); /* the store in memory has no faults of its own */
}

/* That a connection ended is told again with the next turn. */
static void refuse(struct scene *scene, struct request *request)
{
    if (request->kind == REQUEST_GONE)
        scene_decide(scene, request);
    else
        invariant(relay_give_up(&scene->answers, request) == OK);
}

static void take_back(struct scene *scene, struct scene_turn *turn)
{
    uint64_t before = store_digest(scene->store, &scene->keys.roster);
    begin(scene, turn);
    undo(scene);
    if (store_digest(scene->store, &scene->keys.roster) != before)
        scene->turn.is_half = true;
}

static void decide_each(struct scene *scene, struct scene_turn *turn)
{
    size_t damaged = (size_t)scene_chance(scene, turn->count);
    for (size_t i = 0; i < turn->count; i++) {
        if (i == damaged)
            refuse(scene, &turn->requests[i]);
        else
            decide_alone(scene, &turn->requests[i], false);
        give_answers(scene);
    }
}

static void end(struct scene *scene, struct scene_turn *turn, enum mishap mishap)
{
    switch (mishap) {
    case ALL_WELL:
        begin(scene, turn);
        keep(scene, turn->requests, turn->count);
        break;
    case UNDECIDED:
        take_back(scene, turn);
        decide_each(scene, turn);
        break;
    case UNKEPT:
        take_back(scene, turn);
        for (size_t i = 0; i < turn->count; i++)
            refuse(scene, &turn->requests[i]);
        break;
    case KILLED_UNKEPT:
        take_back(scene, turn);
        scene_crash_server(scene);
        break;
    case KILLED_UNTOLD:
        begin(scene, turn);
        keep(scene, turn->requests, turn->count);
        scene_crash_server(scene);
        break;
    }
    give_answers(scene);
}

void scene_turn(struct scene *scene)
{
    static struct scene_turn turn; /* large, and never two at a time */
    if (scene->turn.count == 0)
        return;
    turn = scene->turn;
    scene->turn.count = 0;
    end(scene, &turn, draw_mishap(scene));
    for (size_t i = 0; i < turn.count; i++)
        frame_release(turn.requests[i].frame);
}

void scene_turn_drop(struct scene *scene)
{
    for (size_t i = 0; i < scene->turn.count; i++)
        frame_release(scene->turn.requests[i].frame);
    scene->turn.count = 0;
}

void scene_decide(struct scene *scene, const struct request *request)
{
    struct request *waiting = &scene->turn.requests[scene->turn.count];
    if (scene->turn.size == 0) {
        struct request now = *request;
        scene_decide_now(scene, &now);
        return;
    }
    invariant(scene->turn.count < SCENE_TURN_MAX);
    *waiting = *request;
    if (waiting->frame != NULL)
        waiting->frame = frame_hold(waiting->frame);
    scene->turn.count++;
}
