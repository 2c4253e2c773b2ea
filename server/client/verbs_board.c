/* The commands of udvej-client that only supervisors have: what happened, without content. */
#include <string.h>

#include "message.h"
#include "script.h"
#include "verbs.h"
#include "words.h"

enum { SECONDS_PER_DAY = 24 * 60 * 60 };

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
