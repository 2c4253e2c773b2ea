#include "client_parts.h"

#include <string.h>

#include "hash.h"
#include "reader.h"
#include "writer.h"

enum { STATE_VERSION = 9, INFLIGHT_MIN = 5 + HEADER_SIZE }; /* code, tag, and an envelope's beginning */

static const uint8_t state_label[] = "udvej/1/device-state";

/* --- sealing under the store key --- */

enum outcome staff_state_open(const struct client *client, uint8_t *sealed, size_t sealed_size, struct bytes *plain)
{
    if (sealed_size < DEVICE_SEAL_OVERHEAD)
        return MALFORMED;
    plain->data = sealed + XNONCE_SIZE; /* libsodium opens in place */
    return device_unseal(client->staff.store_key, PART(state_label, sizeof state_label - 1), PART(sealed, sealed_size),
                         sealed + XNONCE_SIZE, sealed_size - DEVICE_SEAL_OVERHEAD, &plain->size);
}

/* --- writing --- */

static void write_keys(struct writer *writer, const struct client *client)
{
    uint8_t count = 0;
    for (size_t i = 0; i < OWN_KEYS_MAX; i++)
        count = (uint8_t)(count + (client->own_keys[i].is_used ? 1 : 0));
    writer_u8(writer, count);
    for (size_t i = 0; i < OWN_KEYS_MAX; i++) {
        const struct own_key *key = &client->own_keys[i];
        if (!key->is_used)
            continue;
        writer_put(writer, key->pair.seed, KEM_SEED_SIZE);
        writer_u64(writer, key->issued_min);
        writer_u64(writer, key->replaced_min);
    }
}

static void write_record_keys(struct writer *writer, const struct client *client)
{
    uint16_t count = 0;
    for (size_t i = 0; i < RECORD_KEYS_MAX; i++)
        count = (uint16_t)(count + (client->staff.record_keys[i].is_used ? 1 : 0));
    writer_u16(writer, client->staff.record_days);
    writer_u16(writer, client->staff.claim_hours);
    writer_u16(writer, count);
    for (size_t i = 0; i < RECORD_KEYS_MAX; i++) {
        const struct record_key *key = &client->staff.record_keys[i];
        if (!key->is_used)
            continue;
        writer_put(writer, key->id, RECORD_ID_SIZE);
        writer_put(writer, key->case_id, CASE_ID_SIZE);
        writer_put(writer, key->key, sizeof key->key);
        writer_u64(writer, key->ends_min);
    }
}

static void write_booked_time(struct writer *writer, const struct booked_time *time)
{
    writer_u8(writer, time->part);
    writer_u8(writer, time->is_asked);
    writer_u8(writer, time->is_stored);
    writer_u8(writer, time->wanted);
    writer_put(writer, time->slot.id, SLOT_ID_SIZE);
    writer_u32(writer, time->slot.start);
    writer_u8(writer, time->slot.quarters);
    writer_u8(writer, time->slot.state);
}

static void write_booking(struct writer *writer, uint8_t index, const struct booking *booking)
{
    writer_u8(writer, index);
    writer_u8(writer, booking->is_told);
    writer_u8(writer, booking->talk);
    writer_put(writer, booking->id, APPOINTMENT_ID_SIZE);
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++)
        write_booked_time(writer, &booking->times[i]);
    writer_u8(writer, booking->act);
    writer_u8(writer, booking->way);
    writer_put(writer, booking->local_id, MSG_ID_SIZE);
    writer_opaque16(writer, (struct bytes){booking->place, booking->place_size});
}

/* What is under way goes out once more as it was: the server may have it already. */
static void write_inflight(struct writer *writer, const struct inflight *inflight)
{
    writer_u8(writer, inflight->is_used);
    if (!inflight->is_used)
        return;
    writer_u8(writer, inflight->talk);
    writer_u8(writer, inflight->kind);
    writer_u8(writer, inflight->class);
    writer_u8(writer, inflight->is_said);
    writer_put(writer, inflight->local_id, MSG_ID_SIZE);
    writer_put(writer, inflight->msg_id, MSG_ID_SIZE);
    writer_put(writer, inflight->session, SESSION_SIZE);
    writer_u64(writer, inflight->seq);
    writer_u8(writer, inflight->is_live);
    writer_put(writer, inflight->live_session, SESSION_SIZE);
    writer_put(writer, inflight->key_id, KEY_ID_SIZE);
    writer_u8(writer, inflight->has_next_key);
    writer_u32(writer, inflight->off_gen);
    writer_u8(writer, inflight->needs_rewrap);
    writer_u8(writer, inflight->is_delivered);
    writer_put(writer, &inflight->seal, sizeof inflight->seal);
    writer_u32(writer, (uint32_t)inflight->size);
    writer_put(writer, inflight->message, inflight->size);
}

/* Intakes that nobody has claimed are not kept: the server still has them. */
static bool is_kept(const struct talk *talk)
{
    return talk->is_used && talk->is_ours;
}

static void write_state(struct writer *writer, const struct client *client)
{
    writer_u8(writer, STATE_VERSION);
    writer_u64(writer, client->staff.snapshot_min);
    writer_u8(writer, client->staff.snapshot_count);
    writer_put(writer, client->staff.snapshots, (size_t)client->staff.snapshot_count * HASH_SIZE);
    write_keys(writer, client);
    write_record_keys(writer, client);
    uint8_t count = 0;
    for (size_t i = 0; i < TALKS_MAX; i++)
        count = (uint8_t)(count + (is_kept(&client->talks[i]) ? 1 : 0));
    writer_u8(writer, count);
    for (size_t i = 0; i < TALKS_MAX; i++) {
        if (is_kept(&client->talks[i]))
            state_write_talk(writer, client, &client->talks[i]);
    }
    count = 0;
    for (size_t i = 0; i < BOOKINGS_MAX; i++)
        count = (uint8_t)(count + (client->staff.bookings[i].is_used ? 1 : 0));
    writer_u8(writer, count);
    for (size_t i = 0; i < BOOKINGS_MAX; i++) {
        if (client->staff.bookings[i].is_used)
            write_booking(writer, (uint8_t)i, &client->staff.bookings[i]);
    }
    writer_u16(writer, (uint16_t)client->outgoing.count);
    for (size_t i = 0; i < client->outgoing.count; i++)
        writer_opaque16(writer, client_queue_at(&client->outgoing, i, NULL));
    write_inflight(writer, &client->inflight);
}

size_t client_save_size(const struct client *client)
{
    size_t size = DEVICE_SEAL_OVERHEAD + 2048 + client->inflight.size + OWN_KEYS_MAX * 64 +
                  sizeof client->staff.snapshots + sizeof client->staff.record_keys + sizeof client->staff.bookings +
                  (client->outgoing.end - client->outgoing.start);
    for (size_t i = 0; i < TALKS_MAX; i++)
        size += is_kept(&client->talks[i]) ? sizeof(struct talk) : 0;
    return size;
}

bool client_is_dirty(const struct client *client)
{
    return role_of(client) == CLIENT_STAFF && client->staff.is_unlocked && client->is_dirty;
}

void client_saved(struct client *client)
{
    client->is_dirty = false;
}

enum outcome client_save(struct client *client, void *out, size_t max, size_t *size)
{
    struct writer writer;
    size_t plain;
    uint8_t *at = out;
    if (!client->staff.is_unlocked)
        return REFUSED;
    if (max < DEVICE_SEAL_OVERHEAD)
        return FULL;
    writer_open(&writer, at + XNONCE_SIZE, max - DEVICE_SEAL_OVERHEAD);
    write_state(&writer, client);
    enum outcome outcome = writer_finish(&writer, &plain);
    if (outcome != OK) {
        wipe(out, max);
        return outcome;
    }
    device_seal(client, client->staff.store_key, PART(state_label, sizeof state_label - 1),
                (struct bytes){at + XNONCE_SIZE, plain}, at); /* libsodium seals in place */
    *size = plain + DEVICE_SEAL_OVERHEAD;
    return OK;
}

/* --- reading --- */

static void read_keys(struct reader *reader, struct client *client)
{
    uint8_t count = state_count(reader, OWN_KEYS_MAX);
    for (uint8_t i = 0; i < count; i++) {
        uint8_t seed[KEM_SEED_SIZE];
        reader_copy(reader, seed, sizeof seed);
        struct own_key *key = own_key_add(client, seed);
        key->issued_min = reader_u64(reader);
        key->replaced_min = reader_u64(reader);
        wipe(seed, sizeof seed);
    }
}

static void read_record_keys(struct reader *reader, struct client *client)
{
    client->staff.record_days = reader_u16(reader);
    client->staff.claim_hours = reader_u16(reader);
    uint16_t count = reader_u16(reader);
    if (count > RECORD_KEYS_MAX) {
        reader_fail(reader);
        return;
    }
    for (uint16_t i = 0; i < count; i++) {
        struct record_key *key = &client->staff.record_keys[i];
        key->is_used = true;
        reader_copy(reader, key->id, RECORD_ID_SIZE);
        reader_copy(reader, key->case_id, CASE_ID_SIZE);
        reader_copy(reader, key->key, sizeof key->key);
        key->ends_min = reader_u64(reader);
    }
}

static void read_booked_time(struct reader *reader, const struct client *client, struct booked_time *time)
{
    time->part = state_count(reader, TIME_OLD);
    time->is_asked = reader_u8(reader) != 0;
    time->is_stored = reader_u8(reader) != 0;
    time->wanted = state_count(reader, SLOT_NO_SHOW);
    reader_copy(reader, time->slot.id, SLOT_ID_SIZE);
    time->slot.start = reader_u32(reader);
    time->slot.quarters = reader_u8(reader);
    time->slot.state = reader_u8(reader);
    memcpy(time->slot.cert_hash, client->staff.cert_hash, HASH_SIZE);
}

/* Is there what is still to be told: new times, or one that was missed? And somebody to tell it to? */
static bool is_act_whole(const struct booking *booking)
{
    bool has_new = false;
    bool has_missed = false;
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++) {
        const struct booked_time *time = &booking->times[i];
        bool is_missed = time->wanted == SLOT_NO_SHOW || time->slot.state == SLOT_NO_SHOW;
        has_new = has_new || time->part == TIME_NEW;
        has_missed = has_missed || (time->part == TIME_KNOWN && is_missed);
    }
    if (booking->is_told)
        return !has_new;
    bool is_about_missed = booking->act == APPOINTMENT_MISSED;
    return booking->talk != TALK_NONE && has_new == !is_about_missed && (has_missed || !is_about_missed);
}

static void read_booking(struct reader *reader, struct client *client)
{
    struct booking *booking = &client->staff.bookings[state_count(reader, BOOKINGS_MAX - 1)];
    booking->is_used = true;
    booking->is_told = reader_u8(reader) != 0;
    booking->talk = state_count(reader, TALK_NONE);
    reader_copy(reader, booking->id, APPOINTMENT_ID_SIZE);
    for (size_t i = 0; i < BOOKED_TIMES_MAX; i++)
        read_booked_time(reader, client, &booking->times[i]);
    booking->act = reader_u8(reader);
    booking->way = reader_u8(reader);
    reader_copy(reader, booking->local_id, MSG_ID_SIZE);
    struct bytes place = reader_opaque16(reader, 0, PLACE_MAX);
    booking->place_size = (uint16_t)place.size;
    if (place.size > 0)
        memcpy(booking->place, place.data, place.size);
    if (!is_act_whole(booking))
        reader_fail(reader);
}

static void read_outgoing(struct reader *reader, struct client *client)
{
    uint16_t count = reader_u16(reader);
    for (uint16_t i = 0; i < count && !reader->has_failed; i++) {
        struct bytes record = reader_opaque16(reader, sizeof(struct outgoing), UINT16_MAX);
        struct outgoing head;
        if (record.size < sizeof head)
            return;
        memcpy(&head, record.data, sizeof head);
        if (head.talk >= TALKS_MAX || client_queue_put(&client->outgoing, &record, 1) != OK)
            reader_fail(reader);
    }
}

static void read_inflight(struct reader *reader, struct client *client)
{
    struct inflight *inflight = &client->inflight;
    if (reader_u8(reader) == 0)
        return;
    inflight->is_used = inflight->was_resent = true;
    inflight->talk = state_count(reader, TALKS_MAX - 1);
    inflight->kind = reader_u8(reader);
    inflight->class = reader_u8(reader);
    inflight->is_said = reader_u8(reader) != 0;
    reader_copy(reader, inflight->local_id, MSG_ID_SIZE);
    reader_copy(reader, inflight->msg_id, MSG_ID_SIZE);
    reader_copy(reader, inflight->session, SESSION_SIZE);
    inflight->seq = reader_u64(reader);
    inflight->is_live = reader_u8(reader) != 0;
    reader_copy(reader, inflight->live_session, SESSION_SIZE);
    reader_copy(reader, inflight->key_id, KEY_ID_SIZE);
    inflight->has_next_key = reader_u8(reader) != 0;
    inflight->off_gen = reader_u32(reader);
    inflight->needs_rewrap = reader_u8(reader) != 0;
    inflight->is_delivered = reader_u8(reader) != 0;
    reader_copy(reader, &inflight->seal, sizeof inflight->seal);
    struct bytes whole = reader_take(reader, reader_u32(reader));
    if (whole.size > sizeof inflight->message || whole.size < INFLIGHT_MIN) {
        reader_fail(reader);
        return;
    }
    inflight->size = whole.size;
    memcpy(inflight->message, whole.data, whole.size);
}

enum outcome state_read(struct client *client, struct bytes plain)
{
    struct reader reader;
    reader_open(&reader, plain.data, plain.size);
    if (reader_u8(&reader) != STATE_VERSION)
        reader_fail(&reader);
    client->staff.snapshot_min = reader_u64(&reader);
    client->staff.snapshot_count = state_count(&reader, SNAPSHOTS_MAX);
    reader_copy(&reader, client->staff.snapshots, (size_t)client->staff.snapshot_count * HASH_SIZE);
    read_keys(&reader, client);
    read_record_keys(&reader, client);
    uint8_t count = state_count(&reader, TALKS_MAX);
    for (uint8_t i = 0; i < count; i++)
        state_read_talk(&reader, client);
    count = state_count(&reader, BOOKINGS_MAX);
    for (uint8_t i = 0; i < count; i++)
        read_booking(&reader, client);
    read_outgoing(&reader, client);
    read_inflight(&reader, client);
    return reader_finish(&reader);
}
