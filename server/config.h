/* The configuration: one INI file, every key in one table (config_keys.def). Fails closed: whatever is not understood is a fault
 * that names file, line and what was meant, and then nothing is served.
 * Owns: the texts and the time zones. Uses: libinih, hours, zone. Used by: main, operator. */
#ifndef UDVEJ_SERVER_CONFIG_H
#define UDVEJ_SERVER_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "gate.h"
#include "hours.h"
#include "message.h"
#include "outcome.h"

enum {
    CONFIG_FILE_MAX = 256 * 1024,
    CONFIG_LINE_MAX = 1024,
    CONFIG_ADDRESSES_MAX = 8,
    CONFIG_ADDRESS_MAX = 108, /* of a Unix socket, unix(7) */
    CONFIG_ZONES_MAX = DOORS_MAX + 1,
};

struct config_door {
    uint8_t number; /* [door:NUMBER] */
    uint32_t answer_minutes;
    uint32_t always_open;
    char phone[33];
    char hours[256];
    uint8_t name_count;
    char langs[DOOR_NAMES_MAX][LANG_MAX + 1];
    char names[DOOR_NAMES_MAX][NAME_MAX_SIZE + 1];
    char texts[DOOR_NAMES_MAX][DOOR_TEXT_MAX + 1];
    const struct zone *timezone; /* borrows zones: a config is not copied */
    struct hours open;
};

struct config {
    size_t address_count;
    char addresses[CONFIG_ADDRESSES_MAX][CONFIG_ADDRESS_MAX];
    char host_names[GATE_HOSTS_MAX][HOST_MAX + 1];
    struct gate_hosts hosts; /* borrows host_names, likewise */
    char data[513];
    char web[513];
    char programme[513];
    char programme_json[513];         /* "": none */
    char control[CONFIG_ADDRESS_MAX]; /* "": none */
    char staff_listen[CONFIG_ADDRESS_MAX];
    const struct zone *timezone; /* of doors that name none */
    size_t zone_count;
    struct zone zones[CONFIG_ZONES_MAX]; /* each once */
    uint32_t connections_max;
    uint32_t requests_max;
    uint32_t mailbox_burst;
    uint32_t mailbox_seconds;
    uint32_t opens_calm_per_minute;
    uint32_t puzzle_level_min;
    uint32_t puzzle_level_max;
    uint32_t head_deadline_s;
    uint32_t first_deadline_s;
    uint32_t stranger_minutes;
    uint32_t message_deadline_s;
    uint32_t cell_ms;
    uint32_t ping_s;
    uint32_t silence_s;
    uint32_t idle_days;
    uint32_t closed_days;
    uint32_t undelivered_days;
    uint32_t record_days;
    uint32_t claim_hours;
    uint8_t door_count;
    struct config_door doors[DOORS_MAX];
};

/* Reads `path` into `config` (about 200 kB: not for a stack). Every fault is one line `file:line: what was meant` on `faults`.
 * REFUSED: there was one at least. */
MUST_USE enum outcome config_read(struct config *config, const char *path, FILE *faults);

/* The same for somebody who looks after a server that runs as the user `server`; CONFIG_ANY_SERVER: whoever the files
 * belong to is the server, which only root may say. */
#define CONFIG_ANY_SERVER ((uid_t)-1)
MUST_USE enum outcome config_read_for(struct config *config, const char *path, uid_t server, FILE *faults);

/* The commented example, made from the table. */
void config_print_example(FILE *out);

/* Door number `index` of the file as it stands at `now_min`, for DOOR. Borrows `config`. False: there is none. */
bool config_describe_door(const struct config *config, size_t index, uint64_t now_min, struct message *door);

bool config_has_door(const struct config *config, uint8_t number);

#endif
