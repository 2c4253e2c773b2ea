/* What the parts of the judge share: tables made of one history. Used by: judge*.c alone. */
#ifndef UDVEJ_TESTS_CHAOS_JUDGE_PARTS_H
#define UDVEJ_TESTS_CHAOS_JUDGE_PARTS_H

#include "judge.h"

enum { EPOCHS_MAX = 64, LEAVERS_MAX = 64, CLAIMS_MAX = 16, NO_FACT = 0x7fffffff };

/* One act: from its first ASKED to its last word. */
struct deed {
    uint32_t asked;    /* the first; NO_FACT: there is no such act */
    uint32_t answered; /* DONE or REFUSED; NO_FACT: it stayed unknown */
    uint32_t last;     /* the last of its facts */
    uint32_t times;    /* how often it was asked */
    bool is_done;
};

struct link_of_chain {
    uint64_t digest, row_digest;
    uint16_t holder; /* behind it */
    uint8_t type;
    bool is_there, has_row;
};

struct leaver {
    uint32_t epoch;
    uint16_t who;
};

struct card {
    uint8_t state;
    uint16_t holder;
    uint32_t epoch;
};

/* One case, as it ended. */
struct end {
    struct link_of_chain chain[EPOCHS_MAX];
    struct leaver leavers[LEAVERS_MAX];
    uint32_t leaver_count;
    uint32_t epoch; /* the last of the chain */
    struct card row;
    uint32_t row_count;
    struct card visitor;
    uint32_t visitor_count;
    uint32_t board_count; /* cards that supervisors were told */
    uint32_t queue_count; /* that counsellors were told */
    uint32_t room_count;  /* of all that were told by GET_ROOMS, those of who holds it */
    bool is_opened, is_burnt, may_be_burnt;
};

struct judging {
    const struct history *history;
    FILE *out;
    struct verdict *verdict;
    struct deed *deeds; /* by act */
    uint32_t deed_count;
    struct end *ends;          /* by case */
    uint32_t supervisor_count; /* who looked at the end */
};

__attribute__((format(printf, 2, 3))) void violated(struct judging *judging, const char *sentence, ...);

/* A person in a sentence. Good until the next few calls. */
const char *person_name(uint16_t person);

/* Is nothing left of the case, rightly? */
bool is_gone(const struct end *end);

/* Who holds the case behind `epoch`. */
uint16_t holder_at(const struct end *end, uint32_t epoch);

void judge_rooms(struct judging *judging);
void judge_lists(struct judging *judging);
void judge_letters(struct judging *judging);
void judge_calendar(struct judging *judging);

#endif
