#include "body.h"

#include <string.h>

#include "envelope.h"
#include "fields.h"
#include "hash.h"
#include "statement.h"

enum { FLAG_NEXT_KEY = 1, SEEN_SIZE = HASH_SIZE + SESSION_SIZE + 8, RECEIPT_IDS_MAX = 64 };

static bool is_zero(const uint8_t *data, size_t size)
{
    uint8_t any = 0;
    for (size_t i = 0; i < size; i++)
        any |= data[i];
    return any == 0;
}

/* --- Body (rule 11) --- */

/* Seen seen<0..8*48>: two octets of length, counted in octets. */
static void lay_seen(struct fields *fields, struct body *body)
{
    uint16_t size = 0;
    if (!fields_is_reading(fields))
        size = (uint16_t)(body->seen_count * SEEN_SIZE);
    fields_u16(fields, &size);
    fields_check(fields, size % SEEN_SIZE == 0 && size <= SEEN_MAX * SEEN_SIZE);
    size_t count = size / SEEN_SIZE;
    for (size_t i = 0; i < count && i < SEEN_MAX; i++) {
        fields_octets(fields, body->seen[i].member, HASH_SIZE);
        fields_octets(fields, body->seen[i].session, SESSION_SIZE);
        fields_u64(fields, &body->seen[i].seq);
    }
    if (fields_is_reading(fields))
        body->seen_count = (uint8_t)(fields->reader->has_failed ? 0 : count);
}

static void lay_next_key(struct fields *fields, const uint8_t **next_key, uint8_t flags)
{
    if ((flags & FLAG_NEXT_KEY) != 0)
        fields_borrow(fields, next_key, KEM_PUBLIC_SIZE);
    else if (fields_is_reading(fields))
        *next_key = NULL;
}

static void lay_body(struct fields *fields, struct body *body)
{
    uint8_t flags = !fields_is_reading(fields) && body->next_key != NULL ? FLAG_NEXT_KEY : 0;
    fields_u8_within(fields, &body->kind, BODY_TEXT, BODY_NOTE);
    fields_u8_within(fields, &flags, 0, FLAG_NEXT_KEY);
    fields_u64(fields, &body->seq);
    fields_octets(fields, body->prev, HASH_SIZE);
    fields_u32(fields, &body->sent_min);
    lay_seen(fields, body);
    lay_next_key(fields, &body->next_key, flags);
    fields_opaque16(fields, &body->content, 0, CONTENT_MAX);
    /* Rule 13: counting starts at one, and the first message has none before it. */
    fields_check(fields, body->seq >= 1);
    fields_check(fields, body->seq != 1 || is_zero(body->prev, HASH_SIZE));
}

enum outcome body_decode(struct body *body, struct bytes padded)
{
    struct reader reader;
    reader_open(&reader, padded.data, padded.size);
    lay_body(&(struct fields){&reader, NULL}, body);
    struct bytes padding = reader_take(&reader, reader.left);
    if (!is_zero(padding.data, padding.size))
        return MALFORMED;
    return reader_finish(&reader);
}

enum outcome body_encode(const struct body *body, void *out, size_t max, size_t *size, uint8_t *bucket)
{
    struct writer writer;
    writer_open(&writer, out, max < BUCKET_2 ? max : BUCKET_2);
    lay_body(&(struct fields){NULL, &writer}, (struct body *)body);
    TRY(writer_finish(&writer, size));
    *bucket = 0;
    while (bucket_size(*bucket) < *size)
        (*bucket)++;
    return OK;
}

/* --- Hello --- */

static void lay_lang(struct fields *fields, struct bytes *lang)
{
    fields_opaque8(fields, lang, LANG_MIN, LANG_MAX);
    fields_check(fields, text_is_ascii(*lang));
}

/* All fields but vouch. */
static void lay_hello(struct fields *fields, struct hello *hello)
{
    fields_u64(fields, &hello->ctr);
    fields_octets(fields, hello->session, SESSION_SIZE);
    fields_borrow(fields, &hello->live_pk, KEM_PUBLIC_SIZE);
    fields_u32(fields, &hello->off_gen);
    fields_borrow(fields, &hello->off_pk, KEM_PUBLIC_SIZE);
    fields_octets(fields, hello->pk_login, DH_SIZE);
    fields_octets(fields, hello->case_nonce, CASE_NONCE_SIZE);
    fields_octets(fields, hello->case_key, sizeof hello->case_key);
    fields_octets(fields, hello->room_head, HASH_SIZE);
    fields_u64(fields, &hello->log_size);
    fields_octets(fields, hello->log_root, HASH_SIZE);
    lay_lang(fields, &hello->lang);
}

/* vouch = MAC(case_key, all fields before it). */
static void vouch_of(const struct hello *hello, const uint8_t *fields, size_t size, uint8_t vouch[MAC_SIZE])
{
    hash_mac(PART(hello->case_key, sizeof hello->case_key), PARTS(PART(fields, size)), vouch);
}

enum outcome hello_decode(struct hello *hello, struct bytes content, size_t *used)
{
    struct reader reader;
    uint8_t vouch[MAC_SIZE];
    uint8_t expected[MAC_SIZE];
    *used = 0;
    reader_open(&reader, content.data, content.size);
    lay_hello(&(struct fields){&reader, NULL}, hello);
    size_t vouched = content.size - reader.left;
    reader_copy(&reader, vouch, sizeof vouch);
    if (reader.has_failed) {
        wipe(hello->case_key, sizeof hello->case_key);
        return MALFORMED;
    }
    vouch_of(hello, content.data, vouched, expected);
    if (!hash_equal(vouch, expected)) {
        wipe(hello->case_key, sizeof hello->case_key);
        return MALFORMED;
    }
    *used = content.size - reader.left;
    return OK;
}

enum outcome hello_encode(const struct hello *hello, void *out, size_t max, size_t *size)
{
    struct writer writer;
    uint8_t vouch[MAC_SIZE];
    writer_open(&writer, out, max);
    lay_hello(&(struct fields){NULL, &writer}, (struct hello *)hello);
    if (!writer.has_failed) {
        vouch_of(hello, out, writer.size, vouch);
        writer_put(&writer, vouch, sizeof vouch);
    }
    return writer_finish(&writer, size);
}

/* --- the other contents: one layout each --- */

static void lay_form(struct fields *fields, struct form *form)
{
    lay_lang(fields, &form->lang);
    fields_u8_within(fields, &form->profile, PROFILE_NOT_SAID, PROFILE_MAN);
    fields_u8_within(fields, &form->safe_now, 0, 2);
    fields_u8(fields, &form->topic);
    fields_opaque16(fields, &form->text, 1, TEXT_MAX);
    fields_check(fields, text_is_valid(form->text) && text_characters(form->text) <= TEXT_CHARACTERS_MAX);
}

static void lay_hello_ack(struct fields *fields, struct hello_ack *ack)
{
    fields_octets(fields, ack->session, SESSION_SIZE);
    fields_u64(fields, &ack->ctr);
    fields_u64(fields, &ack->last_ctr);
    fields_u32(fields, &ack->last_hello_day);
    fields_u16(fields, &ack->late_rewraps);
    fields_octets(fields, ack->room_head, HASH_SIZE);
    fields_u64(fields, &ack->log_size);
    fields_octets(fields, ack->log_root, HASH_SIZE);
}

static void lay_receipt(struct fields *fields, struct receipt *receipt)
{
    fields_u8_within(fields, &receipt->what, RECEIPT_SHOWN, RECEIPT_YES_TO_MEMBER);
    fields_opaque16(fields, &receipt->msg_ids, 0, RECEIPT_IDS_MAX * MSG_ID_SIZE);
    fields_check(fields, receipt->msg_ids.size % MSG_ID_SIZE == 0);
    fields_check(fields, receipt->what < RECEIPT_NO_TO_MEMBER || receipt->msg_ids.size == MSG_ID_SIZE);
}

static void lay_briefing(struct fields *fields, struct briefing *briefing)
{
    fields_octets(fields, briefing->visitor_id, HASH_SIZE);
    fields_octets(fields, briefing->case_key, sizeof briefing->case_key);
    fields_opaque16(fields, &briefing->text, 0, TEXT_MAX);
    fields_check(fields, text_is_valid(briefing->text) && text_characters(briefing->text) <= TEXT_CHARACTERS_MAX);
}

static void lay_block(struct fields *fields, struct block *block)
{
    fields_octets(fields, block->member, HASH_SIZE);
}

static void lay_retract(struct fields *fields, struct retract *retract)
{
    fields_octets(fields, retract->msg_id, MSG_ID_SIZE);
    fields_octets(fields, retract->session, SESSION_SIZE);
    fields_u64(fields, &retract->seq);
}

static void lay_time(struct fields *fields, struct appointment_time *time)
{
    fields_octets(fields, time->id, SLOT_ID_SIZE);
    fields_u64(fields, &time->start_min);
    fields_u16(fields, &time->length_min);
    fields_check(fields, time->start_min % SLOT_MINUTES == 0);
    fields_check(fields, time->length_min % SLOT_MINUTES == 0 && time->length_min >= SLOT_MINUTES &&
                             time->length_min <= SLOT_QUARTERS_MAX * SLOT_MINUTES);
}

/* Time times<26..3*26>: one octet of length, counted in octets. */
static void lay_times(struct fields *fields, struct appointment *appointment)
{
    uint8_t size = 0;
    if (!fields_is_reading(fields))
        size = appointment->count > APPOINTMENT_TIMES_MAX ? 0 : (uint8_t)(appointment->count * APPOINTMENT_TIME_SIZE);
    fields_u8(fields, &size);
    fields_check(fields, size % APPOINTMENT_TIME_SIZE == 0 && size >= APPOINTMENT_TIME_SIZE &&
                             size <= APPOINTMENT_TIMES_MAX * APPOINTMENT_TIME_SIZE);
    uint8_t count = size / APPOINTMENT_TIME_SIZE;
    for (uint8_t i = 0; i < count && i < APPOINTMENT_TIMES_MAX; i++)
        lay_time(fields, &appointment->times[i]);
    if (fields_is_reading(fields))
        appointment->count = fields->reader->has_failed ? 0 : count;
}

static void lay_appointment(struct fields *fields, struct appointment *appointment)
{
    fields_u8_within(fields, &appointment->act, APPOINTMENT_OFFER, APPOINTMENT_MISSED);
    fields_octets(fields, appointment->id, APPOINTMENT_ID_SIZE);
    lay_times(fields, appointment);
    fields_u8_within(fields, &appointment->way, WAY_CHAT, WAY_MEETING);
    fields_opaque16(fields, &appointment->place, 0, PLACE_MAX);
    fields_check(fields, text_is_valid(appointment->place));
    bool is_about_one = appointment->act == APPOINTMENT_ACCEPT || appointment->act == APPOINTMENT_MISSED;
    fields_check(fields, !is_about_one || appointment->count == 1);
}

FIELDS_DECODER_AND_ENCODER(form)
FIELDS_DECODER_AND_ENCODER(hello_ack)
FIELDS_DECODER_AND_ENCODER(receipt)
FIELDS_DECODER_AND_ENCODER(briefing)
FIELDS_DECODER_AND_ENCODER(block)
FIELDS_DECODER_AND_ENCODER(retract)
FIELDS_DECODER_AND_ENCODER(appointment)

void appointment_write_ids(const struct appointment *appointment, uint8_t *octets)
{
    memcpy(octets + 1, appointment->id, APPOINTMENT_ID_SIZE);
    for (size_t i = 0; i < appointment->count; i++)
        memcpy(octets + 1 + APPOINTMENT_ID_SIZE + 1 + i * APPOINTMENT_TIME_SIZE, appointment->times[i].id,
               SLOT_ID_SIZE);
}
