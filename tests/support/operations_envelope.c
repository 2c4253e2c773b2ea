/* Operations: envelopes and their wraps. */
#include "operations_parts.h"

#include <string.h>

#include "protocol/envelope.h"
#include "protocol/hpke.h"

struct recipients {
    uint8_t pks[WRAPS_MAX][KEM_PUBLIC_SIZE];
    struct seal_recipient each[WRAPS_MAX];
    size_t count;
};

static struct recipients recipients; /* large */
static uint8_t sealed[ENVELOPE_MAX];

static const uint8_t *take_secret(struct call *call)
{
    struct bytes secret = call_octets(call);
    call->is_wrong = call->is_wrong || (secret.size != 0 && secret.size != PSK_SIZE);
    return secret.size == PSK_SIZE ? secret.data : NULL;
}

static void take_recipients(struct call *call)
{
    for (recipients.count = 0; call_has_more(call) && recipients.count < WRAPS_MAX; recipients.count++) {
        struct seal_recipient *one = &recipients.each[recipients.count];
        uint8_t *pk = recipients.pks[recipients.count];
        call_copy(call, one->recipient, HASH_SIZE);
        hpke_public_of(pk, call_fixed(call, KEM_SEED_SIZE));
        one->pk = pk;
        one->mode = call_u8(call);
        one->psk = take_secret(call);
        one->aux = take_secret(call);
    }
}

static enum outcome seal(struct call *call)
{
    struct header header = {.class = call_u8(call)};
    struct seal_kept kept;
    uint8_t link[HASH_SIZE];
    size_t size;
    header.bucket = call_u8(call);
    call_copy(call, header.case_id, CASE_ID_SIZE);
    call_copy(call, header.msg_id, MSG_ID_SIZE);
    header.epoch = call_u32(call);
    call_copy(call, header.roster_hash, HASH_SIZE);
    call_copy(call, header.sender, HASH_SIZE);
    call_copy(call, header.session, SESSION_SIZE);
    struct bytes body = call_octets(call);
    const uint8_t *deployment_id = call_fixed(call, HASH_SIZE);
    struct bytes randomness = call_octets(call);
    take_recipients(call);
    call->is_wrong = call->is_wrong || randomness.size != 32 + recipients.count * KEM_ENC_SEED_SIZE;
    if (call->is_wrong)
        return BROKEN;
    TRY(envelope_seal(&header, body, deployment_id, recipients.each, recipients.count, randomness.data, sealed,
                      sizeof sealed, &size, &kept));
    envelope_link(&kept, link);
    call_give(call, sealed, size);
    call_give(call, link, sizeof link);
    return OK;
}

static enum outcome rewrap(struct call *call)
{
    struct seal_kept kept;
    uint8_t wrap[WRAP_SIZE];
    call_copy(call, kept.key, 32);
    call_copy(call, kept.hh, HASH_SIZE);
    call_copy(call, kept.commit, HASH_SIZE);
    call_copy(call, kept.body_hash, HASH_SIZE);
    const uint8_t *case_id = call_fixed(call, CASE_ID_SIZE);
    const uint8_t *deployment_id = call_fixed(call, HASH_SIZE);
    const uint8_t *randomness = call_fixed(call, KEM_ENC_SEED_SIZE);
    take_recipients(call);
    if (recipients.count != 1)
        return BROKEN;
    TRY(envelope_rewrap(&kept, case_id, deployment_id, &recipients.each[0], randomness, wrap));
    call_give(call, wrap, sizeof wrap);
    return OK;
}

static enum outcome slim(struct call *call)
{
    struct envelope envelope;
    struct wrap wrap;
    size_t size;
    enum outcome outcome = envelope_decode(&envelope, call_octets(call));
    struct bytes octets = call_octets(call);
    TRY(outcome);
    TRY(wrap_decode(&wrap, octets));
    TRY(envelope_slim(&envelope, octets, sealed, sizeof sealed, &size));
    call_give(call, sealed, size);
    return OK;
}

static enum outcome open(struct call *call)
{
    static uint8_t body[BUCKET_2];
    struct envelope envelope;
    struct open_key key;
    uint8_t pk[KEM_PUBLIC_SIZE];
    uint8_t aux[PSK_SIZE];
    uint8_t link[HASH_SIZE];
    enum outcome outcome = envelope_decode(&envelope, call_octets(call));
    uint64_t index = call_number(call, WRAPS_MAX);
    const uint8_t *deployment_id = call_fixed(call, HASH_SIZE);
    call_copy(call, key.recipient, HASH_SIZE);
    key.seed = call_fixed(call, KEM_SEED_SIZE);
    key.psk = take_secret(call);
    TRY(outcome);
    if (index >= envelope.wrap_count)
        return REFUSED;
    hpke_public_of(pk, key.seed);
    key.pk = pk;
    TRY(envelope_open(&envelope, (size_t)index, deployment_id, &key, body, sizeof body, aux, link));
    call_give(call, body, bucket_size(envelope.header.bucket));
    call_give(call, aux, sizeof aux);
    call_give(call, link, sizeof link);
    return OK;
}

const struct operation operations_envelope[] = {
    {"envelope_seal", seal}, {"rewrap", rewrap}, {"envelope_slim", slim}, {"envelope_open", open}, {NULL, NULL},
};
