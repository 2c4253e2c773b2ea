/* Does a login come to nothing when the server says one thing of it that is not so: about itself, the mailbox, the staff, the room? */
#include "alter.h"
#include "check.h"
#include "client.h"
#include "statement.h"

/* --- what is altered --- */

static bool other_mac(struct message *message)
{
    message->as.visitor_ok.mac[0] ^= 1;
    return true;
}

static bool other_case(struct message *message)
{
    message->as.visitor_ok.case_id[0] ^= 1;
    return true;
}

static bool other_salt(struct message *message)
{
    static uint8_t salts[SALTS_MAX * SHRED_SALT_SIZE];
    memcpy(salts, message->as.visitor_ok.salts.data, message->as.visitor_ok.salts.size);
    salts[SHRED_SALT_SIZE - 1] ^= 1;
    message->as.visitor_ok.salts.data = salts;
    return true;
}

static bool altered_vault(struct message *message)
{
    static uint8_t vault[VAULT_SIZE];
    memcpy(vault, message->as.visitor_ok.vault.data, sizeof vault);
    vault[VAULT_SIZE - 1] ^= 1;
    message->as.visitor_ok.vault.data = vault;
    return true;
}

static bool other_mailbox_mac(struct message *message)
{
    message->as.no_mailbox.mac[0] ^= 1;
    return true;
}

static bool other_programme(struct message *message)
{
    message->as.challenge.deployment_id[0] ^= 1;
    return true;
}

static bool no_key(struct message *message)
{
    memset(message->as.challenge.epk, 0, DH_SIZE);
    return true;
}

static bool is_of_type(const struct message *message, enum statement_type type)
{
    struct statement statement;
    return statement_decode(&statement, message->as.statement.statement) == OK && statement.type == type;
}

static bool without_root_set(struct message *message)
{
    return !is_of_type(message, STATEMENT_TYPE_ROOT_SET);
}

static bool without_snapshot(struct message *message)
{
    return !is_of_type(message, STATEMENT_TYPE_SNAPSHOT);
}

static bool nothing(struct message *message)
{
    (void)message;
    return false;
}

static bool garbled_move(struct message *message)
{
    message->as.event.statement.size--;
    return true;
}

static bool unsigned_move(struct message *message)
{
    static uint8_t octets[STATEMENT_MAX];
    memcpy(octets, message->as.event.statement.data, message->as.event.statement.size);
    octets[message->as.event.statement.size - 1] ^= 1;
    message->as.event.statement.data = octets;
    return true;
}

/* --- the table --- */

static const struct row {
    struct alteration alteration;
    void (*begin)(void);
    const char *why; /* of `stopped` */
} rows[] = {
    {{SCENE_VISITOR, MESSAGE_CHALLENGE, other_programme}, stage_with_talk, "server"},
    {{SCENE_VISITOR, MESSAGE_CHALLENGE, no_key}, stage_with_talk, "server"},
    {{SCENE_VISITOR, MESSAGE_VISITOR_OK, other_mac}, stage_with_talk, "server"},
    {{SCENE_VISITOR, MESSAGE_VISITOR_OK, other_case}, stage_with_talk, "rollback"},
    {{SCENE_VISITOR, MESSAGE_VISITOR_OK, altered_vault}, stage_with_talk, "rollback"},
    {{SCENE_VISITOR, MESSAGE_VISITOR_OK, other_salt}, stage_with_talk, "rollback"},
    {{SCENE_VISITOR, MESSAGE_NO_MAILBOX, other_mailbox_mac}, stage, "server"},
    {{SCENE_VISITOR, MESSAGE_STATEMENT, without_root_set}, stage_with_talk, "roster"},
    {{SCENE_VISITOR, MESSAGE_STATEMENT, without_snapshot}, stage_with_talk, "roster"},
    {{SCENE_VISITOR, MESSAGE_STATEMENT, nothing}, stage_with_talk, "roster"},
    {{SCENE_VISITOR, MESSAGE_EVENT, nothing}, stage_with_talk, "room"}, /* what was seen before is not on that chain */
    {{SCENE_VISITOR, MESSAGE_EVENT, garbled_move}, stage_with_talk, "room"},
    {{SCENE_VISITOR, MESSAGE_EVENT, unsigned_move}, stage_with_talk, "room"},
    {{SCENE_ALPHA, MESSAGE_CHALLENGE, other_programme}, stage_with_talk, "server"},
    {{SCENE_ALPHA, MESSAGE_STATEMENT, without_root_set}, stage_with_talk, "roster"},
    {{SCENE_ALPHA, MESSAGE_STATEMENT, without_snapshot}, stage_with_talk, "roster"},
};

static void come_again(enum scene_actor actor)
{
    if (actor == SCENE_VISITOR) {
        new_page();
    } else {
        scene_kill(&scene, actor);
        come(actor);
    }
    go();
}

static void every_lie_is_the_end(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        enum scene_actor actor = rows[i].alteration.actor;
        rows[i].begin();
        event_count = 0;
        alter(actor, rows[i].alteration.code, rows[i].alteration.alter);
        come_again(actor);
        if (!CHECK(altered > 0 && says(actor, "stopped", "why", rows[i].why) && count_of(actor, "ready") == 0))
            printf("  row %zu: met %u, stopped %zu\n", i, altered, count_of(actor, "stopped"));
        CHECK(client_frame(client_of(actor)).size == 0);
        end();
    }
}

/* A page that knows better than what the server says about its own earlier writes. */
static void a_page_that_stays_compares(void)
{
    stage_with_talk();
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    event_count = 0;
    alter(SCENE_VISITOR, MESSAGE_VISITOR_OK, other_salt);
    come(SCENE_VISITOR);
    go();
    CHECK(altered == 1 && nobody_stopped()); /* it has the key that this salt leads to: nothing is opened */
    CHECK(count_of(SCENE_VISITOR, "ready") == 1);
    end();
}

static bool burns(struct message *message)
{
    (void)message;
    if (altered == 1)
        CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    return true;
}

/* Burning begins while the roster is coming: the rest of the login is of no interest any more. */
static void a_login_ends_where_burning_begins(void)
{
    stage_with_talk();
    alter(SCENE_VISITOR, MESSAGE_STATEMENT, burns);
    event_count = 0;
    new_page();
    go();
    come_back();
    CHECK(altered > 1 && count_of(SCENE_VISITOR, "burnt") == 1 && count_of(SCENE_VISITOR, "ready") == 0);
    CHECK(count_of(SCENE_ALPHA, "case_burnt") == 1 && nobody_stopped());
    end();
}

/* --- messages that have no place --- */
/* --- messages that have no place --- */

static void what_is_not_the_servers_to_say_stops(void)
{
    static const struct {
        enum scene_actor actor;
        uint8_t code;
    } wrong[] = {{SCENE_VISITOR, MESSAGE_GET_DOORS},  {SCENE_ALPHA, MESSAGE_GET_DOORS},
                 {SCENE_ALPHA, MESSAGE_STAFF_OK},     {SCENE_ALPHA, MESSAGE_NO_MAILBOX},
                 {SCENE_ALPHA, MESSAGE_CHALLENGE},    {SCENE_VISITOR, MESSAGE_STAFF_OK},
                 {SCENE_VISITOR, MESSAGE_NO_MAILBOX}, {SCENE_ALPHA, MESSAGE_CASE_STATE}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct message message = {.code = (enum message_code)wrong[i].code};
        message.as.case_state.state = wrong[i].code == MESSAGE_CASE_STATE ? CASE_WAITING : 0;
        if (wrong[i].code == MESSAGE_CHALLENGE)
            memcpy(message.as.challenge.deployment_id, scene.keys.deployment_id, HASH_SIZE);
        stage();
        scene_inject(&scene, wrong[i].actor, &message);
        go();
        CHECK(says(wrong[i].actor, "stopped", "why", "server"));
        CHECK(client_frame(client_of(wrong[i].actor)).size == 0);
        end();
    }
}

/* More colleagues than a programme can have: those it has are told of all the same. */
static void presence_is_bounded(void)
{
    struct message message = {.code = MESSAGE_PRESENCE, .as.presence.presence = PRESENCE_ON_DUTY};
    stage();
    event_count = 0;
    for (unsigned i = 0; i < STAFF_MAX + 10; i++) {
        check_fill(message.as.presence.cert_hash, HASH_SIZE, i + 1);
        scene_inject(&scene, SCENE_ALPHA, &message);
        go();
    }
    CHECK(count_of(SCENE_ALPHA, "colleague") == 0);
    memcpy(message.as.presence.cert_hash, scene.keys.cert_hash[1], HASH_SIZE);
    message.as.presence.presence = PRESENCE_PAUSED;
    scene_inject(&scene, SCENE_ALPHA, &message);
    go();
    CHECK(says(SCENE_ALPHA, "colleague", "presence", "paused") && nobody_stopped());
    end();
}

/* A page that never saw a snapshot has nothing to compare with: one there must be. */
static void a_newcomer_needs_a_snapshot(void)
{
    stage();
    scene_disconnect(&scene, SCENE_VISITOR);
    scene_run(&scene);
    alter(SCENE_VISITOR, MESSAGE_STATEMENT, without_snapshot);
    scene_kill(&scene, SCENE_VISITOR);
    scene_start(&scene, SCENE_VISITOR);
    CHECK(visitor_new(client_of(SCENE_VISITOR)) == OK);
    event_count = 0;
    come(SCENE_VISITOR);
    go();
    CHECK(says(SCENE_VISITOR, "stopped", "why", "roster") && count_of(SCENE_VISITOR, "ready") == 0);
    end();
}

/* A move that is none, pushed while everything is well. */
static void a_move_is_a_move(void)
{
    static const uint8_t garbled[20];
    struct message message = {.code = MESSAGE_EVENT, .as.event.statement = PART(garbled, sizeof garbled)};
    for (int has_body = 0; has_body < 2; has_body++) {
        uint8_t octets[256];
        struct statement statement = {.type = STATEMENT_TYPE_ROOM_EVENT, .body = PART_TEXT("no move")};
        stage_with_talk();
        if (has_body) {
            CHECK(statement_encode(&statement, octets, sizeof octets, &message.as.event.statement.size) == OK);
            message.as.event.statement.data = octets;
        }
        scene_inject(&scene, SCENE_ALPHA, &message);
        go();
        CHECK(says(SCENE_ALPHA, "stopped", "why", "room"));
        end();
    }
}

/* Who types the code for long has an old challenge: another connection, not an old login. */
static void a_late_code_needs_another_connection(void)
{
    stage();
    scene_kill(&scene, SCENE_VISITOR);
    scene_run(&scene);
    scene_start(&scene, SCENE_VISITOR);
    come(SCENE_VISITOR);
    go();
    event_count = 0;
    wait(60);
    CHECK(visitor_new(client_of(SCENE_VISITOR)) == OK);
    go();
    CHECK(count_of(SCENE_VISITOR, "reconnect") == 1 && count_of(SCENE_VISITOR, "ready") == 0);
    scene_disconnect(&scene, SCENE_VISITOR);
    come(SCENE_VISITOR);
    go();
    CHECK(count_of(SCENE_VISITOR, "ready") == 1 && nobody_stopped());
    end();
}

/* Long after the papers were signed, nobody is known to be of the staff. */
static void papers_have_their_time(void)
{
    static const enum scene_actor actors[] = {SCENE_VISITOR, SCENE_ALPHA};
    for (size_t i = 0; i < 2; i++) {
        stage_with_talk();
        scene_disconnect(&scene, actors[i]);
        scene_run(&scene);
        scene.now_s += UINT64_C(60) * (SNAPSHOT_LIFETIME_MIN + 1440);
        come(actors[i]);
        go();
        CHECK(says(actors[i], "stopped", "why", "roster"));
        end();
    }
}

int main(void)
{
    RUN(every_lie_is_the_end);
    RUN(a_page_that_stays_compares);
    RUN(what_is_not_the_servers_to_say_stops);
    RUN(presence_is_bounded);
    RUN(a_late_code_needs_another_connection);
    RUN(a_newcomer_needs_a_snapshot);
    RUN(a_move_is_a_move);
    RUN(papers_have_their_time);
    RUN(a_login_ends_where_burning_begins);
    return check_end();
}
