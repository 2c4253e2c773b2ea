/* What was said: every acknowledged message is in its recipient's mailbox or its recipient has acknowledged it; what was acknowledged by its reader is
 * not delivered again; a mailbox gives each number once. */
#include <stdlib.h>

#include "judge_parts.h"
#include "protocol/outcome.h"

enum { WRAP_THAT_LASTS = 0 }; /* of enum wrap_state, server/store/rows.h; every session is over */

struct letter {
    const struct fact *asked; /* NULL: nobody sent it */
    uint32_t act;
    uint32_t rewraps; /* that were asked for: each may give it another number */
    struct {
        uint32_t places; /* numbers of the mailbox that it has had */
        bool is_acked, is_there;
    } of[HISTORY_TO_MAX];
};

/* A number of a mailbox. */
struct place {
    uint32_t mailbox;
    uint32_t number; /* of the message; 0: this place of the table is free */
    uint64_t seq;
    uint32_t acked; /* the fact that says so; NO_FACT: no */
};

struct post {
    struct letter *letters;
    uint32_t letter_count;
    struct place *places; /* a table by hash */
    size_t mask;
};

static struct place *find_place(struct post *post, uint32_t mailbox, uint64_t seq)
{
    uint64_t hash = (seq + ((uint64_t)mailbox << 32)) * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t)(hash >> 20) & post->mask;
    while (post->places[at].number != 0 && (post->places[at].mailbox != mailbox || post->places[at].seq != seq))
        at = (at + 1) & post->mask;
    return &post->places[at];
}

static size_t recipient_of(const struct letter *letter, uint32_t mailbox)
{
    for (size_t i = 0; i < letter->asked->to_count; i++)
        if (letter->asked->to[i] == mailbox)
            return i;
    return HISTORY_TO_MAX;
}

/* The letter that a fact is about, and which recipient; NULL: said what is wrong. */
static struct letter *find_letter(struct judging *judging, struct post *post, const struct fact *fact,
                                  size_t *recipient)
{
    struct letter *letter = fact->number < post->letter_count ? &post->letters[fact->number] : NULL;
    if (letter == NULL || letter->asked == NULL ||
        (*recipient = recipient_of(letter, fact->mailbox)) == HISTORY_TO_MAX) {
        violated(judging, "mailbox %x has message %u, which nobody sent to it", fact->mailbox, fact->number);
        return NULL;
    }
    struct place *place = find_place(post, fact->mailbox, fact->seq);
    if (place->number == 0) {
        *place = (struct place){fact->mailbox, fact->number, fact->seq, NO_FACT};
        if (++letter->of[*recipient].places > judging->deeds[letter->act].times + letter->rewraps)
            violated(judging, "case %u: message %u was sent %u times and has had more numbers in mailbox %x",
                     letter->asked->case_number, fact->number, judging->deeds[letter->act].times, fact->mailbox);
    } else if (place->number != fact->number) {
        violated(judging, "mailbox %x gave number %lu to message %u and to message %u", fact->mailbox,
                 (unsigned long)fact->seq, place->number, fact->number);
    }
    return letter;
}

static void take_delivery(struct judging *judging, struct post *post, const struct fact *fact)
{
    size_t recipient;
    const struct letter *letter = find_letter(judging, post, fact, &recipient);
    const struct place *place = find_place(post, fact->mailbox, fact->seq);
    judging->verdict->deliveries++;
    if (letter != NULL && place->acked != NO_FACT && place->acked < fact->read)
        violated(judging, "case %u: message %u was delivered to mailbox %x again, after that had acknowledged it",
                 letter->asked->case_number, fact->number, fact->mailbox);
}

static void take_ack(struct judging *judging, struct post *post, uint32_t index, const struct fact *fact)
{
    struct place *place = find_place(post, fact->mailbox, fact->seq);
    if (place->number == 0)
        return;
    struct letter *letter = &post->letters[place->number];
    letter->of[recipient_of(letter, fact->mailbox)].is_acked = true; /* from the moment at which it was sent */
    if (fact->outcome == FACT_DONE && place->acked == NO_FACT) {
        place->acked = index;
        judging->verdict->acknowledged++;
    }
}

static void take_row(struct judging *judging, struct post *post, const struct fact *fact)
{
    size_t recipient;
    struct letter *letter = find_letter(judging, post, fact, &recipient);
    if (letter == NULL)
        return;
    letter->of[recipient].is_there = true;
    if (is_gone(&judging->ends[letter->asked->case_number]))
        violated(judging, "case %u: was burnt, and its message %u is in mailbox %x", letter->asked->case_number,
                 fact->number, fact->mailbox);
    if (fact->state != WRAP_THAT_LASTS)
        violated(judging, "case %u: message %u in mailbox %x was to be wrapped again, and nobody did",
                 letter->asked->case_number, fact->number, fact->mailbox);
    if (find_place(post, fact->mailbox, fact->seq)->acked != NO_FACT)
        violated(judging, "case %u: message %u is in mailbox %x, although that had acknowledged it",
                 letter->asked->case_number, fact->number, fact->mailbox);
}

/* Who leaves a room loses what waits there; the intake is left to who claims the case. */
static bool may_be_dropped(const struct end *end, const struct fact *sent, uint32_t mailbox)
{
    if (is_gone(end))
        return true;
    if (sent->epoch == 0 && end->epoch > 0 && holder_at(end, 1) != mailbox)
        return true;
    for (uint32_t i = 0; i < end->leaver_count; i++)
        if (end->leavers[i].who == mailbox && end->leavers[i].epoch > sent->epoch)
            return true;
    return false;
}

static void judge_letter(struct judging *judging, const struct letter *letter, uint32_t number)
{
    const struct fact *sent = letter->asked;
    const struct end *end = &judging->ends[sent->case_number];
    judging->verdict->letters++;
    for (size_t i = 0; i < sent->to_count; i++)
        if (!letter->of[i].is_there && !letter->of[i].is_acked && !may_be_dropped(end, sent, sent->to[i]))
            violated(judging, "case %u: message %u to mailbox %x was acknowledged and is lost", sent->case_number,
                     number, sent->to[i]);
}

static bool open_post(struct judging *judging, struct post *post)
{
    const struct history *history = judging->history;
    size_t size = 64;
    while (size < 2 * (size_t)history->count)
        size *= 2;
    for (uint32_t i = 0; i < history->count; i++)
        if (history->facts[i].number >= post->letter_count &&
            (history->facts[i].kind == FACT_SEND || history->facts[i].kind == FACT_OPEN))
            post->letter_count = history->facts[i].number + 1;
    post->mask = size - 1;
    post->places = calloc(size, sizeof *post->places);
    post->letters = calloc((size_t)post->letter_count + 1, sizeof *post->letters);
    return post->places != NULL && post->letters != NULL;
}

static void take(struct judging *judging, struct post *post, uint32_t index)
{
    const struct fact *fact = &judging->history->facts[index];
    if ((fact->kind == FACT_SEND || fact->kind == FACT_OPEN) && fact->outcome == FACT_ASKED) {
        post->letters[fact->number].asked = fact;
        post->letters[fact->number].act = fact->act;
    } else if (fact->kind == FACT_REWRAP && fact->outcome == FACT_ASKED) {
        post->letters[fact->number].rewraps++;
    } else if (fact->kind == FACT_REWRAP) {
        judging->verdict->rewraps += fact->outcome == FACT_DONE;
    } else if (fact->kind == FACT_DELIVERED) {
        take_delivery(judging, post, fact);
    } else if (fact->kind == FACT_ACKED) {
        take_ack(judging, post, index, fact);
    } else if (fact->kind == FACT_ROW_ENVELOPE) {
        take_row(judging, post, fact);
    }
}

void judge_letters(struct judging *judging)
{
    struct post post = {0};
    if (open_post(judging, &post)) {
        for (uint32_t i = 0; i < judging->history->count; i++)
            take(judging, &post, i);
        for (uint32_t i = 0; i < post.letter_count; i++)
            if (post.letters[i].asked != NULL && judging->deeds[post.letters[i].act].is_done)
                judge_letter(judging, &post.letters[i], i);
    } else {
        violated(judging, "there is no memory to judge messages with");
    }
    free(post.places);
    free(post.letters);
}
