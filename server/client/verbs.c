/* The commands of udvej-client: one table, one step each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "event_line.h"
#include "message.h"
#include "script.h"
#include "secret.h"
#include "statement.h"
#include "verbs.h"
#include "words.h"

enum {
    VISITOR = 1 << CLIENT_VISITOR,
    STAFF = 1 << CLIENT_STAFF,
    ANYBODY = VISITOR | STAFF,
};

enum step step_of(enum outcome outcome)
{
    switch (outcome) {
    case OK:
        return STEP_DONE;
    case FULL:
        return STEP_LATER;
    case MALFORMED:
        return STEP_MALFORMED;
    case GONE:
        return STEP_GONE;
    default:
        return STEP_REFUSED;
    }
}

/* --- both roles --- */

static enum step step_wait(struct script *script, const char *arguments)
{
    const char *rest = arguments;
    char text[WORD_MAX];
    if (*arguments == '\0')
        return STEP_MALFORMED;
    while (word_take(&rest, text))
        if (text[0] >= '0' && text[0] <= '9' && strchr(text, '=') == NULL)
            script_allow(script, (unsigned)strtoul(text, NULL, 10));
    return script_take(script, arguments) ? STEP_DONE : STEP_LATER;
}

static enum step step_recv(struct script *script, const char *arguments)
{
    if (*arguments != '\0')
        script_allow(script, (unsigned)strtoul(arguments, NULL, 10));
    return script_take(script, "message") ? STEP_DONE : STEP_LATER;
}

static enum step step_skip(struct script *script, const char *arguments)
{
    (void)arguments;
    script_skip(script);
    return STEP_DONE;
}

static enum step step_shown(struct script *script, const char *arguments)
{
    static const uint8_t none[MSG_ID_SIZE];
    uint8_t id[MSG_ID_SIZE];
    if (!word_id(&arguments, none, id))
        return STEP_MALFORMED;
    return step_of(client_shown(driver_client(script->driver), id));
}

static enum step say_text(struct script *script, const uint8_t case_id[CASE_ID_SIZE], const char *arguments)
{
    uint8_t text[LINE_MAX_SIZE], id[MSG_ID_SIZE];
    size_t size = word_rest(arguments, text);
    enum outcome outcome = client_say(driver_client(script->driver), case_id, (struct bytes){text, size}, id);
    secret_wipe(text, sizeof text);
    if (outcome == OK)
        script_name(script, id);
    return step_of(outcome);
}

static enum step step_send(struct script *script, const char *arguments)
{
    return say_text(script, script->last_case, arguments);
}

static void come_back(struct script *script)
{
    script->is_away = false;
    driver_connect(script->driver);
}

static enum step step_disconnect(struct script *script, const char *arguments)
{
    (void)arguments;
    script->is_away = true;
    script->is_ready = false;
    driver_disconnect(script->driver);
    return STEP_DONE;
}

static enum step step_connect(struct script *script, const char *arguments)
{
    (void)arguments;
    come_back(script);
    return STEP_DONE;
}

static enum step step_quit(struct script *script, const char *arguments)
{
    (void)arguments;
    script_input_ended(script);
    return STEP_DONE;
}

static enum step step_retract(struct script *script, const char *arguments)
{
    static const uint8_t none[MSG_ID_SIZE];
    uint8_t case_id[CASE_ID_SIZE], id[MSG_ID_SIZE];
    memcpy(case_id, script->last_case, CASE_ID_SIZE);
    if (script->settings.driver.role == CLIENT_STAFF && !word_id(&arguments, script->last_case, case_id))
        return STEP_MALFORMED;
    if (!word_id(&arguments, none, id))
        return STEP_MALFORMED;
    return step_of(client_retract(driver_client(script->driver), case_id, id));
}

/* --- visitor --- */

static enum step step_new(struct script *script, const char *arguments)
{
    (void)arguments;
    come_back(script);
    return step_of(visitor_new(driver_client(script->driver)));
}

static enum outcome code_digits(const struct client *client, char out[CODE_DIGITS + 3])
{
    char digits[CODE_DIGITS];
    enum outcome outcome = visitor_code(client, digits);
    if (outcome == OK)
        (void)snprintf(out, CODE_DIGITS + 3, "%.8s %.8s %.8s", digits, digits + 8, digits + 16);
    secret_wipe(digits, sizeof digits);
    return outcome;
}

static enum outcome code_words(const struct client *client, enum word_list list, char out[PHRASE_TEXT_MAX + 1])
{
    size_t size = 0;
    enum outcome outcome = visitor_words(client, list, out, &size);
    out[size] = '\0';
    return outcome;
}

static enum step step_code(struct script *script, const char *arguments)
{
    static const char *const lists[] = {"da", "en", NULL};
    const struct client *client = driver_client(script->driver);
    int list = *arguments == '\0' ? WORD_LISTS : word_choice(&arguments, lists, WORDS_DA);
    if (list < 0)
        return STEP_MALFORMED;
    return step_of(list == WORD_LISTS ? code_digits(client, script->code_text)
                                      : code_words(client, (enum word_list)list, script->code_text));
}

static struct bytes rest_of(const char *arguments)
{
    return (struct bytes){(const uint8_t *)arguments, strlen(arguments)};
}

static enum step step_check(struct script *script, const char *arguments)
{
    return step_of(visitor_check_code(driver_client(script->driver), rest_of(arguments)));
}

static enum step step_hide(struct script *script, const char *arguments)
{
    (void)arguments;
    visitor_hide_code(driver_client(script->driver));
    return STEP_DONE;
}

/* Done when the mailbox is open; unknown_code when the server has none for it. */
static enum step step_return(struct script *script, const char *arguments)
{
    if (script->is_first_step) {
        script->is_unknown = false;
        enum outcome outcome = visitor_return(driver_client(script->driver), rest_of(arguments));
        if (outcome != OK)
            return step_of(outcome);
        come_back(script);
    }
    if (script->is_unknown)
        return STEP_UNKNOWN;
    return script->is_ready ? STEP_DONE : STEP_LATER;
}

static bool wish(struct script *script, char *text)
{
    static const char *const profiles[] = {"any", "woman", "man", NULL};
    static const char *const answers[] = {"not_said", "yes", "no", NULL};
    char *equals = strchr(text, '=');
    if (equals == NULL)
        return false;
    *equals = '\0';
    const char *value = equals + 1;
    int choice = 0;
    if (strcmp(text, "lang") == 0) {
        (void)snprintf(script->lang, sizeof script->lang, "%s", value);
    } else if (strcmp(text, "profile") == 0) {
        choice = word_choice(&value, profiles, PROFILE_NOT_SAID);
        script->form.profile = (uint8_t)choice;
    } else if (strcmp(text, "safe") == 0) {
        choice = word_choice(&value, answers, 0);
        script->form.safe_now = (uint8_t)choice;
    } else if (strcmp(text, "topic") == 0) {
        script->form.topic = (uint8_t)strtoul(value, NULL, 10);
    } else {
        return false;
    }
    return choice >= 0;
}

static enum step step_wish(struct script *script, const char *arguments)
{
    char text[WORD_MAX];
    while (word_take(&arguments, text))
        if (!wish(script, text))
            return STEP_MALFORMED;
    return STEP_DONE;
}

/* Makes the secret if there is none yet, then opens the case once the server is there. */
static enum step step_open(struct script *script, const char *arguments)
{
    uint8_t text[LINE_MAX_SIZE];
    uint64_t door;
    struct client *client = driver_client(script->driver);
    char digits[CODE_DIGITS];
    if (!word_number(&arguments, UINT8_MAX, &door) || *arguments == '\0')
        return STEP_MALFORMED;
    if (script->is_first_step) {
        come_back(script);
        if (visitor_code(client, digits) != OK)
            (void)!visitor_new(client); /* REFUSED: there are keys already, and only the code is hidden */
    }
    secret_wipe(digits, sizeof digits);
    if (!script->is_ready)
        return STEP_LATER;
    struct bytes lang = {(const uint8_t *)script->lang, strlen(script->lang)};
    script->form.lang = lang;
    script->form.text = (struct bytes){text, word_rest(arguments, text)};
    enum outcome outcome = visitor_open_case(client, (uint8_t)door, lang, &script->form);
    secret_wipe(text, sizeof text);
    return step_of(outcome);
}

static enum step step_tell(struct script *script, const char *arguments)
{
    static const char *const names[] = {"cannot_write", "only_reading", NULL};
    int what = word_choice(&arguments, names, RECEIPT_CANNOT_WRITE);
    if (what < 0)
        return STEP_MALFORMED;
    return step_of(visitor_tell(driver_client(script->driver), (enum receipt_what)what));
}

static enum step step_visible(struct script *script, const char *arguments)
{
    static const char *const names[] = {"no", "yes", NULL};
    int is_visible = word_choice(&arguments, names, 0);
    if (is_visible < 0)
        return STEP_MALFORMED;
    visitor_visible(driver_client(script->driver), is_visible == 1);
    return STEP_DONE;
}

/* The page is left: keys are wiped at once, whatever was under way. */
static enum step step_leave(struct script *script, const char *arguments)
{
    (void)arguments;
    script->is_away = true;
    script->is_ready = false;
    driver_forget(script->driver);
    return STEP_DONE;
}

static enum step step_keep(struct script *script, const char *arguments)
{
    static const char *const names[] = {"off", "on", NULL};
    int is_on = word_choice(&arguments, names, 0);
    return is_on < 0 ? STEP_MALFORMED : step_of(visitor_keep(driver_client(script->driver), is_on == 1));
}

static enum step step_unkeep(struct script *script, const char *arguments)
{
    static const uint8_t none[MSG_ID_SIZE];
    uint8_t id[MSG_ID_SIZE];
    if (!word_id(&arguments, none, id))
        return STEP_MALFORMED;
    return step_of(visitor_delete_kept(driver_client(script->driver), id));
}

/* Done when the server has nothing any more; then the page is left. */
static enum step step_burn(struct script *script, const char *arguments)
{
    (void)arguments;
    if (script->is_first_step) {
        script->is_burnt = false;
        enum outcome outcome = visitor_burn(driver_client(script->driver));
        if (outcome != OK)
            return step_of(outcome);
        come_back(script);
    }
    return script->is_burnt ? step_leave(script, arguments) : STEP_LATER;
}

/* --- staff --- */

static enum step step_claim(struct script *script, const char *arguments)
{
    if (*arguments != '\0') {
        uint8_t case_id[CASE_ID_SIZE];
        if (!word_id(&arguments, script->last_case, case_id))
            return STEP_MALFORMED;
        return step_of(staff_claim(driver_client(script->driver), case_id));
    }
    const uint8_t *longest = script_claimable(script);
    return longest == NULL ? STEP_LATER : step_of(staff_claim(driver_client(script->driver), longest));
}

static enum step step_answer(struct script *script, const char *arguments)
{
    uint8_t case_id[CASE_ID_SIZE];
    if (!word_id(&arguments, script->last_case, case_id))
        return STEP_MALFORMED;
    return say_text(script, case_id, arguments);
}

static enum step step_close(struct script *script, const char *arguments)
{
    uint8_t case_id[CASE_ID_SIZE];
    if (!word_id(&arguments, script->last_case, case_id))
        return STEP_MALFORMED;
    return step_of(staff_close_case(driver_client(script->driver), case_id));
}

static enum step step_presence(struct script *script, const char *arguments)
{
    static const char *const names[] = {"away", "on_duty", "paused", NULL};
    int presence = word_choice(&arguments, names, PRESENCE_AWAY);
    if (presence < 0)
        return STEP_MALFORMED;
    return step_of(staff_presence(driver_client(script->driver), (uint8_t)presence));
}

static const struct verb verbs[] = {
    {"new", "                        a new visitor: makes the secret", VISITOR, false, step_new},
    {"wish", "KEY=VALUE...            lang=da profile=any|woman|man safe=yes|no topic=N, for the next open", VISITOR,
     false, step_wish},
    {"open", "DOOR TEXT               opens a case with the first words (a secret is made if there is none)", VISITOR,
     false, step_open},
    {"code", "[da|en]                 gives the return code: 24 digits, or seven words", VISITOR, false, step_code},
    {"check", "CODE                    was the code kept right?", VISITOR, false, step_check},
    {"hide", "                        forgets the code, keeps the keys", VISITOR, false, step_hide},
    {"return", "CODE                    comes back; done when the mailbox is open", VISITOR, false, step_return},
    {"send", "TEXT                    says something; \\n is a line feed, \\\\ a backslash", VISITOR, false, step_send},
    {"tell", "cannot_write|only_reading", VISITOR, false, step_tell},
    {"consent", "yes|no WHO              may this member of the room be written to? '.' is who was asked about last",
     VISITOR, true, step_consent},
    {"block", "WHO                     writes to this member no more", VISITOR, true, step_block},
    {"visible", "yes|no                  is the page before somebody's eyes?", VISITOR, false, step_visible},
    {"leave", "                        leaves at once: keys wiped, connection closed; open or return may follow",
     VISITOR, false, step_leave},
    {"keep", "on|off                  keeps what is shown and said from now on; off destroys what was kept", VISITOR,
     true, step_keep},
    {"unkeep", "ID                      deletes one kept message", VISITOR, true, step_unkeep},
    {"again", "                        asks for a closed case to be opened again", VISITOR, true, step_again},
    {"burn", "                        destroys everything the server has of the conversation, then leaves", VISITOR,
     false, step_burn},
    {"claim", "[CASE]                  takes a case; without CASE the one that has waited longest", STAFF, true,
     step_claim},
    {"answer", "CASE TEXT               says something in a case; '.' is the case claimed last", STAFF, false,
     step_answer},
    {"close", "CASE                    closes a case", STAFF, true, step_close},
    {"reopen", "CASE                    opens it again", STAFF, true, step_reopen},
    {"add", "CASE WHO [TEXT]         brings a colleague in, with words for that colleague", STAFF, true, step_add},
    {"escalate", "DAYS CASE WHO [TEXT]    asks supervisors to look, and brings one in for so many days after today",
     STAFF, true, step_escalate},
    {"stay", "DAYS CASE WHO [TEXT]    brings a colleague in for so many days after today", STAFF, true, step_stay},
    {"join", "DAYS CASE               comes in as a supervisor for so many days after today", STAFF, true, step_join},
    {"remove", "CASE WHO                takes a colleague out; 'me' leaves", STAFF, true, step_remove},
    {"takeover", "CASE WHO                proposes, as a supervisor, that WHO takes the case", STAFF, true,
     step_takeover},
    {"handover", "CASE WHO                offers the case to WHO, who has to sign it", STAFF, true, step_handover},
    {"second", "CASE                    signs what a colleague has proposed", STAFF, true, step_second},
    {"decline", "CASE                    says no to what is proposed, or takes it back", STAFF, true, step_decline},
    {"case",
     "CASE escalated|resting|claimed|ended|closed   asks a supervisor to look; lets it rest; neither; ends it for "
     "good; lifts that",
     STAFF, true, step_case},
    {"note", "CASE TEXT               says something among the staff of the room", STAFF, true, step_note},
    {"presence", "away|on_duty|paused", STAFF, true, step_presence},
    {"slots", "FROM TO                 asks for the calendar; minutes since 1970, or +N from now", STAFF, true,
     step_slots},
    {"slot", "ID held|no_show         what became of an appointment", STAFF, true, step_slot},
    {"calendar", "FILE                    writes what is known of our calendar, for a calendar program", STAFF, true,
     step_calendar},
    {"counts", "DAY DAYS                a supervisor's figures; DAY since 1970, or -N days ago", STAFF, true,
     step_counts},
    {"leaver", "WHO                     which cases a colleague holds or is in, for a supervisor", STAFF, true,
     step_leaver},
    {"leaver-move", "WHO TO|queue [stays]    proposes that TO takes all of them, or puts them back; and ends stays",
     STAFF, true, step_leaver_move},
    {"leaver-second", "WHO TO BY CASE...       signs those proposals of BY", STAFF, true, step_leaver_second},
    {"leaver-decline", "WHO TO BY CASE...       says no to them, or takes them back", STAFF, true, step_leaver_decline},
    {"audit", "[NUMBER HEAD]           what staff have done; checked against what is known of it", STAFF, true,
     step_audit},
    {"appointment", "CASE offer START[,START...] LENGTH chat|phone|meeting [PLACE]; CASE move ID as offer", STAFF, true,
     step_appointment},
    {"appointment", "CASE call_off|missed ID", STAFF, true, step_appointment},
    {"appointment", "accept ID [NUMBER]; decline|call_off ID; move ID WISH   NUMBER: of the offered times, from 1",
     VISITOR, false, step_appointment},
    {"retract", "[CASE] ID               takes back what was said; CASE for staff only", ANYBODY, true, step_retract},
    {"recv", "[SECONDS]               waits for the next message", ANYBODY, false, step_recv},
    {"wait", "EVENT [KEY=VALUE...] [SECONDS]  waits for an event not yet waited for", ANYBODY, false, step_wait},
    {"skip", "                        what has happened so far is not waited for", ANYBODY, false, step_skip},
    {"shown", "ID                      with --manual: this message has been shown", ANYBODY, false, step_shown},
    {"disconnect", "                        goes off-line, forgets nothing", ANYBODY, false, step_disconnect},
    {"connect", "                        and on again", ANYBODY, false, step_connect},
    {"quit", "                        ends when the server has everything that was said", ANYBODY, false, step_quit},
};

enum { VERB_COUNT = sizeof verbs / sizeof verbs[0] };

const struct verb *verb_find(const char *name, enum client_role role)
{
    for (size_t i = 0; i < VERB_COUNT; i++)
        if (strcmp(verbs[i].name, name) == 0 && (verbs[i].roles >> role & 1) != 0)
            return &verbs[i];
    return NULL;
}

static void print_for(const char *title, unsigned roles)
{
    printf("\n%s\n", title);
    for (size_t i = 0; i < VERB_COUNT; i++)
        if (verbs[i].roles == roles)
            printf("  %-11s %s\n", verbs[i].name, verbs[i].usage);
}

void verbs_print(void)
{
    print_for("Visitors:", VISITOR);
    print_for("Staff (CASE, WHO and ID are hex; '.' is the one spoken of last):", STAFF);
    print_for("Both:", ANYBODY);
}
