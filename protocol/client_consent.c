#include "client_parts.h"

#include <string.h>

/* --- what was answered --- */

static uint8_t place_of(const struct vault *vault, const uint8_t who[HASH_SIZE])
{
    uint8_t place = 0;
    while (place < vault->pinned_count && memcmp(vault->pinned[place], who, HASH_SIZE) != 0)
        place++;
    return place;
}

uint8_t consent_of(const struct client *client, const uint8_t who[HASH_SIZE])
{
    const struct vault *vault = &client->visitor.vault;
    uint8_t place = place_of(vault, who);
    return place < vault->pinned_count ? vault->consents[place] : 0;
}

/* Members come to fewer than the vault has places for. */
static void note(struct client *client, const uint8_t who[HASH_SIZE], enum consent consent)
{
    struct vault *vault = &client->visitor.vault;
    uint8_t place = place_of(vault, who);
    if (place == vault->pinned_count) {
        invariant(vault->pinned_count < VAULT_PINNED_MAX);
        memcpy(vault->pinned[vault->pinned_count++], who, HASH_SIZE);
    }
    vault->consents[place] = (uint8_t)consent;
}

/* Of who is not in the room nothing is kept: who comes again is asked about again. */
static void prune(struct client *client, const struct room *room)
{
    struct vault *vault = &client->visitor.vault;
    uint8_t count = 0;
    for (uint8_t i = 0; i < vault->pinned_count; i++) {
        if (!room_has(room, vault->pinned[i]))
            continue;
        memmove(vault->pinned[count], vault->pinned[i], HASH_SIZE);
        vault->consents[count++] = vault->consents[i];
    }
    memset(vault->pinned[count], 0, (size_t)(vault->pinned_count - count) * HASH_SIZE);
    vault->pinned_count = count;
}

void consent_introduced(struct client *client, struct talk *talk, const struct envelope *hello)
{
    bool is_news = false;
    for (size_t i = 0; i < hello->wrap_count; i++) {
        struct wrap wrap = envelope_wrap(hello, i);
        if (wrap.mode == WRAP_BASE && consent_of(client, wrap.recipient) == CONSENT_NEW) {
            note(client, wrap.recipient, CONSENT_YES);
            is_news = true;
        }
    }
    if (!is_news)
        return;
    talk->has_nobody = false;
    visitor_put_vault(client);
}

/* --- the question --- */

static void ask(struct client *client, const struct talk *talk, const struct room_member *member)
{
    struct json json = client_event_open(client, "consent");
    event_case(&json, talk);
    event_member(client, &json, "who", member->who, talk);
    json_bool(&json, "holder", room_is_held_by(&talk->room, member->who));
    json_bool(&json, "heir", room_is_heir(&talk->room, member->who));
    client_event_put(client, &json);
}

void consent_ask_all(struct client *client, struct talk *talk)
{
    for (uint8_t i = 0; talk->room.epoch > 0 && i < talk->room.member_count; i++) {
        const struct room_member *member = &talk->room.members[i];
        if (member->role != ROLE_VISITOR &&
            (consent_of(client, member->who) == 0 || room_is_heir(&talk->room, member->who)))
            ask(client, talk, member);
    }
}

static bool has_newcomer(const struct vault *vault)
{
    return memchr(vault->consents, CONSENT_NEW, vault->pinned_count) != NULL;
}

/* Who takes a case from the queue is written to, as those are who got the intake; about everybody else the person is asked, and about a
 * member again who is to hold the case next. */
void consent_room_moved(struct client *client, struct talk *talk, const struct room *before,
                        const struct room_event *event)
{
    bool is_open_page = client->phase == PHASE_READY;
    bool is_shown = is_open_page || client->phase == PHASE_SETTING_UP; /* else all are asked about at the login's end */
    if (talk->room.epoch <= client->visitor.vault.room_epoch)
        return; /* was seen, and answered, on an earlier page */
    if (event->type == ROOM_CLAIM && consent_of(client, event->subject) == 0)
        note(client, event->subject, CONSENT_NEW);
    prune(client, &talk->room);
    bool comes = !room_has(before, event->subject) && room_has(&talk->room, event->subject);
    bool is_asked = (comes && consent_of(client, event->subject) == 0) || event->type == ROOM_HANDOVER;
    if (is_shown && is_asked)
        ask(client, talk, room_member(&talk->room, event->subject));
    /* The closing may have overtaken an answer about the heir. */
    if (is_shown && event->type == ROOM_REOPEN && room_has_heir(&talk->room))
        ask(client, talk, room_member(&talk->room, talk->room.heir));
    /* Who stays learns the new case key, whoever is new learns us. */
    bool has_left = talk->room.left_epoch == talk->room.epoch;
    bool is_new = consent_of(client, event->subject) == CONSENT_NEW;
    /* The closing may have overtaken our Hello, too. */
    if (event->type == ROOM_REOPEN)
        is_new = has_newcomer(&client->visitor.vault);
    if (is_open_page && !talk->room.is_closed && (has_left || is_new))
        visitor_say_hello(client);
}

/* --- the answer --- */

static enum outcome say_to_all(struct client *client, struct talk *talk, uint8_t kind, struct bytes content)
{
    uint8_t local_id[MSG_ID_SIZE];
    send_new_id(client, CLASS_ROOM, local_id);
    return send_put(client, talk, kind, content, local_id);
}

static enum outcome tell_answer(struct client *client, struct talk *talk, const uint8_t who[HASH_SIZE],
                                enum receipt_what what)
{
    struct receipt receipt = {.what = (uint8_t)what, .msg_ids = {who, MSG_ID_SIZE}};
    uint8_t content[32];
    size_t size;
    invariant(receipt_encode(&receipt, content, sizeof content, &size) == OK);
    return say_to_all(client, talk, BODY_RECEIPT, (struct bytes){content, size});
}

enum outcome visitor_consent(struct client *client, const uint8_t who[HASH_SIZE], bool is_yes)
{
    struct talk *talk = &client->talks[0];
    if (role_of(client) != CLIENT_VISITOR || client->phase != PHASE_READY || !talk->is_used || !talk->is_ours ||
        talk->room.epoch == 0 || talk->room.is_closed)
        return REFUSED;
    const struct room_member *member = room_member(&talk->room, who);
    uint8_t was = consent_of(client, who);
    if (member == NULL || member->role == ROLE_VISITOR)
        return REFUSED;
    bool is_written_to = was == CONSENT_YES || was == CONSENT_NEW;
    /* Stays a member either way: the question is who holds the case. */
    if (room_is_heir(&talk->room, who) && (is_written_to || (was == CONSENT_NO && !is_yes))) {
        enum outcome outcome =
            tell_answer(client, talk, member->who, is_yes ? RECEIPT_YES_TO_MEMBER : RECEIPT_NO_TO_MEMBER);
        send_pump(client);
        return outcome;
    }
    if (is_yes ? is_written_to : was == CONSENT_NO)
        return OK; /* said already */
    if (is_yes) {
        TRY(tell_answer(client, talk, member->who, RECEIPT_YES_TO_MEMBER));
        visitor_say_hello(client); /* goes out before it */
    } else if (was == CONSENT_YES) {
        TRY(say_to_all(client, talk, BODY_BLOCK, (struct bytes){member->who, HASH_SIZE}));
    } else {
        TRY(tell_answer(client, talk, member->who, RECEIPT_NO_TO_MEMBER));
    }
    note(client, member->who, is_yes ? CONSENT_NEW : CONSENT_NO);
    talk->has_nobody = false;
    visitor_put_vault(client);
    send_pump(client);
    return OK;
}
