#include "client_parts.h"

#include <string.h>

#include "hash.h"
#include "login.h"

void login_challenge(struct client *client, const struct message *message)
{
    if (client->phase != PHASE_WAITING || !hash_equal(message->as.challenge.deployment_id, client->deployment_id)) {
        client_stop(client, "server");
        return;
    }
    if (message->as.challenge.client_version_min > UDVEJ_CLIENT_VERSION) {
        client_stop(client, "server");
        client_event_plain(client, "client_too_old");
        return;
    }
    memcpy(client->epk, message->as.challenge.epk, DH_SIZE);
    memcpy(client->nonce_s, message->as.challenge.nonce_s, NONCE_SIZE);
    client->challenge_s = client->now_s;
    work_told(client, &message->as.challenge.puzzle);
    client->phase = PHASE_CHALLENGED;
    quiet_begin(client);
    client_event_plain(client, "connected");
    struct message doors = {.code = MESSAGE_GET_DOORS};
    client_ask(client, &doors, FOR_DOORS, 0, 0);
    login_try(client);
}

static void try_visitor(struct client *client, const struct login_transcript *transcript)
{
    struct message login = {.code = MESSAGE_VISITOR_LOGIN};
    memcpy(login.as.visitor_login.pk_login, client->visitor.keys.pk_login, DH_SIZE);
    memcpy(login.as.visitor_login.nonce_c, transcript->nonce_c, NONCE_SIZE);
    if (login_visitor_macs(transcript, client->visitor.keys.sk_login, client->epk, login.as.visitor_login.mac,
                           client->server_mac) != OK) {
        client_stop(client, "server");
        return;
    }
    client_tell_server(client, &login);
}

static void try_staff(struct client *client, const struct login_transcript *transcript)
{
    struct message login = {.code = MESSAGE_STAFF_LOGIN};
    memcpy(login.as.staff_login.cert_hash, client->staff.cert_hash, HASH_SIZE);
    memcpy(login.as.staff_login.nonce_c, transcript->nonce_c, NONCE_SIZE);
    if (login_staff_sign(transcript, client->staff.seed_sign, login.as.staff_login.signature) == OK)
        client_tell_server(client, &login);
    else
        client_stop(client, "server");
}

void login_try(struct client *client)
{
    bool has_keys = role_of(client) == CLIENT_VISITOR ? client->visitor.has_keys : client->staff.is_unlocked;
    if (client->phase != PHASE_CHALLENGED || !has_keys)
        return;
    if (client->now_s > client->challenge_s + CHALLENGE_FRESH_S) {
        client_event_plain(client, "reconnect");
        return;
    }
    uint8_t nonce_c[NONCE_SIZE];
    client->draw(nonce_c, sizeof nonce_c);
    struct login_transcript transcript = {
        .host = {client->host, client->host_size},
        .deployment_id = client->deployment_id,
        .epk = client->epk,
        .nonce_s = client->nonce_s,
        .who = role_of(client) == CLIENT_VISITOR ? client->visitor.keys.pk_login : client->staff.cert_hash,
        .nonce_c = nonce_c,
    };
    client->phase = PHASE_PROVING;
    if (role_of(client) == CLIENT_VISITOR)
        try_visitor(client, &transcript);
    else
        try_staff(client, &transcript);
}

void login_ask_roster(struct client *client)
{
    struct message message = {.code = MESSAGE_GET_ROSTER};
    client->phase = PHASE_CHECKING;
    roster_open(&client->roster_fetched, client->deployment_id);
    client_ask(client, &message, FOR_ROSTER, 0, 0);
}

/* A key whose salt the server does not have is of no use to any later page: its PUT_SALT never arrived, or it was destroyed. */
static void drop_lost_generations(struct client *client, struct bytes salts)
{
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        struct own_key *key = &client->own_keys[i];
        bool is_lost = key->is_used;
        for (size_t at = 0; is_lost && at < salts.size; at += SHRED_SALT_SIZE) {
            struct shred_salt sealed;
            invariant(shred_salt_decode(&sealed, salts.data + at) == OK); /* message.c has looked at each */
            if (sealed.purpose == SALT_OFFLINE && sealed.generation == key->generation)
                is_lost = false;
        }
        if (is_lost)
            wipe(key, sizeof *key);
    }
}

/* The offline keys that the server's salts lead to. */
static enum outcome take_salts(struct client *client, struct bytes salts)
{
    drop_lost_generations(client, salts);
    archive_before_salts(client);
    for (size_t at = 0; at < salts.size; at += SHRED_SALT_SIZE) {
        struct shred_salt sealed;
        uint8_t salt[SALT_SIZE];
        uint8_t seed[KEM_SEED_SIZE];
        invariant(shred_salt_decode(&sealed, salts.data + at) == OK);
        if (sealed.purpose == SALT_ARCHIVE)
            TRY(archive_take_salt(client, &sealed));
        if (sealed.purpose != SALT_OFFLINE)
            continue;
        bool is_known = false;
        for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
            const struct own_key *key = &client->own_keys[i];
            is_known = is_known || (key->is_used && key->generation == sealed.generation);
        }
        if (is_known)
            continue;
        TRY(visitor_salt_open(&client->visitor.keys, &sealed, salt));
        visitor_offline_seed(&client->visitor.keys, salt, sealed.generation, seed);
        own_key_add(client, seed)->generation = sealed.generation;
        wipe(salt, sizeof salt);
        wipe(seed, sizeof seed);
    }
    archive_after_salts(client);
    return OK;
}

/* This page may know of writes that were lost, and another page of the same person may have written since: what either has
 * seen counts, so that no number is used twice. */
static void join_vaults(struct vault *vault, const struct vault *ours)
{
    archive_join(vault, ours);
    if (ours->version >= vault->version) {
        /* What was answered here, and has not arrived. */
        vault->pinned_count = ours->pinned_count;
        memcpy(vault->pinned, ours->pinned, sizeof vault->pinned);
        memcpy(vault->consents, ours->consents, sizeof vault->consents);
    }
    vault->version = ours->version > vault->version ? ours->version : vault->version;
    vault->ctr = ours->ctr > vault->ctr ? ours->ctr : vault->ctr;
    vault->off_gen = ours->off_gen > vault->off_gen ? ours->off_gen : vault->off_gen;
    if (ours->snapshot_issued_min > vault->snapshot_issued_min)
        vault->snapshot_issued_min = ours->snapshot_issued_min;
    if (ours->room_epoch > vault->room_epoch) {
        vault->room_epoch = ours->room_epoch;
        memcpy(vault->room_head, ours->room_head, HASH_SIZE);
    }
}

/* What another page has read, this one has read. */
static void join_marks(struct talk *talk, const struct vault *vault)
{
    for (uint8_t i = vault->mark_count; talk->is_used && i-- > 0;) {
        struct mark read = {.at = vault->marks[i], .ahead = vault->ahead[i]};
        struct mark *mark = mark_for(talk, read.at.member, read.at.session);
        uint64_t top = mark_top(mark);
        if (read.at.seq > mark->at.seq) {
            struct mark ours = *mark;
            mark->at.seq = read.at.seq;
            mark->ahead = read.ahead;
            for (uint64_t seq = mark->at.seq + 1; seq <= top; seq++) {
                if (mark_has(&ours, seq))
                    mark_set(mark, seq);
            }
        } else {
            for (uint64_t seq = mark->at.seq + 1; seq <= mark_top(&read); seq++) {
                if (mark_has(&read, seq))
                    mark_set(mark, seq);
            }
        }
        mark->has_link = mark->has_link && mark_top(mark) == top;
    }
}

/* Rule 15: an older vault than one that the server has confirmed is an old copy. */
static enum outcome take_vault(struct client *client, struct bytes sealed, const uint8_t case_id[CASE_ID_SIZE])
{
    struct vault vault;
    uint8_t expected[CASE_ID_SIZE];
    TRY(vault_open(&client->visitor.keys, sealed.data, &vault));
    case_id_of(client->visitor.keys.pk_login, vault.case_nonce, expected);
    if (vault.version < client->visitor.vault_acked || memcmp(expected, case_id, CASE_ID_SIZE) != 0)
        return REFUSED;
    client->visitor.vault_acked = vault.version;
    if (client->visitor.has_mailbox || client->inflight.is_open_case)
        join_vaults(&vault, &client->visitor.vault);
    client->visitor.vault = vault;
    join_marks(&client->talks[0], &vault);
    wipe(&vault, sizeof vault);
    return OK;
}

void login_visitor_ok(struct client *client, const struct message *message)
{
    if (client->phase != PHASE_PROVING || !hash_equal(message->as.visitor_ok.mac, client->server_mac)) {
        client_stop(client, "server");
        return;
    }
    if (client->visitor.is_burning) {
        burn_resume(client);
        return;
    }
    if (client->visitor.is_gone) {
        deletion_over(client, NULL); /* it is kept after all: nothing to sign for */
        return;
    }
    bool was_opening = client->inflight.is_used && client->inflight.is_open_case;
    if (take_vault(client, message->as.visitor_ok.vault, message->as.visitor_ok.case_id) != OK ||
        take_salts(client, message->as.visitor_ok.salts) != OK) {
        client_stop(client, "rollback");
        return;
    }
    client->visitor.has_mailbox = true;
    client->visitor.is_new = false;
    if (was_opening) {
        /* The case was stored before the connection broke; only its answer was lost. */
        visitor_opened(client);
    }
    visitor_event_state(client, message->as.visitor_ok.state, message->as.visitor_ok.band);
    login_ask_roster(client);
}

void login_no_mailbox(struct client *client, const struct message *message)
{
    if (client->phase != PHASE_PROVING || !hash_equal(message->as.no_mailbox.mac, client->server_mac)) {
        client_stop(client, "server");
        return;
    }
    if (client->visitor.is_new)
        login_ask_roster(client);
    else
        deletion_begin(client);
}

void login_staff_ok(struct client *client, const struct message *message)
{
    (void)message;
    if (client->phase == PHASE_PROVING)
        login_ask_roster(client);
    else
        client_stop(client, "server");
}

/* A snapshot or receive key that is refused is simply not used; a certificate that is refused is an attack. */
static bool may_be_left_out(struct bytes statement)
{
    struct statement parsed;
    return statement_decode(&parsed, statement) == OK &&
           (parsed.type == STATEMENT_TYPE_SNAPSHOT || parsed.type == STATEMENT_TYPE_RECEIVE_KEY);
}

void login_statement(struct client *client, const struct message *message)
{
    struct bytes statement = message->as.statement.statement;
    const struct pending *pending = client_pending(client, message->tag);
    if (pending == NULL) {
        /* Pushed: a colleague's new receive key. Refused ones change nothing. */
        if (client->has_roster && may_be_left_out(statement))
            (void)!roster_add(&client->roster, statement, client_now_min(client));
        for (size_t i = 0; i < TALKS_MAX; i++)
            client->talks[i].has_nobody = false; /* that may have been the key it waited for */
        return;
    }
    if (pending->purpose != FOR_ROSTER)
        return;
    enum outcome outcome = roster_add(&client->roster_fetched, statement, client_now_min(client));
    if (outcome == OK || may_be_left_out(statement))
        return;
    if (client->visitor.is_gone)
        deletion_over(client, NULL); /* of a programme that cannot be checked no receipt is worth anything */
    else
        client_stop(client, "roster");
}

static void visitor_checked(struct client *client)
{
    if (!client->visitor.has_mailbox) {
        login_become_ready(client);
        return;
    }
    const struct vault *vault = &client->visitor.vault;
    struct talk *talk = &client->talks[0];
    if (!talk->is_used) {
        talk = talk_new(client);
        talk->is_ours = true;
        talk->door = vault->door;
        case_id_of(client->visitor.keys.pk_login, vault->case_nonce, talk->case_id);
        memcpy(talk->visitor_id, client->visitor.keys.visitor_id, HASH_SIZE);
        talk->has_visitor = talk->has_head = true;
        room_open(&talk->room, talk->case_id, talk->visitor_id, vault->snapshot_hash);
        talk_note_epoch(talk);
        talk->unreadable.logins = vault->unreadable_logins;
        memcpy(talk->unreadable.msg_id, vault->unreadable, MSG_ID_SIZE);
        talk->mark_count = vault->mark_count;
        talk->has_forgotten_marks = vault->mark_count == VAULT_MARKS_MAX;
        for (uint8_t i = 0; i < vault->mark_count; i++)
            talk->marks[i] = (struct mark){.at = vault->marks[i], .ahead = vault->ahead[i]};
    }
    talk_fetch_events(client, talk);
}

void login_roster_done(struct client *client)
{
    const struct roster *roster = &client->roster_fetched;
    uint64_t oldest =
        role_of(client) == CLIENT_VISITOR ? client->visitor.vault.snapshot_issued_min : client->staff.snapshot_min;
    if (client->phase != PHASE_CHECKING)
        return;
    if (client->visitor.is_gone) {
        deletion_roster_done(client);
        return;
    }
    if (!roster->has_root_set || !roster->has_snapshot || roster->snapshot_issued_min < oldest) {
        client_stop(client, "roster");
        return;
    }
    client->roster = *roster;
    client->has_roster = true;
    if (role_of(client) == CLIENT_VISITOR) {
        client->visitor.vault.snapshot_issued_min = roster->snapshot_issued_min;
        visitor_checked(client);
    } else {
        client->staff.snapshot_min = roster->snapshot_issued_min;
        staff_set_up(client);
    }
}

void login_become_ready(struct client *client)
{
    client->phase = PHASE_READY;
    client_event_plain(client, "ready");
    if (role_of(client) == CLIENT_VISITOR)
        visitor_delete_due(client);
    if (role_of(client) == CLIENT_STAFF || client->visitor.has_mailbox)
        open_mailbox(client);
    if (role_of(client) == CLIENT_VISITOR && client->visitor.has_mailbox) {
        archive_ready(client);
        case_ask_reopen_again(client);
    }
    if (role_of(client) == CLIENT_STAFF)
        staff_ask_again(client);
    send_pump(client);
}
