/* Every size and bound of UDVEJ-1, by name. Units stand in the names; sizes without a unit are bytes.
 * Source: PROTOCOL.md. Used by: everything. */
#ifndef UDVEJ_PROTOCOL_LIMITS_H
#define UDVEJ_PROTOCOL_LIMITS_H

enum {
    /* Names of things */
    HASH_SIZE = 32,
    MAILBOX_SIZE = 16,
    CASE_ID_SIZE = 16,
    MSG_ID_SIZE = 16,
    SLOT_ID_SIZE = 16,
    APPOINTMENT_ID_SIZE = 16,
    PERSON_SIZE = 16,
    KEY_ID_SIZE = 8,
    SESSION_SIZE = 8,
    NONCE_SIZE = 32,
    CASE_NONCE_SIZE = 16,
    MAC_SIZE = 32,
    HOST_MAX = 255,
    LANG_MIN = 2,
    LANG_MAX = 8,

    /* The visitor's secret (rule 3) */
    SECRET_SIZE = 9,
    CODE_DIGITS = 24,
    CODE_INPUT_MAX = 256, /* UTF-8 octets that a person may type for a code */
    PHRASE_WORDS = 7,
    WORDS_MAX = 2048, /* in a list: 11 bits */
    WORD_LETTERS_MIN = 3,
    WORD_LETTERS_MAX = 8,
    WORD_ENOUGH = 4,                       /* letters that tell a word from every other */
    WORD_TYPED_MAX = 2 * WORD_LETTERS_MAX, /* folded: each letter of a word may have become two */
    PHRASE_TEXT_MAX = PHRASE_WORDS * (2 * WORD_LETTERS_MAX + 1) - 1, /* UTF-8, one blank between words */

    /* Primitives */
    KEM_PUBLIC_SIZE = 1216,
    KEM_SEED_SIZE = 32,
    KEM_ENC_SIZE = 1120,
    KEM_ENC_SEED_SIZE = 64,
    DH_SIZE = 32,
    SIGN_SEED_SIZE = 32,
    SIGN_PUBLIC_SIZE = 32,
    SIGNATURE_SIZE = 64,
    AEAD_TAG_SIZE = 16,
    XNONCE_SIZE = 24,
    PSK_SIZE = 32,

    /* Visitor's Argon2id: one parameter set for every browser (decision D10) */
    VISITOR_ARGON_MEMORY = 8 * 1024 * 1024,
    VISITOR_ARGON_PASSES = 1,
    /* Staff device store */
    STAFF_ARGON_MEMORY = 256 * 1024 * 1024,
    STAFF_ARGON_PASSES = 3,

    /* Envelope (rule 8) */
    HEADER_SIZE = 112,
    WRAP_CT_SIZE = 80, /* K || aux || tag */
    WRAP_SIZE = 1241,
    WRAPS_MAX = 32,
    BUCKET_0 = 2048,
    BUCKET_1 = 8192,
    BUCKET_2 = 32768,
    BODY_MAX = BUCKET_2 + AEAD_TAG_SIZE,
    ENVELOPE_MAX = HEADER_SIZE + HASH_SIZE + 2 + WRAPS_MAX * WRAP_SIZE + 2 + BODY_MAX,
    CONTENT_MAX = 32000,
    TEXT_MAX = 16000, /* UTF-8 octets: 4,000 characters of up to four octets */
    TEXT_CHARACTERS_MAX = 4000,
    SEEN_MAX = 8,
    UNREADABLE_LOGINS = 3,     /* after so many, the sender is told of what cannot be opened */
    PLACE_MAX = 512,           /* where an appointment takes place, UTF-8 octets */
    APPOINTMENT_TIMES_MAX = 3, /* that are offered at once */

    /* Statements (rule 5) */
    SIGNATURES_MAX = 3,
    STATEMENT_BODY_MAX =
        8192, /* the largest is a snapshot of STAFF_MAX certificates, after SNAPSHOTS_BEFORE_MAX others */
    STATEMENT_MAX = 1 + 2 + STATEMENT_BODY_MAX + 2 + SIGNATURES_MAX * 96,
    ROOTS_MAX = 8,
    NAME_MAX_SIZE = 64,
    DOORS_MAX = 16,
    LANGS_MAX_SIZE = 32,
    STAFF_MAX = 128,           /* active certificates in one snapshot */
    SNAPSHOTS_BEFORE_MAX = 32, /* that one snapshot names: a month of days */
    SERVICES_MAX = 8,          /* certificates of the server's own key that one programme may have had */
    DELETION_SIZE = 1 + 2 + MAILBOX_SIZE + 4 + 2 + 96, /* a statement of deletion with its one signature */
    DELETION_DAYS_OFF = 1,                             /* by which its day may differ from a client's own */

    /* Rooms */
    MEMBERS_MAX = 16,
    ROOM_EVENTS_MAX = 1024,                        /* per case */
    ROOM_STATEMENT_MAX = 1 + 2 + 158 + 2 + 2 * 96, /* an event with the most signatures that a move has */

    /* Logs (RFC 6962): a consistency proof has at most one hash for each bit of a size, and the start */
    MERKLE_PROOF_MAX = 65,

    /* Kept for the visitor */
    VAULT_PLAIN_SIZE = 2048,
    VAULT_SIZE = 4 + XNONCE_SIZE + VAULT_PLAIN_SIZE + AEAD_TAG_SIZE,
    SALT_SIZE = 32,
    SALT_SEALED_SIZE = XNONCE_SIZE + SALT_SIZE + AEAD_TAG_SIZE,
    SHRED_SALT_SIZE = 1 + 4 + SALT_SEALED_SIZE,
    ARCHIVE_KEY_SIZE = 32,
    ARCHIVE_SEALED_SIZE = XNONCE_SIZE + ARCHIVE_KEY_SIZE + AEAD_TAG_SIZE,
    ARCHIVE_MAX = 512, /* messages that one visitor may keep */
    RECORD_ID_SIZE = 8,
    RECORD_OVERHEAD = RECORD_ID_SIZE + XNONCE_SIZE + AEAD_TAG_SIZE,    /* of a record on a colleague's device */
    SLIM_MAX = HEADER_SIZE + HASH_SIZE + 2 + WRAP_SIZE + 2 + BODY_MAX, /* an envelope with one wrap */
    GENERATIONS_MAX = 3,
    SALTS_MAX = GENERATIONS_MAX + 1, /* and the archive's */
    LIVE_KEYS_MAX = 8,
    UNDELIVERED_MAX = 64,                            /* envelopes that may wait for one visitor */
    INTAKE_COPIES_MAX = UNDELIVERED_MAX * WRAPS_MAX, /* in a case that nobody has claimed: one for each recipient */

    /* How long the server keeps what nobody comes for: the configured days, give or take these (rule 15) */
    IDLE_FUZZ_DAYS = 14,
    UNDELIVERED_FUZZ_DAYS = 2,
    RECORD_DAYS = 7, /* a closed case's records on a colleague's device, where the server has not said */
    RECORD_DAYS_MAX = 3650,
    EXPIRE_ROWS_MAX = 100, /* envelopes that go in one turn; or one mailbox */

    /* How long others wait for the staff (rule 12) */
    HEIR_DAYS = 10,      /* for the visitor's answer about an heir; then the holder's device sees the heir out */
    PROPOSAL_DAYS = 3,   /* a proposal for its second signature; the day on which it was signed is the first */
    STAY_DAYS_MAX = 365, /* of a member who comes for a time */
    CLAIM_HOURS_MAX = 24 * 30,
    EXPIRE_CLAIMS_MAX = 16, /* of one colleague in one turn */

    /* Messages on the wire */
    ERROR_DETAIL_MAX = 64,
    DOOR_TEXT_MAX = 512,
    DOOR_NAMES_MAX = 8,
    MESSAGE_MAX = 80 * 1024,

    /* Puzzle (rule 17) */
    PUZZLE_SIZE = 22,
    PUZZLE_MAC_SIZE = 16,
    PUZZLE_NONCE_SIZE = 8,
    PUZZLE_KEY_SIZE = 32,
    PUZZLE_D1_MIN = 14, /* leading zero bits of stage 1, where it is asked for at all */
    PUZZLE_D1_MAX = 22,
    PUZZLE_D2_MAX = 7, /* of stage 2 */
    PUZZLE_ARGON_MEMORY = 8 * 1024 * 1024,
    PUZZLE_ARGON_PASSES = 1,
    PUZZLE_SLOT_S = 300,  /* the server takes solutions of the present slot and the one before */
    PUZZLE_FRESH_S = 270, /* a client that has worked for so long asks for the present puzzle */

    /* Quiet mode (rule 16) */
    CELL_SIZE = 4096,
    CELL_PAYLOAD = CELL_SIZE - 2,
    CELL_INTERVAL_MS = 2000,
    CELLS_PER_MESSAGE_MAX = MESSAGE_MAX / CELL_PAYLOAD + 2, /* it may begin at the end of one */

    /* Calendar */
    SLOT_MINUTES = 15,
    SLOT_QUARTERS_MAX = 32,      /* eight hours */
    SLOTS_PER_DEVICE_MAX = 1024, /* kept at the server at once */
    SLOT_KEPT_DAYS = 31,         /* after its day: as long as what became of it may still be said */

    /* Figures (rule 20) */
    COUNTED_KINDS = 8,     /* enum counted */
    COUNT_STEP = 5,        /* told in whole steps; fewer than one step is not told */
    COUNT_DAYS_MAX = 31,   /* of one request */
    COUNT_KEPT_DAYS = 400, /* how long figures are kept: a year, and a month to compare it with */

    /* The list of acts (rule 21) */
    AUDIT_ENTRY_SIZE = 8 + 4 + 1 + 3 * HASH_SIZE,
    AUDIT_PER_ANSWER_MAX = 256,
    AUDIT_KEPT_DAYS = 400,

    /* Times */
    EPK_LIFETIME_S = 60,
    SNAPSHOT_LIFETIME_MIN = 14 * 24 * 60,
    SNAPSHOT_WARN_MIN = 48 * 60,
    SNAPSHOT_FUTURE_MIN = 24 * 60,
    RECEIVE_KEY_RENEW_MIN = 20 * 60,
    RECEIVE_KEY_LIFETIME_MIN = 14 * 24 * 60,
    RECEIVE_KEY_REPLACED_MIN = 24 * 60, /* the server refuses wraps to it after that */
    LIVE_S = 180,                       /* a visitor is live this long after its last authenticated message */
    RECEIPT_EVERY_S = 60,
    REWRAP_AFTER_S = 600,
};

#define UDVEJ_VERSION 1
#define UDVEJ_SUITE 1
#define UDVEJ_CLIENT_VERSION 1

#endif
