/* The commands of udvej-client about appointments and the calendar. [CASE] ACT ID [START[,START..] LENGTH WAY [PLACE]] */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "body.h"
#include "calendar_file.h"
#include "event_line.h"
#include "verbs.h"
#include "words.h"

static const char *const acts[] = {"offer", "accept", "decline", "move", "call_off", "missed", NULL};
static const char *const ways[] = {"chat", "phone", "meeting", NULL};

/* 29000000,+1440: up to APPOINTMENT_TIMES_MAX. */
static bool appointment_starts(const char **arguments, struct appointment *appointment)
{
    char text[WORD_MAX], *rest = text;
    if (!word_take(arguments, text))
        return false;
    for (const char *part = strsep(&rest, ","); part != NULL; part = strsep(&rest, ",")) {
        if (appointment->count == APPOINTMENT_TIMES_MAX ||
            !word_start(&part, &appointment->times[appointment->count++].start_min))
            return false;
    }
    return true;
}

/* When, how long, how and where; `place` has LINE_MAX_SIZE octets. */
static bool appointment_words(const char *arguments, struct appointment *appointment, uint8_t *place)
{
    uint64_t length;
    if (!appointment_starts(&arguments, appointment) ||
        !word_number(&arguments, SLOT_QUARTERS_MAX * SLOT_MINUTES, &length))
        return false;
    int way = word_choice(&arguments, ways, WAY_CHAT);
    if (way < 0)
        return false;
    for (size_t i = 0; i < appointment->count; i++)
        appointment->times[i].length_min = (uint16_t)length;
    appointment->way = (uint8_t)way;
    appointment->place = (struct bytes){place, word_rest(arguments, place)};
    return true;
}

static enum step appointment_say(struct script *script, const uint8_t case_id[CASE_ID_SIZE],
                                 struct appointment *appointment)
{
    uint8_t id[MSG_ID_SIZE];
    enum outcome outcome = client_appointment(driver_client(script->driver), case_id, appointment, id);
    if (outcome == OK) {
        script_name(script, id);
        script_know_appointment(script, appointment);
    }
    return step_of(outcome);
}

/* What an act that names no new times is about: as it stands, and for ACCEPT and MISSED one time of it, the first if no number is
 * given. A visitor's MOVE says its wish in place of the place. */
static bool appointment_about(struct script *script, const char *arguments, struct appointment *appointment,
                              uint8_t *place)
{
    const struct appointment *known = script_appointment(script, appointment->id);
    uint8_t act = appointment->act;
    uint64_t number = 1;
    if (known == NULL)
        return false;
    *appointment = *known;
    appointment->act = act;
    if (act == APPOINTMENT_MOVE)
        appointment->place = (struct bytes){place, word_rest(arguments, place)};
    if (act != APPOINTMENT_ACCEPT && act != APPOINTMENT_MISSED)
        return true;
    if (*arguments != '\0' && (!word_number(&arguments, known->count, &number) || number == 0))
        return false;
    appointment->count = 1;
    appointment->times[0] = known->times[number - 1];
    return true;
}

enum step step_appointment(struct script *script, const char *arguments)
{
    uint8_t place[LINE_MAX_SIZE], case_id[CASE_ID_SIZE];
    struct appointment appointment = {.count = 0};
    bool is_staff = script->settings.driver.role == CLIENT_STAFF;
    memcpy(case_id, script->last_case, CASE_ID_SIZE);
    if (is_staff && !word_id(&arguments, script->last_case, case_id))
        return STEP_MALFORMED;
    int act = word_choice(&arguments, acts, APPOINTMENT_OFFER);
    if (act < 0 || (act != APPOINTMENT_OFFER && !word_id(&arguments, script->last_appointment, appointment.id)))
        return STEP_MALFORMED;
    appointment.act = (uint8_t)act;
    bool is_timed = act == APPOINTMENT_OFFER || (is_staff && act == APPOINTMENT_MOVE);
    if (is_timed ? !appointment_words(arguments, &appointment, place)
                 : !appointment_about(script, arguments, &appointment, place))
        return STEP_MALFORMED;
    return appointment_say(script, case_id, &appointment);
}

enum step step_slots(struct script *script, const char *arguments)
{
    uint64_t from, to;
    if (!word_start(&arguments, &from) || !word_start(&arguments, &to))
        return STEP_MALFORMED;
    return step_of(staff_slots(driver_client(script->driver), from, to));
}

enum step step_slot(struct script *script, const char *arguments)
{
    static const char *const names[] = {"held", "no_show", NULL};
    uint8_t id[SLOT_ID_SIZE];
    if (!word_id(&arguments, script->last_appointment, id))
        return STEP_MALFORMED;
    int state = word_choice(&arguments, names, SLOT_HELD);
    if (state < 0)
        return STEP_MALFORMED;
    return step_of(staff_slot_state(driver_client(script->driver), id, (uint8_t)state));
}

/* Readable by its owner alone. */
static bool write_file(const char *path, const uint8_t *data, size_t size)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    bool is_written = write(file, data, size) == (ssize_t)size;
    return close(file) == 0 && is_written;
}

enum step step_calendar(struct script *script, const char *arguments)
{
    static const char summary[] = "udvej";
    const char *path = arguments + strspn(arguments, " ");
    struct calendar_file file;
    size_t max = CALENDAR_FRAME_SIZE_MAX + script->slot_count * CALENDAR_ENTRY_SIZE_MAX, size = 0;
    if (*path == '\0')
        return STEP_MALFORMED;
    if (script->misses_slots)
        return STEP_REFUSED; /* a file with holes would look like free time */
    uint8_t *octets = malloc(max);
    if (octets == NULL)
        return STEP_REFUSED;
    calendar_file_open(&file, driver_now_s() / 60, (struct bytes){(const uint8_t *)summary, strlen(summary)}, octets,
                       max);
    for (size_t i = 0; i < script->slot_count; i++)
        calendar_file_add(&file, &script->slots[i]);
    bool is_written = calendar_file_close(&file, &size) == OK && write_file(path, octets, size);
    free(octets);
    return is_written ? STEP_DONE : STEP_REFUSED;
}
