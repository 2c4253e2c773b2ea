/* A salt that the server keeps for a visitor, sealed so that it can read nothing of it, and destroys; made and opened by visitor_keys.
 * Owns: nothing. Uses: fields. Used by: message, visitor_keys, client_login, client_archive, store, relay.
 * Source: PROTOCOL.md, rules 4 and 12. */
#ifndef UDVEJ_PROTOCOL_SHRED_SALT_H
#define UDVEJ_PROTOCOL_SHRED_SALT_H

#include "fields.h"
#include "limits.h"
#include "outcome.h"

enum salt_purpose { SALT_OFFLINE = 1, SALT_ARCHIVE = 2 };

struct shred_salt {
    uint8_t purpose; /* enum salt_purpose */
    uint32_t generation;
    uint8_t sealed[SALT_SEALED_SIZE];
};

/* Its one list of fields, SHRED_SALT_SIZE octets. */
void shred_salt_lay(struct fields *fields, struct shred_salt *salt);

/* One of the salts of VISITOR_OK: `data` has SHRED_SALT_SIZE octets. MALFORMED: purpose unknown. */
MUST_USE enum outcome shred_salt_decode(struct shred_salt *salt, const uint8_t *data);
void shred_salt_encode(const struct shred_salt *salt, uint8_t *out);

#endif
