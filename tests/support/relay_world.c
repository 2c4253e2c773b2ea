#include "relay_world.h"

#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/store_memory.h"
#include "store/store_sqlite.h"

enum { DOORS = 2, DAY_MIN = 24 * 60 };

/* ---- the programme ------------------------------------------------------------------------------------------- */

static bool describe_door(void *context, size_t index, uint64_t now_min, struct message *door)
{
    (void)context;
    (void)now_min;
    if (index >= DOORS)
        return false;
    memset(&door->as.door, 0, sizeof door->as.door);
    door->as.door.door = (uint8_t)(index + 1);
    return true;
}

static bool door_exists(void *context, uint8_t door)
{
    (void)context;
    return door >= 1 && door <= DOORS;
}

static void name(enum person person, const char *what, void *out, size_t size)
{
    uint8_t number = (uint8_t)person;
    invariant(crypto_generichash(out, size < 16 ? 16 : size, &number, 1, (const uint8_t *)what, strlen(what)) == 0);
}

static void add_staff(struct world *world, enum person person, uint8_t role, uint32_t caps, const char *doors)
{
    struct roster_entry *entry = &world->roster.entries[world->roster.count++];
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    name(person, "cert hash of staff", entry->cert_hash, HASH_SIZE);
    name(person, "signing seed of staff", world->seeds[person], SIGN_SEED_SIZE);
    invariant(crypto_sign_seed_keypair(entry->pk_sign, secret, world->seeds[person]) == 0);
    memset(entry->person, 1 + (int)person, PERSON_SIZE);
    entry->role = role;
    entry->caps = caps;
    entry->doors_count = (uint8_t)strlen(doors);
    for (size_t i = 0; i < entry->doors_count; i++)
        entry->doors[i] = (uint8_t)(doors[i] - '0');
    entry->is_active = true;
    entry->not_after_day = UINT32_MAX;
    memcpy(world->principals[person], entry->cert_hash, HASH_SIZE);
}

static void add_service(struct world *world)
{
    struct service_entry *entry = &world->roster.services[world->roster.service_count++];
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    memset(world->service.seed, 77, SIGN_SEED_SIZE);
    invariant(crypto_sign_seed_keypair(world->service.pk, secret, world->service.seed) == 0);
    memset(entry->service_hash, 78, HASH_SIZE);
    memcpy(entry->pk_sign, world->service.pk, SIGN_PUBLIC_SIZE);
    entry->not_after_day = UINT32_MAX;
}

void world_open(struct world *world, struct store *store)
{
    static const uint8_t statement[] = {STATEMENT_TYPE_ROOT_SET, 0, 1, 7, 0, 0};
    invariant(sodium_init() >= 0);
    memset(world, 0, sizeof *world);
    world->store = store;
    world->now_min = WORLD_NOW_MIN;
    roster_open(&world->roster, (const uint8_t[HASH_SIZE]){1, 2, 3});
    world->roster.has_root_set = true;
    add_staff(world, SUPERVISOR, ROLE_SUPERVISOR, CAP_SUPERVISE | CAP_CERTIFY, "");
    add_staff(world, SECOND_SUPERVISOR, ROLE_SUPERVISOR, CAP_SUPERVISE | CAP_CERTIFY, "");
    add_staff(world, HOLDER, ROLE_COUNSELLOR, CAP_INTAKE | CAP_ADD, "12");
    add_staff(world, COLLEAGUE, ROLE_COUNSELLOR, CAP_INTAKE | CAP_ADD, "12");
    add_staff(world, ELSEWHERE, ROLE_COUNSELLOR, CAP_INTAKE, "2");
    add_staff(world, MENTOR, ROLE_MENTOR, 0, "");
    add_staff(world, INTERPRETER, ROLE_INTERPRETER, 0, "");
    add_staff(world, REVOKED, ROLE_COUNSELLOR, CAP_INTAKE | CAP_ADD, "1");
    add_staff(world, PARENT_COACH, ROLE_PARENT_COACH, 0, "");
    add_service(world);
    for (enum person person = VISITOR; person < STRANGER; person++)
        name(person, "id of a visitor ", world->principals[person], HASH_SIZE);
    world->statements[0] = (struct bytes){statement, sizeof statement};
    world->programme = (struct programme){
        .roster = &world->roster,
        .statements = world->statements,
        .statement_count = 1,
        .doors = {NULL, describe_door, door_exists},
        .service = &world->service,
    };
}

void world_revoke(struct world *world)
{
    for (uint8_t i = 0; i < world->roster.count; i++) {
        struct roster_entry *entry = &world->roster.entries[i];
        if (memcmp(entry->cert_hash, world->principals[REVOKED], HASH_SIZE) == 0)
            entry->is_active = false;
    }
}

void world_close(struct world *world)
{
    answers_close(&world->answers);
}

/* ---- one request --------------------------------------------------------------------------------------------- */

connection_id world_connection(enum person person)
{
    return (connection_id)person + 1;
}

unsigned world_who(enum person person)
{
    if (person < STAFF_PEOPLE)
        return WHO_STAFF;
    return person == STRANGER ? WHO_STRANGER : person == NEWCOMER ? WHO_PROVED : WHO_VISITOR;
}

enum outcome world_decide(struct world *world, struct request *request)
{
    struct relay relay = {&world->programme, world->store,    &world->answers,
                          world->now_min,    &world->scratch, world->chance};
    bool is_shredded;
    if (world->decide)
        return world->decide(world, request);
    answers_cut(&world->answers, 0);
    if (world->store->ways->begin(world->store) != OK)
        return BROKEN;
    enum outcome outcome = relay_decide(&relay, request);
    if (world->keeps_open)
        return outcome;
    if (outcome == OK)
        return world->store->ways->commit(world->store, &is_shredded);
    world->store->ways->rollback(world->store);
    return outcome;
}

static struct request request_of(const struct world *world, enum person person, enum request_kind kind)
{
    struct request request = {.kind = kind, .who = world_who(person), .connection = world_connection(person)};
    memcpy(request.principal, world->principals[person], HASH_SIZE);
    return request;
}

enum outcome world_ask(struct world *world, enum person person, const struct message *message)
{
    return world_ask_as(world, person, world_who(person), message);
}

enum outcome world_ask_as(struct world *world, enum person person, unsigned who, const struct message *message)
{
    struct request request = request_of(world, person, REQUEST_MESSAGE);
    request.who = who;
    size_t size, max = 1 + message_body_max((uint8_t)message->code);
    request.frame = frame_new(max);
    invariant(request.frame && message_encode(message, request.frame->data, max, &size) == OK);
    request.frame->size = (uint32_t)size;
    enum outcome outcome = world_decide(world, &request);
    frame_release(request.frame);
    return outcome;
}

enum outcome world_login(struct world *world, enum person person)
{
    struct request request =
        request_of(world, person, person < STAFF_PEOPLE ? REQUEST_STAFF_LOGIN : REQUEST_VISITOR_LOGIN);
    return world_decide(world, &request);
}

enum outcome world_gone(struct world *world, enum person person)
{
    struct request request = request_of(world, person, REQUEST_GONE);
    return world_decide(world, &request);
}

void world_begin(struct world *world)
{
    for (enum person person = 0; person < STRANGER; person++)
        invariant(world_login(world, person) == OK);
    invariant(world_open_case(world, VISITOR, 1) == OK && world_error(world, VISITOR) == 0);
    invariant(world_open_case(world, OTHER_VISITOR, 1) == OK && world_error(world, OTHER_VISITOR) == 0);
}

void world_begin_claimed(struct world *world)
{
    world_begin(world);
    invariant(world_event(world, HOLDER, VISITOR, ROOM_CLAIM) == OK && world_error(world, HOLDER) == 0);
}

/* ---- messages ------------------------------------------------------------------------------------------------ */

void world_key_id(enum person person, uint8_t key, uint8_t key_id[KEY_ID_SIZE])
{
    memset(key_id, 0x4b, KEY_ID_SIZE);
    key_id[0] = (uint8_t)person;
    key_id[1] = key;
}

void world_case_id(enum person visitor, uint8_t case_id[CASE_ID_SIZE])
{
    name(visitor, "id of a case    ", case_id, CASE_ID_SIZE);
}

void world_msg_id(uint32_t number, uint8_t msg_id[MSG_ID_SIZE])
{
    memset(msg_id, 0x6d, MSG_ID_SIZE);
    memcpy(msg_id, &number, sizeof number);
}

void world_wrap(const struct world *world, enum person recipient, uint8_t key, uint8_t out[WRAP_SIZE])
{
    memset(out, 0x77, WRAP_SIZE);
    memcpy(out, world->principals[recipient], HASH_SIZE);
    world_key_id(recipient, key, out + HASH_SIZE);
    out[HASH_SIZE + KEY_ID_SIZE] = WRAP_BASE;
}

struct bytes world_envelope(const struct world *world, const struct outline *outline, uint8_t *out)
{
    struct header header = {.class = outline->class, .bucket = 0, .epoch = outline->epoch};
    uint8_t *at = out;
    size_t wraps = outline->recipient_count * (size_t)WRAP_SIZE, body = BUCKET_0 + AEAD_TAG_SIZE;
    world_case_id(outline->of_case, header.case_id);
    world_msg_id(outline->number, header.msg_id);
    memcpy(header.sender, world->principals[outline->sender], HASH_SIZE);
    header_encode(&header, at);
    at += HEADER_SIZE;
    memset(at, 0x63, HASH_SIZE);
    at += HASH_SIZE;
    *at++ = (uint8_t)(wraps >> 8);
    *at++ = (uint8_t)wraps;
    for (size_t i = 0; i < outline->recipient_count; i++, at += WRAP_SIZE)
        world_wrap(world, outline->recipients[i], outline->key, at);
    *at++ = (uint8_t)(body >> 8);
    *at++ = (uint8_t)(body & 0xff);
    memset(at, 0x62, body);
    memcpy(at, header.msg_id, MSG_ID_SIZE);
    return (struct bytes){out, (size_t)(at - out) + body};
}

struct outline world_to_visitor(uint32_t number, uint8_t key)
{
    return (struct outline){.class = CLASS_ROOM,
                            .epoch = 1,
                            .sender = HOLDER,
                            .of_case = VISITOR,
                            .number = number,
                            .recipient_count = 1,
                            .recipients = {VISITOR},
                            .key = key};
}

enum outcome world_send(struct world *world, const struct outline *outline)
{
    static uint8_t octets[ENVELOPE_MAX];
    struct message message = {.code = MESSAGE_SEND, .tag = 7};
    message.as.send.envelope = world_envelope(world, outline, octets);
    return world_ask(world, outline->sender, &message);
}

enum outcome world_open_case(struct world *world, enum person visitor, uint8_t door)
{
    static uint8_t octets[ENVELOPE_MAX], vault[VAULT_SIZE];
    struct message message = {.code = MESSAGE_OPEN_CASE, .tag = 7};
    struct outline outline = {.class = CLASS_INTAKE,
                              .sender = visitor,
                              .of_case = visitor,
                              .key = KEY_UNKNOWN,
                              .number = 0xffff0000u + visitor,
                              .recipient_count = 2,
                              .recipients = {HOLDER, COLLEAGUE}};
    struct request request = request_of(world, visitor, REQUEST_MESSAGE);
    size_t size, max = 1 + message_body_max(MESSAGE_OPEN_CASE);
    memset(vault, 0x56, sizeof vault);
    message.as.open_case.door = door;
    message.as.open_case.salt = (struct shred_salt){SALT_OFFLINE, 1, {0x73}};
    memset(message.as.open_case.salt.sealed, 0x60 + (int)visitor, SALT_SEALED_SIZE);
    world_key_id(visitor, KEY_OFFLINE, message.as.open_case.key_id);
    message.as.open_case.vault = (struct bytes){vault, sizeof vault};
    message.as.open_case.intake = world_envelope(world, &outline, octets);
    request.who = WHO_PROVED;
    request.frame = frame_new(max);
    invariant(request.frame && message_encode(&message, request.frame->data, max, &size) == OK);
    request.frame->size = (uint32_t)size;
    enum outcome outcome = world_decide(world, &request);
    frame_release(request.frame);
    return outcome;
}

static struct bytes sign(struct world *world, struct statement *statement, enum person staff, uint8_t *out, size_t max)
{
    size_t size;
    invariant(statement_sign(statement, world->roster.deployment_id, world->principals[staff], world->seeds[staff]) ==
              OK);
    invariant(statement_encode(statement, out, max, &size) == OK);
    return (struct bytes){out, size};
}

struct bytes world_statement(struct world *world, enum person actor, enum person of_case, uint8_t type, uint8_t *out,
                             size_t max)
{
    struct world_move move = {of_case, type, actor, actor, actor, 0};
    return world_move_statement(world, &move, out, max);
}

struct bytes world_move_statement(struct world *world, const struct world_move *move, uint8_t *out, size_t max)
{
    struct room_event event = {
        .type = move->type, .day = (uint32_t)(world->now_min / DAY_MIN), .until_day = move->until_day};
    struct statement statement = {.type = STATEMENT_TYPE_ROOM_EVENT};
    struct case_row row = {.door = 0};
    bool is_shredded, has_own = !world->keeps_open;
    uint8_t body[512];
    size_t size;
    world_case_id(move->of_case, event.case_id);
    if (has_own)
        invariant(world->store->ways->begin(world->store) == OK);
    (void)!ASK(world->store, case_load, event.case_id, &row);
    if (has_own)
        invariant(ASK(world->store, commit, &is_shredded) == OK);
    event.epoch = row.room.epoch + 1;
    memcpy(event.prev, row.room.head, HASH_SIZE);
    memcpy(event.actor, world->principals[move->actor], HASH_SIZE);
    memcpy(event.subject, world->principals[move->subject], HASH_SIZE);
    event.role = world->roster.entries[move->subject].role;
    invariant(room_event_encode(&event, body, sizeof body, &size) == OK);
    statement.body = (struct bytes){body, size};
    if (move->second == move->actor)
        return sign(world, &statement, move->actor, out, max);
    (void)sign(world, &statement, move->actor, out, max);
    return sign(world, &statement, move->second, out, max);
}

enum outcome world_move(struct world *world, const struct world_move *move)
{
    uint8_t octets[ROOM_STATEMENT_MAX];
    struct message message = {.code = MESSAGE_PUT_EVENT, .tag = 7};
    message.as.put_event.statement = world_move_statement(world, move, octets, sizeof octets);
    return world_ask(world, move->second, &message);
}

enum outcome world_event(struct world *world, enum person actor, enum person of_case, uint8_t type)
{
    uint8_t octets[1024];
    struct message message = {.code = MESSAGE_PUT_EVENT, .tag = 7};
    message.as.put_event.statement = world_statement(world, actor, of_case, type, octets, sizeof octets);
    return world_ask(world, actor, &message);
}

struct bytes world_receive_key(struct world *world, enum person staff, uint8_t key, uint64_t issued_min, uint8_t *out,
                               size_t max)
{
    static uint8_t body[KEM_PUBLIC_SIZE + 256], pk[KEM_PUBLIC_SIZE];
    struct receive_key receive_key = {.issued_min = issued_min, .not_after_min = issued_min + 7 * DAY_MIN};
    struct statement statement = {.type = STATEMENT_TYPE_RECEIVE_KEY};
    size_t size;
    memset(pk, key, sizeof pk);
    pk[0] = (uint8_t)staff;
    memcpy(receive_key.cert_hash, world->principals[staff], HASH_SIZE);
    receive_key.pk = (struct bytes){pk, sizeof pk};
    invariant(receive_key_encode(&receive_key, body, sizeof body, &size) == OK);
    statement.body = (struct bytes){body, size};
    return sign(world, &statement, staff, out, max);
}

/* ---- answers ------------------------------------------------------------------------------------------------- */

unsigned world_error(const struct world *world, enum person person)
{
    for (size_t i = 0; i < world->answers.count; i++) {
        const struct answer *answer = &world->answers.list[i];
        struct message message;
        if (answer->target != TO_CONNECTION || answer->connection != world_connection(person) || !answer->frame)
            continue;
        invariant(message_decode(&message, answer->frame->data, answer->frame->size) == OK);
        if (message.code == MESSAGE_DONE || message.code == MESSAGE_DELETION)
            return 0;
        if (message.code == MESSAGE_ERROR)
            return message.as.error.code;
    }
    return UINT8_MAX;
}

size_t world_count(const struct world *world, enum message_code code)
{
    size_t count = 0;
    for (size_t i = 0; i < world->answers.count; i++)
        count += world->answers.list[i].frame && world->answers.list[i].frame->data[0] == code;
    return count;
}

const struct answer *world_find(const struct world *world, enum message_code code, struct message *message)
{
    for (size_t i = 0; i < world->answers.count; i++) {
        const struct answer *answer = &world->answers.list[i];
        if (!answer->frame || answer->frame->data[0] != code)
            continue;
        invariant(message_decode(message, answer->frame->data, answer->frame->size) == OK);
        return answer;
    }
    return NULL;
}

/* ---- scratch ------------------------------------------------------------------------------------------------- */

void world_scratch(char *path, size_t max)
{
    const char *base = getenv("TMPDIR");
    int length = snprintf(path, max, "%s/udvej-test-XXXXXX", base ? base : "/tmp");
    invariant(length > 0 && (size_t)length < max && mkdtemp(path));
}

void world_scratch_drop(const char *path)
{
    DIR *directory = opendir(path);
    if (!directory)
        return;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
        if (entry->d_name[0] != '.')
            (void)unlinkat(dirfd(directory), entry->d_name, 0);
    (void)closedir(directory);
    (void)rmdir(path);
}

static void play_over(struct world *world, struct store *store, void (*play)(void))
{
    world_open(world, store);
    play();
    world_close(world);
    store->ways->close(store);
}

bool world_play(struct world *world, void (*play)(void))
{
    struct store *store;
    char path[256];
    if (store_memory_open(&store) != OK)
        return false;
    play_over(world, store, play);
    world_scratch(path, sizeof path);
    bool is_open = store_sqlite_open(&store, &(struct store_sqlite_settings){.directory = path}) == OK;
    if (is_open)
        play_over(world, store, play);
    world_scratch_drop(path);
    return is_open;
}
