/* The scene's server deciding what it has read: one request at a time, or, like the real one, several in one transaction that a disk may refuse and
 * a kill may interrupt.
 * Owns: the requests that wait, and a hold on each of their frames. Uses: relay, store. Used by: scene. */
#ifndef UDVEJ_TESTS_SUPPORT_SCENE_TURN_H
#define UDVEJ_TESTS_SUPPORT_SCENE_TURN_H

#include "relay/relay.h"

enum { SCENE_TURN_MAX = 64 };

struct scene;

struct scene_turn {
    size_t size;            /* how many are decided together; 0: each alone, as it is read */
    unsigned kills_in_1000; /* of the turns, the server is killed: before its commit, or between commit and answers */
    bool is_half;           /* something of a turn that was undone is left: never */
    size_t count;
    struct request requests[SCENE_TURN_MAX];
};

/* Borrows `request`; its frame is held until it is decided. */
void scene_decide(struct scene *scene, const struct request *request);
/* Decides at once, alone, whatever waits. */
void scene_decide_now(struct scene *scene, struct request *request);
/* Decides what waits. May end with scene_crash_server: no link is good after it. */
void scene_turn(struct scene *scene);
/* Forgets what waits: the server is killed. */
void scene_turn_drop(struct scene *scene);

struct relay scene_relay(struct scene *scene);

#endif
