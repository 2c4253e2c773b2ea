#include "client_parts.h"

#include <string.h>

#include "hash.h"

/* An envelope on its way through this file. */
struct opening {
    struct envelope envelope;
    struct wrap wrap;
    uint64_t seq; /* the mailbox's */
    struct talk *talk;
    uint8_t link[HASH_SIZE];
    struct body body;
    struct seal_kept seal; /* of what was opened; wiped when it has been dealt with */
};

void event_unreadable(struct client *client, const struct header *header)
{
    struct json json = client_event_open(client, "unreadable");
    json_hex(&json, "case", header->case_id, CASE_ID_SIZE);
    json_hex(&json, "id", header->msg_id, MSG_ID_SIZE);
    client_event_put(client, &json);
}

static struct arrived *arrived_find(struct client *client, const uint8_t msg_id[MSG_ID_SIZE])
{
    for (size_t i = 0; i < ARRIVED_MAX; i++) {
        struct arrived *arrived = &client->arrived[i];
        if (arrived->is_used && memcmp(arrived->msg_id, msg_id, MSG_ID_SIZE) == 0)
            return arrived;
    }
    return NULL;
}

static struct arrived *arrived_place(struct client *client)
{
    for (size_t i = 0; i < ARRIVED_MAX; i++) {
        if (!client->arrived[i].is_used)
            return &client->arrived[i];
    }
    return NULL;
}

static bool is_known(const struct talk *talk, const struct header *header, bool in_same_session)
{
    for (size_t i = 0; i < KNOWN_MAX; i++) {
        if (memcmp(talk->known[i].msg_id, header->msg_id, MSG_ID_SIZE) == 0 &&
            (!in_same_session || memcmp(talk->known[i].session, header->session, SESSION_SIZE) == 0))
            return true;
    }
    return false;
}

static void note_known(struct talk *talk, const struct header *header)
{
    struct known *known = &talk->known[talk->known_next];
    talk->known_next = (uint8_t)((talk->known_next + 1) % KNOWN_MAX);
    memcpy(known->msg_id, header->msg_id, MSG_ID_SIZE);
    memcpy(known->session, header->session, SESSION_SIZE);
}

/* --- a stream's order (rule 13) --- */

/* OK: not read yet. GONE: was read before. REFUSED: two messages under one number, or one that follows another than it says. */
static enum outcome follow(const struct opening *opening)
{
    const struct header *header = &opening->envelope.header;
    struct mark *mark = mark_for(opening->talk, header->sender, header->session);
    uint64_t seq = opening->body.seq;
    uint64_t top = mark_top(mark);
    if (mark_has(mark, seq))
        return seq == top && mark->has_link && !hash_equal(mark->link, opening->link) ? REFUSED : GONE;
    if (seq == top + 1 && mark->has_link && !hash_equal(opening->body.prev, mark->link))
        return REFUSED;
    mark_set(mark, seq);
    if (seq > top) {
        mark->has_link = true;
        memcpy(mark->link, opening->link, HASH_SIZE);
    }
    return OK;
}

/* --- what has to be left for later: nothing that came after it in its case is read before it --- */

static void miss(struct talk *talk, uint64_t seq)
{
    if (talk->missed_seq == 0 || seq < talk->missed_seq)
        talk->missed_seq = seq;
    talk->is_missed_again = true;
}

/* May one more envelope of `talk` (NULL: a new case) wait to be shown? */
static bool has_room(const struct client *client, const struct talk *talk)
{
    size_t count = 0;
    size_t of_talk = 0;
    for (size_t i = 0; i < ARRIVED_MAX; i++) {
        const struct arrived *arrived = &client->arrived[i];
        count += arrived->is_used ? 1 : 0;
        of_talk += arrived->is_used && talk != NULL && arrived->talk == talk_index(client, talk) ? 1 : 0;
    }
    return count < ARRIVED_MAX && (talk == NULL || talk->is_ours || of_talk < UNCLAIMED_MAX) &&
           client->events.max - (client->events.end - client->events.start) >= SCRATCH_MAX;
}

static void read_mailbox(struct client *client, uint64_t after_seq)
{
    struct message message = {.code = MESSAGE_GET_ENVELOPES, .as.get_envelopes.after_seq = after_seq};
    if (!client_can_ask(client))
        return;
    for (size_t i = 0; i < TALKS_MAX; i++)
        client->talks[i].is_missed_again = client->talks[i].is_reread = false;
    client->is_reading = true;
    client->reading_after = after_seq;
    client_ask(client, &message, FOR_ENVELOPES, 0, 0);
}

void open_mailbox(struct client *client)
{
    read_mailbox(client, 0);
}

void open_missed(struct client *client)
{
    uint64_t first = UINT64_MAX;
    if (client->phase != PHASE_READY || client->is_reading)
        return;
    for (size_t i = 0; i < TALKS_MAX; i++) {
        const struct talk *talk = &client->talks[i];
        if (talk->is_used && talk->missed_seq != 0 && !talk->is_fetching && talk->missed_seq < first &&
            has_room(client, talk))
            first = talk->missed_seq;
    }
    if (first != UINT64_MAX)
        read_mailbox(client, first - 1);
}

void open_mailbox_done(struct client *client)
{
    client->is_reading = false;
    for (size_t i = 0; i < TALKS_MAX; i++) {
        struct talk *talk = &client->talks[i];
        /* It has left the mailbox, and nothing after it was left: there is nothing to wait for. */
        if (talk->missed_seq > client->reading_after && !talk->is_missed_again)
            talk->missed_seq = 0;
    }
}

/* True: the envelope must wait for one before it. A pushed envelope always has the highest count so far, so one that has not is read
 * again in order, and the first of its case that comes so is the one to go on with. */
static bool must_wait(struct client *client, struct talk *talk, uint64_t seq, bool is_again)
{
    if (talk->missed_seq == 0)
        return false;
    if (is_again && client->is_reading && talk->missed_seq > client->reading_after && !talk->is_reread) {
        talk->missed_seq = 0;
        talk->is_reread = true;
        return false;
    }
    miss(talk, seq);
    return true;
}

/* --- the room it was sealed for (rule 12) --- */

/* OK: as we know the room. FULL: the sender knew more; events are being fetched. REFUSED: the room has two faces. */
static enum outcome check_room(struct client *client, const struct opening *opening)
{
    const struct header *header = &opening->envelope.header;
    struct talk *talk = opening->talk;
    const struct epoch *epoch = talk_epoch(talk, header->epoch);
    if (epoch != NULL)
        return hash_equal(epoch->roster_hash, header->roster_hash) ? OK : REFUSED;
    if (header->epoch <= talk->room.epoch || (talk->ahead_seq == opening->seq && !talk->is_fetching))
        return REFUSED;
    talk->ahead_seq = opening->seq;
    miss(talk, opening->seq);
    talk_fetch_events(client, talk);
    return FULL;
}

/* --- what it says --- */

static struct json event_said(struct client *client, const char *name, const struct opening *opening)
{
    const struct header *header = &opening->envelope.header;
    struct json json = client_event_open(client, name);
    event_case(&json, opening->talk);
    json_hex(&json, "id", header->msg_id, MSG_ID_SIZE);
    event_member(client, &json, "from", header->sender, opening->talk);
    json_number(&json, "sent_min", opening->body.sent_min);
    return json;
}

static void open_text(struct client *client, const struct opening *opening)
{
    const struct own_key *key = own_key_find(client, opening->wrap.key_id);
    struct json json = event_said(client, "message", opening);
    json_text(&json, "text", opening->body.content);
    json_bool(&json, "offline", client->role == CLIENT_VISITOR && key != NULL && !key->is_live);
    client_event_put(client, &json);
}

static void open_appointment(struct client *client, const struct opening *opening)
{
    static const char *const acts[] = {"", "offer", "accept", "decline", "move", "call_off"};
    static const char *const ways[] = {"", "chat", "phone", "meeting"};
    struct appointment appointment;
    if (appointment_decode(&appointment, opening->body.content) != OK)
        return; /* was looked at before */
    struct json json = event_said(client, "appointment", opening);
    json_hex(&json, "appointment", appointment.id, SLOT_ID_SIZE);
    json_word(&json, "act", acts[appointment.act]);
    json_number(&json, "start_min", appointment.start_min);
    json_number(&json, "length_min", appointment.length_min);
    json_word(&json, "way", ways[appointment.way]);
    json_text(&json, "place", appointment.place);
    client_event_put(client, &json);
    if (client->role == CLIENT_STAFF)
        staff_appointment(client, opening->talk, &appointment);
}

static void open_receipt(struct client *client, const struct opening *opening)
{
    static const char *const words[] = {"", "", "", "cannot_write", "only_reading", "here", ""};
    struct receipt receipt;
    if (receipt_decode(&receipt, opening->body.content) != OK)
        return; /* was looked at before */
    send_receipt_for(client, opening->talk, &receipt);
    if (client->role == CLIENT_STAFF && words[receipt.what][0] != 0) {
        struct json json = client_event_open(client, "told");
        event_case(&json, opening->talk);
        json_word(&json, "what", words[receipt.what]);
        json_number(&json, "sent_min", opening->body.sent_min);
        client_event_put(client, &json);
    }
}

/* Can this be understood? What cannot (a kind of a later version, a content that is none) stays at the server. */
static bool is_readable(const struct client *client, const struct body *body)
{
    struct appointment appointment;
    struct receipt receipt;
    struct retract retract;
    switch (body->kind) {
    case BODY_TEXT:
        return body->content.size > 0 && text_is_valid(body->content) &&
               text_characters(body->content) <= TEXT_CHARACTERS_MAX;
    case BODY_APPOINTMENT:
        return appointment_decode(&appointment, body->content) == OK;
    case BODY_RECEIPT: /* nobody can be added yet, so nobody can be said no to */
        return receipt_decode(&receipt, body->content) == OK && receipt.what != RECEIPT_NO_TO_MEMBER;
    case BODY_RETRACT:
        return retract_decode(&retract, body->content) == OK;
    case BODY_HELLO:
        return client->role == CLIENT_STAFF; /* only a visitor says it */
    case BODY_HELLO_ACK:
        return client->role == CLIENT_VISITOR;
    default:
        return false;
    }
}

static bool is_said_by_person(uint8_t kind)
{
    return kind == BODY_TEXT || kind == BODY_APPOINTMENT;
}

/* Waits to be shown, or (was shown before) for its receipt, or (needs none) until its case is ours; the server keeps its copy until
 * then. */
static void wait_for_end(struct client *client, const struct opening *opening, bool was_shown)
{
    const struct header *header = &opening->envelope.header;
    struct arrived *arrived = arrived_place(client);
    invariant(arrived != NULL); /* room was checked before opening */
    *arrived = (struct arrived){
        .is_used = true,
        .is_shown = was_shown,
        .is_silent = !is_said_by_person(opening->body.kind),
        .talk = talk_index(client, opening->talk),
        .seq = opening->seq,
        .stream = {.seq = opening->body.seq},
    };
    memcpy(arrived->msg_id, header->msg_id, MSG_ID_SIZE);
    arrived->is_kept = !arrived->is_silent && archive_seal_key(client, header->msg_id, &opening->seal, arrived->sealed);
    memcpy(arrived->stream.member, header->sender, HASH_SIZE);
    memcpy(arrived->stream.session, header->session, SESSION_SIZE);
}

static void open_kind(struct client *client, const struct opening *opening)
{
    switch (opening->body.kind) {
    case BODY_TEXT:
        open_text(client, opening);
        break;
    case BODY_APPOINTMENT:
        open_appointment(client, opening);
        break;
    case BODY_RECEIPT:
        open_receipt(client, opening);
        break;
    case BODY_RETRACT:
        retract_received(client, opening->talk, opening->envelope.header.sender, opening->body.content);
        break;
    case BODY_HELLO:
        staff_hello(client, opening->talk, &opening->body, opening->envelope.header.session);
        break;
    case BODY_HELLO_ACK:
        visitor_hello_ack(client, opening->talk, &opening->body);
        break;
    default:
        break; /* is not readable */
    }
}

/* What the other side has of ours needs no second wrap. */
static void forget_seen(const struct client *client, struct talk *talk, const struct body *body)
{
    for (uint8_t s = 0; s < body->seen_count; s++) {
        const struct seen *seen = &body->seen[s];
        if (memcmp(seen->member, client_me(client), HASH_SIZE) != 0)
            continue;
        for (size_t i = 0; i < KEPT_MAX; i++) {
            struct kept *kept = &talk->kept[i];
            if (kept->is_used && kept->seq <= seen->seq && !is_said_by_person(kept->kind) &&
                memcmp(kept->session, seen->session, SESSION_SIZE) == 0)
                wipe(kept, sizeof *kept);
        }
    }
}

/* When it was said counts, not when it arrived: it may have waited for hours. */
static void hear_visitor(struct client *client, struct talk *talk, const struct opening *opening)
{
    uint64_t sent_s = (uint64_t)opening->body.sent_min * 60 + 59;
    if (client->role == CLIENT_STAFF && talk->has_live && sent_s > talk->heard_s &&
        memcmp(opening->envelope.header.session, talk->live_session, SESSION_SIZE) == 0)
        talk->heard_s = sent_s < client->now_s ? sent_s : client->now_s;
}

/* The body is open and authentic. */
static void opened(struct client *client, struct opening *opening)
{
    struct talk *talk = opening->talk;
    const struct header *header = &opening->envelope.header;
    bool is_said = is_said_by_person(opening->body.kind);
    bool was_known = is_known(talk, header, false);
    enum outcome order = follow(opening);
    if (order == REFUSED) {
        client_stop(client, "equivocation");
        return;
    }
    client->is_dirty = true;
    hear_visitor(client, talk, opening);
    forget_seen(client, talk, &opening->body);
    if (!is_readable(client, &opening->body)) {
        event_unreadable(client, header);
        return;
    }
    bool is_new = order == OK && !was_known;
    if (is_new)
        open_kind(client, opening);
    if (client->phase == PHASE_STOPPED)
        return;
    note_known(talk, header);
    /* What was shown by a page or device that died before its receipt was stored gets it now. */
    if (is_said || !talk->is_ours)
        wait_for_end(client, opening, !is_said || !is_new);
    if (is_said)
        return;
    if (client->role == CLIENT_VISITOR)
        visitor_mark_moved(client);
    if (talk->is_ours)
        client_delete(client, opening->seq);
}

/* May this sender speak here, and under which psk? REFUSED: no. */
static enum outcome sender_psk(const struct client *client, const struct talk *talk, const struct header *header,
                               uint8_t psk[PSK_SIZE])
{
    if (client->role == CLIENT_STAFF) {
        memcpy(psk, talk->psk, PSK_SIZE);
        return memcmp(header->sender, talk->visitor_id, HASH_SIZE) == 0 ? OK : REFUSED;
    }
    if (memcmp(header->sender, talk->visitor_id, HASH_SIZE) == 0 || !room_has(&talk->room, header->sender))
        return REFUSED;
    visitor_psk(&client->visitor.keys, talk->case_id, header->sender, psk);
    return OK;
}

static enum outcome open_body(struct client *client, struct opening *opening, const struct own_key *own,
                              uint8_t *padded, size_t padded_max)
{
    uint8_t psk[PSK_SIZE];
    uint8_t aux[PSK_SIZE];
    struct open_key key = {.seed = own->seed, .pk = own->pk, .psk = psk};
    memcpy(key.recipient, client_me(client), HASH_SIZE);
    TRY(sender_psk(client, opening->talk, &opening->envelope.header, psk));
    enum outcome outcome = envelope_open_to_keep(&opening->envelope, 0, client->deployment_id, &key, padded, padded_max,
                                                 aux, &opening->seal);
    wipe(psk, sizeof psk);
    wipe(aux, sizeof aux);
    if (outcome != OK)
        return outcome;
    envelope_link(&opening->seal, opening->link);
    return body_decode(&opening->body, (struct bytes){padded, bucket_size(opening->envelope.header.bucket)});
}

static void open_in_talk(struct client *client, struct opening *opening)
{
    const struct header *header = &opening->envelope.header;
    uint8_t padded[BUCKET_2];
    struct own_key *own = own_key_find(client, opening->wrap.key_id);
    if (own == NULL) {
        /* A visitor's live key of an earlier page: its sender wraps it again. */
        if (client->role == CLIENT_STAFF)
            event_unreadable(client, header);
        return;
    }
    if (header->epoch > opening->talk->room.epoch && client->role == CLIENT_VISITOR &&
        !room_has(&opening->talk->room, header->sender)) {
        /* The claim that lets this sender in has not arrived yet: look at it again after the events. */
        if (check_room(client, opening) != FULL)
            client_stop(client, "room");
        return;
    }
    if (open_body(client, opening, own, padded, sizeof padded) != OK) {
        event_unreadable(client, header);
    } else {
        enum outcome room = check_room(client, opening);
        if (room == REFUSED)
            client_stop(client, "room");
        else if (room == OK)
            opened(client, opening);
    }
    wipe(&opening->seal, sizeof opening->seal);
    wipe(padded, sizeof padded);
}

/* True when the envelope needs no opening: it waits to be shown already, or was read. */
static bool is_repeated(struct client *client, const struct opening *opening)
{
    const struct header *header = &opening->envelope.header;
    struct arrived *arrived = arrived_find(client, header->msg_id);
    if (arrived != NULL) {
        arrived->seq = opening->seq;
        return true;
    }
    if (opening->talk == NULL)
        return false;
    if (memcmp(header->msg_id, opening->talk->intake_id, MSG_ID_SIZE) == 0) {
        opening->talk->intake_seq = opening->seq;
        if (opening->talk->is_ours)
            client_delete(client, opening->seq);
        return true;
    }
    if (!is_known(opening->talk, header, true))
        return false;
    client_delete(client, opening->seq);
    return true;
}

void open_envelope(struct client *client, const struct message *message)
{
    struct opening opening = {.seq = message->as.envelope.seq};
    bool is_again = opening.seq <= client->mail_seen;
    if (envelope_decode(&opening.envelope, message->as.envelope.envelope) != OK) {
        client_stop(client, "server");
        return;
    }
    const struct header *header = &opening.envelope.header;
    opening.wrap = envelope_wrap(&opening.envelope, 0);
    opening.talk = talk_find(client, header->case_id);
    if (client->phase != PHASE_READY || memcmp(opening.wrap.recipient, client_me(client), HASH_SIZE) != 0) {
        client_stop(client, "server");
        return;
    }
    if (!is_again)
        client->mail_seen = opening.seq;
    if (is_repeated(client, &opening))
        return;
    if (opening.talk != NULL && must_wait(client, opening.talk, opening.seq, is_again))
        return;
    if (!has_room(client, opening.talk)) {
        if (opening.talk != NULL)
            miss(opening.talk, opening.seq);
        return; /* a new case: its intake comes again with the next login */
    }
    if (opening.talk != NULL)
        open_in_talk(client, &opening);
    else if (client->role == CLIENT_STAFF && header->class == CLASS_INTAKE)
        staff_intake(client, &opening.envelope, opening.seq);
    else
        event_unreadable(client, header);
}
