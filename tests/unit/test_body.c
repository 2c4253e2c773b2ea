/* Is what stands inside an envelope read strictly, kind by kind? */
#include <stdlib.h>

#include "check.h"
#include "protocol/body.h"
#include "protocol/hash.h"

enum kind { A_BODY, A_HELLO, A_FORM, AN_ACK, A_RECEIPT, AN_APPOINTMENT, A_BRIEFING, A_BLOCK };

static uint8_t again[BUCKET_2];

#define TRY_NOUN(noun)                                                                                                 \
    {                                                                                                                  \
        struct noun value;                                                                                             \
        is_read = noun##_decode(&value, data) == OK;                                                                   \
        is_written = is_read && noun##_encode(&value, again, sizeof again, &size) == OK;                               \
        break;                                                                                                         \
    }

/* Reads; true: refused, or written again octet for octet. A body's padding is left out of the comparison. */
static bool is_strict(enum kind kind, struct bytes data, bool *is_accepted)
{
    bool is_read = false;
    bool is_written = false;
    size_t size = 0;
    uint8_t bucket = 0;
    switch (kind) {
    case A_BODY: {
        struct body body;
        is_read = body_decode(&body, data) == OK;
        is_written = is_read && body_encode(&body, again, sizeof again, &size, &bucket) == OK && size <= data.size;
        data.size = size;
        break;
    }
    case A_HELLO: {
        struct hello hello;
        size_t used = 0;
        is_read = hello_decode(&hello, data, &used) == OK && used == data.size;
        is_written = is_read && hello_encode(&hello, again, sizeof again, &size) == OK;
        break;
    }
    case A_FORM:
        TRY_NOUN(form)
    case AN_ACK:
        TRY_NOUN(hello_ack)
    case A_RECEIPT:
        TRY_NOUN(receipt)
    case AN_APPOINTMENT:
        TRY_NOUN(appointment)
    case A_BRIEFING:
        TRY_NOUN(briefing)
    case A_BLOCK:
        TRY_NOUN(block)
    }
    *is_accepted = is_read;
    return !is_read || (is_written && size == data.size && memcmp(again, data.data, size) == 0);
}

static void try_all(enum kind kind, const uint8_t *good, size_t good_size)
{
    bool is_accepted = false;
    uint8_t *exact = malloc(good_size + 1);
    memcpy(exact, good, good_size);
    exact[good_size] = 0;
    CHECK(is_strict(kind, PART(exact, good_size), &is_accepted) && is_accepted);
    size_t accepted = 0;
    for (size_t size = 0; size < good_size; size++) {
        CHECK(is_strict(kind, PART(exact, size), &is_accepted));
        accepted += is_accepted ? 1 : 0;
    }
    CHECK(accepted == 0);
    CHECK(is_strict(kind, PART(exact, good_size + 1), &is_accepted));
    CHECK(is_accepted == (kind == A_BODY)); /* a zero more is padding there, and only there */
    size_t loose = 0;
    size_t step = good_size > 1000 ? 3 : 1;
    for (size_t at = 0; at < good_size; at += step)
        for (unsigned bit = 0; bit < 8; bit++) {
            exact[at] ^= (uint8_t)(1U << bit);
            loose += is_strict(kind, PART(exact, good_size), &is_accepted) ? 0 : 1;
            exact[at] ^= (uint8_t)(1U << bit);
        }
    CHECK(loose == 0);
    free(exact);
}

static uint8_t key[KEM_PUBLIC_SIZE];

static struct body body_of(size_t content_size)
{
    static uint8_t content[CONTENT_MAX + 1];
    struct body body = {.kind = BODY_TEXT, .seq = 2, .sent_min = 29000000, .content = {content, content_size}};
    memset(content, 'x', sizeof content);
    memset(body.prev, 3, sizeof body.prev);
    check_fill(key, sizeof key, 1);
    check_fill(body.seen, sizeof body.seen, 2);
    return body;
}

static void bodies(void)
{
    static uint8_t out[BUCKET_2];
    size_t size = 0;
    uint8_t bucket = 9;
    struct body body = body_of(5);
    CHECK(body_encode(&body, out, sizeof out, &size, &bucket) == OK && bucket == 0);
    CHECK(size == 1 + 1 + 8 + 32 + 4 + 2 + 2 + 5);
    try_all(A_BODY, out, size);
    body.next_key = key;
    body.seen_count = SEEN_MAX;
    CHECK(body_encode(&body, out, sizeof out, &size, &bucket) == OK && bucket == 0);
    try_all(A_BODY, out, size);

    /* what follows the content is zeros */
    static uint8_t padded[BUCKET_0];
    struct body read;
    memcpy(padded, out, size);
    CHECK(body_decode(&read, PART(padded, sizeof padded)) == OK);
    CHECK(read.seen_count == SEEN_MAX && read.content.size == 5 &&
          read.next_key == padded + size - 7 - KEM_PUBLIC_SIZE);
    for (size_t at = size; at < sizeof padded; at++) {
        padded[at] = 1;
        CHECK(body_decode(&read, PART(padded, sizeof padded)) == MALFORMED);
        padded[at] = 0;
    }
}

static void buckets(void)
{
    static uint8_t out[BUCKET_2 + 1];
    static const struct {
        size_t content;
        uint8_t bucket;
    } sizes[] = {{BUCKET_0 - 50, 0}, {BUCKET_0 - 49, 1}, {BUCKET_1 - 50, 1}, {BUCKET_1 - 49, 2}, {CONTENT_MAX, 2}};
    size_t size = 0;
    uint8_t bucket = 9;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct body body = body_of(sizes[i].content);
        CHECK(body_encode(&body, out, sizeof out, &size, &bucket) == OK && bucket == sizes[i].bucket);
        CHECK(body_encode(&body, out, size - 1, &size, &bucket) == FULL);
    }
    struct body body = body_of(CONTENT_MAX + 1);
    CHECK(body_encode(&body, out, sizeof out, &size, &bucket) == FULL);
    body = body_of(CONTENT_MAX);
    body.next_key = key; /* together more than the largest bucket */
    CHECK(body_encode(&body, out, sizeof out, &size, &bucket) == FULL);
}

static void rules_of_bodies(void)
{
    static uint8_t out[BUCKET_0];
    size_t size = 0;
    uint8_t bucket = 0;
    struct body body = body_of(5);
    body.kind = 0;
    CHECK(body_encode(&body, out, sizeof out, &size, &bucket) == FULL);
    body.kind = BODY_NOTE + 1;
    CHECK(body_encode(&body, out, sizeof out, &size, &bucket) == FULL);
    body = body_of(5);
    body.seq = 0;
    CHECK(body_encode(&body, out, sizeof out, &size, &bucket) == FULL);
    body.seq = 1; /* the first has none before it */
    CHECK(body_encode(&body, out, sizeof out, &size, &bucket) == FULL);
    memset(body.prev, 0, sizeof body.prev);
    CHECK(body_encode(&body, out, sizeof out, &size, &bucket) == OK);
    out[1] = 2; /* an unknown flag */
    CHECK(body_decode(&body, PART(out, size)) == MALFORMED);
    body = body_of(5);
    body.seen_count = SEEN_MAX + 1;
    CHECK(body_encode(&body, out, sizeof out, &size, &bucket) == FULL);
}

static struct hello hello_of(void)
{
    struct hello hello = {
        .ctr = 7, .live_pk = key, .off_gen = 2, .off_pk = key, .lang = PART_TEXT("da"), .log_size = 1};
    check_fill(hello.session, sizeof hello.session, 1);
    check_fill(hello.pk_login, sizeof hello.pk_login, 2);
    check_fill(hello.case_nonce, sizeof hello.case_nonce, 3);
    check_fill(hello.case_key, sizeof hello.case_key, 4);
    check_fill(hello.room_head, sizeof hello.room_head, 5);
    check_fill(hello.log_root, sizeof hello.log_root, 6);
    return hello;
}

static void hellos(void)
{
    static uint8_t out[HELLO_MAX + 8];
    static const uint8_t wiped[32];
    size_t size = 0;
    size_t used = 0;
    uint8_t vouch[MAC_SIZE];
    struct hello hello = hello_of();
    struct hello read;
    CHECK(hello_encode(&hello, out, HELLO_MAX, &size) == OK && size == HELLO_MAX - LANG_MAX + 2);
    try_all(A_HELLO, out, size);
    hash_mac(PART(hello.case_key, 32), PARTS(PART(out, size - 32)), vouch);
    CHECK_SAME(vouch, out + size - 32, MAC_SIZE);
    CHECK(hello_decode(&read, PART(out, size + 5), &used) == OK && used == size); /* a form may follow */
    CHECK(read.ctr == 7 && read.off_gen == 2 && read.live_pk == out + 16 && read.lang.size == 2);
    CHECK_SAME(read.case_key, hello.case_key, 32);
    for (size_t at = 0; at < size; at += at < 16 || at > size - 300 ? 1 : 53) {
        out[at] ^= 1;
        CHECK(hello_decode(&read, PART(out, size), &used) == MALFORMED && used == 0);
        CHECK_SAME(read.case_key, wiped, 32);
        out[at] ^= 1;
    }
    hello.lang = PART_TEXT("d");
    CHECK(hello_encode(&hello, out, sizeof out, &size) == FULL);
    hello.lang = PART_TEXT("da\n");
    CHECK(hello_encode(&hello, out, sizeof out, &size) == FULL);
    hello.lang = PART_TEXT("abcdefgh");
    CHECK(hello_encode(&hello, out, HELLO_MAX, &size) == OK && size == HELLO_MAX);
    CHECK(hello_encode(&hello, out, HELLO_MAX - 1, &size) == FULL);
}

static void forms(void)
{
    static uint8_t text[TEXT_MAX + 4];
    static uint8_t out[TEXT_MAX + 64];
    size_t size = 0;
    struct form form = {
        .lang = PART_TEXT("ar"), .profile = 1, .safe_now = 2, .topic = 200, .text = PART_TEXT("hi\xc3\xa6")};
    CHECK(form_encode(&form, out, sizeof out, &size) == OK);
    try_all(A_FORM, out, size);
    form.text = PART_TEXT("");
    CHECK(form_encode(&form, out, sizeof out, &size) == FULL);
    form.text = PART_TEXT("\xff");
    CHECK(form_encode(&form, out, sizeof out, &size) == FULL);
    for (size_t i = 0; i < sizeof text; i += 4)
        memcpy(text + i, "\xf0\x9f\x8c\xb1", 4);
    form.text = PART(text, TEXT_MAX);
    CHECK(form_encode(&form, out, sizeof out, &size) == OK);
    form.text = PART(text, TEXT_MAX + 4);
    CHECK(form_encode(&form, out, sizeof out, &size) == FULL);
    memset(text, 'a', sizeof text);
    form.text = PART(text, TEXT_CHARACTERS_MAX);
    CHECK(form_encode(&form, out, sizeof out, &size) == OK);
    form.text = PART(text, TEXT_CHARACTERS_MAX + 1);
    CHECK(form_encode(&form, out, sizeof out, &size) == FULL);
    form.text = PART_TEXT("a");
    form.profile = 3;
    CHECK(form_encode(&form, out, sizeof out, &size) == FULL);
    form.profile = 0;
    form.safe_now = 3;
    CHECK(form_encode(&form, out, sizeof out, &size) == FULL);
}

static void acks_and_receipts(void)
{
    static uint8_t ids[65 * MSG_ID_SIZE];
    uint8_t out[2048];
    size_t size = 0;
    struct hello_ack ack = {.ctr = 3, .last_ctr = 2, .last_hello_day = 20000, .late_rewraps = 1, .log_size = 9};
    CHECK(hello_ack_encode(&ack, out, sizeof out, &size) == OK && size == 8 + 8 + 8 + 4 + 2 + 32 + 8 + 32);
    try_all(AN_ACK, out, size);
    struct receipt receipt = {.what = RECEIPT_SHOWN, .msg_ids = PART(ids, 2 * MSG_ID_SIZE)};
    CHECK(receipt_encode(&receipt, out, sizeof out, &size) == OK);
    try_all(A_RECEIPT, out, size);
    receipt.msg_ids.size = 64 * MSG_ID_SIZE;
    CHECK(receipt_encode(&receipt, out, sizeof out, &size) == OK);
    receipt.msg_ids.size = 65 * MSG_ID_SIZE;
    CHECK(receipt_encode(&receipt, out, sizeof out, &size) == FULL);
    receipt.msg_ids.size = 17;
    CHECK(receipt_encode(&receipt, out, sizeof out, &size) == FULL);
    receipt = (struct receipt){.what = RECEIPT_HERE};
    CHECK(receipt_encode(&receipt, out, sizeof out, &size) == OK && size == 3);
    try_all(A_RECEIPT, out, size);
    receipt.what = 8;
    CHECK(receipt_encode(&receipt, out, sizeof out, &size) == FULL);
    receipt.what = RECEIPT_NO_TO_MEMBER; /* names one */
    CHECK(receipt_encode(&receipt, out, sizeof out, &size) == FULL);
    receipt.msg_ids = PART(ids, MSG_ID_SIZE);
    CHECK(receipt_encode(&receipt, out, sizeof out, &size) == OK);
    try_all(A_RECEIPT, out, size);
    receipt.msg_ids = PART(ids, 2 * MSG_ID_SIZE);
    CHECK(receipt_encode(&receipt, out, sizeof out, &size) == FULL);
}

static void briefings_and_blocks(void)
{
    uint8_t out[1024];
    size_t size = 0;
    struct briefing briefing = {.visitor_id = {1}, .case_key = {2}, .text = PART_TEXT("why you were asked")};
    struct block block = {.member = {7}};
    CHECK(briefing_encode(&briefing, out, sizeof out, &size) == OK && size == 32 + 32 + 2 + 18);
    try_all(A_BRIEFING, out, size);
    briefing.text = (struct bytes){NULL, 0};
    CHECK(briefing_encode(&briefing, out, sizeof out, &size) == OK && size == 32 + 32 + 2);
    briefing.text = PART_TEXT("\x07");
    CHECK(briefing_encode(&briefing, out, sizeof out, &size) == FULL);
    CHECK(block_encode(&block, out, sizeof out, &size) == OK && size == HASH_SIZE);
    try_all(A_BLOCK, out, size);
}

static void appointments(void)
{
    uint8_t out[1024];
    size_t size = 0;
    const struct appointment good = {.act = APPOINTMENT_OFFER,
                                     .count = 1,
                                     .times = {{.start_min = 29000010 / 15 * 15, .length_min = 45}},
                                     .way = WAY_MEETING,
                                     .place = PART_TEXT("caf\xc3\xa9, 2nd floor")};
    struct appointment bad = good;
    CHECK(appointment_encode(&good, out, sizeof out, &size) == OK);
    try_all(AN_APPOINTMENT, out, size);
    bad.times[0].start_min++;
    CHECK(appointment_encode(&bad, out, sizeof out, &size) == FULL);
    bad = good;
    bad.times[0].length_min = 0;
    CHECK(appointment_encode(&bad, out, sizeof out, &size) == FULL);
    bad.times[0].length_min = 50;
    CHECK(appointment_encode(&bad, out, sizeof out, &size) == FULL);
    bad.times[0].length_min = SLOT_QUARTERS_MAX * SLOT_MINUTES;
    CHECK(appointment_encode(&bad, out, sizeof out, &size) == OK);
    bad.times[0].length_min += SLOT_MINUTES;
    CHECK(appointment_encode(&bad, out, sizeof out, &size) == FULL);
    bad = good;
    bad.place = PART_TEXT("a\rb");
    CHECK(appointment_encode(&bad, out, sizeof out, &size) == FULL);
    bad = good;
    bad.way = 4;
    CHECK(appointment_encode(&bad, out, sizeof out, &size) == FULL);
    bad = good;
    bad.act = 0;
    CHECK(appointment_encode(&bad, out, sizeof out, &size) == FULL);
}

static void times_of_an_appointment(void)
{
    uint8_t out[APPOINTMENT_MAX];
    size_t size = 0;
    struct appointment read, several = {.act = APPOINTMENT_OFFER,
                                        .id = {7},
                                        .count = APPOINTMENT_TIMES_MAX,
                                        .times = {{{1}, 150, 15}, {{2}, 300, 30}, {{3}, 450, 45}},
                                        .way = WAY_CHAT};
    CHECK(appointment_encode(&several, out, sizeof out, &size) == OK && size == 1 + 16 + 1 + 3 * 26 + 1 + 2);
    CHECK(appointment_decode(&read, PART(out, size)) == OK && read.count == 3 && read.times[2].start_min == 450);
    CHECK(read.times[1].id[0] == 2 && read.times[1].length_min == 30);
    try_all(AN_APPOINTMENT, out, size);
    read.id[0] = 8;
    read.times[2].id[0] = 9;
    appointment_write_ids(&read, out);
    CHECK(appointment_decode(&several, PART(out, size)) == OK && several.id[0] == 8 && several.times[2].id[0] == 9);
    for (int act = APPOINTMENT_OFFER; act <= APPOINTMENT_MISSED; act++) {
        bool is_about_one = act == APPOINTMENT_ACCEPT || act == APPOINTMENT_MISSED;
        several.act = (uint8_t)act;
        several.count = 2;
        CHECK(appointment_encode(&several, out, sizeof out, &size) == (is_about_one ? FULL : OK));
        several.count = 1;
        CHECK(appointment_encode(&several, out, sizeof out, &size) == OK);
    }
    several.count = 0;
    CHECK(appointment_encode(&several, out, sizeof out, &size) == FULL);
    several.count = APPOINTMENT_TIMES_MAX + 1;
    CHECK(appointment_encode(&several, out, sizeof out, &size) == FULL);
}

int main(void)
{
    RUN(bodies);
    RUN(buckets);
    RUN(rules_of_bodies);
    RUN(hellos);
    RUN(forms);
    RUN(acks_and_receipts);
    RUN(briefings_and_blocks);
    RUN(appointments);
    RUN(times_of_an_appointment);
    return check_end();
}
