/* One sealed format for everything: parse, seal, open, re-wrap.
 * Owns: nothing. Uses: hpke, hash. Used by: server (parse only), client, load generator. Source: PROTOCOL.md, rules 8 and 9. */
#ifndef UDVEJ_PROTOCOL_ENVELOPE_H
#define UDVEJ_PROTOCOL_ENVELOPE_H

#include "bytes.h"
#include "limits.h"
#include "outcome.h"

enum envelope_class { CLASS_INTAKE = 1, CLASS_ROOM = 2, CLASS_STAFF = 3 };
enum wrap_mode { WRAP_BASE = 0, WRAP_PSK = 1 };

struct header {
    uint8_t class;  /* enum envelope_class */
    uint8_t bucket; /* 0, 1, 2 */
    uint8_t case_id[CASE_ID_SIZE];
    uint8_t msg_id[MSG_ID_SIZE];
    uint32_t epoch;
    uint8_t roster_hash[HASH_SIZE];
    uint8_t sender[HASH_SIZE]; /* visitor_id or cert_hash */
    uint8_t session[SESSION_SIZE];
};

/* A parsed Wrap; borrows. */
struct wrap {
    const uint8_t *recipient; /* HASH_SIZE */
    const uint8_t *key_id;    /* KEY_ID_SIZE */
    uint8_t mode;             /* enum wrap_mode */
    const uint8_t *enc;       /* KEM_ENC_SIZE */
    const uint8_t *ct;        /* WRAP_CT_SIZE */
};

/* A parsed Envelope; borrows. */
struct envelope {
    struct header header;
    const uint8_t *header_bytes; /* HEADER_SIZE */
    const uint8_t *commit;       /* HASH_SIZE */
    struct bytes wraps;          /* wrap_count * WRAP_SIZE */
    size_t wrap_count;           /* 1..WRAPS_MAX */
    struct bytes body;           /* bucket + AEAD_TAG_SIZE */
};

size_t bucket_size(uint8_t bucket); /* octets of the padded body; 0: no such bucket */

void header_encode(const struct header *header, uint8_t out[HEADER_SIZE]);

/* MALFORMED: version, suite, class, bucket or mode unknown, sizes that do not belong together, the same recipient twice,
 * left-over octets. */
MUST_USE enum outcome envelope_decode(struct envelope *envelope, struct bytes data);

/* Wrap number `index` of an envelope that was decoded. */
struct wrap envelope_wrap(const struct envelope *envelope, size_t index);
MUST_USE enum outcome wrap_decode(struct wrap *wrap, struct bytes data);

/* Writes the envelope with one wrap only: what a mailbox keeps and a recipient gets. `wrap` has WRAP_SIZE octets and may
 * be a re-wrap. FULL: does not fit into `max`. */
MUST_USE enum outcome envelope_slim(const struct envelope *envelope, struct bytes wrap, void *out, size_t max,
                                    size_t *size);

/* --- sealing (clients) --- */

struct seal_recipient {
    uint8_t recipient[HASH_SIZE];
    const uint8_t *pk;  /* KEM_PUBLIC_SIZE */
    uint8_t mode;       /* enum wrap_mode */
    const uint8_t *psk; /* PSK_SIZE; with WRAP_PSK */
    const uint8_t *aux; /* PSK_SIZE, or NULL for zeros */
};

/* What the sender keeps to wrap again (to a new key, or one more recipient) until the E2E receipt. Secret: wipe it. */
struct seal_kept {
    uint8_t key[32];       /* K */
    uint8_t hh[HASH_SIZE]; /* SHA-256(Header) */
    uint8_t commit[HASH_SIZE];
    uint8_t body_hash[HASH_SIZE];
};

/* Seals `body` (unpadded Body; padded here with zeros to header->bucket). `randomness`: 32 octets for K, then KEM_ENC_SEED_SIZE for
 * each recipient, all fresh and never used again. Gives the size and, if `kept` is not NULL, what a re-wrap needs.
 * FULL: body longer than the bucket, or `max` too small. MALFORMED: a recipient's key is not a key. */
MUST_USE enum outcome envelope_seal(const struct header *header, struct bytes body,
                                    const uint8_t deployment_id[HASH_SIZE], const struct seal_recipient *recipients,
                                    size_t recipient_count, const uint8_t *randomness, void *out, size_t max,
                                    size_t *size, struct seal_kept *kept);

/* Wraps the same K once more. `out` has WRAP_SIZE octets; `randomness` KEM_ENC_SEED_SIZE. */
MUST_USE enum outcome envelope_rewrap(const struct seal_kept *kept, const uint8_t case_id[CASE_ID_SIZE],
                                      const uint8_t deployment_id[HASH_SIZE], const struct seal_recipient *recipient,
                                      const uint8_t *randomness, uint8_t out[WRAP_SIZE]);

struct open_key {
    uint8_t recipient[HASH_SIZE]; /* me */
    const uint8_t *seed;          /* KEM_SEED_SIZE: my private key */
    const uint8_t *pk;            /* KEM_PUBLIC_SIZE */
    const uint8_t *psk;           /* PSK_SIZE or NULL: none with this sender yet */
};

/* Opens wrap number `index` with `key`. Gives the padded Body in `body` (bucket size octets), aux, and the hash that the
 * sender's next message names as `prev`. REFUSED for every failure: nothing is told apart (rule 19); mode 0 although a psk exists
 * is such a failure (mode pinning, rule 9). */
MUST_USE enum outcome envelope_open(const struct envelope *envelope, size_t index,
                                    const uint8_t deployment_id[HASH_SIZE], const struct open_key *key, uint8_t *body,
                                    size_t body_max, uint8_t aux[PSK_SIZE], uint8_t link[HASH_SIZE]);
/* The same, and gives K and the names of the envelope: to keep it (rule 15). */
MUST_USE enum outcome envelope_open_to_keep(const struct envelope *envelope, size_t index,
                                            const uint8_t deployment_id[HASH_SIZE], const struct open_key *key,
                                            uint8_t *body, size_t body_max, uint8_t aux[PSK_SIZE],
                                            struct seal_kept *kept);

/* What envelope_open of the same envelope found as K. Fills the rest of `kept` from the envelope; `key` stays as it is. */
void envelope_names(const struct envelope *envelope, struct seal_kept *kept);
/* Opens the body under `kept`, whose key is K. REFUSED: another envelope's. */
MUST_USE enum outcome envelope_open_kept(const struct envelope *envelope, const struct seal_kept *kept, uint8_t *body,
                                         size_t body_max);

/* SHA-256(hh || commit || SHA-256(body)): names a message in the next one's `prev` (rule 13). */
void envelope_link(const struct seal_kept *kept, uint8_t link[HASH_SIZE]);

#endif
