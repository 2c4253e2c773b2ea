/* Every command by every role in every state of the case: one table, all cells, over both stores; and no refusal changes a row. */
#include "check.h"
#include "support/relay_world.h"

static struct world world;
static uint8_t octets[ENVELOPE_MAX];

/* The columns of the table. */
static const enum person roles[] = {SUPERVISOR, HOLDER,  COLLEAGUE,     ELSEWHERE, MENTOR,  INTERPRETER,
                                    REVOKED,    VISITOR, OTHER_VISITOR, NEWCOMER,  STRANGER};
enum { ROLES = sizeof roles / sizeof roles[0] };

enum extra {
    NONE,
    CLAIM,
    ADD,
    TAKEOVER,
    REMOVE,
    CLOSE,
    REOPEN,
    HANDOVER,
    CLASS_1,
    CLASS_2,
    CLASS_3,
    OWN,
    OTHERS,
    TO_CLAIMED,
    TO_ESCALATED,
    TO_RESTING,
    TO_ENDED,
    TO_CLOSED,
};

/* The states, in the order of the rows. */
enum { IN_WAITING, IN_CLAIMED, IN_HANDED_OVER, IN_ESCALATED, IN_RESTING, IN_CLOSED, IN_RETURNED, IN_ENDED, STATES };

/* In every state the same; by the state of the room alone; each. */
#define ALWAYS(all)                                                                                                    \
    {                                                                                                                  \
        all, all, all, all, all, all, all, all                                                                         \
    }
#define BY_ROOM(waiting, open, closed)                                                                                 \
    {                                                                                                                  \
        waiting, open, open, open, open, closed, closed, closed                                                        \
    }
#define EACH(...)                                                                                                      \
    {                                                                                                                  \
        __VA_ARGS__                                                                                                    \
    }

/* . DONE or DELETION  - no answer  a NOT_ALLOWED  m NOT_MEMBER  e EPOCH_CONFLICT  g GONE  l BAD_LOGIN; a case of VISITOR at door 1 that HOLDER takes: waiting,
 * claimed, handed over (COLLEAGUE is the heir), escalated, resting, closed, returned, ended. */
static const struct {
    enum message_code code;
    enum extra extra;
    const char *states[STATES];
} cells[] = {
    {MESSAGE_VISITOR_LOGIN, NONE, ALWAYS("aaaaaaaaaaa")}, /* logins are requests of their own */
    {MESSAGE_STAFF_LOGIN, NONE, ALWAYS("aaaaaaaaaaa")},
    {MESSAGE_GET_DOORS, NONE, ALWAYS("......l....")},
    {MESSAGE_GET_ROSTER, NONE, ALWAYS("......l...a")},
    {MESSAGE_OPEN_CASE, NONE, ALWAYS("aaaaaaaaa.a")},
    {MESSAGE_GET_ENVELOPES, NONE, ALWAYS("......l..aa")},
    {MESSAGE_SEND, CLASS_1, BY_ROOM("aaaaaal.maa", "eeeeeelemaa", "aaaaaalamaa")},
    {MESSAGE_SEND, CLASS_2,
     EACH("mmmmmmlmmaa", "m.mmmml.maa", "m..mmml.maa", "m.mmmml.maa", "m.mmmml.maa", "aaaaaalamaa", "aaaaaalamaa",
          "aaaaaalamaa")},
    {MESSAGE_SEND, CLASS_3,
     EACH("mmmmmmlmmaa", "m.mmmmlamaa", "m..mmmlamaa", "m.mmmmlamaa", "m.mmmmlamaa", "aaaaaalamaa", "aaaaaalamaa",
          "aaaaaalamaa")},
    {MESSAGE_ACK, NONE, ALWAYS("------l--aa")},
    {MESSAGE_REWRAP, NONE, ALWAYS("gggggglaaaa")},
    {MESSAGE_LIVE_KEYS, NONE, ALWAYS("aaaaaaa...a")},
    {MESSAGE_PUT_SALT, NONE, ALWAYS("aaaaaaa..aa")},
    {MESSAGE_DELETE_SALT, NONE, ALWAYS("aaaaaaa..aa")},
    {MESSAGE_PUT_VAULT, NONE, ALWAYS("aaaaaaa..aa")},
    {MESSAGE_GET_EVENTS, NONE, ALWAYS("...mmml.maa")},
    {MESSAGE_PUT_EVENT, CLAIM, BY_ROOM("a..aaalaaaa", "aeeaaalaaaa", "aeeaaalaaaa")},
    {MESSAGE_PUT_EVENT, ADD,
     EACH("aaaaaalaaaa", "..aaaalaaaa", "...aaalaaaa", "..aaaalaaaa", "..aaaalaaaa", "eeeeeelaaaa", "eeeeeelaaaa",
          "eeeeeelaaaa")}, /* MENTOR */
    {MESSAGE_PUT_EVENT, TAKEOVER,
     BY_ROOM("aaaaaalaaaa", ".aaaaalaaaa", "eeeeeelaaaa")}, /* COLLEAGUE; signed second by a supervisor */
    {MESSAGE_PUT_EVENT, REMOVE, BY_ROOM("aaaaaalaaaa", "..aaaalaaaa", "eeeeeelaaaa")}, /* HOLDER */
    {MESSAGE_PUT_EVENT, CLOSE,
     EACH("aaaaaalaaaa", "..aaaalaaaa", "...aaalaaaa", "..aaaalaaaa", "..aaaalaaaa", "eeeeeelaaaa", "eeeeeelaaaa",
          "eeeeeelaaaa")},
    {MESSAGE_PUT_EVENT, REOPEN,
     EACH("aaaaaalaaaa", "eeeeeelaaaa", "eeeeeelaaaa", "eeeeeelaaaa", "eeeeeelaaaa", "..aaaalaaaa", "..aaaalaaaa",
          "aaaaaalaaaa")},
    {MESSAGE_PUT_EVENT, HANDOVER,
     BY_ROOM("aaaaaalaaaa", "aaaaaalaaaa", "eeeeeelaaaa")}, /* to COLLEAGUE, by both; nothing is proposed */
    {MESSAGE_PROPOSE, TAKEOVER, BY_ROOM("aaaaaalaaaa", ".aaaaalaaaa", "eeeeeelaaaa")},
    {MESSAGE_PROPOSE, HANDOVER, BY_ROOM("aaaaaalaaaa", "a.aaaalaaaa", "eeeeeelaaaa")},
    {MESSAGE_GET_ROOMS, NONE, ALWAYS("......laaaa")},
    {MESSAGE_GET_QUEUE, NONE, ALWAYS("......laaaa")},
    {MESSAGE_PUT_RECEIVE_KEY, NONE, ALWAYS("......laaaa")},
    {MESSAGE_SET_PRESENCE, NONE, ALWAYS("......laaaa")},
    {MESSAGE_PUT_SLOT, OWN, ALWAYS("......laaaa")},
    {MESSAGE_PUT_SLOT, OTHERS, ALWAYS(".a.aaalaaaa")}, /* COLLEAGUE's */
    {MESSAGE_QUIET, NONE, ALWAYS("aaaaaaaaaaa")},      /* the connection's own */
    {MESSAGE_GET_SLOTS, NONE, ALWAYS("......laaaa")},
    {MESSAGE_NOTED, NONE, ALWAYS("......l..aa")},
    {MESSAGE_RETRACT, NONE, ALWAYS("......l..aa")},
    {MESSAGE_SET_CASE, TO_CLAIMED,
     EACH("aaaaaalaaaa", "..aaaalaaaa", "...aaalaaaa", "..aaaalaaaa", "a.aaaalaaaa", "aaaaaalaaaa", "aaaaaalaaaa",
          "aaaaaalaaaa")},
    {MESSAGE_SET_CASE, TO_ESCALATED,
     EACH("aaaaaalaaaa", "a.aaaalaaaa", "a..aaalaaaa", "..aaaalaaaa", "a.aaaalaaaa", "aaaaaalaaaa", "aaaaaalaaaa",
          "aaaaaalaaaa")},
    {MESSAGE_SET_CASE, TO_RESTING,
     EACH("aaaaaalaaaa", "a.aaaalaaaa", "aaaaaalaaaa", "aaaaaalaaaa", "..aaaalaaaa", "aaaaaalaaaa", "aaaaaalaaaa",
          "aaaaaalaaaa")},
    {MESSAGE_SET_CASE, TO_ENDED,
     EACH("aaaaaalaaaa", "aaaaaalaaaa", "aaaaaalaaaa", "aaaaaalaaaa", "aaaaaalaaaa", ".aaaaalaaaa", ".aaaaalaaaa",
          ".aaaaalaaaa")},
    {MESSAGE_SET_CASE, TO_CLOSED,
     EACH("aaaaaalaaaa", "aaaaaalaaaa", "aaaaaalaaaa", "aaaaaalaaaa", "aaaaaalaaaa", ".aaaaalaaaa", "aaaaaalaaaa",
          ".aaaaalaaaa")},
    {MESSAGE_DECLINE, NONE, ALWAYS("gggggglaaaa")}, /* nothing is proposed */
    {MESSAGE_ASK_REOPEN, NONE,
     EACH("aaaaaaaaaaa", "aaaaaaaaaaa", "aaaaaaaaaaa", "aaaaaaaaaaa", "aaaaaaaaaaa", "aaaaaaa.aaa", "aaaaaaa.aaa",
          "aaaaaaaaaaa")},
    {MESSAGE_KEEP, NONE, ALWAYS("aaaaaaaaaaa")}, /* nobody has an archive */
    {MESSAGE_GET_ARCHIVE, NONE, ALWAYS("aaaaaaa..aa")},
    {MESSAGE_DELETE_KEPT, NONE, ALWAYS("aaaaaaa..aa")},
    {MESSAGE_GET_COUNTS, NONE, ALWAYS(".aaaaalaaaa")},
    {MESSAGE_GET_AUDIT, NONE, ALWAYS(".aaaaalaaaa")},
    {MESSAGE_GET_ROOMS_OF, NONE, ALWAYS(".aaaaalaaaa")},
    {MESSAGE_BURN, NONE, ALWAYS("aaaaaaa..aa")},
    {MESSAGE_GET_DELETION, NONE, ALWAYS("aaaaaaaaa.a")},
};
enum { CELLS = sizeof cells / sizeof cells[0] };

/* Counts what a decision writes, between relay and store. */
static const struct store_ways *real_ways;
static struct store_ways counted;
static unsigned writes;

#define COUNT_WRITE(way, parameters, arguments)                                                                        \
    static enum outcome count_##way parameters                                                                         \
    {                                                                                                                  \
        writes++;                                                                                                      \
        return real_ways->way arguments;                                                                               \
    }
COUNT_WRITE(case_keep, (struct store * s, struct case_row *r), (s, r))
COUNT_WRITE(case_burn, (struct store * s, const struct case_row *r), (s, r))
COUNT_WRITE(vault_keep, (struct store * s, const uint8_t *v, struct bytes b), (s, v, b))
COUNT_WRITE(salt_keep, (struct store * s, const uint8_t *v, const struct salt_row *r), (s, v, r))
COUNT_WRITE(salt_drop, (struct store * s, const uint8_t *v, uint8_t p, uint32_t g), (s, v, p, g))
COUNT_WRITE(session_keep, (struct store * s, const struct session_row *r), (s, r))
COUNT_WRITE(envelope_add, (struct store * s, struct envelope_row *r), (s, r))
COUNT_WRITE(envelope_drop, (struct store * s, const uint8_t *r, uint64_t n), (s, r, n))
COUNT_WRITE(envelope_end_intake, (struct store * s, const uint8_t *c, const uint8_t *k, uint32_t d), (s, c, k, d))
COUNT_WRITE(kept_add, (struct store * s, struct kept_row *r), (s, r))
COUNT_WRITE(notice_drop, (struct store * s, const uint8_t *p, const uint8_t *m), (s, p, m))
COUNT_WRITE(event_add, (struct store * s, const uint8_t *c, uint32_t e, struct bytes b), (s, c, e, b))
COUNT_WRITE(key_keep, (struct store * s, const struct key_row *r), (s, r))
COUNT_WRITE(presence_keep, (struct store * s, const struct presence_row *r), (s, r))
COUNT_WRITE(tally_raise, (struct store * s, uint32_t d, uint8_t o, uint8_t w), (s, d, o, w))
COUNT_WRITE(tally_settle, (struct store * s, uint32_t d), (s, d))
COUNT_WRITE(audit_add, (struct store * s, const struct audit_row *r), (s, r))
COUNT_WRITE(slot_keep, (struct store * s, const struct slot *r), (s, r))

static void count_writes(struct store *store)
{
    real_ways = store->ways;
    counted = *real_ways;
    counted.case_keep = count_case_keep;
    counted.case_burn = count_case_burn;
    counted.vault_keep = count_vault_keep;
    counted.salt_keep = count_salt_keep;
    counted.salt_drop = count_salt_drop;
    counted.session_keep = count_session_keep;
    counted.envelope_add = count_envelope_add;
    counted.envelope_drop = count_envelope_drop;
    counted.envelope_end_intake = count_envelope_end_intake;
    counted.kept_add = count_kept_add;
    counted.notice_drop = count_notice_drop;
    counted.event_add = count_event_add;
    counted.key_keep = count_key_keep;
    counted.presence_keep = count_presence_keep;
    counted.slot_keep = count_slot_keep;
    counted.audit_add = count_audit_add;
    counted.tally_raise = count_tally_raise;
    counted.tally_settle = count_tally_settle;
    store->ways = &counted;
}

static void make_send(enum person person, uint8_t class, uint32_t epoch, struct message *message)
{
    bool is_staff = person < STAFF_PEOPLE;
    struct outline outline = {.class = class,
                              .epoch = class == CLASS_INTAKE ? 0 : epoch,
                              .sender = person,
                              .of_case = VISITOR,
                              .number = 500,
                              .recipient_count = 1,
                              .key = KEY_OFFLINE};
    outline.recipients[0] = is_staff && class == CLASS_ROOM ? VISITOR : HOLDER;
    message->as.send.envelope = world_envelope(&world, &outline, octets);
}

static void make_open_case(enum person person, struct message *message)
{
    static uint8_t vault[VAULT_SIZE];
    struct outline outline = {.class = CLASS_INTAKE,
                              .sender = person,
                              .of_case = person,
                              .number = 501,
                              .recipient_count = 1,
                              .recipients = {HOLDER},
                              .key = KEY_UNKNOWN};
    message->as.open_case.door = 1;
    message->as.open_case.salt.purpose = SALT_OFFLINE;
    message->as.open_case.salt.generation = 1;
    message->as.open_case.vault = (struct bytes){vault, sizeof vault};
    message->as.open_case.intake = world_envelope(&world, &outline, octets);
}

static struct bytes make_move(enum message_code code, enum extra extra, enum person signer)
{
    struct world_move move = {VISITOR, (uint8_t)(ROOM_CLAIM + (extra - CLAIM)), signer, signer, signer, 0};
    if (extra == ADD)
        move.subject = MENTOR;
    if (extra == TAKEOVER || extra == HANDOVER)
        move.subject = COLLEAGUE;
    if (extra == REMOVE)
        move.subject = HOLDER;
    if (extra == TAKEOVER && code == MESSAGE_PUT_EVENT)
        move.second = SECOND_SUPERVISOR;
    if (extra == HANDOVER && code == MESSAGE_PUT_EVENT)
        move.second = COLLEAGUE;
    return world_move_statement(&world, &move, octets, sizeof octets);
}

static void make_set_case(enum extra extra, struct message *message)
{
    static const uint8_t states[] = {[TO_CLAIMED] = CASE_CLAIMED,
                                     [TO_ESCALATED] = CASE_ESCALATED,
                                     [TO_RESTING] = CASE_RESTING,
                                     [TO_ENDED] = CASE_ENDED,
                                     [TO_CLOSED] = CASE_CLOSED};
    message->as.set_case.state = states[extra];
    message->as.set_case.why = extra == TO_ESCALATED ? ESCALATION_ASKED : ESCALATION_NONE;
    world_case_id(VISITOR, message->as.set_case.case_id);
}

/* The message of cell `index` as `person` would say it. */
static void make_message(size_t index, enum person person, uint32_t epoch, struct message *message)
{
    static uint8_t wrap[WRAP_SIZE], vault[VAULT_SIZE];
    enum person signer = person < STAFF_PEOPLE ? person : HOLDER;
    *message = (struct message){.code = cells[index].code, .tag = 9};
    switch (cells[index].code) {
    case MESSAGE_OPEN_CASE:
        make_open_case(person, message);
        break;
    case MESSAGE_SEND:
        make_send(person, (uint8_t)(cells[index].extra - CLASS_1 + CLASS_INTAKE), epoch, message);
        break;
    case MESSAGE_REWRAP:
        world_wrap(&world, VISITOR, KEY_OFFLINE, wrap);
        message->as.rewrap.wrap = (struct bytes){wrap, sizeof wrap};
        break;
    case MESSAGE_PUT_SALT:
        message->as.put_salt.salt = (struct shred_salt){.purpose = SALT_OFFLINE, .generation = 2};
        break;
    case MESSAGE_DELETE_SALT:
        message->as.delete_salt.purpose = SALT_OFFLINE;
        message->as.delete_salt.generation = 1;
        break;
    case MESSAGE_PUT_VAULT:
        message->as.put_vault.vault = (struct bytes){vault, sizeof vault};
        break;
    case MESSAGE_GET_EVENTS:
        world_case_id(VISITOR, message->as.get_events.case_id);
        break;
    case MESSAGE_PUT_EVENT:
    case MESSAGE_PROPOSE:
        message->as.put_event.statement = make_move(cells[index].code, cells[index].extra, signer);
        break;
    case MESSAGE_SET_CASE:
        make_set_case(cells[index].extra, message);
        break;
    case MESSAGE_PUT_RECEIVE_KEY:
        message->as.put_receive_key.statement =
            world_receive_key(&world, signer, 1, world.now_min, octets, sizeof octets);
        break;
    case MESSAGE_GET_COUNTS:
        message->as.get_counts.days = 1;
        break;
    case MESSAGE_PUT_SLOT:
        message->as.slot = (struct slot){.start = 100, .quarters = 4, .state = SLOT_OFFERED};
        memcpy(message->as.slot.cert_hash, world.principals[cells[index].extra == OTHERS ? COLLEAGUE : signer],
               HASH_SIZE);
        break;
    default: /* nothing more to say */
        break;
    }
}

static unsigned expected_error(char cell)
{
    switch (cell) {
    case '.':
        return 0;
    case 'a':
        return ERROR_NOT_ALLOWED;
    case 'm':
        return ERROR_NOT_MEMBER;
    case 'e':
        return ERROR_EPOCH_CONFLICT;
    case 'g':
        return ERROR_GONE;
    case 'l':
        return ERROR_BAD_LOGIN;
    default:
        return UINT8_MAX;
    }
}

static void try_cell(size_t index, size_t role, size_t state, uint32_t epoch)
{
    struct message message;
    char cell = cells[index].states[state][role];
    make_message(index, roles[role], epoch, &message);
    writes = 0;
    world.keeps_open = true;
    bool is_decided = CHECK(world_ask(&world, roles[role], &message) == OK);
    world.keeps_open = false;
    world.store->ways->rollback(world.store);
    bool is_right = CHECK(is_decided && world_error(&world, roles[role]) == expected_error(cell));
    if (cell != '.' && cell != '-')
        is_right = CHECK(writes == 0) && is_right; /* a refusal has changed nothing */
    if (!is_right)
        printf("  %s (%d) by role %zu in state %zu: %u, not '%c'\n", message_name((uint8_t)message.code),
               (int)cells[index].extra, role, state, world_error(&world, roles[role]), cell);
}

static void try_state(size_t state, uint8_t expected, uint32_t epoch)
{
    struct case_row row = {.door = 0};
    uint8_t case_id[CASE_ID_SIZE];
    world_case_id(VISITOR, case_id);
    CHECK(world.store->ways->begin(world.store) == OK && ASK(world.store, case_load, case_id, &row) == OK);
    world.store->ways->rollback(world.store);
    CHECK(row.state == expected && row.room.epoch == epoch);
    for (size_t i = 0; i < CELLS; i++)
        for (size_t role = 0; role < ROLES; role++)
            try_cell(i, role, state, epoch);
}

static void say(enum person person, enum message_code code, enum extra extra)
{
    struct message message = {.code = code, .tag = 9};
    if (code == MESSAGE_SET_CASE)
        make_set_case(extra, &message);
    CHECK(world_ask(&world, person, &message) == OK && world_error(&world, person) == 0);
}

static void move(uint8_t type, enum person actor, enum person subject, enum person second)
{
    struct world_move one = {VISITOR, type, actor, subject, second, 0};
    CHECK(world_move(&world, &one) == OK && world_error(&world, second) == 0);
}

static void propose(enum person actor, enum person subject)
{
    struct world_move one = {VISITOR, ROOM_HANDOVER, actor, subject, actor, 0};
    struct message message = {.code = MESSAGE_PROPOSE, .tag = 9};
    message.as.propose.statement = world_move_statement(&world, &one, octets, sizeof octets);
    CHECK(world_ask(&world, actor, &message) == OK && world_error(&world, actor) == 0);
}

static void every_command_by_every_role_in_every_state(void)
{
    world_begin(&world);
    world_revoke(&world);
    count_writes(world.store);
    try_state(IN_WAITING, CASE_WAITING, 0);
    move(ROOM_CLAIM, HOLDER, HOLDER, HOLDER);
    try_state(IN_CLAIMED, CASE_CLAIMED, 1);
    say(HOLDER, MESSAGE_SET_CASE, TO_RESTING);
    try_state(IN_RESTING, CASE_RESTING, 1);
    say(HOLDER, MESSAGE_SET_CASE, TO_ESCALATED);
    try_state(IN_ESCALATED, CASE_ESCALATED, 1);
    move(ROOM_CLOSE, HOLDER, HOLDER, HOLDER);
    try_state(IN_CLOSED, CASE_CLOSED, 2);
    say(VISITOR, MESSAGE_ASK_REOPEN, NONE);
    try_state(IN_RETURNED, CASE_RETURNED, 2);
    say(SUPERVISOR, MESSAGE_SET_CASE, TO_ENDED);
    try_state(IN_ENDED, CASE_ENDED, 2);
    say(SUPERVISOR, MESSAGE_SET_CASE, TO_CLOSED);
    move(ROOM_REOPEN, HOLDER, HOLDER, HOLDER);
    propose(HOLDER, COLLEAGUE);
    move(ROOM_HANDOVER, HOLDER, COLLEAGUE, COLLEAGUE);
    try_state(IN_HANDED_OVER, CASE_HANDED_OVER, 4);
    world.store->ways = real_ways;
}

static void no_command_is_missing_from_the_table(void)
{
    for (unsigned code = 0; code <= UINT8_MAX; code++) {
        bool is_here = false;
        for (size_t i = 0; i < CELLS; i++)
            is_here = is_here || cells[i].code == code;
        bool is_asked = message_name((uint8_t)code) && message_who((uint8_t)code) != WHO_SERVER;
        CHECK(is_here == is_asked);
    }
}

int main(void)
{
    RUN(no_command_is_missing_from_the_table);
    check_counts.running = "every_command_by_every_role_in_every_state";
    CHECK(world_play(&world, every_command_by_every_role_in_every_state));
    return check_end();
}
