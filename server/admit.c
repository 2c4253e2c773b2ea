#include "admit.h"

#include <sodium.h>
#include <string.h>

#include "login.h"
#include "puzzle.h"

static void make_key(struct admit *admit)
{
    admit->newest++;
    admit->newest_ms = clock_monotonic_ms(admit->settings.clock);
    struct admit_key *key = &admit->keys[admit->newest % ADMIT_KEYS];
    randomness_fill(admit->settings.randomness, key->esk, sizeof key->esk);
    login_epk(key->epk, key->esk);
}

enum outcome admit_open(struct admit *admit, const struct admit_settings *settings)
{
    memset(admit, 0, sizeof *admit);
    admit->settings = *settings;
    if (sodium_init() < 0)
        return BROKEN;
    make_key(admit);
    randomness_fill(settings->randomness, admit->puzzle_key, sizeof admit->puzzle_key);
    effort_open(&admit->effort, &settings->effort, admit->newest_ms);
    return OK;
}

void admit_tick(struct admit *admit)
{
    uint64_t now_ms = clock_monotonic_ms(admit->settings.clock);
    if (now_ms - admit->newest_ms >= (uint64_t)EPK_LIFETIME_S * 1000)
        make_key(admit);
    effort_look(&admit->effort, now_ms);
}

void admit_close(struct admit *admit)
{
    sodium_memzero(admit, sizeof *admit);
}

void admit_challenge(struct admit *admit, size_t host, struct admit_ticket *ticket, struct message *challenge)
{
    ticket->key = admit->newest;
    ticket->host = (uint8_t)host;
    randomness_fill(admit->settings.randomness, ticket->nonce_s, sizeof ticket->nonce_s);

    memset(challenge, 0, sizeof *challenge);
    challenge->code = MESSAGE_CHALLENGE;
    memcpy(challenge->as.challenge.deployment_id, admit->settings.roster->deployment_id, HASH_SIZE);
    memcpy(challenge->as.challenge.epk, admit->keys[ticket->key % ADMIT_KEYS].epk, DH_SIZE);
    memcpy(challenge->as.challenge.nonce_s, ticket->nonce_s, NONCE_SIZE);
    challenge->as.challenge.client_version_min = UDVEJ_CLIENT_VERSION;
    admit_puzzle(admit, &challenge->as.challenge.puzzle);
}

/* The key of the ticket, or NULL when it is no longer honoured. */
static const struct admit_key *find_key(const struct admit *admit, const struct admit_ticket *ticket)
{
    if (ticket->key == 0 || ticket->key > admit->newest || admit->newest - ticket->key >= ADMIT_KEYS)
        return NULL;
    return &admit->keys[ticket->key % ADMIT_KEYS];
}

static struct login_transcript transcript_of(const struct admit *admit, const struct admit_ticket *ticket,
                                             const struct admit_key *key, const uint8_t *who, const uint8_t *nonce_c)
{
    return (struct login_transcript){
        .host = admit->settings.hosts->names[ticket->host],
        .deployment_id = admit->settings.roster->deployment_id,
        .epk = key->epk,
        .nonce_s = ticket->nonce_s,
        .who = who,
        .nonce_c = nonce_c,
    };
}

enum outcome admit_visitor(const struct admit *admit, const struct admit_ticket *ticket, const struct message *login,
                           uint8_t visitor_id[HASH_SIZE], uint8_t server_mac[MAC_SIZE])
{
    const struct admit_key *key = find_key(admit, ticket);
    if (key == NULL)
        return REFUSED;
    const uint8_t *pk_login = login->as.visitor_login.pk_login;
    struct login_transcript transcript = transcript_of(admit, ticket, key, pk_login, login->as.visitor_login.nonce_c);
    uint8_t client_mac[MAC_SIZE];
    enum outcome outcome = login_visitor_macs(&transcript, key->esk, pk_login, client_mac, server_mac);
    if (outcome == OK && !login_equal(client_mac, login->as.visitor_login.mac))
        outcome = REFUSED;
    if (outcome == OK)
        login_visitor_id(pk_login, visitor_id);
    else
        sodium_memzero(server_mac, MAC_SIZE);
    sodium_memzero(client_mac, sizeof client_mac);
    return outcome;
}

enum outcome admit_staff(const struct admit *admit, const struct admit_ticket *ticket, const struct message *login)
{
    const struct admit_key *key = find_key(admit, ticket);
    if (key == NULL)
        return REFUSED;
    const struct roster *roster = admit->settings.roster;
    const struct roster_entry *entry =
        roster_find(roster, login->as.staff_login.cert_hash, clock_wall_min(admit->settings.clock));
    struct login_transcript transcript =
        transcript_of(admit, ticket, key, login->as.staff_login.cert_hash, login->as.staff_login.nonce_c);
    /* For an unknown name the signature is checked all the same, with a key that has not made it. */
    const uint8_t *pk_sign = entry != NULL ? entry->pk_sign : roster->roots[0];
    enum outcome outcome = login_staff_verify(&transcript, pk_sign, login->as.staff_login.signature);
    return entry != NULL ? outcome : REFUSED;
}

/* --- the puzzle (rule 17) --- */

static uint32_t slot_now(const struct admit *admit)
{
    return (uint32_t)(clock_wall_s(admit->settings.clock) / PUZZLE_SLOT_S);
}

void admit_puzzle(const struct admit *admit, struct puzzle *puzzle)
{
    struct effort_bits bits = effort_bits(effort_level(&admit->effort));
    memset(puzzle, 0, sizeof *puzzle);
    if (bits.d1 > 0)
        puzzle_make(admit->puzzle_key, slot_now(admit), bits.d1, bits.d2, puzzle);
}

enum admit_verdict admit_opening(const struct admit *admit, const struct message *open_case,
                                 const uint8_t pk_login[DH_SIZE], uint8_t hash[HASH_SIZE])
{
    const struct puzzle *puzzle = &open_case->as.open_case.puzzle;
    struct puzzle_solution solution;
    uint8_t level = effort_level(&admit->effort);
    if (level == 0)
        return ADMIT_GO;
    if (!effort_suffices(level, (struct effort_bits){puzzle->d1, puzzle->d2}) ||
        slot_now(admit) - puzzle->slot_5min > 1 || !puzzle_is_ours(admit->puzzle_key, puzzle))
        return ADMIT_ASK;
    memcpy(solution.nonce1, open_case->as.open_case.nonce1, PUZZLE_NONCE_SIZE);
    memcpy(solution.nonce2, open_case->as.open_case.nonce2, PUZZLE_NONCE_SIZE);
    if (puzzle_check_first(puzzle, pk_login, solution.nonce1, hash) != OK)
        return ADMIT_WRONG;
    if (puzzle->d2 > 0)
        return ADMIT_PROVE;
    return puzzle_verify(puzzle, pk_login, &solution) == OK ? ADMIT_GO : ADMIT_WRONG;
}
