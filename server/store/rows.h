/* The rows that decisions read and change. Plain data, the same in every store.
 * Owns: nothing. Uses: protocol sizes, room. Used by: relay, store. */
#ifndef UDVEJ_SERVER_STORE_ROWS_H
#define UDVEJ_SERVER_STORE_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "bytes.h"
#include "envelope.h"
#include "limits.h"
#include "message.h"
#include "room.h"

/* One case, which is one visitor's mailbox. */
struct case_row {
    uint64_t place; /* grows in order of arrival; 0 in a row that was not kept yet */
    uint8_t visitor[HASH_SIZE];
    uint8_t door;
    uint8_t state;      /* enum case_state */
    uint8_t why;        /* enum escalation */
    uint64_t since_min; /* to the minute while somebody waits for the staff, the day's first minute otherwise */
    uint32_t
        fade_day; /* about when the visitor was here last: or it was closed or opened again: IDLE_FUZZ_DAYS more or less */
    uint8_t holder[HASH_SIZE]; /* certificate; zeros: nobody */
    struct room room;          /* case id, epoch, head, members, holder; `head` means nothing while epoch is 0 */
    uint16_t
        proposal_size; /* a TAKEOVER or HANDOVER that waits for its second signature; 0: none. Any move of the room ends it */
    uint8_t proposal[ROOM_STATEMENT_MAX];
};

/* What a stored wrap hangs on. */
enum wrap_state {
    WRAP_LASTING = 0, /* an offline key, or a key of staff */
    WRAP_LIVE = 1,    /* a key that lives in the recipient's present session */
    WRAP_AWAITS = 2,  /* that session has ended: only a re-wrap makes it readable */
};

/* `kept_day` of an intake whose case waits: no day comes on which it would be too old. It goes with its case. */
#define KEPT_WHILE_WAITING UINT32_MAX

struct envelope_row {
    uint64_t seq; /* the recipient's own count; given by the store */
    uint8_t recipient[HASH_SIZE];
    uint8_t sender[HASH_SIZE];
    uint8_t msg_id[MSG_ID_SIZE];
    uint8_t case_id[CASE_ID_SIZE];
    uint8_t key_id[KEY_ID_SIZE]; /* that its one wrap names */
    uint8_t class;               /* enum envelope_class */
    uint8_t wrap_state;          /* enum wrap_state */
    uint32_t kept_day;           /* about when it was kept, UNDELIVERED_FUZZ_DAYS more or less; or KEPT_WHILE_WAITING */
    struct bytes envelope;       /* an Envelope with one wrap; borrowed */
};

/* A message that the visitor keeps. */
struct kept_row {
    uint64_t number; /* grows with each; given by the store */
    uint8_t visitor[HASH_SIZE];
    uint8_t msg_id[MSG_ID_SIZE];
    uint8_t sealed[ARCHIVE_SEALED_SIZE];
    struct bytes envelope; /* borrowed */
};

/* An envelope that nobody came for, until its sender knows. */
struct notice_row {
    uint8_t sender[HASH_SIZE];
    uint8_t msg_id[MSG_ID_SIZE];
    uint8_t recipient[HASH_SIZE];
    uint8_t case_id[CASE_ID_SIZE];
    uint32_t day; /* when it went */
};

/* How often something happened at a door on a day. */
struct tally_row {
    uint32_t day;
    uint8_t door;
    uint8_t what; /* enum counted */
    uint64_t count;
};

/* An entry of the list of acts, and the head it stands on. */
struct audit_row {
    struct audit_entry entry;
    uint8_t previous[HASH_SIZE];
};

/* The one present session of a visitor (or of a login key without a mailbox). No session outlives the process. */
struct session_row {
    uint8_t principal[HASH_SIZE];
    uint64_t connection;
    uint8_t key_count;
    uint8_t key_ids[LIVE_KEYS_MAX][KEY_ID_SIZE];
};

struct salt_row {
    struct shred_salt salt;
    uint8_t key_id[KEY_ID_SIZE]; /* of the key that it leads to */
};

/* A receive key of a certificate. Of a replaced one only its name is kept. */
struct key_row {
    uint8_t cert_hash[HASH_SIZE];
    uint8_t key_id[KEY_ID_SIZE];
    uint64_t issued_min;
    uint64_t not_after_min;
    uint64_t replaced_min;  /* 0: the newest */
    struct bytes statement; /* borrowed; empty once replaced */
};

struct presence_row {
    uint8_t cert_hash[HASH_SIZE];
    uint64_t connection; /* that said so */
    uint8_t presence;    /* enum presence */
};

/* When one of the staff was here last, to the hour. */
struct seen_row {
    uint8_t cert_hash[HASH_SIZE];
    uint32_t hour; /* since 1970 */
};

#endif
