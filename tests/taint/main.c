/* Does any branch or any address in our code depend on a secret? Under valgrind's memcheck a secret is marked as undefined, and
 * memcheck then says where undefined octets decide a jump or an address (after Langley's ctgrind). Everything computed from a secret
 * stays marked until it is declassified; each `reveal` below says why it may be.
 *
 *     valgrind --suppressions=tests/taint/declassified.supp build/release/bin/udvej-taint
 *     valgrind ... build/release/bin/udvej-taint planted      must find what is planted
 *     valgrind --tool=callgrind ... udvej-taint type SEED     reads one code
 *
 * Each case says how many such places were reached; the last line is `N passed, N failed`. */
#include <sodium.h>
#include <stdlib.h>
#include <valgrind/memcheck.h>

#include "../unit/check.h"
#include "protocol/body.h"
#include "protocol/envelope.h"
#include "protocol/hash.h"
#include "protocol/hpke.h"
#include "protocol/key_box.h"
#include "protocol/login.h"
#include "protocol/phrase.h"
#include "protocol/sign_context.h"
#include "protocol/vault.h"
#include "protocol/visitor_keys.h"

static void mark(void *secret, size_t size)
{
    (void)VALGRIND_MAKE_MEM_UNDEFINED(secret, size);
}

/* From here on it is public. */
static void reveal(const void *result, size_t size)
{
    (void)VALGRIND_MAKE_MEM_DEFINED(result, size);
}

/* New octets, marked. */
static void draw_secret(void *out, size_t size, uint64_t seed)
{
    check_fill(out, size, seed);
    mark(out, size);
}

static uint8_t deployment_id[HASH_SIZE];

/* --- rule 3 --- */

static void phrase_out_and_in(void)
{
    uint8_t secret[SECRET_SIZE];
    uint8_t again[SECRET_SIZE];
    char digits[CODE_DIGITS];
    draw_secret(secret, sizeof secret, 1);
    phrase_to_digits(secret, digits);
    /* still marked: what a person typed */
    enum outcome outcome = phrase_from_input(PART((const uint8_t *)digits, CODE_DIGITS), again);
    reveal(&outcome, sizeof outcome); /* whether the check digits fit is said to the person */
    CHECK(outcome == OK);
    reveal(again, sizeof again);
    reveal(secret, sizeof secret);
    CHECK_SAME(again, secret, SECRET_SIZE);
}

static void words_out_and_in(void)
{
    for (int list = 0; list < WORD_LISTS; list++) {
        uint8_t secret[SECRET_SIZE];
        uint8_t again[SECRET_SIZE];
        char words[PHRASE_TEXT_MAX];
        draw_secret(secret, sizeof secret, 3);
        size_t size = phrase_to_words(secret, (enum word_list)list, words);
        reveal(&size, sizeof size); /* how much room they take on the screen */
        enum outcome outcome = phrase_from_input(PART((const uint8_t *)words, size), again);
        reveal(&outcome, sizeof outcome);
        CHECK(outcome == OK);
        reveal(again, sizeof again);
        reveal(secret, sizeof secret);
        CHECK_SAME(again, secret, SECRET_SIZE);
    }
}

/* --- rule 4 --- */

static struct visitor_keys keys_marked(void)
{
    struct visitor_keys keys;
    uint8_t secret[SECRET_SIZE];
    draw_secret(secret, sizeof secret, 2);
    CHECK(visitor_keys_open(&keys, secret, deployment_id) == OK);
    reveal(keys.pk_login, sizeof keys.pk_login); /* sent at login */
    reveal(keys.visitor_id, sizeof keys.visitor_id);
    reveal(keys.mailbox, sizeof keys.mailbox);
    return keys;
}

static void visitor_keys_all(void)
{
    uint8_t case_id[CASE_ID_SIZE] = {1};
    uint8_t cert_hash[HASH_SIZE] = {2};
    uint8_t salt[SALT_SIZE];
    uint8_t out[32];
    struct shred_salt sealed;
    struct visitor_keys keys = keys_marked();
    visitor_psk(&keys, case_id, cert_hash, out);
    visitor_case_key(&keys, case_id, 3, out);
    draw_secret(salt, sizeof salt, 3);
    visitor_offline_seed(&keys, salt, 1, out);
    visitor_salt_seal(&keys, 1, 1, salt, (const uint8_t[XNONCE_SIZE]){4}, &sealed);
    reveal(sealed.sealed, sizeof sealed.sealed); /* kept by the server */
    CHECK(visitor_salt_open(&keys, &sealed, salt) == OK);
    mark(salt, sizeof salt);
    visitor_offline_seed(&keys, salt, 1, out);
    sealed.generation++;
    CHECK(visitor_salt_open(&keys, &sealed, salt) == REFUSED);
    visitor_keys_close(&keys);
}

static void colleagues_psk(void)
{
    uint8_t seeds[2][DH_SIZE];
    uint8_t pks[2][DH_SIZE];
    uint8_t psks[2][PSK_SIZE];
    const uint8_t hashes[2][HASH_SIZE] = {{1}, {2}};
    uint8_t case_id[CASE_ID_SIZE] = {1};
    for (size_t i = 0; i < 2; i++) {
        draw_secret(seeds[i], DH_SIZE, 10 + i);
        login_epk(pks[i], seeds[i]);
        reveal(pks[i], DH_SIZE); /* stands in the certificate */
    }
    for (size_t i = 0; i < 2; i++)
        CHECK(staff_psk(seeds[i], hashes[i], pks[1 - i], hashes[1 - i], case_id, psks[i]) == OK);
    CHECK(staff_psk(seeds[0], hashes[0], (const uint8_t[DH_SIZE]){0}, hashes[1], case_id, psks[0]) == REFUSED);
}

/* --- rule 7 --- */

static void login_both_sides(void)
{
    uint8_t esk[DH_SIZE];
    uint8_t epk[DH_SIZE];
    uint8_t macs[2][2][MAC_SIZE];
    struct visitor_keys keys = keys_marked();
    draw_secret(esk, sizeof esk, 20);
    login_epk(epk, esk);
    reveal(epk, sizeof epk); /* sent in CHALLENGE */
    const struct login_transcript transcript = {
        .host = PART_TEXT("example.org"),
        .deployment_id = deployment_id,
        .epk = epk,
        .nonce_s = deployment_id,
        .who = keys.pk_login,
        .nonce_c = deployment_id,
    };
    CHECK(login_visitor_macs(&transcript, keys.sk_login, epk, macs[0][0], macs[0][1]) == OK);
    CHECK(login_visitor_macs(&transcript, esk, keys.pk_login, macs[1][0], macs[1][1]) == OK);
    CHECK(login_equal(macs[0][0], macs[1][0]));
    CHECK(login_equal(macs[0][1], macs[1][1]));
    CHECK(!login_equal(macs[0][0], macs[0][1]));
    CHECK(login_visitor_macs(&transcript, esk, (const uint8_t[DH_SIZE]){0}, macs[0][0], macs[0][1]) == REFUSED);
    visitor_keys_close(&keys);
}

static void staff_signs(void)
{
    uint8_t seed[SIGN_SEED_SIZE];
    uint8_t signature[SIGNATURE_SIZE];
    draw_secret(seed, sizeof seed, 21);
    CHECK(context_sign(STATEMENT_TYPE_SNAPSHOT, deployment_id, PART_TEXT("a body"), seed, signature) == OK);
}

/* --- rules 2 and 9 --- */

struct kem_pair {
    uint8_t seed[KEM_SEED_SIZE];
    uint8_t pk[KEM_PUBLIC_SIZE];
};

static void kem_pair_open(struct kem_pair *pair, uint64_t seed)
{
    draw_secret(pair->seed, KEM_SEED_SIZE, seed);
    hpke_public_of(pair->pk, pair->seed);
    reveal(pair->pk, KEM_PUBLIC_SIZE); /* told to everybody who may write */
}

static void hpke_both_modes(void)
{
    static struct kem_pair pair;
    uint8_t psk[PSK_SIZE];
    uint8_t randomness[KEM_ENC_SEED_SIZE];
    uint8_t plain[64];
    uint8_t opened[64];
    uint8_t enc[KEM_ENC_SIZE];
    uint8_t ct[64 + AEAD_TAG_SIZE];
    kem_pair_open(&pair, 30);
    draw_secret(psk, sizeof psk, 31);
    draw_secret(plain, sizeof plain, 32);
    for (uint32_t mode = HPKE_MODE_BASE; mode <= HPKE_MODE_PSK; mode++) {
        struct hpke_setting setting = {.mode = (uint8_t)mode, .info = PART_TEXT("info")};
        if (mode == HPKE_MODE_PSK) {
            setting.psk = PART(psk, sizeof psk);
            setting.psk_id = PART_TEXT("id");
        }
        draw_secret(randomness, sizeof randomness, 33 + mode);
        struct hpke_sealed sealed = {enc, ct};
        CHECK(hpke_seal(&setting, pair.pk, randomness, PART(plain, sizeof plain), &sealed) == OK);
        reveal(enc, sizeof enc); /* goes over the wire */
        reveal(ct, sizeof ct);
        CHECK(hpke_open(&setting, pair.seed, enc, PART(ct, sizeof ct), opened) == OK);
        ct[0] ^= 1;
        CHECK(hpke_open(&setting, pair.seed, enc, PART(ct, sizeof ct), opened) == REFUSED);
        ct[0] ^= 1;
        enc[0] ^= 1; /* implicit rejection */
        CHECK(hpke_open(&setting, pair.seed, enc, PART(ct, sizeof ct), opened) == REFUSED);
    }
}

/* --- rule 8 --- */

enum { RECIPIENTS = 2 };

static struct {
    struct kem_pair pairs[RECIPIENTS];
    uint8_t psk[PSK_SIZE];
    uint8_t aux[PSK_SIZE];
    uint8_t randomness[32 + RECIPIENTS * KEM_ENC_SEED_SIZE];
    uint8_t body[1000];
    uint8_t sealed[ENVELOPE_MAX];
    uint8_t wrap[WRAP_SIZE];
    uint8_t opened[BUCKET_0];
} world;

static void open_each(const struct envelope *envelope, const struct seal_recipient *recipients)
{
    uint8_t aux[PSK_SIZE];
    uint8_t link[HASH_SIZE];
    for (size_t i = 0; i < RECIPIENTS; i++) {
        struct open_key key = {.seed = world.pairs[i].seed, .pk = world.pairs[i].pk, .psk = recipients[i].psk};
        memcpy(key.recipient, recipients[i].recipient, HASH_SIZE);
        CHECK(envelope_open(envelope, i, deployment_id, &key, world.opened, sizeof world.opened, aux, link) == OK);
        key.psk = i == 0 ? world.psk : NULL;
        CHECK(envelope_open(envelope, i, deployment_id, &key, world.opened, sizeof world.opened, aux, link) == REFUSED);
    }
}

static void envelope_both_modes(void)
{
    const struct header header = {.class = CLASS_ROOM, .epoch = 1};
    struct seal_recipient recipients[RECIPIENTS] = {{.recipient = {1}, .mode = WRAP_BASE, .aux = world.aux},
                                                    {.recipient = {2}, .mode = WRAP_PSK, .psk = world.psk}};
    struct seal_kept kept;
    struct envelope envelope;
    uint8_t link[HASH_SIZE];
    size_t size = 0;
    draw_secret(world.psk, sizeof world.psk, 40);
    draw_secret(world.aux, sizeof world.aux, 41);
    draw_secret(world.randomness, sizeof world.randomness, 42);
    draw_secret(world.body, sizeof world.body, 43);
    for (size_t i = 0; i < RECIPIENTS; i++) {
        kem_pair_open(&world.pairs[i], 44 + i);
        recipients[i].pk = world.pairs[i].pk;
    }
    CHECK(envelope_seal(&header, PART(world.body, sizeof world.body), deployment_id, recipients, RECIPIENTS,
                        world.randomness, world.sealed, sizeof world.sealed, &size, &kept) == OK);
    envelope_link(&kept, link);
    CHECK(envelope_rewrap(&kept, header.case_id, deployment_id, &recipients[1], world.randomness, world.wrap) == OK);
    reveal(world.sealed, size); /* goes over the wire */
    CHECK(envelope_decode(&envelope, PART(world.sealed, size)) == OK);
    open_each(&envelope, recipients);
    world.sealed[HEADER_SIZE] ^= 1; /* another commitment */
    CHECK(envelope_decode(&envelope, PART(world.sealed, size)) == OK);
    struct open_key key = {.recipient = {1}, .seed = world.pairs[0].seed, .pk = world.pairs[0].pk};
    CHECK(envelope_open(&envelope, 0, deployment_id, &key, world.opened, sizeof world.opened, world.aux, link) ==
          REFUSED);
}

/* --- rules 11, 13, 15: what is written; its sizes and kinds are the message's form and not marked --- */

static void body_is_written(void)
{
    static uint8_t out[BUCKET_1];
    static struct kem_pair pair;
    uint8_t text[1000];
    uint8_t bucket = 0;
    size_t size = 0;
    kem_pair_open(&pair, 50);
    draw_secret(text, sizeof text, 51);
    struct body body = {
        .kind = BODY_TEXT, .seq = 2, .seen_count = 2, .content = PART(text, sizeof text), .next_key = pair.pk};
    draw_secret(body.prev, sizeof body.prev, 53);
    draw_secret(&body.sent_min, sizeof body.sent_min, 54);
    draw_secret(body.seen[0].member, HASH_SIZE, 55);
    CHECK(body_encode(&body, out, sizeof out, &size, &bucket) == OK);
}

/* The vouching MAC of HELLO, made and checked under a marked case key. */
static void hello_vouches(void)
{
    static uint8_t out[HELLO_MAX];
    static struct kem_pair pair;
    struct hello read;
    size_t size = 0;
    size_t used = 0;
    kem_pair_open(&pair, 60);
    struct hello hello = {.ctr = 1, .off_gen = 1, .live_pk = pair.pk, .off_pk = pair.pk, .lang = PART_TEXT("da")};
    draw_secret(hello.case_key, sizeof hello.case_key, 61);
    CHECK(hello_encode(&hello, out, sizeof out, &size) == OK);
    CHECK(hello_decode(&read, PART(out, size), &used) == OK);
    out[0] ^= 1;
    CHECK(hello_decode(&read, PART(out, size), &used) == MALFORMED);
}

static void vault_is_sealed(void)
{
    static struct vault vault;
    static struct vault read;
    static uint8_t sealed[VAULT_SIZE];
    struct visitor_keys keys = keys_marked();
    memset(&vault, 0, sizeof vault);
    vault.version = 1;
    vault.lang_size = 2;
    vault.pinned_count = 3;
    vault.mark_count = 2;
    memset(vault.consents, CONSENT_YES, vault.pinned_count);
    draw_secret(&vault.ctr, sizeof vault.ctr, 70);
    draw_secret(vault.case_nonce, sizeof vault.case_nonce, 71);
    draw_secret(vault.pinned, sizeof vault.pinned, 72);
    draw_secret(vault.room_head, sizeof vault.room_head, 73);
    draw_secret(vault.marks, sizeof vault.marks, 74);
    vault_seal(&keys, &vault, (const uint8_t[XNONCE_SIZE]){5}, sealed);
    reveal(sealed, sizeof sealed); /* kept by the server */
    CHECK(vault_open(&keys, sealed, &read) == OK);
    sealed[VAULT_SIZE - 1] ^= 1;
    CHECK(vault_open(&keys, sealed, &read) == REFUSED);
    visitor_keys_close(&keys);
}

/* --- rule 3 again: what a person types --- */

/* Reads the digits of another secret for every `seed`. Reading must look at each character, and declassified.supp says so; that all
 * digits are read in equally many steps is for a tool that counts instructions to see (stage 58-taint). */
static void type_digits(uint64_t seed)
{
    uint8_t secret[SECRET_SIZE];
    uint8_t again[SECRET_SIZE];
    char digits[CODE_DIGITS];
    check_fill(secret, sizeof secret, seed);
    phrase_to_digits(secret, digits);
    CHECK(phrase_from_input(PART((const uint8_t *)digits, CODE_DIGITS), again) == OK);
    CHECK_SAME(again, secret, SECRET_SIZE);
}

/* --- planted: what must be found --- */

/* The classic: a comparison that stops at the first difference. */
__attribute__((noinline)) static bool compare_early(const uint8_t *a, const uint8_t *b, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (a[i] != b[i])
            return false;
    return true;
}

static void planted_branch(void)
{
    uint8_t mac[MAC_SIZE];
    uint8_t key[32];
    draw_secret(key, sizeof key, 80);
    hash_mac(PART(key, sizeof key), PARTS(PART_TEXT("x")), mac);
    bool is_same = compare_early(mac, deployment_id, sizeof mac);
    reveal(&is_same, sizeof is_same);
    CHECK(!is_same);
}

static void planted_index(void)
{
    static volatile uint8_t table[256];
    uint8_t secret = 0;
    draw_secret(&secret, 1, 81);
    uint8_t looked_up = table[secret];
    reveal(&looked_up, 1);
    CHECK(looked_up == 0);
}

/* --- */

static const struct taint_case {
    const char *name;
    void (*run)(void);
} cases[] =
    {
        {"phrase", phrase_out_and_in}, {"words", words_out_and_in},       {"visitor_keys", visitor_keys_all},
        {"staff_psk", colleagues_psk}, {"login", login_both_sides},       {"sign", staff_signs},
        {"hpke", hpke_both_modes},     {"envelope", envelope_both_modes}, {"body", body_is_written},
        {"hello", hello_vouches},      {"vault", vault_is_sealed},
},
  planted[] = {{"planted branch", planted_branch}, {"planted index", planted_index}};

/* Runs one case, and counts it as passed if nothing, or with `must_find` something, was found. */
static void run(const struct taint_case *taint_case, bool must_find)
{
    unsigned long before = VALGRIND_COUNT_ERRORS;
    check_counts.running = taint_case->name;
    taint_case->run();
    unsigned long found = VALGRIND_COUNT_ERRORS - before;
    printf("%s: %lu secret-dependent branches or addresses\n", taint_case->name, found);
    CHECK(must_find ? found > 0 : found == 0);
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "type") == 0 && sodium_init() >= 0) {
        type_digits(strtoull(argv[2], NULL, 10));
        return check_end();
    }
    bool is_planted = argc == 2 && strcmp(argv[1], "planted") == 0;
    if (!RUNNING_ON_VALGRIND || (argc > 1 && !is_planted) || sodium_init() < 0) {
        fprintf(stderr,
                "usage: valgrind --suppressions=tests/taint/declassified.supp udvej-taint [planted | type SEED]\n");
        return 2;
    }
    check_fill(deployment_id, sizeof deployment_id, 0);
    if (is_planted)
        for (size_t i = 0; i < sizeof planted / sizeof *planted; i++)
            run(&planted[i], true);
    else
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
            run(&cases[i], false);
    return check_end();
}
