/* What the visitor's client must remember between logins, sealed to the visitor and kept by the server.
 * Owns: nothing. Used by: client. Source: PROTOCOL.md, rule 15. */
#ifndef UDVEJ_PROTOCOL_VAULT_H
#define UDVEJ_PROTOCOL_VAULT_H

#include "body.h"
#include "visitor_keys.h"

enum { VAULT_PINNED_MAX = WRAPS_MAX, VAULT_MARKS_MAX = 13 };

/* What the person has said about a colleague who is, or wants to be, in the room. */
enum consent {
    CONSENT_YES = 1, /* has our psk: is written to */
    CONSENT_NO = 2,  /* is not written to */
    CONSENT_NEW = 3, /* yes, but has to be told our psk first */
};

struct vault {
    uint32_t version; /* grows with every write */
    uint64_t ctr;     /* of logins */
    uint8_t door;
    uint8_t case_nonce[CASE_NONCE_SIZE];
    uint32_t off_gen;                 /* newest generation announced */
    uint8_t snapshot_hash[HASH_SIZE]; /* that head(0) was made with */
    uint64_t snapshot_issued_min;     /* of the newest seen: never older */
    uint32_t room_epoch;
    uint8_t room_head[HASH_SIZE];
    uint64_t log_size;
    uint8_t log_root[HASH_SIZE];
    uint8_t lang_size;
    uint8_t lang[LANG_MAX];
    uint8_t profile; /* the wish */
    uint8_t pinned_count;
    uint8_t pinned[VAULT_PINNED_MAX][HASH_SIZE]; /* certificates that an answer was given about */
    uint8_t consents[VAULT_PINNED_MAX];          /* enum consent */
    uint8_t mark_count;
    struct seen marks[VAULT_MARKS_MAX]; /* high-water marks, newest first */
    uint32_t archive_gen;               /* of the newest archive salt ever made */
    uint8_t archive_key_size;           /* ARCHIVE_SEALED_SIZE while the conversation is kept, else 0 */
    uint8_t archive_key[ARCHIVE_SEALED_SIZE];
    uint8_t unreadable_logins; /* at so many logins what is named next could not be opened; 0: there is none */
    uint8_t unreadable[MSG_ID_SIZE];
    uint64_t ahead[VAULT_MARKS_MAX]; /* bit i: number seq + 1 + i was read, although one before it was not */
};

/* `nonce`: XNONCE_SIZE fresh random octets. The plain text is padded with zeros to VAULT_PLAIN_SIZE. `version` stands in clear in front
 * (uint32), then nonce, then the sealed octets; it is part of the additional data. */
void vault_seal(const struct visitor_keys *keys, const struct vault *vault, const uint8_t nonce[XNONCE_SIZE],
                uint8_t out[VAULT_SIZE]);
/* REFUSED: not sealed by this visitor, or not a vault. */
MUST_USE enum outcome vault_open(const struct visitor_keys *keys, const uint8_t sealed[VAULT_SIZE],
                                 struct vault *vault);

#endif
