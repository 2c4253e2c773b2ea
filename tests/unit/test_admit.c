/* Logins of staff and visitors against a real roster: who gets in, and everything that keeps one out. */
#include "admit.h"
#include "check.h"
#include "programme.h"

static uint64_t now_ms = 1;
static uint64_t now_s = (uint64_t)NOW_MIN * 60;
static uint64_t seed = 5000;

static uint64_t test_ms(const struct clock *clock)
{
    (void)clock;
    return now_ms;
}

static uint64_t test_s(const struct clock *clock)
{
    (void)clock;
    return now_s;
}

static void test_fill(const struct randomness *randomness, void *out, size_t size)
{
    (void)randomness;
    check_fill(out, size, seed++);
}

static const struct clock test_clock = {.monotonic_ms = test_ms, .wall_s = test_s};
static const struct randomness chance = {.fill = test_fill};
static const struct gate_hosts hosts = {
    .count = 2, .names = {{(const uint8_t *)"exit.example", 12}, {(const uint8_t *)"abcdef.onion", 12}}};

static struct programme programme; /* too large for a stack */
static struct admit admit;
static struct admit_ticket ticket;
static struct message challenge;

static void new_ticket(size_t host)
{
    admit_challenge(&admit, host, &ticket, &challenge);
    CHECK_SAME(challenge.as.challenge.deployment_id, programme.deployment_id, HASH_SIZE);
    CHECK(challenge.as.challenge.puzzle.d1 == 0 && challenge.as.challenge.puzzle.d2 == 0);
}

static struct login_transcript transcript_of(struct bytes host, const uint8_t *who, const uint8_t *nonce_c)
{
    return (struct login_transcript){.host = host,
                                     .deployment_id = challenge.as.challenge.deployment_id,
                                     .epk = challenge.as.challenge.epk,
                                     .nonce_s = challenge.as.challenge.nonce_s,
                                     .who = who,
                                     .nonce_c = nonce_c};
}

/* The login of staff number `who` to `host`, signed by the key of number `signer`. */
static struct message staff_login(size_t who, size_t signer, size_t host)
{
    struct message login = {.code = MESSAGE_STAFF_LOGIN};
    memcpy(login.as.staff_login.cert_hash, programme.staff[who].cert_hash, HASH_SIZE);
    memset(login.as.staff_login.nonce_c, 3, NONCE_SIZE);
    struct login_transcript transcript =
        transcript_of(hosts.names[host], login.as.staff_login.cert_hash, login.as.staff_login.nonce_c);
    CHECK(login_staff_sign(&transcript, programme.staff[signer].sign.seed, login.as.staff_login.signature) == OK);
    return login;
}

static void lets_all_staff_in(void)
{
    for (size_t host = 0; host < 2; host++) {
        for (size_t who = 0; who < STAFF_COUNT; who++) {
            new_ticket(host);
            struct message login = staff_login(who, who, host);
            CHECK(admit_staff(&admit, &ticket, &login) == OK);
        }
    }
}

static void keeps_wrong_staff_out(void)
{
    new_ticket(0);
    struct message login = staff_login(COUNSELLOR_A, COUNSELLOR_B, 0);
    CHECK(admit_staff(&admit, &ticket, &login) == REFUSED); /* another's key */
    login = staff_login(COUNSELLOR_A, COUNSELLOR_A, 1);
    CHECK(admit_staff(&admit, &ticket, &login) == REFUSED); /* meant for our other name */
    login = staff_login(COUNSELLOR_A, COUNSELLOR_A, 0);
    for (size_t i = 0; i < SIGNATURE_SIZE; i++) {
        login.as.staff_login.signature[i] ^= 1;
        CHECK(admit_staff(&admit, &ticket, &login) == REFUSED);
        login.as.staff_login.signature[i] ^= 1;
    }
    login.as.staff_login.nonce_c[0] ^= 1;
    CHECK(admit_staff(&admit, &ticket, &login) == REFUSED);
    login.as.staff_login.nonce_c[0] ^= 1;
    login.as.staff_login.cert_hash[0] ^= 1;
    CHECK(admit_staff(&admit, &ticket, &login) == REFUSED); /* nobody */
    login.as.staff_login.cert_hash[0] ^= 1;
    CHECK(admit_staff(&admit, &ticket, &login) == OK);
    new_ticket(0);
    CHECK(admit_staff(&admit, &ticket, &login) == REFUSED); /* made for another connection */
}

static void keeps_staff_out_of_date_out(void)
{
    uint64_t before = now_s;
    new_ticket(0);
    struct message login = staff_login(COUNSELLOR_A, COUNSELLOR_A, 0);
    now_s = (uint64_t)(NOW_DAY + 301) * 86400;
    CHECK(admit_staff(&admit, &ticket, &login) == REFUSED);
    now_s = (uint64_t)(NOW_DAY - 11) * 86400;
    CHECK(admit_staff(&admit, &ticket, &login) == REFUSED);
    now_s = before;
    CHECK(admit_staff(&admit, &ticket, &login) == OK);
}

/* A root's signature opens no door: it stands in for nobody. */
static void keeps_roots_out(void)
{
    new_ticket(0);
    struct message login = staff_login(COUNSELLOR_A, COUNSELLOR_A, 0);
    memset(login.as.staff_login.cert_hash, 7, HASH_SIZE);
    struct login_transcript transcript =
        transcript_of(hosts.names[0], login.as.staff_login.cert_hash, login.as.staff_login.nonce_c);
    CHECK(login_staff_sign(&transcript, programme.roots[0].seed, login.as.staff_login.signature) == OK);
    CHECK(admit_staff(&admit, &ticket, &login) == REFUSED);
}

static void checks_visitors(void)
{
    static const uint8_t secret[DH_SIZE] = {7, 7, 7};
    uint8_t server_mac[MAC_SIZE];
    uint8_t told_mac[MAC_SIZE];
    uint8_t visitor_id[HASH_SIZE];
    uint8_t expected[HASH_SIZE];
    new_ticket(1);
    struct message login = {.code = MESSAGE_VISITOR_LOGIN};
    login_epk(login.as.visitor_login.pk_login, secret);
    struct login_transcript transcript =
        transcript_of(hosts.names[1], login.as.visitor_login.pk_login, login.as.visitor_login.nonce_c);
    CHECK(login_visitor_macs(&transcript, secret, challenge.as.challenge.epk, login.as.visitor_login.mac, server_mac) ==
          OK);
    CHECK(admit_visitor(&admit, &ticket, &login, visitor_id, told_mac) == OK);
    login_visitor_id(login.as.visitor_login.pk_login, expected);
    CHECK_SAME(visitor_id, expected, HASH_SIZE);
    CHECK_SAME(told_mac, server_mac, MAC_SIZE);
    for (size_t i = 0; i < MAC_SIZE; i++) {
        login.as.visitor_login.mac[i] ^= 0x80;
        CHECK(admit_visitor(&admit, &ticket, &login, visitor_id, told_mac) == REFUSED);
        login.as.visitor_login.mac[i] ^= 0x80;
    }
    /* Our proof is not given to who has not proved. */
    static const uint8_t nothing[MAC_SIZE] = {0};
    CHECK_SAME(told_mac, nothing, MAC_SIZE);
    login.as.visitor_login.pk_login[0] ^= 1;
    CHECK(admit_visitor(&admit, &ticket, &login, visitor_id, told_mac) == REFUSED);
    memset(login.as.visitor_login.pk_login, 0, DH_SIZE); /* all-zero shared secret */
    CHECK(admit_visitor(&admit, &ticket, &login, visitor_id, told_mac) == REFUSED);
}

/* A fresh key every minute and not before; what is too old is wiped. */
static void changes_its_keys(void)
{
    uint8_t first[DH_SIZE];
    uint8_t first_secret[DH_SIZE];
    new_ticket(0);
    memcpy(first, challenge.as.challenge.epk, DH_SIZE);
    memcpy(first_secret, admit.keys[admit.newest % ADMIT_KEYS].esk, DH_SIZE);
    now_ms += EPK_LIFETIME_S * 1000 - 1;
    admit_tick(&admit);
    new_ticket(0);
    CHECK_SAME(first, challenge.as.challenge.epk, DH_SIZE);
    now_ms += 1;
    admit_tick(&admit);
    new_ticket(0);
    CHECK(memcmp(first, challenge.as.challenge.epk, DH_SIZE) != 0);
    for (int i = 0; i < ADMIT_KEYS; i++) {
        now_ms += (uint64_t)EPK_LIFETIME_S * 1000;
        admit_tick(&admit);
    }
    for (size_t i = 0; i < ADMIT_KEYS; i++)
        CHECK(memcmp(admit.keys[i].esk, first_secret, DH_SIZE) != 0);
}

int main(void)
{
    programme_open(&programme);
    struct admit_settings settings = {
        .roster = &programme.roster, .hosts = &hosts, .clock = &test_clock, .randomness = &chance};
    CHECK(admit_open(&admit, &settings) == OK);
    RUN(lets_all_staff_in);
    RUN(keeps_wrong_staff_out);
    RUN(keeps_staff_out_of_date_out);
    RUN(keeps_roots_out);
    RUN(checks_visitors);
    RUN(changes_its_keys);
    admit_close(&admit);
    return check_end();
}
