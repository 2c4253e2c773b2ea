#include "client_parts.h"

#include <string.h>

#include "hash.h"
#include "login.h"

/* --- getting to know the visitor (rule 11.3) --- */

/* The room's hashes need the visitor's name: it is read from its beginning once more, and then what has come. */
static void learn_visitor(struct client *client, struct talk *talk, const uint8_t visitor_id[HASH_SIZE])
{
    memcpy(talk->visitor_id, visitor_id, HASH_SIZE);
    talk->has_visitor = true;
    client->is_dirty = true;
    talk_replay(client, talk);
}

/* Does this Hello come from whom it says, in the case that it says? */
static bool is_hello_sound(const struct header *header, const struct hello *hello)
{
    uint8_t visitor_id[HASH_SIZE];
    uint8_t case_id[CASE_ID_SIZE];
    login_visitor_id(hello->pk_login, visitor_id);
    case_id_of(hello->pk_login, hello->case_nonce, case_id);
    return memcmp(visitor_id, header->sender, HASH_SIZE) == 0 && memcmp(case_id, header->case_id, CASE_ID_SIZE) == 0 &&
           memcmp(hello->session, header->session, SESSION_SIZE) == 0;
}

static bool read_introduction(const struct opening *opening, uint8_t visitor_id[HASH_SIZE])
{
    const struct header *header = &opening->envelope.header;
    struct briefing briefing;
    struct hello hello;
    size_t used;
    if (header->class == CLASS_STAFF) {
        if (opening->body.kind != BODY_BRIEFING || briefing_decode(&briefing, opening->body.content) != OK)
            return false;
        memcpy(visitor_id, briefing.visitor_id, HASH_SIZE);
        wipe(briefing.case_key, sizeof briefing.case_key);
        return true;
    }
    if (opening->body.kind != BODY_HELLO || hello_decode(&hello, opening->body.content, &used) != OK)
        return false;
    memcpy(visitor_id, header->sender, HASH_SIZE);
    wipe(hello.case_key, sizeof hello.case_key);
    return used == opening->body.content.size && is_hello_sound(header, &hello);
}

/* Opens it as far as that is possible before the room is known whole. */
static bool find_visitor(struct client *client, struct opening *opening, uint8_t visitor_id[HASH_SIZE])
{
    const struct header *header = &opening->envelope.header;
    const struct own_key *own = own_key_find(client, opening->wrap.key_id);
    uint8_t padded[BUCKET_2];
    uint8_t psk[PSK_SIZE];
    bool is_found = false;
    bool is_base = opening->wrap.mode == WRAP_BASE && header->class == CLASS_ROOM;
    bool is_colleagues = header->class == CLASS_STAFF && room_has(&opening->talk->room, header->sender) &&
                         colleague_psk(client, opening->talk, header->sender, CLASS_STAFF, psk) == OK;
    if (own == NULL || (!is_base && !is_colleagues))
        return false;
    struct open_key key = {.seed = own->pair.seed, .pk = own->pair.pk, .psk = is_base ? NULL : psk};
    memcpy(key.recipient, client_me(client), HASH_SIZE);
    if (envelope_open(&opening->envelope, 0, client->deployment_id, &key, padded, sizeof padded, opening->aux,
                      opening->link) == OK &&
        body_decode(&opening->body, (struct bytes){padded, bucket_size(header->bucket)}) == OK)
        is_found = read_introduction(opening, visitor_id);
    wipe(psk, sizeof psk);
    wipe(padded, sizeof padded);
    wipe(opening->aux, sizeof opening->aux);
    return is_found;
}

bool meet_open(struct client *client, struct opening *opening)
{
    struct talk *talk = opening->talk;
    uint8_t visitor_id[HASH_SIZE];
    if (talk->has_visitor && !talk->is_replaying)
        return false;
    open_miss(talk, opening->seq); /* is read, with all the rest, when the visitor and the room are known */
    talk->is_reread = true;        /* not from the middle of this reading on */
    if (!talk->has_visitor && !talk->is_replaying && find_visitor(client, opening, visitor_id))
        learn_visitor(client, talk, visitor_id);
    return true;
}

/* --- is it the one who wrote the intake? --- */

static void event_visitor(struct client *client, const struct talk *talk)
{
    struct json json = client_event_open(client, "visitor");
    event_case(&json, talk);
    json_bool(&json, "confirmed", talk->is_confirmed);
    client_event_put(client, &json);
}

/* Rule 11.3: a visitor is confirmed when the Hello vouches under the key that a colleague has told us. */
static void confirm(struct client *client, struct talk *talk, bool is_news)
{
    bool was_confirmed = talk->is_confirmed;
    if (talk->has_briefing && talk->has_case_key && hash_equal(talk->briefed_key, talk->case_key))
        talk->is_confirmed = true;
    if (talk->has_case_key && (is_news || talk->is_confirmed != was_confirmed))
        event_visitor(client, talk);
}

void meet_briefing(struct client *client, const struct opening *opening)
{
    struct talk *talk = opening->talk;
    struct briefing briefing;
    invariant(briefing_decode(&briefing, opening->body.content) == OK); /* read_is_sound */
    if (memcmp(briefing.visitor_id, talk->visitor_id, HASH_SIZE) == 0) {
        memcpy(talk->briefed_key, briefing.case_key, sizeof talk->briefed_key);
        talk->has_briefing = true;
        confirm(client, talk, false);
    }
    wipe(briefing.case_key, sizeof briefing.case_key);
    if (briefing.text.size == 0)
        return;
    struct json json = event_said(client, "briefing", opening);
    json_text(&json, "text", briefing.text);
    client_event_put(client, &json);
}

/* --- Hello --- */

static void answer_hello(struct client *client, struct talk *talk, const struct hello *hello, uint64_t last_ctr,
                         uint32_t last_day)
{
    uint8_t content[256];
    uint8_t local_id[MSG_ID_SIZE];
    size_t size;
    struct hello_ack ack = {
        .ctr = hello->ctr,
        .last_ctr = last_ctr,
        .last_hello_day = last_day,
        .late_rewraps = talk->late_rewraps,
        .log_size = hello->log_size,
    };
    memcpy(ack.session, hello->session, SESSION_SIZE);
    memcpy(ack.room_head, talk->room.head, HASH_SIZE);
    memcpy(ack.log_root, hello->log_root, HASH_SIZE);
    send_new_id(client, CLASS_ROOM, local_id);
    invariant(hello_ack_encode(&ack, content, sizeof content, &size) == OK);
    if (send_put(client, talk, BODY_HELLO_ACK, (struct bytes){content, size}, local_id) != OK)
        client->had_overflow = true;
}

/* What was sealed to an earlier page is wrapped again to this one. */
static void rewrap_for_page(struct client *client, struct talk *talk)
{
    for (size_t i = 0; i < KEPT_MAX; i++) {
        struct kept *kept = &talk->kept[i];
        if (!kept->is_used || !kept->is_live || kept->needs_rewrap ||
            memcmp(kept->live_session, talk->live_session, SESSION_SIZE) == 0)
            continue; /* of the same page only what the server has asked for */
        kept->needs_rewrap = true;
        kept->rewrap_at_s = client->now_s + REWRAP_AFTER_S;
    }
    send_rewraps(client, talk, false);
}

static void event_back(struct client *client, const struct talk *talk, uint32_t sent_min)
{
    struct json json = client_event_open(client, "back");
    event_case(&json, talk);
    json_number(&json, "sent_min", sent_min);
    client_event_put(client, &json);
}

/* Whoever took the case over came with the move that changed the key: the first of those who stayed vouches. */
static bool is_voucher_of_holder(const struct client *client, const struct talk *talk)
{
    const struct room *room = &talk->room;
    bool is_new_holder = false;
    bool has_first = false;
    bool is_first = false;
    for (uint8_t i = 0; i < room->member_count; i++) {
        const struct room_member *member = &room->members[i];
        if (room_is_held_by(room, member->who))
            is_new_holder = member->since == room->left_epoch;
        if (has_first || member->role == ROLE_VISITOR || member->since >= room->left_epoch)
            continue;
        has_first = true;
        is_first = memcmp(member->who, client_me(client), HASH_SIZE) == 0;
    }
    return is_new_holder && is_first;
}

/* The holder tells colleagues of a key that they could not know. */
static void take_case_key(struct client *client, struct talk *talk, const uint8_t case_key[32])
{
    bool is_other = talk->has_case_key && !hash_equal(talk->case_key, case_key);
    memcpy(talk->case_key, case_key, sizeof talk->case_key);
    talk->has_case_key = true;
    if (!is_other || !talk->is_confirmed)
        return;
    if (room_is_held_by(&talk->room, client_me(client)))
        meet_brief(client, talk, NULL);
    else if (is_voucher_of_holder(client, talk))
        meet_brief(client, talk, talk->room.holder);
}

void meet_hello(struct client *client, const struct opening *opening)
{
    struct talk *talk = opening->talk;
    struct hello hello;
    size_t used;
    uint64_t last_ctr = talk->hello_ctr;
    uint32_t last_day = talk->hello_day;
    bool is_first = !talk->has_psk;
    if (hello_decode(&hello, opening->body.content, &used) != OK || used != opening->body.content.size ||
        !is_hello_sound(&opening->envelope.header, &hello))
        return;
    /* Said again on the same page: to somebody else, or because somebody left. */
    bool is_again = hello.ctr == last_ctr && memcmp(hello.session, talk->live_session, SESSION_SIZE) == 0;
    if (opening->wrap.mode == WRAP_BASE) {
        memcpy(talk->psk, opening->aux, PSK_SIZE);
        talk->has_psk = true;
    }
    talk->is_silenced = false;
    take_case_key(client, talk, hello.case_key);
    if (hello.ctr > last_ctr) {
        staff_take_hello(client, talk, &hello, &opening->body);
        if (!is_first)
            event_back(client, talk, opening->body.sent_min);
        rewrap_for_page(client, talk);
    }
    wipe(hello.case_key, sizeof hello.case_key);
    confirm(client, talk, is_first);
    if (talk->is_ours && !is_again)
        answer_hello(client, talk, &hello, last_ctr, last_day);
}

/* --- telling others --- */

enum outcome meet_briefing_content(const struct client *client, const struct talk *talk, struct bytes text, void *out,
                                   size_t max, size_t *size)
{
    struct briefing briefing = {.text = text};
    (void)client;
    invariant(talk->has_visitor && talk->has_case_key); /* who has not been told tells nobody */
    memcpy(briefing.visitor_id, talk->visitor_id, HASH_SIZE);
    memcpy(briefing.case_key, talk->case_key, sizeof briefing.case_key);
    enum outcome outcome = briefing_encode(&briefing, out, max, size);
    wipe(briefing.case_key, sizeof briefing.case_key);
    return outcome;
}

/* Words of ours that wait for this newcomer say all that is needed. */
static bool is_briefed_soon(struct client *client, const struct talk *talk, const uint8_t who[HASH_SIZE])
{
    for (size_t i = 0; i < client->outgoing.count; i++) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        bool is_under_way =
            client->inflight.is_used && memcmp(head.local_id, client->inflight.local_id, MSG_ID_SIZE) == 0;
        if (head.kind == BODY_BRIEFING && head.talk == talk_index(client, talk) && !is_under_way &&
            memcmp(head.only, who, HASH_SIZE) == 0)
            return true;
    }
    return false;
}

static void brief_one(struct client *client, struct talk *talk, const uint8_t who[HASH_SIZE])
{
    struct outgoing head = {.kind = BODY_BRIEFING, .is_staff = true, .is_alone = true, .has_only = true};
    if (is_briefed_soon(client, talk, who))
        return;
    memcpy(head.only, who, HASH_SIZE);
    send_new_id(client, CLASS_STAFF, head.local_id);
    if (send_put_as(client, talk, &head, (struct bytes){NULL, 0}) != OK)
        client->had_overflow = true;
}

void meet_brief(struct client *client, struct talk *talk, const uint8_t who[HASH_SIZE])
{
    for (uint8_t i = 0; i < talk->room.member_count; i++) {
        const struct room_member *member = &talk->room.members[i];
        bool is_wanted = who == NULL || memcmp(member->who, who, HASH_SIZE) == 0;
        if (is_wanted && member->role != ROLE_VISITOR && memcmp(member->who, client_me(client), HASH_SIZE) != 0)
            brief_one(client, talk, member->who);
    }
}
