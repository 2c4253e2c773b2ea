/* What is said between a client and the server: one WebSocket binary message carries one octet of code and one body.
 * Parses and writes those bodies; decides nothing. A decoded message borrows the bytes it was decoded from.
 * Owns: nothing. Uses: fields, messages.def; audit, door, puzzle, shred_salt, slot, which lay themselves. Used by: server, client, tests.
 * Source: PROTOCOL.md, rule 12. */
#ifndef UDVEJ_PROTOCOL_MESSAGE_H
#define UDVEJ_PROTOCOL_MESSAGE_H

#include "audit.h"
#include "bytes.h"
#include "door.h"
#include "limits.h"
#include "outcome.h"
#include "puzzle.h"
#include "shred_salt.h"
#include "slot.h"

/* Who a connection has proved to be; bits, so that a row of messages.def can name several. */
enum who {
    WHO_SERVER = 1,
    WHO_STRANGER = 2,
    WHO_PROVED = 4,
    WHO_VISITOR = 8,
    WHO_STAFF = 16,
    WHO_ANYONE = WHO_STRANGER | WHO_PROVED | WHO_VISITOR | WHO_STAFF,
};

enum message_code {
#define MESSAGE(name, code, who, body_max) MESSAGE_##name = (code),
#include "messages.def"
#undef MESSAGE
};

/* Answers that are not DONE (rule 19). A tag of 0 says that no request caused it. */
enum error_code {
    ERROR_MALFORMED = 1,      /* then the connection closes */
    ERROR_BAD_LOGIN = 2,      /* then the connection closes */
    ERROR_NOT_ALLOWED = 3,    /* this role may not say this, or not in this state */
    ERROR_POW_NEEDED = 4,     /* detail: Puzzle: what is asked now */
    ERROR_POW_BAD = 5,        /* detail likewise: that was no solution of the puzzle it names */
    ERROR_STALE_KEY = 6,      /* detail: recipient[32] key_id[8]: the wrap that named a key no longer served */
    ERROR_GEN_IN_USE = 7,     /* a stored envelope needs that salt */
    ERROR_EPOCH_CONFLICT = 8, /* detail: uint32 epoch, holder[32] (zeros: nobody): where the room stands */
    ERROR_TOO_LARGE = 9,
    ERROR_RATE = 10,
    ERROR_QUOTA = 11,
    ERROR_NOT_MEMBER = 12,
    ERROR_GONE = 13,        /* no such case, slot, salt or message */
    ERROR_SLOT_TAKEN = 14,  /* the counsellor has another appointment then */
    ERROR_DOOR_CLOSED = 15, /* no such door */
    ERROR_SUPERSEDED = 16,  /* opened elsewhere; then the connection closes */
    ERROR_SHUTDOWN = 17,    /* come back later; then the connection closes */
    ERROR_UNAVAILABLE = 18, /* our disk or memory failed: nothing was done; try again later */
};

enum case_state {
    CASE_WAITING = 1, /* in the queue */
    CASE_CLAIMED = 2, /* one counsellor holds it */
    CASE_CLOSED = 3,
    CASE_BURNT = 4,       /* only in a QUEUE_CARD: nothing of it is left at the server */
    CASE_HANDED_OVER = 5, /* claimed, and an heir is in the room */
    CASE_ESCALATED = 6,   /* claimed, and a supervisor is asked to look at it */
    CASE_RESTING = 7,     /* claimed, and nobody waits for an answer until the visitor writes again */
    CASE_RETURNED = 8,    /* closed, and the visitor asks for it to be opened again */
    CASE_ENDED = 9,       /* closed for good, by a supervisor: nobody asks for it, and nobody opens it */
};

/* Why a case is escalated. */
enum escalation {
    ESCALATION_NONE = 0,       /* it is not */
    ESCALATION_ASKED = 1,      /* a colleague in the room wants a supervisor to look at it */
    ESCALATION_UNANSWERED = 2, /* the holder's own device: the visitor has waited for too long */
    ESCALATION_GONE = 3,       /* the server: the holder was not here for too long, or counts no more */
};

/* How a proposal ended without a move. */
enum proposal_end { PROPOSAL_DECLINED = 1, PROPOSAL_WITHDRAWN = 2, PROPOSAL_TOO_OLD = 3 };

/* Places in the queue, told in bands only. */
enum queue_band { BAND_NONE = 0, BAND_NEXT = 1, BAND_FEW = 2, BAND_MANY = 3 };

enum presence { PRESENCE_AWAY = 0, PRESENCE_ON_DUTY = 1, PRESENCE_PAUSED = 2 };

/* What is counted, per day and door (rule 20). The five of CLAIMED are the bands of waiting before the first claim. */
enum counted {
    COUNTED_OPENED,
    COUNTED_CLAIMED_QUARTER, /* at most a quarter of an hour */
    COUNTED_CLAIMED_HOUR,
    COUNTED_CLAIMED_4_HOURS,
    COUNTED_CLAIMED_DAY,
    COUNTED_CLAIMED_LATER,
    COUNTED_RETURNED, /* to the queue, or asked for again by the visitor */
    COUNTED_CLOSED,
};

struct message {
    enum message_code code;
    uint32_t tag; /* chosen by the asker, carried by the answer; 0 in messages without one and in pushed ones */
    union {
        struct {
            uint8_t pk_login[DH_SIZE];
            uint8_t nonce_c[NONCE_SIZE];
            uint8_t mac[MAC_SIZE];
        } visitor_login; /* no tag */
        struct {
            uint8_t cert_hash[HASH_SIZE];
            uint8_t nonce_c[NONCE_SIZE];
            uint8_t signature[SIGNATURE_SIZE];
        } staff_login; /* no tag */
        struct {
            uint8_t door;
            struct puzzle puzzle; /* the one that was solved, as the server gave it; zeros: none was asked */
            uint8_t nonce1[PUZZLE_NONCE_SIZE];
            uint8_t nonce2[PUZZLE_NONCE_SIZE];
            struct shred_salt salt;      /* generation 1 */
            uint8_t key_id[KEY_ID_SIZE]; /* of the key that salt leads to */
            struct bytes vault;          /* VAULT_SIZE */
            struct bytes intake;         /* an Envelope of class 1; all that remains of the body */
        } open_case;
        struct {
            uint64_t after_seq; /* what was delivered before on this device; 0: all */
        } get_envelopes;
        struct {
            struct bytes envelope; /* all that remains of the body */
        } send;
        struct {
            uint64_t seq;
        } ack; /* no tag, no answer */
        struct {
            uint8_t msg_id[MSG_ID_SIZE];
            struct bytes wrap; /* WRAP_SIZE */
        } rewrap;
        struct {
            struct bytes key_ids; /* n * KEY_ID_SIZE, n <= LIVE_KEYS_MAX: all live keys of this session */
        } live_keys;
        struct {
            struct shred_salt salt;
            uint8_t key_id[KEY_ID_SIZE];
        } put_salt;
        struct {
            uint8_t purpose;
            uint32_t generation;
        } delete_salt;
        struct {
            struct bytes vault; /* VAULT_SIZE */
        } put_vault;
        struct {
            uint8_t case_id[CASE_ID_SIZE];
            uint32_t after_epoch;
        } get_events; /* answered by EVENT..., DONE */
        struct {
            struct bytes statement; /* all that remains of the body */
        } put_event, put_receive_key, propose;
        struct {
            uint8_t presence; /* enum presence */
        } set_presence;
        struct slot slot; /* PUT_SLOT and SLOT */
        struct {
            uint32_t from; /* first start, in slots */
            uint32_t to;   /* first start not wanted */
        } get_slots;
        struct {
            uint8_t deployment_id[HASH_SIZE];
            uint8_t epk[DH_SIZE];
            uint8_t nonce_s[NONCE_SIZE];
            uint32_t client_version_min;
            struct puzzle puzzle;
        } challenge; /* no tag */
        struct {
            uint8_t mac[MAC_SIZE];
            uint8_t case_id[CASE_ID_SIZE];
            uint8_t door;
            uint8_t state; /* enum case_state */
            uint8_t band;  /* enum queue_band */
            uint32_t epoch;
            struct bytes vault; /* VAULT_SIZE */
            struct bytes salts; /* n * SHRED_SALT_SIZE, n <= SALTS_MAX; read with shred_salt_decode */
        } visitor_ok;           /* no tag */
        struct {
            uint8_t mac[MAC_SIZE];
        } no_mailbox; /* no tag */
        struct {
            uint64_t now_min; /* the server's clock, minutes since 1970 */
        } staff_ok;           /* no tag */
        struct {
            uint8_t code; /* enum error_code */
            struct bytes detail;
        } error;
        struct door door; /* answers GET_DOORS: DOOR..., DONE */
        struct {
            struct bytes statement;   /* all that remains of the body */
        } statement, event, proposal; /* answer GET_ROSTER / GET_EVENTS / GET_QUEUE or are pushed (tag 0) */
        struct {
            uint64_t seq;          /* the mailbox's own count: names it in ACK */
            struct bytes envelope; /* with one wrap: the reader's own; all that remains of the body */
        } envelope;                /* no tag */
        struct {
            uint8_t case_id[CASE_ID_SIZE];
            uint8_t door;
            uint8_t state;      /* enum case_state */
            uint8_t why;        /* enum escalation */
            uint64_t since_min; /* somebody waits for the staff: since when; else the day, in minutes */
            uint32_t epoch;
            uint8_t holder[HASH_SIZE]; /* certificate, zeros: nobody */
        } queue_card;
        struct {
            uint8_t cert_hash[HASH_SIZE];
            uint8_t presence;
        } presence; /* no tag */
        struct {
            uint8_t msg_id[MSG_ID_SIZE];
            uint8_t case_id[CASE_ID_SIZE];
            uint8_t recipient[HASH_SIZE];
        } rewrap_needed; /* no tag */
        struct {
            uint8_t state;
            uint8_t band;
        } case_state; /* no tag */
        struct {
            uint8_t msg_id[MSG_ID_SIZE];
        } noted;
        struct {
            uint8_t msg_id[MSG_ID_SIZE];
            uint8_t case_id[CASE_ID_SIZE];
            uint8_t recipient[HASH_SIZE]; /* who did not come for it */
        } expired;                        /* no tag */
        struct {
            uint8_t msg_id[MSG_ID_SIZE];
            uint8_t sealed[ARCHIVE_SEALED_SIZE]; /* K, under the archive's key */
            struct bytes
                envelope; /* empty: the one with that id in this mailbox; else the visitor's own words, with one wrap; all
                                      that remains of the body */
        } keep;
        struct {
            uint64_t after; /* number of the last one that came; 0: all */
        } get_archive;
        struct {
            uint8_t msg_id[MSG_ID_SIZE];
        } delete_kept;
        struct {
            uint8_t case_id[CASE_ID_SIZE];
            uint8_t msg_id[MSG_ID_SIZE];
        } retract;
        struct {
            uint8_t case_id[CASE_ID_SIZE];
            uint8_t state; /* CASE_CLAIMED, CASE_ESCALATED, CASE_RESTING, CASE_ENDED or CASE_CLOSED */
            uint8_t why;   /* enum escalation; of another state none */
        } set_case;
        struct {
            uint8_t case_id[CASE_ID_SIZE];
        } decline;
        struct {
            uint8_t case_id[CASE_ID_SIZE];
            uint8_t end; /* enum proposal_end */
        } proposal_over; /* no tag */
        struct {
            uint64_t number; /* grows with each that is kept */
            uint8_t sealed[ARCHIVE_SEALED_SIZE];
            struct bytes envelope; /* all that remains of the body */
        } archived;
        struct {
            uint16_t idle_days;        /* a mailbox that nobody opens; 0: for ever */
            uint16_t closed_days;      /* likewise of a closed case, if that is sooner; 0: as of every other */
            uint16_t undelivered_days; /* an envelope that nobody reads; 0: for ever */
            uint16_t record_days;      /* a closed case on a colleague's device */
            uint16_t claim_hours;      /* after that a silent or absent holder is told about; 0: never */
        } terms;                       /* answers GET_DOORS, before DONE */
        struct {
            uint8_t who[HASH_SIZE]; /* a certificate, active or not */
        } get_rooms_of;             /* answered by QUEUE_CARD..., DONE */
        struct {
            uint32_t day; /* the first */
            uint8_t days; /* 1..COUNT_DAYS_MAX */
        } get_counts;     /* answered by COUNT..., DONE */
        struct {
            uint32_t day;
            uint8_t door;
            uint32_t figures[COUNTED_KINDS]; /* by enum counted; whole COUNT_STEPs, rounded down. 0: fewer than one */
        } count;
        struct {
            uint64_t after; /* number of the last entry that is not wanted; 0: all */
        } get_audit;        /* answered by AUDIT..., DONE; at most AUDIT_PER_ANSWER_MAX */
        struct {
            struct audit_entry entry;
            uint8_t previous[HASH_SIZE]; /* the head before it */
        } audit;
        struct {
            struct bytes statement; /* DELETION_SIZE; deletion.h */
        } deletion;                 /* answers GET_DELETION, which has a tag only */
    } as;
};

/* Reads one whole WebSocket message. MALFORMED: unknown code, wrong size, number outside its enumeration, left-over bytes.
 * Does not look inside envelopes and statements. `message` borrows `data`. */
MUST_USE enum outcome message_decode(struct message *message, const void *data, size_t size);

/* Writes one whole message; gives its size. FULL: it does not fit into `max`. */
MUST_USE enum outcome message_encode(const struct message *message, void *out, size_t max, size_t *size);

/* Which of `enum who` may send `code`; 0 for a code that does not exist. */
unsigned message_who(uint8_t code);

/* Largest body of `code`, 0 for a code that does not exist. */
size_t message_body_max(uint8_t code);

/* The name in messages.def, for tests and documents; NULL for a code that does not exist. */
const char *message_name(uint8_t code);

#endif
