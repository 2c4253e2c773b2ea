/* Who holds a case: every acknowledged move is in the one chain, in the order in which it was acknowledged; of two who wanted the same only one was told
 * yes, and the other who. */
#include <stdlib.h>

#include "judge_parts.h"
#include "protocol/message.h"
#include "protocol/room.h"

struct moves {
    uint64_t done[EPOCHS_MAX]; /* digest of the move of that epoch that was acknowledged; 0: none yet */
    uint16_t who[EPOCHS_MAX];
    uint32_t newest; /* epoch of the newest that was acknowledged so far */
    uint32_t claims[CLAIMS_MAX];
    uint32_t claim_count;
};

static void judge_done(struct judging *judging, const struct fact *fact, struct moves *moves)
{
    const struct end *end = &judging->ends[fact->case_number];
    judging->verdict->moves++;
    if (fact->epoch == 0 || fact->epoch >= EPOCHS_MAX)
        return;
    if (moves->done[fact->epoch] != 0 && moves->done[fact->epoch] != fact->digest)
        violated(judging, "case %u: both %s and %s were told that their move made epoch %u", fact->case_number,
                 person_name(moves->who[fact->epoch]), person_name(fact->who), fact->epoch);
    moves->done[fact->epoch] = fact->digest;
    moves->who[fact->epoch] = fact->who;
    moves->newest = fact->epoch > moves->newest ? fact->epoch : moves->newest;
    if (is_gone(end))
        return;
    if (!end->chain[fact->epoch].is_there)
        violated(judging, "case %u: the move of %s to epoch %u was acknowledged and is lost", fact->case_number,
                 person_name(fact->who), fact->epoch);
    else if (end->chain[fact->epoch].digest != fact->digest)
        violated(judging, "case %u: the move of %s to epoch %u was acknowledged, and another stands there",
                 fact->case_number, person_name(fact->who), fact->epoch);
}

static void judge_conflict(struct judging *judging, const struct fact *fact)
{
    const struct end *end = &judging->ends[fact->case_number];
    judging->verdict->refused_moves++;
    if (fact->code != ERROR_EPOCH_CONFLICT || is_gone(end))
        return;
    if (fact->told_epoch > end->epoch || fact->holder != holder_at(end, fact->told_epoch))
        violated(judging, "case %u: %s was refused and told that %s holds it at epoch %u, which the chain does not say",
                 fact->case_number, person_name(fact->who), person_name(fact->holder), fact->told_epoch);
}

/* What is asked now cannot be followed by what was acknowledged before. */
static void judge_asked(struct judging *judging, uint32_t index, const struct fact *fact, struct moves *moves)
{
    const struct deed *deed = &judging->deeds[fact->act];
    if (deed->asked != index)
        return;
    if (fact->type == ROOM_CLAIM && moves->claim_count < CLAIMS_MAX)
        moves->claims[moves->claim_count++] = fact->act;
    if (deed->is_done && fact->epoch <= moves->newest)
        violated(judging, "case %u: %s made epoch %u, although epoch %u had been acknowledged before it was asked",
                 fact->case_number, person_name(fact->who), fact->epoch, moves->newest);
    if (deed->answered == NO_FACT)
        return;
    const struct fact *answer = &judging->history->facts[deed->answered];
    if (answer->outcome == FACT_REFUSED && answer->code == ERROR_EPOCH_CONFLICT && answer->told_epoch < moves->newest)
        violated(judging, "case %u: %s was told of epoch %u, although epoch %u had been acknowledged before",
                 fact->case_number, person_name(fact->who), answer->told_epoch, moves->newest);
}

static void judge_told(struct judging *judging, const struct fact *fact)
{
    const struct end *end = &judging->ends[fact->case_number];
    if (is_gone(end))
        return;
    bool is_event = fact->kind == FACT_EVENT_TOLD;
    bool is_there = fact->epoch <= end->epoch && (fact->epoch == 0 || end->chain[fact->epoch].is_there);
    if (!is_there || (is_event && end->chain[fact->epoch].digest != fact->digest))
        violated(judging, "case %u: somebody was told of an epoch %u that is not in the chain", fact->case_number,
                 fact->epoch);
    else if (!is_event && fact->holder != holder_at(end, fact->epoch))
        violated(judging, "case %u: somebody was told that %s holds it at epoch %u, and the chain says %s",
                 fact->case_number, person_name(fact->holder), fact->epoch, person_name(holder_at(end, fact->epoch)));
}

static bool are_contested(const struct judging *judging, const struct deed *one, const struct deed *other)
{
    const struct fact *facts = judging->history->facts;
    return one->answered != NO_FACT && other->answered != NO_FACT && one->asked < other->answered &&
           other->asked < one->answered && facts[one->asked].who != facts[other->asked].who &&
           facts[one->asked].epoch == facts[other->asked].epoch;
}

static bool is_contested(const struct judging *judging, const struct moves *moves)
{
    for (uint32_t i = 0; i < moves->claim_count; i++)
        for (uint32_t j = 0; j < i; j++)
            if (are_contested(judging, &judging->deeds[moves->claims[i]], &judging->deeds[moves->claims[j]]))
                return true;
    return false;
}

/* No epoch is missing, and the disk has what was told. */
static void judge_chain(struct judging *judging, uint32_t number)
{
    const struct end *end = &judging->ends[number];
    for (uint32_t epoch = 1; epoch < EPOCHS_MAX; epoch++) {
        const struct link_of_chain *link = &end->chain[epoch];
        if (link->is_there != (epoch <= end->epoch) || link->is_there != link->has_row)
            violated(judging, "case %u: epoch %u %s in the chain and %s on the disk", number, epoch,
                     link->is_there ? "is" : "is not", link->has_row ? "is" : "is not");
        else if (link->digest != link->row_digest)
            violated(judging, "case %u: epoch %u is another event on the disk", number, epoch);
    }
}

void judge_rooms(struct judging *judging)
{
    const struct history *history = judging->history;
    struct moves *moves = calloc((size_t)history->case_count + 1, sizeof *moves);
    if (moves == NULL) {
        violated(judging, "there is no memory to judge rooms with");
        return;
    }
    for (uint32_t i = 0; i < history->count; i++) {
        const struct fact *fact = &history->facts[i];
        if (fact->kind == FACT_EVENT && fact->outcome == FACT_ASKED)
            judge_asked(judging, i, fact, &moves[fact->case_number]);
        else if (fact->kind == FACT_EVENT && fact->outcome == FACT_DONE)
            judge_done(judging, fact, &moves[fact->case_number]);
        else if ((fact->kind == FACT_EVENT || fact->kind == FACT_PROPOSE) && fact->outcome == FACT_REFUSED)
            judge_conflict(judging, fact);
        else if (fact->kind == FACT_EVENT_TOLD || fact->kind == FACT_CARD_TOLD)
            judge_told(judging, fact);
    }
    for (uint32_t i = 0; i < history->case_count; i++) {
        judging->verdict->contested += is_contested(judging, &moves[i]);
        judge_chain(judging, i);
    }
    free(moves);
}
