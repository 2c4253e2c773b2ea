/* What the simulator knows beside the world itself: what was said, what every screen shows, how far the case has come.
 * For tests that are one program (everything is static). Uses: scene. Used by: test_client_world. */
#ifndef UDVEJ_TESTS_SIMULATE_WORLD_H
#define UDVEJ_TESTS_SIMULATE_WORLD_H

#include <stdio.h>

#include "support/scene.h"

enum { TEXTS_MAX = 256, HELD_MAX = 64, EPOCHS_MAX = 256, DAY_SECONDS = 24 * 3600 };

struct said {
    unsigned long long step;
    bool is_note;
    bool is_accepted;
    bool is_unsent;
    bool is_delivered;
    enum scene_actor by;
    uint8_t id[MSG_ID_SIZE];
    /* By screen: while a case waits, both counsellors see what the visitor says. */
    unsigned shown[SCENE_ACTORS];
    unsigned allowed[SCENE_ACTORS]; /* once, and once more for each time it died before it could say so */
    bool is_fresh[SCENE_ACTORS];    /* shown, and not kept yet: by a device for ever, by a page in the vault */
    connection_id fresh_on;         /* visitor: the connection, and how many vaults had been sent then */
    unsigned fresh_vaults;
};

struct held {
    bool is_used;
    unsigned text;
    uint8_t id[MSG_ID_SIZE];
};

/* May this colleague be written to? An heir: and hold the case? */
struct question {
    uint8_t who[HASH_SIZE];
    bool is_heir;
};

/* A room between two moves. */
struct turn {
    bool is_known;
    unsigned staff; /* bits, by actor */
    enum scene_actor holder;
};

static struct {
    struct scene scene;
    struct said said[TEXTS_MAX];
    unsigned said_count;
    struct held held[SCENE_ACTORS][HELD_MAX];
    bool has_code;
    char code[CODE_DIGITS];
    bool is_ready[SCENE_ACTORS];
    bool is_superseded;
    bool has_case; /* the server has it */
    uint8_t case_id[CASE_ID_SIZE];
    uint8_t visitor_id[HASH_SIZE];
    unsigned claimed_by; /* bits */
    enum scene_actor players;
    bool is_crowd;
    bool is_ours[SCENE_ACTORS];              /* is in the room, as its own screen knows */
    unsigned long long joined[SCENE_ACTORS]; /* since which step: what staff say afterwards is to be read there */
    unsigned long long met[SCENE_ACTORS];    /* and what the visitor says; 0: not introduced */
    struct question asked[SCENE_ACTORS];     /* the visitor is asked */
    size_t asked_count;
    bool is_refused[SCENE_ACTORS]; /* the visitor's last word about this one was a no */
    bool sees_card[SCENE_ACTORS];
    bool is_closed;
    bool plays_cases;              /* the case is handed over, lent, escalated, at rest */
    uint8_t state;                 /* of the server's row, after the last step; enum case_state */
    enum scene_actor holder;       /* likewise; SCENE_VISITOR: nobody holds it */
    struct turn rooms[EPOCHS_MAX]; /* by epoch, as the server's row had it */
    uint32_t since[SCENE_ACTORS];  /* the epoch that brought them into the server's room last */
    uint32_t epoch[SCENE_ACTORS];  /* of the room that this screen shows */
    bool is_calm;                  /* no more faults */
    bool is_busy;                  /* the server asks for work before a case opens */
    const char *fault;
    unsigned long long step;
} sim;

static bool is_verbose;

static inline void fail(const char *what)
{
    if (sim.fault == NULL)
        sim.fault = what;
}

static inline const uint8_t *certificate_of(enum scene_actor actor)
{
    return sim.scene.keys.cert_hash[actor - SCENE_ALPHA];
}

/* SCENE_VISITOR: no certificate. */
static inline enum scene_actor actor_of(const uint8_t who[HASH_SIZE])
{
    enum scene_actor actor = SCENE_ACTORS - 1;
    while (actor > SCENE_VISITOR && memcmp(certificate_of(actor), who, HASH_SIZE) != 0)
        actor--;
    return actor;
}

#endif
