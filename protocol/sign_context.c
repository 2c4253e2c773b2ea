#include "sign_context.h"

#include <sodium.h>
#include <string.h>

#include "hash.h"
#include "writer.h"

enum { CONTEXT_MAX = 32 };

static const char *const contexts[] = {
    [STATEMENT_TYPE_ROOT_SET] = "udvej/1/sig/root-set",
    [STATEMENT_TYPE_STAFF_CERT] = "udvej/1/sig/staff-cert",
    [STATEMENT_TYPE_REVOKE] = "udvej/1/sig/revoke",
    [STATEMENT_TYPE_SNAPSHOT] = "udvej/1/sig/snapshot",
    [STATEMENT_TYPE_RECEIVE_KEY] = "udvej/1/sig/receive-key",
    [STATEMENT_TYPE_ROOM_EVENT] = "udvej/1/sig/room-event",
    [STATEMENT_TYPE_STAFF_LOGIN] = "udvej/1/sig/staff-login",
    [STATEMENT_TYPE_LOG_NOTE] = "udvej/1/sig/log-note",
    [STATEMENT_TYPE_SERVICE_CERT] = "udvej/1/sig/service-cert",
    [STATEMENT_TYPE_DELETION] = "udvej/1/sig/deletion",
};

struct signed_octets {
    uint8_t octets[1 + CONTEXT_MAX + HASH_SIZE + STATEMENT_BODY_MAX];
    size_t size;
};

static enum outcome gather(struct signed_octets *gathered, enum statement_type type,
                           const uint8_t deployment_id[HASH_SIZE], struct bytes body)
{
    invariant(type >= STATEMENT_TYPE_ROOT_SET && type <= STATEMENT_TYPE_DELETION);
    if (body.size > STATEMENT_BODY_MAX) /* shorter contexts leave room for a few octets more */
        return FULL;
    const char *context = contexts[type];
    struct writer writer;
    writer_open(&writer, gathered->octets, sizeof gathered->octets);
    writer_opaque8(&writer, (struct bytes){(const uint8_t *)context, strlen(context)});
    writer_put(&writer, deployment_id, HASH_SIZE);
    writer_put(&writer, body.data, body.size);
    return writer_finish(&writer, &gathered->size);
}

enum outcome context_sign(enum statement_type type, const uint8_t deployment_id[HASH_SIZE], struct bytes body,
                          const uint8_t seed_sign[SIGN_SEED_SIZE], uint8_t signature[SIGNATURE_SIZE])
{
    struct signed_octets gathered;
    TRY(gather(&gathered, type, deployment_id, body));
    uint8_t pk[crypto_sign_PUBLICKEYBYTES];
    uint8_t sk[crypto_sign_SECRETKEYBYTES];
    bool is_signed = crypto_sign_seed_keypair(pk, sk, seed_sign) == 0 &&
                     crypto_sign_detached(signature, NULL, gathered.octets, gathered.size, sk) == 0;
    wipe(sk, sizeof sk);
    return is_signed ? OK : BROKEN;
}

enum outcome context_verify(enum statement_type type, const uint8_t deployment_id[HASH_SIZE], struct bytes body,
                            const uint8_t pk_sign[SIGN_PUBLIC_SIZE], const uint8_t signature[SIGNATURE_SIZE])
{
    struct signed_octets gathered;
    if (gather(&gathered, type, deployment_id, body) != OK)
        return REFUSED;
    bool is_good = crypto_sign_verify_detached(signature, gathered.octets, gathered.size, pk_sign) == 0;
    return is_good ? OK : REFUSED;
}
