#include "client_parts.h"

#include <string.h>

#include <sodium.h>

#include "hash.h"

static const uint8_t record_label[] = "udvej/1/device-record";

/* --- sealing what a device keeps --- */

void device_seal(struct client *client, const uint8_t key[32], struct bytes ad, struct bytes plain, uint8_t *out)
{
    invariant(client->staff.is_unlocked);
    client->draw(out, XNONCE_SIZE);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(out + XNONCE_SIZE, NULL, plain.data, plain.size, ad.data, ad.size,
                                                     NULL, out, key);
}

enum outcome device_unseal(const uint8_t key[32], struct bytes ad, struct bytes sealed, uint8_t *out, size_t max,
                           size_t *size)
{
    invariant(sealed.size >= DEVICE_SEAL_OVERHEAD);
    if (sealed.size - DEVICE_SEAL_OVERHEAD > max)
        return MALFORMED;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, sealed.data + XNONCE_SIZE,
                                                   sealed.size - XNONCE_SIZE, ad.data, ad.size, sealed.data, key) != 0)
        return REFUSED;
    *size = sealed.size - DEVICE_SEAL_OVERHEAD;
    return OK;
}

/* --- a key for each case --- */

static const uint8_t no_case[CASE_ID_SIZE];

static struct record_key *key_of_case(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    for (size_t i = 0; i < RECORD_KEYS_MAX; i++) {
        struct record_key *key = &client->staff.record_keys[i];
        if (key->is_used && memcmp(key->case_id, case_id, CASE_ID_SIZE) == 0)
            return key;
    }
    return NULL;
}

static struct record_key *key_of_id(struct client *client, const uint8_t id[RECORD_ID_SIZE])
{
    for (size_t i = 0; i < RECORD_KEYS_MAX; i++) {
        struct record_key *key = &client->staff.record_keys[i];
        if (key->is_used && memcmp(key->id, id, RECORD_ID_SIZE) == 0)
            return key;
    }
    return NULL;
}

static void shred(struct client *client, struct record_key *key)
{
    struct json json = client_event_open(client, "shredded");
    json_hex(&json, "case", key->case_id, CASE_ID_SIZE);
    client_event_put(client, &json);
    struct talk *talk = talk_find(client, key->case_id);
    if (talk != NULL && talk->room.is_closed)
        turn_forget(talk);
    wipe(key, sizeof *key);
    client->is_dirty = true;
}

/* A free place, or that of the case whose time is up first. NULL: none of them has ended. */
static struct record_key *place_for_key(struct client *client)
{
    struct record_key *first = NULL;
    for (size_t i = 0; i < RECORD_KEYS_MAX; i++) {
        struct record_key *key = &client->staff.record_keys[i];
        if (!key->is_used)
            return key;
        if (key->ends_min != 0 && (first == NULL || key->ends_min < first->ends_min))
            first = key;
    }
    if (first != NULL)
        shred(client, first);
    return first;
}

static uint64_t end_from_now(const struct client *client)
{
    uint64_t days = client->staff.record_days;
    if (days == 0)
        days = RECORD_DAYS;
    return client_now_min(client) + (days < RECORD_DAYS_MAX ? days : RECORD_DAYS_MAX) * 24 * 60;
}

static struct record_key *make_key(struct client *client, const uint8_t case_id[CASE_ID_SIZE])
{
    const struct talk *talk = talk_find(client, case_id);
    struct record_key *key = place_for_key(client);
    if (key == NULL)
        return NULL;
    key->is_used = true;
    memcpy(key->case_id, case_id, CASE_ID_SIZE);
    client->draw(key->id, RECORD_ID_SIZE);
    client->draw(key->key, sizeof key->key);
    bool is_over = talk == NULL || !talk->is_ours || talk->room.is_closed;
    if (is_over && memcmp(case_id, no_case, CASE_ID_SIZE) != 0)
        key->ends_min = end_from_now(client);
    client->is_dirty = true;
    return key;
}

void record_case_over(struct client *client, const uint8_t case_id[CASE_ID_SIZE], bool is_over)
{
    struct record_key *key = key_of_case(client, case_id);
    if (key == NULL || is_over == (key->ends_min != 0))
        return;
    key->ends_min = is_over ? end_from_now(client) : 0;
    client->is_dirty = true;
}

void record_tick(struct client *client)
{
    for (size_t i = 0; i < RECORD_KEYS_MAX; i++) {
        struct record_key *key = &client->staff.record_keys[i];
        if (key->is_used && key->ends_min != 0 && client_now_min(client) >= key->ends_min)
            shred(client, key);
    }
}

/* --- records --- */

struct record_ad {
    uint8_t octets[sizeof record_label - 1 + RECORD_ID_SIZE];
};

static struct record_ad ad_of(const uint8_t id[RECORD_ID_SIZE])
{
    struct record_ad ad;
    memcpy(ad.octets, record_label, sizeof record_label - 1);
    memcpy(ad.octets + sizeof record_label - 1, id, RECORD_ID_SIZE);
    return ad;
}

enum outcome staff_record_seal(struct client *client, const uint8_t case_id[CASE_ID_SIZE], struct bytes record,
                               void *out, size_t max, size_t *size)
{
    uint8_t *at = out;
    if (!client->staff.is_unlocked)
        return REFUSED;
    if (max < record.size + RECORD_OVERHEAD)
        return FULL;
    struct record_key *key = key_of_case(client, case_id);
    if (key == NULL)
        key = make_key(client, case_id);
    if (key == NULL)
        return FULL;
    struct record_ad ad = ad_of(key->id);
    memcpy(at, key->id, RECORD_ID_SIZE);
    device_seal(client, key->key, PART(ad.octets, sizeof ad.octets), record, at + RECORD_ID_SIZE);
    *size = record.size + RECORD_OVERHEAD;
    return OK;
}

enum outcome staff_record_open(struct client *client, struct bytes sealed, void *out, size_t max, size_t *size)
{
    if (!client->staff.is_unlocked)
        return REFUSED;
    if (sealed.size < RECORD_OVERHEAD)
        return MALFORMED;
    const struct record_key *key = key_of_id(client, sealed.data);
    if (key == NULL)
        return GONE;
    struct record_ad ad = ad_of(key->id);
    return device_unseal(key->key, PART(ad.octets, sizeof ad.octets),
                         (struct bytes){sealed.data + RECORD_ID_SIZE, sealed.size - RECORD_ID_SIZE}, out, max, size);
}
