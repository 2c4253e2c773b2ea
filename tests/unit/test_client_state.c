/* Does a device take what it kept only whole and unchanged, and does a state that is cut short or written over leave nothing of it behind? Knows
 * nothing of its layout: what is tried is every cut and many octets, under the device's own key. */
#include "check.h"
#include "client_parts.h"
#include "key_box.h"
#include "refuse.h"

#include <sodium.h>
#include <stdlib.h>

enum { OVERHEAD = XNONCE_SIZE + AEAD_TAG_SIZE, STATE_MAX = 1 << 20, EVERY_OCTET = 400, SOME = 200 };

static const uint8_t label[] = "udvej/1/device-state";
static uint8_t plain[STATE_MAX], changed[STATE_MAX], sealed[STATE_MAX + OVERHEAD];
static size_t plain_size;
static uint8_t store_key[32];

static void take_state(void)
{
    uint8_t box_plain[KEY_BOX_PLAIN_MAX];
    struct key_box box;
    const struct scene_device *device = &scene.devices[SCENE_ALPHA];
    struct bytes file = {scene.keys.key_file[0], scene.keys.key_file_size[0]};
    CHECK(key_box_open(&box, file, scene_passphrase(), box_plain) == OK && device->state_size < STATE_MAX);
    memcpy(store_key, box.store_key, sizeof store_key);
    plain_size = device->state_size - OVERHEAD;
    CHECK(crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, device->state + XNONCE_SIZE,
                                                     device->state_size - XNONCE_SIZE, label, sizeof label - 1,
                                                     device->state, store_key) == 0);
}

/* Does everything that was taken speak of a case that has a place? */
static bool is_within_bounds(const struct client *client)
{
    bool is_within = client->inflight.talk < TALKS_MAX;
    for (size_t i = 0; i < client->outgoing.count; i++) {
        struct outgoing head;
        memcpy(&head, client_queue_at(&client->outgoing, i, NULL).data, sizeof head);
        is_within = is_within && head.talk < TALKS_MAX;
    }
    for (size_t i = 0; i < BOOKINGS_MAX; i++)
        is_within = is_within && client->staff.bookings[i].talk <= TALK_NONE;
    return is_within;
}

/* What a device makes of `size` octets of `changed`; whatever it refuses has left nothing. */
static enum outcome unlock_with(size_t size)
{
    struct client_settings settings = {.role = CLIENT_STAFF, .host = PART_TEXT("x"), .draw = randombytes_buf};
    uint8_t *memory = scene.devices[SCENE_ALPHA].memory;
    struct bytes file = {scene.keys.key_file[0], scene.keys.key_file_size[0]};
    memset(sealed, 3, XNONCE_SIZE);
    CHECK(crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + XNONCE_SIZE, NULL, changed, size, label, sizeof label - 1,
                                                     NULL, sealed, store_key) == 0);
    memcpy(settings.deployment_id, scene.keys.deployment_id, HASH_SIZE);
    struct client *client = client_open(memory, &settings);
    enum outcome outcome = staff_unlock(client, file, scene_passphrase(), sealed, size + OVERHEAD);
    CHECK(sealed[0] == 0 && sealed[size + OVERHEAD - 1] == 0);
    if (outcome != OK) {
        CHECK(outcome == REFUSED && !client_is_dirty(client));
        CHECK(memmem(memory, client_size(), case_id, CASE_ID_SIZE) == NULL);
        CHECK(memmem(memory, client_size(), store_key, sizeof store_key) == NULL);
    }
    CHECK(is_within_bounds(client));
    client_close(client);
    return outcome;
}

/* Words that wait, an envelope under way, a booking with a place, messages to be shown: a state with everything in it. */
static void stage_with_everything(void)
{
    uint8_t id[MSG_ID_SIZE];
    struct appointment offer = {.act = APPOINTMENT_OFFER, .count = 1, .times = {{.length_min = 30}}, .way = WAY_PHONE};
    offer.place = PART_TEXT("12345678");
    stage_with_talk();
    offer.times[0].start_min = (SCENE_START_DAY + 2) * UINT64_C(1440);
    CHECK(client_appointment(client_of(SCENE_ALPHA), case_id, &offer, id) == OK);
    CHECK(say(SCENE_VISITOR, "words") == OK && say(SCENE_ALPHA, "an answer") == OK);
    go();
    CHECK(say(SCENE_ALPHA, "under way") == OK && say(SCENE_ALPHA, "behind it") == OK);
    scene_pump(&scene, SCENE_ALPHA);
    take_state();
    scene_kill(&scene, SCENE_ALPHA);
}

/* Words that wait stand at its end: no key of the visitor's is left. */
static void stage_with_words(void)
{
    static uint8_t detail[HASH_SIZE + KEY_ID_SIZE];
    stage_with_talk();
    refuse(SCENE_ALPHA, MESSAGE_SEND, ERROR_STALE_KEY, 2);
    memcpy(detail, visitor_id, HASH_SIZE);
    refusal.detail = (struct bytes){detail, sizeof detail};
    CHECK(say(SCENE_ALPHA, "waits") == OK);
    go();
    take_state();
    scene_kill(&scene, SCENE_ALPHA);
}

static void a_whole_state_is_taken(void)
{
    stage_with_everything();
    memcpy(changed, plain, plain_size);
    CHECK(unlock_with(plain_size) == OK);
    changed[plain_size] = 0; /* something follows it */
    CHECK(unlock_with(plain_size + 1) == REFUSED);
    end();
}

static void a_state_that_is_cut_short_is_refused(void)
{
    uint64_t state = 1;
    stage_with_everything();
    memcpy(changed, plain, plain_size);
    for (size_t size = 0; size < EVERY_OCTET; size++)
        CHECK(unlock_with(size) == REFUSED && unlock_with(plain_size - 1 - size) == REFUSED);
    for (size_t i = 0; i < SOME; i++)
        CHECK(unlock_with(check_random(&state) % plain_size) == REFUSED);
    end();
}

/* Counts and numbers that are too large, wherever they stand: refused, or taken as other octets; never followed out of bounds. */
static void write_over(void (*begin)(void))
{
    uint64_t state = 2;
    size_t refused = 0;
    begin();
    memcpy(changed, plain, plain_size);
    for (size_t i = 0; i < EVERY_OCTET + SOME; i++) {
        size_t at = i < EVERY_OCTET / 2 ? i : plain_size - 1 - (i - EVERY_OCTET / 2);
        at = i < EVERY_OCTET ? at : check_random(&state) % plain_size;
        changed[at] = 0xff;
        refused += unlock_with(plain_size) == REFUSED;
        changed[at] = plain[at];
    }
    changed[0] ^= 1; /* written by another version */
    CHECK(unlock_with(plain_size) == REFUSED && refused > 0);
    end();
}

static void a_state_that_is_written_over_harms_nobody(void)
{
    write_over(stage_with_everything);
    write_over(stage_with_words);
}

static void a_seal_is_whole(void)
{
    struct client_settings settings = {.role = CLIENT_STAFF, .host = PART_TEXT("x"), .draw = randombytes_buf};
    stage_with_everything();
    memcpy(settings.deployment_id, scene.keys.deployment_id, HASH_SIZE);
    struct bytes file = {scene.keys.key_file[0], scene.keys.key_file_size[0]};
    for (size_t size = 1; size < OVERHEAD + 2; size++) {
        struct client *client = client_open(scene.devices[SCENE_ALPHA].memory, &settings);
        memset(sealed, 1, size);
        CHECK(staff_unlock(client, file, scene_passphrase(), sealed, size) == REFUSED && sealed[size - 1] == 0);
        client_close(client);
    }
    end();
}

int main(void)
{
    RUN(a_whole_state_is_taken);
    RUN(a_state_that_is_cut_short_is_refused);
    RUN(a_state_that_is_written_over_harms_nobody);
    RUN(a_seal_is_whole);
    return check_end();
}
