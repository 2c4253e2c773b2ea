/* What stands inside an envelope once it is open: the Body and the contents of its kinds.
 * Owns: nothing; decoded structs borrow. Uses: reader, writer, hash. Used by: client. Source: PROTOCOL.md, rules 11, 13, 18. */
#ifndef UDVEJ_PROTOCOL_BODY_H
#define UDVEJ_PROTOCOL_BODY_H

#include <stdbool.h>

#include "bytes.h"
#include "limits.h"
#include "outcome.h"
#include "text.h"

enum body_kind {
    BODY_TEXT = 1,
    BODY_HELLO = 2, /* class 1: Hello and Form; class 2: Hello */
    BODY_HELLO_ACK = 3,
    BODY_RECEIPT = 4,
    BODY_RETRACT = 5, /* 8, 9, 11, 12: their places */
    BODY_APPOINTMENT = 6,
    BODY_BRIEFING = 7, /* class 3 */
    BODY_COVER = 8,
    BODY_FORM = 9,
    BODY_BLOCK = 10,
    BODY_NEW_PHRASE = 11,
    BODY_CLOSE = 12,
    BODY_NOTE = 13, /* class 3: text among staff */
};

struct seen {
    uint8_t member[HASH_SIZE];
    uint8_t session[SESSION_SIZE];
    uint64_t seq; /* highest without a gap below it */
};

struct body {
    uint8_t kind;
    uint64_t seq;            /* from 1, per case, sender and session */
    uint8_t prev[HASH_SIZE]; /* link of the sender's message before this one in the session; zeros for seq 1 */
    uint32_t sent_min;
    uint8_t seen_count;
    struct seen seen[SEEN_MAX];
    const uint8_t *next_key; /* KEM_PUBLIC_SIZE or NULL (flags bit 0) */
    struct bytes content;    /* 0..CONTENT_MAX */
};

/* Decodes the padded body: what follows the content must be zeros. flags other than bit 0, unknown kinds: MALFORMED. */
MUST_USE enum outcome body_decode(struct body *body, struct bytes padded);
/* Writes the unpadded body and gives the smallest bucket (0, 1, 2) that holds it. FULL: no bucket does. */
MUST_USE enum outcome body_encode(const struct body *body, void *out, size_t max, size_t *size, uint8_t *bucket);

struct hello {
    uint64_t ctr;
    uint8_t session[SESSION_SIZE];
    const uint8_t *live_pk; /* KEM_PUBLIC_SIZE */
    uint32_t off_gen;
    const uint8_t *off_pk; /* KEM_PUBLIC_SIZE */
    uint8_t pk_login[DH_SIZE];
    uint8_t case_nonce[CASE_NONCE_SIZE];
    uint8_t case_key[32];
    uint8_t room_head[HASH_SIZE];
    uint64_t log_size;
    uint8_t log_root[HASH_SIZE];
    struct bytes lang; /* LANG_MIN..LANG_MAX ASCII: the language the visitor reads */
};

/* The visitor's wishes and first words; after Hello in the intake. */
struct form {
    struct bytes lang; /* LANG_MIN..LANG_MAX ASCII: language wished for */
    uint8_t profile;   /* enum profile: 0 no wish */
    uint8_t safe_now;  /* 0 not said, 1 yes, 2 no */
    uint8_t topic;     /* 0 not said, else a number of the client's list */
    struct bytes text; /* 1..TEXT_MAX UTF-8 */
};

enum { HELLO_MAX = 8 + 8 + 1216 + 4 + 1216 + 32 + 16 + 32 + 32 + 8 + 32 + 1 + LANG_MAX + 32 };

/* Reads Hello (vouch checked under the case_key that it carries: MALFORMED if it does not verify) and gives how many octets of
 * `content` it took: an intake's Form follows, else nothing may. */
MUST_USE enum outcome hello_decode(struct hello *hello, struct bytes content, size_t *used);
MUST_USE enum outcome hello_encode(const struct hello *hello, void *out, size_t max, size_t *size); /* makes vouch */
MUST_USE enum outcome form_decode(struct form *form, struct bytes content);
MUST_USE enum outcome form_encode(const struct form *form, void *out, size_t max, size_t *size);

struct hello_ack {
    uint8_t session[SESSION_SIZE];
    uint64_t ctr;
    uint64_t last_ctr;
    uint32_t last_hello_day;
    uint16_t late_rewraps;
    uint8_t room_head[HASH_SIZE];
    uint64_t log_size;
    uint8_t log_root[HASH_SIZE];
};

MUST_USE enum outcome hello_ack_decode(struct hello_ack *ack, struct bytes content);
MUST_USE enum outcome hello_ack_encode(const struct hello_ack *ack, void *out, size_t max, size_t *size);

enum receipt_what {
    RECEIPT_SHOWN = 1,
    RECEIPT_UNREADABLE = 2,
    RECEIPT_CANNOT_WRITE = 3, /* "I can't write now" */
    RECEIPT_ONLY_READING = 4,
    RECEIPT_HERE = 5, /* every RECEIPT_EVERY_S while visible; no ids */
    RECEIPT_NO_TO_MEMBER =
        6, /* the visitor does not write to that member: its one id is the first half of the certificate's hash */
    RECEIPT_YES_TO_MEMBER = 7, /* likewise */
};

struct receipt {
    uint8_t what;         /* enum receipt_what */
    struct bytes msg_ids; /* n * MSG_ID_SIZE, n <= 64 */
};

MUST_USE enum outcome receipt_decode(struct receipt *receipt, struct bytes content);
MUST_USE enum outcome receipt_encode(const struct receipt *receipt, void *out, size_t max, size_t *size);

/* What a colleague tells one who has come into the room: whom to take for the visitor, and why you were asked. */
struct briefing {
    uint8_t visitor_id[HASH_SIZE];
    uint8_t case_key[32]; /* under which the visitor's Hello must vouch */
    struct bytes text;    /* 0..TEXT_MAX UTF-8 */
};

enum { BRIEFING_MAX = HASH_SIZE + 32 + 2 + TEXT_MAX };

MUST_USE enum outcome briefing_decode(struct briefing *briefing, struct bytes content);
MUST_USE enum outcome briefing_encode(const struct briefing *briefing, void *out, size_t max, size_t *size);

/* The visitor does not write to that member any more. */
struct block {
    uint8_t member[HASH_SIZE];
};

MUST_USE enum outcome block_decode(struct block *block, struct bytes content);
MUST_USE enum outcome block_encode(const struct block *block, void *out, size_t max, size_t *size);

/* Takes back what its sender said: every client drops the message's key and what it showed of it. */
struct retract {
    uint8_t msg_id[MSG_ID_SIZE];
    uint8_t session
        [SESSION_SIZE]; /* the sender's stream that it stood in, and its number there: gone at the server, it is no gap */
    uint64_t seq;       /* 0: not known any more */
};

MUST_USE enum outcome retract_decode(struct retract *retract, struct bytes content);
MUST_USE enum outcome retract_encode(const struct retract *retract, void *out, size_t max, size_t *size);

enum appointment_act {
    APPOINTMENT_OFFER = 1,
    APPOINTMENT_ACCEPT = 2,
    APPOINTMENT_DECLINE = 3,
    APPOINTMENT_MOVE =
        4, /* other times for the same appointment: the counsellor's replace the offer, the visitor's asks for some */
    APPOINTMENT_CALL_OFF = 5,
    APPOINTMENT_MISSED = 6, /* it was agreed and did not take place */
};

enum appointment_way { WAY_CHAT = 1, WAY_PHONE = 2, WAY_MEETING = 3 };

struct appointment_time {
    uint8_t id[SLOT_ID_SIZE]; /* of its slot in the calendar */
    uint64_t start_min;       /* minutes since 1970, a multiple of SLOT_MINUTES */
    uint16_t length_min;      /* a multiple of SLOT_MINUTES, 1..SLOT_QUARTERS_MAX of them */
};

struct appointment {
    uint8_t act; /* enum appointment_act */
    uint8_t id[APPOINTMENT_ID_SIZE];
    uint8_t count;                                        /* 1..APPOINTMENT_TIMES_MAX; ACCEPT and MISSED: 1 */
    struct appointment_time times[APPOINTMENT_TIMES_MAX]; /* offered, or what the act is about */
    uint8_t way;                                          /* enum appointment_way */
    struct bytes place;                                   /* 0..PLACE_MAX UTF-8: place or number */
};

enum {
    APPOINTMENT_TIME_SIZE = SLOT_ID_SIZE + 8 + 2,
    APPOINTMENT_MAX = 1 + APPOINTMENT_ID_SIZE + 1 + APPOINTMENT_TIMES_MAX * APPOINTMENT_TIME_SIZE + 1 + 2 + PLACE_MAX,
};

MUST_USE enum outcome appointment_decode(struct appointment *appointment, struct bytes content);
MUST_USE enum outcome appointment_encode(const struct appointment *appointment, void *out, size_t max, size_t *size);
/* Writes its ids into `octets`, from which it was decoded. */
void appointment_write_ids(const struct appointment *appointment, uint8_t *octets);

#endif
