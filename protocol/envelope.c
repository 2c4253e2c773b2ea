#include "envelope.h"

#include <sodium.h>
#include <string.h>

#include "fields.h"
#include "hash.h"
#include "hpke.h"
#include "statement.h"

enum { KEY_SIZE = 32, SECRET_PART_SIZE = KEY_SIZE + PSK_SIZE };

size_t bucket_size(uint8_t bucket)
{
    static const size_t sizes[] = {BUCKET_0, BUCKET_1, BUCKET_2};
    return bucket < sizeof sizes / sizeof sizes[0] ? sizes[bucket] : 0;
}

/* --- parse --- */

/* Rule 8. One version and one suite: there is nothing to negotiate, so nothing to downgrade. */
static void lay_header(struct fields *fields, struct header *header)
{
    uint8_t version = UDVEJ_VERSION;
    uint8_t suite = UDVEJ_SUITE;
    fields_u8_within(fields, &version, UDVEJ_VERSION, UDVEJ_VERSION);
    fields_u8_within(fields, &suite, UDVEJ_SUITE, UDVEJ_SUITE);
    fields_u8_within(fields, &header->class, CLASS_INTAKE, CLASS_STAFF);
    fields_u8_within(fields, &header->bucket, 0, 2);
    fields_octets(fields, header->case_id, CASE_ID_SIZE);
    fields_octets(fields, header->msg_id, MSG_ID_SIZE);
    fields_u32(fields, &header->epoch);
    fields_octets(fields, header->roster_hash, HASH_SIZE);
    fields_octets(fields, header->sender, HASH_SIZE);
    fields_octets(fields, header->session, SESSION_SIZE);
}

void header_encode(const struct header *header, uint8_t out[HEADER_SIZE])
{
    struct writer writer;
    size_t size = 0;
    writer_open(&writer, out, HEADER_SIZE);
    lay_header(&(struct fields){NULL, &writer}, (struct header *)header);
    invariant(writer_finish(&writer, &size) == OK && size == HEADER_SIZE);
}

enum outcome wrap_decode(struct wrap *wrap, struct bytes data)
{
    struct reader reader;
    reader_open(&reader, data.data, data.size);
    struct fields fields = {&reader, NULL};
    fields_borrow(&fields, &wrap->recipient, HASH_SIZE);
    fields_borrow(&fields, &wrap->key_id, KEY_ID_SIZE);
    fields_u8_within(&fields, &wrap->mode, WRAP_BASE, WRAP_PSK);
    fields_borrow(&fields, &wrap->enc, KEM_ENC_SIZE);
    fields_borrow(&fields, &wrap->ct, WRAP_CT_SIZE);
    return reader_finish(&reader);
}

/* Each wrap well formed, and nobody twice. */
static bool are_wraps_sound(struct bytes wraps)
{
    for (size_t at = 0; at < wraps.size; at += WRAP_SIZE) {
        struct wrap wrap;
        if (wrap_decode(&wrap, PART(wraps.data + at, WRAP_SIZE)) != OK)
            return false;
        for (size_t before = 0; before < at; before += WRAP_SIZE)
            if (memcmp(wraps.data + before, wrap.recipient, HASH_SIZE) == 0)
                return false;
    }
    return true;
}

enum outcome envelope_decode(struct envelope *envelope, struct bytes data)
{
    struct reader reader;
    reader_open(&reader, data.data, data.size);
    envelope->header_bytes = data.data;
    lay_header(&(struct fields){&reader, NULL}, &envelope->header);
    envelope->commit = reader_take(&reader, HASH_SIZE).data;
    envelope->wraps = reader_opaque16(&reader, WRAP_SIZE, WRAPS_MAX * WRAP_SIZE);
    envelope->wrap_count = envelope->wraps.size / WRAP_SIZE;
    size_t body_size = bucket_size(envelope->header.bucket) + AEAD_TAG_SIZE;
    envelope->body = reader_opaque16(&reader, body_size, body_size);
    if (envelope->wraps.size % WRAP_SIZE != 0 || !are_wraps_sound(envelope->wraps))
        reader_fail(&reader);
    return reader_finish(&reader);
}

struct wrap envelope_wrap(const struct envelope *envelope, size_t index)
{
    struct wrap wrap;
    invariant(index < envelope->wrap_count);
    invariant(wrap_decode(&wrap, PART(envelope->wraps.data + index * WRAP_SIZE, WRAP_SIZE)) == OK);
    return wrap;
}

enum outcome envelope_slim(const struct envelope *envelope, struct bytes wrap, void *out, size_t max, size_t *size)
{
    struct wrap parsed;
    *size = 0;
    TRY(wrap_decode(&parsed, wrap));
    struct writer writer;
    writer_open(&writer, out, max);
    writer_put(&writer, envelope->header_bytes, HEADER_SIZE);
    writer_put(&writer, envelope->commit, HASH_SIZE);
    writer_opaque16(&writer, wrap);
    writer_opaque16(&writer, envelope->body);
    return writer_finish(&writer, size);
}

/* --- what is computed on both sides (rules 8 and 9) --- */

static void commit_of(const uint8_t key[KEY_SIZE], const uint8_t hh[HASH_SIZE], uint8_t commit[HASH_SIZE])
{
    hash_mac(PART(key, KEY_SIZE), PARTS(PART_TEXT("udvej/1/commit"), PART(hh, HASH_SIZE)), commit);
}

static void body_key_of(const uint8_t key[KEY_SIZE], const uint8_t hh[HASH_SIZE], uint8_t body_key[KEY_SIZE])
{
    hash_expand(key, PARTS(PART_TEXT("udvej/1/body"), PART(hh, HASH_SIZE)), body_key, KEY_SIZE);
}

/* K encrypts one body and is never used again: that is why the nonce may be zero. */
static const uint8_t zero_nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];

struct wrap_info {
    uint8_t octets[12 + 6 * HASH_SIZE];
    size_t size;
    uint8_t psk_id[11 + CASE_ID_SIZE];
};

/* info = "udvej/1/wrap" || deployment_id || hh || commit || SHA-256(body) || recipient || SHA-256(recipient_pk);
 * psk_id = "udvej/1/psk" || case_id. */
static struct wrap_info info_of(const struct seal_kept *kept, const uint8_t *deployment_id, const uint8_t *case_id,
                                const uint8_t *recipient, const uint8_t *pk)
{
    struct wrap_info info;
    uint8_t pk_hash[HASH_SIZE];
    struct writer writer;
    size_t psk_id_size = 0;
    hash_sha256(PARTS(PART(pk, KEM_PUBLIC_SIZE)), pk_hash);
    writer_open(&writer, info.octets, sizeof info.octets);
    writer_put(&writer, "udvej/1/wrap", 12);
    writer_put(&writer, deployment_id, HASH_SIZE);
    writer_put(&writer, kept->hh, HASH_SIZE);
    writer_put(&writer, kept->commit, HASH_SIZE);
    writer_put(&writer, kept->body_hash, HASH_SIZE);
    writer_put(&writer, recipient, HASH_SIZE);
    writer_put(&writer, pk_hash, HASH_SIZE);
    invariant(writer_finish(&writer, &info.size) == OK && info.size == sizeof info.octets);
    writer_open(&writer, info.psk_id, sizeof info.psk_id);
    writer_put(&writer, "udvej/1/psk", 11);
    writer_put(&writer, case_id, CASE_ID_SIZE);
    invariant(writer_finish(&writer, &psk_id_size) == OK && psk_id_size == sizeof info.psk_id);
    return info;
}

static struct hpke_setting setting_of(const struct wrap_info *info, uint8_t mode, const uint8_t *psk)
{
    struct hpke_setting setting = {.mode = mode, .info = PART(info->octets, info->size)};
    if (mode == WRAP_PSK) {
        setting.psk = PART(psk, psk == NULL ? 0 : PSK_SIZE);
        setting.psk_id = PART(info->psk_id, sizeof info->psk_id);
    }
    return setting;
}

/* --- seal --- */

enum outcome envelope_rewrap(const struct seal_kept *kept, const uint8_t case_id[CASE_ID_SIZE],
                             const uint8_t deployment_id[HASH_SIZE], const struct seal_recipient *recipient,
                             const uint8_t *randomness, uint8_t out[WRAP_SIZE])
{
    struct wrap_info info = info_of(kept, deployment_id, case_id, recipient->recipient, recipient->pk);
    struct hpke_setting setting = setting_of(&info, recipient->mode, recipient->psk);
    uint8_t *key_id = out + HASH_SIZE;
    uint8_t *mode = key_id + KEY_ID_SIZE;
    struct hpke_sealed sealed = {.enc = mode + 1, .ct = mode + 1 + KEM_ENC_SIZE};
    uint8_t plain[SECRET_PART_SIZE] = {0};
    memcpy(plain, kept->key, KEY_SIZE);
    if (recipient->aux != NULL)
        memcpy(plain + KEY_SIZE, recipient->aux, PSK_SIZE);
    memcpy(out, recipient->recipient, HASH_SIZE);
    key_id_of(recipient->pk, key_id);
    *mode = recipient->mode;
    enum outcome outcome = hpke_seal(&setting, recipient->pk, randomness, PART(plain, sizeof plain), &sealed);
    wipe(plain, sizeof plain);
    return outcome;
}

/* Pads and encrypts into `out` (bucket + tag octets); fills `kept`. */
static void seal_body(const struct header *header, const uint8_t header_bytes[HEADER_SIZE], struct bytes body,
                      uint8_t *out, struct seal_kept *kept)
{
    size_t size = bucket_size(header->bucket);
    uint8_t body_key[KEY_SIZE];
    uint8_t ad[2 * HASH_SIZE];
    hash_sha256(PARTS(PART(header_bytes, HEADER_SIZE)), kept->hh);
    commit_of(kept->key, kept->hh, kept->commit);
    body_key_of(kept->key, kept->hh, body_key);
    memcpy(ad, kept->hh, HASH_SIZE);
    memcpy(ad + HASH_SIZE, kept->commit, HASH_SIZE);
    if (body.size > 0)
        memmove(out, body.data, body.size);
    memset(out + body.size, 0, size - body.size);
    crypto_aead_chacha20poly1305_ietf_encrypt(out, NULL, out, size, ad, sizeof ad, NULL, zero_nonce, body_key);
    hash_sha256(PARTS(PART(out, size + AEAD_TAG_SIZE)), kept->body_hash);
    wipe(body_key, sizeof body_key);
}

/* Ten parameters, in the order in which the envelope is made; a struct would only move the list to every caller.
 * NOLINTNEXTLINE(readability-function-size) */
enum outcome envelope_seal(const struct header *header, struct bytes body, const uint8_t deployment_id[HASH_SIZE],
                           const struct seal_recipient *recipients, size_t recipient_count, const uint8_t *randomness,
                           void *out, size_t max, size_t *size, struct seal_kept *kept)
{
    size_t body_size = bucket_size(header->bucket) + AEAD_TAG_SIZE;
    *size = 0;
    if (recipient_count < 1 || body_size == AEAD_TAG_SIZE)
        return MALFORMED;
    if (recipient_count > WRAPS_MAX || body.size > body_size - AEAD_TAG_SIZE)
        return FULL;
    size_t wraps_size = recipient_count * WRAP_SIZE;
    if (max < HEADER_SIZE + HASH_SIZE + 2 + wraps_size + 2 + body_size)
        return FULL;

    struct seal_kept made;
    uint8_t *start = out;
    uint8_t *wraps = start + HEADER_SIZE + HASH_SIZE + 2;
    uint8_t *sealed_body = wraps + wraps_size + 2;
    memcpy(made.key, randomness, KEY_SIZE);
    header_encode(header, start);
    seal_body(header, start, body, sealed_body, &made);
    memcpy(start + HEADER_SIZE, made.commit, HASH_SIZE);
    wraps[-2] = (uint8_t)(wraps_size >> 8);
    wraps[-1] = (uint8_t)wraps_size;
    sealed_body[-2] = (uint8_t)(body_size >> 8);
    sealed_body[-1] = (uint8_t)body_size;

    enum outcome outcome = OK;
    for (size_t i = 0; outcome == OK && i < recipient_count; i++)
        outcome = envelope_rewrap(&made, header->case_id, deployment_id, &recipients[i],
                                  randomness + KEY_SIZE + i * KEM_ENC_SEED_SIZE, wraps + i * WRAP_SIZE);
    if (outcome == OK && !are_wraps_sound(PART(wraps, wraps_size)))
        outcome = MALFORMED;
    if (outcome == OK) {
        *size = (size_t)(sealed_body + body_size - start);
        if (kept != NULL)
            *kept = made;
    }
    wipe(&made, sizeof made);
    return outcome;
}

/* --- open --- */

/* Gives K || aux of the wrap. */
static bool open_wrap(const struct seal_kept *kept, const struct wrap *wrap, const struct envelope *envelope,
                      const uint8_t *deployment_id, const struct open_key *key, uint8_t plain[SECRET_PART_SIZE])
{
    uint8_t key_id[KEY_ID_SIZE];
    key_id_of(key->pk, key_id);
    bool is_mine =
        memcmp(wrap->recipient, key->recipient, HASH_SIZE) == 0 && memcmp(wrap->key_id, key_id, KEY_ID_SIZE) == 0;
    /* Mode pinning: once there is a psk with this sender, base mode would let anyone speak in the sender's name. */
    bool is_mode_right = wrap->mode == (key->psk == NULL ? WRAP_BASE : WRAP_PSK);
    if (!is_mine || !is_mode_right)
        return false;
    struct wrap_info info = info_of(kept, deployment_id, envelope->header.case_id, key->recipient, key->pk);
    struct hpke_setting setting = setting_of(&info, wrap->mode, key->psk);
    return hpke_open(&setting, key->seed, wrap->enc, PART(wrap->ct, WRAP_CT_SIZE), plain) == OK;
}

/* The commitment ties K to this one header; then the body opens or does not. */
static bool open_body(const struct envelope *envelope, const struct seal_kept *kept, uint8_t *body)
{
    uint8_t commit[HASH_SIZE];
    uint8_t body_key[KEY_SIZE];
    uint8_t ad[2 * HASH_SIZE];
    commit_of(kept->key, kept->hh, commit);
    body_key_of(kept->key, kept->hh, body_key);
    memcpy(ad, kept->hh, HASH_SIZE);
    memcpy(ad + HASH_SIZE, kept->commit, HASH_SIZE);
    bool is_open = hash_equal(commit, kept->commit) &&
                   crypto_aead_chacha20poly1305_ietf_decrypt(body, NULL, NULL, envelope->body.data, envelope->body.size,
                                                             ad, sizeof ad, zero_nonce, body_key) == 0;
    wipe(body_key, sizeof body_key);
    return is_open;
}

void envelope_names(const struct envelope *envelope, struct seal_kept *kept)
{
    hash_sha256(PARTS(PART(envelope->header_bytes, HEADER_SIZE)), kept->hh);
    memcpy(kept->commit, envelope->commit, HASH_SIZE);
    hash_sha256(&envelope->body, 1, kept->body_hash);
}

enum outcome envelope_open_kept(const struct envelope *envelope, const struct seal_kept *kept, uint8_t *body,
                                size_t body_max)
{
    size_t size = bucket_size(envelope->header.bucket);
    if (body_max < size)
        return REFUSED;
    if (open_body(envelope, kept, body))
        return OK;
    wipe(body, size);
    return REFUSED;
}

/* NOLINTNEXTLINE(readability-function-size) */
enum outcome envelope_open_to_keep(const struct envelope *envelope, size_t index,
                                   const uint8_t deployment_id[HASH_SIZE], const struct open_key *key, uint8_t *body,
                                   size_t body_max, uint8_t aux[PSK_SIZE], struct seal_kept *kept)
{
    size_t size = bucket_size(envelope->header.bucket);
    if (index >= envelope->wrap_count || body_max < size)
        return REFUSED;
    struct wrap wrap = envelope_wrap(envelope, index);
    uint8_t plain[SECRET_PART_SIZE] = {0};
    envelope_names(envelope, kept);
    bool is_open = open_wrap(kept, &wrap, envelope, deployment_id, key, plain);
    if (is_open) {
        memcpy(kept->key, plain, KEY_SIZE);
        is_open = open_body(envelope, kept, body);
    }
    if (is_open) {
        memcpy(aux, plain + KEY_SIZE, PSK_SIZE);
    } else {
        wipe(body, size);
        wipe(aux, PSK_SIZE);
        wipe(kept, sizeof *kept);
    }
    wipe(plain, sizeof plain);
    return is_open ? OK : REFUSED;
}

/* NOLINTNEXTLINE(readability-function-size) */
enum outcome envelope_open(const struct envelope *envelope, size_t index, const uint8_t deployment_id[HASH_SIZE],
                           const struct open_key *key, uint8_t *body, size_t body_max, uint8_t aux[PSK_SIZE],
                           uint8_t link[HASH_SIZE])
{
    struct seal_kept kept = {.key = {0}};
    TRY(envelope_open_to_keep(envelope, index, deployment_id, key, body, body_max, aux, &kept));
    envelope_link(&kept, link);
    wipe(&kept, sizeof kept);
    return OK;
}

void envelope_link(const struct seal_kept *kept, uint8_t link[HASH_SIZE])
{
    hash_sha256(PARTS(PART(kept->hh, HASH_SIZE), PART(kept->commit, HASH_SIZE), PART(kept->body_hash, HASH_SIZE)),
                link);
}
