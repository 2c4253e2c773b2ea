/* Is nothing left of a case that was burnt: no row in either store, no octet in any file of the one on disk? And of the others all? Is it the
 * same with a mailbox that was idle, or closed, for too long, and with an envelope that nobody came for? */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "deletion.h"
#include "store/store_sqlite.h"
#include "support/relay_world.h"

static struct world world;

static enum outcome burn(enum person person)
{
    struct message message = {.code = MESSAGE_BURN, .tag = 4};
    return world_ask(&world, person, &message);
}

/* ---- rows --------------------------------------------------------------------------------------------------------- */

struct left {
    const uint8_t *case_id;
    size_t of_case;
    size_t of_others;
};

static bool count_envelope(void *context, const struct envelope_row *row)
{
    struct left *left = context;
    bool is_here = memcmp(row->case_id, left->case_id, CASE_ID_SIZE) == 0;
    left->of_case += is_here;
    left->of_others += !is_here;
    return true;
}

static bool count_event(void *context, struct bytes statement)
{
    (void)statement;
    ++*(size_t *)context;
    return true;
}

static struct left envelopes_left(enum person visitor)
{
    uint8_t case_id[CASE_ID_SIZE];
    struct left left = {.case_id = case_id};
    world_case_id(visitor, case_id);
    for (enum person person = 0; person < STRANGER; person++)
        CHECK(ASK(world.store, envelope_each, world.principals[person], 0, count_envelope, &left) == OK);
    left.case_id = NULL;
    return left;
}

static void rows_are_gone(enum person visitor)
{
    struct case_row row;
    struct session_row session;
    struct salt_row salts[SALTS_MAX];
    struct bytes vault;
    uint8_t case_id[CASE_ID_SIZE];
    bool is_shredded;
    size_t count = 0, events = 0;
    world_case_id(visitor, case_id);
    CHECK(world.store->ways->begin(world.store) == OK);
    CHECK(ASK(world.store, case_load, case_id, &row) == GONE);
    CHECK(ASK(world.store, case_of, world.principals[visitor], &row) == GONE);
    CHECK(ASK(world.store, vault_load, world.principals[visitor], &vault) == GONE);
    CHECK(ASK(world.store, salts_load, world.principals[visitor], salts, &count) == OK && count == 0);
    CHECK(ASK(world.store, session_load, world.principals[visitor], &session) == GONE);
    CHECK(ASK(world.store, event_each, case_id, 0, count_event, &events) == OK && events == 0);
    CHECK(envelopes_left(visitor).of_case == 0);
    CHECK(ASK(world.store, commit, &is_shredded) == OK && is_shredded);
}

static void nothing_of_it_is_left_and_all_of_the_others(void)
{
    struct message message;
    struct outline outline = world_to_visitor(1, KEY_OFFLINE);
    world_begin_claimed(&world);
    CHECK(world_send(&world, &outline) == OK && world_error(&world, HOLDER) == 0);
    struct outline back = {.class = CLASS_ROOM,
                           .epoch = 1,
                           .sender = VISITOR,
                           .of_case = VISITOR,
                           .number = 2,
                           .recipient_count = 1,
                           .recipients = {HOLDER},
                           .key = KEY_UNKNOWN};
    CHECK(world_send(&world, &back) == OK && world_error(&world, VISITOR) == 0);
    CHECK(world.store->ways->begin(world.store) == OK);
    struct left before = envelopes_left(VISITOR);
    CHECK(before.of_case == 3 && before.of_others == 2);
    world.store->ways->rollback(world.store);

    CHECK(burn(VISITOR) == OK && world_error(&world, VISITOR) == 0);
    const struct answer *done = world_find(&world, MESSAGE_DONE, &message);
    CHECK(done && done->needs_shred && done->closes && message.tag == 4);
    const struct answer *card = world_find(&world, MESSAGE_QUEUE_CARD, &message);
    CHECK(card && card->target == TO_DOOR && card->door == 1 && message.as.queue_card.state == CASE_BURNT);
    CHECK(world_count(&world, MESSAGE_QUEUE_CARD) == 1);
    rows_are_gone(VISITOR);
    CHECK(world.store->ways->begin(world.store) == OK);
    CHECK(envelopes_left(OTHER_VISITOR).of_case == 2);
    world.store->ways->rollback(world.store);
}

/* Unknown and burnt are answered alike; and the colleagues find no case there. */
static void it_is_like_one_that_never_was(void)
{
    struct message message, unknown = {.code = MESSAGE_GET_EVENTS};
    uint8_t case_id[CASE_ID_SIZE];
    world_begin_claimed(&world);
    CHECK(burn(VISITOR) == OK);
    CHECK(burn(VISITOR) == OK && world_error(&world, VISITOR) == ERROR_SUPERSEDED); /* the session is over */
    CHECK(world_login(&world, NEWCOMER) == OK);
    const struct answer *answer = world_find(&world, MESSAGE_NO_MAILBOX, &message);
    struct answer never = answer ? *answer : (struct answer){.kind = 0};
    CHECK(world_login(&world, VISITOR) == OK);
    answer = world_find(&world, MESSAGE_NO_MAILBOX, &message);
    CHECK(answer && world.answers.count == 1 && answer->becomes == never.becomes && answer->closes == never.closes &&
          answer->needs_shred == never.needs_shred);
    CHECK(world_login(&world, HOLDER) == OK);
    world_case_id(VISITOR, unknown.as.get_events.case_id);
    CHECK(world_ask(&world, HOLDER, &unknown) == OK && world_error(&world, HOLDER) == ERROR_GONE);
    struct outline outline = world_to_visitor(9, KEY_OFFLINE);
    CHECK(world_send(&world, &outline) == OK && world_error(&world, HOLDER) == ERROR_GONE);
    message = (struct message){.code = MESSAGE_GET_QUEUE};
    CHECK(world_ask(&world, SUPERVISOR, &message) == OK && world_count(&world, MESSAGE_QUEUE_CARD) == 1);
    world_case_id(VISITOR, case_id);
    CHECK(world_find(&world, MESSAGE_QUEUE_CARD, &message) &&
          memcmp(message.as.queue_card.case_id, case_id, CASE_ID_SIZE) != 0);
}

static void those_behind_it_in_the_queue_move_up(void)
{
    struct message message;
    world_begin(&world);
    CHECK(burn(VISITOR) == OK);
    const struct answer *moved = world_find(&world, MESSAGE_CASE_STATE, &message);
    CHECK(moved && message.as.case_state.band == BAND_NEXT);
    if (moved)
        CHECK_SAME(moved->principal, world.principals[OTHER_VISITOR], HASH_SIZE);
}

/* ---- the receipt ------------------------------------------------------------------------------------------------------ */

static enum outcome ask_deletion(enum person person)
{
    struct message message = {.code = MESSAGE_GET_DELETION, .tag = 6};
    return world_ask(&world, person, &message);
}

/* Burnt or never there: the same word, on the day of asking, and not before the salts are off the disk. */
static void what_is_not_there_is_signed_for(void)
{
    static const enum person people[] = {VISITOR, NEWCOMER};
    struct message message = {.code = MESSAGE_DONE};
    struct deletion_receipt receipt;
    world_begin(&world);
    CHECK(ask_deletion(VISITOR) == OK && world_error(&world, VISITOR) == ERROR_NOT_ALLOWED);
    CHECK(burn(VISITOR) == OK);
    world.now_min += 3 * 24 * 60;
    for (size_t i = 0; i < 2; i++) {
        CHECK(world_login(&world, people[i]) == OK && world_find(&world, MESSAGE_NO_MAILBOX, &message) != NULL);
        CHECK(world_ask_as(&world, people[i], WHO_PROVED, &(struct message){.code = MESSAGE_GET_DELETION, .tag = 6}) ==
              OK);
        const struct answer *answer = world_find(&world, MESSAGE_DELETION, &message);
        CHECK(answer != NULL && answer->needs_shred && !answer->closes && answer->tag == 6 && message.tag == 6);
        CHECK(world.answers.count == 1);
        CHECK(deletion_check(&world.roster, message.as.deletion.statement, &receipt) == OK);
        CHECK_SAME(receipt.mailbox, world.principals[people[i]], MAILBOX_SIZE);
        CHECK(receipt.day == world.now_min / (24 * 60));
    }
}

/* Said in one breath, behind an OPEN_CASE, by who had nothing when it was said. */
static void what_was_opened_meanwhile_is_not_signed_for(void)
{
    world_begin(&world);
    CHECK(world_open_case(&world, NEWCOMER, 1) == OK && world_error(&world, NEWCOMER) == 0);
    CHECK(ask_deletion(NEWCOMER) == OK && world_error(&world, NEWCOMER) == ERROR_NOT_ALLOWED);
    CHECK(world_count(&world, MESSAGE_DELETION) == 0);
}

static void without_a_certified_key_nothing_is_signed(void)
{
    world_begin(&world);
    world.roster.services[0].not_after_day = (uint32_t)(world.now_min / (24 * 60)) - 1;
    CHECK(ask_deletion(NEWCOMER) == OK && world_error(&world, NEWCOMER) == ERROR_GONE);
    world.roster.services[0].not_after_day++;
    CHECK(ask_deletion(NEWCOMER) == OK && world_error(&world, NEWCOMER) == 0);
    world.programme.service = NULL;
    CHECK(ask_deletion(NEWCOMER) == OK && world_error(&world, NEWCOMER) == ERROR_GONE);
}

/* ---- files: the server goes on running ----------------------------------------------------------------------------- */

enum { LOOK_MS = 10, RUN_SIZE = 16, FILE_SIZE_MAX = 32 * 1024 * 1024 };

/* How many runs of RUN_SIZE octets of `text`, at every place in it, stand in `data`. */
static size_t runs_in(const uint8_t *data, size_t size, const uint8_t *text, size_t text_size)
{
    size_t found = 0;
    for (size_t at = 0; at + RUN_SIZE <= text_size; at++)
        found += memmem(data, size, text + at, RUN_SIZE) != NULL;
    return found;
}

static size_t runs_in_files(const char *path, const uint8_t *text, size_t text_size)
{
    uint8_t *data = malloc(FILE_SIZE_MAX);
    DIR *directory = opendir(path);
    size_t found = 0, files = 0;
    for (struct dirent *entry; directory && (entry = readdir(directory)) != NULL;) {
        char name[600];
        (void)snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(name, "rb");
        if (!file)
            continue;
        size_t size = fread(data, 1, FILE_SIZE_MAX, file);
        CHECK(size < FILE_SIZE_MAX);
        found += runs_in(data, size, text, text_size);
        files++;
        (void)fclose(file);
    }
    CHECK(directory && closedir(directory) == 0 && files == 4); /* database, log, index of the log, salts */
    free(data);
    return found;
}

/* An envelope to VISITOR whose body, wrap and commitment are `seed`'s own octets. */
static struct bytes unlike_any_other(uint64_t seed, uint32_t number, uint8_t *out)
{
    struct outline outline = world_to_visitor(number, KEY_OFFLINE);
    struct bytes envelope = world_envelope(&world, &outline, out);
    size_t wrap = HEADER_SIZE + HASH_SIZE + 2;
    check_fill(out + HEADER_SIZE, HASH_SIZE, seed);
    check_fill(out + wrap + HASH_SIZE + KEY_ID_SIZE + 1, WRAP_SIZE - HASH_SIZE - KEY_ID_SIZE - 1, seed + 1);
    check_fill(out + wrap + WRAP_SIZE + 2, BUCKET_0 + AEAD_TAG_SIZE, seed + 2);
    return envelope;
}

static void keep_salt(uint8_t sealed[SALT_SEALED_SIZE])
{
    struct message message = {.code = MESSAGE_PUT_SALT, .tag = 3};
    message.as.put_salt.salt = (struct shred_salt){.purpose = SALT_OFFLINE, .generation = 2};
    check_fill(sealed, SALT_SEALED_SIZE, 77);
    memcpy(message.as.put_salt.salt.sealed, sealed, SALT_SEALED_SIZE);
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_error(&world, VISITOR) == 0);
}

/* One look reads the files one after the other, and may miss what moves from the log into the database meanwhile. */
static bool is_there(const char *path, const uint8_t *text, size_t size)
{
    size_t runs = 0;
    for (unsigned looks = 0; looks < 5 && runs < size / 2; looks++)
        runs = runs_in_files(path, text, size);
    return runs >= size / 2;
}

/* Gone, and gone still when the log has been folded in twice more. */
static bool is_gone(const char *path, const uint8_t *text, size_t size)
{
    size_t looks_without = 0;
    for (unsigned tries = 0; tries < 200 && looks_without < 3; tries++) {
        looks_without = runs_in_files(path, text, size) == 0 ? looks_without + 1 : 0;
        (void)usleep(looks_without == 0 ? 20000 : 2 * CHECKPOINT_LOOKS * LOOK_MS * 1000);
    }
    return looks_without == 3;
}

/* ---- ends of a mailbox, and of an envelope ----------------------------------------------------------------------------- */

enum { IDLE = 365, CLOSED = 90, UNDELIVERED = 30, DAY_MIN = 24 * 60 };

static void days(unsigned count)
{
    world.now_min += count * (uint64_t)DAY_MIN;
}

static void expire_all(void)
{
    size_t rounds = 0;
    do
        CHECK(world_decide(&world, &(struct request){.kind = REQUEST_EXPIRE}) == OK);
    while (world.answers.count > 0 && ++rounds < 100);
    CHECK(rounds > 0 && rounds < 100);
}

static void end_by_burning(void)
{
    CHECK(burn(VISITOR) == OK && world_error(&world, VISITOR) == 0);
}

/* Nobody comes back; OTHER_VISITOR does. */
static void end_by_idling(void)
{
    days(IDLE - IDLE_FUZZ_DAYS - 1);
    CHECK(world_login(&world, OTHER_VISITOR) == OK && world_count(&world, MESSAGE_VISITOR_OK) == 1);
    days(2 * IDLE_FUZZ_DAYS + 1);
    expire_all();
}

static void end_by_staying_closed(void)
{
    CHECK(world_event(&world, HOLDER, VISITOR, ROOM_CLOSE) == OK && world_error(&world, HOLDER) == 0);
    days(CLOSED + 2 * IDLE_FUZZ_DAYS);
    expire_all();
}

static void (*const ends[])(void) = {end_by_burning, end_by_idling, end_by_staying_closed};

/* Others go on writing meanwhile. */
static void write_on(void)
{
    struct outline other = {.class = CLASS_INTAKE,
                            .sender = OTHER_VISITOR,
                            .of_case = OTHER_VISITOR,
                            .number = 3,
                            .recipient_count = 1,
                            .recipients = {HOLDER},
                            .key = KEY_UNKNOWN};
    CHECK(world_send(&world, &other) == OK && world_error(&world, OTHER_VISITOR) == 0);
}

/* A store on disk, in which a salt of VISITOR's and an envelope to VISITOR are like nothing else. */
struct disk {
    char path[256];
    struct store *store;
    struct bytes words; /* of the envelope, from the commitment on: what is before it are names */
    uint8_t sealed[SALT_SEALED_SIZE];
};

static bool disk_begin(struct disk *disk)
{
    static uint8_t octets[ENVELOPE_MAX];
    struct message message = {.code = MESSAGE_SEND, .tag = 7};
    world_scratch(disk->path, sizeof disk->path);
    if (!CHECK(store_sqlite_open(&disk->store, &(struct store_sqlite_settings){.directory = disk->path,
                                                                               .checkpoint_ms = LOOK_MS}) == OK))
        return false;
    world_open(&world, disk->store);
    world.programme.idle_days = IDLE;
    world.programme.closed_days = CLOSED;
    world_begin_claimed(&world);
    struct bytes envelope = unlike_any_other(1000, 1, octets);
    message.as.send.envelope = envelope;
    CHECK(world_ask(&world, HOLDER, &message) == OK && world_error(&world, HOLDER) == 0);
    keep_salt(disk->sealed);
    disk->words = (struct bytes){envelope.data + HEADER_SIZE, envelope.size - HEADER_SIZE};
    CHECK(is_there(disk->path, disk->words.data, disk->words.size));
    CHECK(runs_in_files(disk->path, disk->sealed, SALT_SEALED_SIZE) == SALT_SEALED_SIZE - RUN_SIZE + 1);
    return true;
}

static void disk_end(struct disk *disk)
{
    world_close(&world);
    disk->store->ways->close(disk->store);
    world_scratch_drop(disk->path);
}

static void no_octet_of_a_mailbox_stays_in_any_file(void)
{
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct disk disk;
        if (!disk_begin(&disk))
            return;
        ends[i]();
        CHECK(runs_in_files(disk.path, disk.sealed, SALT_SEALED_SIZE) == 0); /* before anything was answered */
        write_on();
        CHECK(is_gone(disk.path, disk.words.data, disk.words.size));
        CHECK(runs_in_files(disk.path, world.principals[VISITOR], HASH_SIZE) == 0); /* nor that there was a mailbox */
        disk_end(&disk);
    }
}

/* Its reader did not come for it; the mailbox stays, and so do its salt and its name, which stood in the wrap. */
static void no_octet_of_an_old_envelope_stays_in_any_file(void)
{
    enum { NAMES_END = HASH_SIZE + 2 + HASH_SIZE + KEY_ID_SIZE + 1 };
    struct disk disk;
    if (!disk_begin(&disk))
        return;
    world.programme.undelivered_days = UNDELIVERED;
    days(UNDELIVERED + 2 * UNDELIVERED_FUZZ_DAYS);
    expire_all();
    write_on();
    CHECK(is_gone(disk.path, disk.words.data + NAMES_END, disk.words.size - NAMES_END));
    CHECK(runs_in_files(disk.path, disk.words.data, HASH_SIZE) == 0); /* the commitment */
    CHECK(runs_in_files(disk.path, disk.sealed, SALT_SEALED_SIZE) == SALT_SEALED_SIZE - RUN_SIZE + 1);
    disk_end(&disk);
}

static const struct scenario scenarios[] = {
    SCENARIO(nothing_of_it_is_left_and_all_of_the_others), SCENARIO(it_is_like_one_that_never_was),
    SCENARIO(those_behind_it_in_the_queue_move_up),        SCENARIO(what_is_not_there_is_signed_for),
    SCENARIO(what_was_opened_meanwhile_is_not_signed_for), SCENARIO(without_a_certified_key_nothing_is_signed),
};

int main(void)
{
    CHECK_SCENARIOS(world, scenarios)
    RUN(no_octet_of_a_mailbox_stays_in_any_file);
    RUN(no_octet_of_an_old_envelope_stays_in_any_file);
    return check_end();
}
