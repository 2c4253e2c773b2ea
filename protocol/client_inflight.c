#include "client_parts.h"

#include <string.h>

#include "hash.h"
#include "writer.h"

enum {
    ENVELOPE_AT = 5, /* in a SEND: after code and tag */
};

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

static void begin(struct client *client, struct talk *talk, const struct outgoing *head)
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
        talk_begin_streams(client, talk);
    talk->unreached = unreached;
}

static enum outcome compose(struct client *client, struct talk *talk, const struct outgoing *head, struct bytes content)
{
    struct sealing sealing = {0};
    _Static_assert((int)BRIEFING_MAX >= (int)HELLO_MAX, "the larger of the two");
    uint8_t made[BRIEFING_MAX];
    enum outcome outcome = recipients_choose(client, talk, head, content, &sealing);
    note_reached(client, talk, head, sealing.unreached);
    begin(client, talk, head);
    if (outcome == OK)
        outcome = content_of(client, talk, head, &content, made, sizeof made);
    if (outcome == OK)
        outcome = seal(client, talk, head, content, &sealing);
    client->inflight.is_used = outcome == OK;
    wipe(&sealing, sizeof sealing);
    wipe(made, sizeof made);
    return outcome;
}

/* --- on its way --- */

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

void inflight_resume(struct client *client)
{
    if (client->inflight.is_used && client->phase == PHASE_READY && !client_awaits(client, FOR_SEND) &&
        !client_awaits(client, FOR_OPEN) && !client_awaits(client, FOR_KEEP_OWN) &&
        client->now_s >= client->pause_until_s && (!client->inflight.is_open_case || work_is_done(client))) {
        if (client->inflight.was_resent && !client->inflight.is_open_case)
            turn_wrap_lastingly(client, client->inflight.message + ENVELOPE_AT, client->inflight.size - ENVELOPE_AT);
        transmit(client);
    }
}

void inflight_drop(struct client *client)
{
    for (size_t i = 0; i < ARRIVED_MAX; i++)
        client->arrived[i].is_receipted = false;
    wipe(&client->inflight, sizeof client->inflight);
}

/* A stream that may hold a message we cannot be sure of ends here: its next number must not be used twice. */
static void end_stream(struct client *client, struct talk *talk, uint8_t class)
{
    talk_begin_stream(client, talk, class);
    if (role_of(client) != CLIENT_VISITOR)
        return;
    talk->is_held = true; /* the other side learns of the new stream by the Hello of the next login */
    client_event_plain(client, "reconnect");
}

void inflight_give_up(struct client *client, const char *why)
{
    const struct inflight *inflight = &client->inflight;
    struct talk *talk = &client->talks[inflight->talk];
    if (inflight->is_said)
        event_sent(client, "unsent", inflight->local_id, talk, why);
    send_forget(client, inflight->local_id);
    if (inflight->was_resent) /* its number may be taken by a first copy, also in a room that is closed by now */
        end_stream(client, talk, inflight->class);
    if (inflight->kind == BODY_RECEIPT) /* is made again by itself, and would be refused again at once */
        client->pause_until_s = client->now_s + PAUSE_S;
    inflight_drop(client);
    client->is_dirty = true;
}

void inflight_send(struct client *client, struct talk *talk, const struct outgoing *head, struct bytes content)
{
    enum outcome outcome = compose(client, talk, head, content);
    if (outcome == OK) {
        transmit(client);
        return;
    }
    if (outcome == REFUSED) {
        inflight_give_up(client, "unreadable");
        return;
    }
    if (!head->is_staff)
        talk->has_nobody = true;
    inflight_drop(client);
}

/* --- it is stored --- */

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
    bool is_pages = inflight->is_live || (inflight->needs_rewrap && inflight->class != CLASS_STAFF);
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

void inflight_done(struct client *client)
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
    send_forget(client, inflight->local_id);
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

/* --- it is not --- */

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
        send_forget(client, inflight->local_id);
    if (inflight->was_resent)
        end_stream(client, &client->talks[inflight->talk], inflight->class);
    inflight_drop(client);
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
        inflight_give_up(client, "stale_key");
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

void inflight_failed(struct client *client, uint8_t code, struct bytes detail)
{
    struct talk *talk = &client->talks[client->inflight.talk];
    if (client->inflight.is_delivered) {
        inflight_done(client); /* its receipt is here: the first copy was stored, and read */
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
        inflight_give_up(client, "not_member");
        break;
    case ERROR_QUOTA:
        inflight_give_up(client, "quota");
        break;
    case ERROR_TOO_LARGE:
        inflight_give_up(client, "too_large");
        break;
    default:
        inflight_give_up(client, "closed");
        break;
    }
}
