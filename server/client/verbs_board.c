/* The commands of udvej-client that only supervisors have: what happened, without content. */
#include <string.h>

#include "message.h"
#include "script.h"
#include "verbs.h"
#include "words.h"

enum {
    SECONDS_PER_DAY = 24 * 60 * 60,
    PROPOSED_MAX = 256, /* cases on one line; the client refuses more than it can move at once */
};

/* A day since 1970, or "-N": N days ago. */
static bool word_day(const char **arguments, uint64_t *day)
{
    uint64_t today = driver_now_s() / SECONDS_PER_DAY;
    *arguments += strspn(*arguments, " ");
    bool is_ago = **arguments == '-';
    *arguments += is_ago ? 1 : 0;
    if (!word_number(arguments, UINT32_MAX, day) || (is_ago && *day > today))
        return false;
    *day = is_ago ? today - *day : *day;
    return true;
}

enum step step_counts(struct script *script, const char *arguments)
{
    uint64_t day, days;
    if (!word_day(&arguments, &day) || !word_number(&arguments, UINT8_MAX, &days))
        return STEP_MALFORMED;
    return step_of(staff_counts(driver_client(script->driver), (uint32_t)day, (uint8_t)days));
}

enum step step_leaver(struct script *script, const char *arguments)
{
    uint8_t who[HASH_SIZE];
    if (!word_who(&arguments, script->last_who, script->me, who))
        return STEP_MALFORMED;
    return step_of(staff_leaver_look(driver_client(script->driver), who));
}

/* "queue", or who takes the cases; then whether stays end too. */
enum step step_leaver_move(struct script *script, const char *arguments)
{
    static const char *const queue[] = {"queue", NULL};
    static const char *const stays[] = {"stays", NULL};
    uint8_t who[HASH_SIZE], to[HASH_SIZE];
    struct leaver_move move = {.who = who};
    if (!word_who(&arguments, script->last_who, script->me, who))
        return STEP_MALFORMED;
    const char *rest = arguments;
    if (word_choice(&rest, queue, 0) == 0) {
        arguments = rest;
    } else {
        if (!word_who(&arguments, script->last_who, script->me, to))
            return STEP_MALFORMED;
        move.to = to;
    }
    move.with_stays = arguments[strspn(arguments, " ")] != '\0';
    if (move.with_stays && word_choice(&arguments, stays, 0) != 0)
        return STEP_MALFORMED;
    return step_of(staff_leaver_move(driver_client(script->driver), &move));
}

/* Whose cases, to whom, by whom, and which were seen. */
static enum step step_proposed(struct script *script, const char *arguments,
                               enum outcome (*act)(struct client *client, const struct leaver_proposal *proposal))
{
    uint8_t who[HASH_SIZE], to[HASH_SIZE], by[HASH_SIZE];
    uint8_t cases[PROPOSED_MAX][CASE_ID_SIZE];
    struct leaver_proposal proposal = {who, to, by, cases[0], 0};
    if (!word_who(&arguments, script->last_who, script->me, who) ||
        !word_who(&arguments, script->last_who, script->me, to) ||
        !word_who(&arguments, script->last_who, script->me, by))
        return STEP_MALFORMED;
    while (arguments[strspn(arguments, " ")] != '\0') {
        if (proposal.count == PROPOSED_MAX || !word_id(&arguments, script->last_case, cases[proposal.count]))
            return STEP_MALFORMED;
        proposal.count++;
    }
    return step_of(act(driver_client(script->driver), &proposal));
}

enum step step_leaver_second(struct script *script, const char *arguments)
{
    return step_proposed(script, arguments, staff_leaver_second);
}

enum step step_leaver_decline(struct script *script, const char *arguments)
{
    return step_proposed(script, arguments, staff_leaver_decline);
}

enum step step_audit(struct script *script, const char *arguments)
{
    uint64_t number;
    uint8_t head[HASH_SIZE];
    if (arguments[strspn(arguments, " ")] == '\0')
        return step_of(staff_audit(driver_client(script->driver), 0, NULL));
    /* '.' and 'me' are no heads: nothing was spoken of here before */
    if (!word_number(&arguments, UINT64_MAX, &number) || !word_who(&arguments, script->me, script->me, head) ||
        memcmp(head, script->me, sizeof head) == 0)
        return STEP_MALFORMED;
    return step_of(staff_audit(driver_client(script->driver), number, head));
}
