/* Signed statements: who the staff are and which keys they receive with. Parses, signs, checks signer rules.
 * Owns: nothing. Uses: reader, writer, hash. Used by: keys, server, client. Source: PROTOCOL.md, rule 5. */
#ifndef UDVEJ_PROTOCOL_STATEMENT_H
#define UDVEJ_PROTOCOL_STATEMENT_H

#include <stdbool.h>

#include "bytes.h"
#include "limits.h"
#include "outcome.h"

enum statement_type {
    STATEMENT_TYPE_ROOT_SET = 1,
    STATEMENT_TYPE_STAFF_CERT = 2,
    STATEMENT_TYPE_REVOKE = 3, /* its place; read by nobody yet */
    STATEMENT_TYPE_SNAPSHOT = 4,
    STATEMENT_TYPE_RECEIVE_KEY = 5,
    STATEMENT_TYPE_ROOM_EVENT = 6,
    STATEMENT_TYPE_STAFF_LOGIN = 7, /* only a signature context: never sent as a statement */
    STATEMENT_TYPE_LOG_NOTE = 8,    /* its place */
    STATEMENT_TYPE_SERVICE_CERT = 9,
    STATEMENT_TYPE_DELETION = 10, /* deletion.h */
};

enum role {
    ROLE_VISITOR = 0, /* in rooms only, never in a certificate */
    ROLE_COUNSELLOR = 1,
    ROLE_SUPERVISOR = 2,
    ROLE_MENTOR = 3,
    ROLE_INTERPRETER = 4,
    ROLE_PARENT_COACH = 5, /* of a relative: may do what a mentor may */
    ROLE_LAST = ROLE_PARENT_COACH,
};

enum cap {
    CAP_INTAKE = 1, /* take cases from the queue */
    CAP_ADD = 2,    /* add members to a room */
    CAP_SUPERVISE = 4,
    CAP_CERTIFY = 8, /* sign certificates */
    CAP_ALL = 15,
};

enum profile { PROFILE_NOT_SAID = 0, PROFILE_WOMAN = 1, PROFILE_MAN = 2 };

struct signature {
    uint8_t signer[HASH_SIZE]; /* cert_hash, or the root public key itself for a root's signature */
    uint8_t sig[SIGNATURE_SIZE];
};

struct statement {
    enum statement_type type;
    struct bytes body;
    uint8_t signature_count;
    struct signature signatures[SIGNATURES_MAX];
};

struct root_set {
    struct bytes name;                          /* 1..NAME_MAX_SIZE UTF-8 */
    uint8_t threshold;                          /* 1..count */
    uint8_t count;                              /* 1..ROOTS_MAX */
    uint8_t roots[ROOTS_MAX][SIGN_PUBLIC_SIZE]; /* all different */
};

struct staff_cert {
    uint8_t person[PERSON_SIZE];
    uint8_t role;       /* enum role, not ROLE_VISITOR */
    uint32_t caps;      /* enum cap */
    struct bytes doors; /* 0..DOORS_MAX numbers of doors, one octet each, ascending */
    struct bytes langs; /* 0..LANGS_MAX_SIZE ASCII, "da,en,ar" */
    uint8_t profile;    /* enum profile */
    struct bytes label; /* 1..NAME_MAX_SIZE UTF-8: the working name the visitor sees */
    uint8_t pk_sign[SIGN_PUBLIC_SIZE];
    uint8_t pk_id[DH_SIZE];
    uint32_t not_before_day; /* days since 1970 */
    uint32_t not_after_day;
};

struct snapshot {
    uint64_t log_size;
    uint8_t log_root[HASH_SIZE];
    uint64_t issued_min; /* minutes since 1970 */
    uint64_t expires_min;
    struct bytes active; /* n * HASH_SIZE cert hashes, ascending, all different, n <= STAFF_MAX */
    struct bytes before; /* n * HASH_SIZE snapshot hashes, newest first, all different, n <= SNAPSHOTS_BEFORE_MAX */
};

/* The key with which the server signs that it keeps nothing (deletion.h). */
struct service_cert {
    uint8_t pk_sign[SIGN_PUBLIC_SIZE];
    uint32_t not_before_day; /* days since 1970 */
    uint32_t not_after_day;
};

struct receive_key {
    uint8_t cert_hash[HASH_SIZE];
    uint64_t issued_min;
    uint64_t not_after_min;
    struct bytes pk; /* KEM_PUBLIC_SIZE */
};

/* Strict parsers; MALFORMED for anything they would not write again octet for octet. Results borrow the input. */
MUST_USE enum outcome statement_decode(struct statement *statement, struct bytes data);
MUST_USE enum outcome statement_encode(const struct statement *statement, void *out, size_t max, size_t *size);
MUST_USE enum outcome root_set_decode(struct root_set *root_set, struct bytes body);
MUST_USE enum outcome root_set_encode(const struct root_set *root_set, void *out, size_t max, size_t *size);
MUST_USE enum outcome staff_cert_decode(struct staff_cert *cert, struct bytes body);
MUST_USE enum outcome staff_cert_encode(const struct staff_cert *cert, void *out, size_t max, size_t *size);
MUST_USE enum outcome snapshot_decode(struct snapshot *snapshot, struct bytes body);
MUST_USE enum outcome snapshot_encode(const struct snapshot *snapshot, void *out, size_t max, size_t *size);
MUST_USE enum outcome receive_key_decode(struct receive_key *key, struct bytes body);
MUST_USE enum outcome receive_key_encode(const struct receive_key *key, void *out, size_t max, size_t *size);
MUST_USE enum outcome service_cert_decode(struct service_cert *cert, struct bytes body);
MUST_USE enum outcome service_cert_encode(const struct service_cert *cert, void *out, size_t max, size_t *size);

/* Hashes of bodies: deployment_id of a RootSet, cert_hash of a StaffCert, that of a ServiceCert, key_id of a receive key's pk. */
void deployment_id_of(struct bytes root_set_body, uint8_t deployment_id[HASH_SIZE]);
void cert_hash_of(struct bytes staff_cert_body, uint8_t cert_hash[HASH_SIZE]);
void service_hash_of(struct bytes service_cert_body, uint8_t service_hash[HASH_SIZE]);
void key_id_of(const uint8_t pk[KEM_PUBLIC_SIZE], uint8_t key_id[KEY_ID_SIZE]);

/* Adds a signature to `statement` under its type's context. `signer` as in struct signature. FULL: no room for another. */
MUST_USE enum outcome statement_sign(struct statement *statement, const uint8_t deployment_id[HASH_SIZE],
                                     const uint8_t signer[HASH_SIZE], const uint8_t seed_sign[SIGN_SEED_SIZE]);

/* Checks signature number `index`; REFUSED: not made by `pk_sign` over this body. */
MUST_USE enum outcome statement_verify(const struct statement *statement, uint8_t index,
                                       const uint8_t deployment_id[HASH_SIZE], const uint8_t pk_sign[SIGN_PUBLIC_SIZE]);

/* --- The roster: all certificates of a programme, checked by the real signer rules. Same code in server and clients. --- */

struct roster_entry {
    uint8_t cert_hash[HASH_SIZE];
    uint8_t person[PERSON_SIZE];
    uint8_t pk_sign[SIGN_PUBLIC_SIZE];
    uint8_t pk_id[DH_SIZE];
    uint8_t role;
    uint8_t profile;
    uint8_t doors_count;
    uint8_t doors[DOORS_MAX];
    uint8_t langs_size;
    uint8_t langs[LANGS_MAX_SIZE];
    uint8_t label_size;
    uint8_t label[NAME_MAX_SIZE];
    uint32_t caps;
    uint32_t not_before_day;
    uint32_t not_after_day;
    bool is_active;          /* named by the newest snapshot */
    uint64_t key_issued_min; /* of the newest receive key; 0: none yet */
    uint64_t key_not_after_min;
    uint8_t key_id[KEY_ID_SIZE];
    uint8_t key_pk[KEM_PUBLIC_SIZE];
};

/* A certified key of the server's. It counts on its days, whatever the snapshot: that names people. */
struct service_entry {
    uint8_t service_hash[HASH_SIZE];
    uint8_t pk_sign[SIGN_PUBLIC_SIZE];
    uint32_t not_before_day;
    uint32_t not_after_day;
};

struct roster {
    uint8_t deployment_id[HASH_SIZE];
    bool has_root_set;
    uint8_t root_count;
    uint8_t root_threshold;
    uint8_t roots[ROOTS_MAX][SIGN_PUBLIC_SIZE];
    uint8_t count;
    struct roster_entry entries[STAFF_MAX];
    uint8_t service_count;
    struct service_entry services[SERVICES_MAX];
    bool has_snapshot;
    uint64_t snapshot_issued_min;
    uint64_t snapshot_expires_min;
    uint8_t snapshot_hash[HASH_SIZE]; /* Hs("udvej/1/snapshot", body) */
    uint8_t before_count;             /* the snapshots before it, as it names them: newest first */
    uint8_t before[SNAPSHOTS_BEFORE_MAX][HASH_SIZE];
};

/* An empty roster that will accept only the programme `deployment_id`. */
void roster_open(struct roster *roster, const uint8_t deployment_id[HASH_SIZE]);

/* Checks one statement against what is known and takes its facts in. Order: root set, supervisors' certificates, the
 * others' certificates and the server's, snapshot, receive keys. `now_min` is for expiry: a snapshot out of date, issued in the future, or
 * older than the one known is REFUSED, so is a receive key older than the one known.
 * REFUSED: not signed by who must sign (supervisor: root threshold; others: two different supervisors who may certify; snapshot: one
 * supervisor; receive key: the certificate itself), or another programme. MALFORMED. FULL. Anything but OK changes nothing.
 * A statement already known is OK. */
MUST_USE enum outcome roster_add(struct roster *roster, struct bytes statement, uint64_t now_min);

/* The entry of an active, in-date certificate with that hash (borrowed from the roster), or NULL. */
const struct roster_entry *roster_find(const struct roster *roster, const uint8_t cert_hash[HASH_SIZE],
                                       uint64_t now_min);

/* The entry of a certificate whatever has become of it, for who it was; NULL: never certified. */
const struct roster_entry *roster_known(const struct roster *roster, const uint8_t cert_hash[HASH_SIZE]);

/* The entry of a certificate as it stood on a past `day`: in date then, and either active or
 * no later than the day of the snapshot that leaves it out. So what was done by who has left stays true, and who has left does nothing more. */
const struct roster_entry *roster_on(const struct roster *roster, const uint8_t cert_hash[HASH_SIZE], uint32_t day);

/* The certificate of the server's key with that hash, or of that public key, if it counts on `day`; NULL: there is none. */
const struct service_entry *roster_service(const struct roster *roster, const uint8_t service_hash[HASH_SIZE],
                                           uint32_t day);
const struct service_entry *roster_service_of(const struct roster *roster, const uint8_t pk_sign[SIGN_PUBLIC_SIZE],
                                              uint32_t day);

/* May this certificate take intake at this door? */
bool roster_takes_intake(const struct roster_entry *entry, uint8_t door);

#endif
