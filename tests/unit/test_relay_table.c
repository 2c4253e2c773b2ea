/* Every command by every role in every state of the case: one table, all cells, over both stores; and no refusal changes a row. */
#include "check.h"
#include "support/relay_world.h"

static struct world world;
static uint8_t octets[ENVELOPE_MAX];

/* The columns of the table. */
static const enum person roles[] = {SUPERVISOR, HOLDER,  COLLEAGUE,     ELSEWHERE, MENTOR,  INTERPRETER,
                                    REVOKED,    VISITOR, OTHER_VISITOR, NEWCOMER,  STRANGER};
enum { ROLES = sizeof roles / sizeof roles[0] };

enum extra { NONE, CLAIM, ADD, TAKEOVER, REMOVE, CLOSE, REOPEN, CLASS_1, CLASS_2, CLASS_3, OWN, OTHERS };

/* . DONE  - no answer  a NOT_ALLOWED  m NOT_MEMBER  e EPOCH_CONFLICT  g GONE  l BAD_LOGIN; a case of VISITOR at door 1 that HOLDER takes. */
static const struct {
    enum message_code code;
    enum extra extra;
    const char *waiting, *claimed, *closed;
} cells[] = {
    {MESSAGE_VISITOR_LOGIN, NONE, "aaaaaaaaaaa", "aaaaaaaaaaa", "aaaaaaaaaaa"}, /* logins are requests of their own */
    {MESSAGE_STAFF_LOGIN, NONE, "aaaaaaaaaaa", "aaaaaaaaaaa", "aaaaaaaaaaa"},
    {MESSAGE_GET_DOORS, NONE, "......l....", "......l....", "......l...."},
    {MESSAGE_GET_ROSTER, NONE, "......l...a", "......l...a", "......l...a"},
    {MESSAGE_OPEN_CASE, NONE, "aaaaaaaaa.a", "aaaaaaaaa.a", "aaaaaaaaa.a"},
    {MESSAGE_GET_ENVELOPES, NONE, "......l..aa", "......l..aa", "......l..aa"},
    {MESSAGE_SEND, CLASS_1, "aaaaaal.maa", "eeeeeelemaa", "aaaaaalamaa"},
    {MESSAGE_SEND, CLASS_2, "mmmmmmlmmaa", "m.mmmml.maa", "aaaaaalamaa"},
    {MESSAGE_SEND, CLASS_3, "mmmmmmlmmaa", "m.mmmmlamaa", "aaaaaalamaa"},
    {MESSAGE_ACK, NONE, "------l--aa", "------l--aa", "------l--aa"},
    {MESSAGE_REWRAP, NONE, "gggggglaaaa", "gggggglaaaa", "gggggglaaaa"},
    {MESSAGE_LIVE_KEYS, NONE, "aaaaaaa...a", "aaaaaaa...a", "aaaaaaa...a"},
    {MESSAGE_PUT_SALT, NONE, "aaaaaaa..aa", "aaaaaaa..aa", "aaaaaaa..aa"},
    {MESSAGE_DELETE_SALT, NONE, "aaaaaaa..aa", "aaaaaaa..aa", "aaaaaaa..aa"},
    {MESSAGE_PUT_VAULT, NONE, "aaaaaaa..aa", "aaaaaaa..aa", "aaaaaaa..aa"},
    {MESSAGE_GET_EVENTS, NONE, "...mmml.maa", "...mmml.maa", "...mmml.maa"},
    {MESSAGE_PUT_EVENT, CLAIM, "a..aaalaaaa", "aeeaaalaaaa", "aeeaaalaaaa"},
    {MESSAGE_PUT_EVENT, ADD, "aaaaaalaaaa", "..aaaalaaaa", "eeeeeelaaaa"}, /* MENTOR */
    {MESSAGE_PUT_EVENT, TAKEOVER, "aaaaaalaaaa", ".aaaaalaaaa",
     "eeeeeelaaaa"}, /* COLLEAGUE; signed second by a supervisor */
    {MESSAGE_PUT_EVENT, REMOVE, "aaaaaalaaaa", "..aaaalaaaa", "eeeeeelaaaa"}, /* HOLDER */
    {MESSAGE_PUT_EVENT, CLOSE, "aaaaaalaaaa", "..aaaalaaaa", "eeeeeelaaaa"},
    {MESSAGE_PUT_EVENT, REOPEN, "aaaaaalaaaa", "eeeeeelaaaa", "a.aaaalaaaa"},
    {MESSAGE_PROPOSE, TAKEOVER, "aaaaaalaaaa", ".aaaaalaaaa", "eeeeeelaaaa"},
    {MESSAGE_GET_ROOMS, NONE, "......laaaa", "......laaaa", "......laaaa"},
    {MESSAGE_GET_QUEUE, NONE, "......laaaa", "......laaaa", "......laaaa"},
    {MESSAGE_PUT_RECEIVE_KEY, NONE, "......laaaa", "......laaaa", "......laaaa"},
    {MESSAGE_SET_PRESENCE, NONE, "......laaaa", "......laaaa", "......laaaa"},
    {MESSAGE_PUT_SLOT, OWN, "......laaaa", "......laaaa", "......laaaa"},
    {MESSAGE_PUT_SLOT, OTHERS, ".a.aaalaaaa", ".a.aaalaaaa", ".a.aaalaaaa"}, /* COLLEAGUE's */
    {MESSAGE_QUIET, NONE, "aaaaaaaaaaa", "aaaaaaaaaaa", "aaaaaaaaaaa"},      /* the connection's own */
    {MESSAGE_GET_SLOTS, NONE, "......laaaa", "......laaaa", "......laaaa"},
    {MESSAGE_NOTED, NONE, "......l..aa", "......l..aa", "......l..aa"},
    {MESSAGE_RETRACT, NONE, "......l..aa", "......l..aa", "......l..aa"},
    {MESSAGE_KEEP, NONE, "aaaaaaaaaaa", "aaaaaaaaaaa", "aaaaaaaaaaa"}, /* nobody has an archive */
    {MESSAGE_GET_ARCHIVE, NONE, "aaaaaaa..aa", "aaaaaaa..aa", "aaaaaaa..aa"},
    {MESSAGE_DELETE_KEPT, NONE, "aaaaaaa..aa", "aaaaaaa..aa", "aaaaaaa..aa"},
    {MESSAGE_GET_COUNTS, NONE, ".aaaaalaaaa", ".aaaaalaaaa", ".aaaaalaaaa"},
    {MESSAGE_GET_AUDIT, NONE, ".aaaaalaaaa", ".aaaaalaaaa", ".aaaaalaaaa"},
    {MESSAGE_BURN, NONE, "aaaaaaa..aa", "aaaaaaa..aa", "aaaaaaa..aa"},
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
COUNT_WRITE(envelope_drop_intake, (struct store * s, const uint8_t *c, const uint8_t *k), (s, c, k))
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
    counted.envelope_drop_intake = count_envelope_drop_intake;
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
    struct world_move move = {VISITOR, (uint8_t)(ROOM_CLAIM + (extra - CLAIM)), signer, signer, signer};
    if (extra == ADD)
        move.subject = MENTOR;
    if (extra == TAKEOVER)
        move.subject = COLLEAGUE;
    if (extra == REMOVE)
        move.subject = HOLDER;
    if (extra == TAKEOVER && code == MESSAGE_PUT_EVENT)
        move.second = SECOND_SUPERVISOR;
    return world_move_statement(&world, &move, octets, sizeof octets);
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

static void try_cell(size_t index, size_t role, uint32_t epoch, char cell)
{
    struct message message;
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
        printf("  %s (%d) by role %zu at epoch %u: %u, not '%c'\n", message_name((uint8_t)message.code),
               (int)cells[index].extra, role, epoch, world_error(&world, roles[role]), cell);
}

static void try_state(uint32_t epoch)
{
    for (size_t i = 0; i < CELLS; i++) {
        const char *row = epoch == 0 ? cells[i].waiting : epoch == 1 ? cells[i].claimed : cells[i].closed;
        for (size_t role = 0; role < ROLES; role++)
            try_cell(i, role, epoch, row[role]);
    }
}

static void every_command_by_every_role_in_every_state(void)
{
    world_begin(&world);
    world_revoke(&world);
    count_writes(world.store);
    try_state(0);
    CHECK(world_event(&world, HOLDER, VISITOR, ROOM_CLAIM) == OK && world_error(&world, HOLDER) == 0);
    try_state(1);
    CHECK(world_event(&world, HOLDER, VISITOR, ROOM_CLOSE) == OK && world_error(&world, HOLDER) == 0);
    try_state(2);
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
