/* The hash, key derivation and MAC of UDVEJ-1, over runs of octets that are read as if joined.
 * Owns: nothing. Uses: libsodium. Used by: everything in protocol/ that computes. Source: PROTOCOL.md, rule 2. */
#ifndef UDVEJ_PROTOCOL_HASH_H
#define UDVEJ_PROTOCOL_HASH_H

#include <stdbool.h>

#include "bytes.h"
#include "limits.h"

/* One run of a joined input. PART_TEXT takes a string literal and leaves its terminating zero out. */
#define PART(data, size) ((struct bytes){(data), (size)})
#define PART_TEXT(literal) ((struct bytes){(const uint8_t *)(literal), sizeof(literal) - 1})
#define PARTS(...)                                                                                                     \
    ((const struct bytes[]){__VA_ARGS__}), sizeof((const struct bytes[]){__VA_ARGS__}) / sizeof(struct bytes)

/* SHA-256 of all parts joined. */
void hash_sha256(const struct bytes *parts, size_t count, uint8_t out[HASH_SIZE]);

/* Hs(label, x) = SHA-256(uint8(len(label)) || label || x). `label` is ASCII of at most 255 octets. */
void hash_labelled(const char *label, const struct bytes *parts, size_t count, uint8_t out[HASH_SIZE]);

/* MAC(k, x) = HMAC-SHA256. */
void hash_mac(struct bytes key, const struct bytes *parts, size_t count, uint8_t mac[MAC_SIZE]);

/* HKDF-SHA256 (RFC 5869). Extract takes its input key material in parts; Expand its info, and gives at most HASH_SIZE
 * octets: more is never needed here, so it is one HMAC. */
void hash_extract(struct bytes salt, const struct bytes *parts, size_t count, uint8_t prk[HASH_SIZE]);
void hash_expand(const uint8_t prk[HASH_SIZE], const struct bytes *parts, size_t count, void *out, size_t size);

/* Constant-time comparison. */
bool hash_equal(const uint8_t a[HASH_SIZE], const uint8_t b[HASH_SIZE]);

/* Overwrites a secret so that no compiler leaves it out. */
void wipe(void *secret, size_t size);

#endif
