#include "client_parts.h"

#include <string.h>

#include "hash.h"
#include "reader.h"
#include "writer.h"

/* --- writing --- */

static void write_kept(struct writer *writer, const struct kept *kept)
{
    writer_u8(writer, kept->is_live);
    writer_u8(writer, kept->needs_rewrap);
    writer_u8(writer, kept->kind);
    writer_u8(writer, kept->class);
    writer_u8(writer, kept->is_said);
    writer_u64(writer, kept->seq);
    writer_u64(writer, kept->rewrap_at_s);
    writer_put(writer, kept->session, SESSION_SIZE);
    writer_put(writer, kept->local_id, MSG_ID_SIZE);
    writer_put(writer, kept->msg_id, MSG_ID_SIZE);
    writer_put(writer, kept->live_session, SESSION_SIZE);
    writer_put(writer, kept->key_id, KEY_ID_SIZE);
    writer_u8(writer, kept->was_given_up);
    writer_put(writer, kept->given_up, SESSION_SIZE);
    writer_put(writer, &kept->seal, sizeof kept->seal);
}

static void write_said(struct writer *writer, const struct talk *talk)
{
    writer_u8(writer, talk->said_next);
    for (size_t i = 0; i < SAID_MAX; i++) {
        const struct said *said = &talk->said[i];
        writer_u64(writer, said->seq);
        writer_put(writer, said->session, SESSION_SIZE);
        writer_put(writer, said->local_id, MSG_ID_SIZE);
        writer_put(writer, said->msg_id, MSG_ID_SIZE);
    }
}

static void write_room(struct writer *writer, const struct talk *talk)
{
    writer_u32(writer, talk->room.epoch);
    writer_put(writer, talk->room.head, HASH_SIZE);
    writer_put(writer, talk->room.roster_hash, HASH_SIZE);
    writer_u8(writer, talk->room.is_closed);
    writer_put(writer, talk->room.holder, HASH_SIZE);
    writer_put(writer, talk->room.heir, HASH_SIZE);
    writer_u32(writer, talk->room.heir_epoch);
    writer_u32(writer, talk->room.left_epoch);
    writer_u8(writer, talk->room.member_count);
    for (uint8_t i = 0; i < talk->room.member_count; i++) {
        writer_put(writer, talk->room.members[i].who, HASH_SIZE);
        writer_u8(writer, talk->room.members[i].role);
        writer_u32(writer, talk->room.members[i].since);
        writer_u32(writer, talk->room.members[i].until_day);
    }
    writer_u8(writer, talk->former_count);
    for (uint8_t i = 0; i < talk->former_count; i++) {
        writer_put(writer, talk->former[i].who, HASH_SIZE);
        writer_u32(writer, talk->former[i].since);
        writer_u32(writer, talk->former[i].until);
    }
    writer_u8(writer, talk->history_count);
    for (uint8_t i = 0; i < talk->history_count; i++) {
        writer_u32(writer, talk->history[i].epoch);
        writer_put(writer, talk->history[i].roster_hash, HASH_SIZE);
        writer_put(writer, talk->history[i].head, HASH_SIZE);
    }
}

/* The messages that are still on their way here: not seen yet, or without their receipt. */
static size_t list_under_way(const struct client *client, const uint8_t *ids[ARRIVED_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < ARRIVED_MAX; i++) {
        if (client->arrived[i].is_used)
            ids[count++] = client->arrived[i].msg_id;
    }
    return count;
}

static bool is_among(const uint8_t *const *ids, size_t count, const struct known *known)
{
    for (size_t i = 0; i < count; i++) {
        if (memcmp(ids[i], known->msg_id, MSG_ID_SIZE) == 0)
            return true;
    }
    return false;
}

/* What is under way is not known: it must come again. */
static void write_known(struct writer *writer, const struct client *client, const struct talk *talk)
{
    static const struct known nothing;
    const uint8_t *under_way[ARRIVED_MAX];
    size_t count = list_under_way(client, under_way);
    writer_u8(writer, talk->known_next);
    for (size_t i = 0; i < KNOWN_MAX; i++) {
        const struct known *known = is_among(under_way, count, &talk->known[i]) ? &nothing : &talk->known[i];
        writer_put(writer, known->msg_id, MSG_ID_SIZE);
        writer_put(writer, known->session, SESSION_SIZE);
    }
}

/* A device that was off begins a new stream, but hears with its keys. */
static void write_turns(struct writer *writer, const struct stream *stream)
{
    writer_u8(writer, stream->is_turn_due);
    writer_u32(writer, stream->turn_number);
    for (size_t i = 0; i < TURN_KEYS_MAX; i++) {
        const struct turn_key *key = &stream->turns[i];
        writer_u32(writer, key->number);
        if (key->number == 0)
            continue;
        writer_u8(writer, key->is_told);
        writer_u8(writer, key->has_received);
        writer_u64(writer, key->replaced_s);
        writer_put(writer, key->pair.seed, KEM_SEED_SIZE);
    }
}

static void write_peers(struct writer *writer, const struct talk *talk)
{
    uint8_t count = 0;
    for (size_t i = 0; i < PEERS_MAX; i++)
        count = (uint8_t)(count + (talk->peers[i].is_used ? 1 : 0));
    writer_u8(writer, count);
    for (size_t i = 0; i < PEERS_MAX; i++) {
        const struct peer *peer = &talk->peers[i];
        if (!peer->is_used)
            continue;
        writer_put(writer, peer->who, HASH_SIZE);
        writer_u8(writer, peer->is_staff);
        writer_u32(writer, peer->used);
        writer_u64(writer, peer->given_min);
        writer_u64(writer, peer->given_seq);
        writer_put(writer, peer->given_session, SESSION_SIZE);
        writer_put(writer, peer->pk, KEM_PUBLIC_SIZE);
    }
}

static void write_streams(struct writer *writer, const struct client *client, const struct talk *talk)
{
    uint8_t kept_count = 0;
    struct mark marks[MARKS_MAX];
    mark_without_unseen(client, talk, marks);
    writer_u8(writer, talk->mark_count);
    for (uint8_t i = 0; i < talk->mark_count; i++) {
        const struct mark *mark = &marks[i];
        writer_put(writer, mark->at.member, HASH_SIZE);
        writer_put(writer, mark->at.session, SESSION_SIZE);
        writer_u64(writer, mark->at.seq);
        writer_u64(writer, mark->ahead);
        writer_u8(writer, mark->is_staff);
        writer_u8(writer, mark->has_link);
        writer_put(writer, mark->link, HASH_SIZE);
    }
    writer_u8(writer, talk->unreadable.logins);
    writer_put(writer, talk->unreadable.msg_id, MSG_ID_SIZE);
    write_known(writer, client, talk);
    for (size_t i = 0; i < KEPT_MAX; i++)
        kept_count = (uint8_t)(kept_count + (talk->kept[i].is_used ? 1 : 0));
    writer_u8(writer, kept_count);
    for (size_t i = 0; i < KEPT_MAX; i++) {
        if (talk->kept[i].is_used)
            write_kept(writer, &talk->kept[i]);
    }
    write_said(writer, talk);
}

void state_write_talk(struct writer *writer, const struct client *client, const struct talk *talk)
{
    writer_u8(writer, talk_index(client, talk));
    writer_u8(writer, talk->door);
    writer_put(writer, talk->case_id, CASE_ID_SIZE);
    writer_put(writer, talk->visitor_id, HASH_SIZE);
    writer_put(writer, talk->intake_id, MSG_ID_SIZE);
    const bool facts[] = {talk->has_head,     talk->is_replaying, talk->has_visitor,
                          talk->has_psk,      talk->is_confirmed, talk->is_silenced,
                          talk->has_case_key, talk->has_briefing, talk->has_forgotten_marks};
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
        writer_u8(writer, facts[i]);
    writer_put(writer, talk->case_key, sizeof talk->case_key);
    writer_put(writer, talk->briefed_key, sizeof talk->briefed_key);
    writer_put(writer, talk->psk, PSK_SIZE);
    writer_u64(writer, talk->hello_ctr);
    writer_u32(writer, talk->hello_day);
    writer_u16(writer, talk->late_rewraps);
    writer_u8(writer, talk->has_live);
    writer_u64(writer, talk->heard_s);
    writer_put(writer, talk->live_session, SESSION_SIZE);
    writer_u64(writer, talk->live_seq);
    writer_put(writer, talk->live_pk, KEM_PUBLIC_SIZE);
    writer_u8(writer, talk->parting);
    writer_u32(writer, talk->heir_known);
    writer_u32(writer, talk->heir_day);
    writer_u32(writer, talk->answered_epoch);
    writer_u8(writer, talk->is_heir_agreed);
    writer_u32(writer, talk->parting_epoch);
    writer_u64(writer, talk->asked_s);
    writer_u32(writer, talk->off_gen);
    writer_put(writer, talk->off_pk, KEM_PUBLIC_SIZE);
    write_room(writer, talk);
    write_streams(writer, client, talk);
    write_turns(writer, &talk->stream);
    write_turns(writer, &talk->notes);
    write_peers(writer, talk);
}

/* --- reading --- */

static void read_kept(struct reader *reader, struct kept *kept)
{
    kept->is_used = true;
    kept->is_live = reader_u8(reader) != 0;
    kept->needs_rewrap = reader_u8(reader) != 0;
    kept->kind = reader_u8(reader);
    kept->class = reader_u8(reader);
    kept->is_said = reader_u8(reader) != 0;
    kept->seq = reader_u64(reader);
    kept->rewrap_at_s = reader_u64(reader);
    reader_copy(reader, kept->session, SESSION_SIZE);
    reader_copy(reader, kept->local_id, MSG_ID_SIZE);
    reader_copy(reader, kept->msg_id, MSG_ID_SIZE);
    reader_copy(reader, kept->live_session, SESSION_SIZE);
    reader_copy(reader, kept->key_id, KEY_ID_SIZE);
    kept->was_given_up = reader_u8(reader) != 0;
    reader_copy(reader, kept->given_up, SESSION_SIZE);
    reader_copy(reader, &kept->seal, sizeof kept->seal);
}

uint8_t state_count(struct reader *reader, size_t max)
{
    uint8_t count = reader_u8(reader);
    if (count > max)
        reader_fail(reader);
    return count > max ? 0 : count;
}

static void read_said(struct reader *reader, struct talk *talk)
{
    talk->said_next = state_count(reader, SAID_MAX - 1);
    for (size_t i = 0; i < SAID_MAX; i++) {
        struct said *said = &talk->said[i];
        said->seq = reader_u64(reader);
        reader_copy(reader, said->session, SESSION_SIZE);
        reader_copy(reader, said->local_id, MSG_ID_SIZE);
        reader_copy(reader, said->msg_id, MSG_ID_SIZE);
    }
}

static void read_room(struct reader *reader, struct talk *talk)
{
    memcpy(talk->room.case_id, talk->case_id, CASE_ID_SIZE);
    talk->room.epoch = reader_u32(reader);
    reader_copy(reader, talk->room.head, HASH_SIZE);
    reader_copy(reader, talk->room.roster_hash, HASH_SIZE);
    talk->room.is_closed = reader_u8(reader) != 0;
    reader_copy(reader, talk->room.holder, HASH_SIZE);
    reader_copy(reader, talk->room.heir, HASH_SIZE);
    talk->room.heir_epoch = reader_u32(reader);
    talk->room.left_epoch = reader_u32(reader);
    talk->room.member_count = state_count(reader, MEMBERS_MAX);
    for (uint8_t i = 0; i < talk->room.member_count; i++) {
        reader_copy(reader, talk->room.members[i].who, HASH_SIZE);
        talk->room.members[i].role = reader_u8(reader);
        talk->room.members[i].since = reader_u32(reader);
        talk->room.members[i].until_day = reader_u32(reader);
    }
    talk->former_count = state_count(reader, FORMER_MAX);
    for (uint8_t i = 0; i < talk->former_count; i++) {
        reader_copy(reader, talk->former[i].who, HASH_SIZE);
        talk->former[i].since = reader_u32(reader);
        talk->former[i].until = reader_u32(reader);
    }
    talk->history_count = state_count(reader, HISTORY_MAX);
    for (uint8_t i = 0; i < talk->history_count; i++) {
        talk->history[i].epoch = reader_u32(reader);
        reader_copy(reader, talk->history[i].roster_hash, HASH_SIZE);
        reader_copy(reader, talk->history[i].head, HASH_SIZE);
    }
}

static void read_turns(struct reader *reader, struct stream *stream)
{
    stream->is_turn_due = reader_u8(reader) != 0;
    stream->turn_number = reader_u32(reader);
    for (size_t i = 0; i < TURN_KEYS_MAX; i++) {
        struct turn_key *key = &stream->turns[i];
        uint8_t seed[KEM_SEED_SIZE];
        uint32_t number = reader_u32(reader);
        if (number == 0)
            continue;
        key->number = number;
        key->is_told = reader_u8(reader) != 0;
        key->has_received = reader_u8(reader) != 0;
        key->replaced_s = reader_u64(reader);
        reader_copy(reader, seed, sizeof seed);
        key_pair_make(&key->pair, seed);
        wipe(seed, sizeof seed);
    }
}

static void read_peers(struct reader *reader, struct talk *talk)
{
    uint8_t count = state_count(reader, PEERS_MAX);
    for (uint8_t i = 0; i < count; i++) {
        struct peer *peer = &talk->peers[i];
        peer->is_used = true;
        reader_copy(reader, peer->who, HASH_SIZE);
        peer->is_staff = reader_u8(reader) != 0;
        peer->used = reader_u32(reader);
        peer->given_min = reader_u64(reader);
        peer->given_seq = reader_u64(reader);
        reader_copy(reader, peer->given_session, SESSION_SIZE);
        reader_copy(reader, peer->pk, KEM_PUBLIC_SIZE);
    }
}

static void read_streams(struct reader *reader, struct talk *talk)
{
    talk->mark_count = state_count(reader, MARKS_MAX);
    for (uint8_t i = 0; i < talk->mark_count; i++) {
        struct mark *mark = &talk->marks[i];
        reader_copy(reader, mark->at.member, HASH_SIZE);
        reader_copy(reader, mark->at.session, SESSION_SIZE);
        mark->at.seq = reader_u64(reader);
        mark->ahead = reader_u64(reader);
        mark->is_staff = reader_u8(reader) != 0;
        mark->has_link = reader_u8(reader) != 0;
        reader_copy(reader, mark->link, HASH_SIZE);
    }
    talk->unreadable.logins = state_count(reader, UNREADABLE_LOGINS);
    reader_copy(reader, talk->unreadable.msg_id, MSG_ID_SIZE);
    talk->known_next = state_count(reader, KNOWN_MAX - 1);
    for (size_t i = 0; i < KNOWN_MAX; i++) {
        reader_copy(reader, talk->known[i].msg_id, MSG_ID_SIZE);
        reader_copy(reader, talk->known[i].session, SESSION_SIZE);
    }
    uint8_t kept_count = state_count(reader, KEPT_MAX);
    for (uint8_t i = 0; i < kept_count; i++)
        read_kept(reader, &talk->kept[i]);
    read_said(reader, talk);
}

void state_read_talk(struct reader *reader, struct client *client)
{
    struct talk *talk = &client->talks[state_count(reader, TALKS_MAX - 1)];
    memset(talk, 0, sizeof *talk);
    talk->is_used = talk->is_ours = true;
    talk->door = reader_u8(reader);
    reader_copy(reader, talk->case_id, CASE_ID_SIZE);
    reader_copy(reader, talk->visitor_id, HASH_SIZE);
    reader_copy(reader, talk->intake_id, MSG_ID_SIZE);
    bool *const facts[] = {&talk->has_head,     &talk->is_replaying, &talk->has_visitor,
                           &talk->has_psk,      &talk->is_confirmed, &talk->is_silenced,
                           &talk->has_case_key, &talk->has_briefing, &talk->has_forgotten_marks};
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
        *facts[i] = reader_u8(reader) != 0;
    talk->needs_search = !talk->has_visitor;
    reader_copy(reader, talk->case_key, sizeof talk->case_key);
    reader_copy(reader, talk->briefed_key, sizeof talk->briefed_key);
    reader_copy(reader, talk->psk, PSK_SIZE);
    talk->hello_ctr = reader_u64(reader);
    talk->hello_day = reader_u32(reader);
    talk->late_rewraps = reader_u16(reader);
    talk->has_live = reader_u8(reader) != 0;
    talk->heard_s = reader_u64(reader);
    reader_copy(reader, talk->live_session, SESSION_SIZE);
    talk->live_seq = reader_u64(reader);
    reader_copy(reader, talk->live_pk, KEM_PUBLIC_SIZE);
    talk->parting = reader_u8(reader);
    talk->heir_known = reader_u32(reader);
    talk->heir_day = reader_u32(reader);
    talk->answered_epoch = reader_u32(reader);
    talk->is_heir_agreed = reader_u8(reader) != 0;
    talk->parting_epoch = reader_u32(reader);
    talk->asked_s = reader_u64(reader);
    talk->off_gen = reader_u32(reader);
    reader_copy(reader, talk->off_pk, KEM_PUBLIC_SIZE);
    read_room(reader, talk);
    read_streams(reader, talk);
    read_turns(reader, &talk->stream);
    read_turns(reader, &talk->notes);
    read_peers(reader, talk);
}
