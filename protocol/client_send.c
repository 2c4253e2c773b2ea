#include "client_parts.h"

#include <string.h>

#include "hash.h"
#include "writer.h"

enum {
    ENVELOPE_AT = 5, /* in a SEND: after code and tag */
};

/* What an envelope is about to be sealed to. Secret: holds psks. */
struct sealing {
    size_t count;
    bool is_live;
    struct seal_recipient recipients[WRAPS_MAX];
    uint8_t psks[WRAPS_MAX][PSK_SIZE];
};

void send_new_id(struct client *client, uint8_t msg_id[MSG_ID_SIZE])
{
    client->draw(msg_id, MSG_ID_SIZE);
}

enum outcome send_put(struct client *client, const struct talk *talk, uint8_t kind, struct bytes content,
                      const uint8_t local_id[MSG_ID_SIZE])
{
    struct outgoing head = {.talk = talk_index(client, talk), .kind = kind};
    memcpy(head.local_id, local_id, MSG_ID_SIZE);
    memcpy(head.msg_id, local_id, MSG_ID_SIZE);
    TRY(client_queue_put(&client->outgoing, PARTS(PART((const uint8_t *)&head, sizeof head), content)));
    client->is_dirty = true;
    return OK;
}

bool visitor_is_live(const struct client *client, const struct talk *talk)
{
    return talk->has_live && client->now_s <= talk->heard_s + LIVE_S;
}

/* --- to whom --- */

/* Staff seal to the visitor: the live key while the visitor is heard, else the newest offline key (rule 10). */
static enum outcome seal_to_visitor(const struct client *client, const struct talk *talk, struct sealing *sealing)
{
    struct seal_recipient *recipient = &sealing->recipients[sealing->count];
    sealing->is_live = visitor_is_live(client, talk);
    memcpy(recipient->recipient, talk->visitor_id, HASH_SIZE);
    recipient->pk = sealing->is_live ? talk->live_pk : talk->off_pk;
    recipient->mode = WRAP_PSK;
    memcpy(sealing->psks[sealing->count], talk->psk, PSK_SIZE);
    recipient->psk = sealing->psks[sealing->count];
    sealing->count++;
    return talk->off_gen == 0 ? GONE : OK;
}

static bool is_pinned(const struct vault *vault, const uint8_t who[HASH_SIZE])
{
    for (uint8_t i = 0; i < vault->pinned_count; i++) {
        if (memcmp(vault->pinned[i], who, HASH_SIZE) == 0)
            return true;
    }
    return false;
}

static enum outcome seal_to_staff(const struct client *client, const struct talk *talk, const uint8_t who[HASH_SIZE],
                                  struct sealing *sealing)
{
    const struct roster_entry *entry = roster_find(&client->roster, who, client_now_min(client));
    if (entry == NULL || entry->key_issued_min == 0 || !is_pinned(&client->visitor.vault, who))
        return GONE;
    struct seal_recipient *recipient = &sealing->recipients[sealing->count];
    memcpy(recipient->recipient, who, HASH_SIZE);
    recipient->pk = entry->key_pk;
    recipient->mode = WRAP_PSK;
    visitor_psk(&client->visitor.keys, talk->case_id, who, sealing->psks[sealing->count]);
    recipient->psk = sealing->psks[sealing->count];
    sealing->count++;
    return OK;
}

/* A visitor writes to all who got the intake while it waits, then to the members of the room. */
static enum outcome choose_recipients(const struct client *client, const struct talk *talk, struct sealing *sealing)
{
    if (client->role == CLIENT_STAFF)
        return seal_to_visitor(client, talk, sealing);
    if (talk->room.epoch == 0) {
        for (uint8_t i = 0; i < client->visitor.vault.pinned_count; i++)
            (void)!seal_to_staff(client, talk, client->visitor.vault.pinned[i], sealing); /* who has left has no key */
        return sealing->count > 0 ? OK : GONE;
    }
    for (uint8_t i = 0; i < talk->room.member_count; i++) {
        const uint8_t *who = talk->room.members[i].who;
        if (memcmp(who, talk->visitor_id, HASH_SIZE) != 0)
            TRY(seal_to_staff(client, talk, who, sealing));
    }
    return sealing->count > 0 ? OK : GONE;
}

/* --- sealing --- */

static void fill_body(const struct client *client, const struct talk *talk, struct bytes content, struct body *body)
{
    const struct inflight *inflight = &client->inflight;
    *body = (struct body){
        .kind = inflight->kind,
        .seq = inflight->seq,
        .sent_min = (uint32_t)client_now_min(client),
        .content = content,
    };
    if (inflight->seq > 1)
        memcpy(body->prev, talk->link, HASH_SIZE);
    for (uint8_t i = 0; i < talk->mark_count; i++)
        body->seen[body->seen_count++] = talk->marks[i].at;
}

static void fill_header(const struct client *client, const struct talk *talk, uint8_t bucket, struct header *header)
{
    *header = (struct header){
        .class = talk->room.epoch == 0 ? CLASS_INTAKE : CLASS_ROOM,
        .bucket = bucket,
        .epoch = talk->room.epoch,
    };
    memcpy(header->case_id, talk->case_id, CASE_ID_SIZE);
    memcpy(header->msg_id, client->inflight.msg_id, MSG_ID_SIZE);
    memcpy(header->roster_hash, talk->room.roster_hash, HASH_SIZE);
    memcpy(header->sender, client_me(client), HASH_SIZE);
    memcpy(header->session, client->inflight.session, SESSION_SIZE);
}

/* Seals into `inflight`. GONE: no key to seal to, now. */
static enum outcome seal(struct client *client, const struct talk *talk, struct bytes content,
                         const struct sealing *sealing)
{
    struct inflight *inflight = &client->inflight;
    struct body body;
    struct header header;
    uint8_t bucket;
    size_t size;
    uint8_t randomness[32 + WRAPS_MAX * KEM_ENC_SEED_SIZE];
    fill_body(client, talk, content, &body);
    enum outcome outcome = body_encode(&body, client->scratch, sizeof client->scratch, &size, &bucket);
    if (outcome == OK) {
        fill_header(client, talk, bucket, &header);
        client->draw(randomness, 32 + sealing->count * KEM_ENC_SEED_SIZE);
        outcome = envelope_seal(&header, (struct bytes){client->scratch, size}, client->deployment_id,
                                sealing->recipients, sealing->count, randomness, inflight->message + ENVELOPE_AT,
                                sizeof inflight->message - ENVELOPE_AT, &inflight->size, &inflight->seal);
    }
    wipe(randomness, sizeof randomness);
    wipe(client->scratch, sizeof client->scratch);
    inflight->size += ENVELOPE_AT;
    inflight->is_live = sealing->is_live;
    inflight->off_gen = talk->off_gen;
    memcpy(inflight->live_session, talk->live_session, SESSION_SIZE);
    return outcome;
}

static enum outcome compose(struct client *client, struct talk *talk, const struct outgoing *head, struct bytes content)
{
    struct inflight *inflight = &client->inflight;
    struct sealing sealing = {0};
    uint8_t hello[HELLO_MAX];
    wipe(inflight, sizeof *inflight);
    enum outcome outcome = choose_recipients(client, talk, &sealing);
    if (outcome == OK && client->role == CLIENT_VISITOR && head->kind == BODY_HELLO) {
        content.data = hello;
        outcome = visitor_hello_content(client, talk, hello, sizeof hello, &content.size);
    }
    if (outcome == OK) {
        inflight->talk = talk_index(client, talk);
        inflight->kind = head->kind;
        memcpy(inflight->local_id, head->local_id, MSG_ID_SIZE);
        memcpy(inflight->msg_id, head->msg_id, MSG_ID_SIZE);
        memcpy(inflight->session, talk->session, SESSION_SIZE);
        inflight->seq = talk->seq + 1;
        if (head->is_alone) {
            client->draw(inflight->session, SESSION_SIZE);
            inflight->seq = 1;
        }
        outcome = seal(client, talk, content, &sealing);
    }
    inflight->is_used = outcome == OK;
    wipe(&sealing, sizeof sealing);
    wipe(hello, sizeof hello);
    return outcome;
}

/* Puts `inflight` out under a new tag. */
static void transmit(struct client *client)
{
    struct inflight *inflight = &client->inflight;
    struct writer writer;
    uint32_t tag = client_expect(client, inflight->is_open_case ? FOR_OPEN : FOR_SEND, inflight->talk, 0);
    if (tag == 0)
        return;
    writer_open(&writer, inflight->message, ENVELOPE_AT);
    writer_u8(&writer, inflight->is_open_case ? MESSAGE_OPEN_CASE : MESSAGE_SEND);
    writer_u32(&writer, tag);
    client_put_frame(client, inflight->message, inflight->size);
    client->visitor.spoke_s = client->now_s;
    client->is_dirty = true;
}

void send_resume(struct client *client)
{
    if (client->inflight.is_used && client->phase == PHASE_READY && !client_awaits(client, FOR_SEND) &&
        !client_awaits(client, FOR_OPEN) && !client_awaits(client, FOR_KEEP_OWN) &&
        client->now_s >= client->pause_until_s)
        transmit(client);
}

/* --- what came of it --- */

static void event_sent(struct client *client, const char *name, const uint8_t local_id[MSG_ID_SIZE],
                       const struct talk *talk, const char *why)
{
    struct json json = client_event_open(client, name);
    event_case(&json, talk);
    json_hex(&json, "id", local_id, MSG_ID_SIZE);
    if (why != NULL)
        json_word(&json, "why", why);
    client_event_put(client, &json);
}

static bool is_said_by_person(uint8_t kind)
{
    return kind == BODY_TEXT || kind == BODY_APPOINTMENT;
}

static void forget_outgoing(struct client *client, const uint8_t local_id[MSG_ID_SIZE])
{
    for (size_t i = 0; i < client->outgoing.count; i++) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        if (memcmp(head.local_id, local_id, MSG_ID_SIZE) == 0) {
            client_queue_remove(&client->outgoing, i);
            return;
        }
    }
}

/* A place to keep what was said; the oldest of the protocol's own messages gives way to a person's words. */
static struct kept *keep_place(struct talk *talk)
{
    struct kept *oldest = NULL;
    for (size_t i = 0; i < KEPT_MAX; i++) {
        struct kept *kept = &talk->kept[i];
        if (!kept->is_used)
            return kept;
        if (!is_said_by_person(kept->kind) && (oldest == NULL || kept->seq < oldest->seq))
            oldest = kept;
    }
    return oldest;
}

static void keep(struct client *client, struct talk *talk)
{
    const struct inflight *inflight = &client->inflight;
    bool is_needed = client->role == CLIENT_STAFF ? inflight->is_live || is_said_by_person(inflight->kind)
                                                  : is_said_by_person(inflight->kind);
    struct kept *kept = is_needed ? keep_place(talk) : NULL;
    if (kept == NULL)
        return;
    wipe(kept, sizeof *kept);
    kept->is_used = true;
    kept->is_live = inflight->is_live;
    kept->kind = inflight->kind;
    kept->seq = inflight->seq;
    memcpy(kept->session, inflight->session, SESSION_SIZE);
    memcpy(kept->local_id, inflight->local_id, MSG_ID_SIZE);
    memcpy(kept->msg_id, inflight->msg_id, MSG_ID_SIZE);
    memcpy(kept->live_session, inflight->live_session, SESSION_SIZE);
    if (inflight->needs_rewrap) {
        kept->needs_rewrap = true;
        kept->rewrap_at_s = client->now_s + (inflight->is_live ? REWRAP_AFTER_S : 0);
    }
    if (client->role == CLIENT_STAFF)
        kept->seal = inflight->seal; /* a visitor never wraps again */
}

/* Its way has ended: the server may delete its copy. */
static void end(struct client *client, struct arrived *arrived)
{
    if (client->role == CLIENT_VISITOR)
        visitor_delete(client, arrived->seq, arrived);
    else
        client_delete(client, arrived->seq);
    wipe(arrived, sizeof *arrived);
}

/* The receipt is stored: the server may delete its copies of what it names. */
static void receipted(struct client *client, uint8_t talk)
{
    for (size_t i = 0; i < ARRIVED_MAX; i++) {
        struct arrived *arrived = &client->arrived[i];
        if (arrived->is_used && arrived->is_receipted && arrived->talk == talk)
            end(client, arrived);
    }
}

/* A stream that may hold a message we cannot be sure of ends here: its next number must not be used twice. */
static void begin_stream(struct client *client, struct talk *talk)
{
    client->draw(talk->session, SESSION_SIZE);
    talk->seq = 0;
    if (client->role != CLIENT_VISITOR)
        return;
    talk->is_held = true; /* the other side learns of the new stream by the Hello of the next login */
    client_event_plain(client, "reconnect");
}

void send_done(struct client *client)
{
    struct inflight *inflight = &client->inflight;
    struct talk *talk = &client->talks[inflight->talk];
    if (archive_keep_own(client))
        return;
    bool was_waiting = inflight->needs_rewrap && !inflight->is_delivered;
    if (memcmp(inflight->session, talk->session, SESSION_SIZE) == 0) {
        talk->seq = inflight->seq;
        envelope_link(&inflight->seal, talk->link);
    }
    if (!inflight->is_delivered)
        keep(client, talk);
    forget_outgoing(client, inflight->local_id);
    if (inflight->kind == BODY_RECEIPT)
        receipted(client, inflight->talk);
    if (is_said_by_person(inflight->kind)) {
        event_sent(client, "accepted", inflight->local_id, talk, NULL);
        if (inflight->is_delivered)
            event_sent(client, "delivered", inflight->local_id, talk, NULL);
    }
    client->is_dirty = true;
    bool was_live = inflight->is_live;
    wipe(inflight, sizeof *inflight);
    if (was_waiting)
        send_rewraps(client, talk, !was_live);
}

static void drop_inflight(struct client *client)
{
    for (size_t i = 0; i < ARRIVED_MAX; i++)
        client->arrived[i].is_receipted = false;
    wipe(&client->inflight, sizeof client->inflight);
}

/* Back to the queue: it is sealed anew when the way is free. If a first copy may have been stored it keeps its name, so that
 * nobody is shown it twice, and travels in a stream of its own. */
static void take_back(struct client *client, bool needs_new_id)
{
    const struct inflight *inflight = &client->inflight;
    for (size_t i = 0; i < client->outgoing.count; i++) {
        struct outgoing head;
        uint8_t *octets;
        memcpy(&head, client_queue_at(&client->outgoing, i, &octets).data, sizeof head);
        if (memcmp(head.local_id, inflight->local_id, MSG_ID_SIZE) != 0)
            continue;
        if (inflight->was_resent)
            head.is_alone = true;
        else if (needs_new_id)
            send_new_id(client, head.msg_id);
        memcpy(octets, &head, sizeof head);
    }
    if (inflight->was_resent)
        begin_stream(client, &client->talks[inflight->talk]);
    drop_inflight(client);
    client->is_dirty = true;
}

static void give_up(struct client *client, const char *why)
{
    const struct inflight *inflight = &client->inflight;
    struct talk *talk = &client->talks[inflight->talk];
    if (is_said_by_person(inflight->kind))
        event_sent(client, "unsent", inflight->local_id, talk, why);
    forget_outgoing(client, inflight->local_id);
    if (inflight->was_resent && !talk->room.is_closed)
        begin_stream(client, talk);
    drop_inflight(client);
    client->is_dirty = true;
}

/* The visitor's key is gone: the same envelope, wrapped to the newest (rule 10). */
static void wrap_anew(struct client *client, struct talk *talk, bool is_live)
{
    struct inflight *inflight = &client->inflight;
    uint8_t randomness[KEM_ENC_SEED_SIZE];
    struct seal_recipient recipient = {
        .pk = is_live ? talk->live_pk : talk->off_pk, .mode = WRAP_PSK, .psk = talk->psk};
    memcpy(recipient.recipient, talk->visitor_id, HASH_SIZE);
    client->draw(randomness, sizeof randomness);
    uint8_t *wrap = inflight->message + ENVELOPE_AT + HEADER_SIZE + HASH_SIZE + 2;
    enum outcome outcome =
        envelope_rewrap(&inflight->seal, talk->case_id, client->deployment_id, &recipient, randomness, wrap);
    wipe(randomness, sizeof randomness);
    inflight->is_live = is_live;
    inflight->off_gen = talk->off_gen;
    memcpy(inflight->live_session, talk->live_session, SESSION_SIZE);
    if (outcome == OK)
        transmit(client);
    else
        give_up(client, "stale_key");
}

static void stale_key(struct client *client, struct talk *talk)
{
    const struct inflight *inflight = &client->inflight;
    if (client->role == CLIENT_VISITOR) {
        /* A colleague has a newer receive key: fetch the roster again. */
        take_back(client, false);
        client_event_plain(client, "reconnect");
    } else if (inflight->is_live) {
        /* The page that is gone, or one before it? */
        if (memcmp(inflight->live_session, talk->live_session, SESSION_SIZE) == 0)
            talk->has_live = false;
        wrap_anew(client, talk, visitor_is_live(client, talk));
    } else if (talk->off_gen > inflight->off_gen) {
        wrap_anew(client, talk, false);
    } else {
        talk->is_held = true; /* until the visitor's next Hello brings a newer key */
        take_back(client, false);
    }
}

void send_error(struct client *client, uint8_t code, struct bytes detail)
{
    struct talk *talk = &client->talks[client->inflight.talk];
    (void)detail; /* says what the client knows already */
    if (client->inflight.is_delivered) {
        send_done(client); /* its receipt is here: the first copy was stored, and read */
        return;
    }
    switch (code) {
    case ERROR_STALE_KEY:
        stale_key(client, talk);
        break;
    case ERROR_EPOCH_CONFLICT:
        take_back(client, true);
        talk_fetch_events(client, talk);
        break;
    case ERROR_RATE:
    case ERROR_UNAVAILABLE:
        /* The same envelope again, for it may have been stored all the same. */
        client->pause_until_s = client->now_s + PAUSE_S;
        client->inflight.was_resent = true;
        break;
    case ERROR_NOT_MEMBER:
        give_up(client, "not_member");
        break;
    case ERROR_QUOTA:
        give_up(client, "quota");
        break;
    case ERROR_TOO_LARGE:
        give_up(client, "too_large");
        break;
    default:
        give_up(client, "closed");
        break;
    }
}

/* --- what goes next --- */

static bool can_send(const struct talk *talk)
{
    return talk->is_used && talk->is_ours && !talk->is_held && !talk->is_fetching;
}

/* Names all that was shown in `talk` and has no receipt yet. */
static size_t receipt_ids(struct client *client, const struct talk *talk, uint8_t *ids)
{
    size_t count = 0;
    for (size_t i = 0; i < ARRIVED_MAX && count < UNDELIVERED_MAX; i++) {
        struct arrived *arrived = &client->arrived[i];
        if (!arrived->is_used || !arrived->is_shown || arrived->talk != talk_index(client, talk))
            continue;
        memcpy(ids + count * MSG_ID_SIZE, arrived->msg_id, MSG_ID_SIZE);
        arrived->is_receipted = true;
        count++;
    }
    return count;
}

static void send_receipt(struct client *client, struct talk *talk)
{
    uint8_t ids[UNDELIVERED_MAX * MSG_ID_SIZE];
    uint8_t content[sizeof ids + 8];
    struct receipt receipt = {.what = RECEIPT_SHOWN, .msg_ids = {ids, 0}};
    struct outgoing head = {.talk = talk_index(client, talk), .kind = BODY_RECEIPT};
    size_t size;
    receipt.msg_ids.size = receipt_ids(client, talk, ids) * MSG_ID_SIZE;
    send_new_id(client, head.local_id);
    memcpy(head.msg_id, head.local_id, MSG_ID_SIZE);
    invariant(receipt_encode(&receipt, content, sizeof content, &size) == OK);
    if (compose(client, talk, &head, (struct bytes){content, size}) == OK)
        transmit(client);
    else
        drop_inflight(client);
}

static void pump_receipts(struct client *client)
{
    for (size_t i = 0; i < ARRIVED_MAX && !client->inflight.is_used; i++) {
        struct arrived *arrived = &client->arrived[i];
        if (!arrived->is_used || !arrived->is_shown)
            continue;
        struct talk *talk = &client->talks[arrived->talk];
        if (talk->is_ours && (arrived->is_silent || talk->room.is_closed))
            end(client, arrived); /* nothing more is said in a closed room */
        else if (can_send(talk))
            send_receipt(client, talk);
    }
}

/* Tries record number `index`; true when it was taken away, so that another one stands there. */
static bool pump_record(struct client *client, size_t index)
{
    struct bytes record = client_queue_at(&client->outgoing, index, NULL);
    struct outgoing head;
    memcpy(&head, record.data, sizeof head);
    struct talk *talk = &client->talks[head.talk];
    if (!can_send(talk))
        return false;
    if (talk->room.is_closed) {
        memcpy(client->inflight.local_id, head.local_id, MSG_ID_SIZE);
        client->inflight.talk = head.talk;
        client->inflight.kind = head.kind;
        give_up(client, "closed");
        return true;
    }
    enum outcome outcome =
        compose(client, talk, &head, (struct bytes){record.data + sizeof head, record.size - sizeof head});
    if (outcome == OK)
        transmit(client);
    else
        talk->is_held = true;
    return false;
}

void send_pump(struct client *client)
{
    open_missed(client);
    if (client->phase != PHASE_READY || client->now_s < client->pause_until_s)
        return;
    send_resume(client);
    for (size_t i = 0; i < client->outgoing.count && !client->inflight.is_used;)
        i += pump_record(client, i) ? 0 : 1;
    pump_receipts(client);
}

/* --- after it was said --- */

static void rewrap(struct client *client, struct talk *talk, struct kept *kept, bool is_live)
{
    uint8_t randomness[KEM_ENC_SEED_SIZE];
    uint8_t wrap[WRAP_SIZE];
    struct seal_recipient recipient = {
        .pk = is_live ? talk->live_pk : talk->off_pk,
        .mode = WRAP_PSK,
        .psk = talk->psk,
    };
    memcpy(recipient.recipient, talk->visitor_id, HASH_SIZE);
    client->draw(randomness, sizeof randomness);
    enum outcome outcome =
        envelope_rewrap(&kept->seal, talk->case_id, client->deployment_id, &recipient, randomness, wrap);
    wipe(randomness, sizeof randomness);
    if (outcome != OK)
        return;
    struct message message = {.code = MESSAGE_REWRAP, .as.rewrap.wrap = {wrap, sizeof wrap}};
    memcpy(message.as.rewrap.msg_id, kept->msg_id, MSG_ID_SIZE);
    client_ask(client, &message, FOR_REWRAP, talk_index(client, talk), 0);
    struct pending *pending = client_pending(client, message.tag);
    if (pending != NULL)
        memcpy(pending->id, kept->msg_id, MSG_ID_SIZE);
    kept->needs_rewrap = false;
    kept->is_live = is_live;
    memcpy(kept->live_session, talk->live_session, SESSION_SIZE);
    client->is_dirty = true;
}

void send_rewrap_failed(struct client *client, const struct pending *pending, uint8_t code)
{
    struct talk *talk = &client->talks[pending->talk];
    if (code == ERROR_GONE)
        return; /* was read, and deleted */
    for (size_t i = 0; i < KEPT_MAX; i++) {
        struct kept *kept = &talk->kept[i];
        if (!kept->is_used || memcmp(kept->msg_id, pending->id, MSG_ID_SIZE) != 0)
            continue;
        /* A stale key: the page is gone again, or knows newer ones than we; its Hello says so. Else the server asks for patience. */
        kept->needs_rewrap = true;
        kept->rewrap_at_s = client->now_s + (code == ERROR_STALE_KEY ? REWRAP_AFTER_S : PAUSE_S);
    }
}

void send_rewraps(struct client *client, struct talk *talk, bool may_go_offline)
{
    bool is_live = visitor_is_live(client, talk);
    for (size_t i = 0; i < KEPT_MAX; i++) {
        struct kept *kept = &talk->kept[i];
        if (kept->is_used && kept->needs_rewrap && (is_live || may_go_offline) && talk->off_gen > 0 &&
            client_can_ask(client))
            rewrap(client, talk, kept, is_live);
    }
}

/* A receipt for what the server has not confirmed to us: its first copy was stored, then the connection or the device broke. */
static void receipt_for_unsent(struct client *client, const struct talk *talk, const uint8_t *msg_id)
{
    struct inflight *inflight = &client->inflight;
    if (inflight->is_used && memcmp(inflight->msg_id, msg_id, MSG_ID_SIZE) == 0) {
        inflight->is_delivered = true;
        return;
    }
    for (size_t i = 0; i < client->outgoing.count; i++) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        if (memcmp(head.msg_id, msg_id, MSG_ID_SIZE) != 0 || !is_said_by_person(head.kind))
            continue;
        event_sent(client, "accepted", head.local_id, talk, NULL);
        event_sent(client, "delivered", head.local_id, talk, NULL);
        client_queue_remove(&client->outgoing, i);
        return;
    }
}

void send_receipt_for(struct client *client, struct talk *talk, const struct receipt *receipt)
{
    for (size_t at = 0; at < receipt->msg_ids.size; at += MSG_ID_SIZE) {
        const uint8_t *msg_id = receipt->msg_ids.data + at;
        if (receipt->what == RECEIPT_SHOWN)
            receipt_for_unsent(client, talk, msg_id);
        for (size_t i = 0; i < KEPT_MAX; i++) {
            struct kept *kept = &talk->kept[i];
            if (!kept->is_used || memcmp(kept->msg_id, msg_id, MSG_ID_SIZE) != 0)
                continue;
            if (receipt->what == RECEIPT_SHOWN && is_said_by_person(kept->kind))
                event_sent(client, "delivered", kept->local_id, talk, NULL);
            if (receipt->what == RECEIPT_UNREADABLE && is_said_by_person(kept->kind))
                event_sent(client, "unsent", kept->local_id, talk, "unreadable");
            wipe(kept, sizeof *kept);
        }
    }
}
