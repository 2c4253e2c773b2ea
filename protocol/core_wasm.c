/* The functions that the browser calls: client.h with pointers and numbers that WebAssembly can pass.
 *
 * Octets go in and out through memory that the page gets with core_alloc and gives back with core_free, which wipes it. What a function
 * lends (a frame, an event) is named by its address; core_lent_size() tells how long it is. Numbers of seconds and minutes are f64, exact
 * up to 2^53. Every command returns an enum outcome. The module's only real import is randomness (wasi random_get).
 *
 * Owns: nothing beyond what core_client_open gave. Used by: web-client/src/core. Source: client.h. */
#include <stdlib.h>

#include <sodium.h>

#include "client.h"
#include "hash.h"
#include "key_box.h"

#define EXPORT(name) __attribute__((export_name(#name))) name

/* Declared so that a definition without a use in C is no mistake. */
void *EXPORT(core_alloc)(size_t size);
void EXPORT(core_free)(void *memory, size_t size);
size_t EXPORT(core_lent_size)(void);
struct client *EXPORT(core_client_open)(int role, const uint8_t *deployment_id, const uint8_t *host, size_t host_size);
void EXPORT(core_client_close)(struct client *client);
void EXPORT(core_connected)(struct client *client, double now_s);
void EXPORT(core_disconnected)(struct client *client, double now_s);
void EXPORT(core_receive)(struct client *client, const uint8_t *data, size_t size, double now_s);
void EXPORT(core_tick)(struct client *client, double now_s);
const uint8_t *EXPORT(core_frame)(struct client *client);
void EXPORT(core_frame_taken)(struct client *client);
const uint8_t *EXPORT(core_event)(struct client *client);
void EXPORT(core_event_taken)(struct client *client);
int EXPORT(core_is_idle)(struct client *client);
int EXPORT(core_shown)(struct client *client, const uint8_t *msg_id);
int EXPORT(core_say)(struct client *client, const uint8_t *case_id, const uint8_t *text, size_t size, uint8_t *msg_id);
int EXPORT(core_retract)(struct client *client, const uint8_t *case_id, const uint8_t *msg_id);
int EXPORT(core_appointment)(struct client *client, const uint8_t *case_id, int act, uint8_t *id, double start_min,
                             int length_min, int way, const uint8_t *place, size_t place_size, uint8_t *msg_id);
int EXPORT(core_visitor_new)(struct client *client);
int EXPORT(core_visitor_return)(struct client *client, const uint8_t *input, size_t size);
int EXPORT(core_visitor_code)(struct client *client, char *digits);
int EXPORT(core_visitor_check_code)(struct client *client, const uint8_t *input, size_t size);
void EXPORT(core_visitor_hide_code)(struct client *client);
int EXPORT(core_visitor_open_case)(struct client *client, int door, const uint8_t *lang, size_t lang_size,
                                   const uint8_t *wish_lang, size_t wish_lang_size, int profile, int safe_now,
                                   int topic, const uint8_t *text, size_t text_size);
int EXPORT(core_visitor_tell)(struct client *client, int what);
void EXPORT(core_visitor_visible)(struct client *client, int is_visible);
int EXPORT(core_visitor_burn)(struct client *client);
int EXPORT(core_visitor_keep)(struct client *client, int is_on);
int EXPORT(core_visitor_delete_kept)(struct client *client, const uint8_t *msg_id);
int EXPORT(core_staff_unlock)(struct client *client, const uint8_t *key_file, size_t key_file_size,
                              const uint8_t *passphrase, size_t passphrase_size, uint8_t *state, size_t state_size);
void EXPORT(core_staff_lock)(struct client *client);
int EXPORT(core_is_dirty)(struct client *client);
size_t EXPORT(core_save_size)(struct client *client);
int EXPORT(core_save)(struct client *client, uint8_t *out, size_t max);
void EXPORT(core_saved)(struct client *client);
int EXPORT(core_record_seal)(struct client *client, const uint8_t *record, size_t size, uint8_t *out, size_t max);
int EXPORT(core_record_open)(struct client *client, const uint8_t *sealed, size_t size, uint8_t *out, size_t max);
int EXPORT(core_staff_claim)(struct client *client, const uint8_t *case_id);
int EXPORT(core_staff_close_case)(struct client *client, const uint8_t *case_id);
int EXPORT(core_staff_presence)(struct client *client, int presence);
int EXPORT(core_staff_slots)(struct client *client, double from_min, double to_min);
int EXPORT(core_staff_slot_state)(struct client *client, const uint8_t *slot_id, int state);

/* A failed assertion of libsodium or the C library: stops, as an invariant does. The library's own would bring printf along, a twentieth
 * of the module. */
_Noreturn void __assert_fail(const char *expression, const char *file, int line, const char *function);

_Noreturn void __assert_fail(const char *expression, const char *file, int line, const char *function)
{
    (void)expression;
    (void)file;
    (void)line;
    (void)function;
    __builtin_trap();
}

static size_t lent_size;

static const uint8_t *lend(struct bytes bytes)
{
    lent_size = bytes.size;
    return bytes.data;
}

/* Numbers of the page that must fit into an octet; anything else is made a value that every check refuses. */
static uint8_t octet(int number)
{
    return number >= 0 && number <= UINT8_MAX ? (uint8_t)number : UINT8_MAX;
}

void *core_alloc(size_t size)
{
    return malloc(size == 0 ? 1 : size);
}

void core_free(void *memory, size_t size)
{
    if (memory == NULL)
        return;
    wipe(memory, size);
    free(memory);
}

size_t core_lent_size(void)
{
    return lent_size;
}

static void take_random(void *out, size_t size)
{
    randombytes_buf(out, size);
}

struct client *core_client_open(int role, const uint8_t *deployment_id, const uint8_t *host, size_t host_size)
{
    struct client_settings settings = {.host = {host, host_size}, .draw = take_random};
    if ((role != CLIENT_VISITOR && role != CLIENT_STAFF) || host_size == 0 || host_size > HOST_MAX || sodium_init() < 0)
        return NULL;
    settings.role = (enum client_role)role;
    for (size_t i = 0; i < HASH_SIZE; i++)
        settings.deployment_id[i] = deployment_id[i];
    void *memory = malloc(client_size());
    return memory == NULL ? NULL : client_open(memory, &settings);
}

void core_client_close(struct client *client)
{
    client_close(client);
    free(client);
}

void core_connected(struct client *client, double now_s)
{
    client_connected(client, (uint64_t)now_s);
}

void core_disconnected(struct client *client, double now_s)
{
    client_disconnected(client, (uint64_t)now_s);
}

void core_receive(struct client *client, const uint8_t *data, size_t size, double now_s)
{
    client_receive(client, (struct bytes){data, size}, (uint64_t)now_s);
}

void core_tick(struct client *client, double now_s)
{
    client_tick(client, (uint64_t)now_s);
}

const uint8_t *core_frame(struct client *client)
{
    return lend(client_frame(client));
}

void core_frame_taken(struct client *client)
{
    client_frame_taken(client);
}

const uint8_t *core_event(struct client *client)
{
    return lend(client_event(client));
}

void core_event_taken(struct client *client)
{
    client_event_taken(client);
}

int core_is_idle(struct client *client)
{
    return client_is_idle(client);
}

int core_shown(struct client *client, const uint8_t *msg_id)
{
    return (int)client_shown(client, msg_id);
}

int core_say(struct client *client, const uint8_t *case_id, const uint8_t *text, size_t size, uint8_t *msg_id)
{
    return (int)client_say(client, case_id, (struct bytes){text, size}, msg_id);
}

int core_retract(struct client *client, const uint8_t *case_id, const uint8_t *msg_id)
{
    return (int)client_retract(client, case_id, msg_id);
}

int core_appointment(struct client *client, const uint8_t *case_id, int act, uint8_t *id, double start_min,
                     int length_min, int way, const uint8_t *place, size_t place_size, uint8_t *msg_id)
{
    struct appointment appointment = {
        .act = octet(act),
        .start_min = (uint64_t)start_min,
        .length_min = (uint16_t)length_min,
        .way = octet(way),
        .place = {place, place_size},
    };
    for (size_t i = 0; i < SLOT_ID_SIZE; i++)
        appointment.id[i] = id[i];
    enum outcome outcome = client_appointment(client, case_id, &appointment, msg_id);
    for (size_t i = 0; i < SLOT_ID_SIZE; i++)
        id[i] = appointment.id[i];
    return (int)outcome;
}

int core_visitor_new(struct client *client)
{
    return (int)visitor_new(client);
}

int core_visitor_return(struct client *client, const uint8_t *input, size_t size)
{
    return (int)visitor_return(client, (struct bytes){input, size});
}

int core_visitor_code(struct client *client, char *digits)
{
    return (int)visitor_code(client, digits);
}

int core_visitor_check_code(struct client *client, const uint8_t *input, size_t size)
{
    return (int)visitor_check_code(client, (struct bytes){input, size});
}

void core_visitor_hide_code(struct client *client)
{
    visitor_hide_code(client);
}

int core_visitor_open_case(struct client *client, int door, const uint8_t *lang, size_t lang_size,
                           const uint8_t *wish_lang, size_t wish_lang_size, int profile, int safe_now, int topic,
                           const uint8_t *text, size_t text_size)
{
    struct form form = {
        .lang = {wish_lang, wish_lang_size},
        .profile = octet(profile),
        .safe_now = octet(safe_now),
        .topic = octet(topic),
        .text = {text, text_size},
    };
    return (int)visitor_open_case(client, octet(door), (struct bytes){lang, lang_size}, &form);
}

int core_visitor_tell(struct client *client, int what)
{
    return (int)visitor_tell(client, (enum receipt_what)octet(what));
}

void core_visitor_visible(struct client *client, int is_visible)
{
    visitor_visible(client, is_visible != 0);
}

int core_visitor_burn(struct client *client)
{
    return (int)visitor_burn(client);
}

int core_visitor_keep(struct client *client, int is_on)
{
    return (int)visitor_keep(client, is_on != 0);
}

int core_visitor_delete_kept(struct client *client, const uint8_t *msg_id)
{
    return (int)visitor_delete_kept(client, msg_id);
}

int core_staff_unlock(struct client *client, const uint8_t *key_file, size_t key_file_size, const uint8_t *passphrase,
                      size_t passphrase_size, uint8_t *state, size_t state_size)
{
    return (int)staff_unlock(client, (struct bytes){key_file, key_file_size},
                             (struct bytes){passphrase, passphrase_size}, state, state_size);
}

void core_staff_lock(struct client *client)
{
    staff_lock(client);
}

int core_is_dirty(struct client *client)
{
    return client_is_dirty(client);
}

size_t core_save_size(struct client *client)
{
    return client_save_size(client);
}

int core_save(struct client *client, uint8_t *out, size_t max)
{
    return (int)client_save(client, out, max, &lent_size);
}

void core_saved(struct client *client)
{
    client_saved(client);
}

int core_record_seal(struct client *client, const uint8_t *record, size_t size, uint8_t *out, size_t max)
{
    return (int)staff_record_seal(client, (struct bytes){record, size}, out, max, &lent_size);
}

int core_record_open(struct client *client, const uint8_t *sealed, size_t size, uint8_t *out, size_t max)
{
    return (int)staff_record_open(client, (struct bytes){sealed, size}, out, max, &lent_size);
}

int core_staff_claim(struct client *client, const uint8_t *case_id)
{
    return (int)staff_claim(client, case_id);
}

int core_staff_close_case(struct client *client, const uint8_t *case_id)
{
    return (int)staff_close_case(client, case_id);
}

int core_staff_presence(struct client *client, int presence)
{
    return (int)staff_presence(client, octet(presence));
}

int core_staff_slots(struct client *client, double from_min, double to_min)
{
    return (int)staff_slots(client, (uint64_t)from_min, (uint64_t)to_min);
}

int core_staff_slot_state(struct client *client, const uint8_t *slot_id, int state)
{
    return (int)staff_slot_state(client, slot_id, octet(state));
}
