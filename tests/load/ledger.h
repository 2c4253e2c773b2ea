/* Every message that was sent, by number: acknowledged? arrived? how often? how long did it take? A message is done when its sender has
 * the acknowledgement and its recipient has it (and has said so to the server).
 * Owns: its tables. Used by: load. */
#ifndef UDVEJ_TESTS_LOAD_LEDGER_H
#define UDVEJ_TESTS_LOAD_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LEDGER_MAX = 16 * 1024 * 1024, /* messages of one run; after that nothing more is sent */
    LEDGER_OPEN_MAX = 64 * 1024,   /* in flight */
    LEDGER_TIMES_MAX = 4 * 1024 * 1024,
};

struct ledger_open {
    uint64_t sent_ns;
    uint32_t conversation;
};

struct ledger {
    uint8_t *flags; /* one octet a message */
    struct ledger_open *open;
    uint32_t next; /* numbers count from 1 */
    uint64_t sent, acknowledged, arrived, done;
    uint64_t twice;   /* arrived once more */
    uint64_t refused; /* the server said no */
    uint64_t unknown; /* arrived, but nobody sent it */
    bool is_timing;
    uint32_t *times_us; /* from sending to done, while timing */
    size_t time_count;
};

bool ledger_open(struct ledger *ledger);
void ledger_close(struct ledger *ledger);

/* The number of a new message whose time counts from `sent_ns`; 0: the book is full. */
uint32_t ledger_send(struct ledger *ledger, uint32_t conversation, uint64_t sent_ns);

/* Each gives true if this made the message done; then `conversation` says whose turn it is. */
bool ledger_acknowledged(struct ledger *ledger, uint32_t number, uint32_t *conversation);
bool ledger_arrived(struct ledger *ledger, uint64_t number, uint32_t *conversation);

void ledger_refused(struct ledger *ledger, uint32_t number);

/* Sent and neither done nor refused. */
uint64_t ledger_in_flight(const struct ledger *ledger);

/* Acknowledged and never arrived. */
uint64_t ledger_lost(const struct ledger *ledger);

#endif
