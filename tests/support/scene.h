/* Real clients and the real decisions of the server, with nothing between them but queues: one visitor, two counsellors, two
 * supervisors, a mentor, the relay over the store in memory. Every message waits in a queue until the test moves it, so a test chooses
 * what happens in which order; and all chance comes from one seed. Queues never reorder: only what runs on different connections does.
 * In quiet mode messages are cells on their way and messages again at both ends; the scene sees to it that every cell is answered with
 * one, and nothing else is said.
 * Owns: clients, store, queues. Uses: client, relay, store_memory. Used by: test_client, test_client_world. */
#ifndef UDVEJ_TESTS_SUPPORT_SCENE_H
#define UDVEJ_TESTS_SUPPORT_SCENE_H

#include "cell.h"
#include "client.h"
#include "puzzle.h"
#include "relay/relay.h"
#include "scene_keys.h"
#include "scene_turn.h"

enum scene_actor {
    SCENE_VISITOR,
    SCENE_ALPHA,
    SCENE_BETA,
    SCENE_DUTY,              /* up to here who is there in every test */
    SCENE_ANNA = SCENE_DUTY, /* supervisors */
    SCENE_BO,
    SCENE_MENTOR,
    SCENE_ACTORS,
    SCENE_NEIGHBOUR = SCENE_ACTORS, /* another visitor, with another case: for who asks for one */
    SCENE_DEVICES,
};

enum { SCENE_LINKS = 24, SCENE_QUEUE = 2048 };

enum { SCENE_EMPTY_CELLS = 3 }; /* both ways, one after the other: then nobody has anything to say */

struct scene_queue {
    struct frame *frames[SCENE_QUEUE];
    size_t first;
    size_t count;
};

/* One connection, also while its client has left it and the server does not know yet. */
struct scene_link {
    bool is_used;
    bool is_left; /* by its client: what it had sent may still arrive */
    bool is_cut;  /* by the server: nothing it sends arrives any more */
    enum scene_actor actor;
    connection_id id;
    unsigned who;
    bool has_login;
    uint8_t principal[HASH_SIZE];
    uint8_t pk_login[DH_SIZE]; /* of a visitor */
    uint8_t nonce_s[NONCE_SIZE];
    bool follows;
    bool wants_more;
    uint64_t cursor;
    uint32_t more_tag;
    bool more_has_asker;
    unsigned vaults_sent; /* PUT_VAULTs that the client has sent on it */
    unsigned vaults;      /* and that the server has taken */
    struct scene_queue to_server;
    struct scene_queue to_client;
    bool is_quiet; /* since the server has read QUIET */
    unsigned empty_cells;
    unsigned cells_unanswered;
    struct scene_queue cells_to_client; /* messages that the next cells carry */
    struct cell_maker maker;
    struct cell_reader reader;
    size_t received;
    uint8_t message[MESSAGE_MAX];
};

struct scene_device {
    struct client *client; /* NULL: there is none */
    void *memory;
    struct scene_link *link; /* NULL: not connected */
    uint8_t *state;          /* staff: what was saved last */
    size_t state_size;
    uint8_t principal[HASH_SIZE]; /* visitors: by which the server knows this code, as of the last login */
    int32_t clock_off_s;          /* the device's clock is so much ahead; below 0: behind */
    bool wants_reconnect;         /* the client has said so */
    bool keeps_frames;            /* a test: what the client wants to send stays with it */
};

struct scene {
    struct scene_keys keys;
    struct programme programme;
    struct service_key service;
    struct bytes statements[SCENE_STATEMENTS];
    struct store *store;
    struct answers answers;
    struct roster scratch;
    uint64_t now_s;
    uint64_t chance;
    connection_id last_id;
    uint8_t esk[DH_SIZE];
    uint8_t epk[DH_SIZE];
    struct scene_link links[SCENE_LINKS];
    struct scene_device devices[SCENE_DEVICES];
    uint8_t puzzle_key[PUZZLE_KEY_SIZE];
    uint8_t puzzle_d1; /* what is asked of who opens a case; 0: nothing */
    uint8_t puzzle_d2;
    uint32_t tries;           /* in one step of a client's work; 0: it does none */
    bool is_quiet;            /* clients that are started ask for cells */
    unsigned trouble_in_1000; /* of the requests, the store fails or the server asks for patience */
    uint64_t turn_chance;     /* what the next turn of the server has of chance */
    struct scene_turn turn;   /* read, and not decided yet */
    uint64_t history;         /* of everything that was said both ways, shown, and kept by a device (scene_remember) */
    void *context;
    /* An event came up; the client may be asked anything. */
    void (*event)(struct scene *scene, enum scene_actor actor, struct bytes event);
    /* After each save of a staff device; may be NULL. */
    void (*saved)(struct scene *scene, enum scene_actor actor);
    /* Before a message goes to a client: false keeps it back; it may be changed. May be NULL. */
    bool (*filter)(struct scene *scene, enum scene_actor actor, uint8_t *data, size_t *size);
    /* Before the server decides about a message of a client that is logged in: false: it never does. May be NULL. */
    bool (*heard)(struct scene *scene, enum scene_actor actor, const struct message *message);
};

bool scene_is_visitor(enum scene_actor actor);
void scene_open(struct scene *scene, uint64_t seed);
void scene_close(struct scene *scene);
uint64_t scene_chance(struct scene *scene, uint64_t below);
/* Adds to the history. */
void scene_remember(struct scene *scene, const void *data, size_t size);
/* Adds everything that the store holds. */
void scene_remember_store(struct scene *scene);

/* A visitor's new page, or a staff device that is switched on and unlocked with what it kept. */
void scene_start(struct scene *scene, enum scene_actor actor);
/* The page or device is gone, at once. */
void scene_kill(struct scene *scene, enum scene_actor actor);
void scene_connect(struct scene *scene, enum scene_actor actor);
/* The client loses its connection; the server learns of it with the last thing that still arrives. */
void scene_disconnect(struct scene *scene, enum scene_actor actor);
/* kill -9: every connection ends, what is on its way is lost, what was committed stays. */
void scene_crash_server(struct scene *scene);

/* Saves, sends and hands up until nothing is left: the loop of client.h. */
void scene_pump(struct scene *scene, enum scene_actor actor);
void scene_tick(struct scene *scene, enum scene_actor actor);
/* One step of the work that the server asks for; false: there is none. scene_run does them all. */
bool scene_work(struct scene *scene, enum scene_actor actor);
/* What the server asks now. */
struct puzzle scene_puzzle(const struct scene *scene);
/* Moves one message; false: there is none. */
bool scene_to_server(struct scene *scene, struct scene_link *link);
bool scene_to_client(struct scene *scene, struct scene_link *link);
/* Moves everything until all is quiet. */
void scene_run(struct scene *scene);
/* The server lets a little go of what nobody comes for, and looks for a holder who is gone. */
void scene_expire(struct scene *scene);
/* Takes `frame`. */
void scene_queue_put(struct scene_queue *queue, struct frame *frame);
/* Puts a message of the server into an actor's queue. */
/* A supervisor renews the snapshot, and the server serves it from now on to who asks. */
void scene_renew(struct scene *scene, bool names_before);

void scene_inject(struct scene *scene, enum scene_actor actor, const struct message *message);

/* The visitor's offline salts at the server, and envelopes for `recipient` that wait, all or only WRAP_AWAITS. */
size_t scene_generations(struct scene *scene, const uint8_t visitor[HASH_SIZE]);
size_t scene_waiting(struct scene *scene, const uint8_t recipient[HASH_SIZE], bool only_awaiting);

/* What an event says. */
bool event_is(struct bytes event, const char *name);
/* The octets behind "key":" or "key": up to the next quote or comma; empty: not there. */
struct bytes event_field(struct bytes event, const char *key);
bool event_says(struct bytes event, const char *key, const char *value);
bool event_id(struct bytes event, const char *key, uint8_t *out, size_t size);

#endif
