#include "login.h"

#include <sodium.h>

#include "hash.h"
#include "sign_context.h"
#include "writer.h"

enum { TRANSCRIPT_MAX = 1 + HOST_MAX + 5 * 32 };

/* tr = uint8(len(host)) || host || deployment_id || epk || nonce_s || who || nonce_c (rule 7). */
struct flat_transcript {
    uint8_t octets[TRANSCRIPT_MAX];
    size_t size;
};

static enum outcome flatten(struct flat_transcript *flat, const struct login_transcript *transcript)
{
    if (transcript->host.size < 1 || transcript->host.size > HOST_MAX)
        return MALFORMED;
    struct writer writer;
    writer_open(&writer, flat->octets, sizeof flat->octets);
    writer_opaque8(&writer, transcript->host);
    writer_put(&writer, transcript->deployment_id, HASH_SIZE);
    writer_put(&writer, transcript->epk, DH_SIZE);
    writer_put(&writer, transcript->nonce_s, NONCE_SIZE);
    writer_put(&writer, transcript->who, HASH_SIZE);
    writer_put(&writer, transcript->nonce_c, NONCE_SIZE);
    return writer_finish(&writer, &flat->size);
}

void login_epk(uint8_t epk[DH_SIZE], const uint8_t esk[DH_SIZE])
{
    invariant(crypto_scalarmult_base(epk, esk) == 0);
}

enum outcome login_visitor_macs(const struct login_transcript *transcript, const uint8_t secret[DH_SIZE],
                                const uint8_t other[DH_SIZE], uint8_t client_mac[MAC_SIZE],
                                uint8_t server_mac[MAC_SIZE])
{
    static const uint8_t client = 0x01;
    static const uint8_t server = 0x02;
    struct flat_transcript flat;
    TRY(flatten(&flat, transcript));

    struct bytes tr = PART(flat.octets, flat.size);
    uint8_t shared[DH_SIZE];
    uint8_t prk[HASH_SIZE];
    uint8_t key[32];
    /* An all-zero shared secret keeps nobody out, so it is no proof; the work is done all the same, for equal time. */
    bool is_sound = crypto_scalarmult(shared, secret, other) == 0;
    hash_extract(PART_TEXT("udvej/1/visitor-login"), PARTS(PART(shared, sizeof shared)), prk);
    hash_expand(prk, &tr, 1, key, sizeof key);
    hash_mac(PART(key, sizeof key), PARTS(PART(&client, 1), tr), client_mac);
    hash_mac(PART(key, sizeof key), PARTS(PART(&server, 1), tr), server_mac);
    if (!is_sound) {
        wipe(client_mac, MAC_SIZE);
        wipe(server_mac, MAC_SIZE);
    }
    wipe(shared, sizeof shared);
    wipe(prk, sizeof prk);
    wipe(key, sizeof key);
    return is_sound ? OK : REFUSED;
}

enum outcome login_staff_sign(const struct login_transcript *transcript, const uint8_t seed_sign[SIGN_SEED_SIZE],
                              uint8_t signature[SIGNATURE_SIZE])
{
    struct flat_transcript flat;
    TRY(flatten(&flat, transcript));
    return context_sign(STATEMENT_TYPE_STAFF_LOGIN, transcript->deployment_id, PART(flat.octets, flat.size), seed_sign,
                        signature);
}

enum outcome login_staff_verify(const struct login_transcript *transcript, const uint8_t pk_sign[SIGN_PUBLIC_SIZE],
                                const uint8_t signature[SIGNATURE_SIZE])
{
    struct flat_transcript flat;
    TRY(flatten(&flat, transcript));
    return context_verify(STATEMENT_TYPE_STAFF_LOGIN, transcript->deployment_id, PART(flat.octets, flat.size), pk_sign,
                          signature);
}

bool login_equal(const uint8_t a[32], const uint8_t b[32])
{
    return hash_equal(a, b);
}

void login_visitor_id(const uint8_t pk_login[DH_SIZE], uint8_t visitor_id[HASH_SIZE])
{
    hash_labelled("udvej/1/visitor-id", PARTS(PART(pk_login, DH_SIZE)), visitor_id);
}
