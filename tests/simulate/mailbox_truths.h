/* What is true of the server's mailboxes after every step: their numbers only grow, no message stands in one twice, what is new is for
 * somebody of the room, and what is gone was acknowledged by its owner, who had seen it.
 * For tests that are one program (everything is static). Uses: world, fading_truths. Used by: test_client_world. */
#ifndef UDVEJ_TESTS_SIMULATE_MAILBOX_TRUTHS_H
#define UDVEJ_TESTS_SIMULATE_MAILBOX_TRUTHS_H

#include "fading_truths.h"
#include "world.h"

/* --- who may get what --- */

/* Whoever was in the room since it was said, until its author knows that it is stored: nobody is sealed to afterwards. */
static inline void note_readers(const struct case_row *row)
{
    unsigned readers = 1U << SCENE_VISITOR;
    for (uint8_t i = 0; i < row->room.member_count; i++)
        readers |= 1U << actor_of(row->room.members[i].who);
    if (row->room.epoch == 0)
        readers |= 1U << SCENE_ALPHA | 1U << SCENE_BETA; /* an intake goes to all who take one */
    story->readers |= readers;
    story->outside |= ~readers;
    for (unsigned i = 0; i < story->said_count; i++) {
        if (!story->said[i].is_accepted)
            story->said[i].readers |= readers;
    }
}

static inline void check_reader(enum scene_actor actor, const struct said *said)
{
    struct case_row row;
    if (load_case(&row) == OK)
        note_readers(&row);
    if ((said->readers & (1U << actor)) == 0)
        fail("a text came to somebody who was not in the room");
}

/* --- acknowledgements --- */

struct finding {
    uint64_t seq;
    uint8_t *msg_id;
    bool is_found;
};

static inline bool take_first(void *context, const struct envelope_row *row)
{
    struct finding *finding = context;
    finding->is_found = row->seq == finding->seq;
    memcpy(finding->msg_id, row->msg_id, MSG_ID_SIZE);
    return false;
}

/* By the message's name: its number changes when it is wrapped again. */
static inline void note_acknowledged(enum scene_actor actor, uint64_t seq, const struct case_row *row)
{
    struct acknowledged *acknowledged = &story->acknowledged[story->acknowledged_count % ACKNOWLEDGED_MAX];
    struct finding finding = {.seq = seq, .msg_id = acknowledged->msg_id};
    const uint8_t *who = actor == SCENE_VISITOR ? row->visitor : certificate_of(actor);
    bool is_shredded;
    invariant(sim.scene.store->ways->begin(sim.scene.store) == OK);
    invariant(ASK(sim.scene.store, envelope_each, who, seq - 1, take_first, &finding) == OK);
    invariant(ASK(sim.scene.store, commit, &is_shredded) == OK);
    acknowledged->by = actor;
    story->acknowledged_count += finding.is_found;
}

static inline bool is_acknowledged(const struct letter *letter)
{
    for (size_t i = 0; i < story->acknowledged_count && i < ACKNOWLEDGED_MAX; i++) {
        const struct acknowledged *acknowledged = &story->acknowledged[i];
        if (acknowledged->by == letter->of && memcmp(acknowledged->msg_id, letter->msg_id, MSG_ID_SIZE) == 0)
            return true;
    }
    return false;
}

/* Who takes a case from the queue, or leaves it, lets go of what others will read. */
static inline void check_seen(enum scene_actor actor, const struct letter *letter)
{
    for (unsigned i = 0; i < story->said_count; i++) {
        const struct said *said = &story->said[i];
        bool is_it = memcmp(said->id, letter->msg_id, MSG_ID_SIZE) == 0;
        if (is_it && said->shown[actor] == 0 && (actor == SCENE_VISITOR || story->is_ours[actor]))
            fail("a text was acknowledged that nobody had seen");
    }
}

static inline void note_heard(enum scene_actor actor, const struct message *message)
{
    struct case_row row;
    if (!story->is_there || !sim.is_crowd)
        return;
    if (load_case(&row) != OK)
        return;
    note_readers(&row);
    if (message->code == MESSAGE_ACK)
        note_acknowledged(actor, message->as.ack.seq, &row);
    if (message->code == MESSAGE_NOTED)
        note_noted(actor, message->as.noted.msg_id);
}

/* Before the server decides. A colleague's mailbox has messages of both cases. */
static inline bool on_heard(struct scene *scene, enum scene_actor device, const struct message *message)
{
    struct story *played = story;
    (void)scene;
    if (sim.learns)
        learn_cases();
    for (unsigned i = 0; i < sim.story_count; i++) {
        story = &sim.stories[i];
        if (!scene_is_visitor(device))
            note_heard(device, message);
        else if (story->page == device)
            note_heard(SCENE_VISITOR, message);
    }
    story = played;
    return true;
}

/* --- mailboxes --- */

struct reading {
    enum scene_actor of;
    uint64_t last;
};

/* A colleague may have both cases, a visitor never anything of the other. */
static inline bool is_of_the_other(const struct reading *reading, const uint8_t case_id[CASE_ID_SIZE])
{
    bool is_other = false;
    for (unsigned i = 0; i < sim.story_count; i++) {
        const struct story *other = &sim.stories[i];
        is_other =
            is_other || (other != story && other->is_there && memcmp(other->case_id, case_id, CASE_ID_SIZE) == 0);
    }
    if (is_other && reading->of == SCENE_VISITOR)
        fail("a message of one case in the other visitor's mailbox");
    return is_other;
}

static inline bool read_letter(void *context, const struct envelope_row *row)
{
    struct reading *reading = context;
    if (is_of_the_other(reading, row->case_id))
        return true;
    struct letter *letter = &story->letters_now[story->letter_count_now];
    invariant(story->letter_count_now < LETTERS_MAX);
    story->letter_count_now++;
    *letter = (struct letter){
        .of = reading->of, .seq = row->seq, .class = row->class, .by = actor_of(row->sender), .day = today()};
    memcpy(letter->msg_id, row->msg_id, MSG_ID_SIZE);
    if (row->seq <= reading->last)
        fail("a mailbox is out of order");
    reading->last = row->seq;
    if (memcmp(row->case_id, story->case_id, CASE_ID_SIZE) != 0)
        fail("a message of no case");
    return true;
}

static inline void read_mailboxes(const struct case_row *row)
{
    bool is_shredded;
    story->letter_count_now = 0;
    invariant(sim.scene.store->ways->begin(sim.scene.store) == OK);
    for (enum scene_actor actor = 0; actor < SCENE_ACTORS; actor++) {
        struct reading reading = {.of = actor};
        const uint8_t *who = actor == SCENE_VISITOR ? row->visitor : certificate_of(actor);
        invariant(ASK(sim.scene.store, envelope_each, who, 0, read_letter, &reading) == OK);
    }
    invariant(ASK(sim.scene.store, commit, &is_shredded) == OK);
}

static inline const struct letter *find_letter(const struct letter *list, size_t count, const struct letter *wanted)
{
    const struct letter *found = NULL;
    for (size_t i = 0; i < count; i++) {
        bool is_it = list[i].of == wanted->of && memcmp(list[i].msg_id, wanted->msg_id, MSG_ID_SIZE) == 0;
        if (is_it && found != NULL)
            fail("one message twice in a mailbox");
        found = is_it ? &list[i] : found;
    }
    return found;
}

/* A message that is wrapped again is as old as it was; the days of an intake begin when its case waits no more. */
static inline void check_new(struct letter *letter)
{
    const struct letter *before = find_letter(story->letters, story->letter_count, letter);
    bool begins = before == NULL || (letter->class == CLASS_INTAKE && story->state == CASE_WAITING);
    letter->day = begins ? today() : before->day;
    if (before != NULL && before->seq == letter->seq)
        return;
    if (letter->seq <= story->last_seq[letter->of])
        fail("a mailbox gave a number again");
    if (before == NULL && (story->readers & (1U << letter->of)) == 0)
        fail("a message for somebody who is not in the room");
}

/* Who is not in the room any more, if only for a moment, reads nothing of it: then the server lets it go. */
static inline void check_gone(const struct letter *letter)
{
    if (find_letter(story->letters_now, story->letter_count_now, letter) != NULL)
        return;
    /* A turn that failed may have heard that it was acknowledged, and done nothing. */
    if (is_acknowledged(letter) && !(sim.is_fading && has_notice(letter)))
        check_seen(letter->of, letter);
    else if ((story->outside & (1U << letter->of)) == 0 && sim.is_fading)
        check_expired(letter);
    else if ((story->outside & (1U << letter->of)) == 0)
        fail("a message is gone that nobody has acknowledged");
}

static inline void check_mailboxes(const struct case_row *row)
{
    note_readers(row);
    read_mailboxes(row);
    if (sim.is_fading)
        read_notices();
    for (size_t i = 0; i < story->letter_count_now; i++)
        check_new(&story->letters_now[i]);
    for (size_t i = 0; i < story->letter_count; i++)
        check_gone(&story->letters[i]);
    memcpy(story->letters, story->letters_now, story->letter_count_now * sizeof story->letters[0]);
    story->letter_count = story->letter_count_now;
    for (size_t i = 0; i < story->letter_count; i++) {
        if (story->letters[i].seq > story->last_seq[story->letters[i].of])
            story->last_seq[story->letters[i].of] = story->letters[i].seq;
    }
    story->readers = story->outside = 0;
    note_readers(row);
}

/* --- what belongs to a mailbox --- */

struct live {
    const struct session_row *session;
    bool is_present;
};

static inline bool is_key_live(const struct session_row *session, const uint8_t key_id[KEY_ID_SIZE])
{
    for (uint8_t i = 0; i < session->key_count; i++) {
        if (memcmp(session->key_ids[i], key_id, KEY_ID_SIZE) == 0)
            return true;
    }
    return false;
}

static inline bool check_live(void *context, const struct envelope_row *row)
{
    const struct live *live = context;
    if (row->wrap_state == WRAP_LIVE && (!live->is_present || !is_key_live(live->session, row->key_id)))
        fail("a message waits for a page that is gone, and nobody is asked to wrap it again");
    return true;
}

/* Rows that stand for each other: an event for each epoch, a live key for each wrap that needs one. */
static inline bool count_event(void *context, struct bytes statement)
{
    (void)statement;
    ++*(uint32_t *)context;
    return true;
}

static inline void check_rows(const struct case_row *row)
{
    struct session_row session;
    struct live live = {&session, false};
    uint32_t events = 0;
    bool is_shredded;
    struct store *store = sim.scene.store;
    invariant(store->ways->begin(store) == OK);
    invariant(ASK(store, event_each, row->room.case_id, 0, count_event, &events) == OK);
    live.is_present = ASK(store, session_load, row->visitor, &session) == OK;
    invariant(ASK(store, envelope_each, row->visitor, 0, check_live, &live) == OK);
    invariant(ASK(store, commit, &is_shredded) == OK);
    if (events != row->room.epoch)
        fail("a room has more moves than events, or fewer");
}

#endif
