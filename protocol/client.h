/* The client's side of UDVEJ-1 without sockets, disk, clock or allocation: the caller feeds what came in (messages, the person's
 * commands, the time) and takes out what goes out (messages for the server, events for the person). The same code runs in the browser (wasm),
 * in udvej-client and in tests; nothing of the protocol is written a second time in another language.
 *
 * Owns: all keys of one person while open; client_close wipes every octet. Uses: everything in protocol/.
 * Used by: core_wasm, udvej-client, tests.
 *
 * The loop of a caller, after every call below:
 *     1. staff: while client_is_dirty(): store client_save()'s octets, then client_saved(). Nothing goes out before that:
 *        no acknowledgement is sent for what a device could still lose.
 *     2. send every client_frame() as one WebSocket binary message.
 *     3. show every client_event(): one JSON object, UTF-8, without line feeds. The events are listed at the end.
 *     4. call client_work as long as there is work, with time for everything else in between.
 *
 * Outcomes of commands: OK; REFUSED: not in this state; FULL: too much under way, try again after the next event;
 * MALFORMED: the argument is not what it must be. Anything but OK changes nothing. */
#ifndef UDVEJ_PROTOCOL_CLIENT_H
#define UDVEJ_PROTOCOL_CLIENT_H

#include <stdbool.h>

#include "body.h"
#include "bytes.h"
#include "limits.h"
#include "outcome.h"
#include "word_list.h"

enum client_role { CLIENT_VISITOR = 1, CLIENT_STAFF = 2 };

struct client_settings {
    enum client_role role;
    uint8_t deployment_id[HASH_SIZE]; /* built into the page or given on the card */
    struct bytes host;                /* location.host: name[:port] of the server as this client knows it */
    void (*draw)(void *out, size_t size);
};

struct client;

/* Octets (aligned to 16) that one client needs. */
size_t client_size(void);
/* `memory` is borrowed until client_close. `settings` is copied. */
MUST_USE struct client *client_open(void *memory, const struct client_settings *settings);
/* Wipes everything; works from every state. The memory is the caller's again. */
void client_close(struct client *client);

/* --- the connection; `now_s` everywhere: seconds since 1970 by the device's clock --- */
/* Quiet mode, from the next connection on: cells of CELL_SIZE octets at the server's pace (rule 16) instead of messages as they come. Each
 * cell that comes is answered with one, which client_frame gives at once; what came in is read when client_event is asked, so that its
 * weight does not show in the answer. Send before you show. A caller never has to wait or count. */
void client_quiet(struct client *client, bool is_on);
void client_connected(struct client *client, uint64_t now_s);    /* the WebSocket is open */
void client_disconnected(struct client *client, uint64_t now_s); /* and is not any more */
void client_receive(struct client *client, struct bytes data, uint64_t now_s);
void client_tick(struct client *client, uint64_t now_s); /* about once a second */
/* A small piece of the work that the server asks of newcomers while many cases are opened (rule 17): up to `tries` (1..65,536) hashes, or one
 * Argon2id of 8 MiB, so choose `tries` to take some milliseconds. True: there is more. Also without a connection. */
bool client_work(struct client *client, uint32_t tries, uint64_t now_s);

/* The next message to send, borrowed until the next call; empty: nothing now. Taken away by client_frame_taken. */
struct bytes client_frame(struct client *client);
void client_frame_taken(struct client *client);
/* The next event, likewise. */
struct bytes client_event(struct client *client);
void client_event_taken(struct client *client);

/* --- both roles --- */
/* This message has been put before the person's eyes (and stored, by staff): sends the receipt and lets the server delete its copy. */
MUST_USE enum outcome client_shown(struct client *client, const uint8_t msg_id[MSG_ID_SIZE]);
/* Says `text` (1..TEXT_CHARACTERS_MAX characters). `case_id` is ignored for visitors. Gives the id that later events name. */
MUST_USE enum outcome client_say(struct client *client, const uint8_t case_id[CASE_ID_SIZE], struct bytes text,
                                 uint8_t msg_id[MSG_ID_SIZE]);
/* Takes back a text of ours: every client is asked to drop it, and the server deletes what nobody has read yet. Nothing can force a client that
 * does not do so. FULL: it is just on its way, try again after the next event. MALFORMED: it names no text; of a note nothing is said where the
 * visitor reads. */
MUST_USE enum outcome client_retract(struct client *client, const uint8_t case_id[CASE_ID_SIZE],
                                     const uint8_t msg_id[MSG_ID_SIZE]);
/* Says something about an appointment (rule 18). Staff: OFFER and MOVE book all their times at the server first; the ids of slots, and of
 * an OFFER, are made here (`appointment` is written). GONE: not one that this device has made, or not a time of it; ACCEPT: of one
 * that is called off or whose maker has left. REFUSED: MISSED of a time
 * that was not agreed or has not begun. FULL: the act before it is not through yet. The server's clock counts for MISSED: it may still be `slot_refused`,
 * and until it is taken the visitor is told nothing. */
MUST_USE enum outcome client_appointment(struct client *client, const uint8_t case_id[CASE_ID_SIZE],
                                         struct appointment *appointment, uint8_t msg_id[MSG_ID_SIZE]);

/* --- visitor --- */
MUST_USE enum outcome visitor_new(
    struct client *client); /* makes the secret and the keys; about 10 ms natively, seconds without a JIT */
/* What a person typed; MALFORMED: mistyped, told without asking anybody. */
MUST_USE enum outcome visitor_return(struct client *client, struct bytes input);
/* The return code as digits, once it exists. REFUSED: there is none, or visitor_hide_code was called. */
MUST_USE enum outcome visitor_code(const struct client *client, char digits[CODE_DIGITS]);
/* The same code as seven words of `list`, UTF-8, `size` octets without a terminator. REFUSED: as for visitor_code. */
MUST_USE enum outcome visitor_words(const struct client *client, enum word_list list, char text[PHRASE_TEXT_MAX],
                                    size_t *size);
/* OK: the person typed the code back right. MALFORMED: mistyped. REFUSED: a well-formed code, but another one. */
MUST_USE enum outcome visitor_check_code(const struct client *client, struct bytes input);
/* The code has been kept or set aside: the secret is wiped, only keys stay. */
void visitor_hide_code(struct client *client);
/* Opens a case (after `ready`). `form` borrows until return. GONE: nobody takes intake at that door. */
MUST_USE enum outcome visitor_open_case(struct client *client, uint8_t door, struct bytes lang,
                                        const struct form *form);
/* "I can't write now" / "I am only reading": RECEIPT_CANNOT_WRITE or RECEIPT_ONLY_READING. */
MUST_USE enum outcome visitor_tell(struct client *client, enum receipt_what what);
/* The person's answer about a member of the room (event `consent`); a no after a yes blocks that member. Until yes nothing is written to
 * it. */
MUST_USE enum outcome visitor_consent(struct client *client, const uint8_t who[HASH_SIZE], bool is_yes);
/* From now on what is shown and said is kept at the server, sealed to this visitor (`archive`); or no more, and what was kept is destroyed.
 * Off until the visitor wants it. FULL: the last change is not through yet. */
MUST_USE enum outcome visitor_keep(struct client *client, bool is_on);
/* Deletes one kept message: asked for until it is done, also over new connections; then `unkept`. */
MUST_USE enum outcome visitor_delete_kept(struct client *client, const uint8_t msg_id[MSG_ID_SIZE]);
/* Destroys everything that the server has of this conversation: asked for until it is done, also over new connections; then `burnt`, with the
 * server's receipt for it if that comes within half a minute.
 * Until then nothing else is said. */
MUST_USE enum outcome visitor_burn(struct client *client);
/* The case is closed, and the person wants to go on: the colleagues are asked to open it again, `reopening`; after a lost connection once more, if
 * it is closed still. Of a refusal `error`. */
MUST_USE enum outcome visitor_ask_reopen(struct client *client);
/* The page is in front of the person (receipts at least every minute), or not. */
void visitor_visible(struct client *client, bool is_visible);

/* --- staff --- */
/* Opens the key file; `state` is what client_save gave last on this device, or nothing (NULL, 0): it is opened in place and wiped.
 * Takes a second: Argon2id with 256 MiB.
 * MALFORMED: not a key file. REFUSED: wrong passphrase, another programme, or `state` is not of this key. BROKEN: no memory. */
MUST_USE enum outcome staff_unlock(struct client *client, struct bytes key_file, struct bytes passphrase,
                                   uint8_t *state, size_t state_size);
/* Before the device locks or goes off: what was sealed to a live key and has no receipt is wrapped again to the offline key. Take the
 * frames, wait for client_is_idle, then close. */
void staff_lock(struct client *client);
/* Nothing is under way: all that was said has been answered by the server. */
bool client_is_idle(const struct client *client);
bool client_is_dirty(const struct client *client);
size_t client_save_size(const struct client *client);
MUST_USE enum outcome client_save(struct client *client, void *out, size_t max, size_t *size); /* sealed */
void client_saved(struct client *client);
/* Seals and opens what the device keeps beside the state (the record of messages of a case; zeros: of none); sealed = record +
 * RECORD_OVERHEAD. Each case has a key of its own, in the state: save it with the record. It is destroyed `record_days` after the case was
 * closed or left (`shredded`). FULL: as many cases as can be are open. GONE: the key was destroyed, the record is to be deleted. */
MUST_USE enum outcome staff_record_seal(struct client *client, const uint8_t case_id[CASE_ID_SIZE], struct bytes record,
                                        void *out, size_t max, size_t *size);
MUST_USE enum outcome staff_record_open(struct client *client, struct bytes sealed, void *out, size_t max,
                                        size_t *size);
/* Moves in a room (rule 12). A case that this device does not know is looked at first: then OK says only that it was asked for.
 * REFUSED: the room, as it is known here, does not have this move by us. */
MUST_USE enum outcome staff_claim(struct client *client, const uint8_t case_id[CASE_ID_SIZE]);
MUST_USE enum outcome staff_close_case(struct client *client, const uint8_t case_id[CASE_ID_SIZE]);
MUST_USE enum outcome staff_reopen(struct client *client, const uint8_t case_id[CASE_ID_SIZE]);
/* Brings a colleague in, with `text` (0..TEXT_CHARACTERS_MAX characters) for that colleague alone; words only from inside the room. When the
 * stay has an end nothing is sealed to that colleague after it, and the holder's device sees them out. MALFORMED: more than STAY_DAYS_MAX
 * days. */
struct stay {
    const uint8_t *who; /* a certificate; borrowed */
    uint16_t days;      /* after today; 0: no end */
};
MUST_USE enum outcome staff_add_for(struct client *client, const uint8_t case_id[CASE_ID_SIZE], const struct stay *stay,
                                    struct bytes text, uint8_t msg_id[MSG_ID_SIZE]);
MUST_USE enum outcome staff_remove(struct client *client, const uint8_t case_id[CASE_ID_SIZE],
                                   const uint8_t who[HASH_SIZE]);
/* Proposes that `who` takes the case over; another supervisor's staff_second makes it so. */
MUST_USE enum outcome staff_take_over(struct client *client, const uint8_t case_id[CASE_ID_SIZE],
                                      const uint8_t who[HASH_SIZE]);
/* Offers the case to `who`, whose staff_second makes it so: then `who` is in the room, the visitor is asked, and after a yes this device leaves;
 * after a no it sees `who` out. */
MUST_USE enum outcome staff_hand_over(struct client *client, const uint8_t case_id[CASE_ID_SIZE],
                                      const uint8_t who[HASH_SIZE]);
/* Signs the proposal of that case; or says no to it, or takes it back if it is ours. */
MUST_USE enum outcome staff_decline(struct client *client, const uint8_t case_id[CASE_ID_SIZE]);
MUST_USE enum outcome staff_second(struct client *client, const uint8_t case_id[CASE_ID_SIZE]);
/* CASE_ESCALATED: a supervisor is asked to look at it. CASE_RESTING: nobody waits for an answer, until the visitor writes. CASE_CLAIMED: neither.
 * CASE_ENDED, CASE_CLOSED: it can be asked for no more, and that taken back (a supervisor). What the server makes of it says the event `card`.
 * MALFORMED: another state. */
MUST_USE enum outcome staff_set_case(struct client *client, const uint8_t case_id[CASE_ID_SIZE], uint8_t state);
/* Says something among the staff of the room, never to the visitor. GONE: there is no colleague in it. */
MUST_USE enum outcome staff_note(struct client *client, const uint8_t case_id[CASE_ID_SIZE], struct bytes text,
                                 uint8_t msg_id[MSG_ID_SIZE]);
MUST_USE enum outcome staff_presence(struct client *client, uint8_t presence); /* enum presence */
/* Asks for `slot` events, then `slots`; of a refusal `error`. These, figures and the list below are asked for again after a lost
 * connection: of several that were lost together, once. */
MUST_USE enum outcome staff_slots(struct client *client, uint64_t from_min, uint64_t to_min);
MUST_USE enum outcome staff_slot_state(struct client *client, const uint8_t slot_id[SLOT_ID_SIZE],
                                       uint8_t state); /* held, no-show; FULL and `slot_refused`: as of MISSED */

/* Asks a supervisor's figures of `days` days (1..COUNT_DAYS_MAX) from `day` on, days since 1970: `count` events, then `counts`. REFUSED also:
 * not a supervisor. Days that are not over, or too long ago, are left out. */
MUST_USE enum outcome staff_counts(struct client *client, uint32_t day, uint8_t days);
/* Reads the list of what staff have done (rule 21): `audit` events, then `audit_read`. Each entry is checked to stand on the one before. `head`:
 * the list's head after entry `number`, which this person knows from before: read from there, and `stopped` if the list is another now;
 * NULL and 0: all that there is. REFUSED also: not a supervisor. FULL: it is being read. */
MUST_USE enum outcome staff_audit(struct client *client, uint64_t number, const uint8_t *head);

/* --- a colleague who leaves: a supervisor moves all of their cases, each by its own signed event (rule 12) --- */
/* Asks which cases `who`, a certificate that need not be active, holds or is in: `leaver_case` events, then `leaver`. REFUSED also: not a
 * supervisor. FULL also: the step before is not over. So of all four. */
MUST_USE enum outcome staff_leaver_look(struct client *client, const uint8_t who[HASH_SIZE]);
struct leaver_move {
    const uint8_t *who; /* certificates; borrowed */
    const uint8_t
        *to; /* NULL: back to the queue, or to who is left in the room; by REMOVE, which needs no second signature */
    bool with_stays; /* ends also the stays in cases that `who` does not hold, by REMOVE */
};
/* Every case that `who` holds is proposed to be taken over by `to`. At most LEAVER_CASES_MAX at once; what was not done is told with its reason, and
 * doing it again does the rest: what waits for its second signature already is left as it is. A connection that is lost ends it. REFUSED
 * also: it is our own leaving. MALFORMED: `to` is not active, or the leaver. */
MUST_USE enum outcome staff_leaver_move(struct client *client, const struct leaver_move *move);
struct leaver_proposal {
    const uint8_t *who; /* certificates; borrowed: whose cases, to whom, proposed by whom */
    const uint8_t *to;
    const uint8_t *by;
    const uint8_t *cases; /* those that the person has seen, CASE_ID_SIZE octets each, in any order; borrowed */
    uint16_t count;
};
/* Signs all of these proposals; or says no to them, or takes our own back. If they are not of exactly the cases that were seen nothing is done
 * (`leaver` with why: changed), and what is another proposal by the time of its turn is left (`leaver_case`, likewise). MALFORMED: no case, or
 * more than LEAVER_CASES_MAX. */
MUST_USE enum outcome staff_leaver_second(struct client *client, const struct leaver_proposal *proposal);
MUST_USE enum outcome staff_leaver_decline(struct client *client, const struct leaver_proposal *proposal);

/* Events. Every one has "event"; ids and hashes are lower-case hex; times are minutes since 1970; words come from the enumerations.
 *
 * both
 *   connected {}                                        challenge accepted: this is the programme's server
 *   ready {}                                            logged in, roster checked; visitor without a case: may open one
 *   room {case, epoch, members:[{who, role, label, me}]} role: visitor counsellor supervisor mentor interpreter parent-coach
 *   message {case, id, from, role, label, sent_min, text, offline}   show it, then client_shown
 *   appointment {case, id, from, role, label, sent_min, appointment, act, times, way, place}   likewise; times: {id, start_min, length_min}
 *                                                       act: offer accept decline move call_off missed; way: chat phone meeting. A call_off may
 *                                                       be the client's own finding: whoever made it has left, or the case is closed
 *   gap {case, from, label, missing}                    so many messages from this member have not arrived
 *   accepted {case, id}                                 our message is on the server's disk
 *   delivered {case, id, who, role, label}              and was shown: to the visitor, or to the first colleague
 *   unreadable {case, id}                               a message that could not be opened
 *   retracted {case, id, from}                          this message is taken back by `from`: drop what was shown of it, if it is theirs
 *   unsent {case, id, why, ...}                             our message will not be sent: why = not_member quota closed too_large; or it was sent, and could
 *                                                       not be opened at three logins by {who, role, label}: unreadable
 *   expired {case, id, who, role, label}                the server has let go of a message that `who` did not come for; id: ours if we know it
 *   stopped {why}                                       verification failed: nothing is sent any more; show the hotline.
 *                                                       why: server roster room equivocation rollback
 *   error {code}                                        the server's word: pow_needed rate quota unavailable ...
 *   superseded {}  shutdown {}                          opened elsewhere; the server restarts: connect again later
 *   reconnect {}                                        close the connection and open a new one
 *   client_too_old {}
 *   door {door, open, changes_min, answer_min, phone, hours, names:[{lang, name, text}]}, doors {} after the last
 *   terms {idle_days, closed_days, undelivered_days, record_days}    how long the server keeps what nobody comes for, and colleagues' devices what was
 *                                                       said in a closed case; 0: for ever, of closed_days: as of every other; before doors
 *   closed {case}  reopened {case}
 *   downgrade {case, ...}                               the server said that the visitor was away, and that was not so; a message
 *                                                       was sealed to the offline key. Visitor: {who, role, label}; staff: {count}
 * visitor
 *   consent {case, who, role, label, holder}            may this member be written to? visitor_consent; holder: it has the case
 *   unknown_code {receipt}                              well formed, but no mailbox has it (or it was deleted); receipt: as of `burnt`
 *   working {done, of}                                  the server asks for work before it opens the case: so far. Call client_work
 *   opened {case}                                       the case is on the server's disk
 *   state {state, band}                                 state: waiting claimed closed ended; band: none next few many
 *   last_sign_in {day}                                  as the counsellor's device knows it
 *   archive {on}                                        is the conversation kept? After every login, and when it changes; off: what was kept
 *                                                       is destroyed
 *   kept_message {case, id, from, role, label, sent_min, text}, kept_appointment {...as appointment}   from the archive, once a page
 *   archive_read {}                                     that was all
 *   not_kept {id}                                       this message is not in the archive: it is full
 *   unkept {id}                                         was deleted from the archive
 *   reopening {}                                        the colleagues are asked to open the case again
 *   burnt {receipt}                                     the server has nothing any more, and neither has this client; receipt: the server's signed
 *                                                       word for it, checked, as text (deletion.h); "" if none is to be had
 * staff
 *   unlocked {me, label, role, caps}
 *   colleague {who, label, role, presence}              presence: away on_duty paused
 *   card {case, door, state, why, since_min, epoch, holder, label, mine}   state: also handed_over escalated resting returned burnt; why it is
 *                                                       escalated: asked unanswered gone; holder "" and label "" when nobody
 *   intake {case, sent_min, lang, profile, safe_now, topic, text}   profile: any woman man; safe_now: not_said yes no
 *   more {case}                                         nobody has claimed it, and there is more than was shown: the rest comes with the claim
 *   claimed {case}   claim_lost {case, holder, label}
 *   added {case}                                        somebody has brought us into that room
 *   removed {case, by, role, label}                     we are not in it any more; nothing of it can be read from now on
 *   act_failed {case, act, why}                         act: claim add takeover remove close reopen handover escalate rest decline end lift; why: a code,
 *                                                       or disconnected: it may have happened all the same, and is not asked for again
 *   proposal {case, act, who, label, by, by_label, mine, day}   act: takeover by, or handover to, `who`, which `by` has signed: staff_second
 *   taken_over {case}   offer_accepted {case}           the second signature was taken: of the proposal, or of the case that was offered to us
 *   leaver_case {case, holds, became, why}              one case of a colleague who leaves; holds: it is theirs, else they are only in it; became: found
 *                                                       proposed moved ended declined not_done; why it was not: proposed (waits already) closed
 *                                                       changed full disconnected, or a code
 *   leaver {who, step, done, left, why}                 that was all; step: look move second decline; why: "" disconnected changed, or a code
 *   proposal_over {case, why}                           why: declined withdrawn too_old
 *   visitor {case, confirmed}                           the visitor has introduced itself; confirmed: a colleague vouches for it
 *   note {case, id, from, role, label, sent_min, text, offline}  briefing {case, id, from, role, label, sent_min, text}
 *                                                       among staff: show, then client_shown
 *   shredded {case}                                     what this device kept of it cannot be opened any more: delete it
 *   case_burnt {case}                                   the server has nothing of it any more: the visitor destroyed it, or it was idle
 *   told {case, what, sent_min}                         what: cannot_write only_reading here
 *   told {case, what, who, role, label, me, sent_min}   what: yes_to_member no_to_member blocked
 *   back {case, sent_min}                               the visitor has signed in again
 *   slot {id, start_min, length_min, state, who, label, mine, case}   mine: our own, booked on whichever device; case: "" unless this one knows it; state: offered accepted called_off held no_show
 *   slots {}   slot_taken {appointment, id, start_min}   none of that offer's or move's times was kept
 *   slot_refused {case, appointment, id, start_min, state, why}   the server has not taken that this appointment was held, or missed (state:
 *                                                       held no_show): by its clock the time may not have begun. All stands as it stood, and the
 *                                                       visitor was told nothing; case: "" if it is no more
 *   offered_again {case, appointment, act, times, way, place}   our own MOVE, said by the client itself (rule 18)
 *   called_off {case, appointment, act, times, way, place}   likewise our own CALL_OFF, before we leave the case or close it
 *   count {day, door, opened, claimed_quarter, claimed_hour, claimed_4_hours, claimed_day, claimed_later, returned, closed}
 *                                                       one day at one door: each a whole five, or "<5"   counts {} after the last
 *   audit {number, day, act, actor, second, subject, previous, head}   act: claim add takeover remove close reopen handover propose decline escalate
 *                                                       rest settle end lift; second: "" unless another signed
 *                                                       too; subject: "" if it is the actor; previous, head: of the list before and after it
 *   audit_read {number, head, checked}                  that was all; checked: what was known of the list is still in it */

#endif
