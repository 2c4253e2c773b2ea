/* A small programme and its people for tests of the server's decisions: two doors, supervisors, counsellors, a mentor, a parent coach, an interpreter, visitors; words
 * to say a message as one of them and to read what came back. No sockets, no clients, no sealing: the server cannot tell.
 * Owns: the answers of the last request. Uses: relay, store. Used by: tests of relay, store, turn. */
#ifndef UDVEJ_TESTS_SUPPORT_RELAY_WORLD_H
#define UDVEJ_TESTS_SUPPORT_RELAY_WORLD_H

#include "envelope.h"
#include "relay/relay.h"

/* Whoever speaks. Visitors have a principal made from their number. */
enum person {
    SUPERVISOR,
    SECOND_SUPERVISOR,
    HOLDER,    /* counsellor, doors 1 and 2: claims the case */
    COLLEAGUE, /* counsellor, doors 1 and 2 */
    ELSEWHERE, /* counsellor, door 2 */
    MENTOR,
    INTERPRETER,
    REVOKED,      /* counsellor, door 1, until world_revoke */
    PARENT_COACH, /* of a relative: may do what a mentor may */
    STAFF_PEOPLE,
    VISITOR = STAFF_PEOPLE, /* has the case */
    OTHER_VISITOR,          /* has another case, at the same door */
    NEWCOMER,               /* has proved a key, no mailbox */
    STRANGER,
    PEOPLE,
};

enum { WORLD_NOW_MIN = 29000000 };

struct world {
    struct roster roster;
    struct bytes statements[1];
    struct programme programme;
    struct service_key service; /* certified from the first day on, and for ever */
    struct store *store;
    struct answers answers;
    struct roster scratch;
    uint64_t now_min;
    uint64_t chance; /* of every turn: 0 until a test says otherwise */
    uint8_t principals[PEOPLE][HASH_SIZE];
    uint8_t seeds[STAFF_PEOPLE][SIGN_SEED_SIZE];
    bool keeps_open; /* world_ask leaves its transaction open, for the caller to roll back */
    /* Decides instead of world_decide, and leaves its answers in `answers`. NULL: in a transaction of its own. */
    enum outcome (*decide)(struct world *world, struct request *request);
};

/* Takes nothing: `store` stays the caller's. */
void world_open(struct world *world, struct store *store);
void world_close(struct world *world);

/* The connection that `person` speaks on: always the same. */
connection_id world_connection(enum person person);
unsigned world_who(enum person person);

/* One request in one transaction; its answers stand in world->answers until the next. */
enum outcome world_decide(struct world *world, struct request *request);
enum outcome world_ask(struct world *world, enum person person, const struct message *message);
/* As one who has proved to be `who` (a bit of enum who), whatever that person usually is. */
enum outcome world_ask_as(struct world *world, enum person person, unsigned who, const struct message *message);
enum outcome world_login(struct world *world, enum person person);
enum outcome world_gone(struct world *world, enum person person);

/* REVOKED is not active any more: a new snapshot has left that certificate out. */
void world_revoke(struct world *world);

/* Everybody logs in; the two visitors open their cases. */
void world_begin(struct world *world);
/* And HOLDER takes VISITOR's. */
void world_begin_claimed(struct world *world);

/* --- messages --- */

/* An envelope with wraps to `recipients`, each naming the key `world_key_id(recipient, key)`. `out` has ENVELOPE_MAX octets. */
struct outline {
    uint8_t class;
    uint32_t epoch;
    enum person sender;
    enum person of_case;
    uint32_t number; /* makes the msg_id */
    size_t recipient_count;
    enum person recipients[4];
    uint8_t key; /* KEY_OFFLINE, KEY_LIVE, or anything */
};
enum { KEY_OFFLINE = 1, KEY_LIVE = 2, KEY_UNKNOWN = 9 };
void world_key_id(enum person person, uint8_t key, uint8_t key_id[KEY_ID_SIZE]);
void world_case_id(enum person visitor, uint8_t case_id[CASE_ID_SIZE]);
void world_msg_id(uint32_t number, uint8_t msg_id[MSG_ID_SIZE]);
struct bytes world_envelope(const struct world *world, const struct outline *outline, uint8_t *out);
void world_wrap(const struct world *world, enum person recipient, uint8_t key, uint8_t out[WRAP_SIZE]);

/* From HOLDER to VISITOR, whose case is claimed. */
struct outline world_to_visitor(uint32_t number, uint8_t key);
enum outcome world_send(struct world *world, const struct outline *outline);
enum outcome world_open_case(struct world *world, enum person visitor, uint8_t door);
enum outcome world_event(struct world *world, enum person actor, enum person of_case, uint8_t type);
/* A room event of `actor` that fits the case as it stands; gives its octets. */
struct bytes world_statement(struct world *world, enum person actor, enum person of_case, uint8_t type, uint8_t *out,
                             size_t max);
/* A move about somebody, signed by `actor` and, if it is another, by `second`, who hands it in. */
struct world_move {
    enum person of_case;
    uint8_t type;
    enum person actor;
    enum person subject;
    enum person second;
    uint32_t until_day; /* ADD: 0: no end */
};
struct bytes world_move_statement(struct world *world, const struct world_move *move, uint8_t *out, size_t max);
enum outcome world_move(struct world *world, const struct world_move *move);
struct bytes world_receive_key(struct world *world, enum person staff, uint8_t key, uint64_t issued_min, uint8_t *out,
                               size_t max);

/* --- answers --- */

/* The error that the last request of `person` got: 0: DONE, or DELETION; 255: neither. */
unsigned world_error(const struct world *world, enum person person);
/* How many answers carry that code. */
size_t world_count(const struct world *world, enum message_code code);
/* The first answer with that code, decoded; NULL: there is none. */
const struct answer *world_find(const struct world *world, enum message_code code, struct message *message);

/* --- stores --- */

/* Plays it in a fresh world over the store in memory, and again over the one on disk. False: a store did not open. */
bool world_play(struct world *world, void (*play)(void));

struct scenario {
    const char *name;
    void (*play)(void);
};
#define SCENARIO(function)                                                                                             \
    {                                                                                                                  \
#function, function                                                                                            \
    }

/* For main(), with check.h. */
#define CHECK_SCENARIOS(world, list)                                                                                   \
    for (size_t scenario = 0; scenario < sizeof(list) / sizeof(list)[0]; scenario++) {                                 \
        check_counts.running = (list)[scenario].name;                                                                  \
        CHECK(world_play(&(world), (list)[scenario].play));                                                            \
    }

/* Makes a directory that only we can read; world_scratch_drop removes it with all that is in it. */
void world_scratch(char *path, size_t max);
void world_scratch_drop(const char *path);

#endif
