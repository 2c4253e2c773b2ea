/* Does the visitor get the server's word that nothing is kept, whatever way it came to that; and never a word that does not hold? */
#include "alter.h"
#include "check.h"
#include "client_parts.h"
#include "deletion.h"
#include "refuse.h"
#include "stage.h"

enum { MINUTES_A_DAY = 24 * 60 };

/* The receipt of the last such event holds for our mailbox and today. */
static bool has_receipt(const char *event)
{
    uint8_t octets[DELETION_SIZE];
    struct deletion_receipt receipt;
    struct bytes text = event_field(last_of(SCENE_VISITOR, event), "receipt");
    return deletion_read(text, octets) == OK &&
           deletion_check(&scene.keys.roster, (struct bytes){octets, sizeof octets}, &receipt) == OK &&
           memcmp(receipt.mailbox, visitor_id, MAILBOX_SIZE) == 0 && receipt.day == scene.now_s / 60 / MINUTES_A_DAY;
}

/* It was told, once, and there was none. */
static bool has_none(const char *event)
{
    return count_of(SCENE_VISITOR, event) == 1 && says(SCENE_VISITOR, event, "receipt", "");
}

static void burn(void)
{
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
    go();
}

static bool is_zero(const void *data, size_t size)
{
    const uint8_t *octets = data;
    size_t at = 0;
    while (at < size && octets[at] == 0)
        at++;
    return at == size;
}

static void who_has_burnt_gets_one(void)
{
    stage_with_talk();
    burn();
    const struct client *client = client_of(SCENE_VISITOR);
    CHECK(count_of(SCENE_VISITOR, "burnt") == 0 && says(SCENE_VISITOR, "reconnect", "event", "reconnect"));
    /* what could open anything is gone already */
    CHECK(is_zero(client->visitor.keys.k_vault, 32) && is_zero(client->visitor.keys.k_pair, 32) &&
          is_zero(client->visitor.keys.k_offline, 32) && is_zero(client->visitor.keys.k_archive, 32));
    CHECK(is_zero(client->own_keys, sizeof client->own_keys) && !client->talks[0].is_used);
    CHECK(is_zero(client->visitor.secret, SECRET_SIZE) && !is_zero(client->visitor.keys.sk_login, DH_SIZE));
    CHECK(say(SCENE_VISITOR, "is anybody there") == REFUSED);
    CHECK(visitor_burn(client_of(SCENE_VISITOR)) == REFUSED && visitor_new(client_of(SCENE_VISITOR)) == REFUSED);
    come_back();
    CHECK(count_of(SCENE_VISITOR, "burnt") == 1 && count_of(SCENE_VISITOR, "unknown_code") == 0 &&
          has_receipt("burnt"));
    CHECK(is_zero(&client->visitor.keys, sizeof client->visitor.keys) && nobody_stopped());
    wait(DELETION_PATIENCE_S + 1);
    CHECK(count_of(SCENE_VISITOR, "burnt") == 1 && count_of(SCENE_VISITOR, "reconnect") == 1);
    end();
}

static void in_cells_too(void)
{
    is_in_cells = true;
    stage_with_talk();
    burn();
    come_back();
    CHECK(count_of(SCENE_VISITOR, "burnt") == 1 && has_receipt("burnt") && nobody_stopped());
    end();
    is_in_cells = false;
}

/* The code leads nowhere: burnt by another page, or never used. */
static void who_types_a_code_gets_one(void)
{
    stage_with_talk();
    burn();
    come_back();
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "unknown_code") == 1 && has_receipt("unknown_code"));
    CHECK(count_of(SCENE_VISITOR, "reconnect") == 2 && nobody_stopped());
    /* and can type another one */
    CHECK(visitor_return(client_of(SCENE_VISITOR), (struct bytes){(uint8_t *)code, CODE_DIGITS}) == OK);
    come_back();
    CHECK(count_of(SCENE_VISITOR, "unknown_code") == 2 && has_receipt("unknown_code"));
    end();
}

static void without_a_certified_key_it_is_told_without(void)
{
    struct roster *roster;
    stage_with_talk();
    roster = &scene.keys.roster;
    roster->service_count = 0;
    burn();
    come_back();
    CHECK(has_none("burnt") && nobody_stopped());
    new_page();
    go();
    CHECK(has_none("unknown_code") && nobody_stopped());
    end();
}

static void a_server_that_says_done_has_signed_nothing(void)
{
    struct message done = {.code = MESSAGE_DONE};
    stage_with_talk();
    burn();
    refuse(SCENE_VISITOR, MESSAGE_GET_DELETION, NO_ANSWER, 1);
    come_back();
    for (size_t i = 0; i < PENDING_MAX; i++) {
        if (client_of(SCENE_VISITOR)->pending[i].purpose == FOR_DELETION)
            done.tag = client_of(SCENE_VISITOR)->pending[i].tag;
    }
    CHECK(done.tag != 0);
    scene_inject(&scene, SCENE_VISITOR, &done);
    scene_run(&scene);
    CHECK(has_none("burnt") && nobody_stopped());
    end();
}

/* --- words that do not hold --- */

static uint8_t forged[DELETION_SIZE];

static bool gives_forged(struct message *message)
{
    message->as.deletion.statement = (struct bytes){forged, sizeof forged};
    return true;
}

/* What the client makes of a receipt with this mailbox and day, signed by the key with that seed. */
static bool is_believed(const uint8_t *mailbox, uint32_t day, const uint8_t *seed)
{
    struct deletion_receipt receipt = {.day = day};
    stage_with_talk();
    const struct roster *roster = &scene.keys.roster;
    memcpy(receipt.mailbox, mailbox == NULL ? visitor_id : mailbox, MAILBOX_SIZE);
    CHECK(deletion_sign(&receipt, roster, &roster->services[0], seed == NULL ? scene.keys.service_seed : seed,
                        forged) == OK);
    burn();
    alter(SCENE_VISITOR, MESSAGE_DELETION, gives_forged);
    come_back();
    CHECK(altered == 1 && count_of(SCENE_VISITOR, "burnt") == 1 && nobody_stopped());
    bool is_believed = !says(SCENE_VISITOR, "burnt", "receipt", "");
    end();
    return is_believed;
}

static void only_what_holds_is_handed_on(void)
{
    static const uint8_t others[MAILBOX_SIZE] = {1}, seed[SIGN_SEED_SIZE] = {1};
    uint32_t today = SCENE_START_DAY;
    CHECK(is_believed(NULL, today, NULL));
    CHECK(is_believed(NULL, today + DELETION_DAYS_OFF, NULL) && is_believed(NULL, today - DELETION_DAYS_OFF, NULL));
    CHECK(!is_believed(NULL, today + DELETION_DAYS_OFF + 1, NULL));
    CHECK(!is_believed(NULL, today - DELETION_DAYS_OFF - 1, NULL)); /* signed before there was anything */
    CHECK(!is_believed(others, today, NULL));
    CHECK(!is_believed(NULL, today, seed));
}

static bool spoils_a_certificate(struct message *message)
{
    struct statement statement;
    static uint8_t octets[STATEMENT_MAX];
    struct bytes *given = &message->as.statement.statement;
    memcpy(octets, given->data, given->size);
    if (statement_decode(&statement, *given) == OK && statement.type == STATEMENT_TYPE_SERVICE_CERT)
        octets[given->size - 1] ^= 1;
    given->data = octets;
    return true;
}

static bool keeps_the_root_set(struct message *message)
{
    struct statement statement;
    return statement_decode(&statement, message->as.statement.statement) == OK &&
           statement.type != STATEMENT_TYPE_ROOT_SET;
}

/* What is done is told, also where the programme's papers do not hold; but for others that is an alarm. */
static void a_programme_that_does_not_hold_gives_none(void)
{
    static bool (*const ways[])(struct message *) = {spoils_a_certificate, keeps_the_root_set};
    for (size_t i = 0; i < 2; i++) {
        stage_with_talk();
        burn();
        alter(SCENE_VISITOR, MESSAGE_STATEMENT, ways[i]);
        come_back();
        CHECK(has_none("burnt") && nobody_stopped());
        end();
    }
    stage_with_talk();
    alter(SCENE_VISITOR, MESSAGE_STATEMENT, spoils_a_certificate);
    new_page();
    go();
    CHECK(says(SCENE_VISITOR, "stopped", "why", "roster"));
    end();
}

static void nobody_is_given_what_was_not_asked_for(void)
{
    struct message deletion = {.code = MESSAGE_DELETION, .tag = 77};
    deletion.as.deletion.statement = (struct bytes){forged, sizeof forged};
    stage_with_talk();
    scene_inject(&scene, SCENE_VISITOR, &deletion);
    scene_run(&scene);
    CHECK(says(SCENE_VISITOR, "stopped", "why", "server"));
    end();
    stage_with_talk(); /* nor in place of another answer */
    refuse(SCENE_VISITOR, MESSAGE_BURN, NO_ANSWER, 1);
    burn();
    client_of(SCENE_VISITOR)->phase = PHASE_READY;
    deletion.tag = client_of(SCENE_VISITOR)->last_tag;
    scene_inject(&scene, SCENE_VISITOR, &deletion);
    scene_run(&scene);
    CHECK(says(SCENE_VISITOR, "stopped", "why", "server") && count_of(SCENE_VISITOR, "burnt") == 0);
    end();
}

/* --- when it takes too long --- */

static void it_is_not_waited_for_for_ever(void)
{
    stage_with_talk();
    burn();
    wait(DELETION_PATIENCE_S - 1); /* and the connection does not come back */
    CHECK(count_of(SCENE_VISITOR, "burnt") == 0);
    wait(1);
    CHECK(has_none("burnt") && nobody_stopped());
    end();
    stage_with_talk();
    burn();
    come_back();
    refuse(SCENE_VISITOR, MESSAGE_GET_DELETION, NO_ANSWER, 1);
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "unknown_code") == 0 && refusal.met == 1);
    wait(DELETION_PATIENCE_S);
    CHECK(has_none("unknown_code") && nobody_stopped());
    end();
}

static void a_lost_answer_is_asked_for_again(void)
{
    stage_with_talk();
    burn();
    refuse(SCENE_VISITOR, MESSAGE_GET_DELETION, NO_ANSWER, 1);
    come_back();
    wait(DELETION_PATIENCE_S - 1);
    come_back();
    CHECK(refusal.met == 1 && count_of(SCENE_VISITOR, "burnt") == 1 && has_receipt("burnt"));
    end();
    stage_with_talk(); /* but a connection that breaks meanwhile begins no new half minute */
    burn();
    refuse(SCENE_VISITOR, MESSAGE_GET_DELETION, NO_ANSWER, 2);
    come_back();
    wait(DELETION_PATIENCE_S - 1);
    come_back();
    CHECK(refusal.met == 2 && count_of(SCENE_VISITOR, "burnt") == 0);
    wait(1);
    CHECK(has_none("burnt"));
    end();
}

/* The alarm stays; that it is burnt is true nevertheless. */
static void a_client_that_stopped_stays_so(void)
{
    struct message nonsense = {.code = MESSAGE_STAFF_OK};
    stage_with_talk();
    burn();
    refuse(SCENE_VISITOR, MESSAGE_GET_DELETION, NO_ANSWER, 1);
    come_back();
    scene_inject(&scene, SCENE_VISITOR, &nonsense);
    scene_run(&scene);
    CHECK(says(SCENE_VISITOR, "stopped", "why", "server"));
    wait(DELETION_PATIENCE_S);
    CHECK(has_none("burnt") && client_of(SCENE_VISITOR)->phase == PHASE_STOPPED);
    end();
}

/* --- what is there after all --- */

static bool says_that_nothing_is_kept(struct scene *at, enum scene_actor actor, uint8_t *data, size_t *size)
{
    struct message message, none = {.code = MESSAGE_NO_MAILBOX};
    (void)at;
    if (actor != SCENE_VISITOR || data[0] != MESSAGE_VISITOR_OK)
        return true;
    CHECK(message_decode(&message, data, *size) == OK);
    memcpy(none.as.no_mailbox.mac, message.as.visitor_ok.mac, MAC_SIZE);
    CHECK(message_encode(&none, data, 64, size) == OK);
    return true;
}

/* A server that lies about a mailbox signs nothing for it, and is taken at no other word later. */
static void what_is_kept_after_all_is_not_signed_for(void)
{
    stage_with_talk();
    scene.filter = says_that_nothing_is_kept;
    new_page();
    go();
    CHECK(has_none("unknown_code") && nobody_stopped());
    end();
    stage_with_talk();
    scene.filter = says_that_nothing_is_kept;
    refuse(SCENE_VISITOR, MESSAGE_GET_ROSTER, NO_ANSWER, 1);
    new_page();
    go();
    CHECK(count_of(SCENE_VISITOR, "unknown_code") == 0);
    scene.filter = NULL;
    come_back();
    CHECK(has_none("unknown_code") && nobody_stopped());
    end();
}

int main(void)
{
    RUN(who_has_burnt_gets_one);
    RUN(in_cells_too);
    RUN(who_types_a_code_gets_one);
    RUN(without_a_certified_key_it_is_told_without);
    RUN(a_server_that_says_done_has_signed_nothing);
    RUN(only_what_holds_is_handed_on);
    RUN(a_programme_that_does_not_hold_gives_none);
    RUN(nobody_is_given_what_was_not_asked_for);
    RUN(it_is_not_waited_for_for_ever);
    RUN(a_lost_answer_is_asked_for_again);
    RUN(a_client_that_stopped_stays_so);
    RUN(what_is_kept_after_all_is_not_signed_for);
    return check_end();
}
