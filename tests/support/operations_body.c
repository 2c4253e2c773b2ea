/* Operations: what stands inside an envelope. */
#include "operations_parts.h"

#include <string.h>

#include "protocol/body.h"
#include "protocol/reader.h"

static uint8_t out[BUCKET_2];

/* Encodes a content and gives its octets. */
#define GIVES(name, noun)                                                                                              \
    static enum outcome name(struct call *call, const struct noun *content)                                            \
    {                                                                                                                  \
        size_t size;                                                                                                   \
        TRY(noun##_encode(content, out, sizeof out, &size));                                                           \
        call_give(call, out, size);                                                                                    \
        return OK;                                                                                                     \
    }

static enum outcome give_body(struct call *call, const struct body *body)
{
    uint8_t bucket;
    size_t size;
    TRY(body_encode(body, out, sizeof out, &size, &bucket));
    call_give(call, out, size);
    call_give_number(call, bucket);
    return OK;
}

static enum outcome body_write(struct call *call)
{
    struct body body = {.kind = call_u8(call)};
    struct reader seen;
    body.seq = call_u64(call);
    call_copy(call, body.prev, HASH_SIZE);
    body.sent_min = call_u32(call);
    struct bytes marks = call_octets(call);
    reader_open(&seen, marks.data, marks.size);
    while (seen.left > 0 && !seen.has_failed && body.seen_count < SEEN_MAX) {
        struct seen *one = &body.seen[body.seen_count++];
        reader_copy(&seen, one->member, HASH_SIZE);
        reader_copy(&seen, one->session, SESSION_SIZE);
        one->seq = reader_u64(&seen);
    }
    call->is_wrong = call->is_wrong || reader_finish(&seen) != OK;
    struct bytes next_key = call_octets(call);
    call->is_wrong = call->is_wrong || (next_key.size != 0 && next_key.size != KEM_PUBLIC_SIZE);
    body.next_key = next_key.size == KEM_PUBLIC_SIZE ? next_key.data : NULL;
    body.content = call_octets(call);
    return give_body(call, &body);
}

static enum outcome body_read(struct call *call)
{
    struct body body;
    TRY(body_decode(&body, call_octets(call)));
    return give_body(call, &body);
}

static enum outcome hello_write(struct call *call)
{
    struct hello hello = {.ctr = call_u64(call)};
    size_t size;
    call_copy(call, hello.session, SESSION_SIZE);
    hello.live_pk = call_fixed(call, KEM_PUBLIC_SIZE);
    hello.off_gen = call_u32(call);
    hello.off_pk = call_fixed(call, KEM_PUBLIC_SIZE);
    call_copy(call, hello.pk_login, DH_SIZE);
    call_copy(call, hello.case_nonce, CASE_NONCE_SIZE);
    call_copy(call, hello.case_key, 32);
    call_copy(call, hello.room_head, HASH_SIZE);
    hello.log_size = call_u64(call);
    call_copy(call, hello.log_root, HASH_SIZE);
    hello.lang = call_octets(call);
    TRY(hello_encode(&hello, out, sizeof out, &size));
    call_give(call, out, size);
    return OK;
}

static enum outcome hello_read(struct call *call)
{
    struct hello hello;
    struct bytes content = call_octets(call);
    size_t used;
    size_t size;
    TRY(hello_decode(&hello, content, &used));
    call_give_number(call, used);
    TRY(hello_encode(&hello, out, sizeof out, &size));
    return size == used && memcmp(out, content.data, size) == 0 ? OK : BROKEN;
}

GIVES(give_form, form)

static enum outcome form_write(struct call *call)
{
    struct form form = {.lang = call_octets(call)};
    form.profile = call_u8(call);
    form.safe_now = call_u8(call);
    form.topic = call_u8(call);
    form.text = call_octets(call);
    return give_form(call, &form);
}

static enum outcome form_read(struct call *call)
{
    struct form form;
    TRY(form_decode(&form, call_octets(call)));
    return give_form(call, &form);
}

GIVES(give_ack, hello_ack)

static enum outcome ack_write(struct call *call)
{
    struct hello_ack ack;
    call_copy(call, ack.session, SESSION_SIZE);
    ack.ctr = call_u64(call);
    ack.last_ctr = call_u64(call);
    ack.last_hello_day = call_u32(call);
    ack.late_rewraps = (uint16_t)call_number(call, UINT16_MAX);
    call_copy(call, ack.room_head, HASH_SIZE);
    ack.log_size = call_u64(call);
    call_copy(call, ack.log_root, HASH_SIZE);
    return give_ack(call, &ack);
}

static enum outcome ack_read(struct call *call)
{
    struct hello_ack ack;
    TRY(hello_ack_decode(&ack, call_octets(call)));
    return give_ack(call, &ack);
}

GIVES(give_receipt, receipt)

static enum outcome receipt_write(struct call *call)
{
    struct receipt receipt = {.what = call_u8(call)};
    receipt.msg_ids = call_octets(call);
    return give_receipt(call, &receipt);
}

static enum outcome receipt_read(struct call *call)
{
    struct receipt receipt;
    TRY(receipt_decode(&receipt, call_octets(call)));
    return give_receipt(call, &receipt);
}

GIVES(give_briefing, briefing)

static enum outcome briefing_write(struct call *call)
{
    struct briefing briefing = {.text = {NULL, 0}};
    call_copy(call, briefing.visitor_id, HASH_SIZE);
    call_copy(call, briefing.case_key, sizeof briefing.case_key);
    briefing.text = call_octets(call);
    return give_briefing(call, &briefing);
}

static enum outcome briefing_read(struct call *call)
{
    struct briefing briefing;
    TRY(briefing_decode(&briefing, call_octets(call)));
    return give_briefing(call, &briefing);
}

GIVES(give_block, block)

static enum outcome block_write(struct call *call)
{
    struct block block;
    call_copy(call, block.member, HASH_SIZE);
    return give_block(call, &block);
}

static enum outcome block_read(struct call *call)
{
    struct block block;
    TRY(block_decode(&block, call_octets(call)));
    return give_block(call, &block);
}

GIVES(give_retract, retract)

static enum outcome retract_write(struct call *call)
{
    struct retract retract;
    call_copy(call, retract.msg_id, MSG_ID_SIZE);
    call_copy(call, retract.session, SESSION_SIZE);
    retract.seq = call_u64(call);
    return give_retract(call, &retract);
}

static enum outcome retract_read(struct call *call)
{
    struct retract retract;
    TRY(retract_decode(&retract, call_octets(call)));
    return give_retract(call, &retract);
}

GIVES(give_appointment, appointment)

/* The times one after the other, as they stand on the wire. */
static enum outcome read_times(struct appointment *appointment, struct bytes times)
{
    struct reader reader;
    reader_open(&reader, times.data, times.size);
    for (; reader.left > 0 && appointment->count < APPOINTMENT_TIMES_MAX; appointment->count++) {
        struct appointment_time *time = &appointment->times[appointment->count];
        reader_copy(&reader, time->id, SLOT_ID_SIZE);
        time->start_min = reader_u64(&reader);
        time->length_min = reader_u16(&reader);
    }
    return reader_finish(&reader);
}

static enum outcome appointment_write(struct call *call)
{
    struct appointment appointment = {.act = call_u8(call)};
    call_copy(call, appointment.id, APPOINTMENT_ID_SIZE);
    TRY(read_times(&appointment, call_octets(call)));
    appointment.way = call_u8(call);
    appointment.place = call_octets(call);
    return give_appointment(call, &appointment);
}

static enum outcome appointment_read(struct call *call)
{
    struct appointment appointment;
    TRY(appointment_decode(&appointment, call_octets(call)));
    return give_appointment(call, &appointment);
}

const struct operation operations_body[] = {
    {"body_write", body_write},
    {"body_read", body_read},
    {"hello_write", hello_write},
    {"hello_read", hello_read},
    {"form_write", form_write},
    {"form_read", form_read},
    {"hello_ack_write", ack_write},
    {"hello_ack_read", ack_read},
    {"receipt_write", receipt_write},
    {"receipt_read", receipt_read},
    {"briefing_write", briefing_write},
    {"briefing_read", briefing_read},
    {"block_write", block_write},
    {"block_read", block_read},
    {"retract_write", retract_write},
    {"retract_read", retract_read},
    {"appointment_write", appointment_write},
    {"appointment_read", appointment_read},
    {NULL, NULL},
};
