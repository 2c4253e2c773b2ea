/* Every act of a key ceremony as one function: keys and requests are made, signed, and joined to a programme. What would
 * count for nothing by the signer rules is refused here, before anybody relies on it.
 * Owns: nothing. Uses: statement_file, statement, key_box, secret, libsodium. Used by: udvej-keys, tests.
 * Source: PROTOCOL.md, rule 5. */
#ifndef UDVEJ_KEYS_CEREMONY_H
#define UDVEJ_KEYS_CEREMONY_H

#include "statement_file.h"

enum { CERT_DAYS = 365 }; /* how long a certificate counts unless told otherwise */

/* Opens a programme with nothing but its root set: `roots` are the root's public keys. REFUSED: threshold or keys make no sense. */
MUST_USE enum outcome root_set_new(struct statement_file *programme, struct bytes name, uint8_t threshold,
                                   const uint8_t (*roots)[SIGN_PUBLIC_SIZE], size_t count, struct reason *reason);

/* The public half of a seed. */
void sign_public(const uint8_t seed[SIGN_SEED_SIZE], uint8_t public[SIGN_PUBLIC_SIZE]);

/* Fills `box` with a new root's key. */
void root_new(struct key_box *box, struct bytes name);
void root_public(const struct key_box *box, uint8_t public[SIGN_PUBLIC_SIZE]);

struct request {
    uint8_t role; /* enum role */
    struct bytes doors;
    struct bytes langs;
    uint8_t profile; /* enum profile */
    struct bytes label;
    uint32_t from_day; /* days since 1970 */
    uint32_t days;
};

/* Makes a device's seeds and the certificate that asks for them to be trusted, without signatures. `statement` has
 * KEY_BOX_STATEMENT_MAX octets; `box` borrows it. REFUSED: the request makes no sense. */
MUST_USE enum outcome staff_request(const struct request *request, const uint8_t deployment_id[HASH_SIZE],
                                    struct key_box *box, uint8_t statement[KEY_BOX_STATEMENT_MAX],
                                    struct reason *reason);

/* The same for the server's key, of which only the public half leaves the server. REFUSED: the days make no sense. */
MUST_USE enum outcome service_request(const struct service_cert *wanted, uint8_t statement[KEY_BOX_STATEMENT_MAX],
                                      size_t *size, struct reason *reason);

/* Adds the signature of `key` (a root or a supervisor) to the certificate in `data`, a colleague's or the server's, which becomes longer. REFUSED:
 * that signature would count for nothing by the signer rules, or is there already. */
MUST_USE enum outcome staff_sign(uint8_t data[KEY_BOX_STATEMENT_MAX], size_t *size, const struct roster *roster,
                                 const struct key_box *key, uint64_t now_min, struct reason *reason);

/* Replaces the programme's snapshot by a new one of all certificates in date but `without`, and but those that the last one left out, signed
 * by a supervisor. It names the one that it replaces, and those before. REFUSED: `key` is not a supervisor's, nobody would be left, or what it would replace is not well signed. */
MUST_USE enum outcome snapshot_new(struct statement_file *programme, const struct key_box *key,
                                   const uint8_t (*without)[HASH_SIZE], size_t without_count, uint64_t now_min,
                                   struct reason *reason);

/* What a role may do unless told otherwise: bits of enum cap. */
uint32_t role_caps(uint8_t role);

#endif
