/* The functions that every page calls: client.h with pointers and numbers that WebAssembly can pass. A visitor's page has these alone;
 * what consoles call stands in core_wasm_staff.c.
 *
 * Octets go in and out through memory that the page gets with core_alloc and gives back with core_free, which wipes it. What a function
 * lends (a frame, an event) is named by its address; core_lent_size() tells how long it is. Numbers of seconds and minutes are f64, exact
 * up to 2^53. Every command returns an enum outcome. The module's only real import is randomness (wasi random_get).
 *
 * Owns: the words, and nothing else beyond what core_client_open gave. Used by: web-client/src/core. Source: client.h. */
#include <stdlib.h>

#include <sodium.h>

#include "core_wasm.h"
#include "hash.h"
#include "word_list_data.h"

/* Declared so that a definition without a use in C is no mistake. */
void *EXPORT(core_alloc)(size_t size);
void EXPORT(core_free)(void *memory, size_t size);
size_t EXPORT(core_lent_size)(void);
int EXPORT(core_words)(uint8_t *words, size_t size);
struct client *EXPORT(core_client_open)(int role, const uint8_t *deployment_id, const uint8_t *host, size_t host_size);
void EXPORT(core_client_close)(struct client *client);
void EXPORT(core_quiet)(struct client *client, int is_on);
void EXPORT(core_connected)(struct client *client, double now_s);
void EXPORT(core_disconnected)(struct client *client, double now_s);
void EXPORT(core_receive)(struct client *client, const uint8_t *data, size_t size, double now_s);
void EXPORT(core_tick)(struct client *client, double now_s);
int EXPORT(core_work)(struct client *client, int tries, double now_s);
const uint8_t *EXPORT(core_frame)(struct client *client);
void EXPORT(core_frame_taken)(struct client *client);
const uint8_t *EXPORT(core_event)(struct client *client);
void EXPORT(core_event_taken)(struct client *client);
int EXPORT(core_is_idle)(struct client *client);
int EXPORT(core_shown)(struct client *client, const uint8_t *msg_id);
int EXPORT(core_say)(struct client *client, const uint8_t *case_id, const uint8_t *text, size_t size, uint8_t *msg_id);
int EXPORT(core_retract)(struct client *client, const uint8_t *case_id, const uint8_t *msg_id);
int EXPORT(core_appointment)(struct client *client, const uint8_t *case_id, uint8_t *appointment, size_t size,
                             uint8_t *msg_id);
int EXPORT(core_visitor_new)(struct client *client);
int EXPORT(core_visitor_return)(struct client *client, const uint8_t *input, size_t size);
int EXPORT(core_visitor_code)(struct client *client, char *digits);
int EXPORT(core_visitor_words)(struct client *client, int list, char *text);
int EXPORT(core_visitor_check_code)(struct client *client, const uint8_t *input, size_t size);
void EXPORT(core_visitor_hide_code)(struct client *client);
int EXPORT(core_visitor_open_case)(struct client *client, int door, const uint8_t *lang, size_t lang_size,
                                   const uint8_t *wish_lang, size_t wish_lang_size, int profile, int safe_now,
                                   int topic, const uint8_t *text, size_t text_size);
int EXPORT(core_visitor_tell)(struct client *client, int what);
int EXPORT(core_visitor_consent)(struct client *client, const uint8_t *who, int is_yes);
void EXPORT(core_visitor_visible)(struct client *client, int is_visible);
int EXPORT(core_visitor_burn)(struct client *client);
int EXPORT(core_visitor_ask_reopen)(struct client *client);
int EXPORT(core_visitor_keep)(struct client *client, int is_on);
int EXPORT(core_visitor_delete_kept)(struct client *client, const uint8_t *msg_id);

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

void core_lend_size(size_t size)
{
    lent_size = size;
}

static const uint8_t *lend(struct bytes bytes)
{
    lent_size = bytes.size;
    return bytes.data;
}

uint8_t core_octet(int number)
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

static bool has_role(int role)
{
#ifdef UDVEJ_CORE_ROLE
    return role == UDVEJ_CORE_ROLE;
#else
    return role == CLIENT_VISITOR || role == CLIENT_STAFF;
#endif
}

/* --- the words of return codes: a file of their own --- */

static const uint8_t *words_held[WORD_LISTS];

const uint8_t *word_list_octets(enum word_list list)
{
    return words_held[list];
}

/* Takes `words`, which core_alloc gave, if OK. MALFORMED: it is not the words.txt that this core was built with. */
int core_words(uint8_t *words, size_t size)
{
    uint8_t digest[HASH_SIZE];
    hash_sha256(PARTS({words, size}), digest);
    if (!hash_equal(digest, word_lists_digest))
        return (int)MALFORMED;
    words_held[WORDS_DA] = words;
    while (*words != '\n')
        words++;
    words_held[WORDS_EN] = words + 1;
    return (int)OK;
}

/* NULL also for a visitor before core_words: a code in words would then look mistyped. */
struct client *core_client_open(int role, const uint8_t *deployment_id, const uint8_t *host, size_t host_size)
{
    struct client_settings settings = {.host = {host, host_size}, .draw = take_random};
    if (!has_role(role) || host_size == 0 || host_size > HOST_MAX || sodium_init() < 0)
        return NULL;
    if (role == CLIENT_VISITOR && words_held[WORDS_DA] == NULL)
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

void core_quiet(struct client *client, int is_on)
{
    client_quiet(client, is_on != 0);
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

int core_work(struct client *client, int tries, double now_s)
{
    return client_work(client, tries > 0 ? (uint32_t)tries : 1, (uint64_t)now_s);
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

/* `octets` is an Appointment (rule 18); the ids that are made here are written into it. */
int core_appointment(struct client *client, const uint8_t *case_id, uint8_t *octets, size_t size, uint8_t *msg_id)
{
    struct appointment appointment;
    if (appointment_decode(&appointment, (struct bytes){octets, size}) != OK)
        return MALFORMED;
    enum outcome outcome = client_appointment(client, case_id, &appointment, msg_id);
    appointment_write_ids(&appointment, octets);
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

/* core_lent_size() then tells how long the text is. */
int core_visitor_words(struct client *client, int list, char *text)
{
    if (list < 0 || list >= WORD_LISTS)
        return (int)MALFORMED;
    return (int)visitor_words(client, (enum word_list)list, text, &lent_size);
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
        .profile = core_octet(profile),
        .safe_now = core_octet(safe_now),
        .topic = core_octet(topic),
        .text = {text, text_size},
    };
    return (int)visitor_open_case(client, core_octet(door), (struct bytes){lang, lang_size}, &form);
}

int core_visitor_tell(struct client *client, int what)
{
    return (int)visitor_tell(client, (enum receipt_what)core_octet(what));
}

int core_visitor_consent(struct client *client, const uint8_t *who, int is_yes)
{
    return (int)visitor_consent(client, who, is_yes != 0);
}

void core_visitor_visible(struct client *client, int is_visible)
{
    visitor_visible(client, is_visible != 0);
}

int core_visitor_ask_reopen(struct client *client)
{
    return (int)visitor_ask_reopen(client);
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
