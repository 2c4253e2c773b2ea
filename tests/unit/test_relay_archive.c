/* Does the server keep what a visitor keeps, for that visitor alone, until it is deleted; and outside of what is waiting to be read? */
#include "check.h"
#include "support/relay_world.h"

static struct world world;
static uint8_t octets[ENVELOPE_MAX];

static unsigned put_salt(uint32_t generation)
{
    struct message message = {.code = MESSAGE_PUT_SALT, .tag = 3};
    message.as.put_salt.salt = (struct shred_salt){.purpose = SALT_ARCHIVE, .generation = generation};
    CHECK(world_ask(&world, VISITOR, &message) == OK);
    return world_error(&world, VISITOR);
}

static unsigned keep_with(uint32_t number, struct bytes envelope)
{
    struct message message = {.code = MESSAGE_KEEP, .tag = 4};
    world_msg_id(number, message.as.keep.msg_id);
    memset(message.as.keep.sealed, (int)number, ARCHIVE_SEALED_SIZE);
    message.as.keep.envelope = envelope;
    CHECK(world_ask(&world, VISITOR, &message) == OK);
    return world_error(&world, VISITOR);
}

static unsigned keep(uint32_t number)
{
    return keep_with(number, (struct bytes){NULL, 0});
}

static void send(uint32_t number)
{
    struct outline outline = world_to_visitor(number, KEY_OFFLINE);
    CHECK(world_send(&world, &outline) == OK && world_error(&world, HOLDER) == 0);
}

static struct bytes own_words(uint32_t number, enum person sender, size_t wraps)
{
    struct outline outline = {.class = CLASS_ROOM,
                              .epoch = 1,
                              .sender = sender,
                              .of_case = VISITOR,
                              .number = number,
                              .recipient_count = wraps,
                              .recipients = {HOLDER, SUPERVISOR},
                              .key = KEY_UNKNOWN};
    return world_envelope(&world, &outline, octets);
}

static size_t archived_after(enum person person, uint64_t after)
{
    struct message message = {.code = MESSAGE_GET_ARCHIVE, .tag = 5, .as.get_archive.after = after};
    CHECK(world_ask(&world, person, &message) == OK && world_error(&world, person) == 0);
    return world_count(&world, MESSAGE_ARCHIVED);
}

static size_t waiting(void)
{
    struct message message = {.code = MESSAGE_GET_ENVELOPES, .tag = 6};
    CHECK(world_ask(&world, VISITOR, &message) == OK);
    return world_count(&world, MESSAGE_ENVELOPE);
}

static void nothing_is_kept_without_a_salt_to_destroy(void)
{
    world_begin_claimed(&world);
    send(1);
    CHECK(keep(1) == ERROR_NOT_ALLOWED && waiting() == 1);
    CHECK(put_salt(1) == 0 && keep(1) == 0);
    CHECK(put_salt(2) == ERROR_QUOTA); /* one archive at a time */
}

static void what_is_kept_leaves_the_mailbox(void)
{
    struct message message = {.tag = 0};
    world_begin_claimed(&world);
    CHECK(put_salt(1) == 0);
    send(1);
    send(2);
    CHECK(keep(1) == 0);
    CHECK(keep(1) == ERROR_GONE && waiting() == 1);
    CHECK(keep_with(3, own_words(3, VISITOR, 1)) == 0 && keep_with(3, own_words(3, VISITOR, 1)) == 0);
    CHECK(archived_after(VISITOR, 0) == 2 && world_find(&world, MESSAGE_ARCHIVED, &message));
    CHECK(message.as.archived.number == 1 && message.as.archived.sealed[71] == 1 && message.tag == 5);
    CHECK(message.as.archived.envelope.data[HEADER_SIZE] == 0x63);
    CHECK(archived_after(VISITOR, 1) == 1 && archived_after(VISITOR, 2) == 0);
    CHECK(archived_after(OTHER_VISITOR, 0) == 0);
    message = (struct message){.code = MESSAGE_DELETE_KEPT, .tag = 7};
    world_msg_id(1, message.as.delete_kept.msg_id);
    CHECK(world_ask(&world, OTHER_VISITOR, &message) == OK && archived_after(VISITOR, 0) == 2);
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_error(&world, VISITOR) == 0);
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_error(&world, VISITOR) == 0);
    CHECK(archived_after(VISITOR, 0) == 1);
}

static void only_own_words_are_put_in(void)
{
    uint8_t other_case[ENVELOPE_MAX];
    world_begin_claimed(&world);
    CHECK(put_salt(1) == 0);
    CHECK(keep_with(1, own_words(1, HOLDER, 1)) == ERROR_NOT_ALLOWED);
    CHECK(keep_with(2, own_words(1, VISITOR, 1)) == ERROR_NOT_ALLOWED); /* another id */
    CHECK(keep_with(1, (struct bytes){octets, 40}) == ERROR_MALFORMED);
    struct bytes two = own_words(1, VISITOR, 2);
    if (two.size <= SLIM_MAX)
        CHECK(keep_with(1, two) == ERROR_MALFORMED);
    struct outline outline = {.class = CLASS_ROOM,
                              .sender = VISITOR,
                              .of_case = OTHER_VISITOR,
                              .number = 1,
                              .recipient_count = 1,
                              .recipients = {HOLDER}};
    CHECK(keep_with(1, world_envelope(&world, &outline, other_case)) == ERROR_NOT_ALLOWED);
    CHECK(archived_after(VISITOR, 0) == 0);
}

static void destroying_the_salt_deletes_all(void)
{
    struct message message = {.code = MESSAGE_DELETE_SALT, .tag = 8};
    world_begin_claimed(&world);
    CHECK(put_salt(1) == 0 && keep_with(1, own_words(1, VISITOR, 1)) == 0);
    message.as.delete_salt.purpose = SALT_ARCHIVE;
    message.as.delete_salt.generation = 1;
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_error(&world, VISITOR) == 0);
    CHECK(world.answers.count == 1 && world.answers.list[0].needs_shred);
    CHECK(archived_after(VISITOR, 0) == 0 && put_salt(2) == 0);
}

static void the_archive_is_bounded_and_read_in_pieces(void)
{
    uint64_t after = 0;
    size_t seen = 0, pieces = 0;
    world_begin_claimed(&world);
    CHECK(put_salt(1) == 0);
    for (uint32_t i = 1; i <= ARCHIVE_MAX; i++)
        CHECK(keep_with(i, own_words(i, VISITOR, 1)) == 0);
    CHECK(keep_with(ARCHIVE_MAX + 1, own_words(ARCHIVE_MAX + 1, VISITOR, 1)) == ERROR_QUOTA);
    for (size_t count = 1; count > 0 && pieces < 200; pieces++) {
        struct message message;
        size_t octets_told = 0;
        count = archived_after(VISITOR, after);
        for (size_t i = 0; i < count; i++) {
            const struct frame *frame = world.answers.list[i].frame;
            CHECK(message_decode(&message, frame->data, frame->size) == OK && message.as.archived.number > after);
            after = message.as.archived.number;
            octets_told += frame->size;
        }
        CHECK(octets_told < 70 * 1024); /* far below what an outbox takes */
        seen += count;
    }
    CHECK(seen == ARCHIVE_MAX && pieces > 10);
}

/* Neither the quota of a mailbox, nor a salt of an offline key, nor expiry has to do with what is kept. */
static void what_is_kept_waits_for_nobody(void)
{
    struct message message = {.code = MESSAGE_DELETE_SALT, .tag = 8};
    struct request expire = {.kind = REQUEST_EXPIRE};
    world.programme.undelivered_days = 30;
    world_begin_claimed(&world);
    CHECK(put_salt(1) == 0);
    send(1);
    message.as.delete_salt.purpose = SALT_OFFLINE;
    message.as.delete_salt.generation = 1;
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_error(&world, VISITOR) == ERROR_GEN_IN_USE);
    CHECK(keep(1) == 0);
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_error(&world, VISITOR) == 0);
    world.now_min += 60 * 24 * 60;
    CHECK(world_decide(&world, &expire) == OK && archived_after(VISITOR, 0) == 1);
    message = (struct message){.code = MESSAGE_BURN, .tag = 1};
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_login(&world, VISITOR) == OK);
    CHECK(world_open_case(&world, VISITOR, 1) == OK && archived_after(VISITOR, 0) == 0);
}

static unsigned retract(enum person person, uint32_t number)
{
    struct message message = {.code = MESSAGE_RETRACT, .tag = 9};
    world_case_id(VISITOR, message.as.retract.case_id);
    world_msg_id(number, message.as.retract.msg_id);
    CHECK(world_ask(&world, person, &message) == OK);
    return world_error(&world, person);
}

/* Nobody is told what was there, and only the sender's own goes. */
static void a_message_is_taken_back_by_its_sender(void)
{
    world_begin_claimed(&world);
    send(1);
    send(2);
    CHECK(retract(COLLEAGUE, 1) == 0 && retract(VISITOR, 1) == 0 && waiting() == 2);
    CHECK(retract(HOLDER, 1) == 0 && waiting() == 1 && retract(HOLDER, 1) == 0 && waiting() == 1);
}

static const struct scenario scenarios[] = {
    SCENARIO(a_message_is_taken_back_by_its_sender), SCENARIO(nothing_is_kept_without_a_salt_to_destroy),
    SCENARIO(what_is_kept_leaves_the_mailbox),       SCENARIO(only_own_words_are_put_in),
    SCENARIO(destroying_the_salt_deletes_all),       SCENARIO(the_archive_is_bounded_and_read_in_pieces),
    SCENARIO(what_is_kept_waits_for_nobody),
};

int main(void)
{
    CHECK_SCENARIOS(world, scenarios)
    return check_end();
}
