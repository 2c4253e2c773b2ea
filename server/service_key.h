/* The key with which the server signs receipts of deletion: a seed in a file of the data folder, `service.key`, made at the first start. It is in
 * no backup. What it signs counts once the programme has certified its public half.
 * Owns: its octets; wiped by service_key_close. Uses: keys/key_file, keys/ceremony, base/randomness. Used by: serve, relay, operator.
 * Source: PROTOCOL.md, rule 15. */
#ifndef UDVEJ_SERVER_SERVICE_KEY_H
#define UDVEJ_SERVER_SERVICE_KEY_H

#include "base/randomness.h"
#include "key_file.h"
#include "limits.h"

struct service_key {
    uint8_t seed[SIGN_SEED_SIZE]; /* secret */
    uint8_t pk[SIGN_PUBLIC_SIZE];
};

/* Reads the file in `folder`, or makes it. REFUSED: it is not the owner's alone, or no key. BROKEN: the disk failed. */
MUST_USE enum outcome service_key_open(struct service_key *key, const char *folder, const struct randomness *randomness,
                                       struct reason *reason);
/* Makes it where there is none yet, from what stands in `seed`. */
MUST_USE enum outcome service_key_write(const char *folder, const uint8_t seed[SIGN_SEED_SIZE], struct reason *reason);
/* Gives the public half, for who looks after a server; root may read what is the server's. GONE: it was never started. REFUSED: it cannot be read,
 * or is no key. */
MUST_USE enum outcome service_key_look(uint8_t pk[SIGN_PUBLIC_SIZE], const char *folder, struct reason *reason);
void service_key_close(struct service_key *key);

#endif
