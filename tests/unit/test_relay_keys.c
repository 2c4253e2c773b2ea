/* Which keys a wrap may name, and what becomes of envelopes whose key is gone: live keys, shred salts, receive keys. Over both stores. */
#include "check.h"
#include "support/relay_world.h"

static struct world world;
static uint8_t octets[ENVELOPE_MAX];

static unsigned send_error(struct outline outline)
{
    CHECK(world_send(&world, &outline) == OK);
    return world_error(&world, outline.sender);
}

static void say_live_keys(bool has_key)
{
    uint8_t key_id[KEY_ID_SIZE];
    struct message message = {.code = MESSAGE_LIVE_KEYS};
    world_key_id(VISITOR, KEY_LIVE, key_id);
    message.as.live_keys.key_ids = (struct bytes){key_id, has_key ? sizeof key_id : 0};
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_error(&world, VISITOR) == 0);
}

static unsigned rewrap_error(enum person person, uint32_t number, uint8_t key)
{
    uint8_t wrap[WRAP_SIZE];
    struct message message = {.code = MESSAGE_REWRAP};
    world_msg_id(number, message.as.rewrap.msg_id);
    world_wrap(&world, VISITOR, key, wrap);
    message.as.rewrap.wrap = (struct bytes){wrap, sizeof wrap};
    CHECK(world_ask(&world, person, &message) == OK);
    return world_error(&world, person);
}

static void a_live_key_lives_as_long_as_its_session(void)
{
    struct message message;
    world_begin_claimed(&world);
    CHECK(send_error(world_to_visitor(1, KEY_LIVE)) == ERROR_STALE_KEY);
    CHECK(world_find(&world, MESSAGE_ERROR, &message) && message.as.error.detail.size == HASH_SIZE + KEY_ID_SIZE);
    CHECK_SAME(message.as.error.detail.data, world.principals[VISITOR], HASH_SIZE);
    say_live_keys(true);
    CHECK(send_error(world_to_visitor(1, KEY_LIVE)) == 0 && send_error(world_to_visitor(2, KEY_OFFLINE)) == 0);
    CHECK(send_error(world_to_visitor(3, KEY_UNKNOWN)) == ERROR_STALE_KEY);
    CHECK(world_gone(&world, VISITOR) == OK && world_count(&world, MESSAGE_REWRAP_NEEDED) == 1);
    const struct answer *answer = world_find(&world, MESSAGE_REWRAP_NEEDED, &message);
    if (!CHECK(answer))
        return;
    CHECK_SAME(answer->principal, world.principals[HOLDER], HASH_SIZE);
    CHECK(send_error(world_to_visitor(3, KEY_LIVE)) == ERROR_STALE_KEY);
    CHECK(world_login(&world, HOLDER) == OK && world_count(&world, MESSAGE_REWRAP_NEEDED) == 1);
    CHECK(world_login(&world, COLLEAGUE) == OK && world_count(&world, MESSAGE_REWRAP_NEEDED) == 0);
    CHECK(world_login(&world, VISITOR) == OK && world_count(&world, MESSAGE_REWRAP_NEEDED) == 0);
    /* unreadable for its reader until then */
    message = (struct message){.code = MESSAGE_GET_ENVELOPES};
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_count(&world, MESSAGE_ENVELOPE) == 1);
    uint64_t cursor = world.answers.list[world.answers.count - 1].seq;
    CHECK(rewrap_error(COLLEAGUE, 1, KEY_OFFLINE) == ERROR_GONE);
    CHECK(rewrap_error(HOLDER, 99, KEY_OFFLINE) == ERROR_GONE);
    CHECK(rewrap_error(HOLDER, 1, KEY_LIVE) == ERROR_STALE_KEY);
    CHECK(rewrap_error(HOLDER, 1, KEY_OFFLINE) == 0);
    CHECK(world_find(&world, MESSAGE_ENVELOPE, &message) && message.as.envelope.seq > cursor);
    CHECK(world_login(&world, HOLDER) == OK && world_count(&world, MESSAGE_REWRAP_NEEDED) == 0);
    message = (struct message){.code = MESSAGE_GET_ENVELOPES};
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_count(&world, MESSAGE_ENVELOPE) == 2);
}

static void a_live_key_that_is_not_named_again_is_gone(void)
{
    world_begin_claimed(&world);
    say_live_keys(true);
    CHECK(send_error(world_to_visitor(1, KEY_LIVE)) == 0);
    say_live_keys(true);
    CHECK(world_count(&world, MESSAGE_REWRAP_NEEDED) == 0);
    say_live_keys(false);
    CHECK(world_count(&world, MESSAGE_REWRAP_NEEDED) == 1);
}

static void no_session_outlives_the_process(void)
{
    world_begin_claimed(&world);
    say_live_keys(true);
    CHECK(send_error(world_to_visitor(1, KEY_LIVE)) == 0);
    struct message message = {.code = MESSAGE_SET_PRESENCE, .as.set_presence.presence = PRESENCE_ON_DUTY};
    CHECK(world_ask(&world, HOLDER, &message) == OK);
    struct relay relay = {.programme = &world.programme,
                          .store = world.store,
                          .answers = &world.answers,
                          .now_min = world.now_min,
                          .scratch = &world.scratch};
    bool is_shredded;
    CHECK(world.store->ways->begin(world.store) == OK && relay_start(&relay) == OK);
    CHECK(ASK(world.store, commit, &is_shredded) == OK);
    CHECK(world_login(&world, HOLDER) == OK && world_count(&world, MESSAGE_REWRAP_NEEDED) == 1);
    CHECK(world_count(&world, MESSAGE_PRESENCE) == 0);
    CHECK(send_error(world_to_visitor(2, KEY_LIVE)) == ERROR_STALE_KEY);
}

static unsigned salt_error(enum message_code code, uint8_t purpose, uint32_t generation)
{
    struct message message = {.code = code};
    if (code == MESSAGE_PUT_SALT) {
        message.as.put_salt.salt = (struct shred_salt){.purpose = purpose, .generation = generation};
        world_key_id(VISITOR, (uint8_t)(20 + generation), message.as.put_salt.key_id);
    } else {
        message.as.delete_salt.purpose = purpose;
        message.as.delete_salt.generation = generation;
    }
    CHECK(world_ask(&world, VISITOR, &message) == OK);
    return world_error(&world, VISITOR);
}

static void a_salt_stays_while_a_wrap_needs_it(void)
{
    world_begin_claimed(&world);
    CHECK(salt_error(MESSAGE_PUT_SALT, SALT_OFFLINE, 2) == 0 && salt_error(MESSAGE_PUT_SALT, SALT_OFFLINE, 2) == 0);
    CHECK(salt_error(MESSAGE_PUT_SALT, SALT_OFFLINE, 1) == ERROR_NOT_ALLOWED); /* there is another with that number */
    CHECK(salt_error(MESSAGE_PUT_SALT, SALT_OFFLINE, 3) == 0);
    CHECK(salt_error(MESSAGE_PUT_SALT, SALT_OFFLINE, 4) == ERROR_QUOTA);
    CHECK(salt_error(MESSAGE_PUT_SALT, SALT_ARCHIVE, 1) == 0);
    CHECK(salt_error(MESSAGE_PUT_SALT, SALT_ARCHIVE, 2) == ERROR_QUOTA);
    CHECK(send_error(world_to_visitor(1, 22)) == 0);
    CHECK(salt_error(MESSAGE_DELETE_SALT, SALT_OFFLINE, 2) == ERROR_GEN_IN_USE);
    CHECK(salt_error(MESSAGE_DELETE_SALT, SALT_OFFLINE, 1) == 0 && world.answers.list[0].needs_shred);
    CHECK(salt_error(MESSAGE_DELETE_SALT, SALT_OFFLINE, 1) == ERROR_GONE && world.answers.list[0].needs_shred);
    CHECK(send_error(world_to_visitor(2, KEY_OFFLINE)) == ERROR_STALE_KEY); /* that was generation 1 */
    struct message message = {.code = MESSAGE_ACK, .as.ack.seq = 1};
    CHECK(world_ask(&world, VISITOR, &message) == OK);
    CHECK(salt_error(MESSAGE_DELETE_SALT, SALT_OFFLINE, 2) == 0);
}

static unsigned receive_key_error(enum person person, enum person of, uint8_t key, uint64_t issued_min)
{
    struct message message = {.code = MESSAGE_PUT_RECEIVE_KEY};
    message.as.put_receive_key.statement = world_receive_key(&world, of, key, issued_min, octets, sizeof octets);
    CHECK(world_ask(&world, person, &message) == OK);
    return world_error(&world, person);
}

static void the_newest_receive_key_wins(void)
{
    struct message message;
    struct statement statement;
    struct receive_key key = {.issued_min = 0};
    world_begin_claimed(&world);
    CHECK(receive_key_error(HOLDER, COLLEAGUE, 1, world.now_min) == ERROR_NOT_ALLOWED);
    CHECK(receive_key_error(HOLDER, HOLDER, 1, world.now_min - 60) == 0);
    const struct answer *answer = world_find(&world, MESSAGE_STATEMENT, &message);
    CHECK(answer && answer->target == TO_EVERYONE);
    CHECK(statement_decode(&statement, message.as.statement.statement) == OK);
    CHECK(receive_key_decode(&key, statement.body) == OK);
    uint8_t wrap_key[KEY_ID_SIZE];
    if (key.pk.size != KEM_PUBLIC_SIZE)
        return;
    key_id_of(key.pk.data, wrap_key);
    CHECK(receive_key_error(HOLDER, HOLDER, 1, world.now_min - 60) == 0);
    CHECK(world_count(&world, MESSAGE_STATEMENT) == 0);
    CHECK(receive_key_error(HOLDER, HOLDER, 2, world.now_min - 90) == ERROR_NOT_ALLOWED);
    CHECK(receive_key_error(HOLDER, HOLDER, 2, world.now_min) == 0);
    CHECK(receive_key_error(HOLDER, HOLDER, 1, world.now_min - 60) == ERROR_NOT_ALLOWED);
    message = (struct message){.code = MESSAGE_GET_ROSTER};
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_count(&world, MESSAGE_STATEMENT) == 2);
    /* a wrap to the replaced key is taken for a day */
    struct outline outline = {.class = CLASS_ROOM,
                              .epoch = 1,
                              .sender = VISITOR,
                              .of_case = VISITOR,
                              .number = 1,
                              .recipient_count = 1,
                              .recipients = {HOLDER}};
    message = (struct message){.code = MESSAGE_SEND};
    message.as.send.envelope = world_envelope(&world, &outline, octets);
    memcpy(octets + HEADER_SIZE + HASH_SIZE + 2 + HASH_SIZE, wrap_key, KEY_ID_SIZE);
    world.now_min += RECEIVE_KEY_REPLACED_MIN;
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_error(&world, VISITOR) == 0);
    world.now_min++;
    CHECK(world_ask(&world, VISITOR, &message) == OK && world_error(&world, VISITOR) == ERROR_STALE_KEY);
}

static const struct scenario scenarios[] = {
    SCENARIO(a_live_key_lives_as_long_as_its_session),
    SCENARIO(a_live_key_that_is_not_named_again_is_gone),
    SCENARIO(no_session_outlives_the_process),
    SCENARIO(a_salt_stays_while_a_wrap_needs_it),
    SCENARIO(the_newest_receive_key_wins),
};

int main(void)
{
    CHECK_SCENARIOS(world, scenarios);
    return check_end();
}
