/* The file that holds somebody's keys, as bytes: written, sealed under a passphrase, and read back. The same code opens it
 * at a desk (udvej-keys, udvej-client) and in the browser, so it touches no disk and makes no randomness of its own.
 *
 *   struct { opaque magic[8] = "UDVEJKEY"; uint8 version = 1;
 *            uint32 memory_kib; uint8 passes; opaque salt[16]; opaque nonce[24];
 *            opaque sealed<..2^16-1>; } KeyFile;
 *   key    = Argon2id(passphrase as passphrase_tidy leaves it, salt, memory_kib, passes), 32 octets
 *   sealed = XChaCha20-Poly1305(key, nonce, ad = every octet of the head before `sealed`, KeyBox)
 *   struct { uint8 kind = 1; opaque name<1..64>; opaque seed_sign[32]; } KeyBox;                         a root
 *   struct { uint8 kind = 2; opaque deployment_id[32]; opaque seed_sign[32]; opaque seed_id[32];
 *            opaque store_key[32]; opaque statement<1..512>; } KeyBox;                                   a staff device
 *   struct { uint8 kind = 3; opaque name<1..64>; opaque seed_id[32]; } KeyBox;                           opens backups
 *
 * `statement` is the staff certificate (whole Statement), with the signatures it had when the file was written: none in a
 * fresh request. Nothing rests on them: the roster carries the signed one, and the certificate's name is a hash of its body.
 *
 * Owns: nothing. Uses: reader, writer, libsodium (crypto_pwhash allocates its own memory and gives it back).
 * Used by: keys, udvej-client, the core in the browser. Source: PROTOCOL.md, rule 4 (staff device). */
#ifndef UDVEJ_PROTOCOL_KEY_BOX_H
#define UDVEJ_PROTOCOL_KEY_BOX_H

#include "bytes.h"
#include "limits.h"
#include "outcome.h"

enum {
    KEY_BOX_SALT_SIZE = 16,
    KEY_BOX_RANDOM_SIZE = KEY_BOX_SALT_SIZE + XNONCE_SIZE,
    KEY_BOX_HEAD_SIZE = 8 + 1 + 4 + 1 + KEY_BOX_SALT_SIZE + XNONCE_SIZE,
    KEY_BOX_STATEMENT_MAX = 512, /* the largest certificate with three signatures has 502 */
    KEY_BOX_PLAIN_MAX = 1 + HASH_SIZE + SIGN_SEED_SIZE + DH_SIZE + 32 + 2 + KEY_BOX_STATEMENT_MAX,
    KEY_BOX_FILE_MAX = KEY_BOX_HEAD_SIZE + 2 + KEY_BOX_PLAIN_MAX + AEAD_TAG_SIZE,
    PASSPHRASE_MIN = 20, /* octets after tidying; five words of five letters have 29 */
    PASSPHRASE_MAX = 256,
    /* What a file may ask of the machine that opens it. */
    KEY_BOX_MEMORY_MIN_KIB = 8 * 1024,
    KEY_BOX_MEMORY_MAX_KIB = 1024 * 1024,
    KEY_BOX_PASSES_MAX = 8,
};

enum key_box_kind { KEY_BOX_ROOT = 1, KEY_BOX_STAFF = 2, KEY_BOX_RECOVERY = 3 };

/* An opened box. Secret: wipe it, and the memory it borrows from. */
struct key_box {
    enum key_box_kind kind;
    struct bytes name;                /* root, recovery: 1..NAME_MAX_SIZE, which of them this is */
    uint8_t deployment_id[HASH_SIZE]; /* staff */
    struct bytes statement;           /* staff: 1..KEY_BOX_STATEMENT_MAX */
    uint8_t seed_sign[SIGN_SEED_SIZE];
    uint8_t seed_id[DH_SIZE]; /* staff, recovery: X25519 secret */
    uint8_t store_key[32];    /* staff: seals what the device keeps */
};

/* What Argon2id costs; read from the file, so that it can be raised later without a new format. */
struct key_box_cost {
    uint32_t memory_kib;
    uint8_t passes;
};

/* What new files get: STAFF_ARGON_MEMORY and STAFF_ARGON_PASSES. */
struct key_box_cost key_box_cost_usual(void);

/* Makes one spelling of what a person typed: ASCII letters small, runs of blanks and hyphens one blank, none at the ends.
 * `out` has PASSPHRASE_MAX octets. REFUSED: shorter than PASSPHRASE_MIN after that, or longer than PASSPHRASE_MAX. */
MUST_USE enum outcome passphrase_tidy(struct bytes typed, uint8_t out[PASSPHRASE_MAX], size_t *size);

/* Writes `box` as a file. `randomness` is fresh and never used again. FULL: does not fit into `max`. MALFORMED: a size or cost
 * out of bounds. REFUSED: the passphrase is too short. BROKEN: no memory for Argon2id. */
MUST_USE enum outcome key_box_seal(const struct key_box *box, struct bytes passphrase, struct key_box_cost cost,
                                   const uint8_t randomness[KEY_BOX_RANDOM_SIZE], void *out, size_t max, size_t *size);

/* Is this a key file, and what will opening it cost? MALFORMED: it is not, or asks for too much. */
MUST_USE enum outcome key_box_peek(struct bytes file, struct key_box_cost *cost);

/* Opens `file` into `plain`, from which `box` then borrows `name` and `statement`. MALFORMED: not a key file. REFUSED: not this
 * passphrase, or the file was changed: nothing tells which. BROKEN: no memory for Argon2id. After anything but OK `plain` is wiped. */
MUST_USE enum outcome key_box_open(struct key_box *box, struct bytes file, struct bytes passphrase,
                                   uint8_t plain[KEY_BOX_PLAIN_MAX]);

#endif
