/* When all was said and nothing fails any more: was everything shown to everybody who was to read it, and told to who said it?
 * For tests that are one program (everything is static). Uses: world, case_truths. Used by: test_client_world. */
#ifndef UDVEJ_TESTS_SIMULATE_VERDICT_H
#define UDVEJ_TESTS_SIMULATE_VERDICT_H

#include "case_truths.h"

/* The visitor does not want this one, and whoever could have told of the visitor has gone: nothing is read or said here. */
static inline bool is_left_out(enum scene_actor actor)
{
    return sim.is_crowd && story->is_refused[actor] && story->met[actor] == 0;
}

/* Is this text to be read on that screen? */
static inline bool is_for(const struct said *said, enum scene_actor reader)
{
    if (said->by == reader || (reader == SCENE_VISITOR && said->is_note))
        return false;
    if (reader == SCENE_VISITOR)
        return !sim.is_crowd ||
               (story->is_ours[said->by] && said->step > story->joined[said->by] && !story->is_refused[said->by]);
    if (!story->is_ours[reader])
        return false;
    if (is_left_out(reader))
        return false;
    if (said->by != SCENE_VISITOR)
        return story->joined[reader] != 0 && said->step > story->joined[reader];
    if (story->is_refused[reader])
        return false;
    /* Who read the intake reads all of it. */
    return story->met[reader] != 0 && (said->step > story->met[reader] || (!sim.is_crowd && story->sees_card[reader]));
}

/* Who wrote to the visitor, or among colleagues, is told once; what a colleague reads along is not. */
static inline void judge_unseen(const struct said *said, enum scene_actor reader)
{
    bool is_owed = said->by == SCENE_VISITOR || reader == SCENE_VISITOR || said->is_note;
    bool may_know = (story->forgotten & (1U << said->by)) == 0;
    if (!is_lost_to(said, reader))
        fail("an accepted text was never shown");
    else if (is_owed && may_know && !said->is_told && !said->is_delivered)
        fail("a text that nobody came for, and its author was never told");
}

/* Shown, and gone before the server knew; or the word of it waited too long itself. */
static inline bool is_receipt_lost(const struct said *said)
{
    return (said->is_told && is_lost_to(said, SCENE_VISITOR)) || (story->lost[said->by] & 1U << SCENE_VISITOR) != 0;
}

/* By somebody who has been in the room ever since, and is written to; and neither the text went before the server knew, nor the receipt. */
static inline bool is_read(const struct said *said)
{
    bool is_read = false;
    for (enum scene_actor reader = SCENE_ALPHA; reader < sim.players; reader++)
        is_read = is_read || (said->shown[reader] > 0 && is_for(said, reader) && said->step > story->joined[reader] &&
                              !is_lost_to(said, reader) && (story->lost[SCENE_VISITOR] & 1U << reader) == 0);
    return is_read;
}

static inline void judge_text(unsigned number)
{
    const struct said *said = &story->said[number];
    /* Who has left and come again knows nothing of what was said before. */
    bool is_authors = said->by != SCENE_VISITOR && story->is_ours[said->by] &&
                      (!sim.is_crowd || said->step > story->joined[said->by]);
    for (enum scene_actor reader = 0; reader < sim.players; reader++) {
        if (is_verbose && is_for(said, reader))
            printf("  t%u by %d for %d accepted %d unsent %d shown %u delivered %d note %d\n", number, (int)said->by,
                   (int)reader, said->is_accepted, said->is_unsent, said->shown[reader], said->is_delivered,
                   said->is_note);
        if (said->is_accepted && !said->is_unsent && is_for(said, reader) && said->shown[reader] == 0)
            judge_unseen(said, reader);
    }
    /* In a closed room nothing more is said, receipts included. */
    bool can_write = is_authors && !is_left_out(said->by) &&
                     (said->is_note || (story->met[said->by] != 0 && !story->is_refused[said->by]));
    if (can_write && !said->is_accepted && !said->is_unsent)
        fail("a counsellor's text was never sent");
    if (is_authors && !said->is_note && said->shown[SCENE_VISITOR] > 0 && !said->is_delivered &&
        said->step > story->closed && !story->is_refused[said->by] && !is_receipt_lost(said))
        fail("a counsellor was never told that a text was shown");
    /* Another page knows nothing of it. */
    bool is_pages = said->by == SCENE_VISITOR && said->step > story->opened && said->is_accepted && !said->is_unsent;
    if (is_pages && is_read(said) && !said->is_delivered && said->step > story->closed)
        fail("a visitor was never told that a text was shown");
}

static inline void judge(void)
{
    if (story->is_gone) {
        check_end_of_gone_case();
        return;
    }
    for (unsigned i = 0; i < story->said_count && !is_closed(); i++)
        judge_text(i);
    if (sim.is_crowd ? story->state == CASE_WAITING : story->claimed_by == 0)
        fail("nobody could take the case");
    if (sim.is_crowd && is_closed())
        fail("nobody could open the case again");
    if (sim.is_crowd)
        check_end_of_case();
}

#endif
