/* What the core costs, one step at a time: seal and open a text of 1,024 octets, derive everything from a return code. Linked natively
 * (udvej-core-bench), to WebAssembly and through wasm2js; whoever calls measures.
 * Used by: tests/load/core.mjs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "protocol/body.h"
#include "protocol/envelope.h"
#include "protocol/hpke.h"
#include "protocol/visitor_keys.h"

#ifdef __wasm__
#define EXPORT(name) __attribute__((export_name(#name))) name
#else
#define EXPORT(name) name
#endif

enum { TEXT_SIZE = 1024 };

int EXPORT(bench_prepare)(int recipient_count);
int EXPORT(bench_seal)(void);
int EXPORT(bench_open)(void);
int EXPORT(bench_code)(void);

static struct {
    struct seal_recipient recipients[WRAPS_MAX];
    uint8_t seeds[WRAPS_MAX][KEM_SEED_SIZE];
    uint8_t pks[WRAPS_MAX][KEM_PUBLIC_SIZE];
    size_t count;
    uint8_t psk[PSK_SIZE];
    uint8_t text[TEXT_SIZE];
    uint8_t randomness[32 + WRAPS_MAX * KEM_ENC_SEED_SIZE];
    uint8_t sealed[ENVELOPE_MAX];
    size_t sealed_size;
    uint8_t opened[BUCKET_2];
    uint64_t step;
} world;

static const uint8_t deployment_id[HASH_SIZE] = {1};

/* Keys of so many recipients, all with a psk: a room. 0: no such number. */
int bench_prepare(int recipient_count)
{
    if (recipient_count < 1 || recipient_count > WRAPS_MAX)
        return 0;
    world.count = (size_t)recipient_count;
    memset(world.text, 'a', TEXT_SIZE);
    memset(world.psk, 7, PSK_SIZE);
    for (size_t i = 0; i < world.count; i++) {
        memset(world.seeds[i], (int)i + 1, KEM_SEED_SIZE);
        hpke_public_of(world.pks[i], world.seeds[i]);
        memset(world.recipients[i].recipient, (int)i + 1, HASH_SIZE);
        world.recipients[i].pk = world.pks[i];
        world.recipients[i].mode = WRAP_PSK;
        world.recipients[i].psk = world.psk;
    }
    return 1;
}

/* Body and envelope, with new randomness (its drawing is not measured). */
int bench_seal(void)
{
    static uint8_t encoded[BUCKET_2];
    struct header header = {.class = CLASS_ROOM, .epoch = 1};
    struct body body = {.kind = BODY_TEXT, .seq = 1, .content = {world.text, TEXT_SIZE}};
    size_t size = 0;
    world.step++;
    memcpy(world.randomness, &world.step, sizeof world.step);
    return body_encode(&body, encoded, sizeof encoded, &size, &header.bucket) == OK &&
           envelope_seal(&header, (struct bytes){encoded, size}, deployment_id, world.recipients, world.count,
                         world.randomness, world.sealed, sizeof world.sealed, &world.sealed_size, NULL) == OK;
}

/* The last recipient opens what was sealed last, as it comes: parse, unwrap, open, read the body. */
int bench_open(void)
{
    struct envelope envelope;
    struct body body;
    uint8_t aux[PSK_SIZE];
    uint8_t link[HASH_SIZE];
    size_t last = world.count - 1;
    struct open_key key = {.seed = world.seeds[last], .pk = world.pks[last], .psk = world.psk};
    memcpy(key.recipient, world.recipients[last].recipient, HASH_SIZE);
    return envelope_decode(&envelope, (struct bytes){world.sealed, world.sealed_size}) == OK &&
           envelope_open(&envelope, last, deployment_id, &key, world.opened, sizeof world.opened, aux, link) == OK &&
           body_decode(&body, (struct bytes){world.opened, bucket_size(envelope.header.bucket)}) == OK &&
           body.content.size == TEXT_SIZE;
}

/* Everything that a visitor's client derives from the return code: Argon2id, 8 MiB. */
int bench_code(void)
{
    struct visitor_keys keys;
    uint8_t secret[SECRET_SIZE] = {1};
    bool is_open = visitor_keys_open(&keys, secret, deployment_id) == OK;
    visitor_keys_close(&keys);
    return is_open;
}

#ifndef __wasm__
static double now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* udvej-core-bench seal|open|code RECIPIENTS TIMES: runs it so often, and writes how long each took, in ms, a line each. */
int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*step)(void);
    } steps[] = {{"seal", bench_seal}, {"open", bench_open}, {"code", bench_code}};
    if (argc != 4 || sodium_init() < 0 || !bench_prepare((int)strtol(argv[2], NULL, 10)) || !bench_seal())
        return 2;
    long times = strtol(argv[3], NULL, 10);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (strcmp(argv[1], steps[i].name) != 0)
            continue;
        while (times-- > 0) {
            double began = now_ms();
            if (!steps[i].step())
                return 1;
            printf("%.6f\n", now_ms() - began);
        }
        return 0;
    }
    return 2;
}
#endif
