#include "client_parts.h"

#include <string.h>

#include "hash.h"

/* --- what was read --- */

static void send_deletion(struct client *client, struct deletion *deletion)
{
    struct message ack = {.code = MESSAGE_ACK, .as.ack.seq = deletion->seq};
    deletion->is_sent = true;
    if (deletion->is_kept)
        archive_keep(client, deletion);
    else
        client_tell_server(client, &ack);
}

void visitor_delete(struct client *client, uint64_t seq, const struct arrived *arrived)
{
    struct deletion *deletion = &client->visitor.deletions[client->visitor.deletion_next];
    client->visitor.deletion_next = (uint8_t)((client->visitor.deletion_next + 1) % DELETIONS_MAX);
    if (deletion->is_used && !deletion->is_sent)
        send_deletion(client, deletion);
    *deletion = (struct deletion){.is_used = true, .seq = seq, .version = client->visitor.vault.version};
    if (arrived != NULL && arrived->is_kept) {
        deletion->is_kept = true;
        memcpy(deletion->msg_id, arrived->msg_id, MSG_ID_SIZE);
        memcpy(deletion->sealed, arrived->sealed, ARCHIVE_SEALED_SIZE);
    }
    visitor_delete_due(client);
}

void visitor_delete_due(struct client *client)
{
    for (size_t i = 0; i < DELETIONS_MAX; i++) {
        struct deletion *deletion = &client->visitor.deletions[i];
        if (deletion->is_used && !deletion->is_sent && deletion->version <= client->visitor.vault_acked)
            send_deletion(client, deletion);
    }
}

/* A deletion that was on its way when the connection broke is asked for again: an envelope that was sealed to a live key does not
 * come a second time, and would fill the mailbox. */
static void repeat_deletions(struct client *client)
{
    for (size_t i = 0; i < DELETIONS_MAX; i++)
        client->visitor.deletions[i].is_sent = false;
}

static void copy_marks(struct client *client)
{
    const struct talk *talk = &client->talks[0];
    struct vault *vault = &client->visitor.vault;
    struct mark marks[MARKS_MAX];
    mark_without_unseen(client, talk, marks);
    vault->unreadable_logins = talk->unreadable.logins;
    memcpy(vault->unreadable, talk->unreadable.msg_id, MSG_ID_SIZE);
    vault->mark_count = talk->mark_count < VAULT_MARKS_MAX ? talk->mark_count : VAULT_MARKS_MAX;
    for (uint8_t i = 0; i < vault->mark_count; i++) {
        vault->marks[i] = marks[i].at;
        vault->ahead[i] = marks[i].ahead;
    }
}

/* --- a later login --- */

static void put_vault(struct client *client, enum purpose purpose)
{
    uint8_t sealed[VAULT_SIZE];
    struct message message = {.code = MESSAGE_PUT_VAULT, .as.put_vault.vault = {sealed, sizeof sealed}};
    visitor_seal_vault(client, sealed);
    client_ask(client, &message, purpose, 0, client->visitor.vault.version);
}

static void put_generation(struct client *client)
{
    struct vault *vault = &client->visitor.vault;
    struct message message = {.code = MESSAGE_PUT_SALT};
    uint32_t newest = vault->off_gen; /* a number is never used twice */
    uint32_t newest_held = 0;
    uint8_t held = 0;
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        const struct own_key *key = &client->own_keys[i];
        if (!key->is_used)
            continue;
        held++;
        newest_held = key->generation > newest_held ? key->generation : newest_held;
    }
    newest = newest_held > newest ? newest_held : newest;
    /* One more at each page's first login, never more than three (rule 10). */
    if (held > 0 && (client->visitor.has_said_hello || held >= GENERATIONS_MAX)) {
        vault->off_gen = newest_held;
        return;
    }
    const struct own_key *key = visitor_new_generation(client, newest + 1, &message.as.put_salt.salt);
    memcpy(message.as.put_salt.key_id, key->pair.key_id, KEY_ID_SIZE);
    vault->off_gen = key->generation;
    client_ask(client, &message, FOR_SETUP, 0, 0);
}

void visitor_set_up(struct client *client)
{
    client->phase = PHASE_SETTING_UP;
    /* Another page may have been here since: keys that the others gave it replaced those that this one knows. Everybody brings a new one. */
    wipe(client->talks[0].peers, sizeof client->talks[0].peers);
    client->visitor.has_failed_setup = false;
    talk_tell_room(client, &client->talks[0]);
    consent_ask_all(client, &client->talks[0]);
    repeat_deletions(client);
    put_generation(client);
    copy_marks(client);
    client->visitor.vault.ctr++;
    client->visitor.vault.room_epoch = client->talks[0].room.epoch;
    memcpy(client->visitor.vault.room_head, client->talks[0].room.head, HASH_SIZE);
    put_vault(client, FOR_SETUP);
    turn_begin(client, &client->talks[0]);
    turn_tell_live_keys(client, FOR_SETUP);
}

void visitor_say_hello(struct client *client)
{
    uint8_t local_id[MSG_ID_SIZE];
    for (size_t i = 0; i < client->outgoing.count; i++) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        bool is_under_way =
            client->inflight.is_used && memcmp(head.local_id, client->inflight.local_id, MSG_ID_SIZE) == 0;
        if (head.kind == BODY_HELLO && !is_under_way)
            return; /* it is composed when it goes out; one that is composed already says less than we know now */
    }
    send_new_id(client, CLASS_ROOM, local_id);
    if (send_put(client, &client->talks[0], BODY_HELLO, (struct bytes){NULL, 0}, local_id) != OK)
        client->had_overflow = true;
}

static void setup_done(struct client *client)
{
    if (client->phase != PHASE_SETTING_UP || client->visitor.has_failed_setup || client_awaits(client, FOR_SETUP))
        return;
    client->talks[0].is_held = client->talks[0].has_nobody = false;
    if (!client->talks[0].room.is_closed)
        visitor_say_hello(client);
    client->visitor.has_said_hello = true;
    login_become_ready(client);
}

void visitor_stored(struct client *client, const struct pending *pending, bool is_done)
{
    if (is_done && pending->number > client->visitor.vault_acked)
        client->visitor.vault_acked = pending->number;
    if (client->phase == PHASE_READY)
        visitor_delete_due(client);
    client->visitor.needs_vault = client->visitor.needs_vault || (!is_done && pending->purpose == FOR_VAULT);
    if (pending->purpose == FOR_SETUP) {
        client->visitor.has_failed_setup = client->visitor.has_failed_setup || !is_done;
        setup_done(client);
    }
}

void visitor_put_vault(struct client *client)
{
    struct vault *vault = &client->visitor.vault;
    vault->room_epoch = client->talks[0].room.epoch;
    memcpy(vault->room_head, client->talks[0].room.head, HASH_SIZE);
    client->visitor.needs_vault = false;
    put_vault(client, FOR_VAULT);
}

void visitor_mark_moved(struct client *client)
{
    copy_marks(client);
    visitor_put_vault(client);
}

/* Rule 10.6: which generation a member knows. */
static void note_acknowledged(struct client *client, const uint8_t who[HASH_SIZE], uint32_t generation)
{
    struct acknowledged *place = NULL;
    for (size_t i = 0; i < MEMBERS_MAX; i++) {
        struct acknowledged *one = &client->visitor.acknowledged[i];
        bool is_same = memcmp(one->who, who, HASH_SIZE) == 0;
        if (is_same || (place == NULL && !room_has(&client->talks[0].room, one->who)))
            place = one;
        if (is_same)
            break;
    }
    invariant(place != NULL); /* the visitor is a member too, and has no place here */
    if (memcmp(place->who, who, HASH_SIZE) != 0)
        place->since_s = client->now_s;
    memcpy(place->who, who, HASH_SIZE);
    place->generation = generation;
    client->visitor.generation_tried_s = 0;
}

bool visitor_is_downgraded(const struct client *client, const struct opening *opening)
{
    bool is_offline = own_key_find((struct client *)client, opening->wrap.key_id) != NULL;
    uint64_t sent_s = (uint64_t)opening->body.sent_min * 60;
    uint64_t since_s = UINT64_MAX;
    for (size_t i = 0; i < MEMBERS_MAX; i++) {
        const struct acknowledged *one = &client->visitor.acknowledged[i];
        if (one->since_s != 0 && memcmp(one->who, opening->envelope.header.sender, HASH_SIZE) == 0)
            since_s = one->since_s;
    }
    if (!is_offline || since_s == UINT64_MAX)
        return false;
    if (since_s < client->visitor.live_since_s)
        since_s = client->visitor.live_since_s;
    /* Minutes are coarse: only what was said a whole one after that, and before we spoke last. */
    return sent_s >= since_s + 60 && sent_s + 60 <= client->visitor.spoke_s;
}

/* The newest generation that everybody knows who is written to; 0: somebody knows none. */
static uint32_t acknowledged_by_all(const struct client *client)
{
    const struct vault *vault = &client->visitor.vault;
    uint32_t least = vault->off_gen;
    for (uint8_t i = 0; i < vault->pinned_count; i++) {
        uint32_t known = 0;
        if (vault->consents[i] == CONSENT_NO || !room_has(&client->talks[0].room, vault->pinned[i]))
            continue;
        for (size_t k = 0; k < MEMBERS_MAX; k++) {
            if (memcmp(client->visitor.acknowledged[k].who, vault->pinned[i], HASH_SIZE) == 0)
                known = client->visitor.acknowledged[k].generation;
        }
        least = known < least ? known : least;
    }
    return least;
}

void visitor_hello_ack(struct client *client, const struct opening *opening)
{
    const struct talk *talk = opening->talk;
    struct hello_ack ack;
    if (hello_ack_decode(&ack, opening->body.content) != OK)
        return; /* says nothing that could be used */
    const struct vault *vault = &client->visitor.vault;
    if (memcmp(ack.session, talk->stream.session, SESSION_SIZE) != 0)
        return; /* answers an earlier page */
    /* Rule 11: someone else has used the number, or the server showed an old copy. */
    if (ack.ctr > vault->ctr || ack.last_ctr >= ack.ctr) {
        client_stop(client, "rollback");
        return;
    }
    bool is_on_chain = false;
    for (uint8_t i = 0; i < talk->history_count; i++)
        is_on_chain = is_on_chain || hash_equal(talk->history[i].head, ack.room_head);
    if (!is_on_chain) {
        client_stop(client, "room");
        return;
    }
    if (ack.ctr == vault->ctr)
        note_acknowledged(client, opening->envelope.header.sender, vault->off_gen);
    if (ack.late_rewraps > client->visitor.late_rewraps) {
        struct json json = client_event_open(client, "downgrade");
        client->visitor.late_rewraps = ack.late_rewraps;
        event_case(&json, talk);
        event_member(client, &json, "who", opening->envelope.header.sender, talk);
        client_event_put(client, &json);
    }
    if (ack.last_hello_day != 0) {
        struct json json = client_event_open(client, "last_sign_in");
        json_number(&json, "day", ack.last_hello_day);
        client_event_put(client, &json);
    }
}

/* Destroys the salts before the newest, once every member knows that one (rule 10). The server refuses while a stored envelope
 * still needs one; then it is tried again. */
static void destroy_generations(struct client *client)
{
    uint32_t known = acknowledged_by_all(client);
    if (known == 0 || client_awaits(client, FOR_SALT_GONE) ||
        client->now_s < client->visitor.generation_tried_s + GENERATION_RETRY_S)
        return;
    client->visitor.generation_tried_s = client->now_s;
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        const struct own_key *key = &client->own_keys[i];
        if (!key->is_used || key->generation >= known)
            continue;
        struct message message = {.code = MESSAGE_DELETE_SALT};
        message.as.delete_salt.purpose = SALT_OFFLINE;
        message.as.delete_salt.generation = key->generation;
        client_ask(client, &message, FOR_SALT_GONE, 0, key->generation);
    }
}

void visitor_generation_gone(struct client *client, uint32_t generation)
{
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        struct own_key *key = &client->own_keys[i];
        if (key->is_used && key->generation == generation)
            wipe(key, sizeof *key);
    }
}

/* --- while the page is open --- */

void visitor_event_state(struct client *client, uint8_t state, uint8_t band)
{
    static const char *const states[CASE_ENDED + 1] = {
        [CASE_WAITING] = "waiting", [CASE_CLAIMED] = "claimed", [CASE_CLOSED] = "closed", [CASE_ENDED] = "ended"};
    static const char *const bands[] = {"none", "next", "few", "many"};
    struct json json = client_event_open(client, "state");
    client->visitor.state = state;
    json_word(&json, "state", states[state]);
    json_word(&json, "band", bands[band]);
    client_event_put(client, &json);
}

static enum outcome tell(struct client *client, enum receipt_what what)
{
    struct receipt receipt = {.what = (uint8_t)what};
    uint8_t content[16];
    uint8_t local_id[MSG_ID_SIZE];
    size_t size;
    invariant(receipt_encode(&receipt, content, sizeof content, &size) == OK);
    send_new_id(client, CLASS_ROOM, local_id);
    TRY(send_put(client, &client->talks[0], BODY_RECEIPT, (struct bytes){content, size}, local_id));
    send_pump(client);
    return OK;
}

enum outcome visitor_tell(struct client *client, enum receipt_what what)
{
    if (role_of(client) != CLIENT_VISITOR || client->visitor.state != CASE_CLAIMED || client->phase == PHASE_STOPPED ||
        client->visitor.is_burning)
        return REFUSED;
    if (what != RECEIPT_CANNOT_WRITE && what != RECEIPT_ONLY_READING)
        return MALFORMED;
    return tell(client, what);
}

void visitor_visible(struct client *client, bool is_visible)
{
    client->visitor.is_visible = is_visible;
}

void visitor_tick(struct client *client)
{
    if (client->visitor.has_mailbox && client->visitor.needs_vault)
        visitor_mark_moved(client);
    if (!client->visitor.has_mailbox || client->visitor.state != CASE_CLAIMED)
        return;
    destroy_generations(client);
    if (client->visitor.is_visible && client->outgoing.count == 0 &&
        client->now_s >= client->visitor.spoke_s + RECEIPT_EVERY_S)
        (void)!tell(client, RECEIPT_HERE); /* a full queue speaks for itself */
}
