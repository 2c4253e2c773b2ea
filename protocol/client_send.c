#include "client_parts.h"

#include <string.h>

#include "hash.h"
#include "writer.h"

enum {
    ENVELOPE_AT = 5,  /* in a SEND: after code and tag */
    STAFF_ID_BIT = 1, /* of an id's last octet */
};

void send_new_id(struct client *client, uint8_t class, uint8_t msg_id[MSG_ID_SIZE])
{
    uint8_t *last = msg_id + MSG_ID_SIZE - 1;
    client->draw(msg_id, MSG_ID_SIZE);
    *last = (uint8_t)((*last & ~STAFF_ID_BIT) | (class == CLASS_STAFF ? STAFF_ID_BIT : 0));
}

bool send_is_staff_id(const uint8_t msg_id[MSG_ID_SIZE])
{
    return (msg_id[MSG_ID_SIZE - 1] & STAFF_ID_BIT) != 0;
}

enum outcome send_put_as(struct client *client, const struct talk *talk, const struct outgoing *head,
                         struct bytes content)
{
    struct outgoing made = *head;
    made.talk = talk_index(client, talk);
    memcpy(made.msg_id, made.local_id, MSG_ID_SIZE);
    TRY(client_queue_put(&client->outgoing, PARTS(PART((const uint8_t *)&made, sizeof made), content)));
    client->is_dirty = true;
    return OK;
}

enum outcome send_put(struct client *client, const struct talk *talk, uint8_t kind, struct bytes content,
                      const uint8_t local_id[MSG_ID_SIZE])
{
    struct outgoing head = {.kind = kind, .is_said = is_said_by_person(kind), .is_staff = kind == BODY_NOTE};
    memcpy(head.local_id, local_id, MSG_ID_SIZE);
    return send_put_as(client, talk, &head, content);
}

/* --- sealing --- */

static void fill_body(const struct client *client, struct talk *talk, struct bytes content, const uint8_t *next_key,
                      struct body *body)
{
    const struct inflight *inflight = &client->inflight;
    *body = (struct body){
        .kind = inflight->kind,
        .seq = inflight->seq,
        .sent_min = (uint32_t)client_now_min(client),
        .content = content,
        .next_key = next_key,
    };
    if (inflight->seq > 1)
        memcpy(body->prev, talk_stream(talk, inflight->class)->link, HASH_SIZE);
    for (uint8_t i = 0; i < talk->mark_count && body->seen_count < SEEN_MAX; i++) {
        if (talk->marks[i].is_staff == (inflight->class == CLASS_STAFF))
            body->seen[body->seen_count++] = talk->marks[i].at;
    }
}

static void fill_header(const struct client *client, const struct talk *talk, uint8_t bucket, struct header *header)
{
    *header = (struct header){
        .class = talk->room.epoch == 0 ? CLASS_INTAKE : client->inflight.class,
        .bucket = bucket,
        .epoch = talk->room.epoch,
    };
    memcpy(header->case_id, talk->case_id, CASE_ID_SIZE);
    memcpy(header->msg_id, client->inflight.msg_id, MSG_ID_SIZE);
    memcpy(header->roster_hash, talk->room.roster_hash, HASH_SIZE);
    memcpy(header->sender, client_me(client), HASH_SIZE);
    memcpy(header->session, client->inflight.session, SESSION_SIZE);
}

/* Seals into `inflight`. REFUSED: nobody has a key that can be sealed to. */
static enum outcome seal(struct client *client, struct talk *talk, const struct outgoing *head, struct bytes content,
                         struct sealing *sealing)
{
    struct inflight *inflight = &client->inflight;
    struct body body;
    struct header header;
    uint8_t bucket;
    size_t size;
    uint8_t randomness[32 + WRAPS_MAX * KEM_ENC_SEED_SIZE];
    const uint8_t *next_key = turn_next(client, talk, head);
    fill_body(client, talk, content, next_key, &body);
    enum outcome outcome;
    invariant(body_encode(&body, client->scratch, sizeof client->scratch, &size, &bucket) == OK);
    fill_header(client, talk, bucket, &header);
    do {
        client->draw(randomness, 32 + sealing->count * KEM_ENC_SEED_SIZE);
        outcome = envelope_seal(&header, (struct bytes){client->scratch, size}, client->deployment_id,
                                sealing->recipients, sealing->count, randomness, inflight->message + ENVELOPE_AT,
                                sizeof inflight->message - ENVELOPE_AT, &inflight->size, &inflight->seal);
    } while (outcome == MALFORMED && recipients_leave_out(client, sealing));
    wipe(randomness, sizeof randomness);
    wipe(client->scratch, sizeof client->scratch);
    inflight->size += ENVELOPE_AT;
    inflight->is_live = sealing->is_live;
    inflight->has_next_key = next_key != NULL;
    inflight->off_gen = talk->off_gen;
    memcpy(inflight->live_session, talk->live_session, SESSION_SIZE);
    if (sealing->count == 0)
        return REFUSED;
    key_id_of(sealing->recipients[0].pk, inflight->key_id);
    return outcome;
}

/* Some contents are made when they go out, so that they say what is true then. */
static enum outcome content_of(struct client *client, struct talk *talk, const struct outgoing *head,
                               struct bytes *content, void *out, size_t max)
{
    if (role_of(client) == CLIENT_VISITOR && head->kind == BODY_HELLO) {
        content->data = out;
        visitor_hello_content(client, talk, out, max, &content->size);
        return OK;
    }
    if (head->kind == BODY_BRIEFING) {
        struct bytes text = *content;
        content->data = out;
        return meet_briefing_content(client, talk, text, out, max, &content->size);
    }
    return OK;
}

static void begin_inflight(struct client *client, struct talk *talk, const struct outgoing *head)
{
    struct inflight *inflight = &client->inflight;
    wipe(inflight, sizeof *inflight);
    inflight->talk = talk_index(client, talk);
    inflight->kind = head->kind;
    inflight->is_said = head->is_said;
    inflight->class = head->is_staff ? CLASS_STAFF : CLASS_ROOM;
    memcpy(inflight->local_id, head->local_id, MSG_ID_SIZE);
    memcpy(inflight->msg_id, head->msg_id, MSG_ID_SIZE);
    memcpy(inflight->session, talk_stream(talk, inflight->class)->session, SESSION_SIZE);
    inflight->seq = talk_stream(talk, inflight->class)->seq + 1;
    if (head->is_alone) {
        client->draw(inflight->session, SESSION_SIZE);
        inflight->seq = 1;
    }
}

/* Who can be reached from now on reads our streams from their beginning: what was said before was not said to them. */
static void note_reached(struct client *client, struct talk *talk, const struct outgoing *head, uint8_t unreached)
{
    if (role_of(client) == CLIENT_VISITOR || head->has_only)
        return;
    if (unreached < talk->unreached)
        send_begin_streams(client, talk);
    talk->unreached = unreached;
}

static enum outcome compose(struct client *client, struct talk *talk, const struct outgoing *head, struct bytes content)
{
    struct sealing sealing = {0};
    _Static_assert((int)BRIEFING_MAX >= (int)HELLO_MAX, "the larger of the two");
    uint8_t made[BRIEFING_MAX];
    enum outcome outcome = recipients_choose(client, talk, head, content, &sealing);
    note_reached(client, talk, head, sealing.unreached);
    begin_inflight(client, talk, head);
    if (outcome == OK)
        outcome = content_of(client, talk, head, &content, made, sizeof made);
    if (outcome == OK)
        outcome = seal(client, talk, head, content, &sealing);
    client->inflight.is_used = outcome == OK;
    wipe(&sealing, sizeof sealing);
    wipe(made, sizeof made);
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
    if (client->now_s > client->visitor.spoke_s + LIVE_S - RECEIPT_EVERY_S)
        client->visitor.live_since_s = client->now_s;
    client->visitor.spoke_s = client->now_s;
    client->is_dirty = true;
}

void send_resume(struct client *client)
{
    if (client->inflight.is_used && client->phase == PHASE_READY && !client_awaits(client, FOR_SEND) &&
        !client_awaits(client, FOR_OPEN) && !client_awaits(client, FOR_KEEP_OWN) &&
        client->now_s >= client->pause_until_s && (!client->inflight.is_open_case || work_is_done(client))) {
        if (client->inflight.was_resent && !client->inflight.is_open_case)
            turn_wrap_lastingly(client, client->inflight.message + ENVELOPE_AT, client->inflight.size - ENVELOPE_AT);
        transmit(client);
    }
}

/* --- what came of it --- */

void event_sent(struct client *client, const char *name, const uint8_t local_id[MSG_ID_SIZE], const struct talk *talk,
                const char *why)
{
    struct json json = client_event_open(client, name);
    event_case(&json, talk);
    json_hex(&json, "id", local_id, MSG_ID_SIZE);
    if (why != NULL)
        json_word(&json, "why", why);
    client_event_put(client, &json);
}

bool is_said_by_person(uint8_t kind)
{
    return kind == BODY_TEXT || kind == BODY_APPOINTMENT || kind == BODY_NOTE;
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
        if (!kept->is_said && (oldest == NULL || kept->seq < oldest->seq))
            oldest = kept;
    }
    return oldest;
}

static void keep(struct client *client, struct talk *talk)
{
    const struct inflight *inflight = &client->inflight;
    /* A first copy may have been stored, sealed to a page: then that one is what counts, and has to be wrapped. */
    bool is_pages = inflight->is_live || inflight->needs_rewrap;
    bool is_needed = inflight->is_said || (role_of(client) == CLIENT_STAFF && is_pages);
    struct kept *kept = is_needed ? keep_place(talk) : NULL;
    if (kept == NULL)
        return;
    wipe(kept, sizeof *kept);
    kept->is_used = true;
    kept->is_live = inflight->is_live;
    kept->kind = inflight->kind;
    kept->is_said = inflight->is_said;
    kept->class = inflight->class;
    kept->seq = inflight->seq;
    memcpy(kept->session, inflight->session, SESSION_SIZE);
    memcpy(kept->local_id, inflight->local_id, MSG_ID_SIZE);
    memcpy(kept->msg_id, inflight->msg_id, MSG_ID_SIZE);
    memcpy(kept->live_session, inflight->live_session, SESSION_SIZE);
    memcpy(kept->key_id, inflight->key_id, KEY_ID_SIZE);
    if (inflight->needs_rewrap) {
        kept->needs_rewrap = true;
        kept->rewrap_at_s = client->now_s + (inflight->is_live ? REWRAP_AFTER_S : 0);
    }
    if (role_of(client) == CLIENT_STAFF)
        kept->seal = inflight->seal; /* a visitor never wraps again */
}

static void begin_stream(struct client *client, struct stream *stream)
{
    client->draw(stream->session, SESSION_SIZE);
    stream->seq = 0;
    stream->is_turn_due = true;
}

void send_begin_streams(struct client *client, struct talk *talk)
{
    begin_stream(client, &talk->stream);
    begin_stream(client, &talk->notes);
}

/* A stream that may hold a message we cannot be sure of ends here: its next number must not be used twice. */
static void end_stream(struct client *client, struct talk *talk, uint8_t class)
{
    begin_stream(client, talk_stream(talk, class));
    if (role_of(client) != CLIENT_VISITOR)
        return;
    talk->is_held = true; /* the other side learns of the new stream by the Hello of the next login */
    client_event_plain(client, "reconnect");
}

/* A Hello that is stored has introduced us to whom it was wrapped to in base mode. */
static void introduced(struct client *client, struct talk *talk)
{
    struct envelope envelope;
    struct bytes octets = {client->inflight.message + ENVELOPE_AT, client->inflight.size - ENVELOPE_AT};
    if (role_of(client) != CLIENT_VISITOR || client->inflight.kind != BODY_HELLO)
        return;
    invariant(envelope_decode(&envelope, octets) == OK);
    consent_introduced(client, talk, &envelope);
}

void send_done(struct client *client)
{
    struct inflight *inflight = &client->inflight;
    struct talk *talk = &client->talks[inflight->talk];
    if (archive_keep_own(client))
        return;
    bool was_waiting = false;
    struct stream *stream = talk_stream(talk, inflight->class);
    if (memcmp(inflight->session, stream->session, SESSION_SIZE) == 0) {
        stream->seq = inflight->seq;
        envelope_link(&inflight->seal, stream->link);
    }
    introduced(client, talk);
    if (inflight->has_next_key || inflight->kind == BODY_HELLO)
        turn_told(client, talk, inflight->class);
    retract_may_come(talk, inflight);
    if (!inflight->is_delivered) {
        keep(client, talk);
        was_waiting = inflight->needs_rewrap;
    }
    if (inflight->kind == BODY_RETRACT)
        retract_stored(client, talk, inflight->local_id);
    forget_outgoing(client, inflight->local_id);
    if (inflight->kind == BODY_RECEIPT)
        receipts_stored(client, inflight->talk);
    if (inflight->is_said) {
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

void send_drop(struct client *client)
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
        else if (needs_new_id && !head.is_alone)
            send_new_id(client, inflight->class, head.msg_id);
        memcpy(octets, &head, sizeof head);
    }
    /* A Hello speaks of its own stream; the next login says another. */
    if (inflight->was_resent && inflight->kind == BODY_HELLO)
        forget_outgoing(client, inflight->local_id);
    if (inflight->was_resent)
        end_stream(client, &client->talks[inflight->talk], inflight->class);
    send_drop(client);
    client->is_dirty = true;
}

static void give_up(struct client *client, const char *why)
{
    const struct inflight *inflight = &client->inflight;
    struct talk *talk = &client->talks[inflight->talk];
    if (inflight->is_said)
        event_sent(client, "unsent", inflight->local_id, talk, why);
    forget_outgoing(client, inflight->local_id);
    if (inflight->was_resent) /* its number may be taken by a first copy, also in a room that is closed by now */
        end_stream(client, talk, inflight->class);
    if (inflight->kind == BODY_RECEIPT) /* is made again by itself, and would be refused again at once */
        client->pause_until_s = client->now_s + PAUSE_S;
    send_drop(client);
    client->is_dirty = true;
}

/* The visitor's key is gone: the same envelope, wrapped to the newest (rule 10). */
static void wrap_anew(struct client *client, struct talk *talk, bool is_live)
{
    struct inflight *inflight = &client->inflight;
    struct seal_recipient recipient = visitor_recipient(talk, is_live);
    uint8_t *wrap = inflight->message + ENVELOPE_AT + HEADER_SIZE + HASH_SIZE + 2;
    enum outcome outcome = wrap_again(client, talk, &inflight->seal, &recipient, wrap);
    inflight->is_live = is_live;
    inflight->off_gen = talk->off_gen;
    memcpy(inflight->live_session, talk->live_session, SESSION_SIZE);
    key_id_of(recipient.pk, inflight->key_id);
    if (outcome == OK)
        transmit(client);
    else
        give_up(client, "stale_key");
}

static void stale_key(struct client *client, struct talk *talk, struct bytes detail)
{
    const struct inflight *inflight = &client->inflight;
    bool is_visitors = detail.size == HASH_SIZE + KEY_ID_SIZE && memcmp(detail.data, talk->visitor_id, HASH_SIZE) == 0;
    if (role_of(client) == CLIENT_VISITOR || !is_visitors) {
        /* A colleague has a newer receive key: fetch the roster again. */
        take_back(client, false);
        client_event_plain(client, "reconnect");
    } else if (inflight->is_live) {
        /* The newest key that we know, or one before it? */
        if (visitor_has_key(talk, inflight->key_id))
            talk->has_live = false;
        wrap_anew(client, talk, visitor_is_live(client, talk));
    } else if (talk->off_gen != inflight->off_gen) {
        wrap_anew(client, talk, false);
    } else {
        talk->is_held = true; /* until the visitor's next Hello brings a newer key */
        take_back(client, false);
    }
}

/* More than this mailbox may say for now; the detail is for how many seconds. It was not taken, so it goes out again as it is. Time is
 * whole seconds here: one more, or it would often be too early. */
static bool must_slow_down(struct client *client, uint8_t code, struct bytes detail)
{
    if (code != ERROR_RATE || detail.size != 1)
        return false;
    client->pause_until_s = client->now_s + detail.data[0] + 1;
    return true;
}

void send_error(struct client *client, uint8_t code, struct bytes detail)
{
    struct talk *talk = &client->talks[client->inflight.talk];
    if (client->inflight.is_delivered) {
        send_done(client); /* its receipt is here: the first copy was stored, and read */
        return;
    }
    if (must_slow_down(client, code, detail))
        return;
    /* Sealed on an earlier day, and a recipient's time in the room has ended since: that is no word about us. */
    if (code == ERROR_NOT_MEMBER && client->inflight.was_resent)
        code = ERROR_EPOCH_CONFLICT;
    switch (code) {
    case ERROR_STALE_KEY:
        stale_key(client, talk, detail);
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
    /* Without the visitor's name the room's hash is not known. */
    return talk->is_used && talk->is_ours && talk->has_visitor && !talk->is_fetching && !talk->is_replaying;
}

bool send_is_open(const struct client *client, const struct talk *talk, uint8_t class)
{
    if (class == CLASS_STAFF)
        return can_send(talk);
    bool has_visitor = role_of(client) == CLIENT_VISITOR || talk->has_psk;
    return can_send(talk) && has_visitor && !talk->is_held && !talk->has_nobody;
}

void send_now(struct client *client, struct talk *talk, const struct outgoing *head, struct bytes content)
{
    enum outcome outcome = compose(client, talk, head, content);
    if (outcome == OK) {
        transmit(client);
        return;
    }
    if (outcome == REFUSED) {
        give_up(client, "unreadable");
        return;
    }
    if (!head->is_staff)
        talk->has_nobody = true;
    send_drop(client);
}

/* The record at the front of its case will not be said. */
static void give_up_record(struct client *client, const struct outgoing *head, const char *why)
{
    memcpy(client->inflight.local_id, head->local_id, MSG_ID_SIZE);
    client->inflight.talk = head->talk;
    client->inflight.kind = head->kind;
    client->inflight.is_said = head->is_said;
    give_up(client, why);
}

void send_give_up_all(struct client *client, struct talk *talk, const char *why)
{
    uint8_t index = talk_index(client, talk);
    for (size_t i = 0; i < client->outgoing.count; i++) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        if (head.talk == index && head.is_said)
            event_sent(client, "unsent", head.local_id, talk, why);
    }
}

/* Tries record number `index`; true when it was taken away, so that another one stands there. */
static bool pump_record(struct client *client, size_t index)
{
    struct bytes record = client_queue_at(&client->outgoing, index, NULL);
    struct outgoing head;
    memcpy(&head, record.data, sizeof head);
    struct talk *talk = &client->talks[head.talk];
    /* Whose own time in the room is over says nothing more, and leaves. */
    bool is_over = can_send(talk) && !recipients_has(client, talk, client_me(client));
    if (!is_over && !send_is_open(client, talk, head.is_staff ? CLASS_STAFF : CLASS_ROOM))
        return false;
    bool is_absent = head.has_only && !recipients_has(client, talk, head.only);
    bool is_alone = is_over || (head.is_staff && recipients_is_alone(client, talk));
    if (!talk->room.is_closed && is_absent && talk->act.type != 0)
        return false; /* our move may bring them in */
    if (talk->room.is_closed || is_absent || is_alone) {
        give_up_record(client, &head, talk->room.is_closed ? "closed" : "not_member");
        return true;
    }
    send_now(client, talk, &head, (struct bytes){record.data + sizeof head, record.size - sizeof head});
    return false;
}

bool send_has_outgoing(const struct client *client, const struct talk *talk)
{
    for (size_t i = 0; i < client->outgoing.count; i++) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        if (head.talk == talk_index(client, talk))
            return true;
    }
    return false;
}

/* A Hello goes in front of what waits, however long: it introduces the visitor to those for whom these words are, too. */
static void pump_hello(struct client *client)
{
    for (size_t i = 0; i < client->outgoing.count && !client->inflight.is_used; i++) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        if (head.kind != BODY_HELLO)
            continue;
        (void)pump_record(client, i);
        return;
    }
}

/* A visitor's message says what was read (`seen`), and then its sender lets go of it: the vault must know it first, or the next page
 * would miss it. */
static bool is_vault_behind(const struct client *client)
{
    return role_of(client) == CLIENT_VISITOR && (client->visitor.needs_vault || client_awaits(client, FOR_VAULT));
}

void send_pump(struct client *client)
{
    open_missed(client);
    if (client->phase != PHASE_READY || client->now_s < client->pause_until_s || is_vault_behind(client))
        return;
    send_resume(client);
    pump_hello(client);
    for (size_t i = 0; i < client->outgoing.count && !client->inflight.is_used;)
        i += pump_record(client, i) ? 0 : 1;
    receipts_pump(client);
    case_follow(client);
    act_parting_due(client);
}
