/* Does an envelope open for whom it was sealed, and for nobody and nothing else? */
#include <sodium.h>
#include <stdlib.h>

#include "check.h"
#include "protocol/envelope.h"
#include "protocol/hash.h"
#include "protocol/hpke.h"
#include "protocol/statement.h"

struct person {
    uint8_t id[HASH_SIZE];
    uint8_t seed[KEM_SEED_SIZE];
    uint8_t psk[PSK_SIZE];
    uint8_t aux[PSK_SIZE];
    uint8_t pk[KEM_PUBLIC_SIZE];
};

static struct person people[WRAPS_MAX];
static uint8_t deployment_id[HASH_SIZE];
static uint8_t randomness[32 + WRAPS_MAX * KEM_ENC_SEED_SIZE];
static uint8_t text[BUCKET_2];
static uint8_t opened[BUCKET_2];

static void open_people(void)
{
    check_fill(people, sizeof people, 1);
    check_fill(deployment_id, sizeof deployment_id, 2);
    check_fill(randomness, sizeof randomness, 3);
    check_fill(text, sizeof text, 4);
    for (size_t i = 0; i < WRAPS_MAX; i++)
        hpke_public_of(people[i].pk, people[i].seed);
}

struct sealed {
    uint8_t octets[ENVELOPE_MAX];
    size_t size;
    struct envelope envelope;
    struct seal_kept kept;
};

static struct header header_of(uint8_t bucket)
{
    struct header header = {.class = CLASS_ROOM, .bucket = bucket, .epoch = 0x01020304};
    check_fill(header.case_id, CASE_ID_SIZE, 10);
    check_fill(header.msg_id, MSG_ID_SIZE, 11);
    check_fill(header.roster_hash, HASH_SIZE, 12);
    check_fill(header.sender, HASH_SIZE, 13);
    check_fill(header.session, SESSION_SIZE, 14);
    return header;
}

/* Person i gets mode i % 2 unless `mode` says which. */
static void seal(struct sealed *sealed, uint8_t bucket, size_t count, int mode, size_t text_size)
{
    struct seal_recipient recipients[WRAPS_MAX];
    struct header header = header_of(bucket);
    for (size_t i = 0; i < count; i++) {
        memcpy(recipients[i].recipient, people[i].id, HASH_SIZE);
        recipients[i].pk = people[i].pk;
        recipients[i].mode = mode >= 0 ? (uint8_t)mode : (uint8_t)(i % 2);
        recipients[i].psk = people[i].psk;
        recipients[i].aux = recipients[i].mode == WRAP_BASE ? people[i].aux : NULL;
    }
    CHECK(envelope_seal(&header, PART(text, text_size), deployment_id, recipients, count, randomness, sealed->octets,
                        sizeof sealed->octets, &sealed->size, &sealed->kept) == OK);
    CHECK(envelope_decode(&sealed->envelope, PART(sealed->octets, sealed->size)) == OK);
}

static struct open_key key_of(size_t person, uint8_t mode)
{
    struct open_key key = {
        .seed = people[person].seed, .pk = people[person].pk, .psk = mode == WRAP_PSK ? people[person].psk : NULL};
    memcpy(key.recipient, people[person].id, HASH_SIZE);
    return key;
}

static bool opens(const uint8_t *octets, size_t size, size_t index, uint8_t mode)
{
    struct envelope envelope;
    uint8_t aux[PSK_SIZE];
    uint8_t link[HASH_SIZE];
    struct open_key key = key_of(index, mode);
    return envelope_decode(&envelope, PART(octets, size)) == OK && index < envelope.wrap_count &&
           envelope_open(&envelope, index, deployment_id, &key, opened, sizeof opened, aux, link) == OK;
}

static void one_round_trip(struct sealed *sealed, uint8_t bucket, size_t count)
{
    static const uint8_t zero[BUCKET_2];
    uint8_t link[HASH_SIZE];
    uint8_t sent_link[HASH_SIZE];
    size_t text_size = bucket_size(bucket) - 5;
    seal(sealed, bucket, count, -1, text_size);
    CHECK(sealed->size == HEADER_SIZE + HASH_SIZE + 2 + count * WRAP_SIZE + 2 + bucket_size(bucket) + AEAD_TAG_SIZE);
    CHECK(sealed->envelope.wrap_count == count);
    envelope_link(&sealed->kept, sent_link);
    for (size_t i = 0; i < count; i++) {
        uint8_t aux[PSK_SIZE];
        struct open_key key = key_of(i, (uint8_t)(i % 2));
        CHECK(envelope_open(&sealed->envelope, i, deployment_id, &key, opened, sizeof opened, aux, link) == OK);
        CHECK_SAME(opened, text, text_size);
        CHECK_SAME(opened + text_size, zero, 5);
        CHECK_SAME(aux, i % 2 == 0 ? people[i].aux : zero, PSK_SIZE);
        CHECK_SAME(link, sent_link, HASH_SIZE);
    }
}

/* Every bucket, 1 to 32 recipients, both modes. */
static void round_trips(void)
{
    static struct sealed sealed;
    for (uint8_t bucket = 0; bucket <= 2; bucket++)
        for (size_t count = 1; count <= WRAPS_MAX; count += count < 4 ? 1 : 7)
            one_round_trip(&sealed, bucket, count);
    one_round_trip(&sealed, 2, WRAPS_MAX);
    CHECK(sealed.size == ENVELOPE_MAX);
}

static size_t accepted_flips(struct sealed *sealed, uint8_t mode)
{
    size_t body_at = HEADER_SIZE + HASH_SIZE + 2 + WRAP_SIZE + 2;
    size_t accepted = 0;
    for (size_t at = 0; at < sealed->size; at++) {
        /* in the long runs, whose octets are all alike, one bit of each octet; everywhere else every bit */
        bool is_long = (at > 200 && at < body_at - 90) || (at > body_at + 40 && at < sealed->size - 20);
        for (unsigned bit = is_long ? at % 8 : 0; bit < 8; bit += is_long ? 8 : 1) {
            sealed->octets[at] ^= (uint8_t)(1U << bit);
            accepted += opens(sealed->octets, sealed->size, 0, mode) ? 1 : 0;
            sealed->octets[at] ^= (uint8_t)(1U << bit);
        }
    }
    return accepted;
}

/* Any field: the header, commit, lengths, every part of the wrap, the body. */
static void every_flipped_bit_is_rejected(void)
{
    static struct sealed sealed;
    static const uint8_t modes[] = {WRAP_BASE, WRAP_PSK};
    for (size_t i = 0; i < sizeof modes; i++) {
        seal(&sealed, 0, 1, modes[i], 100);
        CHECK(opens(sealed.octets, sealed.size, 0, modes[i]));
        CHECK(accepted_flips(&sealed, modes[i]) == 0);
        CHECK(opens(sealed.octets, sealed.size, 0, modes[i]));
    }
}

/* What was opened once is opened again by what was kept of it: no other body, no other key, and nothing left when it is refused. */
static void what_was_kept_opens_this_one_alone(void)
{
    static struct sealed sealed;
    static const uint8_t zero[BUCKET_0];
    struct seal_kept kept;
    seal(&sealed, 0, 1, WRAP_PSK, 100);
    CHECK(envelope_open_kept(&sealed.envelope, &sealed.kept, opened, sizeof opened) == OK);
    CHECK_SAME(opened, text, 100);
    CHECK(envelope_open_kept(&sealed.envelope, &sealed.kept, opened, BUCKET_0 - 1) == REFUSED);
    memcpy(&kept, &sealed.kept, sizeof kept);
    kept.key[0] ^= 1; /* the commitment is of another key */
    CHECK(envelope_open_kept(&sealed.envelope, &kept, opened, sizeof opened) == REFUSED);
    CHECK_SAME(opened, zero, sizeof zero);
    memcpy(opened, text, BUCKET_0);
    sealed.octets[sealed.size - 1] ^= 1;
    CHECK(envelope_open_kept(&sealed.envelope, &sealed.kept, opened, sizeof opened) == REFUSED);
    CHECK_SAME(opened, zero, sizeof zero);
}

static void every_prefix_and_suffix_is_rejected(void)
{
    static struct sealed sealed;
    struct envelope envelope;
    seal(&sealed, 0, 2, -1, 100);
    uint8_t *exact = malloc(sealed.size + 1);
    memcpy(exact, sealed.octets, sealed.size);
    size_t accepted = 0;
    for (size_t size = 0; size < sealed.size; size++)
        accepted += envelope_decode(&envelope, PART(exact, size)) == OK ? 1 : 0;
    for (unsigned last = 0; last <= UINT8_MAX; last++) {
        exact[sealed.size] = (uint8_t)last;
        accepted += envelope_decode(&envelope, PART(exact, sealed.size + 1)) == OK ? 1 : 0;
    }
    CHECK(accepted == 0);
    CHECK(envelope_decode(&envelope, PART(exact, sealed.size)) == OK);
    free(exact);
}

/* Parts of one good envelope in another good one. */
static void swap_parts(uint8_t mode)
{
    static struct sealed a;
    static struct sealed b;
    static uint8_t mixed[ENVELOPE_MAX];
    static const struct {
        size_t at;
        size_t size;
    } parts[] = {
        {0, HEADER_SIZE},
        {HEADER_SIZE, HASH_SIZE},
        {HEADER_SIZE + HASH_SIZE + 2, WRAP_SIZE},
        {HEADER_SIZE + HASH_SIZE + 2 + WRAP_SIZE + 2, BUCKET_0 + AEAD_TAG_SIZE},
    };
    seal(&a, 0, 1, mode, 100);
    randomness[0] ^= 1;
    text[0] ^= 1;
    struct seal_recipient recipient = {.pk = people[0].pk, .mode = mode, .psk = people[0].psk};
    memcpy(recipient.recipient, people[0].id, HASH_SIZE);
    struct header header = header_of(0);
    header.msg_id[0] ^= 1;
    CHECK(envelope_seal(&header, PART(text, 100), deployment_id, &recipient, 1, randomness, b.octets, sizeof b.octets,
                        &b.size, NULL) == OK);
    CHECK(opens(b.octets, b.size, 0, mode));
    randomness[0] ^= 1;
    text[0] ^= 1;
    for (unsigned choice = 1; choice < 15; choice++) { /* every mixture but all of a and all of b */
        memcpy(mixed, a.octets, a.size);
        for (size_t i = 0; i < 4; i++)
            if ((choice & 1U << i) != 0)
                memcpy(mixed + parts[i].at, b.octets + parts[i].at, parts[i].size);
        CHECK(!opens(mixed, a.size, 0, mode));
    }
}

static void parts_do_not_swap(void)
{
    swap_parts(WRAP_BASE);
    swap_parts(WRAP_PSK);
}

/* Rule 9: once there is a psk with the sender, base mode is refused; and psk mode needs one. */
static void modes_are_pinned(void)
{
    static struct sealed sealed;
    seal(&sealed, 0, 1, WRAP_BASE, 10);
    CHECK(opens(sealed.octets, sealed.size, 0, WRAP_BASE));
    CHECK(!opens(sealed.octets, sealed.size, 0, WRAP_PSK));
    seal(&sealed, 0, 1, WRAP_PSK, 10);
    CHECK(opens(sealed.octets, sealed.size, 0, WRAP_PSK));
    CHECK(!opens(sealed.octets, sealed.size, 0, WRAP_BASE));
}

static void only_the_right_key_opens(void)
{
    static struct sealed sealed;
    static const uint8_t zero[BUCKET_0];
    uint8_t aux[PSK_SIZE];
    uint8_t link[HASH_SIZE];
    seal(&sealed, 0, 2, WRAP_PSK, 10);
    for (size_t i = 0; i < 4; i++) {
        struct open_key key = key_of(0, WRAP_PSK);
        uint8_t other[HASH_SIZE] = {1};
        key.seed = i == 0 ? people[1].seed : key.seed;
        key.psk = i == 1 ? people[1].psk : key.psk;
        key.pk = i == 2 ? people[1].pk : key.pk;
        memset(opened, 5, sizeof opened);
        enum outcome outcome =
            envelope_open(&sealed.envelope, 0, i == 3 ? other : deployment_id, &key, opened, sizeof opened, aux, link);
        CHECK(outcome == REFUSED);
        CHECK_SAME(opened, zero, BUCKET_0);
        CHECK_SAME(aux, zero, PSK_SIZE);
    }
    struct open_key key = key_of(0, WRAP_PSK);
    CHECK(envelope_open(&sealed.envelope, 1, deployment_id, &key, opened, sizeof opened, aux, link) == REFUSED);
    CHECK(envelope_open(&sealed.envelope, 2, deployment_id, &key, opened, sizeof opened, aux, link) == REFUSED);
    CHECK(envelope_open(&sealed.envelope, 0, deployment_id, &key, opened, BUCKET_0 - 1, aux, link) == REFUSED);
    CHECK(envelope_open(&sealed.envelope, 0, deployment_id, &key, opened, BUCKET_0, aux, link) == OK);
}

/* A malicious member who knows K may not hand another member a second body for the same envelope (rule 9, commit). */
static void k_alone_does_not_make_a_second_body(void)
{
    static struct sealed sealed;
    uint8_t body_key[32];
    uint8_t ad[2 * HASH_SIZE];
    static const uint8_t nonce[12];
    seal(&sealed, 0, 1, WRAP_PSK, 10);
    hash_expand(sealed.kept.key, PARTS(PART_TEXT("udvej/1/body"), PART(sealed.kept.hh, 32)), body_key, 32);
    memcpy(ad, sealed.kept.hh, 32);
    memcpy(ad + 32, sealed.kept.commit, 32);
    uint8_t *body = sealed.octets + sealed.size - BUCKET_0 - AEAD_TAG_SIZE;
    static uint8_t forged[BUCKET_0];
    CHECK(crypto_aead_chacha20poly1305_ietf_decrypt(forged, NULL, NULL, body, BUCKET_0 + AEAD_TAG_SIZE, ad, sizeof ad,
                                                    nonce, body_key) == 0); /* the rule's own words open it */
    forged[0] ^= 1;
    crypto_aead_chacha20poly1305_ietf_encrypt(body, NULL, forged, BUCKET_0, ad, sizeof ad, NULL, nonce, body_key);
    CHECK(!opens(sealed.octets, sealed.size, 0, WRAP_PSK));
}

/* Rules 8 and 9 spelled out: commit, and the wrap's info and psk_id, joined by hand. */
static void the_octets_of_the_rules(void)
{
    static struct sealed sealed;
    uint8_t info[12 + 6 * 32];
    uint8_t psk_id[11 + CASE_ID_SIZE];
    uint8_t hh[32];
    uint8_t joined[14 + 32];
    uint8_t expected[32];
    uint8_t key[32 + PSK_SIZE];
    seal(&sealed, 0, 1, WRAP_PSK, 10);
    struct wrap wrap = envelope_wrap(&sealed.envelope, 0);
    crypto_hash_sha256(hh, sealed.octets, HEADER_SIZE);
    memcpy(info, "udvej/1/wrap", 12);
    memcpy(info + 12, deployment_id, 32);
    memcpy(info + 44, hh, 32);
    memcpy(info + 76, sealed.octets + HEADER_SIZE, 32);
    crypto_hash_sha256(info + 108, sealed.octets + sealed.size - BUCKET_0 - AEAD_TAG_SIZE, BUCKET_0 + AEAD_TAG_SIZE);
    memcpy(info + 140, people[0].id, 32);
    crypto_hash_sha256(info + 172, people[0].pk, KEM_PUBLIC_SIZE);
    memcpy(psk_id, "udvej/1/psk", 11);
    memcpy(psk_id + 11, header_of(0).case_id, CASE_ID_SIZE);
    struct hpke_setting setting = {HPKE_MODE_PSK, PART(info, sizeof info), PART(people[0].psk, PSK_SIZE),
                                   PART(psk_id, sizeof psk_id)};
    CHECK(hpke_open(&setting, people[0].seed, wrap.enc, PART(wrap.ct, WRAP_CT_SIZE), key) == OK);
    CHECK_SAME(key, randomness, 32);
    memcpy(joined, "udvej/1/commit", 14);
    memcpy(joined + 14, hh, 32);
    crypto_auth_hmacsha256(expected, joined, sizeof joined, key);
    CHECK_SAME(expected, sealed.octets + HEADER_SIZE, 32);
}

/* A sender who makes everything consistent but the commitment itself: it must be recomputed from K. */
static void the_commitment_is_recomputed(void)
{
    static struct sealed sealed;
    static uint8_t body[BUCKET_0];
    static const uint8_t nonce[12];
    uint8_t body_key[32];
    uint8_t ad[64];
    seal(&sealed, 0, 1, WRAP_PSK, 10);
    uint8_t *sealed_body = sealed.octets + sealed.size - BUCKET_0 - AEAD_TAG_SIZE;
    for (unsigned lie = 0; lie <= 1; lie++) {
        struct seal_recipient recipient = {.pk = people[0].pk, .mode = WRAP_PSK, .psk = people[0].psk};
        memcpy(recipient.recipient, people[0].id, HASH_SIZE);
        sealed.kept.commit[5] ^= (uint8_t)lie;
        memcpy(sealed.octets + HEADER_SIZE, sealed.kept.commit, 32);
        hash_expand(sealed.kept.key, PARTS(PART_TEXT("udvej/1/body"), PART(sealed.kept.hh, 32)), body_key, 32);
        memcpy(ad, sealed.kept.hh, 32);
        memcpy(ad + 32, sealed.kept.commit, 32);
        crypto_aead_chacha20poly1305_ietf_encrypt(sealed_body, NULL, body, BUCKET_0, ad, sizeof ad, NULL, nonce,
                                                  body_key);
        crypto_hash_sha256(sealed.kept.body_hash, sealed_body, BUCKET_0 + AEAD_TAG_SIZE);
        CHECK(envelope_rewrap(&sealed.kept, header_of(0).case_id, deployment_id, &recipient, randomness + 32,
                              sealed.octets + HEADER_SIZE + HASH_SIZE + 2) == OK);
        CHECK(opens(sealed.octets, sealed.size, 0, WRAP_PSK) == (lie == 0));
    }
}

/* And one whose commitment is true, but whose body is not sealed under K: the tag is looked at, too. */
static void the_body_is_opened_not_believed(void)
{
    static struct sealed sealed;
    seal(&sealed, 0, 1, WRAP_PSK, 10);
    uint8_t *tag = sealed.octets + sealed.size - AEAD_TAG_SIZE;
    for (unsigned lie = 0; lie <= 1; lie++) {
        struct seal_recipient recipient = {.pk = people[0].pk, .mode = WRAP_PSK, .psk = people[0].psk};
        memcpy(recipient.recipient, people[0].id, HASH_SIZE);
        tag[3] ^= (uint8_t)lie;
        hash_sha256(&sealed.envelope.body, 1, sealed.kept.body_hash);
        CHECK(envelope_rewrap(&sealed.kept, header_of(0).case_id, deployment_id, &recipient, randomness + 32,
                              sealed.octets + HEADER_SIZE + HASH_SIZE + 2) == OK);
        CHECK(opens(sealed.octets, sealed.size, 0, WRAP_PSK) == (lie == 0));
    }
}

static void rewraps_and_slims(void)
{
    static struct sealed sealed;
    static uint8_t slim[ENVELOPE_MAX];
    uint8_t wrap[WRAP_SIZE];
    size_t size = 0;
    struct header header = header_of(0);
    seal(&sealed, 0, 3, -1, 10);
    for (size_t i = 0; i < 3; i++) {
        struct envelope envelope;
        struct open_key key = key_of(i, (uint8_t)(i % 2));
        uint8_t aux[PSK_SIZE];
        uint8_t link[HASH_SIZE];
        struct bytes own = PART(sealed.envelope.wraps.data + i * WRAP_SIZE, WRAP_SIZE);
        CHECK(envelope_slim(&sealed.envelope, own, slim, sizeof slim, &size) == OK);
        CHECK(size == sealed.size - 2 * WRAP_SIZE);
        CHECK(envelope_decode(&envelope, PART(slim, size)) == OK && envelope.wrap_count == 1);
        CHECK(envelope_open(&envelope, 0, deployment_id, &key, opened, sizeof opened, aux, link) == OK);
        CHECK(envelope_slim(&sealed.envelope, own, slim, size - 1, &size) == FULL && size == 0);
    }
    /* to a new key of person 1 */
    struct seal_recipient recipient = {.pk = people[7].pk, .mode = WRAP_PSK, .psk = people[1].psk};
    memcpy(recipient.recipient, people[1].id, HASH_SIZE);
    CHECK(envelope_rewrap(&sealed.kept, header.case_id, deployment_id, &recipient, randomness + 40, wrap) == OK);
    CHECK(envelope_slim(&sealed.envelope, PART(wrap, WRAP_SIZE), slim, sizeof slim, &size) == OK);
    struct envelope envelope;
    struct open_key key = key_of(1, WRAP_PSK);
    uint8_t aux[PSK_SIZE];
    uint8_t link[HASH_SIZE];
    CHECK(envelope_decode(&envelope, PART(slim, size)) == OK);
    CHECK(envelope_open(&envelope, 0, deployment_id, &key, opened, sizeof opened, aux, link) == REFUSED);
    key.seed = people[7].seed;
    key.pk = people[7].pk;
    CHECK(envelope_open(&envelope, 0, deployment_id, &key, opened, sizeof opened, aux, link) == OK);
    CHECK_SAME(opened, text, 10);
    CHECK(envelope_slim(&envelope, PART(wrap, WRAP_SIZE - 1), slim, sizeof slim, &size) == MALFORMED);
}

static void what_cannot_be_sealed(void)
{
    static uint8_t out[ENVELOPE_MAX];
    static uint8_t bad_pk[KEM_PUBLIC_SIZE];
    size_t size = 1;
    struct header header = header_of(0);
    struct seal_recipient pair[2] = {{.pk = people[0].pk, .mode = WRAP_PSK, .psk = people[0].psk},
                                     {.pk = people[1].pk, .mode = WRAP_PSK, .psk = people[1].psk}};
    memcpy(pair[0].recipient, people[0].id, HASH_SIZE);
    memcpy(pair[1].recipient, people[0].id, HASH_SIZE);
    struct bytes body = PART(text, 10);
    CHECK(envelope_seal(&header, body, deployment_id, pair, 2, randomness, out, sizeof out, &size, NULL) == MALFORMED);
    CHECK(size == 0);
    CHECK(envelope_seal(&header, body, deployment_id, pair, 0, randomness, out, sizeof out, &size, NULL) == MALFORMED);
    CHECK(envelope_seal(&header, body, deployment_id, pair, WRAPS_MAX + 1, randomness, out, sizeof out, &size, NULL) ==
          FULL);
    body.size = BUCKET_0 + 1;
    CHECK(envelope_seal(&header, body, deployment_id, pair, 1, randomness, out, sizeof out, &size, NULL) == FULL);
    body.size = BUCKET_0;
    size_t needed = HEADER_SIZE + HASH_SIZE + 2 + WRAP_SIZE + 2 + BUCKET_0 + AEAD_TAG_SIZE;
    CHECK(envelope_seal(&header, body, deployment_id, pair, 1, randomness, out, needed - 1, &size, NULL) == FULL);
    CHECK(envelope_seal(&header, body, deployment_id, pair, 1, randomness, out, needed, &size, NULL) == OK);
    pair[0].psk = NULL;
    CHECK(envelope_seal(&header, body, deployment_id, pair, 1, randomness, out, sizeof out, &size, NULL) == MALFORMED);
    pair[0].mode = 2;
    CHECK(envelope_seal(&header, body, deployment_id, pair, 1, randomness, out, sizeof out, &size, NULL) == MALFORMED);
    pair[0].mode = WRAP_BASE;
    memset(bad_pk, 0xff, sizeof bad_pk); /* coefficients that ML-KEM does not have */
    pair[0].pk = bad_pk;
    CHECK(envelope_seal(&header, body, deployment_id, pair, 1, randomness, out, sizeof out, &size, NULL) == MALFORMED);
    header.bucket = 3;
    CHECK(envelope_seal(&header, body, deployment_id, pair, 1, randomness, out, sizeof out, &size, NULL) == MALFORMED);
    CHECK(bucket_size(3) == 0);
}

/* The same recipient twice, a body of another bucket, a wrong mode: not decoded. */
static void decoding_is_strict(void)
{
    static struct sealed sealed;
    struct envelope envelope;
    seal(&sealed, 0, 2, -1, 10);
    uint8_t *wraps = sealed.octets + HEADER_SIZE + HASH_SIZE + 2;
    memcpy(wraps + WRAP_SIZE, wraps, HASH_SIZE);
    CHECK(envelope_decode(&envelope, PART(sealed.octets, sealed.size)) == MALFORMED);
    seal(&sealed, 0, 2, -1, 10);
    wraps[HASH_SIZE + KEY_ID_SIZE] = 2;
    CHECK(envelope_decode(&envelope, PART(sealed.octets, sealed.size)) == MALFORMED);
    for (size_t at = 0; at < 4; at++)
        for (unsigned value = 0; value <= UINT8_MAX; value++) {
            seal(&sealed, 0, 1, WRAP_PSK, 10);
            bool is_good = value == sealed.octets[at] || (at == 2 && value >= CLASS_INTAKE && value <= CLASS_STAFF);
            sealed.octets[at] = (uint8_t)value;
            CHECK((envelope_decode(&envelope, PART(sealed.octets, sealed.size)) == OK) == is_good);
            if (value >= 6 && value < 250)
                value += 43; /* sealing is slow; the ends matter */
        }
}

int main(void)
{
    CHECK(sodium_init() >= 0);
    open_people();
    RUN(round_trips);
    RUN(every_flipped_bit_is_rejected);
    RUN(what_was_kept_opens_this_one_alone);
    RUN(every_prefix_and_suffix_is_rejected);
    RUN(parts_do_not_swap);
    RUN(modes_are_pinned);
    RUN(only_the_right_key_opens);
    RUN(k_alone_does_not_make_a_second_body);
    RUN(the_octets_of_the_rules);
    RUN(the_commitment_is_recomputed);
    RUN(the_body_is_opened_not_believed);
    RUN(rewraps_and_slims);
    RUN(what_cannot_be_sealed);
    RUN(decoding_is_strict);
    return check_end();
}
