/* What the files of verbs share: one step a command.
 * Owns: nothing. Used by: verbs, verbs_rooms, verbs_calendar, verbs_board. */
#ifndef UDVEJ_CLIENT_VERBS_H
#define UDVEJ_CLIENT_VERBS_H

#include "script.h"

/* What the core said, as the end of a step; FULL: later. */
enum step step_of(enum outcome outcome);

/* --- verbs_rooms.c --- */
enum step step_consent(struct script *script, const char *arguments);
enum step step_block(struct script *script, const char *arguments);
enum step step_add(struct script *script, const char *arguments);
enum step step_escalate(struct script *script, const char *arguments);
enum step step_remove(struct script *script, const char *arguments);
enum step step_takeover(struct script *script, const char *arguments);
enum step step_stay(struct script *script, const char *arguments);
enum step step_join(struct script *script, const char *arguments);
enum step step_handover(struct script *script, const char *arguments);
enum step step_decline(struct script *script, const char *arguments);
enum step step_case(struct script *script, const char *arguments);
enum step step_again(struct script *script, const char *arguments);
enum step step_second(struct script *script, const char *arguments);
enum step step_reopen(struct script *script, const char *arguments);
enum step step_note(struct script *script, const char *arguments);

/* --- verbs_calendar.c --- */
enum step step_appointment(struct script *script, const char *arguments);
enum step step_slots(struct script *script, const char *arguments);
enum step step_slot(struct script *script, const char *arguments);
enum step step_calendar(struct script *script, const char *arguments);

/* --- verbs_board.c --- */
enum step step_counts(struct script *script, const char *arguments);
enum step step_leaver(struct script *script, const char *arguments);
enum step step_leaver_move(struct script *script, const char *arguments);
enum step step_leaver_second(struct script *script, const char *arguments);
enum step step_leaver_decline(struct script *script, const char *arguments);
enum step step_audit(struct script *script, const char *arguments);

#endif
