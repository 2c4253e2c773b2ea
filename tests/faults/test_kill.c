/* kill -9 at any moment loses nothing that was acknowledged: a child runs turns over the store on disk and says what was acknowledged;
 * it is killed somewhere, the store is opened again, and all of it must be there. Envelopes, deletions, salts put and destroyed.
 *
 *     test_kill [rounds]      (30 by default) */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/store_sqlite.h"
#include "support/relay_world.h"
#include "turn.h"
#include "unit/check.h"

/* What the child reports through a pipe, before it does anything else: what was acknowledged to it, and what it is about to end. */
struct report {
    uint32_t kind; /* REPORT_... */
    uint32_t number;
};
enum { REPORT_SENT = 1, REPORT_ACKING, REPORT_SALT, REPORT_DROPPING, REPORT_NO_SALT };
enum { NUMBERS = 1 << 20, IN_FLIGHT = 24, SALT_EVERY = 16, FIRST_REPORT_MS = 60000 };

static struct world world;
static char path[256];

/* What the parent knows: by number. */
static uint8_t is_sent[NUMBERS], is_acked[NUMBERS], may_be_acked[NUMBERS];
static uint32_t salt_put, salt_dropping, salt_dropped; /* generations of the archive salt: the last of each report */

/* ---- the child ---------------------------------------------------------------------------------------------------- */

static struct {
    uv_loop_t loop;
    struct turn *turn;
    int pipe;
    uint32_t next;
    uint32_t salt;
    bool has_salt;
} child;

static uint64_t now_min(void *context)
{
    (void)context;
    return WORLD_NOW_MIN;
}

static void report(uint32_t kind, uint32_t number)
{
    struct report record = {kind, number};
    if (write(child.pipe, &record, sizeof record) != sizeof record)
        _exit(1);
}

static void put(enum person person, const struct message *message)
{
    struct request *request = turn_request(child.turn);
    size_t size, max = 1 + message_body_max((uint8_t)message->code);
    invariant(request);
    request->kind = REQUEST_MESSAGE;
    request->who = world_who(person);
    request->connection = world_connection(person);
    memcpy(request->principal, world.principals[person], HASH_SIZE);
    request->frame = frame_new(max);
    invariant(request->frame && message_encode(message, request->frame->data, max, &size) == OK);
    request->frame->size = (uint32_t)size;
    invariant(turn_put(child.turn, request) == OK);
}

static void send_next(void)
{
    static uint8_t octets[ENVELOPE_MAX];
    uint32_t number = child.next++;
    struct outline outline = {.class = CLASS_ROOM,
                              .epoch = 1,
                              .sender = HOLDER,
                              .of_case = VISITOR,
                              .number = number,
                              .recipient_count = 1,
                              .recipients = {HOLDER},
                              .key = KEY_UNKNOWN};
    struct message message = {.code = MESSAGE_SEND, .tag = number};
    message.as.send.envelope = world_envelope(&world, &outline, octets);
    put(HOLDER, &message);
    if (number % SALT_EVERY != 0)
        return;
    message = (struct message){.code = child.has_salt ? MESSAGE_DELETE_SALT : MESSAGE_PUT_SALT};
    if (child.has_salt) {
        message.as.delete_salt.purpose = SALT_ARCHIVE;
        message.as.delete_salt.generation = child.salt;
        report(REPORT_DROPPING, child.salt);
    } else {
        message.as.put_salt.salt = (struct shred_salt){.purpose = SALT_ARCHIVE, .generation = ++child.salt};
        check_fill(message.as.put_salt.salt.sealed, SALT_SEALED_SIZE, child.salt);
    }
    child.has_salt = !child.has_salt;
    message.tag = NUMBERS + 2 * child.salt + child.has_salt;
    put(VISITOR, &message);
}

/* Every second envelope is acknowledged by its reader. An ACK has no answer, so it is told by the next DONE behind it. */
static void acknowledge(const struct answer *answer)
{
    struct message message = {.code = MESSAGE_ACK, .as.ack.seq = answer->seq};
    uint32_t number;
    memcpy(&number, answer->frame->data + 9 + 20, sizeof number); /* of the header's msg_id */
    if (number % 2 == 0)
        return;
    report(REPORT_ACKING, number);
    put(HOLDER, &message);
}

static void tell(void *context, const struct answer *answers, size_t count)
{
    (void)context;
    for (size_t i = 0; i < count; i++) {
        struct message message;
        if (answers[i].kind == ANSWER_ENVELOPE && answers[i].frame)
            acknowledge(&answers[i]);
        if (answers[i].target != TO_CONNECTION || !answers[i].frame)
            continue;
        invariant(message_decode(&message, answers[i].frame->data, answers[i].frame->size) == OK);
        if (message.code != MESSAGE_DONE)
            continue;
        if (message.tag < NUMBERS) {
            report(REPORT_SENT, message.tag);
            send_next();
        } else {
            report((message.tag - NUMBERS) % 2 ? REPORT_SALT : REPORT_NO_SALT, (message.tag - NUMBERS) / 2);
        }
    }
}

/* Runs until it is killed. */
static void run_child(int pipe, uint32_t first, uint32_t salt, bool has_salt)
{
    struct store *store;
    struct turn_settings settings = {
        .loop = &child.loop, .programme = &world.programme, .now_min = now_min, .tell = tell};
    child.pipe = pipe;
    child.next = first;
    child.salt = salt;
    child.has_salt = has_salt;
    invariant(store_sqlite_open(&store, &(struct store_sqlite_settings){.directory = path, .checkpoint_ms = 1}) == OK);
    settings.store = world.store = store;
    invariant(uv_loop_init(&child.loop) == 0 && turn_open(&child.turn, &settings) == OK);
    struct request *login = turn_request(child.turn);
    login->kind = REQUEST_VISITOR_LOGIN;
    login->connection = world_connection(VISITOR);
    memcpy(login->principal, world.principals[VISITOR], HASH_SIZE);
    invariant(turn_put(child.turn, login) == OK);
    for (unsigned i = 0; i < IN_FLIGHT; i++)
        send_next();
    (void)uv_run(&child.loop, UV_RUN_DEFAULT);
    _exit(1);
}

/* ---- the parent --------------------------------------------------------------------------------------------------- */

static uint8_t is_found[NUMBERS];
static unsigned doubles;

static bool find_row(void *context, const struct envelope_row *row)
{
    uint32_t number;
    (void)context;
    memcpy(&number, row->msg_id, sizeof number);
    if (number < NUMBERS) {
        doubles += is_found[number];
        is_found[number] = 1;
        CHECK(row->envelope.size > BUCKET_0 && memcmp(row->envelope.data + 20, row->msg_id, MSG_ID_SIZE) == 0);
    }
    return true;
}

static void check_salts(struct store *store, uint32_t *salt, bool *has_salt)
{
    struct salt_row rows[SALTS_MAX];
    uint8_t expected[SALT_SEALED_SIZE];
    size_t count;
    *has_salt = false;
    CHECK(ASK(store, salts_load, world.principals[VISITOR], rows, &count) == OK);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].salt.purpose != SALT_ARCHIVE)
            continue;
        *has_salt = true;
        *salt = rows[i].salt.generation;
        check_fill(expected, sizeof expected, rows[i].salt.generation);
        CHECK_SAME(rows[i].salt.sealed, expected, sizeof expected);
        CHECK(rows[i].salt.generation > salt_dropped); /* a destroyed one does not come back */
    }
    if (!*has_salt) {
        CHECK(salt_put <= salt_dropped || salt_put <= salt_dropping); /* it is gone only if its end was under way */
        *salt = salt_put > *salt ? salt_put : *salt;
        *salt += 1; /* a number that nobody has used */
    }
}

/* Opens what the killed process left, and compares. */
static void check_disk(uint32_t *next, uint32_t *salt, bool *has_salt)
{
    struct store *store;
    unsigned lost = 0, back = 0;
    bool is_shredded;
    if (!CHECK(store_sqlite_open(&store, &(struct store_sqlite_settings){.directory = path}) == OK))
        return;
    memset(is_found, 0, sizeof is_found);
    CHECK(store->ways->begin(store) == OK);
    CHECK(ASK(store, envelope_each, world.principals[HOLDER], 0, find_row, NULL) == OK);
    for (uint32_t i = 0; i < NUMBERS; i++) {
        lost += is_sent[i] && !may_be_acked[i] && !is_found[i];
        back += is_acked[i] && is_found[i];
        if (is_found[i] && i >= *next)
            *next = i + 1;
        if (is_found[i])
            may_be_acked[i] = 0;
        else if (may_be_acked[i])
            is_acked[i] = 1; /* gone once is gone for good */
    }
    CHECK(lost == 0 && back == 0 && doubles == 0);
    check_salts(store, salt, has_salt);
    CHECK(ASK(store, commit, &is_shredded) == OK);
    store->ways->close(store);
}

static void take_reports(int pipe, uint32_t *next)
{
    struct report record;
    while (read(pipe, &record, sizeof record) == sizeof record) {
        if (record.kind == REPORT_SENT)
            is_sent[record.number] = 1;
        else if (record.kind == REPORT_ACKING)
            may_be_acked[record.number] = 1;
        else if (record.kind == REPORT_SALT)
            salt_put = record.number;
        else if (record.kind == REPORT_DROPPING)
            salt_dropping = record.number;
        else
            salt_dropped = record.number;
        if (record.kind == REPORT_SENT && record.number >= *next)
            *next = record.number + 1;
    }
}

static void prepare(void)
{
    struct store *store;
    world_scratch(path, sizeof path);
    CHECK(store_sqlite_open(&store, &(struct store_sqlite_settings){.directory = path}) == OK);
    world_open(&world, store);
    world_begin(&world);
    CHECK(world_event(&world, HOLDER, VISITOR, ROOM_CLAIM) == OK && world_error(&world, HOLDER) == 0);
    store->ways->close(store);
}

/* One life of the child: killed up to 60 ms after its first acknowledgement, however slow the machine is; every fourth time instead up
 * to 60 ms after its birth. */
static void live_and_die(unsigned round, uint32_t *next, uint32_t salt, bool has_salt)
{
    int ends[2];
    uint64_t chance = round;
    uint32_t first = *next + IN_FLIGHT; /* never a number that may have been used */
    if (!CHECK(pipe(ends) == 0))
        return;
    pid_t pid = fork();
    if (pid == 0) {
        (void)close(ends[0]);
        run_child(ends[1], first, salt, has_salt);
    }
    (void)close(ends[1]);
    if (round % 4 != 0)
        CHECK(poll(&(struct pollfd){.fd = ends[0], .events = POLLIN}, 1, FIRST_REPORT_MS) == 1);
    (void)usleep((useconds_t)(check_random(&chance) % 60000));
    CHECK(kill(pid, SIGKILL) == 0);
    int status;
    CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
    take_reports(ends[0], next);
    (void)close(ends[0]);
}

int main(int argc, char **argv)
{
    unsigned rounds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 30;
    uint32_t next = 0, salt = 0, sent = 0;
    bool has_salt = false;
    check_counts.running = "kill";
    prepare();
    for (unsigned round = 0; round < rounds; round++) {
        live_and_die(round, &next, salt, has_salt);
        check_disk(&next, &salt, &has_salt);
    }
    for (uint32_t i = 0; i < NUMBERS; i++)
        sent += is_sent[i];
    CHECK(sent >= rounds * 3 / 4); /* else nothing was tried */
    world_scratch_drop(path);
    return check_end();
}
