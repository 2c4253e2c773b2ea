/* Every command by every role in every state of the case: one table, all cells, over both stores; and no refusal changes a row. */
#include "check.h"
#include "support/relay_world.h"
#include "writes.h"

static struct world world;
static uint8_t octets[ENVELOPE_MAX];

enum { AWAITS = 600 }; /* number of the envelope that awaits a wrap */

/* The columns of the table. */
static const enum person roles[] = {SUPERVISOR,  HOLDER,  COLLEAGUE, ELSEWHERE,     MENTOR,   PARENT_COACH,
                                    INTERPRETER, REVOKED, VISITOR,   OTHER_VISITOR, NEWCOMER, STRANGER};
enum { ROLES = sizeof roles / sizeof roles[0], NEWCOMER_COLUMN = ROLES - 2 };

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
enum {
    IN_WAITING,
    IN_CLAIMED,
    IN_HANDED_OVER,
    IN_ESCALATED,
    IN_RESTING,
    IN_CLOSED,
    IN_RETURNED,
    IN_ENDED,
    IN_BURNT,
    STATES
};

/* As long as the case is there the same; by the state of the room alone; each. Last what is answered after it was burnt. */
#define ALWAYS(all, burnt)                                                                                             \
    {                                                                                                                  \
        all, all, all, all, all, all, all, all, burnt                                                                  \
    }
#define BY_ROOM(waiting, open, closed, burnt)                                                                          \
    {                                                                                                                  \
        waiting, open, open, open, open, closed, closed, closed, burnt                                                 \
    }
#define EACH(...)                                                                                                      \
    {                                                                                                                  \
        __VA_ARGS__                                                                                                    \
    }

/* . DONE or DELETION  - no answer  a NOT_ALLOWED  m NOT_MEMBER  e EPOCH_CONFLICT  g GONE  l BAD_LOGIN  s SUPERSEDED; a case of VISITOR at door 1 that HOLDER takes: waiting,
 * claimed, handed over (COLLEAGUE is the heir), escalated, resting, closed, returned, ended, burnt. VISITOR has an archive and, from the claim on, an
 * envelope of HOLDER's that awaits a wrap; what needs a proposal finds HOLDER's, a HANDOVER to COLLEAGUE, wherever the state lets one be made.
 * After the burning VISITOR speaks on the connection whose session was burnt; who logs in again is a NEWCOMER. */
static const struct {
    enum message_code code;
    enum extra extra;
    const char *states[STATES];
} cells[] = {
    {MESSAGE_VISITOR_LOGIN, NONE, ALWAYS("aaaaaaaaaaaa", "aaaaaaaaaaaa")}, /* logins are requests of their own */
    {MESSAGE_STAFF_LOGIN, NONE, ALWAYS("aaaaaaaaaaaa", "aaaaaaaaaaaa")},
    {MESSAGE_GET_DOORS, NONE, ALWAYS(".......l....", ".......ls...")},
    {MESSAGE_GET_ROSTER, NONE, ALWAYS(".......l...a", ".......ls..a")},
    {MESSAGE_OPEN_CASE, NONE, ALWAYS("aaaaaaaaaa.a", "aaaaaaaaaa.a")},
    {MESSAGE_GET_ENVELOPES, NONE, ALWAYS(".......l..aa", ".......ls.aa")},
    {MESSAGE_SEND, CLASS_1, BY_ROOM("aaaaaaal.maa", "eeeeeeelemaa", "aaaaaaalamaa", "ggggggglsmaa")},
    {MESSAGE_SEND, CLASS_2,
     EACH("mmmmmmmlmmaa", "m.mmmmml.maa", "m..mmmml.maa", "m.mmmmml.maa", "m.mmmmml.maa", "aaaaaaalamaa",
          "aaaaaaalamaa", "aaaaaaalamaa", "ggggggglsmaa")},
    {MESSAGE_SEND, CLASS_3,
     EACH("mmmmmmmlmmaa", "m.mmmmmlamaa", "m..mmmmlamaa", "m.mmmmmlamaa", "m.mmmmmlamaa", "aaaaaaalamaa",
          "aaaaaaalamaa", "aaaaaaalamaa", "ggggggglsmaa")},
    {MESSAGE_ACK, NONE, ALWAYS("-------l--aa", "-------ls-aa")},
    {MESSAGE_REWRAP, NONE, BY_ROOM("ggggggglaaaa", "g.ggggglaaaa", "g.ggggglaaaa", "ggggggglaaaa")},
    {MESSAGE_LIVE_KEYS, NONE, ALWAYS("aaaaaaaa...a", "aaaaaaaas..a")},
    {MESSAGE_PUT_SALT, NONE, ALWAYS("aaaaaaaa..aa", "aaaaaaaas.aa")},
    {MESSAGE_DELETE_SALT, NONE, ALWAYS("aaaaaaaa..aa", "aaaaaaaas.aa")},
    {MESSAGE_PUT_VAULT, NONE, ALWAYS("aaaaaaaa..aa", "aaaaaaaas.aa")},
    {MESSAGE_GET_EVENTS, NONE, ALWAYS("...mmmml.maa", "ggggggglsmaa")},
    {MESSAGE_PUT_EVENT, CLAIM, BY_ROOM("a..aaaalaaaa", "aeeaaaalaaaa", "aeeaaaalaaaa", "ggggggglaaaa")},
    {MESSAGE_PUT_EVENT, ADD,
     EACH("aaaaaaalaaaa", "..aaaaalaaaa", "...aaaalaaaa", "..aaaaalaaaa", "..aaaaalaaaa", "eeeeeeelaaaa",
          "eeeeeeelaaaa", "eeeeeeelaaaa", "ggggggglaaaa")}, /* MENTOR */
    {MESSAGE_PUT_EVENT, TAKEOVER,
     BY_ROOM("aaaaaaalaaaa", ".aaaaaalaaaa", "eeeeeeelaaaa",
             "ggggggglaaaa")}, /* COLLEAGUE; signed second by a supervisor */
    {MESSAGE_PUT_EVENT, REMOVE, BY_ROOM("aaaaaaalaaaa", "..aaaaalaaaa", "eeeeeeelaaaa", "ggggggglaaaa")}, /* HOLDER */
    {MESSAGE_PUT_EVENT, CLOSE,
     EACH("aaaaaaalaaaa", "..aaaaalaaaa", "...aaaalaaaa", "..aaaaalaaaa", "..aaaaalaaaa", "eeeeeeelaaaa",
          "eeeeeeelaaaa", "eeeeeeelaaaa", "ggggggglaaaa")},
    {MESSAGE_PUT_EVENT, REOPEN,
     EACH("aaaaaaalaaaa", "eeeeeeelaaaa", "eeeeeeelaaaa", "eeeeeeelaaaa", "eeeeeeelaaaa", "..aaaaalaaaa",
          "..aaaaalaaaa", "aaaaaaalaaaa", "ggggggglaaaa")},
    {MESSAGE_PUT_EVENT, HANDOVER,
     BY_ROOM("aaaaaaalaaaa", "a..aaaalaaaa", "eeeeeeelaaaa",
             "ggggggglaaaa")}, /* to COLLEAGUE, by both; it is proposed */
    {MESSAGE_PROPOSE, TAKEOVER, BY_ROOM("aaaaaaalaaaa", ".aaaaaalaaaa", "eeeeeeelaaaa", "ggggggglaaaa")},
    {MESSAGE_PROPOSE, HANDOVER, BY_ROOM("aaaaaaalaaaa", "a.aaaaalaaaa", "eeeeeeelaaaa", "ggggggglaaaa")},
    {MESSAGE_GET_ROOMS, NONE, ALWAYS(".......laaaa", ".......laaaa")},
    {MESSAGE_GET_QUEUE, NONE, ALWAYS(".......laaaa", ".......laaaa")},
    {MESSAGE_PUT_RECEIVE_KEY, NONE, ALWAYS(".......laaaa", ".......laaaa")},
    {MESSAGE_SET_PRESENCE, NONE, ALWAYS(".......laaaa", ".......laaaa")},
    {MESSAGE_PUT_SLOT, OWN, ALWAYS(".......laaaa", ".......laaaa")},
    {MESSAGE_PUT_SLOT, OTHERS, ALWAYS(".a.aaaalaaaa", ".a.aaaalaaaa")}, /* COLLEAGUE's */
    {MESSAGE_QUIET, NONE, ALWAYS("aaaaaaaaaaaa", "aaaaaaaaaaaa")},      /* the connection's own */
    {MESSAGE_GET_SLOTS, NONE, ALWAYS(".......laaaa", ".......laaaa")},
    {MESSAGE_NOTED, NONE, ALWAYS(".......l..aa", ".......ls.aa")},
    {MESSAGE_RETRACT, NONE, ALWAYS(".......l..aa", ".......ls.aa")},
    {MESSAGE_SET_CASE, TO_CLAIMED,
     EACH("aaaaaaalaaaa", "..aaaaalaaaa", "...aaaalaaaa", "..aaaaalaaaa", "a.aaaaalaaaa", "aaaaaaalaaaa",
          "aaaaaaalaaaa", "aaaaaaalaaaa", "ggggggglaaaa")},
    {MESSAGE_SET_CASE, TO_ESCALATED,
     EACH("aaaaaaalaaaa", "a.aaaaalaaaa", "a..aaaalaaaa", "..aaaaalaaaa", "a.aaaaalaaaa", "aaaaaaalaaaa",
          "aaaaaaalaaaa", "aaaaaaalaaaa", "ggggggglaaaa")},
    {MESSAGE_SET_CASE, TO_RESTING,
     EACH("aaaaaaalaaaa", "a.aaaaalaaaa", "aaaaaaalaaaa", "aaaaaaalaaaa", "..aaaaalaaaa", "aaaaaaalaaaa",
          "aaaaaaalaaaa", "aaaaaaalaaaa", "ggggggglaaaa")},
    {MESSAGE_SET_CASE, TO_ENDED, BY_ROOM("aaaaaaalaaaa", "aaaaaaalaaaa", ".aaaaaalaaaa", "ggggggglaaaa")},
    {MESSAGE_SET_CASE, TO_CLOSED,
     EACH("aaaaaaalaaaa", "aaaaaaalaaaa", "aaaaaaalaaaa", "aaaaaaalaaaa", "aaaaaaalaaaa", ".aaaaaalaaaa",
          "aaaaaaalaaaa", ".aaaaaalaaaa", "ggggggglaaaa")},
    {MESSAGE_DECLINE, NONE, BY_ROOM("ggggggglaaaa", "a..aaaalaaaa", "ggggggglaaaa", "ggggggglaaaa")},
    {MESSAGE_ASK_REOPEN, NONE,
     EACH("aaaaaaaaaaaa", "aaaaaaaaaaaa", "aaaaaaaaaaaa", "aaaaaaaaaaaa", "aaaaaaaaaaaa", "aaaaaaaa.aaa",
          "aaaaaaaa.aaa", "aaaaaaaaaaaa", "aaaaaaaasaaa")},
    {MESSAGE_KEEP, NONE,
     BY_ROOM("aaaaaaaagaaa", "aaaaaaaa.aaa", "aaaaaaaa.aaa", "aaaaaaaasaaa")}, /* what awaits a wrap */
    {MESSAGE_GET_ARCHIVE, NONE, ALWAYS("aaaaaaaa..aa", "aaaaaaaas.aa")},
    {MESSAGE_DELETE_KEPT, NONE, ALWAYS("aaaaaaaa..aa", "aaaaaaaas.aa")},
    {MESSAGE_GET_COUNTS, NONE, ALWAYS(".aaaaaalaaaa", ".aaaaaalaaaa")},
    {MESSAGE_GET_AUDIT, NONE, ALWAYS(".aaaaaalaaaa", ".aaaaaalaaaa")},
    {MESSAGE_GET_ROOMS_OF, NONE, ALWAYS(".aaaaaalaaaa", ".aaaaaalaaaa")},
    {MESSAGE_BURN, NONE, ALWAYS("aaaaaaaa..aa", "aaaaaaaas.aa")},
    {MESSAGE_GET_DELETION, NONE, ALWAYS("aaaaaaaaaa.a", "aaaaaaaaaa.a")},
};
enum { CELLS = sizeof cells / sizeof cells[0] };

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
    if (extra == HANDOVER && code == MESSAGE_PUT_EVENT && signer == COLLEAGUE)
        move.actor = HOLDER; /* whose proposal this one may sign */
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

/* What names the case or the envelope and no more, or nothing. */
static void make_about_case(struct message *message)
{
    switch (message->code) {
    case MESSAGE_DECLINE:
        world_case_id(VISITOR, message->as.decline.case_id);
        break;
    case MESSAGE_RETRACT:
        world_case_id(VISITOR, message->as.retract.case_id);
        world_msg_id(AWAITS, message->as.retract.msg_id);
        break;
    case MESSAGE_KEEP:
        world_msg_id(AWAITS, message->as.keep.msg_id);
        break;
    case MESSAGE_GET_ROOMS_OF:
        memcpy(message->as.get_rooms_of.who, world.principals[HOLDER], HASH_SIZE);
        break;
    default: /* nothing more to say */
        break;
    }
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
        world_msg_id(AWAITS, message->as.rewrap.msg_id);
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
    default:
        make_about_case(message);
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
    case 's':
        return ERROR_SUPERSEDED;
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

static void say(enum person person, enum message_code code, enum extra extra)
{
    struct message message = {.code = code, .tag = 9};
    if (code == MESSAGE_SET_CASE)
        make_set_case(extra, &message);
    else
        make_about_case(&message);
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

/* ---- the table ------------------------------------------------------------------------------------------------------- */

static bool needs_proposal(size_t index)
{
    return cells[index].code == MESSAGE_DECLINE ||
           (cells[index].code == MESSAGE_PUT_EVENT && cells[index].extra == HANDOVER);
}

static void try_row(size_t index, size_t state, uint32_t epoch)
{
    bool is_proposed = needs_proposal(index) && state >= IN_CLAIMED && state <= IN_RESTING;
    if (is_proposed)
        propose(HOLDER, COLLEAGUE);
    for (size_t role = 0; role < ROLES; role++)
        try_cell(index, role, state, epoch);
    if (is_proposed)
        say(HOLDER, MESSAGE_DECLINE, NONE); /* is taken back */
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
        try_row(i, state, epoch);
}

/* Who logs in again with the burnt code is told what a newcomer is told. */
static void try_as_newcomer(void)
{
    struct message message;
    CHECK(world_login(&world, VISITOR) == OK && world_count(&world, MESSAGE_NO_MAILBOX) == 1);
    for (size_t i = 0; i < CELLS; i++) {
        make_message(i, VISITOR, 0, &message);
        world.keeps_open = true;
        CHECK(world_ask_as(&world, VISITOR, WHO_PROVED, &message) == OK);
        world.keeps_open = false;
        world.store->ways->rollback(world.store);
        CHECK(world_error(&world, VISITOR) == expected_error(cells[i].states[IN_BURNT][NEWCOMER_COLUMN]));
    }
}

static void try_burnt(void)
{
    say(VISITOR, MESSAGE_BURN, NONE);
    for (size_t i = 0; i < CELLS; i++)
        try_row(i, IN_BURNT, 0);
    try_as_newcomer();
}

static void put_archive_salt(void)
{
    struct message message = {.code = MESSAGE_PUT_SALT, .tag = 9};
    message.as.put_salt.salt = (struct shred_salt){.purpose = SALT_ARCHIVE, .generation = 1};
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_error(&world, VISITOR) == 0);
}

/* HOLDER wraps to a key that VISITOR has only as long as the page is open, and the page is closed. */
static void leave_one_that_awaits(void)
{
    uint8_t key_id[KEY_ID_SIZE];
    struct message message = {.code = MESSAGE_LIVE_KEYS, .tag = 9};
    struct outline outline = world_to_visitor(AWAITS, KEY_LIVE);
    world_key_id(VISITOR, KEY_LIVE, key_id);
    message.as.live_keys.key_ids = (struct bytes){key_id, sizeof key_id};
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_error(&world, VISITOR) == 0);
    CHECK(world_send(&world, &outline) == OK && world_error(&world, HOLDER) == 0);
    CHECK(world_gone(&world, VISITOR) == OK && world_count(&world, MESSAGE_REWRAP_NEEDED) == 1);
    CHECK(world_login(&world, VISITOR) == OK);
}

static void every_command_by_every_role_in_every_state(void)
{
    world_begin(&world);
    world_revoke(&world);
    writes_begin(world.store);
    put_archive_salt();
    try_state(IN_WAITING, CASE_WAITING, 0);
    move(ROOM_CLAIM, HOLDER, HOLDER, HOLDER);
    leave_one_that_awaits();
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
    try_burnt();
    writes_end(world.store);
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

/* Logins are requests of their own, and QUIET is the connection's; what no cell allowed would be tried in vain. */
static void every_other_command_is_allowed_somewhere(void)
{
    for (size_t i = 0; i < CELLS; i++) {
        bool is_allowed = false, is_elsewhere = cells[i].code == MESSAGE_VISITOR_LOGIN ||
                                                cells[i].code == MESSAGE_STAFF_LOGIN || cells[i].code == MESSAGE_QUIET;
        for (size_t state = 0; state < STATES; state++)
            is_allowed = is_allowed || strpbrk(cells[i].states[state], ".-") != NULL;
        if (!CHECK(is_allowed != is_elsewhere))
            printf("  %s (%d)\n", message_name((uint8_t)cells[i].code), (int)cells[i].extra);
    }
}

int main(void)
{
    RUN(no_command_is_missing_from_the_table);
    RUN(every_other_command_is_allowed_somewhere);
    check_counts.running = "every_command_by_every_role_in_every_state";
    CHECK(world_play(&world, every_command_by_every_role_in_every_state));
    return check_end();
}
