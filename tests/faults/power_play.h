/* A server without its edge, on a disk that remembers: real turns over the real store in a folder of its own; a world whose people ask; and
 * after everything that was answered the state that must be there from then on. Plays are what the people do.
 * Owns: one stage at a time. Uses: turn, relay_world, power_vfs, power_state. Used by: tests. */
#ifndef UDVEJ_TESTS_FAULTS_POWER_PLAY_H
#define UDVEJ_TESTS_FAULTS_POWER_PLAY_H

#include "power_disk.h"
#include "power_state.h"
#include "support/relay_world.h"

enum { STAGE_STATES = 256, STAGE_SALTS = 64 };

/* A salt that there was. */
struct stage_salt {
    uint8_t octets[SALT_SEALED_SIZE];
    size_t destroyed; /* the number of the state from which on it was acknowledged as destroyed; 0: it was not */
};

struct stage {
    struct world world;
    struct store *store;
    char path[256];
    /* State 0 is an empty store; state N is what was there after the N-th answered turn. */
    struct state states[STAGE_STATES];
    size_t state_count;
    struct stage_salt salts[STAGE_SALTS];
    size_t salt_count;
    size_t failures;      /* of what the play itself expected */
    uint64_t recovery_ns; /* the longest from the return of the last `trouble` before it until a turn was kept */
    /* A turn failed, or the opening: nothing of it may be there. NULL: that is a failure of the play. After it, it is tried again. */
    void (*trouble)(void);
    /* Around the work of the store's thread, and the opening. May be NULL. */
    void (*arm)(bool is_armed);
};

extern struct stage stage;

struct play {
    const char *name;
    void (*prepare)(void); /* before anything is cut or fails. NULL: not even the store is open then */
    void (*act)(void);
};
extern const struct play plays[]; /* ends with one without a name */

/* Opens the stage with an empty folder and everything recorded. With a play that has something to prepare: prepares it. */
void stage_open(const struct play *play);
void stage_close(void);

/* Opening and closing the server in between, as often as it takes; the play does it. */
void stage_start(void);
void stage_stop(void);
/* The checkpoint that the store's second thread would make now and then. */
void stage_fold(void);
/* Requests between these two are decided in one turn. */
void stage_gather(void);
void stage_together(void);

/* Opens what a cut has left at `path`, as a server does, and compares: it is state `least`, or the next if there is one. NULL: it is so.
 * `state` (may be NULL) gives what was found. */
extern const char stage_unknown[]; /* one of its answers: sound, but neither of the two */
const char *stage_fault_after(const char *path, size_t least, struct state *state);

/* The octets of a salt whose destruction was acknowledged by state `acknowledged` lie somewhere in the salt file. */
bool stage_has_destroyed_salt(const struct disk_image *images, size_t acknowledged);

#define EXPECT(condition) stage_expect((condition), #condition, __LINE__)
void stage_expect(bool is_kept, const char *what, int line);

#endif
