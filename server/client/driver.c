#include "driver.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "event_line.h"
#include "secret.h"

enum {
    STATE_MAX = 16 * 1024 * 1024,
    WORK_TRIES = 8192, /* of a puzzle at once: some milliseconds */
};

struct driver {
    struct driver_settings settings;
    uv_loop_t *loop;
    uv_timer_t tick;
    uv_idle_t work; /* active while the client may have something to compute */
    unsigned handles_open;
    struct link *link;
    void *memory; /* of `client` */
    struct client *client;
    bool is_connected; /* the client was told so */
    bool is_pumping;
    bool wants_restart;
    bool has_failed;
    uint64_t shown_ms; /* when the last event came up */
    struct reason failure;
};

uint64_t driver_now_s(void)
{
    return (uint64_t)time(NULL);
}

/* --- the loop of a caller, as protocol/client.h describes it --- */

static enum outcome state_write(struct driver *driver, uint8_t *sealed, size_t max)
{
    size_t size;
    TRY(client_save(driver->client, sealed, max, &size));
    struct file_new file = {.path = driver->settings.state, .mode = S_IRUSR | S_IWUSR};
    return file_write(&file, (struct bytes){sealed, size}, &driver->failure);
}

/* False: the device could not keep its state, so nothing may go out any more. */
static bool save(struct driver *driver)
{
    if (driver->settings.role != CLIENT_STAFF || !client_is_dirty(driver->client))
        return true;
    size_t max = client_save_size(driver->client);
    uint8_t *sealed = malloc(max);
    reason_set(&driver->failure, "there is no memory to save the state.");
    driver->has_failed = sealed == NULL || state_write(driver, sealed, max) != OK;
    free(sealed);
    if (!driver->has_failed)
        client_saved(driver->client);
    return !driver->has_failed;
}

/* Gives whether anything was sent. */
static bool send_frames(struct driver *driver)
{
    bool has_sent = false;
    struct bytes frame;
    while (driver->is_connected && (frame = client_frame(driver->client)).size > 0) {
        if (link_send(driver->link, frame) != OK)
            break; /* `drained` or `lost` will go on */
        client_frame_taken(driver->client);
        has_sent = true;
    }
    return has_sent;
}

static void show(struct driver *driver, struct bytes event)
{
    uint8_t msg_id[MSG_ID_SIZE];
    bool is_message = event_has(event, "event", "message") || event_has(event, "event", "appointment") ||
                      event_has(event, "event", "note") || event_has(event, "event", "briefing");
    bool is_shown = is_message && !driver->settings.is_manual && event_hex(event, "id", msg_id, sizeof msg_id) == OK;
    driver->shown_ms = uv_now(driver->loop);
    driver->settings.event(driver->settings.context, event);
    driver->wants_restart = driver->wants_restart || event_has(event, "event", "reconnect");
    client_event_taken(driver->client);
    /* The line is written: that is all the showing that a program without a screen does. */
    if (is_shown)
        (void)!client_shown(driver->client, msg_id);
}

static bool hand_up(struct driver *driver)
{
    bool has_shown = false;
    struct bytes event;
    while ((event = client_event(driver->client)).size > 0) {
        show(driver, event);
        has_shown = true;
    }
    return has_shown;
}

/* The client wants another connection: this one has proved a key that leads nowhere, or its challenge is too old. */
static void restart(struct driver *driver)
{
    driver->wants_restart = false;
    if (driver->is_connected)
        client_disconnected(driver->client, driver_now_s());
    driver->is_connected = false;
    link_restart(driver->link);
}

static void work(uv_idle_t *idle);

void driver_pump(struct driver *driver)
{
    if (driver->is_pumping)
        return;
    driver->is_pumping = true;
    bool goes_on = true;
    while (goes_on && !driver->has_failed) {
        goes_on = save(driver) && send_frames(driver);
        goes_on = hand_up(driver) || goes_on;
    }
    driver->is_pumping = false;
    if (driver->wants_restart)
        restart(driver);
    (void)uv_idle_start(&driver->work, work); /* cannot fail */
}

static void turn(struct driver *driver)
{
    driver_pump(driver);
    driver->settings.turn(driver->settings.context);
}

/* A piece of what takes long, whenever nothing else is to be done. */
static void work(uv_idle_t *idle)
{
    struct driver *driver = idle->data;
    bool goes_on = client_work(driver->client, WORK_TRIES, driver_now_s());
    turn(driver);
    if (!goes_on)
        (void)uv_idle_stop(idle);
}

/* --- what the link says --- */

static void opened(void *context)
{
    struct driver *driver = context;
    driver->is_connected = true;
    client_connected(driver->client, driver_now_s());
    turn(driver);
}

static void received(void *context, struct bytes message)
{
    struct driver *driver = context;
    if (driver->is_connected)
        client_receive(driver->client, message, driver_now_s());
    turn(driver);
}

static void lost(void *context)
{
    struct driver *driver = context;
    if (driver->is_connected)
        client_disconnected(driver->client, driver_now_s());
    driver->is_connected = false;
    turn(driver);
}

static void drained(void *context)
{
    turn(context);
}

static void tick(uv_timer_t *timer)
{
    struct driver *driver = timer->data;
    client_tick(driver->client, driver_now_s());
    turn(driver);
}

/* --- life --- */

static void client_begin(struct driver *driver)
{
    struct client_settings settings = {
        .role = driver->settings.role,
        .host = {(const uint8_t *)driver->settings.address.host, strlen(driver->settings.address.host)},
        .draw = secret_random,
    };
    memcpy(settings.deployment_id, driver->settings.deployment_id, HASH_SIZE);
    driver->client = client_open(driver->memory, &settings);
    client_quiet(driver->client, driver->settings.uses_cells);
}

struct driver *driver_new(uv_loop_t *loop, const struct driver_settings *settings, struct reason *reason)
{
    struct driver *driver = calloc(1, sizeof *driver);
    reason_set(reason, "there is no memory for a client.");
    if (driver == NULL)
        return NULL;
    driver->settings = *settings;
    driver->loop = loop;
    driver->tick.data = driver;
    driver->memory = secret_new(client_size());
    struct link_events events = {driver, opened, received, lost, drained};
    driver->link = link_new(loop, &settings->address, &events);
    if (driver->memory == NULL || driver->link == NULL || uv_timer_init(loop, &driver->tick) != 0) {
        secret_free(driver->memory);
        link_free(driver->link);
        free(driver);
        return NULL;
    }
    (void)uv_idle_init(loop, &driver->work); /* cannot fail */
    driver->work.data = driver;
    driver->handles_open = 2;
    client_begin(driver);
    uv_timer_start(&driver->tick, tick, 1000, 1000);
    return driver;
}

/* Reads the sealed state; a device that has none yet has an empty one. */
static enum outcome state_read(const struct driver *driver, uint8_t *sealed, size_t *size, struct reason *reason)
{
    enum outcome outcome = file_read(driver->settings.state, PRIVACY_OWNER, sealed, STATE_MAX, size, reason);
    return outcome == GONE ? OK : outcome;
}

static bool unlock(struct driver *driver, struct bytes key, const struct passphrase *passphrase, uint8_t *state,
                   size_t state_size, struct reason *reason)
{
    struct bytes words = {passphrase->text, passphrase->size};
    switch (staff_unlock(driver->client, key, words, state, state_size)) {
    case OK:
        return true;
    case MALFORMED:
        reason_set(reason, "this is not a key file.");
        return false;
    case BROKEN:
        reason_set(reason, "there is no memory to open the key file: that needs 256 MiB.");
        return false;
    default:
        reason_set(reason, "the key file does not open: wrong passphrase, another programme, or another key's state.");
        return false;
    }
}

bool driver_unlock(struct driver *driver, const char *key_path, const struct passphrase *passphrase,
                   struct reason *reason)
{
    uint8_t key[KEY_BOX_FILE_MAX];
    size_t key_size, state_size = 0;
    uint8_t *state = malloc(STATE_MAX);
    reason_set(reason, "there is no memory to read the state.");
    bool is_unlocked = state != NULL && state_read(driver, state, &state_size, reason) == OK &&
                       file_read(key_path, PRIVACY_OWNER, key, sizeof key, &key_size, reason) == OK &&
                       unlock(driver, (struct bytes){key, key_size}, passphrase, state, state_size, reason);
    free(state);
    return is_unlocked;
}

struct client *driver_client(struct driver *driver)
{
    return driver->client;
}

void driver_connect(struct driver *driver)
{
    link_start(driver->link);
}

void driver_disconnect(struct driver *driver)
{
    link_stop(driver->link);
    if (driver->is_connected)
        client_disconnected(driver->client, driver_now_s());
    driver->is_connected = false;
}

void driver_forget(struct driver *driver)
{
    driver_disconnect(driver);
    client_close(driver->client);
    client_begin(driver);
}

bool driver_is_quiet(const struct driver *driver, uint64_t ms)
{
    uint64_t quiet_ms =
        driver->settings.uses_cells ? uv_now(driver->loop) - driver->shown_ms : link_quiet_ms(driver->link);
    return link_is_open(driver->link) && quiet_ms >= ms;
}

bool driver_is_connected(const struct driver *driver)
{
    return driver->is_connected;
}

const char *driver_trouble(const struct driver *driver)
{
    return driver->has_failed ? driver->failure.text : link_trouble(driver->link);
}

bool driver_has_failed(const struct driver *driver)
{
    return driver->has_failed;
}

static void driver_freed(uv_handle_t *handle)
{
    struct driver *driver = handle->data;
    if (--driver->handles_open == 0)
        free(driver);
}

void driver_free(struct driver *driver)
{
    if (driver == NULL)
        return;
    link_free(driver->link);
    client_close(driver->client);
    secret_free(driver->memory);
    uv_close((uv_handle_t *)&driver->tick, driver_freed);
    uv_close((uv_handle_t *)&driver->work, driver_freed);
}
