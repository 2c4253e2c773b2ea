/* Inside the client: what its files share. Nobody else includes this, but tests that fill its tables or try one part alone.
 *
 *   client.c          life, connection, what is asked of the server
 *   client_dispatch.c what the server says and answers, to whom it concerns
 *   client_event.c    what is told to the person
 *   client_login.c    challenge, login, roster, and what each role does until it is ready
 *   client_talk.c     cases, and the rooms they stand in
 *   client_say.c      the commands both roles have
 *   client_recipients.c  to whom an envelope is sealed, with which keys
 *   client_send.c     what is to be said, until its turn comes
 *   client_inflight.c the one envelope under way, from its sealing to the server's answer
 *   client_receipt.c  what was shown, here and there; what has to be wrapped again
 *   client_open.c     from an envelope to its body
 *   client_unreadable.c  what cannot be opened, and who is told
 *   client_read.c     from a body to an event
 *   client_mark.c     which messages of a stream were read
 *   client_turn.c     keys that change whenever the conversation turns
 *   client_visitor.c  a visitor's secret and first words
 *   client_puzzle.c   the work that is asked before a case opens
 *   client_return.c   a visitor's later logins, vault and offline generations
 *   client_consent.c  whom a visitor writes to
 *   client_unlock.c   a colleague's key file, receive keys and login
 *   client_staff.c    a colleague's queue and intakes
 *   client_act.c      a colleague's moves in a room
 *   client_proposal.c a take-over or a handover that another one has signed, until it has its second signature
 *   client_case.c     the state of a case beside its room, and the moves that follow by themselves
 *   client_meet.c     how a colleague who has come into a room gets to know the visitor
 *   client_booking.c  the times of a counsellor's appointments, until server and visitor have them
 *   client_calendar.c the calendar, and what the two sides say of an appointment
 *   client_standing.c appointments of others that nobody has called off, until whoever made them is gone
 *   client_counts.c   a supervisor's figures
 *   client_audit.c    a supervisor's list of what was done
 *   client_leaver.c   all cases of a colleague who leaves are moved
 *   client_state.c    what a staff device keeps; client_state_talk.c: of one case
 *   client_record.c   what it keeps of each case, and for how long
 *   client_quiet.c    cells in place of messages
 *   client_burn.c     the end of a case: everything is destroyed
 *   client_deletion.c the receipt that says so
 *   client_archive.c  what a visitor has chosen to keep
 *   client_retract.c  what was said is taken back
 *   client_expire.c   how long the server keeps things, and what it kept too long
 */
#ifndef UDVEJ_PROTOCOL_CLIENT_PARTS_H
#define UDVEJ_PROTOCOL_CLIENT_PARTS_H

#include "cell.h"
#include "client.h"
#include "client_json.h"
#include "client_queue.h"
#include "envelope.h"
#include "message.h"
#include "puzzle.h"
#include "reader.h"
#include "room.h"
#include "vault.h"
#include "writer.h"

enum {
    TALKS_MAX = 128,  /* cases one client knows; a visitor has one */
    HISTORY_MAX = 32, /* past epochs of a room whose messages may still arrive */
    MARKS_MAX = 24,
    FORMER_MAX = 16,                  /* members who have left, and whose messages may still arrive */
    PROPOSALS_MAX = 128,              /* take-overs and handovers that wait for a signature */
    LEAVER_CASES_MAX = PROPOSALS_MAX, /* of a colleague who leaves, in one go */
    LEAVER_AT_ONCE = 8,               /* of these, how many wait for the server at the same time */
    LEAVER_TRIES_MAX =
        5, /* pauses without a case done between, when the server asks for patience or there is no room */
    KEPT_MAX = UNDELIVERED_MAX,
    SAID_MAX = 32,                    /* texts of ours that can be taken back without a gap */
    KNOWN_MAX = 256,                  /* message ids remembered against duplicates */
    TURN_KEYS_MAX = 6,                /* private keys of one stream; a visitor's are all known to the server */
    TURN_KEPT_VISITOR_S = 600,        /* a replaced one is wiped after that at the latest */
    TURN_KEPT_STAFF_S = 24 * 60 * 60, /* likewise, once the mailbox is drained */
    TURN_CROSSING_S = 300,            /* so long something may be under way to a key that was replaced */
    PEERS_MAX = 8,                    /* members of a room whose keys are followed; with the others, receive keys */
    ARRIVED_MAX = 1024,               /* received, not yet both shown and receipted */
    UNCLAIMED_MAX =
        UNDELIVERED_MAX, /* of these, for one case that nobody has claimed: as much as a page can say unheard */
    UNCLAIMED_ALL_MAX = ARRIVED_MAX / 2, /* and for all of them: strangers leave room for others */
    DELETIONS_MAX = 64,                  /* that a visitor asks for again after a lost connection */
    PENDING_MAX = 256,                   /* requests without an answer */
    /* Private keys: of offline generations, or a device's receive keys of a fortnight, and of what waits longer. */
    OWN_KEYS_MAX = 64,
    BOOKINGS_MAX = 64,                            /* appointments this device booked */
    STANDING_MAX = 64,                            /* appointments that others made */
    BOOKED_TIMES_MAX = 2 * APPOINTMENT_TIMES_MAX, /* of one appointment: those that stand, and those of a move */
    TALK_NONE = TALKS_MAX,                        /* of a booking whose case is no more */
    SNAPSHOTS_MAX = UINT8_MAX,                    /* eight months of daily ones: a case may wait as long */
    RECORD_KEYS_MAX = 512,                        /* cases with records on this device */
    DEVICE_SEAL_OVERHEAD = XNONCE_SIZE + AEAD_TAG_SIZE,
    FRAMES_MAX = 512 * 1024,
    EVENTS_MAX = 512 * 1024,
    OUTGOING_MAX = 160 * 1024,
    SCRATCH_MAX = 192 * 1024,
    CHALLENGE_FRESH_S = 45, /* the server changes its login key every EPK_LIFETIME_S */
    GENERATION_RETRY_S = 30,
    GAP_AFTER_S = 15,         /* a message that is missing for so long is told */
    PAUSE_S = 2,              /* after RATE or UNAVAILABLE */
    DELETION_PATIENCE_S = 30, /* so long the receipt is waited for, then it is told without */
    FOLLOW_RETRY_S = 30,      /* a move that follows by itself, after it was refused */
};

/* What the person's own words became, until the other side has them. Secret. */
struct kept {
    bool is_used;
    bool is_said; /* by the person; not one of the protocol's own messages */
    uint8_t class;
    bool is_live; /* sealed to a live key: must be wrapped again when that session ends */
    bool needs_rewrap;
    uint64_t rewrap_at_s;          /* when it goes to the offline key at the latest */
    uint8_t session[SESSION_SIZE]; /* our stream, and its number there */
    uint8_t local_id[MSG_ID_SIZE]; /* the id the caller knows */
    uint8_t msg_id[MSG_ID_SIZE];   /* on the wire */
    uint8_t kind;
    uint8_t live_session[SESSION_SIZE]; /* whose key it was sealed to */
    uint8_t key_id[KEY_ID_SIZE];        /* and which: of the visitor's wrap */
    bool was_given_up;                  /* wrapped to the offline key, because that page was said to be gone */
    uint8_t given_up[SESSION_SIZE];
    uint64_t seq;
    struct seal_kept seal;
};

/* Which messages of one member's stream were read. What was sealed to a page that is gone comes later than what was said after it. */
struct mark {
    struct seen at; /* the highest without a gap below it */
    bool is_staff;  /* of class 3: nothing of it is said where the visitor reads */
    uint64_t ahead; /* bit i: number at.seq + 1 + i */
    bool has_link;
    uint8_t link[HASH_SIZE]; /* of the highest of all */
    uint64_t gap_since_s;
    uint64_t gap_told;
};

struct epoch {
    uint32_t epoch;
    uint8_t roster_hash[HASH_SIZE];
    uint8_t head[HASH_SIZE];
};

/* Where a text of ours stood, so that taking it back leaves no gap with who had not read it yet. */
struct said {
    uint8_t local_id[MSG_ID_SIZE];
    uint8_t msg_id[MSG_ID_SIZE];
    uint8_t session[SESSION_SIZE];
    uint64_t seq; /* 0: none */
};

struct known {
    uint8_t msg_id[MSG_ID_SIZE];
    uint8_t session[SESSION_SIZE];
};

/* Secret. */
struct key_pair {
    uint8_t seed[KEM_SEED_SIZE];
    uint8_t pk[KEM_PUBLIC_SIZE];
    uint8_t key_id[KEY_ID_SIZE];
};

/* A key of ours that came with a message of ours (rule 10.2); a visitor's first one comes with Hello. Secret. */
struct turn_key {
    uint32_t number;     /* grows; 0: none */
    bool is_told;        /* the message that brings it is stored */
    bool has_received;   /* something was sealed to it */
    uint64_t replaced_s; /* when the next one was told; 0: it is the newest that was */
    struct key_pair pair;
};

/* What we say in one case and class, and the keys with which we hear there. */
struct stream {
    uint8_t session[SESSION_SIZE];
    uint64_t seq; /* of our last message that was accepted */
    uint8_t link[HASH_SIZE];
    bool is_turn_due;     /* the next message brings a new key, whether or not this one was used */
    uint32_t turn_number; /* of the newest of `turns`, or of the last that was */
    struct turn_key turns[TURN_KEYS_MAX];
};

/* What another member has done with keys in one class. A device keeps it: what it reads again after a crash must not bring back a key that
 * was replaced. */
struct peer {
    bool is_used;
    uint8_t who[HASH_SIZE];
    bool is_staff;      /* class 3 */
    uint32_t used;      /* the newest of our keys that was sealed to */
    uint64_t given_min; /* when they said `pk`; 0: none yet */
    uint64_t given_seq;
    uint8_t given_session[SESSION_SIZE];
    uint8_t pk[KEM_PUBLIC_SIZE];
};

/* A member who has left. */
struct former {
    uint8_t who[HASH_SIZE];
    uint32_t since;
    uint32_t until; /* the epoch that has them no more */
};

/* What could not be opened, and is still in the mailbox: one at a time is counted. */
struct unreadable {
    uint8_t logins; /* at which it was met; 0: there is none */
    bool is_met;    /* on this connection */
    uint8_t msg_id[MSG_ID_SIZE];
};

/* A move of ours in a room. */
struct act {
    uint8_t type; /* enum room_event_type; 0: none */
    bool is_sent;
    uint8_t subject[HASH_SIZE];
    uint16_t days; /* of an ADD: after the day on which it is signed; 0: no end */
    uint8_t only;  /* enum act_only */
    uint8_t from[HASH_SIZE];
    uint16_t size;
    uint8_t statement[ROOM_STATEMENT_MAX];
};

/* What must be so in the room when the move is signed, or it is not. */
enum act_only {
    ONLY_ALWAYS,
    ONLY_IF_HELD,     /* `from` holds the case */
    ONLY_IF_NOT_HELD, /* `from` does not */
};

/* Which offline generation a member has acknowledged. */
struct acknowledged {
    uint8_t who[HASH_SIZE];
    uint32_t generation;
    uint64_t since_s; /* that it knows this page */
};

/* One case. Staff keep many of them, a visitor one. */
struct talk {
    bool is_used;
    bool is_ours;      /* staff: this certificate is a member; visitor: stored by the server */
    bool is_held;      /* waits for the other side's next Hello */
    bool has_nobody;   /* no key to seal to, until the room or a key changes */
    bool has_head;     /* head(0) is known: the room can be followed */
    bool needs_search; /* staff: what waits in the mailbox may tell who the visitor is */
    bool is_replaying; /* staff: the room is read from its beginning; what it means shows at its end */
    uint8_t door;
    uint8_t case_id[CASE_ID_SIZE];
    uint8_t visitor_id[HASH_SIZE];
    struct room room;
    uint8_t history_count;
    struct epoch history[HISTORY_MAX]; /* newest last */
    bool is_fetching;                  /* room events */
    uint64_t missed_seq; /* the mailbox's count of the first envelope that had to be left; all after it wait; 0: none */
    bool is_missed_again; /* since the mailbox was last asked for */
    bool is_reread;       /* likewise: reading went on there */
    uint64_t ahead_seq;   /* the envelope that those events were fetched for: another miss is a broken room */

    struct stream stream;
    struct stream notes; /* staff: class 3 */
    uint8_t unreached;   /* staff: members who did not get our last message, because they had no receive key yet */
    struct peer peers[PEERS_MAX];
    uint8_t former_count;
    struct former former[FORMER_MAX]; /* newest last */
    bool has_forgotten_marks;         /* of streams not heard for long: one that is not known may have begun before */
    uint8_t mark_count;
    struct mark marks[MARKS_MAX]; /* newest first */
    struct unreadable unreadable;
    uint8_t known_next;
    struct known known[KNOWN_MAX];
    struct kept kept[KEPT_MAX];
    uint8_t said_next;
    struct said said[SAID_MAX];

    /* staff only */
    uint8_t intake_id[MSG_ID_SIZE];
    uint64_t intake_seq; /* the mailbox's: the server keeps the intake until the case is claimed */
    bool has_told_more;  /* that not all of it is shown before it is claimed */
    bool has_visitor;    /* visitor_id is known */
    bool has_psk;        /* with the visitor: only mode 1 from now on */
    bool is_confirmed;   /* the visitor is the one who wrote the intake: we read it, or a colleague has vouched */
    bool is_silenced;    /* the visitor does not write to us, and has said so */
    bool has_case_key;   /* by a Hello */
    bool has_briefing;
    uint8_t case_key[32];
    uint8_t briefed_key[32];
    uint8_t psk[PSK_SIZE];
    uint64_t hello_ctr;
    uint32_t hello_day;
    uint16_t late_rewraps;
    bool has_live;
    uint64_t heard_s; /* when something authenticated last came from the visitor's session */
    uint8_t live_session[SESSION_SIZE];
    uint64_t live_seq; /* of the message of that session that brought live_pk */
    uint8_t live_pk[KEM_PUBLIC_SIZE];
    uint32_t off_gen;
    uint8_t off_pk[KEM_PUBLIC_SIZE];
    struct act act;
    uint32_t heir_known; /* the HANDOVER, by its epoch, that this device has followed since heir_day */
    uint32_t heir_day;
    uint32_t answered_epoch; /* of the HANDOVER that the visitor's answer is about; 0: none */
    bool is_heir_agreed;     /* that answer */
    bool has_asked_since;    /* the visitor has said something since the case was last to be put into another state */
    uint32_t parting_epoch;  /* `parting` follows from a yes about that HANDOVER; 0: the person wants it */
    uint64_t asked_s;        /* when the first text of the visitor was shown that has no answer; 0: all have */
    uint64_t follow_s;       /* no move follows by itself before */
    uint8_t
        parting; /* ROOM_CLOSE, or ROOM_REMOVE of ourselves: goes out behind all that was said or shown before; 0: none */
};

/* A private key of ours that outlasts a conversation: of an offline generation, or a device's receive key. Secret. */
struct own_key {
    bool is_used;
    uint32_t generation;   /* visitor */
    uint64_t issued_min;   /* staff */
    uint64_t replaced_min; /* staff; 0: the newest */
    bool opens_waiting;    /* staff: something that was in the mailbox when it was last read */
    struct key_pair pair;
};

/* An envelope between its arrival and the end of its way: shown, receipted, deleted at the server. */
struct arrived {
    bool is_used;
    bool is_shown;
    bool is_receipted; /* its receipt is on the way */
    bool is_silent;    /* needs no receipt: only waits until the case is ours */
    uint8_t talk;
    uint8_t class;
    uint8_t msg_id[MSG_ID_SIZE];
    uint64_t seq;       /* the mailbox's */
    struct seen stream; /* whose, which */
    bool is_kept;       /* goes into the archive instead of being deleted */
    uint8_t sealed[ARCHIVE_SEALED_SIZE];
};

enum purpose {
    FOR_NOTHING = 0,
    FOR_DOORS,
    FOR_ROSTER,
    FOR_EVENTS,
    FOR_SETUP, /* one of several that must be done before a visitor's Hello */
    FOR_OPEN,
    FOR_SEND,
    FOR_REWRAP,
    FOR_VAULT,
    FOR_SALT_GONE,
    FOR_ENVELOPES,
    FOR_LIVE_KEYS,
    FOR_RECEIVE_KEY,
    FOR_QUEUE,
    FOR_ROOMS,
    FOR_ACT,    /* a move in a room */
    FOR_SECOND, /* our signature under another's */
    FOR_CASE,   /* a case's state, or a no to a proposal */
    FOR_REOPENING,
    FOR_SLOTS,
    FOR_BOOKING, /* a slot that an appointment waits for */
    FOR_SLOT,
    FOR_LEAVER, /* the cases of one colleague */
    FOR_COUNTS,
    FOR_AUDIT,
    FOR_BURN,
    FOR_ARCHIVE_SALT,
    FOR_ARCHIVE_GONE,
    FOR_ARCHIVE,
    FOR_KEEP,
    FOR_KEEP_OWN,
    FOR_DELETE_KEPT,
    FOR_DELETION,
};

/* Why something was not done whose answer was lost with the connection: it may have happened all the same. */
#define DISCONNECTED "disconnected"

/* What a person asked to be shown. Until all of the answer has come it is open, and asked again after each login. */
struct question {
    bool is_open;
    uint32_t from; /* quarters of an hour since 1970, or days */
    uint32_t to;   /* the first that is not asked for */
};

/* How far the list of acts is read, and what of it was known before. */
struct audit_walk {
    bool is_open; /* asked for, and not read to its end: as of a question */
    bool is_begun;
    bool is_checked;       /* the known entry was met, as it was */
    uint64_t number;       /* of the last that came, and the head there */
    uint64_t rows;         /* in the answer under way */
    uint64_t known_number; /* 0: none */
    uint8_t head[HASH_SIZE];
    uint8_t known_head[HASH_SIZE];
};

/* A case of a colleague who leaves, on its way to somebody else. */
struct leaver_case {
    uint8_t case_id[CASE_ID_SIZE];
    bool holds; /* otherwise it is a stay in a case of somebody else's */
    enum { LEAVER_WAITS, LEAVER_UNDER_WAY, LEAVER_OVER } stands;
};

enum leaver_step { LEAVER_NONE, LEAVER_LOOK, LEAVER_MOVE, LEAVER_SECOND, LEAVER_DECLINE };

/* One step of a supervisor about all cases of one colleague; nothing of it outlasts the connection. */
struct leaver {
    enum leaver_step step;
    bool is_listed; /* the server has told which cases there are */
    bool has_heir;
    bool with_stays;
    uint8_t who[HASH_SIZE];
    uint8_t to[HASH_SIZE];
    uint8_t by[HASH_SIZE];
    bool has_other;      /* there is a proposal of this kind that the person has not seen */
    uint16_t seen_count; /* of the cases whose proposals the person has seen */
    uint8_t seen[LEAVER_CASES_MAX][CASE_ID_SIZE];
    uint32_t done;
    uint32_t left;
    uint64_t pause_until_s;
    uint8_t tries;
    uint16_t count;
    struct leaver_case cases[LEAVER_CASES_MAX];
};

struct pending {
    uint32_t tag; /* 0: free */
    enum purpose purpose;
    uint8_t talk;
    uint32_t number;         /* vault version, generation, booking, epoch; enum case_asking, enum delete_asking */
    uint8_t id[MSG_ID_SIZE]; /* FOR_REWRAP, FOR_DELETE_KEPT: the message's; FOR_SECOND, FOR_CASE: the case's */
};

/* The one envelope that waits for the server's word. One at a time keeps a stream's order without any more rules. */
struct inflight {
    bool is_used;
    bool is_open_case; /* an OPEN_CASE, not a SEND */
    bool was_resent;   /* after a lost connection: the server may have it already */
    bool is_said;
    uint8_t talk;
    uint8_t kind;
    uint8_t class;
    uint8_t local_id[MSG_ID_SIZE];
    uint8_t msg_id[MSG_ID_SIZE];
    uint8_t session[SESSION_SIZE]; /* the stream it was sealed in, and its number there */
    uint64_t seq;
    bool is_live;
    uint8_t live_session[SESSION_SIZE]; /* whose key it was sealed to */
    uint8_t key_id[KEY_ID_SIZE];        /* and which: of the visitor's wrap */
    uint32_t off_gen;
    bool has_next_key; /* brings the newest key of its stream */
    bool needs_rewrap; /* its first copy waits at the server to be wrapped again */
    bool is_archived;  /* visitor: was put into the archive, or tried to be */
    bool is_delivered; /* a receipt came before the server's word */
    struct seal_kept seal;
    size_t size; /* of the whole message; its tag is written when it is sent */
    uint8_t message[MESSAGE_MAX];
};

/* A record of `outgoing`. */
struct outgoing {
    uint8_t talk;
    uint8_t kind;
    bool is_staff; /* class 3 */
    bool is_said;
    bool
        is_alone; /* in a stream of its own: for one alone, or sealed again although a first copy may have been stored */
    bool has_only;
    uint8_t only[HASH_SIZE]; /* for this member alone, once it is one */
    uint8_t local_id[MSG_ID_SIZE];
    uint8_t msg_id[MSG_ID_SIZE]; /* on the wire */
};

/* Visitor: an envelope that was read. The server may delete it once it has the vault that says so. */
struct deletion {
    bool is_used;
    bool is_sent;
    uint64_t seq;     /* the mailbox's */
    uint32_t version; /* of the vault */
    bool is_kept;     /* goes into the archive instead */
    uint8_t msg_id[MSG_ID_SIZE];
    uint8_t sealed[ARCHIVE_SEALED_SIZE];
};

/* Under it the device keeps what was shown and said in one case. Secret. */
struct record_key {
    bool is_used;
    uint8_t id[RECORD_ID_SIZE]; /* stands in front of each record: says nothing about the case */
    uint8_t case_id[CASE_ID_SIZE];
    uint8_t key[32];
    uint64_t ends_min; /* when it is destroyed; 0: the case goes on */
};

struct colleague {
    uint8_t cert_hash[HASH_SIZE];
    uint8_t presence; /* enum presence */
};

/* A move that a colleague has signed. */
struct proposal {
    bool is_used;
    uint8_t type; /* ROOM_TAKEOVER or ROOM_HANDOVER */
    uint8_t case_id[CASE_ID_SIZE];
    uint32_t epoch; /* of the room after it */
    uint8_t by[HASH_SIZE];
    uint8_t to[HASH_SIZE];
    uint16_t size;
    uint8_t statement[ROOM_STATEMENT_MAX];
};

enum booked_part {
    TIME_NONE,  /* a free place */
    TIME_KNOWN, /* the visitor has been told of it */
    TIME_NEW,   /* of the act that the visitor is told once all its times are ours */
    TIME_OLD,   /* nobody's any more; the server has still to hear that */
};

struct booked_time {
    uint8_t part;   /* enum booked_part */
    bool is_asked;  /* the server may have it */
    bool is_stored; /* the server has it as it stands */
    uint8_t wanted; /* what became of it, SLOT_HELD or SLOT_NO_SHOW, once the server says so too; 0: nothing is asked */
    struct slot slot;
};

/* One appointment. A new time that meets a known one has the same slot, which then moves; both stand here until the act is through. */
struct booking {
    bool is_used;
    bool is_told; /* the visitor has been told of the last act */
    uint8_t talk;
    uint8_t id[APPOINTMENT_ID_SIZE];
    struct booked_time times[BOOKED_TIMES_MAX];
    uint8_t act;
    uint8_t way;
    uint8_t local_id[MSG_ID_SIZE];
    uint16_t place_size;
    uint8_t place[PLACE_MAX];
};

/* An appointment that another member made, as a page or a device has heard of it since it began. */
struct standing {
    bool is_used;
    bool is_over; /* called off, or whoever made it is not there any more */
    uint8_t talk;
    uint8_t by[HASH_SIZE];
    uint32_t epoch;  /* in which it was said: who leaves and comes again has forgotten it */
    uint32_t number; /* grows with each that is made */
    struct appointment appointment;
};

enum client_phase {
    PHASE_OFFLINE,
    PHASE_WAITING, /* for the challenge */
    PHASE_CHALLENGED,
    PHASE_PROVING,    /* login sent */
    PHASE_CHECKING,   /* roster and room events are coming */
    PHASE_SETTING_UP, /* vault, salt, keys are being stored */
    PHASE_READY,
    PHASE_BURNING, /* logged in, and BURN has no answer: nothing else is said or heard */
    PHASE_STOPPED, /* verification failed: nothing goes out any more */
};

/* Quiet mode (rule 16); all but `is_wanted` belongs to one connection. */
struct quiet {
    bool is_wanted;
    bool is_on;      /* QUIET is said, or waits in `out` */
    bool has_begun;  /* the server has answered with a cell */
    bool has_in;     /* a cell waits in `in` to be read */
    uint32_t owed;   /* cells that came and were not answered yet */
    size_t out_size; /* of what waits in `out` to be taken: QUIET, or a cell */
    size_t received; /* octets in `message` */
    struct cell_maker maker;
    struct cell_reader reader;
    uint8_t out[CELL_SIZE];
    uint8_t in[CELL_SIZE];
    uint8_t message[MESSAGE_MAX];
};

struct client {
    enum client_role role;
    uint8_t deployment_id[HASH_SIZE];
    uint8_t host_size;
    uint8_t host[HOST_MAX];
    void (*draw)(void *out, size_t size);

    enum client_phase phase;
    uint64_t now_s;
    uint64_t challenge_s;
    uint8_t epk[DH_SIZE];
    uint8_t nonce_s[NONCE_SIZE];
    uint8_t server_mac[MAC_SIZE];
    uint32_t last_tag;
    struct pending pending[PENDING_MAX];
    struct roster roster;
    struct roster roster_fetched; /* replaces `roster` when it is whole and right */
    bool has_roster;
    bool is_dirty;
    bool had_overflow;
    uint64_t pause_until_s; /* the server asked for patience */
    uint64_t mail_seen;     /* the mailbox's highest count on this connection */
    bool is_reading;        /* a GET_ENVELOPES has no DONE yet */
    bool has_read;          /* the whole mailbox, on this connection */
    uint64_t reading_after; /* its first count less one */

    struct quiet quiet;
    struct talk talks[TALKS_MAX];
    struct own_key own_keys[OWN_KEYS_MAX];
    struct arrived arrived[ARRIVED_MAX];
    struct standing standing[STANDING_MAX];
    uint32_t standing_number;
    struct inflight inflight;
    struct client_queue frames;
    struct client_queue events;
    struct client_queue outgoing;
    uint8_t frames_data[FRAMES_MAX];
    uint8_t events_data[EVENTS_MAX];
    uint8_t outgoing_data[OUTGOING_MAX];
    uint8_t scratch[SCRATCH_MAX];

    struct {
        bool has_secret;
        bool has_keys;
        bool is_new; /* the secret was made here and has no mailbox yet */
        bool has_mailbox;
        bool has_said_hello;
        bool has_failed_setup; /* the server could not store a part of it: this login comes to nothing */
        bool is_visible;
        bool is_burning; /* until the server has nothing any more, and that is told */
        bool is_gone;    /* the server has nothing, and is asked to sign that: of the keys only the login's are here */
        uint64_t gone_s; /* since when */
        uint8_t state;   /* enum case_state */
        uint8_t secret[SECRET_SIZE];
        struct visitor_keys keys;
        struct vault vault;
        uint32_t vault_acked; /* newest version the server has confirmed */
        uint8_t session[SESSION_SIZE];
        bool needs_vault;     /* the server could not store it */
        bool needs_live_keys; /* likewise: which keys this page has */
        uint8_t deletion_next;
        struct deletion deletions[DELETIONS_MAX];
        uint64_t spoke_s;      /* when our last message went out */
        uint64_t live_since_s; /* since when there was no longer silence of ours */
        uint16_t late_rewraps; /* as we were told */
        uint64_t generation_tried_s;
        struct acknowledged acknowledged[MEMBERS_MAX];
        struct puzzle puzzle; /* what the server asked last, and when */
        uint64_t puzzle_s;
        struct puzzle_work work; /* on the OPEN_CASE under way; stage 0: none */
        uint64_t work_s;         /* when its puzzle came */
        uint64_t work_told;      /* how far it is by the last event, in steps */
        uint8_t work_refused;    /* how often, in this case */
        bool has_archive;        /* what is read and said is kept */
        bool has_read_archive;
        bool wants_reopening; /* the colleagues are asked to open the case again, and that has no answer */
        uint8_t archive_key[ARCHIVE_KEY_SIZE];
        uint32_t archive_stale; /* generation of a salt that is to be destroyed; 0: none */
        uint32_t archive_count; /* that came since GET_ARCHIVE */
        uint64_t archive_read;  /* number of the last of them */
    } visitor;

    struct {
        bool is_unlocked;
        uint8_t cert_hash[HASH_SIZE];
        uint8_t role;
        uint32_t caps;
        uint8_t label_size;
        uint8_t label[NAME_MAX_SIZE];
        uint8_t seed_sign[SIGN_SEED_SIZE];
        uint8_t seed_id[DH_SIZE];
        uint8_t store_key[32];
        uint8_t presence;
        uint64_t snapshot_min; /* newest seen: never older */
        uint8_t snapshot_count;
        uint8_t snapshots[SNAPSHOTS_MAX][HASH_SIZE]; /* those a visitor may have used, newest first */
        struct colleague colleagues[STAFF_MAX];      /* as the server tells it; of this connection */
        struct booking bookings[BOOKINGS_MAX];
        uint64_t slots_again_s; /* when what the server had no time for is said again; 0: there is nothing */
        uint16_t record_days;   /* as the server last said; 0: it has not */
        uint16_t claim_hours;   /* likewise; 0: never */
        struct record_key record_keys[RECORD_KEYS_MAX];
        struct proposal proposals[PROPOSALS_MAX];
        struct question slots;
        struct question counts;
        struct audit_walk audit;
        struct leaver leaver;
    } staff;
};

/* A visitor's page has a core that can be nothing else: built with UDVEJ_CORE_ROLE, it has nothing in it of what staff do. */
static inline enum client_role role_of(const struct client *client)
{
#ifdef UDVEJ_CORE_ROLE
    (void)client;
    return UDVEJ_CORE_ROLE;
#else
    return client->role;
#endif
}

/* --- client.c --- */
void client_stop(struct client *client, const char *why);
/* Puts a message out; keeps `purpose` under the tag it writes into `message`. Without a connection nothing happens. */
void client_ask(struct client *client, struct message *message, enum purpose purpose, uint8_t talk, uint32_t number);
/* Is there a connection, and room for one more request? */
bool client_can_ask(const struct client *client);
/* Asks the server to delete an envelope of our mailbox; a visitor's client once the vault knows that it was read. */
void client_delete(struct client *client, uint64_t seq);
/* A tag whose answer serves `purpose`; 0: too many are awaited. */
uint32_t client_expect(struct client *client, enum purpose purpose, uint8_t talk, uint32_t number);
void client_tell_server(struct client *client, const struct message *message); /* no answer expected */
struct pending *client_pending(struct client *client, uint32_t tag);
bool client_awaits(const struct client *client, enum purpose purpose);
void client_put_frame(struct client *client, const uint8_t *data, size_t size);
const uint8_t *client_me(const struct client *client); /* visitor_id or cert_hash */
uint64_t client_now_min(const struct client *client);
struct own_key *own_key_find(struct client *client, const uint8_t key_id[KEY_ID_SIZE]);
/* Makes a key pair from `seed` in a free place, or in place of the oldest one. */
struct own_key *own_key_add(struct client *client, const uint8_t seed[KEM_SEED_SIZE]);
void key_pair_make(struct key_pair *pair, const uint8_t seed[KEM_SEED_SIZE]);

/* --- client_dispatch.c --- */
void dispatch_take(struct client *client, struct bytes data); /* a whole message of the server's */

/* --- client_event.c --- */
/* Open, add fields, put. */
struct json client_event_open(struct client *client, const char *name);
void client_event_put(struct client *client, struct json *json);
void client_event_plain(struct client *client, const char *name);
void event_why(struct client *client, const char *name, const char *key, const char *why);
void event_case(struct json *json, const struct talk *talk);
/* The working name of a colleague; empty for NULL. */
void event_label(struct json *json, const struct roster_entry *entry);
/* What is said of an appointment, as it was decoded. */
void event_appointment(struct json *json, const struct appointment *appointment);
/* Who a member of a room is, or was, with "role" and "label". */
void event_member(const struct client *client, struct json *json, const char *key, const uint8_t who[HASH_SIZE],
                  const struct talk *talk);
void client_event_room(struct client *client, const struct talk *talk);
const char *role_word(uint8_t role);
const char *error_word(uint8_t code);
void event_door(struct client *client, const struct message *message);

/* --- client_talk.c --- */
struct talk *talk_find(struct client *client, const uint8_t case_id[CASE_ID_SIZE]);
struct talk *talk_new(struct client *client); /* NULL: no place */
uint8_t talk_index(const struct client *client, const struct talk *talk);
void talk_close(struct client *client, struct talk *talk); /* wipes, and what was to be said in it */
/* What is said in that class; class 1 is the visitor's room before anybody has claimed it. */
struct stream *talk_stream(struct talk *talk, uint8_t class);
/* What we say from now on is numbered anew, and first brings a new key. */
void talk_begin_stream(struct client *client, struct talk *talk, uint8_t class);
void talk_begin_streams(struct client *client, struct talk *talk);
void talk_note_epoch(struct talk *talk); /* the room has moved: remember where it stood */
const struct epoch *talk_epoch(const struct talk *talk, uint32_t epoch);
/* Was `who` a member when the room stood at `epoch`? */
bool talk_had(const struct talk *talk, const uint8_t who[HASH_SIZE], uint32_t epoch);
void talk_fetch_events(struct client *client, struct talk *talk);
/* Reads the room from its beginning. */
void talk_replay(struct client *client, struct talk *talk);
/* The room as it is now, and what that means for what was agreed. */
void talk_tell_room(struct client *client, const struct talk *talk);
/* A room event came, asked for or pushed. */
void talk_event(struct client *client, struct talk *talk, struct bytes statement);
/* `after_epoch`: what was asked for was behind it. */
void talk_events_done(struct client *client, struct talk *talk, uint32_t after_epoch);
/* True: it was dealt with, the case is no more. */
bool talk_events_failed(struct client *client, struct talk *talk, uint8_t code);
void talk_room_event(struct client *client, const struct message *message);

/* --- client_quiet.c --- */
void quiet_begin(struct client *client); /* the challenge is there: the first word is QUIET, if it is wanted */
void quiet_end(struct client *client);   /* the connection is gone */
struct bytes quiet_frame(struct client *client);
void quiet_frame_taken(struct client *client);
void quiet_receive(struct client *client, struct bytes data);
void quiet_read(struct client *client);

/* --- client_login.c --- */
void login_challenge(struct client *client, const struct message *message);
void login_try(struct client *client);
void login_visitor_ok(struct client *client, const struct message *message);
void login_no_mailbox(struct client *client, const struct message *message);
void login_staff_ok(struct client *client, const struct message *message);
void login_statement(struct client *client, const struct message *message);
void login_roster_done(struct client *client);
void login_become_ready(struct client *client);
void login_ask_roster(struct client *client);

/* --- client_recipients.c --- */
/* What an envelope is about to be sealed to. Secret: holds psks. */
struct sealing {
    size_t count;
    uint8_t unreached; /* members of the staff who have no receive key, as far as we know */
    bool is_live;
    struct seal_recipient recipients[WRAPS_MAX];
    uint8_t psks[WRAPS_MAX][PSK_SIZE];
};
/* Can this key be sealed to? One of the right size may still be none. */
bool recipient_is_sound(const struct client *client, const uint8_t pk[KEM_PUBLIC_SIZE]);
/* Sealing has shown that somebody's key is not sound: leaves them out, for whoever gave it must not silence the others. False: nobody is
 * left. */
bool recipients_leave_out(const struct client *client, struct sealing *sealing);
/* Fills `sealing`; for staff in class 2 the visitor stands first. GONE: nobody to seal to, now. */
MUST_USE enum outcome recipients_choose(const struct client *client, const struct talk *talk,
                                        const struct outgoing *head, struct bytes content, struct sealing *sealing);
bool visitor_is_live(const struct client *client, const struct talk *talk);
/* The visitor as a recipient, under the live or the newest offline key; borrows from `talk`. */
struct seal_recipient visitor_recipient(const struct talk *talk, bool is_live);
/* Wraps once more what was sealed; `out` changes only if OK. */
MUST_USE enum outcome wrap_again(const struct client *client, const struct talk *talk, const struct seal_kept *kept,
                                 const struct seal_recipient *recipient, uint8_t out[WRAP_SIZE]);
/* Is this the newest key that the visitor's page has given? */
bool visitor_has_key(const struct talk *talk, const uint8_t key_id[KEY_ID_SIZE]);
/* The psk with a colleague, in class 2 or 3. REFUSED: nobody whom this programme knows. */
MUST_USE enum outcome colleague_psk(const struct client *client, const struct talk *talk, const uint8_t who[HASH_SIZE],
                                    uint8_t class, uint8_t psk[PSK_SIZE]);

/* Is it a member to whom something is sealed? Nothing is, once a member's time is over (rule 12). */
bool recipients_has(const struct client *client, const struct talk *talk, const uint8_t who[HASH_SIZE]);
/* Is there nobody else of the staff whose time in the room is not over? */
bool recipients_is_alone(const struct client *client, const struct talk *talk);

/* --- client_send.c --- */
/* An id for what we say in that class. One of class 3 shows by itself that it is, as long as anybody remembers it: of what it names nothing is
 * ever said in the visitor's room. Who sees the id sees the class beside it. */
void send_new_id(struct client *client, uint8_t class, uint8_t msg_id[MSG_ID_SIZE]);
bool send_is_staff_id(const uint8_t msg_id[MSG_ID_SIZE]);
bool is_said_by_person(uint8_t kind);
void event_sent(struct client *client, const char *name, const uint8_t local_id[MSG_ID_SIZE], const struct talk *talk,
                const char *why);
MUST_USE enum outcome send_put(struct client *client, const struct talk *talk, uint8_t kind, struct bytes content,
                               const uint8_t local_id[MSG_ID_SIZE]);
MUST_USE enum outcome send_put_as(struct client *client, const struct talk *talk, const struct outgoing *head,
                                  struct bytes content);
bool send_has_outgoing(const struct client *client,
                       const struct talk *talk); /* something that was said waits its turn */
void send_forget(struct client *client, const uint8_t local_id[MSG_ID_SIZE]); /* it does not wait any more */
/* Tells that what was to be said there will not be. */
void send_give_up_all(struct client *client, struct talk *talk, const char *why);
/* May something of that class be sealed now? */
bool send_is_open(const struct client *client, const struct talk *talk, uint8_t class);
void send_pump(struct client *client); /* seals and sends the next thing, if nothing is under way */

/* --- client_inflight.c --- */
void inflight_send(struct client *client, struct talk *talk, const struct outgoing *head, struct bytes content);
void inflight_resume(struct client *client); /* after a new login: what was under way goes out once more */
void inflight_done(struct client *client);
void inflight_failed(struct client *client, uint8_t code, struct bytes detail);
void inflight_give_up(struct client *client, const char *why); /* tells that it will not be sent */
void inflight_drop(struct client *client);                     /* forgets it */

/* --- client_receipt.c --- */
void receipts_pump(struct client *client);
void receipts_stored(struct client *client, uint8_t talk); /* the server may delete its copies of what they name */
void send_rewraps(struct client *client, struct talk *talk, bool may_go_offline);
/* `from` has these messages before its eyes. */
void send_receipt_for(struct client *client, struct talk *talk, const struct receipt *receipt,
                      const struct header *header);
void send_rewrap_failed(struct client *client, const struct pending *pending, uint8_t code);

/* --- client_open.c --- */
/* An envelope on its way. */
struct opening {
    struct envelope envelope;
    struct wrap wrap;
    uint64_t seq; /* the mailbox's */
    struct talk *talk;
    const struct key_pair *key; /* ours, that it is sealed to */
    uint32_t turn;              /* its number, if it is one of a stream's */
    uint8_t link[HASH_SIZE];
    uint8_t aux[PSK_SIZE]; /* secret: a psk that came in base mode */
    struct body body;
    struct seal_kept seal; /* of what was opened; wiped when it has been dealt with */
    bool is_said;          /* by the person */
    bool is_introduction;  /* a Hello that begins for us in the middle of a stream */
};
void open_envelope(struct client *client, const struct message *message);
/* Reads the mailbox from its beginning. */
void open_mailbox(struct client *client);
/* Reads on where an envelope had to be left, if it can be taken now. */
void open_missed(struct client *client);
/* `is_whole`: to its end; else the server has failed in between. */
void open_mailbox_done(struct client *client, bool is_whole);
/* It cannot be read yet: it, and all after it in its case, wait. */
void open_miss(struct talk *talk, uint64_t seq);

/* --- client_unreadable.c --- */
/* This envelope cannot be opened. `talk`: NULL if its case is not known. */
void unreadable_met(struct client *client, struct talk *talk, const struct header *header, uint64_t seq);

/* --- client_read.c --- */
/* May a body of this kind stand in this class, from this sender, and can it be understood? */
bool read_is_sound(const struct client *client, const struct opening *opening);
void read_body(struct client *client, const struct opening *opening);
struct json event_said(struct client *client, const char *name, const struct opening *opening);

/* --- client_mark.c --- */
bool mark_has(const struct mark *mark, uint64_t seq);
uint64_t mark_top(const struct mark *mark);     /* the highest number that was read */
uint64_t mark_missing(const struct mark *mark); /* how many below it were not */
void mark_set(struct mark *mark, uint64_t seq);
void mark_clear(struct mark *mark, uint64_t seq); /* as if it had not been read */
/* The mark of that stream, moved to the front; NULL: none. mark_for makes it, in place of the one not used for longest. */
struct mark *mark_find(struct talk *talk, const uint8_t member[HASH_SIZE], const uint8_t session[SESSION_SIZE]);
struct mark *mark_for(struct talk *talk, const uint8_t member[HASH_SIZE], const uint8_t session[SESSION_SIZE]);
/* The marks to be kept: what nobody has seen yet must come again if this client dies. */
void mark_without_unseen(const struct client *client, const struct talk *talk, struct mark marks[MARKS_MAX]);
void mark_tick(struct client *client); /* tells what is missing */

/* --- client_turn.c --- */
/* Our newest key in that class; NULL: none yet. */
const struct turn_key *turn_newest(const struct talk *talk, uint8_t class);
/* A visitor's page has a key from the start: it stands in Hello. */
void turn_begin(struct client *client, struct talk *talk);
/* The key that this message of ours is to bring, made when it is due; NULL: none. */
const uint8_t *turn_next(struct client *client, struct talk *talk, const struct outgoing *head);
void turn_told(struct client *client, struct talk *talk, uint8_t class); /* that message is stored */
const struct turn_key *turn_find(const struct talk *talk, uint8_t class, const uint8_t key_id[KEY_ID_SIZE]);
/* What this message says about keys: which of ours was used, and which of theirs comes next. */
void turn_received(struct client *client, const struct opening *opening);
/* The room has moved: everybody's next message brings a new key. */
void turn_room_moved(struct talk *talk);
/* The key that this colleague can be sealed to: the newest that was given in the conversation, or the receive key. */
const uint8_t *turn_pk_of(const struct client *client, const struct talk *talk, const struct roster_entry *entry,
                          uint8_t class);
/* A colleague's wraps in what goes out once more: to receive keys, which last. */
void turn_wrap_lastingly(struct client *client, uint8_t *octets, size_t size);
/* The server has not taken the list of keys: the newest is said again with our next message. */
void turn_not_told(struct client *client);
/* Wipes all keys of the conversation, ours and theirs. */
void turn_forget(struct talk *talk);
/* Tells the server the keys that this page can open with now. */
void turn_tell_live_keys(struct client *client, enum purpose purpose);
void turn_tick(struct client *client);

/* --- client_visitor.c, client_return.c --- */
struct own_key *visitor_offline_key(struct client *client, uint32_t generation);
struct own_key *visitor_new_generation(struct client *client, uint32_t generation, struct shred_salt *sealed);
void visitor_seal_vault(struct client *client, uint8_t sealed[VAULT_SIZE]);
void visitor_say_hello(struct client *client);
void visitor_put_vault(struct client *client);
void visitor_set_up(struct client *client); /* room checked: next generation, vault, live key, Hello */
void visitor_stored(struct client *client, const struct pending *pending, bool is_done); /* or not: vault, set-up */
void visitor_generation_gone(struct client *client, uint32_t generation); /* at the server: its key goes, too */
void visitor_opened(struct client *client);
void visitor_not_opened(struct client *client);                   /* nothing of it remains; it may be tried again */
void visitor_opening_failed(struct client *client, uint8_t code); /* likewise, and the person is told why */
void visitor_event_state(struct client *client, uint8_t state, uint8_t band);
/* Rule 10.7: was it sealed to the offline key although its sender knew this page, and heard it? */
bool visitor_is_downgraded(const struct client *client, const struct opening *opening);
void visitor_hello_ack(struct client *client, const struct opening *opening);
void visitor_tick(struct client *client);
/* Which messages were read goes into the vault, but for those that still wait to be shown. */
void visitor_mark_moved(struct client *client);
void visitor_forget(struct client *client);
/* `arrived`: what was read, or NULL: it is of no use. */
void visitor_delete(struct client *client, uint64_t seq, const struct arrived *arrived);
void visitor_delete_due(struct client *client);
void visitor_hello_content(struct client *client, struct talk *talk, void *out, size_t max, size_t *size);

/* --- client_puzzle.c --- */
/* The server has said what it asks now. */
void work_told(struct client *client, const struct puzzle *puzzle);
/* An OPEN_CASE stands in `inflight`: works on what is asked, or goes on with what counts already. */
void work_begin(struct client *client);
bool work_is_done(const struct client *client);
/* The OPEN_CASE was refused. True: for want of work, or it will be said again; the case goes on. */
bool work_refused(struct client *client, uint8_t code, struct bytes detail);
void work_forget(struct client *client);

/* --- client_consent.c --- */
/* What was answered about `who`; 0: nothing yet. */
uint8_t consent_of(const struct client *client, const uint8_t who[HASH_SIZE]);
void consent_room_moved(struct client *client, struct talk *talk, const struct room *before,
                        const struct room_event *event);
void consent_ask_all(struct client *client, struct talk *talk); /* about whom nothing was answered */
void consent_introduced(struct client *client, struct talk *talk, const struct envelope *hello);

/* --- client_unlock.c, client_staff.c --- */
void staff_set_up(struct client *client);
void staff_key_published(struct client *client);
void staff_destroy_old_keys(struct client *client);
void staff_colleague(struct client *client, const struct message *message);
void staff_card(struct client *client, const struct message *message);
void staff_intake(struct client *client, const struct envelope *envelope, uint64_t seq);
/* We took that case from the queue, but this device did not hear so and knows it by its room alone. Now the intake says who the visitor is, and
 * the room is read once more, from there. */
void staff_intake_overtaken(struct client *client, struct talk *talk, const struct envelope *envelope, uint64_t seq);
void staff_answer(struct client *client, const struct pending *pending, const struct message *answer);
void staff_lost(struct client *client); /* the connection, with what has no answer yet */
void staff_ask_again(struct client *client);
void staff_slot_event(struct client *client, const struct slot *slot);
void staff_appointment(struct client *client, struct talk *talk, const struct appointment *appointment);
void staff_rewrap_needed(struct client *client, const struct message *message);
void staff_tick(struct client *client);
/* What was sealed to a live key is wrapped to the offline key: this device will not be able to do it later. */
void staff_wrap_for_later(struct client *client, struct talk *talk);
/* `body`: that `hello` came in. */
void staff_take_hello(struct client *client, struct talk *talk, const struct hello *hello, const struct body *body);

/* --- client_act.c --- */
void act_claimed(struct client *client, const struct talk *talk); /* by its event, for who was there already */
const char *act_word(uint8_t type);                               /* enum room_event_type, as events name it */
/* A case in which this certificate is, or may be: reads its room. NULL: no place. */
struct talk *act_watch(struct client *client, const uint8_t case_id[CASE_ID_SIZE]);
/* What a move means to a colleague; false: the talk is gone, we are not in it any more. */
bool act_room_moved(struct client *client, struct talk *talk, const struct room *before,
                    const struct room_event *event);
/* The room was read to its end. False: it is none of ours, and gone. */
bool act_replayed(struct client *client, struct talk *talk);
void act_try(struct client *client, struct talk *talk); /* what waited for the room to be known */
void act_answered(struct client *client, struct talk *talk, const struct message *answer);
void act_failed(struct client *client, struct talk *talk, const char *why);
void act_parting_due(struct client *client); /* puts out what `parting` says, when its way is free */
/* A move of ours from inside a room that is known; whoever may not make it is refused here already. */
MUST_USE enum outcome act_follow(struct client *client, struct talk *talk, uint8_t type,
                                 const uint8_t subject[HASH_SIZE]);

/* --- client_proposal.c --- */
struct proposal *proposal_find(struct client *client, const uint8_t case_id[CASE_ID_SIZE]); /* NULL: none */
uint32_t proposal_count(const struct client *client);                                       /* how many are kept */
void proposal_told(struct client *client, const struct message *message);
void proposal_over(struct client *client, const struct message *message);
void proposal_gone(struct client *client, const uint8_t case_id[CASE_ID_SIZE]); /* nothing is proposed there */
/* The room has moved on to `epoch`: what was proposed before is none any more. */
void proposal_outdated(struct client *client, const uint8_t case_id[CASE_ID_SIZE], uint32_t epoch);
void proposal_second_answered(struct client *client, const struct pending *pending, const struct message *answer);
void proposal_second_lost(struct client *client, const struct pending *pending);

/* --- client_case.c --- */
void case_answered(struct client *client, const struct pending *pending, const struct message *answer);
void case_lost(struct client *client, const struct pending *pending);
void case_reopening_answered(struct client *client, bool is_done);
void case_ask_reopen_again(struct client *client);
/* The visitor has said something that wants an answer. */
void case_asked(struct client *client, struct talk *talk);
/* The visitor has said yes or no to a member. */
void case_consented(struct client *client, struct talk *talk, const struct header *header, const uint8_t who[HASH_SIZE],
                    bool is_yes);
/* Somebody of the staff has said something to the visitor. */
void case_replied(struct talk *talk);
/* What the holder's device does by itself: lets go of a case that was handed over, sees out whom nobody wants or whose time is over, tells the
 * supervisors of an answer that is overdue. */
void case_follow(struct client *client);

/* --- client_meet.c --- */
/* Opens what a colleague who does not know the visitor yet can use: Hello in base mode, BRIEFING. True: it was dealt with. */
bool meet_open(struct client *client, struct opening *opening);
void meet_hello(struct client *client, const struct opening *opening);
void meet_briefing(struct client *client, const struct opening *opening);
/* Tells a newcomer, or everybody, whom to take for the visitor. */
void meet_brief(struct client *client, struct talk *talk, const uint8_t who[HASH_SIZE]);
MUST_USE enum outcome meet_briefing_content(const struct client *client, const struct talk *talk, struct bytes text,
                                            void *out, size_t max, size_t *size);

/* --- client_booking.c --- */
/* Our appointment with that id, or NULL. */
struct booking *booking_find(struct client *client, const uint8_t id[APPOINTMENT_ID_SIZE]);
struct booked_time *booking_time(struct booking *booking, uint8_t part, const uint8_t slot_id[SLOT_ID_SIZE]);
void booking_time_of(const struct booked_time *time, struct appointment_time *told);
bool booking_is_over(const struct client *client, const struct booked_time *time);
bool booking_has_begun(const struct client *client, const struct booked_time *time);
/* A place for a new one; NULL: none. */
struct booking *booking_open(struct client *client, const struct talk *talk, const uint8_t id[APPOINTMENT_ID_SIZE]);
/* OFFER or MOVE: asks the server for its times, one after the other; the visitor is told when all are ours. If one is taken, none is kept.
 * Writes into `appointment` which slots they have. */
MUST_USE enum outcome booking_begin(struct client *client, struct booking *booking, struct appointment *appointment,
                                    const uint8_t local_id[MSG_ID_SIZE]);
void booking_tell(struct client *client, struct booking *booking);
/* To the visitor. FULL: it cannot be kept until it is sent. */
MUST_USE enum outcome booking_say(struct client *client, const struct booking *booking,
                                  const struct appointment *appointment, const uint8_t local_id[MSG_ID_SIZE]);
/* An act of ours that the server has not answered, or the visitor not been told: another one waits. */
bool booking_is_busy(const struct booking *booking);
/* Asks the server for what became of a time, by its clock: until it agrees nothing changes, and the visitor is told nothing. */
void booking_ask_end(struct client *client, struct booking *booking, struct booked_time *time, uint8_t state);
/* A time that the visitor knows of: told to the server until it has it. */
void booking_change(struct client *client, struct booking *booking, struct booked_time *time, uint8_t state);
void booking_free_known(struct client *client, struct booking *booking);
void booking_resume(struct client *client); /* after a login: what the server has not confirmed is said again */
void booking_tick(struct client *client);   /* likewise what it had no time for, a little later */
void booking_answered(struct client *client, uint32_t number, const struct message *answer);
void slot_answered(struct client *client, uint32_t number, const struct message *answer);
/* Before we leave a case or close it: what is still to come is called off, to all who are there. True: that has to go out first. */
bool booking_call_off(struct client *client, const struct talk *talk);
/* Nothing can be said there any more: what is still to come is free. */
void booking_closed(struct client *client, const struct talk *talk);
void booking_left(struct client *client,
                  const struct talk *talk); /* nor is it ours: its place may soon be another case's */
void booking_burnt(struct client *client,
                   const struct talk *talk); /* nor is there anybody: what has begun is free too */

/* --- client_calendar.c --- */
/* An act of ours. The visitor is told at once that it is called off; of new times, and that it was missed, once the server has taken that. */
MUST_USE enum outcome staff_book(struct client *client, struct talk *talk, struct appointment *appointment,
                                 const uint8_t local_id[MSG_ID_SIZE]);
void slots_answered(struct client *client, bool is_done);
void slots_ask_again(struct client *client);

/* --- client_standing.c --- */
struct standing_said {
    const struct appointment *appointment;
    const uint8_t *by;
    uint32_t epoch;
    bool is_visitors;
};
void standing_said(struct client *client, const struct talk *talk, const struct standing_said *said);
/* Tells that those are called off, which are still to come and whose maker is not in the room any more; all of them when it is closed. */
void standing_look(struct client *client, const struct talk *talk);
bool standing_is_over(struct client *client, const uint8_t id[APPOINTMENT_ID_SIZE]);
void standing_forget(struct client *client, const struct talk *talk);

/* --- client_counts.c --- */
void counts_told(struct client *client, const struct message *message);
void counts_answered(struct client *client, bool is_done);
void counts_ask_again(struct client *client);

/* --- client_leaver.c --- */
void leaver_card(struct client *client, const struct message *card);
void leaver_listed(struct client *client, const struct message *answer);
/* What became of a move of ours, NULL: it is done. True: it was one of the leaver's, and the person is told by its list. */
bool leaver_answered(struct client *client, const uint8_t case_id[CASE_ID_SIZE], const char *why);
void leaver_pump(struct client *client); /* goes on where it can */
void leaver_lost(struct client *client); /* the connection */

/* A move of one case of the leaver's. */
struct leaver_act {
    uint8_t type;
    uint8_t only; /* enum act_only, about `from` */
    const uint8_t *subject;
    const uint8_t *from;
};
MUST_USE enum outcome act_leaver(struct client *client, const uint8_t case_id[CASE_ID_SIZE],
                                 const struct leaver_act *wanted);

/* --- client_audit.c --- */
void audit_told(struct client *client, const struct message *message);
void audit_answered(struct client *client, bool is_done);
void audit_ask_again(struct client *client);

/* --- client_burn.c --- */
/* The login has shown that the mailbox is still there: asks again. */
void burn_resume(struct client *client);
void burn_answered(struct client *client, const struct message *answer);
void burn_tick(struct client *client);
/* The server has nothing of this case any more; what waits to be said in it is never sent. */
void staff_burnt(struct client *client, struct talk *talk);

/* --- client_deletion.c --- */
/* BURN is done: wipes what is left here but the login, and comes back to ask for the receipt. */
void deletion_burnt(struct client *client);
/* A login has shown that nothing is kept under this code: burnt, deleted long ago, or never there. */
void deletion_begin(struct client *client);
void deletion_roster_done(struct client *client); /* `roster_fetched` is what it is checked against */
void deletion_told(struct client *client, const struct message *message);
/* Says to the person that nothing is kept, with this receipt (DELETION_SIZE octets) or without one (NULL), and wipes the rest. */
void deletion_over(struct client *client, const uint8_t *statement);
void deletion_tick(struct client *client);

/* --- client_archive.c --- */
void archive_join(struct vault *vault, const struct vault *ours);
void archive_before_salts(struct client *client);
MUST_USE enum outcome archive_take_salt(struct client *client, const struct shred_salt *sealed);
void archive_after_salts(struct client *client);
void archive_ready(struct client *client);
void archive_tick(struct client *client);
/* False: nothing is kept. */
bool archive_seal_key(struct client *client, const uint8_t msg_id[MSG_ID_SIZE], const struct seal_kept *kept,
                      uint8_t sealed[ARCHIVE_SEALED_SIZE]);
void archive_keep(struct client *client, struct deletion *deletion);
/* True: the words under way are being kept; what became of it goes on with inflight_done. */
bool archive_keep_own(struct client *client);
void archive_archived(struct client *client, const struct message *message);
void archive_answered(struct client *client, const struct pending *pending, const struct message *answer);
/* The connection is lost. True: this request is kept, and said again on the next one. */
bool archive_outlasts(struct pending *pending);

/* --- client_retract.c --- */
void retract_may_come(struct talk *talk, const struct inflight *inflight); /* it is stored at the server */
void retract_stored(struct client *client, const struct talk *talk, const uint8_t local_id[MSG_ID_SIZE]);
void retract_received(struct client *client, struct talk *talk, const uint8_t sender[HASH_SIZE], struct bytes content);

/* --- client_expire.c --- */
void expire_told(struct client *client, const struct message *message);
void expire_terms(struct client *client, const struct message *message);

/* --- client_record.c --- */
/* Seals under a key of the device's, which is unlocked: nonce, then sealed octets, `plain` and DEVICE_SEAL_OVERHEAD in `out`. `plain` may stand
 * where they will. */
void device_seal(struct client *client, const uint8_t key[32], struct bytes ad, struct bytes plain, uint8_t *out);
/* `sealed` is DEVICE_SEAL_OVERHEAD or more. MALFORMED: what is in it is more than `max`. REFUSED: not sealed so. */
MUST_USE enum outcome device_unseal(const uint8_t key[32], struct bytes ad, struct bytes sealed, uint8_t *out,
                                    size_t max, size_t *size);
/* The case is closed, or none of ours any more: its records have `record_days` left. Or it goes on again. */
void record_case_over(struct client *client, const uint8_t case_id[CASE_ID_SIZE], bool is_over);
void record_tick(struct client *client);

/* --- client_state.c --- */
/* Opens what client_save sealed, in place; `plain` borrows it. */
MUST_USE enum outcome staff_state_open(const struct client *client, uint8_t *sealed, size_t sealed_size,
                                       struct bytes *plain);
MUST_USE enum outcome state_read(struct client *client, struct bytes plain);

/* --- client_state_talk.c --- */
void state_write_talk(struct writer *writer, const struct client *client, const struct talk *talk);
void state_read_talk(struct reader *reader, struct client *client);
/* A count of things that have `max` places. */
uint8_t state_count(struct reader *reader, size_t max);

#endif
