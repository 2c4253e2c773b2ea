/* What is true when things go with time: what goes was old enough, its sender is told before the server forgets it, and of a case that
 * nobody came for nothing is left.
 * For tests that are one program (everything is static). Uses: world. Used by: mailbox_truths, case_truths, screens, verdict. */
#ifndef UDVEJ_TESTS_SIMULATE_FADING_TRUTHS_H
#define UDVEJ_TESTS_SIMULATE_FADING_TRUTHS_H

#include "world.h"

/* Few enough that all of it happens within DAYS_MAX, and not always. */
enum { FADING_IDLE = IDLE_FUZZ_DAYS + 2, FADING_CLOSED = IDLE_FUZZ_DAYS + 1, FADING_UNDELIVERED = 4 };

static inline uint32_t today(void)
{
    return (uint32_t)(sim.scene.now_s / DAY_SECONDS);
}

/* --- messages that nobody came for --- */

static inline struct said *said_by_id(const uint8_t id[MSG_ID_SIZE])
{
    for (unsigned i = 0; i < story->said_count; i++) {
        if (memcmp(story->said[i].id, id, MSG_ID_SIZE) == 0)
            return &story->said[i];
    }
    return NULL;
}

/* The sender has said that it knows; the same message may have gone to others, too. */
static inline bool is_noted(enum scene_actor by, const uint8_t id[MSG_ID_SIZE])
{
    for (size_t i = 0; i < story->noted_count && i < NOTED_MAX; i++) {
        if (story->noted[i].by == by && memcmp(story->noted[i].msg_id, id, MSG_ID_SIZE) == 0)
            return true;
    }
    return false;
}

static inline void note_noted(enum scene_actor by, const uint8_t id[MSG_ID_SIZE])
{
    struct acknowledged *noted = &story->noted[story->noted_count++ % NOTED_MAX];
    noted->by = by;
    memcpy(noted->msg_id, id, MSG_ID_SIZE);
}

static inline const struct notice *find_notice(const struct notice *list, size_t count, const struct notice *wanted)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i].by == wanted->by && list[i].of == wanted->of &&
            memcmp(list[i].msg_id, wanted->msg_id, MSG_ID_SIZE) == 0)
            return &list[i];
    }
    return NULL;
}

/* That its owner did not come for it waits to be told to the sender. */
static inline bool has_notice(const struct letter *letter)
{
    struct notice wanted = {.by = letter->by, .of = letter->of};
    memcpy(wanted.msg_id, letter->msg_id, MSG_ID_SIZE);
    return find_notice(story->notices, story->notice_count, &wanted) != NULL;
}

/* A message is gone from the mailbox of somebody who is still in the room, and not because it was acknowledged. */
static inline void check_expired(const struct letter *letter)
{
    struct said *said = said_by_id(letter->msg_id);
    if (today() < letter->day + FADING_UNDELIVERED - UNDELIVERED_FUZZ_DAYS)
        fail("a message went before its time");
    if (!has_notice(letter) && !is_noted(letter->by, letter->msg_id))
        fail("a message went, and its sender will never know");
    story->lost[letter->of] |= 1U << letter->by;
    if (letter->class == CLASS_INTAKE && story->state == CASE_WAITING)
        fail("a case waits, and its intake is gone");
    if (said != NULL)
        said->expired |= 1U << letter->of;
}

/* What the room has moved past is sealed again, with another name on its way than its author knows it by: then one that went is as good as
 * another. */
static inline bool is_lost_to(const struct said *said, enum scene_actor reader)
{
    return (said->expired & (1U << reader)) != 0 || (story->lost[reader] & (1U << said->by)) != 0;
}

/* --- what the server keeps for their senders --- */

static inline bool read_notice(void *context, const struct notice_row *row)
{
    const enum scene_actor *by = context;
    struct notice *notice = &story->notices[story->notice_count];
    if (memcmp(row->case_id, story->case_id, CASE_ID_SIZE) != 0)
        return true;
    invariant(story->notice_count < NOTICES_MAX);
    story->notice_count++;
    *notice = (struct notice){.by = *by, .of = actor_of(row->recipient), .day = row->day};
    memcpy(notice->msg_id, row->msg_id, MSG_ID_SIZE);
    return true;
}

static inline void check_notice_gone(const struct notice *notice)
{
    bool is_old = today() >= notice->day + FADING_UNDELIVERED;
    if (find_notice(story->notices, story->notice_count, notice) != NULL)
        return;
    if (!is_old && !is_noted(notice->by, notice->msg_id))
        fail("a notice went before its sender knew");
    story->forgotten |= is_old ? 1U << notice->by : 0;
}

static inline void read_notices(void)
{
    static struct notice before[NOTICES_MAX]; /* large, and of no meaning afterwards */
    size_t count = story->notice_count;
    bool is_shredded;
    memcpy(before, story->notices, count * sizeof before[0]);
    story->notice_count = 0;
    invariant(sim.scene.store->ways->begin(sim.scene.store) == OK);
    for (enum scene_actor actor = 0; actor < SCENE_ACTORS; actor++) {
        const uint8_t *who = actor == SCENE_VISITOR ? sim.scene.devices[story->page].principal : certificate_of(actor);
        invariant(ASK(sim.scene.store, notice_each, who, read_notice, &actor) == OK);
    }
    invariant(ASK(sim.scene.store, commit, &is_shredded) == OK);
    for (size_t i = 0; i < count && !story->is_gone; i++)
        check_notice_gone(&before[i]);
}

/* When the server has looked for long enough. What a case that waits begins with waits with it. */
static inline void check_nothing_stays(void)
{
    for (size_t i = 0; i < story->letter_count; i++) {
        bool is_kept = story->letters[i].class == CLASS_INTAKE && story->state == CASE_WAITING;
        if (!is_kept && today() > story->letters[i].day + FADING_UNDELIVERED + UNDELIVERED_FUZZ_DAYS)
            fail("a message stayed that nobody came for");
    }
}

/* --- a case that nobody came for --- */

static inline bool count_letter(void *context, const struct envelope_row *row)
{
    *(size_t *)context += memcmp(row->case_id, story->case_id, CASE_ID_SIZE) == 0;
    return true;
}

static inline bool count_statement(void *context, struct bytes statement)
{
    (void)statement;
    ++*(size_t *)context;
    return true;
}

static inline size_t count_rows_left(void)
{
    struct store *store = sim.scene.store;
    const uint8_t *visitor = sim.scene.devices[story->page].principal;
    struct salt_row salts[SALTS_MAX];
    struct bytes vault;
    size_t salt_count = 0, count = 0;
    bool is_shredded;
    invariant(store->ways->begin(store) == OK);
    for (enum scene_actor actor = 0; actor < SCENE_ACTORS; actor++) {
        const uint8_t *who = actor == SCENE_VISITOR ? visitor : certificate_of(actor);
        invariant(ASK(store, envelope_each, who, 0, count_letter, &count) == OK);
    }
    invariant(ASK(store, event_each, story->case_id, 0, count_statement, &count) == OK);
    count += ASK(store, salts_load, visitor, salts, &salt_count) == OK ? salt_count : 0;
    count += ASK(store, vault_load, visitor, &vault) == OK;
    invariant(ASK(store, commit, &is_shredded) == OK);
    return count;
}

/* It may come again: who never heard that it was opened asks once more. */
static inline void forget_case(void)
{
    memset(story->rooms, 0, sizeof story->rooms);
    memset(story->last_seq, 0, sizeof story->last_seq);
    story->letter_count = 0;
    story->state = 0;
    story->is_there = story->has_case;
}

/* The visitor was here on `here_day` or later: that is what a case is kept by. */
static inline void check_case_gone(void)
{
    uint32_t days = is_closed() ? FADING_CLOSED : FADING_IDLE;
    if (!sim.is_fading) {
        fail("the case is gone");
        return;
    }
    if (!story->is_gone && today() < story->here_day + days - IDLE_FUZZ_DAYS)
        fail("a case went before its time");
    story->is_gone = true;
    story->is_over = story->has_case;
    read_notices();
    if (count_rows_left() + story->notice_count > 0)
        fail("a case is gone, and something of it is left");
    forget_case();
}

static inline void check_end_of_gone_case(void)
{
    for (enum scene_actor actor = SCENE_ALPHA; actor < SCENE_ACTORS; actor++) {
        if (story->is_ours[actor])
            fail("a case is gone, and a colleague still has it");
    }
    if (!story->is_unknown)
        fail("a case is gone, and its visitor was not told");
}

#endif
