/* Commands in as lines, events out as JSON lines: one command at a time, each tried again until it is done, has failed, or its time
 * is over. Knows what happened so far, so that `wait` never misses what came a moment too early.
 * Owns: the events not yet waited for, the driver. Uses: driver, event_line, client_json. Used by: main, verbs. */
#ifndef UDVEJ_CLIENT_SCRIPT_H
#define UDVEJ_CLIENT_SCRIPT_H

#include "client_json.h"
#include "driver.h"
#include "message.h"

/* What the program ends with; part of the outside contract. */
enum exit_code {
    EXIT_OK = 0,
    EXIT_FAILED = 1, /* a command was refused or wrong, or our disk or memory failed */
    EXIT_USAGE = 2,
    EXIT_REFUSED = 3,    /* login, an unknown code, an untrustworthy server, or opened elsewhere */
    EXIT_CONNECTION = 4, /* no connection came about, or it was lost and did not come back in time */
    EXIT_TIMEOUT = 5,    /* what a command waited for did not happen in time */
};

enum {
    LINE_MAX_SIZE = 40 * 1024, /* TEXT_MAX with every octet escaped */
    RECENT_MAX = 2048,
    WAITING_MAX = 2048, /* cases in the queue */
    APPOINTMENTS_MAX = 64,
    SCRIPT_SLOTS_MAX = 2 * SLOTS_PER_DEVICE_MAX, /* of one person, on all devices */
    SETTLE_MS = 300,                             /* after the last command: this long without a word, then the end */
};

struct script_settings {
    struct driver_settings driver; /* context, event and turn are set here */
    bool keeps_going;              /* a failed command does not end the program */
    unsigned timeout_s;            /* of commands that wait */
    unsigned patience_s;           /* with a server that is not there */
};

struct known_appointment {
    struct appointment appointment; /* `place` points to `text` */
    char text[PLACE_MAX + 1];
};

/* A case in the queue; it can be claimed when both its card and its intake are there. */
struct waiting {
    uint8_t case_id[CASE_ID_SIZE];
    bool has_card;
    bool has_intake;
};

struct recent {
    struct bytes line; /* ours; .data NULL: taken */
};

/* What one step of a command says. */
enum step { STEP_DONE, STEP_LATER, STEP_REFUSED, STEP_MALFORMED, STEP_GONE, STEP_UNKNOWN };

struct script {
    struct script_settings settings;
    struct driver *driver;
    void *context;                 /* whoever opens the script sets these three */
    void (*ended)(void *context);  /* stop the loop, not within this call */
    void (*hungry)(void *context); /* a line may be given */
    bool has_ended;
    enum exit_code code;

    /* the command under way */
    const struct verb *verb; /* NULL: none */
    char line[LINE_MAX_SIZE];
    char *arguments; /* in `line`; steps may not change it */
    bool is_first_step;
    uint64_t deadline_ms; /* by uv_hrtime */
    bool has_id;          /* for the line that says it is done */
    uint8_t id[MSG_ID_SIZE];
    char code_text[PHRASE_TEXT_MAX + 1]; /* "" unless the command gives a return code */

    /* what is known from events */
    bool is_ready;
    bool is_unknown; /* the code */
    bool is_burnt;
    uint8_t last_case[CASE_ID_SIZE];
    uint8_t last_appointment[APPOINTMENT_ID_SIZE];
    uint8_t me[HASH_SIZE];
    uint8_t last_who[HASH_SIZE]; /* whom a question was about, or a take-over */
    size_t waiting_count;
    struct waiting waiting[WAITING_MAX]; /* oldest first */
    size_t appointment_next;
    struct known_appointment appointments[APPOINTMENTS_MAX];
    size_t slot_count;
    struct slot slots[SCRIPT_SLOTS_MAX]; /* our own, as they were told last */
    bool misses_slots;                   /* there were more */
    size_t recent_first, recent_count;   /* a ring */
    struct recent recent[RECENT_MAX];

    /* the visitor's wishes */
    char lang[LANG_MAX + 1];
    struct form form;

    uint64_t event_count;
    uint64_t lost_ms; /* since when there is no connection; 0: there is one */
    bool is_away;     /* and none is wanted */
    bool has_input_ended;
    uint64_t settle_until_ms;
};

/* A command: its name, what follows it, who may give it, and its step. */
struct verb {
    const char *name;
    const char *usage;
    unsigned roles; /* 1 << enum client_role */
    bool needs_ready;
    enum step (*step)(struct script *script, const char *arguments);
};

/* NULL: there is no such command for this role. */
const struct verb *verb_find(const char *name, enum client_role role);
/* Prints the table of commands, for --help. */
void verbs_print(void);

/* Makes the driver; nothing is connected yet. False with the reason in words. `script` is zeroed memory. */
bool script_open(struct script *script, uv_loop_t *loop, const struct script_settings *settings, struct reason *reason);
void script_close(struct script *script);

/* May a line be given? No while a command is under way. */
bool script_wants_line(const struct script *script);
/* Takes one line without its end. */
void script_line(struct script *script, const char *line, size_t size);
/* No more lines will come: end when all is said. */
void script_input_ended(struct script *script);
/* Ends the program with `code`, once. */
void script_end(struct script *script, enum exit_code code);

/* For verbs: the oldest event not yet waited for that fits `matches` ("name key=value ..."); takes it. */
bool script_take(struct script *script, const char *matches);
void script_skip(struct script *script);
/* For verbs: the case that has waited longest and can be claimed, or NULL. */
const uint8_t *script_claimable(const struct script *script);
/* For verbs: a message went into the client; the line that says the command is done names it. */
void script_name(struct script *script, const uint8_t id[MSG_ID_SIZE]);
const struct appointment *script_appointment(const struct script *script, const uint8_t id[APPOINTMENT_ID_SIZE]);
void script_note_appointment(struct script *script, struct bytes event);
void script_note_slot(struct script *script, struct bytes event);
/* Ours, or one that we were told of. */
void script_know_appointment(struct script *script, const struct appointment *appointment);
/* For verbs: this command's time, instead of the usual. */
void script_allow(struct script *script, unsigned seconds);

#endif
