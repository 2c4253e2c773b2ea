/* The login of a visitor (X25519 MAC: nothing that could be shown to a third person) and of staff (signature).
 * Owns: nothing. Uses: hash. Used by: server (checks), client (makes). Source: PROTOCOL.md, rule 7. */
#ifndef UDVEJ_PROTOCOL_LOGIN_H
#define UDVEJ_PROTOCOL_LOGIN_H

#include <stdbool.h>

#include "bytes.h"
#include "limits.h"
#include "outcome.h"

/* What both sides put under the MAC or the signature. `host` is location.host as the client sees it. */
struct login_transcript {
    struct bytes host;            /* 1..HOST_MAX octets */
    const uint8_t *deployment_id; /* HASH_SIZE */
    const uint8_t *epk;           /* DH_SIZE */
    const uint8_t *nonce_s;       /* NONCE_SIZE */
    const uint8_t *who;           /* DH_SIZE: pk_login of a visitor, HASH_SIZE: cert_hash of staff */
    const uint8_t *nonce_c;       /* NONCE_SIZE */
};

/* Makes the server's key pair of the minute from a 32-octet random seed. */
void login_epk(uint8_t epk[DH_SIZE], const uint8_t esk[DH_SIZE]);

/* The two MACs of a visitor's login. `secret` is sk_login (client, other = epk) or esk (server, other = pk_login).
 * REFUSED: the shared secret is all zero. The caller wipes nothing: no secret is left behind. */
MUST_USE enum outcome login_visitor_macs(const struct login_transcript *transcript, const uint8_t secret[DH_SIZE],
                                         const uint8_t other[DH_SIZE], uint8_t client_mac[MAC_SIZE],
                                         uint8_t server_mac[MAC_SIZE]);

/* Signs and checks a staff login; REFUSED: not signed by that key. */
MUST_USE enum outcome login_staff_sign(const struct login_transcript *transcript,
                                       const uint8_t seed_sign[SIGN_SEED_SIZE], uint8_t signature[SIGNATURE_SIZE]);
MUST_USE enum outcome login_staff_verify(const struct login_transcript *transcript,
                                         const uint8_t pk_sign[SIGN_PUBLIC_SIZE],
                                         const uint8_t signature[SIGNATURE_SIZE]);

/* Constant-time comparison of two MACs or hashes of 32 octets. */
MUST_USE bool login_equal(const uint8_t a[32], const uint8_t b[32]);

/* visitor_id = Hs("udvej/1/visitor-id", pk_login); its first MAILBOX_SIZE octets name the mailbox. */
void login_visitor_id(const uint8_t pk_login[DH_SIZE], uint8_t visitor_id[HASH_SIZE]);

#endif
