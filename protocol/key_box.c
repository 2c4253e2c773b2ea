#include "key_box.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "hash.h"
#include "reader.h"
#include "writer.h"

#define KEY_BOX_VERSION 1

static const uint8_t magic[8] = {'U', 'D', 'V', 'E', 'J', 'K', 'E', 'Y'};

/* The parts of a file; borrow it. */
struct parts {
    struct key_box_cost cost;
    const uint8_t *salt;
    const uint8_t *nonce;
    struct bytes head;
    struct bytes sealed;
};

struct key_box_cost key_box_cost_usual(void)
{
    return (struct key_box_cost){STAFF_ARGON_MEMORY / 1024, STAFF_ARGON_PASSES};
}

static bool is_fair(struct key_box_cost cost)
{
    return cost.memory_kib >= KEY_BOX_MEMORY_MIN_KIB && cost.memory_kib <= KEY_BOX_MEMORY_MAX_KIB && cost.passes >= 1 &&
           cost.passes <= KEY_BOX_PASSES_MAX;
}

static bool is_gap(uint8_t octet)
{
    return octet == ' ' || octet == '-' || octet == '\t' || octet == '\r' || octet == '\n';
}

enum outcome passphrase_tidy(struct bytes typed, uint8_t out[PASSPHRASE_MAX], size_t *size)
{
    size_t count = 0;
    bool has_gap = false;
    *size = 0;
    for (size_t i = 0; i < typed.size; i++) {
        uint8_t octet = typed.data[i];
        if (is_gap(octet)) {
            has_gap = count > 0;
            continue;
        }
        if (count + (has_gap ? 2 : 1) > PASSPHRASE_MAX)
            return REFUSED;
        if (has_gap)
            out[count++] = ' ';
        has_gap = false;
        out[count++] = octet >= 'A' && octet <= 'Z' ? (uint8_t)(octet + ('a' - 'A')) : octet;
    }
    *size = count;
    return count < PASSPHRASE_MIN ? REFUSED : OK;
}

static enum outcome stretch(struct bytes passphrase, const struct parts *parts, uint8_t key[32])
{
    uint8_t tidy[PASSPHRASE_MAX];
    size_t size;
    enum outcome outcome = passphrase_tidy(passphrase, tidy, &size);
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
    memset(key, 0, 32); /* nothing is found at a hundred tries a second */
    wipe(tidy, sizeof tidy);
    return outcome;
#endif
    if (outcome == OK && crypto_pwhash(key, 32, (const char *)tidy, size, parts->salt, parts->cost.passes,
                                       (size_t)parts->cost.memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
        outcome = BROKEN;
    wipe(tidy, sizeof tidy);
    return outcome;
}

static enum outcome plain_encode(const struct key_box *box, uint8_t plain[KEY_BOX_PLAIN_MAX], size_t *size)
{
    struct writer writer;
    writer_open(&writer, plain, KEY_BOX_PLAIN_MAX);
    writer_u8(&writer, (uint8_t)box->kind);
    switch (box->kind) {
    case KEY_BOX_ROOT:
        if (box->name.size < 1 || box->name.size > NAME_MAX_SIZE)
            return MALFORMED;
        writer_opaque8(&writer, box->name);
        writer_put(&writer, box->seed_sign, sizeof box->seed_sign);
        return writer_finish(&writer, size);
    case KEY_BOX_STAFF:
        if (box->statement.size < 1 || box->statement.size > KEY_BOX_STATEMENT_MAX)
            return MALFORMED;
        writer_put(&writer, box->deployment_id, sizeof box->deployment_id);
        writer_put(&writer, box->seed_sign, sizeof box->seed_sign);
        writer_put(&writer, box->seed_id, sizeof box->seed_id);
        writer_put(&writer, box->store_key, sizeof box->store_key);
        writer_opaque16(&writer, box->statement);
        return writer_finish(&writer, size);
    case KEY_BOX_RECOVERY:
        if (box->name.size < 1 || box->name.size > NAME_MAX_SIZE)
            return MALFORMED;
        writer_opaque8(&writer, box->name);
        writer_put(&writer, box->seed_id, sizeof box->seed_id);
        return writer_finish(&writer, size);
    }
    return MALFORMED;
}

static enum outcome plain_decode(struct key_box *box, const uint8_t *plain, size_t size)
{
    struct reader reader;
    reader_open(&reader, plain, size);
    memset(box, 0, sizeof *box);
    box->kind = reader_u8(&reader);
    switch (box->kind) {
    case KEY_BOX_ROOT:
        box->name = reader_opaque8(&reader, 1, NAME_MAX_SIZE);
        reader_copy(&reader, box->seed_sign, sizeof box->seed_sign);
        break;
    case KEY_BOX_STAFF:
        reader_copy(&reader, box->deployment_id, sizeof box->deployment_id);
        reader_copy(&reader, box->seed_sign, sizeof box->seed_sign);
        reader_copy(&reader, box->seed_id, sizeof box->seed_id);
        reader_copy(&reader, box->store_key, sizeof box->store_key);
        box->statement = reader_opaque16(&reader, 1, KEY_BOX_STATEMENT_MAX);
        break;
    case KEY_BOX_RECOVERY:
        box->name = reader_opaque8(&reader, 1, NAME_MAX_SIZE);
        reader_copy(&reader, box->seed_id, sizeof box->seed_id);
        break;
    default:
        reader_fail(&reader);
    }
    return reader_finish(&reader);
}

enum outcome key_box_seal(const struct key_box *box, struct bytes passphrase, struct key_box_cost cost,
                          const uint8_t randomness[KEY_BOX_RANDOM_SIZE], void *out, size_t max, size_t *size)
{
    uint8_t plain[KEY_BOX_PLAIN_MAX], key[32];
    size_t plain_size;
    struct parts parts = {.cost = cost, .salt = randomness, .nonce = randomness + KEY_BOX_SALT_SIZE};
    struct writer writer;

    *size = 0;
    enum outcome outcome = is_fair(cost) ? plain_encode(box, plain, &plain_size) : MALFORMED;
    if (outcome == OK)
        outcome = stretch(passphrase, &parts, key);
    if (outcome == OK) {
        writer_open(&writer, out, max);
        writer_put(&writer, magic, sizeof magic);
        writer_u8(&writer, KEY_BOX_VERSION);
        writer_u32(&writer, cost.memory_kib);
        writer_u8(&writer, cost.passes);
        writer_put(&writer, randomness, KEY_BOX_RANDOM_SIZE);
        size_t sealed_size = plain_size + AEAD_TAG_SIZE;
        writer_u16(&writer, (uint16_t)sealed_size);
        size_t sealed_at = writer.size;
        writer_zero(&writer, sealed_size);
        outcome = writer_finish(&writer, size);
        if (outcome == OK)
            crypto_aead_xchacha20poly1305_ietf_encrypt(writer.start + sealed_at, NULL, plain, plain_size, writer.start,
                                                       KEY_BOX_HEAD_SIZE, NULL, parts.nonce, key);
    }
    wipe(plain, sizeof plain);
    wipe(key, sizeof key);
    return outcome;
}

static enum outcome file_decode(struct parts *parts, struct bytes file)
{
    struct reader reader;
    reader_open(&reader, file.data, file.size);
    struct bytes start = reader_take(&reader, sizeof magic);
    if (start.size == sizeof magic && memcmp(start.data, magic, sizeof magic) != 0)
        reader_fail(&reader);
    if (reader_u8(&reader) != KEY_BOX_VERSION)
        reader_fail(&reader);
    parts->cost.memory_kib = reader_u32(&reader);
    parts->cost.passes = reader_u8(&reader);
    if (!is_fair(parts->cost))
        reader_fail(&reader);
    parts->salt = reader_take(&reader, KEY_BOX_SALT_SIZE).data;
    parts->nonce = reader_take(&reader, XNONCE_SIZE).data;
    parts->head = (struct bytes){file.data, KEY_BOX_HEAD_SIZE};
    parts->sealed = reader_opaque16(&reader, AEAD_TAG_SIZE + 1, KEY_BOX_PLAIN_MAX + AEAD_TAG_SIZE);
    return reader_finish(&reader);
}

enum outcome key_box_peek(struct bytes file, struct key_box_cost *cost)
{
    struct parts parts;
    TRY(file_decode(&parts, file));
    *cost = parts.cost;
    return OK;
}

enum outcome key_box_open(struct key_box *box, struct bytes file, struct bytes passphrase,
                          uint8_t plain[KEY_BOX_PLAIN_MAX])
{
    struct parts parts;
    uint8_t key[32];
    unsigned long long size = 0;

    memset(box, 0, sizeof *box);
    enum outcome outcome = file_decode(&parts, file);
    if (outcome == OK)
        outcome = stretch(passphrase, &parts, key);
    if (outcome == OK &&
        crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &size, NULL, parts.sealed.data, parts.sealed.size,
                                                   parts.head.data, parts.head.size, parts.nonce, key) != 0)
        outcome = REFUSED;
    if (outcome == OK)
        outcome = plain_decode(box, plain, (size_t)size);
    if (outcome != OK) {
        wipe(plain, KEY_BOX_PLAIN_MAX);
        wipe(box, sizeof *box);
    }
    wipe(key, sizeof key);
    return outcome;
}
