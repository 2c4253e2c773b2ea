#include "client_parts.h"

#include <string.h>

#include "hash.h"

static struct arrived *arrived_find(struct client *client, const uint8_t msg_id[MSG_ID_SIZE])
{
    for (size_t i = 0; i < ARRIVED_MAX; i++) {
        struct arrived *arrived = &client->arrived[i];
        if (arrived->is_used && memcmp(arrived->msg_id, msg_id, MSG_ID_SIZE) == 0)
            return arrived;
    }
    return NULL;
}

/* has_room was asked before opening. */
static struct arrived *arrived_place(struct client *client)
{
    size_t i = 0;
    while (client->arrived[i].is_used) {
        i++;
        invariant(i < ARRIVED_MAX);
    }
    return &client->arrived[i];
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
static enum outcome follow(struct opening *opening)
{
    const struct header *header = &opening->envelope.header;
    struct mark *mark = mark_for(opening->talk, header->sender, header->session);
    uint64_t seq = opening->body.seq;
    mark->is_staff = header->class == CLASS_STAFF;
    if (opening->is_introduction) {
        /* What was said before it was not said to us. */
        *mark = (struct mark){.at = mark->at, .is_staff = mark->is_staff};
        mark->at.seq = seq - 1;
    } else if (opening->talk->has_forgotten_marks && mark_top(mark) == 0) {
        mark->gap_told = seq - 1; /* what was said before may have been read: no alarm, and it may still come */
    }
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

void open_miss(struct talk *talk, uint64_t seq)
{
    if (talk->missed_seq == 0 || seq < talk->missed_seq)
        talk->missed_seq = seq;
    talk->is_missed_again = true;
}

/* Is there a place for one more of `talk` (NULL: a new case) to wait in until it is shown? */
static bool has_place(const struct client *client, const struct talk *talk)
{
    size_t count = 0;
    size_t of_talk = 0;
    size_t unclaimed = 0;
    for (size_t i = 0; i < ARRIVED_MAX; i++) {
        const struct arrived *arrived = &client->arrived[i];
        if (!arrived->is_used)
            continue;
        count++;
        of_talk += talk != NULL && arrived->talk == talk_index(client, talk) ? 1 : 0;
        unclaimed += client->talks[arrived->talk].is_ours ? 0 : 1;
    }
    if (count >= ARRIVED_MAX)
        return false;
    return talk == NULL || talk->is_ours || (of_talk < UNCLAIMED_MAX && unclaimed < UNCLAIMED_ALL_MAX);
}

/* And may it be read now? */
static bool has_room(const struct client *client, const struct talk *talk)
{
    return has_place(client, talk) && client->events.max - (client->events.end - client->events.start) >= SCRATCH_MAX;
}

/* Whoever looks at a case before anybody has claimed it learns that there is more than is shown. Of a case of ours all is shown in time. */
static void tell_more(struct client *client, struct talk *talk)
{
    if (talk->is_ours || talk->has_told_more || has_place(client, talk))
        return;
    talk->has_told_more = true;
    struct json json = client_event_open(client, "more");
    event_case(&json, talk);
    client_event_put(client, &json);
}

static void read_mailbox(struct client *client, uint64_t after_seq)
{
    struct message message = {.code = MESSAGE_GET_ENVELOPES, .as.get_envelopes.after_seq = after_seq};
    if (!client_can_ask(client))
        return;
    for (size_t i = 0; i < TALKS_MAX; i++)
        client->talks[i].is_missed_again = client->talks[i].is_reread = client->talks[i].needs_search = false;
    client->is_reading = true;
    client->reading_after = after_seq;
    client_ask(client, &message, FOR_ENVELOPES, 0, 0);
}

void open_mailbox(struct client *client)
{
    for (size_t i = 0; i < OWN_KEYS_MAX; i++)
        client->own_keys[i].opens_waiting = false; /* what still waits is read again */
    read_mailbox(client, 0);
}

/* Is everything known that an envelope of this case is checked against? */
static bool can_follow(const struct client *client, const struct talk *talk)
{
    return !talk->is_fetching && !talk->is_replaying &&
           (role_of(client) == CLIENT_VISITOR || talk->has_visitor || talk->needs_search);
}

void open_missed(struct client *client)
{
    uint64_t first = UINT64_MAX;
    if (client->phase != PHASE_READY || client->is_reading || !client->has_read)
        return;
    for (size_t i = 0; i < TALKS_MAX; i++) {
        const struct talk *talk = &client->talks[i];
        if (talk->is_used && talk->missed_seq != 0 && can_follow(client, talk) && talk->missed_seq < first &&
            has_room(client, talk))
            first = talk->missed_seq;
    }
    if (first != UINT64_MAX)
        read_mailbox(client, first - 1);
}

void open_mailbox_done(struct client *client, bool is_whole)
{
    client->is_reading = false;
    client->has_read = is_whole;
    if (!is_whole)
        return; /* what was left is left still: the next connection reads it */
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
    open_miss(talk, seq);
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
    open_miss(talk, opening->seq);
    talk_fetch_events(client, talk);
    return FULL;
}

/* Waits to be shown, or (was shown before) for its receipt, or (needs none) until its case is ours; the server keeps its copy until
 * then. */
static void wait_for_end(struct client *client, const struct opening *opening, bool was_shown)
{
    const struct header *header = &opening->envelope.header;
    struct arrived *arrived = arrived_place(client);
    *arrived = (struct arrived){
        .is_used = true,
        .is_shown = was_shown,
        .is_silent = !opening->is_said,
        .talk = talk_index(client, opening->talk),
        .class = header->class,
        .seq = opening->seq,
        .stream = {.seq = opening->body.seq},
    };
    memcpy(arrived->msg_id, header->msg_id, MSG_ID_SIZE);
    arrived->is_kept = !arrived->is_silent && archive_seal_key(client, header->msg_id, &opening->seal, arrived->sealed);
    memcpy(arrived->stream.member, header->sender, HASH_SIZE);
    memcpy(arrived->stream.session, header->session, SESSION_SIZE);
}

/* What the other side has of ours needs no second wrap. */
static void forget_seen(const struct client *client, struct talk *talk, const struct opening *opening)
{
    const struct body *body = &opening->body;
    if (memcmp(opening->envelope.header.sender, talk->visitor_id, HASH_SIZE) != 0)
        return; /* only the visitor's wraps are ever made anew */
    for (uint8_t s = 0; s < body->seen_count; s++) {
        const struct seen *seen = &body->seen[s];
        if (memcmp(seen->member, client_me(client), HASH_SIZE) != 0)
            continue;
        for (size_t i = 0; i < KEPT_MAX; i++) {
            struct kept *kept = &talk->kept[i];
            if (kept->is_used && kept->seq <= seen->seq && !kept->is_said &&
                memcmp(kept->session, seen->session, SESSION_SIZE) == 0)
                wipe(kept, sizeof *kept);
        }
    }
}

/* When it was said counts, not when it arrived: it may have waited for hours. */
static void hear_visitor(struct client *client, struct talk *talk, const struct opening *opening)
{
    uint64_t sent_s = (uint64_t)opening->body.sent_min * 60 + 59;
    if (role_of(client) == CLIENT_STAFF && talk->has_live && sent_s > talk->heard_s &&
        memcmp(opening->envelope.header.session, talk->live_session, SESSION_SIZE) == 0)
        talk->heard_s = sent_s < client->now_s ? sent_s : client->now_s;
}

/* The visitor does not want to read this member any more. About whom nothing is answered yet is read: only who was written to once can
 * write. */
static bool is_unwanted(const struct client *client, const struct opening *opening)
{
    return role_of(client) == CLIENT_VISITOR && consent_of(client, opening->envelope.header.sender) == CONSENT_NO;
}

/* The body is open and authentic. */
static void opened(struct client *client, struct opening *opening)
{
    struct talk *talk = opening->talk;
    const struct header *header = &opening->envelope.header;
    bool was_known = is_known(talk, header, false);
    enum outcome order = follow(opening);
    if (order == REFUSED) {
        client_stop(client, "equivocation");
        return;
    }
    client->is_dirty = true;
    hear_visitor(client, talk, opening);
    if (order == OK)
        turn_received(client, opening);
    forget_seen(client, talk, opening);
    if (!read_is_sound(client, opening)) {
        unreadable_met(client, talk, header, opening->seq);
        return;
    }
    bool is_new = order == OK && !was_known && !is_unwanted(client, opening);
    bool is_said = opening->is_said && !is_unwanted(client, opening);
    if (is_new)
        read_body(client, opening);
    if (client->phase == PHASE_STOPPED)
        return;
    note_known(talk, header);
    /* What was shown by a page or device that died before its receipt was stored gets it now. */
    if (is_said || !talk->is_ours)
        wait_for_end(client, opening, !is_said || !is_new);
    if (is_said)
        return;
    if (role_of(client) == CLIENT_VISITOR)
        visitor_mark_moved(client);
    if (talk->is_ours)
        client_delete(client, opening->seq);
}

/* Under which psk may this sender speak here? GONE: in base mode, as a visitor whom we do not know yet. REFUSED: not at all. */
static enum outcome sender_psk(const struct client *client, const struct opening *opening, uint8_t psk[PSK_SIZE])
{
    const struct talk *talk = opening->talk;
    const struct header *header = &opening->envelope.header;
    bool is_visitor = memcmp(header->sender, talk->visitor_id, HASH_SIZE) == 0;
    invariant(talk->has_visitor); /* meet_open keeps back the rest */
    if (role_of(client) == CLIENT_VISITOR) {
        if (is_visitor || header->class == CLASS_STAFF || !talk_had(talk, header->sender, header->epoch))
            return REFUSED;
        visitor_psk(&client->visitor.keys, talk->case_id, header->sender, psk);
        return OK;
    }
    if (is_visitor) {
        bool is_base = opening->wrap.mode == WRAP_BASE;
        memcpy(psk, talk->psk, PSK_SIZE);
        return header->class == CLASS_STAFF ? REFUSED : is_base ? GONE : talk->has_psk ? OK : REFUSED;
    }
    if (!talk_had(talk, header->sender, header->epoch))
        return REFUSED;
    return colleague_psk(client, talk, header->sender, header->class, psk);
}

/* Rule 9.2, mode pinning: once there is a psk, base mode says nothing but a Hello that brings that very psk, or one that a colleague
 * vouches for where nobody has yet; who can make those knows what only the visitor knows. */
static bool is_base_allowed(const struct talk *talk, const struct opening *opening)
{
    struct hello hello;
    size_t used;
    invariant(opening->envelope.header.class == CLASS_ROOM); /* open_envelope has taken what is an intake */
    if (opening->body.kind != BODY_HELLO || hello_decode(&hello, opening->body.content, &used) != OK)
        return false;
    bool is_same = talk->has_psk && hash_equal(opening->aux, talk->psk);
    bool is_vouched = !talk->is_confirmed && talk->has_briefing && hash_equal(hello.case_key, talk->briefed_key);
    wipe(hello.case_key, sizeof hello.case_key);
    return !talk->has_psk || is_same || is_vouched;
}

/* By which of our keys it can be opened; `key` stays NULL: by none. */
static void find_key(struct client *client, struct opening *opening)
{
    struct own_key *own = own_key_find(client, opening->wrap.key_id);
    const struct turn_key *turn = turn_find(opening->talk, opening->envelope.header.class, opening->wrap.key_id);
    if (own != NULL)
        opening->key = &own->pair;
    if (turn != NULL) {
        opening->key = &turn->pair;
        opening->turn = turn->number;
    }
}

static enum outcome open_body(struct client *client, struct opening *opening, uint8_t *padded, size_t padded_max)
{
    uint8_t psk[PSK_SIZE];
    struct open_key key = {.seed = opening->key->seed, .pk = opening->key->pk, .psk = psk};
    memcpy(key.recipient, client_me(client), HASH_SIZE);
    enum outcome sender = sender_psk(client, opening, psk);
    if (sender == REFUSED)
        return REFUSED;
    if (sender == GONE)
        key.psk = NULL;
    enum outcome outcome = envelope_open_to_keep(&opening->envelope, 0, client->deployment_id, &key, padded, padded_max,
                                                 opening->aux, &opening->seal);
    wipe(psk, sizeof psk);
    if (outcome != OK)
        return outcome;
    envelope_link(&opening->seal, opening->link);
    TRY(body_decode(&opening->body, (struct bytes){padded, bucket_size(opening->envelope.header.bucket)}));
    opening->is_said = is_said_by_person(opening->body.kind);
    if (opening->body.kind == BODY_BRIEFING)
        opening->is_said = opening->body.content.size > BRIEFING_MAX - TEXT_MAX;
    opening->is_introduction = sender == GONE || (opening->talk->is_silenced && opening->body.kind == BODY_HELLO);
    return sender == GONE && !is_base_allowed(opening->talk, opening) ? REFUSED : OK;
}

/* The move that lets this sender in may not have arrived yet: look at it again after the events. */
static bool is_ahead(const struct opening *opening)
{
    const struct header *header = &opening->envelope.header;
    return header->epoch > opening->talk->room.epoch && !room_has(&opening->talk->room, header->sender);
}

static void open_in_talk(struct client *client, struct opening *opening)
{
    const struct header *header = &opening->envelope.header;
    uint8_t padded[BUCKET_2];
    find_key(client, opening);
    /* Class 1 is for what nobody has claimed (rule 9.2). */
    bool is_class_right = (header->class == CLASS_INTAKE) == (header->epoch == 0);
    if (opening->key == NULL || !is_class_right) {
        /* A visitor's key of an earlier page or turn: its sender wraps it again. */
        if (role_of(client) == CLIENT_STAFF || opening->key != NULL)
            unreadable_met(client, opening->talk, header, opening->seq);
        return;
    }
    if (is_ahead(opening)) {
        if (check_room(client, opening) != FULL)
            client_stop(client, "room");
        return;
    }
    if (open_body(client, opening, padded, sizeof padded) != OK) {
        unreadable_met(client, opening->talk, header, opening->seq);
    } else {
        enum outcome room = check_room(client, opening);
        if (room == REFUSED)
            client_stop(client, "room");
        else if (room == OK)
            opened(client, opening);
    }
    wipe(&opening->seal, sizeof opening->seal);
    wipe(padded, sizeof padded);
    wipe(opening->aux, sizeof opening->aux);
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

/* Staff: what lies in the mailbox needs this key at the next login too, whether it is opened now, was before, or has no place yet. */
static void keep_key(struct client *client, const struct opening *opening)
{
    struct own_key *own = role_of(client) == CLIENT_STAFF ? own_key_find(client, opening->wrap.key_id) : NULL;
    if (own != NULL)
        own->opens_waiting = true;
}

/* Did we take it from the queue? Who was brought in learns of the visitor from a colleague alone (rule 11.3), whatever a server sends. */
static bool has_claimed(const struct client *client, const struct talk *talk)
{
    const struct room_member *me = room_member(&talk->room, client_me(client));
    invariant(me != NULL); /* of a room that is known, ours is one that we are in */
    return me->since == 1;
}

/* An intake comes once. A case that was only looked at begins anew with it, for it says more. */
static bool is_known_intake(struct client *client, struct opening *opening)
{
    struct talk *talk = opening->talk;
    if (opening->envelope.header.class != CLASS_INTAKE || opening->wrap.mode != WRAP_BASE)
        return false;
    if (talk->is_replaying && talk->is_ours)
        return false; /* waits with all the rest */
    if (!talk->is_ours && !talk->has_visitor) {
        talk_close(client, talk);
        opening->talk = NULL;
        return false;
    }
    if (talk->has_visitor || !has_claimed(client, talk))
        client_delete(client, opening->seq);
    else if (has_room(client, talk))
        staff_intake_overtaken(client, talk, &opening->envelope, opening->seq);
    else
        open_miss(talk, opening->seq);
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
    keep_key(client, &opening);
    if (is_repeated(client, &opening))
        return;
    if (opening.talk != NULL && role_of(client) == CLIENT_STAFF && is_known_intake(client, &opening))
        return;
    if (opening.talk != NULL && role_of(client) == CLIENT_STAFF && meet_open(client, &opening))
        return;
    if (opening.talk != NULL && must_wait(client, opening.talk, opening.seq, is_again))
        return;
    if (!has_room(client, opening.talk)) {
        if (opening.talk != NULL) {
            open_miss(opening.talk, opening.seq);
            tell_more(client, opening.talk);
        }
        return; /* a new case: its intake comes again with the next login */
    }
    if (opening.talk != NULL)
        open_in_talk(client, &opening);
    else if (role_of(client) == CLIENT_STAFF && header->class == CLASS_INTAKE)
        staff_intake(client, &opening.envelope, opening.seq);
    else if (role_of(client) == CLIENT_VISITOR)
        unreadable_met(client, NULL, header, opening.seq); /* a colleague may have left that room a moment ago */
}
