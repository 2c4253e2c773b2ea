/* Does a login prove the key, to this host, in this programme, now, and nothing else? */
#include "programme.h"

static struct programme programme;

struct situation {
    uint8_t host[HOST_MAX];
    size_t host_size;
    uint8_t deployment_id[32];
    uint8_t epk[32];
    uint8_t nonce_s[32];
    uint8_t who[32];
    uint8_t nonce_c[32];
    uint8_t esk[32];
    uint8_t sk_login[32];
};

static void open_situation(struct situation *s)
{
    check_fill(s, sizeof *s, 7);
    memcpy(s->host, "example.dk", 10);
    s->host_size = 10;
    login_epk(s->epk, s->esk);
    login_epk(s->who, s->sk_login);
}

static struct login_transcript transcript_of(const struct situation *s)
{
    return (struct login_transcript){
        .host = {s->host, s->host_size},
        .deployment_id = s->deployment_id,
        .epk = s->epk,
        .nonce_s = s->nonce_s,
        .who = s->who,
        .nonce_c = s->nonce_c,
    };
}

static void both_sides_agree(void)
{
    struct situation s;
    uint8_t client[2][MAC_SIZE];
    uint8_t server[2][MAC_SIZE];
    open_situation(&s);
    struct login_transcript transcript = transcript_of(&s);
    CHECK(login_visitor_macs(&transcript, s.sk_login, s.epk, client[0], client[1]) == OK);
    CHECK(login_visitor_macs(&transcript, s.esk, s.who, server[0], server[1]) == OK);
    CHECK(login_equal(client[0], server[0]) && login_equal(client[1], server[1]));
    CHECK(!login_equal(client[0], client[1]));
}

/* The MAC as rule 7 spells it, with libsodium's own HKDF. */
static void the_macs_are_those_of_the_rule(void)
{
    struct situation s;
    uint8_t shared[32];
    uint8_t prk[32];
    uint8_t key[32];
    uint8_t tr[1 + 1 + 10 + 5 * 32];
    uint8_t expected[32];
    uint8_t client_mac[32];
    uint8_t server_mac[32];
    open_situation(&s);
    const uint8_t *parts[] = {s.deployment_id, s.epk, s.nonce_s, s.who, s.nonce_c};
    tr[1] = 10;
    memcpy(tr + 2, s.host, 10);
    for (size_t i = 0; i < 5; i++)
        memcpy(tr + 12 + 32 * i, parts[i], 32);
    CHECK(crypto_scalarmult(shared, s.sk_login, s.epk) == 0);
    crypto_kdf_hkdf_sha256_extract(prk, (const uint8_t *)"udvej/1/visitor-login", 21, shared, 32);
    crypto_kdf_hkdf_sha256_expand(key, 32, (const char *)tr + 1, sizeof tr - 1, prk);
    struct login_transcript transcript = transcript_of(&s);
    CHECK(login_visitor_macs(&transcript, s.sk_login, s.epk, client_mac, server_mac) == OK);
    tr[0] = 1;
    crypto_auth_hmacsha256(expected, tr, sizeof tr, key);
    CHECK_SAME(expected, client_mac, 32);
    tr[0] = 2;
    crypto_auth_hmacsha256(expected, tr, sizeof tr, key);
    CHECK_SAME(expected, server_mac, 32);
}

/* Every octet of the transcript is under the MAC and under the signature. */
static void everything_is_bound(void)
{
    struct situation s;
    uint8_t right[2][MAC_SIZE];
    uint8_t wrong[2][MAC_SIZE];
    uint8_t signature[SIGNATURE_SIZE];
    const uint8_t *pk = programme.staff[0].sign.pk;
    open_situation(&s);
    struct login_transcript transcript = transcript_of(&s);
    CHECK(login_visitor_macs(&transcript, s.sk_login, s.epk, right[0], right[1]) == OK);
    CHECK(login_staff_sign(&transcript, programme.staff[0].sign.seed, signature) == OK);
    CHECK(login_staff_verify(&transcript, pk, signature) == OK);
    uint8_t *const fields[] = {s.host, s.deployment_id, s.epk, s.nonce_s, s.who, s.nonce_c};
    uint8_t epk[32];
    memcpy(epk, s.epk, 32);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        for (size_t at = 0; at < (i == 0 ? s.host_size : 32); at++) {
            fields[i][at] ^= 0x40;
            CHECK(login_visitor_macs(&transcript, s.sk_login, epk, wrong[0], wrong[1]) == OK);
            CHECK(!login_equal(right[0], wrong[0]) && !login_equal(right[1], wrong[1]));
            CHECK(login_staff_verify(&transcript, pk, signature) == REFUSED);
            fields[i][at] ^= 0x40;
        }
    CHECK(login_staff_verify(&transcript, programme.staff[1].sign.pk, signature) == REFUSED);
    transcript.host.size--;
    CHECK(login_visitor_macs(&transcript, s.sk_login, epk, wrong[0], wrong[1]) == OK);
    CHECK(!login_equal(right[0], wrong[0]));
    transcript.host.size = 0;
    CHECK(login_visitor_macs(&transcript, s.sk_login, epk, wrong[0], wrong[1]) == MALFORMED);
    CHECK(login_staff_sign(&transcript, programme.staff[0].sign.seed, signature) == MALFORMED);
    CHECK(login_staff_verify(&transcript, pk, signature) == MALFORMED);
    transcript.host.size = HOST_MAX + 1;
    CHECK(login_staff_verify(&transcript, pk, signature) == MALFORMED);
}

/* Points of small order give a secret that everybody knows. */
static void small_order_is_refused(void)
{
    static const uint8_t points[][32] = {
        {0},
        {1},
        {0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a,
         0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00},
        {0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef, 0x5b,
         0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11, 0x57},
    };
    static const uint8_t zero[MAC_SIZE];
    struct situation s;
    open_situation(&s);
    struct login_transcript transcript = transcript_of(&s);
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        uint8_t macs[2][MAC_SIZE];
        memset(macs, 9, sizeof macs);
        CHECK(login_visitor_macs(&transcript, s.esk, points[i], macs[0], macs[1]) == REFUSED);
        CHECK_SAME(macs[0], zero, MAC_SIZE);
        CHECK_SAME(macs[1], zero, MAC_SIZE);
    }
}

static void who_one_is(void)
{
    static const uint8_t label[] = "\x12udvej/1/visitor-id";
    struct situation s;
    uint8_t id[HASH_SIZE];
    uint8_t expected[HASH_SIZE];
    uint8_t input[19 + 32];
    open_situation(&s);
    login_visitor_id(s.who, id);
    memcpy(input, label, 19);
    memcpy(input + 19, s.who, 32);
    crypto_hash_sha256(expected, input, sizeof input);
    CHECK_SAME(id, expected, HASH_SIZE);
}

int main(void)
{
    CHECK(sodium_init() >= 0);
    programme_open(&programme);
    RUN(both_sides_agree);
    RUN(the_macs_are_those_of_the_rule);
    RUN(everything_is_bound);
    RUN(small_order_is_refused);
    RUN(who_one_is);
    return check_end();
}
