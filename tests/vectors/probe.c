/* The core under a magnifying glass: single steps of it, and one whole run from a seed, with inputs and outputs in fixed memory. Linked
 * natively (udvej-probe), to WebAssembly and through wasm2js, so that the three can be compared octet for octet.
 * Used by: core_equal.mjs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "protocol/envelope.h"
#include "protocol/hash.h"
#include "protocol/hpke.h"
#include "protocol/login.h"
#include "protocol/phrase.h"
#include "protocol/room.h"
#include "protocol/vault.h"

#ifdef __wasm__
#define EXPORT(name) __attribute__((export_name(#name))) name
#else
#define EXPORT(name) name
#endif

enum { INPUT_MAX = 16384, RECIPIENTS_MAX = 3 };

uint8_t *EXPORT(probe_input)(void);
uint8_t *EXPORT(probe_output)(void);
int EXPORT(probe_xwing)(void);
int EXPORT(probe_key_schedule)(int kem_id, int mode, size_t secret_size, size_t info_size, size_t psk_size,
                               size_t psk_id_size);
size_t EXPORT(probe_seal)(size_t aad_size, size_t plain_size);
int EXPORT(probe_run)(uint32_t seed, int with_argon);

static uint8_t input[INPUT_MAX];
static uint8_t output[INPUT_MAX];

uint8_t *probe_input(void)
{
    return input;
}

uint8_t *probe_output(void)
{
    return output;
}

/* in: seed[32] eseed[64] ct[1120]; out: pk[1216], ct[1120] and ss[32] of an encapsulation to it, ss[32] of the given ct. */
int probe_xwing(void)
{
    uint8_t sk[crypto_kem_xwing_SECRETKEYBYTES];
    const uint8_t *given = input + 32 + 64;
    uint8_t *ct = output + KEM_PUBLIC_SIZE;
    uint8_t *ss = ct + KEM_ENC_SIZE;
    return crypto_kem_xwing_seed_keypair(output, sk, input) == 0 &&
           crypto_kem_xwing_enc_deterministic(ct, ss, output, input + 32) == 0 &&
           crypto_kem_xwing_dec(ss + 32, given, sk) == 0;
}

/* in: shared secret, info, psk, psk_id, joined; out: key[32] base_nonce[12] exporter_secret[32]. */
int probe_key_schedule(int kem_id, int mode, size_t secret_size, size_t info_size, size_t psk_size, size_t psk_id_size)
{
    struct hpke_context context;
    const uint8_t *at = input;
    struct bytes secret = {at, secret_size};
    struct hpke_setting setting = {
        .mode = (uint8_t)mode,
        .info = {at + secret_size, info_size},
        .psk = {at + secret_size + info_size, psk_size},
        .psk_id = {at + secret_size + info_size + psk_size, psk_id_size},
    };
    if (hpke_key_schedule(&context, (uint16_t)kem_id, secret, &setting) != OK)
        return 0;
    memcpy(output, &context, sizeof context);
    return 1;
}

/* in: key[32] nonce[12] aad plain; out: the sealed octets. */
size_t probe_seal(size_t aad_size, size_t plain_size)
{
    unsigned long long size;
    (void)crypto_aead_chacha20poly1305_ietf_encrypt(output, &size, input + 44 + aad_size, plain_size, input + 44,
                                                    aad_size, NULL, input + 32, input);
    return (size_t)size;
}

/* --- one whole run --- */

/* Randomness that is the same everywhere: SHA-256 over a counter. */
struct stream {
    uint8_t key[32];
    uint64_t count;
};

static void draw(struct stream *stream, void *out, size_t size)
{
    uint8_t *at = out;
    while (size > 0) {
        uint8_t block[HASH_SIZE];
        uint8_t count[8];
        size_t part = size < sizeof block ? size : sizeof block;
        for (size_t i = 0; i < sizeof count; i++)
            count[i] = (uint8_t)(stream->count >> 8 * i);
        stream->count++;
        hash_sha256(PARTS(PART(stream->key, 32), PART(count, sizeof count)), block);
        memcpy(at, block, part);
        at += part;
        size -= part;
    }
}

struct run {
    struct stream stream;
    uint8_t digest[HASH_SIZE]; /* of all that was computed so far */
    uint8_t deployment_id[HASH_SIZE];
    struct visitor_keys keys;
    uint8_t case_id[CASE_ID_SIZE];
    bool is_good;
};

static void note(struct run *run, const void *data, size_t size)
{
    hash_sha256(PARTS(PART(run->digest, HASH_SIZE), PART(data, size)), run->digest);
}

static void expect(struct run *run, bool is_true)
{
    run->is_good = run->is_good && is_true;
}

static void run_words(struct run *run, const uint8_t secret[SECRET_SIZE])
{
    uint8_t again[SECRET_SIZE];
    char words[PHRASE_TEXT_MAX];
    for (int list = 0; list < WORD_LISTS; list++) {
        size_t size = phrase_to_words(secret, (enum word_list)list, words);
        note(run, words, size);
        expect(run, phrase_from_input(PART((const uint8_t *)words, size), again) == OK);
        expect(run, memcmp(secret, again, SECRET_SIZE) == 0);
    }
}

static void run_secret(struct run *run, bool with_argon)
{
    uint8_t secret[SECRET_SIZE];
    uint8_t again[SECRET_SIZE];
    char digits[CODE_DIGITS];
    draw(&run->stream, secret, sizeof secret);
    phrase_to_digits(secret, digits);
    note(run, digits, sizeof digits);
    expect(run, phrase_from_input(PART((const uint8_t *)digits, sizeof digits), again) == OK);
    expect(run, memcmp(secret, again, sizeof secret) == 0);
    run_words(run, secret);
    if (with_argon) {
        expect(run, visitor_keys_open(&run->keys, secret, run->deployment_id) == OK);
    } else {
        draw(&run->stream, &run->keys, sizeof run->keys);
        login_epk(run->keys.pk_login, run->keys.sk_login);
    }
    note(run, &run->keys, sizeof run->keys);
}

static void run_login(struct run *run)
{
    uint8_t nonces[2][NONCE_SIZE];
    uint8_t esk[DH_SIZE];
    uint8_t epk[DH_SIZE];
    uint8_t macs[4][MAC_SIZE];
    static const uint8_t host[] = "localhost:8470";
    draw(&run->stream, nonces, sizeof nonces);
    draw(&run->stream, esk, sizeof esk);
    login_epk(epk, esk);
    struct login_transcript transcript = {
        .host = {host, sizeof host - 1},
        .deployment_id = run->deployment_id,
        .epk = epk,
        .nonce_s = nonces[0],
        .who = run->keys.pk_login,
        .nonce_c = nonces[1],
    };
    expect(run, login_visitor_macs(&transcript, run->keys.sk_login, epk, macs[0], macs[1]) == OK);
    expect(run, login_visitor_macs(&transcript, esk, run->keys.pk_login, macs[2], macs[3]) == OK);
    expect(run, memcmp(macs[0], macs[2], (size_t)2 * MAC_SIZE) == 0);
    note(run, macs, sizeof macs);
    uint8_t signature[SIGNATURE_SIZE];
    expect(run, login_staff_sign(&transcript, esk, signature) == OK);
    note(run, signature, sizeof signature);
}

static void run_envelope(struct run *run, uint8_t bucket, size_t count)
{
    static uint8_t sealed[ENVELOPE_MAX];
    static uint8_t opened[BUCKET_2];
    uint8_t seeds[RECIPIENTS_MAX][KEM_SEED_SIZE];
    uint8_t pks[RECIPIENTS_MAX][KEM_PUBLIC_SIZE];
    uint8_t psks[RECIPIENTS_MAX][PSK_SIZE];
    uint8_t randomness[32 + RECIPIENTS_MAX * KEM_ENC_SEED_SIZE];
    uint8_t body[900];
    uint8_t aux[PSK_SIZE];
    uint8_t link[HASH_SIZE];
    struct seal_recipient recipients[RECIPIENTS_MAX] = {0};
    struct header header = {.class = CLASS_ROOM, .bucket = bucket, .epoch = 7};
    struct envelope envelope;
    size_t size;
    draw(&run->stream, header.msg_id, MSG_ID_SIZE);
    draw(&run->stream, header.roster_hash, HASH_SIZE);
    memcpy(header.case_id, run->case_id, CASE_ID_SIZE);
    memcpy(header.sender, run->keys.visitor_id, HASH_SIZE);
    draw(&run->stream, seeds, sizeof seeds);
    draw(&run->stream, randomness, sizeof randomness);
    draw(&run->stream, body, sizeof body);
    for (size_t i = 0; i < count; i++) {
        hpke_public_of(pks[i], seeds[i]);
        draw(&run->stream, recipients[i].recipient, HASH_SIZE);
        visitor_psk(&run->keys, run->case_id, recipients[i].recipient, psks[i]);
        recipients[i].pk = pks[i];
        recipients[i].mode = i == 0 ? WRAP_BASE : WRAP_PSK;
        recipients[i].psk = i == 0 ? NULL : psks[i];
        recipients[i].aux = i == 0 ? psks[i] : NULL;
    }
    expect(run, envelope_seal(&header, PART(body, sizeof body), run->deployment_id, recipients, count, randomness,
                              sealed, sizeof sealed, &size, NULL) == OK);
    note(run, sealed, size);
    expect(run, envelope_decode(&envelope, PART(sealed, size)) == OK);
    for (size_t i = 0; i < count; i++) {
        struct open_key key = {.seed = seeds[i], .pk = pks[i], .psk = recipients[i].psk};
        memcpy(key.recipient, recipients[i].recipient, HASH_SIZE);
        expect(run, envelope_open(&envelope, i, run->deployment_id, &key, opened, sizeof opened, aux, link) == OK);
        expect(run, memcmp(opened, body, sizeof body) == 0);
        note(run, opened, bucket_size(bucket));
        note(run, aux, sizeof aux);
        note(run, link, sizeof link);
    }
}

static void run_kept(struct run *run)
{
    struct vault vault = {.version = 3, .ctr = 9, .door = 1, .off_gen = 2, .lang_size = 2, .lang = "da"};
    struct vault again;
    struct shred_salt salt;
    uint8_t nonce[XNONCE_SIZE];
    uint8_t plain[SALT_SIZE];
    uint8_t sealed[VAULT_SIZE];
    draw(&run->stream, nonce, sizeof nonce);
    draw(&run->stream, plain, sizeof plain);
    memcpy(vault.case_nonce, nonce, CASE_NONCE_SIZE);
    vault_seal(&run->keys, &vault, nonce, sealed);
    note(run, sealed, sizeof sealed);
    expect(run, vault_open(&run->keys, sealed, &again) == OK && again.ctr == 9);
    visitor_salt_seal(&run->keys, SALT_OFFLINE, 2, plain, nonce, &salt);
    note(run, salt.sealed, sizeof salt.sealed);
    uint8_t seed[KEM_SEED_SIZE];
    visitor_offline_seed(&run->keys, plain, 2, seed);
    note(run, seed, sizeof seed);
    struct room room;
    room_open(&room, run->case_id, run->keys.visitor_id, plain);
    note(run, room.roster_hash, sizeof room.roster_hash);
}

/* out: digest[32] over everything the core computes from this seed. 1: and all of it opened again. */
int probe_run(uint32_t seed, int with_argon)
{
    struct run run = {.is_good = true};
    for (size_t i = 0; i < sizeof seed; i++)
        run.stream.key[i] = (uint8_t)(seed >> 8 * i);
    draw(&run.stream, run.deployment_id, HASH_SIZE);
    draw(&run.stream, run.case_id, CASE_ID_SIZE);
    run_secret(&run, with_argon != 0);
    run_login(&run);
    run_envelope(&run, (uint8_t)(seed % 3), 1 + seed % RECIPIENTS_MAX);
    run_kept(&run);
    memcpy(output, run.digest, HASH_SIZE);
    return run.is_good;
}

#ifndef __wasm__
/* udvej-probe FIRST COUNT WITH_ARGON: a digest in hex a line. */
int main(int count, char **words)
{
    if (count != 4 || sodium_init() < 0)
        return 2;
    uint32_t first = (uint32_t)strtoul(words[1], NULL, 10);
    uint32_t seeds = (uint32_t)strtoul(words[2], NULL, 10);
    for (uint32_t i = 0; i < seeds; i++) {
        if (!probe_run(first + i, words[3][0] == '1'))
            return 1;
        for (size_t octet = 0; octet < HASH_SIZE; octet++)
            (void)printf("%02x", output[octet]);
        (void)printf("\n");
    }
    return 0;
}
#endif
