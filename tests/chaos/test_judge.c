/* Can the judge fail? A small sound history by hand, in which it finds nothing, and one planted fault after the other, of which it names each. */
#include <stdlib.h>

#include "judge.h"
#include "protocol/message.h"
#include "protocol/room.h"
#include "unit/check.h"

enum { ANNA = 10, BENT = 11, SUPERVISOR = 0, CASE = 1, INTAKE = 1, LETTER = 2, SLOT = 7, OTHER_SLOT = 8 };
enum { ACT_OPEN = 1, ACT_CLAIM, ACT_RIVAL, ACT_SEND, ACT_SLOT, ACT_OTHER_SLOT, ACT_SET };

static struct history history;
static char said[4096];

static struct fact *add(uint8_t kind, uint8_t outcome, uint32_t act)
{
    struct fact fact = {.kind = kind,
                        .outcome = outcome,
                        .act = act,
                        .case_number = CASE,
                        .who = NOBODY,
                        .subject = NOBODY,
                        .holder = NOBODY};
    uint32_t index = history_add(&history, &fact);
    return &history.facts[index];
}

static struct fact *claim(uint8_t outcome, uint32_t act, uint16_t who)
{
    struct fact *fact = add(FACT_EVENT, outcome, act);
    fact->type = ROOM_CLAIM;
    fact->who = fact->subject = who;
    fact->epoch = 1;
    fact->digest = 100 + who;
    return fact;
}

static struct fact *letter(uint8_t kind, uint8_t outcome, uint32_t number)
{
    struct fact *fact = add(kind, outcome, kind == FACT_OPEN ? ACT_OPEN : ACT_SEND);
    fact->number = number;
    fact->epoch = kind == FACT_OPEN ? 0 : 1;
    fact->to[0] = ANNA;
    fact->to_count = 1;
    return fact;
}

static struct fact *booking(uint8_t kind, uint8_t outcome, uint32_t act, uint32_t number, uint32_t start)
{
    struct fact *fact = add(kind, outcome, act);
    fact->number = number;
    fact->who = fact->subject = BENT;
    fact->start = start;
    fact->quarters = 4;
    fact->state = SLOT_OFFERED;
    return fact;
}

static void place(uint8_t kind, uint8_t outcome, uint32_t number, uint64_t seq, uint32_t read)
{
    struct fact *fact = add(kind, outcome, 0);
    fact->mailbox = ANNA;
    fact->number = number;
    fact->seq = seq;
    fact->read = read;
}

static struct fact *end_card(uint8_t kind, uint16_t who, uint8_t type)
{
    struct fact *fact = add(kind, FACT_NOTICED, 0);
    fact->who = who;
    fact->type = type;
    fact->state = CASE_CLAIMED;
    fact->epoch = 1;
    fact->holder = ANNA;
    return fact;
}

/* Where the facts stand that the faults are planted in. */
static struct {
    uint32_t rival_answer, other_answer, read_again, end_event, end_room, end_visitor, opened, row_case, row_event,
        row_letter, row_slot;
} at;

static void play(void)
{
    (void)letter(FACT_OPEN, FACT_ASKED, INTAKE);
    at.opened = history.count;
    (void)letter(FACT_OPEN, FACT_DONE, INTAKE);
    (void)claim(FACT_ASKED, ACT_CLAIM, ANNA);
    (void)claim(FACT_ASKED, ACT_RIVAL, BENT);
    (void)claim(FACT_DONE, ACT_CLAIM, ANNA);
    at.rival_answer = history.count;
    struct fact *refused = claim(FACT_REFUSED, ACT_RIVAL, BENT);
    refused->code = ERROR_EPOCH_CONFLICT;
    refused->told_epoch = 1;
    refused->holder = ANNA;
    (void)letter(FACT_SEND, FACT_ASKED, LETTER);
    (void)letter(FACT_SEND, FACT_DONE, LETTER);
    place(FACT_READ, FACT_NOTICED, 0, 0, 0);
    place(FACT_DELIVERED, FACT_NOTICED, INTAKE, 1, history.count - 1);
    place(FACT_ACKED, FACT_ASKED, 0, 1, 0);
    place(FACT_ACKED, FACT_DONE, 0, 1, 0);
    (void)booking(FACT_SLOT, FACT_ASKED, ACT_SLOT, SLOT, 100);
    (void)booking(FACT_SLOT, FACT_DONE, ACT_SLOT, SLOT, 100);
    (void)booking(FACT_SLOT, FACT_ASKED, ACT_OTHER_SLOT, OTHER_SLOT, 102);
    at.other_answer = history.count;
    booking(FACT_SLOT, FACT_REFUSED, ACT_OTHER_SLOT, OTHER_SLOT, 102)->code = ERROR_SLOT_TAKEN;
    at.read_again = history.count;
    place(FACT_READ, FACT_NOTICED, 0, 0, 0);
}

static void end(void)
{
    at.end_event = history.count;
    struct fact *link = claim(FACT_NOTICED, 0, ANNA);
    link->kind = FACT_END_EVENT;
    link->holder = ANNA;
    (void)end_card(FACT_END_QUEUE, SUPERVISOR, 1);
    (void)end_card(FACT_END_QUEUE, BENT, 0);
    at.end_room = history.count;
    (void)end_card(FACT_END_ROOM, ANNA, 0);
    at.end_visitor = history.count;
    (void)end_card(FACT_END_VISITOR, NOBODY, 0);
    at.row_case = history.count;
    (void)end_card(FACT_ROW_CASE, NOBODY, 0);
    at.row_event = history.count;
    claim(FACT_NOTICED, 0, ANNA)->kind = FACT_ROW_EVENT;
    at.row_letter = history.count;
    place(FACT_ROW_ENVELOPE, FACT_NOTICED, LETTER, 2, 0);
    (void)booking(FACT_END_SLOT, FACT_NOTICED, 0, SLOT, 100);
    at.row_slot = history.count;
    (void)booking(FACT_ROW_SLOT, FACT_NOTICED, 0, SLOT, 100);
}

static void begin(void)
{
    history_close(&history);
    history.case_count = CASE + 1;
    play();
    end();
}

static void drop(uint32_t index)
{
    history.facts[index].kind = FACT_KILLED;
    history.facts[index].outcome = FACT_NOTICED;
}

static uint64_t judged(void)
{
    struct verdict verdict;
    memset(said, 0, sizeof said);
    FILE *out = fmemopen(said, sizeof said - 1, "w");
    if (!CHECK(out != NULL))
        return 0;
    judge(&history, out, &verdict);
    (void)fclose(out);
    return verdict.violations;
}

/* Something was found, and it says so. */
static bool finds(const char *sentence)
{
    bool is_found = judged() > 0 && strstr(said, sentence) != NULL;
    if (!is_found)
        printf("not said: %s\nbut: %s\n", sentence, said);
    return is_found;
}

/* ---- what it finds ----------------------------------------------------------------------------------------------------- */

static void a_sound_history_is_sound(void)
{
    struct verdict verdict;
    begin();
    CHECK(judged() == 0);
    judge(&history, stdout, &verdict);
    CHECK(verdict.cases == 1 && verdict.contested == 1 && verdict.moves == 1 && verdict.refused_moves == 1);
    CHECK(verdict.letters == 2 && verdict.deliveries == 1 && verdict.acknowledged == 1);
    CHECK(verdict.bookings == 1 && verdict.refused_bookings == 1 && verdict.held == 1);
}

static void finds_a_double_owner(void)
{
    begin();
    history.facts[at.rival_answer].outcome = FACT_DONE;
    CHECK(finds("both person 10 and person 11 were told that their move made epoch 1"));
}

static void finds_a_loser_who_was_told_another_winner(void)
{
    begin();
    history.facts[at.rival_answer].holder = BENT;
    CHECK(finds("was refused and told that person 11 holds it"));
}

static void finds_a_claim_that_nobody_contested(void)
{
    struct verdict verdict;
    begin();
    history.facts[at.rival_answer].who = history.facts[at.rival_answer - 2].who = ANNA;
    judge(&history, stdout, &verdict);
    CHECK(verdict.contested == 0);
}

static void finds_a_lost_move(void)
{
    begin();
    drop(at.end_event);
    drop(at.row_event);
    CHECK(finds("was acknowledged and is lost"));
    begin();
    history.facts[at.end_event].digest++;
    history.facts[at.row_event].digest++;
    CHECK(finds("was acknowledged, and another stands there"));
    begin();
    drop(at.row_event);
    CHECK(finds("epoch 1 is in the chain and is not on the disk"));
    begin();
    history.facts[at.row_event].digest++;
    CHECK(finds("epoch 1 is another event on the disk"));
}

static void finds_two_chains(void)
{
    begin();
    claim(FACT_NOTICED, 0, BENT)->kind = FACT_END_EVENT;
    CHECK(finds("two chains are told, which part at epoch 1"));
    begin();
    struct fact *link = claim(FACT_NOTICED, 0, BENT);
    link->kind = FACT_END_EVENT;
    link->epoch = 0;
    CHECK(finds("the chain has an event of epoch 0"));
}

static void finds_a_move_out_of_order(void)
{
    begin();
    claim(FACT_ASKED, ACT_SET, BENT)->digest = 110;
    claim(FACT_DONE, ACT_SET, BENT)->digest = 110;
    CHECK(finds("although epoch 1 had been acknowledged before it was asked"));
    begin();
    claim(FACT_ASKED, ACT_SET, BENT)->epoch = 2;
    struct fact *refused = claim(FACT_REFUSED, ACT_SET, BENT);
    refused->code = ERROR_EPOCH_CONFLICT;
    refused->told_epoch = 0;
    CHECK(finds("was told of epoch 0, although epoch 1 had been acknowledged before"));
}

static void finds_a_forked_telling(void)
{
    begin();
    struct fact *told = claim(FACT_NOTICED, 0, BENT);
    told->kind = FACT_EVENT_TOLD;
    CHECK(finds("was told of an epoch 1 that is not in the chain"));
    begin();
    told = claim(FACT_NOTICED, 0, BENT);
    told->kind = FACT_CARD_TOLD;
    told->holder = BENT;
    CHECK(finds("was told that person 11 holds it at epoch 1, and the chain says person 10"));
}

static void finds_an_orphaned_case(void)
{
    begin();
    drop(at.end_room);
    CHECK(finds("is in no list"));
    begin();
    drop(at.row_case);
    CHECK(finds("was opened, and is 0 times on the disk"));
    begin();
    history.facts[at.row_case].holder = NOBODY;
    CHECK(finds("is in no list"));
    begin();
    history.facts[at.end_room].holder = BENT;
    CHECK(finds("on the disk it is"));
    begin();
    history.facts[at.row_case].epoch = 2;
    CHECK(finds("the row says person 10 at epoch 2, the chain says person 10 at epoch 1"));
    begin();
    history.facts[at.end_visitor].state = CASE_WAITING;
    CHECK(finds("its visitor is told state 1 at epoch 1, and it is in state 2 at epoch 1"));
}

static void finds_a_case_that_is_there_by_half(void)
{
    begin();
    history.facts[at.opened].outcome = FACT_UNKNOWN;
    CHECK(judged() == 0);
    drop(at.end_visitor);
    CHECK(finds("nobody knows whether it was opened, and it is there by half"));
}

static void finds_what_is_left_of_a_burnt_case(void)
{
    begin();
    (void)add(FACT_BURN, FACT_ASKED, ACT_SET);
    (void)add(FACT_BURN, FACT_DONE, ACT_SET);
    CHECK(finds("was burnt, and is not gone"));
    CHECK(finds("was burnt, and its message 2 is in mailbox a"));
}

static void finds_a_forgotten_state(void)
{
    begin();
    add(FACT_SET, FACT_ASKED, ACT_SET)->state = CASE_ESCALATED;
    add(FACT_SET, FACT_DONE, ACT_SET)->state = CASE_ESCALATED;
    CHECK(finds("state 6 was acknowledged, nothing happened after it, and it is in state 2"));
}

static void finds_a_lost_message(void)
{
    begin();
    drop(at.row_letter);
    CHECK(finds("message 2 to mailbox a was acknowledged and is lost"));
    struct fact *left = add(FACT_END_LEFT, FACT_NOTICED, 0); /* who has left after it has a right to it no more */
    left->who = ANNA;
    left->epoch = 2;
    CHECK(judged() == 0);
    left->epoch = 1;
    CHECK(finds("is lost"));
}

static void finds_a_message_that_comes_again(void)
{
    begin();
    place(FACT_DELIVERED, FACT_NOTICED, INTAKE, 1, at.read_again);
    CHECK(finds("was delivered to mailbox a again"));
    begin();
    place(FACT_ROW_ENVELOPE, FACT_NOTICED, INTAKE, 1, 0);
    CHECK(finds("is in mailbox a, although that had acknowledged it"));
    begin();
    place(FACT_ROW_ENVELOPE, FACT_NOTICED, INTAKE, 3, 0);
    CHECK(finds("was sent 1 times and has had more numbers"));
}

static void finds_a_message_that_nobody_can_open(void)
{
    begin();
    history.facts[at.row_letter].state = 2;
    CHECK(finds("message 2 in mailbox a was to be wrapped again, and nobody did"));
    begin();
    struct fact *rewrap = letter(FACT_REWRAP, FACT_ASKED, INTAKE); /* may bring it another number */
    rewrap->act = ACT_SET;
    place(FACT_DELIVERED, FACT_NOTICED, INTAKE, 3, at.read_again);
    CHECK(judged() == 0);
}

static void finds_a_number_that_was_given_twice(void)
{
    begin();
    history.facts[at.row_letter].seq = 1;
    CHECK(finds("mailbox a gave number 1 to message 1 and to message 2"));
}

static void finds_a_message_that_nobody_sent(void)
{
    begin();
    place(FACT_DELIVERED, FACT_NOTICED, 99, 9, at.read_again);
    CHECK(finds("has message 99, which nobody sent to it"));
    begin();
    history.facts[at.row_letter].mailbox = BENT;
    CHECK(finds("mailbox b has message 2, which nobody sent to it"));
}

static void finds_a_double_booking(void)
{
    begin();
    history.facts[at.other_answer].outcome = FACT_DONE;
    CHECK(finds("slot 8 (102+4) was booked while slot 7 (100+4) was kept"));
    (void)booking(FACT_END_SLOT, FACT_NOTICED, 0, OTHER_SLOT, 102);
    (void)booking(FACT_ROW_SLOT, FACT_NOTICED, 0, OTHER_SLOT, 102);
    CHECK(finds("slots 7 and 8 are both kept, and overlap"));
}

static void finds_a_lost_booking(void)
{
    begin();
    drop(at.row_slot);
    CHECK(finds("slot 7 was acknowledged and is lost"));
    begin();
    history.facts[at.row_slot].start++;
    CHECK(finds("which is not what was acknowledged last"));
    CHECK(finds("is on the disk, and not told so"));
}

static void finds_a_refusal_without_a_reason(void)
{
    begin();
    history.facts[at.other_answer].start = history.facts[at.other_answer - 1].start = 104;
    CHECK(finds("slot 8 was refused as taken, and nobody has taken that time"));
}

int main(void)
{
    RUN(a_sound_history_is_sound);
    RUN(finds_a_double_owner);
    RUN(finds_a_loser_who_was_told_another_winner);
    RUN(finds_a_claim_that_nobody_contested);
    RUN(finds_a_lost_move);
    RUN(finds_two_chains);
    RUN(finds_a_move_out_of_order);
    RUN(finds_a_forked_telling);
    RUN(finds_an_orphaned_case);
    RUN(finds_a_case_that_is_there_by_half);
    RUN(finds_what_is_left_of_a_burnt_case);
    RUN(finds_a_forgotten_state);
    RUN(finds_a_lost_message);
    RUN(finds_a_message_that_comes_again);
    RUN(finds_a_message_that_nobody_can_open);
    RUN(finds_a_number_that_was_given_twice);
    RUN(finds_a_message_that_nobody_sent);
    RUN(finds_a_double_booking);
    RUN(finds_a_lost_booking);
    RUN(finds_a_refusal_without_a_reason);
    history_close(&history);
    return check_end();
}
