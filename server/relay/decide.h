/* What the files of relay share: one function a message, and the words to answer with.
 * Owns: nothing. Used by: relay*.c. */
#ifndef UDVEJ_SERVER_RELAY_DECIDE_H
#define UDVEJ_SERVER_RELAY_DECIDE_H

#include "envelope.h"
#include "relay.h"
#include "rules.h"

/* A request that has passed the tables: this one may be said by this one. */
struct asked {
    const struct request *request;
    const struct message *message;
    const struct roster_entry *staff; /* NULL: a visitor, or nobody yet */
};

/* ---- one function a message; they answer themselves. BROKEN: as relay_decide ------------------------------ */

enum outcome decide_get_doors(struct relay *relay, const struct asked *asked);
enum outcome decide_get_roster(struct relay *relay, const struct asked *asked);
enum outcome decide_open_case(struct relay *relay, const struct asked *asked);
enum outcome decide_get_envelopes(struct relay *relay, const struct asked *asked);
enum outcome decide_send(struct relay *relay, const struct asked *asked);
enum outcome decide_ack(struct relay *relay, const struct asked *asked);
enum outcome decide_rewrap(struct relay *relay, const struct asked *asked);
enum outcome decide_live_keys(struct relay *relay, const struct asked *asked);
enum outcome decide_put_salt(struct relay *relay, const struct asked *asked);
enum outcome decide_delete_salt(struct relay *relay, const struct asked *asked);
enum outcome decide_put_vault(struct relay *relay, const struct asked *asked);
enum outcome decide_get_events(struct relay *relay, const struct asked *asked);
enum outcome decide_put_event(struct relay *relay, const struct asked *asked);
enum outcome decide_get_queue(struct relay *relay, const struct asked *asked);
enum outcome decide_put_receive_key(struct relay *relay, const struct asked *asked);
enum outcome decide_set_presence(struct relay *relay, const struct asked *asked);
enum outcome decide_put_slot(struct relay *relay, const struct asked *asked);
enum outcome decide_get_slots(struct relay *relay, const struct asked *asked);
enum outcome decide_get_rooms(struct relay *relay, const struct asked *asked);
enum outcome decide_propose(struct relay *relay, const struct asked *asked);
enum outcome decide_burn(struct relay *relay, const struct asked *asked);
enum outcome decide_noted(struct relay *relay, const struct asked *asked);
enum outcome decide_retract(struct relay *relay, const struct asked *asked);
enum outcome decide_keep(struct relay *relay, const struct asked *asked);
enum outcome decide_get_archive(struct relay *relay, const struct asked *asked);
enum outcome decide_get_counts(struct relay *relay, const struct asked *asked);
enum outcome decide_get_audit(struct relay *relay, const struct asked *asked);
enum outcome decide_delete_kept(struct relay *relay, const struct asked *asked);
enum outcome decide_set_case(struct relay *relay, const struct asked *asked);
enum outcome decide_decline(struct relay *relay, const struct asked *asked);
enum outcome decide_ask_reopen(struct relay *relay, const struct asked *asked);
enum outcome decide_get_deletion(struct relay *relay, const struct asked *asked);
enum outcome decide_get_rooms_of(struct relay *relay, const struct asked *asked);

/* And one a kind of request that is no message. */
enum outcome decide_visitor_login(struct relay *relay, const struct request *request);
enum outcome decide_staff_login(struct relay *relay, const struct request *request);
enum outcome decide_gone(struct relay *relay, const struct request *request);
enum outcome decide_more(struct relay *relay, const struct request *request);
enum outcome decide_expire(struct relay *relay);

/* ---- answers ---------------------------------------------------------------------------------------------- */

enum outcome answer_done(struct relay *relay, const struct asked *asked);
enum outcome answer_error(struct relay *relay, const struct asked *asked, enum error_code code);
enum outcome answer_error_with(struct relay *relay, const struct asked *asked, enum error_code code,
                               struct bytes detail);
/* ERROR_EPOCH_CONFLICT: where the room stands. */
enum outcome answer_conflict(struct relay *relay, const struct asked *asked, const struct case_row *row);

/* `message` to the one who asked, with its tag. */
enum outcome answer_with(struct relay *relay, const struct asked *asked, struct message *message);
/* The same for one of as many as there are: a member of the staff gets them all, however many (OUTBOX_LISTED_MAX),
 * and so does a visitor the events of their room, which staff have made. */
enum outcome answer_listed(struct relay *relay, const struct asked *asked, struct message *message);

enum outcome tell_connection(struct relay *relay, connection_id connection, const struct message *message);
enum outcome tell_principal(struct relay *relay, const uint8_t principal[HASH_SIZE], const struct message *message);
enum outcome tell_group(struct relay *relay, enum answer_target target, const struct message *message);
enum outcome tell_door(struct relay *relay, uint8_t door, const struct message *message);

/* ---- room events ---------------------------------------------------------------------------------------------- */

/* Reads the event that `octets` state, and the case it is of. `error` 0: here they are. */
enum outcome event_read(struct relay *relay, struct bytes octets, struct room_event *event, struct case_row *row,
                        unsigned *error);
/* 0: the event may be applied to the case as it stands; else the error that answers it. */
unsigned event_judge(const struct asked *asked, const struct room_event *event, const struct case_row *row);
/* `error` of event_judge; ERROR_EPOCH_CONFLICT says where the room stands. */
enum outcome answer_judged(struct relay *relay, const struct asked *asked, const struct case_row *row, unsigned error);

/* Days since 1970. */
uint32_t relay_today(const struct relay *relay);

/* ---- cases and the queue ------------------------------------------------------------------------------------ */

void case_card(const struct case_row *row, struct message *card);
enum outcome case_band(struct relay *relay, const struct case_row *row, enum queue_band *band);
/* Tells the visitor, the staff of the door and the members how the case stands. */
enum outcome case_tell(struct relay *relay, const struct case_row *row);
/* `moved` waits no longer, or waits again: tells those behind it whose band is another now. */
enum outcome queue_tell_moved(struct relay *relay, const struct case_row *moved);

/* The state that the room alone gives: CASE_WAITING, CASE_CLAIMED, CASE_HANDED_OVER or CASE_CLOSED. */
uint8_t case_state_of(const struct room *room);
/* Moves the row alone into `state`. */
void case_become(const struct relay *relay, struct case_row *row, uint8_t state, uint8_t why);
/* Moves the case into `state`, keeps it and tells everybody whom it concerns. `why`: of CASE_ESCALATED. */
enum outcome case_set(struct relay *relay, struct case_row *row, uint8_t state, uint8_t why);
/* The visitor of a resting case has written. */
enum outcome case_wake(struct relay *relay, struct case_row *row);

/* Is this what stands proposed in the case, and not for too long? Signatures behind the first are not looked at. */
bool proposal_is_of(const struct relay *relay, const struct case_row *row, const struct statement *statement);
/* Drops the proposal of the case and tells those who wait for it. */
enum outcome proposal_end(struct relay *relay, struct case_row *row, enum proposal_end end);
/* Does it wait for the asker's signature, or has the asker made it? Who may sign it may also say no; who has made it, take it back. */
bool proposal_concerns(const struct asked *asked, const struct room_event *event);
/* The event that is proposed in the case. BROKEN: not what we stored. */
enum outcome proposal_event(const struct case_row *row, struct room_event *event);

/* Of a holder who was gone the supervisors know: they are told again only after as long. */
enum outcome staff_excused(struct relay *relay, const uint8_t cert_hash[HASH_SIZE]);
/* This colleague is here now. */
enum outcome staff_seen(struct relay *relay, const uint8_t cert_hash[HASH_SIZE]);
/* A case was opened again by somebody else: if its holder is gone the supervisors are told at once, and can give it back to the queue. Changes the row alone. */
enum outcome case_reopened(struct relay *relay, struct case_row *row);
/* Claims whose holder is gone, and proposals that nobody signs (rule 12). A little at a time. */
enum outcome expire_claims(struct relay *relay);
enum outcome expire_proposals(struct relay *relay);
/* What was in the calendar SLOT_KEPT_DAYS ago; and what is to come is called off whose certificate counts no more. */
enum outcome slots_expire(struct relay *relay);

/* Destroys all of the case and its visitor (rule 15), and tells the colleagues that it is over. */
enum outcome case_burn(struct relay *relay, const struct case_row *row);

/* The days after which the mailbox goes begin now. Changes the row alone. */
void case_begin_days(const struct relay *relay, struct case_row *row);
/* The visitor is here today: moves the day on which the mailbox would be idle. Changes the row alone; true: it must be kept. */
bool case_is_fresh(const struct relay *relay, struct case_row *row);
/* `kept_day` of an envelope with that id, or of those of a case with that id, whose days begin now. */
uint32_t envelope_day(const struct relay *relay, const uint8_t id[MSG_ID_SIZE]);
/* What this sender does not know yet: envelopes that nobody came for. */
enum outcome tell_notices(struct relay *relay, const struct request *request);

/* ---- envelopes ---------------------------------------------------------------------------------------------- */

/* May `wrap` be stored for its recipient, as far as its key goes? OK: gives the state it is stored with. REFUSED: stale. */
enum outcome wrap_judge(struct relay *relay, const struct wrap *wrap, bool is_visitor, enum wrap_state *state);
enum outcome answer_stale(struct relay *relay, const struct asked *asked, const struct wrap *wrap);

/* Stores the envelope for the recipient of `wrap`, with that wrap alone (WRAP_SIZE octets), and delivers it. Known already: OK. */
enum outcome envelope_keep(struct relay *relay, const struct envelope *envelope, struct bytes wrap,
                           enum wrap_state state);

/* Wrap number `index` as octets. */
struct bytes envelope_wrap_bytes(const struct envelope *envelope, size_t index);

/* The visitor's session is as `session` says: asks for what was wrapped to other live keys to be wrapped again. */
enum outcome session_orphan(struct relay *relay, const struct session_row *session);

bool is_same(const uint8_t a[HASH_SIZE], const uint8_t b[HASH_SIZE]);

#endif
