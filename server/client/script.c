#include "script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "event_line.h"
#include "secret.h"

static uint64_t now_ms(void)
{
    return uv_hrtime() / 1000000;
}

/* --- lines out --- */

static void put_line(struct script *script, struct bytes line)
{
    if (fwrite(line.data, 1, line.size, stdout) != line.size || fputc('\n', stdout) == EOF || fflush(stdout) != 0)
        script_end(script, EXIT_FAILED);
}

static void put_result(struct script *script, const char *event, const char *why)
{
    uint8_t text[512];
    struct json json;
    struct bytes line;
    json_open(&json, text, sizeof text, event);
    json_word(&json, "command", script->verb == NULL ? "" : script->verb->name);
    if (why != NULL)
        json_word(&json, "why", why);
    if (script->has_id)
        json_hex(&json, "id", script->id, MSG_ID_SIZE);
    if (script->code_text[0] != '\0')
        json_text(&json, "code", (struct bytes){(const uint8_t *)script->code_text, strlen(script->code_text)});
    if (json_finish(&json, &line) == OK)
        put_line(script, line);
    secret_wipe(text, sizeof text);
}

void script_end(struct script *script, enum exit_code code)
{
    if (script->has_ended)
        return;
    script->has_ended = true;
    script->code = code;
    script->ended(script->context);
}

/* --- what happened --- */

static struct recent *recent_at(struct script *script, size_t index)
{
    return &script->recent[(script->recent_first + index) % RECENT_MAX];
}

static void recent_wipe(struct recent *recent)
{
    uint8_t *data = (uint8_t *)recent->line.data;
    if (data != NULL)
        secret_wipe(data, recent->line.size);
    free(data);
    recent->line = (struct bytes){NULL, 0};
}

/* Full: the oldest is forgotten; it can no longer be waited for. */
static void remember(struct script *script, struct bytes event)
{
    uint8_t *copy = malloc(event.size);
    if (copy == NULL)
        return;
    memcpy(copy, event.data, event.size);
    if (script->recent_count == RECENT_MAX) {
        recent_wipe(recent_at(script, 0));
        script->recent_first = (script->recent_first + 1) % RECENT_MAX;
        script->recent_count--;
    }
    recent_at(script, script->recent_count++)->line = (struct bytes){copy, event.size};
}

/* "name key=value ...": does the event fit all of it? */
static bool fits(struct bytes event, const char *matches)
{
    char word[256], *equals;
    bool is_name = true;
    while (*matches != '\0') {
        size_t size = strcspn(matches, " ");
        if (size >= sizeof word)
            return false;
        memcpy(word, matches, size);
        word[size] = '\0';
        matches += size + strspn(matches + size, " ");
        equals = strchr(word, '=');
        if (!is_name && equals == NULL)
            continue; /* the number of seconds */
        if (!is_name)
            *equals = '\0';
        if (!event_has(event, is_name ? "event" : word, is_name ? word : equals + 1))
            return false;
        is_name = false;
    }
    return true;
}

bool script_take(struct script *script, const char *matches)
{
    bool is_found = false;
    for (size_t i = 0; i < script->recent_count && !is_found; i++) {
        struct recent *recent = recent_at(script, i);
        is_found = recent->line.data != NULL && fits(recent->line, matches);
        if (is_found)
            recent_wipe(recent);
    }
    while (script->recent_count > 0 && recent_at(script, 0)->line.data == NULL) {
        script->recent_first = (script->recent_first + 1) % RECENT_MAX;
        script->recent_count--;
    }
    return is_found;
}

void script_skip(struct script *script)
{
    for (size_t i = 0; i < script->recent_count; i++)
        recent_wipe(recent_at(script, i));
    script->recent_count = 0;
}

void script_name(struct script *script, const uint8_t id[MSG_ID_SIZE])
{
    script->has_id = true;
    memcpy(script->id, id, MSG_ID_SIZE);
}

/* --- the cases that anybody may claim --- */

static struct waiting *waiting_find(struct script *script, const uint8_t case_id[CASE_ID_SIZE])
{
    for (size_t i = 0; i < script->waiting_count; i++)
        if (memcmp(script->waiting[i].case_id, case_id, CASE_ID_SIZE) == 0)
            return &script->waiting[i];
    return NULL;
}

static struct waiting *waiting_add(struct script *script, struct bytes event)
{
    uint8_t case_id[CASE_ID_SIZE];
    if (event_hex(event, "case", case_id, sizeof case_id) != OK)
        return NULL;
    struct waiting *waiting = waiting_find(script, case_id);
    if (waiting != NULL || script->waiting_count == WAITING_MAX)
        return waiting;
    waiting = &script->waiting[script->waiting_count++];
    *waiting = (struct waiting){.has_card = false};
    memcpy(waiting->case_id, case_id, CASE_ID_SIZE);
    return waiting;
}

static void note_card(struct script *script, struct bytes event)
{
    struct waiting *waiting = waiting_add(script, event);
    if (waiting == NULL)
        return;
    waiting->has_card = true;
    if (event_has(event, "state", "waiting"))
        return;
    size_t at = (size_t)(waiting - script->waiting);
    script->waiting_count--;
    memmove(waiting, waiting + 1, (script->waiting_count - at) * sizeof *waiting);
}

static void note_intake(struct script *script, struct bytes event)
{
    struct waiting *waiting = waiting_add(script, event);
    if (waiting != NULL)
        waiting->has_intake = true;
}

const uint8_t *script_claimable(const struct script *script)
{
    for (size_t i = 0; i < script->waiting_count; i++)
        if (script->waiting[i].has_card && script->waiting[i].has_intake)
            return script->waiting[i].case_id;
    return NULL;
}

static void note_case(struct script *script, struct bytes event)
{
    (void)!event_hex(event, "case", script->last_case, CASE_ID_SIZE);
}

static void note_me(struct script *script, struct bytes event)
{
    (void)!event_hex(event, "me", script->me, HASH_SIZE);
}

static void note_who(struct script *script, struct bytes event)
{
    note_case(script, event);
    (void)!event_hex(event, "who", script->last_who, HASH_SIZE);
}

static void note_ready(struct script *script, struct bytes event)
{
    (void)event;
    script->is_ready = true;
    if (script->settings.driver.role == CLIENT_VISITOR)
        visitor_visible(driver_client(script->driver), true);
}

static void note_unknown(struct script *script, struct bytes event)
{
    (void)event;
    script->is_unknown = true;
}

static void note_burnt(struct script *script, struct bytes event)
{
    (void)event;
    script->is_burnt = true;
}

static void note_error(struct script *script, struct bytes event)
{
    if (event_has(event, "code", "bad_login"))
        script_end(script, EXIT_REFUSED);
}

static void note_end(struct script *script, struct bytes event)
{
    (void)event;
    script_end(script, EXIT_REFUSED);
}

static const struct {
    const char *event;
    void (*note)(struct script *script, struct bytes event);
} notes[] = {
    {"ready", note_ready},        {"unknown_code", note_unknown}, {"burnt", note_burnt},
    {"opened", note_case},        {"unlocked", note_me},          {"claimed", note_case},
    {"added", note_case},         {"consent", note_who},          {"proposal", note_who},
    {"card", note_card},          {"intake", note_intake},        {"appointment", script_note_appointment},
    {"slot", script_note_slot},

    {"error", note_error},        {"stopped", note_end},          {"superseded", note_end},
    {"client_too_old", note_end},
};

static void on_event(void *context, struct bytes event)
{
    struct script *script = context;
    script->event_count++;
    put_line(script, event);
    remember(script, event);
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++)
        if (event_has(event, "event", notes[i].event))
            notes[i].note(script, event);
}

/* --- commands --- */

void script_allow(struct script *script, unsigned seconds)
{
    if (script->is_first_step)
        script->deadline_ms = now_ms() + (uint64_t)seconds * 1000;
}

static const char *step_word(enum step step)
{
    static const char *const words[] = {[STEP_REFUSED] = "refused",
                                        [STEP_MALFORMED] = "malformed",
                                        [STEP_GONE] = "nobody_there",
                                        [STEP_UNKNOWN] = "unknown_code"};
    return step >= STEP_REFUSED && step <= STEP_UNKNOWN ? words[step] : "timeout";
}

static void finish(struct script *script, enum step step, enum exit_code code)
{
    put_result(script, step == STEP_DONE ? "done" : "failed", step == STEP_DONE ? NULL : step_word(step));
    script->verb = NULL;
    secret_wipe(script->line, sizeof script->line);
    secret_wipe(script->code_text, sizeof script->code_text);
    if (step != STEP_DONE && !script->settings.keeps_going)
        script_end(script, code);
}

static void step(struct script *script)
{
    const struct verb *verb = script->verb;
    enum step said = STEP_LATER;
    uint64_t events;
    do {
        events = script->event_count;
        if (!verb->needs_ready || script->is_ready) {
            said = verb->step(script, script->arguments);
            script->is_first_step = false;
        }
        driver_pump(script->driver);
    } while (said == STEP_LATER && script->event_count != events && !script->has_ended);
    if (said != STEP_LATER)
        finish(script, said, said == STEP_UNKNOWN ? EXIT_REFUSED : EXIT_FAILED);
    else if (now_ms() >= script->deadline_ms)
        finish(script, STEP_LATER, EXIT_TIMEOUT);
}

/* After the last command: the server has everything, and nobody has said anything for a moment. */
static void settle(struct script *script)
{
    bool is_settled = client_is_idle(driver_client(script->driver)) && driver_is_quiet(script->driver, SETTLE_MS);
    if (is_settled || script->is_away)
        script_end(script, EXIT_OK);
    else if (now_ms() >= script->settle_until_ms)
        script_end(script, EXIT_TIMEOUT);
}

static void check_patience(struct script *script)
{
    if (driver_is_connected(script->driver) || script->is_away) {
        script->lost_ms = 0;
        return;
    }
    script->is_ready = false;
    if (script->lost_ms == 0)
        script->lost_ms = now_ms();
    if (now_ms() - script->lost_ms > (uint64_t)script->settings.patience_s * 1000) {
        fprintf(stderr, "udvej-client: no connection: %s\n", driver_trouble(script->driver));
        script_end(script, EXIT_CONNECTION);
    }
}

static void on_turn(void *context)
{
    struct script *script = context;
    if (driver_has_failed(script->driver) && !script->has_ended) {
        fprintf(stderr, "udvej-client: %s\n", driver_trouble(script->driver));
        script_end(script, EXIT_FAILED);
    }
    check_patience(script);
    if (script->verb != NULL && !script->has_ended)
        step(script);
    if (script->has_input_ended && script->verb == NULL && !script->has_ended)
        settle(script);
    if (script_wants_line(script))
        script->hungry(script->context);
}

bool script_wants_line(const struct script *script)
{
    return script->verb == NULL && !script->has_ended && !script->has_input_ended;
}

void script_line(struct script *script, const char *line, size_t size)
{
    char *arguments;
    invariant(size < sizeof script->line);
    memcpy(script->line, line, size);
    script->line[size] = '\0';
    script->has_id = false;
    script->code_text[0] = '\0';
    arguments = script->line + strcspn(script->line, " ");
    if (script->line[0] == '\0' || script->line[0] == '#')
        return;
    if (*arguments != '\0')
        *arguments++ = '\0';
    script->verb = verb_find(script->line, script->settings.driver.role);
    if (script->verb == NULL) {
        finish(script, STEP_MALFORMED, EXIT_FAILED);
        return;
    }
    script->arguments = arguments;
    script->is_first_step = true;
    script_allow(script, script->settings.timeout_s);
    step(script);
}

void script_input_ended(struct script *script)
{
    script->has_input_ended = true;
    /* The device goes off: what only it could read again must not depend on its keys. */
    if (script->settings.driver.role == CLIENT_STAFF) {
        staff_lock(driver_client(script->driver));
        driver_pump(script->driver);
    }
    script->settle_until_ms = now_ms() + (uint64_t)script->settings.timeout_s * 1000;
}

/* --- life --- */

bool script_open(struct script *script, uv_loop_t *loop, const struct script_settings *settings, struct reason *reason)
{
    script->settings = *settings;
    script->settings.driver.context = script;
    script->settings.driver.event = on_event;
    script->settings.driver.turn = on_turn;
    (void)snprintf(script->lang, sizeof script->lang, "da");
    script->lost_ms = now_ms();
    script->driver = driver_new(loop, &script->settings.driver, reason);
    return script->driver != NULL;
}

void script_close(struct script *script)
{
    script_skip(script);
    driver_free(script->driver);
    script->driver = NULL;
}
