/* May a stranger go on? Makes the challenge of a new connection and checks the logins that answer it, and what work an OPEN_CASE shows, in
 * the loop thread. The puzzle's key is made at the start and forgotten at the end: nothing about a puzzle is kept.
 * The login key is fresh every EPK_LIFETIME_S. One that was given out is honoured for ADMIT_KEYS - 1 minutes, which is as long as a
 * stranger may stay: who reads for ten minutes before deciding does not have to connect again.
 * Owns: the login keys, the puzzle's key, the effort. Uses: protocol/login, protocol/puzzle, effort, the roster, clock, randomness;
 * libsodium's start. Used by: connection.
 * Source: PROTOCOL.md, rules 7 and 17. */
#ifndef UDVEJ_SERVER_ADMIT_H
#define UDVEJ_SERVER_ADMIT_H

#include <stdint.h>

#include "base/clock.h"
#include "base/randomness.h"
#include "effort.h"
#include "gate.h"
#include "limits.h"
#include "message.h"
#include "outcome.h"
#include "statement.h"

enum {
    ADMIT_KEYS = 17,
    ADMIT_STRANGER_MINUTES_MAX = ADMIT_KEYS - 2, /* the key may be up to a minute old when it is given out */
};

struct admit_key {
    uint8_t epk[DH_SIZE];
    uint8_t esk[DH_SIZE]; /* secret */
};

struct admit_settings {
    const struct roster *roster; /* borrowed until admit_close; the rest too */
    const struct gate_hosts *hosts;
    const struct clock *clock;
    const struct randomness *randomness;
    struct effort_settings effort;
};

struct admit {
    struct admit_settings settings;
    struct admit_key keys[ADMIT_KEYS]; /* number n is at n % ADMIT_KEYS */
    uint64_t newest;                   /* number of the newest key, from 1 */
    uint64_t newest_ms;                /* when it was made */
    uint8_t puzzle_key[PUZZLE_KEY_SIZE];
    struct effort effort;
};

/* What one connection was told. */
struct admit_ticket {
    uint64_t key; /* number of the login key */
    uint8_t host; /* which of our names the peer came to */
    uint8_t nonce_s[NONCE_SIZE];
};

/* BROKEN: libsodium does not work here. */
MUST_USE enum outcome admit_open(struct admit *admit, const struct admit_settings *settings);

/* Makes the next key when it is time, and wipes the oldest; lets the effort fall. Call it every few seconds. */
void admit_tick(struct admit *admit);

/* Fills in a ticket for a connection that came to host number `host`, and the CHALLENGE that goes with it (which borrows nothing
 * but values). */
void admit_challenge(struct admit *admit, size_t host, struct admit_ticket *ticket, struct message *challenge);

/* Checks a VISITOR_LOGIN; gives the visitor's id and the MAC that the answer must carry. Whether there is such a mailbox is not
 * known here: the work is the same. REFUSED: not made for this connection, host and key. */
MUST_USE enum outcome admit_visitor(const struct admit *admit, const struct admit_ticket *ticket,
                                    const struct message *login, uint8_t visitor_id[HASH_SIZE],
                                    uint8_t server_mac[MAC_SIZE]);

/* Checks a STAFF_LOGIN. REFUSED: no active certificate of that name, or not signed by it; the work is the same. */
MUST_USE enum outcome admit_staff(const struct admit *admit, const struct admit_ticket *ticket,
                                  const struct message *login);

enum admit_verdict {
    ADMIT_GO = 1, /* enough was shown, or nothing is asked */
    ADMIT_PROVE,  /* stage 1 is solved; stage 2 is left to check */
    ADMIT_ASK,    /* no puzzle of ours, too old, or too easy by now: ERROR_POW_NEEDED with the present one */
    ADMIT_WRONG,  /* no solution: ERROR_POW_BAD */
};

/* What is asked now; all zero: nothing. */
void admit_puzzle(const struct admit *admit, struct puzzle *puzzle);

/* Judges what an OPEN_CASE of `pk_login` shows: three hashes at most. ADMIT_PROVE gives the hash of stage 1. */
enum admit_verdict admit_opening(const struct admit *admit, const struct message *open_case,
                                 const uint8_t pk_login[DH_SIZE], uint8_t hash[HASH_SIZE]);

/* Wipes the keys. */
void admit_close(struct admit *admit);

#endif
