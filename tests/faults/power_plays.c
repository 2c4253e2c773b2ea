/* What people do while the power goes or the disk fails. */
#include <string.h>

#include "power_play.h"
#include "power_vfs.h"
#include "support/older_database.h"
#include "unit/check.h"

enum { DAY_MIN = 24 * 60, SLOT_FREE_START = 1000, WITHHELD_MAX = 6 };

/* ---- words ------------------------------------------------------------------------------------------------------- */

static unsigned ask(enum person person, const struct message *message)
{
    (void)!world_ask(&stage.world, person, message);
    return world_error(&stage.world, person);
}

static unsigned send_as(uint32_t number, uint8_t key)
{
    struct outline outline = world_to_visitor(number, key);
    (void)!world_send(&stage.world, &outline);
    return world_error(&stage.world, HOLDER);
}

static void send(uint32_t number)
{
    EXPECT(send_as(number, KEY_OFFLINE) == 0);
}

static void acknowledge(enum person person, uint64_t seq)
{
    struct message message = {.code = MESSAGE_ACK, .as.ack.seq = seq};
    (void)!world_ask(&stage.world, person, &message);
}

static unsigned put_salt(uint8_t purpose, uint32_t generation)
{
    struct message message = {.code = MESSAGE_PUT_SALT, .tag = 3};
    message.as.put_salt.salt = (struct shred_salt){.purpose = purpose, .generation = generation};
    check_fill(message.as.put_salt.salt.sealed, SALT_SEALED_SIZE, 1000u * purpose + generation);
    world_key_id(VISITOR, (uint8_t)(20 + generation), message.as.put_salt.key_id);
    return ask(VISITOR, &message);
}

/* Who was asked to come again because it is not off the disk yet comes again. */
static void delete_salt(uint8_t purpose, uint32_t generation)
{
    struct message message = {.code = MESSAGE_DELETE_SALT, .tag = 4, .as.delete_salt = {purpose, generation}};
    unsigned error = ask(VISITOR, &message);
    for (unsigned i = 0; error == ERROR_UNAVAILABLE && i < WITHHELD_MAX; i++)
        error = ask(VISITOR, &message) == ERROR_GONE ? 0 : world_error(&stage.world, VISITOR);
    EXPECT(error == 0);
}

/* `starts_again`: and so does the server, before anybody asks. */
static void burn(bool starts_again)
{
    struct message message = {.code = MESSAGE_BURN, .tag = 5};
    bool is_burnt = ask(VISITOR, &message) == 0;
    if (!is_burnt && starts_again) {
        stage_stop();
        stage_start();
    }
    for (unsigned i = 0; !is_burnt && i < WITHHELD_MAX; i++) {
        (void)!world_login(&stage.world, VISITOR);
        is_burnt = world_find(&stage.world, MESSAGE_NO_MAILBOX, &message) != NULL;
    }
    EXPECT(is_burnt);
    (void)!world_gone(&stage.world, VISITOR);
}

static void put_vault(uint8_t filler)
{
    static uint8_t octets[VAULT_SIZE];
    struct message message = {.code = MESSAGE_PUT_VAULT, .tag = 6, .as.put_vault.vault = {octets, sizeof octets}};
    memset(octets, filler, sizeof octets);
    EXPECT(ask(VISITOR, &message) == 0);
}

static void event(enum person actor, uint8_t type)
{
    (void)!world_event(&stage.world, actor, VISITOR, type);
    EXPECT(world_error(&stage.world, actor) == 0);
}

static void move(uint8_t type, enum person actor, enum person subject)
{
    struct world_move one = {VISITOR, type, actor, subject, actor};
    (void)!world_move(&stage.world, &one);
    EXPECT(world_error(&stage.world, actor) == 0);
}

static void open_case(enum person visitor)
{
    (void)!world_open_case(&stage.world, visitor, 1);
    EXPECT(world_error(&stage.world, visitor) == 0);
}

static void live_keys(void)
{
    uint8_t key_id[KEY_ID_SIZE];
    struct message message = {.code = MESSAGE_LIVE_KEYS, .tag = 7, .as.live_keys.key_ids = {key_id, sizeof key_id}};
    world_key_id(VISITOR, KEY_LIVE, key_id);
    EXPECT(ask(VISITOR, &message) == 0);
}

/* ---- before ---------------------------------------------------------------------------------------------------------- */

static void one_case(void)
{
    (void)!world_login(&stage.world, HOLDER);
    (void)!world_login(&stage.world, VISITOR);
    open_case(VISITOR);
    event(HOLDER, ROOM_CLAIM);
    stage_fold();
}

static void one_case_and_mail(void)
{
    one_case();
    for (uint32_t i = 1; i <= 6; i++)
        send(i);
}

static void days_that_pass(void)
{
    stage.world.programme.idle_days = 365;
    stage.world.programme.undelivered_days = 30;
    one_case_and_mail();
}

/* ---- plays ----------------------------------------------------------------------------------------------------------- */

static void first_start(void)
{
    stage_start();
    (void)!world_login(&stage.world, VISITOR);
    open_case(VISITOR);
}

static void opening(void)
{
    (void)!world_login(&stage.world, OTHER_VISITOR);
    open_case(OTHER_VISITOR);
    stage_fold();
    (void)!world_login(&stage.world, NEWCOMER);
    open_case(NEWCOMER);
}

static void sending(void)
{
    for (uint32_t i = 10; i < 16; i++) {
        send(i);
        if (i % 3 == 0)
            stage_fold();
    }
}

static void wrapping_again(void)
{
    uint8_t wrap[WRAP_SIZE];
    struct message message = {.code = MESSAGE_REWRAP, .tag = 8, .as.rewrap.wrap = {wrap, sizeof wrap}};
    live_keys();
    EXPECT(send_as(20, KEY_LIVE) == 0 && send_as(21, KEY_LIVE) == 0);
    (void)!world_gone(&stage.world, VISITOR);
    world_wrap(&stage.world, VISITOR, KEY_OFFLINE, wrap);
    for (uint32_t number = 20; number <= 21; number++) {
        world_msg_id(number, message.as.rewrap.msg_id);
        EXPECT(ask(HOLDER, &message) == 0);
        stage_fold();
    }
}

static void reading(void)
{
    struct message retract = {.code = MESSAGE_RETRACT, .tag = 9};
    acknowledge(VISITOR, 1);
    acknowledge(VISITOR, 2);
    stage_fold();
    acknowledge(VISITOR, 3);
    world_case_id(VISITOR, retract.as.retract.case_id);
    world_msg_id(5, retract.as.retract.msg_id);
    EXPECT(ask(HOLDER, &retract) == 0);
    send(30);
}

static void rooms(void)
{
    move(ROOM_ADD, HOLDER, MENTOR);
    move(ROOM_ADD, HOLDER, COLLEAGUE);
    stage_fold();
    move(ROOM_REMOVE, COLLEAGUE, COLLEAGUE);
    event(HOLDER, ROOM_CLOSE);
    event(HOLDER, ROOM_REOPEN);
}

static void vaults(void)
{
    for (uint8_t i = 1; i <= 4; i++) {
        put_vault(i);
        if (i % 2 == 0)
            stage_fold();
    }
}

static void archive(void)
{
    struct message keep = {.code = MESSAGE_KEEP, .tag = 10}, drop = {.code = MESSAGE_DELETE_KEPT, .tag = 11};
    EXPECT(put_salt(SALT_ARCHIVE, 1) == 0);
    for (uint32_t number = 1; number <= 3; number++) {
        world_msg_id(number, keep.as.keep.msg_id);
        memset(keep.as.keep.sealed, (int)number, ARCHIVE_SEALED_SIZE);
        (void)ask(VISITOR, &keep); /* asked again after a failure it is gone from the mailbox */
    }
    stage_fold();
    world_msg_id(1, drop.as.delete_kept.msg_id);
    EXPECT(ask(VISITOR, &drop) == 0);
    delete_salt(SALT_ARCHIVE, 1);
    EXPECT(put_salt(SALT_ARCHIVE, 2) == 0);
}

static void salts(void)
{
    EXPECT(put_salt(SALT_OFFLINE, 2) == 0 && put_salt(SALT_OFFLINE, 3) == 0);
    delete_salt(SALT_OFFLINE, 2);
    stage_fold();
    EXPECT(put_salt(SALT_OFFLINE, 4) == 0 && put_salt(SALT_ARCHIVE, 1) == 0);
    delete_salt(SALT_OFFLINE, 4);
    delete_salt(SALT_OFFLINE, 3);
    EXPECT(put_salt(SALT_OFFLINE, 5) == 0);
}

static void burning(void)
{
    EXPECT(put_salt(SALT_OFFLINE, 2) == 0 && put_salt(SALT_ARCHIVE, 1) == 0);
    stage_fold();
    burn(false);
    (void)!world_login(&stage.world, OTHER_VISITOR);
    open_case(OTHER_VISITOR);
}

static void burning_and_starting(void)
{
    burn(true);
    (void)!world_login(&stage.world, OTHER_VISITOR);
}

static void expiring(void)
{
    struct request expire = {.kind = REQUEST_EXPIRE};
    stage.world.now_min += 40 * DAY_MIN;
    (void)!world_decide(&stage.world, &expire);
    stage_fold();
    stage.world.now_min += 400 * DAY_MIN;
    (void)!world_decide(&stage.world, &expire);
    (void)!world_decide(&stage.world, &expire);
}

static void staff(void)
{
    uint8_t octets[STATEMENT_MAX];
    struct message presence = {.code = MESSAGE_SET_PRESENCE, .tag = 12, .as.set_presence.presence = PRESENCE_ON_DUTY};
    struct message slot = {.code = MESSAGE_PUT_SLOT,
                           .tag = 13,
                           .as.slot = {.id = {1}, .start = SLOT_FREE_START, .quarters = 4, .state = SLOT_OFFERED}};
    for (uint8_t key = 1; key <= 2; key++) {
        struct message receive = {.code = MESSAGE_PUT_RECEIVE_KEY, .tag = 14};
        receive.as.put_receive_key.statement =
            world_receive_key(&stage.world, HOLDER, key, WORLD_NOW_MIN - 10u + key, octets, sizeof octets);
        EXPECT(ask(HOLDER, &receive) == 0);
    }
    EXPECT(ask(HOLDER, &presence) == 0);
    stage_fold();
    memcpy(slot.as.slot.cert_hash, stage.world.principals[HOLDER], HASH_SIZE);
    EXPECT(ask(HOLDER, &slot) == 0);
    (void)!world_gone(&stage.world, HOLDER);
}

static void starting_again(void)
{
    send(40);
    stage_stop();
    stage_start();
    (void)!world_login(&stage.world, HOLDER);
    send(41);
    EXPECT(world_login(&stage.world, VISITOR) == OK && put_salt(SALT_OFFLINE, 2) == 0);
    stage_stop();
    stage_start();
}

static void together(void)
{
    for (uint32_t round = 0; round < 3; round++) {
        stage_gather();
        for (uint32_t i = 0; i < 3; i++)
            (void)send_as(50 + 3 * round + i, KEY_OFFLINE);
        (void)put_salt(SALT_OFFLINE, 2 + round);
        acknowledge(VISITOR, 1 + round);
        stage_together();
        if (round == 1)
            stage_fold();
    }
}

/* What an earlier program left comes forward at the start. Nobody has a session then, so that the start itself changes nothing else; that it was made older is a
 * change, too: what only newer tables hold is gone. */
static void older_database(void)
{
    for (enum person person = 0; person < STRANGER; person++)
        (void)!world_gone(&stage.world, person);
    stage_stop();
    EXPECT(older_database_make(disk_folder(), older_version(0), POWER_VFS));
    stage_start();
    send(60);
    stage_fold();
    send(61);
}

const struct play plays[] = {
    {"first_start", NULL, first_start},
    {"opening", one_case, opening},
    {"sending", one_case, sending},
    {"wrapping_again", one_case, wrapping_again},
    {"reading", one_case_and_mail, reading},
    {"rooms", one_case, rooms},
    {"vaults", one_case, vaults},
    {"archive", one_case_and_mail, archive},
    {"salts", one_case, salts},
    {"burning", one_case_and_mail, burning},
    {"burning_and_starting", one_case_and_mail, burning_and_starting},
    {"expiring", days_that_pass, expiring},
    {"staff", one_case, staff},
    {"starting_again", one_case, starting_again},
    {"together", one_case_and_mail, together},
    {"older_database", one_case, older_database},
    {NULL, NULL, NULL},
};
