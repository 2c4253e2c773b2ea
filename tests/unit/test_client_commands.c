/* Has every command an answer in every state of either role, and does anything but OK change nothing? One table: rows are the commands of client.h,
 * columns what the client is in. */
#include "check.h"
#include "client.h"
#include "message.h"
#include "stage.h"

#include <sodium.h>
#include <stdlib.h>

/* --- what a client can be in --- */

enum state {
    LOCKED,    /* a device before its key file is opened; a page before it has a code */
    CONNECTED, /* the same, and the server has said its challenge */
    OFFLINE,   /* with keys, without a connection */
    READY,     /* logged in, no case */
    ASKING,    /* visitor: OPEN_CASE is on its way; staff: a claim is */
    WAITING,   /* the case waits in the queue */
    OUTSIDE,   /* staff: a colleague has it */
    TALKING,   /* the case is claimed: staff hold it */
    CUT,       /* likewise, and the connection is gone */
    CLOSED,    /* the case is closed */
    BURNING,   /* visitor: BURN has no answer yet */
    STOPPED,   /* the server lied */
    STATES,
};

static enum scene_actor actor; /* whose commands are tried */

static bool drops_done(struct scene *at, enum scene_actor whose, uint8_t *data, size_t *size)
{
    (void)at;
    (void)size;
    return whose != SCENE_VISITOR || data[0] != MESSAGE_DONE;
}

static void lie(void)
{
    struct message message = {.code = MESSAGE_CHALLENGE};
    scene_inject(&scene, actor, &message);
    go();
    CHECK(count_of(actor, "stopped") == 1);
}

/* A client that has nothing yet, in the place of the one that was there. */
static void begin_anew(bool is_connected)
{
    struct client_settings settings = {.role = actor == SCENE_VISITOR ? CLIENT_VISITOR : CLIENT_STAFF,
                                       .host = PART_TEXT("test.invalid"),
                                       .draw = randombytes_buf};
    scene_kill(&scene, actor);
    scene_run(&scene);
    memcpy(settings.deployment_id, scene.keys.deployment_id, HASH_SIZE);
    scene.devices[actor].client = client_open(scene.devices[actor].memory, &settings);
    if (is_connected)
        come(actor);
    go();
}

static void bring_to(enum state state)
{
    stage();
    if (state == LOCKED || state == CONNECTED) {
        begin_anew(state == CONNECTED);
        return;
    }
    if (state == OFFLINE)
        scene_disconnect(&scene, actor);
    if (state <= READY)
        return;
    scene.devices[SCENE_VISITOR].keeps_frames = state == ASKING && actor == SCENE_VISITOR;
    CHECK(open_door(1) == OK);
    go();
    scene.devices[SCENE_VISITOR].keeps_frames = false;
    if (state == ASKING && actor == SCENE_ALPHA)
        CHECK(staff_claim(client_of(SCENE_ALPHA), case_id) == OK);
    if (state == ASKING || state == WAITING)
        return;
    CHECK(staff_claim(client_of(state == OUTSIDE ? SCENE_BETA : SCENE_ALPHA), case_id) == OK);
    go();
    if (state == CLOSED)
        CHECK(staff_close_case(client_of(SCENE_ALPHA), case_id) == OK);
    go();
    if (state == CUT)
        scene_disconnect(&scene, actor);
    if (state == BURNING) {
        scene.filter = drops_done;
        CHECK(visitor_burn(client_of(SCENE_VISITOR)) == OK);
        go();
    }
    if (state == STOPPED)
        lie();
}

/* --- the commands; `how` chooses among their arguments --- */

static uint8_t id[MSG_ID_SIZE];
static size_t size_out;
static uint8_t octets_out[256];

enum text { NOTHING, WORDS, TOO_MANY, TOO_LONG, GARBLED };

static struct bytes text_of(unsigned how)
{
    static uint8_t octets[TEXT_MAX + 1];
    memset(octets, how == GARBLED ? 0xff : 'a', sizeof octets);
    static const size_t sizes[] = {0, 5, TEXT_CHARACTERS_MAX + 1, TEXT_MAX + 1, 5};
    return (struct bytes){octets, sizes[how]};
}

static const uint8_t *who(unsigned staff)
{
    return scene.keys.cert_hash[staff - SCENE_ALPHA];
}

static enum outcome do_shown(struct client *client, unsigned how)
{
    (void)how;
    return client_shown(client, case_id);
}

static enum outcome do_say(struct client *client, unsigned how)
{
    return client_say(client, case_id, text_of(how), id);
}

static enum outcome do_retract(struct client *client, unsigned how)
{
    uint8_t of_text[MSG_ID_SIZE] = {7};
    of_text[MSG_ID_SIZE - 1] = (uint8_t)how; /* 1: a note's */
    return client_retract(client, case_id, of_text);
}

static enum outcome do_appoint(struct client *client, unsigned how)
{
    struct appointment appointment = {.act = (uint8_t)how, .count = 1, .times = {{.length_min = 30}}, .way = WAY_CHAT};
    appointment.times[0].start_min = (SCENE_START_DAY + 2) * UINT64_C(1440);
    return client_appointment(client, case_id, &appointment, id);
}

static enum outcome do_new(struct client *client, unsigned how)
{
    (void)how;
    return visitor_new(client);
}

static enum outcome do_return(struct client *client, unsigned how)
{
    return visitor_return(client, (struct bytes){(const uint8_t *)code, how});
}

static enum outcome do_code(struct client *client, unsigned how)
{
    char digits[CODE_DIGITS];
    (void)how;
    return visitor_code(client, digits);
}

static enum outcome do_words(struct client *client, unsigned how)
{
    char text[PHRASE_TEXT_MAX];
    return visitor_words(client, (enum word_list)how, text, &size_out);
}

static enum outcome do_check_code(struct client *client, unsigned how)
{
    return visitor_check_code(client, (struct bytes){(const uint8_t *)code, how});
}

static enum outcome do_open_case(struct client *client, unsigned how)
{
    struct form form = {.lang = PART_TEXT("da"), .text = text_of(how)};
    return visitor_open_case(client, 1, PART_TEXT("da"), &form);
}

static enum outcome do_open_in(struct client *client, unsigned lang_size)
{
    struct form form = {.lang = PART_TEXT("da"), .text = PART_TEXT("hello")};
    return visitor_open_case(client, 1, (struct bytes){(const uint8_t *)"danskdansk", lang_size}, &form);
}

static enum outcome do_open_for(struct client *client, unsigned profile)
{
    struct form form = {.lang = PART_TEXT("da"), .text = PART_TEXT("hello"), .profile = (uint8_t)profile};
    return visitor_open_case(client, 1, PART_TEXT("da"), &form);
}

static enum outcome do_tell(struct client *client, unsigned how)
{
    return visitor_tell(client, (enum receipt_what)how);
}

static enum outcome do_yes(struct client *client, unsigned how)
{
    return visitor_consent(client, how == SCENE_VISITOR ? visitor_id : who(how), true);
}

static enum outcome do_no(struct client *client, unsigned how)
{
    return visitor_consent(client, who(how), false);
}

static enum outcome do_keep(struct client *client, unsigned how)
{
    return visitor_keep(client, how != 0);
}

static enum outcome do_delete_kept(struct client *client, unsigned how)
{
    (void)how;
    return visitor_delete_kept(client, case_id);
}

static enum outcome do_burn(struct client *client, unsigned how)
{
    (void)how;
    return visitor_burn(client);
}

static enum outcome do_unlock(struct client *client, unsigned how)
{
    (void)how;
    return staff_unlock(client, PART_TEXT("no key file"), scene_passphrase(), NULL, 0);
}

static enum outcome do_save(struct client *client, unsigned how)
{
    return client_save(client, octets_out, how, &size_out);
}

static enum outcome do_record_seal(struct client *client, unsigned how)
{
    return staff_record_seal(client, case_id, PART_TEXT("note"), octets_out, how, &size_out);
}

static enum outcome do_record_open(struct client *client, unsigned how)
{
    static const uint8_t record[64];
    return staff_record_open(client, PART(record, how), octets_out, 20, &size_out);
}

static enum outcome do_claim(struct client *client, unsigned how)
{
    (void)how;
    return staff_claim(client, case_id);
}

static enum outcome do_close(struct client *client, unsigned how)
{
    (void)how;
    return staff_close_case(client, case_id);
}

static enum outcome do_reopen(struct client *client, unsigned how)
{
    (void)how;
    return staff_reopen(client, case_id);
}

static enum outcome do_add(struct client *client, unsigned how)
{
    return add_colleague(client, who(SCENE_ANNA), text_of(how), id);
}

static enum outcome do_remove(struct client *client, unsigned how)
{
    return staff_remove(client, case_id, who(how));
}

static enum outcome do_take_over(struct client *client, unsigned how)
{
    return staff_take_over(client, case_id, who(how));
}

static enum outcome do_second(struct client *client, unsigned how)
{
    (void)how;
    return staff_second(client, case_id);
}

static enum outcome do_note(struct client *client, unsigned how)
{
    return staff_note(client, case_id, text_of(how), id);
}

static enum outcome do_presence(struct client *client, unsigned how)
{
    return staff_presence(client, (uint8_t)how);
}

static enum outcome do_slots(struct client *client, unsigned from_min)
{
    return staff_slots(client, from_min, 15);
}

static enum outcome do_slots_for_ever(struct client *client, unsigned how)
{
    return staff_slots(client, how, UINT64_MAX);
}

static enum outcome do_counts(struct client *client, unsigned how)
{
    return staff_counts(client, 0, (uint8_t)how);
}

static enum outcome do_slot_state(struct client *client, unsigned how)
{
    return staff_slot_state(client, case_id, (uint8_t)how);
}

/* --- the table --- */

static const struct command {
    enum outcome (*run)(struct client *client, unsigned how);
    unsigned how;
    /* By state: o OK, m MALFORMED, r REFUSED, f FULL, g GONE; a dash: there is no such state. */
    const char *visitor;
    const char *staff;
} commands[] = {
    {do_shown, 0, "rrrrrr-rrrrr", "rrrrrrrrrr-r"},
    {do_say, WORDS, "rrrrro-oorrr", "rrrrrrroor-r"},
    {do_say, NOTHING, "rrrrrm-mmrrr", "rrrrrrrmmr-r"},
    {do_say, TOO_MANY, "rrrrrm-mmrrr", "rrrrrrrmmr-r"},
    {do_say, TOO_LONG, "rrrrrm-mmrrr", "rrrrrrrmmr-r"},
    {do_say, GARBLED, "rrrrrm-mmrrr", "rrrrrrrmmr-r"},
    {do_retract, 0, "rrrrro-orrrr", "rrrrrrrorr-r"},
    {do_retract, 1, "rrrrrm-mrrrr", "rrrrrrrmrr-r"},
    {do_appoint, APPOINTMENT_OFFER, "rrrrrr-rrrrr", "rrrrrrrorr-r"},
    {do_appoint, APPOINTMENT_ACCEPT, "rrrrro-oorrr", "rrrrrrrrrr-r"},
    {do_appoint, APPOINTMENT_DECLINE, "rrrrro-oorrr", "rrrrrrrrrr-r"},
    {do_appoint, APPOINTMENT_MOVE, "rrrrro-oorrr", "rrrrrrrggr-r"},
    {do_appoint, APPOINTMENT_CALL_OFF, "rrrrro-oorrr", "rrrrrrrggr-r"},
    {do_new, 0, "oorrrr-rrrrr", "rrrrrrrrrr-r"},
    {do_return, CODE_DIGITS, "oorrrr-rrrrr", "rrrrrrrrrr-r"},
    {do_return, 5, "mmrrrr-rrrrr", "rrrrrrrrrr-r"},
    {do_code, 0, "rroooo-ooooo", "rrrrrrrrrr-r"},
    {do_words, WORDS_DA, "rroooo-ooooo", "rrrrrrrrrr-r"},
    {do_check_code, CODE_DIGITS, "rroooo-ooooo", "rrrrrrrrrr-r"},
    {do_check_code, 5, "rrmmmm-mmmmm", "rrrrrrrrrr-r"},
    {do_open_case, WORDS, "rrrorr-rrrrr", "rrrrrrrrrr-r"},
    {do_open_case, NOTHING, "rrrmrr-rrrrr", "rrrrrrrrrr-r"},
    {do_open_case, TOO_MANY, "rrrmrr-rrrrr", "rrrrrrrrrr-r"},
    {do_open_case, TOO_LONG, "rrrmrr-rrrrr", "rrrrrrrrrr-r"},
    {do_open_case, GARBLED, "rrrmrr-rrrrr", "rrrrrrrrrr-r"},
    {do_open_in, LANG_MIN - 1, "rrrmrr-rrrrr", "rrrrrrrrrr-r"},
    {do_open_in, LANG_MAX + 1, "rrrmrr-rrrrr", "rrrrrrrrrr-r"},
    {do_open_for, PROFILE_MAN, "rrrorr-rrrrr", "rrrrrrrrrr-r"},
    {do_open_for, PROFILE_MAN + 1, "rrrmrr-rrrrr", "rrrrrrrrrr-r"},
    {do_tell, RECEIPT_ONLY_READING, "rrrrrr-oorrr", "rrrrrrrrrr-r"},
    {do_tell, RECEIPT_SHOWN, "rrrrrr-mmrrr", "rrrrrrrrrr-r"},
    {do_yes, SCENE_ALPHA, "rrrrrr-orrrr", "rrrrrrrrrr-r"},
    {do_yes, SCENE_BETA, "rrrrrr-rrrrr", "rrrrrrrrrr-r"},
    {do_yes, SCENE_VISITOR, "rrrrrr-rrrrr", "rrrrrrrrrr-r"},
    {do_no, SCENE_ALPHA, "rrrrrr-orrrr", "rrrrrrrrrr-r"},
    {do_keep, 1, "rrrrro-ororr", "rrrrrrrrrr-r"},
    {do_keep, 0, "rrrrro-ororr", "rrrrrrrrrr-r"},
    {do_delete_kept, 0, "rrrrro-ororr", "rrrrrrrrrr-r"},
    {do_burn, 0, "rrrrro-oooor", "rrrrrrrrrr-r"},
    {do_unlock, 0, "rrrrrr-rrrrr", "mmrrrrrrrr-r"},
    {do_save, 39, "rrrrrr-rrrrr", "rrffffffff-f"},
    {do_save, 41, "rrrrrr-rrrrr", "rrffffffff-f"},
    {do_record_seal, 3 + RECORD_OVERHEAD, "rrrrrr-rrrrr", "rrffffffff-f"},
    {do_record_seal, 4 + RECORD_OVERHEAD, "rrrrrr-rrrrr", "rroooooooo-o"},
    {do_record_open, RECORD_OVERHEAD - 1, "rrrrrr-rrrrr", "rrmmmmmmmm-m"},
    {do_record_open, RECORD_OVERHEAD, "rrrrrr-rrrrr", "rrgggggggg-g"},
    {do_claim, 0, "rrrrrr-rrrrr", "rrroroorrr-r"},
    {do_close, 0, "rrrrrr-rrrrr", "rrrrrrrorr-r"},
    {do_reopen, 0, "rrrrrr-rrrrr", "rrrrrrrrro-r"},
    {do_add, NOTHING, "rrrrrr-rrrrr", "rrrrrrrorr-r"},
    {do_add, WORDS, "rrrrrr-rrrrr", "rrrrrrrorr-r"},
    {do_add, TOO_MANY, "rrrrrr-rrrrr", "rrrrrrrmmm-m"},
    {do_add, TOO_LONG, "rrrrrr-rrrrr", "rrrrrrrmmm-m"},
    {do_add, GARBLED, "rrrrrr-rrrrr", "rrrrrrrmmm-m"},
    {do_remove, SCENE_ALPHA, "rrrrrr-rrrrr", "rrrrrrrorr-r"},
    {do_remove, SCENE_BETA, "rrrrrr-rrrrr", "rrrrrrrrrr-r"},
    {do_take_over, SCENE_ALPHA, "rrrrrr-rrrrr", "rrrrrrrrrr-r"},
    {do_take_over, SCENE_BETA, "rrrrrr-rrrrr", "rrrrrrrrrr-r"},
    {do_second, 0, "rrrrrr-rrrrr", "rrrrrrrrrr-r"},
    {do_note, WORDS, "rrrrrr-rrrrr", "rrrrrrrggr-r"},
    {do_presence, PRESENCE_PAUSED, "rrrrrr-rrrrr", "rrroooooro-r"},
    {do_presence, PRESENCE_PAUSED + 1, "rrrrrr-rrrrr", "rrrmmmmmrm-r"},
    {do_slots, 0, "rrrrrr-rrrrr", "rrroooooro-r"},
    {do_slots, 16, "rrrrrr-rrrrr", "rrrmmmmmrm-r"},
    {do_slots_for_ever, 0, "rrrrrr-rrrrr", "rrrmmmmmrm-r"},
    {do_counts, 1, "rrrrrr-rrrrr", "rrrrrrrrrr-r"}, /* this colleague is no supervisor */
    {do_slot_state, SLOT_HELD, "rrrrrr-rrrrr", "rrrgggggrg-r"},
    {do_slot_state, SLOT_NO_SHOW, "rrrrrr-rrrrr", "rrrgggggrg-r"},
    {do_slot_state, SLOT_OFFERED, "rrrrrr-rrrrr", "rrrmmmmmrm-r"},
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

static bool exists(enum state state)
{
    return actor == SCENE_VISITOR ? state != OUTSIDE : state != BURNING;
}

/* Each command meets the same octets of memory: nothing in them points elsewhere. */
static void try_all(enum state state, uint8_t *before)
{
    uint8_t *memory = scene.devices[actor].memory;
    memcpy(before, memory, client_size());
    for (size_t i = 0; i < COMMANDS; i++) {
        const char *row = actor == SCENE_VISITOR ? commands[i].visitor : commands[i].staff;
        enum outcome outcome = commands[i].run(client_of(actor), commands[i].how);
        if (!CHECK("omrfgb"[outcome] == row[state]))
            printf("  row %zu in state %d of %d: %c\n", i, (int)state, (int)actor, "omrfgb"[outcome]);
        if (outcome != OK && !CHECK(memcmp(before, memory, client_size()) == 0))
            printf("  row %zu in state %d of %d changed something\n", i, (int)state, (int)actor);
        memcpy(memory, before, client_size());
    }
}

static void every_command_in_every_state(void)
{
    uint8_t *before = malloc(client_size());
    for (int role = 0; role < 2; role++) {
        actor = role == 0 ? SCENE_VISITOR : SCENE_ALPHA;
        for (enum state state = LOCKED; state < STATES; state++) {
            if (!exists(state))
                continue;
            bring_to(state);
            try_all(state, before);
            end();
        }
    }
    free(before);
}

int main(void)
{
    RUN(every_command_in_every_state);
    return check_end();
}
