/* What the simulator knows beside the world itself, for each case: what was said, what every screen shows, how far it has come.
 * For tests that are one program (everything is static). Uses: scene. Used by: test_client_world. */
#ifndef UDVEJ_TESTS_SIMULATE_WORLD_H
#define UDVEJ_TESTS_SIMULATE_WORLD_H

#include <stdio.h>

#include "support/scene.h"

enum {
    TEXTS_MAX = 256,
    HELD_MAX = 64,
    EPOCHS_MAX = 256,
    LETTERS_MAX = 4096,
    ACKNOWLEDGED_MAX = 1024,
    NOTED_MAX = 1024,
    NOTICES_MAX = 1024,
    DAY_SECONDS = 24 * 3600,
    STORIES_MAX = 2,
};

struct said {
    unsigned long long step;
    bool is_note;
    bool is_accepted;
    bool is_unsent;
    unsigned readers; /* bits: to whom it may have been sealed */
    bool is_delivered;
    enum scene_actor by;
    uint8_t id[MSG_ID_SIZE];
    /* By screen: while a case waits, both counsellors see what the visitor says. */
    unsigned shown[SCENE_ACTORS];
    unsigned allowed[SCENE_ACTORS]; /* once, and once more for each time it died before it could say so */
    bool is_fresh[SCENE_ACTORS];    /* shown, and not kept yet: by a device for ever, by a page in the vault */
    connection_id fresh_on;         /* visitor: the connection, and how many vaults had been sent then */
    unsigned fresh_vaults;
    unsigned expired; /* bits: from whose mailboxes it went because they did not come */
    bool is_told;     /* of that, to its author */
};

struct held {
    bool is_used;
    unsigned text;
    uint8_t id[MSG_ID_SIZE];
};

/* A message in a mailbox at the server. */
struct letter {
    enum scene_actor of;
    uint64_t seq;
    uint8_t class;
    uint8_t msg_id[MSG_ID_SIZE];
    enum scene_actor by;
    uint32_t day; /* on which it was seen there first */
};

/* Kept by the server until `by` knows that `of` did not come for it. */
struct notice {
    enum scene_actor by;
    enum scene_actor of;
    uint8_t msg_id[MSG_ID_SIZE];
    uint32_t day;
};

struct acknowledged {
    enum scene_actor by;
    uint8_t msg_id[MSG_ID_SIZE];
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

/* One visitor with a case, and what every screen shows of it. SCENE_VISITOR is this visitor, whoever that is. */
struct story {
    enum scene_actor page;     /* the device of this visitor */
    char letter;               /* that its texts begin with */
    unsigned long long opened; /* the last step at which it was */
    struct said said[TEXTS_MAX];
    unsigned said_count;
    struct held held[SCENE_ACTORS][HELD_MAX];
    char code[CODE_DIGITS];
    bool is_ready[SCENE_ACTORS];
    bool has_case; /* its visitor knows that the server has it */
    bool is_there; /* the server has it, which may be sooner */
    uint8_t case_id[CASE_ID_SIZE];
    uint8_t visitor_id[HASH_SIZE];
    unsigned claimed_by;                     /* bits */
    unsigned long long closed;               /* the last step at which the case was closed */
    bool is_ours[SCENE_ACTORS];              /* is in the room, as its own screen knows */
    unsigned long long joined[SCENE_ACTORS]; /* since which step: what staff say afterwards is to be read there */
    unsigned long long met[SCENE_ACTORS];    /* and what the visitor says; 0: not introduced */
    struct question asked[SCENE_ACTORS];     /* the visitor is asked */
    size_t asked_count;
    bool is_refused[SCENE_ACTORS];      /* the visitor's last word about this one was a no */
    bool sees_card[SCENE_ACTORS];       /* with the intake */
    bool sees_waiting[SCENE_ACTORS];    /* in the queue again, after others have left it: that needs no intake */
    uint8_t state;                      /* of the server's row, after the last step; enum case_state */
    enum scene_actor holder;            /* likewise; SCENE_VISITOR: nobody holds it */
    struct turn rooms[EPOCHS_MAX];      /* by epoch, as the server's row had it */
    uint32_t since[SCENE_ACTORS];       /* the epoch that brought them into the server's room last */
    uint32_t epoch[SCENE_ACTORS];       /* of the room that this screen shows */
    struct letter letters[LETTERS_MAX]; /* as they stood after the last step, by mailbox and number */
    size_t letter_count;
    struct letter letters_now[LETTERS_MAX];
    size_t letter_count_now;
    uint64_t last_seq[SCENE_ACTORS];
    struct acknowledged acknowledged[ACKNOWLEDGED_MAX]; /* the last that the server was asked to delete */
    size_t acknowledged_count;
    unsigned readers;                     /* bits: in the room at any time since the last step */
    unsigned outside;                     /* bits: not in the room at any time since then */
    struct acknowledged noted[NOTED_MAX]; /* the last that senders have said they know of */
    size_t noted_count;
    struct notice notices[NOTICES_MAX];
    size_t notice_count;
    unsigned lost[SCENE_ACTORS]; /* bits: of whom something went from this mailbox because nobody came for it */
    unsigned forgotten;          /* bits: who did not come for being told, either */
    uint32_t here_day;           /* the last on which the visitor was here, as the page knows */
    bool is_gone;                /* the server has let go of the case */
    bool is_over;                /* and its visitor had known of it */
    bool is_unknown;             /* and the page was told */
};

static struct {
    struct scene scene;
    struct story stories[STORIES_MAX];
    unsigned story_count;
    enum scene_actor players;
    bool
        is_crowd; /* colleagues come and go; the case is handed over, lent, escalated, at rest, closed and opened again */
    bool learns;             /* which case the server has is asked of the server, and not of the page */
    bool is_fading;          /* what nobody comes for goes */
    unsigned long long away; /* the step from which the visitor does not come before it is all over; 0: none */
    bool is_calm;            /* no more faults */
    bool is_busy;            /* the server asks for work before a case opens */
    const char *fault;
    unsigned long long step;
} sim;

/* The one that is played, or asked about, now. */
static struct story *story;

static bool is_verbose;

static inline void fail(const char *what)
{
    if (sim.fault == NULL)
        sim.fault = what;
}

static inline enum scene_actor device_of(enum scene_actor actor)
{
    return actor == SCENE_VISITOR ? story->page : actor;
}

static inline struct client *client_of(enum scene_actor actor)
{
    return sim.scene.devices[device_of(actor)].client;
}

/* Behind the last one that is played. */
static inline enum scene_actor devices_end(void)
{
    return sim.story_count > 1 ? SCENE_DEVICES : sim.players;
}

static inline void each_story(void (*act)(void))
{
    for (unsigned i = 0; i < sim.story_count; i++) {
        story = &sim.stories[i];
        act();
    }
}

static inline const uint8_t *certificate_of(enum scene_actor actor)
{
    return sim.scene.keys.cert_hash[actor - SCENE_ALPHA];
}

static inline bool is_closed(void)
{
    return story->state == CASE_CLOSED || story->state == CASE_RETURNED;
}

static inline enum outcome load_case(struct case_row *row)
{
    bool is_shredded;
    invariant(sim.scene.store->ways->begin(sim.scene.store) == OK);
    enum outcome outcome = ASK(sim.scene.store, case_load, story->case_id, row);
    invariant(ASK(sim.scene.store, commit, &is_shredded) == OK);
    return outcome;
}

/* The server has a case before its visitor knows. Which of two it is must be known then already. */
static inline void learn_cases(void)
{
    struct case_row row;
    bool is_shredded;
    invariant(sim.scene.store->ways->begin(sim.scene.store) == OK);
    for (unsigned i = 0; i < sim.story_count; i++) {
        struct story *told = &sim.stories[i];
        if (told->is_there || ASK(sim.scene.store, case_of, sim.scene.devices[told->page].principal, &row) != OK)
            continue;
        memcpy(told->case_id, row.room.case_id, CASE_ID_SIZE);
        told->is_there = true;
    }
    invariant(ASK(sim.scene.store, commit, &is_shredded) == OK);
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
