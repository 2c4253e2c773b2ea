/* Who talks with whom: visitors and counsellors, each with one connection, and one conversation a visitor, in which the two
 * write in turn. How they say it is an adapter's business, so that different servers are driven by the same code.
 * Owns: parties, conversations, the parcels that are sent. Uses: link, ledger. Used by: scenario, adapters. */
#ifndef UDVEJ_TESTS_LOAD_LOAD_H
#define UDVEJ_TESTS_LOAD_LOAD_H

#include "ledger.h"
#include "link.h"
#include "protocol/limits.h"

enum {
    PARTIES_MAX = 100 * 1000,
    /* A real envelope: one recipient, smallest bucket. */
    PARCEL_SIZE = HEADER_SIZE + HASH_SIZE + 2 + WRAP_SIZE + 2 + BUCKET_0 + AEAD_TAG_SIZE,
    PARCEL_ID_AT = 4 + CASE_ID_SIZE, /* of msg_id: 8 octets that tell runs apart, 8 with the message's number */
};

enum party_state { PARTY_AWAY, PARTY_CONNECTING, PARTY_PROVING, PARTY_READY };

struct party {
    struct link link; /* the first field: what the loop gives back is a party */
    uint32_t number;  /* visitors first, then counsellors */
    bool is_staff;
    enum party_state state;
    unsigned waiting; /* answers that must come before it is ready */
};

struct conversation {
    uint32_t visitor; /* number of the party */
    uint32_t counsellor;
    bool is_staffs_turn;
    uint8_t to_staff[PARCEL_SIZE]; /* made in advance; only the message's number changes */
    uint8_t to_visitor[PARCEL_SIZE];
};

struct load;

struct adapter {
    const char *name;
    const char *path;
    /* Before anybody connects. False: said on stderr why not. */
    bool (*prepare)(struct load *load);
    void (*opened)(struct load *load, struct party *party);
    void (*message)(struct load *load, struct party *party, struct bytes message);
    /* Everybody is ready: brings conversations to where messages may flow; counts in load->pending what it waits for. */
    void (*settle)(struct load *load);
    /* Sends the conversation's parcel in its present direction, as message `number`. */
    void (*send)(struct load *load, struct conversation *conversation, uint32_t number);
    void (*close)(struct load *load);
};

struct load {
    const struct adapter *adapter;
    const char *folder; /* of the programme, for the adapter */
    struct loop loop;
    struct ledger ledger;
    uint32_t visitor_count, staff_count;
    struct party *parties;
    struct conversation *conversations; /* visitor_count of them, or NULL: nobody will talk */
    uint32_t connecting, ready;
    uint32_t pending;  /* answers awaited by `settle` */
    uint64_t ended;    /* connections that the server ended */
    uint64_t refusals; /* answers that were no, to anything */
    bool is_feeding;   /* a message that is done brings the next of its conversation */
    bool is_hoarding;  /* visitors acknowledge nothing, so that it is there when they come again */
    void *own;         /* the adapter's */
};

extern const struct adapter adapter_udvej;
extern const struct adapter adapter_simple;

/* Adapter, folder, counts and port are filled in. `may_talk`: conversations are made too. False: said why on stderr. */
bool load_open(struct load *load, bool may_talk);
void load_close(struct load *load);

/* Connects parties [first, first + count), at most `opening_max` at a time, until all are ready. False: it took too long, or the server
 * ended a connection. */
bool load_connect(struct load *load, uint32_t first, uint32_t count, uint32_t opening_max);
void load_disconnect(struct load *load);

/* The next message of a conversation; its time counts from `sent_ns`. */
void load_fire(struct load *load, uint32_t conversation, uint64_t sent_ns);

/* Serves for a while; or until nothing is in flight, or until `pending` is 0 (false: too long). */
void load_run_for(struct load *load, double seconds);
bool load_run_dry(struct load *load, double seconds_max);
bool load_run_settled(struct load *load, double seconds_max);

/* --- what adapters tell --- */

void load_ready(struct load *load, struct party *party);
void load_acknowledged(struct load *load, uint32_t number);
void load_arrived(struct load *load, const uint8_t *parcel); /* PARCEL_SIZE */
void load_refused(struct load *load, uint32_t number, unsigned reason);

/* Writes a message's number into a parcel. */
void parcel_number(uint8_t parcel[PARCEL_SIZE], uint32_t number);

struct party *load_counsellor(struct load *load, uint32_t index);

#endif
