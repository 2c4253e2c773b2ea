/* The commands of udvej-client about who is in a room. */
#include <string.h>

#include "message.h"
#include "script.h"
#include "secret.h"
#include "verbs.h"
#include "words.h"

enum step step_reopen(struct script *script, const char *arguments)
{
    uint8_t case_id[CASE_ID_SIZE];
    if (!word_id(&arguments, script->last_case, case_id))
        return STEP_MALFORMED;
    return step_of(staff_reopen(driver_client(script->driver), case_id));
}

static enum step add_with_words(struct script *script, const uint8_t case_id[CASE_ID_SIZE], const struct stay *stay,
                                const char *arguments)
{
    static const uint8_t none[MSG_ID_SIZE];
    uint8_t text[LINE_MAX_SIZE], id[MSG_ID_SIZE];
    size_t size = word_rest(arguments, text);
    enum outcome outcome = staff_add_for(driver_client(script->driver), case_id, stay, (struct bytes){text, size}, id);
    secret_wipe(text, sizeof text);
    if (outcome == OK && memcmp(id, none, sizeof id) != 0)
        script_name(script, id);
    return step_of(outcome);
}

enum step step_add(struct script *script, const char *arguments)
{
    uint8_t case_id[CASE_ID_SIZE], who[HASH_SIZE];
    if (!word_id(&arguments, script->last_case, case_id) || !word_who(&arguments, script->last_who, script->me, who))
        return STEP_MALFORMED;
    return add_with_words(script, case_id, &(struct stay){.who = who}, arguments);
}

enum step step_stay(struct script *script, const char *arguments)
{
    uint8_t case_id[CASE_ID_SIZE], who[HASH_SIZE];
    uint64_t days;
    if (!word_number(&arguments, STAY_DAYS_MAX, &days) || !word_id(&arguments, script->last_case, case_id) ||
        !word_who(&arguments, script->last_who, script->me, who))
        return STEP_MALFORMED;
    return add_with_words(script, case_id, &(struct stay){who, (uint16_t)days}, arguments);
}

enum step step_join(struct script *script, const char *arguments)
{
    uint8_t case_id[CASE_ID_SIZE];
    uint64_t days;
    if (!word_number(&arguments, STAY_DAYS_MAX, &days) || !word_id(&arguments, script->last_case, case_id))
        return STEP_MALFORMED;
    return add_with_words(script, case_id, &(struct stay){script->me, (uint16_t)days}, "");
}

/* All supervisors are asked to look too, as the one who is brought in may be away; whoever may not ask that, or not now, has brought one in
 * all the same. */
enum step step_escalate(struct script *script, const char *arguments)
{
    uint8_t case_id[CASE_ID_SIZE], who[HASH_SIZE];
    uint64_t days;
    if (!word_number(&arguments, STAY_DAYS_MAX, &days) || days == 0 ||
        !word_id(&arguments, script->last_case, case_id) || !word_who(&arguments, script->last_who, script->me, who))
        return STEP_MALFORMED;
    struct stay stay = {who, (uint16_t)days};
    enum step step = add_with_words(script, case_id, &stay, arguments);
    if (step == STEP_DONE) {
        enum outcome asked = staff_set_case(driver_client(script->driver), case_id, CASE_ESCALATED);
        (void)asked;
    }
    return step;
}

enum step step_remove(struct script *script, const char *arguments)
{
    uint8_t case_id[CASE_ID_SIZE], who[HASH_SIZE];
    if (!word_id(&arguments, script->last_case, case_id) || !word_who(&arguments, script->last_who, script->me, who))
        return STEP_MALFORMED;
    return step_of(staff_remove(driver_client(script->driver), case_id, who));
}

enum step step_takeover(struct script *script, const char *arguments)
{
    uint8_t case_id[CASE_ID_SIZE], who[HASH_SIZE];
    if (!word_id(&arguments, script->last_case, case_id) || !word_who(&arguments, script->last_who, script->me, who))
        return STEP_MALFORMED;
    return step_of(staff_take_over(driver_client(script->driver), case_id, who));
}

enum step step_handover(struct script *script, const char *arguments)
{
    uint8_t case_id[CASE_ID_SIZE], who[HASH_SIZE];
    if (!word_id(&arguments, script->last_case, case_id) || !word_who(&arguments, script->last_who, script->me, who))
        return STEP_MALFORMED;
    return step_of(staff_hand_over(driver_client(script->driver), case_id, who));
}

enum step step_decline(struct script *script, const char *arguments)
{
    uint8_t case_id[CASE_ID_SIZE];
    if (!word_id(&arguments, script->last_case, case_id))
        return STEP_MALFORMED;
    return step_of(staff_decline(driver_client(script->driver), case_id));
}

enum step step_case(struct script *script, const char *arguments)
{
    static const char *const names[] = {"escalated", "resting", "claimed", "ended", "closed", NULL};
    static const uint8_t states[] = {CASE_ESCALATED, CASE_RESTING, CASE_CLAIMED, CASE_ENDED, CASE_CLOSED};
    uint8_t case_id[CASE_ID_SIZE];
    if (!word_id(&arguments, script->last_case, case_id))
        return STEP_MALFORMED;
    int state = word_choice(&arguments, names, 0);
    return state < 0 ? STEP_MALFORMED : step_of(staff_set_case(driver_client(script->driver), case_id, states[state]));
}

enum step step_again(struct script *script, const char *arguments)
{
    (void)arguments;
    return step_of(visitor_ask_reopen(driver_client(script->driver)));
}

enum step step_second(struct script *script, const char *arguments)
{
    uint8_t case_id[CASE_ID_SIZE];
    if (!word_id(&arguments, script->last_case, case_id))
        return STEP_MALFORMED;
    return step_of(staff_second(driver_client(script->driver), case_id));
}

enum step step_note(struct script *script, const char *arguments)
{
    uint8_t case_id[CASE_ID_SIZE], text[LINE_MAX_SIZE], id[MSG_ID_SIZE];
    if (!word_id(&arguments, script->last_case, case_id))
        return STEP_MALFORMED;
    size_t size = word_rest(arguments, text);
    enum outcome outcome = staff_note(driver_client(script->driver), case_id, (struct bytes){text, size}, id);
    secret_wipe(text, sizeof text);
    if (outcome == OK)
        script_name(script, id);
    return step_of(outcome);
}

static enum step answer_about(struct script *script, const char **arguments, bool is_yes)
{
    uint8_t who[HASH_SIZE];
    if (!word_who(arguments, script->last_who, script->me, who))
        return STEP_MALFORMED;
    return step_of(visitor_consent(driver_client(script->driver), who, is_yes));
}

enum step step_consent(struct script *script, const char *arguments)
{
    static const char *const names[] = {"no", "yes", NULL};
    int is_yes = word_choice(&arguments, names, 0);
    return is_yes < 0 ? STEP_MALFORMED : answer_about(script, &arguments, is_yes == 1);
}

enum step step_block(struct script *script, const char *arguments)
{
    return answer_about(script, &arguments, false);
}
